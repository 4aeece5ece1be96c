"""送审 and 定稿 as the clerk does them: one action keeps what goes round, in the file and among its versions,
and puts out what a reader needs. Makes no file itself."""

from __future__ import annotations

from datetime import date as Date  # noqa: N812
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QWidget

from bulletin_desk.bulletin.rounds import round_named, to_the_minute, unsigned
from bulletin_desk.desk import settings as remembered
from bulletin_desk.desk.files.asking import ask_unsign
from bulletin_desk.desk.files.filing import Filing
from bulletin_desk.desk.parts.notice import Notice, Until
from bulletin_desk.desk.putting_out.output import BUSY, Output
from bulletin_desk.desk.session import Session
from bulletin_desk.errors import BulletinDeskError, EditError
from bulletin_desk.storage.system import user

if TYPE_CHECKING:  # what only a dialog needs is loaded with it
    from bulletin_desk.bulletin.model import Round
    from bulletin_desk.desk.sending.send_dialog import Offered, SendChoice
    from bulletin_desk.sending import Targets


class Sending(QObject):
    """What goes round stays in the file, whatever becomes of the files that are put out."""

    def __init__(self, session: Session, notice: Notice, filing: Filing, output: Output) -> None:
        super().__init__(notice.window())
        self._session = session
        self._window: QWidget = notice.window()
        self._notice = notice
        self._filing = filing
        self._output = output

    def send(self) -> None:
        """送审. Raises EditError where the issue may not be edited."""
        self._send(signed=False)

    def sign(self) -> None:
        """定稿. Raises EditError where the issue may not be edited."""
        self._send(signed=True)

    def unsign(self) -> None:
        """Withdraws the sign-off, once the clerk agrees. Raises EditError where there is none, or the issue
        may not be edited."""
        document = self._session.document
        self._check_editable()
        without = unsigned(document.issue)
        if ask_unsign(self._window):
            document.set_rounds(without.rounds)
            self._notice.say("已撤回定稿，还没有保存。", [("保存", self._filing.save)], until=Until.SAVED)

    def _check_editable(self) -> None:
        if self._session.refusal:
            raise EditError(self._session.refusal)

    def _send(self, *, signed: bool) -> None:
        from bulletin_desk.desk.sending.send_dialog import SendDialog
        from bulletin_desk.storage.rounds import sent

        self._check_editable()
        if self._output.busy:
            raise EditError(BUSY)
        dialog = SendDialog(
            self._session.snapshot().issue, self._offered(signed=signed), self._window, signed=signed
        )
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        choice = dialog.choice()
        dialog.deleteLater()
        if not accepted:
            return
        self._remember(choice, signed=signed)
        when = _moment(choice.day, self._session.today())
        document = self._session.document
        before = document.issue.rounds
        issue = sent(self._session.snapshot().issue, choice.name, when, choice.who, signed=signed)
        document.set_rounds(issue.rounds)
        saved = self._filing.save()
        kept = round_named(self._session.issue.rounds, choice.name)
        if not saved or kept is None:  # or the text that lies in the file has taken this one's place
            if self._session.document is document and kept is not None:
                document.set_rounds(before)
            word = "定稿" if signed else "送审"
            self._notice.say(f"没有保存，所以没有{word}。", until=Until.EDITED | Until.SAVED)
            return
        self._put_out(choice, kept)

    def _put_out(self, choice: SendChoice, sent: Round) -> None:
        kept = f"“{choice.name}”已留好。"
        file = self._session.file
        try:
            if file is not None:
                kept += self._filing.keeper.keep_named(file, choice.name)
        except BulletinDeskError as error:
            kept = f"“{choice.name}”已存进简报文件，但{error}"
        targets = self._targets(choice, sent)
        if targets:
            self._output.send(targets, kept)
        else:
            self._notice.say(kept, until=Until.EDITED)

    def _targets(self, choice: SendChoice, sent: Round) -> Targets:
        from bulletin_desk.sending import targets

        return targets(
            choice.outgoing, sent, choice.folder, self._stem(choice.name), self._session.places.sheets
        )

    def _stem(self, name: str) -> str:
        from bulletin_desk.sending import stem_for

        session = self._session
        pattern = session.settings[remembered.EXPORT_PATTERN]
        return stem_for(session.snapshot().issue, session.layout, pattern, name)

    # ---- what is remembered

    def _offered(self, *, signed: bool) -> Offered:
        from bulletin_desk.desk.sending.send_dialog import Offered
        from bulletin_desk.sending import Outgoing, file_names, sheet_names

        session, settings = self._session, self._session.settings
        sheets = sheet_names(session.places.sheets)
        forms = settings[remembered.SEND_FORMS].split()
        sheet = settings[remembered.SEND_SHEET]
        outgoing = Outgoing(
            pdf="pdf" in forms,
            docx="docx" in forms,
            numbers=settings[remembered.SEND_NUMBERS],
            remarks=settings[remembered.SEND_REMARKS],
            items=settings[remembered.SEND_ITEMS],
            sheet=sheet if sheet in sheets else "",
        )
        folder = Path(settings[remembered.SEND_FOLDER] or session.folder)
        who = settings[remembered.SIGNED_BY] if signed else settings[remembered.WHO] or user()
        return Offered(
            who,
            session.today(),
            outgoing,
            folder,
            sheets,
            lambda choice: file_names(choice.outgoing, self._stem(choice.name)),
        )

    def _remember(self, choice: SendChoice, *, signed: bool) -> None:
        settings, outgoing = self._session.settings, choice.outgoing
        settings[remembered.SIGNED_BY if signed else remembered.WHO] = choice.who
        forms = (name for name, wanted in (("pdf", outgoing.pdf), ("docx", outgoing.docx)) if wanted)
        settings[remembered.SEND_FORMS] = " ".join(forms)
        settings[remembered.SEND_NUMBERS] = outgoing.numbers
        settings[remembered.SEND_REMARKS] = outgoing.remarks
        settings[remembered.SEND_ITEMS] = outgoing.items
        settings[remembered.SEND_SHEET] = outgoing.sheet
        settings[remembered.SEND_FOLDER] = str(choice.folder)


def _moment(day: Date, today: Date) -> str:
    """When it is said to have been: to the minute where that is today, else the day."""
    now = datetime.now()
    return (
        to_the_minute(now.replace(year=day.year, month=day.month, day=day.day))
        if day == today
        else day.isoformat()
    )
