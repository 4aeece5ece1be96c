"""`python -m benchmarks.misprints FILE [EVERY]`: what all rules of one text say about prose, and about the
same prose with misprints.

FILE is right prose, one paragraph a line, UTF-8, packed as .xz or not; of its lines each EVERYth is taken.
Prints as JSON: characters, errors and doubts in right text and that by rule (target: 0.3 in 10,000
characters), how many of its sentences were spoilt and how many of those are found. In each one character of a
word is spoilt, by one that it is mistaken for; always the same ones, so that two versions can be compared.
Real misprints differ.
"""

from __future__ import annotations

import json
import lzma
import random
import re
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path

from bulletin_desk.bulletin.model import Kind
from bulletin_desk.hanzi.alike import alike
from bulletin_desk.hanzi.words import tokens_of
from bulletin_desk.proof.findings import Level
from bulletin_desk.proof.text import marks_in

_SENTENCE = re.compile(r"[^。；]{15,80}[。；]")
_SPOILT = 2000
"""Sentences at most."""


def spoil(sentence: str, chance: random.Random) -> tuple[str, int] | None:
    """The sentence with a misprint, and where; None where no character can be mistaken."""
    places = [
        at
        for token in tokens_of(sentence)
        if token.end - token.start >= 2
        for at in range(token.start, token.end)
        if alike(sentence[at]).either
    ]
    if not places:
        return None
    at = chance.choice(places)
    sounds, shapes, either = alike(sentence[at])
    others = sounds if sounds and chance.random() < 0.8 else shapes or either
    return sentence[:at] + chance.choice(others) + sentence[at + 1 :], at


def main() -> None:
    """Reads, proofs, spoils, proofs again, prints."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("every", type=int, nargs="?", default=1, metavar="EVERY")
    options = parser.parse_args()
    data = options.file.read_bytes()
    text = (lzma.decompress(data) if options.file.suffix == ".xz" else data).decode("utf-8")
    paragraphs = text.splitlines()[:: options.every]
    characters = sum(map(len, paragraphs))
    rules = Counter(
        mark.rule
        for paragraph in paragraphs
        for mark in marks_in(paragraph, Kind.BODY)
        if mark.level is not Level.ADVICE
    )
    chance = random.Random(1)
    sentences = [sentence for paragraph in paragraphs for sentence in _SENTENCE.findall(paragraph)]
    chance.shuffle(sentences)
    spoilt = [made for sentence in sentences[:_SPOILT] if (made := spoil(sentence, chance)) is not None]
    found = sum(
        any(mark.start <= at < mark.end for mark in marks_in(sentence, Kind.BODY)) for sentence, at in spoilt
    )
    print(
        json.dumps(
            {
                "characters": characters,
                "errors and doubts": rules.total(),
                "in 10,000 characters": round(10_000 * rules.total() / max(1, characters), 3),
                "by rule": dict(rules.most_common()),
                "spoilt": len(spoilt),
                "found": found,
                "share found": round(found / max(1, len(spoilt)), 3),
            },
            ensure_ascii=False,
        )
    )


if __name__ == "__main__":
    main()
