"""Letters written with combining marks as the one character that Unicode has for them. Knows no faces."""

from __future__ import annotations

import re
import unicodedata

ABSORBED = "\u034f"
"""The combining grapheme joiner, which nobody types: has the place of a mark that went into its letter."""

_MARKED = re.compile("[^\u0300-\u036f\u3099\u309a\n][\u0300-\u036f\u3099\u309a]{1,8}")
"""A letter and its marks: more than a few belong to none, and putting very many in order takes long."""


def in_one(text: str) -> str:
    """The text with each letter and its marks as one character, as far as there is one (ň), and of the same
    length, so that offsets hold."""
    return _MARKED.sub(_composed, text)


def _composed(match: re.Match[str]) -> str:
    composed = unicodedata.normalize("NFC", match[0])
    return composed[0] + ABSORBED * (len(match[0]) - len(composed)) + composed[1:]
