"""Words on the screen, shown as the characters that they are. Qt guesses whether a text is markup, and opens
what markup names: so only this module may make labels, boxes, tool tips and pages. It knows nothing of what
they say."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from typing import TypeVar

from PySide6.QtCore import QByteArray, QPoint, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QImage, QPalette, QTextDocument
from PySide6.QtGui import Qt as GuiQt
from PySide6.QtWidgets import (
    QInputDialog,
    QLabel,
    QMessageBox,
    QProgressDialog,
    QTextBrowser,
    QToolTip,
    QWidget,
)

_PLAIN = Qt.TextFormat.PlainText
_LINE_END = re.compile("\r\n|[\n\r\u2028\u2029]")
_COLUMN = re.compile(r"[\t\n\r\v\f\x85\u2028\u2029]+")
"""A tab begins the column of keys in a menu; a line end has no place in one."""


def tip(text: str) -> str:
    """A text for where Qt guesses and can't be told, as of tool tips: it is shown as it stands."""
    if not GuiQt.mightBeRichText(text):
        return text
    lines = _LINE_END.sub("<br>", html.escape(text))
    return f'<span style="white-space:pre-wrap">{lines}</span>'


def in_menu(text: str) -> str:
    """A text for a menu or a button: an `&` in it makes no access key."""
    return _COLUMN.sub(" ", text).replace("&", "&&")


def in_title(text: str) -> str:
    """A text for the title of a window: `[*]` in it is no place for the mark of what is unsaved."""
    return text.replace("[*]", "[*][*]")


class Label(QLabel):
    """A label of plain text."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(_PLAIN)
        self.setText(text)


def nothing_label(parent: QWidget) -> Label:
    """What stands, faint and in the middle, where a list has no row."""
    label = Label(parent=parent)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    return label


A = TypeVar("A")


class Box(QMessageBox):
    """A message of plain text; `more` stands below it. Buttons are the caller's."""

    def __init__(
        self, parent: QWidget | None, icon: QMessageBox.Icon, title: str, text: str, more: str = ""
    ) -> None:
        super().__init__(parent)
        # a box of the system's own would guess for itself
        self.setOption(QMessageBox.Option.DontUseNativeDialog)
        self.setIcon(icon)
        self.setWindowTitle(title)
        self.setTextFormat(_PLAIN)
        self.setText(text)
        if more:
            self.setInformativeText(more)

    def answer(self, offered: Sequence[tuple[str, QMessageBox.ButtonRole, A]], usual: A) -> A:
        """Asks with these buttons, each with its words, its role and what it answers. Enter answers the
        `usual`; Esc is the button that rejects."""
        buttons = [(self.addButton(words, role), role, answer) for words, role, answer in offered]
        escape, otherwise = next(
            (b, a) for b, role, a in buttons if role is QMessageBox.ButtonRole.RejectRole
        )
        self.setDefaultButton(next(button for button, _, answer in buttons if answer == usual))
        self.setEscapeButton(escape)
        self.exec()
        clicked = self.clickedButton()
        return next((answer for button, _, answer in buttons if button is clicked), otherwise)


class Progress(QProgressDialog):
    """How far something is, over the window `parent`, with a button to stop it."""

    def __init__(self, parent: QWidget, title: str, text: str, most: int) -> None:
        super().__init__("", "停止", 0, most, parent)
        self.setLabel(Label(text))
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)


def ask_words(parent: QWidget, title: str, text: str, offered: Sequence[str]) -> tuple[str, bool]:
    """Words of the clerk's own or offered ones, and whether the clerk has given any."""
    return QInputDialog.getItem(parent, title, tip(text), offered, 0, editable=True)


def show_tip(at: QPoint, text: str, widget: QWidget) -> None:
    """A tool tip at a point of the screen."""
    QToolTip.showText(at, tip(text), widget)


def hide_tip() -> None:
    """No tool tip."""
    QToolTip.hideText()


class Page(QTextBrowser):
    """A page of markup that the program has made; words from outside are escaped in it. It loads nothing, and
    its links are opened by the system."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setOpenLinks(False)
        self.anchorClicked.connect(lambda url: open_link(url))

    def loadResource(self, kind: int, name: QUrl | str) -> object:  # noqa: N802
        """Nothing, whatever it is."""
        return _nothing(kind)


def open_link(url: QUrl) -> None:
    """Opens a page or a folder with the program that the system has for it."""
    QDesktopServices.openUrl(url)


class PageText(QTextDocument):
    """The text of a page that is painted by hand. It loads nothing."""

    def loadResource(self, kind: int, name: QUrl | str) -> object:  # noqa: N802
        """Nothing, whatever it is."""
        return _nothing(kind)


def _nothing(kind: int) -> object:
    """What takes a resource's place: no value at all would have Qt look for the file itself."""
    if kind == QTextDocument.ResourceType.ImageResource.value:
        return QImage(1, 1, QImage.Format.Format_ARGB32)
    return QByteArray(b" ")
