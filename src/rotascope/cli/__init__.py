"""The command line. `main` runs a command and turns every way it can end into an exit code and a sentence."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from difflib import get_close_matches
from typing import TYPE_CHECKING

from rotascope.cli.streams import ReaderGoneError, abandon_output, prepare_streams, writing
from rotascope.errors import RotascopeError

if TYPE_CHECKING:
    from collections.abc import Sequence

INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code: 0 answered, 1 cannot answer, 2 bad usage, 130 interrupted.

    Errors go to stderr as one or two sentences. A reader that closes the pipe (`| head -1`) has what it wanted: 0.
    """
    try:
        prepare_streams()
        code = _run(list(sys.argv[1:] if arguments is None else arguments))
        with writing():
            sys.stdout.flush()
    except ReaderGoneError:
        abandon_output()
        code = 0
    except KeyboardInterrupt:
        code = INTERRUPTED
    except Exception as error:
        code = _failed(error)
    if code == INTERRUPTED:
        _say("Stopped.")
    if code:
        _flush_or_abandon()
    return code


def _failed(error: Exception) -> int:
    """Say what went wrong; the exit code."""
    if isinstance(error, RotascopeError):
        _say(str(error))
        return error.exit_code
    if os.environ.get("ROTASCOPE_DEBUG"):
        raise error
    if isinstance(error, OSError):
        place = f" at {error.filename}" if error.filename else ""
        _say(f"The system refused{place}: {error.strerror or error}.")
        return 1
    _say(
        f"Sorry: Rotascope failed in a way it does not know ({type(error).__name__})."
        " Set ROTASCOPE_DEBUG=1 and run it again to see the traceback."
    )
    return 1


def _run(arguments: list[str]) -> int:
    import typer

    from rotascope.cli.app import app

    try:
        # No command: the overview. Typer returns what the command returned, or the code of its own exits.
        code = app(args=arguments or ["--help"], prog_name="rotascope", standalone_mode=False)
    except typer.TyperException as error:
        _say(_usage(error))
        return error.exit_code
    except SystemExit as stop:
        # Typer exits by itself after completing a word, and where the reader of a help text went away.
        if "_ROTASCOPE_COMPLETE" not in os.environ:
            raise ReaderGoneError from stop
        return stop.code if isinstance(stop.code, int) else 1
    return code if isinstance(code, int) else 0


def _usage(error: Exception) -> str:
    """Typer's complaint as sentences: what is wrong, what may have been meant, where the rules stand."""
    near = getattr(error, "possibilities", None) or ()
    meant = get_close_matches(getattr(error, "option_name", ""), near, cutoff=0.7) or sorted(near)
    message = str(getattr(error, "message", "")) if meant else error.format_message()  # type: ignore[attr-defined]
    sentence = message.replace("Value error, ", "").replace("'", "").rstrip(".")
    if meant:
        sentence += f". Did you mean {' or '.join(meant)}?"
    elif not sentence.endswith("?"):
        sentence += "."
    context = getattr(error, "ctx", None)
    return f"{sentence} See {context.command_path if context else 'rotascope'} --help."


def _say(sentence: str) -> None:
    """One line on stderr; if nobody can hear it, the exit code still says it."""
    with suppress(OSError, ValueError):
        sys.stderr.write(f"{sentence}\n")
        sys.stderr.flush()


def _flush_or_abandon() -> None:
    """What was printed before the error goes out, where it can."""
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        abandon_output()
