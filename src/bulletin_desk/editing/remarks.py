"""What is done to remarks (批注): put on words, answered, settled, worded otherwise, taken away. Each is
named by its number in the issue. Knows no pages, and changes no text."""

from __future__ import annotations

from dataclasses import replace

from bulletin_desk.bulletin.bounds import MAX_SAID
from bulletin_desk.bulletin.edits import text_at
from bulletin_desk.bulletin.model import Issue, Place, Remark, Said
from bulletin_desk.bulletin.remarks import key
from bulletin_desk.editing.movement import paragraph_at, word_at
from bulletin_desk.editing.selection import Selection
from bulletin_desk.errors import EditError


def words_meant(issue: Issue, selection: Selection) -> tuple[Place, Place]:
    """What a new remark is on: what is selected, else the word at the caret, else its paragraph."""
    if selection.empty:
        place = selection.head.place
        selection = word_at(issue, place)
        if not text_at(issue, place.path)[selection.start.offset : selection.end.offset].strip():
            selection = paragraph_at(issue, place)
    return selection.start, selection.end


def with_remark(issue: Issue, start: Place, end: Place, said: Said) -> Issue:
    """A new remark, behind the others."""
    return replace(issue, remarks=(*issue.remarks, Remark(start, end, (said,))))


def with_answer(issue: Issue, at: int, said: Said) -> Issue:
    """A remark with an answer, which opens it again where it was settled. Raises EditError where it is
    full."""
    remark = remark_at(issue, at)
    if len(remark.said) >= MAX_SAID:
        raise EditError(f"一条批注最多回复{MAX_SAID - 1}次，请另加一条。")
    return _with(issue, at, replace(remark, said=(*remark.said, said), settled=False))


def with_words(issue: Issue, at: int, which: int, said: Said) -> Issue:
    """What was said in a remark, worded otherwise (`which` counts from the remark itself)."""
    remark = remark_at(issue, at)
    return _with(issue, at, replace(remark, said=(*remark.said[:which], said, *remark.said[which + 1 :])))


def without_answer(issue: Issue, at: int, which: int) -> Issue:
    """A remark without one of its answers."""
    remark = remark_at(issue, at)
    return _with(issue, at, replace(remark, said=(*remark.said[:which], *remark.said[which + 1 :])))


def with_settled(issue: Issue, at: int, *, settled: bool) -> Issue:
    """A remark that is settled, or open again."""
    return _with(issue, at, replace(remark_at(issue, at), settled=settled))


def without_remark(issue: Issue, at: int) -> Issue:
    """An issue without a remark, and all answers to it."""
    remark_at(issue, at)
    return replace(issue, remarks=(*issue.remarks[:at], *issue.remarks[at + 1 :]))


def remark_at(issue: Issue, at: int) -> Remark:
    """The remark with a number. Raises EditError where there is none."""
    if not 0 <= at < len(issue.remarks):
        raise EditError("这条批注已经不在了。")
    return issue.remarks[at]


def is_at(remark: Remark, place: Place) -> bool:
    """Whether a place stands in a remark's words, or at either end of them."""
    start, end = remark.start, remark.end
    if start.path == end.path:
        return place.path == start.path and start.offset <= place.offset <= end.offset
    return key(start) <= key(place) <= key(end)


def remark_here(issue: Issue, place: Place) -> int | None:
    """The number of the remark whose words a place stands at: of several, the one on the fewest; the open
    ones first."""
    here = [at for at, each in enumerate(issue.remarks) if is_at(each, place)]

    def width(at: int) -> tuple[bool, int, int]:
        remark = issue.remarks[at]
        same = remark.start.path == remark.end.path
        return remark.settled, 0 if same else 1, remark.end.offset - remark.start.offset if same else 0

    return min(here, key=width, default=None)


def next_remark(
    issue: Issue, place: Place, by: int, *, settled: bool, after: int | None = None
) -> int | None:
    """The number of the remark after a place (`by` 1), or before it (-1), around the end; `settled` ones only
    if they are wanted, too. `after` is the one that is open, from which steps are counted, so that two on the
    same words are both come to. None where there is none."""
    wanted = sorted(
        (at for at, each in enumerate(issue.remarks) if settled or not each.settled),
        key=lambda at: (key(issue.remarks[at].start), at),
    )
    if not wanted:
        return None
    if after in wanted:
        return wanted[(wanted.index(after) + by) % len(wanted)]
    if by > 0:
        return next((at for at in wanted if key(issue.remarks[at].start) > key(place)), wanted[0])
    before = (at for at in reversed(wanted) if key(issue.remarks[at].start) < key(place))
    return next(before, wanted[-1])


def _with(issue: Issue, at: int, remark: Remark) -> Issue:
    return replace(issue, remarks=(*issue.remarks[:at], remark, *issue.remarks[at + 1 :]))
