"""An office as the text of an office file, which `office.read_office` reads back. Writes no file."""

from __future__ import annotations

import re

from bulletin_desk.bulletin.office import Office, OfficeSection

_HEAD = "# 一种简报的样子：新建一期时先填好的各项。程序存的，可以用记事本改。\n"
_PLAIN_KEY = re.compile(r"[A-Za-z0-9_-]+")
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def office_text(office: Office) -> str:
    """The office in TOML; what is empty is left out."""
    rows = [("name", _quoted(office.name))]
    rows += [
        (key, _quoted(text))
        for key, text in (
            ("issuer", office.issuer),
            ("marking", office.marking),
            ("layout", office.layout),
            ("section", office.section),
            ("disclosure", office.disclosure),
            ("imprint_office", office.imprint_office),
            ("adoption", office.adoption),
        )
        if text
    ]
    if office.sections:
        rows.append(("sections", f"[{', '.join(map(_section, office.sections))}]"))
    if office.print_count is not None:
        rows.append(("print_count", str(office.print_count)))
    parts = [_HEAD + _lines(rows)]
    for each in office.distribution:
        entry = [("label", _quoted(each.label)), ("to", _quoted(each.to))]
        parts.append(f"[[distribution]]\n{_lines(entry)}")
    units = [
        (key, _quoted(text))
        for key, text in (
            ("list", office.units),
            ("places", office.places),
            ("province", office.province),
            ("office", office.place_office),
        )
        if text
    ]
    if units:
        parts.append(f"[units]\n{_lines(units)}")
    if office.fields:
        parts.append(
            "[fields]\n" + _lines([(_key(name), _quoted(text)) for name, text in office.fields.items()])
        )
    if office.issues_before:
        years = [(f"{year:04}", str(count)) for year, count in sorted(office.issues_before.items())]
        parts.append(f"[issues_before]\n{_lines(years)}")
    return "\n".join(parts)


def _section(section: OfficeSection) -> str:
    name = _quoted(section.name)
    return name if section.level == 1 else f"{{ name = {name}, level = {section.level} }}"


def _lines(rows: list[tuple[str, str]]) -> str:
    return "".join(f"{key} = {value}\n" for key, value in rows)


def _key(name: str) -> str:
    return name if _PLAIN_KEY.fullmatch(name) else _quoted(name)


def _quoted(text: str) -> str:
    """A basic string of TOML: controls are escaped."""
    return f'"{"".join(map(_escaped, text))}"'


def _escaped(char: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    return f"\\u{ord(char):04x}" if ord(char) < 0x20 or ord(char) == 0x7F else char
