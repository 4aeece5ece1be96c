"""Faces that are bold by their strokes, on the screen and on paper."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from bulletin_desk.desk.page.ink import Brush, Inks
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.pages.model import Colour, Run

INK = Colour(0, 0, 0, 1)


def darkness(faces: Faces, role: str, scale: float, *, on_paper: bool = False, stretch: float = 1.0) -> int:
    """How dark four characters of a role are, 16 points large."""
    chosen = [faces.choose(role, char) for char in "一国务院"]
    face = next(one.face for one in chosen if one)
    run = Run("一国务院", 0, face.ref, 16, (4, 20, 36, 52), INK, stretch)
    image = QImage(round(80 * scale), round(24 * scale), QImage.Format.Format_Grayscale8)
    image.fill(255)
    brush = Brush(faces, Inks(), on_paper=on_paper)
    brush.set_scale(scale)
    painter = QPainter(image)
    brush.runs(painter, (run,), QPointF(0, 18 * scale), QColor("black"))
    painter.end()
    return sum(255 - value for value in bytes(image.constBits()))


@pytest.mark.parametrize("scale", [1.0, 1.5, 5.0, 15.0])
def test_a_stroked_face_is_darker_at_any_size(qapp: QApplication, faces: Faces, scale: float) -> None:
    for more in ({}, {"on_paper": True}, {"stretch": 1.5}):
        plain, bold = (darkness(faces, role, scale, **more) for role in ("kai", "kai_bold"))
        assert 1.15 * plain < bold < 2 * plain, more


def test_a_stroked_face_is_the_same_face(faces: Faces) -> None:
    plain, bold = faces.choose("kai", "国"), faces.choose("kai_bold", "国")
    assert plain is not None
    assert bold is not None
    assert bold.face.ref == replace(plain.face.ref, bold=True)
    assert faces.face(bold.face.ref) is bold.face
    assert [one.face.advance("国") for one in (plain, bold)] == [1000, 1000]
    assert all(one == other for one, other in pairwise([one.face.file for one in (plain, bold)]))
