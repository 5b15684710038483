"""Runs `rotascope`, in this process for speed or in one of its own where the process is what is tested."""

from __future__ import annotations

import ctypes
import io
import json
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rotascope.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

_DROP_CAPABILITY, _BYPASSES = 24, (1, 2)  # PR_CAPBSET_DROP; CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH


@dataclass(frozen=True)
class Ran:
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


def run(*arguments: str) -> Ran:
    """The command in this process; stdout is a pipe that speaks UTF-8."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    with redirect_stdout(out), redirect_stderr(err):
        code = main(arguments)
    return Ran(code, *(stream.buffer.getvalue().decode() for stream in (out, err)))


def spawn(
    *arguments: str,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    before: Callable[[], object] | None = None,
) -> Ran:
    """The command in a process of its own, `before` being called in it first."""
    done = subprocess.run(
        [sys.executable, "-m", "rotascope", *arguments],
        capture_output=True,
        check=False,
        cwd=cwd,
        env={**os.environ, **(env or {})},
        preexec_fn=before,
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


def bind_permissions() -> None:
    """In a child of root: from here on permissions bind it as they bind everybody else."""
    if os.geteuid() == 0:
        libc = ctypes.CDLL(None, use_errno=True)
        for capability in _BYPASSES:
            if libc.prctl(_DROP_CAPABILITY, capability, 0, 0, 0):
                raise OSError(ctypes.get_errno(), "root could not give up its right to pass permissions")


def refused(ran: Ran, code: int, *words: str) -> None:
    """The command ended with this code, and said so in one or two sentences that hold these words."""
    assert ran.code == code, ran
    assert "Traceback" not in ran.err + ran.out
    assert ran.err.endswith("\n"), ran
    for word in words:
        assert word in ran.err, ran
    for line in ran.err.splitlines():
        assert line[-1] in ".?)", line
        assert len(line) < 400, line
