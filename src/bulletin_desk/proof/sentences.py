"""Rules about how sentences are built: particles, lost subjects, two patterns in one, what is said twice.
Knows one text at a time."""

from __future__ import annotations

from collections.abc import Iterator

from bulletin_desk.bulletin.model import Kind
from bulletin_desk.hanzi.classes import HAN
from bulletin_desk.proof.expressions import Expression
from bulletin_desk.proof.findings import Mark, Replacement, advice, doubtful
from bulletin_desk.proof.kinds import PARAGRAPHS
from bulletin_desk.proof.places import is_inside, quoted

# ---- 的, 地, 得

_MANNER = (
    "认真|扎实|积极|深入|全面|切实|努力|大力|有效|稳步|进一步|着力|充分|严格|主动|科学|持续|高度|精心|热情|自觉|坚决|广泛|及时|有序|圆满|"
    "成功|顺利|仔细|细致|耐心|虚心|迅速|快速|不断|逐步|系统|准确|客观|公正|妥善|稳妥|高效|坚定|牢固|牢牢|深刻|详细|明确|清醒|勇敢|热烈|"
    "亲切|隆重|如期|按时|周密|全力|竭力|尽快|尽力|默默|静静|慢慢|渐渐|悄悄|扎扎实实|认认真真|踏踏实实|实实在在|仔仔细细|轰轰烈烈|"
    "生动|形象|真实|完整|辛勤|刻苦|艰苦|顽强|紧紧|密切|紧密|巧妙|灵活|大胆|果断|严肃|诚恳|真诚|衷心|由衷|高兴|愉快|激动|自豪|清楚|清晰|"
    "井然有序|循序渐进|持之以恒|一丝不苟|坚持不懈|因地制宜|创造性|针对性|有计划|有步骤|有重点|有组织|更好|更快|更多|更有效|更加自觉|更加主动"
)
_ACTS = (
    "推进|推动|落实|核对|做好|抓好|完成|贯彻|执行|实施|加强|提高|提升|促进|解决|处理|开展|组织|学习|研究|讨论|检查|审阅|校对|修改|编纂|编写|"
    "整理|收集|搜集|征集|听取|回答|介绍|讲解|讲述|反映|记录|记述|记载|展示|展现|分析|总结|指出|认识|领会|理解|把握|掌握|履行|履职|维护|保护|"
    "保障|保证|服务|宣传|传承|弘扬|发挥|发扬|利用|开发|满足|适应|融入|参与|配合|支持|帮助|关心|照顾|对待|看待|面对|应对|克服|战胜|改善|改进|"
    "改变|转变|优化|强化|深化|细化|夯实|筑牢|压实|抓|做|干|办|搞|写|说|问|听|看|走|站|坐|投入到|运用|使用|制定|构建|建立|健全|完善|查阅|查看|"
    "翻阅|阅读|参观|观看|询问|解答|倾听|翻看|擦拭|搜寻|征求|梳理|编排|审读|对照|打磨|撰写|走访|握住|握着|表示|告诉|感谢|欢迎|祝愿|希望|等待|守护|坚守|耕耘|工作着|前进|发展壮大|成长为|开启|谱写|书写|描绘"
)
_MANNERS = tuple(_MANNER.split("|"))
_LONGEST_MANNER = max(map(len, _MANNERS))
_ACT = Expression(
    rf"的(?P<act>{_ACTS})(?P<after>[了着过好到第各全本这该其每此《“一二三两几\u4e00-\u9fff]|\d)"
)
_IS = Expression("[是有为以和与、的些种项位次个予得到了](?:很|较|更|十分|非常|比较)?\\Z")
"""What makes a manner before 的 an attribute: 有广泛的宣传, 是认真的工作."""
_OBJECT = Expression(
    "党的|中央|党中央|上级|队伍|组织|管理|领导|协调|监督|合作|交流|培训|审查|审核|第三轮|第二轮|各项|全市|全县|全省|工作任务|工作|编纂|修志|改革|发展|建设|初稿|任务|政策|精神|决策|部署|问题|困难|情况|意见|资料|群众|"
    "人民|责任|职责|项目|规划|计划|制度|措施|要求|质量|水平|能力|作用|历史|文化|方志|志书|年鉴|基层|大局|社会|中心|需求|需要|形势|变化|生态|环境"
)


def manner(text: str, kind: Kind) -> Iterator[Mark]:
    """认真地核对了初稿, not 认真的: what tells how something is done takes 地. A verb that is as often a noun
    (认真的学习态度) is let pass."""
    for found in _ACT.finditer(text):
        at = found.start()
        if not text.endswith(_MANNERS, max(0, at - _LONGEST_MANNER), at):
            continue
        how = next(word for word in _LONGEST_FIRST if text.endswith(word, 0, at))
        before = at - len(how)
        if before and _IS.search(text, max(0, before - 3), before):
            continue
        act, after = found["act"], found["after"]
        sure = after in "了着过《第各全每"
        if not sure and (act in _NOUN_TOO or not _OBJECT.match(text, found.start("after"))):
            continue
        message = f"“{how}”说的是怎样去做，后面用“地”；应为“地”。"
        yield doubtful("particle", (at, at + 1), message, "地")


_LONGEST_FIRST = tuple(sorted(_MANNERS, key=len, reverse=True))
_NOUN_TOO_WORDS = (
    "学习|研究|讨论|检查|介绍|分析|总结|认识|理解|服务|宣传|保护|保障|支持|帮助|编纂|编写|"
    "记录|反映|记载|组织|工作着|发展壮大|实施|执行|处理|整理|收集|征集|使用|利用|开发|传承|"
    "做|干|办|看|说|写|走|站|问|听|坐|搞|抓|阅读|参与|配合|开展|建立|展示|修改|改进|"
    "记述|把握|落实"
)
_NOUN_TOO = frozenset(_NOUN_TOO_WORDS.split("|"))
"""Verbs that make a noun with what follows as often as not: 认真的工作作风."""

_GIVEN_WORDS = (
    "付出|整理|保存|编印|出版|报送|审定|发现|使用|印发|编制|反映|取得|作出|做出|提出|获得|"
    "面临|存在|发挥|创造|积累|形成|得到|受到|给予|带来|产生|编纂出版|精心编纂|撰写|编写|召开|"
    "举办|开展|编辑|完成|收集|征集|总结"
)
_GIVEN = tuple(_GIVEN_WORDS.split("|"))
_THING = Expression(
    "地(?:努力|成绩|成果|成效|贡献|意见|建议|经验|困难|问题|作用|效果|影响|进步|发展|支持|帮助|代价|心血|汗水|关怀|关心|变化|荣誉|"
    "奖励|志书|年鉴|会议|活动|工作|资料|稿件|任务)"
)
_DONE_WORDS = (
    "做|办|搞|干|抓|管|讲|写|编|修|走|跑|学|发展|开展|进展|完成|进行|推进|落实|组织|"
    "准备|表现|执行|保存|保护|编纂|展示|布置|安排|服务"
)
_DONE = tuple(_DONE_WORDS.split("|"))
_HAD = Expression(
    "(?:得到|取得|实现|受到|获得)了?(?:很好|较好|更好|极好|良好|充分|有效|广泛|全面|进一步|明显|显著|快速|平稳|稳步|健康|长足|极大|持续|不断|及时|妥善|圆满)"
    r"(?P<way>地)(?:发展|落实|贯彻|保护|传承|提升|提高|增长|改善|解决|发挥|体现|保障|锻炼|进步|成效|效果|好评|关注|认可|利用|开发|执行|处理|控制|治理|恢复)(?=[，。；、！]|\Z)"
)
"""What is had is a thing, though it looks like a deed: 得到了很好的落实."""
_DEGREE = Expression(
    "的(?=(?:很|非常|十分|更|更加|比较|较|特别|相当|极其|越来越|不太|不够)(?:好|快|多|少|慢|差|顺利|成功|圆满|扎实|到位|出色|完好|完整|充分|"
    "深入|热烈|迅速|不错|漂亮|及时|认真|细致|理想|彻底|紧|实|细|严|远|高|广|深|透|稳|准|牢|活|久|齐|晚|早)[，。；！？、])"
)


def structure_particles(text: str, kind: Kind) -> Iterator[Mark]:
    """付出的努力, not 付出地; 开展得很好, not 开展的."""
    for found in _THING.finditer(text):
        at = found.start()
        if text.endswith(_GIVEN, max(0, at - 4), at):
            message = f"“{text[max(0, at - 2) : found.end()]}”里的“地”后面是事物；应为“的”。"
            yield doubtful("particle", (at, at + 1), message, "的")
    for found in _HAD.finditer(text):
        message = f"“{found[0]}”里的“地”后面是得到的事物；应为“的”。"
        yield doubtful("particle", found.span("way"), message, "的")
    for found in _DEGREE.finditer(text):
        at = found.start()
        if text.endswith(_DONE, max(0, at - 2), at):
            yield doubtful("particle", (at, at + 1), "补充说明程度、结果用“得”；应为“得”。", "得")


# ---- a subject lost

_LOST = Expression(
    r"(?:\A|(?<=[。；！？\n]))(?P<head>通过|由于|经过|随着|在|当)(?P<what>[^，。；！？：\n]{2,40})，"
    r"(?P<makes>使得?|让|令)(?!馆(?!藏)|[用命得者徒节领人步座坐书])(?=[^，。；！？\n]{2})"
)
_PASSED = Expression("(?:决议|决定|议案|条例|法案|草案|预算|方案|修正案|报告|名单)\\Z")


def lost_subject(text: str, kind: Kind) -> Iterator[Mark]:
    """通过培训，使人员提高了水平: who makes it so? Either 通过 or 使 goes."""
    if kind not in PARAGRAPHS:
        return
    for found in _LOST.finditer(text):
        head, what = found["head"], found["what"]
        if head == "通过" and _PASSED.search(what):
            continue
        if head == "在" and not what.endswith(("下", "中")):
            continue
        if head == "当" and not what.endswith("时"):
            continue
        start, end = found.span("makes")
        message = f"“{head}…，{found['makes']}…”少了主语；请删去“{head}”或“{found['makes']}”，或补上主语。"
        fix = (Replacement(start, end, ""),) if head in ("通过", "由于", "经过") else None
        mark = doubtful if found["makes"].startswith("使") else advice  # 让 is met with in good prose
        yield mark("syntax", (start, end), message, fix)


# ---- two patterns in one

_MIXED: tuple[tuple[str, Expression, str], ...] = (
    (
        "原因",
        Expression(r"原因[是为](?:由于|因为)[^，。；]{2,24}(?:造成|引起|导致|所致)的?(?=[。，；])"),
        "“原因是…”和“由于…造成的”",
    ),
    (
        "是由于",
        Expression(r"是由于[^，。；]{2,24}的(?:原因|缘故|结果)(?=[。，；])"),
        "“是由于…”和“是…的原因”",
    ),
    (
        "是因为",
        Expression(r"是因为[^，。；]{2,24}的(?:原因|缘故|结果)(?=[。，；])"),
        "“是因为…”和“是…的原因”",
    ),
    ("之所以", Expression(r"之所以[^，。；]{2,24}的原因(?=[。，；是])"), "“之所以…”和“…的原因”"),
    ("旨在", Expression(r"旨在以[^，。；]{2,20}为(?:目的|目标|宗旨)"), "“旨在…”和“以…为目的”"),
    (
        "是以",
        Expression(r"(?:目的|宗旨|目标)是以[^，。；]{2,20}为(?:目的|目标|宗旨)"),
        "“目的是…”和“以…为目的”",
    ),
    ("本着", Expression(r"本着(?:以)?[^，。；的]{2,20}为(?:原则|目的|宗旨)"), "“本着…的原则”和“以…为原则”"),
    (
        "围绕",
        Expression(r"围绕以?[^，。；的把将]{2,20}(?<!作)为(?:中心|核心|重点|主题)(?=[，。；、开])"),
        "“围绕…”和“以…为中心”",
    ),
    (
        "关键",
        Expression(r"关键(?:在于|是)[^，。；]{2,20}(?:起决定作用|起决定性作用|是关键|最关键|很关键)"),
        "“关键在于…”和“…起决定作用”",
    ),
    (
        "主要内容",
        Expression(r"以[^，。；]{2,20}为主要内容(?:所)?(?:组成|构成)"),
        "“以…为主要内容”和“由…组成”",
    ),
    ("成为主", Expression(r"由[^，。；]{2,24}(?:组成|构成)为主"), "“由…组成”和“以…为主”"),
    (
        "所",
        Expression(
            r"(?:深受|受到|深得)[^，。；]{1,16}所(?:欢迎|喜爱|好评|关注|称赞|拥护|赞扬|重视|青睐|追捧|推崇|肯定|爱戴|尊敬|信赖|认可|瞩目)"
        ),
        "“受…欢迎”和“为…所欢迎”",
    ),
    ("是为了", Expression(r"是为了[^，。；]{2,24}为(?:目的|宗旨)"), "“是为了…”和“以…为目的”"),
    ("出于", Expression(r"出于[^，。；]{2,20}(?:所决定|决定的|为目的)"), "“出于…”和“由…决定”"),
    (
        "不",
        Expression(r"(?:防止|避免|杜绝|预防)[^，。；、不]{2,16}不(?:再)?(?:发生|出现|重演|流失|泄露|外泄)"),
        "两次否定",
    ),
    ("难免", Expression(r"难免[^，。；]{0,10}不(?:会)?(?:出现|发生|存在|出)"), "两次否定"),
    ("问题上", Expression(r"(?<!在)对于?(?!待)[^，。；在]{2,24}问题上(?=，)"), "“对…问题”和“在…问题上”"),
    (
        "下，",
        Expression(r"(?:经过|通过)[^，。；在]{2,24}(?:领导|努力|支持|关心|帮助|指导|推动|配合)下(?=，)"),
        "“经过…”和“在…下”",
    ),
    ("出发点", Expression(r"从[^，。；]{2,24}为出发点"), "“从…出发”和“以…为出发点”"),
    ("居多", Expression(r"以[^，。；]{2,12}为(?:主)?居多"), "“以…为主”和“…居多”"),
    (
        "靠的是",
        Expression(r"靠的是[^，。；]{2,20}(?:取得的|得来的|实现的)(?=[。，；])"),
        "“靠的是…”和“是…取得的”",
    ),
    (
        "组成",
        Expression(r"(?:共|应|主要|班子|小组|委员会)有[^，。；由关限]{2,16}组成(?=[。，；])"),
        "“有…”和“由…组成”",
    ),
    (
        "造成",
        Expression(r"由于[^，。；]{2,16}，(?:是|就是)[^，。；]{2,16}的(?:主要)?原因"),
        "“由于…”和“是…的原因”",
    ),
    (
        "为宗旨",
        Expression(r"(?:坚持|遵循)[^，。；以的把将]{2,20}(?<!作)为(?:宗旨|原则|目标)"),
        "“坚持…”和“以…为宗旨”",
    ),
    ("多亏", Expression(r"多亏[^，。；]{2,20}的结果"), "“多亏…”和“是…的结果”"),
    (
        "有利于",
        Expression(r"有利于对[^，。；]{2,20}(?:具有|起到)[^，。；]{0,10}作用"),
        "“有利于…”和“对…有作用”",
    ),
    ("取决于", Expression(r"取决于[^，。；]{2,20}(?:决定的|所决定)"), "“取决于…”和“由…决定”"),
    ("不仅", Expression(r"(?:不仅仅?|不但)[^，。；]{2,20}，(?:却|但是?)"), "“不仅…”和“但是…”"),
)
"""Characters without which a pattern need not be looked for, the pattern, and what is mixed in it."""


def mixed_patterns(text: str, kind: Kind) -> Iterator[Mark]:
    """原因是由于…造成的: one sentence begun in one pattern and ended in another."""
    for needed, pattern, names in _MIXED:
        if needed not in text:
            continue
        for found in pattern.finditer(text):
            if not is_inside(text, found.start(), "《》"):
                message = f"“{quoted(found[0])}”混用了{names}；请只留一种说法。"
                yield doubtful("syntax", found.span(), message)


_MANY = Expression(
    r"(?P<many>各位|诸位|众多|许多|很多|诸多|不少|多名|多位|数名|(?<!\d)\d{1,6}(?:余|多)?[名位个])(?P<who>(?:的)?[\u4e00-\u9fff]{0,4}?"
    r"(?:同志|代表|领导|委员|老师|专家|学者|群众|市民|村民|读者|学生|教师|干部|志愿者|工作者|编辑|作者|嘉宾|孩子|员工|职工|游客|观众|听众|记者|朋友|来宾|党员|青年))(?P<men>们)"
)


def many(text: str, kind: Kind) -> Iterator[Mark]:
    """许多专家 or 专家们, not 许多专家们."""
    for found in _MANY.finditer(text):
        message = f"前面有“{found['many']}”，“{found['who']}”后面不用“们”；请删去。"
        yield doubtful("pleonasm", found.span("men"), message, "")


# ---- clauses and sentences that stand twice

_CLAUSES = Expression(r"[^，；：。！？\n]+")
_MOST_CLAUSES = 6
_LEAST_REPEATED = 6
"""Han characters from which on clauses that stand twice were typed twice."""
_LEAST_SENTENCE = 14
_STOPS = frozenset("。！？\n")
_SENTENCES = Expression(r"[^。！？\n]+")
_HAN = Expression(f"[{HAN}]")


def said_twice(text: str, kind: Kind) -> Iterator[Mark]:
    """要加强领导，落实责任，要加强领导，落实责任: clauses or whole sentences a second time."""
    clauses = [found.span() for found in _CLAUSES.finditer(text)]
    words = [text[start:end].strip() for start, end in clauses]
    told = -1
    for at in range(len(words) - 1) if len(set(words)) < len(words) else ():
        if clauses[at][0] < told:
            continue
        for count in range(1, _MOST_CLAUSES + 1):
            if words[at : at + count] != words[at + count : at + 2 * count]:
                continue
            start, end = clauses[at + count - 1][1], clauses[at + 2 * count - 1][1]
            if text[start] in _STOPS and text[end : end + 1] not in _STOPS:
                continue  # 编制计划。编制计划，应当听取意见
            if len(_HAN.findall(text, start, end)) < _LEAST_REPEATED or is_inside(text, start, "“”"):
                continue
            told = end
            message = f"“{quoted(text[start:end].strip('，；：。！？'))}”和前面重复了；请核对，多余的删去。"
            yield doubtful("said_twice", (start + 1, end), message, (Replacement(start, end, ""),))
            break
    seen: set[str] = set()
    for found in _SENTENCES.finditer(text):
        sentence = found[0].strip() if text[found.end() : found.end() + 1] in ("。", "！", "？") else ""
        if (
            sentence in seen
            and found.start() >= told
            and not is_inside(text, found.start(), "“”")
            and len(_HAN.findall(sentence)) >= _LEAST_SENTENCE
        ):
            message = f"“{quoted(sentence)}”这一句前面已经有了；请核对，多余的删去。"
            yield doubtful("said_twice", (found.start(), found.end() + 1), message)
        seen.add(sentence)


_FIRST = Expression("(?:^|(?<=[。；，：\n]))首先[，,]?(?!由)")
_NTH = Expression(
    r"(?<=[。；，])第(?P<nth>[二三四五])(?![次轮届个产季批期名年天条项部章节卷方者类种步阶时代位人组级层线梯款界国村小中实党支、届十百])，?"
)


def ordinals_of_two_kinds(text: str, kind: Kind) -> Iterator[Mark]:
    """首先、其次 or 第一、第二, not 首先…第三."""
    first = _FIRST.search(text)
    if first is None or "第一" in text[: first.start()]:
        return
    for found in _NTH.finditer(text, first.end()):
        if "第一" in text[first.end() : found.start()]:
            return
        message = f"前面用“首先”，这里用“第{found['nth']}”；请用同一套序次语。"
        yield doubtful("ordinal", (found.start(), found.start() + 2), message)
        return
