"""The programs that build for Windows are run as files and find each other beside themselves; so do these
tests."""

from __future__ import annotations

import sys
from pathlib import Path

WINDOWS = Path(__file__).resolve().parents[2] / "packaging" / "windows"
sys.path.insert(0, str(WINDOWS))
