"""What the Word copy says, paragraph by paragraph: styles by name and runs, from a bulletin and its typeset
lines.

Writing turns these values into a package, reading back compares with them. Holds no XML.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import lru_cache
from itertools import groupby, pairwise
from string import Formatter

from bulletin_desk.bulletin.grammar import (
    CONTENTS,
    DISTRIBUTION,
    MADE,
    SPEC,
    is_item,
    is_section,
    item_at,
    item_of,
    steps_below,
    walk,
)
from bulletin_desk.bulletin.model import HEADING_KINDS, Issue, Kind, Path, PictureData
from bulletin_desk.bulletin.model import Remark as Comments
from bulletin_desk.bulletin.ranges import covers
from bulletin_desk.export.docx import styles as st
from bulletin_desk.export.docx.block_sizes import NO_SIZES, Sizes
from bulletin_desk.export.docx.blocks import BlockMaker, Flow
from bulletin_desk.export.docx.breaks import Parting, parting
from bulletin_desk.export.docx.comments import Anchors, Comment, comments_of
from bulletin_desk.export.docx.contents_field import ContentsField
from bulletin_desk.export.docx.fixed_rows import (
    FACE_NAMES,
    ClosingRows,
    HeadRows,
    RunMaker,
    SetLine,
    closing_rows,
    head_rows,
    technical,
)
from bulletin_desk.export.docx.kept import kept_with_signature
from bulletin_desk.export.docx.lock import LineEnd, Locked, Reading, Sample, lock
from bulletin_desk.export.docx.oxml import FORBIDDEN, CommentMark, Paragraph, Run, joined
from bulletin_desk.export.docx.oxml_blocks import TableValue
from bulletin_desk.export.docx.starts import NO_START, Start, starts
from bulletin_desk.export.docx.words import Words
from bulletin_desk.hanzi.accents import ABSORBED
from bulletin_desk.hanzi.cells import cells, in_context
from bulletin_desk.hanzi.classes import (
    AS_LATIN,
    HALVED,
    HAN_LATIN_EDGE,
    Width,
    width_of,
)
from bulletin_desk.layouts.line_rule import OFFICE_RULE
from bulletin_desk.layouts.model import Layout
from bulletin_desk.pages.model import Remark
from bulletin_desk.typeset.composed import Composed
from bulletin_desk.typeset.measure import kind_of
from bulletin_desk.typeset.paragraph import HALF, UNITS, Span
from bulletin_desk.typeset.thing import FlowBlock, FlowText
from bulletin_desk.typeset.typesetter import TypesetPages

_ADVANCES = {"“": 909, "”": 909, "‘": 682, "’": 682, " ": 512, "\u00a0": 512}
"""Advances in Times New Roman (and Liberation Serif), in 1/2048 em, of what is set half an em wide."""
_BOLD_ADVANCES = _ADVANCES | {"“": 1024, "”": 1024}
_CLASS_NAMES = {"“": "双引号", "”": "双引号", "‘": "单引号", "’": "单引号", " ": "空格", "\u00a0": "空格"}
_SIZE_NAMES = dict(
    zip(
        (84, 72, 52, 48, 44, 36, 32, 30, 28, 24, 21, 18),
        ["初号", "小初", "一号", "小一", "二号", "小二", "三号", "小三", "四号", "小四", "五号", "小五"],
        strict=True,
    )
)
"""The sizes of type by half-points."""


_INSIDE = (Kind.SUBHEADING, *HEADING_KINDS)
"""Headings inside a text."""
_LISTED = (Kind.LIST_ITEM, Kind.NUMBERED_ITEM)
_KIND_OF = {name: kind for kind, name in st.STYLE_NAMES.items()}
_Styled = tuple[str | None, int]
"""A character's style, by name, and the spacing that the style gives it."""
_Entry = tuple[_Styled, Sample, bool]
"""What is known of a character: as of `_character`, without the style's font."""
_Known = tuple[dict[str, _Entry], dict[str, _Entry]]
"""Entries by cell, of which the second ones stand in Latin text."""


@dataclass(slots=True)
class Content:
    """The Word copy's paragraphs by style name, and the styles that they need."""

    head: HeadRows = field(default_factory=HeadRows)
    flow: list[Flow] = field(default_factory=list)
    closing: ClosingRows = field(default_factory=ClosingRows)
    closing_on_next_page: bool = False
    parted: bool = False
    """Whether the closing block is taller than a page."""
    blank_page: bool = False
    numbered_to_the_end: bool = True
    kinds: set[Kind] = field(default_factory=set)
    """The kinds of its running text."""
    variants: dict[str, st.Variant] = field(default_factory=dict)
    """Of its styles, by their names."""
    characters: dict[str, st.Font] = field(default_factory=dict)
    folio: tuple[Run, ...] = ()
    """The page number with what stands before and after it."""
    pictures: dict[str, PictureData] = field(default_factory=dict)
    """The files of its pictures, by their digests."""
    sizes: Sizes = NO_SIZES
    """How large its tables and pictures are."""
    comments: list[Comment] = field(default_factory=list)
    doubtful: list[tuple[Composed, list[tuple[Reading, ...]]]] = field(default_factory=list)
    """Paragraphs with lines that word processors may end elsewhere, and for each line in which readings."""


def content(
    issue: Issue,
    layout: Layout,
    pages: TypesetPages,
    *,
    locked: bool,
    tell: Callable[[int], None],
    remarks: Sequence[Comments] = (),
) -> Content:
    """Everything that the Word copy of an issue says, with these remarks; `tell` as in `write.docx_bytes`."""
    walk = _Walk(issue, layout, pages, locked)
    if remarks:
        walk.remark(remarks)
    return walk.content(tell)


def unwritable(pages: TypesetPages) -> tuple[Remark, ...]:
    """What of the pages the Word copy can't have: characters that XML has no place for, and that it therefore
    leaves out; a closing block that stands at the foot of several pages."""
    parted = [Remark("closing_parted_in_word", DISTRIBUTION, 0, "")] if pages.closing_pages > 1 else []
    return (
        *(
            Remark("not_in_xml", path, max(0, match.start() - composed.paragraph.lead), match[0])
            for composed, path in pages.paragraphs()
            for match in FORBIDDEN.finditer(composed.paragraph.text)
        ),
        *parted,
    )


class _Walk:
    def __init__(self, issue: Issue, layout: Layout, pages: TypesetPages, locked: bool) -> None:
        self._issue = issue
        self._layout = layout
        self._pages = pages
        self._locked = locked
        # What fits into one line by another rule than the usual one may not where a word processor measures.
        self._measured_otherwise = layout.lines != OFFICE_RULE
        self._words = Words.of(layout)
        self._made = Content()
        self._known: dict[tuple[str, str, Fraction, str], _Known] = {}
        self._starts = starts(issue, layout.offers)
        self._anchors: Anchors | None = None
        self._within: Path = ()
        """The part whose paragraphs are being made."""

    def remark(self, remarks: Sequence[Comments]) -> None:
        """The copy is to have these remarks as comments."""
        self._made.comments = comments_of(remarks)
        self._anchors = Anchors(self._issue, remarks, self._pages.paragraphs())

    def content(self, tell: Callable[[int], None]) -> Content:
        made = self._made
        flow = list(self._pages.flow_parts())
        runs = RunMaker(self._runs, self._lines, made.characters)
        made.head = head_rows(self._pages.head, self._layout, self._words, runs)
        run_ins = {node.path: node.run_in for node in walk(self._issue)}
        kept = self._kept()
        if self._layout.offers.titles == "optional":
            self._variant(st.STYLE_NAMES[Kind.BODY], Start(item=True))
        if self._layout.offers.bold:
            face = st.TYPEFACES[self._layout.styles["bold"].face].name
            made.characters[st.BOLD] = st.Font(face, bold=True)
        contents = ContentsField(self._pages, self._issue, self._layout)
        blocks = BlockMaker(self._layout, runs, self._block_variant)
        made.pictures = blocks.pictures
        for index, part in enumerate(flow):
            self._within = part.path
            following = flow[index + 1] if index + 1 < len(flow) else None
            if isinstance(part, FlowBlock):
                space = self._after(Kind.BODY, following)
                start = next(
                    (start for path, start in self._starts.items() if steps_below(path, part.path)),
                    NO_START,
                )
                for one in blocks.parts(part, below=space):
                    if start != NO_START and isinstance(one, Paragraph):
                        one = one._replace(style=self._variant(one.style or "", start))
                        start = NO_START
                    made.kinds.update(self._kinds_of(one))
                    made.flow.append(one)
                continue
            composed, path, _ = part
            kind = composed.paragraph.kind
            made.kinds.add(kind)
            space = self._after(kind, following)
            name = self._name(composed, path)
            if kind in MADE:
                signed = _signed(kind, following)
                lines = list(self._lines(composed))
                if signed and len(lines) > 1:  # its last line alone stays with the signature
                    *before, last = lines
                    made.flow.append(Paragraph(name, joined(_whole(before))))
                    name, lines = self._indented(composed, st.STYLE_NAMES[kind], continued=True), [last]
                keep = signed or (kind is Kind.CONTENTS and path in contents.over)
                paragraph = Paragraph(name, joined(_whole(lines)), space, keep=keep)
                made.flow.append(contents.row(paragraph, path) if kind is Kind.CONTENTS else paragraph)
                continue
            first = kept.get(path)
            lines = list(self._lines(composed, run_in=run_ins[path], divided=first))
            if first:
                made.flow.append(Paragraph(name, joined(_whole(lines[:first]))))
                name = self._variant(st.STYLE_NAMES[kind], NO_START, continued=True)
                lines = lines[first:]
            runs_made = joined(_whole(lines))
            paragraph = Paragraph(name, runs_made, space, keep=first is not None)
            made.flow.append(contents.marked(paragraph, kind, path))
            tell(len(self._pages) * (index + 1) // len(flow))
        made.flow = contents.closed(made.flow)
        made.sizes = blocks.sizes()
        self._within = ()
        made.closing = closing_rows(self._pages.closing, self._layout, self._words, runs)
        self._closing_pages()
        made.folio = tuple(self._folio())
        return made

    def _block_variant(self, variant: st.Variant) -> str:
        return self._made.variants.setdefault(variant.name, variant).name

    def _kinds_of(self, part: Flow) -> Iterator[Kind]:
        """The kinds of text in a part of a table or of pictures."""
        if isinstance(part, TableValue):
            for row in part.rows:
                for cell in row.cells:
                    for paragraph in cell.paragraphs:
                        yield from self._kinds_of(paragraph)
        elif part.style and (kind := _KIND_OF.get(part.style.partition("（")[0])):
            yield kind

    def _name(self, composed: Composed, path: Path) -> str:
        """The name of a running paragraph's style."""
        paragraph = composed.paragraph
        name, kind = st.STYLE_NAMES[paragraph.kind], paragraph.kind
        if kind in _INSIDE and self._divided(composed):
            own = st.Variant(st.variant(name, st.DIVIDED), name, divided=True)
            name = self._made.variants.setdefault(own.name, own).name
        elif (kind in _LISTED and paragraph.first_indent < 0) or kind is Kind.ATTACHMENT_LIST:
            name = self._indented(composed, name)
        elif kind is Kind.CONTENTS:
            word = st.CONTENTS_TITLE if path == CONTENTS else st.CONTENTS_SECTION if is_section(path) else ""
            if word:
                style = "contents_title" if path == CONTENTS else "contents_section"
                own = st.Variant(st.variant(name, word), name, style=style)
                name = self._made.variants.setdefault(own.name, own).name
            else:
                name = self._indented(composed, name)
        elif kind is Kind.SIGNATURE and paragraph.align == "centre":
            scale = paragraph.advance / UNITS
            box = paragraph.left * scale, paragraph.measure * scale
            place = f"左空{paragraph.left / UNITS:.4g}字、宽{paragraph.measure / UNITS:.4g}字"
            own = st.Variant(st.variant(name, place), name, box=box)
            name = self._made.variants.setdefault(own.name, own).name
        return self._variant(name, self._starts.get(path, NO_START))

    def _indented(self, composed: Composed, name: str, *, continued: bool = False) -> str:
        """The name of the style's variant with a paragraph's own indents; `continued`: of its last lines."""
        paragraph = composed.paragraph
        left, first = paragraph.left, 0 if continued else paragraph.first_indent
        if not (left or first):
            return name
        words = f"左{left / UNITS:.4g}字、首行{first / UNITS:.4g}字"
        scale = paragraph.advance / UNITS
        own = st.variant(name, words, st.CONTINUED) if continued else st.variant(name, words)
        made = st.Variant(own, name, indents=(left * scale, first * scale))
        return self._made.variants.setdefault(made.name, made).name

    def _kept(self) -> Mapping[Path, int]:
        """See `kept_with_signature`; where a list of attachments stands between, it is that which is kept.
        Lines that are not locked may end anywhere."""
        rows = self._layout.text_block.lines
        kept = kept_with_signature(self._pages.portions(), rows)
        kept = {
            path: first
            for path, first in kept.items()
            if not (is_item(item_of(path)) and item_at(self._issue, path).attachments)
        }
        return kept if self._locked else dict.fromkeys(kept, 0)

    def _variant(self, name: str, start: Start, *, continued: bool = False) -> str:
        """The name of the style's variant for what begins something that no heading shows, or what goes on
        with a paragraph, or its own."""
        own = st.variant(name, st.CONTINUED) if continued else st.opening(name, start)
        if own != name:
            self._made.variants.setdefault(own, st.Variant(own, name, flush=continued))
        return own

    def _after(self, kind: Kind, following: FlowText | FlowBlock | None) -> int | None:
        """The space below a paragraph, where it is not its style's own. That which ends all text has the one
        between items, too, so that what is copied behind it stands apart."""
        if following is None and not self._has_room_below():
            return 0 if kind in st.ENDING else None
        own = self._layout.flow.space_between_items
        space = own if following is None else following.space
        if not space or (kind in st.ENDING and space == own):
            return None
        return st.twips(self._layout.text_block.line_pitch) * space

    def _has_room_below(self) -> bool:
        """Whether the last text's empty lines leave what anchors the closing block on its page."""
        pages, layout = self._pages, self._layout
        space = layout.flow.space_between_items
        if layout.closing.place == "text" and pages.closing and not self._closing_apart():
            return False
        if pages.numbered < len(pages):  # the section ends on the text's last page
            *_, last = pages.portions()
            return last.rows + space <= layout.text_block.lines
        return self._closing_apart() or space <= pages.free_lines + layout.closing.space_before

    def _closing_apart(self) -> bool:
        """Whether the last page has no running text."""
        return self._pages.first_place(len(self._pages) - 1) is None

    def _divided(self, composed: Composed) -> bool:
        """Whether a heading has lines of its author's, and therefore no first line of its own."""
        indented = self._layout.styles[SPEC[composed.paragraph.kind].style].first_line_indent
        return bool(indented) and not composed.paragraph.first_indent

    def _folio(self) -> Iterator[Run]:
        """The page number and the text beside it. Where the last pages have none, they are a section of their
        own."""
        of_all = "NUMPAGES" if self._made.numbered_to_the_end else "SECTIONPAGES"
        whole = self._layout.folio.text.format(page=1, pages=1)  # a figure is set as any other
        start = 0
        for text, name, _, _ in Formatter().parse(self._layout.folio.text):
            yield from self._beside_folio(cells(whole, start, start + len(text)))
            start += len(text) + 1
            if name == "page":
                yield Run("1", instruction="PAGE")
            elif name == "pages":
                yield Run(str(self._pages.numbered), instruction=of_all)

    def _beside_folio(self, text: Sequence[str]) -> tuple[Run, ...]:
        """Text beside the page number, by cells: dashes from the number's face, spaces half an em wide but
        between letters and figures."""
        style = self._layout.styles["folio"]
        runs = []
        for cell in text:
            full = width_of(cell) is Width.FULL
            units = UNITS if full else HALF
            role, half_points = style.face, int(style.size * 2)
            (name, _), _, _, font = _character(
                cell, full, False, "", role, style.latin_face, half_points, units
            )
            if name and font:
                self._made.characters.setdefault(name, font)
            runs.append(Run(cell[0], name))
        return joined(runs)

    def _closing_pages(self) -> None:
        """On which pages the closing block stands."""
        made = self._made
        if made.closing.rows and len(self._pages) > 1:
            made.closing_on_next_page = self._closing_apart()
            made.parted = self._pages.closing_pages > 1
            made.blank_page = self._pages.blank_pages > 0
            made.numbered_to_the_end = self._pages.numbered == len(self._pages)

    def _runs(self, composed: Composed) -> tuple[Run, ...]:
        """The runs of a paragraph."""
        return joined(_whole(list(self._lines(composed))))

    def _lines(
        self, composed: Composed, *, run_in: int = 0, breaks: bool = False, divided: int | None = None
    ) -> Iterator[SetLine]:
        """The lines of a paragraph. `breaks`: they end at line breaks, as those of titles do, and as do
        locked lines that are not to fill the measure; that before line `divided` ends there, too, but fills
        it."""
        paragraph = composed.paragraph
        text = paragraph.text
        breaks = breaks or paragraph.align == "centre" or paragraph.kind in _INSIDE
        styled, samples = self._characters(composed, run_in)
        marks = self._anchors.marks(composed, self._within) if self._anchors else []
        for offset, mark in marks:
            if mark.ends:  # LibreOffice has a character there, which ends a portion
                for at in range(offset, len(text)):
                    samples[at] = samples[at]._replace(portion=(offset, samples[at].portion))
        cuts = [offset for offset, _ in marks]
        lines = []
        partings = []
        for number, (start, visible, end, _, spread, _) in enumerate(composed.breaks, 1):
            free = breaks or end == len(text) or text[end - 1 : end] == "\n"
            ends = Parting.FREE if free or not self._locked else parting(text, visible, end)
            # where not every word processor breaks, or would tear the line apart before
            turned = self._locked and not free and (not spread or ends is Parting.NEVER or number == divided)
            partings.append(ends)
            tight = ends is Parting.MARK and not turned
            if tight:  # a portion of its own, since its language differs
                samples[end] = samples[end]._replace(portion=(samples[end].portion, end))
            lines.append(LineEnd(start, visible, end, free or turned, tight, filled=turned and spread))
        spacings = [0] * len(text)
        if paragraph.align == "distributed":
            spacings = _distributed(composed)
        elif self._locked and (len(lines) > 1 or any(composed.squeezes()) or self._measured_otherwise):
            locked, lines = _locked(composed, samples, lines)
            spacings = locked.spacings
            if any(locked.doubtful):
                self._made.doubtful.append((composed, locked.doubtful))
        forbidden = FORBIDDEN.search(text) is not None
        passed = 0  # marks
        for number, line in enumerate(lines):
            runs: list[Run] = []
            stop = line.start
            own_end = text[line.start : line.end].endswith("\n")
            of_line = range(line.start, line.end - own_end)
            chinese = {line.start} if number and lines[number - 1].tight else set()
            for ((style, base), spacing, in_chinese, cut), same in groupby(
                (styled[offset], spacings[offset], offset in chinese, bisect_right(cuts, offset))
                for offset in of_line
            ):
                start, stop = stop, stop + len(list(same))
                while passed < cut:
                    runs.append(Run("", comments=marks[passed][1]))
                    passed += 1
                part = text[start:stop].replace(ABSORBED, "")
                part = FORBIDDEN.sub("", part) if forbidden else part
                if part:
                    runs.append(Run(part, style, base + spacing if spacing else None, in_chinese))
            last = number + 1 == len(lines)
            while passed < len(marks) and (last or _ends_in(line, stop, *marks[passed])):
                runs.append(Run("", comments=marks[passed][1]))
                passed += 1
            turn: Run | None = None
            if own_end:
                (style, base), spacing = styled[line.end - 1], spacings[line.end - 1]
                turn = Run("\n", style, base + spacing if spacing else None, line.end - 1 in chinese)
            elif number + 1 < len(lines):
                if line.free:
                    turn = Run("\n", technical(self._made.characters, st.AUTOMATIC_BREAK))
                elif partings[number] is Parting.QUOTE:
                    turn = Run(st.ZERO_WIDTH_SPACE, technical(self._made.characters, st.BREAK))
            yield SetLine(tuple(runs), turn, own_end)

    def _characters(self, composed: Composed, run_in: int) -> tuple[list[_Styled], list[Sample]]:
        """Each character's style with the spacing that it gives, and its sample for locking."""
        paragraph = composed.paragraph
        text, size = paragraph.text, paragraph.size
        styled: list[_Styled] = []
        samples: list[Sample] = []
        latin = True  # whether a word processor takes a neutral mark that comes now for Latin text
        for start, end, span, part in self._stretches(composed, run_in):
            known = self._known.setdefault((part, span.role, size, span.latin_role), ({}, {}))
            for match in _ALIKE.finditer(text, start, end):
                char = text[match.start()]
                entry = known[latin].get(char) or self._learn(known, char, latin, part, span, composed)
                count = match.end() - match.start()
                styled += [entry[0]] * count
                samples += [entry[1]] * count
                latin = entry[2]
            for offset, cell in in_context(text, start, end):
                western = cell[1] == AS_LATIN
                entry = known[western].get(cell) or self._learn(known, cell, western, part, span, composed)
                styled[offset], samples[offset], _ = entry
        for match in HAN_LATIN_EDGE.finditer(text):
            samples[match.start()] = samples[match.start()]._replace(gap=True)
        return styled, samples

    def _stretches(self, composed: Composed, run_in: int) -> Iterator[tuple[int, int, Span, str]]:
        """The stretches of a paragraph that are of one part (a label, what is made before the text, a run-in
        heading, emphasis; empty: the text itself) and in the same faces: start, end, span and part."""
        paragraph = composed.paragraph
        made = paragraph.lead
        base = paragraph.spans[-1].role
        if paragraph.kind in MADE:
            made, base = paragraph.fixed, self._layout.styles[st.style_name(paragraph.kind)].face
        elif SPEC[paragraph.kind].running:
            style = self._layout.styles[SPEC[paragraph.kind].style]
            made = min(made, len(style.prefix))
            base = style.face
        other = f"{st.MADE}（{FACE_NAMES[base]}）"
        start = 0
        for span in paragraph.spans:
            span = span._replace(latin_role=span.latin_role or paragraph.latin_role)
            for end in sorted({cut for cut in (made, paragraph.lead) if start < cut < span.end} | {span.end}):
                if end == start:
                    continue
                if paragraph.kind in MADE:
                    part = other if start < made else ""
                elif start < made:
                    part = st.LABEL if span.role != base else ""
                elif start < paragraph.lead:
                    part = st.MADE if base == self._layout.styles["title"].face else other
                else:
                    part = st.RUN_IN if start < paragraph.lead + run_in else ""
                    part += st.BOLD if covers(paragraph.bold, start, end) else ""
                yield start, end, span, part
                start = end

    def _learn(
        self, known: _Known, cell: str, western: bool, part: str, span: Span, composed: Composed
    ) -> _Entry:
        """The entry of a cell that comes for the first time, which is known from now on."""
        paragraph = composed.paragraph
        roles = (span.role, span.latin_role)
        own = composed.own_advance(span.role, cell[0]) if _is_ambiguous(cell) else None
        half_points, width = int(paragraph.size * 2), composed.width(cell, span.latin_role)
        full = kind_of(cell, self._layout.lines) is Width.FULL
        (style, base), sample, latin, font = _character(
            cell, full, western, part, *roles, half_points, width, own
        )
        if style and font and self._made.characters.setdefault(style, font) != font:
            style = f"{style}（{FACE_NAMES[span.role]}）"  # the same part in another face
            self._made.characters.setdefault(style, font)
            sample = sample._replace(portion=(style, sample.portion))
        entry = known[western][cell] = (style, base), sample, latin
        return entry


def _ends_in(line: LineEnd, stop: int, offset: int, mark: CommentMark) -> bool:
    """Whether a mark that comes next still stands on a line, whose text ends at `stop`."""
    return offset < line.end or (offset <= stop and not mark.starts)


def _locked(composed: Composed, samples: list[Sample], lines: list[LineEnd]) -> tuple[Locked, list[LineEnd]]:
    """A paragraph locked, and its lines: one that no spacing holds under all the readings that must ends at a
    line break."""
    paragraph = composed.paragraph
    em = float(paragraph.size) * 20
    measure = paragraph.measure * em / UNITS + st.SLACK
    indent = paragraph.first_indent * em / UNITS
    locked = lock(paragraph.text, samples, lines, em=em, measure=measure, first_indent=indent)
    split = [any(reading.must for reading in readings) for readings in locked.doubtful]
    if any(split):
        lines = [
            replace(line, free=True, tight=False, filled=True) if torn and not line.free else line
            for torn, line in zip(split, lines, strict=True)
        ]
        locked = lock(paragraph.text, samples, lines, em=em, measure=measure, first_indent=indent)
    return locked, lines


def _distributed(composed: Composed) -> list[int]:
    """What letter-spacing puts behind each character of a line, in twips: nothing behind the last."""
    text, widths = composed.paragraph.text, composed.widths
    scale = float(composed.paragraph.advance) / UNITS
    set_as = cells(text)
    gaps = widths.gaps(text, set_as)
    spacings = []
    for offset, (cell, (left, right)) in enumerate(
        zip(set_as, pairwise(composed.line(0).edges), strict=True)
    ):
        natural = widths[cell] + max(gaps.get(offset + 1, 0), 0)  # marks that meet do not in Word
        spacings.append(st.twips(right - left - natural * scale))
    return spacings


@lru_cache(maxsize=50_000)
def _character(
    cell: str,
    whole_cell: bool,
    latin: bool,
    part: str,
    role: str,
    latin_role: str,
    half_points: int,
    units: int,
    own: float | None = None,
) -> tuple[_Styled, Sample, bool, st.Font | None]:
    """Style and sample of a character (of its cell, see `hanzi.cells`) `units` wide (`whole_cell`: by the
    layout's rule), whether a neutral mark after it is taken for Latin text (`latin` says that of this one),
    and what the style is. `own`: its advance in the face of `role`, in em, where that counts."""
    em = half_points * 10.0
    advance = units * em / UNITS
    char, mark = cell[0], cell[1:]
    ambiguous = _is_ambiguous(cell)
    neutral = ambiguous or (char.isascii() and not char.isalnum())
    full = whole_cell or mark == HALVED
    whole = None
    face = st.TYPEFACES[role].name
    bold = st.TYPEFACES[latin_role].bold and not full
    strong = st.TYPEFACES[role].bold
    base = 0
    style = main = part or (f"中文（{FACE_NAMES[role]}）" if full and strong else None)
    font = st.Font(face if part else None) if main else None
    if mark == HALVED:
        style = f"{part}半宽标点（{FACE_NAMES[role]}）"
        font = st.Font(face, face, hinted=True, scale=50)
    elif cell in _ADVANCES and not full:
        advance = (_BOLD_ADVANCES if bold else _ADVANCES)[char] * em / 2048
        base = round(em / 2 - advance)
        western = st.TYPEFACES["latin"].name
        size = _SIZE_NAMES.get(half_points, f"{half_points / 2:g}磅")
        style = f"{part}{size}{_CLASS_NAMES[char]}{'（粗）' if bold else ''}"
        font = st.Font(western, western, spacing=base, hinted=True, bold=bold)
    elif bold:
        style = f"{part}{st.BOLD_LATIN}"
        font = st.Font(face if part else None, bold=True)
    elif full and ambiguous:  # — … ·, which word processors would else take from a Latin face here and there
        style = f"{part}符号（{FACE_NAMES[role]}）"
        font = st.Font(face, face, hinted=True)
        whole, advance = advance, em * own if own else advance
    elif not full and neutral and (ambiguous or not latin):
        # °′″ and Greek anywhere, " and ( behind Chinese text: they would else come from a Chinese face
        western = st.TYPEFACES["latin"].name
        style = f"{part}西文符号"
        font = st.Font(western, western)
    elif not full and part and (strong or st.BOLD in part):
        # a face that is not bold on the page has another width if it is
        style = f"{part}西文"
        font = st.Font(face)
    if font and full and (strong or st.BOLD in part):
        font = replace(font, bold=True)
    if char.isalnum() or not neutral:
        latin = not full
    rigid = style != main or not full
    sample = Sample(advance, base, False, (style, latin), advance if whole is None else whole, rigid)
    return (style, base), sample, latin, font


def _is_ambiguous(cell: str) -> bool:
    """Whether a character is as wide as its neighbours make it (UAX 11)."""
    return unicodedata.east_asian_width(cell[0]) == "A"


_ALIKE = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff，。、；：！？（）《》〈〉【】〔〕「」『』]+|.", re.DOTALL)
"""Characters whose entries are one, since all of them are wide and none is ambiguous; or any single one."""


def _signed(kind: Kind, following: FlowText | FlowBlock | None) -> bool:
    """Whether a signature follows a list of attachments, which it doesn't leave."""
    next_kind = following.composed.paragraph.kind if isinstance(following, FlowText) else None
    return kind is Kind.ATTACHMENT_LIST and next_kind is Kind.SIGNATURE


def _whole(lines: Sequence[SetLine]) -> Iterator[Run]:
    """The runs of lines in a paragraph; what the last one ends with only if that is the author's."""
    for number, line in enumerate(lines, 1):
        yield from line.runs
        if line.end and (number < len(lines) or line.own_end):
            yield line.end
