"""`bulletin-desk review`: its parts, and those of them that send an issue round. Decides nothing about
bulletins."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

from bulletin_desk.cli_json import print_json
from bulletin_desk.exit_codes import DONE
from bulletin_desk.targets import path_argument

if TYPE_CHECKING:
    from bulletin_desk.bulletin.model import Round
    from bulletin_desk.bulletin.remarks import ListedRemark

Command = Callable[[str, str], argparse.ArgumentParser]

_PARTS = ("cli_sending", "cli_changes", "cli_back", "cli_sheet")
"""Modules with further parts, each with `add(command)`."""


def add_parts(command: Command) -> None:
    """Adds all parts of the command."""
    _add_rounds(command)
    for name in _PARTS:
        import_module(f"bulletin_desk.{name}").add(command)


def file_and_json(part: argparse.ArgumentParser) -> None:
    """What each part asks for: a bulletin file, and whether JSON is wanted."""
    part.add_argument("file", type=path_argument, metavar="文件", help="简报文件（.bulletin）")
    part.add_argument("--json", action="store_true", help="打印成 JSON，供别的程序读")


def _add_rounds(command: Command) -> None:
    rounds = command("rounds", "列出这一期送审过哪几稿、定稿没有")
    file_and_json(rounds)
    rounds.set_defaults(run=_rounds)

    remarks = command("remarks", "列出这一期的批注")
    file_and_json(remarks)
    remarks.set_defaults(run=_remarks)


def _rounds(options: argparse.Namespace) -> int:
    from bulletin_desk.signing import since_signed
    from bulletin_desk.storage.bulletin_file import read_bulletin

    issue = read_bulletin(options.file)
    since = since_signed(issue)
    if options.json:
        print_json(rounds=list(map(round_tree, issue.rounds)), since_signed=since and since.tree)
        return DONE
    for kept in issue.rounds:
        print(round_line(kept))
    if since is not None and since.changes:
        print(f"{since.head}：")
        for change in since.changes:
            print(f"    {change}")
    if not issue.rounds:
        print("这一期还没有送审过。")
    return DONE


def round_line(kept: Round) -> str:
    """A round in one line: `送审稿 1  2024年1月9日 15:30 张三`."""
    from bulletin_desk.bulletin.rounds import spoken

    return "  ".join((kept.name, " ".join(filter(None, (spoken(kept.when), kept.who))))).rstrip()


def round_tree(kept: Round) -> dict[str, object]:
    """A round as JSON."""
    from bulletin_desk.storage.rounds import digest_of

    return {
        "name": kept.name,
        "when": kept.when,
        "who": kept.who,
        "signed": kept.signed,
        "digest": digest_of(kept),
    }


def _remarks(options: argparse.Namespace) -> int:
    from bulletin_desk.bulletin.describe import describe
    from bulletin_desk.bulletin.remarks import listed
    from bulletin_desk.pipeline import typeset_file

    typeset = typeset_file(options.file)
    found = listed(typeset.issue, typeset.remarks, typeset.pages.number_at)
    places = [describe(typeset.issue, each.remark.start.path) for each in found]
    if options.json:
        print_json(remarks=[_remark_tree(each, place) for each, place in zip(found, places, strict=True)])
        return DONE
    for each, place in zip(found, places, strict=True):
        words = f"“{each.words}”".replace("\n", " ") if each.words else ""
        print(f"第 {each.page} 面，{place}{words}{'（已办）' if each.remark.settled else ''}")
        for said in each.remark.said:
            print(f"    {' '.join(filter(None, (said.who, said.when.replace('T', ' '))))}：{said.text}")
    if not found:
        print("这一期没有批注。")
    return DONE


def _remark_tree(each: ListedRemark, place: str) -> dict[str, object]:
    remark = each.remark
    return {
        "where": place,
        "page": each.page,
        "words": each.words,
        "start": {"path": list(remark.start.path), "offset": remark.start.offset},
        "end": {"path": list(remark.end.path), "offset": remark.end.offset},
        "settled": remark.settled,
        "said": [said._asdict() for said in remark.said],
    }
