"""The raw WordprocessingML of a marked copy: two copies of our own in one text, what differs as tracked
changes (ECMA-376 1, 17.13.5). Which part is which, `alignment` decides.

A frame, or a table that floats, in which something was changed is written into the text: LibreOffice (7.4)
loses changes in what it makes frames of.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from itertools import groupby, pairwise
from typing import Literal

from lxml import etree  # type: ignore[import-untyped]

from bulletin_desk.export.docx.alignment import Step, changed_tokens, laid_beside, with_common_ends
from bulletin_desk.export.docx.cuts import with_cuts
from bulletin_desk.export.docx.oxml import FORBIDDEN, R
from bulletin_desk.export.docx.oxml_copies import PPR, RPR, RUN, TBL, TC, TR, VAL, Copy, P, Text, Token, w

_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_LONGEST_AUTHOR = 255

Change = Literal["ins", "del"]


class Marked:
    """Writes two copies as one text. `who` and `when` (ISO 8601) stand at each change, which has a number of
    its own. `add` puts a footer into the package and gives its relationship."""

    def __init__(
        self, old: Copy, new: Copy, who: str, when: str, add: Callable[[etree._Element], str]
    ) -> None:
        self._old = old
        self._new = new
        self._add = add
        self._sunk: list[etree._Element] = []
        """Tables that float no more."""
        self._footers: dict[tuple[str | None, str | None], str] = {}
        self._said = {w("author"): FORBIDDEN.sub("", who)[:_LONGEST_AUTHOR]}
        if when:
            self._said[w("date")] = f"{when}:00" if len(when) == len("2024-01-09T15:30") else when
        self._count = 0

    def body(self, old: etree._Element, new: etree._Element) -> etree._Element:
        """w:body of two documents; the section at the end is the newer one's."""
        old, new = (document.find(w("body")) for document in (old, new))
        made = etree.Element(w("body"))
        made.extend(self._texts(old, new))
        sections = [body.find(w("sectPr")) for body in (old, new)]
        made.append(self._section(*sections))
        for number, bookmark in enumerate(made.iter(w("bookmarkStart")), self._count + 1):
            end = next(one for one in bookmark.itersiblings() if one.tag == w("bookmarkEnd"))
            bookmark.set(w("id"), str(number))
            end.set(w("id"), str(number))
        return made

    def _footer(self, old: str | None, new: str | None) -> str:
        """The relationship of a footer in the marked copy, by those that it has in the copies."""
        if (old, new) not in self._footers:
            was, now = self._old.footers.get(old or ""), self._new.footers.get(new or "")
            made = None
            if was is not None and now is not None:
                made = etree.Element(now.tag, nsmap=now.nsmap)
                made.extend(self._texts(was, now))
                if not _has_changes([made]):
                    made = None
            elif was is not None:
                made = self._old.brought(was)
            self._footers[old, new] = new or "" if made is None else self._add(made)
        return self._footers[old, new]

    def _section(self, old: etree._Element | None, new: etree._Element | None) -> etree._Element:
        """w:sectPr: the newer one's, with footers of both."""
        made: etree._Element = copy.deepcopy(old if new is None else new)
        for reference in made.iterchildren(w("footerReference")):
            kind = reference.get(w("type"))
            reference.set(f"{{{R}}}id", self._footer(_footer_of(old, kind), _footer_of(new, kind)))
        return made

    # -- texts

    def _texts(self, old: etree._Element, new: etree._Element) -> list[etree._Element]:
        tied = _tied(old, new)
        ours, old_pieces = self._old.pieces(old)
        theirs, new_pieces = self._new.pieces(new)

        def grows(step: Step) -> bool:
            return self._grows(ours[step.old or 0], theirs[step.new or 0])

        steps = laid_beside(old_pieces, new_pieces, tied)
        steps = with_common_ends(steps, old_pieces, new_pieces, grows)
        steps = with_cuts(
            steps, lambda at: self._old.keys_of(ours[at]), lambda at: self._new.keys_of(theirs[at])
        )
        self._follow_bookmarks(steps, ours, theirs)
        made = []
        for step in steps:
            element = theirs[step.new] if step.new is not None else ours[step.old or 0]
            if element.tag == TBL:
                made.append(self._table(*(self._at(step.old, ours), self._at(step.new, theirs))))
            else:
                made.append(self._paragraph(step, ours, theirs))
        for table, following in pairwise(made):
            if table in self._sunk and following.tag == P:
                _keep_on_page(following)
        return made

    @staticmethod
    def _at(number: int | None, elements: Sequence[etree._Element]) -> etree._Element | None:
        return None if number is None else elements[number]

    def _grows(self, old: etree._Element, new: etree._Element) -> bool:
        """Whether a paragraph ends with what is inserted."""
        stretches = _stretches(self._old.taken_apart(old), self._new.taken_apart(new))
        was, now, same = stretches[-1] if stretches else ((), (), True)
        return not same and bool(now) and not was

    def _follow_bookmarks(
        self, steps: Sequence[Step], ours: Sequence[etree._Element], theirs: Sequence[etree._Element]
    ) -> None:
        """Where links of the older copy lead: to a paragraph that both have, else to one that is deleted."""
        for step in steps:
            if step.old is None or (was := ours[step.old].find(w("bookmarkStart"))) is None:
                continue
            now = None if step.new is None else theirs[step.new].find(w("bookmarkStart"))
            name = was.get(w("name"))
            self._old.bookmarks[name] = f"{name}o" if now is None else now.get(w("name"))

    # -- paragraphs

    def _paragraph(
        self, step: Step, ours: Sequence[etree._Element], theirs: Sequence[etree._Element]
    ) -> etree._Element:
        before = None if step.old is None else self._old.taken_apart(ours[step.old], step.old_part)
        after = None if step.new is None else self._new.taken_apart(theirs[step.new], step.new_part)
        old_mark, new_mark = self._at(step.old_mark, ours), self._at(step.new_mark, theirs)
        made = etree.Element(P)
        content = self._content(before, after)
        changed = old_mark is None or new_mark is None or _has_changes(content)
        properties = self._properties(old_mark, new_mark, framed=not changed)
        if properties is not None:
            made.append(properties)
        made.extend(content)
        return made

    def _properties(
        self, old_mark: etree._Element | None, new_mark: etree._Element | None, *, framed: bool
    ) -> etree._Element | None:
        """w:pPr: those of the newer mark, and what the older was, if it was another style."""
        was = None if old_mark is None else old_mark.find(PPR)
        now = None if new_mark is None else new_mark.find(PPR)
        was = None if was is None else self._old.brought(was)
        now = None if now is None else self._new.brought(now)
        made = now if new_mark is not None else was
        made = etree.Element(PPR) if made is None else made
        if not framed:
            for frame in made.findall(w("framePr")):
                made.remove(frame)
        change: Change | None = "ins" if old_mark is None else "del" if new_mark is None else None
        sections = [None if one is None else one.find(w("sectPr")) for one in (was, now)]
        section = made.find(w("sectPr"))
        if section is not None:
            made.remove(section)
            section = self._section(*sections)
        after = []
        if change:
            mark = etree.Element(RPR)
            mark.append(self._change(change))
            after.append(mark)
        if section is not None:
            after.append(section)
        if change is None and _style(was) != _style(now):
            before = etree.Element(PPR) if was is None else was
            for name in ("sectPr", "framePr"):
                for element in before.findall(w(name)):
                    before.remove(element)
            changed = self._change("pPrChange")
            changed.append(before)
            after.append(changed)
        made.extend(after)
        return made if len(made) else None

    def _content(self, before: Text | None, after: Text | None) -> list[etree._Element]:
        """What stands in a paragraph beside its properties."""
        if before is None or after is None:
            text, side = (before, self._old) if after is None else (after, self._new)
            assert text is not None
            change: Change = "del" if after is None else "ins"
            inner = self._linked(text, side, self._changed(text.tokens, side, change))
            return self._around(text, side, inner, change)
        if (before.link is None) == (after.link is None):
            parts: list[etree._Element] = []
            stretches = _stretches(before, after)
            for number, (was, now, same) in enumerate(stretches, 1):
                if same:
                    parts += self._runs(now, self._new)
                    continue
                both = self._changed(was, self._old, "del"), self._changed(now, self._new, "ins")
                # At the end of a paragraph LibreOffice (7.4) takes what is inserted for one with what is
                # inserted behind it.
                first, second = both[::-1] if number == len(stretches) else both
                parts += [*first, *second]
            inner = self._linked(after, self._new, parts)
        else:
            inner = [
                *self._linked(before, self._old, self._changed(before.tokens, self._old, "del")),
                *self._linked(after, self._new, self._changed(after.tokens, self._new, "ins")),
            ]
        if after.bookmark is None:
            inner = self._bookmarked(before, self._old, inner)
        return self._around(after, self._new, inner, None)

    @staticmethod
    def _bookmarked(text: Text, side: Copy, inner: list[etree._Element]) -> list[etree._Element]:
        if text.bookmark is None:
            return inner
        start = copy.deepcopy(text.bookmark)
        name = start.get(w("name"))
        start.set(w("name"), side.bookmarks.get(name, name))
        return [start, *inner, etree.Element(w("bookmarkEnd"))]

    def _around(
        self, text: Text, side: Copy, inner: list[etree._Element], change: Change | None
    ) -> list[etree._Element]:
        """The content with its bookmark, and the runs of a field over paragraphs."""
        inner = self._bookmarked(text, side, inner)
        opens, closes = ([side.brought(run) for run in runs] for runs in (text.opens, text.closes))
        if change:
            return [*self._tracked(opens, change), *inner, *self._tracked(closes, change)]
        return [*opens, *inner, *closes]

    @staticmethod
    def _linked(text: Text, side: Copy, inner: Sequence[etree._Element]) -> list[etree._Element]:
        if text.link is None or not inner:
            return list(inner)
        link = side.brought(text.link)
        for child in list(link):
            link.remove(child)
        link.extend(inner)
        return [link]

    def _changed(self, found: Sequence[Token], side: Copy, change: Change) -> list[etree._Element]:
        return self._tracked(self._runs(found, side), change)

    def _runs(self, found: Sequence[Token], side: Copy) -> list[etree._Element]:
        """The runs of tokens, neighbours of one look as one."""
        made: list[etree._Element] = []
        for look, same in groupby(found, key=lambda token: (id(token.properties), not token.elements)):
            group = list(same)
            if not look[1]:
                made += [side.brought(run) for token in group for run in token.elements]
                continue
            run = etree.Element(RUN)
            properties = group[0].properties
            if properties is not None:
                run.append(side.brought(properties))
            run.append(_t("".join(token.text for token in group)))
            made.append(run)
        return made

    def _tracked(self, runs: Sequence[etree._Element], change: Change) -> list[etree._Element]:
        """Runs as one change."""
        if not runs:
            return []
        made = self._change(change)
        made.extend(part for run in runs for part in _of_runs(run))
        if change == "del":
            for one in made.iter(w("t"), w("instrText")):
                one.tag = w("delText") if one.tag == w("t") else w("delInstrText")
        return [made]

    def _change(self, name: str) -> etree._Element:
        self._count += 1
        return etree.Element(w(name), {w("id"): str(self._count), **self._said})

    # -- tables

    def _table(self, old: etree._Element | None, new: etree._Element | None) -> etree._Element:
        table, side = (old, self._old) if new is None else (new, self._new)
        assert table is not None
        made = etree.Element(TBL)
        for name in ("tblPr", "tblGrid"):
            made.append(side.brought(table.find(w(name))))
        ours, theirs = ([] if one is None else list(one.iterchildren(TR)) for one in (old, new))
        old_rows = [] if old is None else self._old.rows(old)
        new_rows = [] if new is None else self._new.rows(new)
        for step in laid_beside(old_rows, new_rows):
            made.append(self._row(self._at(step.old, ours), self._at(step.new, theirs)))
        if _has_changes([made]):
            floating = [one for name in ("tblpPr", "tblOverlap") for one in made[0].findall(w(name))]
            for one in floating:
                made[0].remove(one)
            self._sunk += [made] if floating else []
        return made

    def _row(self, old: etree._Element | None, new: etree._Element | None) -> etree._Element:
        row, side = (old, self._old) if new is None else (new, self._new)
        assert row is not None
        change: Change | None = "ins" if old is None else "del" if new is None else None
        made = etree.Element(TR)
        properties = row.find(w("trPr"))
        properties = etree.Element(w("trPr")) if properties is None else side.brought(properties)
        if change:
            properties.append(self._change(change))
        if len(properties):
            made.append(properties)
        others = [] if old is None or new is None else list(old.iterchildren(TC))
        for number, cell in enumerate(row.iterchildren(TC)):
            own = etree.Element(TC)
            own.append(side.brought(cell.find(w("tcPr"))))
            if others:
                own.extend(self._texts(others[number], cell))
            else:
                paragraphs = list(cell.iterchildren(P))
                for at in range(len(paragraphs)):
                    pair = (at, None) if change == "del" else (None, at)
                    own.append(self._paragraph(Step(*pair, *pair), paragraphs, paragraphs))
            made.append(own)
        return made


def _stretches(before: Text, after: Text) -> list[tuple[Sequence[Token], Sequence[Token], bool]]:
    return changed_tokens(before.tokens, after.tokens, lambda token: token.key)


def _keep_on_page(paragraph: etree._Element) -> None:
    """A paragraph by which a table would float on the next page begins none."""
    properties = paragraph.find(PPR)
    if properties is None or not len(properties):
        return
    before = [one for one in properties if one.tag in (w("pStyle"), w("keepNext"), w("keepLines"))]
    properties.insert(len(before), etree.Element(w("pageBreakBefore"), {VAL: "0"}))


def _has_changes(elements: Sequence[etree._Element]) -> bool:
    return any(True for element in elements for _ in element.iter(w("ins"), w("del"), w("pPrChange")))


def _footer_of(section: etree._Element | None, kind: str) -> str | None:
    references = [] if section is None else section.findall(w("footerReference"))
    return next((one.get(f"{{{R}}}id") for one in references if one.get(w("type")) == kind), None)


def _style(properties: etree._Element | None) -> str:
    found = None if properties is None else properties.find(w("pStyle"))
    return "" if found is None else found.get(VAL)


def _tied(old: etree._Element, new: etree._Element) -> list[tuple[int, int]]:
    """The first and last rows of both lists of contents, which carry its field. Where the lists can't be one
    field, they are none: LibreOffice leaves empty lines of a field that goes."""
    one, other = _long_field(old), _long_field(new)
    if one and other and (one[0] == one[1]) == (other[0] == other[1]):
        return sorted({(one[0], other[0]), (one[1], other[1])})
    for body, rows in ((old, one), (new, other)):
        for element in body[slice(rows[0], rows[1] + 1)] if rows else ():
            for run in list(element.iter(RUN)):
                if next(run.iter(w("fldChar"), w("instrText")), None) is not None:
                    run.getparent().remove(run)
    return []


def _long_field(parent: etree._Element) -> tuple[int, int] | None:
    """The first and last paragraphs of the field that goes over several, by their places."""
    first = None
    depth = 0
    for at, element in enumerate(parent):
        if element.tag != P:
            continue
        for run in element.iter(w("fldChar")):
            kind = run.get(w("fldCharType"))
            depth += (kind == "begin") - (kind == "end")
            if depth == 0 and first is not None:
                return first, at
        if depth and first is None:
            first = at
    return None


def _of_runs(run: etree._Element) -> list[etree._Element]:
    """A field in its short form as runs: a change holds nothing else (17.13.5.18)."""
    if run.tag == RUN:
        return [run]
    made = [etree.Element(RUN) for _ in range(3)]
    for one, kind in zip(made, ("begin", "separate", "end"), strict=True):
        etree.SubElement(one, w("fldChar"), {w("fldCharType"): kind})
    code = etree.Element(RUN)
    instruction = etree.SubElement(code, w("instrText"), {_XML_SPACE: "preserve"})
    instruction.text = run.get(w("instr"))
    return [made[0], code, made[1], *run, made[2]]


def _t(text: str) -> etree._Element:
    made = etree.Element(w("t"))
    made.text = text
    if text.strip() != text or "  " in text:
        made.set(_XML_SPACE, "preserve")
    return made
