"""The window keeps a file's identity at each save, and what is saved as another file gets its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from bulletin_desk.desk.files import asking
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.storage.bulletin_file import read_bulletin
from bulletin_desk.storage.identity import identity_at
from bulletin_desk.storage.journal import recover
from bulletin_desk.storage.places import Places
from bulletin_desk.storage.versions import Versions
from tests.desk.conftest import type_keys


def file_of(window: MainWindow) -> Path:
    file = window.session.file
    assert file is not None
    return file


def save_as(window: MainWindow, target: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(asking, "ask_save", lambda *_: target)
    assert window.filing.save_as()
    return identity_at(target)


def test_a_file_is_the_same_at_each_save(real: MainWindow, places: Places) -> None:
    file = file_of(real)
    assert identity_at(file) == ""
    seen = set()
    for text in "一二三":
        type_keys(real, text)
        assert real.filing.save()
        seen.add(identity_at(file))
    (identity,) = seen
    (history,) = Versions(places.versions).histories()
    assert (history.identity, history.last, len(history.versions)) == (identity, file, 3)
    assert real.filing.keeper.versions(file) == list(history.versions)


def test_what_is_saved_under_another_name_is_another_file(
    real: MainWindow, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = file_of(real)
    assert real.filing.save()
    identity = identity_at(first)
    other = save_as(real, first.with_name("送审稿.bulletin"), monkeypatch)
    assert other not in ("", identity)
    type_keys(real, "改")
    assert real.filing.save()
    assert identity_at(file_of(real)) == other
    assert {each.identity for each in Versions(places.versions).histories()} == {identity, other}
    assert real.filing.open_file(first)
    type_keys(real, "再改")
    assert real.filing.save()
    assert identity_at(first) == identity


@pytest.mark.usefixtures("card_taken")
def test_the_next_issue_is_another_file(real: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    first = file_of(real)
    assert real.filing.save()
    real.filing.new_after(first)
    assert save_as(real, first.with_name("下一期.bulletin"), monkeypatch) not in ("", identity_at(first))


def test_a_file_renamed_and_opened_again_has_its_versions(real: MainWindow) -> None:
    file = file_of(real)
    type_keys(real, "改")
    assert real.filing.save()
    identity = identity_at(file)
    renamed = file.rename(file.with_name("定稿.bulletin"))
    assert real.filing.open_file(renamed)
    (version,) = real.filing.keeper.versions(renamed)
    assert version.read() == read_bulletin(renamed)
    type_keys(real, "又改")
    assert real.filing.save()
    assert identity_at(renamed) == identity
    assert len(real.filing.keeper.versions(renamed)) == 2


def test_a_file_that_vanished_is_saved_as_itself(real: MainWindow) -> None:
    file = file_of(real)
    assert real.filing.save()
    identity = identity_at(file)
    file.unlink()
    assert len(real.filing.keeper.versions(file)) == 1
    type_keys(real, "改")
    assert real.filing.save()
    assert identity_at(file) == identity
    assert real.notice.text == "已保存，但原来的文件不在了，也许挪走或删了，这里是重新建的一份。"
    real.notice.hide()
    type_keys(real, "又写")
    assert real.filing.save()
    assert real.notice.isHidden()


def test_what_was_not_saved_says_of_which_file_it_is(real: MainWindow, places: Places) -> None:
    file = file_of(real)
    assert real.filing.save()
    type_keys(real, "没有保存")
    real.filing.keeper.end()
    renamed = file.rename(file.with_name("定稿.bulletin"))
    (found,) = recover(places.journal)
    assert (found.file, found.identity) == (file, identity_at(renamed))
    assert found.whereabouts().path == renamed
    assert not found.is_saved()
    assert real.filing.keeper.give_up(found) == ""
    (history,) = Versions(places.versions).histories()
    assert history.identity == found.identity
    assert history.versions[0].read() == found.issue
