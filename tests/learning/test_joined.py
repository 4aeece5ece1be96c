"""A Word file and a PDF are one issue, or they are refused; what the PDF's fonts are called, Word tells."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Literal

import pytest

from bulletin_desk.errors import UnreadableFileError
from bulletin_desk.learning.block_fit import Block
from bulletin_desk.learning.evidence import Ink, Look, Seen, SeenLine
from bulletin_desk.learning.joined import joined
from bulletin_desk.learning.paragraphs import Piece, SetParagraph
from bulletin_desk.learning.sighting import Sighting

BLACK = Ink(0, 0, 0)
TEXT = "今年以来，全市各级各部门坚持以人民为中心，扎实推进各项工作。"


def sighting(kind: Literal["pdf", "word"], face: str, text: str = TEXT, left: float = 79.37) -> Sighting:
    look = Look(face, 16.0, BLACK, False)
    chars = tuple(Seen(char, 80.0 + 16 * at, 120.0, 96.0 + 16 * at, look) for at, char in enumerate(text))
    piece = Piece(SeenLine(chars), 0)
    paragraph = SetParagraph(text, (piece,), (0,), "justified", look, 0.0, 0.0, 32.0)
    block = Block(
        Fraction(105), Fraction(left), Fraction(16), 28, Fraction(28), 22, Fraction(16), look, kind == "pdf"
    )
    return Sighting(
        Path(f"旧的一期.{kind}"), Fraction(595), Fraction(842), block, (paragraph,), (), (), kind=kind
    )


def test_faces_and_lengths_are_those_that_were_typed() -> None:
    word = sighting("word", "仿宋_GB2312", left=79.4)
    made = joined(word, sighting("pdf", "CIDFont+F1"))
    assert made.block.left == word.block.left
    assert made.block.look.face == "仿宋_GB2312"
    assert {seen.look.face for seen in made.paragraphs[0].lines[0].line.chars} == {"仿宋_GB2312"}
    assert made.kind == "pdf"


def test_a_font_that_has_a_name_keeps_it() -> None:
    made = joined(sighting("word", "仿宋_GB2312"), sighting("pdf", "SimSun"))
    assert made.block.look.face == "SimSun"


def test_files_of_two_issues_are_refused() -> None:
    other = sighting("word", "仿宋", "昨天，全省气象部门召开视频会议，安排汛期各项准备工作任务。")
    with pytest.raises(UnreadableFileError, match="不是同一期"):
        joined(other, sighting("pdf", "SimSun"))


def test_margins_that_are_otherwise_are_told() -> None:
    made = joined(sighting("word", "仿宋", left=60), sighting("pdf", "SimSun"))
    assert [doubt.reason for doubt in made.doubts] == ["layout"]
    assert made.block.left == Fraction(79.37)


def test_a_number_that_only_one_file_has_is_told() -> None:
    made = joined(_headed("word", "第12期"), _headed("pdf", "第13期"))
    assert [doubt.words for doubt in made.doubts] == ["第13期"]
    assert joined(_headed("word", "第13期"), _headed("pdf", "第13期")).doubts == ()


def _headed(kind: Literal["pdf", "word"], number: str) -> Sighting:
    made = sighting(kind, "仿宋")
    return made._replace(paragraphs=(*sighting(kind, "仿宋", number).paragraphs, *made.paragraphs))
