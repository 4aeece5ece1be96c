"""Build bulletin-srgb.icc and bulletin-grey.icc, by which pictures in an exported PDF have their colours.

Needs nothing but Python and knows nothing of the program. `python build_pictures.py` writes both beside this
file; with `--check` it tells whether the files there are what it makes.

sRGB as IEC 61966-2-1 has it: its primaries and white, adapted to D50 by the Bradford method (ICC.1, annex E),
its curve in 1024 steps. Grey has the same curve. ICC version 2.4, which every reader of PDF 1.4 and newer
takes.
"""

from __future__ import annotations

import struct
import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path

COPYRIGHT = "No copyright, use freely (CC0 1.0)"
DATE = (2024, 1, 1, 0, 0, 0)
D50 = (0xF6D6, 0x10000, 0xD32D)
# XYZ of the primaries under D50, as 15.16 fixed numbers: the figures of the ICC's own sRGB profile
PRIMARIES = {
    b"rXYZ": (0x6FA2, 0x38F5, 0x0390),
    b"gXYZ": (0x6299, 0xB785, 0x18DA),
    b"bXYZ": (0x24A0, 0x0F84, 0xB6CF),
}
STEPS = 1024


def curve() -> bytes:
    """curveType: from 8-bit sRGB values to light."""
    values = []
    for step in range(STEPS):
        value = step / (STEPS - 1)
        light = value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        values.append(int(light * 65535 + 0.5))
    return struct.pack(f">4s4xI{STEPS}H", b"curv", STEPS, *values)


def description(text: str) -> bytes:
    """textDescriptionType, with no Unicode and no Macintosh text."""
    data = text.encode("ascii") + b"\0"
    return struct.pack(">4s4xI", b"desc", len(data)) + data + bytes(4 + 4 + 2 + 1 + 67)


def xyz(values: tuple[int, ...]) -> bytes:
    """XYZType."""
    return struct.pack(">4s4x3i", b"XYZ ", *values)


def profile(name: str, space: bytes, further: dict[bytes, bytes]) -> bytes:
    """A display profile of a colour space with XYZ as its connection space."""
    tags = {
        b"desc": description(name),
        b"cprt": b"text\0\0\0\0" + COPYRIGHT.encode("ascii") + b"\0",
        b"wtpt": xyz(D50),
        **further,
    }
    at = 128 + 4 + 12 * len(tags)
    table, body = struct.pack(">I", len(tags)), b""
    places: dict[bytes, int] = {}
    for tag, element in tags.items():
        if element not in places:
            places[element] = at + len(body)
            body += element + bytes(-len(element) % 4)
        table += struct.pack(">4sII", tag, places[element], len(element))
    header = struct.pack(
        ">I4xI4s4s4s6H4s4xI4x4xQI3i4x",
        at + len(body),
        0x02400000,
        b"mntr",
        space,
        b"XYZ ",
        *DATE,
        b"acsp",
        0,  # flags: may be embedded, may be used on its own
        0,  # device attributes
        0,  # rendering intent of the file: perceptual
        *D50,
    )
    return header + bytes(128 - len(header)) + table + body


def profiles() -> dict[str, bytes]:
    """Both files by name."""
    tones = dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve())
    primaries = {tag: xyz(values) for tag, values in PRIMARIES.items()}
    return {
        "bulletin-srgb.icc": profile("sRGB IEC61966-2.1", b"RGB ", {**primaries, **tones}),
        "bulletin-grey.icc": profile("Grey with the curve of sRGB", b"GRAY", {b"kTRC": curve()}),
    }


def main() -> int:
    """Writes or checks the files."""
    parser = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="only say whether the files are as written here")
    check = parser.parse_args().check
    wrong = 0
    for name, data in profiles().items():
        file = Path(__file__).with_name(name)
        if check:
            same = file.exists() and file.read_bytes() == data
            print(f"{name}: {'the same' if same else 'DIFFERS'}")
            wrong += not same
        else:
            file.write_bytes(data)
            print(f"{name}: {len(data)} bytes")
    return min(wrong, 1)


if __name__ == "__main__":
    sys.exit(main())
