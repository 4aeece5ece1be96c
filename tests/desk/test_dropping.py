"""What is dropped on the window: every file is opened, taken in or named with why not, and nothing is moved
away from where it lies."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from bulletin_desk.bulletin.grammar import walk
from bulletin_desk.desk.files import asking
from bulletin_desk.desk.parts.mime import mime_data
from bulletin_desk.desk.taking_in import intake_dialog, intaking
from bulletin_desk.desk.taking_in.paragraph_text import Field
from bulletin_desk.desk.window import MainWindow
from tests.desk.conftest import REAL, noting, there

MOVE, COPY = Qt.DropAction.MoveAction, Qt.DropAction.CopyAction


def files_in(paths: list[Path]) -> QMimeData:
    """As a file manager drags them, their paths as text too."""
    data = mime_data()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    data.setText("\n".join(map(str, paths)))
    return data


def drag(window: QWidget, data: QMimeData, over: QWidget) -> list[QDropEvent]:
    """Enters, moves and drops, by way of the system's own window, as a program that would rather move."""
    at = over.mapTo(window, QPoint(over.width() // 2, over.height() // 2))
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    both = COPY | MOVE
    events = [
        QDragEnterEvent(at, both, data, left, none),
        QDragMoveEvent(at, both, data, left, none),
        QDropEvent(QPointF(at), both, data, left, none),
    ]
    for event in events:
        event.setDropAction(MOVE)
        QApplication.sendEvent(window.windowHandle(), event)
    return events


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A folder with a manuscript and what is none."""
    (tmp_path / "稿件.txt").write_text(
        "德阳市推进数字史志建设\n今年以来，工作有新进展。\n（德阳市地方志办公室）", "utf-8"
    )
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7\n")
    (tmp_path / "b.jpg").write_bytes(b"\xff\xd8\xff\xe0\0\x10JFIF\0")
    with zipfile.ZipFile(tmp_path / "c.xlsx", "w") as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        made.writestr("xl/workbook.xml", "<workbook/>")
    (tmp_path / "夹").mkdir()
    (tmp_path / "d.xyz").write_bytes(bytes(range(256)))
    shutil.copyfile(REAL, tmp_path / "e.bulletin")
    shutil.copyfile(REAL, tmp_path / "f.bulletin")
    return tmp_path


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What boxes say."""
    said: list[str] = []
    monkeypatch.setattr(asking, "tell", lambda _parent, text: said.append(text))
    return said


PLACES: list[Callable[[MainWindow], QWidget]] = [
    lambda window: window.canvas.viewport(),
    lambda window: window.outline.viewport(),
    lambda window: window.find_bar.wanted,
    lambda window: window.menuBar(),
]


@pytest.mark.parametrize("place", PLACES, ids=["page", "outline", "field", "menu"])
def test_each_file_that_is_none_of_the_manuscripts_is_named(
    window: MainWindow, office: Path, qtbot: QtBot, place: Callable[[MainWindow], QWidget]
) -> None:
    window.find_bar.show()
    QApplication.processEvents()
    before = window.document.issue
    files = [office / name for name in ("稿件.txt", "a.pdf", "b.jpg", "c.xlsx", "夹", "d.xyz", "e.bulletin")]
    for event in drag(window, files_in(files), place(window)):
        assert event.isAccepted()
        assert event.dropAction() == COPY
    assert window.find_bar.wanted.text() == ""
    qtbot.waitUntil(lambda: window.intaking.dialog is not None, timeout=20_000)
    dialog = there(window.intaking.dialog)
    assert dialog.items.count() == 1
    words = "\n".join(label.text() for label in dialog.findChildren(QLabel))
    for sentence in (
        "a.pdf”：这是 PDF 文件，请打开它、复制其中的文字再粘贴进来。",
        "b.jpg”：这是图片，",
        "c.xlsx”：这是电子表格，",
        "夹”：这是一个文件夹，请选用其中的稿件。",
        "d.xyz”：",
        "“e.bulletin”是一期简报，没有当作稿件收进来：要打开它，请用“打开”；",
    ):
        assert sentence in words
    dialog.reject()
    assert window.document.issue is before
    assert all(file.exists() for file in files)


def test_files_none_of_which_is_a_manuscript_are_named(
    window: MainWindow, office: Path, told: list[str], qtbot: QtBot
) -> None:
    drag(window, files_in([office / "a.pdf", office / "夹", office / "e.bulletin"]), window.canvas)
    qtbot.waitUntil(lambda: bool(told), timeout=20_000)
    for name in ("a.pdf”", "夹”", "“e.bulletin”"):
        assert name in told[0]
    assert window.session.file is None


def test_a_box_has_room_for_so_many(
    window: MainWindow, office: Path, told: list[str], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intaking, "_MOST_TOLD", 1)
    drag(window, files_in([office / "b.jpg", office / "a.pdf", office / "c.xlsx"]), window.canvas)
    qtbot.waitUntil(lambda: bool(told), timeout=20_000)
    assert told[0].split("\n")[1:] == ["……还有2个也没有收。"]


def test_a_bulletin_by_itself_is_opened(window: MainWindow, office: Path, qtbot: QtBot) -> None:
    for event in drag(window, files_in([office / "e.bulletin"]), window.canvas.viewport()):
        assert event.dropAction() == COPY
    qtbot.waitUntil(lambda: window.session.file == office / "e.bulletin")


def test_two_bulletins_are_for_windows_of_their_own(window: MainWindow, office: Path, qtbot: QtBot) -> None:
    files = [office / "e.bulletin", office / "f.bulletin"]
    came: list[list[Path]] = []
    window.issues_came.connect(came.append)
    drag(window, files_in(files), window.canvas.viewport())
    qtbot.waitUntil(lambda: came == [files])
    assert window.session.file is None


def test_what_is_unsaved_is_asked_about_first(
    window: MainWindow, office: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(asking, "ask_unsaved", lambda _parent, what: noting(asked, what, None))
    window.document.type_text("写了字")
    drag(window, files_in([office / "e.bulletin"]), window.canvas.viewport())
    qtbot.waitUntil(lambda: bool(asked))
    assert window.session.file is None


@pytest.mark.parametrize("place", [PLACES[0], PLACES[2]], ids=["page", "field"])
def test_words_of_another_program_stay_where_they_lie(
    window: MainWindow, place: Callable[[MainWindow], QWidget]
) -> None:
    window.find_bar.show()
    QApplication.processEvents()
    for event in drag(window, mime_data("稿件里的字"), place(window)):
        assert event.isAccepted()
        assert event.dropAction() == COPY
    texts = [window.find_bar.wanted.text(), *(node.text for node in walk(window.document.issue))]
    assert sum("稿件里的字" in text for text in texts) == 1


def test_more_files_wait_for_the_review_that_goes_on(
    window: MainWindow, office: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    drag(window, files_in([office / "稿件.txt"]), window.canvas.viewport())
    qtbot.waitUntil(lambda: window.intaking.dialog is not None, timeout=20_000)
    dialog = there(window.intaking.dialog)
    said: list[str] = []
    monkeypatch.setattr(intake_dialog, "tell", lambda _parent, text: said.append(text))
    dialog.parts.write(0)
    field = there(dialog.parts.findChild(Field))
    text = field.toPlainText()
    for over in (field.viewport(), dialog.items.viewport()):
        for event in drag(dialog, files_in([office / "a.pdf"]), over):
            assert event.isAccepted()
            assert event.dropAction() == COPY
        qtbot.waitUntil(lambda: bool(said))
        assert said == ["正在导入稿件，请先把那一批核对完。"]
        said.clear()
    for event in drag(dialog, mime_data("别处的字"), field.viewport()):
        assert event.dropAction() == COPY
    assert len(field.toPlainText()) == len(text) + 4
    monkeypatch.setattr(intake_dialog, "ask_leave_review", lambda *_: True)
    dialog.reject()


def test_what_nothing_can_be_made_of_is_refused(window: MainWindow) -> None:
    data = mime_data()
    data.setUrls([QUrl("https://example.invalid/")])
    assert not any(event.isAccepted() for event in drag(window, data, window.menuBar()))
