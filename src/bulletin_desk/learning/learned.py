"""What was learned of an old issue, and what is asked about it. Pure values."""

from __future__ import annotations

from typing import NamedTuple

from bulletin_desk.bulletin.model import Issue, LayoutText
from bulletin_desk.bulletin.office import Office
from bulletin_desk.gathering.doubts import Doubt
from bulletin_desk.layouts.model import Layout
from bulletin_desk.learning.evidence import SeenPage
from bulletin_desk.learning.line_fit import Fitted
from bulletin_desk.learning.places import Spot

MOST_QUESTIONS = 3


class Answer(NamedTuple):
    """What may be answered: the words before the clerk, and the layout that it gives."""

    words: str
    layout: Layout


class Question(NamedTuple):
    """Something that the old issue leaves open and that shows on the next one's pages. The first answer is
    what stands unless another is chosen."""

    words: str
    why: str
    answers: tuple[Answer, ...]


class Off(NamedTuple):
    """A text or a rule that the learned layout sets otherwise than it was printed: elsewhere by so many
    millimetres (0 where it is no place that differs), and how, in the clerk's words; `at` is its place on
    the old page."""

    where: str
    words: str
    by: float
    how: str = ""
    at: Spot | None = None


class Learned(NamedTuple):
    """What came of it. `layout` is what `text` (its file) says; `office` is what stands in every issue;
    `issue` is the old one in that layout. `off` are the differences that are left, the largest first;
    `lines` how many printed lines were set alike, and of how many; `fitted` how the line rule was found,
    None where no printed lines were seen. `pages` are the old issue's, to be laid under ours: those of a Word
    file are its head and closing block only."""

    layout: Layout
    text: LayoutText
    office: Office
    issue: Issue
    doubts: tuple[Doubt, ...]
    questions: tuple[Question, ...]
    off: tuple[Off, ...]
    lines: tuple[int, int]
    fitted: Fitted | None
    pages: tuple[SeenPage, ...]
