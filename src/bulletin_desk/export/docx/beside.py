"""Captions and what else stands beside the tables and pictures of a Word copy that comes back: which
paragraphs they are, and whose. Knows no XML.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from bulletin_desk.bulletin.matching import likeness
from bulletin_desk.bulletin.model import Block, Kind, Pictures, Table
from bulletin_desk.export.docx import styles as st
from bulletin_desk.export.docx.blocks_back import BESIDE_PICTURES, BESIDE_TABLES, words_in
from bulletin_desk.export.docx.leads import NUMBERED_CAPTIONS, Leads
from bulletin_desk.export.docx.records import Record, copied_words, counted, words_of
from bulletin_desk.export.docx.starts import NO_START

_BESIDE = (*BESIDE_TABLES, *BESIDE_PICTURES)
_CAPTION_STYLES = ("caption", "题注")
"""Word's own style for captions, in lower case."""
_TYPED = re.compile(r"([图表])\s?[0-9一二三四五六七八九十]{1,3}(?:[-—.．][0-9]{1,3})?[\s：:．.、]\s*\S")
"""How a caption begins that somebody typed with its number."""
_LONGEST_TYPED = 60
_ALIKE = 0.5
"""A paragraph with this likeness to a caption that is gone was made of it."""


class Beside:
    """Tells such paragraphs that have lost their styles, or never had them, by the bulletin's `expected`
    records and by what Word makes; `known` are the words of all its paragraphs."""

    def __init__(self, expected: Sequence[Record], known: AbstractSet[str], leads: Leads) -> None:
        self._leads = leads
        self._known = known
        self._any = bool(expected)
        self._texts: dict[str, tuple[Kind, str]] = {}
        self._again: Counter[Kind] = Counter()
        self._typed: list[tuple[Kind, str]] = []
        for record in expected:
            for kind, text in texts_beside(record.block):
                if copied_words(text) not in known:
                    self._texts.setdefault(copied_words(text), (kind, text))

    def told(self, found: Sequence[Record]) -> list[Record]:
        """The records, those paragraphs with the kinds that they are."""
        records = list(found)
        if not any(record.plain and not record.blank for record in records):
            return records
        here = {
            words_of(self._bare(record.kind, record.text)) for record in records if record.kind in _BESIDE
        }
        here |= {words_of(text) for record in records for _, text in texts_beside(record.block)}
        for at, record in enumerate(found):
            if record.block is None:
                continue
            for step in (-1, 1):
                for place in _around(records, at, step):
                    if records[place].plain:
                        one = self._one(records[place], record.block, here, above=step < 0)
                        if one is None:
                            break
                        records[place] = one
                        here.add(words_of(one.text))
        return records

    def _one(self, record: Record, block: Block, here: set[str], *, above: bool) -> Record | None:
        """A paragraph beside a block as what belongs to that; None if it does not."""
        if record.found is None or words_of(record.text) in self._known:
            return None
        kinds = BESIDE_TABLES if isinstance(block, Table) else BESIDE_PICTURES
        caption, sign = kinds[0], "表" if isinstance(block, Table) else "图"
        text = self._bare(caption, record.text)
        for words in (record.text, text):
            kind, whole = self._texts.get(words_of(words), (None, ""))
            if kind in kinds and kind is not None:
                return self._made(record, kind, whole if copied_words(whole) == words_of(words) else words)
        styled = (record.found.foreign or "").lower() in _CAPTION_STYLES
        typed = (
            len(record.text) <= _LONGEST_TYPED and (found := _TYPED.match(record.text)) and found[1] == sign
        )
        if (above or caption is Kind.PICTURE_CAPTION) and (styled or (typed and self._any)):
            self._typed.append((caption, record.text))
            return replace(record, kind=caption, found=record.found._replace(plain=False, foreign=None))
        left = [
            (likeness(key, words_of(text)), kind)
            for key, (kind, _) in self._texts.items()
            if kind in kinds and key not in here
        ]
        score, kind = max(left, default=(0.0, None), key=lambda one: one[0])
        if kind is None or score < _ALIKE:
            return None
        return self._made(record, kind, text if kind is caption else record.text)

    def _made(self, record: Record, kind: Kind, text: str) -> Record:
        assert record.found is not None
        self._again[kind] += 1
        return replace(
            record,
            kind=kind,
            text=text,
            run_in=0,
            bold=(),
            found=record.found._replace(plain=False, foreign=None),
        )

    def _bare(self, kind: Kind, text: str) -> str:
        """A caption without a number such as the layout makes."""
        length, parted = self._leads.caption(kind, text)
        return text[length:] if parted or words_of(text[length:]) in self._texts else text

    def without_numbers(self, found: Sequence[Record]) -> list[Record]:
        """The records; captions have no number before them such as the layout makes, unless the bulletin has
        them so."""
        made = []
        for record in found:
            block = record.block
            for path, text, *_ in block.texts() if block else ():
                kind = block.kind_at(path) if block else Kind.BODY
                if block and kind in NUMBERED_CAPTIONS and words_of(text) not in self._texts:
                    block = block.with_text(path, self._bare(kind, text), 0)
            made.append(record if block is record.block else _worded(replace(record, block=block)))
        return made

    def notes(self) -> Iterator[str]:
        """Sentences about what was told."""
        if self._again:
            told = "、".join(f"{st.STYLE_NAMES[kind]}{count}段" for kind, count in self._again.items())
            yield f"{self._again.total()}段没有了原来的样式，已按随附的简报认回：{told}，请核对。"
        for kind in NUMBERED_CAPTIONS:
            if texts := [text for own, text in self._typed if own is kind]:
                yield f"{counted(texts)}按{st.STYLE_NAMES[kind]}读回，请核对。"


def texts_beside(block: Block | None) -> Iterator[tuple[Kind, str]]:
    """What a table or pictures have beside them, as far as it says something."""
    if isinstance(block, Table | Pictures):
        for text in block.texts():
            if text.text.strip() and (kind := block.kind_at(text.path)) in _BESIDE:
                yield kind, text.text


def _around(records: Sequence[Record], at: int, step: int) -> Iterator[int]:
    """The places before or after a block up to what can't belong to it."""
    place = at + step
    while 0 <= place < len(records):
        record = records[place]
        if record.block is not None or not (record.blank or record.plain or record.kind in _BESIDE):
            return
        if not record.blank:
            yield place
        place += step


# ---- whose they are


def with_texts(found: Iterable[Record], *, above: bool) -> list[Record]:
    """The records, captions and what else belongs to tables and pictures in their blocks. `above`: captions
    of pictures stand above them."""
    records = list(found)
    blocks = [at for at, record in enumerate(records) if isinstance(record.block, Table | Pictures)]
    if not blocks:
        return records
    taken: set[int] = set()
    for step in (-1, 1) if above else (1, -1):
        for at in blocks:
            for place in _own(records, at, step, taken):
                block = _with(records[at].block, records[place])
                if block is None:
                    break
                start = records[place].start if step < 0 else NO_START
                start = start if start != NO_START else records[at].start
                records[at] = replace(records[at], block=block, start=start)
                taken.add(place)
    return [_worded(record) for at, record in enumerate(records) if at not in taken]


def _own(records: Sequence[Record], at: int, step: int, taken: AbstractSet[int]) -> Iterator[int]:
    """The places, from a block on, of what may belong to it."""
    kinds = _SIDES[isinstance(records[at].block, Table), step]
    place = at + step
    while 0 <= place < len(records):
        record = records[place]
        if record.block is None and record.kind in kinds and place not in taken:
            yield place
        elif not record.blank:
            return
        place += step


_SIDES: Mapping[tuple[bool, int], tuple[Kind, ...]] = {
    (True, -1): (Kind.TABLE_CAPTION, Kind.TABLE_UNIT),
    (True, 1): (Kind.TABLE_NOTE,),
    (False, -1): (Kind.PICTURE_CAPTION,),
    (False, 1): BESIDE_PICTURES,
}
"""What stands above (-1) and below (1) tables, and pictures."""


def _with(block: Block | None, record: Record) -> Block | None:
    """A block with a text that stands beside it; None if it has one already."""
    text, kind = record.text, record.kind
    if isinstance(block, Table):
        if kind is Kind.TABLE_NOTE:
            return replace(block, note="\n".join(filter(None, (block.note, text))))
        if kind is Kind.TABLE_UNIT:
            return None if block.unit else replace(block, unit=text)
        return None if block.caption else replace(block, caption=text)
    assert isinstance(block, Pictures)
    if kind is Kind.PICTURE_CREDIT:
        return replace(block, credit=block.credit + text)
    at = next((at for at, picture in enumerate(block.pictures) if not picture.caption), None)
    return None if at is None else block.with_text((0, at), text, 0)


def _worded(record: Record) -> Record:
    if record.block is None or record.found is None:
        return record
    text = words_in(record.block)
    return replace(record, text=text, found=record.found._replace(words=text))
