"""Manuscripts come in: by dialog and by drop, reviewed by keys, added in one step."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, QRect, QSize, Qt, QUrl
from PySide6.QtGui import (
    QDropEvent,
    QFontMetrics,
    QGuiApplication,
    QInputMethodEvent,
    QTextDocument,
    QTextOption,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QPlainTextEdit, QSplitter, QToolButton
from pytestqt.qtbot import QtBot

from bulletin_desk.bulletin import bounds
from bulletin_desk.bulletin.model import Body, Item, Kind, Subheading
from bulletin_desk.desk.files import asking
from bulletin_desk.desk.page.clipboard import incoming
from bulletin_desk.desk.taking_in import intake_dialog, intaking
from bulletin_desk.desk.taking_in.intake_dialog import IntakeDialog
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.intake.draft import Context, take_in
from bulletin_desk.intake.sources import load_units
from tests.desk.conftest import there
from tests.intake.manuscripts import CASES, LONG, MORE

CONTEXT = Context(("特别关注", "市州动态"), load_units())
TEXT = f"德阳市推进数字史志建设\n{LONG}\n抓统筹\n{MORE}\n（德阳市办 张伟）\n"


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """A manuscript."""
    file = tmp_path / "德阳.txt"
    file.write_text(TEXT, encoding="utf-8")
    return file


@pytest.fixture
def dialog(qtbot: QtBot) -> Callable[..., IntakeDialog]:
    """Opens the review of cases."""

    def opened(*names: str) -> IntakeDialog:
        made = IntakeDialog([take_in(CASES[name].manuscript, CONTEXT) for name in names], [], CONTEXT)
        qtbot.addWidget(made, before_close_func=lambda review: review.done(0))
        made.show()
        return made

    return opened


def taken(window: MainWindow, qtbot: QtBot) -> IntakeDialog:
    """The review, once the files are read."""
    qtbot.waitUntil(lambda: window.intaking.dialog is not None, timeout=20_000)
    assert window.intaking.dialog is not None
    return window.intaking.dialog


def test_a_manuscript_comes_into_the_issue_in_one_step(
    window: MainWindow, paper: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = window.document.issue
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", staticmethod(lambda *_: ([str(paper)], "")))
    window.actions_by_name["import_manuscripts"].trigger()
    dialog = taken(window, qtbot)
    assert window.document.issue is before
    dialog.go.click()
    assert window.document.issue.sections[0].items == (
        Item(
            "德阳市推进数字史志建设",
            (Body(LONG), Subheading("抓统筹"), Body(MORE)),
            "（德阳市地方志办公室）",
        ),
    )
    assert window.document.selection.head.path == ("sections", 0, "items", 0, "title")
    assert window.notice.text == "已把 1 篇稿件加入简报，还有 1 处要看一眼。"  # a subheading that may be text
    window.session.undo()
    assert window.document.issue == before


def test_dropped_manuscripts_are_taken_in(real: MainWindow, paper: Path, qtbot: QtBot) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(paper)), QUrl.fromLocalFile(str(paper.parent / "none.txt"))])
    event = QDropEvent(
        QPointF(9, 9),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    real.dropEvent(event)
    dialog = taken(real, qtbot)
    assert dialog.items.count() == 1
    count = len(real.document.issue.sections[0].items)
    dialog.accept()
    assert len(real.document.issue.sections[0].items) == count + 1


def test_cancelling_leaves_the_issue(window: MainWindow, paper: Path, qtbot: QtBot) -> None:
    before = window.document.issue
    window.intaking.take_in([paper])
    taken(window, qtbot).reject()
    assert window.document.issue is before
    assert window.intaking.dialog is None


def test_reading_can_be_stopped(window: MainWindow, paper: Path, qtbot: QtBot) -> None:
    window.intaking.take_in([paper] * 3)
    assert window.intaking._progress is not None
    window.intaking._progress.canceled.emit()  # as its button does
    qtbot.waitUntil(lambda: window.intaking._reader is None, timeout=20_000)
    assert window.intaking.dialog is None
    assert window.notice.text == "已停止导入，简报没有动。"
    window.intaking.take_in([paper])
    taken(window, qtbot).reject()


def test_a_file_that_cant_be_read_is_told(
    window: MainWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(asking, "tell", lambda _parent, text: said.append(text))
    (tmp_path / "a.txt").write_bytes(b"%PDF-1.7")
    window.intaking.take_in([tmp_path / "a.txt"])
    qtbot.waitUntil(lambda: bool(said), timeout=20_000)
    assert "PDF" in said[0]


def test_the_clipboard_as_a_manuscript(window: MainWindow) -> None:
    QGuiApplication.clipboard().setText(TEXT)
    window.actions_by_name["paste_manuscript"].trigger()
    dialog = window.intaking.dialog
    assert dialog is not None
    assert dialog.drafts()[0].title == "德阳市推进数字史志建设"
    dialog.reject()
    QGuiApplication.clipboard().clear()
    window.actions_by_name["paste_manuscript"].trigger()
    assert window.intaking.dialog is None
    assert "没有文字" in window.notice.text


def test_one_key_corrects_a_paragraph(dialog: Callable[..., IntakeDialog]) -> None:
    made = dialog("OFFICIAL")
    made.parts.go_to(2)
    QTest.keyClick(made.parts, Qt.Key.Key_3)
    assert there(made.parts.item(2, 0)).text() == "正文"
    assert made.parts.currentRow() == 3  # on to the next
    QTest.keyClick(made.parts, Qt.Key.Key_Delete)
    assert there(made.parts.item(3, 0)).text() == "手工去掉"
    QTest.keyClick(made.parts, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert there(made.parts.item(3, 0)).text() == "正文"
    made.parts.go_to(1)
    QTest.keyClick(made.parts, Qt.Key.Key_6)
    assert made.drafts()[0].parts[1].run_in == 0  # one sentence alone heads nothing
    made.parts.go_to(3)
    rows = made.parts.rowCount()
    QTest.keyClick(made.parts, Qt.Key.Key_Plus)
    assert made.parts.rowCount() == rows - 1
    made.parts.go_to(2)
    QTest.keyClick(made.parts, Qt.Key.Key_Minus)
    assert made.items.count() == 2
    assert made.items.currentRow() == 1
    made.merge.click()
    assert made.items.count() == 1


def test_enter_in_a_field_does_not_end_the_review(dialog: Callable[..., IntakeDialog]) -> None:
    made = dialog("OFFICIAL", "BY_LOOK")
    made.source.setText("甲办")
    QTest.keyClick(made.source, Qt.Key.Key_Return)
    assert made.isVisible()
    assert made.drafts()[0].source.text == "（甲办）"
    made.section.setEditText("工作交流")
    QTest.keyClick(there(made.section.lineEdit()), Qt.Key.Key_Return)
    assert made.isVisible()
    assert made.drafts()[0].section == "工作交流"
    made.items.item(0).setCheckState(Qt.CheckState.Unchecked)
    assert len(made.drafts()) == 3
    assert made.go.text() == "加入简报（3 篇）"


def field(made: IntakeDialog) -> QPlainTextEdit:
    """Where the clerk types just now."""
    typing = QApplication.focusWidget()
    assert isinstance(typing, QPlainTextEdit)
    assert typing.accessibleName() == "这一段的文字"
    assert made.parts.isAncestorOf(typing)
    return typing


def double_click(made: IntakeDialog, row: int) -> None:
    """On a paragraph's text, as a hand does."""
    place = made.parts.visualRect(made.parts.model().index(row, 1)).center()
    QTest.mouseClick(made.parts.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(made.parts.viewport(), Qt.MouseButton.LeftButton, pos=place)


@pytest.fixture
def reviewed(dialog: Callable[..., IntakeDialog], qtbot: QtBot) -> IntakeDialog:
    """A review whose window is in front: its fields have the keys."""
    made = dialog("OFFICIAL", "BY_LOOK")
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow, timeout=20_000)
    return made


def test_a_text_is_corrected_by_keys(reviewed: IntakeDialog) -> None:
    made = reviewed
    made.parts.go_to(2)
    made.parts.setFocus()
    text = made.drafts()[0].parts[2].text
    QTest.keyClick(made.parts, Qt.Key.Key_F2)
    assert field(made).toPlainText() == text
    QTest.keyClicks(field(made), "123")  # figures, which correct nothing now
    QTest.keyClick(field(made), Qt.Key.Key_Down)
    QTest.keyClick(field(made), Qt.Key.Key_Return)
    assert made.isVisible()
    assert not [typing for typing in made.parts.findChildren(QPlainTextEdit) if typing.isVisible()]
    assert made.drafts()[0].parts[2].text == f"{text}123"
    assert there(made.parts.item(2, 1)).text() == f"{text}123"
    assert QApplication.focusWidget() is made.parts
    assert made.parts.currentRow() == 2
    QTest.keyClick(made.parts, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert made.drafts()[0].parts[2].text == text
    QTest.keyClick(made.parts, Qt.Key.Key_F2)
    QTest.keyClicks(field(made), "x")
    QTest.keyClick(field(made), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)  # its own
    assert field(made).toPlainText() == text
    QTest.keyClick(field(made), Qt.Key.Key_Return)
    assert not made.review.can_undo
    QTest.keyClick(made.parts, Qt.Key.Key_F2)
    QTest.keyClicks(field(made), "x")
    QTest.keyClick(field(made), Qt.Key.Key_Escape)
    assert made.isVisible()
    assert not made.review.can_undo
    QTest.keyClick(made.parts, Qt.Key.Key_3)  # a key of the table's again
    assert there(made.parts.item(2, 0)).text() == "正文"


def test_a_text_is_corrected_by_the_mouse_and_kept_wherever_the_clerk_goes(
    reviewed: IntakeDialog, qtbot: QtBot
) -> None:
    made = reviewed
    text = made.drafts()[0].parts[2].text
    double_click(made, 2)
    QTest.keyClicks(field(made), "a")
    QTest.mouseClick(made.source, Qt.MouseButton.LeftButton)
    assert made.drafts()[0].parts[2].text == f"{text}a"
    assert QApplication.focusWidget() is made.source
    double_click(made, 2)
    QTest.keyClicks(field(made), "b")
    double_click(made, 3)
    other = field(made).toPlainText()
    QTest.keyClicks(field(made), "c")
    made.items.setFocus()
    QTest.keyClick(made.items, Qt.Key.Key_Down)
    assert made.number == 1
    parts = made.drafts()[0].parts
    assert (parts[2].text, parts[3].text) == (f"{text}ab", f"{other}c")
    double_click(made, 0)
    QTest.keyClicks(field(made), "d")
    for key in ("1 标题", "F2 改文字"):
        (button,) = [each for each in made.findChildren(QToolButton) if each.text() == key]
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert made.drafts()[1].parts[0].text.endswith("d")
    QTest.keyClicks(field(made), "e")
    QTest.mouseClick(made.go, Qt.MouseButton.LeftButton)
    assert not made.isVisible()
    assert [part.text[-1:] for part in made.drafts()[1].parts].count("e") == 1


def test_line_breaks_stay_in_headings_only(reviewed: IntakeDialog) -> None:
    made = reviewed
    shift = Qt.KeyboardModifier.ShiftModifier
    rows = [made.drafts()[0].parts[row] for row in range(4)]
    title = next(row for row, part in enumerate(rows) if part.kind is Kind.TITLE)
    body = next(row for row, part in enumerate(rows) if part.kind is Kind.BODY)
    made.parts.setFocus()
    for row, expected in ((title, "x\ny"), (body, "xy")):
        made.parts.go_to(row)
        QTest.keyClick(made.parts, Qt.Key.Key_F2)
        QTest.keyClick(field(made), Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(field(made), "x")
        QTest.keyClick(field(made), Qt.Key.Key_Return, shift)
        QTest.keyClicks(field(made), "y")
        QTest.keyClick(field(made), Qt.Key.Key_Tab)
        assert made.drafts()[0].parts[row].text == expected
    data = QMimeData()
    data.setHtml("<b>甲</b><br>乙")
    data.setText("甲\u2028乙\x07丙\t丁")
    QGuiApplication.clipboard().setMimeData(data)
    made.parts.go_to(body)
    QTest.keyClick(made.parts, Qt.Key.Key_F2)
    QTest.keyClick(field(made), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(field(made), Qt.Key.Key_Return)
    assert made.drafts()[0].parts[body].text == "xy甲乙丙 丁"


def test_a_text_is_composed_by_an_input_method(reviewed: IntakeDialog) -> None:
    made = reviewed
    made.parts.setFocus()
    made.parts.go_to(2)
    QTest.keyClick(made.parts, Qt.Key.Key_F2)
    assert field(made).testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    text = field(made).toPlainText()
    QApplication.sendEvent(field(made), QInputMethodEvent("zhi", []))
    assert field(made).toPlainText() == text
    made.parts._fit()  # the row may grow meanwhile
    event = QInputMethodEvent()
    event.setCommitString("志")
    QApplication.sendEvent(field(made), event)
    QTest.keyClick(field(made), Qt.Key.Key_Return)
    assert made.drafts()[0].parts[2].text == f"{text}志"


def test_a_text_that_is_refused_stays_in_its_field(
    reviewed: IntakeDialog, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = reviewed
    said: list[str] = []
    monkeypatch.setattr(intake_dialog, "tell", lambda _parent, text: said.append(text))
    monkeypatch.setattr(bounds, "MAX_SHORT", 200)
    double_click(made, 0)
    field(made).insertPlainText("长" * 300)
    QTest.mouseClick(made.go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(said), timeout=20_000)
    assert "最多200字，请改短" in said[0]
    assert made.isVisible()
    assert field(made).toPlainText().endswith("长" * 300)
    QTest.keyClick(field(made), Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(field(made), "x")
    QTest.mouseClick(made.go, Qt.MouseButton.LeftButton)
    assert not made.isVisible()
    assert made.drafts()[0].parts[0].text == "x"


def test_a_corrected_review_is_not_closed_by_mistake(
    reviewed: IntakeDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = reviewed
    answers = [False, True]
    monkeypatch.setattr(intake_dialog, "ask_leave_review", lambda _: answers.pop(0))
    double_click(made, 2)
    QTest.keyClicks(field(made), "x")
    made.close()
    assert made.isVisible()
    assert made.drafts()[0].parts[2].text.endswith("x")
    QTest.keyClick(made.parts, Qt.Key.Key_Escape)
    assert not made.isVisible()
    assert not answers


def test_a_corrected_text_enters_the_issue(window: MainWindow, paper: Path, qtbot: QtBot) -> None:
    window.intaking.take_in([paper])
    made = taken(window, qtbot)
    made.parts.write(0)
    typing = made.parts.findChild(QPlainTextEdit)
    QTest.keyClicks(there(typing), "2024")
    made.go.click()
    assert window.document.issue.sections[0].items[0].title == "德阳市推进数字史志建设2024"
    assert window.intaking.dialog is None


def test_a_long_text_is_written_in_sight(reviewed: IntakeDialog) -> None:
    made = reviewed
    double_click(made, 2)
    field(made).insertPlainText("很长的一段。" * 200)
    assert field(made).height() <= made.parts.viewport().height()
    assert field(made).height() > 5 * field(made).fontMetrics().lineSpacing()
    assert made.parts.viewport().rect().intersects(field(made).geometry())
    made.resize(made.width() - 200, made.height() - 100)
    assert field(made).height() <= made.parts.viewport().height()
    height = field(made).height()
    QTest.keyClick(field(made), Qt.Key.Key_Escape)
    assert made.parts.rowHeight(2) < height


def test_cleaning_is_switched_off_and_on(dialog: Callable[..., IntakeDialog]) -> None:
    made = dialog("DIRTY")
    box = made.rules["marks"]
    assert box.isChecked()
    assert " 处" in box.text()
    text = made.drafts()[0].parts[1].text
    box.click()
    assert made.drafts()[0].parts[1].text != text
    assert box.isEnabled()
    box.click()
    assert made.drafts()[0].parts[1].text == text
    assert not made.rules["breaks"].isEnabled()


def test_what_needs_a_look_is_marked(dialog: Callable[..., IntakeDialog]) -> None:
    made = dialog("BY_LOOK")
    assert made.items.item(0).text().startswith("▲ ")
    assert made.remarks.toPlainText().startswith("▲ 没有找到来源")
    assert not made.items.item(1).text().startswith("▲ ")


def test_the_clerks_list_of_units_is_made_and_used(
    window: MainWindow, paper: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(intaking, "open_path", opened.append)
    window.actions_by_name["edit_units"].trigger()
    (file,) = opened
    assert "简称 = 全称" in file.read_text(encoding="utf-8-sig")
    with file.open("a", encoding="utf-8") as more:
        more.write("德阳市 = 德阳市委党史研究室\n")
    window.actions_by_name["edit_units"].trigger()  # what is there stays
    window.intaking.take_in([paper])
    assert taken(window, qtbot).drafts()[0].source.text == "（德阳市委党史研究室）"
    taken(window, qtbot).reject()
    said: list[str] = []
    monkeypatch.setattr(asking, "tell", lambda _parent, text: said.append(text))
    file.write_text("德阳市\n", encoding="utf-8")
    window.intaking.take_in([paper])
    assert "第1行" in said[0]


PAGE = (
    "<html><body><h2>德阳市推进数字史志建设</h2>"
    f"<p>{LONG}</p><p><b>抓统筹</b></p><p>{MORE}</p><p>（德阳市办）</p></body></html>"
)


def test_a_web_page_on_the_clipboard(window: MainWindow) -> None:
    data = QMimeData()
    data.setHtml(PAGE)
    data.setText(TEXT)
    window.intaking.paste(data)
    dialog = window.intaking.dialog
    assert dialog is not None
    assert [part.kind for part in dialog.drafts()[0].parts] == [
        Kind.TITLE,
        Kind.BODY,
        Kind.SUBHEADING,
        Kind.BODY,
        Kind.SOURCE,
    ]
    dialog.reject()


def test_a_web_page_pasted_into_a_text_tells_kinds_by_its_look(window: MainWindow) -> None:
    data = QMimeData()
    long_heading = "以数字化转型赋能史志工作" * 3 + "，抓统筹，抓落实"
    data.setHtml(f"<p>{LONG}</p><p><b>{long_heading}</b></p><p>{MORE}</p>")
    data.setText(f"{LONG}\n{long_heading}\n{MORE}\n")
    fragment = incoming(data).fragment
    assert fragment is not None
    assert [paragraph.kind for paragraph in fragment.paragraphs] == [Kind.BODY, Kind.SUBHEADING, Kind.BODY]
    data.setHtml("<b>一句话</b>")
    data.setText("一句话")
    fragment = incoming(data).fragment
    assert fragment is not None
    assert [paragraph.text for paragraph in fragment.paragraphs] == ["一句话"]


def test_what_is_more_than_a_bulletin_holds_stays_in_the_review(
    window: MainWindow, paper: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = window.document.issue
    window.intaking.take_in([paper])
    dialog = taken(window, qtbot)
    said: list[str] = []
    monkeypatch.setattr(intake_dialog, "tell", lambda _parent, text: said.append(text))
    monkeypatch.setattr(bounds, "MAX_ISSUE", 10)
    QTest.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    assert said[0].startswith("稿件没有加入简报：全期共")
    assert dialog.isVisible()
    assert window.document.issue is before
    monkeypatch.undo()
    QTest.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    assert window.intaking.dialog is None
    assert window.document.issue is not before


def cut_rows(dialog: IntakeDialog) -> list[int]:
    """Rows that are lower than their texts, by the text's own size in the column's width."""
    QApplication.processEvents()
    low = []
    table = dialog.parts
    for row in range(table.rowCount()):
        text = QTextDocument()
        text.setDefaultFont(table.font())
        wrap = QTextOption()
        wrap.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        text.setDefaultTextOption(wrap)
        text.setPlainText(there(table.item(row, 1)).text())
        text.setTextWidth(table.columnWidth(1))
        names = there(table.item(row, 0))
        height = QFontMetrics(names.font()).lineSpacing() * len(names.text().split("\n"))
        if table.rowHeight(row) < max(text.size().height(), height):
            low.append(row)
    return low


def cut_items(dialog: IntakeDialog) -> list[int]:
    """The same of the items at the left."""
    QApplication.processEvents()
    low = []
    for row in range(dialog.items.count()):
        item = there(dialog.items.item(row))
        rect = dialog.items.visualItemRect(item)
        within = QRect(0, 0, rect.width() - 22, 100_000)  # without its box
        needed = dialog.items.fontMetrics().boundingRect(
            within, Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft, item.text()
        )
        if rect.height() < needed.height():
            low.append(row)
    return low


def test_rows_of_the_review_are_as_tall_as_their_text(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    long = "今年以来，全市地方志系统认真学习贯彻，抓好落实，" * 40 + "成效明显。"
    titles = ("德阳市推进数字史志建设以数字化转型赋能史志工作高质量发展走深走实的若干做法", "乐山市办讲座")
    files = [tmp_path / f"{'关于报送工作情况的稿件' * 4}{number}.txt" for number in range(2)]
    for file, title in zip(files, titles, strict=True):
        file.write_text(f"{title}\n{LONG}\n{long}\n抓统筹\n{MORE}\n（德阳市地方志办公室）", encoding="utf-8")
    window.intaking.take_in(files)
    dialog = taken(window, qtbot)
    heights = [dialog.parts.rowHeight(row) for row in range(dialog.parts.rowCount())]
    assert max(heights) > 4 * min(heights)
    (across,) = (
        splitter
        for splitter in dialog.findChildren(QSplitter)
        if splitter.orientation() == Qt.Orientation.Horizontal
    )

    def whole() -> bool:
        return not cut_rows(dialog) and not cut_items(dialog)

    for size in (QSize(760, 560), QSize(1400, 900), QSize(900, 560)):
        dialog.resize(size)
        for left in (160, 420):
            across.setSizes([left, size.width() - left])
            for number in (0, 1):
                dialog.items.setCurrentRow(number)
                qtbot.waitUntil(whole)
    dialog.parts.setFocus()
    dialog.parts.go_to(2)
    QTest.keyClick(dialog.parts, Qt.Key.Key_1)  # bold, and so wider
    qtbot.waitUntil(whole)
    font = dialog.font()
    font.setPointSizeF(font.pointSizeF() * 1.7)
    dialog.setFont(font)
    qtbot.waitUntil(whole)
    QTest.mouseClick(dialog.undo, Qt.MouseButton.LeftButton)
    dialog.reject()
