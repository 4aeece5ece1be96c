"""Heads and closing blocks of other offices' bulletins, as layout files: each form beside the grid and the
styles of the shipped layout."""

from __future__ import annotations

import re
from pathlib import Path

from bulletin_desk.layouts.model import Layout
from bulletin_desk.layouts.read import read_layout
from bulletin_desk.resources import resource

_SHIPPED = resource("layouts", "sichuan-gazetteer.toml").read_text(encoding="utf-8")

STYLES = """
[styles.kai_line]
face = "kai"
size = "16 pt"

[styles.hei_line]
face = "hei"
size = "16 pt"

[styles.small]
face = "fangsong"
size = "14 pt"

[styles.name_small]
face = "song"
size = "38 pt"
colour = "red"

[styles.name_large]
face = "hei"
size = "52 pt"
colour = "red"

"""

NAME_AND_NUMBER = """
[[head.rows]]
top = "62 pt"
centre = "{name}"
empty = "room"
fit = { least = "30 pt" }

"""

FORMS = {
    # a daily: only the date under the number, which has its year
    "capital-edu-digest": (
        NAME_AND_NUMBER
        + """
[[head.rows]]
line = 6
centre = "{year}年第{number}期[（总第{total}期）]"

[[head.rows]]
line = 8
centre = "{date}"
rule = { gap = "3 pt", thickness = "1 pt", colour = "red" }
""",
        "",
        "",
    ),
    # two lines of marking in the right corner; a staff line at the closing block's foot
    "changzhou-duty": (
        """
[[head.rows]]
line = 2
pitch = "20 pt"
right = "{marking}"

[[head.rows]]
top = "70 pt"
centre = "{name}"
empty = "room"
fit = { least = "30 pt" }

[[head.rows]]
line = 6
centre = "（{year}年）第{number}期"

[[head.rows]]
line = 8
left = { text = "{issuer}", style = "kai_line" }
right = "{date}"
rule = { gap = "3 pt", thickness = "1 pt", colour = "red" }
""",
        """
[[closing.rows]]
rule = { thickness = "0.35 mm" }

[[closing.rows]]
repeat = "distribution"
left = ["{label}：", "{to}"]

[[closing.rows]]
rule = { thickness = "0.25 mm" }

[[closing.rows]]
spread = ["[编辑：{editor}]", "[签发：{signer}]"]

[[closing.rows]]
rule = { thickness = "0.35 mm" }
""",
        """
[[fields]]
name = "editor"
label = "编辑"
where = "closing"
kind = "text"

[[fields]]
name = "signer"
label = "签发"
where = "closing"
kind = "text"
required = true
""",
    ),
    # preprinted paper: its room is kept; number on two lines; issuer and date centred together
    "guangan-daily": (
        """
[[head.rows]]
line = 1
left = { text = "{secrecy}", style = "hei_line" }

[[head.rows]]
top = "0 pt"
height = "5 line"

[[head.rows]]
space = "0 pt"
centre = { text = "第 {number} 期", style = "kai_line" }

[[head.rows]]
space = "0 pt"
centre = { text = "[（总第 {total} 期）]", style = "kai_line" }

[[head.rows]]
line = 8
centre = [{ text = "{issuer}", style = "kai_line" }, { text = "　{date}", style = "kai_line" }]
rule = { gap = "3 pt", thickness = "1.5 pt", colour = "red" }
""",
        """
[[closing.rows]]
rule = { thickness = "0.35 mm" }

[[closing.rows]]
repeat = "distribution"
left = [{ text = "{label}：", style = "bold_label" }, "{to}"]

[[closing.rows]]
rule = { thickness = "0.35 mm" }

[[closing.rows]]
right = "（共印{print_count}份）"
needs_rules = false
""",
        """
[[fields]]
name = "secrecy"
label = "密级"
where = "head"
kind = "choice"
choices = ["秘 密", "机 密"]
default = "秘 密"

[styles.bold_label]
face = "hei"
size = "14 pt"
left_indent = "1 em"
right_indent = "1 em"
""",
    ),
    # a masthead of two sizes on one baseline, a double rule
    "guangan-special": (
        """
[[head.rows]]
top = "40 pt"
centre = [{ text = "{name}", style = "name_small" }, { text = "专报", style = "name_large" }]
empty = "room"

[[head.rows]]
line = 5
centre = "第 {number} 期"

[[head.rows]]
line = 6
centre = "[（总第 {total} 期）]"

[[head.rows]]
line = 8
centre = ["{issuer}", "　{date}"]
rule = { gap = "3 pt", thickness = "1.5 pt", colour = "red", double = "1 pt" }
""",
        """
[[closing.rows]]
rule = { thickness = "0.35 mm" }

[[closing.rows]]
repeat = "distribution"
left = ["{label}：", "{to}"]

[[closing.rows]]
rule = { thickness = "0.35 mm" }

[[closing.rows]]
right = "（共印{print_count}份）"
needs_rules = false
""",
        "",
    ),
    # staff at the left and print count at the right of one line; one rule between what is above and below
    "guizhou-flood": (
        NAME_AND_NUMBER
        + """
[[head.rows]]
line = 6
centre = { text = "第{number}期", style = "hei_line" }

[[head.rows]]
line = 9
left = { text = "{issuer}", style = "hei_line" }
right = { text = "{date}", style = "hei_line" }
rule = { gap = "3 pt", thickness = "1.5 pt", colour = "red" }
""",
        """
[[closing.rows]]
repeat = "distribution"
left = ["{label}：", "{to}"]

[[closing.rows]]
rule = { thickness = "0.35 mm" }

[[closing.rows]]
left = "编辑：{editor}　审核：{reviewer}"
right = "共印{print_count}份"
""",
        """
[[fields]]
name = "editor"
label = "编辑"
where = "closing"
kind = "text"

[[fields]]
name = "reviewer"
label = "审核"
where = "closing"
kind = "text"
""",
    ),
    # a title made of the month
    "jiangxi-adoption": (
        """
[[head.rows]]
line = 3
centre = { text = "{year}年{month}月份{name}", style = "title" }
rule = { gap = "6 pt", thickness = "1 pt", colour = "red" }
""",
        """
[[closing.rows]]
left = "{imprint_office}"
right = "{imprint_date}"
""",
        "",
    ),
    # a journal with the number of the supplement in front
    "jiangxi-daily": (
        NAME_AND_NUMBER
        + """
[[head.rows]]
line = 6
centre = "[{supplement}　]第{number}期"

[[head.rows]]
line = 8
spread = ["{issuer}", "{date}"]
rule = { gap = "3 pt", thickness = "1 pt", colour = "red" }
""",
        "",
        """
[numbering]
counts = "year"
supplement = "own"
""",
    ),
    # a period for the date, a staff block of four, a number as free text
    "opinion-monitor": (
        NAME_AND_NUMBER
        + """
[[head.rows]]
line = 6
centre = { text = "{issue_number}", style = "number_line" }

[[head.rows]]
line = 8
left = "{issuer}"
right = { text = "{period}", style = "header_date" }
rule = { gap = "3 pt", thickness = "1 pt", colour = "red" }
""",
        """
[[closing.rows]]
rule = { thickness = "0.35 mm" }

[[closing.rows]]
spread = ["责任编辑：{chief}", "处长：{head}", "编辑：{editor}", "电话：{phone}"]

[[closing.rows]]
rule = { thickness = "0.25 mm" }

[[closing.rows]]
repeat = "distribution"
left = ["{label}：", "{to}"]
rule_between = "0.25 mm"

[[closing.rows]]
rule = { thickness = "0.35 mm" }
""",
        """
[[fields]]
name = "issue_number"
label = "期号"
where = "head"
kind = "text"
next = "empty"

[[fields]]
name = "period"
label = "监测时段"
where = "head"
kind = "period"
"""
        + "".join(
            f'\n[[fields]]\nname = "{name}"\nlabel = "{label}"\nwhere = "closing"\n'
            for name, label in (
                ("chief", "责任编辑"),
                ("head", "处长"),
                ("editor", "编辑"),
                ("phone", "电话"),
            )
        )
        + '\n[numbering]\ncounts = "none"\n',
    ),
    # a month for the date; contact
    "shandong-ai-monthly": (
        NAME_AND_NUMBER
        + """
[[head.rows]]
line = 6
centre = "{year}年第{number}期[（总第{total}期）]"

[[head.rows]]
line = 8
left = "{issuer}"
right = { text = "{period}", style = "header_date" }
rule = { gap = "3 pt", thickness = "1 pt", colour = "red" }
""",
        """
[[closing.rows]]
rule = { thickness = "0.35 mm" }

[[closing.rows]]
repeat = "distribution"
left = ["{label}：", "{to}"]

[[closing.rows]]
rule = { thickness = "0.25 mm" }

[[closing.rows]]
left = "[联系人及联系方式：{contact}]"

[[closing.rows]]
rule = { thickness = "0.35 mm" }
""",
        """
[[fields]]
name = "period"
label = "年月"
where = "head"
kind = "month"
default = "2024-01"

[[fields]]
name = "contact"
label = "联系人"
where = "closing"
kind = "list"
""",
    ),
    # secrecy and number in two corners, copies numbered, print count beside the distribution
    "work-standard": (
        """
[[head.rows]]
line = 1
left = "{marking}"
right = { text = "[编号：{copy}]", style = "hei_line" }

[[head.rows]]
top = "62 pt"
centre = "{name}"
empty = "room"
fit = { least = "30 pt" }

[[head.rows]]
space = "1 line"
centre = "{supplement}第{number}期"

[[head.rows]]
line = 9
left = "{issuer}"
right = "{date}"
rule = { gap = "3 pt", thickness = "1 pt", colour = "red" }
""",
        """
[[closing.rows]]
rule = { thickness = "0.35 mm" }

[[closing.rows]]
repeat = "distribution"
left = ["{label}：", "{to}"]
right = { text = "共印{print_count}份", style = "distribution" }

[[closing.rows]]
left = "[本期增发：{extra}]"

[[closing.rows]]
rule = { thickness = "0.35 mm" }
""",
        """
[[fields]]
name = "extra"
label = "本期增发"
where = "closing"
kind = "text"
next = "empty"

[numbering]
supplement = "own"
""",
    ),
}
"""Head rows, closing rows, and the fields, styles and numbering of each."""


def text_of(name: str) -> str:
    """The layout file of a form."""
    head, closing, more = FORMS[name]
    rows = closing.strip() or '[[closing.rows]]\nleft = "{imprint_office}"'
    text = re.sub(
        r"(?ms)^\[head\].*?(?=^\[flow\])",
        f"[head]\nlines = 9\nspace_after = 1\n{head}\n",
        _SHIPPED,
    )
    text = re.sub(
        r"(?ms)^\[closing\].*?(?=^\[styles\.marking\])",
        lambda _: f'[closing]\nline_pitch = "26 pt"\nspace_before = 1\n\n{rows}\n\n',
        text,
    )
    return f"{text}\n{STYLES}\n{more}"


def layout_of_form(name: str, folder: Path) -> Layout:
    """A form, read as a clerk's file."""
    file = folder / f"{name}.toml"
    file.write_text(text_of(name), encoding="utf-8")
    return read_layout(file)
