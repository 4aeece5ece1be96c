"""Word files of other offices come out at the places that a word processor gives them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from bulletin_desk import programs
from bulletin_desk.errors import UnreadableFileError
from bulletin_desk.export.report import convert
from bulletin_desk.learning.evidence import SeenLine
from bulletin_desk.learning.pdf_evidence import read_pdf
from bulletin_desk.learning.sighting import Sighting
from bulletin_desk.learning.word_metrics import Extent, Habits
from bulletin_desk.learning.word_sighting import sight_word
from bulletin_desk.units import MM

from .foreign_word import SPACINGS, STRUCTURES, WAYS, Words, Writer

_MANY = int(os.environ.get("BULLETIN_DESK_FOREIGN_WORD", "0"))
"""How many of the fifty foreign files are held against LibreOffice's pages."""
_FACES = {
    "方正小标宋简体": Extent(1.151, 0.286),
    "宋体": Extent(1.151, 0.286),
    "黑体": Extent(1.16, 0.288),
    "Times New Roman": Extent(0.934, 0.216),
}
_OFF = 2.5
"""Points: LibreOffice leaves the gap that a face asks for out of what one and a half lines add."""
LIBREOFFICE = Habits(lambda face: _FACES.get(face, Extent(1.08, 0.12)), 1 / 5)
"""Its gaps, and the extents of the shipped faces that stand in for the official ones there."""


def seen(tmp_path: Path, structure: str, way: str, spacing: str) -> Sighting:
    """What is seen of a foreign file."""
    return sight_word(Writer(STRUCTURES[structure], way, spacing).save(tmp_path / "旧简报.docx"), LIBREOFFICE)


def texts(sighting: Sighting) -> list[str]:
    """Its paragraphs' words."""
    return [one.text for one in sighting.paragraphs]


def test_margins_grid_and_exact_lines_give_the_block(tmp_path: Path) -> None:
    for spacing, pitch in (("exact", "28"), ("grid", "28.95"), ("least", "29"), ("single", "31.2")):
        block = seen(tmp_path, "duty", "tabs", spacing).block
        assert float(block.pitch) == float(pitch), spacing
        assert abs(block.left - 28 * MM) < MM / 10
        assert block.cells == 27
        assert abs(block.cell * block.cells - 156 * MM) < MM / 5
        assert (float(block.size), block.look.face) == (16.0, "仿宋_GB2312")


@pytest.mark.parametrize("way", WAYS)
def test_both_sides_of_a_row_are_pieces_however_they_were_put_there(tmp_path: Path, way: str) -> None:
    sighting = seen(tmp_path, "duty", way, "exact")
    (row,) = (one for one in sighting.paragraphs if one.text.startswith("市应急管理局"))
    assert row.align == "row"
    assert [piece.text for piece in row.lines] == ["市应急管理局", "2024年1月9日"]
    block = sighting.block
    assert abs(row.left) < 1
    assert abs(row.right) < (1 if way != "spaces" else 2 * block.size)
    (staff,) = (one for one in sighting.paragraphs if one.text.startswith("编辑"))
    assert [piece.text for piece in staff.lines] == ["编辑：张三", "签发：李四"]


@pytest.mark.parametrize("way", WAYS)
def test_what_is_centred_is_so_whatever_centres_it(tmp_path: Path, way: str) -> None:
    sighting = seen(tmp_path, "circular", way, "exact")
    (number,) = (one for one in sighting.paragraphs if one.text == "第1期")
    assert number.align == "centre"


@pytest.mark.parametrize("way", WAYS)
def test_the_red_rule_is_seen_at_its_colour_and_thickness(tmp_path: Path, way: str) -> None:
    sighting = seen(tmp_path, "government_daily", way, "exact")
    red = [one.rule for one in sighting.rules if one.rule.ink == (255, 0, 0)]
    assert len(red) == 1
    assert abs(red[0].thickness - (2.25 if way == "boxes" else 1.5)) < 0.01
    assert abs(red[0].length - float(156 * MM)) < 0.5
    above = max(
        (
            piece.line.baseline
            for one in sighting.paragraphs
            for piece in one.lines
            if piece.page == 0 and piece.line.baseline < red[0].y
        ),
    )
    (row,) = (one for one in sighting.paragraphs if one.text.startswith("省政府办公厅"))
    assert row.lines[0].line.baseline == above


def test_a_double_rule_is_two(tmp_path: Path) -> None:
    red = [one.rule for one in seen(tmp_path, "special", "tabs", "exact").rules if one.rule.ink.red == 255]
    assert [round(rule.thickness, 2) for rule in red] == [1.5, 1.5]
    assert abs(red[1].y - red[0].y - 3.0) < 0.01


def test_the_page_number_stands_where_its_footer_has_it(tmp_path: Path) -> None:
    folio = seen(tmp_path, "monitor", "tabs", "exact").folio
    assert folio is not None
    assert folio.text == "第{page}页 共{pages}页"
    assert (folio.odd, folio.even) == ("centre", "centre")
    outside = seen(tmp_path, "duty", "frames", "exact").folio
    assert outside is not None
    assert outside.text == "— {page} —"
    assert (outside.odd, outside.even, float(outside.indent)) == ("right", "left", 0.0)


def test_head_and_closing_block_are_on_pages_and_running_text_is_not(tmp_path: Path) -> None:
    pages = seen(tmp_path, "duty", "tabs", "exact").pages
    first = "".join(line.text for line in pages[0].lines)
    assert "突发事件值班快报" in first
    assert "研究部署下一阶段" not in first
    last = "".join(line.text for line in pages[-1].lines)
    assert "分送：" in last
    assert "签发：李四" in last


def test_a_file_without_text_is_told(tmp_path: Path) -> None:
    empty = Words([], [], ["", ""], sections=(), folio="")
    with pytest.raises(UnreadableFileError, match="旧简报"):
        sight_word(Writer(empty, "tabs", "exact").save(tmp_path / "旧简报.docx"))


def all_files(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """The foreign files, each structure in each way, the spacings by turns."""
    spacings = list(SPACINGS)
    for number, (structure, words) in enumerate(STRUCTURES.items()):
        for at, way in enumerate(WAYS):
            spacing = spacings[(number + at) % len(spacings)]
            if way in ("boxes", "frames") and spacing != "exact":
                continue  # LibreOffice keeps neither to the grid, and adds spaces of its own
            if words.room and spacing == "single":
                continue  # nor empty paragraphs
            name = f"{structure}-{way}-{spacing}"
            yield name, Writer(words, way, spacing).save(tmp_path / f"{name}.docx")


@pytest.mark.skipif(not _MANY, reason="LibreOffice lays out what is asked for")
def test_heads_stand_where_libreoffice_sets_them(tmp_path: Path) -> None:
    files = list(all_files(tmp_path))[:_MANY]
    if programs.libreoffice(files[0][1]) is None:
        pytest.skip("no LibreOffice")
    made = tmp_path / "pdf"
    made.mkdir()
    for (name, file), pdf in zip(files, convert([file for _, file in files], made), strict=True):
        sighting = sight_word(file, LIBREOFFICE)
        theirs = read_pdf(pdf)[0].lines
        off = _centred_grid(sighting, name)
        for line in sighting.pages[0].lines:
            same = [one for one in theirs if _plain(one) == _plain(line)]
            if same:
                other = min(same, key=lambda one: abs(one.baseline - line.baseline - off))
                assert abs(line.baseline + off - other.baseline) < _OFF, (name, line.text)
                assert abs(_inked(line) - _inked(other)) < _OFF, (name, line.text)


def _plain(line: SeenLine) -> str:
    return line.text.strip().replace(" ", "")


def _inked(line: SeenLine) -> float:
    return next(one.x for one in line.chars if one.char.strip())


def _centred_grid(sighting: Sighting, name: str) -> float:
    """LibreOffice puts what a page's height has over whole lines of its grid half above them."""
    pitch = {"grid": 28.95, "single": 15.6}.get(name.rpartition("-")[2])
    height = float(sighting.height) - 2098 / 20 - 1985 / 20
    return height % pitch / 2 if pitch else 0.0
