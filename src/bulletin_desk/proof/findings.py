"""What a check found: a place, how sure it is, and one sentence for the clerk. Knows no rules."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from bulletin_desk.bulletin.model import Path


class Level(Enum):
    """How sure a finding is. The value is what the clerk reads."""

    ERROR = "错误"
    DOUBTFUL = "可疑"
    ADVICE = "提示"


@dataclass(frozen=True, slots=True)
class Finding:
    """`rule` names the check, `page` is the printed page (from 1), `place` says in words where, `message`
    what and what to do."""

    level: Level
    rule: str
    path: Path
    offset: int
    page: int
    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.level.value}　第{self.page}面　{self.place}：{self.message}"
