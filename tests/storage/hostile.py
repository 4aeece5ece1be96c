"""Hostile bulletin files, made from a seed, and a reader of them that is held to its bounds:
`python -m tests.storage.hostile FOLDER (NAME | FIRST COUNT)` opens a bomb, or so many mutants, in a process
that gets no more than MOST_BYTES of memory, and prints what went wrong, how many opened, and the peak."""

from __future__ import annotations

import io
import json
import random
import struct
import time
import traceback
import warnings
import zipfile
import zlib
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from bulletin_desk.bulletin.model import LayoutText
from bulletin_desk.errors import BulletinDeskError
from bulletin_desk.storage.bulletin_file import MAX_JSON_BYTES, read_bulletin, to_bytes, to_json
from bulletin_desk.storage.strict_json import MAX_PARTS
from tests.bulletin.issues import SMALL
from tests.bulletin.rich import RICH

MOST_BYTES = 500 << 20
MOST_SECONDS = 10.0
EXAMPLES = Path(__file__).resolve().parents[2] / "examples"

CARRYING = replace(SMALL, layout=LayoutText("某市", "name = '某市政务信息'\n" * 50))
SOURCES = [
    *(to_bytes(issue, Path("期")) for issue in (SMALL, CARRYING, RICH)),
    *(path.read_bytes() for path in sorted(EXAMPLES.glob("*.bulletin"))),
]
TEXTS = [
    *(to_json(issue).encode("utf-8") for issue in (SMALL, CARRYING, RICH)),
    (EXAMPLES / "full.json").read_bytes(),
]
MEMBER = "bulletin.json"

VALUES: list[Callable[[random.Random], Any]] = [
    lambda _: None,
    lambda _: True,
    lambda _: "",
    lambda _: [],
    lambda _: {},
    lambda chance: chance.choice([0, -1, 2**31, 2**63, 10**17, 10**400, 1.5, 1e300, -0.0]),
    lambda _: float("nan"),
    lambda _: float("-inf"),
    lambda chance: "字" * chance.choice([1, 1_000, 100_000, 1_000_001]),
    lambda _: "半个\ud842字",
    lambda _: "\x00\x07\x1b[31m\r\n\u2028",
    lambda _: "\u202e\u2066倒\u200d\ufeff\u200b",
    lambda _: "\U000e0001\U0010ffff\ufffe",
    lambda _: "e" + "\u0301" * 5_000,
    lambda _: [[]] * 1_000,
    lambda _: [{}] * 1_001,
    lambda chance: nested(chance.choice([10, 100, 200])),
    lambda _: {"__class__": "x", "../..": 1},
    lambda chance: chance.choice(["9999-12-31", "0001-01-01", "0000-00-00", "2024-02-30", "２０２４-01-09"]),
]


def nested(depth: int) -> Any:
    value: Any = 1
    for _ in range(depth):
        value = [value]
    return value


def packed(content: bytes, name: str = MEMBER, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as file:
        file.writestr(zipfile.ZipInfo(name), content, method)  # without the time of day
    return buffer.getvalue()


# ---- mutants


def mutant(seed: int) -> bytes:
    """A bulletin file with something wrong in it; always the same one of a seed."""
    chance = random.Random(seed)
    way = chance.choice([_bytes_of_zip, _bytes_of_text, _values, _values, _fields_of_zip, _members])
    return way(chance)


def damaged(chance: random.Random, data: bytes) -> bytes:
    found = bytearray(data)
    for _ in range(chance.choice([1, 1, 2, 5, 50])):
        at = chance.randrange(len(found) + 1)
        length = chance.choice([1, 1, 2, 4, 100])
        match chance.randrange(6):
            case 0:
                found[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del found[at : at + length]
            case 2:
                found[at:at] = chance.randbytes(length)
            case 3:
                found[at:at] = found[at : at + length] * chance.choice([1, 3, 1_000])
            case 4:
                found[at : at + 4] = chance.choice(
                    [b"\xff" * 4, b"\0" * 4, b"PK\x05\x06", b"\x7f\xff\xff\xff"]
                )
            case _:
                del found[at:]
        if not found:
            break
    return bytes(found)


def _bytes_of_zip(chance: random.Random) -> bytes:
    return damaged(chance, chance.choice(SOURCES))


def _bytes_of_text(chance: random.Random) -> bytes:
    text = damaged(chance, chance.choice(TEXTS))
    return text if chance.random() < 0.3 else packed(text)


def _values(chance: random.Random) -> bytes:
    tree = json.loads(chance.choice(TEXTS))
    for _ in range(chance.choice([1, 1, 2, 4])):
        _put_value(chance, tree)
    text = json.dumps(tree, ensure_ascii=chance.random() < 0.5)
    if chance.random() < 0.1:
        text = text.replace('"name"', '"name": 1, "name"', 1)
    content = text.encode("utf-8", "surrogatepass")
    return content if chance.random() < 0.3 else packed(content)


def _put_value(chance: random.Random, tree: Any) -> None:
    holders: list[tuple[Any, Any]] = []
    waiting = [tree]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict | list):
            keys = list(value) if isinstance(value, dict) else list(range(len(value)))
            holders += [(value, key) for key in keys]
            waiting += [value[key] for key in keys][:1_000]
    if not holders:
        return
    holder, key = chance.choice(holders)
    match chance.randrange(4):
        case 0 if isinstance(holder, dict):
            del holder[key]
        case 1 if isinstance(holder, dict):
            holder[chance.choice(["x", "字" * 70_000, "", "\u202e", "nmae"])] = holder.pop(key)
        case 2 if isinstance(holder, list):
            text = json.dumps(holder[key])
            times = chance.choice([1, 10, 1_000]) if len(text) < 10_000 else 1
            holder[key:key] = [json.loads(text) for _ in range(times)]
        case _:
            holder[key] = chance.choice(VALUES)(chance)


def _fields_of_zip(chance: random.Random) -> bytes:
    return with_false_fields(chance, chance.choice(SOURCES))


def with_false_fields(chance: random.Random, source: bytes) -> bytes:
    """Sizes, offsets, flags and methods that are not so."""
    data = bytearray(source)
    directory, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    starts = [range(4, 30, 2), range(directory + 4, directory + 46, 2), range(end + 4, end + 22, 2)]
    for _ in range(chance.choice([1, 2, 3])):
        at = chance.choice(chance.choice(starts))
        form = chance.choice(["<H", "<I"])
        most = 0xFFFF if form == "<H" else 0xFFFFFFFF
        if at + struct.calcsize(form) <= len(data):
            struct.pack_into(form, data, at, chance.choice([0, 1, 8, 12, 14, 99, most, most >> 1]))
    return bytes(data)


def _members(chance: random.Random) -> bytes:
    """Names that lead elsewhere, names twice, a bulletin in a bulletin, links, comments."""
    names = [
        "../../x",
        "/etc/x",
        "C:\\x",
        "..\\bulletin.json",
        "BULLETIN.JSON",
        "bulletin.json/",
        "a\u202eb",
        "字" * 9_000,
    ]
    buffer = io.BytesIO()
    warnings.simplefilter("ignore", UserWarning)  # of names that come twice
    with zipfile.ZipFile(buffer, "w", chance.choice([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])) as file:
        if chance.random() < 0.8:
            file.writestr(zipfile.ZipInfo(MEMBER), chance.choice([*TEXTS, *SOURCES]), file.compression)
        for _ in range(chance.choice([0, 1, 3])):
            link = zipfile.ZipInfo(chance.choice(names))
            link.external_attr = chance.choice([0, 0o120777 << 16])
            file.writestr(link, chance.randbytes(10))
        file.comment = chance.randbytes(chance.choice([0, 10, 60_000]))
    return buffer.getvalue()


# ---- bombs: the most that a file of a size can be made to cost

_MIB = 1 << 20
_ROOM = MAX_JSON_BYTES - 100


def _filled(piece: str, lead: str = '{"a":[', tail: str = "]}") -> bytes:
    return packed((lead + piece * (_ROOM // len(piece.encode("utf-8"))) + tail).encode("utf-8"))


def _lying(size: int) -> bytes:
    """A member that states to have 100 bytes and has so many."""
    unfolding = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = b"".join(unfolding.compress(b" " * _MIB) for _ in range(size // _MIB)) + unfolding.flush()
    name = MEMBER.encode("ascii")
    fields = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 33, 0, len(body), 100, len(name), 0)
    local = b"PK\x03\x04" + fields + name
    directory = b"PK\x01\x02" + struct.pack("<H", 20) + fields + struct.pack("<HHHII", 0, 0, 0, 0, 0) + name
    end = struct.pack("<HHHHIIH", 0, 0, 1, 1, len(directory), len(local) + len(body), 0)
    return local + body + directory + b"PK\x05\x06" + end


def _crowded(count: int) -> bytes:
    """A directory of so many members, all of them the same one."""
    one = SOURCES[0]
    start, end = one.index(b"PK\x01\x02"), one.index(b"PK\x05\x06")
    entry = one[start:end]
    tail = struct.pack("<HHHHIIH", 0, 0, count & 0xFFFF, count & 0xFFFF, len(entry) * count, start, 0)
    return one[:start] + entry * count + b"PK\x05\x06" + tail


BOMBS: dict[str, Callable[[], bytes]] = {
    "lists": lambda: _filled("[],"),
    "dicts": lambda: _filled("{},"),
    "dicts of one": lambda: _filled('{"":0},'),
    "repeated keys": lambda: _filled('{"":0,"":0},'),
    "strings": lambda: _filled('"ab",'),
    "wide strings": lambda: _filled('"𠮷",'),
    "numbers": lambda: _filled("0.5,"),
    "other numbers": lambda: _filled("1234,"),
    "keys": lambda: packed(
        ("{" + ",".join(f'"{at:x}":0' for at in range(_ROOM // 11)) + "}").encode("ascii")
    ),
    "the most parts allowed": lambda: packed(
        ("{" + ",".join(f'"{at:x}𠮷":0' for at in range(MAX_PARTS // 2 - 1)) + "}").encode("utf-8")
    ),
    "the most lists allowed": lambda: packed(b'{"a":[' + b"[]," * (MAX_PARTS // 2 - 4) + b"[]]}"),
    "a long key": lambda: packed(
        to_json(SMALL).replace("{", '{"' + "mast" * (_ROOM // 4 - 1_000) + '":0,', 1).encode("utf-8")
    ),
    "a long text": lambda: _filled("字", '{"schema_version":2,"masthead":{"name":"', '"}}'),
    "a long wide text": lambda: _filled("𠮷", '{"schema_version":2,"masthead":{"name":"', '"}}'),
    "a text of marks": lambda: _filled("[{,:", '{"schema_version":2,"masthead":{"name":"', '"}}'),
    "texts of marks": lambda: _filled('",[{",'),
    "a path of long keys": lambda: packed(
        ('{"' + "k" * (_ROOM // 2) + '":[' + "[]," * (MAX_PARTS // 4) + '{"a":0,"a":0}]}').encode("ascii")
    ),
    "half a text": lambda: packed(b'{"a":"' + b"," * _ROOM),
    "backslashes": lambda: packed(b'{"a":"' + b"\\" * _ROOM),
    "one wide character": lambda: packed(('{"a":"𠮷' + "a" * (_ROOM - 20) + '"}').encode("utf-8")),
    "a long number": lambda: _filled("9", '{"a":', "}"),
    "escapes": lambda: _filled("\\ud800", '{"disclosure":"', '"}'),
    "nesting": lambda: _filled("[", "{", ""),
    "nesting of dicts": lambda: _filled('{"a":', "", ""),
    "spaces": lambda: b"\xef\xbb\xbf" + b" " * (63 * _MIB) + b"{",
    "zeros": lambda: b"\0" * (63 * _MIB) + b"x",
    "a size that lies": lambda: _lying(1_000 * _MIB),
    "bzip2": lambda: packed(b" " * (200 * _MIB), method=zipfile.ZIP_BZIP2),
    "lzma": lambda: packed(b" " * (200 * _MIB), method=zipfile.ZIP_LZMA),
    "members": lambda: _crowded(1_000_000),
    "a zip of zeros": lambda: packed(b"\0" * (200 * _MIB)),
}


# ---- the reader


def opened(path: Path) -> None:
    """Opens a bulletin file."""
    to_bytes(read_bulletin(path), path)


def tried(path: Path, open_file: Callable[[Path], None]) -> tuple[str, bool]:
    """What went wrong with opening a file (empty: nothing), and whether it opened."""
    began = time.process_time()
    wrong, opens = "", False
    try:
        open_file(path)
        opens = True
    except BulletinDeskError as error:
        sentence = str(error)
        if not (sentence.endswith("。") and sentence.isprintable() and len(sentence) < 1_000):
            wrong = f"says {sentence[:300]!r}"
    except BaseException:
        wrong = traceback.format_exc(limit=-3)
    seconds = time.process_time() - began
    if seconds > MOST_SECONDS:
        wrong += f" took {seconds:.1f} s"
    return wrong, opens


def _peak() -> int:
    """The most memory that this program had, in bytes; 0 where the system does not say. Not ru_maxrss, into
    which Linux counts what the parent had."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return 0
    return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM"))


def command_line(usage: str | None, *further: str) -> Namespace:
    """What a reader is asked for: a folder, what else its `usage` names, and a bomb or a range of mutants."""
    parser = ArgumentParser(description=usage, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    for each in further:
        parser.add_argument(each)
    parser.add_argument("what", nargs="+", metavar="WHAT")
    return parser.parse_args()


def run(asked: Namespace, name: str, make: Callable[[int], bytes], open_file: Callable[[Path], None]) -> None:
    """Opens what the command line asks for, and prints as JSON."""
    path, rest = asked.folder / name, asked.what
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    except ImportError:  # Windows
        pass
    wrong: dict[str, str] = {}
    count = 0
    if len(rest) == 1:
        found, opens = tried(path, open_file)
        count += opens
        if found:
            wrong[rest[0]] = found
    else:
        for seed in range(int(rest[0]), int(rest[0]) + int(rest[1])):
            path.write_bytes(make(seed))
            found, opens = tried(path, open_file)
            count += opens
            if found:
                wrong[str(seed)] = found
    print(json.dumps({"wrong": wrong, "opened": count, "peak": _peak()}))


if __name__ == "__main__":
    run(command_line(__doc__), "期.bulletin", mutant, opened)
