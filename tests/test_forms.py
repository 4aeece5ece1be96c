"""The table of forms, and the command line as its reader: a row more is an option more."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bulletin_desk import cli
from bulletin_desk.bulletin.model import Body
from bulletin_desk.cli import main
from bulletin_desk.exit_codes import DONE, UNWRITABLE_TARGET, WRONG_ARGUMENTS
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.forms import DOCX, FORMS, HTML, PDF, Form, make, named, silent, spaced
from bulletin_desk.layouts.model import Layout
from bulletin_desk.paths import other_ending
from bulletin_desk.pipeline import Typeset, typeset
from bulletin_desk.storage.bulletin_file import read_bulletin, write_bulletin
from tests.another_form import PLAIN
from tests.bulletin.issues import TIDY
from tests.bulletin.rich import RICH

REAL = Path(__file__).resolve().parents[1] / "examples" / "2024-01-09.bulletin"

Captured = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def real(faces: Faces, layout: Layout) -> Typeset:
    return typeset(read_bulletin(REAL), layout, faces)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "一期.bulletin"
    write_bulletin(path, TIDY)
    return path


@pytest.fixture
def one_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "FORMS", (PDF, DOCX, PLAIN))


def run(*arguments: str | Path) -> int:
    try:
        return main([str(argument) for argument in arguments])
    except SystemExit as leaving:
        return int(leaving.code or 0)


# ---- the rows


def test_rows_can_be_told_apart() -> None:
    for fact in ("name", "short", "called", "access_key"):
        assert len({getattr(form, fact) for form in FORMS}) == len(FORMS)


@pytest.mark.parametrize("form", [*FORMS, PLAIN], ids=lambda form: form.name)
def test_a_name_that_ends_as_the_form_does_is_refused_for_others(form: Form) -> None:
    assert other_ending(f"一期{form.suffix}") == form.suffix


def test_words_are_put_together() -> None:
    assert [form.file for form in (PDF, DOCX, PLAIN)] == ["PDF 文件", "Word 文件", "纯文本文件"]
    assert spaced(f"输出{named((PDF, DOCX))}") == "输出 PDF 和 Word"
    assert spaced(f"把{named((PDF, DOCX, PLAIN))}放好") == "把 PDF、Word 和纯文本放好"
    assert spaced(f"输出{named((PLAIN,))}") == "输出纯文本"


# ---- what is written


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_a_writer_tells_how_far_it_is(form: Form, real: Typeset) -> None:
    told: list[int] = []
    assert form.encode(real, told.append) == form.encode(real)
    assert told == sorted(told)
    assert set(told) >= set(range(1, len(real.pages) + 1))
    assert told[-1] == len(real.pages)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_a_writer_is_ended_by_whom_it_tells(form: Form, real: Typeset) -> None:
    class EnoughError(Exception):
        pass

    told: list[int] = []

    def tell(done: int) -> None:
        told.append(done)
        if done == 3:
            raise EnoughError

    with pytest.raises(EnoughError):
        form.encode(real, tell)
    assert told[-1] == 3


def test_the_word_copys_lines_are_free_if_wanted(real: Typeset) -> None:
    assert DOCX.encode(real, lines="locked") == DOCX.encode(real)
    assert DOCX.encode(real, lines="free") != DOCX.encode(real)


@pytest.fixture(scope="module")
def rich(faces: Faces, layout: Layout) -> Typeset:
    return typeset(RICH, layout, faces)


def test_a_web_copy_has_what_is_wanted_of_head_and_closing_block(real: Typeset) -> None:
    def page(**options: str) -> str:
        return HTML.encode(real, silent, **options).decode("utf-8")

    assert page() == page(head="in", contents="in", closing="out", pictures="embedded")
    assert "<header>" in page()
    assert "<footer" not in page()
    assert "<header>" not in page(head="out")
    assert "印发" in page(closing="in")
    assert page().count("<title>四川省地方志工作简报 2024年第2期（总第607期）</title>") == 1


def test_the_pictures_of_a_web_copy_lie_beside_it_if_wanted(rich: Typeset) -> None:
    assert HTML.beside is not None
    assert HTML.beside(rich) == {}
    files = HTML.beside(rich, pictures="beside")
    assert list(files) == ["1.png", "2.jpg"]
    page = HTML.encode(rich, pictures="beside", folder="第 2期.files").decode("utf-8")
    assert "data:image" not in page
    assert page.count('src="%E7%AC%AC%202%E6%9C%9F.files/1.png"') == 2
    made = make(HTML, rich, Path("第 2期.html"), pictures="beside")
    assert made.data.decode("utf-8") == page
    assert made.folder == "第 2期.files"
    assert made.files == files


def test_what_a_web_page_has_no_place_for_is_told(faces: Faces, layout: Layout) -> None:
    (section, *_) = TIDY.sections
    item = replace(section.items[0], blocks=(Body("甲\x07乙"),))
    made = typeset(replace(TIDY, sections=(replace(section, items=(item,)),)), layout, faces)
    assert [finding.rule for finding in HTML.findings(made)] == ["not_in_html"]
    assert HTML.findings(typeset(TIDY, layout, faces)) == []


# ---- on the command line


def test_the_command_line_writes_pictures_into_a_folder_beside(tmp_path: Path) -> None:
    file, target = tmp_path / "一期.bulletin", tmp_path / "一期.html"
    write_bulletin(file, RICH)
    assert run("export", file, "--html", target, "--html-pictures", "beside", "--html-closing", "in") == DONE
    page = target.read_text(encoding="utf-8")
    assert "印发" in page
    assert sorted(path.name for path in (tmp_path / "一期.files").iterdir()) == ["1.png", "2.jpg"]
    (tmp_path / "一期.files" / "甲.txt").write_bytes(b"")
    assert run("export", file, "--html", target, "--html-pictures", "beside") == UNWRITABLE_TARGET
    assert target.read_text(encoding="utf-8") == page


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_the_command_line_writes_what_the_form_makes(form: Form, real: Typeset, tmp_path: Path) -> None:
    target = tmp_path / f"一期{form.suffix}"
    assert run("export", REAL, "--faces", "shipped", f"--{form.name}", target) == DONE
    assert target.read_bytes() == form.encode(real)


@pytest.mark.usefixtures("one_more")
def test_one_more_form_is_one_more_option(file: Path, tmp_path: Path, capsys: Captured) -> None:
    assert run("export", "--help") == DONE
    said = capsys.readouterr().out
    assert said.index("--docx 输出") < said.index("--csv 输出") < said.index("--report")
    assert "写成纯文本文件" in said
    assert "--csv-ends 换行" in said
    pdf, plain = tmp_path / "甲.pdf", tmp_path / "甲.csv"
    assert run("export", file, "--csv", plain, "--pdf", pdf) == DONE
    out, err = capsys.readouterr()
    assert out == f"已写好“{pdf}”：2面。\n已写好“{plain}”。\n"
    assert "纯文本里没有红线。" in err
    assert TIDY.masthead.one_line in plain.read_text(encoding="utf-8").replace(" ", "")
    usual = plain.read_bytes()
    assert run("export", file, "--csv", plain, "--csv-ends", "dos") == DONE
    assert plain.read_bytes() == usual.replace(b"\n", b"\r\n")
    assert "纯文本里没有红线。" in capsys.readouterr().err
    assert run("export", file, "--pdf", pdf) == DONE
    assert "纯文本" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("code", "arguments", "says"),
    [
        (WRONG_ARGUMENTS, (), "要写 --pdf 或 --docx 或 --csv，说明输出到哪里"),
        (WRONG_ARGUMENTS, ("--csv", "a", "--docx", "./a"), "--docx 和 --csv 写的是同一个文件"),
        (WRONG_ARGUMENTS, ("--csv", "a", "--csv-ends", "mac"), "--csv-ends：不认识 'mac'（可用 "),
        (
            UNWRITABLE_TARGET,
            ("--pdf", "b.pdf", "--csv", "a.docx"),
            "要写的是纯文本文件，文件名却以 .docx",
        ),
        (UNWRITABLE_TARGET, ("--pdf", "b.csv", "--csv", "a.csv"), "要写的是 PDF 文件，文件名却以 .csv 结尾"),
        (UNWRITABLE_TARGET, ("--csv", "夹"), "这是一个文件夹，请写明文件名"),
        (UNWRITABLE_TARGET, ("--csv", "一期.bulletin"), "这就是简报文件本身"),
    ],
)
@pytest.mark.usefixtures("one_more")
def test_one_more_form_is_refused_as_the_others_are(
    code: int,
    arguments: tuple[str, ...],
    says: str,
    file: Path,
    tmp_path: Path,
    capsys: Captured,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "夹").mkdir()
    assert run("export", file.name, *arguments) == code
    assert says in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["一期.bulletin", "夹"])


def test_the_row_alone_made_the_difference(file: Path, tmp_path: Path, capsys: Captured) -> None:
    assert run("export", file, "--csv", tmp_path / "甲.csv") == WRONG_ARGUMENTS
    assert "--csv" in capsys.readouterr().err
