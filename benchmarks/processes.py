"""Runs programs as processes of their own: how long they took, how much memory they had.

Whoever imports this stays small itself: Linux counts into a child's peak what it had before it became
another program, which is its parent's, so that a big parent would be measured in place of a small child.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MIB = 1 << 20
_RSS_UNIT = 1 if sys.platform == "darwin" else 1024
"""In what ru_maxrss is counted: bytes on macOS, KiB elsewhere."""


class ProgramError(Exception):
    """A program that was to be measured failed; the message ends with what it said."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a program: wall seconds, peak memory in bytes (None where the system does not tell)."""

    seconds: float
    peak: int | None
    output: str


def run(
    command: Sequence[str | Path], environment: Mapping[str, str] | None = None, folder: Path | None = None
) -> Run:
    """Runs a command to its end. Raises ProgramError where it fails."""
    arguments = [str(part) for part in command]
    began = time.perf_counter()
    process = subprocess.Popen(
        arguments,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, **(environment or {})},
        cwd=folder,
    )
    assert process.stdout is not None
    with process.stdout:
        output = process.stdout.read().decode("utf-8", "replace")
    peak: int | None = None
    if hasattr(os, "wait4"):
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        peak = usage.ru_maxrss * _RSS_UNIT
    else:
        process.wait()
    seconds = time.perf_counter() - began
    if process.returncode:
        raise ProgramError(f"{' '.join(arguments)}: exit code {process.returncode}\n{output[-2000:]}")
    return Run(seconds, peak, output)


def answer(
    command: Sequence[str | Path], environment: Mapping[str, str] | None = None, folder: Path | None = None
) -> Any:
    """What a program prints as JSON on its last line. Raises ProgramError."""
    output = run(command, environment, folder).output
    try:
        return json.loads(output.splitlines()[-1])
    except (ValueError, IndexError) as error:
        raise ProgramError(f"{' '.join(map(str, command))}: no JSON but\n{output[-2000:]}") from error


def available(python: Path | str, module: str) -> bool:
    """Whether an interpreter can import a module."""
    try:
        run([python, "-c", f"import {module}"])
    except (ProgramError, OSError):
        return False
    return True
