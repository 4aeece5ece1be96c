"""Reads a Word copy back: the bulletin itself where nobody touched it, else what the styles tell.

A Word file is a copy of ours if it carries its bulletin. Of one that lost it (not every program keeps what
it does not know) the styles tell that no other file has; a name that an office may choose tells nothing.
Whatever can't be read back is named in a sentence; nothing is dropped in silence. Knows no pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from itertools import groupby, islice
from pathlib import Path
from typing import NamedTuple, NoReturn, assert_never

from bulletin_desk.bulletin.blank import NO_ISSUE
from bulletin_desk.bulletin.bounds import MAX_PARAGRAPHS, refusal
from bulletin_desk.bulletin.dates import chinese_date
from bulletin_desk.bulletin.grammar import BLOCKS, SPEC, Region, walk
from bulletin_desk.bulletin.model import (
    Addressee,
    Block,
    Body,
    DatedHeader,
    Imprint,
    Issue,
    Item,
    Kind,
    Masthead,
    Section,
)
from bulletin_desk.checked import shown
from bulletin_desk.errors import BulletinDeskError, UnreadableFileError
from bulletin_desk.export.docx import oxml
from bulletin_desk.export.docx import styles as st
from bulletin_desk.export.docx.words import Words, read_date
from bulletin_desk.layouts.read import load_layout
from bulletin_desk.packages import Package, read_package
from bulletin_desk.storage.bulletin_file import from_json

_KINDS = {name: kind for kind, name in st.STYLE_NAMES.items()} | dict.fromkeys(
    (st.BODY_ALIAS, "Body Text", "Normal (Web)", "No Spacing"), Kind.BODY
)
_KINDS |= {
    spelt: _KINDS[name]
    for name, built_in in st.BUILT_IN.items()
    for spelt in (built_in, built_in.capitalize())  # the second is LibreOffice's
}
"""By the names of paragraph styles."""
_NEEDED = (Kind.MASTHEAD, Kind.NUMBER_LINE, Kind.DATED_HEADER)
_ONCE = (*_NEEDED, Kind.IMPRINT, Kind.PRINT_COUNT)
_MOST_PAIRS = 1_000_000
_TOLD = 5
"""How many paragraphs with the same unreadable thing are named one by one."""
_AROUND_FOLIO = " \t\n\u00a0\u3000—–―-·"
_MARGINS = {"header": "页眉", "footer": "页脚"}
"""By the last word of the relationship's type."""
_IGNORED = (st.ANCHOR, st.ANCHOR_NEXT_PAGE, st.ANCHOR_SECTION)
_OURS = (*_IGNORED, st.FOLIO_ODD, st.FOLIO_EVEN)
"""Styles that every copy has and no other file: no list that a clerk chooses from has them, and text that is
pasted elsewhere takes one of them along at most."""
_BLANK = object()
"""The source of an empty paragraph that the bulletin doesn't have."""


@dataclass(frozen=True, slots=True)
class Record:
    """A paragraph of the Word copy: which kind it is, what it says (without what typesetting and layout
    added), and how long its run-in heading is. `source` is the bulletin's own value that it was written
    from, if any."""

    kind: Kind
    text: str
    run_in: int = 0
    source: object = field(default=None, compare=False)


def read_docx(path: Path) -> tuple[Issue, tuple[str, ...]]:
    """The issue in the Word copy at `path`, and a sentence for everything there that could not be read back.

    Raises UnreadableFileError if it is no Word copy of a bulletin.
    """

    def fail(reason: str) -> NoReturn:
        raise UnreadableFileError(f"打不开“{path}”：{reason}。")

    package = read_package(path)
    embedded = [texts for data in package.xml.values() if (texts := oxml.read_custom_part(data)) is not None]
    if not embedded and not _has_our_styles(package):
        fail("这不是本程序写出的 Word 版，里面没有随附的简报，请选用简报文件或本程序导出的 Word 版")
    names, parents, paragraphs, margins = _open(package, path)
    notes = [
        f"{where}里的“{shown(text, 20)}”没有读回。"
        for where, text in margins
        if text.strip(_AROUND_FOLIO) and not text.strip(_AROUND_FOLIO).isdecimal()
    ]
    original, words = _embedded(embedded, path, notes)
    found = list(_records(paragraphs, names, parents, words, notes))
    if original is not None:
        expected = list(records(original, words))
        if found == expected:
            return original, tuple(notes)
        found = _sourced(found, expected)
        notes.insert(0, "Word 版在导出后改动过，已按样式读回改动后的文字。")
    else:
        notes.insert(0, "Word 版里没有（或认不出）随附的简报，已按样式读回。")
    issue = _Builder(original, words, notes).issue(found)
    beyond = refusal(issue)
    if beyond:
        fail(beyond.removesuffix("。"))
    return issue, tuple(notes)


class _Opened(NamedTuple):
    """What a Word file holds: styles' names and parents by id, the paragraphs, and the texts of headers and
    footers, each with where it stands."""

    names: dict[str, str]
    parents: dict[str, str]
    paragraphs: list[oxml.ReadParagraph]
    margins: list[tuple[str, str]]


def _has_our_styles(package: Package) -> bool:
    styles = package.xml.get("word/styles.xml", b"")
    return all(name.encode() in styles for name in _OURS)


def _open(package: Package, path: Path) -> _Opened:
    from docx import Document  # only a copy of ours pays for it

    try:
        document = Document(package.as_file())
        names, parents = oxml.read_style_names(document.styles.element)
        paragraphs = list(islice(oxml.read_body(document.element.body), MAX_PARAGRAPHS + 1))
        margins = [
            (_MARGINS[kind], oxml.read_margin_text(rel.target_part.blob))
            for rel in document.part.rels.values()
            if (kind := rel.reltype.rpartition("/")[2]) in _MARGINS and not rel.is_external
        ]
    except Exception as error:  # python-docx fails on a damaged package in a dozen ways
        raise UnreadableFileError(
            f"打不开“{path}”：它不是 Word 文件（.docx），或已损坏，请改用备份。"
        ) from error
    if len(paragraphs) > MAX_PARAGRAPHS:
        raise UnreadableFileError(f"打不开“{path}”：里面的段落超过{MAX_PARAGRAPHS}个，请把它分成几份。")
    return _Opened(names, parents, paragraphs, margins)


def _embedded(parts: list[tuple[str, str]], path: Path, notes: list[str]) -> tuple[Issue | None, Words]:
    for issue, added in parts:
        words = Words.from_json(added)
        try:
            return from_json(issue, path), words or Words.of(load_layout())
        except BulletinDeskError as error:
            notes.append(f"随附在 Word 版里的简报读不出来，没有采用（{error}）")
    return None, Words.of(load_layout())


# ---- what a bulletin is expected to say


def records(issue: Issue, words: Words) -> Iterator[Record]:
    """The records of a Word copy that nobody touched."""

    def record(kind: Kind, text: str, source: object, run_in: int = 0) -> Record:
        kept = oxml.FORBIDDEN.sub("", text)
        head = oxml.FORBIDDEN.sub("", text[:run_in])
        return Record(kind, kept, len(head), source)

    masthead, header, imprint = issue.masthead, issue.dated_header, issue.imprint
    joined: dict[Kind, list[tuple[str, object]]] = {
        Kind.NUMBER_LINE: [(words.number(masthead), masthead)],
        Kind.DATED_HEADER: [(f"{header.issuer}\t{chinese_date(header.date)}", header)],
        Kind.DISTRIBUTION: [(one.label + words.label_end + one.to, one) for one in issue.distribution],
    }
    if imprint:
        date = chinese_date(imprint.date) + words.imprint_date_end
        joined[Kind.IMPRINT] = [(f"{imprint.office}\t{date}", imprint)]
    for kind, nodes in groupby(walk(issue), lambda node: node.kind):
        if kind in joined:
            yield from (record(kind, text, source) for text, source in joined[kind])
        else:
            yield from (record(kind, node.text, node.source, node.run_in) for node in nodes if node.shown)
    if issue.print_count is not None:
        text = words.print_count_text.format(count=issue.print_count)
        yield record(Kind.PRINT_COUNT, text, issue.print_count)


# ---- what a Word file says


def _records(
    paragraphs: list[oxml.ReadParagraph],
    names: dict[str, str],
    parents: dict[str, str],
    words: Words,
    notes: list[str],
) -> Iterator[Record]:
    first_note = True
    unread: dict[str, list[str]] = {}  # what can't be read back, with the paragraphs that have it
    for number, paragraph in enumerate(paragraphs):
        style = paragraph.style
        name = names.get(style, "") if style else st.STYLE_NAMES[Kind.BODY]
        label, text, run_in, stray = _text(paragraph, names)
        if name in _IGNORED and not text:
            continue
        for thing in (*paragraph.beyond, *([f"不在段首的{st.RUN_IN}样式"] if stray else [])):
            # LibreOffice writes what the first paragraph's style says into that paragraph, too.
            if number or thing != oxml.PARAGRAPH_FORMAT:
                unread.setdefault(thing, []).append(shown(text or "（空段落）", 20))
        kind = _kind(style, names, parents)
        if kind is None:
            if text.strip():
                notes.append(f"“{shown(text, 20)}”一段的样式“{shown(name)}”不是简报的样式，按正文读回。")
            kind = Kind.BODY
        if paragraph.starts_table and SPEC[kind].region is not Region.CLOSING:
            notes.append(f"“{shown(text, 20)}”在一个表格里，表格没有读回，里面的文字逐段读回。")
        if not text and not label:
            yield Record(kind, "", source=_BLANK)
            continue
        if kind is Kind.EDITORS_NOTE:
            if first_note and not label:
                bare = words.bare(kind, text)
                run_in = max(run_in - (len(text) - len(bare)), 0)
                text = bare
            first_note = False
        elif kind is Kind.DISCLOSURE:
            text = text.removeprefix(words.disclosure_label)
        elif SPEC[kind].heading or kind in (Kind.SOURCE, Kind.MARKING, Kind.MASTHEAD):
            text = words.bare(kind, text)
        yield Record(kind, text, run_in if SPEC[kind].run_in else 0)
    for thing, where in unread.items():
        # A program may give every run its face again when it saves: one sentence tells as much as a hundred.
        if len(where) > _TOLD:
            notes.append(f"“{where[0]}”等{len(where)}段里有{thing}，没有读回。")
        else:
            notes += [f"“{text}”一段里有{thing}，没有读回。" for text in where]


def _kind(style: str | None, names: dict[str, str], parents: dict[str, str]) -> Kind | None:
    """The kind of text that a style stands for: by its name, or by that of the style it is based on."""
    if style is None:
        return Kind.BODY
    for _ in range(20):
        name = names.get(style, "")
        plain = name.partition("（")[0]
        if plain in _KINDS:
            return _KINDS[plain]
        style = parents.get(style, "")
        if not style or names.get(style) == st.STYLE_NAMES[Kind.BODY]:
            return None
    return None


def _text(paragraph: oxml.ReadParagraph, names: dict[str, str]) -> tuple[str, str, int, bool]:
    """The layout's own words before a paragraph, its text, how long its run-in heading is, and whether more
    of it has that style."""
    label, text = "", ""
    run_in = 0
    stray = False
    for run in paragraph.runs:
        style = names.get(run.style, "") if run.style else ""
        if style.startswith(st.AUTOMATIC_BREAK):
            continue
        if style.startswith(st.LABEL) and not text:
            label += run.text
            continue
        if style.startswith(st.RUN_IN) and run_in == len(text):
            run_in += len(run.text)
        elif style.startswith(st.RUN_IN):
            stray = True
        text += run.text
    return label, text, run_in, stray


def _sourced(found: list[Record], expected: list[Record]) -> list[Record]:
    """The records found, those that nobody touched with the bulletin's own values."""
    sourced = list(found)
    ours, theirs = (
        [(record.kind, record.text, record.run_in) for record in side] for side in (found, expected)
    )

    def take(start: int, other: int, count: int) -> None:
        for step in range(count):
            sourced[start + step] = replace(found[start + step], source=expected[other + step].source)

    shorter = min(len(ours), len(theirs))
    head = next((at for at in range(shorter) if ours[at] != theirs[at]), shorter)
    take(0, 0, head)
    ours, theirs = ours[head:], theirs[head:]
    # Of what repeats itself without end, matching would take the square of its length.
    junk = len(ours) * len(theirs) > _MOST_PAIRS
    for start, other, count in SequenceMatcher(None, ours, theirs, autojunk=junk).get_matching_blocks():
        take(head + start, head + other, count)
    return sourced


# ---- an issue from records


class _Builder:
    """Puts an issue together from records in the order of the text."""

    def __init__(self, original: Issue | None, words: Words, notes: list[str]) -> None:
        self._words = words
        self._notes = notes
        self._known = original is not None
        self._original = original or NO_ISSUE
        self._sections: list[tuple[str, list[Item]]] = []
        self._item: tuple[str, list[Block], list[str]] | None = None

    def issue(self, found: list[Record]) -> Issue:
        """The issue that the records make."""
        masthead = replace(self._original.masthead, marking="", name="")
        header = self._original.dated_header
        notes: list[Body] = []
        disclosure = ""
        entries: list[Addressee] = []
        imprint: Imprint | None = None
        count: int | None = None
        seen: set[Kind] = set()
        blanks = 0
        for record in found:
            if record.source is _BLANK:
                blanks += 1
                continue
            if record.kind in seen and record.kind in _ONCE:
                self._say(record, "重复出现，以最后一处为准")
            seen.add(record.kind)
            match record.kind:
                case Kind.MARKING:
                    masthead = replace(masthead, marking=record.text)
                case Kind.MASTHEAD:
                    masthead = replace(masthead, name=record.text)
                case Kind.NUMBER_LINE:
                    masthead = self._number(record, masthead)
                case Kind.DATED_HEADER:
                    header = self._header(record, header)
                case Kind.EDITORS_NOTE:
                    notes.append(_body(record))
                case Kind.SECTION_HEAD:
                    self._end_item()
                    self._sections.append((_kept(record), []))
                case Kind.TITLE:
                    self._end_item()
                    self._item = (_kept(record), [], [])
                case Kind.SUBHEADING | Kind.BODY | Kind.SOURCE:
                    self._in_item(record)
                case Kind.DISCLOSURE:
                    disclosure += record.text
                case Kind.DISTRIBUTION:
                    entries.append(self._entry(record))
                case Kind.IMPRINT:
                    imprint = self._imprint(record)
                case Kind.PRINT_COUNT:
                    count = self._count(record)
                case Kind.FOLIO:  # stands in the margin, of which nothing is read
                    pass
                case _:
                    assert_never(record.kind)
        self._end_item()
        if blanks:
            self._notes.append(f"略去了{blanks}个空段落。")
        for kind in _NEEDED:
            if kind not in seen:
                self._notes.append(f"没有找到样式为“{st.STYLE_NAMES[kind]}”的段落，请核对。")
        return Issue(
            masthead=masthead,
            dated_header=header,
            editors_note=tuple(notes),
            sections=tuple(Section(name, tuple(items)) for name, items in self._sections),
            disclosure=disclosure,
            distribution=tuple(entries),
            imprint=imprint,
            print_count=count,
            layout=self._original.layout,
        )

    def _say(self, record: Record, what: str) -> None:
        self._notes.append(f"{st.STYLE_NAMES[record.kind]}“{shown(record.text, 20)}”{what}。")

    def _in_item(self, record: Record) -> None:
        if self._item is None:
            self._say(replace(record, kind=Kind.TITLE), "前面没有稿件标题，已放进一篇没有标题的稿件")
            self._item = ("", [], [])
        _, blocks, sources = self._item
        if record.kind is Kind.SOURCE:
            if sources:
                self._say(record, "是同一篇稿件的又一个来源，按正文读回")
                blocks.append(Body(record.text))
            else:
                sources.append(_kept(record))
            return
        if sources:
            self._notes.append(f"“{shown(record.text, 20)}”一段在来源之后，读回后排到了来源之前。")
        blocks.append(_block(record))

    def _end_item(self) -> None:
        if self._item is None:
            return
        title, blocks, sources = self._item
        if not self._sections:
            self._notes.append(f"“{shown(title, 20)}”前面没有栏目，已放进一个没有名称的栏目。")
            self._sections.append(("", []))
        self._sections[-1][1].append(Item(title, tuple(blocks), "".join(sources)))
        self._item = None

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
        return replace(masthead, number=number, total_number=total or None, supplement=supplement)

    def _header(self, record: Record, header: DatedHeader) -> DatedHeader:
        if isinstance(record.source, DatedHeader):
            return record.source
        issuer, _, date = record.text.rpartition("\t")
        day = read_date(date)
        if day is None:
            self._say(record, "认不出日期，" + ("沿用原来的" if self._known else "请补填"))
            issuer = issuer or record.text
        return DatedHeader(issuer.replace("\t", ""), day or header.date)

    def _entry(self, record: Record) -> Addressee:
        if isinstance(record.source, Addressee):
            return record.source
        label, end, to = record.text.partition(self._words.label_end)
        if not end or len(label) > 10:
            self._say(record, "没有“报”“送”“发”之类的字头，请核对")
            return Addressee("", record.text)
        return Addressee(label, to)

    def _imprint(self, record: Record) -> Imprint | None:
        if isinstance(record.source, Imprint):
            return record.source
        office, _, date = record.text.rpartition("\t")
        day = read_date(date.removesuffix(self._words.imprint_date_end))
        if day is None:
            known = self._original.imprint
            self._say(record, "认不出印发日期，" + ("沿用原来的" if known else "请补填"))
            return Imprint(office or record.text, known.date if known else self._original.dated_header.date)
        return Imprint(office.replace("\t", ""), day)

    def _count(self, record: Record) -> int | None:
        if isinstance(record.source, int):
            return record.source
        count = self._words.read_print_count(record.text)
        if not count:
            self._say(record, "认不出份数，没有读回")
        return count or None


def _kept(record: Record) -> str:
    """A text node: the bulletin's own where nobody touched it."""
    return record.source if isinstance(record.source, str) else record.text


def _block(record: Record) -> Block:
    if isinstance(record.source, Block):
        return record.source
    return BLOCKS[record.kind]("").with_text((), record.text, record.run_in)


def _body(record: Record) -> Body:
    return record.source if isinstance(record.source, Body) else Body(record.text, record.run_in)
