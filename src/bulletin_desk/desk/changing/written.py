"""What is written of an issue with its changes since another version. Asks nothing."""

from __future__ import annotations

from datetime import datetime

from bulletin_desk.bulletin.rounds import to_the_minute
from bulletin_desk.forms import Tell, pdf_of, silent
from bulletin_desk.marking import Compared, redline, redline_word
from bulletin_desk.pipeline import Typeset


class Redline:
    """Makes the PDF of an issue with its changes since another version."""

    def __init__(self, against: Compared) -> None:
        self._against = against

    def __call__(self, typeset: Typeset, tell: Tell = silent, **options: str) -> bytes:
        _, pages = redline(typeset, self._against)
        return pdf_of(typeset, pages, tell)


class RedlineWord:
    """Makes the Word file with tracked changes of `who` since another version."""

    def __init__(self, against: Compared, who: str) -> None:
        self._against = against
        self._who = who

    def __call__(self, typeset: Typeset, tell: Tell = silent, **options: str) -> bytes:
        return redline_word(typeset, self._against, self._who, to_the_minute(datetime.now().astimezone()))
