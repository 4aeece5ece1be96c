"""Regular expressions that are compiled when they are first asked: a check asks a part of the rules' two
hundred, and to compile them all takes longer than to look a bulletin through. Knows none of them."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from functools import cached_property

Match = re.Match[str]


class Expression:
    """As `re.compile(source)`, but compiled later: what is wrong with it is raised then."""

    def __init__(self, source: str) -> None:
        self.source = source

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The pattern itself."""
        return re.compile(self.source)

    def finditer(self, text: str, start: int = 0, stop: int = sys.maxsize) -> Iterator[Match]:
        """As `re.Pattern.finditer`, and the others so, too."""
        return self.compiled.finditer(text, start, stop)

    def findall(self, text: str, start: int = 0, stop: int = sys.maxsize) -> list[str]:
        """For expressions with one group at most."""
        found: list[str] = self.compiled.findall(text, start, stop)
        return found

    def search(self, text: str, start: int = 0, stop: int = sys.maxsize) -> Match | None:
        return self.compiled.search(text, start, stop)

    def match(self, text: str, start: int = 0, stop: int = sys.maxsize) -> Match | None:
        return self.compiled.match(text, start, stop)

    def fullmatch(self, text: str, start: int = 0, stop: int = sys.maxsize) -> Match | None:
        return self.compiled.fullmatch(text, start, stop)

    def split(self, text: str) -> list[str]:
        return [each or "" for each in self.compiled.split(text)]

    def sub(self, new: str | Callable[[Match], str], text: str) -> str:
        return self.compiled.sub(new, text)
