"""Findings that were written out: the brief last made, or a JSON file, and one of them by its id."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rotascope.config import home_folder
from rotascope.errors import DataError, RotascopeError, StoreError, UsageError, unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rotascope.publish.brief import Brief

Recorded = dict[str, Any]
_KEYS = frozenset({"id", "question", "value", "sources"})


def last_brief() -> Path:
    """Where the brief last made is kept."""
    return home_folder() / "last-brief.json"


def last_check() -> Path:
    """Where the check last made is kept."""
    return home_folder() / "last-check.json"


def remember(brief: Brief) -> None:
    """Keep the brief for `why`. A home that cannot be written is no error: `why --in` does without."""
    from rotascope.publish.render_files import write_text
    from rotascope.publish.render_json import render_json

    with suppress(OSError, RotascopeError):
        path = last_brief()
        path.parent.mkdir(parents=True, exist_ok=True)
        write_text(path, render_json(brief, indent=None))


def remember_check(text: str) -> None:
    """Keep a check's JSON for `why`, as `remember` keeps a brief's."""
    from rotascope.publish.render_files import write_text

    with suppress(OSError, RotascopeError):
        path = last_check()
        path.parent.mkdir(parents=True, exist_ok=True)
        write_text(path, text)


def read_last(every: bool) -> dict[str, Recorded]:
    """The findings of what was last made, a brief or a check; to find one of them, those of both."""
    made = [path for path in (last_brief(), last_check()) if _made(path)]
    if len(made) < 2:
        return read_recorded(made[0] if made else None)
    earlier, latest = sorted(made, key=_made)
    return read_recorded(latest) if every else read_recorded(earlier) | read_recorded(latest)


def _made(path: Path) -> int:
    """When a file was written, in nanoseconds; 0 for none."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def read_recorded(path: Path | None) -> dict[str, Recorded]:
    """The findings of a file by id: of the brief last made where no path is given.

    Any JSON that holds findings will do: a brief, a board, one finding. Errors: `DataError` where no brief was
    remembered, `UsageError` for a file that is not there or holds no finding, `StoreError` for an unreadable one.
    """
    where = path or last_brief()
    try:
        data = json.loads(where.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        raise _absent(where, path is None) from None
    except OSError as error:
        raise StoreError(f"{where} cannot be read ({error.strerror}).") from error
    except (ValueError, RecursionError):
        raise UsageError(f"{where} is not JSON; name a file that `rotascope brief --format json` wrote.") from None
    found = {str(record["id"]): record for record in _findings(data)}
    if not found:
        raise UsageError(f"{where} holds no finding; name a file that `rotascope brief --format json` wrote.")
    return found


def pick(text: str, found: dict[str, Recorded]) -> Recorded:
    """The finding of an id, of the only id that begins so, or of its eight hex digits; `UsageError` otherwise."""
    if text in found:
        return found[text]
    fitting = [name for name in found if name.startswith(text) or name.endswith(f"-{text}")] if text else []
    if len(fitting) > 1:
        named = ", ".join(fitting[:3])
        raise UsageError(f"{text!r} fits {len(fitting)} findings ({named} ...); write more of the id.")
    if not fitting:
        raise unknown("Finding", text, found, "`rotascope why --all` asks every finding of the brief again.")
    return found[fitting[0]]


def _absent(where: Path, remembered: bool) -> RotascopeError:
    if not remembered:
        return UsageError(f"There is no file {where}; name one that `rotascope brief --format json` wrote.")
    return DataError(
        f"No brief is remembered at {where}: none was made yet, or the folder could not be written."
        " Make one with `rotascope brief`, or name a JSON file with --in."
    )


def _findings(data: object) -> Iterator[Recorded]:
    """Every finding anywhere in a JSON tree."""
    if isinstance(data, dict):
        if data.keys() >= _KEYS:
            yield data
            return
        for item in data.values():
            yield from _findings(item)
    elif isinstance(data, list):
        for item in data:
            yield from _findings(item)
