"""What a paste or a drop leaves out is said, and shown with all its words; what comes in whole is silent."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest

from bulletin_desk.bulletin.edits import text_at
from bulletin_desk.bulletin.grammar import block_of, item_path, walk
from bulletin_desk.bulletin.model import Table
from bulletin_desk.bulletin.pictures import pictures_in
from bulletin_desk.desk.parts.mime import mime_data
from bulletin_desk.desk.parts.notice import Until
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.intake import html as html_reader
from tests.desk.conftest import there, type_keys
from tests.intake.test_html import ANCHOR, COMMENT, FOOTNOTE, REFERENCE

FIRST = block_of(item_path(0, 0), 0)
TABLE = (
    "<table><tr><td>县区</td><td>部数</td></tr><tr><td>甲县</td><td>12</td></tr>"
    "<tr><td>乙县</td><td>7</td></tr></table>"
)
PICTURE = '<img src="data:image/png;base64,AAAA" alt="开馆现场">'
WORD = (
    "<html><body><!--StartFragment-->"
    "<p>全市编修工作有新进展，三部志书出版。</p>"
    f"{TABLE}"
    f"<p>开馆仪式在市图书馆举行，{PICTURE}各县都来了人。</p>"
    "<p>下一步，<del>删去的半句，</del>抓紧出版。</p>"
    "<!--EndFragment--></body></html>"
)
WORD_TEXT = (
    "全市编修工作有新进展，三部志书出版。\n县区\t部数\n甲县\t12\n乙县\t7\n"
    "开馆仪式在市图书馆举行，各县都来了人。\n下一步，抓紧出版。\n"
)
Bring = Callable[[MainWindow, QMimeData], None]


def tables(window: MainWindow) -> list[list[list[str]]]:
    """The words of the cells of all tables of the first item."""
    blocks = window.document.issue.sections[0].items[0].blocks
    return [
        [[cell.text for cell in row] for row in block.rows] for block in blocks if isinstance(block, Table)
    ]


def paste(window: MainWindow, data: QMimeData) -> None:
    """By the key."""
    QGuiApplication.clipboard().setMimeData(data)
    window.canvas.setFocus()
    QTest.keyClick(window.canvas, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def drop(window: MainWindow, data: QMimeData) -> None:
    """Onto the end of the first paragraph, as another program's drag does that may move."""
    box = window.document.geometry.caret_box(window.document.selection.head)
    at = window.canvas.to_pixels(box.page, box.x, box.top + box.height / 2)
    both = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enters = QDragEnterEvent(at.toPoint(), both, data, left, none)
    moves = QDragMoveEvent(at.toPoint(), both, data, left, none)
    falls = QDropEvent(QPointF(at), both, data, left, none)
    events: list[tuple[QDropEvent, Callable[..., None]]] = [
        (enters, window.canvas.dragEnterEvent),
        (moves, window.canvas.dragMoveEvent),
        (falls, window.canvas.dropEvent),
    ]
    for event, handler in events:
        event.setDropAction(Qt.DropAction.MoveAction)
        handler(event)
        assert event.isAccepted()
        assert event.dropAction() == Qt.DropAction.CopyAction


@pytest.fixture
def begun(window: MainWindow) -> MainWindow:
    """A title and a paragraph that has begun, the caret behind it."""
    type_keys(window, "标题\n据报，")
    return window


def texts(window: MainWindow) -> str:
    """All that the issue holds."""
    return "\n".join(node.text for node in walk(window.document.issue))


def shown(window: MainWindow) -> str:
    """What the notice's button shows."""
    (button,) = window.notice.choices
    assert button.text() == "看看"
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    dialog = there(window.pasting.dialog)
    assert dialog.isVisible()
    words = dialog.words.toPlainText()
    dialog.reject()
    return words


@pytest.mark.parametrize("bring", [paste, drop])
@pytest.mark.parametrize("text", [WORD_TEXT, ""], ids=["with text", "HTML alone"])
def test_damaged_pictures_and_what_was_struck_are_said_with_their_words_and_tables_come_in(
    begun: MainWindow, bring: Bring, text: str
) -> None:
    bring(begun, mime_data(text, WORD))
    assert "全市编修工作有新进展，三部志书出版。" in texts(begun)
    assert "抓紧出版" in texts(begun)
    assert tables(begun) == [[["县区", "部数"], ["甲县", "12"], ["乙县", "7"]]]
    assert begun.notice.text == "贴上了，但有 2 处没有贴进来或变了样。"
    words = shown(begun)
    assert "甲县" not in words
    assert "“开馆仪式在市图书馆举行，…”一段" in words
    assert "开馆现场" in words
    assert "删去的半句" in words


def test_one_thing_left_out_is_said_at_once(begun: MainWindow) -> None:
    paste(begun, mime_data("甲\n乙", f"<p>甲的事办好了。</p>{PICTURE}<p>乙的事也办好了。</p>"))
    assert begun.notice.text.startswith("贴上了，但“甲的事办好了。”一段")
    assert "开馆现场" in begun.notice.text
    assert "开馆现场" in shown(begun)


def test_a_picture_in_a_single_line_is_said(begun: MainWindow) -> None:
    paste(begun, mime_data("会议开了。", f"<p>会议{PICTURE}开了。</p>"))
    assert text_at(begun.document.issue, FIRST) == "据报，会议开了。"
    assert "开馆现场" in begun.notice.text


def test_bold_that_is_not_kept_is_said(begun: MainWindow) -> None:
    html = f"<p>会议强调，<b>质量第一</b>，{'一定要抓好落实。' * 8}</p><p>会议还研究了其他事项。</p>"
    paste(begun, mime_data("", html))
    assert "加粗没有保留" in begun.notice.text


def test_the_notice_goes_with_the_paste(begun: MainWindow) -> None:
    paste(begun, mime_data(WORD_TEXT, WORD))
    type_keys(begun, "又写")
    assert "2 处" in begun.notice.text
    begun.session.undo()
    begun.session.undo()
    assert text_at(begun.document.issue, FIRST) == "据报，"
    assert begun.notice.isHidden()
    begun.notice.say("别的话。", until=Until.CLOSED)
    begun.session.redo()
    begun.session.undo()
    assert begun.notice.text == "别的话。"


@pytest.mark.parametrize("bring", [paste, drop])
def test_what_comes_in_whole_is_silent(begun: MainWindow, bring: Bring) -> None:
    bring(begun, mime_data("一、情况\n工作有进展。\n二、打算\n继续抓好。"))
    bring(begun, mime_data("又一句。"))
    bring(begun, mime_data("这一句。", "<html><head><title>网页</title></head><p>这一句。</p></html>"))
    begun.document.select_all()
    QTest.keyClick(begun.canvas, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(begun.canvas, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert begun.notice.isHidden(), begun.notice.text


@pytest.mark.parametrize("html", [TABLE, ""], ids=["as a page", "words alone"])
def test_a_sheet_s_cells_become_a_table(begun: MainWindow, html: str) -> None:
    paste(begun, mime_data("县区\t部数\n甲县\t12\n乙县\t7\n", html))
    assert tables(begun) == [[["县区", "部数"], ["甲县", "12"], ["乙县", "7"]]]
    assert begun.notice.isHidden(), begun.notice.text
    begun.document.go_to(FIRST)
    paste(begun, mime_data("丙县\n", "<table><tr><td>丙县</td></tr></table>"))
    assert "丙县" in texts(begun)
    assert begun.notice.isHidden()


def test_word_s_comments_are_no_text_and_its_notes_are_in_brackets(begun: MainWindow) -> None:
    """Of a single line, too, whose plain text has only the marks of both."""
    paste(begun, mime_data("志书[1]出版[张1]。", f"<p>志书{REFERENCE}出版{ANCHOR}。</p>{FOOTNOTE}{COMMENT}"))
    assert text_at(begun.document.issue, FIRST) == "据报，志书（见《条例》。；第2版。）出版。"
    assert begun.notice.text == "贴上了，但有 2 处没有贴进来或变了样。"
    words = shown(begun)
    assert "请核实" in words
    assert "脚注" in words


def test_struck_words_of_a_single_line_stay_out_and_are_said(begun: MainWindow) -> None:
    paste(begun, mime_data("下一步，删去的半句，抓紧。", "<p>下一步，<del>删去的半句，</del>抓紧。</p>"))
    assert text_at(begun.document.issue, FIRST) == "据报，下一步，抓紧。"
    assert "删去的半句" in begun.notice.text


def test_a_line_that_lacks_a_paragraph_is_not_all_that_comes(begun: MainWindow) -> None:
    paste(begun, mime_data("框前的一句话。", "<p>框前的一句话。</p><div><p>框里的一句话。</p></div>"))
    assert "框里的一句话。" in texts(begun)


def test_html_without_plain_text_is_pasted(begun: MainWindow) -> None:
    paste(begun, mime_data("", "<p>只有网页的<b>一句</b>话</p>"))
    assert text_at(begun.document.issue, FIRST) == "据报，只有网页的一句话"
    assert begun.notice.isHidden()


def test_a_page_beyond_reading_says_that_its_words_alone_came(
    begun: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(html_reader, "MAX_TAGS", 1)
    paste(begun, mime_data("甲的事。\n乙的事。", "<p>甲的事。</p><p>乙的事。</p>"))
    assert "乙的事。" in texts(begun)
    assert "只贴了纯文字" in begun.notice.text
    before = begun.document.issue
    paste(begun, mime_data("", "<p>甲的事。</p><p>乙的事。</p>"))
    assert begun.document.issue is before
    assert "读不了" in begun.notice.text


def picture() -> QMimeData:
    """As a program for pictures puts one there."""
    data = mime_data()
    data.setImageData(QImage(4, 4, QImage.Format.Format_RGB32))
    return data


def browsers_picture() -> QMimeData:
    """As a browser does where an image was copied."""
    data = mime_data("", '<meta charset="utf-8"><img src="https://example.invalid/a.png" alt="图">')
    data.setData("image/png", QByteArray(b"\x89PNG"))
    return data


def dragged_picture() -> QMimeData:
    """As a browser does where an image is dragged: its address is the text."""
    data = mime_data("https://example.invalid/a.png", '<img src="https://example.invalid/a.png">')
    data.setUrls([QUrl("https://example.invalid/a.png")])
    data.setText("https://example.invalid/a.png")
    return data


@pytest.mark.parametrize("bring", [paste, drop])
@pytest.mark.parametrize(
    ("made", "said"), [(browsers_picture, "这张图片已损坏"), (dragged_picture, "只有图片的链接")]
)
def test_a_picture_that_is_damaged_or_not_there_is_refused_in_a_sentence(
    begun: MainWindow, bring: Bring, made: Callable[[], QMimeData], said: str
) -> None:
    before = begun.document.issue
    bring(begun, made())
    assert begun.document.issue is before
    assert said in begun.notice.text


@pytest.mark.parametrize("bring", [paste, drop])
def test_a_picture_alone_comes_in(begun: MainWindow, bring: Bring) -> None:
    bring(begun, picture())
    assert [placed.picture.data.width for placed in pictures_in(begun.document.issue)] == [4]


@pytest.mark.parametrize("named", ["", "/tmp/稿件.docx"], ids=["addresses alone", "with their paths"])
def test_files_on_the_clipboard_are_named_as_such(begun: MainWindow, tmp_path: Path, named: str) -> None:
    before = begun.document.issue
    data = mime_data(named)
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "稿件.docx"))])
    paste(begun, data)
    assert begun.document.issue is before
    assert begun.notice.text == "这是文件，不是文字：要收进简报，请用“导入稿件”，或把文件拖进窗口。"


def test_an_empty_clipboard_says_so_and_a_table_alone_comes_in(begun: MainWindow) -> None:
    paste(begun, mime_data())
    assert begun.notice.text == "没有可以贴的文字。"
    paste(begun, mime_data("", TABLE))
    assert tables(begun) == [[["县区", "部数"], ["甲县", "12"], ["乙县", "7"]]]


def test_a_link_is_dropped_as_its_words(begun: MainWindow) -> None:
    data = mime_data("https://example.invalid/", '<a href="https://example.invalid/">网站</a>')
    data.setUrls([QUrl("https://example.invalid/")])
    data.setText("https://example.invalid/")
    drop(begun, data)
    assert text_at(begun.document.issue, FIRST) == "据报，https://example.invalid/"
    assert begun.notice.isHidden()
