"""A little of the monkey in every run: the same seeds on every machine. Long runs and other seeds are
`python -m tests.desk.monkey`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bulletin_desk.bulletin.edits import with_text
from bulletin_desk.bulletin.model import Issue
from bulletin_desk.editing.commands import type_text
from bulletin_desk.editing.history import History, Run, State
from bulletin_desk.editing.movement import everything
from bulletin_desk.editing.selection import Edited, Selection, at
from bulletin_desk.fonts.faces import Faces
from tests.bulletin.issues import SMALL
from tests.desk.monkey.ledger import wrong
from tests.desk.monkey.run import run

NOT_THERE = pytest.mark.skipif(
    sys.platform == "win32", reason="its hands do not yet get out of Qt's own dialogs there"
)
SEEDS = (1, 2)
EVENTS_EACH = 120
push = History.push
BLOCK = ("sections", 0, "items", 0, "blocks", 0)


@pytest.fixture
def _no_dialog_waits() -> None:
    """Here dialogs wait: the monkey answers them."""


@NOT_THERE
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.usefixtures("qapp")
def test_the_monkey_breaks_nothing(seed: int, tmp_path: Path, faces: Faces) -> None:
    outcome = run(tmp_path, seed, range(EVENTS_EACH), faces)
    assert not outcome.fault, "\n".join((*outcome.done[-5:], outcome.text))
    assert len(outcome.done) == EVENTS_EACH


def _raises(*_: object) -> bool:
    raise ZeroDivisionError


def _loses_the_note(issue: Issue, selection: Selection, text: str) -> Edited:
    issue, selection = type_text(issue, selection, text)
    return replace(issue, masthead=replace(issue.masthead, name="简")), selection


def _forgets(
    history: History, name: str, before: State, after: State, time: float, run: Run | None = None
) -> State:
    return after if name == "输入" else push(history, name, before, after, time, run)


@NOT_THERE
@pytest.mark.parametrize(
    ("where", "what", "found"),
    [
        ("bulletin_desk.desk.page.canvas.press", _raises, "keyPressEvent: ZeroDivisionError"),
        ("bulletin_desk.editing.commands.type_text", _loses_the_note, "输入 lost"),
        ("bulletin_desk.editing.history.History.push", _forgets, "undo does not lead back"),
        ("bulletin_desk.desk.panels.outline_rows.OutlineModel.show_issue", lambda *_: None, "other rows"),
    ],
)
@pytest.mark.usefixtures("qapp")
def test_the_monkey_finds_what_is_broken(
    where: str,
    what: Callable[..., object],
    found: str,
    tmp_path: Path,
    faces: Faces,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(where, what)
    assert found in run(tmp_path, SEEDS[0], range(EVENTS_EACH), faces).fault


@pytest.mark.parametrize(
    ("name", "text", "right"),
    [
        ("输入", "会议召开。好", True),
        ("输入", "会议。", False),
        ("删除", "会议召开", True),
        ("删除", "会议召开。好", False),
        ("移动稿件", "会议召开。", True),
        ("移动稿件", "会议召开", False),
        ("改为正文", "会议召开。。", False),
        ("修改期号", "会议。", False),
        ("替换", "", True),
        ("没有人知道", "会议召开。", False),
    ],
)
def test_the_ledger_finds_what_is_lost(name: str, text: str, right: bool) -> None:
    start = everything(SMALL).start
    now = with_text(SMALL, BLOCK, text)
    assert (wrong(name, SMALL, at(start), now, 0) == "") == right
