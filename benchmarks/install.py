"""Builds the wheel and installs it, compiled, into an environment of its own, as a clerk would have it."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.processes import run

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Installed:
    """An environment that holds the program."""

    python: Path
    command: Path


def install(folder: Path) -> Installed:
    """Builds and installs the checkout in `folder`. Raises ProgramError."""
    environment = folder / "installed"
    run([sys.executable, "-m", "venv", environment])
    scripts = environment / ("Scripts" if os.name == "nt" else "bin")
    ending = ".exe" if os.name == "nt" else ""
    python = scripts / f"python{ending}"
    wheels = folder / "wheel"
    run([python, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", wheels, ROOT])
    (wheel,) = wheels.glob("*.whl")
    run([python, "-m", "pip", "install", "--quiet", wheel])
    run([python, "-m", "compileall", "-q", environment])
    return Installed(python, scripts / f"bulletin-desk{ending}")
