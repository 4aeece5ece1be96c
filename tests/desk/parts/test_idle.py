"""Memory is cleaned up while nobody types and when an issue is opened, not between two keys."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from bulletin_desk.desk.parts import idle
from bulletin_desk.desk.parts.idle import IdleCleaner
from bulletin_desk.desk.window import MainWindow
from tests.desk.conftest import CountingCleaner, type_keys


class Knot:
    """What only a full collection takes away once it has grown old."""

    def __init__(self) -> None:
        self.itself = self


def old_garbage() -> weakref.ref[Knot]:
    """A knot of the oldest generation that nobody holds."""
    knot = Knot()
    gc.collect()
    return weakref.ref(knot)


@pytest.fixture(autouse=True)
def _as_python_begins(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Python's own thresholds and no cleaner at work, whatever windows of other tests have left."""
    before = gc.get_threshold()
    monkeypatch.setattr(IdleCleaner, "_at_work", set())
    gc.set_threshold(700, 10, 10)
    yield
    gc.set_threshold(*before)


@pytest.fixture
def cleaner(qtbot: QtBot) -> Iterator[IdleCleaner]:
    """One that is stopped at the end."""
    parent = QObject()
    made = IdleCleaner(parent)
    yield made
    made.stop()


def test_between_two_keys_nothing_old_is_looked_at(cleaner: IdleCleaner) -> None:
    left = old_garbage()
    cleaner.touch()
    held: list[list[int]] = [[] for _ in range(1_000_000)]  # what sets off full collections else
    assert len(held) == 1_000_000
    assert left() is not None


def test_a_pause_cleans_up(cleaner: IdleCleaner, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(idle, "_PAUSE", 0)
    left = old_garbage()
    cleaner.touch()
    qtbot.waitUntil(lambda: left() is None)


def test_opening_takes_the_earlier_issue_away_and_sets_the_new_one_aside(cleaner: IdleCleaner) -> None:
    cleaner.opened()
    left = old_garbage()
    gc.freeze()  # as the opening before did with it
    cleaner.opened()
    assert left() is None
    assert gc.get_freeze_count() > 0


def test_a_closed_window_leaves_memory_as_it_was(qtbot: QtBot) -> None:
    before = gc.get_threshold()
    cleaner = IdleCleaner()
    assert gc.get_threshold() != before
    cleaner.opened()
    cleaner.stop()
    assert gc.get_threshold() == before
    assert gc.get_freeze_count() == 0


@pytest.mark.parametrize("first", [0, 1])
def test_of_two_windows_the_last_one_closed_leaves_memory_as_it_was(qtbot: QtBot, first: int) -> None:
    before = gc.get_threshold()
    cleaners = [IdleCleaner(), IdleCleaner()]
    at_work = gc.get_threshold()
    cleaners[first].stop()
    cleaners[first].stop()  # a window may be closed and then go
    assert gc.get_threshold() == at_work != before
    cleaners[1 - first].stop()
    assert gc.get_threshold() == before


def test_a_window_cleans_up_at_each_issue_opened(open_window: Callable[[], MainWindow]) -> None:
    window = open_window()
    cleaner = window._cleaner
    assert isinstance(cleaner, CountingCleaner)
    before = cleaner.count
    window.filing.start_empty()
    assert cleaner.count == before + 1


def test_typing_in_a_window_puts_cleaning_off(window: MainWindow) -> None:
    window._cleaner._timer.stop()
    type_keys(window, "字")
    assert window._cleaner._timer.isActive()
