"""The list of findings under the pages, with what can be done about the one that is chosen. Knows nothing of
how they were found, and changes no text itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from bulletin_desk.desk.parts.icons import icon
from bulletin_desk.desk.parts.levels import COLOURS
from bulletin_desk.desk.parts.plain import Label, nothing_label, tip
from bulletin_desk.desk.parts.still import keep_still
from bulletin_desk.proof.findings import Finding, Level
from bulletin_desk.proof.fixing import together
from bulletin_desk.proof.ignoring import of_words
from bulletin_desk.proof.rules import EARLIER, RULES, TAKEN_IN

_FILTERS = (
    ("全部", (Level.ERROR, Level.DOUBTFUL, Level.ADVICE)),
    ("错误和可疑", (Level.ERROR, Level.DOUBTFUL)),
    ("只看错误", (Level.ERROR,)),
)


class Airy(QStyledItemDelegate):
    """Leaves room between the columns, and between the rows."""

    def sizeHint(  # noqa: N802
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return super().sizeHint(option, index) + QSize(14, 4)


class FindingsPanel(QWidget):
    """`chosen` gives out the finding to go to; the other signals what the clerk wants done about one."""

    chosen = Signal(object)
    fix_wanted = Signal(object)
    fix_all_wanted = Signal(object)
    ignore_here_wanted = Signal(object)
    ignore_word_wanted = Signal(object)
    right_word_wanted = Signal(object)
    words_wanted = Signal(object)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._findings: tuple[Finding, ...] = ()
        self._listed: tuple[Finding, ...] = ()
        self.has_word: Callable[[Finding], bool] = lambda finding: finding.length > 0
        """Whether a finding is about a word that may be right everywhere."""
        self.summary = Label(parent=self)
        self.summary.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.filter = QComboBox(self)
        self.filter.setAccessibleName("列出哪些")
        keep_still(self.filter)
        for words, levels in _FILTERS:
            self.filter.addItem(words, levels)
        self.filter.currentIndexChanged.connect(lambda _: self._list())
        self.fix = self._button("改这一处", "按建议改选中的这一处，可以撤销", self.fix_wanted)
        self.fix_all = self._button("改此类全部", "把同一类的都按建议改好，一次可以撤销", self.fix_all_wanted)
        self.ignore_here = self._button("这里不管", "这一处以后不再列出来", self.ignore_here_wanted)
        self.ignore_word = self._button(
            "这个词都不管", "这几个字无论在哪里、哪一期，都不再列出来", self.ignore_word_wanted
        )
        self.right_word = self._button(
            "这个词没错", "记进本单位的词表，以后哪里有这个词都不当错字", self.right_word_wanted
        )
        self.show_words = self._button("看看", "来稿里这一处的全部文字", self.words_wanted)
        self.list = QTreeWidget(self)
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setAlternatingRowColors(True)
        self.list.setItemDelegate(Airy(self.list))
        self.list.setHeaderLabels(("程度", "哪一类", "面", "位置", "说明", "依据"))
        self.list.setAccessibleName("检查结果")
        header = self.list.header()
        header.setStretchLastSection(False)
        for at in (0, 1, 2, 5):
            header.setSectionResizeMode(at, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(3, QHeaderView.ResizeMode.Interactive)
        header.resizeSection(3, 190)
        header.setSectionResizeMode(4, QHeaderView.ResizeMode.Stretch)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.itemClicked.connect(self._choose)
        self.list.itemActivated.connect(self._choose)
        self.list.currentItemChanged.connect(lambda *_: self._show_buttons())
        top = QHBoxLayout()
        top.setContentsMargins(12, 4, 8, 4)
        top.setSpacing(6)
        top.addWidget(self.summary, 1)
        for widget in (
            self.fix,
            self.fix_all,
            self.ignore_here,
            self.ignore_word,
            self.right_word,
            self.show_words,
            self.filter,
        ):
            top.addWidget(widget)
        self._close = QToolButton(self)
        self._close.setAutoRaise(True)
        self._close.setIcon(icon("close", self.palette().color(QPalette.ColorRole.WindowText)))
        self._close.setToolTip("关闭（Esc）")
        self._close.setAccessibleName("关闭检查结果")
        self._close.clicked.connect(self.closed)
        top.addWidget(self._close)
        self.nothing = nothing_label(self)
        self.nothing.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.list, 1)
        column.addWidget(self.nothing, 1)
        self._show_buttons()

    def _button(self, words: str, hint: str, signal: SignalInstance) -> QPushButton:
        button = QPushButton(words, self)
        button.setToolTip(tip(hint))
        button.setAutoDefault(False)
        button.clicked.connect(lambda: self._want(signal))
        return button

    def _want(self, signal: SignalInstance) -> None:
        if self.current is not None:
            signal.emit(self.current)

    @property
    def current(self) -> Finding | None:
        """The finding of the chosen row."""
        at = self._row()
        return self._listed[at] if 0 <= at < len(self._listed) else None

    def _row(self) -> int:
        """The chosen row, -1 for none."""
        chosen = self.list.currentItem()
        return -1 if chosen is None else self.list.indexOfTopLevelItem(chosen)

    def show_findings(self, findings: Sequence[Finding], *, checking: bool = False) -> None:
        """Shows findings in the order of the pages; `checking` while newer ones are on their way."""
        self._findings = tuple(findings)
        self._list(checking=checking)

    def choose(self, finding: Finding) -> None:
        """Makes a finding's row the chosen one, without going there."""
        if finding in self._listed:
            row = self.list.topLevelItem(self._listed.index(finding))
            assert row is not None  # there is a row for each
            self.list.setCurrentItem(row)
            self.list.scrollToItem(row)

    def _list(self, *, checking: bool = False) -> None:
        before, row_before = self.current, self._row()
        levels = self.filter.currentData()
        self._listed = tuple(finding for finding in self._findings if finding.level in levels)
        self.list.clear()
        rows = []
        for finding in self._listed:
            row = QTreeWidgetItem(
                (
                    finding.level.value,
                    RULES[finding.rule].title,
                    f"第 {finding.page} 面",
                    finding.place,
                    finding.message,
                    finding.clause,
                )
            )
            row.setForeground(0, COLOURS[finding.level])
            row.setToolTip(3, tip(finding.place))
            row.setToolTip(4, tip(finding.message))
            rows.append(row)
        self.list.addTopLevelItems(rows)
        if before in self._listed:
            self.choose(before)
        elif row_before >= 0 and rows:
            self.list.setCurrentItem(rows[min(row_before, len(rows) - 1)])
        self.summary.setText(self._words(checking=checking))
        self.list.setVisible(bool(rows))
        self.nothing.setVisible(not rows)
        left = len(self._findings)
        self.nothing.setText(f"这一级没有；选“全部”还有 {left} 处。" if left else self.summary.text())
        self._show_buttons()

    def _words(self, *, checking: bool) -> str:
        if not self._findings:
            return "正在检查……" if checking else "没有发现问题。"
        counts = [
            f"{level.value} {count}"
            for level in Level
            if (count := sum(finding.level is level for finding in self._findings))
        ]
        return f"{'，'.join(counts)}；点一下就到那里，F8 到下一处。"

    def _show_buttons(self) -> None:
        finding = self.current
        self.fix.setEnabled(finding is not None and bool(finding.fix))
        same = together(finding, self._findings) if finding else []
        self.fix_all.setEnabled(len(same) > 1)
        self.fix_all.setText(f"改此类全部 {len(same)} 处" if len(same) > 1 else "改此类全部")
        self.ignore_here.setEnabled(finding is not None)
        self.ignore_word.setEnabled(finding is not None and self.has_word(finding))
        doubted = finding is not None and of_words(finding)
        taken_in = finding is not None and finding.rule == TAKEN_IN
        earlier = finding is not None and finding.rule == EARLIER
        self.show_words.setVisible(taken_in or earlier)
        self.show_words.setToolTip("打开以前登过的那一期" if earlier else "来稿里这一处的全部文字")
        self.ignore_word.setVisible(not doubted and not taken_in)
        self.right_word.setVisible(doubted)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """The cross goes with light and dark."""
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_close"):
            self._close.setIcon(icon("close", self.palette().color(QPalette.ColorRole.WindowText)))
        super().changeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Esc closes the panel."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _choose(self, row: QTreeWidgetItem) -> None:
        at = self.list.indexOfTopLevelItem(row)
        if 0 <= at < len(self._listed):
            self.chosen.emit(self._listed[at])
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
