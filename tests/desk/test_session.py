"""The open issue as the rooms of the desk have it."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from bulletin_desk.bulletin.grammar import item_path, title_of
from bulletin_desk.desk.session import documents
from bulletin_desk.desk.settings import FOLDER
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.forms import DOCX, PDF
from bulletin_desk.storage.bulletin_file import read_bulletin
from bulletin_desk.typeset.typesetter import TypesetPages
from tests.desk.conftest import REAL, type_keys

FIRST = title_of(item_path(0, 0))


def test_another_issue_takes_the_place_with_its_caret_in_the_first_title(window: MainWindow) -> None:
    before = window.document
    replaced, changed = QSignalSpy(window.session.replaced), QSignalSpy(window.session.changed)
    window.session.replace(read_bulletin(REAL), "只读。")
    assert window.document is not before
    assert window.document.selection.head.path == FIRST
    assert (replaced.count(), changed.count()) == (1, 0)
    assert window.session.refusal == window.document.refusal == "只读。"
    before.go_to(FIRST, 0)
    before.type_text("字")  # of which nobody hears any more
    assert changed.count() == 0
    assert window.outline.rows.same_rows(window.session.issue, window.session.layout)
    assert window.inspector.number.value() == window.session.issue.masthead.number


def test_each_change_is_told(window: MainWindow) -> None:
    changed, taken_back = QSignalSpy(window.session.changed), QSignalSpy(window.session.taken_back)
    type_keys(window, "字")
    assert [change.issue for (change,) in map(changed.at, range(changed.count()))] == [True]
    window.session.undo()
    window.session.redo()
    window.session.redo()  # there is nothing more
    words = [taken_back.at(at)[0] for at in range(taken_back.count())]
    assert [word.split(" ")[0] for word in words] == ["撤销", "重做"]


def test_the_folder_is_the_file_s_or_the_last_one(window: MainWindow, tmp_path: Path) -> None:
    window.session.settings[FOLDER] = ""
    assert window.session.folder == documents()
    window.session.settings[FOLDER] = str(tmp_path)
    assert window.session.folder == tmp_path
    window.session.file = tmp_path / "期" / "a.bulletin"
    assert window.session.folder == tmp_path / "期"


def test_what_is_put_out_has_nothing_that_is_being_composed(window: MainWindow) -> None:
    type_keys(window, "标题")
    assert window.session.typeset().pages is window.document.pages
    window.document.set_preedit("pinyin", 6)
    typeset = window.session.typeset()
    assert typeset.pages is not window.document.pages
    assert "pinyin" not in typeset.dump()
    assert window.session.snapshot().typeset().dump() == typeset.dump()


def test_work_beside_the_window_looks_at_no_page_of_the_screen(
    real: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages make their lines, and remember things, when they are looked at: only one thread may look."""
    shown = real.document.pages
    touched: list[str] = []

    def watch(name: str) -> None:
        call = getattr(TypesetPages, name)

        def watched(pages: TypesetPages, *given: Any) -> Any:
            if pages is shown and threading.current_thread() is not threading.main_thread():
                touched.append(name)
            return call(pages, *given)

        monkeypatch.setattr(TypesetPages, name, watched)

    for name in ("__getitem__", "portions", "number_at", "paragraphs", "folio"):
        watch(name)
    real.proofing.look(now=True)
    qtbot.waitUntil(lambda: real.proofing._issue is real.document.issue, timeout=20_000)
    assert real.proofing.findings
    real.output.start(((PDF, tmp_path / "甲.pdf"), (DOCX, tmp_path / "甲.docx")))
    qtbot.waitUntil(lambda: not real.output.running, timeout=60_000)
    assert (tmp_path / "甲.docx").stat().st_size
    assert real.document.pages is shown
    assert touched == []


def test_what_a_first_window_can_do_without_is_not_loaded() -> None:
    code = "import sys, bulletin_desk.desk.window; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    loaded = set(done.stdout.split())
    assert "bulletin_desk.desk.page.canvas" in loaded
    late = ("proof.proofread", "proof.text", "intake.sources", "intake.recognise", "bulletin.compare")
    assert not loaded & {f"bulletin_desk.{module}" for module in late}
    assert not any(module.startswith("bulletin_desk.desk.shaping") for module in loaded)
    assert not loaded & {"PySide6.QtPrintSupport", "reportlab", "docx", "lxml", "fontTools", "PIL"}
