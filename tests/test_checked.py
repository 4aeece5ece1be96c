"""The reader of untrusted trees: what it gives, and the phrase for each failure."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import date
from typing import NoReturn

import pytest

from bulletin_desk.checked import Filled, Table, kind_of, shown


class WrongError(Exception):
    pass


def fail(phrase: str) -> NoReturn:
    raise WrongError(phrase)


def phrase_of(read: Callable[[], object]) -> str:
    with pytest.raises(WrongError) as caught:
        read()
    return str(caught.value)


def test_reads_what_toml_gives() -> None:
    tree = tomllib.loads(
        'name = "简报"\nnumber = 2\nday = 2024-01-09\nwritten = "2024-01-09"\nbold = true\n'
        'lines = ["一", "二"]\nside = "left"\n[page]\nwidth = 210\n'
        '[[face]]\nrole = "hei"\n[[face]]\nrole = "kai"\n'
    )
    table = Table(tree, "", fail)
    assert table.text("name") == "简报"
    assert table.integer("number", 1, 9) == 2
    assert table.date("day") == table.date("written") == date(2024, 1, 9)
    assert table.flag("bold") is True
    assert table.texts("lines") == ("一", "二")
    assert table.choice("side", ("left", "right")) == "left"
    assert table.table("page").integer("width", 1, 1000) == 210
    assert [face.text("role") for face in table.tables("face", 5)] == ["hei", "kai"]
    assert table.raw("number") == 2
    assert table.keys()[:2] == ["name", "number"]
    table.done()


def test_absent_keys_give_the_default_and_are_known() -> None:
    table = Table({}, "", fail)
    assert table.text("name", "无") == "无"
    assert table.integer("number", 1, 9, default=4) == 4
    assert table.flag("bold", default=False) is False
    assert table.choice("side", ("left", "right"), default="left") == "left"
    assert table.texts("lines", optional=True) == ()
    assert table.tables("face", 5, optional=True) == []
    assert not table.has("other")
    table.done()


TREE: dict[str, object] = {
    "text": "文字",
    "long": "字" * 11,
    "half": "好\ud800",
    "number": 7,
    "true": True,
    "fraction": 1.0,
    "huge": 10**5000,
    "null": None,
    "list": ["一", 2, "好\udfff"],
    "tables": [{}, 3],
    "table": {"inner": [{"deep": 1}]},
    "day": "2024-02-30",
}


@pytest.mark.parametrize(
    ("read", "says"),
    [
        (lambda t: t.text("absent"), "缺少 here.absent"),
        (lambda t: t.text("number"), "here.number 应为文字，实为整数"),
        (lambda t: t.text("null"), "here.null 应为文字，实为空值"),
        (lambda t: t.text("long", max_length=10), "here.long 最长10字，实有11字"),
        (lambda t: t.text("half"), "here.half 的第2个字是残缺的半个字符（U+D800）"),
        (lambda t: t.texts("absent"), "缺少 here.absent"),
        (lambda t: t.texts("text"), "here.text 应为列表，实为文字"),
        (lambda t: t.texts("list"), "here.list[1] 应为文字，实为整数"),
        (lambda t: t.texts("list", max_length=2), "here.list 最多2项，实有3项"),
        (lambda t: t.integer("true", 0, 9), "here.true 应为整数，实为真假值"),
        (lambda t: t.integer("fraction", 0, 9), "here.fraction 应为整数，实为小数"),
        (lambda t: t.integer("text", 0, 9), "here.text 应为整数，实为文字"),
        (lambda t: t.integer("number", 8, 9), "here.number 应在8至9之间，实为7"),
        (lambda t: t.integer("number", 1, 6), "here.number 应在1至6之间，实为7"),
        (lambda t: t.integer("huge", 1, 6), "here.huge 应在1至6之间，实为长得多的数"),
        (lambda t: t.flag("number"), "here.number 应为 true 或 false，实为整数"),
        (lambda t: t.date("day"), "here.day 不是存在的日期：“2024-02-30”"),
        (lambda t: t.date("text"), "here.text 应为“2024-01-09”这样的日期，实为“文字”"),
        (lambda t: t.date("number"), "here.number 应为“2024-01-09”这样的日期，实为整数"),
        (lambda t: t.choice("text", ("左", "右")), "here.text 应为“左”、“右”之一，实为“文字”"),
        (lambda t: t.choice("number", ("左", "右")), "here.number 应为“左”、“右”之一，实为整数"),
        (lambda t: t.table("text"), "here.text 应为表，实为文字"),
        (lambda t: t.tables("tables", 5), "here.tables[1] 应为表，实为整数"),
        (lambda t: t.tables("tables", 1), "here.tables 最多1项，实有2项"),
        (
            lambda t: t.table("table").tables("inner", 1)[0].text("deep"),
            "here.table.inner[0].deep 应为文字，实为整数",
        ),
        (lambda t: t.wrong("number", "应为偶数"), "here.number 应为偶数"),
    ],
)
def test_each_failure_names_key_and_reason(read: Callable[[Table], object], says: str) -> None:
    assert phrase_of(lambda: read(Table(TREE, "here", fail))) == says


@pytest.mark.parametrize(
    "text", ["20240109", "2024-W02-2", "2024-1-9", "2024-01-09T00:00", "二〇二四-01-09", ""]
)
def test_only_one_way_to_write_a_date(text: str) -> None:
    assert "这样的日期" in phrase_of(lambda: Table({"day": text}, "", fail).date("day"))


def test_a_moment_is_no_date() -> None:
    tree = tomllib.loads("day = 2024-01-09T08:00:00")
    assert phrase_of(lambda: Table(tree, "", fail).date("day")).endswith("实为时刻")


def test_unknown_keys_are_named_with_the_nearest_known_one() -> None:
    table = Table({"titel": "x"}, "items[2]", fail)
    assert table.text("title", "") == ""
    assert phrase_of(table.done) == "items[2] 中有不认识的键“titel”（是否要写“title”？）"
    assert phrase_of(Table({"甲": 1}, "", fail).done) == "最外层 中有不认识的键“甲”"
    # A key that is there already is no hint.
    table = Table({"title": "x", "titel": "y"}, "", fail)
    table.text("title")
    assert phrase_of(table.done) == "最外层 中有不认识的键“titel”"


def test_what_was_filled_in_is_a_hint() -> None:
    table = Table(Filled({"width": "210 mm", "widht": "1 mm"}, ["widht"]), "paper", fail)
    table.text("width")
    assert phrase_of(table.done) == "paper 中有不认识的键“widht”（是否要写“width”？）"


def test_what_a_key_is_meant_for_is_named() -> None:
    table = Table({"font": "x"}, "styles.title", fail)
    assert table.text("face", "") == ""
    said = phrase_of(lambda: table.done({"font": "face"}))
    assert said == "styles.title 中有不认识的键“font”（是否要写“face”？）"
    assert phrase_of(table.done) == "styles.title 中有不认识的键“font”"


def test_a_key_that_is_missed_is_looked_for_under_a_wrong_name() -> None:
    table = Table({"row": [], "name": 1, "x" * 50: 1}, "head", fail)
    assert phrase_of(lambda: table.tables("rows", 1)) == "缺少 head.rows（写的是“row”，是否要写“rows”？）"
    assert phrase_of(lambda: table.text("number")) == "缺少 head.number"
    assert table.has("row")  # what it is for is known by now
    assert phrase_of(lambda: table.tables("rows", 1)) == "缺少 head.rows"


def test_only_some_keys() -> None:
    table = Table({"haed": {}, "name": ""}, "", fail)
    assert phrase_of(lambda: table.only("head", "name")) == "最外层 中有不认识的键“haed”（是否要写“head”？）"
    Table({"name": ""}, "", fail).only("head", "name")


def test_a_root_that_is_no_table() -> None:
    assert phrase_of(lambda: Table([], "", fail)) == "最外层 应为表，实为列表"


def test_foreign_text_stays_on_one_line_and_short() -> None:
    assert shown("a\nb\x1b[31m\ud800") == "a\\u000ab\\u001b[31m\\ud800"
    assert shown("供稿：王\u3000审核：李") == "供稿：王\u3000审核：李"  # a blank that everybody sees
    assert shown("字" * 50) == "字" * 40 + "…"


def test_kinds() -> None:
    values: list[object] = [True, 1, 1.5, "", [], {}, None]
    assert [kind_of(value) for value in values] == ["真假值", "整数", "小数", "文字", "列表", "表", "空值"]
    assert kind_of(b"") == "bytes"
