"""All characters of a Word file one after the other, as they stand in it: what a reader that judges is held
against. Judges nothing: no looks, no headers and footers; knows no XML.

What tracked changes deleted, what is hidden and what is a field's code is none of a file's text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from bulletin_desk.intake import oxml
from bulletin_desk.intake.oxml_tree import NotWordError

_DEEPEST = 60
"""Tables, boxes and notes in each other."""


def words_of(parts: Mapping[str, bytes]) -> tuple[str, ...]:
    """The paragraphs of a Word file's XML parts, in their order; none where they are no Word document."""
    try:
        document = oxml.read_document(parts)
        return tuple(_paragraphs(document.body, document, 0))
    except NotWordError:
        return ()


def _paragraphs(blocks: Iterable[oxml.Block], document: oxml.Document, depth: int) -> Iterator[str]:
    if depth > _DEEPEST:
        return
    open_text = ""
    for block in blocks:
        if isinstance(block, oxml.Table):
            for row in block.rows:
                for cell in row:
                    yield from _paragraphs(cell, document, depth + 1)
        elif isinstance(block, oxml.Paragraph):
            text, boxes = _said(block.pieces, document, depth)
            if block.props.joins:
                open_text += text
                continue
            yield open_text + text
            open_text = ""
            for box in boxes:
                yield from _paragraphs(box.blocks, document, depth + 1)
        elif isinstance(block, oxml.Aside):
            text, boxes = _said(block.pieces, document, depth)
            yield text
            for box in boxes:
                yield from _paragraphs(box.blocks, document, depth + 1)
    if open_text:
        yield open_text


def _said(pieces: Iterable[oxml.Piece], document: oxml.Document, depth: int) -> tuple[str, list[oxml.Box]]:
    """What a paragraph says, and the boxes that hang on it."""
    said: list[str] = []
    boxes: list[oxml.Box] = []
    for piece in pieces:
        if isinstance(piece, oxml.Text):
            if piece.change != "deleted" and not piece.font.hidden:
                said.append(piece.text)
        elif isinstance(piece, oxml.Box):
            boxes.append(piece)
        elif isinstance(piece, oxml.Reference) and piece.kind != "comment":
            note = document.notes.get((piece.kind, piece.identifier), ())
            said.extend(_paragraphs(note, document, depth + 1))
    return "".join(said), boxes
