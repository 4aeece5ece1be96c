"""The window 采用情况, used as a hand does: what is counted, by which days and rows, names brought together,
items opened, files and a bulletin made of it."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction
from pathlib import Path
from zipfile import ZipFile

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from bulletin_desk.bulletin.grammar import item_path, title_of
from bulletin_desk.bulletin.received import Marked, Read, ReceivedItem, Status
from bulletin_desk.desk.statistics import statistics
from bulletin_desk.desk.statistics.counting import Outcome
from bulletin_desk.desk.statistics.figures import FigureModel
from bulletin_desk.desk.statistics.footed import FootedTable
from bulletin_desk.desk.statistics.shown import figures_of
from bulletin_desk.desk.statistics.statistics_dialog import StatisticsDialog
from bulletin_desk.desk.statistics.table import Table
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.library.entries import entry_of
from bulletin_desk.statistics.adoption import adoption, printed
from bulletin_desk.statistics.names import Names
from bulletin_desk.statistics.rules import Group, Rules, read_rules
from bulletin_desk.statistics.tables import By
from bulletin_desk.statistics.tables import table as tabled
from bulletin_desk.storage.places import Places
from bulletin_desk.storage.received import append
from tests.desk.conftest import there, type_into
from tests.desk.statistics.conftest import DEYANG, ISSUES, MIANYANG, UNKNOWN, index, opened, settled

pytestmark = pytest.mark.qt_log_ignore("does not support", extend=True)  # offscreen, of what is opened

LEFT = Qt.MouseButton.LeftButton


def rows(table: Table) -> dict[str, list[str]]:
    """What the rows say, by their labels."""
    model = table.model()
    found = {}
    for row in range(model.rowCount()):
        cells = [str(model.index(row, at).data()) for at in range(model.columnCount())]
        heads = [str(model.headerData(at, Qt.Orientation.Horizontal)) for at in range(model.columnCount())]
        at = next(at for at, head in enumerate(heads) if head in ("单位", "栏目", "月份", "名称", "标题"))
        found[cells[at]] = cells
    return found


def column(table: Table, heading: str) -> dict[str, str]:
    heads = [column.heading for column in table.figures.figures.columns]
    return {label: cells[heads.index(heading)] for label, cells in rows(table).items()}


def choose(dialog: StatisticsDialog, label: str) -> None:
    """A click on a row of the table."""
    model = dialog.table.model()
    for row in range(model.rowCount()):
        for at in range(model.columnCount()):
            if model.index(row, at).data() == label:
                dialog.table.scrollTo(model.index(row, at))
                middle = dialog.table.visualRect(model.index(row, at)).center()
                QTest.mouseClick(dialog.table.viewport(), LEFT, pos=middle)
                return
    raise AssertionError(label)


def pick(dialog: StatisticsDialog, words: str) -> None:
    """Chooses in the list of spans by its keys."""
    names = dialog.span.names
    names.setFocus()
    QTest.keyClick(names, Qt.Key.Key_Home)
    while names.currentText() != words:
        QTest.keyClick(names, Qt.Key.Key_Down)


def test_what_the_library_could_not_read_is_said(
    window: MainWindow, places: Places, folder: Path, qtbot: QtBot
) -> None:
    (folder / "坏.bulletin").write_bytes(b"")
    index(places, folder)
    dialog = opened(window, qtbot)
    assert dialog.troubles.isVisible()
    assert "有1处文件、文件夹用不了" in dialog.troubles.text()


def test_it_fits_the_screen(dialog: StatisticsDialog) -> None:
    room = dialog.screen().availableGeometry()
    assert dialog.width() < room.width()
    assert dialog.height() < room.height() * 9 / 10


def test_this_year_is_counted_by_office(dialog: StatisticsDialog) -> None:
    counts = column(dialog.table, "采用篇数")
    assert {name: counts[name] for name in (DEYANG, MIANYANG, UNKNOWN, "合计")} == {
        DEYANG: "3",
        MIANYANG: "1",
        UNKNOWN: "2",
        "合计": "6",
    }
    assert column(dialog.table, "领导批示")[DEYANG] == "1"
    assert column(dialog.table, "名次")[DEYANG] == "1"
    assert column(dialog.table, "备注")[UNKNOWN] == "名单里没有"
    assert dialog.head.text().startswith("2024年：2期，6篇，来自3个单位，其中1个名称没认出来。")
    assert dialog.chart.canvas.chart.marks[0].name == DEYANG
    assert dialog.chart.canvas.chart.lying
    assert 0 in [mark.value for mark in dialog.chart.canvas.chart.marks]  # who reported nothing is listed
    assert not dialog.isModal()


def test_the_sum_stays_in_view_below_the_rows(dialog: StatisticsDialog) -> None:
    footed = there(dialog.table.parentWidget())
    assert isinstance(footed, FootedTable)
    foot, table, last = footed.foot, dialog.table, dialog.table.figures.rowCount() - 1
    assert [row for row in range(last + 1) if not foot.isRowHidden(row)] == [last]
    assert [row for row in range(last + 1) if table.isRowHidden(row)] == [last]
    assert foot.isVisible()
    assert foot.model().index(last, 1).data() == "合计"
    table.resizeColumnToContents(1)
    table.setColumnWidth(2, 400)
    assert [foot.columnWidth(at) for at in range(5)] == [table.columnWidth(at) for at in range(5)]
    QApplication.processEvents()
    foot.horizontalScrollBar().setValue(150)
    assert table.horizontalScrollBar().value() == 150
    assert foot.horizontalScrollBar().maximum() == table.horizontalScrollBar().maximum()


def test_endorsements_are_in_view_on_a_small_screen(window: MainWindow, dialog: StatisticsDialog) -> None:
    dialog.resize(1366 * 9 // 10, dialog.height())
    QApplication.processEvents()
    table, head = dialog.table, dialog.table.horizontalHeader()
    at = [column.heading for column in table.figures.figures.columns].index("领导批示")
    assert head.sectionViewportPosition(at) + head.sectionSize(at) <= table.viewport().width()
    assert table.model().headerData(at, Qt.Orientation.Horizontal) == "批示"
    tip = table.model().headerData(at, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
    assert tip == "领导批示：批示的次数"


def test_groups_stay_together() -> None:
    rules = Rules(groups=(Group("市", (MIANYANG, "乙局")), Group("厅", (DEYANG,))))
    shown = [
        printed(entry_of(issue, None), item)
        for issue in ISSUES.values()
        for item in entry_of(issue, None).items
    ]
    counted = adoption(shown, Names(), rules)
    model = FigureModel()
    figures = figures_of(counted, tabled(counted, By.OFFICE))
    model.show(figures)
    model.sort(figures.first)
    at = [column.heading for column in figures.columns].index("分组")
    assert [row[at] for row in model.shown()[:-1]] == ["市", "市", "厅", "其他单位", "其他单位"]


def test_other_days_by_name_and_typed(window: MainWindow, dialog: StatisticsDialog, qtbot: QtBot) -> None:
    pick(dialog, "去年")
    settled(window, qtbot)
    assert column(dialog.table, "采用篇数")["合计"] == "1"
    dialog.span.until.setFocus()
    dialog.span.until.selectAll()
    type_into(dialog.span.until, "2024.1.3")
    settled(window, qtbot)
    assert dialog.span.names.currentText() == "自己选日期"
    assert column(dialog.table, "采用篇数")["合计"] == "4"
    dialog.span.until.selectAll()
    type_into(dialog.span.until, "2022.1.3\n")
    assert dialog.refusal.text() == "止日比起日早；请核对。"
    assert column(dialog.table, "采用篇数")["合计"] == "4"
    pick(dialog, "上月")
    settled(window, qtbot)
    assert dialog.refusal.isHidden()


def test_by_months_as_a_line_and_by_sections(
    window: MainWindow, dialog: StatisticsDialog, qtbot: QtBot
) -> None:
    pick(dialog, "去年")
    dialog.by.setFocus()
    QTest.keyClick(dialog.by, Qt.Key.Key_Down)
    QTest.keyClick(dialog.by, Qt.Key.Key_Down)
    settled(window, qtbot)
    assert column(dialog.table, "采用篇数")["2023年11月"] == "1"
    assert [mark.name for mark in dialog.chart.canvas.chart.marks][:2] == ["2023年1月", "2023年2月"]
    assert not dialog.chart.canvas.chart.lying
    pick(dialog, "今年")
    QTest.keyClick(dialog.by, Qt.Key.Key_Up)
    settled(window, qtbot)
    assert column(dialog.table, "采用篇数") == {"市州动态": "5", "特别关注": "1", "合计": "6"}


def test_the_chart_draws_what_is_chosen_and_picks_rows(dialog: StatisticsDialog) -> None:
    dialog.drawn.setFocus()
    QTest.keyClick(dialog.drawn, Qt.Key.Key_Down)
    assert dialog.chart.canvas.chart.title == "2024年各单位单独采用"
    dialog.grab()
    mark = next(mark for mark in dialog.chart.canvas.chart.marks if mark.name == DEYANG)
    box = there(dialog.chart.canvas.box_of(mark.row))
    QTest.mouseClick(dialog.chart.canvas, LEFT, pos=box.center().toPoint())
    assert dialog.items.head.text().startswith(DEYANG)
    assert set(rows(dialog.items.table)) == {"德阳召开会议", "两地同修一志", "德阳开馆"}


def test_an_item_is_opened_at_its_place(window: MainWindow, dialog: StatisticsDialog, qtbot: QtBot) -> None:
    choose(dialog, UNKNOWN)
    assert list(rows(dialog.items.table)) == ["新区的事", "新区又一事"]
    dialog.items.table.setFocus()
    dialog.items.table.choose(1)
    QTest.keyClick(dialog.items.table, Qt.Key.Key_Return)
    assert there(window.session.file).name == "2024年第2期.bulletin"
    assert window.document.selection.head.path == title_of(item_path(0, 2))


def test_an_item_of_a_file_that_has_gone_is_said(
    window: MainWindow, dialog: StatisticsDialog, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: said.append(box.text()))
    choose(dialog, UNKNOWN)
    (folder / "2024年第2期.bulletin").unlink()
    dialog.items.table.choose(0)
    QTest.keyClick(dialog.items.table, Qt.Key.Key_Return)
    assert "已经不在了" in said[0]
    assert window.session.file is None


def test_counties_go_to_their_cities(window: MainWindow, dialog: StatisticsDialog, qtbot: QtBot) -> None:
    assert not dialog.cities.isChecked()
    dialog.cities.setFocus()
    QTest.keyClick(dialog.cities, Qt.Key.Key_Space)
    settled(window, qtbot)
    assert there(there(dialog.outcome).adoption).rules.counties_to_cities
    assert dialog.cities.isChecked()


# ---- names


def test_a_name_is_brought_together_by_the_clerk_s_list(
    window: MainWindow, dialog: StatisticsDialog, places: Places, qtbot: QtBot
) -> None:
    dialog.tabs.setCurrentIndex(1)
    assert dialog.tabs.tabText(1) == "没认出来的名称（1）"
    names = dialog.names
    assert there(names.current).name == UNKNOWN
    assert set(rows(names.items.table)) == {"新区的事", "新区又一事"}
    line = there(names.full.lineEdit())
    line.setFocus()
    line.selectAll()
    type_into(line, f"{DEYANG}\n")
    settled(window, qtbot)
    assert f"{UNKNOWN} = {DEYANG}\n" in places.units.read_text(encoding="utf-8-sig")
    assert column(dialog.table, "采用篇数")[DEYANG] == "5"
    assert dialog.tabs.tabText(1) == "没认出来的名称"
    assert names.table.figures.rowCount() == 0
    assert not names.accept.isEnabled()
    # what the clerk takes out of the list stands by itself again
    text = places.units.read_text(encoding="utf-8-sig").replace(f"{UNKNOWN} = {DEYANG}\n", "")
    places.units.write_text(text, encoding="utf-8")
    QTest.keyClick(dialog, Qt.Key.Key_F5)
    settled(window, qtbot)
    assert column(dialog.table, "采用篇数")[UNKNOWN] == "2"


def test_nothing_is_brought_together_by_a_name_that_is_none(dialog: StatisticsDialog, places: Places) -> None:
    dialog.tabs.setCurrentIndex(1)
    line = there(dialog.names.full.lineEdit())
    for words in ("", "甲=乙"):
        line.selectAll()
        QTest.keyClick(line, Qt.Key.Key_Delete)
        type_into(line, f"{words}\n")
        assert not dialog.names.accept.isEnabled()
    assert not places.units.exists()


def test_a_list_that_is_wrong_is_said_and_left_out(
    window: MainWindow,
    dialog: StatisticsDialog,
    places: Places,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    places.units.parent.mkdir(parents=True, exist_ok=True)
    places.units.write_text("甲\n", encoding="utf-8")
    QTest.mouseClick(dialog.again, LEFT)
    settled(window, qtbot)
    assert "第1行“甲”看不懂" in dialog.troubles.text()
    assert column(dialog.table, "采用篇数")[DEYANG] == "3"
    said: list[str] = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: said.append(box.text()))
    dialog.tabs.setCurrentIndex(1)
    QTest.mouseClick(dialog.names.accept, LEFT)
    assert "第1行“甲”看不懂" in said[0]
    assert dialog.names.accept.isEnabled()
    assert places.units.read_text(encoding="utf-8") == "甲\n"


# ---- what an eye is wanted for, and rules


def test_what_is_missing_is_named(window: MainWindow, dialog: StatisticsDialog) -> None:
    dialog.tabs.setCurrentIndex(2)
    missing = dialog.missing
    assert missing.head.text() == "应当报送的21个单位里，19个没有登过稿件："
    assert missing.offices.figures.rowCount() == 19
    assert list(rows(missing.items.table)) == ["谁也没署名"]
    missing.items.table.setFocus()
    missing.items.table.choose(0)
    QTest.keyClick(missing.items.table, Qt.Key.Key_Return)
    assert window.document.selection.head.path == title_of(item_path(1, 1))


def test_endorsements_are_listed_and_opened(window: MainWindow, dialog: StatisticsDialog) -> None:
    dialog.tabs.setCurrentIndex(3)
    assert dialog.tabs.tabText(3) == "领导批示（1）"
    table = dialog.endorsements
    assert table.figures.figures.rows[0][:4] == ("副省长0", "2024年1月3日", "好。", "德阳召开会议")
    table.setFocus()
    table.choose(0)
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert there(window.session.file).name == "2024年第1期.bulletin"


def test_the_clerk_s_own_rules(
    window: MainWindow,
    dialog: StatisticsDialog,
    places: Places,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown: list[Path] = []
    monkeypatch.setattr(statistics, "open_path", shown.append)
    dialog.tabs.setCurrentIndex(4)
    assert "没有规定分值" in dialog.rules.text.text()
    QTest.mouseClick(dialog.rules.open_file, LEFT)
    QTest.mouseClick(dialog.names.open_list, LEFT)
    assert shown == [places.adoption, places.units]
    begun = places.adoption.read_text(encoding="utf-8")
    first, *examples = begun.split("#\n")
    said = "\n".join(line.removeprefix("# ") for part in examples for line in part.splitlines())
    (places.data / "tried.toml").write_text(said, encoding="utf-8")
    tried = read_rules(places.data / "tried.toml")
    assert there(tried.points).month_most == 30
    assert first.startswith("# 自己的采用情况的规则")
    places.adoption.write_text("[points]\nwhole = 3\nmerged = 0.5\n", encoding="utf-8")
    QTest.mouseClick(dialog.again, LEFT)
    settled(window, qtbot)
    assert column(dialog.table, "得分")[DEYANG] == "6.5"
    choose(dialog, DEYANG)
    assert dialog.items.table.figures.figures.rows[0][-1] == Fraction(3)
    places.adoption.write_text("[points]\nwhole = '许多'\n", encoding="utf-8")
    QTest.mouseClick(dialog.again, LEFT)
    settled(window, qtbot)
    assert "许多" in dialog.troubles.text()
    assert "得分" not in str(dialog.table.figures.figures.columns)


# ---- what is made of it


@pytest.fixture
def saved(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """Where files are saved; what was proposed."""
    proposed: list[str] = []

    def ask(_parent: object, _title: str, begin: str, _filter: str) -> tuple[str, str]:
        proposed.append(Path(begin).name)
        return str(tmp_path / Path(begin).name), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    return proposed


def test_copied_and_saved(dialog: StatisticsDialog, saved: list[str], tmp_path: Path) -> None:
    QTest.mouseClick(dialog.copy, LEFT)
    assert QGuiApplication.clipboard().text().startswith("名次\t单位\t采用篇数")
    assert QGuiApplication.clipboard().text().splitlines()[-1].split("\t")[1] == "合计"
    QTest.mouseClick(dialog.picture, LEFT)
    QTest.mouseClick(dialog.workbook, LEFT)
    dialog.chart.save_wanted.emit(".svg")
    assert saved == ["2024年各单位采用篇数.png", "2024年采用情况.xlsx", "2024年各单位采用篇数.svg"]
    assert not QImage(str(tmp_path / saved[0])).isNull()
    assert "xl/workbook.xml" in ZipFile(tmp_path / saved[1]).namelist()
    assert "<svg" in (tmp_path / saved[2]).read_text(encoding="utf-8")
    assert dialog.head.text() == f"已存成“{tmp_path / saved[2]}”。"


def test_what_can_t_be_written_is_said(
    dialog: StatisticsDialog, saved: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: said.append(box.text()))
    (tmp_path / "2024年采用情况.xlsx").mkdir()
    QTest.mouseClick(dialog.workbook, LEFT)
    assert "2024年采用情况.xlsx" in said[0]


def test_a_report_is_a_bulletin_ready_to_edit_and_unsaved(
    window: MainWindow, dialog: StatisticsDialog
) -> None:
    QTest.mouseClick(dialog.report, LEFT)
    issue = window.document.issue
    assert issue.sections[0].items[0].title == "2024年信息采用情况通报"
    assert issue.masthead.number == 3  # after the library's last
    assert DEYANG in str(issue.sections)
    assert "副省长" not in str(issue)
    assert window.session.file is None
    assert window.document.modified
    assert window.document.undo_name == "写成通报"
    written: list[str] = []
    window.issue_written.connect(lambda name, _: written.append(name))
    QTest.mouseClick(dialog.report, LEFT)  # this window is in use now
    assert written == ["写成通报"]


# ---- where there is nothing


def test_without_a_library_it_says_what_to_do(window: MainWindow, qtbot: QtBot) -> None:
    dialog = opened(window, qtbot)
    assert "资料库里加上那个文件夹" in dialog.nothing.text()
    assert not dialog.copy.isEnabled()
    QTest.mouseClick(dialog.way_out, LEFT)
    assert there(window.librarian.dialog).isVisible()


def test_with_an_empty_library(window: MainWindow, places: Places, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "空").mkdir()
    index(places, tmp_path / "空")
    dialog = opened(window, qtbot)
    assert "资料库里还没有简报" in dialog.nothing.text()


def test_days_without_items_lead_to_those_with_some(
    window: MainWindow, dialog: StatisticsDialog, qtbot: QtBot
) -> None:
    pick(dialog, "上季度")
    dialog.span.since.selectAll()
    type_into(dialog.span.since, "2023.12.1")
    settled(window, qtbot)
    assert dialog.nothing.text() == "2023年12月没有登过稿件；资料库里有的是2023年到2024年的。"
    QTest.mouseClick(dialog.way_out, LEFT)
    settled(window, qtbot)
    assert column(dialog.table, "采用篇数")["合计"] == "7"


def test_an_index_that_can_t_be_used_is_said(
    window: MainWindow, dialog: StatisticsDialog, places: Places, qtbot: QtBot
) -> None:
    (places.library / "index.sqlite3").write_bytes(b"no database" * 1000)
    QTest.mouseClick(dialog.again, LEFT)
    settled(window, qtbot)
    assert "坏了" in dialog.nothing.text()


def test_of_what_was_wanted_meanwhile_only_the_last_is_shown(
    window: MainWindow, dialog: StatisticsDialog, qtbot: QtBot
) -> None:
    shown: list[Outcome] = []
    counter = there(window.statistics._counter)
    counter.counted.connect(shown.append)
    for words in ("去年", "本月", "下半年", "今年"):
        pick(dialog, words)
        dialog._want()
    settled(window, qtbot)
    assert [outcome.wanted.span.words for outcome in shown] == ["2024年"]


def test_it_counts_anew_when_the_library_has_been_brought_up_to_date(
    window: MainWindow, dialog: StatisticsDialog, places: Places, folder: Path, qtbot: QtBot
) -> None:
    (folder / "2024年第2期.bulletin").unlink()
    index(places, folder)
    assert column(dialog.table, "采用篇数")["合计"] == "6"
    window.librarian.upkeep.ended.emit("")
    settled(window, qtbot)
    assert column(dialog.table, "采用篇数")["合计"] == "3"
    dialog.close()
    window.librarian.upkeep.ended.emit("")  # counts nothing that nobody sees
    assert not there(window.statistics._counter).is_busy


def test_what_came_stands_beside_what_was_adopted(
    window: MainWindow, dialog: StatisticsDialog, places: Places, qtbot: QtBot
) -> None:
    assert "来稿" not in [column.heading for column in dialog.table.figures.figures.columns]
    day = datetime(2024, 1, 5, 9)
    for at, (source, status) in enumerate(((DEYANG, Status.USED), (DEYANG, None), (MIANYANG, None))):
        digest = f"{at:064}"
        item = ReceivedItem("稿件", source)
        append(
            places.received, [Read(day, digest, f"{at}.docx", 9, "", (item,)), Marked(day, digest, status)]
        )
    append(
        places.received,
        [Read(datetime(2022, 1, 5), "f" * 64, "旧.docx", 9, "", (ReceivedItem("旧", DEYANG),))],
    )
    QTest.mouseClick(dialog.again, LEFT)
    settled(window, qtbot)
    shown = [column(dialog.table, heading)[DEYANG] for heading in ("来稿", "用了", "采用率")]
    assert shown == ["2", "1", "50%"]
    assert column(dialog.table, "采用率")[MIANYANG] == "0%"
    assert column(dialog.table, "采用率")[UNKNOWN] == ""
    assert [column(dialog.table, heading)["合计"] for heading in ("来稿", "采用率")] == ["3", "33.3%"]


def test_it_closes_with_its_window(window: MainWindow, dialog: StatisticsDialog) -> None:
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    window.actions_by_name["statistics"].trigger()
    assert dialog.isVisible()
    assert window.close()
    assert window.statistics.dialog is None
