"""What the rows of the outline say: one node for each part of the issue, and under items and attachments one
for each heading, table and block of pictures. Knows no model and no view.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bulletin_desk.bulletin.counting import attachment_numbers
from bulletin_desk.bulletin.endorsements import heading
from bulletin_desk.bulletin.grammar import (
    attachment_of,
    block_of,
    caption_of,
    cell_of,
    is_attachment,
    is_block,
    is_item,
    is_section,
    item_at,
    title_of,
)
from bulletin_desk.bulletin.model import (
    Attachment,
    Block,
    Heading,
    Issue,
    Item,
    Kind,
    Path,
    Pictures,
    Table,
)
from bulletin_desk.layouts.model import Layout
from bulletin_desk.layouts.offers import Offers
from bulletin_desk.typeset.numbered import block_leads


@dataclass(slots=True, eq=False)
class Node:
    """A row of the tree. `path` names the part, as `grammar.owner` does, or a block; `before` is the number
    and the mark that the layout puts before the words, `missing` stands for words that are still to come."""

    path: Path
    words: str
    count: int | None = None
    missing: str = ""
    before: str = ""
    noted: tuple[str, ...] = ()
    """Whose endorsements an item has, a line each."""
    state: str = ""
    """Of an item: one of `STATES`, or empty."""
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)

    @property
    def is_section(self) -> bool:
        """Whether it is a section."""
        return is_section(self.path)

    @property
    def is_item(self) -> bool:
        """Whether it is an item."""
        return is_item(self.path)

    @property
    def is_attachment(self) -> bool:
        """Whether it is an attachment."""
        return is_attachment(self.path)

    @property
    def is_content(self) -> bool:
        """Whether it is a heading, a table or pictures of an item or attachment."""
        return is_block(self.path)

    @property
    def shown(self) -> str:
        """What its row says."""
        return self.before + (self.words or self.missing)

    @property
    def own(self) -> int:
        """How many items it has, which stand before the sections under it."""
        return sum(child.is_item for child in self.children)

    def take(self, other: Node) -> bool:
        """Its place and words become those of another one; whether its row says something else now."""
        shown = self.shown
        self.path, self.words, self.before, self.missing = (
            other.path,
            other.words,
            other.before,
            other.missing,
        )
        return self.shown != shown


NAMELESS, UNNAMED, UNTITLED = "（未命名的栏目）", "（没有名称的栏目）", "（还没有标题）"
_FIRST_WORDS = 30
"""Characters of an untitled item's text that its row says."""
_CONTENTS = (Heading, Table, Pictures)
"""The blocks that have rows."""


def title_words(item: Item | Attachment) -> str:
    """A title on one line."""
    return _on_one_line(item.title)


def _on_one_line(text: str) -> str:
    return text.replace("\n", "")


def noted_with(item: Item) -> tuple[str, ...]:
    """Whose endorsements an item has, a line each."""
    return tuple(f"领导批示：{heading(each)}" for each in item.endorsements)


def attachment_names(issue: Issue) -> Iterator[tuple[Path, str]]:
    """What stands before the title of each attachment: its number, where it has one."""
    for item, first in attachment_numbers(issue).items():
        for at, _ in enumerate(item_at(issue, title_of(item)).attachments):
            yield attachment_of(item, at), f"附件{first + at}　" if first else "附件　"


def missing_of(item: Item, offers: Offers) -> str:
    """What the row of an item says that has no title: the beginning of its text, where it needs none."""
    if item.title:
        return ""
    if offers.prints_empty(Kind.TITLE):
        return UNTITLED
    texts = (text.text for block in item.blocks for text in block.texts())
    return _on_one_line(f"（无题）{next(filter(None, texts), '')[:_FIRST_WORDS]}")


def contents(above: Node, blocks: Sequence[Block], layout: Layout) -> Iterator[Node]:
    """The rows of the headings, tables and pictures of an item or attachment, in the order of the paper."""
    found = [(at, block) for at, block in enumerate(blocks) if isinstance(block, _CONTENTS)]
    headings = any(isinstance(block, Heading) for _, block in found)
    leads = block_leads(tuple(blocks), layout) if headings else ()
    for at, block in found:
        path = block_of(above.path, at)
        match block:
            case Heading():
                words = _on_one_line(block.text)
                yield Node(path, words, missing=UNTITLED, before=leads[at], parent=above)
            case Table():
                yield Node(path, _captioned("表", block.caption) or "表格", parent=above)
            case Pictures():
                captions = "、".join(picture.caption for picture in block.pictures if picture.caption)
                yield Node(path, _captioned("图", captions) or "图片", parent=above)


def same_contents(before: Sequence[Block], now: Sequence[Block]) -> bool:
    """Whether the rows are sure to be the same: the quick answer at each key typed into a paragraph."""
    return len(before) == len(now) and not any(
        old is not new and (isinstance(old, _CONTENTS) or isinstance(new, _CONTENTS))
        for old, new in zip(before, now, strict=True)
    )


def _captioned(what: str, caption: str) -> str:
    return f"{what}：{_on_one_line(caption)}" if caption else ""


def place_in(path: Path, block: Block | None) -> Path:
    """The text of a block that its row leads to: that of a heading, the first cell, the first caption."""
    if isinstance(block, Table):
        return cell_of(path, 0, 0)
    return caption_of(path, 0) if isinstance(block, Pictures) else path
