"""Numbered copies as a hand puts them out and prints them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from bulletin_desk.bulletin.model import Body, DatedHeader, Issue, Item, Masthead, Section
from bulletin_desk.desk.putting_out import output
from bulletin_desk.desk.putting_out.copies_dialog import CopiesDialog
from bulletin_desk.desk.putting_out.export_dialog import ExportDialog
from bulletin_desk.desk.settings import EXPORT_FORMS
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.forms import DOCX, HTML
from tests.desk.conftest import answering, noting, there, type_into
from tests.desk.putting_out.conftest import Hand, press_print
from tests.many_fields import in_many

Key = Qt.Key
Answer = Callable[[CopiesDialog], object]

pytestmark = pytest.mark.qt_log_ignore("Cannot be used on non-native printers", extend=True)
"""Windows without a printer."""

ISSUE = in_many(
    Issue(
        Masthead("值班快报", 12),
        DatedHeader("某局", date(2024, 1, 9)),
        sections=(Section("要闻", (Item("标题", (Body("会议结束，散会。"),)),)),),
        print_count=3,
    )
)


@pytest.fixture
def numbered(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> MainWindow:
    """A window with an issue whose copies have numbers, three of them."""
    window.session.replace(ISSUE)
    monkeypatch.setattr(window.proofing, "may_put_out", lambda _typeset, _how: True)
    window.activateWindow()
    window.canvas.setFocus()
    return window


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Callable[[Answer], list[CopiesDialog]]:
    """Has a hand answer the dialog for copies."""

    return lambda answer: answering(monkeypatch, CopiesDialog, answer)


def write(dialog: CopiesDialog, text: str) -> None:
    """Over what stands in the field that has the keys."""
    field = there(dialog.focusWidget())
    assert isinstance(field, QLineEdit)
    field.selectAll()
    type_into(field, text)


def from_to(first: str, last: str) -> Answer:
    """Types both numbers and Enter."""

    def answer(dialog: CopiesDialog) -> None:
        write(dialog, first)
        QTest.keyClick(dialog.focusWidget(), Key.Key_Tab)
        write(dialog, f"{last}\n")

    return answer


def put_out(window: MainWindow, target: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    monkeypatch.setattr(output, "ask_save", lambda *_: target)
    window.actions_by_name["export_pdf" if target.suffix == ".pdf" else "export_docx"].trigger()
    qtbot.waitUntil(lambda: not window.output.running, timeout=60_000)


def numbers_in(file: Path) -> list[str]:
    """What stands behind 份号 on each page that has it."""
    document = pypdfium2.PdfDocument(file)
    try:
        texts = [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()
    return [text.partition("份号")[2].split()[0] for text in texts if "份号" in text]


def test_three_copies_are_in_one_pdf_with_a_bookmark_each(
    numbered: MainWindow,
    asked: Callable[[Answer], list[CopiesDialog]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    said: list[str] = []
    count = len(numbered.document.pages)

    def look(dialog: CopiesDialog) -> None:
        assert (dialog.first.text(), dialog.last.text()) == ("1", "3")  # as many as are printed
        from_to("1", "3")(dialog)
        said.append(dialog.said.text())

    asked(look)
    target = tmp_path / "份.pdf"
    put_out(numbered, target, monkeypatch, qtbot)
    assert said == [f"共3份、{3 * count}面。"]
    assert numbers_in(target) == ["000001", "000002", "000003"]
    with pikepdf.open(target) as pdf:
        assert len(pdf.pages) == 3 * count
        with pdf.open_outline() as outline:
            assert [entry.title for entry in outline.root] == ["份号 000001", "份号 000002", "份号 000003"]
            assert [[each.title for each in entry.children] for entry in outline.root] == [["【要闻】"]] * 3
    assert "份.pdf" in numbered.notice.text


def test_the_same_key_asks_again_which_and_no_numbers_are_an_answer(
    numbered: MainWindow,
    asked: Callable[[Answer], list[CopiesDialog]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    target = tmp_path / "份.pdf"
    asked(from_to("8", "8"))
    put_out(numbered, target, monkeypatch, qtbot)
    assert numbers_in(target) == ["000008"]

    def without(dialog: CopiesDialog) -> None:
        dialog.numbered.setFocus()
        QTest.keyClick(dialog.numbered, Key.Key_Space)
        assert not dialog.first.isEnabled()
        QTest.keyClick(dialog.numbered, Key.Key_Return)

    seen = asked(without)
    numbered.activateWindow()
    QApplication.processEvents()
    QTest.keyClick(numbered.canvas, Key.Key_F9)
    qtbot.waitUntil(lambda: not numbered.output.running, timeout=60_000)
    assert len(seen) == 1
    assert "000008" not in numbers_in(target)
    with pikepdf.open(target) as pdf:
        assert len(pdf.pages) == len(numbered.document.pages)


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("0", "3", "“0”不在1到999999之间"),
        ("1", "1000000", "“1000000”不在1到999999之间"),
        ("5", "4", "止号4比起号5小；请改正。"),
        ("1", "", "这里还没有数；请填1到999999之间的整数。"),
        ("1", "1.5", "“1.5”不是整数"),
        ("1", "20001", "一次最多20000面；请分几次。"),
    ],
)
def test_what_is_no_range_is_refused_as_it_is_typed(
    numbered: MainWindow,
    asked: Callable[[Answer], list[CopiesDialog]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
    first: str,
    last: str,
    said: str,
) -> None:
    def answer(dialog: CopiesDialog) -> None:
        write(dialog, first)
        QTest.keyClick(dialog.focusWidget(), Key.Key_Tab)
        if last:
            write(dialog, last)
        else:
            dialog.last.selectAll()
            QTest.keyClick(dialog.last, Key.Key_Delete)
        assert said in dialog.warning.text()
        assert dialog.warning.isVisible()
        assert not dialog.go.isEnabled()
        QTest.keyClick(dialog.last, Key.Key_Return)
        assert dialog.isVisible()
        QTest.keyClick(dialog.last, Key.Key_Escape)
        assert not dialog.isVisible()

    seen = asked(answer)
    put_out(numbered, tmp_path / "份.pdf", monkeypatch, qtbot)
    assert len(seen) == 1
    assert not (tmp_path / "份.pdf").exists()
    assert numbered.notice.isHidden()


def test_all_files_of_an_export_are_asked_about_once(
    numbered: MainWindow,
    asked: Callable[[Answer], list[CopiesDialog]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    def choose(dialog: ExportDialog) -> int:
        dialog.folder.setText(str(tmp_path))
        dialog.pattern.setText("甲")
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(ExportDialog, "exec", choose)
    seen = asked(from_to("2", "3"))
    numbered.actions_by_name["export"].trigger()
    qtbot.waitUntil(lambda: not numbered.output.running, timeout=60_000)
    assert len(seen) == 1
    assert numbered.session.settings[EXPORT_FORMS] == "pdf docx"
    assert numbers_in(tmp_path / "甲.pdf") == ["000002", "000003"]
    assert (tmp_path / "甲.docx").exists()


def test_who_is_asked_is_told_which_files_have_no_numbers(
    numbered: MainWindow,
    asked: Callable[[Answer], list[CopiesDialog]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def choose(dialog: ExportDialog) -> int:
        dialog.folder.setText(str(tmp_path))
        dialog.boxes[DOCX].click()
        dialog.boxes[HTML].click()
        return QDialog.DialogCode.Accepted

    told: list[str] = []

    def look(dialog: CopiesDialog) -> None:
        told.extend(label.text() for label in dialog.findChildren(QLabel))
        dialog.reject()

    monkeypatch.setattr(ExportDialog, "exec", choose)
    asked(look)
    numbered.actions_by_name["export"].trigger()
    assert "网页文件里不印份号。" in told


def test_a_word_copy_alone_and_a_layout_without_a_place_are_never_asked_about(
    numbered: MainWindow,
    asked: Callable[[Answer], list[CopiesDialog]],
    print_to: Callable[[Hand], list[QPrintDialog]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    seen = asked(lambda dialog: dialog.reject())
    put_out(numbered, tmp_path / "份.docx", monkeypatch, qtbot)
    assert (tmp_path / "份.docx").exists()
    numbered.session.replace(replace(ISSUE, layout=None))
    put_out(numbered, tmp_path / "份.pdf", monkeypatch, qtbot)
    assert (tmp_path / "份.pdf").exists()
    papers = print_to(lambda _dialog: True)
    press_print(numbered)
    assert len(papers) == 1
    assert (tmp_path / "paper.pdf").exists()
    assert seen == []


def test_three_copies_are_printed_one_after_another(
    numbered: MainWindow,
    asked: Callable[[Answer], list[CopiesDialog]],
    print_to: Callable[[Hand], list[QPrintDialog]],
    tmp_path: Path,
) -> None:
    asked(from_to("1", "3"))
    count = len(numbered.document.pages)
    ranges: list[tuple[int, int]] = []
    print_to(lambda dialog: noting(ranges, (dialog.minPage(), dialog.maxPage()), True))
    press_print(numbered)
    assert ranges == [(1, 3 * count)]
    assert numbered.notice.text == f"已把 {3 * count} 面送到打印机。"
    with pikepdf.open(tmp_path / "paper.pdf") as paper:
        assert len(paper.pages) == 3 * count
        first, second, third = (paper.pages[at * count].Contents.read_bytes() for at in range(3))
    assert len({first, second, third}) == 3


def test_who_leaves_the_numbers_prints_nothing(
    numbered: MainWindow,
    asked: Callable[[Answer], list[CopiesDialog]],
    print_to: Callable[[Hand], list[QPrintDialog]],
) -> None:
    asked(lambda dialog: QTest.keyClick(dialog.first, Key.Key_Escape))
    papers = print_to(lambda _dialog: True)
    press_print(numbered)
    assert papers == []
    assert numbered.notice.isHidden()
