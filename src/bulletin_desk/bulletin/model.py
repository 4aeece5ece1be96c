"""The bulletin as frozen values, as an office speaks of it. Knows nothing of files, faces or pages.

Text nodes are plain strings. `"\\n"` inside a title, a subheading or any other text is the clerk's own
line break.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Date  # noqa: N812  (fields are called `date`, as the paper calls them)


@dataclass(frozen=True, slots=True)
class Masthead:
    """报头: the publication's name with its numbers.

    `number` runs within the year (第2期), `total_number` over all years (总第607期; None where the office
    keeps none). `marking` is printed above the name at the left (内部资料); `supplement` before the number
    (增刊).
    """

    name: str
    number: int
    total_number: int | None = None
    marking: str = ""
    supplement: str = ""

    @property
    def one_line(self) -> str:
        """The name without its author's line breaks, for sentences and comparisons."""
        return self.name.replace("\n", "")


@dataclass(frozen=True, slots=True)
class DatedHeader:
    """The line under the masthead: issuing office at the left, date at the right."""

    issuer: str
    date: Date


@dataclass(frozen=True, slots=True)
class Body:
    """正文: a paragraph. Its first `run_in` characters are its run-in heading (段首标题); 0 means none."""

    text: str
    run_in: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.run_in <= len(self.text):
            raise ValueError(f"run_in {self.run_in} outside a text of {len(self.text)} characters")


@dataclass(frozen=True, slots=True)
class Subheading:
    """小标题: one to three lines inside an item."""

    text: str


Block = Body | Subheading
"""What an item is made of. Further kinds (pictures, tables) join this union."""


@dataclass(frozen=True, slots=True)
class Item:
    """稿件: a title, blocks, and the contributing office in brackets (来源), which may be empty."""

    title: str
    blocks: tuple[Block, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """栏目: a name, printed in the layout's brackets, over items."""

    name: str
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Addressee:
    """One entry of the distribution: 报 (superiors), 送 (peers) or 发 (subordinates), and to whom."""

    label: str
    to: str


@dataclass(frozen=True, slots=True)
class Imprint:
    """印发机关和印发日期: who printed it, and when."""

    office: str
    date: Date


@dataclass(frozen=True, slots=True)
class LayoutText:
    """The layout that an issue is set in, as its file carries it: the layout's name, and its text, which this
    room does not read. None: it is only named; empty: what was carried can't be read."""

    name: str
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Issue:
    """One issue of a bulletin (一期简报), complete. `disclosure` is empty and `print_count` None where not
    printed; without a `layout` it is set in the default one."""

    masthead: Masthead
    dated_header: DatedHeader
    editors_note: tuple[Body, ...] = ()
    sections: tuple[Section, ...] = ()
    disclosure: str = ""
    distribution: tuple[Addressee, ...] = ()
    imprint: Imprint | None = None
    print_count: int | None = None
    layout: LayoutText | None = None


Path = tuple[str | int, ...]
"""Names a text node from the issue down, as in `("sections", 0, "items", 2, "blocks", 4)`; a title or source
ends with its field's name. Blocks and the editor's paragraphs are text nodes themselves."""


@dataclass(frozen=True, slots=True)
class Place:
    """A position in the bulletin: before character `offset` of the text node at `path`."""

    path: Path
    offset: int
