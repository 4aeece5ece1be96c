"""复制到网页: the issue, or items of it, to the clipboard, as editors of web pages take it and as text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import QByteArray, QObject
from PySide6.QtGui import QGuiApplication

from bulletin_desk.bulletin.edits import text_at
from bulletin_desk.bulletin.grammar import (
    SECTIONS,
    in_attachment,
    is_section,
    item_at,
    item_of,
    item_path,
    nodes_of,
    numbers,
    section_of,
    section_path,
    title_of,
)
from bulletin_desk.bulletin.model import Issue, Place
from bulletin_desk.bulletin.model import Path as PartPath
from bulletin_desk.desk import beside
from bulletin_desk.desk.beside import LeftError
from bulletin_desk.desk.files.since_signed import may_go_on
from bulletin_desk.desk.page.clipboard import OWN
from bulletin_desk.desk.panels.arranging import Arranging
from bulletin_desk.desk.parts.mime import mime_data
from bulletin_desk.desk.parts.notice import Notice, Until
from bulletin_desk.desk.putting_out.chosen import chosen_options
from bulletin_desk.desk.session import Session, Snapshot
from bulletin_desk.editing.arrange import end_of_group
from bulletin_desk.editing.fragment import Fragment, Paragraph, as_html, copy
from bulletin_desk.editing.selection import between
from bulletin_desk.errors import EditError
from bulletin_desk.forms import HTML

_WHERE = "到网站、公众号的编辑器里粘贴就行"
_COPIED = "web copy"
"""What the notice is about."""
_Group = tuple[PartPath, ...]
"""Sections or an item that make one page of their own; nothing: the whole issue."""
_LONGEST = 24
"""Characters of a title that the notice quotes."""


class WebCopying(QObject):
    """What was copied is told, until the clipboard holds something else, or the issue is another."""

    def __init__(self, session: Session, arranging: Arranging, notice: Notice) -> None:
        super().__init__(arranging)
        self._session = session
        self._arranging = arranging
        self._notice = notice
        self._told = False
        """Whether the notice may still tell of what was copied."""
        QGuiApplication.clipboard().dataChanged.connect(self._look)

    def copy_issue(self) -> None:
        """The whole issue."""
        self._copy([()], "这一期")

    def copy_item(self) -> None:
        """The caret's item, or the items and sections selected in the outline. Raises EditError where that is
        none."""
        issue = self._session.issue
        groups = _groups(issue, self._arranging.parts())
        items = _items(issue, groups)
        if not items:
            raise EditError("请先把光标放到一篇稿件里，或在左边选一篇，再复制到网页。")
        title = item_at(issue, title_of(items[0])).title.replace("\n", "")
        quoted = f"“{title[:_LONGEST]}{'…' * (len(title) > _LONGEST)}”" if title else "这一篇"
        self._copy(groups, f"{len(items)}篇稿件" if len(items) > 1 else quoted)

    def _copy(self, groups: Sequence[_Group], what: str) -> None:
        snapshot = self._session.snapshot()
        if not may_go_on(self._notice.window(), snapshot.issue, "复制"):
            return
        options = chosen_options(self._session.settings, HTML)
        try:
            html, text, own = beside.run(
                self._notice.window(), f"复制{what}", lambda: _made(snapshot, groups, options)
            )
        except LeftError:
            return
        data = mime_data(text, html)
        data.setData(OWN, QByteArray(own.encode("utf-8", "replace")))
        QGuiApplication.clipboard().setMimeData(data)
        self._notice.say(f"已复制{what}，{_WHERE}。", until=Until.EDITED | Until.DONE, about=_COPIED)
        self._told = True

    def _look(self) -> None:
        """Windows tells of our own copy too, and later: what was copied last shows whose it is."""
        if self._told:
            data = QGuiApplication.clipboard().mimeData()
            self._told = data is not None and data.hasFormat(OWN)
            if not self._told:
                self._notice.done(_COPIED)


def _made(snapshot: Snapshot, groups: Sequence[_Group], options: Mapping[str, str]) -> tuple[str, str, str]:
    """HTML and plain text of what was chosen of an issue, a page each after another, and its items as this
    program takes them back."""
    from bulletin_desk.export.html.write import Parts, pasted_page, plain_text, web_copy

    typeset = snapshot.typeset()
    parts = Parts.chosen(options)
    content = tuple(
        node
        for group in groups
        for node in web_copy(typeset.issue, typeset.layout, typeset.pages, parts, only=group)
    )
    return pasted_page(content), plain_text(content), _own(typeset.issue, _items(typeset.issue, groups))


def _own(issue: Issue, items: Sequence[PartPath]) -> str:
    """Sections and items as a paste in a window of ours takes them exactly; empty where there are none."""
    paragraphs: list[Paragraph] = []
    for part in items or (SECTIONS,):
        paths = [node.path for node in nodes_of(issue, part) if not in_attachment(node.path)]
        if paths:
            end = Place(paths[-1], len(text_at(issue, paths[-1])))
            paragraphs += copy(issue, between(Place(paths[0], 0), end)).paragraphs
    return as_html(Fragment(tuple(paragraphs), open_end=False)) if paragraphs else ""


def _groups(issue: Issue, parts: Sequence[PartPath]) -> list[_Group]:
    """What is copied where parts of an issue are chosen, in the order of the paper: sections with those under
    them, and the items that others are, or belong to."""
    found: list[_Group] = []
    for part in sorted(parts, key=numbers):
        if is_section(part):
            (at,) = numbers(part)
            group = tuple(map(section_path, range(at, end_of_group(issue, at))))
        elif len(numbers(part)) > 1:
            group = (item_of(part),)
        else:
            continue
        if group not in found and not any(section_of(group[0]) in other for other in found):
            found.append(group)
    return found


def _items(issue: Issue, groups: Iterable[_Group]) -> list[PartPath]:
    """The items that are copied; none where that is the whole issue."""
    found: list[PartPath] = []
    for part in (part for group in groups for part in group):
        if is_section(part):
            (section,) = numbers(part)
            found += (item_path(section, at) for at in range(len(issue.sections[section].items)))
        else:
            found.append(part)
    return found
