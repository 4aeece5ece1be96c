"""A little of the monkey in every run: the same seeds on every machine. Long runs and other seeds are
`python -m tests.desk.monkey`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from bulletin_desk.bulletin.edits import text_at, with_text
from bulletin_desk.bulletin.grammar import item_at, item_path, source_of, title_of
from bulletin_desk.bulletin.model import Issue, Place
from bulletin_desk.editing.commands import type_text
from bulletin_desk.editing.document import Document
from bulletin_desk.editing.history import History, Run, State
from bulletin_desk.editing.movement import everything
from bulletin_desk.editing.selection import Edited, Selection, at, between
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.model import Layout
from bulletin_desk.typeset.typesetter import Typesetter
from tests.bulletin.issues import SMALL
from tests.bulletin.rich import RICH
from tests.desk.monkey.hands import replaceable
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
    history: History,
    name: str,
    before: State,
    after: State,
    time: float,
    run: Run | None = None,
    about: object = None,
) -> State:
    return after if name == "输入" else push(history, name, before, after, time, run, about)


@NOT_THERE
@pytest.mark.parametrize(
    ("where", "what", "found"),
    [
        ("bulletin_desk.desk.page.canvas.press", _raises, "keyPressEvent: ZeroDivisionError"),
        ("bulletin_desk.editing.commands.type_text", _loses_the_note, "输入 lost"),
        ("bulletin_desk.editing.history.History.push", _forgets, "does not lead back to the start"),
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


def test_a_cut_takes_the_attachments_of_whole_items_and_brings_nothing(layout: Layout, faces: Faces) -> None:
    document = Document(RICH, Typesetter(layout, faces), lambda: 0.0)
    item = item_path(1, 1)
    assert item_at(RICH, item).attachments
    source = source_of(item)
    document.select(between(Place(title_of(item), 0), Place(source, len(text_at(RICH, source)))))
    selected = document.selection
    document.cut()
    assert item_at(RICH, item).title
    assert not wrong("剪切", RICH, selected, document.issue, 0)
    assert "lost" in wrong("输入", RICH, selected, document.issue, 0)
    assert "brought '\\u597d'" in wrong("剪切", RICH, selected, with_text(document.issue, BLOCK, "好"), 0)


@pytest.mark.parametrize("kind", [QPlainTextEdit, QLineEdit])
def test_an_input_method_replaces_only_what_a_field_has(kind: Callable[[str], QWidget], qtbot: QtBot) -> None:
    field = kind("𠮷b")
    qtbot.addWidget(field)
    QTest.keyClick(field, Qt.Key.Key_Home)
    assert replaceable(field, -1, 2) == (0, 1)
    assert replaceable(field, 0, 9) == (0, 3)
    assert replaceable(field, -2, 1) == (0, 0)
    QTest.keyClick(field, Qt.Key.Key_Right)
    assert replaceable(field, -3, 4) == (-2, 3)
