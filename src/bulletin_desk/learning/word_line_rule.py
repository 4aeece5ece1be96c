"""How a Word file is set to break its lines, as the rule of a layout. Must not know where any line ends."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from bulletin_desk.layouts.line_rule import OFFICE_RULE, LineRule, QuoteWidth
from bulletin_desk.learning.word_metrics import advance, size_of
from bulletin_desk.learning.word_model import Grid, WordFile, WordParagraph

_QUOTES = "“”‘’"
_WIDE = 0.75
"""Em from which a quote takes a whole cell."""
_AS_WRITTEN = "doNotCompress"


def line_rule_in(file: WordFile, running: Sequence[WordParagraph]) -> LineRule | None:
    """The rule by which a word processor breaks the `running` text; None of a copy of ours, in which all
    lines are broken already."""
    if file.has_own_bulletin or not running:
        return None
    spaced = sum(paragraph.format.auto_space for paragraph in running)
    hanging = sum(paragraph.format.overflow for paragraph in running)
    compressed = file.settings.compression != _AS_WRITTEN
    return OFFICE_RULE._replace(
        quotes=_quotes(file, running),
        gap=OFFICE_RULE.gap if spaced * 2 > len(running) else Fraction(0),
        squeezed=compressed,
        adjacent=compressed,
        hanging=hanging * 2 > len(running),
    )


def _quotes(file: WordFile, running: Sequence[WordParagraph]) -> QuoteWidth:
    """How wide quotes are. Word says of each that was typed whose it is; in a file that says so of no
    character at all, which another program wrote, they are those of the Chinese text around them."""
    if not any(run.format.hint for paragraph in file.paragraphs() for run in paragraph.runs):
        return "full"
    widths = [
        advance(char, run.format, Grid()) / size_of(run.format)
        for paragraph in running
        for run in paragraph.runs
        for char in run.text
        if char in _QUOTES
    ]
    narrow = sum(width < _WIDE for width in widths)
    return "half" if narrow * 2 > len(widths) else "full"
