"""Why a layout can't be, in the words of the panel: its reader tells it in those of a layout's file. Knows no
widgets."""

from __future__ import annotations

import re

_PLACES = {
    "paper.width": "纸宽",
    "paper.height": "纸高",
    "text_block.top": "上边",
    "text_block.left": "左边",
    "text_block.cell": "字宽",
    "text_block.cells": "每行字数",
    "text_block.line_pitch": "行距",
    "text_block.lines": "每面行数",
    "flow.space_between_items": "稿件之间",
    "flow.keep_lines": "标题后面",
    "folio.gap": "页码离版心",
    "folio.text": "页码的写法",
    "folio.indent": "页码的缩进",
    "head.lines": "报头占的行数",
    "head.space_after": "报头之后空的行数",
    "closing.line_pitch": "版记的行距",
    "closing.space_before": "版记之前空的行数",
    "closing.place": "版记排在哪里",
    "lines.gap": "汉字、数字间",
    "tables.pitch": "表里行高",
    "tables.rule": "表线粗细",
    "tables.outer_rule": "上下粗线",
    "tables.number": "表的编号",
    "pictures.pitch": "图题行高",
    "pictures.gap": "并排的图隔",
    "pictures.number": "图的编号",
    "attachments.list_text": "附件说明开头",
    "contents.title": "目录的名称",
    "contents.mark": "目录的记号",
    "offers.marks": "稿件标记",
    "items.mark_text": "标记的写法",
    "lists.mark": "列项记号",
}
"""What keys that stand by themselves are called."""
_OF_A_ROW = {
    "line": "第几行",
    "top": "离版心上边",
    "space": "离上一行",
    "space_after": "之下空",
    "pitch": "一行多高",
    "height": "空多高",
    "left": "左边",
    "centre": "中间",
    "right": "右边",
    "spread": "匀开的字",
    "text": "字",
    "thickness": "线的粗细",
    "gap": "线离字",
    "double": "两线相距",
    "rule_between": "条间的线",
    "least": "最小字号",
    "widths": "名称的宽",
    "fit": "排满版心",
}
_OF_A_STYLE = {
    "size": "字号",
    "advance": "字宽",
    "first_line_indent": "首行缩进",
    "left_indent": "左边缩进",
    "right_indent": "右边缩进",
    "prefix": "字前加的",
    "suffix": "字后加的",
    "face": "字体",
    "align": "对齐",
}
_OF_A_FIELD = {"default": "先填的", "choices": "可选的", "form": "印成", "next": "下一期", "label": "叫法"}
_ROW = re.compile(r"(head|closing)\.rows\[(\d{1,3})\]((?:\.\w{1,30}|\[\d{1,3}\]){0,6})")
_STYLE = re.compile(r"styles\.(\w{1,40})\.(\w{1,30})")
_FIELD = re.compile(r"fields\[(\d{1,3})\]\.(\w{1,30})")
_PLAIN = re.compile(r"[a-z_]{1,12}\.[a-z_]{1,24}")
_LONG_NUMBER = re.compile(r"-?\d{1,6}\.\d{3,12}")
_BLANK = re.compile(r"(?<=[\u4e00-\u9fff”]) (?=[\u4e00-\u9fff])")
_MARGIN = (
    ('closing.rows 里 at = "margin" 的一行', "版心之外的一行"),
    ('请写 even_page = true，或改为 at = "block"', "请勾上“版记要排在双面”，或者不排在版心之外"),
    ('，或改为 at = "block"', "，或者不排在版心之外"),
    ('版记紧跟正文（place = "text"），请改为 at = "block"', "版记紧跟正文，请先删去它或改为不排在版心之外"),
)
_UNITS = (("mm", "毫米"), ("pt", "磅"), ("line", "行"), ("cell", "格"), ("em", "字"))


def in_panel_words(reason: str) -> str:
    """A reason that the reader gives, with what it names as the panel names it."""
    for words, instead in _MARGIN:
        reason = reason.replace(words, instead)
    reason = _ROW.sub(_row, reason)
    reason = _STYLE.sub(_style, reason)
    reason = _FIELD.sub(
        lambda found: f"第 {int(found[1]) + 1} 栏的“{_OF_A_FIELD.get(found[2], found[2])}”", reason
    )
    reason = _PLAIN.sub(lambda found: _PLACES.get(found[0], found[0]), reason)
    for unit, name in _UNITS:
        reason = re.sub(rf"(?<=[\d ]){unit}(?![a-z_])", name, reason)
    reason = _LONG_NUMBER.sub(lambda found: f"{round(float(found[0]), 2):g}", reason)
    return _BLANK.sub("", reason)


def _row(found: re.Match[str]) -> str:
    part = "报头" if found[1] == "head" else "版记"
    keys = [key for key in re.split(r"[.\[\]]", found[3]) if key in _OF_A_ROW]
    what = f"的“{_OF_A_ROW[keys[-1]]}”" if keys else ""
    return f"{part}第 {int(found[2]) + 1} 条{what}"


def _style(found: re.Match[str]) -> str:
    return f"“{_OF_A_STYLE.get(found[2], found[2])}”"
