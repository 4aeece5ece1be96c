"""Faults of the program itself: the work is saved first, the log gets the fault without the text, the clerk
one sentence."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QWidget

from bulletin_desk.desk.parts.plain import Box

_LOGGER = logging.getLogger(__name__)


class Faults(QObject):
    """Takes what nobody has caught, in whichever thread. `flush` brings the work into the recovery copy and
    tells whether it is there; `log` is the log file, None if there is none."""

    _happened = Signal(bool)

    def __init__(
        self,
        window: QWidget,
        log: Path | None,
        flush: Callable[[], bool],
        save_as: Callable[[], object],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._log = log
        self._flush = flush
        self._save_as = save_as
        self.box: Box | None = None
        # later, even in this thread: it may be amid painting
        self._happened.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """From now on, until the program ends."""
        sys.excepthook = self.take
        threading.excepthook = self._take_in_thread

    def take(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """One fault. Never raises."""
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        safe = False
        try:
            safe = self._flush()
            _LOGGER.error("a fault", exc_info=(kind, error, trace))
            if sys.stderr is not None:
                sys.__excepthook__(kind, error, trace)
        finally:
            self._happened.emit(safe)

    def _take_in_thread(self, arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None and not issubclass(arguments.exc_type, SystemExit):
            self.take(arguments.exc_type, arguments.exc_value, arguments.exc_traceback)

    def _tell(self, safe: bool) -> None:
        if self.box is not None:  # a fault in painting comes again with each painting
            return
        where = (
            "稿子没有丢，已存进恢复副本，请保存一下再接着用。"
            if safe
            else "稿子还在窗口里，但恢复副本没存上，请马上另存一份。"
        )
        text = f"程序出了错，刚才这一步没有做成；{where}"
        box = self.box = Box(self._window, Box.Icon.Warning, "程序出了错", text)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        save_as = box.addButton("另存为…", Box.ButtonRole.AcceptRole)
        save_as.clicked.connect(lambda: self._save_as())
        if self._log is not None:
            log = self._log
            box.setInformativeText(f"常出这个错的话，请把日志交给维护的人（里面没有稿子的文字）：\n{log}")
            folder = box.addButton("打开日志的文件夹", Box.ButtonRole.ActionRole)
            folder.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(log.parent))))
        known = box.addButton("知道了", Box.ButtonRole.RejectRole)
        box.setDefaultButton(known)
        box.setEscapeButton(known)
        box.finished.connect(self._told)
        box.open()

    def _told(self) -> None:
        self.box = None
