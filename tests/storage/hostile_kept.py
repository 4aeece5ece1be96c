"""Hostile journals, locks, versions and indexes of versions, made from a seed, and a reader of them that is
held to its bounds: `python -m tests.storage.hostile_kept FOLDER (journal|lock|version|index) FIRST COUNT`.
"""

from __future__ import annotations

import json
import os
import random
import struct
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bulletin_desk.bulletin.model import Issue
from bulletin_desk.errors import TargetError
from bulletin_desk.storage import journal as journals
from bulletin_desk.storage.bulletin_file import to_bytes, to_json
from bulletin_desk.storage.journal import recover
from bulletin_desk.storage.lock import LockedError, holder, lock_of, take
from bulletin_desk.storage.saving import save
from bulletin_desk.storage.system import installation, machine
from bulletin_desk.storage.version_files import LONGEST_NAME, fit_name, mark
from bulletin_desk.storage.versions import Versions
from tests.bulletin.issues import SMALL
from tests.storage.hostile import VALUES, command_line, damaged, mutant, nested, run

NOBODY = (1 << 22) + 1
"""No process has this number: Linux gives none beyond."""

BOMB = zlib.compress(b" " * (100 << 20))


def record(kind: bytes, when: float, payload: bytes) -> bytes:
    """A record whose checksum fits."""
    frame = (journals._MAGIC, kind, when, len(payload), journals._digest(kind, when, payload))
    return journals._FRAME.pack(*frame) + payload


def _header(chance: random.Random, **values: Any) -> bytes:
    header = {
        "file": "/x/期.bulletin",
        "machine": machine(),
        "pid": NOBODY,
        "start": "x",
        "saved": False,
        "identity": "0" * 32,
    }
    content = json.dumps({**header, "system": installation(), "complete": True, **values})
    return record(b"H", chance.choice([1.7e9, 1.7e9, 0.0, -1e300, 1e300, float("nan")]), content.encode())


def _state(chance: random.Random, text: bytes | None = None) -> bytes:
    issue: Issue = replace(SMALL, disclosure=f"第{chance.randrange(10**6)}稿")
    content = zlib.compress(to_json(issue).encode("utf-8") if text is None else text)
    return record(b"S", chance.choice([1.7e9, 1.8e9, 1e20, float("inf")]), content)


def journal(chance: random.Random) -> bytes:
    """One segment."""
    parts = [_header(chance)]
    for _ in range(chance.choice([1, 3, 20])):
        match chance.randrange(12):
            case 0:
                value = chance.choice(VALUES)(chance)
                parts.append(
                    _header(chance, **{chance.choice(["file", "pid", "machine", "saved", "identity"]): value})
                )
            case 1:
                parts.append(_state(chance, mutant(chance.randrange(10**6))))
            case 2:
                parts.append(record(b"S", 1.0, chance.choice([BOMB, zlib.compress(b" " * (1 << 20))])))
            case 3:
                parts.append(_state(chance, json.dumps(nested(chance.choice([5, 500]))).encode()))
            case 4:
                parts.append(record(b"S", 1.0, chance.randbytes(100)))
            case 5:
                parts.append(record(b"H", 1.0, chance.choice([b"[" * 9_000, b"[]", b"null", b"{}", b"\xff"])))
            case 6:
                parts.append(journals._MAGIC * chance.choice([3, 100_000]))
            case 7:
                length = chance.choice([0, 100, 1 << 20, (1 << 32) - 1])
                mark = journals._MAGIC + b"S" + struct.pack("<dI", 1.0, length) + b"x" * 16
                parts.append(mark * chance.choice([1, 20_000]))
            case 8:
                parts.append(b"\0" * chance.choice([1, 4_096, 10 << 20]))
            case _:
                parts.append(_state(chance))
    data = b"".join(parts)
    return damaged(chance, data) if chance.random() < 0.5 else data


def lock(chance: random.Random) -> bytes:
    """What may lie in a lock's place."""
    owner: dict[str, Any] = {"user": "王芳", "machine": machine(), "pid": NOBODY, "start": "x", "token": "t"}
    for _ in range(chance.choice([0, 1, 3])):
        owner[chance.choice([*owner, "since", "system"])] = chance.choice(VALUES)(chance)
    data = json.dumps(owner).encode("utf-8", "surrogatepass")[:20_000]
    match chance.randrange(6):
        case 0:
            return chance.randbytes(chance.choice([0, 1, 100, 20_000]))
        case 1:
            return b"[" * 9_000
        case 2 | 3:
            return damaged(chance, data)
        case _:
            return data


def look_for_recovered(path: Path) -> None:
    """Recovers, as at the program's start."""
    found = recover(path.parent)
    for each in found:
        to_bytes(each.issue, Path("期"))
        each.is_saved()
    assert len(found) <= 1
    if not found:
        raise TargetError("没有要找回的稿子。")


def try_the_lock(path: Path) -> None:
    """Opens a file beside which such a lock lies."""
    file = path.parent / "期.bulletin"
    file.touch()
    path.replace(lock_of(file))
    holder(file)
    try:
        taken = take(file)
    except LockedError as error:
        raise TargetError(str(error)) from error
    assert taken is not None
    assert holder(file) is not None
    taken.release()
    assert holder(file) is None


def keep_a_version(path: Path) -> None:
    """Lists, reads and keeps versions beside one with such a content, and others with such names."""
    chance = random.Random(path.read_bytes())
    versions, file = Versions(path.parent / "versions"), Path("期.bulletin")
    folder = versions.keep(file, b"first", datetime.now(UTC)).file.parent
    for _ in range(chance.choice([1, 5, 40])):
        number = chance.choice(["", f"{chance.randrange(10**9):09}-", "000000002-", "-", "0" * 9])
        moment = f"{chance.randrange(10**8):08}T{chance.randrange(10**6):06}.{chance.randrange(10**6):06}Z"
        called = chance.choice(
            ["", "-定稿", "-%", "-%00%0a%2E%ff", "-" + "名" * 40, "-", ".locked", "-a.locked"]
        )
        name = f"{number}{chance.choice([moment, '20360207T062815.000000Z', 'x' * 40])}{called}.bulletin"
        if (folder / name).exists():
            continue
        if chance.random() < 0.1:
            (folder / name).mkdir()
        else:
            (folder / name).write_bytes(path.read_bytes()[: chance.choice([0, 10, 1 << 20])])
    content = chance.randbytes(10)
    kept = versions.keep(file, content, datetime.now(UTC))
    found = versions.of(file)
    assert found[0].file.read_bytes() == content == kept.file.read_bytes()
    (history,) = versions.histories()
    assert history.versions == tuple(found)
    assert all(len(each.name) <= LONGEST_NAME and each.name == fit_name(each.name) for each in found)
    kept = mark(kept, name="定稿", locked=True)
    for each in versions.of(file):
        each.file.unlink()
    path.replace(kept.file)
    kept.read()


def index(chance: random.Random) -> bytes:
    """What may lie in an index's place."""
    last = str(Path("/x/期.bulletin").absolute()) if chance.random() < 0.5 else chance.choice(VALUES)(chance)
    data = json.dumps({chance.choice(["last", "last", "lost"]): last}).encode("ascii", "replace")
    match chance.randrange(6):
        case 0:
            return chance.randbytes(chance.choice([0, 1, 100, 200_000]))
        case 1:
            return b"[" * 90_000
        case 2:
            return damaged(chance, data)
        case _:
            return data


def go_by_an_index(path: Path) -> None:
    """Lists and keeps versions in a folder with such an index, beside folders with other names."""
    content = path.read_bytes()
    versions, file = Versions(path.parent / "versions"), path.parent / "期.bulletin"
    identity = save(file, SMALL, versions=versions).stamp.identity
    for name in (identity, "期-0123456789abcdef", "0" * 32, "x" * 60, "-"):
        folder = path.parent / "versions" / name
        folder.mkdir(exist_ok=True)
        (folder / "index.json").write_bytes(content)
        (folder / "000000009-20240109T120000.000000Z.bulletin").write_bytes(content)
    found = versions.histories()
    assert len(found) == 5
    known = False
    for each in found:
        each.whereabouts()
        known = known or each.last is not None
    saved = save(file, replace(SMALL, disclosure="第二稿"), versions=versions)
    assert saved.version_trouble == ""
    assert saved.stamp.identity == identity
    assert versions.of(file)[0].read().disclosure == "第二稿"
    if not known:
        raise TargetError("不知道在哪里。")


KINDS: dict[str, tuple[str, Callable[[int], bytes], Callable[[Path], None]]] = {
    "journal": (
        "20240109T100000-1-0a0b0c0d.000001.journal",
        lambda seed: journal(random.Random(seed)),
        look_for_recovered,
    ),
    "lock": ("a lock", lambda seed: lock(random.Random(seed)), try_the_lock),
    "version": ("a version", mutant, keep_a_version),
    "index": ("an index", lambda seed: index(random.Random(seed)), go_by_an_index),
}


def main() -> None:
    """Runs one kind."""
    asked = command_line(__doc__, "kind")
    os.umask(0o022)
    run(asked, *KINDS[asked.kind])


if __name__ == "__main__":
    main()
