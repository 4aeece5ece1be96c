"""What has changed in an issue since it was signed. Shared by command line and desk; prints and asks
nothing."""

from __future__ import annotations

from typing import NamedTuple

from bulletin_desk.bulletin.fields import completed, labels_of
from bulletin_desk.bulletin.model import Issue, Round
from bulletin_desk.bulletin.put_out import as_put_out
from bulletin_desk.bulletin.rounds import last_signed, signed_words
from bulletin_desk.errors import UnreadableFileError
from bulletin_desk.pipeline import series_of

_UNREADABLE = "文件里定稿时的那一稿读不出来，不知道以后改了什么。"
_OTHERWISE = "版面上有说不出名目的改动，请和定稿时的那一稿对一对。"
"""Of what no sentence has been found for: it is better said so than not at all."""


class SinceSigned(NamedTuple):
    """The sign-off that holds, and what has changed since, a sentence each."""

    kept: Round
    changes: tuple[str, ...]

    @property
    def head(self) -> str:
        """What stands over the list: `定稿（张三，2024年1月9日 15:30）以后改过2处`."""
        who = signed_words(self.kept)
        return f"{self.kept.name}{f'（{who}）' if who else ''}以后改过{len(self.changes)}处"

    @property
    def sentence(self) -> str:
        """All of it in one."""
        return f"{self.head}：{'；'.join(change.removesuffix('。') for change in self.changes)}。"

    @property
    def tree(self) -> dict[str, object]:
        """As JSON."""
        kept = self.kept
        return {"name": kept.name, "who": kept.who, "when": kept.when, "changes": list(self.changes)}


def since_signed(issue: Issue) -> SinceSigned | None:
    """What has changed since the sign-off that holds; None where the issue is not signed."""
    from bulletin_desk.bulletin.changes import changes_between
    from bulletin_desk.storage.rounds import issue_of

    kept = last_signed(issue)
    if kept is None:
        return None
    declared = series_of(issue)[1]
    now = completed(as_put_out(issue), declared)
    try:
        was = issue_of(kept, issue)
    except UnreadableFileError:
        return SinceSigned(kept, (_UNREADABLE,))
    was = completed(was, series_of(was)[1])
    changes = tuple(each.sentence for each in changes_between(was, now, labels_of(declared)))
    if not changes and was != now:
        changes = (_OTHERWISE,)
    return SinceSigned(kept, changes)


def changed_since_signed(issue: Issue) -> SinceSigned | None:
    """As `since_signed`; None also where nothing has changed."""
    since = since_signed(issue) if issue.rounds else None
    return since if since and since.changes else None
