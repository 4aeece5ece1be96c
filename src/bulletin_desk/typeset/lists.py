"""Lists on pages of their own: the contents and the indexes of a bound volume, set as a layout sets 本期要目.
Knows not what their rows lead to.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.contents_form import ContentsForm
from bulletin_desk.layouts.further_styles import SMALLER
from bulletin_desk.layouts.model import Layout, Style
from bulletin_desk.layouts.rows import Head
from bulletin_desk.pages.model import PlacedLine
from bulletin_desk.typeset.composed import Composer
from bulletin_desk.typeset.contents import ContentsMaker, ContentsRow
from bulletin_desk.typeset.fixed_part import FixedPart
from bulletin_desk.typeset.folio import folio
from bulletin_desk.typeset.thing import Group, PageOf
from bulletin_desk.typeset.typesetter import TypesetPages

HEADING, PART, ENTRY = "list_heading", "list_part", "contents"
"""The styles of rows, from the outermost inwards."""
_NONE = FixedPart((), (), Fraction(0))


def list_layout(layout: Layout) -> Layout:
    """A layout for lists: the type of its list of contents three quarters as large, on as many more lines, in
    the same text block."""
    block = layout.text_block
    lines = int(block.lines / SMALLER)
    entry, heading = layout.styles["contents"], layout.styles["contents_section"]
    styles = {
        ENTRY: _indented(_smaller(entry), 2),
        PART: _indented(replace(_smaller(entry), face="kai"), 1),
        HEADING: _smaller(heading),
    }
    return replace(
        layout,
        text_block=block._replace(lines=lines, line_pitch=block.height / lines),
        head=Head(0, 0, ()),
        styles={**layout.styles, **{name: replace(style, name=name) for name, style in styles.items()}},
    )


def _smaller(style: Style) -> Style:
    return replace(
        style,
        size=style.size * SMALLER,
        advance=style.advance * SMALLER,
        left_indent=Fraction(0),
        first_line_indent=Fraction(0),
    )


def _indented(style: Style, by: int) -> Style:
    return replace(style, left_indent=style.advance * by)


class ListSetter:
    """Sets lists in one layout (see `list_layout`)."""

    def __init__(self, layout: Layout, faces: Faces) -> None:
        self._layout = layout
        self._composer = Composer(faces, layout.lines)
        form = layout.contents or ContentsForm()
        self._maker = ContentsMaker(form._replace(page=True, mark=""), layout, self._composer)

    def pages(
        self, title: str, rows: Iterable[ContentsRow], page_of: PageOf, *, roman: bool = False
    ) -> ListPages:
        """The pages of a list; `page_of` tells the page of a row by its path. `roman`: its own pages have
        Roman numbers."""
        groups = self._maker.listed(title, rows, space=1)
        return ListPages(self._layout, groups, self._composer, page_of, roman=roman)


class ListPages(TypesetPages):
    """The pages of one list."""

    def __init__(
        self, layout: Layout, groups: list[Group], composer: Composer, page_of: PageOf, *, roman: bool
    ) -> None:
        super().__init__(layout, _NONE, groups, None, composer)
        self._row_page = page_of
        self._roman = roman

    def page_of(self, part: tuple[str | int, ...]) -> int:
        """The page that a row tells."""
        return self._row_page(part)

    def folio(self, number: int) -> PlacedLine | None:
        """See `TypesetPages`."""
        numeral = _roman(number) if self._roman else ""
        return folio(number, self.numbered, self.layout, self._composer, numeral)


_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL")),
    *((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)


def _roman(number: int) -> str:
    written = ""
    for value, letters in _ROMAN:
        times, number = divmod(number, value)
        written += letters * times
    return written
