"""A bulletin of what is set by its neighbours or parted by a rule of its own, for the Word copy."""

from __future__ import annotations

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


def marks_issue() -> Issue:
    """The texts as one item."""
    issue = generated_issue(0)
    item = Item(title="《〈四川省志〉编纂办法》印发", blocks=tuple(map(Body, TEXTS)))
    return replace(issue, sections=(replace(issue.sections[0], items=(item,)),))
