"""`bulletin-desk library pool`: the items that are kept for a later issue. Changes nothing."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from bulletin_desk.cli_json import print_json
from bulletin_desk.exit_codes import DONE, FINDINGS
from bulletin_desk.storage.places import places

if TYPE_CHECKING:
    from bulletin_desk.library.pool import Pooled

Command = Callable[[str, str], argparse.ArgumentParser]


def add(command: Command) -> None:
    """Adds the part."""
    pool = command("pool", "列出备用稿：哪一天从哪一期放进来的，用了没有")
    pool.add_argument("--unused", action="store_true", help="只列还没有用过的")
    pool.add_argument("--json", action="store_true", help="打印成 JSON，供别的程序读")
    pool.set_defaults(run=_pool)


def _pool(options: argparse.Namespace) -> int:
    from bulletin_desk.library.pool import read_pool, said_of

    folder = places().pool
    pool = read_pool(folder)
    items = [each for each in pool.items if not (options.unused and each.uses)]
    if options.json:
        print_json(folder=str(folder), items=list(map(_tree, items)), troubles=list(pool.troubles))
    else:
        for each in items:
            print(f"{each.title or '（没有标题）'}{each.item.source}")
            print(f"    {said_of(each)}")
        if not items:
            print("没有备用稿。")
        for trouble in pool.troubles:
            print(trouble, file=sys.stderr)
    return FINDINGS if pool.troubles else DONE


def _tree(pooled: Pooled) -> dict[str, object]:
    return {
        "file": str(pooled.file),
        "title": pooled.title,
        "source": pooled.item.source,
        "section": pooled.section,
        "from": pooled.origin,
        "when": pooled.when,
        "by": pooled.by,
        "used": [use._asdict() for use in pooled.uses],
    }
