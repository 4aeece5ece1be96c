"""`library gather`: a folder of years of Word issues becomes bulletins. Arguments, messages, exit codes;
decides nothing about bulletins.

Exit codes are those of `cli`: 1 if anything wants an eye; 3 the folder or the office can't be used; 4
bulletins can't be written. With `--watched` each line on stdout is a JSON object, for the window that has
started it: `begun` (file, at, total), `ended` (outcome, fresh), at last `report` (the page, all outcomes). It
stops behind the file that it is at when stdin ends, as it does when that window has gone.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bulletin_desk import programs
from bulletin_desk.cli_json import print_json, print_refusal
from bulletin_desk.errors import BulletinDeskError, TargetError
from bulletin_desk.exit_codes import DONE, FINDINGS, INTERRUPTED, UNWRITABLE_TARGET
from bulletin_desk.targets import path_argument

if TYPE_CHECKING:
    from bulletin_desk.gathering.outcome import Outcome
    from bulletin_desk.gathering.run import Begun, Ended, Gathering


def add(command: Callable[[str, str], argparse.ArgumentParser]) -> None:
    """Adds the command; `command` makes its parser of its name and what it does."""
    parser = command("gather", "把一个文件夹里历年的 Word 旧刊收成简报，并列出要看一眼的")
    parser.add_argument(
        "folder", type=path_argument, metavar="文件夹", help="放 Word 旧刊的文件夹，连同下面的子文件夹"
    )
    parser.add_argument(
        "-o", "--output", type=path_argument, required=True, metavar="文件夹", help="简报放到哪里"
    )
    parser.add_argument(
        "--office", metavar="单位", help="哪种简报：简报的名称、单位文件的名称或 .toml；不写，按报头认"
    )
    parser.add_argument(
        "--name", metavar="规则", help="简报的文件名，如 {年份}年第{期号}期；不写，按单位通常的规则"
    )
    parser.add_argument("--again", action="store_true", help="以前收过的也重新读；已有的简报仍旧不动")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出结果")
    parser.add_argument("--watched", action="store_true", help=argparse.SUPPRESS)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Gathers the folder; the exit code. Who watches is told of what went wrong by an event `error`."""
    try:
        return _run(options)
    except BulletinDeskError as error:
        if options.watched:
            _print({"event": "error", "said": str(error)})
        raise


def _run(options: argparse.Namespace) -> int:
    from bulletin_desk.gathering.report import counted, report_tree, save_page, whole
    from bulletin_desk.gathering.run import Ended, gather

    task = _task(options)
    outcomes: list[Outcome] = []
    stopped = False
    is_left = programs.left_alone() if options.watched else None
    try:
        for event in gather(task):
            if isinstance(event, Ended):
                outcomes.append(event.outcome)
            _tell(event, options)
            if is_left is not None and is_left() and isinstance(event, Ended):
                stopped = True
                break
    except KeyboardInterrupt:
        stopped = True
    except TargetError as error:
        if options.watched or not outcomes:  # who watches has heard of each
            raise
        _print_all(whole(outcomes), task, options, why=str(error), code=UNWRITABLE_TARGET)
        print(f"错误：{error}", file=sys.stderr)
        return UNWRITABLE_TARGET
    every = whole(outcomes)
    place = save_page(every, task.source, task.target) if every else None
    count = counted(every)
    if options.watched:
        tree = report_tree(every, task.source, task.target, stopped=stopped)
        _print({"event": "report", "page": str(place or ""), "said": count.sentence, "report": tree})
        return DONE
    if stopped:
        left_off = "已中断，再运行一次就接着收。"
        _print_all(every, task, options, page=place, why=left_off, code=INTERRUPTED)
        print(left_off, file=sys.stderr)
        return INTERRUPTED
    _print_all(every, task, options, page=place)
    return FINDINGS if count.doubtful else DONE


def _print_all(
    outcomes: Sequence[Outcome],
    task: Gathering,
    options: argparse.Namespace,
    *,
    page: Path | None = None,
    why: str = "",
    code: int = DONE,
) -> None:
    """Prints what became of each file; `why` it is not all of them, and the code that the command ends with
    then."""
    from bulletin_desk.gathering.report import counted, report_tree

    if options.json:
        tree = report_tree(outcomes, task.source, task.target, stopped=bool(why))
        if why:
            print_refusal(why, code, **tree)
        else:
            print_json(**tree)
        return
    for one in outcomes:
        for doubt in one.doubts:
            print(f"{one.file}：{doubt.message}")
    print(counted(outcomes).sentence + (f"详见“{page}”。" if page else ""))


def _task(options: argparse.Namespace) -> Gathering:
    from bulletin_desk.beginning import layout_of_office, office_named
    from bulletin_desk.bulletin.office import known_offices
    from bulletin_desk.file_names import PATTERN
    from bulletin_desk.gathering.journal import Journal
    from bulletin_desk.gathering.reading import Known
    from bulletin_desk.gathering.run import Gathering
    from bulletin_desk.storage.places import places

    own = places()
    office = office_named(options.office) if options.office else None
    if office is not None:
        layout_of_office(office)  # of one that can't be had it is said before any file is read
    known = Known(known_offices(own.offices), office, units=own.units)
    journal = Journal(own.gathering, options.folder, options.output)
    pattern = options.name or PATTERN
    return Gathering(options.folder, options.output, journal, known, options.again, pattern)


def _tell(event: Begun | Ended, options: argparse.Namespace) -> None:
    from bulletin_desk.gathering.outcome import RESULTS, outcome_tree
    from bulletin_desk.gathering.run import Begun

    if options.watched:
        if isinstance(event, Begun):
            _print({"event": "begun", **event._asdict()})
        else:
            _print({"event": "ended", "outcome": outcome_tree(event.outcome), "fresh": event.fresh})
    elif isinstance(event, Begun):
        print(f"{event.at}/{event.total} {event.file}", file=sys.stderr)
    elif event.outcome.result != "written":
        print(f"    {RESULTS[event.outcome.result]}", file=sys.stderr)


def _print(event: object) -> None:
    print(json.dumps(event, ensure_ascii=False), flush=True)
