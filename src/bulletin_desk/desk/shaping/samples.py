"""Samples of the faces in which a layout's roles are printed on this machine."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

from bulletin_desk.desk.page.ink import Brush, Inks
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.gb9704_check import FACE_NAMES
from bulletin_desk.pages.model import Colour, Run

SIZE = QSize(48, 18)
_HAN, _LATIN = "永简报", "Ag12"
_TYPE = 15.0
_BASELINE = 14.5
_BLACK = Colour(0.0, 0.0, 0.0, 1.0)


class Samples:
    """Remembers what it has painted."""

    def __init__(self, faces: Faces) -> None:
        self._faces = faces
        self._brush = Brush(faces, Inks())
        self._known: dict[tuple[str, int, float], QIcon] = {}

    def icon(self, role: str, ink: QColor, ratio: float) -> QIcon:
        """Some characters of a role's face, in a colour of the screen."""
        key = (role, ink.rgba(), ratio)
        if key not in self._known:
            self._known[key] = QIcon(self._painted(role, ink, ratio))
        return self._known[key]

    def _painted(self, role: str, ink: QColor, ratio: float) -> QPixmap:
        picture = QPixmap(SIZE * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._brush.set_scale(1.0, ratio)
        x = 0.0
        for char in _LATIN if role.startswith("latin") else _HAN:
            choice = self._faces.choose(role, char)
            if choice is not None:
                run = Run(choice.char, None, choice.face.ref, _TYPE, (0.0,), _BLACK)
                self._brush.runs(painter, (run,), QPointF(x, _BASELINE), ink)
                x += choice.face.advance(choice.char) / choice.face.units_per_em * _TYPE
        painter.end()
        return picture

    def said(self, role: str) -> str:
        """Which face of this machine prints a role."""
        serving, name = self._faces.serving(role), FACE_NAMES.get(role, role)
        if serving.installed:
            return f"{name}：用本机的 {serving.face.name}"
        return f"{name}：本机没有装，用随程序的 {serving.face.name} 代替"
