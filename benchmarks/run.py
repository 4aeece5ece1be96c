"""`python benchmarks/run.py`: measures the program and, turn by turn with it, the peers that are installed.

This process only starts others and stays small (see `processes`). README.md says what each figure means.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # a script has to find its own package

from benchmarks.figures import Figure, summary, table
from benchmarks.install import ROOT, Installed, install
from benchmarks.processes import MIB, ProgramError, answer, available, run

_FONTS = ROOT / "resources" / "fonts"
_PEERS = Path(__file__).resolve().parent / "peers"
_TYPED = (
    "各地各单位要加强统筹协调，认真组织实施，按时报送进展情况，重要事项及时请示报告。要注重成果转化，把《史志》资源用好用活，"
    "2024年6月底前完成初稿，9月底前完成审核验收，年内出版。"
)
"""What is typed: about three lines, so that the paragraph's number of lines changes there and back."""


@dataclass(frozen=True, slots=True)
class Bench:
    """Where everything is, and how often to measure."""

    installed: Installed
    folder: Path
    environment: dict[str, str]
    quick: bool

    def rounds(self, many: int, few: int) -> int:
        """How many rounds."""
        return few if self.quick else many

    def file(self, name: str) -> Path:
        """A file of the run."""
        return self.folder / name


Samples = dict[str, list[float]]
"""What one turn of a contender gave: samples by quantity."""


@dataclass(frozen=True, slots=True)
class Contender:
    """One who is measured: `turn` runs it once. The targets are for the medians of its quantities."""

    name: str
    turn: Callable[[], Samples]
    targets: dict[str, float]


def measure(benchmark: str, contenders: Sequence[Contender], rounds: int) -> list[Figure]:
    """One turn each to warm up (not counted), then the rounds, in which every contender has one turn."""
    standing: list[Contender] = []
    for contender in contenders:
        try:
            contender.turn()
            standing.append(contender)
        except ProgramError as error:
            if contender.targets:
                raise
            print(f"{benchmark}: {contender.name} left out: {error}", file=sys.stderr)
    found: dict[str, Samples] = {contender.name: {} for contender in standing}
    for number in range(rounds):
        first = number % len(standing)  # nobody is always the one after the slowest
        for contender in (*standing[first:], *standing[:first]):
            for quantity, samples in contender.turn().items():
                found[contender.name].setdefault(quantity, []).extend(samples)
        print(f"{benchmark}: round {number + 1} of {rounds}", file=sys.stderr)
    return [
        Figure(benchmark, contender.name, name, unit, summary(samples), contender.targets.get(quantity))
        for contender in standing
        for quantity, samples in found[contender.name].items()
        for name, _, unit in [quantity.partition(", ")]
    ]


def _process(command: Sequence[str | Path], environment: dict[str, str]) -> Callable[[], Samples]:
    """A turn that is one process from start to end."""

    def turn() -> Samples:
        done = run(command, environment, ROOT)
        samples = {"wall, ms": [done.seconds * 1000]}
        if done.peak is not None:
            samples["peak memory, MiB"] = [done.peak / MIB]
        return samples

    return turn


def _makers(bench: Bench, text: str, targets: dict[str, float], *, office: bool) -> list[Contender]:
    """Everyone who makes a PDF of a text."""
    pdf = bench.file(f"{text}.pdf")
    export = (bench.installed.command, "export", bench.file(f"{text}.bulletin"), "--pdf", pdf)
    makers = [Contender("bulletin-desk", _process(export, bench.environment), targets)]
    if available(sys.executable, "typst"):
        arguments = (bench.file(f"{text}.typ"), bench.file("typst.pdf"), _FONTS)
        turn = _process((sys.executable, _PEERS / "typst_compile.py", *arguments), {})
        makers.append(Contender("Typst", turn, {}))
    arguments = (bench.file(f"{text}.json"), bench.file("platypus.pdf"), _FONTS)
    turn = _process((bench.installed.python, _PEERS / "platypus.py", *arguments), {})
    makers.append(Contender("ReportLab Platypus", turn, {}))
    soffice = shutil.which("soffice")
    if office and soffice:
        makers.append(Contender("LibreOffice", _office(bench, soffice, text), {}))
    return makers


def _office(bench: Bench, soffice: str, text: str) -> Callable[[], Samples]:
    """LibreOffice with the shipped faces and a profile of its own, which the turn to warm up makes."""
    settings = bench.file("fonts.conf")
    folders = f"<dir>{_FONTS}</dir><cachedir>{bench.file('fontconfig')}</cachedir>"
    settings.write_text(f"<fontconfig>{folders}</fontconfig>\n", encoding="utf-8")
    profile = f"-env:UserInstallation={bench.file('office').as_uri()}"
    command = (soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", bench.file("office-out"))
    return _process((*command, bench.file(f"{text}.fodt")), {"FONTCONFIG_FILE": str(settings)})


def cold(bench: Bench) -> list[Figure]:
    """The real issue to PDF, from the start of the process to its end."""
    targets = {"wall, ms": 300.0, "peak memory, MiB": 100.0}
    return measure("cold", _makers(bench, "issue", targets, office=True), bench.rounds(15, 3))


def docx(bench: Bench) -> list[Figure]:
    """The real issue to its Word copy, from the start of the process to its end."""
    return measure("docx", [_word_copy(bench, "issue", 250.0)], bench.rounds(15, 3))


def docx_volume(bench: Bench) -> list[Figure]:
    """The volume to its Word copy, from the start of the process to its end."""
    return measure("docx-volume", [_word_copy(bench, "volume", 1500.0)], bench.rounds(5, 1))


def _word_copy(bench: Bench, text: str, target: float) -> Contender:
    """The Word copy of a text; no peer makes one with lines of its own."""
    arguments = ("export", bench.file(f"{text}.bulletin"), "--docx", bench.file(f"{text}.docx"))
    turn = _process((bench.installed.command, *arguments), bench.environment)
    return Contender("bulletin-desk", turn, {"wall, ms": target})


def volume(bench: Bench) -> list[Figure]:
    """The volume to PDF, from the start of the process to its end."""
    makers = _makers(bench, "volume", {"wall, ms": 2500.0}, office=False)
    return measure("volume", makers, bench.rounds(5, 1))


def _typing(
    bench: Bench, benchmark: str, text: str, share: float, target: float, rounds: int
) -> list[Figure]:
    """Typing into a text, everyone in a process of his own."""
    document = bench.file(f"{text}.bulletin")
    ours = (bench.installed.python, "-m", "benchmarks.keystroke", document, str(share), _TYPED)
    place = answer(ours, bench.environment, ROOT)

    def own() -> Samples:
        found = answer(ours, bench.environment, ROOT)
        samples = [seconds * 1000 for seconds in found["seconds"]]
        reflowing = [value for value, changed in zip(samples, found["changed"], strict=True) if changed]
        return {"keystroke, ms": samples, "keystroke that changes the line count, ms": reflowing}

    def peer(*command: str | Path) -> Callable[[], Samples]:
        return lambda: {"keystroke, ms": [seconds * 1000 for seconds in answer(command, {}, ROOT)]}

    words, offset = place["text"], place["offset"]
    targets = {"keystroke, ms": target, "keystroke that changes the line count, ms": target}
    contenders = [Contender("bulletin-desk", own, targets)]
    if available(sys.executable, "typst"):
        script = _PEERS / "typst_keystroke.py"
        around = (words[offset - 8 : offset], words[offset : offset + 8])
        command = (sys.executable, script, bench.file(f"{text}.typ"), _FONTS, *around, _TYPED)
        contenders.append(Contender("Typst", peer(*command), {}))
    if available(sys.executable, "PySide6.QtGui"):
        script = _PEERS / "qt_keystroke.py"
        command = (sys.executable, script, bench.file(f"{text}.json"), _FONTS, words, str(offset), _TYPED)
        contenders.append(Contender("Qt text document", peer(*command), {}))
    return measure(benchmark, contenders, rounds)


def keystroke(bench: Bench) -> list[Figure]:
    """Typing on page 2 of the real issue."""
    return _typing(bench, "keystroke", "issue", 0, 1.0, bench.rounds(7, 1))


def keystroke_volume(bench: Bench) -> list[Figure]:
    """Typing in the middle of the volume."""
    return _typing(bench, "keystroke-volume", "volume", 0.5, 10.0, bench.rounds(3, 1))


_BENCHMARKS: dict[str, Callable[[Bench], list[Figure]]] = {
    "cold": cold,
    "docx": docx,
    "docx-volume": docx_volume,
    "keystroke": keystroke,
    "keystroke-volume": keystroke_volume,
    "volume": volume,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures; returns 1 where a target is missed."""
    parser = argparse.ArgumentParser(description="Measure Bulletin Desk beside its peers.")
    which = f"which: {', '.join(_BENCHMARKS)} (default: all)"
    parser.add_argument("names", nargs="*", metavar="NAME", help=which)
    parser.add_argument("--quick", action="store_true", help="few rounds: to see that everything runs")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures as JSON")
    options = parser.parse_args(arguments)
    unknown = [name for name in options.names if name not in _BENCHMARKS]
    if unknown:
        parser.error(f"no such benchmark: {', '.join(unknown)}")
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="bulletin-benchmarks-", ignore_cleanup_errors=True) as temporary:
        folder = Path(temporary)
        print("building and installing the wheel", file=sys.stderr)
        installed = install(folder)
        caches = {"XDG_CACHE_HOME": str(folder / "cache"), "LOCALAPPDATA": str(folder / "cache")}
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ.pop("PYTHONPATH", None)
        bench = Bench(installed, folder, caches, options.quick)
        run([installed.python, "-m", "benchmarks.prepare", folder, "100"], folder=ROOT)
        for name in options.names or _BENCHMARKS:
            figures += _BENCHMARKS[name](bench)
    about = _about()
    print(f"{about['date']}  {about['system']}  {about['processor']}  Python {about['python']}\n")
    print(table(figures))
    if options.json:
        report = {"about": about, "figures": [figure.as_json() for figure in figures]}
        options.json.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return int(any(figure.missed for figure in figures))


def _about() -> dict[str, str]:
    """When and on what was measured."""
    return {
        "date": datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "system": platform.platform(),
        "processor": f"{os.cpu_count()} x {_processor()}",
        "python": platform.python_version(),
    }


def _processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass  # not Linux
    return platform.processor() or platform.machine()


if __name__ == "__main__":
    began = time.monotonic()
    code = main()
    print(f"took {time.monotonic() - began:.0f} s", file=sys.stderr)
    raise SystemExit(code)
