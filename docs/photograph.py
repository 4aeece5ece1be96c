"""Photographs the desk's windows for README and manual, offscreen and in the shipped face, so that the
pictures can be taken again whenever the window changes.

    python docs/photograph.py      writes docs/desk.png and docs/manual/*.png
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Callable
from datetime import date
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_SCALE_FACTOR", "1.5")

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from bulletin_desk.desk.app import make_application
from bulletin_desk.desk.settings import Settings
from bulletin_desk.desk.taking_in.intake_dialog import IntakeDialog
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.fonts.faces import load_faces
from bulletin_desk.resources import resource
from bulletin_desk.storage.places import Places

DOCS = Path(__file__).resolve().parent
EXAMPLE = DOCS.parent / "examples" / "2024-01-09.bulletin"
SIZE = (1366, 740)
MANUSCRIPT = """绵阳市开展地方志“七进”活动
1月4日，绵阳市地方志办公室走进社区,开展地方志“七进”活动,现场赠送《绵阳年鉴（2023）》100余册。
讲好地情故事
市地方志办公室组织 6 名专家，为社区群众讲解绵阳历史沿革和名人掌故。
活动向 12 个社区书屋捐赠志书、年鉴和地情读物,受到居民欢迎。
绵阳市地方志办公室
2024年1月5日
【打印本页】【关闭窗口】
"""


def main() -> int:
    """The exit code: 0."""
    ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter).parse_args()
    application = make_application()
    family = QFontDatabase.applicationFontFamilies(
        QFontDatabase.addApplicationFont(str(resource("fonts", "NotoSansSC-Regular.ttf")))
    )
    application.setFont(QFont(family[:1], 9))
    with tempfile.TemporaryDirectory() as folder:
        photograph(Path(folder))
    return 0


def photograph(folder: Path) -> None:
    """All pictures; what the program keeps goes into `folder`."""
    (DOCS / "manual").mkdir(exist_ok=True)
    settings = Settings(folder / "desk.ini")
    file = folder / EXAMPLE.name
    file.write_bytes(EXAMPLE.read_bytes())
    manuscript = folder / "绵阳市地方志办公室：开展地方志“七进”活动.txt"
    manuscript.write_text(MANUSCRIPT, encoding="utf-8")
    window = MainWindow(
        load_faces(use_installed=False),
        settings,
        today=lambda: date(2024, 1, 9),
        places=Places(folder / "data", folder / "settings"),
    )
    window.resize(*SIZE)
    window.show()
    window.filing.open_file(file)
    settle(1.5)
    take(window, "manual/window.png")

    canvas = window.canvas
    QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(560, 660))
    QTest.keyClick(canvas, Qt.Key.Key_Home)
    for _ in range(2):
        QTest.keyClick(canvas, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    settle(0.5)
    take(window, "desk.png")

    QTest.keyClick(canvas, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    window.actions_by_name["show_fields"].trigger()
    settle(0.5)
    take(window, "manual/fields.png")
    window.actions_by_name["show_fields"].trigger()

    window.actions_by_name["show_findings"].trigger()
    settle(2.0)
    window.actions_by_name["finding_next"].trigger()
    settle(0.5)
    take(window, "manual/findings.png")
    window.actions_by_name["show_findings"].trigger()

    window.intaking.take_in([manuscript])
    dialog = wait_for(lambda: next((w for w in window.findChildren(IntakeDialog) if w.isVisible()), None))
    settle(0.5)
    QTest.keyClick(dialog.parts, Qt.Key.Key_F8)
    settle(0.2)
    take(dialog, "manual/review.png")
    dialog.reject()
    window.document.mark_saved()
    window.close()
    settle(0.2)


def settle(seconds: float) -> None:
    """Lets the window do what it does in its pauses."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        QApplication.processEvents()
        time.sleep(0.01)


def wait_for(look: Callable[[], QDialog | None]) -> QDialog:
    """What `look` finds within ten seconds."""
    end = time.monotonic() + 10
    while time.monotonic() < end:
        QApplication.processEvents()
        found = look()
        if found is not None:
            return found
    raise SystemExit("the dialog did not come")


def take(widget: QWidget, name: str) -> None:
    """A picture of a window."""
    widget.grab().save(str(DOCS / name))
    print(DOCS / name)


if __name__ == "__main__":
    sys.exit(main())
