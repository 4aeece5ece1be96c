"""Lines of names: full, but no name is parted; what fits is left alone; the Word copy has the same lines."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin_desk.bulletin.model import Kind
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.hanzi.classes import NO_LINE_END, NO_LINE_START, SPACES
from bulletin_desk.layouts.model import Layout
from bulletin_desk.typeset.break_lines import break_lines
from bulletin_desk.typeset.break_lists import break_in_names
from bulletin_desk.typeset.break_titles import LONGEST, break_by_sense
from bulletin_desk.typeset.composed import Composer
from bulletin_desk.typeset.paragraph import paragraph
from tests.typeset.reference import begins_with_sign, in_address
from tests.typeset.texts import body, paragraphs

Shown = Callable[[Kind, str, str], list[str]]


@pytest.fixture(scope="module")
def shown(faces: Faces, layout: Layout) -> Shown:
    """The printed lines of a text in the default layout."""
    composer = Composer(faces)

    def lines(kind: Kind, style: str, text: str) -> list[str]:
        made = paragraph(kind, layout.styles[style], text, layout.text_block.width)
        composed = composer.compose(made)
        assert composed.torn == ()
        return [made.text[line.start : line.visible] for line in composed.breaks]

    return lines


@pytest.mark.parametrize(
    ("kind", "style", "wanted"),
    [
        (
            Kind.SOURCE,
            "source",
            "（中国共产党四川省德阳市委员会党史研究室、|德阳市地方志编纂委员会办公室、德阳市档案馆）",
        ),
        (
            Kind.SOURCE,
            "source",
            "（作者系四川省地方志工作办公室党组成员、副主任，|四川省地方志学会副会长兼秘书长，研究员）",
        ),
        (
            Kind.SOURCE,
            "source",
            "（本文原载《巴蜀史志》2024年第3期，作者单位：|西南交通大学人文学院、四川省历史学会，收入本刊时有删节）",
        ),
        (
            Kind.DATED_HEADER,
            "issuer",
            "中共四川省委全面深化改革委员会办公室|四川省发展和改革委员会四川省经济和信息化厅联合编印",
        ),
        (
            Kind.IMPRINT,
            "imprint",
            "甘孜藏族自治州人民政府办公室|甘孜藏族自治州党史和地方志编纂中心综合处",
        ),
        # Nearly full, since they are spread: behind a mark, else between words.
        (
            Kind.DISTRIBUTION,
            "distribution",
            "四川大学历史文化学院，西南民族大学彝学学院，四川师范大学|"
            "巴蜀文化研究中心，阿坝藏族羌族自治州地方志编纂委员会办公室，|"
            "凉山彝族自治州地方志编纂委员会办公室。",
        ),
        (
            Kind.DISTRIBUTION,
            "distribution",
            "各市州党委组织部部长副部长以及各县市区党委组织部部长副部长|和各有关高等院校党委组织部部长副部长。",
        ),
        (
            Kind.SECTION_HEAD,
            "section_head",
            "【学习贯彻党的二十届四中全会精神|暨全省地方志系统年鉴编纂业务骨干能力提升培训班专题】",
        ),
    ],
)
def test_no_name_is_parted(shown: Shown, kind: Kind, style: str, wanted: str) -> None:
    text = wanted.replace("|", "")
    got = shown(kind, style, text.strip("【】") if kind is Kind.SECTION_HEAD else text)
    assert "|".join(got) == wanted


def test_what_the_office_sets_in_few_lines_gets_no_more(shown: Shown) -> None:
    """The printed issue's addressees: the first line is compressed by two cells and ends behind ，."""
    text = "各市（州）地方志办公室（党史地方志研究室，地方志编纂中心），巴蜀方志文化研究中心。"
    got = shown(Kind.DISTRIBUTION, "distribution", "发：" + text)
    assert "".join(got) == "发：" + text
    assert got[0] == "发：各市（州）地方志办公室（党史地方志研究室，地方志编纂中心），"


def test_a_short_line_is_not_spread(composer: Composer) -> None:
    """Two cells of 28 are; five are left at the line's end."""
    for short, spread in ((2, True), (5, False)):
        text = "四" * (28 - short - 1) + "，" + "四川大学历史文化学院"
        lines = [
            line
            for line in break_in_names(body(text, Fraction(28)), composer.widths("latin"))[0]
            if line.end == 28 - short
        ]
        assert [line.spread for line in lines] == [spread] * len(lines)
        assert lines or not spread


def test_what_cannot_be_broken_is_torn_as_body_text_is(composer: Composer) -> None:
    made, widths = body("供稿" + "w" * 60 + "等", Fraction(8)), composer.widths("latin")
    assert break_in_names(made, widths) == break_lines(made, widths)
    assert break_in_names(made, widths)[1]


@pytest.mark.parametrize("piece", ["四川省", "第三次", "、", "（", "关于", "字 ", "'", "1", "——"])
def test_the_longest_text_is_broken_soon(composer: Composer, piece: str) -> None:
    """Each place is looked at from those of one line only. It takes some hundredths of a second."""
    made, widths = body((piece * LONGEST)[:LONGEST], Fraction(28)), composer.widths("latin")
    start = time.perf_counter()
    break_in_names(made, widths)
    break_by_sense(replace(made, align="centre"), widths)
    assert time.perf_counter() - start < 10


def test_long_text_ends_by_the_rule_of_body_text(composer: Composer) -> None:
    made, widths = body("四川省地方志工作办公室、" * 400, Fraction(28)), composer.widths("latin")
    assert break_in_names(made, widths) == break_lines(made, widths)


@settings(max_examples=300)
@given(paragraphs, st.integers(16, 120).map(lambda quarters: Fraction(quarters, 4)), st.sampled_from([0, 1]))
def test_any_text(composer: Composer, text: str, cells: Fraction, indent: int) -> None:
    made = body(text, cells, indent=indent)
    widths = composer.widths("latin")
    lines, torn = break_in_names(made, widths)
    assert [line.start for line in lines] == [0, *(line.end for line in lines[:-1])]
    assert lines[-1].end == len(text)
    assert [line.first for line in lines] == [True] + [False] * (len(lines) - 1)
    for line in lines:
        assert line.start <= line.visible <= line.end
        assert not text[line.visible : line.end].strip("".join(SPACES) + "\n")
        assert 0 <= line.squeeze <= made.measure
        ours = line.visible > line.start and line.end < len(text) and line.end not in torn
        if ours and text[line.end - 1] != "\n" and not in_address(text, line.end):
            assert text[line.visible - 1] not in NO_LINE_END
            following = text[line.end :]
            free = begins_with_sign(following) or following.startswith("——")
            assert following[0] not in NO_LINE_START or free
