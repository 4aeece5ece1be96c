"""What the layout makes of attachments: the list of an item's (附件：1. …) and the mark over each (附件1).
Knows no pages.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from bulletin_desk.bulletin.grammar import attachment_of
from bulletin_desk.bulletin.model import Attachment, Kind
from bulletin_desk.layouts.model import Layout, Style
from bulletin_desk.typeset.block_texts import Known
from bulletin_desk.typeset.composed import Composed, Composer
from bulletin_desk.typeset.flow_paragraph import FlowParagraph
from bulletin_desk.typeset.hanging import hung
from bulletin_desk.typeset.measure import natural_width
from bulletin_desk.typeset.numbered import worded
from bulletin_desk.typeset.paragraph import paragraph
from bulletin_desk.typeset.thing import Group, Text, Thing


class AttachmentList(Thing):
    """The titles of an item's attachments, one below the other; it may be cut between any two lines."""

    __slots__ = ("count", "made", "rows")
    keeps = False
    texts = ()

    def __init__(self, titles: tuple[Composed, ...], sources: tuple[Attachment, ...]) -> None:
        made, row = [], 0
        for at, (title, source) in enumerate(zip(titles, sources, strict=True)):
            made.append(Text(title, attachment_of((), at), source, row))
            row += title.count
        self.made = tuple(made)
        self.rows = self.count = row

    def fitting(self, first: int, room: int, *, widows: bool) -> int:
        """See `Thing`."""
        return min(self.rows - first, max(room, 0))


class AttachmentHead(Thing):
    """The mark over an attachment and, on row `row`, its title; it keeps with what follows."""

    __slots__ = ("count", "made", "rows", "texts")
    keeps = True

    def __init__(self, mark: Composed, title: FlowParagraph, row: int) -> None:
        (text,) = title.texts
        row = max(row, mark.count)
        self.made = (Text(mark, (), None),)
        self.texts = (text._replace(row=row),)
        self.rows = self.count = row + title.rows

    def fitting(self, first: int, room: int, *, widows: bool) -> int:
        """See `Thing`."""
        return min(self.rows - first, max(room, 0))


def list_leads(count: int, first: int, layout: Layout) -> tuple[str, ...]:
    """What stands before the titles in the list of `count` attachments of which the first has number `first`,
    or where that is 0, none."""
    forms = layout.attachments
    label = forms.list_text
    return tuple(
        (label if not at else "") + worded(forms.number_text, first + at if first else 0)
        for at in range(count)
    )


def attachment_mark(number: int, layout: Layout) -> str:
    """The mark over an attachment with this number; 0: the only one of its issue."""
    text = layout.attachments.mark_text
    return worded(text, number) if number else text.format(number="", han="")


def parted(group: Group, space: int) -> list[Group]:
    """An item's group in two: what stands before the list of its attachments, and `space` empty rows below it
    that list with what follows."""
    at = next(at for at, thing in enumerate(group.things) if thing.made)
    if not at:
        return [group]
    return [group._replace(things=group.things[:at]), Group(group.owner, space, group.things[at:])]


class AttachmentMaker:
    """Makes the lists and the heads of attachments in one layout."""

    def __init__(self, layout: Layout, composer: Composer) -> None:
        self._layout = layout
        self._composer = composer

    def list(self, attachments: tuple[Attachment, ...], first: int, known: Known) -> AttachmentList:
        """The list of an item's attachments, of which the first has number `first` (0: none): every title
        begins under the first one, its further lines under its first character."""
        style = self._layout.styles[Kind.ATTACHMENT_LIST.value]
        widths = self._composer.widths(style.latin_face)
        label = natural_width(self._layout.attachments.list_text, widths) * style.advance
        left = style.left_indent + style.first_line_indent + label
        below = replace(style, left_indent=left, first_line_indent=Fraction(0))
        leads = list_leads(len(attachments), first, self._layout)
        titles = [
            self._made(Kind.ATTACHMENT_LIST, below if at else style, lead, each.title, each, known)
            for at, (each, lead) in enumerate(zip(attachments, leads, strict=True))
        ]
        return AttachmentList(tuple(titles), attachments)

    def head(self, number: int, title: FlowParagraph, known: Known) -> AttachmentHead:
        """Mark and title of the attachment with this number (0: the only one)."""
        style = self._layout.styles[Kind.ATTACHMENT_MARK.value]
        text = attachment_mark(number, self._layout)
        mark = self._made(Kind.ATTACHMENT_MARK, style, "", text, None, known)
        return AttachmentHead(mark, title, self._layout.attachments.title_line - 1)

    def _made(
        self, kind: Kind, style: Style, lead: str, text: str, source: Attachment | None, known: Known
    ) -> Composed:
        """A text that the layout makes, its further lines under the first one behind its lead."""
        style = replace(style, prefix=style.prefix + lead)
        width = self._layout.text_block.width
        whole = paragraph(kind, style, text.replace("\n", ""), width, literal=True)
        whole = hung(whole, len(style.prefix), self._composer.widths_of(whole))
        composed = known.get((kind, id(source)))
        if composed is not None and composed.paragraph == whole:
            return composed
        return self._composer.compose(whole)
