"""What is found is said in the clerk's words: what is wrong first, code points and names of files behind
it, in brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bulletin_desk.bulletin.model import (
    Addressee,
    Body,
    Cell,
    DatedHeader,
    Heading,
    Imprint,
    Issue,
    Item,
    Masthead,
    Picture,
    Pictures,
    Section,
    Table,
)
from bulletin_desk.bulletin.pictures import lost_picture
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.model import Layout
from bulletin_desk.pages.model import Remark
from bulletin_desk.proof.earlier import remembered
from bulletin_desk.proof.findings import Finding
from bulletin_desk.proof.issue import Known, issue_marks
from bulletin_desk.proof.layout import _SENTENCES, remark_findings
from bulletin_desk.proof.proofread import Proofreader
from bulletin_desk.proof.rules import RULES
from bulletin_desk.proof.text import marks_in
from bulletin_desk.storage.bulletin_file import read_bulletin
from bulletin_desk.typeset.typesetter import Typesetter
from tests.proof.test_cases import WRONG, found_in
from tests.proof.test_cases import issue_of as issue_of_case
from tests.proof.test_issue import GOOD, REAL
from tests.proof.test_pairs import PAIRS

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
_CODE = re.compile(r"U\+[0-9A-F]{4,6}")
_FILE = re.compile(r"[^\s“”（）《》]+\.(?:bulletin|docx?|json|toml|ttf|otf|ttc|txt|pdf)\b")
_BEHIND = re.compile(r"（[^（）]*）。(?:（共\d+处）)?$")
"""The brackets at a message's end, which may hold what only some can read."""


def in_words(message: str) -> bool:
    """Whether a message says in words what is wrong, and codes and files at its end only."""
    told = _BEHIND.sub("", message)
    begins = message[:1] in "“《‘" or not message[:1].isascii() or message[:1].isdigit()
    return begins and not _CODE.search(told) and not _FILE.search(told)


def texts() -> Iterator[tuple[str, str]]:
    """Rule and message of all that is found in the tests' texts and issues."""
    for pair in PAIRS:
        yield from ((mark.rule, mark.message) for mark in marks_in(pair.wrong, pair.kind))
    for case in WRONG:
        yield from ((mark.rule, mark.message) for _, mark in found_in(issue_of_case(case)))


def issues() -> Iterator[tuple[str, str]]:
    """The same of issues beside others."""
    copied = REAL.sections[0].items[1]
    rows = [
        [Cell("单位"), Cell("数")],
        [Cell("甲"), Cell("1")],
        [Cell("乙"), Cell("2")],
        [Cell("合计"), Cell("4")],
    ]
    lost = Pictures((Picture(lost_picture("0" * 64, 4, 3), 500),))
    blocks = (Heading("一、总体", 1), Heading("（1）细目", 4), Table(tuple(map(tuple, rows)), 1), lost)
    long = Item("题目" * 3, (Body("一"), *copied.blocks, *blocks), "某办公室")
    days = (date(2024, 1, 16), date(2024, 1, 13), date(2023, 1, 16), date(2025, 3, 1))
    for day in days:
        header = DatedHeader("办公室", day)
        for printed in (date(2024, 1, 1), date(2024, 1, 20), date(2026, 1, 1)):
            issue = Issue(
                Masthead("简报", 2, 700),
                header,
                sections=(Section("动态", (copied, replace(copied, source=""), GOOD, long)),),
                distribution=(Addressee("报", "省委。"),),
                imprint=Imprint("办公室", printed),
            )
            known = Known(
                today=date(2024, 1, 16),
                source_known=lambda _name: False,
                earlier=(remembered(REAL, "第2期.bulletin"),),
                stand_ins=("方正小标宋简体",),
            )
            yield from ((mark.rule, mark.message) for _, mark in issue_marks(issue, known))


def test_what_is_found_in_texts_is_said_in_words() -> None:
    found = {*texts(), *issues()}
    assert len({rule for rule, _ in found}) > 0.7 * len(RULES)
    assert sorted(message for _, message in found if not in_words(message)) == []


CHARACTERS = {
    "missing": ("龘", "\x07", "\u0301", "\ue000", "\u200b", "𠮷"),
    "fallback": ("龘",),
    "private_use": ("\ue78d",),
    "not_in_xml": ("\x07",),
    "not_in_html": ("\x07",),
    "torn_run": ("abc",),
    "loose_line": ("abc",),
    "damaged_face": ("字体文件“x.ttf”已损坏，请重新安装这个字体。",),
    "header_too_long": ("20",),
    "rows_clash": ("某某县\n学习资料", "学习资料"),
    "field_nowhere": ("责任编辑",),
    "closing_too_tall": ("",),
    "closing_parted_in_word": ("",),
}
NOTES = {
    "fallback": "whole.ttf",
    "private_use": "︐",
    "header_too_long": "22",
    "rows_clash": "head.rows[0]、head.rows[1]",
    "field_nowhere": "editor",
}
CODES = ("missing", "fallback", "private_use", "not_in_xml", "not_in_html")


def test_what_typesetting_remarks_is_said_in_words(layout: Layout, faces: Faces) -> None:
    assert set(CHARACTERS) == set(_SENTENCES)
    issue = replace(REAL, distribution=())
    pages = Typesetter(layout, faces).typeset(issue)
    path = ("sections", 0, "items", 0, "blocks", 0)
    for rule, details in CHARACTERS.items():
        for detail in details:
            remark = Remark(rule, path, 0, detail, NOTES.get(rule, ""))
            (finding,) = remark_findings(issue, pages, [remark])
            assert in_words(finding.message) or rule == "damaged_face", finding.message
            assert not finding.message.startswith(("“x", "x", "U+"))
            assert bool(_CODE.search(finding.message)) == (rule in CODES)


@pytest.mark.parametrize("name", ["2024-01-09", "full"])
def test_what_is_found_in_the_examples_is_said_in_words(name: str, layout: Layout, faces: Faces) -> None:
    issue = read_bulletin(EXAMPLES / f"{name}.bulletin")
    found: list[Finding] = Proofreader().proof(issue, Typesetter(layout, faces).typeset(issue), Known())
    assert [each.message for each in found if not in_words(each.message)] == []


@pytest.mark.parametrize(
    ("message", "right"),
    [
        ("“龘”（U+9F98）哪个字体里都没有；请核对。", False),
        ("U+9F98 哪个字体里都没有。", False),
        ("“第2期.bulletin”已经登过；请核对。", False),
        ("a.docx 没有读回。", False),
        ("“龘”哪个字体里都没有；请核对（U+9F98）。", True),
        ("“龘”借用了别的字体（whole.ttf，U+9F98）。（共3处）", True),
        ("2024年第2期已经登过；请核对（见“第2期.bulletin”）。", True),
    ],
)
def test_the_rule_of_these_tests_tells_one_from_the_other(message: str, right: bool) -> None:
    assert in_words(message) is right
