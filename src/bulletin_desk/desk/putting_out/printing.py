"""Prints finished pages through the system's dialog. Decides nothing about pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QMarginsF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from bulletin_desk.desk.page.ink import Brush
from bulletin_desk.desk.settings import LONG_SIDE, ONE_SIDE, SHORT_SIDE
from bulletin_desk.pages.model import Page

_POINTS_PER_INCH = 72


_SIDES = {
    ONE_SIDE: QPrinter.DuplexMode.DuplexNone,
    LONG_SIDE: QPrinter.DuplexMode.DuplexLongSide,
    SHORT_SIDE: QPrinter.DuplexMode.DuplexShortSide,
}


def printer_for(
    pages: Sequence[Page], print_count: int | None, name: str, sides: str, length: int = 0
) -> QPrinter:
    """A printer set to the pages' paper, all pages, as many copies as the issue says, and, where one copy has
    a `length` of more pages than one, to both sides of a sheet, where `sides` wants that."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    first = pages[0]
    across, down = sorted((first.width, first.height))  # as papers are known, whichever way it lies
    paper = QPageSize(QSizeF(across, down), QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    lying = first.width > first.height
    orientation = QPageLayout.Orientation.Landscape if lying else QPageLayout.Orientation.Portrait
    printer.setPageLayout(QPageLayout(paper, orientation, QMarginsF()))
    # the pages hold their own margins
    printer.setFullPage(True)
    printer.setDocName(name)
    printer.setCopyCount(max(1, print_count or 1))
    printer.setFromTo(1, len(pages))
    printer.setDuplex(_SIDES[sides if (length or len(pages)) > 1 else ONE_SIDE])
    return printer


def chosen_sides(printer: QPrinter) -> str:
    """How the clerk has the sheets printed; empty where the printer leaves no choice."""
    possible = QPrinterInfo(printer).supportedDuplexModes()
    if not {QPrinter.DuplexMode.DuplexLongSide, QPrinter.DuplexMode.DuplexShortSide}.intersection(possible):
        return ""
    return next((sides for sides, mode in _SIDES.items() if mode == printer.duplex()), "")


def chosen_pages(printer: QPrinter, count: int) -> range:
    """Which pages (from 0) the clerk has chosen in the dialog."""
    if printer.printRange() != QPrinter.PrintRange.PageRange or not printer.fromPage():
        return range(count)
    return range(printer.fromPage() - 1, min(max(printer.toPage(), printer.fromPage()), count))


def print_pages(
    printer: QPrinter, pages: Sequence[Page], brush: Brush, advanced: Callable[[int], bool], length: int = 0
) -> bool:
    """Paints the chosen pages, of copies of this `length` (0: all are one), each on a sheet of its own.
    `advanced` is told how many are done and may say no. False if it did, or if the printer can't be
    started."""
    length = length or len(pages)
    painter = QPainter()
    if not painter.begin(printer):
        return False
    try:
        brush.set_scale(printer.resolution() / _POINTS_PER_INCH)
        for done, index in enumerate(chosen_pages(printer, len(pages))):
            if done:
                printer.newPage()
                if index % length == 0 and length % 2 and chosen_sides(printer) not in ("", ONE_SIDE):
                    printer.newPage()
            brush.page(painter, pages[index])
            if not advanced(done + 1):
                printer.abort()
                return False
    finally:
        painter.end()
    return True
