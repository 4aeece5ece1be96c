"""Tries the setup under Wine on folders that hold what is not ours: nothing of that may go. A part of
`test.py`.

    python3 packaging/windows/folders.py

The setups tried are made of small trees, so that many cases take a minute; their script is the real one's.
Exit codes: 0 all well; 1 not.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import build
import contents
import tree
import wine
from smoke import UNINSTALL, Failure, check, registry, uninstall, until
from tree import WORK, bootstrap

OUT = WORK / "folders"
REFUSED = 2
_STEP = 120
_MOMENT = 1_700_000_000
_SLEEPER = """#include <windows.h>
int wmain(void) {
    CloseHandle(CreateFileW(L"C:\\\\started.txt", GENERIC_WRITE, 0, 0, CREATE_ALWAYS, 0, 0));
    Sleep(600000);
    return 0;
}
"""
"""A program that says that it runs, and then only does."""
OLDER: dict[str, bytes] = {
    "BulletinDesk.exe": b"",
    "bulletin-desk.exe": b"old",
    "python/python311.dll": b"old",
    "python/Lib/gone.py": b"old",
    "python/Lib/stays.py": b"old",
    "licences/GPL-3.0.txt": b"old",
    "licences/gone/LICENSE": b"old",
    "examples/full.bulletin": b"old",
}
"""A program of an earlier version, file by file."""
NEWER: dict[str, bytes] = {
    "BulletinDesk.exe": b"",
    "bulletin-desk.exe": b"new",
    "python/python311.dll": b"new",
    "python/Lib/stays.py": b"new",
    "python/Lib/came.py": b"new",
    "licences/GPL-3.0.txt": b"new",
    "licences/came/LICENSE": b"new",
    "examples/full.bulletin": b"new",
}
FOREIGN: dict[str, bytes] = {
    "python/keep.txt": b"theirs",
    "python/Lib/keep.py": b"theirs",
    "licences/keep.txt": b"theirs",
    "notes.txt": b"theirs",
}


@dataclass(frozen=True)
class Ground:
    """What a case is tried on: the machine, and the setups of the older and the newer version."""

    prefix: wine.Prefix
    older: Path
    newer: Path

    def place(self, name: str) -> Path:
        """A folder on drive C, which is not there yet."""
        return self.prefix.inner(name)

    def install(self, setup: Path, folder: Path | None = None) -> int | None:
        """Runs a setup silently; its exit code."""
        # NSIS takes all that follows as the folder, with its spaces and unquoted; it must come last.
        words = [f"/D={self.windows(folder)}"] if folder else []
        return self.prefix.run([setup, "/S", *words], seconds=_STEP).code

    def uninstall(self, folder: Path) -> int | None:
        """Runs the uninstaller silently, to its very end; its exit code, None where it did not end."""
        return uninstall(self.prefix, folder).code

    def windows(self, path: Path) -> str:
        """A path on drive C as Windows writes it, at the top by its short name where it has a space, which
        could not be handed on."""
        plain = "C:\\" + str(path.relative_to(self.prefix.drive)).replace("/", "\\")
        if " " not in plain:
            return plain
        listed = self.prefix.run(["cmd", "/c", "dir", "/x", "C:\\"], seconds=60).output
        lines = [line.rstrip() for line in listed.splitlines()]
        short = next((line for line in lines if line.endswith(f" {path.name}")), "")
        check(short, f"没有列出 {path.name} 的短名", listed)
        return "C:\\" + short.removesuffix(path.name).split()[-1]

    def forget(self) -> None:
        """Makes the registry forget the program, so that each case begins anew."""
        self.prefix.run(["reg", "delete", f"HKCU\\{UNINSTALL}", "/f"], seconds=60)


def put(folder: Path, files: Mapping[str, bytes]) -> None:
    """Writes files below a folder."""
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


def found(folder: Path) -> dict[str, bytes]:
    """What lies in a folder, file by file; links are files here, and not followed."""
    seen: dict[str, bytes] = {}
    for inner, folders, files in os.walk(folder):
        for name in [*files, *(each for each in folders if (Path(inner) / each).is_symlink())]:
            path = Path(inner) / name
            content = b"->" if path.is_symlink() else path.read_bytes()
            seen[path.relative_to(folder).as_posix()] = content
    return seen


def differences(folder: Path, wanted: Mapping[str, bytes]) -> list[str]:
    """What a folder has that it should not have, lacks or has otherwise; the setup's own two files apart."""
    there = found(folder)
    for own in (contents.LIST, "uninstall.exe"):
        there.pop(own, None)
    names = sorted(there.keys() | wanted.keys())
    return [name for name in names if there.get(name) != wanted.get(name)]


def holds(folder: Path, wanted: Mapping[str, bytes], sentence: str) -> None:
    """Raises Failure unless a folder holds just this."""
    wrong = differences(folder, wanted)
    check(not wrong, f"{sentence}：{'、'.join(wrong)}")


# Cases: what each is for is its first line, which is also what is said of it.


def foreign_folder(ground: Ground) -> None:
    """别人的文件夹里：第一次装、升级、降级、卸载，别人的文件一个不少"""
    tools = ground.place("tools")
    put(tools, FOREIGN)
    own = tools / "BulletinDesk"
    for setup, program in ((ground.older, OLDER), (ground.newer, NEWER), (ground.older, OLDER)):
        check(ground.install(setup, tools) == 0, "没有装成")
        holds(own, real(program), "装在自己文件夹里的不对")
        holds_less(tools, own, FOREIGN)
    check(ground.uninstall(own) == 0, "没有卸载成")
    check(not own.exists(), "卸载以后自己的文件夹还在")
    holds(tools, FOREIGN, "别人的文件变了")


def holds_less(folder: Path, less: Path, wanted: Mapping[str, bytes]) -> None:
    """Raises Failure unless a folder, less one in it, holds just this."""
    head = less.relative_to(folder).as_posix() + "/"
    wrong = [name for name in differences(folder, wanted) if not name.startswith(head)]
    check(not wrong, f"别人的文件变了：{'、'.join(wrong)}")


def put_among_ours(ground: Ground) -> None:
    """装好以后放进来的别人的文件：升级、卸载都留着"""
    own = ground.place("ours")
    check(ground.install(ground.older, own) == 0, "没有装成")
    put(own, FOREIGN)
    # In the way of a file that comes with the newer version.
    put(own, {"python/Lib/came.py": b"theirs", "licences/came/LICENSE": b"theirs"})
    check(ground.install(ground.newer, own) == 0, "没有升级成")
    aside = {
        "python/Lib/came（原来的）.py": b"theirs",
        "licences/came/LICENSE（原来的）": b"theirs",
    }
    holds(own, real(NEWER) | FOREIGN | aside, "升级以后不对")
    check(ground.uninstall(own) == 0, "没有卸载成")
    holds(own, dict(FOREIGN) | aside, "卸载以后不对")


def changed_by_the_clerk(ground: Ground) -> None:
    """改过的例子：升级时留在旁边，卸载时留下；改过的程序换掉"""
    own = ground.place("changed")
    check(ground.install(ground.older, own) == 0, "没有装成")
    put(
        own,
        {"examples/full.bulletin": b"mine", "python/Lib/stays.py": b"mine", "python/Lib/gone.py": b"mine"},
    )
    check(ground.install(ground.newer, own) == 0, "没有升级成")
    kept = {"examples/full（原来的）.bulletin": b"mine"}
    holds(own, real(NEWER) | kept, "升级以后不对")
    put(own, {"examples/full.bulletin": b"again"})
    check(ground.install(ground.newer, own) == 0, "没有再装成")
    kept["examples/full（原来的1）.bulletin"] = b"again"
    holds(own, real(NEWER) | kept, "再装以后不对")
    put(own, {"examples/full.bulletin": b"last"})
    check(ground.uninstall(own) == 0, "没有卸载成")
    holds(own, kept | {"examples/full.bulletin": b"last"}, "卸载以后不对")


def read_only(ground: Ground) -> None:
    """只读的文件：照样升级、卸载，不说程序还开着"""
    own = ground.place("read-only")
    check(ground.install(ground.older, own) == 0, "没有装成")
    for name in OLDER:
        (own / name).chmod(0o444)
    check(ground.install(ground.newer, own) == 0, "没有升级成")
    holds(own, real(NEWER), "升级以后不对")
    for name in NEWER:
        (own / name).chmod(0o444)
    check(ground.uninstall(own) == 0, "没有卸载成")
    check(not own.exists(), f"卸载以后还有 {sorted(found(own))}")


def links(ground: Ground) -> None:
    """文件夹里通到别处的链接：不装，卸载时链接那头的不动"""
    own, elsewhere = ground.place("linked"), ground.place("elsewhere")
    put(elsewhere, {name.removeprefix("python/"): b"theirs" for name in OLDER if name.startswith("python/")})
    there = found(elsewhere)
    check(ground.install(ground.older, own) == 0, "没有装成")
    shutil.rmtree(own / "python")
    (own / "python").symlink_to(elsewhere, target_is_directory=True)
    before = found(own)
    check(ground.install(ground.newer, own) == REFUSED, "照样装了")
    check(found(own) == before, "没有装，却动了文件")
    check(found(elsewhere) == there, "动了链接那头的文件")
    check(ground.uninstall(own) == 0, "没有卸载成")
    check(found(elsewhere) == there, "卸载动了链接那头的文件")
    holds(own, {"python": b"->"}, "卸载以后不对")
    # The folder itself may be a link: that is where it was asked for.
    chosen, target = ground.place("chosen"), ground.place("target")
    target.mkdir()
    chosen.symlink_to(target, target_is_directory=True)
    check(ground.install(ground.older, chosen) == 0, "没有装成")
    holds(target, real(OLDER), "装得不对")
    check(ground.uninstall(chosen) == 0, "没有卸载成")
    check(chosen.is_symlink() and target.is_dir() and not found(target), "卸载以后不对")


def no_target(ground: Ground) -> None:
    """用户和系统的文件夹：装到其中自己的文件夹里，磁盘根、Windows 的不装；两处都被占了的，不装"""
    drive = ground.prefix.drive
    before = {each.name for each in drive.iterdir()}
    check(ground.prefix.run([ground.older, "/S", "/D=C:\\"], seconds=_STEP).code == 0, "没有装成")
    check({each.name for each in drive.iterdir()} == before, "装到磁盘根里去了")
    profile = ground.place("users")
    user = next(folder for folder in profile.iterdir() if folder.name.lower() != "public")
    for folder in (
        ground.place("Program Files"),
        profile,
        user,
        user / "AppData",
        ground.place("ProgramData"),
    ):
        before = {each.name for each in folder.iterdir()}
        check(ground.install(ground.older, folder) == 0, f"{ground.windows(folder)}：没有装成")
        holds(folder / "BulletinDesk", real(OLDER), f"{ground.windows(folder)}：装得不对")
        check(ground.uninstall(folder / "BulletinDesk") == 0, "没有卸载成")
        check({each.name for each in folder.iterdir()} == before, f"{ground.windows(folder)}：多了或少了东西")
    system = ground.prefix.inner("windows", "system32")
    for folder in (system.parent, system, system / "new"):
        before = {each.name for each in system.iterdir()}
        check(ground.install(ground.older, folder) == REFUSED, f"{ground.windows(folder)}：照样装了")
        check({each.name for each in system.iterdir()} == before, f"{ground.windows(folder)}：动了")
    taken = ground.place("taken")
    theirs = {"BulletinDesk/keep.txt": b"theirs", "notes.txt": b"theirs"}
    put(taken, theirs)
    check(ground.install(ground.older, taken) == REFUSED, "两处都被占了，照样装了")
    holds(taken, theirs, "没有装，却动了文件")
    file = ground.place("file")
    file.write_bytes(b"theirs")
    for folder in (file, file / "below"):
        # NSIS takes neither, and the setup its usual folder.
        ground.install(ground.older, folder)
        check(file.read_bytes() == b"theirs", "动了放在那里的文件")


def running(ground: Ground) -> None:
    """程序开着：不装，不卸载，一个文件不动；关上以后装得上"""
    own = ground.place("running")
    for name in ("BulletinDesk.exe", "bulletin-desk.exe"):
        check(ground.install(ground.older, own) == 0, "没有装成")
        if name != "BulletinDesk.exe":
            shutil.copyfile(own / "BulletinDesk.exe", own / name)
        before = found(own)
        mark = ground.place("started.txt")
        mark.unlink(missing_ok=True)
        with ground.prefix.running([own / name]):
            until(mark.exists, f"{name} 没有开起来")
            check(ground.install(ground.newer, own) == REFUSED, f"{name} 开着，照样装了")
            # In place, for its exit code: else it goes on as a copy of itself.
            in_place: list[str | Path] = [own / "uninstall.exe", "/S", f"_?={ground.windows(own)}"]
            check(ground.prefix.run(in_place, seconds=_STEP).code == REFUSED, f"{name} 开着，照样卸载了")
            check(found(own) == before, "没有装，却动了文件")
        check(ground.install(ground.newer, own) == 0, "关上以后没有装成")
        holds(own, real(NEWER), "升级以后不对")


def without_a_list(ground: Ground) -> None:
    """没有清单的旧版：从注册表认出来，照旧版有的名字换掉，别人的留下"""
    own = ground.place("old")
    old = dict(OLDER) | dict.fromkeys(contents.earlier()[:40], b"old")
    for name in ("python/Lib/gone.py", "licences/gone/LICENSE"):
        del old[name]
    put(own, old | FOREIGN)
    check(ground.install(ground.newer, own) == 0, "没有装成")
    holds_less(own, own / "BulletinDesk", old | FOREIGN)
    check(ground.uninstall(own / "BulletinDesk") == 0, "没有卸载成")
    del old["examples/full.bulletin"]
    kept = {name: old[name] for name in old if name.startswith("examples/")}
    key = ["reg", "add", f"HKCU\\{UNINSTALL}", "/v", "InstallLocation", "/d", ground.windows(own), "/f"]
    check(ground.prefix.run(key, seconds=60).code == 0, "注册表没有写成")
    check(ground.install(ground.newer) == 0, "没有升级成")
    kept["examples/full（原来的）.bulletin"] = b"old"
    holds(own, real(NEWER) | FOREIGN | kept, "升级以后不对")


def moved(ground: Ground) -> None:
    """换一个文件夹装：原来的程序收走，别人的留下；原来的卸载程序不碰新装的登记"""
    first, second = ground.place("first"), ground.place("second")
    check(ground.install(ground.older, first) == 0, "没有装成")
    put(first, FOREIGN)
    spare = first / "spare"
    shutil.copytree(first, spare, ignore=shutil.ignore_patterns("spare"))
    check(ground.install(ground.newer, second) == 0, "没有装成")
    holds(second, real(NEWER), "新装的不对")
    holds_less(first, spare, FOREIGN)
    check(ground.uninstall(spare) == 0, "没有卸载成")
    holds(spare, FOREIGN, "卸载以后不对")
    where = registry(ground.prefix, UNINSTALL, "InstallLocation")
    check(where == ground.windows(second), f"注册表里是 {where}")


def forged_list(ground: Ground) -> None:
    """改坏的清单：不删文件夹以外的，也不按通配符删"""
    own = ground.place("forged")
    theirs = {"outside/keep.txt": b"theirs", "outside/sub/keep.txt": b"theirs"}
    put(ground.prefix.drive, theirs)
    lines = [
        r"..\outside\keep.txt",
        r"python\..\..\outside\keep.txt",
        r"\outside\keep.txt",
        r"c:\outside\keep.txt",
    ]
    lines += [r"python\*.*", "../outside/keep.txt", r"python\keep.tx?", "notes.txt\\..\\..\\outside"]
    for line in lines:
        put(own, FOREIGN)
        forged = f"{contents.HEAD}\r\n{contents.UNKNOWN}\r\np {line}\r\nd ..\\outside\\sub\r\n"
        (own / contents.LIST).write_bytes(forged.encode())
        check(ground.install(ground.newer, own) == 0, f"{line}：没有装成")
        holds(own, real(NEWER) | FOREIGN, f"{line}：不对")
        check(ground.uninstall(own) == 0, f"{line}：没有卸载成")
        holds(own, FOREIGN, f"{line}：卸载以后不对")
    check(
        found(ground.place("outside")) == {"keep.txt": b"theirs", "sub/keep.txt": b"theirs"}, "删到外面去了"
    )


CASES: tuple[Callable[[Ground], None], ...] = (
    foreign_folder,
    put_among_ours,
    changed_by_the_clerk,
    read_only,
    links,
    no_target,
    running,
    without_a_list,
    moved,
    forged_list,
)


# Running


def real(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files with the program that can be run among them."""
    return dict(files) | {"BulletinDesk.exe": (OUT / "sleeper.exe").read_bytes()}


def make_setup(name: str, files: Mapping[str, bytes]) -> Path:
    """A setup of these files. Raises SetupError."""
    folder = OUT / name / "BulletinDesk"
    put(folder, real(files))
    contents.write_list(folder, _MOMENT)
    for file in folder.rglob("*"):
        os.utime(file, (_MOMENT, _MOMENT))
    target = OUT / f"{name}.exe"
    build.write_setup(folder, target)
    return target


def try_folders() -> None:
    """All cases. Raises SetupError, Failure among them, with all that is wrong."""
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    (OUT / "sleeper.c").write_text(_SLEEPER, encoding="ascii")
    tree.compile_c(["-O2", "-s", "-municode", "-o", OUT / "sleeper.exe", OUT / "sleeper.c"])
    if not (WORK / "bulletin-desk.ico").exists():
        tree.draw_icons()
    wrong = []
    with wine.Prefix(WORK / "wine" / "folders") as prefix:
        prefix.make()
        ground = Ground(prefix, make_setup("older", OLDER), make_setup("newer", NEWER))
        for case in CASES:
            said = (case.__doc__ or "").partition("\n")[0]
            ground.forget()
            try:
                case(ground)
            except Failure as failure:
                wrong.append(f"{said}——{failure.sentence}")
            else:
                bootstrap.say(f"  {said}")
    check(not wrong, "安装程序动了不该动的，或者没有装对。", "\n".join(wrong))


def main() -> int:
    """Runs the command; the exit code."""
    ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter).parse_args()
    try:
        if lacking := wine.prepare():
            bootstrap.say(f"没有试：{lacking}。")
            return 0
        try_folders()
    except (bootstrap.SetupError, subprocess.SubprocessError) as error:
        bootstrap.show_failure(error if isinstance(error, bootstrap.SetupError) else Failure(str(error)))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
