"""Issues as Word files of offices that know no styles: each `Dialect` is a way of making one."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date as Date  # noqa: N812
from typing import NamedTuple

from bulletin_desk.bulletin.model import Body, Heading, Issue, Item, ListItem, Subheading, Table
from tests.intake.word import p, r, table, word

_DIGITS = "〇一二三四五六七八九"
_TENS = ("", "十", "二十", "三十")


class Dialect(NamedTuple):
    """`number`: of {year}, {number}, {total}. `section`: of {name}; `bold` ones have only that. `head`,
    `closing`: lines, tabs, spaces, table, box. `source`: right, spaces, inline, left. `looks`: all, none."""

    number: str = "第{number}期（总第{total}期）"
    section: str = "【{name}】"
    head: str = "lines"
    closing: str = "lines"
    source: str = "right"
    looks: str = "all"
    han_dates: bool = False
    contents: str = ""
    folio: bool = True
    spaced_name: bool = False
    indent: str = "chars"
    rule: str = "border"
    total_line: bool = False
    noise: int = 0
    """A seed: now and then a line is set as another kind is."""


DIALECTS: dict[str, Dialect] = {
    "plain": Dialect(),
    "tabs": Dialect(head="tabs", closing="tabs", number="{year}年第{number}期（总第{total}期）"),
    "spaces": Dialect(head="spaces", closing="spaces", source="spaces", looks="spaces", indent="spaces"),
    "table": Dialect(head="table", closing="table", number="（{year}）第{number}期　总第{total}期"),
    "box": Dialect(head="box", closing="table", rule="drawing", number="第{number}期"),
    "han": Dialect(han_dates=True, head="tabs", number="〔{year}〕{number}号（总第{total}号）"),
    "contents": Dialect(contents="titles", head="tabs", section="[{name}]"),
    "contents-pages": Dialect(contents="pages", head="spaces", closing="tabs", section="◆{name}"),
    "bold": Dialect(section="{name}", head="table", source="inline", total_line=True, number="第{number}期"),
    "marked": Dialect(section="■ {name}", spaced_name=True, source="left", rule="none", closing="box"),
    "bare": Dialect(looks="none", head="spaces", closing="lines", source="left", indent="spaces"),
}


def old_word(issue: Issue, dialect: Dialect) -> bytes:
    """The issue as a Word file."""
    body = "".join(_head(issue, dialect))
    body += "".join(_contents(issue, dialect))
    for at, note in enumerate(issue.editors_note):
        body += _para(("编者按：" if at == 0 else "") + note.text, dialect, face="楷体")
    for section in issue.sections:
        if section.name:
            body += _section(section.name, dialect)
        for item in section.items:
            body += "".join(_item(item, dialect))
    body += "".join(_closing(issue, dialect))
    parts = {}
    if dialect.folio:
        field = (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        )
        parts["footer"] = p(f"{r('— ')}{field}{r(' —')}")
    return word(body, parts)


def han_date(day: Date) -> str:
    """二〇二四年一月九日"""
    year = "".join(_DIGITS[int(figure)] for figure in str(day.year))
    return f"{year}年{_number(day.month)}月{_number(day.day)}日"


def _number(number: int) -> str:
    tens, ones = divmod(number, 10)
    return _TENS[tens] + (_DIGITS[ones] if ones else "")


def _date(day: Date, dialect: Dialect) -> str:
    return han_date(day) if dialect.han_dates else f"{day.year}年{day.month}月{day.day}日"


def _font(face: str, size: int, *, bold: bool = False, colour: str = "") -> str:
    made = f'<w:rFonts w:ascii="{face}" w:eastAsia="{face}" w:hAnsi="{face}"/>'
    made += "<w:b/>" if bold else ""
    made += f'<w:color w:val="{colour}"/>' if colour else ""
    return made + f'<w:sz w:val="{size * 2}"/>'


def _line(
    text: str,
    dialect: Dialect,
    *,
    align: str = "",
    face: str = "仿宋_GB2312",
    size: int = 16,
    bold: bool = False,
    colour: str = "",
    noisy: bool = False,
) -> str:
    """A line that is no running text."""
    if dialect.noise and noisy:
        pick = random.Random(f"{dialect.noise}{text}")
        align = align if pick.random() > 0.1 else pick.choice(("", "center", "right"))
        size = size if pick.random() > 0.1 else pick.choice((14, 16, 18, 22))
        face = face if pick.random() > 0.1 else pick.choice(("仿宋_GB2312", "黑体", "宋体"))
    if dialect.looks == "none":
        align, face, size, bold = "", "仿宋_GB2312", 16, False
    if dialect.looks == "spaces" and align:
        room = max(28 - len(text) * size // 16, 0)
        text = "　" * (room if align == "right" else room // 2) + text
        align = ""
    props = f'<w:jc w:val="{align}"/>' if align else ""
    return p(text, props, _font(face, size, bold=bold, colour=colour))


def _para(text: str, dialect: Dialect, run_in: int = 0, face: str = "仿宋_GB2312") -> str:
    props = '<w:ind w:firstLineChars="200" w:firstLine="640"/>' if dialect.indent == "chars" else ""
    text = text if dialect.indent == "chars" else f"　　{text}"
    off = len(text) - len(text.lstrip("　"))
    if run_in and dialect.looks != "none":
        first, rest = text[: off + run_in], text[off + run_in :]
        return p(r(first, _font("楷体_GB2312", 16)) + r(rest, _font(face, 16)), props)
    return p(text, props, _font(face, 16))


_BORDER = '<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="1" w:color="FF0000"/></w:pBdr>'
_DRAWN = (
    '<w:r><w:pict><v:line from="0,0" to="440pt,0" strokecolor="red" strokeweight="1.5pt"/></w:pict></w:r>'
)


def _box(*paragraphs: str) -> str:
    inner = "".join(paragraphs)
    shape = f'<v:shape type="#_x0000_t202"><v:textbox><w:txbxContent>{inner}</w:txbxContent></v:textbox>'
    return p(f"<w:r><w:pict>{shape}</v:shape></w:pict></w:r>")


def _head(issue: Issue, dialect: Dialect) -> Iterator[str]:
    masthead, header = issue.masthead, issue.dated_header
    if masthead.marking:
        yield _line(masthead.marking, dialect, face="黑体")
    name = " ".join(masthead.one_line) if dialect.spaced_name else masthead.one_line
    name = _line(name, dialect, align="center", face="方正小标宋简体", size=42, colour="FF0000")
    number = dialect.number.format(year=header.date.year, number=masthead.number, total=masthead.total_number)
    numbers = [masthead.supplement + number]
    if dialect.total_line:
        numbers.append(f"（总第{masthead.total_number}期）")
    numbered = "".join(_line(one, dialect, align="center") for one in numbers)
    if dialect.head == "box":
        yield _box(name, numbered)
    else:
        yield name
        yield numbered
    date = _date(header.date, dialect)
    border = _BORDER if dialect.rule == "border" else ""
    match dialect.head:
        case "table":
            yield table((_line(header.issuer, dialect), _line(date, dialect, align="right")))
        case "tabs":
            inner = r(header.issuer) + "<w:r><w:tab/></w:r>" + r(date)
            yield p(inner, f'{border}<w:tabs><w:tab w:val="right" w:pos="8900"/></w:tabs>')
        case "spaces":
            yield p(f"{header.issuer}{' ' * 12}{date}", border, _font("仿宋_GB2312", 16))
        case _:
            yield p(f"{header.issuer}　　　　{date}", border, _font("仿宋_GB2312", 16))
    if dialect.rule == "drawing":
        yield p(_DRAWN)
    yield p()


def _contents(issue: Issue, dialect: Dialect) -> Iterator[str]:
    if not dialect.contents:
        return
    yield _line("本期要目", dialect, align="center", face="黑体")
    page = 1
    for section in issue.sections:
        if dialect.contents == "pages" and section.name:
            yield _line(dialect.section.format(name=section.name), dialect, face="黑体")
        for item in section.items:
            title = item.title.replace("\n", "")
            if dialect.contents == "pages":
                yield p(r(title) + "<w:r><w:tab/></w:r>" + r(str(page)))
            else:
                yield _line(f"● {title}", dialect)
            page += 1
    yield p()


def _section(name: str, dialect: Dialect) -> str:
    bold = dialect.section == "{name}"
    return _line(dialect.section.format(name=name), dialect, face="黑体", bold=bold, noisy=True)


def _item(item: Item, dialect: Dialect) -> Iterator[str]:
    for line in item.title.split("\n"):
        yield _line(line, dialect, align="center", face="方正小标宋简体", size=22, noisy=True)
    for at, block in enumerate(item.blocks):
        last = at == len(item.blocks) - 1
        match block:
            case Body(text, run_in):
                inline = item.source if last and dialect.source == "inline" else ""
                yield _para(text + inline, dialect, run_in)
            case Subheading(text):
                for line in text.split("\n"):
                    yield _line(line, dialect, align="center", face="黑体", noisy=True)
            case Heading(text):
                yield _para(text, dialect, face="黑体")
            case ListItem(text):
                yield _para(f"●{text}", dialect)
            case Table():
                yield table(*(tuple(cell.text for cell in row) for row in block.rows))
            case _:
                raise AssertionError(block)
    signed = dialect.source == "inline" and bool(item.blocks) and isinstance(item.blocks[-1], Body)
    if item.source and not signed:
        match dialect.source:
            case "right" | "inline":
                yield _line(item.source, dialect, align="right", noisy=True)
            case "spaces":
                yield p("　" * max(28 - len(item.source), 0) + item.source)
            case _:
                yield _para(item.source, dialect)
    yield p()


def _closing(issue: Issue, dialect: Dialect) -> Iterator[str]:
    rows: list[tuple[str, str]] = []
    if issue.disclosure:
        rows.append((f"信息公开选项：{issue.disclosure}", ""))
    rows += [(f"{one.label}：{one.to}", "") for one in issue.distribution]
    if issue.imprint:
        rows.append((issue.imprint.office, f"{_date(issue.imprint.date, dialect)}印发"))
    if issue.print_count is not None:
        rows.append(("", f"（共印{issue.print_count}份）"))
    between = {"tabs": "\t", "spaces": " " * 8}.get(dialect.closing, "　　　")
    if dialect.closing == "table":
        yield table(*rows)
        return
    lines = [
        p(r(left) + "<w:r><w:tab/></w:r>" + r(right))
        if between == "\t" and left and right
        else _line(left + (between if left and right else "") + right, dialect)
        for left, right in rows
    ]
    if dialect.closing == "box":
        yield _box(*lines)
    else:
        yield from lines
