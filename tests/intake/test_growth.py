"""Intake takes time in proportion to what it is given, whatever that is: every expression of its modules,
found by walking them, and every pass over a manuscript."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import bulletin_desk.intake
from bulletin_desk import packages
from bulletin_desk.bulletin.blank import blank_issue
from bulletin_desk.bulletin.model import Kind
from bulletin_desk.errors import BulletinDeskError
from bulletin_desk.intake.clean import clean
from bulletin_desk.intake.docx import read_docx
from bulletin_desk.intake.draft import (
    Context,
    Contribution,
    Draft,
    add_to_issue,
    set_kinds,
    take_in,
    with_doubles_named,
)
from bulletin_desk.intake.html import read_html
from bulletin_desk.intake.manuscript import Look, Manuscript, Note, Paragraph
from bulletin_desk.intake.parts import PART_KINDS, Part, PartKind, kind_name
from bulletin_desk.intake.plain import manuscript_of_text
from bulletin_desk.intake.recognise import recognise_piece
from bulletin_desk.intake.review import Review
from bulletin_desk.intake.sources import Source, brackets_off, load_units, signature, without_post
from tests.growth import Growth, check_linear, patterns_of, provoking
from tests.intake.conftest import fail
from tests.intake.test_docx import BOX, NUMBERING, PICTURE, begin, code, numbered
from tests.intake.word import p, r, table, word

NAMES = [module.name for module in pkgutil.iter_modules(bulletin_desk.intake.__path__)]
MODULES = [
    *(importlib.import_module(f"bulletin_desk.intake.{name}") for name in NAMES),
    packages,
]
TRIES = 3


def linear(function: Callable[[Any], object], make: Callable[[int], Any], **bounds: Any) -> None:
    """What grows too fast does so each time, whatever else the machine does. A refusal is an answer."""

    def answered(given: Any) -> None:
        with suppress(BulletinDeskError):
            function(given)

    for left in reversed(range(TRIES)):
        try:
            check_linear(answered, make, **bounds)
            return
        except Growth:
            if not left:
                raise


@pytest.mark.sampled
@pytest.mark.parametrize("module", MODULES, ids=[module.__name__.split(".")[-1] for module in MODULES])
def test_expressions(module: ModuleType) -> None:
    for used in patterns_of(module):
        for make in provoking(used.pattern):
            linear(used.run, make, enough=0.02, most=1 << 14, about=f"{used.name} {used.method}")


def test_expressions_are_found() -> None:
    names = {used.name for module in MODULES for used in patterns_of(module)}
    assert {"_ADDRESS", "_DASHES", "PAGE_WORDS", "_FRAGMENT_START", "_BESIDE_MARK", "_ENCODING"} <= names


# ---- passes over text

SENTENCE = "近日，德阳市召开了地方志工作会议，总结了去年的工作，部署了今年的任务。"
UNITS = load_units()
CONTEXT = Context(("市州动态",), UNITS)

TEXTS: dict[str, str] = {
    "spaces": " ",
    "wide spaces": "\u3000",
    "tabs": "字\t\t",
    "digits": "1",
    "digits and dots": "1.",
    "letters": "a",
    "addresses": "a@b.c,",
    "half an address": "a@",
    "commas": ",",
    "full commas": "，",
    "carriage returns": "\r",
    "line feeds": "\n",
    "lines apart": "字\n\n",
    "separators": "\u2028",
    "page ends": "字\f",
    "vertical tabs": "字\v",
    "brackets": "（",
    "closed brackets": "（）",
    "half brackets": "(",
    "signed": "（德阳市地方志办公室）\n",
    "quotes": '"',
    "half quotes": "'字",
    "curly quotes": "“",
    "title marks": "<<字",
    "points": ".",
    "dashes": "-",
    "long dashes": "—\u3000",
    "equal headings": "一、加强组织领导\n",
    "equal lines": "加强组织领导\n",
    "contents": "目录\n加强领导\n",
    "contents with pages": "目录\n加强领导……3\n",
    "sections": "【市州动态】\n",
    "notes": "编者按：\n",
    "numbers": "1\n",
    "dates": "2024年1月9日\n",
    "signature and date": "德阳市地方志办公室 2024年1月9日\n",
    "persons": "张三 李四\n",
    "labels": "来源：",
    "posts": "副主任",
    "page furniture": "【打印】【关闭】",
    "way to a page": "首页 > 新闻",
    "a page's data": "发布时间：2024-01-09 浏览次数：9\n标题索引：三\n主题分类：四\n",
    "scraps": "德阳市志编修\n",
    "item marks": "【信息1】德阳市志编修\n",
    "lines for a page": "关于|服务|地图\n德阳市志编修\n",
    "closing": "报：省委。\n",
    "old issue": "第2期（总第607期）\n",
    "unfinished lines": "德阳市召开了地方志工作会议，总结了去年的工作，\n",
    "sentences": SENTENCE,
    "paragraphs": f"　　{SENTENCE}\n",
    "printed lines": f"{SENTENCE[:28]}\n",
    "mixed": f'标题\n{SENTENCE}\n(1) "字" a, 字 ...\r\n（德阳市志办）\n\n',
}


def _manuscript(text: str) -> Manuscript:
    paragraphs = tuple(Paragraph(line) for line in text.split("\n"))
    notes = tuple(Note("picture", at, "这里有一张图片，没有取用。") for at in range(0, len(paragraphs), 3))
    return Manuscript("", paragraphs, notes)


def _looked_at(text: str) -> Manuscript:
    """With headings that stand out."""
    looks = (Look(size=22.0, align="centre"), Look(size=16.0), Look(size=16.0, bold=True))
    return Manuscript(
        "", tuple(Paragraph(line, looks[at % 3], at % 5) for at, line in enumerate(text.split("\n")))
    )


PASSES: dict[str, Callable[[str], object]] = {
    "plain": lambda text: manuscript_of_text(text, "", fail),
    "html": lambda text: read_html(f"<p>{text.replace('<', '&lt;')}</p>", "", fail),
    "html as typed": lambda text: read_html(f"<pre>{text.replace('<', '&lt;')}</pre>", "", fail),
    "clean": lambda text: clean([Paragraph(text)]),
    "clean lines": lambda text: clean(_manuscript(text).paragraphs),
    "recognise": lambda text: recognise_piece(_manuscript(text).paragraphs, units=UNITS),
    "take in": lambda text: take_in(_manuscript(text), CONTEXT),
    "take in, with looks": lambda text: take_in(_looked_at(text), CONTEXT),
    "take in one paragraph": lambda text: take_in(Manuscript("", (Paragraph(text),)), CONTEXT),
    "brackets": brackets_off,
    "signature": lambda text: signature(text, UNITS),
    "post": without_post,
}


def _between(piece: str, size: int) -> str:
    return f"字{piece * (size // len(piece) + 1)}字"


@pytest.mark.sampled
@pytest.mark.parametrize("name", PASSES)
def test_passes(name: str) -> None:
    function = PASSES[name]
    for about, piece in TEXTS.items():
        linear(
            function,
            partial(_between, piece),
            enough=0.03,
            most=1 << 15,
            about=f"{name}: {about}",
        )


# ---- drafts


def _drafts(size: int) -> list[Draft]:
    parts = (Part(Kind.TITLE, "题"), Part(Kind.BODY, SENTENCE))
    return [Draft("", parts, f"栏目{at % 7}", Source("（某）")) for at in range(size)]


def _all_to(kind: PartKind) -> Callable[[Draft], object]:
    return lambda draft: set_kinds(draft, dict.fromkeys(range(len(draft.parts)), kind), UNITS)


def test_drafts() -> None:
    issue = blank_issue(date(2024, 1, 9))
    linear(lambda drafts: add_to_issue(issue, drafts), _drafts, most=1 << 12, about="into an issue")
    whole = [take_in(_manuscript(f"题\n{SENTENCE}"), CONTEXT)]
    linear(lambda size: with_doubles_named(whole * size, issue), lambda size: size, most=1 << 12)
    for kind in PART_KINDS:
        linear(
            _all_to(kind),
            lambda size: Draft("", tuple(Part(Kind.BODY, "（德阳市志办）") for _ in range(size))),
            most=1 << 13,
            about=f"to {kind_name(kind)}",
        )


def test_one_item_or_several() -> None:
    def file(size: int) -> Contribution:
        headings = (
            part
            for at in range(1, size, 2)
            for part in (
                Part(Kind.SUBHEADING, f"{at % 90}.开会", other=Kind.TITLE, at=at),
                Part(Kind.BODY, SENTENCE, at=at + 1),
            )
        )
        return Contribution("", (Draft("", (Part(Kind.TITLE, "方志信息"), *headings)),))

    def there_and_back(contribution: Contribution) -> None:
        review = Review([contribution], CONTEXT)
        number, at = review.take_other(0, [1])
        review.take_other(number, [at])

    linear(there_and_back, file, enough=0.02, most=1 << 13)


# ---- web pages

PAGES: dict[str, tuple[str, str, str]] = {
    "fragments": ("Version:1.0\n", "<!--StartFragment-->", ""),
    "fragments without their ends": ("", "<!--StartFragment", ""),
    "conditions": ("", "<![if x", ""),
    "comments": ("", "<!--[if !x]", ""),
    "spaces in a comment": ("<!--", " ", ""),
    "office": ("", "<o:p> ", ""),
    "paragraphs": ("", "<p>字", ""),
    "empty paragraphs": ("<p>字", "<p></p>", ""),
    "open elements": ("", "<b>字", ""),
    "tables": ("", "<table><tr><td>字", ""),
    "captions": (f"<p>表1{'字' * 5_000}</p>", "<table><tr><td>1<td>2</table>", ""),
    "cells": ("<table>", "<tr><td>字<td>字", "</table>"),
    "lists": ("", "<ol><li>字", ""),
    "pictures": ("", "<img alt=图>", ""),
    "hidden": ("", "<div style='display:none'>字", ""),
    "hidden, closed": ("", f"<div style='display:none'>{SENTENCE * 2}</div>", ""),
    "styles": ("<p style='", "text-indent:2em;", "'>字"),
    "lengths": ("<p style='text-indent:", " ", "x'>字"),
    "data": ("", "<img src='data:image/png;base64,AAAA", ""),
    "ends of bodies": ("", "</body", ""),
    "runs": ("<p>", "<b>字</b><i>字</i>", "</p>"),
    "breaks": ("<p>", "字<br>", "</p>"),
}


@pytest.mark.sampled
@pytest.mark.parametrize("name", PAGES)
def test_pages(name: str) -> None:
    before, piece, after = PAGES[name]

    def page(size: int) -> bytes:
        return f"{before}{piece * (size // len(piece) + 1)}{after}".encode()

    linear(lambda data: read_html(data, "", fail), page, enough=0.1, most=1 << 17, about=name)


# ---- Word files


def _chain(size: int) -> str:
    return "".join(
        f"<w:style w:type='paragraph' w:styleId='{at}'><w:name w:val='heading {at}'/>"
        f"<w:basedOn w:val='{(at + 1) % size}'/></w:style>"
        for at in range(size)
    )


def _alternative(body: str) -> str:
    return f"<mc:AlternateContent><mc:Choice>{body}</mc:Choice><mc:Fallback/></mc:AlternateContent>"


def _wrapped(opening: str, inner: str, closing: str, depth: int) -> str:
    return opening * depth + inner + closing * depth


WORD: dict[str, Callable[[int], bytes]] = {
    "paragraphs": lambda size: word(p("字") * size),
    "empty paragraphs": lambda size: word(p("字") + p() * size),
    "runs": lambda size: word(f"<w:p>{r('字') * size}</w:p>"),
    "styles in a circle": lambda size: word(
        "".join(p("字", f"<w:pStyle w:val='{at}'/>") for at in range(size)), {"styles": _chain(size)}
    ),
    "a style's long name": lambda size: word(
        p("字", "<w:pStyle w:val='x'/>") * 500,
        {"styles": f"<w:style w:styleId='x'><w:name w:val='heading{' ' * size}x'/></w:style>"},
    ),
    "numbers": lambda size: word(numbered("甲", 2) * size, {"numbering": NUMBERING}),
    "lists": lambda size: word(
        "".join(p("字", f"<w:numPr><w:numId w:val='{at}'/></w:numPr>") for at in range(size)),
        {
            "numbering": "<w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='0'/></w:abstractNum>"
            + "".join(f"<w:num w:numId='{at}'><w:abstractNumId w:val='0'/></w:num>" for at in range(size))
        },
    ),
    "open fields": lambda size: word(p(begin("begin") * size + r("字") * size)),
    "fields in fields": lambda size: word(
        p((begin("begin") + code("PAGE") + begin("separate")) * size + r("字") * size + begin("end") * size)
    ),
    "fields over paragraphs": lambda size: word(
        p(begin("begin") + begin("separate")) * size + p("字") * size + p(begin("end")) * size
    ),
    "content controls": lambda size: word(
        _wrapped("<w:sdt><w:sdtContent>", p("字"), "</w:sdtContent></w:sdt>", min(size, 900)) * 20
    ),
    "alternatives": lambda size: word(
        _wrapped(
            "<mc:AlternateContent><mc:Choice>",
            p("字") * size,
            "</mc:Choice></mc:AlternateContent>",
            min(size, 900),
        )
    ),
    "pictures in alternatives": lambda size: word(p(r(_alternative(PICTURE))) * size),
    "text boxes": lambda size: word(p(r(BOX)) * size),
    "tables": lambda size: word((p("表1 名单") + table(("一", "二"))) * size),
    "rows": lambda size: word(table(*[("一", "二")] * size)),
    "notes": lambda size: word(
        "".join(p(r("字") + r(f"<w:footnoteReference w:id='{at}'/>")) for at in range(size)),
        {"footnotes": "".join(f"<w:footnote w:id='{at}'>{p('注')}</w:footnote>" for at in range(size))},
    ),
    "unknown": lambda size: word(p("<w:x>" + r("字") + "</w:x>") * size),
    "changes": lambda size: word(p(f"<w:ins>{r('增')}</w:ins><w:del>{r('减')}</w:del>" * size)),
    "drop caps": lambda size: word(p("字", "<w:framePr w:dropCap='drop'/>") * size),
}


@pytest.mark.sampled
@pytest.mark.parametrize("name", WORD)
def test_word_files(tmp_path: Path, name: str) -> None:
    def file(size: int) -> Path:
        path = tmp_path / f"{size}.docx"
        path.write_bytes(WORD[name](size))
        return path

    linear(read_docx, file, enough=0.15, most=1 << 13, about=name)


@pytest.mark.parametrize("declared", ['encoding="" ', 'a="encoding=" ', " "])
def test_a_part_s_declaration(declared: str) -> None:
    linear(
        _utf_8,
        lambda size: b"<?xml " + declared.encode() * (size // len(declared)),
        about=declared,
    )


def _utf_8(content: bytes) -> None:
    with suppress(ValueError):
        packages._in_utf_8(content)
