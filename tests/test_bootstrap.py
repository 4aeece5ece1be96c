"""The pure rules of bootstrap.py, and that the constraints files hold what pyproject.toml asks for.

Setting a machine up for real is not done here: it needs a bare machine and a package registry.
"""

import ast
import importlib.util
import os
import re
import subprocess
import sys
import tomllib
from contextlib import suppress
from pathlib import Path
from types import ModuleType

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[1]
PIN = re.compile(r"^(?P<name>[a-z0-9-]+)==(?P<version>[^ ;]+)(?: ; (?P<marker>[^\\]+?))? \\$")


def load_bootstrap() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bootstrap", ROOT / "bootstrap.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # dataclasses look their module up by name.
    sys.modules["bootstrap"] = module
    spec.loader.exec_module(module)
    return module


bootstrap = load_bootstrap()


def read_pins(name: str) -> dict[str, Version]:
    """Pinned versions by package; fails on a line that is neither a pin with hashes, a hash nor a comment."""
    pins: dict[str, Version] = {}
    hashed = True
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        if line.startswith("    "):
            assert re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}( \\)?", line), line
            hashed = True
            continue
        match = PIN.match(line)
        assert match, line
        assert hashed, f"no hash before {line}"
        pins[match["name"]] = Version(match["version"])
        hashed = False
    assert hashed
    return pins


def asked_for(kind: str) -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lines = [*project["build-system"]["requires"], *project["project"]["dependencies"]]
    for extra in bootstrap.EXTRAS[kind]:
        lines += project["project"]["optional-dependencies"][extra]
    return [Requirement(line) for line in lines]


@pytest.mark.parametrize("kind", ["run", "test"])
def test_every_requirement_is_pinned_to_a_version_it_admits(kind: str) -> None:
    pins = read_pins(bootstrap.CONSTRAINTS[kind])
    for requirement in asked_for(kind):
        name = canonicalize_name(requirement.name)
        assert name in pins, f"{name}: run `python3 bootstrap.py pin`"
        assert requirement.specifier.contains(pins[name]), f"{name}: run `python3 bootstrap.py pin`"


def test_the_tests_run_on_the_versions_that_the_program_runs_on() -> None:
    tested = read_pins(bootstrap.CONSTRAINTS["test"])
    for name, version in read_pins(bootstrap.CONSTRAINTS["run"]).items():
        assert tested[name] == version


@pytest.mark.parametrize("name", ["constraints.txt", "constraints-test.txt"])
def test_constraints_name_no_place_to_download_from(name: str) -> None:
    assert not re.search(r"//|index|find-links", (ROOT / name).read_text(encoding="utf-8"))


def test_only_installed_packages_and_what_they_provide_count() -> None:
    listing = (
        "installed\tqpdf\t\n"
        "config-files\txvfb\txserver\n"
        "installed\tlibglib2.0-0t64\tlibglib2.0-0 (= 2.84), libgio-2.0\n"
    )
    assert bootstrap.installed_packages(listing) == {
        "qpdf",
        "libglib2.0-0t64",
        "libglib2.0-0",
        "libgio-2.0",
    }


def test_a_part_is_there_by_all_its_packages_or_all_its_commands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    part = bootstrap.SystemPart("屏幕", "跳过", ("xvfb", "xauth"), ("Xvfb", "xauth"))
    assert not bootstrap.is_present(part, {"xvfb"})
    assert bootstrap.is_present(part, {"xvfb", "xauth", "qpdf"})
    suffix = ".exe" if os.name == "nt" else ""
    for command, expected in (("Xvfb", False), ("xauth", True)):
        (tmp_path / f"{command}{suffix}").touch(mode=0o755)
        assert bootstrap.is_present(part, set()) is expected


def test_a_part_without_commands_is_never_there_by_its_commands() -> None:
    assert not bootstrap.is_present(bootstrap.SystemPart("库", "打不开", ("libegl1",)), set())


def test_digest_tells_apart_kind_content_and_where_one_file_ends(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"

    def of(kind: str, first: str, second: str) -> str:
        one.write_text(first, encoding="utf-8")
        two.write_text(second, encoding="utf-8")
        result = bootstrap.digest(kind, [one, two])
        assert isinstance(result, str)
        return result

    assert of("run", "ab", "c") == of("run", "ab", "c")
    assert len({of("run", "ab", "c"), of("run", "a", "bc"), of("test", "ab", "c"), of("run", "ab", "d")}) == 4


def test_tail_gives_the_last_lines() -> None:
    assert bootstrap.tail("一\n二\n三\n\n", 2) == "二\n三"
    assert bootstrap.tail("") == ""


@pytest.mark.parametrize(
    ("platform", "environ", "expected"),
    [
        ("win32", {}, True),
        ("darwin", {}, True),
        ("linux", {}, False),
        ("linux", {"DISPLAY": ""}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
    ],
)
def test_has_screen(platform: str, environ: dict[str, str], expected: bool) -> None:
    assert bootstrap.has_screen(platform, environ) is expected


def test_places_in_a_virtual_environment() -> None:
    venv = Path("程 序", ".venv")
    assert bootstrap.venv_command(venv, "python", windows=True) == venv / "Scripts" / "python.exe"
    assert bootstrap.venv_command(venv, "python", windows=False) == venv / "bin" / "python"
    assert bootstrap.site_packages(venv, (3, 12), windows=True) == venv / "Lib" / "site-packages"
    assert bootstrap.site_packages(venv, (3, 12), windows=False) == venv / "lib/python3.12/site-packages"


def test_the_source_link_is_ascii_and_leads_to_the_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checkout = tmp_path / "简报 一"
    packages = checkout / ".venv" / "Lib" / "site-packages"
    packages.mkdir(parents=True)
    (checkout / "src").mkdir()
    link = packages / "_editable_impl_bulletin_desk.pth"
    link.write_text(str(checkout / "src"), encoding="utf-8")
    monkeypatch.setattr(bootstrap, "ROOT", checkout)

    bootstrap.relocate_source_link(packages)

    line = link.read_bytes().decode("ascii").strip()
    assert (packages / line).resolve() == (checkout / "src").resolve()


def test_a_missing_source_link_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(bootstrap.SetupError):
        bootstrap.relocate_source_link(tmp_path)


def test_a_failing_command_gives_the_sentence_and_its_output(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "BUILD", tmp_path / "build")
    monkeypatch.setattr(bootstrap, "LOG", tmp_path / "build" / "bootstrap.log")
    with pytest.raises(bootstrap.SetupError) as caught:
        bootstrap.run_quietly([sys.executable, "-c", "print('坏了'); raise SystemExit(3)"], "没有成功。")
    assert caught.value.sentence == "没有成功。"
    assert caught.value.output.strip() == "坏了"
    assert "坏了" in (tmp_path / "build" / "bootstrap.log").read_text(encoding="utf-8")


def test_nothing_that_lies_in_the_current_folder_is_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither a command, where PATH names the folder in one way or another, nor a module."""
    trace = tmp_path / "ran"
    for name in ("pip", "json", "apt-get", "dpkg-query", "apt-get.exe", "dpkg-query.exe"):
        planted = tmp_path / (f"{name}.py" if name in ("pip", "json") else name)
        planted.write_text(f"#!/bin/sh\ntouch '{trace}' #", encoding="utf-8")
        planted.chmod(0o755)
    (tmp_path / "pip.py").write_text(f"open({str(trace)!r}, 'w')", encoding="utf-8")
    for name in ("ROOT", "BUILD"):
        monkeypatch.setattr(bootstrap, name, tmp_path)
    monkeypatch.setattr(bootstrap, "LOG", tmp_path / "bootstrap.log")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", os.pathsep.join(("", ".", f".{os.sep}", str(Path(sys.executable).parent))))
    assert not bootstrap.is_debian()
    for command in ([*bootstrap.module(sys.executable, "pip", "--version")], ["apt-get"]):
        with suppress(bootstrap.SetupError):
            bootstrap.run_quietly(command, "没有成功。")
    assert not trace.exists()


def test_every_python_is_started_without_the_current_folder() -> None:
    """-P, or -I, which means it too."""
    for node in ast.walk(ast.parse((ROOT / "bootstrap.py").read_text(encoding="utf-8"))):
        if isinstance(node, ast.List):
            words = [part.value for part in node.elts if isinstance(part, ast.Constant)]
            assert not {"-m", "-c"} & set(words) or {"-P", "-I"} & set(words), ast.unparse(node)


@pytest.mark.parametrize("content", ["", "[]", "{", "\udcff"])
def test_a_damaged_stamp_counts_as_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str
) -> None:
    stamp = tmp_path / "bootstrap.json"
    stamp.write_text(content, encoding="utf-8", errors="surrogateescape")
    monkeypatch.setattr(bootstrap, "STAMP", stamp)
    assert bootstrap.read_stamp() == {}


def test_the_checkout_is_known_by_any_spelling_but_not_once_moved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "src").mkdir()
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    assert bootstrap.is_checkout(str(tmp_path / "src" / ".."))
    assert not bootstrap.is_checkout(str(tmp_path / "src"))
    assert not bootstrap.is_checkout(str(tmp_path / "gone"))


@pytest.mark.parametrize("argument", ["tset", "run", "--version"])
def test_an_unknown_command_is_explained(argument: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert bootstrap.main([argument]) == 2
    assert "bootstrap.py test" in capsys.readouterr().err


def test_a_console_that_cannot_show_chinese_ends_nothing() -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = subprocess.run(
        [sys.executable, str(ROOT / "bootstrap.py"), "tset"],
        env=environment,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 2
    assert b"bootstrap.py test" in done.stderr
    assert b"Traceback" not in done.stderr


def test_ci_runs_the_test_command_then_the_windows_program() -> None:
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert "set -euo pipefail" in lines  # so that the first command's failure is CI's
    assert lines[-2:] == ["python3 bootstrap.py test", "exec python3 packaging/windows/test.py"]
