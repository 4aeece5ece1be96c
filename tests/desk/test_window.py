"""Find and replace, findings, view, menus, help, light and dark, and how the program starts."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QKeySequence, QPainter, QPalette, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionComboBox, QToolButton
from pytestqt.qtbot import QtBot

from bulletin_desk.bulletin.grammar import SPECS
from bulletin_desk.bulletin.matching import text_of
from bulletin_desk.bulletin.model import Kind
from bulletin_desk.desk.commands.actions import BELOW, COMMANDS, MENUS
from bulletin_desk.desk.commands.help import TextDialog, about_html, help_html
from bulletin_desk.desk.page.changed import changed_bands
from bulletin_desk.desk.page.ink import Brush, Inks, standalone
from bulletin_desk.desk.page.sheets import GAP, Sheets
from bulletin_desk.desk.parts.notice import Until
from bulletin_desk.desk.parts.typed_fields import NumberDialog
from bulletin_desk.desk.parts.zoom import FIT_PAGE
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.offers import Offers
from bulletin_desk.pages.model import (
    Colour,
    FontRef,
    HorizontalRule,
    Line,
    Page,
    PlacedLine,
    Run,
    VerticalRule,
)
from tests.desk.conftest import REAL, there, type_keys

BLACK = Colour(0, 0, 0, 1)

CTRL = Qt.KeyboardModifier.ControlModifier
FIRST = ("sections", 0, "items", 0, "blocks", 0)


# ---- find


def test_all_hits_are_marked_counted_and_stepped_through(real: MainWindow) -> None:
    QTest.keyClick(real.canvas, Qt.Key.Key_F, CTRL)
    assert real.find_bar.wanted.hasFocus()
    QTest.keyClicks(real.find_bar.wanted, "2023")
    count = len(real.searching.matches)
    assert count > 5
    assert real.find_bar.count.text() == f"第 1 处，共 {count} 处"
    first = real.document.selection
    QTest.keyClick(real.find_bar.wanted, Qt.Key.Key_Return)
    assert real.find_bar.count.text() == f"第 2 处，共 {count} 处"
    assert real.document.selection != first
    QTest.keyClick(real.find_bar.wanted, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    assert real.document.selection == first
    QTest.keyClick(real.find_bar.wanted, Qt.Key.Key_Escape)
    assert real.find_bar.isHidden()
    assert real.canvas.hasFocus()


def test_half_and_full_width_are_found_alike(window: MainWindow) -> None:
    type_keys(window, "标题\n第１２号和12号")
    QTest.keyClick(window.canvas, Qt.Key.Key_F, CTRL)
    window.find_bar.wanted.setText("12")
    assert len(window.searching.matches) == 2


def test_one_and_all_are_replaced_and_undone(window: MainWindow) -> None:
    type_keys(window, "标题\n甲和甲和甲")
    window.document.go_to(FIRST)
    QTest.keyClick(window.canvas, Qt.Key.Key_H, CTRL)
    window.find_bar.wanted.setText("甲")
    window.find_bar.replacement.setText("乙")
    window.find_bar.replace_one.click()
    assert text_of(window.document.issue.sections[0].items[0].blocks[0]) == "乙和甲和甲"
    window.find_bar.replace_all.click()
    assert text_of(window.document.issue.sections[0].items[0].blocks[0]) == "乙和乙和乙"
    assert window.notice.text == "替换了 2 处。"
    window.notice.choices[0].click()
    assert text_of(window.document.issue.sections[0].items[0].blocks[0]) == "乙和甲和甲"
    assert window.find_bar.count.text().endswith("共 2 处")


# ---- findings


def test_findings_are_listed_marked_and_gone_to(window: MainWindow, qtbot: QtBot) -> None:
    type_keys(window, "标题\n正文里有个\U000f0000字")
    window.actions_by_name["show_findings"].trigger()
    qtbot.waitUntil(lambda: bool(window.proofing.findings), timeout=20_000)
    found = window.proofing.findings
    rows = window.findings.list
    at = next(number for number, finding in enumerate(found) if finding.rule == "missing")
    assert there(rows.topLevelItem(at)).text(0) == "错误"
    assert window.actions_by_name["show_findings"].iconText() == f"检查 {len(found)}"
    window.document.go_to(("sections", 0, "items", 0, "title"))
    rows.itemClicked.emit(rows.topLevelItem(at), 0)
    assert window.document.selection.head.place.path == FIRST
    assert window.document.selection.head.place.offset == 5
    box = window.document.caret_box()
    pixel = window.canvas.to_pixels(box.page, box.x + 8, box.top + 5)
    assert there(window.canvas.finding_at(pixel)).rule == "missing"


# ---- view


def test_zoom_keeps_what_is_under_the_pointer(real: MainWindow) -> None:
    real.canvas.set_zoom(2.0)
    real.canvas.verticalScrollBar().setValue(900)
    real.canvas.horizontalScrollBar().setValue(200)
    at = QPointF(420, 300)
    index, x, y = real.canvas.to_page(at)
    event = QWheelEvent(
        at,
        real.canvas.viewport().mapToGlobal(at),
        QPoint(0, 120),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        CTRL,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(real.canvas.viewport(), event)
    assert real.canvas.zoom == pytest.approx(2.5)
    assert real.canvas.to_page(at) == pytest.approx((index, x, y), abs=1)


def test_zoom_has_bounds_and_fits(real: MainWindow) -> None:
    for _ in range(30):
        real.actions_by_name["zoom_in"].trigger()
    assert real.canvas.zoom == 4.0
    for _ in range(30):
        real.actions_by_name["zoom_out"].trigger()
    assert real.canvas.zoom == 0.25
    real.actions_by_name["fit_page"].trigger()
    assert real.canvas.sheets.sheet_height <= real.canvas.viewport().height()
    assert real.actions_by_name["fit_page"].isChecked()
    real.actions_by_name["fit_width"].trigger()
    width = real.canvas.sheets.total_width
    assert real.canvas.viewport().width() - GAP < width <= real.canvas.viewport().width()
    real.actions_by_name["two_pages"].trigger()
    assert len(real.canvas.visible_pages()) >= 2
    assert real.canvas.page_rect(0).top() == real.canvas.page_rect(1).top()


def test_zooming_by_key_keeps_the_caret_where_it_is(real: MainWindow) -> None:
    real.document.go_to(("sections", 0, "items", 0, "blocks", 4), 3)
    before = real.canvas.caret_pixels().center()
    real.actions_by_name["zoom_in"].trigger()
    assert (real.canvas.caret_pixels().center() - before).manhattanLength() <= 4


@pytest.mark.parametrize("two", [False, True])
def test_a_whole_page_is_shown_whole(real: MainWindow, two: bool) -> None:
    real.canvas.set_two_pages(two)
    real.document.go_to(("sections", 0, "items", 2, "title"))
    real.canvas.show_caret()
    page = real.document.caret_box().page
    real.canvas.set_fit(FIT_PAGE)
    assert real.canvas.viewport().rect().contains(real.canvas.page_rect(page))


def test_a_caret_in_view_stays_so_when_pages_stand_side_by_side_or_no_more(real: MainWindow) -> None:
    place = next(
        placed.path for placed in reversed(real.document.pages[7].lines) if placed.kind is Kind.SOURCE
    )
    real.document.go_to(place)
    for _ in range(2):
        real.canvas.show_caret()
        real.actions_by_name["two_pages"].trigger()
        box = real.document.caret_box()
        at = real.canvas.to_pixels(box.page, box.x, box.top)
        assert real.canvas.viewport().rect().contains(at.toPoint())


def test_a_page_is_jumped_to(real: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(dialog: NumberDialog) -> int:
        dialog.show()
        for typed, said in (("99", "“99”不在1到8之间；请核对。"), ("5", "")):
            dialog.field.selectAll()
            QTest.keyClicks(dialog.field, typed)
            QTest.keyClick(dialog.field, Qt.Key.Key_Return)
            assert dialog.field.said == said
            assert dialog.isVisible() is bool(said)
        return dialog.result()

    monkeypatch.setattr(NumberDialog, "exec", answer)
    QTest.keyClick(real.canvas, Qt.Key.Key_G, CTRL)
    assert real.canvas.page_in_view() == 4
    assert real.status.page.text() == "第 5 面，共 8 面"


def test_only_visible_pages_are_painted(real: MainWindow) -> None:
    real.canvas.set_zoom(1.0)
    real.canvas.show_page(3)
    real.canvas._shown.clear()
    real.canvas.viewport().grab()
    assert 3 in real.canvas._shown
    assert set(real.canvas._shown) <= set(real.canvas.visible_pages())
    assert len(real.canvas.visible_pages()) < 4


@pytest.mark.parametrize("columns", [1, 2])
def test_every_point_of_a_sheet_belongs_to_its_page(columns: int) -> None:
    sheets = Sheets(7, 595.3, 841.9, columns, 0.8, 1600)
    for index in range(7):
        left, top = sheets.left(index), sheets.top(index)
        for x, y in ((1, 1), (sheets.sheet_width - 1, sheets.sheet_height - 1)):
            assert sheets.nearest(left + x, top + y) == index
            assert index in sheets.between(top + y, top + y + 1)
    assert sheets.between(0, sheets.total_height) == range(7)


def test_glyphs_are_drawn_at_every_size(faces: Faces) -> None:
    """Qt draws no raw glyphs over 64 pixels: those are filled as outlines."""
    choice = faces.choose("xiaobiaosong", "川")
    assert choice is not None
    run = Run("川", 0, choice.face.ref, 16.0, (0.0,), Colour(0, 0, 0, 1))
    placed = PlacedLine(Line("川", 0, 1, (0.0, 16.0), (run,)), Kind.BODY, (), 2.0, 16.0, 0.0, 20.0)
    shares = []
    for scale in (0.5, 1.0, 3.0, 3.9, 4.1, 8.0):
        image = QImage(round(20 * scale), round(20 * scale), QImage.Format.Format_RGB32)
        image.fill(0xFFFFFFFF)
        brush = Brush(faces, Inks())
        brush.set_scale(scale)
        painter = QPainter(image)
        brush.line(painter, placed)
        painter.end()
        dark = sum(
            255 - image.pixelColor(x, y).lightness()
            for x in range(image.width())
            for y in range(image.height())
        )
        shares.append(dark / image.width() / image.height())
    assert min(shares) > 0.7 * max(shares) > 10


def test_rules_are_painted_in_both_directions(faces: Faces) -> None:
    """Where they stand, and a hair's breadth of one is a pixel."""
    rules = (HorizontalRule(2, 5, 10, 2, BLACK), VerticalRule(15.5, 3, 12, 0.01, BLACK))
    image = QImage(20, 20, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    Brush(faces, Inks()).page(painter, Page(1, 20, 20, (), rules, None))
    painter.end()
    dark = {(x, y) for x in range(20) for y in range(20) if image.pixelColor(x, y).lightness() < 100}
    across = {(x, y) for x in range(2, 12) for y in (4, 5)}
    assert dark == across | {(15, y) for y in range(3, 15)}


def test_a_changed_rule_is_painted_anew_over_its_whole_height() -> None:
    before, now = (Page(1, 595, 842, (), (VerticalRule(x, 100, 200, 1, BLACK),), None) for x in (70, 80))
    ((top, bottom),) = changed_bands(before, now)
    assert top < 100
    assert bottom > 300
    assert not list(changed_bands(now, now))


def test_red_and_black_look_like_the_profile_says() -> None:
    inks = Inks()
    assert inks[Colour(0, 1, 1, 0)].name() == "#df2f35"
    assert inks[Colour(0, 0, 0, 1)].lightness() < 60


def test_one_face_of_a_collection_is_a_font_by_itself(faces: Faces, tmp_path: Path) -> None:
    from PySide6.QtCore import QByteArray
    from PySide6.QtGui import QRawFont

    face = faces.roles["latin"].face
    data = standalone(face.file)
    font = QRawFont(QByteArray(data), 40)
    assert font.isValid()
    assert font.glyphIndexesForString("A")[0] == face.glyph("A")
    (tmp_path / "alone.ttf").write_bytes(data)
    assert faces.face(FontRef(str(tmp_path / "alone.ttf"))).glyph("A") == face.glyph("A")


# ---- menus and help


def test_every_command_is_in_a_menu_and_has_words_in_chinese() -> None:
    listed = {name for _, names in MENUS for name in names.split()}
    listed |= {name for names in BELOW.values() for name in names.split()}
    assert {command.name for command in COMMANDS} == listed - {"|", "recent", "marks", *BELOW}
    for command in COMMANDS:
        assert any("\u4e00" <= char <= "\u9fff" for char in command.text)
        assert "(&" in command.text


def test_no_key_means_two_things(window: MainWindow) -> None:
    keys = [key for action in window.actions_by_name.values() for key in action.shortcuts()]
    words = [key.toString() for key in keys]
    assert len(words) == len(set(words))
    menus: dict[str, list[str]] = {}
    for title, names in MENUS:
        for name in names.split():
            if name in window.actions_by_name:
                text = window.actions_by_name[name].text()
                menus.setdefault(title, []).append(text[text.index("(&") + 2])
    for name, names in BELOW.items():
        for below in names.split():
            if below in window.actions_by_name:
                text = window.actions_by_name[below].text()
                menus.setdefault(name, []).append(text[text.index("(&") + 2])
    for letters in menus.values():
        assert len(letters) == len(set(letters)), letters


def test_tool_tips_name_the_keys(window: MainWindow) -> None:
    buttons = [button for button in window.bars.tools.findChildren(QToolButton) if button.isVisible()]
    assert len(buttons) > 8
    for button in buttons:
        assert not button.icon().isNull()
        keys = button.defaultAction().shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        assert keys
        assert keys in button.toolTip()


def test_help_lists_every_key(window: MainWindow) -> None:
    page = help_html(Offers())
    for command in COMMANDS:
        if command.keys and command.offered(Offers()):
            assert QKeySequence(command.keys[0]).toString(QKeySequence.SequenceFormat.NativeText) in page
    assert "GPL" in about_html(window.session.faces)
    QTest.keyClick(window.canvas, Qt.Key.Key_F1)
    dialog = window.findChild(TextDialog)
    assert dialog is not None
    assert "接上一期新建" in dialog.browser.toPlainText()
    dialog.close()


def test_f6_goes_round_the_panels(real: MainWindow) -> None:
    real.actions_by_name["show_fields"].trigger()
    real.canvas.setFocus()
    seen = []
    for _ in range(3):
        QTest.keyClick(there(QApplication.focusWidget()), Qt.Key.Key_F6)
        seen.append(there(QApplication.focusWidget()))
    assert real.inspector.isAncestorOf(seen[0])
    assert seen[1:] == [real.outline, real.canvas]


def test_a_notice_leaves_the_text_where_it_is(real: MainWindow) -> None:
    real.document.go_to(("sections", 0, "items", 0, "blocks", 4), 3)
    QApplication.processEvents()
    box = real.document.caret_box()

    def height() -> int:
        at = real.canvas.to_pixels(box.page, box.x, box.top).toPoint()
        return real.canvas.viewport().mapTo(real, at).y()

    before = height()
    real.notice.say("一句话。", until=Until.CLOSED)
    QApplication.processEvents()
    assert height() == before
    real.notice.hide()
    QApplication.processEvents()
    assert height() == before


def test_a_notice_is_reached_and_closed_by_key(real: MainWindow) -> None:
    real.notice.say("一句话。", [("做", lambda: None)], until=Until.CLOSED)
    real.canvas.setFocus()
    QTest.keyClick(real.canvas, Qt.Key.Key_F6)
    assert QApplication.focusWidget() is real.notice.choices[0]
    real.canvas.setFocus()
    QTest.keyClick(real.canvas, Qt.Key.Key_Escape)
    assert real.notice.isHidden()


def test_pages_stay_white_in_the_dark(real: MainWindow) -> None:
    light = QApplication.palette()
    dark = QPalette(QColor(45, 47, 50))
    try:
        QApplication.setPalette(dark)
        QApplication.processEvents()
        image = real.canvas.viewport().grab().toImage()
        rect = real.canvas.page_rect(0)
        assert image.pixelColor(rect.left() + 10, max(rect.top(), 0) + 10) == QColor(255, 255, 255)
        assert image.pixelColor(2, image.height() // 2).lightness() < 80
    finally:
        QApplication.setPalette(light)


# ---- starting


def test_without_qt_one_plain_sentence(tmp_path: Path) -> None:
    (tmp_path / "PySide6.py").write_text("raise ModuleNotFoundError('no', name='PySide6')", encoding="utf-8")
    code = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n"
        "from bulletin_desk.desk.__main__ import main; sys.exit(main([]))"
    )
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 3
    assert done.stderr.strip().count("\n") == 0
    assert "PySide6" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_program_starts_with_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from bulletin_desk.desk import app

    opened: list[MainWindow] = []

    def exec_() -> int:
        for widget in QApplication.topLevelWidgets():
            if isinstance(widget, MainWindow) and widget.isVisible():
                opened.append(widget)
                assert widget.session.file == REAL
                widget.close()
        return 0

    monkeypatch.setattr(QApplication, "exec", staticmethod(exec_))
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    assert app.run([str(REAL)]) == 0
    assert len(opened) == 1


def test_the_selector_is_wide_enough_for_every_part(window: MainWindow) -> None:
    kinds = window.bars.kinds
    option = QStyleOptionComboBox()
    kinds.initStyleOption(option)
    field = kinds.style().subControlRect(
        QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, kinds
    )
    for name in (spec.name for spec in SPECS):
        assert kinds.fontMetrics().horizontalAdvance(name) <= field.width(), name
