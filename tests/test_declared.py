"""What the sources import is what pyproject.toml declares, for the part that imports it."""

from __future__ import annotations

import ast
import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
SRC = ROOT / "src" / "bulletin_desk"
DISTRIBUTIONS = {
    "PIL": "pillow",
    "PySide6": "pyside6-essentials",
    "docx": "python-docx",
    "pytestqt": "pytest-qt",
}
"""Which distribution has a module that goes by another name."""
UNO = {"uno", "com"}
"""What LibreOffice brings along for the Python of the system; tests talk to it in a process of its own."""
OWN = {"bulletin_desk", "tests", "benchmarks", *(file.stem for file in ROOT.glob("packaging/windows/*.py"))}


@cache
def imported(file: Path) -> set[str]:
    """The names of the modules that a file imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names.add(node.module or "")
    return names


def wanted(*files: Path) -> set[str]:
    """The distributions whose modules the files import."""
    tops = {name.partition(".")[0] for file in files for name in imported(file)}
    others = tops - sys.stdlib_module_names - OWN - UNO
    return {canonicalize_name(DISTRIBUTIONS.get(top, top)) for top in others}


def declared(*extras: str) -> set[str]:
    """The distributions that a plain installation and some extras ask for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = project["dependencies"] + [
        line for extra in extras for line in project["optional-dependencies"][extra]
    ]
    return {canonicalize_name(Requirement(line).name) for line in lines}


DESK = sorted((SRC / "desk").rglob("*.py"))
OTHERS = sorted({*SRC.rglob("*.py")} - {*DESK})


@pytest.mark.parametrize(
    ("files", "extras"),
    [
        pytest.param(OTHERS, [], id="program"),
        pytest.param(DESK, ["desk"], id="desk"),
        pytest.param(sorted((ROOT / "tests").rglob("*.py")), ["desk", "test"], id="tests"),
    ],
)
def test_what_is_imported_is_declared(files: list[Path], extras: list[str]) -> None:
    assert wanted(*files) <= declared(*extras)


def test_what_is_declared_for_the_program_is_imported() -> None:
    assert declared("desk") == wanted(*OTHERS, *DESK)
