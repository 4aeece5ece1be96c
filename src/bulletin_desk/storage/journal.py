"""The recovery journal: each state of a bulletin on the local disk within a second, for when the program or
the machine dies. Must not know windows.

A journal is one or more segments, files that are only appended to. A record holds its kind, time, length and
a checksum; what has none that fits (a torn tail, a write that failed halfway) is passed over. A record is
either a state of the issue or a header: whose journal it is, of which file, and whether all before it has
been saved. Each segment begins with a header and the whole state, so that those before it can go. A state
only names its pictures, which lie in a folder beside the journal (`kept_pictures`).

A journal is a living one's as long as the system's lock on its segment is held, which ends with the process
in whatever way that ends. The header tells where file systems have no locks, or keep them to one machine.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import re
import struct
import threading
import time
import zlib
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bulletin_desk.bulletin.blank import NO_ISSUE
from bulletin_desk.bulletin.block_trees import Contents, no_contents
from bulletin_desk.bulletin.bounds import Measure, refusal
from bulletin_desk.bulletin.grammar import walk_item
from bulletin_desk.bulletin.model import (
    Attachment,
    Block,
    Imprint,
    Issue,
    Item,
    PictureData,
    Pictures,
    Section,
)
from bulletin_desk.bulletin.pictures import contents_of
from bulletin_desk.errors import BulletinDeskError
from bulletin_desk.paths import open_plain, read_up_to
from bulletin_desk.storage.atomic import write_all
from bulletin_desk.storage.bulletin_file import MAX_JSON_BYTES, from_json, json_pieces, read_bulletin
from bulletin_desk.storage.identity import IDENTITY, Whereabouts, whereabouts
from bulletin_desk.storage.kept_pictures import (
    PictureFinder,
    PictureKeeper,
    folder_of,
    remove_pictures,
    sweep_pictures,
)
from bulletin_desk.storage.lock import RENEWED_EVERY, STALE_AFTER
from bulletin_desk.storage.strict_json import MAX_PARTS
from bulletin_desk.storage.system import (
    Life,
    clock_of,
    hold,
    installation,
    is_held,
    life,
    machine,
    private_folder,
    process_start,
    sync_folder,
)

PAUSE = 0.25
"""Seconds between records at least: what is typed meanwhile goes into the next one."""
LOOK = 1.0
"""Seconds between looks whether what was written is still there."""
SLOW = 10.0
"""Seconds that the disk may take for a record before the clerk is told."""
SEGMENT_BYTES = 8 << 20
"""A segment longer than this gives way to a new one that holds the last state alone."""
MOST_JOURNALS = 200
"""So many journals are looked at, the newest; the others stay for another time."""

_SUFFIX = ".journal"
_KEPT_SUFFIX = ".unread"
_KEPT_SECONDS = 60 * 24 * 3600.0
"""A journal of which not all could be read stays so long after what could be has been taken over."""
_MAGIC = b"\x8bBDJ\n"
_HEADER, _STATE = b"H", b"S"
_FRAME = struct.Struct("<5s1sdI16s")
_MARK = re.compile(re.escape(_MAGIC) + b"[HS](?=.{28})", re.DOTALL)
"""Where a record may begin, with room for what stands before its content."""
_LONGEST_PAUSE = 0.5
_READ_BYTES = SEGMENT_BYTES + MAX_JSON_BYTES + (1 << 20)
"""More than a segment can become: the last state in it has no more than MAX_JSON_BYTES, even unpacked."""
_MOST_SEGMENTS = 16
"""There are two of a journal at most, unless its disk kept failing."""
_MOST_STATES = 1000
_NEWEST_TRIED = 4
_MOST_UNREAD = 5.0
"""Seconds of work on states that can't be read, in all journals, before the search for readable ones is given
up. Nothing is removed then."""
_MOST_WORK = 2 << 30
"""Bytes to be read and looked through in all journals; those for which that is not enough are left alone."""
_FALSE_MARK = 256
"""As how much work a mark counts that begins no record, in bytes."""
_LOCK_ATTEMPTS = 20


@dataclass(frozen=True, slots=True)
class Recovered:
    """A state that was never saved: the issue, the file that it belongs to (None if it had none), and when it
    was recorded (UTC). It stays on the disk until `discard`. It is not `complete` if a newer state could not
    be read, or what was beyond all bounds has been left out of it. `identity` is the file's (empty: it had
    none), by which it is known again under another name."""

    issue: Issue
    file: Path | None
    when: datetime
    segments: tuple[Path, ...] = field(repr=False)
    complete: bool = True
    identity: str = ""

    def whereabouts(self) -> Whereabouts:
        """What has become of the file. Asks the disk, a share perhaps."""
        return whereabouts(self.identity, self.file)

    def is_saved(self) -> bool:
        """Whether the file, wherever it lies by now, holds just this state: the program died between saving
        and saying so."""
        if self.file is None or not self.complete:
            return False
        try:
            return read_bulletin(self.whereabouts().path or self.file) == self.issue
        except BulletinDeskError:
            return False

    def discard(self) -> None:
        """Removes it from the disk, once the clerk has decided. What could not be read stays for a time under
        another name: a newer program may be able to."""
        if self.complete:
            _remove_journal(self.segments)
            return
        for segment in self.segments:
            with contextlib.suppress(OSError):
                segment.replace(segment.with_suffix(_KEPT_SUFFIX))


class Journal:
    """The journal of one open bulletin. `file` is its file, None while it has none; `identity` the file's.

    All writing happens in a thread of its own; calls return at once. No call raises: `trouble` tells, in a
    sentence for the clerk, what is wrong with the recovery copy, as long as it is; writing is tried again by
    itself. What was written is looked after: if it is taken away, it is written anew.
    """

    def __init__(self, folder: Path, file: Path | None, identity: str = "", *, pause: float = PAUSE) -> None:
        self._folder = folder
        self._pause = pause
        self._name = f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{os.getpid()}-{os.urandom(4).hex()}"
        self._turn = threading.Condition()
        # What is to be on the disk, and how much of what was asked for is:
        self._owner = _Owner(file, identity)
        self._state: Issue | None = None
        self._asked = 1
        self._tried = 0
        self._done = 0
        self._hurry = False
        self._closing = False
        self._trouble = ""
        self._began: float | None = None
        # The thread's own:
        self._segment = _Segment.none()
        self._old: list[Path] = []
        self._count = 0
        self._packer = _Packer()
        self._pictures = PictureKeeper(folder_of(self._path(0)))
        self._thread = threading.Thread(target=self._work, name="journal", daemon=True)
        self._thread.start()

    @property
    def trouble(self) -> str:
        """What is wrong, as a sentence; empty if nothing is."""
        began = self._began
        if not self._trouble and began is not None and time.monotonic() - began > SLOW:
            return "恢复副本暂时存不了：磁盘很久没有回应，请尽快保存。"
        return self._trouble

    def record(self, issue: Issue) -> None:
        """Notes the present state; of several within the pause the last one is written."""
        self._ask(self._owner, issue)

    def saved(self, file: Path | None, identity: str = "") -> None:
        """Notes that the last recorded state is in `file` now (None: it is not worth a file), which has this
        identity, so that nothing of it is to be recovered."""
        self._ask(_Owner(file, identity), None)

    def _ask(self, owner: _Owner, state: Issue | None) -> None:
        with self._turn:
            self._owner, self._state = owner, state
            self._asked += 1
            self._turn.notify_all()

    def flush(self, seconds: float = 5.0) -> bool:
        """Waits until all that was noted is on the disk, where `recover` finds it; False if that failed or
        took longer."""
        with self._turn:
            self._asked += 1  # also what was written before is to be seen there
            asked, self._hurry = self._asked, True
            self._turn.notify_all()
            self._turn.wait_for(lambda: self._tried >= asked, seconds)
            self._hurry = False
            return self._done >= asked and not self._trouble

    def close(self, *, saved: bool = True) -> None:
        """Ends the journal. It goes from the disk if the text is `saved` (or the clerk does not want it);
        else it is left for `recover`."""
        with self._turn:
            if saved:
                self._state = None
                self._asked += 1
            self._closing = True
            self._turn.notify_all()
        self._thread.join(5.0)  # a disk that hangs must not hold the program
        if saved:
            _remove_journal([*self._old, *self._segment.paths])

    def _path(self, number: int) -> Path:
        return self._folder / f"{self._name}.{number:06}{_SUFFIX}"

    # ---- the thread

    def _work(self) -> None:
        while True:
            with self._turn:
                self._turn.wait_for(lambda: self._done < self._asked or self._closing, LOOK)
                asked, state, owner, closing = self._asked, self._state, self._owner, self._closing
            began = self._began = time.monotonic()
            trouble, done = "", True
            try:
                trouble = self._write(owner, state, closing)
            except Exception as error:  # whatever it was, it is tried again
                reason = getattr(error, "strerror", None) or type(error).__name__
                trouble, done = f"恢复副本暂时存不了：系统报告“{reason}”，请尽快保存。", False
                self._give_up_segment()
            self._began = None
            with self._turn:
                self._trouble, self._tried = trouble, asked
                if done:
                    self._done = asked
                self._turn.notify_all()
                if closing:
                    break
                # A long bulletin takes longer; the window's thread needs the time in between.
                pause = min(
                    max(self._pause, 3 * (time.monotonic() - began)), max(self._pause, _LONGEST_PAUSE)
                )
                self._turn.wait_for(
                    lambda: self._closing or (self._hurry and self._tried < self._asked), pause
                )
        self._segment.close()

    def _write(self, owner: _Owner, state: Issue | None, closing: bool) -> str:
        """Has the disk hold `state` of `owner` (None: nothing to recover). Returns what of it can't be kept,
        as a sentence, empty if all is. Raises OSError."""
        packed = self._packer.pack(state)
        trouble = packed.trouble or self._keep_pictures(packed)
        segment = self._segment
        gone = not segment.is_there()
        if not gone and segment.owner == owner and segment.packed == packed and not closing:
            segment.renew()
            return trouble
        emptied = bool(segment.packed.payload) and not packed.payload
        fresh = gone or emptied or segment.owner != owner or segment.length > SEGMENT_BYTES
        records = b""
        if fresh:
            segment.close()
            self._old += segment.paths
            self._count += 1
            segment = self._segment = _Segment.begin(self._path(self._count), owner)
            records = _frame(_HEADER, segment.header(packed))
        elif packed.trouble != segment.packed.trouble:
            records = _frame(_HEADER, segment.header(packed))
        if packed.payload and (fresh or packed != segment.packed):
            records += _frame(_STATE, packed.payload)
        if closing:
            records += _frame(_HEADER, segment.header(packed, closing=True))
        segment.append(records, packed)
        if fresh:
            sync_folder(self._folder)
        # A folder that was taken away in just this moment has nothing of it.
        if not segment.is_there():
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
        segment.is_whole = True
        # Only now that the new segment is on the disk.
        gone_now = _remove(self._old)
        self._old = [path for path in self._old if path not in gone_now]
        if fresh and packed.payload and not self._old:
            self._pictures.prune(packed.pictures)
        return trouble

    def _keep_pictures(self, packed: _Packed) -> str:
        """Has the disk hold the pictures of a state. What prevents that, as a sentence: the text is kept all
        the same, and they are tried again."""
        try:
            self._pictures.keep(packed.pictures)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            return f"恢复副本里暂时缺图片：系统报告“{reason}”，文字已存，请尽快保存。"
        return ""

    def _give_up_segment(self) -> None:
        """After a failure the next attempt begins a new segment: what the last one ends in is not known."""
        segment = self._segment
        segment.close()
        if segment.is_whole:
            self._old += segment.paths
        else:  # else a full disk would get a file at each attempt
            _remove(segment.paths)
        self._segment = _Segment.none()


@dataclass(frozen=True, slots=True)
class _Owner:
    """The file that a journal is of, and that file's identity."""

    file: Path | None
    identity: str = ""


@dataclass(frozen=True, slots=True)
class _Packed:
    """A state as it is written: empty if there is none. `trouble` says what was left out of it, `pictures`
    are those that it names."""

    payload: bytes = b""
    trouble: str = ""
    pictures: tuple[PictureData, ...] = field(default=(), compare=False)


class _Packer:
    """Packs states so that the reader takes them: what it would refuse is left out, and said."""

    def __init__(self) -> None:
        self._measure = Measure()
        self._state: Issue | None = None
        self._packed = _Packed()

    def pack(self, state: Issue | None) -> _Packed:
        """What is written of `state`. The same of the same one."""
        if state is not self._state:
            self._packed = _Packed() if state is None else self._of(state)
            self._state = state
        return self._packed

    def _of(self, state: Issue) -> _Packed:
        try:
            reason = self._measure.refusal(state)
            payload = _payload(state)
        except Exception as error:  # whatever it is, it must not cost what else is typed
            reason = str(error) if isinstance(error, BulletinDeskError) else "有一处内容写不进去。"
            payload = b""
        if reason and (not payload or _unpacked(payload) is None):
            state = readable_part(state)
            payload = _payload(state)
        pictures = tuple(contents_of(state).values())
        return _Packed(payload, f"恢复副本里缺了一处：{reason}" if reason else "", pictures)


def readable_part(issue: Issue) -> Issue:
    """`issue` without what is beyond all bounds and could not be read back."""
    kept = replace(NO_ISSUE, imprint=Imprint("", NO_ISSUE.dated_header.date))
    for name in Issue.__dataclass_fields__:
        if name != "sections":
            kept = _with(kept, name, getattr(issue, name))
    measure = Measure()
    for section in issue.sections:
        before: tuple[Section, ...] = kept.sections
        items: tuple[Item, ...] = ()
        name = section.name if not refusal(replace(kept, sections=(Section(section.name, ()),))) else ""
        for item in section.items:
            for candidate in (item, _readable_item(item), _without_pictures(_readable_item(item))):
                trial = replace(kept, sections=(*before, Section(name, (*items, candidate))))
                if not measure.refusal(trial):
                    kept, items = trial, (*items, candidate)
                    break
        trial = replace(kept, sections=(*before, Section(name, items)))
        kept = kept if measure.refusal(trial) else trial
    while not _is_packed(kept):
        kept = _without_longest(kept)
    return kept


def _with(kept: Issue, name: str, value: Any) -> Any:
    """`kept` with as much of this value as is within the bounds."""
    measure = Measure()
    measure.refusal(kept)

    def fits(part: Any) -> bool:
        return not measure.refusal(_changed(kept, name, part))

    if fits(value):
        return _changed(kept, name, value)
    if isinstance(value, tuple):
        rows = tuple(row for row in value if fits((row,)))
        while not fits(rows):
            rows = rows[: len(rows) // 2]
        return _changed(kept, name, rows)
    old = getattr(kept, name)
    for part in getattr(value, "__dataclass_fields__", ()) if old is not None else ():
        trial = _changed(old, part, getattr(value, part))
        old = trial if fits(trial) else old
    return _changed(kept, name, old)


def _changed(value: Any, name: str, part: Any) -> Any:
    return replace(value, **{name: part})


def _readable_item(item: Item) -> Item:
    def fits(part: Item) -> bool:
        return not refusal(replace(NO_ISSUE, sections=(Section("", (part,)),)))

    title = item.title if fits(Item(item.title, ())) else ""
    source = item.source if fits(Item("", (), item.source)) else ""

    def readable(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        return tuple(block for block in blocks if fits(Item("", (block,))))

    attachments = tuple(
        Attachment(each.title if fits(Item(each.title)) else "", readable(each.blocks))
        for each in item.attachments
    )
    return Item(title, readable(item.blocks), source, attachments=attachments)


def _without_pictures(item: Item) -> Item:
    def texts(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        return tuple(block for block in blocks if not isinstance(block, Pictures))

    attachments = tuple(replace(each, blocks=texts(each.blocks)) for each in item.attachments)
    return replace(item, blocks=texts(item.blocks), attachments=attachments)


def _is_packed(issue: Issue) -> bool:
    try:
        _payload(issue)
    except _BeyondError:
        return False
    return True


def _without_longest(issue: Issue) -> Issue:
    items = [item for section in issue.sections for item in section.items]
    longest = max(items, key=lambda item: sum(len(node.text) for node in walk_item(item)), default=None)
    sections = (
        replace(section, items=tuple(item for item in section.items if item is not longest))
        for section in issue.sections
    )
    return replace(issue, sections=tuple(sections) if items else ())


class _BeyondError(BulletinDeskError):
    """A state of more bytes or parts than the reader takes."""


def _payload(issue: Issue) -> bytes:
    packing = zlib.compressobj(1)
    packed: list[bytes] = []
    size = parts = 0
    for piece in json_pieces(issue):
        content = piece.encode("utf-8", "replace")  # half a character can't be written; its neighbours can
        size += len(content)
        parts += sum(map(content.count, (b"{", b"[", b",", b":")))
        if size > MAX_JSON_BYTES:
            raise _BeyondError("全期太长，请分成几期。")
        packed.append(packing.compress(content))
    payload = b"".join((*packed, packing.flush()))
    # Marks inside texts are counted too, which the reader may take otherwise.
    if parts > MAX_PARTS and _unpacked(payload) is None:
        raise _BeyondError("全期太长，请分成几期。")
    return payload


def _unpacked(payload: bytes, contents: Contents = no_contents) -> Issue | None:
    """The state in a record, with its pictures; None if the reader refuses it."""
    try:
        content = zlib.decompressobj().decompress(payload, MAX_JSON_BYTES + 1)
        return from_json(content.decode("utf-8"), "恢复副本", contents)
    except (BulletinDeskError, zlib.error, ValueError, OverflowError, MemoryError):
        return None


def _header(owner: _Owner, packed: _Packed, *, closing: bool, locked: bool) -> bytes:
    header = {
        "file": None if owner.file is None else str(owner.file.absolute()),
        "identity": owner.identity,
        "machine": machine(),
        "system": installation(),
        "pid": 0 if closing else os.getpid(),
        "start": process_start(os.getpid()) or "",
        "saved": not packed.payload,
        "complete": not packed.trouble,
        "locked": locked,
    }
    return json.dumps(header).encode("ascii")


class _Segment:
    """A segment that is being written, and how it is known again: by what lies at its path."""

    def __init__(
        self, path: Path | None, descriptor: int | None, owner: _Owner, *, is_locked: bool = False
    ) -> None:
        self.path = path
        self._is_locked = is_locked
        self.owner = owner
        self.length = 0
        self.packed = _Packed()
        self.is_whole = False
        """Whether header and state are on the disk, so that those before it are of no use."""
        self._descriptor = descriptor
        self._renewed = time.monotonic()
        # Some file systems number a file differently each time; of these only its being there is asked.
        self._is_numbered = descriptor is not None and self._lies_at_path()

    @classmethod
    def none(cls) -> _Segment:
        """None is being written."""
        return cls(None, None, _Owner(None))

    @classmethod
    def begin(cls, path: Path, owner: _Owner) -> _Segment:
        """A new one, locked. Raises OSError."""
        private_folder(path.parent)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | getattr(os, "O_BINARY", 0)
        descriptor = os.open(path, flags, 0o600)
        held = hold(descriptor)
        for _ in range(_LOCK_ATTEMPTS):
            if held is not False:
                break
            time.sleep(0.01)  # another program is just looking whether it is a living one's
            held = hold(descriptor)
        return cls(path, descriptor, owner, is_locked=held is True)

    @property
    def paths(self) -> list[Path]:
        """Its path, if there is one."""
        return [] if self.path is None else [self.path]

    def header(self, packed: _Packed, *, closing: bool = False) -> bytes:
        """What a header says of it before a state, or at the end."""
        return _header(self.owner, packed, closing=closing, locked=self._is_locked)

    def is_there(self) -> bool:
        """Whether what was written is where it was written."""
        if self._descriptor is None or self.path is None:
            return False
        try:
            if self._is_numbered:
                return self._lies_at_path() and os.fstat(self._descriptor).st_size == self.length
            return self.path.stat().st_size == self.length
        except OSError:
            return False

    def _lies_at_path(self) -> bool:
        assert self._descriptor is not None
        assert self.path is not None
        with contextlib.suppress(OSError):
            held, there = os.fstat(self._descriptor), self.path.stat()
            return (held.st_dev, held.st_ino) == (there.st_dev, there.st_ino)
        return False

    def append(self, records: bytes, packed: _Packed) -> None:
        """Records at the end, on the disk. Raises OSError."""
        assert self._descriptor is not None
        write_all(self._descriptor, records)
        os.fsync(self._descriptor)
        self.length += len(records)
        self.packed = packed
        self._renewed = time.monotonic()

    def renew(self) -> None:
        """Shows other machines, now and then, that the writer lives."""
        if self.path is not None and time.monotonic() - self._renewed > RENEWED_EVERY:
            self._renewed = time.monotonic()
            with contextlib.suppress(OSError):
                os.utime(self.path)

    def close(self) -> None:
        """Ends writing, and with it the lock."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            with contextlib.suppress(OSError):
                os.close(descriptor)


# ---- coming back


def recover(folder: Path) -> list[Recovered]:
    """What the journals in `folder` hold that was never saved and that no living program owns, newest first.

    Journals of dead programs with nothing unsaved in them are removed. Never raises.
    """
    journals: dict[str, list[Path]] = {}
    for path in _files_in(folder, _SUFFIX):
        journals.setdefault(path.name.partition(".")[0], []).append(path)
    _sweep_kept(folder)
    sweep_pictures(folder)
    reader = _Reader()
    # Their names begin with when they were begun.
    newest = sorted(journals, reverse=True)[:MOST_JOURNALS]
    found = [each for name in newest if (each := reader.recovered(journals[name])) is not None]
    return sorted(found, key=lambda each: each.when, reverse=True)


def _files_in(folder: Path, suffix: str) -> list[Path]:
    try:
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries)
    except OSError:
        return []
    return [folder / name for name in names if name.endswith(suffix) and name.count(".") == 2]


def _sweep_kept(folder: Path) -> None:
    kept = _files_in(folder, _KEPT_SUFFIX)
    with contextlib.suppress(OSError):
        now = clock_of(folder) if kept else 0.0
        for path in kept:
            if now - path.stat().st_mtime > _KEPT_SECONDS:
                path.unlink()


@dataclass(slots=True)
class _Found:
    """What one segment holds: its last header, the states after the last header that says all is saved."""

    header: dict[str, object] | None
    states: list[tuple[float, bytes]]
    is_saved: bool
    modified: float
    is_held: bool


class _Reader:
    """Reads journals, within bounds that hold for all of them together."""

    def __init__(self) -> None:
        self._unread = 0.0
        self._work = _MOST_WORK
        self._pictures = PictureFinder()

    def recovered(self, segments: Sequence[Path]) -> Recovered | None:
        """What one journal holds; the segments in the order in which they were written."""
        header: dict[str, object] | None = None
        states: list[list[tuple[float, bytes]]] = []
        unread, modified = False, 0.0
        for segment in segments[: -_MOST_SEGMENTS - 1 : -1]:
            try:
                found = self._look_into(segment)
            except (OSError, ValueError):
                unread = True
                continue
            modified = max(modified, found.modified)
            if found.is_held:
                return None
            if header is None and found.header is not None:
                header = found.header
                if _lives(header, modified, segment.parent):
                    return None
            states.append(found.states)
            if found.is_saved:
                break
        if header is None and (not states or _lives(None, modified, segments[0].parent)):
            return None
        if self._work <= 0:
            return None
        complete = not unread and (header is None or header.get("complete") is not False)
        pictures = self._pictures.in_folder(folder_of(segments[0]))
        for each in states:
            readable = self._newest_readable(each)
            if readable is not None:
                at, issue = readable
                if contents_of(issue):
                    issue = _unpacked(each[at][1], pictures.content) or issue
                complete = complete and at == len(each) - 1 and not pictures.missed
                when = _moment(each[at][0])
                return Recovered(issue, _file(header), when, tuple(segments), complete, _identity(header))
            complete = complete and not each
        if complete:
            _remove_journal(segments)
        return None

    def _look_into(self, segment: Path) -> _Found:
        """Raises OSError."""
        descriptor = open_plain(segment)
        try:
            status = os.fstat(descriptor)
            held = is_held(descriptor)
            if status.st_size > _READ_BYTES:  # nothing of ours; if it were, its end would count
                os.lseek(descriptor, status.st_size - _READ_BYTES, os.SEEK_SET)
            data = read_up_to(descriptor, _READ_BYTES)
        finally:
            os.close(descriptor)
        header: dict[str, object] | None = None
        states: deque[tuple[float, bytes]] = deque(maxlen=_MOST_STATES)
        saved = False
        for kind, when, payload in self._records(data):
            if kind == _STATE:
                states.append((when, bytes(payload)))
                continue
            header = _mapping(bytes(payload))
            if header.get("saved") is True:
                states.clear()
                saved = True
        return _Found(header, list(states), saved, status.st_mtime, held)

    def _records(self, data: bytes) -> Iterator[tuple[bytes, float, memoryview]]:
        """The whole records in `data`. What looks like one and is none costs work, of which there is only so
        much."""
        self._work -= len(data)
        view = memoryview(data)
        found = _MARK.search(data)
        while found is not None and self._work > 0:
            at = found.start()
            _, kind, when, length, digest = _FRAME.unpack_from(data, at)
            end = at + _FRAME.size + length
            payload = view[at + _FRAME.size : end]
            if end <= len(data) and _digest(kind, when, payload) == digest:
                yield kind, when, payload
                found = _MARK.search(data, end)
            else:
                self._work -= _FALSE_MARK + (length if end <= len(data) else 0)
                found = _MARK.search(data, at + 1)

    def _newest_readable(self, states: list[tuple[float, bytes]]) -> tuple[int, Issue] | None:
        """The newest state that can be read, and its place among them. Earlier programs wrote long series
        that can't: where theirs begins is looked for in ever wider steps, then by halves."""
        bad = len(states)
        while bad > max(0, len(states) - _NEWEST_TRIED):
            issue = self._read(states[bad - 1])
            if issue is not None:
                return bad - 1, issue
            bad -= 1
        good: tuple[int, Issue] | None = None
        step = 1
        while bad > 0 and good is None:
            at, step = max(bad - step, 0), 2 * step
            issue = self._read(states[at])
            bad, good = (at, None) if issue is None else (bad, (at, issue))
        while good is not None and bad - good[0] > 1:
            at = (bad + good[0]) // 2
            issue = self._read(states[at])
            bad, good = (at, good) if issue is None else (bad, (at, issue))
        return good

    def _read(self, state: tuple[float, bytes]) -> Issue | None:
        if self._unread > _MOST_UNREAD:
            return None
        began = time.thread_time()
        issue = _unpacked(state[1])
        if issue is None:
            self._unread += time.thread_time() - began
        return issue


def _lives(header: dict[str, object] | None, modified: float, folder: Path) -> bool:
    """Whether a living program owns a journal of which nobody holds the lock: as far as its last header and
    the time say when it was last written."""
    values = header or {}
    pid, name = values.get("pid"), values.get("machine")
    if header and isinstance(pid, int) and pid <= 0:
        return False  # ended, and left
    if isinstance(pid, int) and isinstance(name, str):
        state = life(name, _text(values.get("system")), pid, _text(values.get("start")))
        if state is not Life.ELSEWHERE:
            return state is Life.RUNNING
        # This machine under another name, most likely: then the lock, which is free, has told.
        if values.get("locked") is True and installation() == values.get("system") != "":
            return False
    try:
        # Another machine's, or one that is just being begun: as long as it is renewed. One that is dated far
        # in the future is not.
        return abs(clock_of(folder) - modified) <= STALE_AFTER
    except OSError:
        return False


def _file(header: dict[str, object] | None) -> Path | None:
    name = header.get("file") if header else None
    return Path(name) if isinstance(name, str) and "\0" not in name else None


def _identity(header: dict[str, object] | None) -> str:
    identity = _text(header.get("identity")) if header else ""
    return identity if IDENTITY.fullmatch(identity) else ""


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _moment(when: float) -> datetime:
    try:
        return datetime.fromtimestamp(when, UTC)
    except (ValueError, OverflowError, OSError):  # no clock of ours says so, but the text may be good
        return datetime.fromtimestamp(0, UTC)


def _mapping(payload: bytes) -> dict[str, object]:
    try:
        values = json.loads(payload)
    except (ValueError, RecursionError):
        return {}
    return values if isinstance(values, dict) else {}


def _frame(kind: bytes, payload: bytes) -> bytes:
    when = time.time()
    digest = _digest(kind, when, payload)
    return _FRAME.pack(_MAGIC, kind, when, len(payload), digest) + payload


def _digest(kind: bytes, when: float, payload: bytes | memoryview) -> bytes:
    head = struct.pack("<1sdI", kind, when, len(payload))
    return hashlib.blake2b(payload, digest_size=16, key=head).digest()


def _remove(segments: Sequence[Path]) -> list[Path]:
    """Removes files, the newest last: it may say that the others are of no use. Which are gone."""
    gone: list[Path] = []
    for segment in segments:
        try:
            segment.unlink(missing_ok=True)
        except OSError:  # held by a scanner: the next start removes it
            continue
        gone.append(segment)
    return gone


def _remove_journal(segments: Sequence[Path]) -> None:
    """Removes a journal with its pictures."""
    if len(_remove(segments)) == len(segments) and segments:
        remove_pictures(folder_of(segments[0]))
