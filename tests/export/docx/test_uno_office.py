"""LibreOffice records, accepts and rejects edits of our Word copy."""

from __future__ import annotations

from collections.abc import Sequence

from bulletin_desk.bulletin.model import Issue
from tests.export.docx.conftest import Make
from tests.export.docx.uno_office import Edit, Office, Told


def _at(texts: Sequence[Told], words: str) -> int:
    return next(at for at, told in enumerate(texts) if words in told.text)


def test_what_libreoffice_records_it_accepts_and_rejects(
    office: Office, make: Make, full_issue: Issue
) -> None:
    copy = make(full_issue, free=True)
    plain = office.texts(copy.docx)
    body = [at for at, told in enumerate(plain) if told.where == "body" and len(told.text) > 40]
    one, two, three = body[0], body[2], body[4]
    edits = [
        Edit(one, 3, one, 6, "增补"),
        Edit(two, 5, two, 5, "\n"),
        Edit(three, 0, three, 4, ""),
    ]
    marked = office.edited(copy.docx, edits, "王科长")
    assert {who for _, who in office.changes(marked)} == {"王科长"}
    assert office.texts(marked, "reject") == plain
    accepted = office.texts(marked, "accept")
    text = plain[two].text
    assert accepted[one].text == plain[one].text[:3] + "增补" + plain[one].text[6:]
    assert [told.text for told in accepted[two : two + 2]] == [text[:5], text[5:]]
    assert len(accepted) == len(plain) + 1
