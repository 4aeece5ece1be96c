"""`typst_compile.py SOURCE PDF FONTS`: one Typst document to PDF/A-2u, in its own process."""

import sys

import typst  # type: ignore[import-not-found,unused-ignore]

source, target, fonts = sys.argv[1:4]
typst.compile(source, output=target, font_paths=[fonts], ignore_system_fonts=True, pdf_standards="a-2u")
