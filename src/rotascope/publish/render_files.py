"""Writing a result: whole or not at all."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path

from rotascope.errors import WriteError

_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EACCES: "there is no permission to write there",
    errno.EPERM: "there is no permission to write there",
    errno.EROFS: "the file system is read-only",
    errno.ENAMETOOLONG: "the name is too long",
    errno.ENOTDIR: "part of its path is a file, not a folder",
}


def write_text(path: Path | str, text: str) -> Path:
    """Write UTF-8 text through a file beside the target that then takes its place; returns the path.

    Raises `WriteError` where that fails: whatever stood at the path before still stands.
    """
    target = Path(path)
    try:
        if target.is_dir():
            raise WriteError(f"Cannot write {target}: it is a folder; give the name of a file in it.")
        if not target.parent.exists():
            raise WriteError(f"Cannot write {target}: there is no folder {target.parent}; make it first.")
        _replace(_behind(target), text)
    except OSError as error:
        reason = _REASONS.get(error.errno or 0, (error.strerror or str(error)).lower())
        raise WriteError(f"Cannot write {target}: {reason}. What stood there before still stands.") from error
    return target


def _behind(target: Path) -> Path:
    """The file itself where the path is a link to it: replacing a link would break it."""
    return target.resolve() if target.is_symlink() else target


def _replace(target: Path, text: str) -> None:
    if target.exists() and not target.is_file():  # a device or a pipe (/dev/stdout) takes text as it comes
        target.write_text(text, encoding="utf-8")
        return
    handle, name = tempfile.mkstemp(prefix=f".{target.name[:60]}.", suffix=".part", dir=target.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(_mode(target))
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _mode(target: Path) -> int:
    """The permissions of the file that is replaced; for a new one what the user's mask allows."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
