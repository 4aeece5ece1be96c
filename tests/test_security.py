"""What SECURITY.md says is so: the tests that it names are there, the bounds are those of the program."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SAID = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
BOUNDS = re.findall(r"^\| (.+) \| ([\d,]+) (\S+) \| `([\w.]+)\.(\w+)` \|$", SAID, re.MULTILINE)
UNITS = {"KiB": 1 << 10, "MiB": 1 << 20}


def test_the_tests_that_hold_the_promises_are_there() -> None:
    named = set(re.findall(r"`((?:tests|packaging)/[\w/.]+)`", SAID))
    assert len(named) > 25
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


def test_the_bounds_are_read() -> None:
    table = SAID.partition("### 限度")[2].partition("\n#")[0]
    rows = [line for line in table.splitlines() if line.startswith("|")]
    assert len(BOUNDS) == len(rows) - 2 > 20


@pytest.mark.parametrize(("what", "number", "unit", "module", "name"), BOUNDS)
def test_a_bound_is_the_program_s(what: str, number: str, unit: str, module: str, name: str) -> None:
    if module.startswith("desk."):
        pytest.importorskip("PySide6")
    bound = getattr(importlib.import_module(f"bulletin_desk.{module}"), name)
    assert int(number.replace(",", "")) * UNITS.get(unit, 1) == bound, what
