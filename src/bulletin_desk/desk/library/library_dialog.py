"""The window of the library: issues by bulletin and year, what is looked for in them, the pages of the one
that is chosen. It stands beside the main window; what is to be opened or taken over it asks for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QPalette, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from bulletin_desk.desk import settings as remembered
from bulletin_desk.desk.library.first_page import FirstPage
from bulletin_desk.desk.library.hits_list import HitsList
from bulletin_desk.desk.library.issues_list import IssuesList
from bulletin_desk.desk.library.known import (
    Chosen,
    Known,
    all_of,
    chosen_part,
    chosen_pooled,
    days_of,
    gaps_of,
)
from bulletin_desk.desk.library.pool_list import PoolList, pool_said
from bulletin_desk.desk.library.preview import Preview
from bulletin_desk.desk.library.questions import Questions
from bulletin_desk.desk.library.said import MOST_HITS, Gaps, gaps_said, hits_said, issues_said, shown
from bulletin_desk.desk.library.scopes import Scope, Scopes
from bulletin_desk.desk.library.search_fields import SearchFields
from bulletin_desk.desk.library.upkeep import Upkeep
from bulletin_desk.desk.parts.opening import open_path
from bulletin_desk.desk.parts.plain import Label, tip
from bulletin_desk.desk.session import Session
from bulletin_desk.library.pool import Pool
from bulletin_desk.library.search import Hit, Hits

_ISSUES, _GAPS, _HITS = "issues", "gaps", "hits"
"""Kinds of questions."""
_WHILE = 2000
"""Milliseconds between looks at what an update that is under way has brought."""
_WIDEST, _HIGHEST = 1240, 760


class LibraryDialog(QDialog):
    """`open_wanted` asks for what is chosen to be opened, `take_wanted` for its item to be taken over, both
    with a Chosen; `folder_wanted` for a folder to be added, an empty path for one that the clerk is asked
    for; `drop_wanted` for an item of the pool to be deleted; `folders_wanted` for the list of folders and of
    what can't be used. `looked` says that what the
    library holds has been looked at anew; `returned` that the clerk has come back to the window."""

    open_wanted = Signal(object)
    take_wanted = Signal(object)
    folder_wanted = Signal(Path)
    drop_wanted = Signal(object)
    folders_wanted = Signal()
    looked = Signal()
    returned = Signal()

    def __init__(self, session: Session, upkeep: Upkeep, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("资料库")
        self.setWindowFlags(Qt.WindowType.Window)
        self._session = session
        self._upkeep = upkeep
        self._questions = Questions(session.places.library, self)
        self.known = Known()
        self._hits: tuple[Hit, ...] = ()
        self._mended = self._goes = False
        self.folders: tuple[Path, ...] | None = None
        """None as long as that is not known."""
        self._make_lists()
        self._make_foot()
        self._lay_out()
        self._connect()
        self._make_keys()
        self._show_progress(0, 0)
        self._show_chosen()

    # ---- made

    def _make_lists(self) -> None:
        self.search = SearchFields(self)
        self.scopes = Scopes(self)
        self.summary = Label(parent=self)
        self.summary.setWordWrap(True)
        self.summary.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.issues = IssuesList(self)
        self.hits = HitsList(self)
        self.preview = Preview(self._session, self)
        self.first = FirstPage(self)
        self.lists = QStackedWidget(self)
        self.lists.addWidget(self.issues)
        self.lists.addWidget(self.hits)
        self.pool = PoolList(self)
        self.lists.addWidget(self.pool)
        self.only_unused = QCheckBox("只看没有用过的", self)
        self.only_unused.setChecked(self._session.settings[remembered.POOL_UNUSED])
        self.pool.show_used(not self.only_unused.isChecked())
        self.only_unused.hide()

    def _make_foot(self) -> None:
        self.status = Label(parent=self)
        self.status.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.status.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.trouble = self._button("", "哪些文件、为什么")
        self.trouble.setFlat(True)
        self.trouble.hide()
        self.change_folders = self._button("文件夹…", "哪些文件夹里的简报在资料库里")
        self.open_it = self._button("打开", "打开这一期，光标到找到的地方（回车）")
        self.drop_it = self._button("删除…", "把这篇备用稿删掉")
        self.take_it = self._button(
            "收进本期", "把这一篇收进正在编的这一期，放在同名栏目的末尾；批示不带过来（Ctrl+回车）"
        )

    def _button(self, words: str, hint: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setToolTip(tip(hint))
        button.setAutoDefault(False)
        return button

    def _lay_out(self) -> None:
        middle = QWidget(self)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.summary)
        column.addWidget(self.only_unused)
        column.addWidget(self.lists, 1)
        self.columns = QSplitter(Qt.Orientation.Horizontal, self)
        for widget, stretch in ((self.scopes, 0), (middle, 3), (self.preview, 2)):
            self.columns.addWidget(widget)
            self.columns.setStretchFactor(self.columns.count() - 1, stretch)
        self.columns.setSizes([_WIDEST * 16 // 100, _WIDEST * 46 // 100, _WIDEST * 38 // 100])
        self.columns.setChildrenCollapsible(False)
        whole = QWidget(self)
        rows = QVBoxLayout(whole)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(10)
        rows.addWidget(self.search)
        rows.addWidget(self.columns, 1)
        self.pages = QStackedWidget(self)
        self.pages.addWidget(whole)
        self.pages.addWidget(self.first)
        foot = QHBoxLayout()
        foot.addWidget(self.status, 1)
        for button in (self.trouble, self.change_folders, self.drop_it, self.take_it, self.open_it):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.addWidget(self.pages, 1)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.search.changed.connect(self._look_for)
        self.search.left.connect(self._go_to_list)
        self.scopes.chosen.connect(lambda _scope: self._scope_chosen())
        self.issues.chosen.connect(lambda _part: self._show_chosen())
        self.hits.currentRowChanged.connect(lambda _row: self._show_chosen())
        self.pool.chosen.connect(self._show_chosen)
        self.pool.itemActivated.connect(lambda *_: self._take())
        self.drop_it.clicked.connect(self._drop)
        self.only_unused.toggled.connect(self._show_unused)
        for each in (self.issues, self.hits, self.pool):
            each.customContextMenuRequested.connect(self._show_menu)
        self.issues.itemActivated.connect(lambda *_: self._open())
        self.hits.itemActivated.connect(lambda *_: self._open())
        self.open_it.clicked.connect(self._open)
        self.take_it.clicked.connect(self._take)
        self.trouble.clicked.connect(self.folders_wanted)
        self.change_folders.clicked.connect(self.folders_wanted)
        self.first.add_wanted.connect(self.folder_wanted)
        self._questions.failed.connect(self.say)
        self._questions.damaged.connect(self._mend)
        self._upkeep.advanced.connect(self._show_progress)
        self._upkeep.ended.connect(self._updated)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_WHILE)
        self._soon.timeout.connect(self.refresh)

    def _make_keys(self) -> None:
        def to_words() -> None:
            self.search.words.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.search.words.selectAll()

        keys: tuple[tuple[str, Callable[[], object]], ...] = (
            ("Ctrl+F", to_words),
            ("F5", self._upkeep.update),
            ("Ctrl+PgDown", lambda: self.preview.turn(1)),
            ("Ctrl+PgUp", lambda: self.preview.turn(-1)),
            ("Ctrl+Return", self._take),
            ("Ctrl+Enter", self._take),
        )
        for key, does in keys:
            QShortcut(QKeySequence(key), self).activated.connect(does)

    # ---- what there is

    def show_folders(self, folders: Sequence[Path], offered: Path | None) -> None:
        """The folders of the library; the one to offer where there is none yet."""
        self.folders = tuple(folders)
        began = self.pages.currentWidget() is self.first
        self.first.offer(offered)
        self._show_pages()
        if folders:
            self.refresh()
            return
        self.trouble.hide()
        if not began:
            self.first.add.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_pool(self, pool: Pool) -> None:
        """The items that are kept for a later issue."""
        self.pool.show_pool(pool)
        self.scopes.show_pool(self.pool.unused)
        self._show_pages()
        if self.scopes.scope.pool:
            self._show_list()

    def _show_pages(self) -> None:
        """The lists, where there is anything to list."""
        something = bool(self.folders) or bool(self.pool.pool.items)
        self.pages.setCurrentIndex(0 if something else 1)
        for widget in (self.change_folders, self.open_it, self.take_it, self.status):
            widget.setVisible(something)

    def refresh(self) -> None:
        """Looks again at what the library holds; what is chosen stays so."""
        if self.folders:
            self._questions.ask(_ISSUES, all_of, self._came)

    def _came(self, known: Known) -> None:
        self._mended = False
        self.known = known
        self.search.offer_sections(known.sections)
        self.scopes.show_counts(known.years)
        self.trouble.setText(f"有 {len(known.troubles)} 处用不了…")
        self.trouble.setVisible(bool(known.troubles))
        self._show_list()
        if not self._upkeep.running:
            self._show_status()
        self.looked.emit()

    def _scope_chosen(self) -> None:
        self._show_list()
        self.issues.scrollToTop()

    def _show_list(self) -> None:
        """The issues of the scope, and what is looked for among them; or the pool."""
        if self.scopes.scope.pool:
            self._show_pool()
            return
        if not self.search.is_empty:
            self._look_for()
            return
        issues = self.known.within(self.scopes.scope)
        self.issues.show_issues(issues)
        self._questions.drop(_HITS)
        self._goes = False
        self.lists.setCurrentWidget(self.issues)
        self.summary.setText(issues_said(issues) if issues else "")
        if issues:
            years = [(each.entry.name, each.entry.date.year) for each in issues]
            self._questions.ask(_GAPS, lambda library: gaps_of(library, years), self._show_gaps)
        self._show_chosen()

    def _show_pool(self) -> None:
        for kind in (_GAPS, _HITS):
            self._questions.drop(kind)
        self._goes = False
        self.pool.look_for(self.search.query().words)
        self.lists.setCurrentWidget(self.pool)
        self.summary.setText(pool_said(self.pool.pool))
        self.summary.setToolTip("")
        self._show_chosen()

    def _show_unused(self, only: bool) -> None:
        self._session.settings[remembered.POOL_UNUSED] = only
        self.pool.show_used(not only)

    def _show_gaps(self, gaps: Sequence[Gaps]) -> None:
        if self.search.is_empty and not self.scopes.scope.pool:
            more, every = gaps_said(gaps, self.scopes.scope)
            self.summary.setText(issues_said(self.known.within(self.scopes.scope)) + more)
            self.summary.setToolTip(tip(every))

    # ---- what is looked for

    def look_for(self, words: str) -> None:
        """Looks for these words, and lets the clerk write others."""
        if words:
            self.search.words.setText(words)
            self.search.look_now()
        self.search.words.setFocus(Qt.FocusReason.OtherFocusReason)
        self.search.words.selectAll()

    def _look_for(self) -> None:
        if self.scopes.scope.pool:
            self._show_pool()
            return
        if self.search.is_empty:
            if self.lists.currentWidget() is self.hits:
                self._show_list()
            return
        query = self.search.query(self.scopes.scope.name, *days_of(self.scopes.scope))
        scope = self.scopes.scope
        said = "" if scope == Scope() else f"“{scope.words}”"
        self._questions.ask(
            _HITS,
            lambda library: library.search(query, MOST_HITS),
            lambda hits: self._found(hits, hits_said(hits, query, said)),
        )

    def _found(self, hits: Hits, said: str) -> None:
        if self.search.is_empty or self.scopes.scope.pool:
            return
        chosen = self._hit()
        self._hits = hits.hits
        with QSignalBlocker(self.hits):
            self.hits.show_hits(
                [shown(hit, self.known.called(hit), self.known.source(hit)) for hit in hits.hits]
            )
            if chosen is not None:
                places = [(hit.file, hit.section, hit.item) for hit in hits.hits]
                place = (chosen.file, chosen.section, chosen.item)
                self.hits.setCurrentRow(places.index(place) if place in places else -1)
        self.lists.setCurrentWidget(self.hits)
        self.summary.setText(said)
        self.summary.setToolTip("")
        self._show_chosen()
        if self._goes:
            self._go_to_list()

    def _go_to_list(self) -> None:
        """The keys go from the fields to the first row of the list, when it is there."""
        self._goes = self._questions.asks(_HITS)
        if self._goes:
            return
        now = self.lists.currentWidget()
        if now is self.hits and self.hits.count() and self.hits.currentRow() < 0:
            self.hits.setCurrentRow(0)
        elif now is self.issues or now is self.pool:
            now.choose_first()
        if now is not None:
            now.setFocus(Qt.FocusReason.TabFocusReason)

    # ---- what is chosen

    def _hit(self) -> Hit | None:
        row = self.hits.currentRow()
        return self._hits[row] if 0 <= row < len(self._hits) else None

    @property
    def chosen(self) -> Chosen | None:
        """What is chosen in the list that is shown."""
        if self.lists.currentWidget() is self.hits:
            hit = self._hit()
            return None if hit is None else self.known.chosen_hit(hit, self.search.query().words)
        if self.lists.currentWidget() is self.pool:
            pooled = self.pool.pooled
            return None if pooled is None else chosen_pooled(pooled, self.search.query().words)
        part = self.issues.part
        return None if part is None else chosen_part(part)

    def _show_chosen(self) -> None:
        """The pages of what is chosen, and what can be done with it."""
        chosen = self.chosen
        pooled = self.lists.currentWidget() is self.pool
        self.open_it.setEnabled(chosen is not None and not pooled)
        self.drop_it.setVisible(pooled)
        self.only_unused.setVisible(pooled)
        self.drop_it.setEnabled(chosen is not None)
        self.take_it.setEnabled(chosen is not None and chosen.item is not None)
        if chosen is None:
            self.preview.show_nothing()
            return
        self.preview.show_issue(chosen.file, chosen.said, chosen.words, chosen.where)

    def _open(self) -> None:
        chosen = self.chosen
        if chosen is not None and self.open_it.isEnabled():
            self.open_wanted.emit(chosen)

    def _take(self) -> None:
        chosen = self.chosen
        if chosen is not None and chosen.item is not None:
            self.take_wanted.emit(chosen)

    def _drop(self) -> None:
        pooled = self.pool.pooled
        if pooled is not None and self.lists.currentWidget() is self.pool:
            self.drop_wanted.emit(pooled)

    def _show_menu(self, at: QPoint) -> None:
        chosen, rows = self.chosen, self.lists.currentWidget()
        if chosen is None or not isinstance(rows, IssuesList | HitsList | PoolList):
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if rows is self.pool:
            menu.addAction("删除(&D)…", self._drop)
        else:
            menu.addAction("打开(&O)\tEnter", self._open)
        take = menu.addAction("收进本期(&T)\tCtrl+Enter", self._take)
        take.setEnabled(chosen.item is not None)
        menu.addSeparator()
        menu.addAction("打开所在的文件夹(&F)", lambda: open_path(chosen.file.parent))
        menu.popup(rows.viewport().mapToGlobal(at))

    # ---- how it gets on

    def say(self, sentence: str) -> None:
        """A word in passing."""
        self.status.setText(sentence)
        self.status.setToolTip(tip(sentence))

    def _show_status(self) -> None:
        self.say(issues_said(self.known.issues) if self.known.issues else "这些文件夹里还没有简报文件。")

    def _show_progress(self, done: int, whole: int) -> None:
        if not self._upkeep.running:
            return
        self.say(f"正在更新：读第 {done} 个文件，共 {whole} 个……" if whole else "正在更新……")
        if done and not self._soon.isActive():
            self._soon.start()

    def _mend(self) -> None:
        """Has a damaged index made anew; once, should it stay so."""
        if not self._mended:
            self._mended = True
            self._upkeep.update()

    def _updated(self, trouble: str) -> None:
        self._soon.stop()
        self.preview.forget()
        self.refresh()
        if trouble:
            self.say(trouble)

    # ---- the window itself

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """As large as it was last."""
        if not self.restoreGeometry(self._session.settings[remembered.LIBRARY_GEOMETRY]):
            room = self.screen().availableGeometry()
            self.resize(min(_WIDEST, room.width() * 9 // 10), min(_HIGHEST, room.height() * 17 // 20))
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """Its size is remembered."""
        self._session.settings[remembered.LIBRARY_GEOMETRY] = bytes(self.saveGeometry().data())
        super().hideEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Esc first takes away what is looked for, then closes."""
        if event.key() == Qt.Key.Key_Escape and not self.search.is_empty:
            self.search.clear()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Icons follow light and dark; other programs may have changed what there is."""
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.returned.emit()
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "search"):
            self.search.recolour()
            self.refresh()
        super().changeEvent(event)
