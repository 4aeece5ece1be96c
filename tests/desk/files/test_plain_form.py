"""The plain form of a bulletin, as other programs write it, opens in the window and is never written over."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from bulletin_desk.desk.window import MainWindow
from bulletin_desk.storage.bulletin_file import read_bulletin, to_json
from tests.desk.conftest import EXAMPLES, REAL, type_keys

JSON = to_json(read_bulletin(REAL))
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(params=["full.json", "FULL.JSON"])
def plain(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """An issue in the plain form."""
    file = tmp_path / str(request.param)
    file.write_bytes((EXAMPLES / "full.json").read_bytes())
    return file


def chosen(monkeypatch: pytest.MonkeyPatch, ask: str, file: Path) -> list[str]:
    """Has the dialog for files answer so; what it was asked with."""
    asked: list[str] = []

    def answer(_parent: object, _title: str, begin: str, filter_: str) -> tuple[str, str]:
        asked.extend((begin, filter_))
        return str(file), ""

    monkeypatch.setattr(QFileDialog, ask, answer)
    return asked


def test_it_opens_and_is_saved_as_a_bulletin_file(
    window: MainWindow, plain: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = plain.read_bytes()
    asked = chosen(monkeypatch, "getOpenFileName", plain)
    QTest.keyClick(window.canvas, Qt.Key.Key_O, CTRL)
    assert "*.json" in asked[1]
    assert window.document.issue == read_bulletin(plain)
    assert not window.isWindowModified()
    assert f"“{plain.name}”不会动" in window.notice.text
    type_keys(window, "字")
    target = plain.with_suffix(".bulletin")
    asked = chosen(monkeypatch, "getSaveFileName", target)
    QTest.keyClick(window.canvas, Qt.Key.Key_S, CTRL)
    assert Path(asked[0]) == target
    assert plain.read_bytes() == before
    assert read_bulletin(target) == window.document.issue
    assert target.read_bytes().startswith(b"PK")
    assert window.session.file == target
    assert window.notice.isHidden()
    assert not window.isWindowModified()


def test_saving_never_writes_over_it(
    window: MainWindow, plain: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = plain.read_bytes()
    assert window.filing.open_file(plain)
    names = [str(plain), ""]
    told: list[str] = []
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (names.pop(0), ""))
    monkeypatch.setattr(QMessageBox, "exec", lambda box: told.append(box.text()))
    QTest.keyClick(window.canvas, Qt.Key.Key_S, CTRL)
    assert told == [
        f"“{plain.name}”以 .json 结尾，这里存的却是 .bulletin 文件：请把文件名改成以 .bulletin 结尾。"
    ]
    assert plain.read_bytes() == before
    assert [file for file in plain.parent.glob("full*") if file != plain] == []


def test_what_has_been_opened_so_is_not_given_up_for_the_next_file(window: MainWindow, plain: Path) -> None:
    assert window.filing.is_untouched
    assert window.filing.open_file(plain)
    assert not window.filing.is_untouched
    window.filing.start_empty()
    assert window.filing.is_untouched


def test_it_is_dropped_too(window: MainWindow, plain: Path, qtbot: QtBot) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(plain))])
    copy, button, key = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    window.dropEvent(QDropEvent(QPointF(9, 9), copy, data, button, key))
    qtbot.waitUntil(lambda: window.document.issue == read_bulletin(plain))
    assert window.session.file is None


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (JSON[:900].encode("utf-8"), "不是完整的 JSON"),
        (JSON[: JSON.index("志") + 1].encode("utf-8")[:-1], "就断了"),
        (b'{"name": "package", "version": "1.0"}', "缺少"),
        (b"[1, 2]", "不是简报文件"),
        (b"", "文件是空的"),
    ],
)
def test_one_that_is_damaged_is_told_in_a_sentence(
    window: MainWindow, tmp_path: Path, content: bytes, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "坏的.json"
    file.write_bytes(content)
    told: list[str] = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: told.append(box.text()))
    before = window.document.issue
    assert not window.filing.open_file(file)
    assert window.document.issue is before
    (sentence,) = told
    assert said in sentence
    assert sentence.startswith("打不开“")
    assert sentence.count("。") == 1
    assert sentence.endswith("。")
