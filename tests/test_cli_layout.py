"""`layout learn` and `layout check`, as they are typed."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from bulletin_desk.beginning import layout_of_office
from bulletin_desk.bulletin.office import Office, read_office
from bulletin_desk.cli import main
from bulletin_desk.exit_codes import DONE, FINDINGS, UNUSABLE_INPUT, UNWRITABLE_TARGET, WRONG_ARGUMENTS
from bulletin_desk.export.docx.write import docx_bytes
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.gathering.doubts import Doubt
from bulletin_desk.layouts.line_rule import OFFICE_RULE
from bulletin_desk.layouts.read import load_layout
from bulletin_desk.learning.learned import Answer, Learned, Off, Question
from bulletin_desk.learning.line_fit import Agreement, Candidate, Fitted
from bulletin_desk.storage.bulletin_file import read_bulletin
from bulletin_desk.typeset.typesetter import Typesetter
from tests.learning.test_round_trip import printed
from tests.typeset.test_real_issue import EXAMPLES


def run(*words: str | Path) -> int:
    return main(["layout", *map(str, words), "--faces", "shipped"])


def data(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory, faces: Faces) -> Path:
    return printed("special-report", faces, tmp_path_factory.mktemp("旧"))


def test_a_layout_an_office_and_a_bulletin_are_written(
    old: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    layout, office, bulletin = (tmp_path / name for name in ("专报.layout.toml", "专报.toml", "旧.bulletin"))
    words = ("--office", office, "--bulletin", bulletin)
    assert run("learn", old, "-o", layout, *words, "--json") == FINDINGS  # something is asked
    told = data(capsys)
    assert [told[key] for key in ("layout", "office", "bulletin")] == [*map(str, (layout, office, bulletin))]
    assert told["lines"] == {"agreed": 34, "of": 34}
    assert told["rule"]["cells"] == 28
    assert told["rule"]["agreed"] == told["rule"]["of"]
    assert all(len(question["answers"]) == 2 for question in told["questions"])
    made, issue = read_office(office), read_bulletin(bulletin)
    assert layout_of_office(made) == issue.layout
    assert made.name == issue.masthead.name == "网络舆情"
    assert load_layout(str(layout)).name == "网络舆情"
    # again: nothing is written over
    assert run("learn", old, "-o", layout) == UNWRITABLE_TARGET
    assert "已经存在" in capsys.readouterr().err
    # what was learned agrees with what it was learned from
    assert run("check", layout, old, "--json") == FINDINGS  # it is not all as the standard has it
    told = data(capsys)
    assert told["lines"] == {"agreed": 34, "of": 34}
    assert told["off"] == []
    assert told["deviations"]


def test_what_was_learned_is_said(
    old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    layout = load_layout("special-report")
    issue = read_bulletin(EXAMPLES / "special-report.bulletin")
    assert issue.layout
    agreed = Agreement(Candidate(Fraction(28), OFFICE_RULE), 9, 9)
    made = Learned(
        layout,
        issue.layout,
        Office("网络舆情"),
        issue,
        (Doubt("layout", "报头里的五角星没有放。"),),
        (Question("引号占多宽？", "看不出来。", (Answer("半个字", layout), Answer("一个字", layout))),),
        (Off("第1面", "第12期", 0.5, "低了0.5毫米"),) * 30,
        (33, 34),
        Fitted(agreed, agreed, None, (), ()),
        (),
    )
    monkeypatch.setattr("bulletin_desk.learning.learn.learn", lambda *_, **__: made)
    target = tmp_path / "甲.layout.toml"
    assert run("learn", old, "-o", target) == FINDINGS
    said = capsys.readouterr().out
    for each in (
        f"写好了：{target}",
        "旧的一期有34行，照这份版式排，33行排得一样。",
        "另外留出9行没有用来找，合得上9行",
        "没有认准：报头里的五角星没有放。",
        "和原来不同：第1面“第12期”，低了0.5毫米。",
        "还有10处",
        "请定：引号占多宽？现在是“半个字”，也可以是“一个字”。",
    ):
        assert each in said
    assert not (tmp_path / "甲.toml").exists()


def test_word_and_pdf_of_one_issue_are_read_together(
    old: Path, tmp_path: Path, faces: Faces, capsys: pytest.CaptureFixture[str]
) -> None:
    issue = read_bulletin(EXAMPLES / "special-report.bulletin")
    layout = load_layout("special-report")
    word = tmp_path / "旧的一期.docx"
    word.write_bytes(docx_bytes(issue, layout, Typesetter(layout, faces).typeset(issue)))
    assert run("check", "special-report", word, old, "--json") in (DONE, FINDINGS)
    assert data(capsys)["lines"] == {"agreed": 34, "of": 34}


def test_the_standard_has_no_deviation(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", "gb9704") == DONE
    assert "没有和标准不同的地方" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("learn", "旧.pdf", "-o", "甲.toml"), WRONG_ARGUMENTS, ".layout.toml"),
        (
            ("learn", "旧.pdf", "-o", "甲.layout.toml", "--office", "别处/甲.toml"),
            WRONG_ARGUMENTS,
            "同一个文件夹",
        ),
        (
            ("learn", "旧.pdf", "-o", "甲.layout.toml", "--office", "乙.layout.toml"),
            WRONG_ARGUMENTS,
            "单位文件请另起一个",
        ),
        (("learn", "旧.pdf", "-o", "甲.layout.toml", "--bulletin", "甲.txt"), WRONG_ARGUMENTS, ".bulletin"),
        (("learn", "a.pdf", "b.pdf", "c.pdf", "-o", "甲.layout.toml"), WRONG_ARGUMENTS, "只写一期"),
        (("check", "gb9704", "a.pdf", "b.pdf", "c.pdf"), WRONG_ARGUMENTS, "只写一期"),
        (("learn", "没有.pdf", "-o", "甲.layout.toml"), UNUSABLE_INPUT, "没有.pdf"),
        (("learn", "没有.docx", "-o", "甲.layout.toml"), UNUSABLE_INPUT, "没有.docx"),
        (("check", "没有"), UNUSABLE_INPUT, "没有"),
    ],
)
def test_what_is_refused(
    words: tuple[str, ...],
    code: int,
    told: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(*words) == code
    assert told in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_two_pdfs_are_no_issue(old: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("learn", old, old, "-o", tmp_path / "甲.layout.toml", "--json") == UNUSABLE_INPUT
    assert "只照着一期学" in data(capsys)["error"]
