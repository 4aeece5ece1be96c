"""The commands for the states of items (稿件状态), and the menu that they stand in."""

from __future__ import annotations

from bulletin_desk.bulletin.model import STATES
from bulletin_desk.bulletin.states import STATE_WORDS
from bulletin_desk.desk.commands.command import Command
from bulletin_desk.desk.commands.focus import Holder

STATES_NAME = "states"
"""Where they stand in other menus."""
STATES_TITLE = "状态(&Z)"
_TIPS = (
    "收到了，还没有编",
    "编好了，还没有审",
    "审过了，可以发",
    "发不发、怎么发还没有定",
    "这一期不用，留着备用",
)
STATE_OF: dict[str, str] = {f"state_{state}": state for state in STATES} | {"state_none": ""}
"""The states by the names of their commands; empty for none."""
_PARTS = Holder.PAGE | Holder.OUTLINE
STATE_COMMANDS = (
    *(
        Command(
            f"state_{state}",
            f"{STATE_WORDS[state].name}(&{key})\t{key}",
            (),
            f"{tip}；在目录里选中稿件，直接按 {key} 也行",
            checkable=True,
            to=_PARTS,
        )
        for key, (state, tip) in enumerate(zip(STATES, _TIPS, strict=True), 1)
    ),
    Command(
        "state_none",
        "不记状态(&0)\t0",
        (),
        "状态只记在简报文件里，不印出来；在目录里选中稿件，直接按 0 也行",
        checkable=True,
        to=_PARTS,
    ),
)
POOL_COMMAND = Command(
    "to_pool",
    "放进备用(&B)",
    (),
    "这一期不用的稿件拿出来，留在“资料库”的“备用稿”里，以后收进别的一期",
    to=_PARTS,
)
STATES_MENU = f"{' '.join(command.name for command in STATE_COMMANDS[:-1])} | state_none"
