"""A paragraph of a Word file as what stands in its lines: characters, tabs, drawings, each with its width.
Knows no lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from bulletin_desk.learning.word_metrics import INVISIBLE, Habits, advance
from bulletin_desk.learning.word_model import (
    COLUMN_BREAK,
    LINE_BREAK,
    PAGE_BREAK,
    TAB,
    Grid,
    Picture,
    PlacedTab,
    Run,
    RunFormat,
    Shape,
    WordParagraph,
)

_BREAKS = (LINE_BREAK, PAGE_BREAK, COLUMN_BREAK)
_FITTING = Fraction(1, 8)
"""Of the size: how far apart or close characters are set at most to make a line fit."""


class Measure(NamedTuple):
    """What lines are set by: the grid of their section, a word processor's habits, the distance of tab stops
    that nobody set, and whether lines keep to the grid here."""

    grid: Grid
    habits: Habits
    default_tab: float
    snaps: bool = True


class Token(NamedTuple):
    """A character or a thing: its width, and the one by which it fits into its line, which differ where
    characters are set closer to make a line fit."""

    char: str
    format: RunFormat
    width: float
    fits: float
    thing: Picture | Shape | PlacedTab | None = None


def tokens_of(paragraph: WordParagraph, measure: Measure) -> Iterator[Token]:
    """What stands in a paragraph, its number first."""
    number = paragraph.number
    if number is not None:
        yield from _chars(number.text, number.format, measure)
        if number.follow == "tab":
            yield Token(TAB, number.format, 0.0, 0.0)
        elif number.follow == "space":
            yield from _chars(" ", number.format, measure)
    unlike = len({run.format.spacing for run in paragraph.runs if _is_fitting(run)}) > 1
    for piece in paragraph.pieces:
        if isinstance(piece, Run):
            if not piece.format.hidden:
                less = float(piece.format.spacing) if unlike and _is_fitting(piece) else 0.0
                for token in _run(piece, measure):
                    yield token._replace(width=token.width - less) if token.width else token
        elif isinstance(piece, PlacedTab):
            yield Token(TAB, piece.format, 0.0, 0.0, piece)
        elif piece.anchor is None:
            yield Token("", paragraph.mark, float(piece.width), float(piece.width), piece)


def _is_fitting(run: Run) -> bool:
    """Whether a run's spacing may be there to make a line fit: some points more or less, of Chinese text. It
    is where not all runs of a paragraph have the same."""
    some = abs(run.format.spacing) <= _FITTING * run.format.size
    return some and any("\u4e00" <= char <= "\u9fff" for char in run.text)


def _run(run: Run, measure: Measure) -> Iterator[Token]:
    tokens = list(_chars(run.shown, run.format, measure))
    fit = run.format.fit
    inked = [token for token in tokens if token.width]
    if fit is None or not inked:
        yield from tokens
        return
    more = (float(fit) - sum(token.width for token in inked)) / max(1, len(inked) - 1)
    for token in tokens:
        if token.width and token is not inked[-1]:
            token = token._replace(width=token.width + more, fits=token.width + more)
        yield token


def _chars(text: str, format_: RunFormat, measure: Measure) -> Iterator[Token]:
    widths: dict[str, float] = {}
    for char in text:
        if char == TAB or char in _BREAKS:
            yield Token(char, format_, 0.0, 0.0)
        elif char not in INVISIBLE:
            if char not in widths:
                widths[char] = advance(char, format_, measure.grid)
            width = widths[char]
            yield Token(char, format_, width, width)


def between_breaks(tokens: Sequence[Token]) -> Iterator[tuple[list[Token], str]]:
    """The tokens between breaks, each with the break behind it; nothing stands behind a break that ends the
    paragraph."""
    part: list[Token] = []
    ended = False
    for token in tokens:
        if token.char in _BREAKS and token.thing is None and token.char:
            yield part, token.char
            part, ended = [], True
        else:
            part.append(token)
            ended = False
    if not ended:
        yield part, ""
