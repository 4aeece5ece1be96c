"""usage: `python -m bulletin_desk.desk [FILE]` opens the window."""

import sys

if __name__ == "__main__" and not sys.flags.safe_path:
    del sys.path[0]  # the current folder: see bulletin_desk/__main__.py

import contextlib
import logging
from collections.abc import Sequence

from bulletin_desk import programs
from bulletin_desk.errors import BulletinDeskError

_STOP_SIGN = 0x10
"""MB_ICONERROR"""
_NO_QT = "错误：没有装 PySide6，打不开编辑窗口；请先装 PySide6-Essentials，或改用 bulletin-desk export。"


def main(files: Sequence[str]) -> int:
    """Opens the window with a file, if one is given; the exit code."""
    if {"-h", "--help"} & set(files):
        print(__doc__)
        return 0
    programs.leave_out_current_folder()  # before Qt brings its libraries
    try:
        from bulletin_desk.desk import app
    except ImportError as error:
        missing = (error.name or "").partition(".")[0] in ("PySide6", "shiboken6")
        _tell(_NO_QT if missing else f"错误：编辑窗口用的系统库不全，打不开：{error}")
        return 3
    try:
        return app.run(files)
    except BulletinDeskError as error:
        _tell(f"错误：{error}")
        return 3
    except Exception as error:
        if sys.stderr is None:  # nobody would see where it went wrong
            logging.getLogger("bulletin_desk.desk").critical("the window does not open", exc_info=True)
            _tell(f"错误：编辑窗口打不开（{type(error).__name__}：{error}）。简报文件不受影响。{_advice()}")
        raise


def _advice() -> str:
    """What may help: a new installation would keep the settings, and meet the same fault."""
    from bulletin_desk.storage import log
    from bulletin_desk.storage.places import places

    first, report = "", "这句话"
    with contextlib.suppress(Exception):  # there may be no home to look in
        user = places()
        if user.settings.exists():
            first = f"请先把设置文件“{user.settings}”改个名字，再打开一次；还是打不开，"
        if (user.log / log.NAME).exists():
            report = f"日志“{user.log / log.NAME}”"
    return f"{first}请把{report}交给维护的人。"


def _tell(sentence: str) -> None:
    """To the terminal; in the Windows program, which has none, as a message."""
    if sys.stderr is not None:
        print(sentence, file=sys.stderr)
    else:
        _show(sentence)


def _show(sentence: str) -> None:
    """A message of the system's own, which needs no Qt."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.MessageBoxW(None, sentence, "简报编排", _STOP_SIGN)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
