"""What is proposed for files and paper where the office's pattern gives the issue no name."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrintDialog

from bulletin_desk.desk.parts.names import NAMELESS
from bulletin_desk.desk.putting_out import output
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.forms import FORMS
from tests.desk.conftest import noting

pytestmark = pytest.mark.qt_log_ignore("Cannot be used on non-native printers", extend=True)
"""Windows without a printer."""


@pytest.mark.parametrize("name", ["", "简报.txt", "\u200b"])
def test_an_issue_without_a_name_is_printed_and_put_out(
    window: MainWindow, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    issue = window.document.issue
    window.document.apply("修改报头名称", replace(issue, masthead=replace(issue.masthead, name=name)))
    monkeypatch.setattr("bulletin_desk.file_names.PATTERN", "{名称}")
    said: list[str] = []
    monkeypatch.setattr(
        QPrintDialog,
        "exec",
        lambda dialog: noting(said, dialog.printer().docName(), QPrintDialog.DialogCode.Rejected),
    )
    monkeypatch.setattr(
        output, "ask_save", lambda _parent, suggested, *_: noting(said, Path(suggested).stem, None)
    )
    monkeypatch.setattr(window.proofing, "may_put_out", lambda _typeset, _how: True)
    window.actions_by_name["print"].trigger()
    window.actions_by_name[f"export_{FORMS[0].name}"].trigger()
    assert said == [NAMELESS, NAMELESS]
