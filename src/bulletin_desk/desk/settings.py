"""What the desk remembers from one day to the next: every setting with its kind, default and bounds. The only
door to the settings file, in which anything may stand; knows no widgets."""

from __future__ import annotations

import math
import re
import stat
import struct
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Generic, NoReturn, TypeVar

from PySide6.QtCore import QByteArray, QSettings, Qt

from bulletin_desk.desk.parts.names import PATTERN
from bulletin_desk.desk.parts.zoom import FIT_AUTO, FIT_PAGE, FIT_WIDTH, FIXED, LEAST_ZOOM, MOST_ZOOM
from bulletin_desk.errors import UnreadableFileError
from bulletin_desk.paths import bytes_of

MAX_BYTES = 1 << 20
"""A settings file of ours is a few kilobytes long."""
CODES = "{全宗号}-{门类}·{年度}-{保管期限}-{机构}-{件号}"
"""As `archiving.codes.PATTERN`, which is not loaded at the start."""
_LONGEST_PATH = 4096
_LONGEST_NAME = 200
_FURTHEST = 20_000
"""Pixels: no edge of a window lies further out, on as many screens as there may be."""
_LEAST_WINDOW = 100

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Key(Generic[T]):
    """A setting under its name in the file. `fit` gives a value as the desk uses it, None for what is no
    value of this setting; that counts as the default."""

    name: str
    default: T
    fit: Callable[[object], T | None]


# ---- kinds


def flag(value: object) -> bool | None:
    """Yes or no."""
    return value if isinstance(value, bool) else {"true": True, "false": False}.get(str(value))


def whole(least: int, most: int) -> Callable[[object], int | None]:
    """A whole number within bounds."""

    def fit(value: object) -> int | None:
        found = _number(value, int)
        return None if found is None or not least <= found <= most else found

    return fit


def number(least: float, most: float) -> Callable[[object], float | None]:
    """A number within bounds."""

    def fit(value: object) -> float | None:
        found = _number(value, float)
        return None if found is None or not math.isfinite(found) or not least <= found <= most else found

    return fit


def choice(*words: str) -> Callable[[object], str | None]:
    """One of these words."""
    return lambda value: value if isinstance(value, str) and value in words else None


def text(longest: int) -> Callable[[object], str | None]:
    """Some words on one line, of no more than so many characters."""

    def fit(value: object) -> str | None:
        if not isinstance(value, str) or len(value) > longest or _UNFIT.search(value):
            return None
        return value

    return fit


def texts(longest: int, most: int) -> Callable[[object], tuple[str, ...] | None]:
    """Several texts: those that fit, no more than so many."""
    one = text(longest)

    def fit(value: object) -> tuple[str, ...] | None:
        if not isinstance(value, str | list | tuple):
            return None
        values = [value] if isinstance(value, str) else value
        return tuple(islice((each for each in map(one, values) if each), most))

    return fit


def window_place(value: object) -> bytes | None:
    """What QWidget.saveGeometry gives, of a window that can be reached and does not fill the screen."""
    data = _bytes(value)
    if len(data) != _WINDOW.size:
        return None
    magic, major, _, *rest = _WINDOW.unpack(data)
    frame, normal, (screen, _maximized, full, width), place = rest[:4], rest[4:8], rest[8:12], rest[12:]
    within = all(abs(edge) <= _FURTHEST for edge in (*frame, *normal, *place, screen, width))
    large = all(
        right - left >= _LEAST_WINDOW and bottom - top >= _LEAST_WINDOW
        for left, top, right, bottom in (frame, place)
    )
    return data if (magic, major, full) == (_WINDOW_MAGIC, 3, 0) and within and large else None


def three_rows(value: object) -> bytes | None:
    """What QSplitter.saveState gives, of a splitter with three widgets one over the other."""
    data = _bytes(value)
    if len(data) != _ROWS.size:
        return None
    magic, version, count, *sizes, _, handle, _, orientation, _ = _ROWS.unpack(data)
    within = all(-1 <= size <= _FURTHEST for size in sizes) and -1 <= handle <= 50
    known = (magic, version, count, orientation) == (0xFF, 1, 3, Qt.Orientation.Vertical.value)
    return data if known and within else None


_WINDOW = struct.Struct(">IHH4i4iiBBi4i")
"""Magic, version; frame, normal place; screen, maximized, full screen, the screen's width; place."""
_WINDOW_MAGIC = 0x1D9D0CB
_ROWS = struct.Struct(">iiI3iBiBiB")
"""Magic, version; sizes; collapsible, handle, opaque; orientation, whether opaque was set."""
_UNFIT = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
"""Controls, line ends, halves of pairs: in no name that the desk keeps."""


def _number(value: object, kind: Callable[[str], T]) -> T | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return kind(str(value))
    except (ValueError, OverflowError):
        return None


def _bytes(value: object) -> bytes:
    if isinstance(value, QByteArray):
        return bytes(value.data())
    return value if isinstance(value, bytes) else b""


# ---- every setting

ONE_SIDE, LONG_SIDE, SHORT_SIDE = "one", "long", "short"
"""How sheets are printed: on one side, or on both, turned at an edge."""

GEOMETRY = Key("window/geometry", b"", window_place)
OUTLINE_WIDTH = Key("window/outline_width", 230, whole(60, 1200))
"""Logical pixels, as below."""
FIELDS_WIDTH = Key("window/fields_width", 290, whole(60, 1200))
SHAPING_WIDTH = Key("window/shaping_width", 330, whole(60, 1200))
ROWS = Key("window/rows", b"", three_rows)
OUTLINE = Key("window/outline", True, flag)
FIT = Key("view/fit", FIT_AUTO, choice(FIXED, FIT_AUTO, FIT_WIDTH, FIT_PAGE))
ZOOM = Key("view/zoom", 1.0, number(LEAST_ZOOM, MOST_ZOOM))
TWO_PAGES = Key("view/two_pages", False, flag)
RECENT: Key[tuple[str, ...]] = Key("files/recent", (), texts(_LONGEST_PATH, 10))
CARETS: Key[tuple[str, ...]] = Key("files/carets", (), texts(_LONGEST_PATH + _LONGEST_NAME, 20))
"""Offset, path and file of each."""
FOLDER = Key("files/folder", "", text(_LONGEST_PATH))
SECTIONS: Key[tuple[str, ...]] = Key("sections", (), texts(_LONGEST_NAME, 30))
OFFICES: Key[tuple[str, ...]] = Key("offices", (), texts(_LONGEST_NAME, 30))
"""Those with which issues were begun: the last first, by their files' names."""
SYMBOLS: Key[tuple[str, ...]] = Key("symbols", (), texts(_LONGEST_NAME, 10))
"""Those used last."""
EXPORT_FOLDER = Key("export/folder", "", text(_LONGEST_PATH))
EXPORT_PATTERN = Key("export/pattern", PATTERN, text(_LONGEST_NAME))
EXPORT_FORMS = Key("export/forms", "", text(_LONGEST_NAME))
"""Their extensions, with spaces between."""
EXPORT_OPTIONS: Key[tuple[str, ...]] = Key("export/options", (), texts(_LONGEST_NAME, 30))
"""What was chosen about single forms, where it is not the usual: form, option and value of each."""

WHO = Key("review/who", "", text(_LONGEST_NAME))
"""Who works here, as remarks and rounds say it; empty: the system's name of the account."""
SIGNED_BY = Key("review/signed_by", "", text(_LONGEST_NAME))
"""Who signed last."""
SEND_FOLDER = Key("review/folder", "", text(_LONGEST_PATH))
SEND_FORMS = Key("review/forms", "pdf", text(_LONGEST_NAME))
"""What is put out when an issue goes round: forms by their extensions, with spaces between."""
SEND_NUMBERS = Key("review/numbers", "page", choice("none", "page", "through"))
SEND_REMARKS = Key("review/remarks", True, flag)
SEND_ITEMS = Key("review/items", True, flag)
SEND_SHEET = Key("review/sheet", "", text(_LONGEST_NAME))

LIBRARY_GEOMETRY = Key("library/geometry", b"", window_place)
POOL_UNUSED = Key("library/pool_unused", False, flag)
"""Whether items of the pool that have been used are not listed."""
LIBRARY_FOLDER = Key("library/folder", "", text(_LONGEST_PATH))
"""The one that was added last."""

GATHER_SOURCE = Key("gathering/source", "", text(_LONGEST_PATH))
GATHER_TARGET = Key("gathering/target", "", text(_LONGEST_PATH))
"""Folders of old issues, and of the bulletins that were made of them."""

ARCHIVE_FOLDER = Key("archive/folder", "", text(_LONGEST_PATH))
ARCHIVE_FONDS = Key("archive/fonds", "", text(_LONGEST_NAME))
"""The parts of archive codes: see `archiving.codes`."""
ARCHIVE_KIND = Key("archive/kind", "WS", text(_LONGEST_NAME))
ARCHIVE_TERM = Key("archive/term", "Y", choice("Y", "D30", "D10"))
ARCHIVE_UNIT = Key("archive/unit", "", text(_LONGEST_NAME))
ARCHIVE_PATTERN = Key("archive/pattern", CODES, text(_LONGEST_NAME))
ARCHIVE_ZIP = Key("archive/zip", False, flag)

SHEET = Key("sheets/sheet", "", text(_LONGEST_NAME))
"""The one chosen last, by its name."""
SHEET_TYPED: Key[tuple[str, ...]] = Key("sheets/typed", (), texts(2 * _LONGEST_NAME, 100))
"""What was typed last into boxes: key, =, words."""
REMARKS = Key("review/remarks_shown", True, flag)
"""Whether remarks are seen on the pages, and those that are settled."""
SETTLED = Key("review/settled", True, flag)

CHANGES = Key("changes/shown", True, flag)
"""Whether changes are seen on the pages."""
PROOF_NUMBERS = Key("proof/numbers", "page", choice("none", "page", "through"))
PROOF_DOUBLE = Key("proof/double", False, flag)

PRINT_SIDES = Key("print/sides", LONG_SIDE, choice(ONE_SIDE, LONG_SIDE, SHORT_SIDE))


class Settings:
    """The settings in a file, which need not exist; raises nothing, whatever is there. A file that can't be
    used as a whole is put aside: `trouble` says so then, in a sentence."""

    def __init__(self, file: Path) -> None:
        self.trouble = ""
        reason = _refusal(file)
        if reason:
            aside = file.with_name(f"{file.name}.bad")
            try:
                file.replace(aside)
                self.trouble = f"设置文件“{file.name}”{reason}，已改名为“{aside.name}”，各项设置回到默认。"
            except OSError:
                self.trouble = f"设置文件“{file}”{reason}，也挪不开，这次的设置不会记住，请删掉它。"
                file = file / "unused"  # where nothing can be, so that nothing is read or written
        self._kept = QSettings(str(file), QSettings.Format.IniFormat)

    def __getitem__(self, key: Key[T]) -> T:
        found = key.fit(self._kept.value(key.name))
        return key.default if found is None else found

    def __setitem__(self, key: Key[T], value: T) -> None:
        fits = key.fit(value)
        if fits is None:
            self._kept.remove(key.name)
        else:
            self._kept.setValue(key.name, _for_qt(fits))

    def save(self) -> None:
        """Writes what has changed, where that can be."""
        self._kept.sync()


def _for_qt(value: object) -> object:
    if isinstance(value, bytes):
        return QByteArray(value)
    return list(value) if isinstance(value, tuple) else value


def _refusal(file: Path) -> str:
    """Why Qt must not read a settings file, empty if it may: it would wait for a pipe, and what stands there
    as a `@Variant` it would unpack, Python's pickles too, which run what they like."""
    try:
        if not stat.S_ISREG(file.stat().st_mode):
            return "不是一个文件"
        data = bytes_of(file, MAX_BYTES, _refuse, "")
    except FileNotFoundError:
        return ""
    except (OSError, ValueError, UnreadableFileError):
        return "读不出来"
    if len(data) > MAX_BYTES:
        return "太大，不会是这个程序写的"
    seen_by_qt = _ESCAPE.sub(_unescaped, data.decode("utf-8", "replace"))
    return "里面有不该有的内容" if _PACKED.search(seen_by_qt) else ""


def _refuse(reason: str) -> NoReturn:
    raise UnreadableFileError(reason)


_ESCAPE = re.compile(r'"|\\(?:x([0-9A-Fa-f]+)|([0-7]+)|\r\n|.|\n)', re.DOTALL)
"""What QSettings takes out of a value, or reads as another character, before it looks what the value is."""
_PACKED = re.compile("@(?:Variant|DateTime)")


def _unescaped(found: re.Match[str]) -> str:
    hexadecimal, octal = found.groups()
    if hexadecimal or octal:
        # of an endless number Qt keeps the last 16 bits
        return chr(int(hexadecimal[-4:], 16) if hexadecimal else int(octal[-6:], 8) & 0xFFFF)
    return ""
