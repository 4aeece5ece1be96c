"""Pictures as a hand puts them in and changes them: by menu, clipboard and drop, mouse and keys."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QByteArray, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage, QKeySequence, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from bulletin_desk.bulletin.grammar import NAME, block_of, item_path, picture_path
from bulletin_desk.bulletin.model import Block, Body, Pictures
from bulletin_desk.desk.picturing.picture_dialog import PictureDialog
from bulletin_desk.desk.window import MainWindow
from tests.desk.commands.test_further import choose
from tests.desk.conftest import answering, there, type_into, type_keys

pytestmark = pytest.mark.qt_log_ignore("does not support", extend=True)  # offscreen, of what is opened
Key = Qt.Key
NONE = Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton
ITEM = item_path(0, 0)
PICTURE = picture_path(block_of(ITEM, 1), 0)


def file_of(folder: Path, name: str, size: tuple[int, int] = (800, 600), colour: str = "red") -> Path:
    file = folder / name
    Image.new("RGB", size, colour).save(file)
    return file


def blocks(window: MainWindow) -> tuple[Block, ...]:
    return window.document.issue.sections[0].items[0].blocks


def pictures(window: MainWindow, at: int = 1) -> Pictures:
    block = blocks(window)[at]
    assert isinstance(block, Pictures)
    return block


def press(window: MainWindow, keys: str) -> None:
    QTest.keySequence(window.canvas, QKeySequence(keys))


@pytest.fixture
def begun(window: MainWindow) -> MainWindow:
    type_keys(window, "题\n正文")
    return window


@pytest.fixture
def pictured(begun: MainWindow, tmp_path: Path) -> MainWindow:
    """One picture behind the first paragraph, selected."""
    begun.picturing.take_in([file_of(tmp_path, "会场.png")])
    assert begun.canvas.handles.picked == PICTURE
    begun.canvas.setFocus()
    return begun


def frame(window: MainWindow) -> tuple[QPoint, QPoint, QPoint]:
    """Top left, middle and bottom right of the picture that is selected, in pixels of the viewport."""
    box = there(window.canvas.handles.frame())
    return box.topLeft().toPoint(), box.center().toPoint(), box.bottomRight().toPoint()


# ---- into the issue


def test_a_file_from_the_menu_comes_behind_the_paragraph_of_the_caret(
    begun: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = file_of(tmp_path, "会场.jpg")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(file)], ""))
    choose(begun, "插入", "图片")
    (picture,) = pictures(begun).pictures
    assert (picture.data.format, picture.data.width, picture.data.height) == ("jpeg", 800, 600)
    assert picture.width == 1016  # 800 pixels at 200 to the inch
    assert begun.notice.text == "插入了 1 张图片。"
    begun.notice.choices[0].click()
    assert blocks(begun) == (Body("正文"),)


def test_two_files_come_side_by_side(begun: MainWindow, tmp_path: Path) -> None:
    files = [file_of(tmp_path, "一.png", (400, 300)), file_of(tmp_path, "二.png", (900, 900), "blue")]
    begun.picturing.take_in(files)
    first, second = pictures(begun).pictures
    assert (first.data.width, second.data.width) == (400, 900)
    assert first.width * 300 / 400 == pytest.approx(second.width, abs=2)
    assert first.width + second.width <= begun.picturing.measure


def test_what_is_no_picture_is_said_and_the_others_come_in(begun: MainWindow, tmp_path: Path) -> None:
    broken = tmp_path / "坏.png"
    broken.write_bytes(b"\x89PNG\r\n\x1a\n nothing")
    begun.picturing.take_in([broken, tmp_path / "没有.png", file_of(tmp_path, "好.png")])
    assert len(pictures(begun).pictures) == 1
    assert "坏.png" in begun.notice.text
    assert "没有.png" in begun.notice.text
    begun.picturing.take_in([broken])
    assert "插入了" not in begun.notice.text


def test_outside_of_items_it_is_said_before_a_file_is_asked_for(
    begun: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun.document.go_to(NAME)
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: pytest.fail("asked"))
    press(begun, "Ctrl+Shift+P")
    assert "稿件" in begun.notice.text


def test_from_the_clipboard_as_pixels_as_a_file_s_content_and_as_files(
    begun: MainWindow, tmp_path: Path
) -> None:
    image = QImage(320, 200, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.green)
    clipboard = QGuiApplication.clipboard()
    clipboard.setImage(image)
    press(begun, "Ctrl+V")
    assert pictures(begun).pictures[0].data.width == 320
    data, content = QMimeData(), io.BytesIO()
    Image.new("RGB", (64, 64), "red").save(content, "PNG")
    data.setData("image/png", QByteArray(content.getvalue()))
    clipboard.setMimeData(data)
    begun.document.go_to(block_of(ITEM, 0), 2)
    press(begun, "Ctrl+V")
    assert pictures(begun).pictures[0].data.width == 64
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file_of(tmp_path, "三.bmp", (99, 99))))])
    clipboard.setMimeData(data)
    begun.document.go_to(block_of(ITEM, 0), 2)
    press(begun, "Ctrl+V")
    assert pictures(begun).pictures[0].data.width == 99
    assert len([block for block in blocks(begun) if isinstance(block, Pictures)]) == 3


def test_files_that_are_dropped_on_the_page_come_where_they_fall(begun: MainWindow, tmp_path: Path) -> None:
    type_keys(begun, "\n第二段")
    begun.document.go_to(block_of(ITEM, 1))
    at = begun.canvas.caret_pixels().center()
    begun.document.go_to(NAME)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file_of(tmp_path, "图.webp")))])
    where = QPointF(begun.canvas.viewport().mapTo(begun, at))
    drop = QDropEvent(where, Qt.DropAction.CopyAction, data, LEFT, NONE)
    QApplication.sendEvent(there(begun.windowHandle()), drop)
    assert drop.isAccepted()
    QApplication.processEvents()
    assert [type(block) for block in blocks(begun)[:3]] == [Body, Body, Pictures]


# ---- one that is there


def test_a_click_selects_it_and_delete_takes_it_away(pictured: MainWindow) -> None:
    _, middle, _ = frame(pictured)
    pictured.document.go_to(block_of(ITEM, 0))
    assert not pictured.canvas.handles.picked
    QTest.mouseClick(pictured.canvas.viewport(), LEFT, NONE, middle)
    assert pictured.canvas.handles.picked == PICTURE
    assert pictured.document.selection.head.path == PICTURE
    QTest.keyClick(pictured.canvas, Key.Key_Delete)
    assert not any(isinstance(block, Pictures) for block in blocks(pictured))
    assert pictured.notice.text == "已删除 1 张图片。"
    pictured.notice.choices[0].click()
    assert isinstance(blocks(pictured)[1], Pictures)


def test_escape_lets_go_of_it_and_typing_writes_its_caption(pictured: MainWindow) -> None:
    type_keys(pictured, "会场")
    assert pictures(pictured).pictures[0].caption == "会场"
    assert not pictured.canvas.handles.picked
    QTest.keyClick(pictured.canvas, Key.Key_Backspace)
    assert pictures(pictured).pictures[0].caption == "会"
    pictured.canvas.handles.pick(PICTURE)
    QTest.keyClick(pictured.canvas, Key.Key_Escape)
    assert not pictured.canvas.handles.picked


def test_a_corner_makes_it_smaller_in_one_step_of_undo(pictured: MainWindow) -> None:
    before = pictures(pictured).pictures[0].width
    top, middle, corner = frame(pictured)
    view = pictured.canvas.viewport()
    QTest.mousePress(view, LEFT, NONE, corner)
    for at in (corner - (corner - middle) / 2, middle):
        move = QMouseEvent(
            QMouseEvent.Type.MouseMove, QPointF(at), view.mapToGlobal(QPointF(at)), LEFT, LEFT, NONE
        )
        QApplication.sendEvent(view, move)
    assert pictures(pictured).pictures[0].width == before  # only its outline is drawn
    assert there(pictured.canvas.handles.frame()).width() == pytest.approx(middle.x() - top.x(), abs=2)
    QTest.mouseRelease(view, LEFT, NONE, middle)
    assert pictures(pictured).pictures[0].width == pytest.approx(before / 2, rel=0.03)
    assert pictured.canvas.handles.picked == PICTURE
    press(pictured, "Ctrl+Z")
    assert pictures(pictured).pictures[0].width == before


def test_the_pointer_says_what_a_click_does(pictured: MainWindow) -> None:
    top, middle, corner = frame(pictured)
    for at, shape in (
        (top, Qt.CursorShape.SizeFDiagCursor),
        (corner, Qt.CursorShape.SizeFDiagCursor),
        (QPoint(corner.x(), top.y()), Qt.CursorShape.SizeBDiagCursor),
        (middle, Qt.CursorShape.ArrowCursor),
    ):
        QTest.mouseMove(pictured.canvas.viewport(), at)
        assert pictured.canvas.viewport().cursor().shape() == shape


def test_a_double_click_opens_its_size_and_words(
    pictured: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hand(dialog: PictureDialog) -> None:
        type_into(dialog.width_, "60")
        assert "高 45 毫米" in dialog.height_said.text()
        for field, words in ((dialog.caption, "会场"), (dialog.credit_field, "（张三摄）")):
            field.setFocus()
            type_into(field, words)
        QTest.mouseClick(dialog.go, LEFT)

    answering(monkeypatch, PictureDialog, hand)
    _, middle, _ = frame(pictured)
    QTest.mouseDClick(pictured.canvas.viewport(), LEFT, NONE, middle)
    block = pictures(pictured)
    assert (block.pictures[0].width, block.pictures[0].caption) == (600, "会场")
    assert block.credit == "（张三摄）"
    assert there(pictured.document.undo_name) == "修改图片"


def test_a_width_that_can_t_be_is_refused(pictured: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    def hand(dialog: PictureDialog) -> None:
        for words in ("0", "9999", "很宽", "-5"):
            dialog.width_.selectAll()
            type_into(dialog.width_, words)
            assert dialog.warning.text()
            assert not dialog.go.isEnabled()
        QTest.keyClick(dialog, Key.Key_Escape)

    before = blocks(pictured)
    answering(monkeypatch, PictureDialog, hand)
    choose(pictured, "格式", "图片", "图片大小")
    assert blocks(pictured) == before


def test_side_by_side_and_apart_by_the_menu(pictured: MainWindow, tmp_path: Path) -> None:
    pictured.picturing.take_in([file_of(tmp_path, "二.png", (600, 600), "blue")])
    choose(pictured, "格式", "图片", "并排")
    assert len(pictures(pictured).pictures) == 2
    assert not pictured.actions_by_name["picture_together"].isEnabled()
    choose(pictured, "格式", "图片", "拆开")
    assert [type(block) for block in blocks(pictured)[1:3]] == [Pictures, Pictures]


def test_another_file_in_its_place_and_a_file_of_it(
    pictured: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    width = pictures(pictured).pictures[0].width
    other = file_of(tmp_path, "新.png", (300, 300), "blue")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(other), ""))
    choose(pictured, "格式", "图片", "换一张")
    picture = pictures(pictured).pictures[0]
    assert (picture.data.width, picture.width) == (300, width)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "存.png"), ""))
    choose(pictured, "格式", "图片", "另存为")
    assert (tmp_path / "存.png").read_bytes() == picture.data.content


def test_its_menu_at_the_pointer_is_about_it(pictured: MainWindow) -> None:
    asked: list[str] = []
    pictured._popup = lambda names, *_: asked.append(names)  # type: ignore[method-assign]
    _, middle, _ = frame(pictured)
    QTest.mouseClick(pictured.canvas.viewport(), Qt.MouseButton.RightButton, NONE, middle)
    pictured.canvas.menu_wanted.emit(middle)
    assert "picture_edit" in asked[0]


def test_cut_and_paste_of_a_picture(pictured: MainWindow) -> None:
    block = pictures(pictured)
    press(pictured, "Ctrl+X")
    assert not any(isinstance(each, Pictures) for each in blocks(pictured))
    pictured.document.go_to(block_of(ITEM, 0), 2)
    press(pictured, "Ctrl+V")
    assert block in blocks(pictured)
