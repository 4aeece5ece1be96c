"""`bulletin-desk review send`, `sign` and `unsign`: an issue goes round and is signed. Decides nothing about
bulletins or pages."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bulletin_desk.cli_json import print_json, print_refusal
from bulletin_desk.errors import BulletinDeskError, CommandError, TargetError, UnreadableFileError
from bulletin_desk.exit_codes import DONE, UNWRITABLE_TARGET
from bulletin_desk.forms import LINE_NUMBERS
from bulletin_desk.storage.places import places
from bulletin_desk.targets import path_argument

if TYPE_CHECKING:
    from bulletin_desk.bulletin.model import Issue
    from bulletin_desk.sending import Outgoing

Command = Callable[[str, str], argparse.ArgumentParser]


def add(command: Command) -> None:
    """Adds the parts."""
    send = command("send", "送审：把现在这一稿留在简报文件和以前的版本里，输出审稿人要的文件")
    _file(send)
    _going_out(send, "送审稿 1、送审稿 2……")
    send.add_argument("--by", metavar="姓名", help="谁送审；不写就是登录这台电脑的名字")
    send.set_defaults(run=_send, signed=False)

    sign = command("sign", "定稿：记下谁在什么时候签发，以后改的每一处都说得出来")
    _file(sign)
    _going_out(sign, "定稿")
    sign.add_argument("--by", metavar="姓名", required=True, help="谁签发的")
    sign.add_argument(
        "--when",
        type=_moment,
        metavar="时间",
        help="什么时候签发的，如 2024-01-09 或 2024-01-09T15:30；不写就是现在",
    )
    sign.set_defaults(run=_send, signed=True)

    unsign = command("unsign", "撤回定稿：定稿时的那一稿还留着，标明已撤回")
    _file(unsign)
    unsign.set_defaults(run=_unsign)


def _file(part: argparse.ArgumentParser) -> None:
    part.add_argument("file", type=path_argument, metavar="文件", help="简报文件（.bulletin）")
    part.add_argument("--json", action="store_true", help="打印成 JSON，供别的程序读")


def _going_out(part: argparse.ArgumentParser, names: str) -> None:
    part.add_argument("--name", metavar="名称", help=f"这一稿叫什么；不写就依次是{names}")
    part.add_argument("--pdf", action="store_true", help="输出 PDF；两种都不写就是 PDF")
    part.add_argument("--docx", action="store_true", help="输出 Word 文件，清单和单子另是几个 Word 文件")
    part.add_argument("--no-files", action="store_true", help="不输出文件，只把这一稿留下来")
    part.add_argument(
        "-o", dest="folder", type=path_argument, metavar="文件夹", help="放到哪里；不写就放在简报文件旁边"
    )
    part.add_argument(
        "--numbers",
        choices=LINE_NUMBERS,
        default=LINE_NUMBERS[1],
        metavar="行号",
        help="page：每面从 1 编起（默认）；through：全期连着编；none：不编",
    )
    part.add_argument("--sheet", default="", metavar="单子", help="前面放哪张单子，如 审签单")
    part.add_argument("--no-items", action="store_true", help="不带送审清单")
    part.add_argument("--no-remarks", action="store_true", help="不带批注")
    part.add_argument(
        "--faces",
        choices=("installed", "shipped"),
        default="installed",
        metavar="字体",
        help="installed：先用本机安装的正式字体（默认）；shipped：只用随附字体",
    )


def _moment(text: str) -> str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"没有“{text}”这个时间，请写成 2024-01-09T15:30 这样") from None
    return moment.strftime("%Y-%m-%dT%H:%M") if len(text) > len("2024-01-09") else moment.date().isoformat()


# ---- sending and signing


def _send(options: argparse.Namespace) -> int:
    from bulletin_desk.cli_review import round_tree

    outgoing = _outgoing(options)
    folder = _folder(options)
    issue, said = _keep(options)
    kept = issue.rounds[-1]
    for sentence in said:
        print(sentence, file=sys.stderr)
    if not options.json:
        print(f"“{kept.name}”已留在“{options.file}”里。")
    written: list[Path] = []
    wrong = ""
    if outgoing is not None:
        try:
            _put_out(options, issue, outgoing, folder, written)
        except BulletinDeskError as error:
            wrong = f"“{kept.name}”已留好，但没有输出完：{error}"
    if not options.json:
        for file in written:
            print(f"已写好“{file}”。")
    told = {"round": round_tree(kept), "files": list(map(str, written)), "notes": said}
    if not wrong:
        if options.json:
            print_json(**told)
        return DONE
    print(f"错误：{wrong}", file=sys.stderr)
    if options.json:
        print_refusal(wrong, UNWRITABLE_TARGET, **told)
    return UNWRITABLE_TARGET


def _outgoing(options: argparse.Namespace) -> Outgoing | None:
    """What goes out, None for nothing. Raises CommandError where there is no such sheet."""
    from bulletin_desk.sending import Outgoing
    from bulletin_desk.sheets.shelf import sheets

    if options.no_files:
        if options.pdf or options.docx:
            raise CommandError("--no-files 不能和 --pdf、--docx 一起用。")
        return None
    found = sheets(places().sheets)
    sheet = found.find(options.sheet).sheet.name if options.sheet else ""
    return Outgoing(
        pdf=options.pdf or not options.docx,
        docx=options.docx,
        numbers=options.numbers,
        remarks=not options.no_remarks,
        items=not options.no_items,
        sheet=sheet,
    )


def _folder(options: argparse.Namespace) -> Path:
    """Where files go. Raises TargetError before anything is kept."""
    folder: Path = options.folder or options.file.parent
    if not os.path.isdir(folder):  # noqa: PTH112 (Path.is_dir raises where a name is too long)
        raise TargetError(f"没有“{folder}”这个文件夹，请先建好，或另写一个。")
    return folder


def _keep(options: argparse.Namespace) -> tuple[Issue, list[str]]:
    """The issue with its round, saved, and what there is to say of that."""
    from bulletin_desk.bulletin.rounds import next_name, to_the_minute, why_no_name
    from bulletin_desk.storage.rounds import keep_named, sent
    from bulletin_desk.storage.system import user

    when = to_the_minute(datetime.now())
    who = (user() if options.by is None else options.by).strip()
    if options.signed:
        when = options.when or when
        if not who:
            raise CommandError("--by：请写上签发人。")
    with _opened(options.file) as file:
        name = next_name(file.issue, signed=options.signed) if options.name is None else options.name
        name = " ".join(name.split())
        if wrong := why_no_name(file.issue, name):
            raise CommandError(f"--name：{wrong}")
        issue = sent(file.issue, name, when, who, signed=options.signed)
        said = file.save(issue)
        try:
            version = keep_named(file.versions, options.file, name, file.identity)
            said += filter(None, (file.versions.crowding(version),))
        except BulletinDeskError as error:
            said.append(str(error))
    return issue, said


class _Opened:
    """A bulletin file that nobody else has open."""

    def __init__(self, file: Path) -> None:
        from bulletin_desk.storage.bulletin_file import read_bulletin
        from bulletin_desk.storage.saving import stamp
        from bulletin_desk.storage.versions import Versions

        self._file = file
        self._known = stamp(file)  # first: what changes between the two is then found when saving
        self.issue = read_bulletin(file)
        self.identity = self._known.identity if self._known else ""
        self.versions = Versions(places().versions)

    def save(self, issue: Issue) -> list[str]:
        """Saves; what could not be kept, in sentences. Raises TargetError."""
        from bulletin_desk.storage.saving import save

        saved = save(self._file, issue, known=self._known, identity=self.identity, versions=self.versions)
        self.identity = saved.stamp.identity
        return [each for each in (saved.previous_trouble, saved.version_trouble) if each]


@contextmanager
def _opened(file: Path) -> Iterator[_Opened]:
    """A bulletin file, locked meanwhile. Raises UnreadableFileError."""
    from bulletin_desk.storage.lock import LockedError, take

    if file.suffix.lower() == ".json":
        raise CommandError(f"“{file}”是文字文件，留不下送审稿：请先在窗口里打开，存成 .bulletin 文件。")
    try:
        lock = take(file)
    except LockedError as error:
        raise UnreadableFileError(
            f"“{file}”正由{error.owner.describe()}打开，没有动它；请在那边做，或等那边关掉再来。"
        ) from error
    try:
        yield _Opened(file)
    finally:
        if lock is not None:
            lock.release()


def _put_out(
    options: argparse.Namespace, issue: Issue, outgoing: Outgoing, folder: Path, written: list[Path]
) -> None:
    """Makes the files and notes each that is `written`. Raises InvalidLayoutError, FontError, TargetError."""
    from bulletin_desk.file_names import PATTERN
    from bulletin_desk.fonts.faces import load_faces
    from bulletin_desk.forms import make
    from bulletin_desk.pipeline import layout_of, typeset
    from bulletin_desk.sending import stem_for, targets

    layout, trouble = layout_of(issue)
    if trouble:
        print(trouble, file=sys.stderr)
    made = typeset(issue, layout, load_faces(use_installed=options.faces == "installed"))
    kept = issue.rounds[-1]
    stem = stem_for(issue, layout, PATTERN, kept.name)
    for form, target in targets(outgoing, kept, folder, stem, places().sheets):
        make(form, made, target).write()
        written.append(target)


# ---- withdrawing


def _unsign(options: argparse.Namespace) -> int:
    from bulletin_desk.bulletin.rounds import last_signed, unsigned
    from bulletin_desk.cli_review import round_tree

    with _opened(options.file) as file:
        was = last_signed(file.issue)
        issue = unsigned(file.issue)
        said = file.save(issue)
    for sentence in said:
        print(sentence, file=sys.stderr)
    if options.json:
        print_json(rounds=list(map(round_tree, issue.rounds)), notes=said)
    elif was is not None:
        print(f"已撤回“{was.name}”；那一稿还留着，标明已撤回。")
    return DONE
