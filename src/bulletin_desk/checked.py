"""Reads untrusted trees of dict, list and scalars (from json or tomllib) key by key, each failure as one
Chinese phrase with its key path. Must not know what is read, from which file, or which error is raised."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date as Date  # noqa: N812
from datetime import datetime
from typing import NoReturn

Fail = Callable[[str], NoReturn]
"""Raises the caller's error. Gets a phrase without a full stop: `sections[0].name 应为文字，实为整数`."""

MAX_TEXT = 1_000_000
"""No text of a bulletin or a layout has more characters."""

_MOST_OPTIONS = 12
"""So many options are named: more would not be read."""
_LONGEST_KEY = 40
"""Longer keys are no slip of the pen, and costly to compare."""
_MOST_COMPARED = 100
_LIKENESS = 0.7
"""From 0 to 1, as difflib measures it: `haed` and `head` have 0.75, `number` and `name` 0.6."""

_KINDS: tuple[tuple[type, str], ...] = (
    (bool, "真假值"),
    (int, "整数"),
    (float, "小数"),
    (str, "文字"),
    (list, "列表"),
    (dict, "表"),
    (datetime, "时刻"),
    (Date, "日期"),
    (type(None), "空值"),
)


def kind_of(value: object) -> str:
    """What a value is, in Chinese: `文字`, `整数`, `列表`…"""
    return next((name for kind, name in _KINDS if isinstance(value, kind)), type(value).__name__)


def shown(text: str, most: int = 40) -> str:
    """Foreign text fit to stand inside a message: on one line, short, nothing invisible in it."""
    cut = text if len(text) <= most else f"{text[:most]}…"
    return "".join(char if char.isprintable() or char == "\u3000" else f"\\u{ord(char):04x}" for char in cut)


class Filled(dict[str, object]):
    """A dict in which what its author left out has been filled in; `written` are the author's own keys."""

    def __init__(self, values: Mapping[str, object], written: Collection[str]) -> None:
        super().__init__(values)
        self.written = frozenset(written)


class Table:
    """One dict of an untrusted tree, read key by key; `done()` then reports keys that nobody asked for.

    `where` is the table's own key path, empty for the root. Every failure is raised through `fail`.
    A method's `default` is returned when the key is absent; without it an absent key is a failure.
    """

    def __init__(self, values: object, where: str, fail: Fail) -> None:
        self._where = where
        self._fail = fail
        self._asked: list[str] = []
        if not isinstance(values, dict):
            fail(f"{where or '最外层'} 应为表，实为{kind_of(values)}")
        self._values: dict[str, object] = values

    def path(self, key: str) -> str:
        """The full key path of `key`: `sections[0].name`."""
        return f"{self._where}.{shown(key)}" if self._where else shown(key)

    def keys(self) -> list[str]:
        """All keys in the table's own order, for tables whose keys are names of the author's choice."""
        return list(self._values)

    def has(self, key: str) -> bool:
        """Whether `key` is there. Also makes it a known key for `done()`."""
        if key not in self._asked:
            self._asked.append(key)
        return key in self._values

    def raw(self, key: str) -> object:
        """The value as it is, for kinds that have no method here."""
        if not self.has(key):
            likely = nearest(key, [other for other in self._values if other not in self._asked])
            hint = f"（写的是“{shown(likely)}”，是否要写“{key}”？）" if likely else ""
            self._fail(f"缺少 {self.path(key)}{hint}")
        return self._values[key]

    def wrong(self, key: str, reason: str) -> NoReturn:
        """Fails with the caller's own reason: `masthead.number 应大于0`."""
        self._fail(f"{self.path(key)} {reason}")

    def text(self, key: str, default: str | None = None, max_length: int = MAX_TEXT) -> str:
        """A string of at most `max_length` characters that can be written as UTF-8."""
        if default is not None and not self.has(key):
            return default
        return self._text(self.raw(key), self.path(key), max_length)

    def texts(self, key: str, optional: bool = False, max_length: int = MAX_TEXT) -> tuple[str, ...]:
        """A list of strings of at most `max_length` characters in all; empty if `optional` and absent."""
        values = self._list(key, optional, max_length)
        texts = tuple(
            self._text(value, f"{self.path(key)}[{at}]", max_length) for at, value in enumerate(values)
        )
        self._check_length(sum(map(len, texts)), self.path(key), max_length)
        return texts

    def integer(self, key: str, least: int, most: int, default: int | None = None) -> int:
        """A whole number from `least` to `most`, both included. True and 1.0 are none."""
        if default is not None and not self.has(key):
            return default
        value = self.raw(key)
        if isinstance(value, bool) or not isinstance(value, int):
            self.wrong(key, f"应为整数，实为{kind_of(value)}")
        if not least <= value <= most:
            self.wrong(key, f"应在{least}至{most}之间，实为{value if abs(value) < 10**18 else '长得多的数'}")
        return value

    def flag(self, key: str, default: bool | None = None) -> bool:
        """True or false."""
        if default is not None and not self.has(key):
            return default
        value = self.raw(key)
        if not isinstance(value, bool):
            self.wrong(key, f"应为 true 或 false，实为{kind_of(value)}")
        return value

    def date(self, key: str) -> Date:
        """A day: a TOML date, or a string `2024-01-09`."""
        value = self.raw(key)
        if isinstance(value, Date) and not isinstance(value, datetime):
            return value
        text = self.text(key) if isinstance(value, str) else ""
        # Date.fromisoformat alone would also take 20240109 and 2024-W02-2.
        if not text or not (len(text) == 10 and text.isascii() and text[4] == text[7] == "-"):
            self.wrong(
                key, f"应为“2024-01-09”这样的日期，实为{f'“{shown(text)}”' if text else kind_of(value)}"
            )
        try:
            return Date.fromisoformat(text)
        except ValueError:
            self.wrong(key, f"不是存在的日期：“{shown(text)}”")

    def choice(
        self,
        key: str,
        options: Sequence[str],
        default: str | None = None,
        hint: Callable[[str], str] = lambda value: "",
    ) -> str:
        """A string that is one of `options`. Of another value, `hint` may say what it is likely meant for."""
        if default is not None and not self.has(key):
            return default
        named = "、".join(f"“{shown(option)}”" for option in options[:_MOST_OPTIONS])
        right = f"应为{named}{'等' if len(options) > _MOST_OPTIONS else '之一'}"
        if not self.has(key):
            self._fail(f"缺少 {self.path(key)}，{right}")
        value = self.raw(key)
        if not isinstance(value, str) or value not in options:
            given = f"“{shown(value)}”{hint(value)}" if isinstance(value, str) else kind_of(value)
            self.wrong(key, f"{right}，实为{given}")
        return value

    def table(self, key: str, like: str = "") -> Table:
        """A table inside this one; one that is none is told what it should be `like`."""
        value = self.raw(key)
        if like and not isinstance(value, dict):
            self.wrong(key, f"应为表，如 {like}，实为{kind_of(value)}")
        return Table(value, self.path(key), self._fail)

    def tables(self, key: str, most: int, optional: bool = False) -> list[Table]:
        """A list of at most `most` tables; empty if `optional` and absent."""
        values = self._list(key, optional, most)
        return [Table(value, f"{self.path(key)}[{at}]", self._fail) for at, value in enumerate(values)]

    def tables_or_texts(self, key: str, name: str, most: int) -> list[Table]:
        """A table, a text, or a list of at most `most` of them; a text is a table with `name` alone."""
        values = self.raw(key)
        listed = isinstance(values, list)
        items: list[object] = self._list(key, False, most) if listed else [values]
        return [
            Table(
                {name: value} if isinstance(value, str) else value,
                f"{self.path(key)}[{at}]" if listed else self.path(key),
                self._fail,
            )
            for at, value in enumerate(items)
        ]

    def only(self, *keys: str) -> None:
        """Fails like `done` if the table has another key than these: before one of them is missed for what
        stands under a wrong name."""
        for key in keys:
            self.has(key)
        self.done()

    def done(self, meant: Mapping[str, str] | None = None, listing: bool = False) -> None:
        """Fails if the table has a key that no method was asked for, naming the nearest known one that its
        author didn't write, or what such keys are `meant` for that are like none; `listing` names all that
        may still be written where none is near."""
        written = self._values.written if isinstance(self._values, Filled) else self._values
        for key in self._values:
            if key not in self._asked:
                absent = [known for known in self._asked if known not in written]
                likely = (meant or {}).get(key) or nearest(key, absent)
                hint = f"（是否要写“{likely}”？）" if likely else ""
                if listing and not likely and absent:
                    hint = f"，还可以写的是 {'、'.join(absent)}"
                self._fail(f"{self._where or '最外层'} 中有不认识的键“{shown(key)}”{hint}")

    def _text(self, value: object, path: str, max_length: int) -> str:
        if not isinstance(value, str):
            self._fail(f"{path} 应为文字，实为{kind_of(value)}")
        self._check_length(len(value), path, max_length)
        at = half_character(value)
        if at is not None:
            self._fail(f"{path} 的第{at + 1}个字是残缺的半个字符（U+{ord(value[at]):04X}）")
        return value

    def _list(self, key: str, optional: bool, most: int) -> list[object]:
        if optional and not self.has(key):
            return []
        values = self.raw(key)
        if not isinstance(values, list):
            self.wrong(key, f"应为列表，实为{kind_of(values)}")
        if len(values) > most:
            self.wrong(key, f"最多{most}项，实有{len(values)}项")
        return values

    def _check_length(self, length: int, path: str, most: int) -> None:
        if length > most:
            self._fail(f"{path} 最长{most}字，实有{length}字")


def nearest(key: str, others: Sequence[str]) -> str:
    """Which of the others `key` is likely to be a slip of the pen for, or the other way round; empty if none
    is."""
    import difflib  # only a failure pays for it

    short = [other for other in others if len(other) <= _LONGEST_KEY][:_MOST_COMPARED]
    return next(iter(difflib.get_close_matches(key[:_LONGEST_KEY], short, 1, _LIKENESS)), "")


def half_character(text: str) -> int | None:
    """Where the first lone surrogate stands: half a character, which no file can hold as UTF-8."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        return error.start
    return None
