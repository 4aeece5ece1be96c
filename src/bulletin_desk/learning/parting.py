"""An old issue's paragraphs parted into head, text and closing block: by what they say, as gathering reads
it, and by the rules that stand between them. Must not know how a row is set."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from bulletin_desk.gathering.closing import Closing, read_closing
from bulletin_desk.gathering.figures import days_in, numbers_in
from bulletin_desk.gathering.head import Head, read_head
from bulletin_desk.gathering.rows import Row, bare, unspaced
from bulletin_desk.hanzi.classes import HAN
from bulletin_desk.intake.manuscript import Look
from bulletin_desk.learning.block_fit import Block
from bulletin_desk.learning.evidence import SeenLine
from bulletin_desk.learning.inks import is_red
from bulletin_desk.learning.paragraphs import ORNAMENTS, SetParagraph
from bulletin_desk.learning.periods import periods_in
from bulletin_desk.learning.seen_rules import RowRule, rule_of_dashes, rules_across
from bulletin_desk.learning.sighting import Sighting
from bulletin_desk.learning.spaced import spaced

_MOST_BETWEEN = 8
"""Rows between what says that it is of the head, or of the closing block, and the rule that ends it."""
_LONGEST = 60
"""Characters of a row of the head: what is longer is text."""
_LOWEST_HEAD = 0.7
"""Part of the paper's height above which the rule stands that ends a head."""
_MOST_CLOSING = 20
"""Paragraphs below the rule that a closing block begins with, where nothing that it says tells of it."""


_LARGE = 1.4
"""Of the text's size: type of a name that stands elsewhere than names do."""
_MOST_UNDATED = 3
"""Rows below the number in which a period is looked for."""
_COUNT = re.compile(r"[（(]?共?\s*印[^：:]{0,3}[0-9０-９]{1,6}\s*份[）)]?")
_COUNT_AT_END = re.compile(rf"(?P<before>.{{4,}}?[^\s（(])\s*(?P<count>{_COUNT.pattern})")
_LEAST_GAP, _AT_EDGE = 0.4, 1.6
"""Em between a text and the print count beside it, and how far that stands from the block's edge at most."""
_ENTRY = re.compile(rf"[{HAN}](?:\s*[{HAN}]){{0,4}}\s*[：:]")
_NEAR_HANG = 0.8
"""Em by which a further line of an entry may begin elsewhere than its first one does behind the label."""
_LABELLED = re.compile("[：:]")
_NAMED = re.compile(f"[{HAN}]{{3}}")


class Parted(NamedTuple):
    """The parts of an issue: its paragraphs, in their order, and what gathering has read in head and closing
    block."""

    head: tuple[SetParagraph, ...]
    body: tuple[SetParagraph, ...]
    closing: tuple[SetParagraph, ...]
    told: Head
    told_closing: Closing
    head_rules: tuple[RowRule, ...] = ()
    closing_rules: tuple[RowRule, ...] = ()


def parted(sighting: Sighting, names: Collection[str] = ()) -> Parted:
    """The parts of what was seen; `names` are those of bulletins that are known."""
    dashes = [rule_of_dashes(one, sighting.block) for one in sighting.paragraphs]
    paragraphs = tuple(
        counted_apart(one, sighting.block)
        for one, rule in zip(sighting.paragraphs, dashes, strict=True)
        if rule is None
    )
    rows = list(_entries_joined(_rows(paragraphs), paragraphs))
    drawn = (*rules_across(sighting), *filter(None, dashes))
    rules = sorted(drawn, key=lambda rule: (rule.page, rule.y))
    told = read_head(rows, names)
    stop = rows[len(told.rows) - 1].at + 1 if told.rows else 0
    stop = _to_period(paragraphs, stop, told)
    stop = _to_rule(paragraphs, stop, rules, sighting)
    told = read_head([row for row in rows if row.at < stop], names) if stop else told
    _find_name(told, [row for row in rows if row.at < stop], float(sighting.block.size))
    _without_beside(told, paragraphs[:stop])
    _find_issuer(told, [row for row in rows if row.at < stop])
    rest = [row for row in rows if row.at >= stop]
    closing = read_closing(rest)
    start = closing.rows[0].at if closing.rows else len(paragraphs)
    start = _from_rule(paragraphs, start, stop, rules, sighting.block)
    if closing.rows and start < closing.rows[0].at:
        closing = read_closing([row for row in rest if row.at >= start])
    closing_page = paragraphs[start].page if start < len(paragraphs) else -1
    foot = _foot(paragraphs[:start], closing_page)
    return Parted(
        paragraphs[:stop],
        paragraphs[stop:start],
        paragraphs[start:],
        told,
        closing,
        tuple(_above_text(rules, paragraphs[stop:start])) if stop else (),
        tuple(
            rule
            for rule in rules
            if closing_page >= 0
            and (rule.page > closing_page or (rule.page == closing_page and rule.y > foot))
        ),
    )


def _rows(paragraphs: Sequence[SetParagraph]) -> Iterator[Row]:
    """The paragraphs as gathering has rows: a line each where they are centred or stand apart, else whole."""
    for at, paragraph in enumerate(paragraphs):
        look = Look(
            size=round(2 * paragraph.look.size) / 2,
            face=paragraph.look.face,
            bold=paragraph.look.bold,
            align=paragraph.align if paragraph.align != "row" else "",
        )
        texts = [spaced(piece.line) for piece in paragraph.lines]
        if paragraph.align == "row":
            counted = len(texts) > 1 and _COUNT.fullmatch(texts[-1])
            texts = ["\t".join(texts[:-1]), texts[-1]] if counted else ["\t".join(texts)]
        elif paragraph.align != "centre":
            texts = ["".join(texts)]
        for text in texts:
            if text.strip():
                yield Row(text, look, at, right=paragraph.align == "right")


def counted_apart(paragraph: SetParagraph, block: Block) -> SetParagraph:
    """A last line of the distribution with the print count beside it as a row of the two, if they are so near
    that they were seen as one."""
    piece = paragraph.lines[-1]
    found = _COUNT_AT_END.fullmatch(piece.text.strip())
    if found is None or len(paragraph.lines) > 1 or paragraph.align == "row":
        return paragraph
    chars = piece.line.chars
    at = piece.text.index(found["count"])
    right = float(block.left + block.cell * block.cells)
    size = chars[at].look.size
    gap = chars[at].x - max(seen.right for seen in chars[:at] if seen.char.strip())
    if gap < _LEAST_GAP * size or right - chars[-1].right > _AT_EDGE * size:
        return paragraph
    pieces = tuple(piece._replace(line=SeenLine(part)) for part in (chars[:at], chars[at:]))
    return paragraph._replace(
        text=f"{found['before'].strip()}\t{found['count']}", lines=pieces, starts=(0,), align="row"
    )


def _entries_joined(rows: Iterable[Row], paragraphs: Sequence[SetParagraph]) -> Iterator[Row]:
    """The rows, the further lines of an entry of the distribution, which hang below it, in one with it: the
    first of its paragraphs is its."""
    entry: Row | None = None
    for row in rows:
        if entry is not None and _hangs(paragraphs[row.at], paragraphs[entry.at], row):
            entry = entry._replace(text=entry.text + row.text)
            continue
        if entry is not None:
            yield entry
            entry = None
        if _ENTRY.match(row.text) and "\t" not in row.text:
            entry = row
        else:
            yield row
    if entry is not None:
        yield entry


def _hangs(paragraph: SetParagraph, entry: SetParagraph, row: Row) -> bool:
    """Whether a row is a further line of an entry."""
    first, line = entry.lines[0].line, paragraph.lines[0].line
    left = line.left - first.left
    label = first.text.find("：") + 1 or first.text.find(":") + 1
    text = first.chars[label].x if 0 < label < len(first.chars) else first.right
    near = abs(line.left - text) < _NEAR_HANG * line.look.size
    return (
        left > line.look.size
        and near
        and paragraph.page == entry.page
        and abs(line.look.size - first.look.size) < 1
        and not _ENTRY.match(row.text)
        and not _COUNT.fullmatch(row.text)
    )


def _find_name(told: Head, rows: Sequence[Row], body: float) -> None:
    """Takes all lines of the largest type for the name, where none stands above the number, or only one of
    them was taken."""
    large = [row for row in rows if (row.look.size or 0) > _LARGE * body and not _is_figure(row.text)]
    size = max((row.look.size or 0 for row in large), default=0.0)
    lines = [row for row in large if row.look.size == size]
    if not lines or len({row.look.face for row in lines}) > 1:
        return
    said = [bare(row.text) for row in lines]
    if told.name and (len(lines) == 1 or bare(told.name) not in said):
        return
    told.name = "\n".join(unspaced(row.text) for row in lines)
    if bare(told.issuer) in (*said, "".join(said)):
        told.issuer = ""
    if bare(told.marking) in (*said, "".join(said)):
        told.marking = ""


def _without_beside(told: Head, paragraphs: Sequence[SetParagraph]) -> None:
    """Leaves of a name only its largest type, where something else stands beside it."""
    for paragraph in paragraphs:
        if paragraph.align == "row" and bare(told.name) == bare("".join(map(spaced, _lines(paragraph)))):
            told.name = spaced(max(_lines(paragraph), key=lambda line: line.look.size))


def _lines(paragraph: SetParagraph) -> list[SeenLine]:
    return [piece.line for piece in paragraph.lines]


def _is_figure(text: str) -> bool:
    return any(days_in(text)) or any(numbers_in(text))


def _find_issuer(told: Head, rows: Sequence[Row]) -> None:
    """Takes who issued it from beside the day, if it is said there; else leaves what was found, if that is no
    value with a label."""
    for row in rows:
        chunks = [chunk.strip() for chunk in row.chunks]
        dated = [chunk for chunk in chunks if any(days_in(chunk))]
        for chunk in chunks if dated else ():
            told_otherwise = bare(chunk) == bare(told.name) or bool(_LABELLED.search(chunk))
            if chunk not in dated and not told_otherwise and _NAMED.search(chunk) and not _is_figure(chunk):
                told.issuer = chunk.rstrip("：:")
                return
    if _LABELLED.search(told.issuer):
        told.issuer = ""


def _to_period(paragraphs: Sequence[SetParagraph], stop: int, told: Head) -> int:
    """How many paragraphs the head has: with the row of who issued it, where that has no day but a period."""
    if told.number is None or told.date is not None:
        return stop
    for at in range(stop, min(stop + _MOST_UNDATED, len(paragraphs))):
        one = paragraphs[at]
        if len(one.text) > _LONGEST or one.page:
            break
        if one.align != "justified" and any(periods_in(one.text, 2000)):
            return at + 1
    return stop


def _to_rule(
    paragraphs: Sequence[SetParagraph], stop: int, rules: Sequence[RowRule], sighting: Sighting
) -> int:
    """How many paragraphs the head has: to the lowest red rule on page 1 that stands above the text. What
    stands between two rules below a head is of the head too."""
    last = paragraphs[stop - 1].lines[-1].line.baseline if stop else 0.0
    for rule in rules:
        low = float(sighting.height) * _LOWEST_HEAD
        if rule.page or not is_red(rule.ink) or not last < rule.y < low:
            continue
        between = [at for at, one in enumerate(paragraphs) if at >= stop and _is_above(one, rule)]
        if len(between) > _MOST_BETWEEN or any(_is_text(paragraphs[at], sighting.block) for at in between):
            break
        stop = max([stop, *(at + 1 for at in between)])
        while stop < len(paragraphs) and set(paragraphs[stop].text) <= ORNAMENTS:
            stop += 1
    return stop


def _is_above(paragraph: SetParagraph, rule: RowRule) -> bool:
    last = paragraph.lines[-1]
    return last.page == rule.page and last.line.baseline < rule.y


def _is_text(paragraph: SetParagraph, block: Block) -> bool:
    """Whether a paragraph is of the running text, or as long as only that is."""
    like = paragraph.look == block.look and paragraph.align == "justified"
    first = paragraph.lines[0]
    several = len(paragraph.lines) > 1 or paragraph.end != (first.page, first.line.baseline)
    return (like and several) or len(paragraph.text) > _LONGEST


def _from_rule(
    paragraphs: Sequence[SetParagraph], start: int, stop: int, rules: Sequence[RowRule], block: Block
) -> int:
    """Where the closing block begins: with the first paragraph below the highest of the rules that stand
    right above it; where nothing was read of one, below the first rule on the last page."""
    if not paragraphs or start <= stop:
        return start
    if start == len(paragraphs):
        last = paragraphs[-1].page
        for rule in rules:
            below = [at for at in range(stop, start) if _is_below(paragraphs[at], rule)]
            if rule.page == last and below and len(below) <= _MOST_CLOSING and not is_red(rule.ink):
                if any(_is_text(paragraphs[at], block) for at in below):
                    continue
                return min(below)
        return start
    page, highest = paragraphs[start].page, paragraphs[start].lines[0].line.baseline
    for rule in reversed(rules):
        if rule.page != page or rule.y > highest:
            continue
        between = [at for at in range(stop, start) if _is_below(paragraphs[at], rule)]
        if stop in between:  # it is the head's
            break
        if len(between) > _MOST_BETWEEN or any(_is_text(paragraphs[at], block) for at in between):
            break
        start = min([start, *between])
    return start


def _is_below(paragraph: SetParagraph, rule: RowRule) -> bool:
    line = paragraph.lines[0]
    return line.page == rule.page and line.line.baseline > rule.y


def _foot(above: Sequence[SetParagraph], page: int) -> float:
    """Where the text ends on a page."""
    return max(
        (piece.line.baseline for one in above for piece in one.lines if piece.page == page), default=0.0
    )


def _above_text(rules: Sequence[RowRule], text: Sequence[SetParagraph]) -> Iterator[RowRule]:
    """The rules on page 1 that stand above the first line of the text."""
    first = min((one.lines[0].line.baseline for one in text if one.page == 0), default=None)
    for rule in rules:
        if rule.page == 0 and (first is None or rule.y < first):
            yield rule
