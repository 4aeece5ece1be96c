"""Build words.txt, which titles are broken with, from bulletin.txt and the packages named in SOURCES.toml.

Knows packages, hashes and word classes; must not know how titles are broken.

    python resources/words/build.py --check     the shipped files have the recorded sha256 (no network)
    python resources/words/build.py             fetch, build, replace, and write the new hashes

Building needs Python 3.11 with pip, apt-get and dpkg-deb: a Debian-like machine.
Exit code: 0 good, 1 a file differs, 2 something needed is missing or is not what SOURCES.toml says.
"""

from __future__ import annotations

import csv
import hashlib
import io
import math
import re
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import zipfile
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

FOLDER = Path(__file__).resolve().parent
SOURCES = FOLDER / "SOURCES.toml"
OUTPUT = "words.txt"
SHIPPED_HEADER = "\n[shipped]\n"

# Rarer words of the general list are mostly names and noise.
MIN_COUNT = 5
MAX_LENGTH = 6
# Costs in quarters of a bit: -4 log2 of a word's share in running text, of all words about 20 to 96.
COST_OF_OURS = 60
COST_OF_PLACE = 64
MAX_COST = 99

# The general list's part of speech (its first letters) to our class; bulletin.txt explains the classes.
CLASSES = (
    ("nr", ""),  # persons: single characters do as well
    ("ns", "s"), ("n", "n"), ("j", "n"), ("an", "n"), ("s", "n"), ("r", "n"),
    ("t", "t"), ("m", "m"), ("q", "q"), ("f", "f"),
    ("vd", "d"), ("v", "v"), ("ad", "d"), ("d", "d"), ("a", "a"), ("b", "a"), ("z", "a"),
    ("p", "p"), ("c", "c"), ("u", "u"), ("y", "u"), ("i", "i"), ("l", "i"),
    ("", "n"),
)  # fmt: skip

HAN = re.compile("[\u4e00-\u9fff]+")
TOWN = re.compile("(?:市|县|区|州|盟|旗|地区|新区|林区|矿区|自治[州县旗区]|特别行政区)$")
NUMERALS = "零〇一二三四五六七八九十百千万亿两几数半多余各首第每"
NOT_A_NAME = frozenset({"市辖区", "县", "郊区", "城区", "矿区", "新区", "开发区"})


class BuildError(Exception):
    """Something needed for the build is missing or is not what SOURCES.toml says."""


class Word(NamedTuple):
    cost: int
    kind: str


# ---- Packages ----


def run(command: list[str], folder: Path) -> bytes:
    """Standard output of a command run in `folder`."""
    try:
        return subprocess.run(command, cwd=folder, capture_output=True, check=True).stdout
    except FileNotFoundError as error:
        raise BuildError(f"`{command[0]}` is not on this machine.") from error
    except subprocess.CalledProcessError as error:
        said = (error.stderr or error.stdout).decode("utf-8", errors="replace").strip()
        raise BuildError(f"`{' '.join(command)}` failed:\n{said}") from error


def members(package: dict[str, str], folder: Path) -> dict[str, bytes]:
    """The files of a package by path. Nothing is installed."""
    name, version = package["name"], package["version"]
    if package["kind"] == "wheel":
        pip = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary", ":all:"]
        run([*pip, f"{name}=={version}"], folder)
        with zipfile.ZipFile(next(folder.glob(f"{name}-{version}-*.whl"))) as wheel:
            return {path: wheel.read(path) for path in wheel.namelist()}
    run(["apt-get", "download", f"{name}={version}"], folder)
    archive = next(folder.glob(f"{name}_{version}_*.deb"))
    with tarfile.open(fileobj=io.BytesIO(run(["dpkg-deb", "--fsys-tarfile", str(archive)], folder))) as files:
        return {
            entry.name.removeprefix("./"): content.read()
            for entry in files
            if entry.isfile() and (content := files.extractfile(entry)) is not None
        }


def fetch(sources: dict[str, Any]) -> dict[str, bytes]:
    """The files to be read, by their names in SOURCES.toml."""
    with tempfile.TemporaryDirectory() as scratch:
        packages = {key: members(package, Path(scratch)) for key, package in sources["packages"].items()}
    found = {}
    for name, entry in sources["files"].items():
        data = packages[entry["package"]].get(entry["path"], b"")
        if sha256_of(data) != entry["sha256"]:
            raise BuildError(f"{entry['path']}: sha256 is {sha256_of(data)}, recorded is {entry['sha256']}.")
        found[name] = data
    return found


# ---- Words ----


def general_words(text: str) -> dict[str, Word]:
    """Han words of the general list, which has a word, its count and its part of speech a line."""
    rows = [line.split(" ") for line in text.splitlines()]
    total = sum(int(count) for _, count, _ in rows)
    words = {}
    for word, count, tag in rows:
        kind = next(ours for theirs, ours in CLASSES if tag.startswith(theirs))
        if len(word) == 1:
            kind = kind or "n"
        elif not kind or len(word) > MAX_LENGTH or int(count) < MIN_COUNT:
            continue
        if kind == "m" and word[-1] not in NUMERALS:  # 第八届
            kind = "t" if word[-1] in "年月日" else "q"
        if HAN.fullmatch(word):
            words[word] = Word(min(MAX_COST, round(-4 * math.log2(int(count) / total))), kind)
    return words


def place_words(adcodes: str, peoples: str) -> Iterator[str]:
    """Names of peoples, provinces, prefectures, counties; in full and short (峨边彝族自治县, 峨边)."""
    names = peoples.split()
    people = "|".join(sorted((name[:-1] if len(name) > 2 else name for name in names), key=len, reverse=True))
    yield from names
    for row in csv.DictReader(io.StringIO(adcodes)):
        name = row["name"]
        if name in NOT_A_NAME or not HAN.fullmatch(name):
            continue
        yield name
        short = TOWN.sub("", name)
        if "自治" in name:
            short = re.sub(f"(?:(?:{people})族?)+$", "", short)
        if len(short) >= 2 and short not in NOT_A_NAME:
            yield short


def our_words(text: str) -> Iterator[tuple[str, str]]:
    """Words of bulletin.txt with their classes, each word once."""
    seen: set[str] = set()
    for number, line in enumerate(text.splitlines(), 1):
        kind, *words = line.split() or ["#"]
        if kind.startswith("#"):
            continue
        if len(kind) != 1 or not all(HAN.fullmatch(word.replace("〇", "一")) for word in words):
            raise BuildError(f"bulletin.txt, line {number}: a class of one letter and Han words are wanted.")
        for word in words:
            if word in seen:
                raise BuildError(f"bulletin.txt, line {number}: {word} stands there twice.")
            seen.add(word)
            yield word, kind


def build(files: dict[str, bytes], ours: str) -> bytes:
    """The word list. A line for each first character, in the order of code points; in it, sorted, between
    single spaces, the rest of each word (of the character itself, which is first: none), class and cost."""
    words = general_words(files["general"].decode("utf-8"))
    for place in place_words(files["places"].decode("utf-8"), files["peoples"].decode("utf-8")):
        if place not in words or len(place) > 2:  # 和平 and the like stay what they mostly are
            words[place] = Word(cheaper(words.get(place), COST_OF_PLACE), "s")
    for word, kind in our_words(ours):
        # A single character is no likelier for standing in our list, which only says what it is.
        words[word] = Word(cheaper(words.get(word), MAX_COST if len(word) == 1 else COST_OF_OURS), kind)
    lines = []
    for head, group in groupby(sorted({*words, *(word[0] for word in words)}), key=lambda word: word[0]):
        entries = ((word[1:], words.get(word, Word(MAX_COST, "n"))) for word in group)
        lines.append(head + "".join(f"{rest} {kind}{cost:02} " for rest, (cost, kind) in entries))
    return ("\n".join(lines) + "\n").encode("utf-8")


def cheaper(known: Word | None, cost: int) -> int:
    return min(known.cost, cost) if known else cost


# ---- The whole ----


def sha256_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def check(folder: Path, sources: dict[str, Any]) -> list[str]:
    """Complaints about the files in `folder`, one sentence each; empty when all is as recorded."""
    complaints = []
    for name, entry in sources["shipped"].items():
        try:
            found = sha256_of((folder / name).read_bytes())
        except OSError as error:
            complaints.append(f"{name}: cannot be read ({error.strerror}).")
            continue
        if found != entry["sha256"]:
            complaints.append(f"{name}: sha256 is {found}, recorded is {entry['sha256']}.")
    return complaints


def rebuild(sources: dict[str, Any]) -> None:
    """Writes all shipped files and their hashes."""
    files = fetch(sources)
    ours = (FOLDER / "bulletin.txt").read_bytes()
    shipped = {name: data for name, data in files.items() if name.startswith("licences/")}
    shipped[OUTPUT] = build(files, ours.decode("utf-8"))
    ship(shipped | {"bulletin.txt": ours}, SOURCES)


def ship(shipped: dict[str, bytes], record: Path) -> None:
    """Writes shipped files, and their hashes at the end of the record."""
    for name, data in shipped.items():
        target = FOLDER / name
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(target.name + ".part")
        part.write_bytes(data)
        part.replace(target)
    rows = "".join(
        f'"{name}" = {{ sha256 = "{sha256_of(data)}", bytes = {len(data)} }}\n'
        for name, data in shipped.items()
    )
    head = record.read_text(encoding="utf-8").partition(SHIPPED_HEADER)[0]
    record.write_text(head + SHIPPED_HEADER + rows, encoding="utf-8", newline="\n")
    print(f"{len(shipped)} files recorded.")


def report(complaints: list[str], files: int) -> int:
    """Prints what a check found; the exit code."""
    for line in complaints:
        print(line, file=sys.stderr)
    if not complaints:
        print(f"{files} files are as recorded.")
    return 1 if complaints else 0


def main(arguments: list[str] | None = None) -> int:
    parser = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="only check the shipped files; needs no network")
    options = parser.parse_args(arguments)
    sources = tomllib.loads(SOURCES.read_text(encoding="utf-8"))
    if options.check:
        return report(check(FOLDER, sources), len(sources["shipped"]))
    try:
        rebuild(sources)
    except (BuildError, OSError) as error:
        print(f"Not built: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
