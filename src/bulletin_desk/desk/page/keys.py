"""Which keys move the caret and edit the text. Knows no widgets; the keys of commands are in `actions`."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from bulletin_desk.editing.document import Document, Motion

_CTRL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_ALT = Qt.KeyboardModifier.AltModifier
_META = Qt.KeyboardModifier.MetaModifier
_NONE = Qt.KeyboardModifier.NoModifier

_MOTIONS: dict[tuple[Qt.Key, bool], Motion] = {
    (Qt.Key.Key_Left, False): Motion.LEFT,
    (Qt.Key.Key_Right, False): Motion.RIGHT,
    (Qt.Key.Key_Up, False): Motion.UP,
    (Qt.Key.Key_Down, False): Motion.DOWN,
    (Qt.Key.Key_Home, False): Motion.LINE_START,
    (Qt.Key.Key_End, False): Motion.LINE_END,
    (Qt.Key.Key_PageUp, False): Motion.PAGE_UP,
    (Qt.Key.Key_PageDown, False): Motion.PAGE_DOWN,
    (Qt.Key.Key_Left, True): Motion.WORD_LEFT,
    (Qt.Key.Key_Right, True): Motion.WORD_RIGHT,
    (Qt.Key.Key_Up, True): Motion.PARAGRAPH_UP,
    (Qt.Key.Key_Down, True): Motion.PARAGRAPH_DOWN,
    (Qt.Key.Key_Home, True): Motion.START,
    (Qt.Key.Key_End, True): Motion.END,
}
"""By key, without and with Ctrl; Shift extends the selection."""

_EDITS: dict[tuple[Qt.Key, Qt.KeyboardModifier], Callable[[Document], None]] = {
    (Qt.Key.Key_Backspace, _NONE): lambda document: document.backspace(),
    (Qt.Key.Key_Backspace, _SHIFT): lambda document: document.backspace(),
    (Qt.Key.Key_Backspace, _CTRL): lambda document: document.backspace(word=True),
    (Qt.Key.Key_Delete, _NONE): lambda document: document.delete(),
    (Qt.Key.Key_Delete, _CTRL): lambda document: document.delete(word=True),
    (Qt.Key.Key_Return, _NONE): lambda document: document.enter(),
    (Qt.Key.Key_Enter, _NONE): lambda document: document.enter(),
    (Qt.Key.Key_Return, _SHIFT): lambda document: document.line_break(),
    (Qt.Key.Key_Enter, _SHIFT): lambda document: document.line_break(),
}

_TABS = ((Qt.Key.Key_Tab, _NONE), (Qt.Key.Key_Backtab, _SHIFT))
"""On to the next cell or level, or back."""

KEYS_IN_WORDS = (
    ("上下左右", "移动光标；按住 Shift 就是选中"),
    ("Ctrl+左右", "一次走一个词"),
    ("Ctrl+上下", "一次走一段"),
    ("Home、End", "到这一行的头、尾"),
    ("Ctrl+Home、Ctrl+End", "到全期的头、尾"),
    ("Page Up、Page Down", "上一面、下一面"),
    ("Ctrl+Backspace、Ctrl+Delete", "删前面、后面一个词"),
    ("Tab、Shift+Tab", "在表格、图题里：下一格、上一格；在各级标题里：降一级、升一级"),
    ("Enter", "在表格里：到下面一格，最后一行再加一行"),
    ("双击、三击", "选中一个词、一段"),
    ("Ctrl+滚轮", "放大、缩小"),
    ("拖动选中的文字", "移到别处；按住 Ctrl 是复制过去"),
)


def press(document: Document, event: QKeyEvent) -> bool:
    """Does what a key says; false if the key says nothing here."""
    held = event.modifiers() & (_CTRL | _SHIFT | _ALT | _META)
    key = Qt.Key(event.key())
    if not held & (_ALT | _META):
        motion = _MOTIONS.get((key, bool(held & _CTRL)))
        if motion is not None:
            document.move(motion, extend=bool(held & _SHIFT))
            return True
    if (key, held) in _TABS:
        return document.tab(back=key == Qt.Key.Key_Backtab)
    edit = _EDITS.get((key, held))
    if edit is not None:
        edit(document)
        return True
    text = event.text()
    # AltGr comes as Ctrl+Alt on Windows, with a printable text
    command = bool(held & _CTRL) != bool(held & _ALT) or bool(held & _META)
    # not isprintable(), which leaves the full-width space out
    typed = text and all(unicodedata.category(char) != "Cc" for char in text)
    if typed and not command:
        document.type_text(text)
        return True
    return False
