"""The window 采用情况 with a year's figures in it, without a library."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt

from bulletin_desk.desk.statistics.counting import Outcome, State, Wanted
from bulletin_desk.desk.statistics.statistics_dialog import StatisticsDialog
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.statistics.adoption import adoption
from bulletin_desk.statistics.rules import Rules
from bulletin_desk.statistics.spans import year_span
from bulletin_desk.statistics.tables import By, table
from tests.statistics.made import BULLETIN, made, names


def filled(window: MainWindow, folder: Path) -> StatisticsDialog:
    """Over a window, as a dialog of it."""
    dialog = StatisticsDialog(date(2026, 12, 1), folder / "adoption.toml", window)
    dialog.setWindowFlags(Qt.WindowType.Dialog)
    span = year_span(2026)
    counted = adoption(made(1, issues=12).printed, names(folder), Rules(), span)
    wanted = Wanted("", span, By.OFFICE)
    shown = table(counted, By.OFFICE)
    dialog.show_busy(False)
    dialog.show_outcome(Outcome(wanted, State.COUNTED, (BULLETIN, "乙简报"), span, counted, shown))
    return dialog
