"""Fixtures of the editing tests: a typesetter of the shipped faces, and documents of the small issue."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from bulletin_desk.bulletin.model import Issue
from bulletin_desk.editing.document import Document
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.model import Layout
from bulletin_desk.typeset.typesetter import Typesetter


@dataclass
class Clock:
    """A clock that stands still until it is set forward."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    """A clock for one document."""
    return Clock()


@pytest.fixture
def open_document(layout: Layout, faces: Faces, clock: Clock) -> Callable[[Issue], Document]:
    """Makes a document of an issue."""
    return lambda issue: Document(issue, Typesetter(layout, faces), clock)
