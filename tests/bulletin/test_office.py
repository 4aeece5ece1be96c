"""An office's facts are data: read strictly, and nothing of them in the code."""

from __future__ import annotations

import ast
from datetime import date
from pathlib import Path

import pytest

from bulletin_desk.bulletin import blank
from bulletin_desk.bulletin.blank import blank_issue, why_no_total
from bulletin_desk.bulletin.bounds import refusal
from bulletin_desk.bulletin.model import Addressee
from bulletin_desk.bulletin.office import issues_before, read_office, the_office
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
    assert office.section in office.sections
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
    facts = [office.name, office.issuer, office.province, *office.sections]
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
