"""Text to and from the clipboard and drags: plain text for all, HTML with kinds for Word and for
ourselves."""

from __future__ import annotations

from PySide6.QtCore import QMimeData

from bulletin_desk.editing.fragment import Fragment, as_html, as_text, from_html, from_text
from bulletin_desk.intake.manuscript import Manuscript


def mime_of(fragment: Fragment) -> QMimeData:
    """A fragment in both forms."""
    data = QMimeData()
    data.setText(as_text(fragment))
    data.setHtml(as_html(fragment))
    return data


def fragment_in(data: QMimeData) -> Fragment | None:
    """What comes in: our own HTML keeps its kinds, of all else the plain text is taken and kinds are
    recognised."""
    if data.hasHtml():
        own = from_html(data.html())
        if own is not None:
            return own
    return from_text(data.text()) if data.hasText() and data.text() else None


def manuscript_in(data: QMimeData) -> Manuscript | None:
    """What is on the clipboard as a manuscript; None if there is no text. Raises UnreadableFileError."""
    from bulletin_desk.intake.read import read_pasted_text

    return read_pasted_text(data.text()) if data.hasText() and data.text().strip() else None
