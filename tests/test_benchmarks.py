"""The benchmarks' own rules: a volume without repetition, the same each time, and right statistics."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from benchmarks.figures import Figure, Summary, summary, table
from benchmarks.library import ITEMS, issues_like
from benchmarks.misprints import spoil
from benchmarks.volume import paragraphs, volume
from bulletin_desk.bulletin.model import Body, Issue
from bulletin_desk.hanzi.alike import alike
from bulletin_desk.storage.bulletin_file import read_bulletin

_EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "2024-01-09.bulletin"


@pytest.fixture(scope="module")
def issue() -> Issue:
    return read_bulletin(_EXAMPLE)


def test_a_volume_holds_differing_issues(issue: Issue) -> None:
    made = volume(issue, 100)
    text = paragraphs(made)
    assert len(made.sections) == 100 * len(issue.sections)
    assert len(text) == 100 * len(paragraphs(issue))
    assert len(set(text)) == len(text)


def test_a_volume_is_as_long_as_its_issues(issue: Issue) -> None:
    whole = sum(map(len, paragraphs(volume(issue, 100))))
    assert whole == pytest.approx(100 * sum(map(len, paragraphs(issue))), rel=0.05)


def test_a_volume_keeps_the_kinds_of_blocks(issue: Issue) -> None:
    for made, real in zip(volume(issue, 1).sections, issue.sections, strict=True):
        for item, pattern in zip(made.items, real.items, strict=True):
            assert [type(block) for block in item.blocks] == [type(block) for block in pattern.blocks]
            for block, original in zip(item.blocks, pattern.blocks, strict=True):
                if isinstance(block, Body) and isinstance(original, Body):
                    assert (block.run_in == 0) == (original.run_in == 0)


def test_a_volume_is_the_same_each_time(issue: Issue) -> None:
    assert volume(issue, 20) == volume(issue, 20)
    assert volume(issue, 5).sections == volume(issue, 20).sections[: 5 * len(issue.sections)]


def test_a_library_holds_issues_of_eight_items(issue: Issue) -> None:
    made = issues_like(issue, 130)
    items = [item for each in made for section in each.sections for item in section.items]
    assert len(items) == 130 * ITEMS == len({item.title for item in items})
    assert len({(each.dated_header.date.year, each.masthead.number) for each in made}) == 130
    assert [each.dated_header.date for each in made] == sorted(each.dated_header.date for each in made)


def test_one_character_of_a_word_is_spoilt() -> None:
    sentence = "县级人民政府应当加强对地方志工作的领导。"
    for seed in range(20):
        made = spoil(sentence, random.Random(seed))
        assert made is not None
        spoilt, at = made
        assert [number for number in range(len(sentence)) if spoilt[number] != sentence[number]] == [at]
        assert spoilt[at] in alike(sentence[at]).either
    assert spoil("2024，是也。", random.Random(1)) is None


def test_summary() -> None:
    assert summary([5.0, 1.0, 4.0, 2.0, 3.0]) == Summary(3.0, 2.0, 4.0, 1.0, 5.0, 5)
    assert summary([1.0, 2.0, 3.0, 4.0]) == Summary(2.5, 1.75, 3.25, 1.0, 4.0, 4)
    assert summary([7.0]) == Summary(7.0, 7.0, 7.0, 7.0, 7.0, 1)
    with pytest.raises(ValueError, match="no samples"):
        summary([])


@pytest.mark.parametrize(("target", "missed"), [(None, False), (2.9, True), (3.0, False)])
def test_a_target_is_for_the_median(target: float | None, missed: bool) -> None:
    figure = Figure("b", "c", "wall", "ms", summary([1.0, 3.0, 50.0]), target)
    assert figure.missed is missed
    assert ("NO" in table([figure])) is missed
