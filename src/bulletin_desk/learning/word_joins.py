"""Blocks of a Word file put together: runs of one format, paragraphs that go on in the next one, page
breaks. Knows no XML."""

from __future__ import annotations

from collections.abc import Sequence

from bulletin_desk.learning.word_model import PAGE_BREAK, Piece, Run, WordBlock, WordParagraph


def merged(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Runs of one format as one: programs part them as they please."""
    made: list[Piece] = []
    for piece in pieces:
        last = made[-1] if made else None
        if isinstance(piece, Run) and isinstance(last, Run) and piece[1:] == last[1:] and piece.text:
            made[-1] = last._replace(text=last.text + piece.text)
        else:
            made.append(piece)
    return tuple(made)


def with_page_breaks(blocks: Sequence[WordBlock]) -> tuple[WordBlock, ...]:
    """Blocks of which no paragraph begins with a page break, or ends with one before another paragraph: the
    one that begins the page says so, as it may itself (17.3.1.23)."""
    made: list[WordBlock] = []
    breaks = False
    for at, block in enumerate(blocks):
        if isinstance(block, WordParagraph):
            text = block.text
            begins = text.startswith(PAGE_BREAK) and len(text) > 1
            ends = text.endswith(PAGE_BREAK) and at + 1 < len(blocks)
            ends = ends and isinstance(blocks[at + 1], WordParagraph)
            pieces = block.pieces
            pieces = _without_break(pieces, last=False) if begins else pieces
            pieces = _without_break(pieces, last=True) if ends else pieces
            shown = block.format
            shown = shown._replace(page_break_before=True) if breaks or begins else shown
            block = block._replace(pieces=pieces, format=shown)
            breaks = ends
        made.append(block)
    return tuple(made)


def _without_break(pieces: tuple[Piece, ...], *, last: bool) -> tuple[Piece, ...]:
    places = [at for at, one in enumerate(pieces) if isinstance(one, Run) and one.text]
    at = places[-1 if last else 0]
    run = pieces[at]
    assert isinstance(run, Run)
    text = run.text[:-1] if last else run.text[1:]
    return (*pieces[:at], *((run._replace(text=text),) if text else ()), *pieces[at + 1 :])


def joined(first: WordParagraph, second: WordParagraph) -> WordParagraph:
    """A paragraph of which the mark is gone, and what goes on in it, which has the format from then on."""
    shift = len(first.text)
    starts = (*first.page_starts, *(at + shift for at in second.page_starts))
    pieces = merged([*first.pieces, *second.pieces])
    return second._replace(pieces=pieces, number=first.number or second.number, page_starts=starts)
