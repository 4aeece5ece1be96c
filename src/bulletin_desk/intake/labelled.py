"""标题：, 单位：, 正文：: what labels say of the lines behind them. A pass of recognition."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence, Set

from bulletin_desk.bulletin.model import Kind
from bulletin_desk.hanzi.classes import HAN
from bulletin_desk.intake.parts import OUT, Part
from bulletin_desk.intake.phrases import Label, label, labels, phrases
from bulletin_desk.intake.sheet import Line, Sheet
from bulletin_desk.intake.telling import HEAD_OF_PAGE, SHORTEST_TITLE, TOKEN, compacted

_LABEL = "表格里的字样"


def labelled_form(sheet: Sheet) -> None:
    """标题：, 单位：, 正文：, as forms have them: what is behind the labels is title, source and text. Only
    where a title or a text is labelled. Assumes no more than what lines tell by themselves."""
    lines = sheet.lines
    first = [_title_or_text(line) if line.kind in (None, OUT) else None for line in lines]
    _titles_below(lines, first)
    title = next(
        (at for at, one in enumerate(first[:HEAD_OF_PAGE]) if one and one.word in phrases("title")), -1
    )
    if title < 0:
        return
    for line in lines[:title]:
        if line.kind in (None, OUT) and line.short:
            _labelled_other(sheet, line)
    last = max((at for at, line in enumerate(lines) if not line.short and len(line.text) > 30), default=-1)
    in_text = titled = False
    for at, (line, found) in enumerate(zip(lines, first, strict=True)):
        if found and found.word in phrases("title"):
            in_text, titled = False, True
            _labelled(line, found, Kind.TITLE)
            line.starts = bool(line.text) and line.kind is Kind.TITLE
        elif titled and found and found.word in phrases("subtitle"):
            _labelled(line, found, Kind.TITLE)
        elif titled and found and (not in_text or found.stop == len(line.text)):
            in_text = True
            _labelled(line, found, None)
        elif titled and (not in_text or at > last) and line.kind in (None, OUT):
            _labelled_other(sheet, line)
        in_text = in_text or (titled and line.kind is None and not line.short)


def _titles_below(lines: Sequence[Line], first: list[Label | None]) -> None:
    """标题 alone in a line, as forms have it: the title is the next one."""
    alone = [at for at, line in enumerate(lines[:-1]) if _lone_word(line.text) in phrases("title")]
    for at in alone:
        below = lines[at + 1]
        if below.kind is None and below.short and len(below.text) >= SHORTEST_TITLE and first[at + 1] is None:
            first[at] = Label("标题", 0, len(lines[at].text))
            below.kind, below.starts = Kind.TITLE, True


def _lone_word(text: str) -> str:
    bare = compacted(text) if len(text) <= TOKEN else ""
    return re.sub(r"\A(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})[.、．]", "", bare).rstrip("：:")


def _title_or_text(line: Line) -> Label | None:
    """The label of a title or of the text, which may stand alone without its colon."""
    word = re.sub(r"\A(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})[.、．]", "", compacted(line.text))
    if word in phrases("text"):
        return Label(word, 0, len(line.text))
    return label(line.text, "title", "subtitle", "text")


def _labelled(line: Line, found: Label, kind: Kind | None) -> None:
    """A label off its line; a label alone is left out."""
    line.kind, line.why = None, ""
    if found.stop >= len(line.text):
        line.leave_out(_LABEL)
        return
    line.take_off(found.stop, _LABEL)
    line.kind = kind
    more = list(labels(line.text, "author", "unit", "sender", "aside")) if kind is Kind.TITLE else []
    for one, following in itertools.zip_longest(more, more[1:]):
        told = line.text[one.start : following.start if following else len(line.text)].strip()
        is_source = one.word in phrases("author", "unit", "sender")
        line.extra.append(
            Part(Kind.SOURCE if is_source else OUT, told, why="" if is_source else _LABEL, at=line.at)
        )
    if more:
        line.text = line.text[: more[0].start].rstrip()


def _labelled_other(sheet: Sheet, line: Line) -> None:
    """单位：, 作者：, 联系电话："""
    unit, author = label(line.text, "unit", "sender"), label(line.text, "author")
    other = label(line.text, "aside", "section", "checker")
    one = unit or author
    if one is not None and line.text[one.stop :].strip():
        line.kind, line.why = Kind.SOURCE, ""
        if sheet.signature(line.text) is None:
            line.take_off(one.stop, _LABEL)
    elif (one or other) is not None or _ENTRY.match(line.text) or _lone_word(line.text) in _lone_labels():
        line.leave_out(_LABEL)


def _lone_labels() -> Set[str]:
    return phrases("unit", "author", "aside", "section")


_ENTRY = re.compile(
    rf"[{HAN}（）()]{{2,8}}(?:人|员|电话|手机|时间|日期|意见|签字|签名|盖章|邮箱|类别|类型|编号|字数|等级|情况|状态|结果)\s*+[：:]"
)
"""单位负责人：, 审核意见： in a form."""
