"""The dialogs that ask for a file or about one. Knows nothing of what is in them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from bulletin_desk.desk import beside
from bulletin_desk.desk.beside import LeftError
from bulletin_desk.desk.parts.plain import Box, in_menu
from bulletin_desk.desk.session import documents
from bulletin_desk.paths import other_ending

_Role = Box.ButtonRole
EXTENSION = ".bulletin"
_MOST_ABOVE = 2
"""Folders above one that is gone in which a dialog may begin: further up nobody looks for an issue."""
FILTER = "简报文件 (*.bulletin);;全部文件 (*)"
PLAIN = ".json"
"""The ending of a bulletin's plain form, which other programs write: it is opened, and saved as a bulletin
file."""
_FILTER_TO_OPEN = "简报文件 (*.bulletin);;简报的文字文件 (*.json);;全部文件 (*)"


def answering(parent: QWidget, folder: Path) -> Path:
    """A folder at which a dialog for files can begin: one that is not there any more gives way to those above
    it, one on a share that does not answer to the user's documents."""
    above = [folder, *folder.parents[:_MOST_ABOVE]]

    def look() -> Path | None:
        return next((each for each in above if each != Path(each.anchor) and each.is_dir()), None)

    try:
        there = beside.run(parent, f"看“{folder}”", look, on=str(folder))
    except (LeftError, OSError, ValueError):
        there = None
    return there or documents()


def ask_open(parent: QWidget, folder: Path, title: str = "打开简报") -> Path | None:
    """A file that the clerk chooses."""
    name, _ = QFileDialog.getOpenFileName(parent, title, str(answering(parent, folder)), _FILTER_TO_OPEN)
    return Path(name) if name else None


def ask_save(parent: QWidget, suggested: Path, title: str, filter_: str) -> Path | None:
    """A file to write, always with the suggestion's extension."""
    begin = answering(parent, suggested.parent) / suggested.name
    while True:
        name, _ = QFileDialog.getSaveFileName(parent, title, str(begin), filter_)
        if not name:
            return None
        file = Path(name)
        other = other_ending(file.name, suggested.suffix.lower())
        if not other:
            break
        right = suggested.suffix
        tell(
            parent,
            f"“{file.name}”以 {other} 结尾，这里存的却是 {right} 文件：请把文件名改成以 {right} 结尾。",
        )
        begin = file.with_suffix(right)
    # not by Path.suffix: a clerk's 2024.1.9 has a dot and no extension
    if name.lower().endswith(suggested.suffix.lower()):
        return file
    # the dialog has asked about the name without the extension only
    file = Path(name + suggested.suffix)
    try:
        there = beside.run(parent, f"看有没有“{file}”", file.exists, on=str(file))
    except LeftError:
        return None
    except (OSError, ValueError):
        there = False  # saving it will say why it can't be
    return file if not there or ask_overwrite(parent, file) else None


def ask_overwrite(parent: QWidget, file: Path) -> bool:
    """Whether to write over a file that is there."""
    box = Box(parent, Box.Icon.Question, "已有这个文件", f"文件夹里已有“{file.name}”，要换成现在这一份吗？")
    return box.answer([("替换", _Role.AcceptRole, True), ("取消", _Role.RejectRole, False)], False)


def ask_folder(parent: QWidget, folder: Path) -> Path | None:
    """A folder to write into."""
    name = QFileDialog.getExistingDirectory(parent, "放到哪个文件夹", str(answering(parent, folder)))
    return Path(name) if name else None


def ask_layout(parent: QWidget) -> Path | None:
    """A layout file that the clerk chooses."""
    name, _ = QFileDialog.getOpenFileName(parent, "用哪个版式文件", str(documents()), "版式文件 (*.toml)")
    return Path(name) if name else None


def ask_unsaved(parent: QWidget, what: str) -> bool | None:
    """Whether to save before going on: yes, no, or None for staying."""
    box = Box(parent, Box.Icon.Question, "还没有保存", f"“{what}”改过还没有保存，要保存吗？")
    offered: list[tuple[str, Box.ButtonRole, bool | None]] = [
        ("保存", _Role.AcceptRole, True),
        ("不保存", _Role.DestructiveRole, False),
        ("取消", _Role.RejectRole, None),
    ]
    return box.answer(offered, True)


def ask_failed(parent: QWidget, text: str, *, recoverable: bool) -> str | None:
    """What to do about a file that could not be saved: `elsewhere`, `again`, or None for later. `recoverable`
    tells whether the text is in the recovery copy."""
    where = (
        "稿子还在窗口里，恢复副本里也有一份，不会丢。"
        if recoverable
        else "稿子还在窗口里，但恢复副本也没存上：先别关窗口，请存到别的磁盘。"
    )
    box = Box(parent, Box.Icon.Warning, "没有存上", text, where)
    offered: list[tuple[str, Box.ButtonRole, str | None]] = [
        ("另存到别处…", _Role.AcceptRole, "elsewhere"),
        ("再试一次", _Role.ActionRole, "again"),
        ("先不保存", _Role.RejectRole, None),
    ]
    return box.answer(offered, "elsewhere")


def ask_renamed(parent: QWidget, old: str, new: str) -> str | None:
    """Where to save a file that was renamed outside: under its `new` name, its `old` one, `elsewhere`, or
    None for not now."""
    box = Box(
        parent,
        Box.Icon.Question,
        "文件改过名",
        f"“{old}”在您打开之后改名为“{new}”了。要存到哪里？",
        "存成原来的名字，文件夹里就有两份：改了名的那一份还是以前的内容。",
    )
    offered: list[tuple[str, Box.ButtonRole, str | None]] = [
        (f"存进“{in_menu(new)}”", _Role.AcceptRole, "new"),
        (f"仍存成“{in_menu(old)}”", _Role.ActionRole, "old"),
        ("另存到别处…", _Role.ActionRole, "elsewhere"),
        ("先不保存", _Role.RejectRole, None),
    ]
    return box.answer(offered, "new")


def ask_leave(parent: QWidget, what: str) -> bool:
    """Whether to go on without having saved where nothing answers."""
    box = Box(
        parent,
        Box.Icon.Question,
        "还没有存上",
        f"“{what}”那边一直没有回话，还没有存上。",
        "稿子都在恢复副本里：可以先离开，下次打开程序时接着改。",
    )
    return box.answer([("先离开", _Role.AcceptRole, True), ("留下", _Role.RejectRole, False)], False)


def ask_leave_review(parent: QWidget) -> bool:
    """Whether to close a review whose corrections are nowhere else."""
    return _ask_discard(parent, "稿件还没有加入简报，这里改过的地方关了就找不回来。")


def ask_leave_endorsements(parent: QWidget) -> bool:
    """Whether to close what was written of endorsements and is nowhere else."""
    return _ask_discard(parent, "刚才写的批示还没有记下，关了就找不回来。")


def ask_give_up(parent: QWidget, what: str) -> bool:
    """Whether to give up a text that is nowhere else."""
    return _ask_discard(parent, f"“{what}”没有存成过文件，不要了就再也找不回来。")


def _ask_discard(parent: QWidget, why: str) -> bool:
    box = Box(parent, Box.Icon.Question, "真的不要了吗", why)
    return box.answer([("不要了", _Role.DestructiveRole, True), ("留着", _Role.RejectRole, False)], False)


def ask_edit_signed(parent: QWidget, who: str) -> bool:
    """Whether to go on editing what was signed, by whom and when."""
    said = f"这一期已经定稿{f'（{who}）' if who else ''}。"
    box = Box(parent, Box.Icon.Question, "已经定稿", said, "改了以后要重新送审，继续改吗？")
    return box.answer([("继续改", _Role.AcceptRole, True), ("不改", _Role.RejectRole, False)], False)


def ask_unsign(parent: QWidget) -> bool:
    """Whether to withdraw the sign-off."""
    more = "定稿时的那一稿还留着，标明已撤回；改完以后可以再送审、再定稿。"
    box = Box(parent, Box.Icon.Question, "撤回定稿", "要撤回定稿吗？", more)
    return box.answer([("撤回", _Role.AcceptRole, True), ("不撤", _Role.RejectRole, False)], False)


def ask_locked(parent: QWidget, name: str, owner: str) -> str | None:
    """How to open a file that somebody has open: `read only`, `copy`, or None for not at all."""
    box = Box(
        parent,
        Box.Icon.Information,
        "有人正在改这个文件",
        f"“{name}”已由{owner}打开。",
        "可以只读打开看看；要改，就打开一个副本，改完另存成别的文件。",
    )
    offered: list[tuple[str, Box.ButtonRole, str | None]] = [
        ("只读打开", _Role.AcceptRole, "read only"),
        ("打开副本", _Role.ActionRole, "copy"),
        ("取消", _Role.RejectRole, None),
    ]
    return box.answer(offered, "read only")


def tell(parent: QWidget, text: str) -> None:
    """A sentence that must be read before going on."""
    box = Box(parent, Box.Icon.Warning, "简报编排", text)
    box.addButton("知道了", Box.ButtonRole.AcceptRole)
    box.exec()


def ask_versions(parent: QWidget, text: str, count: int) -> bool:
    """Whether to look at the versions of a file that can't be opened, for the reason in `text`."""
    box = Box(
        parent, Box.Icon.Warning, "打不开", text, f"它以前保存过的版本还有{count}份，可以看看，接着改。"
    )
    return box.answer([("看以前的版本…", _Role.AcceptRole, True), ("知道了", _Role.RejectRole, False)], True)
