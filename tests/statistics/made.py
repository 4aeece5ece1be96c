"""Years of issues whose adoption is known beforehand: who wrote each item is decided first, then how its
source is printed."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from bulletin_desk.bulletin.model import Endorsement
from bulletin_desk.bulletin.office import Office
from bulletin_desk.library.entries import ItemEntry
from bulletin_desk.statistics.adoption import Printed
from bulletin_desk.statistics.names import Names, names_of

CITIES = [
    *("甲州市", "乙水市", "丙山市", "丁江市", "戊河市", "己湖市", "庚林市", "辛城市", "壬阳市"),
    *("癸安市", "子州市", "丑水市", "寅山市", "卯江市", "辰河市", "巳湖市", "午林市", "未城市"),
    *("申阳州", "酉安州", "戌原州"),
]
COUNTIES = {city: (f"{city[0]}东县", f"{city[0]}西区", f"{city[0]}南县") for city in CITIES}
TAILS = ("地方志办公室", "党史和地方志研究室", "志办")
UNKNOWN = (
    "某某新区党群工作部",
    "省社会科学院历史研究所",
    "某某大学方志研究中心",
    "甲州市档案馆",
    "本刊编辑部",
)
BULLETIN = "某省工作简报"
SECTIONS = ("特别关注", "市州动态", "工作交流")
PERSONS = ("张三", "李小燕", "王建平")


def full_name(city: str) -> str:
    return f"{city}{TAILS[0]}"


def spellings(city: str) -> tuple[str, str, str]:
    """Three names of one office: only the first is its full name."""
    return full_name(city), f"{city}{TAILS[1]}", f"{city}{TAILS[2]}"


def units_text() -> str:
    lines = ["# 简称 = 全称"]
    for city in CITIES:
        full, *others = spellings(city)
        lines += [f"{each} = {full}" for each in others]
    return "\n".join(lines) + "\n"


def places_text() -> str:
    return "".join(f"{city}：{' '.join(COUNTIES[city])}\n" for city in CITIES)


def names(folder: Path) -> Names:
    """The names as an office's places and a clerk's list of units know them."""
    (folder / "places.txt").write_text(places_text(), encoding="utf-8")
    (folder / "own.txt").write_text(units_text(), encoding="utf-8")
    office = Office(BULLETIN, places="places.txt", province="某", file=folder / "office.toml")
    return names_of(office, folder / "own.txt")


@dataclass
class Truth:
    """What a count by hand gives."""

    items: Counter[str] = field(default_factory=Counter)
    whole: Counter[str] = field(default_factory=Counter)
    merged: Counter[str] = field(default_factory=Counter)
    characters: Counter[str] = field(default_factory=Counter)
    endorsements: Counter[str] = field(default_factory=Counter)
    sections: Counter[str] = field(default_factory=Counter)
    months: Counter[str] = field(default_factory=Counter)
    unknown: Counter[str] = field(default_factory=Counter)
    unsigned: int = 0
    printed: list[Printed] = field(default_factory=list)


def made(
    seed: int,
    *,
    issues: int = 120,
    items: int = 8,
    merged: int = 40,
    unknown: int = 12,
    unsigned: int = 3,
    silent: int = 2,
    year: int = 2026,
) -> Truth:
    """A year of issues; `silent` cities have no item in it."""
    chance = random.Random(seed)
    truth = Truth()
    speaking = CITIES[: len(CITIES) - silent]
    count = issues * items
    kinds = ["merged"] * merged + ["unknown"] * unknown + ["unsigned"] * unsigned
    kinds = kinds[:count] + ["whole"] * (count - len(kinds))
    chance.shuffle(kinds)
    for at, kind in enumerate(kinds):
        issue = at // items
        day = date(year, 1, 1) + timedelta(days=issue * 365 // issues)
        offices, source = _source(kind, speaking, chance)
        section = chance.choices(SECTIONS, (1, 6, 2))[0]
        endorsements = tuple(
            Endorsement(chance.choice(("省长王某", "副省长李某")), day)
            for _ in range(chance.choices((0, 1, 2), (30, 2, 1))[0])
        )
        entry = ItemEntry(
            section=SECTIONS.index(section),
            item=at % items,
            heading=section,
            above="",
            title=f"第{at + 1}篇稿件",
            text="",
            source=source,
            characters=chance.randint(200, 1800),
            endorsements=endorsements,
        )
        truth.printed.append(Printed(BULLETIN, day, issue + 1, None, "", entry))
        truth.sections[section] += 1
        truth.months[f"{day.year}年{day.month}月"] += 1
        truth.unsigned += not offices
        for office in offices:
            truth.items[office] += 1
            truth.characters[office] += entry.characters
            truth.endorsements[office] += len(endorsements)
            (truth.merged if len(offices) > 1 else truth.whole)[office] += 1
            if office in UNKNOWN:
                truth.unknown[office] += 1
    return truth


def _source(kind: str, cities: list[str], chance: random.Random) -> tuple[list[str], str]:
    """Whose an item is, and how that is printed."""
    if kind == "unsigned":
        return [], ""
    if kind == "merged":
        chosen = chance.sample(cities, chance.randint(2, 4))
        return [full_name(city) for city in chosen], _merged(chosen, chance)
    if kind == "unknown":
        name = chance.choice(UNKNOWN)
        return [name], _dressed(name, chance)
    city = chance.choice(cities)
    return [full_name(city)], _dressed(chance.choice(spellings(city)), chance)


def _merged(cities: list[str], chance: random.Random) -> str:
    """Several offices in one source, in one of the ways in which offices print them."""
    written = [chance.choice(spellings(city)) for city in cities]
    match chance.randrange(6):
        case 0:  # 甲州市、乙水市地方志办公室: one tail for all
            return _dressed(f"{'、'.join(cities)}{chance.choice(TAILS)}", chance)
        case 1:
            return f"（综合{'、'.join(written)}报送）"
        case 2:
            return f"（{'　　'.join(written)}）"
        case 3:
            return f"（{chr(10).join(written)}）"
        case 4:
            return f"（{'/'.join(written)} {chance.choice(PERSONS)}整理）"
    return _dressed("、".join(written), chance)


def _dressed(name: str, chance: random.Random) -> str:
    """What stands around a name."""
    match chance.randrange(6):
        case 0:
            return name
        case 1:
            return f"（供稿：{name}）"
        case 2:
            return f"（{name} {chance.choice(PERSONS)}）"
        case 3:
            return f"（{name}供稿）"
        case 4:
            return f"（{name}　　）"
    return f"（{name}）"
