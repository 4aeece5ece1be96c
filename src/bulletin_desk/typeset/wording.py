"""What the fields of head and closing block say in print, and to what part of the issue a line of them leads.
Knows no sizes and no places."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple, Protocol

from bulletin_desk.bulletin.dates import chinese_date
from bulletin_desk.bulletin.fields import DeclaredField, day_of, month_of, period_of, place_of, value_of
from bulletin_desk.bulletin.grammar import (
    CLOSING_FIELDS,
    DATE,
    DISCLOSURE,
    HEAD_FIELDS,
    IMPRINT,
    ISSUER,
    MARKING,
    MASTHEAD,
    NAME,
    NUMBER,
    OFFICE,
    PRINT_COUNT,
    PRINTED,
    SPEC,
    TOTAL_NUMBER,
    Region,
    field_path,
    field_text_path,
    is_text,
)
from bulletin_desk.bulletin.model import Issue, Kind, Path
from bulletin_desk.layouts.model import Layout
from bulletin_desk.layouts.rows import Piece
from bulletin_desk.layouts.wordings import FieldSlot, parsed

_LEADS_TO: Mapping[str, tuple[Kind, Path]] = {
    "marking": (Kind.MARKING, MARKING),
    "name": (Kind.MASTHEAD, NAME),
    "number": (Kind.NUMBER_LINE, NUMBER),
    "supplement": (Kind.NUMBER_LINE, NUMBER),
    "total": (Kind.NUMBER_LINE, TOTAL_NUMBER),
    "issuer": (Kind.DATED_HEADER, ISSUER),
    "date": (Kind.DATED_HEADER, DATE),
    "year": (Kind.DATED_HEADER, DATE),
    "month": (Kind.DATED_HEADER, DATE),
    "day": (Kind.DATED_HEADER, DATE),
    "disclosure": (Kind.DISCLOSURE, DISCLOSURE),
    "imprint_office": (Kind.IMPRINT, OFFICE),
    "imprint_date": (Kind.IMPRINT, PRINTED),
    "print_count": (Kind.PRINT_COUNT, PRINT_COUNT),
}
"""The kind of a line about a field that every bulletin has, and the part of the issue that it leads to."""
_USUAL_FORMS = {"date": "{year}年{month}月{day}日", "month": "{year}年{month}月"}


class Words(NamedTuple):
    """A piece as it is printed: the field's own text, the words around it, and what it leads to. `literal`:
    the layout words it, and no caret stands in it."""

    text: str
    kind: Kind
    path: Path
    literal: bool = True
    before: str = ""
    behind: str = ""


class Declares(Protocol):
    """What knows the fields of a layout's own: a layout, or what a Word copy carries of it."""

    def field(self, name: str) -> DeclaredField | None:
        """The layout's own field of this name."""


class Wordings(NamedTuple):
    """Words an issue's fields as its layout does. `copy`: a printed copy's number, empty but in print."""

    issue: Issue
    layout: Declares
    copy: str = ""

    def value(self, name: str) -> str:
        """A field as it is printed; empty where it is, or is unknown."""
        own = self.layout.field(name)
        if own is not None:
            return worded(own, value_of(self.issue, own))
        issue, masthead, day = self.issue, self.issue.masthead, self.issue.dated_header.date
        match name:
            case "name":
                return masthead.name
            case "number":
                return str(masthead.number)
            case "total":
                return _unless_none(masthead.total_number)
            case "supplement":
                return masthead.supplement
            case "marking":
                return masthead.marking
            case "issuer":
                return issue.dated_header.issuer
            case "date":
                return chinese_date(day)
            case "year" | "month" | "day":
                return str(getattr(day, name))
            case "disclosure":
                return issue.disclosure
            case "imprint_office":
                return issue.imprint.office if issue.imprint else ""
            case "imprint_date":
                return chinese_date(issue.imprint.date) if issue.imprint else ""
            case "print_count":
                return _unless_none(issue.print_count)
            case "copy":
                return self.copy
        return ""

    def words(self, piece: Piece, where: Literal["head", "closing"]) -> Words | None:
        """A piece in the head or the closing block as it is printed; None for one that prints nothing."""
        kind, path = self._leads_to(piece, where)
        if not (piece.typed and is_text(path)):  # a value that an issue lacks can't be typed
            text = piece.wording.fill(self.value)
            return Words(text, kind, path) if text else None
        text = self.value(piece.about)
        if not text and FieldSlot(piece.about) not in piece.wording.parts:
            return None
        before, behind = piece.wording.around(piece.about)
        return Words(text, kind, path, literal=False, before=before, behind=behind)

    def _leads_to(self, piece: Piece, where: Literal["head", "closing"]) -> tuple[Kind, Path]:
        kind = Kind.HEAD_FIELD if where == "head" else Kind.CLOSING_FIELD
        whole = MASTHEAD if where == "head" else IMPRINT
        own = self.layout.field(piece.about)
        if own is not None:
            if own.where != where:
                return kind, whole
            at = place_of(self.issue, own.path, own.name)
            if at is None:
                return kind, HEAD_FIELDS if where == "head" else CLOSING_FIELDS
            return kind, (field_text_path if piece.typed else field_path)(own.path, at)
        its_kind, path = _LEADS_TO.get(piece.about, (kind, whole))
        if (SPEC[its_kind].region is Region.HEAD) != (where == "head"):
            return kind, whole
        typed = path in (MARKING, NAME, ISSUER, DISCLOSURE, OFFICE)
        return its_kind, whole if typed and not piece.typed else path


def worded(field: DeclaredField, value: str) -> str:
    """A value of a layout's own field in print; what is no such value as it is."""
    parts: dict[str, str] = {}
    match field.kind:
        case "date":
            day = day_of(value)
            parts = {} if day is None else {one: str(getattr(day, one)) for one in ("year", "month", "day")}
        case "month":
            month = month_of(value)
            parts = {} if month is None else {one: str(getattr(month, one)) for one in ("year", "month")}
        case "period":
            period = period_of(value)
            if period is not None:
                for before, end in zip(("", "to_"), period, strict=True):
                    parts |= {f"{before}{one}": str(getattr(end, one)) for one in ("year", "month", "day")}
        case _:
            return value
    if not parts:
        return value
    form = field.form or _USUAL_FORMS.get(field.kind) or _usual_period(parts)
    return parsed(form).fill(lambda name: parts.get(name, ""))


def _usual_period(parts: Mapping[str, str]) -> str:
    """A period's wording: what both ends share is said once."""
    last = "{to_day}日"
    if parts["year"] != parts["to_year"] or parts["month"] != parts["to_month"]:
        last = "{to_month}月" + last
    if parts["year"] != parts["to_year"]:
        last = "{to_year}年" + last
    return "{year}年{month}月{day}日至" + last


def _unless_none(number: int | None) -> str:
    return "" if number is None else str(number)


def field_text(issue: Issue, layout: Layout, name: str) -> str:
    """A field, of every bulletin or the layout's own, as the layout words it."""
    return Wordings(issue, layout).value(name)


_COUNTED = ("number", "total", "supplement")


def number_text(issue: Issue, layout: Layout) -> str:
    """第2期（总第607期）, as the layout words it, however many rows it stands on; empty where it has none."""
    wordings = Wordings(issue, layout)
    return "".join(
        piece.wording.fill(wordings.value)
        for row in layout.head.rows
        for piece in row.pieces
        if piece.about in _COUNTED
    )
