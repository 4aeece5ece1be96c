"""What is not a file, under every name that is read: refused at once, in a sentence that says what it is."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bulletin_desk.bulletin.model import Issue
from bulletin_desk.cli import main
from bulletin_desk.pipeline import earlier_issues, own_word_copy
from bulletin_desk.proof.ignoring import Ignored, read_ignored, write_ignored
from bulletin_desk.storage.bulletin_file import write_bulletin
from tests.bulletin.issues import TIDY

SOURCE = Path(__file__).resolve().parents[1] / "src" / "bulletin_desk"
LIMIT = 60
"""Seconds: a program that waits for a pipe waits for ever."""

posix = pytest.mark.skipif(sys.platform == "win32", reason="there pipes and devices have no paths in folders")
KINDS = ("管道", "设备", "文件夹")


def put(kind: str, path: Path) -> Path:
    """Something that is not a file."""
    if kind == "管道":
        os.mkfifo(path)
    elif kind == "设备":
        path.symlink_to("/dev/zero")
    else:
        path.mkdir()
    return path


def command(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-P", "-m", "bulletin_desk", *map(str, arguments)]
    return subprocess.run(words, capture_output=True, encoding="utf-8", timeout=LIMIT, check=False)


@posix
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("一期.bulletin", ("dump", "一期.bulletin")),
        ("一期.bulletin", ("new", "二期.bulletin", "--from", "一期.bulletin")),
        ("一期.bulletin", ("import", "好.txt", "--into", "一期.bulletin")),
        ("稿.docx", ("import", "稿.docx", "-o", "新.bulletin")),
        ("稿.doc", ("import", "稿.doc", "-o", "新.bulletin")),
        ("稿.bulletin", ("import", "稿.bulletin", "-o", "新.bulletin")),
        ("单位.txt", ("import", "好.txt", "-o", "新.bulletin", "--units", "单位.txt")),
        ("版式.toml", ("dump", "好.bulletin", "--layout", "版式.toml")),
    ],
)
def test_a_command_says_what_it_was_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, name: str, arguments: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    put(kind, tmp_path / name)
    (tmp_path / "好.txt").write_text("关于甲的报告\n\n甲。", encoding="utf-8")
    write_bulletin(tmp_path / "好.bulletin", TIDY)
    done = command(*arguments)
    assert done.returncode == 3
    sentence = "这是一个文件夹，" if kind == "文件夹" else f"这不是文件，是{kind}，"
    assert done.stderr.startswith("错误：")
    assert sentence in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "新.bulletin").exists()


@posix
@pytest.mark.parametrize("kind", KINDS)
def test_a_list_of_what_was_ignored_that_is_no_file(tmp_path: Path, kind: str) -> None:
    file = put(kind, tmp_path / "ignored.json")
    ignored, fault = read_ignored(file)
    assert ignored == Ignored()
    assert f"这不是文件，是{kind}" in fault


def test_a_list_of_what_was_ignored_beyond_all_bounds_is_set_aside(tmp_path: Path) -> None:
    file = tmp_path / "ignored.json"
    with file.open("wb") as sparse:
        sparse.truncate(65 << 20)
    ignored, fault = read_ignored(file)
    assert ignored == Ignored()
    assert "已改名为" in fault


def test_half_a_character_in_it_does_not_keep_it_from_being_written_again(tmp_path: Path) -> None:
    file = tmp_path / "ignored.json"
    rows = [{"rule": "typo", "text": "\ud800"}]
    file.write_text(json.dumps({"format": 1, "here": [], "words": rows}), encoding="utf-8")
    ignored, fault = read_ignored(file)
    assert "已损坏" in fault
    write_ignored(file, ignored)


@posix
@pytest.mark.parametrize("kind", KINDS)
def test_a_word_copy_that_is_no_file_is_none(tmp_path: Path, kind: str) -> None:
    assert own_word_copy(put(kind, tmp_path / "稿.docx")) is None


@posix
def test_a_folder_of_earlier_issues_with_other_things_in_it(tmp_path: Path) -> None:
    earlier: Issue = TIDY
    write_bulletin(tmp_path / "好.bulletin", earlier)
    for kind in KINDS:
        put(kind, tmp_path / f"{kind}.bulletin")
    (tmp_path / "圈.bulletin").symlink_to("圈.bulletin")
    assert [known.file for known in earlier_issues(earlier, tmp_path)] == ["好.bulletin"]


def test_a_manuscript_of_twenty_gigabytes_is_refused_for_its_size(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    huge = tmp_path / "稿.txt"
    with huge.open("wb") as file:
        file.truncate(20 << 30 if sys.platform != "win32" else 130 << 20)
    assert main(["import", str(huge), "-o", str(tmp_path / "新.bulletin")]) == 3
    assert "文件超过128 MiB" in capsys.readouterr().err


# ---- nothing is opened for reading but through `paths`

EXCEPTIONS = {
    "programs": "what a program of ours said, in a folder of our own",
    "archiving.checking": "members of a zip that `paths` opened",
    "desk.page.images": "a picture in memory",
    "desk.picturing.reading": "pixels in memory",
    "export.docx.redline": "copies in memory, which our own writer has made",
    "library.alone": "the lock itself, in a folder of our own",
    "packages": "members of a zip in memory",
    "pictures.reading": "pictures in memory",
    "storage.atomic": "what was just written",
    "storage.bulletin_file": "members of a zip in memory",
    "storage.instance": "the lock itself, in a folder of our own",
    "storage.journal": "the journal's own segments",
    "storage.kept_pictures": "the journal's own pictures, which are written",
    "storage.lock": "the lock itself",
    "storage.log": "the log is written",
    "storage.system": "what the system says of processes",
}
"""Modules that open what no clerk chooses, and what that is."""


METHODS = {"read_bytes", "read_text", "copyfile", "copytree", "fromfile", "memmap"}
FUNCTIONS = {
    *(f"shutil.{name}" for name in ("copy", "copy2", "move")),
    *(f"{module}.load" for module in ("json", "tomllib", "pickle", "plistlib", "marshal")),
    *(f"{module}.open" for module in ("os", "io", "codecs", "gzip", "bz2", "lzma")),
    "open",
}


def bare_reads(tree: ast.AST) -> Iterator[ast.Call]:
    """Calls that read a file; what is shipped with the program (`resource(...)`) may be read as it is."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = ast.unparse(node.func)
        method = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        if name.startswith("resource("):
            continue
        if method in METHODS or name in FUNCTIONS or (method == "open" and _as_a_file(node)):
            yield node


def _as_a_file(node: ast.Call) -> bool:
    """`path.open("rb")`: a mode is given, and it is one that reads. A window's `box.open()` has none."""
    modes = [part.value for part in node.args if isinstance(part, ast.Constant)]
    modes += [
        part.value.value
        for part in node.keywords
        if part.arg == "mode" and isinstance(part.value, ast.Constant)
    ]
    keywords = {part.arg for part in node.keywords}
    named = [part for part in node.args if not isinstance(part, ast.Constant)]
    written = any(isinstance(mode, str) and mode[:1] in "wxa" and "+" not in mode for mode in modes)
    return not written and bool(modes or keywords & {"encoding", "buffering", "newline"} or named)


def module_of(file: Path) -> str:
    return ".".join(file.relative_to(SOURCE).with_suffix("").parts)


@pytest.mark.parametrize("file", sorted(SOURCE.rglob("*.py")), ids=module_of)
def test_files_are_opened_through_paths(file: Path) -> None:
    found = list(bare_reads(ast.parse(file.read_text(encoding="utf-8"))))
    if module_of(file) in ("paths", *EXCEPTIONS):
        assert found, f"{file} needs no exception any more"
        return
    assert not found, f"{file}:{found[0].lineno}: {ast.unparse(found[0])}"


@pytest.mark.parametrize(
    ("line", "bare"),
    [
        ("file.read_bytes()", True),
        ("Path(name).read_text(encoding='utf-8')", True),
        ("open(name, 'rb')", True),
        ("file.open('rb')", True),
        ("file.open(mode='r', encoding='utf-8')", True),
        ("file.open('r+b')", True),
        ("file.open(how)", True),
        ("os.open(name, os.O_RDONLY)", True),
        ("shutil.copyfile(a, b)", True),
        ("json.load(stream)", True),
        ("file.open('wb')", False),
        ("box.open()", False),
        ("json.loads(text)", False),
        ("resource('icons', 'a.svg').read_text(encoding='utf-8')", False),
    ],
)
def test_the_check_itself(line: str, bare: bool) -> None:
    assert bool(list(bare_reads(ast.parse(line)))) is bare
