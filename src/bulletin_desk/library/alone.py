"""Keeps programs from changing the same thing of the library at once. Must not know what that is."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator
from pathlib import Path

from bulletin_desk.errors import TargetError
from bulletin_desk.storage.system import hold

_PATIENCE = 5.0
"""Seconds to wait for another program, which takes some hundredths of one."""


@contextlib.contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Keeps others that ask for the same lock waiting, where there are locks; not for long: who holds it may
    have been stopped. Raises TargetError."""
    try:
        descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise TargetError(f"写不了“{lock}”：系统报告“{error.strerror}”。") from error
    try:
        until = time.monotonic() + _PATIENCE
        while hold(descriptor) is False and time.monotonic() < until:
            time.sleep(0.01)
        yield
    finally:
        os.close(descriptor)
