"""Layouts to choose from, and the line on each."""

from __future__ import annotations

from pathlib import Path

import pytest

from bulletin_desk.bulletin.model import LayoutText
from bulletin_desk.errors import InvalidLayoutError
from bulletin_desk.layouts.choices import choice_from, choice_of, is_shipped, own_choices, shipped_choices
from bulletin_desk.layouts.read import DEFAULT, layout_names, layout_text
from bulletin_desk.layouts.standard import STANDARD


def test_every_shipped_layout_has_a_title_and_one_line() -> None:
    choices = shipped_choices()
    assert [choice.carried.name for choice in choices[:2]] == [DEFAULT, STANDARD]
    assert {choice.carried.name for choice in choices} == set(layout_names())
    for choice in choices:
        assert choice.title
        assert 8 <= len(choice.description) <= 100, choice.carried.name
        assert "\n" not in choice.description
        assert is_shipped(choice.carried)


def test_own_ones_lie_in_the_clerk_s_folder(tmp_path: Path) -> None:
    _, text = layout_text("gb9704")
    (tmp_path / "甲.layout.toml").write_text(f"# 版式：甲的。第二句\n{text}", encoding="utf-8")
    (tmp_path / "坏.layout.toml").write_text("name = 1", encoding="utf-8")
    (tmp_path / "乙.toml").write_text(text, encoding="utf-8", newline="\n")
    (choice,) = own_choices(tmp_path)
    assert (choice.carried.name, choice.description) == ("甲", "甲的。")
    assert not is_shipped(choice.carried)
    assert choice_from(tmp_path / "乙.toml").carried == LayoutText("乙", text)
    assert own_choices(tmp_path / "nowhere") == ()
    with pytest.raises(InvalidLayoutError, match=r"坏\.layout\.toml”有误"):
        choice_from(tmp_path / "坏.layout.toml")


def test_a_layout_without_a_remark_has_no_line() -> None:
    _, text = layout_text("gb9704")
    assert choice_of(LayoutText("甲", text[text.index("name") :])).description == ""


def test_another_text_under_a_shipped_name_is_not_the_shipped_one() -> None:
    name, text = layout_text("gb9704")
    assert is_shipped(LayoutText(name, None))
    assert not is_shipped(LayoutText(name, f"{text}# 改过\n"))
