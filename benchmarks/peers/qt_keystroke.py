"""`qt_keystroke.py TEXT FONTS PARAGRAPH OFFSET TYPED`: types into Qt's text document.

TYPED comes, at OFFSET of the paragraph that reads PARAGRAPH, a character at a time and is deleted again
from its head; after each keystroke the pages are counted and the edited paragraph is placed. What Qt does
not do (the office's line rule, keeping titles with their text, page furniture) it is not asked to do.
Prints the seconds of each keystroke as JSON.
"""

import json
import os
import sys
import time
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSizeF, Qt
from PySide6.QtGui import (
    QFont,
    QFontDatabase,
    QGuiApplication,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)

_FILES = (
    "FandolFang-Regular",
    "FandolKai-Regular",
    "NotoSansSC-Regular",
    "NotoSerifSC-Bold",
    "LiberationSerif-Regular",
)
_FACES = {
    "section": "Noto Sans SC",
    "subheading": "Noto Sans SC",
    "title": "Noto Serif SC",
    "masthead": "Noto Serif SC",
}
_SIZES = {"title": 22, "masthead": 44, "closing": 14}
_CENTRED = ("masthead", "number", "title", "subheading")


def characters(kind: str, face: str = "") -> QTextCharFormat:
    """The format of a kind's characters. Pixels are points here."""
    font = QFont(["Liberation Serif", face or _FACES.get(kind, "FandolFang")])
    font.setPixelSize(_SIZES.get(kind, 16))
    font.setBold(kind in ("title", "masthead"))
    found = QTextCharFormat()
    found.setFont(font)
    return found


def block(kind: str) -> QTextBlockFormat:
    """The format of a kind's paragraphs, on the layout's line pitch."""
    found = QTextBlockFormat()
    pitch = {"masthead": 60, "closing": 26}.get(kind, 30)
    found.setLineHeight(pitch, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
    side = Qt.AlignmentFlag.AlignLeft
    if kind in _CENTRED:
        side = Qt.AlignmentFlag.AlignHCenter
    elif kind == "body":
        side = Qt.AlignmentFlag.AlignJustify
        found.setTextIndent(32)
    elif kind == "source":
        side = Qt.AlignmentFlag.AlignRight
    found.setAlignment(side)
    return found


def main() -> None:
    """Types and prints."""
    parser = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument("text", type=Path, metavar="TEXT")
    parser.add_argument("fonts", type=Path, metavar="FONTS")
    parser.add_argument("paragraph", metavar="PARAGRAPH")
    parser.add_argument("offset", type=int, metavar="OFFSET")
    parser.add_argument("typed", metavar="TYPED")
    options = parser.parse_args()
    _application = QGuiApplication(sys.argv[:1])
    for name in _FILES:
        if QFontDatabase.addApplicationFont(str(options.fonts / f"{name}.ttf")) < 0:
            raise SystemExit(f"Qt does not take {name}")
    document = QTextDocument()
    document.setUndoRedoEnabled(False)
    document.setDocumentMargin(0)
    document.setPageSize(QSizeF(448, 630))
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    for number, (kind, words, run_in) in enumerate(json.loads(options.text.read_text(encoding="utf-8"))):
        if number:
            cursor.insertBlock()
        cursor.setBlockFormat(block(kind))
        if run_in:
            cursor.insertText(words[:run_in], characters(kind, "FandolKai"))
        cursor.insertText(words[run_in:].replace("\n", "\u2028"), characters(kind))
    cursor.endEditBlock()
    document.pageCount()
    edited = document.begin()
    while edited.isValid() and edited.text() != options.paragraph:
        edited = edited.next()
    if not edited.isValid():
        raise SystemExit("the paragraph is not in the document")
    cursor.setPosition(edited.position() + options.offset)
    seconds = []
    layout = document.documentLayout()
    for step in range(2 * len(options.typed)):
        if step == len(options.typed):
            cursor.setPosition(edited.position() + options.offset)
        began = time.perf_counter()
        if step < len(options.typed):
            cursor.insertText(options.typed[step])
        else:
            cursor.deleteChar()
        document.pageCount()
        layout.blockBoundingRect(edited)
        seconds.append(time.perf_counter() - began)
    print(json.dumps(seconds))


if __name__ == "__main__":
    main()
