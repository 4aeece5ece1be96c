"""A printed source parted into the offices that it names. Every character of it is in one of the pieces; what
is not understood is a name. Knows no items, and of offices only what `names` tells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from bulletin_desk.intake.sources import brackets_off
from bulletin_desk.statistics.cutting import Piece, pieces_of_word
from bulletin_desk.statistics.names import PLACE_END, Names, plain
from bulletin_desk.statistics.words import (
    CLOSE,
    JOINTS,
    OF_PLACE,
    PLACE_ALONE,
    SHORT_OFFICE,
    Part,
    is_place,
    joined,
    words_of,
)


def offices_in(pieces: Iterable[Piece]) -> tuple[str, ...]:
    """The names of offices, each once."""
    return tuple(dict.fromkeys(piece.name for piece in pieces if piece.part is Part.OFFICE))


def persons_in(pieces: Iterable[Piece]) -> tuple[str, ...]:
    """The persons named, each once."""
    return tuple(dict.fromkeys(piece.name for piece in pieces if piece.part is Part.PERSON))


def part(source: str, names: Names) -> tuple[Piece, ...]:
    """The pieces of a source, which together are the source. A source that names no office but persons has
    these for names, as no item may be left without."""
    bare = _bare(source)
    start = source.index(bare) if bare else 0
    pieces = [
        Piece(source[:start], Part.BETWEEN),
        *_pieces(bare, names),
        Piece(source[start + len(bare) :], Part.BETWEEN),
    ]
    pieces = [piece for piece in pieces if piece.text]
    if not any(piece.part is Part.OFFICE for piece in pieces):
        pieces = [
            piece._replace(part=Part.OFFICE) if piece.part is Part.PERSON else piece for piece in pieces
        ]
    if not any(piece.part is Part.OFFICE for piece in pieces):
        pieces = [
            piece._replace(part=Part.OFFICE, name=plain(piece.text)) if piece.part is Part.WORDING else piece
            for piece in pieces
        ]
    return tuple(_with_cities(_with_tails(_without_doubtful(pieces, names), names), names))


def _bare(source: str) -> str:
    """A source without the brackets of any kind that hold all of it."""
    bare = brackets_off(source)
    if bare[:1] == "【" and bare.find("】") == len(bare) - 1 > 0:
        return _bare(bare[1:-1])
    return bare


def _pieces(bare: str, names: Names) -> Iterator[Piece]:
    words = joined(words_of(bare), names)
    for word in words:
        if word.text in JOINTS:
            yield Piece(word.text, Part.BETWEEN)
        elif word.part is None:
            yield from pieces_of_word(word.text, word.name or plain(word.text), names)
        else:
            yield Piece(word.text, word.part, word.name)


# ---- what one name has from another

_SEVERAL = re.compile("[二两三四五六七八九十]{1,2}(?:市|州|县|区|市州)")
"""绵阳三市志办 behind 成都、德阳."""


def _without_doubtful(pieces: Sequence[Piece], names: Names) -> list[Piece]:
    """What reads as a person but stands in a row of offices is rather a place, where no list of places tells:
    成都、德阳市志办."""
    found = list(pieces)
    for at in range(len(found) - 3, -1, -1):
        before, behind = found[at - 1] if at else None, found[at + 1]
        in_row = before is None or (before.part is Part.BETWEEN and not before.text.isspace())
        opened = before is not None and before.text.strip() and before.text.strip()[-1] in CLOSE
        joined = behind.part is Part.BETWEEN and behind.text.strip() in ("、", "，", ",", "/")
        person = found[at].part is Part.PERSON and not names.place_of(found[at + 2].name)
        if person and in_row and not opened and joined and found[at + 2].part is Part.OFFICE:
            found[at] = found[at]._replace(part=Part.OFFICE)
    return found


_ZONE = re.compile("(?:高新|开发|经开|园)区\\Z")
"""No place that has an office of each kind: 昆山高新区."""


def _with_tails(pieces: Sequence[Piece], names: Names) -> list[Piece]:
    """A place alone before another's office has its tail: 成都、德阳市地方志办公室."""
    found = list(pieces)
    tail = ""
    for at in range(len(found) - 1, -1, -1):
        piece = found[at]
        if piece.part in (Part.BETWEEN, Part.PERSON):
            tail = "" if piece.part is Part.PERSON else tail
            continue
        if piece.part is Part.WORDING:
            tail = ""
            continue
        place = names.place_of(piece.name) if is_place(piece.name, names) else None
        known = names.place_of(piece.name) or _ZONE.search(piece.name)
        bare = place is not None or (not known and bool(PLACE_ALONE.fullmatch(piece.name)))
        if bare and tail and names.full_name(piece.name) is None:
            name = f"{_as_named(piece.name, place.name if place else piece.name)}{tail}"
            found[at] = piece._replace(name=name)
        elif not bare:
            tail = _tail_of(piece.name, names)
            several = _SEVERAL.match(tail)
            if several and any(each.name in names.units.places for each in found[:at]):
                tail = tail[several.end() :]
                alone = names.place_of(piece.name)
                found[at] = piece._replace(name=f"{alone.name}{tail}" if alone else piece.name)
    return found


def _as_named(short: str, name: str) -> str:
    """A place by its full name, but 凉山州 as it is."""
    return short if short[-1] in PLACE_END and len(short) > 2 else name


def _tail_of(name: str, names: Names) -> str:
    """What stands behind the place in an office's name; empty where no place is told."""
    behind = names.behind_place(name.removeprefix("中共"))
    if behind and names.place_of(name):
        return behind
    found = OF_PLACE.fullmatch(name)
    return found[2] if found else ""


def _with_cities(pieces: Sequence[Piece], names: Names) -> list[Piece]:
    """市志办 beside offices of counties is that of their city, if they have one city."""
    offices = [piece.name for piece in pieces if piece.part is Part.OFFICE]
    cities = {city for name in offices if (city := names.city_of(name))}
    if len(cities) != 1:
        return list(pieces)
    city = next(iter(cities))

    def named(piece: Piece) -> Piece:
        of_city = piece.part is Part.OFFICE and piece.name[:1] in "市州" and SHORT_OFFICE.match(piece.name)
        if not of_city or names.full_name(piece.name):
            return piece
        return piece._replace(name=f"{city}{piece.name[1:]}")

    return [named(piece) for piece in pieces]
