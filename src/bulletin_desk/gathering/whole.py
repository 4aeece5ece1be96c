"""A whole issue out of a foreign Word file: head and closing block into their fields, what stands between by
intake's recognition, all of it held against the file's words. Knows no folders and asks nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date as Date  # noqa: N812

from bulletin_desk.beginning import layout_of_office
from bulletin_desk.bulletin.blank import NO_ISSUE
from bulletin_desk.bulletin.bounds import refusal
from bulletin_desk.bulletin.fields import completed, value_of, with_field
from bulletin_desk.bulletin.grammar import walk
from bulletin_desk.bulletin.model import DatedHeader, Imprint, Issue, LayoutText, Masthead
from bulletin_desk.bulletin.office import Office, the_office
from bulletin_desk.errors import UnreadableFileError
from bulletin_desk.export.docx.words import Words
from bulletin_desk.gathering.check import Difference, differences, texts_between
from bulletin_desk.gathering.closing import Closing, read_closing
from bulletin_desk.gathering.contents import Contents, read_contents
from bulletin_desk.gathering.doubts import Doubt
from bulletin_desk.gathering.figures import days_in, numbers_in
from bulletin_desk.gathering.fixed import unexplained, with_own_rows, without_untold
from bulletin_desk.gathering.head import Head, read_head
from bulletin_desk.gathering.items import drafts_of
from bulletin_desk.gathering.reading import Gathered, Known, Reading, short
from bulletin_desk.gathering.rows import Row, bare, rows_of
from bulletin_desk.intake.draft import add_to_issue
from bulletin_desk.intake.read import Whole
from bulletin_desk.layouts.model import Layout
from bulletin_desk.pipeline import layout_in


class NoIssueError(UnreadableFileError):
    """A Word file that is no issue: a notice, a form, a manuscript."""


def read_issue(whole: Whole, name: str, known: Known) -> Gathered:
    """The issue in a Word file of that name, without its extension. Raises UnreadableFileError where it holds
    more than a bulletin may, NoIssueError where it has nothing of an issue."""
    reading = Reading(whole, name, known)
    rows = rows_of(whole.manuscript)
    names = [office.one_line for office in (*known.offices, *filter(None, (known.office,)))]
    head = read_head(rows, names)
    rest = rows[len(head.rows) :]
    closing = read_closing(rest)
    if not (head.found or head.month or closing.date or closing.distribution or _is_known(head, names)):
        raise NoIssueError(f"“{name}”不像一期简报：没有报头（名称、期号、日期），也没有版记，没有收。")
    between = rest[: len(rest) - len(closing.rows)]
    contents = read_contents(between)
    between = between[len(contents.rows) :]
    office = _office(reading, head)
    layout_text = layout_of_office(office)
    layout = layout_in(layout_text)
    words = Words.of(layout)
    issue, numbered, dated = _with_fixed(reading, head, closing, office, layout, layout_text)
    drafts = drafts_of(
        reading, (*head.rows, *contents.rows, *closing.rows), between, contents, office, layout
    )
    issue = add_to_issue(replace(issue, sections=(), editors_note=()), drafts)
    beyond = refusal(issue)
    if beyond:
        raise UnreadableFileError(f"没有收进来：{beyond}")
    _say_of_fixed(reading, issue, head.rows, closing.rows, layout, words)
    _say_of_contents(reading, issue, contents)
    _say_of_file(reading, issue, layout)
    found = _compared(reading, issue, head, contents, closing)
    for one in found:
        reading.doubt("difference", one.sentence, one.lacking or one.added)
    return Gathered(issue, _once(reading.doubts), tuple(found), numbered, dated)


def _is_known(head: Head, names: Iterable[str]) -> bool:
    return bool(head.name) and bare(head.name) in map(bare, names)


def _once(doubts: Iterable[Doubt]) -> tuple[Doubt, ...]:
    """The doubts, one of each line that could be something else."""
    found: dict[tuple[str, str], Doubt] = {}
    for one in doubts:
        same = one.words if one.reason == "structure" and one.words else one.message
        found.setdefault((one.reason, same), one)
    return tuple(found.values())


# ---- head and closing block


def _office(reading: Reading, head: Head) -> Office:
    """The office whose bulletin it is; where nobody knows it, one of which its name is known."""
    name = "".join(head.name.split())
    known = reading.known
    if known.office is not None:
        if name and name != "".join(known.office.one_line.split()):
            said = f"报头上的名称是“{name}”，按“{known.office.one_line}”的版式收了进来，请核对。"
            reading.doubt("office", said, name)
        return known.office
    for office in known.offices:
        if "".join(office.one_line.split()) == name:
            return office
    for office in known.offices:
        if head.issuer and office.issuer == head.issuer:
            return office
    if name:
        reading.doubt("office", f"没有“{name}”的单位设置，按通用的版式收了进来，请核对。", name)
    return Office(name or the_office().name) if name else the_office()


def _with_fixed(
    reading: Reading, head: Head, closing: Closing, office: Office, layout: Layout, text: LayoutText
) -> tuple[Issue, bool, int]:
    """An issue with head and closing block; whether its number was found; how much of its day was
    (`Gathered.dated`)."""
    words = Words.of(layout)
    day, dated = _day(reading, head, closing)
    number, numbered = _number(reading, head, layout)
    masthead = Masthead(head.name, number, head.total, head.marking, head.supplement)
    issue = Issue(masthead, DatedHeader(head.issuer, day), layout=text)
    issue = replace(
        issue,
        disclosure=closing.disclosure,
        distribution=tuple(closing.distribution),
        imprint=Imprint(closing.office, closing.date) if closing.date else None,
        print_count=closing.print_count,
    )
    issue = completed(issue, layout.declared)
    issue, _ = with_own_rows(issue, head.rows, words, "head")
    issue, _ = with_own_rows(issue, closing.rows, words, "closing")
    issue = _with_month(issue, head, layout)
    issue = without_untold(issue, (*head.rows, *closing.rows), words)
    if not issue.masthead.name and office.name:
        said = f"报头里没有简报的名称（也许是印好的纸），写作“{office.one_line}”，请核对。"
        reading.doubt("name", said, office.one_line)
        issue = replace(issue, masthead=replace(issue.masthead, name=office.name))
    if head.year is not None and head.date is not None and head.year != head.date.year:
        reading.doubt("date", f"期号里写的是{head.year}年，日期却是{head.date.year}年，请核对。")
    if closing.date and head.date and abs((closing.date - head.date).days) > _FAR:
        reading.doubt("date", f"报头的日期是{head.date}，印发日期是{closing.date}，相差太远，请核对。")
    return issue, numbered, dated


def _with_month(issue: Issue, head: Head, layout: Layout) -> Issue:
    """The issue with the month of the head in the layout's own field of that kind, where that has none."""
    for own in layout.fields("head"):
        if own.kind == "month" and head.month is not None and head.date is None and not value_of(issue, own):
            return with_field(issue, own.path, own.name, head.month.isoformat()[:7])
    return issue


_FAR = 60
"""Days between the head's date and the imprint's."""


def _day(reading: Reading, head: Head, closing: Closing) -> tuple[Date, int]:
    if head.date is not None:
        return head.date, _WHOLE_DAY
    if closing.date is not None:
        reading.doubt("date", f"报头里没有找到日期，用了版记里的{closing.date}，请核对。")
        return closing.date, _WHOLE_DAY
    named = next(days_in(reading.name), None)
    if head.month is not None:
        if named is not None and named.whole and named.date.replace(day=1) == head.month:
            reading.doubt("date", f"报头里只有年月，用了文件名里的{named.date}，请核对。")
            return named.date, _WHOLE_DAY
        reading.doubt("date", f"报头里只有年月，没有日，先写作{head.month}，请改正。")
        return head.month, _MONTH
    if named is not None:
        reading.doubt("date", f"报头里没有找到日期，用了文件名里的{named.date}，请核对。")
        return named.date, _WHOLE_DAY if named.whole else _MONTH
    year = head.year or next(
        (int(one) for one in re.findall("(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])", reading.name)), 0
    )
    day = Date(year, 1, 1) if year else NO_ISSUE.dated_header.date
    reading.doubt("date", f"没有找到日期，先写作{day}，请改正。")
    return day, _YEAR if year else 0


_WHOLE_DAY, _MONTH, _YEAR = len("YYYY-MM-DD"), len("YYYY-MM"), len("YYYY")


def _number(reading: Reading, head: Head, layout: Layout) -> tuple[int, bool]:
    in_name = {one.value for one in numbers_in(reading.name) if one.what == "number"}
    if head.number is not None:
        if in_name and head.number not in in_name:
            told = "、".join(f"第{number}期" for number in sorted(in_name))
            reading.doubt("number", f"报头上是第{head.number}期，文件名里是{told}，请核对。")
        return head.number, True
    if not layout.places("number"):
        return 1, True
    if layout.numbering.counts == "through" and head.total is not None:
        return head.total, True
    if len(in_name) == 1:
        (named,) = in_name
        reading.doubt("number", f"报头里没有找到期号，用了文件名里的第{named}期，请核对。")
        return named, True
    reading.doubt("number", "没有找到期号，先写作第1期，请改正。")
    return 1, False


def _say_of_fixed(
    reading: Reading,
    issue: Issue,
    head: Sequence[Row],
    closing: Sequence[Row],
    layout: Layout,
    words: Words,
) -> None:
    """Says which words of head and closing block are no value, which values nobody has printed, and which
    have no place in the layout."""
    for where, rows, name in (("head", head, "报头"), ("closing", closing, "版记")):
        left, missing = unexplained(issue, rows, words, where)  # type: ignore[arg-type]
        for row, rest in left:
            reading.doubt(
                "left", f"{name}“{short(row.text)}”一行里的“{short(rest)}”没有收进来，请补上。", rest
            )
        if rows:
            for value in missing:
                if not _told(reading, value):
                    reading.doubt(
                        "left", f"{name}里写进了“{short(value)}”，Word 文件里没有这几个字，请核对。", value
                    )
    printer = issue.imprint.office if issue.imprint else ""
    for label, part, value in (
        ("标注", "marking", issue.masthead.marking),
        ("增刊名", "supplement", issue.masthead.supplement),
        ("总期号", "total", str(issue.masthead.total_number or "")),
        ("编发单位", "issuer", issue.dated_header.issuer),
        ("信息公开选项", "disclosure", issue.disclosure),
        ("印发机关", "imprint_office", printer),
        ("印数", "print_count", str(issue.print_count or "")),
        ("报送发", "to", "".join(one.to for one in issue.distribution)),
    ):
        if value and not layout.places(part):
            said = f"“{layout.name}”没有排{label}的地方，“{short(value)}”收进来了而不印。"
            reading.doubt("layout", said, value)


def _told(reading: Reading, value: str) -> bool:
    """Whether a doubt has told of that value: a date that was made up."""
    return any(value in one.message for one in reading.doubts) or (
        value == "1" and any(one.reason == "number" for one in reading.doubts)
    )


def _say_of_contents(reading: Reading, issue: Issue, contents: Contents) -> None:
    """Says which entries of 本期要目 are no title below, and which titles it leaves out."""
    if not contents.entries:
        return
    names = {"".join(section.name.split()) for section in issue.sections}
    titles = {"".join(item.title.split()): None for section in issue.sections for item in section.items}
    for entry in contents.entries:
        if entry not in names and entry not in titles:
            reading.doubt("structure", f"要目里的“{short(entry)}”，下面没有这个标题，请核对。", entry)
    for title in titles:
        if title and title not in contents.entries:
            reading.doubt("structure", f"“{short(title)}”作了标题，要目里却没有，请核对。", title)


def _say_of_file(reading: Reading, issue: Issue, layout: Layout) -> None:
    """Says what headers and footers hold beside pages' numbers, that another program has converted the file,
    and that items stand under no section."""
    said = "".join(node.text for node in walk(issue)) + str(issue.dated_header.date.year)
    for note in reading.whole.manuscript.notes:
        if note.rule in ("header", "footer"):
            place = "页眉" if note.rule == "header" else "页脚"
            for line in filter(None, map(str.strip, note.words.split("\n"))):
                if bare(line) not in bare(said):
                    reading.doubt("left", f"{place}里的“{short(line)}”没有收进来，请看看要不要。", line)
        elif note.rule == "converted":
            reading.doubt("office", "这份文件由别的程序转换后读入，文字是和转换出来的核对的。")
    lone = sum(len(section.items) for section in issue.sections if not section.name)
    if lone and layout.offers.sections == "named":
        reading.doubt("structure", f"{lone}篇稿件上面没有栏目，请补上。")


# ---- the file's words


def _compared(
    reading: Reading, issue: Issue, head: Head, contents: Contents, closing: Closing
) -> list[Difference]:
    there = reading.whole.words
    if there is None:
        there = tuple(paragraph.text for paragraph in reading.whole.manuscript.paragraphs)
    here = [
        *(row.text for row in (*head.rows, *contents.rows)),
        *texts_between(issue),
        *(row.text for row in closing.rows),
    ]
    return differences(there, here)
