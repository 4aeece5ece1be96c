"""Run by the installed program's own Python: the setup must refuse to install over a program that runs.

    python held.py SETUP PROGRAM FILE

The exit code is 0 if the setup ended with 2 while the program ran, and the program still runs.
"""

import subprocess
import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter


def main() -> int:
    """The exit code."""
    parser = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    for name in ("setup", "program", "file"):
        parser.add_argument(name, metavar=name.upper())
    options = parser.parse_args()
    desk = subprocess.Popen([options.program, options.file])
    try:
        # It has come as far as its own start when it has not ended by itself after this.
        code = desk.wait(20)
        print(f"the program ended with {code}")
        return 1
    except subprocess.TimeoutExpired:
        done = subprocess.run([options.setup, "/S"], check=False, timeout=200)
        print(f"the setup ended with {done.returncode}, the program with {desk.poll()}")
        return 0 if done.returncode == 2 and desk.poll() is None else 1
    finally:
        desk.kill()
        desk.wait()


if __name__ == "__main__":
    sys.exit(main())
