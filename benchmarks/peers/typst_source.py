"""Writes a text as Typst source with the official layout's page, measure, sizes and faces."""

from __future__ import annotations

from collections.abc import Iterable

_HEAD = """\
#set page(width: 210mm, height: 297mm, margin: (top: 37mm, left: 27mm, right: 210mm - 27mm - 448pt,
  bottom: 297mm - 37mm - 630pt), footer-descent: 7mm,
  footer: context { set align(if calc.odd(here().page()) { right } else { left }); set text(14pt)
    [— #here().page() —] })
#set text(font: ("Liberation Serif", "FandolFang"), size: 16pt, lang: "zh", region: "cn",
  top-edge: 0.88em, bottom-edge: -0.12em, cjk-latin-spacing: auto, overhang: false)
#set par(justify: true, leading: 14pt, spacing: 14pt, first-line-indent: (amount: 2em, all: true))
#let plain(position, face, size, fill, body) = block(width: 100%, align(position, par(first-line-indent: 0pt,
  justify: false, text(font: ("Liberation Serif", face), size: size, fill: fill, body))))
#let masthead(body) = plain(center, "Noto Serif SC", 44.8pt, rgb("#e60012"), strong(body))
#let number(body) = plain(center, "FandolFang", 16pt, black, body)
#let header(body) = plain(left, "FandolFang", 16pt, black, body)
#let section(body) = plain(left, "Noto Sans SC", 16pt, black, body)
#let title(body) = plain(center, "Noto Serif SC", 22pt, black, strong(body))
#let subheading(body) = plain(center, "Noto Sans SC", 16pt, black, body)
#let source(body) = plain(right, "FandolFang", 16pt, black, body)
#let closing(body) = plain(left, "FandolFang", 14pt, black, body)
#let runin(body) = text(font: ("Liberation Serif", "FandolKai"), body)
"""


def typst_source(text: Iterable[tuple[str, str, int]]) -> str:
    """The text (kind, text, length of the run-in heading) as a Typst document."""
    lines = [_HEAD]
    for kind, words, run_in in text:
        if kind == "body":
            head = f"#runin[{_escaped(words[:run_in])}]" if run_in else ""
            lines.append(f"{head}{_escaped(words[run_in:])}\n")
        else:
            lines.append(f"#{kind}[{_escaped(words)}]\n")
    return "\n".join(lines)


def _escaped(words: str) -> str:
    for mark in "\\#[]*_`$<>@~=-+/'\"":
        words = words.replace(mark, f"\\{mark}")
    return words.replace("\n", " \\\n")
