"""Units and persons in signatures and files' names; the clerk's list of units."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bulletin_desk.bulletin.office import Office, OfficeSection
from bulletin_desk.errors import UnreadableFileError
from bulletin_desk.intake.sources import (
    Place,
    Source,
    from_file_name,
    full_name,
    is_unit,
    load_units,
    read_units,
    signature,
    suggest_section,
)

UNITS = load_units()


@pytest.mark.parametrize(
    ("line", "text", "sure", "dropped"),
    [
        ("（德阳市地方志办公室）", "（德阳市地方志办公室）", True, ""),
        ("(德阳市办)", "（德阳市地方志办公室）", True, ""),
        ("供稿：遂宁市志办 张伟", "（遂宁市地方志办公室）", True, "张伟"),
        ("来源：乐山市", "（乐山市委党史和地方志研究室）", True, ""),
        ("（泸州市地方志办 李娟 王芳）", "（泸州市地方志办公室）", False, "李娟 王芳"),
        ("自贡市地方志办公室张伟", "（自贡市地方志办公室）", True, "张伟"),
        ("（供稿单位：雅安市委党史研究室）", "（雅安市委党史研究室）", True, ""),
        (
            "德阳市委党史研究室（德阳市地方志办公室）",
            "（德阳市委党史研究室（德阳市地方志办公室））",
            True,
            "",
        ),
        (
            "（德阳市地方志办公室、旌阳区地方志办公室）",
            "（德阳市地方志办公室、旌阳区地方志办公室）",
            True,
            "",
        ),
        ("（甲县档案馆\n乙县档案馆）", "（甲县档案馆\n乙县档案馆）", True, ""),
        ("（张伟 李娟）", "（张伟、李娟）", False, ""),
        ("作者：张 伟", "（张伟）", False, ""),
        ("北川县志办", "（北川羌族自治县地方志办公室）", False, ""),
        ("省地方志办公室", "（四川省地方志工作办公室）", True, ""),
    ],
)
def test_a_signature(line: str, text: str, sure: bool, dropped: str) -> None:
    found = signature(line, UNITS)
    assert found is not None
    assert (found.text, found.sure, found.dropped) == (text, sure, dropped)


@pytest.mark.parametrize(
    "line",
    [
        "（以上数据由各县区提供）",
        "（见附件）",
        "德阳市地方志办公室召开工作会议",
        "德阳市地方志办公室在会上作了发言。",
        "乐山市四向发力推进地方志事业高质量发展",
        "《乐山年鉴》",
        "",
        "（）",
    ],
)
def test_no_signature(line: str) -> None:
    assert signature(line, UNITS) is None


def test_places_alone_are_units_only_in_brackets_or_names() -> None:
    assert is_unit("德阳市", UNITS)
    assert is_unit("广元市办", UNITS)
    assert not is_unit("广元市创办", UNITS)


@pytest.mark.parametrize(
    ("name", "text", "sure"),
    [
        ("德阳市办：推进数字史志建设", "（德阳市地方志办公室）", True),
        ("【德阳】推进数字史志建设", "（德阳市地方志办公室）", True),
        ("乐山市委党史和地方志研究室—四向发力推进事业发展", "（乐山市委党史和地方志研究室）", True),
        ("01 遂宁市地方志办公室_投稿2024.1.5", "（遂宁市地方志办公室）", True),
        ("关于召开会议的稿件（广元市志办）", "（广元市地方志办公室）", False),
        ("剑阁县举办史志进机关活动", "（剑阁县党史和地方志事务中心）", False),
        ("3.泸州市：方志进校园", "（泸州市地方志办公室）", False),
    ],
)
def test_a_file_is_called_after_its_unit(name: str, text: str, sure: bool) -> None:
    found = from_file_name(name, UNITS)
    assert found is not None
    assert (found.text, found.sure) == (text, sure)


@pytest.mark.parametrize("name", ["稿件", "新建 文本文档", "2024年第5期", "1", "", "工作简报"])
def test_a_name_that_tells_nothing(name: str) -> None:
    assert from_file_name(name, UNITS) is None


def test_the_clerks_list_goes_before_the_shipped_one(tmp_path: Path) -> None:
    own = tmp_path / "units.txt"
    own.write_text(
        "\ufeff# 自己的\n\n德阳市 = 德阳市委党史研究室\n泸州办＝泸州市地方志办公室\n", encoding="utf-8"
    )
    units = load_units(own)
    assert signature("（德阳市办）", units) == Source("（德阳市委党史研究室）", "署名")
    assert units.full["泸州办"] == "泸州市地方志办公室"
    assert units.full["乐山市"] == "乐山市委党史和地方志研究室"
    assert load_units(tmp_path / "absent.txt") == UNITS


def test_an_office_without_units_takes_in_with_what_there_is(tmp_path: Path) -> None:
    units = load_units(
        office=Office("某市政务信息", sections=tuple(map(OfficeSection, ("要闻", "省直动态", "区县动态"))))
    )
    assert (units.full, units.places) == ({}, {})
    assert signature("（某某县人民政府办公室）", units) == Source("（某某县人民政府办公室）", "署名")
    sections = units.office.section_names
    assert suggest_section("（省财政厅）", "标题", sections, units) == "省直动态"
    assert suggest_section("（中共某某委员会）", "标题", sections, units) == "要闻"
    assert suggest_section("（德阳市）", "标题", (), units) == "要闻"
    assert load_units(tmp_path / "absent.txt", Office("甲")).full == {}


def test_an_office_s_lists_may_lie_beside_its_file(tmp_path: Path) -> None:
    (tmp_path / "我们的单位.txt").write_text("某县办 = 某县人民政府办公室\n", encoding="utf-8")
    (tmp_path / "我们的地名.txt").write_text("某市：某县 另县\n", encoding="utf-8")
    office = Office(
        "甲",
        units="我们的单位.txt",
        places="我们的地名.txt",
        place_office="政府办",
        file=tmp_path / "甲.toml",
    )
    units = load_units(office=office)
    assert full_name("某县办", units) == ("某县人民政府办公室", True)
    assert full_name("另县办", units) == ("另县政府办", False)
    assert full_name("另县办", replace(units, office=replace(office, place_office=""))) == ("另县办", True)
    with pytest.raises(UnreadableFileError, match="没有这个文件"):
        load_units(office=replace(office, units="没有.txt"))
    (tmp_path / "我们的地名.txt").write_bytes(b"\xff")
    with pytest.raises(UnreadableFileError, match=r"我们的地名\.txt”：不是 UTF-8 编码"):
        load_units(office=office)
    (tmp_path / "我们的地名.txt").write_bytes(b"#" * (9 << 20))
    with pytest.raises(UnreadableFileError, match="大得不像地名名单"):
        load_units(office=office)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("德阳市", "应写成“简称 = 全称”"),
        ("= 德阳市", "应写成“简称 = 全称”"),
        ("甲 = 乙 = 丙", "一行只写一个单位"),
        ("甲 = 丁", "前面写过"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, line: str, reason: str) -> None:
    own = tmp_path / "units.txt"
    own.write_text(f"甲 = 乙\n{line}\n", encoding="utf-8")
    with pytest.raises(UnreadableFileError, match="第2行") as caught:
        read_units(own)
    assert reason in str(caught.value)


def test_a_list_in_another_encoding_is_refused(tmp_path: Path) -> None:
    own = tmp_path / "units.txt"
    own.write_bytes("德阳市 = 甲".encode("gbk"))
    with pytest.raises(UnreadableFileError, match="UTF-8"):
        read_units(own)


def test_the_shipped_lists_hold_together() -> None:
    cities = {place.name for place in UNITS.places.values() if not place.city}
    assert len(cities) == 21
    counties = {(place.name, place.city) for place in UNITS.places.values() if place.city}
    assert len(counties) == 183
    assert {city for _, city in counties} == cities
    assert UNITS.places["北川"].name == "北川羌族自治县"
    assert UNITS.places["乐山"].name == "乐山市"


@pytest.mark.parametrize(
    ("source", "sections", "section"),
    [
        ("（德阳市地方志办公室）", ("特别关注", "市州动态"), "市州动态"),
        ("（剑阁县党史和地方志事务中心）", ("特别关注", "市州动态"), "市州动态"),
        ("（剑阁县党史和地方志事务中心）", ("市州动态", "区县之窗"), "区县之窗"),
        ("（德阳市地方志办公室）", (), "市州动态"),
        ("（四川省地方志工作办公室）", ("市州动态", "省直动态"), "省直动态"),
        ("（某学会）", ("工作交流",), "工作交流"),
    ],
)
def test_a_section_is_suggested(source: str, sections: tuple[str, ...], section: str) -> None:
    assert suggest_section(source, "", sections, UNITS) == section


def test_counties_of_one_name_are_none_s_without_their_city(tmp_path: Path) -> None:
    (tmp_path / "places.txt").write_text(
        "甲市：鼓楼区 江东县\n乙市：鼓楼区 江东区 丙丁县\n", encoding="utf-8"
    )
    places = load_units(None, Office("某简报", places="places.txt", file=tmp_path / "office.toml")).places
    assert not {"鼓楼区", "鼓楼", "江东"} & set(places)
    assert places["乙市鼓楼区"] == Place("乙市鼓楼区", "乙市")
    assert (places["江东县"].city, places["江东区"].city, places["丙丁"].city) == ("甲市", "乙市", "乙市")
