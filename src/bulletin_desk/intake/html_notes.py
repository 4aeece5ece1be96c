"""Footnotes, endnotes and comments in the HTML that Word and WPS write: taken from the page's end to where
they are referred to. Knows nothing of paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree  # type: ignore[import-untyped]

TAG = "bulletin-desk-note"
"""The element that a reference becomes: its `rule` says what it refers to, its `words` what stands there."""
_REFERENCE = re.compile(r"#_(?:(?P<note>ftn|edn)|msocom_)(?P<number>[0-9]{1,6})")
_MARK = re.compile(r"#_(?:ftnref|ednref|msoanchor_)[0-9]{1,6}")
_ELEMENT = re.compile(r"mso-element:\s*+(footnote|endnote|comment)(-list)?+\s*+(?:;|\Z)", re.IGNORECASE)
_STYLED = 'descendant-or-self::*[contains(@style, "mso-element")]'
_AUTHOR = re.compile(r"mso-comment-author:\s*+[\"']?([^;\"']{1,60})", re.IGNORECASE)


def place_notes(root: etree._Element) -> list[str]:
    """Puts each note in the place of its reference, as an element of that `TAG`, and takes it from the end of
    the page; a footnote that nothing refers to stays there. Returns the words of comments that nothing refers
    to."""
    # asked of the parser: each element that Python holds by itself costs a way up to the root when it goes
    lists = [element for element in root.xpath(_STYLED) if _is_list(element)]
    notes = {key: note for each in lists for key, note in _notes_in(each)}
    if not notes:
        return []
    inside = {element for note in notes.values() for element in note.iter()}
    for anchor in [one for one in root.iter("a") if one not in inside]:
        found = _REFERENCE.fullmatch(anchor.get("href") or "")
        key = (found["note"] or "com", found["number"]) if found else ("", "")
        note = notes.pop(key, None)
        if note is not None:
            _become(anchor, note)
            _drop(note)
    comments = [key for key in notes if key[0] == "com"]
    left = []
    for key in comments:
        note = notes.pop(key)
        left.append(_words(note))
        _drop(note)
    if not notes:
        for each in lists:
            _drop(each)
    return [words for words in left if words]


def _is_list(element: etree._Element) -> bool:
    found = _ELEMENT.search(element.get("style") or "")
    return found is not None and found[2] is not None


def _notes_in(holder: etree._Element) -> Iterator[tuple[tuple[str, str], etree._Element]]:
    """What it is referred to by, and the element of each note."""
    for element in holder.iter("div"):
        found = _ELEMENT.search(element.get("style") or "")
        if found is None or found[2]:
            continue
        names = (one.get("id") or "" for one in element.iter(etree.Element))
        for name in names:
            key = re.fullmatch(r"(ftn|edn|_com_)([0-9]{1,6})", name)
            if key:
                yield (key[1].strip("_"), key[2]), element
                break


def _become(anchor: etree._Element, note: etree._Element) -> None:
    found = _ELEMENT.search(note.get("style") or "")
    assert found is not None
    rule, words, tail = found[1].lower(), _words(note), anchor.tail
    anchor.clear()
    anchor.tag, anchor.tail = TAG, tail
    anchor.set("rule", rule)
    anchor.set("words", words)


def _words(note: etree._Element) -> str:
    """All that a note says but its own mark, with who has said it."""
    for mark in [one for one in note.iter("a") if _MARK.fullmatch(one.get("href") or "")]:
        text = mark.tail
        mark.clear()
        mark.tail = text
    paragraphs = list(note.iter("p")) or [note]
    said = "；".join(filter(None, (" ".join("".join(one.itertext()).split()) for one in paragraphs)))
    authors = (_AUTHOR.search(one.get("style") or "") for one in note.iter("span"))
    author = next((found[1].strip() for found in authors if found), "")
    return f"{author}：{said}" if author and said else said


def _drop(element: etree._Element) -> None:
    """Takes an element out of its page, without the text behind it."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    tail = element.tail or ""
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    element.tail = None
    parent.remove(element)
