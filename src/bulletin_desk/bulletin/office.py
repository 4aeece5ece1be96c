"""What is known of the office that issues a bulletin, as data: `resources/offices/*.toml` read and validated.
The only door to it; no code knows an office's name."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NoReturn

from bulletin_desk.bulletin.bounds import (
    MAX_ADDRESSEES,
    MAX_PRINT_COUNT,
    MAX_SHORT,
    MAX_TOTAL_NUMBER,
)
from bulletin_desk.bulletin.model import Addressee
from bulletin_desk.checked import Table
from bulletin_desk.errors import InvalidOfficeError
from bulletin_desk.paths import bytes_of
from bulletin_desk.resources import resource

_LARGEST = 64 << 10
_FIRST_YEAR = 1900


@dataclass(frozen=True, slots=True)
class Office:
    """An office and its bulletin: what stands in every issue; the sections that it uses, and the one of them
    into which goes what nothing tells of; how many issues had appeared before each year that is known; its
    province, the files of its units and places, and how the office of a place is called behind its name."""

    name: str
    issuer: str
    sections: tuple[str, ...]
    section: str
    disclosure: str
    distribution: tuple[Addressee, ...]
    imprint_office: str
    print_count: int
    issues_before: Mapping[int, int]
    units: str
    places: str
    province: str
    place_office: str


@cache
def the_office() -> Office:
    """The office that this program was made for. Raises InvalidOfficeError."""
    return read_office(resource("offices", "sichuan.toml"))


def read_office(file: Path) -> Office:
    """The office in a TOML file. Raises InvalidOfficeError naming file, key and reason."""

    def fail(reason: str) -> NoReturn:
        raise InvalidOfficeError(f"单位文件“{file}”有误：{reason}。")

    data = bytes_of(file, _LARGEST, fail, "请写明其中的 .toml 文件")
    if len(data) > _LARGEST:
        fail("文件大得不像单位文件")
    try:
        tree = tomllib.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):  # of TOML, of UTF-8
        fail("不合 TOML 的写法，或不是 UTF-8 编码")
    top = Table(tree, "", fail)
    units = top.table("units")
    sections = top.texts("sections", max_length=MAX_SHORT)
    office = Office(
        name=top.text("name", max_length=MAX_SHORT),
        issuer=top.text("issuer", max_length=MAX_SHORT),
        sections=sections,
        section=top.choice("section", sections),
        disclosure=top.text("disclosure", max_length=MAX_SHORT),
        distribution=tuple(map(_addressee, top.tables("distribution", MAX_ADDRESSEES))),
        imprint_office=top.text("imprint_office", max_length=MAX_SHORT),
        print_count=top.integer("print_count", 1, MAX_PRINT_COUNT),
        issues_before=_by_year(top.table("issues_before")),
        units=units.text("list", max_length=MAX_SHORT),
        places=units.text("places", max_length=MAX_SHORT),
        province=units.text("province", max_length=MAX_SHORT),
        place_office=units.text("office", max_length=MAX_SHORT),
    )
    units.done()
    top.done()
    return office


def _addressee(table: Table) -> Addressee:
    addressee = Addressee(table.text("label", max_length=MAX_SHORT), table.text("to", max_length=MAX_SHORT))
    table.done()
    return addressee


def _by_year(table: Table) -> dict[int, int]:
    years = {}
    for key in table.keys():  # noqa: SIM118 (a Table is no dict)
        if not (key.isascii() and key.isdecimal() and len(key) == 4 and int(key) >= _FIRST_YEAR):
            table.wrong(key, "应为年份，如 2026")
        years[int(key)] = table.integer(key, 0, MAX_TOTAL_NUMBER)
    return years
