"""Installs the setup under Wine as a clerk would, uses the program, uninstalls it. A part of `test.py`.

    python3 packaging/windows/smoke.py     with what build.py has put into dist/

Tried are: the silent setup, what it enters in the registry and the Start menu; PDF and DOCX of the example,
which must be the ones that Linux writes, byte by byte; the window offscreen; a setup over a running and over
an older version; the uninstaller, which must leave documents alone. Exit codes: 0 all well; 1 not.
"""

from __future__ import annotations

import contextlib
import re
import shutil
import sys
import time
import zlib
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import contents
import wine
from tree import HERE, ROOT, WORK, bootstrap, version

SETUP = ROOT / "dist" / f"BulletinDesk-{version()}-setup.exe"
OUT = WORK / "smoke"
EXAMPLE = "2024-01-09.bulletin"
UNINSTALL = r"Software\Microsoft\Windows\CurrentVersion\Uninstall\BulletinDesk"
FOREIGN = ("我的笔记.txt", "python/keep.txt", "licences/keep.txt")
"""What is put among the installed files, and must stay."""
UNINSTALLER = "~nsu"
"""The folder of the copy of itself as which NSIS's uninstaller goes on: so it can remove its own file."""
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_STEP = 300


class Failure(bootstrap.SetupError):
    """The program did not do what it should: one sentence, and what it said."""


# Rules


def unpacked(pdf: bytes) -> bytes:
    """A PDF with its packed streams unpacked and all that depends on their lengths taken out: two files that
    are alike so differ only in how zlib packed them."""

    body = pdf[: pdf.rindex(b"\nxref")] if b"\nxref" in pdf else pdf
    parts = []
    at = 0
    while start := _STREAM.search(body, at):
        parts.append(body[at : start.end()])
        at = start.end()
        unpacker = zlib.decompressobj()
        # What is packed knows where it ends; what isn't is taken as it is.
        with contextlib.suppress(zlib.error):
            content = unpacker.decompress(body[at:])
            if unpacker.eof:
                parts.append(content)
                at = len(body) - len(unpacker.unused_data)
    return re.sub(rb"/Length \d+", b"/Length", b"".join([*parts, body[at:]]))


def comparison(ours: bytes, theirs: bytes) -> str | None:
    """How two PDF files agree, as said to the developer; None if they don't."""
    if ours == theirs:
        return "逐字节相同"
    if unpacked(ours) == unpacked(theirs):
        return "压缩不同，解开以后逐字节相同"
    return None


# Running


def check(condition: object, sentence: str, output: str = "") -> None:
    """Raises Failure with the sentence unless the condition holds."""
    if not condition:
        raise Failure(sentence, output)


def until(met: Callable[[], bool], sentence: str) -> None:
    """Waits for what another program does. Raises Failure with the sentence when it takes too long."""
    deadline = time.monotonic() + _STEP
    while not met():
        check(time.monotonic() < deadline, sentence)
        time.sleep(0.05)


def home(prefix: wine.Prefix) -> Path:
    """The one user's folder."""
    folders = [folder for folder in prefix.inner("users").iterdir() if folder.name.lower() != "public"]
    return folders[0]


def registry(prefix: wine.Prefix, key: str, value: str = "") -> str | None:
    """A value of the user's registry, None where it isn't there."""
    done = prefix.run(["reg", "query", f"HKCU\\{key}", *(["/v", value] if value else ["/ve"])], seconds=60)
    found = re.search(r"REG_\w+\s+(.*?)\s*$", done.output, re.MULTILINE)
    return found[1] if done.code == 0 and found else None


def install(prefix: wine.Prefix) -> wine.Result:
    """Runs the setup silently and waits for its end."""
    return prefix.run([SETUP, "/S"], seconds=_STEP)


def uninstall(prefix: wine.Prefix, program: Path) -> wine.Result:
    """Runs the uninstaller silently and waits for its end; no exit code where it did not end."""
    done = prefix.run([program / "uninstall.exe", "/S"], seconds=_STEP)
    return done if prefix.wait(UNINSTALLER, _STEP) else wine.Result(None, done.output)


def linux_exports() -> None:
    """What the same program writes here, with the same faces."""
    targets: list[str | Path] = ["--pdf", OUT / "linux.pdf", "--docx", OUT / "linux.docx"]
    command: list[str | Path] = [
        bootstrap.venv_python(),
        "-m",
        "bulletin_desk",
        "export",
        ROOT / "examples" / EXAMPLE,
        "--faces",
        "shipped",
    ]
    bootstrap.run_quietly([*command, *targets], "Linux 上没有排成。")


def smoke() -> None:
    """All of it. Raises SetupError, Failure among them, at the first thing that is wrong."""
    check(SETUP.is_file(), f"没有安装程序 {SETUP}，请先运行 build.py。")
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    linux_exports()
    with wine.Prefix(WORK / "wine" / "smoke") as prefix:
        prefix.make()
        user = home(prefix)
        documents = user / "Documents" / "简报"
        documents.mkdir(parents=True, exist_ok=True)
        document = documents / "第 3 期.bulletin"
        shutil.copyfile(ROOT / "examples" / EXAMPLE, document)
        program = user / "AppData" / "Local" / "Programs" / "BulletinDesk"
        check_foreign_folder(prefix)
        check_install(prefix, user, program)
        check_exports(prefix, program, documents, document)
        check_window(prefix, program, document)
        check_upgrade(prefix, program, document)
        check_uninstall(prefix, user, program, document)
    bootstrap.say("安装、打开、输出、覆盖安装、卸载都对。")


def check_foreign_folder(prefix: wine.Prefix) -> None:
    """A folder that holds other people's things keeps them all; `folders.py` tries more of that."""
    tools = prefix.inner("tools")
    theirs = [tools / "python" / "keep.txt", tools / "licences" / "keep.txt"]
    for file in theirs:
        file.parent.mkdir(parents=True)
        file.write_text("不要删", encoding="utf-8")
    done = prefix.run([SETUP, "/S", "/D=C:\\tools"], seconds=_STEP)
    own = tools / "BulletinDesk"
    check(done.code == 0 and (own / "BulletinDesk.exe").is_file(), "没有装到自己的文件夹里。", done.output)
    done = uninstall(prefix, own)
    left = sorted(file for file in tools.rglob("*") if file.is_file())
    check(done.code == 0 and left == sorted(theirs), f"别人的文件夹里，卸载以后是 {left}。")
    bootstrap.say("  别人的文件夹：不动")


def check_install(prefix: wine.Prefix, user: Path, program: Path) -> None:
    """The silent setup, the registry, the Start menu."""
    done = install(prefix)
    check(done.code == 0, "安装程序没有装成。", done.output)
    for name in (
        "BulletinDesk.exe",
        "bulletin-desk.exe",
        "uninstall.exe",
        "python/python311.dll",
        "licences/README.txt",
    ):
        check((program / name).is_file(), f"装好以后没有 {name}。")
    check(registry(prefix, r"Software\Classes\.bulletin") == "BulletinDesk.Bulletin", ".bulletin 没有登记。")
    command = registry(prefix, r"Software\Classes\BulletinDesk.Bulletin\shell\open\command")
    check(command and command.endswith(r'\BulletinDesk.exe" "%1"'), f"双击 .bulletin 会运行 {command}。")
    check(registry(prefix, UNINSTALL, "DisplayVersion") == version(), "“应用和功能”里没有登记。")
    check(list(user.rglob("简报编排.lnk")), "开始菜单里没有。")
    bootstrap.say("  安装：对")


def check_exports(prefix: wine.Prefix, program: Path, documents: Path, document: Path) -> None:
    """PDF and Word copy of the installed program against Linux's."""
    pdf, docx = documents / "第 3 期.pdf", documents / "第 3 期.docx"
    command: list[str | Path] = [
        program / "bulletin-desk.exe",
        "export",
        wine.windows_path(document),
        "--faces",
        "shipped",
    ]
    targets: list[str | Path] = ["--pdf", wine.windows_path(pdf), "--docx", wine.windows_path(docx)]
    done = prefix.run([*command, *targets], seconds=_STEP, cwd=documents)
    check(done.code == 0 and pdf.is_file() and docx.is_file(), "装好的程序没有输出成。", done.output)
    how = comparison(pdf.read_bytes(), (OUT / "linux.pdf").read_bytes())
    shutil.copyfile(pdf, OUT / "windows.pdf")
    shutil.copyfile(docx, OUT / "windows.docx")
    check(how, f"PDF 与 Linux 上的不同，见 {OUT}。")
    same = docx.read_bytes() == (OUT / "linux.docx").read_bytes()
    check(same, f"Word 文件与 Linux 上的不同，见 {OUT}。")
    bootstrap.say(f"  PDF 与 Linux 上的{how}，Word 文件逐字节相同")


def check_window(prefix: wine.Prefix, program: Path, document: Path) -> None:
    """The window opens with a file, twice: the second time is what a clerk waits every day."""
    for count in ("第一次", "再一次"):
        picture = OUT / "window.png"
        command: list[str | Path] = [
            program / "python" / "python.exe",
            "-X",
            "utf8",
            wine.windows_path(HERE / "look.py"),
        ]
        words = [wine.windows_path(picture), str(time.time()), wine.windows_path(document)]
        done = prefix.run([*command, *words], seconds=_STEP, QT_QPA_PLATFORM="offscreen")
        seconds = re.search(r"^window after ([\d.]+) s$", done.output, re.MULTILINE)
        check(done.code == 0 and seconds and picture.is_file(), "窗口没有打开。", done.output)
        assert seconds
        bootstrap.say(f"  {count}打开窗口：{seconds[1]} 秒")


def check_upgrade(prefix: wine.Prefix, program: Path, document: Path) -> None:
    """A setup over a running program is refused, over a closed one it keeps what isn't its own."""
    for name in FOREIGN:
        (program / name).write_text("不要删", encoding="utf-8")
    stale = program / "python" / "Lib" / "site-packages" / "gone_in_this_version.py"
    stale.write_text("", encoding="utf-8")
    with (program / contents.LIST).open("a", encoding="ascii", newline="") as older:
        older.write("p python\\Lib\\site-packages\\gone_in_this_version.py\r\n")
    script = wine.windows_path(HERE / "held.py")
    words = [
        wine.windows_path(SETUP),
        wine.windows_path(program / "BulletinDesk.exe"),
        wine.windows_path(document),
    ]
    done = prefix.run(
        [program / "python" / "python.exe", "-X", "utf8", script, *words],
        seconds=_STEP,
        QT_QPA_PLATFORM="offscreen",
    )
    check(done.code == 0, "编辑窗口开着时，安装程序没有按约定停下。", done.output)
    done = install(prefix)
    check(done.code == 0, "没有装到旧版上面。", done.output)
    lacking = [name for name in FOREIGN if not (program / name).is_file()]
    check(not lacking and not stale.exists(), f"装到旧版上面以后，少了 {lacking}，或旧版的还在。")
    bootstrap.say("  开着时不装，关上后覆盖安装：对")


def check_uninstall(prefix: wine.Prefix, user: Path, program: Path, document: Path) -> None:
    """The uninstaller takes away what the setup brought, and nothing else."""
    before = document.read_bytes()
    others = {
        file
        for file in user.rglob("*")
        if file.is_file() and program not in file.parents and file.suffix != ".lnk"
    }
    done = uninstall(prefix, program)
    check(done.code == 0, "没有卸载成。", done.output)
    left = sorted(file.relative_to(program).as_posix() for file in program.rglob("*") if file.is_file())
    check(left == sorted(FOREIGN), f"卸载以后程序文件夹里是 {left}。")
    check(document.read_bytes() == before, "卸载动了简报文件。")
    gone = sorted(str(file) for file in others if not file.exists() and "Temp" not in file.parts)
    check(not gone, f"卸载删掉了 {gone}。")
    check(not list(user.rglob("简报编排.lnk")), "卸载以后开始菜单里还有。")
    for key in (r"Software\Classes\.bulletin", r"Software\Classes\BulletinDesk.Bulletin"):
        check(registry(prefix, key) is None, f"卸载以后注册表里还有 {key}。")
    bootstrap.say("  卸载：对")


def main() -> int:
    """Runs the command; the exit code."""
    ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter).parse_args()
    try:
        if lacking := wine.prepare():
            bootstrap.say(f"没有试：{lacking}。")
            return 0
        smoke()
    except bootstrap.SetupError as error:
        bootstrap.show_failure(error)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
