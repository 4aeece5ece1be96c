"""Proofs an issue: all rules over all texts, over the issue as a whole and over its pages. The one door of
this room for who wants to know everything."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from bulletin_desk.bulletin.describe import describe
from bulletin_desk.bulletin.edits import text_at
from bulletin_desk.bulletin.fields import is_placed
from bulletin_desk.bulletin.grammar import NAME, Node, block_at, walk
from bulletin_desk.bulletin.model import Body, Issue, Kind, Path
from bulletin_desk.pages.model import Pages
from bulletin_desk.proof.characters import unsettled
from bulletin_desk.proof.findings import LEVEL_ORDER, Finding, Level, Mark
from bulletin_desk.proof.issue import Known, issue_marks
from bulletin_desk.proof.layout import layout_findings
from bulletin_desk.proof.quotations import Looked, told
from bulletin_desk.proof.rules import RULES
from bulletin_desk.proof.text import marks_in

MOST_FINDINGS = 20_000
"""More are not listed at once: nobody would read them, and a list of millions leaves no room for the rest."""


class Proofreader:
    """Proofs issues. Remembers the marks of the texts it saw last, so that proofing an issue again after an
    edit costs little more than the edited text."""

    def __init__(self) -> None:
        self._marks: dict[str, tuple[Kind, tuple[Mark, ...]]] = {}
        """By text: what kind it was, and its marks."""

    def proof(self, issue: Issue, pages: Pages, known: Known | None = None) -> list[Finding]:
        """All findings in the order of the paper; of two on the same characters, the surer one."""
        nodes = tuple(walk(issue))
        found = self._text_findings(issue, nodes, pages, known or Known())
        places = {(finding.path, finding.offset) for finding in found if finding.rule == "invisible"}
        found += [
            finding
            for finding in layout_findings(issue, pages, nodes, known.offers if known else None)
            if finding.rule != "missing" or (finding.path, finding.offset) not in places
        ]
        order = {node.path: number for number, node in enumerate(nodes)}
        last = len(order)
        found.sort(
            key=lambda finding: (
                finding.page,
                order.get(finding.path, last),
                finding.offset,
                LEVEL_ORDER[finding.level],
            ),
        )
        if len(found) > MOST_FINDINGS:
            message = f"查出的问题太多，只列出前{MOST_FINDINGS}处；改好后会再列出后面的。"
            more = Mark(Level.ADVICE, "too_many", 0, 0, message)
            found = [_placed(issue, pages, NAME, more), *found[:MOST_FINDINGS]]
        return found

    def text_findings(self, issue: Issue, pages: Pages, known: Known | None = None) -> list[Finding]:
        """The findings that need no look at lines: in texts and in the issue as a whole. Of many more than
        MOST_FINDINGS, those of the first texts."""
        return self._text_findings(issue, tuple(walk(issue)), pages, known or Known())

    def _text_findings(
        self, issue: Issue, nodes: Sequence[Node], pages: Pages, known: Known
    ) -> list[Finding]:
        marks: dict[str, tuple[Kind, tuple[Mark, ...]]] = {}
        texts: list[Looked] = []
        count = 0
        for path, spec, text, *_ in nodes:
            if not text or not (spec.running or is_placed(issue, path, pages.placed)):
                continue
            kind = spec.kind
            before = self._marks.get(text)
            here = before[1] if before is not None and before[0] is kind else marks_in(text, kind)
            marks[text] = kind, here
            texts.append(Looked(path, text, here))
            count += len(here)
            if count > MOST_FINDINGS:
                break
        self._marks = marks
        titles = (item.title for earlier in known.earlier for item in earlier.items)
        found = unsettled([*told(texts)], partial(text_at, issue), titles)
        found += issue_marks(issue, known, nodes, pages.placed)
        return [_placed(issue, pages, path, mark) for path, mark in found]


def _placed(issue: Issue, pages: Pages, path: Path, mark: Mark) -> Finding:
    place = describe(issue, path, pages.placed.labels)
    if mark.end > mark.start and isinstance(block_at(issue, path), Body):
        place = f"{place}第{mark.start + 1}字"
    return Finding(
        level=mark.level,
        rule=mark.rule,
        path=path,
        offset=mark.start,
        page=pages.number_at(path, mark.start),
        place=place,
        message=mark.message,
        length=mark.end - mark.start,
        clause=RULES[mark.rule].clause,
        fix=mark.fix,
    )
