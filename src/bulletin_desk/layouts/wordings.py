"""The words that a layout puts around fields: `第{number}期[（总第{total}期）]`. Knows no file and no values.

`{name}` stands for a field. What stands in `[…]` is left out when a field in it is empty; what stands there
behind a `|` is then printed in its place. `{{ }} [[ ]]` print these marks themselves.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

_TOKEN = re.compile(r"\{\{|\}\}|\[\[|\]\]|\{([^{}\[\]]*)\}|[{}\[\]|]|[^{}\[\]|]+")
_DEEPEST = 5
"""Brackets in brackets."""
MARKS = "{}[]"


class FieldSlot(NamedTuple):
    """Where a field's text stands."""

    name: str


class Option(NamedTuple):
    """What is left out when a field in it is empty, but not one of an option inside it; `otherwise` then
    stands in its place."""

    parts: tuple[Part, ...]
    otherwise: tuple[Part, ...] = ()


Part = str | FieldSlot | Option


class Wording(NamedTuple):
    """A text with fields, taken apart."""

    parts: tuple[Part, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of its fields, in their order, each once."""
        return tuple(dict.fromkeys(_fields(self.parts)))

    def fill(self, value: Callable[[str], str]) -> str:
        """The text with the values of its fields."""
        return _filled(self.parts, value)

    def around(self, name: str) -> tuple[str, str]:
        """The words before and behind its field `name`, with its options."""
        before, _, behind = self.fill(lambda field: _HERE if field == name else "").partition(_HERE)
        return before, behind

    @property
    def pattern(self) -> str:
        """As a layout's file has it."""
        return _pattern(self.parts)

    def text(self, *, whole: bool = True) -> str:
        """As a text of words and `{fields}`: with all options, or (not `whole`) with what is printed without
        them."""
        return _flat(self.parts, whole=whole)


_HERE = "\0"


def parsed(text: str) -> Wording:
    """A layout file's text taken apart. Raises ValueError with the reason, a phrase that begins with 里."""
    level: list[tuple[list[Part], list[Part] | None]] = [([], None)]

    def add(part: Part) -> None:
        parts, otherwise = level[-1]
        (parts if otherwise is None else otherwise).append(part)

    for token in _TOKEN.finditer(text):
        match token[0]:
            case "{{" | "}}" | "[[" | "]]":
                add(token[0][0])
            case "[":
                if len(level) > _DEEPEST:
                    raise ValueError("里的方括号 [ ] 套得太深")
                level.append(([], None))
            case "]":
                if len(level) == 1:
                    raise ValueError("里的方括号 [ ] 不成对，要印方括号请写 [[ 和 ]]")
                parts, otherwise = level.pop()
                add(Option(tuple(parts), tuple(otherwise or ())))
            case "|" if len(level) > 1:
                if level[-1][1] is not None:
                    raise ValueError("里的一对方括号中只能有一个 |")
                level[-1] = (level[-1][0], [])
            case "{" | "}":
                raise ValueError("里的花括号 { } 不成对，要印花括号请写 {{ 和 }}")
            case words:
                add(FieldSlot(token[1]) if token[1] is not None else words)
    if len(level) > 1:
        raise ValueError("里的方括号 [ ] 不成对，要印方括号请写 [[ 和 ]]")
    return Wording(tuple(level[0][0]))


def _fields(parts: tuple[Part, ...]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, FieldSlot):
            yield part.name
        elif isinstance(part, Option):
            yield from _fields(part.parts)
            yield from _fields(part.otherwise)


def _filled(parts: tuple[Part, ...], value: Callable[[str], str]) -> str:
    made = []
    for part in parts:
        match part:
            case str():
                made.append(part)
            case FieldSlot(name):
                made.append(value(name))
            case Option(inside, otherwise):
                whole = all(value(one.name) for one in inside if isinstance(one, FieldSlot))
                made.append(_filled(inside if whole else otherwise, value))
    return "".join(made)


def _flat(parts: tuple[Part, ...], *, whole: bool) -> str:
    made = []
    for part in parts:
        match part:
            case str():
                made.append(part.replace("{", "{{").replace("}", "}}"))
            case FieldSlot(name):
                made.append(f"{{{name}}}")
            case Option(inside, otherwise):
                made.append(_flat(inside if whole else otherwise, whole=whole))
    return "".join(made)


def _pattern(parts: tuple[Part, ...]) -> str:
    made = []
    for part in parts:
        match part:
            case str():
                made.append("".join(char * 2 if char in MARKS else char for char in part))
            case FieldSlot(name):
                made.append(f"{{{name}}}")
            case Option(inside, otherwise):
                other = f"|{_pattern(otherwise)}" if otherwise else ""
                made.append(f"[{_pattern(inside)}{other}]")
    return "".join(made)
