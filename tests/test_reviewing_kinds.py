"""Each kind of change that Word records in a copy of ours, offered as what it is and taken."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree  # type: ignore[import-untyped]

from bulletin_desk.bulletin import edits
from bulletin_desk.bulletin.grammar import block_of, item_path, section_path
from bulletin_desk.bulletin.model import Body, Cell, Issue, Item, Kind, Table
from bulletin_desk.bulletin.proposals import take
from bulletin_desk.export.docx.oxml import W
from bulletin_desk.reviewing import proposals_of_file
from tests.bulletin.issues import TIDY
from tests.bulletin.rich import RICH, TABLE
from tests.marked_copy import copy_of, parts_changed

ISSUE = replace(RICH, sections=(TIDY.sections[0], TIDY.sections[1], RICH.sections[1]))
LESHAN, DAZHOU = item_path(1, 0), item_path(1, 1)
TABLE_AT = block_of(item_path(2, 1), 3)
COPY = copy_of(ISSUE)


def w(name: str) -> str:
    return f"{{{W}}}{name}"


BY = {w("id"): "9", w("author"): "李主任", w("date"): "2026-11-30T19:05:00Z"}


def text(element: Any) -> str:
    return "".join(each.text or "" for each in element.iter(w("t")))


def paragraphs(root: Any, start: str, count: int = 1) -> list[Any]:
    """So many paragraphs from the one on that begins so."""
    found = list(root.iter(w("p")))
    at = next(at for at, each in enumerate(found) if text(each).startswith(start))
    return found[at : at + count]


def properties(element: Any, name: str) -> Any:
    """The properties of an element, which has none before."""
    found = element.find(w(name))
    if found is None:
        found = element.makeelement(w(name))
        element.insert(0, found)
    return found


def record(paragraph: Any, kind: str, *, mark: bool = True) -> None:
    """Records all runs of a paragraph, and its mark, as put in, taken out or moved."""
    for run in list(paragraph.iter(w("r"))):
        change = run.makeelement(w(kind), BY)
        run.addprevious(change)
        change.append(run)
        for each in run.iter(w("t")) if kind == "del" else ():
            each.tag = w("delText")
    if mark:
        looks = properties(paragraph, "pPr")
        change = looks.makeelement(w(kind), BY)
        inner = looks.find(w("rPr"))
        if inner is None:
            inner = looks.makeelement(w("rPr"))
            looks.append(inner)
        inner.insert(0, change)


def reword(element: Any, *texts: str) -> Any:
    """A copy of an element with other texts, one for each run."""
    made = deepcopy(element)
    for each, new in zip(made.iter(w("t")), texts, strict=False):
        each.text = new
    return made


def row_in(root: Any) -> None:
    row = next(each for each in root.iter(w("tr")) if "乐山" in text(each))
    new = reword(row, "达州", "9", "40%")
    row.addnext(new)
    properties(new, "trPr").append(row.makeelement(w("ins"), BY))
    for each in new.iter(w("p")):
        record(each, "ins", mark=False)


def row_out(root: Any) -> None:
    row = next(each for each in root.iter(w("tr")) if "乐山" in text(each))
    properties(row, "trPr").append(row.makeelement(w("del"), BY))


def other_style(root: Any) -> None:
    (heading,), (body,) = paragraphs(root, "以质量为依托"), paragraphs(root, "2023年")
    looks = properties(body, "pPr")
    change = looks.makeelement(w("pPrChange"), BY)
    change.append(deepcopy(looks))
    for old in looks.findall(w("pStyle")):
        looks.remove(old)
    looks.insert(0, deepcopy(heading.find(w("pPr")).find(w("pStyle"))))
    looks.append(change)


def moved(root: Any) -> None:
    item, before = paragraphs(root, "《达州年鉴", 3), paragraphs(root, "乐山市四向")[0]
    for each in item:
        new = deepcopy(each)
        before.addprevious(new)
        record(new, "moveTo")
        record(each, "moveFrom")


def item_in(root: Any) -> None:
    item = paragraphs(root, "《达州年鉴", 3)
    for each, new in zip(item, ("新来的一篇标题", "新来的一篇正文。", "（德阳市）"), strict=True):
        made = reword(each, new, *[""] * 9)
        item[0].addprevious(made)
        record(made, "ins")


def item_out(root: Any) -> None:
    for each in paragraphs(root, "《达州年鉴", 3):
        record(each, "del")


def section_out(root: Any) -> None:
    found = list(root.iter(w("p")))
    start = next(at for at, each in enumerate(found) if "市州动态" in text(each))
    end = next(at for at, each in enumerate(found) if text(each) == "（达州市）")
    for each in found[start : end + 1]:
        record(each, "del")


def _table(rows: tuple[tuple[Cell, ...], ...]) -> Table:
    return replace(TABLE, rows=rows)


NEW = Item("新来的一篇标题", (Body("新来的一篇正文。"),), "（德阳市）")


@pytest.mark.parametrize(
    ("change", "said", "wanted"),
    [
        (
            row_in,
            ("blocks", "", "达州\n9\n40%"),
            edits.set_block(ISSUE, TABLE_AT, _table((*TABLE.rows, (Cell("达州"), Cell("9"), Cell("40%"))))),
        ),
        (
            row_out,
            ("blocks", "乐山\n12.5\n50%", ""),
            edits.set_block(ISSUE, TABLE_AT, _table(TABLE.rows[:3])),
        ),
        (
            other_style,
            ("blocks", "（正文）", "（小标题）"),
            edits.change_kind(ISSUE, block_of(LESHAN, 0), Kind.SUBHEADING),
        ),
        (
            moved,
            ("parts", "《达州年鉴（2023）》（简本）创刊首发", "移到“市州动态”第1篇"),
            edits.move(ISSUE, DAZHOU, LESHAN),
        ),
        (item_in, ("parts", "", "新来的一篇标题"), edits.add(ISSUE, DAZHOU, NEW)),
        (
            item_out,
            ("parts", "《达州年鉴（2023）》（简本）创刊首发", ""),
            edits.remove(ISSUE, DAZHOU),
        ),
        (section_out, ("parts", "【市州动态】", ""), edits.remove(ISSUE, section_path(1))),
    ],
)
def test_each_kind(
    change: Callable[[Any], None], said: tuple[str, str, str], wanted: Issue, tmp_path: Path
) -> None:
    def changed(name: str, data: bytes) -> bytes:
        if name != "word/document.xml":
            return data
        root = etree.fromstring(data)
        change(root)
        made: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
        return made

    path = tmp_path / "改过.docx"
    path.write_bytes(parts_changed(COPY, changed))

    brought = proposals_of_file(path, ISSUE)

    assert [(each.shape, each.was, each.now) for each in brought.proposals] == [said]
    assert take(ISSUE, brought.base, brought.proposals[0]) == wanted
    assert brought.sentences == ()
