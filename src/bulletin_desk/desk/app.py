"""Starts the desk: the application with its look, faces and language, then the window with what it is to
open."""

from __future__ import annotations

import contextlib
import html
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon
from PySide6.QtWidgets import QApplication

from bulletin_desk import __version__, programs
from bulletin_desk.desk.parts.icons import icon
from bulletin_desk.desk.parts.notice import Until
from bulletin_desk.desk.parts.qt_words import speak_chinese
from bulletin_desk.desk.settings import Settings
from bulletin_desk.fonts.installed import blocked, cache_file, font_folders
from bulletin_desk.resources import resource
from bulletin_desk.storage import log
from bulletin_desk.storage.instance import Instance, seat
from bulletin_desk.storage.places import Places
from bulletin_desk.storage.places import places as user_places

NAME = "Bulletin Desk"
TITLE = "简报编排"
_THREAD_SWITCH = 0.0005
"""Seconds that an export may hold the interpreter while the clerk types: Python's own 5 ms would be felt."""

_FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
<include ignore_missing="yes">/etc/fonts/fonts.conf</include>
<reset-dirs/>
{folders}
</fontconfig>
"""
"""The system's own configuration, but for the folders in which fonts are looked for."""


def run(arguments: Sequence[str] = ()) -> int:
    """Opens a window for each file of `arguments`, one without if there is none; returns when all are closed,
    or at once where a program that runs already has taken that on. Raises BulletinDeskError where shipped
    faces or layouts can't be used."""
    files = [Path(argument).absolute() for argument in arguments]
    programs.leave_current_folder()
    places = user_places()
    instance = Instance(places.data / "desk" / seat())
    if instance.claim() is False and instance.hand_over(files):
        return 0
    try:
        return _run(files, places, instance)
    finally:
        instance.release()


def _run(files: Sequence[Path], places: Places, instance: Instance) -> int:
    application = make_application()
    from bulletin_desk.desk.windows import Windows

    log_file = log.start(places.log)
    log.catch_crashes(places.log)
    settings = Settings(places.settings)
    windows = Windows(settings, places, log_file, instance)
    window = windows.open_window(files)
    if settings.trouble:
        window.notice.say(settings.trouble, until=Until.CLOSED)
    QTimer.singleShot(0, window.filing.offer_recovered)
    return application.exec()


def make_application() -> QApplication:
    """The application, or the one that exists already."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    sys.setswitchinterval(_THREAD_SWITCH)
    keep_out_of_font_folders()
    QApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    application = QApplication([NAME])
    application.setApplicationName("bulletin-desk")
    application.setApplicationDisplayName(TITLE)
    application.setApplicationVersion(__version__)
    application.setWindowIcon(program_icon())
    # the one style that looks alike everywhere and follows light and dark on every system
    application.setStyle("Fusion")
    speak_chinese(application)
    use_chinese_font(application)
    return application


def keep_out_of_font_folders() -> None:
    """Has the system's search for fonts leave out folders in which it would wait for ever (for a pipe): the
    window's own words come from the others. Linux alone has a search that opens whatever it finds."""
    if not sys.platform.startswith("linux"):
        return
    folders = font_folders()
    waiting = blocked(folders)
    if not waiting:
        return
    lines = [f"<dir>{html.escape(str(folder))}</dir>" for folder in folders if folder not in waiting]
    configuration = cache_file().with_name("fonts.conf")
    with contextlib.suppress(OSError, UnicodeEncodeError):
        configuration.parent.mkdir(parents=True, exist_ok=True)
        configuration.unlink(missing_ok=True)
        configuration.write_text(_FONTS.format(folders="\n".join(lines)), encoding="utf-8")
        os.environ["FONTCONFIG_FILE"] = str(configuration)


def program_icon() -> QIcon:
    """The window's icon: up to 32 pixels the drawing with fewer lines, as in the programs' own icon on
    Windows."""
    made = QIcon()
    for name, sizes in (("bulletin-desk-small", (16, 20, 24, 32)), ("bulletin-desk", (40, 48, 64, 256))):
        for size in sizes:
            made.addPixmap(icon(name, QColor("black")).pixmap(QSize(size, size), 1.0))
    return made


def use_chinese_font(application: QApplication) -> None:
    """A face for the window's own words where the system has no Chinese one."""
    if QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese):
        return
    number = QFontDatabase.addApplicationFont(str(resource("fonts", "NotoSansSC-Regular.ttf")))
    families = QFontDatabase.applicationFontFamilies(number)
    if families:
        font = QFont(families[:1])
        font.setPointSizeF(max(application.font().pointSizeF(), 9.0))
        application.setFont(font)
