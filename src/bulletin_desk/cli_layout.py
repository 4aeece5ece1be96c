"""`bulletin-desk layout`: a layout learned from an old issue, and a layout looked over. Arguments, messages,
exit codes; decides nothing about layouts.

Exit codes are those of `cli`: 1 if anything wants an eye: what was not understood, is set elsewhere, or is
asked; for `check` what deviates from the standard or from the old issue.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from bulletin_desk.bulletin.office import EXTENSION, LAYOUT_EXTENSION
from bulletin_desk.cli_json import print_json
from bulletin_desk.errors import CommandError
from bulletin_desk.exit_codes import DONE, FINDINGS
from bulletin_desk.targets import path_argument, refuse_existing, refuse_input, refuse_kind, target_file

if TYPE_CHECKING:
    from bulletin_desk.bulletin.model import LayoutText
    from bulletin_desk.fonts.faces import Faces
    from bulletin_desk.learning.learned import Learned, Off
    from bulletin_desk.learning.line_fit import Fitted

Command = Callable[[str, str], argparse.ArgumentParser]
_MOST_FILES = 2
_SHOWN = 20
"""Differences that are printed; with `--json` all are."""
_BULLETIN = ".bulletin"


def add_parts(command: Command) -> None:
    """Adds all parts of the command."""
    learn = command("learn", "照着旧的一期（Word 文件、PDF，或两样）做一份版式")
    learn.add_argument(
        "files",
        type=path_argument,
        nargs="+",
        metavar="旧的一期",
        help="Word 文件或由它存成的 PDF；同一期的两样都有，就都写上",
    )
    learn.add_argument(
        "-o",
        dest="output",
        type=target_file,
        required=True,
        metavar="版式",
        help=f"要建的版式文件，以 {LAYOUT_EXTENSION} 结尾，不能已经存在",
    )
    learn.add_argument(
        "--office", type=target_file, metavar="单位", help=f"另建单位文件（{EXTENSION}），和版式放在一起"
    )
    learn.add_argument(
        "--bulletin", type=target_file, metavar="简报", help="另把旧的一期写成简报文件（.bulletin）"
    )
    learn.set_defaults(run=_learn)
    check = command("check", "核对一份版式：和 GB/T 9704 不同的地方；写上旧的一期，就说排出来有几行相同")
    check.add_argument("layout", metavar="版式", help="版式文件，或自带版式的名称")
    check.add_argument(
        "files", type=path_argument, nargs="*", metavar="旧的一期", help="旧的一期的 PDF 或 Word 文件"
    )
    check.set_defaults(run=_check)
    for part in (learn, check):
        part.add_argument(
            "--faces",
            choices=("installed", "shipped"),
            default="installed",
            metavar="字体",
            help="installed：先用本机安装的正式字体（默认）；shipped：只用随附字体",
        )
        part.add_argument("--json", action="store_true", help="打印成 JSON，供别的程序读")


def _learn(options: argparse.Namespace) -> int:
    from dataclasses import replace

    from bulletin_desk.bulletin.model import LayoutText
    from bulletin_desk.bulletin.office_text import office_text
    from bulletin_desk.learning.learn import learn
    from bulletin_desk.storage.atomic import write_atomically
    from bulletin_desk.storage.bulletin_file import write_bulletin

    _refuse(options)
    learned = learn(options.files, _said, faces=_faces(options))
    name = options.output.name[: -len(LAYOUT_EXTENSION)]
    text = LayoutText(name, learned.text.text)
    made = {"layout": options.output}
    write_atomically(options.output, (text.text or "").encode("utf-8"))
    if options.office:
        office = replace(learned.office, layout=options.output.name)
        write_atomically(options.office, office_text(office).encode("utf-8"))
        made["office"] = options.office
    if options.bulletin:
        write_bulletin(options.bulletin, replace(learned.issue, layout=text))
        made["bulletin"] = options.bulletin
    if options.json:
        print_json(**{key: str(file) for key, file in made.items()}, **_tree(learned))
    else:
        _print(learned, list(made.values()))
    return FINDINGS if learned.doubts or learned.off or learned.questions else DONE


def _refuse(options: argparse.Namespace) -> None:
    """Refuses what can't be written before anything is read. Raises CommandError, TargetError."""
    if len(options.files) > _MOST_FILES:
        raise CommandError("写了好几份旧的一期：请只写一期，它的 Word 文件和 PDF 可以都写上。")
    targets = [(options.output, LAYOUT_EXTENSION, "版式文件")]
    if options.office:
        targets.append((options.office, EXTENSION, "单位文件"))
        folders = {os.path.abspath(file.parent) for file in (options.output, options.office)}  # noqa: PTH100
        if len(folders) > 1:
            raise CommandError("单位文件要和版式文件放在同一个文件夹里，它才找得到自己的版式。")
    if options.bulletin:
        targets.append((options.bulletin, _BULLETIN, "简报文件"))
    for target, ending, kind in targets:
        for source in options.files:
            refuse_input(target, source, "旧的一期")
        refuse_existing(target)
        if not target.name.lower().endswith(ending) or target.name.lower() == ending:
            raise CommandError(f"要写的是{kind}，“{target}”要以 {ending} 结尾，前面还要有名称。")
        refuse_kind(target, target.suffix.lower(), kind)
    if options.office and options.office.name.lower().endswith(LAYOUT_EXTENSION):
        raise CommandError(f"“{options.office}”是版式文件的名称，单位文件请另起一个。")


def _faces(options: argparse.Namespace) -> Faces:
    from bulletin_desk.fonts.faces import load_faces

    return load_faces(use_installed=options.faces == "installed")


def _said(what: str, done: int, of: int) -> None:
    """Tells on a terminal what is being done."""
    if sys.stderr is not None and sys.stderr.isatty():
        part = f" {100 * done // of} %" if of else ""
        print(f"\r{what}{part}\033[K", end="\r", file=sys.stderr, flush=True)


def _tree(learned: Learned) -> dict[str, object]:
    agreed, of = learned.lines
    return {
        "name": learned.issue.masthead.one_line,
        "lines": {"agreed": agreed, "of": of},
        "rule": _fitted_tree(learned.fitted) if learned.fitted else None,
        "off": [_off_tree(off) for off in learned.off],
        "doubts": [
            {"reason": doubt.reason, "message": doubt.message, "words": doubt.words}
            for doubt in learned.doubts
        ],
        "questions": [
            {
                "words": question.words,
                "why": question.why,
                "answers": [answer.words for answer in question.answers],
            }
            for question in learned.questions
        ],
    }


def _off_tree(off: Off) -> dict[str, object]:
    return {"where": off.where, "words": off.words, "how": off.how, "millimetres": round(off.by, 2)}


def _fitted_tree(fitted: Fitted) -> dict[str, object]:
    chosen = fitted.chosen.candidate
    runner_up = fitted.runner_up
    return {
        "cells": float(chosen.cells),
        **{key: value if isinstance(value, str | bool) else str(value) for key, value in _rule_of(fitted)},
        "agreed": fitted.chosen.agreed,
        "of": fitted.chosen.of,
        "apart_agreed": fitted.apart.agreed,
        "apart_of": fitted.apart.of,
        "runner_up_agreed": runner_up.agreed if runner_up else None,
        "open": list(fitted.open),
        "against": [{"printed": line.printed, "ours": line.ours} for line in fitted.against],
    }


def _rule_of(fitted: Fitted) -> list[tuple[str, object]]:
    return list(fitted.chosen.candidate.rule._asdict().items())


def _print(learned: Learned, made: list[Path]) -> None:
    print(f"写好了：{'、'.join(str(file) for file in made)}")
    for sentence in _sentences(learned):
        print(sentence)
    for doubt in learned.doubts:
        print(f"没有认准：{doubt.message}")
    _print_off(learned.off)
    for question in learned.questions:
        first, *others = (answer.words for answer in question.answers)
        print(
            f"请定：{question.words}现在是“{first}”"
            + "".join(f"，也可以是“{each}”" for each in others)
            + "。"
        )


def _sentences(learned: Learned) -> list[str]:
    agreed, of = learned.lines
    said = [f"旧的一期有{of}行，照这份版式排，{agreed}行排得一样。"] if of else []
    if learned.fitted:
        used, apart = learned.fitted.chosen, learned.fitted.apart
        said.append(
            f"断行的规则是从{used.of}行里找出来的，合得上{used.agreed}行；"
            f"另外留出{apart.of}行没有用来找，合得上{apart.agreed}行。"
        )
    return said


def _print_off(off: tuple[Off, ...]) -> None:
    for each in off[:_SHOWN]:
        print(f"和原来不同：{each.where}“{each.words}”，{each.how}。")
    if len(off) > _SHOWN:
        print(f"和原来不同的还有{len(off) - _SHOWN}处，加 --json 全列出来。")


# ---- check


def _check(options: argparse.Namespace) -> int:
    from bulletin_desk.layouts.gb9704_check import deviations
    from bulletin_desk.layouts.read import layout_text
    from bulletin_desk.pipeline import layout_in

    if len(options.files) > _MOST_FILES:
        raise CommandError("写了好几份旧的一期：请只写一期，它的 Word 文件和 PDF 可以都写上。")
    text = _layout_text(*layout_text(options.layout))
    layout = layout_in(text)
    found = deviations(layout)
    off: tuple[Off, ...] = ()
    agreed = of = 0
    if options.files:
        from bulletin_desk.learning.learn import compared

        off, (agreed, of) = compared(options.files, text, _said, faces=_faces(options))
    if options.json:
        print_json(
            layout=options.layout,
            name=layout.name,
            deviations=[
                {
                    "clause": each.clause,
                    "what": each.what,
                    "own": each.own,
                    "standard": each.standard,
                    "place": each.place,
                }
                for each in found
            ],
            lines={"agreed": agreed, "of": of} if options.files else None,
            off=[_off_tree(each) for each in off],
        )
    else:
        for each in found:
            print(each.words)
        print(
            f"“{layout.name}”读得懂，"
            + (f"有{len(found)}处和标准不同。" if found else "没有和标准不同的地方。")
        )
        if options.files:
            print(f"旧的一期有{of}行，照这份版式排，{agreed}行排得一样。")
            _print_off(off)
    return FINDINGS if found or off else DONE


def _layout_text(name: str, text: str) -> LayoutText:
    from bulletin_desk.bulletin.model import LayoutText

    return LayoutText(name, text)
