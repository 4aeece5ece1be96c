"""Asks what is to be put out, where and under which name. Puts nothing out itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from bulletin_desk.bulletin.model import Issue
from bulletin_desk.desk import beside
from bulletin_desk.desk.beside import LeftError
from bulletin_desk.desk.files.asking import ask_folder
from bulletin_desk.desk.parts.names import FIELDS, PATTERN, file_name, own_values, usual_pattern
from bulletin_desk.desk.parts.plain import Label
from bulletin_desk.desk.putting_out.chosen import all_chosen, remember_options
from bulletin_desk.desk.putting_out.export import Targets
from bulletin_desk.desk.settings import EXPORT_FOLDER, EXPORT_FORMS, EXPORT_PATTERN, Settings
from bulletin_desk.forms import FORMS, Form, Option
from bulletin_desk.layouts.model import Layout


@dataclass(frozen=True, slots=True)
class Choice:
    """What the clerk chose: remembered, so that one key can do it again."""

    folder: Path
    pattern: str
    forms: tuple[Form, ...]
    options: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """What was chosen about forms, by their names; of one that is not in it the usual."""

    def targets(self, issue: Issue, layout: Layout | None = None) -> Targets:
        """The files for an issue in a layout. Raises ValueError with a sentence."""
        name = file_name(self.pattern, issue, layout)
        return tuple((form, self.folder / f"{name}{form.suffix}") for form in self.forms)


def remembered(settings: Settings) -> Choice | None:
    """The choice made last, None if there is none. Its folder may have gone."""
    folder = settings[EXPORT_FOLDER]
    names = settings[EXPORT_FORMS].split()
    forms = tuple(form for form in FORMS if form.name in names)
    if not forms or not folder:
        return None
    return Choice(Path(folder), settings[EXPORT_PATTERN], forms, all_chosen(settings))


def remember(settings: Settings, choice: Choice) -> None:
    """Keeps a choice for next time."""
    settings[EXPORT_FOLDER] = str(choice.folder)
    settings[EXPORT_PATTERN] = choice.pattern
    settings[EXPORT_FORMS] = " ".join(form.name for form in choice.forms)
    for form in FORMS:
        if form.name in choice.options:
            remember_options(settings, form, choice.options[form.name])


def _box_of(option: Option, chosen: Mapping[str, str]) -> QCheckBox:
    assert option.box is not None
    words, value = option.box
    box = QCheckBox(words)
    box.setChecked(chosen.get(option.name, option.values[0]) == value)
    return box


def _beside(form: QCheckBox, options: Iterable[QCheckBox]) -> QHBoxLayout:
    """The boxes of a form's options in a row under its own, to which they belong."""
    row = QHBoxLayout()
    row.setContentsMargins(_INDENT, 0, 0, 0)
    for box in options:
        row.addWidget(box)
        box.setEnabled(form.isChecked())
        form.toggled.connect(box.setEnabled)
    row.addStretch(1)
    return row


_INDENT = 22
"""Pixels: about what a box takes before its words."""
_NO_FOLDER = "没有这个文件夹，请另选一个。"


class ExportDialog(QDialog):
    """Folder, name and kinds of file, with the names that come of it."""

    def __init__(
        self, issue: Issue, start: Choice, parent: QWidget | None = None, layout: Layout | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("输出")
        self._issue = issue
        self._layout = layout
        self._usual = PATTERN if layout is None else usual_pattern(issue, layout)
        own = () if layout is None else own_values(issue, layout)
        self._shown = start
        self._silent = False
        """Whether the folder has kept us waiting."""
        self.folder = QLineEdit(str(start.folder))
        self.folder.setAccessibleName("文件夹")
        choose = QPushButton("选择…")
        choose.clicked.connect(self._choose)
        self.pattern = QLineEdit(self._usual if start.pattern == PATTERN else start.pattern)
        self.pattern.setAccessibleName("文件名规则")
        hint = Label("可以用 " + "、".join(f"{{{name}}}" for name in (*FIELDS, *own)))
        hint.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.boxes = {form: QCheckBox(f"{form.short}（{form.use}）") for form in FORMS}
        self.options = {
            form: {
                option.name: _box_of(option, start.options.get(form.name, {}))
                for option in form.options
                if option.box
            }
            for form in FORMS
        }
        for form, box in self.boxes.items():
            box.setChecked(form in start.forms)
            box.toggled.connect(self._check)
        self.preview = Label()
        self.preview.setWordWrap(True)
        self.preview.setMinimumHeight(self.preview.fontMetrics().lineSpacing() * 3)
        self.buttons = QDialogButtonBox()
        self._go = self.buttons.addButton("输出", QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(self.folder, 1)
        row.addWidget(choose)
        form_layout = QFormLayout()
        form_layout.addRow("文件夹", row)
        form_layout.addRow("文件名规则", self.pattern)
        form_layout.addRow("", hint)
        for number, (form, box) in enumerate(self.boxes.items()):
            form_layout.addRow("" if number else "输出", box)
            if self.options[form]:
                offered = (
                    self.options[form][option.name]
                    for option in form.options
                    if option.box and (layout is None or option.offered(layout))
                )
                form_layout.addRow("", _beside(box, offered))
        form_layout.addRow("得到", self.preview)
        column = QVBoxLayout(self)
        column.addLayout(form_layout)
        column.addWidget(self.buttons)
        self.folder.textChanged.connect(self._check)
        self.pattern.textChanged.connect(self._check)
        self.resize(620, self.sizeHint().height())
        self._check()

    def choice(self) -> Choice:
        """What is chosen now."""
        forms = tuple(form for form, box in self.boxes.items() if box.isChecked())
        pattern = self.pattern.text()
        pattern = PATTERN if pattern == self._usual else pattern
        options = {form.name: self._chosen(form) for form in FORMS if self.options[form]}
        return Choice(Path(self.folder.text()), pattern, forms, options)

    def _chosen(self, form: Form) -> dict[str, str]:
        found = {}
        for option in form.options:
            if option.box:
                other = next(value for value in option.values if value != option.box[1])
                ticked = self.options[form][option.name].isChecked()
                found[option.name] = option.box[1] if ticked else other
        return found

    def _choose(self) -> None:
        folder = ask_folder(self, Path(self.folder.text()))
        if folder is not None:
            self.folder.setText(str(folder))

    def _check(self) -> None:
        """Shows the names, or why they can't be."""
        choice = self._shown = self.choice()
        targets: Targets = ()
        said = ""
        if not choice.forms:
            said = "请至少选一种文件。"
        else:
            try:
                targets = choice.targets(self._issue, self._layout)
            except ValueError as error:
                said = str(error)
        files = [target for _, target in targets]
        if said or not self.folder.text():
            self._show(said or _NO_FOLDER, right=False)
            return
        # each key asks: a place that has kept one waiting keeps no other waiting
        patience = beside.AT_ONCE if self._silent else beside.QUIET
        try:
            found = beside.soon(
                self,
                lambda: _look(choice.folder, files),
                within=patience,
                late=lambda get: self._heard(choice, files, get()),
            )
        except LeftError:
            self._silent = True
            names = "\n".join(file.name for file in files)
            self._show(f"{names}\n（“{choice.folder}”那边还没有回话）", right=True)
            return
        self._silent = False
        self._show_found(files, found)

    def _heard(self, choice: Choice, files: list[Path], found: list[Path] | None) -> None:
        if choice is self._shown:
            self._silent = False
            self._show_found(files, found)

    def _show_found(self, files: list[Path], there: list[Path] | None) -> None:
        if there is None:
            self._show(_NO_FOLDER, right=False)
            return
        said = "\n".join(file.name for file in files)
        self._show(f"{said}\n（已有同名文件，会被新的换掉）" if there else said, right=True)

    def _show(self, said: str, *, right: bool) -> None:
        self.preview.setText(said)
        self._go.setEnabled(right)


def _look(folder: Path, files: list[Path]) -> list[Path] | None:
    """Which of the files are there; None if there is no such folder. Asks the disk."""
    try:
        return [file for file in files if file.exists()] if folder.is_dir() else None
    except (OSError, ValueError):
        return None
