"""Programs are found by whole paths alone, whatever lies beside a document or in the current folder."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bulletin_desk import programs
from bulletin_desk.errors import BulletinDeskError
from bulletin_desk.exit_codes import INTERRUPTED
from bulletin_desk.export.report import compare_with_libreoffice
from bulletin_desk.intake.read import read_manuscript

SOURCE = Path(__file__).resolve().parents[1] / "src" / "bulletin_desk"
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
NAMES = ("soffice", "libreoffice", "powershell", "taskkill")
NO_PLACE = ("ProgramFiles", "ProgramW6432", "ProgramFiles(x86)", "LOCALAPPDATA")

posix = pytest.mark.skipif(sys.platform == "win32", reason="the stand-ins are shell scripts")


def plant(folder: Path, ran: Path) -> None:
    """Programs that leave a trace, by every name that is looked for."""
    for name in NAMES:
        for ending in ("", ".exe", ".com", ".bat", ".cmd"):
            planted = folder / f"{name}{ending}"
            planted.write_text(f"#!/bin/sh\necho {name} >> '{ran}'\n", encoding="utf-8")
            planted.chmod(0o755)


@pytest.fixture
def received(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with a manuscript and programs beside it; no LibreOffice is installed."""
    folder = tmp_path / "收件"
    folder.mkdir()
    plant(folder, tmp_path / "ran")
    (folder / "稿.doc").write_bytes(OLD)
    monkeypatch.chdir(folder)
    for name in NO_PLACE:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(programs, "_usual_places", lambda: iter(()))
    return folder


@pytest.mark.parametrize(
    "path", ["", ".", "{sep}", "./", "..{slash}收件", "{folder}", "{folder}{slash}.", None]
)
def test_what_lies_beside_a_document_is_not_run(
    received: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str | None
) -> None:
    if path is None:
        monkeypatch.delenv("PATH")
        monkeypatch.setattr(os, "defpath", f"{os.pathsep}.")
    else:
        monkeypatch.setenv("PATH", path.format(sep=os.pathsep, slash=os.sep, folder=received))
    assert programs.libreoffice(Path("稿.doc")) is None
    monkeypatch.setattr(sys, "platform", "linux")  # where there is no Word either
    with pytest.raises(BulletinDeskError, match="没有 LibreOffice"):
        read_manuscript(Path("稿.doc"))
    with pytest.raises(BulletinDeskError, match="请先安装 LibreOffice"):
        compare_with_libreoffice(Path("稿.doc"), [])
    assert not (tmp_path / "ran").exists()


@posix
def test_the_installed_one_is_run_in_a_folder_of_ours(
    received: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = tmp_path / "bin"
    installed.mkdir()
    command = installed / "soffice"
    trace = tmp_path / "trace"
    command.write_text(
        f'#!/bin/sh\npwd > "{trace}"\nls >> "{trace}"\necho "$PATH" >> "{trace}"\n', encoding="utf-8"
    )
    command.chmod(0o755)
    monkeypatch.setenv("PATH", f".::{installed}:/usr/bin:/bin:收件")
    assert programs.libreoffice(Path("稿.doc")) == command
    with pytest.raises(BulletinDeskError, match="没能把它转换成"):
        read_manuscript(Path("稿.doc"))
    folder, *listed, path = trace.read_text(encoding="utf-8").splitlines()
    assert Path(folder) != received
    assert "source.doc" in listed
    assert not set(listed) & set(NAMES)
    assert path == f"{installed}:/usr/bin:/bin"
    assert not (tmp_path / "ran").exists()


def test_a_program_without_a_whole_path_is_not_started(received: Path, tmp_path: Path) -> None:
    for name in ("soffice", "./soffice", "soffice.exe"):
        with pytest.raises(ValueError, match="whole path"):
            programs.run([name], tmp_path, 5)


@posix
def test_what_a_program_says_is_kept_short(tmp_path: Path) -> None:
    code, said = programs.run(
        ["/bin/sh", "-c", "head -c 100000 /dev/zero | tr '\\0' x >&2; exit 3"], tmp_path, 20
    )
    assert (code, set(said)) == (3, {"x"})
    assert len(said) < 10_000


def test_a_window_leaves_the_current_folder(received: Path) -> None:
    programs.leave_current_folder()
    assert not Path.cwd().samefile(received)


@pytest.mark.skipif(sys.platform != "win32", reason="there alone they have these places")
def test_the_systems_own_programs_are_named_by_whole_paths(received: Path) -> None:
    folder = programs._system_folder()
    assert folder.is_absolute()
    assert (folder / "kernel32.dll").is_file()
    shell = programs.powershell()
    assert shell is None or (shell.is_absolute() and folder in shell.parents)


# ---- no other way to start a program

_STARTERS = {
    "which",
    "system",
    "popen",
    "startfile",
    "Popen",
    "check_output",
    "check_call",
    "QProcess",
    "QLibrary",
}
_STARTERS |= {
    f"{kind}{how}" for kind in ("exec", "spawn") for how in ("l", "le", "lp", "lpe", "v", "ve", "vp", "vpe")
}
_MODULES = {"subprocess", "webbrowser", "pty", "multiprocessing", "posix", "nt"}


@pytest.mark.parametrize("file", sorted(SOURCE.rglob("*.py")), ids=lambda file: str(file.relative_to(SOURCE)))
def test_only_one_module_starts_programs(file: Path) -> None:
    if file.name == "programs.py":
        return
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        names: set[str] = set()
        if isinstance(node, ast.Import):
            names = {alias.name.split(".")[0] for alias in node.names} & _MODULES
        elif isinstance(node, ast.ImportFrom):
            names = {(node.module or "").split(".")[0]} & _MODULES
            names |= {alias.name for alias in node.names} & _STARTERS
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            names = {node.attr} & _STARTERS if node.value.id in ("os", "shutil", "asyncio") else set()
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            names = {node.value} if node.value.lower().endswith((".exe", ".com", ".bat", ".cmd")) else set()
        assert not names, f"{file}:{getattr(node, 'lineno', 0)}: {names}"


def test_the_check_itself_sees_what_it_forbids() -> None:
    assert "subprocess" in _MODULES
    assert hasattr(subprocess, "Popen")
    assert {"which", "execv", "spawnvp", "startfile"} <= _STARTERS


def test_a_process_that_is_left_alone_ends() -> None:
    code = (
        "import threading; from bulletin_desk import programs; programs.left_alone(0.0);"
        " threading.Event().wait()"
    )
    process = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE)
    assert process.stdin is not None
    assert process.poll() is None
    process.stdin.close()
    assert process.wait(60) == INTERRUPTED
