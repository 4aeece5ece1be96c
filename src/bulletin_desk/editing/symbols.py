"""Symbols that an office writes and no keyboard has, in groups, and how one comes into the text. Knows no
pages and no keys.

Only such are here as the faces of every part of a bulletin have and as proof accepts in their place
(`tests/editing/test_symbols.py`).
"""

from __future__ import annotations

from dataclasses import dataclass

from bulletin_desk.bulletin.edits import replace_range, text_at
from bulletin_desk.bulletin.model import Issue, Place
from bulletin_desk.editing.commands import type_text
from bulletin_desk.editing.nodes import body_at, valid
from bulletin_desk.editing.selection import Edited, Selection, at, between


@dataclass(frozen=True, slots=True)
class Symbol:
    """What is put in, and what a clerk calls it. `tail` comes behind the caret or the selection: a pair."""

    head: str
    name: str
    tail: str = ""

    @property
    def text(self) -> str:
        """All of it, as it is shown and remembered."""
        return self.head + self.tail


@dataclass(frozen=True, slots=True)
class Group:
    """Symbols of one use."""

    name: str
    symbols: tuple[Symbol, ...]


def _row(characters: str, name: str) -> tuple[Symbol, ...]:
    return tuple(Symbol(char, f"{name}{at}") for at, char in enumerate(characters, 1))


GROUPS = (
    Group("序号", _row("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳", "带圈的")),
    Group("罗马数字", _row("ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ", "罗马数字")),
    Group(
        "成对的",
        (
            Symbol("〔", "六角括号（发文字号的年份）", "〕"),
            Symbol("【", "方头括号", "】"),
            Symbol("《", "书名号", "》"),
            Symbol("〈", "书名号里的书名号", "〉"),
            Symbol("“", "双引号", "”"),
            Symbol("‘", "引号里的引号", "’"),
            Symbol("「", "直角引号", "」"),
            Symbol("『", "直角引号里的引号", "』"),
            Symbol("（", "圆括号", "）"),
            Symbol("［", "方括号", "］"),
        ),
    ),
    Group(
        "标点",
        (
            Symbol("——", "破折号"),
            Symbol("……", "省略号"),
            Symbol("·", "间隔号"),
            Symbol("—", "一字线（2020—2024年）"),
            Symbol("～", "浪纹线（20～30人）"),
            Symbol("∶", "比号（1∶500）"),
        ),
    ),
    Group(
        "单位",
        (
            Symbol("℃", "摄氏度"),
            Symbol("°C", "摄氏度，西文的写法"),
            Symbol("°", "度"),
            Symbol("′", "分"),
            Symbol("″", "秒"),
            Symbol("%", "百分号"),
            Symbol("‰", "千分号"),
            Symbol("㎡", "平方米"),
            Symbol("m²", "平方米，西文的写法"),
            Symbol("m³", "立方米"),
            Symbol("㎞", "千米"),
            Symbol("㎏", "千克"),
            Symbol("￥", "元"),
        ),
    ),
    Group(
        "算式",
        (
            Symbol("×", "乘号"),
            Symbol("÷", "除号"),
            Symbol("±", "正负号"),
            Symbol("≈", "约等于"),
            Symbol("≠", "不等于"),
            Symbol("≤", "不大于"),
            Symbol("≥", "不小于"),
            Symbol("√", "对号"),
        ),
    ),
    Group(
        "其他",
        (
            Symbol("※", "参考号"),
            Symbol("№", "编号"),
            Symbol("〇", "汉字的零（二〇二四年）"),
            Symbol("★", "实心五角星"),
            Symbol("☆", "空心五角星"),
            Symbol("●", "实心圆"),
            Symbol("○", "空心圆"),
            Symbol("◎", "双圈"),
            Symbol("◆", "实心菱形"),
            Symbol("◇", "空心菱形"),
            Symbol("■", "实心方块"),
            Symbol("□", "空心方块"),
            Symbol("▲", "实心三角"),
            Symbol("△", "空心三角"),
            Symbol("→", "向右的箭头"),
            Symbol("←", "向左的箭头"),
            Symbol("↑", "向上的箭头"),
            Symbol("↓", "向下的箭头"),
        ),
    ),
)

SYMBOLS = {symbol.text: symbol for group in GROUPS for symbol in group.symbols}
"""All of them, by what they are."""

MOST_RECENT = 10
"""How many of those used last are kept: a row of the panel."""


def used(symbol: Symbol, recent: tuple[str, ...]) -> tuple[str, ...]:
    """The symbols used last, this one first."""
    others = [text for text in recent if text in SYMBOLS and text != symbol.text]
    return (symbol.text, *others)[:MOST_RECENT]


def insert_symbol(issue: Issue, selection: Selection, symbol: Symbol) -> Edited:
    """A symbol in place of what is selected. A pair is put around that, which stays selected, or around the
    caret."""
    if not symbol.tail:
        return type_text(issue, selection, symbol.head)
    start, end = selection.start, selection.end
    inside = len(symbol.head)
    body = body_at(issue, start.path)
    if start.path == end.path and body is not None and end.offset <= body.run_in:
        # the whole of a run-in heading keeps its pair in it
        words = text_at(issue, start.path)[start.offset : end.offset]
        whole = f"{symbol.head}{words}{symbol.tail}"
        issue = replace_range(issue, start.path, start.offset, end.offset, whole)
    else:
        issue = replace_range(issue, end.path, end.offset, end.offset, symbol.tail)
        issue = replace_range(issue, start.path, start.offset, start.offset, symbol.head)
    first = Place(start.path, start.offset + inside)
    last = Place(end.path, end.offset + inside * (start.path == end.path))
    if selection.empty:
        return issue, at(valid(issue, first))
    forwards = selection.anchor.place == start
    return issue, between(first, last) if forwards else between(last, first)
