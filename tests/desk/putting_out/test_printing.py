"""Paper is asked about as files are, and takes both sides of a sheet."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QMessageBox

from bulletin_desk.desk.settings import LONG_SIDE, ONE_SIDE, PRINT_SIDES, SHORT_SIDE
from bulletin_desk.desk.window import MainWindow
from tests.desk.conftest import noting, type_keys
from tests.desk.putting_out.conftest import Hand, Mode, Sided, press_print, sides_of

pytestmark = pytest.mark.qt_log_ignore("Cannot be used on non-native printers", extend=True)
"""Windows without a printer."""


@pytest.mark.parametrize(("answer", "goes_on"), [("先看看", False), ("照样打印", True)])
def test_open_errors_are_asked_about_before_paper(
    window: MainWindow,
    print_to: Callable[[Hand], list[QPrintDialog]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    answer: str,
    goes_on: bool,
) -> None:
    type_keys(window, "标题\n会议结束，，散会。")
    asked: list[str] = []

    def choose(box: QMessageBox) -> int:
        asked.append(f"{box.windowTitle()}：{box.text()}{box.informativeText()}")
        next(each for each in box.buttons() if each.text() == answer).click()
        return 0

    monkeypatch.setattr(QMessageBox, "exec", choose)
    seen = print_to(lambda _dialog: True)
    press_print(window)
    assert asked == ["打印之前：还有 1 处错误没有改。第 1 面：“，，”标点重复；请留一个。"]
    assert bool(seen) is goes_on
    assert (tmp_path / "paper.pdf").exists() is goes_on
    assert window.findings.isHidden() is goes_on


def test_a_clean_issue_is_printed_unasked(
    window: MainWindow, print_to: Callable[[Hand], list[QPrintDialog]], tmp_path: Path
) -> None:
    type_keys(window, "标题\n会议结束，散会。")
    titles: list[str] = []
    print_to(lambda dialog: noting(titles, dialog.windowTitle(), True))
    press_print(window)
    assert titles == ["打印"]
    count = len(window.document.pages)
    with pikepdf.open(tmp_path / "paper.pdf") as paper:
        assert len(paper.pages) == count
    assert window.notice.text == f"已把 {count} 面送到打印机。"
    type_keys(window, "又")
    assert window.notice.isHidden()


def test_both_sides_are_proposed_and_the_last_choice_is_kept(
    real: MainWindow,
    print_to: Callable[[Hand], list[QPrintDialog]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(real.proofing, "may_put_out", lambda _typeset, _how: True)
    proposed: list[QPrinter.DuplexMode] = []
    chosen = [Mode.DuplexShortSide, Mode.DuplexNone, None, Mode.DuplexLongSide]

    def hand(dialog: QPrintDialog) -> bool:
        proposed.append(sides_of(dialog))
        choice = chosen.pop(0)
        if choice is not None:
            dialog.printer().setDuplex(choice)
        return choice is not None

    print_to(hand)
    kept: list[str] = []
    for _ in range(len(chosen)):
        press_print(real)
        kept.append(real.session.settings[PRINT_SIDES])
    assert proposed == [Mode.DuplexLongSide, Mode.DuplexShortSide, Mode.DuplexNone, Mode.DuplexNone]
    assert kept == [SHORT_SIDE, ONE_SIDE, ONE_SIDE, LONG_SIDE]


def test_a_single_page_takes_one_side_and_says_nothing_of_the_next_issue(
    window: MainWindow, print_to: Callable[[Hand], list[QPrintDialog]], monkeypatch: pytest.MonkeyPatch
) -> None:
    proposed: list[QPrinter.DuplexMode] = []
    print_to(lambda dialog: noting(proposed, sides_of(dialog), True))
    monkeypatch.setattr(window.proofing, "may_put_out", lambda _typeset, _how: True)
    assert len(window.document.pages) == 1
    press_print(window)
    assert proposed == [Mode.DuplexNone]
    assert window.session.settings[PRINT_SIDES] == LONG_SIDE


def test_a_printer_of_one_side_changes_no_choice(
    real: MainWindow, print_to: Callable[[Hand], list[QPrintDialog]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(real.proofing, "may_put_out", lambda _typeset, _how: True)
    monkeypatch.setattr(Sided, "possible", (Mode.DuplexNone,))

    def hand(dialog: QPrintDialog) -> bool:
        dialog.printer().setDuplex(Mode.DuplexNone)  # as the dialog does, which finds nothing else
        return True

    print_to(hand)
    press_print(real)
    assert real.session.settings[PRINT_SIDES] == LONG_SIDE
