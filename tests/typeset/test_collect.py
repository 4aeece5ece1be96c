"""The flow of an issue: which paragraphs, in which order and style, with which empty lines; what is kept
between walks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path as FilePath

import pytest

from bulletin_desk.bulletin import edits, grammar
from bulletin_desk.bulletin.model import Body, Issue, Item, Kind, Path, Section, Subheading
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.model import Layout
from bulletin_desk.layouts.read import load_layout
from bulletin_desk.typeset.collect import Collector
from bulletin_desk.typeset.composed import Composed, Composer
from bulletin_desk.typeset.thing import Group
from tests.bulletin.issues import SMALL


@pytest.fixture
def collector(layout: Layout, squares: Faces) -> Collector:
    """A collector that has walked nothing yet."""
    return Collector(layout, Composer(squares))


def composed_at(groups: list[Group]) -> dict[Path, Composed]:
    texts = ((group.owner, text) for group in groups for thing in group.things for text in thing.texts)
    return {owner + text.path: text.composed for owner, text in texts}


def roles(composed: Composed) -> list[tuple[str, str]]:
    """The full-width text of the first line by role."""
    return [
        (FilePath(run.font.file).stem, run.text)
        for run in composed.line(0).runs
        if "latin" not in run.font.file
    ]


def test_order_kinds_keeps_and_empty_lines(collector: Collector) -> None:
    flow = collector.flow(SMALL)
    assert [(group.owner, group.space) for group in flow] == [
        (("editors_note",), 0),
        (("sections", 0), 1),
        (("sections", 0, "items", 0), 0),
        (("sections", 1), 1),
        (("sections", 1, "items", 0), 0),
        (("sections", 1, "items", 1), 1),
        (("sections", 1, "items", 2), 1),
    ]
    assert [
        [(text.composed.paragraph.kind, thing.keeps) for thing in group.things for text in thing.texts]
        for group in flow[:5]
    ] == [
        [(Kind.EDITORS_NOTE, False)] * 2,
        [(Kind.SECTION_HEAD, True)],
        [(Kind.TITLE, True), (Kind.BODY, False), (Kind.SOURCE, False)],
        [(Kind.SECTION_HEAD, True)],
        [
            (Kind.TITLE, True),
            (Kind.BODY, False),
            (Kind.SUBHEADING, True),
            (Kind.BODY, False),
            (Kind.SOURCE, False),
        ],
    ]


def test_every_text_node_of_the_flow_is_there(collector: Collector) -> None:
    found = composed_at(collector.flow(SMALL))
    wanted = [path for path in grammar.text_nodes(SMALL) if path[0] in {"editors_note", "sections"}]
    optional = ("source", *grammar.ITEM_TEXTS.values())
    assert list(found) == [path for path in wanted if path[-1] not in optional or edits.text_at(SMALL, path)]
    for path, composed in found.items():
        paragraph = composed.paragraph
        assert paragraph.text[paragraph.lead : len(paragraph.text) - paragraph.tail] == edits.text_at(
            SMALL, path
        )


def test_the_first_section_has_no_empty_line_without_a_note(collector: Collector) -> None:
    flow = collector.flow(replace(SMALL, editors_note=()))
    assert flow[0].space == 0


def test_nothing_to_set(collector: Collector) -> None:
    assert collector.flow(replace(SMALL, editors_note=(), sections=())) == []


def test_section_names_stand_in_brackets(collector: Collector) -> None:
    head = composed_at(collector.flow(SMALL))["sections", 0, "name"]
    assert head.line(0).text == "【特别关注】"
    assert roles(head) == [("hei", "【"), ("hei", "特别关注"), ("hei", "】")]


def test_run_in_heading_in_its_face(collector: Collector) -> None:
    body = composed_at(collector.flow(SMALL))["sections", 1, "items", 0, "blocks", 2]
    assert roles(body) == [("kai", "编纂年鉴。"), ("fangsong", "坚持审查制度。")]


# ---- the editor's note


def note(collector: Collector, *bodies: Body) -> list[list[tuple[str, str]]]:
    found = composed_at(collector.flow(replace(SMALL, editors_note=bodies)))
    return [roles(found["editors_note", number]) for number in range(len(bodies))]


def test_only_the_first_paragraph_of_the_note_is_labelled(collector: Collector) -> None:
    assert note(collector, Body("现予刊发。"), Body("供参阅。")) == [
        [("hei", "编者按："), ("kai", "现予刊发。")],
        [("kai", "供参阅。")],
    ]


def test_a_label_that_is_typed_already_is_not_added(collector: Collector) -> None:
    assert note(collector, Body("编者按：现予刊发。")) == [[("hei", "编者按："), ("kai", "现予刊发。")]]


def test_a_layout_without_a_label_keeps_the_notes_run_in_heading(layout: Layout, squares: Faces) -> None:
    styles = {**layout.styles, "editors_note": replace(layout.styles["editors_note"], prefix="", face="song")}
    collector = Collector(replace(layout, styles=styles), Composer(squares))
    assert note(collector, Body("要点。现予刊发。", 3)) == [[("kai", "要点。"), ("song", "现予刊发。")]]


# ---- what is kept


def test_only_the_edited_paragraph_is_made_again(collector: Collector) -> None:
    before = composed_at(collector.flow(SMALL))
    path: Path = ("sections", 1, "items", 0, "blocks", 0)
    after = composed_at(collector.flow(edits.with_text(SMALL, path, "2024年。")))
    assert [there for there in after if after[there] is not before[there]] == [path]
    assert after[path].line(0).text == "2024年。"


def test_a_moved_item_keeps_its_paragraphs(collector: Collector) -> None:
    before = composed_at(collector.flow(SMALL))
    moved = edits.move(SMALL, ("sections", 1, "items", 0), ("sections", 0, "items", 0))
    after = composed_at(collector.flow(moved))
    title = ("title",)
    assert after["sections", 0, "items", 0, *title] is before["sections", 1, "items", 0, *title]
    assert after["sections", 0, "items", 1, *title] is before["sections", 0, "items", 0, *title]


def test_one_string_in_every_part(collector: Collector) -> None:
    """The same object as name, title, subheading, body and source is set in each part's own style."""
    text = "同一段文字"
    item = Item(text, (Subheading(text), Body(text), Body(text, 2)), text)
    issue: Issue = replace(SMALL, editors_note=(), sections=(Section(text, (item, item)),))
    for _ in range(2):
        found = composed_at(collector.flow(issue))
        assert [composed.paragraph.kind for composed in found.values()] == [
            Kind.SECTION_HEAD,
            *[Kind.TITLE, Kind.SUBHEADING, Kind.BODY, Kind.BODY, Kind.SOURCE] * 2,
        ]
        assert roles(found["sections", 0, "items", 1, "blocks", 1]) == [("fangsong", text)]
        assert roles(found["sections", 0, "items", 1, "blocks", 2]) == [
            ("kai", "同一"),
            ("fangsong", "段文字"),
        ]


# ---- subheadings at the left, with an indent


def heading_of(text: str, layout: Layout, faces: Faces) -> Composed:
    issue = replace(SMALL, sections=(Section("栏", (Item("题", (Subheading(text),)),)),))
    collected = composed_at(Collector(layout, Composer(faces)).flow(issue))
    return collected["sections", 0, "items", 0, "blocks", 0]


@pytest.mark.parametrize("text", ["三、第一行\n第二行较长一些的小标题\n第三行", "一、甲\n" + "国家" * 20])
def test_lines_of_the_authors_own_begin_alike(text: str, squares: Faces) -> None:
    layout = load_layout("gb9704")
    composed = heading_of(text, layout, squares)
    assert composed.count > text.count("\n")
    lefts = [composed.line(number).edges[0] for number in range(composed.count)]
    assert lefts == pytest.approx([2 * float(layout.text_block.cell)] * composed.count, abs=1e-3)
    width = float(layout.text_block.width)
    assert all(composed.line(number).edges[-1] <= width + 1e-3 for number in range(composed.count))


def test_a_long_subheading_turns_between_words(squares: Faces) -> None:
    """At the margin, as paragraphs do."""
    layout = load_layout("gb9704")
    text = "二、摸清高原地区方志文献收藏利用与数字方志馆建设的家底、短板和群众的实际需求情况"
    composed = heading_of(text, layout, squares)
    first, second = (composed.line(number) for number in range(2))
    assert first.edges[0] == pytest.approx(2 * float(layout.text_block.cell), abs=1e-3)
    assert second.edges[0] == 0
    words = ("高原", "文献", "收藏", "利用", "建设", "家底", "短板", "群众", "情况")
    assert composed.breaks[1].start not in [text.index(word) + 1 for word in words]
    assert first.text + second.text == text
