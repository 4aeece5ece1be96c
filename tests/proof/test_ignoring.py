"""What is not to be told again, and the file that it is kept in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bulletin_desk.bulletin.edits import replace_range
from bulletin_desk.bulletin.model import Issue
from bulletin_desk.errors import TargetError
from bulletin_desk.proof.findings import Finding, Level, Replacement
from bulletin_desk.proof.ignoring import Ignored, read_ignored, write_ignored
from tests.bulletin.issues import SMALL

PATH = ("sections", 1, "items", 0, "blocks", 0)
"""2023年，守正创新。"""


def finding(rule: str, offset: int, length: int) -> Finding:
    return Finding(Level.DOUBTFUL, rule, PATH, offset, 1, "", "", length)


def shown(ignored: Ignored, issue: Issue, *findings: Finding) -> list[Finding]:
    assert [each for each in findings if not ignored.hides(issue, each)] == ignored.shown(issue, findings)
    return ignored.shown(issue, findings)


def test_not_here_holds_for_this_rule_at_this_place() -> None:
    one, other_rule, other_place = finding("a", 6, 2), finding("b", 6, 2), finding("a", 8, 2)
    ignored = Ignored().without_here(SMALL, one)
    assert shown(ignored, SMALL, one, other_rule, other_place) == [other_rule, other_place]
    far = replace_range(SMALL, ("editors_note", 0), 0, 0, "新")
    assert shown(ignored, far, one) == []
    near = replace_range(SMALL, PATH, 5, 5, "新")
    assert shown(ignored, near, replace(one, offset=7)) == [replace(one, offset=7)]


def test_never_for_a_word_holds_everywhere() -> None:
    one = finding("a", 6, 2)
    ignored = Ignored().without_word(SMALL, one)
    assert ignored.words == (("a", "守正"),)
    moved = replace_range(SMALL, PATH, 0, 0, "今天，")
    assert shown(ignored, moved, replace(one, offset=9), finding("a", 0, 2)) == [finding("a", 0, 2)]


def test_an_office_s_own_word_is_doubted_nowhere() -> None:
    """Wherever it stands, and however much of it a finding means; other rules still speak."""
    one = finding("wrong_character", 6, 4)
    ignored = Ignored().with_right(SMALL, one)
    assert ignored.right == ("守正创新",)
    moved = replace_range(SMALL, PATH, 0, 0, "今天，")
    part = replace(one, offset=10, length=2)
    over = replace(one, offset=12, length=2)  # 新。
    other = finding("misspelt", 9, 4)
    assert shown(ignored, moved, replace(one, offset=9), part, over, other) == [over, other]
    fixed = replace(over, offset=8, length=6, fix=(Replacement(12, 13, "心"),))  # means more than it changes
    assert shown(ignored, moved, fixed) == []
    assert ignored.with_right(SMALL, one).right == ignored.right


def test_a_mark_alone_is_ignored_here_only() -> None:
    ignored = Ignored().without_word(SMALL, finding("a", 5, 1))
    assert ignored.words == ()
    assert len(ignored.here) == 1


def test_the_file_brings_back_what_was_kept(tmp_path: Path) -> None:
    ignored = Ignored((("a", "守[正]创"),), (("b", "“新\n词"),), ("志鉴",))
    file = tmp_path / "new" / "ignored.json"
    write_ignored(file, ignored)
    assert read_ignored(file) == (ignored, "")
    assert read_ignored(tmp_path / "none.json") == (Ignored(), "")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[]",
        b'{"format": 2}',
        b"\xff",
        b'{"format":1,"here":[1],"words":[]}',
        b'{"format":1,"here":[],"words":[],"right":[1]}',
    ],
)
def test_a_broken_file_is_set_aside_and_said(data: bytes, tmp_path: Path) -> None:
    file = tmp_path / "ignored.json"
    for number in (1, 2):
        file.write_bytes(data)
        ignored, sentence = read_ignored(file)
        assert ignored == Ignored()
        assert f"已改名为“ignored.损坏{number}.json”" in sentence
        assert (tmp_path / f"ignored.损坏{number}.json").read_bytes() == data
        assert not file.exists()


def test_a_file_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(TargetError):
        write_ignored(tmp_path / "file" / "ignored.json", Ignored())


def test_only_so_many_places_are_kept() -> None:
    ignored = Ignored(tuple(("a", str(number)) for number in range(5000)))
    assert len(ignored.without_here(SMALL, finding("a", 6, 2)).here) == 5000
