"""`typst_compile.py SOURCE PDF FONTS`: one Typst document to PDF/A-2u, in its own process."""

from argparse import ArgumentParser, RawDescriptionHelpFormatter


def main() -> None:
    """Compiles."""
    parser = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    for name in ("source", "pdf", "fonts"):
        parser.add_argument(name, metavar=name.upper())
    options = parser.parse_args()
    import typst  # type: ignore[import-not-found,unused-ignore] # --help needs none

    given = {"font_paths": [options.fonts], "ignore_system_fonts": True, "pdf_standards": "a-2u"}
    typst.compile(options.source, output=options.pdf, **given)


if __name__ == "__main__":
    main()
