"""Markdown, as writing assistants give it, to paragraphs with a look: headings, bold, entries of lists.
Knows no rules of recognition."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bulletin_desk.intake.manuscript import Paragraph

_HEADING = re.compile(r"\s{0,3}(#{1,6})[ \t　]++(?=\S)")
_BOLD = re.compile(r"\*\*(?=[^\s*])([^*\n]{1,400})\*\*|__(?=[^\s_])([^_\n]{1,400})__")
_SLANTED = re.compile(r"(?<!\*)\*(?=[\u4e00-\u9fff“《（])([^*\n]{1,400})\*(?!\*)")
_BULLET = re.compile(r"\s*+[-*+][ \t]++(?=\S)(?![-*+\s]++\Z)")
_NUMBER = re.compile(r"\s*+(?:[0-9]{1,2}[.、)]\s*+)?")
_QUOTED = re.compile(r"\s{0,3}(?:>\s?)++(?=\S)")
_ALL_QUOTED = re.compile(r"\s{0,3}>")
_ONLY_QUOTED = re.compile(r"\s*+(?:>\s?)++")
_FENCE = re.compile(r"\s{0,3}(?:`{3,}|~{3,})\s?[A-Za-z]{0,12}\s*+")
_BOLD_LINE = re.compile(
    r"(?:[^*\n：:]{0,12}[：:]\s*+)?\*\*(?=[^\s*、，。；])[^*\n]{2,400}\*\*\s*+(?:\Z|[^\s*])"
)
_CODE = re.compile(r"`([^`\n]{1,400})`")

_SHORT = 30
"""Characters of a slanted line that is a heading."""

_NAMES = {
    "heading": "#",
    "bold": "**",
    "slanted": "*",
    "bullet": "-",
    "quoted": ">",
    "code": "`",
    "fence": "```",
}


@dataclass(frozen=True, slots=True)
class Unmarked:
    """The paragraphs, one for each given, without Markdown's marks, and how many marks of which kind there
    were."""

    paragraphs: tuple[Paragraph, ...]
    counts: Counter[str]

    @property
    def said(self) -> str:
        """What was taken off, a sentence for the clerk; empty for nothing."""
        kinds = "，".join(f"“{_NAMES[kind]}”{self.counts[kind]}处" for kind in _NAMES if self.counts[kind])
        return f"去掉了 Markdown 的标记（{kinds}），文字没有动。" if kinds else ""


def without_marks(paragraphs: Sequence[Paragraph]) -> Unmarked:
    """The paragraphs as Markdown means them; untouched where nothing tells of Markdown: a heading, bold twice
    or at a line's start, a slanted line, quotation marks before most lines, a fence's two."""
    fences = sum(bool(_FENCE.fullmatch(paragraph.text)) for paragraph in paragraphs)
    quoted = sum(bool(_ALL_QUOTED.match(paragraph.text)) for paragraph in paragraphs)
    marked = any(
        _BOLD_LINE.match(paragraph.text) or _SLANTED.fullmatch(paragraph.text.strip())
        for paragraph in paragraphs
    )
    headings = sum(bool(_HEADING.match(paragraph.text)) for paragraph in paragraphs)
    bold = sum(len(_BOLD.findall(paragraph.text)) for paragraph in paragraphs if "**" in paragraph.text)
    wholly_quoted = quoted > 2 and quoted * 2 > len(paragraphs)
    if not headings and bold < 2 and not marked and not wholly_quoted and fences < 2:
        return Unmarked(tuple(paragraphs), Counter())
    counts: Counter[str] = Counter()
    return Unmarked(tuple(_unmarked(paragraph, counts) for paragraph in paragraphs), counts)


def _unmarked(paragraph: Paragraph, counts: Counter[str]) -> Paragraph:
    text, look, lead = paragraph.text, paragraph.look, paragraph.lead
    if found := _HEADING.match(text):
        depth = len(found[1])
        text = text[found.end() :].rstrip().rstrip("#").rstrip()
        look = replace(look, style=f"h{depth}", outline=depth)
        counts["heading"] += 1
    elif _FENCE.fullmatch(text) or _ONLY_QUOTED.fullmatch(text):
        counts["fence" if "`" in text or "~" in text else "quoted"] += 1
        return replace(paragraph, text="", lead=0)
    elif found := _QUOTED.match(text):
        text = text[found.end() :]
        counts["quoted"] += 1
    if found := _BULLET.match(text):
        text = text[found.end() :]
        look = replace(look, style="li")
        counts["bullet"] += 1
    number = _NUMBER.match(text)
    start = number.end() if number else 0
    if first := _BOLD.match(text, start):
        inner = first[1] or first[2]
        if text[first.end() :].strip():
            text, lead = text.lstrip(), start + len(inner) - (len(text) - len(text.lstrip()))
        else:
            look = replace(look, bold=True)
    if (whole := _SLANTED.fullmatch(text.strip())) and len(whole[1]) <= _SHORT:
        look = replace(look, bold=True)
    for kind, pattern in (("bold", _BOLD), ("slanted", _SLANTED), ("code", _CODE)):
        text, count = pattern.subn(lambda match: next(filter(None, match.groups())), text)
        counts[kind] += count
    return (
        paragraph
        if text == paragraph.text
        else replace(paragraph, text=text, look=look, lead=min(lead, len(text)))
    )
