"""The layout belongs to what is open: each file, version and recovery copy comes in its own."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from bulletin_desk.bulletin.model import LayoutText
from bulletin_desk.desk.files import asking
from bulletin_desk.desk.files.comparing import Answer
from bulletin_desk.desk.parts.notice import Until
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.export.docx.read import read_docx
from bulletin_desk.forms import DOCX
from bulletin_desk.layouts.read import layout_text, load_layout
from bulletin_desk.pipeline import in_layout, typeset_file
from bulletin_desk.storage.bulletin_file import read_bulletin, write_bulletin
from bulletin_desk.storage.places import Places
from tests.desk.conftest import REAL, type_keys
from tests.desk.files.test_safety import dialogs, left_behind

GB, SICHUAN = load_layout("gb9704"), load_layout()
OWN = LayoutText(
    "某市",
    layout_text("gb9704")[1]
    .replace('name = "GB/T 9704—2012"', 'name = "某市政务信息"')
    .replace('width = "210 mm"', 'width = "216 mm"')
    .replace('height = "297 mm"', 'height = "330 mm"'),
)


@pytest.fixture
def gb(tmp_path: Path) -> Path:
    """The real issue in the layout of the standard."""
    file = tmp_path / "标准.bulletin"
    write_bulletin(file, in_layout(read_bulletin(REAL), "gb9704"))
    return file


def shown(window: MainWindow) -> str:
    """The layout of the pages, and of what is put out."""
    snapshot = window.session.typeset()
    assert snapshot.layout is snapshot.pages.layout
    return snapshot.layout.name


def pages_of(window: MainWindow) -> str:
    return window.session.typeset().dump()


def test_a_file_opens_in_its_layout_and_keeps_it(real: MainWindow, gb: Path) -> None:
    before = pages_of(real)
    assert shown(real) == SICHUAN.name
    assert real.filing.open_file(gb)
    assert shown(real) == GB.name
    assert pages_of(real) == typeset_file(gb, installed_faces=False).dump() != before
    type_keys(real, "字")
    real.session.undo()
    real.session.redo()
    assert real.filing.save()
    kept = read_bulletin(gb)
    assert kept.layout == LayoutText(*layout_text("gb9704"))
    assert kept.layout == real.document.issue.layout
    assert real.filing.open_file(REAL)
    assert shown(real) == SICHUAN.name
    assert pages_of(real) == before
    assert real.notice.isHidden()


@pytest.mark.usefixtures("card_taken")
def test_what_is_made_new_names_its_layout(
    window: MainWindow, gb: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    default = LayoutText(*layout_text())
    assert window.document.issue.layout == default
    for before, layout in ((gb, LayoutText(*layout_text("gb9704"))), (REAL, default)):
        window.filing.new_after(before)
        assert window.document.issue.layout == layout
        monkeypatch.setattr(asking, "ask_save", lambda *_: tmp_path / "下一期.bulletin")
        assert window.filing.save_as()
        assert read_bulletin(tmp_path / "下一期.bulletin").layout == layout
    window.filing.new_after(gb)
    assert shown(window) == GB.name
    window.document.mark_saved()
    window.starting.new()
    assert shown(window) == SICHUAN.name


def test_a_file_that_names_none_is_saved_as_it_was(real: MainWindow) -> None:
    type_keys(real, "字")
    assert real.filing.save()
    assert real.session.file is not None
    assert read_bulletin(real.session.file) == real.document.issue
    assert real.document.issue.layout is None


def test_what_is_recovered_comes_in_its_layout(
    real: MainWindow, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = real.session.file
    lost = in_layout(replace(read_bulletin(REAL), disclosure="不予公开"), "gb9704")
    left_behind(places, lost, file)
    seen = dialogs(monkeypatch, lambda dialog: dialog.restore.click())
    real.filing.offer_recovered()
    assert "版式由默认的改为“gb9704”。" in seen[0].differences.sentences
    assert shown(real) == GB.name
    real.session.undo()
    assert shown(real) == SICHUAN.name
    real.session.redo()
    assert shown(real) == GB.name
    assert real.filing.save()
    assert file is not None
    assert read_bulletin(file) == lost


def test_what_never_had_a_file_is_recovered_in_its_layout(
    window: MainWindow, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    left_behind(places, replace(read_bulletin(REAL), layout=OWN), None)
    dialogs(monkeypatch, lambda dialog: dialog.restore.click())
    window.filing.offer_recovered()
    assert shown(window) == "某市政务信息"
    window.session.undo()
    assert shown(window) == SICHUAN.name


def test_a_version_comes_back_in_its_layout(
    real: MainWindow, gb: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert real.filing.open_file(gb)
    type_keys(real, "字")
    assert real.filing.save()
    write_bulletin(gb, replace(read_bulletin(gb), layout=OWN))
    assert real.filing.open_file(gb)
    assert shown(real) == "某市政务信息"
    dialogs(monkeypatch, lambda dialog: dialog.take.click())
    real.actions_by_name["versions"].trigger()
    assert shown(real) == GB.name
    real.session.undo()
    assert shown(real) == "某市政务信息"


def test_a_colleague_s_text_comes_in_its_layout(
    real: MainWindow, gb: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = real.session.file
    assert file is not None
    shutil.copyfile(gb, file)
    type_keys(real, "字")
    dialogs(monkeypatch, lambda dialog: dialog.by_answer[Answer.THEIRS].click())
    assert real.filing.save()
    assert shown(real) == GB.name
    real.session.undo()
    assert shown(real) == SICHUAN.name


def test_a_layout_of_another_office_opens_on_its_own_paper(window: MainWindow, tmp_path: Path) -> None:
    file = tmp_path / "某市.bulletin"
    issue = replace(window.document.issue, layout=OWN)
    write_bulletin(file, issue)
    prompts = window.canvas.overlays.prompts
    window.canvas.grab()
    assert window.filing.open_file(file)
    assert shown(window) == "某市政务信息"
    sheets, page = window.canvas.sheets, window.document.pages[0]
    assert (page.width, page.height) == pytest.approx((612.28, 935.43), 1e-3)
    assert (sheets.width, sheets.height) == (page.width, page.height)
    window.canvas.grab()
    assert window.canvas.overlays.prompts is not prompts
    assert window.canvas.overlays.prompts.layout is window.document.pages.layout


@pytest.mark.parametrize(
    ("layout", "shows", "said"),
    [
        (
            LayoutText("gb9704", "name = 1"),
            GB.name,
            "有误：name 应为文字，实为整数；现在按本程序自带的同名版式排",
        ),
        (LayoutText("gb9704", ""), GB.name, "它是空的，或已损坏"),
        (
            LayoutText("某市", "name = 1"),
            SICHUAN.name,
            "；现在先按“四川省地方志工作简报”排，文件里的版式原样留着。",
        ),
        (
            LayoutText("某市", ""),
            SICHUAN.name,
            "；现在先按“四川省地方志工作简报”排，文件里的版式读不出来，再保存就只剩它的名称。",
        ),
        (LayoutText("某市"), SICHUAN.name, "一份好的版式文件；现在先按“四川省地方志工作简报”排。"),
        (LayoutText("某市"), SICHUAN.name, "这一期的版式“某市”没有带在文件里，本程序也没有"),
    ],
)
def test_a_layout_that_is_no_good_is_said_and_kept(
    real: MainWindow, tmp_path: Path, layout: LayoutText, shows: str, said: str
) -> None:
    file = tmp_path / "坏.bulletin"
    write_bulletin(file, replace(read_bulletin(REAL), layout=layout))
    assert real.filing.open_file(file)
    assert shown(real) == shows
    assert said in real.notice.text
    real.notice.say("别的事。", until=Until.CLOSED)
    real.notice.hide()
    type_keys(real, "字")
    assert said in real.notice.text
    assert real.filing.save()
    assert read_bulletin(file).layout == layout
    assert real.filing.open_file(REAL)
    assert real.notice.isHidden()


def test_a_word_copy_from_the_window_brings_the_layout_back(
    real: MainWindow, gb: Path, tmp_path: Path
) -> None:
    target = tmp_path / "copy.docx"
    for file in (gb, REAL):
        assert real.filing.open_file(file)
        target.write_bytes(DOCX.encode(real.session.typeset()))
        assert read_docx(target) == (read_bulletin(file), ())
