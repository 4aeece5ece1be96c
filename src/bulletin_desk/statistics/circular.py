"""通报: what was adopted, as an issue of the office's own bulletin with text and table, ready to edit. Of
endorsements it tells only how many there were."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from bulletin_desk.bulletin.model import Block, Body, Cell, Heading, Issue, Item, ListItem, Section
from bulletin_desk.bulletin.model import Table as PrintedTable
from bulletin_desk.statistics.adoption import Adoption, Counted
from bulletin_desk.statistics.columns import Column, columns, value_words
from bulletin_desk.statistics.rules import points_words
from bulletin_desk.statistics.tables import UNSIGNED, By, Row, Table, table

_SECTION = "信息采用情况"
_FIRST = 5
"""Offices that are named first; those of the same rank as the last of them are named, too."""
_LEFT_OUT = ("characters", "group", "used")
"""Columns that a table on paper does without."""
_TOTAL = "全部（不重复计）"
"""Not 合计, which the rows would have to add up to."""
_MARKS = ("综", "栏", "批")


def circular(adoption: Adoption, issue: Issue, *, titles: bool = False) -> Issue:
    """`issue`, which is a new one of the office's, with a report of what was adopted in the place of its
    sections; with the `titles` of each office's items on demand."""
    offices = table(adoption, By.OFFICE)
    name = _SECTION if any(section.name for section in issue.sections) else ""
    title = f"{adoption.span.words}信息采用情况通报"
    item = Item(title, tuple(_blocks(adoption, offices, titles)))
    return replace(issue, sections=(Section(name, (item,)),))


def _blocks(adoption: Adoption, offices: Table, titles: bool) -> Iterator[Block]:
    yield Body(_opening(adoption))
    yield Heading("各单位采用情况", 1, numbered=True)
    groups = list(dict.fromkeys(row.group for row in offices.rows))
    for group in groups:
        rows = [row for row in offices.rows if row.group == group]
        if len(groups) > 1 and group:
            yield Heading(group, 2, numbered=True)
        if first := _first(adoption, rows):
            yield Body(first)
        yield _table(adoption, offices, rows, group if len(groups) > 1 else "", last=group == groups[-1])
    if titles:
        yield Heading("采用的信息", 1, numbered=True)
        yield from _titles(adoption, offices)
    if endorsed := _endorsed(adoption, offices):
        yield Heading("领导批示情况", 1, numbered=True)
        yield Body(endorsed)
    if adoption.zeros:
        yield Heading("没有采用的单位", 1, numbered=True)
        named = "、".join(zero.office for zero in adoption.zeros)
        yield Body(f"应报送信息而没有采用的单位有{len(adoption.zeros)}个：{named}。")
    closing = "希望各单位继续做好信息报送工作，不断提高信息质量"
    yield Body(f"{closing}{'；没有采用的单位要查找原因，抓紧报送' if adoption.zeros else ''}。")


def _opening(adoption: Adoption) -> str:
    measure, items = adoption.rules.measure, adoption.items
    bulletins = "".join(f"《{name}》" for name in adoption.bulletins)
    if not items:
        return f"{adoption.span.days}，没有采用信息。"
    merged, whole = sum(each.merged for each in items), sum(each.whole for each in items)
    counts = (("单独采用", whole), ("综合采用", merged), ("没有注明来源", len(adoption.unsigned)))
    parts = [f"{words}{count}{measure}" for words, count in counts if count]
    printed = f"{bulletins}共编发{adoption.issues}期，采用信息{len(items)}{measure}，其中{'、'.join(parts)}"
    sections = ""
    for section in adoption.rules.highlights:
        if count := sum(each.highlight == section for each in items):
            sections += f"“{section}”栏目刊登{count}{measure}。"
    return f"{adoption.span.days}，{printed}。{sections}现将采用情况通报如下。"


def _first(adoption: Adoption, rows: Sequence[Row]) -> str:
    """The offices that come first, those of one rank together."""
    ranked = [row for row in rows if row.rank is not None and row.items]
    if not ranked:
        return ""
    last = ranked[min(_FIRST, len(ranked)) - 1].rank
    named = [row for row in ranked if row.rank is not None and last is not None and row.rank <= last]
    if len(named) > 2 * _FIRST:  # too many of one rank to be named
        named = [row for row in named if row.rank != last]
    if not named:
        return ""
    by_points = adoption.rules.points is not None
    measure = adoption.rules.measure

    def worth(row: Row) -> str:
        items = f"{row.items}{measure}"
        return f"{points_words(row.points)}分（{items}）" if by_points else items

    what = "得分" if by_points else f"采用{measure}数"
    listed = "，".join(f"{row.label}{worth(row)}" for row in named)
    return f"{what}居前的是：{listed}。" if len(named) < len(ranked) else f"{what}依次是：{listed}。"


def _table(adoption: Adoption, shown: Table, rows: Sequence[Row], group: str, *, last: bool) -> PrintedTable:
    listed = [column for column in columns(adoption, shown) if column.own not in _LEFT_OUT]
    head = tuple(Cell(column.short or column.head, align="centre") for column in listed)
    cells = [tuple(_cell(column, row) for column in listed) for row in rows]
    if last:
        total = tuple(_cell(column, shown.total._replace(label=_TOTAL)) for column in listed)
        cells.append(tuple(replace(cell, bold=_all(cell.text)) for cell in total))
    return PrintedTable(
        rows=(head, *cells),
        header_rows=1,
        caption=f"{adoption.span.words}{group}信息采用情况",
        unit=f"单位：{adoption.rules.measure}{'、分' if adoption.rules.points is not None else ''}",
        note=f"注：{'；'.join(shown.notes)}。" if last and shown.notes else "",
    )


def _all(text: str) -> tuple[tuple[int, int], ...]:
    return ((0, len(text)),) if text else ()


def _cell(column: Column, row: Row) -> Cell:
    text = value_words(column.value(row))
    return Cell(text, align="left" if column.own == "label" else "centre")


def _endorsed(adoption: Adoption, offices: Table) -> str:
    total = offices.total
    if not total.endorsements:
        return ""
    rows = sorted(
        (row for row in offices.rows if row.endorsements and row.label != UNSIGNED),
        key=lambda row: -row.endorsements,
    )
    listed = "、".join(f"{row.label}{row.endorsements}条" for row in rows[:_FIRST])
    said = f"得到领导批示的信息有{total.endorsed}{adoption.rules.measure}，批示{total.endorsements}条。"
    return f"{said}{'较多的单位' if len(rows) > _FIRST else '这些信息来自'}：{listed}。" if rows else said


# ---- what each office's items were


def _titles(adoption: Adoption, offices: Table) -> Iterator[Block]:
    of_office: dict[str, list[Counted]] = {}
    for counted in adoption.items:
        for office in counted.offices or (UNSIGNED,):
            of_office.setdefault(office, []).append(counted)
    used: set[str] = set()
    for row in offices.rows:
        items = of_office.get(row.label, [])
        if items:
            yield Heading(f"{row.label}（{len(items)}{adoption.rules.measure}）", 2, numbered=True)
        for counted in items:
            marks = _marks(counted)
            used |= set(marks)
            title = counted.printed.item.title or "（没有标题）"
            yield ListItem(f"{title}{''.join(f'〔{mark}〕' for mark in marks)}", numbered=True)
    legend = "；".join(f"〔{mark}〕{_meaning(mark, adoption)}" for mark in _MARKS if mark in used)
    if legend:
        yield Body(f"标记说明：{legend}。")


def _marks(counted: Counted) -> Iterable[str]:
    given = (counted.merged, bool(counted.highlight), bool(counted.endorsements))
    return [mark for mark, has in zip(_MARKS, given, strict=True) if has]


def _meaning(mark: str, adoption: Adoption) -> str:
    section = "”“".join(adoption.rules.highlights)
    return {"综": "综合采用", "栏": f"登在“{section}”栏目", "批": "得到领导批示"}[mark]
