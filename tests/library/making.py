"""Issues, their files, and what a library knows of them, for the tests of the library."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date as Date  # noqa: N812
from pathlib import Path

from bulletin_desk.bulletin.model import Body, DatedHeader, Issue, Item, LayoutText, Masthead, Section
from bulletin_desk.library.folders import add_folders
from bulletin_desk.library.index import Library, StoredIssue
from bulletin_desk.library.update import Updated, update
from bulletin_desk.storage.bulletin_file import to_bytes

NAME = "四川省地方志工作简报"
LONG = "各地认真组织开展综合年鉴编纂工作，按时完成资料收集、初稿撰写、总纂修改等各项任务，质量明显提高。"


def text_of(seed: object) -> str:
    """A paragraph long enough to be compared, unlike those of other seeds."""
    marks = "".join(
        chr(0x4E00 + 37 * (at + 1) * (sum(map(ord, str(seed))) + 11 * at) % 8000) for at in range(90)
    )
    return f"{seed}：{marks}。"


def item(title: str, text: str = "", source: str = "（成都市地方志办公室）") -> Item:
    return Item(title, (Body(text or text_of(title)),), source)


def issue(
    number: int = 1,
    *items: Item,
    name: str = NAME,
    day: Date = Date(2026, 1, 9),
    section: str = "市州动态",
    supplement: str = "",
    numbering: str = "",
) -> Issue:
    """An issue with these items, by default one that is the number's own."""
    made = Issue(
        masthead=Masthead(name, number, supplement=supplement),
        dated_header=DatedHeader("四川省地方志工作办公室", day),
        sections=(Section(section, items or (item(f"第{number}期的稿件"),)),),
    )
    if not numbering:
        return made
    return replace(made, layout=LayoutText("x", layout_with(numbering)))


def layout_with(numbering: str) -> str:
    """The text of a layout with this table `numbering`."""
    from bulletin_desk.layouts.read import layout_text

    return f"{layout_text('gb9704')[1]}\n[numbering]\n{numbering}\n"


def lay(file: Path, made: Issue, *, day: int = 1, identity: str = "") -> Path:
    """Writes a bulletin file that was changed on a day long ago, whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    written = file.with_name(f".{file.name}.tmp")
    written.write_bytes(to_bytes(made, file, identity))
    return aged(written, day).replace(file)


def aged(file: Path, day: int = 1) -> Path:
    when = 1_500_000_000 + 86_400 * day
    os.utime(file, (when, when))
    return file


def pages_of(made: Issue) -> int | None:
    """No typesetting: a page for each item."""
    return sum(len(section.items) for section in made.sections)


def library_of(tmp_path: Path, *folders: Path) -> Library:
    """A library of these folders, in a folder beside them."""
    library = Library(tmp_path / "data" / "library")
    if folders:
        add_folders(library.folder, folders)
    return library


def updated(library: Library) -> Updated:
    return update(library, pages_of)


def counted(library: Library) -> list[str]:
    """The names of the files that count."""
    return [each.file.name for each in library.issues() if each.copy_of is None]


def known(library: Library) -> tuple[list[StoredIssue], list[tuple[object, ...]]]:
    """All that a library knows, in an order of its own."""
    return sorted(library.issues(), key=lambda each: each.file), sorted(library.item_rows())
