"""The monkey's hands: what they do at the window, one event at a time, and what they do in whatever opens."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Iterable
from typing import TypeVar

import pytest
from PySide6.QtCore import QEvent, QEventLoop, QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QInputMethodEvent,
    QKeySequence,
    QMouseEvent,
    QWheelEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QProgressDialog,
    QScrollBar,
    QTextEdit,
    QToolButton,
    QWidget,
)

from bulletin_desk.bulletin.edits import replace_range, text_at
from bulletin_desk.bulletin.grammar import items_of, text_nodes, walk_item
from bulletin_desk.bulletin.put_out import as_put_out
from bulletin_desk.desk import beside
from bulletin_desk.desk.commands.actions import COMMANDS
from bulletin_desk.desk.commands.tables import TABLE_COMMANDS
from bulletin_desk.desk.library.library_dialog import LibraryDialog
from bulletin_desk.desk.page.composing import units
from bulletin_desk.desk.panels.outline import Outline
from bulletin_desk.desk.proposing.reading import put_together
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.editing.nodes import snap
from bulletin_desk.layouts.offers import Offers
from bulletin_desk.storage.proposals import Returned, with_returned
from tests.desk.conftest import there, type_into
from tests.desk.monkey.ledger import letters
from tests.desk.monkey.world import LEADER, World, WrongError, alive, settle

Key = Qt.Key
NONE, CTRL, SHIFT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
LEFT = Qt.MouseButton.LeftButton
BOTH = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
WORDS = (
    *(
        "国",
        "地方志",
        "，",
        "。",
        "（",
        "）",
        "2024",
        "a",
        " ",
        "“质量”",
        "𠮷",
        "e\u0301",
        "一\ufe00",
        "\u0301",
    ),
    *("——", "……", "市州动态", "会议召开。", "12月5日", "-1", "1e9", "2月30日", "&", "<b>", "\u3000", "第3期"),
)
TEXTS = (
    *(
        "一行字",
        "第一段正文在这里。\n第二段正文也在这里。",
        "一、小标题\n正文。\n",
        "\n",
        "",
        "\t",
        "a\x00b\u2028c",
    ),
    "正文有两段。\n\n  第二段。\n（某某市）",
    "县区\t部数\n甲县\t1,200\n乙县\t7.5",
    "【栏目】\r\n标题一样的短行\r\n正文。",
)
PAGES = (
    "<p>一段。</p><p>又一段。</p>",
    "<h2>标题一样</h2><p>正文<b>黑体</b>。</p><table><tr><td>甲</td><td>乙</td></tr></table>",
    "<img src='file:///a.png'>",
    "<p>一<br>二<a href='http://例/'>三</a></p><ul><li>四<li>五</ul>",
    "",
)
COMPOSED = ("ni hao", "zhi", "s", "", "𠮷")
MOVES = (
    *(Key.Key_Left, Key.Key_Right, Key.Key_Up, Key.Key_Down, Key.Key_Home, Key.Key_End),
    *(Key.Key_PageUp, Key.Key_PageDown),
)
EDITS = (Key.Key_Return, Key.Key_Enter, Key.Key_Backspace, Key.Key_Delete)
OTHERS = (Key.Key_Tab, Key.Key_Backtab, Key.Key_Escape, Key.Key_Space, Key.Key_Insert, Key.Key_Menu)
NAMES = (
    "新的",
    "2024年第1期",
    "小的.bulletin",
    "a.json",
    "没有这个",
    "坏的",
    "全.json",
    "..",
    "甲/乙",
    "稿件.txt",
    "稿件.pdf",
    "照片.png",
    "图.png",
)
TAKERS = (
    QLineEdit
    | QPlainTextEdit
    | QTextEdit
    | QAbstractSpinBox
    | QComboBox
    | QAbstractButton
    | QAbstractItemView
)
MOST = 7
"""Things done in one dialog before it is left."""
NO_WAY_OUT = 60
"""Attempts to leave a dialog after which there is no way out of it."""
MANY = 400
"""Looks after which what is going on does not end."""
PATIENCE = 60.0
"""Seconds after which it does not, however slow the machine."""

T = TypeVar("T")
Does = Callable[["Hands"], None]
EVENTS: list[tuple[Does, int]] = []
"""What the monkey does, and how often."""


def often(weight: int) -> Callable[[Does], Does]:
    """An event of the monkey's."""

    def added(does: Does) -> Does:
        EVENTS.append((does, weight))
        return does

    return added


class Hands:
    """Do event after event, each by a chance of its own: with others left out, it does the same."""

    def __init__(self, world: World, seed: int) -> None:
        self.world = world
        self.seed = seed
        self.chance = random.Random()
        self.done: list[str] = []
        """The names of the events done."""
        self.met: Counter[str] = Counter()
        """What has opened, by its kind."""
        self._acts: dict[int, int] = {}
        self._busy = False
        self._timers: list[QTimer] = []
        """Kept until the event is over: none goes while it fires."""

    def do(self, number: int) -> None:
        """One event, and what has opened is closed again. Raises WrongError."""
        self.chance = random.Random(f"{self.seed}/{number}")
        (does,) = self.chance.choices([does for does, _ in EVENTS], [weight for _, weight in EVENTS])
        if self.world.full:
            does = begins_anew
        self.done.append(does.__name__)
        self._acts.clear()
        self.world.replaced = 0
        self._busy = True
        self._timers.clear()
        self._arm()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(QDrag, "exec", lambda drag, *_: self._drag(drag))  # offscreen there are no drags
            try:
                does(self)
                self._close_all()
            finally:
                self._busy = False
        self.world.check()

    # ---- what opens

    def _tick(self) -> None:
        """While the event waits for an answer, as a dialog does that has a loop of its own."""
        if not self._busy:
            return
        self._arm()  # first: what is done now may open the next dialog
        try:
            self.tend()
        finally:
            self._arm()  # anew: a dialog that has been closed gets its answer before anything else is done

    def _arm(self) -> None:
        for timer in self._timers:
            timer.stop()
        timer = QTimer()
        timer.setSingleShot(True)
        timer.timeout.connect(self._tick)
        timer.start(0)
        self._timers.append(timer)

    def _close_all(self) -> None:
        """Until nothing is open any more, and what was being read is read."""
        settle()
        tries, end = 0, time.monotonic() + PATIENCE
        while tries < MANY and time.monotonic() < end:
            if self.tend():
                tries += 1
                settle()
            elif not self._reads() and not beside.waiting():
                tries += 1
                settle()
                if self._on_top() is None and self._is_active(self.window):
                    return
            else:  # a slow machine reads for a while
                QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        active = QApplication.activeWindow()
        raise WrongError(f"something does not end: {self._on_top()}, active is {active}")

    def _reads(self) -> bool:
        """Whether files are being read."""
        return self.window.intaking._reader is not None or self.window.proposing._reader is not None

    def _on_top(self) -> QWidget | None:
        return QApplication.activePopupWidget() or QApplication.activeModalWidget()

    def tend(self) -> bool:
        """Does one thing in whatever lies on top; whether something does."""
        top = self._on_top()
        if top is None or beside.waiting():
            return False
        acts = self._acts[id(top)] = self._acts.get(id(top), 0) + 1
        self.met[type(top).__name__] += acts == 1
        if acts > NO_WAY_OUT:
            there_is = (
                f"{type(top).__name__} {top.windowTitle()}, the keys in {type(top.focusWidget()).__name__}"
            )
            self.world.faults.append(f"no way out of {there_is}")
            top.hide()
            return True
        if isinstance(top, QDialog):
            self._is_active(top)
        if isinstance(top, QFileDialog):
            self._in_files(top, acts)
        elif isinstance(top, QDialog):
            self._in_dialog(top, acts)
        else:
            self._in_popup(top, acts)
        return True

    def wait_while(self, busy: Callable[[], bool]) -> None:
        """Until an answer has come, as a hand waits that sees none yet."""
        end = time.monotonic() + PATIENCE
        while busy() and time.monotonic() < end:
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

    def _is_active(self, window: QWidget) -> bool:
        """Whether a window has the keys; if not, it gets them, which is a window manager's task."""
        if not window.isVisible() or QApplication.activeWindow() is window:
            return True
        window.activateWindow()
        QApplication.sendPostedEvents()
        return False

    def _in_popup(self, popup: QWidget, acts: int) -> None:
        if acts > MOST or self.chance.random() < 0.2:
            click_key(popup, Key.Key_Escape)
            if acts > 2 * MOST and alive(popup):
                popup.close()
        elif isinstance(popup, QMenu):
            keys = [Key.Key_Down] * self.chance.randint(1, 12)
            keys.append(self.choose((Key.Key_Return, Key.Key_Return, Key.Key_Right)))
            for key in keys:
                if alive(popup):  # elsewhere a menu may be gone at once
                    click_key(popup, key)
        else:
            self.press_keys(popup.focusWidget() or popup, (*MOVES, Key.Key_Return))

    def _in_files(self, dialog: QFileDialog, acts: int) -> None:
        fields = dialog.findChildren(QLineEdit)
        if acts > MOST or not fields or self.chance.random() < 0.3:
            click_key(dialog, Key.Key_Escape)
            return
        name = self.choose((*NAMES, *(str(file) for file in self.world.files)))
        fields[0].clear()
        type_into(fields[0], name)
        completer = fields[0].completer()
        if completer is not None:
            there(completer.popup()).hide()
        if alive(dialog) and dialog.isVisible():
            click_key(fields[0], Key.Key_Return)

    def _in_dialog(self, dialog: QDialog, acts: int) -> None:
        if isinstance(dialog, QProgressDialog) and self.chance.random() < 0.9:
            return
        if acts > MOST or self.chance.random() < 0.1:
            click_key(dialog.focusWidget() or dialog, Key.Key_Escape)
            if acts > 2 * MOST and alive(dialog) and dialog.isVisible():
                click_key(dialog, Key.Key_Escape)
            return
        found = takers(dialog)
        if not found or self.chance.random() < 0.1:
            click_key(dialog.focusWidget() or dialog, Key.Key_Return)
            return
        self.work(self.choose(found))

    def work(self, widget: QWidget) -> None:
        """Does to a widget what it is for."""
        if isinstance(widget, QAbstractButton):
            QTest.mouseClick(widget, LEFT)
            return
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        if isinstance(widget, QAbstractItemView):
            self.press_keys(widget, (*MOVES, Key.Key_Space, Key.Key_Delete, Key.Key_F2), 4)
            return
        self.press_keys(widget, (*MOVES, Key.Key_Backspace, Key.Key_Delete), 3)
        if alive(widget) and self.chance.random() < 0.5:
            QTest.keySequence(widget, QKeySequence.StandardKey.SelectAll)
        for _ in range(self.chance.randint(0, 3)):
            if alive(widget) and widget.isVisible():
                type_into(widget, self.choose(WORDS))

    # ---- chance

    def choose(self, of: Iterable[T]) -> T:
        """One of several."""
        return self.chance.choice(list(of))

    def press_keys(self, widget: QWidget, keys: Iterable[Key], most: int = 3) -> None:
        """Some keys."""
        for _ in range(self.chance.randint(1, most)):
            if not alive(widget) or not widget.isVisible():
                return
            click_key(widget, self.choose(keys))

    # ---- where it is done

    @property
    def window(self) -> MainWindow:
        """The window there is now."""
        return self.world.window

    @property
    def focus(self) -> QWidget:
        """Who has the keys."""
        return QApplication.focusWidget() or self.window.canvas

    def point_in(self, widget: QWidget) -> QPoint:
        """A point of a widget."""
        return QPoint(
            self.chance.randrange(max(widget.width(), 1)), self.chance.randrange(max(widget.height(), 1))
        )

    def point_on_text(self) -> QPoint:
        """A point of the pages, most times at a line of text."""
        canvas = self.window.canvas
        viewport = canvas.viewport()
        if self.chance.random() < 0.3:
            return self.point_in(viewport)
        page = self.choose(canvas.visible_pages() or [0])
        lines = list(self.world.document.pages[page].lines)
        if not lines:
            return self.point_in(viewport)
        line = self.choose(lines)
        x = self.chance.random() * self.world.document.pages[page].width
        point = canvas.to_pixels(page, x, line.top + line.height / 2).toPoint()
        inside = viewport.rect()
        return QPoint(min(max(point.x(), 0), inside.right()), min(max(point.y(), 0), inside.bottom()))

    # ---- clipboard and drags

    def data(self) -> QMimeData:
        """What other programs have on the clipboard, or drag."""
        data = QMimeData()
        match self.chance.randrange(8):
            case 0 | 1 | 2:
                data.setText(self.choose(TEXTS))
            case 3:
                data.setHtml(self.choose(PAGES))
            case 4:
                data.setHtml(self.choose(PAGES))
                data.setText(self.choose(TEXTS))
            case 5:
                data.setImageData(QImage(3, 3, QImage.Format.Format_RGB32))
            case 6:
                data = self.files()
            case _:
                data.setData("application/x-nonsense", b"\x00\xff")
        return data

    def files(self) -> QMimeData:
        """Files that are dragged, or copied, and what is none."""
        data = QMimeData()
        files = [*self.world.files, self.world.office, self.world.office / "没有.docx"]
        urls = [
            QUrl.fromLocalFile(str(file)) for file in self.chance.sample(files, self.chance.randint(1, 3))
        ]
        if self.chance.random() < 0.1:
            urls.append(QUrl("http://127.0.0.1/稿件.docx"))
        data.setUrls(urls)
        return data

    def drop(self, data: QMimeData, at: QPoint, modifiers: Qt.KeyboardModifier = NONE) -> None:
        """Drags something over the window, to a point of it, and drops it there, or not."""
        screen = there(self.window.windowHandle())
        start = self.point_in(self.window)
        application = there(QGuiApplication.instance())
        entered = QDragEnterEvent(start, BOTH, data, LEFT, modifiers)
        application.sendEvent(screen, entered)
        for point in (start, at):
            moved = QDragMoveEvent(point, BOTH, data, LEFT, modifiers)
            application.sendEvent(screen, moved)
        if self.chance.random() < 0.15:
            application.sendEvent(screen, QDragLeaveEvent())
        else:
            dropped = QDropEvent(QPointF(at), BOTH, data, LEFT, modifiers)
            application.sendEvent(screen, dropped)

    def _drag(self, drag: QDrag) -> Qt.DropAction:
        """What `QDrag.exec` does on a screen that has drags."""
        outline = self.window.outline
        if isinstance(drag.source(), Outline):
            # Qt's view takes rows of its own only while a drag of the screen's is going on
            at, data = self.point_in(outline.viewport()), drag.mimeData()
            outline.dragMoveEvent(QDragMoveEvent(at, Qt.DropAction.MoveAction, data, LEFT, NONE))
            if self.chance.random() < 0.8:
                outline.dropEvent(QDropEvent(QPointF(at), Qt.DropAction.MoveAction, data, LEFT, NONE))
            return Qt.DropAction.IgnoreAction
        at = self.window.canvas.viewport().mapTo(self.window, self.point_on_text())
        if self.chance.random() < 0.1:
            at = self.point_in(self.window)
        self.drop(drag.mimeData(), at, self.choose((NONE, CTRL)))
        return Qt.DropAction.MoveAction


def click_key(widget: QWidget, key: Key, held: Qt.KeyboardModifier = NONE) -> None:
    """A key, and what it has put off: no hand is faster than that."""
    QTest.keyClick(widget, key, held)
    QApplication.sendPostedEvents()


def takers(part: QWidget) -> list[QWidget]:
    """What takes keys or clicks in a part of the window, and can be reached."""
    return [
        widget
        for widget in part.findChildren(QWidget)
        if isinstance(widget, TAKERS)
        and widget.isVisible()
        and widget.isEnabled()
        and widget.window() is part.window()
        and not isinstance(widget, QScrollBar)
        and not widget.visibleRegion().isEmpty()
    ]


# ---- keys


@often(3)
def handles_a_picture(hands: Hands) -> None:
    """Selects a picture in view, and draws at a corner, writes its caption, or takes it away."""
    canvas = hands.window.canvas
    shown = [each for index in canvas.visible_pages() for each in canvas.handles.on_page(index)]
    if not shown:
        return
    canvas.handles.pick(hands.chance.choice(shown).at)
    box = canvas.handles.frame()
    if box is None:
        return
    view = canvas.viewport()
    what = hands.chance.choice(("draw", "draw", "write", "keys", "twice", "cut"))
    if what == "draw":
        corner = hands.chance.choice((box.topLeft(), box.topRight(), box.bottomLeft(), box.bottomRight()))
        to = corner + QPointF(hands.chance.randint(-200, 200), hands.chance.randint(-200, 200))
        QTest.mousePress(view, LEFT, NONE, corner.toPoint())
        event = QMouseEvent(QEvent.Type.MouseMove, to, view.mapToGlobal(to), LEFT, LEFT, NONE)
        QApplication.sendEvent(view, event)
        if hands.chance.random() < 0.2:
            click_key(canvas, Key.Key_Escape)
        QTest.mouseRelease(view, LEFT, NONE, to.toPoint())
    elif what == "write":
        type_into(canvas, hands.chance.choice(WORDS))
    elif what == "twice":
        QTest.mouseDClick(view, LEFT, NONE, box.center().toPoint())
    elif what == "cut":
        QTest.keySequence(canvas, QKeySequence("Ctrl+X"))
    else:
        click_key(canvas, hands.chance.choice((*EDITS, *MOVES)))


@often(6)
def works_at_a_table(hands: Hands) -> None:
    """Drags an edge of a column in view, selects cells, a row or a column, types, or gives a command."""
    canvas, view = hands.window.canvas, hands.window.canvas.viewport()
    pages = hands.world.document.pages
    shown = [(index, placed) for index in canvas.visible_pages() for placed in pages[index].tables]
    if not shown:
        return
    index, placed = hands.choose(shown)
    bands = [hands.choose(placed.bands) for _ in range(2)]
    edge = hands.choose(placed.edges)
    what = hands.choose(("drag", "drag", "cells", "cells", "row", "column", "twice"))
    beside = {"row": placed.edges[0] - 8 / canvas.sheets.scale, "cells": edge + 9}
    start = QPointF(canvas.to_pixels(index, beside.get(what, edge), bands[0].top + bands[0].height / 2))
    to = start + QPointF(hands.chance.randint(-300, 300), 0)
    if what == "column":
        start = canvas.to_pixels(index, edge + 9, placed.bands[0].top) - QPointF(0, 3)
    elif what == "cells":
        to = canvas.to_pixels(index, hands.choose(placed.edges) + 9, bands[1].top + bands[1].height / 2)
    if what == "twice":
        QTest.mouseDClick(view, LEFT, NONE, start.toPoint())
    elif what in ("row", "column"):
        QTest.mouseClick(view, LEFT, NONE, start.toPoint())
    else:
        QTest.mousePress(view, LEFT, NONE, start.toPoint())
        for at in (start + (to - start) / 2, to):
            _moves_to(view, at.toPoint())
        if what == "drag" and hands.chance.random() < 0.2:
            click_key(canvas, Key.Key_Escape)
        QTest.mouseRelease(view, LEFT, NONE, to.toPoint())
    after = hands.choose(("key", "tab", "write", "command", "command", "nothing"))
    if after == "command":
        hands.window.actions_by_name[hands.choose(TABLE_COMMANDS[1:]).name].trigger()
    elif after == "key":
        click_key(canvas, hands.choose((*EDITS, *MOVES)), hands.choose((NONE, SHIFT)))
    elif after == "tab":
        click_key(canvas, Key.Key_Tab)
    elif after == "write":
        type_into(canvas, hands.choose(WORDS))


@often(16)
def types(hands: Hands) -> None:
    for _ in range(hands.chance.randint(1, 3)):
        type_into(hands.focus, hands.choose(WORDS))


@often(10)
def presses_keys(hands: Hands) -> None:
    held = hands.choose((NONE, NONE, NONE, CTRL, SHIFT, CTRL | SHIFT, Qt.KeyboardModifier.AltModifier))
    keys = hands.choose((MOVES, MOVES, EDITS, OTHERS))
    for _ in range(hands.chance.randint(1, 3)):
        click_key(hands.focus, hands.choose(keys), held)


@often(6)
def selects_by_keys(hands: Hands) -> None:
    for _ in range(hands.chance.randint(1, 4)):
        click_key(hands.focus, hands.choose(MOVES), hands.choose((SHIFT, CTRL | SHIFT)))


@often(6)
def writes_on_the_page(hands: Hands) -> None:
    hands.window.canvas.setFocus()
    for _ in range(hands.chance.randint(1, 3)):
        type_into(hands.window.canvas, hands.choose(WORDS))
        click_key(hands.window.canvas, hands.choose(EDITS), hands.choose((NONE, NONE, CTRL, SHIFT)))


@often(14)
def gives_a_command_by_its_key(hands: Hands) -> None:
    keys = [key for command in COMMANDS for key in command.keys]
    QTest.keySequence(hands.focus, QKeySequence(hands.choose(keys)))


@often(6)
def gives_a_command_by_the_menu(hands: Hands) -> None:
    bar = hands.window.menuBar()
    menus = [action for action in bar.actions() if isinstance(action, QAction)]
    at = bar.actionGeometry(hands.choose(menus)).center()
    QTest.mouseClick(bar, LEFT, NONE, at)


@often(5)
def opens_a_dialog(hands: Hands) -> None:
    names = (
        *("next", "versions", "recover", "export", "export_again", "import_manuscripts", "paste_manuscript"),
        *("go_to_page", "add_section", "save_as", "open", "print", "help", "about", "edit_units"),
        *("volume", "package"),
    )
    hands.window.actions_by_name[hands.choose(names)].trigger()


@often(6)
def takes_what_few_layouts_offer(hands: Hands) -> None:
    actions = hands.window.actions_by_name
    names = [command.name for command in COMMANDS if not command.offered(Offers())]
    offered = [actions[name] for name in names if actions[name].isEnabled()]
    marks = hands.window.bars.marks.actions() if hands.window.document.offers.marks else []
    if offered:
        hands.choose([*offered, *marks]).trigger()
        hands.window.canvas.setFocus()
        type_into(hands.window.canvas, hands.choose((*WORDS, "")))


@often(4)
def goes_back_and_forth(hands: Hands) -> None:
    for _ in range(hands.chance.randint(1, 6)):
        QTest.keySequence(hands.focus, QKeySequence(hands.choose(("Ctrl+Z", "Ctrl+Z", "Ctrl+Y"))))


@often(6)
def composes(hands: Hands) -> None:
    focus = hands.focus
    for _ in range(hands.chance.randint(0, 2)):
        words = hands.choose(COMPOSED)
        cursor = QInputMethodEvent.Attribute(
            QInputMethodEvent.AttributeType.Cursor, hands.chance.randint(0, len(words)), 1
        )
        QApplication.sendEvent(focus, QInputMethodEvent(words, [cursor]))
    match hands.chance.randrange(5):
        case 0:
            return  # left hanging
        case 1:
            QApplication.sendEvent(focus, QInputMethodEvent("", []))
        case 2:
            event = QInputMethodEvent("", [])
            start, length = -hands.chance.randint(0, 3), hands.chance.randint(0, 3)
            if focus is not hands.window.canvas:  # which bounds it itself
                start, length = replaceable(focus, start, length)
            event.setCommitString(hands.choose(WORDS), start, length)
            hands.world.replaced = length
            QApplication.sendEvent(focus, event)
        case _:
            event = QInputMethodEvent(hands.choose(COMPOSED), [])
            event.setCommitString(hands.choose(WORDS))
            QApplication.sendEvent(focus, event)


def replaceable(field: QWidget, start: int, length: int) -> tuple[int, int]:
    """What of some characters, counted from the caret, there is: an input method replaces only what a field
    has told it of, and Qt's own fields warn of all else."""
    text = field.inputMethodQuery(Qt.InputMethodQuery.ImSurroundingText) or ""
    caret = field.inputMethodQuery(Qt.InputMethodQuery.ImCursorPosition) or 0
    first, last = (min(max(caret + at, 0), units(text)) for at in (start, start + length))
    return first - caret, last - first


# ---- the mouse


@often(10)
def clicks_on_the_page(hands: Hands) -> None:
    viewport, at = hands.window.canvas.viewport(), hands.point_on_text()
    QTest.mouseClick(viewport, LEFT, hands.choose((NONE, NONE, SHIFT)), at)
    if hands.chance.random() < 0.3:
        QTest.mouseDClick(viewport, LEFT, NONE, at)
        if hands.chance.random() < 0.5:
            QTest.mouseClick(viewport, LEFT, NONE, at)


@often(5)
def selects_along(hands: Hands) -> None:
    viewport = hands.window.canvas.viewport()
    start, end = hands.point_on_text(), hands.point_on_text()
    QTest.mousePress(viewport, LEFT, NONE, start)
    for at in (start + (end - start) / 2, end):
        _moves_to(viewport, at)
    QTest.mouseRelease(viewport, LEFT, NONE, end)


@often(5)
def drags_what_is_selected(hands: Hands) -> None:
    canvas = hands.window.canvas
    viewport = canvas.viewport()
    boxes = [
        (page, box) for page in canvas.visible_pages() for box in hands.world.document.selection_boxes(page)
    ]
    if not boxes:
        selects_along(hands)
        return
    page, box = hands.choose(boxes)
    at = canvas.to_pixels(page, box.x + box.width / 2, box.top + box.height / 2).toPoint()
    if not viewport.rect().contains(at):
        return
    QTest.mousePress(viewport, LEFT, NONE, at)
    _moves_to(viewport, at + QPoint(40, 40))
    QTest.mouseRelease(viewport, LEFT, NONE, at + QPoint(40, 40))


def _moves_to(widget: QWidget, at: QPoint) -> None:
    """With the left button held, which QTest's own moves are without."""
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(at),
        QPointF(widget.mapToGlobal(at)),
        Qt.MouseButton.NoButton,
        LEFT,
        NONE,
    )
    QApplication.sendEvent(widget, event)


@often(3)
def asks_for_a_menu(hands: Hands) -> None:
    canvas, outline = hands.window.canvas, hands.window.outline
    widget = hands.choose((canvas.viewport(), canvas.viewport(), outline.viewport(), hands.focus))
    at = hands.point_on_text() if widget is canvas.viewport() else hands.point_in(widget)
    QTest.mouseClick(widget, Qt.MouseButton.RightButton, NONE, at)
    reason = hands.choose((QContextMenuEvent.Reason.Mouse, QContextMenuEvent.Reason.Keyboard))
    QApplication.sendEvent(widget, QContextMenuEvent(reason, at, widget.mapToGlobal(at)))


@often(3)
def turns_the_wheel(hands: Hands) -> None:
    widget = hands.choose(
        (hands.window.canvas.viewport(), hands.window.inspector, hands.window.outline.viewport())
    )
    at = QPointF(hands.point_in(widget))
    turned = QPoint(0, hands.choose((-360, -120, -30, 30, 120, 360)))
    QApplication.sendEvent(
        widget,
        QWheelEvent(
            at,
            QPointF(widget.mapToGlobal(at.toPoint())),
            QPoint(),
            turned,
            Qt.MouseButton.NoButton,
            hands.choose((NONE, NONE, CTRL)),
            Qt.ScrollPhase.NoScrollPhase,
            False,
        ),
    )


# ---- the other parts


@often(12)
def works_in_a_panel(hands: Hands) -> None:
    window = hands.window
    parts = (
        *(window.inspector, window.find_bar, window.findings, window.frame.review),
        *(window.notice, window.status),
    )
    found = [widget for part in parts for widget in takers(part)]
    if found:
        hands.work(hands.choose(found))
    else:
        window.actions_by_name[
            hands.choose(("show_fields", "replace", "show_findings", "show_review"))
        ].trigger()


@often(6)
def decides_on_proposals(hands: Hands) -> None:
    """A colleague's changes come back, and are taken, left, gone to, and taken back."""
    window, issue = hands.window, hands.world.document.issue
    proposing, page = window.proposing, window.proposals
    if not proposing.open or hands.chance.random() < 0.2:
        theirs = as_put_out(issue)
        for path in hands.chance.sample(list(text_nodes(theirs)), 3):
            text = text_at(theirs, path)
            at, end = sorted(snap(text, hands.chance.randint(0, len(text))) for _ in range(2))
            new = hands.choose(("", "改过", "一二三"))
            theirs = replace_range(theirs, path, at, min(end, at + 12), new)
        who = hands.choose(("王处长", "李主任"))
        come = Returned(f"{who}.docx", who, "2024-01-10T09:30", as_put_out(issue), theirs)
        proposing._came(put_together(issue, with_returned(proposing._returned, [come])))
    hands.wait_while(lambda: proposing._placing or proposing._timer.isActive())
    if not proposing.open or beside.waiting():
        return
    window.actions_by_name["show_review"].setChecked(True)
    proposing.panel_wanted.emit(True)
    for _ in range(hands.chance.randint(1, 5)):
        match hands.chance.randrange(5):
            case 0 | 1:
                click_key(page.list, hands.choose((Key.Key_Down, Key.Key_Up, Key.Key_Home, Key.Key_End)))
            case 2 | 3:
                click_key(page.list, hands.choose((Key.Key_A, Key.Key_R, Key.Key_C, Key.Key_Return)))
            case _:
                buttons = (page.take, page.leave, page.take_all, page.leave_all, page.copy)
                QTest.mouseClick(hands.choose(buttons), LEFT)
    if hands.chance.random() < 0.5:
        QTest.keySequence(page.list, QKeySequence(hands.choose(("Ctrl+Z", "Ctrl+Y"))))


@often(8)
def works_in_the_library(hands: Hands) -> None:
    """Opens it, looks for something, goes along the lists, opens or takes over what is chosen."""
    window = hands.window
    if window.librarian.dialog is None or hands.chance.random() < 0.2:
        window.actions_by_name["library"].trigger()
    dialog = window.librarian.dialog
    if dialog is None or not dialog.isVisible():  # something is being waited for, or it was closed
        return
    settle()
    match hands.chance.randrange(8):
        case 0:
            type_into(dialog.search.words, hands.choose(("会议", "年鉴 市", "a", "没有的词", *WORDS)))
            settle()
            dialog.search.look_now()
        case 1:
            rows = hands.choose((dialog.issues, dialog.hits, dialog.scopes))
            hands.press_keys(rows, (*MOVES, Key.Key_Space), 4)
        case 2:
            hands.press_keys(hands.choose((dialog.issues, dialog.hits)), (*MOVES, Key.Key_Return), 2)
        case 3:
            QTest.mouseClick(dialog.take_it, LEFT)
        case 4:
            click_key(dialog.focusWidget() or dialog, Key.Key_Escape)
        case 5 | 6:
            goes_to_a_hit(hands, dialog)
        case _:
            found = takers(dialog)
            if found:
                hands.work(hands.choose(found))


def goes_to_a_hit(hands: Hands, dialog: LibraryDialog) -> None:
    """Looks for something that is there, and opens one of the issues at it or takes its item over."""
    if dialog.search.clear_all.isEnabled():
        QTest.mouseClick(dialog.search.clear_all, LEFT)
    dialog.search.words.setFocus()
    titles = [item.title for issue in dialog.known.issues for item in issue.entry.items if item.title]
    type_into(dialog.search.words, hands.choose(titles)[:3] if titles else "年")
    dialog.search.look_now()
    hands.wait_while(lambda: dialog._questions.busy)
    click_key(dialog.search.words, Key.Key_Return)
    for _ in range(hands.chance.randint(0, 5)):
        click_key(dialog.hits, Key.Key_Down)
    hands.world.hits += bool(dialog.hits.count())
    click_key(dialog.hits, Key.Key_Return, hands.choose((NONE, CTRL)))


@often(4)
def notes_what_a_leader_wrote(hands: Hands) -> None:
    """On the item at the caret; no two notes are alike, so that one that is doubled is found."""
    window = hands.window
    window.actions_by_name["endorsements"].trigger()
    dialog = window.endorsing.dialog
    if dialog is None:
        return
    QTest.mouseClick(hands.choose((dialog.add, dialog.add, dialog.list.viewport(), dialog.remove)), LEFT)
    if dialog.list.count() > 1 and hands.chance.random() < 0.3:
        QTest.mouseClick(dialog.remove, LEFT)
    dialog.who.setFocus()
    QTest.keySequence(dialog.who, QKeySequence.StandardKey.SelectAll)
    hands.world.notes += 1
    type_into(dialog.who, f"{LEADER}{hands.world.notes}")
    type_into(dialog.text, hands.choose(("请阅。", *WORDS)))
    if hands.chance.random() < 0.8:
        QTest.mouseClick(dialog.buttons.button(QDialogButtonBox.StandardButton.Ok), LEFT)


@often(5)
def remarks_on_something(hands: Hands) -> None:
    """Writes a remark, an answer, other words, and leaves the field one way or another."""
    window, remarking = hands.window, hands.window.remarking
    names = ("remark", "remark", "answer_remark", "edit_remark")
    window.actions_by_name[hands.choose(names)].trigger()
    writing = remarking.writing
    if writing is None:
        return
    if hands.chance.random() < 0.2:
        type_into(writing.name, hands.choose(("王", "李科长", " ")))
    for _ in range(hands.chance.randint(0, 3)):
        if remarking.writing is writing:
            type_into(writing.field, hands.choose(("请核对。", *WORDS)))
    if hands.chance.random() < 0.2:
        QTest.keySequence(hands.focus, QKeySequence(hands.choose(("Ctrl+Z", "Ctrl+Y", "Ctrl+S", "Ctrl+A"))))
    if hands.chance.random() < 0.7:
        click_key(hands.focus, hands.choose((Key.Key_Return, Key.Key_Escape)))
    else:
        QTest.mouseClick(window.canvas.viewport(), LEFT, NONE, hands.point_on_text())


@often(5)
def goes_through_remarks(hands: Hands) -> None:
    window = hands.window
    names = ("next_remark", "previous_remark", "settle_remark", "settle_remark", "remove_remark")
    for _ in range(hands.chance.randint(1, 3)):
        name = hands.choose((*names, "show_settled", "show_remarks", "show_review"))
        window.actions_by_name[name].trigger()
    cards = list(window.canvas.cards.all_cards())
    if cards and hands.chance.random() < 0.6:
        box = hands.choose(cards).box.intersected(window.canvas.viewport().rect())
        if not box.isEmpty():
            at = QPoint(
                hands.chance.randint(box.left(), box.right()), hands.chance.randint(box.top(), box.bottom())
            )
            QTest.mouseClick(window.canvas.viewport(), LEFT, NONE, at)
    page = window.remarking.page
    if page.list.isVisible() and hands.chance.random() < 0.6:
        page.list.setFocus()
        keys = (*MOVES, Key.Key_Return, Key.Key_Delete, Key.Key_Space)
        hands.press_keys(page.list, keys, 4)


@often(4)
def goes_through_changes(hands: Hands) -> None:
    """Compares with what went round, steps, and shows the marks or hides them; edits nothing."""
    window = hands.window
    before = window.document.issue
    names = ("changes", "next_change", "previous_change", "next_change", "show_changes")
    for _ in range(hands.chance.randint(1, 4)):
        window.actions_by_name[hands.choose(names)].trigger()
    page = window.changing.page
    if page.list.isVisible() and hands.chance.random() < 0.6:
        page.list.setFocus()
        hands.press_keys(page.list, (*MOVES, Key.Key_Return), 4)
    assert window.document.issue is before


@often(4)
def gives_states(hands: Hands) -> None:
    """By keys in the outline, for one item or several; some go into the pool."""
    window = hands.window
    outline = window.outline
    if not outline.isVisible():
        return
    outline.setFocus()
    hands.press_keys(outline, (*MOVES[:4], Key.Key_Down), 3)
    for _ in range(hands.chance.randint(0, 2)):
        click_key(outline, Key.Key_Down, SHIFT)
    for _ in range(hands.chance.randint(1, 3)):
        type_into(outline, hands.choose("012345"))
    if hands.chance.random() < 0.3:
        window.actions_by_name["to_pool"].trigger()


@often(3)
def fills_in_a_sheet(hands: Hands) -> None:
    """Chooses one, types into its boxes, saves it or begins one of its own."""
    window = hands.window
    window.actions_by_name["sheet"].trigger()
    dialog = window.sheets.dialog
    if dialog is None:
        return
    dialog.which.setFocus()
    hands.press_keys(dialog.which, (Key.Key_Up, Key.Key_Down), 2)
    for field in dialog.fields.values():
        if hands.chance.random() < 0.4:
            field.setFocus()
            type_into(field, hands.choose(WORDS))
    if hands.chance.random() < 0.4:
        buttons = (dialog.pdf, dialog.word, dialog.own, dialog.close_button)
        QTest.mouseClick(hands.choose(buttons), LEFT)


@often(4)
def copies_for_the_web(hands: Hands) -> None:
    """The text that is copied has every character of the items; what our own windows take of it is pasted."""
    window = hands.window
    clipboard = QApplication.clipboard()
    clipboard.clear()
    name = hands.choose(("copy_web", "copy_item_web"))
    window.actions_by_name[name].trigger()
    data = clipboard.mimeData()
    if data is None or not data.hasHtml():  # there is no item, or nobody waited for it
        return
    if name == "copy_web":
        items = [item for _, item in items_of(window.document.snapshot())]
        lost = letters("".join(node.text for item in items for node in walk_item(item)))
        lost -= letters(clipboard.text())
        if lost:
            hands.world.faults.append(f"the web copy lacks {''.join(lost)!a}")
    if hands.chance.random() < 0.6:
        hands.press_keys(window.canvas, MOVES)
        window.canvas.setFocus()
        QTest.keySequence(window.canvas, QKeySequence("Ctrl+V"))


@often(3)
def presses_a_tool(hands: Hands) -> None:
    buttons = [widget for widget in takers(hands.window) if isinstance(widget, QToolButton)]
    if buttons:
        QTest.mouseClick(hands.choose(buttons), LEFT)


@often(5)
def works_in_the_outline(hands: Hands) -> None:
    outline = hands.window.outline
    if not outline.isVisible():
        hands.window.actions_by_name["show_outline"].trigger()
        return
    outline.setFocus()
    at = hands.point_in(outline.viewport())
    for row in range(outline.rows.rowCount()):
        box = outline.visualRect(outline.rows.index(row, 0))
        if hands.chance.random() < 0.4 and outline.viewport().rect().contains(box.center()):
            at = box.center()
    QTest.mouseClick(outline.viewport(), LEFT, hands.choose((NONE, NONE, CTRL, SHIFT)), at)
    match hands.chance.randrange(6):
        case 0:
            QTest.mouseDClick(outline.viewport(), LEFT, NONE, at)
            type_into(hands.focus, hands.choose(WORDS))
            click_key(hands.focus, hands.choose((Key.Key_Return, Key.Key_Escape, Key.Key_Tab)))
        case 1:
            hands.press_keys(outline, (*MOVES, Key.Key_Return, Key.Key_Delete, Key.Key_Plus, Key.Key_Minus))
        case 2:
            QTest.keySequence(
                outline,
                QKeySequence(hands.choose(("Alt+Up", "Alt+Down", "Alt+Left", "Alt+Right", "F2", "Ctrl+D"))),
            )
            type_into(hands.focus, hands.choose(WORDS))
        case 3 | 4:
            outline.startDrag(Qt.DropAction.MoveAction)
        case _:
            pass


@often(3)
def looks_for_something(hands: Hands) -> None:
    window = hands.window
    QTest.keySequence(hands.focus, QKeySequence(hands.choose(("Ctrl+F", "Ctrl+H", "Ctrl+H"))))
    bar = window.find_bar
    if not bar.wanted.isVisible():
        return
    QTest.keySequence(bar.wanted, QKeySequence.StandardKey.SelectAll)
    type_into(bar.wanted, hands.choose(("年", "2024", "（", "a", "。", "史志", "会议", "没有这个词")))
    if bar.replacement.isVisible():
        bar.replacement.setFocus()
        QTest.keySequence(bar.replacement, QKeySequence.StandardKey.SelectAll)
        type_into(bar.replacement, hands.choose(("", "岁", "（", "年年")))
        if bar.replace_all.isEnabled() and hands.chance.random() < 0.5:
            QTest.mouseClick(bar.replace_all, LEFT)
    hands.press_keys(hands.focus, (Key.Key_Return, Key.Key_Return, Key.Key_Escape))


# ---- what comes from other programs


@often(5)
def pastes(hands: Hands) -> None:
    QApplication.clipboard().setMimeData(hands.data())
    QTest.keySequence(hands.focus, QKeySequence(hands.choose(("Ctrl+V", "Ctrl+V", "Ctrl+V", "Ctrl+Shift+V"))))


@often(3)
def pastes_what_it_has_copied(hands: Hands) -> None:
    QTest.keySequence(hands.focus, QKeySequence(hands.choose(("Ctrl+C", "Ctrl+X"))))
    hands.press_keys(hands.focus, MOVES)
    QTest.keySequence(hands.focus, QKeySequence("Ctrl+V"))


@often(5)
def drops_something(hands: Hands) -> None:
    data = hands.files() if hands.chance.random() < 0.4 else hands.data()
    window = hands.window
    at = hands.point_in(window)
    if hands.chance.random() < 0.6:
        at = window.canvas.viewport().mapTo(window, hands.point_on_text())
    hands.drop(data, at, hands.choose((NONE, CTRL, SHIFT)))


# ---- files


@often(3)
def saves(hands: Hands) -> None:
    QTest.keySequence(hands.focus, QKeySequence("Ctrl+S"))


@often(2)
def opens_another_file(hands: Hands) -> None:
    hands.world.restore_files()
    file = hands.choose([file for file in hands.world.files if file.suffix in (".bulletin", ".json")])
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    hands.drop(data, hands.point_in(hands.window))


@often(1)
def begins_anew(hands: Hands) -> None:
    QTest.keySequence(hands.focus, QKeySequence(hands.choose(("Ctrl+N", "Ctrl+N", "Ctrl+Shift+N"))))


@often(2)
def somebody_else_has_the_file(hands: Hands) -> None:
    hands.world.colleague(hands.chance)
    QApplication.sendEvent(hands.window, QEvent(QEvent.Type.ActivationChange))


@often(1)
def closes_the_window(hands: Hands) -> None:
    hands.window.close()


@often(1)
def loses_the_power(hands: Hands) -> None:
    unsaved = hands.world.die()
    hands.world.open_window()
    found = hands.window.filing.keeper.recovered()
    if unsaved is not None and unsaved not in [each.issue for each in found]:
        hands.world.faults.append("what was on the screen can't be recovered")
    hands.world.recoveries += 1
    before = hands.world.document
    hands.window.filing.offer_recovered()
    after = hands.world.document
    restored = after is not before and after.undo_name == "恢复没有保存的稿子"
    if restored and after.snapshot() not in [each.issue for each in found]:
        hands.world.faults.append("something else was recovered")


# ---- the window and the time


@often(2)
def changes_the_window(hands: Hands) -> None:
    window = hands.window
    match hands.chance.randrange(4):
        case 0:
            window.resize(hands.chance.randint(400, 2600), hands.chance.randint(300, 1500))
        case 1:
            window.showMaximized()
        case 2:
            window.showNormal()
        case _:
            QApplication.sendEvent(window, QEvent(QEvent.Type.WindowDeactivate))
            QApplication.sendEvent(window, QEvent(QEvent.Type.WindowActivate))


@often(3)
def lets_time_pass(hands: Hands) -> None:
    hands.world.now += hands.choose((0.3, 5.0))


@often(1)
def waits_for_the_findings(hands: Hands) -> None:
    hands.world.wait_for_findings()
    QTest.keySequence(hands.focus, QKeySequence(hands.choose(("F8", "F8", "Ctrl+F8", "Shift+F8"))))
