"""No issue takes long here, however slow the machine is, unless a test says so."""

from __future__ import annotations

import pytest

from bulletin_desk.desk.shaping import shaping


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shaping, "_LONG", 1000.0)
