"""Items of an issue that appeared before in any issue of the library: found by their sketches, told by their
texts. Must not know how findings are worded."""

from __future__ import annotations

import sqlite3
from collections import Counter, OrderedDict
from collections.abc import Iterable, Iterator
from datetime import date as Date  # noqa: N812
from functools import lru_cache
from itertools import islice
from pathlib import Path
from threading import Lock
from typing import Literal, NamedTuple

from bulletin_desk.bulletin.model import Issue, Item
from bulletin_desk.library.entries import nodes_in, one_line
from bulletin_desk.library.index import Library
from bulletin_desk.library.rows import key_of, path_of
from bulletin_desk.library.schema import NAME
from bulletin_desk.proof.accounts import Account, account_of, is_series, near_titles, same_event
from bulletin_desk.proof.earlier import Appeared, mostly_same, share_of, shingles_of
from bulletin_desk.proof.sketches import wanted
from bulletin_desk.remembering import Same
from bulletin_desk.storage.identity import place_of

_MOST_HOLDERS = 64
"""Items that share a number: what more of them have is a phrase, and tells nothing of any."""
_MOST_LOOKED_AT = (8, 8, 16)
"""Of the items that share numbers of the text, the title or the days with one, those with the most are
compared with it: so many …"""
_MOST_ASKED_FOR = 8
"""… of so many times as many: further files of one issue and later issues are passed over."""


_MOST_FOUND = 512
"""Items of issues for which is remembered what was found."""
_found: OrderedDict[tuple[Same[Item], Date, bytes | None, object], tuple[_Alike, ...]] = OrderedDict()
_lock = Lock()
_HOLDERS = f"SELECT item FROM sketches WHERE number = ? LIMIT {_MOST_HOLDERS + 1}"


class _Texts(NamedTuple):
    """An item as it is compared. `text` has a line for each paragraph."""

    title: str
    text: str
    source: str

    def account(self, date: Date) -> Account:
        return account_of(*self, date)

    @property
    def shingles(self) -> frozenset[int]:
        return _shingles(self.text)


class _Earlier(NamedTuple):
    """An item of the library, and its issue."""

    issue: int
    file: Path
    name: str
    number: int
    supplement: str
    date: Date
    texts: _Texts


class _Alike(NamedTuple):
    """An item of the library that is like one of an issue: how sure that is (the more, the surer), when its
    issue appeared, and by what it is told."""

    sure: float
    date: Date
    by: Literal["text", "event", "title"]
    earlier: _Earlier


def appeared_before(library: Library, issue: Issue, itself: Path | None = None) -> tuple[Appeared, ...]:
    """The items of an issue that appeared in the library before: in issues not after it, but for the file
    `itself` and other versions of this very issue; each with the one that it is most alike. Asked again, it
    looks only for the items that have changed, unless the library has. Raises as `Library` does."""
    with library.using() as connection:
        search = _Search(connection, issue, itself, _stamp(library))
        return tuple(search.found())


def _stamp(library: Library) -> tuple[object, ...]:
    """By what it is seen that the library is as it was."""
    stamps: list[object] = [library.folder]
    for ending in ("", "-wal"):
        try:
            status = (library.folder / f"{NAME}{ending}").stat()
        except OSError:
            continue
        stamps.append((status.st_mtime_ns, status.st_size))
    return tuple(stamps)


class _Search:
    def __init__(
        self, connection: sqlite3.Connection, issue: Issue, itself: Path | None, stamp: object
    ) -> None:
        self._connection = connection
        self._issue = issue
        self._date = issue.dated_header.date
        self._itself = itself
        self._key = None if itself is None else key_of(itself)
        self._stamp = stamp
        self._items = [
            (section_at, item_at, item, _texts_of(Same(item)))
            for section_at, section in enumerate(issue.sections)
            for item_at, item in enumerate(section.items)
        ]
        self._versions: dict[int, bool] = {}

    def found(self) -> Iterator[Appeared]:
        for section, item_at, item, texts in self._items:
            for _, date, by, then in self._known(item, texts):
                if self._is_version(then) or self._is_itself(then.file):
                    continue
                title = then.texts.title or then.texts.text.partition("\n")[0]
                yield Appeared(
                    section=section,
                    item=item_at,
                    by=by,
                    title=title,
                    name=then.name,
                    number=then.number,
                    supplement=then.supplement,
                    date=date,
                    file=then.file,
                )
                break

    def _known(self, item: Item, texts: _Texts) -> tuple[_Alike, ...]:
        """Those that an item is like, as they were found before where that holds still."""
        key = Same(item), self._date, self._key, self._stamp
        with _lock:
            if key in _found:
                _found.move_to_end(key)
                return _found[key]
        alike = tuple(sorted(self._alike(texts), key=lambda each: each[:2], reverse=True))
        with _lock:
            _found[key] = alike
            if len(_found) > _MOST_FOUND:
                _found.popitem(last=False)
        return alike

    def _alike(self, texts: _Texts) -> Iterator[_Alike]:
        here = texts.account(self._date)
        for earlier in self._candidates(texts):
            then, date = earlier.texts.account(earlier.date), earlier.date
            share = share_of(texts.shingles, earlier.texts.shingles)
            if share and not is_series(here, then):
                yield _Alike(2 + share, date, "text", earlier)
            elif same_event(here, then):
                yield _Alike(2, date, "event", earlier)
            elif near_titles(here, then):
                yield _Alike(1, date, "title", earlier)

    def _candidates(self, texts: _Texts) -> Iterable[_Earlier]:
        candidates: dict[int, _Earlier] = {}
        sought = wanted(texts.title, texts.text, self._date)
        for numbers, most in zip(sought, _MOST_LOOKED_AT, strict=True):
            shared: Counter[int] = Counter()
            for number in numbers:
                holders = self._connection.execute(_HOLDERS, (number,)).fetchall()
                if len(holders) <= _MOST_HOLDERS:
                    shared.update(item for (item,) in holders)
            found = ((item, self._earlier(item)) for item, _ in shared.most_common(_MOST_ASKED_FOR * most))
            candidates |= islice(((item, earlier) for item, earlier in found if earlier is not None), most)
        return candidates.values()

    def _earlier(self, item: int) -> _Earlier | None:
        """An item of an issue that counts, is not later and is not this one."""
        row = self._connection.execute(
            "SELECT i.id, f.path, f.key, i.name, i.number, i.supplement, i.date, t.title, x.text, t.source"
            " FROM items t JOIN issues i ON i.id = t.issue JOIN files f ON f.id = i.id"
            " JOIN texts x ON x.id = t.id WHERE t.id = ? AND i.copy_of IS NULL AND i.date <= ?",
            (item, self._date.isoformat()),
        ).fetchone()
        if row is None or row[2] == self._key:
            return None
        issue, path, _, name, number, supplement, date, *texts = row
        return _Earlier(
            issue, path_of(path), name, number, supplement, Date.fromisoformat(date), _Texts(*texts)
        )

    def _is_itself(self, file: Path) -> bool:
        """Whether a file is this issue's by another way, a drive's letter or a link. The disk is asked about
        files of the same name alone."""
        itself = self._itself
        return itself is not None and file.name == itself.name and place_of(file) == place_of(itself)

    def _is_version(self, earlier: _Earlier) -> bool:
        """Whether an item is of another version of this very issue."""
        masthead, date = self._issue.masthead, self._date
        if (earlier.name, earlier.number, earlier.supplement, earlier.date.year) != (
            *(masthead.one_line, masthead.number, masthead.supplement, date.year),
        ):
            return False
        if earlier.issue not in self._versions:
            rows = self._connection.execute(
                "SELECT x.text FROM items t JOIN texts x ON x.id = t.id WHERE t.issue = ?", (earlier.issue,)
            )
            here = _comparable(texts.text for *_, texts in self._items)
            self._versions[earlier.issue] = mostly_same(here, _comparable(text for (text,) in rows))
        return self._versions[earlier.issue]


def _comparable(texts: Iterable[str]) -> list[frozenset[int]]:
    """Items by their shingles, without those that are too short."""
    return [shingles for text in texts if (shingles := _shingles(text))]


@lru_cache(maxsize=512)
def _shingles(text: str) -> frozenset[int]:
    return shingles_of(text.split("\n"))


@lru_cache(maxsize=256)
def _texts_of(item: Same[Item]) -> _Texts:
    """As `entries` has them."""
    text = "\n".join(one_line(node.text) for node in nodes_in(item.value, "text"))
    return _Texts(one_line(item.value.title), text, item.value.source)
