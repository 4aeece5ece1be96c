"""No edit takes the issue beyond the bounds of a bulletin: what is in the window can always be saved and
opened again, and an edit that is refused has changed nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path as FilePath

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bulletin_desk.bulletin import bounds
from bulletin_desk.bulletin.bounds import MAX_ADDRESSEES, MAX_PARAGRAPH, MAX_SHORT, refusal
from bulletin_desk.bulletin.edits import text_at, with_text
from bulletin_desk.bulletin.grammar import text_nodes
from bulletin_desk.bulletin.model import Addressee, Body, Imprint, Issue, Item, Kind, Path, Section
from bulletin_desk.editing import find
from bulletin_desk.editing.document import Document, Motion
from bulletin_desk.editing.fragment import Fragment, Paragraph, as_html, from_html, from_text
from bulletin_desk.editing.history import Run
from bulletin_desk.editing.kinds import KINDS
from bulletin_desk.editing.selection import Caret, between
from bulletin_desk.errors import EditError
from bulletin_desk.fonts.faces import Faces, load_faces
from bulletin_desk.layouts.read import load_layout
from bulletin_desk.proof.findings import Finding, Level, Replacement
from bulletin_desk.proof.fixing import put_right
from bulletin_desk.storage.bulletin_file import from_json, json_pieces, to_bytes, to_json
from bulletin_desk.typeset.typesetter import Typesetter
from tests.bulletin.issues import SMALL
from tests.editing.texts import all_places

FACES: list[Faces] = []
BLOCK: Path = ("sections", 0, "items", 0, "blocks", 0)
TITLE: Path = ("sections", 0, "items", 0, "title")


def typesetter() -> Typesetter:
    if not FACES:
        FACES.append(load_faces(use_installed=False))
    return Typesetter(load_layout(), FACES[0])


def document_of(issue: Issue) -> Document:
    return Document(issue, typesetter(), lambda: 0.0)


def with_block(text: str, *more: str) -> Issue:
    blocks = tuple(map(Body, (text, *more)))
    return replace(SMALL, sections=(Section("栏目", (Item("题", blocks, "（某市）"),)), *SMALL.sections))


def refused(document: Document, edit: Callable[[], object]) -> str:
    """What an edit is refused with; nothing has changed."""
    issue, selection, pages = document.issue, document.selection, document.pages
    names = document.undo_name, document.redo_name
    with pytest.raises(EditError) as caught:
        edit()
    assert document.issue is issue
    assert document.selection == selection
    assert document.pages is pages
    assert (document.undo_name, document.redo_name) == names
    sentence = str(caught.value)
    assert sentence.startswith("这一步没有做：")
    assert sentence.endswith("。")
    assert sentence.count("。") == 1
    return sentence


# ---- each kind of edit


def long_paragraphs(document: Document) -> Iterator[Callable[[], object]]:
    yield lambda: document.type_text("字字")
    yield lambda: document.commit("字字")
    yield lambda: document.commit("三个字", -1, 1)
    yield lambda: document.set_preedit("zi zi")
    yield lambda: document.paste(from_text("字" * 2))
    yield lambda: document.paste(from_text("字" * 600_000))
    yield lambda: document.drop(from_text("字字"), Caret(document.selection.head.place), move=False)
    yield lambda: document.replace_match(find.find_all(document.issue, "字字")[0], "字" * 4)
    yield lambda: document.replace_all(find.find_all(document.issue, "字字")[:5], "字" * 3)
    yield lambda: document.apply("改", with_text(document.issue, BLOCK, "字" * (MAX_PARAGRAPH + 1)))
    yield lambda: document.change_kind(Kind.TITLE)
    yield lambda: document.change_kind(Kind.SUBHEADING)
    yield lambda: document.change_kind(Kind.SECTION_HEAD)


@pytest.mark.parametrize("number", range(13))
def test_a_paragraph_at_its_bound(number: int) -> None:
    document = document_of(with_block("字" * (MAX_PARAGRAPH - 1), "后一段"))
    document.go_to(BLOCK, 5)
    edit = list(long_paragraphs(document))[number]
    assert "字，一段最多200000字" in refused(document, edit) or "字，最多2000字" in refused(document, edit)
    document.type_text("字")
    assert len(text_at(document.issue, BLOCK)) == MAX_PARAGRAPH


def test_two_paragraphs_that_are_too_long_together() -> None:
    document = document_of(with_block("字" * 150_000, "字" * 60_000))
    document.go_to((*BLOCK[:-1], 1), 0)
    assert "共210000字，一段最多200000字，请分成几段" in refused(document, document.backspace)
    document.go_to(BLOCK, 150_000)
    refused(document, document.delete)
    document.select(between(document.selection.head.place, document.selection.head.place))
    assert document.issue == with_block("字" * 150_000, "字" * 60_000)


def test_fixes_that_make_a_text_too_long() -> None:
    document = document_of(with_block(",字" * (MAX_PARAGRAPH // 2)))
    fix = (Replacement(0, 1, "，，"),)
    finding = Finding(Level.ERROR, "half_width", BLOCK, 0, 1, "", "", fix=fix)
    issue, made = put_right(document.issue, [finding])
    assert made == 1
    assert "共200001字" in refused(document, lambda: document.apply("改", issue))


def test_a_title_at_its_bound() -> None:
    document = document_of(with_text(with_block("正文"), TITLE, "字" * MAX_SHORT))
    document.go_to(TITLE, 3)
    assert "的标题共2001字，最多2000字，请改短。" in refused(document, lambda: document.type_text("字"))
    refused(document, document.line_break)
    document.enter()  # parts it
    document.type_text("字")
    short = document_of(with_text(with_block("正文"), TITLE, "\n" * 49))
    short.go_to(TITLE, 3)
    assert "共51行，最多50行" in refused(short, short.line_break)


def test_the_outline_at_its_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MAX_SECTIONS", 2)
    monkeypatch.setattr(bounds, "MAX_ITEMS", 4)
    document = document_of(SMALL)
    assert "全期共3个栏目" in refused(document, lambda: document.add_section(1, "新"))
    assert "全期共5篇稿件" in refused(document, lambda: document.add_item(0, 0))
    refused(document, lambda: document.duplicate_parts([("sections", 0, "items", 0)]))
    refused(document, lambda: document.duplicate_parts([("sections", 0)]))
    long = "长" * (MAX_SHORT + 1)
    assert "的名称共2001字" in refused(document, lambda: document.rename_section(0, long))
    document.go_to(("sections", 0, "items", 0, "source"), 2)
    refused(document, document.enter)


def test_addressees_at_their_bound() -> None:
    document = document_of(replace(SMALL, distribution=(Addressee("发", "局。"),) * MAX_ADDRESSEES))
    document.go_to(("distribution", 7, "to"), 1)
    assert "分送单位共501条，最多500条，请合并几条。" in refused(document, document.enter)


@pytest.mark.parametrize(
    "change",
    [
        lambda issue: replace(issue, masthead=replace(issue.masthead, number=0)),
        lambda issue: replace(issue, masthead=replace(issue.masthead, number=100_001)),
        lambda issue: replace(issue, masthead=replace(issue.masthead, total_number=1_000_001)),
        lambda issue: replace(issue, masthead=replace(issue.masthead, name="半\ud800")),
        lambda issue: replace(issue, print_count=10_000_001),
        lambda issue: replace(issue, imprint=Imprint("处", datetime(2024, 1, 9))),
        lambda issue: replace(issue, disclosure="字" * 2_001),
        lambda issue: replace(issue, sections=issue.sections * 600),
    ],
)
def test_fields(change: Callable[[Issue], Issue]) -> None:
    document = document_of(SMALL)
    refused(document, lambda: document.apply("修改", change(document.issue)))


def test_an_edit_of_a_run_that_is_refused_leaves_the_run_as_it_was() -> None:
    document, run = document_of(SMALL), Run("disclosure")
    document.apply("修改公开选项", replace(SMALL, disclosure="不予公开"), run=run)
    long = replace(document.issue, disclosure="字" * 2_001)
    refused(document, lambda: document.apply("修改公开选项", long, run=run))
    assert document.issue.disclosure == "不予公开"
    document.apply("修改公开选项", replace(document.issue, disclosure="依申请公开"), run=run)
    document.undo()
    assert document.issue == SMALL


def test_half_a_character_does_not_come_in() -> None:
    document = document_of(with_block("正文"))
    document.go_to(BLOCK, 1)
    edits: list[Callable[[], object]] = [
        lambda: document.type_text("\ud842"),
        lambda: document.commit("\udc00"),
        lambda: document.set_preedit("a\ud800"),
        lambda: document.paste(
            Fragment((Paragraph(Kind.BODY, "甲\ud800"), Paragraph(Kind.TITLE, "乙\udfff")))
        ),
        lambda: document.rename_section(0, "名\ud800"),
        lambda: document.add_section(0, "名\ud800"),
        lambda: document.replace_all(find.find_all(document.issue, "会议"), "会\udcffx"),
    ]
    for edit in edits:
        edit()
        assert refusal(document.issue) == ""
    assert "甲" in to_json(document.issue)
    assert "会x" in to_json(document.issue)


def test_two_pastes_of_six_hundred_thousand_characters() -> None:
    """What was said to be in the recovery copy could not be recovered."""
    document = document_of(with_block("正文"))
    document.go_to(BLOCK, 1)
    lines = from_text("\n".join(["字" * 150_000 + "。"] * 4))
    document.paste(lines)
    assert refusal(document.issue) == ""
    one = Fragment((Paragraph(Kind.BODY, "字" * 600_000),))
    for _ in range(2):
        refused(document, lambda: document.paste(one))
    document.type_text("后来打的字")
    assert from_json("".join(json_pieces(document.issue)), "恢复副本") == document.issue


# ---- any edits, with small bounds

typed = st.sampled_from(
    ["国", "一二三四五六七八九", "\n", "，", "\ud800", "\0", '"\\', "𠮷", "\u2028", "a b", "x" * 30]
)
BOUNDS = {
    "MAX_PARAGRAPH": 40,
    "MAX_SHORT": 20,
    "MAX_LINES": 3,
    "MAX_ADDRESSEES": 3,
    "MAX_DISTRIBUTION": 24,
    "MAX_SECTIONS": 3,
    "MAX_ITEMS": 6,
    "MAX_PARAGRAPHS": 34,
    "MAX_ISSUE": 190,
    "MAX_NUMBER": 9,
}


class Bounded(RuleBasedStateMachine):
    """A document whose bounds are hit often."""

    def __init__(self) -> None:
        super().__init__()
        self.patch = pytest.MonkeyPatch()
        for name, most in BOUNDS.items():
            self.patch.setattr(bounds, name, most)
        self.refused = 0

    @initialize()
    def start(self) -> None:
        self.document = document_of(SMALL)
        assert refusal(SMALL) == ""

    def tried(self, edit: Callable[[], object]) -> None:
        issue, selection = self.document.issue, self.document.selection
        try:
            edit()
        except EditError:
            self.refused += 1
            assert self.document.issue is issue
            assert self.document.selection == selection

    @rule(text=typed)
    def type_text(self, text: str) -> None:
        self.tried(lambda: self.document.type_text(text))

    @rule(text=typed, take=st.booleans())
    def compose(self, text: str, take: bool) -> None:
        self.tried(lambda: self.document.set_preedit(text))
        self.tried((lambda: self.document.commit(text)) if take else self.document.end_preedit)

    @rule(
        lines=st.lists(st.tuples(st.sampled_from(Kind), typed), max_size=6),
        open_end=st.booleans(),
        guessed=st.booleans(),
    )
    def paste(self, lines: list[tuple[Kind, str]], open_end: bool, guessed: bool) -> None:
        fragment = Fragment(tuple(Paragraph(*line) for line in lines), open_end, guessed)
        self.tried(lambda: self.document.paste(fragment))

    @rule(text=typed)
    def paste_text(self, text: str) -> None:
        self.tried(lambda: self.document.paste(from_text(f"{text}\n{text}\n")))

    @rule(data=st.data(), move=st.booleans())
    def drop(self, data: st.DataObject, move: bool) -> None:
        document = self.document
        place = data.draw(st.sampled_from(all_places(document.issue)))
        taken = document.copy()
        assert from_html(as_html(taken)) == (taken if taken.paragraphs else None)
        self.tried(lambda: document.drop(taken, Caret(place), move=move))

    @rule(data=st.data())
    def select(self, data: st.DataObject) -> None:
        places = all_places(self.document.issue)
        self.document.select(between(data.draw(st.sampled_from(places)), data.draw(st.sampled_from(places))))

    @rule(motion=st.sampled_from(Motion))
    def move(self, motion: Motion) -> None:
        self.document.move(motion)

    @rule(forwards=st.booleans())
    def delete(self, forwards: bool) -> None:
        self.tried(self.document.delete if forwards else self.document.backspace)

    @rule(which=st.sampled_from(["enter", "line_break", "toggle_run_in", "undo", "redo", "cut"]))
    def key(self, which: str) -> None:
        self.tried(getattr(self.document, which))

    @rule(kind=st.sampled_from(KINDS))
    def change_kind(self, kind: Kind) -> None:
        self.tried(lambda: self.document.change_kind(kind))

    @rule(wanted=st.sampled_from(["年", "a", "。", "一"]), text=typed)
    def replace_all(self, wanted: str, text: str) -> None:
        matches = find.find_all(self.document.issue, wanted)
        self.tried(lambda: self.document.replace_all(matches, text))

    @rule(data=st.data(), text=typed, run=st.sampled_from([None, Run("a"), Run("b")]))
    def field(self, data: st.DataObject, text: str, run: Run | None) -> None:
        document = self.document
        path = data.draw(st.sampled_from(list(text_nodes(document.issue))))
        issue = with_text(document.issue, path, text_at(document.issue, path) + text)
        self.tried(lambda: document.apply("修改", issue, run=run))

    @rule(number=st.integers(-1, 12), count=st.integers(-1, 3) | st.none())
    def numbers(self, number: int, count: int | None) -> None:
        issue = self.document.issue
        issue = replace(issue, masthead=replace(issue.masthead, number=number), print_count=count)
        self.tried(lambda: self.document.apply("修改", issue))

    @rule(data=st.data(), action=st.sampled_from(["copy", "remove", "section", "item", "up", "rename"]))
    def arrange(self, data: st.DataObject, action: str) -> None:
        document = self.document
        count = len(document.issue.sections)
        at = data.draw(st.integers(0, max(count - 1, 0)))
        edits: dict[str, Callable[[], object]] = {
            "copy": lambda: document.duplicate_parts([("sections", at)]),
            "remove": lambda: document.remove_parts([("sections", at)]),
            "up": lambda: document.shift_parts([("sections", at)], -1),
            "item": lambda: document.add_item(at, 0),
            "rename": lambda: document.rename_section(at, data.draw(typed)),
            "section": lambda: document.add_section(at, data.draw(typed)),
        }
        if count or action == "section":
            self.tried(edits[action])

    @invariant()
    def it_can_be_saved_and_opened_again(self) -> None:
        if hasattr(self, "document"):
            issue = self.document.issue
            assert refusal(issue) == ""
            assert from_json(to_json(issue), "期") == issue
            assert from_json("".join(json_pieces(issue)), "期") == issue
            assert to_bytes(self.document.snapshot(), FilePath("期"))

    def teardown(self) -> None:
        while getattr(self, "document", None) and self.document.undo_name is not None:
            self.document.undo()
            assert refusal(self.document.issue) == ""
        self.patch.undo()


TestBounded = Bounded.TestCase
TestBounded.settings = settings(
    max_examples=60,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)
