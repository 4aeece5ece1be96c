"""Reads TOML that people write by hand, each failure as one Chinese phrase: where, and what slip it may be.
Must not know what is read, from which file, or which error is raised."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from bulletin_desk.checked import Fail

_MOST_DOTS = 1000
"""In a line: what Python makes of a key of a hundred thousand dots takes minutes."""
_MOST_OUTSIDE = 100
"""Dots of a line outside its strings: each key walks down its own parts and those of its table, so that
lines of hundreds take seconds."""
_STRING = re.compile(r'"(?:\\.|[^"\\])*(?:(")|\\?$)|\'[^\']*(?:(\')|$)')
"""A string, or the rest of a line in which one begins that does not end there: else each quote of it would be
tried."""
_QUOTED = "§"
"""What stands for a string while a line is looked at."""
_HAN = r"\u3400-\u9fff"
_SLIPS = (
    (r"^[^=]*[＝：]", "键和值之间要用英文的等号 ="),
    (r"[“”＂「」『』]", '引号要用英文的 "'),
    (r"[［］【】｛｝]", "括号要用英文的"),
    (r"，", "逗号要用英文的 ,"),
    (r"[\"']", '引号不成对：文字前后各要一个英文的 "'),
    (rf"^\[.*[{_HAN}]", '中文的名字是否加了引号，如 [styles."小字"]'),
    (r"^\[(?!.*\]$)|^\[\[(?!.*\]\]$)|^\[[^\[].*\]\]$", "方括号不成对"),
    (rf"^[^=]*[{_HAN}]", "中文的键是否加了引号；不是自己起的名字，都照说明写英文"),
    (r"=\s*(?:True|TRUE|False|FALSE|是|否)$", "是写 true，非写 false"),
    (r"=\s*[^\s§\[{\d+-]", '文字要放在英文的引号 " 里'),
    (r"=\s*[\d./+-]+\s*[^\s\d./\-]", '数后面不能有别的字；带单位的长度要放在英文的引号 " 里'),
    (r"\{[^}]*$|\{.*§\s+\w", "花括号 { } 里各项之间要有英文的逗号，末了要有 }"),
)
"""What is looked for in a line that can't be read, less its strings and comments, and what would be right."""
_ELSE = "请看引号、括号是否成对，中文的键是否加了引号，键是否重复"


def toml_tree(data: bytes, fail: Fail) -> dict[str, Any]:
    """The tree of a TOML file's bytes; what can't be read goes to `fail`."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        fail("不是 UTF-8 编码，请另存为 UTF-8")
    for number, line in enumerate(text.split("\n"), 1):
        dots = line.count(".")
        if dots <= _MOST_OUTSIDE or line.lstrip().startswith("#"):
            continue
        if dots > _MOST_DOTS or _STRING.sub("", line).partition("#")[0].count(".") > _MOST_OUTSIDE:
            fail(f"第{number}行里的点多得不合理")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+), column (\d+)", str(error))
        place = f"第{at[1]}行第{at[2]}字" if at else "文件末尾"
        wrong = text.split("\n")[int(at[1]) - 1] if at else ""
        fail(f"{place}附近不合 TOML 的写法：{_slip(wrong, str(error))}")
    except (ValueError, RecursionError):  # a number of thousands of digits, lists thousands deep
        fail("里面有长得或深得不合理的值")


def _slip(line: str, error: str) -> str:
    """The likeliest reason why a line can't be read."""
    bare = _STRING.sub(lambda found: _QUOTED if found.lastindex else found[0], line).split("#")[0].strip()
    if re.search("overwrite|twice|Duplicate", error):
        if re.fullmatch(r"\[[^\[].*\]", bare):
            return "这张表写了两次；要写几次的用两层方括号，如 [[head.rows]]"
        return "这个键写了两次"
    return next((right for slip, right in _SLIPS if re.search(slip, bare)), _ELSE)
