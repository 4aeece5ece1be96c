"""`bulletin-desk library stats`: what was adopted, counted from the library, as text, JSON, workbook or
bulletin. Counts nothing itself."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from datetime import date as Date  # noqa: N812
from fractions import Fraction
from typing import TYPE_CHECKING

from bulletin_desk.cli_json import print_json
from bulletin_desk.storage.places import places
from bulletin_desk.targets import path_argument, target_file

if TYPE_CHECKING:
    from bulletin_desk.bulletin.office import Office
    from bulletin_desk.library.index import Trouble
    from bulletin_desk.statistics.adoption import Adoption, Printed, Received
    from bulletin_desk.statistics.spans import Span
    from bulletin_desk.statistics.tables import By, Row, Table

_BY = ("office", "section", "month", "quarter", "half", "year", "bulletin")


def add(command: Callable[[str, str], argparse.ArgumentParser]) -> None:
    """Adds `stats`."""
    stats = command("stats", "采用情况：各单位、栏目、月份采用了多少，谁没有采用，得多少分")
    stats.add_argument(
        "span",
        nargs="?",
        type=_span,
        metavar="时间",
        help="2026、2026-10、2026Q3、2026H1（上半年）或 2026-01-01/2026-02-15；不写就是资料库里的全部",
    )
    stats.add_argument(
        "--by",
        choices=_BY,
        default=_BY[0],
        metavar="分法",
        help="office 按单位（默认），section 栏目，month 月份，quarter 季度，half 半年，year 年份，"
        "bulletin 简报",
    )
    stats.add_argument("--name", default="", metavar="简报", help="只算这一种简报")
    stats.add_argument(
        "--office",
        metavar="单位",
        help="用哪个单位的名单和规则：自己存过的样子的名字、简报的名称，或单位文件（.toml）；不写就看简报的名称",
    )
    stats.add_argument(
        "--units",
        type=path_argument,
        metavar="名单",
        help="自己的单位名单，一行一个：简称 = 全称；不写就用您存好的",
    )
    stats.add_argument(
        "--points",
        type=path_argument,
        metavar="规则",
        help="采用情况的规则（.toml）：应报送的单位、积分办法；不写就用您存好的和单位自己的",
    )
    stats.add_argument("--xlsx", type=target_file, metavar="输出", help="写成 Excel 表格，带图表")
    stats.add_argument(
        "--report",
        type=target_file,
        metavar="输出",
        help="写成一期通报（.bulletin），可以接着改；不能已经存在",
    )
    stats.add_argument("--titles", action="store_true", help="通报里列出各单位采用的每一篇的题目")
    stats.add_argument("--json", action="store_true", help="打印成 JSON，供别的程序读")
    stats.set_defaults(run=_stats)


def _span(text: str) -> Span:
    from bulletin_desk.statistics.spans import span_of

    try:
        return span_of(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _stats(options: argparse.Namespace) -> int:
    from bulletin_desk.cli_library import tell_troubles
    from bulletin_desk.errors import TargetError
    from bulletin_desk.intake.sources import read_units
    from bulletin_desk.statistics.adoption import adoption
    from bulletin_desk.statistics.names import names_of
    from bulletin_desk.statistics.rules import read_rules, rules_of
    from bulletin_desk.statistics.tables import By, table
    from bulletin_desk.storage.atomic import write_atomically
    from bulletin_desk.storage.bulletin_file import write_bulletin
    from bulletin_desk.targets import refuse_existing, refuse_kind

    if options.report:
        refuse_existing(options.report)
        refuse_kind(options.report, ".bulletin", "简报文件")
    if options.xlsx:
        refuse_kind(options.xlsx, ".xlsx", "Excel 表格")
    items, troubles, unknown = _items(options)
    if not items and not options.span and (target := options.xlsx or options.report):
        raise TargetError(f"没有写“{target}”：没有稿件，也没有写明是哪一段时间。")
    office = _office(options, items)
    own = options.points or places().adoption
    rules = read_rules(own, rules_of(office)) if options.points else rules_of(office, own)
    if options.units:
        read_units(options.units)  # the clerk's own need not be there; one that is asked for has to be
    names = names_of(office, options.units or places().units)
    counted = adoption(items, names, rules, options.span, _received(options))
    shown = table(counted, By[options.by.upper()])
    if options.xlsx:
        from bulletin_desk.statistics.workbook import workbook

        write_atomically(options.xlsx, workbook(counted))
    if options.report:
        from bulletin_desk.beginning import issue_after
        from bulletin_desk.library.index import Library
        from bulletin_desk.statistics.circular import circular

        with Library(places().library) as library:
            last = library.last_file(office.one_line)
        blank = issue_after(office, last, Date.today())
        write_bulletin(options.report, circular(counted, blank, titles=options.titles))
    _print(options, counted, shown, troubles, unknown)
    return tell_troubles(troubles)


def _items(options: argparse.Namespace) -> tuple[list[Printed], tuple[Trouble, ...], str]:
    """The items of the span that the library knows, what it could not read, and that it has no bulletin of
    the name that was asked for."""
    from bulletin_desk.cli_library import brought_up_to_date, no_such_name
    from bulletin_desk.library.index import Library
    from bulletin_desk.statistics.adoption import printed

    since, until = (options.span.since, options.span.until) if options.span else (None, None)
    with Library(places().library) as library:
        brought_up_to_date(library, options)
        items = [
            printed(row.head, row.item, row.file) for row in library.item_rows(since, until, options.name)
        ]
        return items, library.troubles(), no_such_name(library, options.name)


def _received(options: argparse.Namespace) -> list[Received] | None:
    """The manuscripts that were noted; None where none ever was."""
    from bulletin_desk.statistics.adoption import noted
    from bulletin_desk.storage.received import received

    if not places().received.is_dir():
        return None
    since, until = (options.span.since, options.span.until) if options.span else (None, None)
    return [noted(each) for each in received(places().received, since, until)]


def _office(options: argparse.Namespace, items: list[Printed]) -> Office:
    """Whose lists and rules are used: those that are asked for, else those of the bulletin of most items."""
    from collections import Counter

    from bulletin_desk.beginning import office_named
    from bulletin_desk.bulletin.office import known_offices, the_office

    if options.office:
        return office_named(options.office)
    names = [name for name, _ in Counter(item.name for item in items).most_common()]
    offices = known_offices(places().offices)
    found = (office for name in (options.name, *names) for office in offices if office.one_line == name)
    return next(found, the_office())


# ---- what is printed


def _print(
    options: argparse.Namespace,
    adoption: Adoption,
    table: Table,
    troubles: Sequence[Trouble],
    unknown: str,
) -> None:
    from bulletin_desk.cli_library import troubles_tree
    from bulletin_desk.statistics.text import table_text

    if options.json:
        print_json(**_tree(adoption, table), troubles=troubles_tree(troubles))
        return
    if unknown:
        print(unknown)
    elif adoption.items or options.span:
        print(table_text(adoption, table), end="")
    else:
        print("资料库里还没有稿件，先 library add，再 library update。")
    for target in (options.xlsx, options.report):
        if target:
            print(f"已写好“{target}”。")


def _tree(adoption: Adoption, table: Table) -> dict[str, object]:
    return {
        **{key: None if day == Date.min else day.isoformat() for key, day in adoption.span._asdict().items()},
        "bulletins": list(adoption.bulletins),
        "issues": adoption.issues,
        "by": table.by.name.lower(),
        "rows": [_row_tree(row, table.by) for row in table.rows],
        "total": _plain(table.total._asdict()),
        "credits": table.credits,
        "notes": list(table.notes),
        "unresolved": [
            {
                "name": name.name,
                "likely": name.likely,
                "received": name.received,
                "items": [_place(item) for item in name.items],
            }
            for name in adoption.unresolved
        ],
        "unsigned": [_place(item) for item in adoption.unsigned],
        "reports": [_place(item) for item in adoption.reports],
        "double": [
            {**double._asdict(), "files": list(map(str, double.files))} for double in adoption.doubles
        ],
        "adjustments": [_plain(each._asdict()) for each in adoption.adjustments],
        "by_month": _months_tree(adoption),
        "zero": [zero._asdict() for zero in adoption.zeros],
        "items": [
            {
                **_place(counted.printed),
                "characters": counted.printed.item.characters,
                "credits": [_plain(credit._asdict()) for credit in counted.credits],
                "offices": list(counted.offices),
                "persons": list(counted.persons),
                "endorsements": len(counted.endorsements),
            }
            for counted in adoption.items
        ],
    }


def _row_tree(row: Row, by: By) -> dict[str, object]:
    """A row; of one that is a span of days, its first and last; of offices, which is none's but that of the
    items without a source."""
    from bulletin_desk.statistics.spans import span_of
    from bulletin_desk.statistics.tables import SPANS, UNSIGNED, By

    tree = _plain(row._asdict())
    if by in SPANS:
        tree |= {key: day.isoformat() for key, day in span_of(row.label)._asdict().items()}
    if by is By.OFFICE:
        tree["unsigned"] = row.label == UNSIGNED
    return tree


def _months_tree(adoption: Adoption) -> dict[str, object]:
    """How many items each office had in each month that the span touches."""
    from bulletin_desk.statistics.tables import by_months

    counts = by_months(adoption)
    months = [f"{year}-{month:02}" for year, month in adoption.span.months()] if counts.months else []
    return {
        "months": months,
        "rows": [{"label": label, "items": list(items)} for label, items in counts.rows],
        "total": list(counts.total),
    }


def _plain(values: dict[str, object]) -> dict[str, object]:
    """Fractions as numbers, and beside them as they are exactly: 0.5 with 1/2."""
    exact = {f"{key}_exact": str(value) for key, value in values.items() if isinstance(value, Fraction)}

    def plain(value: object) -> object:
        if isinstance(value, Fraction):
            return value.numerator if value.denominator == 1 else float(value)
        return value

    return {key: plain(value) for key, value in values.items()} | exact


def _place(item: Printed) -> dict[str, object]:
    return {
        "file": None if item.file is None else str(item.file),
        "bulletin": item.name,
        "date": item.date.isoformat(),
        "number": item.number,
        "supplement": item.supplement,
        "heading": item.item.heading,
        "above": item.item.above,
        "title": item.item.title,
        "source": item.item.source,
    }
