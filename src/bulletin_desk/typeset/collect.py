"""Walks a bulletin in the order of the paper: which paragraphs there are, and what stays together.

Knows the layout's styles, but neither lines nor pages. What an edit leaves alone is kept from the last walk.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from bulletin_desk.bulletin.grammar import (
    EDITORS_NOTE,
    SPEC,
    Node,
    item_path,
    name_of,
    section_path,
    walk_item,
)
from bulletin_desk.bulletin.model import Body, Issue, Item, Kind, Path
from bulletin_desk.layouts.model import Layout, Style
from bulletin_desk.typeset.composed import Composed, Composer
from bulletin_desk.typeset.flow_paragraph import FlowParagraph
from bulletin_desk.typeset.paragraph import paragraph
from bulletin_desk.typeset.thing import Group, Thing

_Known = Mapping[tuple[Kind, int], Composed]
"""What was made of the texts that stood here before, by kind and identity of their (frozen) sources."""


class Collector:
    """Makes the flow of an issue: all text between the head and the closing block."""

    def __init__(self, layout: Layout, composer: Composer) -> None:
        self._layout = layout
        self._composer = composer
        self._items: dict[int, tuple[Item, tuple[Thing, ...]]] = {}
        self._places: dict[Path, tuple[Thing, ...]] = {}
        self._notes: tuple[tuple[Body, ...], tuple[Thing, ...]] = ((), ())

    def flow(self, issue: Issue) -> list[Group]:
        """The groups in the order of the paper."""
        groups: list[Group] = []
        items: dict[int, tuple[Item, tuple[Thing, ...]]] = {}
        space = self._layout.flow.space_between_items
        if issue.editors_note:
            if self._notes[0] is not issue.editors_note:
                self._notes = (issue.editors_note, self._note(issue.editors_note))
            groups.append(Group(EDITORS_NOTE, 0, self._notes[1]))
        for section_number, section in enumerate(issue.sections):
            owner = section_path(section_number)
            head = Node(name_of(()), SPEC[Kind.SECTION_HEAD], section.name, 0, section.name)
            things = (self._paragraph(head, self._before(owner)),)
            groups.append(Group(owner, space if groups else 0, things))
            for item_number, item in enumerate(section.items):
                item_owner = item_path(section_number, item_number)
                entry = self._items.get(id(item))
                if entry is None:  # the entry holds the item, so that its id stays its own
                    entry = (item, self._item(item, self._before(item_owner)))
                items[id(item)] = entry
                groups.append(Group(item_owner, space if item_number else 0, entry[1]))
        self._items = items
        self._places = {group.owner: group.things for group in groups}
        return groups

    def _before(self, owner: Path) -> _Known:
        texts = (text for thing in self._places.get(owner, ()) for text in thing.texts)
        return {(text.composed.paragraph.kind, id(text.source)): text.composed for text in texts}

    def _note(self, notes: tuple[Body, ...]) -> tuple[Thing, ...]:
        labelled = self._layout.styles["editors_note"]
        plain = replace(labelled, prefix="")
        things: list[Thing] = []
        for number, body in enumerate(notes):
            style, head = (plain if number else labelled), (body.run_in, self._run_in_face)
            label = style.prefix
            if label and body.text.startswith(label):  # the author has typed 编者按： already
                style, head = plain, (len(label), style.prefix_face)
            composed = self._compose(Kind.EDITORS_NOTE, style, body.text, head)
            things.append(FlowParagraph(composed, (number,), False, body))
        return tuple(things)

    def _item(self, item: Item, known: _Known) -> tuple[Thing, ...]:
        """A block of several texts will be a thing of its own here; today each text is a paragraph."""
        return tuple(self._paragraph(node, known) for node in walk_item(item) if node.shown)

    def _paragraph(self, node: Node, known: _Known) -> FlowParagraph:
        """What stands under the paths of a group; a heading keeps with what follows."""
        composed = known.get((node.kind, id(node.source)))
        if composed is None:
            style = self._layout.styles[node.spec.style]
            if node.kind is Kind.SUBHEADING and "\n" in node.text:  # lines of the author's own begin alike
                left = style.left_indent + style.first_line_indent
                style = replace(style, left_indent=left, first_line_indent=Fraction(0))
            composed = self._compose(node.kind, style, node.text, (node.run_in, self._run_in_face))
        return FlowParagraph(composed, node.path, node.spec.heading, node.source)

    @property
    def _run_in_face(self) -> str:
        return self._layout.styles["run_in_heading"].face

    def _compose(self, kind: Kind, style: Style, text: str, head: tuple[int, str]) -> Composed:
        width = self._layout.text_block.width
        return self._composer.compose(paragraph(kind, style, text, width, head=head))
