"""Nothing of a manuscript vanishes unsaid: each word of a file's own XML or HTML is in a paragraph that was
read, or in the words or the sentence of a note. `BULLETIN_DESK_MANUSCRIPTS=5000` says how many
are made up."""

from __future__ import annotations

import base64
import itertools
import os
import quopri
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree, html  # type: ignore[import-untyped]

from bulletin_desk.fonts.faces import load_faces
from bulletin_desk.forms import DOCX
from bulletin_desk.intake.docx import read_docx
from bulletin_desk.intake.html import read_html
from bulletin_desk.intake.manuscript import Manuscript
from bulletin_desk.intake.mime import read_mime
from bulletin_desk.layouts.read import load_layout
from bulletin_desk.pipeline import typeset
from bulletin_desk.storage.bulletin_file import read_bulletin
from tests.intake.conftest import ROOT, fail
from tests.intake.hostile import PAGE, SOURCES
from tests.intake.test_docx import NUMBERING
from tests.intake.test_read import other_look
from tests.intake.word import NAMESPACES, p, r, saved, word

HELP = ROOT / "resources" / "help" / "help.html"
MANUSCRIPTS = int(os.environ.get("BULLETIN_DESK_MANUSCRIPTS", "300"))
many = settings(
    max_examples=MANUSCRIPTS,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

NOT_READ = frozenset(("instrText", "delInstrText", "fldData", "posOffset", "align", "pctWidth", "pctHeight"))
"""Codes and places: nobody reads their characters on paper."""


def bare(text: str) -> str:
    return "".join(text.split())


def told(manuscript: Manuscript) -> str:
    """All that a manuscript says, without spaces."""
    said = [paragraph.text for paragraph in manuscript.paragraphs]
    said += [f"{note.message}\n{note.words}" for note in manuscript.notes]
    return bare("\n".join(said))


def words_of(path: Path) -> Iterator[str]:
    """The text nodes of a Word file's parts that hold text, without the codes of fields."""
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            folder, _, file = name.rpartition("/")
            if folder != "word" or not file.startswith(
                ("document", "header", "footer", "footnotes", "endnotes", "comments")
            ):
                continue
            codes: list[bool] = []
            for element in etree.fromstring(package.read(name)).iter():
                local = etree.QName(element).localname
                if local == "fldChar":
                    match element.get(f"{{{NAMESPACES['w']}}}fldCharType"):
                        case "begin":
                            codes.append(True)
                        case "separate":
                            codes[-1:] = [False]
                        case "end":
                            codes[-1:] = []
                if local not in NOT_READ and not any(codes):
                    yield from filter(None, (bare(element.text or ""), bare(element.tail or "")))


def lost(path: Path) -> list[str]:
    """The text nodes that nothing is said of."""
    said = told(read_docx(path))
    return [words for words in words_of(path) if words not in said]


# ---- made-up Word files: each text node has a word of its own


class Words:
    """Words, each of which comes once and in no other."""

    def __init__(self) -> None:
        self._count = 0

    def __call__(self) -> str:
        self._count += 1
        return "字" + "".join("甲乙丙丁戊己庚辛壬癸"[int(digit)] for digit in str(self._count)) + "止"


Make = Callable[[Words], str]
"""Made when all is drawn, so that the words are numbered through."""


def _wrapped(start: str, end: str) -> Callable[[Make], Make]:
    return lambda inner: lambda words: start + inner(words) + end


def _alternatives(one: Make, other: Make, again: bool) -> Make:
    def make(words: Words) -> str:
        first = one(words)
        second = first if again else other(words)
        return (
            f'<mc:AlternateContent><mc:Choice Requires="w14">{first}</mc:Choice>'
            f"<mc:Fallback>{second}</mc:Fallback></mc:AlternateContent>"
        )

    return make


def _all(makes: list[Make]) -> Make:
    return lambda words: "".join(make(words) for make in makes)


RUNS: tuple[Make, ...] = (
    lambda words: r(words()),
    lambda words: r(words(), "<w:b/>"),
    lambda words: r(words(), "<w:vanish/>"),
    lambda words: r(words(), "<w:strike/>"),
    lambda words: r(f"<w:t>{words()}</w:t><w:br/><w:t>{words()}</w:t><w:tab/>"),
    lambda words: f"<w:del>{r(f'<w:delText>{words()}</w:delText>')}</w:del>",
    lambda words: f"<w:ins>{r(words())}</w:ins>",
    lambda words: f"<w:ins><w:del>{r(f'<w:delText>{words()}</w:delText>')}</w:del></w:ins>",
    lambda words: f'<w:hyperlink r:id="x">{r(words())}</w:hyperlink>',
    lambda words: f"<w:fldSimple w:instr='PAGE'>{r(words())}</w:fldSimple>",
    lambda words: _field("PAGE", r(words())),
    lambda words: _field(' TOC \\o "1-3" ', r(words()) + _field("PAGEREF x", r(words()))),
    lambda words: r(f"<w:ruby><w:rt>{r(words())}</w:rt><w:rubyBase>{r(words())}</w:rubyBase></w:ruby>"),
    lambda words: (
        f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{r(words())}</w:sdtContent></w:sdt>"
    ),
    lambda words: (
        f"<m:oMath><m:f><m:num><m:r><m:t>{words()}</m:t></m:r></m:num>"
        f"<m:den><m:r><m:t>{words()}</m:t></m:r></m:den></m:f></m:oMath>"
    ),
    lambda words: (
        "<w:r><w:drawing><wp:anchor><wp:positionH><wp:posOffset>12</wp:posOffset></wp:positionH>"
        f"<a:graphic><wps:wsp><wps:txbx><w:txbxContent>{p(words())}</w:txbxContent></wps:txbx></wps:wsp>"
        "</a:graphic></wp:anchor></w:drawing></w:r>"
    ),
    lambda words: f"<w:r><w:drawing><a:graphic><a:t>{words()}</a:t></a:graphic></w:drawing></w:r>",
    lambda words: f"<w:r><x:y xmlns:x='urn:x'>{words()}<x:z/>{words()}</x:y></w:r>",
    lambda _: r("<w:footnoteReference w:id='1'/>"),
    lambda _: r("<w:endnoteReference w:id='1'/>"),
    lambda _: r("<w:commentReference w:id='1'/>"),
    lambda _: f"<w:del>{r('<w:footnoteReference w:id=' + chr(39) + '2' + chr(39) + '/>')}</w:del>",
)


def _field(code: str, result: str) -> str:
    def mark(kind: str) -> str:
        return r(f'<w:fldChar w:fldCharType="{kind}"/>')

    codes = r(f"<w:instrText>{code}</w:instrText>")
    return mark("begin") + codes + mark("separate") + result + mark("end")


WRAPPERS = (
    _wrapped("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"),
    _wrapped("<w:customXml>", "</w:customXml>"),
    _wrapped("<w:smartTag>", "</w:smartTag>"),
    _wrapped("<w:ins>", "</w:ins>"),
    _wrapped("<w:moveFrom>", "</w:moveFrom>"),
    _wrapped("<w:whatever>", "</w:whatever>"),
)


def _within(inner: st.SearchStrategy[Make]) -> st.SearchStrategy[Make]:
    """The same in wrappers, and in alternatives."""
    return st.one_of(
        st.builds(lambda wrap, make: wrap(make), st.sampled_from(WRAPPERS), inner),
        st.builds(_alternatives, inner, inner, st.booleans()),
    )


runs = st.recursive(st.sampled_from(RUNS), _within, max_leaves=3)
PROPS = (
    "",
    "<w:rPr><w:del/></w:rPr>",
    "<w:rPr><w:vanish/><w:specVanish/></w:rPr>",
    "<w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr>",
    "<w:framePr w:dropCap='drop'/>",
)
paragraphs = st.builds(
    lambda inner, props: lambda words: f"<w:p><w:pPr>{props}</w:pPr>{_all(inner)(words)}</w:p>",
    st.lists(runs, max_size=4),
    st.sampled_from(PROPS),
)


LABELS = ("标题", "单位：", "正文", "联系人", "作者", "审核意见", "标题：甲", "联系电话：乙", "", "序号")
labels = st.lists(st.sampled_from(LABELS), max_size=4)


def _labelled(rows: list[list[str]], labels: list[str], cell: Callable[[str], str]) -> list[str]:
    """The cells of rows, in a form each behind a label."""
    names = itertools.cycle(labels)
    if not labels:
        return ["".join(row) for row in rows]
    return ["".join(cell(next(names)) + one for one in row) or cell(next(names)) for row in rows]


def _table(rows: list[list[Make]], row_props: str, labels: list[str]) -> Make:
    def make(words: Words) -> str:
        cells = [[f"<w:tc>{cell(words)}</w:tc>" for cell in row] for row in rows]
        made = _labelled(cells, labels, lambda name: f"<w:tc>{p(name)}</w:tc>")
        head = p("信息投稿表") if labels else ""
        return f"{head}<w:tbl>{''.join(f'<w:tr>{row_props}{row}</w:tr>' for row in made)}</w:tbl>"

    return make


def _boxed(inner: Make) -> Make:
    return lambda words: (
        f"<w:p><w:r><w:pict><v:shape><v:textbox><w:txbxContent>{inner(words)}</w:txbxContent>"
        "</v:textbox></v:shape></w:pict></w:r></w:p>"
    )


def _blocks_within(inner: st.SearchStrategy[Make]) -> st.SearchStrategy[Make]:
    return st.one_of(
        _within(inner),
        st.builds(
            _table,
            st.lists(st.lists(inner, max_size=3), min_size=1, max_size=3),
            st.sampled_from(("", "", "<w:trPr><w:del/></w:trPr>")),
            labels,
        ),
        st.builds(_boxed, inner),
    )


blocks = st.recursive(paragraphs, _blocks_within, max_leaves=6)
stories = st.builds(_all, st.lists(blocks, min_size=1, max_size=4))


@st.composite
def files(draw: st.DrawFn) -> tuple[str, dict[str, str]]:
    """The body and the parts of Word files with notes, comments, headers and footers."""
    words = Words()
    body = draw(stories)(words)
    parts = {}
    for kind, name in (("footnote", "footnotes"), ("endnote", "endnotes"), ("comment", "comments")):
        if draw(st.booleans()):
            inner = draw(stories)(words)
            parts[name] = (
                f"<w:{kind} w:id='0' w:type='separator'>{p(words())}</w:{kind}>"
                f"<w:{kind} w:id='1'>{inner}</w:{kind}><w:{kind} w:id='2'>{p(words())}</w:{kind}>"
                f"<w:{kind} w:id='2'>{p(words())}</w:{kind}>"
            )
    for name in ("header", "footer"):
        if draw(st.booleans()):
            parts[name] = draw(stories)(words)
    return body, parts


@many
@given(made=files())
def test_of_made_up_word_files(tmp_path: Path, made: tuple[str, dict[str, str]]) -> None:
    assert lost(saved(tmp_path, word(made[0], made[1] | {"numbering": NUMBERING}))) == []


# ---- made-up pages


def words_of_page(page: str) -> Iterator[str]:
    """The text nodes of a page, without its code."""
    for element in html.document_fromstring(page).iter():
        if isinstance(element.tag, str) and element.tag not in ("script", "style"):
            yield bare(element.text or "")
        yield bare(element.tail or "")


ELEMENTS = (
    *("p", "div", "span", "b", "h2", "li", "blockquote", "center", "pre", "section", "font", "a"),
    *("textarea", "select", "option", "button", "noscript", "label", "fieldset", "legend", "dl", "dt", "dd"),
    *("title", "iframe", "object", "svg", "figure", "figcaption", "template", "sup", "ruby", "rt", "marquee"),
    *(
        "del",
        "s",
        "dialog",
        "math",
        "mfrac",
        "msup",
        "msqrt",
        "annotation",
        "details",
        "summary",
        "q",
        "canvas",
    ),
    *("ul", "ol", "table", "caption", "thead", "tbody", "tr", "td", "th"),
)
STYLES = ("", " style='display:none'", " style='mso-list:Ignore'", " style='text-indent:2em'", " hidden")


def _element(tag: str, style: str, inner: list[Make]) -> Make:
    return lambda words: f"<{tag}{style}>{words()}{_all(inner)(words)}</{tag}>{words()}"


def _grid(rows: list[list[Make]], caption: bool, labels: list[str]) -> Make:
    def make(words: Words) -> str:
        head = f"<caption>{words()}</caption>" if caption else ""
        cells = [[f"<td>{words()}{cell(words)}</td>" for cell in row] for row in rows]
        made = "".join(f"<tr>{row}</tr>" for row in _labelled(cells, labels, "<td>{}</td>".format))
        return f"{'<p>信息投稿表</p>' if labels else ''}<table>{head}{made}</table>"

    return make


elements = st.recursive(
    st.sampled_from([_element("p", "", []), lambda _: "<br>", lambda _: "<hr>"]),
    lambda inner: st.one_of(
        st.builds(_element, st.sampled_from(ELEMENTS), st.sampled_from(STYLES), st.lists(inner, max_size=3)),
        st.builds(_grid, st.lists(st.lists(inner, max_size=3), max_size=3), st.booleans(), labels),
    ),
    max_leaves=8,
)


@st.composite
def pages(draw: st.DrawFn) -> str:
    """Pages, well written or not."""
    body = _all(draw(st.lists(elements, min_size=1, max_size=3)))(Words())
    return f"<html><head><title>窗口</title></head><body>{body}</body></html>"


@many
@given(page=pages())
def test_of_made_up_pages(page: str) -> None:
    said = told(read_html(page, "", fail))
    assert [words for words in words_of_page(page) if words not in said] == []


ENCODINGS = ("utf-8", "gb18030", "utf-16")
PACKED: dict[str, Callable[[bytes], bytes]] = {
    "base64": base64.encodebytes,
    "quoted-printable": quopri.encodestring,
    "8bit": bytes,
}
KINDS = ("related", "mixed", "alternative", "signed")


@st.composite
def messages(draw: st.DrawFn) -> tuple[list[str], bytes]:
    """Pages saved as one file, and mails: parts in each other that hold pages and plain text."""
    held: list[str] = []
    words = Words()

    def part(depth: int) -> bytes:
        kind = draw(st.sampled_from(("text/html", "text/plain", *(f"multipart/{kind}" for kind in KINDS))))
        if kind.startswith("multipart/") and depth < 3:
            mark = f"=_{depth}_{len(held)}"
            pieces = [part(depth + 1) for _ in range(draw(st.integers(1, 3)))]
            body = b"".join(b"--" + mark.encode() + b"\r\n" + piece + b"\r\n" for piece in pieces)
            return f'Content-Type: {kind}; boundary="{mark}"\r\n\r\n'.encode() + body + f"--{mark}--".encode()
        text = words()
        held.append(text)
        if kind != "text/plain":
            text, kind = f"<html><body><p>{text}</p></body></html>", "text/html"
        encoding = draw(st.sampled_from(ENCODINGS))
        how = "base64" if encoding == "utf-16" else draw(st.sampled_from(tuple(PACKED)))
        head = f"Content-Type: {kind}; charset={encoding}\r\nContent-Transfer-Encoding: {how}\r\n\r\n"
        return head.encode() + PACKED[how](text.encode(encoding))

    return held, b"MIME-Version: 1.0\r\n" + part(0)


@many
@given(made=messages())
def test_of_made_up_messages(made: tuple[list[str], bytes]) -> None:
    held, data = made
    said = told(read_mime(data, "", fail))
    assert [words for words in held if words not in said] == []


# ---- the project's own


def _word_copy(folder: Path) -> Path:
    layout, faces = load_layout(), load_faces(use_installed=False)
    issue = read_bulletin(ROOT / "examples" / "2024-01-09.bulletin")
    return saved(folder, DOCX.encode(typeset(issue, layout, faces)))


WORD_FILES: dict[str, Callable[[Path], Path]] = {
    "transitional": lambda folder: saved(folder, SOURCES[0]),
    "strict": lambda folder: saved(folder, SOURCES[1]),
    "our own word copy": _word_copy,
    "another hand's": lambda folder: saved(
        folder, other_look(read_bulletin(ROOT / "examples" / "2024-01-09.bulletin"))
    ),
}


@pytest.mark.parametrize("name", WORD_FILES)
def test_of_the_project_s_word_files(tmp_path: Path, name: str) -> None:
    path = WORD_FILES[name](tmp_path)
    assert len(list(words_of(path))) > 5
    assert [words for words in lost(path) if not words.isdecimal() and words != "—"] == []


@pytest.mark.parametrize("page", [PAGE, HELP.read_text(encoding="utf-8")], ids=["hostile", "help"])
def test_of_the_project_s_pages(page: str) -> None:
    said = told(read_html(page, "", fail))
    assert len(said) > 20
    assert [words for words in words_of_page(page) if words not in said] == []
