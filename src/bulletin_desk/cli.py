"""The command line: arguments, messages, exit codes. Decides nothing about bulletins or pages.

Exit codes: 0 done; 1 `check` has findings of level error or doubtful (with `--level error`: errors only),
`export --strict` has errors and wrote nothing, `import` or `library gather` brought something that needs a
look, `library package --check` found a difference, or the library has passed something over;
2 wrong arguments; 3 an input file, layout or face can't be used (of several files for `import` the others
came in all the same); 4 the output can't be written; 130 interrupted. With `--json` a command prints one JSON
value, however it ends: above 1 an object with `error` and `exit_code`, unless it has told of each file.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from importlib import import_module
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TextIO

from bulletin_desk import __version__, programs
from bulletin_desk.checked import shown
from bulletin_desk.cli_json import print_json, print_refusal
from bulletin_desk.errors import BulletinDeskError, CommandError, InvalidLayoutError, TargetError
from bulletin_desk.exit_codes import (
    DONE,
    FINDINGS,
    INTERRUPTED,
    UNUSABLE_INPUT,
    UNWRITABLE_TARGET,
    WRONG_ARGUMENTS,
)
from bulletin_desk.forms import FORMS, make
from bulletin_desk.intake.rules import RULES
from bulletin_desk.resources import resource
from bulletin_desk.targets import path_argument, refuse_existing, refuse_input, refuse_kind, target_file

if TYPE_CHECKING:
    from bulletin_desk.bulletin.model import Issue
    from bulletin_desk.fonts.faces import Serving
    from bulletin_desk.intake.draft import Contribution
    from bulletin_desk.pages.marks import LineNumbers
    from bulletin_desk.pipeline import Typeset
    from bulletin_desk.proof.findings import Finding
    from bulletin_desk.signing import SinceSigned

_EXIT_CODES = """退出码：
  0    完成
  1    check 发现错误或可疑之处（--level error 时只看错误），export --strict 有错误而没有输出，
       import 或 library gather 有要看一眼的地方，library package --check 有不对的，
       或资料库里有读不了的文件或文件夹（别的照样更新、查、数）
  2    命令写得不对
  3    输入的文件、版式或字体不能用（import 有几个文件时，别的照样收进来）
  4    写不出去
  130  被中断"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns its exit code. What a clerk can act on goes to stderr as one sentence."""
    for stream in (sys.stdout, sys.stderr):
        _write_utf8(stream)
    programs.leave_out_current_folder()
    given = sys.argv[1:] if arguments is None else arguments
    as_json = any(len(word) > len("--") and "--json".startswith(word) for word in given)
    refuse = partial(_refuse, as_json=as_json)
    try:
        if all(name.lower().endswith((".bulletin", ".json")) for name in given):
            return _desk(given)
        options = _parser(given[0] if given else "").parse_args(given)
        code: int = options.run(options)
        if sys.stdout:  # None where it was closed before we started
            sys.stdout.flush()
    except _UsageError as error:
        refuse(error.said, WRONG_ARGUMENTS, _WRONG)
        raise
    except CommandError as error:
        return refuse(str(error), WRONG_ARGUMENTS, _WRONG)
    except BulletinDeskError as error:
        return refuse(str(error), UNWRITABLE_TARGET if isinstance(error, TargetError) else UNUSABLE_INPUT)
    except BrokenPipeError:  # the reader of our output has gone; nothing is left to say
        _close_stdout()
        return DONE
    except OSError as error:
        if error.filename:
            return refuse(f"用不了“{error.filename}”：系统报告“{error.strerror}”。", UNUSABLE_INPUT)
        _close_stdout()
        print(f"错误：结果打印不出来：系统报告“{error.strerror}”。", file=sys.stderr)
        return UNWRITABLE_TARGET
    except KeyboardInterrupt:
        return refuse("已中断。", INTERRUPTED, "")
    return code


_WRONG = "命令写得不对："


def _refuse(said: str, code: int, before: str = "错误：", *, as_json: bool) -> int:
    """Says why a command has not done what was asked; its exit code."""
    print(f"{before}{said}", file=sys.stderr)
    if as_json:
        try:
            print_refusal(said, code)
            if sys.stdout:
                sys.stdout.flush()
        except OSError:
            _close_stdout()
    return code


class _UsageError(SystemExit):
    """Arguments that are no command of ours; `said` is why."""

    def __init__(self, said: str) -> None:
        super().__init__(WRONG_ARGUMENTS)
        self.said = said


def _close_stdout() -> None:
    """Gives up what stdout still holds, which Python would try to write once more at its end."""
    with contextlib.suppress(OSError):
        sys.stdout.close()


def _write_utf8(stream: TextIO) -> None:
    """A pipe or file gets UTF-8 on every system (Windows would write GBK); a console shows what it can."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure and stream.isatty():
        reconfigure(errors="replace")
    elif reconfigure:
        reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


class _Help(argparse.RawDescriptionHelpFormatter):
    """Help with its headings in Chinese; lines end where we end them, as argparse breaks at spaces only."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)

    def start_section(self, heading: str | None) -> None:
        super().start_section(_HEADINGS.get(heading or "", heading))


_HEADINGS = {"positional arguments": "参数", "options": "选项"}


class _Parser(argparse.ArgumentParser):
    """Says in Chinese what is wrong with the arguments."""

    def error(self, message: str) -> NoReturn:
        for english, chinese in _ARGUMENT_ERRORS:
            message = re.sub(english, chinese, message)
        raise _UsageError(f"{message}。用法见 {self.prog} --help")


_ARGUMENT_ERRORS = (
    ("the following arguments are required: ", "缺少 "),
    ("one of the arguments (.*) is required", lambda match: "要写 " + " 或 ".join(match[1].split())),
    ("not allowed with argument (.*)", r"不能和 \1 一起用"),
    ("unrecognized arguments: ", "不认识 "),
    ("expected one argument", "后面要跟一个值"),
    ("ignored explicit argument (.*)", r"后面不能跟 \1"),
    ("ambiguous option: (.*) could match (.*)", r"\1 不够明确，可能是 \2"),
    ("^argument (.*?): ", r"\1："),
    (r"invalid choice: (.*?) \((?:choose from )?(.*)\)", r"不认识 \1（可用 \2）"),
)


_FURTHER = {
    "library": ("cli_library", "资料库：历年的简报放在一起查、数、编"),
    "review": ("cli_review", "审阅：送审、定稿，看一期送审过几次"),
    "layout": ("cli_layout", "版式：照着旧的一期做一份，核对一份"),
}
"""Commands with parts, which have modules of their own."""


def _parser(asked: str = "") -> argparse.ArgumentParser:
    """All commands; the parts of one that has modules of its own only where that is the one `asked` for."""
    parser = _Parser(
        prog="bulletin-desk",
        description="编排简报：排成正式印刷的版面，输出印刷用的 PDF 和存档用的 Word 文件。\n"
        "不写命令，或只写一个简报文件，就打开编辑窗口。",
        epilog=_EXIT_CODES,
        formatter_class=_Help,
        add_help=False,
    )
    _help(parser)
    parser.add_argument(
        "--version", action="version", version=f"Bulletin Desk {__version__}", help="显示版本"
    )
    command = _commands(parser, "命令")
    new = command("new", "新建一期简报")
    new.add_argument("file", type=target_file, metavar="文件", help="要建的 .bulletin 文件，不能已经存在")
    begun = new.add_mutually_exclusive_group()
    begun.add_argument(
        "--from", dest="previous", type=path_argument, metavar="上一期", help="接着这一期编号，沿用报头和版记"
    )
    begun.add_argument(
        "--office",
        metavar="单位",
        help="哪一种简报：自己存过的样子的名字、简报的名称，或单位文件（.toml）；不写就是程序自带的第一种，"
        "写了自己的版式文件的，就只填上版式的名称",
    )
    new.add_argument("--date", metavar="日期", help="编发日期，如 2024-01-09；不写就是今天")
    _layout_option(new, "不写就用上一期的版式，没有上一期就用这种简报自己的")
    new.set_defaults(run=_new)

    export = command("export", "排版并输出")
    _input(export)
    for form in FORMS:
        export.add_argument(f"--{form.name}", type=target_file, metavar="输出", help=form.help)
        for option in form.options:
            export.add_argument(
                f"--{form.name}-{option.name}",
                choices=option.values,
                default=option.values[0],
                metavar=option.metavar,
                help=option.help,
            )
    export.add_argument(
        "--copies",
        metavar="份号",
        help="如 1-30：PDF 里一份接一份，各印上份号；版式要有排份号的地方。Word 文件和网页里不印份号",
    )
    export.add_argument(
        "--proof",
        type=_proof_number,
        metavar="校次",
        help="PDF 是第几校的清样：版面缩到八成，右边留出写字的地方，带行号，上面写第几校",
    )
    export.add_argument(
        "--proof-numbers",
        choices=("page", "through", "none"),
        default="page",
        metavar="行号",
        help="清样的行号：page 每面从1起（默认）；through 全期连着编；none 不要",
    )
    export.add_argument(
        "--proof-double",
        action="store_true",
        help="清样的行距加倍，好在行间改；断行、行号和面号不变，一面排成两面",
    )
    export.add_argument(
        "--proof-since",
        metavar="旧稿",
        help="清样里和这一稿不同的行，左边画竖线：另一个简报文件，或送审稿、定稿、旧版的名称",
    )
    export.add_argument(
        "--report",
        action="store_true",
        help="列出刚写好的 Word 文件里换个软件可能断在别处的行，再用 LibreOffice 排一遍，说各行各面是否相同",
    )
    export.add_argument(
        "--strict", action="store_true", help="先检查文字，有错误就不输出；不写就只看版面和字体，照样输出"
    )
    export.add_argument("--json", action="store_true", help="结果打印成 JSON，供别的程序读")
    export.set_defaults(run=_export)

    import_ = command("import", "把各单位的稿件收进一期简报，或把本程序写出的 Word 文件读回成简报文件")
    import_.add_argument(
        "files",
        type=path_argument,
        nargs="+",
        metavar="文件",
        help="稿件：Word、文本或网页文件，几个都行；或一个本程序写出的 Word 文件",
    )
    where = import_.add_mutually_exclusive_group(required=True)
    where.add_argument(
        "-o", dest="output", type=target_file, metavar="输出", help="要建的 .bulletin 文件，不能已经存在"
    )
    where.add_argument(
        "--into", type=path_argument, metavar="简报", help="收进这一期已有的简报，原来的内容不动"
    )
    import_.add_argument(
        "--no-clean",
        action="append",
        default=[],
        choices=tuple(RULES),
        metavar="规则",
        help="不做这一项清理，可以写几次：" + "；".join(f"{rule} {name}" for rule, name in RULES.items()),
    )
    import_.add_argument(
        "--units",
        type=path_argument,
        metavar="名单",
        help="自己的单位名单，一行一个：简称 = 全称；不写就用您存好的",
    )
    import_.add_argument(
        "--full", action="store_true", help="没有收入的文字一字不少地列出；不写，长的只列开头，并说还有多少字"
    )
    import_.add_argument("--json", action="store_true", help="结果打印成 JSON，文字都是全的")
    import_.set_defaults(run=_import)

    dump = command("dump", "把排好的每一行打印成文字，各面之间一行换页符")
    _input(dump)
    dump.set_defaults(run=_dump)

    check = command("check", "校对文字，检查版面和字体")
    _input(check)
    check.add_argument(
        "--level",
        choices=tuple(_LEVELS),
        default="advice",
        metavar="程度",
        help="只列到哪一级：error 只列错误，doubtful 加上可疑之处，advice 全列（默认）",
    )
    check.add_argument("--all", action="store_true", help="连同在窗口里说过“这里不管”的一起列出")
    check.add_argument("--json", action="store_true", help="打印成 JSON，供别的程序读")
    check.set_defaults(run=_check)

    fonts = command("fonts", "列出各角色用哪个字体、为什么")
    _faces_option(fonts)
    fonts.set_defaults(run=_fonts)

    for name, (module, summary) in _FURTHER.items():
        parts = command(name, summary)
        if name == asked:
            import_module(f"bulletin_desk.{module}").add_parts(_commands(parts, "做什么"))
    return parser


def _commands(parser: argparse.ArgumentParser, metavar: str) -> Callable[[str, str], argparse.ArgumentParser]:
    """Makes commands of a parser, each by its name and what it does."""
    commands = parser.add_subparsers(dest=metavar, metavar=metavar, required=True, parser_class=_Parser)

    def command(name: str, summary: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(
            name,
            help=summary,
            description=summary,
            epilog=_EXIT_CODES,
            formatter_class=_Help,
            add_help=False,
        )
        _help(sub)
        return sub

    return command


def _help(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-h", "--help", action="help", help="显示这段说明")


def _input(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=path_argument, metavar="文件", help="简报文件（.bulletin）")
    _layout_option(parser, "不写就用简报文件里记的版式，没有记就用 sichuan-gazetteer")
    _faces_option(parser)


def _layout_option(parser: argparse.ArgumentParser, otherwise: str) -> None:
    names = sorted(file.stem for file in resource("layouts").glob("*.toml"))
    parser.add_argument(
        "--layout",
        metavar="版式",
        help=f"自带版式的名称（{'、'.join(names)}）或版式文件；{otherwise}",
    )


def _faces_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--faces",
        choices=("installed", "shipped"),
        default="installed",
        metavar="字体",
        help="installed：先用本机安装的正式字体（默认）；shipped：只用随附字体，各台机器排得一样",
    )


def _desk(files: Sequence[str]) -> int:
    """Opens the window, where there is a screen."""
    screens = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if sys.platform.startswith("linux") and not any(map(os.environ.get, screens)):
        raise CommandError("这里没有图形界面，打不开编辑窗口。用法见 bulletin-desk --help")
    from bulletin_desk.desk.__main__ import main as open_window

    return open_window(files)


def _new(options: argparse.Namespace) -> int:
    from datetime import date as Date  # noqa: N812

    from bulletin_desk.beginning import first_issue, office_named
    from bulletin_desk.bulletin.blank import why_no_total
    from bulletin_desk.bulletin.grammar import NUMBER, TOTAL_NUMBER
    from bulletin_desk.bulletin.model import LayoutText
    from bulletin_desk.bulletin.numbering import next_issue
    from bulletin_desk.layouts.read import layout_text
    from bulletin_desk.pipeline import in_layout, layout_of, series_of
    from bulletin_desk.storage.bulletin_file import read_bulletin, write_bulletin

    try:
        day = Date.fromisoformat(options.date) if options.date else Date.today()
    except ValueError:
        raise CommandError(f"没有“{options.date}”这个日期，请写成 2024-01-09 这样。") from None
    refuse_existing(options.file)
    refuse_kind(options.file, ".bulletin", "简报文件")
    if options.previous:
        previous = read_bulletin(options.previous)
        if options.layout:  # it is counted as it is to be printed
            previous = in_layout(previous, options.layout)
        issue = next_issue(previous, day, *series_of(previous))
    else:
        layout = LayoutText(*layout_text(options.layout)) if options.layout else None
        office = office_named(options.office, layout)
        with _offering_another_layout(options):
            issue = first_issue(office, day, layout)
    if issue.layout is None:
        issue = in_layout(issue)
    with _offering_another_layout(options):
        own, trouble = layout_of(issue)
    write_bulletin(options.file, issue)
    masthead = issue.masthead
    number = f"{masthead.supplement}第{masthead.number}期" if NUMBER in own.placed.parts else ""
    print(f"已建好“{options.file}”：{masthead.one_line}{number}。")
    counted = TOTAL_NUMBER in own.placed.parts
    if counted and not options.previous and office.issues_before and why_no_total(issue):
        print(why_no_total(issue), file=sys.stderr)
    if trouble:
        print(trouble, file=sys.stderr)
    return DONE


def _export(options: argparse.Namespace) -> int:
    from bulletin_desk.bulletin.copies import copy_range, too_many
    from bulletin_desk.proof.findings import Level

    given = vars(options)
    targets = [(form, given[form.name]) for form in FORMS if given[form.name]]
    if not targets or (options.report and not options.docx):
        ways = " 或 ".join(f"--{form.name}" for form in FORMS)
        need = "--report 要和 --docx 一起用" if targets else f"要写 {ways}，说明输出到哪里"
        raise CommandError(f"{need}。用法见 bulletin-desk export --help")
    for (one, target), (other, its_target) in combinations(targets, 2):
        if _same_place(target, its_target):
            raise CommandError(f"--{one.name} 和 --{other.name} 写的是同一个文件。")
    for _, target in targets:
        refuse_input(target, options.file, "简报文件本身")
        refuse_input(target, Path(options.layout or ""), "版式文件本身")
    for form, target in targets:
        refuse_kind(target, form.suffix, form.file)
    copies = range(0)
    if options.copies:
        if not options.pdf:
            raise CommandError("--copies 要和 --pdf 一起用。")
        if options.pdf_remarks == "yes":
            raise CommandError("--copies 是印刷用的，不能带批注，请去掉 --pdf-remarks。")
        try:
            copies = copy_range(options.copies)
        except ValueError as error:
            raise CommandError(f"--copies：{error}。") from error
        if options.pdf_numbers != "none":
            raise CommandError("--pdf-numbers 不能和 --copies 一起用。")
    if options.proof and (not options.pdf or options.copies):
        raise CommandError("--proof 要和 --pdf 一起用，不能和 --copies 一起用。")
    if not options.proof and (options.proof_double or options.proof_since):
        raise CommandError("--proof-double 和 --proof-since 要和 --proof 一起用。")
    if options.json and options.report:
        raise CommandError("--report 不能和 --json 一起用。")
    with _uncollected():
        result = _typeset(options)
        if copies and not result.layout.places("copy"):
            raise CommandError("这一期的版式没有排份号的地方，请去掉 --copies，或在版式里写上 {copy}。")
        if beyond := too_many(len(copies) * len(result.pages)):
            raise CommandError(f"--copies：{beyond}")
        # the texts are proofed where that decides something: it takes longer than a cold export may
        findings = result.findings() if options.strict else result.page_findings()
        errors = sum(finding.level is Level.ERROR for finding in findings)
        if options.strict and errors:
            _report(findings, sys.stderr)
            print(f"没有输出：有{errors}处错误；请改正后再输出，或去掉 --strict。", file=sys.stderr)
            if options.json:
                print_json(files=[], findings=list(map(_finding_tree, findings)))
            return FINDINGS
        since = _since_signed(result)
        written: list[dict[str, object]] = []
        for form, target in targets:
            chosen = {option.name: given[f"{form.name}_{option.name}"] for option in form.options}
            if form.paged and copies:
                chosen["copies"] = options.copies
            proof = form.paged and options.proof
            sides = _write_proof(options, result) if proof else len(result.pages)
            if not proof:
                make(form, result, target, **chosen).write()
                findings += form.findings(result)
            written.append({"form": form.name, "file": str(target), "pages": sides if form.paged else None})
            if options.json:
                continue
            count = f"{len(copies)}份，每份{sides}面" if copies else f"{sides}面"
            count = f"第{options.proof}校清样，{count}" if proof else count
            print(f"已写好“{target}”：{count}。" if form.paged else f"已写好“{target}”。")
        _report(findings, sys.stderr)
    if options.json:
        print_json(
            files=written, findings=list(map(_finding_tree, findings)), since_signed=since and since.tree
        )
    if options.report:
        from bulletin_desk.export.docx.doubts import doubts, doubts_text
        from bulletin_desk.export.report import compare_with_libreoffice

        if options.docx_lines == "locked":
            print(doubts_text(doubts(result.issue, result.layout, result.pages)), end="")
        print(compare_with_libreoffice(options.docx, result.pages).text(), end="")
    return DONE


def _since_signed(result: Typeset) -> SinceSigned | None:
    """What has changed in an issue since it was signed, named on stderr; None where nothing has."""
    if not result.rounds:
        return None
    from dataclasses import replace

    from bulletin_desk.signing import changed_since_signed

    since = changed_since_signed(replace(result.issue, rounds=result.rounds))
    if since is not None:
        print("\n".join((f"{since.head}：", *(f"    {change}" for change in since.changes))), file=sys.stderr)
    return since


def _write_proof(options: argparse.Namespace, result: Typeset) -> int:
    """Writes the proof that is asked for; how many pages it has."""
    from datetime import date as Date  # noqa: N812

    from bulletin_desk.forms import pdf_of
    from bulletin_desk.marking import Compared, proof, proof_note, version_of
    from bulletin_desk.storage.atomic import write_atomically
    from bulletin_desk.storage.bulletin_file import read_bulletin
    from bulletin_desk.typeset.proof_print import ProofPrint

    since = None
    if options.proof_since:
        other = Path(options.proof_since)
        if other.is_file():
            since = Compared(read_bulletin(other), f"“{other.name}”")
        else:
            since = version_of(read_bulletin(options.file), options.file, options.proof_since)
    numbers: LineNumbers = "" if options.proof_numbers == "none" else options.proof_numbers
    how = ProofPrint(options.proof, numbers, options.proof_double, note=proof_note(Date.today()))
    pages = proof(result, how, since)
    write_atomically(options.pdf, pdf_of(result, pages))
    return len(pages)


def _proof_number(text: str) -> int:
    if not (text.isdecimal() and len(text) < 3 and int(text)):
        raise argparse.ArgumentTypeError(f"“{text}”不是校次，请写1至99之间的数")
    return int(text)


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """Spares the garbage collector its rounds: what is made on the way to a file is needed to the end, and
    looking through it takes an eighth of a volume's time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _typeset(options: argparse.Namespace) -> Typeset:
    """The file that is asked for, in the layout and the faces asked for. Says why it is not in its own."""
    from bulletin_desk.pipeline import typeset_file

    with _offering_another_layout(options):
        result = typeset_file(options.file, options.layout, installed_faces=options.faces == "installed")
    if result.trouble:
        print(result.trouble, file=sys.stderr)
    return result


@contextlib.contextmanager
def _offering_another_layout(options: argparse.Namespace) -> Iterator[None]:
    """A refusal of the issue's own layout says that another can be asked for."""
    try:
        yield
    except InvalidLayoutError as error:
        if options.layout:
            raise
        raise InvalidLayoutError(f"{str(error).removesuffix('。')}，或用 --layout 另选版式。") from error


def _same_place(one: Path, other: Path) -> bool:
    return os.path.normcase(os.path.realpath(one)) == os.path.normcase(os.path.realpath(other))


def _import(options: argparse.Namespace) -> int:
    from bulletin_desk.pipeline import own_word_copy
    from bulletin_desk.storage.bulletin_file import write_bulletin

    if options.into and any(_same_place(file, options.into) for file in options.files):
        raise CommandError(f"“{options.into}”是要收进稿件的简报，不能又是稿件。")
    if options.output:
        refuse_existing(options.output)
        refuse_kind(options.output, ".bulletin", "简报文件")
        # one Word copy of ours alone comes back as the whole issue
        ours = own_word_copy(options.files[0]) if len(options.files) == 1 and not options.json else None
        if ours is not None:
            issue, lost = ours
            write_bulletin(options.output, issue)
            print(f"已建好“{options.output}”：{issue.masthead.one_line}第{issue.masthead.number}期。")
            for sentence in lost:
                print(sentence, file=sys.stderr)
            return FINDINGS if lost else DONE
    return _take_in(options)


def _take_in(options: argparse.Namespace) -> int:
    """Manuscripts into an issue, new or existing; one that can't be read keeps none of the others out."""
    from dataclasses import replace
    from datetime import date as Date  # noqa: N812

    from bulletin_desk.bulletin.blank import blank_issue
    from bulletin_desk.bulletin.office import known_offices, office_of
    from bulletin_desk.intake.draft import add_to_issue, with_doubles_named
    from bulletin_desk.intake.report import as_json, as_text
    from bulletin_desk.intake.rules import Cleaning
    from bulletin_desk.pipeline import in_layout, layout_of, office_context, take_in_file
    from bulletin_desk.storage.bulletin_file import read_bulletin, write_bulletin
    from bulletin_desk.storage.places import places
    from bulletin_desk.storage.saving import save, stamp

    if options.into:
        before = stamp(options.into)
        issue = read_bulletin(options.into)
    else:
        issue = replace(in_layout(blank_issue(Date.today())), sections=())
    office = office_of(issue, known_offices(places().offices))
    names = [section.name for section in issue.sections]
    layout, _ = layout_of(issue)
    context = office_context(names, options.units or places().units, office, layout)
    cleaning = Cleaning().without(*options.no_clean)
    results: list[Contribution | str] = []
    for file in options.files:
        try:
            results.append(take_in_file(file, context, cleaning))
        except BulletinDeskError as error:
            results.append(str(error))
    refused = [result for result in results if isinstance(result, str)]
    brought = with_doubles_named([result for result in results if not isinstance(result, str)], issue)
    named = iter(brought)
    taken = [
        (file, result if isinstance(result, str) else next(named))
        for file, result in zip(options.files, results, strict=True)
    ]
    drafts = [draft for contribution in brought for draft in contribution.drafts]
    if drafts:
        issue = add_to_issue(issue, drafts)
        if options.into:
            save(options.into, issue, known=before)
        else:
            write_bulletin(options.output, issue)
    came = [(file, result) for file, result in taken if not isinstance(result, str)]
    if trouble := _register(came, issue, options.into or options.output):
        print(f"{trouble}稿件照样收进来了。", file=sys.stderr)
    if options.json:
        print(as_json(taken))
    elif brought:
        print(as_text(taken, full=options.full), end="")
    for sentence in refused:
        print(f"错误：{sentence}", file=sys.stderr)
    target = options.into or options.output
    if drafts:
        done = f"已把{len(drafts)}篇稿件收进“{target}”。"
        print(done, file=sys.stderr if options.json else sys.stdout)
    elif brought:
        print(f"没有收到稿件，“{target}”没有动。", file=sys.stderr)
    if refused:
        return UNUSABLE_INPUT
    return FINDINGS if not drafts or any(contribution.look for contribution in brought) else DONE


def _register(came: list[tuple[Path, Contribution]], issue: Issue, target: Path) -> str:
    """Notes in the register that manuscripts came, and into which issue; why it could not, a sentence, empty
    if it could."""
    from datetime import datetime

    from bulletin_desk.receiving import added, issue_name, read_from
    from bulletin_desk.storage.identity import identity_at
    from bulletin_desk.storage.places import places
    from bulletin_desk.storage.received import append

    now = datetime.now()
    try:
        read = [read_from(file, contribution, now) for file, contribution in came]
        digests = [each.digest for each in read]
        drafts = ((at, draft, True) for at, (_, each) in enumerate(came) for draft in each.drafts)
        name = issue_name(issue, identity_at(target))
        step = digests[0][:8] + now.isoformat() if digests else ""
        append(places().received, [*read, *added(digests, drafts, step, name, now)])
    except BulletinDeskError as error:
        return str(error)
    return ""


def _dump(options: argparse.Namespace) -> int:
    print(_typeset(options).dump(), end="")
    return DONE


_LEVELS = {"error": "错误", "doubtful": "可疑", "advice": "提示"}
"""What `--level` is called, and the value of the level that it goes down to."""


def _check(options: argparse.Namespace) -> int:
    from datetime import date as Date  # noqa: N812

    from bulletin_desk.bulletin.office import known_offices
    from bulletin_desk.pipeline import appeared_in_library, earlier_issues, stand_in_faces
    from bulletin_desk.proof.findings import LEVEL_ORDER, Level
    from bulletin_desk.proof.ignoring import read_ignored
    from bulletin_desk.proof.issue import Known
    from bulletin_desk.storage.places import places

    result = _typeset(options)
    file = options.file.resolve()
    earlier = earlier_issues(result.issue, file.parent, options.file)
    last = LEVEL_ORDER[Level(_LEVELS[options.level])]
    stand_ins = stand_in_faces(result.faces) if options.faces == "installed" else ()
    every = result.findings(
        Known(
            today=Date.today(),
            earlier=earlier,
            appeared=appeared_in_library(result.issue, places().library, file),
            stand_ins=stand_ins,
            offices=known_offices(places().offices),
            offers=result.layout.offers,
            headings=result.layout.headings,
        )
    )
    if not options.all:
        ignored, fault = read_ignored(places().ignored)
        every = ignored.shown(result.issue, every)
        if fault:
            print(fault, file=sys.stderr)
    findings = [finding for finding in every if LEVEL_ORDER[finding.level] <= last]
    if options.json:
        _print_findings(options.file, len(result.pages), findings)
        return _code(findings)
    code = _report(findings, sys.stdout)
    if not findings:
        print(f"没有发现问题：共{len(result.pages)}面。")
    return code


def _print_findings(file: Path, pages: int, findings: list[Finding]) -> None:
    """The findings as data."""
    print_json(file=str(file), pages=pages, findings=list(map(_finding_tree, findings)))


def _finding_tree(finding: Finding) -> dict[str, object]:
    from bulletin_desk.proof.rules import RULES

    names = {chinese: english for english, chinese in _LEVELS.items()}
    return {
        "level": names[finding.level.value],
        "rule": finding.rule,
        "title": RULES[finding.rule].title,
        "page": finding.page,
        "place": finding.place,
        "path": list(finding.path),
        "start": finding.offset,
        "end": finding.end,
        "message": finding.message,
        "clause": finding.clause,
        "fix": [{"start": part.start, "end": part.end, "text": part.text} for part in finding.fix],
    }


def _report(findings: list[Finding], stream: TextIO) -> int:
    """Prints findings, one a line; the exit code that they call for."""
    for finding in findings:
        print(finding, file=stream)
    return _code(findings)


def _code(findings: list[Finding]) -> int:
    from bulletin_desk.proof.findings import Level

    serious = any(finding.level is not Level.ADVICE for finding in findings)
    return FINDINGS if serious else DONE


def _fonts(options: argparse.Namespace) -> int:
    from bulletin_desk.fonts.faces import load_faces

    faces = load_faces(use_installed=options.faces == "installed")
    for serving in faces.roles.values():
        print("\n".join(_serving_lines(serving)))
    for sentence in faces.unreadable():
        print(f"没有用：{sentence}")
    return DONE


_MOST_CHARACTERS = 24
"""So many characters that come from another face are shown."""


def _serving_lines(serving: Serving) -> list[str]:
    why = "本机装有正式字体" if serving.installed else "没有可用的正式字体，用随附的替代字体"
    if not serving.installed and not serving.passed_over:
        why = "随附字体"
    lines = [
        f"{serving.label}（{serving.role}）：{serving.face.name}",
        f"    文件：{shown(serving.face.ref.file, 300)}",
        f"    原因：{why}",
    ]
    lines += [f"    未用：{name}——{reason}" for name, reason in serving.passed_over]
    for taken in () if serving.installed else serving.taken:
        drawn = sorted(char for char in taken.characters if taken.face.glyph(char))
        more = f"…等 {len(drawn)} 个字符" if len(drawn) > _MOST_CHARACTERS else ""
        lines.append(f"    其中 {''.join(drawn[:_MOST_CHARACTERS])}{more} 取自 {taken.face.name}")
    if serving.fallbacks:
        lines.append(f"    缺字时依次找：{'、'.join(face.name for face in serving.fallbacks)}")
    return lines
