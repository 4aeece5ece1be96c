"""The WordprocessingML of comments: their parts (ECMA-376 part 1, 17.13.4; for answers and what is
settled [MS-DOCX], 2.5.5), their styles, and where they stand in a text that was read. Decides nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from lxml import etree  # type: ignore[import-untyped]

from bulletin_desk.bulletin.model import Said
from bulletin_desk.export.docx.oxml import COMMENT_REFERENCE, FORBIDDEN, W, quoteattr, runs_of_text

if TYPE_CHECKING:
    from bulletin_desk.export.docx.comments import Comment

_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
_W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

PARTS = ("comments", "commentsExtended")
"""What the types of the relationships to the two parts end with."""
_EXTENDED_RELATIONSHIP = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"
_EXTENDED_CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.commentsExtended+xml"
_TEXT_STYLE = "CommentText"
_MOST_INITIALS = 9
"""Characters: more Word refuses."""
_MOST_PARAGRAPHS = 1_000
"""In all comments of a copy, times which one's number is that of its first paragraph."""


def styles() -> str:
    """The styles of comments, Word's own: lines of text are as far apart as the page has them."""
    hidden = '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/>'
    size = '<w:rPr><w:sz w:val="21"/><w:szCs w:val="21"/></w:rPr>'
    return (
        f'<w:style w:type="character" w:styleId="{COMMENT_REFERENCE}"><w:name w:val="annotation reference"/>'
        f'<w:basedOn w:val="DefaultParagraphFont"/>{hidden}{size}</w:style>'
        f'<w:style w:type="paragraph" w:styleId="{_TEXT_STYLE}"><w:name w:val="annotation text"/>{hidden}'
        '<w:pPr><w:spacing w:line="240" w:lineRule="auto"/><w:ind w:firstLine="0"/><w:jc w:val="left"/>'
        "</w:pPr>"
        f"{size}</w:style>"
    )


def parts(comments: Sequence[Comment]) -> Iterator[tuple[str, str, str, str]]:
    """The parts of a copy's comments: name, content type, text, and the type of the relationship to it."""
    if comments:
        yield "/word/comments.xml", CT.WML_COMMENTS, comments_part(comments), RT.COMMENTS
        yield "/word/commentsExtended.xml", _EXTENDED_CONTENT, extended_part(comments), _EXTENDED_RELATIONSHIP


def comments_part(comments: Iterable[Comment]) -> str:
    """word/comments.xml."""
    parts = [
        f'{_DECLARATION}<w:comments xmlns:w="{W}" xmlns:mc="{_MC}" xmlns:w14="{_W14}" mc:Ignorable="w14">'
    ]
    for comment in comments:
        who, when, text = comment.said
        who = _allowed(who)
        date = f' w:date="{when}:00Z"' if _MINUTE.fullmatch(when) else ""
        initials = "".join(word[0] for word in who.split())[:_MOST_INITIALS]
        parts.append(
            f'<w:comment w:id="{comment.number}" w:author={quoteattr(who)}{date} '
            f"w:initials={quoteattr(initials)}>"
        )
        lines = _lines(text)
        for at, line in enumerate(lines):
            mark = ""
            if not at:
                mark = f'<w:r><w:rPr><w:rStyle w:val="{COMMENT_REFERENCE}"/></w:rPr><w:annotationRef/></w:r>'
            words = f"<w:r>{runs_of_text(line)}</w:r>" if line else ""
            parts.append(
                f'<w:p w14:paraId="{_paragraph_id(comment, at, len(lines))}">'
                f'<w:pPr><w:pStyle w:val="{_TEXT_STYLE}"/></w:pPr>{mark}{words}</w:p>'
            )
        parts.append("</w:comment>")
    parts.append("</w:comments>")
    return "".join(parts)


def extended_part(comments: Sequence[Comment]) -> str:
    """word/commentsExtended.xml: which comment answers which, and what is settled. A comment is known by its
    last paragraph."""
    parts = [f'{_DECLARATION}<w15:commentsEx xmlns:mc="{_MC}" xmlns:w15="{_W15}" mc:Ignorable="w15">']
    for comment in comments:
        answered = (
            "" if comment.answers is None else f' w15:paraIdParent="{_last_id(comments[comment.answers])}"'
        )
        parts.append(
            f'<w15:commentEx w15:paraId="{_last_id(comment)}"{answered} w15:done="{int(comment.done)}"/>'
        )
    parts.append("</w15:commentsEx>")
    return "".join(parts)


def _allowed(text: str) -> str:
    return FORBIDDEN.sub("", text)


def _lines(text: str) -> list[str]:
    return _allowed(text).split("\n")


def _last_id(comment: Comment) -> str:
    lines = len(_lines(comment.said.text))
    return _paragraph_id(comment, lines - 1, lines)


def _paragraph_id(comment: Comment, at: int, lines: int) -> str:
    """The w14:paraId of a paragraph, from the comment's last one back: less than 0x80000000."""
    return f"{(comment.number + 1) * _MOST_PARAGRAPHS + (lines - 1 - at) % _MOST_PARAGRAPHS:08X}"


# ---- reading


class ReadComment(NamedTuple):
    """A comment as found: its id, what it says, the id of the one that it answers (empty: none), and whether
    it is settled."""

    identifier: str
    said: Said
    answers: str
    done: bool


_MINUTE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}")


def read_comments(data: bytes, extended: bytes) -> list[ReadComment]:
    """The comments of the two parts, in their order; none of parts that can't be read."""
    root = _root(data)
    if root is None:
        return []
    known, by_paragraph = {}, {}
    for element in root.iterchildren(_w("comment")):
        identifier = element.get(_w("id"), "")
        if identifier in known:
            continue
        paragraphs = list(element.iter(_w("p")))
        said = Said(
            (element.get(_w("author")) or "").strip(),
            _when(element.get(_w("date")) or ""),
            "\n".join(map(_words, paragraphs)),
        )
        known[identifier] = said
        for paragraph in paragraphs:
            if number := paragraph.get(f"{{{_W14}}}paraId"):
                by_paragraph[number.upper()] = identifier
    threads = _threads(_root(extended), by_paragraph)
    return [
        ReadComment(identifier, said, *threads.get(identifier, ("", False)))
        for identifier, said in known.items()
    ]


def _threads(root: etree._Element | None, by_paragraph: Mapping[str, str]) -> dict[str, tuple[str, bool]]:
    """For each comment which one it answers, and whether it is settled."""
    found: dict[str, tuple[str, bool]] = {}
    for element in () if root is None else root.iterchildren(f"{{{_W15}}}commentEx"):
        identifier, parent = (
            by_paragraph.get((element.get(f"{{{_W15}}}{name}") or "").upper(), "")
            for name in ("paraId", "paraIdParent")
        )
        done = element.get(f"{{{_W15}}}done") in ("1", "true", "on")
        if identifier:
            found[identifier] = parent, done
    return found


def _root(data: bytes) -> etree._Element | None:
    if not data:
        return None
    try:
        return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return None


def _words(paragraph: etree._Element) -> str:
    """The text of a paragraph of a comment, without what a tracked change took out."""
    words = []
    for element in paragraph.iter(_w("t"), _w("tab"), _w("br"), _w("cr")):
        name = etree.QName(element).localname
        if name == "t":
            words.append(element.text or "")
        elif element.getparent().tag == _w("r"):
            words.append("\t" if name == "tab" else "\n")
    return "".join(words)


def _when(date: str) -> str:
    """A moment to the minute, as its clock told it; empty for what programs write that do not know it."""
    found = _MINUTE.match(date)
    if not found:
        return ""
    try:
        moment = datetime.fromisoformat(found[0])
    except ValueError:
        return ""
    return "" if moment.year <= _NO_YEAR else found[0]


_NO_YEAR = 1970
"""What of an unknown date is written begins with it, if not with no year at all."""


def settle(body: etree._Element) -> None:
    """Puts marks of comments that stand between paragraphs and tables into the nearest paragraph: the next
    one if they begin one, else the one before."""
    starts: list[etree._Element] = []
    last: etree._Element | None = None
    for element in list(body.iter(_w("p"), *map(_w, _RANGES))):
        if element.tag == _w("p"):
            for mark in reversed(starts):
                has_properties = len(element) and element[0].tag == _w("pPr")
                element.insert(int(bool(has_properties)), mark)
            starts.clear()
            last = element
        elif next(element.iterancestors(_w("p")), None) is None:
            if element.tag == _w("commentRangeStart"):
                starts.append(element)
            elif last is not None:
                last.append(element)
    if last is not None:
        last.extend(starts)


_RANGES = ("commentRangeStart", "commentRangeEnd")


def _w(name: str) -> str:
    return f"{{{W}}}{name}"
