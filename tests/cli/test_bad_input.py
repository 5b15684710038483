"""Bad input gets one or two sentences and the right exit code: never a wrong number, never a traceback."""

from __future__ import annotations

import errno
import json
import os
import resource
import shutil
import stat
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import NoReturn

import polars as pl
import pytest

import rotascope
import rotascope.questions
from rotascope.data.user_store import UserStore
from tests.cli.running import Ran, bind_permissions, refused, run, spawn

RETURN = ("ask", "period_return", "--of", "IWM")
PACKAGE = Path(rotascope.__file__).parent

USAGE: dict[str, tuple[tuple[str, ...], *tuple[str, ...]]] = {
    "malformed as-of": ((*RETURN, "--as-of", "14.01.2026"), "as_of '14.01.2026' is not a date", "2026-01-14"),
    "no such day": ((*RETURN, "--as-of", "2026-02-30"), "as_of '2026-02-30' is not a date"),
    "malformed since": ((*RETURN, "--since", "yesterday"), "since 'yesterday' is not a date"),
    "empty as-of": ((*RETURN, "--as-of", ""), "as_of '' is not a date"),
    "malformed board": (("board", "--as-of", "soon"), "as_of 'soon' is not a date"),
    "malformed quote": (("quote", "IWM", "--as-of", "soon"), "as_of 'soon' is not a date"),
    "malformed brief": (("brief", "--as-of", "soon"), "as_of 'soon' is not a date"),
    "unknown symbol": (("ask", "period_return", "--of", "IWMM"), "'IWMM' is not known.", "Did you mean IWM"),
    "unknown pair": (("ask", "phase", "--of", "small/megaa"), "is not known.", "Did you mean small/mega"),
    "unknown pair of a brief": (("brief", "smal/mega"), "is not known.", "Did you mean small/mega"),
    "no pair": (("brief", "IWM"), "pair"),
    "not a subject": (("ask", "period_return", "--of", "IWM//QQQ"), "cannot be read", "IWM/SPY"),
    "no subject": (("ask", "period_return"), "needs a subject", "IWM"),
    "unknown measure": (("ask", "period_retrun", "--of", "IWM"), "is not known.", "Did you mean period_return"),
    "unknown measure in full": (("measures", "opening_rnk"), "is not known.", "Did you mean opening_rank"),
    "unknown parameter": ((*RETURN, "--param", "windw=21"), "has no parameter 'windw'", "window, basis"),
    "unreadable parameter": ((*RETURN, "--param", "window"), "cannot be read", "window=21"),
    "parameter given twice": ((*RETURN, "--param", "window=1", "--param", "window=2"), "given twice"),
    "parameter out of range": ((*RETURN, "--param", "window=0"), "window '0' must be"),
    "parameter of another kind": ((*RETURN, "--param", "basis=gross"), "basis 'gross' must be total or price"),
    "unknown section": (("brief", "--section", "record"), "is not known.", "Did you mean records"),
    "unknown format": (("brief", "--format", "htm"), "is not known.", "Did you mean html"),
    "unknown file name": (("brief", "--out", "brief.pdf"), "does not say the format", ".html"),
    "unknown table": (("data", "price"), "is not known.", "Did you mean prices"),
    "table and symbols": (("data", "prices", "--symbols"), "not both"),
    "empty window": ((*RETURN, "--since", "2026-01-14", "--as-of", "2026-01-14"), "must lie before"),
    "window backwards": ((*RETURN, "--since", "2026-02-02", "--as-of", "2026-01-14"), "must lie before"),
    "since and window": ((*RETURN, "--since", "2025-12-31", "--param", "window=21"), "not both"),
    "since where none is taken": (("ask", "unemployment_rate", "--since", "2025-12-31"), "takes no since"),
    "subject where none is taken": (("ask", "policy_range", "--of", "IWM"), "takes no subject"),
    "leg where a pair is taken": (("ask", "phase", "--of", "IWM"), "takes a pair (IWM/SPY"),
    "unknown command": (("bord",), "No such command bord. Did you mean board? See rotascope --help."),
    "unknown option": (("board", "--asof", "2026-01-14"), "No such option: --asof. Did you mean --as-of?"),
    "missing argument": (("ask",), "Missing argument MEASURE. See rotascope ask --help."),
    "missing symbols": (("quote",), "Missing argument SYMBOL"),
    "missing value": (("ask", "level", "--of"), "Option --of requires an argument."),
    "too many arguments": (("board", "small/mega"), "unexpected extra argument"),
}  # fmt: skip


@pytest.mark.parametrize("name", USAGE)
def test_bad_usage_is_2(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    arguments, *words = USAGE[name]
    ran = run(*arguments)
    refused(ran, 2, *words)
    assert ran.out == ""
    assert list(tmp_path.iterdir()) == []


UNANSWERED: dict[str, tuple[tuple[str, ...], *tuple[str, ...]]] = {
    "before the data": ((*RETURN, "--as-of", "1900-01-01"), "lies before the first session"),
    "before the symbol": ((*RETURN, "--as-of", "1990-01-02"), "IWM", "1990-01-02"),
    "past the data": ((*RETURN, "--as-of", "2099-01-01"), "lies past the data, which end on"),
    "board before the data": (("board", "--as-of", "1900-01-01"), "lies before the first session"),
    "board past the data": (("board", "--as-of", "2099-01-01"), "lies past the data"),
    "quote past the data": (("quote", "IWM", "--as-of", "2099-01-01"), "lies past the data"),
    "brief before the data": (("brief", "--as-of", "1900-01-01"), "lies before the first session"),
    "brief before the pair": (("brief", "--as-of", "1990-01-02"), "1990-01-02"),
    "brief past the data": (("brief", "--as-of", "2099-01-01"), "lies past the data"),
    "since before the symbol": ((*RETURN, "--since", "1990-01-02"), "since 1990-01-02 lies before the data of IWM"),
    "window past the history": ((*RETURN, "--param", "window=99999"), "a window of 99999 needs more"),
    "no unadjusted prices": (("ask", "level", "--of", "IWM"), "only adjusted", "basis=total"),
}


@pytest.mark.parametrize("name", UNANSWERED)
def test_no_answer_is_1(name: str) -> None:
    arguments, *words = UNANSWERED[name]
    ran = run(*arguments)
    refused(ran, 1, *words)
    assert ran.out == ""


def own_prices(home: Path) -> Path:
    """A store with OLD and NEW, whose closes share no day; the path of its price file."""
    spans = {"OLD": date(2010, 1, 4), "NEW": date(2015, 1, 5)}
    rows = [
        {"symbol": symbol, "date": start + timedelta(days), "adjusted_close": 10.0 + days, "close": 10.0 + days}
        for symbol, start in spans.items()
        for days in range(5)
    ]
    listed = [
        {"symbol": symbol, "name": symbol, "kind": "fund", "currency": "USD", "available_from": start}
        for symbol, start in spans.items()
    ]
    store = UserStore(home / "store")
    store.save("instruments", pl.DataFrame(listed))
    return store.save("prices", pl.DataFrame(rows))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with a store of the user's own."""
    folder = tmp_path / "home"
    monkeypatch.setenv("ROTASCOPE_HOME", str(folder))
    own_prices(folder)
    return folder


def test_own_rows_answer(home: Path) -> None:
    ran = run("ask", "period_return", "--of", "OLD", "--param", "window=4", "--as-of", "2010-01-08", "--json")
    assert ran.json["value"] == pytest.approx(0.4)
    assert "store:" in ran.json["sources"][0]["version"]
    assert list(run("version", "--json").json["store"]) == ["instruments", "prices"]
    assert "prices (store)" in run("data").out


def test_legs_that_never_overlap(home: Path) -> None:
    ask = ("ask", "active_return", "--of", "OLD/NEW")
    refused(run(*ask, "--as-of", "2015-01-09"), 1, "OLD has no close on 2015-01-09")
    refused(run(*ask), 1, "OLD and NEW never trade on the same session")
    refused(run("brief", "OLD/NEW"), 1, "OLD and NEW never trade on the same session")


EVERY = [("ask", "period_return", "--of", "IWM"), ("board",), ("quote", "IWM"), ("data",), ("brief",)]


def all_refuse(*words: str) -> None:
    """Every command that reads the store says so."""
    for arguments in EVERY:
        refused(run(*arguments), 1, *words)


def test_a_home_that_is_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "home"
    path.write_text("no folder")
    monkeypatch.setenv("ROTASCOPE_HOME", str(path))
    all_refuse(str(path), "is a file", "ROTASCOPE_HOME")
    assert run("version").code == 0


def test_a_store_that_is_a_file(home: Path) -> None:
    shutil.rmtree(home / "store")
    (home / "store").write_text("no folder")
    all_refuse("store", "ROTASCOPE_HOME")


@pytest.mark.parametrize("text", ["{", "[]", '{"format": "new"}', "\udcff"], ids=["cut", "list", "word", "bytes"])
def test_a_garbage_format(home: Path, text: str) -> None:
    (home / "store" / "format.json").write_bytes(text.encode(errors="surrogateescape"))
    all_refuse("store")


def test_a_newer_format(home: Path) -> None:
    (home / "store" / "format.json").write_text(json.dumps({"format": 99}))
    all_refuse("format 99", "upgrade Rotascope")
    assert "format 99" in run("version", "--json").json["store"]


def test_a_corrupt_table(home: Path) -> None:
    (home / "store" / "prices" / "rows.parquet").write_bytes(b"PAR1 this is no table PAR1")
    all_refuse("prices", "cannot be read")


def test_a_table_cut_short(home: Path) -> None:
    path = home / "store" / "prices" / "rows.parquet"
    path.write_bytes(path.read_bytes()[:200])
    all_refuse("prices", "cannot be read")


def test_a_table_without_its_columns(home: Path) -> None:
    pl.DataFrame({"symbol": ["OLD"], "day": [1]}).write_parquet(home / "store" / "prices" / "rows.parquet")
    all_refuse("prices", "lacks the columns")


def test_a_table_of_other_types(home: Path) -> None:
    wrong = pl.DataFrame({"symbol": ["OLD"], "date": ["soon"], "adjusted_close": ["a"], "close": ["b"]})
    wrong.write_parquet(home / "store" / "prices" / "rows.parquet")
    all_refuse("prices", "cannot be read")


@pytest.mark.parametrize("name", ["home", "store", "store/format.json", "store/prices", "store/prices/rows.parquet"])
def test_an_unreadable_home(home: Path, name: str) -> None:
    path = home if name == "home" else home / name
    mode = stat.S_IMODE(path.stat().st_mode)
    path.chmod(0)
    try:
        refused(spawn(*RETURN, before=bind_permissions), 1, "cannot be read", "ROTASCOPE_HOME")
    finally:
        path.chmod(mode)


def closed_to_writing(folder: Path) -> list[Path]:
    """Take the right to write from a folder and all in it; what was changed, outermost last."""
    paths = [*folder.rglob("*"), folder]
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)
    return paths


def test_a_read_only_home_and_package(tmp_path: Path) -> None:
    package, home = tmp_path / "lib" / "rotascope", tmp_path / "home"
    shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__"))
    home.mkdir()
    closed = [*closed_to_writing(tmp_path / "lib"), *closed_to_writing(home)]
    environment = {"ROTASCOPE_HOME": str(home), "HOME": str(home), "PYTHONPATH": str(package.parent)}
    try:
        brief = spawn("brief", "--section", "episodes", cwd=home, before=bind_permissions, env=environment)
        why = spawn("why", "--all", cwd=home, before=bind_permissions, env=environment)
        page = spawn(
            "brief", "--section", "records", "--out", "brief.html", cwd=home, before=bind_permissions, env=environment
        )
    finally:
        for path in reversed(closed):
            path.chmod(0o755)
    assert (brief.code, brief.err) == (0, "")
    refused(why, 1, "No brief is remembered", "could not be written", "--in")
    refused(page, 1, "brief.html", "no permission")
    assert [path.name for path in home.iterdir()] == []
    assert list(package.rglob("__pycache__")) == []


SHORT = ("brief", "--as-of", "2026-01-14", "--section", "records")


@pytest.mark.parametrize("suffix", ["html", "md", "json", "txt"])
def test_a_missing_folder_while_writing(tmp_path: Path, suffix: str) -> None:
    refused(run(*SHORT, "--out", str(tmp_path / "none" / f"brief.{suffix}")), 1, "no folder", "none")
    assert list(tmp_path.iterdir()) == []


def a_full_disk() -> None:
    """In a child: no file may grow past a kilobyte, so that writing fails half-way."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (1024, 1024))


def test_a_disk_that_fills_while_writing_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "brief.html"
    path.write_bytes(b"the old page")
    environment = {"ROTASCOPE_HOME": str(tmp_path / "home"), "PYTHONDONTWRITEBYTECODE": "1"}
    refused(spawn(*SHORT, "--out", str(path), before=a_full_disk, env=environment), 1, str(path), "still stands")
    assert path.read_bytes() == b"the old page"
    assert [item.name for item in tmp_path.iterdir() if item.is_file()] == ["brief.html"]


def test_a_full_disk_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> NoReturn:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    path = tmp_path / "brief.json"
    path.write_bytes(b"the old brief")
    monkeypatch.setattr("os.fsync", full)
    refused(run(*SHORT, "--out", str(path)), 1, str(path), "the disk is full")
    assert path.read_bytes() == b"the old brief"


def test_a_brief_that_cannot_be_remembered_leaves_the_last_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> NoReturn:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setenv("ROTASCOPE_HOME", str(tmp_path))
    run(*SHORT)
    before = (tmp_path / "last-brief.json").read_bytes()
    monkeypatch.setattr("os.fsync", full)
    ran = run("brief", "IWM/SPY", "--as-of", "2026-01-14", "--section", "records")
    assert (ran.code, ran.err) == (0, "")
    assert (tmp_path / "last-brief.json").read_bytes() == before


@pytest.mark.parametrize("arguments", [("board",), ("board", "--json"), ("--help",), SHORT])
def test_a_full_disk_behind_stdout(arguments: tuple[str, ...]) -> None:
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "rotascope", *arguments]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False, text=True)
    refused(Ran(done.returncode, "", done.stderr), 1, "No space left on device")


@pytest.mark.parametrize("arguments", [("data", "--symbols"), ("measures", "--json"), ("--help",), (*SHORT,)])
def test_a_reader_that_goes_away(arguments: tuple[str, ...]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "rotascope", *arguments]
    done = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, check=False)
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")


def test_head_reads_one_line() -> None:
    line = f"set -o pipefail; {sys.executable} -m rotascope data --symbols | head -1"
    done = subprocess.run(["bash", "-c", line], capture_output=True, check=False, text=True)
    assert (done.returncode, done.stdout.split(), done.stderr) == (0, ["symbol", "kind", "name"], "")


def test_closed_streams() -> None:
    for line in ("board >&-", "board 2>&-", "board >&- 2>&-"):
        shell = ["sh", "-c", f"{sys.executable} -m rotascope {line}"]
        done = subprocess.run(shell, capture_output=True, check=False)
        assert (done.returncode, done.stderr) == (0, b"")


def test_ctrl_c_stops_with_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> NoReturn:
        raise KeyboardInterrupt

    monkeypatch.setattr(rotascope.questions, "answer", interrupted)
    ran = run(*RETURN)
    assert (ran.code, ran.out, ran.err) == (130, "", "Stopped.\n")


def broken(*_: object) -> NoReturn:
    raise ZeroDivisionError("a fault of ours")


def test_a_fault_of_ours_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rotascope.questions, "answer", broken)
    refused(run(*RETURN), 1, "Sorry", "ZeroDivisionError", "ROTASCOPE_DEBUG=1")


def test_the_traceback_can_be_had(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rotascope.questions, "answer", broken)
    monkeypatch.setenv("ROTASCOPE_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        run(*RETURN)


@pytest.mark.parametrize("name", ["malformed as-of", "unknown symbol", "unknown command"])
def test_errors_in_a_plain_locale(name: str) -> None:
    arguments, *words = USAGE[name]
    ran = spawn(*arguments, env={"LC_ALL": "C"})
    refused(ran, 2, *words)
    assert ran.err.isascii()


def test_a_name_that_no_terminal_should_show() -> None:
    ran = run("ask", "period_return", "--of", "\x1b[31mIWM\x07")
    refused(ran, 2)
    assert ran.err.isprintable() or ran.err.rstrip("\n").isprintable()
