"""What the system calls whoever works here. Knows nothing of bulletins."""

from __future__ import annotations

import getpass
import os


def account_name() -> str:
    """The full name of the system's account, else the name it logs in with; empty where it has none."""
    try:
        import pwd

        full = pwd.getpwuid(os.getuid()).pw_gecos.split(",")[0].strip()
        if full:
            return full
    except (ImportError, KeyError, OSError):  # Windows, or a user without an entry
        pass
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):
        return ""
