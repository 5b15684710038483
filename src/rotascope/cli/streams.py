"""What goes to stdout: plain characters where the locale has no others, and failures that have a name."""

from __future__ import annotations

import codecs
import io
import json
import locale
import os
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from rotascope.errors import WriteError

if TYPE_CHECKING:
    from collections.abc import Iterator

_PLAIN = {
    "−": "-", "–": "-", "—": "-", "‑": "-", "×": "x", "·": "-", "•": "*", "…": "...", "‘": "'", "’": "'", "“": '"',  # noqa: RUF001
    "”": '"', "≤": "<=", "≥": ">=", "→": "->", "↑": "^", "↓": "v", "▲": "^", "▼": "v", "σ": "sd", "█": "#", "─": "-",  # noqa: RUF001
    "│": "|", "\u00a0": " ", "\u2009": " ", "\u202f": " ",
}  # fmt: skip


class ReaderGoneError(Exception):
    """The reader of stdout closed the pipe. Not an OSError, which Typer would take for its own."""


def prepare_streams() -> None:
    """From now on stdout and stderr are there, and are ASCII if the locale is not UTF-8.

    Python itself would write UTF-8 under LC_ALL=C, which such a terminal does not show. A closed stream has no
    listener, so what is said there is dropped.
    """
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115
    if _speaks_unicode():
        return
    codecs.register_error("rotascope", _plain_characters)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="ascii", errors="rotascope")


def _speaks_unicode() -> bool:
    encodings = [sys.stdout.encoding or ""] + ([locale.getencoding()] if os.name == "posix" else [])
    return all(name.lower().startswith("utf") for name in encodings)


def _plain_characters(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(_PLAIN.get(sign, "?") for sign in error.object[error.start : error.end]), error.end


@contextmanager
def writing() -> Iterator[None]:
    """Failures to write stdout, by name: `ReaderGoneError` for a closed pipe, `WriteError` for a full disk."""
    try:
        yield
    except BrokenPipeError:
        raise ReaderGoneError from None
    except OSError as error:
        abandon_output()
        raise WriteError(f"The output could not be written ({error.strerror}).") from error


def write_text(text: str) -> None:
    """Text to stdout as it is: no wrapping, no colours."""
    with writing():
        sys.stdout.write(text if text.endswith("\n") else f"{text}\n")


def write_bytes(data: bytes) -> None:
    """Bytes to stdout, whatever the locale: a page names its own encoding."""
    with writing():
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()


def write_json(data: object) -> None:
    """One JSON object to stdout; readable characters, or escapes where the locale has only ASCII."""
    escaped = (sys.stdout.encoding or "").lower() == "ascii"
    write_text(json.dumps(data, indent=2, ensure_ascii=escaped, allow_nan=False))


def abandon_output() -> None:
    """Point stdout at nothing, so that Python has nothing left to complain about when it ends."""
    with suppress(OSError, ValueError):
        output = sys.stdout.fileno()
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, output)
        os.close(nothing)
