"""Locked lines: under both readings of natural widths a word processor's first fit ends where ours does.

The word processor here is a model of its own: it reads the package's XML, not how it was made.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

from bulletin_desk.bulletin.model import Issue, Kind
from bulletin_desk.export.docx.lock import LineEnd, Sample, lock
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.hanzi.classes import HAN_LATIN_EDGE, Width, width_of
from bulletin_desk.hanzi.clusters import CLUSTER
from tests.export.docx.conftest import LAYOUTS, Copy, Make
from tests.export.docx.generated import generated_issue
from tests.export.docx.marks import marks_issue

_EM = 320
"""16 pt in twips."""


class _Char(NamedTuple):
    char: str
    width: float  # natural, spacing included
    spacing: int
    run: int
    latin: bool


class _Style(NamedTuple):
    spacing: int = 0
    western: bool = False  # taken from the Latin face in any case
    hinted: bool = False  # ambiguous marks are East Asian
    scale: float = 1.0


_AMBIGUOUS = "·°′″’"
"""What a word processor takes from the Latin face, unless it is told otherwise."""


class _Reading(NamedTuple):
    gap: float
    drops_last: bool


_READINGS = {"Word": _Reading(_EM / 4, False), "LibreOffice": _Reading(_EM / 5, True)}


@pytest.mark.parametrize("reading", _READINGS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_examples_break_where_ours_do(
    make: Make, faces: Faces, real_issue: Issue, full_issue: Issue, layout: str, reading: str
) -> None:
    for issue in (real_issue, full_issue):
        copy = make(issue, layout)
        assert _lines(copy, faces, _READINGS[reading]) == _our_lines(copy)


@pytest.mark.parametrize("reading", _READINGS)
def test_generated_bulletins_break_where_ours_do(make: Make, faces: Faces, reading: str) -> None:
    same = count = 0
    for seed in range(30):
        copy = make(generated_issue(seed))
        ours, theirs = _our_lines(copy), _lines(copy, faces, _READINGS[reading])
        count += len(ours)
        same += sum(line in ours for line in theirs)
    assert count > 2000
    assert same == count


@pytest.mark.parametrize("reading", _READINGS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_is_set_by_its_neighbours_breaks_where_ours_does(
    make: Make, faces: Faces, layout: str, reading: str
) -> None:
    copy = make(marks_issue(), layout)
    assert _lines(copy, faces, _READINGS[reading]) == _our_lines(copy)


def test_a_free_copy_breaks_elsewhere(make: Make, faces: Faces, real_issue: Issue) -> None:
    copy = make(real_issue, free=True)
    assert _lines(copy, faces, _READINGS["Word"]) != _our_lines(copy)


def test_a_line_that_fits_stays_natural() -> None:
    assert _locked("一二三四五六七八九十", [5, 10], measure=5) == [0, 0]


def test_a_compressed_line_is_condensed_just_enough() -> None:
    (spacing, last) = _locked("一二三四五六七八九十一", [6, 11], measure=5.5)
    assert last == 0
    room = 5.5 * _EM + 10  # half of the slack
    assert 6 * _EM + 5 * spacing <= room < 6 * _EM + 5 * (spacing + 1)  # the last character gives up nothing


def test_a_line_that_has_room_for_more_under_one_reading_is_expanded() -> None:
    # With gaps of a quarter of an em the line and 五 are 8 em wide, with gaps of a fifth 7.7.
    spacing = _locked("一1二1三1四五六", [7, 9], measure=7.8)[0]
    assert 7.7 * _EM + 7 * spacing > 7.8 * _EM + 20
    assert 7 * _EM + 7 * spacing <= 7.8 * _EM


def test_short_portions_are_spared_where_word_would_take_more() -> None:
    # Under LibreOffice's reading a portion of one character gives nothing up. Were all 28 condensed so much
    # that the first 12 save an em there, the line had room for another character in Word.
    text = "一" * 30
    samples = [Sample(_EM, 0, False, 0 if offset < 12 else offset) for offset in range(30)]
    lines = [LineEnd(0, 28, 28, False), LineEnd(28, 30, 30, True)]
    spacings = lock(text, samples, lines, em=_EM, measure=27 * _EM, first_indent=0, slack=20)
    spacing = spacings[0]
    assert spacings == [spacing] * 12 + [0] * 18
    assert 28 * _EM + 11 * spacing <= 27 * _EM + 10  # LibreOffice
    assert 29 * _EM + 12 * spacing > 27 * _EM + 20  # Word, with one more character


def test_a_filled_line_reaches_the_measure() -> None:
    samples = [Sample(_EM, 0, False, 0)] * 12
    lines = [LineEnd(0, 8, 8, True, filled=True), LineEnd(8, 12, 12, True)]
    spacings = lock("一" * 12, samples, lines, em=_EM, measure=8.5 * _EM, first_indent=0, slack=20)
    assert spacings == [20] * 8 + [0] * 4


def test_typed_spaces_leave_no_room_when_they_are_narrowed() -> None:
    # Naturally 五 is 0.1 em too wide; Word could narrow the two spaces and take it.
    spacing = _locked("一 二 三四五六", [6, 8], measure=5.9)[0]
    assert 5 * _EM + 6 * spacing <= 5.9 * _EM + 10
    assert 6 * _EM + 6 * spacing - 2 * _EM / 8 > 5.9 * _EM + 20


def _locked(text: str, ends: list[int], measure: float) -> list[int]:
    """The spacing of each line's first character."""
    spacings = _spacings(text, ends, measure)
    return [spacings[start] for start in [0, *ends[:-1]]]


def _spacings(text: str, ends: list[int], measure: float) -> list[int]:
    gaps = {match.start() for match in HAN_LATIN_EDGE.finditer(text)}
    samples = [
        Sample(_EM / 2 if char in "1234567890 " else _EM, 0, offset in gaps, char in "1234567890 ")
        for offset, char in enumerate(text)
    ]
    starts = [0, *ends[:-1]]
    lines = [LineEnd(start, end, end, end == len(text)) for start, end in zip(starts, ends, strict=True)]
    return lock(text, samples, lines, em=_EM, measure=measure * _EM, first_indent=0, slack=20)


# ---- a word processor's first fit


def _our_lines(copy: Copy) -> list[str]:
    return [
        placed.line.text.replace(" ", "")
        for page in copy.pages
        for placed in page.lines
        if placed.kind is Kind.BODY
    ]


def _lines(copy: Copy, faces: Faces, reading: _Reading) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(copy.docx)) as package:
        body: Any = parse_xml(package.read("word/document.xml"))[0]
        styles: Any = parse_xml(package.read("word/styles.xml"))
    size, margins = (
        body.find(f"{qn('w:sectPr')}/{qn('w:pgSz')}"),
        body.find(f"{qn('w:sectPr')}/{qn('w:pgMar')}"),
    )
    measure = int(size.get(qn("w:w"))) - int(margins.get(qn("w:left"))) - int(margins.get(qn("w:right")))
    given: dict[str | None, _Style] = {None: _Style()}
    for style in styles.iterfind(qn("w:style")):
        spacing = style.find(f"{qn('w:rPr')}/{qn('w:spacing')}")
        latin = style.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
        scale = style.find(f"{qn('w:rPr')}/{qn('w:w')}")
        given[style.get(qn("w:styleId"))] = _Style(
            0 if spacing is None else int(spacing.get(qn("w:val"))),
            latin is not None and latin.get(qn("w:eastAsia")) == "Times New Roman",
            latin is not None and latin.get(qn("w:hint")) == "eastAsia",
            1.0 if scale is None else int(scale.get(qn("w:val"))) / 100,
        )
    found: list[str] = []
    for paragraph in body.iterfind(qn("w:p")):
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        if style is None or _based_on_body(styles, style.get(qn("w:val"))):
            found += _break(list(_chars(paragraph, given, faces)), measure, reading)
    return [line.replace(" ", "") for line in found]


def _based_on_body(styles: Any, identifier: str) -> bool:
    return any(
        style.get(qn("w:styleId")) == identifier
        and style.find(qn("w:basedOn")) is not None
        and style.find(qn("w:basedOn")).get(qn("w:val")) == "Normal"
        for style in styles
    )


def _chars(paragraph: Any, given: dict[str | None, _Style], faces: Faces) -> Iterator[_Char]:
    for number, run in enumerate(paragraph.iterfind(qn("w:r"))):
        name, own = (run.find(f"{qn('w:rPr')}/{qn(f'w:{name}')}") for name in ("rStyle", "spacing"))
        style = given[None if name is None else name.get(qn("w:val"))]
        spacing = style.spacing if own is None else int(own.get(qn("w:val")))
        for child in run:
            if child.tag == qn("w:br"):
                yield _Char("\n", 0, 0, number, latin=False)
            for char in (child.text or "") if child.tag == qn("w:t") else "":
                advance = 0.0
                latin = style.western or width_of(char) in (Width.HALF, Width.PROPORTIONAL)
                if latin or (char in _AMBIGUOUS and not style.hinted):
                    choice = faces.choose("latin", char)
                    assert choice
                    advance = choice.face.advance(choice.char) * _EM / choice.face.units_per_em
                    latin = True
                elif width_of(char) is Width.FULL:
                    advance = _EM * style.scale
                yield _Char(char, advance + spacing, spacing, number, latin)


def _break(chars: list[_Char], measure: float, reading: _Reading) -> Iterator[str]:
    text = "".join(char.char for char in chars)
    gaps = {match.start() for match in HAN_LATIN_EDGE.finditer(text)}
    room, offset = measure - 2 * _EM, 0
    for segment in text.split("\n"):
        start = end = offset
        for cluster in CLUSTER.finditer(segment):
            stop = offset + cluster.end()
            if end > start and cluster[0].strip() and _width(chars, gaps, start, stop, reading) > room:
                yield text[start:end]
                start, room = end, measure
            end = stop
        assert _width(chars, gaps, start, end, reading) <= room + 10 or len(segment) > 100
        yield text[start:end]
        room = measure
        offset += len(segment) + 1


def _width(chars: list[_Char], gaps: set[int], start: int, end: int, reading: _Reading) -> float:
    width = 0.0
    for index in range(start, end):
        char = chars[index]
        width += char.width + (reading.gap if index in gaps and index > start else 0)
        last = (
            index + 1 == end
            or chars[index + 1].run != char.run
            or index + 1 in gaps
            or chars[index + 1].latin != char.latin
        )
        if reading.drops_last and last:
            width -= min(char.spacing, 0)
    return width
