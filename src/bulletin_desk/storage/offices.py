"""Saves an office, and the layout that it brings, in the clerk's own folder. Asks nobody."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bulletin_desk.bulletin.model import LayoutText
from bulletin_desk.bulletin.office import EXTENSION, LAYOUT_EXTENSION, Office, read_office
from bulletin_desk.bulletin.office_text import office_text
from bulletin_desk.errors import TargetError
from bulletin_desk.paths import read_plain
from bulletin_desk.storage.atomic import write_atomically
from bulletin_desk.storage.system import private_folder


def office_file(folder: Path, name: str) -> Path:
    """Where the office of this name lies."""
    return folder / f"{name}{EXTENSION}"


def layout_file(folder: Path, name: str) -> Path:
    """Where the layout lies that the office of this name brings."""
    return folder / f"{name}{LAYOUT_EXTENSION}"


def given_way(folder: Path, name: str, layout: LayoutText | None = None) -> Path | None:
    """A file with something else in it that saving under this name would write over; the office's own, if
    there are two."""
    file, beside = office_file(folder, name), layout_file(folder, name)
    if file.exists():
        return file
    if layout is None or layout.text is None or not beside.exists():
        return None
    text = layout.text.encode()
    return None if beside.is_file() and read_plain(beside, len(text)) == text else beside


def save_office(folder: Path, name: str, office: Office, layout: LayoutText | None = None) -> Office:
    """Writes an office file called `name`, over one that is there, after the layout that is to lie beside it,
    if one is; gives the office as it is read again. Raises TargetError."""
    try:
        private_folder(folder)
    except OSError as error:
        raise TargetError(f"建不了文件夹“{folder}”：系统报告“{error.strerror}”。") from error
    if layout is not None and layout.text is not None:
        beside = layout_file(folder, name)
        write_atomically(beside, layout.text.encode(), mode=0o600)
        office = replace(office, layout=beside.name)
    file = office_file(folder, name)
    write_atomically(file, office_text(office).encode(), mode=0o600)
    return read_office(file)
