"""Sets a checkout up in a private `.venv` and then shows what it can do, or runs every test.

It must run on a bare Python: it knows nothing but the standard library and never imports the project itself.

    python3 bootstrap.py             set up, typeset the example, open the desk where there is a screen
    python3 bootstrap.py test ...    set up, then ruff, mypy and pytest (further arguments go to pytest)
    python3 bootstrap.py pin ...     for developers: write the constraints files anew (arguments go to uv)

Exit codes: 0 done; 1 a step failed; 2 wrong arguments or a Python that is too old; 130 interrupted;
`test` gives the exit code of the first check that failed.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - older Pythons must get as far as this sentence
    _sentence = "需要 Python 3.11 或更新的版本 (Python 3.11 or newer is needed)。\n"
    _encoding = sys.stderr.encoding or "ascii"
    sys.stderr.write(_sentence.encode(_encoding, "replace").decode(_encoding))
    sys.exit(2)

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

# Not resolve(), which turns a mapped network drive into a share that cmd.exe cannot work in.
ROOT = Path(os.path.abspath(__file__)).parent  # noqa: PTH100
VENV = ROOT / ".venv"
BUILD = ROOT / "build"
LOG = BUILD / "bootstrap.log"
STAMP = VENV / "bootstrap.json"
EXAMPLE = Path("examples", "2024-01-09.bulletin")
EXPORTS = (("--pdf", BUILD / "2024-01-09.pdf"), ("--docx", BUILD / "2024-01-09.docx"))
WINDOWS = sys.platform == "win32"
CONSTRAINTS = {"run": "constraints.txt", "test": "constraints-test.txt"}
EXTRAS = {"run": ("desk",), "test": ("desk", "test")}
LOG_TAIL = 20


class SetupError(Exception):
    """A step failed: one sentence for the clerk, and the output of the command that failed, if any."""

    def __init__(self, sentence: str, output: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.output = output


@dataclass(frozen=True)
class SystemPart:
    """Something from outside Python: its name, what goes without it, its Debian packages, its commands."""

    name: str
    without: str
    packages: tuple[str, ...]
    commands: tuple[str, ...] = ()


# What QtCore to QtSvg and the offscreen, xcb and wayland plugins of PySide6-Essentials 6.11 link against.
QT_LIBRARIES = SystemPart(
    "Qt 的系统库",
    "编辑窗口打不开，要用窗口的测试会自动跳过",
    (
        "libdbus-1-3",
        "libegl1",
        "libfontconfig1",
        "libgl1",
        "libglib2.0-0",
        "libwayland-cursor0",
        "libwayland-egl1",
        "libx11-xcb1",
        "libxcb-cursor0",
        "libxcb-icccm4",
        "libxcb-keysyms1",
        "libxcb-randr0",
        "libxcb-shape0",
        "libxcb-shm0",
        "libxcb-sync1",
        "libxcb-xfixes0",
        "libxkbcommon-x11-0",
    ),
)
TEST_PARTS = (
    SystemPart("虚拟屏幕 Xvfb", "用到它的测试会自动跳过", ("xvfb", "xauth"), ("Xvfb", "xauth")),
    SystemPart("qpdf", "用它核对 PDF 的测试会自动跳过", ("qpdf",), ("qpdf",)),
    # The build without windows needs no desktop libraries and converts just as well.
    SystemPart(
        "LibreOffice",
        "用它核对 Word 文件的测试会自动跳过",
        ("libreoffice-writer-nogui",),
        ("lowriter",),
    ),
    SystemPart("LibreOffice 的 Python 接口", "用它核对修订的测试会自动跳过", ("python3-uno",)),
)


# Rules


def installed_packages(listing: str) -> set[str]:
    """Names of the installed packages, provided ones included; the listing's lines hold status, package and
    provides, parted by tabs.

    Later Debians renamed libraries (libglib2.0-0 became libglib2.0-0t64, which provides the old name).
    """
    names = set()
    for line in listing.splitlines():
        status, package, provides = [*line.split("\t"), "", ""][:3]
        if status == "installed":
            names.add(package)
            names.update(entry.split()[0] for entry in provides.split(",") if entry.strip())
    return names


def is_present(part: SystemPart, installed: set[str]) -> bool:
    """Whether a part is there, from whatever source its commands came, else as Debian packages."""
    if part.commands and all(map(has_command, part.commands)):
        return True
    return installed.issuperset(part.packages)


def digest(kind: str, files: Iterable[Path]) -> str:
    """SHA-256 of the names and bytes of the files that decide what is installed for `kind`."""
    total = hashlib.sha256(kind.encode())
    for file in files:
        content = file.read_bytes()
        total.update(f"\n{file.name} {len(content)}\n".encode())
        total.update(content)
    return total.hexdigest()


def tail(output: str, lines: int = LOG_TAIL) -> str:
    """The last lines of a command's output, without blank lines at its end."""
    return "\n".join(output.rstrip().splitlines()[-lines:])


def has_screen(platform: str, environ: Mapping[str, str]) -> bool:
    """Whether a window can be shown: always on Windows and macOS, elsewhere where a display is named."""
    if platform in {"win32", "darwin"}:
        return True
    return bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))


def venv_command(venv: Path, name: str, *, windows: bool) -> Path:
    """Where a virtual environment keeps a command."""
    return venv / "Scripts" / f"{name}.exe" if windows else venv / "bin" / name


def site_packages(venv: Path, version: tuple[int, int], *, windows: bool) -> Path:
    """Where a virtual environment of a Python (major, minor) keeps its packages."""
    if windows:
        return venv / "Lib" / "site-packages"
    return venv / "lib" / f"python{version[0]}.{version[1]}" / "site-packages"


# Running


def say(text: str) -> None:
    """Tells the clerk; flushed, so that it stays in order with what the commands print."""
    print(text, flush=True)


def module(python: str | Path, *words: str | Path) -> list[str | Path]:
    """The command that runs a Python module; -P keeps modules that lie in the current folder out of it."""
    return [python, "-P", "-m", *words]


def child_environment() -> dict[str, str]:
    """The environment without what would lead a virtual environment's Python astray, nor with the current
    folder among those in which programs are looked for."""
    strays = {"PYTHONHOME", "PYTHONPATH", "__PYVENV_LAUNCHER__"}
    kept = {name: value for name, value in os.environ.items() if name not in strays}
    return kept | {"PATH": search_path()}


def search_path() -> str:
    """The folders in which programs are looked for, those that name the current one left out."""
    folders = os.environ.get("PATH", os.defpath).split(os.pathsep)
    return os.pathsep.join(folder for folder in folders if Path(folder).is_absolute())


def has_command(name: str) -> bool:
    """Whether the system has a command; one in the current folder, where Windows looks first, is none."""
    found = shutil.which(name, path=search_path())
    return found is not None and Path(found).is_absolute()


def run_quietly(
    command: Sequence[str | Path], sentence: str, environment: Mapping[str, str] | None = None
) -> str:
    """Runs a command in the checkout, its output going to the log; gives that output.

    Raises SetupError with `sentence` when the command cannot be started or fails.
    """
    # Only the standard streams are set to UTF-8: pip reads its configuration in the system's own encoding.
    variables = child_environment() | {"PYTHONIOENCODING": "utf-8"} | dict(environment or {})
    words = [str(word) for word in command]
    try:
        done = subprocess.run(
            words,
            cwd=ROOT,
            env=variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    except OSError as error:
        raise SetupError(sentence, str(error)) from error
    BUILD.mkdir(exist_ok=True)
    with LOG.open("a", encoding="utf-8") as log:
        log.write(f"$ {' '.join(words)}\n{done.stdout}[{done.returncode}]\n")
    if done.returncode:
        raise SetupError(sentence, done.stdout)
    return done.stdout


def run_openly(command: Sequence[str | Path]) -> int:
    """Runs a command in the checkout, its output going where ours goes; gives its exit code."""
    words = [str(word) for word in command]
    return subprocess.run(words, cwd=ROOT, env=child_environment(), check=False).returncode


# System packages


def is_debian() -> bool:
    """Whether there is Debian's packaging; derivatives count too."""
    return has_command("apt-get") and has_command("dpkg-query")


def is_root() -> bool:
    """Whether system packages may be installed; Windows has no such user id."""
    return getattr(os, "geteuid", lambda: 1)() == 0


def debian_packages() -> set[str]:
    """What Debian's packaging holds as installed; nothing on other systems."""
    if not is_debian():
        return set()
    fields = "${db:Status-Status}\\t${Package}\\t${Provides}\\n"
    return installed_packages(run_quietly(["dpkg-query", "-W", "-f", fields], "查不到系统里装了哪些软件包。"))


def apt_get(*arguments: str) -> None:
    """Runs apt-get without questions, waiting for another apt-get to end. Raises SetupError."""
    options = ["-q", "-y", "-o", "DPkg::Lock::Timeout=300", "-o", "Acquire::Retries=3"]
    environment = {"DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}
    run_quietly(["apt-get", *options, *arguments], "系统软件包没有装上。", environment)


def install_system_parts(parts: Sequence[SystemPart]) -> list[SystemPart]:
    """Installs what is missing of `parts` where that is possible; gives those that are still missing."""
    installed = debian_packages()
    missing = [part for part in parts if not is_present(part, installed)]
    if not missing or not (is_debian() and is_root()):
        return missing
    say("正在安装系统软件包……")
    try:
        apt_get("update")
    except SetupError:
        # One source that cannot be reached fails the update, though the others may have all that is needed.
        say("软件源没有全部更新成功，先接着装。")
    left = []
    for part in missing:
        try:
            apt_get("install", "--no-install-recommends", *part.packages)
        except SetupError as error:
            show_failure(SetupError(f"没有装上{part.name}。", error.output))
            left.append(part)
    return left


def report_left_out(parts: Sequence[SystemPart]) -> None:
    """Says what goes without the missing parts and, on Debian, which command installs them."""
    for part in parts:
        say(f"这里没有{part.name}：{part.without}。")
    if parts and is_debian() and not is_root():
        say(f"要补上，请用管理员（root）身份运行：{apt_command(parts)}")


def apt_command(parts: Iterable[SystemPart]) -> str:
    """The line that an administrator types to install the parts."""
    packages = [package for part in parts for package in part.packages]
    return f"apt-get install -y --no-install-recommends {' '.join(packages)}"


def venv_parts() -> list[SystemPart]:
    """What this Python lacks to make a virtual environment: Debian packs ensurepip and its pip separately."""
    importlib.invalidate_caches()
    if importlib.util.find_spec("ensurepip") and importlib.util.find_spec("venv"):
        return []
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    return [SystemPart("建立运行环境的部件", "程序装不了", (package,))]


def system_parts(kind: str) -> list[SystemPart]:
    """What "run" or "test" wants from the system; nothing but on Linux, the tests say what they miss."""
    if sys.platform != "linux":
        return []
    # Only Debian's packaging can tell whether the libraries are there.
    qt = [QT_LIBRARIES] if is_debian() else []
    return [*qt, *TEST_PARTS] if kind == "test" else qt


# The private environment


def venv_python() -> Path:
    """The private environment's Python."""
    return venv_command(VENV, "python", windows=WINDOWS)


def venv_version() -> tuple[int, int] | None:
    """The private environment's Python as (major, minor); None if the environment must be made (anew).

    It holds absolute paths, so one whose checkout was moved does not count, nor one without a pip that runs.
    """
    if not venv_python().exists() or not is_checkout(read_stamp().get("checkout", ROOT)):
        return None
    probe = "import pip, sys; print(*sys.version_info[:2])"
    try:
        major, minor = run_quietly([venv_python(), "-P", "-c", probe], "").split()[-2:]
    except SetupError:
        return None
    version = (int(major), int(minor))
    return version if version >= (3, 11) else None


def read_stamp() -> dict[str, str]:
    """What an earlier run wrote: the checkout's folder, and a digest for each kind that is installed."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(key): str(value) for key, value in stamp.items()} if isinstance(stamp, dict) else {}


def is_checkout(folder: str | Path) -> bool:
    """Whether a folder is this checkout, however it is spelt (another case on Windows, a link)."""
    try:
        return ROOT.samefile(folder)
    except OSError:
        return False


def write_stamp(stamp: Mapping[str, str]) -> None:
    """Writes the stamp, which lies inside the environment and so is gone when that is."""
    STAMP.write_text(json.dumps(dict(stamp), ensure_ascii=False, indent=2), encoding="utf-8")


def make_venv(missing: Sequence[SystemPart]) -> tuple[int, int]:
    """Makes the private environment; gives its Python as (major, minor).

    Raises SetupError, which names the administrator's command if system packages are `missing` for it.
    """
    if venv_parts():
        if is_debian():
            raise SetupError(f"程序还装不了，请先用管理员（root）身份运行：{apt_command(missing)}")
        raise SetupError("这个 Python 没有带 venv 和 ensurepip，程序装不了，请换一个完整的 Python。")
    say("正在建立运行环境（.venv）……")
    run_quietly(
        module(sys.executable, "venv", "--clear", VENV),
        f"运行环境没有建成；如果编辑窗口开着，请先关掉，也可以删掉文件夹 {VENV} 再试。",
    )
    version = venv_version()
    if version is None:
        raise SetupError(f"刚建的运行环境用不了，请删掉文件夹 {VENV} 再试。")
    return version


def prepare(kind: str) -> list[SystemPart]:
    """Sets up all that "run" or "test" needs; gives the system parts that could not be had.

    Raises SetupError.
    """
    version = venv_version()
    missing = install_system_parts([*([] if version else venv_parts()), *system_parts(kind)])
    install(kind, version or make_venv(missing))
    return missing


def install(kind: str, version: tuple[int, int]) -> None:
    """Brings the private environment up to date for "run" or "test"; does nothing when it is.

    `version` is its Python as (major, minor). Raises SetupError.
    """
    # The package's own file is among them because the version number is read from it when installing.
    common = [ROOT / "pyproject.toml", ROOT / "src" / "bulletin_desk" / "__init__.py"]
    wanted = {each: digest(each, [ROOT / name, *common]) for each, name in CONSTRAINTS.items()}
    stamp = read_stamp()
    if stamp.get(kind) == wanted[kind]:
        return
    say("正在安装 Python 软件包（第一次要下载约一百兆，请稍等）……")
    write_stamp({"checkout": str(ROOT)})
    pip = module(venv_python(), "pip", "--disable-pip-version-check", "--no-input")
    closed = "；如果编辑窗口开着，请先关掉" if WINDOWS else ""
    run_quietly(
        # Nothing is compiled here: a bare machine has no compiler, and a wheel has known bytes.
        [*pip, "install", "--only-binary", ":all:", "--require-hashes", "-r", CONSTRAINTS[kind]],
        f"Python 软件包没有装上，请检查网络{closed}，再试一次。",
    )
    # A folder has no hash, so the project is a step of its own. Editable, so that `git pull` takes effect.
    run_quietly(
        [*pip, "install", "--no-index", "--no-deps", "--no-build-isolation", "--editable", "."],
        f"程序本身没有装上{closed}，请再试一次。",
    )
    relocate_source_link(site_packages(VENV, version, windows=WINDOWS))
    # The test requirements include those of a plain run.
    kinds = ("run", "test") if kind == "test" else ("run",)
    write_stamp({"checkout": str(ROOT)} | {each: wanted[each] for each in kinds})


def relocate_source_link(packages: Path) -> None:
    """Has the editable install name the source folder by a relative path, which is plain ASCII.

    Before 3.13, Python reads .pth files in the system's encoding. The installer wrote the path in UTF-8; with
    Chinese in it, on a Chinese Windows, Python would not even start. Raises SetupError if it wrote none.
    """
    links = list(packages.glob("*bulletin_desk*.pth"))
    if len(links) != 1:
        raise SetupError(f"程序没有正确装进运行环境，请删掉文件夹 {VENV} 再试。")
    links[0].write_text(os.path.relpath(ROOT / "src", packages) + "\n", encoding="ascii")


# The commands


def typeset_example() -> int:
    """Typesets the example into `build/` and says where the files lie; gives the exit code."""
    BUILD.mkdir(exist_ok=True)
    outputs = [word for option, target in EXPORTS for word in (option, target)]
    code = run_openly(module(venv_python(), "bulletin_desk", "export", EXAMPLE, *outputs))
    if code == 0:
        say("样刊排好了：")
        for _, target in EXPORTS:
            say(f"  {target}")
    return code


def open_desk() -> int:
    """Opens the desk with the example and waits until it is closed; gives its exit code."""
    say("正在打开编辑窗口；关上它，本命令就结束。")
    return run_openly(module(venv_python(), "bulletin_desk.desk", EXAMPLE))


def desk_exists() -> bool:
    """Whether this checkout has the desk."""
    return (ROOT / "src" / "bulletin_desk" / "desk" / "__main__.py").is_file()


def run() -> int:
    """Sets up, typesets the example, and opens the desk where there is one and a screen.

    Gives the exit code. Raises SetupError.
    """
    missing = prepare("run")
    code = typeset_example()
    if code or not desk_exists():
        return code
    if not has_screen(sys.platform, os.environ):
        say("这里没有屏幕，编辑窗口就不打开了。")
        return 0
    if missing:
        report_left_out(missing)
        return 0
    return open_desk()


def test(arguments: Sequence[str]) -> int:
    """Sets up, then runs every check, pytest last; gives the exit code of the first that failed.

    `arguments` go to pytest. Raises SetupError.
    """
    report_left_out(prepare("test"))
    python = venv_python()
    checks = {
        "ruff check": module(python, "ruff", "check", "."),
        "ruff format": module(python, "ruff", "format", "--check", "."),
        "mypy": module(python, "mypy"),
        # Tests are independent of each other: one process a core.
        "pytest": module(python, "pytest", "-n", "auto", "--dist", "worksteal", *arguments),
    }
    codes = {}
    for name, command in checks.items():
        say(f"== {name}")
        codes[name] = run_openly(command)
    failed = [name for name, code in codes.items() if code]
    if failed:
        say(f"没有通过：{'、'.join(failed)}。")
        return codes[failed[0]]
    return 0


def pin(arguments: Sequence[str]) -> int:
    """Writes both constraints files from pyproject.toml with uv; gives its exit code.

    `arguments` go to uv; `--upgrade` takes newer versions. Raises SetupError.
    """
    tools = BUILD / "pin"
    uv = venv_command(tools, "uv", windows=WINDOWS)
    if not uv.exists():
        run_quietly(module(sys.executable, "venv", "--clear", tools), "没有建成放 uv 的环境。")
        python = venv_command(tools, "python", windows=WINDOWS)
        run_quietly(module(python, "pip", "install", "uv"), "没有装上 uv，请检查网络。")
    with (ROOT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)
    build = BUILD / "build-requirements.in"
    # hatchling asks for editables only once it makes an editable install.
    build.write_text("\n".join([*project["build-system"]["requires"], "editables", ""]), encoding="utf-8")
    for kind, name in CONSTRAINTS.items():
        extras = [word for extra in EXTRAS[kind] for word in ("--extra", extra)]
        # The second file starts from the first one's versions, so that the two agree.
        agreeing = ["--constraint", CONSTRAINTS["run"]] if kind == "test" else []
        output = BUILD / name
        if (ROOT / name).exists():
            shutil.copyfile(ROOT / name, output)
        compile_options = ["--quiet", "--universal", "--python-version", "3.11", "--generate-hashes"]
        # The pins hold for every registry, so no address of one is written down.
        plain = ["--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"]
        files: list[str | Path] = ["--output-file", output, "pyproject.toml", build]
        code = run_openly(
            [uv, "pip", "compile", *compile_options, *plain, *extras, *agreeing, *arguments, *files]
        )
        if code:
            return code
        header = f"# What `bootstrap.py{' test' * (kind == 'test')}` installs, with the hash of every file.\n"
        header += "# Written by `python3 bootstrap.py pin`; with --upgrade it takes newer versions.\n"
        (ROOT / name).write_text(header + output.read_text(encoding="utf-8"), encoding="utf-8", newline="\n")
        say(f"写好了：{ROOT / name}")
    return 0


def show_failure(error: SetupError) -> None:
    """One sentence on stderr, then the end of the failed command's output and where all of it is."""
    print(error.sentence, file=sys.stderr)
    if error.output:
        print(tail(error.output), file=sys.stderr)
        print(f"完整记录在 {LOG}", file=sys.stderr)
    sys.stderr.flush()


def main(arguments: Sequence[str]) -> int:
    """Runs the command that the arguments name; gives the exit code listed at the top of this file."""
    for stream in (sys.stdout, sys.stderr):
        # A console that cannot show a character shows "?" instead of ending the program.
        getattr(stream, "reconfigure", lambda **_: None)(errors="replace")
    usage = "用法：python3 bootstrap.py，或 python3 bootstrap.py test [pytest 的参数]"
    command, rest = (arguments[0], arguments[1:]) if arguments else ("run", ())
    if {"-h", "--help"} & set(arguments):
        say(f"{usage}\n\n{__doc__}")
        return 0
    if arguments and command not in {"test", "pin"}:
        print(usage, file=sys.stderr)
        return 2
    try:
        LOG.unlink(missing_ok=True)
        if command == "test":
            return test(rest)
        return pin(rest) if command == "pin" else run()
    except SetupError as error:
        show_failure(error)
        return 1
    except OSError as error:
        show_failure(SetupError(f"文件读写出了问题：{error.strerror}（{error.filename}）。"))
        return 1
    except KeyboardInterrupt:
        print("已中断。", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
