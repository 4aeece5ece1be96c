"""Where the program keeps what is the user's own: versions, recovery copies, log, settings. The one place
that decides; must not know what is kept.

All of it on this machine's own disk, never on a share or in a profile that roams: copies must be there when
the network is not.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bulletin_desk.storage.system import private_folder


@dataclass(frozen=True, slots=True)
class Places:
    """A user's folders, which need not exist yet. `data` holds what must not be lost."""

    data: Path
    settings: Path

    def close_to_others(self) -> None:
        """Sees to it that nobody else can look into what is kept here. Never raises: what can't be closed
        (somebody else's, a disk without modes) stays as it is."""
        with contextlib.suppress(OSError):
            private_folder(self.data)

    @property
    def versions(self) -> Path:
        """The folder of dated versions: see `storage.versions`."""
        return self.data / "versions"

    @property
    def journal(self) -> Path:
        """The folder of recovery copies: see `storage.journal`."""
        return self.data / "journal"

    @property
    def log(self) -> Path:
        """The folder of the log: see `storage.log`."""
        return self.data / "log"

    @property
    def units(self) -> Path:
        """The clerk's own list of units' names: see `intake.sources`."""
        return self.data / "units.txt"

    @property
    def adoption(self) -> Path:
        """The clerk's own rules of adoption (采用情况): see `statistics.rules`."""
        return self.data / "adoption.toml"

    @property
    def offices(self) -> Path:
        """The folder of the clerk's own offices, and of layouts beside them: see `bulletin.office`."""
        return self.data / "offices"

    @property
    def sheets(self) -> Path:
        """The folder of the clerk's own sheets (审签单): see `sheets.shelf`."""
        return self.data / "sheets"

    @property
    def pool(self) -> Path:
        """The folder of the pool of items (备用稿库): see `library.pool`."""
        return self.data / "pool"

    @property
    def gathering(self) -> Path:
        """The folder of what was done of old issues that are taken in: see `gathering.journal`."""
        return self.data / "gathering"

    @property
    def reminders(self) -> Path:
        """The folder of what is still to be looked at: see `storage.reminders`."""
        return self.data / "reminders"

    @property
    def proposals(self) -> Path:
        """The folder of what colleagues changed and nobody has decided on: see `storage.proposals`."""
        return self.data / "proposals"

    @property
    def received(self) -> Path:
        """The folder of the register of manuscripts received: see `storage.received`."""
        return self.data / "received"

    @property
    def library(self) -> Path:
        """The folder of the library of bulletins: see `library.index`."""
        return self.data / "library"

    @property
    def ignored(self) -> Path:
        """Findings that are not to be told again: see `proof.ignoring`."""
        return self.data / "ignored.json"


def places(platform: str = sys.platform, environ: Mapping[str, str] = os.environ) -> Places:
    """This user's folders: %LOCALAPPDATA% on Windows, by XDG's Base Directory Specification on Linux."""
    home = Path(environ.get("USERPROFILE") or environ.get("HOME") or Path.home())
    if platform == "win32":
        data = Path(environ.get("LOCALAPPDATA") or home / "AppData/Local") / "BulletinDesk"
        return Places(data, data / "desk.ini")
    if platform == "darwin":
        data = home / "Library/Application Support/BulletinDesk"
        return Places(data, data / "desk.ini")
    data = Path(environ.get("XDG_DATA_HOME") or home / ".local/share") / "bulletin-desk"
    settings = Path(environ.get("XDG_CONFIG_HOME") or home / ".config") / "bulletin-desk"
    return Places(data, settings / "desk.ini")
