"""Bold characters within body text: kept where the bulletin has such, else told once for a manuscript. Knows
no file formats."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace
from unicodedata import normalize

from bulletin_desk.bulletin.model import Kind
from bulletin_desk.bulletin.ranges import united, without
from bulletin_desk.checked import shown
from bulletin_desk.intake.manuscript import Manuscript, Paragraph
from bulletin_desk.intake.parts import Part

_QUOTED = 3
"""Stretches that the sentence quotes; the words are in the text all the same."""


def bold_said(manuscript: Manuscript, parts: Iterable[Part]) -> str:
    """How many stretches of bold characters in body text are not kept, a sentence for the clerk; empty for
    none. A run-in heading is."""
    heads: dict[int, str] = {}
    for part in parts:
        if part.kind is Kind.BODY:
            heads.setdefault(part.at, _bare(part.text[: part.run_in]))
    found = [
        words
        for at, head in sorted(heads.items())
        for words in _stretches(manuscript, at)
        if not (head and head.startswith(_bare(words)[: len(head)]))
    ]
    return f"正文里有{len(found)}处加粗没有保留（{_quoted(found)}），文字没有动。" if found else ""


def bold_kept(parts: Iterable[Part]) -> str:
    """How many stretches of bold characters are kept, a sentence for the clerk; empty for none."""
    found = [part.text[start:end] for part in parts for start, end in without(part.bold, 0, part.run_in)]
    return f"正文里有{len(found)}处加粗照原稿保留（{_quoted(found)}）。" if found else ""


def _quoted(found: Sequence[str]) -> str:
    quoted = "、".join(f"“{shown(words, 12)}”" for words in found[:_QUOTED])
    return quoted + ("等" if len(found) > _QUOTED else "")


def _stretches(manuscript: Manuscript, at: int) -> list[str]:
    paragraph = manuscript.paragraphs[at]
    texts = [paragraph.text[start:stop].strip() for start, stop in paragraph.bold]
    return [text for text in texts if any(map(str.isalnum, text))]


def _bare(text: str) -> str:
    return "".join(filter(str.isalnum, text))


# ---- kept


def with_bold(manuscript: Manuscript, parts: Sequence[Part]) -> tuple[Part, ...]:
    """The parts, whose `at` counts the manuscript's paragraphs, those of body text with the characters that
    are bold there. Cleaning loses no letter, figure or Han character: by those the places are found again."""
    paragraphs = manuscript.paragraphs
    own = {part.at for part in parts if part.kind is Kind.BODY}
    whole = {at for at in own if paragraphs[at].look.bold and not paragraphs[at].bold}
    if len(whole) == len(own):  # where all is bold, bold tells nothing
        whole = set()
    bare: dict[int, _Bare] = {}
    made = []
    for part in parts:
        paragraph = paragraphs[part.at]
        if part.at in whole and part.kind is Kind.BODY:
            part = replace(part, bold=((0, len(part.text)),))
        elif paragraph.bold:
            if part.at not in bare:
                bare[part.at] = _Bare(paragraph)
            part = _emphasised(part, bare[part.at])
        made.append(part)
    return tuple(made)


class _Bare:
    """A paragraph's letters, figures and Han characters alone. `bold` are those that are bold: the first, the
    last, how many marks behind it are bold too. `after` of them lie in parts that have been found."""

    def __init__(self, paragraph: Paragraph) -> None:
        text = paragraph.text
        places = [at for at, char in enumerate(text) if char.isalnum()]
        self.text = _folded(text, places)
        self.after = 0
        self.bold: list[tuple[int, int, int]] = []
        for begin, stop in paragraph.bold:
            first, last = bisect_left(places, begin), bisect_left(places, stop) - 1
            if first <= last:
                marks = sum(not char.isspace() for char in text[places[last] + 1 : stop])
                self.bold.append((first, last, marks))


def _emphasised(part: Part, bare: _Bare) -> Part:
    """A part with its bold characters; it is looked for behind those before it."""
    written = [at for at, char in enumerate(part.text) if char.isalnum()]
    start = bare.text.find(_folded(part.text, written), bare.after) if written else -1
    if start < 0:
        return part
    bare.after = end = start + len(written)
    if part.kind is not Kind.BODY:
        return part
    bold = []
    for at in range(bisect_left(bare.bold, start, key=lambda each: each[1]), len(bare.bold)):
        first, last, marks = bare.bold[at]
        if first >= end:
            break
        stop = written[min(last, end - 1) - start] + 1
        bold.append((written[max(first, start) - start], _behind(part.text, stop, marks)))
    return replace(part, bold=united(bold))


def _behind(text: str, at: int, marks: int) -> int:
    """The place behind so many marks, if as many stand at `at`."""
    while marks and at < len(text) and not text[at].isalnum() and not text[at].isspace():
        at, marks = at + 1, marks - 1
    return at


def _folded(text: str, places: Iterable[int]) -> str:
    """The characters at these places, each as one that cleaning leaves alike."""
    return "".join(normalize("NFKC", text[at])[:1] for at in places)
