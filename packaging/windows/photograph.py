"""Photographs of the window as Qt's real Windows platform draws it, under Wine 10: to be looked at.

    python3 packaging/windows/photograph.py       into build/windows/photographs/*.png, after build.py

Wine 8, which Debian 12 has, crashes with that platform; so a Debian 13 is laid into a folder of the checkout
(root and about 2 GB of disk are needed), and the program runs in it under a virtual screen. Not part of the
usual test run. Exit codes: 0 done; 1 a step failed.
"""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import sys
import time
import zlib
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from tree import ROOT, TREE, WORK, bootstrap

DEBIAN = WORK / "debian-13"
OUT = WORK / "photographs"
PACKAGES = ("wine", "wine64", "xvfb", "xdotool")
PARTS = (bootstrap.SystemPart("debootstrap", "没有 Wine 10 可用", ("debootstrap",), ("debootstrap",)),)
TITLE = "简报编排"
SCREEN = (1600, 1000)
_PROGRAM = r"Z:\opt\BulletinDesk\BulletinDesk.exe"
_DISPLAY = ":97"
_DESKTOP = r"HKCU\Control Panel\Desktop"
_COLOURS = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Themes\Personalize"


@dataclass(frozen=True)
class Scene:
    """One photograph: its name, numbers set in the registry before the program starts, keys pressed before
    it is taken."""

    name: str
    registry: tuple[tuple[str, str, int], ...] = ()
    keys: tuple[str, ...] = ()


SCENES = (
    Scene("window"),
    Scene("open-dialog", keys=("ctrl+o",)),
    Scene("150-percent", registry=((_DESKTOP, "LogPixels", 144),)),
    Scene("dark", registry=((_DESKTOP, "LogPixels", 96), (_COLOURS, "AppsUseLightTheme", 0))),
)


# Rules


def png_of_xwd(dump: bytes) -> bytes:
    """A PNG of what X's virtual screen keeps as its file: XWD version 7, 32 bits to the pixel, blue first
    (X11's XWDFile.h). Raises ValueError for any other kind."""
    fields = struct.unpack(">25I", dump[:100])
    header, kind, width, height, bits, stride, colours = (fields[i] for i in (0, 1, 4, 5, 11, 12, 19))
    if kind != 7 or bits != 32 or fields[7] != 0:
        raise ValueError(f"not a screen of 32 bits: {fields}")
    start = header + colours * 12
    rows = []
    for row in range(height):
        line = dump[start + row * stride : start + row * stride + width * 4]
        colour = bytearray(width * 3)
        colour[0::3], colour[1::3], colour[2::3] = line[2::4], line[1::4], line[0::4]
        rows.append(b"\0" + bytes(colour))

    def chunk(name: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        )

    size = struct.pack(">2I5B", width, height, 8, 2, 0, 0, 0)
    packed = zlib.compress(b"".join(rows), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def mirror(policy: str) -> str:
    """The address of the first Debian mirror in what `apt-cache policy` says. Raises SetupError if there is
    none."""
    for line in policy.splitlines():
        words = line.split()
        if (
            len(words) > 2
            and words[1].startswith("http")
            and "debian-security" not in words[1]
            and "/main" in words[2]
        ):
            return words[1]
    raise bootstrap.SetupError("apt 里没有配置 Debian 的软件源。")


# Running


def make_debian() -> None:
    """Lays Debian 13 with Wine 10 into its folder, unless it is there. Raises SetupError."""
    if (DEBIAN / "complete").exists():
        return
    missing = bootstrap.install_system_parts(PARTS)
    bootstrap.report_left_out(missing)
    if missing or not bootstrap.is_root():
        raise bootstrap.SetupError("拍不了照：要 root 身份和 debootstrap。")
    bootstrap.say("正在装 Debian 13 和 Wine 10（约 2 GB，只装一次）……")
    source = mirror(bootstrap.run_quietly(["apt-cache", "policy"], "问不出软件源。"))
    shutil.rmtree(DEBIAN, ignore_errors=True)
    command = [
        "debootstrap",
        "--variant=minbase",
        f"--include={','.join(PACKAGES)}",
        "trixie",
        str(DEBIAN),
        source,
    ]
    bootstrap.run_quietly(command, "Debian 13 没有装成，请检查网络再试。")
    (DEBIAN / "complete").touch()


@contextmanager
def mounted() -> Iterator[None]:
    """/proc and /dev in the folder, as long as it is in use."""
    places = [("proc", DEBIAN / "proc", ["-t", "proc"]), ("/dev", DEBIAN / "dev", ["--bind"])]
    done: list[Path] = []
    try:
        for what, place, how in places:
            words: list[str | Path] = ["mount", *how, what, place]
            bootstrap.run_quietly(words, "这里不许挂载，拍不了照。")
            done.append(place)
        yield
    finally:
        for place in reversed(done):
            subprocess.run(["umount", "--lazy", place], check=False)


def inside(*command: str) -> list[str]:
    """A command that runs in the folder, with Wine's and X's variables."""
    # A name of the virtual machine's own: the Wine of the tests has nothing to do with it.
    variables = {
        "HOME": "/root",
        "PATH": "/usr/bin:/bin:/usr/sbin:/sbin:/usr/lib/wine",
        "LC_ALL": "C.UTF-8",
        "DISPLAY": _DISPLAY,
        "WINEPREFIX": "/root/prefix",
        "WINEDEBUG": "-all",
        "WINEDLLOVERRIDES": "mscoree,mshtml=d",
    }
    return ["chroot", str(DEBIAN), "env", "-i", *(f"{k}={v}" for k, v in variables.items()), *command]


def do(*command: str, seconds: float = 300) -> str:
    """Runs a command in the folder; what it printed. Raises SetupError if it takes too long."""
    try:
        done = subprocess.run(
            inside(*command), stdin=subprocess.DEVNULL, capture_output=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise bootstrap.SetupError(f"{command[0]} 没有在 {seconds} 秒内做完。") from error
    return done.stdout.decode("utf-8", "replace")


def photograph(scene: Scene) -> Path:
    """Starts the program, photographs it, ends it. Raises SetupError."""
    for key, name, value in scene.registry:
        do("wine", "reg", "add", key, "/v", name, "/t", "REG_DWORD", "/d", str(value), "/f")
    # Settings take effect when the machine starts.
    do("wineserver", "-k")
    # Wine's own desktop manages the windows; without it a maximized window would keep its old size.
    desktop = ["wine", "explorer", "/desktop=photograph,{}x{}".format(*SCREEN)]
    program = [*desktop, _PROGRAM, r"Z:\opt\BulletinDesk\examples\2024-01-09.bulletin"]
    with subprocess.Popen(
        inside(*program), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ):
        window = ""
        limit = time.monotonic() + 120
        while not window and time.monotonic() < limit:
            window = do("xdotool", "search", "--onlyvisible", "--name", TITLE).strip()
            time.sleep(1)
        try:
            if not window:
                raise bootstrap.SetupError("窗口没有出现。")
            time.sleep(6)
            for key in scene.keys:
                do("xdotool", "key", key)
                time.sleep(6)
            target = OUT / f"{scene.name}.png"
            target.write_bytes(png_of_xwd((DEBIAN / "tmp" / "screen" / "Xvfb_screen0").read_bytes()))
            return target
        finally:
            do("wineserver", "-k")


def photograph_all() -> None:
    """All scenes. Raises SetupError."""
    if not (TREE / "BulletinDesk.exe").is_file():
        raise bootstrap.SetupError("还没有 Windows 程序，请先运行 build.py。")
    make_debian()
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    target = DEBIAN / "opt" / "BulletinDesk"
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(TREE, target)
    shutil.rmtree(DEBIAN / "tmp" / "screen", ignore_errors=True)
    (DEBIAN / "tmp" / "screen").mkdir(parents=True)
    with mounted():
        size = "{}x{}x24".format(*SCREEN)
        screen = subprocess.Popen(
            inside("Xvfb", _DISPLAY, "-screen", "0", size, "-fbdir", "/tmp/screen", "-nolisten", "tcp"),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            shutil.rmtree(DEBIAN / "root" / "prefix", ignore_errors=True)
            do("wineboot", "-i")
            for scene in SCENES:
                bootstrap.say(f"  {photograph(scene)}")
        finally:
            do("wineserver", "-k")
            screen.terminate()
            screen.wait()


def main() -> int:
    """Runs the command; the exit code."""
    ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter).parse_args()
    os.chdir(ROOT)
    try:
        photograph_all()
    except bootstrap.SetupError as error:
        bootstrap.show_failure(error)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
