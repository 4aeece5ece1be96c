"""The list of proposals: groups with their rows, each change in one line, what goes struck through in red,
what comes underlined in blue. Words from outside are painted as the characters that they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import (
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from bulletin_desk.checked import shown
from bulletin_desk.desk.parts.plain import tip
from bulletin_desk.desk.parts.row_ground import is_selected, paint_ground
from bulletin_desk.desk.proposing.inline import Fate, Piece, inline
from bulletin_desk.desk.proposing.rows import Group, Standing, Together

if TYPE_CHECKING:
    from bulletin_desk.bulletin.proposals import Proposal

Index = QModelIndex | QPersistentModelIndex
_DATA = Qt.ItemDataRole.UserRole
_PIECES = Qt.ItemDataRole.UserRole + 1
_WHERE, _CHANGE, _WHEN = range(3)
_SIDE = 6
"""Pixels."""
_LONGEST_PIECE = 60
"""Characters of a piece in a row; all of it stands beside the list."""
_LEFT_OF_LONG = (36, 18)
"""How many of a longer one are shown: of its beginning and of its end."""
_LONGEST_TOLD = 200
_LINE_END = "↵"
_RED, _BLUE = QColor("#c62f23"), QColor("#1b5fbf")
_RED_ON_DARK, _BLUE_ON_DARK = QColor("#ff8a80"), QColor("#8ab8ff")


@dataclass(frozen=True, slots=True)
class _Shown:
    """What a row shows. Qt makes lists of tuples, and leaves this alone."""

    what: Group | Standing


@dataclass(frozen=True, slots=True)
class _Line:
    pieces: tuple[Piece, ...]


def formats(ink: QColor, *, selected: bool) -> dict[Fate, QTextCharFormat]:
    """How pieces look beside text in this ink; on what is selected they keep its ink."""
    dark = ink.lightness() > 128
    stays, goes, comes = QTextCharFormat(), QTextCharFormat(), QTextCharFormat()
    stays.setForeground(ink)
    goes.setFontStrikeOut(True)
    goes.setForeground(ink if selected else _RED_ON_DARK if dark else _RED)
    comes.setFontUnderline(True)
    comes.setForeground(ink if selected else _BLUE_ON_DARK if dark else _BLUE)
    return {Fate.STAYS: stays, Fate.GOES: goes, Fate.COMES: comes}


_WHOLE = ("blocks", "parts")
"""Shapes of what goes or comes as a whole."""


def _lead(proposal: Proposal) -> str:
    """What is done, where the marks of the words alone don't tell."""
    if proposal.change.moves or bool(proposal.was) == bool(proposal.now) or proposal.shape not in _WHOLE:
        return ""
    return "加上：" if proposal.now else "删去："


def in_words(pieces: Sequence[Piece]) -> str:
    """A change for who can't see it."""
    gone = "".join(piece.text for piece in pieces if piece.fate is Fate.GOES)
    come = "".join(piece.text for piece in pieces if piece.fate is Fate.COMES)
    if not gone and not come:
        return "".join(piece.text for piece in pieces)
    if gone and come:
        return f"“{gone}”改为“{come}”"
    return f"删去“{gone}”" if gone else f"加上“{come}”"


class ProposalsList(QTreeWidget):
    """`take_wanted`, `leave_wanted`, `copy_wanted`, `page_wanted` tell of keys pressed on the chosen row;
    `went` tells that the clerk has come to another one."""

    take_wanted = Signal()
    leave_wanted = Signal()
    copy_wanted = Signal()
    page_wanted = Signal()
    went = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("修订")
        self.setHeaderLabels(("位置", "改动", "时间"))
        self.setAllColumnsShowFocus(True)
        self.setUniformRowHeights(True)
        self.setIndentation(14)
        self.setItemDelegate(_Painter(self))
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(_WHERE, QHeaderView.ResizeMode.Interactive)
        header.resizeSection(_WHERE, 250)
        header.setSectionResizeMode(_CHANGE, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(_WHEN, QHeaderView.ResizeMode.ResizeToContents)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.itemClicked.connect(lambda *_: self.went.emit())
        self.itemActivated.connect(lambda *_: self.page_wanted.emit())

    # ---- what is shown

    def show_groups(self, groups: Sequence[Group]) -> None:
        """These and no others; the chosen row stays the chosen one where it is still there."""
        chosen, closed = self.current, {row.text(_WHERE) for row in self._heads() if not row.isExpanded()}
        height = self.verticalScrollBar().value()
        self.clear()
        for group in groups:
            head = QTreeWidgetItem((_title(group), _said_of(group), ""))
            head.setData(_WHERE, _DATA, _Shown(group))
            font = QFont(self.font())
            font.setBold(True)
            head.setFont(_WHERE, font)
            self.addTopLevelItem(head)
            head.addChildren([_row(group, each) for each in group.rows])
            head.setExpanded(head.text(_WHERE) not in closed)
        self.verticalScrollBar().setValue(height)
        if chosen is not None:
            self.choose(chosen)
        # letters are keys here, whatever input method the clerk writes with
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)

    @property
    def current(self) -> Group | Standing | None:
        """What the chosen row shows."""
        row = self.currentItem()
        return None if row is None else _what(row)

    def choose(self, wanted: Group | Standing) -> bool:
        """Makes the row of a proposal, or of a group of this title, the chosen one; whether it is there."""
        for row in self.rows():
            if _is_same(_what(row), wanted):
                self.setCurrentItem(row)
                return True
        return False

    def choose_first(self) -> None:
        """The first proposal of the list is the chosen one."""
        for row in self.rows():
            if isinstance(_what(row), Standing):
                self.setCurrentItem(row)
                self.scrollToTop()
                return

    def following(self, keys: frozenset[str]) -> Standing | None:
        """The proposal below the chosen row that is none of these, else the one above it; None if there is
        none."""
        rows = list(self.rows())
        current = self.currentItem()
        at = next((at for at, row in enumerate(rows) if row is current), 0)
        for row in (*rows[at:], *reversed(rows[:at])):
            each = _what(row)
            if isinstance(each, Standing) and each.open.key not in keys:
                return each
        return None

    def rows(self) -> Iterator[QTreeWidgetItem]:
        """All rows, from top to bottom."""
        for head in self._heads():
            yield head
            for at in range(head.childCount()):
                row = head.child(at)
                assert row is not None
                yield row

    def _heads(self) -> Iterator[QTreeWidgetItem]:
        for at in range(self.topLevelItemCount()):
            head = self.topLevelItem(at)
            assert head is not None
            yield head

    # ---- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Letters decide, Enter goes to the page; all else as in any list."""
        held = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        plain = held == Qt.KeyboardModifier.NoModifier
        match event.key():
            case Qt.Key.Key_A if plain:
                self.take_wanted.emit()
            case Qt.Key.Key_R if plain:
                self.leave_wanted.emit()
            case Qt.Key.Key_C if plain:
                self.copy_wanted.emit()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.page_wanted.emit()
            case Qt.Key.Key_Escape:
                event.ignore()  # the panel's
            case _ if event.matches(QKeySequence.StandardKey.Copy):
                self.copy_wanted.emit()
            case _ if not plain:
                event.ignore()  # a command's, which must not move along the list
            case _ if event.text().isalnum():
                pass  # no row is looked for by its first letter
            case _:
                before = self.currentItem()
                super().keyPressEvent(event)
                if self.currentItem() is not before:
                    self.went.emit()


def _what(row: QTreeWidgetItem) -> Group | Standing:
    shown_there = row.data(_WHERE, _DATA)
    assert isinstance(shown_there, _Shown)
    return shown_there.what


def _is_same(one: Group | Standing, other: Group | Standing) -> bool:
    if isinstance(one, Standing) and isinstance(other, Standing):
        return one.open.key == other.open.key
    if isinstance(one, Group) and isinstance(other, Group):
        return (one.together, one.title) == (other.together, other.title)
    return False


def _title(group: Group) -> str:
    title = shown(group.title)
    return title if group.together is Together.COLLIDING else f"{title}（{len(group.rows)} 处）"


def _said_of(group: Group) -> str:
    match group.together:
        case Together.COLLIDING:
            return f"{len({each.open.who for each in group.rows})} 个人改到了一起，采纳一种"
        case Together.UNPLACED:
            return "原文后来改过：照着手工改，改完划掉"
        case Together.ONE_PERSON:
            return ""


def _row(group: Group, each: Standing) -> QTreeWidgetItem:
    proposal = each.open.proposal
    pieces = inline(proposal, each.open.base)
    words = shown(in_words(pieces), _LONGEST_TOLD)
    by_name = group.together is not Together.ONE_PERSON
    where = each.where if group.together is Together.ONE_PERSON else each.open.who
    if group.together is Together.UNPLACED:
        where = f"{each.open.who}：{each.where}"
    row = QTreeWidgetItem((shown(where, 200), words, when_in_words(proposal.when)))
    row.setData(_WHERE, _DATA, _Shown(each))
    lead = (Piece(_lead(proposal), Fate.STAYS),) if _lead(proposal) else ()
    shortened = tuple(Piece(_short(piece), piece.fate) for piece in pieces)
    row.setData(_CHANGE, _PIECES, _Line((*lead, *shortened)))
    row.setToolTip(_WHERE, tip(f"{each.open.who}：{each.where}" if by_name else each.where))
    return row


def when_in_words(when: str) -> str:
    """`2026-11-30T19:00` as `11-30 19:00`; what is no time as it is."""
    day, _, time = when.partition("T")
    return f"{day[5:]} {time}".strip() if len(day) == 10 else shown(when)


def _short(piece: Piece) -> str:
    text = piece.text.replace("\n", _LINE_END)
    if len(text) > _LONGEST_PIECE:
        head, tail = _LEFT_OF_LONG
        text = f"{text[:head]}……{text[-tail:]}"
    return shown(text, len(text))


class _Painter(QStyledItemDelegate):
    """Air between rows; the pieces of a change in one line."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        size = super().sizeHint(option, index)
        return QSize(size.width() + 2 * _SIDE, option.fontMetrics.height() + 10)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = index.data(_PIECES)
        if not isinstance(line, _Line):
            super().paint(painter, option, index)
            return
        ink, selected = paint_ground(painter, option), is_selected(option)
        inside = QRect(option.rect).adjusted(_SIDE, 0, -_SIDE, 0)
        painter.save()
        painter.setClipRect(inside)
        _line(painter, inside, option.font, ink, line.pieces, selected)
        painter.restore()


def _line(
    painter: QPainter, box: QRect, font: QFont, ink: QColor, pieces: Sequence[Piece], selected: bool
) -> None:
    """One line, cut at its end where there is no room."""
    text = "".join(piece.text for piece in pieces)
    elided = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    kept = len(elided) if elided == text else max(len(elided) - 1, 0)
    layout = QTextLayout(elided, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    layout.setTextOption(option)
    looks, ranges, at = formats(ink, selected=selected), [], 0
    for piece in pieces:
        end = min(at + len(piece.text), kept)
        if at < end:
            look = QTextLayout.FormatRange()
            look.start, look.length = units(text[:at]), units(text[at:end])
            look.format = looks[piece.fate]
            ranges.append(look)
        at += len(piece.text)
    layout.setFormats(ranges)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(box.width())
    layout.endLayout()
    painter.setPen(ink)
    layout.draw(painter, QPointF(box.left(), box.top() + (box.height() - line.height()) / 2))


def units(text: str) -> int:
    """The length of a text as Qt counts it: in units of UTF-16."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
