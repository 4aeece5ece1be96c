"""What only some bulletins have, as the clerk puts it in and takes it out: bold characters, an item's mark,
the texts around its title and blocks, the level of a section. Knows no pages.
"""

from __future__ import annotations

from bulletin_desk.bulletin import edits
from bulletin_desk.bulletin.grammar import (
    ITEM_TEXTS,
    SPEC,
    is_section,
    item_at,
    item_text,
    section_of,
    source_of,
    title_of,
)
from bulletin_desk.bulletin.model import Issue, Kind, Path, Place
from bulletin_desk.bulletin.ranges import covers, united, without
from bulletin_desk.editing.nodes import nodes_between, valid
from bulletin_desk.editing.selection import Edited, Selection, at
from bulletin_desk.editing.wholes import cells_between
from bulletin_desk.errors import EditError
from bulletin_desk.layouts.offers import Offers

# ---- bold


def _stretches(issue: Issue, selection: Selection) -> list[tuple[Path, int, int]]:
    """What of a selection stands in texts that can have bold characters."""
    start, end = selection.start, selection.end
    cells = cells_between(issue, start.path, end.path)
    if len(cells) > 1:
        ends = ((path, 0, len(edits.text_at(issue, path))) for path in cells)
        return [each for each in ends if each[2]]
    found: list[tuple[Path, int, int]] = []
    for path in nodes_between(issue, start.path, end.path):
        text = edits.bold_at(issue, path)
        if text is not None:
            first = start.offset if path == start.path else 0
            last = end.offset if path == end.path else len(text.text)
            if first < last:
                found.append((path, first, last))
    return found


def is_bold(issue: Issue, selection: Selection) -> bool:
    """Whether all that is selected of body text, lists and cells is bold; without a selection, whether what
    is typed at the caret would be."""
    if selection.empty:
        text = edits.bold_at(issue, selection.head.path)
        offset = selection.head.offset
        return text is not None and covers(text.bold, offset, offset)
    texts = [(edits.bold_at(issue, path), first, last) for path, first, last in _stretches(issue, selection)]
    return bool(texts) and all(text is not None and covers(text.bold, *ends) for text, *ends in texts)


def toggle_bold(issue: Issue, selection: Selection) -> Edited:
    """What is selected of body text, lists and cells is bold, or where all of it is already, no longer.
    Raises EditError where nothing of it can be."""
    if selection.empty:
        raise EditError("请先选中要加粗的字。")
    stretches = _stretches(issue, selection)
    if not stretches:
        raise EditError("只有正文和编者按里的字可以加粗，请选中那里的字。")
    clear = is_bold(issue, selection)
    for path, first, last in stretches:
        text = edits.bold_at(issue, path)
        assert text is not None
        bold = without(text.bold, first, last) if clear else united((*text.bold, (first, last)))
        issue = edits.set_bold(issue, path, bold)
    return issue, selection


# ---- texts around an item's title and blocks


def can_add(issue: Issue, item: Path, offers: Offers) -> tuple[Kind, ...]:
    """The kinds of text that an item has not and that the layout offers, its title too."""
    there = item_at(issue, (*item, "title"))
    kinds = (Kind.TITLE,) if not there.title and offers.titles == "optional" else ()
    return kinds + tuple(
        kind for kind, name in ITEM_TEXTS.items() if offers.has(kind) and not getattr(there, name)
    )


def check_offered(kind: Kind, offers: Offers) -> None:
    """Raises EditError where a layout that offers these has no texts of a kind."""
    if not offers.has(kind):
        raise EditError(f"这种简报的版式没有{SPEC[kind].name}。")


def place_of(item: Path, kind: Kind, offers: Offers) -> Path:
    """Where an item has, or would have, its text of a kind. Raises EditError where the layout offers none."""
    check_offered(kind, offers)
    if kind is Kind.TITLE:
        return title_of(item)
    return source_of(item) if kind is Kind.SOURCE else item_text(item, kind)


def remove_text(issue: Issue, selection: Selection, path: Path) -> Edited:
    """The text at `path`, around an item's title and blocks, goes, with all that is in it."""
    issue = edits.replace_range(issue, path, 0, len(edits.text_at(issue, path)), "")
    if path not in (selection.anchor.path, selection.head.path):
        return issue, selection
    return issue, at(valid(issue, Place(path, 0)))


# ---- values that are no text


def set_mark(issue: Issue, item: Path, mark: str, offers: Offers) -> Issue:
    """The item with that mark, or with none. Raises EditError where the layout has no such mark."""
    if mark and mark not in offers.marks:
        offered = "、".join(offers.marks)
        raise EditError(
            f"这种简报的标记有{offered}，没有“{mark}”。" if offered else "这种简报的稿件没有标记。"
        )
    return edits.set_mark(issue, item, mark)


def set_level(issue: Issue, section: Path, level: int, offers: Offers) -> Issue:
    """The section with that level. Raises EditError where the layout has no sections of it, or where none of
    level 1 stands before one of level 2."""
    assert is_section(section)
    if level > offers.levels:
        raise EditError("这种简报的栏目只有一级。")
    if level == 2 and not any(each.level == 1 for each in issue.sections[: int(section[1])]):
        raise EditError("二级栏目要在一级栏目之下，请先在它前面放一个一级栏目。")
    return edits.set_level(issue, section_of(section), level)
