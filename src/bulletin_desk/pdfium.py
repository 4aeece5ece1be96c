"""The door to the library that reads PDFs, which works for one thread at a time: two at once would end the
program. Knows no PDF."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

_TURN = threading.RLock()


@contextmanager
def pdfium() -> Iterator[ModuleType]:
    """The library, for this thread alone until the end; whatever it opens is to be closed by then."""
    with _TURN:
        import pypdfium2  # few who start the program read a PDF

        yield pypdfium2
