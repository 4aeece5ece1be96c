"""`typst_keystroke.py SOURCE FONTS BEFORE AFTER TYPED`: types between two neighbouring pieces of a
paragraph.

TYPED comes a character at a time and is deleted again from its head; after each keystroke the document is
laid out. The compiler object keeps what it has memoised from one keystroke to the next, and its `query`
lays out but exports nothing: Typst's own incremental layout. Prints the seconds of each keystroke as JSON.
"""

import json
import time
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path


def main() -> None:
    """Types and prints."""
    parser = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path, metavar="SOURCE")
    for name in ("fonts", "before", "after", "typed"):
        parser.add_argument(name, metavar=name.upper())
    options = parser.parse_args()
    import typst  # type: ignore[import-not-found,unused-ignore] # --help needs none

    before, after, typed = options.before, options.after, options.typed
    head, found, tail = options.source.read_text(encoding="utf-8").partition(before + after)
    if not found:
        raise SystemExit("the paragraph is not in the source")
    states = [typed[: at + 1] for at in range(len(typed))] + [typed[at + 1 :] for at in range(len(typed))]
    work = options.source.with_suffix(".typing.typ")
    work.write_text(head + before + after + tail, encoding="utf-8")
    compiler = typst.Compiler(str(work), font_paths=[options.fonts], ignore_system_fonts=True)
    compiler.query("heading")
    seconds = []
    for state in states:
        work.write_text(head + before + state + after + tail, encoding="utf-8")
        began = time.perf_counter()
        compiler.query("heading")
        seconds.append(time.perf_counter() - began)
    print(json.dumps(seconds))


if __name__ == "__main__":
    main()
