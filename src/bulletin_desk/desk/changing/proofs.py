"""Proof prints (清样) as the clerk asks for them: a dialog, then a PDF file or the printer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog

from bulletin_desk.desk import beside
from bulletin_desk.desk.beside import LeftError
from bulletin_desk.desk.changing.sources import sources
from bulletin_desk.desk.files.asking import ask_save
from bulletin_desk.desk.files.filing import Filing
from bulletin_desk.desk.parts.names import name_for
from bulletin_desk.desk.parts.notice import Notice, Until
from bulletin_desk.desk.putting_out.output import Output
from bulletin_desk.desk.session import Session
from bulletin_desk.desk.settings import PROOF_DOUBLE, PROOF_NUMBERS
from bulletin_desk.errors import BulletinDeskError
from bulletin_desk.forms import PDF, Tell, pdf_of, silent
from bulletin_desk.pages.model import Page
from bulletin_desk.pipeline import Typeset
from bulletin_desk.typeset.proof_print import MOST_PROOFS, ProofPrint

if TYPE_CHECKING:  # what comparing takes is loaded when something is compared
    from bulletin_desk.marking import Compared


class Proofs(QObject):
    """The number goes up with each proof that has been made of an issue while it is open."""

    def __init__(self, session: Session, notice: Notice, filing: Filing, output: Output) -> None:
        super().__init__(notice.window())
        self._session = session
        self._notice = notice
        self._filing = filing
        self._output = output
        self._next = 1
        session.replaced.connect(self._replaced)

    def _replaced(self) -> None:
        self._next = 1

    def ask(self) -> None:
        """Asks how, and prints."""
        from bulletin_desk.desk.changing.proof_dialog import NUMBERS, ProofDialog
        from bulletin_desk.marking import proof_note

        session, window = self._session, self._notice.window()
        settings = session.settings
        numbers = next(value for value, _ in NUMBERS if value == settings[PROOF_NUMBERS].replace("none", ""))
        note = proof_note(session.today())
        start = ProofPrint(self._next, numbers, settings[PROOF_DOUBLE], note=note)
        dialog = ProofDialog(start, sources(session, self._filing), window)
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        how, source, printing = dialog.choice(), dialog.since.source, dialog.printing
        dialog.deleteLater()
        if not accepted:
            return
        settings[PROOF_NUMBERS], settings[PROOF_DOUBLE] = how.line_numbers or "none", how.double
        since = None
        if source is not None:
            try:
                since = beside.run(window, f"打开{source.called}", source.read)
            except LeftError:
                return
            except BulletinDeskError as error:
                self._notice.say(f"{source.called}读不出来，没有出清样：{error}", until=Until.EDITED)
                return
        make = _Proof(how, since)
        if printing:
            self._output.print_proof(make.pages)
        else:
            issue = session.snapshot().issue
            name = f"{name_for(issue, session.layout)} 第{how.number}校.pdf"
            target = ask_save(window, session.folder / name, "清样存成 PDF", "PDF 文件 (*.pdf)")
            if target is None:
                return
            self._output.send(((PDF._replace(encode=make), target),), "")
        self._next = min(how.number + 1, MOST_PROOFS)


class _Proof:
    """Makes the pages of a proof, and the PDF of them."""

    def __init__(self, how: ProofPrint, since: Compared | None) -> None:
        self._how = how
        self._since = since

    def pages(self, typeset: Typeset) -> Sequence[Page]:
        """Of an issue."""
        from bulletin_desk.marking import proof

        return proof(typeset, self._how, self._since)

    def __call__(self, typeset: Typeset, tell: Tell = silent, **options: str) -> bytes:
        return pdf_of(typeset, self.pages(typeset), tell)
