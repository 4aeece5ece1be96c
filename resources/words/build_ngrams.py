"""Build ngrams.bin and alike.txt, by which words off by one character are found, from a corpus and the
packages named in NGRAMS.toml.

Knows packages, hashes, counts and characters; must not know how texts are proofed.

    python resources/words/build_ngrams.py --check     the shipped files have the recorded sha256 (no network)
    python resources/words/build_ngrams.py CORPUS      fetch, count, build, replace, and write the new hashes

Building needs Python 3.11 with pip, apt-get and dpkg-deb: a Debian-like machine, three minutes, 3 GB.
Exit code: 0 good, 1 a file differs, 2 something needed is missing or is not what NGRAMS.toml says.
"""

from __future__ import annotations

import bz2
import json
import lzma
import math
import re
import struct
import sys
import tomllib
import unicodedata
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from importlib.util import module_from_spec, spec_from_file_location
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parents[1] / "src"))

from bulletin_desk.hanzi import ngrams  # noqa: E402  (in src)


def _beside(name: str) -> ModuleType:
    """A script of this folder; by its path, since others have one of that name."""
    spec = spec_from_file_location(f"words_{name}", FOLDER / f"{name}.py")
    if spec is None or spec.loader is None:
        raise ImportError(name)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


build = _beside("build")

Word = tuple[int, str]
"""Cost and class of a word."""

SOURCES = FOLDER / "NGRAMS.toml"
TABLE, ALIKE = "ngrams.bin", "alike.txt"
CHARSET = FOLDER.parent / "fonts" / "tgh-2013.txt"

CORPUS_WEIGHT = 10
"""Of what stands in the corpus, against general prose: bulletins are nearer to laws."""
LEAST_PAIR, LEAST_TRIPLE = 15, 52
"""Weighed counts below which chance speaks, and the table would be too large."""
CHARACTERS = 6500
"""The first two classes of 通用规范汉字表: what is typed."""
LEAST_READING = 0.01
"""Share of a character's occurrences from which on one of its sounds counts."""
LIKE = 1.2
"""Of two characters whose codes by shape agree wholly 2, of two that have nothing in common 0."""
MOST_ALIKE = 12
"""Characters that look like one: of 一 there would be many, all of few strokes."""
FREQUENT = 200
"""Weighed count from which on a character is one that others are mistaken for."""
MERGED = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l")), (("ang", "an"), ("eng", "en"), ("ing", "in"))
"""Beginnings and ends of syllables that many do not tell apart."""
FULL = 0.6
"""Share of the slots that may be taken: more make the table smaller, and looking things up slower."""


# ---- Counting ----


class Counts:
    """Weighed counts of characters, pairs and triples, by keys of `ngrams`."""

    def __init__(self) -> None:
        self.singles: Counter[int] = Counter()
        self.pairs: Counter[int] = Counter()
        self.triples: Counter[int] = Counter()

    def add(self, codes: list[int], weight: int) -> None:
        """Counts a run of codes; what has two marks in three, or one in two, tells nothing."""
        for code in codes:
            if code > ngrams.LATIN:
                self.singles[code] += weight
        pairs, triples = self.pairs, self.triples
        for first, second in pairwise(codes):
            if first > ngrams.LATIN or second > ngrams.LATIN:
                pairs[ngrams.pair_key(first, second)] += weight
        for first, second, third in zip(codes, codes[1:], codes[2:], strict=False):
            if (first > ngrams.LATIN) + (second > ngrams.LATIN) + (third > ngrams.LATIN) >= 2:
                triples[ngrams.triple_key(first, second, third)] += weight


SPACES = re.compile(r"\s+")


def count_corpus(paragraphs: Iterable[str], counts: Counts) -> None:
    """Counts what stands in the corpus."""
    for paragraph in paragraphs:
        text = SPACES.sub("", paragraph)
        counts.add([ngrams.MARK, *ngrams.codes_of(text), ngrams.MARK], CORPUS_WEIGHT)


def count_general(words: Mapping[str, int], pairs: Mapping[tuple[str, str], int], counts: Counts) -> None:
    """Counts general prose by its words and pairs of words ("" for the beginning of a sentence): inside
    words, and where one ends and the next begins."""
    for word, count in words.items():
        counts.add(ngrams.codes_of(word), max(count, 1))
    for (before, after), count in pairs.items():
        first = ngrams.codes_of(before)[-2:] or [ngrams.MARK]
        then = ngrams.codes_of(after)[:2]
        counts.pairs[ngrams.pair_key(first[-1], then[0])] += count
        if len(first) == 2:
            counts.triples[ngrams.triple_key(*first, then[0])] += count
        if len(then) == 2:
            counts.triples[ngrams.triple_key(first[-1], *then)] += count


def count_listed(words: Iterable[str], counts: Counts) -> None:
    """Counts words as usual, however seldom they are."""
    for word in words:
        counts.add(ngrams.codes_of(word), ngrams.USUAL * CORPUS_WEIGHT)


# ---- General prose, as libpinyin keeps it ----


def general_words(files: Mapping[str, bytes]) -> tuple[dict[int, str], dict[str, int]]:
    """The words by their numbers, and how often each was counted. A file has 8 bytes of checks, the counts'
    sum, the places of its index and of its entries; an entry: length, readings, count, characters."""
    named: dict[int, str] = {}
    counted: dict[str, int] = {}
    for library in (1, 2, 3, 4):
        data = files[f"words{library}"][8:]
        _, index, entries, end = struct.unpack_from("<4I", data)
        body = data[entries : end - 1]
        for number in range((entries - 1 - index) // 4):
            (at,) = struct.unpack_from("<I", data, index + 4 * number)
            if not at:
                continue
            length, (count,) = body[at], struct.unpack_from("<I", body, at + 2)
            word = body[at + 6 : at + 6 + 4 * length].decode("utf-32-le")
            if all("\u4e00" <= char <= "\u9fff" for char in word):
                named[library << 24 | number] = word
                counted[word] = count
    return named, counted


def general_pairs(data: bytes, named: Mapping[int, str]) -> dict[tuple[str, str], int]:
    """How often a word followed another; "" is the beginning of a sentence. A key is a word's number; its
    value the counts' sum, then numbers and counts of the words behind it."""
    pairs = {}
    for key, value in berkeley_items(data):
        (number,) = struct.unpack("<I", key)
        before = "" if number == 1 else named.get(number)
        if before is None:
            continue
        for after, count in struct.iter_unpack("<2I", value[4:]):
            if after in named:
                pairs[before, named[after]] = count
    return pairs


HASH_PAGES, OVERFLOW_PAGE, META_PAGE = (2, 13), 7, 8
ON_PAGE, OFF_PAGE = 1, 3


def berkeley_items(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The keys and values of a Berkeley DB hash file, version 9. Raises BuildError."""
    (page_size,) = struct.unpack_from("<I", data, 20)
    if data[25] != META_PAGE or struct.unpack_from("<I", data, 12) != (0x061561,):
        raise build.BuildError("bigram.db is no Berkeley DB hash file.")

    def item(page: int, start: int, stop: int) -> bytes:
        kind = data[page + start]
        if kind == ON_PAGE:
            return data[page + start + 1 : page + stop]
        if kind != OFF_PAGE:
            raise build.BuildError(f"bigram.db has an item of kind {kind}.")
        number, length = struct.unpack_from("<2I", data, page + start + 4)
        parts = []
        while number:
            at = number * page_size
            following, _, held = struct.unpack_from("<IHH", data, at + 16)
            parts.append(data[at + 26 : at + 26 + held])
            number = following
        whole = b"".join(parts)
        if len(whole) != length:
            raise build.BuildError("bigram.db: an item is not as long as it says.")
        return whole

    for page in range(0, len(data), page_size):
        if data[page + 25] not in HASH_PAGES:
            continue
        (entries,) = struct.unpack_from("<H", data, page + 20)
        starts = struct.unpack_from(f"<{entries}H", data, page + 26)
        items = [item(page, start, stop) for start, stop in zip(starts, (page_size, *starts), strict=False)]
        yield from zip(items[::2], items[1::2], strict=True)


# ---- The table ----


def levels(counts: Counts) -> dict[int, int]:
    """What the table holds: keys and levels."""
    held = {}
    for counted, least, step in (
        (counts.pairs, LEAST_PAIR, ngrams.PAIR_STEP),
        (counts.triples, LEAST_TRIPLE, ngrams.TRIPLE_STEP),
    ):
        for key, count in counted.items():
            if count >= least:
                level = 1 + round(math.log2(count / CORPUS_WEIGHT) / step)
                held[key] = min(ngrams.TOP_LEVEL, max(1, level))
    return dict(sorted(held.items()))


def table(counts: Counts) -> bytes:
    """The file that `ngrams.NGrams` reads."""
    singles = sorted(
        (code, max(1, count // CORPUS_WEIGHT))
        for code, count in counts.singles.items()
        if count >= CORPUS_WEIGHT
    )
    behind: dict[int, list[int]] = {code: [] for code, _ in singles}
    before: dict[int, list[int]] = {code: [] for code, _ in singles}
    for key, count in sorted(counts.pairs.items()):
        first, second = key >> 16 & 0xFFFF, key & 0xFFFF
        if count >= ngrams.USUAL * CORPUS_WEIGHT and first in behind and second in behind:
            behind[first].append(second)
            before[second].append(first)
    parts = [array("H", behind), array("I", (count for _, count in singles))]
    for neighbours in (behind, before):
        parts.append(array("H", map(len, neighbours.values())))
        parts.append(array("H", (each for some in neighbours.values() for each in some)))
    parts.append(placed(levels(counts)))
    if sys.byteorder == "big":
        for part in parts:
            part.byteswap()
    head = ngrams.HEADER.pack(ngrams.MAGIC, len(singles), len(parts[3]), len(parts[-1]) - ngrams.PROBES)
    return head + b"".join(part.tobytes() for part in parts)


def placed(held: Mapping[int, int]) -> array[int]:
    """Slots for keys and their levels, as `NGrams` looks for them; the last is free."""
    size = 1 << math.ceil(math.log2(max(len(held), 1) / FULL))
    slots = array("H", bytes(2 * (size + ngrams.PROBES)))
    for key, level in held.items():
        at, known_by = ngrams.place_of(key, size - 1)
        while slots[at]:
            if slots[at] >> 4 == known_by:  # taken for another key: the higher level stays
                level, slots[at] = 0, max(slots[at], known_by << 4 | level)
                break
            at += 1
            if at == len(slots) - 1:
                raise build.BuildError("The last slots are full.")
        if level:
            slots[at] = known_by << 4 | level
    return slots


# ---- Characters that are mistaken for one another ----


def typed_characters() -> list[str]:
    """The characters that are typed, in the order of 通用规范汉字表."""
    lines = CHARSET.read_text(encoding="utf-8").splitlines()
    return [char for line in lines if not line.startswith("#") for char in line][:CHARACTERS]


def sounds(
    words: Mapping[str, Word], single: Mapping[str, str], in_words: Mapping[str, list[list[str]]]
) -> dict[str, set[str]]:
    """The sounds of characters as the words have them, without tones; what many do not tell
    apart is one."""
    heard: dict[str, Counter[str]] = defaultdict(Counter)
    for word, (cost, _) in words.items():
        readings = [each[0] for each in in_words.get(word, ())]
        if len(readings) != len(word):
            readings = [single.get(str(ord(char)), "?").split(",")[0] for char in word]
        for char, reading in zip(word, readings, strict=True):
            heard[char][reading] += 2 ** (-cost / 4)
    return {
        char: {merged(sound) for sound, share in found.items() if share >= LEAST_READING * found.total()}
        for char, found in heard.items()
    }


def merged(reading: str) -> str:
    """A syllable without its tone, as it is often typed: zhēng and zen are both zen."""
    plain = unicodedata.normalize("NFD", reading).replace("u\u0308", "v")
    sound = "".join(char for char in plain if char.isascii() and char.isalpha())
    beginnings, ends = MERGED
    for one, other in beginnings:
        if sound.startswith(one):
            sound = other + sound.removeprefix(one)
            break
    for one, other in ends:
        if sound.endswith(one):
            return sound.removesuffix(one) + other
    return sound


def codes_by_shape(unihan: bytes) -> dict[str, tuple[str, list[str]]]:
    """Cangjie codes and four-corner codes of the characters that have both."""
    fields: dict[str, dict[str, str]] = defaultdict(dict)
    for line in bz2.decompress(unihan).decode("utf-8").splitlines():
        if line.startswith("U+"):
            code, field, value = line.split("\t")
            fields[chr(int(code[2:], 16))][field] = value
    return {
        char: (found["kCangjie"], [each[:4] for each in found["kFourCornerCode"].split()])
        for char, found in fields.items()
        if {"kCangjie", "kFourCornerCode"} <= found.keys()
    }


def likeness(one: tuple[str, list[str]], other: tuple[str, list[str]]) -> float:
    """From 0 to 2: by how much of their Cangjie codes two characters agree, and by how many corners."""
    corners = max(sum(map(str.__eq__, mine, theirs)) for mine in one[1] for theirs in other[1]) / 4
    if corners + 1 < LIKE:
        return 0.0
    mine, theirs = one[0], other[0]
    return corners + 1 - _distance(mine, theirs) / max(len(mine), len(theirs))


def _distance(one: str, other: str) -> int:
    """Levenshtein's."""
    row = list(range(len(other) + 1))
    for number, char in enumerate(one, 1):
        corner, row[0] = row[0], number
        for at, theirs in enumerate(other, 1):
            corner, row[at] = row[at], min(row[at] + 1, row[at - 1] + 1, corner + (char != theirs))
    return row[-1]


def alike(
    typed: list[str],
    frequent: set[str],
    sounds: Mapping[str, set[str]],
    shapes: Mapping[str, tuple[str, list[str]]],
) -> str:
    """The list of characters that are mistaken for one another."""
    groups: dict[str, list[str]] = defaultdict(list)
    for char in typed:
        for sound in sorted(sounds.get(char, ())):
            groups[sound].append(char)
    lines = []
    for sound, group in sorted(groups.items()):
        usual, rare = (
            "".join(each for each in group if (each in frequent) == is_so) for is_so in (True, False)
        )
        if usual:
            lines.append(f"{sound} {usual} {rare}")
    lines.append("")
    for char in typed:
        if char in shapes:
            scored = sorted(
                (-likeness(shapes[char], shapes[other]), number, other)
                for number, other in enumerate(typed)
                if other in frequent and other != char and other in shapes
            )
            like = [other for less, _, other in scored[:MOST_ALIKE] if -less >= LIKE]
            if like:
                lines.append(f"{char} {''.join(like)}")
    return HEAD + "\n".join(lines) + "\n"


HEAD = """\
# Characters that are mistaken for one another. Made by build_ngrams.py; not to be changed by hand.
# First those of one sound or nearly so, frequent ones and rare ones; behind the empty line, each character
# with frequent ones that look like it.
"""


# ---- The whole ----


def listed_words() -> dict[str, Word]:
    """The words of words.txt."""
    words = {}
    for line in (FOLDER / "words.txt").read_text(encoding="utf-8").splitlines():
        fields = line.rstrip(" ").split(" ")
        for rest, entry in zip(["", *fields[2::2]], fields[1::2], strict=True):
            words[fields[0] + rest] = int(entry[1:]), entry[0]
    return words


def count(paragraphs: Iterable[str], files: Mapping[str, bytes], words: Mapping[str, Word]) -> Counts:
    """All that is counted."""
    counts = Counts()
    count_listed((word for word, (_, kind) in words.items() if kind == "i" and len(word) >= 4), counts)
    ours = (FOLDER / "bulletin.txt").read_text(encoding="utf-8")
    count_listed((word for word, _ in build.our_words(ours)), counts)
    count_corpus(paragraphs, counts)
    named, counted = general_words(files)
    count_general(counted, general_pairs(files["pairs_of_words"], named), counts)
    return counts


def build_all(paragraphs: Iterable[str], files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files to be shipped."""
    words = listed_words()
    counts = count(paragraphs, files, words)
    frequent = {chr(code) for code, number in counts.singles.items() if number >= FREQUENT}
    heard = sounds(words, json.loads(files["readings"]), json.loads(files["readings_in_words"]))
    like = alike(typed_characters(), frequent, heard, codes_by_shape(files["shapes"]))
    return {TABLE: table(counts), ALIKE: like.encode("utf-8")}


def corpus_lines(path: Path, corpus: Mapping[str, Any]) -> list[str]:
    """The paragraphs of the corpus. Raises BuildError where it is another one."""
    data = path.read_bytes()
    if build.sha256_of(data) != corpus["sha256"]:
        raise build.BuildError(f"{path}: sha256 is {build.sha256_of(data)}, recorded is {corpus['sha256']}.")
    return lzma.decompress(data).decode("utf-8").splitlines()


def rebuild(corpus: Path, sources: dict[str, Any]) -> None:
    """Writes all shipped files and their hashes."""
    paragraphs = corpus_lines(corpus, sources["corpus"])
    files = build.fetch(sources)
    shipped = {name: data for name, data in files.items() if name.startswith("licences/")}
    shipped |= build_all(paragraphs, files)
    build.ship(shipped, SOURCES)


def main(arguments: list[str] | None = None) -> int:
    parser = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, nargs="?", metavar="CORPUS", help="laws.txt.xz")
    parser.add_argument("--check", action="store_true", help="only check the shipped files; needs no network")
    options = parser.parse_args(arguments)
    sources = tomllib.loads(SOURCES.read_text(encoding="utf-8"))
    if options.check:
        return build.report(build.check(FOLDER, sources), len(sources["shipped"]))
    if options.corpus is None:
        parser.error("the corpus is wanted")
    try:
        rebuild(options.corpus, sources)
    except (build.BuildError, OSError, lzma.LZMAError) as error:
        print(f"Not built: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
