"""A bulletin of what is set by its neighbours or parted by a rule of its own, for the Word copy."""

from __future__ import annotations

import random
from dataclasses import replace

from bulletin_desk.bulletin.model import Body, Issue, Item
from tests.export.docx.generated import generated_issue

TEXTS = (
    "全市规模以上工业增加值比上年同期变动的幅度分别是-3.2%、＋5.6％、－4.1%、−0.8%、±0.5%，合同额US$1 250万、"
    "€25.6万，占比15%～30%、15%-30%，其余各项指标均比上年同期有所上升，升幅在1.2%以上。",
    "标准见GB/T 9704—2012、GB/T 15834—2011和DB51/T 2870—2021，咨询电话（028）86601234转8012、138-0000-0000。",
    "请下载（ftp://files.scdfz.org.cn/pub/2024/方志资料.zip）后解压，或写信到zhang.san+jianbao@scdfz-archives.org.cn，"
    "或www.scdfz.org.cn查询；网址：http://zhiku.scdfz.org.cn:8080/login/index.aspx?id=20240109&type=news填写。",
    "怎么还没有完成？！真的太好了！！！你说呢？？？难道不是吗……？！走吧！！？他们问：“这是谁写的？！”（真的吗？！）"
    "答：“不知道！！”",
    "海拔7 556 m，面积12.5 km²，气温25℃以上，东经104°04′30″，5·12汶川特大地震，冯·施特劳斯，买买提·A·B，"
    "功率5 kW·h，don’t和O’Neill，6′5″。",
    "The Office of Sichuan Provincial Gazetteers held a national symposium on digital humanities and "
    "local chronicles in Chengdu on July 10, 2025, with more than 120 scholars attending from universities, "
    "archives and internationalization-oriented research institutions of the province.",
    "有疑问的请在七月三十一日以前写信到zhang.san@scdfz-archives.org.cn。",
    "《〈华阳国志〉校注》《〈蜀中广记〉人名考》与《读〈史记〉》（《〈方志学〉讲义》）出版，会上展示了"
    "Donaudampfschifffahrtsgesellschaft等词。",
)


_KINDS = (
    ("“", "H", "”、“", "H", "”，"),
    ("H", "“", "H", "。”"),
    ("H", "(2023)68号，"),
    ("H", "（2023）68号。"),
    ("电话(028)86522222、", "H"),
    ("H", "（028）86522222，"),
    ("H", "[1]2023年"),
    ("H", "(CNKI)ABC"),
    ("H", '"', "H", '"'),
    ("H", "￥67、$5元，"),
    ("H", "½×÷±"),
    ("H", "A+级、C++", "H", "。"),
    ("H", "12.5%、3‰、25℃", "H"),
    ("H", "《", "H", "〈", "H", "〉》…"),
    ("The office ", "compiled ", "a yearbook of 2,345 pages, ", "“one yearbook a year”; "),
)
"""Kinds of text of which lines end where word processors differ; H is a word of one to six characters."""
_HAN = (
    "全省地方志系统深入学习贯彻党的二十大精神推进工作高质量发展编纂出版年鉴资政育人文化传承利用审查验收评议"
)


def endings_issue(seed: int) -> Issue:
    """A paragraph of each kind, with lines that end at any of its places; the same for the same seed."""
    pick = random.Random(seed)

    def text(kind: tuple[str, ...]) -> str:
        def word() -> str:
            return "".join(pick.choice(_HAN) for _ in range(pick.randint(1, 6)))

        return "".join(word() if part == "H" else part for _ in range(16) for part in kind)

    issue = generated_issue(0)
    item = Item(title="各地出版年鉴", blocks=tuple(Body(text(kind)) for kind in _KINDS))
    return replace(issue, sections=(replace(issue.sections[0], items=(item,)),))


def marks_issue() -> Issue:
    """The texts as one item."""
    issue = generated_issue(0)
    item = Item(title="《〈四川省志〉编纂办法》印发", blocks=tuple(map(Body, TEXTS)))
    return replace(issue, sections=(replace(issue.sections[0], items=(item,)),))
