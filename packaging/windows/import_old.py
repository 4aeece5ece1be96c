"""Run by the built program's own Python: opens the desk and lets it take in a manuscript, as if it had been
dropped on the window; prints what the desk says to it, and ends. A part of `beside.py`.

    python import_old.py SECONDS MANUSCRIPT

SECONDS is what a converter may take.
"""

import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog, QLabel, QMessageBox, QProgressDialog

from bulletin_desk.desk import app
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.intake import convert


def main() -> int:
    """The desk's exit code."""
    parser = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument("seconds", type=int, metavar="SECONDS")
    parser.add_argument("manuscript", type=Path, metavar="MANUSCRIPT")
    options = parser.parse_args()
    convert.TIME_LIMIT = options.seconds
    application = app.make_application()
    asked = False

    def look() -> None:
        nonlocal asked
        window = next((w for w in application.topLevelWidgets() if isinstance(w, MainWindow)), None)
        if window is None or not window.isVisible():
            return
        if not asked:
            asked = True
            window.intaking.take_in([options.manuscript])
            return
        for dialog in application.topLevelWidgets():
            if isinstance(dialog, QDialog) and not isinstance(dialog, QProgressDialog) and dialog.isVisible():
                timer.stop()
                said = dialog.text() if isinstance(dialog, QMessageBox) else ""
                print("said:", said or " ".join(label.text() for label in dialog.findChildren(QLabel)))
                sys.stdout.flush()
                dialog.close()
                QTimer.singleShot(0, lambda: application.exit(0))
                return

    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(50)
    return app.run([])


if __name__ == "__main__":
    sys.exit(main())
