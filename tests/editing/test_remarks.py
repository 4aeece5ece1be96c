"""Remarks hold on to their words through a walk of random actions: wherever words that nothing else has stand
whole, there stands their remark.

BULLETIN_DESK_STEPS as in `test_machine`.
"""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant

from bulletin_desk.bulletin.edits import replace_range, text_at
from bulletin_desk.bulletin.grammar import node_at, order, text_nodes
from bulletin_desk.bulletin.model import Place, Remark, Said
from bulletin_desk.editing.document import Document
from bulletin_desk.typeset.typesetter import Typesetter
from tests.editing.test_machine import EXAMPLES, STEPS, Editing

FIRST, WORDS = 0x3400, 4
"""Rare characters, so many for each remark: nothing else has them."""


class Remarking(Editing):
    """As `Editing`, with a remark on words in most texts."""

    @initialize(sections=st.integers(1, 2), long=st.booleans(), blocks=st.booleans())
    def start(self, sections: int, long: bool, blocks: bool = False) -> None:
        super().start(sections, long, blocks)
        issue = self.first
        remarks = []
        for count, path in enumerate(list(text_nodes(issue))):
            text = text_at(issue, path)
            if not text or count % 3 == 0:
                continue
            words = "".join(chr(FIRST + WORDS * count + each) for each in range(WORDS))
            at = len(text) // 2
            issue = replace_range(issue, path, at, at, words)
            said = (Said("科长", "2024-01-09T15:30", words),)
            remarks.append(Remark(Place(path, at), Place(path, at + WORDS), said))
        self.first = replace(issue, remarks=tuple(remarks))
        self.document = Document(self.first, Typesetter(self.layout, self.faces), lambda: self.now)
        self.told = 0
        self.seen = (self.document.issue, self.document.selection)
        self.document.subscribe(lambda change: self._told())

    @invariant()
    def remarks_stand_at_their_words(self) -> None:
        issue = self.document.issue
        assert [each.said for each in issue.remarks] == [each.said for each in self.first.remarks]
        texts = {path: text_at(issue, path) for path in text_nodes(issue)}
        for remark in issue.remarks:
            for place in (remark.start, remark.end):
                node = node_at(issue, place.path)
                assert node is not None
                assert place.offset <= len(node.text)
            assert (order(remark.start.path), remark.start.offset) <= (
                order(remark.end.path),
                remark.end.offset,
            )
            words = remark.said[0].text
            holders = [path for path, text in texts.items() if words in text]
            if len(holders) == 1 and texts[holders[0]].count(words) == 1:
                at = texts[holders[0]].index(words)
                there = Place(holders[0], at), Place(holders[0], at + WORDS)
                assert (remark.start, remark.end) == there


Remarking.TestCase.settings = settings(
    max_examples=max(EXAMPLES // 10, 3),
    stateful_step_count=STEPS,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestRemarking = Remarking.TestCase
