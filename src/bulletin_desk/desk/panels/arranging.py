"""Adding, removing and moving sections, items, paragraphs: between the outline, the caret and the
document."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from bulletin_desk.bulletin.edits import with_text
from bulletin_desk.bulletin.grammar import (
    EDITORS_NOTE,
    SPEC,
    Region,
    is_attachment,
    is_item,
    is_section,
    item_at,
    item_of,
    note_path,
    numbers,
    owner,
    region_of,
    section_of,
    title_of,
)
from bulletin_desk.bulletin.model import Body, Kind
from bulletin_desk.bulletin.model import Path as PartPath
from bulletin_desk.bulletin.states import state_name
from bulletin_desk.desk.commands.focus import Focus, Holder
from bulletin_desk.desk.panels.outline import Outline
from bulletin_desk.desk.parts.notice import Notice, Until
from bulletin_desk.desk.parts.plain import ask_words
from bulletin_desk.desk.section_names import remember_sections, section_names
from bulletin_desk.desk.session import Session
from bulletin_desk.editing.arrange import chosen, end_of_group
from bulletin_desk.errors import EditError

_NOTE = SPEC[Kind.EDITORS_NOTE].name


class Arranging(QObject):
    """What can't be done at a place raises EditError; `hinted` says where nothing was to be done."""

    hinted = Signal(str)

    def __init__(self, session: Session, outline: Outline, notice: Notice, focus: Focus) -> None:
        super().__init__(outline.window())
        self._session = session
        self._outline = outline
        self._notice = notice
        self._focus = focus

    def parts(self) -> list[PartPath]:
        """What arranging is about: the rows selected in the outline if it has the keys, else the caret's
        item or attachment."""
        if self._focus.holder is Holder.OUTLINE:
            return self._outline.selected_parts()
        part = owner(self._session.document.selection.head.path)
        is_part = region_of(part) in (Region.SECTIONS, Region.ATTACHMENTS)
        return [part] if is_part else self._outline.selected_parts()

    def add_item(self) -> None:
        """A new item after the caret's, or after the row selected."""
        document = self._session.document
        sections = document.issue.sections
        match numbers(next(iter(reversed(self.parts())), ())):
            case (section, item, *_):
                document.add_item(section, item + 1)
            case (section,):
                document.add_item(section, len(sections[section].items))
            case _ if sections:
                document.add_item(len(sections) - 1, len(sections[-1].items))
            case _ if document.offers.sections == "none":
                document.add_item(0, 0)
            case _:
                document.add_section(0, "")
        self._focus.to_page()

    def add_section(self) -> None:
        """A new section after the caret's, under a name used before or a new one."""
        names = section_names(self._session.settings, self._session.issue, self._session.office)
        name, given = ask_words(self._outline.window(), "新栏目", "栏目名称", names)
        if given:
            self.add_section_named(name.strip())

    def add_section_named(self, name: str) -> None:
        """A new section after the caret's, of the same level; after one of level 1, behind those under it."""
        document, parts = self._session.document, self.parts()
        if parts:
            section = numbers(parts[-1])[0]
            level = document.issue.sections[section].level
            document.add_section(end_of_group(document.issue, section), name, level)
        else:
            document.add_section(len(document.issue.sections), name)
        remember_sections(self._session.settings, self._session.issue, self._session.office)
        self._focus.to_page()

    def add_attachment(self) -> None:
        """A new attachment of the caret's item or the row selected, after the caret's attachment."""
        part = next(iter(reversed(self.parts())), ())
        if len(numbers(part)) < 2:
            raise EditError("附件跟着稿件：请先把光标放到一篇稿件里。")
        item = item_of(part)
        count = len(item_at(self._session.issue, title_of(item)).attachments)
        at = int(part[-1]) + 1 if is_attachment(part) else count
        self._session.document.add_attachment(item, at)
        self._focus.to_page()

    def add_note(self) -> None:
        """The editor's note, or the caret in it if there is one."""
        issue = self._session.issue
        if not issue.editors_note:
            self._session.document.apply(f"添加{_NOTE}", replace(issue, editors_note=(Body(""),)))
        self._session.document.go_to(note_path(0))
        self._focus.to_page()

    def duplicate(self) -> None:
        """Copies of the parts."""
        self._outline.select_parts(self._session.document.duplicate_parts(self.parts()))

    def remove(self) -> None:
        """Without the parts; a notice offers to have them back."""
        if self._focus.holder is Holder.OUTLINE and self._outline.only_contents():
            self.hinted.emit("选中的是标题、表格或图片：要删除整篇，请选稿件那一行。")
            return
        parts = self.parts()
        if not parts:
            if owner(self._session.document.selection.head.path) == EDITORS_NOTE:
                self._session.document.apply(f"删除{_NOTE}", replace(self._session.issue, editors_note=()))
            return
        count = len(chosen(self._session.issue, parts))
        self._session.document.remove_parts(parts)
        words = "栏目" if is_section(parts[0]) else "附件" if is_attachment(parts[0]) else "稿件"
        take_back = self._session.taking_back()
        self._notice.say(f"已删除 {count} 个{words}。", [("撤销", take_back)], until=Until.EDITED)

    def set_level(self, level: int) -> None:
        """The sections selected, or that of the caret or of the items selected, are of level 1 or 2."""
        sections = tuple(dict.fromkeys(section_of(part) for part in self.parts()))
        if not sections:
            self.hinted.emit("光标不在栏目里。")
            return
        before = self._session.issue
        self._session.document.set_level(sections, level)
        if self._session.issue is before:
            self.hinted.emit(f"这个栏目已经是{'一二'[level - 1]}级。")

    def set_mark(self, mark: str) -> None:
        """The items selected, or that of the caret, have a mark; an empty one: none."""
        self._session.document.set_mark([part for part in self.parts() if is_item(part)], mark)

    def set_state(self, state: str) -> None:
        """The items selected, or that of the caret, are in a state; an empty one: in none."""
        items = [part for part in self.parts() if is_item(part)]
        if not items:
            self.hinted.emit("状态记在稿件上：请先选中一篇稿件，或把光标放进去。")
            return
        before = self._session.issue
        self._session.document.set_state(items, state)
        if self._session.issue is before:
            which = "这一篇" if len(items) == 1 else "这几篇"
            self.hinted.emit(f"{which}已经是{state_name(state)}。" if state else f"{which}没有记状态。")

    def add_text(self, kind: Kind) -> None:
        """The caret in a text of its item, or of the one selected, which waits there for its words."""
        items = [part for part in self.parts() if is_item(part)]
        if items:
            self._session.document.add_text(items[0], kind)
            self._focus.to_page()

    def remove_text(self) -> None:
        """The text that the caret is in goes, if it is one that an item may be without."""
        document = self._session.document
        item = document.item_at_caret()
        if item is not None:
            document.remove_text(item, document.kind)

    def shift(self, step: int) -> None:
        """The parts one place up or down."""
        parts = self.parts()
        if parts:
            self._outline.select_parts(self._session.document.shift_parts(parts, step))

    def shift_paragraphs(self, step: int) -> None:
        """The caret's paragraph, or those selected, one paragraph up or down."""
        if not self._session.document.shift_paragraphs(step):
            where = "最前面" if step < 0 else "最后面"
            self.hinted.emit(f"这一段已经在{where}，不能再移了。")

    def move(self, paths: list[PartPath], to: PartPath) -> None:
        """The parts before what stands at `to`."""
        self._outline.select_parts(self._session.document.move_parts(paths, to))

    def rename(self, path: PartPath, text: str) -> None:
        """Another name for a section, another title for an item or attachment."""
        if is_section(path):
            self._session.document.rename_section(numbers(path)[0], text)
        else:
            self._session.document.apply("修改标题", with_text(self._session.issue, title_of(path), text))
