"""What is counted, beside the window's thread: the library's items of a span, by the rules and names of an
office. Shows nothing."""

from __future__ import annotations

from collections import Counter as Counted
from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import Enum
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from bulletin_desk.bulletin.office import Office
from bulletin_desk.desk import beside
from bulletin_desk.errors import BulletinDeskError, InvalidRulesError, UnreadableFileError
from bulletin_desk.library.folders import read_folders
from bulletin_desk.library.index import Library
from bulletin_desk.statistics.adoption import Adoption, Printed, Received, adoption, noted, printed
from bulletin_desk.statistics.names import Names, names_of
from bulletin_desk.statistics.rules import Rules, rules_of
from bulletin_desk.statistics.spans import Span, year_span
from bulletin_desk.statistics.tables import By, Table, table
from bulletin_desk.storage.places import Places
from bulletin_desk.storage.received import received


class Wanted(NamedTuple):
    """What is to be counted: of the bulletin of this name (empty: all), in these days, by these rows.
    `cities`: what counties have is their city's; None: as the rules say."""

    name: str
    span: Span
    by: By
    cities: bool | None = None


class Offices(NamedTuple):
    """The offices that are known, and the one that is taken where none has a bulletin's name."""

    known: tuple[Office, ...]
    usual: Office


class State(Enum):
    """What there is to count."""

    COUNTED = "counted"
    NO_FOLDERS = "no folders"
    NO_ISSUES = "no issues"
    NOTHING_THEN = "nothing then"
    FAILED = "failed"


_UNREAD = "有{}处文件、文件夹用不了，里面的稿件可能没有算进来；是哪些，在“资料 → 资料库”的右下角看。"


class Outcome(NamedTuple):
    """What has been counted. `bulletins` are the names that the library knows; `reach` the years of which it
    has issues; `office` is whose lists and rules were used; `troubles` are sentences about those that are
    wrong, which were left out, and about what the library could not read; `said` is why
    nothing could be counted."""

    wanted: Wanted
    state: State
    bulletins: tuple[str, ...] = ()
    reach: Span | None = None
    adoption: Adoption | None = None
    table: Table | None = None
    office: Office | None = None
    troubles: tuple[str, ...] = ()
    said: str = ""


class Counter(QObject):
    """Counts one thing at a time; of what was wanted meanwhile, the last. `counted` gives each outcome that
    is still wanted, `busy` whether something is being counted."""

    counted = Signal(object)
    busy = Signal(bool)

    def __init__(self, window: QWidget, places: Places, offices: Callable[[], Offices]) -> None:
        super().__init__(window)
        self._window = window
        self._work = _Work(places)
        self._offices = offices
        self._wanted: Wanted | None = None
        self._running = False
        self._afresh = False

    def count(self, wanted: Wanted, *, afresh: bool = False) -> None:
        """Counts; `afresh`, after library, lists or rules have changed."""
        self._wanted = wanted
        self._afresh |= afresh
        if not self._running:
            self._start()

    @property
    def is_busy(self) -> bool:
        """Whether something is being counted."""
        return self._running

    def _start(self) -> None:
        wanted = self._wanted
        assert wanted is not None
        offices, afresh = self._offices(), self._afresh
        self._running, self._afresh = True, False
        self.busy.emit(True)
        beside.start(
            self._window,
            lambda: self._work.count(wanted, offices, afresh=afresh),
            lambda get: self._ended(wanted, get),
        )

    def _ended(self, wanted: Wanted, get: Callable[[], Outcome]) -> None:
        self._running = False
        if wanted is not self._wanted or self._afresh:
            self._start()  # something else is wanted by now
            return
        self.busy.emit(False)
        self.counted.emit(get())


class _Work:
    """In the thread; by one at a time. Remembers what it counted last, so that other rows of the same cost
    little."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._last: tuple[object, Outcome] | None = None

    def count(self, wanted: Wanted, offices: Offices, *, afresh: bool) -> Outcome:
        key = wanted._replace(by=By.OFFICE), offices
        if afresh or self._last is None or self._last[0] != key:
            try:
                self._last = key, self._gathered(wanted, offices)
            except BulletinDeskError as error:
                self._last = None
                return Outcome(wanted, State.FAILED, said=str(error))
        outcome = self._last[1]
        counted = outcome.adoption
        return outcome._replace(wanted=wanted, table=None if counted is None else table(counted, wanted.by))

    def _gathered(self, wanted: Wanted, offices: Offices) -> Outcome:
        """Raises as `Library` does."""
        places = self._places
        if not read_folders(places.library):
            return Outcome(wanted, State.NO_FOLDERS)
        with Library(places.library) as library:
            bulletins = tuple(named.name for named in library.names())
            name = wanted.name if wanted.name in bulletins else ""
            years = library.years(name)
            if not years:
                return Outcome(wanted, State.NO_ISSUES)
            stored = library.item_rows(wanted.span.since, wanted.span.until, name)
            items = [printed(each.head, each.item, each.file) for each in stored]
            unread = len(library.troubles())
        reach = Span(year_span(min(years)).since, year_span(max(years)).until)
        if not items:
            return Outcome(wanted, State.NOTHING_THEN, bulletins, reach)
        troubles: list[str] = []
        if unread:
            troubles.append(_UNREAD.format(unread))
        office = _office(offices, name, items)
        names = _names(office, places.units, troubles)
        rules = _rules(office, places.adoption, troubles)
        if wanted.cities is not None:
            rules = replace(rules, counties_to_cities=wanted.cities)
        counted = adoption(items, names, rules, wanted.span, self._notes(wanted.span))
        _ = counted.unresolved, counted.unsigned, counted.zeros  # made here, not when they are shown
        return Outcome(wanted, State.COUNTED, bulletins, reach, counted, None, office, tuple(troubles))

    def _notes(self, span: Span) -> Sequence[Received] | None:
        """The manuscripts that were noted; None where none ever was."""
        if not self._places.received.is_dir():
            return None
        return [noted(each) for each in received(self._places.received, span.since, span.until)]


def _office(offices: Offices, name: str, items: Sequence[Printed]) -> Office:
    """Whose lists and rules are used: those of the bulletin, or of the one with most of the items."""
    most = name or Counted(item.name for item in items).most_common(1)[0][0]
    return next((office for office in offices.known if office.one_line == most), offices.usual)


def _names(office: Office, own: Path, troubles: list[str]) -> Names:
    try:
        return names_of(office, own)
    except UnreadableFileError as error:
        troubles.append(f"{error}现在先按随附的名单统计。")
    try:
        return names_of(office)
    except UnreadableFileError as error:
        troubles.append(str(error))
        return Names()


def _rules(office: Office, own: Path, troubles: list[str]) -> Rules:
    try:
        return rules_of(office, own)
    except InvalidRulesError as error:
        troubles.append(f"{error}现在先不按它统计。")
    try:
        return rules_of(office)
    except InvalidRulesError as error:
        troubles.append(str(error))
        return Rules()
