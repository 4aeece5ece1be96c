"""Paragraphs of a Word copy that Enter divided or Backspace joined, put right where the bulletin tells what
they were. Knows no XML.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from bulletin_desk.bulletin.grammar import HEADINGS, ITEM_TEXTS, SPEC
from bulletin_desk.bulletin.model import Kind
from bulletin_desk.export.docx.records import EMPHASISED, Record, quoted, words_of
from bulletin_desk.export.docx.words import Words, read_dated

_HEADS = (*HEADINGS, *ITEM_TEXTS, Kind.SOURCE)
_DATED = (Kind.DATED_HEADER, Kind.IMPRINT)
_MOST_PIECES = 4


def put_right(
    found: Sequence[Record],
    expected: Sequence[Record],
    dressed: Sequence[str],
    words: Words,
    notes: list[str],
    *,
    lost: bool,
) -> list[Record]:
    """The records: pieces of one text that is no running one made one again, and two texts that became one
    parted. `dressed` are the words of the `expected`; `lost`: no style tells a kind any more."""
    known = {(record.kind, key) for record, key in zip(expected, dressed, strict=True)}
    whole = _joined(found, known, words, notes, lost=lost)
    pairs = {
        one + other: at
        for at, (one, other) in enumerate(pairwise(dressed))
        if one and other and _parts(expected[at], expected[at + 1])
    }
    keys = set(dressed)
    made: list[Record] = []
    for record in whole:
        told = record.found and not record.blank and record.block is None
        key = words_of(record.found.words) if told and record.found else ""
        at = pairs.get(key) if key and key not in keys else None
        if at is None:
            made.append(record)
            continue
        olds = expected[at], expected[at + 1]
        made += _parted(record, olds, len(dressed[at]), words, lost=lost)
        notes.append(f"{quoted(olds[0].text)}和{quoted(olds[1].text)}连成了一段，已按原来分成两段，请核对。")
    return made


def _parts(first: Record, second: Record) -> bool:
    """Whether nobody would join such texts on purpose: of other kinds, or of two items."""
    one, other = first.kind, second.kind
    return second.start.item or (one is not other and (one in _HEADS or other in _HEADS))


def _joined(
    found: Sequence[Record], known: set[tuple[Kind, str]], words: Words, notes: list[str], *, lost: bool
) -> list[Record]:
    made: list[Record] = []
    at = 0
    while at < len(found):
        first = found[at]
        pieces, blanks = [first], []
        best, best_stop, best_blanks = 1, at + 1, 0
        stop = at + 1
        # of running text each paragraph stands alone, while its style says what it is
        if not first.blank and first.block is None and (lost or first.kind not in EMPHASISED):
            while stop < len(found) and len(pieces) < _MOST_PIECES:
                record = found[stop]
                stop += 1
                if record.blank:
                    blanks.append(record)
                elif record.kind is first.kind and record.found is not None and record.block is None:
                    pieces.append(record)
                    if _is_one(pieces, known, words):
                        best, best_stop, best_blanks = len(pieces), stop, len(blanks)
                else:
                    break
        made.append(_one(pieces[:best], words, notes) if best > 1 else first)
        made += blanks[:best_blanks]
        at = best_stop
    return made


def _is_one(pieces: Sequence[Record], known: set[tuple[Kind, str]], words: Words) -> bool:
    """Whether neighbours of one kind are the pieces of one text: of the bulletin's, or of one that stands
    once, while none of them is whole."""
    kind = pieces[0].kind
    if any((kind, _key(piece)) in known for piece in pieces):
        return False
    if (kind, "".join(map(_key, pieces))) in known:
        return True
    if kind in _DATED:
        read = words.read_imprint if kind is Kind.IMPRINT else read_dated
        return not any(all(read(piece.text)) for piece in pieces)
    return kind is Kind.MASTHEAD


def _key(record: Record) -> str:
    return words_of(record.found.words) if record.found else words_of(record.text)


def _one(pieces: Sequence[Record], words: Words, notes: list[str]) -> Record:
    first = pieces[0]
    kind = first.kind
    between = "\n" if SPEC[kind].line_breaks else "\t" if kind in _DATED else ""
    if kind in _DATED and any("\t" in piece.text for piece in pieces):
        between = ""
    texts = [piece.found.words if piece.found else piece.text for piece in pieces]
    text = between.join(texts)
    if not between and kind not in _DATED:
        notes.append(f"{quoted(text)}分成了{len(pieces)}段，已并成一段。")
    found = first.found
    if found is not None:
        runs = tuple(run for piece in pieces if piece.found for run in piece.found.paragraph.runs)
        found = found._replace(words=text, paragraph=found.paragraph._replace(runs=runs))
    return replace(first, text=words.bare(kind, text), found=found)


def _parted(
    record: Record, olds: tuple[Record, Record], length: int, words: Words, *, lost: bool
) -> list[Record]:
    """A record as two, the first of them `length` words long."""
    assert record.found is not None
    text = record.found.words
    seen = cut = 0
    while seen < length:
        seen += bool(words_of(text[cut]))
        cut += 1
    made = []
    for old, piece in zip(olds, (text[:cut], text[cut:]), strict=True):
        found = record.found._replace(words=piece, run_in=0, foreign=None)
        if lost:
            made.append(replace(record, kind=Kind.BODY, text=piece, run_in=0, found=found))
            continue
        bare = words.bare(old.kind, piece)
        run_in, bold = (old.run_in, old.bold) if bare == old.text else (0, ())
        found = found._replace(plain=old.kind is Kind.BODY)
        made.append(Record(old.kind, bare, run_in, bold, old.start, old.numbered, found=found))
    return made
