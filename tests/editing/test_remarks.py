"""Remarks hold on to their words through a walk of random actions: as long as words that nothing else has
stand whole and once, there stands their remark, and a comparison that knows no edits agrees.

BULLETIN_DESK_STEPS as in `test_machine`; without it, a short walk.
"""

from __future__ import annotations

import os
from dataclasses import replace

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant

from bulletin_desk.bulletin.anchors import Following
from bulletin_desk.bulletin.edits import replace_range, text_at
from bulletin_desk.bulletin.grammar import node_at, order, text_nodes
from bulletin_desk.bulletin.model import Issue, Place, Remark, Said
from bulletin_desk.bulletin.remarks import words_of
from bulletin_desk.editing.document import Document
from bulletin_desk.typeset.typesetter import Typesetter
from tests.editing.test_machine import EXAMPLES, STEPS, Editing

FIRST, WORDS = 0x3400, 4
"""Rare characters, so many for each remark: nothing else has them."""
COMPARED = 10
"""Every how many actions all is compared anew."""


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
        self.stood = self.held = set(range(len(remarks)))
        self.steps = 0
        self.told = 0
        self.seen = (self.document.issue, self.document.selection)
        self.document.subscribe(lambda change: self._told())

    @invariant()
    def remarks_stand_at_their_words(self) -> None:
        issue = self.document.issue
        assert [each.said for each in issue.remarks] == [each.said for each in self.first.remarks]
        for remark in issue.remarks:
            for place in (remark.start, remark.end):
                node = node_at(issue, place.path)
                assert node is not None
                assert place.offset <= len(node.text)
            assert (order(remark.start.path), remark.start.offset) <= (
                order(remark.end.path),
                remark.end.offset,
            )
        stand = self._where(issue)
        for at, remark in enumerate(issue.remarks):
            if at in self.stood and at in stand and not self._parted(remark):
                assert (remark.start, remark.end) == stand[at]
        self.stood = {
            at for at, there in stand.items() if (issue.remarks[at].start, issue.remarks[at].end) == there
        }
        self.held &= self.stood
        self.steps += 1
        if self.steps % COMPARED == 0:
            self._compare(issue)

    def _parted(self, remark: Remark) -> bool:
        """Whether something was put in between a remark's words, of which a copy stands whole elsewhere."""
        words, text = remark.said[0].text, words_of(self.document.issue, remark)
        return len(text) > len(words) and (text[0], text[-1]) == (words[0], words[-1])

    def _where(self, issue: Issue) -> dict[int, tuple[Place, Place]]:
        """Where the words of remarks stand, by their numbers, of which they stand whole and once."""
        texts = [(path, text_at(issue, path)) for path in text_nodes(issue)]
        stand = {}
        for at, remark in enumerate(self.first.remarks):
            words = remark.said[0].text
            holders = [(path, text) for path, text in texts if words in text]
            if len(holders) == 1 and holders[0][1].count(words) == 1:
                path, begins = holders[0][0], holders[0][1].index(words)
                stand[at] = Place(path, begins), Place(path, begins + WORDS)
        return stand

    def _compare(self, issue: Issue) -> None:
        """What was followed from edit to edit stands where a comparison of the first issue with this one,
        which knows none of them, finds it."""
        fresh = Following(self.first, issue)
        for at in self.held:
            was, now = self.first.remarks[at], issue.remarks[at]
            found = fresh.follow(was.start, was.end)
            assert (found.start, found.end, found.lost) == (now.start, now.end, False)


LONG_WALK = "BULLETIN_DESK_STEPS" in os.environ
Remarking.TestCase.settings = settings(
    max_examples=max(EXAMPLES // 10, 3) if LONG_WALK else 2,
    stateful_step_count=STEPS if LONG_WALK else 20,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestRemarking = Remarking.TestCase
