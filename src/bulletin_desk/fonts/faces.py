"""Chooses the face for each character by role: an installed official face before the shipped stand-in, with
fallbacks.

Knows no layout and no page; `roles.toml` beside the shipped faces says which faces there are.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NoReturn

from bulletin_desk.checked import Table
from bulletin_desk.errors import FontError
from bulletin_desk.fonts.installed import InstalledFonts, cache_file, font_folders, registered_files
from bulletin_desk.fonts.private_use import assigned
from bulletin_desk.fonts.sfnt import SfntFile
from bulletin_desk.pages.model import FontRef
from bulletin_desk.resources import resource


class Face:
    """One face with its metrics by character, in font units. The file is opened when first needed."""

    def __init__(self, ref: FontRef) -> None:
        self.ref = ref
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
        """The file's name without its folder."""
        return Path(self.ref.file).name

    @property
    def name(self) -> str:
        """What the face is called: its PostScript name."""
        return self.file.postscript_name()

    def glyph(self, char: str) -> int:
        """The glyph for a character, 0 where the face has none."""
        found = self._glyphs.get(char)
        if found is None:
            found = self._glyphs[char] = self.file.glyph(ord(char))
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


@dataclass(frozen=True, slots=True)
class Taken:
    """Characters that a role takes from another face than its own."""

    characters: frozenset[str]
    face: Face


@dataclass(frozen=True, slots=True)
class Serving:
    """Which face serves a role, and why: `fallbacks` follow in order; `passed_over` tells why others don't
    serve."""

    role: str
    label: str
    face: Face
    installed: bool
    taken: tuple[Taken, ...]
    fallbacks: tuple[Face, ...]
    passed_over: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Choice:
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
        self.roles = self._read(roles_file)
        self._rare = (self.roles["rare"].face, *self.roles["rare"].fallbacks) if "rare" in self.roles else ()

    def choose(self, role: str, char: str) -> Choice | None:
        """The face for a character; None where no face has it. A GB 18030 private-use character is looked up
        as the Unicode character it stands for, which the choice then carries."""
        key = (role, char)
        try:
            return self._choices[key]
        except KeyError:
            pass
        if role not in self.roles:
            raise FontError(f"字体表里没有“{role}”这个角色，请重新安装本程序。")
        choice = self._choices[key] = self._choose(self.roles[role], assigned(char))
        return choice

    def face(self, ref: FontRef) -> Face:
        """The face that a page names."""
        face = self._faces.get(ref)
        if face is None:
            face = self._faces[ref] = Face(ref)
        return face

    def _choose(self, serving: Serving, char: str) -> Choice | None:
        for taken in serving.taken:
            if char in taken.characters and taken.face.glyph(char):
                return Choice(char, taken.face, fallback=False)
        if serving.face.glyph(char):
            return Choice(char, serving.face, fallback=False)
        for face in (*serving.fallbacks, *self._rare):
            if face.glyph(char):
                return Choice(char, face, fallback=True)
        return None

    def _read(self, roles_file: Path) -> dict[str, Serving]:
        def fail(message: str) -> NoReturn:
            raise FontError(f"字体表“{roles_file}”有误：{message}。")

        try:
            tree = tomllib.loads(roles_file.read_text(encoding="utf-8"))
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
            characters = frozenset(entry.text("characters"))
            taken.append(Taken(characters, self._shipped(entry.text("file"))))
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
            return Serving(role, label, found[0], True, (), chain, tuple(passed_over))
        return Serving(role, label, stand_in, False, tuple(taken), tuple(fallbacks), tuple(passed_over))

    def _shipped(self, name: str) -> Face:
        file = self._folder / name
        if not file.is_file():
            raise FontError(f"随附字体“{file}”不见了，请重新安装本程序。")
        return self.face(FontRef(str(file)))

    def _usable(self, names: tuple[str, ...]) -> tuple[Face | None, str]:
        """An installed face of one of these names, or why it can't be used."""
        ref = self._installed.find(names) if self._installed else None
        if ref is None:
            return None, "本机没有安装"
        face = self.face(ref)
        try:
            if "fvar" in face.file.tables:
                return None, "是可变字体，印刷要用定稿的字体"
            if not face.file.embeddable():
                return None, "字体许可不允许嵌入文件"
            if "glyf" not in face.file.tables:
                return None, "没有 TrueType 轮廓"
        except FontError as error:
            return None, str(error)
        return face, ""


def _names_listed(table: Table, key: str) -> list[tuple[str, ...]]:
    return [tuple(name.strip() for name in names.split("/")) for names in table.texts(key, optional=True)]


def load_faces(*, use_installed: bool = True) -> Faces:
    """The shipped roles over this machine's faces, or over the shipped ones alone (the same pages on every
    machine)."""
    installed = InstalledFonts(font_folders(), cache_file(), registered_files) if use_installed else None
    return Faces(resource("fonts", "roles.toml"), installed)
