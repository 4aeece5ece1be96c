"""Lines of finished pages with marks: which characters are in another colour, what is ruled under and beside
them. Knows one line at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Generic, NamedTuple, TypeVar

from bulletin_desk.bulletin.grammar import paths_over
from bulletin_desk.bulletin.model import Path
from bulletin_desk.pages.marks import Gap, Marks, Span, Tone
from bulletin_desk.pages.model import Colour, HorizontalRule, Line, PlacedLine, Run, VerticalRule

TONES: Mapping[Tone, Colour] = {
    "in": Colour(0.0, 0.9, 0.85, 0.1),
    "out": Colour(0.0, 0.9, 0.85, 0.1),
    "moved": Colour(0.85, 0.15, 1.0, 0.2),
    "changed": Colour(0.9, 0.5, 0.0, 0.1),
    "remark": Colour(0.1, 0.55, 1.0, 0.1),
}
_UNDER, _UNDERLINE = 0.22, 0.6
"""How far below its baseline a word is underlined (in em), and how strong (points)."""
_STROKE = 0.9
"""Points of the stroke where something went."""
_Value = TypeVar("_Value")


class MarkedLine(NamedTuple):
    """A line with its marks: itself in other colours, and rules over it where it stands."""

    line: Line
    rules: tuple[HorizontalRule | VerticalRule, ...]


class LineMarks:
    """The marks on lines."""

    def __init__(self, marks: Marks) -> None:
        self._coloured = ByPath((each.span, each.tone) for each in marks.coloured)
        self._gaps: dict[Path, list[Gap]] = {}
        for gap in marks.gaps:
            self._gaps.setdefault(gap.place.path, []).append(gap)

    def of(self, placed: PlacedLine) -> MarkedLine:
        """A line with those that fall on it."""
        line = placed.line
        rules: list[HorizontalRule | VerticalRule] = []
        for start, end, tone in self._coloured.on(placed):
            colour = TONES[tone]
            line = line._replace(runs=tuple(_recoloured(line.runs, start, end, colour, whole=end > line.end)))
            left, right = extent(placed, start, end)
            if right > left:
                y = placed.y + _UNDER * size_of(placed)
                rules.append(HorizontalRule(placed.x + left, y, right - left, _UNDERLINE, colour))
        for gap in self._gaps.get(placed.path, ()):
            if _is_on(gap, line):
                rules += _gap_marks(placed, gap)
        return MarkedLine(line, tuple(rules))


def _is_on(gap: Gap, line: Line) -> bool:
    """Whether a gap is on a line: one between two lines is on the second."""
    offset = gap.place.offset
    return line.start <= offset < line.end or (offset == line.end and gap.at_end)


class ByPath(Generic[_Value]):
    """Spans, each with a value, found by the lines that they are on."""

    def __init__(self, spans: Iterable[tuple[Span, _Value]]) -> None:
        self._texts: dict[Path, list[tuple[int, int | None, _Value]]] = {}
        for span, value in spans:
            self._texts.setdefault(span.path, []).append((span.start, span.end, value))

    def on(self, placed: PlacedLine) -> Iterator[tuple[int, int, _Value]]:
        """The spans on a line, with their first and last character; of what is on it without characters, or
        all, the last one is beyond its end."""
        if not self._texts or not placed.path:
            return
        line, path = placed.line, placed.path
        for start, end, value in self._texts.get(path, ()):
            if end is None and start <= line.start:
                yield line.start, line.end + 1, value
                continue
            first, last = max(start, line.start), line.end if end is None else min(end, line.end)
            if first < last:
                yield first, last, value
        for part in paths_over(path):
            for _, end, value in self._texts.get(part, ()):
                if end is None:
                    yield line.start, line.end + 1, value

    def covering(self, path: Path) -> Iterator[_Value]:
        """The values of the spans that have all that lies at a path."""
        for part in (*paths_over(path), path):
            for _, end, value in self._texts.get(part, ()):
                if end is None:
                    yield value


def _gap_marks(placed: PlacedLine, gap: Gap) -> Iterator[HorizontalRule | VerticalRule]:
    """A stroke with a foot where something went from a line."""
    line, size, colour = placed.line, size_of(placed), TONES[gap.tone]
    x = placed.x + line.edges[min(max(gap.place.offset - line.start, 0), len(line.edges) - 1)]
    yield VerticalRule(x, placed.y - 0.85 * size, 1.05 * size, _STROKE, colour)
    yield HorizontalRule(x - 0.18 * size, placed.y + 0.2 * size, 0.36 * size, _STROKE, colour)


def size_of(placed: PlacedLine) -> float:
    """Of the type of a line, in points."""
    return placed.line.runs[0].size if placed.line.runs else placed.height / 2


def extent(placed: PlacedLine, start: int, end: int) -> tuple[float, float]:
    """The left and right edge of characters of a line; of all of it, with what the layout adds."""
    line = placed.line
    if end <= line.end:
        return line.edges[start - line.start], line.edges[end - line.start]
    if not line.runs:
        return 0.0, 0.0
    last = line.runs[-1]
    right = last.xs[-1] + last.size if last.start is None else line.edges[-1]
    return line.runs[0].xs[0], right


def _recoloured(runs: Iterable[Run], start: int, end: int, colour: Colour, *, whole: bool) -> Iterator[Run]:
    """The runs with characters of the text node in another colour; with all that the layout adds, too, where
    it is the `whole` line."""
    for run in runs:
        if whole and (run.start is None or run.start >= start):
            yield run._replace(colour=colour)
            continue
        if run.start is None:
            yield run
            continue
        first = min(max(start - run.start, 0), len(run.text))
        last = min(max(end - run.start, 0), len(run.text))
        if first >= last:
            yield run
            continue
        for begin, stop, ink in (
            (0, first, run.colour),
            (first, last, colour),
            (last, len(run.text), run.colour),
        ):
            if begin < stop:
                yield run._replace(
                    text=run.text[begin:stop],
                    start=run.start + begin,
                    xs=run.xs[begin:stop],
                    colour=ink,
                    original=run.original[begin:stop],
                )
