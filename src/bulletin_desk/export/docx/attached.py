"""What a Word copy that comes back tells by the lines that the layout makes: which item each attachment
belongs to, and what was changed in them by hand, which is not read. Knows no XML.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from itertools import pairwise
from string import Formatter

from bulletin_desk.bulletin.counting import attachment_numbers
from bulletin_desk.bulletin.grammar import MADE, attachments_of, item_at, items_of
from bulletin_desk.bulletin.model import Issue, Kind
from bulletin_desk.export.docx.records import Record, copied_words, counted, quoted, words_of
from bulletin_desk.export.docx.words import Words
from bulletin_desk.hanzi.numerals import chinese
from bulletin_desk.layouts.contents_form import ContentsForm
from bulletin_desk.typeset.numbered import worded

_PAGE = re.compile(r"\t\D{0,20}\d{0,6}\D{0,20}\Z")
"""What stands behind a title in a list of contents."""


def _made_lines(issue: Issue, words: Words) -> Mapping[str, tuple[Kind, str]]:
    """Of what the layout makes of an issue's attachments: by its words, what it is and the title in it."""
    forms = words.attachments
    made = {}
    for item, first in attachment_numbers(issue).items():
        for at, attachment in enumerate(item_at(issue, item).attachments):
            number = first + at if first else 0
            mark = forms.mark_text.format(number=number or "", han=chinese(number) if number else "")
            made[words_of(mark)] = (Kind.ATTACHMENT_MARK, "")
            lead = (forms.list_text if not at else "") + worded(forms.number_text, number)
            made[words_of(lead) + copied_words(attachment.title)] = (Kind.ATTACHMENT_LIST, attachment.title)
    return made


def _contents_of(issue: Issue, form: ContentsForm) -> tuple[set[str], set[str]]:
    """What rows of the list end with that have a page, and the words of others."""
    titles = {copied_words(item.title) for _, item in items_of(issue)} - {""}
    names = {copied_words(section.name) for section in issue.sections}
    others = {words_of(form.title)} | names
    return (titles | (names - {""}), others) if form.page else (set(), others | titles)


def told_by_words(found: Sequence[Record], issue: Issue, words: Words) -> list[Record]:
    """The records; lines that the layout makes and that lost their style are told by what they say."""
    lines = _made_lines(issue, words)
    made = list(found)
    for at, record in enumerate(found):
        if record.plain and not record.blank and (line := lines.get(words_of(record.text))):
            made[at] = replace(record, kind=line[0], text=line[1])
    if words.contents is not None:
        for at in _rows(found, issue, words.contents):
            made[at] = replace(found[at], kind=Kind.CONTENTS, text="")
    return made


def _rows(found: Sequence[Record], issue: Issue, form: ContentsForm) -> Iterator[int]:
    """Which records are rows of the list of contents: those with a page, else the list's title, and names
    beside and between them. What a name stands for comes again behind the list."""
    ends, others = _contents_of(issue, form)
    plain = [at for at, record in enumerate(found) if record.plain]
    title = words_of(form.title)
    rows = [
        at
        for at, record in enumerate(found)
        if record.kind is Kind.CONTENTS or (record.plain and _is_row(record.text, tuple(ends)))
    ]
    rows = rows or [at for at in plain if title and words_of(found[at].text) == title][:1]
    if not rows:
        return
    first, last = rows[0], rows[-1]
    while first > 0 and found[first - 1].plain and _name(found[first - 1].text, others):
        first -= 1
    behind = [words_of(record.text) for record in found[last + 1 :] if not record.blank]
    for at, words in enumerate(behind):
        name = _name(words, others) if found[last + 1].plain else ""
        again = (len(one) <= len(name) + _LONGEST_LEAD and name in one for one in behind[at + 1 :])
        if not name or not any(again):
            break
        last += 1
    known = set(rows)
    for at in plain:
        if first <= at <= last and (at in known or _name(found[at].text, others)):
            yield at


def _name(text: str, names: AbstractSet[str]) -> str:
    """Which of the names a line says, behind a number or mark or alone; empty if none."""
    said = words_of(text)
    found = (name for name in names if name and said.endswith(name))
    return next((name for name in found if len(said) <= len(name) + _LONGEST_LEAD), "")


_LONGEST_LEAD = 6
"""Characters of a number or mark before a name in a list of contents."""


def _is_row(text: str, ends: tuple[str, ...]) -> bool:
    page = _PAGE.search(text)
    return page is not None and words_of(text[: page.start()]).endswith(ends)


def without_made(found: Sequence[Record], words: Words) -> tuple[list[Record], list[Record]]:
    """The records without those of lines that the layout makes, and these. What the list of an item's
    attachments names is kept beside the record that it stands behind. A title that was joined to the mark
    over it is one still."""
    kept: list[Record] = []
    made: list[Record] = []
    for at, record in enumerate(found):
        if record.kind not in MADE:
            kept.append(record)
            continue
        if record.kind is Kind.ATTACHMENT_MARK:
            title = _behind_mark(record.text, words)
            if title == "":
                record = replace(record, text="")
            following = next((one.kind for one in found[at + 1 :] if not one.blank), None)
            if title and record.found and following is not Kind.ATTACHMENT_TITLE:
                told = record.found._replace(words=title)
                kept.append(replace(record, kind=Kind.ATTACHMENT_TITLE, text=title, found=told))
                record = replace(record, text="")
        made.append(record)
        if record.kind is Kind.ATTACHMENT_LIST and kept:
            kept[-1] = replace(kept[-1], listed=(*kept[-1].listed, record.text))
    return kept, made


def _behind_mark(text: str, words: Words) -> str | None:
    """What stands behind the mark over an attachment that a text begins with; None if it begins with none."""
    for literal, field, *_ in Formatter().parse(words.attachments.mark_text):
        text, mark = text.lstrip(), literal.strip()
        if not text.startswith(mark):
            return None
        text = text.removeprefix(mark)
        if field and (number := _NUMBER.match(text.lstrip())):
            text = text.lstrip()[number.end() :]
    text = text.strip()
    return text[text.startswith((":", "：")) :].lstrip()


_NUMBER = re.compile(r"\d{1,3}|[〇一二三四五六七八九十百]{1,4}(?!\S)")
_LONGEST_TITLE = 80


def with_new(
    found: Sequence[Record], known: AbstractSet[str], words: Words, notes: list[str]
) -> list[Record]:
    """The records; attachments that were typed behind all items without the styles are told by their marks.
    `known` are the words of the bulletin's own paragraphs."""
    made = list(found)
    marks: set[int] = set()
    last = max((at for at, record in enumerate(found) if record.kind in _OPENING), default=-1)
    behind = [at for at in range(last + 1, len(found)) if not found[at].blank]
    for at, after in pairwise(behind):
        record, title = found[at], found[after]
        text = title.text.strip()
        if not (record.plain and title.plain and _behind_mark(record.text, words) == ""):
            continue
        if words_of(record.text) in known or len(text) > _LONGEST_TITLE or text[-1:] in "。；，：":
            continue
        assert title.found is not None
        told = title.found._replace(plain=False, foreign=None)
        marks.add(at)
        made[after] = replace(title, kind=Kind.ATTACHMENT_TITLE, run_in=0, bold=(), found=told)
        notes.append(f"{quoted(record.text)}{quoted(title.text)}没有用样式，已按附件读回，请核对。")
    return [record for at, record in enumerate(made) if at not in marks]


_OPENING = (Kind.TITLE, Kind.SECTION_HEAD, Kind.SECTION_HEAD_2)


def owners(titles: Sequence[str], lists: Sequence[Sequence[str]]) -> list[int]:
    """To which item each attachment belongs, by its title and the lists of all items: that in whose list it
    is; what is in none belongs where as many are named that are not there, else with its neighbours."""
    named: dict[str, list[int]] = {}
    """For each title the lines that name it, the last one first."""
    lines = [(words_of(text), item) for item, texts in enumerate(lists) for text in texts]
    for at in range(len(lines) - 1, -1, -1):
        named.setdefault(lines[at][0], []).append(at)
    of_line = [named[key].pop() if named.get(key := words_of(title)) else None for title in titles]
    used = {line for line in of_line if line is not None}
    left = [line for line in range(len(lines)) if line not in used]
    if of_line.count(None) == len(left):
        of_line = [left.pop(0) if line is None else line for line in of_line]
    found = [None if line is None else lines[line][1] for line in of_line]
    item = next((one for one in found if one is not None), len(lists) - 1)
    made = []
    for one in found:
        item = item if one is None else one
        made.append(item)
    return made


def changed(made: Sequence[Record], original: Issue | None, issue: Issue) -> Iterator[str]:
    """Sentences about what was changed by hand in the lines that the layout makes."""
    titles, kept = _titles(issue), _titles(issue)
    if original is not None:
        kept &= _titles(original)
        titles |= _titles(original)
    heads = _heads(issue) | (_heads(original) if original else set())
    listed = [record.text for record in made if record.kind is Kind.ATTACHMENT_LIST]
    marks = [record.text for record in made if record.kind is Kind.ATTACHMENT_MARK]
    rows = [record.text for record in made if record.kind is Kind.CONTENTS and record.text.strip()]
    if wrong := _unknown(filter(str.strip, listed), titles):
        yield f"附件说明里的{counted(wrong)}没有读回：附件说明按附件的标题编成，请改附件的标题。"
    if original is not None and not listed and kept:
        yield "附件说明删去了，没有照删：它按附件的标题编成，印出时仍有。"
    gone = [title for title in sorted(kept) if not _names(listed, title)]
    if listed and gone and len(listed) < len(kept):  # else lines were changed, which is said
        yield f"附件说明里的{counted(gone)}删去了，没有照删：附件说明按附件的标题编成，印出时仍有。"
    if wrong := [text for text in marks if text]:
        yield f"附件序号{counted(wrong)}没有读回：附件序号由版式编成。"
    if original is not None and len(marks) < len(kept):
        yield "附件序号删去了，没有照删：它由版式编成，印出时仍有。"
    if wrong := _unknown(rows, heads):
        yield f"目录里的{counted(wrong)}没有读回：目录按稿件的标题编成，请改标题。"


def _titles(issue: Issue) -> set[str]:
    return {attachment.title for _, attachment in attachments_of(issue) if attachment.title.strip()}


def _heads(issue: Issue) -> set[str]:
    return {item.title for _, item in items_of(issue)} | {section.name for section in issue.sections}


def _names(listed: Sequence[str], title: str) -> bool:
    key = copied_words(title)
    return any(words_of(text).endswith(key) for text in listed)


def _unknown(texts: Iterable[str], known: AbstractSet[str]) -> list[str]:
    """The texts that name nothing known, whatever numbers or marks they begin with."""
    keys = {copied_words(text) for text in known}
    ends = tuple(filter(None, keys))

    def names(text: str) -> bool:
        return words_of(text) in keys or words_of(text).endswith(ends)

    return [text for text in (_PAGE.sub("", text) for text in texts if not names(text)) if not names(text)]
