"""The parts that only some bulletins have, in the Word copy and back: untouched, and as clerks edit them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from bulletin_desk.bulletin.model import Issue
from bulletin_desk.export.docx.read import read_docx
from bulletin_desk.export.docx.write import docx_bytes
from bulletin_desk.fonts.faces import load_faces
from bulletin_desk.typeset.typesetter import Typesetter
from tests.bulletin.further import FURTHER, further_issues
from tests.layouts.further import layout_with

Made = Callable[..., bytes]


@pytest.fixture(scope="module")
def typesetter() -> Typesetter:
    return Typesetter(layout_with(), load_faces(use_installed=False))


@pytest.fixture(scope="module")
def made(typesetter: Typesetter) -> Made:
    def make(issue: Issue, *, free: bool = False) -> bytes:
        return docx_bytes(issue, typesetter.layout, typesetter.typeset(issue), free=free)

    return make


@pytest.mark.parametrize("free", [False, True])
def test_an_untouched_copy_is_the_bulletin(made: Made, tmp_path: Path, free: bool) -> None:
    file = tmp_path / "copy.docx"
    file.write_bytes(made(FURTHER, free=free))
    assert read_docx(file) == (FURTHER, ())


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(issue=further_issues)
def test_an_untouched_copy_of_any_issue_is_the_bulletin(made: Made, tmp_path: Path, issue: Issue) -> None:
    file = tmp_path / "any.docx"
    file.write_bytes(made(issue))
    assert read_docx(file) == (issue, ())
