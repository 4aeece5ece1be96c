"""档号."""

from __future__ import annotations

from datetime import date

import pytest

from bulletin_desk.archiving.codes import CodeChoice, CodeError, codes_of

DAY = date(2024, 1, 9)
CHOICE = CodeChoice("Z109", unit="BGS")


def test_codes_are_as_the_standard_has_them() -> None:
    assert [code.text for code in codes_of(CHOICE, (DAY, DAY))] == [
        "Z109-WS·2024-Y-BGS-0001",
        "Z109-WS·2024-Y-BGS-0002",
    ]
    code = codes_of(CHOICE._replace(term="D30", first=37), [date(2023, 12, 31)] * 5)[-1]
    assert code.text == "Z109-WS·2023-D30-BGS-0041"
    assert (code.year, code.number, code.term) == (2023, 41, "D30")


@pytest.mark.parametrize(
    ("pattern", "code"),
    [
        ("{年度}-{件号:3}", "2024-001"),
        ("{全宗号}.{年度}.{件号:6}", "Z109.2024.000001"),
        ("简报 {年度}（{件号:2}）", "简报 2024（01）"),
    ],
)
def test_a_pattern_of_ones_own(pattern: str, code: str) -> None:
    assert codes_of(CHOICE._replace(pattern=pattern), [DAY])[0].text == code


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        (CHOICE._replace(fonds=" "), "要用全宗号，请填上"),
        (CHOICE._replace(unit=""), "要用机构，请填上"),
        (CHOICE._replace(pattern="{年度}-{期号}-{件号}"), "“{期号}”不认识，可以用"),
        (CHOICE._replace(pattern="{年度"), "大括号不成对"),
        (CHOICE._replace(pattern="{年度}"), "要有 {件号}"),
        (CHOICE._replace(pattern="{年度:4}{件号}"), "只有件号能写位数"),
        (CHOICE._replace(pattern="{件号:99}"), "只有件号能写位数"),
        (CHOICE._replace(fonds="Z/109"), "不能有“/”"),
        (CHOICE._replace(fonds="Z\u202e109"), "不能有“U\\+202E”"),
        (CHOICE._replace(unit="B" * 90), "请改短"),
        (CHOICE._replace(unit="处" * 70), "请改短"),
        (CHOICE._replace(pattern="{件号!r}"), "“{件号!r}”不认识"),
        (CHOICE._replace(pattern="NUL.{件号}"), "不能用作文件名"),
        (CHOICE._replace(pattern="{件号}."), "不能用作文件名"),
        (CHOICE._replace(first=0), "件号0超出了"),
        (CHOICE._replace(first=10_000), "件号10000超出了"),
    ],
)
def test_what_makes_no_code_is_told(choice: CodeChoice, said: str) -> None:
    with pytest.raises(CodeError, match=said):
        codes_of(choice, [DAY])


def test_numbers_begin_anew_with_each_year_that_is_told() -> None:
    days = [date(2023, 12, 1), date(2023, 12, 31), date(2024, 1, 2), date(2024, 1, 9)]
    assert [code.number for code in codes_of(CHOICE._replace(first=41), days)] == [41, 42, 1, 2]
    through = CHOICE._replace(first=41, pattern="{件号}")
    assert [code.text for code in codes_of(through, days)] == ["0041", "0042", "0043", "0044"]
