"""A printed source is parted into the offices that it names, and nothing of it is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin_desk.statistics.names import Names, names_of, plain
from bulletin_desk.statistics.parting import offices_in, part, persons_in
from bulletin_desk.statistics.words import Part
from tests.statistics import made

SICHUAN = names_of()
BARE = Names()
"""Of an office of which no list is known."""

CASES = [
    ("成都市地方志办公室", ["成都市地方志办公室"], []),
    ("（成都市、德阳市地方志办公室）", ["成都市", "德阳市地方志办公室"], []),
    ("自贡、绵阳市地方志办公室", ["自贡市地方志办公室", "绵阳市地方志办公室"], []),
    ("绵阳、阿坝州史志办", ["绵阳市史志办", "阿坝州史志办"], []),
    ("甲市、乙市地方志办公室", ["甲市地方志办公室", "乙市地方志办公室"], []),
    ("成都市地方志办公室 武侯区地方志办公室", ["成都市地方志办公室", "武侯区地方志办公室"], []),
    ("成都市地方志办公室　　　武侯区地方志办公室", ["成都市地方志办公室", "武侯区地方志办公室"], []),
    ("成都市地方志办公室\n武侯区地方志办公室", ["成都市地方志办公室", "武侯区地方志办公室"], []),
    ("成都市地方志\n办公室", ["成都市地方志办公室"], []),
    ("成都市 地方志办公室", ["成都市地方志办公室"], []),
    ("成 都 市 志 办", ["成都市志办"], []),
    ("成都市地方志办公室 张 三", ["成都市地方志办公室"], ["张三"]),
    ("成都市地方志办公室 张 三 李 四", ["成都市地方志办公室"], ["张三", "李四"]),
    ("供稿：成都市地方志办公室 张三", ["成都市地方志办公室"], ["张三"]),
    ("（来源:成都市志办 作者：张三 审核：李四）", ["成都市志办"], ["张三", "李四"]),
    ("【来源：成都市志办】", ["成都市志办"], []),
    ("成都市地方志办公室（张三）", ["成都市地方志办公室"], ["张三"]),
    ("张三（成都市地方志办公室）", ["成都市地方志办公室"], ["张三"]),
    ("成都市地方志办公室张三", ["成都市地方志办公室"], ["张三"]),
    ("成都市地方志办公室主任张三", ["成都市地方志办公室"], ["张三"]),
    ("成都市志办、德阳市志办整理", ["成都市志办", "德阳市志办"], []),
    ("综合成都市、绵阳市志办报送", ["成都市", "绵阳市志办"], []),
    ("综合成都、绵阳等市报送信息整理", ["成都", "绵阳"], []),
    ("市志办、武侯区志办", ["成都市志办", "武侯区志办"], []),
    ("市志办 武侯区志办 旌阳区志办", ["市志办", "武侯区志办", "旌阳区志办"], []),
    ("市志办武侯区志办", ["成都市志办", "武侯区志办"], []),
    ("成都市志办武侯区志办", ["成都市志办", "武侯区志办"], []),
    ("成都市和德阳市地方志办公室", ["成都市", "德阳市地方志办公室"], []),
    ("乐山市委党史和地方志研究室", ["乐山市委党史和地方志研究室"], []),
    ("成都市武侯区地方志办公室", ["成都市武侯区地方志办公室"], []),
    ("德阳市委党史研究室（德阳市地方志办公室）", ["德阳市委党史研究室（德阳市地方志办公室）"], []),
    ("成都市地方志办公室（武侯区志办）", ["成都市地方志办公室", "武侯区志办"], []),
    ("成都市（武侯区）地方志办公室", ["成都市（武侯区）地方志办公室"], []),
    ("中国电信公司成都分公司", ["中国电信公司成都分公司"], []),
    ("西南交通大学成都校区", ["西南交通大学成都校区"], []),
    ("成都市志办 文/图 张三", ["成都市志办"], ["张三"]),
    ("天府新区党工委管委会综合部 王五", ["天府新区党工委管委会综合部"], ["王五"]),
    ("成都市志办；德阳市志办。", ["成都市志办", "德阳市志办"], []),
    ("（成都市志办、", ["成都市志办"], []),
    ("成都市志办 史志科", ["成都市志办史志科"], []),
    ("张三 李四", ["张三", "李四"], []),
    ("成都市 武侯区志办", ["成都市武侯区志办"], []),
    ("成都市、武侯区志办", ["成都市", "武侯区志办"], []),
    ("自贡、绵阳、泸州三市志办供稿", ["自贡市志办", "绵阳市志办", "泸州市志办"], []),
    ("成都市志办等3个单位", ["成都市志办"], []),
    ("成都市志办联合德阳市志办报送", ["成都市志办", "德阳市志办"], []),
    ("丁市晚报记者 王建平", ["丁市晚报"], ["王建平"]),
    ("遂宁市船山区志办\n重庆市潼南区志办", ["遂宁市船山区志办", "重庆市潼南区志办"], []),
    ("成都市志办 张三、德阳市志办 李四", ["成都市志办", "德阳市志办"], ["张三", "李四"]),
    ("张三、李四（成都市志办）", ["成都市志办"], ["张三", "李四"]),
    ("本刊综合", ["本刊综合"], []),
    ("1.成都市志办 2.德阳市志办", ["成都市志办", "德阳市志办"], []),
    ("①成都市志办 ②德阳市志办", ["成都市志办", "德阳市志办"], []),
    ("成都市志办 2026年1月5日", ["成都市志办"], []),
    ("成都市志办 张三 电话：028-12345678", ["成都市志办"], ["张三"]),
    ("12345", ["12345"], []),
    # roles, pictures, peoples and brackets beside persons
    ("成都市志办通讯员张三", ["成都市志办"], ["张三"]),
    ("成都市志办 通讯员张三 记者李四", ["成都市志办"], ["张三", "李四"]),
    ("成都市志办（记者张三）", ["成都市志办"], ["张三"]),
    ("成都市志办（通讯员 张三 李四）", ["成都市志办"], ["张三", "李四"]),
    ("成都市志办〔张三〕", ["成都市志办"], ["张三"]),
    ("成都市志办 张三（实习）", ["成都市志办"], ["张三"]),
    ("成都市志办 张三和李四", ["成都市志办"], ["张三", "李四"]),
    ("成都市志办供稿 陈思雨摄", ["成都市志办"], ["陈思雨"]),
    ("成都市志办 图片由周大力提供", ["成都市志办"], ["周大力"]),
    ("图片来源：成都市志办", ["成都市志办"], []),
    ("甘孜州志办 扎西次仁", ["甘孜州志办"], ["扎西次仁"]),
    ("甘孜州志办 泽仁旺姆（藏族）", ["甘孜州志办"], ["泽仁旺姆"]),
    ("张三，成都市志办", ["成都市志办"], ["张三"]),
    ("通讯员：张三（成都市志办、德阳市志办）", ["成都市志办", "德阳市志办"], ["张三"]),
    ("三台县委组织部李四", ["三台县委组织部"], ["李四"]),
    ("（成都市志办）（德阳市志办）", ["成都市志办", "德阳市志办"], []),
    ("成都市志办（武侯区志办、锦江区志办）", ["成都市志办", "武侯区志办", "锦江区志办"], []),
    ("成都市志办、社科联 文联", ["成都市志办", "社科联", "文联"], []),
    # further offices that no list knows
    ("成都市志办和新华社", ["成都市志办", "新华社"], []),
    ("成都市志办及社科联", ["成都市志办", "社科联"], []),
    ("成都市志办和有关单位", ["成都市志办"], []),
    ("教育局和文旅局", ["教育局", "文旅局"], []),
    ("县委宣传部会同县林业局", ["县委宣传部", "县林业局"], []),
    ("武侯区委宣传部联合国家图书馆", ["武侯区委宣传部", "国家图书馆"], []),
    ("江油市志办暨某某集团有限公司", ["江油市志办", "某某集团有限公司"], []),
    ("市委政研室   重庆市志办", ["市委政研室", "重庆市志办"], []),
    ("文旅局 文化馆", ["文旅局", "文化馆"], []),
    ("成都市志办   市委政研室", ["成都市志办", "市委政研室"], []),
    ("本刊综合江苏省地方志办公室、省志办", ["江苏省地方志办公室", "省志办"], []),
    ("乐山市 市中区志办", ["乐山市市中区志办"], []),
    ("南充市高坪、嘉陵区志办", ["高坪区志办", "嘉陵区志办"], []),
    ("红光镇　县委宣传部", ["红光镇", "县委宣传部"], []),
    ("县检察院 教育局", ["县检察院", "教育局"], []),
    ("徐州海关 江苏省档案馆", ["徐州海关", "江苏省档案馆"], []),
    ("县应急管理局会同石桥乡王建平供稿", ["县应急管理局", "石桥乡"], ["王建平"]),
    ("县一中会同红光镇", ["县一中", "红光镇"], []),
    ("教育局联合国网某县供电公司", ["教育局", "国网某县供电公司"], []),
    ("中央党校暨南京海关", ["中央党校", "南京海关"], []),
    ("成都高新区；武侯区委办公室", ["成都高新区", "武侯区委办公室"], []),
    ("县志办 卫健", ["县志办", "卫健"], []),
    # one office
    ("县人力资源和社 会保障局", ["县人力资源和社会保障局"], []),
    ("县农业农村和水务局", ["县农业农村和水务局"], []),
    ("红光镇 文化馆", ["红光镇文化馆"], []),
    ("红光镇 人民政府", ["红光镇人民政府"], []),
    ("都江堰 市志办", ["都江堰市志办"], []),
    ("中共成都市委 党史研究室", ["中共成都市委党史研究室"], []),
    ("教育局 办公室", ["教育局办公室"], []),
    ("规划和自然资源局", ["规划和自然资源局"], []),
    ("四川省社会科学院和谐社会研究中心", ["四川省社会科学院和谐社会研究中心"], []),
    ("省妇女联合会", ["省妇女联合会"], []),
    ("成都市（武侯区、锦江区）", ["成都市（武侯区、锦江区）"], []),
    ("阿坝州九寨沟县、甘孜州稻城县志办", ["阿坝州九寨沟县志办", "甘孜州稻城县志办"], []),
    ("成都市\u200b志办", ["成都市志办"], []),
    ("成都市地方志办公室（市志办）", ["成都市地方志办公室（市志办）"], []),
    ("", [], []),
    ("（）", [], []),
]


@pytest.mark.parametrize(("source", "offices", "persons"), CASES)
def test_whom_a_source_names(source: str, offices: list[str], persons: list[str]) -> None:
    pieces = part(source, SICHUAN)
    assert list(offices_in(pieces)) == offices
    assert list(persons_in(pieces)) == persons


@pytest.mark.parametrize(
    ("source", "offices"),
    [
        ("成都、德阳市志办", ["成都", "德阳市志办"]),
        ("安岳、乐至县志办", ["安岳", "乐至县志办"]),
        ("甲州市志办、乙市", ["甲州市志办", "乙市"]),
        ("巴中市恩阳区 巴州区志办", ["巴中市恩阳区志办", "巴州区志办"]),
    ],
)
def test_where_no_list_of_places_tells(source: str, offices: list[str]) -> None:
    assert list(offices_in(part(source, BARE))) == offices


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> Names:
    """The clerk's list has short names that are no places."""
    own = tmp_path_factory.mktemp("listed") / "units.txt"
    lines = (
        "蓉 = 成都市志办",
        "川图 = 省图书馆",
        "高新区 = 高新区管委会",
        "江油 = 江油市志办",
        "眉山市 = 眉山市志办",
        "仁寿县志办 = 仁寿县志办",
    )
    own.write_text("\n".join(lines), encoding="utf-8")
    return names_of(None, own)


@pytest.mark.parametrize(
    ("source", "offices"),
    [
        ("成都市志办 和 德阳市志办", ["成都市志办", "德阳市志办"]),
        ("成都市志办，和川图", ["成都市志办", "川图"]),
        ("自贡市与中共绵阳市志办与泸州市与眉山市", ["自贡市志办", "中共绵阳市志办", "泸州市", "眉山市"]),
        ("蓉与江油", ["蓉", "江油"]),
        ("眉山市以及川图", ["眉山市", "川图"]),
        ("眉山市会同高新区联合供稿", ["眉山市", "高新区"]),
        ("省委办公厅和眉山市", ["省委办公厅", "眉山市"]),
        ("省图书馆会同国家方志馆（整理）", ["省图书馆", "国家方志馆"]),
        ("成都市档案馆（成都市志办）和德阳市志办", ["成都市档案馆（成都市志办）", "德阳市志办"]),
        ("蓉供稿", ["蓉"]),
        ("眉山市志办及市委政研室", ["眉山市志办", "市委政研室"]),
        ("眉山市志办联合市委政研室", ["眉山市志办", "市委政研室"]),
        ("眉山市志办\n市委政研室\n省图书馆", ["眉山市志办", "市委政研室", "省图书馆"]),
        ("根据省文物考古研究院来稿", ["省文物考古研究院"]),
        ("本刊综合川图及眉山市志办", ["川图", "眉山市志办"]),
        ("综合省委办公厅等单位报送信息", ["省委办公厅"]),
        ("眉山市\n省文物考古研究院", ["眉山市", "省文物考古研究院"]),
        ("眉山市 仁寿县志办", ["眉山市", "仁寿县志办"]),  # both stand in the list
        ("眉山市 丹棱县志办", ["眉山市丹棱县志办"]),
        ("综合眉山市　省图书馆", ["眉山市", "省图书馆"]),
        # names that have such words in them
        ("成都市和平街道办事处", ["成都市和平街道办事处"]),
        ("四川省联合征信公司", ["四川省联合征信公司"]),
        ("会同县地方志办公室", ["会同县地方志办公室"]),
        ("省人力资源和社会保障厅", ["省人力资源和社会保障厅"]),
        ("眉山市志办和地方志编纂中心", ["眉山市志办和地方志编纂中心"]),
        ("综合执法局", ["综合执法局"]),
    ],
)
def test_what_joins_offices_whose_names_the_list_has(source: str, offices: list[str], listed: Names) -> None:
    assert list(offices_in(part(source, listed))) == offices


@pytest.mark.parametrize("source", [source for source, _, _ in CASES])
@pytest.mark.parametrize("names", [SICHUAN, BARE], ids=["known", "unknown"])
def test_the_pieces_are_the_source(source: str, names: Names) -> None:
    assert "".join(piece.text for piece in part(source, names)) == source


_WORDS = st.sampled_from(
    [
        *("成都市", "成都", "武侯区", "德阳市地方志办公室", "市志办", "志办", "办公室", "张三", "李", "四"),
        *("综合", "报送", "整理", "供稿：", "和", "、", "，", " ", "　", "\n", "/", "（", "）", "【", "】"),
        *("：", "某某局", "等市", "中共", "四川省", "主任", "分公司", "A", "1", "·", "—", "等", "的"),
    ]
)


@given(st.lists(_WORDS, max_size=12).map("".join) | st.text(max_size=30))
def test_no_character_is_lost(source: str) -> None:
    for names in (SICHUAN, BARE):
        pieces = part(source, names)
        assert "".join(piece.text for piece in pieces) == source
        left = [piece.text for piece in pieces if piece.part is Part.BETWEEN]
        assert not any(char.isalnum() for text in left for char in text if char not in "和与及暨同")
        assert all(piece.name for piece in pieces if piece.part is Part.OFFICE)
        worded = any(piece.part is not Part.BETWEEN for piece in pieces)
        assert bool(offices_in(pieces)) == worded  # whoever is named is counted


@given(
    cities=st.lists(st.sampled_from(made.CITIES), min_size=1, max_size=5, unique=True),
    tail=st.sampled_from(made.TAILS),
    joint=st.sampled_from(["、", "，", " ", "\n", "/", "；", "　　", " 、 "]),
    one_tail=st.booleans(),
    around=st.sampled_from(["{}", "（{}）", "供稿：{}", "（{}供稿）", "（综合{}报送）", "{} 张三", "[{}]"]),
)
def test_offices_joined_in_any_way(
    made_names: Names, cities: list[str], tail: str, joint: str, one_tail: bool, around: str
) -> None:
    written = [city if one_tail and city != cities[-1] else f"{city}{tail}" for city in cities]
    pieces = part(around.format(joint.join(written)), made_names)
    assert {made_names.full_name(name) for name in offices_in(pieces)} == set(map(made.full_name, cities))


@pytest.fixture(scope="module")
def made_names(tmp_path_factory: pytest.TempPathFactory) -> Names:
    return made.names(tmp_path_factory.mktemp("names"))


@pytest.mark.parametrize(
    "source",
    [
        "成都市志办" * 400,
        "张三、" * 600,
        "供稿" * 1000,
        "成都市志办" + "等" * 1900,
        "成 " * 1000,
        "（" * 2000,
    ],
    ids=["offices", "persons", "wording", "endings", "spaced", "brackets"],
)
def test_sources_as_long_as_they_may_be(source: str) -> None:
    assert plain("".join(piece.text for piece in part(source[:2000], SICHUAN))) == plain(source[:2000])
