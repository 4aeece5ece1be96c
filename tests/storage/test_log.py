"""The log: what a report needs is in it, what the clerk wrote is not."""

from __future__ import annotations

import ast
import faulthandler
import logging
import os
import shutil
import stat
import sys
from collections.abc import Iterator
from logging.handlers import RotatingFileHandler
from pathlib import Path

import pytest

from bulletin_desk.errors import EditError
from bulletin_desk.storage import log

SOURCE = Path(__file__).resolve().parents[2] / "src"
SECRET = "某领导同志的讲话"
logger = logging.getLogger("bulletin_desk.tests")


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    found = log.start(tmp_path / "logs", max_bytes=4_000)
    assert found is not None
    yield found
    log.stop()


def failing(text: str) -> None:
    try:
        raise KeyError(text)
    except KeyError as error:
        raise EditError(f"“{text}”不存在。") from error


def test_an_error_without_its_words(file: Path) -> None:
    try:
        failing(SECRET)
    except EditError:
        logger.exception("command %s failed after %d keys", SECRET, 17)
    text = file.read_text(encoding="utf-8")
    assert "started: Python 3." in text
    assert "command <8 characters> failed after 17 keys" in text
    assert "bulletin_desk.errors.EditError" in text
    assert "builtins.KeyError" in text
    assert "test_log.py" in text
    assert "failing" in text
    assert SECRET not in text
    assert str(Path.home()) not in text


def test_arguments_of_all_kinds(file: Path) -> None:
    logger.info("%s %s %s %s", None, 1.5, [SECRET], OSError(28, SECRET))
    logger.info("%(a)s", {"a": SECRET})
    mistaken = logging.LogRecord("bulletin_desk", logging.INFO, "x.py", 1, "%d", (SECRET,), None)
    for handler in logging.getLogger("bulletin_desk").handlers:
        if isinstance(handler, RotatingFileHandler):
            handler.handle(mistaken)
    text = file.read_text(encoding="utf-8")
    assert "None 1.5 <list> builtins.OSError 28" in text
    assert "<8 characters>" in text
    assert SECRET not in text


def test_it_does_not_grow_without_end(file: Path) -> None:
    for number in range(1000):
        logger.info("number %d", number)
    files = list(file.parent.iterdir())
    assert len(files) == 1 + log.KEPT
    assert all(each.stat().st_size <= 4_000 for each in files)
    assert "number 999" in file.read_text(encoding="utf-8")


def test_a_second_program_that_holds_the_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def renaming(_source: str, _target: str) -> None:
        raise PermissionError

    monkeypatch.setattr("os.rename", renaming)
    for number in range(200):
        logger.info("number %d", number)
    assert "number 199" in file.read_text(encoding="utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows lets nobody take away what is open")
def test_a_log_that_is_taken_away(file: Path) -> None:
    log.catch_crashes(file.parent)
    for take_away in (
        file.unlink,
        lambda: shutil.rmtree(file.parent),
        lambda: file.rename(file.parent / "x"),
    ):
        logger.info("before")
        take_away()
        logger.info("number %d", 17)
        assert file.read_text(encoding="utf-8").count("number 17") == 1
        assert (file.parent / log.CRASHES).exists()
    shutil.rmtree(file.parent)
    file.parent.touch()
    logger.info("goes on")
    file.parent.unlink()
    logger.info("number %d", 18)
    assert "number 18" in file.read_text(encoding="utf-8")
    faulthandler.enable()


@pytest.mark.skipif(sys.platform == "win32", reason="modes mean nothing there")
def test_nobody_else_may_look_into_it(tmp_path: Path) -> None:
    folder = tmp_path / "log"
    folder.mkdir()
    folder.chmod(0o755)
    for name in (log.NAME, log.CRASHES, f"{log.NAME}.1"):
        (folder / name).touch(0o644)
    try:
        assert log.start(folder, max_bytes=2_000) is not None
        log.catch_crashes(folder)
        for number in range(300):
            logger.info("number %d", number)
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
        assert len(list(folder.iterdir())) == 2 + log.KEPT
    finally:
        log.stop()
        faulthandler.enable()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes as POSIX has them")
def test_a_pipe_in_its_place_keeps_nobody_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / log.NAME)
    os.mkfifo(tmp_path / log.CRASHES)
    log.catch_crashes(tmp_path)
    assert log.start(tmp_path) is None


def test_where_no_log_can_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert log.start(tmp_path / "file") is None
    logger.info("goes on")


def test_others_loggers_are_left_alone(file: Path) -> None:
    logging.getLogger("fontTools").error(SECRET)
    assert SECRET not in file.read_text(encoding="utf-8")


@pytest.mark.parametrize("module", sorted(SOURCE.rglob("*.py")), ids=lambda path: path.stem)
def test_messages_are_constants(module: Path) -> None:
    """What is put into a message by hand would go past the formatter."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        named = ast.unparse(node.func.value).split(".")[-1].strip("_")
        if named in ("log", "logger", "LOG", "LOGGER") and node.func.attr in (
            *("debug", "info", "warning", "error", "exception", "critical"),
        ):
            assert isinstance(node.args[0], ast.Constant), f"{module}:{node.lineno}"
