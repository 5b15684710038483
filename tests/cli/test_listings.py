"""`pairs`, `measures`, `data`, `version`: what there is."""

from __future__ import annotations

import platform
import shlex

import polars as pl
import pytest

import rotascope
from rotascope.cli.listings import example
from rotascope.data.bodies import VintageBody
from rotascope.data.schemas import SCHEMAS
from rotascope.pairs import catalog, groups
from rotascope.registry import ASKED
from rotascope.signature import signature
from tests.cli.running import run


def test_pairs_and_groups() -> None:
    shown, data = run("pairs"), run("pairs", "--json").json
    assert [entry["pair"] for entry in data["pairs"]] == list(catalog())
    assert [entry["group"] for entry in data["groups"]] == list(groups())
    small = next(entry for entry in data["pairs"] if entry["pair"] == "small/large")
    assert (small["first"], small["second"]) == ("IWM", "SPY")
    assert small["before"] == {"first": "RUT", "second": "SPX", "before": None}
    assert all(name in shown.out for name in [*catalog(), *groups()])


def test_every_measure_is_listed() -> None:
    shown, data = run("measures"), run("measures", "--json").json
    assert [entry["measure"] for entry in data["measures"]] == list(ASKED)
    assert all(name in shown.out for name in ASKED)


@pytest.mark.parametrize("name", ASKED)
def test_a_measure_in_full(name: str) -> None:
    ran = run("measures", name)
    words = " ".join(ran.out.split())
    assert ran.code == 0
    assert " ".join(signature(name).formula.split()) in words
    assert all(f" {parameter} " in words for parameter in signature(name).defaults)


@pytest.mark.parametrize("name", ASKED)
def test_every_example_answers(name: str) -> None:
    program, *arguments = shlex.split(example(signature(name)))
    ran = run(*arguments, "--json")
    assert program == "rotascope"
    assert (ran.code, ran.err) == (0, "")


def test_tables() -> None:
    shown, data = run("data"), run("data", "--json").json
    assert [entry["table"] for entry in data["tables"]] == list(SCHEMAS)
    for entry in data["tables"]:
        assert entry["rows"] > 0
        assert entry["release"]
        assert entry["source"]
        assert entry["licence"]
        assert f"{entry['table']} (vintage)" in shown.lines
    assert run("data", "prices").lines[0] == "prices (vintage)"
    assert [entry["table"] for entry in run("data", "macro", "--json").json["tables"]] == ["macro"]


def test_symbols() -> None:
    held = {entry["symbol"]: entry["kind"] for entry in run("data", "--symbols", "--json").json["symbols"]}
    assert held["IWM"] == "fund"
    assert held["RUT"] == "index"
    shown = run("data", "--symbols")
    assert [line.split()[0] for line in shown.lines[1:]] == list(held)


def test_version() -> None:
    data, shown = run("version", "--json").json, run("version")
    assert data["rotascope"] == rotascope.__version__
    assert data["vintage"] == VintageBody().version
    assert data["python"] == platform.python_version()
    assert data["polars"] == pl.__version__
    assert data["store"] is None
    assert data["vintage"] in shown.out
