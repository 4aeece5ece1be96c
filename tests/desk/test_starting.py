"""How the window comes up, and what is said when it can't."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from bulletin_desk.desk import __main__ as starting
from bulletin_desk.desk import app
from bulletin_desk.errors import InvalidLayoutError
from bulletin_desk.storage import log
from bulletin_desk.storage.places import Places
from tests.desk.conftest import noting


def test_the_program_has_an_icon_for_every_size(qapp: QApplication) -> None:
    sizes = {size.width() for size in app.program_icon().availableSizes()}
    assert sizes == {16, 20, 24, 32, 40, 48, 64, 256}
    small = app.program_icon().pixmap(QSize(16, 16), 1.0).toImage()
    assert small.pixelColor(1, 8).red() > 180
    assert small.pixelColor(1, 8).green() < 80
    assert small.pixelColor(8, 14).lightness() > 200


def refuse(error: Exception) -> Callable[[object], int]:
    def run(_files: object) -> int:
        raise error

    return run


def test_the_window_leaves_the_folder_in_which_it_was_started(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """It is the document's where that was opened by a double click, and a share's often."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(app, "make_application", lambda: refuse(ZeroDivisionError())(None))
    with pytest.raises(ZeroDivisionError):
        app.run(["一期.bulletin"])
    assert not Path.cwd().samefile(tmp_path)


def test_a_file_is_found_though_the_folder_is_left(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    opened: list[Path] = []
    window = SimpleNamespace(
        open_up=lambda: None,
        closed=SimpleNamespace(connect=lambda _: None),
        issues_came=SimpleNamespace(connect=lambda _: None),
        issue_written=SimpleNamespace(connect=lambda _: None),
        filing=SimpleNamespace(
            open_file=lambda file: noting(opened, file, True),
            offer_recovered=lambda: None,
            keeper=SimpleNamespace(flush=None),
            save_as=None,
        ),
        librarian=SimpleNamespace(share=lambda _: None),
    )
    monkeypatch.setattr("bulletin_desk.desk.window.MainWindow", lambda *_, **__: window)
    monkeypatch.setattr("bulletin_desk.desk.windows.Faults", lambda *_: SimpleNamespace(install=lambda: None))
    monkeypatch.setattr(app, "log", SimpleNamespace(start=lambda _: None, catch_crashes=lambda _: None))
    monkeypatch.setattr(app, "make_application", lambda: SimpleNamespace(exec=lambda: 0))
    monkeypatch.chdir(tmp_path)
    assert app.run(["一期.bulletin"]) == 0
    assert opened == [tmp_path / "一期.bulletin"]


def test_without_a_terminal_it_is_shown_why_the_window_does_not_open(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    monkeypatch.setattr(starting, "_show", shown.append)
    monkeypatch.setattr(sys, "stderr", None)
    monkeypatch.setattr(app, "run", refuse(InvalidLayoutError("版式坏了。")))
    assert starting.main([]) == 3
    monkeypatch.setattr(app, "run", refuse(ZeroDivisionError("零")))
    with pytest.raises(ZeroDivisionError):
        starting.main([])
    assert shown[0] == "错误：版式坏了。"
    assert "ZeroDivisionError" in shown[1]
    assert "简报文件不受影响" in shown[1]


def test_the_advice_names_what_is_there(monkeypatch: pytest.MonkeyPatch, places: Places) -> None:
    """A new installation would keep settings that are at fault, so that it is not advised."""
    shown: list[str] = []
    monkeypatch.setattr(starting, "_show", shown.append)
    monkeypatch.setattr(sys, "stderr", None)
    monkeypatch.setattr("bulletin_desk.storage.places.places", lambda: places)
    monkeypatch.setattr(app, "run", refuse(ZeroDivisionError("零")))

    def start() -> str:
        with pytest.raises(ZeroDivisionError):
            starting.main([])
        return shown[-1]

    assert start().endswith("简报文件不受影响。请把这句话交给维护的人。")
    places.settings.parent.mkdir(parents=True, exist_ok=True)
    places.settings.write_bytes(b"")
    file = log.start(places.log)
    said = start()
    log.stop()
    assert f"请先把设置文件“{places.settings}”改个名字，再打开一次；还是打不开，请把日志“{file}”交给" in said
    assert "重新安装" not in said
    assert file is not None
    assert "ZeroDivisionError" in file.read_text(encoding="utf-8")


def test_in_a_terminal_it_is_said_there(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(starting, "_show", lambda _: pytest.fail("shown"))
    monkeypatch.setattr(app, "run", refuse(InvalidLayoutError("版式坏了。")))
    assert starting.main([]) == 3
    assert capsys.readouterr().err == "错误：版式坏了。\n"
