"""Chooses the face for each character by role: an installed official face before the shipped stand-in, with
fallbacks.

Knows no layout and no page; `roles.toml` beside the shipped faces says which faces there are.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, NoReturn

from bulletin_desk.checked import MAX_TEXT, Table, shown
from bulletin_desk.errors import FontError
from bulletin_desk.fonts.installed import InstalledFonts, cache_file, font_folders, registered_files
from bulletin_desk.fonts.private_use import assigned
from bulletin_desk.fonts.sfnt import SfntFile
from bulletin_desk.fonts.shaping import unshaped_script
from bulletin_desk.pages.model import FontRef
from bulletin_desk.paths import read_plain
from bulletin_desk.resources import resource

_EMBOLDENED = "_bold"
"""Ends the name of a role whose face is another role's, emboldened."""


class Face:
    """One face with its metrics by character, in font units. The file is opened when first needed.

    A glyph of an installed face is looked at before it is used: the face lacks those that are damaged. Ours
    are as we made them.
    """

    def __init__(self, ref: FontRef, *, installed: bool = False) -> None:
        self.ref = ref
        self._installed = installed
        self._glyphs: dict[str, int] = {}

    @cached_property
    def file(self) -> SfntFile:
        """The open font file. Raises FontError."""
        return SfntFile(Path(self.ref.file), self.ref.index)

    @property
    def units_per_em(self) -> int:
        """The font units of one em."""
        return self.file.units_per_em

    @property
    def file_name(self) -> str:
        """The file's name without its folder, as it can be shown."""
        return shown(Path(self.ref.file).name, 100)

    @property
    def name(self) -> str:
        """What the face is called: its PostScript name."""
        return self.file.postscript_name()

    @property
    def as_it_lies(self) -> bool:
        """Whether the font file itself can be given to the system: it holds this face first, has a name in
        characters, and nothing in it that keeps glyphs from being drawn."""
        plain = not self.ref.index and self.ref.file.isprintable()
        return plain and not (self._installed and self.file.hinting_is_damaged())

    def glyph(self, char: str) -> int:
        """The glyph for a character, 0 where the face has none."""
        found = self._glyphs.get(char)
        if found is None:
            look_up = self.file.sound_glyph if self._installed else self.file.glyph
            found = self._glyphs[char] = look_up(ord(char))
        return found

    def advance(self, char: str) -> int:
        """The advance width of a character that the face has."""
        return self.file.advance(self.glyph(char))

    def ink_top(self, char: str) -> float:
        """How far the character's ink rises above the baseline, in em; 0 for a blank."""
        box = self.file.box(self.glyph(char))
        return box.y_max / self.units_per_em if box else 0.0

    def ink(self, char: str) -> tuple[int, int]:
        """The left and right edge of the character's ink; its whole advance for a blank."""
        box = self.file.box(self.glyph(char))
        return (box.x_min, box.x_max) if box else (0, self.advance(char))

    @cached_property
    def emboldened(self) -> Face:
        """The same glyphs with stroked outlines."""
        face = Face(replace(self.ref, bold=True), installed=self._installed)
        face.file, face._glyphs = self.file, self._glyphs
        return face


class Taken(NamedTuple):
    """Characters that a role takes from another face than its own."""

    characters: frozenset[str]
    face: Face


class Serving(NamedTuple):
    """Which face serves a role, and why: `fallbacks` follow in order; `passed_over` tells why others don't
    serve. `taken` says what our `stand_in` does not draw itself, wherever it stands in that order."""

    role: str
    label: str
    face: Face
    installed: bool
    stand_in: Face
    taken: tuple[Taken, ...]
    fallbacks: tuple[Face, ...]
    passed_over: tuple[tuple[str, str], ...]

    def drawn_by(self, face: Face, char: str) -> Face:
        """The face itself, or where it is the stand-in and draws the character wrongly, the one to take."""
        if face is self.stand_in:
            for taken in self.taken:
                if char in taken.characters and taken.face.glyph(char):
                    return taken.face
        return face


class Choice(NamedTuple):
    """The face for one character of a role. `fallback` is true where the role's own face lacks it."""

    char: str
    face: Face
    fallback: bool


class Faces:
    """All faces of a roles file. Raises FontError where a shipped face is missing or the roles file is
    wrong."""

    def __init__(self, roles_file: Path, installed: InstalledFonts | None) -> None:
        self._folder = roles_file.parent
        self._faces: dict[FontRef, Face] = {}
        self._choices: dict[tuple[str, str], Choice | None] = {}
        self._installed = installed
        self._damaged: dict[str, str] = {}
        self.roles = self._read(roles_file)
        self._rare = (self.roles["rare"].face, *self.roles["rare"].fallbacks) if "rare" in self.roles else ()

    def choose(self, role: str, char: str) -> Choice | None:
        """The face for a character; None where no face has it, or where it can't be set by itself
        (`unshaped_script`). A GB 18030 private-use character is looked up as the Unicode character it stands
        for, which the choice then carries."""
        key = (role, char)
        try:
            return self._choices[key]
        except KeyError:
            pass
        choice = self._choose(self.serving(role), assigned(char))
        if choice and role not in self.roles:
            choice = choice._replace(face=choice.face.emboldened)
        self._choices[key] = choice
        return choice

    def serving(self, role: str) -> Serving:
        """Which face serves a role; a bold one that no face has by itself is served by that of the role
        which is emboldened."""
        found = self.roles.get(role) or self.roles.get(role.removesuffix(_EMBOLDENED))
        if found is None:
            raise FontError(f"字体表里没有“{role}”这个角色，请重新安装本程序。")
        return found

    def face(self, ref: FontRef) -> Face:
        """The face that a page names."""
        face = self._faces.get(ref)
        if face is None:
            if ref.bold:
                return self.face(ref.plain).emboldened
            face = self._faces[ref] = Face(ref, installed=Path(ref.file).parent != self._folder)
        return face

    @property
    def damaged(self) -> tuple[str, ...]:
        """A sentence for each installed face that would have served, had it not been damaged."""
        return tuple(self._damaged.values())

    def unreadable(self) -> tuple[str, ...]:
        """A sentence for each font file of this machine that can't be read at all."""
        return self._installed.faults() if self._installed else ()

    def _choose(self, serving: Serving, char: str) -> Choice | None:
        if unshaped_script(char):
            return None  # a face that has it would not print it rightly
        for face in (serving.face, *serving.fallbacks, *self._rare):
            drawn_by = serving.drawn_by(face, char)
            if drawn_by.glyph(char):
                return Choice(char, drawn_by, fallback=face is not serving.face)
        return None

    def _read(self, roles_file: Path) -> dict[str, Serving]:
        def fail(message: str) -> NoReturn:
            raise FontError(f"字体表“{roles_file}”有误：{message}。")

        try:
            tree = tomllib.loads(read_plain(roles_file, MAX_TEXT).decode("utf-8"))
        except (OSError, ValueError, RecursionError) as error:
            raise FontError(f"字体表“{roles_file}”读不出来，请重新安装本程序。") from error
        top = Table(tree, "", fail)
        roles = top.table("roles")
        names = roles.keys()
        served = {name: self._serving(name, roles.table(name)) for name in names}
        top.done()
        return served

    def _serving(self, role: str, table: Table) -> Serving:
        label = table.text("label")
        stand_in = self._shipped(table.text("stand_in"))
        fallbacks = [self._shipped(name) for name in table.texts("fallback", optional=True)]
        taken = []
        for entry in table.tables("except", most=20, optional=True):
            characters = entry.text("characters", default="", max_length=1000)
            listed = frozenset(characters).union(*_ranges_listed(entry))
            if not listed:
                entry.wrong("characters", "没有列出字符")
            taken.append(Taken(listed, self._shipped(entry.text("file"))))
            entry.done()
        found: list[Face] = []
        passed_over: list[tuple[str, str]] = []
        for names in _names_listed(table, "installed"):
            face, why_not = self._usable(names)
            if face:
                found.append(face)
            else:
                passed_over.append((names[0], why_not))
        for names in _names_listed(table, "installed_fallback"):
            face, _ = self._usable(names)
            if face:
                fallbacks.append(face)
        table.done()
        if found:
            chain = (*found[1:], stand_in, *fallbacks)
            return Serving(role, label, found[0], True, stand_in, tuple(taken), chain, tuple(passed_over))
        chain = tuple(fallbacks)
        return Serving(role, label, stand_in, False, stand_in, tuple(taken), chain, tuple(passed_over))

    def _shipped(self, name: str) -> Face:
        file = self._folder / name
        if not file.is_file():
            raise FontError(f"随附字体“{file}”不见了，请重新安装本程序。")
        return self.face(FontRef(str(file)))

    def _usable(self, names: tuple[str, ...]) -> tuple[Face | None, str]:
        """An installed face of one of these names, or why it can't be used."""
        reasons: list[str] = []

        def takes(ref: FontRef) -> bool:
            reason = self._why_not(ref, names[0])
            if reason:
                reasons.append(reason)
            return not reason

        ref = self._installed.find(names, takes) if self._installed else None
        return (self.face(ref), "") if ref else (None, reasons[0] if reasons else "本机没有安装")

    def _why_not(self, ref: FontRef, name: str) -> str:
        """Why an installed face can't be used; empty if it can. Remembers those that are damaged."""
        try:
            file = self.face(ref).file
            if "fvar" in file.tables:
                return "是可变字体，印刷要用定稿的字体"
            if not file.embeddable():
                return "字体许可不允许嵌入文件"
            file.check()
        except FontError as error:
            self._damaged[f"{ref.file}:{ref.index}"] = f"本机的“{name}”用不了：{error}"
            return str(error)
        return ""


def _names_listed(table: Table, key: str) -> list[tuple[str, ...]]:
    return [tuple(name.strip() for name in names.split("/")) for names in table.texts(key, optional=True)]


def _ranges_listed(table: Table) -> Iterator[Iterable[str]]:
    """The characters of each range "2500-257F", both ends included."""
    for number, listed in enumerate(table.texts("ranges", optional=True)):
        ends = _RANGE.fullmatch(listed)
        if not ends:
            table.wrong(f"ranges[{number}]", "应写成“2500-257F”")
        yield map(chr, range(int(ends[1], 16), int(ends[2], 16) + 1))


_RANGE = re.compile("([0-9A-F]{4})-([0-9A-F]{4})")


def load_faces(*, use_installed: bool = True) -> Faces:
    """The shipped roles over this machine's faces, or over the shipped ones alone (the same pages on every
    machine)."""
    installed = InstalledFonts(font_folders(), cache_file(), registered_files) if use_installed else None
    return Faces(resource("fonts", "roles.toml"), installed)
