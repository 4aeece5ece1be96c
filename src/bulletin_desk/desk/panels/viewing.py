"""What of the issue is in view: panels that come and go, the part that the clerk goes to, zoom and pages.
Changes no text."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QWidget

from bulletin_desk.bulletin.grammar import (
    CONTENTS,
    EDITORS_NOTE,
    IMPRINT,
    MASTHEAD,
    NAME,
    NUMBER,
    block_at,
    is_block,
    is_made,
    note_path,
    to_path,
)
from bulletin_desk.bulletin.model import Path as PartPath
from bulletin_desk.desk.commands.command import has_sections
from bulletin_desk.desk.commands.focus import Focus, Holder
from bulletin_desk.desk.panels.frame import Frame
from bulletin_desk.desk.panels.outline_nodes import place_in
from bulletin_desk.desk.parts.typed_fields import ask_number
from bulletin_desk.desk.parts.zoom import FIT_AUTO, FIT_PAGE, FIT_WIDTH
from bulletin_desk.desk.session import Session
from bulletin_desk.editing.document import Change


class Viewing(QObject):
    """The check marks of `actions` say what is shown; `findings_shown` that the findings have come into
    view, `toggled` the command of a panel that has come or gone, and whether it is there."""

    findings_shown = Signal()
    toggled = Signal(str, bool)

    def __init__(self, session: Session, frame: Frame, actions: Mapping[str, QAction], focus: Focus) -> None:
        super().__init__(frame)
        self._session = session
        self._frame = frame
        self._actions = actions
        self._focus = focus
        self._panels: dict[str, QWidget] = {
            "show_outline": frame.side,
            "show_fields": frame.inspector,
            "show_findings": frame.findings,
            "show_review": frame.review,
        }
        self.takes_field: Callable[[PartPath], bool] | None = None
        """Asked before the fields are opened for a part: whether somebody else shows where it is changed."""
        self._beside = ["show_fields"]
        """Those of which one stands at the right at a time."""
        frame.inspector.closed.connect(lambda: self.hide("show_fields"))
        frame.findings.closed.connect(lambda: self.hide("show_findings"))
        frame.review.closed.connect(lambda: self.hide("show_review"))
        frame.outline.went_to.connect(self.go_to_part)
        frame.outline.entered.connect(self._enter_part)
        frame.canvas.field_wanted.connect(self.edit_field)
        frame.canvas.zoomed.connect(self._show_zoom)
        frame.status.page_clicked.connect(self.go_to_page)
        session.replaced.connect(self._replaced)
        session.changed.connect(self._changed)
        self._replaced()

    def _replaced(self) -> None:
        document = self._session.document
        path = document.selection.head.path
        self._frame.outline.show_issue(document.issue, self._session.layout, path)
        self._show_zoom()

    def _changed(self, change: Change) -> None:
        document = self._session.document
        path = document.selection.head.path
        if change.issue:
            self._frame.outline.show_issue(document.issue, self._session.layout, path)
        else:
            self._frame.outline.follow(path)

    # ---- panels

    def add_panel(self, name: str, panel: QWidget) -> None:
        """A further panel at the right of the pages, which the command of this name shows."""
        self._panels[name] = panel
        self._beside.append(name)

    def toggle(self, name: str) -> None:
        """Shows the panel of a command, or hides it."""
        if self._panels[name].isHidden():
            self.show(name)
        else:
            self.hide(name)

    def show(self, name: str) -> None:
        """Shows the panel of a command, filled."""
        if name == "show_fields":
            self._frame.inspector.show_issue(self._session.issue, self._session.layout.placed)
        for other in self._beside if name in self._beside else ():
            if other != name and not self._panels[other].isHidden():
                self.hide(other)
        self._panels[name].show()
        self._actions[name].setChecked(True)
        self.toggled.emit(name, True)
        if name == "show_findings":
            self.findings_shown.emit()

    def bring(self, name: str) -> None:
        """Shows it, if it is hidden."""
        if self._panels[name].isHidden():
            self.show(name)

    def hide(self, name: str) -> None:
        """Hides it; the keys go back to the page."""
        panel, focus, canvas = self._panels[name], QApplication.focusWidget(), self._frame.canvas
        had = panel.isAncestorOf(focus) if focus else False
        panel.hide()
        self._actions[name].setChecked(False)
        self.toggled.emit(name, False)
        if had or canvas.isVisible():
            canvas.setFocus()

    def next_panel(self) -> None:
        """The keys go from panel to panel."""
        frame = self._frame
        panels: list[QWidget] = [
            panel
            for panel in (
                frame.outline,
                frame.canvas,
                *frame.notice.choices[:1],
                frame.find_bar.wanted,
                frame.findings.list,
                frame.review,
                *(self._panels[name] for name in self._beside),
            )
            if panel.isVisible()
        ]
        focus = QApplication.focusWidget()
        at = next(
            (n for n, panel in enumerate(panels) if focus and (panel is focus or panel.isAncestorOf(focus))),
            -1,
        )
        following = panels[(at + 1) % len(panels)]
        if following is frame.inspector:
            frame.inspector.go_to(NUMBER)
        else:
            following.setFocus(Qt.FocusReason.TabFocusReason)

    # ---- parts

    def go_to_part(self, path: PartPath) -> None:
        """The caret goes to what was chosen in the outline; head and closing block open their fields."""
        document = self._session.document
        if path == MASTHEAD:
            document.go_to(NAME)
        elif path == IMPRINT:
            if document.issue.distribution:
                document.go_to(to_path(0))
        elif path == EDITORS_NOTE:
            document.go_to(note_path(0))
        elif is_block(path):
            document.go_to(place_in(path, block_at(document.issue, path)))
        else:
            document.go_to_part(path)
        if path in (MASTHEAD, IMPRINT):
            self.show("show_fields")
        box = document.caret_box()
        self._frame.canvas.show_page_at(box.page, box.top)

    def _enter_part(self, path: PartPath) -> None:
        self.go_to_part(path)
        self._frame.canvas.setFocus()

    def edit_field(self, path: PartPath) -> None:
        """The caret goes into the field for a part, or to a part that a list on the page leads to."""
        if is_made(path) and path != CONTENTS:
            self.go_to_part(path)
            self._frame.canvas.setFocus()
            return
        if path == CONTENTS:
            self._frame.status.hint("目录由程序按各篇标题排出来，不用打；点一行，就到那一篇。")
            return
        if self.takes_field is not None and self.takes_field(path):
            return
        self.show("show_fields")
        self._frame.inspector.go_to(path)

    def rename(self) -> None:
        """Opens the words of the row that is selected, or of the caret's part, for typing."""
        outline = self._frame.outline
        at_caret = self._session.document.selection.head.path
        path = outline.current_part() if self._focus.holder is Holder.OUTLINE else at_caret
        self.show("show_outline")
        if not outline.rename(path):
            only = "栏目和稿件" if has_sections(self._session.document.offers) else "稿件"
            self._frame.status.hint(f"只有{only}可以改名。")

    # ---- pages

    def go_to_page(self) -> None:
        """Asks for a page and shows it."""
        canvas = self._frame.canvas
        count = len(self._session.document.pages)
        here = canvas.page_in_view() + 1
        page = ask_number(canvas.window(), "跳到第几面", f"第几面（1 至 {count}）", here, 1, count)
        if page is not None:
            canvas.show_page(page - 1)
            canvas.setFocus()

    def fit(self, fit: str) -> None:
        """Fits the pages so, or, if they are already, as the program thinks best."""
        canvas = self._frame.canvas
        canvas.set_fit(fit if canvas.fit != fit else FIT_AUTO)

    def _show_zoom(self) -> None:
        canvas = self._frame.canvas
        self._actions["fit_width"].setChecked(canvas.fit == FIT_WIDTH)
        self._actions["fit_page"].setChecked(canvas.fit == FIT_PAGE)
        self._actions["two_pages"].setChecked(canvas.two_pages)
