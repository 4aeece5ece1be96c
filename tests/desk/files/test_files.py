"""Opening, saving, the next issue, what is remembered, and putting out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date as Date  # noqa: N812
from pathlib import Path

import pikepdf
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from bulletin_desk.bulletin.edits import text_at
from bulletin_desk.bulletin.model import Issue
from bulletin_desk.desk.files import asking
from bulletin_desk.desk.page.ink import Brush, Inks
from bulletin_desk.desk.parts.names import PATTERN, file_name
from bulletin_desk.desk.putting_out import output
from bulletin_desk.desk.putting_out.export import Exporter
from bulletin_desk.desk.putting_out.export_dialog import Choice, ExportDialog, remember
from bulletin_desk.desk.putting_out.printing import chosen_pages, print_pages, printer_for
from bulletin_desk.desk.settings import LONG_SIDE
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.forms import DOCX, PDF
from bulletin_desk.pipeline import typeset_file
from bulletin_desk.storage.bulletin_file import read_bulletin, write_bulletin
from tests.desk.conftest import REAL, noting, type_keys

CTRL = Qt.KeyboardModifier.ControlModifier


def test_a_written_issue_is_saved_and_opened_again(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    type_keys(window, "标题\n正文。")
    assert window.isWindowModified()
    target = tmp_path / "第1期.bulletin"
    monkeypatch.setattr(asking, "ask_save", lambda *_: target)
    QTest.keyClick(window.canvas, Qt.Key.Key_S, CTRL)
    assert not window.isWindowModified()
    assert read_bulletin(target) == window.document.issue
    type_keys(window, "又")
    QTest.keyClick(window.canvas, Qt.Key.Key_S, CTRL)
    issue = window.document.issue
    assert window.filing.open_file(target)
    assert window.document.issue == issue
    assert window.document.undo_name is None
    assert "第1期" in window.windowTitle()


def test_an_empty_source_is_not_saved(window: MainWindow, tmp_path: Path) -> None:
    type_keys(window, "标题\n正文。\n\n")
    assert text_at(window.document.issue, ("sections", 0, "items", 0, "source")) == "（）"
    window.session.file = tmp_path / "a.bulletin"
    assert window.filing.save()
    assert read_bulletin(window.session.file).sections[0].items[0].source == ""


def test_a_file_that_cant_be_opened_leaves_the_open_one(
    real: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(asking, "tell", lambda _, text: told.append(text))
    bad = tmp_path / "坏.bulletin"
    bad.write_bytes(b"PK\x03\x04 nothing")
    before = real.document.issue
    assert not real.filing.open_file(bad)
    assert "坏.bulletin" in told[0]
    assert real.document.issue is before


def test_a_target_that_cant_be_written_keeps_the_mark(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(asking, "ask_failed", lambda _, text, **__: told.append(text))
    type_keys(window, "字")
    window.session.file = tmp_path / "没有这个文件夹" / "a.bulletin"
    assert not window.filing.save()
    assert "文件夹不存在" in told[0]
    assert window.isWindowModified()


@pytest.mark.parametrize(
    ("answer", "left", "saved"), [(None, False, False), (False, True, False), (True, True, True)]
)
def test_closing_asks_about_what_is_unsaved(
    window: MainWindow,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    answer: bool | None,
    left: bool,
    saved: bool,
) -> None:
    window.session.file = tmp_path / "a.bulletin"
    type_keys(window, "字")
    asked: list[str] = []
    monkeypatch.setattr(asking, "ask_unsaved", lambda _, what: noting(asked, what, answer))
    assert window.close() is left
    assert asked == ["a.bulletin"]
    assert (tmp_path / "a.bulletin").exists() is saved


@pytest.mark.usefixtures("card_taken")
def test_the_next_issue_follows_the_last(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "ask_open", lambda *_: REAL)
    window.actions_by_name["next"].trigger()
    before, issue = read_bulletin(REAL), window.document.issue
    assert (issue.masthead.number, issue.masthead.total_number) == (3, 608)
    assert issue.dated_header.date == Date(2024, 1, 12)
    assert issue.distribution == before.distribution
    assert issue.print_count == before.print_count
    assert window.session.file is None
    assert window.notice.isVisible()
    assert window.document.kind.value == "title"


@pytest.mark.usefixtures("card_taken")
def test_a_blank_issue_of_an_unknown_year_says_why_it_has_no_total(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.starting.new()
    assert window.notice.isHidden()
    monkeypatch.setattr(window.session, "today", lambda: Date(2031, 1, 5))
    monkeypatch.setattr(asking, "ask_open", lambda *_: REAL)
    for begin in (window.starting.new, window.filing.start_empty):
        begin()
        assert window.document.issue.masthead.total_number is None
        assert "总期号没有填：程序里没有记2031年以前出了多少期" in window.notice.text
        window.notice.choices[0].click()
        assert window.document.issue.masthead.total_number == 608
        assert "总期号没有填" not in window.notice.text
        window.document.mark_saved()


def test_files_opened_are_offered_again(
    real: MainWindow, open_window: Callable[[], MainWindow], tmp_path: Path
) -> None:
    real.filing.fill_recent()
    assert any("2024-01-09" in action.text() for action in real.filing.recent_menu.actions())
    real._keep()
    other = open_window()
    other.filing.fill_recent()
    assert any("2024-01-09" in action.text() for action in other.filing.recent_menu.actions())


def test_sizes_and_view_are_remembered(real: MainWindow, open_window: Callable[[], MainWindow]) -> None:
    real.canvas.set_zoom(0.5)
    real.canvas.set_two_pages(True)
    real.actions_by_name["show_outline"].trigger()
    real._keep()
    other = open_window()
    assert other.canvas.zoom == pytest.approx(0.5)
    assert other.canvas.two_pages
    assert other.frame.side.isHidden()


@pytest.mark.parametrize("with_fields", [False, True])
def test_the_columns_keep_their_widths(
    real: MainWindow, open_window: Callable[[], MainWindow], with_fields: bool
) -> None:
    real.frame.columns.set_widths(200, 310)
    if with_fields:
        real.actions_by_name["show_fields"].trigger()
        assert real.frame.columns.sizes()[2] == 310
    real.frame.columns.moveSplitter(260, 1)
    real._keep()
    other = open_window()
    assert other.frame.columns.sizes()[0] == 260
    other.actions_by_name["show_outline"].trigger()
    other.actions_by_name["show_fields"].trigger()
    other.actions_by_name["show_outline"].trigger()
    QApplication.processEvents()
    left, _, right = other.frame.columns.sizes()
    assert (left, right) == (260, 310)


def test_a_file_dropped_on_the_window_is_opened(window: MainWindow, qtbot: QtBot) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(REAL))])
    event = QDropEvent(
        QPointF(10, 10),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dropEvent(event)
    qtbot.waitUntil(lambda: window.session.file == REAL)


# ---- putting out


def test_both_files_are_put_out_by_the_offices_pattern(
    real: MainWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    # the real issue has a doubled comma, which is asked about: see test_proofing
    monkeypatch.setattr(real.proofing, "may_put_out", lambda _snapshot, _how: True)
    remember(real.session.settings, Choice(tmp_path, PATTERN, (PDF, DOCX)))
    QTest.keyClick(real.canvas, Qt.Key.Key_F9)
    assert real.output.running
    # the clerk goes on typing; what is put out is what there was
    type_keys(real, "此字不在文件里")
    qtbot.waitUntil(lambda: not real.output.running, timeout=60_000)
    pdf = tmp_path / "2024年第2期 四川省地方志工作简报.pdf"
    assert pdf.read_bytes() == PDF.encode(typeset_file(REAL, "sichuan-gazetteer", installed_faces=False))
    with pikepdf.open(pdf) as document:
        assert len(document.pages) == 8
    assert pdf.with_suffix(".docx").read_bytes().startswith(b"PK")
    assert pdf.name in real.notice.text
    assert [button.text() for button in real.notice.choices][-1] == "打开文件夹"
    assert real.status.progress.isHidden()


def test_an_export_is_stopped_before_the_next_page(real: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    target = tmp_path / "a.pdf"
    exporter = Exporter(real.session.snapshot(), ((PDF, target),))
    exporter.advanced.connect(lambda *_: exporter.cancel(), Qt.ConnectionType.DirectConnection)
    with qtbot.waitSignal(exporter.cancelled, timeout=60_000):
        exporter.start()
    exporter.wait()
    assert not target.exists()


def test_closing_while_files_are_written_stops_and_leaves_whole_files_only(
    real: MainWindow, tmp_path: Path
) -> None:
    target = tmp_path / "a.pdf"
    real.output.start(((PDF, target), (PDF, tmp_path / "b.pdf")))
    assert real.close()
    assert real.output._exporter is None or real.output._exporter.isFinished()
    for file in tmp_path.glob("*.pdf"):
        with pikepdf.open(file) as document:
            assert len(document.pages) == 8
    assert not [file for file in tmp_path.iterdir() if file.suffix not in (".pdf", ".ini")]


def test_an_export_that_fails_says_why(real: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    real.output.start(((PDF, tmp_path / "没有" / "a.pdf"),))
    qtbot.waitUntil(lambda: not real.output.running, timeout=60_000)
    assert "文件夹不存在" in real.notice.text


def test_the_pattern_names_the_files(real: MainWindow) -> None:
    issue = real.document.issue
    assert file_name(PATTERN, issue) == "2024年第2期 四川省地方志工作简报"
    assert file_name("{日期}_{总期号}", issue) == "2024-01-09_607"
    assert file_name("a/b:c", issue) == "a_b_c"
    for wrong in ("{年份", "{year}", "{年份!r:>9}", "   ", "{}"):
        with pytest.raises(ValueError, match="文件名"):
            file_name(wrong, issue)


def test_the_dialog_shows_the_names_and_refuses_what_cant_be(real: MainWindow, tmp_path: Path) -> None:
    dialog = ExportDialog(real.document.issue, Choice(tmp_path, PATTERN, (PDF,)), real)
    assert dialog.preview.text() == "2024年第2期 四川省地方志工作简报.pdf"
    assert dialog._go.isEnabled()
    dialog.folder.setText(str(tmp_path / "没有"))
    assert not dialog._go.isEnabled()
    dialog.folder.setText(str(tmp_path))
    dialog.pattern.setText("{期数}")
    assert "不认识" in dialog.preview.text()
    dialog.pattern.setText("a")
    dialog.boxes[PDF].setChecked(False)
    assert not dialog._go.isEnabled()
    dialog.deleteLater()


def test_printing_paints_the_chosen_pages(real: MainWindow, tmp_path: Path) -> None:
    snapshot = real.session.typeset()
    printer = printer_for(snapshot.pages, snapshot.issue.print_count, "简报", LONG_SIDE)
    assert printer.copyCount() == snapshot.issue.print_count
    assert printer.pageLayout().paintRect().width() == printer.pageLayout().fullRect().width()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "print.pdf"))
    printer.setCopyCount(1)
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(2, 4)
    assert chosen_pages(printer, 8) == range(1, 4)
    done: list[int] = []
    assert print_pages(
        printer,
        snapshot.pages,
        Brush(snapshot.faces, Inks(), on_paper=True),
        lambda at: noting(done, at, True),
    )
    assert done == [1, 2, 3]
    with pikepdf.open(tmp_path / "print.pdf") as document:
        assert len(document.pages) == 3
        size = [float(value) for value in document.pages[0].MediaBox]
        assert size[2:] == pytest.approx([595.28, 841.89], abs=1)


def test_a_pdf_is_opened_from_the_notice(
    real: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(output, "open_path", opened.append)
    (tmp_path / "a.pdf").write_bytes(b"")
    real.output._tell_done([tmp_path / "a.pdf"])
    for button in real.notice.choices:
        button.click()
    assert opened == [tmp_path / "a.pdf", tmp_path]


def test_what_was_written_opens_again_as_it_is(window: MainWindow, tmp_path: Path) -> None:
    issue: Issue = read_bulletin(REAL)
    copy = tmp_path / "副本.bulletin"
    write_bulletin(copy, issue)
    assert window.filing.open_file(copy)
    assert window.document.snapshot() is window.document.issue
    assert window.document.issue == issue


def test_a_name_of_another_kind_of_file_is_asked_for_again(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = ["一期.pdf", "一期.DOCX", "一期.bulletin"]
    proposed: list[str] = []
    said: list[str] = []

    def ask(_parent: object, _title: str, begin: str, _filter: str) -> tuple[str, str]:
        proposed.append(Path(begin).name)
        return str(tmp_path / typed[len(proposed) - 1]), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    monkeypatch.setattr(asking, "tell", lambda _parent, text: said.append(text))
    type_keys(window, "标题")
    assert window.filing.save()
    assert window.session.file == tmp_path / "一期.bulletin"
    assert proposed[1:] == ["一期.bulletin"] * 2
    assert said[0] == "“一期.pdf”以 .pdf 结尾，这里存的却是 .bulletin 文件：请把文件名改成以 .bulletin 结尾。"
    assert len(said) == 2


def test_a_name_with_dots_still_gets_its_extension(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = tmp_path / "2024.1.9"
    asked: list[Path] = []

    def answer(_: object, file: Path) -> bool:
        asked.append(file)
        return False

    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(typed), ""))
    monkeypatch.setattr(asking, "ask_overwrite", answer)
    type_keys(window, "标题")
    assert window.filing.save()
    assert window.session.file == tmp_path / "2024.1.9.bulletin"
    assert not asked
    saved = window.session.file.read_bytes()
    type_keys(window, "又")
    assert not window.filing.save_as()
    assert asked == [window.session.file]
    assert window.session.file.read_bytes() == saved
