"""Text on its way to and from the clipboard: paragraphs with their kinds, as plain text and as HTML for Word.

Knows no pages. HTML of our own keeps kinds exactly; those of all else are recognised as in a manuscript.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from itertools import pairwise

from bulletin_desk.bulletin.bounds import MAX_ISSUE, MAX_PARAGRAPHS
from bulletin_desk.bulletin.grammar import (
    HEADING_LEVEL,
    SPEC,
    Region,
    block_at,
    in_attachment,
    is_cell,
    is_item,
    item_at,
    item_of,
    kind_of,
    nodes_of,
    numbers,
    order,
    owner,
    part_blocks,
    region_of,
    title_of,
)
from bulletin_desk.bulletin.model import (
    Attachment,
    Body,
    Endorsement,
    Heading,
    Issue,
    Kind,
    ListItem,
    Path,
    Pictures,
    Place,
    Table,
)
from bulletin_desk.bulletin.ranges import Ranges, covers, part, united, without
from bulletin_desk.editing.attached import taken_along, without_taken_along
from bulletin_desk.editing.endorsed import endorsements_within, without_noted
from bulletin_desk.editing.levels import Leads
from bulletin_desk.editing.nodes import body_at, cleaned, is_shown, stretch
from bulletin_desk.editing.own_html import attachments_kept, attachments_read, block_html, block_read
from bulletin_desk.editing.selection import Selection
from bulletin_desk.editing.tables import cell_texts, cells_of, rows_of
from bulletin_desk.editing.wholes import is_in_one_whole, whole_at
from bulletin_desk.intake.manuscript import Manuscript, Note
from bulletin_desk.intake.manuscript import Paragraph as Given
from bulletin_desk.intake.parts import Part, PartKind


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph or a part of one; the first `run_in` characters are its run-in heading, those in `bold` are
    emphasised. With a title comes the `mark` of its item, and with that of a whole item its
    `attachments`; their own texts, where they are selected too, only show what `comes_along` so. A heading
    may be `numbered`, its number being none of its text. A `block` is a whole table, or pictures, of which
    `text` is empty; other fields have no meaning then."""

    kind: Kind
    text: str
    run_in: int = 0
    bold: Ranges = ()
    mark: str = ""
    numbered: bool = False
    block: Table | Pictures | None = None
    attachments: tuple[Attachment, ...] = ()
    comes_along: bool = False
    endorsements: tuple[Endorsement, ...] = field(default=(), compare=False)
    """What was noted with the item, of a title of a whole one; never on the clipboard."""
    lead: str = field(default="", compare=False)
    """What the layout puts before it: a number, the mark of a list."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """Paragraphs in order. `open_end`: the last one's end is not included, so that what follows joins it.
    `guessed`: the kinds were guessed from plain text. `cells`: it is one table, whose cells were selected
    without it. `home` is the document that it was copied from, or None where it was cut: what was noted with
    its items comes along only back there, or once it is gone from there."""

    paragraphs: tuple[Paragraph, ...]
    open_end: bool = True
    guessed: bool = False
    cells: bool = False
    home: object | None = field(default=None, compare=False, repr=False)


def copy(
    issue: Issue,
    selection: Selection,
    placed: Callable[[Path], bool] = lambda _: True,
    leads: Leads = lambda _: (),
) -> Fragment:
    """What is selected, each text node that is `placed` on the paper as a paragraph, with what the layout
    puts before it. A selection that begins with an untitled item and goes on into another has all of it, its
    empty title too."""
    start, end = _with_title(issue, selection), selection.end
    cells = cells_of(issue, selection)
    if cells is not None:
        return Fragment((Paragraph(Kind.TABLE, "", block=cells),), cells=True)
    rows = rows_of(issue, selection)
    if rows is not None:
        return Fragment((Paragraph(Kind.TABLE, "", block=rows),))
    paragraphs: list[Paragraph] = []
    one_whole = is_in_one_whole(issue, start.path, end.path)
    copied: Path = ()
    taken = _taken(issue, start, end, placed)
    noted = endorsements_within(issue, start, end)
    for node in stretch(issue, start.path, end.path):
        path = node.path
        if not placed(path):
            continue
        whole = () if one_whole else whole_at(path)
        if whole:
            block = block_at(issue, whole)
            if isinstance(block, Table | Pictures) and whole != copied:
                along = _is_along(path, taken)
                paragraphs.append(Paragraph(block.kind, "", block=block, comes_along=along))
            copied = whole
            continue
        if not node.shown and path not in (start.path, end.path):
            continue
        text = node.text
        from_ = start.offset if path == start.path else 0
        to = end.offset if path == end.path else len(text)
        if path == end.path and path != start.path and to == 0:
            return Fragment(tuple(paragraphs), open_end=False)
        at_path = None if is_cell(path) else block_at(issue, path)
        body = body_at(issue, path)
        run_in = max(min(body.run_in, to) - from_, 0) if body else 0
        bold = part(at_path.bold, from_, to) if isinstance(at_path, Body | ListItem) else ()
        numbered = isinstance(at_path, Heading) and at_path.numbered
        kind = kind_of(issue, path)
        mark = item_at(issue, path).mark if kind is Kind.TITLE and not from_ else ""
        lead = ""
        if isinstance(at_path, Heading | ListItem) and not from_:
            made = leads(part_blocks(issue, path))
            lead = made[int(path[-1])] if made else ""
        made_of = Paragraph(kind, text[from_:to], run_in, bold, mark, numbered, lead=lead)
        attachments = taken.get(owner(path), ()) if kind is Kind.TITLE else ()
        endorsements = noted.get(owner(path), ()) if kind is Kind.TITLE else ()
        along = _is_along(path, taken)
        paragraphs.append(
            replace(made_of, attachments=attachments, endorsements=endorsements, comes_along=along)
        )
    return Fragment(tuple(paragraphs))


def without_what_goes_along(issue: Issue, selection: Selection, placed: Callable[[Path], bool]) -> Issue:
    """`issue`, what is selected of it having been copied to go, without what was noted with its items, and
    without the attachments that come along and are not selected themselves."""
    start, end = _with_title(issue, selection), selection.end
    issue = without_noted(issue, endorsements_within(issue, start, end))
    if region_of(end.path) is not Region.SECTIONS:
        return issue
    return without_taken_along(issue, _taken(issue, start, end, placed))


_Taken = dict[Path, tuple[Attachment, ...]]


def _taken(issue: Issue, start: Place, end: Place, placed: Callable[[Path], bool]) -> _Taken:
    """The attachments that come with the titles that are in a range, by their items."""
    taken = taken_along(issue, start, end)
    return {
        item: attachments
        for item, attachments in taken.items()
        if placed(title_of(item)) and is_shown(issue, title_of(item))
    }


def _is_along(path: Path, taken: _Taken) -> bool:
    """Whether a text is of an attachment that comes with its item."""
    return in_attachment(path) and numbers(path)[2] < len(taken.get(item_of(path), ()))


def _with_title(issue: Issue, selection: Selection) -> Place:
    """Where a selection begins, before the empty title of its first item if it has all of that."""
    start, end = selection.start, selection.end
    item = owner(start.path)
    if start.offset or not is_item(item) or owner(end.path) == item:
        return start
    title = title_of(item)
    first = next((node.path for node in nodes_of(issue, item) if node.text), title)
    return Place(title, 0) if first == start.path and order(title) < order(first) else start


def as_text(fragment: Fragment) -> str:
    """A line for each paragraph and for each row of a table, its cells apart by tabs; the clerk's own line
    breaks in titles are lines too."""
    text = "\n".join(map(_text_of, fragment.paragraphs))
    return text if fragment.open_end else text + "\n"


def _text_of(paragraph: Paragraph) -> str:
    match paragraph.block:
        case Table() as table:
            rows = ("\t".join(row) for row in cell_texts(table))
            return "\n".join(line for line in (table.caption, table.unit, *rows, table.note) if line)
        case Pictures() as pictures:
            return "\n".join(text.text for text in pictures.texts() if text.text)
    return paragraph.lead + paragraph.text


# ---- from elsewhere


def from_text(text: str, bold: Ranges = ()) -> Fragment:
    """Paragraphs of plain text, a line each, blank lines and indents left out, kinds recognised. One line
    alone stays as it is, and keeps what is `bold` of it."""
    bold = bold if cleaned(text) == text and "\n" not in text else ()
    text = cleaned(text)
    lines = text.split("\n")
    if len(lines) == 1 or len(text) > MAX_ISSUE or len(lines) > MAX_PARAGRAPHS:
        # of more than an issue can hold the kinds are not looked for: the document will not take it
        return Fragment(tuple(Paragraph(Kind.BODY, line, bold=bold) for line in lines), guessed=True)
    found = _recognised([Given(line) for line in lines])
    return _as_pasted(found, open_end=bool(lines[-1].strip(" \u00a0\u3000")))


def from_manuscript(manuscript: Manuscript, *, bold: bool = False) -> tuple[Fragment, str]:
    """What was read from another program's text, its kinds recognised by look and words, and a sentence
    about bold characters of body text that are not kept, empty where there are none. With `bold` they are,
    but where cleaning has changed their paragraph."""
    from bulletin_desk.intake.emphasis import bold_said

    found = _recognised(manuscript.paragraphs, manuscript.notes)
    fragment = _as_pasted(found, open_end=not found or found[-1].block is None)
    if not bold:
        return fragment, bold_said(manuscript, found)
    made, changed = [], []
    for each, paragraph in zip(found, fragment.paragraphs, strict=True):
        if each.block is not None:  # it stands between paragraphs
            made.append(paragraph)
            continue
        given = manuscript.paragraphs[each.at]
        at = given.text.find(each.text)
        kept = each.kind is Kind.BODY and at >= 0
        made.append(replace(paragraph, bold=_bold_in(given.bold, at, paragraph)) if kept else paragraph)
        if each.kind is Kind.BODY and not kept:
            changed.append(each)
    return replace(fragment, paragraphs=tuple(made)), bold_said(manuscript, changed)


def _bold_in(ranges: Ranges, at: int, paragraph: Paragraph) -> Ranges:
    """What of the bold stretches of a text lies in a paragraph that begins there, behind its run-in heading,
    which has a face of its own."""
    return without(part(ranges, at, at + len(paragraph.text)), 0, paragraph.run_in)


def _recognised(paragraphs: Sequence[Given], notes: Sequence[Note] = ()) -> list[Part]:
    """A paste changes no character that is printed: that is for the review of a manuscript. `notes` tell of
    tables and pictures."""
    # not before something is pasted: the rules of recognition take longer to load than the desk can spare
    from bulletin_desk.intake.around_blocks import placed, with_blocks, with_surroundings
    from bulletin_desk.intake.clean import clean
    from bulletin_desk.intake.outline import outlined
    from bulletin_desk.intake.recognise import recognise_piece
    from bulletin_desk.intake.rules import Cleaning

    blocks = placed(notes)
    rules = Cleaning().without("width", "dashes", "marks", "spaces")
    cleaned_ = clean(paragraphs, rules, parted=(block.at for block in blocks))
    around = with_surroundings(cleaned_.paragraphs, cleaned_.origins, blocks)
    found = recognise_piece([cleaned_.paragraphs[at] for at in around.kept])
    parts = [replace(each, at=cleaned_.origins[around.kept[each.at]]) for each in found]
    return list(with_blocks(outlined(parts, paragraphs), around.blocks))


def _as_pasted(found: Sequence[Part], *, open_end: bool) -> Fragment:
    made = tuple(
        Paragraph(each.block.kind, "", block=each.block)
        if each.block is not None
        else Paragraph(_pasted(each.kind), each.text, each.run_in)
        for each in found
    )
    return Fragment(made, open_end=open_end, guessed=True)


def _pasted(kind: PartKind) -> Kind:
    """As what a recognised paragraph is pasted: nothing is left out."""
    return kind if isinstance(kind, Kind) and SPEC[kind].choosable else Kind.BODY


# ---- HTML

_MARK = "data-bulletin-desk"
_BLOCK = "data-bulletin-desk-block"
_ALONG = "data-along"
_ATTACHED = "data-attachments"
_VERSION = "1"
_LOOK = {
    Kind.MASTHEAD: "font-family:方正小标宋简体,宋体;font-size:36pt;text-align:center;color:red",
    Kind.SECTION_HEAD: "font-family:黑体;font-size:16pt",
    Kind.TITLE: "font-family:方正小标宋简体,宋体;font-size:22pt;text-align:center",
    Kind.SUBHEADING: "font-family:黑体;font-size:16pt;text-align:center",
    Kind.BODY: "font-family:仿宋,仿宋_GB2312;font-size:16pt;text-align:justify;text-indent:2em",
    Kind.EDITORS_NOTE: "font-family:楷体,楷体_GB2312;font-size:16pt;text-align:justify;text-indent:2em",
    Kind.SOURCE: "font-family:仿宋,仿宋_GB2312;font-size:16pt;text-align:right",
}
_PLAIN = "font-family:仿宋,仿宋_GB2312;font-size:16pt"
_RUN_IN = "font-family:楷体,楷体_GB2312"


def as_html(fragment: Fragment) -> str:
    """HTML that Word shows in the official faces and sizes, and that `from_html` reads back exactly."""
    written = "".join(_html_of(paragraph) for paragraph in fragment.paragraphs)
    end = ("open" if fragment.open_end else "closed") + "-cells" * fragment.cells
    head = '<html><head><meta charset="utf-8"></head>'
    return f'{head}<body><div {_MARK}="{_VERSION}-{end}">{written}</div></body></html>'


def _html_of(paragraph: Paragraph) -> str:
    if paragraph.block is not None:
        return block_html(paragraph.block, f'{_ALONG}="1" {_BLOCK}' if paragraph.comes_along else _BLOCK)
    style = _LOOK.get(paragraph.kind, _PLAIN) + ";margin:0;line-height:30pt;white-space:pre-wrap"
    text, run_in = paragraph.text, paragraph.run_in
    inside = _with_bold(paragraph, run_in, len(text))
    if run_in:
        head = _with_bold(paragraph, 0, run_in)
        inside = f'<span class="run_in" style="{_RUN_IN}">{head}</span>{inside}'
    inside = f'<span class="lead">{_escaped(paragraph.lead)}</span>{inside}' if paragraph.lead else inside
    kind = paragraph.kind.value
    outline = HEADING_LEVEL.get(paragraph.kind)
    style += f";mso-outline-level:{outline}" if outline else ""
    mark = f' data-mark="{escape(paragraph.mark)}"' if paragraph.mark else ""
    mark += ' data-numbered="1"' if paragraph.numbered else ""
    mark += f' {_ALONG}="1"' if paragraph.comes_along else ""
    mark += attachments_kept(paragraph.attachments, _ATTACHED) if paragraph.attachments else ""
    return f'<p class="{kind}" data-kind="{kind}"{mark} style="{style}">{inside}</p>'


def _with_bold(paragraph: Paragraph, start: int, end: int) -> str:
    """Characters `start` to `end` of a paragraph, those that are bold in <b>."""
    edges = {edge for edges in paragraph.bold for edge in edges if start < edge < end}
    pieces = []
    for first, last in pairwise(sorted({start, end, *edges})):
        text = _escaped(paragraph.text[first:last])
        pieces.append(f"<b>{text}</b>" if covers(paragraph.bold, first, last) else text)
    return "".join(pieces)


def _escaped(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def from_html(html: str) -> Fragment | None:
    """What `as_html` wrote, None for any other HTML."""
    end: str | None = None
    paragraphs: list[Paragraph] = []
    kind: Kind | None = None
    texts: list[str] = []
    run_in: int | None = None  # where the run-in heading begins, while it goes on
    heading = 0
    bold: list[tuple[int, int]] = []
    bold_from = 0
    mark = ""
    numbered = cells = along = False
    attachments: tuple[Attachment, ...] = ()
    lead: int | None = None  # which of the texts a number begins at that is not in the text
    at = 0
    for tag in _TAG.finditer(html) if f'{_MARK}="{_VERSION}-' in html else ():
        if kind is not None:
            texts.append(_ENTITY.sub(_unescaped, html[at : tag.start()]))
        at = tag.end()
        name, attributes = tag["name"], tag["attributes"]
        if name == "/p" and kind is not None:
            made = Paragraph(kind, "".join(texts), heading, united(bold), mark, numbered)
            paragraphs.append(replace(made, attachments=attachments, comes_along=along))
            kind = None
        elif name == "/span" and lead is not None:
            del texts[lead:]
            lead = None
        elif name == "/span" and run_in is not None:
            heading, run_in = sum(map(len, texts)), None
        elif name == "div" and (kept := _KEPT.search(attributes)):
            block = block_read(_ENTITY.sub(_unescaped, kept[1]))
            if block is None:
                return None
            paragraphs.append(Paragraph(block.kind, "", block=block, comes_along=_ALONG in attributes[:20]))
        elif name == "div":
            found = _OURS.search(attributes)
            if found:
                end, _, rest = found[1].partition("-")
                cells = rest == "cells"
        elif name == "p" and end is not None:
            found = _KIND.search(attributes)
            kind, texts, heading, bold = _KINDS.get(found[1] if found else ""), [], 0, []
            marked = _MARKED.search(attributes)
            mark = _ENTITY.sub(_unescaped, marked[1]) if marked else ""
            numbered = "data-numbered" in attributes
            along = _ALONG in attributes
            kept = _WITH.search(attributes)
            attachments = attachments_read(_ENTITY.sub(_unescaped, kept[1])) if kept else ()
        elif name == "span" and 'class="lead"' in attributes:
            lead = len(texts)
        elif name == "span":
            run_in = 0 if 'class="run_in"' in attributes else None
        elif name == "b":
            bold_from = sum(map(len, texts))
        elif name == "/b":
            bold.append((bold_from, sum(map(len, texts))))
        elif name == "br":
            texts.append("\n")
    if end is None or not paragraphs:
        return None
    return Fragment(tuple(paragraphs), open_end=end == "open", cells=cells)


_TAG = re.compile(r"""<(?P<name>/?[a-z]++)(?P<attributes>(?:[^<>"]++|"[^"]*+")*+)>""")
_OURS = re.compile(rf'{_MARK}="{_VERSION}-([\w-]++)"')
_KEPT = re.compile(rf'{_BLOCK}="([^"]*+)"')
_KIND = re.compile(r'data-kind="(\w++)"')
_WITH = re.compile(rf'{_ATTACHED}="([^"]*+)"')
_MARKED = re.compile(r'data-mark="([^"]*+)"')
_KINDS = {kind.value: kind for kind in Kind}
_ENTITY = re.compile("&(?:amp|lt|gt|quot|#x27);")
_ENTITIES = {escape(char): char for char in "&<>\"'"}


def _unescaped(found: re.Match[str]) -> str:
    return _ENTITIES[found[0]]
