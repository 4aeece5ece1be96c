"""What rows of an issue say by their signs alone: 【市州动态】, 本期要目, 编者按：. Knows no looks."""

from __future__ import annotations

import re

from bulletin_desk.gathering.rows import section_name
from bulletin_desk.hanzi.classes import HAN

SIGNS = "◆◇■□●○★☆▲△▼▽◎※▶►❖♦"
"""Signs before the name of a section, or an entry of a list."""
_BRACKETED = re.compile(r"[【〖［\[〔]\s*+([^【】〖〗［］\[\]〔〕]{1,30}?)\s*+[】〗］\]〕]\s*+[：:]?")
_SIGNED = re.compile(rf"[{SIGNS}]{{1,3}}\s*+([{HAN}0-9A-Za-z（）()“”·\s]{{2,16}}?)\s*+[{SIGNS}]{{0,3}}")
_NUMBER = re.compile(r"第\s*+\S{1,8}?\s*+[期号]|\A[0-9\s年]++\Z")
"""〔2024〕, （总第5期）: no name."""
_STOPPED = re.compile("[，。；：！？、]")
_AROUND = f"[{SIGNS}≡＝=—～~【】〖〗［］\\[\\]《》：:]{{0,4}}+"
_CONTENTS = re.compile(
    f"{_AROUND}(?:目录|本期(?:目录|导读|要目|内容|看点|摘要|要点|重点|要闻)|要目|导读|内容(?:提要|导读)){_AROUND}"
)
_DETAILS = re.compile(f"{_AROUND}本期(?:详情|正文|全文){_AROUND}")
_ATTACHMENT = re.compile("附件(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})?[：:]?")
_NOTE = re.compile(
    r"[【（(〔\[［]?\s*+(?:编\s*+者\s*+按|编\s*+者\s*+的\s*+话|按\s*+语|编前语|卷首语)\s*+[】）)〕\]］]?[：:\s]"
)


def section_in(text: str) -> str:
    """The name of the section that a row is in brackets; empty for any other row."""
    found = _BRACKETED.fullmatch(text.strip())
    if not found or _STOPPED.search(found[1]) or _NUMBER.search(found[1]):
        return ""
    return section_name(found[1])


def framed(text: str) -> tuple[str, str]:
    """What stands before a row's words and how they are closed, as a section's name may be framed where looks
    say that it is one (——要闻——, （要闻）, 一、要闻), and the words; empty twice for any other row."""
    found = _FRAMED.fullmatch(text.strip())
    name = section_name(found["dashed"] or found["bracketed"] or found["numbered"]) if found else ""
    if not 2 <= len(name) <= _LONGEST_FRAMED or _STOPPED.search(name):
        return "", ""
    return (NUMBER if found and found["numbered"] else text.strip()[0]), name


NUMBER = "一"
"""A number before a section's name, as `framed` tells it."""
_LONGEST_FRAMED = 16
_RULES = "-—─－=＝≡~～*＊"
_FRAMED = re.compile(
    rf"[{_RULES}]{{1,4}}+\s*+(?P<dashed>[^{_RULES}]++)[{_RULES}]{{1,4}}+"
    r"|[（(]\s*+(?P<bracketed>[^（）()]++)[）)]"
    r"|(?:第?[一二三四五六七八九十]{1,3}[、.．：:]|[（(][一二三四五六七八九十]{1,3}[）)])\s*+(?P<numbered>.++)",
)


def signed_section(text: str) -> str:
    """The name behind a sign (◆市州动态); empty for any other row. It may be an entry of a list too."""
    found = _SIGNED.fullmatch(text.strip())
    return section_name(found[1]) if found else ""


def is_contents_title(text: str) -> bool:
    """Whether a row is the title of the list of contents."""
    return bool(_CONTENTS.fullmatch("".join(text.split())))


def is_details_title(text: str) -> bool:
    """Whether a row stands below the list of contents, over all items (≡本期详情≡)."""
    return bool(_DETAILS.fullmatch("".join(text.split())))


def is_attachment_mark(text: str) -> bool:
    """Whether a row stands over the title of an attachment (附件1)."""
    return bool(_ATTACHMENT.fullmatch("".join(text.split())))


def is_note(text: str) -> bool:
    """Whether a row begins an editor's note."""
    return bool(_NOTE.match(text + " "))
