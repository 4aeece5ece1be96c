"""领导批示: what leaders wrote on items, in words. They travel in the bulletin file alone (`put_out`). Must
not know who shows or counts them."""

from __future__ import annotations

from collections.abc import Sequence

from bulletin_desk.bulletin.dates import chinese_date
from bulletin_desk.bulletin.model import Endorsement
from bulletin_desk.checked import shown

_QUOTED = 20
"""Characters of a name in a sentence."""


def heading(endorsement: Endorsement) -> str:
    """Who, and when: `张三，2024年1月9日`."""
    who = endorsement.who or "没有写是谁"
    return f"{who}，{chinese_date(endorsement.date)}" if endorsement.date else who


def endorsements_change(old: Sequence[Endorsement], new: Sequence[Endorsement]) -> str:
    """What happened to an item's, as a part of a sentence."""
    added, removed = (
        [each for each in some if each not in others] for some, others in ((new, old), (old, new))
    )
    if added and removed:
        return "领导批示有改动"
    if not (added or removed):
        return "领导批示的次序或条数有改动"
    named = "；".join(shown(heading(each), _QUOTED) for each in added or removed)
    return f"{'新增' if added else '删去'}领导批示（{named}）"
