"""Build bulletin-cmyk.icc, the CMYK output intent of every exported PDF, from published print figures.

Needs nothing but Python and knows nothing of the program. `python build.py` writes the profile beside this
file; `python build.py --check` tells whether the file there is what this script makes.

Method: the Neugebauer equations. A halftone of four inks is a mosaic of 16 colours (paper, each solid, each
overprint); its XYZ is their mean, weighted by the area each covers (Demichel). Areas are the tone values of
the file plus the dot gain of the press. The profile is of ICC version 2.4: every reader of PDF 1.4 and newer
takes it, and PDF/A-2 (ISO 19005-2, 6.2.3) allows it.

The press's black is not a screen's: 0/0/0/100 on uncoated paper is a dark grey. The colorimetric intents say
so; the perceptual one, by which screens are painted, takes the darkest overprint for black, as black point
compensation does.

Sources
-------
FOGRA29L, the characterization data of offset on uncoated paper (ISO 12647-2:2004, paper type 4, 120 g/m2,
60/cm, white backing, D50, 2 degrees), published by FOGRA in September 2003, as the file FOGRA29L.ti3 of the
collection icc-profiles-free (zlib licence) has it. From its 1485 patches are taken:

SOLIDS   XYZ (Y of the perfect diffuser is 100) of the paper, the four solids and all their overprints.
AREAS    the share of the paper that a tone value of one ink covers, in steps of 10 %, by Murray and Davies
         from the patches of that ink alone: X for cyan, Y for magenta and black, Z for yellow.
"""

from __future__ import annotations

import hashlib
import math
import struct
import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Callable, Sequence
from itertools import product
from pathlib import Path

PROFILE = Path(__file__).with_name("bulletin-cmyk.icc")
NAME = "Uncoated offset, FOGRA29 (ISO 12647-2:2004, paper type 4)"
COPYRIGHT = "No copyright, use freely (CC0 1.0)"
DATE = (2024, 1, 1, 0, 0, 0)

Vector = tuple[float, ...]

# By solid cyan, magenta, yellow, black.
SOLIDS: dict[tuple[int, ...], Vector] = {
    (0, 0, 0, 0): (86.44, 89.31, 76.37),
    (0, 0, 0, 1): (6.99, 7.03, 5.38),
    (0, 0, 1, 0): (70.42, 73.84, 10.82),
    (0, 0, 1, 1): (5.94, 6.29, 4.43),
    (0, 1, 0, 0): (37.72, 22.97, 20.87),
    (0, 1, 0, 1): (6.28, 5.94, 4.32),
    (0, 1, 1, 0): (33.23, 20.57, 7.02),
    (0, 1, 1, 1): (5.52, 5.55, 3.89),
    (1, 0, 0, 0): (20.16, 27.07, 52.63),
    (1, 0, 0, 1): (5.31, 5.49, 5.14),
    (1, 0, 1, 0): (12.25, 20.36, 10.06),
    (1, 0, 1, 1): (4.78, 5.23, 4.12),
    (1, 1, 0, 0): (11.08, 10.39, 20.74),
    (1, 1, 0, 1): (4.99, 4.87, 4.06),
    (1, 1, 1, 0): (7.86, 8.52, 7.14),
    (1, 1, 1, 1): (4.65, 4.81, 3.62),
}
AREAS: tuple[Vector, ...] = (
    (0, 0.156, 0.305, 0.44, 0.558, 0.666, 0.756, 0.836, 0.903, 0.956, 1),
    (0, 0.165, 0.321, 0.46, 0.581, 0.689, 0.777, 0.853, 0.917, 0.963, 1),
    (0, 0.169, 0.327, 0.467, 0.59, 0.699, 0.787, 0.863, 0.924, 0.968, 1),
    (0, 0.188, 0.355, 0.498, 0.62, 0.723, 0.808, 0.877, 0.931, 0.971, 1),
)

D50: Vector = (0.9642, 1.0, 0.8249)  # the illuminant of the profile connection space, ICC.1, 7.2.16
INK_LIMIT = 3.0  # sum of the four tone values that separations for uncoated paper keep to

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


PAPER: Vector = tuple(v / 100 for v in SOLIDS[0, 0, 0, 0])
# XYZ of the 16 Neugebauer primaries, relative to the paper, as the connection space wants them.
PRIMARIES = {
    inks: tuple(v / 100 * w / p for v, w, p in zip(xyz, D50, PAPER, strict=True))
    for inks, xyz in SOLIDS.items()
}
DARKEST = PRIMARIES[1, 1, 1, 1]


def printed_area(ink: int, tone: float) -> float:
    """The share of the paper (0 to 1) that a tone value (0 to 1) of ink 0 to 3 covers in print."""
    steps = AREAS[ink]
    at = tone * (len(steps) - 1)
    i = min(int(at), len(steps) - 2)
    return steps[i] + (steps[i + 1] - steps[i]) * (at - i)


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


def perceived(lab: Vector) -> Vector:
    """A colour on this paper as it is seen where black is blacker: the darkest overprint becomes black."""
    return lab_from_xyz(
        tuple(w * max(0.0, v - d) / (w - d) for v, d, w in zip(xyz_from_lab(lab), DARKEST, D50, strict=True))
    )


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
    """The 16-bit CIELAB encoding of lut16Type: L* 100 is FF00h, a* and b* 0 are 8000h.

    In steps of an eighth of a* and b*, far below what can be seen, which pack well.
    """
    return [
        min(65280, max(0, 32 * math.floor(v / 32 + 0.5)))
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


def device_to_lab(see: Callable[[Vector], Vector]) -> bytes:
    curves = [
        [_u16(even_from_tone(i, j / (DEVICE_CURVE - 1))) for j in range(DEVICE_CURVE)] for i in range(4)
    ]
    steps = [j / (DEVICE_GRID - 1) for j in range(DEVICE_GRID)]
    cells = [
        _lab16(see(lab_of_tones([tone_from_even(i, e) for i, e in enumerate(even)])))
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
    perceptual, colorimetric = device_to_lab(perceived), device_to_lab(lambda lab: lab)
    b2a, gamut = lab_to_device()
    tags: list[tuple[bytes, bytes]] = [
        (b"desc", _description(NAME)),
        (b"cprt", b"text\0\0\0\0" + COPYRIGHT.encode("ascii") + b"\0"),
        (b"wtpt", _xyz_type(PAPER)),
        (b"A2B0", perceptual),
        *((name, colorimetric) for name in (b"A2B1", b"A2B2")),
        # One table separates for all intents: an output intent is there to be looked through the other way.
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
        2,  # device attributes: reflective, matte, positive, colour
        1,  # rendering intent of the file: media-relative colorimetric
        *(0xF6D6, 0x10000, 0xD32D),
    )
    return header + bytes(128 - len(header)) + table + body


def main() -> int:
    parser = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument(
        "--check", action="store_true", help="only say whether the file is what would be written"
    )
    options = parser.parse_args()
    data = build()
    print(f"{PROFILE.name}: {len(data)} bytes, sha256 {hashlib.sha256(data).hexdigest()}")
    if options.check:
        same = PROFILE.exists() and PROFILE.read_bytes() == data
        print("the file here is the same" if same else "the file here DIFFERS")
        return 0 if same else 1
    PROFILE.write_bytes(data)
    return 0


if __name__ == "__main__":
    sys.exit(main())
