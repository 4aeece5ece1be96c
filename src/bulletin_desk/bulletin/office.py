"""What is known of the offices that issue bulletins, as data: office files (TOML) read and validated, shipped
ones and those that the clerk has saved. The only door to them; no code knows an office's name."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import NoReturn

from bulletin_desk.bulletin.bounds import (
    MAX_ADDRESSEES,
    MAX_DISTRIBUTION,
    MAX_PRINT_COUNT,
    MAX_SECTIONS,
    MAX_SHORT,
    MAX_TOTAL_NUMBER,
)
from bulletin_desk.bulletin.fields import DeclaredField
from bulletin_desk.bulletin.model import Addressee, Issue
from bulletin_desk.checked import Fail, Table
from bulletin_desk.errors import InvalidOfficeError
from bulletin_desk.paths import bytes_of
from bulletin_desk.resources import resource
from bulletin_desk.toml_trees import toml_tree

DEFAULT = "sichuan"
"""The shipped office that comes first where nobody has chosen one."""
EXTENSION = ".toml"
LAYOUT_EXTENSION = ".layout.toml"
"""Of layout files, which lie in the same folder as the office files that name them."""
ADOPTION_EXTENSION = ".adoption.toml"
"""Of files with rules of adoption (采用情况), which lie there too."""
_LARGEST = 64 << 10
_MOST_OWN = 200
"""Files of a clerk's folder that are looked at: more are no choice any more."""
_FIRST_YEAR = 1900


@dataclass(frozen=True, slots=True)
class OfficeSection:
    """A section that an office uses: one of level 2 belongs to the last of level 1 before it."""

    name: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Office:
    """An office and its bulletin: what stands in every issue, in which layout (a shipped one's name, or a
    layout file's beside the office file; empty: the default one); the sections that it uses, and the one
    with which an issue begins and into which goes what nothing tells of (empty: an issue begins with all);
    values of the layout's own fields by name; how many issues had appeared before each year that is known;
    files of its units and places, its province, and how the office of a place is called behind its name;
    the file of its rules of adoption.

    What an office of another kind has not is empty, its print count None. `file` is where this was read."""

    name: str
    issuer: str = ""
    layout: str = ""
    sections: tuple[OfficeSection, ...] = ()
    section: str = ""
    disclosure: str = ""
    distribution: tuple[Addressee, ...] = ()
    imprint_office: str = ""
    print_count: int | None = None
    marking: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    issues_before: Mapping[int, int] = field(default_factory=dict)
    units: str = ""
    places: str = ""
    province: str = ""
    place_office: str = ""
    adoption: str = ""
    file: Path | None = field(default=None, compare=False)

    @property
    def one_line(self) -> str:
        """The bulletin's name without its author's line breaks."""
        return self.name.replace("\n", "")

    @property
    def section_names(self) -> tuple[str, ...]:
        """The names of its sections, each once."""
        return tuple(dict.fromkeys(section.name for section in self.sections))

    @property
    def first_sections(self) -> tuple[OfficeSection, ...]:
        """The sections of a new issue: all, or where an issue begins with one, that one with those below it,
        below the one that it belongs to; one without a name where the office has none."""
        if not self.section:
            return self.sections or (OfficeSection(""),)
        for top, *below in _groups(self.sections):
            if top.name == self.section:
                return (top, *below)
            for each in below:
                if each.name == self.section:
                    return top, each
        return (OfficeSection(self.section),)

    @property
    def usual_section(self) -> str:
        """The section of what nothing tells of: the first that has none below it."""
        top, *below = _groups(self.first_sections)[0]
        return below[0].name if below else top.name

    def beside(self, name: str) -> Path | None:
        """A file that lies beside the office file; None if there is none."""
        path = self.file.parent / name if self.file and name else None
        return path if path is not None and path.is_file() else None


def _groups(sections: Iterable[OfficeSection]) -> list[list[OfficeSection]]:
    """Each section of level 1 with those below it; what stands before all of level 1 is a group, too."""
    groups: list[list[OfficeSection]] = []
    for section in sections:
        if section.level == 1 or not groups:
            groups.append([])
        groups[-1].append(section)
    return groups


def _together(*lists: Iterable[OfficeSection]) -> tuple[OfficeSection, ...]:
    """The sections of all lists that have names, each once; those of level 2 below their own of level 1."""
    below: dict[str, dict[OfficeSection, None]] = {"": {}}
    for sections in lists:
        top = ""
        for section in sections:
            if section.level == 1:
                top = section.name
                below.setdefault(top, {})
            elif section.name:
                below[top][section] = None
    nameless, *named = below.items()
    return (*nameless[1], *(each for top, inner in named for each in (OfficeSection(top), *inner)))


@cache
def the_office() -> Office:
    """The office that comes first where nobody has chosen one. Raises InvalidOfficeError."""
    return read_office(resource("offices", f"{DEFAULT}{EXTENSION}"))


@cache
def shipped_offices() -> tuple[Office, ...]:
    """All that are shipped, the default one first. Raises InvalidOfficeError."""
    files = sorted(resource("offices").glob(f"*{EXTENSION}"))
    return (the_office(), *(read_office(file) for file in files if file.stem != DEFAULT))


def own_offices(folder: Path, used: Sequence[str] = ()) -> tuple[tuple[Office, ...], tuple[str, ...]]:
    """The offices that lie in the clerk's folder, those first whose files' names are `used`, in that order;
    and a sentence for each file that can't be used. A folder that is not there has none."""
    try:
        names = sorted(entry.name for entry in os.scandir(folder))
    except (OSError, ValueError):
        return (), ()
    order = {name: at for at, name in enumerate(used)}
    found: list[Office] = []
    troubles: list[str] = []
    for name in [each for each in names if _is_office_file(each)][:_MOST_OWN]:
        try:
            found.append(read_office(folder / name))
        except InvalidOfficeError as error:
            troubles.append(f"{str(error).removesuffix('。')}；先不列出它。")
    found.sort(key=lambda office: order.get(file_stem(office), len(order)))
    return tuple(found), tuple(troubles)


def _is_office_file(name: str) -> bool:
    lower = name.lower()
    other = (LAYOUT_EXTENSION, ADOPTION_EXTENSION)
    return lower.endswith(EXTENSION) and not lower.endswith(other) and not name.startswith(".")


def known_offices(folder: Path, used: Sequence[str] = ()) -> tuple[Office, ...]:
    """The clerk's own, as last used, then those that are shipped; files that can't be used are left out."""
    return (*own_offices(folder, used)[0], *shipped_offices())


def file_stem(office: Office) -> str:
    """What an office's file is called, without extension; empty if there is none."""
    return office.file.name[: -len(EXTENSION)] if office.file else ""


def office_of(issue: Issue, offices: Iterable[Office] | None = None) -> Office:
    """The office of an issue, among those known (none given: those shipped): the first whose bulletin has
    its name, else the first that issues under the same name; else what the issue itself tells of one."""
    offices = shipped_offices() if offices is None else tuple(offices)
    name, issuer = issue.masthead.one_line, issue.dated_header.issuer
    for office in offices:
        if office.one_line == name:
            return office
    for office in offices:
        if issuer and office.issuer == issuer:
            return office
    return office_like(issue)


def office_like(issue: Issue) -> Office:
    """An office whose issues begin with what stands in this one."""
    sections = (OfficeSection(section.name, section.level) for section in issue.sections)
    return Office(
        name=issue.masthead.name,
        issuer=issue.dated_header.issuer,
        marking=issue.masthead.marking,
        sections=_together(sections),
        disclosure=issue.disclosure,
        distribution=issue.distribution,
        imprint_office=issue.imprint.office if issue.imprint else "",
        print_count=issue.print_count,
        fields={
            field.name: field.text
            for field in (*issue.head_fields, *issue.closing_fields)
            if field.text and len(field.text) <= MAX_SHORT
        },
    )


def model_of(issue: Issue, office: Office, declared: Iterable[DeclaredField] = ()) -> Office:
    """An office whose issues begin with what stands in this one, of which is known what is known of `office`:
    units, fields, and how many issues had appeared where the bulletin is the same. Of the `declared` fields
    those are kept that a following issue keeps."""
    passing = {field.name for field in declared if field.next != "keep"}
    fields = {**office.fields, **office_like(issue).fields}
    same = office.one_line == issue.masthead.one_line
    sections = _together(office_like(issue).sections, office.sections if same else ())
    return replace(
        office_like(issue),
        sections=sections,
        section=office.section if any(each.name == office.section for each in sections) else "",
        fields={name: text for name, text in fields.items() if name not in passing},
        issues_before=office.issues_before if same else {},
        units=office.units,
        places=office.places,
        province=office.province,
        place_office=office.place_office,
        adoption=office.adoption,
    )


def issues_before(name: str, year: int, offices: Iterable[Office] | None = None) -> int | None:
    """How many issues of the bulletin of this name had appeared before a year; None if that is not known."""
    for office in shipped_offices() if offices is None else offices:
        if office.one_line == name and year in office.issues_before:
            return office.issues_before[year]
    return None


# ---- reading


def read_office(file: Path) -> Office:
    """The office in a TOML file. Raises InvalidOfficeError naming file, key and reason."""

    def fail(reason: str) -> NoReturn:
        raise InvalidOfficeError(f"单位文件“{file}”有误：{reason}。")

    data = bytes_of(file, _LARGEST, fail, "请写明其中的 .toml 文件")
    if len(data) > _LARGEST:
        fail("文件大得不像单位文件")
    top = Table(toml_tree(data, fail), "", fail)
    name = top.text("name", max_length=MAX_SHORT)
    if not name.strip():
        top.wrong("name", "应为简报的名称，不能空着")
    listed = top.tables_or_texts("sections", "name", MAX_SECTIONS) if top.has("sections") else []
    sections = tuple(map(_section, listed))
    units = _optional(top, "units", fail)
    office = Office(
        name=name,
        issuer=top.text("issuer", "", max_length=MAX_SHORT),
        marking=top.text("marking", "", max_length=MAX_SHORT),
        layout=_file_name(top, "layout"),
        sections=sections,
        section=top.choice("section", [each.name for each in sections]) if top.has("section") else "",
        disclosure=top.text("disclosure", "", max_length=MAX_SHORT),
        distribution=tuple(map(_addressee, top.tables("distribution", MAX_ADDRESSEES, optional=True))),
        imprint_office=top.text("imprint_office", "", max_length=MAX_SHORT),
        print_count=top.integer("print_count", 1, MAX_PRINT_COUNT) if top.has("print_count") else None,
        fields=_by_name(_optional(top, "fields", fail)),
        issues_before=_by_year(_optional(top, "issues_before", fail)),
        units=_file_name(units, "list"),
        places=_file_name(units, "places"),
        province=units.text("province", "", max_length=MAX_SHORT),
        place_office=units.text("office", "", max_length=MAX_SHORT),
        adoption=_adoption(top),
        file=file,
    )
    units.done()
    top.done()
    return office


def _optional(top: Table, key: str, fail: Fail) -> Table:
    return top.table(key) if top.has(key) else Table({}, key, fail)


def _file_name(table: Table, key: str) -> str:
    """A name of a file that lies beside the office file, or is shipped: it leads to no other folder."""
    name = table.text(key, "", max_length=MAX_SHORT)
    if any(char in name for char in "/\\:") or name in (".", "..") or not (name == "" or name.isprintable()):
        table.wrong(key, "应为文件名，不带文件夹")
    return name


def _adoption(top: Table) -> str:
    name = _file_name(top, "adoption")
    if name and not name.lower().endswith(ADOPTION_EXTENSION):
        top.wrong("adoption", f"应为以 {ADOPTION_EXTENSION} 结尾的文件名，不然会当成单位文件")
    return name


def _section(table: Table) -> OfficeSection:
    section = OfficeSection(table.text("name", max_length=MAX_SHORT), table.integer("level", 1, 2, default=1))
    table.done()
    return section


def _addressee(table: Table) -> Addressee:
    label = table.text("label", "", max_length=MAX_SHORT)
    addressee = Addressee(label, table.text("to", max_length=MAX_DISTRIBUTION))
    table.done()
    return addressee


def _by_name(table: Table) -> dict[str, str]:
    keys = table.keys()
    return {key: table.text(key, max_length=MAX_SHORT) for key in keys}


def _by_year(table: Table) -> dict[int, int]:
    years = {}
    for key in table.keys():  # noqa: SIM118 (a Table is no dict)
        if not (key.isascii() and key.isdecimal() and len(key) == 4 and int(key) >= _FIRST_YEAR):
            table.wrong(key, "应为年份，如 2026")
        years[int(key)] = table.integer(key, 0, MAX_TOTAL_NUMBER)
    return years
