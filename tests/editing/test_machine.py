"""A walk of random actions, as a restless clerk would take it: after each, caret, pages and bulletin agree
with a fresh typesetting; undo leads back to the start and redo to the end; no text goes that nobody deleted.

BULLETIN_DESK_STEPS says how many actions a walk has (50 if not set; a thousand takes a minute).
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bulletin_desk.bulletin.edits import text_at
from bulletin_desk.bulletin.grammar import spec_at, text_nodes
from bulletin_desk.bulletin.model import Body, Issue, Item, Kind, Path, Section, Subheading
from bulletin_desk.editing import find
from bulletin_desk.editing.document import Document, Motion, Unit
from bulletin_desk.editing.fragment import Fragment, as_html, as_text, copy, from_html, from_text
from bulletin_desk.editing.geometry import Literal
from bulletin_desk.editing.kinds import KINDS
from bulletin_desk.editing.movement import everything
from bulletin_desk.editing.nodes import EMPTY_SOURCE, is_shown, may_stand, snap
from bulletin_desk.editing.selection import Caret, between
from bulletin_desk.errors import EditError
from bulletin_desk.fonts.faces import load_faces
from bulletin_desk.layouts.read import load_layout
from bulletin_desk.typeset.typesetter import Typesetter
from tests.bulletin.issues import SMALL
from tests.editing.test_blocks import ISSUE as WITH_BLOCKS
from tests.editing.texts import all_places, all_text, attached_text, fragment_text, text_outside

LONG = Item(
    "全省地方志系统守正创新谱写新时代地方志事业高质量发展新篇章",
    (Body("全省地方志系统守正创新，COVID-19 and “四川”2024年（市）。" * 6, 12), Subheading("小标题")) * 3,
    "（四川省地方志工作办公室）",
)
"""More than a page."""
EXAMPLES = settings.default.max_examples if settings.default else 100
STEPS = int(os.environ.get("BULLETIN_DESK_STEPS", "50"))

typed = st.sampled_from(
    [
        "国",
        "地方志",
        "，",
        "。",
        "（",
        "2024",
        "a",
        " ",
        "“质量”",
        "𠮷",
        "e\u0301",
        "一\ufe00",
        "\u0301",
        "——",
        "……",
        "\n",
    ]
)
pasted = st.sampled_from(
    [
        "一行字",
        "第一段正文在这里。\n第二段正文也在这里。",
        "一、小标题\n正文。\n",
        "正文有两段。\n\n  第二段。\n（某某市）",
        "\n",
        "【栏目】\r\n标题一样的短行\r\n正文。",
    ]
)


class Editing(RuleBasedStateMachine):
    """A document and what is known of it."""

    @initialize(sections=st.integers(1, 2), long=st.booleans(), blocks=st.booleans())
    def start(self, sections: int, long: bool, blocks: bool = False) -> None:
        self.layout, self.faces = load_layout(), load_faces(use_installed=False)
        issue = replace(SMALL, sections=SMALL.sections[-sections:])
        if long:  # lines, and pages
            issue = replace(issue, sections=(*issue.sections, Section("长文", (LONG,))))
        if blocks:
            issue = replace(issue, sections=(*issue.sections, *WITH_BLOCKS.sections))
        self.now = 0.0
        self.document = Document(issue, Typesetter(self.layout, self.faces), lambda: self.now)
        self.first = issue
        self.told = 0
        self.seen: tuple[Issue, object] = (issue, self.document.selection)
        self.document.subscribe(lambda change: self._told())

    def _told(self) -> None:
        self.told += 1
        self.seen = (self.document.issue, self.document.selection)

    def _keeping(self, more: str = "") -> None:
        """After an action that deletes nothing but what was selected."""
        assert _letters(self.document.issue) == Counter(_plain(self.kept + more))

    def _before(self) -> None:
        document = self.document
        self.kept = text_outside(document.issue, document.selection) + document.issue.masthead.supplement

    # ---- typing

    @rule(text=typed)
    def type_text(self, text: str) -> None:
        self._before()
        self.document.type_text(text)
        self._keeping(text)

    @rule(text=typed, back=st.integers(0, 2))
    def compose_and_commit(self, text: str, back: int) -> None:
        document = self.document
        issue, selection = document.issue, document.selection
        document.set_preedit("zhi shi", back)
        assert (document.issue, document.selection) == (issue, selection)
        preedit = document.preedit
        assert preedit is not None
        box = document.caret_box()
        assert 0 <= box.page < len(document.pages)
        assert sum(bool(document.preedit_boxes(page)) for page in range(len(document.pages))) >= 1
        document.end_preedit()
        assert document.pages[0] == Typesetter(self.layout, self.faces).typeset(issue)[0]
        self._before()
        document.set_preedit("shi")
        document.commit(text)
        self._keeping(text)

    @rule(seconds=st.sampled_from([0.1, 5.0]))
    def wait(self, seconds: float) -> None:
        self.now += seconds

    @rule()
    def enter(self) -> None:
        self._before()
        self.document.enter()
        self._keeping()

    @rule()
    def line_break(self) -> None:
        document = self.document
        self._before()
        kept = document.issue
        document.line_break()
        if document.issue is not kept:
            self._keeping()

    @rule(word=st.booleans(), forwards=st.booleans())
    def delete(self, word: bool, forwards: bool) -> None:
        document = self.document
        before = _letters(document.issue)
        selected = not document.selection.empty
        self._before()
        if forwards:
            document.delete(word=word)
        else:
            document.backspace(word=word)
        assert not _letters(document.issue) - before
        if selected:
            self._keeping()

    # ---- caret and selection

    @rule(motion=st.sampled_from(Motion), extend=st.booleans(), times=st.integers(1, 3))
    def move(self, motion: Motion, extend: bool, times: int) -> None:
        issue = self.document.issue
        for _ in range(times):
            self.document.move(motion, extend=extend)
        assert _letters(self.document.issue) == _letters(issue)

    @rule(
        x=st.floats(0, 600),
        y=st.floats(0, 842),
        unit=st.sampled_from(Unit),
        at=st.integers(0, 9),
        extend=st.booleans(),
    )
    def click(self, x: float, y: float, unit: Unit, at: int, extend: bool) -> None:
        page = at % len(self.document.pages)
        found = self.document.press(page, x, y, unit=unit, extend=extend)
        if isinstance(found, Literal):
            assert found.path
        else:
            self.document.drag(page, x, y)

    @rule(x=st.floats(0, 600), y=st.floats(0, 842), at=st.integers(0, 9))
    def drag(self, x: float, y: float, at: int) -> None:
        self.document.drag(at % len(self.document.pages), x, y)

    @rule(data=st.data())
    def select(self, data: st.DataObject) -> None:
        places = all_places(self.document.issue)
        self.document.select(between(data.draw(st.sampled_from(places)), data.draw(st.sampled_from(places))))

    # ---- kinds and clipboard

    @rule(kind=st.sampled_from(KINDS))
    def change_kind(self, kind: Kind) -> None:
        text = _letters(self.document.issue)
        issue = self.document.issue
        refused = False
        try:
            self.document.change_kind(kind)
        except EditError:
            refused = True
        assert not refused or self.document.issue is issue
        assert _letters(self.document.issue) == text

    @rule()
    def run_in(self) -> None:
        text = all_text(self.document.issue)
        self.document.toggle_run_in()
        assert all_text(self.document.issue) == text

    @rule(text=pasted)
    def paste_text(self, text: str) -> None:
        fragment = from_text(text)
        match self.document.selection.start.path:
            case ("sections", int(section), "items", *_):
                named = self.document.issue.sections[section].name
            case _:
                named = ""
        self._before()
        self.document.paste(fragment)
        if fragment.paragraphs:
            new = as_text(fragment)
            # a section that is named so already is not named again
            again = fragment.paragraphs[0].kind is Kind.SECTION_HEAD and named == fragment.paragraphs[0].text
            self._keeping(new.removeprefix(fragment.paragraphs[0].text) if again else new)

    @rule(data=st.data())
    def copy_and_paste(self, data: st.DataObject) -> None:
        document = self.document
        taken = document.copy()
        assert from_html(as_html(taken)) == (taken if taken.paragraphs else None)
        places = all_places(document.issue)
        if len(all_text(document.issue)) > 1500:  # no bulletin doubles for ever
            return
        place = data.draw(st.sampled_from(places))
        document.select(between(place, place))
        self._before()
        document.paste(taken)
        # items bring their attachments; where only text goes, it is that which was selected
        come = [Counter(_plain(self.kept + text(taken))) for text in (attached_text, fragment_text)]
        now = _letters(document.issue)
        assert any(_same_letters(now, letters, taken) for letters in come)

    @rule()
    def cut(self) -> None:
        self._before()
        taken = self.document.copy()
        along = Counter(_plain(attached_text(taken))) - Counter(_plain(fragment_text(taken)))
        self.document.cut()
        assert _letters(self.document.issue) == Counter(_plain(self.kept)) - along

    @rule(data=st.data())
    def drag_text(self, data: st.DataObject) -> None:
        document = self.document
        place = data.draw(st.sampled_from(all_places(document.issue)))
        text = _letters(document.issue)
        taken = document.copy()
        document.drop(taken, Caret(place), move=True)
        assert _same_letters(_letters(document.issue), text, taken)

    @rule(wanted=st.sampled_from(["年", "2024", "（", "a", "。"]), text=st.sampled_from(["", "岁", "（"]))
    def replace_all(self, wanted: str, text: str) -> None:
        matches = find.find_all(self.document.issue, wanted)
        self.document.replace_all(matches, text)
        if wanted not in ("（",) and wanted not in text:
            assert not find.find_all(self.document.issue, wanted)

    # ---- the outline

    @rule(
        data=st.data(),
        step=st.sampled_from([-1, 1]),
        action=st.sampled_from(["shift", "move", "remove", "copy", "add"]),
    )
    def arrange(self, data: st.DataObject, step: int, action: str) -> None:
        document = self.document
        sections = document.issue.sections
        items: list[Path] = [
            ("sections", s, "items", i)
            for s, section in enumerate(sections)
            for i in range(len(section.items))
        ]
        rows: list[Path] = [("sections", s) for s in range(len(sections))]
        wants_items: bool = data.draw(st.booleans())
        parts = items if items and wants_items else rows
        if not parts:
            document.add_section(0, "新栏目")
            return
        paths = data.draw(st.lists(st.sampled_from(parts), min_size=1, max_size=3))
        to = data.draw(st.sampled_from(parts))
        text = _letters(document.issue)
        if action == "shift":
            document.shift_parts(paths, step)
            assert _letters(document.issue) == text
        elif action == "move":
            document.move_parts(paths, to)
            assert _letters(document.issue) == text
        elif action == "remove":
            document.remove_parts(paths[:1])
        elif action == "copy" and len(all_text(document.issue)) <= 1500:
            document.duplicate_parts(paths)
            assert not text - _letters(document.issue)
        elif action == "add" and sections:
            document.add_item(0, 0)

    @precondition(lambda self: len(all_text(self.document.issue)) < 80)
    @rule()
    def refill(self) -> None:
        document = self.document
        text = _letters(document.issue)
        document.apply("补充", replace(document.issue, sections=document.issue.sections + SMALL.sections[:1]))
        document.go_to(("sections", len(document.issue.sections) - 1, "items", 0, "blocks", 0), 2)
        document.paste(copy(SMALL, everything(SMALL)))
        added = Counter(_plain(all_text(SMALL) + all_text(replace(SMALL, sections=SMALL.sections[:1]))))
        fixed = Counter(_plain(all_text(replace(SMALL, sections=()))))
        assert _letters(document.issue) == text + added - fixed

    # ---- undo

    @rule(times=st.integers(1, 4))
    def undo_and_redo(self, times: int) -> None:
        document = self.document
        states = [(document.issue, document.selection)]
        done = 0
        for _ in range(times):
            if document.undo_name is None:
                break
            document.undo()
            done += 1
        for _ in range(done):
            document.redo()
        assert document.issue == states[0][0]

    @precondition(lambda self: self.document.undo_name is not None)
    @rule()
    def undo(self) -> None:
        self.document.undo()

    # ---- what always holds

    @invariant()
    def the_caret_is_a_place(self) -> None:
        document = self.document
        for caret in (document.selection.anchor, document.selection.head):
            assert is_shown(document.issue, caret.path) or may_stand(document.issue, caret.path)
            text = text_at(document.issue, caret.path)
            assert 0 <= caret.offset <= len(text)
            assert snap(text, caret.offset) == caret.offset

    @invariant()
    def the_caret_is_found_again_where_it_is_shown(self) -> None:
        document = self.document
        if next(iter(document.pages.head.clashes()), None):
            return  # rows of the head are printed over each other, which the clerk is told
        head, anchor = document.selection.head, document.selection.anchor
        # where a selection began there may have been an empty caption, which stood for its caret alone
        began = [anchor] if is_shown(document.issue, anchor.path) else []
        for caret in (head, *began):
            box = document.geometry.caret_box(caret)
            found = document.geometry.nearest(box.page, box.x, box.top + box.height / 2)
            assert found.path == caret.path
            assert document.geometry.caret_box(found) == box

    @invariant()
    def pages_are_those_of_a_fresh_typesetting(self) -> None:
        fresh = Typesetter(self.layout, self.faces).typeset(self.document.issue, self.document.standing)
        assert len(fresh) == len(self.document.pages)
        assert list(fresh) == list(self.document.pages)

    @invariant()
    def listeners_know(self) -> None:
        assert self.seen[0] == self.document.issue
        assert self.seen[1] == self.document.selection

    @invariant()
    def line_breaks_stand_only_where_the_clerk_may_put_them(self) -> None:
        for path in text_nodes(self.document.issue):
            if "\n" in text_at(self.document.issue, path):
                assert spec_at(self.document.issue, path).line_breaks, path

    def teardown(self) -> None:
        document = getattr(self, "document", None)
        if document is None:
            return
        while document.redo_name is not None:
            document.redo()
        end = document.issue
        while document.undo_name is not None:
            document.undo()
        assert document.issue == self.first
        assert not document.modified
        while document.redo_name is not None:
            document.redo()
        assert document.issue == end


def _plain(text: str) -> str:
    for gone in ("\n", *EMPTY_SOURCE):
        text = text.replace(gone, "")
    return text


def _same_letters(now: Counter[str], expected: Counter[str], pasted: Fragment) -> bool:
    """Whether these are the letters expected; a table that comes as text has spaces between its cells."""
    if any(paragraph.block for paragraph in pasted.paragraphs):
        now, expected = (
            Counter({letter: count for letter, count in letters.items() if letter != " "})
            for letters in (now, expected)
        )
    return now == expected


def _letters(issue: Issue) -> Counter[str]:
    """All characters but line breaks, and the brackets that wait for a source."""
    return Counter(_plain("".join(text_at(issue, path) for path in text_nodes(issue))))


TestEditing = Editing.TestCase
TestEditing.settings = settings(
    max_examples=max(20, 30 * EXAMPLES // STEPS),  # Hypothesis ends many walks early
    stateful_step_count=STEPS,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)


def test_composing_over_the_closing_block_brings_nothing_back() -> None:
    """What is composed stands on the pages while the text that it replaces does not."""
    machine = Editing()
    machine.start(sections=1, long=True)
    machine.move(extend=False, motion=Motion.END, times=2)
    machine.click(at=7, extend=True, unit=Unit.WORD, x=1.1, y=0.0)
    machine.compose_and_commit(back=1, text="一")
