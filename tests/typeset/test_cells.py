"""How the pieces and cells of a row stand to each other, by the layout file alone."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from bulletin_desk.bulletin.model import Addressee, Field
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.pages.model import PlacedLine
from bulletin_desk.typeset.typesetter import Typesetter
from tests.typeset.test_head_rows import ISSUE, read

SMALL = '[styles.small]\nface = "song"\nsize = "9 pt"\n'
NAMED = '[[head.rows]]\nline = 3\ncentre = "{name}"\n'
CELLS = 'left = { text = "大", style = "title" }\nright = { text = "小", style = "small" }\n'
ENTRY = 'repeat = "distribution"\nleft = ["{label}：", "{to}"]\nright = { text = "小", style = "small" }\n'
STAFF = """[[closing.rows]]
spread = ["责任编辑：{a}", "处长：{b}", "电话：{c}"]
""" + "".join(f'[[fields]]\nname = "{name}"\nwhere = "closing"\n' for name in "abc")


def lines(layout: str, faces: Faces, folder: Path, names: int) -> list[PlacedLine]:
    staff = tuple(Field(name, "王" * names) for name in "abc")
    issue = replace(ISSUE, distribution=(Addressee("报", "大"),), closing_fields=staff)
    pages = Typesetter(read(layout, folder), faces).typeset(issue)
    return [line for page in pages for line in page.lines]


@pytest.mark.parametrize(
    "rows",
    [
        f"[[head.rows]]\nline = 3\n{CELLS}",
        f'[[head.rows]]\ntop = "2 line"\n{CELLS}',
        f"{NAMED}[[closing.rows]]\n{CELLS}",
        f"{NAMED}[[closing.rows]]\n{ENTRY}",
    ],
)
def test_cells_of_two_sizes_stand_on_one_baseline(rows: str, squares: Faces, tmp_path: Path) -> None:
    found = lines(rows + SMALL, squares, tmp_path, 0)
    large, small = (next(line for line in found if line.line.text == text) for text in "大小")
    assert small.line.runs[0].size < large.line.runs[0].size
    assert small.y == large.y


@pytest.mark.parametrize(("names", "size"), [(3, 14.0), (5, 14.0), (6, 13.0), (7, None)])
def test_a_spread_row_is_set_a_little_smaller_before_it_is_turned(
    names: int, size: float | None, squares: Faces, tmp_path: Path
) -> None:
    found = lines(f"{NAMED}{STAFF}", squares, tmp_path, names)
    staff = [line for line in found if line.line.text.startswith(("责任编辑", "处长", "电话"))]
    assert {line.line.runs[0].size for line in staff} == {size or 14.0}
    assert len({line.y for line in staff}) == (1 if size else 3)
    if size:
        for one, other in pairwise(staff):
            assert other.line.runs[0].xs[0] - one.line.edges[-1] >= size
