"""What a layout says of the texts between head and closing block, learned from an old issue: their styles,
what it offers, how it numbers and spaces them; and the issue's own texts in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from bulletin_desk.bulletin.grammar import item_path, name_of, section_path, title_of
from bulletin_desk.bulletin.model import HEADING_KINDS, Body, Issue, Kind, Section
from bulletin_desk.gathering.doubts import Doubt
from bulletin_desk.gathering.reading import Known, short
from bulletin_desk.layouts.attachment_forms import AttachmentForms
from bulletin_desk.layouts.block_forms import BlockForms
from bulletin_desk.layouts.contents_form import ContentsForm
from bulletin_desk.layouts.model import STYLES, Flow, Layout, Style
from bulletin_desk.layouts.offers import HeadingForms, Offers
from bulletin_desk.layouts.read import load_layout
from bulletin_desk.layouts.read_table_forms import usual_picture_form
from bulletin_desk.layouts.standard import STANDARD
from bulletin_desk.layouts.table_forms import PictureForm, TableForm
from bulletin_desk.learning.as_manuscript import (
    centred_alike,
    joined,
    seen_of,
    with_blanks,
)
from bulletin_desk.learning.attachments_seen import attachment_forms, titles_in
from bulletin_desk.learning.block_fit import Block, grid_place
from bulletin_desk.learning.body_forms import (
    block_forms,
    contents_form,
    heading_forms,
    sections_numbering,
)
from bulletin_desk.learning.body_reading import read_body
from bulletin_desk.learning.body_texts import BodyTexts
from bulletin_desk.learning.empty_lines import (
    lines_between,
    space_between_items,
    uneven_space,
    unsaid_spaces,
)
from bulletin_desk.learning.evidence import Seen
from bulletin_desk.learning.paragraphs import SetParagraph
from bulletin_desk.learning.placed_texts import Placed
from bulletin_desk.learning.seen_tables import with_tables_apart
from bulletin_desk.learning.sighting import Sighting
from bulletin_desk.learning.table_look import table_form, table_styles
from bulletin_desk.learning.text_styles import (
    text_of,
)


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
    texts = BodyTexts(read, paragraphs, block, told=sighting.kind == "word")
    styles = texts.styles()
    styles |= table_styles(tables, styles, block)
    return BodyLayout(
        styles=styles,
        offers=read.offers,
        headings=_heading_forms(texts),
        blocks=block_forms(texts.said(), HEADING_KINDS),
        attachments=_attachments(texts, block),
        contents=contents_form(
            read.contents, read.issue, texts.contents_title(), led=sighting.kind == "word"
        ),
        tables=table_form(tables, styles),
        pictures=usual_picture_form(styles),
        flow=Flow(space_between_items(texts, block), load_layout(STANDARD).flow.keep_lines),
        sections=read.issue.sections,
        note=read.issue.editors_note,
        paragraphs=paragraphs,
        placed=read.placed,
        doubts=(
            *read.doubts,
            *_left(texts),
            *_pictures(sighting),
            *uneven_space(texts, block),
            *unsaid_spaces(texts, block, {one.at for one in tables}),
        ),
    )


# ---- forms


def _heading_forms(texts: BodyTexts) -> HeadingForms:
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


def _blank_behind(
    before: Sequence[Seen | None], mark: str, texts: BodyTexts, title: Placed
) -> Iterator[float]:
    """The blank between a mark and what follows it, in em."""
    chars = seen_of(texts.paragraphs[title.at])
    if len(before) >= len(mark) and len(chars) > len(mark):
        last, after = chars[len(mark) - 1], chars[len(mark)]
        if last is not None and after is not None:
            yield (after.x - last.right) / after.look.size


# ---- attachments


def _attachments(texts: BodyTexts, block: Block) -> AttachmentForms:
    """How attachments are listed and marked, if there are any."""
    titles = titles_in(texts.read.issue)
    made = texts.made(titles)
    listed = next((at for at, kind in made.items() if kind == "list"), 0)
    space = lines_between(texts.paragraphs[listed - 1], texts.paragraphs[listed], block) if listed else None
    forms = attachment_forms((texts.paragraphs[at].text for at in made), titles, space)
    heads = [one for one in texts.by_kind.get(Kind.ATTACHMENT_TITLE, ()) if not one.part]
    lines = [grid_place(texts.paragraphs[one.at].lines[0].line, block) for one in heads]
    if lines and not texts.told:
        forms = forms._replace(title_line=min(max(round(min(lines)), 2), _LOWEST_TITLE))
    return forms


_LOWEST_TITLE = 20


# ---- what is left


def _left(texts: BodyTexts) -> Iterator[Doubt]:
    """What was printed and stands in no text."""
    placed = {one.at for one in texts.read.placed} | texts.made(titles_in(texts.read.issue)).keys()
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
