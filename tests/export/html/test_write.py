"""The web copy holds every character of the pages once and in order, in tags that editors keep."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin_desk.bulletin.model import Issue, LayoutText
from bulletin_desk.export.html.write import Parts, web_copy, whole_page
from bulletin_desk.fonts.faces import Faces, load_faces
from bulletin_desk.layouts.read import layout_text
from bulletin_desk.pipeline import Typeset, carrying, layout_of, typeset
from bulletin_desk.storage.bulletin_file import read_bulletin
from tests.bulletin.further import FURTHER, further_issues
from tests.bulletin.rich import RICH
from tests.export.html.read import as_read, page_texts, words

ROOT = Path(__file__).resolve().parents[3]
LAYOUTS = sorted(file.stem for file in (ROOT / "resources" / "layouts").glob("*.toml"))
EXAMPLES = sorted((ROOT / "examples").glob("*.bulletin"))
ALL = [Parts(*each) for each in product((True, False), repeat=3)]


def set_in(issue: Issue, layout: str, faces: Faces) -> Typeset:
    issue = carrying(issue, LayoutText(*layout_text(layout)))
    return typeset(issue, layout_of(issue)[0], faces)


def page_of(made: Typeset, parts: Parts) -> str:
    return whole_page(web_copy(made.issue, made.layout, made.pages, parts), "题")


def holds_all(made: Typeset, parts: Parts) -> None:
    page = page_of(made, parts)
    wanted = page_texts(made, head=parts.head, contents=parts.contents, closing=parts.closing)
    assert as_read(words(page)) == as_read(wanted)


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_an_example_is_there_whole(file: Path, faces: Faces) -> None:
    issue = read_bulletin(file)
    made = typeset(issue, layout_of(issue)[0], faces)
    for parts in ALL:
        holds_all(made, parts)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("issue", [RICH, FURTHER], ids=["rich", "further"])
def test_tables_pictures_attachments_and_further_texts_are_there(
    issue: Issue, layout: str, faces: Faces
) -> None:
    made = set_in(issue, layout, faces)
    for parts in ALL:
        holds_all(made, parts)


@settings(max_examples=40, deadline=None)
@given(issue=further_issues, layout=st.sampled_from(LAYOUTS), parts=st.sampled_from(ALL))
def test_every_character_is_there_once_and_in_order(issue: Issue, layout: str, parts: Parts) -> None:
    holds_all(set_in(issue, layout, load_faces(use_installed=False)), parts)
