"""Each shipped layout has an example bulletin: it opens, is typeset without a remark and can be put out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bulletin_desk.bulletin.model import Issue, LayoutText
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.forms import FORMS, Form
from bulletin_desk.layouts.read import DEFAULT, carried_layout, layout_names
from bulletin_desk.pipeline import Typeset, typeset
from bulletin_desk.storage.bulletin_file import read_bulletin

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
OF_LAYOUTS = {name: name for name in layout_names()} | {DEFAULT: "2024-01-09"}
"""The example of each layout."""
WRITTEN = sorted(set(OF_LAYOUTS.values()) - {"2024-01-09"})
"""Those whose text lies beside the bulletin."""
TWO_PAGES = 2


def example(name: str) -> Issue:
    return read_bulletin(EXAMPLES / f"{OF_LAYOUTS[name]}.bulletin")


def made(name: str, faces: Faces) -> Typeset:
    issue = example(name)
    named = issue.layout or LayoutText(DEFAULT)
    assert named.name == name
    layout, trouble = carried_layout(named.name, named.text)
    assert not trouble
    return typeset(issue, layout, faces)


@pytest.mark.parametrize("name", layout_names())
def test_each_layout_has_an_example_without_remarks(name: str, faces: Faces) -> None:
    result = made(name, faces)
    assert len(result.pages) >= TWO_PAGES
    assert not result.pages.remarks


@pytest.mark.parametrize("name", WRITTEN)
def test_its_lines(name: str, faces: Faces, snapshot: Callable[[str, str], None]) -> None:
    snapshot(f"{name}.txt", made(name, faces).dump())


@pytest.mark.parametrize("name", layout_names())
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_each_can_be_put_out(name: str, form: Form, faces: Faces) -> None:
    assert form.encode(made(name, faces))


@pytest.mark.parametrize("name", WRITTEN)
def test_the_text_beside_it_is_the_same(name: str) -> None:
    # After a change of NAME.json: write_bulletin(Path("NAME.bulletin"), read_bulletin(Path("NAME.json")))
    assert read_bulletin(EXAMPLES / f"{name}.json") == example(name)


@pytest.mark.parametrize("name", WRITTEN)
def test_it_fills_in_what_its_layout_has(name: str) -> None:
    """So that the example shows all of it."""
    issue = example(name)
    layout, _ = carried_layout(name, None)
    for where, values in (("head", issue.head_fields), ("closing", issue.closing_fields)):
        named = [field.name for field in layout.declared if field.where == where]
        assert [value.name for value in values] == named
    items = [item for section in issue.sections for item in section.items]
    offers = layout.offers
    assert {item.mark for item in items} - {""} == set(offers.marks)
    assert max(section.level for section in issue.sections) == offers.levels
    for text in ("subtitle", "byline", "signature"):
        assert any(getattr(item, text) for item in items) == getattr(offers, text)
    assert any(block.texts()[0].bold for item in items for block in item.blocks) == offers.bold
    assert all(item.title for item in items) == (offers.titles == "required")
