"""One program for all of a user's windows: which one is the first, and how later ones hand it what they were
to open. Must not know windows.

The first holds a lock of the system's, which dies with it. A later one lays a request down in a folder of the
user's own and waits for it to be taken; what is not taken in time, as the first one hangs or asks something,
it takes back, and opens the file itself. So a request is answered by one program, and by one only.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bulletin_desk.errors import TargetError
from bulletin_desk.storage.atomic import content_of, write_atomically
from bulletin_desk.storage.system import hold, machine, private_folder

PATIENCE = 3.0
"""Seconds that a request waits to be taken."""
_LOOK = 0.05
"""Seconds between looks whether it was."""
_LOCK = "lock"
_SUFFIX = ".request"
_MOST_BYTES = 1 << 20
_MOST_REQUESTS = 100
_SEAT = ("DISPLAY", "WAYLAND_DISPLAY", "SESSIONNAME")
"""What names the screen that a user sits at: windows on another one are no help."""


def seat(environ: Mapping[str, str] = os.environ) -> str:
    """Tells this machine and screen from a user's others, as a name for a folder."""
    words = "\n".join((machine(), *(environ.get(name, "") for name in _SEAT)))
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Request:
    """What another program was to open: absolute paths, none where it was just started."""

    place: Path
    files: tuple[Path, ...]


class Instance:
    """This program, among those that use `folder`. Nothing raises: where there are no locks, each program is
    for itself."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._descriptor: int | None = None

    @property
    def is_first(self) -> bool:
        """Whether requests are this one's to take."""
        return self._descriptor is not None

    def claim(self) -> bool | None:
        """Becomes the first one, unless another is; None where that can't be told."""
        if self.is_first:
            return True
        try:
            private_folder(self._folder)
            descriptor = os.open(self._folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError:
            return None
        held = hold(descriptor)
        if held:
            self._descriptor = descriptor
        else:
            os.close(descriptor)
        return held

    def release(self) -> None:
        """Is the first one no more."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            with contextlib.suppress(OSError):
                os.close(descriptor)

    # ---- the first one's

    def requests(self) -> list[Request]:
        """What waits to be taken, the oldest first. Asks the user's own disk only."""
        try:
            with os.scandir(self._folder) as entries:
                names = sorted(entry.name for entry in entries if entry.name.endswith(_SUFFIX))
        except OSError:
            return []
        return [
            Request(self._folder / name, _files_in(self._folder / name)) for name in names[:_MOST_REQUESTS]
        ]

    def take(self, request: Request) -> bool:
        """Takes a request; false if it was taken back meanwhile. Only one of the two can be."""
        return _remove(request.place)

    # ---- a later one's

    def hand_over(
        self,
        files: Sequence[Path],
        *,
        patience: float = PATIENCE,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] = time.sleep,
    ) -> bool:
        """Asks the first one to open files; false if it did not take that on, then nobody will."""
        place = self._folder / f"{time.time_ns():020}-{os.getpid()}{_SUFFIX}"
        content = json.dumps({"files": [str(file) for file in files]}).encode("ascii")
        _let_into_foreground()
        try:
            write_atomically(place, content, mode=0o600)
        except TargetError:
            return False
        end = clock() + patience
        while clock() < end:
            if not os.path.lexists(place):
                return True
            sleep(_LOOK)
        return not _remove(place)


def _remove(place: Path) -> bool:
    """Whether it was there, and is not any more by this very call."""
    try:
        place.unlink()
    except OSError:
        return False
    return True


def _files_in(place: Path) -> tuple[Path, ...]:
    content = content_of(place, _MOST_BYTES)
    if not isinstance(content, bytes) or len(content) > _MOST_BYTES:
        return ()
    try:
        values = json.loads(content)
    except (ValueError, RecursionError):
        return ()
    files = values.get("files") if isinstance(values, dict) else None
    if not isinstance(files, list):
        return ()
    return tuple(
        Path(name)
        for name in files
        if isinstance(name, str) and "\0" not in name and Path(name).is_absolute()
    )


def _let_into_foreground() -> None:
    """Windows lets only the program that was just started come to the front, or whom it lets."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(-1)  # ASFW_ANY
