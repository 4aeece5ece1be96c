"""The layout of the open issue while it is shaped: what it is, which part of it is pointed at, and each
change as an edit of the issue. Paints nothing."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from bulletin_desk.bulletin.model import Issue, LayoutText, Path
from bulletin_desk.bulletin.office import LAYOUT_EXTENSION
from bulletin_desk.desk import beside
from bulletin_desk.desk.files import asking
from bulletin_desk.desk.panels.frame import Frame
from bulletin_desk.desk.panels.viewing import Viewing
from bulletin_desk.desk.parts.names import NAMELESS, clean
from bulletin_desk.desk.parts.notice import Notice, Until
from bulletin_desk.desk.session import Session
from bulletin_desk.desk.settings import SHAPING_WIDTH
from bulletin_desk.desk.shaping.panel import ShapingPanel
from bulletin_desk.desk.shaping.refusals import in_panel_words
from bulletin_desk.desk.shaping.samples import Samples
from bulletin_desk.desk.shaping.shape_parts import ShapePart, part_at
from bulletin_desk.editing.document import Change
from bulletin_desk.editing.history import Run
from bulletin_desk.errors import BulletinDeskError, EditError, InvalidLayoutError
from bulletin_desk.layouts.choices import choice_from, is_shipped
from bulletin_desk.layouts.model import Layout
from bulletin_desk.layouts.read import carried_layout
from bulletin_desk.layouts.write import layout_file
from bulletin_desk.pipeline import carrying
from bulletin_desk.storage.atomic import write_atomically
from bulletin_desk.typeset.wording import Wordings

COMMAND = "show_shaping"
_RUN_PAUSE = 3.0
"""Seconds without a key in a field after which a new undo step begins."""
_LONG = 0.12
"""Seconds: the pages of an issue that takes longer to be set wait until nobody types."""
_TYPING_PAUSE = 350
"""Milliseconds without a key after which its pages are."""
_FILTER = f"版式文件 (*{LAYOUT_EXTENSION})"
_ABOUT = re.compile(r"\A\ufeff?#[ \t]*([^\n\r]{1,200})")


class Shaping(QObject):
    """`layout_changed` comes with each other layout, whoever changed it, also while the panel is hidden;
    `selected_changed` gives a `ShapePart` or None, `toggled` whether the panel is open."""

    layout_changed = Signal()
    selected_changed = Signal(object)
    toggled = Signal(bool)

    def __init__(self, session: Session, frame: Frame, viewing: Viewing, notice: Notice) -> None:
        super().__init__(frame)
        self._session = session
        self._viewing = viewing
        self._notice = notice
        self._selected: ShapePart | None = None
        self._coming: Layout | None = None
        """The issue's layout while its pages wait for a pause of typing."""
        self._known = session.layout
        self._took = 0.0
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_TYPING_PAUSE)
        self._pause.timeout.connect(self.flush)
        self._frame = frame
        self._samples: Samples | None = None
        self.panel = ShapingPanel(self, frame.canvas.window())
        self.panel.closed.connect(self.close)
        self.panel.give_wanted.connect(self.give_away)
        self.panel.take_wanted.connect(self.take)
        self.panel.restore_wanted.connect(self.restore)
        self.selected_changed.connect(self.panel.show_part)
        self.layout_changed.connect(self._show)
        viewing.add_panel(COMMAND, self.panel)
        viewing.toggled.connect(self._toggled)
        viewing.takes_field = self._take_field
        session.changed.connect(self._changed)
        session.replaced.connect(self._replaced)

    # ---- what there is

    @property
    def layout(self) -> Layout:
        """The issue's layout as it is now, also while the pages wait for a pause of typing."""
        return self._session.layout if self._coming is None else self._coming

    @property
    def samples(self) -> Samples:
        """Of the faces that this machine has."""
        if self._samples is None:
            self._samples = Samples(self._session.faces)
        return self._samples

    def value(self, name: str) -> str:
        """What the open issue has in a field, as it is printed."""
        return Wordings(self._session.issue, self.layout).value(name)

    @property
    def is_open(self) -> bool:
        """Whether the panel is there."""
        return not self.panel.isHidden()

    @property
    def selected(self) -> ShapePart | None:
        """The part that is pointed at, in the panel or on the page."""
        return self._selected

    def select(self, part: ShapePart | None) -> None:
        """Points at a part, or at none."""
        if part != self._selected:
            self._selected = part
            self.selected_changed.emit(part)

    def toggle(self) -> None:
        """Opens the panel, or closes it."""
        if self.panel.parentWidget() is not self._frame.columns:  # who never shapes has no column for it
            self._frame.add_side(self.panel, SHAPING_WIDTH, self._session.settings)
            self.panel.hide()
        if not self.is_open:
            self.panel.fill()
            self.panel.show_layout(self.layout)
        self._viewing.toggle(COMMAND)

    def close(self) -> None:
        """Closes the panel; the keys go back to the page."""
        self._viewing.hide(COMMAND)

    # ---- changes

    def apply(self, name: str, layout: Layout, run: str = "", *, pause: float = _RUN_PAUSE) -> None:
        """The issue in this layout, as one step of undo called `name`; those of one `run` that follow each
        other, at most `pause` seconds apart, are one step, and their pages wait for a pause where they take
        long to be set. Raises EditError, with nothing changed, for a layout that can't be, and where the
        issue may not be edited."""
        if layout == self.layout:
            return
        waits = bool(run) and self._took > _LONG
        before = self._coming
        self._coming = layout if waits else None
        try:
            self._set(name, self._carried(layout), _run(run, pause) if run else None, pages_wait=waits)
        except EditError:
            self._coming = before
            raise
        if waits:
            self._pause.start()

    def take_back(self, name: str, issue: Issue, run: str, *, pause: float = _RUN_PAUSE) -> None:
        """The issue as it was before a run, which then was no edit. Raises EditError as `apply` does."""
        self._session.document.set_layout(name, issue, _run(run, pause))

    def check(self, layout: Layout) -> None:
        """Raises EditError for a layout that can't be."""
        if layout != self.layout:
            self._carried(layout)

    def flush(self) -> None:
        """The pages that wait for a pause of typing are set now."""
        begun = time.perf_counter()
        if self._session.document.awaits_pages:
            self._session.document.set_pages()
            self._took = time.perf_counter() - begun

    def _set(self, name: str, carried: LayoutText, run: Run | None, *, pages_wait: bool = False) -> None:
        document, begun = self._session.document, time.perf_counter()
        document.set_layout(name, carrying(document.issue, carried), run, pages_wait=pages_wait)
        if not pages_wait:
            self._took = time.perf_counter() - begun

    def _carried(self, layout: Layout) -> LayoutText:
        """What the issue carries of a layout."""
        old = self._session.issue.layout
        shipped = old is None or is_shipped(old)
        about = _ABOUT.match(old.text or "") if old is not None and not shipped else None
        said = about[1] if about else f"版式：{layout.name}，照“{self._session.layout.name}”改的。"
        name = clean(layout.name) or NAMELESS if shipped or old is None else old.name
        carried = LayoutText(name, layout_file(layout, said))
        try:
            _, trouble = carried_layout(carried.name, carried.text)
        except InvalidLayoutError as error:
            raise EditError(_reason(str(error))) from error
        if trouble:
            raise EditError(_reason(trouble))
        return carried

    # ---- the layout as a whole

    def give_away(self) -> None:
        """Writes the layout into a file that a colleague can use."""
        window = self._frame.canvas.window()
        name = clean(self.layout.name) or NAMELESS
        suggested = self._session.folder / f"{name}{LAYOUT_EXTENSION}"
        file = asking.ask_save(window, suggested, "把版式交给同事", _FILTER)
        if file is None:
            return
        text = self._carried(self.layout).text or ""
        try:
            beside.run(window, f"写“{file}”", lambda: write_atomically(file, text.encode()), on=str(file))
        except (BulletinDeskError, OSError) as error:
            asking.tell(window, f"版式没有存上：{error}")
            return
        self._notice.say(
            f"存好了：“{file.name}”发给同事，他在“格式 → 调整版式”里点“更多 → 用同事给的版式文件”就行。"
            "名称、报送单位也要一样，就把这一期的文件也发给他，他打开了点“下一期”。",
            until=Until.EDITED,
        )

    def take(self) -> None:
        """Sets the issue in the layout of a file."""
        window = self._frame.canvas.window()
        file = asking.ask_layout(window)
        if file is None:
            return
        try:
            chosen = beside.run(window, f"读“{file}”", lambda: choice_from(file), on=str(file))
        except (BulletinDeskError, OSError) as error:
            asking.tell(window, str(error))
            return
        self._do(lambda: self._set("换版式", chosen.carried, None))

    def restore(self) -> None:
        """Sets the issue in the layout in which it was opened."""
        opened = self._session.opened_layout
        if self.layout == opened:
            self._notice.say("版式就是这一期打开时的样子。", until=Until.EDITED)
            return
        self._do(lambda: self.apply("版式：恢复", opened))

    def _do(self, what: Callable[[], None]) -> None:
        try:
            what()
        except EditError as error:
            self._notice.refuse(str(error))

    # ---- what others do

    def _show(self) -> None:
        if self.is_open:
            self.panel.show_layout(self.layout)

    def _changed(self, change: Change) -> None:
        if not change.issue:
            return
        waited = self._coming is not None
        if not self._session.document.awaits_pages:
            self._coming = None
            self._pause.stop()
        if waited or self._session.layout is not self._known:
            self._known = self._session.layout
            self.layout_changed.emit()

    def _replaced(self) -> None:
        self._coming = None
        self._pause.stop()
        self.select(None)
        self._known = self._session.layout
        self.layout_changed.emit()
        self.panel.start_over()

    def _take_field(self, path: Path) -> bool:
        """A line of the page that was clicked while the panel is open leads to its row there."""
        part = part_at(self.layout, path) if self.is_open else None
        if part is not None:
            self.select(None)
            self.select(part)
        return part is not None

    def _toggled(self, name: str, shown: bool) -> None:
        if name == COMMAND:
            if not shown:
                self.flush()
                self.select(None)
            self.toggled.emit(shown)


def _run(key: str, pause: float) -> Run:
    return Run(f"layout {key}", pause)


def _reason(sentence: str) -> str:
    """Why a layout can't be, without what is said of its file."""
    _, _, reason = sentence.partition("有误：")
    for rest in ("，请向编这一期", "；现在按本程序自带"):
        reason = reason.partition(rest)[0]
    return f"这样不行：{in_panel_words(reason.removesuffix('。'))}。"
