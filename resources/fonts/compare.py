"""Compare what the shipped faces draw for every character but the Han ones with what another face draws: a
face's cmap may give a wrong outline, and does (FandolFang and FandolKai draw ￥ as $).

Knows outlines, what roles.toml takes from elsewhere, and what has been looked at (looked-at.toml).

    python resources/fonts/compare.py         complaints about characters that differ and nobody looked at
    python resources/fonts/compare.py FACE    every character of a face that differs, and in what

Needs fontTools and Pillow. Exit code: 0 good, 1 something is to be looked at.
"""

from __future__ import annotations

import sys
import tomllib
import unicodedata
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

FOLDER = Path(__file__).resolve().parent

MAX_SHIFT = 0.15
"""How far the ink's middle may lie from the other's, in em: up or down, and sideways in its cell."""
MAX_SINK = 0.2
"""How far the ink's lower or upper edge may lie from the other's, in em: ● may be larger, but not sunk."""
MAX_GROWTH = 0.25
"""How much wider or higher than the other's the ink may be, in em."""
MAX_RATIO = 2.2
"""How many times as wide or as high, where neither is a mere stroke."""
MAX_ADVANCE = 0.5
"""How much wider the whole character may be, in em."""
MAX_APART = 0.2
"""Which part of the ink may lie nowhere near the other's, when their ink boxes are laid over each other."""
MAX_RINGS = 1
"""By how much the number of pieces less that of holes may differ: a serif may close a gap."""
SIMPLE = 3
"""What has more pieces or holes than this (㊣) is not judged by them: its gaps are too narrow."""
MAX_OVERHANG = 0.06
"""How far the ink may stand out of the character's own width at either side, in em."""
STROKE = 0.1
"""Ink that is no wider or no higher than this, in em, has no shape beside its size."""
PIXELS = 100
"""To the em, when a glyph is drawn."""
GRID = 40
"""Pixels of either side when two shapes are compared."""
NEAR = 7
"""Pixels of the grid: the side of the window in which a stroke counts as near."""

HAN = ("CJK UNIFIED", "CJK COMPATIBILITY IDEOGRAPH", "KANGXI RADICAL", "CJK RADICAL", "CJK STROKE")
"""How the names of Han characters and their parts begin in Unicode."""


@dataclass(frozen=True, slots=True)
class Ink:
    """A glyph's ink box, y upwards, and its advance, all in em."""

    left: float
    bottom: float
    right: float
    top: float
    advance: float

    @property
    def overhangs(self) -> bool:
        """Whether it stands out of its own width. What has none stands over its neighbour by intention."""
        return self.advance > 0 and (self.left < -MAX_OVERHANG or self.right > self.advance + MAX_OVERHANG)


class Drawn:
    """A face whose glyphs can be measured and drawn. `inks` has every character with ink but the Han ones."""

    def __init__(self, path: Path) -> None:
        self._font = TTFont(path, lazy=True)
        self._names: dict[int, str] = self._font.getBestCmap()
        self._pen = ImageFont.truetype(str(path), PIXELS, layout_engine=ImageFont.Layout.BASIC)
        em = self._font["head"].unitsPerEm
        self.inks: dict[str, Ink] = {}
        for code, name in self._names.items():
            char = chr(code)
            if unicodedata.category(char) == "Co" or unicodedata.name(char, "").startswith(HAN):
                continue
            glyph = self._font["glyf"][name]
            if glyph.numberOfContours:
                box = [edge / em for edge in (glyph.xMin, glyph.yMin, glyph.xMax, glyph.yMax)]
                self.inks[char] = Ink(*box, self._font["hmtx"][name][0] / em)

    def image(self, char: str) -> Image.Image:
        """The ink alone, white on black, with a black line around it."""
        left, top, right, bottom = self._pen.getbbox(char, anchor="ls")
        image = Image.new("1", (round(right - left) + 2, round(bottom - top) + 2))
        ImageDraw.Draw(image).text((1 - left, 1 - top), char, font=self._pen, fill=1, anchor="ls")
        return image

    @cache  # noqa: B019 - a face is opened for one comparison, and ends with it
    def shape(self, char: str) -> Image.Image:
        """The ink stretched to the grid."""
        image = self.image(char).convert("L")
        inner = image.crop((1, 1, image.width - 1, image.height - 1))
        grid = inner.resize((GRID, GRID), Image.Resampling.BOX)
        return grid.point([255 if level > 100 else 0 for level in range(256)])

    def rings(self, char: str) -> int:
        """The number of pieces of ink less that of holes in it (Euler's number), by counting the corners of
        all windows of 2 × 2 pixels, a whole row of them at a time."""
        image = self.image(char)
        raw, width = image.tobytes(), (image.width + 7) // 8
        lines = [int.from_bytes(raw[at : at + width], "big") for at in range(0, len(raw), width)]
        every = (1 << width * 8) - 1
        outer = inner = crossed = 0
        for above, below in pairwise(lines):
            a, b, c, d = above, above >> 1, below, below >> 1
            na, nb, nc, nd = (every ^ bits for bits in (a, b, c, d))
            lone = (a & nb & nc & nd) | (na & b & nc & nd) | (na & nb & c & nd) | (na & nb & nc & d)
            lacking = (na & b & c & d) | (a & nb & c & d) | (a & b & nc & d) | (a & b & c & nd)
            outer += lone.bit_count()
            inner += lacking.bit_count()
            crossed += ((a & nb & nc & d) | (na & b & c & nd)).bit_count()
        return (outer - inner - 2 * crossed) // 4

    def twins(self, alike: list[str]) -> dict[str, str]:
        """Signs (no letters: А is A) that have another character's very outline at the very height, though
        neither Unicode nor a group of `alike` takes them for one: each with the other one."""
        drawn: defaultdict[object, list[str]] = defaultdict(list)
        glyf = self._font["glyf"]
        for char in self.inks:
            if unicodedata.category(char)[0] not in "LM":
                points, ends, _ = glyf[self._names[ord(char)]].getCoordinates(glyf)
                left = min((x for x, _ in points), default=0)
                drawn[tuple((x - left, y) for x, y in points), tuple(ends)].append(char)
        found = {}
        for first, *others in drawn.values():
            for other in others:
                same = unicodedata.normalize("NFKC", other) == unicodedata.normalize("NFKC", first)
                if not same and not any(first in group and other in group for group in alike):
                    found[other] = first
        return found


def differences(face: Drawn, other: Drawn, char: str) -> list[str]:
    """In what a character that both have grossly differs from the other face's; empty where it does not."""
    one, two = face.inks[char], other.inks[char]
    found = []
    lower, upper = one.bottom - two.bottom, one.top - two.top
    if abs(lower + upper) / 2 > MAX_SHIFT or max(abs(lower), abs(upper)) > MAX_SINK:
        found.append("height")
    if two.advance <= 1 < one.advance - MAX_OVERHANG and unicodedata.category(char)[0] != "L":
        found.append("wider than a cell")
    if abs(one.advance - two.advance) > MAX_ADVANCE:
        found.append("advance")
    elif abs(_place(one) - _place(two)) > MAX_SHIFT:
        found.append("place")
    sizes = [(ink.right - ink.left, ink.top - ink.bottom) for ink in (one, two)]
    for (small, large), what in zip(map(sorted, zip(*sizes, strict=True)), ("width", "size"), strict=True):
        if large - small > MAX_GROWTH or (large > STROKE and large > MAX_RATIO * max(small, STROKE / 2)):
            found.append(what)
    if min(*sizes[0], *sizes[1]) > STROKE and (
        _apart(face.shape(char), other.shape(char)) > MAX_APART or _other_rings(face, other, char)
    ):
        found.append("shape")
    return found


def _other_rings(face: Drawn, other: Drawn, char: str) -> bool:
    if unicodedata.category(char)[0] == "L" or unicodedata.decomposition(char).startswith(("<c", "<sq")):
        return False  # a hand's loops make no other letter; in ㊣ and ㎏ the gaps are narrow
    one, two = face.rings(char), other.rings(char)
    return abs(one - two) > MAX_RINGS and max(abs(one), abs(two)) <= SIMPLE


def _place(ink: Ink) -> float:
    return (ink.left + ink.right - ink.advance) / 2


def _apart(one: Image.Image, other: Image.Image) -> float:
    """The part of each one's ink that is nowhere near the other's, the greater of the two."""

    def beyond(ink: Image.Image, near: Image.Image) -> float:
        whole = max(ink.histogram()[255], 1)
        left_over = ImageChops.subtract(ink, near)
        if left_over.histogram()[255] / whole > MAX_APART:  # else widening the strokes changes nothing
            left_over = ImageChops.subtract(ink, near.filter(ImageFilter.MaxFilter(NEAR)))
        return left_over.histogram()[255] / whole

    return max(beyond(one, other), beyond(other, one))


def suspects(face: Drawn, other: Drawn | None, alike: list[str]) -> dict[str, str]:
    """The characters of a face that may be drawn wrongly, each with the reason."""
    twins = face.twins(alike)
    found = {}
    for char, ink in sorted(face.inks.items()):
        reasons = [f"the outline of {twins[char]}"] if char in twins else []
        if ink.overhangs and not (other and char in other.inks and other.inks[char].overhangs):
            reasons.append("wider than its cell")
        if other and char in other.inks:
            reasons += differences(face, other, char)
        if reasons:
            found[char] = ", ".join(reasons)
    return found


def listed(entry: dict[str, Any]) -> set[str]:
    """The characters of an entry of roles.toml or looked-at.toml."""
    found = set(entry.get("characters", ""))
    for first, last in (ends.split("-") for ends in entry.get("ranges", ())):
        found.update(map(chr, range(int(first, 16), int(last, 16) + 1)))
    return found


def taken_from_elsewhere(roles: dict[str, Any], face: str) -> set[str]:
    """The characters that no role takes from this face, though it is a stand-in: all such roles agree."""
    of_roles = [role for role in roles["roles"].values() if role["stand_in"] == face]
    sets = [set[str]().union(*map(listed, role.get("except", ()))) for role in of_roles]
    return set.intersection(*sets) if sets else set()


def complaints(
    folder: Path, roles: dict[str, Any], looked_at: dict[str, Any], faces: Iterable[str]
) -> list[str]:
    """A sentence for each character of the faces in `folder` that may be drawn wrongly, is not taken from
    elsewhere and has not been looked at, and for each that is listed as looked at for nothing."""
    found = []
    for name in faces:
        face = Drawn(folder / name)
        if not face.inks:
            continue
        entry = looked_at["faces"].get(name)
        if entry is None:
            found.append(f"{name}: looked-at.toml does not say what to compare it with.")
            continue
        other = Drawn(folder / entry["against"]) if entry["against"] else None
        wrong = suspects(face, other, looked_at["alike"])
        elsewhere = taken_from_elsewhere(roles, name)
        right = set[str]().union(*map(listed, entry.get("right", ())))
        for char in sorted(wrong.keys() - elsewhere - right):
            than = entry["against"] or "what it should be"
            found.append(f"{name}: {char} (U+{ord(char):04X}) differs from {than}: {wrong[char]}.")
        for single in entry.get("right", ()):
            for char in sorted(set(single.get("characters", "")) - (wrong.keys() - elsewhere)):
                code = f"U+{ord(char):04X}"
                found.append(f"{name}: {char} ({code}) is listed as looked at and has no need to be.")
    return found


def read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


def main() -> int:
    parser = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument("face", nargs="?", metavar="FACE")
    options = parser.parse_args()
    looked_at = read("looked-at.toml")
    if options.face:
        against = looked_at["faces"][options.face]["against"]
        other = Drawn(FOLDER / against) if against else None
        found = suspects(Drawn(FOLDER / options.face), other, looked_at["alike"])
        print("\n".join(f"{char} U+{ord(char):04X} {reason}" for char, reason in found.items()))
        return 0
    said = complaints(FOLDER, read("roles.toml"), looked_at, read("SOURCES.toml")["faces"])
    print("\n".join(said) or "Every character has been looked at or is like that of another face.")
    return 1 if said else 0


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr] - a console, or a pipe to one
    sys.exit(main())
