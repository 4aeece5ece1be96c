"""Issues with what only some bulletins have: one by hand, and Hypothesis strategies."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from bulletin_desk.bulletin.model import Body, Item, Section
from bulletin_desk.bulletin.ranges import united
from tests.bulletin.issues import SMALL, attachments, blocks, issues, rows, texts

FULL_ITEM = Item(
    "防汛会商例会召开",
    (Body("市局坚持早研判、早部署。", 0, ((0, 2), (4, 7))), Body("会议要求压实责任。")),
    "（综合处）",
    kicker="本周要闻",
    subtitle="——八个市州参加",
    byline="人民网\n阅读10万",
    salutation="各市人民政府：",
    signature="某某市办公室\n2024年1月9日",
    mark="★",
)
UNTITLED = Item("", (Body("全市排查隐患128处。"),), mark="■")
FURTHER = replace(
    SMALL,
    sections=(
        Section("", (Item("无栏目的一篇", (Body("正文。"),)),)),
        Section("先锋"),
        Section("总体", (FULL_ITEM, UNTITLED), level=2),
        Section("指标", (replace(UNTITLED, mark=""),), level=2),
        Section("案例", (UNTITLED,)),
    ),
)


@st.composite
def bold_bodies(draw: st.DrawFn) -> Body:
    """A paragraph of which some characters are bold."""
    text = draw(texts)
    offsets = st.integers(0, len(text))
    bold = united(draw(st.lists(st.tuples(offsets, offsets), max_size=3)))
    return Body(text, draw(offsets), bold)


_items = st.builds(
    Item,
    texts,
    rows(bold_bodies() | blocks),
    texts,
    texts,
    texts,
    texts,
    texts,
    texts,
    st.sampled_from("★■"),
    rows(attachments),
)
_sections = st.builds(Section, texts, rows(_items), st.integers(1, 2))
further_issues = st.builds(replace, issues, sections=rows(_sections), editors_note=rows(bold_bodies()))
