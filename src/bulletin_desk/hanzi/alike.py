"""Characters that are mistaken for one another, since they sound or look alike. Knows no texts."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from bulletin_desk.resources import resource


class Alike(NamedTuple):
    """The frequent characters that one is mistaken for: `sounds` have its sound or nearly so, `shapes` look
    like it; `either` are all of them, each once."""

    sounds: str
    shapes: str
    either: str


@cache
def alike(char: str) -> Alike:
    """By the shipped list; nothing for what is not typed."""
    groups, shapes = _lists()
    sounds = "".join(dict.fromkeys("".join(groups.get(char, ())))).replace(char, "")
    like = shapes.get(char, "")
    return Alike(sounds, like, "".join(dict.fromkeys(sounds + like)))


@cache
def _lists() -> tuple[dict[str, list[str]], dict[str, str]]:
    """The frequent characters of each sound that a character has, and those that look like it."""
    sounds, _, shapes = resource("words", "alike.txt").read_text(encoding="utf-8").partition("\n\n")
    groups: dict[str, list[str]] = {}
    for line in sounds.splitlines():
        if not line.startswith("#"):
            _, frequent, rare = line.split(" ")
            for char in frequent + rare:
                groups.setdefault(char, []).append(frequent)
    return groups, {line[0]: line[2:] for line in shapes.splitlines()}
