"""The program ends well whatever it has copied."""

from __future__ import annotations

import ast
import gc
import os
import subprocess
import sys
import weakref
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from bulletin_desk.desk.parts.mime import mime_data
from bulletin_desk.desk.settings import Settings
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.storage.places import Places

ROOT = Path(__file__).resolve().parents[2]
DESK = ROOT / "src" / "bulletin_desk" / "desk"


@pytest.mark.parametrize(
    ("what", "copied"),
    [
        ("nothing", ""),
        ("copy", "页面上的话"),
        ("cut", "页面上的话"),
        ("words", "没有收入的话"),
        ("field", "查找的话"),
    ],
)
def test_a_program_that_has_copied_ends_without_a_crash(what: str, copied: str, tmp_path: Path) -> None:
    own = dict.fromkeys(
        ("HOME", "USERPROFILE", "LOCALAPPDATA", "XDG_DATA_HOME", "XDG_CONFIG_HOME"), str(tmp_path)
    )
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-m", "tests.desk.copier", what],
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, **own, "PYTHONPATH": path, "QT_QPA_PLATFORM": "offscreen"},
    )
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    assert copied in done.stdout.decode()


def made_in_python(source: str) -> list[int]:
    """The lines that make data for the clipboard without `parts.mime`."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "QMimeData"
    ]


@pytest.mark.parametrize(
    "file", sorted(DESK.rglob("*.py")), ids=lambda file: file.relative_to(DESK).as_posix()
)
def test_no_module_makes_data_for_the_clipboard_itself(file: Path) -> None:
    assert made_in_python(file.read_text(encoding="utf-8")) == []


def test_what_a_module_made_itself_would_be_found() -> None:
    assert made_in_python("from PySide6 import QtCore\n\ndata = QtCore.QMimeData()\n") == [3]


def test_data_has_the_forms_that_it_is_given(qapp: QApplication) -> None:
    assert mime_data("甲", "<p>甲</p>").formats() == ["text/plain", "text/html"]
    assert mime_data("甲").formats() == ["text/plain"]
    assert mime_data().formats() == []


def test_a_closed_window_leaves_nothing_of_its_issue(
    faces: Faces, settings: Settings, places: Places
) -> None:
    window = MainWindow(faces, settings, places=places)
    window.show()
    window.filing.start_empty()
    left: list[Callable[[], object]] = [
        weakref.ref(window),
        weakref.ref(window.session),
        weakref.ref(window.document),
    ]
    window.close()
    window.deleteLater()
    del window
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()
    gc.collect()
    assert [one() for one in left] == [None, None, None]
