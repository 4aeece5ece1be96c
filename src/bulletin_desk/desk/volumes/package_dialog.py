"""Asks which issues are packed for the archive, where to, and under which codes. Packs nothing itself."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from bulletin_desk.archiving.codes import FIELDS, MOST, PATTERN, TERMS, CodeChoice, CodeError, codes_of
from bulletin_desk.desk.files.asking import ask_folder
from bulletin_desk.desk.parts.plain import Label
from bulletin_desk.desk.parts.typed_fields import NumberField, warning_label
from bulletin_desk.desk.volumes.choosing import IssueList

_LONGEST = 40
"""Characters of a part of a code."""


class PackageDialog(QDialog):
    """归档."""

    def __init__(
        self,
        library: Path,
        folder: Path,
        target: Path,
        choice: CodeChoice,
        *,
        zipped: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("归档")
        self.issues = IssueList(library, folder)
        self.target = QLineEdit(str(target))
        self.target.setAccessibleName("放到哪个文件夹")
        choose = QPushButton("选择…")
        choose.clicked.connect(self._choose)
        self.fonds = self._field(choice.fonds, "全宗号", "如 Z109")
        self.kind = self._field(choice.kind, "门类", "文书是 WS")
        self.term = QComboBox()
        self.term.setAccessibleName("保管期限")
        for code, name in TERMS.items():
            self.term.addItem(f"{name}（{code}）", code)
        self.term.setCurrentIndex(max(self.term.findData(choice.term), 0))
        self.unit = self._field(choice.unit, "机构（问题）", "如 BGS")
        self.first = NumberField(1, MOST)
        self.first.setAccessibleName("起始件号")
        self.first.show_value(choice.first)
        self.pattern = self._field(choice.pattern, "档号规则", PATTERN)
        self.pattern.setMaxLength(4 * _LONGEST)
        self.zipped = QCheckBox("每包另外打成一个 zip")
        self.zipped.setChecked(zipped)
        hint = Label("可以用 " + "、".join(f"{{{field}}}" for field in FIELDS))
        hint.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.said = Label()
        self.said.setWordWrap(True)
        self.warning = warning_label()
        self.buttons = QDialogButtonBox()
        self._go = self.buttons.addButton("归档", QDialogButtonBox.ButtonRole.AcceptRole)
        self.check = self.buttons.addButton("核对已有的包…", QDialogButtonBox.ButtonRole.ActionRole)
        self.buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self._fill(choose, hint)
        self.issues.changed.connect(self._look)
        for field in (self.target, self.fonds, self.kind, self.unit, self.first, self.pattern):
            field.textChanged.connect(self._look)
        self.term.currentIndexChanged.connect(self._look)
        self.resize(800, 680)
        self._look()

    def _field(self, text: str, name: str, example: str) -> QLineEdit:
        field = QLineEdit(text)
        field.setAccessibleName(name)
        field.setPlaceholderText(example)
        field.setMaxLength(_LONGEST)
        return field

    def _fill(self, choose: QPushButton, hint: Label) -> None:
        where = QHBoxLayout()
        where.addWidget(self.target, 1)
        where.addWidget(choose)
        first = QHBoxLayout()
        second = QHBoxLayout()
        for row, words, field in (
            (first, "", self.fonds),
            (first, "门类", self.kind),
            (first, "机构（问题）", self.unit),
            (second, "", self.term),
            (second, "起始件号", self.first),
        ):
            if words:
                row.addWidget(Label(words))
            row.addWidget(field, 1)
        form = QFormLayout()
        form.addRow("放到", where)
        form.addRow("全宗号", first)
        form.addRow("保管期限", second)
        form.addRow("档号规则", self.pattern)
        form.addRow("", hint)
        form.addRow("档号", self.said)
        form.addRow("", self.warning)
        form.addRow("", self.zipped)
        column = QVBoxLayout(self)
        column.addWidget(self.issues, 1)
        column.addLayout(form)
        column.addWidget(self.buttons)

    @property
    def choice(self) -> CodeChoice:
        """What codes are made of."""
        return CodeChoice(
            fonds=self.fonds.text(),
            kind=self.kind.text(),
            term=str(self.term.currentData()),
            unit=self.unit.text(),
            first=self.first.value(),
            pattern=self.pattern.text() or PATTERN,
        )

    @property
    def folder(self) -> Path:
        """Where the packages go."""
        return Path(self.target.text().strip())

    def _choose(self) -> None:
        folder = ask_folder(self, self.folder)
        if folder is not None:
            self.target.setText(str(folder))

    def _look(self) -> None:
        """Shows the codes that come of it, or why there are none."""
        said, wrong = "", self.first.refused
        rows = self.issues.chosen
        if not wrong and rows:
            try:
                codes = codes_of(self.choice, (row.day for row in rows))
            except CodeError as error:
                wrong = str(error)
            else:
                said = "　至　".join(dict.fromkeys((codes[0].text, codes[-1].text)))
        if not wrong and not self.target.text().strip():
            wrong = "请选放到哪个文件夹。"
        elif not wrong and not self.folder.is_absolute():
            wrong = "请写全放到哪个文件夹，或按“选择…”选一个。"
        self.said.setText(said)
        self.warning.setText(wrong)
        self.warning.setVisible(bool(wrong))
        self._go.setEnabled(bool(rows) and not wrong)
