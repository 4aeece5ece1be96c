"""An old issue learned from off the window's thread, and what is needed to show what came of it. Shows
nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from bulletin_desk.bulletin.model import Issue
from bulletin_desk.desk.beside import Thread
from bulletin_desk.errors import BulletinDeskError
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.model import Layout
from bulletin_desk.learning.examples import examples
from bulletin_desk.learning.learned import Learned, Question
from bulletin_desk.learning.places import Spot, first_difference
from bulletin_desk.pages.model import Page, Pages
from bulletin_desk.typeset.typesetter import Typesetter

Tell = Callable[[str, int, int], None]
Learn = Callable[[Sequence[Path], Tell], Learned]


class Asked(NamedTuple):
    """A question, where on the old issue's pages its answers differ first (None: nowhere), and that page by
    each of them, None by which there is no such page."""

    question: Question
    spot: Spot | None
    examples: tuple[Page | None, ...]


class Came(NamedTuple):
    """What came of the files: what was learned, the old issue's pages as the learned layout sets them, and
    what is asked."""

    files: tuple[Path, ...]
    learned: Learned
    pages: Pages
    asked: tuple[Asked, ...]


class Reader(Thread):
    """`advanced` says what is being done, and how far that is; at the end comes `done` with a `Came`, or
    `failed` with a sentence; neither, if it was stopped."""

    advanced = Signal(str, int, int)
    done = Signal(object)
    failed = Signal(str)

    def __init__(
        self, files: Sequence[Path], faces: Faces, work: Learn, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._files = tuple(files)
        self._faces = faces
        self._learn = work

    def run(self) -> None:
        """In the thread."""
        try:
            learned = self._learn(self._files, self._tell)
            self._tell("把这一期照着排出来", 0, 0)
            came = shown(self._files, learned, self._faces, self._look)
        except _StoppedError:
            return
        except BulletinDeskError as error:
            trouble = str(error)
        except Exception as error:  # a fault of ours in a file that nobody has foreseen
            names = "、".join(f"“{file.name}”" for file in self._files)
            trouble = f"读{names}时程序出了错，没有认出来：{error!r}。"
        else:
            if not self.interrupted:
                self.done.emit(came)
            return
        if not self.interrupted:
            self.failed.emit(trouble)

    def _tell(self, what: str, done: int, of: int) -> None:
        self._look()
        self.advanced.emit(what, done, of)

    def _look(self) -> None:
        if self.interrupted:
            raise _StoppedError


def shown(
    files: Sequence[Path], learned: Learned, faces: Faces, look: Callable[[], None] = lambda: None
) -> Came:
    """What was learned with its pages, which are all made: only one thread at a time may look at pages.
    `look` is called now and then; what it raises ends the work."""
    pages = pages_of(learned.issue, learned.layout, faces)
    asked = []
    for question in learned.questions:
        asked.append(_asked(question, learned.issue, faces, look))
    return Came(tuple(files), learned, pages, tuple(asked))


def pages_of(issue: Issue, layout: Layout, faces: Faces) -> Pages:
    """An issue in a layout. Raises FontError."""
    return Typesetter(layout, faces).typeset(issue)


def _asked(question: Question, issue: Issue, faces: Faces, look: Callable[[], None]) -> Asked:
    """By the old issue, or where its pages are the same by all answers, by one in which they differ."""
    for example in examples(issue):
        look()
        settings = [pages_of(example(answer.layout), answer.layout, faces) for answer in question.answers]
        spots = [first_difference(settings[0], other) for other in settings[1:]]
        spot = min(filter(None, spots), key=lambda each: (each.page, each.top), default=None)
        if spot is not None:
            there = (pages[spot.page] if spot.page < len(pages) else None for pages in settings)
            return Asked(question, spot, tuple(there))
    return Asked(question, None, (None,) * len(question.answers))


class _StoppedError(Exception):
    """Nobody waits for it any more."""
