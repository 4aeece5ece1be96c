"""Text to and from the clipboard and drags: plain text for all, HTML with kinds for Word and for
ourselves."""

from __future__ import annotations

from PySide6.QtCore import QMimeData

from bulletin_desk.desk.parts.mime import mime_data
from bulletin_desk.editing.fragment import Fragment, as_html, as_text, from_html, from_manuscript, from_text
from bulletin_desk.errors import BulletinDeskError
from bulletin_desk.intake.manuscript import Manuscript


def mime_of(fragment: Fragment) -> QMimeData:
    """A fragment in both forms."""
    return mime_data(as_text(fragment), as_html(fragment))


def fragment_in(data: QMimeData) -> Fragment | None:
    """What comes in: our own HTML keeps its kinds; of another program's the looks tell them, and where there
    is only plain text, its words."""
    if data.hasHtml():
        own = from_html(data.html())
        if own is not None:
            return own
    text = data.text() if data.hasText() else ""
    if data.hasHtml() and "\n" in text.strip():
        try:
            looked = from_manuscript(_read_html(data.html()))
        except BulletinDeskError:
            looked = None  # its plain text can still be had
        if looked is not None and looked.paragraphs:
            return looked
    return from_text(text) if text else None


def manuscript_in(data: QMimeData) -> Manuscript | None:
    """What is on the clipboard as a manuscript; None if there is no text. Raises UnreadableFileError."""
    from bulletin_desk.intake.read import read_pasted_text

    if data.hasHtml():
        read = _read_html(data.html())
        if read.paragraphs:
            return read
    return read_pasted_text(data.text()) if data.hasText() and data.text().strip() else None


def _read_html(html: str) -> Manuscript:
    from bulletin_desk.intake.read import read_pasted_html

    return read_pasted_html(html)
