"""The ledger: whole after any interruption, honest about tampering, one writer at a time."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rotascope.data.ledger import Ledger
from rotascope.errors import StoreError, UsageError, WriteError

if TYPE_CHECKING:
    from collections.abc import Callable

FORECAST: dict[str, Any] = {
    **{"kind": "forecast", "made": date(2026, 1, 14), "as_of": "2026-01-14", "vintage": "abc", "due": "2026-04-16"},
    **{"pair": "small/mega", "probability": 0.55},
}
TRIAL: dict[str, Any] = {"kind": "trial", "made": "2026-01-14", "as_of": "2026-01-14", "vintage": "abc", "key": "a"}


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger.open(tmp_path / "home")


def test_nothing_is_made_before_the_first_entry(ledger: Ledger) -> None:
    assert ledger.entries() == ()
    assert not ledger.folder.exists()


def test_entries_come_back_as_entered_with_dates_as_text(ledger: Ledger) -> None:
    entered = ledger.append(FORECAST)
    ledger.append(TRIAL)
    (found,) = Ledger.open(ledger.folder.parent).entries("forecast")
    assert found == entered
    assert {key: found[key] for key in FORECAST} == FORECAST | {"made": "2026-01-14"}
    assert (found["number"], [entry["kind"] for entry in ledger.entries()]) == (1, ["forecast", "trial"])
    with pytest.raises(TypeError):
        found["probability"] = 0.9  # type: ignore[index]


def test_the_chain_is_the_one_described(ledger: Ledger) -> None:
    """Worked out here: SHA-256 over the line's other fields as compact JSON with sorted keys."""
    from hashlib import sha256

    ledger.extend([FORECAST, TRIAL])
    lines = [json.loads(line) for line in ledger.path.read_text().splitlines()]
    before = "0" * 64
    for line in lines:
        seal = line.pop("hash")
        assert line["previous"] == before
        assert sha256(json.dumps(line, sort_keys=True, separators=(",", ":")).encode()).hexdigest() == seal
        before = seal


def test_the_same_key_stands_once(ledger: Ledger) -> None:
    first = ledger.append(TRIAL)
    assert ledger.append(TRIAL | {"made": "2026-02-01"}) == first
    assert ledger.extend([TRIAL, TRIAL | {"key": "b"}, TRIAL | {"key": "b"}])[1]["number"] == 2
    assert len(ledger.append(FORECAST) and ledger.entries()) == 3
    assert ledger.append(FORECAST)["number"] == 4, "without a key each entry is its own"


def changed(lines: list[str], at: int) -> list[str]:
    return [*lines[:at], lines[at].replace("0.55", "0.95"), *lines[at + 1 :]]


TAMPERING: dict[str, tuple[Callable[[list[str]], list[str]], str]] = {
    "a figure": (lambda lines: changed(lines, 1), "line 2 is not"),
    "a line taken out": (lambda lines: [lines[0], *lines[2:]], "line 2 is not"),
    "two lines swapped": (lambda lines: [lines[1], lines[0], *lines[2:]], "line 1 is not"),
    "a line twice": (lambda lines: [lines[0], *lines], "line 2 is not"),
    "the last line taken off": (lambda lines: lines[:-1], "4 entries and shows 3"),
    "everything taken off": (lambda lines: [], "4 entries and shows 0"),
    "no JSON": (lambda lines: ["what?", *lines[1:]], "line 1 is not"),
    "not an object": (lambda lines: ["[1]", *lines[1:]], "line 1 is not"),
}


@pytest.mark.parametrize("how", TAMPERING)
def test_tampering_is_found_out(ledger: Ledger, how: str) -> None:
    change, reason = TAMPERING[how]
    ledger.extend([FORECAST] * 4)
    lines = change(ledger.path.read_text().splitlines())
    ledger.path.write_text("".join(f"{line}\n" for line in lines))
    for ask in (ledger.entries, lambda: ledger.append(TRIAL)):
        with pytest.raises(StoreError, match=reason):
            ask()


def test_a_changed_line_with_a_new_hash_breaks_the_next(ledger: Ledger) -> None:
    ledger.extend([FORECAST] * 2)
    other = Ledger(ledger.folder.parent / "other")
    other.append(FORECAST | {"probability": 0.95})
    lines = [other.path.read_text().splitlines()[0], ledger.path.read_text().splitlines()[1]]
    ledger.path.write_text("".join(f"{line}\n" for line in lines))
    with pytest.raises(StoreError, match="line 2 is not"):
        ledger.entries()


@given(st.integers(1, 200))
def test_half_a_line_at_the_end_does_not_count(tmp_path_factory: pytest.TempPathFactory, bytes_left: int) -> None:
    ledger = Ledger(tmp_path_factory.mktemp("ledger"))
    ledger.extend([FORECAST, TRIAL])
    held = ledger.entries()
    with ledger.path.open("ab") as file:
        file.write(ledger.path.read_bytes()[:bytes_left])  # the first line is longer than that
    assert ledger.entries() == held
    assert ledger.append(FORECAST)["number"] == 3
    assert ledger.entries()[:2] == held


WRITER = """
import os, sys, signal
from pathlib import Path
from rotascope.data import ledger as module
from rotascope.data.ledger import Ledger
entry = {"kind": "forecast", "made": "2026-01-14", "as_of": "2026-01-14", "vintage": "v", "due": "2026-02-01"}
"""
KILLED = """
def killed(number):
    os.kill(os.getpid(), signal.SIGKILL)
class Half(Ledger):
    def _write(self, whole, text):
        with self.path.open("ab") as file:
            file.write(text.encode()[: int(sys.argv[2])])
            file.flush()
            killed(0)
ledger = Half(Path(sys.argv[1]))
Ledger(Path(sys.argv[1])).extend([entry] * 3)
if sys.argv[2] == "fsync":
    os.fsync = killed
    Ledger(Path(sys.argv[1])).extend([entry] * 3)
ledger.extend([entry] * 3)
"""


def run(code: str, *arguments: object) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", WRITER + code, *map(str, arguments)], env=dict(os.environ))


@pytest.mark.parametrize(("at", "held"), [(40, 3), (500, 4), ("fsync", 6)])
def test_a_process_killed_while_writing_leaves_what_was_there(ledger: Ledger, at: object, held: int) -> None:
    """Killed in the middle of the first line, in the middle of the second, and before the disk had confirmed."""
    assert run(KILLED, ledger.folder, at).wait(60) == -signal.SIGKILL
    assert len(ledger.entries()) == held
    assert ledger.append(TRIAL)["number"] == held + 1


def test_two_processes_append_at_once(ledger: Ledger) -> None:
    code = "for _ in range(25): Ledger(Path(sys.argv[1])).append(entry | {'by': sys.argv[2]})"
    writers = [run(code, ledger.folder, name) for name in ("one", "two")]
    assert [writer.wait(60) for writer in writers] == [0, 0]
    entries = ledger.entries()
    assert [entry["number"] for entry in entries] == list(range(1, 51))
    assert sorted(entry["by"] for entry in entries) == ["one"] * 25 + ["two"] * 25


def test_a_forecast_is_open_until_it_is_scored(ledger: Ledger) -> None:
    made = ledger.append(FORECAST)
    assert ledger.open_by(date(2026, 4, 15)) == ()
    assert ledger.open_by(date(2026, 4, 16)) == (made,)
    ledger.append(
        {"kind": "score", "made": "2026-05-01", "as_of": "2026-04-16", "vintage": "v", "of": made["hash"], "brier": 0.2}
    )
    assert ledger.open_by(date(2026, 4, 16)) == ()


BAD: dict[str, tuple[dict[str, Any], str]] = {
    "no kind": ({"made": "2026-01-14"}, "needs kind"),
    "another kind": (TRIAL | {"kind": "guess"}, "kind 'guess' must be"),
    "no vintage": ({key: value for key, value in TRIAL.items() if key != "vintage"}, "needs vintage"),
    "a forecast never due": (FORECAST | {"due": None}, "needs due"),
    "a day that is none": (FORECAST | {"due": "soon"}, "cannot be entered"),
    "not a number": (FORECAST | {"probability": float("nan")}, "cannot be entered"),
    "no plain data": (FORECAST | {"probability": object()}, "object is not plain data"),
    "its own hash": (FORECAST | {"hash": "x"}, "cannot set hash"),
}


@pytest.mark.parametrize("what", BAD)
def test_refused(ledger: Ledger, what: str) -> None:
    entry, reason = BAD[what]
    with pytest.raises(UsageError, match=reason):
        ledger.append(entry)
    assert not ledger.path.exists()


def test_an_unknown_kind_asked_for(ledger: Ledger) -> None:
    with pytest.raises(UsageError, match="must be forecast, house forecast, trial or score"):
        ledger.entries("guess")


def test_a_home_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(WriteError, match="what it held still stands"):
        Ledger.open(tmp_path / "file").append(TRIAL)


def test_unreadable_files_are_said(ledger: Ledger) -> None:
    ledger.append(TRIAL)
    (ledger.folder / "head.json").write_text("{")
    with pytest.raises(StoreError, match=r"head\.json cannot be read"):
        ledger.entries()
    (ledger.folder / "head.json").unlink()
    ledger.path.unlink()
    ledger.path.mkdir()
    with pytest.raises(StoreError, match="cannot be read"):
        ledger.entries()


def test_a_ledger_that_lost_its_head_is_told(ledger: Ledger) -> None:
    ledger.append(TRIAL)
    (ledger.folder / "head.json").unlink()
    with pytest.raises(StoreError, match=r"head\.json is missing"):
        ledger.entries()
