"""Says in Chinese where in the bulletin a place is, as a colleague would over the telephone."""

from __future__ import annotations

from bulletin_desk.bulletin.model import Issue, Path

_FIELDS = {
    ("masthead", "name"): "报头名称",
    ("masthead", "number"): "期号",
    ("masthead", "total_number"): "总期号",
    ("masthead", "marking"): "报头标注",
    ("masthead", "supplement"): "增刊名",
    ("dated_header", "issuer"): "编发单位",
    ("dated_header", "date"): "编发日期",
    ("disclosure",): "信息公开选项",
    ("imprint", "office"): "印发机关",
    ("imprint", "date"): "印发日期",
    ("print_count",): "印数",
}
_QUOTED = 12
"""How many characters of a title identify an item."""


def describe(issue: Issue, path: Path) -> str:
    """The place in words: `“市州动态”第2篇《德阳用好用活…》第3段`. Takes stale paths too."""
    if path in _FIELDS:
        return _FIELDS[path]
    if path[:1] == ("editors_note",):
        return f"编者按第{int(path[1]) + 1}段" if len(path) > 1 else "编者按"
    if path[:1] == ("distribution",) and len(path) > 1:
        return f"分送第{int(path[1]) + 1}条"
    if path[:1] == ("sections",) and len(path) > 1:
        return _describe_section(issue, path)
    return "、".join(str(part) for part in path)


def _describe_section(issue: Issue, path: Path) -> str:
    number = int(path[1])
    section = issue.sections[number] if number < len(issue.sections) else None
    words = f"第{number + 1}个栏目" + (f"“{section.name}”" if section else "")
    if len(path) < 4:
        return words + ("的名称" if path[2:] == ("name",) else "")
    number = int(path[3])
    words += f"第{number + 1}篇"
    if section and number < len(section.items):
        title = section.items[number].title.replace("\n", "")
        words += f"《{title[:_QUOTED]}{'…' if len(title) > _QUOTED else ''}》"
    if path[4:] == ("title",):
        return words + "的标题"
    if path[4:] == ("source",):
        return words + "的来源"
    if len(path) == 6:
        return words + f"第{int(path[5]) + 1}段"
    return words
