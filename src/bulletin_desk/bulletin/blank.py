"""The first issue of the office that this program was made for, ready to be written; later ones follow it.
The only room that knows this office's name."""

from __future__ import annotations

from datetime import date as Date  # noqa: N812

from bulletin_desk.bulletin.model import Addressee, DatedHeader, Imprint, Issue, Masthead, Section
from bulletin_desk.bulletin.numbering import EMPTY_ITEM

_ISSUER = "四川省地方志工作办公室"
_NAME = "四川省地方志工作简报"

SECTION_NAMES = ("特别关注", "市州动态")
"""The sections that the office uses."""

_BEFORE_YEAR = {2022: 395, 2023: 495, 2024: 605, 2025: 732, 2026: 832}
"""Total number less number, by year: how many issues had appeared before that year (from printed issues)."""


def issues_before(name: str, year: int) -> int | None:
    """How many issues of the bulletin of this name had appeared before a year; None if that is not known."""
    return _BEFORE_YEAR.get(year) if name == _NAME else None


def blank_issue(day: Date) -> Issue:
    """《四川省地方志工作简报》 number 1 of `day`'s year, its standing parts filled in, with one empty item.

    The total number is None in years of which no issue is known; the clerk enters it then.
    """
    before = _BEFORE_YEAR.get(day.year)
    return Issue(
        masthead=Masthead(_NAME, 1, None if before is None else before + 1),
        dated_header=DatedHeader(_ISSUER, day),
        sections=(Section("市州动态", (EMPTY_ITEM,)),),
        disclosure="主动公开",
        distribution=(
            Addressee("报", "中国地方志工作办公室。"),
            Addressee("送", "各市（州）党委、市（州）人民政府。"),
            Addressee(
                "发",
                "各市（州）地方志办公室（党史地方志研究室，地方志编纂中心），巴蜀方志文化研究中心。",
            ),
        ),
        imprint=Imprint(f"{_ISSUER}综合处", day),
        print_count=3,
    )
