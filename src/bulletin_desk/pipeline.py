"""From a bulletin's file to what is put out. Shared by command line and desk; prints and asks nothing."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from bulletin_desk.bulletin.fields import DeclaredField, completed
from bulletin_desk.bulletin.model import Issue, LayoutText, Remark, Round
from bulletin_desk.bulletin.model import Path as TextPath
from bulletin_desk.bulletin.numbering import BY_YEAR, Numbering
from bulletin_desk.bulletin.put_out import as_put_out
from bulletin_desk.errors import FontError, InvalidLayoutError, UnreadableFileError
from bulletin_desk.fonts.faces import Faces, load_faces
from bulletin_desk.layouts.model import Layout
from bulletin_desk.layouts.read import DEFAULT, carried_layout, layout_text, load_layout
from bulletin_desk.paths import read_plain
from bulletin_desk.proof.findings import Finding
from bulletin_desk.storage.bulletin_file import read_bulletin
from bulletin_desk.typeset.copies import CopyPages
from bulletin_desk.typeset.typesetter import TypesetPages, Typesetter

if TYPE_CHECKING:
    from bulletin_desk.bulletin.office import Office
    from bulletin_desk.intake.draft import Context, Contribution
    from bulletin_desk.intake.rules import Cleaning
    from bulletin_desk.pages.marks import Marks
    from bulletin_desk.proof.earlier import Appeared, EarlierIssue
    from bulletin_desk.proof.issue import Known
    from bulletin_desk.typeset.marked import MarkedPages
    from bulletin_desk.typeset.proof_print import ProofPrint


@dataclass(frozen=True, slots=True)
class Typeset:
    """An issue with its pages, as it may be put out: without what only the bulletin file keeps; its `remarks`
    and `rounds`, and the `states` of its items in their order, stand beside it, for who asks for them.
    `trouble` says, in a sentence, why the pages are not in the layout that the issue carries; it is empty if
    they are."""

    issue: Issue
    layout: Layout
    faces: Faces
    pages: TypesetPages
    trouble: str = ""
    remarks: tuple[Remark, ...] = ()
    rounds: tuple[Round, ...] = ()
    states: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        # Of a copy made by `replace` they stand here already.
        object.__setattr__(self, "remarks", self.issue.remarks or self.remarks)
        object.__setattr__(self, "rounds", self.issue.rounds or self.rounds)
        states = tuple(item.state for section in self.issue.sections for item in section.items)
        object.__setattr__(self, "states", states if any(states) else self.states)
        object.__setattr__(self, "issue", as_put_out(self.issue))

    def findings(self, known: Known | None = None) -> list[Finding]:
        """What a clerk should look at before printing; `known` is what is known besides the issue: no more
        than its layout, where it isn't given."""
        from bulletin_desk.proof.issue import Known
        from bulletin_desk.proof.proofread import Proofreader

        known = known or Known(offers=self.layout.offers, headings=self.layout.headings)
        return Proofreader().proof(self.issue, self.pages, known)

    def page_findings(self) -> list[Finding]:
        """Those of `findings` that are about pages and faces, not about the texts: quickly found."""
        from bulletin_desk.proof.layout import layout_findings

        return layout_findings(self.issue, self.pages, offers=self.layout.offers)

    def copies(self, numbers: range) -> CopyPages:
        """The pages of copies with these numbers."""
        return CopyPages(Typesetter(self.layout, self.faces), self.issue, numbers)

    def marked(self, marks: Marks) -> MarkedPages:
        """The pages with marks over and beside them."""
        from bulletin_desk.typeset.marked import MarkedPages, frame_of

        return MarkedPages(self.pages, marks, frame_of(self.layout), self.faces)

    def proof(self, how: ProofPrint) -> MarkedPages:
        """The pages of a proof print."""
        from bulletin_desk.typeset.proof_print import proof_pages

        return proof_pages(self.pages, how, self.layout, self.faces)

    def dump(self) -> str:
        """The pages as text: see `export.dump`."""
        from bulletin_desk.export.dump import dump

        return dump(self.pages)


def typeset(issue: Issue, layout: Layout, faces: Faces) -> Typeset:
    """An issue set once. Raises FontError."""
    return Typeset(issue, layout, faces, Typesetter(layout, faces).typeset(issue))


def in_layout(issue: Issue, layout: str = DEFAULT) -> Issue:
    """An issue that names and carries a layout: a shipped one's name, or a layout file's path; with values
    for the fields of its own. Raises InvalidLayoutError."""
    return carrying(issue, LayoutText(*layout_text(layout)))


def carrying(issue: Issue, layout: LayoutText) -> Issue:
    """An issue that carries a layout, with values for its fields. Raises InvalidLayoutError."""
    issue = replace(issue, layout=layout)
    return completed(issue, layout_of(issue)[0].declared)


def layout_of(issue: Issue) -> tuple[Layout, str]:
    """The layout that an issue is set in, and `Typeset.trouble`. Raises InvalidLayoutError."""
    layout = issue.layout
    return (load_layout(), "") if layout is None else carried_layout(layout.name, layout.text)


def layout_in(carried: LayoutText) -> Layout:
    """The layout that a bulletin carries so. Raises InvalidLayoutError."""
    return carried_layout(carried.name, carried.text)[0]


def usable_layout(issue: Issue) -> Layout:
    """The layout that an issue is set in; the default one where its own can't be had."""
    try:
        return layout_of(issue)[0]
    except InvalidLayoutError:
        return load_layout()


def series_of(issue: Issue) -> tuple[Numbering, tuple[DeclaredField, ...]]:
    """How the issues after this one are counted, and the fields of its layout: as everywhere, and none, where
    its layout can't be had."""
    try:
        layout, _ = layout_of(issue)
    except InvalidLayoutError:
        return BY_YEAR, ()
    return layout.numbering, layout.declared


class OwnLayouts:
    """Sets each issue in its own layout: the next one may have another (by undo). `trouble` says why the last
    one was not; one whose layout can't be had at all is set in the default one, and keeps what it carries, if
    that could be read."""

    def __init__(self, faces: Faces) -> None:
        self._faces = faces
        self._typesetter: Typesetter | None = None
        self._layout: LayoutText | None = None
        self.trouble = ""

    def typeset(self, issue: Issue, standing: TextPath = (), copy: str = "") -> TypesetPages:
        """The pages of an issue; `standing` and `copy` as in `Typesetter.typeset`."""
        return self._setter_of(issue).typeset(issue, standing, copy)

    def complete(self, issue: Issue) -> Issue:
        """An issue with values for the fields of the layout that it is set in: what it lacks can't be typed
        on the page."""
        return completed(issue, self._setter_of(issue).layout.declared)

    def _setter_of(self, issue: Issue) -> Typesetter:
        if self._typesetter is None or issue.layout != self._layout:
            try:
                layout, self.trouble = layout_of(issue)
            except InvalidLayoutError as error:
                layout = load_layout()
                text = issue.layout.text if issue.layout else None
                kept = "" if text is None else "原样留着" if text else "读不出来，再保存就只剩它的名称"
                kept = kept and f"，文件里的版式{kept}"
                self.trouble = f"{str(error).removesuffix('。')}；现在先按“{layout.name}”排{kept}。"
            self._typesetter, self._layout = Typesetter(layout, self._faces), issue.layout
        return self._typesetter


class PageCounter:
    """Counts the pages of issues, each in its own layout, without setting their lines."""

    def __init__(self, faces: Faces | None = None) -> None:
        self._faces = faces
        self._layouts: OwnLayouts | None = None

    def __call__(self, issue: Issue) -> int | None:
        """How many pages an issue has; None where a face that it needs can't be used."""
        try:
            if self._layouts is None:
                self._layouts = OwnLayouts(self._faces or load_faces())
            return len(self._layouts.typeset(issue))
        except FontError:
            return None


def typeset_file(file: Path, layout: str | None = None, *, installed_faces: bool = True) -> Typeset:
    """A bulletin file, set in its own layout, or in the one that is asked for, which it names then. Raises
    UnreadableFileError, InvalidLayoutError, FontError."""
    issue = read_bulletin(file)
    if layout and (issue.layout or layout != DEFAULT):  # who names none is in the default one
        issue = in_layout(issue, layout)
    own, trouble = layout_of(issue)
    return replace(typeset(issue, own, load_faces(use_installed=installed_faces)), trouble=trouble)


def stand_in_faces(faces: Faces) -> tuple[str, ...]:
    """The roles for which no official face is installed, as they are called. Rare characters have none."""
    return tuple(
        serving.label for serving in faces.roles.values() if not serving.installed and serving.role != "rare"
    )


_MOST_EARLIER = 150
"""Issues of a folder that a new one is compared with: more than a year of a busy bulletin."""


def earlier_issues(issue: Issue, folder: Path, itself: Path | None = None) -> tuple[EarlierIssue, ...]:
    """What is remembered of the bulletins that lie in a folder, the latest files first: those not after
    `issue`, `itself` left out. A file that can't be read is passed over: it is not what is being checked."""
    from bulletin_desk.errors import BulletinDeskError

    try:
        with os.scandir(folder) as entries:
            named = [entry for entry in entries if entry.name.lower().endswith(".bulletin")]
    except OSError:
        return ()
    files = []
    for entry in named:
        with contextlib.suppress(OSError):  # gone meanwhile, or a link in a circle
            if entry.is_file() and not entry.name.startswith("."):
                files.append((entry.stat().st_mtime_ns, entry.stat().st_size, entry.path))
    found: list[EarlierIssue] = []
    for changed, size, name in sorted(files, reverse=True)[:_MOST_EARLIER]:
        if itself is not None and _same_file(Path(name), itself):
            continue
        try:
            earlier = _remembered(name, changed, size)
        except BulletinDeskError:
            continue
        if earlier.date <= issue.dated_header.date:
            found.append(earlier)
    return tuple(found)


def appeared_in_library(issue: Issue, library: Path, itself: Path | None = None) -> tuple[Appeared, ...]:
    """The items of an issue that are like one of the library that is kept in a folder, `itself` left out.
    None where there is no library yet, or it can't be used now: it is not what is being checked."""
    from bulletin_desk.errors import BulletinDeskError
    from bulletin_desk.library.folders import read_folders

    try:
        if not read_folders(library):
            return ()
        from bulletin_desk.library.duplicates import appeared_before
        from bulletin_desk.library.index import Library

        with Library(library) as index:
            return appeared_before(index, issue, itself)
    except BulletinDeskError:
        return ()


def _same_file(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


@lru_cache(maxsize=2 * _MOST_EARLIER)
def _remembered(name: str, changed: int, size: int) -> EarlierIssue:
    """An issue of a folder, read again only when its file has changed."""
    from bulletin_desk.proof.earlier import remembered

    path = Path(name)
    return remembered(read_bulletin(path), path.name)


def read_word_copy(file: Path) -> tuple[Issue, tuple[str, ...]]:
    """The bulletin in a Word copy that this program wrote, with what was edited there since; and sentences
    that name what could not be read back. Raises UnreadableFileError."""
    from bulletin_desk.export.docx.read import read_docx

    return read_docx(file)


def take_in_file(file: Path, context: Context, cleaning: Cleaning | None = None) -> Contribution:
    """The items in a contributed file: a manuscript of any kind that is read, a bulletin of ours, or a Word
    copy of one. Raises UnreadableFileError."""
    from bulletin_desk.intake.draft import from_issue, take_in
    from bulletin_desk.intake.read import read_manuscript

    if file.suffix.lower() == ".bulletin":
        return from_issue(file.stem, read_bulletin(file), offers=context.offers)
    ours = own_word_copy(file)
    if ours is not None:
        issue, lost = ours
        if issue.remarks:
            lost += (f"里面的{len(issue.remarks)}条批注没有取用。",)
        return from_issue(file.stem, issue, lost, context.offers)
    return take_in(read_manuscript(file), context, cleaning)


def own_word_copy(file: Path) -> tuple[Issue, tuple[str, ...]] | None:
    """What `read_word_copy` gives; None for a file that this program did not write."""
    try:
        if not read_plain(file, 3).startswith(b"PK\x03\x04"):
            return None
        issue, lost = read_word_copy(file)
    except (OSError, ValueError, UnreadableFileError):
        return None  # whoever reads it as a manuscript says what is wrong with it
    return (issue, lost) if issue.masthead.name and issue.sections else None


def office_context(
    sections: Sequence[str] = (),
    units_file: Path | None = None,
    office: Office | None = None,
    layout: Layout | None = None,
) -> Context:
    """What recognition may know: the names of these sections before those that the office (none given: the
    default one) uses anyway, the units of the clerk's own list over the office's, and what the open issue's
    layout offers (none given: nothing). Raises UnreadableFileError where a list is wrong."""
    from bulletin_desk.bulletin.office import the_office
    from bulletin_desk.intake.draft import Context
    from bulletin_desk.intake.sources import load_units

    office = office or the_office()
    names = (*filter(None, sections), *office.section_names)
    known = Context(tuple(dict.fromkeys(names)), load_units(units_file, office))
    return known if layout is None else replace(known, offers=layout.offers, headings=layout.headings)
