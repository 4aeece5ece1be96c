"""What stands in the open issue is kept as a model for new ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bulletin_desk.beginning import first_issue
from bulletin_desk.bulletin.edits import with_text
from bulletin_desk.bulletin.grammar import NAME
from bulletin_desk.bulletin.model import LayoutText
from bulletin_desk.bulletin.office import file_stem, read_office, the_office
from bulletin_desk.desk.files import asking
from bulletin_desk.desk.settings import OFFICES
from bulletin_desk.desk.starting import starting
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.layouts.read import layout_text
from bulletin_desk.storage.offices import office_file
from bulletin_desk.storage.places import Places
from tests.desk.conftest import TODAY, noting, there

Answers = Callable[[str], None]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    said: list[str] = []
    monkeypatch.setattr(asking, "tell", lambda _parent, text: said.append(text))
    return said


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Answers:
    """The name that the clerk gives; none for an empty one."""

    def answered(name: str) -> None:
        monkeypatch.setattr(starting, "ask_words", lambda *_: (name, bool(name)))

    return answered


def save(window: MainWindow) -> None:
    window.actions_by_name["save_model"].trigger()


def test_a_model_begins_like_the_issue(real: MainWindow, places: Places, answer: Answers) -> None:
    issue = replace(real.document.issue, disclosure="不予公开", print_count=7)
    real.document.apply("修改印数", issue)
    answer("我们的")
    save(real)
    saved = read_office(office_file(places.offices, "我们的"))
    begun = first_issue(saved, TODAY)
    assert begun.masthead.name == issue.masthead.name
    assert begun.dated_header.issuer == issue.dated_header.issuer
    assert (begun.disclosure, begun.print_count) == ("不予公开", 7)
    assert begun.distribution == issue.distribution
    assert there(begun.imprint).office == there(issue.imprint).office
    assert begun.layout == LayoutText(*layout_text())
    assert saved.units == the_office().units  # manuscripts are taken in as before
    assert "文件 → 新建”里可以选“我们的”" in real.notice.text
    assert real.document.issue is issue
    assert real.session.settings[OFFICES][0] == "我们的"
    assert file_stem(real.session.usual_office) == "我们的"


def test_a_layout_that_is_not_shipped_lies_beside_it(
    real: MainWindow, places: Places, answer: Answers
) -> None:
    text = layout_text("gb9704")[1].replace('name = "GB/T 9704—2012"', 'name = "我们的版式"')
    real.document.apply("换版式", replace(real.document.issue, layout=LayoutText("别名", text)))
    answer("甲")
    save(real)
    saved = read_office(office_file(places.offices, "甲"))
    assert saved.layout == "甲.layout.toml"
    assert first_issue(saved, TODAY).layout == LayoutText("甲", text)


def test_what_is_there_is_asked_about(
    real: MainWindow, places: Places, answer: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer("甲")
    save(real)
    file = office_file(places.offices, "甲")
    before = file.read_bytes()
    real.document.apply("修改印数", replace(real.document.issue, print_count=9))
    asked: list[Path] = []
    monkeypatch.setattr(asking, "ask_overwrite", lambda _parent, there: noting(asked, there, False))
    save(real)
    assert asked == [file]
    assert file.read_bytes() == before
    monkeypatch.setattr(asking, "ask_overwrite", lambda *_: True)
    save(real)
    assert read_office(file).print_count == 9


def test_a_layout_of_another_s_is_asked_about(
    real: MainWindow, places: Places, answer: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clerk's own layout file lies there under the name that the model gets, and other offices use it."""
    text = layout_text("gb9704")[1]
    there, own = (text.replace('name = "GB/T 9704—2012"', f'name = "{name}"') for name in ("别人的", "我的"))
    places.offices.mkdir(parents=True)
    layout = places.offices / "甲.layout.toml"
    layout.write_text(there, encoding="utf-8", newline="")
    real.document.apply("换版式", replace(real.document.issue, layout=LayoutText("别名", own)))
    asked: list[Path] = []
    monkeypatch.setattr(asking, "ask_overwrite", lambda _parent, file: noting(asked, file, False))
    answer("甲")
    save(real)
    assert asked == [layout]
    assert layout.read_bytes() == there.encode()
    assert not office_file(places.offices, "甲").exists()
    real.document.apply("换版式", replace(real.document.issue, layout=LayoutText("别名", there)))
    save(real)  # the same layout gives way to nothing
    assert asked == [layout]
    assert read_office(office_file(places.offices, "甲")).layout == layout.name


@pytest.mark.parametrize("name", ["甲.layout", "甲.LAYOUT"])
def test_a_model_is_never_called_as_layouts_are(
    real: MainWindow, places: Places, answer: Answers, name: str
) -> None:
    answer(name)
    save(real)
    assert [file_stem(each) for each in real.session.own_offices] == [name.replace(".", "_")]


def test_a_bulletin_whose_name_is_no_file_s_is_kept_all_the_same(
    real: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    real.document.apply("修改报头名称", with_text(real.document.issue, NAME, "."))
    proposed: list[str] = []
    monkeypatch.setattr(
        starting, "ask_words", lambda *given: noting(proposed, given[3][0], (given[3][0], True))
    )
    save(real)
    assert proposed == ["简报"]
    assert [file_stem(each) for each in real.session.own_offices] == ["简报"]


def test_a_name_is_made_one_that_a_file_can_have(
    real: MainWindow, places: Places, answer: Answers, told: list[str]
) -> None:
    answer("")
    save(real)
    assert not places.offices.exists()
    answer(" . ")
    save(real)
    assert "样子要有一个名字" in told[0]
    answer("甲/乙:丙")
    save(real)
    assert [file.name for file in places.offices.iterdir()] == ["甲_乙_丙.toml"]


def test_a_bulletin_without_a_name_is_no_model(real: MainWindow, told: list[str]) -> None:
    real.document.apply("修改报头名称", with_text(real.document.issue, NAME, ""))
    save(real)
    assert told == ["这一期还没有报头名称，请先写上名称，再存为本单位的样子。"]


def test_a_folder_that_cant_be_is_told(
    real: MainWindow, places: Places, answer: Answers, told: list[str]
) -> None:
    places.offices.parent.mkdir(parents=True, exist_ok=True)
    places.offices.write_bytes(b"")
    answer("甲")
    save(real)
    (said,) = told
    assert said.startswith("本单位的样子没有存上：")
