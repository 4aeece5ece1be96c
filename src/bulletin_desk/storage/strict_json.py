"""Parses JSON from untrusted text without Python's leniency: no repeated key, no NaN, no endless number or
nesting. Must not know what the tree means."""

from __future__ import annotations

import json
from typing import NoReturn

from bulletin_desk.checked import Fail, shown

_MAX_DIGITS = 18
"""Longer numbers mean nothing in an office, and Python refuses to convert some thousands of digits."""
_SHOWN = 20
MAX_PARTS = 2_000_000
"""Brackets, commas and colons, also those in texts: what Python makes of a part can be a hundred times as
large as the part."""


class _NumberError(ValueError):
    pass


def parse(text: str, fail: Fail) -> object:
    """The dicts, lists and scalars in `text`. Mistakes are raised through `fail`, with their place."""
    if sum(map(text.count, "{[,:")) > MAX_PARTS:
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
        fail(f"数值 {error} 没有意义")
    except RecursionError:
        fail("JSON 的层次太深")
    return tree


def _integer(digits: str) -> int:
    return int(digits) if len(digits.lstrip("-")) <= _MAX_DIGITS else _refuse(digits)


def _float(digits: str) -> float:
    value = float(digits)
    return value if abs(value) < 10.0**_MAX_DIGITS else _refuse(digits)


def _refuse(digits: str) -> NoReturn:
    raise _NumberError(digits if len(digits) <= _SHOWN else f"{digits[:_SHOWN]}…（共{len(digits)}位）")


def _path_of(wanted: object, tree: object) -> str:
    """The key path of the very object `wanted` inside `tree`."""
    waiting = [("", tree)]
    while waiting:
        path, value = waiting.pop()
        if value is wanted:
            return shown(path, 200) or "最外层"
        if isinstance(value, dict):
            waiting += [(f"{path}.{key}" if path else key, part) for key, part in value.items()]
        elif isinstance(value, list):
            waiting += [(f"{path}[{at}]", part) for at, part in enumerate(value)]
    # A repeated key may have shadowed the object that itself repeats a key.
    return "某一处"
