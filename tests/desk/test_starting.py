"""How the window comes up, and what is said when it can't."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from bulletin_desk.desk import __main__ as starting
from bulletin_desk.desk import app
from bulletin_desk.errors import InvalidLayoutError
from bulletin_desk.storage import log
from bulletin_desk.storage.places import Places


def test_the_program_has_an_icon_for_every_size(qapp: QApplication) -> None:
    sizes = {size.width() for size in app.program_icon().availableSizes()}
    assert sizes == {16, 20, 24, 32, 40, 48, 64, 256}
    small = app.program_icon().pixmap(QSize(16, 16), 1.0).toImage()
    assert small.pixelColor(1, 8).red() > 180
    assert small.pixelColor(1, 8).green() < 80
    assert small.pixelColor(8, 14).lightness() > 200


def refuse(error: Exception) -> object:
    def run(_files: object) -> int:
        raise error

    return run


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
