"""The caret's ways through the text, from character to character and from word to word. Knows no pages.

Each gives the caret's new place, `place` itself at the end of the way.
"""

from __future__ import annotations

from collections.abc import Callable

from bulletin_desk.bulletin.edits import text_at
from bulletin_desk.bulletin.model import Issue, Place
from bulletin_desk.editing import words
from bulletin_desk.editing.nodes import (
    after,
    before,
    end_of,
    first_node,
    is_running,
    last_node,
    next_node,
    previous_node,
    shown,
)
from bulletin_desk.editing.selection import Selection, between

Way = Callable[[Issue, Place], Place]


def left(issue: Issue, place: Place) -> Place:
    """One character back; at a paragraph's start, the end of the paragraph before."""
    if place.offset > 0:
        return Place(place.path, before(text_at(issue, place.path), place.offset))
    path = previous_node(issue, place.path)
    return place if path is None else end_of(issue, path)


def right(issue: Issue, place: Place) -> Place:
    """One character on; at a paragraph's end, the start of the next paragraph."""
    text = text_at(issue, place.path)
    if place.offset < len(text):
        return Place(place.path, after(text, place.offset))
    path = next_node(issue, place.path)
    return place if path is None else Place(path, 0)


def word_left(issue: Issue, place: Place) -> Place:
    """To the start of the word, or of the word before."""
    if place.offset > 0:
        return Place(place.path, words.previous_start(text_at(issue, place.path), place.offset))
    return left(issue, place)


def word_right(issue: Issue, place: Place) -> Place:
    """To the start of the next word."""
    text = text_at(issue, place.path)
    if place.offset < len(text):
        return Place(place.path, words.next_start(text, place.offset))
    return right(issue, place)


def paragraph_up(issue: Issue, place: Place) -> Place:
    """To the start of the paragraph, or of the paragraph before."""
    if place.offset > 0:
        return Place(place.path, 0)
    path = previous_node(issue, place.path)
    return place if path is None else Place(path, 0)


def paragraph_down(issue: Issue, place: Place) -> Place:
    """To the start of the next paragraph; in the last one, to its end."""
    path = next_node(issue, place.path)
    return end_of(issue, place.path) if path is None else Place(path, 0)


def first_place(issue: Issue) -> Place:
    """The start of all text."""
    return Place(first_node(issue), 0)


def last_place(issue: Issue) -> Place:
    """The end of all text."""
    return end_of(issue, last_node(issue))


def word_at(issue: Issue, place: Place) -> Selection:
    """The word at a place (double click)."""
    start, end = words.word_at(text_at(issue, place.path), place.offset)
    return between(Place(place.path, start), Place(place.path, end))


def paragraph_at(issue: Issue, place: Place) -> Selection:
    """The paragraph at a place (triple click)."""
    return between(Place(place.path, 0), end_of(issue, place.path))


def running_text(issue: Issue) -> Selection | None:
    """All text that is written, without the frame around it; None if there is none."""
    first = next((path for path in shown(issue) if is_running(path)), None)
    last = next((path for path in shown(issue, backwards=True) if is_running(path)), None)
    return None if first is None or last is None else between(Place(first, 0), end_of(issue, last))


def everything(issue: Issue) -> Selection:
    """All text on the pages."""
    return between(first_place(issue), last_place(issue))
