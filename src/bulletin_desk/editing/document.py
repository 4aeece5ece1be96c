"""The bulletin being edited: the issue with its pages, the selection, what can be undone, and what an input
method has not committed yet. The one door of this room; knows no window.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING, Protocol

from bulletin_desk.bulletin.bounds import Measure
from bulletin_desk.bulletin.edits import replace_range, set_state, text_at
from bulletin_desk.bulletin.grammar import (
    DISTRIBUTION,
    ITEM_TEXTS,
    SPEC,
    Node,
    block_at,
    heading_of,
    inside_block,
    is_attachment,
    is_cell,
    is_entry,
    is_item,
    is_source,
    item_path,
    item_text,
    items_of,
    kind_of,
    name_of,
    node_at,
    owner,
    source_of,
    title_of,
    walk,
)
from bulletin_desk.bulletin.model import Block, Heading, Issue, Kind, ListItem, Path, Place, Remark, Round
from bulletin_desk.bulletin.remarks import at_texts
from bulletin_desk.bulletin.remarks import followed as remarks_followed
from bulletin_desk.editing import (
    arrange,
    commands,
    find,
    kinds,
    levels,
    movement,
    paragraphs,
    parts,
    paste,
    symbols,
    tables,
)
from bulletin_desk.editing import fragment as fragments
from bulletin_desk.editing.endorsed import kept_over, settled
from bulletin_desk.editing.find import Scope
from bulletin_desk.editing.fragment import Fragment
from bulletin_desk.editing.geometry import Box, Geometry, Literal
from bulletin_desk.editing.history import DELETING, SHIFTING, Entry, History, Run, State, typing
from bulletin_desk.editing.nodes import (
    EMPTY_SOURCE,
    cleaned,
    end_of,
    frame_texts,
    is_running,
    is_shown,
    key,
    may_stand,
    previous_node,
    valid,
)
from bulletin_desk.editing.selection import Caret, Edited, Selection, at, between
from bulletin_desk.editing.symbols import Symbol
from bulletin_desk.editing.table_selection import Within, next_text, next_within
from bulletin_desk.editing.tracking import followed
from bulletin_desk.errors import EditError
from bulletin_desk.layouts.offers import Offers
from bulletin_desk.typeset.numbered import block_leads
from bulletin_desk.typeset.typesetter import TypesetPages

if TYPE_CHECKING:
    from bulletin_desk.bulletin.take_back import Comparison, Part


class Motion(Enum):
    """The caret's ways, as the keys name them."""

    LEFT = "left"
    RIGHT = "right"
    WORD_LEFT = "word left"
    WORD_RIGHT = "word right"
    UP = "up"
    DOWN = "down"
    LINE_START = "line start"
    LINE_END = "line end"
    PARAGRAPH_UP = "paragraph up"
    PARAGRAPH_DOWN = "paragraph down"
    PAGE_UP = "page up"
    PAGE_DOWN = "page down"
    START = "start"
    END = "end"


class Unit(Enum):
    """What a mouse selects by: clicked once, twice, three times."""

    CHARACTER = 1
    WORD = 2
    PARAGRAPH = 3


@dataclass(frozen=True, slots=True)
class Preedit:
    """What an input method composes: shown at `start` of the text node at `path` in the shown issue, not yet
    typed. `cursor` is an offset in `text`."""

    text: str
    path: Path
    start: int
    cursor: int


@dataclass(frozen=True, slots=True)
class Change:
    """What a change was: `issue` the bulletin itself, `selection` the caret or selection, `pages` what is
    shown (also by an input method). `name` names the edit, None where there was none; `pages_before` counts
    the pages before. `lost` are the remarks whose words have gone with the edit, where they stand now."""

    issue: bool
    selection: bool
    pages: bool
    name: str | None
    pages_before: int
    lost: tuple[Remark, ...] = ()


_COLLAPSING = {
    Motion.LEFT: "start",
    Motion.UP: "start",
    Motion.RIGHT: "end",
    Motion.DOWN: "end",
}
_WAYS: dict[Motion, movement.Way] = {
    Motion.LEFT: movement.left,
    Motion.RIGHT: movement.right,
    Motion.WORD_LEFT: movement.word_left,
    Motion.WORD_RIGHT: movement.word_right,
    Motion.PARAGRAPH_UP: movement.paragraph_up,
    Motion.PARAGRAPH_DOWN: movement.paragraph_down,
    Motion.START: lambda issue, _: movement.first_place(issue),
    Motion.END: lambda issue, _: movement.last_place(issue),
}
_ONWARD = {Motion.START: Motion.RIGHT, Motion.END: Motion.LEFT}
"""How a way that ends beside the paper goes on."""
_VERTICAL = (Motion.UP, Motion.DOWN, Motion.PAGE_UP, Motion.PAGE_DOWN)

Command = Callable[[Issue, Selection], Edited]
Consent = Callable[[Issue, Issue], str]
"""Hears what is and what is to be; why that may not be, in a sentence, empty if it may."""


class Typesets(Protocol):
    """What makes pages of an issue: a typesetter, or what chooses one by the issue's layout."""

    def typeset(self, issue: Issue, standing: Path = ()) -> TypesetPages:
        """The pages of an issue; the text at `standing` has a line even if it is empty."""


class Document:
    """An issue being edited. `clock` gives seconds; it decides which typing is undone together.

    What would take the issue beyond the bounds of a bulletin raises EditError from the edit, and nothing has
    changed: whatever is here can be saved and recovered.
    """

    def __init__(self, issue: Issue, typesetter: Typesets, clock: Callable[[], float]) -> None:
        self._typesetter = typesetter
        self._clock = clock
        self._listeners: list[Callable[[Change], None]] = []
        self._issue = self._saved = issue
        self.refusal = ""
        """Why nothing may be edited, a sentence for the clerk; empty while it may."""
        self.consent: Consent | None = None
        """Asked before each edit, undo and redo where it is set."""
        self._selection = at(movement.first_place(issue))
        self._history = History()
        self._measure = Measure()
        self._measure.refusal(issue)  # what comes next is compared with it
        self._goal: float | None = None
        self._preedit: Preedit | None = None
        self._unit = Unit.CHARACTER
        self._pressed = self._selection
        self._standing: Path = ()
        self._awaits_pages: int | None = None
        """How many pages there were before the edits that the pages do not show yet; None where they do."""
        self._home = object()
        """What tells fragments of this document from others."""
        self._show(issue)
        self._settle()

    # ---- what there is

    @property
    def issue(self) -> Issue:
        """The bulletin, without what an input method has not committed."""
        return self._issue

    @property
    def shown(self) -> Issue:
        """The bulletin that the pages are of: with what an input method composes, in place of what is
        selected, so that a path of the one need not be one of the other."""
        return self._shown

    @property
    def pages(self) -> TypesetPages:
        """The pages shown, with what an input method composes; while `awaits_pages`, those of the layout
        before."""
        return self._pages

    @property
    def awaits_pages(self) -> bool:
        """Whether the pages are still in the layout before the last edits: see `set_layout`."""
        return self._awaits_pages is not None

    @property
    def geometry(self) -> Geometry:
        """Places and points of the pages shown."""
        return self._geometry

    @property
    def selection(self) -> Selection:
        """The selection in the bulletin."""
        return self._selection

    @property
    def caret(self) -> Caret:
        """The caret as shown: inside what an input method composes, else the selection's head."""
        if self._preedit is None:
            return self._selection.head
        return Caret(Place(self._preedit.path, self._preedit.start + self._preedit.cursor))

    @property
    def offers(self) -> Offers:
        """What the layout of the pages has of the parts that only some bulletins have."""
        return self._pages.layout.offers

    @property
    def standing(self) -> Path:
        """The path of the text that has a line on the pages shown only since the caret is in it, empty as it
        is; empty if there is none."""
        node = node_at(self._issue, self._standing) if self._standing else None
        return () if node is None or (node.shown and self.offers.prints_empty(node.kind)) else self._standing

    def texts(self) -> Iterator[Path]:
        """The paths of the texts that have a line on the page, and of that which has one since the caret is
        in it."""
        return (
            node.path
            for node in walk(self._issue)
            if node.path == self._standing or (node.shown and not self._is_hidden(node))
        )

    @property
    def bold(self) -> bool:
        """Whether what is selected is bold."""
        return parts.is_bold(self._issue, self._selection)

    @property
    def preedit(self) -> Preedit | None:
        """What an input method composes, None if nothing."""
        return self._preedit

    @property
    def kind(self) -> Kind:
        """The kind of the caret's paragraph."""
        return kind_of(self._issue, self._selection.head.path)

    @property
    def modified(self) -> bool:
        """Whether there is anything that `mark_saved` has not been told of."""
        return self._issue is not self._saved

    @property
    def last_edit(self) -> Entry | None:
        """The edit that undo would take back, None for none; another value once it has grown."""
        return self._history.last

    def has_done(self, edit: Entry) -> bool:
        """Whether an edit is among those that undo would take back, one after another."""
        return self._history.has_done(edit)

    @property
    def about(self) -> tuple[object, ...]:
        """What was done outside with the edits that undo would take back: see `apply` and `note`."""
        return self._history.about

    @property
    def undo_name(self) -> str | None:
        """What undo would take back, None for nothing."""
        return self._history.undo_name

    @property
    def redo_name(self) -> str | None:
        """What redo would do again, None for nothing."""
        return self._history.redo_name

    def snapshot(self) -> Issue:
        """The bulletin as it is to be saved and put out: sources without a text between their brackets are
        empty."""
        issue = self._issue
        for path, item in items_of(issue):
            if item.source == EMPTY_SOURCE:
                issue = replace_range(issue, source_of(path), 0, len(EMPTY_SOURCE), "")
        return issue if issue is self._issue else at_texts(issue)

    def mark_saved(self) -> None:
        """The bulletin as it is now has been saved."""
        self._saved = self._issue

    def set_rounds(self, rounds: tuple[Round, ...]) -> None:
        """What the issue has gone round as. That is no edit: undo and redo leave it as it is."""
        if rounds == self._issue.rounds:
            return
        self._drop_preedit()
        self._history.close_run()
        self._issue = self._with_rounds(self._issue, rounds)
        self._show(self._issue)
        self._tell(Change(True, False, False, None, len(self._pages)))

    def _with_rounds(self, issue: Issue, rounds: tuple[Round, ...]) -> Issue:
        """An issue that has gone round so; the very one that has been saved, where it is that."""
        if issue.rounds == rounds:
            return issue
        changed = replace(issue, rounds=rounds)
        return self._saved if changed == self._saved else changed

    def subscribe(self, listener: Callable[[Change], None]) -> Callable[[], None]:
        """Calls `listener` after each change; the function returned ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def caret_box(self) -> Box:
        """Where the caret is shown."""
        return self._geometry.caret_box(self.caret)

    def selection_boxes(self, page: int) -> list[Box]:
        """What is selected on a page (from 0); nothing while an input method composes."""
        return [] if self._preedit else self._geometry.selection_boxes(self._selection, page)

    def preedit_boxes(self, page: int) -> list[Box]:
        """Where on a page (from 0) the text stands that an input method composes."""
        composed = self._preedit
        if composed is None or not composed.text:
            return []
        start = Place(composed.path, composed.start)
        return self._geometry.boxes(start, Place(composed.path, composed.start + len(composed.text)), page)

    def surrounding(self) -> tuple[str, int, int]:
        """For input methods: the caret's paragraph, the caret's offset and the anchor's offset in it."""
        head, anchor = self._selection.head, self._selection.anchor
        text = text_at(self._issue, head.path)
        if anchor.path == head.path:
            return text, head.offset, anchor.offset
        before = key(anchor.place) < key(head.place)
        return text, head.offset, 0 if before else len(text)

    # ---- caret and selection

    def select(self, selection: Selection) -> None:
        """Puts caret and selection somewhere, from outside: the nearest places there are. To a text that has
        no place on the paper no caret goes."""
        standing = _standing(self._issue, selection)
        if self._is_placed(standing.head.path):
            self._go(standing)

    def go_to(self, path: Path, offset: int = 0) -> None:
        """Puts the caret into a text node."""
        self.select(at(Place(path, offset)))

    def go_to_part(self, part: Path) -> None:
        """Puts the caret into the heading of a section or an item, or, where none is printed, into the first
        text of it that is."""
        heading = at(Place(heading_of(part), 0))
        there = self._onwards(self._issue, heading)[1]
        self.select(there if there.head.path[: len(part)] == part else heading)

    def select_all(self) -> Scope | Within:
        """Selects the text of note and items; where that is selected already, or there is none, all text on
        the pages. In a cell before that its text, then the cells of the table. Gives what it was."""
        within = next_within(self._issue, self._selection)
        if within is not None:
            self._go(within[1])
            return within[0]
        text = self._running_text()
        selected = (self._selection.start, self._selection.end)
        if text is None or selected == (text.start, text.end):
            here = self._selection.head.place
            self._go(between(self._along(Motion.START, here), self._along(Motion.END, here)))
            return Scope.ALL
        self._go(text)
        return Scope.TEXT

    def _running_text(self) -> Selection | None:
        """The text of note and items that has lines on the pages; None if there is none."""
        text = movement.running_text(self._issue)
        if text is None:
            return None
        start, end = self._onto_line(text.start, Motion.RIGHT), self._onto_line(text.end, Motion.LEFT)
        return between(start, end) if key(start) <= key(end) else text

    def _onto_line(self, place: Place, motion: Motion) -> Place:
        """`place`, or where a way leads from there if its text has no line on the pages."""
        return place if self._has_line(place.path) else self._along(motion, place)

    def _has_line(self, path: Path) -> bool:
        return path == self._standing or (is_shown(self._issue, path) and self._stands(path))

    def move(self, motion: Motion, *, extend: bool = False) -> None:
        """Moves the caret; with `extend`, the selection grows."""
        self.end_preedit()
        selection = self._selection
        head = selection.head
        if not extend and not selection.empty and motion in _COLLAPSING:
            place = selection.start if _COLLAPSING[motion] == "start" else selection.end
            head = Caret(place) if place != head.place else head
            if motion in (Motion.LEFT, Motion.RIGHT):
                self._go(Selection(head, head))
                return
            onward = Motion.RIGHT if _COLLAPSING[motion] == "start" else Motion.LEFT
            there = self._onto_line(head.place, onward)
            head = head if there == head.place else Caret(there)
        goal = None
        if motion in _VERTICAL:
            goal = self._goal if self._goal is not None and head is selection.head else None
            goal = self._geometry.caret_box(head).x if goal is None else goal
            head = self._vertical(head, motion, goal)
        elif motion is Motion.LINE_START:
            head = self._geometry.line_start(head)
        elif motion is Motion.LINE_END:
            head = self._geometry.line_end(head)
        else:
            head = Caret(self._along(motion, head.place))
        self._go(Selection(selection.anchor if extend else head, head), goal)

    def _along(self, motion: Motion, place: Place) -> Place:
        """Where a way leads, on over texts that have no line on the pages; `place` itself where nothing
        follows them."""
        there = _WAYS[motion](self._issue, place)
        while there.path != place.path and not self._stands(there.path):
            further = _WAYS[_ONWARD.get(motion, motion)](self._issue, there)
            if further == there:
                return place
            there = further
        return there

    def _stands(self, path: Path) -> bool:
        """Whether the layout has a place for the text at `path`, and prints it."""
        return self._is_placed(path) and not self._hidden(path)

    def _is_placed(self, path: Path) -> bool:
        """Whether the layout has a place for the text at `path`; one of an entry has it with the others."""
        return self._pages.places(DISTRIBUTION if is_entry(path) else path)

    def _hidden(self, path: Path) -> bool:
        """Whether the layout prints no line for the text at `path`, empty as it is, while no caret is in
        it: an empty title or name of a section."""
        node = node_at(self._issue, path)
        return node is not None and self._is_hidden(node)

    def _is_hidden(self, node: Node) -> bool:
        named = node.kind in (Kind.TITLE, Kind.SECTION_HEAD, Kind.SECTION_HEAD_2)
        return named and not node.text and not self.offers.prints_empty(node.kind)

    def _vertical(self, head: Caret, motion: Motion, goal: float) -> Caret:
        geometry = self._geometry
        if motion is Motion.UP:
            return geometry.line_above(head, goal) or head
        if motion is Motion.DOWN:
            return geometry.line_below(head, goal) or head
        if motion is Motion.PAGE_UP:
            return geometry.page_above(head, goal)
        return geometry.page_below(head, goal)

    def press(
        self, page: int, x: float, y: float, *, unit: Unit = Unit.CHARACTER, extend: bool = False
    ) -> Literal | None:
        """The mouse is pressed at a point of a page: the caret goes there, a word or a paragraph is selected,
        or the selection grows. On a value that is not typed on the page, nothing changes and the value is
        given back."""
        self.end_preedit()
        found = self._geometry.hit(page, x, y)
        if isinstance(found, Literal):
            if not extend:
                return found
            found = self._geometry.nearest(page, x, y)
        self._unit = unit
        if extend:
            self._pressed = Selection(self._selection.anchor, self._selection.anchor)
            self._go(self._reaching(found))
            return None
        self._pressed = self._unit_at(found)
        self._go(self._pressed)
        return None

    def drag(self, page: int, x: float, y: float) -> None:
        """The mouse, still pressed, is at a point of a page: the selection reaches there, by words after a
        double click and by paragraphs after a triple one."""
        self.end_preedit()
        self._go(self._reaching(self._geometry.nearest(page, x, y)))

    def _unit_at(self, caret: Caret) -> Selection:
        if self._unit is Unit.WORD:
            return movement.word_at(self._issue, caret.place)
        if self._unit is Unit.PARAGRAPH:
            return movement.paragraph_at(self._issue, caret.place)
        return Selection(caret, caret)

    def _reaching(self, caret: Caret) -> Selection:
        pressed, there = _standing(self._issue, self._pressed), self._unit_at(caret)
        if self._unit is Unit.CHARACTER:
            return Selection(pressed.anchor, caret)
        if key(there.start) < key(pressed.start):
            return between(pressed.end, there.start)
        return between(pressed.start, max(there.end, pressed.end, key=key))

    def _go(self, selection: Selection, goal: float | None = None) -> None:
        """A new selection without an edit."""
        before, left = len(self._pages), self._selection
        composing = self._preedit is not None
        self._drop_preedit()
        self._goal = goal
        self._history.close_run()
        issue, name = self._issue, None
        lost: tuple[Remark, ...] = ()
        if left.head.path != selection.head.path and self._history.redo_name is None and not self.refusal:
            issue = commands.without_empty_source(self._issue, left.head.path)
        if issue is not self._issue:
            name = "删除来源"
            was = State(self._issue, left)
            issue, lost = remarks_followed(self._issue, issue)
            selection = _standing(issue, selection)
            self._history.amend(name, was, State(issue, selection), self._clock())
            self._issue = issue
        changed = name is not None
        self._selection = selection
        moved = self._awaited() != self._standing
        if changed or moved:
            self._show(issue)
        self._tell(Change(changed, selection != left, changed or moved or composing, name, before, lost))

    # ---- input methods

    def set_preedit(self, text: str, cursor: int | None = None) -> None:
        """Shows what an input method composes, in place of what is selected. Nothing is typed yet; an empty
        text ends it."""
        before = len(self._pages)
        text = cleaned(text).replace("\n", "")
        if not text:
            self.end_preedit()
            return
        self._check_editable()
        issue, selection = commands.type_text(self._issue, self._selection, text)
        self._check_bounds(issue)
        start = selection.head.offset - len(text)
        inside = len(text) if cursor is None else min(max(cursor, 0), len(text))
        self._preedit = Preedit(text, selection.head.path, max(start, 0), inside)
        self._show(issue)
        self._tell(Change(False, True, True, None, before))

    def end_preedit(self) -> None:
        """Takes away what an input method composes."""
        if self._preedit is not None:
            before = len(self._pages)
            self._drop_preedit()
            self._tell(Change(False, True, True, None, before))

    def _drop_preedit(self) -> None:
        if self._preedit is not None:
            self._preedit = None
            self._show(self._issue)

    def commit(self, text: str, replace_from: int = 0, replace_length: int = 0) -> None:
        """What an input method has composed is typed. It may replace text around the caret: `replace_length`
        characters from `replace_from` (counted from the caret) on."""
        selection = self._selection
        if replace_length:
            place = selection.head.place
            length = len(text_at(self._issue, place.path))
            start = min(max(place.offset + replace_from, 0), length)
            end = min(start + replace_length, length)
            selection = between(Place(place.path, start), Place(place.path, end))
        if not selection.empty:
            self._drop_preedit()  # what has a place is told by the pages, and these lack what is replaced
        self._type(text, selection)

    # ---- edits

    def type_text(self, text: str) -> None:
        """Types text in place of what is selected."""
        self._type(text, self._selection)

    def _type(self, text: str, selection: Selection) -> None:
        if cleaned(text) == "\n":
            self._enter(selection)
            return
        if "\n" in cleaned(text):
            self._paste(fragments.from_text(text), selection)
            return
        self._edit("输入", lambda issue, _: commands.type_text(issue, selection, text), typing(text))

    def insert_symbol(self, symbol: Symbol) -> None:
        """A symbol at the caret, in place of what is selected or, if it is a pair, around that."""
        self._edit("插入符号", lambda issue, selection: symbols.insert_symbol(issue, selection, symbol))

    def backspace(self, *, word: bool = False) -> None:
        """Backspace, with `word` Ctrl+Backspace. Before an untitled item's text it is as in its title."""
        command = commands.backspace_word if word else commands.backspace
        self._delete(lambda issue, selection: command(issue, self._over_hidden(selection)))
        if self._standing and self._hidden(self._standing):
            self.move(Motion.LEFT)  # it only went back, to where nothing is printed

    def _over_hidden(self, selection: Selection) -> Selection:
        """A caret behind a text that has no line, in that text; any other selection as it is."""
        place = selection.head.place
        before = None if place.offset or not selection.empty else previous_node(self._issue, place.path)
        return selection if before is None or not self._hidden(before) else at(Place(before, 0))

    def delete(self, *, word: bool = False) -> None:
        """Delete, with `word` Ctrl+Delete."""
        self._delete(commands.delete_word if word else commands.delete)

    def _delete(self, command: Command) -> None:
        self._edit("删除", command, DELETING if self._selection.empty else None)

    def enter(self) -> None:
        """Enter."""
        self._enter(self._selection)

    def _enter(self, selection: Selection) -> None:
        entered = commands.enter(self._issue, selection)
        self._edit(_enter_name(self._issue, selection, *entered), lambda *_: self._onwards(*entered))

    def _onwards(self, issue: Issue, selection: Selection) -> Edited:
        """Where Enter leads to what has no line, the caret goes on to what has one."""
        there = selection.head.path
        if self._is_placed(there) and not may_stand(issue, there):
            return issue, selection
        nodes = (node for node in walk(issue, there) if node.shown and self._is_placed(node.path))
        node = next((node for node in nodes if not self._is_hidden(node)), None)
        if node is None or node.path == there:
            return issue, selection
        return issue, at(Place(node.path, 0))

    def line_break(self) -> None:
        """Shift+Enter."""
        self._edit("换行", commands.line_break)

    def change_kind(self, kind: Kind) -> None:
        """The selected paragraphs become `kind`. Raises EditError where there is no room for it, or where the
        layout has none."""
        parts.check_offered(kind, self.offers)
        self._edit(
            f"改为{SPEC[kind].name}", lambda issue, selection: kinds.change_kind(issue, selection, kind)
        )

    def do(self, name: str, command: Command) -> None:
        """Makes an edit of this room, of tables, pictures, attachments or numbers, under a name."""
        self._edit(name, command)

    def tab(self, *, back: bool = False) -> bool:
        """Tab and, with `back`, Shift+Tab: to the next cell or the one before, from a caption or a note to
        the next text or the one before, or headings and lists a level down or up; false where it has no
        meaning."""
        path = self._selection.head.path
        if is_cell(path):
            step = tables.previous_cell if back else tables.next_cell
            issue, selection = step(self._issue, self._selection)
            if issue is self._issue:
                self.select(selection)
            else:
                self._edit("插入行", lambda *_: (issue, selection))
            return True
        if inside_block(path):
            self.select(next_text(self._issue, path, back=back))
            return True
        if isinstance(block_at(self._issue, path), Heading | ListItem):
            self.shift_levels(-1 if back else 1)
            return True
        return False

    def toggle_run_in(self) -> None:
        """Marks the paragraph up to the caret as run-in heading, or clears it."""
        self._edit("段首标题", commands.toggle_run_in)

    @property
    def levelled(self) -> bool:
        """Whether headings of a level or list items are selected."""
        return bool(levels.levelled(self._issue, self._selection))

    @property
    def numbered(self) -> bool:
        """Whether the layout makes the numbers of all headings and list items that are selected."""
        return levels.is_numbered(self._issue, self._selection)

    def shift_levels(self, step: int) -> None:
        """The headings that are selected one level lower (1) or higher (-1); list items no longer any (-1).
        Raises EditError where nothing can change."""
        self._edit("标题级别", lambda issue, selection: levels.shift_levels(issue, selection, step))

    def toggle_numbered(self) -> None:
        """The layout makes the numbers of the headings and list items that are selected, or no longer. Raises
        EditError where there are none."""
        self._edit(
            "自动编号",
            lambda issue, selection: levels.toggle_numbered(issue, selection, self._leads),
        )

    def toggle_bold(self) -> None:
        """What is selected of body text is bold, or no longer. Raises EditError where none is, or where the
        layout has no bold."""
        if not self.offers.bold:
            raise EditError("这种简报的正文不加粗。")
        self._edit("加粗", parts.toggle_bold)

    def item_at_caret(self) -> Path | None:
        """The item that the caret is in, None elsewhere."""
        item = owner(self._selection.head.path)
        return item if is_item(item) else None

    def set_mark(self, items: Sequence[Path], mark: str) -> None:
        """Gives items one of the layout's marks; an empty one: none. Raises EditError."""

        def marked(issue: Issue, selection: Selection) -> Edited:
            for item in items:
                issue = parts.set_mark(issue, item, mark, self.offers)
            return issue, selection

        self._edit("稿件标记", marked)

    def set_state(self, items: Sequence[Path], state: str) -> None:
        """Gives items one of the `STATES`; an empty one: none."""

        def noted(issue: Issue, selection: Selection) -> Edited:
            for item in items:
                issue = set_state(issue, item, state)
            return issue, selection

        self._edit("稿件状态", noted)

    def set_level(self, sections: Sequence[Path], level: int) -> None:
        """Makes sections ones of level 1 or 2. Raises EditError where that can't be."""

        def levelled(issue: Issue, selection: Selection) -> Edited:
            for section in sections:
                issue = parts.set_level(issue, section, level, self.offers)
            return issue, selection

        self._edit("栏目级别", levelled)

    def add_text(self, item: Path, kind: Kind) -> None:
        """The caret in an item's title, source, or text around them, which stands on the page while the caret
        is in it even if it is empty. Raises EditError where the layout has none."""
        self._check_editable()
        path = parts.place_of(item, kind, self.offers)
        if kind is Kind.SOURCE and not text_at(self._issue, path):
            self._edit("写来源", lambda issue, _: commands.go_to_source(issue, path))
            return
        self.select(at(end_of(self._issue, path)))

    def remove_text(self, item: Path, kind: Kind) -> None:
        """Takes a text around an item's title and blocks away, with all that is in it; the title too, where
        the layout has items without one. Raises EditError for any other."""
        if kind not in ITEM_TEXTS and not (kind is Kind.TITLE and self.offers.titles == "optional"):
            raise EditError("光标不在引题、副题这样可以没有的行里，没有删。")
        path = title_of(item) if kind is Kind.TITLE else item_text(item, kind)
        self._edit(
            f"删除{SPEC[kind].name}", lambda issue, selection: parts.remove_text(issue, selection, path)
        )

    def shift_paragraphs(self, step: int) -> bool:
        """Moves the paragraphs of the caret or the selection past the one before (-1) or after them (1);
        false at the end of the way. Raises EditError where there is something else."""
        before = self._issue
        self._edit(
            "移动段落",
            lambda issue, selection: paragraphs.shift_paragraphs(issue, selection, step),
            SHIFTING,
        )
        return self._issue is not before

    def copy(self) -> Fragment:
        """What is selected, for the clipboard."""
        copied = fragments.copy(self._issue, self._selection, self._is_placed, self._leads)
        return replace(copied, home=self._home)

    def _leads(self, blocks: tuple[Block, ...]) -> tuple[str, ...]:
        """What the layout puts before each of the blocks of a text."""
        return block_leads(blocks, self._pages.layout)

    def cut(self) -> Fragment:
        """What is selected, for the clipboard; it is deleted."""
        taken = self.copy()
        if not self._selection.empty:
            self._edit("剪切", self._without_taken)
        return replace(taken, home=None)

    def _without_taken(self, issue: Issue, selection: Selection) -> Edited:
        """What is selected goes, with what comes along with its copy."""
        issue = fragments.without_what_goes_along(issue, selection, self._is_placed)
        return commands.delete_selection(issue, selection)

    def paste(self, fragment: Fragment) -> None:
        """Paragraphs in place of what is selected."""
        self._paste(fragment, self._selection)

    def _paste(self, fragment: Fragment, selection: Selection) -> None:
        cells = paste.fills_cells(self._issue, selection, fragment)
        name = "粘贴单元格" if cells else "粘贴"
        self._edit(name, lambda issue, _: self._pasted(issue, selection, fragment))

    def _pasted(self, issue: Issue, selection: Selection, fragment: Fragment) -> Edited:
        if fragment.home not in (None, self._home):
            bare = tuple(replace(each, endorsements=()) for each in fragment.paragraphs)
            fragment = replace(fragment, paragraphs=bare)
        pasted, there = paste.paste(issue, selection, fragment)
        return kept_over(issue, pasted, selection.start), there

    def drop(self, fragment: Fragment, to: Caret, *, move: bool) -> None:
        """Paragraphs dragged to a place; with `move` they are what is selected, and go from where they were.
        What is dropped is selected then."""
        selection = self._selection
        if move and key(selection.start) <= key(to.place) <= key(selection.end):
            self._go(Selection(to, to))
            return

        def dropped(issue: Issue, _: Selection) -> Edited:
            place = to.place
            takes = is_running(place.path) and not inside_block(place.path)
            delete = self._without_taken if takes else commands.delete_selection
            if move:
                issue, (went,) = followed(
                    issue,
                    (place,),
                    lambda marked: delete(marked, _moved(selection, place))[0],
                )
                place = valid(issue, went or place)
            issue, pasted = self._pasted(issue, at(place), fragment)
            there = pasted.head.place
            return issue, between(place, there) if place.path == there.path else pasted

        cells = paste.fills_cells(self._issue, at(to.place), fragment)
        kept = "移动文字" if move else "粘贴"
        self._edit(f"{kept[:2]}单元格" if cells else kept, dropped)

    def replace_match(self, match: find.Match, text: str) -> None:
        """One found place replaced; what was put there is selected."""
        self._edit("替换", lambda issue, _: find.replace_match(issue, match, text))

    def replace_all(self, matches: Sequence[find.Match], text: str) -> None:
        """All found places (of this very issue) replaced, in one step."""

        def replaced(issue: Issue, selection: Selection) -> Edited:
            issue = find.replace_all(issue, matches, text)
            return issue, at(valid(issue, selection.head.place))

        self._edit("全部替换", replaced)

    def apply(
        self,
        name: str,
        issue: Issue,
        selection: Selection | None = None,
        run: Run | None = None,
        about: object = None,
    ) -> None:
        """Any other edit, made outside (fields of the masthead, distribution): the new issue, and what is to
        be selected if that is not what was; `run` if it is one of many edits of one field; `about` what is
        done outside with it."""
        self._check_editable()
        self._check_bounds(issue)

        self._edit(name, lambda _, old: (issue, selection or old), run, whole=True, about=about)

    def set_layout(
        self, name: str, issue: Issue, run: Run | None = None, *, pages_wait: bool = False
    ) -> None:
        """An edit as `apply` makes it, of the layout and of values for its fields. With `pages_wait` the
        pages follow at `set_pages`, or with whatever edit, undo or redo comes next: the texts stand in them
        as before."""
        self._check_editable()
        self._check_bounds(issue)
        self._edit(name, lambda _, old: (issue, old), run, whole=True, pages_wait=pages_wait)

    def set_pages(self) -> None:
        """The pages are those of the bulletin as it is; where they have waited, that is told as their edit
        was."""
        before = self._awaits_pages
        if before is not None:
            self._drop_preedit()
            selection = self._selection
            self._show(self._issue)
            self._settle()
            self._tell(Change(True, self._selection != selection, True, self.undo_name, before))

    def note(self, name: str, about: object) -> None:
        """What is done outside without an edit, and is taken back by undo all the same."""
        self._check_editable()
        state = State(self._issue, self._selection)
        self._history.push(name, state, state, self._clock(), about=about)
        self._tell(Change(False, True, False, name, len(self._pages)))

    def take_back(self, comparison: Comparison, chosen: Iterable[Part]) -> None:
        """Takes parts of an older issue back, which was laid beside this one as it is now, or its snapshot.
        Raises EditError if it has changed since."""
        if comparison.new is not self._issue and comparison.new != self.snapshot():
            raise EditError("比过以后稿子又改了，请重新比一比再取回。")
        taken = list(chosen)
        self.apply(comparison.name_of(taken), comparison.taken_back(taken))

    # ---- the outline

    def add_section(self, at_section: int, name: str = "", level: int = 1) -> None:
        """A new section before the one at `at_section`, the caret in its name if that is empty, else in its
        title."""
        name = cleaned(name).replace("\n", "")
        issue, (path,) = arrange.add_section(self._issue, at_section, name, level)
        start = title_of(item_path(at_section, 0)) if name else name_of(path)
        selection = at(Place(start, 0))
        self.apply("新建栏目", issue, self._onwards(issue, selection)[1] if name else selection)

    def add_item(self, section: int, at_item: int) -> None:
        """A new empty item in a section before the one at `at_item`, the caret in its title. An issue without
        sections gets one without a name for it."""
        if self._issue.sections:
            issue, (path,) = arrange.add_item(self._issue, section, at_item)
        else:
            issue, path = arrange.add_section(self._issue, 0)[0], item_path(0, 0)
        self.apply("新建稿件", *self._onwards(issue, at(Place(title_of(path), 0))))

    def add_attachment(self, item: Path, at_attachment: int) -> None:
        """A new attachment of an item before the one at `at_attachment`, the caret in its title."""
        issue, (path,) = arrange.add_attachment(self._issue, item, at_attachment)
        self.apply("新建附件", *self._onwards(issue, at(Place(title_of(path), 0))))

    def remove_parts(self, paths: Sequence[Path]) -> None:
        """Removes sections, items or attachments."""
        paths = arrange.chosen(self._issue, paths)
        if paths:
            self._arrange(
                f"删除{_part_name(paths)}", lambda issue: arrange.remove_parts(issue, paths), paths[0]
            )

    def set_aside(self, items: Sequence[Path]) -> None:
        """Takes items out of the issue that are kept elsewhere (备用)."""
        paths = arrange.chosen(self._issue, items)
        if paths:
            self._arrange("放进备用", lambda issue: arrange.remove_parts(issue, paths), paths[0])

    def duplicate_parts(self, paths: Sequence[Path]) -> tuple[Path, ...]:
        """Copies sections, items or attachments, after the last of them; where the copies are."""
        paths = arrange.chosen(self._issue, paths)
        issue, copies = arrange.duplicate_parts(self._issue, paths)
        if copies:
            there = at(Place(heading_of(copies[0]), 0))
            self.apply(f"复制{_part_name(paths)}", *self._onwards(issue, there))
        return copies

    def move_parts(self, paths: Sequence[Path], to: Path) -> tuple[Path, ...]:
        """Moves sections, items or attachments before what stands at `to`; where they are then. Raises
        EditError."""
        paths = arrange.chosen(self._issue, paths)
        _, moved = arrange.move_parts(self._issue, paths, to)
        if moved != paths:
            self._arrange(f"移动{_part_name(paths)}", lambda issue: arrange.move_parts(issue, paths, to)[0])
        return moved

    def shift_parts(self, paths: Sequence[Path], step: int) -> tuple[Path, ...]:
        """Moves sections, items or attachments one place up (-1) or down (1); where they are then."""
        paths = arrange.chosen(self._issue, paths)
        _, moved = arrange.shift_parts(self._issue, paths, step)
        if moved != paths:
            self._arrange(
                f"移动{_part_name(paths)}", lambda issue: arrange.shift_parts(issue, paths, step)[0]
            )
        return moved

    def rename_section(self, section: int, name: str) -> None:
        """Gives a section another name."""
        self.apply("栏目改名", arrange.rename_section(self._issue, section, cleaned(name).replace("\n", "")))

    def _arrange(self, name: str, edit: Callable[[Issue], Issue], gone: Path = ()) -> None:
        """An edit of whole parts; the selection goes with its text. If that is removed, the caret goes to
        where the part `gone` was."""

        def arranged(issue: Issue, selection: Selection) -> Edited:
            places = (selection.anchor.place, selection.head.place)
            issue, (anchor, head) = followed(issue, places, edit)
            if head is None or anchor is None:
                where = head or anchor or Place(heading_of(gone), 0)
                return issue, at(valid(issue, where))
            return issue, between(valid(issue, anchor), valid(issue, head))

        self._edit(name, arranged)

    # ---- undo

    def undo(self) -> None:
        """Takes back the last edit."""
        self._check_consent(self._history.behind)
        self._restore(self._history.undo_name, self._history.undo)

    def redo(self) -> None:
        """Does again what was undone last."""
        self._check_consent(self._history.ahead)
        self._restore(self._history.redo_name, self._history.redo)

    def _restore(self, name: str | None, step: Callable[[], State | None]) -> None:
        before = len(self._pages)
        self._drop_preedit()
        state = step()
        if state is None:
            return
        self._issue = self._with_rounds(state.issue, self._issue.rounds)
        self._selection, self._goal = state.selection, None
        self._show(self._issue)
        self._settle()
        self._tell(Change(True, True, True, name, before))

    # ---- inside

    def _check_editable(self) -> None:
        if self.refusal:
            raise EditError(self.refusal)

    def _check_bounds(self, issue: Issue) -> None:
        beyond = self._measure.refusal(issue)
        if beyond:
            raise EditError(f"这一步没有做：{beyond}")

    def check_removable(self, paths: Sequence[Path]) -> None:
        """Raises EditError where these sections, items or attachments may not be removed: for who does
        something else before."""
        self._check_editable()
        self._check_consent(arrange.remove_parts(self._issue, arrange.chosen(self._issue, paths)))

    def _check_consent(self, issue: Issue | None) -> None:
        """Raises EditError where what is may not become `issue`."""
        now = self._issue
        if self.consent is None or issue is None or issue is now:
            return
        refusal = self.consent(now, issue)
        if refusal:
            self.end_preedit()
            raise EditError(refusal)
        if self._issue is not now:  # while one was asked
            raise EditError("这一步没有做，请再做一次。")

    def _edit(
        self,
        name: str,
        command: Command,
        run: Run | None = None,
        *,
        whole: bool = False,
        about: object = None,
        pages_wait: bool = False,
    ) -> None:
        """Makes an edit. What it does to a selection, it does not do to texts in it that have no place on the
        paper, unless it is one of the `whole` issue."""
        self._check_editable()
        if not whole:  # what has a place is told by the pages
            self.set_pages()
        pages_before = len(self._pages)
        was = State(self._issue, self._selection)
        composing = self._preedit is not None
        issue, selection = command(self._issue, self._selection)
        if not whole:
            issue = settled(self._issue, self._with_unplaced(issue))
            if not self._is_placed(selection.head.path):
                selection = was.selection
        left = was.selection.head.path
        if selection.head.path != left and is_shown(issue, left):
            emptied = commands.without_empty_source(issue, left)
            if emptied is not issue:
                issue, selection = emptied, at(selection.head.place)
        # What was put in may join what stood before it: no caret stands between a letter and its accent.
        selection = _standing(issue, selection)
        lost: tuple[Remark, ...] = ()
        if issue.remarks is was.issue.remarks:  # an edit of remarks has put them where they belong
            issue, lost = remarks_followed(was.issue, issue)
        self._check_bounds(issue)
        self._check_consent(issue)
        self._preedit = None
        self._goal = None
        if issue is was.issue or issue == was.issue:
            self._history.close_run()
            self._selection = selection
            moved = self._awaited() != self._standing
            if composing or moved:
                self._show(self._issue)
            self._tell(Change(False, selection != was.selection, composing or moved, None, pages_before))
            return
        state = self._history.push(name, was, State(issue, selection), self._clock(), run, about)
        self._issue, self._selection = state.issue, state.selection
        if pages_wait and not composing:
            self._awaits_pages = pages_before if self._awaits_pages is None else self._awaits_pages
        else:
            self._show(state.issue)
            self._settle()
        shows = not self.awaits_pages
        self._tell(Change(True, self._selection != was.selection, shows, name, pages_before, lost))

    def _settle(self) -> None:
        """Brings the caret to the first text where the pages, in another layout now, have no place for its
        own, or for where the selection began."""
        head, anchor = self._selection.head, self._selection.anchor
        if not self._is_placed(head.path):
            self._selection = at(self._along(Motion.START, head.place))
        elif not self._is_placed(anchor.path):
            self._selection = Selection(head, head)

    def _with_unplaced(self, issue: Issue) -> Issue:
        """`issue`, made of the present one, with its texts that have no place on the paper as they are."""
        start, end = self._selection.start.path, self._selection.end.path
        if start == end or (is_running(start) and is_running(end)):
            return issue
        for path in frame_texts(self._issue):
            if not self._is_placed(path) and node_at(issue, path) is not None:
                text = text_at(self._issue, path)
                issue = replace_range(issue, path, 0, len(text_at(issue, path)), text)
        return issue

    def _awaited(self) -> Path:
        """The path of the caret's text if it may stand empty only while the caret is in it."""
        path = self._selection.head.path
        return path if may_stand(self._issue, path) else ()

    def _show(self, issue: Issue) -> None:
        self._awaits_pages = None
        self._shown = issue
        self._standing = self._awaited()
        self._pages = self._typesetter.typeset(issue, self._standing)
        self._geometry = Geometry(issue, self._pages)

    def _tell(self, change: Change) -> None:
        if change.issue or change.selection or change.pages:
            for listener in tuple(self._listeners):
                listener(change)


def _enter_name(before: Issue, selection: Selection, issue: Issue, after: Selection) -> str:
    """What Enter did, as the undo menu says it."""
    path = after.head.path
    if len(issue.distribution) != len(before.distribution):
        more = len(issue.distribution) > len(before.distribution)
        return "添加报送单位" if more else "删除报送单位"
    if is_source(path) and selection.start.path != path:
        return "写来源"
    if sum(len(section.items) for section in issue.sections) > sum(
        len(section.items) for section in before.sections
    ):
        return "新建稿件"
    if is_cell(path):
        return "插入行"
    return "分段"


def _standing(issue: Issue, selection: Selection) -> Selection:
    """A selection where `issue` has its places, else at the nearest ones."""
    anchor, head = (
        replace(caret, place=valid(issue, caret.place)) for caret in (selection.anchor, selection.head)
    )
    return Selection(anchor, head)


def _part_name(paths: Sequence[Path]) -> str:
    if is_attachment(paths[0]):
        return "附件"
    return "稿件" if is_item(paths[0]) else "栏目"


def _moved(selection: Selection, mark: Place) -> Selection:
    """The selection where one character has come in at `mark`, outside of it."""
    start, end = (
        Place(place.path, place.offset + (place.path == mark.path and place.offset >= mark.offset))
        for place in (selection.start, selection.end)
    )
    return between(start, end)
