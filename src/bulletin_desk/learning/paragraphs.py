"""Lines that were seen as paragraphs: which lines belong together, how each paragraph stands in the text
block, and where its lines ended as witnesses of the office's rule. Must not know what a paragraph is for.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Literal, NamedTuple

from bulletin_desk.hanzi.classes import COMPRESSIBLE
from bulletin_desk.learning.block_fit import Block
from bulletin_desk.learning.evidence import Look, Seen, SeenLine, SeenPage
from bulletin_desk.learning.line_fit import Witness

SeenAlign = Literal["justified", "left", "centre", "right", "row"]
"""`row`: pieces stand apart on one baseline, as issuer and date do."""
_NEAR = 1.5
"""Points within which edges are one."""
_LEAST_MARGIN = 3.0
"""Points on either side of a line that stands in the middle."""
_SIZE = 0.3
"""Points within which sizes are one."""
_ONE_ROW = 0.35
"""Em by which the baselines of what stands beside each other may differ."""
_APART = 1.6
"""Em of blank between two characters that stand in pieces of their own."""
_SENSE = 6
"""Cells by which the first line of a heading may fall short that is divided by sense."""
_LARGE, _MOST_SPACED = 1.3, 12
"""Of the text's size: type of a name; and the most characters of one that is spaced."""
_MARKS = COMPRESSIBLE
ORNAMENTS = frozenset("★☆✩✪⭐*＊—─━－―＿_-=═ \u3000")
_ENTRY = re.compile(r"\s*[主抄分报呈发印内]?\s*[报送发]\s*[：:]")
"""How an entry of the distribution begins, where nothing else tells that the one above has ended."""
_SPACED = 0.1
"""Em by which the characters of a spaced name may stand unequally apart."""
_FULL = 1.3
"""Cells by which a line may fall short of the measure and still be full: a cluster of two was to follow."""
_FAR_IN = 3
"""Part of the block's width by which no first line is indented."""
_LED = re.compile(r"(?:[.·・．‥—\-_]{3,}|…{2,})\s*[（(]?\s*[0-9]{1,3}\s*[）)]?\Z")
"""How an entry of a list of contents ends, however full its line is."""


class Piece(NamedTuple):
    """Characters of a line without a wide blank between them."""

    line: SeenLine
    page: int

    @property
    def text(self) -> str:
        """What it says."""
        return self.line.text


class SetParagraph(NamedTuple):
    """A paragraph as it was set. `lines` are its pieces, one a line; in a `row` they stand beside each other.
    `starts` are the offsets at which its lines begin. `indent` is how far its first line begins to the right
    of `left`, `left` and `right` how far it stands in from the block's edges, all in points. `ends`: the page
    and the baseline of its last line, where `lines` has not all of them."""

    text: str
    lines: tuple[Piece, ...]
    starts: tuple[int, ...]
    align: SeenAlign
    look: Look
    left: float
    right: float
    indent: float
    ends: tuple[int, float] | None = None

    @property
    def end(self) -> tuple[int, float]:
        """The page and the baseline of its last line."""
        return self.ends or (self.lines[-1].page, self.lines[-1].line.baseline)

    @property
    def page(self) -> int:
        """The page it begins on, from 0."""
        return self.lines[0].page


def paragraphs_of(pages: Sequence[SeenPage], block: Block) -> tuple[SetParagraph, ...]:
    """The paragraphs of all pages, which have no page numbers."""
    found: list[SetParagraph] = []
    group: list[Piece] = []
    for number, page in enumerate(pages):
        for line in _beside_joined(page.lines):
            if not line.text.strip():
                continue
            parts = list(_parts(line))
            parts = [line] if is_letter_spaced(line, parts) else _spaced_joined(parts, block)
            pieces = [Piece(part, number) for part in parts]
            if len(pieces) > 1:
                found += _made(group, block)
                group = []
                found.append(_row(pieces, block))
                continue
            if group and not _goes_on(group, pieces[0], block):
                found += _made(group, block)
                group = []
            group += pieces
    return (*found, *_made(group, block))


def _beside_joined(lines: Iterable[SeenLine]) -> Iterator[SeenLine]:
    """The lines, those that stand wide apart beside each other in one: in cells of a table they need not
    have one baseline."""
    before: SeenLine | None = None
    for line in lines:
        if before is not None and _stand_beside(before, line):
            before = SeenLine(tuple(sorted((*before.chars, *line.chars), key=lambda seen: seen.x)))
            continue
        if before is not None:
            yield before
        before = line
    if before is not None:
        yield before


def _stand_beside(one: SeenLine, other: SeenLine) -> bool:
    size = min(one.look.size, other.look.size)
    left, right = sorted((one, other), key=lambda line: line.left)
    near = abs(one.baseline - other.baseline) < _ONE_ROW * size
    return near and right.left - _end(left.chars) > _APART * size


def witnesses_of(paragraphs: Iterable[SetParagraph], block: Block) -> tuple[Witness, ...]:
    """The paragraphs of running text with where their lines began."""
    return tuple(
        Witness(one.text, one.starts, round(Fraction(one.indent) / block.cell * 4) / Fraction(4))
        for one in paragraphs
        if one.align == "justified" and len(one.starts) > 1 and _alike(one.look, block.look)
    )


def _parts(line: SeenLine) -> Iterator[SeenLine]:
    """A line parted where a wide blank stands in it."""
    part: list[Seen] = []
    for seen in line.chars:
        if part and seen.char.strip() and seen.x - _end(part) > _APART * seen.look.size:
            yield SeenLine(tuple(part))
            part = []
        part.append(seen)
    if part:
        yield SeenLine(tuple(part))


def is_letter_spaced(line: SeenLine, parts: Sequence[SeenLine]) -> bool:
    """Whether what stands apart are the characters of a name that is spaced: all alike, equally far apart."""
    chars = [seen for seen in line.chars if seen.char.strip()]
    if len(parts) < 2 or any(len(part.text.strip()) > 1 for part in parts):
        return False
    steps = [after.x - seen.x for seen, after in pairwise(chars)]
    alike = len({(seen.look.size, seen.look.ink) for seen in chars}) == 1
    return alike and max(steps) - min(steps) < _SPACED * chars[0].look.size


def _spaced_joined(parts: Sequence[SeenLine], block: Block) -> list[SeenLine]:
    """The parts of a line, the single characters of a spaced name in one, which is larger than text."""
    made: list[SeenLine] = []
    for part in parts:
        before = made[-1] if made else None
        large = part.look.size > _LARGE * float(block.size) and len(part.text.strip()) == 1
        if large and before is not None and _is_spaced_with(before, part):
            made[-1] = SeenLine((*before.chars, *part.chars))
        else:
            made.append(part)
    return made


def _is_spaced_with(before: SeenLine, part: SeenLine) -> bool:
    """Whether a character goes on from a spaced name that has so many already, or from its first one."""
    if before.look != part.look or len(before.chars) >= _MOST_SPACED:
        return False
    return len(before.text.strip()) == 1 or is_letter_spaced(before, list(_parts(before)))


def _end(part: Sequence[Seen]) -> float:
    """Where the last character that is no blank ends."""
    return next((seen.right for seen in reversed(part) if seen.char.strip()), part[-1].right)


def _goes_on(group: Sequence[Piece], piece: Piece, block: Block) -> bool:
    """Whether a line belongs to the paragraph of the lines before it."""
    before, line = group[-1].line, piece.line
    if not _is_set_on(before, line):
        return False
    if abs(before.look.size - line.look.size) > _SIZE or _LED.search(before.text):
        return False
    if _ENTRY.match(line.text) or _is_ornament(before) or _is_ornament(line):
        return False
    follows = piece.page == group[-1].page
    if follows and line.baseline - before.baseline > _pitch_of(group, block) + _NEAR:
        return False
    if _is_centred(line, block):
        return follows and _is_of_centred(before, block)
    left, right = float(block.left), float(block.left + block.cell * block.cells)
    if len(group) == 1 and before.left - left > (right - left) / _FAR_IN:
        return False  # a date at the right is no first line
    hangs = len(group) > 1 and abs(line.left - before.left) < _NEAR
    begins = abs(line.left - left) < _NEAR + line.look.size / 4 or hangs
    heads = len(group) == 1 and _is_indented(before, block) and not _alike(before.look, block.look)
    short = _SENSE if heads and follows else _FULL  # a heading is divided by sense
    reaches = _end(before.chars) > right - short * float(block.cell) - before.look.size / 2
    return begins and reaches and (heads or not _is_centred(before, block))


def _is_indented(line: SeenLine, block: Block) -> bool:
    """Whether a line is moved in by two cells, as paragraphs are."""
    return abs(line.left - float(block.left + 2 * block.cell)) < _NEAR


def _is_set_on(before: SeenLine, line: SeenLine) -> bool:
    """Whether a line is set as the one before it goes on: as that ends, or as that is on the whole. Letters
    and digits are of other faces, and so are rare characters; a heading may run into the text."""
    ends, begins = _han_look(reversed(before.chars)), _han_look(line.chars)
    if ends is None or begins is None or (_alike(ends, begins) and ends.ink == begins.ink):
        return True
    one, other = (_most_han(each.chars) for each in (before, line))
    return one is not None and other is not None and _alike(one, other) and one.ink == other.ink


def _is_ornament(line: SeenLine) -> bool:
    """Whether a line is no text: stars on a rule, a rule of dashes."""
    return not set(line.text) - ORNAMENTS


def _han_look(chars: Iterable[Seen]) -> Look | None:
    """How the first of these that is Han is set."""
    return next((seen.look for seen in chars if "\u4e00" <= seen.char <= "\u9fff"), None)


def _most_han(chars: Iterable[Seen]) -> Look | None:
    counts = Counter(seen.look for seen in chars if "\u4e00" <= seen.char <= "\u9fff")
    return counts.most_common(1)[0][0] if counts else None


def _pitch_of(group: Sequence[Piece], block: Block) -> float:
    """How far its lines stand apart at most: as those there are, or as the grid's or its own size has it."""
    if len(group) > 1 and group[-1].page == group[-2].page:
        return group[-1].line.baseline - group[-2].line.baseline
    return max(float(block.pitch), 1.6 * group[-1].line.look.size)


def _is_centred(line: SeenLine, block: Block) -> bool:
    """Whether a line stands in the middle. One of running text that is moved in by two cells does so by
    chance."""
    left, width = float(block.left), float(block.cell * block.cells)
    before, behind = line.left - left, left + width - _end(line.chars)
    marked = line.text[0] in _MARKS or line.text.rstrip()[-1] in _MARKS  # whose blank half may be cut off
    if abs(before - behind) >= max(_NEAR, line.look.size * (0.6 if marked else 1 / 3)):
        return False
    if _alike(line.look, block.look):
        return before > line.look.size and abs(before - 2 * float(block.cell)) > _NEAR
    return before > _LEAST_MARGIN


def _is_of_centred(line: SeenLine, block: Block) -> bool:
    """Whether a line stands in the middle, or is as wide as the block and of another type than running text:
    a title's."""
    return _is_centred(line, block) or (not _alike(line.look, block.look) and _is_full(line, block))


def _is_full(line: SeenLine, block: Block) -> bool:
    left, width = float(block.left), float(block.cell * block.cells)
    return max(abs(line.left - left), abs(left + width - _end(line.chars))) < line.look.size / 2


def _made(group: Sequence[Piece], block: Block) -> Iterator[SetParagraph]:
    """Lines as a paragraph; nothing of none."""
    if not group:
        return
    left, right = float(block.left), float(block.left + block.cell * block.cells)
    lines = [piece.line for piece in group]
    starts, text = [], ""
    align = _align_of(lines, block)
    for line in lines:
        starts.append(len(text))
        text += line.text if align != "centre" else line.text.strip() + "\n"
    begins = min(line.left for line in lines[1:]) if len(lines) > 1 else left
    begins = begins if align == "justified" else min(line.left for line in lines)
    ends = max(_end(line.chars) for line in lines)
    yield SetParagraph(
        text=text.rstrip("\n"),
        lines=tuple(group),
        starts=tuple(starts),
        align=align,
        look=_look_of(lines),
        left=begins - left,
        right=right - ends,
        indent=lines[0].left - begins,
    )


def _align_of(lines: Sequence[SeenLine], block: Block) -> SeenAlign:
    centred = [_is_centred(line, block) for line in lines]
    if any(centred) and all(_is_of_centred(line, block) for line in lines):
        return "centre"
    left, right = float(block.left), float(block.left + block.cell * block.cells)
    width = right - left
    if len(lines) == 1:
        (line,) = lines
        if line.left - left > width / 4 and right - _end(line.chars) < 5 * line.look.size:
            return "right"
    return "justified"


def _row(pieces: Sequence[Piece], block: Block) -> SetParagraph:
    left, right = float(block.left), float(block.left + block.cell * block.cells)
    texts = [piece.text.strip() for piece in pieces]
    return SetParagraph(
        text="\t".join(texts),
        lines=tuple(pieces),
        starts=(0,),
        align="row",
        look=_look_of([piece.line for piece in pieces]),
        left=pieces[0].line.left - left,
        right=right - _end(pieces[-1].line.chars),
        indent=0.0,
    )


def _look_of(lines: Sequence[SeenLine]) -> Look:
    """How most of its characters are set."""
    return max(lines, key=lambda line: len(line.chars)).look


def _alike(one: Look, other: Look) -> bool:
    return one.face == other.face and abs(one.size - other.size) < _SIZE and one.bold == other.bold
