"""清样: what the dialog asks, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from bulletin_desk.bulletin.edits import replace_range
from bulletin_desk.bulletin.grammar import block_of, item_path
from bulletin_desk.desk.changing.proof_dialog import ProofDialog
from bulletin_desk.desk.putting_out.output import Output
from bulletin_desk.desk.settings import PROOF_DOUBLE, PROOF_NUMBERS
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.pages.model import Page, VerticalRule
from bulletin_desk.pipeline import Typeset
from bulletin_desk.storage.rounds import sent
from tests.desk.conftest import type_into

FIRST = block_of(item_path(0, 0), 0)
Hand = Callable[[ProofDialog], None]


def answered(monkeypatch: pytest.MonkeyPatch, hand: Hand) -> None:
    def run(dialog: ProofDialog) -> int:
        dialog.show()
        hand(dialog)
        return dialog.result()

    monkeypatch.setattr(ProofDialog, "exec", run)


def printed(monkeypatch: pytest.MonkeyPatch) -> list[Sequence[Page]]:
    """The pages that went to the printer."""
    found: list[Sequence[Page]] = []

    def take(output: Output, make: Callable[[Typeset], Sequence[Page]]) -> None:
        found.append(list(make(output._session.typeset())))

    monkeypatch.setattr(Output, "print_proof", take)
    return found


def words(page: Page) -> list[str]:
    return [] if page.aside is None else [line.line.text for line in page.aside.lines]


def test_a_pdf_is_written_and_the_number_goes_up_and_leaving_prints_nothing(
    real: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "清样.pdf"
    monkeypatch.setattr("bulletin_desk.desk.changing.proofs.ask_save", lambda *_: target)
    seen: list[int] = []

    def hand(dialog: ProofDialog) -> None:
        seen.append(dialog.number.value())
        QTest.mouseClick(dialog.to_file, Qt.MouseButton.LeftButton)

    answered(monkeypatch, hand)
    for _ in range(2):
        real.actions_by_name["proof_print"].trigger()
        qtbot.waitUntil(lambda: not real.output.running, timeout=30_000)
    assert seen == [1, 2]
    assert target.read_bytes().startswith(b"%PDF")
    answered(monkeypatch, lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Escape))
    found = printed(monkeypatch)
    real.actions_by_name["proof_print"].trigger()
    assert found == []
    assert not real.output.running


def test_it_goes_to_the_printer_as_it_was_asked_for(
    real: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = real.document
    document.set_rounds(sent(document.issue, "送审稿 1", "2026-11-30T15:30", "张三").rounds)
    document.apply("改", replace_range(document.issue, FIRST, 3, 3, "又"))

    def hand(dialog: ProofDialog) -> None:
        dialog.number.selectAll()
        type_into(dialog.number, "3")
        dialog.numbers.setCurrentIndex(1)
        at = QPoint(8, dialog.double.height() // 2)
        QTest.mouseClick(dialog.double, Qt.MouseButton.LeftButton, pos=at)
        dialog.since.setCurrentIndex(1)
        QTest.mouseClick(dialog.to_printer, Qt.MouseButton.LeftButton)

    answered(monkeypatch, hand)
    found = printed(monkeypatch)
    real.actions_by_name["proof_print"].trigger()
    (pages,) = found
    assert len(pages) > len(document.pages)
    assert words(pages[0])[-1].startswith("第三校　")
    assert "左边有竖线的行和送审稿 1 不同" in words(pages[0])[-1]
    marks = [mark for page in pages if page.aside for mark in page.aside.marks]
    bars = [mark for mark in marks if isinstance(mark, VerticalRule)]
    assert len(bars) == 1
    numbers = [int(each) for page in pages for each in words(page) if each.isdecimal()]
    assert numbers == list(range(1, len(numbers) + 1))
    assert real.session.settings[PROOF_NUMBERS] == "through"
    assert real.session.settings[PROOF_DOUBLE]
