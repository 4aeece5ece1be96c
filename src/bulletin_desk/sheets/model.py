"""A sheet that goes round with an issue (审签单、发文稿纸、送审清单) as frozen values: rows of boxes on one
paper. Lengths are exact fractions of a point. Knows no file, no issue and no faces."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, NamedTuple

from bulletin_desk.layouts.rows import Cmyk
from bulletin_desk.layouts.wordings import Wording

BoxAlign = Literal["left", "centre", "right"]


class Box(NamedTuple):
    """A box: its `label` in a cell of its own at the left, `label_width` wide, or at its top left where that
    is 0; its `text`, empty for the pen; and at its bottom right its `foot` (a date's). `width` is without the
    label's; 0: what fixed widths leave is dealt out by `share`. `pen`: it is never typed."""

    label: str
    text: Wording
    foot: str = ""
    label_width: Fraction = Fraction(0)
    width: Fraction = Fraction(0)
    share: int = 1
    align: BoxAlign = "left"
    pen: bool = False

    @property
    def key(self) -> str:
        """By what a text that is typed into it is known: its label without spaces and colon."""
        return "".join(self.label.split()).rstrip("：:")

    @property
    def is_free(self) -> bool:
        """Whether the clerk may type into it."""
        return bool(self.key) and not self.text.parts and not self.pen


class BoxRow(NamedTuple):
    """Boxes side by side, at least `height` high, and up to `most` where the paper has room. Without `ruled`
    no rule stands around them."""

    boxes: tuple[Box, ...]
    height: Fraction
    most: Fraction
    ruled: bool = True


class Column(NamedTuple):
    """A column of a list: what stands over it, and its text for each item. Width as of a `Box`."""

    label: str
    text: Wording
    width: Fraction = Fraction(0)
    share: int = 1
    align: BoxAlign = "left"


class ListRows(NamedTuple):
    """A row for each item of the issue under a row of labels, which is repeated on each page. Heights as of a
    `BoxRow`."""

    columns: tuple[Column, ...]
    height: Fraction
    most: Fraction


SheetRow = BoxRow | ListRows


class Margins(NamedTuple):
    """Between the paper's edges and the sheet."""

    top: Fraction
    right: Fraction
    bottom: Fraction
    left: Fraction


class Lettering(NamedTuple):
    """How texts are set: the role of their face, and their size. `least`: they are made smaller so far for
    all to fit on one page."""

    face: str
    size: Fraction
    least: Fraction


class Title(NamedTuple):
    """What stands over the boxes, in the middle, and how much room is below it."""

    text: Wording
    lettering: Lettering
    below: Fraction


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet, complete. `colour` is the ink of what every sheet has alike: title, labels and rules; texts
    are black. `outer` and `inner` are the rules' thicknesses."""

    name: str
    paper_width: Fraction
    paper_height: Fraction
    margins: Margins
    title: Title
    labels: Lettering
    texts: Lettering
    colour: Cmyk
    outer: Fraction
    inner: Fraction
    rows: tuple[SheetRow, ...]

    @property
    def width(self) -> Fraction:
        """Of the boxes together."""
        return self.paper_width - self.margins.left - self.margins.right

    @property
    def boxes(self) -> Iterator[Box]:
        """All boxes, in the order of the paper."""
        for row in self.rows:
            if isinstance(row, BoxRow):
                yield from row.boxes

    @property
    def free(self) -> tuple[str, ...]:
        """The keys of the boxes that the clerk may type into, each once."""
        return tuple(dict.fromkeys(box.key for box in self.boxes if box.is_free))
