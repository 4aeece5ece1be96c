"""The window 采用情况: what was adopted, as a table and a chart, with what an eye is wanted for. It stands
beside the bulletin that is being edited, and changes nothing by itself."""

from __future__ import annotations

from datetime import date as Date  # noqa: N812
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from bulletin_desk.desk.parts.plain import Label, in_menu
from bulletin_desk.desk.parts.still import keep_still
from bulletin_desk.desk.parts.typed_fields import warning_label
from bulletin_desk.desk.statistics.chart import EMPTY, ChartView
from bulletin_desk.desk.statistics.counting import Outcome, State, Wanted
from bulletin_desk.desk.statistics.figures import NO_FIGURES
from bulletin_desk.desk.statistics.footed import FootedTable
from bulletin_desk.desk.statistics.items_list import ItemsList, place_of
from bulletin_desk.desk.statistics.missing_page import MissingPage
from bulletin_desk.desk.statistics.names_page import NamesPage
from bulletin_desk.desk.statistics.rules_page import RulesPage
from bulletin_desk.desk.statistics.shown import chart_of, drawable, endorsed, figures_of
from bulletin_desk.desk.statistics.spans import SpanChoice
from bulletin_desk.desk.statistics.table import Table
from bulletin_desk.statistics.tables import By

_BY = (By.OFFICE, By.SECTION, By.MONTH, By.QUARTER, By.HALF, By.YEAR, By.BULLETIN)
_WIDEST, _HIGHEST = 1240, 740
_PAUSE = 250
"""Milliseconds without a key before typed days are counted over."""
_EVERY = "全部简报"


class StatisticsDialog(QDialog):
    """`wanted` gives what is to be counted; the others what the clerk wants done: of a name and its full one,
    an item's place, the clerk's list of units or file of rules, the library, a file of figures, a bulletin
    about them, a picture."""

    wanted = Signal(object)
    again_wanted = Signal()
    accepted_name = Signal(str, str)
    item_wanted = Signal(object)
    list_wanted = Signal()
    rules_wanted = Signal()
    library_wanted = Signal()
    workbook_wanted = Signal()
    report_wanted = Signal()
    picture_wanted = Signal(str)

    def __init__(self, today: Date, rules_file: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("采用情况")
        self.setWindowFlags(Qt.WindowType.Window)
        self.outcome: Outcome | None = None
        """What is shown."""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._want)
        self._make_choices(today)
        self._make_pages(rules_file)
        self._make_buttons()
        column = QVBoxLayout(self)
        column.addLayout(self._row)
        column.addWidget(self.refusal)
        column.addWidget(self.troubles)
        column.addWidget(self.head)
        column.addWidget(self.pages, 1)
        column.addWidget(self.buttons)
        room = self.screen().availableGeometry()
        self.resize(min(_WIDEST, room.width() * 9 // 10), min(_HIGHEST, room.height() * 17 // 20))
        QShortcut(QKeySequence(Qt.Key.Key_F5), self, self.again_wanted.emit)
        self.show_busy(True)

    # ---- made

    def _make_choices(self, today: Date) -> None:
        self.bulletins = QComboBox(self)
        self.bulletins.setAccessibleName("简报")
        self.bulletins.addItem(_EVERY, "")
        self.bulletins.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.span = SpanChoice(today, parent=self)
        self.by = QComboBox(self)
        self.by.setAccessibleName("按什么统计")
        for each in _BY:
            self.by.addItem(f"按{each.value}", each)
        self.cities = QCheckBox("县（市、区）记到市（州）", self)
        self.cities.setToolTip("县（市、区）的稿件算作所在市（州）的，同一篇只算一次")
        self.refusal = warning_label()
        self.troubles = warning_label()
        for choice in (self.bulletins, self.by):
            keep_still(choice)
            choice.activated.connect(lambda _at: self._want())
        self.cities.clicked.connect(lambda _on: self._say_cities())
        self.span.changed.connect(lambda _span: self._pause.start())
        self.span.told.connect(self._refuse)
        self._row = QHBoxLayout()
        for widget in (self.bulletins, self.span, self.by, self.cities):
            self._row.addWidget(widget)
        self._row.addStretch(1)

    def _make_pages(self, rules_file: Path) -> None:
        self.head = Label(parent=self)
        self.head.setWordWrap(True)
        self.table = Table("采用情况", self)
        self.chart = ChartView(self)
        self.drawn = QComboBox(self)
        self.drawn.setAccessibleName("图上画什么")
        keep_still(self.drawn)
        self.drawn.activated.connect(lambda _at: self._draw())
        self.items = ItemsList("点上面的一行，这里列出它的稿件", self)
        right = QWidget(self)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout()
        row.addWidget(Label("图上画", self))
        row.addWidget(self.drawn)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.chart, 1)
        above = QSplitter(Qt.Orientation.Horizontal, self)
        above.addWidget(FootedTable(self.table, self))
        above.addWidget(right)
        above.setSizes([800, 360])
        above.setChildrenCollapsible(False)
        whole = QSplitter(Qt.Orientation.Vertical, self)
        whole.addWidget(above)
        whole.addWidget(self.items)
        whole.setSizes([430, 170])
        whole.setChildrenCollapsible(False)
        self.names = NamesPage(self)
        self.missing = MissingPage(self)
        self.endorsements = Table("领导批示", self)
        self.rules = RulesPage(rules_file, self)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        for page in (whole, self.names, self.missing, self.endorsements, self.rules):
            self.tabs.addTab(_within(page), "")
        self.nothing = Label(parent=self)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing.setWordWrap(True)
        self.way_out = QPushButton(self)
        self.way_out.setAutoDefault(False)
        self.way_out.clicked.connect(self._go_out)
        empty = QWidget(self)
        middle = QVBoxLayout(empty)
        middle.addStretch(2)
        middle.addWidget(self.nothing)
        middle.addWidget(self.way_out, 0, Qt.AlignmentFlag.AlignCenter)
        middle.addStretch(3)
        self.pages = QStackedWidget(self)
        self.pages.addWidget(empty)
        self.pages.addWidget(self.tabs)
        self.table.chosen.connect(self._choose)
        self.chart.canvas.picked.connect(self.table.choose)
        self.chart.save_wanted.connect(self.picture_wanted)
        self.items.item_wanted.connect(self.item_wanted)
        self.names.item_wanted.connect(self.item_wanted)
        self.missing.item_wanted.connect(self.item_wanted)
        self.endorsements.opened.connect(self._open_endorsed)
        self.names.accepted.connect(self.accepted_name)
        self.names.list_wanted.connect(self.list_wanted)
        self.rules.file_wanted.connect(self.rules_wanted)

    def _make_buttons(self) -> None:
        self.buttons = QDialogButtonBox(self)
        action = QDialogButtonBox.ButtonRole.ActionRole
        self.again = self.buttons.addButton("重新统计", QDialogButtonBox.ButtonRole.ResetRole)
        self.again.setToolTip("资料库、名单或统计规则改过以后（F5）")
        self.copy = self.buttons.addButton("复制表格", action)
        self.copy.setToolTip("粘到 Excel、Word、WPS 里都是表格")
        self.picture = self.buttons.addButton("图存成文件…", action)
        self.workbook = self.buttons.addButton("存成 Excel…", action)
        self.report = self.buttons.addButton("写成通报", action)
        self.report.setToolTip("开一个新窗口，里面是写好的一期通报：文字和表格都可以再改，还没有保存")
        self.buttons.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole)
        for button in self.buttons.buttons():
            if isinstance(button, QPushButton):
                button.setAutoDefault(False)  # Enter opens an item, or ends a day
        self.buttons.rejected.connect(self.reject)
        self.again.clicked.connect(self.again_wanted)
        self.copy.clicked.connect(lambda: self.table.copy(everything=True))
        self.picture.clicked.connect(lambda: self.picture_wanted.emit(".png"))
        self.workbook.clicked.connect(self.workbook_wanted)
        self.report.clicked.connect(self.report_wanted)

    # ---- what is wanted

    def wish(self) -> Wanted:
        """What the choices say; where counties go as the rules have it until the clerk says so."""
        said = self.cities.isChecked() if self._cities_said else None
        return Wanted(self.bulletins.currentData(), self.span.span, self.by.currentData(), said)

    _cities_said = False

    def _say_cities(self) -> None:
        self._cities_said = True
        self._want()

    def _want(self) -> None:
        self._pause.stop()
        self.wanted.emit(self.wish())

    def _refuse(self, sentence: str) -> None:
        self.refusal.setText(sentence)
        self.refusal.setVisible(bool(sentence))

    # ---- what came

    def show_busy(self, busy: bool) -> None:
        """While something is counted, what is there stays."""
        self.again.setEnabled(not busy)
        if busy and self.outcome is None:
            self._show_nothing("正在统计……")
        elif busy:
            self.head.setText("正在统计……")

    def show_outcome(self, outcome: Outcome) -> None:
        """What has been counted."""
        self.outcome = outcome
        self._show_bulletins(outcome)
        self.troubles.setText("\n".join(outcome.troubles))
        self.troubles.setVisible(bool(outcome.troubles))
        adoption, table = outcome.adoption, outcome.table
        counted = adoption is not None and table is not None
        for button in (self.copy, self.picture, self.workbook, self.report):
            button.setEnabled(counted)
        if adoption is None or table is None:
            self._show_nothing(*_nothing(outcome))
            return
        self.cities.setChecked(adoption.rules.counties_to_cities)
        self.head.setText(_head(outcome))
        figures = figures_of(adoption, table)
        chosen = self.drawn.currentText()
        self.drawn.clear()
        self.drawn.addItems(drawable(figures))
        self.drawn.setCurrentIndex(max(self.drawn.findText(chosen), 0))
        self.table.show_figures(figures)
        self._draw()
        self.names.show_names(adoption)
        self.missing.show_missing(adoption)
        self.endorsements.show_figures(endorsed(adoption)[0])
        self.rules.show_rules(adoption)
        self._show_titles()
        self.pages.setCurrentWidget(self.tabs)

    def say(self, text: str) -> None:
        """What has been done, in the line over the table."""
        self.head.setText(text)

    def _show_bulletins(self, outcome: Outcome) -> None:
        chosen = self.bulletins.currentData()
        self.bulletins.clear()
        self.bulletins.addItem(_EVERY, "")
        for name in outcome.bulletins:
            self.bulletins.addItem(in_menu(name), name)
        self.bulletins.setCurrentIndex(max(self.bulletins.findData(chosen), 0))
        self.bulletins.setVisible(len(outcome.bulletins) != 1)

    def _show_titles(self) -> None:
        assert self.outcome is not None
        adoption = self.outcome.adoption
        assert adoption is not None
        wanting = len(adoption.zeros) + len(adoption.unsigned)
        endorsements = self.endorsements.figures.rowCount()
        for at, (title, count) in enumerate(
            (
                ("采用情况", 0),
                ("没认出来的名称", len(adoption.unresolved)),
                ("没有稿件和没有来源的", wanting),
                ("领导批示", endorsements),
                ("统计规则", 0),
            )
        ):
            self.tabs.setTabText(at, f"{title}（{count}）" if count else title)

    def _show_nothing(self, said: str, way: str = "") -> None:
        self.head.setText("")
        self.table.show_figures(NO_FIGURES)
        self.chart.canvas.show_chart(EMPTY)
        self.nothing.setText(said)
        self.way_out.setText(way)
        self.way_out.setVisible(bool(way))
        self.pages.setCurrentIndex(0)

    def _go_out(self) -> None:
        outcome = self.outcome
        if outcome is not None and outcome.state is State.NOTHING_THEN and outcome.reach is not None:
            self.span.show_span(outcome.reach)
            self._want()
        elif outcome is not None and outcome.state is State.FAILED:
            self.again_wanted.emit()
        else:
            self.library_wanted.emit()

    # ---- a row

    def _draw(self) -> None:
        outcome = self.outcome
        if outcome is None or outcome.table is None:
            return
        figures, heading = self.table.figures.figures, self.drawn.currentText()
        self.chart.canvas.show_chart(chart_of(outcome.table, figures, heading, outcome.wanted.span.words))

    def _choose(self, row: int) -> None:
        outcome = self.outcome
        if outcome is None or outcome.adoption is None or outcome.table is None:
            return
        self.chart.pick(row)
        if row < 0:
            self.items.show_items(outcome.adoption, (), "点上面的一行，这里列出它的稿件")
            return
        of = outcome.table.rows[row]
        items = [outcome.adoption.items[at] for at in of.entries]
        measure = outcome.adoption.rules.measure
        head = f"{of.label}：{len(items)}{measure}，双击打开那一期" if items else f"{of.label}：没有登过稿件"
        self.items.show_items(outcome.adoption, items, head)

    def _open_endorsed(self, row: int) -> None:
        assert self.outcome is not None
        assert self.outcome.adoption is not None
        place = place_of(endorsed(self.outcome.adoption)[1][row])
        if place is not None:
            self.item_wanted.emit(place)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Follows light and dark."""
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "span"):
            self.span.recolour()
        super().changeEvent(event)


def _within(page: QWidget) -> QWidget:
    """A page of the tabs, with the same room around as all others."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 8, 0, 0)
    column.addWidget(page)
    return holder


def _nothing(outcome: Outcome) -> tuple[str, str]:
    """What there is instead of a table, and the way on."""
    match outcome.state:
        case State.NO_FOLDERS:
            return "还没有告诉程序历年的简报放在哪里。\n到资料库里加上那个文件夹，就能统计。", "打开资料库"
        case State.NO_ISSUES:
            return "资料库里还没有简报：也许还在读，也许文件夹里没有。", "打开资料库"
        case State.NOTHING_THEN if outcome.reach is not None:
            reach = outcome.reach
            years = (
                f"{reach.since.year}年"
                if reach.since.year == reach.until.year
                else (f"{reach.since.year}年到{reach.until.year}年")
            )
            return f"{outcome.wanted.span.words}没有登过稿件；资料库里有的是{years}的。", f"统计{years}的"
    return outcome.said, "重新统计"


def _head(outcome: Outcome) -> str:
    """What was counted, in a sentence."""
    adoption, table = outcome.adoption, outcome.table
    assert adoption is not None
    assert table is not None
    measure = adoption.rules.measure
    said = f"{adoption.span.words}：{adoption.issues}期，{len(adoption.items)}{measure}"
    offices = {credit.office for counted in adoption.items for credit in counted.credits}
    said += f"，来自{len(offices)}个单位"
    if adoption.unresolved:
        said += f"，其中{len(adoption.unresolved)}个名称没认出来"
    notes = "；".join(table.notes)
    return f"{said}。{notes}。" if notes else f"{said}。"
