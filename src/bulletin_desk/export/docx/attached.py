"""What a Word copy that comes back tells by the lines that the layout makes: which item each attachment
belongs to, and what was changed in them by hand, which is not read. Knows no XML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from bulletin_desk.bulletin.counting import attachment_numbers
from bulletin_desk.bulletin.grammar import MADE, attachments_of, item_at, items_of
from bulletin_desk.bulletin.model import Issue, Kind
from bulletin_desk.export.docx.records import Record, copied_words, counted, words_of
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
        ends, others = _contents_of(issue, words.contents)
        rows = [at for at, record in enumerate(found) if record.plain and _is_row(record.text, tuple(ends))]
        for step, edge in ((-1, rows[:1]), (1, rows[-1:])):
            for first in edge:
                at = first + step
                while 0 <= at < len(found) and found[at].plain and words_of(found[at].text) in others:
                    rows.append(at)
                    at += step
        between = range(min(rows), max(rows)) if rows else ()
        rows += [at for at in between if found[at].plain and words_of(found[at].text) in others]
        for at in rows:
            made[at] = replace(found[at], kind=Kind.CONTENTS, text="")
    return made


def _is_row(text: str, ends: tuple[str, ...]) -> bool:
    page = _PAGE.search(text)
    return page is not None and words_of(text[: page.start()]).endswith(ends)


def without_made(found: Sequence[Record]) -> tuple[list[Record], list[Record]]:
    """The records without those of lines that the layout makes, and these. What the list of an item's
    attachments names is kept beside the record that it stands behind."""
    kept: list[Record] = []
    made: list[Record] = []
    for record in found:
        if record.kind not in MADE:
            kept.append(record)
            continue
        made.append(record)
        if record.kind is Kind.ATTACHMENT_LIST and kept:
            kept[-1] = replace(kept[-1], listed=(*kept[-1].listed, record.text))
    return kept, made


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
    issues = [one for one in (original, issue) if one is not None]
    titles = {attachment.title for one in issues for _, attachment in attachments_of(one)}
    heads = {item.title for one in issues for _, item in items_of(one)}
    heads |= {section.name for one in issues for section in one.sections}
    listed = [record.text for record in made if record.kind is Kind.ATTACHMENT_LIST]
    rows = [record.text for record in made if record.kind is Kind.CONTENTS and record.text.strip()]
    if wrong := _unknown(listed, titles):
        yield f"附件说明里的{counted(wrong)}没有读回：附件说明按附件的标题编成，请改附件的标题。"
    lost = not listed and all(any(attachments_of(one)) for one in issues)
    if lost and original:
        yield "附件说明删去了，没有照删：它按附件的标题编成，印出时仍有。"
    if wrong := _unknown(rows, heads):
        yield f"目录里的{counted(wrong)}没有读回：目录按稿件的标题编成，请改标题。"


def _unknown(texts: Sequence[str], known: AbstractSet[str]) -> list[str]:
    """The texts that name nothing known, whatever numbers or marks they begin with."""
    keys = {copied_words(text) for text in known}
    ends = tuple(filter(None, keys))

    def names(text: str) -> bool:
        return words_of(text) in keys or words_of(text).endswith(ends)

    return [text for text in (_PAGE.sub("", text) for text in texts if not names(text)) if not names(text)]
