"""`bulletin-desk review changes`: what changed between two versions, as a list and marked on the pages.
Decides nothing about bulletins."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bulletin_desk.cli_json import print_json
from bulletin_desk.errors import CommandError
from bulletin_desk.exit_codes import DONE
from bulletin_desk.forms import spaced
from bulletin_desk.targets import path_argument, refuse_input, refuse_kind, target_file

if TYPE_CHECKING:
    from bulletin_desk.marking import Compared

Command = Callable[[str, str], argparse.ArgumentParser]

_SUFFIXES = (".bulletin", ".json", ".docx")
"""Of files that a version is read from; all else is the name of a version of the other one's file."""


def add(command: Command) -> None:
    """Adds the part."""
    changes = command("changes", "列出两稿之间改了什么，也可以标在版面上")
    changes.add_argument(
        "old",
        metavar="旧稿",
        help="简报文件，或那个文件里的一稿：送审稿、定稿或旧版的名称（如 “送审稿 1”），或旧版的时间"
        "（如 2024-01-09T15:30）",
    )
    changes.add_argument("new", metavar="新稿", help="同上；两个都只写名称时，用 --file 说是哪个文件的")
    changes.add_argument("--file", type=path_argument, metavar="文件", help="名称指的是这个简报文件的")
    changes.add_argument(
        "-o", dest="output", type=target_file, metavar="输出", help="把改动标在新稿的版面上，写成 PDF"
    )
    changes.add_argument(
        "--docx",
        type=target_file,
        metavar="输出",
        help="写成带修订的 Word 文件：全部接受就是新稿，全部拒绝就是旧稿",
    )
    changes.add_argument("--by", metavar="姓名", help="修订算谁的；不写就是登录这台电脑的名字")
    changes.add_argument(
        "--faces",
        choices=("installed", "shipped"),
        default="installed",
        metavar="字体",
        help="installed：先用本机安装的正式字体（默认）；shipped：只用随附字体",
    )
    changes.add_argument("--json", action="store_true", help="打印成 JSON，供别的程序读")
    changes.set_defaults(run=_changes)


def _changes(options: argparse.Namespace) -> int:
    from bulletin_desk.bulletin.changes import changes_between
    from bulletin_desk.bulletin.fields import labels_of
    from bulletin_desk.marking import change_trees
    from bulletin_desk.pipeline import series_of

    targets = [target for target in (options.output, options.docx) if target]
    for file in files_of(options):
        for target in targets:
            refuse_input(target, file, "要比的文件")
    if options.output:
        refuse_kind(options.output, ".pdf", "PDF 文件")
    if options.docx:
        refuse_kind(options.docx, ".docx", "Word 文件")
    old, new = compared(options)
    found = changes_between(old.issue, new.issue, labels_of(series_of(new.issue)[1]))
    if targets:
        _write(options, old, new)
    if options.json:
        print_json(old=old.called, new=new.called, changes=list(change_trees(found)))
        return DONE
    for each in found:
        print(each.sentence)
    if not found:
        print(spaced(f"{new.called}和{old.called}相同，没有改动。"))
    for target in targets:
        print(f"已写好“{target}”。")
    return DONE


def _write(options: argparse.Namespace, old: Compared, new: Compared) -> None:
    """The new version with what changed marked: its pages, a Word file with tracked changes."""
    from bulletin_desk.bulletin.rounds import to_the_minute
    from bulletin_desk.fonts.faces import load_faces
    from bulletin_desk.forms import pdf_of
    from bulletin_desk.marking import redline, redline_word
    from bulletin_desk.pipeline import layout_of, typeset
    from bulletin_desk.storage.atomic import write_atomically
    from bulletin_desk.storage.system import user

    faces = load_faces(use_installed=options.faces == "installed")
    result = typeset(new.issue, layout_of(new.issue)[0], faces)
    if options.output:
        _, pages = redline(result, old, new.called)
        write_atomically(options.output, pdf_of(result, pages))
    if options.docx:
        when = to_the_minute(datetime.now().astimezone())
        write_atomically(options.docx, redline_word(result, old, options.by or user(), when))


def _is_file(side: str) -> bool:
    return side.lower().endswith(_SUFFIXES) or Path(side).is_file()


def files_of(options: argparse.Namespace) -> list[Path]:
    """The files that two versions are read from. Raises CommandError where there is none."""
    named = [Path(side) for side in (options.old, options.new) if _is_file(side)]
    if options.file:
        named.append(options.file)
    if not named:
        raise CommandError(
            f"“{options.old}”和“{options.new}”都不是文件；要是一个文件里的两稿，请用 --file 写明文件。"
        )
    return named


def compared(options: argparse.Namespace) -> tuple[Compared, Compared]:
    """The two versions that are asked for. Raises CommandError and what reading raises."""
    from bulletin_desk.marking import Compared, version_of
    from bulletin_desk.pipeline import read_word_copy
    from bulletin_desk.storage.bulletin_file import read_bulletin

    files = files_of(options)
    home = options.file or files[0]

    def side(named: str) -> Compared:
        if not _is_file(named):
            return version_of(read_bulletin(home), home, named)
        file = Path(named)
        if file.suffix.lower() == ".docx":
            issue, lost = read_word_copy(file)
            for sentence in lost:
                print(sentence, file=sys.stderr)
            return Compared(issue, f"“{file.name}”")
        return Compared(read_bulletin(file), f"“{file.name}”")

    return side(options.old), side(options.new)
