"""What has changed in an issue since it was signed: all of it, and nothing that is never printed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bulletin_desk.bulletin.edits import replace_range, set_endorsements
from bulletin_desk.bulletin.grammar import block_of, item_path, title_of
from bulletin_desk.bulletin.model import Endorsement, Issue, LayoutText, Place, Remark, Said
from bulletin_desk.bulletin.rounds import unsigned
from bulletin_desk.layouts.read import layout_text
from bulletin_desk.pipeline import in_layout
from bulletin_desk.signing import changed_since_signed, since_signed
from bulletin_desk.storage.rounds import sent
from tests.bulletin.issues import SMALL
from tests.bulletin.rich import RICH

ITEM = item_path(0, 0)


def signed(issue: Issue) -> Issue:
    return sent(sent(issue, "送审稿 1", "", "张三"), "定稿", "2024-01-09T15:30", "王主任", signed=True)


@pytest.mark.parametrize("issue", [SMALL, RICH, in_layout(SMALL, "gb9704")], ids=["small", "rich", "layout"])
def test_nothing_has(issue: Issue) -> None:
    made = signed(issue)
    assert changed_since_signed(issue) is None
    assert since_signed(issue) is None
    assert changed_since_signed(made) is None
    since = since_signed(made)
    assert since is not None
    assert since.changes == ()
    assert since.kept.name == "定稿"


def test_what_is_never_printed_is_no_change() -> None:
    made = set_endorsements(signed(SMALL), ITEM, (Endorsement("王", None, "好"),))
    made = replace(
        made, remarks=(Remark(Place(title_of(ITEM), 0), Place(title_of(ITEM), 1), (Said("张", "", "？"),)),)
    )
    made = sent(made, "送审稿 2", "", "")
    assert changed_since_signed(made) is None


def test_each_change_has_its_sentence() -> None:
    made = replace_range(signed(SMALL), title_of(ITEM), 0, 0, "新")
    made = replace_range(made, block_of(ITEM, 0), 0, 1, "")
    made = replace(made, print_count=77)
    since = changed_since_signed(made)
    assert since is not None
    assert len(since.changes) == 3
    assert since.head == "定稿（王主任，2024年1月9日 15:30）以后改过3处"
    assert since.sentence.startswith(f"{since.head}：")
    assert since.sentence.endswith("。")
    assert since.sentence.count("。") == 1
    assert since.tree == {
        "name": "定稿",
        "who": "王主任",
        "when": "2024-01-09T15:30",
        "changes": list(since.changes),
    }


def test_another_layout_is_a_change() -> None:
    made = in_layout(signed(in_layout(SMALL)), "gb9704")
    since = changed_since_signed(made)
    assert since is not None
    assert "版式" in since.changes[0]
    name, text = layout_text("gb9704")
    carried = signed(replace(SMALL, layout=LayoutText(name, text)))
    other = replace(carried, layout=LayoutText(name, f"{text}\n# 改过\n"))
    assert changed_since_signed(other) is not None


def test_a_withdrawn_sign_off_is_none() -> None:
    made = replace_range(unsigned(signed(SMALL)), title_of(ITEM), 0, 0, "新")
    assert changed_since_signed(made) is None


def test_a_later_sign_off_counts() -> None:
    made = replace_range(signed(SMALL), title_of(ITEM), 0, 0, "新")
    made = sent(made, "定稿 2", "", "", signed=True)
    since = since_signed(made)
    assert since is not None
    assert (since.kept.name, since.changes) == ("定稿 2", ())


def test_one_that_cannot_be_read_is_said() -> None:
    made = signed(SMALL)
    damaged = replace(made, rounds=(*made.rounds[:-1], replace(made.rounds[-1], text="")))
    since = changed_since_signed(damaged)
    assert since is not None
    assert since.changes == ("文件里定稿时的那一稿读不出来，不知道以后改了什么。",)


def test_what_no_sentence_is_found_for_is_said_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bulletin_desk.bulletin.changes.changes_between", lambda *_: ())
    since = changed_since_signed(replace(signed(SMALL), print_count=77))
    assert since is not None
    assert since.changes == ("版面上有说不出名目的改动，请和定稿时的那一稿对一对。",)
