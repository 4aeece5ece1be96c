"""Changes on the pages: which versions are compared, the redline of an issue, its proof print. Shared by
command line and desk; prints and asks nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date as Date  # noqa: N812
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bulletin_desk.bulletin.changes import Changed, changes_between
from bulletin_desk.bulletin.dates import chinese_date
from bulletin_desk.bulletin.fields import labels_of
from bulletin_desk.bulletin.rounds import round_named, spoken, to_the_minute
from bulletin_desk.errors import CommandError
from bulletin_desk.forms import spaced
from bulletin_desk.pages.change_marks import change_bars, change_marks
from bulletin_desk.pages.marks import Note
from bulletin_desk.storage.places import places
from bulletin_desk.storage.rounds import issue_of
from bulletin_desk.storage.versions import Versions

if TYPE_CHECKING:
    from bulletin_desk.bulletin.model import Issue, Remark
    from bulletin_desk.pipeline import Typeset
    from bulletin_desk.storage.version_files import Version
    from bulletin_desk.typeset.marked import MarkedPages
    from bulletin_desk.typeset.proof_print import ProofPrint


class Compared(NamedTuple):
    """A version of an issue that is compared, and what it is called in a sentence: `送审稿 1`."""

    issue: Issue
    called: str


def version_of(issue: Issue, file: Path, name: str) -> Compared:
    """The version of the issue in a file that is asked for: a round's name, the name of a kept version or the
    minute when that was saved (2024-01-09T15:30). Raises CommandError where there is none, and what reading
    raises."""
    kept = round_named(issue.rounds, name)
    if kept is not None:
        return Compared(issue_of(kept, issue), kept.name)
    versions = Versions(places().versions).of(file)
    for version in versions:
        if name in (version.name, _minute(version)):
            return Compared(version.read(), version_called(version))
    known = "、".join(f"“{each}”" for each in _names(issue, versions))
    raise CommandError(
        f"“{file}”没有叫“{name}”的一稿，"
        + (f"有的是{known}。" if known else "也还没有送审过；要和另一个文件比，请写明那个文件。")
    )


_MOST_NAMED = 8


def _names(issue: Issue, versions: Sequence[Version]) -> list[str]:
    names = [kept.name for kept in issue.rounds]
    names += [version.name or _minute(version) for version in versions[:_MOST_NAMED]]
    return list(dict.fromkeys(names))


def _minute(version: Version) -> str:
    return to_the_minute(version.when.astimezone())


def version_called(version: Version) -> str:
    """What a kept version is called in a sentence."""
    return version.name or f"{spoken(_minute(version))}的旧版"


def redline(typeset: Typeset, old: Compared, now: str = "") -> tuple[tuple[Changed, ...], MarkedPages]:
    """What changed in an issue since an older one, and its pages with all of that marked, and with the
    remarks that are not settled in the same column. `now`: what the issue itself is called."""
    issue = typeset.issue
    found = changes_between(old.issue, issue, labels_of(typeset.layout.declared))
    compared = f"{now or '现在的稿子'}与{old.called}相比"
    said = spaced(f"{compared}，有{len(found)}处改动" if found else f"{compared}，没有改动")
    marks = change_marks(found, issue)
    notes = (*marks.notes, *map(_remark_note, (each for each in typeset.remarks if not each.settled)))
    return found, typeset.marked(replace(marks, notes=notes, heading=said))


def redline_word(typeset: Typeset, old: Compared, who: str, when: str) -> bytes:
    """The Word file of an issue in which what changed since an older one stands as tracked changes of `who`,
    made at `when` (ISO 8601): accepted they give the issue, rejected the older one. Raises InvalidLayoutError
    and FontError where the older one can't be set."""
    from bulletin_desk.export.docx.redline import redline_docx
    from bulletin_desk.pipeline import layout_of
    from bulletin_desk.pipeline import typeset as set_in

    before = set_in(old.issue, layout_of(old.issue)[0], typeset.faces)
    return redline_docx(before, typeset, who, when)


def _remark_note(remark: Remark) -> Note:
    first, *answers = remark.said
    words = "".join((first.text, *(f"　{said.who}：{said.text}" for said in answers)))
    return Note(remark.start, "remark", first.who or "批注", words.replace("\n", " "))


def proof(typeset: Typeset, how: ProofPrint, since: Compared | None = None) -> MarkedPages:
    """The pages of a proof of an issue; lines that changed since an older one have bars."""
    if since is not None:
        found = changes_between(since.issue, typeset.issue)
        said = spaced(f"左边有竖线的行和{since.called}不同" if found else f"和{since.called}相同")
        note = "　".join(filter(None, (how.note, said)))
        how = how._replace(bars=change_bars(found, typeset.issue), note=note)
    return typeset.proof(how)


def proof_note(when: Date) -> str:
    """What stands behind a proof's number: the day on which it is printed."""
    return chinese_date(when)


def change_trees(changes: Sequence[Changed]) -> Iterator[dict[str, object]]:
    """Changes as plain values, for other programs."""
    for each in changes:
        tree: dict[str, object] = {"kind": each.kind.value, "shape": each.shape, "message": each.sentence}
        for name in ("start", "end", "old_start", "old_end"):
            place = getattr(each, name)
            tree[name] = place and {"path": list(place.path), "offset": place.offset}
        yield tree | {"was": each.was, "now": each.now}
