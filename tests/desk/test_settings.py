"""What the desk remembers: whatever stands in its file, the window opens, and nothing of it is run."""

from __future__ import annotations

import ast
import math
import os
import pickle
import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, QSettings, QSize
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from bulletin_desk.desk import app
from bulletin_desk.desk import settings as remembered
from bulletin_desk.desk.files import asking
from bulletin_desk.desk.parts.faults import Faults
from bulletin_desk.desk.parts.names import PATTERN
from bulletin_desk.desk.parts.zoom import FIT_AUTO, FIXED, LEAST_ZOOM, MOST_ZOOM
from bulletin_desk.desk.putting_out.export_dialog import Choice, remember
from bulletin_desk.desk.section_names import section_names
from bulletin_desk.desk.settings import Key, Settings
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.forms import PDF
from bulletin_desk.storage import log
from bulletin_desk.storage.places import Places
from tests.desk.conftest import TODAY, let_go

ROOM = Path(remembered.__file__).parent
EVERY = [key for key in vars(remembered).values() if isinstance(key, Key)]
MUTANTS = min(int(os.environ.get("BULLETIN_DESK_MUTANTS", "150")), 2000)
CORRUPT = pytest.mark.qt_log_ignore("QSettings", "QVariant")


def written(file: Path, key: Key[object], value: str) -> Settings:
    """Settings of a file in which one key has this text."""
    group, _, name = key.name.rpartition("/")
    file.write_text(f"[{group or 'General'}]\n{name}={value}\n", encoding="utf-8", newline="\n")
    return Settings(file)


@pytest.fixture
def ini(tmp_path: Path) -> Path:
    """Where settings may be."""
    return tmp_path / "desk.ini"


# ---- the door


def test_qsettings_are_asked_by_the_door_alone() -> None:
    for file in ROOM.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.ImportFrom) else []
            names += [node.attr] if isinstance(node, ast.Attribute) else []
            assert "QSettings" not in names or file.name == "settings.py", file


def test_every_setting_has_a_name_of_its_own_and_a_default_that_fits() -> None:
    assert len({key.name for key in EVERY}) == len(EVERY) > 10
    for key in EVERY:
        if key.default:
            assert key.fit(key.default) == key.default


def test_what_is_set_is_had_again(ini: Path, qapp: QApplication) -> None:
    values: dict[Key[Any], object] = {
        remembered.OUTLINE_WIDTH: 311,
        remembered.OUTLINE: False,
        remembered.FIT: FIXED,
        remembered.ZOOM: 1.37,
        remembered.TWO_PAGES: True,
        remembered.RECENT: ("/a/b,c.bulletin", "/d/“e”;=%@[1].bulletin"),
        remembered.SECTIONS: ("@特别关注",),
        remembered.EXPORT_FOLDER: r"\\server\share\x",
        remembered.EXPORT_PATTERN: "{年份}, {期号}",
    }
    before = Settings(ini)
    for key, value in values.items():
        before[key] = value
        assert before[key] == value
    before.save()
    # a copy, for Qt remembers files by their names
    copy = ini.with_name("copy.ini")
    copy.write_bytes(ini.read_bytes())
    after = Settings(copy)
    assert after.trouble == ""
    assert {key: after[key] for key in values} == values


def test_what_does_not_fit_is_not_kept(ini: Path) -> None:
    kept = Settings(ini)
    kept[remembered.ZOOM] = math.nan
    assert kept[remembered.ZOOM] == 1.0
    kept[remembered.RECENT] = tuple(f"/{number}" for number in range(50))
    assert len(kept[remembered.RECENT]) == 10
    kept[remembered.RECENT] = ("/a\udc80", "/b")
    assert kept[remembered.RECENT] == ("/b",)


NO_VALUE = (
    "",
    "nan",
    "-nan",
    "inf",
    "-1e400",
    "1e400",
    "99999999999999999999",
    "-5",
    "9" * 6000,
    "@ByteArray(\\0\\x1\\xff)",
    "@ByteArray(1.5)",
    "@Size(1 2)",
    "@Size(x)",
    "@Rect(1 2 3 4)",
    "@Point(1 2)",
    "@Invalid()",
    "@Bogus(1)",
    "1, 2, 3",
    "a, @ByteArray(b)",
    "\\xd800\\x0",
    '"',
    "\\",
    "[",
)


@pytest.mark.sampled
@CORRUPT
@pytest.mark.parametrize("value", NO_VALUE, ids=lambda value: value[:12])
@pytest.mark.parametrize("key", EVERY, ids=lambda key: key.name)
def test_a_value_that_does_not_fit_is_the_default(ini: Path, key: Key[object], value: str) -> None:
    kept = written(ini, key, value)[key]
    assert type(kept) is type(key.default)
    match kept:
        case bool():
            assert kept is key.default
        case int():
            assert kept == key.default
        case float():
            assert LEAST_ZOOM <= kept <= MOST_ZOOM
        case bytes():
            assert kept == b""
        case str():
            assert len(kept) < 5000
            assert "\ud800" not in kept
        case tuple():
            assert all(isinstance(each, str) and "\ud800" not in each for each in kept)


# ---- the file as a whole


class _Touch:
    """What Python makes a file of when it unpacks it."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def __reduce__(self) -> tuple[object, ...]:
        return (open, (str(self._file), "w"))


def packed(file: Path) -> bytes:
    """A value as QSettings writes it that makes a file when it is read."""
    ini = file.with_name("packed.ini")
    kept = QSettings(str(ini), QSettings.Format.IniFormat)
    kept.setValue("view/zoom", _Touch(file))
    kept.sync()
    return ini.read_bytes().partition(b"zoom=")[2].strip()


DISGUISES: tuple[Callable[[bytes], bytes], ...] = (
    lambda value: value,
    lambda value: value.replace(b"@V", b"\\x40V"),
    lambda value: value.replace(b"@V", b"\\100V"),
    lambda value: value.replace(b"@V", b"\\x10040V"),
    lambda value: value.replace(b"@V", b"\\7000100V"),
    lambda value: value.replace(b"@Var", b"@V\\x61r"),
    lambda value: value.replace(b"@Var", b"@Va\\\nr"),
    lambda value: value.replace(b"@Var", b"@Va\\\r\nr"),
    lambda value: value.replace(b"@Var", b'@"Va"r'),
    lambda value: b"a, " + value,
)


@pytest.mark.parametrize("disguise", DISGUISES)
def test_nothing_in_the_file_is_run(ini: Path, tmp_path: Path, disguise: Callable[[bytes], bytes]) -> None:
    touched = tmp_path / "touched"
    value = disguise(packed(touched))
    assert pickle.PROTO[:1] in value or b"PyObjectWrapper" in value
    ini.write_bytes(b"[view]\nfit=fixed\nzoom=" + value + b"\n")
    kept = Settings(ini)
    assert kept[remembered.ZOOM] == 1.0
    assert kept[remembered.FIT] == FIT_AUTO
    assert not touched.exists()
    assert kept.trouble == "设置文件“desk.ini”里面有不该有的内容，已改名为“desk.ini.bad”，各项设置回到默认。"
    assert not ini.exists()
    # so it would have been
    bare = QSettings(str(ini.with_name("desk.ini.bad")), QSettings.Format.IniFormat)
    bare.value("view/zoom")
    assert touched.exists()


def test_a_folder_in_the_place_of_the_file(ini: Path) -> None:
    ini.mkdir()
    (ini / "x").write_bytes(b"")
    kept = Settings(ini)
    assert "不是一个文件，已改名为“desk.ini.bad”" in kept.trouble
    assert (ini.with_name("desk.ini.bad") / "x").exists()
    kept[remembered.ZOOM] = 2.0
    kept.save()
    assert ini.is_file()
    assert Settings(ini).trouble == ""


def test_a_file_that_can_not_be_put_aside_is_left(ini: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ini.mkdir()

    def refuse(_self: Path, _target: Path) -> Path:
        raise PermissionError(13, "no")

    monkeypatch.setattr(Path, "replace", refuse)
    kept = Settings(ini)
    assert "也挪不开" in kept.trouble
    assert str(ini) in kept.trouble
    kept[remembered.ZOOM] = 2.0
    assert kept[remembered.ZOOM] == 2.0
    kept.save()
    assert ini.is_dir()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in folders")
def test_a_pipe_in_the_place_of_the_file(ini: Path) -> None:
    os.mkfifo(ini)
    assert "不是一个文件" in Settings(ini).trouble


def test_a_file_that_is_too_large(ini: Path) -> None:
    with ini.open("wb") as file:
        file.truncate(remembered.MAX_BYTES + 1)
    assert "太大" in Settings(ini).trouble
    assert not ini.exists()


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="the file can be read whatever its mode"
)
def test_a_file_that_may_not_be_read(ini: Path) -> None:
    ini.write_text("[view]\nzoom=2\n", encoding="utf-8")
    ini.chmod(0)
    assert "读不出来" in Settings(ini).trouble


def test_no_file_is_no_fault(ini: Path) -> None:
    assert Settings(ini).trouble == ""
    assert not ini.exists()


# ---- the window


@pytest.fixture
def opened(
    qtbot: object, faces: Faces, places: Places, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[Path], MainWindow]]:
    """Opens a window with the settings in a file; closes the one before."""
    windows: list[MainWindow] = []

    def leave() -> None:
        while windows:
            window = windows.pop()
            window.close()
            window.deleteLater()
        let_go()

    def opened(file: Path) -> MainWindow:
        leave()
        window = MainWindow(faces, Settings(file), lambda: 0.0, lambda: TODAY, places)
        windows.append(window)
        window.open_up()
        return window

    monkeypatch.setattr(asking, "ask_unsaved", lambda *_: False)
    yield opened
    leave()


def check(window: MainWindow) -> None:
    """A window that a clerk can work in: within the screen, its parts of some size."""
    QApplication.processEvents()
    screen = window.screen().availableGeometry()
    seen = window.frameGeometry() & screen
    assert seen.width() >= min(400, screen.width())
    assert seen.height() >= min(300, screen.height())
    assert screen.contains(window.frameGeometry().topLeft() + QPoint(40, 10))
    assert not window.isFullScreen()
    assert LEAST_ZOOM <= window.canvas.zoom <= MOST_ZOOM
    assert window.canvas.width() >= 240
    assert window.canvas.height() >= 100


@pytest.mark.sampled
@CORRUPT
@pytest.mark.parametrize("value", NO_VALUE, ids=lambda value: value[:12])
def test_a_window_opens_whatever_a_value_is(
    ini: Path, opened: Callable[[Path], MainWindow], value: str
) -> None:
    lines = ["[General]", f"sections={value}"]
    for group in ("window", "view", "files", "export"):
        names = [key.name.partition("/")[2] for key in EVERY if key.name.startswith(f"{group}/")]
        lines += [f"[{group}]", *(f"{name}={value}" for name in names)]
    ini.write_text("\n".join(lines).replace("fit=" + value, "fit=fixed"), encoding="utf-8")
    window = opened(ini)
    check(window)
    window.filing.start_empty()
    window.filing.fill_recent()
    QTest.keyClicks(window.canvas, "abc")
    assert window.document.issue.sections[0].items[0].title == "abc"
    section_names(window.session.settings, window.session.issue, window.session.office)


def test_how_the_window_was(ini: Path, opened: Callable[[Path], MainWindow]) -> None:
    window = opened(ini)
    window.resize(700, 560)
    window.findings.show()
    window.frame.review.show()
    QApplication.processEvents()
    window.frame.rows.setSizes([200, 130, 120])
    window.canvas.set_zoom(1.5)
    window.frame.columns.set_widths(180, 260)
    sizes, size = window.frame.rows.sizes(), window.size()
    again = opened(ini)
    again.findings.show()
    again.frame.review.show()
    QApplication.processEvents()
    assert again.size() == size
    assert again.frame.rows.sizes() == sizes
    assert again.frame.columns.widths == (180, 260)
    assert (again.canvas.fit, again.canvas.zoom) == (FIXED, 1.5)


def geometry(frame: QRect, place: QRect, *, normal: QRect | None = None, full: int = 0) -> bytes:
    boxes = [
        (each.left(), each.top(), each.right(), each.bottom()) for each in (frame, normal or place, place)
    ]
    return remembered._WINDOW.pack(0x1D9D0CB, 3, 0, *boxes[0], *boxes[1], 0, 0, full, 800, *boxes[2])


def test_where_a_window_may_be(ini: Path, opened: Callable[[Path], MainWindow]) -> None:
    good = QRect(20, 30, 640, 480)
    assert remembered.window_place(geometry(good, good)) is not None
    far = QRect(2_000_000_000, 0, 640, 480)
    for data in (
        geometry(good, good, full=1),
        geometry(good, far),
        geometry(far, good),
        geometry(good, QRect(0, 0, 1, 1)),
        geometry(good, QRect(QPoint(0, 0), QSize(-5, 7))),
        geometry(good, good)[:-1],
        geometry(good, good) + b"\0",
        b"\0" * 66,
        b"\xff" * 66,
        b"",
    ):
        assert remembered.window_place(data) is None
    for place in (
        QRect(15_000, 9_000, 640, 480),
        QRect(-9_000, -9_000, 640, 480),
        QRect(0, 0, 19_000, 19_000),
    ):
        data = geometry(place, place)
        assert remembered.window_place(data) == data
        Settings(ini)[remembered.GEOMETRY] = data
        check(opened(ini))


def test_rows_of_a_splitter(ini: Path) -> None:
    pack = remembered._ROWS.pack
    assert remembered.three_rows(pack(0xFF, 1, 3, 400, 150, 180, 1, -1, 1, 2, 0)) is not None
    for fields in (
        (0xFF, 1, 0x7FFFFFFF, 400, 150, 180, 1, -1, 1, 2, 0),
        (0xFF, 1, 3, 400, 150, 2_000_000_000, 1, -1, 1, 2, 0),
        (0xFF, 1, 3, 400, -2_000_000_000, 150, 1, -1, 1, 2, 0),
        (0xFF, 1, 3, 400, 150, 180, 1, 5000, 1, 2, 0),
        (0xFF, 1, 3, 400, 150, 180, 1, -1, 1, 1, 0),
        (0xFE, 1, 3, 400, 150, 180, 1, -1, 1, 2, 0),
    ):
        assert remembered.three_rows(pack(*fields)) is None


def test_a_pattern_that_names_nothing_asks(
    real: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(real.proofing, "may_put_out", lambda _snapshot, _how: True)
    asked: list[bool] = []
    monkeypatch.setattr(real.output, "export", lambda: asked.append(True))
    remember(real.session.settings, Choice(tmp_path, "{无此项}", (PDF,)))
    real.output.export_again()
    assert asked == [True]
    assert PATTERN != "{无此项}"


def mutant(source: bytes, chance: random.Random) -> bytes:
    """A settings file with a few bytes, lines or values otherwise."""
    data = bytearray(source)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(data))
        match chance.randrange(6):
            case 0:
                data[at] = chance.randrange(256)
            case 1:
                data[at:at] = bytes(chance.randrange(256) for _ in range(chance.randrange(12)))
            case 2:
                del data[at : at + chance.randrange(40)]
            case 3:
                data[at:at] = chance.choice(NO_VALUE).encode()
            case 4:
                equals = data.find(b"=", at)
                if equals >= 0:
                    end = data.find(b"\n", equals)
                    data[equals + 1 : end] = chance.choice(NO_VALUE).encode()
            case 5:
                data[at : at + 4] = chance.choice((b"\\xff", b"\x7f\xff\xff\xff", b"@Var", b'"\\\n'))
    return bytes(data)


@CORRUPT
def test_mutants(ini: Path, opened: Callable[[Path], MainWindow]) -> None:
    """However the file is spoilt, the window opens; 2,000 at full size (BULLETIN_DESK_MUTANTS)."""
    window = opened(ini)
    window.canvas.set_zoom(1.5)
    window.close()
    assert ini.exists()
    source = ini.read_bytes()
    assert b"geometry" in source
    chance = random.Random(19)
    for number in range(MUTANTS):
        file = ini.with_name(f"{number}.ini")
        file.write_bytes(mutant(source, chance))
        check(opened(file))


# ---- the start


def test_what_is_wrong_with_the_settings_is_said(
    places: Places, faces: Faces, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    places.settings.mkdir(parents=True)
    monkeypatch.setattr(app, "user_places", lambda: places)
    monkeypatch.setattr("bulletin_desk.desk.windows.load_faces", lambda: faces)
    monkeypatch.setattr(log, "catch_crashes", lambda _folder: None)
    monkeypatch.setattr(Faults, "install", lambda _self: None)
    said: list[str] = []

    def work(_application: QApplication) -> int:
        for window in qapp.topLevelWidgets():
            if isinstance(window, MainWindow) and window.isVisible():
                said.append(window.notice.text)
                window.close()
                window.deleteLater()
        return 0

    monkeypatch.setattr(QApplication, "exec", work)
    assert app.run() == 0
    log.stop()
    assert said == ["设置文件“desk.ini”不是一个文件，已改名为“desk.ini.bad”，各项设置回到默认。"]
