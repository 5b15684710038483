"""Whole commands, as a user waits for them: start of Python to the last line printed."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.table import Row, middle_time

AS_OF = ("--as-of", "2026-01-14")


def _python(code: str) -> None:
    subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)


def _rotascope(*arguments: str) -> None:
    command = [sys.executable, "-m", "rotascope", *arguments]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def _peak_memory(*arguments: str) -> float:
    """Peak resident memory of a command, in MB."""
    code = (
        "import resource, subprocess, sys;"
        "subprocess.run([sys.executable, '-m', 'rotascope', *sys.argv[1:]], check=True, stdout=subprocess.DEVNULL);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    done = subprocess.run([sys.executable, "-c", code, *arguments], check=True, capture_output=True, text=True)
    return int(done.stdout) / 1024


def rows() -> list[Row]:
    """Imports, commands, the brief's time, memory and page size."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["ROTASCOPE_HOME"] = folder
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program keeps its compiled modules
        page = Path(folder) / "brief.html"
        html = ("brief", *AS_OF, "--format", "html", "--out", str(page))
        bare = middle_time(lambda: _python("pass"))
        ours = middle_time(lambda: _python("import rotascope"), 9) - bare
        polars = middle_time(lambda: _python("import polars"), 9) - bare
        found = [Row("import rotascope", ours, "s", "import polars", polars, "at least 2x", polars / ours >= 2)]
        found += [_command(name, 1.2, *arguments) for name, arguments in _COMMANDS.items()]
        found.append(_command("brief, terminal", 2.0, "brief", *AS_OF))
        found.append(_command("brief, page", 4.0, *html))
        memory = max(_peak_memory("brief", *AS_OF), _peak_memory(*html))
        found.append(Row("brief, peak memory", memory, "MB", aim="at most 700 MB", met=memory <= 700))
        size = page.stat().st_size / 1e6
        found.append(Row("brief, size of the page", size, "MB", aim="at most 3 MB", met=size <= 3))
    return found


_COMMANDS = {
    "ask period_return": ("ask", "period_return", "--of", "IWM", "--since", "2025-12-31", *AS_OF),
    "ask outperformance_streak": ("ask", "outperformance_streak", "--of", "small/large", *AS_OF),
    "board": ("board", *AS_OF),
    "quote, three symbols": ("quote", "AAPL", "NVDA", "IWM", *AS_OF),
}


def _command(name: str, limit: float, *arguments: str) -> Row:
    seconds = middle_time(lambda: _rotascope(*arguments))
    return Row(f"{name} (whole process)", seconds, "s", aim=f"at most {limit} s", met=seconds <= limit)
