"""The caret's ways through the text."""

from __future__ import annotations

from itertools import pairwise

from bulletin_desk.bulletin.model import Issue, Path, Place
from bulletin_desk.editing import movement
from tests.bulletin.issues import SMALL
from tests.editing.texts import ITEM, SECOND, all_places


def test_left_and_right_reach_every_place() -> None:
    places = all_places(SMALL)
    assert movement.first_place(SMALL) == places[0]
    assert movement.last_place(SMALL) == places[-1]
    for before, after in pairwise(places):
        assert movement.right(SMALL, before) == after
        assert movement.left(SMALL, after) == before
    assert movement.right(SMALL, places[-1]) == places[-1]
    assert movement.left(SMALL, places[0]) == places[0]


def test_the_order_of_the_paper() -> None:
    ends = {place.path: place for place in all_places(SMALL)}
    ways: list[tuple[Path, Path]] = [
        (("masthead", "name"), ("dated_header", "issuer")),  # over the numbers
        (("dated_header", "issuer"), ("editors_note", 0)),  # over the date
        (("editors_note", 1), ("sections", 0, "name")),
        (("sections", 0, "name"), (*ITEM, "title")),
        ((*ITEM, "title"), (*ITEM, "blocks", 0)),
        ((*ITEM, "blocks", 0), (*ITEM, "source")),
        ((*ITEM, "source"), ("sections", 1, "name")),
        (("sections", 1, "items", 2, "title"), ("disclosure",)),
        (("disclosure",), ("distribution", 0, "label")),
        (("distribution", 0, "label"), ("distribution", 0, "to")),
        (("distribution", 1, "to"), ("imprint", "office")),
    ]
    for path, following in ways:
        assert movement.right(SMALL, ends[path]) == Place(following, 0)


def test_words_and_paragraphs() -> None:
    path = (*SECOND, "blocks", 0)  # 2023年，守正创新。
    assert movement.word_right(SMALL, Place(path, 0)) == Place(path, 4)
    assert movement.word_left(SMALL, Place(path, 4)) == Place(path, 0)
    assert movement.word_left(SMALL, Place(path, 0)) == Place((*SECOND, "title"), 14)
    assert movement.word_right(SMALL, Place(path, 11)) == Place((*SECOND, "blocks", 1), 0)
    assert movement.paragraph_up(SMALL, Place(path, 3)) == Place(path, 0)
    assert movement.paragraph_up(SMALL, Place(path, 0)) == Place((*SECOND, "title"), 0)
    assert movement.paragraph_down(SMALL, Place(path, 3)) == Place((*SECOND, "blocks", 1), 0)
    assert movement.paragraph_down(SMALL, Place(("imprint", "office"), 0)) == Place(("imprint", "office"), 3)
    assert movement.paragraph_up(SMALL, Place(("masthead", "name"), 0)) == Place(("masthead", "name"), 0)


def test_a_word_a_paragraph_and_everything_selected() -> None:
    path = (*SECOND, "blocks", 0)
    word = movement.word_at(SMALL, Place(path, 7))
    assert (word.start, word.end) == (Place(path, 6), Place(path, 10))
    paragraph = movement.paragraph_at(SMALL, Place(path, 7))
    assert (paragraph.start, paragraph.end) == (Place(path, 0), Place(path, 11))
    everything = movement.everything(SMALL)
    assert (everything.start, everything.end) == (all_places(SMALL)[0], all_places(SMALL)[-1])


def test_an_issue_without_a_closing_block() -> None:
    bare = Issue(SMALL.masthead, SMALL.dated_header)
    assert movement.last_place(bare) == Place(("dated_header", "issuer"), 6)
