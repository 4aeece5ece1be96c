"""How large a bulletin may be: at each bound and one beyond it, alone and after an edit."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin_desk.bulletin import bounds
from bulletin_desk.bulletin.bounds import Measure, refusal
from bulletin_desk.bulletin.edits import replace_range
from bulletin_desk.bulletin.grammar import text_nodes
from bulletin_desk.bulletin.model import Addressee, Body, Imprint, Issue, Item, Path, Section, Subheading
from tests.bulletin.issues import SMALL, issues

SECTIONS = SMALL.sections


def noted(text: str) -> Issue:
    return replace(SMALL, editors_note=(Body(text),))


def with_items(*items: Item) -> Issue:
    return replace(SMALL, sections=(Section("栏目", items),))


def short(path: Path) -> Callable[[str], Issue]:
    """An issue whose text at `path` is the one given."""

    def made(text: str) -> Issue:
        issue = with_items(Item("", (Subheading(""), Body("")), ""))
        issue = replace(
            issue,
            masthead=replace(issue.masthead, marking="", name="", supplement=""),
            dated_header=replace(issue.dated_header, issuer=""),
            disclosure="",
            distribution=(Addressee("", ""),),
        )
        return replace_range(issue, path, 0, len("综合处") if path == ("imprint", "office") else 0, text)

    return made


SHORT: list[Path] = [
    *(("masthead", name) for name in ("name", "marking", "supplement")),
    ("dated_header", "issuer"),
    ("sections", 0, "items", 0, "title"),
    ("sections", 0, "items", 0, "source"),
    ("sections", 0, "items", 0, "blocks", 0),
    ("disclosure",),
    ("distribution", 0, "label"),
    ("imprint", "office"),
]


@pytest.mark.parametrize("path", SHORT, ids=str)
def test_short_texts(path: Path) -> None:
    made = short(path)
    assert refusal(made("字" * 2_000)) == ""
    sentence = refusal(made("字" * 2_001))
    assert "共2001字，最多2000字，请改短。" in sentence
    assert refusal(made("\n" * 49)) == ""
    assert "共51行，最多50行，请减少换行。" in refusal(made("\n" * 50))
    assert "的第2个字是残缺的半个字符，请删去或重新输入（U+D800）" in refusal(made("好\ud800"))


def test_a_section_name_is_a_short_text() -> None:
    assert refusal(replace(SMALL, sections=(Section("字" * 2_000),))) == ""
    assert (
        refusal(replace(SMALL, sections=(Section("字" * 2_001),)))
        == f"第1个栏目“{'字' * 12}…”的名称共2001字，最多2000字，请改短。"
    )


@pytest.mark.parametrize(
    ("issue", "says"),
    [
        (noted("字" * 200_001), "编者按第1段共200001字，一段最多200000字，请分成几段。"),
        (
            with_items(Item("题", (Body("字"), Body("字" * 200_005)))),
            "“栏目”第1篇《题》第2段共200005字，一段最多200000字，请分成几段。",
        ),
        (
            with_items(*[Item("", (Body("字" * 200_000),))] * 10, Item("题")),
            "全期共2000042字，最多2000000字，请分成几期。",
        ),
        (replace(SMALL, sections=(Section(""),) * 1_001), "全期共1001个栏目，最多1000个栏目，请分成几期。"),
        (
            replace(SMALL, sections=(Section("", (Item(""),) * 5_000), Section("", (Item(""),) * 5_001))),
            "全期共10001篇稿件，最多10000篇稿件，请分成几期。",
        ),
        (
            with_items(Item("", (Body(""),) * 99_990)),
            "全期共100005段（换行也算一段），最多100000段，请分成几期。",
        ),
        (
            with_items(Item("", (Body("\n" * 99_990),))),
            "全期共100006段（换行也算一段），最多100000段，请分成几期。",
        ),
        (
            replace(SMALL, distribution=(Addressee("发", "某局。"),) * 501),
            "分送单位共501条，最多500条，请合并几条。",
        ),
        (
            replace(SMALL, distribution=(Addressee("发", "局" * 1_999),) * 11),
            "分送单位各条合计22000字，最多20000字，请改短。",
        ),
        (
            replace(SMALL, distribution=(Addressee("发", "局" * 20_001),)),
            "分送单位第1条共20001字，最多20000字，请改短。",
        ),
        (replace(SMALL, masthead=replace(SMALL.masthead, number=0)), "期号应是1至100000之间的整数，请改正。"),
        (
            replace(SMALL, masthead=replace(SMALL.masthead, number=100_001)),
            "期号应是1至100000之间的整数，请改正。",
        ),
        (
            replace(SMALL, masthead=replace(SMALL.masthead, number=True)),
            "期号应是1至100000之间的整数，请改正。",
        ),
        (
            replace(SMALL, masthead=replace(SMALL.masthead, total_number=1_000_001)),
            "总期号应是1至1000000之间的整数，请改正。",
        ),
        (replace(SMALL, print_count=10_000_001), "印数应是1至10000000之间的整数，请改正。"),
        (replace(SMALL, print_count=-1), "印数应是1至10000000之间的整数，请改正。"),
        (
            replace(SMALL, imprint=Imprint("处", datetime(2024, 1, 9))),
            "印发日期应是一个日期，请重新选定。",
        ),
        (
            noted("一\U00020bb7\udc00"),
            "编者按第1段的第3个字是残缺的半个字符，请删去或重新输入（U+DC00）。",
        ),
    ],
)
def test_beyond_a_bound(issue: Issue, says: str) -> None:
    assert refusal(issue) == says
    known = Measure()
    assert known.refusal(SMALL) == ""
    assert known.refusal(issue) == says
    # what was refused is not what the next one is compared with
    assert known.refusal(issue) == says
    assert known.refusal(SMALL) == ""


@pytest.mark.parametrize(
    "issue",
    [
        noted("字" * 200_000),
        with_items(*[Item("", (Body("字" * 200_000),))] * 9),
        replace(SMALL, sections=(Section(""),) * 1_000),
        with_items(*[Item("")] * 10_000),
        with_items(Item("", (Body(""),) * 99_980)),
        replace(SMALL, distribution=(Addressee("发", "某局。"),) * 500),
        replace(SMALL, distribution=(Addressee("发", "局" * 19_999),)),
        replace(SMALL, masthead=replace(SMALL.masthead, number=100_000, total_number=1_000_000)),
        replace(SMALL, masthead=replace(SMALL.masthead, total_number=None), print_count=10_000_000),
        replace(SMALL, imprint=None, print_count=None),
        noted("\0\x1b\U0010ffff\ufffe"),
    ],
)
def test_at_a_bound(issue: Issue) -> None:
    assert refusal(issue) == ""


@given(st.lists(issues, min_size=1, max_size=4), st.data())
def test_any_issue_is_measured_after_any_other_as_alone(found: list[Issue], data: st.DataObject) -> None:
    known = Measure()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bounds, "MAX_SHORT", 9)
        patch.setattr(bounds, "MAX_ISSUE", 60)
        patch.setattr(bounds, "MAX_PARAGRAPHS", 25)
        patch.setattr(bounds, "MAX_ITEMS", 2)
        for issue in found:
            assert bool(known.refusal(issue)) == bool(refusal(issue))
            path = data.draw(st.sampled_from(list(text_nodes(issue))))
            edited = replace_range(issue, path, 0, 0, data.draw(st.sampled_from(["字", "一二三四五六七八"])))
            assert bool(known.refusal(edited)) == bool(refusal(edited))


def test_of_a_volume_only_what_differs_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    item = Item("题", (Body("字" * 500),) * 50, "（某市）")
    issue = replace(SMALL, sections=(Section("甲", (item,) * 20), Section("乙", (item,) * 20)))
    looked: list[Path] = []
    real: Callable[..., str] = bounds._leaf_refusal

    def counted(issue: Issue, path: Path, leaf: Any) -> str:
        looked.append(path)
        return real(issue, path, leaf)

    monkeypatch.setattr(bounds, "_leaf_refusal", counted)
    known = Measure()
    known.refusal(issue)
    assert len(looked) > 2_000
    looked.clear()
    path: Path = ("sections", 1, "items", 7, "blocks", 30)
    assert known.refusal(replace_range(issue, path, 3, 3, "增")) == ""
    assert looked == [path]


def test_a_keystroke_in_the_largest_issue() -> None:
    item = Item("题", tuple(Body("字" * 20) for _ in range(9_900)), "（某市）")
    issue = replace(SMALL, sections=(Section("甲", (item,) * 10),))
    known = Measure()
    assert known.refusal(issue) == ""
    path: Path = ("sections", 0, "items", 7, "blocks", 3_000)
    edited = replace_range(issue, path, 3, 3, "增")
    began = time.perf_counter()
    for _ in range(50):
        assert known.refusal(edited) == known.refusal(issue) == ""
    assert time.perf_counter() - began < 2.0  # thousandths of a second each, not the whole issue
