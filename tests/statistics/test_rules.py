"""Rules of adoption as an office writes them: each key is read, what is wrong is told with file and key."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from bulletin_desk.bulletin.office import Office, the_office
from bulletin_desk.errors import InvalidRulesError
from bulletin_desk.statistics.names import names_of
from bulletin_desk.statistics.rules import (
    EndorsementRule,
    Group,
    ItemRule,
    Points,
    Rules,
    described,
    points_words,
    read_rules,
    rules_of,
)

WHOLE = """
highlights = ["特别关注"]
counties = "city"
measure = "条"

[[groups]]
name = "市（州）"
offices = "cities"

[[groups]]
name = "省直单位"
offices = ["省图书馆", "省档案馆"]

[points]
whole = 3
merged = 1.5
merged_to = "shared"
endorsed = "highest"
month_most = 20
month_none = -2

[[points.rules]]
sections = ["特别关注"]
bulletins = ["要情专报"]
titles = ["约稿"]
source = "whole"
supplement = true
words_from = 1000
words_to = 3000
whole = 5
merged = "5/2"
add = 0.1
times = 2

[[points.endorsements]]
who = ["省委书记", "省长"]
points = 10

[[points.endorsements]]
points = 5
"""


def read(folder: Path, text: str, under: Rules | None = None) -> Rules:
    file = folder / "own.adoption.toml"
    file.write_text(text, encoding="utf-8")
    return read_rules(file, under)


def test_every_key(tmp_path: Path) -> None:
    assert read(tmp_path, WHOLE) == Rules(
        groups=(Group("市（州）", ("cities",)), Group("省直单位", ("省图书馆", "省档案馆"))),
        highlights=("特别关注",),
        counties_to_cities=True,
        measure="条",
        points=Points(
            whole=Fraction(3),
            merged=Fraction(3, 2),
            shared=True,
            rules=(
                ItemRule(
                    sections=("特别关注",),
                    bulletins=("要情专报",),
                    titles=("约稿",),
                    source="whole",
                    supplement=True,
                    words_from=1000,
                    words_to=3000,
                    whole=Fraction(5),
                    merged=Fraction(5, 2),
                    add=Fraction(1, 10),
                    times=Fraction(2),
                ),
            ),
            endorsements=(
                EndorsementRule(("省委书记", "省长"), Fraction(10)),
                EndorsementRule((), Fraction(5)),
            ),
            highest=True,
            month_most=Fraction(20),
            month_none=Fraction(-2),
        ),
    )


def test_what_is_not_said_is_as_the_office_has_it(tmp_path: Path) -> None:
    office = read(tmp_path, WHOLE)
    own = read(tmp_path, 'expected = ["甲局"]\n', office)
    assert own.groups == (Group("", ("甲局",)),)
    assert (own.points, own.measure) == (office.points, "条")
    assert read(tmp_path, "") == Rules()
    assert read(tmp_path, "[points]\nwhole = 2\n").points == Points(Fraction(2), Fraction(2))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('expected = "city"', "expected 应为“cities”之一，实为“city”"),
        ("expected = 21", "expected 应为列表，实为整数"),
        ('expected = "成都市"', '几个单位写成列表，如 ["成都市"]'),
        ('highlights = "要闻"', 'highlights 应为列表，实为文字，写成 ["要闻"]'),
        ("whole = 3", "不认识的键“whole”（是否要写“[points] 下面的 whole”？）"),
        (
            "[points]\nhalf = 2",
            "不认识的键“half”，还可以写的是 whole、endorsements、merged、merged_to、rules",
        ),
        ("[points]\nwhole = 3分", "数后面不能有别的字"),
        ("[points.rules]\nadd = 1", "points.rules 每条前面单写一行 [[points.rules]]，实为表"),
        ("[points]\nmonth_most = -1", "points.month_most 是一个单位一个月最多几分，应不小于0"),
        (
            "[[groups]]\nname = '市'\noffices = ['甲市']\n[[groups]]\nname = '县'\noffices = ['甲市']",
            "groups[1].offices 里的“甲市”前面“市”里有了，只写在一组里",
        ),
        ('expected = ["甲局", " "]', "expected 里有空的一项"),
        ('expected = []\ngroups = [{ name = "市", offices = [] }]', "expected 和 groups 只写一个"),
        ("[[groups]]\nname = '市'", "缺少 groups[0].offices"),
        ('[[groups]]\nname = " "\noffices = []', "groups[0].name 不能空着"),
        ('counties = "both"', "counties 应为“own”、“city”之一，实为“both”"),
        ('measure = ""', "measure 不能空着"),
        ("expect = []", "中有不认识的键“expect”（是否要写“expected”？）"),
        ("points = 3", "points 应为表，如 [points]，实为整数"),
        ("[points]\nwhole = true", 'points.whole 应为数，如 3、0.5 或 "1/3"'),
        ('[points]\nwhole = "三"', 'points.whole 应为数，如 3、0.5 或 "1/3"，实为“三”'),
        ('[points]\nwhole = "1/0"', "points.whole 应为数"),
        ('[points]\nwhole = "1e999999999"', "points.whole 应为数"),
        ("[points]\nwhole = inf", "points.whole 应为数"),
        ("[points]\nwhole = nan", "points.whole 应为数"),
        ("[points]\nwhole = 1e300", "points.whole 应在"),
        ("[points]\nwhole = 1000001", "points.whole 应在"),
        ("[points]\nwhole = 0.123456789012", "小数不要太长"),
        ('[points]\nmerged_to = "all"', "points.merged_to 应为“each”、“shared”之一"),
        ('[points]\nendorsed = "sum"', "points.endorsed 应为“all”、“highest”之一"),
        ("[[points.rules]]\nsections = ['要闻']", "points.rules[0].add 没有写"),
        ("[[points.rules]]\nadd = 1\nwords_from = 9\nwords_to = 1", "points.rules[0].words_to 应不小于"),
        ("[[points.rules]]\nadd = 1\nsection = '要闻'", "不认识的键“section”（是否要写“sections”？）"),
        ("[[points.endorsements]]\nwho = ['省长']", "缺少 points.endorsements[0].points"),
        ("whole ＝ 3", "键和值之间要用英文的等号 ="),
    ],
)
def test_what_is_wrong_is_told(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(InvalidRulesError) as error:
        read(tmp_path, text)
    assert reason in str(error.value)
    assert "own.adoption.toml”有误：" in str(error.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InvalidRulesError, match="没有这个文件"):
        read_rules(tmp_path / "none.toml")


def test_the_rules_of_an_office(tmp_path: Path) -> None:
    shipped = rules_of(the_office())
    assert len(shipped.expected(names_of())) == 21
    assert shipped.highlights == ("特别关注",)
    assert shipped.points is None
    own = tmp_path / "adoption.toml"
    assert rules_of(the_office(), own) == shipped  # there is none
    own.write_text('measure = "条"\n', encoding="utf-8")
    assert rules_of(the_office(), own).measure == "条"
    assert rules_of(the_office(), own).groups == shipped.groups
    assert rules_of(Office("某报")) == Rules()


def test_rules_beside_an_offices_own_file(tmp_path: Path) -> None:
    (tmp_path / "our.adoption.toml").write_text('expected = ["甲局"]\n', encoding="utf-8")
    office = Office("某报", adoption="our.adoption.toml", file=tmp_path / "our.toml")
    assert rules_of(office).groups == (Group("", ("甲局",)),)


def test_an_office_that_names_a_file_that_is_not_there(tmp_path: Path) -> None:
    office = Office("某报", adoption="none.adoption.toml", file=tmp_path / "our.toml")
    with pytest.raises(InvalidRulesError, match="没有这个文件") as error:
        rules_of(office)
    assert str(tmp_path / "none.adoption.toml") in str(error.value)


def test_who_is_expected_by_any_name() -> None:
    rules = Rules(groups=(Group("市", ("成都", "自贡市", "成都市志办")), Group("直", ("省图书馆",))))
    assert rules.expected(names_of()) == (
        ("成都市地方志编纂委员会办公室", "市"),
        ("自贡市地方志办公室", "市"),
        ("省图书馆", "直"),
    )


@pytest.mark.parametrize(
    ("points", "words"),
    [
        (Fraction(3), "3"),
        (Fraction(0), "0"),
        (Fraction(1, 3), "0.33"),
        (Fraction(2, 3), "0.67"),
        (Fraction(5, 2), "2.5"),
        (Fraction(-1, 2), "-0.5"),
        (Fraction(1, 200), "0.01"),
        (Fraction(-1, 1000), "0"),
        (Fraction(1999, 1000), "2"),
        (Fraction(1207, 100), "12.07"),
        (Fraction(100), "100"),
    ],
)
def test_points_in_words(points: Fraction, words: str) -> None:
    assert points_words(points) == words


def test_how_it_is_counted_is_said(tmp_path: Path) -> None:
    assert list(described(read(tmp_path, WHOLE))) == [
        "几个单位合写一条的，各计1条，合计中只计1条，字数和批示也是这样",
        "县（市、区）的稿件记到所在的市（州），同一条只记一次",
        "单独采用一条3分，综合采用一条1.5分（由各单位平分）",
        "栏目、字数、批示等另按积分办法计算",
    ]
