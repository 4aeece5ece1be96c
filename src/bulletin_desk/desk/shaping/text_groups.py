"""The groups of the texts: which parts a bulletin has and how they are numbered, how each kind of text is
set, tables and pictures, attachments, the list of contents."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bulletin_desk.bulletin.grammar import ITEM_TEXTS, SPEC, SPECS
from bulletin_desk.bulletin.model import Kind
from bulletin_desk.desk.shaping.changes import with_style
from bulletin_desk.desk.shaping.form import Form, Get, Set, in_block
from bulletin_desk.desk.shaping.measures import EM_NAME, MM_NAME, PT_NAME, Units, lengths
from bulletin_desk.desk.shaping.shape_parts import PartKind, ShapePart
from bulletin_desk.errors import EditError
from bulletin_desk.layouts.contents_form import ContentsForm
from bulletin_desk.layouts.further_styles import CHARACTER_STYLES
from bulletin_desk.layouts.gb9704_check import FACE_NAMES, said_size
from bulletin_desk.layouts.model import STYLES, Layout
from bulletin_desk.layouts.offers import SectionNames

NUMBER_TEXTS = ("{han}、", "（{han}）", "{number}.", "（{number}）", "{number}、", "第{han}、", "")
"""Forms of numbers to choose from; the empty one numbers nothing."""
_MARKS = 20


def part_of(name: str) -> tuple[Get, Set]:
    """What takes a value of a part of the layout and what puts one there: `offers.levels`."""
    part, _, key = name.partition(".")

    def get(layout: Layout) -> Any:
        return getattr(getattr(layout, part), key)

    def put(layout: Layout, value: Any) -> Layout:
        return replace(layout, **{part: getattr(layout, part)._replace(**{key: value})})

    return get, put


def number_example(text: str) -> str:
    """A form of numbers as it looks: 一、."""
    return text.replace("{han}", "一").replace("{number}", "1") or "不编号"


def _numbers(form: Form, label: str, get: Get, put: Set, *, none: bool = True) -> Any:
    texts = [(text, number_example(text)) for text in NUMBER_TEXTS if text or none]
    return form.choice(label, texts, get, put, None, number_example)


# ---- which parts there are


def offers_summary(layout: Layout) -> str:
    """What stands beside the group's title."""
    sections = {"named": "分栏目", "optional": "栏目可有可无", "none": "不分栏目"}[layout.offers.sections]
    return sections + ("，两层" if layout.offers.levels > 1 else "")


def fill_offers(form: Form) -> None:
    """栏目和稿件."""
    sections = (("named", "都有名称"), ("optional", "可有可无"), ("none", "没有栏目"))
    form.add("栏目", form.choice("栏目", sections, part_of("offers.sections")[0], _with_sections))
    levels = ((1, "一层"), (2, "两层"))
    form.add("栏目层次", form.choice("栏目层次", levels, *part_of("offers.levels")))
    form.only_if("栏目层次", lambda layout: layout.offers.sections != "none")
    for at, label in enumerate(("栏目编号", "二层编号")):
        form.add(label, _numbers(form, label, _section_number(at), _with_section_number(at)))
    titles = (("required", "必有"), ("optional", "可以没有"))
    form.add("稿件标题", form.choice("稿件标题", titles, *part_of("offers.titles")))
    numbers = (("none", "不编"), ("section", "每个栏目从 1 起"), ("through", "全期一直编"))
    form.add("稿件编号", form.choice("稿件编号", numbers, *part_of("headings.items")))
    form.add("编号写成", _numbers(form, "稿件编号写成", *part_of("headings.item_text"), none=False))
    for kind, key in ITEM_TEXTS.items():
        label = SPEC[kind].name
        form.add("", form.flag(label, f"有{label}（{_TOLD[kind]}）", *part_of(f"offers.{key}")))
    form.add("", form.flag("加粗", "正文里可以加粗", *part_of("offers.bold")))
    form.add("稿件标记", form.words("稿件标记", _marks, _with_marks))
    form.note("标题前的记号，几个用空格隔开，如 ★ ■；不要就空着。")
    form.add("标记写成", form.words("标记写成", _mark_text, _with_mark_text))
    lines = (("centre", "对着中间"), ("right", "都靠右"))
    form.add("落款各行", form.choice("落款各行", lines, *part_of("headings.signature_lines")))
    form.add(
        "稿件之间",
        form.count("稿件之间", 0, 20, *part_of("flow.space_between_items"), head="空 ", tail=" 行"),
    )
    form.add(
        "标题后面", form.count("标题后面", 0, 20, *part_of("flow.keep_lines"), head="至少跟 ", tail=" 行")
    )


_TOLD = {
    Kind.KICKER: "标题上面一行",
    Kind.SUBTITLE: "标题下面一行",
    Kind.BYLINE: "来源、作者、阅读数",
    Kind.SALUTATION: "正文前顶格一行",
    Kind.SIGNATURE: "正文后署名和日期",
}


def _with_sections(layout: Layout, sections: SectionNames) -> Layout:
    levels = 1 if sections == "none" else layout.offers.levels
    return replace(layout, offers=layout.offers._replace(sections=sections, levels=levels))


def _section_number(at: int) -> Get:
    return lambda layout: layout.headings.sections[at]


def _with_section_number(at: int) -> Set:
    def put(layout: Layout, text: str) -> Layout:
        texts = list(layout.headings.sections)
        texts[at] = text
        first, second = texts
        return replace(layout, headings=layout.headings._replace(sections=(first, second)))

    return put


def _marks(layout: Layout) -> str:
    return " ".join(layout.offers.marks)


def _with_marks(layout: Layout, text: str) -> Layout:
    marks = tuple(text.split())
    if len(marks) > _MARKS:
        raise EditError(f"最多{_MARKS}个记号。")
    wrong = next((mark for mark in marks if len(mark) > 4), None)
    if wrong is not None:
        raise EditError(f"“{wrong}”太长了；一个记号最多四个字，几个记号用空格隔开。")
    return replace(layout, offers=layout.offers._replace(marks=tuple(dict.fromkeys(marks))))


def _mark_text(layout: Layout) -> str:
    return layout.headings.mark_text.replace("{mark}", "{记号}")


def _with_mark_text(layout: Layout, text: str) -> Layout:
    text = text.replace("｛", "{").replace("｝", "}").replace("{记号}", "{mark}")
    if "{mark}" not in text or "{" in text.replace("{mark}", ""):
        raise EditError("要有 {记号}，如“【{记号}】”；花括号里不写别的。")
    return replace(layout, headings=layout.headings._replace(mark_text=text))


# ---- how each kind of text is set

_MORE_NAMES = {
    "attachment_list": "附件说明",
    "attachment_mark": "附件序号",
    "contents": "目录的各行",
    "contents_title": "目录的标题",
    "contents_section": "目录的栏目",
    "run_in_heading": "段首标题",
    "bold": "加粗",
    "folio": "页码",
    "print_count": "印数",
    "imprint": "印发机关和日期",
    "distribution": "报送单位",
    "number_line": "期号",
    "issuer": "编发单位",
    "header_date": "编发日期",
    "picture_caption": "图题",
}
_FIRST = ("title", "body", "section_head", "heading_1", "heading_2", "subheading", "source")
"""What is changed most."""


def style_name(name: str) -> str:
    """What the clerk calls a style."""
    spec = next((spec.name for spec in SPECS if spec.style == name), name)
    return _MORE_NAMES.get(name, spec)


class StyleChosen:
    """Which style the fields of the group are about."""

    def __init__(self) -> None:
        self.name = "title"

    def of(self, layout: Layout) -> str:
        """Its name; that of body text where a layout has none such."""
        return self.name if self.name in layout.styles else "body"


def styles_summary(layout: Layout) -> str:
    """What stands beside the group's title."""
    style = layout.styles["body"]
    return f"正文 {said_size(style.size).partition('（')[0]}{FACE_NAMES[style.face]}"


def fill_styles(form: Form) -> None:
    """字体字号."""
    chosen = StyleChosen()
    form.chosen_style = chosen

    def choose(layout: Layout, name: str) -> Layout:
        chosen.name = name
        form.show_layout(layout)
        form.point_at(ShapePart(PartKind.STYLE, style=name))
        return layout

    names = (*_FIRST, *(name for name in STYLES if name not in _FIRST))
    kinds = form.choice(
        "哪一种", [(name, style_name(name)) for name in names], chosen.of, choose, None, style_name
    )
    form.add("哪一种", kinds)
    form.type_of(chosen.of, "")

    def get(key: str) -> Get:
        return lambda layout: getattr(layout.styles[chosen.of(layout)], key)

    def put(key: str) -> Set:
        return lambda layout, value: with_style(layout, chosen.of(layout), **{key: value})

    def units(layout: Layout) -> Units:
        return lengths(em=layout.styles[chosen.of(layout)].advance, cell=layout.text_block.cell)

    form.add("西文字体", form.face("西文字体", get("latin_face"), put("latin_face")))
    for label, key in (
        ("首行缩进", "first_line_indent"),
        ("左边缩进", "left_indent"),
        ("右边缩进", "right_indent"),
    ):
        form.add(label, form.length(label, get(key), put(key), EM_NAME, MM_NAME, PT_NAME, units=units))
    form.add("字前加", form.words("字前加", get("prefix"), put("prefix")))
    form.add("这些字用", form.face("字前加的字体", get("prefix_face"), put("prefix_face")))
    form.add("字后加", form.words("字后加", get("suffix"), put("suffix")))
    form.add("字宽", form.length("字宽", get("advance"), put("advance"), PT_NAME, MM_NAME, units=_in_cells))
    form.only_if("字宽", lambda layout: chosen.of(layout) not in CHARACTER_STYLES)


def _in_cells(layout: Layout) -> Units:
    return lengths(cell=layout.text_block.cell)


# ---- what texts are numbered by, tables, pictures, attachments, contents


def inside_summary(layout: Layout) -> str:
    """What stands beside the group's title."""
    return " ".join(number_example(text) for text in layout.blocks.headings)


def fill_inside(form: Form) -> None:
    """层次标题和列项."""
    for at, label in enumerate(("一级标题", "二级标题", "三级标题", "四级标题")):
        form.add(label, _numbers(form, f"{label}编号", _heading(at), _with_heading(at)))
    form.add("列项记号", form.words("列项记号", _list("mark"), _with_list("mark")))
    form.add(
        "编号列项", _numbers(form, "编号列项", _list("number_text"), _with_list("number_text"), none=False)
    )
    indents = (("first_line", "顶格，同正文"), ("hanging", "与第一行的字对齐"))
    form.add("第二行起", form.choice("列项第二行", indents, _list("indent"), _with_list("indent")))


def _heading(at: int) -> Get:
    return lambda layout: layout.blocks.headings[at]


def _with_heading(at: int) -> Set:
    def put(layout: Layout, text: str) -> Layout:
        texts = list(layout.blocks.headings)
        texts[at] = text
        return replace(layout, blocks=layout.blocks._replace(headings=tuple(texts)))

    return put


def _list(key: str) -> Get:
    return lambda layout: getattr(layout.blocks.lists, key)


def _with_list(key: str) -> Set:
    def put(layout: Layout, value: Any) -> Layout:
        blocks = layout.blocks
        return replace(layout, blocks=blocks._replace(lists=blocks.lists._replace(**{key: value})))

    return put


def things_summary(layout: Layout) -> str:
    """What stands beside the group's title."""
    return "有目录" if layout.contents is not None else ""


def fill_things(form: Form) -> None:
    """表格、图片、附件、目录."""
    form.add("表里行高", form.length("表里行高", *part_of("tables.pitch"), PT_NAME, MM_NAME, units=in_block))
    form.add("表线粗细", form.length("表线粗细", *part_of("tables.rule"), PT_NAME, MM_NAME))
    form.add("上下粗线", form.length("上下粗线", *part_of("tables.outer_rule"), PT_NAME, MM_NAME))
    tables, pictures = ("表{number}　", "表{number}. ", ""), ("图{number}　", "图{number}. ", "")
    for label, texts, name in (("表的编号", tables, "tables"), ("图的编号", pictures, "pictures")):
        offered = [(text, number_example(text)) for text in texts]
        form.add(label, form.choice(label, offered, *part_of(f"{name}.number"), said=number_example))
    sides = (("below", "图的下面"), ("above", "图的上面"))
    form.add("图题在", form.choice("图题", sides, *part_of("pictures.caption")))
    form.add(
        "并排的图隔", form.length("图的间隔", *part_of("pictures.gap"), PT_NAME, MM_NAME, units=in_block)
    )
    form.add("附件说明", form.words("附件说明开头", *part_of("attachments.list_text")))
    form.add(
        "说明上面",
        form.count("附件说明上面", 0, 20, *part_of("attachments.space_before"), head="空 ", tail=" 行"),
    )
    form.add(
        "附件标题",
        form.count("附件标题在", 2, 20, *part_of("attachments.title_line"), head="第 ", tail=" 行"),
    )
    form.add("", form.flag("目录", "报头之下有本期要目", _has_contents, _with_contents))
    form.add("目录叫", form.words("目录的名称", _contents("title"), _put_contents("title")))
    by = (("section", "栏目也占一行"), ("flat", "只列标题"))
    form.add("目录列出", form.choice("目录列出", by, _contents("by"), _put_contents("by")))
    form.add("标题前", form.words("目录的记号", _contents("mark"), _put_contents("mark")))
    form.add("", form.flag("目录页码", "右边排页码", _contents("page"), _put_contents("page")))
    for label in ("目录的名称", "目录列出", "目录的记号", "目录页码"):
        form.only_if(label, _has_contents)


def _has_contents(layout: Layout) -> bool:
    return layout.contents is not None


def _with_contents(layout: Layout, has: bool) -> Layout:
    return replace(layout, contents=ContentsForm() if has else None)


def _contents(key: str) -> Get:
    return lambda layout: getattr(layout.contents or ContentsForm(), key)


def _put_contents(key: str) -> Set:
    def put(layout: Layout, value: Any) -> Layout:
        return replace(layout, contents=(layout.contents or ContentsForm())._replace(**{key: value}))

    return put
