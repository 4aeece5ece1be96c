"""A family of word processors, each with measures and rules of its own, that break a Word copy into lines.

They read the package's XML, not how it was made: what Word and LibreOffice were seen to do, and what others
may do.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

from bulletin_desk.export.report import OFFICIAL_NAMES
from bulletin_desk.fonts.faces import Face, Faces
from bulletin_desk.hanzi.classes import (
    CLOSING_BRACKETS,
    CLOSING_QUOTES,
    HAN_LATIN_EDGE,
    PAUSE_MARKS,
    QUOTES,
    STOP_MARKS,
    Width,
    width_of,
)
from bulletin_desk.hanzi.clusters import CLUSTER

ZWSP = "\u200b"
_AMBIGUOUS = "“”‘’—…·–°′″±×÷℃№‰§①②③"
"""Characters that word processors take from one face or another."""
_LATIN = frozenset("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.,:/@-+&")
_HANGING = frozenset(PAUSE_MARKS + STOP_MARKS)
_CLOSING = _HANGING | frozenset(CLOSING_BRACKETS + CLOSING_QUOTES)


@dataclass(frozen=True, slots=True)
class Member:
    """One word processor. `gap`: em between Han and Latin characters; `gap_at_end`: one before what is on the
    next line counts; `last_counts`: the spacing behind a line's last character counts. `shrink`: part of its
    width that a space gives up to let more onto the line; `slack_space`: one space more than there are.
    `out`: em that a closing mark may stand out, `hangs`: a stop or pause mark wholly. `latin_symbols`:
    ambiguous characters are taken from the Latin face, whatever the hint. `portions`: a condensed portion
    keeps its last character whole. `unicode`: lines break where UAX 14 allows."""

    name: str
    gap: float
    gap_at_end: bool = False
    last_counts: bool = True
    shrink: float = 0.0
    slack_space: bool = False
    out: float = 0.0
    hangs: bool = False
    latin_symbols: bool = False
    portions: bool = False
    unicode: bool = False


WORD = Member("Word", 1 / 4)
WORDS = (
    WORD,
    replace(WORD, name="Word, gap at the end", gap_at_end=True),
    replace(WORD, name="Word, last spacing free", last_counts=False),
    replace(WORD, name="Word, spaces shrink", shrink=1 / 4),
    replace(WORD, name="Word, marks half out", out=1 / 2),
    replace(WORD, name="Word, marks hang", hangs=True),
    replace(WORD, name="Word, symbols Latin", latin_symbols=True),
    replace(WORD, name="Word, Unicode's breaks", unicode=True),
    replace(WORD, name="Word, widest", gap_at_end=True, unicode=True),
    replace(WORD, name="Word, narrowest", last_counts=False, shrink=1 / 4, hangs=True, out=1 / 2),
)
LIBREOFFICE = Member("LibreOffice 7.4", 1 / 5, last_counts=False, portions=True)
LIBREOFFICES = (
    LIBREOFFICE,
    replace(LIBREOFFICE, name="LibreOffice 25.2", shrink=1 / 4, slack_space=True, unicode=True),
    replace(LIBREOFFICE, name="LibreOffice, last spacing counted", last_counts=True),
    replace(LIBREOFFICE, name="LibreOffice, marks half out", out=1 / 2),
)
OTHERS = (
    *(Member(f"gap {gap:g}", gap) for gap in (1 / 5, 1 / 8, 0)),
    Member("gap 0.2, narrowest", 1 / 5, last_counts=False, shrink=1 / 4, hangs=True, out=1 / 2),
    Member("no gap, narrowest", 0, last_counts=False, shrink=1 / 4, hangs=True, out=1 / 2, unicode=True),
)


class Char(NamedTuple):
    """A character with its widths in twips, as the East Asian or ambiguous one and as the Latin one."""

    char: str
    width: float
    latin_width: float
    spacing: int
    run: int
    latin: bool


class Setting(NamedTuple):
    """A body paragraph: its characters, the em, the measure and what the first line loses of it, in twips."""

    chars: tuple[Char, ...]
    em: float
    measure: float
    first_indent: float


def lines(setting: Setting, member: Member) -> list[str]:
    """The paragraph's lines, without what typesetting added and without spaces."""
    found: list[str] = []
    start = 0
    for stop in [*_line_breaks(setting.chars), len(setting.chars)]:
        found += _broken(setting, member, start, stop, first=not found)
        start = stop + 1
    return found


def _line_breaks(chars: tuple[Char, ...]) -> list[int]:
    return [index for index, char in enumerate(chars) if char.char == "\n"]


def _broken(setting: Setting, member: Member, start: int, stop: int, *, first: bool) -> Iterator[str]:
    chars = setting.chars
    text = "".join(char.char for char in chars[start:stop])
    places = _places(text, member)
    ruler = _Ruler(chars[start:stop], text, setting.em, member)
    room = setting.measure - (setting.first_indent if first else 0)
    begin = end = 0
    for place in places:
        if end > begin and ruler.width(begin, place) > room:
            yield _plain(text[begin:end])
            begin, room = end, setting.measure
        end = place
    if begin < len(text):
        yield _plain(text[begin:])


def _plain(text: str) -> str:
    return text.replace(" ", "").replace(ZWSP, "").replace("\u00a0", "")


def _places(text: str, member: Member) -> list[int]:
    """Where a line may end, in order, the text's own end last."""
    places: set[int] = {len(text)}
    offset = 0
    for part in text.split(ZWSP):  # which may be broken at everywhere
        clusters = [offset + match.end() for match in CLUSTER.finditer(part)]
        for at in clusters:
            if at == offset + len(part) or not member.unicode or _unicode_breaks(text, at):
                places.add(at)
        offset += len(part) + 1
    return sorted(place for place in places if place)


def _unicode_breaks(text: str, at: int) -> bool:
    """Whether UAX 14 lets a line end between Chinese characters, where Chinese rules do (LB 19, 22, 24)."""
    before, after = text[at - 1], text[at]
    if before in " \u3000":
        return True
    if before in QUOTES or after in QUOTES:
        return False
    return after != "…" and not (before in "％‰℃°′″" and after in _LATIN)


class _Ruler:
    """Widths of stretches of a text for one member."""

    def __init__(self, chars: tuple[Char, ...], text: str, em: float, member: Member) -> None:
        self._chars, self._text, self._em, self._member = chars, text, em, member
        own = [char.latin_width if member.latin_symbols else char.width for char in chars]
        self._widths = [
            0.0,
            *accumulate(width + char.spacing for width, char in zip(own, chars, strict=True)),
        ]
        self._edges = {match.start() for match in HAN_LATIN_EDGE.finditer(text)}
        self._gaps = [0, *accumulate(index in self._edges for index in range(len(chars)))]
        self._spaces = [0, *accumulate(char.width * (char.char == " ") for char in chars)]
        ends = [
            now.run != then.run or now.latin != then.latin or index + 1 in self._edges
            for index, (now, then) in enumerate(pairwise(chars))
        ]
        kept = [min(char.spacing, 0) * end for char, end in zip(chars, [*ends, True], strict=True)]
        self._kept = [0, *accumulate(kept)]

    def width(self, start: int, end: int) -> float:
        """What a line from `start` to `end` needs, spaces at its end aside."""
        member, text = self._member, self._text
        next_one = end
        while end > start and text[end - 1] in " \u00a0\u3000" + ZWSP:
            end -= 1
        width = self._widths[end] - self._widths[start]
        gaps = self._gaps[end] - self._gaps[min(start + 1, end)]
        if member.gap_at_end and next_one == end and end in self._edges:
            gaps += 1
        width += gaps * member.gap * self._em
        last = self._chars[end - 1]
        if member.portions:
            width -= self._kept[end - 1] - self._kept[start]
        if not member.last_counts or (member.portions and last.spacing < 0):
            width -= last.spacing
        spaces = self._spaces[end] - self._spaces[start] + member.slack_space * last.width / 4
        width -= spaces * member.shrink
        if member.hangs and last.char in _HANGING:
            width -= last.width
        elif last.char in _CLOSING:
            width -= member.out * last.width
        return width


# ---- a Word copy's body paragraphs


def settings(docx: bytes, faces: Faces) -> list[Setting]:
    """The paragraphs of the running text in body style, in order."""
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        body: Any = parse_xml(package.read("word/document.xml"))[0]
        styles = _Styles(parse_xml(package.read("word/styles.xml")), faces)
    size, margins = (body.find(f"{qn('w:sectPr')}/{qn(f'w:{name}')}") for name in ("pgSz", "pgMar"))
    measure = int(size.get(qn("w:w"))) - int(margins.get(qn("w:left"))) - int(margins.get(qn("w:right")))
    return [
        Setting(tuple(_chars(paragraph, styles)), styles.em, measure, styles.first_indent)
        for paragraph in body.iterfind(qn("w:p"))
        if paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}") is None
    ]


class _Look(NamedTuple):
    """What a character style says: the faces by slot, None where the paragraph's hold."""

    ascii: str | None = None
    east_asian: str | None = None
    hinted: bool = False
    spacing: int = 0
    scale: float = 1.0
    bold: bool = False


class _Styles:
    def __init__(self, root: Any, faces: Faces) -> None:
        self._faces = faces
        self._roles = {names[0]: role for role, names in OFFICIAL_NAMES.items()}
        self.looks = {
            style.get(qn("w:styleId")): self._look(style.find(qn("w:rPr")))
            for style in root.iterfind(qn("w:style"))
        }
        of_paragraphs = [
            style for style in root.iterfind(qn("w:style")) if style.get(qn("w:type")) == "paragraph"
        ]
        normal = next(style for style in of_paragraphs if style.get(qn("w:default")) == "1")
        self.em = int(normal.find(f"{qn('w:rPr')}/{qn('w:sz')}").get(qn("w:val"))) * 10.0
        self.first_indent = int(normal.find(f"{qn('w:pPr')}/{qn('w:ind')}").get(qn("w:firstLine")))
        self.normal = self._look(normal.find(qn("w:rPr")))

    def _look(self, properties: Any) -> _Look:
        if properties is None:
            return _Look()
        fonts, spacing, scale, bold = (
            properties.find(qn(f"w:{name}")) for name in ("rFonts", "spacing", "w", "b")
        )
        return _Look(
            None if fonts is None else fonts.get(qn("w:ascii")),
            None if fonts is None else fonts.get(qn("w:eastAsia")),
            fonts is not None and fonts.get(qn("w:hint")) == "eastAsia",
            0 if spacing is None else int(spacing.get(qn("w:val"))),
            1.0 if scale is None else int(scale.get(qn("w:val"))) / 100,
            bold is not None,
        )

    def widths(self, char: str, look: _Look) -> tuple[float, float]:
        """As it is taken usually, and as it is where ambiguous characters are Latin, without spacing."""
        latin = look.ascii or self.normal.ascii or ""
        han = look.east_asian or self.normal.east_asian or ""
        if width_of(char) is Width.FULL and char not in _AMBIGUOUS:
            return (self._advance(han, char, look),) * 2
        if char in _AMBIGUOUS:
            usual = han if look.hinted or width_of(char) is Width.FULL else latin
            return self._advance(usual, char, look), self._advance(latin, char, look)
        return (self._advance(latin, char, look),) * 2

    def _advance(self, name: str, char: str, look: _Look) -> float:
        role = self._roles[name]
        face: Face = self._faces.roles["latin_bold" if look.bold and role == "latin" else role].face
        if width_of(char) is Width.NONE:
            return 0.0
        if not face.glyph(char):
            choice = None if width_of(char) is Width.FULL else self._faces.choose(role, char)
            if choice is None:
                return self.em * look.scale
            face, char = choice.face, choice.char
        return face.advance(char) * self.em / face.units_per_em * look.scale


def _chars(paragraph: Any, styles: _Styles) -> Iterator[Char]:
    for number, run in enumerate(paragraph.iterfind(qn("w:r"))):
        name, own = (run.find(f"{qn('w:rPr')}/{qn(f'w:{tag}')}") for tag in ("rStyle", "spacing"))
        look = styles.looks[name.get(qn("w:val"))] if name is not None else _Look()
        spacing = look.spacing if own is None else int(own.get(qn("w:val")))
        for child in run:
            if child.tag == qn("w:br"):
                yield Char("\n", 0, 0, 0, number, latin=False)
            for char in (child.text or "") if child.tag == qn("w:t") else "":
                width, latin_width = styles.widths(char, look)
                latin = width_of(char) is not Width.FULL
                yield Char(char, width, latin_width, 0 if char == ZWSP else spacing, number, latin)
