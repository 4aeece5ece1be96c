"""What an item is worth, by rules such as real offices have."""

from __future__ import annotations

from fractions import Fraction

import pytest

from bulletin_desk.bulletin.model import Endorsement
from bulletin_desk.statistics.points import Worth, points_for_each
from bulletin_desk.statistics.rules import EndorsementRule, ItemRule, Points

ITEM = Worth("工作简报", False, ("市州动态",), "某市开展普查", 800, 1)
ONE, HALF = Fraction(1), Fraction(1, 2)


@pytest.mark.parametrize(
    ("item", "points", "worth"),
    [
        (ITEM, Points(), 1),
        (ITEM, Points(Fraction(5), Fraction(3)), 5),
        # 被综合采用的，每个单位计3分
        (ITEM._replace(offices=3), Points(Fraction(5), Fraction(3)), 3),
        # 综合采用的，由各单位平分
        (ITEM._replace(offices=3), Points(Fraction(5), Fraction(5), shared=True), Fraction(5, 3)),
        (ITEM, Points(Fraction(5), Fraction(5), shared=True), 5),
        # 约稿信息采用1条计5分
        (
            ITEM._replace(title="约稿：普查"),
            Points(rules=(ItemRule(titles=("约稿",), whole=Fraction(5)),)),
            5,
        ),
        # 增刊30分
        (ITEM._replace(supplement=True), Points(rules=(ItemRule(supplement=True, whole=Fraction(30)),)), 30),
        (ITEM, Points(rules=(ItemRule(supplement=True, whole=Fraction(30)),)), 1),
        # 不同的简报分值不同
        (
            ITEM._replace(bulletin="要情专报"),
            Points(rules=(ItemRule(bulletins=("要情专报",), whole=Fraction(10)),)),
            10,
        ),
        # 特别关注另加2分，上级栏目也算
        (
            ITEM._replace(sections=("省内", "特别关注")),
            Points(rules=(ItemRule(sections=("特别关注",), add=Fraction(2)),)),
            3,
        ),
        # 减半
        (ITEM._replace(offices=2), Points(rules=(ItemRule(source="merged", times=HALF),)), HALF),
        (ITEM, Points(rules=(ItemRule(source="merged", times=HALF),)), 1),
        # 字数：500字以下半分，500至1000字1分，以上每档加
        (ITEM._replace(characters=499), Points(rules=(ItemRule(words_to=499, whole=HALF),)), HALF),
        (ITEM._replace(characters=500), Points(rules=(ItemRule(words_to=499, whole=HALF),)), 1),
        (
            ITEM._replace(characters=1000),
            Points(rules=(ItemRule(words_from=1000, add=HALF),)),
            Fraction(3, 2),
        ),
        # 几条都合：分值照第一条，加的都加，乘的都乘
        (
            ITEM,
            Points(
                rules=(
                    ItemRule(whole=Fraction(4)),
                    ItemRule(whole=Fraction(9), times=Fraction(2)),
                    ItemRule(add=ONE),
                    ItemRule(add=HALF),
                )
            ),
            Fraction(19, 2),
        ),
    ],
)
def test_worth(item: Worth, points: Points, worth: Fraction) -> None:
    assert points_for_each(item, points) == worth


WHO = (
    EndorsementRule(("省委书记", "省长"), Fraction(10)),
    EndorsementRule(("副省长",), Fraction(5)),
    EndorsementRule((), Fraction(2)),
)


@pytest.mark.parametrize(
    ("whos", "all_of_them", "highest"),
    [
        ((), 0, 0),
        (("省委书记王某",), 10, 10),
        (("市长李某",), 2, 2),
        (("省委书记王某", "市长李某"), 12, 10),
        (("市长李某", "市长李某"), 4, 2),
    ],
)
def test_endorsements(whos: tuple[str, ...], all_of_them: int, highest: int) -> None:
    item = ITEM._replace(endorsements=tuple(map(Endorsement, whos)))
    none = Points(Fraction(0), endorsements=WHO)
    assert points_for_each(item, none) == all_of_them
    assert points_for_each(item, Points(Fraction(0), endorsements=WHO, highest=True)) == highest
    shared = Points(Fraction(0), Fraction(0), shared=True, endorsements=WHO)
    assert points_for_each(item._replace(offices=2), shared) == Fraction(all_of_them, 2)
    assert points_for_each(item, Points()) == 1
