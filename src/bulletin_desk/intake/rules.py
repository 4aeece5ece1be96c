"""The rules of cleaning by name, and which of them are on. Knows not how they work."""

from __future__ import annotations

from typing import NamedTuple

RULES = {
    "odd": "去掉看不见的字符",
    "width": "全角数字、字母改半角",
    "dashes": "规范省略号、破折号、浪纹号",
    "marks": "汉字间的半角标点改全角",
    "spaces": "去掉多余空格",
    "breaks": "接上断开的段落",
    "empty": "去掉空段落",
}
"""What the rules are called before the clerk, in the order in which they work."""


class Cleaning(NamedTuple):
    """Which rules are on: a field for each of `RULES`."""

    odd: bool = True
    width: bool = True
    dashes: bool = True
    marks: bool = True
    spaces: bool = True
    breaks: bool = True
    empty: bool = True

    def without(self, *rules: str) -> Cleaning:
        """The same with these rules off."""
        return self._replace(**dict.fromkeys(rules, False))
