"""`python -m benchmarks.photographs FILE [COUNT]` writes an issue with COUNT photographs (20 unless said, of
about a mebibyte each) behind paragraphs of the example's items, every third two side by side: what
`benchmarks.desk` and `benchmarks.saving` are then given. The photographs are made, each with its own grain.
"""

from __future__ import annotations

import io
import itertools
import random
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from PIL import Image

from bulletin_desk.bulletin.model import Block, Body, Issue, Item, Picture, PictureData, Pictures
from bulletin_desk.pictures.reading import picture_data
from bulletin_desk.storage.bulletin_file import read_bulletin, write_bulletin

_EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "2024-01-09.bulletin"
_SIZE = (2_400, 1_600)
_QUALITY = 93
_WIDTHS = (1_200, 700)
"""Tenths of a millimetre: of one alone, and of each of two."""


def photograph(number: int) -> PictureData:
    """A picture with the detail of a photograph: grain over light and dark."""
    chance = random.Random(number)
    light = Image.frombytes("L", (12, 8), chance.randbytes(96)).resize(_SIZE, Image.Resampling.BICUBIC)
    small = (_SIZE[0] // 3, _SIZE[1] // 3)
    grain = Image.frombytes("L", small, chance.randbytes(small[0] * small[1])).resize(_SIZE)
    grey = Image.blend(light, grain, 0.25)
    coloured = Image.merge("RGB", (grey, light, grey))
    packed = io.BytesIO()
    coloured.save(packed, "JPEG", quality=_QUALITY)
    return picture_data(packed.getvalue()).data


def blocks(count: int) -> Iterator[Pictures]:
    """So many photographs, every third block two side by side."""
    photographs = iter(range(count))
    for at in itertools.count():
        own = list(itertools.islice(photographs, 2 if at % 3 == 2 else 1))
        if not own:
            return
        width = _WIDTHS[len(own) - 1]
        yield Pictures(
            tuple(Picture(photograph(one), width, f"会场之{one + 1}") for one in own), "（本刊 摄）"
        )


def illustrated(issue: Issue, count: int) -> Issue:
    """The issue with so many photographs, as evenly over its paragraphs as it goes."""
    made = list(blocks(count))
    bodies = sum(
        isinstance(block, Body) for part in issue.sections for item in part.items for block in item.blocks
    )
    places = {at * bodies // len(made) for at in range(len(made))}
    waiting, number = iter(made), itertools.count()

    def with_pictures(item: Item) -> Item:
        own: list[Block] = []
        for block in item.blocks:
            own.append(block)
            if isinstance(block, Body) and next(number) in places:
                own.append(next(waiting))
        return replace(item, blocks=tuple(own))

    parts = [replace(part, items=tuple(map(with_pictures, part.items))) for part in issue.sections]
    whole = replace(issue, sections=tuple(parts))
    if any(True for _ in waiting):
        raise SystemExit(f"there is no room for {count} photographs behind {bodies} paragraphs")
    return whole


def main() -> None:
    """Writes the file."""
    parser = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("count", type=int, nargs="?", default=20, metavar="COUNT")
    options = parser.parse_args()
    write_bulletin(options.file, illustrated(read_bulletin(_EXAMPLE), options.count))


if __name__ == "__main__":
    main()
