"""The offices of a volume's index."""

from __future__ import annotations

from pathlib import Path

import pytest

from bulletin_desk.volumes.offices import listed_offices, office_of_members
from tests.volumes.made import issue, member


@pytest.mark.parametrize(
    ("source", "offices"),
    [
        ("（德阳市地方志办公室）", ("德阳市地方志办公室",)),
        ("（成都市、德阳市地方志办公室）", ("成都市地方志编纂委员会办公室", "德阳市地方志办公室")),
        ("（某某局）", ("某某局",)),
        ("", ()),
        (" ", ()),
    ],
)
def test_a_source_is_parted_as_it_is_counted(source: str, offices: tuple[str, ...]) -> None:
    assert tuple(listed_offices()(source)) == offices


def test_the_clerks_own_list_holds(tmp_path: Path) -> None:
    own = tmp_path / "units.txt"
    own.write_text("某某局 = 某某市某某局\n", encoding="utf-8")
    assert tuple(listed_offices(own=own)("（某某局）")) == ("某某市某某局",)


def test_whose_bulletin_it_is() -> None:
    office = office_of_members([member(issue(0))])
    assert office is not None
    assert office.name == "工作简报"
    assert office_of_members([]) is None
