"""Results of long work, kept in the home folder under the digest of what they rest on: asking again costs a read."""

from __future__ import annotations

import os
import tempfile
import zipfile
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from rotascope.config import home_folder
from rotascope.data.digest import digest_arrays, digest_texts
from rotascope.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    Arrays = Mapping[str, NDArray[np.generic]]

MOST_FILES = 4000  # those not asked for longest go first


def remembered(
    name: str,
    inputs: Sequence[NDArray[np.generic]],
    params: Mapping[str, object],
    compute: Callable[[], Arrays],
) -> Arrays:
    """`compute()`, or what it gave for the same inputs, parameters and code when it was last asked.

    name: of the work. Arrays come back read-only and equal to the last bit. Nothing is kept where the
    home folder cannot be written; a file that cannot be read is made again.
    """
    key = digest_texts([name, _code(), repr(sorted(params.items())), *(f"{a.dtype}{a.shape}" for a in inputs)])
    path = _folder() / f"{name}-{key[:16]}-{digest_arrays(*inputs)}.npz"
    found = _load(path)
    if found is None:
        found = dict(compute())
        with suppress(OSError):
            _save(path, found)
    for array in found.values():
        array.flags.writeable = False
    return found


@cache
def _code() -> str:
    """The digest of the package's models and kernels: what other code made is not taken for this code's."""
    package = Path(__file__).parent.parent
    files = sorted(file for part in ("models", "kernels", "explain") for file in (package / part).rglob("*.py"))
    return digest_texts(file.read_text(encoding="utf-8") for file in files)


def _folder() -> Path:
    try:
        return home_folder() / "results"
    except StoreError:
        return Path(os.devnull)


def _load(path: Path) -> dict[str, NDArray[np.generic]] | None:
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
            found = {key: kept[key] for key in kept.files}
    except (OSError, ValueError, EOFError, zipfile.BadZipFile):
        return None
    with suppress(OSError):
        os.utime(path)
    return found


def _save(path: Path, arrays: Arrays) -> None:
    """Through a file beside it that then takes its place, so that a reader never sees half of one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            np.savez(file, **dict(arrays))  # type: ignore[arg-type]
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _thin(path.parent)


def _thin(folder: Path) -> None:
    files = sorted(folder.glob("*.npz"), key=lambda file: file.stat().st_mtime)
    for file in files[:-MOST_FILES]:
        file.unlink(missing_ok=True)
