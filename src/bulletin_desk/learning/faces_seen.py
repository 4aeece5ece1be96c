"""Which role a font's name stands for, however the file calls it: in Chinese, in English, as PostScript does,
or a face that is only of the same kind. Knows no files and no layout."""

from __future__ import annotations

import re
from functools import lru_cache

from bulletin_desk.layouts.model import EMBOLDENED

_APART = re.compile(r"[\s_\-,.+·@]+")
_HEAVY = re.compile("bold|heavy|black|粗|特|大宋")
_KINDS = (
    # a kind's role, and what its names hold; the first that fits: 仿宋 before 宋
    ("fangsong", "仿|fangsong|fandolfang|fzfs|fsong|serifsclight"),  # whose figures we take from that one
    ("xiaobiaosong", "标宋|標宋|biaosong|bsong|fzxbs|fzdbs|中宋|zhongsong|粗宋|cusong|大宋|dasong"),
    ("kai", "楷|kai|stkt|fzkt|simkt"),
    ("hei", "黑|hei|gothic|等线|dengxian|圆|youyuan|yuanti|pingfang|苹方|wenquanyi|文泉驿"),
    ("hei", "sanssc|sanscn|sanscjk|sanstc|sanshk|hansans|fzht|fzxh|普惠|puhuiti"),
    ("song", "宋|song|simsun|明体|明體|mingliu|uming|mincho|fzss|fzbs"),
    ("song", "serifsc|serifcn|serifcjk|seriftc|serifhk|hanserif"),
    ("kai", "隶|隸|lisu|liti|魏碑|weibei|xinwei|行书|xingshu|舒体|shuti|姚体|yaoti"),
    ("latin", "times|tinos|roman|liberationserif|cambria|caladea|georgia|garamond|century|palatino"),
    ("latin", "dejavuserif|notoserif|courier|cmr|termes|nimbusrom"),
    ("hei", "arial|arimo|helvetica|calibri|carlito|verdana|tahoma|segoe|liberationsans|dejavusans"),
)
_ROLES = tuple((role, re.compile(names)) for role, names in _KINDS)
_EXACT = re.compile(
    "小标宋|xiaobiaosong|fzxbs|仿宋|fangsong|楷体|楷體|kaiti|黑体|黑體|simhei|宋体|宋體|simsun|timesnewroman"
    # our own stand-ins: pages of this program are seen as what they stand for
    "|notoserifsc|fandol|notosanssc|lxgwwenkai|liberationserif"
)


@lru_cache(maxsize=512)
def role_of(face: str, bold: bool = False) -> str:
    """The role (`layouts.model.ROLES`, `EMBOLDENED`) that a font's name stands for, set `bold` or not; empty
    where the name tells nothing (CIDFont+F1)."""
    face, comma, style = face.partition(",")  # how bold is said that is made of a face (ISO 32000-1, 9.6.2.3)
    bold = bold or bool(comma and _HEAVY.search(style.lower()))
    name = _plain(face)
    role = next((role for role, names in _ROLES if names.search(name)), "")
    if role == "song" and _HEAVY.search(name):
        return "xiaobiaosong"  # a heavy 宋体 of its own, as titles are set in
    if bold or (_HEAVY.search(name) and role != "xiaobiaosong"):
        strong = "latin_bold" if role == "latin" else f"{role}_bold"
        return strong if strong in EMBOLDENED or strong == "latin_bold" else role
    return role


def is_nearest(face: str) -> bool:
    """Whether the role's face only comes near to this one, so that the pages will not look quite alike."""
    name = _plain(face)
    return bool(role_of(face)) and not _EXACT.search(name)


def face_name(face: str) -> str:
    """A font's name as people know it: GBK read as Latin-1 is put right."""
    try:
        return face.encode("latin-1").decode("gb18030") if not face.isascii() else face
    except UnicodeError:
        return face


def _plain(face: str) -> str:
    return _APART.sub("", face_name(face)).lower()
