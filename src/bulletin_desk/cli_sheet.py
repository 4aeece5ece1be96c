"""`bulletin-desk review sheet` and `sheets`: a sheet that goes round with an issue, filled in. Decides
nothing about sheets."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from bulletin_desk.cli_json import print_json
from bulletin_desk.errors import CommandError, TargetError
from bulletin_desk.exit_codes import DONE, FINDINGS
from bulletin_desk.storage.places import places
from bulletin_desk.targets import path_argument, refuse_input, refuse_kind, target_file

Command = Callable[[str, str], argparse.ArgumentParser]
_FIRST = "审签单"


def add(command: Command) -> None:
    """Adds both parts."""
    sheet = command("sheet", "把这一期的审签单、发文稿纸或送审清单填好，写成 PDF 或 Word")
    sheet.add_argument("file", type=path_argument, metavar="文件", help="简报文件（.bulletin）")
    sheet.add_argument(
        "--sheet",
        default=_FIRST,
        metavar="单子",
        help=f"哪一张，写名称或文件名；不写就是{_FIRST}，有哪些用 review sheets 看",
    )
    sheet.add_argument(
        "-o",
        dest="output",
        type=target_file,
        required=True,
        metavar="输出",
        help="要写的文件，以 .pdf 或 .docx 结尾",
    )
    sheet.add_argument(
        "--fill",
        action="append",
        default=[],
        type=_filling,
        metavar="栏=字",
        help="替空着的栏填上字，如 --fill 拟稿=张三；可以写几次",
    )
    sheet.add_argument(
        "--faces",
        choices=("installed", "shipped"),
        default="installed",
        metavar="字体",
        help="installed：先用本机安装的正式字体（默认）；shipped：只用随附字体",
    )
    sheet.set_defaults(run=_sheet)
    listing = command("sheets", "列出能用的单子：随附的，和用户文件夹的 sheets 里自己的")
    listing.set_defaults(run=_sheets)
    for part in (sheet, listing):
        part.add_argument("--json", action="store_true", help="打印成 JSON，供别的程序读")


def _filling(text: str) -> tuple[str, str]:
    key, equals, words = text.partition("=")
    if not (key.strip() and equals):
        raise argparse.ArgumentTypeError(f"“{text}”应写成 栏=字，如 拟稿=张三")
    return key.strip(), words.strip()


def _sheet(options: argparse.Namespace) -> int:
    from bulletin_desk.pipeline import typeset_file
    from bulletin_desk.sheet_files import CALLED, PDF, WORD, filled, sheet_file
    from bulletin_desk.sheets.shelf import sheets
    from bulletin_desk.storage.atomic import write_atomically
    from bulletin_desk.storage.bulletin_file import read_bulletin

    target = options.output
    suffix = WORD if target.name.lower().endswith(WORD) else PDF
    if not target.name.lower().endswith(suffix):
        raise TargetError(f"写不了“{target}”：文件名要以 {PDF} 或 {WORD} 结尾。")
    refuse_kind(target, suffix, f"{CALLED[suffix]}文件")
    refuse_input(target, options.file, "这一期的简报文件")
    sheet = sheets(places().sheets).find(options.sheet).sheet
    typed = dict(options.fill)
    unknown = [key for key in typed if key not in sheet.free]
    if unknown:
        free = "、".join(sheet.free) or "没有"
        raise CommandError(f"{sheet.name}里没有空着的栏“{unknown[0]}”，可以填的是：{free}。")
    typeset = typeset_file(options.file, installed_faces=options.faces == "installed")
    issue = read_bulletin(options.file)  # with the states of its items, which pages have not
    facts = filled(issue, typeset.layout, typeset.pages, typed)
    made = sheet_file(suffix, sheet, facts, issue, typeset.faces)
    write_atomically(target, made.data)
    if options.json:
        print_json(sheet=sheet.name, output=str(target), pages=made.pages, said=list(made.said))
        return DONE
    print(f"{sheet.name}写好了：{target}，{made.pages}面。")
    for said in made.said:
        print(said, file=sys.stderr)
    return DONE


def _sheets(options: argparse.Namespace) -> int:
    from bulletin_desk.sheets.shelf import sheets

    folder = places().sheets
    shelf = sheets(folder)
    if options.json:
        print_json(
            folder=str(folder),
            sheets=[
                {
                    "name": each.sheet.name,
                    "file": str(each.file),
                    "own": each.own,
                    "free": list(each.sheet.free),
                }
                for each in shelf.sheets
            ],
            troubles=list(shelf.troubles),
        )
    else:
        for each in shelf.sheets:
            own = f"（自己的，{each.file}）" if each.own else ""
            print(f"{each.sheet.name}{own}")
        print(f"自己的单子放在：{folder}")
        for trouble in shelf.troubles:
            print(trouble, file=sys.stderr)
    return FINDINGS if shelf.troubles else DONE
