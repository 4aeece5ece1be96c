"""Proofs an issue: all rules over all texts, over the issue as a whole and over its pages. The one door of
this room for who wants to know everything."""

from __future__ import annotations

from bulletin_desk.bulletin.describe import describe
from bulletin_desk.bulletin.grammar import NAME, block_at, text_nodes, walk
from bulletin_desk.bulletin.model import Body, Issue, Kind, Path
from bulletin_desk.pages.model import Pages
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
        self._marks: dict[tuple[Kind, str], tuple[Mark, ...]] = {}

    def proof(self, issue: Issue, pages: Pages, known: Known | None = None) -> list[Finding]:
        """All findings in the order of the paper; of two on the same characters, the surer one."""
        found = self.text_findings(issue, pages, known)
        places = {(finding.path, finding.offset) for finding in found if finding.rule == "invisible"}
        found += [
            finding
            for finding in layout_findings(issue, pages)
            if finding.rule != "missing" or (finding.path, finding.offset) not in places
        ]
        order = {path: number for number, path in enumerate(text_nodes(issue))}
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
        marks: dict[tuple[Kind, str], tuple[Mark, ...]] = {}
        texts: list[Looked] = []
        count = 0
        for path, spec, text, *_ in walk(issue):
            if not text:
                continue
            key = (spec.kind, text)
            here = self._marks.get(key)
            if here is None:
                here = marks_in(text, spec.kind)
            marks[key] = here
            texts.append(Looked(path, text, here))
            count += len(here)
            if count > MOST_FINDINGS:
                break
        self._marks = marks
        found = [*told(texts), *issue_marks(issue, known or Known())]
        return [_placed(issue, pages, path, mark) for path, mark in found]


def _placed(issue: Issue, pages: Pages, path: Path, mark: Mark) -> Finding:
    place = describe(issue, path)
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
