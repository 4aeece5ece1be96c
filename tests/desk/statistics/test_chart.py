"""Charts: a mark for each row, names that are cut told, readable on dark, copied and saved."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QPoint, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPalette
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QToolTip
from pytestqt.qtbot import QtBot

from bulletin_desk.desk.statistics.chart import ChartView, bytes_of_picture
from bulletin_desk.desk.statistics.drawing import Chart, Mark, steps
from tests.desk.conftest import there

pytestmark = pytest.mark.qt_log_ignore("does not support", extend=True)  # offscreen, of what is opened

BARS = Chart(
    "采用篇数",
    (
        Mark("绵阳市地方志办公室", 12, 4),
        Mark("很长很长很长很长很长很长很长很长很长很长的单位名称", Fraction(13, 2), 2),
        Mark("没有稿件的单位", 0, 7),
    ),
    lying=True,
)
LINE = Chart("采用篇数", tuple(Mark(f"{at + 1}月", at * 3 % 7, at) for at in range(12)), lying=False)


@pytest.fixture
def view(qtbot: QtBot) -> ChartView:
    view = ChartView()
    qtbot.addWidget(view)
    view.resize(460, 300)
    view.canvas.show_chart(BARS)
    view.show()
    QApplication.processEvents()
    view.grab()
    return view


def middle(view: ChartView, row: int) -> QPoint:
    view.grab()
    return there(view.canvas.box_of(row)).center().toPoint()


def test_a_click_picks_the_row_of_a_bar(view: ChartView) -> None:
    picked: list[int] = []
    view.canvas.picked.connect(picked.append)
    for row in (7, 4, 2):
        QTest.mouseClick(view.canvas, Qt.MouseButton.LeftButton, pos=middle(view, row))
    assert picked == [7, 4, 2]
    view.canvas.show_chart(LINE)
    QTest.mouseClick(view.canvas, Qt.MouseButton.LeftButton, pos=middle(view, 9))
    assert picked[-1] == 9


def test_a_name_that_is_cut_is_told_under_the_pointer(view: ChartView) -> None:
    QToolTip.hideText()
    QTest.mouseMove(view.canvas, middle(view, 4))
    assert not QToolTip.text()
    QTest.mouseMove(view.canvas, middle(view, 2))
    assert QToolTip.text() == "很长很长很长很长很长很长很长很长很长很长的单位名称：6.5"
    QToolTip.hideText()


def test_screen_readers_have_all_of_it(view: ChartView) -> None:
    assert view.canvas.accessibleName() == "采用篇数"
    assert view.canvas.accessibleDescription().startswith("绵阳市地方志办公室 12，")
    assert view.canvas.accessibleDescription().endswith("没有稿件的单位 0")


def test_many_bars_scroll_and_the_picked_one_is_seen(view: ChartView) -> None:
    many = Chart("采用篇数", tuple(Mark(f"单位{at}", 90 - at, at) for at in range(90)), lying=True)
    view.canvas.show_chart(many)
    QApplication.processEvents()
    view.grab()
    view.canvas.grab()
    view.pick(80)
    box = there(view.canvas.box_of(80))
    top = view.verticalScrollBar().value()
    assert top <= box.top()
    assert box.bottom() <= top + view.viewport().height()


@pytest.mark.parametrize(
    ("base", "text"), [("#ffffff", "#000000"), ("#1e1e1e", "#f0f0f0"), ("#000000", "#ffff00")]
)
@pytest.mark.parametrize("chart", [BARS, LINE], ids=["bars", "line"])
def test_it_reads_on_light_on_dark_and_in_high_contrast(
    view: ChartView, chart: Chart, base: str, text: str
) -> None:
    palette = QPalette(view.palette())
    palette.setColor(QPalette.ColorRole.Base, QColor(base))
    palette.setColor(QPalette.ColorRole.Text, QColor(text))
    view.setPalette(palette)
    view.canvas.show_chart(chart)
    image = view.canvas.grab().toImage()
    assert QColor(image.pixel(2, 2)) == QColor(base)
    colours = {image.pixel(x, y) for x in range(image.width()) for y in range(60)}
    assert QColor(text).rgb() in colours


def test_a_picture_of_it_is_copied_and_saved(view: ChartView) -> None:
    asked: list[str] = []
    view.save_wanted.connect(asked.append)
    for at in (0, 1, 2):
        view.customContextMenuRequested.emit(QPoint(20, 20))
        menu = there(QApplication.activePopupWidget())
        assert isinstance(menu, QMenu)
        menu.actions()[at].trigger()
        menu.close()
    assert asked == [".png", ".svg"]
    assert QGuiApplication.clipboard().image().width() == 1800
    png = QImage.fromData(bytes_of_picture(view.canvas, Path("图.png")))
    assert png.width() == 1800
    assert QColor(png.pixel(1, 1)) == QColor("white")
    drawn = QSvgRenderer(QByteArray(bytes_of_picture(view.canvas, Path("图.SVG"))))
    assert drawn.isValid()
    assert drawn.viewBoxF().width() == 900


@pytest.mark.parametrize(
    ("most", "values"),
    [(0, [0, 1]), (4, [0, 1, 2, 3, 4]), (7, [0, 2, 4, 6, 8]), (43, [0, 20, 40, 60]), (1000, [0, 500, 1000])],
)
def test_the_scale_has_round_steps(most: int, values: list[int]) -> None:
    assert steps(most) == values


def test_nothing_to_draw_is_no_fault(view: ChartView) -> None:
    for chart in (Chart("采用篇数", (), True), Chart("得分", (Mark("甲", -2, 0), Mark("乙", 0, 1)), False)):
        view.canvas.show_chart(chart)
        view.canvas.grab()
        bytes_of_picture(view.canvas, Path("x.png"))
