"""What each edit may do to the text, by its name in the undo menu: an edit that nobody has named here is
found out, and so is one that takes more than it may."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from bulletin_desk.bulletin.edits import text_at
from bulletin_desk.bulletin.grammar import items_of, text_nodes
from bulletin_desk.bulletin.model import Endorsement, Issue
from bulletin_desk.editing.fragment import as_text, copy
from bulletin_desk.editing.nodes import EMPTY_SOURCE
from bulletin_desk.editing.selection import Selection
from tests.editing.texts import attached_text

Letters = Counter[str]

A_WORD = 40
"""Characters that one key of deleting takes at most where nothing is selected."""
_SAME = re.compile(
    r"不采纳(?:\d+处)?修订|收进\d+条批注|"
    "段首标题|加粗|稿件标记|稿件状态|栏目级别|标题级别|图片大小|图片(?:并排|拆开)|换图片|移动(?:稿件|栏目|附件|文字|段落|行|列|参考线)"
    "|(?:合并|拆分)单元格|单元格对齐|标题行|表格线|列宽|删除空行空列|换版式|版式：.*|改为.*|删除来源"
)
"""The text stays as it is."""
_MORE = re.compile(
    "插入(?:图片|表格|行|列)|新建栏目|新建附件|复制(?:稿件|栏目|附件)|收进稿件|添加编者按|导入.*篇稿件"
)
"""Nothing goes."""
_OVER = re.compile("输入|插入符号|粘贴|分段|换行|写来源|新建稿件|添加报送单位")
"""What was selected goes, and nothing else."""
_AT_A_CARET = re.compile("删除|输入|插入符号|粘贴|分段|换行|写来源|新建稿件")
"""Where nothing is selected, what was noted with items stays noted."""
_FIELD = re.compile("修改(?!标题|图片).*|移动报送单位|(?:添加|删除)印发栏")
"""A field of the frame: what the clerk writes stays as it is."""
_NUMBERS = re.compile("自动编号")
"""Nothing but numbers goes or comes, with the signs around them."""
_NUMBER = frozenset("一二三四五六七八九十百零（）()、.．0123456789 \u3000")
_ANY = re.compile(
    "放进备用|替换|全部替换|(?:粘贴|移动)单元格|删除报送单位|删除编者按|修改图片|删除(?:表格|行|列|稿件|栏目|图片|附件|引题|标题|副题|题下行|称谓|落款)|栏目改名|修改标题|改“.*”|改.*处.*"
    "|换成文件里的|恢复没有保存的稿子|取回.*|写成通报"
    r"|采纳(?:\d+处)?修订"
)
"""It is for taking text away, or for putting other text there."""


def letters(text: str) -> Letters:
    """The characters of a text, but line breaks, and the brackets that wait for a source."""
    for gone in ("\n", *EMPTY_SOURCE):
        text = text.replace(gone, "")
    return Counter(text)


def letters_of(issue: Issue) -> Letters:
    """The characters of all texts of an issue."""
    return letters("".join(text_at(issue, path) for path in text_nodes(issue)))


def endorsements_of(issue: Issue) -> Counter[Endorsement]:
    """All that leaders wrote on the items of an issue."""
    return Counter(each for _, item in items_of(issue) for each in item.endorsements)


def wrong(name: str, before: Issue, selected: Selection, now: Issue, replaced: int) -> str:
    """What an edit called so must not have done to an issue in which so much was selected, a sentence; empty
    if all is well. `replaced` counts characters around the caret that an input method has replaced."""
    if fault := _noted(name, before, selected, now) or _remarks_gone(name, before, now):
        return fault
    if name in _BY_THEMSELVES:
        return _BY_THEMSELVES[name](before, selected, now)
    if _SAME.fullmatch(name):
        changed = _difference(letters_of(before), letters_of(now))
        return f"{name} changed the text: {changed}" if changed else ""
    if _NUMBERS.fullmatch(name):
        was, is_ = letters_of(before), letters_of(now)
        others = [char for char in (was - is_) + (is_ - was) if char not in _NUMBER]
        return f"{name} changed {''.join(others)!a}" if others else ""
    if _MORE.fullmatch(name):
        gone = letters_of(before) - letters_of(now)
        return f"{name} lost {_words(gone)}" if gone else ""
    if _OVER.fullmatch(name):
        gone = letters_of(before) - letters_of(now) - letters(as_text(copy(before, selected)))
        return f"{name} lost {_words(gone)}" if gone.total() > replaced else ""
    if _FIELD.fullmatch(name):
        return "" if now.sections == before.sections else f"{name} changed the sections"
    return "" if _ANY.fullmatch(name) else f"an edit whose name the ledger does not know: {name}"


def _deleted(before: Issue, selected: Selection, now: Issue) -> str:
    was, left = letters_of(before), letters_of(now)
    more, gone = left - was, was - left
    if more:
        return f"删除 brought {_words(more)}"
    if selected.empty:
        return f"删除 lost {_words(gone)}" if gone.total() > A_WORD else ""
    lost = gone - letters(as_text(copy(before, selected)))
    return f"删除 lost {_words(lost)}" if lost else ""


def _cut(before: Issue, selected: Selection, now: Issue) -> str:
    was, left = letters_of(before), letters_of(now)
    lost = was - left - letters(attached_text(copy(before, selected)))  # attachments go with whole items
    more = left - was
    return f"剪切 lost {_words(lost)}, brought {_words(more)}" if lost or more else ""


def _endorsed(before: Issue, _: Selection, now: Issue) -> str:
    was, is_ = ([replace(item, endorsements=()) for _, item in items_of(issue)] for issue in (before, now))
    return "" if was == is_ else "领导批示 changed what is printed"


def _remarked(before: Issue, _: Selection, now: Issue) -> str:
    was, is_ = (replace(issue, remarks=()) for issue in (before, now))
    return "" if was == is_ else "an edit of remarks changed the issue"


_REMARKS = ("加批注", "回复批注", "改批注", "批注办好了", "重新打开批注", "删除批注")
_BY_THEMSELVES = {"删除": _deleted, "剪切": _cut, "领导批示": _endorsed, **dict.fromkeys(_REMARKS, _remarked)}
_ANOTHER = re.compile("换成文件里的|恢复没有保存的稿子|取回以前的版本|写成通报")
"""Another issue, with remarks of its own."""


def _remarks_gone(name: str, before: Issue, now: Issue) -> str:
    """No edit of texts takes a remark away, or brings one."""
    if name in _REMARKS or _ANOTHER.fullmatch(name):
        return ""
    was, is_ = ([each.said for each in issue.remarks] for issue in (before, now))
    return "" if was == is_ else f"{name} changed the remarks"


def _noted(name: str, before: Issue, selected: Selection, now: Issue) -> str:
    """What an edit called so must not have taken of what leaders wrote on items."""
    kept = any(each.fullmatch(name) for each in (_SAME, _MORE, _NUMBERS, _FIELD))
    if not (kept or (selected.empty and _AT_A_CARET.fullmatch(name))):
        return ""
    lost = endorsements_of(before) - endorsements_of(now)
    return f"{name} lost what was noted by {', '.join(each.who for each in lost)}" if lost else ""


def _difference(before: Letters, now: Letters) -> str:
    gone, more = before - now, now - before
    return f"-{_words(gone)} +{_words(more)}" if gone or more else ""


def _words(counted: Letters) -> str:
    return ascii("".join(sorted(counted.elements()))[:40])
