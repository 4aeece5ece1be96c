"""Build bulletin-cmyk.icc, the CMYK output intent of every exported PDF, from published print figures.

Needs nothing but Python and knows nothing of the program. `python build.py` writes the profile beside this
file; `python build.py --check` tells whether the file there is what this script makes.

Method: the Neugebauer equations. A halftone of four inks is a mosaic of 16 colours (paper, each solid, each
overprint); its XYZ is their mean, weighted by the area each covers (Demichel). Areas are the tone values of
the file plus the dot gain of the press. The profile is of ICC version 2.4: every reader of PDF 1.4 and newer
takes it, and PDF/A-2 (ISO 19005-2, 6.2.3) allows it.

Sources
-------
SOLIDS   ISO 12647-2:2004/Amd 1:2007, paper types 1 and 2 (gloss and matt coated), on white backing, D50, 2°:
         CIELAB of the paper, the four solids, and the overprints of C, M and Y (the condition that is also
         known as FOGRA39).
GAIN     same standard, tone value increase at the 40 % control patch: 13 % for C, M, Y (curve A), 16 % for
         K (curve B). The parabola through that value is our simplification of the curve.
BLACK    the standard does not list overprints with black. They are computed: black lets the same share of
         the light through over any ink, on top of what the ink's own surface reflects (SURFACE).
"""

from __future__ import annotations

import hashlib
import math
import struct
import sys
from collections.abc import Callable, Sequence
from itertools import product
from pathlib import Path

PROFILE = Path(__file__).with_name("bulletin-cmyk.icc")
NAME = "Bulletin CMYK, coated offset (ISO 12647-2:2004/A1)"
COPYRIGHT = "No copyright, use freely (CC0 1.0)"
DATE = (2024, 1, 1, 0, 0, 0)

Vector = tuple[float, ...]

# CIELAB of each combination of solid cyan, magenta, yellow.
SOLIDS: dict[tuple[int, int, int], Vector] = {
    (0, 0, 0): (95.0, 0.0, -2.0),
    (1, 0, 0): (55.0, -37.0, -50.0),
    (0, 1, 0): (48.0, 74.0, -3.0),
    (0, 0, 1): (89.0, -5.0, 93.0),
    (0, 1, 1): (47.0, 68.0, 48.0),
    (1, 0, 1): (50.0, -65.0, 27.0),
    (1, 1, 0): (24.0, 22.0, -46.0),
    (1, 1, 1): (23.0, 0.0, 0.0),
}
BLACK: Vector = (16.0, 0.0, 0.0)
SURFACE = 0.008  # reflectance of a gloss coated ink surface seen at 0°/45°
GAIN_AT_40: Vector = (0.13, 0.13, 0.13, 0.16)

D50: Vector = (0.9642, 1.0, 0.8249)  # the illuminant of the profile connection space, ICC.1, 7.2.16
INK_LIMIT = 3.3  # sum of the four tone values that separations for coated paper keep to

DEVICE_GRID = 5
DEVICE_CURVE = 33
LAB_GRID = 7
LAB_CURVE = 256


# --- colour -------------------------------------------------------------------------------------------------


def xyz_from_lab(lab: Vector) -> Vector:
    """CIE 15: XYZ (Y of white is 1) of a CIELAB colour under D50."""
    fy = (lab[0] + 16.0) / 116.0
    parts = (fy + lab[1] / 500.0, fy, fy - lab[2] / 200.0)
    return tuple(
        w * (f**3 if f > 6 / 29 else (f - 4 / 29) * 3 * (6 / 29) ** 2)
        for f, w in zip(parts, D50, strict=True)
    )


def lab_from_xyz(xyz: Vector) -> Vector:
    """CIE 15: CIELAB of XYZ under D50."""
    x, y, z = (
        r ** (1 / 3) if r > (6 / 29) ** 3 else r / (3 * (6 / 29) ** 2) + 4 / 29
        for r in (v / w for v, w in zip(xyz, D50, strict=True))
    )
    return (116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z))


PAPER = xyz_from_lab(SOLIDS[0, 0, 0])


def _overprint_with_black(xyz: Vector) -> Vector:
    return tuple(
        SURFACE * w + (k - SURFACE * w) * (v - SURFACE * w) / (p - SURFACE * w)
        for v, k, p, w in zip(xyz, xyz_from_lab(BLACK), PAPER, D50, strict=True)
    )


def _primaries() -> dict[tuple[int, ...], Vector]:
    """XYZ of the 16 Neugebauer primaries, relative to the paper, as the connection space wants them."""
    found: dict[tuple[int, ...], Vector] = {}
    for cmy, lab in SOLIDS.items():
        for k in (0, 1):
            xyz = xyz_from_lab(lab) if k == 0 else _overprint_with_black(xyz_from_lab(lab))
            found[(*cmy, k)] = tuple(v * w / p for v, w, p in zip(xyz, D50, PAPER, strict=True))
    return found


PRIMARIES = _primaries()


def printed_area(ink: int, tone: float) -> float:
    """The share of the paper (0 to 1) that a tone value (0 to 1) of ink 0 to 3 covers in print."""
    return tone + GAIN_AT_40[ink] * tone * (1 - tone) / (0.4 * 0.6)


def xyz_of_areas(areas: Sequence[float]) -> Vector:
    """XYZ relative to paper of four printed areas (0 to 1)."""
    total = [0.0, 0.0, 0.0]
    for inks, xyz in PRIMARIES.items():
        weight = math.prod(a if on else 1 - a for a, on in zip(areas, inks, strict=True))
        for i in range(3):
            total[i] += weight * xyz[i]
    return tuple(total)


def lab_of_tones(tones: Sequence[float]) -> Vector:
    """CIELAB relative to paper of four tone values (0 to 1)."""
    return lab_from_xyz(xyz_of_areas([printed_area(i, t) for i, t in enumerate(tones)]))


# --- the even scale of each ink -----------------------------------------------------------------------------


def _even_scale(ink: int, steps: int = 512) -> list[float]:
    """How far (0 to 1, in CIELAB distance) the ramp of one ink has gone at each of steps + 1 tone values.

    The tables of the profile are laid on this scale, because straight lines between their points then
    follow the ramp of each single ink closely.
    """
    gone, last = [0.0], lab_of_tones((0, 0, 0, 0))
    for i in range(1, steps + 1):
        lab = lab_of_tones([i / steps if j == ink else 0.0 for j in range(4)])
        gone.append(gone[-1] + math.dist(lab, last))
        last = lab
    return [g / gone[-1] for g in gone]


SCALES = [_even_scale(ink) for ink in range(4)]


def even_from_tone(ink: int, tone: float) -> float:
    scale = SCALES[ink]
    at = tone * (len(scale) - 1)
    i = min(int(at), len(scale) - 2)
    return scale[i] + (scale[i + 1] - scale[i]) * (at - i)


def tone_from_even(ink: int, even: float) -> float:
    scale = SCALES[ink]
    i = max(1, next((j for j, g in enumerate(scale) if g >= even), len(scale) - 1))
    return (i - 1 + (even - scale[i - 1]) / (scale[i] - scale[i - 1])) / (len(scale) - 1)


# --- from CIELAB back to inks -------------------------------------------------------------------------------


def _wanted_black(lab: Vector) -> float:
    """Black generation: black (on the even scale) sets in below L* 60 and yields to strong colour."""
    depth = min(1.0, max(0.0, (60.0 - lab[0]) / 45.0))
    return depth * max(0.0, 1.0 - math.hypot(lab[1], lab[2]) / 60.0)


def _solve(matrix: list[list[float]], right: list[float]) -> list[float]:
    """Gaussian elimination; the matrix is symmetric and positive definite by construction."""
    n = len(right)
    rows = [[*row, r] for row, r in zip(matrix, right, strict=True)]
    for i in range(n):
        for j in range(i + 1, n):
            factor = rows[j][i] / rows[i][i]
            for c in range(i, n + 1):
                rows[j][c] -= factor * rows[i][c]
    result = [0.0] * n
    for i in reversed(range(n)):
        result[i] = (rows[i][n] - sum(rows[i][c] * result[c] for c in range(i + 1, n))) / rows[i][i]
    return result


def inks_for_lab(lab: Vector) -> tuple[Vector, float]:
    """The four even-scale ink values (0 to 1) that come nearest to a CIELAB colour, and the distance left.

    Levenberg-Marquardt with the inks kept within 0 and 1, with weak pulls to the wanted black and, more
    strongly, to the ink limit.
    """
    wanted = _wanted_black(lab)

    def residuals(even: Sequence[float]) -> list[float]:
        tones = [tone_from_even(i, e) for i, e in enumerate(even)]
        got = lab_of_tones(tones)
        over = max(0.0, sum(tones) - INK_LIMIT)
        return [*(g - w for g, w in zip(got, lab, strict=True)), 4.0 * (even[3] - wanted), 60.0 * over]

    def cost(values: Sequence[float]) -> float:
        return sum(v * v for v in values)

    even = [0.3, 0.3, 0.3, wanted]
    damping, now = 1.0, residuals(even)
    for _ in range(60):
        slopes = []
        for i in range(4):
            step = 1e-4 if even[i] < 0.5 else -1e-4
            moved = residuals([e + step if j == i else e for j, e in enumerate(even)])
            slopes.append([(m - n) / step for m, n in zip(moved, now, strict=True)])
        pull = [sum(s * n for s, n in zip(slope, now, strict=True)) for slope in slopes]
        # An ink at its bound that wants to go further out takes no part in this step.
        free = [i for i in range(4) if not ((even[i] <= 0 and pull[i] > 0) or (even[i] >= 1 and pull[i] < 0))]
        if not free or damping > 1e9:
            break
        matrix = [
            [
                sum(p * q for p, q in zip(slopes[i], slopes[j], strict=True)) + (damping if i == j else 0.0)
                for j in free
            ]
            for i in free
        ]
        change = dict(zip(free, _solve(matrix, [-pull[i] for i in free]), strict=True))
        tried = [min(1.0, max(0.0, e + change.get(i, 0.0))) for i, e in enumerate(even)]
        after = residuals(tried)
        if cost(after) < cost(now):
            done = cost(now) - cost(after) < 1e-9
            even, now, damping = tried, after, damping / 4
            if done:
                break
        else:
            damping *= 4
    return tuple(even), math.sqrt(cost(now[:3]))


# --- ICC.1 encoding -----------------------------------------------------------------------------------------


def _u16(value: float) -> int:
    return min(65535, max(0, math.floor(value * 65535 + 0.5)))


def _lab16(lab: Vector) -> list[int]:
    """The 16-bit CIELAB encoding of lut16Type: L* 100 is FF00h, a* and b* 0 are 8000h."""
    return [
        min(65535, max(0, math.floor(v + 0.5)))
        for v in (lab[0] * 652.8, (lab[1] + 128) * 256, (lab[2] + 128) * 256)
    ]


def _lut16(inputs: list[list[int]], grid: int, cells: list[list[int]], outputs: list[list[int]]) -> bytes:
    """ICC.1, lut16Type: input curves, colour lookup table (last input varies fastest), output curves."""
    matrix = (65536, 0, 0, 0, 65536, 0, 0, 0, 65536)
    head = struct.pack(
        ">4s4xBBBx9iHH", b"mft2", len(inputs), len(outputs), grid, *matrix, len(inputs[0]), len(outputs[0])
    )
    flat = [v for part in (inputs, cells, outputs) for row in part for v in row]
    return head + struct.pack(f">{len(flat)}H", *flat)


LINE = [0, 65535]


def device_to_lab() -> bytes:
    curves = [
        [_u16(even_from_tone(i, j / (DEVICE_CURVE - 1))) for j in range(DEVICE_CURVE)] for i in range(4)
    ]
    steps = [j / (DEVICE_GRID - 1) for j in range(DEVICE_GRID)]
    cells = [
        _lab16(lab_of_tones([tone_from_even(i, e) for i, e in enumerate(even)]))
        for even in product(steps, repeat=4)
    ]
    return _lut16(curves, DEVICE_GRID, cells, [LINE] * 3)


# Colours beyond this cannot be printed; the table's points serve better inside.
CHROMA_RANGE = 96.0


def _lab_curves() -> list[list[int]]:
    """Curves that spread L* 0 to 100 and a*, b* within CHROMA_RANGE over the whole table."""

    def curve(position: Callable[[float], float]) -> list[int]:
        return [_u16(min(1.0, max(0.0, position(j * 65535 / (LAB_CURVE - 1))))) for j in range(LAB_CURVE)]

    # L* 100 (FF00h) lies between two entries: both must give the end of the table, or white gets a tint.
    light = curve(lambda v: v / (65535 * (LAB_CURVE - 2) / (LAB_CURVE - 1)))
    chroma = curve(lambda v: ((v / 256 - 128) + CHROMA_RANGE) / (2 * CHROMA_RANGE))
    return [light, chroma, chroma]


def lab_to_device() -> tuple[bytes, bytes]:
    """The B2A table, and the gamut table: 0 where a colour can be printed within ΔE*ab 2."""
    steps = [j / (LAB_GRID - 1) for j in range(LAB_GRID)]
    inks: list[list[int]] = []
    outside: list[list[int]] = []
    for light, a, b in product(steps, repeat=3):
        even, distance = inks_for_lab((100 * light, (2 * a - 1) * CHROMA_RANGE, (2 * b - 1) * CHROMA_RANGE))
        # Steps of 1/255 are what 8-bit separations have anyway, and they pack well.
        inks.append([257 * math.floor(255 * e + 0.5) for e in even])
        outside.append([0 if distance < 2 else 65535])
    backs = [[_u16(tone_from_even(i, j / (DEVICE_CURVE - 1))) for j in range(DEVICE_CURVE)] for i in range(4)]
    curves = _lab_curves()
    return _lut16(curves, LAB_GRID, inks, backs), _lut16(curves, LAB_GRID, outside, [LINE])


def _description(text: str) -> bytes:
    """ICC.1 version 2, textDescriptionType, with no Unicode and no Macintosh text."""
    ascii_text = text.encode("ascii") + b"\0"
    return struct.pack(">4s4xI", b"desc", len(ascii_text)) + ascii_text + bytes(4 + 4 + 2 + 1 + 67)


def _xyz_type(xyz: Vector) -> bytes:
    return struct.pack(">4s4x3i", b"XYZ ", *(math.floor(v * 65536 + 0.5) for v in xyz))


def build() -> bytes:
    """The whole profile: ICC.1:2001-04 (version 2.4), output profile, CMYK to CIELAB."""
    a2b = device_to_lab()
    b2a, gamut = lab_to_device()
    tags: list[tuple[bytes, bytes]] = [
        (b"desc", _description(NAME)),
        (b"cprt", b"text\0\0\0\0" + COPYRIGHT.encode("ascii") + b"\0"),
        (b"wtpt", _xyz_type(PAPER)),
        # One table serves all intents: a bulletin has a black and a red, and both are well within the gamut.
        *((name, a2b) for name in (b"A2B0", b"A2B1", b"A2B2")),
        *((name, b2a) for name in (b"B2A0", b"B2A1", b"B2A2")),
        (b"gamt", gamut),
    ]
    at = 128 + 4 + 12 * len(tags)
    table, body, places = struct.pack(">I", len(tags)), b"", dict[bytes, int]()
    for name, element in tags:
        if element not in places:
            places[element] = at + len(body)
            body += element + bytes(-len(element) % 4)
        table += struct.pack(">4sII", name, places[element], len(element))
    header = struct.pack(
        ">I4xI4s4s4s6H4s4xI4x4xQI3i4x",
        at + len(body),
        0x02400000,
        b"prtr",
        b"CMYK",
        b"Lab ",
        *DATE,
        b"acsp",
        0,  # flags: may be embedded, may be used on its own
        0,  # device attributes: reflective, glossy, positive, colour
        1,  # rendering intent of the file: media-relative colorimetric
        *(0xF6D6, 0x10000, 0xD32D),
    )
    return header + bytes(128 - len(header)) + table + body


def main() -> int:
    data = build()
    print(f"{PROFILE.name}: {len(data)} bytes, sha256 {hashlib.sha256(data).hexdigest()}")
    if "--check" in sys.argv[1:]:
        same = PROFILE.exists() and PROFILE.read_bytes() == data
        print("the file here is the same" if same else "the file here DIFFERS")
        return 0 if same else 1
    PROFILE.write_bytes(data)
    return 0


if __name__ == "__main__":
    sys.exit(main())
