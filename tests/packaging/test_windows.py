"""What decides when the Windows program is built and tried: plans, lists, comparisons. Nothing is built
here."""

from __future__ import annotations

import importlib.util
import os
import re
import struct
import subprocess
import sys
import threading
import tomllib
import zlib
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

import build
import contents
import dlls
import photograph
import smoke
import tree
import wine
from tests.packaging.conftest import WINDOWS
from tests.test_declared import declared, imported
from tree import bootstrap

ROOT = WINDOWS.parents[1]


@pytest.fixture(scope="module")
def runner() -> ModuleType:
    """`test.py`, whose name is that of a package of Python's own."""
    spec = importlib.util.spec_from_file_location("windows_test_runner", WINDOWS / "test.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # where dataclasses look their module up
    spec.loader.exec_module(module)
    return module


# What goes into the program


def test_every_module_of_qt_that_the_desk_imports_is_shipped() -> None:
    names = {name for file in (ROOT / "src").rglob("*.py") for name in imported(file)}
    used = {name.removeprefix("PySide6.") for name in names if name.startswith("PySide6.")}
    assert used == set(tree.read_plan().qt["modules"])


NEEDS: Mapping[str, tuple[str, ...]] = {
    "_asyncio": ("asyncio",),
    "_bz2": ("bz2",),
    "_lzma": ("lzma",),
    "_elementtree": ("xml.etree",),
    "_multiprocessing": ("multiprocessing", "concurrent.futures.process"),
    "_overlapped": ("asyncio",),
    "_ssl": ("ssl", "http", "urllib.request", "ftplib", "smtplib", "imaplib", "poplib"),
    "_uuid": ("_uuid",),
    "_zoneinfo": ("zoneinfo",),
    "_hashlib": ("_hashlib",),
    "pyexpat": ("xml.parsers", "xml.dom", "xml.etree", "plistlib", "xmlrpc"),
    "winsound": ("winsound",),
}
"""Which modules of Python's need which of its DLLs."""


def test_nothing_of_python_is_left_out_that_the_program_imports() -> None:
    plan = tree.read_plan().python
    assert set(plan["modules_for_tests"]) == set(NEEDS)
    assert not set(plan["modules"]) & set(NEEDS)
    left_out = {module for modules in NEEDS.values() for module in modules}
    for file in (ROOT / "src").rglob("*.py"):
        for name in imported(file):
            parts = name.split(".")
            heads = {".".join(parts[:count]) for count in range(1, len(parts) + 1)}
            assert not heads & left_out, f"{file}: {name}"


def test_no_package_is_left_out_that_the_program_needs() -> None:
    """But that of `export --report`, which wants LibreOffice too and says that it is not there."""
    run, _, _ = tree.all_requirements(tree.read_plan())
    assert declared("desk") <= set(tree.requirements(run))


def test_run_and_test_requirements_part_all_that_linux_has_and_qt_is_the_shipped_one() -> None:
    plan = tree.read_plan()
    run, test, _ = tree.all_requirements(plan)
    both = tree.requirements(run) | tree.requirements(test)
    assert not set(tree.requirements(run)) & set(tree.requirements(test))
    linux = tree.requirements((ROOT / "constraints-test.txt").read_text(encoding="utf-8"))
    assert set(linux) - set(both) == set(plan.packages["left_out_of_tests"])
    assert both["pyside6-essentials"].startswith("pyside6-essentials==6.9.3")
    assert all("--hash=sha256:" in entry for entry in both.values())
    assert "sys_platform" not in run + test


def test_an_entry_loses_its_marker_and_keeps_its_hashes() -> None:
    text = "# a\ncolorama==0.4.6 ; sys_platform == 'win32' \\\n"
    text += "    --hash=sha256:1 \\\n    --hash=sha256:2\nlxml==6\n"
    assert tree.requirements(text) == {
        "colorama": "colorama==0.4.6 \\\n    --hash=sha256:1 \\\n    --hash=sha256:2\n",
        "lxml": "lxml==6\n",
    }


def test_a_name_left_out_that_is_not_there_is_not_passed_over() -> None:
    with pytest.raises(KeyError):
        tree.chosen({"lxml": "lxml==6\n"}, {}, ["lxlm"])


@pytest.mark.parametrize(
    ("version", "four"),
    [
        ("0.1.0", "0,1,0,0"),
        ("1.2", "1,2,0,0"),
        ("1.2.3.4.5", "1,2,3,4"),
        ("2.0rc1", "2,0,0,0"),
        ("1.dev", "1,0,0,0"),
    ],
)
def test_a_version_as_windows_wants_it(version: str, four: str) -> None:
    assert tree.numbers(version) == four


def test_the_version_is_the_program_s() -> None:
    from bulletin_desk import __version__

    assert tree.version() == __version__


@pytest.mark.parametrize(
    ("name", "left_out"),
    [
        ("test/test_os.py", True),
        ("latest/a.py", False),
        ("unittest/test/x.py", True),
        ("asyncio/__pycache__/a.pyc", True),
        ("config-3.11-x86_64-linux-gnu/Makefile", True),
        ("email/message.py", False),
        ("turtle.py", True),
    ],
)
def test_of_the_standard_library_what_no_program_needs_stays_behind(name: str, left_out: bool) -> None:
    assert tree.is_left_out(name, tree.read_plan().python["left_out"]) is left_out


def test_the_wheel_s_rules_are_the_tree_s(tmp_path: Path) -> None:
    with (ROOT / "pyproject.toml").open("rb") as file:
        wheel = tomllib.load(file)["tool"]["hatch"]["build"]["targets"]["wheel"]
    tree.add_program(tmp_path)
    made = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert {"bulletin_desk/__init__.py", "bulletin_desk/resources/fonts/roles.toml"} <= made
    tops = [Path(package).name for package in wheel["packages"]] + list(wheel["force-include"].values())
    assert all(any(name.startswith(f"{top}/") for top in tops) for name in made)


@pytest.mark.parametrize(
    ("metadata", "licence"),
    [
        ("Name: a\nLicense-Expression: MIT\nLicense: no\n\nLicense: body", "MIT"),
        ("Classifier: License :: OSI Approved :: BSD License\nLicense: x\n", "BSD License"),
        ("License: LGPL\n", "LGPL"),
        ("Name: a\n\nLicense: in the text\n", "见所附文件"),
    ],
)
def test_the_licence_that_a_package_states(metadata: str, licence: str) -> None:
    assert tree.stated_licence(metadata) == licence


def test_every_licence_that_the_notices_name_lies_beside_them() -> None:
    folder = WINDOWS / "licences"
    text = (folder / "README.txt").read_text(encoding="utf-8")
    for file in folder.iterdir():
        assert file.name == "README.txt" or file.name in text
    assert "GPL-3.0.txt" in text  # the checkout's LICENSE
    for name in ("LGPL-3.0.txt", "CPython.txt", "CPython-parts.txt", "MinGW-w64.txt"):
        assert (folder / name).stat().st_size > 500, name


# DLLs


def test_a_dll_counts_where_windows_looks_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("desk.exe", "python/python311.dll", "qt/Qt6Core.dll", "qt/plugins/q.dll", "other/alone.dll"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"")
    needed: Mapping[str, list[str]] = {
        "desk.exe": ["kernel32.dll", "python311.dll"],
        "q.dll": ["qt6core.dll", "msvcp140.dll"],
        "Qt6Core.dll": ["alone.dll"],
    }
    monkeypatch.setattr(dlls, "imports", lambda file: needed.get(file.name, []))
    lacking = dlls.missing(tmp_path, dlls.system_dlls("kernel32.dll\n"), (Path("python"), Path("qt")))
    assert {(each.file.name, each.dll) for each in lacking} == {
        ("q.dll", "msvcp140.dll"),
        ("Qt6Core.dll", "alone.dll"),
    }


def test_the_list_of_windows_holds_names_only_and_no_runtime_of_a_compiler() -> None:
    names = dlls.system_dlls(dlls.WINDOWS_10.read_text(encoding="utf-8"))
    assert "kernel32.dll" in names
    assert all(name.endswith((".dll", ".drv")) and " " not in name for name in names)
    assert not any(name.startswith(("msvcp", "vcruntime", "python", "qt6", "icu")) for name in names)


# The packages


def test_the_same_tree_makes_the_same_zip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1704758400")
    packed = []
    for order in (("b.txt", "a/c.txt"), ("a/c.txt", "b.txt")):
        folder = tmp_path / order[0].replace("/", "-") / "BulletinDesk"
        for name in order:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(name.encode() * 99)
        build.write_zip(folder, folder.parent / "out.zip")
        packed.append((folder.parent / "out.zip").read_bytes())
    assert packed[0] == packed[1]


def test_a_list_names_each_file_and_each_folder_after_what_it_holds() -> None:
    names = ["python/Lib/a.py", "BulletinDesk.exe", "examples/a.bulletin", "python/Lib/b-1.dist-info/x"]
    assert contents.listing(names, "time 1 2").split("\r\n") == [
        contents.HEAD,
        "time 1 2",
        "p BulletinDesk.exe",
        "k examples\\a.bulletin",
        "p python\\Lib\\a.py",
        "p python\\Lib\\b-1.dist-info\\x",
        "d python\\Lib\\b-1.dist-info",
        "d python\\Lib",
        "d examples",
        "d python",
        "",
    ]


@pytest.mark.parametrize(
    "name", ["../a", "a/../b", "a*", "a?.py", "c:a", "/a", "a//b", "简报.txt", "a\nb", "a..", "x" * 201, ""]
)
def test_a_name_that_the_setup_could_misread_stops_the_build(name: str) -> None:
    with pytest.raises(bootstrap.SetupError):
        contents.lines([name])


def test_the_time_of_files_as_windows_counts_it() -> None:
    assert contents.stamp(-11_644_473_600) == "time 0 0"
    # 2023-11-14 22:13:20 UTC is 133444736000000000 of Windows's ticks of 100 ns.
    assert (
        contents.stamp(1_700_000_000) == f"time {133444736000000000 >> 32} {133444736000000000 % (1 << 32)}"
    )


def test_the_list_of_a_tree_names_all_that_is_in_it_but_itself(tmp_path: Path) -> None:
    for name in ("BulletinDesk.exe", "python/Lib/a.py", "examples/a.bulletin"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    for _ in range(2):
        contents.write_list(tmp_path, 0)
        assert contents.files(tmp_path) == ["BulletinDesk.exe", "examples/a.bulletin", "python/Lib/a.py"]
    assert (tmp_path / contents.LIST).read_bytes().startswith(f"{contents.HEAD}\r\n".encode())


def test_what_versions_without_a_list_had_can_be_listed() -> None:
    names = contents.earlier()
    listed = contents.lines(names)
    assert "p python\\python311.dll" in listed
    assert "p python\\Lib\\os.py" in listed
    assert "p python\\Lib\\__pycache__\\os.cpython-311.pyc" in listed
    assert "k examples\\2024-01-09.bulletin" in listed
    assert len(names) > 2000


def test_the_setup_removes_no_folder_with_what_is_in_it() -> None:
    script = (WINDOWS / "setup.nsi").read_text(encoding="utf-8")
    assert not re.search(r"(?i)rmdir\s+/r|delete\s.*[*?]", script)


# Wine


def test_programs_under_wine_see_what_is_meant_for_them_and_nothing_of_ours() -> None:
    ours = {
        "PATH": "/bin",
        "PYTHONPATH": "/src",
        "QT_QPA_PLATFORM": "xcb",
        "PYTEST_ADDOPTS": "-x",
        "WINEPREFIX": "/old",
    }
    seen = wine.wine_environment(ours, Path("/new"), {"QT_QPA_PLATFORM": "offscreen", "CI": "1"})
    assert (seen["PATH"], seen["WINEPREFIX"], seen["CI"]) == ("/bin", str(Path("/new")), "1")
    assert seen["WINEQT_QPA_PLATFORM"] == "offscreen"
    assert not {"PYTHONPATH", "QT_QPA_PLATFORM", "PYTEST_ADDOPTS"} & set(seen)


REPORT = """<testsuites><testsuite>
<testcase classname="tests.a" name="one"/>
<testcase classname="tests.a" name="two"><failure message="no">why</failure></testcase>
<testcase classname="tests.a" name="three"><skipped message="not under Wine: no links"/></testcase>
<testcase classname="tests.b" name="four"><error message="broken">trace</error></testcase>
</testsuite></testsuites>"""


def test_what_became_of_each_test_is_read_and_summed_up(runner: ModuleType) -> None:
    cases = runner.outcomes(REPORT)
    assert [(case.name, case.outcome) for case in cases] == [
        ("tests.a::one", "passed"),
        ("tests.a::two", "failed"),
        ("tests.a::three", "skipped"),
        ("tests.b::four", "failed"),
    ]
    assert cases[3].reason == "broken\ntrace"
    lines, good = runner.summary(cases)
    assert not good
    assert lines[0] == "SKIPPED [1] not under Wine: no links"
    assert lines[1:3] == ["FAILED tests.a::two - no why", "FAILED tests.b::four - broken trace"]
    assert lines[-1] == "1 passed, 2 failed, 1 skipped"


def test_a_long_reason_shows_its_beginning_and_its_end(runner: ModuleType) -> None:
    case = runner.Case("tests.a::one", "failed", f"first\n{'x' * 10_000}\nlast")
    line = runner.summary([case])[0][0]
    assert line.startswith("FAILED tests.a::one - first xxx")
    assert line.endswith("xxx last")
    assert len(line) < 3 * runner.SHOWN


@pytest.mark.parametrize(("marked", "good"), [(0, True), (5, True), (6, False)])
def test_not_too_many_may_be_marked(runner: ModuleType, marked: int, good: bool) -> None:
    passed = [runner.Case(f"p{number}", "passed") for number in range(100 - marked)]
    skipped = [runner.Case(f"s{number}", "skipped", "not under Wine: because") for number in range(marked)]
    assert runner.summary([*passed, *skipped])[1] is good


def test_no_test_at_all_is_not_good(runner: ModuleType) -> None:
    assert runner.summary([])[1] is False


def test_a_test_in_which_the_process_died_is_known(runner: ModuleType) -> None:
    name = "tests/a/test_b.py::test_c['国'-\"x\"]"
    died = runner.Case("tests.a", "failed", f"no\nworker 'gw1' crashed while running {name!r}")
    others = [runner.Case("tests.b", "failed", "worker"), runner.Case("tests.c", "passed")]
    ended = "AssertionError: 0xc0000005: \nassert 3221225477 == 0"
    child = runner.Case("tests.packaging.test_windows::test_c['国']", "failed", ended)
    inside = runner.Case("tests.packaging.test_windows.TestC::test_d", "failed", ended)
    assert runner.crashed([died, *others, child, inside]) == [
        name,
        "tests/packaging/test_windows.py::test_c['国']",
        "tests/packaging/test_windows.py::TestC::test_d",
    ]


def test_trials_run_beside_each_other_and_one_that_fails_stops_no_other(
    runner: ModuleType, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner.os, "cpu_count", lambda: 2)
    together = threading.Barrier(2, timeout=60)
    tried: list[str] = []

    def fails() -> None:
        tried.append("one")
        if len(tried) == 1:
            together.wait()
        raise bootstrap.SetupError("没有装成。", "两处——不对")

    def passes() -> None:
        together.wait()

    fails.__module__, passes.__module__ = "one", "two"
    assert runner.try_all([fails, passes]) == [
        runner.Case("one", "failed", "没有装成。\n两处——不对"),
        runner.Case("two", "passed"),
    ]
    said = capsys.readouterr()
    assert "one、two" in said.out
    assert "没有装成。" in said.err
    assert tried == ["one", "one"]


def test_a_trial_that_fails_once_is_tried_once_more_and_said(
    runner: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    errors = [OSError("一次"), None]

    def trial() -> None:
        if error := errors.pop(0):
            raise error

    trial.__module__ = "one"
    assert runner.try_all([trial]) == [runner.Case("one", "passed")]
    said = capsys.readouterr()
    assert "再来一次：one" in said.out
    assert "一次" in said.err


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="only Linux has Wine")
@pytest.mark.parametrize(("code", "seconds", "ended"), [("", 60, True), ("sys.stdin.read()", 0, False)])
def test_a_program_has_said_all_when_it_has_ended_whoever_holds_its_pipe(
    code: str, seconds: float, ended: bool
) -> None:
    leaves = (
        "import subprocess, sys; subprocess.Popen([sys.executable, '-c', 'import sys; sys.stdin.read()'])"
    )
    command = [sys.executable, "-c", f"{leaves}; sys.stdout.write('x' * 100_000); sys.stdout.flush(); {code}"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    output, whole = wine.listen(process, seconds)
    process.communicate()
    assert (output, whole) == (b"x" * 100_000, True) if ended else not whole


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="only Linux has Wine")
def test_only_the_programs_of_a_machine_are_waited_for(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "import sys; print(flush=True); sys.stdin.read()", "~nsuA.tmp"]
    here, there = wine.Prefix(tmp_path / "here"), wine.Prefix(tmp_path / "there")
    environment = wine.wine_environment(os.environ, here.folder, {})
    with subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.read(1)
        assert any("~nsu" in each for each in here.commands())
        assert not list(there.commands())
        assert not here.wait("~nsu", 0)
        assert here.wait("Un_B", 0)
        process.communicate()
    assert here.wait("~nsu", 60)


# The installed program


def pdf(packed: bytes, text: bytes = b"abc") -> bytes:
    return b"%%PDF-1.7\n1 0 obj <</Length %d>>\nstream\n%b\nendstream\nendobj %b\nxref\n0 1\n" % (
        len(packed),
        packed,
        text,
    )


@given(st.binary(max_size=400))
def test_files_packed_differently_are_told_from_different_files(content: bytes) -> None:
    tight, loose = zlib.compress(content, 9), zlib.compress(content, 0)
    assert smoke.comparison(pdf(tight), pdf(tight)) == "逐字节相同"
    assert smoke.comparison(pdf(tight), pdf(loose)) == "压缩不同，解开以后逐字节相同"
    assert smoke.comparison(pdf(tight), pdf(loose, b"abd")) is None
    assert smoke.comparison(pdf(tight), pdf(zlib.compress(content + b"!", 0))) is None


# Photographs


def test_a_screen_becomes_a_picture() -> None:
    colours = {(0, 0): (255, 0, 0), (1, 0): (0, 255, 0), (2, 1): (1, 2, 3)}
    width, height, stride = 3, 2, 16
    fields = [108, 7, 2, 24, width, height, 0, 0, 32, 0, 32, 32, stride, 4, 0xFF0000, 0xFF00, 0xFF, 8, 256, 1]
    header = struct.pack(">25I", *fields, 0, 0, 0, 0, 0) + b"screen!\0" + bytes(12)
    rows = bytearray(stride * height)
    for (x, y), (red, green, blue) in colours.items():
        rows[y * stride + x * 4 : y * stride + x * 4 + 4] = bytes((blue, green, red, 0))
    with Image.open(BytesIO(photograph.png_of_xwd(header + bytes(rows)))) as picture:
        assert picture.size == (width, height)
        for x in range(width):
            for y in range(height):
                assert picture.getpixel((x, y)) == colours.get((x, y), (0, 0, 0))


def test_the_mirror_is_the_configured_one() -> None:
    said = """Package files:
 100 /var/lib/dpkg/status
 500 http://mirror.example/debian-security bookworm-security/main amd64 Packages
 500 http://mirror.example/debian bookworm/main amd64 Packages
"""
    assert photograph.mirror(said) == "http://mirror.example/debian"
