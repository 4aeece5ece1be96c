"""Exercises the Windows binaries under Wine: builds the program, runs the test suite on them, then tries it
among hostile files, the setup in folders of others, and installs and uses it.

    python3 packaging/windows/test.py [--no-build] [--no-smoke] [TESTS...]

Without TESTS all of them, on all cores. Failures are listed, and what was skipped with its reason. Where Wine
is not to be had, it says so and ends with 0: nothing was tried, nothing failed. Exit codes: 0 all passed; 1 a
step or a test failed; 2 wrong arguments.
"""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import beside
import build
import folders
import smoke
import wine
from tree import ROOT, TEST_PACKAGES, TESTS_DLLS, TESTS_QT, TREE, WORK, bootstrap

RESULTS = WORK / "results"
PYTHON = WORK / "test-python"
NO_FONTS = WORK / "no-fonts"
MOST_MARKED = 0.05
"""The share of tests that may be marked as not to be run under Wine."""
MARKED = "not under Wine: "
"""How the reason of such a test begins (tests/conftest.py)."""
SECONDS = 2000
"""What the suite may take, on a machine that does nothing else."""
CRASHED = re.compile(r"^worker '\w+' crashed while running (?P<test>.+)$", re.MULTILINE)
"""What pytest-xdist says of a test in which its process died."""
ENDED = re.compile(r"\b0xc0000[0-9a-f]{3}\b", re.IGNORECASE)
"""The exit code, as a test tells it, of a program that it ran and that Windows ended (STATUS_ACCESS_VIOLATION
and the like)."""
SHOWN = 300
"""Characters of a failure's reason shown from its beginning, and as many from its end."""
FEWER = {
    "BULLETIN_DESK_EXAMPLES": "25",
    "BULLETIN_DESK_SAMPLE": "8",
    "BULLETIN_DESK_BY_ROOM": "3",
    "BULLETIN_DESK_MUTANTS": "40",
    "BULLETIN_DESK_KILLS": "6",
    "BULLETIN_DESK_STEPS": "20",
}
"""How often the tests that repeat one thing do so here: they have done it in full on Linux."""

TRIALS = (folders.try_folders, smoke.smoke, beside.try_beside)
"""What is tried with the built program and the setup, after the suite, the longest first; left out by
--no-smoke."""


@dataclass(frozen=True)
class Case:
    """One test's outcome: `passed`, `failed` or `skipped`, and why."""

    name: str
    outcome: str
    reason: str = ""


# Rules


def outcomes(report: str) -> list[Case]:
    """The outcome of each test in a JUnit report of pytest's."""
    found = []
    for case in ElementTree.fromstring(report).iter("testcase"):
        name = f"{case.get('classname')}::{case.get('name')}"
        skipped = case.find("skipped")
        wrong = [case.find("failure"), case.find("error")]
        first = next((each for each in wrong if each is not None), None)
        if first is not None:
            found.append(Case(name, "failed", f"{first.get('message') or ''}\n{first.text or ''}"))
        elif skipped is not None:
            found.append(Case(name, "skipped", skipped.get("message") or ""))
        else:
            found.append(Case(name, "passed"))
    return found


def summary(cases: Sequence[Case]) -> tuple[list[str], bool]:
    """What is said at the end, and whether all is well: none failed, and not too many are marked."""
    counted = Counter(case.outcome for case in cases)
    lines = []
    for reason, count in sorted(Counter(case.reason for case in cases if case.outcome == "skipped").items()):
        lines.append(f"SKIPPED [{count}] {reason}")
    lines += [f"FAILED {case.name} - {_short(case.reason)}" for case in cases if case.outcome == "failed"]
    marked = sum(case.reason.startswith(MARKED) for case in cases if case.outcome == "skipped")
    share = marked / len(cases) if cases else 1.0
    lines.append(f"Wine 下标明不跑的测试：{marked} 个，占 {share:.2%}（不得超过 {MOST_MARKED:.0%}）。")
    good = bool(cases) and not counted["failed"] and share <= MOST_MARKED
    lines.append(f"{counted['passed']} passed, {counted['failed']} failed, {counted['skipped']} skipped")
    return lines, good


def _short(reason: str) -> str:
    """A reason on one line, its beginning and its end: a log that is cut keeps the closing lines."""
    line = " ".join(reason.split())
    return line if len(line) <= 2 * SHOWN else f"{line[:SHOWN]} … {line[-SHOWN:]}"


# Running


def make_test_python() -> None:
    """The program's Python as a developer's: not shut off from PYTHONPATH, with the modules of Qt and
    Python that only tests need."""
    shutil.rmtree(PYTHON, ignore_errors=True)
    # Hard links where it can be: nothing of it is written to.
    shutil.copytree(TREE / "python", PYTHON, copy_function=link_or_copy)
    (PYTHON / "python311._pth").unlink()
    packages = PYTHON / "Lib" / "site-packages"
    for source, folder in ((TESTS_QT, packages / "PySide6"), (TESTS_DLLS, PYTHON / "DLLs")):
        for file in sorted(source.iterdir()):
            shutil.copyfile(file, folder / file.name)
    shutil.copytree(TEST_PACKAGES, packages, copy_function=link_or_copy, dirs_exist_ok=True)
    # The tests look at the checkout, its examples and sources: it is the checkout's program that they try.
    # The path is relative, which keeps it plain ASCII.
    shutil.rmtree(packages / "bulletin_desk")
    (packages / "checkout.pth").write_text(os.path.relpath(ROOT / "src", packages) + "\n", encoding="ascii")


def link_or_copy(source: str, target: str) -> None:
    """A second name of the file, or a copy across file systems."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def run_pytest(
    prefix: wine.Prefix, tests: Sequence[str], extra: Sequence[str], *, again: bool = True
) -> list[Case]:
    """Runs tests in one pytest, its workers on all cores; once more if it dies, or those in which a worker
    does or a program that they run: Wine's own accidents, seen when the machine has too much to do, do not
    come twice. A test that fails otherwise is not run again."""
    report = RESULTS / "report.xml"
    report.unlink(missing_ok=True)
    command: list[str | Path] = [PYTHON / "python.exe", "-m", "pytest", "-q", "--color=no"]
    command += ["-n", "auto", "--dist", "worksteal", "-p", "no:cacheprovider"]
    command += [f"--junitxml={wine.windows_path(report)}", "-o", "junit_family=xunit1", *extra, *tests]
    done = prefix.run(
        command,
        seconds=SECONDS,
        cwd=ROOT,
        CI="1",
        PYTHONPYCACHEPREFIX=wine.windows_path(WORK / "test-bytecode"),
        PYTHONUNBUFFERED="1",
        QT_QPA_PLATFORM="offscreen",
        # Without a screen Qt looks for fonts beside itself, where it ships none, and warns.
        QT_QPA_FONTDIR=wine.windows_path(NO_FONTS),
        **FEWER,
    )
    (RESULTS / "output.log").write_text(done.output, encoding="utf-8")
    cases = outcomes(report.read_text(encoding="utf-8")) if report.exists() else []
    if done.code not in (0, 1, 5) or not report.exists():
        if again:
            bootstrap.say(f"  pytest 没有跑完（{done.code}），再来一次")
            prefix.stop()
            return run_pytest(prefix, tests, extra, again=False)
        how = "没有在限时内做完" if done.code is None else f"中途退出（{done.code}）"
        cases.append(Case("pytest", "failed", f"pytest {how}：\n{bootstrap.tail(done.output, 60)}"))
    elif again and (died := crashed(cases)):
        bootstrap.say(f"  再来一次：{'、'.join(died)}")
        cases = [case for case in cases if not crashed([case])]
        cases += run_pytest(prefix, died, extra, again=False)
    return cases


def crashed(cases: Sequence[Case]) -> list[str]:
    """The tests in which a worker died, or a program that they ran, by their names for pytest."""
    names = []
    for case in cases:
        if case.outcome != "failed":
            continue
        if found := CRASHED.search(case.reason):
            names.append(str(ast.literal_eval(found["test"])))
        elif ENDED.search(case.reason):
            names.append(node_of(case.name))
    return names


def node_of(name: str) -> str:
    """pytest's name of a test that a report calls by its module and class (tests.a.test_b.TestC::test_d)."""
    module, _, test = name.partition("::")
    parts = module.split(".")
    for count in range(len(parts), 0, -1):
        file = ROOT.joinpath(*parts[:count]).with_suffix(".py")
        if file.exists():
            return "::".join(["/".join(parts[:count]) + ".py", *parts[count:], test])
    return name


def suite(tests: Sequence[str], extra: Sequence[str]) -> list[Case]:
    """Runs the suite, or the tests named, and tells of each that failed."""
    make_test_python()
    shutil.rmtree(RESULTS, ignore_errors=True)
    RESULTS.mkdir(parents=True)
    NO_FONTS.mkdir(exist_ok=True)
    began = time.monotonic()
    with wine.Prefix(WORK / "wine" / "suite") as prefix:
        prefix.make()
        cases = run_pytest(prefix, tests or ["tests"], extra)
    bad = [case for case in cases if case.outcome == "failed"]
    for case in bad:
        bootstrap.say(f"____ {case.name}\n{case.reason}")
    bootstrap.say(f"  {len(cases)} 个，{len(bad)} 个没有通过，{time.monotonic() - began:.0f} 秒")
    return cases


def try_all(trials: Sequence[Callable[[], None]]) -> list[Case]:
    """What became of each trial. As many run at once as there are processors: each mostly waits for one
    program, and has folders and a Windows machine of its own. One that fails is tried once more, when the
    others are done: a fault of ours comes twice, an accident of Wine's under load does not."""
    bootstrap.say(f"== Wine：{'、'.join(trial.__module__ for trial in trials)}")
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        cases = list(pool.map(outcome, trials))
    for at, trial in enumerate(trials):
        if cases[at].outcome == "failed":
            bootstrap.say(f"  再来一次：{cases[at].name}")
            cases[at] = outcome(trial)
    return cases


def outcome(trial: Callable[[], None]) -> Case:
    """What became of one trial, said with all that it printed where it failed."""
    name = trial.__module__
    try:
        trial()
    except (bootstrap.SetupError, OSError, subprocess.SubprocessError) as error:
        wrong = error if isinstance(error, bootstrap.SetupError) else bootstrap.SetupError(str(error))
        bootstrap.show_failure(wrong)
        return Case(name, "failed", f"{wrong.sentence}\n{wrong.output}")
    return Case(name, "passed")


def run(*, built: bool, smoked: bool, tests: Sequence[str], extra: Sequence[str]) -> int:
    """The command; its exit code. Raises SetupError."""
    if not built:
        build.build_tree()
    if lacking := wine.prepare():
        build.package()
        bootstrap.say(f"Windows 程序建好了，没有试：{lacking}。")
        return 0
    bootstrap.say("== Wine：测试")
    # Packing the setup takes minutes, of one processor.
    with ThreadPoolExecutor(1) as pool:
        packed = None if built else pool.submit(build.package)
        cases = suite(tests, extra)
        if packed:
            packed.result()
    if smoked:
        cases += try_all(TRIALS)
    lines, good = summary(cases)
    bootstrap.say("\n".join(lines))
    return 0 if good else 1


def main() -> int:
    """Runs the command; the exit code."""
    parser = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument("--no-build", action="store_true", help="try what was built last")
    parser.add_argument("--no-smoke", action="store_true", help="only the test suite")
    parser.add_argument("tests", nargs="*", metavar="TESTS", help="further options go to pytest")
    options, extra = parser.parse_known_args()
    try:
        return run(built=options.no_build, smoked=not options.no_smoke, tests=options.tests, extra=extra)
    except bootstrap.SetupError as error:
        bootstrap.show_failure(error)
        return 1
    except OSError as error:
        bootstrap.show_failure(bootstrap.SetupError(f"没有试成：{error}。"))
        return 1


if __name__ == "__main__":
    sys.exit(main())
