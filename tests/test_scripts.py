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
import os, platform, runpy, sys

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
DOING = ("subprocess.", "tempfile.", "shutil.", "os.exec", "os.fork", "os.kill", "os.link")
DOING += ("os.mkdir", "os.posix_spawn", "os.remove", "os.rename", "os.rmdir", "os.spawn", "os.startfile")
DOING += ("os.symlink", "os.system", "socket.bind", "socket.connect", "socket.send")

def refuse(event, arguments):
    writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITING
    if writes or event.startswith(DOING):
        print(f"\\v{event} {arguments}", flush=True)
        os._exit(1)

folder, *names = sys.argv[1:]
path = [folder, *sys.path[1:]]
platform.uname()  # which asks a shell on Windows, once
sys.addaudithook(refuse)
for name in names:
    for option in ("--help", "-h"):
        sys.argv[:], sys.path[:] = [name, option], path
        print(f"\\f{name}\\v{option}\\v", end="")
        code = None
        try:
            if name.endswith(".py"):
                runpy.run_path(name, run_name="__main__")
            else:
                runpy.run_module(name, run_name="__main__", alter_sys=True)
        except SystemExit as ended:
            code = ended.code
        except Exception as error:
            code = repr(error)
        print(f"\\v{code or 0}", end="")
"""
"""Runs scripts of one folder with both options. Prints for each its name, the option, what it said, and its
exit code, or what it did that is not reading: that ends the run."""


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


def way(script: Path) -> tuple[Path, str]:
    """How a script is run: the folder in which Python looks for modules first, and its path, or its name as a
    module where it is one of a package."""
    if not (script.parent / "__init__.py").exists():
        return script.parent, str(script)
    top = ROOT / "src" if script.is_relative_to(ROOT / "src") else ROOT
    parts = script.relative_to(top).with_suffix("").parts
    return top, ".".join(part for part in parts if part != "__main__")


FOLDERS: dict[Path, list[str]] = {}
for _script in PYTHON:
    FOLDERS.setdefault(way(_script)[0], []).append(way(_script)[1])


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.relative_to(ROOT).as_posix())
def test_help_is_the_usage_and_nothing_else(folder: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-B", "-c", ASK, str(folder), *FOLDERS[folder]],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": "utf-8"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )
    answers = [answer.split("\v") for answer in ran.stdout.split("\f")[1:]]
    for name, option, said, code in answers:
        assert code == "0", f"{name} {option}: {code}\n{said}{ran.stderr}"
        assert re.search("^usage: |^用法：", said, re.MULTILINE), f"{name} {option}: {said}"
    asked = [(name, option) for name in FOLDERS[folder] for option in ("--help", "-h")]
    assert [(name, option) for name, option, *_ in answers] == asked, ran.stderr


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
