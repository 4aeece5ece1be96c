"""What the files of one old issue show, whichever kinds they are of. Must not know what comes of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from bulletin_desk.errors import UnreadableFileError
from bulletin_desk.learning.joined import joined
from bulletin_desk.learning.pdf_sighting import sight_pdf
from bulletin_desk.learning.sighting import Sighting
from bulletin_desk.learning.word_sighting import sight_word
from bulletin_desk.paths import read_plain

_PDF = b"%PDF-"
_WITHIN = 1024
"""Bytes within which a PDF says that it is one (ISO 32000-1, annex H, 3.4.1)."""


def sight(files: Sequence[Path], tell: Callable[[str, int, int], None]) -> Sighting:
    """What is seen of an issue in a Word file, a PDF, or both. Raises UnreadableFileError."""
    seen: list[Sighting] = []
    for at, file in enumerate(files):
        tell("读旧的一期", at, len(files))
        seen.append(sight_pdf(file) if _is_pdf(file) else sight_word(file))
    kinds = [each.kind for each in seen]
    if len(seen) == 1:
        return seen[0]
    if sorted(kinds) != ["pdf", "word"]:
        raise UnreadableFileError("一次只照着一期学：选它的 Word 文件，或 PDF，或两样各一个。")
    return joined(seen[kinds.index("word")], seen[kinds.index("pdf")])


def _is_pdf(file: Path) -> bool:
    """By what it begins with; what can't be read is named by its ending, and told by who reads it."""
    try:
        return _PDF in read_plain(file, _WITHIN)
    except (OSError, ValueError):
        return file.suffix.lower() == ".pdf"
