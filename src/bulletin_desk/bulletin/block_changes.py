"""What happened to a block, an attachment or an addressee between two versions, as a part of a sentence. Must
not know how it was found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bulletin_desk.bulletin.grammar import SPEC
from bulletin_desk.bulletin.matching import Pair, RowPart, aligned, left, matched_row, plain, text_of
from bulletin_desk.bulletin.model import (
    Addressee,
    Attachment,
    Block,
    Body,
    Cell,
    Heading,
    Kind,
    ListItem,
    Pictures,
    Subheading,
    Table,
)
from bulletin_desk.bulletin.tables import column_count
from bulletin_desk.checked import shown

_QUOTED = 16
_DETAILED = 3
"""So many changed parts of a row are told one by one."""


def row_changes(old: Sequence[RowPart], new: Sequence[RowPart], unit: str) -> Iterator[str]:
    """What happened in a row of parts that are counted so: `第2段“守正”改为“继往”`, `新增第3段`."""
    kept: list[Pair]
    moved: list[Pair]
    kept, moved = matched_row(old, new)
    changed = [(first, second) for first, second in kept if old[first] != new[second]]
    removed, added = left(len(old), len(new), [*kept, *moved])
    if len(changed) <= _DETAILED:
        for first, second in changed:
            yield f"第{second + 1}{unit}{change_in_words(old[first], new[second])}"
    else:
        yield f"{numbered([second for _, second in changed], unit)}有改动"
    if added:
        yield f"新增{numbered(added, unit)}"
    if removed:
        yield f"删去原{numbered(removed, unit)}"
    if moved:
        places = [first for first, _ in moved], [second for _, second in moved]
        yield f"原{numbered(places[0], unit)}移到{numbered(places[1], unit)}"


def change_in_words(old: RowPart, new: RowPart) -> str:
    """What happened to one of them: `“守正”改为“继往”`."""
    if isinstance(old, Addressee) or isinstance(new, Addressee):
        return text_change(text_of(old), text_of(new)) or "的抬头有改动"
    if isinstance(old, Attachment) or isinstance(new, Attachment):
        assert isinstance(old, Attachment)
        assert isinstance(new, Attachment)
        return _attachment_change(old, new)
    return _block_change(old, new)


def text_change(was: str, now: str) -> str:
    """What happened to a text; empty if nothing has."""
    if was == now:
        return ""
    shorter = min(len(was), len(now))
    start = next((at for at in range(shorter) if was[at] != now[at]), shorter)
    tail = next(
        (at for at in range(shorter - start) if was[len(was) - 1 - at] != now[len(now) - 1 - at]),
        shorter - start,
    )
    gone, come = was[start : len(was) - tail], now[start : len(now) - tail]
    if not plain(gone) and not plain(come):
        return "的换行有改动"
    if not gone:
        return f"加上{quoted(come)}"
    if not come:
        return f"去掉{quoted(gone)}"
    return f"{quoted(gone)}改为{quoted(come)}"


def quoted(text: str) -> str:
    """The beginning of a text, fit to stand in a sentence."""
    return f"“{shown(plain(text), _QUOTED)}”"


def numbered(indices: Sequence[int], unit: str) -> str:
    """`第2、5段`; of more than six, the first ones and how many."""
    if len(indices) <= 6:
        return f"第{'、'.join(str(at + 1) for at in indices)}{unit}"
    return f"第{'、'.join(str(at + 1) for at in indices[:5])}{unit}等{len(indices)}{unit}"


# ---- blocks


def _block_change(old: Block, new: Block) -> str:
    match old, new:
        case Table(), Table():
            return _listed(_table_changes(old, new))
        case Pictures(), Pictures():
            return _listed(_pictures_changes(old, new))
    if old.kind is not new.kind:
        text = "" if text_of(old) == text_of(new) or isinstance(new, Table | Pictures) else "，文字也有改动"
        return f"改成了{SPEC[new.kind].name}{text}"
    return text_change(text_of(old), text_of(new)) or _look_change(old, new)


def _look_change(old: Block, new: Block) -> str:
    match old, new:
        case Body(), Body() if old.run_in != new.run_in:
            return "的段首标题有改动"
        case Heading(), Heading():
            return "改为自动编号" if new.numbered else "改为不自动编号"
        case ((Body() | ListItem() | Subheading()), _):
            return "的加粗有改动"
    return "有改动"


def _listed(changes: Iterator[str]) -> str:
    """Several changes of one block: `（表格）：第2行第1格“3”改为“5”，新增第4行`."""
    return f"：{'，'.join(changes)}"


def _table_changes(old: Table, new: Table) -> Iterator[str]:
    for name, kind in _TABLE_TEXTS.items():
        was, now = getattr(old, name), getattr(new, name)
        if was != now:
            yield f"{SPEC[kind].name}{_from_to(was, now)}"
    yield from _rows_changes(old, new)
    if old.header_rows != new.header_rows:
        yield f"表头由{old.header_rows}行改为{new.header_rows}行"
    if old.columns != new.columns:
        yield "列宽有改动"
    if old.rules != new.rules:
        yield "改为三线表" if new.rules == "three" else "改为全框线"


_TABLE_TEXTS = {"caption": Kind.TABLE_CAPTION, "unit": Kind.TABLE_UNIT, "note": Kind.TABLE_NOTE}


def _rows_changes(old: Table, new: Table) -> Iterator[str]:
    was_columns, now_columns = column_count(old), column_count(new)
    if was_columns != now_columns:
        yield f"由{was_columns}列改为{now_columns}列"
    if was_columns != now_columns or old.rows == new.rows:
        return
    pairs = paired_rows(old, new)
    removed, added = left(len(old.rows), len(new.rows), pairs)
    changed = [
        change
        for first, second in pairs
        for change in _cells_changes(old.rows[first], new.rows[second], second)
    ]
    if len(changed) <= _DETAILED:
        yield from changed
    else:
        yield f"{len(changed)}格有改动"
    if added:
        yield f"新增{numbered(added, '行')}"
    if removed:
        yield f"删去原{numbered(removed, '行')}"


def paired_rows(old: Table, new: Table) -> list[Pair]:
    """Which row became which, in order: of as many each the one in its place; else those that are the same
    from either end, then alike ones."""
    if len(old.rows) == len(new.rows):
        return [(at, at) for at in range(len(new.rows))]
    shorter = min(len(old.rows), len(new.rows))
    head = next((at for at in range(shorter) if old.rows[at] != new.rows[at]), shorter)
    rest = shorter - head
    tail = next((at for at in range(rest) if old.rows[-1 - at] != new.rows[-1 - at]), rest)
    was, now = (
        ["\n".join(cell.text for cell in row) for row in table.rows[head : len(table.rows) - tail]]
        for table in (old, new)
    )
    between = [(head + first, head + second) for first, second in aligned(was, now)]
    shift = len(new.rows) - len(old.rows)
    ends = [(at, at + shift) for at in range(len(old.rows) - tail, len(old.rows))]
    return [*((at, at) for at in range(head)), *between, *ends]


def _cells_changes(old: tuple[Cell, ...], new: tuple[Cell, ...], row: int) -> Iterator[str]:
    if old == new:
        return
    if [(cell.columns, cell.rows) for cell in old] != [(cell.columns, cell.rows) for cell in new]:
        yield f"第{row + 1}行的单元格合并有改动"
        return
    for at, (was, now) in enumerate(zip(old, new, strict=True)):
        if was == now:
            continue
        where = f"第{row + 1}行第{at + 1}格"
        if was.text != now.text:
            yield f"{where}{_from_to(was.text, now.text)}"
        else:
            yield f"{where}的{'对齐' if was.align != now.align else '加粗'}有改动"


def _from_to(was: str, now: str) -> str:
    if plain(was) == plain(now):
        return "的换行有改动"
    if not was:
        return f"填上了{quoted(now)}"
    return f"由{quoted(was)}改为{quoted(now)}" if now else f"原来的{quoted(was)}删去了"


def _pictures_changes(old: Pictures, new: Pictures) -> Iterator[str]:
    if len(old.pictures) != len(new.pictures):
        yield f"由{len(old.pictures)}张改为{len(new.pictures)}张"
    elif {picture.data for picture in old.pictures} == {picture.data for picture in new.pictures} and [
        picture.data for picture in old.pictures
    ] != [picture.data for picture in new.pictures]:
        yield "两张换了位置"
    else:
        for at, (was, now) in enumerate(zip(old.pictures, new.pictures, strict=True)):
            which = f"第{at + 1}张" if len(new.pictures) > 1 else ""
            if was.data != now.data:
                yield f"{which}换了图片"
            if was.width != now.width:
                yield f"{which}宽度由{was.width / 10:g}毫米改为{now.width / 10:g}毫米"
            if was.caption != now.caption:
                yield f"{which}{SPEC[Kind.PICTURE_CAPTION].name}{_from_to(was.caption, now.caption)}"
    if old.credit != new.credit:
        yield f"{SPEC[Kind.PICTURE_CREDIT].name}{_from_to(old.credit, new.credit)}"


# ---- attachments


def _attachment_change(old: Attachment, new: Attachment) -> str:
    changes = [f"标题{_from_to(old.title, new.title)}"] if old.title != new.title else []
    changes += row_changes(old.blocks, new.blocks, "段")
    return f"：{'，'.join(changes)}"
