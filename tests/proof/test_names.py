"""Names written two ways within one issue."""

from __future__ import annotations

import pytest

from bulletin_desk.proof.names import variants


@pytest.mark.parametrize(
    ("texts", "odd", "usual"),
    [
        (("达州市地方志办公室印发通知。", "由达州市地方志办工室主办。"), "方志办工室", "方志办公室"),
        (("巴蜀方志文化研究中心", "巴蜀方志文化研就中心"), "文化研就中心", "文化研究中心"),
        (
            ("乐山市委党史和地方志研究室", "乐山市委党史地方志研究室"),
            "委党史地方志研究室",
            "委党史和地方志研究室",
        ),
        (("剑阁县举办活动。", "与剑格县合作。"), "剑格县", "剑阁县"),
        (("达州市举办活动。", "与达洲市合作。"), "达洲市", "达州市"),
        (("市委书记李明主持会议。", "市委书记李鸣出席会议。"), "李鸣", "李明"),
        (("编纂《名人与乐山》。", "推介《名人和乐山》。"), "名人与乐山", "名人和乐山"),
    ],
)
def test_the_odd_form_is_told(texts: tuple[str, ...], odd: str, usual: str) -> None:
    (variant, *_) = variants(texts)
    assert {variant.odd, variant.usual} == {odd, usual}
    assert texts[variant.text][variant.start : variant.end] == variant.odd


@pytest.mark.parametrize(
    "texts",
    [
        ("德阳市地方志办公室", "遂宁市地方志办公室", "达州市地方志办公室"),
        ("温江区档案局主办。", "锦江区档案局主办。"),
        ("达州市地方志办公室主办。", "达州市地方志办承办。"),
        ("县第一中学图书馆", "县第二中学图书馆"),
        ("市文化馆建成。", "市文物馆建成。"),
        ("《乐山年鉴（2022）》出版。", "《乐山年鉴（2023）》出版。"),
        ("《德阳市志》出版。", "《德阳县志》出版。"),
        ("市委书记李明主持。", "市长李鸣主持。"),
        ("县委书记王强、县长王刚出席。",),
        ("合江县举办活动。", "妇联联合团县委开展评选。"),
        ("全县各县区参加。", "该县举办活动。", "我县举办活动。"),
        ("锦江区举办。", "三江区举办。", "临江区举办。"),
        ("把“纸上的志书”变成“网上的志书”。",),
        ("葫芦岛市举办活动。", "与青岛市合作。"),
        ("石嘴山市举办活动。", "与舟山市合作。"),
        ("市人民政府有关部门参加。", "市人民政府及有关部门参加。"),
        ("业务上受市档案局指导。", "上海市举办活动。"),
        ("省生态环境部门、生态环境部参加。", "生态环境司参加。"),
        ("县妇女联合会和工会女职工委员会参加。", "县妇女联合会及工会女职工委员会参加。"),
        ("向国家外汇管理局或其分支局申报。", "国家外汇管理局和其分支局审核。"),
        ("人民代表大会和常务委员会", "人民代表大会常务委员会"),
        ("形成城乡一体的发展格局。", "形成城乡一体化发展格局。"),
    ],
)
def test_names_that_may_well_differ(texts: tuple[str, ...]) -> None:
    assert variants(texts) == []


def test_all_places_of_an_odd_form_are_given() -> None:
    found = variants(("剑阁县。剑格县和剑格县。", "剑格县。"))
    assert sorted((each.text, each.start) for each in found) == [(0, 4), (0, 8), (1, 0)]
    assert all(each.sure for each in found)
