"""`board` and `quote`: a line a pair, a row a symbol."""

from __future__ import annotations

import pytest

from rotascope.pairs import catalog
from tests.cli.running import run

THEN = ("--as-of", "2026-01-14")


def test_the_board_has_a_line_for_every_pair() -> None:
    ran = run("board", *THEN)
    named = {line.split()[0]: line.split()[1:] for line in ran.lines[3:] if line and "/" in line.split()[0]}
    assert ran.code == 0
    assert ran.lines[0] == "Who leads, as of 2026-01-14."
    assert list(named) == list(catalog())
    assert named["small/mega"][2] == "+6.1"
    assert all(len(cells) == 8 for cells in named.values())


def test_the_board_as_json_holds_findings() -> None:
    board = run("board", *THEN, "--json").json
    assert board["as_of"] == "2026-01-14"
    small = next(row for row in board["pairs"] if row["pair"] == "small/mega")
    measures = [finding["question"]["measure"] for finding in small["findings"]]
    assert measures == ["active_return"] * 3 + ["phase", "outperformance_streak"]
    assert small["errors"] == []


def test_a_pair_that_cannot_be_answered_says_why_in_its_row() -> None:
    ran = run("board", "--as-of", "2001-01-12")
    assert ran.code == 0
    (banks,) = [line for line in ran.lines if line.startswith("banks/small ")]
    assert "KRE" in banks
    assert "2001-01-12" in banks


def test_a_pair_that_can_be_answered_in_part_shows_both() -> None:
    ran = run("board", "--as-of", "2006-09-01")  # KRE trades since June 2006: returns, and no trailing year yet
    place = next(position for position, line in enumerate(ran.lines) if line.startswith("banks/small "))
    assert ran.lines[place].split()[1].lstrip("+-").replace(".", "").isdigit()
    assert ran.lines[place].split().count("-") >= 3
    assert "common sessions" in " ".join(ran.lines[place + 1 : place + 4])


def test_a_board_without_any_pair_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    funds = {"small/mega": catalog()["small/mega"]}  # portfolios of the French library answer from 1926 on
    monkeypatch.setattr("rotascope.cli.board.catalog", lambda: funds)
    ran = run("board", "--as-of", "1950-01-03")
    assert ran.code == 1
    assert ran.err == "No pair of the catalog can be answered as of 1950-01-03.\n"


def test_quotes_mark_adjusted_closes() -> None:
    ran = run("quote", "AAPL", "IWM", *THEN)
    rows = {line.split()[0]: line.split() for line in ran.lines if line.startswith(("AAPL", "IWM"))}
    assert rows["AAPL"][1] == "259.96"
    assert rows["AAPL"][4:] == ["2026-01-14", "0"]
    assert rows["IWM"][1].endswith("*")
    assert ran.lines[-2].startswith("* Only closes adjusted for later distributions")


def test_quotes_of_one_day_have_ages() -> None:
    ran = run("quote", "RUT", "SPX", "--json")
    ages = {row["question"]["of"]: row["value"]["age_days"] for row in ran.json["quotes"]}
    assert ages["RUT"] == 0
    assert ages["SPX"] > 100
    assert {row["question"]["as_of"] for row in ran.json["quotes"]} == {ran.json["as_of"]}


@pytest.mark.parametrize("flags", [(), ("--json",)], ids=["table", "json"])
def test_known_symbols_are_shown_beside_an_unknown_one(flags: tuple[str, ...]) -> None:
    ran = run("quote", "AAPL", "NVDAA", *THEN, *flags)
    assert ran.code == 2
    assert "AAPL" in ran.out
    assert "Symbol 'NVDAA' is not known. Did you mean NVDA?" in ran.err


def test_a_symbol_without_a_price_by_then_is_said() -> None:
    ran = run("quote", "RUT", "META", "--as-of", "2005-01-14")
    assert ran.code == 1
    assert "RUT" in ran.out
    assert ran.err.startswith("META has ")
