"""An issue, or one of its items, as a web page. Decides nothing about words: they are those of the pages.

All that matters stands at the innermost elements too (paragraphs, cells, headings): editors of web pages take
sections, articles and figures off, with their styles. 领导批示 are noted with items and have no line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import groupby
from typing import NamedTuple

from bulletin_desk.bulletin.grammar import (
    CONTENTS,
    EDITORS_NOTE,
    attachments_of,
    block_at,
    is_attachment,
    is_item,
    item_of,
    items_of,
    numbers,
    owner,
    section_of,
)
from bulletin_desk.bulletin.heading_levels import HeadingLevels
from bulletin_desk.bulletin.model import (
    HEADING_KINDS,
    Block,
    Issue,
    Kind,
    Path,
    PictureData,
    Pictures,
    Table,
)
from bulletin_desk.export.html.blocks import Address, Blocks, embedded
from bulletin_desk.export.html.frame import Frame
from bulletin_desk.export.html.looks import Looks, em
from bulletin_desk.export.html.texts import Texts, nodes_of, shown_whole
from bulletin_desk.export.html.tree import (
    BREAK,
    NOT_IN_HTML,
    Element,
    Node,
    css,
    html_of,
    plain_of,
    text_nodes,
)
from bulletin_desk.fonts.private_use import all_assigned
from bulletin_desk.hanzi.cells import cells
from bulletin_desk.hanzi.classes import Width, width_of
from bulletin_desk.layouts.model import Layout
from bulletin_desk.pages.model import Remark
from bulletin_desk.typeset.composed import Composed
from bulletin_desk.typeset.paragraph import UNITS
from bulletin_desk.typeset.thing import FlowBlock, FlowText
from bulletin_desk.typeset.typesetter import TypesetPages

Tell = Callable[[int], None]
_MOST_PIXELS = 1600
"""How wide pictures are at most: twice as many as a page shows."""
_LINK = css(color="#0b4ea2", text_decoration="none")
_HEADING = css(color="inherit", text_decoration="none")
"""Of the place that a link leads to: sites give such elements the colour of links."""
_MARGINS = {
    Kind.CONTENTS: "0 0 4px",
    Kind.SECTION_HEAD: "24px 0 10px",
    Kind.SECTION_HEAD_2: "18px 0 8px",
    Kind.KICKER: "20px 0 2px",
    Kind.TITLE: "20px 0 12px",
    Kind.SUBTITLE: "-6px 0 12px",
    Kind.BYLINE: "0 0 12px",
    Kind.SUBHEADING: "14px 0 8px",
    Kind.ATTACHMENT_MARK: "28px 0 4px",
    Kind.ATTACHMENT_TITLE: "8px 0 12px",
    Kind.SIGNATURE: "12px 0 8px",
    Kind.SOURCE: "0 0 16px",
    **dict.fromkeys(HEADING_KINDS, "10px 0 6px"),
}
_LISTS = (Kind.LIST_ITEM, Kind.NUMBERED_ITEM)
_TELEPHONE = Fraction(16)
"""Ems of a line on a telephone."""
_LIST, _ENTRY = ("role", "list"), ("role", "listitem")
"""Of lists, whose marks and numbers are text. Not ul and ol: where an editor takes `list-style` off, those
have marks a second time."""


class Parts(NamedTuple):
    """What of an issue goes into a web copy beside its texts. Usually not the closing block: nobody on a site
    asks to whom an issue was sent, and how many were printed."""

    head: bool = True
    contents: bool = True
    closing: bool = False

    @classmethod
    def chosen(cls, options: Mapping[str, str]) -> Parts:
        """As a form's options say."""
        return cls(**{name: options[name] == "in" for name in cls._fields if name in options})


USUAL = Parts()


def silent(_done: int) -> None:
    """Tells nobody."""


def web_copy(
    issue: Issue,
    layout: Layout,
    pages: TypesetPages,
    parts: Parts = USUAL,
    *,
    only: Sequence[Path] = (),
    address: Address | None = None,
    tell: Tell = silent,
) -> tuple[Node, ...]:
    """An issue as the content of a page; with `only` the items or sections at these paths alone, with their
    attachments. `address` leads to a picture; without it they are in the page itself."""
    return tuple(_Writer(issue, layout, pages, address or _small_embedded, only).content(parts, tell))


def whole_page(content: tuple[Node, ...], title: str) -> str:
    """A page by itself, for screens of any width."""
    head = (
        Element("meta", attributes=(("charset", "utf-8"),)),
        Element(
            "meta", attributes=(("name", "viewport"), ("content", "width=device-width, initial-scale=1"))
        ),
        Element("title", (all_assigned(title),)),
    )
    body = css(max_width="760px", margin="0 auto", padding="16px", background="#ffffff", color="#000000")
    page = Element("html", (Element("head", head), Element("body", content, body)), (), (("lang", "zh-CN"),))
    return f"<!DOCTYPE html>\n{html_of((page,))}"


def pasted_page(content: tuple[Node, ...]) -> str:
    """The same for the clipboard: what it is pasted into has a body, and margins, of its own. Windows wants
    marks around what was copied (CF_HTML): without, the head is taken for a part of it."""
    return (
        '<html lang="zh-CN"><head><meta charset="utf-8"></head><body>'
        f"<!--StartFragment-->{html_of(content)}<!--EndFragment--></body></html>"
    )


def unwritable(pages: TypesetPages) -> tuple[Remark, ...]:
    """What of the pages a page of the web can't have, and leaves out: characters that it has no place for."""
    return tuple(
        Remark("not_in_html", path, max(0, match.start() - composed.paragraph.lead), match[0])
        for composed, path in pages.paragraphs()
        for match in NOT_IN_HTML.finditer(composed.paragraph.text)
    )


def plain_text(content: tuple[Node, ...]) -> str:
    """The same as plain text: a line for each paragraph and each row of a table, whose cells tabs part."""
    return plain_of(content)


def pictures_of(issue: Issue) -> dict[str, PictureData]:
    """The pictures of an issue in the order of the paper, each once, by the names of files that lie beside
    its page."""
    found: dict[str, PictureData] = {}
    attached = (attachment.blocks for _, attachment in attachments_of(issue))
    for blocks in (*(item.blocks for _, item in items_of(issue)), *attached):
        for block in blocks:
            if isinstance(block, Pictures):
                found.update((picture.data.digest, picture.data) for picture in block.pictures)
    return {
        f"{at}.{'jpg' if data.format == 'jpeg' else data.format}": data
        for at, data in enumerate(found.values(), 1)
    }


def for_pages(data: PictureData) -> PictureData:
    """A picture no larger than pages show it."""
    from bulletin_desk.errors import BulletinDeskError
    from bulletin_desk.pictures.scaled import at_most

    if data.width <= _MOST_PIXELS:
        return data
    try:
        return at_most(data, _MOST_PIXELS)
    except BulletinDeskError:  # what can't be decoded here may be shown there
        return data


def _small_embedded(data: PictureData) -> str:
    return embedded(for_pages(data))


class _Writer:
    def __init__(
        self, issue: Issue, layout: Layout, pages: TypesetPages, address: Address, only: Sequence[Path]
    ) -> None:
        self._only = only
        self._issue = issue
        self._layout = layout
        self._pages = pages
        self._texts = Texts(issue)
        self._looks = Looks(layout)
        self._levels = HeadingLevels(of_item=any(map(is_item, only)))
        self._blocks = Blocks(layout, self._looks, address)
        self._frame = Frame(self._texts, self._looks, self._levels)
        self._before: Kind | None = None
        """The kind of the paragraph before."""
        self._linked: set[Path] = set()
        """The parts that a list of the page leads to."""

    def content(self, parts: Parts, tell: Tell) -> Iterator[Node]:
        if parts.head and not self._only:
            yield Element("header", self._frame.rows(self._pages.head, self._layout.head.rows))
        flow = [part for part in self._pages.flow_parts() if self._is_in(part, parts)]
        self._linked = {part.path for part in flow if _leads(part)}
        yield from self._flow(flow, tell)
        closing = self._pages.closing
        if parts.closing and not self._only and closing is not None:
            rows = self._frame.rows(closing, self._layout.closing.rows)
            yield Element("footer", rows, css(margin="32px 0 0"))

    def _is_in(self, part: FlowText | FlowBlock, parts: Parts) -> bool:
        if isinstance(part, FlowText):
            if not part.composed.paragraph.text:  # a line that is kept free says nothing
                return False
            if part.composed.kind is Kind.CONTENTS:
                return parts.contents and not self._only
        return not self._only or any(part.path[: len(each)] == each for each in self._only)

    # ---- parts

    def _flow(self, flow: list[FlowText | FlowBlock], tell: Tell) -> Iterator[Node]:
        """Sections with their items, then the attachments; the list of contents before all."""
        count = len(self._pages)
        done = 0
        for section, parts in groupby(flow, key=_section_of):
            inside: list[Node] = []
            for part, texts in groupby(parts, key=_part_of):
                these = list(texts)
                nodes = tuple(self._in_lists(these))
                article = is_item(part) or is_attachment(part)
                inside += (Element("article", nodes),) if article else nodes
                done += len(these)
                for page in range(
                    1 + (done - len(these)) * count // len(flow), 1 + done * count // len(flow)
                ):
                    tell(page)
            if section == CONTENTS:
                yield Element("nav", tuple(inside), css(margin="16px 0 24px"))
            else:
                yield Element("section", tuple(inside))
        if not flow:
            for page in range(1, count + 1):
                tell(page)

    def _in_lists(self, parts: list[FlowText | FlowBlock]) -> Iterator[Node]:
        """The parts of an item, entries that follow one another in a list."""
        for kind, these in groupby(parts, key=_list_of):
            nodes = tuple(map(self._part, these))
            if kind is not None:
                entries = (one._replace(attributes=(*one.attributes, _ENTRY)) for one in nodes)
                yield Element("div", tuple(entries), attributes=(_LIST,))
            else:
                yield from nodes

    def _part(self, part: FlowText | FlowBlock) -> Element:
        if isinstance(part, FlowBlock):
            block: Block | None = block_at(self._issue, part.path)
            assert isinstance(block, Table | Pictures)
            return self._blocks.block(part.thing, block)
        composed, path = part.composed, part.path
        text = self._texts.of(composed, path)
        level = self._levels.next(composed.kind)
        before, self._before = self._before, composed.kind
        if composed.kind is Kind.SIGNATURE and composed.paragraph.align == "centre":
            return self._signature(composed, text)
        tag = f"h{level}" if level else "p"
        nodes: tuple[Node, ...] = nodes_of(composed, text)
        margin = _MARGINS.get(composed.kind, "0 0 8px")
        if composed.kind is Kind.TITLE and before is Kind.KICKER:
            margin = "0 0 12px"
        style = self._looks.paragraph(composed, margin=margin, heading=bool(level))
        if _leads(part) and path != CONTENTS:
            nodes = (Element("a", nodes, _LINK, (("href", f"#{_name(path)}"),)),)
        elif self._begins(composed.kind, path):
            nodes = (Element("a", nodes, _HEADING, (("name", _name(_part_of(part))),)),)
        return Element(tag, nodes, (*style, *shown_whole(text)))

    def _signature(self, composed: Composed, text: str) -> Element:
        """Lines in the middle of one another, which stand at the right: each is a paragraph as far from there
        as that takes, since few readers know blocks in a line."""
        made = composed.paragraph
        right = round(self._layout.text_block.width / made.advance - (made.left + made.measure) / UNITS)
        lines = text.split("\n")
        widths = [min(_ems(line), _TELEPHONE) for line in lines]
        paragraphs = []
        for line, width in zip(lines, widths, strict=True):
            style = css(
                line_height="1.8",
                text_align="right",
                text_indent="0",
                margin="0",
                padding_right=em(right + (max(widths) - width) / 2),
            )
            inside = tuple(text_nodes(line)) or (BREAK,)
            paragraphs.append(Element("p", inside, (*self._looks.type(made), *style, *shown_whole(line))))
        return Element("div", tuple(paragraphs), css(margin=_MARGINS[Kind.SIGNATURE]))

    def _begins(self, kind: Kind, path: Path) -> bool:
        """Whether a text is what a link to its part leads to, and there is one."""
        if kind is Kind.ATTACHMENT_MARK:
            return path in self._linked
        leads_to = (Kind.TITLE, Kind.SECTION_HEAD, Kind.SECTION_HEAD_2)
        return kind in leads_to and owner(path) in self._linked


def _ems(line: str) -> Fraction:
    """About how wide a line is."""
    return sum((_WIDTHS.get(width_of(cell), Fraction(1, 2)) for cell in cells(line)), Fraction(0))


_WIDTHS = {Width.FULL: Fraction(1), Width.NONE: Fraction(0)}
_ATTACHMENTS: Path = ("attachments",)
_Flow = FlowText | FlowBlock


def _is_listed(part: _Flow, kind: Kind) -> bool:
    return isinstance(part, FlowText) and part.composed.kind is kind


def _leads(part: _Flow) -> bool:
    """Whether a line leads to another part of the page."""
    return _is_listed(part, Kind.CONTENTS) or _is_listed(part, Kind.ATTACHMENT_LIST)


def _part_of(part: _Flow) -> Path:
    """What a part belongs to: an item, an attachment, a section, the note, the list of contents."""
    if _is_listed(part, Kind.CONTENTS):
        return CONTENTS
    if _is_listed(part, Kind.ATTACHMENT_LIST):
        return item_of(part.path)
    return owner(part.path)


def _section_of(part: _Flow) -> Path:
    whose = _part_of(part)
    if is_attachment(whose):
        return _ATTACHMENTS
    return whose if whose in (CONTENTS, EDITORS_NOTE) else section_of(whose)


def _list_of(part: _Flow) -> Kind | None:
    """The kind of the list that a part is an entry of; None for what is none."""
    if isinstance(part, FlowBlock) or part.path == CONTENTS:
        return None
    kind = part.composed.kind
    return kind if kind is Kind.CONTENTS or kind in _LISTS else None


def _name(path: Path) -> str:
    """What links call a part of the bulletin."""
    kind = "fujian" if is_attachment(path) else "gaojian" if is_item(path) else "lanmu"
    return "-".join((kind, *(str(number + 1) for number in numbers(path))))
