"""Pure edits: each takes an issue and gives a new one, in which all that is unchanged is the same object.
Must not know carets, files or pages.

Places are paths of `model.Path`'s form. An edit that has no meaning at its place raises EditError.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, assert_never, get_args

from bulletin_desk.bulletin import ranges as bold_ranges
from bulletin_desk.bulletin.describe import describe
from bulletin_desk.bulletin.grammar import PARAGRAPHS, SPEC, block_path
from bulletin_desk.bulletin.model import (
    Addressee,
    Attachment,
    Block,
    BlockText,
    Body,
    Endorsement,
    Heading,
    Issue,
    Item,
    Kind,
    ListItem,
    Paragraph,
    Path,
    Pictures,
    Section,
    Subheading,
    Table,
)
from bulletin_desk.bulletin.ranges import Ranges
from bulletin_desk.errors import EditError

Part = Section | Item | Block | Attachment | Addressee
"""What stands in a row and can be added, removed and moved."""

_ROWS: dict[str | int, tuple[tuple[type[Part], ...], str]] = {
    "editors_note": ((Body,), "编者按里"),
    "sections": ((Section,), "栏目之间"),
    "items": ((Item,), "栏目里"),
    "blocks": (get_args(Block), "稿件里"),
    "attachments": ((Attachment,), "附件之间"),
    "distribution": ((Addressee,), "分送单位里"),
}
"""Which kinds of part stand in which row, and what a clerk calls the row."""

_PART_NAMES: dict[type[Part], str] = {
    Section: SPEC[Kind.SECTION_HEAD].name,
    Item: "稿件",
    Attachment: "附件",
    Addressee: SPEC[Kind.DISTRIBUTION].name,
    Body: SPEC[Kind.BODY].name,
    Subheading: SPEC[Kind.SUBHEADING].name,
    Heading: "层次标题",
    ListItem: SPEC[Kind.LIST_ITEM].name,
    Table: SPEC[Kind.TABLE].name,
    Pictures: SPEC[Kind.PICTURES].name,
}


# ---- text


def text_at(issue: Issue, path: Path) -> str:
    """The text of the text node at `path`."""
    return _text(issue, path).text


def _text(issue: Issue, path: Path) -> BlockText:
    """The text at `path`, with its run-in heading and what of it is bold."""
    node, inside = _leaf(issue, path)
    if isinstance(node, str) and not inside:
        return BlockText((), node)
    if isinstance(node, Block):
        match node, inside:
            case Table(rows), (2, int(row), int(at)) if 0 <= row < len(rows) and 0 <= at < len(rows[row]):
                cell = rows[row][at]  # one of hundreds, each of which is asked for
                return BlockText(inside, cell.text, 0, cell.bold)
        for text in node.texts():
            if text.path == inside:
                return text
        if inside:
            raise _gone(issue, path)
    raise EditError(f"{describe(issue, path)}不是一段文字，不能这样改。")


def with_text(issue: Issue, path: Path, text: str) -> Issue:
    """`issue` with the text node at `path` reading `text`; a run-in heading keeps what is left of it."""
    old = text_at(issue, path)
    shorter = min(len(old), len(text))
    start = next((at for at in range(shorter) if old[at] != text[at]), shorter)
    tail = next((at for at in range(shorter - start) if old[-1 - at] != text[-1 - at]), shorter - start)
    return replace_range(issue, path, start, len(old) - tail, text[start : len(text) - tail])


def replace_range(issue: Issue, path: Path, start: int, end: int, text: str) -> Issue:
    """`issue` with characters `start` to `end` of the text node at `path` replaced by `text`.

    What is typed inside a run-in heading belongs to it; what is typed at its end, or in place of a range that
    reaches beyond it, is body text. What is typed inside bold text is bold, as `ranges.replaced` has it.
    """
    return replace_ranges(issue, path, [(start, end, text)])


def replace_ranges(issue: Issue, path: Path, ranges: Sequence[tuple[int, int, str]]) -> Issue:
    """`issue` with several ranges of characters of the text node at `path` replaced, each by a text of its
    own. They come in order and don't overlap; offsets are those of the text as it is."""
    _, old, run_in, bold = _text(issue, path)
    changed = False
    after = len(old)
    parts: list[str] = []  # from the end on, so that offsets stay true
    for start, end, text in reversed(ranges):
        if not 0 <= start <= end <= after:
            raise EditError(f"{describe(issue, path)}只有{len(old)}个字，没有第{start}至{end}字。")
        parts += (old[end:after], text)
        after = start
        if old[start:end] == text:
            continue
        changed = True
        bold = bold_ranges.replaced(bold, start, end, len(text))
        if end <= run_in and start < run_in:
            run_in += len(text) - (end - start)
        run_in = min(run_in, start) if end > run_in else run_in
    if not changed:
        return issue
    new = "".join((old[:after], *reversed(parts)))
    node, inside = _leaf(issue, path)
    if isinstance(node, Block):
        return _put(issue, path[: len(path) - len(inside)], node.with_text(inside, new, run_in, bold))
    return _put(issue, path, new)


def replace_row(issue: Issue, path: Path, start: int, end: int, parts: Sequence[Part]) -> Issue:
    """`issue` with the parts `start` to `end` of the row at `path` (`(…, "blocks")`) replaced by others."""
    row, _ = _row(issue, (*path, start))
    if not 0 <= start <= end <= len(row):
        raise _gone(issue, (*path, end))
    for part in parts:
        _check_kind((*path, start), type(part))
    return _put(issue, path, (*row[:start], *parts, *row[end:]))


def set_block(issue: Issue, path: Path, block: Block) -> Issue:
    """`issue` with another block in place of the one at `path`, or that it leads into."""
    path = block_path(path)
    return replace_row(issue, path[:-1], int(path[-1]), int(path[-1]) + 1, (block,))


# ---- parts


def add(issue: Issue, path: Path, part: Part) -> Issue:
    """`issue` with `part` added at `path`, before what stood there.

    `path` ends in an index from 0 to the length of the row (`sections`, `items`, `blocks`, `editors_note`
    or `distribution`), and the row must take that kind of part.
    """
    row, at = _row(issue, path)
    if not 0 <= at <= len(row):
        raise _gone(issue, path)
    _check_kind(path, type(part))
    return _put(issue, path[:-1], (*row[:at], part, *row[at:]))


def remove(issue: Issue, path: Path) -> Issue:
    """`issue` without the part at `path`."""
    row, at = _row(issue, path)
    _find(issue, path)
    return _put(issue, path[:-1], row[:at] + row[at + 1 :])


def move(issue: Issue, path: Path, to: Path) -> Issue:
    """`issue` with the part at `path` moved, so that it then stands at `to`, in any such row."""
    part = _find(issue, path)
    if path == to:
        return issue
    return add(remove(issue, path), to, part)


# ---- paragraphs: blocks that are one text, and the editor's


def split_block(issue: Issue, path: Path, offset: int) -> Issue:
    """`issue` with the paragraph at `path` in two, the second from character `offset` on.

    Both are of the paragraph's kind, except that what follows a whole heading is an empty body paragraph.
    A run-in heading split in two heads both paragraphs.
    """
    block = _paragraph(issue, path)
    if not 0 <= offset <= len(block.text):
        raise EditError(f"{describe(issue, path)}只有{len(block.text)}个字，不能在第{offset}字后分段。")
    first, second = cut(block, offset)
    if SPEC[second.kind].heading and not second.text:
        second = Body("")
    row, at = _row(issue, path)
    return _put(issue, path[:-1], (*row[:at], first, second, *row[at + 1 :]))


def cut(block: Paragraph, offset: int) -> tuple[Paragraph, Paragraph]:
    """A paragraph in two of its kind, the second from character `offset` on."""
    head, tail = block.text[:offset], block.text[offset:]
    match block:
        case Body():
            length = len(block.text)
            first = Body(head, min(block.run_in, offset), bold_ranges.part(block.bold, 0, offset))
            second = Body(tail, max(block.run_in - offset, 0), bold_ranges.part(block.bold, offset, length))
            return first, second
        case Subheading() | Heading():
            return replace(block, text=head), replace(block, text=tail)
        case ListItem():
            length = len(block.text)
            return (
                ListItem(head, block.numbered, bold_ranges.part(block.bold, 0, offset)),
                ListItem(tail, block.numbered, bold_ranges.part(block.bold, offset, length)),
            )
    assert_never(block)


def as_body(block: Paragraph) -> Body:
    """A paragraph as body text, which has no line breaks of the clerk's own."""
    if isinstance(block, Body) and "\n" not in block.text:
        return block
    bold = block.texts()[0].bold
    for at in range(len(block.text) - 1, -1, -1) if bold else ():
        if block.text[at] == "\n":
            bold = bold_ranges.replaced(bold, at, at + 1, 0)
    return Body(block.text.replace("\n", ""), bold=bold)


def join_blocks(issue: Issue, path: Path) -> Issue:
    """`issue` with the paragraph at `path` joined to the one before, whose kind it takes. Undoes
    `split_block`.

    An empty paragraph before simply vanishes. The second one's run-in heading stays one only if nothing but a
    run-in heading comes before it.
    """
    second = _paragraph(issue, path)
    row, at = _row(issue, path)
    first = row[at - 1] if at else None
    if not isinstance(first, Paragraph):
        raise EditError(f"{describe(issue, path)}前面没有可以合并的段落。")
    joined = second if not first.text and second.text else first if not second.text else join(first, second)
    return _put(issue, path[:-1], (*row[: at - 1], joined, *row[at + 1 :]))


def join(first: Paragraph, second: Paragraph) -> Paragraph:
    """One paragraph of the first one's kind."""
    match first:
        case Body():
            goes_on = isinstance(second, Body) and first.run_in == len(first.text)
            _, text, run_in, bold = second.texts()[0]
            return Body(
                first.text + text,
                first.run_in + (run_in if goes_on else 0),
                bold_ranges.joined(first.bold, len(first.text), bold),
            )
        case Subheading() | Heading():
            return replace(first, text=first.text + second.text)
        case ListItem():
            _, text, _, bold = second.texts()[0]
            bold = bold_ranges.joined(first.bold, len(first.text), bold)
            return ListItem(first.text + text, first.numbered, bold)
    assert_never(first)


def change_kind(issue: Issue, path: Path, kind: Kind) -> Issue:
    """`issue` with the paragraph at `path` of that kind (of `PARAGRAPHS`) and with the same text; run-in
    heading and bold are dissolved."""
    block = _paragraph(issue, path)
    if block.kind is kind:
        return issue
    _check_kind(path, type(PARAGRAPHS[kind]))
    return _put(issue, path, of_kind(kind, block.text))


def of_kind(kind: Kind, text: str) -> Paragraph:
    """A paragraph of a kind (of `PARAGRAPHS`)."""
    return replace(PARAGRAPHS[kind], text=text)


def set_run_in(issue: Issue, path: Path, length: int) -> Issue:
    """`issue` with the first `length` characters of the body at `path` as its run-in heading; 0: none."""
    block = _paragraph(issue, path)
    if not isinstance(block, Body):
        raise EditError(f"{describe(issue, path)}不是正文段落，不能有段首标题。")
    if not 0 <= length <= len(block.text):
        raise EditError(f"{describe(issue, path)}只有{len(block.text)}个字，段首标题不能有{length}个字。")
    return issue if block.run_in == length else _put(issue, path, replace(block, run_in=length))


def set_bold(issue: Issue, path: Path, bold: Ranges) -> Issue:
    """`issue` with these characters of the text at `path` bold, and no others: of body text, an item of a
    list, or a cell."""
    block, inside = _leaf(issue, path)
    if not isinstance(block, Block):
        raise EditError(f"{describe(issue, path)}不是段落，不能这样改。")
    if not may_be_bold(block, inside):
        raise EditError(f"{describe(issue, path)}不是正文段落，不能加粗。")
    _, text, run_in, now = _text(issue, path)
    if not bold_ranges.are_ranges(bold, len(text)):
        raise EditError(f"{describe(issue, path)}只有{len(text)}个字，不能这样加粗。")
    if now == bold:
        return issue
    return _put(issue, path[: len(path) - len(inside)], block.with_text(inside, text, run_in, bold))


def may_be_bold(block: Any, inside: Path = ()) -> bool:
    """Whether characters can be bold in the text `inside` a block."""
    return isinstance(block, Body | ListItem) or (isinstance(block, Table) and len(inside) == 3)


def bold_at(issue: Issue, path: Path) -> BlockText | None:
    """The text at `path` with what of it is bold, None where nothing can be."""
    block, inside = _leaf(issue, path)
    return _text(issue, path) if may_be_bold(block, inside) else None


# ---- values that are no text


def set_mark(issue: Issue, item: Path, mark: str) -> Issue:
    """`issue` with that mark (★; empty: none) before the item at `item`."""
    if not isinstance(_find(issue, item), Item):
        raise EditError(f"{describe(issue, item)}不是稿件，不能加标记。")
    return _put(issue, (*item, "mark"), mark)


def set_endorsements(issue: Issue, item: Path, endorsements: tuple[Endorsement, ...]) -> Issue:
    """`issue` with these endorsements noted with the item at `item`."""
    if not isinstance(_find(issue, item), Item):
        raise EditError(f"{describe(issue, item)}不是稿件，不能记领导批示。")
    return _put(issue, (*item, "endorsements"), endorsements)


def set_state(issue: Issue, item: Path, state: str) -> Issue:
    """`issue` with the item at `item` in that state, one of `STATES`; empty: in none."""
    if not isinstance(_find(issue, item), Item):
        raise EditError(f"{describe(issue, item)}不是稿件，没有状态。")
    return _put(issue, (*item, "state"), state)


def set_level(issue: Issue, section: Path, level: int) -> Issue:
    """`issue` with the section at `section` of level 1 or 2."""
    if not isinstance(_find(issue, section), Section):
        raise EditError(f"{describe(issue, section)}不是栏目，没有级别。")
    return _put(issue, (*section, "level"), level)


# ---- the tree


def _leaf(issue: Issue, path: Path) -> tuple[Any, Path]:
    """The node at `path`, or the block that `path` leads into and the steps inside it."""
    node: Any = issue
    for at, step in enumerate(path):
        if isinstance(node, tuple) and isinstance(step, int) and 0 <= step < len(node):
            node = node[step]
        elif isinstance(node, Block):
            return node, path[at:]
        elif step in getattr(node, "__dataclass_fields__", ()):
            node = getattr(node, str(step))
        else:
            raise _gone(issue, path)
    return node, ()


def _find(issue: Issue, path: Path) -> Any:
    """The node at `path`. Blocks are leaves."""
    node, inside = _leaf(issue, path)
    if inside:
        raise _gone(issue, path)
    return node


def _put(issue: Issue, path: Path, value: Any) -> Issue:
    """`issue` with `value` at `path`, which exists. Only the nodes along the path are made anew."""
    changed: Issue = _rebuilt(issue, path, value)
    return changed


def _rebuilt(node: Any, path: Path, value: Any) -> Any:
    if not path:
        return value
    part, rest = path[0], path[1:]
    if isinstance(part, int):
        return (*node[:part], _rebuilt(node[part], rest, value), *node[part + 1 :])
    return replace(node, **{part: _rebuilt(getattr(node, part), rest, value)})


def _row(issue: Issue, path: Path) -> tuple[tuple[Any, ...], int]:
    """The row that `path` leads into, and the index in it, which may be out of bounds."""
    if len(path) < 2 or path[-2] not in _ROWS or not isinstance(path[-1], int):
        raise EditError(f"{describe(issue, path)}不是可以增减的部分。")
    row: tuple[Any, ...] = _find(issue, path[:-1])
    return row, path[-1]


def _paragraph(issue: Issue, path: Path) -> Paragraph:
    node = _find(issue, path)
    if not isinstance(node, Paragraph):
        raise EditError(f"{describe(issue, path)}不是段落，不能这样改。")
    return node


def _check_kind(path: Path, kind: type[Part]) -> None:
    kinds, row = _ROWS[path[-2]]
    if kind not in kinds:
        raise EditError(f"{row}不能放{_PART_NAMES[kind]}。")


def _gone(issue: Issue, path: Path) -> EditError:
    return EditError(f"{describe(issue, path)}不存在或已被删除，请重新选定位置。")
