"""What is odd about the numbers of issues that are bound or packed together: gaps between them, and numbers
that two of them have. Keeps nothing from being made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from bulletin_desk.library.numbers import Numbered, numbers_of
from bulletin_desk.volumes.members import Member


def odd_numbers(members: Sequence[Member]) -> tuple[str, ...]:
    """A sentence for each gap and each double number, by bulletin and year. What lies before the first number
    of a year is no gap: a half-year may be bound by itself."""
    by_bulletin: dict[str, list[Numbered]] = defaultdict(list)
    for member in members:
        masthead, numbering = member.issue.masthead, member.layout.numbering
        by_bulletin[masthead.one_line].append(
            Numbered(
                file=member.file,
                year=member.issue.dated_header.date.year,
                number=masthead.number,
                supplement=masthead.supplement,
                counts=numbering.counts,
                supplements=numbering.supplement,
            )
        )
    return tuple(
        sentence
        for name, numbered in by_bulletin.items()
        for year in sorted({each.year for each in numbered})
        for sentence in _of_year(name, year, numbered)
    )


def _of_year(name: str, year: int, numbered: list[Numbered]) -> list[str]:
    found = numbers_of(numbered, year)
    sentences = []
    for gap in found.missing:
        # a supplement's number says nothing of where the bulletin's own begin, nor theirs of its
        its = [each.number for each in numbered if each.year == year and each.supplement == gap.supplement]
        least = min(its, default=gap.first)
        if gap.last >= least:
            first, last = max(gap.first, least), gap.last
            which = f"第{first}期" if first == last else f"第{first}—{last}期"
            sentences.append(f"{name}{year}年缺{gap.supplement}{which}。")
    for double in found.double:
        files = "、".join(f"“{file.name}”" for file in double.files)
        which = f"{double.supplement}第{double.number}期"
        sentences.append(f"{name}{year}年{which}有{len(double.files)}个不同的：{files}。")
    return sentences
