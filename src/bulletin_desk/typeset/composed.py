"""A paragraph with its lines: broken at once, set when they are first looked at. Knows no pages."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from bulletin_desk.fonts.faces import Faces
from bulletin_desk.hanzi.classes import Width, width_of
from bulletin_desk.pages.model import Line, Path, Remark
from bulletin_desk.typeset.break_lines import break_lines
from bulletin_desk.typeset.break_titles import break_by_sense
from bulletin_desk.typeset.glyphs import Glyphs
from bulletin_desk.typeset.measure import Widths
from bulletin_desk.typeset.paragraph import Broken, Paragraph
from bulletin_desk.typeset.set_lines import set_line


class Composer:
    """Turns paragraphs into lines with one set of faces."""

    def __init__(self, faces: Faces) -> None:
        self.faces = faces
        self._widths: dict[str, Widths] = {}
        self._glyphs: dict[tuple[str, str, Fraction, Fraction], Glyphs] = {}

    def widths(self, latin_role: str) -> Widths:
        """The natural widths of characters where `latin_role` serves letters and digits."""
        widths = self._widths.get(latin_role)
        if widths is None:
            widths = self._widths[latin_role] = Widths(self.faces, latin_role)
        return widths

    def glyphs(self, paragraph: Paragraph) -> list[Glyphs]:
        """The glyphs for each span of a paragraph."""
        tables = []
        for span in paragraph.spans:
            key = (span.role, paragraph.latin_role, paragraph.size, paragraph.advance)
            table = self._glyphs.get(key)
            if table is None:
                size, cell = float(paragraph.size), float(paragraph.advance)
                table = Glyphs(self.faces, span.role, paragraph.latin_role, size, cell)
                self._glyphs[key] = table
            tables.append(table)
        return tables

    def compose(self, paragraph: Paragraph) -> Composed:
        """The paragraph's lines. Centred text is broken by sense, all other by the office's rule."""
        return Composed(paragraph, self)


class Composed:
    """A paragraph's lines. `count` of them, at least one; `torn`: offsets where an unbreakable run was
    torn apart."""

    __slots__ = ("_broken", "_composer", "_lines", "_tables", "count", "paragraph", "torn")

    def __init__(self, paragraph: Paragraph, composer: Composer) -> None:
        widths = composer.widths(paragraph.latin_role)
        breaking = break_by_sense if paragraph.align == "centre" else break_lines
        self.paragraph = paragraph
        self._composer = composer
        self._broken, torn = breaking(paragraph, widths)
        self.count = len(self._broken)
        self.torn = tuple(torn)
        self._lines: list[Line | None] = [None] * self.count
        self._tables: list[Glyphs] | None = None

    def line(self, number: int) -> Line:
        """Line `number`, from 0."""
        line = self._lines[number]
        if line is None:
            paragraph = self.paragraph
            if self._tables is None:
                self._tables = self._composer.glyphs(paragraph)
            line = self._lines[number] = set_line(
                paragraph,
                self._broken[number],
                self._composer.widths(paragraph.latin_role),
                self._tables,
            )
        return line

    @property
    def breaks(self) -> tuple[Broken, ...]:
        """Where each line starts and ends in the paragraph's text."""
        return tuple(self._broken)

    @property
    def widths(self) -> Widths:
        """The natural width of each character, in units."""
        return self._composer.widths(self.paragraph.latin_role)

    def squeezes(self) -> tuple[int, ...]:
        """By how many units of the em each line is compressed."""
        return tuple(broken.squeeze for broken in self._broken)

    def remarks(self, path: Path) -> Iterator[Remark]:
        """What is to be said about this paragraph, the text node at `path`."""
        text = self.paragraph.text
        for offset in self.torn:
            yield Remark("torn_run", path, self._in_node(offset), text[max(0, offset - 10) : offset + 10])
        for offset, char, rule, note in unusual(self.paragraph, self._composer.faces):
            yield Remark(rule, path, self._in_node(offset), char, note)

    def _in_node(self, offset: int) -> int:
        return max(0, offset - self.paragraph.lead)


def unusual(paragraph: Paragraph, faces: Faces) -> Iterator[tuple[int, str, str, str]]:
    """The characters of a paragraph that can't be printed as they are: offset, character, rule and note.
    The rule is `missing` (no face has it), `fallback` (not in the role's own face; the note names the
    file that has it) or `private_use` (printed as the character that it stands for, the note)."""
    spans = iter(paragraph.spans)
    span = next(spans)
    for offset, char in enumerate(paragraph.text):
        while offset >= span.end:
            span = next(spans)
        kind = width_of(char)
        if kind is Width.NONE:
            if char != "\n" and not _invisible(char):
                yield offset, char, "missing", ""
            continue
        choice = faces.choose(span.role if kind is Width.FULL else paragraph.latin_role, char)
        if choice is None:
            yield offset, char, "missing", ""
        elif choice.char != char:
            yield offset, char, "private_use", choice.char
        elif choice.fallback:
            yield offset, char, "fallback", choice.face.file_name


def _invisible(char: str) -> bool:
    """Whether a character may go unprinted: joiners and variation selectors change no word."""
    return char in _JOINERS or "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"


_JOINERS = frozenset("\u200b\u200c\u200d\u2060\ufeff")
