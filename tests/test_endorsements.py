"""What leaders wrote on items is in no export: neither names nor words stand in any form's bytes, packed or
not, and each form is what it would be without them. Holds for forms to come, too."""

from __future__ import annotations

import contextlib
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from bulletin_desk.bulletin.model import Endorsement, Issue
from bulletin_desk.bulletin.numbering import next_issue
from bulletin_desk.bulletin.put_out import as_put_out, item_as_put_out, section_as_put_out
from bulletin_desk.cli import main
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.forms import DOCX, FORMS, Form, silent
from bulletin_desk.intake.draft import from_issue
from bulletin_desk.layouts.model import Layout
from bulletin_desk.pipeline import Typeset, read_word_copy, typeset
from bulletin_desk.storage.bulletin_file import to_json, write_bulletin
from tests.another_form import PLAIN
from tests.bulletin.issues import SMALL
from tests.bulletin.rich import RICH

NOTED = (
    Endorsement("QWZ章秋梧", date(2031, 7, 19), "KRVT笃行致远，请照此办理。\n第二行UHJ"),
    Endorsement("PLM另一位"),
)
SECRETS = (
    "QWZ",
    "章秋梧",
    "KRVT",
    "笃行致远",
    "照此办理",
    "UHJ",
    "PLM",
    "另一位",
    "领导批示",
    "2031年7月19日",
)


def endorsed(issue: Issue) -> Issue:
    """Something is noted with every item."""
    sections = tuple(
        replace(section, items=tuple(replace(item, endorsements=NOTED) for item in section.items))
        for section in issue.sections
    )
    return replace(issue, sections=sections)


def unpacked(data: bytes) -> Iterator[bytes]:
    """All that a file holds: itself, what is zipped in it, the streams of a PDF and its text."""
    yield data
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            yield packed.comment
            for info in packed.infolist():
                yield info.filename.encode() + info.comment + info.extra
                yield from unpacked(packed.read(info))
    if data.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(data)) as pdf:
            for each in pdf.objects:
                yield repr(each).encode("utf-8", "surrogatepass")
                if isinstance(each, pikepdf.Stream):
                    with contextlib.suppress(pikepdf.PdfError):  # a picture, which is there as it is
                        yield each.read_bytes()
            yield str(pdf.docinfo).encode()
        document = pypdfium2.PdfDocument(data)
        for at in range(len(document)):
            yield document[at].get_textpage().get_text_bounded().encode("utf-8", "surrogatepass")
        document.close()


def spelt(words: str) -> set[bytes]:
    """Words in the ways in which files have them."""
    references = "".join(f"&#{ord(char)};" for char in words)
    hexadecimal = "".join(f"&#x{ord(char):x};" for char in words)
    found = {words.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be", "gb18030")}
    return found | {text.encode() for text in (json.dumps(words)[1:-1], references, hexadecimal)}


def told(data: bytes) -> set[str]:
    """Which of the secrets a file tells."""
    parts = list(unpacked(data))
    return {secret for secret in SECRETS if any(way in part for way in spelt(secret) for part in parts)}


def test_the_look_finds_what_is_there(layout: Layout, faces: Faces) -> None:
    """Words of the text itself are found in each form, so that what is not found is not there."""
    item = replace(SMALL.sections[0].items[0], title="QWZ章秋梧的批示")
    issue = replace(SMALL, sections=(replace(SMALL.sections[0], items=(item,)),))
    for form in (*FORMS, PLAIN):
        assert {"QWZ", "章秋梧"} <= told(form.encode(typeset(issue, layout, faces))), form.name
    assert told(to_json(endorsed(SMALL)).encode()) >= {"QWZ", "章秋梧", "笃行致远"}


@pytest.mark.parametrize("form", [*FORMS, PLAIN], ids=lambda form: form.name)
@pytest.mark.parametrize("issue", [SMALL, RICH], ids=["small", "rich"])
def test_no_form_tells_of_them(form: Form, issue: Issue, layout: Layout, faces: Faces) -> None:
    plain, noted = (typeset(each, layout, faces) for each in (issue, endorsed(issue)))
    for option in form.options or (None,):
        for value in option.values if option else ("",):
            chosen = {option.name: value} if option else {}
            data = form.encode(noted, silent, **chosen)
            assert told(data) == set()
            assert data == form.encode(plain, silent, **chosen)
    assert form.findings(noted) == form.findings(plain)


def test_nothing_that_is_typeset_has_them(layout: Layout, faces: Faces) -> None:
    plain, noted = (typeset(each, layout, faces) for each in (RICH, endorsed(RICH)))
    assert noted.issue == RICH
    assert noted.dump() == plain.dump()
    assert noted.findings() == plain.findings()
    assert Typeset(RICH, layout, faces, plain.pages).issue is RICH


def test_the_command_line_tells_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "一期.bulletin"
    write_bulletin(file, endorsed(RICH))
    targets = {form.name: tmp_path / f"出{form.suffix}" for form in FORMS}
    arguments = [str(part) for name, target in targets.items() for part in (f"--{name}", target)]
    assert main(["export", str(file), "--faces", "shipped", *arguments]) in (0, 1)
    assert [told(target.read_bytes()) for target in targets.values()] == [set()] * len(FORMS)
    main(["dump", str(file)])
    main(["check", str(file), "--json"])
    out, err = capsys.readouterr()
    assert told((out + err).encode()) == set()


def test_a_word_copy_comes_back_and_says_nothing_of_them(
    tmp_path: Path, layout: Layout, faces: Faces
) -> None:
    copies = []
    for name, issue in (("a", RICH), ("b", endorsed(RICH))):
        file = tmp_path / f"{name}.docx"
        file.write_bytes(DOCX.encode(typeset(issue, layout, faces)))
        copies.append(read_word_copy(file))
    assert copies[0] == copies[1]


def test_neither_the_next_issue_nor_a_manuscript_has_them() -> None:
    issue = endorsed(SMALL)
    following = next_issue(issue, date(2032, 1, 1))
    assert following == as_put_out(following)
    assert told(repr(from_issue("旧简报", issue)).encode()) == set()


def test_what_has_none_stays_the_same_object() -> None:
    assert as_put_out(RICH) is RICH
    assert as_put_out(endorsed(RICH)) == RICH
    assert section_as_put_out(RICH.sections[0]) is RICH.sections[0]
    assert item_as_put_out(RICH.sections[1].items[0]) is RICH.sections[1].items[0]
