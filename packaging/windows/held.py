"""Run by the installed program's own Python: the setup must refuse to install over a program that runs.

    python held.py SETUP PROGRAM FILE

The exit code is 0 if the setup ended with 2 while the program ran, and the program still runs.
"""

import subprocess
import sys


def main() -> int:
    """The exit code."""
    setup, program, file = sys.argv[1:]
    desk = subprocess.Popen([program, file])
    try:
        # It has come as far as its own start when it has not ended by itself after this.
        code = desk.wait(20)
        print(f"the program ended with {code}")
        return 1
    except subprocess.TimeoutExpired:
        done = subprocess.run([setup, "/S"], check=False, timeout=200)
        print(f"the setup ended with {done.returncode}, the program with {desk.poll()}")
        return 0 if done.returncode == 2 and desk.poll() is None else 1
    finally:
        desk.kill()
        desk.wait()


if __name__ == "__main__":
    sys.exit(main())
