"""Run by the installed program's own Python: starts the desk, photographs its window, ends.

    python look.py PICTURE STARTED FILE...

STARTED is the time (seconds since 1970) at which this was asked for.
"""

import sys
import time
from argparse import ArgumentParser, RawDescriptionHelpFormatter

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QMainWindow

from bulletin_desk.desk import app, beside


def main() -> int:
    """The desk's exit code."""
    parser = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument("picture", metavar="PICTURE")
    parser.add_argument("started", type=float, metavar="STARTED")
    parser.add_argument("files", nargs="+", metavar="FILE")
    options = parser.parse_args()
    application = app.make_application()

    def look() -> None:
        window = next(
            (w for w in application.topLevelWidgets() if isinstance(w, QMainWindow) and w.isVisible()), None
        )
        if window is None or beside.waiting():  # an application that is not running yet can't be ended
            return
        timer.stop()
        application.processEvents()
        print(f"window after {time.time() - options.started:.2f} s")
        window.grab().save(options.picture)
        sys.stdout.flush()
        application.exit(0)

    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(0)
    return app.run(options.files)


if __name__ == "__main__":
    sys.exit(main())
