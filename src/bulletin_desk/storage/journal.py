"""The recovery journal: each state of a bulletin on the local disk within a second, for when the program or
the machine dies. Must not know windows.

A journal is one or more segments, files that are only appended to. A record holds its kind, time, length and
a checksum; what has none that fits (a torn tail, a write that failed halfway) is passed over. A record is
either a state of the issue or a header: whose journal it is, of which file, and whether all before it has
been saved.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import struct
import threading
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from bulletin_desk.bulletin.model import Issue
from bulletin_desk.errors import BulletinDeskError
from bulletin_desk.storage.bulletin_file import MAX_JSON_BYTES, from_json, json_pieces, read_bulletin
from bulletin_desk.storage.system import is_running, machine, process_start

PAUSE = 0.25
"""Seconds between records at least: what is typed meanwhile goes into the next one."""
SEGMENT_BYTES = 8 << 20
"""A segment longer than this gives way to a new one that holds the last state alone."""

_SUFFIX = ".journal"
_MAGIC = b"\x8bBDJ\n"
_HEADER, _STATE = b"H", b"S"
_FRAME = struct.Struct("<5s1sdI16s")
_LONGEST_PAUSE = 0.5
_READ_BYTES = 64 << 20


@dataclass(frozen=True, slots=True)
class Recovered:
    """A state that was never saved: the issue, the file that it belongs to (None if it had none), and when it
    was recorded (UTC). It stays on the disk until `discard`."""

    issue: Issue
    file: Path | None
    when: datetime
    segments: tuple[Path, ...] = field(repr=False)

    def is_saved(self) -> bool:
        """Whether the file holds just this state: the program died between saving and saying so."""
        if self.file is None:
            return False
        try:
            return read_bulletin(self.file) == self.issue
        except BulletinDeskError:
            return False

    def discard(self) -> None:
        """Removes it from the disk, once the clerk has decided."""
        _remove(self.segments)


class Journal:
    """The journal of one open bulletin. `file` is its file, None while it has none.

    All writing happens in a thread of its own; calls return at once. No call raises: `trouble` tells, in a
    sentence for the clerk, why the last writing failed (empty: it did not); it is tried again by itself.
    """

    def __init__(self, folder: Path, file: Path | None, *, pause: float = PAUSE) -> None:
        self._folder = folder
        self._pause = pause
        self._name = f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{os.getpid()}-{os.urandom(4).hex()}"
        self._file = file
        self._turn = threading.Condition()
        self._state: Issue | None = None
        self._saved = False
        self._asked = 1  # the header
        self._done = 0
        self._hurry = False
        self._closing = False
        self._trouble = ""
        self._descriptor: int | None = None
        self._segments: list[Path] = []
        self._count = 0
        self._length = 0
        self._thread = threading.Thread(target=self._work, name="journal", daemon=True)
        self._thread.start()

    @property
    def trouble(self) -> str:
        """Why the last writing failed, as a sentence; empty if it did not."""
        return self._trouble

    def record(self, issue: Issue) -> None:
        """Notes the present state; of several within the pause the last one is written."""
        with self._turn:
            self._state = issue
            self._asked += 1
            self._turn.notify_all()

    def saved(self, file: Path | None) -> None:
        """Notes that the last recorded state is in `file` now (None: it is not worth a file), so that nothing
        of it is to be recovered."""
        with self._turn:
            self._file, self._state, self._saved = file, None, True
            self._asked += 1
            self._turn.notify_all()

    def flush(self, seconds: float = 5.0) -> bool:
        """Waits until all that was noted is on the disk; False if that failed or took longer."""
        with self._turn:
            asked, self._hurry = self._asked, True
            self._turn.notify_all()
            self._turn.wait_for(lambda: self._done >= asked or self._trouble, seconds)
            self._hurry = False
            return self._done >= asked

    def close(self, *, saved: bool = True) -> None:
        """Ends the journal. It goes from the disk if the text is `saved` (or the clerk does not want it);
        else it is left for `recover`."""
        with self._turn:
            if saved:
                self._state, self._saved = None, True
                self._asked += 1
            self._closing = True
            self._turn.notify_all()
        self._thread.join(5.0)  # a disk that hangs must not hold the program
        if saved:
            _remove(self._segments)

    # ---- the thread

    def _work(self) -> None:
        while True:
            with self._turn:
                self._turn.wait_for(lambda: self._done < self._asked or self._closing)
                asked, state, saved, closing = self._asked, self._state, self._saved, self._closing
                file = self._file
                self._state, self._saved = None, False
            began = time.monotonic()
            trouble = ""
            try:
                self._write(file, state, saved, closing)
            except Exception as error:  # whatever it was, the next state is tried again
                reason = getattr(error, "strerror", None) or type(error).__name__
                trouble = f"恢复副本暂时存不了：系统报告“{reason}”，请尽快保存。"
                self._end_segment()
                if self._length == 0 and self._segments:  # else a full disk would get a file at each attempt
                    _remove([self._segments.pop()])
            with self._turn:
                self._trouble = trouble
                if not trouble:
                    self._done = asked
                elif not self._saved:
                    self._state, self._saved = self._state or state, saved
                self._turn.notify_all()
                if closing:
                    break
                # A long bulletin takes longer; the window's thread needs the time in between.
                pause = min(
                    max(self._pause, 3 * (time.monotonic() - began)), max(self._pause, _LONGEST_PAUSE)
                )
                self._turn.wait_for(lambda: self._closing or (self._hurry and not self._trouble), pause)
        self._end_segment()

    def _write(self, file: Path | None, state: Issue | None, saved: bool, closing: bool) -> None:
        records = b""
        if saved or closing or self._descriptor is None:
            records += _frame(_HEADER, self._header(file, saved, closing))
        if state is not None:
            records += _frame(_STATE, _packed(state))
            if closing:
                records += _frame(_HEADER, self._header(file, False, closing))
        if not records:
            return
        old: list[Path] = []
        if self._descriptor is not None and (saved or (state and self._length > SEGMENT_BYTES)):
            if not saved:
                records = _frame(_HEADER, self._header(file, False, closing)) + records
            self._end_segment()
            old = list(self._segments)
        if self._descriptor is None:
            self._begin_segment()
        assert self._descriptor is not None
        _append(self._descriptor, records)
        self._length += len(records)
        # Only now that the new segment is on the disk.
        for segment in _remove(old):
            self._segments.remove(segment)

    def _header(self, file: Path | None, saved: bool, closing: bool) -> bytes:
        header = {
            "file": None if file is None else str(file.absolute()),
            "machine": machine(),
            "pid": 0 if closing else os.getpid(),
            "start": process_start(os.getpid()) or "",
            "saved": saved,
        }
        return json.dumps(header).encode("ascii")

    def _begin_segment(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        self._count += 1
        path = self._folder / f"{self._name}.{self._count:06}{_SUFFIX}"
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | getattr(os, "O_BINARY", 0)
        self._descriptor = os.open(path, flags, 0o600)
        self._segments.append(path)
        self._length = 0

    def _end_segment(self) -> None:
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            with contextlib.suppress(OSError):
                os.close(descriptor)


def recover(folder: Path) -> list[Recovered]:
    """What the journals in `folder` hold that was never saved and that no living program owns, newest first.

    Journals of dead programs with nothing unsaved in them are removed. Never raises.
    """
    journals: dict[str, list[Path]] = {}
    with contextlib.suppress(OSError):
        for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
            if entry.name.endswith(_SUFFIX) and entry.name.count(".") == 2:
                journals.setdefault(entry.name.partition(".")[0], []).append(folder / entry.name)
    found: list[Recovered] = []
    for segments in journals.values():
        header: dict[str, object] = {}
        states: list[tuple[float, bytes]] = []
        unread = False
        for segment in segments:
            try:
                with segment.open("rb") as file:
                    data = file.read(_READ_BYTES)
            except OSError:
                unread = True
                continue
            for kind, when, payload in _records(data):
                if kind == _STATE:
                    states.append((when, payload))
                else:
                    header = _mapping(payload)
                    if header.get("saved") is True:
                        states = []
        if _is_owned(header):
            continue
        recovered = _newest(states, header, tuple(segments))
        if recovered is not None:
            found.append(recovered)
        elif not unread and not states:
            _remove(segments)
    return sorted(found, key=lambda each: each.when, reverse=True)


def _newest(
    states: list[tuple[float, bytes]], header: dict[str, object], segments: tuple[Path, ...]
) -> Recovered | None:
    """The newest state that can be read: one that a bulletin file could not hold gives way to the last that
    it could."""
    name = header.get("file")
    for when, payload in reversed(states):
        with contextlib.suppress(
            BulletinDeskError, zlib.error, UnicodeDecodeError, ValueError, OverflowError
        ):
            unpacking = zlib.decompressobj()
            text = unpacking.decompress(payload, MAX_JSON_BYTES + 1).decode("utf-8")
            issue = from_json(text, "恢复副本")
            at = datetime.fromtimestamp(when, UTC)
            return Recovered(issue, Path(name) if isinstance(name, str) else None, at, segments)
    return None


def _is_owned(header: dict[str, object]) -> bool:
    pid, start = header.get("pid"), header.get("start")
    if not isinstance(pid, int) or pid <= 0 or header.get("machine") != machine():
        return False
    return is_running(pid, start if isinstance(start, str) else "")


def _mapping(payload: bytes) -> dict[str, object]:
    try:
        values = json.loads(payload)
    except ValueError:
        return {}
    return values if isinstance(values, dict) else {}


def _packed(issue: Issue) -> bytes:
    packing = zlib.compressobj(1)
    # Half a character can't be written; its neighbours can.
    pieces = [packing.compress(piece.encode("utf-8", "replace")) for piece in json_pieces(issue)]
    return b"".join((*pieces, packing.flush()))


def _frame(kind: bytes, payload: bytes) -> bytes:
    when = time.time()
    digest = _digest(kind, when, payload)
    return _FRAME.pack(_MAGIC, kind, when, len(payload), digest) + payload


def _digest(kind: bytes, when: float, payload: bytes) -> bytes:
    head = struct.pack("<1sdI", kind, when, len(payload))
    return hashlib.blake2b(payload, digest_size=16, key=head).digest()


def _records(data: bytes) -> Iterator[tuple[bytes, float, bytes]]:
    at = data.find(_MAGIC)
    while at >= 0 and at + _FRAME.size <= len(data):
        _, kind, when, length, digest = _FRAME.unpack_from(data, at)
        start = at + _FRAME.size
        payload = data[start : start + length]
        if len(payload) == length and _digest(kind, when, payload) == digest:
            yield kind, when, payload
            at = start + length
            at = data.find(_MAGIC, at)
        else:
            at = data.find(_MAGIC, at + 1)


def _append(descriptor: int, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(descriptor, left) :]
    os.fsync(descriptor)


def _remove(segments: list[Path] | tuple[Path, ...]) -> list[Path]:
    """Removes files, the newest last: it may say that the others are of no use. Which are gone."""
    gone: list[Path] = []
    for segment in segments:
        try:
            segment.unlink(missing_ok=True)
        except OSError:  # held by a scanner: the next start removes it
            continue
        gone.append(segment)
    return gone
