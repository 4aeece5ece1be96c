"""The texts that were read of an old issue with their characters, and how each kind of them is set. Must not
know what stands between them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from bulletin_desk.bulletin.grammar import SPEC
from bulletin_desk.bulletin.model import HEADING_KINDS, Body, Kind, Path
from bulletin_desk.intake.outline import number_level
from bulletin_desk.layouts.further_styles import further_styles
from bulletin_desk.layouts.model import STYLES, Style
from bulletin_desk.layouts.offers import HeadingForms, SignatureLines
from bulletin_desk.layouts.read import load_layout
from bulletin_desk.layouts.read_rows import BUILT_IN, ENTRY
from bulletin_desk.layouts.standard import STANDARD
from bulletin_desk.learning.as_manuscript import (
    seen_of,
    with_spacing,
)
from bulletin_desk.learning.attachments_seen import MadeKind, made_kind, titles_in
from bulletin_desk.learning.block_fit import Block
from bulletin_desk.learning.body_forms import (
    sections_numbering,
)
from bulletin_desk.learning.body_reading import BodyRead
from bulletin_desk.learning.evidence import Seen, SeenLine
from bulletin_desk.learning.paragraphs import SetParagraph
from bulletin_desk.learning.placed_texts import Placed
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


class BodyTexts:
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

    def made(self, titles: Collection[str]) -> dict[int, MadeKind]:
        """The paragraphs that the layout makes at attachments with these titles, and what each is."""
        placed = {one.at for one in self.read.placed}
        found = {
            at: made_kind(one.text, titles)
            for at, one in enumerate(self.paragraphs)
            if at >= self.read.begins and at not in placed
        }
        return {at: kind for at, kind in found.items() if kind}

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
        whole |= self._attachment_styles(whole)
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

    def _attachment_styles(self, styles: Mapping[str, Style]) -> dict[str, Style]:
        made = self.made(titles_in(self.read.issue))
        lists = [at for at, kind in made.items() if kind == "list"][:1]
        marks = [at for at, kind in made.items() if kind == "mark"]
        found = {}
        for name, places in (("attachment_list", lists), ("attachment_mark", marks)):
            samples = [Sample(_begun(self.paragraphs[at]), tuple(self._seen[at])) for at in places]
            if samples:
                found[name] = style_like(styles[name], samples, self._block)
        return found

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


def _begun(paragraph: SetParagraph) -> SetParagraph:
    """A line of a list, whose further lines hang, as a paragraph that begins where it does."""
    return paragraph._replace(left=0.0, indent=paragraph.left + paragraph.indent)


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
