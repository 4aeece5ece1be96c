"""Opens a Word file, of whatever kind, for learning from it. Knows no XML."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

from bulletin_desk.errors import UnreadableFileError
from bulletin_desk.intake.oxml_tree import NotWordError
from bulletin_desk.intake.read import word_parts
from bulletin_desk.learning.oxml_word import word_document
from bulletin_desk.learning.word_model import WordFile


def read_word(path: Path) -> WordFile:
    """What the Word file at `path` holds, with the formats in effect; .doc, .wps, .rtf and the like by what
    is installed. Raises UnreadableFileError: no Word file, locked, damaged, empty, or beyond the bounds."""

    def fail(reason: str) -> NoReturn:
        raise UnreadableFileError(f"打不开“{path}”：{reason}。")

    try:
        found = word_document(word_parts(path))
    except NotWordError as error:
        fail("里面一层套一层，深得不合常理，请在 Word 或 WPS 里另存一遍再试" if error.deep else _DAMAGED)
    if not any(paragraph.text.strip() for paragraph in found.paragraphs()):
        fail("里面没有文字，也许是扫描的图片，请换一份有文字的")
    return found


_DAMAGED = "它不是 Word 文件（.docx），或已损坏，请改用备份，或在 Word、WPS 里另存一遍再试"
