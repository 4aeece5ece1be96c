"""Where a word processor puts what stands in a Word file, computed by hand: spaces, borders, cells, boxes,
headers, pictures, blanks."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from bulletin_desk.learning.evidence import Ink
from bulletin_desk.learning.word_block import block_of, running_text
from bulletin_desk.learning.word_laid import Laid, border_lines, drawn
from bulletin_desk.learning.word_metrics import WORD
from bulletin_desk.learning.word_model import (
    Anchor,
    Anchored,
    Border,
    Borders,
    Cell,
    Frame,
    Indents,
    LineSpacing,
    Margin,
    ParagraphFormat,
    Picture,
    Run,
    RunFormat,
    Section,
    Shape,
    Spacing,
    Stroke,
    Table,
    TableRow,
    TabStop,
    WordBlock,
    WordFile,
    WordParagraph,
    WordSettings,
)
from bulletin_desk.learning.word_pages import lay_out, running_words
from bulletin_desk.learning.word_paragraphs import set_paragraphs, sign_rules

RED = Ink(255, 0, 0)
PLAIN = RunFormat("仿宋_GB2312", "Times New Roman", Fraction(16))
EXACT = LineSpacing("exact", Fraction(28))
LINE = Border("single", Fraction(1), Fraction(1), RED)
TOP, LEFT, WIDE = 100.0, 80.0, 448.0


def para(text: str = "", run: RunFormat = PLAIN, **said: Any) -> WordParagraph:
    """A paragraph of one run, 28 points a line."""
    format_ = ParagraphFormat(**({"align": "left", "line": EXACT} | said))
    return WordParagraph((Run(text, run),) if text else (), format_, run)


def word(*blocks: WordBlock, settings: WordSettings | None = None, **said: Any) -> WordFile:
    """A file with one section, whose text is 448 points wide and begins at (80, 100)."""
    given = {
        "width": Fraction(600),
        "height": Fraction(840),
        "top": Fraction(100),
        "bottom": Fraction(100),
        "left": Fraction(80),
        "right": Fraction(72),
        "header": Fraction(40),
        "footer": Fraction(40),
    }
    section = Section(**(given | said))
    return WordFile(blocks, (section,), settings or WordSettings(), PLAIN)


def laid(*blocks: WordBlock, **said: Any) -> Laid:
    """What is laid of such a file."""
    return lay_out(word(*blocks, **said), WORD)


def baselines(of: Laid) -> list[float]:
    """Where its lines stand, that have characters."""
    return [round(line.baseline, 2) for line in of.lines if line.chars]


def test_exact_lines_stand_at_eight_tenths_of_their_height() -> None:
    assert baselines(laid(para("甲"), para("乙"))) == [TOP + 22.4, TOP + 50.4]


@pytest.mark.parametrize(("both", "gap"), [(False, 10), (True, 16)])
def test_of_two_spaces_the_larger_one_counts_or_both(both: bool, gap: int) -> None:
    one = para("甲", spacing=Spacing(after=Fraction(6)))
    other = para("乙", spacing=Spacing(before=Fraction(10)))
    first, second = baselines(laid(one, other, settings=WordSettings(adds_spaces=both)))
    assert second - first == pytest.approx(28 + gap)


def test_borders_push_what_follows_and_those_that_are_alike_are_one() -> None:
    ruled = Borders(bottom=LINE)
    made = laid(para("甲", borders=ruled), para("乙", borders=ruled), para("丙"))
    assert baselines(made) == [TOP + 22.4, TOP + 50.4, TOP + 80.4]
    (rule,) = (one.rule for one in made.rules)
    assert (rule.x, rule.y, rule.length, rule.ink) == (LEFT, TOP + 57.5, WIDE, RED)


def test_unlike_lines_of_a_border_are_told_apart() -> None:
    for kind, parts in (
        ("double", [1, 1, 1]),
        ("thickThinSmallGap", [0.75, 0.75, 1]),
        ("thinThickMediumGap", [1, 0.5, 0.5]),
        ("triple", [1] * 5),
    ):
        assert border_lines(Border(kind, Fraction(1), Fraction(0), RED))[0] == parts
    lines = list(drawn(Stroke(RED, Fraction(5), "thickThin"), 0, 100, 10))
    assert [(rule.thickness, round(rule.y, 2)) for rule in lines] == [(3, 99), (1, 102)]


def test_a_merged_cell_stands_in_the_middle_of_its_rows() -> None:
    def cell(text: str, column: int, **said: Any) -> Cell:
        return Cell((para(text),), Fraction(200), column, **said)

    rows = (
        TableRow((cell("甲", 0), cell("高", 1, valign="centre")), Fraction(50), "exact"),
        TableRow((cell("乙", 0), cell("", 1, goes_on=True)), Fraction(50), "exact"),
    )
    made = laid(Table(rows, (Fraction(200), Fraction(200))))
    places = {line.chars[0].char: line.baseline for line in made.lines if line.chars}
    assert places == {"甲": TOP + 22.4, "高": TOP + 36 + 22.4, "乙": TOP + 50 + 22.4}


def test_rules_of_a_table_run_through_its_cells() -> None:
    sides = Borders(top=LINE, bottom=LINE)
    cells = tuple(Cell((para("甲"),), Fraction(224), at, borders=sides) for at in (0, 1))
    made = laid(Table((TableRow(cells), TableRow(cells)), (Fraction(224), Fraction(224))), para("乙"))
    rules = [(one.rule.x, one.rule.y, one.rule.length) for one in made.rules]
    assert rules == [(LEFT, TOP + at, WIDE) for at in (0.5, 29.5, 58.5)]
    assert baselines(made)[-1] == TOP + 59 + 22.4


def test_what_lies_on_the_page_pushes_text_only_where_it_goes_round() -> None:
    def box(wrap: str) -> Shape:
        anchor = Anchor(Anchored("margin"), Anchored("page", Fraction(100)), wrap)
        return Shape("box", Fraction(448), Fraction(60), anchor, blocks=(para("框"),))

    for wrap, text in (("none", TOP), ("topAndBottom", TOP + 60), ("square", TOP + 60)):
        one = para("文")
        made = laid(one._replace(pieces=(box(wrap), *one.pieces)))
        assert sorted(baselines(made)) == sorted([TOP + 22.4, text + 22.4])


def test_a_frame_at_the_foot_stands_on_the_page_of_what_follows() -> None:
    foot = Frame(Fraction(448), None, "margin", "margin", x_align="left", y_align="bottom")
    made = laid(para("甲"), para("版", frame=foot), para("", page_break_before=True))
    where = {line.chars[0].char: (line.page, line.baseline) for line in made.lines if line.chars}
    assert where == {"甲": (0, TOP + 22.4), "版": (1, 840 - 100 - 28 + 22.4)}


def test_a_header_of_the_first_page_is_laid_and_pushes_the_text() -> None:
    head = (para("报头"), para("期号"), para("单位"))
    made = laid(para("文"), headers=Margin(first=head))
    assert baselines(made) == [62.4, 90.4, 118.4, 40 + 84 + 22.4]
    running = word(para("文"), headers=Margin(odd=(para("内部资料"),)))
    assert list(running_words(running)) == ["内部资料"]
    assert baselines(lay_out(running, WORD)) == [TOP + 22.4]


def test_an_underlined_tab_and_a_row_of_dashes_are_rules() -> None:
    under = para("\t", PLAIN._replace(underline="single", ink=RED), tabs=(TabStop(Fraction(448)),))
    (rule,) = (one.rule for one in laid(under).rules)
    assert (rule.x, rule.length, rule.ink) == (LEFT, WIDE, RED)
    made = laid(para("————————————", PLAIN._replace(ink=RED, hint="eastAsia")), para("文"))
    (signs,) = (one.rule for one in sign_rules(made.lines))
    assert (signs.x, signs.length, signs.ink) == (LEFT, 12 * 16, RED)


def test_blanks_and_tabs_part_a_row_and_spread_names_are_one() -> None:
    file = word(
        para("某局　　　　　　　　乙地"),
        para("某局\t丙地", tabs=(TabStop(Fraction(448), "right"),)),
        para("简　　报", PLAIN._replace(size=Fraction(40)), align="centre"),
        para("　　　　　　　　　　　　　居中"),
        *(para("文" * 60, align="justified", indents=Indents(first=Fraction(32))) for _ in range(3)),
    )
    made = lay_out(file, WORD)
    text = running_text(file, made)
    assert text is not None
    block = block_of(text)
    assert [float(one) for one in (block.cell, block.cells, block.pitch, block.left)] == [16, 28, 28, 80]
    seen = set_paragraphs(made.lines, block)
    assert [(one.text, one.align) for one in seen[:4]] == [
        ("某局\t乙地", "row"),
        ("某局\t丙地", "row"),
        ("简　　报", "centre"),
        ("居中", "centre"),
    ]
    assert (seen[4].align, seen[4].left, seen[4].indent) == ("justified", 0, 32)
    assert round(seen[4].end[1] - seen[4].lines[0].line.baseline, 6) == 56


def test_characters_set_closer_to_fit_a_line_stand_as_the_others() -> None:
    close = PLAIN._replace(spacing=Fraction(-1))
    pieces = (Run("报：", PLAIN), Run("市委办公厅", close))
    (line,) = laid(para("甲")._replace(pieces=pieces)).lines
    assert {round(seen.right - seen.x, 2) for seen in line.chars} == {16}
    (line,) = laid(para("市委办公厅", close)).lines
    assert {round(seen.right - seen.x, 2) for seen in line.chars} == {15}


def test_a_flat_picture_in_the_line_keeps_its_place() -> None:
    one = para("甲")
    made = laid(one._replace(pieces=(Picture(Fraction(440), Fraction(2), about="红线"),)))
    (picture,) = made.pictures
    assert (picture.box.x, picture.box.width, picture.about) == (LEFT, 440, "红线")
