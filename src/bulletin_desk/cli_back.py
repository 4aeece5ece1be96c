"""`bulletin-desk review back`: what marked Word copies bring, and an issue with it taken. Decides nothing
about bulletins."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bulletin_desk.cli_json import print_json
from bulletin_desk.errors import CommandError, EditError
from bulletin_desk.exit_codes import DONE, FINDINGS
from bulletin_desk.targets import path_argument, refuse_input, refuse_kind, target_file

if TYPE_CHECKING:
    from bulletin_desk.bulletin.model import Issue
    from bulletin_desk.bulletin.proposals import Proposal
    from bulletin_desk.reviewing import Brought

Command = Callable[[str, str], argparse.ArgumentParser]

_ALL = "all"


def add(command: Command) -> None:
    """Adds the part."""
    back = command("back", "收回改过的 Word 版：列出各人的修订，可以采纳")
    back.add_argument("file", type=path_argument, metavar="文件", help="简报文件（.bulletin）")
    back.add_argument(
        "marked",
        type=path_argument,
        nargs="+",
        metavar="Word版",
        help="送出去后改过的 Word 版（.docx），几份都行",
    )
    back.add_argument(
        "--take",
        action="append",
        default=[],
        metavar="谁",
        help="采纳谁的修订：写姓名，可以写几次；all 是全部。采纳后写到 -o 的文件",
    )
    back.add_argument("-o", dest="output", type=target_file, metavar="输出", help="采纳后的简报写到这里")
    back.add_argument("--json", action="store_true", help="打印成 JSON，供别的程序读")
    back.set_defaults(run=_back)


class _Offer(NamedTuple):
    """A proposal of one of the files, whether it can be placed, and whether it has been taken."""

    file: Path
    proposal: Proposal
    placed: bool
    taken: bool


def _back(options: argparse.Namespace) -> int:
    from bulletin_desk.reviewing import proposals_of_file
    from bulletin_desk.storage.atomic import write_atomically
    from bulletin_desk.storage.bulletin_file import read_bulletin, to_bytes

    if bool(options.take) != bool(options.output):
        raise CommandError("采纳修订要同时写 --take（采纳谁的）和 -o（写到哪里）。")
    if options.output:
        for source in (options.file, *options.marked):
            refuse_input(options.output, source, "要读的文件")
        refuse_kind(options.output, ".bulletin", "简报文件")
    ours = read_bulletin(options.file)
    brought = [(file, proposals_of_file(file, ours)) for file in options.marked]
    whose = {each.who for _, one in brought for each in one.proposals}
    for who in options.take:
        if who != _ALL and who not in whose:
            raise CommandError(f"没有“{who}”的修订；有修订的是：{'、'.join(sorted(whose)) or '（没有人）'}。")
    made, offers = _taken(ours, brought, options.take)
    made = _with_remarks(ours, made, brought)
    if options.output:
        write_atomically(options.output, to_bytes(made, options.output))
    groups = _collisions(brought, offers)
    if options.json:
        _print_json(brought, offers, groups)
    else:
        _print(brought, offers, groups)
        if options.output:
            print(f"采纳了{sum(each.taken for each in offers)}处，已写好“{options.output}”。")
    asked = _ALL in options.take
    left = [each for each in offers if not (each.taken if asked else each.placed)]
    return FINDINGS if left else DONE


def _taken(
    ours: Issue, brought: Sequence[tuple[Path, Brought]], take_of: Sequence[str]
) -> tuple[Issue, list[_Offer]]:
    from bulletin_desk.bulletin.proposals import take

    made = ours
    offers: list[_Offer] = []
    for file, one in brought:
        for each in one.proposals:
            taken = False
            if _ALL in take_of or each.who in take_of:
                try:
                    made = take(made, one.base, each)
                    taken = True
                except EditError:  # it is listed as not taken
                    pass
            offers.append(_Offer(file, each, each not in one.not_placed, taken))
    return made, offers


def _with_remarks(ours: Issue, made: Issue, brought: Sequence[tuple[Path, Brought]]) -> Issue:
    """What was `made` of our issue, with the remarks that have come, at the same words."""
    from bulletin_desk.bulletin.anchors import Following
    from bulletin_desk.bulletin.returned_remarks import with_returned_remarks

    remarks = ours.remarks
    for _, one in brought:
        remarks = with_returned_remarks(remarks, one.remarks)
    following = Following(ours, made)
    there = [following.follow(each.start, each.end) for each in remarks]
    return replace(
        made,
        remarks=tuple(
            replace(each, start=place.start, end=place.end)
            for each, place in zip(remarks, there, strict=True)
        ),
    )


def _collisions(brought: Sequence[tuple[Path, Brought]], offers: Sequence[_Offer]) -> list[list[int]]:
    """Which of the offers touch the same words, by their numbers; of files of one base."""
    from bulletin_desk.bulletin.proposals import collisions

    bases: list[Issue] = []
    for _, one in brought:
        if one.base not in bases:
            bases.append(one.base)
    numbers = {id(each.proposal): at for at, each in enumerate(offers)}
    found: list[list[int]] = []
    for base in bases:
        some = [each for _, one in brought if one.base == base for each in one.proposals]
        found += ([numbers[id(each)] for each in group] for group in collisions(some))
    return found


def _print(
    brought: Sequence[tuple[Path, Brought]], offers: Sequence[_Offer], groups: Sequence[Sequence[int]]
) -> None:
    for file, one in brought:
        if len(brought) > 1:
            print(f"“{file}”")
        for sentence in one.sentences:
            print(sentence)
        for number, each in enumerate(offers, 1):
            if each.file is file:
                print(f"{number}. {_line(each, one)}")
    for group in groups:
        print(f"第{'、'.join(str(at + 1) for at in group)}处改的是同一处，请看一眼。")


def _line(offer: _Offer, brought: Brought) -> str:
    from bulletin_desk.bulletin.describe import describe

    proposal = offer.proposal
    where = describe(brought.base, proposal.place.path)
    was, now = (text.replace("\n", " ") for text in (proposal.was, proposal.now))
    change = f"“{was}”改为“{now}”" if was and now else f"加上“{now}”" if now else f"删去“{was}”"
    said = "" if offer.placed else "（现在的稿子里放不进去）"
    return f"{proposal.who}　{where}：{change}{said}"


def _print_json(
    brought: Sequence[tuple[Path, Brought]], offers: Sequence[_Offer], groups: Sequence[Sequence[int]]
) -> None:
    from bulletin_desk.bulletin.describe import describe

    bases = {id(each): one.base for _, one in brought for each in one.proposals}
    print_json(
        files=[
            {
                "file": str(file),
                "sentences": list(one.sentences),
                "reviewers": [each.who for each in one.theirs],
            }
            for file, one in brought
        ],
        proposals=[
            {
                "file": str(each.file),
                "who": each.proposal.who,
                "when": each.proposal.when,
                "shape": each.proposal.shape,
                "where": describe(bases[id(each.proposal)], each.proposal.place.path),
                "place": {"path": list(each.proposal.place.path), "offset": each.proposal.place.offset},
                "was": each.proposal.was,
                "now": each.proposal.now,
                "placed": each.placed,
                "taken": each.taken,
            }
            for each in offers
        ],
        collisions=[[at + 1 for at in group] for group in groups],
    )
