"""Any text at all: no rule fails, marks lie inside the text, and fixes come to an end."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin_desk.bulletin.model import Body, Issue, Item, Kind, Section
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.model import Layout
from bulletin_desk.proof.findings import fixed
from bulletin_desk.proof.fixing import put_right
from bulletin_desk.proof.issue import Known, issue_marks
from bulletin_desk.proof.proofread import Proofreader
from bulletin_desk.proof.rules import RULES
from bulletin_desk.proof.text import marks_in
from bulletin_desk.typeset.typesetter import Typesetter
from tests.bulletin.issues import SMALL
from tests.bulletin.issues import issues as any_issues

PIECES = (
    '，，、。；：！？…—-–~～·.,;:!?()（）“”‘’"《》〈〉【】〔〕[]　 \n\t\u200b'
    "一二三四五六七八九十〇零年月日号第等的了在是和之地方志办公室局县市约余多倍截止布署帐"
    "0123456789%万亿元mkXx×０Ａ⼀"
)
TEXTS = st.text(st.sampled_from(PIECES), max_size=40) | st.text(max_size=30)
KINDS = st.sampled_from(Kind)


@given(TEXTS, KINDS)
@settings(max_examples=400, deadline=None)
def test_marks_lie_in_the_text_and_fixes_inside_it(text: str, kind: Kind) -> None:
    for mark in marks_in(text, kind):
        assert mark.rule in RULES
        assert 0 <= mark.start <= mark.end <= len(text)
        assert mark.message.endswith("。")
        ends = [0]
        for part in mark.fix:
            assert ends[-1] <= part.start <= part.end <= len(text)
            ends.append(part.end)
        assert not mark.fix or fixed(text, mark.fix) != text


@given(TEXTS, KINDS)
@settings(max_examples=400, deadline=None)
def test_a_fix_leaves_nothing_of_its_rule_at_its_place(text: str, kind: Kind) -> None:
    """Fixing one mark leaves fewer marks of that rule, or as many elsewhere, never another at its own place
    that asks for the same text back."""
    for mark in marks_in(text, kind):
        if mark.fix:
            after = fixed(text, mark.fix)
            again = [each for each in marks_in(after, kind) if each.rule == mark.rule and each.fix]
            assert all(fixed(after, each.fix) != text for each in again)


@given(st.lists(TEXTS, min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_putting_all_right_comes_to_an_end(faces: Faces, layout: Layout, texts: list[str]) -> None:
    item = Item("标题", tuple(Body(text) for text in texts), "（综合处）")
    issue = Issue(SMALL.masthead, SMALL.dated_header, sections=(Section("动态", (item,)),))
    reader, typesetter = Proofreader(), Typesetter(layout, faces)
    for _ in range(60):
        found = reader.text_findings(issue, typesetter.typeset(issue))
        issue, made = put_right(issue, found)
        if not made:
            break
    assert not any(finding.fix for finding in reader.text_findings(issue, typesetter.typeset(issue)))


@given(any_issues)
@settings(max_examples=60, deadline=None)
def test_any_issue_can_be_looked_at(issue: Issue) -> None:
    for _, mark in issue_marks(issue, Known()):
        assert mark.rule in RULES
