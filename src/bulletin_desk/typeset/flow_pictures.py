"""Pictures as a thing in the flow, which is never cut: one, or two side by side, with captions and credit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import ceil
from typing import NamedTuple

from bulletin_desk.bulletin.model import Kind, Path, Picture, PictureData, Pictures
from bulletin_desk.layouts.model import TextBlock
from bulletin_desk.pages.model import ImageMark, PageMark, PlacedLine
from bulletin_desk.typeset.block_texts import BlockTexts, Known
from bulletin_desk.typeset.thing import BlockThing, Slot, Text
from bulletin_desk.units import mm

_SPACE = Fraction(1, 4)
"""Of the grid's pitch: what lies between pictures and the text above or below them, at least."""
_BESIDE = Fraction(1, 4)
"""Of the pitch of captions: what lies between a picture and its caption."""
_LEAST = Fraction(10)
"""Points: no picture is made lower for the sake of its captions."""
_WITHOUT_WORDS = "图片"
"""What is said of a picture that has no caption."""


class Image(NamedTuple):
    """A picture in its place: points from the thing's top left."""

    data: PictureData
    left: Fraction
    top: Fraction
    width: Fraction
    height: Fraction
    alt: str


class FlowPictures(BlockThing):
    """Pictures, those side by side from left to right, and the lines that belong to them, each text's first
    line at one of `tops`, `height` points high in all; `pitch` is that of the lines."""

    __slots__ = ("_grid", "_height", "_pitch", "_tops", "count", "images", "keeps", "path", "rows", "texts")

    def __init__(
        self,
        path: Path,
        images: Sequence[Image],
        texts: tuple[Text, ...],
        tops: Sequence[Fraction],
        height: Fraction,
        pitch: Fraction,
        grid: Fraction,
    ) -> None:
        self.path = path
        self.texts = texts
        self.keeps = False
        self.count = 1
        self.rows = ceil(height / grid)
        self.images = images
        self._tops = tops
        self._height = height
        self._pitch = pitch
        self._grid = grid

    def fitting(self, first: int, room: int, *, widows: bool) -> int:
        """See `Thing`."""
        return 1 if self.rows <= room else 0

    def least(self, first: int, room: int) -> int:
        """See `Thing`."""
        return 1

    def rows_of(self, first: int, last: int) -> int:
        """See `Thing`."""
        return self.rows if last > first else 0

    def portions(self, first: int, last: int) -> Iterator[tuple[Text, range]]:
        """See `Thing`."""
        for text in self.texts:
            yield text, range(text.composed.count)

    def _top(self, slot: Slot) -> Fraction:
        """In the middle of its rows, or at the top of the page."""
        spare = self.rows * self._grid - self._height
        return slot.row * self._grid + (spare / 2 if slot.row else 0)

    def lines(self, slot: Slot, block: TextBlock) -> Iterator[PlacedLine]:
        """See `Thing`."""
        for text, top in zip(self.texts, self._tops, strict=True):
            numbers = range(text.composed.count)
            at = self._top(slot) + top
            yield from text.composed.placed(slot.owner + text.path, numbers, block, at, self._pitch)

    def marks(self, slot: Slot, block: TextBlock) -> Iterator[PageMark]:
        """See `Thing`."""
        for image in self.images:
            x, y = block.left + image.left, block.top + self._top(slot) + image.top
            size = float(image.width), float(image.height)
            yield ImageMark(image.data, float(x), float(y), *size, image.alt, slot.owner + self.path)


def picture_thing(
    setter: BlockTexts,
    block: Pictures,
    path: Path,
    known: Known,
    standing: Path,
    numbers: Sequence[int],
    above: int = 0,
) -> FlowPictures:
    """The pictures of a block, its path below the group's owner, as large as they ask for, but each no higher
    than a page, made smaller alike to stand side by side in the measure, and each low enough for all captions
    to stand on the page, with the `above` rows of headings that don't leave them. Captions and credit have
    lines where they have text, or are `standing`; `numbers` are those of the captions."""
    form, page = setter.layout.pictures, setter.layout.text_block
    pictures, measure = block.pictures, page.width
    room_below = page.height - above * page.line_pitch
    height = room_below if room_below >= page.height / 2 else page.height
    gaps = form.gap * (len(pictures) - 1)
    space = page.line_pitch * _SPACE
    widths = [min(mm(picture.width) / 10, measure) for picture in pictures]
    widths = _lowered(widths, pictures, height - 2 * space)
    widths = _scaled(widths, (measure - gaps) / sum(widths))
    centres = _centres(widths, form.gap, measure)
    texts: list[Text] = []
    under: list[Text] = []
    for at, (picture, number, centre) in enumerate(zip(pictures, numbers, centres, strict=True)):
        if number:
            room = measure if len(pictures) == 1 else 2 * min(centre, measure - centre)
            room = min(room, widths[at] + form.gap) if len(pictures) > 1 else room
            room = max(room, setter.layout.styles[Kind.PICTURE_CAPTION.value].size)  # a character at least
            prefix = form.number.format(number=number)
            made = setter.set(
                Kind.PICTURE_CAPTION,
                picture.caption,
                known,
                picture,
                left=min(max(centre - room / 2, Fraction(0)), measure - room),
                width=room,
                prefix=prefix,
            )
            texts.append(Text(made, (*path, 0, at), picture))
    if block.credit or standing == (1,):
        made = setter.set(Kind.PICTURE_CREDIT, block.credit, known, block)
        under.append(Text(made, (*path, 1), block))
    captions = max((text.composed.count for text in texts), default=0) * form.pitch
    captions += form.pitch * _BESIDE if texts else 0
    credit = sum((text.composed.count for text in under), 0) * form.pitch
    # The centres stay: the captions stand under them.
    widths = _lowered(widths, pictures, max(height - captions - credit - 2 * space, _LEAST))
    heights = [
        width * picture.data.height / picture.data.width
        for width, picture in zip(widths, pictures, strict=True)
    ]
    highest, is_above = max(heights), form.caption == "above"
    top = space + (captions if is_above else 0)
    images = [
        Image(
            picture.data,
            centre - width / 2,
            top + (0 if is_above else highest - each),
            width,
            each,
            picture.caption.replace("\n", "") if picture.caption.strip() else _WITHOUT_WORDS,
        )
        for picture, centre, width, each in zip(pictures, centres, widths, heights, strict=True)
    ]
    first = space if is_above else space + highest + form.pitch * _BESIDE
    tops = [first for _ in texts] + [space + highest + captions for _ in under]
    whole = highest + captions + credit + 2 * space
    return FlowPictures(path, images, (*texts, *under), tops, whole, form.pitch, page.line_pitch)


def _scaled(sizes: Sequence[Fraction], scale: Fraction) -> list[Fraction]:
    return [size * min(scale, Fraction(1)) for size in sizes]


def _lowered(widths: Sequence[Fraction], pictures: Sequence[Picture], room: Fraction) -> list[Fraction]:
    """The widths in which none of the pictures is higher than the room."""
    return [
        min(width, room * picture.data.width / picture.data.height)
        for width, picture in zip(widths, pictures, strict=True)
    ]


def _centres(widths: Sequence[Fraction], gap: Fraction, measure: Fraction) -> list[Fraction]:
    """The middles of pictures that stand side by side, all of them in the middle of the measure."""
    left = (measure - sum(widths) - gap * (len(widths) - 1)) / 2
    centres = []
    for width in widths:
        centres.append(left + width / 2)
        left += width + gap
    return centres
