"""Patterns of words with fields, as `format` has them, and what stands in a text for their fields."""

from __future__ import annotations

import re
from collections.abc import Sequence
from string import Formatter
from typing import NamedTuple

_BRACKETS = str.maketrans("()", "（）")

FREE = "supplement"
"""The field that holds any text; all others are figures, with white space around them or not."""
NUMBERED = ("number", "total", "supplement")
"""The fields of a number line."""
WITH_TOTAL = ("number", "total", FREE)
WITHOUT_TOTAL = ("number", FREE)
_FIGURES = re.compile(r"\s*+(\d{1,9}+)\s*+")


class _Token(NamedTuple):
    """A field of a pattern by its name, or a text."""

    text: str
    is_field: bool


def _tokens(pattern: str) -> list[_Token]:
    """A pattern's texts and fields; the white space beside figures is theirs."""
    parts: list[_Token] = []
    for literal, field, *_ in Formatter().parse(pattern):
        if literal:
            parts.append(_Token(literal, is_field=False))
        if field:
            parts.append(_Token(field, is_field=True))
    figures = [token.is_field and token.text != FREE for token in parts]
    for at, token in enumerate(parts):
        if not token.is_field:
            text = token.text.lstrip() if at and figures[at - 1] else token.text
            text = text.rstrip() if at + 1 < len(parts) and figures[at + 1] else text
            parts[at] = _Token(text, is_field=False)
    return parts


def match(pattern: str, text: str) -> dict[str, str] | None:
    """What stands in `text` for the fields of a pattern; None if it is worded otherwise."""
    tokens = _tokens(pattern)
    free = next((at for at, token in enumerate(tokens) if token.text == FREE and token.is_field), None)
    before, after = (tokens, []) if free is None else (tokens[:free], tokens[free + 1 :])
    fields: dict[str, str] = {}
    left = _taken(before, text.strip(), fields)
    if left is None or free is None:
        return fields if left == "" else None
    # What comes behind the free text is read from the end.
    mirrored: dict[str, str] = {}
    backwards = [token if token.is_field else token._replace(text=token.text[::-1]) for token in after[::-1]]
    left = _taken(backwards, left[::-1], mirrored)
    if left is None:
        return None
    return fields | {field: value[::-1] for field, value in mirrored.items()} | {FREE: left[::-1]}


def _taken(tokens: Sequence[_Token], text: str, fields: dict[str, str]) -> str | None:
    """What is left of `text` behind these tokens, whose values are put into `fields`; None if they are not
    there."""
    for token in tokens:
        if not token.is_field:
            if not text.startswith(token.text):
                return None
            text = text[len(token.text) :]
            continue
        found = _FIGURES.match(text)
        if found is None:
            return None
        fields[token.text] = found[1]
        text = text[found.end() :]
    return text


def wide(text: str) -> str:
    """A text with full-width brackets, which are typed either way."""
    return text.translate(_BRACKETS)


def is_pattern(text: str, fields: tuple[str, ...]) -> bool:
    """Whether a text from outside is a pattern with these fields, each at most once, and nothing that
    `format` would do more with."""
    try:
        found = [part for part in Formatter().parse(text) if part[1] is not None]
    except ValueError:
        return False
    names = [field for _, field, _, _ in found]
    plain = all(not form and not conversion for _, _, form, conversion in found)
    return len(text) <= LONGEST and plain and set(names) <= set(fields) and len(set(names)) == len(names)


LONGEST = 80
