"""`python -m bulletin_desk.desk [FILE]` opens the window."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from bulletin_desk.errors import BulletinDeskError

_NO_QT = "错误：没有装 PySide6，打不开编辑窗口；请先装 PySide6-Essentials，或改用 bulletin-desk export。"


def main(files: Sequence[str]) -> int:
    """Opens the window with a file, if one is given; the exit code."""
    try:
        from bulletin_desk.desk import app
    except ImportError as error:
        missing = (error.name or "").partition(".")[0] in ("PySide6", "shiboken6")
        print(_NO_QT if missing else f"错误：编辑窗口用的系统库不全，打不开：{error}", file=sys.stderr)
        return 3
    try:
        return app.run(files)
    except BulletinDeskError as error:
        print(f"错误：{error}", file=sys.stderr)
        return 3


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
