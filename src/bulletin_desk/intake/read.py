"""A manuscript from a file, by what the file holds rather than by its name. Knows no format itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple, NoReturn

from bulletin_desk.checked import Fail, shown
from bulletin_desk.errors import UnreadableFileError
from bulletin_desk.intake.convert import ADVICE, as_docx
from bulletin_desk.intake.docx import read_docx, read_parts
from bulletin_desk.intake.html import looks_like_html, read_html
from bulletin_desk.intake.html_pictures import from_clipboard
from bulletin_desk.intake.kinds import OLE, advice, not_text, of_xml, xml_root
from bulletin_desk.intake.manuscript import Manuscript, Note
from bulletin_desk.intake.mime import looks_like_mime, read_mime
from bulletin_desk.intake.oxml_flat import parts_of
from bulletin_desk.intake.plain import NOT_TEXT, manuscript_of_text, read_plain
from bulletin_desk.intake.rtf import MOST_LOST, lost_words
from bulletin_desk.intake.words import words_of
from bulletin_desk.packages import read_package, read_xml
from bulletin_desk.paths import bytes_of

MAX_FILE_BYTES = 128 << 20
"""A Word file with thirty photographs as a telephone takes them."""


_QUOTED = 200
"""Characters of what was lost that a sentence quotes; a note's words have all of them."""
_START = 100
_HEAD = 8_000
_FLAT_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument.text"
_BLANK = b"\xef\xbb\xbf \t\r\n"


class Whole(NamedTuple):
    """A manuscript, and all paragraphs of the Word file that it was read from or that was made of its file;
    None for what is no Word file."""

    manuscript: Manuscript
    words: tuple[str, ...] | None


def read_manuscript(path: Path) -> Manuscript:
    """The manuscript in the file at `path`. Raises UnreadableFileError."""
    return _read_file(path, all_words=False).manuscript


def read_whole(path: Path) -> Whole:
    """The manuscript in the file at `path`, with all that the file says. Raises UnreadableFileError."""
    return _read_file(path, all_words=True)


def _read_file(path: Path, *, all_words: bool) -> Whole:

    def fail(reason: str) -> NoReturn:
        raise UnreadableFileError(f"打不开“{path}”：{reason}。")

    data = _bytes_of(path, fail)
    if said := advice(data, path.name):
        fail(said)
    if data.startswith(b"PK") and not _is_open_document(data):
        return Whole(read_docx(path), _words_in(path) if all_words else None)
    suffix = _old_kind(data, path)
    if suffix:
        with as_docx(path, data, suffix, fail) as made:
            try:
                manuscript = read_docx(made)
            except UnreadableFileError:  # names a file that the clerk never saw
                fail(f"转换出来的文件读不了，{ADVICE}")
            manuscript = _named(manuscript, path, fail)
            manuscript = _with_lost(manuscript, data) if suffix == ".rtf" else manuscript
            return Whole(manuscript, _words_in(made) if all_words else None)
    return Whole(_read(data, path, fail), None)


def word_parts(path: Path) -> Mapping[str, bytes]:
    """The XML parts of the Word file at `path`, or of what a converter has made of an older one, by their
    names. Raises UnreadableFileError; of what is no Word file too."""

    def fail(reason: str) -> NoReturn:
        raise UnreadableFileError(f"打不开“{path}”：{reason}。")

    data = _bytes_of(path, fail)
    if said := advice(data, path.name):
        fail(said)
    if data.startswith(b"PK") and not _is_open_document(data):
        return read_package(path).xml
    suffix = _old_kind(data, path)
    if suffix:
        with as_docx(path, data, suffix, fail) as made:
            try:
                return read_package(made).xml
            except UnreadableFileError:  # names a file that the clerk never saw
                fail(f"转换出来的文件读不了，{ADVICE}")
    parts = _flat_parts(data, fail) if xml_root(data) and not looks_like_html(data) else None
    if parts is None:
        fail("它不是 Word 文件，请在 Word 或 WPS 里打开它，另存为 .docx 再试")
    return parts


def _words_in(path: Path) -> tuple[str, ...]:
    return words_of(read_package(path).xml)


def _is_open_document(data: bytes) -> bool:
    return data[30:60].startswith(b"mimetypeapplication/vnd.oasis")


def _old_kind(data: bytes, path: Path) -> str:
    """The extension for a converter of what only a word processor can read; empty for anything else."""
    if data[:_START].lstrip(_BLANK).startswith(b"{\\rtf"):
        return ".rtf"
    if _FLAT_OPEN_DOCUMENT in data[:_HEAD] and xml_root(data) == "document":
        return ".fodt"
    if data.startswith(b"PK"):
        return ".odt"
    if data.startswith(OLE):
        return path.suffix.lower() if path.suffix.lower() in (".wps", ".wpt", ".dot") else ".doc"
    return ""


def _named(manuscript: Manuscript, path: Path, fail: Fail) -> Manuscript:
    """A converted manuscript under its own file's name."""
    if not any(paragraph.text.strip() for paragraph in manuscript.paragraphs):
        fail(f"转换后里面没有文字，也许加了密码或已损坏，{ADVICE}")
    note = Note("converted", 0, f"这份稿件由别的程序转换后读入，请对照原稿看一遍（“{path.name}”）。")
    return replace(manuscript, name=path.stem, notes=(note, *manuscript.notes))


def _with_lost(manuscript: Manuscript, data: bytes) -> Manuscript:
    """A manuscript converted from RTF, with what the converter lost."""
    lost = lost_words(data, manuscript)
    if not lost:
        return manuscript
    more = "等" if len(lost) >= MOST_LOST else ""
    message = f"转换时丢了“{shown('；'.join(lost), _QUOTED)}”{more}，请对照原稿补上。"
    note = Note("lost", max(len(manuscript.paragraphs) - 1, 0), message, "\n".join(lost))
    return replace(manuscript, notes=(*manuscript.notes, note))


def _bytes_of(path: Path, fail: Fail) -> bytes:
    data = bytes_of(path, MAX_FILE_BYTES, fail, "请选用其中的稿件")
    if len(data) > MAX_FILE_BYTES:
        fail(f"文件超过{MAX_FILE_BYTES >> 20} MiB，请检查是否选错")
    if not data.strip(b"\0 \t\r\n"):  # zeros are what a power failure leaves
        fail("文件是空的，请对方重新发送")
    return data


def _read(data: bytes, path: Path, fail: Fail) -> Manuscript:
    if looks_like_html(data):
        return read_html(data, path.stem, fail)
    if looks_like_mime(data):
        return read_mime(data, path.stem, fail)
    if root := xml_root(data):
        return _read_xml(data, root, path.stem, fail)

    def refuse(reason: str) -> NoReturn:
        fail(not_text(path.suffix) or reason if reason == NOT_TEXT else reason)

    return read_plain(data, path.stem, refuse)


def _flat_parts(data: bytes, fail: Fail) -> Mapping[str, bytes] | None:
    try:
        return parts_of(read_xml(data, fail))
    except ValueError:
        fail("它是 XML 文件，但已损坏，请在 Word 或 WPS 里打开它另存为 .docx 再试")


def _read_xml(data: bytes, root: str, name: str, fail: Fail) -> Manuscript:
    parts = _flat_parts(data, fail)
    if parts is None:
        fail(of_xml(root))
    return read_parts(parts, name, fail)


def read_pasted_html(html: bytes | str) -> Manuscript:
    """The manuscript in HTML from the clipboard. Raises UnreadableFileError."""
    return read_html(html, "", _fail_paste, from_clipboard)


def read_pasted_text(text: str) -> Manuscript:
    """The manuscript in plain text from the clipboard. Raises UnreadableFileError."""
    return manuscript_of_text(text, "", _fail_paste)


def _fail_paste(reason: str) -> NoReturn:
    raise UnreadableFileError(f"粘贴的内容读不了：{reason}。")
