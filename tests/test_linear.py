"""Every regular expression between the bulletin file and the exports takes time in proportion to its input.
Their rooms' modules are walked, so that a new expression is covered by itself."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

import bulletin_desk
from bulletin_desk import checked
from bulletin_desk.proof import wording
from bulletin_desk.storage import bulletin_file, migrations, strict_json
from bulletin_desk.typeset import break_titles
from tests.growth import Growth, Used, check_linear, patterns_of, provoking

ROOMS = ("bulletin", "editing", "export", "hanzi", "layouts", "proof", "typeset")


def modules() -> list[ModuleType]:
    found = [checked, bulletin_file, migrations, strict_json]
    for room in ROOMS:
        package = importlib.import_module(f"{bulletin_desk.__name__}.{room}")
        names = [each.name for each in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")]
        found += map(importlib.import_module, names)
    return found


def expressions() -> list[Used]:
    made = [
        Used("misspelt", wording._misspelt(), "finditer"),
        Used("piece", break_titles._piece(), "finditer"),
    ]
    found: dict[tuple[str | bytes, int, str], Used] = {}
    for used in (*made, *(each for module in modules() for each in patterns_of(module))):
        found.setdefault((used.pattern.pattern, used.pattern.flags, used.method), used)
    return list(found.values())


USED = expressions()
MOST = 1 << 14
"""Characters at which the square of them takes a hundred times as long as they should."""
TRIES = 3


def linear(function: Callable[[Any], object], make: Callable[[int], Any], *, about: str) -> None:
    """Whatever else the machine does: what grows too fast does so each time."""
    for left in reversed(range(TRIES)):
        try:
            check_linear(function, make, enough=0.02, most=MOST, about=about)
            return
        except Growth:
            if not left:
                raise


@pytest.mark.parametrize("number", range(len(USED)), ids=[f"{used.name}-{used.method}" for used in USED])
def test_an_expression(number: int) -> None:
    used = USED[number]
    for make in provoking(used.pattern):
        linear(used.run, make, about=f"{used.name} {used.method}")


def test_expressions_are_found() -> None:
    names = {used.name for used in USED}
    assert {"_EDGE", "CLUSTER", "_LENGTH", "_TEXT", "_RUN", "_PERSON", "_STRETCH", "_DROPPED"} <= names
    assert len(USED) > 100
