"""What is told of an archived issue: the items of the list of archived documents (归档文件目录; DA/T 22—2015,
5.5.2), and its metadata as XML (after DA/T 46—2009). Writes nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape
from typing import NamedTuple

from bulletin_desk import __version__
from bulletin_desk.archiving.codes import TERMS, Code
from bulletin_desk.bulletin.model import Issue

COLUMNS = ("序号", "档号", "文号", "责任者", "题名", "日期", "密级", "页数", "备注")
"""Of the list."""
_SECRECY = re.compile("(绝密|机密|秘密)")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
"""What XML 1.0 can't hold."""
_FORMATS = {".pdf": "PDF/A-2a", ".docx": "DOCX", ".bulletin": "简报文件"}


class Record(NamedTuple):
    """An archived issue as the list has it; `pages` are those with something on them."""

    code: Code
    number: str
    issuer: str
    title: str
    day: str
    secrecy: str
    pages: int
    note: str

    def row(self, at: int) -> tuple[str, ...]:
        """Its row of the list, the `at`th."""
        return (
            str(at),
            self.code.text,
            self.number,
            self.issuer,
            self.title,
            self.day,
            self.secrecy,
            str(self.pages),
            self.note,
        )


class FileRecord(NamedTuple):
    """A file of a package: its name, bytes and SHA-256, hexadecimal."""

    name: str
    size: int
    digest: str


def record_of(code: Code, issue: Issue, number: str, pages: int) -> Record:
    """What is told of an issue; `number` is how it is told from others of its bulletin."""
    masthead, day = issue.masthead, issue.dated_header.date
    secrecy = _SECRECY.search(masthead.marking)
    year = "" if str(day.year) in number else f"{day.year}年"
    return Record(
        code=code,
        number=number,
        issuer=issue.dated_header.issuer,
        title=f"{masthead.one_line}{year}{number}" if number else f"{masthead.one_line}{day:%Y-%m-%d}",
        day=f"{day:%Y%m%d}",
        secrecy=masthead.marking if secrecy else "",
        pages=pages,
        note="" if secrecy else masthead.marking,
    )


def metadata(record: Record, issue: Issue, files: Sequence[FileRecord]) -> bytes:
    """The metadata of a package in UTF-8: the same issue gives the same bytes."""
    code = record.code
    told = [
        ("档号", code.text),
        ("全宗号", code.fonds),
        ("档案门类代码", code.kind),
        ("年度", str(code.year)),
        ("保管期限代码", code.term),
        ("保管期限", TERMS.get(code.term, "")),
        ("机构或问题代码", code.unit),
        ("件号", str(code.number)),
        ("题名", record.title),
        ("文件编号", record.number),
        ("责任者", record.issuer),
        ("日期", record.day),
        ("密级", record.secrecy),
        ("页数", str(record.pages)),
        ("稿件数", str(sum(len(section.items) for section in issue.sections))),
        *(("主送抄送", f"{entry.label}：{entry.to}") for entry in issue.distribution),
        ("印发机关", issue.imprint.office if issue.imprint else ""),
        ("备注", record.note),
        ("形成程序", f"Bulletin Desk {__version__}"),
    ]
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<归档文件 版本="1">']
    lines += [f"  <{name}>{_xml(value)}</{name}>" for name, value in told if value]
    lines.append("  <电子文件>")
    for file in files:
        ending = file.name[file.name.rfind(".") :]
        lines.append(
            f'    <文件 名称="{_xml(file.name)}" 格式="{_FORMATS.get(ending, ending)}"'
            f' 字节="{file.size}" SHA-256="{file.digest}"/>'
        )
    lines += ["  </电子文件>", "</归档文件>", ""]
    return "\n".join(lines).encode("utf-8")


def _xml(text: str) -> str:
    return escape(_NOT_IN_XML.sub("", text))


_HTML = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<title>归档文件目录</title>
<style>
@page {{ size: A4 landscape; margin: 20mm 15mm; }}
body {{ font-family: "仿宋", "FangSong", "FangSong_GB2312", serif; color: #000; }}
h1 {{ font-family: "方正小标宋简体", "宋体", "SimSun", serif; font-size: 20pt; text-align: center; }}
table {{ border-collapse: collapse; width: 100%; font-size: 11pt; }}
thead {{ display: table-header-group; }}
tr {{ break-inside: avoid; }}
th, td {{ border: 0.5pt solid #000; padding: 3pt 5pt; vertical-align: top; overflow-wrap: anywhere; }}
th {{ font-weight: bold; white-space: nowrap; }}
td:nth-child(1), td:nth-child(6), td:nth-child(8) {{ text-align: center; white-space: nowrap; }}
</style>
</head>
<body>
<h1>归档文件目录</h1>
<table>
<thead><tr>{head}</tr></thead>
<tbody>
{rows}
</tbody>
</table>
</body>
</html>
"""


def catalogue_html(records: Iterable[Record]) -> bytes:
    """The list to be read and printed, on A4 across."""
    rows = (
        "<tr>" + "".join(f"<td>{_xml(cell)}</td>" for cell in record.row(at)) + "</tr>"
        for at, record in enumerate(records, 1)
    )
    head = "".join(f'<th scope="col">{column}</th>' for column in COLUMNS)
    return _HTML.format(head=head, rows="\n".join(rows)).encode("utf-8")


def catalogue_csv(records: Iterable[Record]) -> bytes:
    """The list for an archive's own program and for spreadsheets: UTF-8 with a byte order mark, CRLF. What a
    spreadsheet would take for a formula has an apostrophe before it."""
    rows = [COLUMNS, *(record.row(at) for at, record in enumerate(records, 1))]
    lines = (",".join(map(_cell, row)) for row in rows)
    return ("\ufeff" + "".join(f"{line}\r\n" for line in lines)).encode("utf-8", "replace")


def _cell(text: str) -> str:
    text = " ".join(text.split("\n"))
    if text[:1] in ("=", "+", "-", "@", "\t", "\r"):
        text = f"'{text}"
    return '"' + text.replace('"', '""') + '"' if any(char in text for char in ',"\r\n') else text
