"""Layouts and issues made at random, whose truth is known: what is learned from their pages is held against
them. BULLETIN_DESK_TRUTHS is how many are tried (a few by default)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from random import Random

from bulletin_desk.bulletin.model import (
    Addressee,
    Block,
    Body,
    DatedHeader,
    Issue,
    Item,
    Masthead,
    Section,
    Subheading,
)
from bulletin_desk.export.pdf.info import DocumentInfo, moment
from bulletin_desk.export.pdf.write import pdf_bytes
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.hanzi.numerals import chinese
from bulletin_desk.layouts.contents_form import ContentsForm
from bulletin_desk.layouts.further_styles import further_styles
from bulletin_desk.layouts.model import STYLES, Align, Flow, Layout, Style
from bulletin_desk.layouts.offers import HeadingForms, Offers
from bulletin_desk.layouts.read import load_layout
from bulletin_desk.layouts.rows import Cmyk
from bulletin_desk.typeset.typesetter import Typesetter

COUNT = int(os.environ.get("BULLETIN_DESK_TRUTHS", "4"))
DAY = date(2026, 3, 5)
_BLACK, _RED = (0.0, 0.0, 0.0, 1.0), (0.0, 1.0, 1.0, 0.0)
_WIDTH, _HEIGHT = Fraction(442), Fraction(638)
_PLACES = (
    *("清河区", "云岭市", "南桥镇", "东门街道", "青石县", "海宁港市", "市教育局", "市水务局", "市商务局"),
    *("县卫生健康局", "省农业农村厅", "市总工会"),
)
_DOES = ("开展", "推进", "召开", "启动", "加强", "部署", "完善", "举办", "优化", "落实")
_WHAT = (
    *("安全生产专项检查", "优化营商环境工作", "乡村振兴调研活动", "政务服务标准化建设", "防汛抗旱应急演练"),
    *("中小学课后服务", "重点项目集中开工", "农村饮水安全巩固提升", "老旧小区改造", "青年人才招聘"),
)
_MORE = ("工作取得明显成效", "受到群众好评", "全年任务提前完成", "各项指标稳步增长")
_SECTIONS = (
    *("工作动态", "领导讲话", "经验交流", "要闻", "基层风采", "调查研究", "市州动态", "部门信息"),
    "热点追踪",
)
_HEADS = ("强化组织领导", "夯实基础工作", "创新服务方式", "注重宣传引导", "严格督促检查", "健全长效机制")
_SENTENCES = (
    "截至目前，全市共有{a}个项目开工，完成投资{b}亿元，同比增长{c}%。",
    "{place}{does}{what}，组织干部{a}人次深入一线，收集意见建议{b}条。",
    "会议强调，要坚持问题导向，压实工作责任，确保各项措施落地见效。",
    "下一步，将继续{does}{what}，力争年底前全面完成目标任务。",
    "{place}制定实施方案，明确“一月一调度、一季一通报”的工作机制，推动任务落实到岗到人。",
    "针对存在的突出问题，{place}建立台账{a}项，逐项销号管理，目前已整改{b}项。",
)


class Truth:
    """A layout and an issue in it, all by one seed."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)
        self.layout = self._layout()
        self.issue = self._issue()

    def printed(self, folder: Path, faces: Faces) -> Path:
        """Its pages as a PDF."""
        pages = Typesetter(self.layout, faces).typeset(self.issue)
        file = folder / "旧的一期.pdf"
        file.write_bytes(pdf_bytes(pages, DocumentInfo("旧的一期", "", "", moment(DAY)), faces))
        return file

    # ---- the layout

    def _layout(self) -> Layout:
        choice = self._random.choice
        base = load_layout("gb9704")
        size = Fraction(choice((12, 14, 15, 16, 16, 16)))
        cells = int(_WIDTH / size)
        cell = choice((size, Fraction(_WIDTH, cells)))
        pitch = Fraction(choice((26, 27, 28, 29, 30)) if size >= 14 else choice((22, 24)))
        block = base.text_block._replace(
            left=(base.paper_width - cell * cells) / 2,
            cell=cell,
            cells=cells,
            line_pitch=pitch,
            lines=int(_HEIGHT / pitch),
        )
        kept = {name: base.styles[name] for name in base.styles if name not in STYLES}
        styles = further_styles({**kept, **self._styles(base, size, cell)})
        named = choice((True, True, False))
        signed = choice((False, False, True))
        offers = Offers(
            sections="named" if named else "none",
            byline=choice((False, False, False, True)),
            subtitle=choice((False, False, False, True)),
            signature=signed,
            marks=choice(((), (), (), ("★", "■"))),
        )
        frame = styles["section_head"].prefix
        numbers = HeadingForms(
            items="none" if offers.marks else choice(("none", "none", "section")),
            sections=("{han}、", "") if named and not frame else ("", ""),
        )
        listed = ContentsForm(
            title=choice(("本期要目", "目　录", "本期导读")),
            by=choice(("section", "flat")) if named else "flat",
            leader=choice(("…", "·")),
            page_text=choice(("{page}", "（{page}）")),
        )
        return replace(
            base,
            text_block=block,
            styles={name: styles[name] for name in (*STYLES, *kept)},
            offers=offers,
            headings=numbers,
            contents=choice((None, None, listed)),
            flow=Flow(choice((0, 1, 1, 2)), 1),
        )

    def _styles(self, base: Layout, size: Fraction, cell: Fraction) -> dict[str, Style]:
        choice = self._random.choice
        body_face = choice(("fangsong", "fangsong", "song"))
        colour = choice((_BLACK, _BLACK, _RED))
        frame = choice((("【", "】"), ("◆", ""), ("——", "——"), ("", "")))
        align: Align = choice(("left", "centre"))
        under: Align = choice(("left", "centre"))

        def style(
            name: str, face: str, points: Fraction, align: Align, colour: Cmyk = _BLACK, first: int = 0
        ) -> Style:
            advance = cell if points == size else points
            return Style(
                name=name,
                face=face,
                size=points,
                advance=advance,
                colour=colour,
                align=align,
                first_line_indent=first * advance,
                left_indent=Fraction(0),
                right_indent=Fraction(0),
                prefix="",
                suffix="",
                prefix_face=face,
                latin_face="latin_bold" if face == "xiaobiaosong" else "latin",
            )

        body = style("body", body_face, size, "justified", first=2)
        title = style(
            "title", choice(("xiaobiaosong", "hei")), Fraction(choice((18, 20, 22, 24))), "centre", colour
        )
        section = style("section_head", choice(("hei", "kai")), Fraction(choice((size, 18))), align, colour)
        source = style("source", choice((body_face, "kai")), size, "right")
        note = style("editors_note", "kai", size, "justified", first=2)
        return {
            **{name: one for name, one in base.styles.items() if name in _fixed(base)},
            "body": body,
            "title": title,
            "section_head": replace(section, prefix=frame[0], suffix=frame[1]),
            "subheading": style(
                "subheading", choice(("hei", "kai")), size, under, first=2 * (under == "left")
            ),
            "run_in_heading": replace(body, name="run_in_heading", face=choice(("kai", "hei"))),
            "source": replace(source, right_indent=choice((0, 1, 2)) * source.advance),
            "editors_note": replace(note, prefix=choice(("编者按：", "【编者按】")), prefix_face="hei"),
        }

    # ---- the issue

    def _issue(self) -> Issue:
        random = self._random
        if self.layout.offers.sections == "none":
            sections = [Section("", tuple(self._items(random.randint(2, 4))))]
        else:
            names = random.sample(_SECTIONS, random.randint(1, 3))
            sections = [Section(name, tuple(self._items(random.randint(1, 3)))) for name in names]
        note = (Body(self._text(2)),) if random.random() < 0.3 else ()
        return Issue(
            Masthead("云岭市工作简报", random.randint(2, 40)),
            DatedHeader("云岭市人民政府办公室", DAY),
            note,
            tuple(sections),
            distribution=(Addressee("报", "市委、市政府领导。"), Addressee("送", "各县（市、区）人民政府。")),
            print_count=50,
        )

    def _items(self, count: int) -> Iterator[Item]:
        random, offers = self._random, self.layout.offers
        for _ in range(count):
            unit = random.choice(_PLACES)
            title = unit + random.choice(_DOES) + random.choice(_WHAT)
            signed = offers.byline or offers.signature
            yield Item(
                title + random.choice(("", "", random.choice(_MORE))),
                tuple(self._blocks(random.choice(("plain", "run in", "headings")))),
                "" if signed else f"（{unit}）",
                subtitle=f"——{random.choice(_PLACES)}{random.choice(_WHAT)}综述" if offers.subtitle else "",
                byline=f"来源：{unit}" if offers.byline else "",
                signature=f"{unit}\n2026年3月5日" if offers.signature else "",
                mark=random.choice(offers.marks) if offers.marks else "",
            )

    def _blocks(self, shape: str) -> Iterator[Block]:
        random = self._random
        yield Body(self._text(random.randint(1, 3)))
        for number in range(1, random.randint(1, 4)):
            head = random.choice(_HEADS)
            if shape == "headings":
                yield Subheading(f"{chinese(number)}、{head}")
            text = self._text(random.randint(1, 4))
            yield Body(f"{head}。{text}", len(head) + 1) if shape == "run in" else Body(text)

    def _text(self, count: int) -> str:
        random = self._random
        return "".join(
            random.choice(_SENTENCES).format(
                a=random.randint(2, 400),
                b=random.randint(2, 99),
                c=random.randint(1, 40),
                place=random.choice(_PLACES),
                does=random.choice(_DOES),
                what=random.choice(_WHAT),
            )
            for _ in range(count)
        )


def _fixed(layout: Layout) -> set[str]:
    """The styles of head, closing block and folio."""
    pieces = (piece.style for row in layout.rows for piece in row.pieces)
    return {*pieces, "folio", "issuer", "header_date", "imprint", "disclosure", "distribution", "print_count"}
