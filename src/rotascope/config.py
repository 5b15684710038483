"""Settings: the user's own folder, threads, the engine of sweeps, a language model, compiled kernels."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from rotascope.errors import StoreError, UsageError

ENGINES = ("local", "dask", "ray")


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


@dataclass(frozen=True)
class ModelSettings:
    """Where a language model answers: the base URL of an OpenAI-compatible service, the model's name, the key.

    The key is left out of the representation, so that no log or error shows it.
    """

    url: str
    model: str
    key: str = field(default="", repr=False)


def model_settings() -> ModelSettings:
    """The service named by `ROTASCOPE_LLM_URL` and `ROTASCOPE_LLM_MODEL`; `ROTASCOPE_KEY_LLM` where it needs a key.

    Raises `UsageError` where the address or the model's name is missing.
    """
    url = os.environ.get("ROTASCOPE_LLM_URL", "").strip().rstrip("/")
    model = os.environ.get("ROTASCOPE_LLM_MODEL", "").strip()
    for name, given in (("ROTASCOPE_LLM_URL", url), ("ROTASCOPE_LLM_MODEL", model)):
        if not given:
            raise UsageError(f"{name} is not set; reading with a language model needs its address and its name.")
    if not url.startswith(("http://", "https://")):
        raise UsageError(f"ROTASCOPE_LLM_URL is {url!r}; it must begin with http:// or https://.")
    return ModelSettings(url, model, os.environ.get("ROTASCOPE_KEY_LLM", "").strip())


def thread_count() -> int:
    """How many threads a kernel's caller may use: `ROTASCOPE_THREADS`, or the processors open to this process.

    Raises `UsageError` where the setting is no whole number above 0.
    """
    named = os.environ.get("ROTASCOPE_THREADS", "").strip()
    if not named:
        allowed = getattr(os, "sched_getaffinity", None)  # only some systems tell
        return len(allowed(0)) if allowed else os.cpu_count() or 1
    if not named.isdecimal() or int(named) < 1:
        raise UsageError(f"ROTASCOPE_THREADS is {named!r}; it must be a whole number above 0.")
    return int(named)


def engine() -> str:
    """What sweeps run on: "local" processes, a "dask" or a "ray" cluster.

    `ROTASCOPE_ENGINE`, else `engine` in the home folder's settings.toml, else local. `UsageError` for another.
    """
    named = _setting("engine") or "local"
    if named not in ENGINES:
        raise UsageError(f"The engine {named!r} is not known; set ROTASCOPE_ENGINE to local, dask or ray.")
    return named


def cluster() -> str:
    """Where the cluster answers, such as tcp://10.0.0.5:8786: `ROTASCOPE_CLUSTER`, else `cluster` in settings.toml."""
    return _setting("cluster")


def _setting(name: str) -> str:
    """From the environment, else from the settings file; empty where neither has it."""
    return os.environ.get(f"ROTASCOPE_{name.upper()}", "").strip() or _from_file(name)


def _from_file(name: str) -> str:
    import tomllib

    path = home_folder() / "settings.toml"
    try:
        held = tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    except (OSError, ValueError) as error:
        raise UsageError(f"{path} cannot be read as settings ({error}); mend it, or take it away.") from None
    value = held.get(name, "")
    if not isinstance(value, str):
        raise UsageError(f"{name} in {path} is {value!r}; write it as text.")
    return value.strip()


@cache
def keep_compiled() -> None:
    """Sees that compiled kernels can be kept, before numba is imported: it raises where no folder can be written.

    Its own choice is `NUMBA_CACHE_DIR`, else the folder beside the kernels; where that is closed, `compiled` in the
    home folder, else a temporary folder of this process (a lasting one in a shared place could be another user's).
    """
    beside = Path(__file__).parent / "kernels" / "__pycache__"
    if _can_write(Path(os.environ.get("NUMBA_CACHE_DIR") or beside)):
        return
    try:
        own = home_folder() / "compiled"
    except StoreError:
        own = None
    os.environ["NUMBA_CACHE_DIR"] = str(own) if own and _can_write(own) else _passing_folder()


def _can_write(folder: Path) -> bool:
    """Whether files can be made in the folder, which is made where it is missing."""
    import tempfile

    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _passing_folder() -> str:
    """A new folder that goes with this process."""
    import atexit
    import shutil
    import tempfile

    folder = tempfile.mkdtemp(prefix="rotascope-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
