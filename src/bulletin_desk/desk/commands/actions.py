"""Every command of the desk as data: its words, key and icon, and the menus and the toolbar they stand in.

What a command does is connected in `window`. Help and menus are made of the same table, so that they agree.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QToolBar, QWidget

from bulletin_desk.desk.commands.command import Command, has_sections
from bulletin_desk.desk.commands.focus import Holder
from bulletin_desk.desk.commands.further import BOLD, FURTHER_KINDS, FURTHER_TEXTS, LEVELS
from bulletin_desk.desk.commands.item_states import POOL_COMMAND, STATE_COMMANDS, STATES_MENU, STATES_NAME
from bulletin_desk.desk.commands.paragraphs import HEADINGS_AND_LISTS_KINDS, NUMBERED
from bulletin_desk.desk.commands.review import (
    REMARKS,
    REMARKS_MENU,
    REVIEW_COMMANDS,
    REVIEW_MENU,
    REVIEW_TITLE,
)
from bulletin_desk.desk.commands.tables import TABLE_COMMANDS, TABLE_MENU, TABLE_MENUS, TABLE_TITLE
from bulletin_desk.desk.commands.things import PICTURE_COMMANDS, THINGS
from bulletin_desk.desk.parts.plain import tip
from bulletin_desk.forms import FORMS, named, spaced
from bulletin_desk.layouts.offers import Offers

_TEXT = Holder.PAGE | Holder.FIELD
_PARTS = Holder.PAGE | Holder.OUTLINE

COMMANDS = (
    Command(
        "new", "新建(&N)…", ("Ctrl+N",), "选一种简报，报头和版记已经填好；别的单位的简报也从这里开始", "new"
    ),
    Command(
        "next",
        "接上一期新建(&X)…",
        ("Ctrl+Shift+N",),
        "期号、总期号各加一，日期是今天，报头和版记照旧",
        "next",
        short="下一期",
    ),
    Command(
        "learn",
        "照着旧的一期新建(&L)…",
        (),
        "选上一期的 Word 或者 PDF，字体、报头、版记、页码都从里面认，不用写版式文件",
    ),
    Command("open", "打开(&O)…", ("Ctrl+O",), "打开一个简报文件，也可以把文件拖进窗口", "open"),
    Command("save", "保存(&S)", ("Ctrl+S",), "", "save"),
    Command("save_as", "另存为(&A)…", ("Ctrl+Shift+S", "F12"), "换一个文件名或文件夹保存"),
    Command(
        "save_model",
        "存为本单位的样子(&M)…",
        (),
        "把这一期的报头、栏目、版记和版式记下来，以后新建时直接选",
        alone=("存为本单位的样子(&M)…", "把这一期的报头、版记和版式记下来，以后新建时直接选"),
    ),
    Command("versions", "以前的版本(&V)…", (), "每保存一次留一份：看看改了什么，取回一份"),
    Command("recover", "找回没有保存的稿子(&C)…", (), "程序意外关闭时还没保存的稿子"),
    Command(
        "export",
        f"{spaced(f'输出{named(FORMS)}')}(&E)…",
        ("Ctrl+E",),
        spaced(f"按单位的文件名规则，把{named(FORMS)}放进一个文件夹"),
        "pdf",
        short="输出",
    ),
    *(
        Command(f"export_{form.name}", f"{spaced(f'只输出{form.called}')}(&{form.access_key})…", tip=form.tip)
        for form in FORMS
    ),
    Command(
        "export_again", "按上次的方式再输出一遍(&G)", ("Ctrl+Shift+E", "F9"), "不再询问，覆盖上次输出的文件"
    ),
    Command("print", "打印(&P)…", ("Ctrl+P",), "份数先按印数填好", "print"),
    Command("quit", "退出(&Q)", ("Ctrl+Q",)),
    Command("undo", "撤销(&U)", ("Ctrl+Z",), "", "undo"),
    Command("redo", "重做(&R)", ("Ctrl+Y", "Ctrl+Shift+Z"), "", "redo"),
    Command("cut", "剪切(&T)", ("Ctrl+X", "Shift+Delete"), to=_TEXT),
    Command("copy", "复制(&C)", ("Ctrl+C", "Ctrl+Insert"), to=_TEXT),
    Command(
        "paste",
        "粘贴(&P)",
        ("Ctrl+V", "Shift+Insert"),
        "文字、表格、图片都能粘；标题和小标题自动认出来",
        to=_TEXT,
    ),
    Command("delete", "删除(&D)", (), to=_TEXT),
    Command(
        "copy_web",
        "整期复制到网页(&W)",
        ("Ctrl+Shift+C",),
        "到网站、公众号的编辑器里粘贴：标题、来源、表格、图片都在，不用空格对齐",
    ),
    Command(
        "copy_item_web",
        "这一篇复制到网页(&Y)",
        (),
        "光标所在的一篇，或者左边选中的几篇",
        to=_PARTS,
    ),
    Command(
        "import_manuscripts",
        "导入稿件(&M)…",
        ("Ctrl+I",),
        "各单位的 Word、文本、网页稿件，一次选几个都行，也可以拖进窗口；核对之后才加入简报",
    ),
    Command("gather", "旧的各期收进来(&W)…", (), "一个文件夹里历年的 Word 旧刊，一次收成简报，逐字核对"),
    Command("edit_units", "单位名单(&L)…", (), "来源单位的简称和全称，一行一个，用记事本改"),
    Command(
        "endorsements",
        "领导批示(&P)…",
        ("Ctrl+Shift+Y",),
        "记下谁在什么时候对这一篇批了什么：只供统计，不印出来",
    ),
    *STATE_COMMANDS,
    POOL_COMMAND,
    Command(
        "received",
        "收稿登记(&R)…",
        (),
        "收到了哪些稿件、从哪里来、用了没有；导入稿件时自动记下",
    ),
    Command(
        "paste_manuscript",
        "把剪贴板里的文字当稿件导入(&V)…",
        ("Ctrl+Shift+V",),
        "从网页、PDF、别的程序复制的稿件，核对之后再加入简报",
    ),
    Command("select_all", "全选(&A)", ("Ctrl+A",), to=_TEXT | Holder.OUTLINE),
    Command("find", "查找(&F)…", ("Ctrl+F",), "全期查找，半角全角都找得到", "find"),
    Command("find_next", "查找下一处(&N)", ("F3",)),
    Command("find_previous", "查找上一处(&V)", ("Shift+F3",)),
    Command("replace", "替换(&H)…", ("Ctrl+H",)),
    Command("finding_next", "下一处要看的(&J)", ("F8",), "到检查出来的下一处"),
    Command("finding_previous", "上一处要看的(&K)", ("Shift+F8",), "到检查出来的上一处"),
    Command(
        "finding_fix",
        "按建议改这一处(&G)",
        ("Ctrl+F8",),
        "光标所在的这一处，可以撤销",
        to=Holder.PAGE | Holder.FINDINGS,
    ),
    Command(
        "add_section",
        "栏目(&S)",
        ("Ctrl+Shift+L",),
        "在光标所在的栏目后面加一个栏目",
        "section",
        short="栏目",
        offered=has_sections,
    ),
    Command("add_item", "稿件(&I)", ("Ctrl+Return",), "在光标所在的稿件后面加一篇稿件", "item", short="稿件"),
    Command(
        "add_note",
        "编者按(&N)",
        ("Ctrl+Shift+B",),
        "放在第一个栏目前面",
        alone=("编者按(&N)", "放在第一篇稿件前面"),
    ),
    *THINGS,
    *PICTURE_COMMANDS,
    *TABLE_COMMANDS,
    *FURTHER_TEXTS,
    Command(
        "rename",
        "改名(&M)",
        ("F2",),
        "改栏目名称或稿件标题",
        to=_PARTS,
        alone=("改名(&M)", "改稿件标题"),
    ),
    Command(
        "duplicate",
        "复制一份稿件或栏目(&D)",
        ("Ctrl+D",),
        "",
        "duplicate",
        to=_PARTS,
        alone=("复制一份稿件(&D)", ""),
    ),
    Command(
        "remove",
        "删除稿件或栏目(&R)",
        ("Ctrl+Shift+Delete",),
        "",
        "remove",
        to=_PARTS,
        alone=("删除稿件(&R)", ""),
    ),
    Command(
        "move_up",
        "上移(&U)",
        ("Alt+Up",),
        "把光标所在的稿件，或者左边选中的栏目、稿件，往前移一位",
        "up",
        to=_PARTS,
        alone=("上移(&U)", "把光标所在的稿件，或者左边选中的稿件，往前移一位"),
    ),
    Command(
        "move_down",
        "下移(&W)",
        ("Alt+Down",),
        "把光标所在的稿件，或者左边选中的栏目、稿件，往后移一位",
        "down",
        to=_PARTS,
        alone=("下移(&W)", "把光标所在的稿件，或者左边选中的稿件，往后移一位"),
    ),
    Command(
        "paragraph_up",
        "段落上移(&P)",
        ("Alt+Shift+Up",),
        "光标所在的段，或者选中的几段，往前移一段；到了稿件开头，就移到前一篇末尾",
        to=Holder.PAGE,
    ),
    Command(
        "paragraph_down",
        "段落下移(&Q)",
        ("Alt+Shift+Down",),
        "光标所在的段，或者选中的几段，往后移一段；到了稿件末尾，就移到后一篇开头",
        to=Holder.PAGE,
    ),
    Command(
        "kind_section_head",
        "栏目(&K)",
        ("Ctrl+1",),
        "从这里起另成一个栏目",
        checkable=True,
        to=Holder.PAGE,
        offered=has_sections,
    ),
    Command("kind_title", "标题(&T)", ("Ctrl+2",), "从这里起另成一篇稿件", checkable=True, to=Holder.PAGE),
    Command("kind_subheading", "小标题(&S)", ("Ctrl+3",), checkable=True, to=Holder.PAGE),
    Command("kind_body", "正文(&B)", ("Ctrl+4",), checkable=True, to=Holder.PAGE),
    Command(
        "kind_source", "来源(&O)", ("Ctrl+5",), "稿件末尾，右对齐，带括号", checkable=True, to=Holder.PAGE
    ),
    *HEADINGS_AND_LISTS_KINDS,
    NUMBERED,
    *FURTHER_KINDS,
    BOLD,
    *LEVELS,
    Command(
        "run_in",
        "段首标题(&R)",
        ("Ctrl+B", "Ctrl+6"),
        "从段首到光标（或选中的末尾）用楷体；再按一次取消",
        "run-in",
        checkable=True,
        short="段首标题",
        to=Holder.PAGE,
    ),
    Command(
        "line_break",
        "标题换行(&L)\tShift+Enter",
        (),
        "只在标题、小标题、报头里用：从光标处另起一行",
        to=Holder.PAGE,
    ),
    Command("set_layout", "换版式(&Y)…", (), "把这一期换一个版式排，可以撤销"),
    Command(
        "show_shaping",
        "调整版式(&Z)",
        ("Ctrl+Shift+F4",),
        "纸和版心、报头各行、字体字号、版记、页码：改一处，版面马上跟着变，可以撤销",
        checkable=True,
    ),
    Command(
        "symbols",
        "符号(&Y)…",
        ("Alt+S",),
        "①、※、℃、〔〕这些键盘上没有的；选中文字再选括号，就括住选中的",
        "symbols",
        to=_TEXT,
    ),
    Command("zoom_in", "放大(&I)", ("Ctrl++", "Ctrl+=")),
    Command("zoom_out", "缩小(&O)", ("Ctrl+-",)),
    Command("zoom_100", "原大 100%(&1)", ("Ctrl+0",)),
    Command("fit_width", "适合窗口宽度(&W)", ("Ctrl+Alt+W",), "", "fit-width", checkable=True),
    Command("fit_page", "整面显示(&P)", ("Ctrl+Alt+P",), "", "fit-page", checkable=True),
    Command("two_pages", "两面并排(&2)", ("Ctrl+Alt+2",), "", "two-pages", checkable=True),
    Command("go_to_page", "跳到第几面(&G)…", ("Ctrl+G",)),
    Command(
        "show_outline",
        "目录(&L)",
        ("F5",),
        "左边的栏目和稿件",
        checkable=True,
        alone=("目录(&L)", "左边的稿件"),
    ),
    Command(
        "show_fields",
        "期号、日期和版记(&F)",
        ("F4",),
        "报头、日期、报送单位、印发和印数",
        "fields",
        checkable=True,
        short="报头版记",
    ),
    Command(
        "show_findings", "检查结果(&K)", ("F7",), "哪里要看一眼再印", "check", checkable=True, short="检查"
    ),
    *REVIEW_COMMANDS,
    Command("next_panel", "到下一个窗格(&N)", ("F6",), "在目录、版面、各窗格之间移动"),
    Command(
        "library",
        "资料库(&L)…",
        ("Ctrl+L",),
        "历年各期简报：按年份看，在全部旧稿里找，把旧稿收进本期",
    ),
    Command(
        "statistics",
        "采用情况(&S)…",
        (),
        "各单位、栏目、月份登了多少稿件，列表、画图、存成 Excel、写成通报",
        alone=("采用情况(&S)…", "各单位、各月份登了多少稿件，列表、画图、存成 Excel、写成通报"),
    ),
    Command(
        "volume", "合订本(&V)…", (), "一年的各期编成一个 PDF：封面、目录、各期原样的版面、索引，页码连着编"
    ),
    Command(
        "package", "归档(&A)…", (), "每期一个归档包：PDF、Word、简报文件、元数据和校验值，另出归档文件目录"
    ),
    Command("help", "使用说明(&H)", ("F1",), "", "help"),
    Command("about", "关于(&A)"),
)

SEPARATOR = "|"
RECENT = "recent"
"""Where the window puts the files opened last."""
KINDS = "kinds"
"""Where the window puts the selector of kinds."""
SPACER = "spacer"
MARKS = "marks"
"""Where the marks stand that the layout has for items."""
TEXTS = "texts"
"""Where the lines around an item's title and text stand."""
LEVELS_AND_LISTS = "levels"
"""Where the headings of four levels and the lists stand."""
LEVELS_TITLE = "各级标题和列项(&F)"
LEVELS_MENU = f"{' '.join(command.name for command in HEADINGS_AND_LISTS_KINDS)} | {NUMBERED.name}"
TEXTS_TITLE = "标题上下的行(&H)"
TEXTS_MENU = "add_title add_kicker add_subtitle add_byline add_salutation add_signature | remove_text"
PICTURES = "pictures"
"""Where what can be done with a picture stands."""
PICTURES_TITLE = "图片(&J)"
PICTURES_MENU = "picture_edit picture_together picture_apart | picture_exchange picture_save | picture_remove"
PICTURE_MENU = f"cut copy paste | {PICTURES_MENU}"
"""The context menu of a picture."""
TABLE = "table"
"""Where what can be done with a table stands in the context menu of the page."""
BELOW = {
    LEVELS_AND_LISTS: LEVELS_MENU,
    PICTURES: PICTURES_MENU,
    TEXTS: TEXTS_MENU,
    REMARKS: REMARKS_MENU,
    STATES_NAME: STATES_MENU,
    **{name: names for name, (_, names) in TABLE_MENUS.items()},
}
"""The commands of the menus that stand in others, by their names."""
MENUS = (
    (
        "文件(&F)",
        "new next learn open recent | save save_as save_model versions recover"
        f" | export {' '.join(f'export_{form.name}' for form in FORMS)} export_again | print | quit",
    ),
    (
        "编辑(&E)",
        "undo redo | cut copy paste delete select_all | copy_web copy_item_web"
        " | find find_next find_previous replace | finding_next finding_previous finding_fix",
    ),
    ("稿件(&G)", f"import_manuscripts paste_manuscript | endorsements {STATES_NAME} to_pool | edit_units"),
    (
        "插入(&I)",
        "add_item add_section add_note insert_picture add_attachment texts symbols | rename duplicate remove"
        " | move_up move_down | paragraph_up paragraph_down",
    ),
    (
        "格式(&O)",
        "kind_section_head kind_section_head_2 kind_kicker kind_title kind_subtitle kind_byline"
        " kind_salutation kind_subheading levels kind_body kind_signature kind_source"
        " | bold run_in line_break pictures | marks promote demote | set_layout show_shaping",
    ),
    (TABLE_TITLE, TABLE_MENU),
    (
        "查看(&V)",
        "zoom_in zoom_out zoom_100 fit_width fit_page two_pages | go_to_page"
        " | show_outline show_fields show_findings next_panel",
    ),
    (REVIEW_TITLE, REVIEW_MENU),
    ("资料(&D)", "library statistics received | gather | volume package"),
    ("帮助(&H)", "help about"),
)
"""Commands by name, with separators."""
TOOLBAR = (
    "next open save | undo redo | kinds bold run_in symbols | add_item add_section"
    " | find show_findings show_fields spacer print export"
)
PAGE_MENU = (
    "cut copy paste | kind_section_head kind_title kind_subheading levels kind_body kind_source bold run_in"
    " | table texts marks | remark | add_item add_attachment move_up move_down | copy_item_web"
)
OUTLINE_MENU = (
    f"add_item add_section add_attachment | texts marks endorsements {STATES_NAME} to_pool"
    " | move_up move_down promote demote"
    " | rename duplicate remove | copy_item_web"
)
SIDE_BAR = "add_item add_section spacer move_up move_down duplicate remove"


def without_key(text: str) -> str:
    """A menu's words without its access key: `打开(&O)…` as `打开`."""
    words, _, _ = text.rpartition("(&")
    return (words or text).rstrip("…").replace("&&", "&")


def keys_of(command: Command, offers: Offers) -> tuple[str, ...]:
    """The keys of a command where a layout offers these: none that another command has only there."""
    if not command.offered(offers):
        return ()
    if not command.offered(_FIRST):
        return command.keys
    taken = {
        key for other in COMMANDS if other.offered(offers) and not other.offered(_FIRST) for key in other.keys
    }
    return tuple(key for key in command.keys if key not in taken)


_FIRST = Offers()
"""What a layout has that says nothing of further parts."""


def make_actions(parent: QWidget) -> dict[str, QAction]:
    """All commands as actions of `parent`, so that their keys work in the whole window."""
    actions = {}
    for command in COMMANDS:
        action = QAction(command.text, parent)
        action.setObjectName(command.name)
        action.setCheckable(command.checkable)
        if command.short:
            action.setIconText(command.short)
        parent.addAction(action)
        actions[command.name] = action
    offer(actions, _FIRST)
    return actions


def offer(actions: Mapping[str, QAction], offers: Offers) -> None:
    """Only what a layout that offers these has is there, with its words and keys."""
    for command in COMMANDS:
        action = actions[command.name]
        action.setVisible(command.offered(offers))
        text, more = command.words(offers)
        if command.alone is not None:
            action.setText(text)
        action.setShortcuts([QKeySequence(key) for key in keys_of(command, offers)])
        set_tip(action, more)


def set_tip(action: QAction, more: str = "") -> None:
    """A tool tip of the action's words, its first key and what the words can't say."""
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    head = without_key(action.text()) + (f"（{keys}）" if keys else "")
    action.setToolTip(tip(f"{head}\n{more}" if more else head))
    action.setStatusTip(more)


def fill_menu(
    menu: QMenu, names: str, actions: Mapping[str, QAction], menus: Mapping[str, QMenu] = MappingProxyType({})
) -> None:
    """Actions by name, with separators; `menus` are the menus that stand in it by name."""
    for name in names.split():
        if name == SEPARATOR:
            menu.addSeparator()
        elif name in menus:
            menu.addMenu(menus[name])
        else:
            menu.addAction(actions[name])


def fill_menu_bar(bar: QMenuBar, actions: Mapping[str, QAction], menus: Mapping[str, QMenu]) -> None:
    """The menus of the window; `menus` are those that stand in them by name."""
    for title, names in MENUS:
        fill_menu(bar.addMenu(title), names, actions, menus)


def fill_toolbar(bar: QToolBar, actions: Mapping[str, QAction], others: Mapping[str, QWidget]) -> None:
    """The toolbar; `others` are the widgets that stand in it by name."""
    for name in TOOLBAR.split():
        if name == SEPARATOR:
            bar.addSeparator()
        elif name in others:
            bar.addWidget(others[name])
        else:
            bar.addAction(actions[name])
