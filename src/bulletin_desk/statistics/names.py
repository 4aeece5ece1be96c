"""Offices under their several spellings, brought together by the lists of units and by nothing else: what no
list knows stays under its own spelling. Knows no items and no sources."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from bulletin_desk.bulletin.office import Office
from bulletin_desk.hanzi.classes import HAN
from bulletin_desk.intake.sources import Place, Units, is_unit, load_units, read_units

PLACE_END = "市州县区旗盟"
"""How names of cities, prefectures, counties and districts end."""
_WIDE = str.maketrans("()[]", "（）［］", "\u00ad\u200b\u200c\u200d\u2060\ufeff")
_ABBREVIATED = re.compile("(地方志|方志|史志|地志|志)?办?")
"""What may stand behind a place's name for the office that the list has for the place itself: 成都市志办."""
_DEPARTMENT_END = tuple("科处股室")
_DEPARTMENT = re.compile(rf"(?!以及|联合|会同|[和与及暨同并省市州县区])[{HAN}]{{1,6}}[科处股室]")
"""Not 和市委政研室, which is a further office."""
_BRACKETS = re.compile(r"([^（）]{2,})（([^（）]{2,})）")
_KIN_OF_ALL = frozenset(("办公", "公室"))


def plain(name: str) -> str:
    """A name without blanks, line breaks and what is not seen, its brackets full-width, as names are
    compared."""
    return "".join(name.split()).translate(_WIDE)


@dataclass(frozen=True)
class Names:
    """What is known of offices' names. `units` are the office's with the clerk's own over them, `of_office`
    and `own` the full names by short ones of either alone; `also` further full names that are known (of
    offices that should report)."""

    units: Units = field(default_factory=Units)
    of_office: Mapping[str, str] = field(default_factory=dict)
    own: Mapping[str, str] = field(default_factory=dict)
    also: tuple[str, ...] = ()

    # ---- by the lists

    def full_name(self, name: str) -> str | None:
        """The full name of the office that a name stands for; None where no list knows it. A name is known
        as it stands in a list, short or full; without 中共, the province or a county's city before its
        place; as an abbreviation of a place whose office a list has (成都市志办); with a department of a
        known office behind it; with another name of the office in brackets."""
        name = plain(name)
        if found := self._listed_at_all(name):
            return found
        if found := self._of_department(name):
            return found
        if brackets := _BRACKETS.fullmatch(name):
            return self._in_brackets(brackets[1], brackets[2])
        return None

    def is_listed(self, name: str) -> bool:
        """Whether a name stands in a list as it is."""
        return plain(name) in self._full

    def _listed_at_all(self, name: str) -> str | None:
        for form in self._forms(name):
            if found := self._full.get(form) or self._of_other_place_name(form):
                return found
        for form in self._forms(name):
            if found := self._of_abbreviation(form) or self._by_rule(form):
                return found
        return None

    def _forms(self, name: str) -> Iterable[str]:
        """The name, and without what may be left out before its place."""
        yield name
        for before in ("中共", *self._province):
            if name.startswith(before) and self.place_of(name[len(before) :]):
                yield name[len(before) :]
        for length in range(2, min(len(name), _LONGEST_PLACE)):
            city = self.units.places.get(name[:length])
            county = self._placed(name[length:]) if city and not city.city else None
            if city and county and county[0].city == city.name:
                yield name[length:]
        for province in self._province:  # 省图书馆 is 四川省图书馆
            if name.startswith(province):
                yield name[len(province) - 1 :]
            elif name.startswith("省"):
                yield f"{province}{name[1:]}"

    @cached_property
    def _province(self) -> tuple[str, ...]:
        province = self.units.office.province
        return (f"{province}省",) if province else ()

    @cached_property
    def _full(self) -> Mapping[str, str]:
        """Every spelling that a list has, short or full, to its office's full name."""
        listed, own = _plain(self.of_office), dict(_plain(self.own))
        # the clerk's name of a place's office goes before the one that the office's list has
        kept = set(own) | set(own.values())
        for place, full in self._by_abbreviation(listed).items():
            chosen = self._own_of_place.get(place, full)
            if chosen != full and full not in kept:
                own[full] = chosen
        listed = {**listed, **own}
        return {
            name: _last(name, listed)
            for name in (*listed, *listed.values(), *(plain(each) for each in self.also))
        }

    def _of_other_place_name(self, name: str) -> str | None:
        """阿坝藏族羌族自治州志办 where a list has 阿坝州志办."""
        found = self._placed(name)
        return self._by_place.get((found[0].name, name[found[1] :])) if found else None

    @cached_property
    def _by_place(self) -> Mapping[tuple[str, str], str]:
        """Offices by their place and what stands behind it; none where that leads to several."""
        places: dict[tuple[str, str], set[str]] = {}
        for name, full in self._full.items():
            found = self._placed(name)
            if found and found[1] < len(name):
                places.setdefault((found[0].name, name[found[1] :]), set()).add(full)
        return {place: next(iter(full)) for place, full in places.items() if len(full) == 1}

    @cached_property
    def _own_of_place(self) -> Mapping[str, str]:
        return self._by_abbreviation(_plain(self.own))

    def _by_abbreviation(self, listed: Mapping[str, str]) -> Mapping[str, str]:
        """The offices of places by the abbreviations that a list has; none for a place with several."""
        found: dict[str, set[str]] = {}
        for name, full in listed.items():
            place = self.place_of(name)
            if place and self._is_its_office(self.behind_place(name)):
                found.setdefault(place.name, set()).add(_last(full, listed))
        return {place: next(iter(full)) for place, full in found.items() if len(full) == 1}

    def _is_its_office(self, behind: str) -> bool:
        """Whether what stands behind a place's name in a list means the place's office itself."""
        return bool(_ABBREVIATED.fullmatch(behind)) or behind == plain(self.units.office.place_office)

    @cached_property
    def _of_place(self) -> Mapping[str, str]:
        return self._by_abbreviation(self._full)

    def _of_abbreviation(self, name: str) -> str | None:
        place = self.place_of(name)
        full = self._of_place.get(place.name) if place else None
        if full is None:
            return None
        behind = self.behind_place(name)
        short = _ABBREVIATED.fullmatch(behind)
        if (short and (not short[1] or "志" in full)) or behind == plain(self.units.office.place_office):
            return full
        return None

    def _by_rule(self, name: str) -> str | None:
        """The name of a place's office as the office's own file makes it, which nothing else is merged
        into."""
        place = self.place_of(name)
        if place and name in self._ruled(place):
            return self._ruled(place)[0]
        return None

    def _ruled(self, place: Place) -> tuple[str, ...]:
        office = plain(self.units.office.place_office)
        if not office:
            return ()
        with_city = (f"{place.city}{place.name}{office}",) if place.city else ()
        return (f"{_prefecture(place.name)}{office}", f"{place.name}{office}", *with_city)

    def _of_department(self, name: str) -> str | None:
        if name[-1:] not in _DEPARTMENT_END:
            return None
        for end in range(len(name) - 2, 2, -1):
            office, behind = name[:end], name[end:]
            if is_unit(office, self.units) and (known := self._listed_at_all(office)):
                # not a shorter one: 市委政研室 behind 地方志办公室 is no department of 地方志办
                further = not _DEPARTMENT.fullmatch(behind) or self.place_of(behind)
                return None if further or not self.behind_place(office) else known
        return None

    def _in_brackets(self, outer: str, inner: str) -> str | None:
        """德阳市委党史研究室（德阳市地方志办公室）, （市志办）: either name, if the other is not a further
        office's."""
        place = self.place_of(outer)
        if place and inner[0] in "市州县区" and place.name[-1] == inner[0]:
            inner = f"{place.name}{inner[1:]}"
        names = {full for full in map(self.full_name, (outer, inner)) if full}
        return names.pop() if len(names) == 1 and self.place_of(outer) == self.place_of(inner) else None

    # ---- by places

    def place_of(self, name: str) -> Place | None:
        """The place with whose name a name begins, with or without 中共 or the province before it: of
        阿坝州九寨沟县 the county."""
        for before in ("", "中共", *self._province):
            if name.startswith(before) and (found := self._placed(name[len(before) :])):
                return found[0]
        return None

    def behind_place(self, name: str) -> str:
        """What stands behind the place with which a name begins; the whole name where it begins with none."""
        found = self._placed(name)
        return name[found[1] :] if found and found[1] < len(name) else "" if found else name

    def _placed(self, name: str) -> tuple[Place, int] | None:
        """The place with which a name begins, the longest that fits, and how long it is written."""
        for length in range(min(len(name), _LONGEST_PLACE), 1, -1):
            place = self.units.places.get(name[:length])
            if place is None:
                continue
            county = None if place.city else self._placed(name[length:])
            if county and county[0].city == place.name:
                return county[0], length + county[1]
            return place, length
        return None

    def city_of(self, name: str) -> str:
        """The city or prefecture that a county's office belongs to; empty where that is not certain, or the
        name is none of a county's."""
        name = plain(name)
        for before in ("", "中共", *self._province):
            found = self._placed(name[len(before) :]) if name.startswith(before) else None
            if found and (place := found[0]).city:
                end = len(before) + found[1]  # 北川县, 北川志办, but not 金川公司, 成都武侯祠
                whole = name[end - 1] in PLACE_END or _ABBREVIATED.fullmatch(name[end:])
                return place.city if whole else ""
        return ""

    def office_of_place(self, place: str) -> str:
        """The full name of a place's office: as a list has it, else the one office of the kind that a list
        knows there, else as the office's file makes it, else the place's own name."""
        place = plain(place)
        if found := self._full.get(place) or self._of_place.get(place):
            return found
        office = plain(self.units.office.place_office)
        kin = {full for full in self._full.values() if self._is_of(full, place) and _kin(full, office)}
        return kin.pop() if len(kin) == 1 else f"{_prefecture(place)}{office}"

    def _is_of(self, name: str, place: str) -> bool:
        found = self.place_of(name)
        return found is not None and found.name == place

    # ---- what an unknown name is likely to be

    def likely(self, name: str) -> str:
        """The full name that an unknown one is likely to stand for: a proposal, never taken by itself. The
        name itself where nothing is near."""
        import difflib  # only asked for what no list knows

        name = plain(name)
        place = self.place_of(name)
        full = sorted(set(self._full.values()))
        if place:
            there = self.office_of_place(place.name) if place.name in self._cities else ""
            ruled = self._ruled(place)
            guess = there or (ruled[0] if ruled else "")
            behind = self.behind_place(name.removeprefix("中共"))
            if guess and (_ABBREVIATED.fullmatch(behind) or _kin(behind, guess)):
                return guess
            full = [each for each in full if self._is_of(each, place.name)]
        return next(iter(difflib.get_close_matches(name, full, 1, _NEAR)), name)

    @cached_property
    def _cities(self) -> frozenset[str]:
        return frozenset(place.name for place in self.units.places.values() if not place.city)

    def cities(self) -> tuple[str, ...]:
        """The cities and prefectures of the office's places, in their order."""
        return tuple(
            dict.fromkeys(place.city or place.name for place in self.units.places.values() if place.name)
        )


_NEAR = 0.7
_LONGEST_PLACE = 12


def _plain(listed: Mapping[str, str]) -> Mapping[str, str]:
    return {plain(name): plain(full) for name, full in listed.items()}


def _last(name: str, listed: Mapping[str, str]) -> str:
    """Where a list leads from a name, as far as it goes; a list that leads back stops where it began."""
    seen = [name]
    while (name := listed.get(name, name)) not in seen:
        seen.append(name)
    return name if listed.get(name, name) == name else seen[-1]


def _kin(one: str, other: str) -> bool:
    """Whether two names share what says of which kind an office is: 地方志编纂中心, 地方志办公室."""
    return bool((_pairs(one) & _pairs(other)) - _KIN_OF_ALL)


def _pairs(name: str) -> set[str]:
    return {name[at : at + 2] for at in range(len(name) - 1)}


def _prefecture(place: str) -> str:
    """凉山彝族自治州 is 凉山州 in the names of its offices."""
    bare = place.removesuffix("自治州")
    while bare != place and (people := next((each for each in _PEOPLES if bare.endswith(each)), "")):
        bare = bare.removesuffix(people)
    return f"{bare}州" if bare != place else place


_PEOPLES = (
    "藏族",
    "羌族",
    "彝族",
    "回族",
    "土家族",
    "苗族",
    "布依族",
    "侗族",
    "壮族",
    "傣族",
    "白族",
    "哈尼族",
)


def names_of(office: Office | None = None, own: Path | None = None, also: Iterable[str] = ()) -> Names:
    """The names that an office's lists and the clerk's `own` list know. Raises UnreadableFileError."""
    import os

    there = own is not None and os.path.lexists(own)
    listed = read_units(own) if own is not None and there else {}
    units = load_units(None, office)
    return Names(replace(units, full={**units.full, **listed}), units.full, listed, tuple(also))


# ---- the clerk's list


def may_be_listed(name: str, full: str) -> bool:
    """Whether a line of the list can say that `name` stands for `full`."""
    return (
        bool(plain(name) and plain(full))
        and not re.search("[=＝\n]|\\A\\s*#", f"{name}")
        and not (re.search("[=＝\n]", full))
    )


def with_accepted(text: str, accepted: Mapping[str, str]) -> str:
    """The clerk's list of units with the names that have been accepted (full names by spellings) in it: a
    line of the same name is replaced, others are added at the end, all else stays as it is. Names that a line
    can't hold are left out."""
    left = {plain(name): plain(full) for name, full in accepted.items() if may_be_listed(name, full)}
    lines = []
    for line in text.splitlines():
        name, equals, _ = line.replace("＝", "=").partition("=")
        key = plain(name)
        if equals and not line.lstrip().startswith("#") and key in left:
            line = f"{name.strip()} = {left.pop(key)}"
        lines.append(line)
    lines += [f"{name} = {full}" for name, full in left.items()]
    return "".join(f"{line}\n" for line in lines)
