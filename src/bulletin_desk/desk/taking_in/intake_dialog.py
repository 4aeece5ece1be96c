"""Shows what came in before it enters the issue: each item, each paragraph with its kind, correctable by one
key, where recognition doubts with the other reading, taken by one key, and its text, correctable in its
place; and all words that are not taken in. Reads no files and changes no issue."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from math import ceil

from PySide6.QtCore import QItemSelectionModel, QMimeData, QModelIndex, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPalette,
    QShortcut,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSplitter,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from bulletin_desk.bulletin.grammar import HEADINGS, SPEC
from bulletin_desk.bulletin.model import Kind
from bulletin_desk.desk.files.asking import ask_leave_review, tell
from bulletin_desk.desk.parts.plain import Label, PageText, tip
from bulletin_desk.editing.nodes import cleaned
from bulletin_desk.errors import EditError
from bulletin_desk.intake.draft import NO_SOURCE, Context, Contribution, Draft, left_out
from bulletin_desk.intake.parts import OUT, Part, kind_name
from bulletin_desk.intake.readings import is_mark, other_reading
from bulletin_desk.intake.report import brief, kinds_words, left_words, with_sign
from bulletin_desk.intake.review import Review
from bulletin_desk.intake.rules import RULES

KEYS = {
    "1": Kind.TITLE,
    "2": Kind.SUBHEADING,
    "3": Kind.BODY,
    "4": Kind.SOURCE,
    "5": Kind.SECTION_HEAD,
    "0": OUT,
}
"""Which key makes a paragraph what."""
_COLOURS = {
    Kind.TITLE: "#f4c7c3",
    Kind.SUBHEADING: "#fce0a6",
    Kind.BODY: "#e4e6ea",
    Kind.SOURCE: "#c6e5cc",
    Kind.SECTION_HEAD: "#cfd9f7",
    Kind.EDITORS_NOTE: "#e6d3f2",
    OUT: "#c9c9c9",
}
_RUN_IN, _OTHER, _JOIN, _SPLIT = "6", "7", "+", "-"
_WRITE, _NEXT = "F2", "F8"
_DOUBT = "▲"
_OTHER_KEYS = {_RUN_IN: "段首标题", _JOIN: "接到上一段", _SPLIT: "另起一篇", _WRITE: "改文字"}
"""What the keys do that make no paragraph what it is."""
_MARGIN = 5
_WITH_LINES = frozenset(kind for kind, spec in SPEC.items() if spec.line_breaks)
"""Kinds of paragraph in which the clerk breaks lines."""


def _paler(palette: QPalette) -> QColor:
    """The ink of what is left out: paler than the rest, and still read with ease."""
    ink = palette.color(QPalette.ColorGroup.Normal, QPalette.ColorRole.Text)
    base = palette.color(QPalette.ColorGroup.Normal, QPalette.ColorRole.Base)
    mixed = ((one * 2 + other) // 3 for one, other in zip(ink.getRgb(), base.getRgb(), strict=True))
    return QColor(*mixed)


class _Ink(QStyledItemDelegate):
    """A paragraph's text: headings bold, what is left out struck through."""

    def _document(self, option: QStyleOptionViewItem, index: QModelIndex) -> PageText:
        part: Part = index.data(Qt.ItemDataRole.UserRole)
        head, rest = escape(part.text[: part.run_in]), escape(part.text[part.run_in :])
        text = f"<b>{head}</b>{rest}" if head else rest
        if part.kind in HEADINGS:
            text = f"<b>{text}</b>"
        elif part.kind is OUT:
            text = f"<s>{text}</s>"
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        role = QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text
        colour = option.palette.color(QPalette.ColorGroup.Normal, role).name()
        if part.kind is OUT and not selected:
            colour = _paler(option.palette).name()
        document = PageText()
        wrap = QTextOption()
        wrap.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        document.setDefaultTextOption(wrap)
        document.setDefaultFont(option.font)
        document.setDocumentMargin(_MARGIN)
        lines = text.replace("\n", "<br>")
        document.setHtml(f'<span style="color:{colour}">{lines}</span>')
        table = self.parent()
        document.setTextWidth(table.viewport().width() - table.columnWidth(0))  # its column follows later
        return document

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        """The row's background, then the text."""
        self.initStyleOption(option, index)
        option.text = ""
        option.widget.style().drawControl(
            QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget
        )
        document = self._document(option, index)
        painter.save()
        painter.translate(option.rect.topLeft())
        painter.translate(0, max(option.rect.height() - document.size().height(), 0) / 2)
        document.drawContents(painter)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:  # noqa: N802
        """As high as the text needs in the column's width."""
        size = self._document(option, index).size()
        return QSize(int(size.width()), int(size.height()))


class _Field(QPlainTextEdit):
    """A paragraph's text while the clerk corrects it in its place. `left` tells whether what was typed is to
    be kept."""

    left = Signal(bool)

    def __init__(self, part: Part, parent: QWidget) -> None:
        super().__init__(parent)
        self._with_lines = part.kind in _WITH_LINES
        self.setAccessibleName("这一段的文字")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.document().setDocumentMargin(_MARGIN)
        self.setPlainText(part.text)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter and Tab end, Esc gives up, Shift+Enter breaks a line in a heading; keys that an input method
        composes with don't come here."""
        key, shift = event.key(), event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        enter = key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        event.accept()  # and in no case is it the table's or the dialog's
        if key == Qt.Key.Key_Escape:
            self.left.emit(False)
        elif enter and shift:
            if self._with_lines:
                self.insertPlainText("\n")
        elif enter or key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.left.emit(True)
        else:
            super().keyPressEvent(event)
            event.accept()

    def text_height(self) -> float:
        """Pixels that the text takes at the field's width, with the space around it."""
        blocks, at = self.document().documentLayout(), self.document().begin()
        height = 2.0 * _MARGIN
        while at.isValid():
            height += blocks.blockBoundingRect(at).height()
            at = at.next()
        return height

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """What was typed is kept, wherever the clerk goes; another window or a menu is not leaving."""
        super().focusOutEvent(event)
        staying = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
        if event.reason() not in staying:
            self.left.emit(True)


def _bold(font: QFont) -> QFont:
    made = QFont(font)
    made.setBold(True)
    return made


class _Paragraphs(QTableWidget):
    """The paragraphs of one item; tells of the keys that correct them, of the texts that the clerk writes
    (`written`: which item, which row, the text), and where a menu is asked for."""

    corrected = Signal(str)
    written = Signal(int, int, str)
    undone = Signal()
    asked = Signal(QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, 2, parent)
        self.setAccessibleName("段落")
        self.setHorizontalHeaderLabels(["这是", "文字"])
        self.verticalHeader().hide()
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().setHighlightSections(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setItemDelegateForColumn(1, _Ink(self))
        self._number = -1
        self._field: tuple[_Field, int] | None = None
        self.horizontalHeader().sectionResized.connect(lambda: self._fit_rows())
        self.cellDoubleClicked.connect(lambda row, _column: self.write(row))

    def show_parts(self, number: int, parts: Sequence[Part]) -> None:
        """The paragraphs of an item; the selection stays at its rows."""
        self.finish()
        self._number = number
        rows = self.rows()
        self.setRowCount(len(parts))
        for row, part in enumerate(parts):
            name = QTableWidgetItem(_named(part))
            name.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
            name.setBackground(QColor(_COLOURS[part.kind]))
            name.setForeground(QColor("#222222"))
            if part.other is not None:
                name.setText(f"{_DOUBT} {_named(part)}\n或 {kind_name(part.other)}")
                name.setFont(_bold(self.font()))
                name.setToolTip(tip(f"拿不准：按 {_OTHER} 换成另一种；认得对，按它自己的数字键"))
            elif part.kind is OUT:
                name.setToolTip(tip(f"没有收进简报：按 {_OTHER} 就收"))
            text = QTableWidgetItem(part.text)
            text.setData(Qt.ItemDataRole.UserRole, part)
            self.setItem(row, 0, name)
            self.setItem(row, 1, text)
        names = (line for row in range(len(parts)) for line in self.item(row, 0).text().split("\n"))
        self.setColumnWidth(0, max(map(self._width_of, (f"{_DOUBT} 段首标题", *names))))
        self.resizeRowsToContents()
        self.clearSelection()
        if len(parts):
            self.go_to(min(rows[0], len(parts) - 1) if rows else 0)

    def _width_of(self, name: str) -> int:
        return QFontMetrics(_bold(self.font())).horizontalAdvance(name) + 16

    def go_to(self, row: int) -> None:
        """This row alone is selected, whatever keys are held."""
        only = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.setCurrentCell(row, 1, only)

    def write(self, row: int, text: str | None = None) -> None:
        """Lets the clerk correct a paragraph's text in its place; `text` if that is not what it has."""
        if not 0 <= row < self.rowCount() or not self.finish():
            return
        self.go_to(row)
        field = _Field(self.item(row, 1).data(Qt.ItemDataRole.UserRole), self.viewport())
        if text is not None:
            field.setPlainText(text)
            field.document().setModified(True)
        self._field = field, row
        self.setIndexWidget(self.model().index(row, 1), field)
        field.left.connect(lambda keep: self.finish(keep=keep, back=True))
        field.document().contentsChanged.connect(self._fit)
        field.moveCursor(QTextCursor.MoveOperation.End)
        field.setFocus()
        self._fit()

    def finish(self, *, keep: bool = True, back: bool = False) -> bool:
        """Ends the correction of a text, if there is one; whether it has ended. `back`: the clerk goes on
        with the rows."""
        if self._field is None:
            return True
        QGuiApplication.inputMethod().commit()  # what is being composed belongs to it
        (field, row), self._field = self._field, None
        text = cleaned(field.toPlainText()) if field.document().isModified() and keep else None
        had_focus = field.hasFocus()
        field.blockSignals(True)  # it is deleted later, and loses the focus before
        field.hide()
        self.setIndexWidget(self.model().index(row, 1), None)
        self.resizeRowToContents(row)
        if back and had_focus:
            self.setFocus()
        if text is not None:
            self.written.emit(self._number, row, text)
        return self._field is None

    def _fit(self) -> None:
        """The row is as high as the text that is being written, and in sight."""
        if self._field is None:
            return
        field, row = self._field
        height = ceil(field.text_height()) + 1
        least = self.verticalHeader().minimumSectionSize()
        self.setRowHeight(row, max(least, min(height, self.viewport().height())))
        self.updateEditorGeometries()  # else it follows the row a moment later
        self.scrollTo(self.model().index(row, 1))

    def rows(self) -> list[int]:
        """The rows selected."""
        return sorted({index.row() for index in self.selectedIndexes()})

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """One key corrects; all others move about."""
        if event.matches(QKeySequence.StandardKey.Undo):
            self.undone.emit()
            return
        if event.key() == Qt.Key.Key_F2:
            self.write(self.currentRow())
            return
        key = "0" if event.key() == Qt.Key.Key_Delete else event.text().replace("=", _JOIN)
        harmless = Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
        plain = not event.modifiers() & ~harmless
        if plain and key and (key in KEYS or key in (_RUN_IN, _OTHER, _JOIN, _SPLIT)):
            self.corrected.emit(key)
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        """A menu for the rows selected, or for the row under the mouse."""
        place = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            row = self.rowAt(event.pos().y())
            if row < 0:
                return
            if row not in self.rows():
                self.go_to(row)
        else:
            place = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).center())
        self.asked.emit(place)

    def resizeEvent(self, event: object) -> None:  # noqa: N802
        """Rows fit their text again, as they do when a column's width changes."""
        super().resizeEvent(event)
        self._fit_rows()

    def _fit_rows(self) -> None:
        self.resizeRowsToContents()
        self._fit()


def _named(part: Part) -> str:
    return part.why if part.kind is OUT and part.why else kind_name(part.kind)


def _about(part: Part, offer: str) -> str:
    """What a paragraph is read as, how else it could be, and the keys for it, `offer` what the one key does;
    empty where nothing is to be said."""
    own = next((key for key, kind in KEYS.items() if kind is part.kind), "")
    if part.other is not None:
        read = "没有收入" if part.kind is OUT else f"当作{kind_name(part.kind)}"
        maybe = "也可能不该收" if part.other is OUT else f"也可能是{kind_name(part.other)}"
        right = f"；认得对，按 {own}" if own else ""
        return f"{_DOUBT} {read}，{maybe}：按 {_OTHER} {offer}{right}。"
    if part.back is not None and offer:
        return f"再按 {_OTHER} 换回去：{offer}。"
    return f"没有收进简报：按 {_OTHER} {offer}。" if part.kind is OUT else ""


class _Words(QPlainTextEdit):
    """Words to read, to select and to copy, as the characters that they are."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setTabChangesFocus(True)
        self.setMinimumHeight(self.fontMetrics().lineSpacing() * 2 + 12)

    def createMimeDataFromSelection(self) -> QMimeData:  # noqa: N802
        """No look goes with what is copied."""
        data = QMimeData()
        data.setText(self.textCursor().selection().toPlainText())
        return data


class IntakeDialog(QDialog):
    """Items at the left, the paragraphs of one at the right. `drafts` are what the clerk leaves checked;
    `add` brings them into the issue and returns why it can't: then they stay here."""

    def __init__(
        self,
        contributions: Sequence[Contribution],
        refused: Sequence[str],
        context: Context,
        parent: QWidget | None = None,
        add: Callable[[Sequence[Draft]], str] = lambda _: "",
    ) -> None:
        super().__init__(parent)
        self._add = add
        self.setWindowTitle("导入稿件：核对后加入简报")
        self.review = Review(contributions, context)
        self._showing = False
        self._make(refused, context)
        room = parent.size() if parent else QSize(1366, 768)
        self.resize(min(1220, room.width() - 40), min(690, max(room.height() - 40, 560)))
        self._show_entries(0)

    def drafts(self) -> tuple[Draft, ...]:
        """What is to enter the issue."""
        return self.review.drafts()

    def accept(self) -> None:
        """Brings the drafts into the issue; what was reviewed is not lost where that can't be."""
        if not self.parts.finish():
            return
        refusal = self._add(self.drafts())
        if refusal:
            tell(self, refusal)
        else:
            super().accept()

    def reject(self) -> None:
        """Closes without them, once the clerk has agreed to lose what was corrected."""
        if self.parts.finish() and (not self.review.can_undo or ask_leave_review(self)):
            super().reject()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter ends an entry in a field; it must not bring everything into the issue."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)

    # ---- what it is made of

    def _make(self, refused: Sequence[str], context: Context) -> None:
        self.items = QListWidget(self)
        self.items.setAccessibleName("稿件")
        self.items.setWordWrap(True)
        self.items.setSpacing(1)
        self.merge = QPushButton("并入上一篇", self)
        self.merge.setToolTip("这一篇其实是上一篇的后半部分：接到它后面，标题改成小标题")
        self.section = QComboBox(self)
        self.section.setAccessibleName("放进哪个栏目")
        self.section.setEditable(True)
        self.section.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        names = dict.fromkeys((*context.sections, *(entry.draft.section for entry in self.review.entries)))
        self.section.addItems([name for name in names if name])
        self.source = QLineEdit(self)
        self.source.setAccessibleName("来源")
        self.source.setPlaceholderText("（来源单位）")
        self.sure = Label(parent=self)
        self.parts = _Paragraphs(self)
        self.hint = Label(parent=self)
        self.hint.setWordWrap(True)
        self.other = QToolButton(self)
        self.other.setToolTip(tip(f"换成另一种（按 {_OTHER} 键），再按一次换回来；没有收入的，收进简报"))
        self.next = QToolButton(self)
        self.next.setText(f"{_NEXT} 下一处{_DOUBT}")
        self.next.setToolTip(tip(f"到下一处拿不准的地方（按 {_NEXT} 键）"))
        for button in (self.other, self.next):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.remarks = _Words("要看一眼的地方", self)
        self.left_out = _Words("没有收入的文字", self)
        self.below = QTabWidget(self)
        self.below.setDocumentMode(True)
        self.cleaning = QWidget(self)
        self.cleaning.setAccessibleName("清理")
        for page in (self.remarks, self.left_out, self.cleaning):
            self.below.addTab(page, page.accessibleName())
        self.summary = Label(parent=self)
        self.summary.setWordWrap(True)
        self.rules = {rule: QCheckBox(name, self) for rule, name in RULES.items()}

        left = QWidget(self)
        left.setMinimumWidth(self.fontMetrics().horizontalAdvance("稿") * 12)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        if refused:
            label = Label("\n".join(refused), left)
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignTop)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            scroll = QScrollArea(left)
            scroll.setWidget(label)
            scroll.setWidgetResizable(True)
            scroll.setMaximumHeight(self.fontMetrics().lineSpacing() * 7)
            column.addWidget(scroll)
        column.addWidget(self.items, 1)
        column.addWidget(self.merge)

        right, above = QWidget(self), QWidget(self)
        column = QVBoxLayout(above)
        column.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout()
        for words, field, stretch in (("栏目", self.section, 1), ("来源", self.source, 2)):
            label = Label(words, above)
            label.setBuddy(field)
            row.addWidget(label)
            row.addWidget(field, stretch)
        row.addWidget(self.sure)
        column.addLayout(row)
        column.addWidget(self.parts, 1)
        row = QHBoxLayout()
        row.setSpacing(2)
        row.addWidget(self.hint, 1)
        row.addWidget(self.other)
        row.addWidget(self.next)
        column.addLayout(row)
        row = QHBoxLayout()
        row.setSpacing(2)
        for key, name in ({key: kind_name(kind) for key, kind in KEYS.items()} | _OTHER_KEYS).items():
            button = QToolButton(above)
            button.setText(f"{key} {name}")
            more = "，或双击；回车改好，Esc 不改" if key == _WRITE else ""
            button.setToolTip(tip(f"选中的段落：{name}（按 {key} 键{more}）"))
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _checked=False, key=key: self._correct(key))
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        halves = QSplitter(Qt.Orientation.Vertical, right)
        halves.addWidget(above)
        halves.addWidget(self.below)
        halves.setSizes([1000, self.fontMetrics().lineSpacing() * 4 + 50])
        halves.setStretchFactor(0, 1)
        halves.setChildrenCollapsible(False)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(halves, 1)
        grid = QGridLayout(self.cleaning)
        grid.setVerticalSpacing(2)
        for at, (rule, box) in enumerate(self.rules.items()):
            grid.addWidget(box, at // 3, at % 3)
            box.toggled.connect(lambda on, rule=rule: self._clean(rule, on))
        grid.setColumnStretch(3, 1)
        grid.setRowStretch(3, 1)

        both = QSplitter(Qt.Orientation.Horizontal, self)
        both.addWidget(left)
        both.addWidget(right)
        both.setSizes([300, 900])
        both.setStretchFactor(1, 1)
        both.setChildrenCollapsible(False)
        self.buttons = QDialogButtonBox(self)
        self.go = self.buttons.addButton("加入简报", QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        self.undo = self.buttons.addButton("撤销上一处改动", QDialogButtonBox.ButtonRole.ActionRole)
        self.undo.setToolTip("撤销这里的上一处改动（Ctrl+Z）")
        column = QVBoxLayout(self)
        column.addWidget(both, 1)
        row = QHBoxLayout()
        row.addWidget(self.summary, 1)
        row.addWidget(self.buttons)
        column.addLayout(row)

        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.undo.clicked.connect(self._undo)
        self.parts.undone.connect(self._undo)
        self.parts.asked.connect(self._show_menu)
        self.parts.itemSelectionChanged.connect(self._hint_at_row)
        self.other.clicked.connect(lambda: self._correct(_OTHER))
        self.next.clicked.connect(self._go_to_doubt)
        QShortcut(QKeySequence(_NEXT), self).activated.connect(self._go_to_doubt)
        self.items.currentRowChanged.connect(lambda _row: self._show_entry())
        self.items.itemChanged.connect(self._ticked)
        self.merge.clicked.connect(self._merge)
        self.section.activated.connect(lambda _at: self._set_section())
        self.section.lineEdit().editingFinished.connect(self._set_section)
        self.source.editingFinished.connect(self._set_source)
        self.parts.corrected.connect(self._correct)
        self.parts.written.connect(self._write)

    # ---- showing

    @property
    def number(self) -> int:
        """The item that is shown."""
        return self.items.currentRow()

    def _show_entries(self, number: int) -> None:
        self._showing = True
        self.items.clear()
        for _ in self.review.entries:
            item = QListWidgetItem(self.items)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        self._name_entries()
        self.items.setCurrentRow(min(max(number, 0), self.items.count() - 1))
        self._showing = False
        self._show_entry()

    def _name_entries(self) -> None:
        looks = 0
        for row, entry in enumerate(self.review.entries):
            draft = entry.draft
            title = draft.title.replace("\n", " ") or "（没有标题）"
            asks = f"{_DOUBT} " if self.review.asks(row) else ""
            looks += bool(asks) and entry.taken
            doubts = sum(part.other is not None for part in draft.parts)
            wants = [f"{doubts}处拿不准"] if doubts else []
            wants += [] if draft.source.text else ["没有来源"]
            item = self.items.item(row)
            item.setCheckState(Qt.CheckState.Checked if entry.taken else Qt.CheckState.Unchecked)
            lines = (f"{asks}{title}", f"【{draft.section}】{draft.file or '粘贴的文字'}", "，".join(wants))
            item.setText("\n".join(filter(None, lines)))
            item.setToolTip(tip(f"{draft.file}\n{kinds_words(draft)}"))
        taken = len(self.review.drafts())
        self.go.setText(f"加入简报（{taken} 篇）" if taken else "加入简报")
        self.go.setEnabled(taken > 0)
        self.undo.setEnabled(self.review.can_undo)
        doubts, sourceless = self.review.doubts, self.review.without_source
        self.next.setEnabled(doubts > 0)
        said = [f"{doubts}处拿不准（按 {_NEXT} 去看）"] if doubts else []
        said += [f"{sourceless}篇没有来源"] if sourceless else []
        more = f"：{'，'.join(said)}" if said else ""
        self.summary.setText(f"{_DOUBT} {looks}篇要看一眼{more}。" if looks else "")

    def _show_entry(self) -> None:
        if self._showing or not 0 <= self.number < len(self.review.entries):
            return
        self._showing = True
        entry = self.review.entries[self.number]
        draft = entry.draft
        self._name_entries()
        self.section.setEditText(draft.section)
        self.source.setText(draft.source.text)
        guessed = bool(draft.source.text) and not draft.source.sure
        self.sure.setText(f"按{draft.source.origin}推出，请核对" if guessed else "")
        self.parts.show_parts(self.number, draft.parts)
        self._show_words(draft, self.review.contribution(entry.file))
        before = self.review.entries[self.number - 1] if self.number else None
        self.merge.setEnabled(before is not None and before.file == entry.file)
        self._showing = False
        self._hint_at_row()

    def _show_words(self, draft: Draft, contribution: Contribution) -> None:
        """What is to be said of an item, what is left out of it, what was cleaned."""
        said = sorted(
            (*draft.questions(), *contribution.remarks),
            key=lambda remark: (not remark.look, remark == NO_SOURCE),
        )
        out = frozenset(left_out(draft.parts))
        self.remarks.setPlainText(
            "\n".join(brief(with_sign(one)) if one in out else with_sign(one) for one in said)
        )
        words = left_words(draft.parts, said)
        self.left_out.setPlainText(
            "\n\n".join("\n".join((f"—— {what} ——", *texts)) for what, texts in words)
            or "这一篇的文字都收进来了。"
        )
        counts = (
            sum(remark.look for remark in said),
            sum(len(texts) for _, texts in words),
            contribution.counts.total(),
        )
        for at, count in enumerate(counts):
            name = self.below.widget(at).accessibleName()
            self.below.setTabText(at, f"{name}（{count}）" if count else name)
        cleaning = self.review.cleaning(self.review.entries[self.number].file)
        for rule, box in self.rules.items():
            count = contribution.counts[rule]
            on = getattr(cleaning, rule)
            box.setText(f"{RULES[rule]} {count} 处" if count else RULES[rule])
            box.setChecked(on)
            box.setEnabled(contribution.manuscript is not None and (count > 0 or not on))

    def _hint_at_row(self) -> None:
        """What could be done with the row, and the key that does it."""
        if not 0 <= self.number < len(self.review.entries):
            return
        rows = self.parts.rows()
        parts = self.review.entries[self.number].draft.parts
        row = rows[0] if rows and rows[0] < len(parts) else None
        offer = self._offer(row) if row is not None else ""
        said = _about(parts[row], offer) if row is not None else ""
        if not said and parts:
            said = f"这一篇：{kinds_words(self.review.entries[self.number].draft)}"
        self.hint.setText(said)
        self.other.setText(f"{_OTHER} {offer or '换一种'}")
        self.other.setEnabled(bool(offer))

    def _offer(self, row: int) -> str:
        """What the one key does to a paragraph; empty where it does nothing."""
        parts = self.review.entries[self.number].draft.parts
        if is_mark(parts, row):
            return "放回段首"
        reading = other_reading(parts[row])
        if reading is None:
            return ""
        if reading.kind is parts[row].kind:
            return "去掉段首字样"
        more = self.review.items_more(self.number, row) if reading.whole else 0
        if more:
            return "分成几篇" if more > 0 else "合成一篇"
        if reading.kind is OUT:
            return "不收"
        return f"{'收作' if parts[row].kind is OUT else '换成'}{kind_name(reading.kind)}"

    def _show_menu(self, place: QPoint) -> None:
        """All that the keys do, by mouse."""
        rows = self.parts.rows()
        if not rows or not self.parts.finish():
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if offer := self._offer(rows[0]):
            self._add_to(menu, _OTHER, offer)
            menu.addSeparator()
        for key, kind in KEYS.items():
            self._add_to(menu, key, kind_name(kind))
        menu.addSeparator()
        for key, name in _OTHER_KEYS.items():
            self._add_to(menu, key, name)
        self.menu = menu
        menu.popup(place)

    def _add_to(self, menu: QMenu, key: str, name: str) -> None:
        action = menu.addAction(name + "\t" + key)
        action.triggered.connect(lambda: self._correct(key))

    def _go_to_doubt(self) -> None:
        """The next paragraph that could be read otherwise."""
        if not self.parts.finish():
            return
        place = self.review.next_doubt(self.number, self.parts.currentRow())
        if place is not None:
            self._show_at(*place)

    def _show_at(self, number: int, row: int) -> None:
        """A paragraph of an item, with the keys there."""
        if number != self.number:
            self.items.setCurrentRow(number)
        self.parts.go_to(row)
        self.parts.scrollTo(self.parts.model().index(row, 1))
        self.parts.setFocus()

    # ---- corrections

    def _correct(self, key: str) -> None:
        rows = self.parts.rows()
        if not rows or not self.parts.finish():
            return
        if key == _WRITE:
            self.parts.write(rows[0])
            return
        number, count = self.number, len(self.review.entries)
        if key == _OTHER:
            number, row = self.review.take_other(number, rows)
            if len(self.review.entries) != count:
                self._show_entries(number)
            else:
                self._show_entry()
            if len(rows) == 1:
                self.parts.go_to(row)
            return
        if key == _JOIN:
            for row in reversed(rows):
                self.review.join(number, row)
        elif key == _SPLIT:
            self.review.split(number, rows[0])
        elif key == _RUN_IN:
            self.review.toggle_run_in(number, rows)
        else:
            self.review.set_kind(number, rows, KEYS[key])
        if len(self.review.entries) != count:
            self._show_entries(number + 1)
            return
        self._show_entry()
        if key in KEYS and len(rows) == 1 and rows[0] + 1 < self.parts.rowCount():
            self.parts.go_to(rows[0] + 1)

    def _write(self, number: int, row: int, text: str) -> None:
        try:
            self.review.set_text(number, row, text)
        except EditError as error:
            # what was typed stays in its field, to be made shorter
            self.parts.write(row, text)
            refusal = str(error)
            QTimer.singleShot(0, lambda: tell(self, refusal))
        else:
            self._show_entry()

    def _merge(self) -> None:
        if not self.parts.finish():
            return
        number = self.number
        self.review.merge(number)
        self._show_entries(number - 1)

    def _set_section(self) -> None:
        if not self._showing and self.number >= 0:
            self.review.set_section(self.number, self.section.currentText())
            self._show_entry()

    def _set_source(self) -> None:
        if not self._showing and self.number >= 0:
            self.review.set_source(self.number, self.source.text())
            self._show_entry()

    def _clean(self, rule: str, on: bool) -> None:
        if not self._showing and self.number >= 0 and self.parts.finish():
            self.review.clean(self.review.entries[self.number].file, rule, on)
            self._show_entries(self.number)

    def _ticked(self, item: QListWidgetItem) -> None:
        if not self._showing:
            self.review.take(self.items.row(item), item.checkState() == Qt.CheckState.Checked)
            self._name_entries_quietly()

    def _name_entries_quietly(self) -> None:
        self._showing = True
        self._name_entries()
        self._showing = False

    def _undo(self) -> None:
        if not self.parts.finish():
            return
        number = self.number
        self.review.undo()
        self._show_entries(number)
