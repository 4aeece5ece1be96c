"""What was adopted as a workbook (XLSX): tables, charts, every item with its credits, what wants an eye. The
same statistics give the same bytes. Texts stay texts: no cell is a formula."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date as Date  # noqa: N812
from datetime import datetime, time
from fractions import Fraction
from io import BytesIO
from typing import Any, NamedTuple

from bulletin_desk.bulletin.dates import chinese_date
from bulletin_desk.statistics.adoption import Adoption, Counted, Printed
from bulletin_desk.statistics.columns import columns
from bulletin_desk.statistics.tables import By, Table, by_months, table

Cell = str | int | Fraction | Date | None

_FONT, _HEAD_FONT = "宋体", "黑体"
_LEAST, _WIDEST = 6, 48
"""Columns' widths in characters of Latin letters."""
_LONGEST = 32_767
"""Characters that a cell of a workbook holds."""
_FIRST_YEAR = 1900
"""Years before have no numbers in a workbook."""
_PORTRAIT = 118
"""Characters of Latin letters that stand beside each other on a page of A4, and can still be read."""
_LINE = 15
"""Points of a line in a cell."""
_MOST_BARS = 40
_A4 = 9
_DAY = 'yyyy"年"m"月"d"日"'
_COLOUR, _HIGHLIGHT = "#3B6EA5", "#C0504D"


class _Sheet(NamedTuple):
    """A sheet: its head's columns, rows, a total under them, and remarks below."""

    name: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] = ()
    notes: tuple[str, ...] = ()

    def widths(self) -> list[int]:
        """How wide its columns are."""
        found = []
        for at, head in enumerate(self.head):
            cells = (_width(_words(row[at])) + 2 for row in (*self.rows, self.total) if at < len(row))
            found.append(min(max(_LEAST, _width(head) + 2, *cells, 0), _WIDEST))
        return found


def workbook(adoption: Adoption) -> bytes:
    """The workbook's bytes."""
    import xlsxwriter

    target = BytesIO()
    book = xlsxwriter.Workbook(
        target,
        {
            "in_memory": True,
            "strings_to_numbers": False,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "default_format_properties": {"font_name": _FONT, "font_size": 11},
        },
    )
    title = f"{adoption.span.words}信息采用情况"
    made = datetime.combine(max(adoption.span.until, Date(_FIRST_YEAR, 1, 1)), time())
    book.set_properties({"title": title, "author": "", "created": made})
    writer = _Writer(book, title, _subtitle(adoption))
    offices = table(adoption, By.OFFICE)
    months = table(adoption, By.MONTH)
    placed = {sheet.name: writer.write(sheet) for sheet in _sheets(adoption, offices, months)}
    writer.charts(placed["按单位"], offices, placed["按月份"], months, adoption)
    book.close()
    return target.getvalue()


def _subtitle(adoption: Adoption) -> str:
    bulletins = "".join(f"《{name}》" for name in adoption.bulletins)
    measure = adoption.rules.measure
    return f"{adoption.span.days}　{bulletins}共{adoption.issues}期，采用{len(adoption.items)}{measure}"


# ---- what the sheets hold


def _sheets(adoption: Adoption, offices: Table, months: Table) -> Iterator[_Sheet]:
    yield _of_table(adoption, offices, "按单位")
    yield _of_table(adoption, table(adoption, By.SECTION), "按栏目")
    yield _of_table(adoption, months, "按月份")
    for by, name in (
        (By.QUARTER, "按季度"),
        (By.HALF, "按半年"),
        (By.YEAR, "按年份"),
        (By.BULLETIN, "按简报"),
    ):
        further = table(adoption, by)
        if len(further.rows) > 1:
            yield _of_table(adoption, further, name)
    if len(months.rows) > 1:
        yield _months(adoption)
    yield _items(adoption)
    yield _unresolved(adoption)
    yield _Sheet("没有来源", _PLACE, tuple(map(_place, adoption.unsigned)))
    yield _zeros(adoption)
    yield _endorsements(adoption)


def _of_table(adoption: Adoption, shown: Table, name: str) -> _Sheet:
    listed = columns(adoption, shown)
    rows = [tuple(column.value(row) for column in listed) for row in shown.rows]
    heads = [column.head for column in listed]
    notes = list(shown.notes)
    if shown.by is By.OFFICE:
        heads.append("备注")
        rows = [
            (*values, "" if row.known else "单位名单里没有")
            for values, row in zip(rows, shown.rows, strict=True)
        ]
        if shown.credits > shown.total.items:
            notes.append(f"各单位相加{shown.credits}{adoption.rules.measure}次，合计{shown.total.items}")
        notes += (
            f"{double.bulletin}{double.issue}有{len(double.files)}个不同的文件，都算在内"
            for double in adoption.doubles
        )
    total = tuple(column.value(shown.total) for column in listed)
    return _Sheet(name, tuple(heads), tuple(rows), total, tuple(notes))


def _months(adoption: Adoption) -> _Sheet:
    shown = by_months(adoption)
    rows: tuple[tuple[Cell, ...], ...] = tuple((name, *counts, sum(counts)) for name, counts in shown.rows)
    total: tuple[Cell, ...] = ("合计", *shown.total, sum(shown.total))
    return _Sheet("单位各月", ("单位", *shown.months, "全期"), rows, total)


_PLACE = ("日期", "简报", "期号", "栏目", "题目", "来源（照印）")


def _place(item: Printed) -> tuple[Cell, ...]:
    return (
        item.date,
        item.name,
        item.issue_words,
        item.item.heading,
        item.item.title,
        " ".join(item.item.source.split()),
    )


def _items(adoption: Adoption) -> _Sheet:
    with_points = adoption.rules.points is not None
    head = ("序号", *_PLACE, "单位", "采用方式", "字数", "批示", *(["得分"] if with_points else []), "署名")
    rows: list[tuple[Cell, ...]] = []
    for number, counted in enumerate(adoption.items, 1):
        written: list[tuple[str, Fraction | None]] = [
            (credit.office, credit.points) for credit in counted.credits
        ] or [("", None)]
        for office, points in written:
            rows.append(
                (
                    number,
                    *_place(counted.printed),
                    office,
                    _way(counted),
                    counted.printed.item.characters,
                    len(counted.endorsements) or None,
                    *([points] if with_points else []),
                    "、".join(counted.persons),
                )
            )
    note = f"几个单位合写的一{adoption.rules.measure}，每个单位占一行，序号相同"
    return _Sheet("稿件", head, tuple(rows), notes=(note,))


def _way(counted: Counted) -> str:
    return "综合" if counted.merged else "单独" if counted.whole else "没有来源"


def _unresolved(adoption: Adoption) -> _Sheet:
    rows: list[tuple[Cell, ...]] = []
    for name in adoption.unresolved:
        likely = "" if name.likely == name.name else name.likely
        rows += [(name.name, len(name.items), likely, *_place(item)) for item in name.items]
        if not name.items:
            rows.append((name.name, 0, likely, *([""] * len(_PLACE))))
    note = "单位名单里没有的名称，照原样各算各的；在单位名单里写上“简称 = 全称”就并到一起"
    return _Sheet("没认出的名称", ("名称", "次数", "可能是", *_PLACE), tuple(rows), notes=(note,))


def _zeros(adoption: Adoption) -> _Sheet:
    grouped = any(adoption.expected.values())
    rows = tuple(
        (*([zero.group] if grouped else []), zero.office, "、".join(zero.perhaps)) for zero in adoption.zeros
    )
    head = (*(["分组"] if grouped else []), "单位", "同一地方的名称，可能是它")
    note = "应报送的单位写在采用情况的规则里（expected 或 groups）" if not adoption.expected else ""
    return _Sheet("零采用单位", head, rows, notes=(note,) if note else ())


def _endorsements(adoption: Adoption) -> _Sheet:
    rows: list[tuple[Cell, ...]] = []
    for counted in adoption.items:
        offices = "、".join(credit.office for credit in counted.credits)
        rows += [
            (*_place(counted.printed)[:5], offices, each.who, each.date, each.text)
            for each in counted.endorsements
        ]
    head = (*_PLACE[:5], "单位", "批示人", "批示日期", "批示内容")
    return _Sheet("领导批示", head, tuple(rows))


# ---- how they are written


class _Writer:
    """Writes sheets one after another, all alike."""

    def __init__(self, book: Any, title: str, subtitle: str) -> None:
        self._book = book
        self._title = title
        self._subtitle = subtitle
        box = {"border": 1, "border_color": "#A6A6A6", "valign": "vcenter"}
        self._heading = book.add_format({"font_name": _HEAD_FONT, "font_size": 16})
        self._plain = book.add_format({"font_color": "#595959"})
        self._head = book.add_format(
            {
                **box,
                "font_name": _HEAD_FONT,
                "bg_color": "#E8EEF5",
                "align": "center",
                "text_wrap": True,
            }
        )
        self._formats: dict[tuple[str, bool], Any] = {}
        for total in (False, True):
            look = {**box, "bold": total, **({"bg_color": "#F5F5F5"} if total else {})}
            for kind, more in (
                ("text", {"text_wrap": True}),
                ("number", {"num_format": "#,##0"}),
                ("rank", {"align": "center"}),
                ("points", {"num_format": "#,##0.00"}),
                ("day", {"num_format": _DAY, "align": "left"}),
            ):
                self._formats[kind, total] = book.add_format({**look, **more})

    def write(self, sheet: _Sheet) -> tuple[str, int, tuple[str, ...]]:
        """Writes it; returns its name, the row of its head and its columns' heads."""
        page = self._book.add_worksheet(sheet.name)
        page.write_string(0, 0, f"{self._title}（{sheet.name}）", self._heading)
        page.set_row(0, 26)
        page.write_string(1, 0, self._subtitle, self._plain)
        at = 3
        page.set_row(at, 2 * _LINE)
        widths = sheet.widths()
        for column, width in enumerate(widths):
            page.set_column(column, column, width)
        for column, head in enumerate(sheet.head):
            page.write_string(at, column, head, self._head)
        kinds = [_kind(head, (row[at] for row in sheet.rows)) for at, head in enumerate(sheet.head)]
        for row, cells in enumerate(sheet.rows, at + 1):
            for column, cell in enumerate(cells):
                self._cell(page, row, column, cell, kinds[column], total=False)
            lines = max(-(-_width(_words(cell)) // width) for cell, width in zip(cells, widths, strict=True))
            if lines > 1:  # not every program makes room for them by itself
                page.set_row(row, lines * _LINE)
        end = at + len(sheet.rows)
        if sheet.rows:
            page.autofilter(at, 0, end, len(sheet.head) - 1)
        else:
            end += 1
            page.write_string(end, 0, "（无）")
        if sheet.total and sheet.rows:
            end += 1
            for column in range(len(sheet.head)):
                cell = sheet.total[column] if column < len(sheet.total) else None
                self._cell(page, end, column, cell, kinds[column], total=True)
        for note in sheet.notes:
            end += 1
            page.write_string(end, 0, f"注：{note}。" if note else "", self._plain)
        self._set_up(page, at, landscape=sum(widths) > _PORTRAIT)
        return sheet.name, at, sheet.head

    def _cell(self, page: Any, row: int, column: int, cell: Cell, kind: str, *, total: bool) -> None:
        style = self._formats
        match cell:
            case None:
                page.write_blank(row, column, None, style["text", total])
            case str():
                page.write_string(row, column, cell[:_LONGEST], style["text", total])
            case Fraction() if cell.denominator > 1 or kind == "points":
                page.write_number(row, column, cell.numerator / cell.denominator, style["points", total])
            case Fraction() | int():
                page.write_number(
                    row, column, int(cell), style["rank" if kind == "rank" else "number", total]
                )
            case Date() if cell.year < _FIRST_YEAR:
                page.write_string(row, column, chinese_date(cell), style["text", total])
            case Date():
                page.write_datetime(row, column, datetime.combine(cell, time()), style["day", total])

    def _set_up(self, page: Any, at: int, *, landscape: bool) -> None:
        page.freeze_panes(at + 1, 0)
        page.set_paper(_A4)
        if landscape:
            page.set_landscape()
        page.set_margins(left=0.6, right=0.6, top=0.75, bottom=0.75)
        page.repeat_rows(at)
        page.fit_to_pages(1, 0)
        page.center_horizontally()
        page.set_footer("&C— &P —")

    def charts(
        self,
        offices_at: tuple[str, int, tuple[str, ...]],
        offices: Table,
        months_at: tuple[str, int, tuple[str, ...]],
        months: Table,
        adoption: Adoption,
    ) -> None:
        """Bars by office and a line by month, on a sheet of their own."""
        page = self._book.add_worksheet("图表")
        page.hide_gridlines(2)
        page.set_paper(_A4)
        page.fit_to_pages(1, 1)
        measure = adoption.rules.measure
        count = f"采用{measure}数"
        bars = min(len(offices.rows), _MOST_BARS)
        if not bars or not months.rows:
            page.write_string(0, 0, "（无）")
            return
        bar = self._chart("bar", offices_at, By.OFFICE.value, count, bars)
        height = 140 + 24 * bars
        bar.set_title(self._title_of(f"各单位{count}"))
        bar.set_y_axis({"reverse": True, "num_font": {"name": _FONT, "size": 10}})
        bar.set_x_axis({"major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}, "min": 0})
        bar.set_size({"width": 720, "height": height})
        page.insert_chart(0, 0, bar)
        line = self._chart("line", months_at, By.MONTH.value, count, len(months.rows))
        line.set_title(self._title_of(f"各月{count}"))
        line.set_x_axis({"num_font": {"name": _FONT, "size": 10}})
        line.set_y_axis({"major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}, "min": 0})
        line.set_size({"width": 720, "height": 340})
        page.insert_chart(height // 20 + 2, 0, line)

    def _title_of(self, name: str) -> dict[str, object]:
        return {"name": name, "name_font": {"name": _HEAD_FONT, "size": 14, "bold": False}}

    def _chart(
        self, kind: str, placed: tuple[str, int, tuple[str, ...]], label: str, count: str, rows: int
    ) -> Any:
        name, at, heads = placed
        chart = self._book.add_chart({"type": kind})
        first, last = at + 1, at + rows
        series: dict[str, object] = {
            "name": count,
            "categories": [name, first, heads.index(label), last, heads.index(label)],
            "values": [name, first, heads.index(count), last, heads.index(count)],
            "data_labels": {"value": True, **({"position": "above"} if kind == "line" else {})},
        }
        if kind == "bar":
            series |= {"fill": {"color": _COLOUR}, "gap": 40}
        else:
            series |= {
                "line": {"color": _HIGHLIGHT, "width": 2.25},
                "marker": {"type": "circle", "size": 6, "fill": {"color": _HIGHLIGHT}},
            }
        chart.add_series(series)
        chart.set_legend({"none": True})
        return chart


def _kind(head: str, cells: Iterable[Cell]) -> str:
    """How the numbers of a column stand: all with decimals where one has any."""
    if head in ("名次", "序号", "次数"):
        return "rank"
    return "points" if any(isinstance(each, Fraction) and each.denominator > 1 for each in cells) else ""


def _words(cell: Cell) -> str:
    """A cell as it is shown, no shorter."""
    if isinstance(cell, Date):
        return chinese_date(cell)
    if isinstance(cell, Fraction):
        return f"{int(cell):,}.00"
    return f"{cell:,}" if isinstance(cell, int) else cell or ""


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)
