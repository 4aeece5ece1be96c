"""Locked lines: every word processor of a family ends them where ours end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from difflib import SequenceMatcher

import pytest

from bulletin_desk.bulletin.model import Issue, Kind
from bulletin_desk.export.docx.lock import LineEnd, Locked, Sample, lock
from bulletin_desk.fonts.faces import Faces
from tests.export.docx.conftest import LAYOUTS, Copy, Make
from tests.export.docx.family import LIBREOFFICES, OTHERS, WORD, WORDS, Member, lines, settings
from tests.export.docx.generated import generated_issue
from tests.export.docx.marks import endings_issue, marks_issue

_EM = 320
"""16 pt in twips."""
_HOLDING = (*WORDS, *LIBREOFFICES, *(member for member in OTHERS if member.gap))
_GENERATED = 30
_MOST_SHIFTED = 0.45
"""Of the lines of generated bulletins, full of figures, where no gap stands beside these at all."""


def _ids(member: Member) -> str:
    return member.name


@pytest.mark.sampled
@pytest.mark.parametrize("member", _HOLDING, ids=_ids)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_examples_break_where_ours_do(
    make: Make, faces: Faces, real_issue: Issue, full_issue: Issue, layout: str, member: Member
) -> None:
    for issue in (real_issue, full_issue, marks_issue(), endings_issue(1)):
        copy = make(issue, layout)
        assert list(_theirs(copy, faces, member)) == _ours(copy)


@pytest.mark.sampled
@pytest.mark.parametrize("seed", range(_GENERATED))
def test_generated_bulletins_break_where_ours_do(make: Make, faces: Faces, seed: int) -> None:
    copy = make(generated_issue(seed), LAYOUTS[seed % 2])
    ours = _ours(copy)
    read = settings(copy.docx, faces)
    for member in _HOLDING:
        theirs = [line for setting in read for line in lines(setting, member) if line]
        assert theirs == ours, member.name


def test_without_any_gap_the_report_names_the_lines_that_move(make: Make, faces: Faces) -> None:
    # A quarter of an em beside four figures is a whole character: no spacing holds with and without it.
    same = count = 0
    for seed in range(_GENERATED):
        copy = make(generated_issue(seed), LAYOUTS[seed % 2])
        ours, theirs = _ours(copy), list(_theirs(copy, faces, replace(WORD, gap=0)))
        matched = SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks()
        count += len(ours)
        same += sum(block.size for block in matched)
    assert count > 2000
    assert count * (1 - _MOST_SHIFTED) < same < count


@pytest.mark.parametrize("layout", LAYOUTS)
def test_no_figure_of_the_real_issue_is_condensed(
    make: Make, faces: Faces, real_issue: Issue, layout: str
) -> None:
    chars = [char for one in settings(make(real_issue, layout).docx, faces) for char in one.chars]
    assert {char.spacing for char in chars if char.char.isdecimal()} == {0}
    assert min(char.spacing for char in chars) < -40  # others are, in a line with many marks


def test_a_free_copy_breaks_elsewhere(make: Make, faces: Faces, real_issue: Issue) -> None:
    copy = make(real_issue, free=True)
    assert list(_theirs(copy, faces, WORD)) != _ours(copy)


def _ours(copy: Copy) -> list[str]:
    lines = [placed.line.text for page in copy.pages for placed in page.lines if placed.kind is Kind.BODY]
    return [line.replace(" ", "").replace("\u00a0", "") for line in lines]


def _theirs(copy: Copy, faces: Faces, member: Member) -> Iterator[str]:
    for setting in settings(copy.docx, faces):
        yield from filter(None, lines(setting, member))


# ---- one paragraph's numbers


def test_a_line_stands_in_the_middle_of_its_window() -> None:
    # Six are 6 em wide; seven stand over, but LibreOffice gives in by an eighth of an em: 5.125 to 6.
    locked = _locked("一二三四五六七八九十", [6, 10], measure=6)
    assert _width(locked, 6) == pytest.approx(5.5625 * _EM, abs=25)


def test_a_line_far_from_both_limits_stays_natural() -> None:
    locked = _locked("一二三四五六abcdefghijklmnopqrstuvwxyz", [6, 32], measure=7)
    assert locked.spacings[:6] == [0] * 6


def test_a_wide_window_moves_a_line_no_further_than_it_needs() -> None:
    # The gap before what comes next may count, a quarter of an em.
    locked = _locked("一二三四五六abcdefghijklmnopqrstuvwxyz", [6, 32], measure=6)
    assert _width(locked, 6) == pytest.approx(6 * _EM - _EM / 4 - 200, abs=30)


def test_figures_are_spared_while_others_can_give() -> None:
    locked = _locked("一二三四2023五六七八九", [11, 13], measure=9.25)
    assert locked.spacings[4:8] == [0] * 4
    assert max(locked.spacings[:4]) < 0
    assert not any(reading.must for reading in locked.doubtful[0])


def test_figures_give_where_others_would_have_to_give_too_much() -> None:
    locked = _locked("一12345678901234567890二三四", [23, 24], measure=12)
    assert max(locked.spacings[:23]) < 0


def test_a_line_full_of_figures_is_doubtful_where_gaps_count_for_nothing() -> None:
    locked = _locked("一1二1三四五六七", [8, 9], measure=8)
    assert [reading.gap for reading in locked.doubtful[0]] == [0]
    assert not _locked("一1二三四五六七", [7, 8], measure=7).doubtful[0]


def test_portions_of_one_character_cost_no_line() -> None:
    # LibreOffice keeps a portion's last character whole: of 18 portions of one character nothing is had.
    text = "一" * 30
    samples = [Sample(_EM, 0, False, 0 if offset < 12 else offset, _EM) for offset in range(30)]
    ends = [LineEnd(0, 28, 28, False), LineEnd(28, 30, 30, True)]
    locked = lock(text, samples, ends, em=_EM, measure=27 * _EM + 20, first_indent=0)
    assert locked.doubtful[0] == ()
    assert set(locked.spacings[12:]) == {0}
    assert 28 * _EM + sum(locked.spacings[:11]) <= 27 * _EM + 20  # LibreOffice
    assert 29 * _EM + sum(locked.spacings[:12]) > 27 * _EM + 20  # Word, with one character more


def test_a_filled_line_reaches_the_measure() -> None:
    samples = [Sample(_EM, 0, False, 0, _EM)] * 12
    ends = [LineEnd(0, 8, 8, True, filled=True), LineEnd(8, 12, 12, True)]
    locked = lock("一" * 12, samples, ends, em=_EM, measure=8.5 * _EM + 10, first_indent=0)
    assert locked.spacings == [20] * 8 + [0] * 4


def test_typed_spaces_leave_no_room_when_they_are_narrowed() -> None:
    locked = _locked("一 二 三四五六", [6, 8], measure=5)
    width = 5 * _EM + sum(locked.spacings[:6])
    assert width <= 5 * _EM
    assert width + _EM - 3 * _EM / 8 > 5 * _EM


def test_what_hangs_takes_no_room() -> None:
    # 五， fits as soon as 五 does where the mark hangs, and where it stands half out a little later.
    locked = _locked("一二三四五，六七", [4, 8], measure=4)
    width = 4 * _EM + sum(locked.spacings[:4])
    assert width <= 4 * _EM
    assert width + _EM > 4 * _EM


def _locked(text: str, ends: list[int], measure: float) -> Locked:
    """Locked with a measure of so many em."""
    latin = "1234567890 abcdefghijklmnopqrstuvwxyz"
    samples = []
    for offset, char in enumerate(text):
        half = char in latin
        before = text[offset - 1] if offset else " "
        gap = " " not in (before, char) and half != (before in latin)
        width = _EM / 2 if half else _EM
        samples.append(Sample(width, 0, gap, half, width, half and char != " "))
    starts = [0, *ends[:-1]]
    lines = [LineEnd(start, end, end, end == len(text)) for start, end in zip(starts, ends, strict=True)]
    return lock(text, samples, lines, em=_EM, measure=measure * _EM, first_indent=0)


def _width(locked: Locked, count: int) -> int:
    """Of so many Han characters."""
    return count * _EM + sum(locked.spacings[:count])
