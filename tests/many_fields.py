"""A layout with a field of each kind in head and closing block, and issues that carry it, for tests."""

from __future__ import annotations

from dataclasses import replace

from bulletin_desk.bulletin.model import Issue, LayoutText
from bulletin_desk.pipeline import carrying
from bulletin_desk.resources import resource

_SHIPPED = resource("layouts", "sichuan-gazetteer.toml").read_text(encoding="utf-8")
_FIRST_ROW = "[[head.rows]]                 # 标注，空着就不占地方\nline = 1"
_RULE = "\n[head.rows.rule]"
_BLOCK = '[[closing.rows]]\nleft = "{imprint_office}"'
_FIELDS = """
[[fields]]
name = "signer"
label = "签发人"
where = "head"
required = true

[[fields]]
name = "volume"
label = "卷号"
kind = "number"
where = "head"

[[fields]]
name = "deadline"
label = "办理期限"
kind = "date"
where = "head"

[[fields]]
name = "reported"
label = "报告月份"
kind = "month"
where = "head"

[[fields]]
name = "period"
label = "起止"
kind = "period"
where = "head"

[[fields]]
name = "urgency"
label = "紧急程度"
kind = "choice"
where = "head"
choices = ["特急", "加急", "平急"]

[[fields]]
name = "staff"
label = "编辑人员名单"
kind = "list"
where = "closing"

[[fields]]
name = "unplaced"
label = "不排的栏"
where = "closing"
required = true

"""
_HEAD = """
[[head.rows]]
line = 2
left = "份号{copy}"
centre = "[第{volume}卷]"
right = "{urgency}"
empty = "room"

[[head.rows]]
line = 7
left = ["签发人：", "{signer}"]
right = "[{deadline}前办理]"
empty = "room"

[[head.rows]]
line = 8
left = "[{reported}月报]"
right = "[{period}]"

"""
_CLOSING = """
[[closing.rows]]
left = "编辑：{staff}"
empty = "room"

"""


def many_text() -> str:
    """The shipped layout's text with a field of each kind; without total number, marking and disclosure."""
    text = _SHIPPED.replace("[flow]", _FIELDS + "[flow]", 1)
    text = text.replace("[（总第{total}期）]", "", 1)
    text = text.replace('left = "{marking}"', 'left = "内部资料"', 1)
    text = text.replace('left = "信息公开选项：{disclosure}"', 'left = "注意保存"', 1)
    at = text.index("[[head.rows]]                 # 编发单位和日期")
    text = text[:at] + _HEAD + text[at:]
    at = text.index(_BLOCK)
    return text[:at] + _CLOSING + text[at:]


MANY = LayoutText("many", many_text())


def in_many(issue: Issue) -> Issue:
    """An issue in this layout."""
    return carrying(issue, MANY)


def with_layout_text(issue: Issue, change: tuple[str, str]) -> Issue:
    """An issue in this layout with another text at one place of its file."""
    old, new = change
    assert old in many_text()
    return carrying(replace(issue, layout=None), LayoutText("many", many_text().replace(old, new)))
