"""The window: the one place where panels, document and files are put together and their signals connected."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date as Date  # noqa: N812
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, QTimer
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QMoveEvent,
    QPalette,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QMainWindow,
    QMenu,
    QPlainTextEdit,
    QSizePolicy,
    QSplitter,
    QToolBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from bulletin_desk.bulletin.blank import blank_issue
from bulletin_desk.bulletin.grammar import (
    EDITORS_NOTE,
    IMPRINT,
    MASTHEAD,
    NAME,
    NUMBER,
    SPEC,
    SPECS,
    heading_of,
    item_path,
    note_path,
    title_of,
    to_path,
)
from bulletin_desk.bulletin.model import Issue, Kind
from bulletin_desk.bulletin.model import Path as PartPath
from bulletin_desk.desk import actions as commands
from bulletin_desk.desk import beside, files
from bulletin_desk.desk import settings as remembered
from bulletin_desk.desk.arranging import Arranging
from bulletin_desk.desk.canvas import FIT_AUTO, FIT_PAGE, FIT_WIDTH, FIXED, Canvas
from bulletin_desk.desk.clipboard import fragment_in, mime_of
from bulletin_desk.desk.columns import Columns
from bulletin_desk.desk.filing import Filing
from bulletin_desk.desk.find import FindBar
from bulletin_desk.desk.findings import FindingsPanel
from bulletin_desk.desk.help import TextDialog, about_html, help_html
from bulletin_desk.desk.icons import icon
from bulletin_desk.desk.idle import IdleCleaner
from bulletin_desk.desk.inspector import Inspector
from bulletin_desk.desk.intaking import SUFFIXES, Intaking
from bulletin_desk.desk.notice import Notice
from bulletin_desk.desk.outline import Outline
from bulletin_desk.desk.output import Output
from bulletin_desk.desk.plain import ask_number, in_menu, in_title
from bulletin_desk.desk.proofing import Proofing
from bulletin_desk.desk.searching import Searching
from bulletin_desk.desk.session import Session
from bulletin_desk.desk.settings import Settings
from bulletin_desk.desk.status import StatusLine
from bulletin_desk.desk.still import keep_still
from bulletin_desk.editing.count import fragment_characters, issue_characters
from bulletin_desk.editing.document import Change, Document
from bulletin_desk.editing.history import Run
from bulletin_desk.editing.kinds import KINDS
from bulletin_desk.errors import EditError
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.forms import FORMS
from bulletin_desk.pipeline import OwnLayouts, Typeset, stand_in_faces
from bulletin_desk.storage.places import Places
from bulletin_desk.storage.places import places as user_places
from bulletin_desk.typeset.typesetter import Typesetter

_LAYOUT = "layout"
"""The reason for which a notice stands."""
_COUNT_PAUSE = 150
_HINT_TIME = 5000
_FIELD_PAUSE = 3.0
"""Seconds without a key in a field after which a new undo step begins."""
_SMALL_SCREEN = 1500
"""Pixels; on a screen that is narrower the first window takes all of it."""


class MainWindow(QMainWindow):
    """One window, one issue."""

    def __init__(
        self,
        faces: Faces,
        settings: Settings,
        clock: Callable[[], float] = time.monotonic,
        today: Callable[[], Date] = Date.today,
        places: Places | None = None,
    ) -> None:
        super().__init__()
        self._faces = faces
        self._settings = settings
        self._session = Session(self)
        self._clock = clock
        self._today = today
        self._places = places or user_places()
        self._layouts = OwnLayouts(faces)
        self.document = Document(blank_issue(today()), self._layouts, clock)
        self._unsubscribe = self.document.subscribe(self._changed)
        self._layout_trouble = ""
        self._in_field = False
        self.actions_by_name = commands.make_actions(self)
        self._make_panels()
        self._make_bars()
        self._connect()
        self.setAcceptDrops(True)
        self._recolour()
        self._restore()
        self._show_document()

    # ---- what it is made of

    def _make_panels(self) -> None:
        self.canvas = Canvas(self.document, self._faces, self)
        self.outline = Outline(self)
        self.inspector = Inspector(self)
        self.find_bar = FindBar(self)
        self.findings = FindingsPanel(self)
        self.notice = Notice(self)
        self.status = StatusLine(self)
        self.setStatusBar(self.status)
        self.output = Output(
            self,
            self._settings,
            self.notice,
            self.status,
            self._snapshot,
            lambda: self.filing.folder(),
            lambda snapshot: self.proofing.may_export(snapshot),
        )
        self.searching = Searching(
            lambda: self.document, self.find_bar, self.canvas, self.notice, self._undo_notice, self
        )
        self.arranging = Arranging(
            self,
            self._settings,
            lambda: self.document,
            self.outline,
            self.canvas,
            self.notice,
            self._undo_notice,
        )
        self._recent_menu = QMenu("最近的文件(&R)", self)
        self.filing = Filing(
            self,
            self._settings,
            lambda: self.document,
            self._take,
            self.notice,
            self._recent_menu,
            lambda: self._edit_field(NUMBER),
            self._today,
            self._places,
        )
        self.intaking = Intaking(
            self,
            lambda: self.document,
            self.arranging.section_names,
            self.filing.folder,
            self.arranging.remember_sections,
            self.notice,
            self._undo_notice,
            self._places.units,
        )
        self.proofing = Proofing(
            self,
            lambda: self.document,
            self.canvas,
            self.findings,
            self.notice,
            lambda: self.filing.file,
            lambda: self.filing.folder(),
            self._today,
            stand_in_faces(self._faces),
            self._places,
        )
        self._cleaner = IdleCleaner(self)
        self._count_timer = QTimer(self)
        self._count_timer.setSingleShot(True)
        self._count_timer.setInterval(_COUNT_PAUSE)

        self._side = QWidget(self)
        side = QVBoxLayout(self._side)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(0)
        side.addWidget(self.outline, 1)
        self._side_bar = QWidget(self._side)
        buttons = QHBoxLayout(self._side_bar)
        buttons.setContentsMargins(6, 4, 6, 4)
        buttons.setSpacing(2)
        for name in commands.SIDE_BAR.split():
            if name == commands.SPACER:
                buttons.addStretch(1)
                continue
            button = QToolButton(self._side_bar)
            button.setAutoRaise(True)
            button.setDefaultAction(self.actions_by_name[name])
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
            button.setIconSize(QSize(18, 18))
            buttons.addWidget(button)
        side.addWidget(self._side_bar)

        self._rows = QSplitter(Qt.Orientation.Vertical, self)
        self._rows.addWidget(self.canvas)
        self._rows.addWidget(self.findings)
        self._rows.setStretchFactor(0, 1)
        self._rows.setCollapsible(0, False)
        self._rows.setSizes([700, 150])
        middle = QWidget(self)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.notice)
        column.addWidget(self.find_bar)
        column.addWidget(self._rows, 1)
        self._columns = Columns(
            (self._side, middle, self.inspector),
            (remembered.OUTLINE_WIDTH.default, remembered.FIELDS_WIDTH.default),
        )
        self._rows.installEventFilter(self)
        self.setCentralWidget(self._columns)
        self.inspector.hide()
        self.findings.hide()

    def _make_bars(self) -> None:
        self.kinds = QComboBox(self)
        self.kinds.setAccessibleName("这一段是什么")
        self.kinds.setToolTip("这一段是什么（Ctrl+1 至 Ctrl+5）")
        self.kinds.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        keep_still(self.kinds)
        for kind in KINDS:
            self.kinds.addItem(SPEC[kind].name, kind)
        # wide enough for the parts that have no choice of kinds too
        widest = max(self.kinds.fontMetrics().horizontalAdvance(spec.name) for spec in SPECS)
        self.kinds.setMinimumContentsLength(-(-widest // self.kinds.fontMetrics().horizontalAdvance("X")))
        commands.fill_menu_bar(self.menuBar(), self.actions_by_name, self._recent_menu)
        self.tools = QToolBar("工具栏", self)
        self.tools.setObjectName("tools")
        self.tools.setMovable(False)
        self.tools.setIconSize(QSize(20, 20))
        self.tools.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        spacer = QWidget(self)
        spacer.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        commands.fill_toolbar(
            self.tools, self.actions_by_name, {commands.KINDS: self.kinds, commands.SPACER: spacer}
        )
        for command in commands.COMMANDS:
            button = self.tools.widgetForAction(self.actions_by_name[command.name])
            if isinstance(button, QToolButton):
                style = (
                    Qt.ToolButtonStyle.ToolButtonTextBesideIcon
                    if command.short
                    else Qt.ToolButtonStyle.ToolButtonIconOnly
                )
                button.setToolButtonStyle(style)
                button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.addToolBar(self.tools)
        self._kind_actions: dict[Kind, QAction] = {
            kind: self.actions_by_name[f"kind_{kind.value}"] for kind in KINDS
        }
        fits = [self.actions_by_name[name] for name in ("fit_width", "fit_page")]
        for choices in (fits, list(self._kind_actions.values())):
            group = QActionGroup(self)
            group.setExclusionPolicy(QActionGroup.ExclusionPolicy.ExclusiveOptional)
            for action in choices:
                group.addAction(action)

    def _connect(self) -> None:
        """Every command and every panel's signal."""
        document = self._on_document
        canvas = self.canvas
        handlers: dict[str, Callable[[], object]] = {
            "new": self.filing.new,
            "next": self.filing.new_from_last,
            "open": self.filing.open,
            "save": self.filing.save,
            "save_as": self.filing.save_as,
            "versions": self.filing.show_versions,
            "recover": lambda: self.filing.offer_recovered(ask=True),
            "export": self.output.export,
            "export_again": self.output.export_again,
            "print": self.output.print_out,
            "quit": self.close,
            "undo": self.undo,
            "redo": self.redo,
            "cut": self.cut,
            "copy": self.copy,
            "paste": self.paste,
            "delete": self.delete,
            "import_manuscripts": self.intaking.ask,
            "edit_units": self.intaking.edit_units,
            "paste_manuscript": lambda: self.intaking.paste(QGuiApplication.clipboard().mimeData()),
            "select_all": self.select_all,
            "find": lambda: self.searching.open(replacing=False),
            "replace": lambda: self.searching.open(replacing=True),
            "find_next": lambda: self.searching.step(1),
            "find_previous": lambda: self.searching.step(-1),
            "finding_next": lambda: self.proofing.step(1),
            "finding_previous": lambda: self.proofing.step(-1),
            "finding_fix": self.proofing.fix_here,
            "add_section": self.arranging.add_section,
            "add_item": self.arranging.add_item,
            "add_note": self.arranging.add_note,
            "rename": self._rename,
            "duplicate": self.arranging.duplicate,
            "remove": self.arranging.remove,
            "move_up": lambda: self.arranging.shift(-1),
            "move_down": lambda: self.arranging.shift(1),
            "run_in": lambda: self.document.toggle_run_in(),
            "line_break": lambda: self.document.line_break(),
            "zoom_in": lambda: canvas.step_zoom(1),
            "zoom_out": lambda: canvas.step_zoom(-1),
            "zoom_100": lambda: canvas.set_zoom(1.0),
            "fit_width": lambda: canvas.set_fit(FIT_WIDTH if canvas.fit != FIT_WIDTH else FIT_AUTO),
            "fit_page": lambda: canvas.set_fit(FIT_PAGE if canvas.fit != FIT_PAGE else FIT_AUTO),
            "two_pages": lambda: canvas.set_two_pages(not canvas.two_pages),
            "go_to_page": self.go_to_page,
            "show_outline": lambda: self._show_panel("show_outline", self._side),
            "show_fields": lambda: self._show_panel("show_fields", self.inspector),
            "show_findings": lambda: self._show_panel("show_findings", self.findings),
            "next_panel": self.next_panel,
            "help": lambda: TextDialog("使用说明", help_html(), self).open(),
            "about": lambda: TextDialog("关于", about_html(self._faces), self).open(),
        }
        for kind in KINDS:
            handlers[f"kind_{kind.value}"] = lambda kind=kind: self.document.change_kind(kind)
        for form in FORMS:
            handlers[f"export_{form.name}"] = lambda form=form: self.output.export_one(form)
        for name, handler in handlers.items():
            run = document(handler)
            self.actions_by_name[name].triggered.connect(
                # nothing begins while something is waited for
                lambda _checked=False, run=run: beside.waiting() or run()
            )
        self.kinds.activated.connect(self._kind_chosen)

        canvas.field_wanted.connect(self._edit_field)
        canvas.zoomed.connect(self._show_zoom)
        canvas.looked_at.connect(lambda page: self.status.show_page(page, len(self.document.pages)))
        canvas.menu_wanted.connect(lambda at: self._popup(commands.PAGE_MENU, at, self.proofing.fill_menu))
        canvas.refused.connect(self.notice.say)
        canvas.hinted.connect(self._hint)
        canvas.escaped.connect(self.notice.hide)
        self.outline.went_to.connect(self._go_to_part)
        self.outline.entered.connect(lambda path: (self._go_to_part(path), canvas.setFocus()))
        self.outline.remove_wanted.connect(document(self.arranging.remove))
        self.outline.menu_wanted.connect(lambda at: self._popup(commands.OUTLINE_MENU, at))
        self.outline.rows.renamed.connect(
            lambda path, text: document(lambda: self.arranging.rename(path, text))()
        )
        self.outline.rows.dropped.connect(
            lambda paths, to: document(lambda: self.arranging.move(paths, to))()
        )
        self.inspector.edited.connect(self._field_edited)
        self.inspector.closed.connect(self._close_inspector)
        self.findings.closed.connect(lambda: self._hide_panel("show_findings", self.findings))
        self.proofing.counted.connect(self._show_count)
        self.proofing.field_wanted.connect(self._edit_field)
        self.proofing.panel_wanted.connect(
            lambda: self.findings.isHidden() and self._show_panel("show_findings", self.findings)
        )
        self.status.page_clicked.connect(self.go_to_page)
        self.status.zoom_set.connect(canvas.set_zoom)
        self.status.zoom_stepped.connect(canvas.step_zoom)
        self._count_timer.timeout.connect(self._count)
        self.filing.saved.connect(self._saved)
        QGuiApplication.clipboard().dataChanged.connect(self._show_paste)
        application = QGuiApplication.instance()
        application.commitDataRequest.connect(self._session_ends)
        application.aboutToQuit.connect(self.filing.keeper.flush)  # Windows ends a session without closing

    def _on_document(self, handler: Callable[[], object]) -> Callable[[], None]:
        """What can't be done at a place is said, in the notice."""

        def run() -> None:
            try:
                handler()
            except EditError as error:
                self.notice.say(str(error))
            # a command that changed nothing has still turned its own check mark over
            self._show_state()

        return run

    # ---- the document

    def _take(self, issue: Issue, refusal: str) -> None:
        """Another issue in place of the one before, and why it may not be edited if it may not."""
        self._unsubscribe()
        self.document = Document(issue, self._layouts, self._clock)
        self.document.refusal = refusal
        self._unsubscribe = self.document.subscribe(self._changed)
        self.canvas.set_document(self.document)
        self._cleaner.opened()
        self.proofing.forget()
        self.inspector.compare(self.proofing.earlier)
        self.notice.hide()
        self.arranging.remember_sections(issue)
        if issue.sections and issue.sections[0].items:
            self.document.go_to(title_of(item_path(0, 0)))
        self.canvas.verticalScrollBar().setValue(0)
        self.canvas.show_caret()
        self._show_document()
        self.canvas.setFocus()

    def _show_document(self) -> None:
        """Everything, after another document has come."""
        self.outline.show_issue(self.document.issue, self.document.selection.head.path)
        self.inspector.show_issue(self.document.issue)
        self.status.show_edit(None, 0, 0)
        self.status.show_page(0, len(self.document.pages))
        self._show_layout()
        self._show_state()
        self._show_zoom()
        self._count()
        self._show_title()
        self.proofing.look()
        if not self.find_bar.isHidden():
            self.searching.search(go=False)

    def _changed(self, change: Change) -> None:
        """One change of the document goes to every panel."""
        self.canvas.document_changed(pages=change.pages)
        path = self.document.selection.head.path
        if change.issue:
            self.filing.keeper.record(self.document.snapshot(), saved=not self.document.modified)
            if self.notice.passing:
                self.notice.hide()
            self.outline.show_issue(self.document.issue, path)
            if not self.inspector.isHidden() and not self._in_field:
                self.inspector.show_issue(self.document.issue)
            self._show_layout()
            self.status.show_edit(change.name, change.pages_before, len(self.document.pages))
            self._show_title()
            self.proofing.look()
            if not self.find_bar.isHidden():
                self.searching.search(go=False)
        else:
            self.outline.follow(path)
        self.status.show_page(self.canvas.page_in_view(), len(self.document.pages))
        self._show_state()
        self._count_timer.start()
        self._cleaner.touch()

    def _show_layout(self) -> None:
        """Says as long as the pages are not in the issue's own layout why they are not."""
        trouble = self._layouts.trouble
        if trouble == self._layout_trouble:
            return
        self._layout_trouble = trouble
        if trouble:
            self.notice.stand(_LAYOUT, trouble)
        else:
            self.notice.fall(_LAYOUT)

    def _show_state(self) -> None:
        """Kinds, undo and the rest as they are at the caret."""
        document = self.document
        kind = document.kind
        spec = SPEC[kind]
        for other, action in self._kind_actions.items():
            action.setChecked(other is kind)
            action.setEnabled(kind in KINDS)
        self.kinds.setEnabled(kind in KINDS)
        if kind in KINDS:
            self.kinds.setCurrentIndex(KINDS.index(kind))
        else:
            self.kinds.setPlaceholderText(spec.name)
            self.kinds.setCurrentIndex(-1)
        self.actions_by_name["run_in"].setEnabled(spec.run_in)
        self.actions_by_name["run_in"].setChecked(spec.run_in and self._in_run_in())
        self.actions_by_name["line_break"].setEnabled(spec.line_breaks)
        for name, words, key in (("undo", "撤销", "U"), ("redo", "重做", "R")):
            edit = document.undo_name if name == "undo" else document.redo_name
            action = self.actions_by_name[name]
            action.setText(f"{words} {in_menu(edit)}(&{key})" if edit else f"{words}(&{key})")
            action.setEnabled(edit is not None)
            commands.set_tip(action)
        selected = not document.selection.empty
        for name in ("cut", "copy", "delete"):
            self.actions_by_name[name].setEnabled(selected or self._field() is not None)

    def _in_run_in(self) -> bool:
        from bulletin_desk.editing.nodes import body_at

        head = self.document.selection.head
        body = body_at(self.document.issue, head.path)
        return body is not None and 0 < head.offset <= body.run_in

    def _show_paste(self) -> None:
        self.actions_by_name["paste"].setEnabled(QGuiApplication.clipboard().mimeData() is not None)

    def _show_title(self) -> None:
        self.setWindowTitle(f"{in_title(self.filing.title)}[*]")
        self.setWindowModified(self.document.modified)

    def _saved(self, file: Path) -> None:
        self.arranging.remember_sections(self.document.issue)
        self._show_title()
        self.status.showMessage(f"已保存“{file.name}”。", 4000)

    def _show_zoom(self) -> None:
        self.status.show_zoom(self.canvas.zoom)
        self.actions_by_name["fit_width"].setChecked(self.canvas.fit == FIT_WIDTH)
        self.actions_by_name["fit_page"].setChecked(self.canvas.fit == FIT_PAGE)
        self.actions_by_name["two_pages"].setChecked(self.canvas.two_pages)
        self.status.show_page(self.canvas.page_in_view(), len(self.document.pages))

    def _count(self) -> None:
        selected = 0
        if not self.document.selection.empty:
            selected = fragment_characters(self.document.copy())
        pages = self.document.pages
        self.status.show_counts(issue_characters(self.document.issue), selected, len(pages), pages.free_lines)

    def _snapshot(self) -> Typeset:
        """What is put out: the issue as it is now, with pages of its own if an input method is composing."""
        issue = self.document.snapshot()
        same = issue is self.document.issue and self.document.preedit is None
        pages = self.document.pages
        if not same:
            pages = Typesetter(pages.layout, self._faces).typeset(issue)
        return Typeset(issue, pages.layout, self._faces, pages)

    # ---- the clipboard, for whichever part has the keys

    def _field(self) -> QLineEdit | QPlainTextEdit | None:
        widget = QApplication.focusWidget()
        return widget if isinstance(widget, QLineEdit | QPlainTextEdit) else None

    def cut(self) -> None:
        """Cuts."""
        if field := self._field():
            field.cut()
        elif not self.document.selection.empty:
            QGuiApplication.clipboard().setMimeData(mime_of(self.document.cut()))

    def copy(self) -> None:
        """Copies."""
        if field := self._field():
            field.copy()
        elif not self.document.selection.empty:
            QGuiApplication.clipboard().setMimeData(mime_of(self.document.copy()))

    def paste(self) -> None:
        """Pastes text, its kinds guessed."""
        if field := self._field():
            field.paste()
            return
        fragment = fragment_in(QGuiApplication.clipboard().mimeData())
        if fragment is not None:
            self.document.paste(fragment)

    def undo(self) -> None:
        """Takes the last edit back, and says so."""
        name, pages = self.document.undo_name, len(self.document.pages)
        self.document.undo()
        if name is not None:
            self.status.show_edit(f"撤销 {name}", pages, len(self.document.pages))

    def redo(self) -> None:
        """Does again what was undone, and says so."""
        name, pages = self.document.redo_name, len(self.document.pages)
        self.document.redo()
        if name is not None:
            self.status.show_edit(f"重做 {name}", pages, len(self.document.pages))

    def _undo_notice(self) -> None:
        self.undo()
        self.notice.hide()

    def delete(self) -> None:
        """Deletes what is selected."""
        if not self.document.selection.empty:
            self.document.delete()

    def select_all(self) -> None:
        """Selects all."""
        if field := self._field():
            field.selectAll()
        elif self.outline.hasFocus():
            self.outline.selectAll()
        else:
            self.document.select_all()

    # ---- parts

    def _go_to_part(self, path: PartPath) -> None:
        """The caret goes to what was chosen in the outline; head and closing block open their fields."""
        if path == MASTHEAD:
            self.document.go_to(NAME)
        elif path == IMPRINT:
            if self.document.issue.distribution:
                self.document.go_to(to_path(0))
        elif path == EDITORS_NOTE:
            self.document.go_to(note_path(0))
        else:
            self.document.go_to(heading_of(path))
        if path in (MASTHEAD, IMPRINT):
            self._show_inspector()
        box = self.document.caret_box()
        self.canvas.show_page_at(box.page, box.top)

    def _rename(self) -> None:
        """Opens the words of the row that is selected, or of the caret's part, for typing."""
        path = self.outline.current_part() if self.outline.hasFocus() else self.document.selection.head.path
        self._side.show()
        self.actions_by_name["show_outline"].setChecked(True)
        if not self.outline.rename(path):
            self._hint("只有栏目和稿件可以改名。")

    def _hint(self, text: str) -> None:
        """A word in passing, in the status line."""
        self.status.showMessage(text, _HINT_TIME)

    def _popup(
        self, names: str, at: QPoint, first: Callable[[QMenu, QPoint], None] = lambda _menu, _at: None
    ) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        first(menu, at)
        commands.fill_menu(menu, names, self.actions_by_name)
        menu.popup(at)

    # ---- fields

    def _edit_field(self, path: PartPath) -> None:
        self._show_inspector()
        self.inspector.go_to(path)

    def _show_inspector(self) -> None:
        self.inspector.show_issue(self.document.issue)
        self.inspector.show()
        self.actions_by_name["show_fields"].setChecked(True)

    def _field_edited(self, name: str, issue: Issue, key: str) -> None:
        """One field's keys, without a pause between them, are undone together."""
        self._in_field = True  # the field has what is typed into it already
        try:
            self.document.apply(name, issue, run=Run(key, _FIELD_PAUSE) if key else None)
        except EditError as error:
            self.notice.say(str(error))
            self.inspector.show_issue(self.document.issue)
        finally:
            self._in_field = False

    def _close_inspector(self) -> None:
        self._hide_panel("show_fields", self.inspector)

    # ---- findings

    def _show_count(self, count: int) -> None:
        self.actions_by_name["show_findings"].setIconText(f"检查 {count}" if count else "检查")
        self.inspector.compare(self.proofing.earlier)

    # ---- panels and view

    def _show_panel(self, name: str, panel: QWidget) -> None:
        action = self.actions_by_name[name]
        showing = panel.isHidden()
        if not showing:
            self._hide_panel(name, panel)
            return
        if panel is self.inspector:
            self._show_inspector()
        panel.show()
        action.setChecked(True)
        if panel is self.findings:
            self.proofing.show_panel()

    def _hide_panel(self, name: str, panel: QWidget) -> None:
        had = panel.isAncestorOf(QApplication.focusWidget()) if QApplication.focusWidget() else False
        panel.hide()
        self.actions_by_name[name].setChecked(False)
        if had or self.canvas.isVisible():
            self.canvas.setFocus()

    def next_panel(self) -> None:
        """The keys go from panel to panel."""
        panels: list[QWidget] = [
            panel
            for panel in (
                self.outline,
                self.canvas,
                *self.notice.choices[:1],
                self.find_bar.wanted,
                self.findings.list,
                self.inspector,
            )
            if panel.isVisible()
        ]
        focus = QApplication.focusWidget()
        at = next(
            (n for n, panel in enumerate(panels) if focus and (panel is focus or panel.isAncestorOf(focus))),
            -1,
        )
        following = panels[(at + 1) % len(panels)]
        if following is self.inspector:
            self.inspector.go_to(NUMBER)
        else:
            following.setFocus(Qt.FocusReason.TabFocusReason)

    def go_to_page(self) -> None:
        """Asks for a page and shows it."""
        count = len(self.document.pages)
        here = self.canvas.page_in_view() + 1
        page, given = ask_number(self, "跳到第几面", f"第几面（1 至 {count}）", here, 1, count)
        if given:
            self.canvas.show_page(page - 1)
            self.canvas.setFocus()

    def _kind_chosen(self, row: int) -> None:
        self._on_document(lambda: self.document.change_kind(KINDS[row]))()
        self._show_state()
        self.canvas.setFocus()

    # ---- the window itself

    def open_up(self) -> None:
        """Shows the window as it was last; the first time on a small screen, it takes all of that."""
        small = self.screen().availableGeometry().width() < _SMALL_SCREEN
        if small and not self._settings[remembered.GEOMETRY]:
            self.showMaximized()
        else:
            self.show()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """The columns get their widths when the window has its own."""
        super().showEvent(event)
        self._columns.lay_out()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """A bar that comes or goes over the pages leaves the text where the clerk is looking."""
        if watched is self._rows and event.type() == QEvent.Type.Move and self.isVisible():
            assert isinstance(event, QMoveEvent)
            bar = self.canvas.verticalScrollBar()
            if bar.value():
                bar.setValue(bar.value() + event.pos().y() - event.oldPos().y())
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Icons follow light and dark."""
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "tools"):
            self._recolour()
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow() and hasattr(self, "filing"):
            self.filing.keeper.look_outside()
        super().changeEvent(event)

    def _recolour(self) -> None:
        colour = self.palette().color(QPalette.ColorRole.WindowText)
        for command in commands.COMMANDS:
            if command.icon:
                self.actions_by_name[command.name].setIcon(icon(command.icon, colour))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        """A bulletin file and manuscripts may be dropped anywhere."""
        data = event.mimeData()
        if files.dropped_file(data) is not None or files.dropped_files(data, SUFFIXES):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """Opens the file, after whoever dragged it has been answered."""
        manuscripts = files.dropped_files(event.mimeData(), SUFFIXES)
        if manuscripts:
            event.acceptProposedAction()
            QTimer.singleShot(0, lambda: self.intaking.take_in(manuscripts))
            return
        file = files.dropped_file(event.mimeData())
        if file is not None:
            event.acceptProposedAction()
            QTimer.singleShot(0, lambda: self.filing.may_leave() and self.filing.open_file(file))

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """Asks about what is unsaved; remembers how the window was."""
        if beside.waiting() or not self.filing.may_leave(ask=not self._session.ending):
            event.ignore()
            return
        self.output.wait()
        self.intaking.wait()
        self.proofing.wait()
        self.filing.close()
        self._session.goes_on()
        self._cleaner.stop()
        self._keep()
        super().closeEvent(event)

    def _session_ends(self, _manager: object) -> None:
        """The system shuts down, perhaps while nobody is there: no questions, a recovery copy of all."""
        self._session.ends()
        self.filing.keeper.flush()

    def _keep(self) -> None:
        keep = self._settings
        keep[remembered.GEOMETRY] = bytes(self.saveGeometry().data())
        keep[remembered.OUTLINE_WIDTH], keep[remembered.FIELDS_WIDTH] = self._columns.widths
        keep[remembered.ROWS] = bytes(self._rows.saveState().data())
        keep[remembered.OUTLINE] = not self._side.isHidden()
        keep[remembered.FIT] = self.canvas.fit
        keep[remembered.ZOOM] = self.canvas.zoom
        keep[remembered.TWO_PAGES] = self.canvas.two_pages
        keep.save()

    def _restore(self) -> None:
        kept = self._settings
        if not self.restoreGeometry(kept[remembered.GEOMETRY]):
            screen = QGuiApplication.primaryScreen().availableGeometry()
            self.resize(min(1500, screen.width() * 95 // 100), min(1200, screen.height() * 90 // 100))
        self._rows.restoreState(kept[remembered.ROWS])
        self._columns.set_widths(kept[remembered.OUTLINE_WIDTH], kept[remembered.FIELDS_WIDTH])
        outline = kept[remembered.OUTLINE]
        self._side.setVisible(outline)
        self.actions_by_name["show_outline"].setChecked(outline)
        self.canvas.set_two_pages(kept[remembered.TWO_PAGES])
        if kept[remembered.FIT] == FIXED:
            self.canvas.set_zoom(kept[remembered.ZOOM])
        else:
            self.canvas.set_fit(kept[remembered.FIT])
