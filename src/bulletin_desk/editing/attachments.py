"""Attachments of items as the clerk adds, arranges and removes them. Knows no pages."""

from __future__ import annotations

from bulletin_desk.bulletin.edits import add, move, remove, text_at
from bulletin_desk.bulletin.grammar import (
    attachment_of,
    beside,
    in_attachment,
    in_item,
    is_item,
    item_at,
    item_of,
    owner,
    title_of,
)
from bulletin_desk.bulletin.model import Attachment, Body, Issue, Path, Place
from bulletin_desk.editing.nodes import valid
from bulletin_desk.editing.selection import Edited, Selection, at
from bulletin_desk.errors import EditError


def add_attachment(issue: Issue, selection: Selection) -> Edited:
    """A new attachment of the caret's item, behind the caret's attachment or the item's last; the caret in
    its title. Raises EditError outside of items."""
    path = selection.head.path
    if not (in_item(path) or is_item(path)):
        raise EditError("附件附在一篇稿件后面，请先把光标移到那篇稿件里。")
    item = item_of(path)
    number = int(owner(path)[-1]) + 1 if in_attachment(path) else len(item_at(issue, item).attachments)
    there = attachment_of(item, number)
    issue = add(issue, there, Attachment("", (Body(""),)))
    return issue, at(Place(title_of(there), 0))


def remove_attachment(issue: Issue, selection: Selection) -> Edited:
    """The caret's attachment goes with all that is in it."""
    path = _attachment(selection.head.path)
    issue = remove(issue, path)
    return issue, at(valid(issue, Place(title_of(path), 0)))


def shift_attachment(issue: Issue, selection: Selection, step: int) -> Edited:
    """The caret's attachment past the one before (-1) or after it (1) of the same item; at the end of the
    way, nothing."""
    path = _attachment(selection.head.path)
    there = beside(path, step)
    if not 0 <= int(there[-1]) < len(item_at(issue, path).attachments):
        return issue, selection
    place = selection.head.place
    issue = move(issue, path, there)
    return issue, at(Place((*there, *place.path[len(path) :]), place.offset))


def attachment_title(issue: Issue, selection: Selection) -> str:
    """The title of the caret's attachment."""
    return text_at(issue, title_of(_attachment(selection.head.path)))


def _attachment(path: Path) -> Path:
    if not in_attachment(path):
        raise EditError("光标不在附件里，请先点一下要改的附件。")
    return owner(path)
