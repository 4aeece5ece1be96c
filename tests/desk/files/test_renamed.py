"""A file that was renamed outside while it is open: saving asks."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox

from bulletin_desk.bulletin.model import Issue
from bulletin_desk.desk.files import asking
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.storage.bulletin_file import read_bulletin, to_bytes
from bulletin_desk.storage.identity import identity_at
from bulletin_desk.storage.lock import holder
from tests.desk.conftest import there, type_keys
from tests.storage.test_lock import THEM, lay

Answer = Callable[[str], list[str]]


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Answer:
    """Clicks the button of a box whose words begin so; what the boxes said."""

    def prepared(words: str) -> list[str]:
        said: list[str] = []

        def run(box: QMessageBox) -> int:
            said.append(box.text())
            box.show()
            (button,) = (button for button in box.buttons() if button.text().startswith(words))
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
            return 0

        monkeypatch.setattr(QMessageBox, "exec", run)
        return said

    return prepared


@pytest.fixture(params=[True, False], ids=["with an identity", "without"])
def renamed(real: MainWindow, request: pytest.FixtureRequest) -> tuple[Path, Path, Issue]:
    """The open file's old and new name, and what is in it; the window has more by now."""
    old = there(real.session.file)
    if request.param:
        assert real.filing.save()
    assert bool(identity_at(old)) is request.param
    kept = read_bulletin(old)
    new = old.rename(old.with_name("送审稿 & 定稿.bulletin"))
    type_keys(real, "改了")
    return old, new, kept


def save(window: MainWindow) -> None:
    window.activateWindow()  # a box that was answered may be the active window still
    QApplication.processEvents()
    QTest.keyClick(window.canvas, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)


def test_it_is_saved_under_its_new_name(
    real: MainWindow, renamed: tuple[Path, Path, Issue], answer: Answer
) -> None:
    old, new, _ = renamed
    said = answer("存进")
    save(real)
    assert f"“{old.name}”在您打开之后改名为“{new.name}”了" in said[0]
    assert not old.exists()
    assert read_bulletin(new) == real.document.issue
    assert real.session.file == new
    assert "定稿" in real.windowTitle()
    assert not real.isWindowModified()
    assert holder(new) is not None
    assert holder(old) is None
    assert real.filing._recent.all()[0] == new
    assert old not in real.filing._recent.all()
    assert real.filing.keeper.versions(new)[0].read() == real.document.issue
    type_keys(real, "又改")
    save(real)
    assert len(said) == 1


def test_it_is_saved_under_its_old_name(
    real: MainWindow, renamed: tuple[Path, Path, Issue], answer: Answer
) -> None:
    old, new, kept = renamed
    answer("仍存成")
    save(real)
    assert read_bulletin(old) == real.document.issue
    assert read_bulletin(new) == kept
    assert real.session.file == old
    assert real.notice.isHidden()
    type_keys(real, "又改")
    real.actions_by_name["save"].trigger()  # the box that was answered may have the keys yet
    assert read_bulletin(old) == real.document.issue


def test_it_is_saved_elsewhere(
    real: MainWindow,
    renamed: tuple[Path, Path, Issue],
    answer: Answer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    old, new, kept = renamed
    answer("另存到别处")
    monkeypatch.setattr(asking, "ask_save", lambda *_: tmp_path / "别处.bulletin")
    save(real)
    assert real.session.file == tmp_path / "别处.bulletin"
    assert not old.exists()
    assert read_bulletin(new) == kept


def test_it_is_not_saved_at_all(real: MainWindow, renamed: tuple[Path, Path, Issue], answer: Answer) -> None:
    old, new, kept = renamed
    answer("先不保存")
    save(real)
    assert real.isWindowModified()
    assert not old.exists()
    assert read_bulletin(new) == kept


@pytest.mark.parametrize("renamed", [True], indirect=True)
def test_what_a_colleague_wrote_under_the_new_name_is_not_overwritten(
    real: MainWindow, renamed: tuple[Path, Path, Issue], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, new, _ = renamed
    new.write_bytes(to_bytes(real.document.issue, new, identity_at(new)))
    monkeypatch.setattr(asking, "ask_renamed", lambda *_: "new")
    settled: list[Path | None] = []
    monkeypatch.setattr(real.filing, "settle", lambda: settled.append(real.session.file))
    before = new.read_bytes()
    type_keys(real, "再改")
    save(real)
    assert settled == [new]
    assert new.read_bytes() == before


def test_a_new_name_that_a_colleague_has_open_is_told(
    real: MainWindow, renamed: tuple[Path, Path, Issue], monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new, kept = renamed
    lay(new, THEM)
    monkeypatch.setattr(asking, "ask_renamed", lambda *_: "new")
    said: list[str] = []
    monkeypatch.setattr(asking, "ask_failed", lambda _, text, **__: said.append(text))
    save(real)
    assert "王芳" in said[0]
    assert read_bulletin(new) == kept
    assert real.session.file == old


def test_a_copy_beside_it_is_not_taken_for_the_renamed_file(
    real: MainWindow, answer: Answer, tmp_path: Path
) -> None:
    assert real.filing.save()
    old = there(real.session.file)
    copies = [old.with_name(name) for name in ("a 副本.bulletin", "终 副本.bulletin")]
    for copy in copies:
        shutil.copyfile(old, copy)
    new = old.rename(old.with_name("改名.bulletin"))
    type_keys(real, "改了")
    answer("存进")
    save(real)
    assert real.session.file == new
    assert read_bulletin(new) == real.document.issue
    assert all(read_bulletin(copy) != real.document.issue for copy in copies)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows renames no folder in which a lock is written")
def test_a_renamed_folder_s_own_lock_is_nobody_else_s(
    real: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = there(real.session.file)
    folder = old.parent.rename(old.parent.with_name("改了名的文件夹"))
    new = folder / old.name
    monkeypatch.setattr(asking, "ask_save", lambda *_: new)
    type_keys(real, "改了")
    assert real.filing.save_as()
    assert read_bulletin(new) == real.document.issue
    assert there(holder(new)).is_me()
