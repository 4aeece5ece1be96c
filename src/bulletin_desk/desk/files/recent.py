"""The files opened last. Asks no disk for them."""

from __future__ import annotations

from pathlib import Path

from bulletin_desk.desk.settings import FOLDER, RECENT, Settings


class Recent:
    """The files opened last, newest first, remembered in the settings."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def all(self) -> list[Path]:
        """The files, whether they still exist or not: asking a share for them may take for ever."""
        return [Path(name) for name in self._settings[RECENT]]

    def add(self, file: Path) -> None:
        """Puts a file first."""
        file = file.absolute()
        files = [file, *(other for other in self.all() if other != file)]
        self._settings[RECENT] = tuple(map(str, files))
        self._settings[FOLDER] = str(file.parent)

    def remove(self, file: Path) -> None:
        """Forgets one."""
        self._settings[RECENT] = tuple(str(other) for other in self.all() if other != file)

    def clear(self) -> None:
        """Forgets them all."""
        self._settings[RECENT] = ()
