"""Writes a text as a flat OpenDocument file with the layout's page, measure, sizes and faces."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape

_STYLES = (
    ("masthead", "Noto Serif SC", "44.8pt", "center", "60pt", 'fo:color="#ff0000"', "bold"),
    ("number", "FandolFang", "16pt", "center", "30pt", "", "normal"),
    ("header", "FandolFang", "16pt", "start", "30pt", "", "normal"),
    ("section", "Noto Sans SC", "16pt", "start", "30pt", "", "normal"),
    ("title", "Noto Serif SC", "22pt", "center", "30pt", "", "bold"),
    ("subheading", "Noto Sans SC", "16pt", "center", "30pt", "", "normal"),
    ("body", "FandolFang", "16pt", "justify", "30pt", "", "normal"),
    ("source", "FandolFang", "16pt", "end", "30pt", "", "normal"),
    ("closing", "FandolFang", "14pt", "start", "26pt", "", "normal"),
)
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
 office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">
<office:styles>
"""
_STYLE = """<style:style style:name="{name}" style:family="paragraph">
<style:paragraph-properties fo:text-align="{align}" fo:line-height="{pitch}" fo:text-indent="{indent}"
 fo:margin-top="0pt" fo:margin-bottom="0pt" fo:orphans="0" fo:widows="0"/>
<style:text-properties style:font-name="Liberation Serif" style:font-name-asian="{face}"
 fo:font-family="'Liberation Serif'" style:font-family-asian="'{face}'" fo:font-size="{size}"
 style:font-size-asian="{size}" fo:font-weight="{weight}" style:font-weight-asian="{weight}" {more}
 fo:language="en" fo:country="US" style:language-asian="zh" style:country-asian="CN"/></style:style>
"""
_MIDDLE = """<style:style style:name="runin" style:family="text">
<style:text-properties style:font-family-asian="'FandolKai'"/></style:style>
</office:styles>
<office:automatic-styles>
<style:page-layout style:name="sheet">
<style:page-layout-properties fo:page-width="210mm" fo:page-height="297mm" fo:margin-top="37mm"
 fo:margin-left="27mm" fo:margin-right="24.955mm" fo:margin-bottom="37.75mm"/></style:page-layout>
</office:automatic-styles>
<office:master-styles>
<style:master-page style:name="Standard" style:page-layout-name="sheet"/></office:master-styles>
<office:body><office:text>
"""
_FOOT = "</office:text></office:body></office:document>\n"


def flat_odt(text: Iterable[tuple[str, str, int]]) -> str:
    """The text (kind, text, length of the run-in heading) as a flat OpenDocument file."""
    parts = [_HEAD]
    for name, face, size, align, pitch, more, weight in _STYLES:
        indent = "32pt" if name == "body" else "0pt"
        values = {"name": name, "face": face, "size": size, "align": align, "pitch": pitch, "more": more}
        parts.append(_STYLE.format(**values, weight=weight, indent=indent))
    parts.append(_MIDDLE)
    for kind, words, run_in in text:
        head = f'<text:span text:style-name="runin">{escape(words[:run_in])}</text:span>' if run_in else ""
        rest = escape(words[run_in:]).replace("\n", "<text:line-break/>")
        parts.append(f'<text:p text:style-name="{kind}">{head}{rest}</text:p>\n')
    parts.append(_FOOT)
    return "".join(parts)
