"""Hostile layout files, made from a seed, and a small issue set in each, held to bounds:
`python -m tests.layouts.hostile FOLDER (NAME | FIRST COUNT)`, as tests.storage.hostile."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path

from bulletin_desk.bulletin.model import Body, Issue, Item, Section, Subheading
from bulletin_desk.export.dump import dump
from bulletin_desk.fonts.faces import Faces, load_faces
from bulletin_desk.layouts.read import layout_names, read_layout
from bulletin_desk.resources import resource
from bulletin_desk.typeset.typesetter import Typesetter
from tests.bulletin.issues import SMALL
from tests.storage.hostile import command_line, damaged, run

NAME = "版式.toml"
SHIPPED = [
    resource("layouts", f"{name}.toml").read_bytes()
    for name in sorted(layout_names(), key=lambda name: name != "gb9704")
]
"""The complete one first: what is hostile is put into it."""
TEXT = "全省地方志系统守正创新，COVID-19 and “四川”2024年（市）——……。"
LONG = Item(
    "全省地方志系统守正创新谱写新时代地方志事业高质量发展新篇章" * 3,
    (Body(TEXT * 20, 12), Subheading("小标题，" * 20), Body("w" * 300), Body("（" * 100)),
    "（四川省地方志工作办公室）",
)
ISSUE = Issue(
    SMALL.masthead,
    SMALL.dated_header,
    SMALL.editors_note,
    (*SMALL.sections, Section("长文", (LONG, LONG))),
    SMALL.disclosure,
    SMALL.distribution * 10,
    SMALL.imprint,
    SMALL.print_count,
)
FACES: list[Faces] = []

NUMBERS = [
    "0",
    "1",
    "-1",
    "3",
    "200",
    "201",
    "1000000000",
    "9" * 400,
    "0.5",
    "1e400",
    "nan",
    "true",
    "[]",
    "{}",
]
AMOUNTS = [
    "0",
    "-1",
    "0.000001",
    "1/999999",
    "999999/1",
    "1/0",
    "4",
    "5",
    "21",
    "99.999999",
    "200",
    "1e-300",
    "1" * 50,
]
UNITS = ["mm", "pt", "em", "cell", "line", "", "km"]
TEXTS = [
    "",
    "{",
    "{}",
    "{page}" * 11,
    "{number:>99999999}",
    "{number.__class__}",
    "{total}{number}{supplement}",
    "【" * 20,
    "w" * 80,
    "\\n" * 20,
    "\\u0301" * 20,
    "\\u202e<img src=file://h/s>",
    "字" * 5_000,
    "centre",
    "justified",
    "right",
    "hei",
    "latin",
    "text",
]


def _value(chance: random.Random) -> str:
    match chance.randrange(4):
        case 0:
            return chance.choice(NUMBERS)
        case 1:
            return f'"{chance.choice(AMOUNTS)} {chance.choice(UNITS)}"'
        case 2:
            return f'"{chance.choice(TEXTS)}"'
    return chance.choice(
        ["[0, 0, 0, 100]", "[0, 0, 0]", "[nan, 0, 0, 0]", "[1e308, 0, 0, 0]", "2024-01-09", '""']
    )


def mutant(seed: int) -> bytes:
    """A layout file with something wrong or strange in it; always the same one of a seed."""
    chance = random.Random(seed)
    data = chance.choice(SHIPPED)
    if chance.random() < 0.15:
        return damaged(chance, data)
    lines = data.decode("utf-8").split("\n")
    keys = [at for at, line in enumerate(lines) if re.match(r"\w+ = ", line)]
    near = chance.random() < 0.6
    for _ in range(chance.choice([1, 1, 2, 3, 6])):
        at = keys.pop(chance.randrange(len(keys)))
        name, value = lines[at].split(" = ", 1)
        if near:  # of its own kind, and so within what may be
            value = re.sub(
                r"\d+(\.\d+)?", lambda _: chance.choice(["0", "1", "2", "4", "5", "7.5", "28", "60"]), value
            )
            value = re.sub(
                "justified|left|right|centre", lambda _: chance.choice(["left", "centre", "right"]), value
            )
        else:
            value = _value(chance)
        match chance.randrange(20):
            case 0:
                lines[at] = ""
            case 1:
                lines[at] = f"{lines[at]}\n{lines[at]}"
            case 2:
                lines[at] = f"{name}.{name} = {value}"
            case _:
                lines[at] = f"{name} = {value}"
    return "\n".join(lines).encode("utf-8", "replace")


def _with(**values: str) -> Callable[[], bytes]:
    """The first shipped layout with other values of some keys, wherever they stand."""

    def made() -> bytes:
        text = SHIPPED[0].decode("utf-8")
        for name, value in values.items():
            text = re.sub(rf"(?m)^{name} = .*$", f"{name} = {value}", text)
        return text.encode("utf-8")

    return made


BOMBS: dict[str, Callable[[], bytes]] = {
    "a key of dots": lambda: (".".join("a" * 30_000) + " = 1\n").encode("ascii") + SHIPPED[0],
    "a longer key of dots": lambda: (".".join("a" * 100_000) + " = 1\n").encode("ascii"),
    "a table of dots": lambda: ("[" + ".".join("a" * 30_000) + "]\n").encode("ascii"),
    "dots behind a quoted hash": lambda: ('"#".' + ".".join("a" * 30_000) + " = 1\n").encode("ascii"),
    "brackets": lambda: b"a = " + b"[" * 60_000,
    "braces": lambda: b"a = " + b"{a=" * 20_000,
    "tables": lambda: "".join(f"[a{at}]\n" for at in range(7_000)).encode("ascii"),
    "arrays of tables": lambda: b"[[a]]\n" * 10_000,
    "a long number": lambda: b"a = " + b"9" * 60_000,
    "colours": lambda: SHIPPED[0].replace(
        b"[colours]", b"[colours]\n" + b"".join(b"c%d = [0, 0, 0, 0]\n" % at for at in range(2_500))
    ),
    "a strange colour": lambda: SHIPPED[0].replace(b"[colours]", '[colours]\n"\\n\\u202e甲" = 1'.encode()),
    "lines without end": _with(lines="1000000000"),
    "no lines": _with(lines="0"),
    "a cell of nothing": _with(cell='"0.000001 mm"'),
    "a cell of less": _with(cell='"1e-300 mm"'),
    "a fraction beyond all": _with(cell='"1/' + "9" * 5_000 + ' mm"'),
    "sizes of nothing": _with(size='"0 pt"'),
    "a name without end": _with(name='"' + "字" * 20_000 + '"'),
    "a large file": lambda: b"# " + b"." * (1 << 20),
}


def opened(path: Path) -> None:
    """Reads a layout and sets an issue in it."""
    layout = read_layout(path)
    if not FACES:
        FACES.append(load_faces(use_installed=False))
    pages = Typesetter(layout, FACES[0]).typeset(ISSUE)
    assert len(dump(pages)) > 1_000
    assert pages.remarks is not None
    assert all(pages.number_at(portion.path, 0) >= 1 for portion in pages.portions())


if __name__ == "__main__":
    run(command_line(__doc__), NAME, mutant, opened)
