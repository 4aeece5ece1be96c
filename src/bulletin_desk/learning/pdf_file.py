"""Opens PDFs of old issues. Must not know what stands on their pages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

from bulletin_desk.errors import UnreadableFileError
from bulletin_desk.paths import bytes_of
from bulletin_desk.pdfium import pdfium

MAX_FILE_BYTES = 64 << 20
MOST_PAGES = 60
"""More than any issue has: a volume is told, not learned from."""


def read_bytes(path: Path) -> bytes:
    """The bytes of a PDF. Raises UnreadableFileError: for what is too large for an issue or can't be read."""
    data = bytes_of(path, MAX_FILE_BYTES, _failing(path), "请选用其中的 PDF")
    if len(data) > MAX_FILE_BYTES:
        _fail(path, f"文件超过{MAX_FILE_BYTES >> 20} MB，请选一期，不要选合订本")
    return data


@contextmanager
def opened(data: bytes, path: Path) -> Iterator[tuple[Any, Any]]:
    """The document that a PDF holds, and the library's own functions, for this thread alone until the end.
    Raises UnreadableFileError, which names `path`: for what is no PDF, is locked, or is too long."""
    with pdfium() as library:
        raw = library.raw
        try:
            document = library.PdfDocument(data)
        except library.PdfiumError as error:
            if error.err_code == raw.FPDF_ERR_PASSWORD:
                _fail(path, "它有打开密码，请先去掉密码再选")
            _fail(path, "它不是 PDF，或已损坏，请另存一次再选")
        try:
            if len(document) > MOST_PAGES:
                _fail(path, f"它有{len(document)}面，超过{MOST_PAGES}面，请选其中一期，不要选合订本")
            yield document, raw
        finally:
            document.close()


def page_sizes(data: bytes, path: Path) -> tuple[tuple[float, float], ...]:
    """Width and height of each page, in points. Raises UnreadableFileError."""
    with opened(data, path) as (document, _):
        return tuple(document[at].get_size() for at in range(len(document)))


def _failing(path: Path) -> Any:
    def fail(reason: str) -> NoReturn:
        _fail(path, reason)

    return fail


def _fail(path: Path, reason: str) -> NoReturn:
    raise UnreadableFileError(f"不能读取“{path}”：{reason}。")
