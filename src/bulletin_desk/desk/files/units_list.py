"""The clerk's own list of units' names: begun with how it is written; names put into it. Shows nothing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from bulletin_desk.storage.atomic import write_atomically

_BEGIN = """# 自己的单位名单：一行一个，简称 = 全称。
# 稿件的来源写的是简称时，就改成全称；文件名里只有简称时，也照这里取。
# 与随附的名单写法一样，同一个简称以这里为准。去掉下面一行前面的 # 和空格，改成自己的：
# 德阳市 = 德阳市地方志办公室
"""


def begin_units(file: Path) -> None:
    """The list, where there is none yet. Raises OSError and TargetError."""
    if not file.is_file():
        _write(file, _BEGIN)


def accept_names(file: Path, accepted: Mapping[str, str]) -> None:
    """Puts names into the list, full names by spellings; all else stays as it is. Raises UnreadableFileError
    where the list can't be read as it is, OSError and TargetError."""
    from bulletin_desk.intake.sources import read_units
    from bulletin_desk.paths import read_plain
    from bulletin_desk.statistics.names import with_accepted

    begin_units(file)
    known = read_units(file)  # a list that is wrong is put right first
    text = read_plain(file, _LARGEST).decode("utf-8-sig")
    if any(known.get(name) != full for name, full in accepted.items()):
        _write(file, with_accepted(text, accepted))


_LARGEST = 4 << 20


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(file, text.encode("utf-8-sig"))
