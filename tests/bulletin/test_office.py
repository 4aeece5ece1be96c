"""An office's facts are data: read strictly, and nothing of them in the code."""

from __future__ import annotations

import ast
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin_desk.bulletin import blank
from bulletin_desk.bulletin.blank import blank_issue, why_no_total
from bulletin_desk.bulletin.bounds import refusal
from bulletin_desk.bulletin.model import Addressee, Issue, Section
from bulletin_desk.bulletin.numbering import next_issue
from bulletin_desk.bulletin.office import (
    Office,
    OfficeSection,
    file_stem,
    issues_before,
    known_offices,
    model_of,
    office_like,
    office_of,
    own_offices,
    read_office,
    shipped_offices,
    the_office,
)
from bulletin_desk.bulletin.office_text import office_text
from bulletin_desk.errors import InvalidOfficeError
from bulletin_desk.resources import resource

SHIPPED = resource("offices", "sichuan.toml").read_text(encoding="utf-8")
SOURCE = Path(__file__).resolve().parents[2] / "src"
OTHER = """
name = "某市政务信息"
issuer = "某市人民政府办公室"
sections = ["要闻"]
section = "要闻"
disclosure = ""
imprint_office = "某市人民政府办公室"
print_count = 40
distribution = []

[units]
list = "sichuan.txt"
places = "places.txt"
province = "某省"
office = "人民政府办公室"

[issues_before]
2030 = 0
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "某市.toml"


def test_the_shipped_one_is_within_the_bounds() -> None:
    office = the_office()
    assert office.section in office.section_names
    for name in (office.units, office.places):
        assert resource("units", name).is_file()
    assert refusal(blank_issue(date(2024, 1, 9))) == ""


def test_another_office_s_first_issue(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text(OTHER, encoding="utf-8")
    office = read_office(file)
    monkeypatch.setattr(blank, "the_office", lambda: office)
    issue = blank_issue(date(2030, 2, 1))
    assert (issue.masthead.name, issue.masthead.total_number) == ("某市政务信息", 1)
    assert [section.name for section in issue.sections] == ["要闻"]
    assert (issue.distribution, issue.print_count, issue.disclosure) == ((), 40, "")
    assert issues_before("某市政务信息", 2030, [office]) == 0
    assert issues_before(the_office().name, 2024, [office]) is None


@pytest.mark.parametrize("year", [1, 1999, 2021, 2027, 2030, 2100, 9999])
def test_a_year_of_which_nothing_is_known_has_no_total_and_says_why(year: int) -> None:
    issue = blank_issue(date(year, 1, 1))
    assert issue.masthead.total_number is None
    assert issues_before(issue.masthead.name, year) is None
    assert why_no_total(issue) == (
        f"总期号没有填：程序里没有记{year}年以前出了多少期，请接上一期新建，或者自己填上。"
    )


def test_a_year_that_is_known_has_one() -> None:
    assert why_no_total(blank_issue(date(2026, 12, 31))) == ""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('name = "四川省地方志工作简报"', "", "缺少 name"),
        ('section = "市州动态"', 'section = "别的"', "section 应为“特别关注”、“市州动态”之一，实为“别的”"),
        ("print_count = 3", "print_count = 0", "print_count 应在1至"),
        ("print_count = 3", "print_count = 3\nphone = 1", "不认识的键“phone”"),
        ('label = "报"', 'label = "报"\nfax = ""', r"distribution\[0\] 中有不认识的键“fax”"),
        ("2026 = 832", "2026 = -1", r"issues_before\.2026 应在0至"),
        ("2026 = 832", "二〇二六 = 832", "不合 TOML 的写法"),
        ("2026 = 832", '"２０２６" = 832', "应为年份，如 2026"),
        ("2026 = 832", f"{'9' * 5000} = 832", "应为年份，如 2026"),
        ("2026 = 832", "0190000000000 = 832", "应为年份，如 2026"),
        ("2026 = 832", "1899 = 832", "应为年份，如 2026"),
        ("2026 = 832", "2026 = 832\n2026 = 833", "不合 TOML 的写法"),
        ('province = "四川"', 'province = "四川"\ncapital = ""', "units 中有不认识的键“capital”"),
        ("disclosure = ", f'disclosure = "{"长" * 2001}" # ', "disclosure 最长2000字"),
    ],
)
def test_what_is_wrong_is_one_sentence(old: str, new: str, said: str, file: Path) -> None:
    assert old in SHIPPED
    file.write_text(SHIPPED.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InvalidOfficeError, match=said) as caught:
        read_office(file)
    assert str(caught.value).startswith(f"单位文件“{file}”有误：")
    assert str(caught.value).isprintable()


@pytest.mark.parametrize("content", [b"\xff", b"#" * (65 << 10), b"", b"a = " + b"[" * 9000])
def test_what_is_no_office_file(content: bytes, file: Path) -> None:
    file.write_bytes(content)
    with pytest.raises(InvalidOfficeError):
        read_office(file)
    with pytest.raises(InvalidOfficeError, match="没有这个文件"):
        read_office(file.with_name("none.toml"))


def test_no_code_knows_the_office() -> None:
    """Its names and its province stand in remarks and examples only."""
    office = the_office()
    facts = [office.name, office.issuer, office.province, *office.section_names]
    facts += [entry.to for entry in office.distribution]
    assert Addressee("报", "中国地方志工作办公室。") in office.distribution
    for path in SOURCE.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        told = {
            id(node.value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Expr)  # docstrings
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
                assert not any(fact in node.value for fact in facts), f"{path}:{node.lineno}"


# ---- what an office of another kind has not


def test_a_name_is_enough(file: Path) -> None:
    file.write_text('name = "某市\\n政务信息"\n', encoding="utf-8")
    office = read_office(file)
    assert office == Office("某市\n政务信息")
    assert (office.one_line, office.file, office.usual_section) == ("某市政务信息", file, "")
    issue = blank_issue(date(2030, 2, 1), office)
    assert refusal(issue) == ""
    assert (issue.imprint, issue.print_count, issue.distribution) == (None, None, ())
    assert [section.name for section in issue.sections] == [""]


def test_a_new_issue_has_all_sections_where_none_is_the_usual_one(file: Path) -> None:
    file.write_text('name = "甲"\nsections = ["要闻", "动态"]\n', encoding="utf-8")
    office = read_office(file)
    assert [section.name for section in blank_issue(date(2030, 2, 1), office).sections] == ["要闻", "动态"]
    assert office.usual_section == "要闻"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('name = ""', "name 应为简报的名称，不能空着"),
        ('name = "甲"\nlayout = "../a.toml"', "layout 应为文件名，不带文件夹"),
        ('name = "甲"\nlayout = "C:a.toml"', "layout 应为文件名，不带文件夹"),
        ('name = "甲"\nadoption = "a/b.adoption.toml"', "adoption 应为文件名，不带文件夹"),
        ('name = "甲"\nadoption = "甲.toml"', "adoption 应为以 .adoption.toml 结尾的文件名"),
        ('name = "甲"\n[units]\nlist = "/etc/passwd"', "units.list 应为文件名，不带文件夹"),
        ('name = "甲"\n[fields]\n"编辑" = 1', "fields.编辑 应为文字，实为整数"),
        ('name = "甲"\n编辑 = ""', "第2行第1字附近不合 TOML 的写法.*中文的键是否加了引号"),
        ("." * 60_000, "第1行里的点多得不合理"),
        ("a = " + "9" * 5000, "里面有长得或深得不合理的值"),
        ('name = "甲"\nsection = "乙"', "section 应为.*实为“乙”"),
    ],
)
def test_what_is_wrong_in_a_short_one(text: str, said: str, file: Path) -> None:
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidOfficeError, match=said):
        read_office(file)


def test_values_of_the_layout_s_own_fields_are_kept(file: Path) -> None:
    file.write_text('name = "甲"\n[fields]\n"编辑" = "王芳"\n"审 核" = ""\n', encoding="utf-8")
    assert read_office(file).fields == {"编辑": "王芳", "审 核": ""}


# ---- sections of two levels

TWO_LEVELS = """name = "甲"
sections = ["国家", { name = "总体", level = 2 }, { name = "地方", level = 2 }, { name = "省内" }, "简讯"]
"""


def levels(issue: Issue) -> list[tuple[str, int, int]]:
    """Each section's name, its level and how many items it has."""
    return [(section.name, section.level, len(section.items)) for section in issue.sections]


def test_sections_of_two_levels_stand_in_a_new_issue_with_their_items_below(file: Path) -> None:
    file.write_text(TWO_LEVELS, encoding="utf-8")
    office = read_office(file)
    issue = blank_issue(date(2030, 2, 1), office)
    assert levels(issue) == [("国家", 1, 0), ("总体", 2, 1), ("地方", 2, 1), ("省内", 1, 1), ("简讯", 1, 1)]
    assert office.usual_section == "总体"
    assert levels(next_issue(issue, date(2030, 3, 1))) == levels(issue)
    assert office_like(issue).sections == office.sections


@pytest.mark.parametrize(
    ("section", "first", "usual"),
    [
        ("国家", [("国家", 1, 0), ("总体", 2, 1), ("地方", 2, 1)], "总体"),
        ("地方", [("国家", 1, 0), ("地方", 2, 1)], "地方"),
        ("简讯", [("简讯", 1, 1)], "简讯"),
    ],
)
def test_an_issue_that_begins_with_one_of_them(
    section: str, first: list[tuple[str, int, int]], usual: str, file: Path
) -> None:
    file.write_text(f'{TWO_LEVELS}section = "{section}"\n', encoding="utf-8")
    office = read_office(file)
    assert levels(blank_issue(date(2030, 2, 1), office)) == first
    assert office.usual_section == usual


def test_a_model_puts_what_the_issue_lacks_below_its_own_section(file: Path) -> None:
    file.write_text(TWO_LEVELS, encoding="utf-8")
    office = read_office(file)
    sections = (Section("省内", ()), Section("国家", ()), Section("总体", (), 2), Section("科技", (), 2))
    issue = replace(blank_issue(date(2030, 2, 1), office), sections=sections)
    assert [(each.name, each.level) for each in model_of(issue, office).sections] == [
        ("省内", 1),
        ("国家", 1),
        ("总体", 2),
        ("科技", 2),
        ("地方", 2),
        ("简讯", 1),
    ]


@pytest.mark.parametrize(
    ("sections", "said"),
    [
        ("[1]", r"sections\[0\] 应为表，实为整数"),
        ('[{ name = "甲", level = 3 }]', r"sections\[0\].level 应在1至2之间，实为3"),
        ("[{ level = 2 }]", r"缺少 sections\[0\].name"),
        ('[{ name = "甲", levle = 2 }]', r"sections\[0\] 中有不认识的键“levle”（是否要写“level”？）"),
    ],
)
def test_what_is_no_section(sections: str, said: str, file: Path) -> None:
    file.write_text(f'name = "甲"\nsections = {sections}\n', encoding="utf-8")
    with pytest.raises(InvalidOfficeError, match=said):
        read_office(file)


# ---- which there are, and whose an issue is


def test_own_ones_come_first_as_last_used_and_a_broken_one_is_named(tmp_path: Path) -> None:
    for name in ("甲", "乙", "丙"):
        (tmp_path / f"{name}.toml").write_text(f'name = "{name}的简报"\n', encoding="utf-8")
    (tmp_path / "坏.toml").write_text("name = 1\n", encoding="utf-8")
    (tmp_path / "版.layout.toml").write_text("no office\n", encoding="utf-8")
    (tmp_path / "规则.adoption.toml").write_text("no office\n", encoding="utf-8")
    (tmp_path / "记.txt").write_text("no office\n", encoding="utf-8")
    found, troubles = own_offices(tmp_path, ("丙", "没有了", "甲"))
    assert [file_stem(office) for office in found] == ["丙", "甲", "乙"]
    (said,) = troubles
    assert "坏.toml”有误：name 应为文字" in said
    assert said.endswith("；先不列出它。")
    assert known_offices(tmp_path, ("丙",)) == (found[0], found[2], found[1], *shipped_offices())
    assert own_offices(tmp_path / "nowhere") == ((), ())


def test_an_issue_s_office_is_found_by_name_then_by_issuer_else_it_tells_of_itself() -> None:
    day = date(2030, 2, 1)
    one = Office("甲简报", "甲办", units="甲.txt")
    other = Office("乙简报", "甲办")
    known = (other, one)
    assert office_of(blank_issue(day, one), known) is one
    renamed = blank_issue(day, replace(one, name="甲简报\n增刊"))
    assert office_of(renamed, known) is other
    strange = blank_issue(day, Office("丙简报", "丙办", sections=(OfficeSection("要闻"),), print_count=5))
    assert office_of(strange, known) == Office(
        "丙简报", "丙办", sections=(OfficeSection("要闻"),), print_count=5
    )
    assert office_of(blank_issue(day)) == the_office()


# ---- written and read back


def a_text(least: int = 0) -> st.SearchStrategy[str]:
    return st.text(st.characters(exclude_categories=["Cs"]), min_size=least, max_size=12)


FILE_NAMES = st.from_regex(r"[a-z甲]{0,6}", fullmatch=True)
OFFICES = st.builds(
    Office,
    name=a_text(1).filter(str.strip),
    issuer=a_text(),
    layout=FILE_NAMES,
    sections=st.lists(st.builds(OfficeSection, a_text(1), st.sampled_from((1, 2))), max_size=4).map(tuple),
    disclosure=a_text(),
    marking=a_text(),
    distribution=st.lists(st.builds(Addressee, a_text(), a_text()), max_size=3).map(tuple),
    imprint_office=a_text(),
    print_count=st.none() | st.integers(1, 900),
    fields=st.dictionaries(a_text(), a_text(), max_size=3),
    issues_before=st.dictionaries(st.integers(1900, 9999), st.integers(0, 9000), max_size=3),
    units=FILE_NAMES,
    adoption=st.sampled_from(("", "甲.adoption.toml")),
    places=FILE_NAMES,
    province=a_text(),
    place_office=a_text(),
).flatmap(
    lambda office: st.sampled_from(("", *office.section_names)).map(
        lambda section: replace(office, section=section)
    )
)


@given(OFFICES)
def test_what_is_written_is_read_back(office: Office) -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder, "甲.toml")
        file.write_text(office_text(office), encoding="utf-8", newline="\n")
        assert read_office(file) == office


def test_a_model_is_what_stands_in_the_issue_and_what_is_known_besides() -> None:
    office = the_office()
    changed = replace(blank_issue(date(2024, 1, 9)), disclosure="不予公开", print_count=None)
    changed = replace(changed, masthead=replace(changed.masthead, marking="内部资料"))
    model = model_of(changed, office)
    assert blank_issue(date(2024, 2, 1), model).masthead.marking == "内部资料"
    assert (model.disclosure, model.print_count, model.name) == ("不予公开", None, office.name)
    assert (model.units, model.province, model.issues_before) == (
        office.units,
        office.province,
        office.issues_before,
    )
    assert set(office.sections) <= set(model.sections)
    named = replace(changed, masthead=replace(changed.masthead, name="另一种"))
    assert model_of(named, office).issues_before == {}
    assert model_of(named, office).units == office.units
    assert model_of(named, office).adoption == office.adoption != ""
