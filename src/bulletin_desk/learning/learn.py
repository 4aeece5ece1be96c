"""A layout, an office and a first bulletin out of an old issue: what was seen of it, its parts, what the
layout says of each, laid on the old pages to see how far it agrees."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from bulletin_desk.learning.learned import Learned


def learn(
    files: Sequence[Path], tell: Callable[[str, int, int], None] = lambda what, done, of: None
) -> Learned:
    """What is learned from one issue: a Word file, a PDF, or both of the same issue (formats and words from
    Word then, printed lines from the PDF). `tell` hears what is being done, in the clerk's words, and how far
    it is; what it raises ends the work. Raises UnreadableFileError, NoIssueError."""
    raise NotImplementedError
