"""A Word copy that LibreOffice saved as .doc, .odt or .rtf, and as .docx again: nothing is lost unsaid."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from bulletin_desk import programs
from bulletin_desk.bulletin.model import Issue
from bulletin_desk.export.docx.read import read_docx
from bulletin_desk.pipeline import own_word_copy
from tests.export.docx.conftest import LAYOUTS, Make
from tests.export.docx.generated import generated_issue, issue_of_lines

pytestmark = pytest.mark.skipif(
    programs.libreoffice(Path("copy.docx")) is None, reason="LibreOffice is not installed"
)

FILTERS = {"doc": "doc:MS Word 97", "odt": "odt", "rtf": "rtf:Rich Text Format"}
WITHOUT = "Word 版里没有（或认不出）随附的简报，已按样式读回。"


def converted(files: list[Path], form: str, folder: Path) -> list[Path]:
    """The files, saved by LibreOffice in another form."""
    command = programs.libreoffice(files[0])
    assert command
    profile = f"-env:UserInstallation={(folder.parent / 'profile').as_uri()}"
    arguments = [str(command), profile, "--headless", "--convert-to", form, "--outdir", str(folder)]
    subprocess.run([*arguments, *map(str, files)], check=True, capture_output=True, timeout=180)
    return [folder / f"{file.stem}.{form.partition(':')[0]}" for file in files]


@pytest.mark.parametrize("form", FILTERS)
def test_a_copy_that_went_through_another_format_is_still_the_bulletin(
    make: Make, real_issue: Issue, full_issue: Issue, tmp_path: Path, form: str
) -> None:
    """Its closing block comes back in a text box, its rows without their styles by way of RTF."""
    below = replace(generated_issue(3), disclosure="主动公开", print_count=30)
    copies = [
        make(issue, layout)
        for layout in LAYOUTS
        for issue in (real_issue, full_issue, issue_of_lines(24), below)
    ]
    files = [tmp_path / f"{number}.docx" for number in range(len(copies))]
    for file, copy in zip(files, copies, strict=True):
        file.write_bytes(copy.docx)
    others = converted(files, FILTERS[form], tmp_path / form)
    for file, copy in zip(converted(others, "docx:MS Word 2007 XML", tmp_path / "back"), copies, strict=True):
        issue, notes = read_docx(file)
        assert issue == copy.issue
        assert notes[0] == WITHOUT
        for note in notes[1:]:  # what is said is about formats alone
            assert "格式，没有读回" in note or "个空段落" in note, note
        assert own_word_copy(file) == (issue, notes)
