"""Every script of the checkout answers --help with its usage, and does nothing else."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ASK = """
import os, runpy, sys

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
DOING = ("subprocess.", "socket.", "tempfile.", "shutil.", "os.exec", "os.fork", "os.kill", "os.link")
DOING += ("os.mkdir", "os.posix_spawn", "os.remove", "os.rename", "os.rmdir", "os.spawn", "os.startfile")
DOING += ("os.symlink", "os.system")

def refuse(event, arguments):
    writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITING
    if writes or event.startswith(DOING):
        sys.stdout.write(f"does more: {event} {arguments}")
        sys.stdout.flush()
        os._exit(99)

folder, name = sys.argv[1:]
path = [folder, *sys.path[1:]]
sys.addaudithook(refuse)
for option in ("--help", "-h"):
    sys.argv[:], sys.path[:] = [name, option], path
    print(f"<{option}>")
    try:
        if name.endswith(".py"):
            runpy.run_path(name, run_name="__main__")
        else:
            runpy.run_module(name, run_name="__main__", alter_sys=True)
    except SystemExit as ended:
        assert not ended.code, ended
"""
"""Runs a script with both options in one Python, which ends at the first thing that is not reading."""


def sources() -> Iterator[Path]:
    """Every file of the checkout that is not made by it."""
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    made = {".git", *(line.rstrip("/") for line in ignored)}
    for folder, folders, files in os.walk(ROOT):
        folders[:] = sorted(set(folders) - made)
        yield from (Path(folder, name) for name in sorted(files) if name not in made)


def is_run(file: Path) -> bool:
    """Whether a file of Python is there to be run: a `__main__`, or one that asks whether it is."""
    if file.name == "__main__.py":
        return True
    names = (
        {node.id for node in ast.walk(statement.test) if isinstance(node, ast.Name)}
        for statement in ast.parse(file.read_text(encoding="utf-8")).body
        if isinstance(statement, ast.If)
    )
    return any("__name__" in each for each in names)


PYTHON = [file for file in sources() if file.suffix == ".py" and is_run(file)]
SHELL = [file for file in sources() if file.suffix != ".py" and file.read_bytes()[:2] == b"#!"]


def test_the_scripts_are_found() -> None:
    found = {file.relative_to(ROOT).as_posix() for file in (*PYTHON, *SHELL)}
    assert {".ci/run", "bootstrap.py", "packaging/windows/test.py", "benchmarks/run.py"} <= found
    assert {"src/bulletin_desk/__main__.py", "resources/fonts/build.py", "tests/storage/clerk.py"} <= found


@pytest.mark.parametrize("script", PYTHON, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_help_is_the_usage_and_nothing_else(script: Path) -> None:
    if (script.parent / "__init__.py").exists():
        top = ROOT / "src" if script.is_relative_to(ROOT / "src") else ROOT
        parts = script.relative_to(top).with_suffix("").parts
        name, folder = ".".join(part for part in parts if part != "__main__"), ROOT
    else:
        name, folder = str(script), script.parent
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-B", "-c", ASK, str(folder), name],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    first, _, second = done.stdout.removeprefix("<--help>\n").partition("<-h>\n")
    assert re.search("^usage: |^用法：", first, re.MULTILINE)
    assert first == second


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash")
@pytest.mark.parametrize("script", SHELL, ids=lambda file: file.relative_to(ROOT).as_posix())
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_of_a_shell_script(tmp_path: Path, script: Path, option: str) -> None:
    bash = shutil.which("bash")
    assert bash
    # A copy, with no other program to be found: what is more than bash itself fails.
    copy = Path(shutil.copy(script, tmp_path))
    command = [bash, str(copy), option]
    done = subprocess.run(
        command, cwd=tmp_path, env={"PATH": ""}, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert re.search("^usage: ", done.stdout, re.MULTILINE)
    assert list(tmp_path.iterdir()) == [copy]
