"""Lines of cells side by side: written with tabs and breaks, and read back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin_desk.export.docx.oxml import Run
from bulletin_desk.export.docx.row_lines import NEXT_CELL, CellLine, Said, read_side_by_side, side_by_side

AUTOMATIC, OWN = "automatic", "own"


def _runs(lines: list[CellLine]) -> tuple[Run, ...]:
    return tuple(side_by_side(lines, AUTOMATIC, OWN))


def _read(runs: tuple[Run, ...]) -> str:
    return read_side_by_side(Said(run.text, run.style == AUTOMATIC, run.style == OWN) for run in runs)


def _line(line: int, tabs: int, text: str, *, own: bool = False) -> CellLine:
    return CellLine(line, tabs, (Run(text),) if text else (), own)


_cells = st.lists(
    st.lists(st.tuples(st.text("甲乙丙", min_size=1, max_size=3), st.booleans()), min_size=1, max_size=4),
    min_size=1,
    max_size=3,
)


@given(cells=_cells, stops=st.permutations([0, 1, 2]), from_top=st.booleans())
def test_any_cells_come_back(cells: list[list[tuple[str, bool]]], stops: list[int], from_top: bool) -> None:
    most = max(map(len, cells))
    lines, said = [], {}
    for stop, cell in zip(stops, cells, strict=False):
        said[stop] = ""
        for at, (text, own) in enumerate(cell):
            last = at + 1 == len(cell)
            line = at if from_top else most - len(cell) + at
            lines.append(_line(line, stop, text, own=own and not last))
            said[stop] += text + ("\n" if own and not last else "")
    runs = _runs(lines)
    whole = "".join(run.text for run in runs)
    assert whole.count("\n") == most - 1
    assert _read(runs) == "\t".join(said.get(stop, "") for stop in range(max(said) + 1))


def test_a_line_typed_by_hand_goes_on_in_the_last_cell() -> None:
    assert read_side_by_side([Said("特急\t内部资料\n请勿外传")]) == "特急\t内部资料\n请勿外传"
    assert read_side_by_side([Said("特急\t内部资料\n\t请勿外传")]) == "特急\t内部资料\n请勿外传"


def test_an_empty_line_of_the_author_s_is_kept() -> None:
    runs = _runs(
        [_line(0, 0, "甲"), _line(0, 1, "乙", own=True), _line(1, 1, "", own=True), _line(2, 1, "丙")]
    )
    assert _read(runs) == "甲\t乙\n\n丙"


@pytest.mark.parametrize("text", ["\n", "甲\n", "甲\n\n", "\n甲", "\n\n"])
def test_empty_lines_before_the_next_cell_are_kept(text: str) -> None:
    """The last lines of both stand beside each other."""
    parts = text.split("\n")
    lines = [_line(at, 0, part, own=at + 1 < len(parts)) for at, part in enumerate(parts)]
    assert _read(_runs([*lines, _line(len(parts) - 1, 1, "乙")])) == f"{text}\t乙"


def test_cells_one_below_the_other_are_cells() -> None:
    said = [Said("甲一\n甲二"), Said(NEXT_CELL, automatic=True), Said("乙"), Said(NEXT_CELL, automatic=True)]
    assert read_side_by_side([*said, Said("丙")]) == "甲一\n甲二\t乙\t丙"
