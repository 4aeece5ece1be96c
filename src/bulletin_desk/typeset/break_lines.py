"""Where lines end: the office's own rule, fitted to a printed issue. Sets nothing, knows no pages.

The rule: a cluster that fits is taken; the first that does not is taken all the same if it starts inside
the measure and the line can be compressed enough (half a cell for each full-width mark, all of each
quarter gap), and ends it.
"""

from __future__ import annotations

from bisect import bisect_right

from bulletin_desk.hanzi.cells import SHARING
from bulletin_desk.hanzi.classes import NO_LINE_END, NO_LINE_START, SPACES
from bulletin_desk.hanzi.clusters import cluster_starts
from bulletin_desk.typeset.measure import MOST_SPREAD, Measured, Widths, measure, open_gaps
from bulletin_desk.typeset.paragraph import Broken, Paragraph


def break_lines(paragraph: Paragraph, widths: Widths) -> tuple[list[Broken], list[int]]:
    """The paragraph's lines (at least one), and the offsets at which an unbreakable run had to be torn
    apart because it is wider than the measure."""
    lines: list[Broken] = []
    torn: list[int] = []
    start = 0
    for segment in paragraph.text.split("\n"):
        indent, fixed = (paragraph.first_indent, paragraph.fixed) if start == 0 else (0, 0)
        for line in _break_segment(segment, widths, paragraph.measure, indent, torn, start, fixed):
            lines.append(
                line._replace(
                    start=start + line.start,
                    visible=start + line.visible,
                    end=start + line.end,
                    first=not lines,
                )
            )
        start += len(segment) + 1
        if start <= len(paragraph.text):  # the line break itself belongs to the line that it ends
            lines[-1] = lines[-1]._replace(end=start)
    return lines, torn


def _break_segment(
    text: str, widths: Widths, full: int, indent: int, torn: list[int], offset: int, fixed: int
) -> list[Broken]:
    """Lines of a text without line breaks, offsets within it, none marked as the paragraph's first.
    `torn` gets the tears, counted from `offset`; the first `fixed` characters are not compressed."""
    if not text:
        return [Broken(0, 0, 0, 0, spread=False, first=False)]
    measured = measure(text, widths, offset)
    lefts, rights, slack, gaps = measured.lefts, measured.rights, measured.slack, measured.gaps
    starts = cluster_starts(text)
    starts.append(len(text))
    edges = [rights[end - 1] for end in starts[1:]]
    last = len(edges)
    lines: list[Broken] = []
    first = 0  # the line's first cluster
    while first < last:
        begin = starts[first]
        origin = lefts[begin] - indent
        limit = origin + full
        free = begin or fixed
        taken_before = slack[free] + gaps.get(free, 0)
        over = bisect_right(edges, limit, first)  # the first cluster that does not fit
        squeeze = 0
        if over < last:
            left, right = lefts[starts[over]], edges[over]
            if _is_space(text, starts[over], starts[over + 1]):
                pass  # a space at a break is dropped, and so needs no room
            elif measured.hangs(starts[over + 1] - 1, limit):
                over += 1
            elif left < limit and right - limit <= slack[starts[over + 1]] - taken_before:
                squeeze = right - limit
                over += 1
            elif right - left > full or over == first:
                cut = _tear(text, measured, starts[over], starts[over + 1], limit, must=over == first)
                if cut > starts[over]:
                    torn.append(offset + cut)
                    starts.insert(over + 1, cut)
                    edges.insert(over, rights[cut - 1])
                    last += 1
                    over += 1
                elif over == first:  # one character wider than the measure: it must stand here
                    over += 1
        visible = starts[over]
        while over < last and _is_space(text, starts[over], starts[over + 1]):
            over += 1
        if over < last:
            while visible > begin and text[visible - 1] in SPACES:
                visible -= 1
        spread = over < last and (squeeze > 0 or _fills(text, measured, begin, visible, limit))
        lines.append(Broken(begin, visible, starts[over], squeeze, spread, first=False))
        first = over
        indent = 0
    return lines


def _fills(text: str, measured: Measured, start: int, end: int, limit: int) -> bool:
    """Whether the room that characters `start` to `end` leave can be spread over their gaps without tearing
    the line apart."""
    room = limit - measured.rights[end - 1] if end > start else 0
    if room <= MOST_SPREAD:
        return True
    edges = zip(measured.lefts[start:end], measured.rights[start:end], strict=True)
    return room <= MOST_SPREAD * len(open_gaps(text[start:end], [right - left for left, right in edges]))


def _is_space(text: str, start: int, end: int) -> bool:
    return end == start + 1 and text[start] in SPACES


def _tear(text: str, measured: Measured, start: int, end: int, limit: int, *, must: bool) -> int:
    """Where to tear the cluster `start` to `end` so that its head ends at the limit: at a place where the
    halves neither end nor start a line wrongly, if there is one. `start` if nothing fits; `must` takes
    one character at least. Marks that share a cell stay together."""
    fitting = bisect_right(measured.rights, limit, start, end)
    if fitting == start:
        return start + 1 if must and end > start + 1 else start
    for cut in range(min(fitting, end - 1), start, -1):
        wide = measured.rights[cut] > measured.lefts[cut]  # else it belongs to the character before it
        if wide and text[cut - 1] not in NO_LINE_END and text[cut] not in NO_LINE_START and text[cut] != "…":
            return cut
    cut = min(fitting, end - 1) if must else start
    before = text[start:cut]
    shared = len(before) - len(before.rstrip(SHARING))
    return cut - 1 if shared % 2 and shared < len(before) and text[cut] in SHARING else cut
