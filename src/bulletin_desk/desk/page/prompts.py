"""What empty parts of the bulletin wait for, as grey glyphs in the part's own face and place. Never in the
pages."""

from __future__ import annotations

from typing import NamedTuple

from bulletin_desk.bulletin.fields import fields_of
from bulletin_desk.bulletin.grammar import (
    ITEM_TEXTS,
    SPEC,
    fields_of_path,
    in_attachment,
    is_block,
    is_field,
    is_label,
    is_text,
    item_at,
    numbers,
)
from bulletin_desk.bulletin.model import Issue, Kind, Path
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.model import Layout, Style
from bulletin_desk.pages.model import Colour, PlacedLine, Run
from bulletin_desk.typeset.cells import aligned
from bulletin_desk.typeset.glyphs import Glyphs

_NAMED = (
    Kind.MASTHEAD,
    Kind.DATED_HEADER,
    Kind.EDITORS_NOTE,
    Kind.TITLE,
    Kind.SUBHEADING,
    Kind.BODY,
    Kind.IMPRINT,
    *ITEM_TEXTS,
)
_WORDS = {kind: f"在此输入{SPEC[kind].name}" for kind in _NAMED} | {
    Kind.MARKING: "在此输入标注",
    Kind.SECTION_HEAD: "栏目名称",
    Kind.SECTION_HEAD_2: "二级栏目名称",
    Kind.DISTRIBUTION: "在此输入单位",
    Kind.ATTACHMENT_TITLE: "在此输入附件标题",
    Kind.TABLE_CAPTION: "在此输入表题",
    Kind.TABLE_UNIT: "在此输入，如“单位：万元”",
    Kind.TABLE_NOTE: "注：",
    Kind.PICTURE_CAPTION: "在此输入图题",
    Kind.PICTURE_CREDIT: "在此输入来源",
}
_LAST = "在此输入正文，再按一次回车写来源"
_INK = Colour(0.0, 0.0, 0.0, 0.3)
_SMALLER = 0.8
"""A prompt is not quite as large as what will stand there, so that nobody takes it for text."""


class Prompt(NamedTuple):
    """Glyphs from `x` points right of the text block's left edge."""

    x: float
    runs: tuple[Run, ...]


class Prompts:
    """Makes prompts once for each part and place."""

    def __init__(self, layout: Layout, faces: Faces) -> None:
        self.layout = layout
        self._faces = faces
        self._known: dict[tuple[Kind, str, float], Prompt] = {}

    def find(self, issue: Issue, placed: PlacedLine) -> Prompt | None:
        """The prompt for a line without text."""
        if is_field(placed.path):
            return self._of_own(issue, placed) if is_text(placed.path) and _is_empty(issue, placed) else None
        if placed.kind not in _WORDS or not _is_empty(issue, placed):
            return None
        words = _WORDS[placed.kind]
        if placed.kind is Kind.BODY and _ends_item(issue, placed.path):
            words = _LAST
        if is_label(placed.path):
            words = "报"
        start = placed.line.edges[0]
        if placed.kind in (Kind.SECTION_HEAD, Kind.SECTION_HEAD_2):
            # behind the closing bracket, which is on the page already
            start = max([start, *(run.xs[-1] + run.size for run in placed.line.runs)])
        key = (placed.kind, words, start)
        if key not in self._known:
            self._known[key] = self._make(self.layout.styles[SPEC[placed.kind].style], words, start)
        return self._known[key]

    def _of_own(self, issue: Issue, placed: PlacedLine) -> Prompt | None:
        """That of a field of the layout's own: its label, where nothing stands behind it."""
        fields = fields_of(issue, fields_of_path(placed.path))
        (at,) = numbers(placed.path)
        name = fields[at].name
        field, row = self.layout.field(name), self.layout.row_of(name)
        if field is None or row is None:
            return None
        cell, piece = next(
            (cell, piece) for cell in row.cells for piece in cell.pieces if piece.about == name
        )
        before, behind = piece.wording.around(name)
        if behind or (before and cell.side == "right"):
            return None
        alone = len(cell.pieces) == 1 and not before
        words, start = f"在此输入{field.label}" if alone else field.label, placed.line.edges[0]
        key = (placed.kind, words, start)
        if key not in self._known:
            style = self.layout.styles[piece.style]
            align = cell.side if alone and cell.side in ("centre", "right") else "left"
            self._known[key] = self._make(aligned(style, align), words, start)
        return self._known[key]

    def _make(self, style: Style, words: str, start: float) -> Prompt:
        size = float(style.size) * _SMALLER
        glyphs = Glyphs(self._faces, style.face, style.latin_face, size, size)
        runs = []
        for at, char in enumerate(words):
            glyph = glyphs[char]
            if glyph.face is not None:
                runs.append(Run(glyph.char, None, glyph.font, size, (at * size + glyph.bearing,), _INK))
        width = len(words) * size
        if style.align == "centre" and not style.prefix:
            start -= width / 2
        elif style.align == "right":
            start -= width
        return Prompt(start, tuple(runs))


def _is_empty(issue: Issue, placed: PlacedLine) -> bool:
    # a paragraph that ends with a line break has an empty last line, too
    return placed.line.start == 0 and len(placed.line.edges) == 1


def _ends_item(issue: Issue, path: Path) -> bool:
    """Whether a paragraph is the last of an item that has text and no source yet: Enter goes on to the
    source."""
    if not is_block(path) or in_attachment(path):
        return False
    item = item_at(issue, path)
    *_, at = numbers(path)
    return 0 < at == len(item.blocks) - 1 and not item.source
