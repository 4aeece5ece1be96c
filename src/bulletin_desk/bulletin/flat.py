"""What stands in rows (blocks, attachments, entries of the distribution) and single texts as one sequence of
letters and marks, as a word processor has them: a paragraph ends in a mark that knows its kind. Cutting a
paragraph in two is a mark put in, joining two is one taken out. Must not know who compares sequences.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import NamedTuple, NoReturn, assert_never

from bulletin_desk.bulletin import text_hunks
from bulletin_desk.bulletin.grammar import PARAGRAPHS, label_path, title_of, to_path
from bulletin_desk.bulletin.model import (
    Addressee,
    Attachment,
    Block,
    Body,
    Cell,
    Heading,
    ListItem,
    Paragraph,
    Path,
    Picture,
    Pictures,
    Place,
    Subheading,
    Table,
)
from bulletin_desk.bulletin.ranges import Ranges, united
from bulletin_desk.bulletin.tables import is_grid
from bulletin_desk.errors import EditError

_BOLD = 1
_RUN_IN = 2


class Letter(NamedTuple):
    """A character with its looks: bold, of a run-in heading."""

    char: str
    looks: int = 0


class Mark(NamedTuple):
    """Where something ends, or a table or picture begins: what, and its values that are no text."""

    what: str
    value: tuple[object, ...] = ()


Token = Letter | Mark
Tokens = tuple[Token, ...]


def text_tokens(text: str, run_in: int = 0, bold: Ranges = ()) -> Tokens:
    """The letters of a text."""
    if not bold and not run_in:
        return tuple(map(Letter, text))
    looks = [_RUN_IN if at < run_in else 0 for at in range(len(text))]
    for start, end in bold:
        for at in range(start, end):
            looks[at] |= _BOLD
    return tuple(map(Letter, text, looks))


def paragraph_mark(block: Paragraph) -> Mark:
    """The mark at the end of a paragraph: its kind, and whether the layout makes its number."""
    numbered = block.numbered if isinstance(block, Heading | ListItem) else False
    return Mark("paragraph", (block.kind, numbered))


def block_tokens(block: Block) -> Tokens:
    """A block, its end included."""
    match block:
        case Table():
            cells: list[Token] = []
            for at, row in enumerate(block.rows):
                cells.append(Mark("row", (at < block.header_rows,)))
                for cell in row:
                    cells += text_tokens(cell.text, 0, cell.bold)
                    cells.append(Mark("cell", (cell.columns, cell.rows, cell.align)))
            return (
                Mark("table", (block.columns, block.rules)),
                *map(Letter, block.caption),
                Mark("caption"),
                *map(Letter, block.unit),
                Mark("unit"),
                *cells,
                Mark("rows"),
                *map(Letter, block.note),
                Mark("note"),
            )
        case Pictures():
            found: list[Token] = [Mark("pictures")]
            for picture in block.pictures:
                found += (Mark("picture", (picture.data, picture.width)), *map(Letter, picture.caption))
                found.append(Mark("picture caption"))
            return (*found, *map(Letter, block.credit), Mark("credit"))
        case Body() | Subheading() | Heading() | ListItem():
            (text,) = block.texts()
            return (*text_tokens(text.text, text.run_in, text.bold), paragraph_mark(block))
    assert_never(block)


def attachment_tokens(attachment: Attachment) -> Tokens:
    """An attachment, its end included."""
    blocks = (token for block in attachment.blocks for token in block_tokens(block))
    return (*map(Letter, attachment.title), Mark("attachment title"), *blocks, Mark("attachment"))


def entry_tokens(entry: Addressee) -> Tokens:
    """An entry of the distribution."""
    return (*map(Letter, entry.label), Mark("label"), *map(Letter, entry.to), Mark("entry"))


def text_places(path: Path, text: str, *, mark: bool = True) -> list[Place]:
    """Where the tokens of a text stand, with the mark at its end."""
    return [Place(path, at) for at in range(len(text) + mark)]


def block_places(block: Block, path: Path) -> list[Place]:
    """Where the tokens of a block stand; a mark where what it ends or begins does."""
    if isinstance(block, Paragraph):
        return text_places(path, block.text)
    found: list[Place] = []
    before = Place((*path, *block.texts()[0].path), 0)
    if isinstance(block, Table):
        found.append(before)
        for text in block.texts():
            if text.path == (3,):  # the mark behind the rows
                found.append(found[-1])
            elif text.path[0] == 2 and text.path[2] == 0:  # the one before a row
                found.append(Place((*path, *text.path), 0))
            found += text_places((*path, *text.path), text.text)
        return found if len(found) == len(block_tokens(block)) else [before] * len(block_tokens(block))
    found.append(before)
    for text in block.texts():
        if text.path[0] == 0:
            found.append(Place((*path, *text.path), 0))
        found += text_places((*path, *text.path), text.text)
    return found


def attachment_places(attachment: Attachment, path: Path) -> list[Place]:
    """Where the tokens of an attachment stand."""
    found = text_places(title_of(path), attachment.title)
    for at, block in enumerate(attachment.blocks):
        found += block_places(block, (*path, "blocks", at))
    return [*found, found[-1]]


def entry_places(entry: Addressee, at: int) -> list[Place]:
    """Where the tokens of an entry of the distribution stand."""
    return [*text_places(label_path(at), entry.label), *text_places(to_path(at), entry.to)]


# ---- back


class _Reader:
    """Reads a sequence."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._at = 0

    @property
    def done(self) -> bool:
        return self._at == len(self._tokens)

    def text(self) -> tuple[str, int, Ranges]:
        """The letters up to the next mark, how many of the first are a run-in heading, and which are bold."""
        start = self._at
        while self._at < len(self._tokens) and isinstance(self._tokens[self._at], Letter):
            self._at += 1
        letters = [token for token in self._tokens[start : self._at] if isinstance(token, Letter)]
        run_in = next((at for at, each in enumerate(letters) if not each.looks & _RUN_IN), len(letters))
        bold = united((at, at + 1) for at, each in enumerate(letters) if each.looks & _BOLD)
        return "".join(each.char for each in letters), run_in, bold

    def plain(self, what: str) -> str:
        """A text, and the mark that must end it."""
        text, _, _ = self.text()
        self.mark(what)
        return text

    def mark(self, *what: str) -> Mark:
        """The next token, which must be such a mark."""
        token = self._tokens[self._at] if not self.done else None
        if not isinstance(token, Mark) or token.what not in what:
            _impossible()
        self._at += 1
        return token

    def peek(self) -> str:
        """What the next token marks; empty for a letter, and at the end."""
        token = None if self.done else self._tokens[self._at]
        return token.what if isinstance(token, Mark) else ""

    def blocks(self, end: str = "") -> tuple[Block, ...]:
        found: list[Block] = []
        while not self.done and (not end or self.peek() != end):
            match self.peek():
                case "table":
                    found.append(self._table())
                case "pictures":
                    found.append(self._pictures())
                case _:
                    found.append(self._paragraph())
        return tuple(found)

    def _paragraph(self) -> Paragraph:
        text, run_in, bold = self.text()
        kind, numbered = self.mark("paragraph").value
        block = PARAGRAPHS[kind]  # type: ignore[index]
        match block:
            case Body():
                return Body(text, run_in, bold)
            case ListItem():
                return ListItem(text, bool(numbered), bold)
            case Heading():
                return replace(block, text=text, numbered=bool(numbered))
        return replace(block, text=text)

    def _table(self) -> Table:
        columns, rules = self.mark("table").value
        caption, unit = self.plain("caption"), self.plain("unit")
        rows: list[tuple[Cell, ...]] = []
        heads: list[bool] = []
        while self.peek() == "row":
            heads.append(bool(self.mark("row").value[0]))
            cells: list[Cell] = []
            while self.peek() not in ("row", "rows"):
                text, _, bold = self.text()
                across, down, align = self.mark("cell").value
                cells.append(Cell(text, across, down, align, bold))  # type: ignore[arg-type]
            rows.append(tuple(cells))
        self.mark("rows")
        header = next((at for at, head in enumerate(heads) if not head), len(heads))
        note = self.plain("note")
        table = Table(tuple(rows), header, columns, caption, unit, note, rules)  # type: ignore[arg-type]
        if not is_grid(table):
            _impossible()
        return table

    def _pictures(self) -> Pictures:
        self.mark("pictures")
        found: list[Picture] = []
        while self.peek() == "picture":
            data, width = self.mark("picture").value
            found.append(Picture(data, width, self.plain("picture caption")))  # type: ignore[arg-type]
        try:
            return Pictures(tuple(found), self.plain("credit"))
        except ValueError:
            _impossible()

    def attachment(self) -> Attachment:
        title = self.plain("attachment title")
        blocks = self.blocks("attachment")
        self.mark("attachment")
        return Attachment(title, blocks)

    def entry(self) -> Addressee:
        return Addressee(self.plain("label"), self.plain("entry"))


def _impossible() -> NoReturn:
    raise EditError("这里后来改过结构，这处修订放不进去；请照着手工改。")


def blocks_in(tokens: Sequence[Token]) -> tuple[Block, ...]:
    """The blocks that a sequence is. Raises EditError if it is none."""
    return _Reader(tokens).blocks()


def attachments_in(tokens: Sequence[Token]) -> tuple[Attachment, ...]:
    """The attachments that a sequence is. Raises EditError if it is none."""
    reader = _Reader(tokens)
    found = []
    while not reader.done:
        found.append(reader.attachment())
    return tuple(found)


def entries_in(tokens: Sequence[Token]) -> tuple[Addressee, ...]:
    """The entries of the distribution that a sequence is. Raises EditError if it is none."""
    reader = _Reader(tokens)
    found = []
    while not reader.done:
        found.append(reader.entry())
    return tuple(found)


def text_in(tokens: Sequence[Token]) -> str:
    """The text that a sequence is. Raises EditError if it is none."""
    reader = _Reader(tokens)
    text, _, _ = reader.text()
    if not reader.done:
        _impossible()
    return text


def words(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """From where to where the words reach, as `text_hunks` has them, as far as they look alike; each mark is
    by itself."""
    at = 0
    while at < len(tokens):
        if isinstance(tokens[at], Mark):
            yield at, at + 1
            at += 1
            continue
        stop = at
        while stop < len(tokens) and isinstance(tokens[stop], Letter):
            stop += 1
        for word in text_hunks.tokens("".join(str(letter[0]) for letter in tokens[at:stop])):
            end = at + len(word)
            for _, alike in groupby(tokens[at:end], key=_looks):
                start, at = at, at + sum(1 for _ in alike)
                yield start, at


def _looks(token: Token) -> object:
    return token[1]
