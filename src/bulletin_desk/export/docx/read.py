"""Reads a Word copy back: the bulletin itself where nobody touched it, else what the styles tell, laid beside
the bulletin that it carries.

A Word file is a copy of ours if it carries its bulletin. Of one that lost it (not every program keeps what
it does not know) the styles tell that no other file has; a name that an office may choose tells nothing.
Whatever can't be read back is named in a sentence; nothing is dropped in silence. Knows no pages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple, NoReturn, assert_never

from bulletin_desk.bulletin.blank import NO_ISSUE
from bulletin_desk.bulletin.bounds import MAX_PARAGRAPHS, refusal
from bulletin_desk.bulletin.grammar import ITEM_TEXTS, PARAGRAPHS, SPEC, attachments_of, items_of
from bulletin_desk.bulletin.model import (
    Addressee,
    Attachment,
    Block,
    Body,
    DatedHeader,
    Heading,
    Imprint,
    Issue,
    Item,
    Kind,
    Masthead,
    Section,
)
from bulletin_desk.bulletin.office import office_of, the_office
from bulletin_desk.bulletin.put_out import as_put_out
from bulletin_desk.errors import BulletinDeskError, UnreadableFileError
from bulletin_desk.export.docx import changes, oxml, oxml_comments
from bulletin_desk.export.docx import styles as st
from bulletin_desk.export.docx.attached import changed, owners, told_by_words, without_made
from bulletin_desk.export.docx.attached import with_new as with_new_attachments
from bulletin_desk.export.docx.beside import Beside, with_texts
from bulletin_desk.export.docx.block_records import lost_pictures, mended, with_sizes
from bulletin_desk.export.docx.block_records import told_by_words as blocks_by_words
from bulletin_desk.export.docx.block_sizes import Sizes
from bulletin_desk.export.docx.blocks_back import Media
from bulletin_desk.export.docx.leads import Leads
from bulletin_desk.export.docx.parts import marks_without_place, without_leads
from bulletin_desk.export.docx.records import (
    Reader,
    Record,
    Styles,
    quoted,
    records,
    style_notes,
    words_of,
)
from bulletin_desk.export.docx.row_values import applied, label_of, read_row
from bulletin_desk.export.docx.row_words import RowWords, Values
from bulletin_desk.export.docx.words import Words, read_dated, same_number
from bulletin_desk.layouts.read import carried_layout, load_layout
from bulletin_desk.packages import Package, read_package
from bulletin_desk.storage.bulletin_file import from_json, to_json

_NEEDED = (Kind.MASTHEAD, Kind.NUMBER_LINE, Kind.DATED_HEADER)
_ONCE = (*_NEEDED, Kind.IMPRINT, Kind.PRINT_COUNT)
_AROUND_FOLIO = " \t\n\u00a0\u3000—–―-·"
_MARGINS = {"header": "页眉", "footer": "页脚"}
"""By the last word of the relationship's type."""
_OURS = (st.ANCHOR, st.ANCHOR_NEXT_PAGE, st.ANCHOR_SECTION, st.FOLIO_ODD, st.FOLIO_EVEN)
"""Styles that every copy has and no other file: no list that a clerk chooses from has them, and text that is
pasted elsewhere takes one of them along at most."""


def read_docx(path: Path) -> tuple[Issue, tuple[str, ...]]:
    """The issue in the Word copy at `path`, its comments as remarks, and a sentence for everything there that
    could not be read back.

    Raises UnreadableFileError if it is no Word copy of a bulletin.
    """

    return read_copy(read_package(path), path)


_CARRIED = "customXml/bulletin.xml"
"""The part that a bulletin is put into where a copy has lost its own."""


def embedded_issue(package: Package, path: Path) -> Issue | None:
    """The bulletin that a Word copy carries, for errors named `path`; None if it carries none that can be
    read."""
    return _embedded(_carried(package), path, [], Media(package, {}))[0]


def with_embedded(package: Package, issue: Issue) -> Package:
    """A Word copy that has lost its bulletin, with `issue` as what it was made of."""
    carried = issue.layout
    layout = load_layout() if carried is None else carried_layout(carried.name, carried.text)[0]
    part = oxml.custom_part(to_json(as_put_out(issue)), Words.of(layout).to_json())
    return replace(package, xml={**package.xml, _CARRIED: part.encode("utf-8")})


def is_copy(package: Package) -> bool:
    """Whether a Word file is a copy of ours, its bulletin lost or not."""
    return bool(_carried(package)) or _has_our_styles(package)


def _carried(package: Package) -> list[tuple[str, str, str]]:
    return [texts for data in package.xml.values() if (texts := oxml.read_custom_part(data)) is not None]


def read_copy(package: Package, path: Path) -> tuple[Issue, tuple[str, ...]]:
    """As `read_docx`, of a package, for errors named `path`."""

    def fail(reason: str) -> NoReturn:
        raise UnreadableFileError(f"打不开“{path}”：{reason}。")

    embedded = _carried(package)
    if not embedded and not _has_our_styles(package):
        fail(
            "这不是本程序写出的 Word 版，里面没有随附的简报，请选用简报文件或本程序导出的 Word 版，"
            "或把它当作稿件收进一期简报"
        )
    opened = _open(package, path)
    named, paragraphs, margins, parts, _ = opened
    notes = [
        f"{where}里的{quoted(text)}没有读回。"
        for where, text in margins
        if text.strip(_AROUND_FOLIO) and not text.strip(_AROUND_FOLIO).isdecimal()
    ]
    media = Media(package, parts)
    original, words, sizes = _embedded(embedded, path, notes, media)
    if original is not None:
        media.knows(original)
    styles = Styles(named)
    if original is None:
        words = replace(words, offers=styles.offers())
    expected = [] if original is None else list(records(original, words))
    dressed = changes.dressed_words(expected, words)
    marks = [*words.offers.marks, *(item.mark for _, item in items_of(original))] if original else None
    leads = Leads(words.headings, words.blocks, marks, (words.captions.tables, words.captions.pictures))
    known = frozenset(filter(None, dressed))
    reader = Reader(styles, words, known, leads, media)
    note = original.editors_note[:1] if original else ()
    reader.label_typed = any(words.has_own_label(Kind.EDITORS_NOTE, body.text) for body in note)
    beside = Beside(expected, known, leads)
    found = with_texts(beside.told(list(reader.records(paragraphs))), above=words.captions.above)
    found = with_sizes(found, expected, sizes, styles)
    found = blocks_by_words(found, expected, styles)
    if original is not None and (words.contents or any(attachments_of(original))):
        found = told_by_words(found, original, words)
    found, made = without_made(found, words)
    if original is not None and found == expected:
        told = changed(made, original, original) if made else ()
        notes += (*reader.notes(), *media.said, *beside.notes(), *told, *style_notes(found))
        return _remarked(original, opened, styles, words, notes)
    found = beside.without_numbers(found)
    said: list[str] = list(beside.notes())
    if original is None:
        notes.insert(0, "Word 版里没有（或认不出）随附的简报，已按样式读回。")
        if all(record.plain or record.blank for record in found):
            fail("里面没有随附的简报，样式也都没有了，请把它当作稿件收进一期简报")
    else:
        notes.insert(0, "Word 版在导出后改动过，已按样式读回改动后的文字。")
        found = changes.without_common_style(found)
        if nowhere := marks_without_place(original, words.offers):
            said.append(
                f"没有标题和正文的稿件，标记{quoted('、'.join(nowhere))}在 Word 版里没有地方写，没有读回。"
            )
        found = with_new_attachments(found, known, words, said)
    found = without_leads(found, expected, dressed, words, leads)
    from bulletin_desk.export.docx.joins import put_right  # no copy that nobody touched pays for it

    lost = original is not None and changes.styles_lost(found, expected)
    found = put_right(found, expected, dressed, words, said, lost=lost)
    new = [original is None and record.plain for record in found]
    if original is not None:
        alignment = changes.align(found, expected, dressed)
        lost = styles.breaks_lost(paragraphs)
        found = changes.restored(found, expected, alignment, words, breaks_lost=lost, notes=said)
        for at, first in enumerate(alignment.made_of):
            if first is not None:
                found[at] = mended(found[at], expected[first], breaks_lost=lost)
        left_out = {words_of(text) for texts in reader.left_out.values() for text in texts}
        said += changes.told_apart(alignment, expected, left_out)
        new = [made_of is None for made_of in alignment.made_of]
        if any(new):
            from bulletin_desk.export.docx.new_rows import with_new_rows  # few copies have some

            found, new = with_new_rows(found, new, original, words, said)
    recognised: list[Record] = []
    if any(new):
        from bulletin_desk.export.docx.new_items import with_new_items  # few copies have some

        sections = [record.text for record in expected if record.kind is Kind.SECTION_HEAD]
        office = the_office() if original is None else office_of(original)
        found, recognised = with_new_items(
            found, new, sections, styles, said, known=original is not None, office=office
        )
    if original is not None:
        said += lost_pictures(original, found)
    notes += (*reader.notes(recognised), *media.said, *said, *style_notes(found))
    issue = _Builder(original, words, notes).issue(found)
    notes += changed(made, original, issue)
    beyond = refusal(issue)
    if beyond:
        fail(beyond.removesuffix("。"))
    return _remarked(issue, opened, styles, words, notes)


def _remarked(
    issue: Issue, opened: _Opened, styles: Styles, words: Words, notes: list[str]
) -> tuple[Issue, tuple[str, ...]]:
    """The issue that was read, with the comments of its copy, and all that is to be said."""
    if not opened.comments:
        return issue, tuple(notes)
    from bulletin_desk.export.docx.comments_back import remarks_in  # few copies have some

    remarks, said = remarks_in(opened.comments, opened.paragraphs, styles, words, issue)
    return replace(issue, remarks=remarks) if remarks else issue, (*notes, *said)


class _Opened(NamedTuple):
    """What a Word file holds: styles by id, the paragraphs, and the texts of headers and footers, each with
    where it stands, the names of the parts with pictures by their relationships, and the comments."""

    styles: Mapping[str, oxml.ReadStyle]
    paragraphs: list[oxml.ReadParagraph]
    margins: list[tuple[str, str]]
    pictures: Mapping[str, str]
    comments: Sequence[oxml_comments.ReadComment]


def _has_our_styles(package: Package) -> bool:
    styles = package.xml.get("word/styles.xml", b"")
    return all(name.encode() in styles for name in _OURS)


def _open(package: Package, path: Path) -> _Opened:
    from docx import Document  # only a copy of ours pays for it

    try:
        document = Document(package.as_file())
        styles = oxml.read_styles(document.styles.element)
        parts = {
            rel.reltype.rpartition("/")[2]: rel.target_part.blob
            for rel in document.part.rels.values()
            if rel.reltype.endswith(oxml_comments.PARTS) and not rel.is_external
        }
        comments = oxml_comments.read_comments(*(parts.get(name, b"") for name in oxml_comments.PARTS))
        if comments:
            oxml_comments.settle(document.element.body)
        paragraphs = list(islice(oxml.read_body(document.element.body), MAX_PARAGRAPHS + 1))
        margins = [
            (_MARGINS[kind], oxml.read_margin_text(rel.target_part.blob))
            for rel in document.part.rels.values()
            if (kind := rel.reltype.rpartition("/")[2]) in _MARGINS and not rel.is_external
        ]
        pictures = {
            identifier: rel.target_part.partname.lstrip("/")
            for identifier, rel in document.part.rels.items()
            if rel.reltype.rpartition("/")[2] == "image" and not rel.is_external
        }
    except Exception as error:  # python-docx fails on a damaged package in a dozen ways
        raise UnreadableFileError(
            f"打不开“{path}”：它不是 Word 文件（.docx），或已损坏，请改用备份。"
        ) from error
    if len(paragraphs) > MAX_PARAGRAPHS:
        raise UnreadableFileError(f"打不开“{path}”：里面的段落超过{MAX_PARAGRAPHS}个，请把它分成几份。")
    return _Opened(styles, paragraphs, margins, pictures, comments)


def _embedded(
    parts: list[tuple[str, str, str]], path: Path, notes: list[str], media: Media
) -> tuple[Issue | None, Words, Sizes]:
    for issue, added, sizes in parts:
        words = Words.from_json(added)
        try:
            read = from_json(issue, path, media.content_of)
            return read, words or Words.of(load_layout()), Sizes.from_json(sizes)
        except BulletinDeskError as error:
            notes.append(f"随附在 Word 版里的简报读不出来，没有采用（{error}）")
    return None, Words.of(load_layout()), Sizes()


# ---- an issue from records


@dataclass(slots=True)
class _Item:
    """An item whose end has not come yet."""

    title: str = ""
    blocks: list[Block] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    texts: dict[Kind, str] = field(default_factory=dict)
    mark: str = ""
    listed: tuple[str, ...] = ()
    """The titles in the list of its attachments."""

    @property
    def awaits_title(self) -> bool:
        """Whether there is nothing but what stands over a title."""
        return self.texts.keys() == {Kind.KICKER} and not (self.title or self.blocks or self.sources)

    def made(self) -> Item:
        """The item."""
        texts: dict[str, Any] = {ITEM_TEXTS[kind]: text for kind, text in self.texts.items()}
        return Item(self.title, tuple(self.blocks), "".join(self.sources), mark=self.mark, **texts)


class _Builder:
    """Puts an issue together from records in the order of the text."""

    def __init__(self, original: Issue | None, words: Words, notes: list[str]) -> None:
        self._words = words
        self._notes = notes
        self._known = original is not None
        self._original = original or NO_ISSUE
        self._rows: list[Record] = []
        """Rows in the layout's own words."""
        self._beside: list[Record] = []
        """What stands beside entries of the distribution that were changed."""
        self._beside_kept = False
        self._sections: list[tuple[Section, list[Item]]] = []
        self._item: _Item | None = None
        self._attachments: list[tuple[str, list[Block]]] = []
        self._attached: list[Block] | None = None
        """The blocks of the attachment whose end has not come yet."""
        self._lists: list[tuple[str, ...]] = []
        """For each item what its list of attachments names."""

    def issue(self, found: list[Record]) -> Issue:
        """The issue that the records make."""
        masthead = self._original.masthead
        if self._has(Kind.MARKING):
            masthead = replace(masthead, marking="")
        if self._has(Kind.MASTHEAD):
            masthead = replace(masthead, name="")
        header = self._original.dated_header
        notes: list[Body] = []
        old = self._original
        disclosure = "" if self._has(Kind.DISCLOSURE) else old.disclosure
        entries: list[Addressee] = [] if self._has(Kind.DISTRIBUTION) else list(old.distribution)
        imprint = None if self._has(Kind.IMPRINT) else old.imprint
        count = None if self._has(Kind.PRINT_COUNT) else old.print_count
        seen: set[Kind] = set()
        blanks = 0
        for record in found:
            if record.blank:
                blanks += 1
                self._list(record)
                continue
            if record.start.section:
                self._begin_section("", record.start.section)
            if record.start.item:
                self._begin_item()
            if record.kind in seen and record.kind in _ONCE:
                self._say(record, "重复出现，以最后一处为准")
            seen.add(record.kind)
            match record.kind:
                case Kind.MARKING:
                    masthead = replace(masthead, marking=_kept(record))
                case Kind.MASTHEAD:
                    masthead = replace(masthead, name=_kept(record))
                case Kind.NUMBER_LINE:
                    masthead = self._number(record, masthead)
                case Kind.DATED_HEADER:
                    header = self._header(record, header)
                case Kind.EDITORS_NOTE:
                    notes.append(_body(record))
                case Kind.SECTION_HEAD:
                    self._begin_section(_kept(record), 1)
                case Kind.SECTION_HEAD_2:
                    self._begin_section(_kept(record), 2)
                case Kind.TITLE:
                    item = self._begun(record)
                    item.title, item.mark = _kept(record), record.start.mark
                case Kind.KICKER:
                    self._begun(record)
                    self._in_item(record)
                case Kind.SUBTITLE | Kind.BYLINE | Kind.SALUTATION | Kind.SIGNATURE:
                    self._in_item(record)
                case Kind.SUBHEADING | Kind.BODY | Kind.SOURCE | Kind.LIST_ITEM | Kind.NUMBERED_ITEM:
                    self._in_item(record)
                case Kind.HEADING_1 | Kind.HEADING_2 | Kind.HEADING_3 | Kind.HEADING_4:
                    self._in_item(record)
                case Kind.ATTACHMENT_TITLE:
                    self._begin_attachment(record)
                case Kind.TABLE_CAPTION | Kind.TABLE_UNIT | Kind.TABLE_HEAD | Kind.TABLE | Kind.TABLE_NOTE:
                    self._of_block(record, "表格")
                case Kind.PICTURES | Kind.PICTURE_CAPTION | Kind.PICTURE_CREDIT:
                    self._of_block(record, "图片")
                case Kind.ATTACHMENT_LIST | Kind.ATTACHMENT_MARK | Kind.CONTENTS:  # see `without_made`
                    pass
                case Kind.DISCLOSURE:
                    disclosure += _kept(record)
                case Kind.DISTRIBUTION:
                    entries.append(self._entry(record))
                case Kind.IMPRINT:
                    imprint = self._imprint(record)
                case Kind.PRINT_COUNT:
                    count = self._count(record)
                case Kind.HEAD_FIELD | Kind.CLOSING_FIELD:
                    self._rows.append(record)
                case Kind.FOLIO:  # stands in the margin, of which nothing is read
                    pass
                case _:
                    assert_never(record.kind)
            self._list(record)
        if self._attachments and not self._lists and self._item is None:
            self._begin_item()
        self._end_item()
        if blanks:
            self._notes.append(f"略去了{blanks}个空段落。")
        for kind in _NEEDED:
            if kind not in seen and self._has(kind):
                kept = "，沿用原来的" if self._known else ""
                self._notes.append(f"没有找到样式为“{st.STYLE_NAMES[kind]}”的段落{kept}，请核对。")
        if Kind.MASTHEAD not in seen:
            masthead = replace(masthead, name=self._original.masthead.name)
        issue = Issue(
            masthead=masthead,
            dated_header=header,
            editors_note=tuple(notes),
            sections=self._made_sections(),
            disclosure=disclosure,
            distribution=tuple(entries),
            imprint=imprint,
            print_count=count,
            layout=old.layout,
            head_fields=old.head_fields,
            closing_fields=old.closing_fields,
        )
        return self._with_rows(issue)

    def _made_sections(self) -> tuple[Section, ...]:
        """The sections with their items, and these with their attachments."""
        titles = [title for title, _ in self._attachments]
        own: dict[int, list[Attachment]] = {}
        for item, (title, blocks) in zip(owners(titles, self._lists), self._attachments, strict=True):
            own.setdefault(item, []).append(Attachment(title, tuple(blocks)))
        made: list[Section] = []
        at = 0
        for section, items in self._sections:
            whole = [
                replace(item, attachments=tuple(own[number])) if number in own else item
                for number, item in enumerate(items, at)
            ]
            at += len(items)
            made.append(replace(section, items=tuple(whole)))
        return tuple(made)

    def _begin_attachment(self, record: Record) -> None:
        self._attached = []
        self._attachments.append((_kept(record), self._attached))

    def _list(self, record: Record) -> None:
        """What the list of attachments behind a record names is its item's."""
        if record.listed and self._item is not None:
            self._item.listed += record.listed

    def _has(self, kind: Kind) -> bool:
        """Whether the layout has a row of a kind, as every bulletin's."""
        return self._words.row(kind) is not None

    # ---- rows in the layout's own words

    def _with_rows(self, issue: Issue) -> Issue:
        """The issue with the values that its layout's own rows have."""
        rows = {(row.kind, row.number): row for row in self._words.rows() if row.own}
        printed = Values(self._original, self._words)
        seen: set[str] = set()
        gone = dict(rows)
        for record in self._rows:
            row = rows.get((record.kind, record.row))
            if row is None:
                self._say(record, "认不出是版式里的哪一行，没有读回")
                continue
            if gone.pop((row.kind, row.number), None) is None:
                self._say(record, "重复出现，以最后一处为准")
            seen.update(row.fields)
            if record.source is None:
                issue = self._with_row(record, row, issue)
        entries = self._words.row(Kind.DISTRIBUTION)
        beside = entries.right if entries else None
        if beside and self._beside:
            issue = self._with_row(self._beside[-1], beside, issue)
        elif beside and not self._beside_kept and self._original.distribution:
            gone[beside.kind, beside.number] = beside
        for row in gone.values():
            if row.text(printed):
                issue = self._without_row(row, issue, seen)
        return issue

    def _with_row(self, record: Record, row: RowWords, issue: Issue) -> Issue:
        """The issue with what a row says that was changed."""
        found = read_row(record.text, row, self._original, self._words)
        if found is None:
            self._say(record, "改得和版式里这一行的写法对不上，没有读回，沿用原来的，请在程序里改")
            return issue
        for name, value in found.items():
            changed = applied(name, value, issue, self._words)
            if changed is None:
                label = label_of(name, self._words)
                self._say(record, f"里的{label}认不出来，沿用原来的，请核对")
            else:
                issue = changed
        return issue

    def _without_row(self, row: RowWords, issue: Issue, seen: set[str]) -> Issue:
        """The issue without the fields of a row that was deleted, except those that it must have."""
        kept = []
        for name in row.fields:
            if name in seen or not Values(issue, self._words)(name):
                continue
            emptied = applied(name, "", issue, self._words) if name != "name" else None
            if emptied is None:
                kept.append(label_of(name, self._words))
            issue = emptied or issue
        if kept:
            text = row.text(Values(self._original, self._words)) or ""
            self._notes.append(f"{quoted(text)}一行删去了，里面的{'、'.join(kept)}沿用原来的，请核对。")
        return issue

    def _say(self, record: Record, what: str) -> None:
        self._notes.append(f"{st.STYLE_NAMES[record.kind]}{quoted(record.text)}{what}。")

    def _begin_section(self, name: str, level: int) -> None:
        self._end_item()
        self._sections.append((Section(name, (), level), []))

    def _begin_item(self) -> _Item:
        self._end_item()
        self._item = _Item()
        return self._item

    def _begun(self, record: Record) -> _Item:
        """The item that a title, or what stands over one, belongs to."""
        item = self._item
        return item if item and (record.start.item or item.awaits_title) else self._begin_item()

    def _of_block(self, record: Record, name: str) -> None:
        """A table, or pictures; or a text that has lost what it belongs to."""
        if record.block is None:
            self._say(record, f"旁边没有{name}，按正文读回")
            record = replace(record, kind=Kind.BODY, source=None)
        self._in_item(record)

    def _in_item(self, record: Record) -> None:
        if self._attached is not None:
            if record.kind not in PARAGRAPHS and record.block is None:
                self._say(record, "在附件里，按正文读回")
                record = replace(record, kind=Kind.BODY, source=None)
            self._attached.append(_block(record))
            return
        optional = self._words.offers.titles == "optional"
        if self._item is not None and optional and self._item.sources and record.kind in PARAGRAPHS:
            self._say(record, "一段在来源之后，读作另一篇没有标题的稿件")
            self._begin_item()
        if self._item is None and not optional:
            self._say(replace(record, kind=Kind.TITLE), "前面没有稿件标题，已放进一篇没有标题的稿件")
        item = self._item or self._begin_item()
        if record.start.mark:
            item.mark = record.start.mark
        if record.kind is Kind.SOURCE:
            if item.sources:
                self._say(record, "是同一篇稿件的又一个来源，按正文读回")
                item.blocks.append(Body(record.text))
            else:
                item.sources.append(_kept(record))
            return
        if record.kind in ITEM_TEXTS:
            self._around(record, item)
            return
        if item.sources or Kind.SIGNATURE in item.texts:
            last = "来源" if item.sources else "落款"
            self._notes.append(f"{quoted(record.text)}一段在{last}之后，读回后排到了{last}之前。")
        item.blocks.append(_block(record))

    def _around(self, record: Record, item: _Item) -> None:
        """A text around an item's title and blocks."""
        before = item.texts.get(record.kind)
        if before is not None and not SPEC[record.kind].line_breaks:
            self._say(record, f"是同一篇稿件的又一个{st.STYLE_NAMES[record.kind]}，按正文读回")
            item.blocks.append(Body(record.text))
            return
        if record.kind is not Kind.SIGNATURE and (
            item.blocks or item.sources or Kind.SIGNATURE in item.texts
        ):
            self._say(record, "不在正文前面，读回后排到了正文之前")
        item.texts[record.kind] = _kept(record) if before is None else f"{before}\n{record.text}"

    def _end_item(self) -> None:
        item, self._item = self._item, None
        self._attached = None
        if item is None:
            return
        if not self._sections:
            if self._words.offers.sections == "named":
                self._notes.append(f"{quoted(item.title)}前面没有栏目，已放进一个没有名称的栏目。")
            self._sections.append((Section(""), []))
        self._sections[-1][1].append(item.made())
        self._lists.append(item.listed)

    def _number(self, record: Record, masthead: Masthead) -> Masthead:
        source = record.source
        if isinstance(source, Masthead):
            return replace(
                masthead, number=source.number, total_number=source.total_number, supplement=source.supplement
            )
        found = self._words.read_number(record.text)
        if found is None or not found[0]:
            self._say(record, "认不出期数，" + ("沿用原来的" if self._known else "请补填"))
            return masthead
        number, total, supplement = found
        if self._known and "{total}" not in self._words.with_total:  # not on paper
            total = masthead.total_number
        if self._known and "{supplement}" not in self._words.with_total:
            supplement = supplement or masthead.supplement
        read = replace(masthead, number=number, total_number=total or None, supplement=supplement)
        if not same_number(self._words.number(read), record.text):
            self._say(record, f"读作{quoted(self._words.number(read))}，请核对")
        return read

    def _header(self, record: Record, header: DatedHeader) -> DatedHeader:
        if isinstance(record.source, DatedHeader):
            return record.source
        issuer, day = read_dated(record.text)
        if day is None:
            self._say(record, "认不出日期，" + ("沿用原来的" if self._known else "请补填"))
        return DatedHeader(issuer.replace("\t", ""), day or header.date)

    def _entry(self, record: Record) -> Addressee:
        if isinstance(record.source, Addressee):
            self._beside_kept = self._beside_kept or "\t" in record.text
            return record.source
        text = record.text
        row = self._words.row(Kind.DISTRIBUTION)
        if row is not None and row.cells:
            text, tab, beside = text.partition("\t")
            if tab:
                self._beside.append(replace(record, text=beside, source=None))
            text = text.removeprefix(row.label_start)
        entry = self._words.read_entry(text)
        if entry is None:
            self._say(record, "没有“报”“送”“发”之类的字头，请核对")
            return Addressee("", text)
        return Addressee(*entry)

    def _imprint(self, record: Record) -> Imprint | None:
        if isinstance(record.source, Imprint):
            return record.source
        office, day = self._words.read_imprint(record.text)
        if day is None:
            known = self._original.imprint
            self._say(record, "认不出印发日期，" + ("沿用原来的" if known else "请补填"))
            day = known.date if known else self._original.dated_header.date
        return Imprint(office.replace("\t", ""), day)

    def _count(self, record: Record) -> int | None:
        if isinstance(record.source, int):
            return record.source
        count = self._words.read_print_count(record.text)
        if not count:
            known = self._original.print_count
            self._say(record, "认不出份数，" + ("沿用原来的" if known else "请补填"))
            return known
        return count


def _kept(record: Record) -> str:
    """A text node: the bulletin's own where nobody touched it."""
    return record.source if isinstance(record.source, str) else record.text


def _block(record: Record) -> Block:
    if isinstance(record.source, Block):
        return record.source
    if record.block is not None:
        return record.block
    block = PARAGRAPHS[record.kind].with_text((), record.text, record.run_in, record.bold)
    return replace(block, numbered=record.numbered) if isinstance(block, Heading) else block


def _body(record: Record) -> Body:
    return record.source if isinstance(record.source, Body) else Body(record.text, record.run_in, record.bold)
