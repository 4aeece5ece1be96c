"""The list of contents of the Word copy: one field over all its rows, which Word can make anew, each row a
link to the bookmark of what it names, with a field for its page. Holds no XML.
"""

from __future__ import annotations

from collections.abc import Sequence
from string import Formatter

from bulletin_desk.bulletin.grammar import CONTENTS, heading_of, is_section
from bulletin_desk.bulletin.model import Issue, Kind, Path
from bulletin_desk.export.docx import styles as st
from bulletin_desk.export.docx.blocks import Flow
from bulletin_desk.export.docx.oxml import Paragraph, Run, page_reference
from bulletin_desk.layouts.model import Layout
from bulletin_desk.typeset.contents import contents_rows
from bulletin_desk.typeset.typesetter import TypesetPages


class ContentsField:
    """Makes the rows of the list, and the headings that they lead to, of what the pages have."""

    def __init__(self, pages: TypesetPages, issue: Issue, layout: Layout) -> None:
        self._pages = pages
        self._form = layout.contents
        rows = list(contents_rows(issue, layout, self._form)) if self._form else []
        self.over: frozenset[Path] = frozenset((CONTENTS, *(row.path for row in rows if row.over)))
        """What stands over other rows, which it does not leave, and tells no page."""
        self._sections_tell = any(is_section(row.path) and not row.over for row in rows)
        """Whether a section's name has a page."""
        self._bookmarks: dict[Path, int] = {}
        """By the path of the heading."""

    def row(self, paragraph: Paragraph, path: Path) -> Paragraph:
        """A row of the list, which leads to the part at `path`, with its page."""
        if path == CONTENTS or self._form is None:
            return paragraph
        number = self._bookmarks[heading_of(path)] = len(self._bookmarks) + 1
        opens = self._instruction() if number == 1 else ""
        has_page = self._form.page and path not in self.over
        runs = (*paragraph.runs, *self._page(path, number)) if has_page else paragraph.runs
        return paragraph._replace(runs=runs, link=number, opens=opens)

    def _page(self, path: Path, bookmark: int) -> Sequence[Run]:
        assert self._form is not None
        runs = [Run("\t")]
        for text, name, _, _ in Formatter().parse(self._form.page_text):
            if text:
                runs.append(Run(text))
            if name:
                page = str(self._pages.page_of(path))
                runs.append(Run(page, instruction=page_reference(bookmark)))
        return runs

    def _instruction(self) -> str:
        """What Word makes the list of: names of sections and titles by their styles."""
        assert self._form is not None
        sections = [] if self._form.by == "flat" else [(Kind.SECTION_HEAD, 1), (Kind.SECTION_HEAD_2, 1)]
        kinds = [*sections, (Kind.TITLE, 2)]
        named = ",".join(f"{_word_name(st.STYLE_NAMES[kind])},{level}" for kind, level in kinds)
        return f'TOC \\h \\z {self._pageless()}\\t "{named}"'

    def _pageless(self) -> str:
        """The switch that names the levels whose rows have no page."""
        assert self._form is not None
        if not self._form.page:
            return "\\n "
        return "" if self._form.by == "flat" or self._sections_tell else "\\n 1-1 "

    def marked(self, paragraph: Paragraph, kind: Kind, path: Path) -> Paragraph:
        """A paragraph of the text, with a bookmark where a row leads to it."""
        number = self._bookmarks.get(path, 0) if self._bookmarks else 0
        return paragraph._replace(bookmark=number) if number else paragraph

    def closed(self, flow: Sequence[Flow]) -> list[Flow]:
        """The paragraphs, the last row of the list with the field's end."""
        last = len(self._bookmarks)
        return [
            one._replace(closes=True) if last and isinstance(one, Paragraph) and one.link == last else one
            for one in flow
        ]


def _word_name(name: str) -> str:
    """The name by which Word knows a style."""
    return st.BUILT_IN.get(name, name)
