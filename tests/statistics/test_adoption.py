"""What is counted, held against a truth that is known beforehand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin_desk.statistics.adoption import Adoption, adoption
from bulletin_desk.statistics.names import Names
from bulletin_desk.statistics.rules import CITIES, Group, Rules
from bulletin_desk.statistics.spans import year_span
from bulletin_desk.statistics.tables import UNSIGNED, By, table
from tests.statistics import made
from tests.statistics.made import Truth

RULES = Rules(groups=(Group("", (CITIES,)),), highlights=("特别关注",))


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> Names:
    return made.names(tmp_path_factory.mktemp("names"))


def check(found: Adoption, truth: Truth) -> None:
    """That every figure is what a count by hand gives."""
    by_office = table(found, By.OFFICE)
    rows = {row.label: row for row in by_office.rows if row.label != UNSIGNED}
    assert {label: row.items for label, row in rows.items() if row.items} == dict(truth.items)
    for label, row in rows.items():
        assert (row.whole, row.merged) == (truth.whole[label], truth.merged[label])
        assert row.characters == truth.characters[label]
        assert row.endorsements == truth.endorsements[label]
        assert row.known == (label not in truth.unknown)
    assert {each.name: len(each.items) for each in found.unresolved} == dict(truth.unknown)
    assert len(found.unsigned) == truth.unsigned
    assert {zero.office for zero in found.zeros} == {
        made.full_name(city) for city in made.CITIES if not truth.items[made.full_name(city)]
    }
    assert by_office.total.items == len(truth.printed)
    assert by_office.credits == sum(truth.items.values()) + truth.unsigned
    for by, counts in ((By.SECTION, truth.sections), (By.MONTH, truth.months)):
        assert {row.label: row.items for row in table(found, by).rows if row.items} == dict(counts)
    for by in By:
        shown = table(found, by)
        assert shown.total == by_office.total._replace(received=shown.total.received)
        if by is not By.OFFICE:
            assert sum(row.items for row in shown.rows) == shown.total.items


def test_a_year_of_21_offices_in_three_spellings(names: Names) -> None:
    truth = made.made(2026)
    assert len({item.number for item in truth.printed}) == 120
    assert sum(truth.whole.values()) + 40 + truth.unsigned == len(truth.printed)
    check(adoption(truth.printed, names, RULES, year_span(2026)), truth)


@given(
    seed=st.integers(0, 2**32),
    issues=st.integers(1, 6),
    merged=st.integers(0, 6),
    unknown=st.integers(0, 4),
    silent=st.integers(0, 17),
)
def test_any_issues(names: Names, seed: int, issues: int, merged: int, unknown: int, silent: int) -> None:
    truth = made.made(seed, issues=issues, items=4, merged=merged, unknown=unknown, silent=silent)
    check(adoption(truth.printed, names, RULES, year_span(2026)), truth)
