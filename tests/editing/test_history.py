"""Undo and redo: what becomes one entry, what is lost, what stays."""

from __future__ import annotations

from dataclasses import replace

from bulletin_desk.bulletin.model import Place
from bulletin_desk.editing.history import PAUSE, History, State
from bulletin_desk.editing.selection import at
from tests.bulletin.issues import SMALL


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


def _typed(*steps: tuple[str, float], name: str = "输入") -> History:
    history, states = History(), _states(len(steps) + 1)
    for (text, time), before, after in zip(steps, states, states[1:], strict=False):
        history.push(name, before, after, time, typed=text)
    return history


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
    assert _entries(_typed(("", 0), ("", 0.1), ("", 0.2), name="删除")) == 1


def test_typing_elsewhere_or_otherwise_is_an_entry_of_its_own() -> None:
    states = _states(4)
    history = History()
    history.push("输入", states[0], states[1], 0, typed="a")
    history.close_run()
    history.push("输入", states[1], states[2], 0, typed="b")
    history.push("删除", states[2], states[3], 0, typed="")
    assert _entries(history) == 3
    history.push("输入", states[0], states[1], 0, typed="a")
    history.push("输入", State(states[1].issue, states[3].selection), states[2], 0, typed="b")
    assert _entries(history) == 2
    history.push("分段", states[0], states[1], 0)
    history.push("分段", states[1], states[2], 0)
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
