"""How often characters stand beside one another in Chinese prose, by the shipped table of pairs and triples,
and how much likelier a text is with one character than with another. Knows no rules and no words."""

from __future__ import annotations

import struct
import sys
from array import array
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import accumulate, pairwise

from bulletin_desk.resources import resource

MARK = 0
"""Code of whatever is neither a Chinese character nor part of a number or Latin word."""
LATIN = 1
"""Code of a digit or Latin letter."""
PAIR_STEP, TRIPLE_STEP = 1.4, 1.2
"""Bits from one level of the table to the next: level n of a pair stands for 2 ** (1.4 * (n - 1)) of them."""
TOP_LEVEL = 15

USUAL = 18
"""Times from which on two characters stand side by side usually."""

HEADER = struct.Struct("<4s3I")
"""Magic, characters, usual pairs, slots."""
MAGIC = b"BDN1"
PROBES = 256
"""Slots behind the last place, so that no search runs out of them."""
_PAIR = 1 << 48
_MULTIPLIER = 0x9E3779B97F4A7C15
_PAIR_COUNTS = (0.0, *(2 ** (PAIR_STEP * level) for level in range(TOP_LEVEL)))
_TRIPLE_COUNTS = (0.0, *(2 ** (TRIPLE_STEP * level) for level in range(TOP_LEVEL)))
_RARE = 2e-4
"""Share of all characters that each one has besides its own: the rarest ones stand in names."""
_TRUST_PAIR, _TRUST_TRIPLE = 50.0, 4.0
"""So many times must a character (a pair) have been seen before what follows it tells as much as what follows
any character (its second one): Dirichlet's smoothing."""


def codes_of(text: str) -> list[int]:
    """A text as the table counts it: a Chinese character is its code point."""
    return [code if 0x4E00 <= code <= 0x9FFF else _other(code) for code in map(ord, text)]


@cache
def _other(code: int) -> int:
    char = chr(code)
    if char == "〇":
        return ord("零")
    return LATIN if char.isalnum() and (code < 0x3000 or 0xFF10 <= code <= 0xFF5A) else MARK


def pair_key(first: int, second: int) -> int:
    """The key of two codes in the table."""
    return _PAIR | first << 16 | second


def triple_key(first: int, second: int, third: int) -> int:
    """The key of three codes in the table."""
    return first << 32 | second << 16 | third


def place_of(key: int, mask: int) -> tuple[int, int]:
    """Where the search for a key begins in slots whose number is a power of two, less one the mask; and the
    10 bits by which its slot is known."""
    mixed = key * _MULTIPLIER >> 32
    return mixed & mask, mixed >> 48 & 0x3FF


class _Neighbours:
    """The neighbours of characters: how many each has, and those of all."""

    def __init__(self, characters: Iterable[int], numbers: memoryview, neighbours: memoryview) -> None:
        ends = accumulate(_array("H", numbers), initial=0)
        self._spans = dict(zip(characters, pairwise(ends), strict=True))
        self._all = str(neighbours, "utf-16-le")

    def of(self, code: int) -> str:
        start, end = self._spans.get(code, (0, 0))
        return self._all[start:end]


class NGrams:
    """A table as resources/words/build_ngrams.py writes it: slots of 14 bits, 10 that a key is known by and 4
    of its level, each in the first free slot from its place on. Of a pair or triple that the table does not
    hold, it says so all but once in some hundred times."""

    def __init__(self, data: bytes) -> None:
        """Raises ValueError where the data are no such table."""
        magic, singles, usual, slots = HEADER.unpack_from(data)
        sizes = (2 * singles, 4 * singles, *(2 * singles, 2 * usual) * 2, 2 * (slots + PROBES))
        if magic != MAGIC or len(data) != HEADER.size + sum(sizes) or any(data[-2:]):
            raise ValueError("not a table of n-grams")
        starts = accumulate(sizes, initial=HEADER.size)
        whole = memoryview(data)
        parts = [whole[start : start + size] for start, size in zip(starts, sizes, strict=False)]
        characters = _array("H", parts[0])
        self._singles = dict(zip(characters, _array("I", parts[1]), strict=True))
        self._behind = _Neighbours(characters, parts[2], parts[3])
        self._before = _Neighbours(characters, parts[4], parts[5])
        self._slots = _array("H", parts[6])
        self._total = sum(self._singles.values())
        self._mask = len(self._slots) - PROBES - 1

    def usual_behind(self, code: int) -> str:
        """The characters that stand behind this one at least USUAL times; none for what is no character."""
        return self._behind.of(code)

    def usual_before(self, code: int) -> str:
        """The characters that stand before this one at least USUAL times."""
        return self._before.of(code)

    def _level(self, key: int) -> int:
        slots = self._slots
        mixed = key * _MULTIPLIER >> 32  # as place_of, which would cost a call and a tuple more
        at = mixed & self._mask
        slot = slots[at]
        if slot:
            known_by = mixed >> 48 & 0x3FF
            while slot:  # the last of all is free
                if slot >> 4 == known_by:
                    return slot & TOP_LEVEL
                at += 1
                slot = slots[at]
        return 0

    def single(self, code: int) -> int:
        """How often a character was seen."""
        return self._singles.get(code, 0)

    def pair(self, first: int, second: int) -> float:
        """About how often two codes were seen side by side; 0 for hardly ever."""
        return _PAIR_COUNTS[self._level(_PAIR | first << 16 | second)]

    def triple(self, first: int, second: int, third: int) -> float:
        """About how often three codes were seen side by side; 0 for hardly ever."""
        return _TRIPLE_COUNTS[self._level(first << 32 | second << 16 | third)]

    def likelihood(self, codes: Sequence[int], least: float = 0.0) -> float:
        """How probable the codes from the third on are, each after the two before it; 0 below `least`."""
        singles, total, level = self._singles, self._total, self._level
        first, second = codes[0], codes[1]
        before = _PAIR_COUNTS[level(_PAIR | first << 16 | second)]
        product = 1.0
        for third in codes[2:]:
            pair = _PAIR_COUNTS[level(_PAIR | second << 16 | third)]
            alone = singles.get(third, 0) / total + _RARE
            after_one = (pair + _TRUST_PAIR * alone) / (singles.get(second, 0) + _TRUST_PAIR)
            triple = _TRIPLE_COUNTS[level(first << 32 | second << 16 | third)]
            product *= (triple + _TRUST_TRIPLE * after_one) / (before + _TRUST_TRIPLE)
            if product < least:
                return 0.0
            first, second, before = second, third, pair
        return product


def _array(kind: str, data: memoryview) -> array[int]:
    values = array(kind)
    values.frombytes(data)
    if sys.byteorder == "big":
        values.byteswap()
    return values


@cache
def shipped_ngrams() -> NGrams:
    """The table that comes with the program, read when first asked for."""
    return NGrams(resource("words", "ngrams.bin").read_bytes())
