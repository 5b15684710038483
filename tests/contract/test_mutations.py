"""Five seeded faults, each put into a copy of the code: the suite must catch every one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PACKAGE = ROOT / "src" / "rotascope"
CONTRACT = "tests/contract/test_truncation.py::test_answers_do_not_see_the_future"
SHOWN = "tests/contract/test_shown.py"


@dataclass(frozen=True)
class Fault:
    """One line of the code, what a slip would make of it, and the tests that must then fail."""

    name: str
    file: str
    right: str
    wrong: str
    caught_by: str


FAULTS = (
    Fault(
        "a dropped release lag",
        "data/market.py",
        'rows.filter(pl.col("available_from") <= as_of)',
        'rows.filter(pl.col("date") <= as_of)',
        f"{CONTRACT}[unemployment_rate]",
    ),
    Fault(
        "a window off by one",
        "measures/windows.py",
        "start = len(days) - 1 - sessions",
        "start = max(len(days) - 2 - sessions, 0)",
        SHOWN,
    ),
    Fault(
        "a future row",
        "data/history.py",
        'stop = int(self.days.searchsorted(day, side="right"))',
        'stop = int(self.days.searchsorted(day, side="right")) + 1',
        f"{CONTRACT}[quote]",
    ),
    Fault(
        "a flipped sign",
        "measures/returns.py",
        "value = first_return - second_return",
        "value = second_return - first_return",
        SHOWN,
    ),
    Fault(
        "a wrong leg",
        "pairs.py",
        "first, second = leg_series(panel, pair.first, basis), leg_series(panel, pair.second, basis)",
        "first, second = leg_series(panel, pair.second, basis), leg_series(panel, pair.first, basis)",
        SHOWN,
    ),
)


def run_python(package: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Python with the package taken from a folder of its own."""
    environment = {**os.environ, "PYTHONPATH": str(package), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def run_tests(package: Path, selection: str) -> subprocess.CompletedProcess[str]:
    return run_python(package, "-m", "pytest", "-n0", "-x", "-q", "-p", "no:cacheprovider", selection)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package in a folder of its own; the vintage is linked, not copied."""
    folder = tmp_path_factory.mktemp("copy")
    shutil.copytree(PACKAGE, folder / "rotascope", ignore=shutil.ignore_patterns("vintage", "__pycache__"))
    (folder / "rotascope" / "data" / "vintage").symlink_to(PACKAGE / "data" / "vintage")
    return folder


def test_the_copy_is_what_runs(copy: Path) -> None:
    done = run_python(copy, "-c", "import rotascope; print(rotascope.__file__)")
    assert done.stdout.strip() == str(copy / "rotascope" / "__init__.py")


@pytest.mark.parametrize("selection", sorted({fault.caught_by for fault in FAULTS}))
def test_the_copy_without_a_fault_passes(copy: Path, selection: str) -> None:
    done = run_tests(copy, selection)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_seeded_fault_is_caught(copy: Path, fault: Fault) -> None:
    file = copy / "rotascope" / fault.file
    text = file.read_text(encoding="utf-8")
    assert text.count(fault.right) == 1, "the line to spoil has changed; name it anew"
    file.write_text(text.replace(fault.right, fault.wrong), encoding="utf-8")
    try:
        done = run_tests(copy, fault.caught_by)
    finally:
        file.write_text(text, encoding="utf-8")
    assert done.returncode == 1, done.stdout
    assert "1 failed" in done.stdout
