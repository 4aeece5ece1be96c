"""`python -m benchmarks.desk FILE [ISSUES]` measures the window: start, opening, key press to painted page,
scrolling, memory.

FILE is the issue; ISSUES times its contents (see `volume`) are the large volume, none if 0. Every figure is
measured in one
process on the platform that QT_QPA_PLATFORM names, the events sent as Qt sends them, until the window's
pixels are there.
Prints the figures as JSON.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import tempfile
import time
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.volume import volume
from bulletin_desk.storage.bulletin_file import read_bulletin, write_bulletin

TYPED = "各级地方志工作机构要认真学习，抓好落实。2024年，"
FRAMES = 240
STEP = 60
"""Pixels that a notch of the wheel scrolls, roughly."""


def _spread(seconds: list[float]) -> dict[str, float]:
    """Milliseconds: median, 95th percentile, longest."""
    values = sorted(seconds)
    return {
        "median_ms": round(1000 * statistics.median(values), 2),
        "p95_ms": round(1000 * values[min(len(values) - 1, int(0.95 * len(values)))], 2),
        "max_ms": round(1000 * values[-1], 2),
        "count": len(values),
    }


def _memory_mib() -> float:
    """What the process holds now, in MiB; 0 where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return 0.0
    return round(pages * os.sysconf("SC_PAGE_SIZE") / 2**20, 1)


def _keys(window: Any, settle: Callable[[], None], times: int) -> list[float]:
    """Types into the body paragraph in view, a key at a time, then deletes it again."""
    from PySide6.QtCore import QEvent, Qt
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    seconds = []
    for _ in range(times):
        for char in TYPED:
            began = time.perf_counter()
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, char)
                QApplication.sendEvent(window.canvas, event)
            settle()
            seconds.append(time.perf_counter() - began)
        for _char in TYPED:
            began = time.perf_counter()
            QTest.keyClick(window.canvas, Qt.Key.Key_Backspace)
            settle()
            seconds.append(time.perf_counter() - began)
    return seconds


def _frames(window: Any, settle: Callable[[], None], positions: list[int]) -> list[float]:
    """Scrolls to each position; each is one frame."""
    bar = window.canvas.verticalScrollBar()
    seconds = []
    for position in positions:
        began = time.perf_counter()
        bar.setValue(position)
        settle()
        seconds.append(time.perf_counter() - began)
    return seconds


def _to_page(window: Any, share: float) -> None:
    """The caret into a body paragraph on the page at a share of the issue."""
    pages = window.document.pages
    for index in range(int(share * (len(pages) - 1)), len(pages)):
        for placed in pages[index].lines:
            if placed.kind.value == "body" and placed.line.start > 20:
                window.document.go_to(placed.path, placed.line.start + 2)
                return


def _measure(window: Any, settle: Callable[[], None], chance: random.Random) -> dict[str, Any]:
    figures: dict[str, Any] = {"pages": len(window.document.pages)}
    for share in (0.3, 0.9):
        _to_page(window, share)
        settle()
        _keys(window, settle, 1)  # glyphs are rasterised once
        figures[f"key_to_paint_at_{share:.0%}"] = _spread(_keys(window, settle, 4))
    bar = window.canvas.verticalScrollBar()
    start = bar.maximum() // 4
    steady = [min(start + STEP * step, bar.maximum()) for step in range(FRAMES)]
    figures["scroll_steady"] = _spread(_frames(window, settle, steady))
    figures["scroll_anywhere"] = _spread(
        _frames(window, settle, [chance.randrange(bar.maximum() + 1) for _ in range(FRAMES // 2)])
    )
    figures["memory_mib"] = _memory_mib()
    return figures


def main() -> None:
    """Measures and prints."""
    began = time.perf_counter()
    parser = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("issues", type=int, nargs="?", default=100, metavar="ISSUES")
    options = parser.parse_args()
    file, issues = options.file, options.issues
    width, height = (int(part) for part in os.environ.get("DESK_SIZE", "1366x768").split("x"))
    zoom = float(os.environ.get("DESK_ZOOM", "1.25"))
    from PySide6.QtCore import QCoreApplication, QEvent

    from bulletin_desk.desk.app import make_application
    from bulletin_desk.desk.settings import Settings
    from bulletin_desk.desk.window import MainWindow
    from bulletin_desk.fonts.faces import load_faces
    from bulletin_desk.storage.places import Places

    application = make_application()
    chance = random.Random(1)

    def settle() -> None:
        """Until everything that was caused has been painted."""
        QCoreApplication.sendPostedEvents()
        application.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.UpdateRequest)

    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(Path(folder) / "desk.ini")
        window = MainWindow(
            load_faces(),
            settings,
            places=Places(Path(folder) / "data", Path(folder) / "desk.ini"),
        )
        window.resize(width, height)
        window.show()
        window.filing.open_file(file)
        settle()
        figures: dict[str, Any] = {
            "platform": application.platformName(),
            "window": [width, height, window.devicePixelRatioF()],
            "first_window_s": round(time.perf_counter() - began, 3),
        }
        window.canvas.set_zoom(zoom)
        window.canvas.setFocus()
        settle()
        figures["issue"] = _measure(window, settle, chance)
        if issues:
            large = Path(folder) / "volume.bulletin"
            write_bulletin(large, volume(read_bulletin(file), issues))
            window.document.mark_saved()
            began = time.perf_counter()
            window.filing.open_file(large)
            settle()
            figures["volume_open_s"] = round(time.perf_counter() - began, 3)
            figures["volume"] = _measure(window, settle, chance)
        window.document.mark_saved()
        window.close()
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
