"""Hostile manuscripts are read or refused in one sentence, within 10 s and 500 MiB."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.intake import hostile_blocks
from tests.intake.hostile import BOMBS

ROOT = Path(__file__).resolve().parents[2]

MUTANTS = os.environ.get("BULLETIN_DESK_MUTANTS", "")
"""How many, at full size: then all bombs too."""
SOME = (
    *("many numbers", "boxes in boxes", "boxes in boxes, deep", "long numbers", "digits in a row"),
    *("paragraphs of 2003", "notes of 2003", "parts of a mail", "json"),
    *("one page embedded over and over", "one chart over and over"),
    *("content controls", "alternatives", "equal headings", "a page of tables", "a page with a picture"),
    *hostile_blocks.BOMBS,
)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="memory is bounded with POSIX's limits")


def said(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "tests.intake.hostile", str(folder), *arguments],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, f"{done.returncode:#x}: {done.stdout}{done.stderr}"
    return done.stdout


def test_mutants(tmp_path: Path) -> None:
    assert said(tmp_path, "0", MUTANTS or "200") == ""


@pytest.mark.parametrize("name", BOMBS if MUTANTS else SOME)
def test_bombs(tmp_path: Path, name: str) -> None:
    assert "peak" in said(tmp_path, name)
