"""Issues for tests: a small one by hand, and Hypothesis strategies for any issue and any place in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TypeVar

from hypothesis import strategies as st

from bulletin_desk.bulletin.model import (
    Addressee,
    Block,
    Body,
    DatedHeader,
    Imprint,
    Issue,
    Item,
    Masthead,
    Section,
    Subheading,
)

SMALL = Issue(
    masthead=Masthead("地方志简报", 2, 607),
    dated_header=DatedHeader("地方志办公室", date(2024, 1, 9)),
    editors_note=(Body("编者按：现予刊发。", 4), Body("供参阅。")),
    sections=(
        Section("特别关注", (Item("座谈会召开", (Body("会议召开。"),), "（综合处）"),)),
        Section(
            "市州动态",
            (
                Item(
                    "乐山市四向发力\n推进事业发展",
                    (
                        Body("2023年，守正创新。"),
                        Subheading("以质量为依托"),
                        Body("编纂年鉴。坚持审查制度。", 5),
                    ),
                    "（乐山市）",
                ),
                Item("《达州年鉴（2023）》（简本）创刊首发", (Body("首发。"),), "（达州市）"),
                Item(""),
            ),
        ),
    ),
    disclosure="主动公开",
    distribution=(Addressee("报", "上级。"), Addressee("发", "下级。")),
    imprint=Imprint("综合处", date(2024, 1, 9)),
    print_count=3,
)

TIDY = replace(
    SMALL, sections=(SMALL.sections[0], replace(SMALL.sections[1], items=SMALL.sections[1].items[:2]))
)
"""SMALL without its empty item, of which the findings would tell."""

texts = st.text(st.characters(codec="utf-8"), max_size=12) | st.sampled_from(
    [
        "",
        "\n",
        "一\n二\n三",
        "2013—2015年",
        "“质量”",
        "𠮷",
        "\x00\x7f\u2028\ufeff",
        "《〈华阳国志〉译注》",
        " ",
    ]
)
dates = st.dates()


@st.composite
def bodies(draw: st.DrawFn) -> Body:
    text = draw(texts)
    return Body(text, draw(st.integers(0, len(text))))


blocks: st.SearchStrategy[Block] = st.one_of(bodies(), st.builds(Subheading, texts))


_Part = TypeVar("_Part")


def rows(of: st.SearchStrategy[_Part]) -> st.SearchStrategy[tuple[_Part, ...]]:
    return st.lists(of, max_size=3).map(tuple)


items = st.builds(Item, texts, rows(blocks), texts)
sections = st.builds(Section, texts, rows(items))
issues = st.builds(
    Issue,
    masthead=st.builds(
        Masthead, texts, st.integers(1, 999), st.none() | st.integers(1, 99_999), texts, texts
    ),
    dated_header=st.builds(DatedHeader, texts, dates),
    editors_note=rows(bodies()),
    sections=rows(sections),
    disclosure=texts,
    distribution=rows(st.builds(Addressee, texts, texts)),
    imprint=st.none() | st.builds(Imprint, texts, dates),
    print_count=st.none() | st.integers(1, 9_999),
)
