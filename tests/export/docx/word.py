"""Edits of a Word copy, made in its XML as Word and LibreOffice make them."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docx.text.paragraph import Paragraph
from lxml import etree  # type: ignore[import-untyped]

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMESPACES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)


def made(xml: str) -> etree._Element:
    """An element from its text, with the prefixes that Word uses."""
    end = min(place for place in (xml.find(">"), xml.find("/>")) if place >= 0)
    return parse_xml(f"{xml[:end]} {_NAMESPACES}{xml[end:]}")


def everywhere(document: Document) -> list[Paragraph]:
    """All paragraphs, those in tables among them, in the order of the text."""
    return [Paragraph(element, document._body) for element in document.element.body.iter(qn("w:p"))]


def containing(document: Document, text: str) -> Paragraph:
    """The first paragraph with this text in it."""
    return next(paragraph for paragraph in everywhere(document) if text in paragraph.text)


def with_style(document: Document, name: str) -> list[Paragraph]:
    """The paragraphs of a style, by its name or an alias, and of its variants."""
    ids = {
        style.get(qn("w:styleId"))
        for style in document.styles.element.iterchildren(qn("w:style"))
        if any(own.startswith(name) for own in _names(style))
    }
    return [one for one in everywhere(document) if one.style is not None and one.style.style_id in ids]


def between(start: Paragraph, stop: Paragraph) -> list[Paragraph]:
    """The paragraphs from one to before another."""
    found = [start]
    while found[-1]._p.getnext() is not stop._p:
        found.append(Paragraph(found[-1]._p.getnext(), start._parent))
    return found


def in_style(paragraph: Paragraph) -> str:
    """The property that gives a new paragraph the style of this one."""
    assert paragraph.style is not None
    return f'<w:pStyle w:val="{paragraph.style.style_id}"/>'


def clear_character_formats(paragraphs: Iterable[Paragraph]) -> None:
    """Ctrl+Space: runs have neither a character style nor a format."""
    for paragraph in paragraphs:
        for properties in list(paragraph._p.iter(qn("w:rPr"))):
            if properties.getparent().tag == qn("w:r"):
                properties.getparent().remove(properties)


def make_normal(paragraphs: Iterable[Paragraph]) -> None:
    """Ctrl+Shift+N: paragraphs have the style of body text."""
    for paragraph in paragraphs:
        for style in list(paragraph._p.iter(qn("w:pStyle"))):
            style.getparent().remove(style)


def clear_all(paragraphs: Iterable[Paragraph]) -> None:
    """“Clear all formatting”."""
    paragraphs = list(paragraphs)
    clear_character_formats(paragraphs)
    make_normal(paragraphs)


def format_runs(paragraph: Paragraph, *properties: str, only: str = "") -> None:
    """Sets properties (`<w:vanish/>`) on a paragraph's runs, or on those with this text alone."""
    for run in paragraph.runs:
        if only and only not in run.text:
            continue
        under = run._r.get_or_add_rPr()
        for xml in properties:
            under.append(made(xml))


def typed(text: str, properties: str = "", run: str = "") -> etree._Element:
    """A paragraph typed anew, with paragraph and run properties."""
    under = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    font = f"<w:rPr>{run}</w:rPr>" if run else ""
    return made(f'<w:p>{under}<w:r>{font}<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>')


def type_after(paragraph: Paragraph, texts: Sequence[etree._Element | str]) -> None:
    """Paragraphs behind another one."""
    for text in reversed(texts):
        paragraph._p.addnext(typed(text) if isinstance(text, str) else text)


def delete(paragraphs: Iterable[Paragraph]) -> None:
    """Takes paragraphs away."""
    for paragraph in paragraphs:
        paragraph._p.getparent().remove(paragraph._p)


def text_box(inside: Iterable[etree._Element]) -> etree._Element:
    """A paragraph with a text box as Word writes it: in DrawingML, and once more in VML for old programs."""
    elements = list(inside)
    paragraph = made(
        "<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:anchor><a:graphic>"
        "<a:graphicData uri='http://schemas.microsoft.com/office/word/2010/wordprocessingShape'><wps:wsp>"
        "<wps:txbx><w:txbxContent/></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
        "</mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent/></v:textbox></v:shape></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    for box in paragraph.iter(qn("w:txbxContent")):
        box.extend(copy.deepcopy(element) for element in elements)
    return paragraph


def replace_text(paragraph: Paragraph, old: str, new: str) -> None:
    """Replaces text that stands in one run; a tab is an element of its own."""
    for run in paragraph.runs:
        if old in run.text:
            run.text = run.text.replace(old, new)
            return
    raise AssertionError(old)


def rename_style(document: Document, name: str, new: str, aliases: str = "") -> None:
    """Gives the style of this name or alias another name, and other aliases."""
    style = next(one for one in document.styles.element.iterchildren(qn("w:style")) if name in _names(one))
    for old in style.findall(qn("w:aliases")):
        style.remove(old)
    style.find(qn("w:name")).set(qn("w:val"), new)
    if aliases:
        style.find(qn("w:name")).addnext(made(f'<w:aliases w:val="{aliases}"/>'))


def _names(style: etree._Element) -> list[str]:
    """A style's name and aliases."""
    aliases = style.find(qn("w:aliases"))
    others = [] if aliases is None else aliases.get(qn("w:val")).split(",")
    return [style.find(qn("w:name")).get(qn("w:val")), *others]
