"""`bulletin-desk library`: its parts, and those of them that are about the index. Decides nothing about
bulletins."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from datetime import date as Date  # noqa: N812
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

from bulletin_desk.cli_json import print_json, print_refusal
from bulletin_desk.errors import BulletinDeskError, CommandError
from bulletin_desk.exit_codes import DONE, FINDINGS, UNUSABLE_INPUT
from bulletin_desk.storage.places import places
from bulletin_desk.targets import path_argument

if TYPE_CHECKING:
    from bulletin_desk.bulletin.model import Issue
    from bulletin_desk.library.entries import IssueEntry
    from bulletin_desk.library.index import Library, StoredIssue, Trouble
    from bulletin_desk.library.numbers import Numbers
    from bulletin_desk.library.search import Hit
    from bulletin_desk.library.update import Progress, Updated

Command = Callable[[str, str], argparse.ArgumentParser]

_PARTS = ("cli_statistics", "cli_volume", "cli_old_issues", "cli_pool")
"""Modules with further parts, each with `add(command)`."""

_MOST_SHOWN = 20


def add_parts(command: Command) -> None:
    """Adds all parts of the command."""
    _add_index(command)
    for name in _PARTS:
        if find_spec(f"bulletin_desk.{name}"):
            import_module(f"bulletin_desk.{name}").add(command)


def _add_index(command: Command) -> None:
    add = command("add", "把文件夹放进资料库，里面各层文件夹的简报都算")
    add.add_argument(
        "folders", type=path_argument, nargs="+", metavar="文件夹", help="放简报的文件夹，共享盘上的也行"
    )
    add.set_defaults(run=_add)

    remove = command("remove", "把文件夹移出资料库，文件夹和里面的简报都不动")
    remove.add_argument("folders", type=path_argument, nargs="+", metavar="文件夹", help="资料库里的文件夹")
    remove.set_defaults(run=_remove)

    folders = command("folders", "列出资料库的文件夹")
    folders.set_defaults(run=_folders)

    update = command("update", "看各文件夹里新增、改过、没有了的简报；窗口开着时、查和数之前会自己做")
    update.add_argument(
        "--watched", action="store_true", help=argparse.SUPPRESS
    )  # for the window: stops when stdin ends, and prints its progress, a JSON object a line
    update.set_defaults(run=_update)

    issues = command("issues", "列出各期，说哪些期号缺了、重了")
    issues.add_argument("--name", default="", metavar="简报", help="只列这一种简报")
    issues.add_argument("--year", type=_year, metavar="年", help="只列这一年，如 2026")
    issues.set_defaults(run=_issues)

    search = command("search", "在各期的标题、正文、来源里查")
    search.add_argument("words", nargs="*", metavar="词", help="几个词就是都要有；不写就列出全部")
    search.add_argument("--office", default="", metavar="单位", help="来源里有这个单位的")
    search.add_argument("--section", default="", metavar="栏目", help="这个栏目里的")
    search.add_argument("--since", type=_date, metavar="日期", help="从哪一天起的各期，如 2026-01-01")
    search.add_argument("--until", type=_date, metavar="日期", help="到哪一天为止的各期，如 2026-12-31")
    search.add_argument("--name", default="", metavar="简报", help="只查这一种简报")
    search.add_argument(
        "--limit",
        type=_count,
        default=_MOST_SHOWN,
        metavar="条数",
        help=f"最多列几篇，不写就是 {_MOST_SHOWN} 篇",
    )
    search.set_defaults(run=_search)

    for part in (add, remove, folders, update, issues, search):
        part.add_argument("--json", action="store_true", help="打印成 JSON，供别的程序读")


def _year(text: str) -> int:
    if not (text.isdecimal() and len(text) <= len("9999") and int(text)):
        raise argparse.ArgumentTypeError(f"没有“{text}”年")
    return int(text)


def _date(text: str) -> Date:
    try:
        return Date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"没有“{text}”这个日期，请写成 2026-01-09 这样") from None


def _count(text: str) -> int:
    if not (text.isdecimal() and len(text) < 7):
        raise argparse.ArgumentTypeError(f"“{text}”不是条数")
    return int(text)


def _library() -> Library:
    from bulletin_desk.library.index import Library

    return Library(places().library)


# ---- folders


def _add(options: argparse.Namespace) -> int:
    from bulletin_desk.library.folders import add_folders, read_folders

    added = add_folders(places().library, tuple(options.folders))
    if options.json:
        print_json(added=list(map(str, added)), folders=list(map(str, read_folders(places().library))))
        return DONE
    for folder in added:
        print(f"已把“{folder}”放进资料库。")
    if not added:
        print("这些文件夹本来就在资料库里。")
    return DONE


def _remove(options: argparse.Namespace) -> int:
    from bulletin_desk.library.folders import read_folders, remove_folders

    taken = remove_folders(places().library, tuple(options.folders))
    told = {
        "removed": list(map(str, taken)),
        "folders": list(map(str, read_folders(places().library))),
    }
    unknown = len(taken) < len(set(options.folders))
    said = "有的文件夹不在资料库里，用 bulletin-desk library folders 看有哪些。"
    if options.json and unknown:
        print_refusal(said, UNUSABLE_INPUT, **told)
    elif options.json:
        print_json(**told)
    else:
        for folder in taken:
            print(f"已把“{folder}”移出资料库；下次更新后不再查它。")
    if unknown:
        print(f"错误：{said}", file=sys.stderr)
        return UNUSABLE_INPUT
    return DONE


def _folders(options: argparse.Namespace) -> int:
    from bulletin_desk.library.folders import read_folders

    folders = read_folders(places().library)
    if options.json:
        print_json(folders=list(map(str, folders)))
        return DONE
    for folder in folders:
        print(folder)
    if not folders:
        print("资料库里还没有文件夹，用 bulletin-desk library add 放进来。")
    return DONE


# ---- the index


def brought_up_to_date(library: Library, options: argparse.Namespace) -> Updated:
    """Reads what has changed in the folders, so that what is told of them is as they are now."""
    from bulletin_desk.library.disk_process import DiskProcess
    from bulletin_desk.library.update import update

    with DiskProcess() as disk:
        return update(library, _page_counter(), _teller(options), disk=disk)


def troubles_tree(troubles: Sequence[Trouble]) -> list[dict[str, object]]:
    """What was passed over, as JSON."""
    return [{"file": str(each.file), "kind": each.kind, "message": each.sentence} for each in troubles]


def tell_troubles(troubles: Sequence[Trouble]) -> int:
    """Says what was passed over, of which what was printed knows nothing; the exit code."""
    for each in troubles:
        print(each.sentence, file=sys.stderr)
    return FINDINGS if troubles else DONE


def no_such_name(library: Library, name: str) -> str:
    """A sentence where no issue of the library has the name that was asked for; empty where some have it."""
    names = [each.name for each in library.names()]
    if not name or name in names:
        return ""
    return f"资料库里没有名为“{name}”的简报，有的是：{'、'.join(names)}。" if names else ""


def _update(options: argparse.Namespace) -> int:
    if options.watched:
        return _watched_update()
    with _library() as library:
        done = brought_up_to_date(library, options)
        troubles = library.troubles()
    if options.json:
        print_json(**done._asdict(), troubles=troubles_tree(troubles))
    else:
        seen = "现在看得到" if any(each.kind == "folder" for each in troubles) else "资料库里有"
        print(f"{seen}{done.files}个简报文件，读了{done.read}个，没有了的{done.vanished}个。")
        if done.said:
            print(done.said, file=sys.stderr)
    return tell_troubles(troubles)


def _watched_update() -> int:
    """For `library.background`, which reads what is said."""
    from bulletin_desk import programs
    from bulletin_desk.library.background import say, stopping
    from bulletin_desk.library.disk_process import DiskProcess
    from bulletin_desk.library.update import update

    programs.give_way()
    stop = stopping()
    try:
        with _library() as library, DiskProcess() as disk:
            done = update(
                library,
                _page_counter(),
                lambda progress: say({**progress._asdict(), "file": str(progress.file)}),
                stop,
                disk,
            )
    except BulletinDeskError as error:
        say({"error": str(error)})
        return UNUSABLE_INPUT
    say({"done": done._asdict()})
    return DONE


def _page_counter() -> Callable[[Issue], int | None]:
    """Counts pages; typesetting is loaded where there is something to count."""

    @lru_cache(maxsize=1)
    def counter() -> Callable[[Issue], int | None]:
        from bulletin_desk.pipeline import PageCounter

        return PageCounter()

    return lambda issue: counter()(issue)


def _teller(options: argparse.Namespace) -> Callable[[Progress], None]:
    """Tells how far it is, where somebody looks on."""

    def tell(progress: Progress) -> None:
        if progress.total and not options.json and sys.stderr.isatty():
            print(f"\r正在读第{progress.at}个，共{progress.total}个", end="", file=sys.stderr)
            if progress.at == progress.total:
                print(file=sys.stderr)

    return tell


def _issues(options: argparse.Namespace) -> int:
    with _library() as library:
        brought_up_to_date(library, options)
        issues = library.issues(name=options.name, year=options.year)
        years = sorted({(each.entry.name, each.entry.date.year) for each in issues})
        numbers = [(name, year, library.numbers(name, year)) for name, year in years]
        troubles, unknown = library.troubles(), no_such_name(library, options.name)
    if options.json:
        print_json(
            issues=list(map(_issue_tree, issues)),
            numbers=[_numbers_tree(*each) for each in numbers],
            troubles=troubles_tree(troubles),
        )
        return tell_troubles(troubles)
    for name, year, found in numbers:
        here = [each for each in issues if (each.entry.name, each.entry.date.year) == (name, year)]
        count = sum(each.copy_of is None for each in here)
        print(f"{name} {year}年：{count}期")
        for each in here:
            print(f"    {_issue_line(each)}")
        for sentence in _numbers_sentences(found):
            print(f"    {sentence}")
    if not issues:
        asked = options.name or options.year
        print(unknown or ("没有这样的简报。" if asked else "资料库里还没有简报，先 add，再 update。"))
    return tell_troubles(troubles)


def issue_words(head: IssueEntry) -> str:
    """An issue as it is called: `四川省地方志工作简报 增刊第2期（2026-01-09）`."""
    return f"{head.name} {head.supplement}第{head.number}期（{head.date.isoformat()}）"


def _issue_line(issue: StoredIssue) -> str:
    entry = issue.entry
    pages = "" if entry.pages is None else f"{entry.pages}面 "
    copy = "" if issue.copy_of is None else f"（和“{issue.copy_of}”是同一期，不另算）"
    return (
        f"{entry.supplement}第{entry.number}期 {entry.date.isoformat()} {len(entry.items)}篇 {pages}"
        f"{entry.characters}字 {issue.file}{copy}"
    )


def _issue_tree(issue: StoredIssue) -> dict[str, object]:
    return {
        "file": str(issue.file),
        "copy_of": None if issue.copy_of is None else str(issue.copy_of),
        **_head_tree(issue.entry),
        "items": [
            {
                "section": item.section,
                "item": item.item,
                "heading": item.heading,
                "above": item.above,
                "title": item.title,
                "source": item.source,
                "characters": item.characters,
            }
            for item in issue.entry.items
        ],
    }


def _head_tree(head: IssueEntry) -> dict[str, object]:
    return {
        "name": head.name,
        "issuer": head.issuer,
        "date": head.date.isoformat(),
        "number": head.number,
        "total_number": head.total_number,
        "supplement": head.supplement,
        "pages": head.pages,
        "characters": head.characters,
    }


def _numbers_tree(name: str, year: int, numbers: Numbers) -> dict[str, object]:
    return {
        "name": name,
        "year": year,
        "missing": [gap._asdict() for gap in numbers.missing],
        "double": [
            {"supplement": each.supplement, "number": each.number, "files": list(map(str, each.files))}
            for each in numbers.double
        ],
    }


def _numbers_sentences(numbers: Numbers) -> list[str]:
    missing = [
        f"缺{gap.supplement}第{gap.first}期"
        if gap.first == gap.last
        else f"缺{gap.supplement}第{gap.first}—{gap.last}期"
        for gap in numbers.missing
    ]
    double = [
        f"{each.supplement}第{each.number}期有{len(each.files)}个不同的：{'、'.join(map(str, each.files))}"
        for each in numbers.double
    ]
    return missing + double


# ---- searching


def _search(options: argparse.Namespace) -> int:
    from bulletin_desk.library.search import Query

    if options.since and options.until and options.until < options.since:
        raise CommandError("--until 的日期早于 --since。")
    query = Query(
        tuple(options.words),
        options.office,
        options.section,
        options.since,
        options.until,
        options.name or None,
    )
    with _library() as library:
        brought_up_to_date(library, options)
        found = library.search(query, options.limit)
        troubles, unknown = library.troubles(), no_such_name(library, options.name)
    if options.json:
        print_json(total=found.total, hits=list(map(_hit_tree, found.hits)), troubles=troubles_tree(troubles))
        return tell_troubles(troubles)
    for hit in found.hits:
        print(f"{issue_words(hit.head)} {hit.heading}")
        context = _marked(hit.context, hit.spans)
        for line in (context,) if hit.where == "title" else (hit.title, context):
            print(f"    {line}")
        print(f"    {hit.file}")
    more = f"，这里列出前{len(found.hits)}篇" if found.total > len(found.hits) else ""
    print(f"共{found.total}篇{more}。" if found.total else unknown or "没有找到。")
    return tell_troubles(troubles)


def _marked(context: str, spans: Sequence[tuple[int, int]]) -> str:
    """The words that were looked for, in brackets."""
    for start, end in reversed(spans):
        context = f"{context[:start]}【{context[start:end]}】{context[end:]}"
    return context


def _hit_tree(hit: Hit) -> dict[str, object]:
    return {
        "file": str(hit.file),
        "issue": _head_tree(hit.head),
        "section": None if hit.where == "note" else hit.section,
        "item": None if hit.where == "note" else hit.item,
        "heading": hit.heading,
        "title": hit.title,
        "where": hit.where,
        "context": hit.context,
        "spans": [list(span) for span in hit.spans],
        "offset": hit.offset,
    }
