"""Holds Word copies against the LibreOffice of another Debian, which lives in a folder of its own.

Not part of the tests that every change passes: making the folder takes minutes, and asks for root.
"""

from __future__ import annotations

import argparse
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("libreoffice-writer-nogui", "fonts-liberation")
TESTS = "tests/export/docx/test_libreoffice.py"
_PATHS = ("/tmp", "/var/tmp", str(ROOT), sys.prefix)
"""What LibreOffice has to see of this system: documents, faces, profiles."""
_COMMAND = """#!/bin/sh
# Runs the LibreOffice of {root}, which sees {paths} of this system, and leaves nothing mounted.
exec unshare --mount sh -c '
  root=$1; shift
  mount -t proc proc "$root/proc" && mount --bind /dev "$root/dev" || exit 1
  for path in {paths}; do
    mkdir -p "$root$path" && mount --bind "$path" "$root$path" || exit 1
  done
  exec chroot "$root" /usr/bin/soffice "$@"
' sh {root} "$@"
"""


def main() -> int:
    """Makes the folder where it is not there yet, and runs the tests with what is in it."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path, help="where the other Debian is, or is to be made")
    parser.add_argument("--suite", default="trixie", help="which Debian is made (%(default)s: 13)")
    parser.add_argument("--bulletins", type=int, default=60, help="how many generated ones (%(default)s)")
    options = parser.parse_args()
    root = options.folder.resolve() / "root"
    if not (root / "usr/bin/soffice").exists():
        missing = [name for name in ("debootstrap", "unshare", "chroot") if not shutil.which(name)]
        if missing or os.geteuid():
            needed = " and ".join(missing) or "root"
            print(f"{root} can't be made: this needs {needed}.", file=sys.stderr)
            return 2
        root.mkdir(parents=True, exist_ok=True)
        packages = f"--include={','.join(PACKAGES)}"
        subprocess.run(["debootstrap", "--variant=minbase", packages, options.suite, root], check=True)
    command = _command(root)
    said = subprocess.run([command, "--version"], check=True, capture_output=True, text=True).stdout
    print(said.strip(), flush=True)
    path = f"{command.parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    environment = {**os.environ, "PATH": path, "BULLETIN_DESK_GENERATED": str(options.bulletins)}
    tests = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", TESTS]
    return subprocess.run(tests, cwd=ROOT, env=environment, check=False).returncode


def _command(root: Path) -> Path:
    """The folder's LibreOffice as a command of this system."""
    command = root.parent / "bin" / "soffice"
    command.parent.mkdir(exist_ok=True)
    paths = " ".join(dict.fromkeys(path for path in _PATHS if Path(path).is_dir()))
    command.write_text(_COMMAND.format(root=root, paths=paths), encoding="utf-8")
    command.chmod(command.stat().st_mode | stat.S_IXUSR)
    return command


if __name__ == "__main__":
    raise SystemExit(main())
