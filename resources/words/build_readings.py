"""Build readings.txt, by which Chinese index entries are put in order, from pypinyin's wheel.

Knows readings and words; must not know what is put in order.

    python resources/words/build_readings.py pypinyin-0.55.0-py2.py3-none-any.whl

Exit code: 0 good, 2 the wheel is not the one that is named here.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

FOLDER = Path(__file__).resolve().parent
WHEEL = "d53b1e8ad2cdb815fb2cb604ed3123372f5a28c6f447571244aca36fc62a286f"
"""The sha256 of pypinyin 0.55.0 (MIT: licences/pypinyin-MIT.txt)."""
CHARSET = FOLDER.parent / "fonts" / "tgh-2013.txt"
RAREST = 80
"""The cost of the rarest words whose readings are kept."""
HEAD = """# How characters are read, for indexes. Made by build_readings.py; not to be changed by hand.
# A syllable of 汉语拼音 with its tone (5: none), and the characters of 通用规范汉字表 that are read so
# first of all, in that order; behind the empty line, words in which a character is read otherwise.
"""
_TONES = {"\u0304": "1", "\u0301": "2", "\u030c": "3", "\u0300": "4"}


def numbered(syllable: str) -> str:
    """The syllable chóng as chong2; ü is v."""
    parts = unicodedata.normalize("NFD", syllable).replace("u\u0308", "v")
    tone = next((_TONES[part] for part in parts if part in _TONES), "5")
    return "".join(part for part in parts if part not in _TONES) + tone


def words() -> Iterator[tuple[str, int]]:
    """The shipped words with their costs: see README.md."""
    for line in (FOLDER / "words.txt").read_text(encoding="utf-8").splitlines():
        first, *others = line.split(" ")
        rest = ""
        for part in others:
            found = re.fullmatch(r"[a-zA-Z](\d+)", part)
            if found:
                yield first + rest, int(found[1])
            rest = "" if found else part


def differs(char: str, first: str, reading: str) -> bool:
    """Whether a reading is another one, and not the usual one as it sounds in speech."""
    return reading != first and not (reading.endswith("5") or char in "一不")


def build(wheel: Path) -> str:
    """The file's text."""
    with ZipFile(wheel) as files:
        readings = json.loads(files.read("pypinyin/pinyin_dict.json"))
        phrases = json.loads(files.read("pypinyin/phrases_dict.json"))
    lines = CHARSET.read_text(encoding="utf-8").splitlines()
    charset = [char for line in lines if not line.startswith("#") for char in line]
    first = {char: numbered(readings[str(ord(char))].split(",")[0]) for char in charset}
    sounds: dict[str, str] = {}
    for char in charset:
        sounds[first[char]] = sounds.get(first[char], "") + char
    out = [f"{sound} {chars}" for sound, chars in sorted(sounds.items())]
    out.append("")
    for word, cost in sorted(words()):
        if cost <= RAREST and word in phrases and all(char in first for char in word):
            read = [numbered(syllable[0]) for syllable in phrases[word]]
            if any(differs(char, first[char], sound) for char, sound in zip(word, read, strict=True)):
                kept = (
                    sound if differs(char, first[char], sound) else first[char]
                    for char, sound in zip(word, read, strict=True)
                )
                out.append(f"{word} {' '.join(kept)}")
    return HEAD + "\n".join(out) + "\n"


def main() -> int:
    """Writes the file."""
    parser = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument("wheel", type=Path)
    wheel: Path = parser.parse_args().wheel
    if sha256(wheel.read_bytes()).hexdigest() != WHEEL:
        print(f"{wheel}: not the wheel whose sha256 is {WHEEL}", file=sys.stderr)
        return 2
    (FOLDER / "readings.txt").write_text(build(wheel), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
