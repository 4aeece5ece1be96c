"""What a layout says of the texts between head and closing block, learned from an old issue: their styles,
what it offers, how it numbers and spaces them; and the issue's own texts in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from bulletin_desk.bulletin.grammar import SPEC, item_path, name_of, owner, section_path, title_of
from bulletin_desk.bulletin.model import HEADING_KINDS, Body, Issue, Kind, Path, Section
from bulletin_desk.gathering.doubts import Doubt
from bulletin_desk.gathering.reading import Known, short
from bulletin_desk.intake.outline import number_level
from bulletin_desk.layouts.attachment_forms import AttachmentForms
from bulletin_desk.layouts.block_forms import BlockForms
from bulletin_desk.layouts.contents_form import ContentsForm
from bulletin_desk.layouts.further_styles import further_styles
from bulletin_desk.layouts.model import STYLES, Flow, Layout, Style
from bulletin_desk.layouts.offers import HeadingForms, Offers, SignatureLines
from bulletin_desk.layouts.read import load_layout
from bulletin_desk.layouts.read_rows import BUILT_IN, ENTRY
from bulletin_desk.layouts.read_table_forms import usual_picture_form, usual_table_form
from bulletin_desk.layouts.standard import STANDARD
from bulletin_desk.layouts.table_forms import PictureForm, TableForm
from bulletin_desk.learning.as_manuscript import (
    centred_alike,
    joined,
    seen_of,
    with_blanks,
    with_spacing,
)
from bulletin_desk.learning.block_fit import Block
from bulletin_desk.learning.body_forms import (
    block_forms,
    contents_form,
    heading_forms,
    sections_numbering,
)
from bulletin_desk.learning.body_reading import BodyRead, read_body
from bulletin_desk.learning.evidence import Seen, SeenLine
from bulletin_desk.learning.paragraphs import SetParagraph
from bulletin_desk.learning.placed_texts import Placed
from bulletin_desk.learning.seen_tables import SeenTable, with_tables_apart
from bulletin_desk.learning.sighting import Sighting
from bulletin_desk.learning.text_styles import (
    Sample,
    common_end,
    common_start,
    latin_face_of,
    prefix_face_of,
    style_like,
    text_of,
)

_ALONE = ("title", "section_head", "subheading", "source", "editors_note")
"""Styles that every layout has and an issue may have no text of."""
_FRAMED = (Kind.SECTION_HEAD, Kind.SECTION_HEAD_2, Kind.EDITORS_NOTE)
"""Kinds around whose texts a layout prints words."""


class BodyLayout(NamedTuple):
    """`styles` are those of running text, of the list of contents and of what stands in texts. `sections` and
    `note` are the old issue's texts, `placed` where they stand, among `paragraphs`."""

    styles: Mapping[str, Style]
    offers: Offers
    headings: HeadingForms
    blocks: BlockForms
    attachments: AttachmentForms
    contents: ContentsForm | None
    tables: TableForm
    pictures: PictureForm
    flow: Flow
    sections: tuple[Section, ...]
    note: tuple[Body, ...]
    paragraphs: tuple[SetParagraph, ...]
    placed: tuple[Placed, ...]
    doubts: tuple[Doubt, ...]

    def into(self, layout: Layout) -> Layout:
        """The layout with all of this, and its own styles of head and closing block."""
        styles = {**layout.styles, **self.styles}
        order = (*STYLES, *(name for name in styles if name not in STYLES))
        return replace(
            layout,
            styles={name: styles[name] for name in order},
            offers=self.offers,
            headings=self.headings,
            blocks=self.blocks,
            attachments=self.attachments,
            contents=self.contents,
            tables=self.tables,
            pictures=self.pictures,
            flow=self.flow,
        )

    def filled(self, issue: Issue) -> Issue:
        """The issue with the old one's texts."""
        return replace(issue, sections=self.sections, editors_note=self.note)


def body_layout(
    sighting: Sighting, paragraphs: Sequence[SetParagraph], known: Known | None = None
) -> BodyLayout:
    """What is learned from these paragraphs of a sighting. Raises UnreadableFileError where they are more
    than a bulletin holds."""
    block = sighting.block
    paragraphs = centred_alike(tuple(map(with_blanks, paragraphs)), block)
    paragraphs = joined(paragraphs)
    paragraphs, tables = with_tables_apart(paragraphs, sighting)
    read = read_body(paragraphs, block, known or Known(), [(one.at, one.table) for one in tables])
    texts = _Texts(read, paragraphs, block, told=sighting.kind == "word")
    styles = texts.styles()
    styles |= _table_styles(tables, styles, block)
    return BodyLayout(
        styles=styles,
        offers=read.offers,
        headings=_heading_forms(texts),
        blocks=block_forms(texts.said(), HEADING_KINDS),
        attachments=AttachmentForms(),
        contents=contents_form(
            read.contents, read.issue, texts.contents_title(), led=sighting.kind == "word"
        ),
        tables=_table_form(tables, styles),
        pictures=usual_picture_form(styles),
        flow=Flow(_space_between_items(texts, block), load_layout(STANDARD).flow.keep_lines),
        sections=read.issue.sections,
        note=read.issue.editors_note,
        paragraphs=paragraphs,
        placed=read.placed,
        doubts=(
            *read.doubts,
            *_left(texts),
            *_pictures(sighting),
            *_unsaid_spaces(texts, block),
        ),
    )


class _Texts:
    """The texts that were read with their characters, by kind."""

    def __init__(
        self, read: BodyRead, paragraphs: Sequence[SetParagraph], block: Block, *, told: bool
    ) -> None:
        self.read = read
        self.paragraphs = paragraphs
        self._block = block
        self.told = told
        self._seen = [seen_of(paragraph) for paragraph in paragraphs]
        self.by_kind: dict[Kind, list[Placed]] = {}
        for one in read.placed:
            self.by_kind.setdefault(one.node.kind, []).append(one)

    def before(self, placed: Placed) -> tuple[Seen | None, ...]:
        """What is printed before a text in its paragraph."""
        return tuple(self._seen[placed.at][: placed.start])

    def said(self) -> dict[Kind, list[str]]:
        """The texts of each kind."""
        return {kind: [one.node.text for one in placed] for kind, placed in self.by_kind.items()}

    def first(self, path: Path) -> Placed | None:
        """The beginning of the text at a path."""
        return next((one for one in self.read.placed if one.node.path == path and not one.part), None)

    def styles(self) -> dict[str, Style]:
        """All styles of running text and contents."""
        standard = load_layout(STANDARD).styles
        body = style_like(standard["body"], self._samples(Kind.BODY), self._block, told=self.told)
        made = {"body": body}
        for name in _ALONE:
            made[name] = _in_size_of(standard[name], standard["body"], body)
        made["run_in_heading"] = replace(body, name="run_in_heading", face=self._run_in_face(standard))
        learned = {"body": body, "run_in_heading": made["run_in_heading"]}
        for kind in self.by_kind:
            if kind is not Kind.BODY:
                like = made.get(kind.value) or replace(body, name=kind.value, align="left")
                learned[kind.value] = self._style(kind, like)
        whole = further_styles({**standard, **made, **learned})
        whole |= self._contents_styles(whole)
        whole["bold"] = self._bold(whole["bold"], body.face)
        whole |= self._heading_styles(whole, learned)
        names = {spec.style for spec in SPEC.values() if spec.running} | set(further_styles(standard))
        return {name: whole[name] for name in STYLES if name in names and name not in _OF_ROWS}

    def _style(self, kind: Kind, like: Style) -> Style:
        samples = self._samples(kind)
        style = style_like(like, samples, self._block, told=self.told)
        if kind not in _FRAMED:
            return style
        numbers = [text_of(sample.before) for sample in samples]
        if kind is Kind.EDITORS_NOTE:
            samples, numbers = samples[:1], numbers[:1]
        prefix = "" if _numbered(numbers) else common_start(numbers)
        suffix = common_end(text_of(sample.behind) for sample in samples)
        face = prefix_face_of(samples, style.face) if prefix else style.face
        return replace(style, prefix=prefix, suffix=suffix, prefix_face=face)

    def _samples(self, kind: Kind) -> list[Sample]:
        return [self._sample(one) for one in self.by_kind.get(kind, ())]

    def _sample(self, placed: Placed) -> Sample:
        chars = self._seen[placed.at]
        node = placed.node
        start = placed.start
        if node.run_in and not placed.part:
            start = min(start + node.run_in, placed.stop)
        return Sample(
            self.paragraphs[placed.at],
            tuple(chars[start : placed.stop]),
            tuple(chars[: placed.start]),
            tuple(chars[placed.stop :]),
            begins=not placed.part,
        )

    def _run_in_face(self, standard: Mapping[str, Style]) -> str:
        samples = [
            Sample(
                self.paragraphs[one.at], tuple(self._seen[one.at][one.start : one.start + one.node.run_in])
            )
            for one in self.by_kind.get(Kind.BODY, ())
            if one.node.run_in and not one.part
        ]
        return style_like(standard["run_in_heading"], samples, self._block).face

    def _bold(self, plain: Style, body_face: str) -> Style:
        chars = [
            seen
            for one in self.by_kind.get(Kind.BODY, ())
            if isinstance(one.node.source, Body) and not one.part
            for start, stop in one.node.source.bold
            for seen in self._seen[one.at][one.start + start : one.start + stop]
        ]
        if not chars:
            return plain
        face = style_like(plain, [Sample(self.paragraphs[0], tuple(chars))], self._block).face
        own = face.removesuffix("_bold")
        if own != body_face:  # another face stands out by itself; Word has it bold besides
            face = own
        return replace(plain, face=face, latin_face=latin_face_of(chars, face, plain.latin_face))

    def _contents_styles(self, styles: Mapping[str, Style]) -> dict[str, Style]:
        rows = self.read.contents.rows
        if not rows:
            return {}
        names = {"".join(section.name.split()) for section in self.read.issue.sections}
        entries = list(zip(rows[1:], self.read.contents.entries, strict=False))
        groups = {
            "contents_title": [rows[0].at],
            "contents": [row.at for row, name in entries if name not in names],
            "contents_section": [row.at for row, name in entries if name in names],
        }
        made = {}
        for name, places in groups.items():
            samples = [Sample(_flush(self.paragraphs[at]), tuple(self._seen[at])) for at in places if at >= 0]
            if samples:
                style = style_like(styles[name], samples, self._block, told=self.told)
                made[name] = style if name == "contents_title" else _as_row(style)
        return made

    def signature_lines(self) -> SignatureLines:
        """Whether the lines of signatures end alike or have their middles alike."""
        ends, middles = 0.0, 0.0
        signed: dict[Path, list[SeenLine]] = {}
        for one in self.by_kind.get(Kind.SIGNATURE, ()):
            lines = [piece.line for piece in self.paragraphs[one.at].lines]
            signed.setdefault(one.node.path, []).extend(lines)
        for lines in signed.values():
            for above, below in pairwise(lines):
                ends += abs(above.right - below.right)
                middles += abs(above.left + above.right - below.left - below.right) / 2
        return "right" if ends < middles else HeadingForms().signature_lines

    def contents_title(self) -> str:
        """What stands over the list of contents, with the blanks in it."""
        rows = self.read.contents.rows
        return with_spacing(self.paragraphs[rows[0].at]) if rows else ""

    def _heading_styles(self, styles: Mapping[str, Style], learned: Mapping[str, Style]) -> dict[str, Style]:
        """Headings of the level that the issue's subheadings have by their numbers look as these do."""
        typed = [one.node.text for one in self.by_kind.get(Kind.SUBHEADING, ())]
        level = _usual_level(typed)
        if not level:
            return {}
        name = HEADING_KINDS[level - 1].value
        return {} if name in learned else {name: replace(styles["subheading"], name=name)}


_OF_ROWS = frozenset(("folio", *BUILT_IN.values(), *ENTRY.values()))


def _flush(paragraph: SetParagraph) -> SetParagraph:
    """An entry whose page's number stands apart, as a paragraph that begins where its title does."""
    return paragraph._replace(align="left", right=0.0) if paragraph.align == "row" else paragraph


def _as_row(style: Style) -> Style:
    """A style of the list's entries: their lines are indented alike."""
    left = style.left_indent + style.first_line_indent
    return replace(
        style, align="left", left_indent=left, first_line_indent=Fraction(0), right_indent=Fraction(0)
    )


def _in_size_of(style: Style, plain: Style, body: Style) -> Style:
    """A style of the standard in another size of body text: what is as large as that stays so, and indents
    as many characters."""
    if style.size != plain.size:
        return style
    em = body.advance / style.advance
    return replace(
        style,
        size=body.size,
        advance=body.advance,
        first_line_indent=style.first_line_indent * em,
        left_indent=style.left_indent * em,
        right_indent=style.right_indent * em,
    )


def _numbered(prefixes: Sequence[str]) -> bool:
    return any(sections_numbering((prefixes, ())))


def _usual_level(texts: Iterable[str]) -> int:
    levels = [number_level(text) for text in texts]
    return max(set(levels), key=levels.count) if levels else 0


# ---- forms


def _heading_forms(texts: _Texts) -> HeadingForms:
    issue = texts.read.issue
    by_level: tuple[list[str], list[str]] = ([], [])
    items: list[list[str]] = []
    blanks: list[float] = []
    for at, section in enumerate(issue.sections):
        name = texts.first(name_of(section_path(at)))
        if name is not None:
            by_level[section.level - 1].append(text_of(texts.before(name)))
        prefixes = []
        for item_at, item in enumerate(section.items):
            title = texts.first(title_of(item_path(at, item_at)))
            if title is None:
                continue
            before = texts.before(title)
            prefixes.append(text_of(before).removeprefix(item.mark))
            if item.mark:
                blanks += _blank_behind(before, item.mark, texts, title)
        items.append(prefixes)
    return heading_forms(items, sections_numbering(by_level), blanks)._replace(
        signature_lines=texts.signature_lines()
    )


def _blank_behind(before: Sequence[Seen | None], mark: str, texts: _Texts, title: Placed) -> Iterator[float]:
    """The blank between a mark and what follows it, in em."""
    chars = seen_of(texts.paragraphs[title.at])
    if len(before) >= len(mark) and len(chars) > len(mark):
        last, after = chars[len(mark) - 1], chars[len(mark)]
        if last is not None and after is not None:
            yield (after.x - last.right) / after.look.size


# ---- tables


def _table_styles(tables: Sequence[SeenTable], styles: Mapping[str, Style], block: Block) -> dict[str, Style]:
    """The type in tables; how it stands in them its cells say."""
    made = {}
    for name, of in (("table", "lines"), ("table_head", "head")):
        lines: list[SeenLine] = [line for table in tables for line in getattr(table, of)]
        if lines:
            chars = tuple(seen for line in lines for seen in line.chars)
            plain = SetParagraph("", (), (), "row", lines[0].look, 0.0, 0.0, 0.0)
            style = style_like(styles[name], [Sample(plain, chars)], block)
            made[name] = replace(
                styles[name],
                face=style.face,
                size=style.size,
                advance=style.size,
                colour=style.colour,
                prefix_face=style.face,
                latin_face=style.latin_face,
            )
    return made


def _table_form(tables: Sequence[SeenTable], styles: Mapping[str, Style]) -> TableForm:
    form = usual_table_form(styles)
    if not tables:
        return form
    thin = min(one.thickness for one in tables)
    outer = [one.outer_thickness for one in tables if one.table.rules == "three"]
    return form._replace(
        rule=_thickness(thin), outer_rule=_thickness(max(outer)) if outer else form.outer_rule
    )


def _thickness(points: float) -> Fraction:
    """A rule's thickness in quarters of a point."""
    return max(Fraction(round(points * 4), 4), Fraction(1, 4))


# ---- spaces


def _space_between_items(texts: _Texts, block: Block) -> int:
    """How many empty lines mostly stand between two items on one page."""
    spaces: list[int] = []
    before: Placed | None = None
    for one in texts.read.placed:
        begins = one.node.kind in _BEGINS and not one.part
        if before is not None and begins and before.node.kind not in _OVER_ITEMS:
            space = lines_between(texts.paragraphs[before.at], texts.paragraphs[one.at], block)
            if space is not None:
                spaces.append(space)
        before = one
    if not spaces:
        return load_layout(STANDARD).flow.space_between_items
    return max(0, max(set(spaces), key=spaces.count))


_OF_TABLES = frozenset((Kind.TABLE_CAPTION, Kind.TABLE_UNIT, Kind.TABLE_NOTE))
_SECTIONS = (Kind.SECTION_HEAD, Kind.SECTION_HEAD_2)
_BEGINS = (*_SECTIONS, Kind.TITLE, Kind.KICKER)
"""What an item, or a section over it, begins with."""
_OVER_ITEMS = (*_SECTIONS, Kind.EDITORS_NOTE, Kind.KICKER, Kind.TITLE)


def lines_between(above: SetParagraph, below: SetParagraph, block: Block) -> int | None:
    """How many empty lines stand between two paragraphs; None where a page ends between them."""
    (page, baseline), first = above.end, below.lines[0]
    if page != first.page:
        return None
    bottom = baseline - _RISE * above.lines[-1].line.look.size
    middle = first.line.baseline - _RISE * first.line.look.size
    return round((middle - bottom) / float(block.pitch)) - 1


_RISE = 0.38
"""Em from a baseline up to the middle of its line."""


def _unsaid_spaces(texts: _Texts, block: Block) -> Iterator[Doubt]:
    """Where the issue has empty lines that no layout has: mostly between two kinds of text."""
    spaces: dict[tuple[Kind, Kind], list[tuple[int, str]]] = {}
    for above, below in pairwise(texts.read.placed):
        kinds = above.node.kind, below.node.kind
        together = owner(above.node.path) == owner(below.node.path) or above.node.kind in _SECTIONS
        if below.part or not together or below.at == above.at or not _OF_TABLES.isdisjoint(kinds):
            continue
        space = lines_between(texts.paragraphs[above.at], texts.paragraphs[below.at], block)
        if space is not None:
            spaces.setdefault(kinds, []).append((space, below.node.text))
    for (above_kind, below_kind), found in spaces.items():
        empty = [(space, text) for space, text in found if space > 0]
        if len(empty) * 2 > len(found):
            names = SPEC[above_kind].name, SPEC[below_kind].name
            said = f"{names[0]}和{names[1]}之间印的空{empty[0][0]}行，版式不空，接着排了。"
            yield Doubt("layout", said, short(empty[0][1].replace("\n", "")))


# ---- what is left


def _left(texts: _Texts) -> Iterator[Doubt]:
    """What was printed and stands in no text."""
    placed = {one.at for one in texts.read.placed}
    for at, paragraph in enumerate(texts.paragraphs):
        if at >= texts.read.begins and at not in placed and paragraph.text.strip():
            said = short(paragraph.text.strip())
            yield Doubt("left", f"第{paragraph.page + 1}面的“{said}”没有收进来，请补上。", paragraph.text)


def _pictures(sighting: Sighting) -> Iterator[Doubt]:
    """Pictures among the text: a page shows where they stand, and no file of theirs."""
    for number, page in enumerate(sighting.pages, 1):
        count = sum(min(one.width, one.height) > _LEAST_PICTURE for one in page.pictures)
        if count:
            said = f"第{number}面有{count}幅图，没有收进来，请在页面上插入。"
            yield Doubt("left", said, f"第{number}面")


_LEAST_PICTURE = 30.0
"""Points: what is lower or narrower is a line or a sign."""
