"""通报: an issue of the office's own, ready to edit, that tells of endorsements only how many there were."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from bulletin_desk.beginning import first_issue
from bulletin_desk.bulletin.bounds import refusal
from bulletin_desk.bulletin.grammar import walk
from bulletin_desk.bulletin.model import Body, Endorsement, Heading, Issue, LayoutText, ListItem, Table
from bulletin_desk.bulletin.office import the_office
from bulletin_desk.bulletin.tables import is_grid
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.read import layout_names, layout_text
from bulletin_desk.pipeline import layout_of, typeset
from bulletin_desk.statistics.adoption import Adoption, adoption
from bulletin_desk.statistics.circular import circular
from bulletin_desk.statistics.rules import CITIES, Group, Points, Rules
from bulletin_desk.statistics.spans import quarter_span, year_span
from bulletin_desk.storage.bulletin_file import read_bulletin, write_bulletin
from tests.statistics import made

RULES = Rules(groups=(Group("", (CITIES,)),), highlights=("特别关注",))
POINTS = Points(Fraction(3), Fraction(1))


def counted(folder: Path, rules: Rules = RULES, **options: int) -> Adoption:
    truth = made.made(3, **{"issues": 10, **options})
    first = truth.printed[0]
    noted = first.item._replace(endorsements=(Endorsement("钱某", date(2026, 1, 9), "绝密批语"),))
    truth.printed[0] = first._replace(item=noted)
    return adoption(truth.printed, made.names(folder), rules, year_span(2026))


def issue(layout: str = "sichuan-gazetteer") -> Issue:
    return first_issue(the_office(), date(2026, 12, 31), LayoutText(*layout_text(layout)))


def texts(made_of: Issue) -> list[str]:
    (section,) = made_of.sections
    (item,) = section.items
    return [text.text for block in item.blocks for text in block.texts()]


def test_an_issue_of_the_offices_own(tmp_path: Path) -> None:
    found = counted(tmp_path)
    made_of = circular(found, issue())
    (section,) = made_of.sections
    (item,) = section.items
    assert section.name == "信息采用情况"
    assert item.title == "2026年信息采用情况通报"
    assert made_of.masthead.name == "四川省地方志工作简报"
    (table,) = (block for block in item.blocks if isinstance(block, Table))
    assert is_grid(table)
    assert table.header_rows == 1
    assert table.caption == "2026年信息采用情况"
    assert table.unit == "单位：篇"
    assert [cell.text for cell in table.rows[0]] == [
        *("名次", "单位", "篇数", "单独", "综合", "特别关注", "批示")
    ]
    assert len(table.rows) == 2 + len(made.CITIES) + len(found.unresolved) + 1  # head and total, unsigned
    assert table.rows[-1][2].text == "80"
    assert table.note.startswith("注：几个单位合写一篇的，各计1篇")
    headings = [block.text for block in item.blocks if isinstance(block, Heading)]
    assert headings == ["各单位采用情况", "领导批示情况", "没有采用的单位"]


def test_what_it_says(tmp_path: Path) -> None:
    found = counted(tmp_path, unknown=0, unsigned=0, merged=4)
    opening, *_ = said = texts(circular(found, issue()))
    assert opening.startswith(
        "2026年1月1日至12月31日，《某省工作简报》共编发10期，采用信息80篇，其中单独采用76篇、综合采用4篇。“特别关注”栏目刊登"
    )
    assert opening.endswith("。现将采用情况通报如下。")
    zero = next(text for text in said if text.startswith("应报送"))
    assert zero == "应报送信息而没有采用的单位有2个：酉安州地方志办公室、戌原州地方志办公室。"
    endorsed = next(text for text in said if "领导批示的信息" in text)
    count = sum(len(each.endorsements) for each in found.items)
    assert f"批示{count}条" in endorsed


def test_endorsements_are_counted_and_never_told(tmp_path: Path) -> None:
    found = counted(tmp_path)
    everything = "\n".join(node.text for node in walk(circular(found, issue(), titles=True)))
    assert "领导批示情况" in everything
    assert "绝密批语" not in everything
    assert "钱某" not in everything


def test_points_and_groups(tmp_path: Path) -> None:
    half = len(made.CITIES) // 2
    groups = (
        Group("市（州）", tuple(made.CITIES[:half])),
        Group("县（市、区）", tuple(made.CITIES[half:])),
    )
    rules = Rules(groups=groups, points=POINTS, measure="条")
    found = counted(tmp_path, rules, unknown=0, unsigned=0, silent=0)
    item = circular(found, issue()).sections[0].items[0]
    headings = [(block.level, block.text) for block in item.blocks if isinstance(block, Heading)]
    assert headings[:3] == [(1, "各单位采用情况"), (2, "市（州）"), (2, "县（市、区）")]
    one, other = (block for block in item.blocks if isinstance(block, Table))
    assert one.caption == "2026年市（州）信息采用情况"
    assert (one.rows[0][-1].text, one.unit) == ("得分", "单位：条、分")
    assert (one.note, other.note[:2]) == ("", "注：")
    assert [row[0].text for row in (one.rows[1], other.rows[1])] == ["1", "1"]
    assert other.rows[-1][1].text == "全部（不重复计）"
    first = next(block.text for block in item.blocks if isinstance(block, Body) and "居前" in block.text)
    assert first.startswith("得分居前的是：")
    assert "条）" in first


def test_titles_with_marks_and_what_they_mean(tmp_path: Path) -> None:
    found = counted(tmp_path)
    item = circular(found, issue(), titles=True).sections[0].items[0]
    entries = [block.text for block in item.blocks if isinstance(block, ListItem)]
    assert len(entries) == sum(max(1, len(each.credits)) for each in found.items)
    assert any("〔综〕" in entry for entry in entries)
    legend = next(block.text for block in item.blocks if isinstance(block, Body) and "标记说明" in block.text)
    assert "〔综〕综合采用" in legend
    assert "〔栏〕登在“特别关注”栏目" in legend


def test_several_bulletins_have_no_mark_between_them(tmp_path: Path) -> None:
    """GB/T 15834—2011, 4.5.3.5."""
    found = counted(tmp_path)
    printed = [
        counted.printed._replace(name=name) for counted, name in zip(found.items, "甲乙", strict=False)
    ]
    opening = texts(circular(adoption(printed, found.names, RULES, year_span(2026)), issue()))[0]
    assert "，《甲》《乙》共编发" in opening


def test_nothing_was_adopted(tmp_path: Path) -> None:
    found = adoption([], made.names(tmp_path), RULES, quarter_span(2026, 3))
    item = circular(found, issue()).sections[0].items[0]
    assert item.title == "2026年第三季度信息采用情况通报"
    assert texts(circular(found, issue()))[0] == "2026年7月1日至9月30日，没有采用信息。"


def test_proof_finds_no_sum_that_is_wrong(tmp_path: Path, faces: Faces) -> None:
    made_of = circular(counted(tmp_path), issue())
    result = typeset(made_of, layout_of(made_of)[0], faces)
    assert {"table_sum", "enumerated"} & {finding.rule for finding in result.findings()} == set()


@pytest.mark.parametrize("name", layout_names())
def test_it_is_saved_and_set_in_any_layout(tmp_path: Path, faces: Faces, name: str) -> None:
    made_of = circular(counted(tmp_path), issue(name))
    assert refusal(made_of) == ""
    write_bulletin(tmp_path / "a.bulletin", made_of)
    assert read_bulletin(tmp_path / "a.bulletin") == made_of
    result = typeset(made_of, layout_of(made_of)[0], faces)
    assert not [finding for finding in result.page_findings() if "放不下" in finding.message]
    assert "卯江市地方志" in result.dump().replace("\n", "").replace(" ", "")
