"""The desk as a reader of the table of forms: a row more is a box, a command and a sentence more."""

from __future__ import annotations

import importlib
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QMenu
from pytestqt.qtbot import QtBot

from bulletin_desk import forms
from bulletin_desk.desk.putting_out.export_dialog import ExportDialog
from bulletin_desk.desk.settings import EXPORT_FORMS, Settings
from bulletin_desk.desk.window import MainWindow
from tests.another_form import PLAIN
from tests.desk import conftest

READERS = (
    *("commands.actions", "commands.bars", "putting_out.export_dialog", "putting_out.output"),
    "window",
)
"""The modules of the desk that read the table, or what is made of it."""


@pytest.fixture
def modules(monkeypatch: pytest.MonkeyPatch) -> dict[str, ModuleType]:
    """The desk as it comes up with one form more."""
    monkeypatch.setattr(forms, "FORMS", (forms.PDF, forms.DOCX, PLAIN))
    for name in READERS:
        module = f"bulletin_desk.desk.{name}"
        monkeypatch.setattr(module, importlib.import_module(module))
        monkeypatch.delitem(sys.modules, module)
    return {name: importlib.import_module(f"bulletin_desk.desk.{name}") for name in READERS}


@pytest.fixture
def window(
    modules: dict[str, ModuleType],
    open_window: Callable[[], MainWindow],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> MainWindow:
    monkeypatch.setattr(conftest, "MainWindow", modules["window"].MainWindow)
    window = open_window()
    monkeypatch.setattr(window.proofing, "may_put_out", lambda _snapshot, _how: True)
    assert window.filing.open_file(Path(shutil.copyfile(conftest.REAL, tmp_path / conftest.REAL.name)))
    window.activateWindow()
    window.canvas.setFocus()
    return window


def lines_of(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").splitlines()


def test_it_has_a_command_of_its_own(window: MainWindow) -> None:
    menu = next(menu for menu in window.menuBar().findChildren(QMenu) if menu.title() == "文件(&F)")
    texts = [action.text() for action in menu.actions()]
    at = texts.index("输出 PDF、Word 和纯文本(&E)…")
    assert texts[at : at + 5] == [
        "输出 PDF、Word 和纯文本(&E)…",
        "只输出 PDF(&F)…",
        "只输出 Word 文件(&W)…",
        "只输出纯文本(&T)…",
        "按上次的方式再输出一遍(&G)",
    ]
    assert "贴进短信和网页的文字" in window.actions_by_name["export_csv"].toolTip()
    assert "把 PDF、Word 和纯文本放进一个文件夹" in window.actions_by_name["export"].toolTip()


def test_it_is_a_row_of_the_dialog_and_is_remembered(
    window: MainWindow,
    tmp_path: Path,
    qtbot: QtBot,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    boxes: list[str] = []

    def answer(dialog: ExportDialog) -> int:
        boxes.extend(box.text() for box in dialog.boxes.values())
        assert all(box.isChecked() for box in dialog.boxes.values())
        assert dialog.preview.text().count("\n") == 2
        dialog.folder.setText(str(tmp_path))
        dialog.pattern.setText("甲")
        for form in forms.FORMS:
            dialog.boxes[form].setChecked(form is PLAIN)
        assert dialog.preview.text() == "甲.csv"
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(QDialog, "exec", answer)
    window.actions_by_name["export"].trigger()
    assert boxes == ["PDF（印刷用，PDF/A）", "Word（存档、报送用）", "纯文本（群发用）"]
    qtbot.waitUntil(lambda: not window.output.running, timeout=60_000)
    target = tmp_path / "甲.csv"
    assert len(lines_of(target)) > 100
    assert [button.text() for button in window.notice.choices] == ["打开纯文本", "打开文件夹"]
    assert settings[EXPORT_FORMS] == "csv"
    target.unlink()
    QTest.keyClick(window.canvas, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: target.exists() and not window.output.running, timeout=60_000)


def test_it_is_put_out_alone(
    window: MainWindow,
    modules: dict[str, ModuleType],
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[tuple[str, str, str]] = []
    progress: list[int] = []
    target = tmp_path / "乙.csv"

    def ask(_parent: object, suggested: Path, title: str, filter_: str) -> Path:
        asked.append((suggested.name, title, filter_))
        return target

    monkeypatch.setattr(modules["putting_out.output"], "ask_save", ask)
    monkeypatch.setattr(window.status.progress, "setValue", progress.append)
    window.actions_by_name["export_csv"].trigger()
    qtbot.waitUntil(lambda: not window.output.running, timeout=60_000)
    assert asked == [("2024年第2期 四川省地方志工作简报.csv", "输出纯文本", "纯文本文件 (*.csv)")]
    assert len(lines_of(target)) > 100
    assert progress == list(range(len(window.document.pages) + 1))
