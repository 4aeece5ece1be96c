"""Qt's own words are Chinese on every system: buttons, menus of text fields, dialogs for files, printers."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QLibraryInfo, Qt
from PySide6.QtGui import QAction, QPageSize
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import (
    QAbstractButton,
    QCalendarWidget,
    QComboBox,
    QDialogButtonBox,
    QFileDialog,
    QGroupBox,
    QInputDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QMessageBox,
    QPlainTextEdit,
    QProgressDialog,
    QPushButton,
    QRadioButton,
    QSpinBox,
    QTabWidget,
    QTextBrowser,
    QTreeView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from bulletin_desk.desk.window import MainWindow

_ACCESS_KEY = re.compile(r"[（(]&([A-Z])[)）]")
_FOREIGN = re.compile("[A-Za-z]{2}|[A-Za-z]$")
_NAMES = re.compile(r"\bPDF\b|^/.*|^[A-Z]:.*|\(\*[^)]*\)|\([A-Za-z]{2}\)|^\.\.\.$|^[A-Z]\d\b.*|^\d.*")
"""What stays: kinds of files, paths, units, names of paper."""
_LAST_PAPER = QPageSize.PageSizeId.LastPageSize.value


def words_of(parent: QWidget) -> Iterator[str]:
    """All words that a dialog shows, or would show."""
    yield parent.windowTitle()
    for widget in parent.findChildren(QWidget):
        yield widget.toolTip()
        if isinstance(widget, QLabel | QAbstractButton):
            yield widget.text()
        elif isinstance(widget, QGroupBox):
            yield widget.title()
        elif isinstance(widget, QTabWidget):
            yield from (widget.tabText(at) for at in range(widget.count()))
        elif isinstance(widget, QComboBox):
            yield from (widget.itemText(at) for at in range(widget.count()))
        elif isinstance(widget, QTreeView) and widget.model() is not None:
            model = widget.model()
            columns = range(model.columnCount())
            yield from (str(model.headerData(at, Qt.Orientation.Horizontal) or "") for at in columns)


def bare(text: str) -> str:
    """Without the key beside it and what stays as it is."""
    return _NAMES.sub("", _ACCESS_KEY.sub("", text.partition("\t")[0])).strip()


def is_chinese(text: str) -> bool:
    return not _FOREIGN.search(bare(text)) and "&" not in _ACCESS_KEY.sub("", text.partition("\t")[0])


def all_buttons() -> QWidget:
    box = QDialogButtonBox()
    for button in QDialogButtonBox.StandardButton:
        if button is not QDialogButtonBox.StandardButton.NoButton:
            box.addButton(button)
    return box


def message() -> QWidget:
    button = QMessageBox.StandardButton
    box = QMessageBox()
    box.setStandardButtons(button.Yes | button.No | button.Save | button.Discard | button.Cancel)
    return box


def question() -> QWidget:
    dialog = QInputDialog()
    dialog.setWindowTitle("问")
    dialog.setLabelText("什么")
    dialog.show()
    return dialog


def file_dialog(mode: QFileDialog.FileMode, accept: QFileDialog.AcceptMode) -> Callable[[], QWidget]:
    def made() -> QWidget:
        dialog = QFileDialog()
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setFileMode(mode)
        dialog.setAcceptMode(accept)
        dialog.show()
        return dialog

    return made


def progress() -> QWidget:
    dialog = QProgressDialog()
    dialog.show()
    return dialog


DIALOGS: dict[str, Callable[[], QWidget]] = {
    "buttons": all_buttons,
    "message": message,
    "question": question,
    "progress": progress,
    "calendar": QCalendarWidget,
    "open": file_dialog(QFileDialog.FileMode.ExistingFile, QFileDialog.AcceptMode.AcceptOpen),
    "open several": file_dialog(QFileDialog.FileMode.ExistingFiles, QFileDialog.AcceptMode.AcceptOpen),
    "save": file_dialog(QFileDialog.FileMode.AnyFile, QFileDialog.AcceptMode.AcceptSave),
    "folder": file_dialog(QFileDialog.FileMode.Directory, QFileDialog.AcceptMode.AcceptOpen),
}


@pytest.mark.parametrize("made", DIALOGS.values(), ids=DIALOGS)
def test_dialogs_of_qt_speak_chinese(made: Callable[[], QWidget], qtbot: QtBot) -> None:
    dialog = made()
    qtbot.addWidget(dialog)
    words = [text for text in words_of(dialog) if text]
    assert words
    assert [text for text in words if not is_chinese(text)] == []


@pytest.mark.parametrize("name", ["message", "question", "open", "save", "folder"])
def test_no_two_buttons_have_one_access_key(name: str, qtbot: QtBot) -> None:
    dialog = DIALOGS[name]()
    qtbot.addWidget(dialog)
    buttons = [button.text() for button in dialog.findChildren(QPushButton) if not button.isHidden()]
    keys = Counter(key for text in buttons for key in _ACCESS_KEY.findall(text))
    assert [key for key, count in keys.items() if count > 1] == []


@pytest.mark.skipif(sys.platform == "win32", reason="the dialog is the system's own")
def test_the_dialog_for_printers_speaks_chinese(qtbot: QtBot) -> None:
    printer = QPrinter()
    dialog = QPrintDialog(printer)
    qtbot.addWidget(dialog)
    dialog.show()
    printer.setOutputFileName("")
    dialog.accept()  # makes what 属性 shows
    papers = {QPageSize(size).name() for size in QPageSize.PageSizeId if size.value <= _LAST_PAPER}
    words = [text for text in words_of(dialog) if text and text not in papers]
    assert len(words) > 40
    assert "打印(&P)" in words
    assert [text for text in words if not is_chinese(text)] == []
    sides = [button.text() for button in dialog.findChildren(QRadioButton) if "边" in button.text()]
    assert sides == ["长边装订", "短边装订"]


def words_in(menu: QMenu) -> list[str]:
    actions: list[QAction] = menu.actions()
    return [action.text() for action in actions if action.text()]


def test_menus_of_text_fields_speak_chinese(qtbot: QtBot) -> None:
    spin = QSpinBox()
    fields: list[QLineEdit | QPlainTextEdit | QTextBrowser] = [
        QLineEdit("字"),
        QPlainTextEdit("字"),
        QTextBrowser(),
    ]
    for field in (*fields, spin):
        qtbot.addWidget(field)
    line = spin.lineEdit()
    assert isinstance(line, QLineEdit)
    for field in (*fields, line):
        words = words_in(field.createStandardContextMenu())
        assert len(words) >= 3
        assert [text for text in words if not is_chinese(text)] == []
        assert any("复制" in text for text in words)


def test_what_the_window_itself_asks_by_qt_s_words_is_chinese(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []

    def look(dialog: QWidget) -> int:
        dialog.show()
        shown.extend(text for text in words_of(dialog) if text)
        return 0

    monkeypatch.setattr("bulletin_desk.desk.parts.typed_fields.QDialog.exec", look)
    window.actions_by_name["go_to_page"].trigger()
    assert {"确定", "取消"} <= {bare(text) for text in shown}
    assert [text for text in shown if not is_chinese(text)] == []


def test_only_the_modules_that_are_used_are_translated() -> None:
    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    assert (folder / "qtbase_zh_CN.qm").is_file()
    assert QCoreApplication.translate("QLineEdit", "&Undo").startswith("撤")
    # of a module that is not, and of none
    for words in (("QWebEnginePage", "Reload"), ("QFileDialog", "No such words")):
        assert QCoreApplication.translate(*words) == words[1]
