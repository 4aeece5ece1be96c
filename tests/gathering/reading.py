"""Old issues as they come back, against those that they were made of."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date as Date  # noqa: N812
from pathlib import Path

from bulletin_desk.bulletin.model import Body, Issue, Item, Subheading
from bulletin_desk.bulletin.office import shipped_offices
from bulletin_desk.gathering.reading import Gathered, Known
from bulletin_desk.gathering.whole import read_issue
from bulletin_desk.intake.read import read_whole
from tests.gathering.old_word import Dialect, old_word
from tests.gathering.years import a_rich_issue, an_issue

KNOWN = Known(shipped_offices())
NUMBERS = (
    *("第{number}期（总第{total}期）", "{year}年第{number}期", "（{year}）第{number}期　总第{total}期"),
    *("第{number}期", "〔{year}〕{number}号（总第{total}号）", "第 {number} 期", "No.{number}"),
    *(
        "总第{total}期　{year}年第{number}期",
        "（{year}年第{number}期，总第{total}期）",
        "{year}年第{number}号",
    ),
)
SECTIONS = (
    *("【{name}】", "[{name}]", "◆{name}", "{name}", "■ {name}", "〖{name}〗", "★ {name} ★", "【 {name} 】"),
    "●{name}",
)


def any_dialect(pick: random.Random, *, noisy: bool = False) -> Dialect:
    """A way in which some office makes its files."""
    return Dialect(
        number=pick.choice(NUMBERS),
        section=pick.choice(SECTIONS),
        head=pick.choice(("lines", "tabs", "spaces", "table", "box")),
        closing=pick.choice(("lines", "tabs", "spaces", "table", "box")),
        source=pick.choice(("right", "spaces", "inline", "left")),
        looks=pick.choice(("all", "all", "all", "spaces", "none")),
        han_dates=pick.random() < 0.3,
        contents=pick.choice(("", "", "titles", "pages")),
        folio=pick.random() < 0.5,
        spaced_name=pick.random() < 0.3,
        indent=pick.choice(("chars", "spaces")),
        rule=pick.choice(("border", "drawing", "none")),
        noise=pick.randint(1, 10**6) if noisy else 0,
    )


def any_issue(pick: random.Random) -> Issue:
    """An issue of any year and number."""
    number = pick.randint(1, 130)
    make = pick.choice((an_issue, a_rich_issue))
    day = Date(pick.randint(2008, 2026), pick.randint(1, 12), pick.randint(1, 28))
    return make(pick, number, pick.randint(number, 2_000), day)


def come_back(issue: Issue, dialect: Dialect, folder: Path) -> Gathered:
    """What is read of an issue in a file of that dialect."""
    file = folder / "旧刊.docx"
    file.write_bytes(old_word(issue, dialect))
    return read_issue(read_whole(file), file.stem, KNOWN)


def said_by(issue: Issue, dialect: Dialect) -> Issue:
    """What a file of that dialect says of an issue."""
    masthead = issue.masthead
    if "total" not in dialect.number and not dialect.total_line:
        masthead = replace(masthead, total_number=None)
    return _plain(replace(issue, masthead=masthead), run_ins=dialect.looks != "none")


def read_as(found: Gathered, dialect: Dialect) -> Issue:
    """What was read, in the same terms."""
    return _plain(found.issue, run_ins=dialect.looks != "none")


def _plain(issue: Issue, *, run_ins: bool) -> Issue:
    """An issue without what its paper does not tell: where a title's lines end is not the author's word."""
    sections = tuple(
        replace(section, items=tuple(_plain_item(item, run_ins=run_ins) for item in section.items))
        for section in issue.sections
    )
    return replace(issue, layout=None, sections=sections)


def _plain_item(item: Item, *, run_ins: bool) -> Item:
    blocks = tuple(
        replace(block, run_in=0)
        if isinstance(block, Body) and not run_ins
        else replace(block, text=block.text.replace("\n", ""))
        if isinstance(block, Subheading)
        else block
        for block in item.blocks
    )
    return replace(item, title=item.title.replace("\n", ""), blocks=blocks)
