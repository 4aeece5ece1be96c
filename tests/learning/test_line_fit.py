"""The line rule found from printed lines: the real issue's, and those of rules known beforehand."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

import pytest

from bulletin_desk.bulletin.model import Body, Issue
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.line_rule import OFFICE_RULE, LineRule
from bulletin_desk.learning.evidence import Seen, SeenLine
from bulletin_desk.learning.line_fit import GAPS, RULES, Candidate, Witness, fit
from bulletin_desk.learning.seen_rule import seen_rule
from bulletin_desk.storage.bulletin_file import read_bulletin
from bulletin_desk.typeset.break_lines import break_lines
from bulletin_desk.typeset.measure import Widths
from tests.learning.seen_made import FANG, LEFT, paragraphs, text_lines
from tests.typeset.test_real_issue import EXAMPLES, PRINTED
from tests.typeset.texts import body


def solid(text: str) -> str:
    return text.replace(" ", "")


def printed_witnesses(issue: Issue) -> Iterator[Witness]:
    """The paragraphs of the issue that are on the paper's first four pages, with its line ends."""
    lines = [solid(line) for page in PRINTED for line in page]
    at = 0
    for section in issue.sections:
        for item in section.items:
            for block in item.blocks:
                if isinstance(block, Body) and at < len(lines):
                    while at < len(lines) and not solid(block.text).startswith(lines[at]):
                        at += 1
                    starts = [0]
                    while at < len(lines) and starts[-1] < len(block.text):
                        starts.append(after(block.text, starts[-1], len(lines[at])))
                        at += 1
                    yield Witness(block.text, tuple(start for start in starts if start < len(block.text)))


def after(text: str, start: int, count: int) -> int:
    """The offset behind so many characters that are no spaces, and behind the spaces there."""
    for at in range(start, len(text)):
        if text[at] != " ":
            if not count:
                return at
            count -= 1
    return len(text)


def test_the_printed_issue_gives_back_its_rule(faces: Faces) -> None:
    witnesses = list(printed_witnesses(read_bulletin(EXAMPLES / "2024-01-09.bulletin")))
    found = fit(witnesses, faces, "latin")
    assert found is not None
    assert found.chosen.candidate == Candidate(Fraction(28), OFFICE_RULE)
    assert (found.chosen.agreed, found.apart.agreed) == (found.chosen.of, found.apart.of)
    assert found.chosen.of + found.apart.of > 50
    assert found.runner_up is not None
    assert found.runner_up.agreed < found.chosen.agreed  # nothing else as well
    assert found.against == ()
    # half a cell is what Times New Roman's figures are; a mark that could hang is squeezed in all the same
    assert found.open == ("figures", "hanging")


def witnesses_of(texts: list[str], cells: int, rule: LineRule, faces: Faces) -> list[Witness]:
    """Paragraphs as this rule breaks them."""
    made = []
    for text in texts:
        lines, _ = break_lines(body(text, cells, indent=2), Widths(faces, "latin", rule))
        made.append(Witness(text, tuple(line.start for line in lines)))
    return made


@pytest.fixture(scope="module")
def texts() -> list[str]:
    """Paragraphs of the examples."""
    found = [
        block.text
        for name in ("2024-01-09", "gb9704", "monthly")
        for section in read_bulletin(EXAMPLES / f"{name}.bulletin").sections
        for item in section.items
        for block in item.blocks
        if isinstance(block, Body)
    ]
    assert len(found) > 30
    return found


@pytest.mark.parametrize("rule", RULES[1::17], ids=str)
def test_a_known_rule_is_found(rule: LineRule, texts: list[str], faces: Faces) -> None:
    found = fit(witnesses_of(texts, 28, rule, faces), faces, "latin", [Fraction(28)])
    assert found is not None
    assert found.chosen.agreed == found.chosen.of
    assert found.apart.agreed == found.apart.of
    for key, own, right in zip(LineRule._fields, found.chosen.candidate.rule, rule, strict=True):
        assert own == right or key in found.open, key


def test_a_line_that_was_changed_by_hand_is_told_and_changes_nothing(texts: list[str], faces: Faces) -> None:
    witnesses = witnesses_of(texts, 28, OFFICE_RULE, faces)
    long = next(at for at, witness in enumerate(witnesses) if len(witness.starts) > 3)
    first, second, *more = witnesses[long].starts
    witnesses[long] = witnesses[long]._replace(starts=(first, second - 3, *more))
    found = fit(witnesses, faces, "latin", [Fraction(28)])
    assert found is not None
    assert found.chosen.candidate.rule == OFFICE_RULE
    assert [(each.witness, each.line) for each in found.against] == [(long, 0), (long, 1)]
    assert found.against[0].printed + witnesses[long].text[second - 3 : second] == found.against[0].ours


def test_the_measure_is_found_from_the_lines(texts: list[str], faces: Faces) -> None:
    for cells in (25,):
        found = fit(witnesses_of(texts[:8], cells, OFFICE_RULE, faces), faces, "latin")
        assert found is not None
        assert found.chosen.candidate.cells == cells


def test_without_lines_nothing_is_found(faces: Faces) -> None:
    assert fit([], faces, "latin") is None
    assert fit([Witness("短。", (0,))], faces, "latin") is None


def test_the_work_can_be_ended(texts: list[str], faces: Faces) -> None:
    class EndedError(Exception):
        pass

    def tell(done: int, of: int) -> None:
        if done * 10 > of:
            raise EndedError

    with pytest.raises(EndedError):
        fit(witnesses_of(texts[:5], 28, OFFICE_RULE, faces), faces, "latin", tell=tell)


@pytest.mark.parametrize("gap", GAPS)
@pytest.mark.parametrize(("quotes", "wide"), [("half", 8.0), ("full", 16.0)])
def test_what_lines_leave_open_is_as_it_was_seen(gap: Fraction, quotes: str, wide: float) -> None:
    def ended(y: float, spread: float = 0.0) -> SeenLine:
        chars, x = [], LEFT
        for before, char in pairwise("某各地“共办结”有12件投诉"):
            width = 8.0 if char.isascii() else wide if char in "“”" else 16.0
            x += float(gap * 16) if {before + char} & {"有1", "2件"} else 0.0
            chars.append(Seen(char, x, y, x + width, FANG))
            x += width + spread
        return SeenLine(tuple(chars))

    full = text_lines(2)[1]
    made = [
        paragraphs(full._replace(chars=full.chars), ended(156, spread))[0] for spread in (0, 0, -0.8, 1.5)
    ]
    rule = seen_rule(made, Fraction(16))
    assert (rule.gap, rule.quotes) == (gap, quotes)
    assert seen_rule(made[2:3], Fraction(16)).gap == OFFICE_RULE.gap  # squeezed


def test_a_gap_that_is_only_not_another_is_left_open(texts: list[str], faces: Faces) -> None:
    rule = OFFICE_RULE._replace(gap=Fraction(1, 5))
    few = [text for text in texts if any(char.isdigit() for char in text)][:4]
    found = fit(witnesses_of(few, 28, rule, faces), faces, "latin", [Fraction(28)])
    assert found is not None
    assert found.chosen.candidate.rule.gap == Fraction(1, 5) or "gap" in found.open
    found = fit(witnesses_of(few, 28, rule, faces), faces, "latin", [Fraction(28)], usual=rule)
    assert found is not None
    assert found.chosen.candidate.rule == rule
