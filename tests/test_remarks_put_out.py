"""What is noted round an issue (批注、送审稿、状态) is in no export, unless remarks are asked for: neither
names nor words stand in any form's bytes, packed or not, and each form is what it would be without them.
Holds for forms to come, too."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from bulletin_desk.bulletin.grammar import block_of, item_path, title_of
from bulletin_desk.bulletin.model import STATES, Issue, Place, Remark, Round, Said
from bulletin_desk.cli import main
from bulletin_desk.exit_codes import DONE, WRONG_ARGUMENTS
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.forms import DOCX, FORMS, PDF, Form, silent
from bulletin_desk.intake.draft import Context, from_issue
from bulletin_desk.layouts.model import Layout
from bulletin_desk.pipeline import read_word_copy, take_in_file, typeset
from bulletin_desk.storage.bulletin_file import to_json, write_bulletin
from tests.another_form import PLAIN
from tests.bulletin.issues import SMALL
from tests.bulletin.rich import RICH
from tests.test_endorsements import spelt, unpacked

ITEM = item_path(0, 0)
SAID = (
    Said("QWZ章秋梧", "2031-07-19T15:30", "KRVT这里要核对。\n第二行UHJ"),
    Said("PLM另一位", "", "XYZW已改"),
)
REMARKS = (
    Remark(Place(title_of(ITEM), 0), Place(block_of(ITEM, 0), 2), SAID, settled=True),
    Remark(Place(title_of(ITEM), 1), Place(title_of(ITEM), 1), SAID),
)
OF_REMARKS = ("QWZ", "章秋梧", "KRVT", "这里要核对", "UHJ", "PLM", "另一位", "XYZW", "2031")
OF_ROUNDS = ("送审稿77", "NBVC", "2032")
SECRETS = (*OF_REMARKS, *OF_ROUNDS, *STATES[:1], STATES[3])


def remarked(issue: Issue) -> Issue:
    """With remarks, rounds and states."""
    rounds = (Round("送审稿77", "2032-01-01T08:00", "NBVC", signed=True, text=to_json(issue)),)
    sections = tuple(
        replace(section, items=tuple(replace(item, state=STATES[3]) for item in section.items))
        for section in issue.sections
    )
    return replace(issue, sections=sections, remarks=REMARKS, rounds=rounds)


def told(data: bytes, secrets: tuple[str, ...] = SECRETS) -> set[str]:
    """Which of the secrets a file tells."""
    parts = list(unpacked(data))
    return {secret for secret in secrets if any(way in part for way in spelt(secret) for part in parts)}


def test_the_look_finds_what_is_there() -> None:
    assert told(to_json(remarked(SMALL)).encode()) >= {*OF_REMARKS, *OF_ROUNDS, STATES[3]}


@pytest.mark.parametrize("form", [*FORMS, PLAIN], ids=lambda form: form.name)
@pytest.mark.parametrize("issue", [SMALL, RICH], ids=["small", "rich"])
def test_no_form_tells_of_them_unasked(form: Form, issue: Issue, layout: Layout, faces: Faces) -> None:
    plain, noted = (typeset(each, layout, faces) for each in (issue, remarked(issue)))
    known = told(form.encode(plain))  # words that the form has anyhow
    for option in form.options or (None,):
        for value in option.values if option else ("",):
            if option and (option.name, value) == ("remarks", "yes"):
                continue
            chosen = {option.name: value} if option else {}
            data = form.encode(noted, silent, **chosen)
            assert told(data) == known
            assert data == form.encode(plain, silent, **chosen)
    assert form.findings(noted) == form.findings(plain)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_the_desk_asks_about_remarks_in_no_form(form: Form) -> None:
    """What is chosen there is remembered, and would go to print."""
    for option in form.options:
        if option.name == "remarks":
            assert (option.values[0], option.box) == ("no", None)


@pytest.mark.parametrize("form", [PDF, DOCX], ids=lambda form: form.name)
def test_who_asks_has_remarks_and_nothing_else(form: Form, layout: Layout, faces: Faces) -> None:
    data = form.encode(typeset(remarked(RICH), layout, faces), silent, remarks="yes")
    assert told(data, OF_REMARKS) >= {"QWZ", "章秋梧", "KRVT", "这里要核对", "PLM", "XYZW"}
    assert told(data, OF_ROUNDS) == set()


def test_the_command_line_puts_them_out_where_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "一期.bulletin"
    write_bulletin(file, remarked(SMALL))
    pdf, word = tmp_path / "出.pdf", tmp_path / "出.docx"
    command = ["export", str(file), "--faces", "shipped", "--pdf", str(pdf), "--docx", str(word)]
    assert main(command) == DONE
    assert [told(each.read_bytes()) for each in (pdf, word)] == [set(), set()]
    assert main([*command, "--pdf-remarks", "yes"]) == DONE
    assert [bool(told(each.read_bytes())) for each in (pdf, word)] == [True, False]
    assert main([*command, "--docx-remarks", "yes"]) == DONE
    assert [bool(told(each.read_bytes())) for each in (pdf, word)] == [False, True]
    assert main([*command, "--pdf-remarks", "yes", "--copies", "1-3"]) == WRONG_ARGUMENTS
    assert "不能带批注" in capsys.readouterr().err


def test_a_word_copy_with_remarks_gives_them_back_and_items_take_none_along(
    tmp_path: Path, layout: Layout, faces: Faces
) -> None:
    file = tmp_path / "copy.docx"
    file.write_bytes(DOCX.encode(typeset(remarked(SMALL), layout, faces), remarks="yes"))
    issue = read_word_copy(file)[0]
    assert issue == replace(SMALL, remarks=REMARKS)
    assert told(repr(from_issue("旧简报", issue)).encode()) == set()
    taken = take_in_file(file, Context())
    assert told(repr(taken).encode()) == set()
    assert "里面的2条批注没有取用。" in repr(taken)


def test_a_reader_of_the_pdf_finds_the_same_words_on_the_pages(layout: Layout, faces: Faces) -> None:
    texts = []
    for remarks in ("no", "yes"):
        document = pypdfium2.PdfDocument(PDF.encode(typeset(remarked(SMALL), layout, faces), remarks=remarks))
        texts.append([document[at].get_textpage().get_text_bounded() for at in range(len(document))])
        document.close()
    assert texts[0] == texts[1]
