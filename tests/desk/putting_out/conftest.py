"""A printer that prints into a file, and a hand that answers its dialog."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from bulletin_desk.desk.putting_out import printing
from bulletin_desk.desk.window import MainWindow

Mode = QPrinter.DuplexMode
Hand = Callable[[QPrintDialog], bool]


class Sided(QPrinter):
    """A printer that can print on both sides, wherever the tests run."""

    possible = (Mode.DuplexNone, Mode.DuplexLongSide, Mode.DuplexShortSide)

    def __init__(self, mode: QPrinter.PrinterMode) -> None:
        super().__init__(mode)
        self.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        self.mode = Mode.DuplexAuto

    def setDuplex(self, mode: QPrinter.DuplexMode) -> None:  # noqa: N802
        """Remembers it: a PDF has no sides."""
        self.mode = mode

    def duplex(self) -> QPrinter.DuplexMode:
        """What it was set to."""
        return self.mode


class SidedInfo:
    """What such a printer can do."""

    def __init__(self, printer: Sided) -> None:
        self.printer = printer

    def supportedDuplexModes(self) -> list[QPrinter.DuplexMode]:  # noqa: N802
        """As QPrinterInfo says it."""
        return list(self.printer.possible)


@pytest.fixture
def print_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Hand], list[QPrintDialog]]:
    """Has a hand answer the dialog for printers, which prints into a file."""

    def prepared(hand: Hand) -> list[QPrintDialog]:
        seen: list[QPrintDialog] = []

        def run(dialog: QPrintDialog) -> int:
            seen.append(dialog)
            dialog.printer().setOutputFileName(str(tmp_path / "paper.pdf"))
            dialog.printer().setCopyCount(1)
            given = hand(dialog)
            return (QDialog.DialogCode.Accepted if given else QDialog.DialogCode.Rejected).value

        monkeypatch.setattr(QPrintDialog, "exec", run)
        monkeypatch.setattr(printing, "QPrinter", Sided)
        monkeypatch.setattr(printing, "QPrinterInfo", SidedInfo)
        return seen

    return prepared


def sides_of(dialog: QPrintDialog) -> QPrinter.DuplexMode:
    printer = dialog.printer()
    assert isinstance(printer, Sided)
    return printer.mode


def press_print(window: MainWindow) -> None:
    """Ctrl+P. A slow machine shows how far the printing is; not every system gives the window the keys back
    when that box goes."""
    window.activateWindow()
    QApplication.processEvents()
    QTest.keyClick(window.canvas, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
