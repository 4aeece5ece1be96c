"""The window of a run: which folder, where to, how far it is, what became of each file and what wants an eye.
It stands beside the main window; it reads and writes nothing itself."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QSplitter,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from bulletin_desk.desk.files.asking import ask_folder
from bulletin_desk.desk.gathering.outcomes import Looked, Outcomes
from bulletin_desk.desk.gathering.running import Running
from bulletin_desk.desk.parts.opening import open_path
from bulletin_desk.desk.parts.plain import Label
from bulletin_desk.gathering.outcome import Outcome, outcome_from

BY_HEAD = "按报头认"
_WIDTHS = (300, 150, 90, 150)
_FIRST = "选好旧刊所在的文件夹和放简报的文件夹，按“开始收”。Word 文件一个字也不会动，已有的简报也不会被盖掉。"


class GatheringDialog(QDialog):
    """`folders` are those of the last time; `offices` names of bulletins by what the command line calls them;
    `pattern` is the office's own for the names of files, empty for the usual one.
    `opened` is a bulletin that the clerk wants to see, `chosen` the folders of a run that begins."""

    opened = Signal(object)
    chosen = Signal(str, str)

    def __init__(
        self,
        folders: tuple[str, str],
        offices: Sequence[tuple[str, str]],
        parent: QWidget | None = None,
        running: Running | None = None,
        pattern: str = "",
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("旧的各期收进来")
        self.running = running or Running(self)
        self._pattern = pattern
        self._page = ""
        self._folders = Path(), Path()
        self.source, self.target = QLineEdit(folders[0]), QLineEdit(folders[1])
        self.source.setAccessibleName("旧刊所在的文件夹")
        self.target.setAccessibleName("简报放到")
        self._choosers: list[QPushButton] = []
        self.office = QComboBox()
        self.office.setAccessibleName("哪种简报")
        self.office.addItem(BY_HEAD, "")
        for name, called in offices:
            self.office.addItem(name, called)
        self.again = QCheckBox("以前收过的也重新读")
        self.go = QPushButton("开始收")
        self.go.setDefault(True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        kept = self.bar.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        self.bar.setSizePolicy(kept)
        self.bar.setAccessibleName("进度")
        self.said = Label(_FIRST)
        self.said.setWordWrap(True)
        self.outcomes, self.looked = Outcomes(), Looked()
        self.looked.setSourceModel(self.outcomes)
        self.table = self._make_table()
        self.only = QCheckBox("只看要看一眼的")
        self.details = QPlainTextEdit()
        self.details.setReadOnly(True)
        self.details.setAccessibleName("要看什么")
        self.see = QPushButton("打开简报")
        self.see_word = QPushButton("打开 Word 文件")
        self.see_page = QPushButton("打开情况单")
        self.close_button = QPushButton("关闭")
        self._lay_out()
        self._connect()
        self._show()
        self.resize(900, 620)

    # ---- made

    def _make_table(self) -> QTreeView:
        table = QTreeView()
        table.setModel(self.looked)
        table.setRootIsDecorated(False)
        table.setUniformRowHeights(True)
        table.setSortingEnabled(True)
        table.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setAccessibleName("各期")
        header = table.header()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for column, width in enumerate(_WIDTHS):
            header.resizeSection(column, width)
        header.setStretchLastSection(True)
        return table

    def _lay_out(self) -> None:
        form = QFormLayout()
        for name, field, ask in (
            ("旧刊所在的文件夹", self.source, self._ask_source),
            ("简报放到", self.target, self._ask_target),
        ):
            choose = QPushButton("选择…")
            choose.setAutoDefault(False)
            choose.setAccessibleName(f"选择{name}")
            self._choosers.append(choose)
            choose.clicked.connect(ask)
            row = QHBoxLayout()
            row.addWidget(field, 1)
            row.addWidget(choose)
            form.addRow(name, row)
        options = QHBoxLayout()
        options.addWidget(self.office)
        options.addStretch(1)
        options.addWidget(self.again)
        form.addRow("哪种简报", options)
        going = QHBoxLayout()
        going.addWidget(self.bar, 1)
        going.addWidget(self.go)
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.addWidget(self.table)
        parts.addWidget(self.details)
        parts.setStretchFactor(0, 3)
        parts.setStretchFactor(1, 1)
        parts.setChildrenCollapsible(False)
        below = QHBoxLayout()
        below.addWidget(self.only)
        below.addStretch(1)
        for button in (self.see, self.see_word, self.see_page, self.close_button):
            button.setAutoDefault(False)
            below.addWidget(button)
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addLayout(going)
        column.addWidget(self.said)
        column.addWidget(parts, 1)
        column.addLayout(below)

    def _connect(self) -> None:
        self.go.clicked.connect(self._go_or_stop)
        self.source.textChanged.connect(self._show)
        self.target.textChanged.connect(self._show)
        self.only.toggled.connect(self.looked.set_only_doubtful)
        self.table.selectionModel().currentChanged.connect(self._show)
        self.table.activated.connect(self._open_bulletin)
        self.see.clicked.connect(self._open_bulletin)
        self.see_word.clicked.connect(self._open_word)
        self.see_page.clicked.connect(lambda: open_path(Path(self._page)))
        self.close_button.clicked.connect(self.close)
        self.running.begun.connect(self._begun)
        self.running.ended.connect(self._ended)
        self.running.over.connect(self._over)

    # ---- what the clerk does

    def _ask_source(self) -> None:
        self._ask(self.source)

    def _ask_target(self) -> None:
        self._ask(self.target)

    def _ask(self, field: QLineEdit) -> None:
        folder = ask_folder(self, Path(field.text() or self.source.text()))
        if folder is not None:
            field.setText(str(folder))

    def _go_or_stop(self) -> None:
        if self.running.is_on:
            self.running.stop()
            self.go.setEnabled(False)
            self.said.setText("读完手上这一份就停下……")
            return
        source, target = (
            Path(field.text().strip()).expanduser().absolute() for field in (self.source, self.target)
        )
        self._folders = source, target
        self.chosen.emit(str(source), str(target))
        arguments = [str(source), "--output", str(target)]
        if self.office.currentData():
            arguments += ["--office", str(self.office.currentData())]
        if self._pattern:
            arguments += ["--name", self._pattern]
        if self.again.isChecked():
            arguments.append("--again")
        self.outcomes.set_all(())
        self._page = ""
        self.bar.setRange(0, 0)
        self.said.setText("正在找 Word 文件……")
        self.running.start(arguments)
        self._show()

    def _open_bulletin(self) -> None:
        outcome = self._current()
        if outcome is not None and outcome.bulletin:
            self.opened.emit(self._folders[1] / outcome.bulletin)

    def _open_word(self) -> None:
        outcome = self._current()
        if outcome is not None:
            open_path(self._folders[0] / outcome.file)

    def _current(self) -> Outcome | None:
        index = self.looked.mapToSource(self.table.currentIndex())
        return self.outcomes.outcome(index.row()) if index.isValid() else None

    # ---- what the run tells

    def _begun(self, file: str, at: int, count: int) -> None:
        self.bar.setRange(0, count)
        self.bar.setValue(at - 1)
        if self.go.isEnabled():
            self.said.setText(f"第{at}个，共{count}个：{file}")

    def _ended(self, tree: object) -> None:
        with suppress(ValueError, TypeError, KeyError):
            self.outcomes.put(outcome_from(tree))
        self.bar.setValue(self.bar.value() + 1)

    def _over(self, report: object, sentence: str) -> None:
        said = sentence
        if isinstance(report, dict):
            self._page = str(report.get("page", ""))
            tree = report.get("report")
            with suppress(ValueError, TypeError, KeyError):
                if isinstance(tree, dict):
                    self.outcomes.set_all([outcome_from(one) for one in tree["files"]])
                    stopped = "停下了，再按“开始收”就接着收。" if tree.get("stopped") else ""
                    said = stopped + str(report.get("said", ""))
            self.table.sortByColumn(4, Qt.SortOrder.AscendingOrder)
            self.table.setCurrentIndex(self.looked.index(0, 0))
        self.bar.setRange(0, max(self.bar.maximum(), 1))
        self.said.setText(said)
        self.go.setEnabled(True)
        self._show()

    def _show(self, index: QModelIndex | str = "") -> None:
        """What can be done now, and what is said of the file that is chosen."""
        on = self.running.is_on
        self.go.setText("停下" if on else "开始收")
        self.bar.setVisible(on)
        if not on:
            self.go.setEnabled(bool(self.source.text().strip() and self.target.text().strip()))
        for field in (self.source, self.target, *self._choosers, self.office, self.again):
            field.setEnabled(not on)
        outcome = self._current()
        self.see.setEnabled(outcome is not None and bool(outcome.bulletin))
        self.see_word.setEnabled(outcome is not None)
        self.see_page.setEnabled(bool(self._page))
        lines = [one.message for one in outcome.doubts] if outcome is not None else []
        self.details.setPlainText("\n".join(lines))

    def done(self, result: int) -> None:
        """A run that is on ends with its window; the next one goes on where it was."""
        self.running.leave()
        super().done(result)
