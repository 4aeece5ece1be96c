"""Years of issues as an office makes them, from a seed: for tests and measurements."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date as Date  # noqa: N812
from datetime import timedelta

from bulletin_desk.bulletin.model import (
    Addressee,
    Block,
    Body,
    Cell,
    DatedHeader,
    Imprint,
    Issue,
    Item,
    Masthead,
    Section,
    Subheading,
    Table,
)

UNITS = (
    *("成都市地方志编纂委员会办公室", "德阳市地方志办公室", "绵阳市地方志编纂中心", "乐山市地方志工作办公室"),
    *("凉山州地方志办公室", "自贡市地方志办公室", "泸州市地方志办公室", "省地方志工作办公室方志处"),
)
SECTIONS = ("特别关注", "市州动态", "县区动态", "工作交流", "资政参考", "年鉴编纂")
_WHO = ("成都市", "德阳市", "绵阳市", "乐山市", "凉山州", "省地方志工作办公室", "自贡市大安区", "泸县")
_DID = ("召开", "启动", "完成", "组织", "推进", "举办", "印发", "开展")
_WHAT = (
    *(
        "年鉴编纂工作会",
        "地方志书初审",
        "方志馆建设调研",
        "业务培训班",
        "村志编修试点",
        "数字化加工",
        "旧志整理",
    ),
    *("地情资料征集", "年度考核", "修志人员座谈会", "资料长编评审", "乡镇志终审", "《年鉴》出版发行"),
)
_CLAUSES = (
    *("会议总结了上一年度的工作", "对下一阶段任务作出安排", "各县（市、区）负责同志参加会议"),
    *("调研组实地查看了方志馆展陈", "收集整理各类文献1200余册", "完成率达到97.5%"),
    *("要求进一步压实责任", "建立“三审三校”制度", "形成了可复制的做法", "编印了《工作手册》"),
    *("邀请12位专家进行评议", "力争于6月底前交付出版", "切实把志书编纂好", "下发了实施方案"),
)
_HEADINGS = ("提高认识，加强领导", "突出重点，狠抓落实", "强化保障，务求实效", "建章立制，规范管理")
_RUN_INS = ("一是压实责任。", "二是完善制度。", "三是加强培训。", "四是注重运用。")


class Office:
    """An office that has issued for years."""

    name = "四川省地方志工作简报"
    issuer = "四川省地方志工作办公室"
    distribution = (
        Addressee("报", "中国地方志工作办公室。"),
        Addressee("送", "各市（州）党委、市（州）人民政府。"),
        Addressee("发", "各市（州）地方志办公室（党史地方志研究室，地方志编纂中心），巴蜀方志文化研究中心。"),
    )
    imprint_office = "四川省地方志工作办公室综合处"


RICH_HEADINGS = ("一、加强领导，压实责任", "二、突出重点，统筹推进", "三、完善机制，强化保障")
SIGNED = (
    "（德阳市地方志办公室  张明）",
    "（成都市地方志编纂委员会办公室、德阳市地方志办公室）",
    "（泸州市  供稿）",
    "",
)


def a_rich_issue(pick: random.Random, number: int, total: int | None, day: Date) -> Issue:
    """One with what makes issues hard to read: titles in lines, numbered headings, odd signatures or none,
    lists, a supplement, one section or none."""
    issue = an_issue(pick, number, total, day)
    sections = [
        replace(section, items=tuple(_rich(pick, item) for item in section.items))
        for section in issue.sections
    ]
    if pick.random() < 0.2:
        sections = sections[:1]
    masthead = issue.masthead
    if pick.random() < 0.1:
        masthead = replace(masthead, supplement="增刊")
    return replace(issue, sections=tuple(sections), masthead=masthead)


def _rich(pick: random.Random, item: Item) -> Item:
    blocks = list(item.blocks)
    title, source = item.title, item.source
    if pick.random() < 0.2 and len(title) > 14:
        at = pick.randint(6, len(title) - 6)
        title = f"{title[:at]}\n{title[at:]}"
    if pick.random() < 0.15:
        blocks += [block for text in RICH_HEADINGS for block in (Subheading(text), Body(_sentence(pick)))]
    if pick.random() < 0.1:
        blocks += [Body(f"{sign}{_sentence(pick)}") for sign in ("一是", "二是", "三是")]
    if pick.random() < 0.1:
        blocks.append(Body(f"{_sentence(pick)[:-1]}："))
        blocks += [Body(f"（{number}）{_sentence(pick)[:-1]}；") for number in "一二"]
    if pick.random() < 0.2:
        source = pick.choice(SIGNED)
    return replace(item, title=title, blocks=tuple(blocks), source=source)


def year_of_issues(seed: int, year: int, count: int, before: int = 605) -> Iterator[Issue]:
    """So many issues of a year, `before` the total number of the last one of the year before."""
    pick = random.Random(f"{seed}-{year}")
    day = Date(year, 1, 1 + pick.randint(1, 8))
    for number in range(1, count + 1):
        yield an_issue(pick, number, before + number, day)
        day += timedelta(pick.randint(1, 3))


def an_issue(pick: random.Random, number: int, total: int | None, day: Date) -> Issue:
    """One issue."""
    names = sorted(pick.sample(SECTIONS, pick.randint(1, 3)), key=SECTIONS.index)
    seen: set[str] = set()
    sections = tuple(
        Section(name, tuple(_item(pick, day, seen) for _ in range(pick.randint(1, 4)))) for name in names
    )
    note: tuple[Body, ...] = ()
    if pick.random() < 0.15:
        note = (Body(f"现将各地近期的工作情况编成本期，供参阅。{_sentence(pick)}"),)
    return Issue(
        Masthead(Office.name, number, total, "内部资料" if pick.random() < 0.1 else ""),
        DatedHeader(Office.issuer, day),
        note,
        sections,
        "主动公开",
        Office.distribution,
        Imprint(Office.imprint_office, day),
        3,
    )


def _sentence(pick: random.Random) -> str:
    return "，".join(pick.sample(_CLAUSES, pick.randint(2, 4))) + "。"


def _title(pick: random.Random) -> str:
    title = pick.choice(_WHO) + pick.choice(_DID) + pick.choice(_WHAT)
    if pick.random() < 0.3:
        title += pick.choice(
            ("取得新进展", "暨经验交流活动", "工作成效明显", "全面提升志鉴质量服务地方发展大局")
        )
    return title


def _item(pick: random.Random, day: Date, seen: set[str]) -> Item:
    title = _title(pick)
    while title in seen:
        title = _title(pick)
    seen.add(title)
    blocks: list[Block] = [Body(f"{day.month}月{day.day}日，{title.replace('，', '')}。{_sentence(pick)}")]
    kind = pick.random()
    if kind < 0.2:
        for heading in pick.sample(_HEADINGS, 2):
            blocks += [Subheading(heading), Body(_sentence(pick) + _sentence(pick))]
    elif kind < 0.4:
        for run_in in _RUN_INS[: pick.randint(2, 4)]:
            blocks.append(Body(run_in + _sentence(pick), len(run_in)))
    else:
        blocks += [Body(_sentence(pick) + _sentence(pick)) for _ in range(pick.randint(0, 4))]
    if pick.random() < 0.05:
        rows = [("单位", "完成数", "占比")]
        rows += [(who, str(pick.randint(1, 900)), f"{pick.randint(1, 99)}%") for who in _WHO[:4]]
        blocks.append(Table(tuple(tuple(map(Cell, row)) for row in rows), 1))
        blocks.append(Body(_sentence(pick)))
    return Item(title, tuple(blocks), f"（{pick.choice(UNITS)}）")
