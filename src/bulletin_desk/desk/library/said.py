"""What the window of the library says, and which part of an issue a row means. Pure functions of what the
library knows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import NamedTuple

from bulletin_desk.bulletin.dates import chinese_date
from bulletin_desk.bulletin.grammar import item_path, items_of, numbers
from bulletin_desk.bulletin.model import Issue, Place
from bulletin_desk.bulletin.model import Path as PartPath
from bulletin_desk.desk.library.hits_list import Shown
from bulletin_desk.desk.library.scopes import Scope
from bulletin_desk.editing.find import Match, find_all
from bulletin_desk.library.entries import IssueEntry, one_line
from bulletin_desk.library.hit_place import place_of_hit
from bulletin_desk.library.index import StoredIssue
from bulletin_desk.library.numbers import Gap, Numbers
from bulletin_desk.library.search import Hit, Hits, Query

MOST_HITS = 300
"""So many are listed; further words find what is wanted sooner than more rows."""
_MOST_GAPS = 6
"""Sentences about numbers that are said at once."""
UNTITLED = "（没有标题）"


# ---- issues


def head_words(head: IssueEntry, *, numbered: bool) -> str:
    """名称 2024年1月9日第12期."""
    number = f"{head.supplement}第{head.number}期" if numbered else ""
    return f"{head.name} {chinese_date(head.date)}{number}"


def issues_said(issues: Sequence[StoredIssue]) -> str:
    """How much these are; further files of one issue don't count."""
    counted = [each.entry for each in issues if each.copy_of is None]
    items = sum(len(entry.items) for entry in counted)
    characters = sum(entry.characters for entry in counted)
    copies = len(issues) - len(counted)
    more = f"另有 {copies} 个副本没有计。" if copies else ""
    return f"{len(counted)} 期，{items} 篇，{_many(characters)}字。{more}"


def _many(number: int) -> str:
    return f"{number / 10_000:.1f} 万" if number >= 10_000 else f"{number} "


class Gaps(NamedTuple):
    """What is wrong with the numbers of a bulletin's year."""

    name: str
    year: int
    numbers: Numbers


def gaps_said(gaps: Iterable[Gaps], scope: Scope) -> tuple[str, str]:
    """Which numbers are missing or stand twice, as far as a line holds it, and all of it. What `scope` says
    is not said again."""
    said: list[str] = []
    gaps = tuple(gaps)
    several = len({each.name for each in gaps}) > 1
    for name, year, numbers_of_year in gaps:
        sentences = _numbers_said(numbers_of_year)
        if sentences:
            where = (f"“{name}”" if several else "") + (f"{year}年" if scope.year is None else "")
            sentences[0] = where + sentences[0]
        said += sentences
    left = len(said) - _MOST_GAPS
    short = [*said[:_MOST_GAPS], *([f"还有 {left} 处"] if left > 0 else [])]
    return f"{'；'.join(short)}。" if short else "", "\n".join(said)


def _numbers_said(numbers_of_year: Numbers) -> list[str]:
    said = []
    series = dict.fromkeys(gap.supplement for gap in numbers_of_year.missing)
    for name in series:
        runs = [_run(gap) for gap in numbers_of_year.missing if gap.supplement == name]
        said.append(f"缺{name}第{'、'.join(runs)}期")
    for double in numbers_of_year.double:
        count = "两" if len(double.files) == 2 else f" {len(double.files)} "
        files = "、".join(file.name for file in double.files)
        said.append(f"{double.supplement}第{double.number}期有{count}个文件：{files}")
    return said


def _run(gap: Gap) -> str:
    if gap.first == gap.last:
        return f"{gap.first}"
    between = "、" if gap.last == gap.first + 1 else "至"
    return f"{gap.first}{between}{gap.last}"


# ---- hits


def hits_said(hits: Hits, query: Query, scope: str) -> str:
    """How many there are; of too many that not all are listed."""
    where = f"在{scope}里" if scope else ""
    if not hits.total:
        words = "，也可以少写几个字或几个词" if query.words else ""
        return f"{where}没有找到{words}。"
    listed = f"，先列最近的 {len(hits.hits)} 篇；再加一个词就少了" if hits.total > len(hits.hits) else ""
    return f"{where}找到 {hits.total} 篇{listed}。"


def shown(hit: Hit, said: str, source: str) -> Shown:
    """A hit as the list shows it: its issue is called as `said`, `source` is its item's."""
    heading = f"【{hit.heading}】" if hit.heading else ""
    place = "　".join(filter(None, (said, heading, source)))
    title = hit.title or UNTITLED
    match hit.where:
        case "title":
            return Shown(title, hit.spans, "", (), place)
        case "source":
            before = len(place) - len(source)
            spans = tuple((start + before, end + before) for start, end in hit.spans)
            return Shown(title, (), "", (), place, spans)
    return Shown(title, (), hit.context, hit.spans, place)


# ---- parts of an issue as it is read


def item_in(issue: Issue, section: int, item: int, title: str) -> PartPath | None:
    """Where an item stands that the library knows: at its place, or where its title is by now; None where it
    is there no more. One without a title can't be told anywhere else than at its place."""
    known = item_path(section, item)
    paths = [path for path, each in items_of(issue) if one_line(each.title) == title]
    return known if known in paths else next(iter(paths), None) if title else None


def meant_by(issue: Issue, hit: Hit, words: Sequence[str]) -> Match | PartPath | None:
    """The word that a hit is about; its item where the word is there no more, None where that is not
    either."""
    place = place_of_hit(issue, hit)
    if place is None:
        return item_in(issue, hit.section, hit.item, hit.title)
    return word_at(issue, place, words_of(hit, words))


def words_of(hit: Hit, words: Sequence[str]) -> tuple[str, ...]:
    """The words that were looked for, and as they are written in a hit: spaces between characters don't
    count."""
    return tuple(dict.fromkeys((*words, *(hit.context[start:end] for start, end in hit.spans))))


def word_at(issue: Issue, place: Place, words: Sequence[str]) -> Match:
    """The longest of these words that stands at a place; none of its characters where none does."""
    matches = chain.from_iterable(find_all(issue, word) for word in words)
    there = (match for match in matches if (match.path, match.start) == (place.path, place.offset))
    nowhere = Match(place.path, place.offset, place.offset)
    return max(there, key=lambda match: match.end, default=nowhere)


def section_name(issue: Issue, item: PartPath) -> str:
    """The name of the section that an item stands in."""
    section, *_ = numbers(item)
    return issue.sections[section].name
