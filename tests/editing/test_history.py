"""Undo and redo: what becomes one entry, what is lost, what stays."""

from __future__ import annotations

from dataclasses import replace

from bulletin_desk.bulletin.model import Place
from bulletin_desk.editing.history import DELETING, PAUSE, History, Run, State, typing
from bulletin_desk.editing.selection import at
from tests.bulletin.issues import SMALL

HERE = Place(("disclosure",), 2)


def _states(count: int) -> list[State]:
    return [
        State(replace(SMALL, print_count=number), at(Place(("disclosure",), number % 4)))
        for number in range(count)
    ]


def _names(history: History) -> tuple[str | None, str | None]:
    return history.undo_name, history.redo_name


def test_there_and_back() -> None:
    history, states = History(), _states(3)
    assert history.undo() is None
    assert history.redo() is None
    assert _names(history) == (None, None)
    history.push("一", states[0], states[1], 0)
    history.push("二", states[1], states[2], 0)
    assert _names(history) == ("二", None)
    assert history.undo() is states[1]
    assert _names(history) == ("一", "二")
    assert history.undo() is states[0]
    assert history.redo() is states[1]
    history.push("三", states[1], states[0], 0)
    assert _names(history) == ("三", None)


def _pushed(*steps: tuple[Run, float]) -> History:
    history, states = History(), _states(len(steps) + 1)
    for (run, time), before, after in zip(steps, states, states[1:], strict=False):
        assert history.push(run.key, before, after, time, run) is after
    return history


def _typed(*steps: tuple[str, float]) -> History:
    return _pushed(*((typing(text), time) for text, time in steps))


def _entries(history: History) -> int:
    count = 0
    while history.undo() is not None:
        count += 1
    return count


def test_typing_merges_until_a_mark_or_a_pause() -> None:
    assert _entries(_typed(("守", 0), ("正", 1), ("创新", 2))) == 1
    assert _entries(_typed(("守正", 0), ("，", 0.5), ("创", 1), ("新", 1.5))) == 2
    assert _entries(_typed(("a", 0), ("b", 0.1), (" ", 0.2), ("c", 0.3))) == 2
    assert _entries(_typed(("守", 0), ("正", PAUSE + 0.1))) == 2
    assert _entries(_pushed((DELETING, 0), (DELETING, 0.1), (DELETING, 0.2))) == 1


def test_typing_elsewhere_or_otherwise_is_an_entry_of_its_own() -> None:
    states = _states(4)
    history = History()
    history.push("输入", states[0], states[1], 0, typing("a"))
    history.close_run()
    history.push("输入", states[1], states[2], 0, typing("b"))
    history.push("删除", states[2], states[3], 0, DELETING)
    assert _entries(history) == 3
    history.push("输入", states[0], states[1], 0, typing("a"))
    history.push("输入", State(states[1].issue, states[3].selection), states[2], 0, typing("b"))
    assert _entries(history) == 2
    history.push("分段", states[0], states[1], 0)
    history.push("分段", states[1], states[2], 0)
    assert _entries(history) == 2


def test_each_run_has_its_own_pause() -> None:
    slow = Run("number", 3.0)
    assert _entries(_pushed((slow, 0), (slow, 3), (slow, 6))) == 1
    assert _entries(_pushed((slow, 0), (slow, 3), (slow, 6.1))) == 2
    assert _entries(_pushed((slow, 0), (Run("date", 3.0), 1), (slow, 2))) == 3


def test_a_run_that_comes_back_to_its_beginning_was_no_edit() -> None:
    history, states = History(), _states(3)
    back = State(replace(states[0].issue), states[2].selection)
    history.push("输入", states[0], states[1], 0, typing("a"))
    assert history.push("输入", states[1], back, 1, typing("b")) == back
    assert _names(history) == (None, None)
    # what is typed next is of no earlier run
    history.push("输入", states[0], states[1], 2, typing("a"))
    history.close_run()
    history.push("输入", states[1], states[2], 2, typing("b"))
    state = history.push("输入", states[2], State(replace(states[1].issue), at(HERE)), 2, typing("c"))
    assert state.issue is states[1].issue
    assert state.selection == at(HERE)
    history.push("输入", state, states[2], 2, typing("d"))
    assert _entries(history) == 2


def test_what_was_undone_is_no_longer_typed_on() -> None:
    history, states = History(), _states(4)
    history.push("输入", states[0], states[1], 0, typing("a"))
    history.close_run()
    history.push("输入", states[1], states[2], 0, typing("b"))
    history.undo()
    history.push("输入", states[1], states[3], 0, typing("c"))
    assert history.redo() is None
    assert _entries(history) == 2


def test_what_follows_by_itself_belongs_to_the_last_edit() -> None:
    states = _states(4)
    history = History()
    history.push("分段", states[0], states[1], 0)
    history.amend("删除来源", states[1], states[2], 0)
    assert history.undo_name == "分段"
    assert history.undo() is states[0]
    assert history.redo() is states[2]
    history.amend("删除来源", states[3], states[1], 0)
    assert history.undo_name == "删除来源"
