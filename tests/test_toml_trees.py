"""What is told of a TOML file that can't be read: the line, and the slip that it looks like."""

from __future__ import annotations

from typing import NoReturn

import pytest

from bulletin_desk.toml_trees import toml_tree


def fail(reason: str) -> NoReturn:
    raise ValueError(reason)


@pytest.mark.parametrize(
    ("line", "slip"),
    [
        ("a = “甲”", '引号要用英文的 "'),
        ('a = "甲”', '引号要用英文的 "'),
        ('a = "甲', "引号不成对"),
        ("a＝1", "英文的等号 ="),
        ("a：1", "英文的等号 ="),
        ("编辑 = 1", "中文的键是否加了引号"),
        ("[甲]", "中文的名字是否加了引号"),
        ("[a", "方括号不成对"),
        ("[[a]", "方括号不成对"),
        ("[a]]", "方括号不成对"),
        ("[a］", "括号要用英文的"),
        ("a = 第1期", "文字要放在英文的引号"),
        ("a = red # 红", "文字要放在英文的引号"),
        ("a = True", "是写 true，非写 false"),
        ("a = 27 mm", "带单位的长度要放在英文的引号"),
        ('a = { b = "1" c = "2" }', "各项之间要有英文的逗号"),
        ('a = { b = "1"', "末了要有 }"),
        ("a = [1，2]", "逗号要用英文的"),
        ("[x]", "这张表写了两次；要写几次的用两层方括号，如 [[head.rows]]"),
        ("y = 1\ny = 2", "这个键写了两次"),
        ("a = -", "请看引号、括号是否成对"),
    ],
)
def test_a_slip_is_named_with_its_line(line: str, slip: str) -> None:
    with pytest.raises(ValueError, match="第") as caught:
        toml_tree(f"[x]\n{line}\n".encode(), fail)
    told = str(caught.value)
    assert told.startswith(f"第{2 + line.count(chr(10))}行")
    assert slip in told


@pytest.mark.parametrize(
    "line",
    [
        "a" + ".a" * 200 + " = 1",
        "[" + "a." * 200 + "a]",
        '"#"' + ".a" * 200 + " = 1",
        "x = { " + "a." * 200 + "a = 1 }",
        "." * 200,
        "x = '" + "." * 1001 + "'",
    ],
)
def test_keys_of_hundreds_of_parts_are_refused(line: str) -> None:
    """64 KB of such lines took four seconds."""
    with pytest.raises(ValueError, match="第2行里的点多得不合理"):
        toml_tree(f"[x]\n{line}\n".encode(), fail)


@pytest.mark.parametrize("quote", ['"', "'"])
def test_dots_in_words_and_remarks_are_read(quote: str) -> None:
    dots = "." * 900
    text = f"# {dots}\na = {quote}甲{dots}{quote}  # {dots[:99]}"
    assert toml_tree(text.encode(), fail) == {"a": f"甲{dots}"}


def test_what_is_right_is_read() -> None:
    text = '\ufeffa = "“甲”，：＝[" # 【'
    assert toml_tree(text.encode(), fail) == {"a": "“甲”，：＝["}
