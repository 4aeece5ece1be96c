"""Bulletins with everything that layouts offer, and later versions of them: edits of all kinds, by seed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bulletin_desk.bulletin.fields import completed
from bulletin_desk.bulletin.model import (
    Addressee,
    Attachment,
    Block,
    Body,
    Cell,
    Heading,
    Issue,
    Item,
    ListItem,
    Picture,
    Pictures,
    Section,
    Subheading,
    Table,
)
from bulletin_desk.layouts.model import Layout
from tests.bulletin.issues import PICTURES_OF
from tests.bulletin.rich import PAIR, SINGLE, TABLE
from tests.export.docx.generated import _Writer, generated_for

_MOST_EDITS = 7


def version(layout: Layout, seed: int) -> Issue:
    """A bulletin with what its layout offers, and tables, pictures and attachments here and there."""
    issue = generated_for(layout, seed)
    return _Editor(layout, seed).enriched(issue)


def later(issue: Issue, layout: Layout, seed: int) -> Issue:
    """The same after some edits."""
    editor = _Editor(layout, seed + 700)
    for _ in range(editor.pick.randint(1, _MOST_EDITS)):
        issue = editor.edited(issue)
    return completed(issue, layout.declared)


class _Editor:
    def __init__(self, layout: Layout, seed: int) -> None:
        self.layout = layout
        self.writer = _Writer(seed + 31_000)
        self.pick = self.writer.random

    def enriched(self, issue: Issue) -> Issue:
        for _ in range(self.pick.randint(0, 4)):
            issue = self._in_item(issue, self._with_block)
        for _ in range(self.pick.randint(0, 2)):
            issue = self._in_item(issue, self._with_attachment)
        return issue

    def edited(self, issue: Issue) -> Issue:
        kinds: list[Callable[[Issue], Issue]] = [
            *[lambda one: self._in_item(one, self._text)] * 4,
            *[lambda one: self._in_item(one, self._blocks)] * 4,
            lambda one: self._in_item(one, self._with_block),
            lambda one: self._in_item(one, self._with_attachment),
            lambda one: self._in_item(one, self._attachments),
            lambda one: self._in_item(one, self._fields_of_item),
            lambda one: self._in_item(one, self._table),
            self._items,
            self._sections,
            self._fields,
            self._note,
        ]
        return self.pick.choice(kinds)(issue)

    # ---- items

    def _in_item(self, issue: Issue, edit: Callable[[Item], Item]) -> Issue:
        places = [(at, n) for at, section in enumerate(issue.sections) for n in range(len(section.items))]
        if not places:
            return issue
        at, number = self.pick.choice(places)
        section = issue.sections[at]
        items = list(section.items)
        items[number] = edit(items[number])
        return self._with_section(issue, at, replace(section, items=tuple(items)))

    @staticmethod
    def _with_section(issue: Issue, at: int, section: Section) -> Issue:
        return replace(issue, sections=(*issue.sections[:at], section, *issue.sections[at + 1 :]))

    def _changed(self, text: str) -> str:
        """A text with something typed, deleted or put instead of something."""
        start = self.pick.randint(0, len(text))
        end = min(len(text), start + self.pick.choice((0, 0, 1, 3, 9)))
        put = self.pick.choice(("", "增补", self.writer.words(1, 3), "“新词”"))
        return text[:start] + put + text[end:] or "补"

    def _text(self, item: Item) -> Item:
        if not item.blocks or self.pick.random() < 0.3:
            return replace(item, title=self._changed(item.title))
        at = self.pick.randrange(len(item.blocks))
        block = item.blocks[at]
        match block:
            case Body():
                made: Block = Body(self._changed(block.text))
            case Subheading() | Heading():
                made = replace(block, text=self._changed(block.text))
            case ListItem():
                made = ListItem(self._changed(block.text), block.numbered)
            case Table():
                made = replace(block, caption=self._changed(block.caption))
            case Pictures():
                made = replace(block, credit=self._changed(block.credit))
        return replace(item, blocks=(*item.blocks[:at], made, *item.blocks[at + 1 :]))

    def _blocks(self, item: Item) -> Item:
        blocks = list(item.blocks)
        if not blocks:
            return replace(item, blocks=(self.writer.paragraph(),))
        at = self.pick.randrange(len(blocks))
        block = blocks[at]
        kind = self.pick.choice(("split", "join", "delete", "insert", "move", "style", "first", "last"))
        if kind == "split" and isinstance(block, Body) and len(block.text) > 2:
            middle = self.pick.randint(1, len(block.text) - 1)
            blocks[at : at + 1] = [Body(block.text[:middle]), Body(block.text[middle:])]
        elif kind == "join" and at + 1 < len(blocks) and isinstance(block, Body):
            following = blocks[at + 1]
            if isinstance(following, Body):
                blocks[at : at + 2] = [Body(block.text + following.text)]
        elif kind == "delete" and len(blocks) > 1:
            del blocks[at : at + self.pick.randint(1, 2)]
        elif kind == "move":
            blocks.insert(self.pick.randint(0, len(blocks) - 1), blocks.pop(at))
        elif kind == "style" and isinstance(block, Body):
            blocks[at] = self.pick.choice(
                (Subheading(block.text[:20]), Body(block.text, min(3, len(block.text))))
            )
        else:
            place = {"first": 0, "last": len(blocks)}.get(kind, at)
            blocks[place:place] = [self.writer.paragraph() for _ in range(self.pick.randint(1, 2))]
        return replace(item, blocks=tuple(blocks))

    def _with_block(self, item: Item) -> Item:
        pick = self.pick
        made: tuple[Block, ...] = pick.choice(
            (
                (TABLE,),
                (self._new_table(),),
                (TABLE, self._new_table()),
                (PAIR,),
                (SINGLE,),
                (Pictures((Picture(PICTURES_OF[pick.randrange(len(PICTURES_OF))], 500, "展板"),)),),
                (Heading(self.writer.title(), pick.randint(1, 4), numbered=True),),
                (ListItem(self.writer.sentence(), True), ListItem(self.writer.sentence(), True)),
            )
        )
        at = pick.randint(0, len(item.blocks))
        return replace(item, blocks=(*item.blocks[:at], *made, *item.blocks[at:]))

    def _new_table(self) -> Table:
        columns = self.pick.randint(1, 4)
        rows = tuple(
            tuple(Cell(self.pick.choice(("", self.writer.words(1, 3).strip()))) for _ in range(columns))
            for _ in range(self.pick.randint(1, 6))
        )
        return Table(rows, caption=self.pick.choice(("", "一览表")), note=self.pick.choice(("", "注：无。")))

    def _table(self, item: Item) -> Item:
        tables = [at for at, block in enumerate(item.blocks) if isinstance(block, Table)]
        if not tables:
            return self._with_block(item)
        at = self.pick.choice(tables)
        table = item.blocks[at]
        assert isinstance(table, Table)
        kind = self.pick.choice(("cell", "row", "rows", "delete row", "gone"))
        if kind == "gone":
            return replace(item, blocks=(*item.blocks[:at], *item.blocks[at + 1 :]))
        rows = list(table.rows)
        row = self.pick.randrange(len(rows))
        simple = all(cell.columns == cell.rows == 1 for line in rows for cell in line)
        if kind == "cell" or not simple:
            number = self.pick.randrange(len(rows[row])) if rows[row] else 0
            cells = list(rows[row])
            if cells:
                cells[number] = replace(cells[number], text=self._changed(cells[number].text), bold=())
            rows[row] = tuple(cells)
        elif kind == "delete row" and len(rows) > 1:
            del rows[row]
        else:
            more = 1 if kind == "row" else 3
            rows[row:row] = [
                tuple(Cell(self.writer.words(1, 2).strip()) for _ in rows[0]) for _ in range(more)
            ]
        made = replace(table, rows=tuple(rows))
        return replace(item, blocks=(*item.blocks[:at], made, *item.blocks[at + 1 :]))

    def _with_attachment(self, item: Item) -> Item:
        blocks: tuple[Block, ...] = (
            self.writer.paragraph(),
            self.pick.choice((TABLE, SINGLE, self._new_table())),
        )
        at = self.pick.randint(0, len(item.attachments))
        made = Attachment(self.writer.title(), blocks[: self.pick.randint(1, 2)])
        return replace(item, attachments=(*item.attachments[:at], made, *item.attachments[at:]))

    def _attachments(self, item: Item) -> Item:
        if not item.attachments:
            return self._with_attachment(item)
        return replace(item, attachments=item.attachments[1:])

    def _fields_of_item(self, item: Item) -> Item:
        return replace(item, source=self.pick.choice(("", "（办公室）", "（综合处、宣传处）")))

    # ---- the rest

    def _items(self, issue: Issue) -> Issue:
        with_items = [at for at, section in enumerate(issue.sections) if section.items]
        if not with_items:
            return issue
        at, to = self.pick.choice(with_items), self.pick.choice(with_items)
        items = list(issue.sections[at].items)
        number = self.pick.randrange(len(items))
        kind = self.pick.choice(("new", "gone", "move"))
        if kind == "new":
            items.insert(number, self.writer.item())
            return self._with_section(issue, at, replace(issue.sections[at], items=tuple(items)))
        item = items.pop(number)
        issue = self._with_section(issue, at, replace(issue.sections[at], items=tuple(items)))
        if kind == "gone":
            return issue
        other = list(issue.sections[to].items)
        other.insert(self.pick.randint(0, len(other)), item)
        return self._with_section(issue, to, replace(issue.sections[to], items=tuple(other)))

    def _sections(self, issue: Issue) -> Issue:
        sections = list(issue.sections)
        at = self.pick.randrange(len(sections))
        kind = self.pick.choice(("move", "name", "new", "gone"))
        if kind == "move":
            sections.insert(self.pick.randint(0, len(sections) - 1), sections.pop(at))
        elif kind == "name" and sections[at].name:
            sections[at] = replace(sections[at], name=self._changed(sections[at].name))
        elif kind == "gone" and len(sections) > 1:
            del sections[at]
        else:
            name = "新栏目" if sections[at].name else ""
            sections.insert(at, Section(name, (self.writer.item(),), sections[at].level))
        return replace(issue, sections=tuple(sections))

    def _fields(self, issue: Issue) -> Issue:
        pick = self.pick
        made: list[dict[str, Any]] = [
            {"masthead": replace(issue.masthead, number=pick.randint(1, 99))},
            {"masthead": replace(issue.masthead, marking=pick.choice(("", "内部资料", "秘密")))},
            {"masthead": replace(issue.masthead, name=self._changed(issue.masthead.name).replace("\n", ""))},
            {"print_count": pick.choice((None, 40))},
            {"disclosure": pick.choice(("", "依申请公开"))},
            {"imprint": pick.choice((None, issue.imprint))},
            {"distribution": issue.distribution[1:]},
            {"distribution": (*issue.distribution, Addressee("发", self.writer.words(2, 9).strip() + "。"))},
        ]
        return replace(issue, **pick.choice(made))

    def _note(self, issue: Issue) -> Issue:
        note = () if issue.editors_note else (self.writer.paragraph(), self.writer.paragraph())
        return replace(issue, editors_note=note)
