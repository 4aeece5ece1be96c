"""What commands print for other programs where `--json` asks for it: one value on stdout, however they end.
Knows no command."""

from __future__ import annotations

import json

_VERSION = 1
"""Of the data that is printed: keys are only ever added."""


def print_json(**values: object) -> None:
    """Prints an object with these keys."""
    print(json.dumps({"version": _VERSION, **values}, ensure_ascii=False, indent=1))


def print_refusal(said: str, code: int, **values: object) -> None:
    """Prints that nothing, or not all, was done: why, and with which code the command ends."""
    print_json(error=said, exit_code=code, **values)
