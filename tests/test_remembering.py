"""What is remembered of texts."""

from __future__ import annotations

import pytest

from bulletin_desk import remembering
from bulletin_desk.remembering import remembered


def test_a_text_is_looked_at_once_while_it_is_among_the_last(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembering, "MOST_CHARACTERS", 1_000)
    asked: list[str] = []

    @remembered
    def length(text: str) -> int:
        """How long."""
        asked.append(text)
        return len(text)

    assert length.__doc__ == "How long."
    assert [length("一"), length("二"), length("一")] == [1, 1, 1]
    assert asked == ["一", "二"]
    assert length("三" * 750) == 750  # and now all three are too much: the one asked for longest ago goes
    assert [length("一"), length("二")] == [1, 1]
    assert asked == ["一", "二", "三" * 750, "二"]
    assert length("四" * 5_000) == length("四" * 5_000) == 5_000
    assert asked.count("四" * 5_000) == 1
