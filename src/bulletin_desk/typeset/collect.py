"""Walks a bulletin in the order of the paper: which paragraphs there are, and what stays together.

Knows the layout's styles, but neither lines nor pages. What an edit leaves alone is kept from the last walk.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from bulletin_desk.bulletin.counting import attachment_numbers
from bulletin_desk.bulletin.grammar import (
    EDITORS_NOTE,
    PARAGRAPHS,
    SPEC,
    Node,
    attachment_of,
    is_section,
    item_at,
    item_path,
    name_of,
    numbers,
    owner,
    section_path,
    walk_attachment,
    walk_written,
)
from bulletin_desk.bulletin.model import (
    HEADING_KINDS,
    Attachment,
    Body,
    Issue,
    Item,
    Kind,
    ListItem,
    Path,
    Pictures,
    Table,
)
from bulletin_desk.bulletin.ranges import Ranges
from bulletin_desk.layouts.model import Layout, Style
from bulletin_desk.typeset.attachments import AttachmentList, AttachmentMaker, parted
from bulletin_desk.typeset.block_texts import Known
from bulletin_desk.typeset.composed import Composed, Composer
from bulletin_desk.typeset.flow_blocks import BlockSetter
from bulletin_desk.typeset.flow_paragraph import FlowParagraph
from bulletin_desk.typeset.flow_signed import SignedParagraph
from bulletin_desk.typeset.hanging import hung
from bulletin_desk.typeset.measure import measure
from bulletin_desk.typeset.numbered import are_numbered, block_leads, item_prefix, section_prefixes
from bulletin_desk.typeset.paragraph import paragraph
from bulletin_desk.typeset.thing import Group, Thing

if TYPE_CHECKING:
    from bulletin_desk.typeset.contents import ContentsMaker

_Key = int | tuple[int, str, int | None]
"""Of an item: its identity, with what the layout puts before its text and the number of its first attachment
where there is either."""
_Attached = tuple[Attachment, tuple[Thing, ...]]
"""What was made of an attachment."""
_Entry = tuple[Item, tuple[Thing, ...]]
"""What was made of an item, which is held so that its identity stays its own."""
_Head = tuple[str, Kind, str]
"""A section's name, its kind, and what the layout puts before it."""


_SUBHEADINGS = frozenset((Kind.SUBHEADING, *HEADING_KINDS))
"""Headings inside a text."""
_LISTED = frozenset((Kind.LIST_ITEM, Kind.NUMBERED_ITEM))
_LED = frozenset((*HEADING_KINDS, *_LISTED))
"""Kinds of block before which the layout may put a number or a mark."""
_AFTER_LIST = (Kind.SIGNATURE, Kind.SOURCE)
"""What of an item stands below the list of its attachments."""
_SIGNED = (FlowParagraph, AttachmentList)
"""What a signature stands under."""
_SEVERAL = (Table, Pictures)
"""Blocks of several texts."""
_SECTION_ROWS = 2
"""What the name of a section takes over its first item."""


class Collector:
    """Makes the flow of an issue: all text between the head and the closing block."""

    def __init__(self, layout: Layout, composer: Composer) -> None:
        self._layout = layout
        self._composer = composer
        self._items: dict[_Key, _Entry] = {}
        self._latest: dict[int, tuple[Thing, ...]] | None = None
        """What was made of each item last, whatever stood before its text; made when first asked for."""
        self._contents: ContentsMaker | None = None
        if layout.contents:
            from bulletin_desk.typeset.contents import ContentsMaker  # most layouts have none

            self._contents = ContentsMaker(layout.contents, layout, composer)
        self._maker = AttachmentMaker(layout, composer)
        self._blocks = BlockSetter(layout, composer)
        self._attached: dict[tuple[int, int], _Attached] = {}
        self._heads: dict[_Head, tuple[Thing, ...]] = {}
        self._places: dict[Path, tuple[Thing, ...]] = {}
        self._notes: tuple[tuple[Body, ...], tuple[Thing, ...]] = ((), ())

    def flow(self, issue: Issue, standing: Path = ()) -> list[Group]:
        """The groups in the order of the paper. The text at `standing` has a line even while it is empty and
        would have none: the caret is in it."""
        groups: list[Group] = []
        items: dict[_Key, _Entry] = {}
        heads: dict[_Head, tuple[Thing, ...]] = {}
        space = self._layout.flow.space_between_items
        numbering = self._layout.headings
        attached = attachment_numbers(issue)
        whole: dict[Path, tuple[Thing, ...]] = {}
        awaited = owner(standing) if standing else ()
        number = 0
        if self._contents:
            groups += self._contents.groups(issue)
        if issue.editors_note:
            if self._notes[0] is not issue.editors_note:
                self._notes = (issue.editors_note, self._note(issue.editors_note))
            groups.append(Group(EDITORS_NOTE, space if groups else 0, self._notes[1]))
        prefixes = section_prefixes(issue, self._layout)
        for section_number, (section, prefix) in enumerate(zip(issue.sections, prefixes, strict=True)):
            where = section_path(section_number)
            if section.name or self._layout.offers.prints_empty(section.kind) or awaited == where:
                head = (section.name, section.kind, prefix)
                things = self._heads.get(head) or self._head(*head)
                heads[head] = things
                # a section of level 2 follows the name of the one that it belongs to at once
                under = section.level > 1 and bool(groups) and is_section(groups[-1].owner)
                groups.append(Group(where, space if groups and not under else 0, things))
            if numbering.items == "section":
                number = 0
            numbered = are_numbered(section, numbering)
            follows = bool(groups) and not is_section(groups[-1].owner)
            for item_number, item in enumerate(section.items):
                item_owner = item_path(section_number, item_number)
                number += 1
                # this runs for each item of a volume at each key
                before = ""
                if numbered or item.mark:
                    before = item_prefix(numbering, number if numbered else 0, item.mark)
                first = attached.get(item_owner) if attached else None
                if (
                    awaited and awaited == item_owner
                ):  # not remembered: it is another as soon as the caret leaves
                    inside = standing[len(item_owner) :]
                    made = self._item(item, self._before(item_owner), before, first, inside)
                else:
                    key: _Key = id(item) if not before and first is None else (id(item), before, first)
                    entry = self._items.get(key)
                    if entry is None:
                        entry = (item, self._item(item, self._known(item, item_owner), before, first))
                    items[key] = entry
                    made = entry[1]
                if made:
                    groups.append(Group(item_owner, space if follows else 0, made))
                    follows = True
                if first is not None:
                    whole[item_owner] = made
                    groups[-1:] = parted(groups[-1], self._layout.attachments.space_before)
        groups += self._attachments(issue, attached, standing)
        self._items, self._heads = items, heads
        self._latest = None
        self._places = {group.owner: group.things for group in groups}
        self._places.update(whole)
        return groups

    def _attachments(self, issue: Issue, attached: Mapping[Path, int], standing: Path) -> list[Group]:
        """Each attachment on pages of its own; `attached` has the number of the first one of each item that
        has any."""
        kept: dict[tuple[int, int], _Attached] = {}
        groups = []
        for item, first in attached.items():
            for at, attachment in enumerate(item_at(issue, item).attachments):
                where = attachment_of(item, at)
                number = first + at if first else 0
                if standing[: len(where)] == where:  # not remembered, as an item
                    inside = standing[len(where) :]
                    made = self._attachment(attachment, number, self._before(where), inside)
                else:
                    entry = self._attached.get((id(attachment), number))
                    if entry is None:
                        entry = attachment, self._attachment(attachment, number, self._before(where))
                    kept[id(attachment), number] = entry
                    made = entry[1]
                groups.append(Group(where, 0, made, new_page=True))
        self._attached = kept
        return groups

    def _attachment(
        self, attachment: Attachment, number: int, known: Known, standing: Path = ()
    ) -> tuple[Thing, ...]:
        walked = walk_attachment(attachment, whole=True)
        title, *nodes = (node for node in walked if node.path == standing or self._stands(node))
        leads = block_leads(attachment.blocks, self._layout)
        things: list[Thing] = [self._maker.head(number, self._paragraph(title, known), known)]
        blocks = self._blocks.item(known, standing)
        for node in nodes:
            if isinstance(node.source, _SEVERAL):
                things.append(blocks.thing(node.source, node.path, _kept_rows(things)))
            else:
                things.append(self._paragraph(node, known, _lead(node, leads)))
        return tuple(things)

    def _known(self, item: Item, where: Path) -> Known:
        """What was made of an item, wherever it stood, else of what stood in its place."""
        if self._latest is None:
            self._latest = {id(item): things for item, things in self._items.values()}
        latest = self._latest.get(id(item))
        return self._before(where) if latest is None else _composed_of(latest)

    def _head(self, name: str, kind: Kind, prefix: str) -> tuple[Thing, ...]:
        return (self._paragraph(Node(name_of(()), SPEC[kind], name, 0, name), {}, prefix),)

    def _before(self, where: Path) -> Known:
        return _composed_of(self._places.get(where, ()))

    def _note(self, notes: tuple[Body, ...]) -> tuple[Thing, ...]:
        labelled = self._layout.styles["editors_note"]
        plain = replace(labelled, prefix="")
        things: list[Thing] = []
        for number, body in enumerate(notes):
            style, head = (plain if number else labelled), (body.run_in, self._run_in_face)
            label = style.prefix
            if label and body.text.startswith(label):  # the author has typed 编者按： already
                style, head = plain, (len(label), style.prefix_face)
            composed = self._compose(Kind.EDITORS_NOTE, style, body.text, head, body.bold)
            things.append(FlowParagraph(composed, (number,), False, body))
        return tuple(things)

    def _item(
        self, item: Item, known: Known, prefix: str, first: int | None, standing: Path = ()
    ) -> tuple[Thing, ...]:
        """Each text is a paragraph, a block of several texts a thing of its own. `prefix` stands before the
        title, or where there is none, before the first block; `first` is the number of the first of its
        attachments (0: the only one of the issue), None where it has none."""
        walked = walk_written(item, around=bool(standing), whole=True)
        nodes = [node for node in walked if node.path == standing or self._stands(node)]
        begins: Node | None = None
        if prefix:
            begins = next((node for node in nodes if node.kind is Kind.TITLE), None)
            begins = begins or next((node for node in nodes if node.kind in PARAGRAPHS), None)
        leads = block_leads(item.blocks, self._layout)
        listed = None if first is None else self._maker.list(item.attachments, first, known)
        things: list[Thing] = []
        blocks = self._blocks.item(known, standing)
        for node in nodes:
            if listed and node.kind in _AFTER_LIST:
                things.append(listed)
                listed = None
            if isinstance(node.source, _SEVERAL):
                things.append(blocks.thing(node.source, node.path, _kept_rows(things, _SECTION_ROWS)))
                continue
            lead = _lead(node, leads)
            made = self._paragraph(node, known, prefix + lead if node is begins else lead)
            before = things[-1] if things else None
            if node.kind is Kind.SIGNATURE and isinstance(before, _SIGNED) and not before.keeps:
                space = self._layout.attachments.space_after if isinstance(before, AttachmentList) else 0
                things[-1] = SignedParagraph(before, made, space)
            else:
                things.append(made)
        if listed:
            things.append(listed)
        return tuple(things)

    def _stands(self, node: Node) -> bool:
        """Whether a text of an item has a line."""
        if node.text or node.kind is not Kind.TITLE:
            return node.shown or isinstance(node.source, _SEVERAL)
        return self._layout.offers.prints_empty(node.kind)

    def _paragraph(self, node: Node, known: Known, prefix: str = "") -> FlowParagraph:
        """What stands under the paths of a group; a heading keeps with what follows."""
        composed = known.get((node.kind, id(node.source)))
        style = self._layout.styles[node.spec.style]
        if prefix:
            style = replace(style, prefix=style.prefix + prefix)
        if composed is None or not _begins_with(composed, style.prefix):
            if node.kind in _SUBHEADINGS and "\n" in node.text:  # lines of the author's own begin alike
                left = style.left_indent + style.first_line_indent
                style = replace(style, left_indent=left, first_line_indent=Fraction(0))
            if node.kind is Kind.SIGNATURE and self._layout.headings.signature_lines == "centre":
                composed = self._centred_signature(style, node.text)
            else:
                bold = node.source.bold if isinstance(node.source, Body | ListItem) else ()
                head = (node.run_in, self._run_in_face)
                composed = self._compose(node.kind, style, node.text, head, bold)
        keeps = node.spec.heading or node.spec.with_next
        return FlowParagraph(composed, node.path, keeps, node.source)

    def _centred_signature(self, style: Style, text: str) -> Composed:
        """Lines centred on one another, the widest of them where the style's right indent lets it end (GB/T
        9704-2012, 7.3.5)."""
        whole = paragraph(Kind.SIGNATURE, style, text, self._layout.text_block.width)
        widths = self._composer.widths_of(whole)
        widest = max(measure(line, widths).rights[-1] if line else 0 for line in whole.text.split("\n"))
        room = min(widest, whole.measure) or whole.measure
        left = whole.left + whole.measure - room
        return self._composer.compose(
            replace(whole, align="centre" if widest else whole.align, left=left, measure=room, first_indent=0)
        )

    @property
    def _run_in_face(self) -> str:
        return self._layout.styles["run_in_heading"].face

    def _compose(
        self, kind: Kind, style: Style, text: str, head: tuple[int, str], bold: Ranges = ()
    ) -> Composed:
        width = self._layout.text_block.width
        emphasis = (bold, self._layout.styles["bold"]) if self._layout.offers.bold else None
        whole = paragraph(kind, style, text, width, head=head, bold=emphasis)
        if kind in _LISTED and self._layout.blocks.lists.indent == "hanging":
            whole = hung(whole, whole.lead, self._composer.widths_of(whole))
        return self._composer.compose(whole)


def _kept_rows(things: Sequence[Thing], before: int = 0) -> int:
    """The rows of the last things that keep with what follows, with those `before` the first one."""
    rows = 0
    for thing in reversed(things):
        if not thing.keeps:
            return rows
        rows += thing.rows
    return rows + before


def _lead(node: Node, leads: tuple[str, ...]) -> str:
    return leads[numbers(node.path)[0]] if leads and node.kind in _LED else ""


def _composed_of(things: tuple[Thing, ...]) -> Known:
    texts = (text for thing in things for text in (*thing.made, *thing.texts))
    return {(text.composed.kind, id(text.source)): text.composed for text in texts}


def _begins_with(composed: Composed, prefix: str) -> bool:
    """Whether that is what the layout has put before a paragraph's text."""
    made = composed.paragraph
    return made.lead == len(prefix) and made.text.startswith(prefix)
