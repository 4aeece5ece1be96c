"""What is where it was: the caret of a file, the folder in which dialogs begin."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from bulletin_desk.bulletin.grammar import node_at
from bulletin_desk.bulletin.model import Place
from bulletin_desk.desk.files import asking
from bulletin_desk.desk.files.carets import Carets
from bulletin_desk.desk.settings import CARETS, Settings
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.storage.bulletin_file import read_bulletin, write_bulletin
from bulletin_desk.storage.journal import recover
from bulletin_desk.storage.places import Places
from tests.desk.conftest import REAL, there, type_keys

CTRL = Qt.KeyboardModifier.ControlModifier
BLOCK = ("sections", 0, "items", 1, "blocks", 2)


def caret(window: MainWindow) -> Place:
    return window.document.selection.head.place


def test_the_caret_is_where_it_was_when_a_file_is_opened_again(
    real: MainWindow, open_window: Callable[[], MainWindow]
) -> None:
    file = there(real.session.file)
    real.document.go_to(BLOCK, 5)
    QTest.keyClick(real.canvas, Qt.Key.Key_Right)
    assert real.filing.open_file(REAL)
    QTest.keyClick(real.canvas, Qt.Key.Key_Right)
    assert real.filing.open_file(file)
    assert caret(real) == Place(BLOCK, 6)
    assert real.document.caret_box().page in real.canvas.visible_pages()
    QTest.keyClick(real.canvas, Qt.Key.Key_Right)
    assert real.close()
    again = open_window()
    assert again.filing.open_file(file)
    assert caret(again) == Place(BLOCK, 7)


def test_the_caret_is_where_it_was_after_recovery(
    real: MainWindow, open_window: Callable[[], MainWindow], places: Places
) -> None:
    file = there(real.session.file)
    real.document.go_to(BLOCK, 3)
    type_keys(real, "没存")
    real.filing._caret_timer.timeout.emit()  # a moment later
    issue = real.document.issue
    real.filing.keeper.end()  # the program dies
    (found,) = recover(places.journal)
    again = open_window()
    again.filing.start_empty()
    again.filing.restore(found)
    assert again.session.file == file
    assert again.document.issue == issue
    assert caret(again) == Place(BLOCK, 5)


def test_a_caret_whose_text_is_gone_is_nowhere(real: MainWindow) -> None:
    file = there(real.session.file)
    real.document.go_to(BLOCK, 20)
    real.filing._note_caret()
    issue = read_bulletin(file)
    text = there(node_at(issue, BLOCK)).text
    assert Carets(real.session.settings).find(file, issue) == Place(BLOCK, min(20, len(text)))
    write_bulletin(
        file, replace(issue, sections=(replace(issue.sections[0], items=issue.sections[0].items[:1]),))
    )
    assert real.filing.open_file(file)
    assert caret(real) == Place(("sections", 0, "items", 0, "title"), 0)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(
    st.text(max_size=30)
    | st.sampled_from(
        [
            "5 masthead/number",
            "5 sections/0",
            "5 sections/0/items/99/title",
            "99999999999 sections/0/items/0/title",
            "1 masthead/supplement",
            "-1 sections/0/items/0/title",
            "² sections/²/items/0/title",
        ]
    )
)
def test_whatever_the_settings_say_a_caret_is_in_a_text_or_nowhere(tmp_path: Path, text: str) -> None:
    kept = Settings(tmp_path / "carets.ini")
    kept[CARETS] = (f"{text} {REAL}",)
    issue = read_bulletin(REAL)
    place = Carets(kept).find(REAL, issue)
    if place is not None:
        assert place.offset <= len(there(node_at(issue, place.path)).text)


def test_dialogs_begin_where_the_last_issue_lies(
    real: MainWindow, open_window: Callable[[], MainWindow], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "2024年"
    folder.mkdir()
    file = folder / REAL.name
    shutil.copyfile(REAL, file)
    assert real.filing.open_file(file)
    begun: list[Path] = []

    def asked(_parent: object, _title: str, begin: str, *_: object) -> tuple[str, str]:
        begun.append(Path(begin))
        return "", ""

    for name in ("getOpenFileName", "getSaveFileName"):
        monkeypatch.setattr(QFileDialog, name, asked)
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *given: ([], asked(*given)[0]))
    for window in (real, open_window()):
        if window is not real:
            window.filing.start_empty()
        for command in ("open", "save_as", "import_manuscripts"):
            window.actions_by_name[command].trigger()
        assert [each if each.is_dir() else each.parent for each in begun] == [folder] * 3, command
        begun.clear()


def test_where_the_last_folder_is_gone_dialogs_begin_at_the_next_one_above(
    real: MainWindow, tmp_path: Path
) -> None:
    gone = tmp_path / "没有了" / "也没有了"
    assert asking.answering(real, gone) == tmp_path
