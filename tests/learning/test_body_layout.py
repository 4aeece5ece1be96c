"""What is learned of the texts between head and closing block: of the examples' pages and Word copies, and of
layouts and issues made at random, against what they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from bulletin_desk.bulletin.model import Body, Issue, Kind, Section
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.model import Layout, Style
from bulletin_desk.learning.body_layout import BodyLayout, body_layout
from bulletin_desk.learning.made_breaks import without_made_breaks
from bulletin_desk.learning.parting import parted
from bulletin_desk.learning.pdf_sighting import sight_pdf
from bulletin_desk.learning.sighting import Sighting
from bulletin_desk.learning.word_sighting import sight_word
from bulletin_desk.units import MM
from tests.learning.test_round_trip import printed
from tests.learning.truths import COUNT, Truth
from tests.learning.word_copies import example, stripped, word_copy

NAMES = ("daily", "monthly", "duty-flash", "special-report", "gb9704")
_NEAR = MM / 5


def learned(sighting: Sighting) -> BodyLayout:
    return body_layout(sighting, parted(sighting).body)


def used(body: BodyLayout) -> Iterator[str]:
    """The styles of which the issue has texts."""
    kinds = {one.node.kind for one in body.placed}
    yield from (kind.value for kind in kinds if kind is not Kind.BODY)
    yield "body"
    if any(one.node.run_in for one in body.placed):
        yield "run_in_heading"
    if body.contents is not None:
        yield from ("contents", "contents_title")


def set_alike(one: Style, other: Style) -> bool:
    """Whether two styles set texts alike; a prefix's face tells only where there is one."""
    lengths = ("size", "advance", "first_line_indent", "left_indent", "right_indent")
    near = all(abs(getattr(one, name) - getattr(other, name)) < _NEAR for name in lengths)
    same = ("face", "colour", "align", "prefix", "suffix", *(("prefix_face",) if other.prefix else ()))
    return near and all(getattr(one, name) == getattr(other, name) for name in same)


def otherwise(body: BodyLayout, layout: Layout) -> list[tuple[Style, Style]]:
    pairs = [(body.styles[name], layout.styles[name]) for name in sorted(set(used(body)))]
    return [pair for pair in pairs if not set_alike(*pair)]


def said(sections: Iterable[Section]) -> list[object]:
    """All that sections say."""
    found: list[object] = []
    for section in sections:
        found.append((section.name, section.level))
        for item in section.items:
            found.append((item.mark, item.title, item.kicker, item.subtitle, item.byline, item.salutation))
            for block in item.blocks:
                run_in, bold = (block.run_in, block.bold) if isinstance(block, Body) else (0, ())
                found += [(block.kind, text.text, run_in, bold) for text in block.texts()]
            found.append((item.source, item.signature))
    return found


def is_of(body: BodyLayout, issue: Issue, layout: Layout) -> None:
    assert otherwise(body, layout) == []
    assert body.contents == layout.contents
    assert said(body.sections) == said(issue.sections)
    assert [one.text for one in body.note] == [one.text for one in issue.editors_note]


@pytest.mark.parametrize("name", NAMES)
def test_pages_of_the_examples_tell_their_styles_and_texts(name: str, faces: Faces, tmp_path: Path) -> None:
    issue, layout = example(name)
    body = learned(sight_pdf(printed(name, faces, tmp_path)))
    is_of(body, issue, layout)
    assert (body.headings, body.flow, body.doubts) == (layout.headings, layout.flow, ())
    assert body.offers.levels == layout.offers.levels


@pytest.mark.parametrize("name", NAMES)
def test_word_copies_with_direct_formats_tell_the_same(name: str, tmp_path: Path) -> None:
    issue, layout = example(name)
    file = tmp_path / "旧的一期.docx"
    file.write_bytes(stripped(word_copy(name)))
    body = learned(sight_word(file))
    is_of(body, issue, layout)
    assert (body.headings, body.flow) == (layout.headings, layout.flow)


@pytest.mark.parametrize("seed", range(COUNT))
def test_layouts_made_at_random_are_learned(seed: int, faces: Faces, tmp_path: Path) -> None:
    truth = Truth(seed)
    body = learned(sight_pdf(truth.printed(tmp_path, faces)))
    assert otherwise(body, truth.layout) == []
    plain = without_made_breaks(body.filled(truth.issue), body.into(truth.layout), faces)
    assert said(plain.sections) == said(truth.issue.sections)
    assert body.contents == truth.layout.contents
    used_marks = {item.mark for section in truth.issue.sections for item in section.items} - {""}
    assert set(body.offers.marks) == used_marks
