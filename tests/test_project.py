"""What holds for the repository as a whole: its files, pins, version and commands."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

import rotascope
from tests.import_walk import walk

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PINS = ("build", "dev", "runtime")

# Brackets keep this file from matching itself.
REGISTRY = re.compile(r"p[y]pi\.org|p[y]thonhosted\.org|n[p]mjs\.(?:org|com)|d[e]bian\.org|a[n]aconda\.(?:org|com)")
MACHINE_PATH = re.compile(r"(?:^|[^A-Za-z0-9_.])/(?:wor[k]|far[m]|roo[t]|tmp/[x])/", re.MULTILINE)


def tracked() -> dict[str, str]:
    """Text of every tracked file by name; files with a NUL byte are data and stay out."""
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout
    files = {name: ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()}
    found = {name: file.read_bytes() for name, file in files.items()}
    return {name: body.decode("utf-8", "replace") for name, body in found.items() if b"\0" not in body}


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return tracked()


def test_tracked_files_are_read(texts: dict[str, str]) -> None:
    assert {"pyproject.toml", "Makefile", "requirements/dev.txt"} <= texts.keys()


@pytest.mark.parametrize("pattern", [REGISTRY, MACHINE_PATH], ids=["registry", "machine path"])
def test_no_tracked_file_names_a_place_of_ours(texts: dict[str, str], pattern: re.Pattern[str]) -> None:
    assert {name: match[0] for name, text in texts.items() if (match := pattern.search(text))} == {}


def test_the_patterns_find_what_they_are_for() -> None:
    assert REGISTRY.search("https://files.python" + "hosted.org/x")
    assert MACHINE_PATH.search("cd /wor" + "k/main")
    assert not MACHINE_PATH.search("frame/work/x and https://example.org/home/x")


@pytest.mark.parametrize("level", PINS)
def test_pins_are_names_and_versions_only(level: str) -> None:
    lines = (ROOT / "requirements" / f"{level}.txt").read_text(encoding="utf-8").splitlines()
    pins = [bare for line in lines if (bare := line.partition("#")[0].strip())]
    assert len(pins) > 4
    assert [pin for pin in pins if not re.fullmatch(r"[a-z0-9-]+==[A-Za-z0-9.]+(?: ; [^/@]+)?", pin)] == []


def pinned(level: str) -> dict[str, str]:
    text = (ROOT / "requirements" / f"{level}.txt").read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", text, re.MULTILINE))


def test_the_pins_agree_and_cover_the_dependencies() -> None:
    dev = pinned("dev")
    assert pinned("runtime").items() <= dev.items()
    assert pinned("build").items() <= dev.items()
    assert set(map(distribution, PROJECT["dependencies"])) <= pinned("runtime").keys()
    assert set(map(distribution, PROJECT["optional-dependencies"]["dev"])) <= dev.keys()


def distribution(requirement: str) -> str:
    """`exchange_calendars>=4.13` -> `exchange-calendars`."""
    return re.split(r"[^A-Za-z0-9_.-]", requirement)[0].lower().replace("_", "-")


def test_every_library_that_the_package_imports_is_a_declared_dependency() -> None:
    targets = {found.target.partition(".")[0] for source in walk(ROOT / "src/rotascope") for found in source.imports}
    libraries = {name for name in targets if name.isidentifier()} - sys.stdlib_module_names - {"rotascope"}
    homes = packages_distributions()
    clusters = [name for extra in ("dask", "ray") for name in PROJECT["optional-dependencies"][extra]]
    declared = set(map(distribution, [*PROJECT["dependencies"], *clusters]))
    assert {name for name in libraries if not {distribution(home) for home in homes.get(name, [])} & declared} == set()


def test_one_version() -> None:
    assert PROJECT["version"] == rotascope.__version__
    assert f"## [{rotascope.__version__}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", ".ci/run"])
def test_every_make_command_that_is_named_exists(texts: dict[str, str], name: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", texts["Makefile"], re.MULTILINE))
    named = set(re.findall(r"(?:^|`|exec )make ([a-z]+)", texts[name], re.MULTILINE))
    assert named
    assert named <= targets


def test_no_source_file_is_long(texts: dict[str, str]) -> None:
    lengths = {name: text.count("\n") for name, text in texts.items() if re.match(r"src/.*\.py$", name)}
    assert {name: length for name, length in lengths.items() if length >= 400} == {}


def test_every_table_of_speed_is_in_the_one_run(texts: dict[str, str]) -> None:
    tables = {name for name, text in texts.items() if re.match(r"benchmarks/.*\.py$", name) and "def rows(" in text}
    run = texts["benchmarks/run.py"]
    parts = set(re.findall(r"\w+", run.split("PARTS = (")[1].split(")")[0]))
    assert {Path(name).stem for name in tables} == parts | {"breadth"}
    assert "breadth.rows(raw)" in run
