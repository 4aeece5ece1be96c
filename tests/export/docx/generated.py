"""Bulletins with generated text, for tests: everything that makes lines hard to break, from a seed."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from bulletin_desk.bulletin.fields import completed
from bulletin_desk.bulletin.grammar import ITEM_TEXTS
from bulletin_desk.bulletin.model import (
    Addressee,
    Attachment,
    Block,
    Body,
    DatedHeader,
    Heading,
    Imprint,
    Issue,
    Item,
    Kind,
    ListItem,
    Masthead,
    Section,
    Subheading,
)
from bulletin_desk.layouts.model import Layout

_WORDS = [
    "地方志",
    "工作",
    "全省",
    "市（州）",
    "县（市、区）",
    "编纂",
    "出版",
    "座谈会",
    "调研",
    "高质量发展",
    "乡镇",
    "村（社区）",
    "数字化",
    "方志馆",
    "资政",
    "参考",
    "年鉴",
    "成都",
    "乐山",
    "德阳",
    "凉山",
    "党史和地方志研究室",
    "推进",
    "启动",
    "完成",
    "组织",
    "召开",
    "认真",
    "贯彻",
    "落实",
    "充分",
    "发挥",
    "作用",
    "历史",
    "文化",
    "传承",
    "利用",
    "审查",
    "验收",
    "评议",
    "单位",
    "负责",
    "同志",
    "参加",
    "指出",
    "强调",
    "要求",
    "进一步",
    "提升",
    "能力",
    "建设",
    "机制",
    "一是",
    "二是",
    "三是",
    "〇",
    "之一",
    "与",
    "和",
    "的",
    "了",
    "在",
    "对",
]
_LATIN = [
    *("GB/T", "9704", "PDF", "Word", "2003", "U盘", "APP", "CNKI", "A4", "Wi-Fi", "1+N", "5G", "V2.0"),
    *("www.scdfz.org.cn", "QQ", "e-mail", "ISBN"),
]
_ENDS = "。。。。；！？……"
_PAUSES = "，，，，、、；：——"


class _Writer:
    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def number(self) -> str:
        pick = self.random
        return pick.choice(
            (
                str(pick.randint(1, 9)),
                str(pick.randint(10, 99)),
                str(pick.randint(1900, 2030)),
                f"{pick.randint(1, 99)}.{pick.randint(1, 9)}%",
                f"{pick.randint(1000, 99999)}",
                f"{pick.randint(1990, 2010)}—{pick.randint(2011, 2030)}",
                f"{pick.randint(1, 9)}～{pick.randint(10, 20)}",
            )
        ) + pick.choice("年月日期部册个人篇万％℃余")

    def words(self, least: int, most: int) -> str:
        pick = self.random
        parts = []
        for _ in range(pick.randint(least, most)):
            kind = pick.random()
            if kind < 0.12:
                parts.append(self.number())
            elif kind < 0.16:
                parts.append(pick.choice(_LATIN))
            elif kind < 0.18:
                parts.append(" " + pick.choice(_WORDS))
            else:
                parts.append(pick.choice(_WORDS))
        return "".join(parts)

    def wrapped(self) -> str:
        pairs = ("“”", "《》", "（）", "“”", "《》", "‘’", "〔〕", "【】", "〈〉")
        pair = self.random.choice(pairs)
        return pair[0] + self.words(1, 4).strip() + pair[1]

    def sentence(self) -> str:
        pick = self.random
        parts = []
        for _ in range(pick.randint(2, 6)):
            parts.append(self.words(2, 6))
            while pick.random() < 0.3:
                parts.append(self.wrapped())
            parts.append(pick.choice(_PAUSES))
        parts[-1] = pick.choice(_ENDS)
        return "".join(parts).strip()

    def paragraph(self) -> Body:
        head = self.words(2, 4).strip() + "。" if self.random.random() < 0.4 else ""
        return Body(head + "".join(self.sentence() for _ in range(self.random.randint(1, 4))), len(head))

    def title(self) -> str:
        text = self.words(3, 14).strip() + (self.wrapped() if self.random.random() < 0.4 else "")
        if self.random.random() < 0.2:
            return text[: len(text) // 2] + "\n" + text[len(text) // 2 :]
        return text

    def item(self) -> Item:
        blocks: list[Block] = []
        for _ in range(self.random.randint(1, 7)):
            if self.random.random() < 0.2:
                blocks.append(Subheading(self.title()))
            blocks.append(self.paragraph())
        source = f"（{self.words(1, 5).strip()}）" if self.random.random() < 0.8 else ""
        return Item(self.title(), tuple(blocks), source)


def generated_issue(seed: int) -> Issue:
    """A bulletin of a few pages; the same for the same seed."""
    writer = _Writer(seed)
    pick = writer.random
    day = datetime.date(2024, 1, 1) + datetime.timedelta(days=pick.randint(0, 700))
    sections = tuple(
        Section(name, tuple(writer.item() for _ in range(pick.randint(1, 4))))
        for name in ("特别关注", "市州动态")[: pick.randint(1, 2)]
    )
    entries = [Addressee("报", "中国地方志工作办公室。")]
    for _ in range(pick.randint(0, 4)):
        entries.append(Addressee(pick.choice("送发"), writer.words(3, 20).strip() + "。"))
    return Issue(
        masthead=Masthead(
            pick.choice(("四川省地方志工作简报", "工作简报", "某某市人民政府办公室工作简报")),
            pick.randint(1, 99),
            pick.choice((None, 600 + pick.randint(1, 99))),
            pick.choice(("", "内部资料")),
            pick.choice(("", "增刊")),
        ),
        dated_header=DatedHeader("四川省地方志工作办公室", day),
        editors_note=(writer.paragraph(),) if pick.random() < 0.4 else (),
        sections=sections,
        disclosure=pick.choice(("", "主动公开")),
        distribution=tuple(entries) if pick.random() < 0.9 else (),
        imprint=Imprint("四川省地方志工作办公室综合处", day) if pick.random() < 0.9 else None,
        print_count=pick.choice((None, 3, 120)),
    )


def generated_for(layout: Layout, seed: int) -> Issue:
    """A bulletin of a few pages that has what its layout offers, here and there."""
    writer = _Writer(seed + 5000)
    issue, pick, offers = generated_issue(seed), writer.random, layout.offers

    def texts(item: Item) -> Item:
        made: dict[str, Any] = {}
        for kind, name in ITEM_TEXTS.items():
            if offers.has(kind) and pick.random() < 0.6:
                lines = pick.randint(1, 3) if kind is Kind.SIGNATURE else 1
                made[name] = "\n".join(writer.words(2, 4).strip() for _ in range(lines))
        if offers.marks and pick.random() < 0.5:
            made["mark"] = pick.choice(offers.marks)
        if offers.titles == "optional" and pick.random() < 0.3:
            made["title"] = ""
        if "signature" in made and pick.random() < 0.7:
            made["source"] = ""
        return replace(item, blocks=tuple(map(emphasised, item.blocks)), **made)

    def emphasised(block: Block) -> Block:
        if not offers.bold or not isinstance(block, Body) or len(block.text) < 12 or pick.random() > 0.3:
            return block
        return replace(block, bold=((2, 9),))

    sections = [
        replace(section, name=_name(section.name, layout, pick), items=tuple(map(texts, section.items)))
        for section in issue.sections
    ]
    if offers.levels == 2:
        sections = [
            part
            for section in sections
            for part in (
                replace(section, items=()),
                *(Section(writer.title(), (item,), 2) for item in section.items),
            )
        ]
    return completed(replace(issue, sections=tuple(sections)), layout.declared)


def structured_issue(seed: int) -> Issue:
    """A bulletin of a few pages with headings of four levels and lists, here and there numbered; the same for
    the same seed."""
    writer = _Writer(seed + 9000)
    pick = writer.random

    def heading() -> Heading:
        level = pick.randint(1, 4)
        typed = ("一、", "（一）", "1.", "（1）")[level - 1] if pick.random() < 0.2 else ""
        return Heading(typed + writer.title(), level, numbered=not typed and pick.random() < 0.8)

    def listed() -> Iterator[ListItem]:
        numbered = pick.random() < 0.5
        for _ in range(pick.randint(1, 12 if pick.random() < 0.1 else 4)):
            text = writer.sentence() if pick.random() < 0.7 else writer.words(1, 6).strip()
            bold = ((1, 5),) if pick.random() < 0.2 and len(text) > 5 else ()
            yield ListItem(text, numbered, bold)

    def blocks(old: tuple[Block, ...]) -> tuple[Block, ...]:
        made: list[Block] = []
        for block in old:
            made += [heading()] if pick.random() < 0.5 else []
            made.append(block)
            made += listed() if pick.random() < 0.4 else []
        return tuple(made)

    issue = generated_issue(seed)
    sections = tuple(
        replace(section, items=tuple(replace(item, blocks=blocks(item.blocks)) for item in section.items))
        for section in issue.sections
    )
    return replace(issue, sections=sections)


def attached_issue(seed: int) -> Issue:
    """The same with attachments here and there, one to three of an item, at least one in the issue."""
    writer = _Writer(seed + 11000)
    pick = writer.random
    pool = [item.blocks for section in structured_issue(seed + 1).sections for item in section.items]

    def attachments(*, least: int) -> tuple[Attachment, ...]:
        count = pick.randint(1, 3) if least or pick.random() < 0.4 else 0
        return tuple(Attachment(writer.title(), pick.choice(pool)) for _ in range(count))

    def item(old: Item, *, first: bool) -> Item:
        signature = "四川省地方志工作办公室\n2024年1月9日" if pick.random() < 0.4 else ""
        return replace(old, attachments=attachments(least=int(first)), signature=signature)

    issue = structured_issue(seed)
    sections = tuple(
        replace(section, items=tuple(item(old, first=not at) for at, old in enumerate(section.items)))
        for section in issue.sections
    )
    return replace(issue, sections=sections)


def _name(name: str, layout: Layout, pick: random.Random) -> str:
    wanted = layout.offers.sections
    return "" if wanted == "none" or (wanted == "optional" and pick.random() < 0.3) else name


NAMES = (
    "简报",
    "党建简报",
    "AI简报",
    "四川省地方志工作办公室党史学习教育简报",
    "四川省地方志工作办公室\n学习教育简报",
    "四川AI2024工作简报",
    "四川省地方志工作办公室四川省档案馆联合主办地方志事业高质量发展工作简报",
)
"""Names that are letter-spaced, of two lines, of letters and digits, and too long."""


def issue_of_lines(lines: int, name: str = "四川省地方志工作简报") -> Issue:
    """An issue whose text is so many paragraphs of one line, with a closing block of all parts."""
    day = datetime.date(2025, 7, 18)
    blocks: list[Block] = [Subheading("一、第一行\n第二行较长一些")]
    blocks += [Body(f"第{number}段。") for number in range(lines)]
    return Issue(
        masthead=Masthead(name, 12, 744, marking="内部资料"),
        dated_header=DatedHeader("四川省地方志工作办公室", day),
        sections=(Section("市州动态", (Item("德阳市召开会议", tuple(blocks)),)),),
        disclosure="主动公开",
        distribution=(Addressee("报", "省委办公厅。"), Addressee("发", "各市（州）地方志办公室。")),
        imprint=Imprint("四川省地方志工作办公室综合处", day),
        print_count=320,
    )


def tall_issue() -> Issue:
    """An issue whose closing block is taller than a page."""
    units = tuple(
        Addressee("送", f"第{number}个单位，" + "各市（州）地方志办公室、" * 6) for number in range(16)
    )
    return replace(issue_of_lines(6), distribution=units)
