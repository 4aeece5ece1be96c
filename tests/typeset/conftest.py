"""Fixtures of the typesetting tests: the square faces and paragraphs set in them."""

from __future__ import annotations

import pytest

from bulletin_desk.fonts.faces import Faces
from bulletin_desk.typeset.composed import Composer
from tests.squares import square_faces


@pytest.fixture(scope="session")
def squares(tmp_path_factory: pytest.TempPathFactory) -> Faces:
    """Faces of exact squares, one file a role."""
    return square_faces(tmp_path_factory.mktemp("squares"))


@pytest.fixture(scope="session")
def composer(squares: Faces) -> Composer:
    """A composer over the square faces."""
    return Composer(squares)
