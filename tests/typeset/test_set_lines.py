"""Where every glyph stands, in a font of exact squares: natural places, compression, spreading,
alignment, faces."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest

from bulletin_desk.bulletin.model import Kind
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.fonts.private_use import assigned
from bulletin_desk.layouts.model import Align
from bulletin_desk.pages.model import Line
from bulletin_desk.typeset.composed import Composer
from bulletin_desk.typeset.glyphs import Glyph, Glyphs
from bulletin_desk.typeset.paragraph import UNITS, Broken, Paragraph
from bulletin_desk.typeset.set_lines import set_line
from tests.squares import DASH_INK, square_faces
from tests.typeset.texts import EM, body


def first_line(composer: Composer, paragraph: Paragraph) -> Line:
    return composer.compose(paragraph).line(0)


def glyphs(line: Line) -> list[tuple[str, float]]:
    """Each glyph's character and origin, in cells."""
    return [(char, x / EM) for run in line.runs for char, x in zip(run.text, run.xs, strict=True)]


def origins(line: Line) -> list[float]:
    """The glyphs' origins, in cells."""
    return [x for _, x in glyphs(line)]


def widths(line: Line) -> list[float]:
    """What each character takes, the gap behind it included, in cells."""
    return [(right - left) / EM for left, right in pairwise(line.edges)]


def approx(values: list[float]) -> object:
    return pytest.approx(values, abs=1e-9)


# ---- natural places


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("国，国", [0, 1, 2]),
        ("国 国", [0, 1 + 0.125, 1.5]),  # the space's glyph, a quarter wide, is centred in its half cell
        ("“国”", [0.1, 0.5, 1.6]),  # quotes of 0.3 em are centred in their half cells
        ("12", [0, 0.5]),
        ("Wi国", [0, 0.9, 1.35]),  # letters take the face's own advances; then the gap
        ("国1国", [0, 1.25, 2]),
        ("1国", [0, 0.75]),
        ("国，1，国", [0, 1, 2, 2.5, 3.5]),  # no gap next to a mark
        ("国“1”国", [0, 1.1, 1.5, 2.1, 2.5]),
        ("国 1", [0, 1.125, 1.5]),  # nor next to a typed space
        ("国97%国", [0, 1.25, 1.75, 2.25, 3.05]),
    ],
)
def test_natural_places(composer: Composer, text: str, expected: list[float]) -> None:
    assert origins(first_line(composer, body(text))) == approx(expected)


def test_first_line_indent(composer: Composer) -> None:
    composed = composer.compose(body("国" * 10, 6, indent=2))
    assert origins(composed.line(0)) == approx([2, 3, 4, 5])
    assert origins(composed.line(1)) == approx([0, 1, 2, 3, 4, 5])


def test_no_gap_at_a_line_edge(composer: Composer) -> None:
    composed = composer.compose(body("国国国123国国", 3))
    assert [composed.line(number).text for number in range(composed.count)] == ["国国国", "123国", "国"]
    assert composed.line(0).edges == (0, EM, 2 * EM, 3 * EM)
    assert origins(composed.line(1))[0] == 0


def test_a_space_dropped_at_a_break_has_its_place_at_the_edge(composer: Composer) -> None:
    composed = composer.compose(body("国国国  国", 3))
    line = composed.line(0)
    assert (line.text, line.start, line.end) == ("国国国", 0, 5)
    assert line.edges == (0, EM, 2 * EM, 3 * EM, 3 * EM, 3 * EM)
    assert composed.line(1).edges == (0, EM)


@pytest.mark.parametrize(("text", "dropped"), [("国国国  国", "  "), ("国国\n国", "\n"), ("国国国国", "")])
def test_what_is_dropped_at_a_break_is_kept_with_the_line(
    composer: Composer, text: str, dropped: str
) -> None:
    composed = composer.compose(body(text, 3))
    assert composed.line(0).dropped == dropped
    assert composed.line(1).dropped == ""


def test_what_stands_for_a_missing_character_knows_it(
    composer: Composer, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = Glyphs.__missing__

    def turned(self: Glyphs, char: str) -> Glyph:
        """〓 for 鬰, drawn with the glyph of 国."""
        if char == "鬰":
            return self["国"]._replace(char="〓", rule="missing")
        return usual(self, char)

    monkeypatch.setattr(Glyphs, "__missing__", turned)
    (run,) = first_line(composer, body("国鬰国", 5)).runs
    assert (run.text, run.original) == ("国〓国", "国鬰国")
    (run,) = first_line(composer, body("国国", 5)).runs
    assert (run.text, run.original) == ("国国", "")


def test_last_line_is_natural(composer: Composer) -> None:
    composed = composer.compose(body("国国国国国国", Fraction(9, 2)))
    assert origins(composed.line(1)) == approx([0, 1])


def test_line_before_the_clerks_break_is_natural(composer: Composer) -> None:
    composed = composer.compose(body("国国\n国", Fraction(9, 2)))
    assert origins(composed.line(0)) == approx([0, 1])
    assert (composed.line(0).start, composed.line(0).end) == (0, 3)


# ---- compression

LADDER = "（国，国1国。国、"
"""One mark of each kind: a bracket, a pause, two gaps, a stop, and a mark at the line's end."""


def squeezed(composer: Composer, text: str, quarters: Fraction | int) -> Line:
    """A line compressed by so many quarters of a cell."""
    paragraph = body(text)
    squeeze = int(quarters * UNITS / 4)
    broken = Broken(0, len(text), len(text), squeeze, spread=True, first=True)
    return set_line(paragraph, broken, composer.widths("latin"), composer.glyphs(paragraph))


@pytest.mark.parametrize(
    ("quarters", "end", "bracket", "pause", "gaps", "stop"),
    [
        (1, 0.75, 1, 1, 0.25, 1),
        (2, 0.5, 1, 1, 0.25, 1),
        (3, 0.5, 0.75, 1, 0.25, 1),
        (4, 0.5, 0.5, 1, 0.25, 1),
        (5, 0.5, 0.5, 0.75, 0.25, 1),
        (6, 0.5, 0.5, 0.5, 0.25, 1),
        (7, 0.5, 0.5, 0.5, 0.125, 1),
        (8, 0.5, 0.5, 0.5, 0, 1),
        (9, 0.5, 0.5, 0.5, 0, 0.75),
        (10, 0.5, 0.5, 0.5, 0, 0.5),
    ],
)
def test_compression_in_order(
    composer: Composer, quarters: int, end: float, bracket: float, pause: float, gaps: float, stop: float
) -> None:
    """CLREQ: the mark at the line's end, brackets, pauses, gaps, stops. Nothing else gives anything."""
    line = squeezed(composer, LADDER, quarters)
    assert widths(line) == approx([bracket, 1, pause, 1 + gaps, 0.5 + gaps, 1, stop, 1, end])


@pytest.mark.parametrize(
    ("text", "quarters", "expected"),
    [
        ("，国、国；国", 3, [0.75, 1, 0.75, 1, 0.75, 1]),
        ("（国）国，国", 2, [0.75, 1, 0.75, 1, 1, 1]),
        ("国1国1国", 2, [1.125, 0.625, 1.125, 0.625, 1]),
        ("。国！国", 2, [0.75, 1, 0.75, 1]),
        ("国，。", 4, [1, 0.5, 0.5]),
        ("“国”国，国", 2, [0.5, 1, 0.5, 1, 0.5, 1]),  # quotes are half already
        ("「国」国——国，国", 2, [1, 1, 1, 1, 1, 1, 1, 0.5, 1]),
    ],
)
def test_compression_shares_equally(
    composer: Composer, text: str, quarters: int, expected: list[float]
) -> None:
    assert widths(squeezed(composer, text, quarters)) == approx(expected)


def test_shares_that_do_not_divide_add_up(composer: Composer) -> None:
    line = squeezed(composer, "，国，国，国", 1)
    assert widths(line) == pytest.approx([11 / 12, 1, 11 / 12, 1, 11 / 12, 1], abs=2 / UNITS)
    assert line.edges[-1] == 5.75 * EM


def test_ink_keeps_its_side(composer: Composer) -> None:
    """An opening mark gives up its blank left half, all others their right half."""
    line = squeezed(composer, "国（国）国，国", 6)
    assert widths(line) == approx([1, 0.5, 1, 0.5, 1, 0.5, 1])
    places = dict(glyphs(line))
    assert places["（"] == pytest.approx(
        0.5
    )  # its cell begins at 1; the ink's right edge stays at the cell's
    assert places["）"] == pytest.approx(2.5)
    assert places["，"] == pytest.approx(4.0)


def test_a_broken_line_is_compressed_to_the_measure(composer: Composer) -> None:
    line = first_line(composer, body("国，国国，国国", 4))
    assert line.text == "国，国国，"
    assert line.edges[-1] == 4 * EM


# ---- spreading


def test_spread_is_even_and_exact(composer: Composer) -> None:
    line = first_line(composer, body("国" * 8, Fraction(9, 2)))
    assert origins(line) == pytest.approx([0, 7 / 6, 14 / 6, 3.5], abs=2 / UNITS)
    assert line.edges[-1] == 4.5 * EM


@pytest.mark.parametrize(
    ("text", "cells", "expected"),
    [
        ("国——国国国国", Fraction(9, 2), [1.25, 1, 1.25, 1]),
        ("国……国国国国", Fraction(9, 2), [1.25, 1, 1.25, 1]),
        ("国“2024”国国", Fraction(19, 4), [1.25, 0.75, 0.5, 0.5, 0.5, 0.75, 0.5]),
        ("国1国国国国", Fraction(13, 4), [1.375, 0.875, 1]),  # a quarter gap is widened like any other
        ("2024国", 2, [0.5, 0.5, 0.5, 0.5]),
        ("国0/1?2=3国国国国", Fraction(25, 4), [1.375, *[0.5] * 6, 0.875, 1]),
    ],
)
def test_spread_spares_units(
    composer: Composer, text: str, cells: Fraction | int, expected: list[float]
) -> None:
    assert widths(first_line(composer, body(text, cells))) == approx(expected)


def test_a_space_is_one_gap(composer: Composer) -> None:
    """Of a quarter cell that is left, each of three gaps gets a third: a space's is one, not two."""
    line = first_line(composer, body("国 aa bb国国国国", Fraction(21, 4)))
    assert line.text == "国 aa bb国"
    expected = [1 + 1 / 12, 0.5, 0.5, 0.5 + 1 / 12, 0.25, 0.5, 0.75 + 1 / 12, 1]
    assert widths(line) == pytest.approx(expected, abs=2 / UNITS)


def test_a_line_is_spread_no_further_than_its_gaps_may_grow(composer: Composer) -> None:
    """Four gaps, a cell to fill: a quarter each. With one more to fill the line stands as it is, at the left,
    and the place is remarked."""
    just, beyond = "国国国国国aaaaaaaa", "国国国国国aaaaaaaaaa"
    line = first_line(composer, body(f"{just}国", 6))
    assert (line.text, line.edges[-1]) == ("国国国国国", 6 * EM)
    assert widths(line) == approx([1.25] * 4 + [1])
    composed = composer.compose(body(f"{beyond}国", Fraction(13, 2)))
    assert composed.line(0).text == "国国国国国"
    assert widths(composed.line(0)) == approx([1] * 5)
    assert [(remark.rule, remark.offset, remark.detail) for remark in composed.remarks(("x",))] == [
        ("loose_line", 5, "aaaaaaaaaa")
    ]


def test_a_line_before_the_clerks_break_is_no_remark(composer: Composer) -> None:
    assert not list(composer.compose(body("国国\n国国国国国国国", 4)).remarks(("x",)))


# ---- characters set by their neighbours


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("国·国", [1, 1, 1]),
        ("a·a", [0.5, 0.5, 0.5]),  # the squares' own · is a cell wide, the Latin face's is what it is
        ("5·12", [0.5, 0.5, 0.5, 0.5]),
        ("国·a", [1, 1, 0.5]),
        ("4°04′国", [0.5, 0.5, 0.5, 0.5, 0.5, 1]),
        ("国°国", [1, 1, 1]),
        ("a b", [0.5, 0.25, 0.5]),
        ("a, b", [0.5, 0.5, 0.25, 0.5]),
        ("“a” b", [0.5, 0.5, 0.5, 0.25, 0.5]),
        ("1 000", [0.5, 0.25, 0.5, 0.5, 0.5]),
        ("国 a", [1, 0.5, 0.5]),
        ("国 国", [1, 0.5, 1]),
        ("a，a", [0.5, 1, 0.5]),
        ("什？！", [1, 0.5, 0.5]),
        ("什！！", [1, 0.5, 0.5]),
        ("什？！！", [1, 0.5, 0.5, 1]),
        ("！！！！", [0.5] * 4),
        ("……？！", [1, 1, 0.5, 0.5]),
        ("？国！", [1, 1, 1]),
        ("《〈国〉国》", [1, 0.5, 1, 1, 1, 1]),
        ("《国〈国〉》", [1, 1, 1, 1, 0.5, 1]),
        ("《国》《国》", [1] * 6),
    ],
)
def test_widths_by_neighbours(composer: Composer, text: str, expected: list[float]) -> None:
    line = first_line(composer, body(text))
    assert widths(line) == approx(expected)
    assert line.text == text
    assert "".join(run.text for run in line.runs) == text


def test_faces_by_neighbours(composer: Composer) -> None:
    line = first_line(composer, body("5·12国·国"))
    assert [(Path(run.font.file).stem, run.text) for run in line.runs] == [
        ("latin", "5·12"),
        ("fangsong", "国·国"),
    ]


def test_marks_that_share_a_cell_have_their_ink_in_the_middle_of_its_halves(faces: Faces) -> None:
    for role in ("fangsong", "kai", "hei", "song", "xiaobiaosong"):
        glyphs = Glyphs(faces, role, "latin", 16, 16)
        for cell in ("？½", "！½", "〈½", "〉½"):
            glyph = glyphs[cell]
            assert glyph.face is not None
            left, right = (
                glyph.bearing + edge * 16 / glyph.face.units_per_em * glyph.stretch
                for edge in glyph.face.ink(glyph.char)
            )
            assert 0 <= left < right <= 8
            assert left == pytest.approx(8 - right)


def test_a_mark_of_a_pair_gives_nothing_up(composer: Composer) -> None:
    assert first_line(composer, body("国国国？！国", 4)).text == "国国国？！"
    assert first_line(composer, body("国国国国？！", Fraction(9, 2))).text == "国国国"


# ---- the edge that the eye sees


@pytest.mark.parametrize(
    ("kind", "align", "text", "expected"),
    [
        # centred in 8 cells: 《 begins where its ink does, and the whole stands half of that further left
        (Kind.TITLE, "centre", "《国》国国", [1.25, 2.25, 3.25, 4.25, 5.25]),
        (Kind.TITLE, "centre", "《国国》", [2.0, 3.0, 4.0, 5.0]),
        (Kind.TITLE, "centre", "国国》", [2.75, 3.75, 4.75]),
        (Kind.TITLE, "centre", "国国", [3, 4]),
        (
            Kind.TITLE,
            "centre",
            "《国》《国》",
            [1.25, 2.25, 3.25, 3.75, 4.75, 5.75],
        ),  # one blank between, not two
        (Kind.BODY, "centre", "《国》《国》", [1, 2, 3, 4, 5, 6]),
        (Kind.SECTION_HEAD, "left", "【国】", [-0.5, 0.5, 1.5]),
        (Kind.SECTION_HEAD, "left", "国】", [0, 1]),
        (Kind.BODY, "left", "【国】", [0, 1, 2]),
        (Kind.SUBHEADING, "left", "（国）国", [0, 1, 2, 3]),
    ],
)
def test_titles_stand_by_their_ink(
    composer: Composer, kind: Kind, align: Align, text: str, expected: list[float]
) -> None:
    line = first_line(composer, replace(body(text, 8, align=align), kind=kind))
    assert origins(line) == approx(expected)
    assert line.edges[0] >= 0
    assert len(line.edges) == len(text) + 1


def test_a_figure_is_not_spread(composer: Composer) -> None:
    line = first_line(composer, body("国3 000 kg国国国", Fraction(25, 4)))
    assert line.text == "国3 000 kg国"
    assert widths(line) == approx([1.375, 0.5, 0.25, 0.5, 0.5, 0.5, 0.25, 0.5, 0.875, 1])


def test_a_line_of_one_unit_is_not_spread(composer: Composer) -> None:
    assert widths(first_line(composer, body("2024国", Fraction(5, 2)))) == approx([0.5] * 4)


@pytest.mark.parametrize(("align", "start"), [("left", 0.0), ("right", 0.5), ("centre", 0.25)])
def test_only_justified_text_is_spread(composer: Composer, align: Align, start: float) -> None:
    line = first_line(composer, body("国国国国", Fraction(5, 2), align=align))
    assert origins(line) == approx([start, start + 1])
    assert line.edges == pytest.approx([start * EM, (start + 1) * EM, (start + 2) * EM])


# ---- dashes and faces


def test_two_dashes_join(composer: Composer) -> None:
    line = first_line(composer, body("国——国"))
    (dashes,) = [run for run in line.runs if run.text == "——"]
    left, right = (edge / 1000 for edge in DASH_INK)
    ink = [(x / EM + left * dashes.stretch, x / EM + right * dashes.stretch) for x in dashes.xs]
    assert ink[0] == pytest.approx((1, 2))
    assert ink[1] == pytest.approx((2, 3))


def test_a_lone_dash_is_not_stretched(composer: Composer) -> None:
    line = first_line(composer, body("2013—2015年"))
    assert {run.stretch for run in line.runs} == {1.0}
    assert dict(glyphs(line))["—"] == pytest.approx(2)


def test_faces_by_role(composer: Composer) -> None:
    """Prefix, run-in heading, text; letters, digits, spaces and quotes from the Latin face throughout."""
    line = first_line(composer, body("编纂。“国”1，国", run_in=3, prefix="按：", suffix="】"))
    assert [(Path(run.font.file).stem, run.text, run.start) for run in line.runs] == [
        ("hei", "按：", None),
        ("kai", "编纂。", 0),
        ("latin", "“", 3),
        ("fangsong", "国", 4),
        ("latin", "”1", 5),
        ("fangsong", "，国", 7),
        ("fangsong", "】", None),
    ]
    assert (line.start, line.end) == (0, 9)
    assert line.text == "按：编纂。“国”1，国】"
    assert line.edges[0] == 2 * EM
    assert len(line.edges) == 10


def test_characters_without_a_glyph_keep_their_place(tmp_path: Path) -> None:
    composer = Composer(square_faces(tmp_path, lacks="中"))
    line = first_line(composer, body("国中国"))
    assert glyphs(line) == [("国", 0), ("国", 2)]
    assert [(run.text, run.start) for run in line.runs] == [("国", 0), ("国", 2)]
    assert line.edges == (0, EM, 2 * EM, 3 * EM)


def test_a_character_from_a_fallback_face_has_its_own_run(tmp_path: Path) -> None:
    composer = Composer(square_faces(tmp_path, lacks="中", fallback=True))
    line = first_line(composer, body("国中国"))
    assert [(Path(run.font.file).stem, run.text) for run in line.runs] == [
        ("fangsong", "国"),
        ("whole", "中"),
        ("fangsong", "国"),
    ]


def test_a_private_use_character_prints_as_what_it_stands_for(composer: Composer) -> None:
    old = next(chr(code) for code in range(0xE000, 0xF900) if "\u9fb4" <= assigned(chr(code)) <= "\u9fbb")
    line = first_line(composer, body(f"国{old}国"))
    assert line.text == f"国{assigned(old)}国"
    assert "".join(run.text for run in line.runs) == line.text
    assert (line.start, line.end, len(line.edges)) == (0, 3, 4)


def test_characters_without_width_are_not_drawn(composer: Composer) -> None:
    line = first_line(composer, body("国\u200b国\ufe00\x07"))
    assert glyphs(line) == [("国", 0), ("国", 1)]
    assert line.edges == (0, EM, EM, 2 * EM, 2 * EM, 2 * EM)


def test_empty_text_has_a_place_for_the_caret(composer: Composer) -> None:
    line = first_line(composer, body("", indent=2))
    assert line == Line("", 0, 0, (2 * EM,), ())
    line = first_line(composer, body("", prefix="【", suffix="】"))
    assert (line.text, line.start, line.end, line.edges) == ("【】", 0, 0, (EM,))
