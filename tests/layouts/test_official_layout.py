"""The shipped layouts hold the figures of GB/T 9704-2012 and of the printed issue, each of them."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from bulletin_desk.layouts.model import STYLES, Layout
from bulletin_desk.layouts.read import DEFAULT, layout_names, load_layout
from bulletin_desk.units import mm
from tests.layouts.rows import closing_rules, head_rule, row_of

BLACK, RED = (0, 0, 0, 1), (0, 1, 1, 0)
CELL = mm("156/28")
PITCH = mm("225/22")

# what both layouts share, by path of attributes, and where they differ: (sichuan-gazetteer, gb9704)
FIGURES: list[tuple[str, Any, Any]] = [
    ("paper_width", mm(210), mm(210)),
    ("paper_height", mm(297), mm(297)),
    ("text_block.top", mm(37), mm(37)),
    ("text_block.left", mm(27), mm(28)),
    ("text_block.cell", 16, CELL),
    ("text_block.cells", 28, 28),
    ("text_block.width", 448, mm(156)),
    ("text_block.lines", 21, 22),
    ("text_block.line_pitch", 30, PITCH),
    ("text_block.height", 630, mm(225)),
    ("text_block.widow_control", False, False),
    ("flow.space_between_items", 1, 1),
    ("flow.keep_lines", 1, 1),
    # page 1: nine lines of masthead and header, one empty line
    ("head.lines", 9, 10),
    ("head.space_after", 1, 1),
    ("issuer.line", 9, 9),
    ("date.line", 9, 9),
    ("head_rule.colour", RED, RED),
    ("folio.gap", mm(7), mm(7)),
    ("folio.text", "— {page} —", "— {page} —"),
    ("folio.odd", "right", "right"),
    ("folio.even", "left", "left"),
    ("folio.indent", 14, 14),
    ("name.fit.least", 30, 30),
    ("number.space", None, 2 * PITCH),  # 7.2.5
    ("number.line", 6, None),
    ("print_count.margin", False, True),  # 7.4.1
    ("closing.space_before", 1, 1),
    ("closing.even_page", False, True),  # 7.5
    ("closing.folio_after_blank", False, False),
    *(
        (f"closing_rules.{at}.thickness", mm(thickness), mm(thickness))
        for at, thickness in enumerate(("0.35", "0.25", "0.35"))
    ),
    *((f"closing_rules.{at}.colour", BLACK, BLACK) for at in range(3)),
    *(
        (f"words.{field}", words, words)
        for field, words in (
            ("label", "{label}："),
            ("imprint_date", "{imprint_date}印发"),
            ("disclosure", "信息公开选项：{disclosure}"),
            ("print_count", "（共印{print_count}份）"),
            ("number", "{supplement}第{number}期（总第{total}期）"),
            ("number without total", "{supplement}第{number}期"),
        )
    ),
    ("styles.masthead.face", "xiaobiaosong", "xiaobiaosong"),
    ("styles.masthead.colour", RED, RED),
    ("styles.masthead.align", "centre", "centre"),
    ("styles.number_line.face", "fangsong", "fangsong"),
    ("styles.number_line.size", 16, 16),
    ("styles.number_line.align", "centre", "centre"),
    ("styles.issuer.align", "left", "left"),
    ("styles.header_date.align", "right", "right"),
    ("styles.section_head.face", "hei", "hei"),
    ("styles.section_head.size", 16, 16),
    ("styles.section_head.align", "left", "left"),
    ("styles.section_head.prefix", "【", "【"),
    ("styles.section_head.suffix", "】", "】"),
    ("styles.title.face", "xiaobiaosong", "xiaobiaosong"),
    ("styles.title.size", 22, 22),
    ("styles.title.align", "centre", "centre"),
    ("styles.title.latin_face", "latin_bold", "latin_bold"),
    ("styles.masthead.latin_face", "latin_bold", "latin_bold"),
    ("styles.body.latin_face", "latin", "latin"),
    ("styles.subheading.face", "hei", "hei"),
    ("styles.subheading.size", 16, 16),
    ("styles.subheading.align", "centre", "left"),
    ("styles.subheading.first_line_indent", 0, 2 * CELL),
    ("styles.body.face", "fangsong", "fangsong"),
    ("styles.body.size", 16, 16),
    ("styles.body.advance", 16, CELL),
    ("styles.body.first_line_indent", 32, 2 * CELL),
    ("styles.body.align", "justified", "justified"),
    ("styles.run_in_heading.face", "kai", "kai"),
    ("styles.run_in_heading.size", 16, 16),
    ("styles.source.face", "fangsong", "fangsong"),
    ("styles.source.align", "right", "right"),
    ("styles.source.right_indent", 0, 2 * CELL),
    ("styles.folio.face", "song", "song"),
    ("styles.folio.latin_face", "song", "song"),
    ("styles.folio.size", 14, 14),
    ("styles.distribution.face", "fangsong", "fangsong"),
    ("styles.distribution.size", 14, 14),
    ("styles.distribution.left_indent", 14, 14),
    ("styles.distribution.right_indent", 14, 14),
    ("styles.imprint.size", 14, 14),
    ("styles.imprint.left_indent", 14, 14),
    ("styles.imprint.right_indent", 14, 14),
    ("styles.print_count.align", "right", "right"),
]
GB9704_ONLY: list[tuple[str, Any]] = [("name.top", mm(35)), ("head_rule.gap", mm(4))]


def figure(layout: Layout, path: str) -> Any:
    first, *rest = path.split(".")
    value: Any = layout
    match first:
        case "words":
            field, _, without = rest.pop().partition(" without ")
            (piece,) = (piece for row in layout.rows for piece in row.pieces if piece.about == field)
            return piece.wording.text(whole=not without)
        case "head_rule":
            value = head_rule(layout)
        case "closing_rules":
            value = closing_rules(layout)[int(rest.pop(0))]
        case "name" | "number" | "issuer" | "date" | "print_count":
            value = row_of(layout, first)
        case _:
            rest.insert(0, first)
    for name in rest:
        value = value[name] if isinstance(value, dict) else getattr(value, name)
    return value


@pytest.mark.parametrize(
    ("name", "path", "wanted"),
    [(DEFAULT, path, wanted) for path, wanted, _ in FIGURES]
    + [("gb9704", path, wanted) for path, _, wanted in FIGURES]
    + [("gb9704", path, wanted) for path, wanted in GB9704_ONLY],
)
def test_figure(name: str, path: str, wanted: Any) -> None:
    assert figure(load_layout(name), path) == wanted


@pytest.mark.parametrize("name", layout_names())
def test_what_every_shipped_layout_keeps(name: str) -> None:
    layout = load_layout(name)
    assert tuple(layout.styles)[: len(STYLES)] == STYLES
    assert all(style.colour in (BLACK, RED) for style in layout.styles.values())
    red = [style.name for style in layout.styles.values() if style.colour == RED]
    assert red == [piece.style for piece in row_of(layout, "name").pieces]
    block = layout.text_block
    lengths = [
        block.top,
        block.left,
        block.cell,
        block.line_pitch,
        layout.folio.gap,
        closing_rules(layout)[0].thickness,
    ]
    assert all(type(length) is Fraction for length in lengths)


def test_six_layouts_ship_and_the_bulletin_is_the_default() -> None:
    assert layout_names() == (
        *("daily", "duty-flash", "gb9704", "monthly", "sichuan-gazetteer", "special-report"),
    )
    assert load_layout() == load_layout("sichuan-gazetteer")
    assert load_layout().name == "四川省地方志工作简报"
