"""The bar for finding and replacing. Knows no open issue: gives out what is asked and shows what was
found."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QToolButton,
    QWidget,
)

from bulletin_desk.desk.commands.focus import UNDO_LEFT
from bulletin_desk.desk.panels.inputs import leave_undo
from bulletin_desk.desk.parts.icons import icon
from bulletin_desk.desk.parts.plain import Label, tip
from bulletin_desk.desk.parts.still import keep_still
from bulletin_desk.editing.find import Scope


class FindBar(QFrame):
    """`searched` whenever the text to be found changes, `scoped` when its scope does,
    `typed` at a clerk's key in a field; the rest when a
    button or key says so. Undo is the fields' own while they are typed into, the issue's once something has
    been replaced."""

    searched = Signal(str)
    scoped = Signal()
    typed = Signal()
    stepped = Signal(int)
    replaced = Signal(str)
    all_replaced = Signal(str)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.wanted = QLineEdit(self)
        self.wanted.setPlaceholderText("查找（半角、全角都找）")
        self.wanted.setAccessibleName("查找")
        self.wanted.setClearButtonEnabled(True)
        self.replacement = QLineEdit(self)
        self.replacement.setPlaceholderText("替换成")
        self.replacement.setAccessibleName("替换成")
        for field in (self.wanted, self.replacement):
            leave_undo(field)
            field.textEdited.connect(lambda _text: self._leave_undo(left=False))
        self._leave_undo(left=False)
        self.scope = QComboBox(self)
        self.scope.setAccessibleName("在哪里查找、替换")
        self.scope.setToolTip(tip("正文：编者按、栏目和稿件\n全部：连报头、编发单位、报送单位和版记"))
        self.scope.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for scope in Scope:
            self.scope.addItem(scope.value, scope)
        self.scope.currentIndexChanged.connect(lambda _at: self.scoped.emit())
        keep_still(self.scope)
        self.count = Label(parent=self)
        self.count.setMinimumWidth(self.count.fontMetrics().horizontalAdvance("第 888 处，共 888 处"))
        self._previous = self._button("上一处", "查找上一处（Shift+F3）", lambda: self.stepped.emit(-1))
        self._next = self._button("下一处", "查找下一处（F3 或回车）", lambda: self.stepped.emit(1))
        self.replace_one = self._button("替换", "替换这一处，再到下一处（回车）", self._replace)
        self.replace_all = self._button(
            "全部替换",
            "在左边选的范围里都替换，可以一步撤销",
            lambda: self.all_replaced.emit(self.replacement.text()),
        )
        close = QToolButton(self)
        close.setAutoRaise(True)
        close.setIcon(icon("close", self.palette().color(QPalette.ColorRole.WindowText)))
        close.setToolTip("关闭查找（Esc）")
        close.setAccessibleName("关闭查找")
        close.clicked.connect(self.close_bar)
        self._close = close
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 6, 6, 6)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(4)
        for row, (field, buttons) in enumerate(
            (
                (self.wanted, (self._previous, self._next, self.scope, self.count)),
                (self.replacement, (self.replace_one, self.replace_all)),
            )
        ):
            field.setMinimumWidth(180)
            field.setMaximumWidth(340)
            grid.addWidget(field, row, 0)
            line = QHBoxLayout()
            line.setSpacing(6)
            for button in buttons:
                line.addWidget(button)
            line.addStretch(1)
            grid.addLayout(line, row, 1)
        grid.addWidget(close, 0, 2)
        grid.setColumnStretch(1, 1)
        self.wanted.textChanged.connect(self.searched)
        self.hide()

    def open_bar(self, text: str, *, replacing: bool) -> None:
        """Shows the bar with the selected text, if it is on one line."""
        for widget in (self.replacement, self.replace_one, self.replace_all):
            widget.setVisible(replacing)
        if text and "\n" not in text and len(text) <= 100:
            self.wanted.setText(text)
        self.show()
        self.wanted.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.wanted.selectAll()
        self.searched.emit(self.wanted.text())

    def leave_undo(self) -> None:
        """Undo now takes the replacement back."""
        self._leave_undo(left=True)

    def _leave_undo(self, *, left: bool) -> None:
        for field in (self.wanted, self.replacement):
            field.setProperty(UNDO_LEFT, left)
        self.typed.emit()

    def close_bar(self) -> None:
        """Hides it; the marks go too."""
        self.hide()
        self.closed.emit()

    @property
    def scope_chosen(self) -> Scope:
        """How far finding and replacing reach."""
        chosen = self.scope.currentData()
        assert isinstance(chosen, Scope)
        return chosen

    def show_count(self, at: int | None, counts: Mapping[Scope, int]) -> None:
        """Which hit is the current one (from 1), of how many in each scope."""
        count, everywhere = counts[self.scope_chosen], counts[Scope.ALL]
        for row, scope in enumerate(Scope):
            self.scope.setItemText(
                row, f"{scope.value} {counts[scope]} 处" if self.wanted.text() else scope.value
            )
        if not self.wanted.text():
            self.count.setText("")
        elif not count:
            self.count.setText(f"正文里没有，报头、版记里有 {everywhere} 处" if everywhere else "没有找到")
        else:
            self.count.setText(f"第 {at} 处，共 {count} 处" if at else f"共 {count} 处")
        for button in (self._previous, self._next, self.replace_one, self.replace_all):
            button.setEnabled(count > 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Esc closes, Enter steps or replaces."""
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.replacement.hasFocus():
                self._replace()
            else:
                self.stepped.emit(-1 if back else 1)
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """The cross follows light and dark."""
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_close"):
            self._close.setIcon(icon("close", self.palette().color(QPalette.ColorRole.WindowText)))
        super().changeEvent(event)

    def _replace(self) -> None:
        self.replaced.emit(self.replacement.text())

    def _button(self, text: str, hint: str, clicked: Callable[[], object]) -> QPushButton:
        button = QPushButton(text, self)
        button.setToolTip(tip(hint))
        button.setAutoDefault(False)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: clicked())
        return button
