"""Where one item ends and the next begins, by kinds alone."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bulletin_desk.bulletin.model import Kind
from bulletin_desk.intake.parts import OUT, Part, PartKind
from bulletin_desk.intake.split import split

_LETTERS: dict[str, PartKind] = {
    "K": Kind.SECTION_HEAD,
    "T": Kind.TITLE,
    "S": Kind.SUBHEADING,
    "B": Kind.BODY,
    "c": Kind.BODY,
    "F": Kind.SOURCE,
}
_LETTERS |= {"N": Kind.EDITORS_NOTE, "-": OUT}


def parted(kinds: str) -> list[str]:
    """The items' kinds; B is a sentence, c a caption."""
    parts = [
        Part(_LETTERS[letter], f"{at}。" if letter == "B" else str(at)) for at, letter in enumerate(kinds)
    ]
    names = {kind: letter for letter, kind in _LETTERS.items() if letter != "c"}
    return ["".join(names[part.kind] for part in group) for _, group in split(parts)]


def test_items_begin_with_titles_sections_and_after_sources() -> None:
    assert parted("TBSBFTBF") == ["TBSBF", "TBF"]
    assert parted("KTBFTBFKTB") == ["KTBF", "TBF", "KTB"]
    assert parted("TBTB") == ["TB", "TB"]
    assert parted("TBFB") == ["TBF", "B"]
    assert parted("TBFSB") == ["TBF", "SB"]
    assert parted("TBFcTBFcc") == ["TBFB", "TBFBB"]
    assert parted("TFBSB") == ["TFBSB"]
    assert parted("--NTB-F-") == ["--NTB-F-"]
    assert parted("--KTB") == ["--KTB"]
    assert parted("") == []


def test_a_section_without_items_is_left_out() -> None:
    assert parted("TBFK") == ["TBF-"]
    assert parted("K") == ["K"]


def test_sections_hold_until_the_next() -> None:
    parts = [Part(_LETTERS[letter], letter) for letter in "TBKTBFTB"]
    assert [section for section, _ in split(parts)] == ["", "K", "K"]


@given(st.text(alphabet="KTSBFN-", max_size=30))
def test_every_part_comes_once_and_in_order(kinds: str) -> None:
    parts = [Part(_LETTERS[letter], str(at)) for at, letter in enumerate(kinds)]
    texts = [part.text for _, group in split(parts) for part in group]
    assert sorted(texts, key=int) == [part.text for part in parts]
