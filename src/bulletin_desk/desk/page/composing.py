"""Between input methods and the document: what they compose and commit, and what they ask about the text, in
UTF-16 units as Qt counts."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent

from bulletin_desk.editing.document import Document
from bulletin_desk.editing.fragment import as_text


def compose(document: Document, event: QInputMethodEvent) -> None:
    """Preedit text stands on the page in its place; a commit may replace what is around the caret. Raises
    EditError."""
    commit = event.commitString()
    if commit or event.replacementLength():
        start, length = event.replacementStart(), event.replacementLength()
        text, head, _ = document.surrounding()
        before = characters(text, units(text[:head]) + start)
        after = characters(text, units(text[:head]) + start + length)
        document.commit(commit, before - head, after - before)
    cursor = units(event.preeditString())
    for attribute in event.attributes():
        if attribute.type == QInputMethodEvent.AttributeType.Cursor:
            cursor = attribute.start
    preedit = event.preeditString()
    if preedit or document.preedit is not None:
        document.set_preedit(preedit, characters(preedit, cursor))


def asked(document: Document, query: Qt.InputMethodQuery) -> object:
    """What an input method asks about the text around the caret; None for what is not about the text."""
    text, cursor, anchor = document.surrounding()
    if query == Qt.InputMethodQuery.ImSurroundingText:
        return text
    if query in (Qt.InputMethodQuery.ImCursorPosition, Qt.InputMethodQuery.ImAbsolutePosition):
        return units(text[:cursor])
    if query == Qt.InputMethodQuery.ImAnchorPosition:
        return units(text[:anchor])
    if query == Qt.InputMethodQuery.ImCurrentSelection:
        return as_text(document.copy())
    return None


def units(text: str) -> int:
    """Length in UTF-16 units, as Qt counts."""
    return len(text.encode("utf-16-le")) // 2


def characters(text: str, units: int) -> int:
    """How many characters the first `units` UTF-16 units are; none before the text's start."""
    return len(text.encode("utf-16-le")[: 2 * max(units, 0)].decode("utf-16-le", "ignore"))
