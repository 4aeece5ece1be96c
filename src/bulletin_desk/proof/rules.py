"""The rules by name: what the clerk calls them, and the clause that each comes from. Finds nothing itself.

Clauses are those of GB/T 15834-2011 (标点符号用法), GB/T 15835-2011 (出版物上数字用法) and GB/T 9704-2012
(党政机关公文格式); a rule of usage that no standard states has none.
"""

from __future__ import annotations

from typing import NamedTuple

_MARKS = "GB/T 15834—2011"
_FIGURES = "GB/T 15835—2011"
_DOCUMENTS = "GB/T 9704—2012"


class Rule(NamedTuple):
    """`title` is the rule's name in the list of findings; `clause` its source, empty for none. `of_words`:
    what it doubts may be a word that it does not know."""

    title: str
    clause: str = ""
    of_words: bool = False


TAKEN_IN = "taken_in"
"""What is still to be looked at of an item that came from elsewhere."""
EARLIER = "earlier_item"
"""An item that appeared before."""

RULES: dict[str, Rule] = {
    # what came in
    TAKEN_IN: Rule("来稿要看的"),
    # marks
    "doubled_mark": Rule("标点重叠", _MARKS),
    "clashing_marks": Rule("标点相碰", _MARKS),
    "misplaced_mark": Rule("标点位置", f"{_MARKS} 5.1"),
    "unbalanced": Rule("引号括号不成对", _MARKS),
    "nesting": Rule("引号书名号套用", _MARKS),
    "empty_pair": Rule("空引号空括号"),
    "pause_between": Rule("引号书名号之间的顿号", f"{_MARKS} 4.5.3.5"),
    "semicolon_after_stop": Rule("句号后又用分号", f"{_MARKS} A.5"),
    "ellipsis_etc": Rule("省略号与“等”", f"{_MARKS} A.9.2"),
    "pause_before_etc": Rule("“等”前的顿号", f"{_MARKS} B.1.2"),
    "ellipsis": Rule("省略号写法", f"{_MARKS} 4.11"),
    "dash": Rule("破折号写法", f"{_MARKS} 4.10"),
    "hyphen": Rule("连接号", f"{_MARKS} 4.13"),
    "half_width": Rule("半角标点", _MARKS),
    "straight_quote": Rule("直引号", f"{_MARKS} 4.8"),
    "middle_dot": Rule("间隔号写法", f"{_MARKS} 4.14"),
    "stop_in_bracket": Rule("句内括号里的句号", f"{_MARKS} B.2.2"),
    "stop_at_quote": Rule("引号内外的句号", f"{_MARKS} B.2.1"),
    "title_stop": Rule("标题末尾的标点", f"{_MARKS} B.4"),
    "no_stop": Rule("段末没有标点"),
    "salutation": Rule("称谓末尾的冒号", f"{_DOCUMENTS} 7.3.2"),
    # figures
    "year_range": Rule("起止年份、日期", f"{_MARKS} 4.13"),
    "number_range": Rule("数值范围", f"{_FIGURES} 5.1.3"),
    "range_unit": Rule("数值范围的单位", f"{_FIGURES} 5.1.3"),
    "range_order": Rule("起止颠倒"),
    "leading_zero": Rule("月、日前的0", f"{_DOCUMENTS} 7.3.5.4"),
    "impossible_date": Rule("没有这一天"),
    "date_form": Rule("日期写法", f"{_FIGURES} 5.1.4"),
    "short_year": Rule("年份写成两位", f"{_FIGURES} 5.1.4"),
    "mixed_date": Rule("日期数字混用", _FIGURES),
    "weekday": Rule("日期与星期不符"),
    "han_zero": Rule("年份里的“〇”", f"{_FIGURES} 5.2.5"),
    "letter_in_number": Rule("数字里的字母"),
    "approximate": Rule("概数中的顿号", f"{_MARKS} 4.5.3.4"),
    "document_number": Rule("发文字号", f"{_DOCUMENTS} 7.2.5"),
    "ordinal": Rule("序号写法", f"{_MARKS} B.3"),
    "ordinal_gap": Rule("序号不连"),
    "about_twice": Rule("约数重复"),
    "times_less": Rule("减少用倍数"),
    "unit_power": Rule("平方、立方"),
    # words and characters
    "repeated": Rule("重复的字词"),
    "misspelt": Rule("错别字"),
    "preferred": Rule("推荐用字"),
    "confused": Rule("易混的词"),
    "term": Rule("规范提法"),
    "phrase": Rule("固定提法"),
    "particle": Rule("的、地、得"),
    "pleonasm": Rule("意思重复"),
    "syntax": Rule("句子不通"),
    "said_twice": Rule("重复的句段"),
    # amounts and items
    "reckoned": Rule("算不拢的数"),
    "title_text": Rule("标题与正文不一"),
    "made_number": Rule("程序编的序号、标记"),
    "heading_level": Rule("标题级别", f"{_DOCUMENTS} 7.3.3"),
    "table_sum": Rule("表里的合计"),
    "lost_picture": Rule("丢失的图片"),
    "signature_date": Rule("落款日期", f"{_DOCUMENTS} 7.3.5.4"),
    "attachment": Rule("附件", f"{_DOCUMENTS} 7.3.4"),
    "enumerated": Rule("列举与总数"),
    "unit": Rule("计量单位", _FIGURES),
    "wrong_character": Rule("疑似错字", of_words=True),
    "full_width": Rule("全角数字字母"),
    "odd_character": Rule("异样的字符"),
    "invisible": Rule("看不见的字符"),
    "space": Rule("多余的空格"),
    "placeholder": Rule("没有填的地方"),
    # the issue as a whole
    "source_missing": Rule("没有来源"),
    "source_form": Rule("来源写法"),
    "source_unknown": Rule("不认识的来源"),
    "issue_date": Rule("编发日期"),
    "imprint_date": Rule("印发日期"),
    "total_number": Rule("期号与总期号"),
    "addressee_stop": Rule("分送单位末尾的句号", f"{_DOCUMENTS} 7.4.2"),
    "number_used": Rule("期号已用过"),
    "field_value": Rule("栏里填得不对"),
    "name_variant": Rule("名称前后不一"),
    EARLIER: Rule("以前登过"),
    "same_item": Rule("本期重复"),
    "too_many": Rule("列不完的问题"),
    # pages and faces
    "missing": Rule("没有字形"),
    "fallback": Rule("换用字体"),
    "private_use": Rule("专用区字符"),
    "not_in_xml": Rule("Word 里不能有的字符"),
    "not_in_html": Rule("网页里不能有的字符"),
    "torn_run": Rule("硬断开的文字"),
    "loose_line": Rule("排不满的行"),
    "closing_too_tall": Rule("版记太高"),
    "closing_parted_in_word": Rule("Word 里的版记太高"),
    "long_title": Rule("标题太长", f"{_DOCUMENTS} 7.3.1"),
    "header_too_long": Rule("报头太长"),
    "rows_clash": Rule("报头的行叠在一起"),
    "field_nowhere": Rule("版式没有排的栏"),
    "empty_part": Rule("没有写的部分"),
    "title_at_foot": Rule("标题落在面末"),
    "short_last_line": Rule("孤字"),
    "short_last_page": Rule("末面行数少"),
    "title_broken_word": Rule("标题断在词中间", f"{_DOCUMENTS} 7.3.1"),
    "stand_in_face": Rule("没有正式字体"),
    "damaged_face": Rule("字体文件坏了"),
}
