"""审签单 as a clerk has it: chosen, filled in, saved, printed, made one's own."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
from docx import Document
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from bulletin_desk.bulletin.model import Round
from bulletin_desk.desk.putting_out import printing
from bulletin_desk.desk.settings import SHEET
from bulletin_desk.desk.sheets import sheets as room
from bulletin_desk.desk.sheets.sheets_dialog import SheetsDialog
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.pages.model import Page
from tests.desk.conftest import noting, there, type_into

Key = Qt.Key


def opened(window: MainWindow) -> SheetsDialog:
    window.actions_by_name["sheet"].trigger()
    dialog = there(window.sheets.dialog)
    QApplication.processEvents()
    return dialog


def press(button: QPushButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def words_of(pages: object) -> str:
    assert isinstance(pages, tuple)
    return "".join(placed.line.text for page in pages for placed in page.lines)


@pytest.fixture
def saved(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Path]:
    """Where files are suggested; they are saved in a folder of the test's."""
    asked: list[Path] = []
    monkeypatch.setattr(
        room, "ask_save", lambda _, suggested, *__: noting(asked, suggested, tmp_path / suggested.name)
    )
    return asked


def test_what_is_typed_stands_on_the_sheet_and_is_remembered(real: MainWindow) -> None:
    dialog = opened(real)
    assert [dialog.which.itemText(at) for at in range(3)] == ["审签单", "发文稿纸", "送审清单"]
    field = dialog.fields["责任编辑"]
    field.setFocus()
    type_into(field, "li")
    dialog._show()
    assert "li" in words_of(dialog.view.pages)
    dialog.which.setFocus()
    QTest.keyClick(dialog.which, Key.Key_Down)
    assert dialog.chosen.sheet.name == "发文稿纸"
    press(dialog.close_button)
    assert real.sheets.dialog is None
    assert real.session.settings[SHEET] == "发文稿纸"
    again = opened(real)
    assert again.chosen.sheet.name == "发文稿纸"
    again.which.setCurrentIndex(0)
    assert again.fields["责任编辑"].text() == "li"
    QTest.keyClick(again, Key.Key_Escape)
    assert real.sheets.dialog is None


def test_it_is_saved_as_pdf_and_word(real: MainWindow, saved: list[Path], tmp_path: Path) -> None:
    dialog = opened(real)
    press(dialog.pdf)
    press(dialog.word)
    assert [path.suffix for path in saved] == [".pdf", ".docx"]
    assert all("审签单" in path.name for path in saved)
    with pikepdf.open(tmp_path / saved[0].name) as document:
        assert len(document.pages) == 1
        assert "审签单" in str(document.docinfo["/Title"])
    (table,) = Document(str(tmp_path / saved[1].name)).tables
    assert table.rows[0].cells[0].text == "期　　号"
    assert "存好了" in real.notice.text


def test_a_folder_that_takes_nothing_is_told(
    real: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    told: list[str] = []
    monkeypatch.setattr(room, "ask_save", lambda *_: tmp_path / "没有" / "a.pdf")
    monkeypatch.setattr(room, "tell", lambda _, text: told.append(text))
    press(opened(real).pdf)
    assert len(told) == 1
    assert "没有" in told[0]


@pytest.mark.qt_log_ignore("Cannot be used on non-native printers", extend=True)
def test_it_is_printed(real: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    printed: list[tuple[Page, ...]] = []
    monkeypatch.setattr(QPrintDialog, "exec", lambda _: QPrintDialog.DialogCode.Accepted)
    monkeypatch.setattr(printing, "print_pages", lambda _, pages, *__: noting(printed, pages, answer=True))
    dialog = opened(real)
    dialog.which.setCurrentIndex(2)
    press(dialog.print)
    ((page,),) = printed
    assert page.width > page.height
    assert "送到打印机" in real.notice.text


def test_a_paper_that_lies_is_printed_lying(real: MainWindow) -> None:
    dialog = opened(real)
    for row, lying in ((0, False), (2, True)):
        dialog.which.setCurrentIndex(row)
        layout = printing.printer_for(dialog.view.pages, 1, "单", "one").pageLayout()
        assert (layout.orientation() == layout.Orientation.Landscape) is lying


def test_ones_own_is_a_copy_that_is_read_again(real: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    opened_files: list[Path] = []
    monkeypatch.setattr(room, "open_path", opened_files.append)
    dialog = opened(real)
    press(dialog.own)
    (file,) = opened_files
    assert file.parent == real.session.places.sheets
    assert dialog.which.itemText(0) == "审签单（自己的）"
    assert dialog.chosen.own
    file.write_text(file.read_text(encoding="utf-8").replace("会　　签", "会　　商"), encoding="utf-8")
    dialog.load()
    assert "会　　商" in words_of(dialog.view.pages)
    press(dialog.own)  # it is one's own already
    assert opened_files == [file, file]
    file.write_text("name = ", encoding="utf-8")
    dialog.load()
    assert file.name in dialog.troubles.text()
    assert dialog.chosen.sheet.name == "审签单"
    assert not dialog.chosen.own


def test_the_last_round_stands_on_it(real: MainWindow) -> None:
    from dataclasses import replace

    sent = Round("送审稿 3", "2024-01-09T15:30", "张三", signed=False, text="{}")
    real.document.apply("准备", replace(real.document.issue, rounds=(sent,)))
    dialog = opened(real)
    assert "送审稿 3" in words_of(dialog.view.pages)
