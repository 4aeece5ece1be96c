"""The review shows what is doubtful, takes the other reading by one key, and shows all words left out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QGuiApplication, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QMenu, QPlainTextEdit, QToolButton
from pytestqt.qtbot import QtBot

from bulletin_desk.bulletin.model import Kind
from bulletin_desk.desk.taking_in import paragraph_text, paragraphs
from bulletin_desk.desk.taking_in.intake_dialog import IntakeDialog
from bulletin_desk.intake.draft import Context, Contribution, Draft, Remark, take_in
from bulletin_desk.intake.manuscript import Manuscript, Note, Paragraph
from bulletin_desk.intake.parts import OUT, Part
from bulletin_desk.intake.sources import Source, load_units
from tests.desk.conftest import there
from tests.intake.manuscripts import LONG, MORE, plain

CONTEXT = Context(("特别关注", "市州动态"), load_units())
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
SOURCE = Source("（乐山市地方志办公室）")
CAPTIONED = Draft(
    "乐山",
    (
        Part(Kind.TITLE, "乐山市开会"),
        Part(Kind.BODY, LONG),
        Part(OUT, "活动现场", why="图片说明", at=2, other=Kind.SUBHEADING),
        Part(Kind.BODY, MORE, at=3),
        Part(OUT, "打印本页<b>", why="网页上的文字", at=4),
    ),
    source=SOURCE,
)
SURE = Draft("成都", (Part(Kind.TITLE, "成都市开会"), Part(Kind.BODY, LONG)))
HEADED = Draft(
    "宜宾",
    (
        Part(Kind.TITLE, "宜宾市开会"),
        Part(Kind.SUBHEADING, "抓统筹。", other=Kind.BODY),
        Part(Kind.BODY, LONG),
    ),
    source=SOURCE,
    remarks=(Remark("页脚里的“电话…”没有取用，请看看要不要。", look=False, words=f"电话：000\t<i>{MORE}"),),
)


@pytest.fixture
def opened(qtbot: QtBot) -> Callable[..., IntakeDialog]:
    """Opens a review in front."""

    def open_one(*contributions: Contribution, refused: Sequence[str] = ()) -> IntakeDialog:
        dialog = IntakeDialog(contributions, refused, CONTEXT)
        qtbot.addWidget(dialog, before_close_func=lambda review: review.done(0))
        dialog.show()
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow, timeout=20_000)
        dialog.parts.setFocus()
        return dialog

    return open_one


@pytest.fixture
def made(opened: Callable[..., IntakeDialog]) -> IntakeDialog:
    """A doubtful caption, an item that is sure, a doubtful heading."""
    return opened(*(Contribution(draft.file, (draft,)) for draft in (CAPTIONED, SURE, HEADED)))


def named(made: IntakeDialog, row: int) -> str:
    return there(made.parts.item(row, 0)).text()


def test_a_doubtful_paragraph_says_so_in_words_and_by_a_sign(made: IntakeDialog) -> None:
    assert named(made, 2) == "▲ 图片说明\n或 小标题"
    assert [row for row in range(made.parts.rowCount()) if "▲" in named(made, row)] == [2]
    width = made.parts.columnWidth(0)
    for line in named(made, 2).split("\n"):
        assert there(made.parts.item(2, 0)).font().bold()
        assert made.parts.fontMetrics().horizontalAdvance(line) < width
    made.parts.go_to(2)
    assert made.hint.text() == "▲ 没有收入，也可能是小标题：按 7 收作小标题；认得对，按 0。"
    assert "按 7 换成另一种" in there(made.parts.item(2, 0)).toolTip()
    assert made.items.item(0).text().startswith("▲ 乐山市开会\n")
    assert made.items.item(0).text().endswith("\n1处拿不准")
    assert made.items.item(1).text().endswith("\n没有来源")
    assert made.summary.text() == "▲ 3篇要看一眼：2处拿不准（按 F8 去看），1篇没有来源。"


def test_one_key_takes_the_other_reading_and_goes_back(made: IntakeDialog) -> None:
    made.parts.go_to(2)
    QTest.keyClick(made.parts, Qt.Key.Key_7)
    assert (named(made, 2), made.parts.currentRow()) == ("小标题", 2)
    assert made.items.item(0).text().startswith("乐山市开会\n")  # no ▲ any more
    assert made.summary.text() == "▲ 2篇要看一眼：1处拿不准（按 F8 去看），1篇没有来源。"
    assert "活动现场" not in made.remarks.toPlainText() + made.left_out.toPlainText()
    assert made.hint.text() == "再按 7 换回去：不收。"
    QTest.keyClick(made.parts, Qt.Key.Key_7, Qt.KeyboardModifier.KeypadModifier)
    assert named(made, 2) == "图片说明"
    QTest.keyClick(made.parts, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert named(made, 2) == "小标题"
    QTest.keyClick(made.parts, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert named(made, 2) == "▲ 图片说明\n或 小标题"


def test_the_key_of_its_own_kind_says_that_it_is_right(made: IntakeDialog) -> None:
    made.parts.go_to(2)
    QTest.keyClick(made.parts, Qt.Key.Key_0)
    assert named(made, 2) == "图片说明"
    assert made.review.doubts == 1


def test_the_mouse_takes_the_other_reading(made: IntakeDialog, qtbot: QtBot) -> None:
    assert not made.other.isEnabled()  # nothing but a title
    made.parts.go_to(2)
    assert made.other.text() == "7 收作小标题"
    QTest.mouseClick(made.other, Qt.MouseButton.LeftButton)
    assert named(made, 2) == "小标题"
    assert made.other.text() == "7 不收"
    QTest.mouseClick(made.other, Qt.MouseButton.LeftButton)
    assert named(made, 2) == "图片说明"


def menu_at(made: IntakeDialog, row: int, *, by_key: bool = False) -> QMenu:
    """The menu that a right click on a row, or the menu key, brings."""
    place = made.parts.visualRect(made.parts.model().index(row, 1)).center()
    viewport = made.parts.viewport()
    reason = QContextMenuEvent.Reason.Keyboard if by_key else QContextMenuEvent.Reason.Mouse
    QApplication.sendEvent(viewport, QContextMenuEvent(reason, place, viewport.mapToGlobal(place)))
    menu = made.menu
    assert menu.isVisible()
    return menu


def choose(menu: QMenu, words: str) -> None:
    (action,) = [each for each in menu.actions() if each.text().split("\t")[0] == words]
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())


def test_the_menu_has_what_the_keys_do(made: IntakeDialog) -> None:
    menu = menu_at(made, 2)
    assert made.parts.currentRow() == 2
    assert [action.text() for action in menu.actions() if action.text()] == [
        "收作小标题\t7",
        "标题\t1",
        "小标题\t2",
        "正文\t3",
        "来源\t4",
        "栏目\t5",
        "不收\t0",
        "层次标题、列项、附件",
        "段首标题\t6",
        "接到上一段\t+",
        "另起一篇\t-",
        "改文字\tF2",
    ]
    choose(menu, "收作小标题")
    assert named(made, 2) == "小标题"
    choose(menu_at(made, 2), "正文")
    assert named(made, 2) == "正文"
    made.parts.go_to(1)
    menu = menu_at(made, 1, by_key=True)
    assert menu.actions()[0].text() == "标题\t1"
    choose(menu, "接到上一段")
    assert made.drafts()[0].parts[0].text == f"乐山市开会\n{LONG}"
    choose(menu_at(made, 1), "改文字")
    assert isinstance(QApplication.focusWidget(), QPlainTextEdit)


def test_a_right_click_on_one_of_several_rows_keeps_them(made: IntakeDialog) -> None:
    made.parts.go_to(1)
    QTest.keyClick(made.parts, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    menu_at(made, 2).close()
    assert made.parts.rows() == [1, 2]
    menu_at(made, 3).close()
    assert made.parts.rows() == [3]


def test_no_menu_under_the_last_row(made: IntakeDialog) -> None:
    asked: list[QPoint] = []
    made.parts.asked.connect(asked.append)
    made.items.setCurrentRow(1)
    below = made.parts.viewport().rect().bottomLeft() - QPoint(-5, 5)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, below, made.parts.viewport().mapToGlobal(below))
    QApplication.sendEvent(made.parts.viewport(), event)
    assert asked == []


def test_a_key_goes_to_the_next_doubt_from_anywhere(made: IntakeDialog, qtbot: QtBot) -> None:
    QTest.keyClick(made.parts, Qt.Key.Key_F8)
    assert (made.number, made.parts.currentRow()) == (0, 2)
    QTest.keyClick(made.parts, Qt.Key.Key_F8)
    assert (made.number, made.parts.currentRow()) == (2, 1)
    made.source.setFocus()
    QTest.keyClick(made.source, Qt.Key.Key_F8)
    assert (made.number, made.parts.currentRow()) == (0, 2)
    assert QApplication.focusWidget() is made.parts
    made.parts.write(3)
    typing = QApplication.focusWidget()
    QTest.keyClicks(there(typing), "x")
    QTest.keyClick(there(typing), Qt.Key.Key_F8)
    assert (made.number, made.parts.currentRow()) == (2, 1)
    assert made.drafts()[0].parts[3].text == f"{MORE}x"
    QTest.keyClick(made.parts, Qt.Key.Key_7)
    assert named(made, 1) == "正文"
    QTest.mouseClick(made.next, Qt.MouseButton.LeftButton)
    assert (made.number, made.parts.currentRow()) == (0, 2)
    QTest.keyClick(made.parts, Qt.Key.Key_7)
    assert not made.next.isEnabled()
    QTest.keyClick(made.parts, Qt.Key.Key_F8)
    assert (made.number, made.parts.currentRow()) == (0, 2)
    assert made.summary.text() == "▲ 1篇要看一眼：1篇没有来源。"
    made.items.setCurrentRow(1)
    made.source.setText("成都市地方志办公室")
    QTest.keyClick(made.source, Qt.Key.Key_Return)
    assert made.summary.text() == ""


def test_what_is_not_taken_counts_for_nothing(made: IntakeDialog) -> None:
    made.items.item(0).setCheckState(Qt.CheckState.Unchecked)
    assert made.summary.text() == "▲ 2篇要看一眼：1处拿不准（按 F8 去看），1篇没有来源。"
    QTest.keyClick(made.parts, Qt.Key.Key_F8)
    assert made.number == 2


def test_an_item_of_which_nothing_is_left_loses_its_tick(opened: Callable[..., IntakeDialog]) -> None:
    textless = Draft("", (Part(Kind.TITLE, "图片新闻", other=OUT),))
    made = opened(Contribution("", (SURE, textless)))
    QTest.keyClick(made.parts, Qt.Key.Key_F8)
    QTest.keyClick(made.parts, Qt.Key.Key_7)
    assert made.items.item(1).checkState() is Qt.CheckState.Unchecked
    assert made.go.text() == "加入简报（1 篇）"
    QTest.keyClick(made.parts, Qt.Key.Key_7)
    assert made.items.item(1).checkState() is Qt.CheckState.Checked
    assert made.go.text() == "加入简报（2 篇）"


def test_one_item_or_several_by_one_key(opened: Callable[..., IntakeDialog]) -> None:
    text = f"●德阳市推进数字史志建设\n{LONG}\n●德阳市开放地情资料阅览室\n{MORE}\n"
    dialog = opened(take_in(plain("", text), CONTEXT))
    assert dialog.items.count() == 2
    QTest.keyClick(dialog.parts, Qt.Key.Key_F8)
    QTest.keyClick(dialog.parts, Qt.Key.Key_F8)
    assert (dialog.number, dialog.parts.currentRow()) == (1, 1)
    assert dialog.other.text() == "7 合成一篇"
    QTest.keyClick(dialog.parts, Qt.Key.Key_7)
    assert dialog.items.count() == 1
    assert dialog.other.text() == "7 分成几篇"
    assert dialog.hint.text() == "再按 7 换回去：分成几篇。"
    assert there(dialog.parts.item(dialog.parts.currentRow(), 1)).text() == "●德阳市开放地情资料阅览室"
    QTest.keyClick(dialog.parts, Qt.Key.Key_7)
    assert dialog.items.count() == 2
    assert there(dialog.parts.item(dialog.parts.currentRow(), 1)).text() == "德阳市开放地情资料阅览室"


def test_all_words_left_out_are_read_selected_and_copied(made: IntakeDialog, qtbot: QtBot) -> None:
    bar = made.below.tabBar()
    assert bar.tabText(1) == "没有收入的文字（2）"
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(1).center())
    assert made.left_out.isVisible()
    assert made.left_out.toPlainText() == "—— 图片说明 ——\n活动现场\n\n—— 网页上的文字 ——\n打印本页<b>"
    made.items.setCurrentRow(2)
    assert made.left_out.toPlainText() == f"—— {HEADED.remarks[0].message} ——\n电话：000\t<i>{MORE}"
    made.left_out.setFocus()
    QTest.keyClick(made.left_out, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(made.left_out, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    data = QGuiApplication.clipboard().mimeData()
    assert data.text() == made.left_out.toPlainText()
    assert not data.hasHtml()
    QTest.keyClicks(made.left_out, "x")
    assert "x" not in made.left_out.toPlainText()[:3]
    QTest.keyClick(made.left_out, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is not made.left_out
    made.items.setCurrentRow(1)
    assert bar.tabText(1) == "没有收入的文字"
    assert made.left_out.toPlainText() == "这一篇的文字都收进来了。"


def test_a_note_of_the_reader_shows_all_its_words(opened: Callable[..., IntakeDialog]) -> None:
    words = "脚注里的话。" * 40
    note = Note("footnote", 1, "脚注“脚注里的话。…”没有取用。", words)
    manuscript = Manuscript("", (Paragraph("乐山市开会"), Paragraph(LONG)), (note,))
    dialog = opened(take_in(manuscript, CONTEXT))
    assert words in dialog.left_out.toPlainText()


def test_what_was_left_out_without_doubt_is_taken_in_by_the_same_key(made: IntakeDialog) -> None:
    made.parts.go_to(4)
    assert made.hint.text() == "没有收进简报：按 7 收作正文。"
    QTest.keyClick(made.parts, Qt.Key.Key_7)
    assert named(made, 4) == "正文"
    assert made.below.tabText(1) == "没有收入的文字（1）"
    QTest.keyClick(made.parts, Qt.Key.Key_7)
    assert named(made, 4) == "网页上的文字"
    made.parts.go_to(1)
    QTest.keyClick(made.parts, Qt.Key.Key_7)  # body text, of which nobody doubts
    assert named(made, 1) == "正文"


def test_a_missing_source_is_told_after_the_rest(made: IntakeDialog) -> None:
    made.items.setCurrentRow(1)
    QTest.keyClick(made.parts, Qt.Key.Key_0)
    QTest.keyClick(made.parts, Qt.Key.Key_0)
    said = [line for line in made.remarks.toPlainText().splitlines() if line.startswith("▲")]
    assert said[-1] == "▲ 没有找到来源，请补上。"
    assert len(said) == 3
    assert made.below.tabText(0) == "要看一眼的地方（3）"


def test_cleaning_is_switched_by_the_mouse(opened: Callable[..., IntakeDialog], qtbot: QtBot) -> None:
    dialog = opened(take_in(plain("", f"乐山市开会\n会议指出,要抓好落实.\n{LONG}"), CONTEXT))
    bar = dialog.below.tabBar()
    assert bar.tabText(2) == "清理（2）"
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(2).center())
    box = dialog.rules["marks"]
    assert isinstance(box, QCheckBox)
    assert box.isVisible()
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))
    assert dialog.drafts()[0].parts[1].text == "会议指出,要抓好落实."
    assert box.isVisible()  # the page stays
    assert bar.tabText(2) == "清理"


def test_files_refused_are_all_there_and_leave_room(opened: Callable[..., IntakeDialog]) -> None:
    refused = [f"打不开“{number}.pdf”：这是 PDF，请复制其中的文字。" for number in range(30)]
    dialog = opened(Contribution("", (SURE,)), refused=refused)
    assert dialog.items.height() > dialog.height() // 3


@pytest.mark.parametrize("dark", [False, True])
def test_what_is_left_out_is_read_with_ease(made: IntakeDialog, dark: bool) -> None:
    palette = QPalette(QColor("#323232" if dark else "#f0f0f0"))
    ink = paragraph_text.paler(palette)
    base = palette.color(QPalette.ColorRole.Base)
    assert contrast(ink, base) > 4.5  # WCAG 2.2, 1.4.3
    for colour in paragraphs.COLOURS.values():
        assert contrast(QColor("#222222"), QColor(colour)) > 4.5


def contrast(one: QColor, other: QColor) -> float:
    def light(colour: QColor) -> float:
        parts = [
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
            for part in (colour.redF(), colour.greenF(), colour.blueF())
        ]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    bright, dark = sorted((light(one), light(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def test_all_keys_are_in_sight_in_a_small_window(made: IntakeDialog) -> None:
    made.resize(870, 472)  # 1366 × 768 at 150 %
    made.parts.go_to(2)
    QApplication.processEvents()
    assert made.width() == 870
    for each in made.findChildren(QToolButton):
        if each.text():
            corner = each.mapTo(made, each.rect().bottomRight())
            assert made.rect().contains(corner), each.text()
            assert each.width() >= each.sizeHint().width()
    assert made.parts.viewport().rect().contains(made.parts.visualItemRect(there(made.parts.item(2, 0))))


def test_rows_are_as_high_as_their_text_at_any_width(made: IntakeDialog) -> None:
    def fit() -> None:
        heights = [made.parts.rowHeight(row) for row in range(made.parts.rowCount())]
        made.parts.resizeRowsToContents()
        assert [made.parts.rowHeight(row) for row in range(made.parts.rowCount())] == heights
        assert made.parts.columnWidth(0) + made.parts.columnWidth(1) == made.parts.viewport().width()

    fit()
    for width in (870, 1200, 800):
        made.resize(width, 560)
        QApplication.processEvents()
        fit()
    for number in (1, 0):  # with names of other widths
        made.items.setCurrentRow(number)
        QApplication.processEvents()
        fit()
    made.parts.setColumnWidth(0, 300)
    QApplication.processEvents()
    fit()


def test_the_hint_follows_the_rows(made: IntakeDialog) -> None:
    seen: list[str] = []
    for row in range(made.parts.rowCount()):
        made.parts.go_to(row)
        seen.append(made.hint.text())
    assert seen[0] == seen[1] == seen[3] == "这一篇：标题1 正文2 不收2"
    assert seen[2] != seen[4]
    made.items.setCurrentRow(2)
    assert made.hint.text().startswith("这一篇：")
