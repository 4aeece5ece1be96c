"""Pure edits: each takes an issue and gives a new one, in which all that is unchanged is the same object.
Must not know carets, files or pages.

Places are paths of `model.Path`'s form. An edit that has no meaning at its place raises EditError.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from bulletin_desk.bulletin.describe import describe
from bulletin_desk.bulletin.model import Addressee, Body, Issue, Item, Path, Section, Subheading
from bulletin_desk.errors import EditError

Part = Section | Item | Body | Subheading | Addressee
"""What stands in a row and can be added, removed and moved."""

_ROWS: dict[str | int, tuple[type[Part], ...]] = {
    "editors_note": (Body,),
    "sections": (Section,),
    "items": (Item,),
    "blocks": (Body, Subheading),
    "distribution": (Addressee,),
}
"""Which kinds of part stand in which row."""

_KIND_NAMES: dict[type[Part], str] = {
    Section: "栏目",
    Item: "稿件",
    Body: "正文段落",
    Subheading: "小标题",
    Addressee: "分送单位",
}
_ROW_NAMES: dict[str | int, str] = {
    "editors_note": "编者按里",
    "sections": "栏目之间",
    "items": "栏目里",
    "blocks": "稿件里",
    "distribution": "分送单位里",
}


# ---- text


def text_at(issue: Issue, path: Path) -> str:
    """The text of the text node at `path`."""
    node = _find(issue, path)
    if isinstance(node, Body | Subheading):
        return node.text
    if not isinstance(node, str):
        raise EditError(f"{describe(issue, path)}不是一段文字，不能这样改。")
    return node


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
    reaches beyond it, is body text.
    """
    return replace_ranges(issue, path, [(start, end, text)])


def replace_ranges(issue: Issue, path: Path, ranges: Sequence[tuple[int, int, str]]) -> Issue:
    """`issue` with several ranges of characters of the text node at `path` replaced, each by a text of its
    own. They come in order and don't overlap; offsets are those of the text as it is."""
    old = text_at(issue, path)
    node = _find(issue, path)
    run_in = node.run_in if isinstance(node, Body) else 0
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
        if end <= run_in and start < run_in:
            run_in += len(text) - (end - start)
        run_in = min(run_in, start) if end > run_in else run_in
    if not changed:
        return issue
    new: Any = "".join((old[:after], *reversed(parts)))
    if isinstance(node, Body):
        new = Body(new, run_in)
    elif isinstance(node, Subheading):
        new = Subheading(new)
    return _put(issue, path, new)


def replace_row(issue: Issue, path: Path, start: int, end: int, parts: Sequence[Part]) -> Issue:
    """`issue` with the parts `start` to `end` of the row at `path` (`(…, "blocks")`) replaced by others."""
    row, _ = _row(issue, (*path, start))
    if not 0 <= start <= end <= len(row):
        raise _gone(issue, (*path, end))
    for part in parts:
        _check_kind((*path, start), type(part))
    return _put(issue, path, (*row[:start], *parts, *row[end:]))


def text_nodes(issue: Issue) -> Iterator[Path]:
    """The paths of all text nodes in the order of the paper, empty ones included."""
    yield ("masthead", "marking")
    yield ("masthead", "name")
    yield ("masthead", "supplement")
    yield ("dated_header", "issuer")
    for at in range(len(issue.editors_note)):
        yield ("editors_note", at)
    for section_at, section in enumerate(issue.sections):
        yield ("sections", section_at, "name")
        for item_at, item in enumerate(section.items):
            there: Path = ("sections", section_at, "items", item_at)
            yield (*there, "title")
            for at in range(len(item.blocks)):
                yield (*there, "blocks", at)
            yield (*there, "source")
    yield ("disclosure",)
    for at in range(len(issue.distribution)):
        yield ("distribution", at, "label")
        yield ("distribution", at, "to")
    if issue.imprint is not None:
        yield ("imprint", "office")


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


# ---- blocks and the editor's paragraphs


def split_block(issue: Issue, path: Path, offset: int) -> Issue:
    """`issue` with the block at `path` in two, the second from character `offset` on.

    Both are of the block's kind, except that what follows a whole subheading is an empty body paragraph.
    A run-in heading split in two heads both paragraphs.
    """
    block = _block(issue, path)
    if not 0 <= offset <= len(block.text):
        raise EditError(f"{describe(issue, path)}只有{len(block.text)}个字，不能在第{offset}字后分段。")
    head, tail = block.text[:offset], block.text[offset:]
    first: Body | Subheading
    second: Body | Subheading
    if isinstance(block, Body):
        first, second = Body(head, min(block.run_in, offset)), Body(tail, max(block.run_in - offset, 0))
    else:
        first, second = Subheading(head), Subheading(tail) if tail else Body("")
    row, at = _row(issue, path)
    return _put(issue, path[:-1], (*row[:at], first, second, *row[at + 1 :]))


def join_blocks(issue: Issue, path: Path) -> Issue:
    """`issue` with the block at `path` joined to the one before, whose kind it takes. Undoes `split_block`.

    An empty block before simply vanishes. The second block's run-in heading stays one only if nothing but a
    run-in heading comes before it.
    """
    second = _block(issue, path)
    row, at = _row(issue, path)
    if at == 0:
        raise EditError(f"{describe(issue, path)}前面没有可以合并的段落。")
    first = row[at - 1]
    joined: Body | Subheading
    if not first.text and second.text:
        joined = second
    elif not second.text:
        joined = first
    elif isinstance(first, Body):
        further = second.run_in if isinstance(second, Body) and first.run_in == len(first.text) else 0
        joined = Body(first.text + second.text, first.run_in + further)
    else:
        joined = Subheading(first.text + second.text)
    return _put(issue, path[:-1], (*row[: at - 1], joined, *row[at + 1 :]))


def change_kind(issue: Issue, path: Path, kind: type[Body] | type[Subheading]) -> Issue:
    """`issue` with the block at `path` of that kind and with the same text; a run-in heading is dissolved."""
    block = _block(issue, path)
    if isinstance(block, kind):
        return issue
    _check_kind(path, kind)
    return _put(issue, path, kind(block.text))


def set_run_in(issue: Issue, path: Path, length: int) -> Issue:
    """`issue` with the first `length` characters of the body at `path` as its run-in heading; 0: none."""
    block = _block(issue, path)
    if not isinstance(block, Body):
        raise EditError(f"{describe(issue, path)}不是正文段落，不能有段首标题。")
    if not 0 <= length <= len(block.text):
        raise EditError(f"{describe(issue, path)}只有{len(block.text)}个字，段首标题不能有{length}个字。")
    return issue if block.run_in == length else _put(issue, path, Body(block.text, length))


# ---- the tree


def _find(issue: Issue, path: Path) -> Any:
    """The node at `path`. Blocks are leaves: their text has no path of its own."""
    node: Any = issue
    for part in path:
        if isinstance(node, tuple) and isinstance(part, int) and 0 <= part < len(node):
            node = node[part]
        elif part in getattr(node, "__dataclass_fields__", ()) and not isinstance(node, Body | Subheading):
            node = getattr(node, str(part))
        else:
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


def _block(issue: Issue, path: Path) -> Body | Subheading:
    node = _find(issue, path)
    if not isinstance(node, Body | Subheading):
        raise EditError(f"{describe(issue, path)}不是段落，不能这样改。")
    return node


def _check_kind(path: Path, kind: type[Part]) -> None:
    if kind not in _ROWS[path[-2]]:
        raise EditError(f"{_ROW_NAMES[path[-2]]}不能放{_KIND_NAMES[kind]}。")


def _gone(issue: Issue, path: Path) -> EditError:
    return EditError(f"{describe(issue, path)}不存在或已被删除，请重新选定位置。")
