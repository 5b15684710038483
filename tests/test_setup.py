"""Setting up speaks plainly when it cannot, and a skipped test fails the suite."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """The parts of a clone that setting up reads, in a folder with a space in its name."""
    folder = tmp_path / "a clone"
    shutil.copytree(ROOT / "requirements", folder / "requirements")
    shutil.copytree(ROOT / "scripts", folder / "scripts")
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def set_up(clone: Path, pythons: dict[str, str], **variables: str) -> subprocess.CompletedProcess[str]:
    """Runs the script where only `pythons` (command -> shell script) stand beside the plainest tools."""
    commands = clone.parent / "commands"
    commands.mkdir()
    for tool in ("sh", "dirname", "cat", "cksum", "grep", "rm"):
        (commands / tool).symlink_to(str(shutil.which(tool)))
    for name, script in pythons.items():
        (commands / name).write_text(f"#!/bin/sh\n{script}\n")
        (commands / name).chmod(0o755)
    return subprocess.run(
        ["sh", "scripts/venv.sh", "runtime"],
        cwd=clone,
        env={"PATH": str(commands), **variables},
        capture_output=True,
        text=True,
        check=False,
    )


OLD = 'case "$*" in *python_version*) echo 3.9.18 ;; *) echo "too old" ;; esac'
BARE = 'echo "no venv"'
REFUSALS = {
    "none": ({}, "No usable Python was found as python3: Rotascope needs Python 3.11 or newer."),
    "old": ({"python3": OLD}, "Rotascope needs Python 3.11 or newer; python3 is 3.9.18."),
    "bare": ({"python3": BARE}, "has no venv module"),
    "broken": ({"python3": "exit 127"}, "No usable Python was found as python3"),
}


@pytest.mark.parametrize(("pythons", "sentence"), REFUSALS.values(), ids=REFUSALS)
def test_an_unfit_python_is_refused_in_a_sentence(clone: Path, pythons: dict[str, str], sentence: str) -> None:
    run = set_up(clone, pythons)
    assert run.returncode == 1
    assert sentence in run.stderr
    assert "Traceback" not in run.stderr
    assert not (clone / ".venv").exists()


def test_a_named_python_is_the_only_one_tried(clone: Path) -> None:
    run = set_up(clone, {"python3": "echo fit"}, PYTHON="python-of-mine")
    assert "No usable Python was found as python-of-mine" in run.stderr


# A fit Python that makes environments in which python is the command `inner`.
FIT = """case "$*" in
"-m venv .venv") /bin/mkdir -p .venv/bin && /bin/cp "$(dirname "$0")/inner" .venv/bin/python ;;
-V) echo Python 3.11.0 ;;
*) echo fit ;;
esac"""


def test_a_newer_python_beside_an_old_one_is_taken(clone: Path) -> None:
    run = set_up(clone, {"python3": OLD, "python3.12": FIT, "inner": "exit 0"})
    assert (run.returncode, run.stderr) == (0, "")
    assert {file.name for file in (clone / ".venv").iterdir()} == {
        "bin",
        "installed-base",
        "installed-project",
    }


def test_a_failed_installation_gives_a_hint_and_is_not_trusted(clone: Path) -> None:
    run = set_up(clone, {"python3": FIT, "inner": "exit 1"})
    assert run.returncode == 1
    assert "The packages could not be installed: pip's message stands above." in run.stderr
    assert {file.name for file in (clone / ".venv").iterdir()} == {"bin"}


SKIPS = {
    "mark": "@pytest.mark.skip\ndef test_a():\n    pass",
    "call": "def test_a():\n    pytest.skip('no data')",
    "module": "pytest.importorskip('no_such_module')",
    "expected failure": "@pytest.mark.xfail\ndef test_a():\n    assert False",
    "unexpected pass": "@pytest.mark.xfail(strict=False)\ndef test_a():\n    pass",
}


def test_a_skipped_or_expected_failure_fails_the_suite(tmp_path: Path) -> None:
    for number, text in enumerate(SKIPS.values()):
        (tmp_path / f"test_{number}.py").write_text(f"import pytest\n\n{text}\n")
    (tmp_path / "test_fine.py").write_text("def test_a():\n    pass\n")
    shutil.copy(ROOT / "tests" / "conftest.py", tmp_path)
    options = ["-q", "-p", "no:cacheprovider", "--continue-on-collection-errors"]
    command = [sys.executable, "-m", "pytest", *options, "--rootdir", str(tmp_path), str(tmp_path)]
    run = subprocess.run(command, cwd=tmp_path, env=dict(os.environ), capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert run.stdout.count("No test may be skipped or expected to fail") >= len(SKIPS)
    assert "3 failed, 1 passed, 2 errors" in run.stdout
