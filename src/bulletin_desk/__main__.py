"""`python -m bulletin_desk` is the command `bulletin-desk`."""

from bulletin_desk.cli import main

raise SystemExit(main())
