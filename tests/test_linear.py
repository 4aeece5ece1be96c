"""Every regular expression between the bulletin file and the exports, and what goes through whole texts,
takes time in proportion to its input. Their rooms' modules are walked, so that a new expression is covered
by itself."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from types import ModuleType
from typing import Any

import pytest

import bulletin_desk
from bulletin_desk import checked, toml_trees
from bulletin_desk.bulletin.grammar import block_of, cell_of, item_path
from bulletin_desk.bulletin.model import (
    Body,
    Cell,
    DatedHeader,
    Issue,
    Item,
    Kind,
    Masthead,
    Path,
    Place,
    Section,
    Table,
)
from bulletin_desk.editing.fragment import from_html
from bulletin_desk.editing.selection import between
from bulletin_desk.editing.tables import fill, rows_of
from bulletin_desk.editing.words import next_start, previous_start
from bulletin_desk.fonts.faces import load_faces
from bulletin_desk.hanzi import words
from bulletin_desk.layouts.read import load_layout
from bulletin_desk.proof import confused, wording
from bulletin_desk.proof import expressions as expressions_later
from bulletin_desk.proof.issue import Known, issue_marks
from bulletin_desk.proof.names import names_in
from bulletin_desk.proof.tables import table_marks
from bulletin_desk.proof.text import marks_in
from bulletin_desk.storage import bulletin_file, migrations, strict_json
from bulletin_desk.typeset.break_lines import break_lines
from bulletin_desk.typeset.measure import Widths
from bulletin_desk.typeset.paragraph import paragraph
from tests.bulletin.issues import SMALL
from tests.growth import Growth, Used, check_linear, patterns_of, provoking

ROOMS = ("bulletin", "editing", "export", "hanzi", "layouts", "proof", "statistics", "typeset")


def modules() -> list[ModuleType]:
    found = [checked, bulletin_file, migrations, strict_json]
    for room in ROOMS:
        package = importlib.import_module(f"{bulletin_desk.__name__}.{room}")
        names = [each.name for each in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")]
        found += map(importlib.import_module, names)
    found.remove(expressions_later)  # it has none of its own
    return found


def expressions() -> list[Used]:
    made = [
        Used("misspelt", wording._misspelt().compiled, "finditer"),
        Used("confused", confused._wrong().compiled, "finditer"),
        Used("piece", words._piece(), "finditer"),
        Used("string", toml_trees._STRING, "sub"),
        *(Used("slip", re.compile(slip), "search") for slip, _ in toml_trees._SLIPS),
    ]
    found: dict[tuple[str | bytes, int, str], Used] = {}
    for used in (*made, *(each for module in modules() for each in patterns_of(module))):
        found.setdefault((used.pattern.pattern, used.pattern.flags, used.method), used)
    return list(found.values())


USED = expressions()


def test_no_set_of_python_s_stands_in_an_expression() -> None:
    assert not [used.name for used in USED if "frozenset(" in str(used.pattern.pattern)]


MOST = 1 << 14
"""Characters at which the square of them takes a hundred times as long as they should."""
TRIES = 3


def linear(function: Callable[[Any], object], make: Callable[[int], Any], *, about: str) -> None:
    """Whatever else the machine does: what grows too fast does so each time."""
    for left in reversed(range(TRIES)):
        try:
            check_linear(function, make, enough=0.02, most=MOST, about=about)
            return
        except Growth:
            if not left:
                raise


@pytest.mark.sampled
@pytest.mark.parametrize("number", range(len(USED)), ids=[f"{used.name}-{used.method}" for used in USED])
def test_an_expression(number: int) -> None:
    used = USED[number]
    for make in provoking(used.pattern):
        linear(used.run, make, about=f"{used.name} {used.method}")


def test_expressions_are_found() -> None:
    names = {used.name for used in USED}
    assert {"_EDGE", "CLUSTER", "LENGTH", "_PART", "_RUN", "_PERSON", "_STRETCH", "_DROPPED"} <= names
    assert len(USED) > 100


# ---- whole passes

PIECES = (
    *"字的，。、a1 \u3000\t（）“”‘《》\u0301\0,-—…/$\r𠮷\U0010ffff'\"<～〔＋１①十",
    *(
        "字 ",
        ",字",
        "“”",
        "《》",
        "“‘",
        "，，",
        "。”",
        "1.",
        "1、",
        "一是",
        "（一",
        "2024年1月9日",
        "5月6日（星期三）",
        "李明、王芳、赵强等4人。",
        "要加强领导，落实责任，",
        "是由于",
        "至1%",
        "a ",
    ),
    *(
        "系统系统",
        "的的",
        "县委书记王一说",
        "“字”、",
        "《字》、",
        "一是字；",
        "‘字’",
        "（字。）",
        "－–",
        "字\u3000字",
        "http://a.b/",
        "a@b.",
        "10 kg",
        "1 000 ",
        "字-1",
        "、-1",
        "？！",
        "1°2′",
        "a·",
    ),
)
"""What texts are made of that provoke one pass or another."""
FRAMES = (("", ""), ("字", "字"), ("“字", "。”字"), ("字", "》”）"))


def made_of(piece: str, frame: tuple[str, str]) -> Callable[[int], str]:
    return lambda size: frame[0] + piece * (size // len(piece) + 1) + frame[1]


@pytest.mark.sampled
@pytest.mark.parametrize("piece", PIECES, ids=ascii)
def test_the_rules_of_one_text(piece: str) -> None:
    for frame in FRAMES:
        linear(lambda text: marks_in(text, Kind.BODY), made_of(piece, frame), about="marks_in")


@pytest.mark.parametrize(
    "piece",
    [
        *(
            "提出三点要求：一是字。",
            "提出三点要求：1.",
            "5月6日（星期三）",
            "苍溪县苍西县",
            "附件：1.字\n",
            "一、字\n",
        ),
        *("见附件2，附件：1.字 ", "“字。\n", "字。”\n", "（字\n"),
    ],
    ids=ascii,
)
def test_the_rules_of_an_item(piece: str) -> None:
    def look(text: str) -> None:
        item = Item("苍江县王小明12场", tuple(map(Body, text.split("\n"))), "（综合处）")
        header = DatedHeader("办公室", date(2024, 1, 9))
        issue_marks(Issue(Masthead("简报", 1), header, sections=(Section("动态", (item,)),)), Known())

    linear(look, made_of(piece, ("", "")), about="issue_marks")


@pytest.mark.sampled
@pytest.mark.parametrize("piece", PIECES, ids=ascii)
def test_setting_and_searching(piece: str) -> None:
    layout, widths = load_layout(), Widths(load_faces(use_installed=False), "latin")
    width = layout.text_block.width

    def broken(text: str) -> None:
        break_lines(paragraph(Kind.BODY, layout.styles["body"], text, width), widths)

    def walked(text: str) -> None:
        next_start(text, len(text) // 2)
        previous_start(text, len(text) // 2)

    for function in (broken, walked, names_in):
        linear(function, made_of(piece, FRAMES[1]), about=repr(function))


@pytest.mark.parametrize(
    ("piece", "end"),
    [
        ("<p>", ""),
        ("<br>", ""),
        ("<a ", ""),
        ('<p a="', ""),
        ("&#9", ""),
        ("&amp;", ""),
        ('<p data-kind="body">字</p>', ""),
        ('<span class="run_in">', ""),
        ('<p "', '"'),
        ("<", ""),
    ],
)
def test_html_of_the_clipboard(piece: str, end: str) -> None:
    head = '<div data-bulletin-desk="1-open"><p data-kind="body">'
    linear(from_html, lambda size: head + piece * (size // len(piece) + 1) + end, about="from_html")


def table_of(size: int) -> Table:
    """A table with as many rows as an eighth of the size, the last of which is a total that is none."""
    rows = [(Cell(f"单位甲{at}"), Cell(str(at))) for at in range(size // 8 + 2)]
    return Table(((Cell("名称"), Cell("人数")), *rows, (Cell("小计"), Cell("1"))), 1, (), "表题")


def with_table(size: int) -> tuple[Issue, Path, Table]:
    table = table_of(size)
    item = Item("题", (Body("文"), table, Body("")))
    return replace(SMALL, sections=(Section("栏", (item,)),)), block_of(item_path(0, 0), 1), table


def copied(given: tuple[Issue, Path, Table]) -> object:
    issue, path, table = given
    last = cell_of(path, len(table.rows) - 1, 1)
    found = rows_of(issue, between(Place((*path, 0), 0), Place(last, 1)))
    assert found == table
    return found


def filled(given: tuple[Issue, Path, Table]) -> object:
    issue, path, table = given
    place = Place(cell_of(path, 0, 0), 0)
    return fill(issue, between(place, place), replace(table, caption=""))


@pytest.mark.parametrize(
    ("function", "make"),
    [(lambda table: list(table_marks(table)), table_of), (copied, with_table), (filled, with_table)],
)
def test_tables(function: Callable[[Any], object], make: Callable[[int], Any]) -> None:
    linear(function, make, about="a table")
