"""The window: puts the rooms of the desk together around one open issue and connects them. Each room does its
part by itself."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date as Date  # noqa: N812
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
    QPalette,
    QShowEvent,
)
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu

from bulletin_desk.bulletin.model import Issue, Kind
from bulletin_desk.bulletin.model import Path as PartPath
from bulletin_desk.desk import beside
from bulletin_desk.desk import settings as remembered
from bulletin_desk.desk.changing.changing import Changing
from bulletin_desk.desk.changing.proofs import Proofs
from bulletin_desk.desk.commands import actions as commands
from bulletin_desk.desk.commands.bars import Bars
from bulletin_desk.desk.commands.focus import Focus
from bulletin_desk.desk.commands.further import TEXTS
from bulletin_desk.desk.commands.item_states import STATE_OF
from bulletin_desk.desk.endorsing.endorsing import Endorsing
from bulletin_desk.desk.files import asking
from bulletin_desk.desk.files.filing import Filing
from bulletin_desk.desk.gathering.gathering import Gathering
from bulletin_desk.desk.history.history import Histories
from bulletin_desk.desk.learning.learning import Learning
from bulletin_desk.desk.library.librarian import Librarian
from bulletin_desk.desk.library.pooling import Pooling
from bulletin_desk.desk.page.clipboard import Incoming
from bulletin_desk.desk.panels.arranging import Arranging
from bulletin_desk.desk.panels.counting import Counting
from bulletin_desk.desk.panels.fields import Fields
from bulletin_desk.desk.panels.frame import Frame
from bulletin_desk.desk.panels.searching import Searching
from bulletin_desk.desk.panels.symbols import Symbols
from bulletin_desk.desk.panels.viewing import Viewing
from bulletin_desk.desk.parts.dropping import Dropping
from bulletin_desk.desk.parts.idle import IdleCleaner
from bulletin_desk.desk.parts.mime import are_pictures
from bulletin_desk.desk.parts.notice import Until
from bulletin_desk.desk.parts.plain import in_title
from bulletin_desk.desk.parts.shutdown import Shutdown
from bulletin_desk.desk.parts.zoom import FIT_PAGE, FIT_WIDTH
from bulletin_desk.desk.picturing.picturing import Picturing
from bulletin_desk.desk.proofing.proofing import Proofing
from bulletin_desk.desk.proposing.proposals_page import ProposalsPage
from bulletin_desk.desk.proposing.proposing import Proposing
from bulletin_desk.desk.putting_out.output import Output
from bulletin_desk.desk.putting_out.web import WebCopying
from bulletin_desk.desk.received.receiving import Receiving
from bulletin_desk.desk.reviewing.remarking import Remarking
from bulletin_desk.desk.section_names import remember_sections
from bulletin_desk.desk.sending.sending import Sending
from bulletin_desk.desk.sending.signing import Signing
from bulletin_desk.desk.session import Session
from bulletin_desk.desk.settings import Settings
from bulletin_desk.desk.sheets.sheets import Sheets
from bulletin_desk.desk.starting.starting import Starting
from bulletin_desk.desk.statistics.statistics import Statistics
from bulletin_desk.desk.tabling.tabling import Tabling
from bulletin_desk.desk.taking_in.intaking import SUFFIXES, Intaking
from bulletin_desk.desk.taking_in.pasting import Pasting
from bulletin_desk.desk.taking_in.reminding import Reminding
from bulletin_desk.desk.volumes.volumes import Volumes
from bulletin_desk.editing.document import Change, Document
from bulletin_desk.editing.fragment import as_text
from bulletin_desk.errors import EditError
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.forms import FORMS
from bulletin_desk.storage.places import Places
from bulletin_desk.storage.places import places as user_places

if TYPE_CHECKING:
    from bulletin_desk.desk.shaping.guides import Guides
    from bulletin_desk.desk.shaping.shaping import Shaping
    from bulletin_desk.learning.evidence import SeenPage

_LAYOUT = "layout"
"""The reason for which a notice stands."""
_ANOTHER_ISSUE = "“{}”是一期简报，没有当作稿件收进来：要打开它，请用“打开”；要收其中的稿件，请用“导入稿件”。"
_PROPOSALS_HEIGHT = 300
"""Pixels in which some proposals are seen at a time."""
_SMALL_SCREEN = 1500
"""Pixels; on a screen that is narrower the first window takes all of it."""


class MainWindow(QMainWindow):
    """One window, one issue. `closed` comes when it has closed, `issues_came` with files of which each is to
    have a window, `issue_written` with an issue that is to have one, and what undo calls it."""

    closed = Signal()
    issues_came = Signal(list)
    issue_written = Signal(str, object)

    def __init__(
        self,
        faces: Faces,
        settings: Settings,
        clock: Callable[[], float] = time.monotonic,
        today: Callable[[], Date] = Date.today,
        places: Places | None = None,
    ) -> None:
        super().__init__()
        session = self.session = Session(faces, settings, places or user_places(), clock, today)
        actions = self.actions_by_name = commands.make_actions(self)
        frame = self.frame = Frame(session, actions, self)
        self.canvas, self.outline, self.inspector = frame.canvas, frame.outline, frame.inspector
        self.find_bar, self.findings = frame.find_bar, frame.findings
        self.notice, self.status = frame.notice, frame.status
        self.focus = Focus(session, self.outline, self.findings.list, self.canvas)
        self.viewing = Viewing(session, frame, actions, self.focus)
        self.bars = Bars(session, actions, self.focus, self)
        self.counting = Counting(session, self.canvas, self.status)
        self.fields = Fields(session, self.inspector, self.notice)
        self._shaping: Shaping | None = None
        self._guides: Guides | None = None
        self.searching = Searching(session, self.find_bar, self.canvas, self.notice)
        self.arranging = Arranging(session, self.outline, self.notice, self.focus)
        self.symbols = Symbols(session, self.canvas, self.focus)
        self.filing = Filing(session, self, self.notice)
        self.starting = Starting(session, self, self.notice, self.filing)
        self.learning = Learning(session, self.notice, self.starting, self.filing)
        self.histories = Histories(session, self, self.notice, self.filing)
        self.librarian = Librarian(session, self, self.notice, self.filing)
        self.statistics = Statistics(session)
        self.endorsing = Endorsing(session, self, self.arranging.parts)
        self.receiving = Receiving(session, self, (*SUFFIXES, asking.EXTENSION))
        self.intaking = Intaking(session, self, self.notice, lambda: self.filing.keeper.identity)
        self.gathering = Gathering(session, self)
        self.gathering.wanted.connect(self.issues_came)
        self.reminding = Reminding(session, self, self.filing.keeper)
        self.pasting = Pasting(session, self, self.notice)
        self.picturing = Picturing(session, self, self.notice, self.canvas.handles)
        self.tabling = Tabling(session, self)
        self.proofing = Proofing(session, self.findings, self.canvas, self.notice)
        self.remarking = Remarking(session, self.canvas, frame.review, self.notice)
        self.proposals = ProposalsPage(self)
        self._proposals_page = frame.review.add_page("修订", self.proposals)
        self.proposing = Proposing(session, self.proposals, self.notice, self.filing.keeper)
        self.output = Output(session, self.status, self.notice, self.proofing)
        self.changing = Changing(session, self.canvas, frame.review, self.filing)
        self.proofs = Proofs(session, self.notice, self.filing, self.output)
        self.web = WebCopying(session, self.arranging, self.notice)
        self.pooling = Pooling(session, self, self.notice, self.arranging.parts)
        self.pooling.changed.connect(self.librarian.look_at_pool)
        self.sheets = Sheets(session, self.notice)
        self.signing = Signing(session, self.notice)
        self.sending = Sending(session, self.notice, self.filing, self.output)
        self.volumes = Volumes(session, self.status, self.notice)
        self.dropping = Dropping(self)
        self._shutdown = Shutdown(self)
        self._cleaner = IdleCleaner(self)
        self._layout_trouble = ""
        menus = {commands.RECENT: self.filing.recent_menu, **self.bars.menus}
        commands.fill_menu_bar(self.menuBar(), actions, menus)
        self._connect_commands()
        self._connect_rooms()
        self.setAcceptDrops(True)
        self._recolour()
        self._restore()
        self._show_layout()
        self._show_title()
        self.proofing.look()

    @property
    def shaping(self) -> Shaping:
        """The layout's panel: few who start the program need it."""
        if self._shaping is None:
            from bulletin_desk.desk.shaping.shaping import Shaping

            shaping = self._shaping = Shaping(self.session, self.frame, self.viewing, self.notice)
            shaping.toggled.connect(self._take_guides)
            shaping.panel.save_wanted.connect(lambda: self._command(self.starting.save_model))
        return self._shaping

    @property
    def guides(self) -> Guides:
        """Guides on the pages and the old issue under them: few who start the program need them."""
        if self._guides is None:
            from bulletin_desk.desk.shaping.guides import Guides

            self._guides = Guides(self.session, self.canvas, self.shaping, self.notice)
        return self._guides

    def _take_guides(self, shown: bool) -> None:
        self.guides.take(shown)

    def _lay_under(self, files: tuple[Path, ...], pages: tuple[SeenPage, ...]) -> None:
        self.guides.under.lay(files, pages)

    @property
    def document(self) -> Document:
        """What is open."""
        return self.session.document

    # ---- connections

    def _commands(self) -> dict[str, Callable[[], object]]:
        """What each command does."""
        canvas, viewing = self.canvas, self.viewing
        does: dict[str, Callable[[], object]] = {
            "new": self.starting.new,
            "next": self.filing.new_from_last,
            "learn": self.learning.ask,
            "open": self.filing.open,
            "save": self.filing.save,
            "save_as": self.filing.save_as,
            "save_model": self.starting.save_model,
            "set_layout": self.starting.set_layout,
            "versions": self.histories.show,
            "recover": lambda: self.filing.offer_recovered(ask=True),
            "export": self.output.export,
            "export_again": self.output.export_again,
            "print": self.output.print_out,
            "quit": QApplication.closeAllWindows,
            "undo": self.focus.undo,
            "redo": self.focus.redo,
            "cut": self.focus.cut,
            "copy": self.focus.copy,
            "paste": self.focus.paste,
            "delete": self.focus.delete,
            "copy_web": self.web.copy_issue,
            "copy_item_web": self.web.copy_item,
            "select_all": self.focus.select_all,
            "import_manuscripts": self.intaking.ask,
            "edit_units": self.intaking.edit_units,
            "endorsements": self.endorsing.edit,
            "received": self.receiving.show,
            "paste_manuscript": lambda: self.intaking.paste(QGuiApplication.clipboard().mimeData()),
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
            "add_attachment": self.arranging.add_attachment,
            "insert_picture": self.picturing.insert,
            "picture_edit": self.picturing.edit,
            "picture_together": self.picturing.put_together,
            "picture_apart": self.picturing.part,
            "picture_exchange": self.picturing.exchange,
            "picture_save": self.picturing.save,
            "picture_remove": self.picturing.remove,
            "rename": viewing.rename,
            "duplicate": self.arranging.duplicate,
            "remove": self.arranging.remove,
            "move_up": lambda: self.arranging.shift(-1),
            "move_down": lambda: self.arranging.shift(1),
            "paragraph_up": lambda: self._shift(-1),
            "paragraph_down": lambda: self._shift(1),
            "run_in": lambda: self.document.toggle_run_in(),
            "bold": lambda: self.document.toggle_bold(),
            "numbered": lambda: self.document.toggle_numbered(),
            "promote": lambda: self.arranging.set_level(1),
            "demote": lambda: self.arranging.set_level(2),
            "remove_text": self.arranging.remove_text,
            "line_break": lambda: self.document.line_break(),
            "symbols": self.symbols.open,
            "zoom_in": lambda: canvas.step_zoom(1),
            "zoom_out": lambda: canvas.step_zoom(-1),
            "zoom_100": lambda: canvas.set_zoom(1.0),
            "fit_width": lambda: viewing.fit(FIT_WIDTH),
            "fit_page": lambda: viewing.fit(FIT_PAGE),
            "two_pages": lambda: canvas.set_two_pages(not canvas.two_pages),
            "go_to_page": viewing.go_to_page,
            "show_outline": lambda: viewing.toggle("show_outline"),
            "show_fields": lambda: viewing.toggle("show_fields"),
            "show_findings": lambda: viewing.toggle("show_findings"),
            "show_shaping": lambda: self.shaping.toggle(),
            "remark": self.remarking.remark,
            "next_remark": lambda: self.remarking.step(1),
            "previous_remark": lambda: self.remarking.step(-1),
            "answer_remark": self.remarking.answer,
            "settle_remark": self.remarking.settle,
            "edit_remark": self.remarking.edit,
            "remove_remark": self.remarking.remove,
            "show_remarks": lambda: self._switch("show_remarks", remembered.REMARKS),
            "show_settled": lambda: self._switch("show_settled", remembered.SETTLED),
            "changes": self.changing.show,
            "next_change": lambda: self.changing.step(1),
            "previous_change": lambda: self.changing.step(-1),
            "show_changes": lambda: self.changing.show_on_pages(
                self.actions_by_name["show_changes"].isChecked()
            ),
            "redline": self.changing.write_pdf,
            "redline_word": self.changing.write_word,
            "proof_print": self.proofs.ask,
            "show_review": lambda: viewing.toggle("show_review"),
            "take_marked": self.proposing.ask,
            "next_panel": viewing.next_panel,
            "to_pool": self.pooling.put_in,
            "sheet": self.sheets.show,
            "send": self.sending.send,
            "sign": self.sending.sign,
            "unsign": self.sending.unsign,
            "library": self._show_library,
            "statistics": self._show_statistics,
            "gather": self.gathering.show,
            "volume": self.volumes.make_volume,
            "package": self.volumes.make_packages,
            "help": self._show_help,
            "about": self._show_about,
        }
        does |= self.tabling.commands()
        for kind in self.bars.kind_actions:
            does[f"kind_{kind.value}"] = partial(self._change_kind, kind)
        for name, state in STATE_OF.items():
            does[name] = partial(self.arranging.set_state, state)
        for name, kind in TEXTS.items():
            does[name] = partial(self.arranging.add_text, kind)
        for form in FORMS:
            does[f"export_{form.name}"] = partial(self.output.export_one, form)
        return does

    def _connect_commands(self) -> None:
        for name, what in self._commands().items():
            self.actions_by_name[name].triggered.connect(
                lambda _checked=False, what=what: self._command(what)
            )

    def _connect_rooms(self) -> None:
        """What one room says to another."""
        self.session.replaced.connect(self._replaced)
        self.session.changed.connect(self._changed)
        self.session.saved.connect(self._saved)
        canvas, outline = self.canvas, self.outline
        canvas.menu_wanted.connect(self._page_menu)
        canvas.refused.connect(self.notice.refuse)
        canvas.pasted.connect(self._pasted)
        self.focus.pasted.connect(self._pasted)
        handles, picturing = canvas.handles, self.picturing
        handles.resized.connect(lambda path, width: self._do(lambda: picturing.resize(path, width)))
        handles.remove_wanted.connect(lambda: self._do(picturing.remove))
        canvas.table_handles.resized.connect(
            lambda table, widths: self._do(lambda: self.tabling.set_widths(table, widths))
        )
        handles.edit_wanted.connect(lambda: self._command(picturing.edit))
        canvas.escaped.connect(self._clear_pages)
        self.focus.hinted.connect(lambda what: self.status.hint(what, Until.MOVED))
        self.symbols.failed.connect(self.notice.refuse)
        self.arranging.hinted.connect(lambda what: self.status.hint(what, Until.MOVED))
        self.notice.left.connect(self.focus.to_page)
        self.dropping.came.connect(self._files_came)
        self.find_bar.typed.connect(self.bars.show_state)
        outline.remove_wanted.connect(lambda: self._do(self.arranging.remove))
        outline.state_wanted.connect(lambda state: self._do(lambda: self.arranging.set_state(state)))
        outline.menu_wanted.connect(lambda at: self._popup(commands.OUTLINE_MENU, at))
        outline.rows.renamed.connect(self._renamed)
        outline.rows.dropped.connect(self._dropped)
        self.bars.kind_chosen.connect(self._kind_chosen)
        self.bars.mark_chosen.connect(self._mark_chosen)
        self.filing.new_wanted.connect(lambda: self._command(self.starting.new))
        self.filing.field_wanted.connect(self.viewing.edit_field)
        self.starting.old_wanted.connect(self.learning.begin)
        self.learning.begun.connect(self._lay_under)
        self.learning.field_wanted.connect(self.viewing.edit_field)
        self.proofing.field_wanted.connect(self.viewing.edit_field)
        self.proofing.panel_wanted.connect(lambda: self.viewing.bring("show_findings"))
        self.changing.panel_wanted.connect(self._show_changes)
        self.changing.refused.connect(self.notice.refuse)
        self.changing.put_out.connect(lambda targets: self.output.send(targets, ""))
        self.changing.page.marked.connect(self.actions_by_name["show_changes"].setChecked)
        self.histories.mark_wanted.connect(self.changing.compare_with)
        self.intaking.look_wanted.connect(lambda: self.viewing.bring("show_findings"))
        self.proofing.words_wanted.connect(self.reminding.show)
        self.proofing.earlier_wanted.connect(lambda file, title: self._show_item(file, 0, 0, title))
        self.proofing.counted.connect(self._counted)
        self.proposals.counted.connect(partial(self.frame.review.set_count, self._proposals_page))
        self.proposing.panel_wanted.connect(self._show_proposals)
        self.proposing.went.connect(self._show_caret)
        self.librarian.went.connect(self.focus.to_page)
        self.statistics.library_wanted.connect(self.librarian.show)
        self.statistics.item_wanted.connect(self._show_item)
        self.statistics.issue_wanted.connect(self._write)
        self.viewing.findings_shown.connect(self.proofing.show_panel)
        QGuiApplication.clipboard().dataChanged.connect(self._copied)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.commitDataRequest.connect(self._session_ends)
        application.aboutToQuit.connect(self.filing.keeper.flush)  # Windows ends a session without closing

    def _show_changes(self) -> None:
        self.frame.review.show_page(self.changing.page_number)
        self.viewing.bring("show_review")

    def _shift(self, step: int) -> None:
        """Paragraphs go up or down; in a cell, the row does."""
        state = self.tabling.state
        if state is not None and state.cells:
            self.tabling.shift_rows(step)
        else:
            self.arranging.shift_paragraphs(step)

    def _page_menu(self, at: QPoint) -> None:
        if self.canvas.handles.picked:
            self._popup(commands.PICTURE_MENU, at)
        else:
            self._popup(commands.PAGE_MENU, at, self._fill_page_menu)

    def _fill_page_menu(self, menu: QMenu, at: QPoint) -> None:
        """What is about the very place stands first."""
        self.remarking.fill_menu(menu, at)
        self.proofing.fill_menu(menu, at)

    def _switch(self, name: str, setting: remembered.Key[bool]) -> None:
        """Shows something on the pages, or hides it, and remembers that."""
        shown = self.actions_by_name[name].isChecked()
        self.session.settings[setting] = shown
        self._show_switched()

    def _show_switched(self) -> None:
        kept = self.session.settings
        for name, setting in (("show_remarks", remembered.REMARKS), ("show_settled", remembered.SETTLED)):
            self.actions_by_name[name].setChecked(kept[setting])
        self.actions_by_name["show_changes"].setChecked(kept[remembered.CHANGES])
        self.remarking.show_on_pages(shown=kept[remembered.REMARKS], settled=kept[remembered.SETTLED])

    def _pasted(self, before: Issue, came: Incoming) -> None:
        """What came is in the issue, but for pictures, which are read first."""
        if came.pictures:
            self._command(lambda: self.picturing.take_in(came.pictures))
        else:
            self.pasting.tell(before, came)

    def _clear_pages(self) -> None:
        """What lies over the pages goes."""
        self.notice.hide()
        if not self.find_bar.isHidden():
            self.find_bar.close_bar()

    def _command(self, what: Callable[[], object]) -> None:
        if not beside.waiting():  # nothing begins while something is waited for
            self.document.set_pages()
            self._do(what)

    def _change_kind(self, kind: Kind) -> None:
        self.document.change_kind(kind)

    def _do(self, what: Callable[[], object]) -> None:
        """What can't be done at a place is said, in the notice."""
        try:
            what()
        except EditError as error:
            self.notice.refuse(str(error))
        # a command that changed nothing has still turned its own check mark over
        self.bars.show_state()

    def _renamed(self, path: PartPath, text: str) -> None:
        self._do(lambda: self.arranging.rename(path, text))

    def _dropped(self, paths: list[PartPath], to: PartPath) -> None:
        self._do(lambda: self.arranging.move(paths, to))

    def _kind_chosen(self, kind: Kind) -> None:
        self._do(lambda: self._change_kind(kind))
        self.canvas.setFocus()

    def _mark_chosen(self, mark: str) -> None:
        self._command(lambda: self.arranging.set_mark(mark))

    def _counted(self, count: int) -> None:
        self.actions_by_name["show_findings"].setIconText(f"检查 {count}" if count else "检查")
        self.inspector.compare(self.proofing.earlier)

    def _show_proposals(self, keys: bool) -> None:
        """What colleagues have changed, in the panel of the review."""
        self.viewing.bring("show_review")
        self.frame.review.show_page(self._proposals_page)
        self.frame.give_room(self.frame.review, _PROPOSALS_HEIGHT)
        if keys:
            self.proposals.begin()

    def _show_caret(self, keys: bool) -> None:
        """Where the caret is comes into view; with the keys if they are wanted there."""
        box = self.document.caret_box()
        self.canvas.show_page_at(box.page, box.top)
        if keys:
            self.canvas.setFocus()

    def _show_library(self) -> None:
        """What is selected is looked for there."""
        selected = not self.document.selection.empty
        self.librarian.show(as_text(self.document.copy()) if selected else "")

    def _show_statistics(self) -> None:
        """As the library is now, and again when it has been brought up to date."""
        upkeep = self.librarian.upkeep
        if self.statistics.dialog is None:
            upkeep.ended.connect(self.statistics.library_changed)
        self.statistics.show()
        upkeep.look()

    def _show_item(self, file: Path, section: int, item: int, title: str) -> None:
        """An item of another issue, opened as the library opens its own."""
        from bulletin_desk.desk.library.known import Chosen
        from bulletin_desk.desk.library.said import item_in

        librarian = self.librarian.opens(file)
        if librarian is not None:
            place = (section, item, title)
            librarian.go_to(Chosen(file, file.stem, place, lambda issue: item_in(issue, *place)))

    def _write(self, name: str, issue: Issue) -> None:
        """An issue that the program has written, in a window of its own, or in this one if nothing has been
        begun here."""
        if self.filing.is_untouched:
            self.take_in_hand(name, issue)
        else:
            self.issue_written.emit(name, issue)

    def take_in_hand(self, name: str, issue: Issue) -> None:
        """An issue that lies in no file yet; `name` is what undo calls it."""
        said = self.filing.go_on_with(name, issue, None)
        self.notice.say(f"通报写好了，还没有保存，可以再改。{said}", until=Until.EDITED | Until.SAVED)
        self.activateWindow()
        self.raise_()

    def _show_help(self) -> None:
        from bulletin_desk.desk.commands.help import TextDialog, help_html

        TextDialog("使用说明", help_html(self.document.offers), self).open()

    def _show_about(self) -> None:
        from bulletin_desk.desk.commands.help import TextDialog, about_html

        TextDialog("关于", about_html(self.session.faces), self).open()

    def _popup(
        self, names: str, at: QPoint, first: Callable[[QMenu, QPoint], None] = lambda _menu, _at: None
    ) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        first(menu, at)
        commands.fill_menu(menu, names, self.actions_by_name, self.bars.menus)
        menu.popup(at)

    # ---- the issue

    def _replaced(self) -> None:
        self._cleaner.opened()
        self.notice.hide()
        remember_sections(self.session.settings, self.session.issue, self.session.office)
        self._show_layout()
        self._show_title()
        self.canvas.setFocus()

    def _changed(self, change: Change) -> None:
        self._over(Until.EDITED | Until.MOVED if change.issue else Until.MOVED)
        if change.issue:
            self._show_layout()
            self._show_title()
        self._cleaner.touch()

    def _saved(self) -> None:
        self._over(Until.SAVED)
        remember_sections(self.session.settings, self.session.issue, self.session.office)
        self._show_title()

    def _copied(self) -> None:
        self._over(Until.COPIED)

    def _over(self, what: Until) -> None:
        self.notice.over(what)
        self.status.over(what)

    def _show_layout(self) -> None:
        """Says as long as the pages are not in the issue's own layout why they are not."""
        trouble = self.session.layout_trouble
        if trouble == self._layout_trouble:
            return
        self._layout_trouble = trouble
        if trouble:
            self.notice.stand(_LAYOUT, trouble)
        else:
            self.notice.fall(_LAYOUT)

    def _show_title(self) -> None:
        self.setWindowTitle(f"{in_title(self.filing.title)}[*]")
        self.setWindowModified(self.document.modified)

    # ---- the window itself

    def open_up(self) -> None:
        """Shows the window as it was last; the first time on a small screen, it takes all of that."""
        small = self.screen().availableGeometry().width() < _SMALL_SCREEN
        if small and not self.session.settings[remembered.GEOMETRY]:
            self.showMaximized()
        else:
            self.show()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """The columns get their widths when the window has its own."""
        super().showEvent(event)
        self.dropping.watch()
        self.frame.columns.lay_out()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Icons follow light and dark."""
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "bars"):
            self._recolour()
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow() and hasattr(self, "output"):
            self.filing.keeper.look_outside()
            self.output.look_outside()
        super().changeEvent(event)

    def _recolour(self) -> None:
        self.bars.colour(self.palette().color(QPalette.ColorRole.WindowText))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        """Files may be dropped anywhere."""
        self.dropping.answer(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:  # noqa: N802
        """Files may be dropped anywhere."""
        self.dropping.answer(event)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """Whatever is dropped is answered first, then opened or taken in."""
        self.dropping.answer(event)

    def _files_came(self, files: list[Path]) -> None:
        """A bulletin by itself is opened, marked copies of the open issue come back; all else are
        manuscripts, or it is said why not."""
        if beside.waiting():
            return
        if are_pictures(files):
            self._do(lambda: self._put_in(files))
            return
        bulletins = [file for file in files if file.suffix.lower() in (asking.EXTENSION, asking.PLAIN)]
        others = [file for file in files if file not in bulletins]
        if others:
            manuscripts = self.proposing.sort_out(others)
            if manuscripts or bulletins:
                self.intaking.take_in(manuscripts, [_ANOTHER_ISSUE.format(file.name) for file in bulletins])
        elif len(bulletins) > 1:
            self.issues_came.emit(bulletins)
        elif self.filing.may_leave():
            self.filing.open_file(bulletins[0])

    def _put_in(self, files: list[Path]) -> None:
        """Pictures that were dropped: on the pages where they fell, anywhere else at the caret."""
        at = QPointF(self.canvas.viewport().mapFrom(self, self.dropping.at))
        if self.canvas.viewport().rect().contains(at.toPoint()) and self.canvas.isVisible():
            self.canvas.pointer.go_to(at)
        self.picturing.take_in(files)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """Asks about what is unsaved; remembers how the window was."""
        if beside.waiting() or not self.filing.may_leave(ask=not self._shutdown.ending):
            event.ignore()
            return
        self.output.wait()
        self.volumes.wait()
        self.intaking.wait()
        self.proposing.wait()
        self.proofing.wait()
        self.librarian.close()
        self.statistics.close()
        self.gathering.end()
        self.filing.close()
        self._shutdown.goes_on()
        self._cleaner.stop()
        self._keep()
        super().closeEvent(event)
        self.closed.emit()

    def _session_ends(self, _manager: object) -> None:
        """The system shuts down, perhaps while nobody is there: no questions, a recovery copy of all."""
        self._shutdown.ends()
        self.filing.keeper.flush()

    def _keep(self) -> None:
        keep = self.session.settings
        keep[remembered.GEOMETRY] = bytes(self.saveGeometry().data())
        self.frame.keep(keep)
        keep.save()

    def _restore(self) -> None:
        kept = self.session.settings
        if not self.restoreGeometry(kept[remembered.GEOMETRY]):
            screen = QGuiApplication.primaryScreen().availableGeometry()
            self.resize(min(1500, screen.width() * 95 // 100), min(1200, screen.height() * 90 // 100))
        self.frame.restore(kept)
        self.actions_by_name["show_outline"].setChecked(kept[remembered.OUTLINE])
        self._show_switched()
