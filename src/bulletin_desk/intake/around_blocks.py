"""Tables and pictures of a manuscript with what stands around them: captions, units, notes, credits; and
where they stand among the paragraphs. Knows no file formats."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from bulletin_desk.bulletin.model import Kind, Pictures, Table
from bulletin_desk.bulletin.tables import column_count
from bulletin_desk.intake.captions import is_caption_below, split_credit
from bulletin_desk.intake.grid import continued, is_filled_in, is_note, is_unit_line, with_caption
from bulletin_desk.intake.manuscript import Note, Paragraph
from bulletin_desk.intake.parts import OUT, TEXT_KINDS, Part
from bulletin_desk.intake.pictured import in_rows
from bulletin_desk.intake.sheet import END, STOP, Looks, looks_of
from bulletin_desk.intake.sources import is_measure
from bulletin_desk.intake.tables import is_caption

_LONGEST = 40
"""Characters of a short line that is a caption by its place and look."""
_LONGEST_NOTE = 400
_MOST_OVER_TABLE = 2
"""Lines over a table: its caption and its unit."""
_TABLE_NAME = re.compile(
    r"[^，。；：！？]{2,30}(?:表|一览|统计|汇总|明细|名单|清单|情况|目录|排名|安排)(?:（[^（）]{1,16}）)?"
)
_TABLE_NUMBER = re.compile(r"附?表\s?[0-9一二三四五六七八九十]{1,3}(?:[-－—][0-9]{1,2})?")
_NUMBERED = re.compile(r"[（(]?[一二三四五六七八九十0-9]{1,3}[）)、.．]")
_TWO = re.compile(r"(?<=\S)\s+(?=图\s?[0-9一二三四五六七八九十]{1,3})|(?<=\S)[\s，；。]\s*+(?=[右下]图)")


class Placed(NamedTuple):
    """A block behind the paragraph of that number of the manuscript (-1: before all), and what its note
    says."""

    at: int
    block: Table | Pictures
    note: Note
    pieces: int = 1
    """Tables that were made one, the further ones of which went on from the first (续表)."""


@dataclass(slots=True)
class Around:
    """The paragraphs that are left once captions and the like are in their blocks: their numbers among those
    given, and the blocks."""

    kept: list[int] = field(default_factory=list)
    blocks: list[Placed] = field(default_factory=list)


def placed(notes: Iterable[Note]) -> list[Placed]:
    """The blocks that a manuscript's notes tell of, in order; pictures of one paragraph beside each other
    where there is room."""
    found = [
        Placed(-1 if note.ahead else note.paragraph, note.block, note)
        for note in notes
        if note.block is not None
    ]
    found.sort(key=lambda one: one.at)
    made: list[Placed] = []
    row: list[Placed] = []

    def close() -> None:
        pictures = [one for each in row if isinstance(each.block, Pictures) for one in each.block.pictures]
        made.extend(Placed(row[0].at, block, row[0].note) for block in in_rows(pictures))
        row.clear()

    for one in found:
        single = isinstance(one.block, Pictures) and len(one.block.pictures) == 1
        if row and (not single or row[-1].at != one.at or one.at < 0):
            close()
        if single:
            row.append(one)
        else:
            made.append(one)
    if row:
        close()
    return made


def with_surroundings(
    paragraphs: Sequence[Paragraph],
    origins: Sequence[int],
    blocks: Sequence[Placed],
    fixed: Iterable[int] = (),
) -> Around:
    """Which of the clean paragraphs, which come from those of the manuscript with the numbers in `origins`,
    are no text but belong to the blocks, and the blocks with them. Those at the places `fixed` are known to
    be something else."""
    if not blocks:
        return Around(list(range(len(paragraphs))))
    looks = looks_of(paragraphs)
    first_sentence = next((at for at, one in enumerate(paragraphs) if STOP.search(one.text)), len(paragraphs))
    known = frozenset(fixed)
    taken: set[int] = set(known)
    made: list[Placed] = []
    edges = [bisect_right(origins, one.at) for one in blocks]
    """For each block the first paragraph behind it."""
    for number, (one, below) in enumerate(zip(blocks, edges, strict=True)):
        over = edges[number - 1] if number else 0
        under = edges[number + 1] if number + 1 < len(edges) else len(paragraphs)
        near = range(below - 1, max(over, below - 4) - 1, -1)
        above = list(itertools.takewhile(frozenset(near).difference(taken).__contains__, near))
        behind = list(itertools.takewhile(lambda at: at not in known, range(below, min(under, below + 4))))
        if isinstance(one.block, Table):
            parted = number + 1 == len(edges) or under - below > _MOST_OVER_TABLE
            block, used = _with_table_lines(
                one.block, paragraphs, looks, above, behind, first_sentence, parted=parted
            )
        else:
            waiting = _uncaptioned(made, edges[:number], below)
            block, used = _with_picture_lines(one.block, paragraphs, looks, above, behind, first_sentence)
            if waiting and isinstance(block, Pictures):
                of_all = _with_captions_of_all([*made[-waiting:], one], paragraphs, behind)
                if of_all is not None:
                    (*made[-waiting:], one), used = of_all
                    block = one.block
        taken |= used
        before = made[-1] if number else None
        whole = None
        between = set(range(over, below)) if number else set()
        if before is not None and isinstance(before.block, Table) and isinstance(block, Table):
            whole = continued(before.block, block) if between <= taken and not between & known else None
        if before is not None and whole is not None:
            made[-1] = before._replace(block=whole, pieces=before.pieces + 1)
        else:
            made.append(one._replace(block=block))
    return Around([at for at in range(len(paragraphs)) if at in known or at not in taken], made)


def _with_table_lines(
    table: Table,
    paragraphs: Sequence[Paragraph],
    looks: Looks,
    above: Sequence[int],
    behind: Sequence[int],
    first_sentence: int,
    *,
    parted: bool,
) -> tuple[Table | Pictures, set[int]]:
    """The table with its lines; `parted` from the next one by text: a caption below it isn't that one's."""
    caption = unit = ""
    used: set[int] = set()
    for at in above:
        one = paragraphs[at]
        in_what = is_unit_line(one.text) or (at > first_sentence and is_filled_in(one.text))
        if not unit and not caption and in_what:
            unit = one.text
        elif not caption and not table.caption and _heads_table(one, looks, after_text=at > first_sentence):
            caption = _spaced(one.text)
        elif caption and not (unit or table.unit) and is_measure(one.text):
            unit = one.text
        elif caption and not is_caption(caption) and _TABLE_NUMBER.fullmatch(one.text):
            caption = f"{one.text} {caption}"
        else:
            break
        used.add(at)
    notes: list[str] = []
    for at in behind:
        text = paragraphs[at].text
        if parted and not (caption or table.caption or notes) and _is_numbered_caption(text):
            caption = _spaced(text)
            used.add(at)
            continue
        if not (unit or table.unit or notes) and is_measure(text):
            unit = text
            used.add(at)
            continue
        goes_on = bool(notes) and _NOTE_GOES_ON.match(notes[0]) and _NUMBERED.match(text)
        if len(text) > _LONGEST_NOTE or not (is_note(text) or goes_on):
            break
        notes.append(text)
        used.add(at)
    return with_caption(table, caption, unit, "\n".join(notes)), used


_NOTE_GOES_ON = re.compile(r"(?:备?注|说明|注释)\s?[：:]\s?[（(]?[1１一]")


def _is_numbered_caption(text: str) -> bool:
    """Whether a line is a table's caption wherever it stands: 表1 ……"""
    return is_caption(text) and "图" not in text[:2] and not END.search(text) and not STOP.search(text)


def _heads_table(paragraph: Paragraph, looks: Looks, *, after_text: bool) -> bool:
    """Whether a line right above a table is its caption: 表1 ……, or after some text a short line in the
    middle, or one that names a table."""
    text = paragraph.text
    if is_caption(text):
        return "图" not in text[:2]
    short = len(text) <= _LONGEST and not END.search(text) and not STOP.search(text) and "\n" not in text
    if not short or not after_text or _NUMBERED.match(text):
        return False
    centred = paragraph.look.align == "centre" and looks.body.align != "centre"
    return centred or bool(_TABLE_NAME.fullmatch(text))


def _with_picture_lines(
    pictures: Pictures,
    paragraphs: Sequence[Paragraph],
    looks: Looks,
    above: Sequence[int],
    behind: Sequence[int],
    first_sentence: int,
) -> tuple[Table | Pictures, set[int]]:
    used: set[int] = set()
    captions: list[str] = []
    credit = pictures.credit
    wanted = sum(not picture.caption for picture in pictures.pictures)
    for at in behind:
        one = paragraphs[at]
        if not is_caption_below(one, looks):
            break
        caption, by = split_credit(one.text)
        if caption and len(captions) >= max(wanted, 1):
            break
        credit = credit or by
        if wanted and caption:
            captions.append(caption)
        elif caption:
            break
        used.add(at)
        if by:
            break
    if not captions and wanted and above and is_caption(paragraphs[above[0]].text):
        text = paragraphs[above[0]].text
        if "表" not in text[:2]:
            caption, by = split_credit(text)
            captions, credit = [caption], credit or by
            used.add(above[0])
    if len(captions) == 1 and wanted > 1:
        parted = [text.strip() for text in _TWO.split(captions[0]) if text.strip()]
        captions = parted if len(parted) == wanted else captions
    waiting = iter(map(_spaced, captions))
    made = tuple(one if one.caption else replace(one, caption=next(waiting, "")) for one in pictures.pictures)
    return replace(pictures, pictures=made, credit=credit), used


def _uncaptioned(made: Sequence[Placed], edges: Sequence[int], below: int) -> int:
    """How many of the last blocks are pictures without captions right over the next one, whose text begins at
    `below`."""
    count = 0
    for one, edge in zip(reversed(made), reversed(edges), strict=False):
        bare = isinstance(one.block, Pictures) and not any(each.caption for each in one.block.pictures)
        if edge != below or not bare:
            break
        count += 1
    return count


def _with_captions_of_all(
    blocks: Sequence[Placed], paragraphs: Sequence[Paragraph], behind: Sequence[int]
) -> tuple[list[Placed], set[int]] | None:
    """Pictures one below the other with the captions that stand below the last, and the places of these (图1
    ……, 图2 ……); None where there are not just so many."""
    lines = list(itertools.takewhile(lambda at: _FIGURE.match(paragraphs[at].text), behind))
    captions = iter([_spaced(paragraphs[at].text) for at in lines])
    made: list[Placed] = []
    for one in blocks:
        if not isinstance(one.block, Pictures) or any(each.caption for each in one.block.pictures):
            return None
        pictures = tuple(replace(each, caption=next(captions, "")) for each in one.block.pictures)
        made.append(one._replace(block=replace(one.block, pictures=pictures)))
    told = sum(len(one.block.pictures) for one in made if isinstance(one.block, Pictures))
    return (made, set(lines)) if told == len(lines) else None


_FIGURE = re.compile(r"图\s?[0-9一二三四五六七八九十]{1,3}[\s：:．.、]?[^。；]{1,40}\Z")
_NUMBER_END = re.compile(r"([图表]\s?[0-9]{1,3}(?:[-－][0-9]{1,2})?)\s?(?=[^\s0-9.．：:、年月日%-])")


def _spaced(caption: str) -> str:
    """A caption with a space behind its number, which cleaning closes between Han and figures."""
    return _NUMBER_END.sub(r"\1 ", caption, count=1) if _NUMBER_END.match(caption) else caption


# ---- among the parts of items

_NO_ITEM = ("报头", "版记", "目录")
"""Why text is left out around which nothing else belongs to an item."""


def with_blocks(parts: Sequence[Part], blocks: Sequence[Placed]) -> tuple[Part, ...]:
    """The parts, whose `at` counts the manuscript's paragraphs, with the blocks at their places. What stands
    in the head, the contents or the closing block of an old issue is left out with it."""
    if not blocks:
        return tuple(parts)
    made: list[Part] = []
    waiting = list(blocks)
    begun = False
    for at, part in enumerate(parts):
        while waiting and waiting[0].at < part.at:
            made.append(_part(waiting.pop(0), parts[at - 1] if at else None, part, begun=begun))
        made.append(part)
        begun = begun or part.kind is Kind.TITLE or part.kind in TEXT_KINDS
    made += (_part(one, parts[-1] if parts else None, None, begun=True) for one in waiting)
    return tuple(made)


_HEAD_TABLE = re.compile(
    r"第\s?[0-9一二三四五六七八九十百〇零]{1,6}\s?期|[0-9]{4}\s?年\s?[0-9]{1,2}\s?月\s?[0-9]{1,2}\s?日"
)
"""What a table over the first title says that holds the head of an old issue."""


_SENT_TO = re.compile(r"^(?:[主抄]?[报送发]|抄\s?[报送])\s?[：:]", re.MULTILINE)
_PRINTED = re.compile(r"印发|印\s?制|共印|印\s?[0-9]+\s?份")
"""What a table below the last text says that holds the closing block of an old issue."""


def _part(one: Placed, before: Part | None, after: Part | None, *, begun: bool) -> Part:
    at = max(one.at, 0)
    text = as_text(one.block)
    if not begun and _HEAD_TABLE.search(text):
        return Part(OUT, text, why=_NO_ITEM[0], at=at, block=one.block)
    if after is None and _SENT_TO.search(text) and _PRINTED.search(text):
        return Part(OUT, text, why=_NO_ITEM[1], at=at, block=one.block)
    for part in (before, after):
        head = part is not None and part.kind is OUT and part.why in _NO_ITEM
        between = before is None or after is None or before.why == after.why
        if head and part is not None and between:
            return Part(OUT, text, why=part.why, at=at, block=one.block)
    return Part(one.block.kind, text, at=at, block=one.block)


def as_text(block: Table | Pictures) -> str:
    """What a review shows of a block: a table's rows as lines, a picture's caption."""
    if isinstance(block, Table):
        rows = ("　".join(" ".join(cell.text.split()) for cell in row).strip("　") for row in block.rows)
        return "\n".join(filter(None, (block.caption, block.unit, *rows, block.note)))
    captions = [picture.caption or "（没有图题）" for picture in block.pictures]
    credit = f"（{block.credit}）" if block.credit else ""
    return "\n".join(captions) + credit


def taken_in(one: Placed) -> str:
    """What was taken in, a sentence for the clerk."""
    block = one.block
    if isinstance(block, Table):
        size = f"{len(block.rows)}行{column_count(block)}列"
        parts = (("表题", block.caption), ("单位", block.unit), ("注", block.note))
        also = "、".join(name for name, text in parts if text)
        joined = f"，原稿里分成{one.pieces}张的已接成一张" if one.pieces > 1 else ""
        return f"这里的表格（{size}）放进了稿件{f'，{also}随表收入' if also else ''}{joined}。"
    count = "一张图片" if len(block.pictures) == 1 else "并排的两张图片"
    captions = any(picture.caption for picture in block.pictures)
    also = "、".join(name for name, told in (("图题", captions), ("作者", block.credit)) if told)
    return f"这里的{count}放进了稿件{f'，{also}随图收入' if also else '，没有找到图题'}。"
