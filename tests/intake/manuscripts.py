"""Manuscripts as offices send them in, each of another look, with the items that they must come to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bulletin_desk.bulletin.model import Block, Body, Heading, Item, Subheading
from bulletin_desk.intake.manuscript import Look, Manuscript, Paragraph


@dataclass(frozen=True)
class Case:
    """A manuscript and what it must come to: for each item its section and the item."""

    manuscript: Manuscript
    items: tuple[tuple[str, Item], ...]


def plain(name: str, text: str) -> Manuscript:
    """Plain text, a line each paragraph."""
    return Manuscript(name, tuple(Paragraph(line) for line in text.strip("\n").split("\n")))


def styled(name: str, *lines: tuple[Look, str] | tuple[Look, str, int]) -> Manuscript:
    """Paragraphs with looks, some with a run-in heading."""
    return Manuscript(name, tuple(Paragraph(line[1], line[0], *line[2:]) for line in lines))


def item(title: str, source: str, *blocks: Block | str) -> Item:
    """An item; strings are body paragraphs."""
    return Item(title, tuple(Body(block) if isinstance(block, str) else block for block in blocks), source)


def _one(manuscript: Manuscript, made: Item, section: str = "市州动态") -> Case:
    return Case(manuscript, ((section, made),))


LONG = (
    "坚持把地方志工作放在全市经济社会发展大局中谋划和推进，建立健全党委领导、政府主持、部门协同的工作机制。"
)
MORE = "全市11个县（市、区）综合年鉴全部公开出版，3部镇志通过终审，地情资料数据库新增文献120余种。"
LAST = "下一步，将继续加强质量建设，推动地方志事业高质量发展再上新台阶。"

# ---- Word files of one item in different looks

_BODY = Look(style="Normal", align="justified", indent=2, size=16, face="仿宋_GB2312")
_TITLE = Look(style="Normal", align="centre", size=22, face="方正小标宋简体")
_HEI = Look(style="Normal", align="justified", indent=2, size=16, face="黑体")
_KAI = Look(style="Normal", align="justified", indent=2, size=16, face="楷体_GB2312")
_RIGHT = Look(style="Normal", align="right", size=16, face="仿宋_GB2312")

OFFICIAL = _one(
    styled(
        "广元市办：广元市强化年鉴质量管理",
        (_TITLE, "广元市“三个聚焦”强化年鉴质量管理"),
        (_BODY, LONG),
        (_HEI, "一、聚焦制度，织密质量之网"),
        (_BODY, MORE),
        (_KAI, "（一）抓审读"),
        (_BODY, "实行三审三校和专家外审，全年召开审稿会14次。"),
        (_HEI, "二、聚焦队伍，夯实人才之基"),
        (_BODY, LAST),
        (_RIGHT, "（广元市地方志办公室）"),
    ),
    item(
        "广元市“三个聚焦”强化年鉴质量管理",
        "（广元市地方志办公室）",
        LONG,
        Subheading("一、聚焦制度，织密质量之网"),
        MORE,
        Heading("（一）抓审读", 2),
        "实行三审三校和专家外审，全年召开审稿会14次。",
        Subheading("二、聚焦队伍，夯实人才之基"),
        LAST,
    ),
)

_WORD = Look(style="Normal", align="left", size=10.5, face="宋体")
_WORD_BOLD = replace(_WORD, bold=True)
_WORD_H1 = Look(style="heading 1", outline=1, align="left", size=22, face="宋体", bold=True)

DEFAULT_WORD = _one(
    styled(
        "3.资阳市地方志办公室—资阳市启动《资阳市志》编修",
        (_WORD_H1, "资阳市启动第三轮《资阳市志》编修工作"),
        (_WORD, LONG),
        (_WORD_BOLD, "高位推动"),
        (_WORD, "市政府常务会议专题研究编修方案。" + MORE),
        (_WORD_BOLD, "精心组织"),
        (_WORD, LAST),
    ),
    item(
        "资阳市启动第三轮《资阳市志》编修工作",
        "（资阳市地方志办公室）",
        LONG,
        Subheading("高位推动"),
        "市政府常务会议专题研究编修方案。" + MORE,
        Subheading("精心组织"),
        LAST,
    ),
)

_WPS = Look(align="justified", indent=2, size=15, face="宋体")
_WPS_TITLE = Look(align="centre", size=18, face="黑体", bold=True)
_WPS_RIGHT = Look(align="right", size=15, face="宋体")

THREE_LINES = _one(
    styled(
        "稿件",
        (_WPS_TITLE, "传承历史文脉"),
        (_WPS_TITLE, "讲好宜宾故事"),
        (_WPS_TITLE, "——宜宾市推进方志文化“六进”纪实"),
        (_WPS, "　　" + LONG),
        (_WPS, "　　" + LAST),
        (_WPS_RIGHT, "宜宾市地方志办公室"),
        (_WPS_RIGHT, "2024年3月5日"),
    ),
    item("传承历史文脉\n讲好宜宾故事\n——宜宾市推进方志文化“六进”纪实", "（宜宾市地方志办公室）", LONG, LAST),
)

RUN_INS = _one(
    styled(
        "内江",
        (replace(_WPS_TITLE, size=22), "内江市多措并举提升志鉴编纂水平"),
        (_WPS, LONG),
        (_WPS, "强化责任落实。市委、市政府分管领导多次听取汇报。", 7),
        (_WPS, "强化业务培训。举办培训班2期，培训180人次。", 7),
        (_WPS, "供稿：内江市地方志办公室　张 伟"),
    ),
    item(
        "内江市多措并举提升志鉴编纂水平",
        "（内江市地方志办公室）",
        LONG,
        Body("强化责任落实。市委、市政府分管领导多次听取汇报。", 7),
        Body("强化业务培训。举办培训班2期，培训180人次。", 7),
    ),
)

CENTRED_HEADINGS = _one(
    styled(
        "【眉山】眉山市方志馆建设",
        (Look(align="centre", size=16, face="宋体", bold=True), "眉山市方志馆建设取得新进展"),
        (Look(align="left", size=14, face="宋体"), LONG),
        (Look(align="centre", size=14, face="宋体", bold=True), "以“三苏文化”为魂"),
        (Look(align="centre", size=14, face="宋体", bold=True), "打造沉浸式展陈空间"),
        (Look(align="left", size=14, face="宋体"), MORE),
        (Look(align="centre", size=14, face="宋体", bold=True), "以人民群众为本"),
        (Look(align="left", size=14, face="宋体"), LAST),
    ),
    item(
        "眉山市方志馆建设取得新进展",
        "（眉山市地方志办公室）",
        LONG,
        Subheading("以“三苏文化”为魂\n打造沉浸式展陈空间"),
        MORE,
        Subheading("以人民群众为本"),
        LAST,
    ),
)

# ---- plain text

NUMBERED = _one(
    plain(
        "泸州市：泸州市扎实推进方志进校园",
        f"""
泸州市扎实推进方志进校园活动

　　{LONG}

　　一、坚持统筹联动
　　{MORE}
　　（一）建好阵地
　　1.建设校园方志角
　　在20所学校建成方志角。
　　2.编写乡土读本
　　编写《可爱的泸州》等读本3种。
　　（二）办好活动
　　{LAST}
""",
    ),
    item(
        "泸州市扎实推进方志进校园活动",
        "（泸州市地方志办公室）",
        LONG,
        Subheading("一、坚持统筹联动"),
        MORE,
        Heading("（一）建好阵地", 2),
        Heading("1.建设校园方志角", 3),
        "在20所学校建成方志角。",
        Heading("2.编写乡土读本", 3),
        "编写《可爱的泸州》等读本3种。",
        Heading("（二）办好活动", 2),
        LAST,
    ),
)

NUMBERED_RUN_INS = _one(
    plain(
        "",
        f"""
自贡市“三个强化”推动地情资源开发利用
{LONG}
一、强化资源普查。组织开展地情资源普查，收集资料2300余条。
二、强化成果转化。编辑出版《自贡盐业史话》等地情书籍5部。
三、强化宣传推介。在公众号开设“盐都记忆”专栏，阅读量12万人次。
（自贡市地方志办 王小军）
""",
    ),
    item(
        "自贡市“三个强化”推动地情资源开发利用",
        "（自贡市地方志办公室）",
        LONG,
        Body("一、强化资源普查。组织开展地情资源普查，收集资料2300余条。", 9),
        Body("二、强化成果转化。编辑出版《自贡盐业史话》等地情书籍5部。", 9),
        Body("三、强化宣传推介。在公众号开设“盐都记忆”专栏，阅读量12万人次。", 9),
    ),
)

SHORT_NEWS = _one(
    plain(
        "剑阁县：举办读书分享会",
        """
剑阁县举办读书分享会
4月23日，剑阁县党史和地方志事务中心举办“读志用志”读书分享会。
30余人参加。
（以上数据由各乡镇提供，截至4月23日。）
""",
    ),
    item(
        "剑阁县举办读书分享会",
        "（剑阁县党史和地方志事务中心）",
        "4月23日，剑阁县党史和地方志事务中心举办“读志用志”读书分享会。",
        "30余人参加。",
        "（以上数据由各乡镇提供，截至4月23日。）",
    ),
)

BOOKS = _one(
    plain(
        "南充市地方志办公室：南充市出版地情丛书",
        f"""
《南充历史文化丛书》出版
{LONG}
本套丛书包括：
《南充史话》
《南充名人》
《南充风物》
全套丛书共60万字，由四川人民出版社出版。
南充市地方志办公室供稿
""",
    ),
    item(
        "《南充历史文化丛书》出版",
        "（南充市地方志办公室）",
        LONG,
        "本套丛书包括：",
        "《南充史话》",
        "《南充名人》",
        "《南充风物》",
        "全套丛书共60万字，由四川人民出版社出版。",
    ),
)

INLINE_SOURCE = _one(
    plain(
        "投稿",
        f"""
凉山州召开地方志工作座谈会
1月12日，凉山州召开全州地方志工作座谈会。{MORE}（凉山州地方志办公室）
""",
    ),
    item(
        "凉山州召开地方志工作座谈会",
        "（凉山州地方志办公室）",
        f"1月12日，凉山州召开全州地方志工作座谈会。{MORE}",
    ),
)

DIRTY = _one(
    plain(
        "遂宁市办_投稿",
        """
﻿遂宁市开展"方志文化进社区"活动
\u3000\u3000２０２３年12月,遂宁市地方志办公室在船山区开展"方志文化进社区"活动,赠《遂宁年鉴(2022)》等 300 余册.

\u3000\u3000活动中,志愿者向居民讲解了遂宁的建置沿革、名胜古迹...居民纷纷表示,要了解家乡、热爱家乡!

\u3000\u3000（遂宁市志办）
""",
    ),
    item(
        "遂宁市开展“方志文化进社区”活动",
        "（遂宁市地方志办公室）",
        "2023年12月，遂宁市地方志办公室在船山区开展“方志文化进社区”活动，赠《遂宁年鉴（2022）》等300余册。",
        "活动中，志愿者向居民讲解了遂宁的建置沿革、名胜古迹……居民纷纷表示，要了解家乡、热爱家乡！",
    ),
)

BROKEN = _one(
    plain(
        "广安市：广安市举办培训班",
        """
广安市举办年鉴编纂业务培训班
\u3000\u30001月10日至12日，广安市举办全市年鉴编纂业务培训班。培训班邀请省内专家授课，
围绕篇目设置、条目撰写和图片选用等作了讲解，并结合案例作了点评，现场回答学员提问
二十余个，进一步提高了编纂人员的业务水平。
\u3000\u3000各县（市、区）和市级部门编纂人员160人参加培训。
""",
    ),
    item(
        "广安市举办年鉴编纂业务培训班",
        "（广安市地方志办公室）",
        "1月10日至12日，广安市举办全市年鉴编纂业务培训班。培训班邀请省内专家授课，围绕篇目设置、条目撰写和图片选用等作了讲解，"
        "并结合案例作了点评，现场回答学员提问二十余个，进一步提高了编纂人员的业务水平。",
        "各县（市、区）和市级部门编纂人员160人参加培训。",
    ),
)

# ---- web pages

_H1 = Look(style="h1", outline=1, bold=True)
_P = Look(style="p")

WEB_PAGE = _one(
    styled(
        "",
        (_H1, "巴中市：红色方志进课堂"),
        (_P, "来源：巴中市地方志办公室 发布时间：2024-03-08 10:30 浏览次数：128"),
        (_P, "【字体：大 中 小】"),
        (_P, LONG),
        (replace(_P, bold=True), "编好一本书"),
        (_P, MORE),
        (replace(_P, bold=True), "讲好一堂课"),
        (_P, LAST),
        (_P, "责任编辑：李明"),
        (_P, "【打印】【关闭】"),
    ),
    item(
        "巴中市：红色方志进课堂",
        "（巴中市地方志办公室）",
        LONG,
        Subheading("编好一本书"),
        MORE,
        Subheading("讲好一堂课"),
        LAST,
    ),
)

# ---- several items in one file

BY_SECTIONS = Case(
    plain(
        "第3期稿件汇总",
        f"""
【特别关注】
全省地方志机构主任会议在成都召开
{LONG}
（省地方志办公室）
【 市 州 动 态 】
攀枝花市启动年鉴编纂工作
{MORE}
（攀枝花市地方志办公室）
阿坝州完成志书终审
{LAST}
（阿坝州地方志办公室）
""",
    ),
    (
        ("特别关注", item("全省地方志机构主任会议在成都召开", "（四川省地方志工作办公室）", LONG)),
        ("市州动态", item("攀枝花市启动年鉴编纂工作", "（攀枝花市地方志办公室）", MORE)),
        ("市州动态", item("阿坝州完成志书终审", "（阿坝州地方志办公室）", LAST)),
    ),
)

BY_LOOK = Case(
    styled(
        "简讯三则",
        (_TITLE, "雅安市召开志书评审会"),
        (_BODY, MORE),
        (_TITLE, "甘孜州推进"),
        (_TITLE, "藏汉双语年鉴编纂"),
        (_BODY, LONG),
        (_HEI, "一、统筹推进"),
        (_BODY, LAST),
        (_RIGHT, "（甘孜州地方志办公室）"),
        (_TITLE, "绵阳市开展执法检查"),
        (_BODY, LAST),
        (_RIGHT, "（绵阳市地方志办公室　李 娟）"),
    ),
    (
        ("市州动态", item("雅安市召开志书评审会", "", MORE)),
        (
            "市州动态",
            item(
                "甘孜州推进\n藏汉双语年鉴编纂",
                "（甘孜州地方志办公室）",
                LONG,
                Subheading("一、统筹推进"),
                LAST,
            ),
        ),
        ("市州动态", item("绵阳市开展执法检查", "（绵阳市地方志办公室）", LAST)),
    ),
)

OLD_ISSUE = Case(
    plain(
        "2024年第5期",
        f"""
内部资料
四川省地方志工作简报
第5期
（总第610期）
四川省地方志工作办公室　　2024年2月2日
目  录
【市州动态】
德阳市推进数字史志建设
达州市举办成果展
【市州动态】
德阳市推进数字史志建设
{LONG}
（德阳市地方志办公室）
达州市举办成果展
{MORE}
（达州市人民政府地方志办公室）
— 2 —
信息公开选项：主动公开
报：中国地方志工作办公室。
送：各市（州）党委、市（州）人民政府。
发：各市（州）地方志办公室（党史地方志研究室，地方志编纂中心），
巴蜀方志文化研究中心。
四川省地方志工作办公室综合处　　2024年2月2日印发
（共印3份）
""",
    ),
    (
        ("市州动态", item("德阳市推进数字史志建设", "（德阳市地方志办公室）", LONG)),
        ("市州动态", item("达州市举办成果展", "（达州市人民政府地方志办公室）", MORE)),
    ),
)

# ---- more, each with a trap

BYLINE = _one(
    styled(
        "1",
        (_TITLE, "成都市创新开展“方志成都”品牌活动"),
        (Look(style="Normal", align="centre", size=16, face="楷体_GB2312"), "成都市地方志编纂委员会办公室"),
        (Look(style="Normal", align="centre", size=16, face="楷体_GB2312"), "（2024年1月15日）"),
        (_BODY, LONG),
        (_HEI, "一、打造品牌"),
        (_BODY, MORE),
        (_KAI, "（一）做强内容。"),
        (_BODY, LAST),
        (_RIGHT, "联系人：张三，电话：028-12345678"),
    ),
    item(
        "成都市创新开展“方志成都”品牌活动",
        "（成都市地方志编纂委员会办公室）",
        LONG,
        Subheading("一、打造品牌"),
        MORE,
        Heading("（一）做强内容。", 2),
        LAST,
    ),
)

UNIT_FIRST = _one(
    plain("", f"自贡市地方志办公室\n自贡市推进盐文化志编纂\n{LONG}\n{MORE}"),
    item("自贡市推进盐文化志编纂", "（自贡市地方志办公室）", LONG, MORE),
)

BOLD_NUMBERS = _one(
    styled(
        "绵阳",
        (_TITLE, "绵阳市“三个抓”推动工作落实"),
        (_BODY, LONG),
        (_BODY, "一是抓组织领导。成立了领导小组，召开会议。", 8),
        (_BODY, "二是抓业务培训。举办培训班3期，参加人员200余人。", 8),
        (_BODY, "三是抓督促检查。开展督查。", 8),
        (_BODY, "（绵阳市地方志办公室）"),
    ),
    item(
        "绵阳市“三个抓”推动工作落实",
        "（绵阳市地方志办公室）",
        LONG,
        Body("一是抓组织领导。成立了领导小组，召开会议。", 8),
        Body("二是抓业务培训。举办培训班3期，参加人员200余人。", 8),
        Body("三是抓督促检查。开展督查。", 8),
    ),
)

REPORT = _one(
    plain(
        "",
        """
关于报送2023年地方志工作总结的报告
四川省地方志工作办公室：
现将我市2023年地方志工作总结报告如下。
一、主要工作
（一）志书编纂有序推进。完成《泸州市志》初稿120万字。
（二）年鉴质量稳步提升。《泸州年鉴（2023）》公开出版。
二、下一步打算
加强队伍建设，加大经费投入。
附件：1.工作台账
2.统计表
                              泸州市地方志办公室
                                2024年1月10日
""",
    ),
    item(
        "关于报送2023年地方志工作总结的报告",
        "（泸州市地方志办公室）",
        "四川省地方志工作办公室：",
        "现将我市2023年地方志工作总结报告如下。",
        Subheading("一、主要工作"),
        Body("（一）志书编纂有序推进。完成《泸州市志》初稿120万字。", 12),
        Body("（二）年鉴质量稳步提升。《泸州年鉴（2023）》公开出版。", 12),
        Subheading("二、下一步打算"),
        "加强队伍建设，加大经费投入。",
    ),
)

QUOTATION = _one(
    plain(
        "",
        f"""
巴中市组织红色方志宣讲
{LONG}
“看了方志馆，才知道家乡有这么多故事。”
参观群众李大爷说。
{MORE}
（图为活动现场）
（巴中市地方志办公室 供稿）
""",
    ),
    item(
        "巴中市组织红色方志宣讲",
        "（巴中市地方志办公室）",
        LONG,
        "“看了方志馆，才知道家乡有这么多故事。”",
        "参观群众李大爷说。",
        MORE,
        "（图为活动现场）",
    ),
)

NUMBERED_ITEMS = Case(
    plain(
        "工作简讯",
        f"""
一、南充市启动村志编纂
{LONG}
（南充市地方志办公室）
二、广安市完成镇志初稿
{MORE}
（广安市地方志办公室）
""",
    ),
    (
        ("市州动态", item("南充市启动村志编纂", "（南充市地方志办公室）", LONG)),
        ("市州动态", item("广安市完成镇志初稿", "（广安市地方志办公室）", MORE)),
    ),
)

NEWS = Case(
    plain(
        "简讯",
        """
广元市召开地方志工作会议
1月5日，广元市召开地方志工作会议，市委常委出席并讲话。
广元市完成年鉴出版
近日，《广元年鉴（2023）》由方志出版社公开出版发行，全书100万字。
""",
    ),
    (
        (
            "市州动态",
            item("广元市召开地方志工作会议", "", "1月5日，广元市召开地方志工作会议，市委常委出席并讲话。"),
        ),
        (
            "市州动态",
            item(
                "广元市完成年鉴出版", "", "近日，《广元年鉴（2023）》由方志出版社公开出版发行，全书100万字。"
            ),
        ),
    ),
)

_WECHAT = Look(style="p", size=17)
_WECHAT_HEAD = Look(style="p", align="centre", size=17, bold=True)

WECHAT = _one(
    styled(
        "",
        (Look(style="h1", size=22, bold=True), "阆中：让古城“活”起来"),
        (Look(style="p", size=15), "方志四川 2024-01-08 09:00 四川"),
        (_WECHAT, LONG),
        (_WECHAT_HEAD, "修志存史"),
        (_WECHAT, MORE),
        (_WECHAT_HEAD, "以文塑旅"),
        (_WECHAT, LAST),
        (Look(style="p", size=14), "来源：阆中市地方志办公室"),
        (Look(style="p", size=14), "文/图：王强"),
        (Look(style="p", size=14), "编辑：李娜"),
    ),
    item(
        "阆中：让古城“活”起来",
        "（阆中市地方志办公室）",
        LONG,
        Subheading("修志存史"),
        MORE,
        Subheading("以文塑旅"),
        LAST,
    ),
)

_KAI_CENTRED = Look(style="Normal", align="centre", size=16, face="楷体_GB2312")

AUTHORS = _one(
    styled(
        "",
        (_TITLE, "一部志书的温度"),
        (_KAI_CENTRED, "——南充市嘉陵区《盐溪村志》编纂侧记"),
        (_KAI_CENTRED, "李明  王芳"),
        (_BODY, LONG),
        (_BODY, MORE),
        (_RIGHT, "（作者单位：南充市嘉陵区地方志办公室）"),
    ),
    item("一部志书的温度\n——南充市嘉陵区《盐溪村志》编纂侧记", "（南充市嘉陵区地方志办公室）", LONG, MORE),
)

ISSUED = _one(
    styled(
        "",
        (Look(style="Normal", align="centre", size=36, face="方正小标宋简体"), "乐山史志信息"),
        (Look(style="Normal", align="centre", size=16, face="仿宋_GB2312"), "第12期"),
        (_BODY, "乐山市委党史和地方志研究室    2024年3月1日"),
        (_TITLE, "乐山市“三个强化”推进史志宣传"),
        (_BODY, LONG),
        (_HEI, "一、强化统筹"),
        (_BODY, MORE),
        (_BODY, "报：市委办公室。"),
        (_BODY, "送：各县（市、区）党史地方志机构。"),
    ),
    item(
        "乐山市“三个强化”推进史志宣传",
        "（乐山市委党史和地方志研究室）",
        LONG,
        Subheading("一、强化统筹"),
        MORE,
    ),
)

VERSE = _one(
    plain(
        "",
        """
泸州市举办诗词吟诵会
1月5日，泸州市举办诗词吟诵会。
会上，朗诵了杨慎的《临江仙》：
滚滚长江东逝水
浪花淘尽英雄
是非成败转头空
青山依旧在
活动受到群众欢迎，共有200余人参加。
（泸州市地方志办公室）
""",
    ),
    item(
        "泸州市举办诗词吟诵会",
        "（泸州市地方志办公室）",
        "1月5日，泸州市举办诗词吟诵会。",
        "会上，朗诵了杨慎的《临江仙》：",
        "滚滚长江东逝水",
        "浪花淘尽英雄",
        "是非成败转头空",
        "青山依旧在",
        "活动受到群众欢迎，共有200余人参加。",
    ),
)

_BOLD_14 = Look(size=14, face="黑体", bold=True)
_SONG_14 = Look(size=14, face="宋体")

BRIEFS = Case(
    styled(
        "简讯",
        (_BOLD_14, "广元市开展工作督查"),
        (_SONG_14, MORE),
        (_BOLD_14, "巴中市启动志书编修"),
        (_SONG_14, LONG),
        (_BOLD_14, "以质量求实效"),
        (_SONG_14, LAST),
    ),
    (
        ("市州动态", item("广元市开展工作督查", "", MORE)),
        ("市州动态", item("巴中市启动志书编修", "", LONG, Subheading("以质量求实效"), LAST)),
    ),
)

LABELLED = _one(
    plain("", f"投稿单位：遂宁市地方志办公室\n遂宁市完成《遂宁年鉴》编纂\n{LONG}\n联系电话：0825-1234567"),
    item("遂宁市完成《遂宁年鉴》编纂", "（遂宁市地方志办公室）", LONG),
)

# ---- as city offices and their web sites send them in

SHORT_SIGNED = _one(
    plain("达州动态", f"开江县志办到梁平学习考察\n{LONG}\n{MORE}\n开江县志办\n2024年4月25日"),
    item("开江县志办到梁平学习考察", "（开江县地方志办公室）", LONG, MORE),
)
"""Signed for short, which is a guess; the file's name would be a worse one."""

WEB_COPY = _one(
    plain(
        "",
        f"""首页 > 政务动态 > 部门动态
资阳市“三步走”推进数字方志建设
来源：资阳市地方志办公室   作者：刘洋   时间：2024-05-10 09:12   浏览次数：156 次   字体：[ 大 中 小 ]
{LONG}
{MORE}
[责任编辑：赵敏]
上一篇：资阳市召开年鉴评审会
扫一扫在手机打开当前页
版权所有：资阳市人民政府　蜀ICP备12345678号
""",
    ),
    item("资阳市“三步走”推进数字方志建设", "（资阳市地方志办公室）", LONG, MORE),
)

WECHAT_COPY = _one(
    plain(
        "",
        f"点击上方蓝字关注我们\n崇州市举办“方志里的年味”活动\n{LONG}\n{MORE}\n"
        "来源：崇州市地方志编纂中心\n编辑：杨柳\nEND\n往期推荐",
    ),
    item("崇州市举办“方志里的年味”活动", "（崇州市地方志编纂中心）", LONG, MORE),
)

COLON_TITLE = _one(
    styled(
        "",
        (_TITLE, "甘孜州地方志办公室："),
        (_TITLE, "用心用情讲好雪域高原故事"),
        (_BODY, "一部部志书、一本本年鉴，记录着雪域高原的沧桑巨变。"),
        (_HEI, "记录历史，笔耕不辍"),
        (_BODY, LONG),
        (_RIGHT, "（甘孜州地方志办公室）"),
    ),
    item(
        "甘孜州地方志办公室：\n用心用情讲好雪域高原故事",
        "（甘孜州地方志办公室）",
        "一部部志书、一本本年鉴，记录着雪域高原的沧桑巨变。",
        Subheading("记录历史，笔耕不辍"),
        LONG,
    ),
)

STOPPED_TITLE = _one(
    styled("", (_TITLE, "合江县举行《荔枝志》首发式。"), (_BODY, LONG), (_RIGHT, "合江县地方志办公室")),
    item("合江县举行《荔枝志》首发式。", "（合江县地方志办公室）", LONG),
)

SUBJECT_OVER_TITLE = _one(
    plain(
        "",
        f"江油市委党史和地方志研究室\n“三抓三促”推动工作提质增效\n{LONG}\n一、抓学习，促能力提升\n"
        f"一是坚持每周一学。{MORE}\n二是坚持每月一讲。{MORE}\n江油市委党史和地方志研究室",
    ),
    item(
        "江油市委党史和地方志研究室\n“三抓三促”推动工作提质增效",
        "（江油市委党史和地方志研究室）",
        LONG,
        Subheading("一、抓学习，促能力提升"),
        f"一是坚持每周一学。{MORE}",
        f"二是坚持每月一讲。{MORE}",
    ),
)

STAFF_AFTER = _one(
    plain(
        "",
        f"隆昌市抓实修志资料收集\n{LONG}\n单位：隆昌市地方志办公室\n"
        "撰稿人：林涛    审稿人：曾敏\n联系电话：0832-3922222",
    ),
    item("隆昌市抓实修志资料收集", "（隆昌市地方志办公室）", LONG),
)

SPEECH = _one(
    styled(
        "",
        (_TITLE, "在全省地方志工作会议上的发言"),
        (replace(_KAI, align="centre"), "南充市地方志办公室主任  唐建军"),
        (replace(_KAI, align="centre"), "（2024年2月26日）"),
        (_BODY, "同志们："),
        (_BODY, LONG),
    ),
    item("在全省地方志工作会议上的发言", "（南充市地方志办公室）", "同志们：", LONG),
)

CAPTION_AFTER = _one(
    styled(
        "",
        (_TITLE, "再出发！古蔺县吹响"),
        (_TITLE, "第三轮修志“集结号”"),
        (_BODY, LONG),
        (_BODY, MORE),
        (_RIGHT, "古蔺县地方志办公室"),
        (replace(_KAI, align="centre"), "图为修志动员会现场"),
    ),
    item(
        "再出发！古蔺县吹响\n第三轮修志“集结号”",
        "（古蔺县地方志办公室）",
        LONG,
        MORE,
        "图为修志动员会现场",
    ),
)

BOX_AFTER = _one(
    styled(
        "",
        (_TITLE, "自贡市举办地情展览"),
        (_BODY, LONG),
        (_BODY, MORE),
        (_RIGHT, "（自贡市地方志办公室）"),
        (Look(style="Normal"), "自贡市地方志办公室稿笺"),
    ),
    item("自贡市举办地情展览", "（自贡市地方志办公室）", LONG, MORE, "自贡市地方志办公室稿笺"),
)

SENT_BY = _one(
    styled(
        "",
        (_KAI, "（高坪区地方志编纂中心报送）"),
        (_TITLE, "高坪区“小切口”做好"),
        (_TITLE, "地方志“大文章”"),
        (_BODY, LONG),
        (_BODY, MORE),
    ),
    item("高坪区“小切口”做好\n地方志“大文章”", "（高坪区地方志编纂中心）", LONG, MORE),
)

LINE_OVER_TITLE = _one(
    styled(
        "",
        (_BODY, "密级：内部"),
        (_TITLE, "岳池县农家文化入志"),
        (_BODY, LONG),
        (_RIGHT, "岳池县地方志办公室"),
        (_RIGHT, "供稿人：罗敏  电话：0826-5222222"),
    ),
    item("岳池县农家文化入志", "（岳池县地方志办公室）", LONG),
)
"""What no rule knows over the title does not hide the title."""

COUNTY_ISSUE = _one(
    styled(
        "",
        (replace(_TITLE, size=36), "工作信息"),
        (replace(_RIGHT, align="centre"), "第12期"),
        (_BODY, "南部县地方志办公室编        2024年6月5日"),
        (_TITLE, "南部县打好年鉴编纂“主动仗”"),
        (_BODY, LONG),
        (_BODY, "主送：南充市地方志办公室"),
        (_BODY, "抄送：县委办、县政府办"),
    ),
    item("南部县打好年鉴编纂“主动仗”", "（南部县地方志办公室）", LONG),
)

REPORTER_UNDER = _one(
    styled(
        "",
        (_TITLE, "都江堰市“水文化”入志工程启动"),
        (replace(_KAI, align="centre", size=10.5), "记者 陈刚"),
        (_BODY, LONG),
        (_BODY, MORE),
        (_RIGHT, "来源：都江堰市融媒体中心"),
    ),
    item("都江堰市“水文化”入志工程启动", "（都江堰市融媒体中心）", LONG, MORE),
)

SENT_ON = _one(
    plain(
        "", f"蒲江县茶志进入终审阶段\n{LONG}\n{MORE}\n报送单位：蒲江县地方志办公室\n报送时间：2024年8月2日"
    ),
    item("蒲江县茶志进入终审阶段", "（蒲江县地方志办公室）", LONG, MORE),
)

CASES = {name: case for name, case in sorted(globals().items()) if isinstance(case, Case) and name.isupper()}


def texts(paragraphs: Sequence[Paragraph]) -> str:
    """All text of a manuscript."""
    return "".join(paragraph.text for paragraph in paragraphs)
