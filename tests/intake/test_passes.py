"""The passes of recognition one by one: what each says of lines that those before it have left open."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bulletin_desk.bulletin.model import Kind
from bulletin_desk.intake import (
    alone,
    around,
    captions,
    head,
    labelled,
    letters,
    masthead,
    page,
    several,
    web,
)
from bulletin_desk.intake import recognise as passes
from bulletin_desk.intake.doubts import doubts
from bulletin_desk.intake.manuscript import Look, Paragraph
from bulletin_desk.intake.parts import kind_name
from bulletin_desk.intake.recognise import PASSES, PASSES_OF_PIECE
from bulletin_desk.intake.sheet import Pass
from bulletin_desk.intake.sources import load_units
from tests.intake.manuscripts import LAST, LONG, MORE

UNITS = load_units()
TITLE = "乐山市推进地方志工作"
BIG = Look(align="centre", size=22, face="小标宋")
PLAIN = Look(align="justified", size=16, face="仿宋")
BOLD = Look(align="justified", size=16, face="仿宋", bold=True)

Row = tuple[str, str] | tuple[str, str, Look]
"""A line and what the pass makes of it: its kind, its reason if it is left out, nothing if it stays open."""


def told(
    rows: tuple[Row, ...], order: tuple[Pass, ...], last: Pass, *, is_piece: bool
) -> list[tuple[str, str]]:
    """The lines with what they have been taken for when `last` has run, behind what has been taken off them;
    of signatures, that they read so; ？ for what `doubts` doubts."""
    paragraphs = [Paragraph(row[0], row[2] if len(row) > 2 else Look()) for row in rows]
    sheet = passes._sheet(paragraphs, ("工作交流",), UNITS, is_piece=is_piece)
    passes._walk(sheet, order[: order.index(last) + 1])
    return [
        (
            line.paragraph.text,
            "".join(f"[{part.text}]" for part in line.ahead)
            + (line.why or (kind_name(line.kind) if line.kind else "署名" if line.signs else ""))
            + ("？" if last is doubts and line.other is not None else ""),
        )
        for line in sheet.lines
    ]


CASES: dict[Pass, list[tuple[Row, ...]]] = {
    alone.by_itself: [
        (("【市州动态】", "栏目"), ("工作交流", "栏目"), ("市州动态", "")),
        (("编者按：近日，市里召开会议。", "编者按"), ("编 者 的 话", "编者按"), ("按语言习惯编排", "")),
        (("— 3 —", "页码"), ("第3页", "页码"), ("* * *", "分隔线"), ("2024年1月9日", "日期")),
        (("责任编辑：张三", "编辑审核人员"), ("联系电话：0833-2433333", "联系方式"), ("联系各地", "")),
        (
            ("您的位置：首页 > 市州动态", "网页上的文字"),
            ("来源：乐山市地方志办公室  浏览次数：12", "网页上的文字"),
        ),
        ((TITLE, ""), (LONG, ""), ("2024年1月9日上午召开会议。", "")),
    ],
    masthead.old_masthead: [
        (("内部资料", "报头"), ("四川省地方志工作简报", "报头"), ("第2期（总第607期）", "报头"), (LONG, "")),
        (
            ("乐山史志动态", "报头"),
            ("2024年第2期", "报头"),
            ("乐山市地方志办公室2024年1月9日", "报头"),
            ("【市州动态】", "栏目"),
        ),
        ((TITLE, ""), (LONG, ""), ("乐山市地方志办公室2024年1月9日", "")),
        (("乐山史志简报第12期（总第345期）", "报头"), ("【市州动态】", "栏目"), (TITLE, ""), (LONG, "")),
        (
            ("乐山史志信息", "报头"),
            ("（2025年）第7期", "报头"),
            ("主办：乐山市地方志办公室   2025年3月5日", "报头"),
            ("签发人：王建平", "编辑审核人员"),
            (TITLE, ""),
            (LONG, ""),
        ),
        (("乐山史志动态", "报头"), ("〔2024〕5号", "报头"), (TITLE, ""), (LONG, "")),
        (("史志动态", "报头"), ("第12期 乐山市地方志办公室编 2025年3月5日", "报头"), (TITLE, ""), (LONG, "")),
        (("乐山编发史志简报第12期", ""), (LONG, ""), (MORE, "")),
        (
            *(("舆情监测周报", "报头"), ("总第35期", "报头"), ("2024年1月1日—1月7日", "报头")),
            *(("【市州动态】", "栏目"), (TITLE, ""), (LONG, "")),
        ),
        (
            ("舆情监测周报", "报头"),
            ("第3期", "报头"),
            ("监测时段：2024年1月1日至7日", "报头"),
            (TITLE, ""),
            (LONG, ""),
        ),
        (
            *(("工作月报", "报头"), ("2024年第5期（总第35期）", "报头"), ("2024年1月", "日期")),
            *(("编辑：王建平　签发：李国强", "编辑审核人员"), (TITLE, ""), (LONG, "")),
        ),
        (
            *(("值班快报", "报头"), ("（2024年）第5期", "报头"), ("（总第345期）", "报头")),
            *(("乐山市应急管理局　2024年1月9日", "报头"), (TITLE, ""), (LONG, "")),
        ),
        (("史志动态", "报头"), ("第3期", "报头"), ("2024年1月1日以来的工作", ""), (LONG, "")),
        ((TITLE, ""), (LONG, ""), ("2024年1月1日—1月7日", ""), (MORE, "")),
    ],
    labelled.labelled_form: [
        (
            (f"标题：{TITLE}", "[标题：]标题"),
            ("作者：王建平", "来源"),
            ("单位：乐山市地方志办公室", "来源"),
            ("联系电话：0833-2433333", "表格里的字样"),
            ("正文：", "表格里的字样"),
            (LONG, ""),
            ("审核意见：同意", "表格里的字样"),
        ),
        ((TITLE, ""), ("作者：王建平", ""), (LONG, ""), ("正文：", "")),
    ],
    web.web_page: [
        (
            ("今天是：2025年3月5日 星期三", "网页上的文字"),
            ("乐山市地方志办公室", "网页上的文字"),
            ("首页 机构 动态", "网页上的文字"),
            ("当前位置：首页>>动态", "网页上的文字"),
            (TITLE, ""),
            ("发布时间：2025-03-05 点击率：12", "网页上的文字"),
            (LONG, ""),
            ("4f0c99e0779c0462d9f9dd4027b1cdf0.png", "文件名"),
            (MORE, ""),
            ("（乐山市地方志办公室）", ""),
            ("- 上一篇：乐山举办读书会", "网页上的文字"),
            ("热点图片", "网页上的文字"),
            ("峨眉山市开展年鉴培训", "网页上的文字"),
            ("关闭本页 【打印正文】", "网页上的文字"),
            ("×", "网页上的文字"),
        ),
        (("分享到：微信 微博", "网页上的文字"), (TITLE, ""), (LONG, ""), ("用户登录", "网页上的文字")),
        ((TITLE, ""), (LONG, ""), ("技术支持有力", ""), ("版权保护取得实效", ""), (MORE, "")),
        (("今天是你的生日", ""), (LONG, ""), ("打印一批读物", ""), ("关闭3个旧展厅", ""), (MORE, "")),
    ],
    head.attachment_mark: [
        (("附件1", "附件的字样"), (TITLE, ""), (LONG, "")),
        (("附件：", "附件的字样"), (TITLE, ""), (LONG, "")),
        (("附件1", ""),),
        (("附件管理办法", ""), (LONG, "")),
    ],
    head.title_below: [
        (
            ("信息采用单", "文头", BIG),
            ("报送单位：乐山市地方志办公室", "", PLAIN),
            (TITLE, "", BIG),
            (LONG, "", PLAIN),
        ),
        (("让红色资源", "", BIG), (TITLE, "", BIG), ("作者：王建平", "", PLAIN), (LONG, "", PLAIN)),
        (
            (TITLE, "", BIG),
            ("作者：王建平", "", PLAIN),
            ("摘要", "", Look(size=18, align="centre")),
            (LONG, "", PLAIN),
        ),
    ],
    page.said_twice: [
        (
            ("发布时间：2024-01-09", "网页上的文字"),
            ("名称：乐山市推进地方志工作", "重复的标题"),
            ("详细信息", "网页上的文字"),
            (TITLE, ""),
            (LONG, ""),
        ),
        (
            (f"{TITLE} 取得新进展", "重复的标题"),
            ("乐山市地方志办公室", "封面的字样"),
            (TITLE, ""),
            ("取得新进展", ""),
            (LONG, ""),
        ),
        ((TITLE, ""), (LONG, ""), (TITLE, ""), (MORE, "")),
        (("关于印发《乐山市年鉴编纂办法》的通知", ""), ("乐山市年鉴编纂办法", ""), (LONG, "")),
        (("第一章", ""), (TITLE, ""), ("第一章", ""), (LONG, "")),
    ],
    page.page_table: [
        (
            ("索引号：003/2024-1 发布机构：乐山市地方志办公室", "网页上的文字"),
            ("废止时间：2027-01-09 主题词：", "网页上的文字"),
            ("发布日期：2024-01-09 浏览次数：9", "网页上的文字"),
            ("内容概述：", "网页上的文字"),
            (TITLE, ""),
            (LONG, ""),
        ),
        (
            ("发布日期：2024-01-09 浏览次数：9", "网页上的文字"),
            ("来源：乐山市地方志办公室 点击：9", "网页上的文字"),
            ("乐山市：红色方志进课堂", ""),
            (LONG, ""),
        ),
        (
            (TITLE, ""),
            ("会议议题：年鉴编纂", ""),
            ("发布日期：2024-01-09 浏览次数：9", "网页上的文字"),
            (LONG, ""),
        ),
        (
            ("发布日期：2024-01-09 浏览次数：9", "网页上的文字"),
            ("索引号：003/2024-1", "网页上的文字"),
            ("志愿风采：年鉴进校园", ""),
            (LONG, ""),
        ),
    ],
    page.below_page: [
        (
            ("当前位置：首页>动态", "网页上的文字"),
            (TITLE, ""),
            (LONG, ""),
            ("附件：会议议程", ""),
            ("关于本站|服务|地图|公告", "网页上的文字"),
            ("某某融媒体中心承建", "网页上的文字"),
            ("凡本平台的内容，版权属于本台，转载请注明来源，违者追究法律责任。", "网页上的文字"),
        ),
        ((TITLE, ""), (LONG, ""), ("获奖单位", ""), ("（乐山市地方志办公室）", "")),
        ((TITLE, ""), (LONG, ""), ("会议要求，加强版权保护，未经授权不得使用。", "")),
        (("当前位置：首页>动态", "网页上的文字"), (TITLE, ""), (LONG, ""), ("乐山市地方志办公室", "")),
    ],
    masthead.letterhead: [
        (("秘　密　　　　　　编号：003", "文头"), (TITLE, ""), (LONG, "")),
        (("内部资料　编号：12", "文头"), (TITLE, ""), (LONG, "")),
        (("秘密★1年    编号：003", "文头"), (TITLE, ""), (LONG, "")),
        (("档案密级  编号：3", ""), (TITLE, ""), (LONG, "")),
        (("乐山秘密编号：3", ""), (TITLE, ""), (LONG, "")),
        (
            ("乐山市地方志办公室文件", "文头"),
            ("乐志办〔2025〕5号", "文头"),
            (TITLE, ""),
            (LONG, ""),
        ),
        (
            ("内部资料  注意保存", "文头", BIG),
            ("签发人：王建平", "编辑审核人员"),
            (TITLE, "", BIG),
            (LONG, "", PLAIN),
        ),
        (("机密★1年", "文头"), ("特急", "文头"), (TITLE, ""), (LONG, "")),
        (("乐山方志信息", "文头"), (TITLE, ""), (LONG, "")),
        (("乐山市出台档案文件", ""), (LONG, ""), (MORE, "")),
        (
            ("乐山市地方志办公室", "文头", Look(align="centre", size=36, face="小标宋")),
            (TITLE, "", BIG),
            (LONG, "", PLAIN),
            (MORE, "", PLAIN),
        ),
        (("乐山市地方志办公室", "", BIG), (TITLE, "", BIG), (LONG, "", PLAIN), (MORE, "", PLAIN)),
    ],
    letters.letters: [
        (
            ("王老师：", "称呼和问候"),
            ("您好！现报上信息一篇，请审阅。", "称呼和问候"),
            (TITLE, ""),
            (LONG, ""),
            ("谢谢！", "称呼和问候"),
            ("发自我的手机", "邮件的字样"),
        ),
        (("各位领导：", "称呼和问候"), (TITLE, ""), (LONG, "")),
        ((TITLE, ""), ("各位领导、同志们：", ""), (LONG, ""), (MORE, "")),
        (
            ("发件人：王建平", "邮件的字样"),
            ("收件人：编辑部", "邮件的字样"),
            ("主题：稿件", "邮件的字样"),
            (TITLE, ""),
            (LONG, ""),
        ),
        (
            ("王建平 10:20", "聊天记录的字样"),
            ("[图片]", "聊天记录的字样"),
            (TITLE, ""),
            (LONG, ""),
        ),
        (("甘孜州地方志办公室：", ""), (TITLE, ""), (LONG, "")),
        (("感谢每一位修志人", ""), (LONG, ""), (MORE, "")),
    ],
    several.item_marks: [
        (
            ("【信息1】" + TITLE, "[【信息1】]"),
            (LONG, ""),
            ("【信息2】广元抓审读", "[【信息2】]"),
            (MORE, ""),
        ),
        (("第一篇", "序号"), (TITLE, ""), (LONG, ""), ("第二篇", "序号"), ("广元抓审读", ""), (MORE, "")),
        (
            ("乐山方志信息（2篇）", "几篇稿件的总题"),
            ("1." + TITLE, "[1.]"),
            (LONG, ""),
            ("2.广元抓审读", "[2.]"),
            (MORE, ""),
        ),
        ((TITLE, ""), ("一、抓组织", ""), (LONG, ""), ("二、抓培训", ""), (MORE, "")),
    ],
    around.numbered_sections: [(("【一、要闻】", "栏目"), ("一、要闻", ""), (TITLE, ""), (LONG, ""))],
    around.section_levels: [(("【先锋】", "栏目"), ("〖总体〗", "栏目"), (TITLE, ""), (LONG, ""))],
    around.marked_items: [((f"★{LONG}", ""), (f"1.{MORE}", ""))],
    around.around_titles: [
        (
            ("抓落实见行动", "标题", replace(BIG, size=16)),
            (TITLE, "标题", BIG),
            (LONG, "", PLAIN),
            (MORE, "", PLAIN),
        )
    ],
    around.salutations: [((TITLE, "标题"), ("各县人民政府：", ""), (LONG, ""))],
    around.signature_blocks: [
        ((TITLE, "标题"), (LONG, "正文"), ("乐山市地方志办公室", "来源"), ("2024年1月9日", "日期"))
    ],
    captions.captions: [
        ((TITLE, ""), (LONG, ""), ("馆员在库房查看胶片（王建平 摄）", "图片说明"), (MORE, "")),
        ((TITLE, ""), (LONG, ""), ("▲活动现场", "图片说明"), ("摄影：王建平", "图片说明"), (MORE, "")),
        ((TITLE, ""), (LONG, ""), ("供稿：王建平", ""), ("（乐山市地方志办公室）", "")),
    ],
    masthead.old_closing_block: [
        ((TITLE, ""), (LONG, ""), ("报：省委。", "版记"), ("送：各市州。", "版记"), ("（共印3份）", "版记")),
        (
            (TITLE, ""),
            (LONG, ""),
            ("报：省委。", "版记"),
            ("送：各市州。", "版记"),
            ("【市州动态】", "栏目"),
            (MORE, ""),
        ),
        ((TITLE, ""), ("报：省委。", ""), *((LONG, ""),) * 8),
    ],
    masthead.longer_note: [
        (("编者按：近日，市里召开会议。", "编者按"), (LONG, "编者按"), (TITLE, ""), (MORE, "")),
        ((TITLE, ""), ("编者按：近日，市里召开会议。", "编者按"), (LONG, ""), ("【市州动态】", "栏目")),
    ],
    masthead.contents: [
        (("目  录", "目录"), (f"{TITLE}……1", "目录"), (f"{TITLE}", ""), (LONG, "")),
        (
            ("本期要目", "目录"),
            (TITLE, "目录"),
            ("广元抓审读", "目录"),
            (TITLE, ""),
            (LONG, ""),
            ("广元抓审读", ""),
        ),
        (("目录学研究", ""), (TITLE, ""), (LONG, "")),
    ],
    several.titled_sections: [
        (
            (f"【工作动态】{TITLE}", "[工作动态]"),
            (LONG, ""),
            (f"【经验交流】{TITLE}", "[经验交流]"),
            (MORE, ""),
        ),
        ((f"【动态】{TITLE}", "[【动态】]"), (LONG, "")),
        ((TITLE, ""), (LONG, ""), (f"【背景】{TITLE}", ""), (MORE, "")),
        ((f"【信息1】{TITLE}", ""), (LONG, ""), (f"【信息2】{TITLE}", ""), (MORE, "")),
    ],
    passes.signatures: [
        ((TITLE, ""), (LONG, ""), ("（乐山市地方志办公室）", "署名"), ("（详见附件）", "")),
        ((LONG, ""), ("供稿：乐山市地方志办公室", "署名"), ("2024年1月9日", "日期")),
    ],
    passes.sources: [
        ((TITLE, ""), (LONG, ""), ("（乐山市地方志办公室）", "来源")),
        ((TITLE, ""), (LONG, ""), ("（三江源头）", "来源")),
        ((TITLE, ""), (LONG, ""), ("（以上数据截至2023年）", "")),
        ((TITLE, ""), (LONG, ""), ("附件：1.名单", "附件"), ("2.日程", "附件")),
        ((TITLE, ""), (LONG, ""), ("乐山市地方志办公室 2024年1月9日", "署名和日期")),
        ((TITLE, ""), ("（乐山市地方志办公室）", "来源"), (LONG, ""), (MORE, ""), (LAST, "")),
        ((TITLE, ""), (LONG, ""), ("张三", "署名"), (MORE, ""), (LAST, "")),
    ],
    passes.scraps: [
        ((TITLE, ""), (LONG, ""), ("（乐山市地方志办公室）", "来源"), ("已按格式排版", "正文")),
        ((TITLE, ""), (LONG, ""), ("会后小记", ""), ("乐山市地方志办公室", "来源")),
        ((TITLE, ""), (LONG, ""), ("（乐山市地方志办公室）", "来源"), ("广元抓审读", ""), (MORE, "")),
    ],
    passes.titles: [
        ((TITLE, "标题"), (LONG, ""), ("（乐山市地方志办公室）", "来源"), ("广元抓审读", "标题"), (MORE, "")),
        (
            ("甘孜州地方志办公室", "标题", BIG),
            ("推进地方志工作", "标题", BIG),
            (LONG, "", PLAIN),
            (MORE, "", PLAIN),
        ),
        (
            ("送审稿", "标题前的字样", PLAIN),
            (TITLE, "标题", BIG),
            (LONG, "", PLAIN),
            (MORE, "", PLAIN),
        ),
        ((LONG, ""), ("抓组织", ""), (MORE, "")),
        (("一、抓组织", "", BOLD), (LONG, "", PLAIN), ("二、抓培训", "", BOLD), (MORE, "", PLAIN)),
        ((TITLE, "标题"), ("王建平", "来源"), (LONG, ""), (MORE, "")),
        ((TITLE, "标题"), ("高质量", "标题"), (LONG, ""), (MORE, "")),
    ],
    passes.subheadings: [
        ((TITLE, "标题"), (LONG, "正文"), ("一、加强组织领导", "小标题"), (MORE, "正文")),
        ((TITLE, "标题"), (LONG, "正文"), ("《乐山年鉴（2023）》", "正文"), (MORE, "正文")),
        (
            (TITLE, "标题", BIG),
            (LONG, "正文", PLAIN),
            ("抓组织", "小标题", BOLD),
            (MORE, "正文", PLAIN),
            ("参会人员名单", "正文", PLAIN),
            (LAST, "正文", PLAIN),
        ),
        (
            (TITLE, "标题"),
            (LONG, "正文"),
            ("（一）查看胶片，登记霉变。", "正文"),
            ("（二）分盒存放，控制湿度。", "正文"),
            (MORE, "正文"),
        ),
        (
            (TITLE, "标题"),
            (LONG, "正文"),
            ("清点胶片三百卷；", "正文"),
            ("编出目录一册", "正文"),
            (MORE, "正文"),
        ),
        (
            (TITLE, "标题"),
            (LONG, "正文"),
            ("时间：3月5日上午", "正文"),
            ("地点：三楼", "正文"),
            (MORE, "正文"),
        ),
        ((TITLE, "标题"), (LONG, "正文"), ("党建引领：强化责任落实", "小标题"), (MORE, "正文")),
    ],
    passes.alike_headings: [
        (
            (TITLE, "标题", BIG),
            ("一、活动内容", "小标题", BOLD),
            (LONG, "正文", PLAIN),
            ("二、活动时间", "小标题", BOLD),
            ("3月5日上午", "正文", PLAIN),
            ("三、活动要求", "小标题", BOLD),
            (MORE, "正文", PLAIN),
        ),
        (
            (TITLE, "标题"),
            ("一、活动内容", "小标题"),
            (LONG, "正文"),
            ("二、活动时间", "小标题"),
            ("3月5日", "正文"),
        ),
    ],
    doubts: [
        ((TITLE, "标题"), (LONG, "正文"), ("匿名者说", "正文？")),
        ((TITLE, "标题"), (LONG, "正文"), ("书名如下：", "正文"), ("旧报一束", "正文")),
        (("要闻", "标题？"), (TITLE, "标题"), (LONG, "正文")),
        (("乐山 | 推进地方志工作", "标题？"), (LONG, "正文")),
    ],
}
"""Each pass with manuscripts and what it makes of them: lines that it has to leave open among them."""

PIECES: dict[Pass, list[tuple[Row, ...]]] = {
    passes.only_sections: [
        (("【市州动态】", "栏目"), ("2024年1月9日", ""), ("编者按：近日，市里召开会议。", ""), (LONG, "")),
    ],
    passes.all_printed: [
        ((LONG, ""), ("附件：1.名单", ""), ("（乐山市地方志办公室）", "来源")),
    ],
    passes.titles_of_piece: [
        ((TITLE, ""), (LONG, ""), ("（乐山市地方志办公室）", "来源")),
        (("【市州动态】", "栏目"), (TITLE, "标题"), (LONG, "")),
        (
            (TITLE, "标题"),
            (LONG, ""),
            ("（乐山市地方志办公室）", "来源"),
            ("广元抓审读", "标题"),
            (MORE, ""),
            ("（广元市地方志办公室）", "来源"),
        ),
    ],
}


@pytest.mark.parametrize(("each", "rows"), [(each, rows) for each in CASES for rows in CASES[each]])
def test_a_pass(each: Pass, rows: tuple[Row, ...]) -> None:
    assert told(rows, PASSES, each, is_piece=False) == [row[:2] for row in rows]


@pytest.mark.parametrize(("each", "rows"), [(each, rows) for each in PIECES for rows in PIECES[each]])
def test_a_pass_of_a_piece(each: Pass, rows: tuple[Row, ...]) -> None:
    assert told(rows, PASSES_OF_PIECE, each, is_piece=True) == [row[:2] for row in rows]


def test_a_source_at_the_end_of_a_paragraph() -> None:
    sheet = passes._sheet([Paragraph(TITLE), Paragraph(f"{LONG}（乐山市地方志办公室）")], (), UNITS)
    passes._walk(sheet, PASSES[: PASSES.index(passes.inline_sources) + 1])
    assert sheet.lines[1].text == LONG
    assert [(part.kind, part.text) for part in sheet.lines[1].extra] == [
        (Kind.SOURCE, "（乐山市地方志办公室）")
    ]


def test_every_pass_has_its_cases() -> None:
    assert set(PASSES) == {*CASES, passes.inline_sources}
    assert set(PASSES_OF_PIECE) <= {*CASES, *PIECES}
