"""Shows what came in before it enters the issue: each item, each paragraph with its kind, correctable by one
key, where recognition doubts with the other reading, taken by one key, and its text, correctable in its
place; and all words that are not taken in. Reads no files and changes no issue."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QScrollArea,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from bulletin_desk.desk.files.asking import ask_leave_review, tell
from bulletin_desk.desk.parts.dropping import Dropping
from bulletin_desk.desk.parts.plain import Label, tip
from bulletin_desk.desk.parts.still import keep_still
from bulletin_desk.desk.taking_in.corrections import (
    DOUBT,
    JOIN,
    KEYS,
    LAYERED,
    NEXT,
    OTHER,
    OTHER_KEYS,
    RUN_IN,
    SPLIT,
    WRITE,
    about,
    further_kinds,
)
from bulletin_desk.desk.taking_in.paragraphs import Paragraphs
from bulletin_desk.desk.taking_in.said import Said
from bulletin_desk.errors import EditError
from bulletin_desk.intake.draft import Context, Contribution, Draft
from bulletin_desk.intake.parts import LAYERED_KINDS, OUT, PartKind, kind_name
from bulletin_desk.intake.readings import is_mark, other_reading
from bulletin_desk.intake.report import kinds_words
from bulletin_desk.intake.review import Review

BUSY = "正在导入稿件，请先把那一批核对完。"
"""What more manuscripts are told while some are under review."""


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
        self._further = further_kinds(context.offers)
        self.setWindowTitle("导入稿件：核对后加入简报")
        self.review = Review(contributions, context)
        self._dropping = Dropping(self)
        self._dropping.came.connect(lambda _files: tell(self, BUSY))
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

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """From now on something may be dropped here."""
        super().showEvent(event)
        self._dropping.watch()

    # ---- what it is made of

    def _make(self, refused: Sequence[str], context: Context) -> None:
        self._make_inputs(context)
        right = QSplitter(Qt.Orientation.Vertical, self)
        right.addWidget(self._above())
        right.addWidget(self.below)
        right.setSizes([1000, self.fontMetrics().lineSpacing() * 4 + 50])
        right.setStretchFactor(0, 1)
        both = QSplitter(Qt.Orientation.Horizontal, self)
        both.addWidget(self._left(refused))
        both.addWidget(right)
        both.setSizes([300, 900])
        both.setStretchFactor(1, 1)
        for splitter in (right, both):
            splitter.setChildrenCollapsible(False)
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
        self._connect()

    def _make_inputs(self, context: Context) -> None:
        self.items = QListWidget(self)
        self.items.setAccessibleName("稿件")
        self.items.setWordWrap(True)
        self.items.setSpacing(1)
        self.merge = QPushButton("并入上一篇", self)
        self.merge.setToolTip("这一篇其实是上一篇的后半部分：接到它后面，标题改成小标题")
        self.section = QComboBox(self)
        self.section.setAccessibleName("放进哪个栏目")
        keep_still(self.section)
        self.section.setEditable(True)
        self.section.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        brought = [entry.draft.section for entry in self.review.entries]
        self._sections = context.offers.sections != "none" or any(brought)
        self.section.addItems([name for name in dict.fromkeys((*context.sections, *brought)) if name])
        self.source = QLineEdit(self)
        self.source.setAccessibleName("来源")
        self.source.setPlaceholderText("（来源单位）")
        self.sure = Label(parent=self)
        self.parts = Paragraphs(self)
        self.hint = Label(parent=self)
        self.hint.setWordWrap(True)
        self.other = QToolButton(self)
        self.other.setToolTip(tip(f"换成另一种（按 {OTHER} 键），再按一次换回来；没有收入的，收进简报"))
        self.next = QToolButton(self)
        self.next.setText(f"{NEXT} 下一处{DOUBT}")
        self.next.setToolTip(tip(f"到下一处拿不准的地方（按 {NEXT} 键）"))
        for button in (self.other, self.next):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.said = Said(self)
        self.remarks, self.left_out, self.below = self.said.remarks, self.said.left_out, self.said.tabs
        self.cleaning, self.rules = self.said.cleaning, self.said.rules
        self.summary = Label(parent=self)
        self.summary.setWordWrap(True)

    def _left(self, refused: Sequence[str]) -> QWidget:
        """The items, under what could not be read."""
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
        return left

    def _above(self) -> QWidget:
        """One item: section and source, paragraphs, what can be done with them."""
        above = QWidget(self)
        column = QVBoxLayout(above)
        column.setContentsMargins(0, 0, 0, 0)
        fields = QHBoxLayout()
        for words, field, stretch in (("栏目", self.section, 1), ("来源", self.source, 2)):
            if field is self.section and not self._sections:
                field.hide()
                continue
            label = Label(words, above)
            label.setBuddy(field)
            fields.addWidget(label)
            fields.addWidget(field, stretch)
        fields.addWidget(self.sure)
        offers = QHBoxLayout()
        offers.setSpacing(2)
        offers.addWidget(self.hint, 1)
        offers.addWidget(self.other)
        offers.addWidget(self.next)
        column.addLayout(fields)
        column.addWidget(self.parts, 1)
        column.addLayout(offers)
        column.addLayout(self._key_buttons(above))
        return above

    def _key_buttons(self, parent: QWidget) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(2)
        for key, name in ({key: kind_name(kind) for key, kind in KEYS.items()} | OTHER_KEYS).items():
            button = QToolButton(parent)
            button.setText(f"{key} {name}")
            more = "，或双击；回车改好，Esc 不改" if key == WRITE else ""
            button.setToolTip(tip(f"选中的段落：{name}（按 {key} 键{more}）"))
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _checked=False, key=key: self._correct(key))
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _connect(self) -> None:
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.undo.clicked.connect(self._undo)
        self.parts.undone.connect(self._undo)
        self.parts.asked.connect(self._show_menu)
        self.parts.itemSelectionChanged.connect(self._hint_at_row)
        self.parts.corrected.connect(self._correct)
        self.parts.written.connect(self._write)
        self.other.clicked.connect(lambda: self._correct(OTHER))
        self.next.clicked.connect(self._go_to_doubt)
        QShortcut(QKeySequence(NEXT), self).activated.connect(self._go_to_doubt)
        self.items.currentRowChanged.connect(lambda _row: self._show_entry())
        self.items.itemChanged.connect(self._ticked)
        self.merge.clicked.connect(self._merge)
        self.section.activated.connect(lambda _at: self._set_section())
        typed = self.section.lineEdit()
        assert typed is not None  # it is editable
        typed.editingFinished.connect(self._set_section)
        self.source.editingFinished.connect(self._set_source)
        self.said.cleaned.connect(self._clean)

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
            asks = f"{DOUBT} " if self.review.asks(row) else ""
            looks += bool(asks) and entry.taken
            doubts = sum(part.other is not None for part in draft.parts)
            wants = [f"{doubts}处拿不准"] if doubts else []
            wants += [] if draft.signed else ["没有来源"]
            item = self.items.item(row)
            item.setCheckState(Qt.CheckState.Checked if entry.taken else Qt.CheckState.Unchecked)
            names = "".join(f"【{name}】" for name in (draft.under, draft.section) if name)
            place = f"{names}{draft.file or '粘贴的文字'}"
            lines = (f"{asks}{draft.mark}{title}", place, "，".join(wants))
            item.setText("\n".join(filter(None, lines)))
            item.setToolTip(tip(f"{draft.file}\n{kinds_words(draft)}"))
        taken = len(self.review.drafts())
        self.go.setText(f"加入简报（{taken} 篇）" if taken else "加入简报")
        self.go.setEnabled(taken > 0)
        self.undo.setEnabled(self.review.can_undo)
        doubts, sourceless = self.review.doubts, self.review.without_source
        self.next.setEnabled(doubts > 0)
        said = [f"{doubts}处拿不准（按 {NEXT} 去看）"] if doubts else []
        said += [f"{sourceless}篇没有来源"] if sourceless else []
        more = f"：{'，'.join(said)}" if said else ""
        self.summary.setText(f"{DOUBT} {looks}篇要看一眼{more}。" if looks else "")

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
        contribution = self.review.contribution(entry.file)
        self.said.show_of(draft, contribution, self.review.cleaning(entry.file))
        before = self.review.entries[self.number - 1] if self.number else None
        self.merge.setEnabled(before is not None and before.file == entry.file)
        self._showing = False
        self._hint_at_row()

    def _hint_at_row(self) -> None:
        """What could be done with the row, and the key that does it."""
        if not 0 <= self.number < len(self.review.entries):
            return
        rows = self.parts.rows()
        parts = self.review.entries[self.number].draft.parts
        row = rows[0] if rows and rows[0] < len(parts) else None
        offer = self._offer(row) if row is not None else ""
        said = about(parts[row], offer) if row is not None else ""
        if not said and parts:
            said = f"这一篇：{kinds_words(self.review.entries[self.number].draft)}"
        self.hint.setText(said)
        self.other.setText(f"{OTHER} {offer or '换一种'}")
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
            self._add_to(menu, OTHER, offer)
            menu.addSeparator()
        for key, kind in KEYS.items():
            self._add_to(menu, key, kind_name(kind))
        for further in self._further:
            action = menu.addAction(kind_name(further))
            action.triggered.connect(lambda _checked=False, kind=further: self._make_kind(kind))
        layered = menu.addMenu(LAYERED)
        for further in LAYERED_KINDS:
            action = layered.addAction(kind_name(further))
            action.triggered.connect(lambda _checked=False, kind=further: self._make_kind(kind))
        menu.addSeparator()
        for key, name in OTHER_KEYS.items():
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

    def _make_kind(self, kind: PartKind) -> None:
        rows = self.parts.rows()
        if rows and self.parts.finish():
            self.review.set_kind(self.number, rows, kind)
            self._show_entry()

    def _correct(self, key: str) -> None:
        rows = self.parts.rows()
        if not rows or not self.parts.finish():
            return
        if key == WRITE:
            self.parts.write(rows[0])
            return
        number, count = self.number, len(self.review.entries)
        if key == OTHER:
            number, row = self.review.take_other(number, rows)
            if len(self.review.entries) != count:
                self._show_entries(number)
            else:
                self._show_entry()
            if len(rows) == 1:
                self.parts.go_to(row)
            return
        if key == JOIN:
            for row in reversed(rows):
                self.review.join(number, row)
        elif key == SPLIT:
            self.review.split(number, rows[0])
        elif key == RUN_IN:
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
