"""审签单 as the clerk sees it: the dialog opened, the sheet saved and printed, one's own begun."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from bulletin_desk.desk import beside
from bulletin_desk.desk.files.asking import ask_save, tell
from bulletin_desk.desk.parts.names import clean, name_for
from bulletin_desk.desk.parts.notice import Notice, Until
from bulletin_desk.desk.parts.opening import open_path
from bulletin_desk.desk.session import Session
from bulletin_desk.desk.settings import PRINT_SIDES, SHEET, SHEET_TYPED
from bulletin_desk.errors import BulletinDeskError

if TYPE_CHECKING:  # what only the dialog needs is loaded with it
    from bulletin_desk.bulletin.model import Issue
    from bulletin_desk.desk.sheets.sheets_dialog import SheetsDialog, Shown
    from bulletin_desk.sheets.facts import Facts
    from bulletin_desk.sheets.fit import Setter
    from bulletin_desk.sheets.shelf import ShelvedSheet

_ABOUT = "sheets"
"""What a notice is about."""
_SUFFIXES = {".pdf": "PDF 文件 (*.pdf)", ".docx": "Word 文件 (*.docx)"}


class Sheets(QObject):
    """Fills in, saves and prints what goes round with the open issue."""

    def __init__(self, session: Session, notice: Notice) -> None:
        super().__init__(notice.window())
        self._window = notice.window()
        self._session = session
        self._notice = notice
        self.dialog: SheetsDialog | None = None
        self._issue: Issue | None = None
        self._facts: Facts | None = None

    def show(self) -> None:
        """Opens the dialog over the issue as it is now."""
        from bulletin_desk.desk.sheets.sheets_dialog import SheetsDialog
        from bulletin_desk.sheet_files import filled
        from bulletin_desk.sheets.fit import Setter
        from bulletin_desk.sheets.shelf import sheets

        session = self._session
        self._issue = session.document.snapshot()
        typeset = session.typeset()
        facts = self._facts = filled(self._issue, typeset.layout, typeset.pages)
        shown = partial(self._shown, Setter(session.faces), facts)
        folder = session.places.sheets
        dialog = SheetsDialog(lambda: sheets(folder), shown, session.faces, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.begin(session.settings[SHEET], _typed_of(session.settings[SHEET_TYPED]))
        self.dialog = dialog
        dialog.pdf_wanted.connect(lambda: self._save(".pdf"))
        dialog.word_wanted.connect(lambda: self._save(".docx"))
        dialog.print_wanted.connect(self._print)
        dialog.own_wanted.connect(self._begin_own)
        dialog.finished.connect(self._finished)
        dialog.open()

    # ---- what is shown

    def _filled(self, typed: Mapping[str, str]) -> Facts:
        assert self._facts is not None
        return self._facts._replace(typed=typed)

    def _shown(self, setter: Setter, facts: Facts, shelved: ShelvedSheet, typed: Mapping[str, str]) -> Shown:
        from bulletin_desk.desk.sheets.sheets_dialog import Shown
        from bulletin_desk.sheets.set_sheet import sheet_pages

        facts = facts._replace(typed=typed)
        made = sheet_pages(shelved.sheet, facts, self._session.faces, setter)
        return Shown(made.pages, "\n".join(made.said))

    # ---- what is done

    def _save(self, suffix: str) -> None:
        from bulletin_desk.sheet_files import CALLED, sheet_file
        from bulletin_desk.storage.atomic import write_atomically

        dialog, issue = self.dialog, self._issue
        if dialog is None or issue is None:
            return
        sheet, typed = dialog.chosen.sheet, dialog.typed
        target = ask_save(
            dialog, self._suggested(sheet.name, suffix), f"存成 {CALLED[suffix]}", _SUFFIXES[suffix]
        )
        if target is None:
            return
        self._notice.done(_ABOUT)
        try:
            made = sheet_file(suffix, sheet, self._filled(typed), issue, self._session.faces)
            beside.run(dialog, f"存“{target}”", lambda: write_atomically(target, made.data), on=str(target))
        except BulletinDeskError as error:
            tell(dialog, str(error))
            return
        choices = [("打开", lambda: open_path(target)), ("打开文件夹", lambda: open_path(target.parent))]
        self._notice.say(f"{sheet.name}存好了：“{target.name}”。", choices, until=Until.DONE, about=_ABOUT)

    def _suggested(self, name: str, suffix: str) -> Path:
        session = self._session
        assert self._issue is not None
        return session.folder / f"{clean(f'{name_for(self._issue, session.layout)} {name}')}{suffix}"

    def _print(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog

        from bulletin_desk.desk.page.ink import Brush, Inks
        from bulletin_desk.desk.putting_out.printing import print_pages, printer_for

        dialog = self.dialog
        if dialog is None:
            return
        pages, name = dialog.view.pages, dialog.chosen.sheet.name
        printer = printer_for(pages, 1, name, self._session.settings[PRINT_SIDES])
        asked = QPrintDialog(printer, dialog)
        asked.setWindowTitle("打印")
        asked.setMinMax(1, len(pages))
        accepted = asked.exec() == QPrintDialog.DialogCode.Accepted
        asked.deleteLater()  # it must not outlive this printer
        if accepted:
            brush = Brush(self._session.faces, Inks(), on_paper=True)
            whole = print_pages(printer, pages, brush, lambda _: True)
            said = f"已把{name}送到打印机，共 {len(pages)} 面。" if whole else "没有打完。"
            self._notice.say(said, until=Until.EDITED)

    def _begin_own(self) -> None:
        """Copies the file of the sheet into the clerk's folder and opens it."""
        from bulletin_desk.desk.sheets.own import begin_own

        dialog = self.dialog
        if dialog is None:
            return
        chosen, folder = dialog.chosen, self._session.places.sheets
        if chosen.own:
            file = chosen.file
        else:
            try:
                file = beside.run(dialog, f"看“{folder}”", lambda: begin_own(chosen.file, folder))
            except (OSError, BulletinDeskError) as error:
                tell(dialog, f"自己的一张建不起来：{error}")
                return
        dialog.load()
        open_path(file)
        dialog.said.setText(f"自己的{chosen.sheet.name}在“{file}”：改完保存，回到这里就看得到。")
        dialog.said.show()

    def _finished(self) -> None:
        dialog, self.dialog = self.dialog, None
        self._facts = self._issue = None
        if dialog is not None:
            settings = self._session.settings
            settings[SHEET] = dialog.chosen.key
            settings[SHEET_TYPED] = tuple(f"{key}={words}" for key, words in dialog.all_typed.items())


def _typed_of(kept: tuple[str, ...]) -> dict[str, str]:
    """What was typed last, by the boxes' keys."""
    return {key: words for key, _, words in (each.partition("=") for each in kept)}
