"""Builds the Windows program on Debian 12 (or a later Debian): a setup and a zip of the same tree.

    python3 packaging/windows/build.py            into dist/: BulletinDesk-VERSION-setup.exe and -windows.zip
    python3 packaging/windows/build.py --tree     only the tree, in build/windows/BulletinDesk
    python3 packaging/windows/build.py --twice    builds all, then again, and names what differs, if anything

Runs on a bare Python and installs what it needs: Debian packages where it is root, wheels with known hashes
by pip. The same checkout gives the same bytes, built twice with the same Debian packages.
Exit codes: 0 done; 1 a step failed; 2 wrong arguments.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import zipfile
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import contents
import tree as the_tree
from tree import HERE, ROOT, TREE, WORK, bootstrap, epoch, make_tree, numbers, version

DIST = ROOT / "dist"
LARGEST = 90_000_000
"""Bytes that the setup may have."""
EVERYWHERE = (
    Path("python"),
    Path("python/Lib/site-packages/PySide6"),
    Path("python/Lib/site-packages/shiboken6"),
)
"""Folders whose DLLs every file of the tree finds: the loaded Python's, and those that PySide6 opens when it
is imported."""
PARTS = (
    bootstrap.SystemPart(
        "Windows 的编译器 MinGW-w64",
        "Windows 程序建不成",
        ("gcc-mingw-w64-x86-64", "binutils-mingw-w64-x86-64"),
        (the_tree.COMPILER, the_tree.RESOURCE_COMPILER),
    ),
    bootstrap.SystemPart("NSIS", "Windows 的安装程序建不成", ("nsis",), ("makensis",)),
)


def prepare() -> None:
    """Sets up the checkout's environment and the compilers. Raises SetupError if something can't be had."""
    bootstrap.prepare("run")
    missing = bootstrap.install_system_parts(PARTS)
    bootstrap.report_left_out(missing)
    if missing:
        raise bootstrap.SetupError("Windows 程序建不成，缺的见上面。")


def check_dlls() -> None:
    """Raises SetupError if a file of the tree imports a DLL that is neither there nor part of Windows 10."""
    import dlls

    lacking = dlls.missing(TREE, dlls.system_dlls(dlls.WINDOWS_10.read_text(encoding="utf-8")), EVERYWHERE)
    if lacking:
        lines = [f"{each.file.relative_to(TREE)} 要 {each.dll}" for each in lacking]
        raise bootstrap.SetupError("有 DLL 既不在程序里，也不是 Windows 10 自带的：\n" + "\n".join(lines))


def write_zip(tree: Path, target: Path) -> None:
    """Packs the tree under its own name, sorted, all of one time."""
    moment = datetime.fromtimestamp(max(epoch(), 315532800), UTC).timetuple()[:6]
    partial = target.with_suffix(".part")
    with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for file in sorted(file for file in tree.rglob("*") if file.is_file()):
            member = zipfile.ZipInfo(f"{tree.name}/{file.relative_to(tree).as_posix()}", moment)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o644 << 16
            archive.writestr(member, file.read_bytes())
    partial.replace(target)


def write_setup(tree: Path, target: Path) -> None:
    """Makes the setup of the tree, which has its list of files. Raises SetupError."""
    known = WORK / "known.files"
    known.write_text(contents.known(tree), encoding="ascii", newline="")
    size = sum(file.stat().st_size for file in tree.rglob("*") if file.is_file())
    partial = target.with_suffix(".part.exe")
    values = {
        "VERSION": version(),
        "NUMBERS": numbers(version()).replace(",", "."),
        "TREE": tree,
        "ICON": WORK / "bulletin-desk.ico",
        "LIST": contents.LIST,
        "HEAD": contents.HEAD,
        "KNOWN": known,
        "KILOBYTES": size // 1024,
        "OUT": partial,
    }
    words = [f"-D{name}={value}" for name, value in values.items()]
    environment = {"SOURCE_DATE_EPOCH": str(epoch()), "TZ": "UTC", "LC_ALL": "C.UTF-8"}
    quiet = ["makensis", "-V2", "-WX", "-INPUTCHARSET", "UTF8"]
    command: list[str | Path] = [*quiet, *words, HERE / "setup.nsi"]
    bootstrap.run_quietly(command, "安装程序没有建成。", environment)
    if partial.stat().st_size > LARGEST:
        raise bootstrap.SetupError(f"安装程序有 {partial.stat().st_size:,} 字节，超过了 {LARGEST:,}。")
    partial.replace(target)


def build_tree() -> None:
    """Builds the tree and checks it. Raises SetupError."""
    prepare()
    bootstrap.say("正在组装 Windows 程序……")
    release = make_tree()
    contents.write_list(TREE, epoch())
    the_tree.settle_times(TREE)
    wanted = the_tree.read_plan().python["version"]
    if release != wanted:
        bootstrap.say(f"标准库取自本机的 Python {release}，不是 {wanted}：能用，字节与别处建的不同。")
    check_dlls()


def package() -> None:
    """Packs the tree into setup and zip. Raises SetupError."""
    bootstrap.say("正在打包……")
    DIST.mkdir(exist_ok=True)
    setup = DIST / f"BulletinDesk-{version()}-setup.exe"
    archive = DIST / f"BulletinDesk-{version()}-windows.zip"
    write_setup(TREE, setup)
    write_zip(TREE, archive)
    for target in (setup, archive):
        bootstrap.say(f"  {target}（{target.stat().st_size:,} 字节）")


def digests() -> dict[str, str]:
    """What has been built, file by file: name and SHA-256."""
    files = [file for file in TREE.rglob("*") if file.is_file()] + list(
        DIST.glob(f"BulletinDesk-{version()}-*")
    )
    return {str(file.relative_to(ROOT)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def build_twice() -> bool:
    """Builds all two times; whether each file is the same. Raises SetupError."""
    build_tree()
    package()
    first = digests()
    build_tree()
    package()
    second = digests()
    differing = sorted(name for name in first.keys() | second.keys() if first.get(name) != second.get(name))
    bootstrap.say("\n".join(f"两次建的不同：{name}" for name in differing) or "两次建的逐字节相同。")
    return not differing


def main() -> int:
    """Runs the command; the exit code."""
    parser = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--tree", action="store_true")
    which.add_argument("--twice", action="store_true")
    options = parser.parse_args()
    try:
        if options.twice:
            return 0 if build_twice() else 1
        build_tree()
        if options.tree:
            bootstrap.say(f"程序在 {TREE}")
        else:
            package()
    except bootstrap.SetupError as error:
        bootstrap.show_failure(error)
        return 1
    except (OSError, shutil.Error, subprocess.SubprocessError) as error:
        bootstrap.show_failure(bootstrap.SetupError(f"Windows 程序没有建成：{error}。"))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
