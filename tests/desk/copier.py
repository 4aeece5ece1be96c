"""`python -m tests.desk.copier WHAT` opens a window, copies and ends: what is on the clipboard then goes to
the standard output. Run by `test_ending`."""

from __future__ import annotations

import sys
from argparse import ArgumentParser

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from bulletin_desk.desk import app
from bulletin_desk.desk.files import asking
from bulletin_desk.desk.taking_in.said import Words
from bulletin_desk.desk.window import MainWindow


def copy(window: MainWindow, what: str) -> None:
    """Copies as the clerk does, from the page, a field, or words under review."""
    if what == "words":
        words = Words("话", window)
        words.setPlainText("没有收入的话")
        words.show()
        words.selectAll()
        words.copy()
        return
    if what == "field":
        window.find_bar.show()
        window.find_bar.wanted.setText("查找的话")
        window.find_bar.wanted.selectAll()
        window.find_bar.wanted.copy()
        return
    window.document.type_text("页面上的话")
    window.canvas.setFocus()
    window.document.select_all()
    window.actions_by_name[what].trigger()


def main(what: str) -> int:
    """The program's exit code."""
    app.make_application()
    asking.ask_unsaved = lambda *_: False

    def go() -> None:
        window = next(one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow))
        try:
            if what != "nothing":
                copy(window, what)
            sys.stdout.buffer.write(QGuiApplication.clipboard().text().encode())
            sys.stdout.flush()
        finally:
            window.close()

    QTimer.singleShot(0, go)
    return app.run()


if __name__ == "__main__":
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("what", metavar="WHAT", help="words, field, nothing, or a command of the page")
    raise SystemExit(main(parser.parse_args().what))
