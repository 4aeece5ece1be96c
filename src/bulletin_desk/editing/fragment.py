"""Text on its way to and from the clipboard: paragraphs with their kinds, as plain text and as HTML for Word.

Knows no pages. Kinds of plain text are guessed; HTML of our own keeps them exactly, other HTML is not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser

from bulletin_desk.bulletin.edits import text_at
from bulletin_desk.bulletin.model import Issue
from bulletin_desk.editing.nodes import body_at, cleaned, kind_of, nodes_between
from bulletin_desk.editing.selection import Selection
from bulletin_desk.pages.model import Kind


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph or a part of one; the first `run_in` characters are its run-in heading."""

    kind: Kind
    text: str
    run_in: int = 0


@dataclass(frozen=True, slots=True)
class Fragment:
    """Paragraphs in order. `open_end`: the last one's end is not included, so that what follows joins it.
    `guessed`: the kinds were guessed from plain text."""

    paragraphs: tuple[Paragraph, ...]
    open_end: bool = True
    guessed: bool = False


def copy(issue: Issue, selection: Selection) -> Fragment:
    """What is selected, each text node as a paragraph."""
    start, end = selection.start, selection.end
    paragraphs: list[Paragraph] = []
    for path in nodes_between(issue, start.path, end.path):
        text = text_at(issue, path)
        from_ = start.offset if path == start.path else 0
        to = end.offset if path == end.path else len(text)
        if path == end.path and path != start.path and to == 0:
            return Fragment(tuple(paragraphs), open_end=False)
        body = body_at(issue, path)
        run_in = max(min(body.run_in, to) - from_, 0) if body else 0
        paragraphs.append(Paragraph(kind_of(issue, path), text[from_:to], run_in))
    return Fragment(tuple(paragraphs))


def as_text(fragment: Fragment) -> str:
    """A line for each paragraph; the clerk's own line breaks in titles are lines too."""
    text = "\n".join(paragraph.text for paragraph in fragment.paragraphs)
    return text if fragment.open_end else text + "\n"


# ---- plain text

_SHORT = 20
"""A line of at most so many characters without an end mark is taken for a subheading."""
_NUMBERED = re.compile(r"[一二三四五六七八九十]{1,3}、")
_LONGEST_NUMBERED = 40
_SECTION = re.compile(r"【\s*(?!编者按)([^【】]{1,12}?)\s*】")
_LONGEST_TITLE = 60
_END_MARKS = frozenset("。！？；：，、…．.!?;:,")
_BRACKETED = re.compile(r"（[^（）]*(?:（[^（）]*）[^（）]*)*）")


def from_text(text: str) -> Fragment:
    """Paragraphs of plain text, a line each, blank lines and indents left out, kinds guessed.

    A short line without an end mark, or a numbered one (一、…), is a subheading; a last line that is wholly
    in round brackets is a source; all else is body text. Where a line wholly in 【】 names a section, the
    text is taken for several items: the line after a section's name or a source is a title, and each item
    may end in a source.
    """
    text = cleaned(text)
    lines = text.split("\n")
    if len(lines) == 1:
        return Fragment((Paragraph(Kind.BODY, text),), guessed=True)
    stripped = [line.strip(" \u00a0\u3000") for line in lines]
    kept = [line for line in stripped if line]
    last = len(kept) - 1
    if any(_SECTION.fullmatch(line) for line in kept):
        paragraphs = tuple(_guess_items(kept))
    else:
        paragraphs = tuple(
            Paragraph(_guess(line, last=at == last and at > 0), line) for at, line in enumerate(kept)
        )
    return Fragment(paragraphs, open_end=bool(stripped[-1]), guessed=True)


def _guess_items(lines: Sequence[str]) -> Iterator[Paragraph]:
    before: Kind | None = None
    for line, following in zip(lines, (*lines[1:], ""), strict=True):
        section = _SECTION.fullmatch(line)
        if section:
            kind, text = Kind.SECTION_HEAD, section[1]
        else:
            ends = not following or bool(_SECTION.fullmatch(following)) or _may_be_title(following)
            title = before in (Kind.SECTION_HEAD, Kind.SOURCE) and _may_be_title(line)
            kind, text = Kind.TITLE if title else _guess(line, last=ends and before is not None), line
        yield Paragraph(kind, text)
        before = kind


def _may_be_title(line: str) -> bool:
    unlike = line[0] in "（(" or line[-1] in _END_MARKS or "。" in line or _NUMBERED.match(line)
    return not unlike and len(line) <= _LONGEST_TITLE


def _guess(line: str, *, last: bool) -> Kind:
    if last and _BRACKETED.fullmatch(line) and len(line) <= _LONGEST_NUMBERED:
        return Kind.SOURCE
    if line[0] in "【（(" or line[-1] in _END_MARKS or "。" in line:
        return Kind.BODY
    longest = _LONGEST_NUMBERED if _NUMBERED.match(line) else _SHORT
    return Kind.SUBHEADING if len(line) <= longest else Kind.BODY


# ---- HTML

_MARK = "data-bulletin-desk"
_VERSION = "1"
_LOOK = {
    Kind.MASTHEAD: "font-family:方正小标宋简体,宋体;font-size:36pt;text-align:center;color:red",
    Kind.SECTION_HEAD: "font-family:黑体;font-size:16pt",
    Kind.TITLE: "font-family:方正小标宋简体,宋体;font-size:22pt;text-align:center",
    Kind.SUBHEADING: "font-family:黑体;font-size:16pt;text-align:center",
    Kind.BODY: "font-family:仿宋,仿宋_GB2312;font-size:16pt;text-align:justify;text-indent:2em",
    Kind.EDITORS_NOTE: "font-family:楷体,楷体_GB2312;font-size:16pt;text-align:justify;text-indent:2em",
    Kind.SOURCE: "font-family:仿宋,仿宋_GB2312;font-size:16pt;text-align:right",
}
_PLAIN = "font-family:仿宋,仿宋_GB2312;font-size:16pt"
_RUN_IN = "font-family:楷体,楷体_GB2312"


def as_html(fragment: Fragment) -> str:
    """HTML that Word shows in the official faces and sizes, and that `from_html` reads back exactly."""
    written = "".join(_html_of(paragraph) for paragraph in fragment.paragraphs)
    end = "open" if fragment.open_end else "closed"
    head = '<html><head><meta charset="utf-8"></head>'
    return f'{head}<body><div {_MARK}="{_VERSION}-{end}">{written}</div></body></html>'


def _html_of(paragraph: Paragraph) -> str:
    style = _LOOK.get(paragraph.kind, _PLAIN) + ";margin:0;line-height:30pt;white-space:pre-wrap"
    text, run_in = paragraph.text, paragraph.run_in
    inside = _escaped(text[run_in:])
    if run_in:
        inside = f'<span class="run_in" style="{_RUN_IN}">{_escaped(text[:run_in])}</span>{inside}'
    kind = paragraph.kind.value
    return f'<p class="{kind}" data-kind="{kind}" style="{style}">{inside}</p>'


def _escaped(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def from_html(html: str) -> Fragment | None:
    """What `as_html` wrote, None for any other HTML."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    if reader.end is None or not reader.paragraphs:
        return None
    return Fragment(tuple(reader.paragraphs), open_end=reader.end == f"{_VERSION}-open")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.end: str | None = None
        self.paragraphs: list[Paragraph] = []
        self._kind: Kind | None = None
        self._text = ""
        self._run_in = 0
        self._heading = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "div" and (given.get(_MARK) or "").startswith(_VERSION + "-"):
            self.end = given[_MARK]
        elif tag == "p" and self.end is not None:
            kinds = {kind.value: kind for kind in Kind}
            self._kind, self._text, self._run_in = kinds.get(given.get("data-kind") or ""), "", 0
        elif tag == "span":
            self._heading = given.get("class") == "run_in"
        elif tag == "br" and self._kind is not None:
            self._text += "\n"

    def handle_endtag(self, tag: str) -> None:
        if tag == "span" and self._heading:
            self._heading, self._run_in = False, len(self._text)
        elif tag == "p" and self._kind is not None:
            self.paragraphs.append(Paragraph(self._kind, self._text, self._run_in))
            self._kind = None

    def handle_data(self, data: str) -> None:
        if self._kind is not None:
            self._text += data
