"""The kinds of paragraph that recognition tells apart, and a paragraph with its kind. Knows no rules."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Role(Enum):
    """What a paragraph of a manuscript is for the bulletin. The value is its name before the clerk."""

    SECTION = "栏目"
    TITLE = "标题"
    SUBHEADING = "小标题"
    BODY = "正文"
    SOURCE = "来源"
    NOTE = "编者按"
    OUT = "不收"


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph with its kind. `run_in` is the length of its run-in heading, `why` says of one left out
    what it is, `at` is its place among the manuscript's paragraphs. `"\\n"` parts the lines of a title or a
    subheading. `typed`: the clerk has written the text anew; `joined` parts after it are in it."""

    role: Role
    text: str
    run_in: int = 0
    why: str = ""
    at: int = 0
    typed: bool = False
    joined: int = 0
