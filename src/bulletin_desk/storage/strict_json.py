"""Parses JSON from untrusted text without Python's leniency: no repeated key, no NaN, no endless number or
nesting. Must not know what the tree means."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import NoReturn

from bulletin_desk.checked import Fail, shown

_MAX_DIGITS = 18
"""Longer numbers mean nothing in an office, and Python refuses to convert some thousands of digits."""
_SHOWN = 20
MAX_PARTS = 2_000_000
"""Brackets, commas and colons between texts: what Python makes of a part can be a hundred times as large as
the part. A bulletin of a hundred thousand paragraphs has not half of it."""
_PART = re.compile(
    r'(?: [^"{\[,:]++ | "[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z) )*+ (?: ([{\[,:]) | \Z )',
    re.DOTALL | re.VERBOSE,
)
"""As far as the next bracket, comma or colon outside texts."""


class _NumberError(ValueError):
    """Its argument is the number as it is written."""


def parse(text: str, fail: Fail) -> object:
    """The dicts, lists and scalars in `text`. Mistakes are raised through `fail`, with their place."""
    if _marks(text) > MAX_PARTS and _parts_of(text) > MAX_PARTS:
        fail("JSON 的结构多得不合常理")
    repeated: list[tuple[dict[str, object], str]] = []

    def unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
        values = dict(pairs)
        if len(values) < len(pairs):
            seen: set[str] = set()
            key = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
            repeated.append((values, key))
        return values

    try:
        tree: object = json.loads(
            text,
            object_pairs_hook=unique,
            parse_int=_integer,
            parse_float=_float,
            parse_constant=_refuse,
        )
        if repeated:
            values, key = repeated[0]
            fail(f"{_path_of(values, tree)} 中的键“{shown(key)}”重复出现")
    except json.JSONDecodeError as error:
        fail(f"第{error.lineno}行第{error.colno}列起不是完整的 JSON")
    except _NumberError as error:
        (number,) = error.args
        fail(f"第{_line_of(number, text)}行的数值 {_short(number)} 没有意义")
    except RecursionError:
        fail("JSON 的层次太深")
    return tree


def _marks(text: str) -> int:
    return sum(map(text.count, "{[,:"))


def _parts_of(text: str) -> int:
    """The marks outside texts, as far as there may be; counted without a copy of the text, which may be all
    that the memory holds."""
    return sum(each[1] is not None for each in islice(_PART.finditer(text), MAX_PARTS + 1))


def _integer(digits: str) -> int:
    return int(digits) if len(digits.lstrip("-")) <= _MAX_DIGITS else _refuse(digits)


def _float(digits: str) -> float:
    value = float(digits)
    return value if abs(value) < 10.0**_MAX_DIGITS else _refuse(digits)


def _refuse(digits: str) -> NoReturn:
    raise _NumberError(digits)


def _short(number: str) -> str:
    return number if len(number) <= _SHOWN else f"{number[:_SHOWN]}…（共{len(number)}位）"


def _line_of(number: str, text: str) -> int:
    """The line of a number in JSON: where it first stands as a value. Its head will do, it may be endless."""
    head = number[:_SHOWN]
    at = text.find(head)
    while at >= 0:
        before = at
        while before and text[before - 1] in _WHITE:
            before -= 1
        if not before or text[before - 1] in "[:,":
            return text.count("\n", 0, at) + 1
        at = text.find(head, at + len(head))
    return 1


_WHITE = " \t\r\n"


def _path_of(wanted: object, tree: object) -> str:
    """The key path of the very object `wanted` inside `tree`."""
    if tree is wanted:
        return "最外层"
    steps: list[str] = [""]
    waiting = [_parts(tree)]
    while waiting:
        step = next(waiting[-1], None)
        if step is None:
            waiting.pop()
            steps.pop()
            continue
        key, value = step
        if value is wanted:
            named = [shown(each) for each in (*steps[1:], key)]
            return shown("".join(named).removeprefix("."), 200)
        if isinstance(value, dict | list):
            waiting.append(_parts(value))
            steps.append(key)
    # A repeated key may have shadowed the object that itself repeats a key.
    return "某一处"


def _parts(value: object) -> Iterator[tuple[str, object]]:
    """What a dict or list holds, each with its step in a key path."""
    if isinstance(value, dict):
        return ((f".{key}", part) for key, part in value.items())
    if isinstance(value, list):
        return ((f"[{at}]", part) for at, part in enumerate(value))
    return iter(())
