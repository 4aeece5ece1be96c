"""The paragraphs of a Word copy as records: those that a bulletin is expected to have, and those that a Word
file has, told by their styles. Knows no XML, and compares nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import NamedTuple

from bulletin_desk.bulletin.dates import chinese_date
from bulletin_desk.bulletin.grammar import (
    HEADING_LEVEL,
    HEADINGS,
    MADE,
    PARAGRAPHS,
    SPEC,
    Region,
    block_at,
    block_path,
    steps_below,
    walk,
)
from bulletin_desk.bulletin.model import (
    Block,
    Body,
    Heading,
    Issue,
    Kind,
    ListItem,
    Path,
    Pictures,
    Table,
)
from bulletin_desk.bulletin.ranges import Ranges, united, without_characters
from bulletin_desk.checked import shown
from bulletin_desk.export.docx import oxml
from bulletin_desk.export.docx import styles as st
from bulletin_desk.export.docx.blocks_back import (
    OF_BLOCKS,
    BlockReader,
    Media,
    ReadBlocks,
    Styled,
    words_in,
)
from bulletin_desk.export.docx.leads import NUMBERED_CAPTIONS, Leads
from bulletin_desk.export.docx.row_lines import Said, read_side_by_side
from bulletin_desk.export.docx.row_words import OWN, RowWords, Values
from bulletin_desk.export.docx.starts import NO_START, Start, stands, starts
from bulletin_desk.export.docx.words import Words
from bulletin_desk.hanzi.accents import ABSORBED, in_one
from bulletin_desk.layouts.offers import Offers

CLOSED = (Kind.SECTION_HEAD, Kind.SECTION_HEAD_2, Kind.SOURCE)
"""What no text of an item comes after."""
BLANK = object()
"""The source of an empty paragraph that the bulletin doesn't have."""
TOLD = 5
"""How many paragraphs with the same thing are named one by one."""
QUOTED = 20
"""Characters by which a paragraph is named."""

_KINDS = {name: kind for kind, name in st.STYLE_NAMES.items()} | dict.fromkeys(
    (st.BODY_ALIAS, "Body Text", "Normal (Web)", "No Spacing"), Kind.BODY
)
"""By the names of paragraph styles."""
_BUILT_IN = {
    f"{word} {HEADING_LEVEL[kind]}": kind
    for kind in HEADINGS
    if kind not in (*st.FURTHER, *st.OCCASIONAL)
    for word in ("heading", "标题")
}
_BUILT_IN |= {f"{name} {level}": Kind.CONTENTS for name in ("toc", "目录") for level in range(1, 10)}
_BUILT_IN |= dict.fromkeys(("toc heading", "toc 标题"), Kind.CONTENTS)
"""Word's own styles for headings and lists of contents, in which programs keep ours without their aliases."""
_NO_STYLE = "Default Paragraph Font"
ANCHORS = (st.ANCHOR, st.ANCHOR_NEXT_PAGE, st.ANCHOR_SECTION, st.ANCHOR_TEXT)
_EMPTY = (*ANCHORS, st.HEAD_RULE, st.ROOM, st.BLOCK_ROOM)
"""Styles of paragraphs that say nothing."""
_TAKEN_OUT = {
    *oxml.DELETED,
    *(oxml.DELETED_MARK, oxml.PARAGRAPH_FORMAT, oxml.RUN_FORMAT, oxml.BOLD_FORMAT),
}
"""What nobody needs to hear of a paragraph that tracked changes took out as a whole."""
_LOOKS = (oxml.PARAGRAPH_FORMAT, oxml.RUN_FORMAT, oxml.BOLD_FORMAT, oxml.HIDDEN_MARK)
"""What is no text and matters only where there is some."""
_MOST_PARENTS = 20
EMPHASISED = (Kind.BODY, Kind.EDITORS_NOTE, Kind.LIST_ITEM, Kind.NUMBERED_ITEM)
"""Kinds of text that may have emphasis: those whose paragraphs follow each other."""


class Found(NamedTuple):
    """What a Word file says of a record: all its words, how many of them are a run-in heading by their style,
    whether the paragraph's style tells no kind (body text, or a foreign style, named in `foreign`), the
    paragraph, whether that stands in a text box, whether a number or mark stood before the words by its
    style, and the one that was found there by its words."""

    words: str
    run_in: int
    plain: bool
    foreign: str | None
    paragraph: oxml.ReadParagraph
    boxed: bool = False
    led: bool = False
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """A paragraph of the Word copy: which kind it is, what it says (without what typesetting and layout
    added), how long its run-in heading is, which characters are bold (where the bulletin has that), what
    begins with it, and whether it is a heading that shows a number of the layout's. `source` is the
    bulletin's own value that it was written from, if any; `row` the number of the layout's own row that it
    is; `listed` are the titles in the list of attachments that stands behind it. `block`: the table or
    the pictures that it is, with all texts that belong to them, whose words its text is."""

    kind: Kind
    text: str
    run_in: int = 0
    bold: Ranges = ()
    start: Start = NO_START
    numbered: bool = False
    source: object = field(default=None, compare=False)
    row: int = field(default=0, compare=False)
    found: Found | None = field(default=None, compare=False)
    listed: tuple[str, ...] = field(default=(), compare=False)
    block: Block | None = None

    @property
    def blank(self) -> bool:
        """Whether it is an empty paragraph that the bulletin doesn't have."""
        return self.source is BLANK

    @property
    def plain(self) -> bool:
        """Whether its style tells no kind."""
        return self.found is not None and self.found.plain


def quoted(text: str) -> str:
    """The words by which a paragraph is named."""
    return f"“{_on_a_line(text) or '（空段落）'}”"


def _on_a_line(text: str, most: int = QUOTED) -> str:
    """The beginning of a text as people read it: blanks of all kinds are one, and nothing else that does not
    print is there."""
    line = " ".join(text[: 10 * most].split())
    return shown("".join(char for char in line if char.isprintable()), most)


def counted(texts: Sequence[str], unit: str = "段") -> str:
    """Paragraphs by their words: each while they are few, else the first ones and how many."""
    if len(texts) <= TOLD:
        return "、".join(map(quoted, texts))
    return f"{'、'.join(map(quoted, texts[: TOLD - 2]))}等{len(texts)}{unit}"


# ---- what a bulletin is expected to say


def records(issue: Issue, words: Words) -> Iterator[Record]:
    """The records of a Word copy that nobody touched."""

    def record(kind: Kind, text: str, source: object, run_in: int = 0, start: Start = NO_START) -> Record:
        composed = in_one(text)  # as it is printed; of the same length
        head = _written(composed[:run_in])
        bold: Ranges = ()
        if isinstance(source, Body | ListItem) and source.bold and words.offers.bold:
            bold = without_characters(source.bold, [match.start() for match in _UNWRITTEN.finditer(composed)])
        numbered = isinstance(source, Heading) and source.numbered and words.numbers(kind)
        return Record(kind, head + _written(composed[run_in:]), len(head), bold, start, numbered, source)

    masthead, header, imprint = issue.masthead, issue.dated_header, issue.imprint
    values = Values(issue, words)
    rows: dict[Kind, list[tuple[str, object]]] = {
        Kind.NUMBER_LINE: [(words.number(masthead), masthead)],
        Kind.DATED_HEADER: [(f"{header.issuer}\t{chinese_date(header.date)}", header)],
        Kind.DISTRIBUTION: [
            (words.entry(one, values, last=number == len(issue.distribution)), one)
            for number, one in enumerate(issue.distribution, 1)
        ],
    }
    if imprint:
        date = chinese_date(imprint.date) + words.imprint_date_end
        rows[Kind.IMPRINT] = [(f"{imprint.office}\t{date}", imprint)]
    if issue.print_count is not None:
        text = words.print_count_text.format(count=issue.print_count)
        rows[Kind.PRINT_COUNT] = [(text, issue.print_count)]
    nodes = list(walk(issue))
    for node in nodes:
        if node.shown and node.kind in (Kind.MARKING, Kind.MASTHEAD, Kind.DISCLOSURE):
            rows[node.kind] = [(node.text, node.source)]

    def fixed(part: Sequence[RowWords]) -> Iterator[Record]:
        for row in part:
            if not row.own:
                yield from (record(row.kind, text, source) for text, source in rows.get(row.kind, ()))
            elif (text := row.text(values)) is not None:
                yield replace(record(row.kind, text, row), row=row.number)

    yield from fixed(words.head)
    begun = starts(issue, words.offers)
    last: Path = ()
    for node in nodes:
        if node.kind in OF_BLOCKS:
            whole = block_path(node.path)
            if whole != last:
                last = whole
                start = next((begun[path] for path in begun if steps_below(path, whole)), NO_START)
                yield block_record(block_at(issue, whole), start, bold=words.offers.bold)
        elif SPEC[node.kind].running and stands(node, words.offers):
            yield record(node.kind, node.text, node.source, node.run_in, begun.get(node.path, NO_START))
    yield from fixed(words.closing)


def block_record(source: Block | None, start: Start, *, bold: bool) -> Record:
    """The record of a table or of pictures of the bulletin, with its texts as the Word copy has them; `bold`:
    it has emphasis."""
    assert isinstance(source, Table | Pictures)
    block = source
    for path, text, _, strong in source.texts():
        composed = in_one(text)
        kept = strong if bold else ()
        if kept:
            kept = without_characters(kept, [match.start() for match in _UNWRITTEN.finditer(composed)])
        block = block.with_text(path, _written(composed), 0, kept)
    return Record(block.kind, words_in(block), start=start, source=source, block=block)


def _written(text: str) -> str:
    """What the Word copy holds of a text."""
    return _UNWRITTEN.sub("", text)


def kept_characters(text: str) -> list[tuple[int, str]]:
    """The characters of a text of the bulletin that a Word copy has, as it has them, each with its offset."""
    composed = in_one(text)
    unwritten = {match.start() for match in _UNWRITTEN.finditer(composed)}
    return [(at, char) for at, char in enumerate(composed) if at not in unwritten]


_UNWRITTEN = re.compile(f"{oxml.FORBIDDEN.pattern}|{ABSORBED}")
"""Characters that a Word copy doesn't hold."""


_NO_WORDS = re.compile(rf"[\s{st.ZERO_WIDTH_SPACE}]+")


def copied_words(text: str) -> str:
    """The words of a text of the bulletin as a Word copy has them."""
    return words_of(_written(in_one(text)))


def words_of(text: str) -> str:
    """A text by which paragraphs are compared: without blanks and breaks, which programs change."""
    return _NO_WORDS.sub("", text)


# ---- what a Word file says


class Styles:
    """What the styles of a Word file tell: kinds, and what of the text does not show."""

    def __init__(self, styles: Mapping[str, oxml.ReadStyle]) -> None:
        self._styles = styles
        names = {name for style in styles.values() for name in style.names}
        self._kinds = _KINDS | {
            name: kind for name, kind in _BUILT_IN.items() if st.STYLE_NAMES[kind] not in names
        }
        self._kind_of: dict[str, Kind | None] = {}
        self._bold: dict[str, bool] = {}
        self._unseen: dict[str, tuple[bool, bool]] = {}
        self._hides = any(style.font.hidden or style.font.struck for style in styles.values())

    def style(self, identifier: str | None) -> oxml.ReadStyle | None:
        """A paragraph's style, the default one where it names none."""
        return self._styles.get(identifier or "")

    def name(self, identifier: str | None) -> str:
        """A style's own name; empty where it is not known."""
        found = self._styles.get(identifier) if identifier else None
        return found.names[0] if found else ""

    def kind(self, identifier: str | None) -> Kind | None:
        """The kind of text that a style stands for: by its names, or by those of the style it is based on."""
        if identifier is None:
            return Kind.BODY
        if identifier not in self._kind_of:
            self._kind_of[identifier] = self._found_kind(identifier)
        return self._kind_of[identifier]

    def _found_kind(self, identifier: str) -> Kind | None:
        for _ in range(_MOST_PARENTS):
            style = self._styles.get(identifier)
            for name in style.names if style else ():
                plain = name.partition("（")[0]
                kind = self._kinds.get(plain) or self._kinds.get(plain.lower())
                if kind is not None:
                    return kind
            identifier = style.parent if style else ""
            if not identifier or self.name(identifier) == st.STYLE_NAMES[Kind.BODY]:
                return None
        return None

    def offers(self) -> Offers:
        """What the bulletin has by its styles, where nothing else tells it: beginnings without headings, and
        emphasis."""
        names = {name for style in self._styles.values() for name in style.names}
        untitled = any(st.opened(name).item for name in names)
        return Offers(titles="optional" if untitled else "required", bold=st.BOLD in names)

    def start(self, identifier: str | None) -> Start:
        """What a paragraph's style says that begins with it."""
        style = self._styles.get(identifier) if identifier else None
        found = map(st.opened, style.names if style else ())
        return next((start for start in found if start != NO_START), NO_START)

    def bold(self, run: oxml.ReadRun) -> bool:
        """Whether a run is emphasised: by hand, by our style, or by another one that is bold."""
        if run.font.bold is not None or not run.style:
            return bool(run.font.bold)
        known = self._bold.get(run.style)
        if known is None:
            known = self._bold[run.style] = self._is_bold(run.style)
        return known

    def _is_bold(self, identifier: str) -> bool:
        for _ in range(_MOST_PARENTS):
            style = self._styles.get(identifier)
            if style is None:
                return False
            name = style.names[0]
            if name.startswith((st.BOLD, st.RUN_IN + st.BOLD)):
                return True
            if st.BOLD_LATIN in name or name.endswith("粗）") or name.startswith(st.RUN_IN):
                return False  # ours: as dark as the face that it stands beside
            if style.font.bold is not None:
                return style.font.bold
            identifier = style.parent
        return False

    def unseen(self, run: oxml.ReadRun, paragraph: str | None) -> str:
        """Why a run does not show, in the clerk's words; empty where it does."""
        direct = run.font
        if not self._hides and direct.hidden is None and direct.struck is None:
            return ""
        styled, character = self._unseen_by(paragraph or ""), self._unseen_by(run.style or None)
        # Toggles of a paragraph's and a character's style cancel each other (ECMA-376 part 1, 17.7.3).
        hidden, struck = (
            one != other if own is None else own
            for own, one, other in zip((direct.hidden, direct.struck), styled, character, strict=True)
        )
        return "隐藏的" if hidden else "画了删除线的" if struck else ""

    def _unseen_by(self, identifier: str | None) -> tuple[bool, bool]:
        """Whether a style hides text, and strikes it out."""
        if identifier is None:
            return False, False
        known = self._unseen.get(identifier)
        if known is None:
            hidden = struck = None
            at = identifier
            for _ in range(_MOST_PARENTS):
                style = self._styles.get(at)
                if style is None:
                    break
                hidden = style.font.hidden if hidden is None else hidden
                struck = style.font.struck if struck is None else struck
                at = style.parent
            known = self._unseen[identifier] = bool(hidden), bool(struck)
        return known

    def breaks_lost(self, paragraphs: Sequence[oxml.ReadParagraph]) -> bool:
        """Whether running text had line breaks of typesetting, and has lost all its character styles: from
        the text, or with what defines them."""
        used = {run.style for one in paragraphs if not one.in_table for run in one.runs if run.style}
        had = any(style.names[0].startswith(st.AUTOMATIC_BREAK) for style in self._styles.values())
        kept = {self.name(identifier) for identifier in used} - {"", _NO_STYLE}
        return (had or any(identifier not in self._styles for identifier in used)) and not kept


class _Said(NamedTuple):
    """What a paragraph says: the layout's own words before it, its text, how long its run-in heading is, how
    many characters end with what was made before the text (a number, a mark), which are bold, and what can't
    be read back."""

    label: str
    text: str
    run_in: int
    made: int
    bold: Ranges
    beyond: list[str]

    def moved(self, by: int) -> _Said:
        """The same with its emphasis so many characters further on."""
        return self._replace(
            bold=united((max(first + by, 0), max(last + by, 0)) for first, last in self.bold)
        )


_LONGEST_BEFORE = 8
"""Characters that are typed, or belong to the layout, before what was made: a mark, a bracket."""


class Reader:
    """Makes records of a Word file's paragraphs, and remembers what is no text of them: `unread`, by what it
    is the paragraphs that have it, each after its words; `left_out`, by why the words that do not show."""

    def __init__(
        self, styles: Styles, words: Words, known: AbstractSet[str], leads: Leads, media: Media
    ) -> None:
        self._media = media
        self._blocks = BlockReader(
            Styled(styles.name, styles.kind), media, self._in_block, lambda text: words_of(text) in known
        )
        self._pending = NO_START
        """What begins with the next block, by the style of the empty paragraph above it."""
        self._styles = styles
        self._words = words
        self._leads = leads
        self._known = known
        """The words of the bulletin's own paragraphs."""
        self._untitled = False
        """Whether an item has begun, of which neither a title nor a block has come."""
        self.label_typed = False
        """Whether the bulletin's note begins with the layout's label itself."""
        self._first_note = True
        self._label_missing = False
        self._other_labels: list[str] = []
        self._later: list[oxml.ReadParagraph] = []
        """What the last block could not hold, which comes behind it."""
        self.beside_cells: list[str] = []
        """What stood in cells that hold text alone."""
        self.beside_pictures: list[str] = []
        """Texts that stood on a line with a picture."""
        self._breaks: list[tuple[str, oxml.ReadParagraph]] = []
        """Paragraphs that end a section of the file. Our own copies have one before the closing block, so
        those alone are told that running text comes after."""
        self.unread: dict[str, list[tuple[str, oxml.ReadParagraph]]] = {}
        self.left_out: dict[str, list[str]] = {}

    def records(self, paragraphs: Sequence[oxml.ReadParagraph]) -> Iterator[Record]:
        """The records, in the order of the text; those of a text box stand after what holds it."""
        first = True
        for table, group in groupby(paragraphs, key=lambda one: one.cell.table if one.cell else None):
            cells = list(group)
            if table is not None:
                cells = [cell for cell in cells if not self._is_taken_out(cell)]
                read = self._blocks.read(cells) if cells else None
                if read is not None:
                    yield from self._apart()
                    yield from self._table(read, cells)
                    self._later += read.rest
                    continue
            for paragraph in self._whole(cells):
                says = paragraph.pictures or paragraph.text.strip()
                if self._later and says and not self._is_under(paragraph):
                    yield from self._apart()
                yield from self._paragraph(paragraph, first=first)
                first = False
        yield from self._apart()

    def _is_under(self, paragraph: oxml.ReadParagraph) -> bool:
        """Whether a paragraph belongs under the block before it."""
        kind = self._styles.kind(paragraph.style)
        under = kind is Kind.PICTURE_CAPTION and not self._words.captions.above
        return under or kind in (Kind.TABLE_NOTE, Kind.PICTURE_CREDIT)

    def _apart(self) -> Iterator[Record]:
        """What a block could not hold."""
        later, self._later = self._later, []
        for paragraph in later:
            yield from self._paragraph(paragraph)

    def _is_taken_out(self, cell: oxml.ReadParagraph) -> bool:
        """Whether a tracked change took the row away that a paragraph stands in, which is remembered."""
        if cell.cell is None or not cell.cell.deleted or words_of(cell.text):
            return False
        if cell.deleted.strip():
            self.left_out.setdefault(oxml.DELETED_ROW, []).append(cell.deleted)
        return True

    def _table(self, read: ReadBlocks, cells: Sequence[oxml.ReadParagraph]) -> Iterator[Record]:
        """The blocks that a table is."""
        for block in read.blocks:
            yield self._block(block, cells[0])
        for cell in cells:
            for thing in cell.beyond:
                if thing not in _LOOKS:
                    self.unread.setdefault(thing, []).append((cell.text, cell))
        self.beside_cells += read.moved

    def _block(self, block: Block, paragraph: oxml.ReadParagraph, start: Start = NO_START) -> Record:
        text = words_in(block)
        found = Found(text, 0, plain=False, foreign=None, paragraph=paragraph)
        start, self._pending = start if start != NO_START else self._pending, NO_START
        return Record(block.kind, text, start=start, found=found, block=block)

    def _in_block(self, paragraph: oxml.ReadParagraph) -> tuple[str, Ranges]:
        """The text of a paragraph in a block, and what of it is bold."""
        said = self._text(paragraph)
        kind = self._styles.kind(paragraph.style) if said.made else None
        by = self._leads.caption_made(kind, said.text[: said.made]) if kind in NUMBERED_CAPTIONS else 0
        text = said.label + said.text[by:]
        return text, said.moved(len(said.label) - by).bold if self._words.offers.bold else ()

    def _whole(self, paragraphs: Iterable[oxml.ReadParagraph]) -> Iterator[oxml.ReadParagraph]:
        """The paragraphs, those made one again whose last lines stand apart for a signature's sake. Behind
        another paragraph than theirs, such lines are one themselves."""
        held: oxml.ReadParagraph | None = None
        for paragraph in paragraphs:
            if held is not None and self._goes_on(held, paragraph):
                beyond = tuple(dict.fromkeys((*held.beyond, *paragraph.beyond)))
                yield held._replace(
                    runs=held.runs + paragraph.runs,
                    boxes=held.boxes + paragraph.boxes,
                    beyond=beyond,
                    deleted=held.deleted + paragraph.deleted,
                    pictures=held.pictures + paragraph.pictures,
                )
                held = None
                continue
            if held is not None:
                yield held
            held = paragraph
        if held is not None:
            yield held

    def _goes_on(self, first: oxml.ReadParagraph, second: oxml.ReadParagraph) -> bool:
        names = (self._styles.name(second.style), self._styles.name(first.style))
        continued, before = (st.is_continued(name) for name in names)
        if not continued or before or self._styles.kind(first.style) is not self._styles.kind(second.style):
            return False
        return bool(first.text) and words_of(first.text) not in self._known

    def _paragraph(
        self, paragraph: oxml.ReadParagraph, *, first: bool = False, boxed: bool = False
    ) -> Iterator[Record]:
        said = self._text(paragraph)
        made = self._styles.kind(paragraph.style)
        if made in MADE:  # what fields and links it has is the program's own
            text = said.text[said.made :]
            over = self._styles.name(paragraph.style) in _OVER_CONTENTS
            found = Found(said.text, 0, plain=False, foreign=None, paragraph=paragraph)
            yield Record(made, "" if over else text, found=found)
            return
        label, text, beyond = said.label, said.text, said.beyond
        emphasised = False
        if made is Kind.PICTURES and paragraph.pictures and words_of(text):
            self._later.append(paragraph._replace(style=None, pictures=(), boxes=(), beyond=()))
            self.beside_pictures.append(text)
            text = ""
        for one in paragraph.pictures:
            picture = self._blocks.picture(one)
            if picture is None:
                beyond.append("图片")
            else:
                yield self._block(Pictures((picture,)), paragraph, self._styles.start(paragraph.style))
        if paragraph.pictures and not words_of(text) and not paragraph.boxes:
            for thing in dict.fromkeys((*paragraph.beyond, *beyond)):
                if thing not in _LOOKS:
                    self.unread.setdefault(thing, []).append((text, paragraph))
            return
        if made in OF_BLOCKS and made not in _CELLS and words_of(text):
            text, _ = self._in_block(paragraph)
            found_as = Found(text, 0, plain=False, foreign=None, paragraph=paragraph)
            yield Record(made, text, start=self._styles.start(paragraph.style), found=found_as)
            return
        anchor = self._styles.name(paragraph.style).partition("（")[0] in _EMPTY
        ours = []
        for box in paragraph.boxes:
            if self._is_ours(box):
                ours.append(box)
            else:
                beyond.append(_box_name(box))
        if (
            paragraph.deleted.strip()
            and not words_of(paragraph.text)
            and _TAKEN_OUT.issuperset(paragraph.beyond)
        ):
            why = next(why for thing, why in oxml.DELETED.items() if thing in paragraph.beyond)
            kind = self._styles.kind(paragraph.style) or Kind.BODY
            self.left_out.setdefault(why, []).append(self._words.bare(kind, paragraph.deleted))
            return
        if anchor and self._styles.name(paragraph.style).startswith(st.BLOCK_ROOM):
            self._pending = self._styles.start(paragraph.style)
        # What is hidden as a whole is named as such; what only holds text boxes or the closing block is none.
        if text or label or not (anchor or ours or words_of(paragraph.text)):
            record = self._record(paragraph, said, anchor=anchor, boxed=boxed)
            text = record.text if said.made else text
            emphasised = self._words.offers.bold and record.kind in EMPHASISED
            if self._breaks and not record.blank and SPEC[record.kind].running:
                self.unread.setdefault(oxml.SECTION_BREAK, []).extend(self._breaks)
                self._breaks.clear()
            yield record
        for thing in dict.fromkeys((*paragraph.beyond, *beyond)):
            if thing in _LOOKS and not text.strip():
                continue
            if thing == oxml.BOLD_FORMAT:
                if emphasised:
                    continue
                thing = oxml.RUN_FORMAT
                if thing in paragraph.beyond:
                    continue
            if thing == oxml.SECTION_BREAK:
                if text or not anchor:
                    self._breaks.append((text, paragraph))
            # LibreOffice writes what the first paragraph's style says into that paragraph, too.
            elif not (first and thing == oxml.PARAGRAPH_FORMAT):
                self.unread.setdefault(thing, []).append((text, paragraph))
        for box in ours:
            for inside in box:
                yield from self._paragraph(inside, boxed=True)

    def _record(self, paragraph: oxml.ReadParagraph, said: _Said, *, anchor: bool, boxed: bool) -> Record:
        label, text, run_in = said.label, said.text, said.run_in
        kind = self._styles.kind(paragraph.style)
        start = self._styles.start(paragraph.style)
        if anchor and (boxed or paragraph.in_table):
            # By way of RTF, rows of the closing block take the style of the paragraph that holds it.
            kind = self._words.closing_kind(text)
        foreign = None if kind is not None else self._styles.name(paragraph.style)
        plain = kind in (None, Kind.BODY) and start == NO_START
        kind = kind or Kind.BODY
        led = numbered = False
        opens = self._opens(kind, start)
        if said.made and plain and not opens:  # nothing makes numbers before body text
            run_in += said.made if run_in else 0
        elif said.made:
            prefix = self._words.prefix(kind)
            first = max(len(prefix) - len(label), 0) if (label + text).startswith(prefix) else 0
            lead = self._leads.of_made(kind, text[first : said.made], opens=opens)
            led = lead.length > 0
            numbered = lead.numbered
            text = text[:first] + text[first + lead.length :]
            start = start._replace(mark=lead.mark)
            said = said.moved(-lead.length)
            # what is typed behind a number has its character style, and is text
            run_in += said.made - lead.length - first if run_in else 0
        head = len(label) + run_in if run_in else 0
        found = Found(label + text, head, plain, foreign, paragraph, boxed, led)
        if not label and not said.made and not (text.strip() if boxed else text):
            return Record(kind, "", 0, (), start, source=BLANK, found=found)
        whole = len(text)
        if kind is Kind.EDITORS_NOTE:
            text, run_in = self._note(label, text, run_in)
        else:
            text = self._words.bare(kind, label + text)
            run_in = max(run_in - (len(found.words) - len(text)), 0) if label and run_in else run_in
        bold: Ranges = ()
        if said.bold and self._words.offers.bold and kind in EMPHASISED:
            bold = said.moved(len(text) - whole).bold
        row = self._row(paragraph) if kind in OWN else 0
        run_in = run_in if SPEC[kind].run_in else 0
        return Record(kind, text, run_in, bold, start, numbered, found=found, row=row)

    def _opens(self, kind: Kind, start: Start) -> bool:
        """Whether a paragraph is the one before which an item's number and mark stand if it has no title."""
        untitled = self._untitled or start.item
        if kind is Kind.TITLE or kind in PARAGRAPHS or kind in CLOSED:
            self._untitled = False
        else:
            self._untitled = untitled or kind is Kind.KICKER
        return untitled

    def _row(self, paragraph: oxml.ReadParagraph) -> int:
        """Which of the layout's own rows a paragraph's style says that it is; 0 if it doesn't."""
        told = _ROW.search(self._styles.name(paragraph.style))
        return int(told[1]) if told else 0

    def _note(self, label: str, text: str, run_in: int) -> tuple[str, int]:
        """A paragraph of the editor's note without the layout's label, and how long its run-in heading is.
        What is typed behind the label has its character style, and is text."""
        prefix = self._words.prefix(Kind.EDITORS_NOTE)
        whole = label + text
        head = len(label) + run_in if run_in else 0
        if prefix and whole.startswith(prefix):
            taken = len(prefix) if label or (self._first_note and not self.label_typed) else 0
        else:
            typed = _LABEL.match(label)
            taken = typed.end() if typed else len(label) if label in prefix else 0
            if taken:
                self._other_labels.append(whole[:taken])
            elif self._first_note and prefix:
                self._label_missing = True
        if taken and whole.startswith(prefix):
            self._label_missing = False
        self._first_note = False
        return whole[taken:], max(head - taken, 0)

    def _text(self, paragraph: oxml.ReadParagraph) -> _Said:
        label, text = "", ""
        run_in = made = 0
        kind = self._styles.kind(paragraph.style)
        in_row: list[Said] = []
        bold: list[tuple[int, int]] = []
        beyond: list[str] = []
        left_out: dict[str, str] = {}
        for run in paragraph.runs:
            said = run.text
            if why := self._styles.unseen(run, paragraph.style):
                left_out[why] = left_out.get(why, "") + said
                continue
            style = self._styles.name(run.style)
            own = style.startswith(st.OWN_BREAK)
            in_row.append(Said(said, style.startswith(st.AUTOMATIC_BREAK), own))
            if style.startswith(st.AUTOMATIC_BREAK):
                said = said.replace("\n", "")
            elif style.startswith(st.BREAK):
                said = said.replace(st.ZERO_WIDTH_SPACE, "")
            elif style.startswith(st.LABEL) and not text:
                label += said
                continue
            elif style.startswith(st.MADE) and len(text) - made <= _LONGEST_BEFORE and not run_in:
                made = len(text) + len(said)
            elif style.startswith(st.RUN_IN) and run_in == len(text) - made:
                run_in += len(said)
            elif style.startswith(st.RUN_IN):
                beyond.append(f"不在段首的{st.RUN_IN}样式")
            if said and self._styles.bold(run):
                bold.append((len(text), len(text) + len(said)))
            text += said
        if "\t" in text and kind and kind not in MADE and not SPEC[kind].running:
            text = read_side_by_side(in_row)
        for why, words in left_out.items():
            if words.strip():
                self.left_out.setdefault(why, []).append(words)
        return _Said(label, text, run_in, made, united(bold), list(dict.fromkeys(beyond)))

    def _is_ours(self, box: Sequence[oxml.ReadParagraph]) -> bool:
        """Whether a text box holds paragraphs of the bulletin's."""
        for paragraph in box:
            kind = self._styles.kind(paragraph.style)
            if kind not in (None, Kind.BODY) or words_of(paragraph.text) in self._known:
                return True
            if self._styles.name(paragraph.style) in ANCHORS and self._words.closing_kind(paragraph.text):
                return True
            if any(self._is_ours(inside) for inside in paragraph.boxes):
                return True
        return False

    def notes(self, recognised: Sequence[Record] = ()) -> Iterator[str]:
        """Sentences about what is unread and left out. How paragraphs look that were `recognised` by that is
        no news."""
        told = {id(record.found.paragraph) for record in recognised if record.found}
        for why, texts in self.left_out.items():
            yield f"{why}文字{counted(texts, '处')}没有读回。"
        prefix = _on_a_line(self._words.prefix(Kind.EDITORS_NOTE))
        for label in self._other_labels:
            if prefix:
                yield f"编者按的字头改成了{quoted(label)}，没有读回：字头由版式决定，仍是“{prefix}”。"
        if self._label_missing and not self._other_labels:
            yield f"编者按的字头“{prefix}”删去了，没有照删：字头由版式决定，印出时仍有。"
        if self.beside_pictures:
            yield f"和图片在同一行的{counted(self.beside_pictures)}读回后单独成段，请核对。"
        if self.beside_cells:
            what = counted(list(dict.fromkeys(self.beside_cells)), "处")
            yield f"单元格里只能有文字，里面的{what}读回后排在表格后面，请核对。"
        for thing, places in self.unread.items():
            where = [text for text, paragraph in places if thing not in _LOOKS or id(paragraph) not in told]
            # A program may give every run its face again when it saves: one sentence tells as much as many.
            if len(where) > TOLD:
                yield f"{quoted(where[0])}等{len(where)}段里有{thing}，没有读回。"
            else:
                yield from (f"{quoted(text)}一段里有{thing}，没有读回。" for text in where)


_CELLS = (Kind.TABLE, Kind.TABLE_HEAD)
_OVER_CONTENTS = ("TOC Heading", st.variant(st.STYLE_NAMES[Kind.CONTENTS], st.CONTENTS_TITLE))
_ROW = re.compile(r"（([0-9]{1,3})）\Z")
"""The end of the name of a row's style."""
_LABEL = re.compile(r"[^:：]{1,10}[:：]")
"""A label with words of its own."""


def _box_name(box: Sequence[oxml.ReadParagraph]) -> str:
    text = "".join(paragraph.text for paragraph in box)
    return f"文本框（{_on_a_line(text, 2 * QUOTED)}）" if text.strip() else "文本框"


def style_notes(found: Sequence[Record]) -> Iterator[str]:
    """Sentences about paragraphs whose styles, tables and text boxes are not the bulletin's."""
    foreign: dict[str, list[str]] = {}
    boxed: list[str] = []
    for record in found:
        if record.found is None or SPEC[record.kind].region is Region.CLOSING:
            continue
        if record.found.foreign is not None and record.kind is Kind.BODY and record.text.strip():
            foreign.setdefault(record.found.foreign, []).append(record.text)
        if record.found.boxed and record.text.strip():
            boxed.append(record.text)
        elif record.found.paragraph.starts_table and record.block is None:
            yield f"{quoted(record.text)}在一个表格里，表格没有读回，里面的文字逐段读回。"
    for name, texts in foreign.items():
        style = _on_a_line(name, 40)
        if len(texts) > TOLD:
            yield f"{quoted(texts[0])}等{len(texts)}段的样式“{style}”不是简报的样式，按正文读回。"
        else:
            for text in texts:
                yield f"{quoted(text)}一段的样式“{style}”不是简报的样式，按正文读回。"
    if boxed:
        yield f"{counted(boxed)}在文本框里，文本框没有读回，里面的文字逐段读回。"
