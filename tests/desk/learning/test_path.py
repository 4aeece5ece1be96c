"""A newcomer's path, from an empty window to the next issue that looks like the old one, click by click; the
files are real ones, and nothing is made by hand. All examples, where BULLETIN_DESK_ROUND_TRIPS is set."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from bulletin_desk.desk.learning.learn_dialog import LearnDialog
from bulletin_desk.desk.starting.begin_card import BeginCard
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.learning.learned import MOST_QUESTIONS
from bulletin_desk.pages.model import Page
from bulletin_desk.storage.bulletin_file import read_bulletin
from bulletin_desk.typeset.typesetter import Typesetter
from bulletin_desk.units import MM
from tests.desk.conftest import answering, there, type_keys
from tests.desk.learning.made import made_pdf
from tests.learning.word_copies import NAMES, example, stripped, word_copy

WAYS = {"pdf": (".pdf",), "word": (".docx",), "both": (".docx", ".pdf")}
WHOLE = "BULLETIN_DESK_ROUND_TRIPS" in os.environ
TRIED = NAMES if WHOLE else ["special-report"]
FIGURES = re.compile(r"[0-9]+")
NEAR = 0.3 * float(MM)
BESIDE = float(MM) * 1.1
"""Word centres a name that is spaced apart with the space behind it."""
MOST_CLICKS = 12
"""Of a path that is to take a quarter of an hour, with all that is looked at and thought about."""


class Hand:
    """Clicks, and counts what it does."""

    def __init__(self) -> None:
        self.steps = 0

    def click(self, button: QAbstractButton) -> None:
        assert button.isVisible(), button.text()
        assert button.isEnabled(), button.text()
        at = QPoint(min(20, button.width() // 2), button.height() // 2)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=at)
        QApplication.processEvents()
        self.steps += 1


def heads(page: Page) -> dict[str, tuple[str, float, float]]:
    """What its upper lines say and where they stand, by their words without figures."""
    upper = [placed for placed in page.lines if placed.y < page.height * 0.4]
    return {
        FIGURES.sub("", placed.line.text): (
            placed.line.text,
            placed.x + placed.line.runs[0].xs[0],
            placed.y,
        )
        for placed in upper
    }


@pytest.mark.parametrize("way", WAYS if WHOLE else ["pdf", "word"])
@pytest.mark.parametrize("name", TRIED)
def test_from_nothing_to_the_next_issue(
    name: str,
    way: str,
    window: MainWindow,
    faces: Faces,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made_pdf(tmp_path / "上一期.pdf", faces, name)
    (tmp_path / "上一期.docx").write_bytes(stripped(word_copy(name)))
    files = [str(tmp_path / f"上一期{suffix}") for suffix in WAYS[way]]
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: (files, ""))
    hand = Hand()

    def at_dialog(dialog: LearnDialog) -> None:
        hand.click(dialog.choosing.choose)
        hand.click(dialog.read)
        qtbot.waitUntil(lambda: dialog.pages.currentWidget() is not dialog.reading, timeout=60_000)
        assert dialog.choosing.said.text() == ""
        looking = there(dialog.looking)
        QApplication.processEvents()
        assert len(looking.questions.groups) <= MOST_QUESTIONS
        for group in looking.questions.groups:  # each is looked at, and left as it is
            hand.click(group.button(1))
            hand.click(group.button(0))
        hand.click(dialog.next)

    answering(monkeypatch, LearnDialog, at_dialog)
    answering(monkeypatch, BeginCard, lambda card: hand.click(card.old))
    QTest.keyClick(window.canvas, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    hand.steps += 1
    assert hand.steps <= MOST_CLICKS

    old, layout = example(name)
    issue = window.document.issue
    assert window.session.layout_trouble == ""
    assert issue.masthead.name == old.masthead.name
    assert issue.masthead.number == old.masthead.number + 1
    assert issue.dated_header.issuer == old.dated_header.issuer
    assert not any(item.title for section in issue.sections for item in section.items)
    was = heads(Typesetter(layout, faces).typeset(old)[0])
    now = heads(window.document.pages[0])
    same = was.keys() & now.keys()
    assert len(same) >= 2
    for words in same:
        assert now[words][2] == pytest.approx(was[words][2], abs=NEAR), words
        if now[words][0] == was[words][0]:
            assert now[words][1] == pytest.approx(was[words][1], abs=BESIDE if way == "word" else NEAR), words

    type_keys(window, "新的标题")
    file = tmp_path / "下一期.bulletin"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    window.actions_by_name["save"].trigger()
    saved = read_bulletin(file)
    item = saved.sections[0].items[0]
    assert "新的标题" in (item.title, *(text.text for block in item.blocks for text in block.texts()))
    assert saved.layout == issue.layout
    window.document.mark_saved()
