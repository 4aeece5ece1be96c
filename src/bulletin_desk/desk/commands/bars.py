"""The window's menus and toolbar, made of the table of commands, and which of the commands can be given at
the caret. Does none of them."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QColor, QGuiApplication
from PySide6.QtWidgets import QComboBox, QMainWindow, QMenu, QSizePolicy, QToolBar, QToolButton, QWidget

from bulletin_desk.bulletin.grammar import ITEM_TEXTS, SPEC, SPECS, item_at, title_of
from bulletin_desk.bulletin.model import Kind
from bulletin_desk.desk.commands import actions as commands
from bulletin_desk.desk.commands.focus import Focus, Holder
from bulletin_desk.desk.commands.further import TEXTS
from bulletin_desk.desk.commands.item_states import STATE_OF, STATES_MENU, STATES_NAME, STATES_TITLE
from bulletin_desk.desk.commands.marks import Marks
from bulletin_desk.desk.commands.review import REMARKS, REMARKS_MENU, REMARKS_TITLE
from bulletin_desk.desk.commands.tables import (
    TABLE_MENU,
    TABLE_MENUS,
    TABLE_TITLE,
    table_can,
    table_checks,
)
from bulletin_desk.desk.commands.things import PICTURE_COMMANDS
from bulletin_desk.desk.parts.icons import icon
from bulletin_desk.desk.parts.plain import in_menu
from bulletin_desk.desk.parts.still import keep_still
from bulletin_desk.desk.session import Session
from bulletin_desk.editing.document import Document
from bulletin_desk.editing.kinds import choosable
from bulletin_desk.editing.nodes import body_at
from bulletin_desk.editing.pictures import pictures_at
from bulletin_desk.editing.table_selection import table_state
from bulletin_desk.layouts.offers import Offers

_ADDRESSED = tuple(command for command in commands.COMMANDS if command.to != Holder.ANY)
"""The commands that not everybody takes."""
_KINDS = tuple(
    kind for kind in Kind if any(command.name == f"kind_{kind.value}" for command in commands.COMMANDS)
)
"""The kinds that a command makes of a paragraph, in one layout or another."""


class Bars(QObject):
    """Makes the toolbar of `window` and the `menus` that stand in others by name. `kind_chosen` gives out the
    kind that the caret's paragraph is to have, `mark_chosen` the mark of the items spoken of."""

    kind_chosen = Signal(object)
    mark_chosen = Signal(str)

    def __init__(
        self, session: Session, actions: Mapping[str, QAction], focus: Focus, window: QMainWindow
    ) -> None:
        super().__init__(window)
        self._session = session
        self._focus = focus
        self._actions = actions
        self.kinds = _kinds_box(window)
        self.kinds.activated.connect(lambda row: self.kind_chosen.emit(self._kinds[row]))
        self.kind_actions: dict[Kind, QAction] = {kind: actions[f"kind_{kind.value}"] for kind in _KINDS}
        self.marks = Marks(window)
        self.marks.chosen.connect(self.mark_chosen)
        self._texts = QMenu(commands.TEXTS_TITLE, window)
        commands.fill_menu(self._texts, commands.TEXTS_MENU, actions)
        states = QMenu(STATES_TITLE, window)
        commands.fill_menu(states, STATES_MENU, actions)
        levels = QMenu(commands.LEVELS_TITLE, window)
        commands.fill_menu(levels, commands.LEVELS_MENU, actions)
        pictures = QMenu(commands.PICTURES_TITLE, window)
        commands.fill_menu(pictures, commands.PICTURES_MENU, actions)
        remarks = QMenu(REMARKS_TITLE, window)
        commands.fill_menu(remarks, REMARKS_MENU, actions)
        self.menus: dict[str, QMenu] = {
            commands.MARKS: self.marks,
            commands.TEXTS: self._texts,
            commands.LEVELS_AND_LISTS: levels,
            commands.PICTURES: pictures,
            REMARKS: remarks,
            STATES_NAME: states,
        }
        for name, (title, names) in TABLE_MENUS.items():
            self.menus[name] = QMenu(title, window)
            commands.fill_menu(self.menus[name], names, actions)
        self._table = self.menus[commands.TABLE] = QMenu(TABLE_TITLE, window)
        commands.fill_menu(self._table, TABLE_MENU, actions, self.menus)
        self.tools = _toolbar(actions, self.kinds, window)
        window.addToolBar(self.tools)
        fits = [actions[name] for name in ("fit_width", "fit_page")]
        for choices in (fits, list(self.kind_actions.values())):
            group = QActionGroup(window)
            group.setExclusionPolicy(QActionGroup.ExclusionPolicy.ExclusiveOptional)
            for action in choices:
                group.addAction(action)
        session.replaced.connect(self.show_state)
        session.changed.connect(self.show_state)
        focus.changed.connect(self.show_state)
        QGuiApplication.clipboard().dataChanged.connect(self.show_state)
        self._offer(session.document.offers)
        self.show_state()

    def _offer(self, offers: Offers) -> None:
        """Only what a layout that offers these has is in menus and toolbar."""
        self._offers = offers
        self._kinds = choosable(offers)
        commands.offer(self._actions, offers)
        self.marks.offer(offers.marks)
        self._texts.menuAction().setVisible(any(self._actions[name].isVisible() for name in TEXTS))
        self.kinds.clear()
        for kind in self._kinds:
            self.kinds.addItem(SPEC[kind].name, kind)

    def colour(self, ink: QColor) -> None:
        """The icons in the colour of the text around them."""
        for command in commands.COMMANDS:
            if command.icon:
                self._actions[command.name].setIcon(icon(command.icon, ink))

    def show_state(self) -> None:
        """Kinds, undo and the rest as they are at the caret, and what can be said to whoever has the keys."""
        document = self._session.document
        if document.offers != self._offers:
            self._offer(document.offers)
        kind = document.kind
        spec = SPEC[kind]
        for other, action in self.kind_actions.items():
            action.setChecked(other is kind)
        self.kinds.setEnabled(kind in self._kinds)
        if kind in self._kinds:
            self.kinds.setCurrentIndex(self._kinds.index(kind))
        else:
            self.kinds.setPlaceholderText(spec.name)
            self.kinds.setCurrentIndex(-1)
        self._actions["run_in"].setChecked(spec.run_in and _in_run_in(document))
        own = self._focus.undoes is not self._session
        for name, words, key in (("undo", "撤销", "U"), ("redo", "重做", "R")):
            edit = None if own else document.undo_name if name == "undo" else document.redo_name
            action = self._actions[name]
            action.setText(f"{words} {in_menu(edit)}(&{key})" if edit else f"{words}(&{key})")
            action.setEnabled(own or edit is not None)
            commands.set_tip(action)
        typed = self._focus.field is not None
        selected = typed or self._focus.has_picture or not document.selection.empty
        can = dict.fromkeys(("cut", "copy", "delete"), selected)
        can |= {action.objectName(): kind in self._kinds for action in self.kind_actions.values()}
        can["run_in"], can["line_break"] = spec.run_in, spec.line_breaks
        can |= self._show_further(document)
        can |= self._show_pictures(document)
        can |= self._show_table(document)
        can["paste"] = QGuiApplication.clipboard().mimeData() is not None
        for command in _ADDRESSED:
            there = self._focus.holder in command.to and can.get(command.name, True)
            self._actions[command.name].setEnabled(there)

    def _show_table(self, document: Document) -> dict[str, bool]:
        """The table of the caret as it is, and what can be done with it."""
        state = table_state(document.issue, document.selection)
        self._table.menuAction().setVisible(state is not None)
        for name, checked in table_checks(state).items():
            self._actions[name].setChecked(checked)
        return table_can(state)

    @staticmethod
    def _show_pictures(document: Document) -> dict[str, bool]:
        """What can be done with the picture of the caret."""
        block = pictures_at(document.issue, document.selection.head.path)
        can = dict.fromkeys((command.name for command in PICTURE_COMMANDS), block is not None)
        alone = block is not None and len(block.pictures) == 1
        return can | {"picture_together": alone, "picture_apart": block is not None and not alone}

    def _show_further(self, document: Document) -> dict[str, bool]:
        """What only some bulletins have, as it is at the caret, and which of it can be given there."""
        offers = self._offers
        self._actions["bold"].setChecked(offers.bold and document.bold)
        self._actions["numbered"].setChecked(document.numbered)
        path = document.item_at_caret()
        item = None if path is None else item_at(document.issue, title_of(path))
        self.marks.show_state(None if item is None else item.mark)
        for name, state in STATE_OF.items():
            self._actions[name].setChecked(item is not None and item.state == state)
        for name, kind in TEXTS.items():
            has = item is not None and getattr(item, ITEM_TEXTS.get(kind, "title"))
            self._actions[name].setChecked(bool(has))
        removable = document.kind in ITEM_TEXTS or (
            document.kind is Kind.TITLE and offers.titles == "optional"
        )
        others = {"remove_text": removable, "numbered": document.levelled}
        return dict.fromkeys(TEXTS, item is not None) | others


def _in_run_in(document: Document) -> bool:
    head = document.selection.head
    body = body_at(document.issue, head.path)
    return body is not None and 0 < head.offset <= body.run_in


def _kinds_box(window: QWidget) -> QComboBox:
    kinds = QComboBox(window)
    kinds.setAccessibleName("这一段是什么")
    kinds.setToolTip("这一段是什么（Ctrl+1 至 Ctrl+5）")
    kinds.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    keep_still(kinds)
    # wide enough for the parts that have no choice of kinds too
    widest = max(kinds.fontMetrics().horizontalAdvance(spec.name) for spec in SPECS)
    kinds.setMinimumContentsLength(-(-widest // kinds.fontMetrics().horizontalAdvance("X")))
    return kinds


def _toolbar(actions: Mapping[str, QAction], kinds: QComboBox, window: QWidget) -> QToolBar:
    tools = QToolBar("工具栏", window)
    tools.setObjectName("tools")
    tools.setMovable(False)
    tools.setIconSize(QSize(20, 20))
    tools.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
    spacer = QWidget(window)
    spacer.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    commands.fill_toolbar(tools, actions, {commands.KINDS: kinds, commands.SPACER: spacer})
    for command in commands.COMMANDS:
        button = tools.widgetForAction(actions[command.name])
        if isinstance(button, QToolButton):
            style = (
                Qt.ToolButtonStyle.ToolButtonTextBesideIcon
                if command.short
                else Qt.ToolButtonStyle.ToolButtonIconOnly
            )
            button.setToolButtonStyle(style)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return tools
