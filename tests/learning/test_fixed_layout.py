"""Head, closing block and page number of a layout, out of pages that were seen: which rows, where, in what
words and styles; what the layout can't say is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction

import pytest

from bulletin_desk.bulletin.model import Addressee
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.learning.evidence import Seen, SeenLine, SeenRule
from bulletin_desk.learning.fixed_layout import FixedLayout, fixed_layout
from bulletin_desk.learning.parting import Parted, parted
from bulletin_desk.learning.spaced import spaced
from bulletin_desk.units import MM
from tests.learning.seen_made import (
    FANG,
    LEFT,
    NAME,
    RED,
    RIGHT,
    beside,
    centred,
    line,
    look,
    page,
    right,
    rule,
    seen,
    text_lines,
)

SMALL = look(14.0)
HEI = look(16.0, "SimHei")
FOOT = 100 + 21 * 30


def head_lines() -> list[SeenLine]:
    return [
        centred("工作简报", 190, NAME, 80.0),
        centred("第2期（总第607期）", 271.08),
        beside(line("某某办公室", 361.08), right("2024年1月9日", 361.08)),
    ]


def closing_lines() -> list[SeenLine]:
    return [
        line("报：市委。", 640, LEFT + 14, SMALL),
        line("送：市政府，各区县人民政府，市直各部门，各高等学校，", 666, LEFT + 14, SMALL),
        line("各群众团体。", 692, LEFT + 42, SMALL),
        beside(line("某某办公室", 719, LEFT + 14, SMALL), right("2024年1月9日印发", 719, SMALL, 14)),
        right("（共印16份）", 742, SMALL),
    ]


CLOSING_RULES = [rule(621), rule(701, 0.71), rule(728)]


def learned(
    faces: Faces,
    head: list[SeenLine],
    closing: list[SeenLine],
    rules: list[SeenRule],
    closing_rules: list[SeenRule],
) -> tuple[Parted, FixedLayout]:
    body = [centred("关于某项工作的情况", 428, look(22.0)), *text_lines(9, 456)]
    first = page([*head, *body], rules)
    last = page([*text_lines(5), right("（某某局）", 276), *closing], closing_rules)
    sighting = seen(first, last)
    parts = parted(sighting)
    return parts, fixed_layout(sighting, parts, faces)


def usual(faces: Faces) -> tuple[Parted, FixedLayout]:
    return learned(faces, head_lines(), closing_lines(), [rule(367.5, 1.5, RED)], CLOSING_RULES)


def test_the_parts_of_an_issue(faces: Faces) -> None:
    parts, _ = usual(faces)
    assert parts.head[0].text == "工作简报"
    assert parts.body[0].text == "关于某项工作的情况"
    assert parts.closing[0].text == "报：市委。"
    assert parts.body[-1].text == "（某某局）"


def test_rows_stand_where_they_were_seen(faces: Faces) -> None:
    _, fixed = usual(faces)
    name, number, issuer = fixed.head.rows
    assert name.top == pytest.approx(Fraction(190) - Fraction("0.88") * 48 - 100, abs=0.01)
    assert name.fit is not None
    assert name.keeps_room
    assert dict(name.fit.widths) == {4: 288}
    assert (number.line, issuer.line) == (6, 9)
    assert issuer.rule is not None
    assert issuer.rule.thickness == Fraction(3, 2)
    assert issuer.rule.colour == (0.0, 1.0, 1.0, 0.0)
    assert float(issuer.rule.gap) == pytest.approx(367.5 - 0.75 - (361.08 + 0.12 * 16), abs=0.05)
    assert (fixed.head.lines, fixed.head.space_after) == (9, 1)
    patterns = [piece.wording.pattern for row in fixed.head.rows for piece in row.pieces]
    assert patterns == [
        "{name}",
        "{supplement}第{number}期[（总第{total}期）]",
        "{issuer}",
        "{date}",
    ]


def test_styles_are_those_that_were_seen(faces: Faces) -> None:
    _, fixed = usual(faces)
    masthead, number = fixed.styles["masthead"], fixed.styles["number_line"]
    assert (masthead.face, masthead.colour) == ("xiaobiaosong", (0.0, 1.0, 1.0, 0.0))
    assert (number.face, masthead.size) == ("fangsong", Fraction(48))
    assert number.size == number.advance == 16
    assert fixed.styles["distribution"].left_indent == fixed.styles["distribution"].right_indent == 14
    assert fixed.styles["imprint"].right_indent == 14


def test_the_closing_block_is_rows_and_rules(faces: Faces) -> None:
    _, fixed = usual(faces)
    closing = fixed.closing
    assert closing.line_pitch == 26
    assert [row.rule is not None for row in closing.rows] == [True, False, True, False, True, False]
    entries, imprint, count = closing.rows[1], closing.rows[3], closing.rows[5]
    assert entries.repeats
    assert [piece.wording.pattern for piece in entries.pieces] == ["{label}：", "{to}"]
    assert [cell.side for cell in imprint.cells] == ["left", "right"]
    assert not count.needs_rules
    assert [row.rule.thickness for row in closing.rows if row.rule] == [1, MM / 4, 1]


def test_values_of_the_old_issue(faces: Faces) -> None:
    _, fixed = usual(faces)
    issue = fixed.issue
    assert (issue.masthead.name, issue.masthead.number, issue.masthead.total_number) == ("工作简报", 2, 607)
    assert issue.dated_header.issuer == "某某办公室"
    assert issue.distribution[1] == Addressee(
        "送", "市政府，各区县人民政府，市直各部门，各高等学校，各群众团体。"
    )
    assert issue.imprint is not None
    assert issue.imprint.office == "某某办公室"
    assert issue.print_count == 16
    assert fixed.declared == ()


def with_corner() -> list[SeenLine]:
    first = beside(line("秘密★1年", 116, of=HEI), right("编号：000012", 116, HEI))
    return [first, line("注意保存", 138, of=HEI), *head_lines()]


def with_star() -> list[SeenLine]:
    return [*head_lines(), centred("★", 370, look(20.0, ink=RED))]


HEADS: dict[str, tuple[Callable[[], list[SeenLine]], Callable[[FixedLayout], object], object]] = {
    "a corner of two lines beside a copy's number": (
        with_corner,
        lambda fixed: (
            [field.kind for field in fixed.declared],
            fixed.issue.head_fields[0].text,
            [cell.side for cell in fixed.head.rows[0].cells],
            fixed.numbering.copy_digits,
            fixed.head.rows[0].pitch,
        ),
        (["list"], "秘密★1年\n注意保存", ["left", "right"], 6, 22),
    ),
    "a star on the rule is told": (
        with_star,
        lambda fixed: (["五角星" in doubt.message for doubt in fixed.doubts], len(fixed.head.rows)),
        ([True, False], 3),
    ),
    "issuer and day in the middle": (
        lambda: [
            *head_lines()[:2],
            beside(line("某某办公室", 361.08, 204), line("2024年1月9日", 361.08, 316)),
        ],
        lambda fixed: [piece.wording.pattern for piece in fixed.head.rows[2].pieces],
        ["{issuer}", "　　{date}"],
    ),
    "moved in by a character": (
        lambda: [
            *head_lines()[:2],
            beside(line("某某办公室", 361.08, LEFT + 16), right("2024年1月9日", 361.08, indent=16)),
        ],
        lambda fixed: (fixed.styles["issuer"].left_indent, fixed.styles["header_date"].right_indent),
        (16, 16),
    ),
    "a name in two lines": (
        lambda: [centred("某某市政务", 160, NAME), centred("信息简报", 216, NAME), *head_lines()[1:]],
        lambda fixed: (
            fixed.issue.masthead.name,
            fixed.head.rows[0].fit and fixed.head.rows[0].fit.pitch,
            len(fixed.head.rows),
        ),
        ("某某市政务\n信息简报", Fraction(23, 20), 3),
    ),
    "a name of two sizes": (
        lambda: [
            beside(line("网络舆情", 190, 120, NAME), line("专报", 190, 312, look(64.0, "SimHei", RED))),
            *head_lines()[1:],
        ],
        lambda fixed: (
            [piece.wording.pattern for piece in fixed.head.rows[0].pieces],
            fixed.issue.masthead.name,
            fixed.styles["名称的另一截"].size,
        ),
        (["{name}", "{名称的另一截}"], "网络舆情", 64),
    ),
    "a line of dashes for a rule": (
        lambda: [*head_lines(), line("—" * 28, 390, of=look(16.0, ink=RED))],
        lambda fixed: ([len(row.cells) for row in fixed.head.rows], fixed.head.rows[-1].rule is not None),
        ([1, 1, 2, 0], True),
    ),
    "who issued it beside the day, not on a line before": (
        lambda: [*head_lines()[:2], centred("（内部资料　注意保存）", 320), head_lines()[2]],
        lambda fixed: fixed.issue.dated_header.issuer,
        "某某办公室",
    ),
    "moved out of the middle by a blank": (
        lambda: [head_lines()[0], line("第2期", 271.08, (LEFT + RIGHT - 56) / 2), head_lines()[2]],
        lambda fixed: [
            (cell.side, piece.wording.pattern) for cell in fixed.head.rows[1].cells for piece in cell.pieces
        ],
        [("centre", "{supplement}第{number}期　")],
    ),
    "a name below the number": (
        lambda: [centred("第2期", 130), head_lines()[0], head_lines()[2]],
        lambda fixed: (fixed.issue.masthead.name, fixed.issue.masthead.number),
        ("工作简报", 2),
    ),
    "a month, and the day in the closing block": (
        lambda: [*head_lines()[:2], beside(line("某某办公室", 361.08), right("2024年1月", 361.08))],
        lambda fixed: (
            [piece.wording.pattern for piece in fixed.head.rows[2].pieces],
            fixed.issue.dated_header.date,
        ),
        (["{issuer}", "{year}年{month}月"], date(2024, 1, 9)),
    ),
    "between the lines of the grid": (
        lambda: [head_lines()[0], centred("第2期", 265), head_lines()[2]],
        lambda fixed: (fixed.head.rows[1].line, fixed.head.rows[1].top),
        (None, Fraction(265) - Fraction(22, 25) * 16 - 100),
    ),
}


@pytest.mark.parametrize(("make", "ask", "answer"), HEADS.values(), ids=HEADS)
def test_heads_of_every_kind(
    make: Callable[[], list[SeenLine]],
    ask: Callable[[FixedLayout], object],
    answer: object,
    faces: Faces,
) -> None:
    _, fixed = learned(faces, make(), closing_lines(), [rule(367.5, 1.5, RED)], CLOSING_RULES)
    assert ask(fixed) == answer


RULES = {
    "double": ([rule(367, 1.5, RED), rule(370.5, 1.5, RED)], [(Fraction(3, 2), Fraction(2))], 0),
    "thick and thin": (
        [rule(367, 3.0, RED), rule(371, 1.0, RED)],
        [(Fraction(3), None), (Fraction(1), None)],
        0,
    ),
    "parted by a star": (
        [rule(367, 2.0, RED, to=280), rule(367, 2.0, RED, x=310)],
        [(Fraction(2), None)],
        1,
    ),
    "shorter than the block": ([rule(367, 2.0, RED, x=LEFT + 20, to=RIGHT - 20)], [(Fraction(2), None)], 1),
    "cell by cell": (
        [rule(367, 1.0, to=LEFT + 200), rule(367, 1.0, x=LEFT + 200.5)],
        [(Fraction(1), None)],
        0,
    ),
}


@pytest.mark.parametrize(("rules", "made", "doubts"), RULES.values(), ids=RULES)
def test_rules_of_every_kind(
    rules: list[SeenRule], made: list[tuple[Fraction, Fraction | None]], doubts: int, faces: Faces
) -> None:
    _, fixed = learned(faces, head_lines(), closing_lines(), rules, CLOSING_RULES)
    found = [row.rule for row in fixed.head.rows if row.rule is not None]
    assert [(one.thickness, one.double) for one in found] == made
    assert sum("页码" not in doubt.words for doubt in fixed.doubts) == doubts


CLOSINGS: dict[
    str, tuple[Callable[[], list[SeenLine]], list[SeenRule], Callable[[FixedLayout], object], object]
] = {
    "none": (
        list,
        [],
        lambda fixed: (bool(fixed.closing.rows), any("没有看到版记" in one.message for one in fixed.doubts)),
        (True, True),
    ),
    "staff over the whole width": (
        lambda: [
            *closing_lines()[:3],
            beside(
                line("编辑：张三", 719, LEFT + 14, SMALL),
                line("审核：李四", 719, (LEFT + RIGHT - 70) / 2, SMALL),
                right("签发：王五", 719, SMALL, 14),
            ),
        ],
        CLOSING_RULES,
        lambda fixed: (
            [cell.side for cell in fixed.closing.rows[3].cells],
            [field.label for field in fixed.declared],
            [field.text for field in fixed.issue.closing_fields],
        ),
        (["spread"], ["编辑", "审核", "签发"], ["张三", "李四", "王五"]),
    ),
    "the count beside the last entry": (
        lambda: [
            closing_lines()[0],
            beside(line("送：市政府。", 666, LEFT + 14, SMALL), right("（共印16份）", 666, SMALL)),
        ],
        [rule(621), rule(675)],
        lambda fixed: (
            [cell.side for cell in fixed.closing.rows[1].cells],
            fixed.issue.print_count,
            fixed.issue.distribution[1].to,
        ),
        (["left", "right"], 16, "市政府。"),
    ),
    "labels with blanks, and two entries on a line": (
        lambda: [
            line("抄　送：市委。", 640, LEFT + 14, SMALL),
            beside(line("报：市政府。", 666, LEFT + 14, SMALL), line("送：市政协。", 666, LEFT + 200, SMALL)),
        ],
        [rule(621), rule(675)],
        lambda fixed: (
            [entry.label for entry in fixed.issue.distribution],
            any("一条一行" in one.message for one in fixed.doubts),
            fixed.declared,
        ),
        (["抄　送", "报", "送"], True, ()),
    ),
    "right below the text": (
        lambda: [line("报：市委。", 310, LEFT, SMALL)],
        [rule(292), rule(318)],
        lambda fixed: fixed.closing.space_before,
        0,
    ),
    "rules between entries": (
        lambda: [line("报：市委。", 640, LEFT, SMALL), line("送：市政府。", 667, LEFT, SMALL)],
        [rule(621), rule(648.5, 0.71), rule(676)],
        lambda fixed: (
            float(fixed.closing.rows[1].rule_between),
            len(fixed.closing.rows),
            float(fixed.closing.line_pitch),
        ),
        (pytest.approx(0.71, abs=0.01), 3, pytest.approx(26.29, abs=0.02)),
    ),
    "below the text and not at the foot": (
        lambda: [line("报：市委。", 340, LEFT, SMALL)],
        [rule(322), rule(348)],
        lambda fixed: any("紧跟在正文后面" in one.message for one in fixed.doubts),
        True,
    ),
    "an entry that goes on over five lines": (
        lambda: [
            line("分送：有关高等学校，市政府各部门，", 600, LEFT + 14, SMALL),
            *(
                line("各直属机构，市防汛抗旱指挥部成员，", 600 + 26 * at, LEFT + 56, SMALL)
                for at in range(1, 5)
            ),
            line("市政协。", 730, LEFT + 56, SMALL),
        ],
        [rule(581), rule(740)],
        lambda fixed: (len(fixed.closing.rows), fixed.issue.distribution[0].to.count("市防汛抗旱指挥部")),
        (3, 4),
    ),
}


@pytest.mark.parametrize(("make", "rules", "ask", "answer"), CLOSINGS.values(), ids=CLOSINGS)
def test_closing_blocks_of_every_kind(
    make: Callable[[], list[SeenLine]],
    rules: list[SeenRule],
    ask: Callable[[FixedLayout], object],
    answer: object,
    faces: Faces,
) -> None:
    _, fixed = learned(faces, head_lines(), make(), [rule(367.5, 1.5, RED)], rules)
    assert ask(fixed) == answer


@pytest.mark.parametrize(
    ("number", "day", "counts", "is_open"),
    [
        ("2024年第2期", "2024年1月9日", "year", False),
        ("第2期（总第607期）", "2024年1月9日", "year", False),
        ("第2期", "2024年1月9日", "year", True),
        ("第345期", "2024年1月9日", "through", False),
    ],
)
def test_how_issues_are_counted(number: str, day: str, counts: str, is_open: bool, faces: Faces) -> None:
    head = [head_lines()[0], centred(number, 271.08), beside(line("某某办公室", 361.08), right(day, 361.08))]
    _, fixed = learned(faces, head, closing_lines(), [rule(367.5, 1.5, RED)], CLOSING_RULES)
    assert (fixed.numbering.counts, "numbering" in fixed.open) == (counts, is_open)


def test_squeezed_type_and_unknown_faces_are_told(faces: Faces) -> None:
    narrow = [centred("工作简报编辑部", 190, NAME, 36.0), *head_lines()[1:]]
    _, fixed = learned(faces, narrow, closing_lines(), [], CLOSING_RULES)
    assert any("压扁" in doubt.message for doubt in fixed.doubts)
    odd = [centred("工作简报", 190, look(48.0, "CIDFont+F1", RED)), *head_lines()[1:]]
    _, fixed = learned(faces, odd, closing_lines(), [], CLOSING_RULES)
    assert any("不认识" in doubt.message for doubt in fixed.doubts)


def test_blanks_between_pieces() -> None:
    assert spaced(line("第 12 期", 200)) == "第 12 期"
    assert spaced(centred("简报", 200, NAME, 120.0)) == "简报"
    assert spaced(beside(line("内部", 200), line("刊物", 200, LEFT + 48))) == "内部　刊物"
    assert spaced(line("2024年", 200, of=FANG)) == "2024年"
    chars = [("第", 0, 16), (" ", 16, 20), ("7", 20, 28), (" ", 28, 32), ("期", 32, 48)]
    typed = SeenLine(tuple(Seen(char, x, 200, right, FANG) for char, x, right in chars))
    assert spaced(typed) == "第7期"  # as far apart as they stand anyway
