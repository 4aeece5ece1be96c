"""What comes back from a colleague in a marked Word copy: whose changes they are, and on which version of
the issue they were made. Shared by command line and desk; prints and asks nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from bulletin_desk.bulletin.anchors import Following
from bulletin_desk.bulletin.grammar import items_of
from bulletin_desk.bulletin.matching import matched_items
from bulletin_desk.bulletin.model import Issue, Remark
from bulletin_desk.bulletin.proposals import Proposal, placed, proposals, take
from bulletin_desk.bulletin.put_out import as_put_out
from bulletin_desk.errors import BulletinDeskError, EditError, UnreadableFileError

_UNNAMED = "没有署名"
"""Who has recorded changes without a name."""
_NO_NAMES = ("", "Unknown Author", "Unknown")
"""What LibreOffice and old programs write for that."""
_NO_NEWS = ("Word 版在导出后改动过", "导出后删去了", "导出后移动了")
"""How sentences about a copy begin that say what the proposals say better."""


class Theirs(NamedTuple):
    """The issue as one reviewer wants it: who (several names where their changes can't be told apart), when
    the last change was made (as `Said.when`), and the issue, which has these changes and no others."""

    who: str
    when: str
    issue: Issue


class Brought(NamedTuple):
    """What a marked copy has brought: the `base` that was marked, each reviewer's version of it, what each
    proposes, one reviewer after another; those proposals that can't be placed in our issue; the remarks that
    are in the copy, ours and others', at their places in our issue; and a sentence for whatever the clerk
    should know. Who keeps it until tomorrow keeps `base` and `theirs`: `proposed` gives the same ones
    again."""

    base: Issue
    theirs: tuple[Theirs, ...]
    proposals: tuple[Proposal, ...]
    not_placed: tuple[Proposal, ...]
    remarks: tuple[Remark, ...]
    sentences: tuple[str, ...]


def proposed(base: Issue, theirs: Iterable[Theirs]) -> tuple[Proposal, ...]:
    """What reviewers propose, one after another."""
    return tuple(each for one in theirs for each in proposals(base, one.issue, one.who, one.when))


def proposals_of_file(path: Path, ours: Issue) -> Brought:
    """What the marked Word copy at `path` brings for `ours`. Raises UnreadableFileError, in one sentence, for
    a file that is damaged, no copy of ours, or of another issue."""
    from bulletin_desk.export.docx import read, tracked
    from bulletin_desk.packages import read_package

    package = read_package(path)
    if not read.is_copy(package):
        raise UnreadableFileError(
            f"打不开“{path}”：这不是本程序写出的 Word 版，没有可以对照的原稿，收不回修订；"
            "请选用送出去的那份，或把它当作稿件收进一期简报。"
        )
    sentences: list[str] = []
    base = read.embedded_issue(package, path)
    if base is None:
        base = _last_sent(ours, path)
        package = read.with_embedded(package, base)
        base = read.embedded_issue(package, path) or base  # with the pictures that the copy has
        sentences.append("Word 版里随附的简报丢失了，按最近送出的一稿对照。")
    elif not is_same_issue(base, ours):
        raise UnreadableFileError(
            f"打不开“{path}”：这是另一期（{_called(base)}）的 Word 版，打开着的是{_called(ours)}；"
            "请打开那一期再收。"
        )
    base = as_put_out(base)
    said: list[str] = []

    def version(accepted: Sequence[str] | None) -> Issue:
        resolved = tracked.resolved(package, lambda who: accepted is None or who in accepted)
        issue, notes = read.read_copy(resolved, path)
        said.extend(notes)
        return issue

    people = tracked.reviewers(package)
    untracked = version(())
    versions = [Theirs(each.name, each.when, as_put_out(version((each.name,)))) for each in people]
    everything = versions[0].issue if len(people) == 1 else as_put_out(version(None)) if people else untracked
    saved = tracked.last_saved(package)
    theirs = _told_apart(base, as_put_out(everything), as_put_out(untracked), versions, saved)
    found = proposed(base, theirs)
    remarks = _in_ours(untracked, ours)
    lost = tuple(each for each in found if placed(each, base, ours) is None)
    sentences += (each for each in dict.fromkeys(said) if not each.startswith(_NO_NEWS))
    if not (found or remarks or sentences):
        sentences.append("这份 Word 版和送出去的一样，里面没有修订。")
    return Brought(base, theirs, found, lost, remarks, tuple(sentences))


def _in_ours(copy: Issue, ours: Issue) -> tuple[Remark, ...]:
    """The remarks of a copy at their words in our issue."""
    following = Following(copy, ours)
    found: list[Remark] = []
    for remark in copy.remarks:
        start, end, _ = following.follow(remark.start, remark.end)
        found.append(replace(remark, start=start, end=end))
    return tuple(found)


# ---- whose changes they are


def _told_apart(
    base: Issue, everything: Issue, untracked: Issue, versions: Sequence[Theirs], saved: tuple[str, str]
) -> tuple[Theirs, ...]:
    """Each reviewer's version: what of all changes is that reviewer's alone. What was changed without being
    recorded is by who saved the file last; what can't be told apart (one has changed what another has put
    in) is by both."""
    found = [each for each in proposals(base, everything, "", "") if not each.change.wordless]
    silent = {_key(each) for each in proposals(base, untracked, "", "") if not each.change.wordless}
    whose: list[tuple[str, str, Collection[_Key]]] = [(saved[0] or _UNNAMED, saved[1], silent)]
    for one in map(_named, versions):
        keys = {_key(each) for each in proposals(base, one.issue, "", "")}
        whose.append((one.who, one.when, keys - silent))
    everybody = [(who, when) for who, when, keys in whose if keys] or [whose[0][:2]]
    shares: dict[str, tuple[str, Issue]] = {}
    for each in found:
        names = [(who, when) for who, when, keys in whose if _key(each) in keys] or everybody
        name = "、".join(dict.fromkeys(who for who, _ in names))
        when, issue = shares.get(name, (max(when for _, when in names), base))
        try:
            shares[name] = when, take(issue, base, each)
        except EditError:  # parts that nothing tells from each other: all is everybody's
            who = "、".join(dict.fromkeys(who for who, _ in everybody))
            return (Theirs(who, max(when for _, when in everybody), everything),)
    return tuple(Theirs(who, when, issue) for who, (when, issue) in shares.items())


_Key = tuple[object, ...]


def _key(proposal: Proposal) -> _Key:
    return proposal.shape, proposal.place, proposal.end, proposal.was, proposal.now


def _named(theirs: Theirs) -> Theirs:
    return theirs._replace(who=_UNNAMED) if theirs.who in _NO_NAMES else theirs


# ---- which issue it is


def _last_sent(ours: Issue, path: Path) -> Issue:
    """The issue as it was sent out last; as it is, where none was."""
    from bulletin_desk.storage.bulletin_file import from_json

    for kept in reversed(ours.rounds):
        try:
            return from_json(kept.text, path)
        except BulletinDeskError:
            continue
    return as_put_out(ours)


def is_same_issue(base: Issue, ours: Issue) -> bool:
    """Whether one issue is the other, at another time: of the same name and number, or with much of the same
    text."""
    was, now = base.masthead, ours.masthead
    years = base.dated_header.date.year, ours.dated_header.date.year
    if (was.one_line, was.number, years[0]) == (now.one_line, now.number, years[1]):
        return True
    olds, news = list(items_of(base)), list(items_of(ours))
    return 2 * len(matched_items(olds, news)) >= max(len(olds), 1)


def _called(issue: Issue) -> str:
    return f"《{issue.masthead.one_line}》第{issue.masthead.number}期"
