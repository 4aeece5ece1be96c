"""`bulletin-desk library volume` and `package`: issues bound for the year, and packed for the archive.
Decides nothing about pages or packages."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from bulletin_desk.archiving.codes import FIELDS, PATTERN, TERMS, CodeChoice, CodeError
from bulletin_desk.cli_json import print_json, print_refusal
from bulletin_desk.errors import CommandError, UnreadableFileError
from bulletin_desk.exit_codes import DONE, FINDINGS, UNUSABLE_INPUT, UNWRITABLE_TARGET
from bulletin_desk.storage.places import places
from bulletin_desk.targets import path_argument, refuse_input, refuse_kind, target_file

if TYPE_CHECKING:
    from bulletin_desk.archiving.checking import Checked
    from bulletin_desk.library.index import Trouble
    from bulletin_desk.volumes.members import Left, Member, Members

Command = Callable[[str, str], argparse.ArgumentParser]


def add(command: Command) -> None:
    """Adds both parts."""
    volume = command("volume", "把几期简报编成一本合订本：一个 PDF/A，有封面、目录、索引，页码连着编")
    _choosing(volume)
    volume.add_argument(
        "-o", dest="output", type=target_file, required=True, metavar="输出", help="要写的 PDF 文件"
    )
    volume.add_argument("--title", default="", metavar="名称", help="封面上的名称；不写就是简报的名称")
    volume.add_argument(
        "--no-index",
        action="append",
        default=[],
        choices=("offices", "titles"),
        metavar="索引",
        help="不要这个索引，可以写两次：offices 供稿单位索引，titles 篇名索引",
    )
    volume.set_defaults(run=_volume)

    package = command(
        "package", "把简报一期一个归档包：PDF、Word、简报文件、元数据、SHA-256 校验值，另有归档文件目录"
    )
    _choosing(package)
    package.add_argument(
        "--to",
        type=path_argument,
        metavar="文件夹",
        help="归档包放到哪里；没有这个文件夹就建一个，里面原有的东西不动",
    )
    package.add_argument("--fonds", default="", metavar="全宗号", help="如 Z109")
    package.add_argument("--kind", default="WS", metavar="门类", help="档案门类代码，不写就是 WS（文书）")
    terms = "、".join(f"{code} {name}" for code, name in TERMS.items())
    package.add_argument("--term", default="Y", metavar="期限", help=f"保管期限代码，不写就是 Y：{terms}")
    package.add_argument("--unit", default="", metavar="机构", help="机构（问题）代码，如 BGS")
    package.add_argument(
        "--first", type=_number, default=1, metavar="件号", help="第一期的件号，以后依次加一；不写就是 1"
    )
    fields = "、".join(f"{{{field}}}" for field in FIELDS)
    package.add_argument(
        "--pattern", default=PATTERN, metavar="规则", help=f"档号怎么编，可以用 {fields}；不写就按 DA/T 22"
    )
    package.add_argument("--zip", action="store_true", help="每个归档包另外打成一个 zip")
    package.add_argument(
        "--check",
        action="store_true",
        help="不做新的，只核对：文件写已有的归档包（文件夹或 zip），或放归档包的文件夹",
    )
    package.set_defaults(run=_package)


def _choosing(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files",
        type=path_argument,
        nargs="*",
        metavar="文件",
        help="简报文件，或放着简报的文件夹（不看里面的文件夹）；不写就从资料库里按年选",
    )
    parser.add_argument("--year", type=_number, metavar="年", help="资料库里这一年的各期，如 2024")
    parser.add_argument("--name", default="", metavar="简报", help="资料库里有几种简报时，是哪一种")
    parser.add_argument("--leave-out", action="store_true", help="用不了的文件不要了，别的照样做")
    parser.add_argument(
        "--faces",
        choices=("installed", "shipped"),
        default="installed",
        metavar="字体",
        help="installed：先用本机安装的正式字体（默认）；shipped：只用随附字体",
    )
    parser.add_argument("--json", action="store_true", help="结果打印成 JSON，供别的程序读")


def _number(text: str) -> int:
    if not (text.isdecimal() and 1 <= int(text[:5]) <= 9999 and len(text) < 5):
        raise argparse.ArgumentTypeError(f"“{text}”不是1到9999的数")
    return int(text)


# ---- which issues


def _check_choice(options: argparse.Namespace) -> None:
    """Raises CommandError where it is not clear which issues are meant."""
    if bool(options.files) == bool(options.year):
        raise CommandError("要写文件，或写 --year 从资料库里选，两样只写一样。")
    if options.name and not options.year:
        raise CommandError("--name 是从资料库里选的，要和 --year 一起用。")


def _chosen(options: argparse.Namespace) -> tuple[list[Path], tuple[Trouble, ...]]:
    """The files that are asked for, and what the library could not read while looking for them. Raises
    UnreadableFileError."""
    if not options.year:
        files = [file for path in options.files for file in _files_in(path)]
        if not files:
            raise UnreadableFileError("这些文件夹里没有简报文件（.bulletin；里面的文件夹不看），请另选。")
        return files, ()
    from bulletin_desk.cli_library import brought_up_to_date, tell_troubles
    from bulletin_desk.library.index import Library

    with Library(places().library) as library:
        brought_up_to_date(library, options)
        troubles = library.troubles()
        tell_troubles(troubles)
        stored = [
            each for each in library.issues(name=options.name, year=options.year) if each.copy_of is None
        ]
    names = list(dict.fromkeys(each.entry.name for each in stored))
    if len(names) > 1:
        raise UnreadableFileError(
            f"资料库里{options.year}年有几种简报：{'、'.join(names)}，请用 --name 选一种。"
        )
    if not stored:
        kind = f"“{options.name}”" if options.name else "简报"
        raise UnreadableFileError(
            f"资料库里没有{options.year}年的{kind}，先用 library add 放进来，或写明文件。"
        )
    return [each.file for each in stored], troubles


def _files_in(path: Path) -> list[Path]:
    """A file itself; of a folder the bulletins in it. Raises OSError."""
    if not os.path.isdir(path):  # noqa: PTH112 (Path.is_dir raises where a name is too long)
        return [path]
    names = (entry.name for entry in path.iterdir())
    return [path / name for name in sorted(names) if name.lower().endswith(".bulletin") and name[0] != "."]


def _read(options: argparse.Namespace) -> tuple[Members | None, tuple[Trouble, ...]]:
    """The issues; None where one can't be used and nobody said that it may be left out. Beside them what the
    library could not read."""
    from bulletin_desk.volumes.members import read_members, remarks
    from bulletin_desk.volumes.numbering import odd_numbers

    files, troubles = _chosen(options)
    members = read_members(files, _teller("正在读", options))
    for left in members.left:
        mark = "" if left.harmless or options.leave_out else "错误："
        print(f"{mark}{left.said}", file=sys.stderr)
    for sentence in (*remarks(members.taken), *odd_numbers(members.taken)):
        print(sentence, file=sys.stderr)
    if members.lacking and not options.leave_out:
        said = f"没有做：有{len(members.lacking)}个文件用不了；请换好的文件，或加 --leave-out 不要它们。"
        print(said, file=sys.stderr)
        if options.json:
            print_refusal(said, UNUSABLE_INPUT, left=_left_tree(members.left))
        return None, troubles
    if not members.taken:
        raise UnreadableFileError("没有一个简报文件能用。")
    return members, troubles


def _teller(doing: str, options: argparse.Namespace) -> Callable[[int, int], None]:
    """Tells how far it is, where somebody looks on."""

    def tell(done: int, whole: int) -> None:
        if not options.json and sys.stderr.isatty():
            print(f"\r{doing} {100 * done // max(whole, 1)}%", end="", file=sys.stderr)
            if done == whole:
                print("\r\x1b[K", end="", file=sys.stderr)

    return tell


@contextmanager
def _uncollected() -> Iterator[None]:
    """As `cli` makes files: without rounds of the garbage collector, which finds nothing."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _left_tree(left: Sequence[Left]) -> list[dict[str, object]]:
    return [{"file": str(each.file), "message": each.why, "copy": each.harmless} for each in left]


def _member_tree(member: Member) -> dict[str, object]:
    return {
        "file": str(member.file),
        "name": member.issue.masthead.one_line,
        "number": member.number,
        "date": member.issue.dated_header.date.isoformat(),
        "remark": member.remark,
        "since_signed": member.since and member.since.tree,
    }


# ---- volumes


def _volume(options: argparse.Namespace) -> int:
    from bulletin_desk.cli_library import troubles_tree
    from bulletin_desk.fonts.faces import load_faces
    from bulletin_desk.storage.atomic import write_atomically
    from bulletin_desk.volumes.bind import LONGEST_TITLE, VolumeChoice, bind, volume_bytes
    from bulletin_desk.volumes.numbering import odd_numbers
    from bulletin_desk.volumes.offices import listed_offices, office_of_members

    _check_choice(options)
    output: Path = options.output
    refuse_kind(output, ".pdf", "PDF 文件")
    title = options.title.strip()
    if len(title) > LONGEST_TITLE:
        raise CommandError(f"--title 有{len(title)}个字，最多{LONGEST_TITLE}个，请改短。")
    members, troubles = _read(options)
    if members is None:
        return UNUSABLE_INPUT
    for member in members.taken:
        refuse_input(output, member.file, "其中的一个简报文件")
    names = list(dict.fromkeys(member.issue.masthead.one_line for member in members.taken))
    faces = load_faces(use_installed=options.faces == "installed")
    choice = VolumeChoice(title, "offices" not in options.no_index, "titles" not in options.no_index)
    offices_of = listed_offices(office_of_members(members.taken), places().units)
    tell = _teller("正在编", options)
    with _uncollected():
        volume = bind(members.taken, faces, choice, offices_of, tell)
        write_atomically(output, volume_bytes(volume, faces, tell))
    if len(names) > 1 and not title:
        print(
            f"这一本里有{len(names)}种简报：{'、'.join(names)}；封面上写的是“{volume.words.one_line}”，"
            "要另写就用 --title。",
            file=sys.stderr,
        )
    if options.json:
        print_json(
            file=str(output),
            pages=len(volume.pages),
            issues=[{**_member_tree(each.member), "page": each.first} for each in volume.bound],
            numbers=list(odd_numbers(members.taken)),
            left=_left_tree(members.left),
            troubles=troubles_tree(troubles),
        )
    else:
        print(f"已写好“{output}”：{len(members.taken)}期，共{len(volume.pages)}面。")
    return FINDINGS if troubles else DONE


# ---- packages


def _package(options: argparse.Namespace) -> int:
    if options.check:
        return _check(options)
    from bulletin_desk.archiving.package import archive
    from bulletin_desk.cli_library import troubles_tree
    from bulletin_desk.fonts.faces import load_faces
    from bulletin_desk.volumes.numbering import odd_numbers

    _check_choice(options)
    if not options.to:
        raise CommandError("要写 --to，说明归档包放到哪个文件夹。")
    choice = CodeChoice(
        options.fonds, options.kind, options.term, options.unit, options.first, options.pattern
    )
    members, troubles = _read(options)
    if members is None:
        return UNUSABLE_INPUT
    faces = load_faces(use_installed=options.faces == "installed")
    try:
        with _uncollected():
            made = archive(
                members.taken, options.to, choice, faces, zipped=options.zip, tell=_teller("正在做", options)
            )
    except CodeError as error:
        raise CommandError(str(error)) from error
    wrong = [f"{each.code.text}：{each.why}" for each in made.refused] + ([made.why] if made.why else [])
    if options.json:
        told: dict[str, object] = {
            "folder": str(options.to),
            "packages": [
                {
                    **_member_tree(each.member),
                    "code": each.code.text,
                    "folder": str(each.folder),
                    "title": each.record.title if each.record else "",
                    "pages": each.record.pages if each.record else None,
                    "kept": each.kept,
                    "message": each.why,
                }
                for each in made.packed
            ],
            "catalogue": [str(file) for file in made.catalogue],
            "numbers": list(odd_numbers(members.taken)),
            "left": _left_tree(members.left),
            "troubles": troubles_tree(troubles),
        }
        if wrong:
            print_refusal("\n".join(wrong), UNWRITABLE_TARGET, **told)
        else:
            print_json(**told)
    else:
        for each in made.packed:
            if each.record:
                state = "原来就有，内容相同" if each.kept else f"{each.record.pages}面"
                print(f"{each.code.text}  {each.record.title}（{state}）")
        for file in made.catalogue:
            print(f"已写好“{file}”。")
    for said in wrong:
        print(f"错误：{said}", file=sys.stderr)
    if wrong:
        return UNWRITABLE_TARGET
    return FINDINGS if troubles else DONE


def _check(options: argparse.Namespace) -> int:
    from bulletin_desk.archiving.checking import check_packages

    if not options.files:
        raise CommandError("--check 要写归档包，或放归档包的文件夹。")
    checked = check_packages(options.files, _teller("正在核对", options))
    if options.json:
        print_json(
            packages=[
                {"package": str(each.package), "right": each.right, "differences": list(each.differences)}
                for each in checked
            ]
        )
    else:
        _print_checked(checked)
    return FINDINGS if any(each.differences for each in checked) else DONE


def _print_checked(checked: Sequence[Checked]) -> None:
    for each in checked:
        if each.differences:
            print(f"“{each.package}”有{len(each.differences)}处不对：")
            for difference in each.differences:
                print(f"    {difference}")
        else:
            print(f"“{each.package}”没有变：{each.right}个文件都和归档时一样。")
