"""Settings: where the user's own folder is."""

from __future__ import annotations

import os
from pathlib import Path

from rotascope.errors import StoreError


def home_folder() -> Path:
    """The user's folder: `ROTASCOPE_HOME`, or `.rotascope` in the home directory. It need not exist.

    Raises `StoreError` where neither can be found.
    """
    named = os.environ.get("ROTASCOPE_HOME", "").strip()
    if named:
        return Path(named).expanduser()
    try:
        return Path.home() / ".rotascope"
    except RuntimeError as error:
        raise StoreError("No home folder can be found; set ROTASCOPE_HOME to a folder of your own.") from error
