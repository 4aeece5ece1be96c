"""Records of tables and pictures of a Word copy that comes back, beside those of its bulletin: as wide as
they were, where nobody changed that, and with what a copy can't show. Knows no XML.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bulletin_desk.bulletin.model import Block, Issue, Pictures, Table
from bulletin_desk.bulletin.pictures import contents_of, is_lost
from bulletin_desk.export.docx import styles as st
from bulletin_desk.export.docx.beside import texts_beside
from bulletin_desk.export.docx.block_sizes import Sizes
from bulletin_desk.export.docx.blocks_back import OF_BLOCKS, sized, sized_pictures
from bulletin_desk.export.docx.records import Record, Styles, words_of


def with_sizes(
    found: Sequence[Record], expected: Sequence[Record], sizes: Sizes, styles: Styles
) -> list[Record]:
    """The records, each block as wide as in the bulletin where it is as wide as that was in the copy."""
    old = list(_written(expected, sizes))
    pictures = [
        pair
        for block, widths in old
        if isinstance(block, Pictures)
        for pair in zip(block.pictures, widths, strict=True)
    ]
    made = []
    for record in found:
        block, found_as = record.block, record.found
        if isinstance(block, Pictures):
            widths = [picture.width * _EMU for picture in block.pictures]
            record = replace(record, block=sized_pictures(block, widths, pictures))
        elif isinstance(block, Table) and found_as is not None and found_as.paragraph.cell is not None:
            table = found_as.paragraph.cell.table
            raw = _columns(table.columns, block)
            if st.BY_CONTENT not in styles.name(table.style) or len(_alike(block, old)) == len(raw):
                measure = sizes.measure or sum(raw) + 2 * table.indent
                block = sized(block, raw, old, measure)
            record = replace(record, block=block)
        made.append(record)
    return made


_EMU = 3_600
"""To the tenth of a millimetre."""


def _alike(table: Table, old: Sequence[tuple[Block, Sequence[int]]]) -> Sequence[int]:
    """The widths of the old table that has most of its words."""
    own = {cell.text for row in table.rows for cell in row}
    return max(
        (
            (sum(cell.text in own for row in one.rows for cell in row), len(widths), widths)
            for one, widths in old
            if isinstance(one, Table)
        ),
        default=(0, 0, ()),
    )[2]


def _columns(widths: Sequence[int], table: Table) -> Sequence[int]:
    """The widths of a table's columns; none where the file has others."""
    count = sum(cell.columns for cell in table.rows[0]) if table.rows else 0
    return widths if len(widths) == count else ()


def _written(expected: Sequence[Record], sizes: Sizes) -> Iterator[tuple[Block, Sequence[int]]]:
    """The bulletin's blocks with their widths in the copy."""
    tables, pictures = list(sizes.tables), list(sizes.pictures)
    for record in expected:
        if isinstance(record.block, Table) and tables:
            yield record.block, tables.pop(0)
        elif isinstance(record.block, Pictures) and len(pictures) >= len(record.block.pictures):
            own, pictures = pictures[: len(record.block.pictures)], pictures[len(record.block.pictures) :]
            yield record.block, [width for _, width in own]


def lost_pictures(original: Issue, found: Sequence[Record]) -> Iterator[str]:
    """A sentence about pictures of the bulletin whose files the copy has not got any more."""
    lost = sum(is_lost(data) for data in contents_of(original).values())
    if lost:
        there = any(isinstance(record.block, Pictures) for record in found)
        kept = "，采用了里面现有的图片，可能不如原来清晰" if there else ""
        yield f"Word 版里少了{lost}张原来的图片文件（可能被别的软件压缩或删去了）{kept}，请核对。"


def mended(record: Record, old: Record, *, breaks_lost: bool) -> Record:
    """A table or pictures that were changed, with the bulletin's own texts where these were not: a copy lacks
    characters, and emphasis where the layout has none. `breaks_lost`: typesetting's line breaks can't be told
    from the clerk's any more."""
    block, source, before = record.block, old.source, old.block
    if record.source is not None or block is None or before is None or type(block) is not type(before):
        return record
    assert isinstance(source, Table | Pictures)
    own = {text.path: text for text in source.texts()}
    at_place = {text.path: (text, own[text.path]) for text in before.texts()}
    by_text = {text.text: (text, own[text.path]) for text in before.texts() if text.text}
    for text in block.texts():
        known = at_place.get(text.path)
        if known is None or (known[0].text, known[0].bold) != (text.text, text.bold):
            known = by_text.get(text.text)
        same = known is not None and (known[0].text, known[0].bold) == (text.text, text.bold)
        if breaks_lost and not same and (there := at_place.get(text.path)):
            known, same = there, words_of(there[0].text) == words_of(text.text)
        if known is not None and same:
            block = block.with_text(text.path, known[1].text, 0, known[1].bold)
    return replace(record, block=block)


def told_by_words(found: Sequence[Record], expected: Sequence[Record], styles: Styles) -> list[Record]:
    """The records; tables and pictures whose paragraphs lost their styles are the bulletin's where they
    say the same, with the captions and what else stands beside them."""
    left = [record for record in expected if record.block is not None]
    made = list(found)
    gone: set[int] = set()
    for at, record in enumerate(found):
        block, found_as = record.block, record.found
        if block is None or found_as is None:
            continue
        old = next((one for one in left if one.block and _core(one.block) == _core(block)), None)
        if old is None:
            continue
        left.remove(old)
        kind = styles.kind(found_as.paragraph.style)
        if old.block is None or kind in OF_BLOCKS:
            continue
        texts = {words_of(text) for _, text in texts_beside(old.block)}
        for step in (-1, 1):
            place = at + step
            while 0 <= place < len(found) and found[place].plain:
                words = words_of(found[place].text)
                if words and not any(words.endswith(text) for text in texts):
                    break
                gone.update({place} if words else ())
                place += step
        words = words_of(old.text)
        made[at] = replace(record, block=old.block, text=old.text, found=found_as._replace(words=words))
    return [record for at, record in enumerate(made) if at not in gone]


def _core(block: Block) -> object:
    """What of a block its own paragraphs hold."""
    if isinstance(block, Pictures):
        return [picture.data for picture in block.pictures]
    assert isinstance(block, Table)
    return [[(cell.text, cell.columns, cell.rows) for cell in row] for row in block.rows]
