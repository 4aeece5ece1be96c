"""Which files the old issue is in: a Word file, a PDF, or one of each. Reads none of them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from bulletin_desk.desk.files import asking
from bulletin_desk.desk.parts.plain import Label, tip

WORD = (".docx", ".docm", ".dotx", ".doc", ".wps", ".rtf")
PDF = (".pdf",)
_FILTER = f"上一期 ({' '.join(f'*{suffix}' for suffix in (*WORD, *PDF))});;全部文件 (*)"
_WARNING = "color: #d9480f"
_WHAT = (
    "选上一期的 Word 文件，或者印出来的 PDF，也可以拖进来。\n"
    "字体、字号、报头、红线、版记、页码都从里面认。\n"
    "两样都有就两样都选：格式照 Word，每一行断在哪里照 PDF。文件只是读一读，一个字也不会动。"
)


class Chosen(QFrame):
    """The place of one file. `taken_out` comes when the clerk does not want it."""

    taken_out = Signal()

    def __init__(self, name: str, none: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._none = none
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.name = Label(name, self)
        self.said = Label(none, self)
        self.said.setWordWrap(True)
        self.out = QPushButton("不要", self)
        self.out.setAccessibleName(f"不要这个 {name}")
        self.out.clicked.connect(self.taken_out)
        kept = self.out.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        self.out.setSizePolicy(kept)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        self.name.setFixedWidth(72)
        row.addWidget(self.name)
        row.addWidget(self.said, 1)
        row.addWidget(self.out)
        self.show_file(None)

    def show_file(self, file: Path | None) -> None:
        """Which file it is; None for none."""
        self.said.setText(file.name if file else self._none)
        self.said.setToolTip(tip(str(file)) if file else "")
        ink = QPalette.ColorRole.WindowText if file else QPalette.ColorRole.PlaceholderText
        self.said.setForegroundRole(ink)
        self.out.setVisible(file is not None)


class Choosing(QWidget):
    """`changed` comes with each file that is chosen or taken out."""

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._files: dict[tuple[str, ...], Path] = {}
        self.folder = Path()
        """Where the dialog for files begins."""
        what = Label(_WHAT, self)
        what.setWordWrap(True)
        self.word = Chosen("Word 文件", "还没有选", self)
        self.pdf = Chosen("PDF", "还没有选", self)
        self.choose = QPushButton("选择文件…", self)
        self.said = Label(parent=self)
        self.said.setWordWrap(True)
        self.said.setStyleSheet(_WARNING)
        self.said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.said.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(what)
        column.addWidget(self.word)
        column.addWidget(self.pdf)
        column.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.said)
        column.addStretch(1)
        self.choose.clicked.connect(self._ask)
        self.word.taken_out.connect(self._without_word)
        self.pdf.taken_out.connect(self._without_pdf)

    @property
    def files(self) -> tuple[Path, ...]:
        """Those that are chosen, the Word file first."""
        return tuple(self._files[kind] for kind in (WORD, PDF) if kind in self._files)

    def take(self, files: Iterable[Path]) -> None:
        """Files that the clerk has pointed out: each takes the place of one of its kind that was there."""
        refused: list[str] = []
        doubled: list[str] = []
        came: dict[tuple[str, ...], Path] = {}
        for file in files:
            kind = next((kind for kind in (WORD, PDF) if file.suffix.lower() in kind), None)
            if kind is None:
                refused.append(f"“{file.name}”")
            elif kind in came:
                doubled.append(f"“{file.name}”")
            else:
                came[kind] = file
        self._files |= came
        sentences = []
        if refused:
            sentences.append(
                f"{'、'.join(refused)}不是 Word 文件，也不是 PDF：请选上一期的 Word 文件或者 PDF。"
            )
        if doubled:
            sentences.append(f"只要一期：{'、'.join(doubled)}没有收。")
        self._show()
        self.say("".join(sentences))

    def say(self, text: str) -> None:
        """Why files could not be taken, or learned from; nothing for an empty text."""
        self.said.setText(text)
        self.said.setVisible(bool(text))

    def _ask(self) -> None:
        begin = self.files[0].parent if self.files else self.folder
        names, _ = QFileDialog.getOpenFileNames(
            self, "照着哪一期", str(asking.answering(self, begin)), _FILTER
        )
        if names:
            self.take(map(Path, names))

    def _without_word(self) -> None:
        self._without(WORD)

    def _without_pdf(self) -> None:
        self._without(PDF)

    def _without(self, kind: tuple[str, ...]) -> None:
        self._files.pop(kind, None)
        self._show()
        self.choose.setFocus()
        self.say("")

    def _show(self) -> None:
        self.word.show_file(self._files.get(WORD))
        self.pdf.show_file(self._files.get(PDF))
        self.changed.emit()
