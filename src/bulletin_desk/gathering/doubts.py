"""What of an old issue wants an eye, and why. Pure values."""

from __future__ import annotations

from typing import NamedTuple

REASONS = {
    "unreadable": "读不了",
    "existing": "同名文件已有",
    "foreign": "不像简报",
    "name": "名称",
    "number": "期号",
    "date": "日期",
    "order": "期号不连续",
    "double": "同一期有几份",
    "total": "总期号对不上",
    "difference": "文字有出入",
    "left": "有没认出的字",
    "table": "表格或图片",
    "structure": "层次要核对",
    "layout": "版式没有位置",
    "office": "单位设置",
    "other": "其他",
}
"""The kinds of doubts, and what they are called before the clerk; the gravest first."""


class Doubt(NamedTuple):
    """A sentence for the clerk, and the words that it is about."""

    reason: str
    message: str
    words: str = ""
