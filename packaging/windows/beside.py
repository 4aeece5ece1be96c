"""Tries the built program under Wine in a folder where programs, libraries and modules lie beside the
document, as they may when all came by mail: none of them may be run. A part of `test.py`.

    python3 packaging/windows/beside.py     with the tree that build.py has made

Exit codes: 0 all well; 1 not.
"""

from __future__ import annotations

import re
import shutil
import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import tree
import wine
from smoke import Failure, check, until
from tree import HERE, ROOT, TREE, WORK, bootstrap

OUT = WORK / "beside"
EXAMPLE = "2024-01-09.bulletin"
PROGRAMS = ("soffice", "libreoffice", "powershell", "pwsh", "taskkill", "cmd", "winword", "swriter", "python")
LIBRARIES = (
    "version",
    "python3",
    "python311",
    "vcruntime140",
    "vcruntime140_1",
    "msvcp140",
    "ucrtbase",
    "icuuc",
    "dwmapi",
    "uxtheme",
    "libffi-8",
    "Qt6Core",
    "Qt6Gui",
    "pyside6.abi3",
    "shiboken6.abi3",
)
MODULES = (
    "json",
    "platform",
    "zipfile",
    "encodings/__init__",
    "site",
    "sitecustomize",
    "usercustomize",
    "lxml/__init__",
    "PySide6/__init__",
    "bulletin_desk/__init__",
    "Lib/os",
    "Lib/site-packages/sitecustomize",
)
_HERE = "C:\\mail"
SNARES = {
    "QT_QPA_PLATFORM": "offscreen",
    "QT_PLUGIN_PATH": _HERE,
    "PYTHONPATH": _HERE,
    "PYTHONHOME": _HERE,
    "PYTHONSTARTUP": f"{_HERE}\\json.py",
    "PYTHONUSERBASE": _HERE,
    "PYTHONPLATLIBDIR": _HERE,
    "WINEPATH": f".;{_HERE};C:\\windows\\system32;C:\\windows",
}
"""What the program's environment says; WINEPATH is how PATH is told to Wine."""
_STEP = 300
_HANGING = 4
"""Seconds that a converter which hangs may take."""


class Mail:
    """The folder with the traps, and the marks that they leave."""

    def __init__(self, prefix: wine.Prefix) -> None:
        self.prefix = prefix
        self.folder = prefix.inner("mail")
        self._marks = prefix.inner("marks")

    def lay(self) -> None:
        """Puts a document among the traps. Raises SetupError."""
        self.folder.mkdir()
        self._marks.mkdir()
        program, library = OUT / "trap.exe", OUT / "trap.dll"
        for name in PROGRAMS:
            for ending in (".exe", ".com"):
                shutil.copyfile(program, self.folder / f"{name}{ending}")
            (self.folder / f"{name}.bat").write_text("@echo x> C:\\marks\\mail-batch\r\n", encoding="ascii")
        for name in LIBRARIES:
            shutil.copyfile(library, self.folder / f"{name}.dll")
        for name in MODULES:
            file = self.folder / f"{name}.py"
            file.parent.mkdir(parents=True, exist_ok=True)
            mark = f"open('C:/marks/mail-' + {name.replace('/', '.')!r}, 'w').close()\n"
            file.write_text(mark + "raise SystemExit(77)\n", encoding="ascii")
        (self.folder / "python311._pth").write_text(".\r\nimport site\r\n", encoding="ascii")
        (self.folder / "pyvenv.cfg").write_text("home = C:\\mail\r\n", encoding="ascii")
        shutil.copyfile(ROOT / "examples" / EXAMPLE, self.folder / EXAMPLE)
        # The head of an old Word file, which only another program can read.
        (self.folder / "a.doc").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(4096))

    def marks(self) -> set[str]:
        """Who has left a mark since this was last asked."""
        seen = {mark.name for mark in self._marks.iterdir()}
        for name in seen:
            (self._marks / name).unlink()
        return seen

    def run(self, *words: str | Path) -> wine.Result:
        """Runs a program in the folder, with all that Python and Windows look at leading here."""
        return self.prefix.run(words, seconds=_STEP, cwd=self.folder, **SNARES)


def make_traps() -> None:
    """Compiles them. Raises SetupError."""
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    for name, words in {
        "trap.exe": [],
        "trap.dll": ["-shared", "-DLIBRARY"],
        "hangs.exe": ["-DHANGS"],
        "careless.exe": ["-DCARELESS"],
    }.items():
        tree.compile_c(["-O2", "-s", *words, "-o", OUT / name, HERE / "trap.c"])


def check_traps(mail: Mail) -> None:
    """That each kind of trap catches who walks into it."""
    careless = mail.prefix.inner("careless.exe")
    shutil.copyfile(OUT / "careless.exe", careless)
    mail.run(careless)
    check("mail-python3.dll" in mail.marks(), "陷阱不灵：找 DLL 的程序没有踩上")
    mail.run(mail.folder / "soffice.com")
    check("mail-soffice.com" in mail.marks(), "陷阱不灵：运行了它，却没有留下记号")


def check_caught(mail: Mail, what: str, done: wine.Result) -> set[str]:
    """Raises Failure if the program ran something of the folder; who else left a mark."""
    marks = mail.marks()
    caught = sorted(mark.removeprefix("mail-") for mark in marks if mark.startswith("mail-"))
    check(not caught, f"{what}：运行了文件旁边的 {'、'.join(caught)}。", done.output)
    return {mark.removeprefix("other-") for mark in marks}


def check_start(mail: Mail) -> None:
    """The command line and the bare Python, among modules and libraries that are not ours."""
    done = mail.run(TREE / "bulletin-desk.exe", "export", EXAMPLE, "--faces", "shipped", "--pdf", "out.pdf")
    check_caught(mail, "输出", done)
    check(done.code == 0 and (mail.folder / "out.pdf").is_file(), "没有输出成。", done.output)
    probe = "import sys; print('path:', *sys.path, sep='\\n')"
    done = mail.run(TREE / "python" / "python.exe", "-c", probe)
    check_caught(mail, "python.exe", done)
    path = done.output.replace("\r", "").partition("path:\n")[2].splitlines()
    ours = wine.windows_path(TREE / "python").lower()
    strangers = [place for place in path if not place.lower().startswith(ours)]
    check(path and not strangers, f"Python 还在别处找模块：{strangers}", done.output)
    bootstrap.say("  旁边的模块和 DLL，命令行不用")


def check_window(mail: Mail) -> None:
    """The window, opened by a double click on the document: the current folder is then the document's."""
    lock = mail.folder / f".{EXAMPLE}.lock"
    command: list[str | Path] = [TREE / "BulletinDesk.exe", f"{_HERE}\\{EXAMPLE}"]
    with mail.prefix.running(command, cwd=mail.folder, **SNARES):
        until(lock.exists, "窗口没有打开文件。")
    check_caught(mail, "双击打开", wine.Result(0, ""))
    bootstrap.say("  旁边的模块和 DLL，编辑窗口不用")


def check_import(mail: Mail) -> None:
    """An old Word file, which needs another program, by the command line and by the desk: without
    LibreOffice, and with one that hangs and has to be stopped."""
    office = mail.prefix.inner("Program Files", "LibreOffice", "program")
    for hanging in (False, True):
        if hanging:
            office.mkdir(parents=True)
            for name in ("soffice.com", "soffice.exe"):
                shutil.copyfile(OUT / "hangs.exe", office / name)
        else:
            done = mail.run(TREE / "bulletin-desk.exe", "import", "a.doc", "-o", "taken.bulletin")
            check_caught(mail, "命令行导入 a.doc", done)
            check(done.code == 3 and "a.doc" in done.output, "a.doc 没有照说好的退回。", done.output)
        script = wine.windows_path(HERE / "import_old.py")
        words = ("-X", "utf8", script, str(_HANGING), "C:\\mail\\a.doc")
        done = mail.run(TREE / "python" / "python.exe", *words)
        others = check_caught(mail, "编辑窗口导入 a.doc", done)
        check(re.search(r"said: .*a\.doc", done.output), "编辑窗口没有退回 a.doc。", done.output)
        check(("soffice.com" in others) is hanging, f"运行的不是装好的 LibreOffice，是 {others}", done.output)
    bootstrap.say("  导入 a.doc，命令行和编辑窗口都不运行旁边的程序")


def try_beside() -> None:
    """All of it. Raises SetupError, Failure among them."""
    check((TREE / "bulletin-desk.exe").is_file(), f"没有 {TREE}，请先运行 build.py。")
    make_traps()
    with wine.Prefix(WORK / "wine" / "beside") as prefix:
        prefix.make()
        mail = Mail(prefix)
        mail.lay()
        check_traps(mail)
        check_start(mail)
        check_window(mail)
        check_import(mail)


def main() -> int:
    """Runs the command; the exit code."""
    ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter).parse_args()
    try:
        if lacking := wine.prepare():
            bootstrap.say(f"没有试：{lacking}。")
            return 0
        try_beside()
    except Failure as failure:
        bootstrap.show_failure(failure)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
