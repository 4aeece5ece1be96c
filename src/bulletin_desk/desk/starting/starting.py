"""Which bulletin is begun, what is kept of one as a model, and in which layout an issue is set. Asks over the
window."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from bulletin_desk.bulletin.model import LayoutText
from bulletin_desk.bulletin.office import LAYOUT_EXTENSION, Office, file_stem, model_of
from bulletin_desk.desk import beside
from bulletin_desk.desk.files import asking
from bulletin_desk.desk.files.filing import Filing
from bulletin_desk.desk.parts.names import NAMELESS, clean
from bulletin_desk.desk.parts.notice import Notice, Until
from bulletin_desk.desk.parts.plain import ask_words
from bulletin_desk.desk.session import Session
from bulletin_desk.desk.starting.unplaced import unplaced
from bulletin_desk.errors import BulletinDeskError, InvalidLayoutError
from bulletin_desk.layouts.choices import LayoutChoice, choice_of, is_shipped, own_choices, shipped_choices
from bulletin_desk.layouts.read import DEFAULT, layout_text
from bulletin_desk.pipeline import carrying
from bulletin_desk.storage.offices import given_way, office_file, save_office

_AS_LAYOUT = re.compile(rf"\.(?={LAYOUT_EXTENSION.split('.')[1]}\Z)", re.IGNORECASE)


def as_file_stem(name: str) -> str:
    """The name of an office as its file's, which is no layout's; empty if nothing is left of it."""
    return _AS_LAYOUT.sub("_", clean(name))


class Starting(QObject):
    """Hands new issues to `filing`. `old_wanted` comes when the new issue is to be like an old one, which the
    open one has been left for."""

    old_wanted = Signal()

    def __init__(self, session: Session, window: QWidget, notice: Notice, filing: Filing) -> None:
        super().__init__(window)
        self._session = session
        self._window = window
        self._notice = notice
        self._filing = filing

    # ---- a new issue

    def new(self) -> None:
        """The first issue of a bulletin that the clerk chooses or describes."""
        from bulletin_desk.desk.starting.begin_card import BeginCard  # the program's start needs none

        if not self._filing.may_leave():
            return
        troubles = self._session.look_at_offices()
        card = BeginCard(self._session, self._choices(), troubles, self._window)
        card.exec()
        begun, like_old = card.begun, card.like_old
        card.deleteLater()
        if like_old:
            self.old_wanted.emit()
            return
        if begun is None:
            return
        office = begun.office
        if begun.remember:
            name = as_file_stem(office.one_line) or NAMELESS
            office = self.keep(name, office, begun.layout) or office
        self._session.remember_office(office)
        self._filing.begin(begun.issue)

    def _choices(self) -> tuple[LayoutChoice, ...]:
        """The shipped layouts, those of the clerk's folder, and that of the open issue."""
        found: dict[LayoutText, LayoutChoice] = {}
        for choice in (*shipped_choices(), *own_choices(self._session.places.offices), *self._open_choice()):
            found.setdefault(choice.carried, choice)
        return tuple(found.values())

    def _open_choice(self) -> Iterator[LayoutChoice]:
        try:
            yield choice_of(self._carried)
        except InvalidLayoutError:
            return

    @property
    def _carried(self) -> LayoutText:
        """The layout of the open issue; with the shipped text where the issue only names it, or none."""
        carried = self._session.issue.layout
        if carried is None or (carried.text is None and is_shipped(carried)):
            return LayoutText(*layout_text(DEFAULT if carried is None else carried.name))
        return carried

    # ---- models

    def save_model(self) -> None:
        """Keeps what stands in the open issue, under a name, as an office with which issues are begun."""
        office = model_of(self._session.issue, self._session.office, self._session.layout.declared)
        if not office.one_line.strip():
            asking.tell(self._window, "这一期还没有报头名称，请先写上名称，再存为本单位的样子。")
            return
        self._session.look_at_offices()
        own = [file_stem(each) for each in self._session.own_offices]
        typed, given = ask_words(
            self._window,
            "存为本单位的样子",
            "样子叫什么？新建时按这个名字选。",
            [*dict.fromkeys((as_file_stem(office.one_line) or NAMELESS, *own))],
        )
        if not given:
            return
        name = as_file_stem(typed)
        if not name:
            asking.tell(self._window, "没有存：样子要有一个名字，文件名里能用的。")
            return
        saved = self.keep(name, office, self._carried)
        if saved is not None:
            self._session.remember_office(saved)
            said = f"存好了：以后“文件 → 新建”里可以选“{name}”，报头、栏目、版记和版式都照这一期。"
            self._notice.say(said, until=Until.EDITED)

    def keep(
        self, name: str, office: Office, layout: LayoutText, parent: QWidget | None = None
    ) -> Office | None:
        """The office as it is saved under a name; None if the clerk keeps the one that is there, or if that
        can't be, which is said. It is asked over `parent`, or the window."""
        over = parent or self._window
        folder = self._session.places.offices
        shipped = is_shipped(layout)
        own = None if shipped else layout
        office = replace(office, layout=layout.name if shipped else "")
        try:
            file = office_file(folder, name)
            there = beside.run(over, f"看有没有“{file}”", lambda: given_way(folder, name, own), on=str(file))
            if there is not None and not asking.ask_overwrite(over, there):
                return None
            saved = save_office(folder, name, office, own)
        except (BulletinDeskError, OSError) as error:
            asking.tell(over, f"本单位的样子没有存上：{error}")
            return None
        self._session.look_at_offices()
        return saved

    # ---- the layout

    def set_layout(self) -> None:
        """Sets the open issue in another layout, and says what has no place in it."""
        from bulletin_desk.desk.starting.layout_dialog import LayoutDialog

        document = self._session.document
        current = self._carried
        dialog = LayoutDialog(self._session, self._choices(), current, self._window)
        dialog.exec()
        chosen = dialog.chosen
        dialog.deleteLater()
        if chosen is None or chosen == current:
            return
        document.apply("换版式", carrying(document.issue, chosen))
        missing = unplaced(document.issue, document.pages)
        if missing:
            names = "、".join(missing)
            self._notice.say(
                f"这个版式里没有地方排{names}：文字还在这一期里，换回原来的版式就有。", until=Until.EDITED
            )
