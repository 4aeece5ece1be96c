"""Opens a Word file, of whatever kind, for learning from it. Knows no XML."""

from __future__ import annotations

from pathlib import Path

from bulletin_desk.learning.word_model import WordFile


def read_word(path: Path) -> WordFile:
    """What the Word file at `path` holds, with the formats in effect; .doc, .wps and .rtf by what is
    installed. Raises UnreadableFileError: no Word file, locked, damaged, or beyond the bounds."""
    raise NotImplementedError
