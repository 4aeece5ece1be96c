"""Names are brought together by the lists, and by nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin_desk.bulletin.office import Office
from bulletin_desk.errors import UnreadableFileError
from bulletin_desk.intake.sources import read_units
from bulletin_desk.statistics.names import Names, may_be_listed, names_of, plain, with_accepted

CHENGDU = "成都市地方志编纂委员会办公室"


def sichuan(folder: Path, own: str = "") -> Names:
    (folder / "own.txt").write_text(own, encoding="utf-8")
    return names_of(None, folder / "own.txt")


@pytest.mark.parametrize(
    ("name", "full"),
    [
        ("成都市", CHENGDU),
        ("成都", CHENGDU),
        ("成都市志办", CHENGDU),
        ("成都市方志办", CHENGDU),
        ("四川省成都市志办", CHENGDU),
        (CHENGDU, CHENGDU),
        ("成都市地方志编纂委员会\n办公室", CHENGDU),
        (f"{CHENGDU}年鉴处", CHENGDU),
        ("中共乐山市委党史和地方志研究室", "乐山市委党史和地方志研究室"),
        ("德阳市委党史研究室(德阳市地方志办公室)", "德阳市地方志办公室"),
        ("省志办综合处", "四川省地方志工作办公室"),
        ("武侯区地方志办公室", "武侯区地方志办公室"),
        ("成都市武侯区地方志办公室", "武侯区地方志办公室"),
        ("凉山彝族自治州地方志办公室", "凉山州地方志办公室"),
        # a guess would bring these together with something; no list does
        ("自贡市志办", None),
        ("自贡市党史和地方志研究室", None),
        ("自贡", None),
        ("成都市档案馆", None),
        ("成都市教育局", None),
        ("武侯区志办", None),
        ("某某局", None),
    ],
)
def test_what_the_lists_know(name: str, full: str | None) -> None:
    assert names_of().full_name(name) == full


def test_the_clerks_list_goes_before_the_offices(tmp_path: Path) -> None:
    names = sichuan(
        tmp_path,
        "成都市志办 = 成都市地方志办公室\n自贡市志办 = 自贡市史志中心\n市史志中心 = 自贡市志办\n",
    )
    # the list of the office calls the same office by another name
    for name in ("成都市志办", "成都市", CHENGDU, "成都市地方志办公室", "成都方志办"):
        assert names.full_name(name) == "成都市地方志办公室"
    # one line leads to the next, an abbreviation to the place's office
    for name in ("自贡市志办", "市史志中心", "自贡市方志办", "自贡市地方志办公室"):
        assert names.full_name(name) == "自贡市史志中心"


def test_a_department_of_an_office_that_the_rule_makes() -> None:
    assert names_of().full_name("眉山市地方志办公室年鉴处") == "眉山市地方志办公室"
    assert names_of().full_name("眉山市地方志办公室和年鉴处") is None
    assert names_of().full_name("达州市地方志办公室方志科") == "达州市人民政府地方志办公室"


def test_the_province_is_the_offices_own(tmp_path: Path) -> None:
    own = tmp_path / "units.txt"
    own.write_text("省图 = 省图书馆\n川档 = 四川省档案馆\n", encoding="utf-8")
    names = names_of(None, own)
    assert names.full_name("四川省图书馆") == "省图书馆"
    assert names.full_name("省档案馆") == "四川省档案馆"
    assert names.full_name("重庆市图书馆") is None
    assert Names().full_name("省图书馆") is None


def test_another_name_in_brackets_without_its_place() -> None:
    assert names_of().full_name("成都市地方志办公室（市志办）") == "成都市地方志编纂委员会办公室"
    assert names_of().full_name("成都市地方志办公室（县志办）") is None


def test_the_same_place_by_another_of_its_names(tmp_path: Path) -> None:
    own = tmp_path / "units.txt"
    own.write_text("阿坝州 = 阿坝州党史和地方志编纂中心\n绵阳党史办 = 绵阳市委党史研究室\n", encoding="utf-8")
    names = names_of(None, own)
    assert names.full_name("阿坝藏族羌族自治州党史和地方志编纂中心") == "阿坝州党史和地方志编纂中心"
    assert names.full_name("绵阳市党史办") == "绵阳市委党史研究室"
    assert names.full_name("甘孜藏族自治州党史和地方志编纂中心") is None


def test_a_county_of_a_prefecture_by_its_short_name() -> None:
    names = names_of()
    assert names.full_name("甘孜州稻城县地方志办公室") == "稻城县地方志办公室"
    assert names.city_of("甘孜州稻城县志办") == "甘孜藏族自治州"


def test_a_listed_county_behind_its_city(tmp_path: Path) -> None:
    own = tmp_path / "units.txt"
    own.write_text("阆中市 = 阆中市志编纂中心\n", encoding="utf-8")
    names = names_of(None, own)
    assert names.full_name("南充市阆中市志编纂中心") == names.full_name("南充阆中") == "阆中市志编纂中心"
    assert names.full_name("德阳市阆中市志编纂中心") is None


def test_a_list_that_leads_in_a_circle(tmp_path: Path) -> None:
    names = sichuan(tmp_path, "甲局 = 乙局\n乙局 = 甲局\n")
    assert names.full_name("甲局") in ("甲局", "乙局")


def test_an_abbreviation_that_could_be_two(tmp_path: Path) -> None:
    names = sichuan(tmp_path, "自贡市志办 = 自贡市地方志办公室\n自贡方志办 = 自贡市党史研究室\n")
    assert names.full_name("自贡市史志办") is None


def test_of_another_kind_of_office(tmp_path: Path) -> None:
    """成都市志办 is no abbreviation of 成都市统计局."""
    (tmp_path / "list.txt").write_text("成都市 = 成都市统计局\n", encoding="utf-8")
    office = Office(
        "统计简报", units="list.txt", places="places.txt", place_office="统计局", file=tmp_path / "o.toml"
    )
    names = names_of(office)
    assert names.full_name("成都") == "成都市统计局"
    assert names.full_name("成都市志办") is None
    assert names.full_name("绵阳市统计局") == "绵阳市统计局"


def test_counties_belong_to_their_city() -> None:
    names = names_of()
    assert names.city_of("武侯区地方志办公室") == "成都市"
    assert names.city_of("成都市武侯区志办") == "成都市"
    assert names.city_of("成都市地方志办公室") == ""
    assert names.city_of("某某区志办") == ""
    assert names.city_of("北川县志办") == "绵阳市"
    assert names.city_of("北川志办") == "绵阳市"
    assert names.city_of("金川公司") == names.city_of("成都武侯祠博物馆") == ""
    assert len(names.cities()) == 21
    assert names.office_of_place("成都市") == CHENGDU
    assert names.office_of_place("自贡市") == "自贡市地方志办公室"


def test_the_one_office_of_its_kind_in_a_place(tmp_path: Path) -> None:
    names = sichuan(
        tmp_path, "自贡市党史和地方志研究室 = 自贡市委党史和地方志研究室\n市教育局 = 自贡市教育局\n"
    )
    assert names.office_of_place("自贡市") == "自贡市委党史和地方志研究室"
    assert names.full_name("自贡市志办") is None  # but no list says that this is it


@pytest.mark.parametrize(
    ("name", "likely"),
    [
        ("自贡市志办", "自贡市地方志办公室"),
        ("自贡市党史和地方志研究室", "自贡市地方志办公室"),
        ("中共自贡市委党史和地方志研究室", "自贡市地方志办公室"),
        ("四川省地方志工作办公室室", "四川省地方志工作办公室"),
        ("武侯区志办", "武侯区地方志办公室"),
        ("成都市档案馆", "成都市档案馆"),
        ("某某局", "某某局"),
    ],
)
def test_what_is_proposed(name: str, likely: str) -> None:
    assert names_of().likely(name) == likely


@pytest.mark.parametrize(
    ("others", "full"),
    [
        (("{}志办", "{}党史和地方志研究室"), "{}地方志办公室"),
        (("{}志办", "{}地方志办公室"), "{}委党史和地方志研究室"),
        (("{}地方志办公室", "{}史志中心"), "中共{}委党史和地方志研究室"),
        (("{}史志研究室", "{}方志办"), "{}档案馆（{}地方志办公室）"),
    ],
)
def test_all_cities_in_three_spellings(tmp_path: Path, others: tuple[str, str], full: str) -> None:
    """Whatever the office's own list says of some of them."""
    cities = names_of().cities()
    own = [(each.format(city), full.format(city, city)) for city in cities for each in others]
    names = sichuan(tmp_path, "".join(f"{name} = {whole}\n" for name, whole in own))
    for name, whole in own:
        assert names.full_name(name) == names.full_name(whole) == plain(whole)
    for city in cities:
        assert names.office_of_place(city) == plain(full.format(city, city))
        assert names.full_name(f"{city}市教育局") is None


# ---- the clerk's list


def test_accepted_names_are_added_and_what_stands_there_stays() -> None:
    text = "# 我的名单\n甲市志办 = 甲市办\n乙市志办＝乙市办\n\n"
    assert with_accepted(text, {"甲市志办": "甲市地方志办公室", "丙市志办": "丙市地方志办公室"}) == (
        "# 我的名单\n甲市志办 = 甲市地方志办公室\n乙市志办＝乙市办\n\n丙市志办 = 丙市地方志办公室\n"
    )
    assert with_accepted("", {}) == ""


@pytest.mark.parametrize("name", ["甲=乙", "#甲", "", " ", "甲\n乙＝丙"])
def test_what_a_line_cannot_hold_is_left_out(name: str) -> None:
    assert not may_be_listed(name, "某某局")
    assert with_accepted("甲 = 乙\n", {name: "某某局"}) == "甲 = 乙\n"


_NAMES = st.text("甲乙市志办 （）=＝#\n", max_size=6)


@given(st.dictionaries(_NAMES, _NAMES, max_size=5))
def test_an_accepted_list_can_be_read(
    tmp_path_factory: pytest.TempPathFactory, pairs: dict[str, str]
) -> None:
    file = tmp_path_factory.mktemp("list") / "own.txt"
    file.write_text(with_accepted("# 名单\n甲市 = 甲市办\n", pairs), encoding="utf-8")
    try:
        found = read_units(file)
    except UnreadableFileError as error:
        raise AssertionError(file.read_text(encoding="utf-8")) from error
    wanted = {plain(name): plain(full) for name, full in pairs.items() if may_be_listed(name, full)}
    assert found == {"甲市": "甲市办", **wanted}
