"""RTF files: what a converter loses is seen, and what LibreOffice makes of them has all their words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bulletin_desk import programs
from bulletin_desk.intake.manuscript import Manuscript, Note, Paragraph
from bulletin_desk.intake.read import read_manuscript
from bulletin_desk.intake.rtf import MOST_LOST, lost_words, stretches
from tests.intake.word import saved

HEAD = (
    r"{\rtf1\ansi\ansicpg936\uc1\deff0{\fonttbl{\f0\fnil\fcharset134 SimSun;}{\f3\fnil\fcharset2 Wingdings;}}"
    r"{\info{\title Z}}"
)


def rtf(body: str) -> bytes:
    return (HEAD + body + "}").encode()


def coded(text: str) -> str:
    """A text as Word writes it in RTF."""
    return "".join(char if char.isascii() else rf"\u{ord(char)}?" for char in text)


def in_gbk(text: str) -> str:
    return "".join(rf"\'{byte:02x}" for byte in text.encode("gbk"))


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (r"\pard " + coded("甲乙") + r"\par " + in_gbk("丙丁") + r"\par", ["甲乙", "丙丁"]),
        (r"{\b " + coded("甲") + "}" + coded("乙"), ["甲", "乙"]),
        (r"\uc2\u30002??" + coded("乙") + "{A}", ["甲乙", "A"]),
        (r"\uc0\u30002 \u20057 x", ["甲乙x"]),
        (r"{\f3 l}{\*\generator G;}{\*\unknown X}{\pict\bin3 a}b}A", ["A"]),
        (r"{\listtext 1.\tab}A{\field{\*\fldinst PAGE}{\fldrslt 3}}", ["A", "3"]),
        (r"{\header A}{\*\annotation B}{\*\shpinst{\sp{\sn n}{\sv v}}{\shptxt C}}", ["A", "B", "C"]),
        (r"A\{B\}\~C\_\-D", ["ABCD"]),
        ("A" * 3 + "{" * 700 + "B" + "}" * 700 + "C", ["AAA", "B", "C"]),
        ("\\", []),
        (r"\u-10240?\u-9216?", ["\U00010000"]),
    ],
)
def test_the_words_that_a_file_holds(body: str, told: list[str]) -> None:
    assert list(stretches(rtf(body))) == told


def test_what_a_converter_lost() -> None:
    data = rtf(r"\pard A1\par{\b B}\par{\header C}{\field{\fldrslt 12}}\par D")
    made = Manuscript("", (Paragraph("a，A1 。"), Paragraph("D")), (Note("header", 0, "页眉里的“C”"),))
    assert lost_words(data, made) == ["B"]
    assert len(lost_words(rtf(r"\par x" * 900), Manuscript("", ()))) == MOST_LOST


def test_looking_for_what_was_lost_comes_to_an_end() -> None:
    words = [f"x{number}y" for number in range(30_000)]
    data = rtf("".join(rf"\par {word}" for word in words))
    assert lost_words(data, Manuscript("", tuple(map(Paragraph, reversed(words))))) == []


class Words:
    """Words, each of which comes once and in no other."""

    def __init__(self) -> None:
        self.given: list[str] = []

    def __call__(self) -> str:
        number = str(len(self.given) + 100)
        self.given.append("字" + "".join("甲乙丙丁戊己庚辛壬癸"[int(digit)] for digit in number) + "止")
        return coded(self.given[-1])


CELLS = r"\trowd\cellx2000\cellx6000\pard\intbl {}\cell {}\cell\row\pard "
NESTED = (
    r"\pard\intbl\itap2 {}\nestcell {}\nestcell{{\*\nesttableprops\trowd\cellx900\cellx1800\nestrow}}"
    r"{{\nonesttables\par}}\pard\intbl\itap1\cell\pard\intbl {}\cell\trowd\cellx3000\cellx6000\row\pard "
)
FORMS: tuple[Callable[[Words], str], ...] = (
    lambda words: rf"\pard {words()}{{\b {words()}}}{{\strike {words()}}}{{\v {words()}}}\par ",
    lambda words: rf"\pard {words()}\line {words()}\tab {words()}\page {words()}\par ",
    lambda words: rf"\pard {words()}{{\super\chftn}}{{\footnote\pard {{\super\chftn}}{words()}}}\par ",
    lambda words: rf"\pard {words()}{{\super\chftn}}{{\footnote\ftnalt\pard {{\super\chftn}}{words()}}}\par ",
    lambda words: rf"\pard {{\revised\revauth1 {words()}}}{{\deleted\revauthdel1 {words()}}}\par ",
    lambda words: (
        rf"\pard {{\*\atrfstart 1}}{words()}{{\*\atrfend 1}}{{\*\atnauthor X}}"
        rf"{{\chatn {{\*\annotation{{\*\atnref 1}}\pard {words()}}}}}\par "
    ),
    lambda words: CELLS.format(words(), words()) + CELLS.format(words(), words()),
    lambda words: NESTED.format(words(), words(), words()),
    lambda words: (
        r"\pard {\shp{\*\shpinst\shpleft0\shptop0\shpright3000\shpbottom1000{\sp{\sn shapeType}{\sv 202}}"
        rf"{{\shptxt \pard {words()}\par}}}}}}{words()}\par "
    ),
    lambda words: rf"\pard {{\pntext\pard 1.\tab}}{{\*\pn\pnlvlbody\pnstart1\pndec}}{words()}\par ",
    lambda words: rf"\pard {{\field{{\*\fldinst HYPERLINK http://a.cn}}{{\fldrslt {words()}}}}}\par ",
    lambda words: rf"\pard {{\upr{{A}}{{\*\ud{{{words()}}}}}}}\par ",
    lambda words: rf"\pard\absw2000\posx100\posy100 {words()}\par ",
    lambda words: (
        rf"\sect\sectd{{\header\pard {words()}\par}}{{\footer\pard {words()}\par}}\pard {words()}\par "
    ),
)
MARGINS: tuple[Callable[[Words], str], ...] = (
    lambda words: rf"{{\header\pard {words()}\par}}{{\footer\pard {words()}\par}}",
    lambda words: rf"\titlepg{{\headerf\pard {words()}\par}}{{\header\pard {words()}\par}}",
    lambda words: rf"\facingp{{\headerl\pard {words()}\par}}{{\headerr\pard {words()}\par}}",
    # LibreOffice loses the second
    lambda words: rf"\titlepg\facingp{{\header\pard {words()}\par}}{{\headerl\pard {words()}\par}}",
)


@pytest.mark.skipif(programs.libreoffice(Path("稿.rtf")) is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("at", range(len(MARGINS)))
def test_nothing_is_lost_unsaid_on_the_way_through_libreoffice(tmp_path: Path, at: int) -> None:
    words = Words()
    body = MARGINS[at](words) + "".join(form(words) for form in FORMS[at:] + FORMS[:at])
    manuscript = read_manuscript(saved(tmp_path, rtf(body), "稿.rtf"))
    said = [paragraph.text for paragraph in manuscript.paragraphs]
    said += [f"{note.message}\n{note.words}" for note in manuscript.notes]
    told = "".join("\n".join(said).split())
    assert [word for word in words.given if word not in told] == []
