"""Words, paragraphs, tables and pictures that differ between two issues. Must not know who proposes them."""

from __future__ import annotations

from dataclasses import dataclass

from bulletin_desk.bulletin.both import Laid
from bulletin_desk.bulletin.flat import Letter, Mark, Tokens
from bulletin_desk.bulletin.grammar import SPEC
from bulletin_desk.bulletin.model import Issue, Kind
from bulletin_desk.bulletin.part_changes import Span
from bulletin_desk.bulletin.proposed_change import CHANGED, Change, Shape
from bulletin_desk.bulletin.standing import Stand, stands
from bulletin_desk.bulletin.streams import Stream, places_of, with_tokens
from bulletin_desk.bulletin.token_hunks import Hunk
from bulletin_desk.errors import EditError


@dataclass(frozen=True, slots=True)
class WordsChange(Change):
    """A hunk of a stream."""

    stream: Stream
    number: int

    @property
    def shape(self) -> Shape:
        if self.stream.row == "distribution":
            return "field"
        return "words" if self._is_plain else "blocks"

    @property
    def _is_plain(self) -> bool:
        """Whether only letters come and go."""
        start, end, new = self._hunk
        return all(isinstance(token, Letter) for token in (*self._old[start:end], *new))

    @property
    def _hunk(self) -> Hunk:
        return self.both.hunks(self.stream)[self.number]

    def words(self) -> tuple[str, str]:
        start, end, new = self._hunk
        return _said(self._old[start:end], new)

    @property
    def _old(self) -> Tokens:
        return self.both.old_tokens(self.stream)

    def _fits(self, laid: Laid, stand: Stand) -> bool:
        """Whether what begins a paragraph in the base does so where it stands: else it would tear up what was
        typed before it since."""
        start = self._hunk.start
        if stand.taken or self._is_plain:
            return True
        begins = not start or isinstance(self._old[start - 1], Mark)
        return not begins or not stand.start or isinstance(laid.tokens[stand.start - 1], Mark)

    def place(self, issue: Issue) -> Span:
        laid = self.both.laid(issue, self.stream)
        stand = laid.stands[self.number]
        if stand is None or not self._fits(laid, stand):
            raise EditError(CHANGED)
        if not (self._is_plain or stand.taken):
            self._put(issue, laid, stand)  # it may be no row then
        places = places_of(issue, self.stream, laid.value, laid.path)
        start, end = places[stand.start], places[stand.end]
        if stand.end > stand.start and end.path != places[stand.end - 1].path:
            end = places[stand.end - 1]  # up to the end of a paragraph, not to the beginning of the next
        return start, end

    def taken(self, issue: Issue) -> Issue:
        laid = self.both.laid(issue, self.stream)
        stand = laid.stands[self.number]
        if stand is None or stand.taken:  # it may be another one that is alike
            stand = stands(self._old, self.both.hunks(self.stream), laid.tokens, self.number)[self.number]
        if stand is None or not self._fits(laid, stand):
            raise EditError(CHANGED)
        return issue if stand.taken else self._put(issue, laid, stand)

    def _put(self, issue: Issue, laid: Laid, stand: Stand) -> Issue:
        made = (*laid.tokens[: stand.start], *self._hunk.new, *laid.tokens[stand.end :])
        return with_tokens(issue, self.stream, laid.value, laid.path, made)


_NEW_PARAGRAPH = "（另起一段）"


def _said(old: Tokens, new: Tokens) -> tuple[str, str]:
    was, now = _told(old), _told(new)
    marks, new_marks = ([each for each in tokens if isinstance(each, Mark)] for tokens in (old, new))
    if len(marks) == len(new_marks) and was == now:
        kinds, new_kinds = ("、".join(filter(None, map(_kind, some))) for some in (marks, new_marks))
        if kinds != new_kinds:
            return f"{was}（{kinds}）", f"{now}（{new_kinds}）"
        return was, f"{now}（{'格式' if marks else '加粗或段首标题'}有改动）"
    if len(marks) > len(new_marks) and (was == now or not was):
        was = f"{_NEW_PARAGRAPH}{was}"
    elif len(marks) < len(new_marks) and (was == now or not now):
        now = f"{_NEW_PARAGRAPH}{now}"
    return was, now


def _told(tokens: Tokens) -> str:
    """Tokens in plain words, a line for each paragraph, cell and caption."""
    words = "".join(
        token.char if isinstance(token, Letter) else _STARTS.get(token.what, "\n") for token in tokens
    )
    return "\n".join(filter(None, words.split("\n")))


_STARTS = {"table": "（表格）\n", "picture": "（图片）\n"}


def _kind(mark: Mark) -> str:
    if mark.what != "paragraph":
        return ""
    kind, numbered = mark.value
    assert isinstance(kind, Kind)
    return f"{SPEC[kind].name}，自动编号" if numbered and kind is not Kind.NUMBERED_ITEM else SPEC[kind].name
