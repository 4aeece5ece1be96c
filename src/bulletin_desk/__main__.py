"""`python -m bulletin_desk` is the command `bulletin-desk`."""

import sys

# `python -m` looks for modules in the current folder first, where a document came with whatever else came:
# a json.py there would run. With -P Python leaves it out itself.
if not sys.flags.safe_path:
    del sys.path[0]

from bulletin_desk.cli import main

raise SystemExit(main())
