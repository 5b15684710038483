"""`forecast` and `ledger`: entered once, scored when due, told beside the base rate, and never rewritten."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from rotascope import Market, Question, answer
from rotascope.cli.forecast_ledger import forecast_entry, score_due, tally
from rotascope.data.ledger import Ledger
from rotascope.models.outcome import due, outcome
from rotascope.pairs import Pair, catalog, parse_subject
from tests.cli.running import run
from tests.measures.hand import embedded, market_of

if TYPE_CHECKING:
    from pathlib import Path

THEN = ("small/mega", "--as-of", "2026-01-14")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ROTASCOPE_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def test_a_forecast_is_told_entered_and_scored(home: Path) -> None:
    ran = run("forecast", *THEN, "--outcome")
    assert (ran.code, ran.err) == (0, "")
    said = " ".join(ran.out.split())
    for words in (
        "IWM led QQQ over 126 sessions to 2026-01-14",
        "53.8% of 6,258 cases",
        "has shown no skill",
        "due 2026-04-16",
        "Hindsight: from 2026-01-14 to 2026-04-16 IWM returned +2.8% and QQQ +3.5%, so IWM did not keep leading.",
        "Entry 1 of the ledger",
        "1 forecast came due and was scored.",
    ):
        assert words in said
    made, scored = Ledger.open(home).entries()
    assert (made["kind"], made["due"], made["backfilled"]) == ("forecast", "2026-04-16", True)
    assert scored["of"] == made["hash"]
    assert scored["kept"] is False
    assert scored["brier"] == pytest.approx(made["probability"] ** 2)
    (line,) = [line for line in run("ledger").lines if line.startswith("2026-01-14")]
    assert line.split() == ["2026-01-14", "2026-04-16", "small/mega", "63", "IWM", "53.8%", "lost"]


def test_the_same_forecast_stands_once(home: Path) -> None:
    for _ in range(2):
        run("forecast", *THEN)
    assert [entry["kind"] for entry in Ledger.open(home).entries()] == ["forecast", "score"]


def test_nothing_is_told_of_the_outcome_unless_asked(home: Path) -> None:
    ran = run("forecast", *THEN, "--no-ledger", "--json")
    assert ran.json["outcome"] is None
    assert ran.json["entered"] is None
    assert ran.json["due"] == "2026-04-16"
    assert ran.json["forecast"]["question"]["params"] == {
        **{"horizon": 63, "window": 126, "model": "logistic", "basis": "total"}
    }
    assert not (home / "ledger").exists()
    found = run("forecast", *THEN, "--no-ledger", "--json", "--outcome", "--horizon", "21").json["outcome"]
    assert (found["end"], found["kept"]) == ("2026-02-13", True)


@pytest.mark.parametrize(
    ("pair", "as_of", "made", "backfilled"),
    [
        ("small/mega", None, "2026-07-31", False),
        ("small/mega", None, "2026-08-07", False),
        ("small/mega", None, "2026-08-08", True),  # a week of its outcome could be known
        ("small/mega", None, "2026-11-27", True),  # all of it
        ("small/mega", "2026-07-30", "2026-07-30", True),
        ("small/large_since_1926", None, "2026-05-31", False),
        ("small/large_since_1926", None, "2026-06-30", True),
    ],
)
def test_a_forecast_is_live_only_while_its_outcome_cannot_be_known(
    pair: str, as_of: str | None, made: str, backfilled: bool
) -> None:
    finding = answer(Question("leader_persistence", pair, None, as_of, {"model": "base"}), embedded())
    assert forecast_entry(finding, embedded(), date.fromisoformat(made))["backfilled"] is backfilled


def test_forecasts_of_one_week_are_hardly_more_than_one_case(home: Path) -> None:
    """Five days in a row, each by two models, 63 sessions ahead: their outcomes are all but the same one."""
    ledger = Ledger.open(home)
    for day in ("2026-01-12", "2026-01-13", "2026-01-14", "2026-01-15", "2026-01-16"):
        for model in ("base", "momentum"):
            asked = Question("leader_persistence", "small/mega", None, day, {"model": model})
            ledger.append(forecast_entry(answer(asked, embedded()), embedded(), date(2026, 1, 16)))
    assert len(score_due(ledger, embedded(), date(2026, 8, 1))) == 10
    group = tally(ledger)["asked later"]
    assert group["scored"] == 10
    assert 1 < group["effective_n"] < 1.5
    assert len(group["calibration"]) == 1


def test_a_forecast_of_today_is_open(home: Path) -> None:
    ran = run("forecast", "IWM/SPY", "--model", "momentum", "--outcome")
    assert "the data do not reach" in ran.out
    counted = run("ledger", "--json").json
    assert counted["live"]["forecasts"] + counted["asked later"]["forecasts"] == 1
    assert [one["pair"] for one in counted["open"]] == ["IWM/SPY"]
    shown = run("ledger").out
    assert "1 forecast, none scored yet" in shown
    assert "Open:" in shown


def test_an_empty_ledger_says_how_to_begin(home: Path) -> None:
    assert "holds nothing yet" in run("ledger").out
    assert not (home / "ledger").exists()


def test_a_backfill_is_marked_scored_and_entered_once(home: Path) -> None:
    ran = run("ledger", "--backfill", "banks/small", "--horizon", "126", "--model", "run", "--json")
    counted = ran.json
    assert counted["added"]["forecasts"] == counted["added"]["scores"] == counted["backfilled"]["scored"] > 100
    assert counted["live"]["forecasts"] == 0
    group = counted["backfilled"]
    assert group["hits"] + group["misses"] == group["scored"]
    asked = Question("leader_persistence", "banks/small", None, None, {"horizon": 126, "model": "run"})
    detail: Any = answer(asked, Market.open()).detail
    assert group["scored"] == detail["n"]
    assert group["brier"] == pytest.approx(detail["brier"])
    assert group["brier_base_rate"] == pytest.approx(detail["brier_base_rate"])
    assert min(one["effective"] for one in group["calibration"]) >= 10
    again = run("ledger", "--backfill", "banks/small", "--horizon", "126", "--model", "run", "--json").json
    assert again["added"] == {"forecasts": 0, "scores": 0}
    assert again["head"] == counted["head"]
    assert "hits and" in " ".join(run("ledger").out.split())


def test_a_changed_line_is_an_error(home: Path) -> None:
    run("forecast", *THEN)
    path = home / "ledger" / "ledger.jsonl"
    lines = path.read_text().splitlines()
    changed = json.loads(lines[0]) | {"probability": 0.1}
    path.write_text("\n".join([json.dumps(changed), *lines[1:]]) + "\n")
    for command in (("ledger",), ("forecast", *THEN)):
        ran = run(*command)
        assert ran.code == 1
        assert "line 1 is not what was entered" in ran.err


def test_trials_are_entered_and_none_stands_up(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rotascope.models.trials.catalog", lambda: {"small/mega": catalog()["small/mega"]})
    ran = run("ledger", "--trials")
    assert "28 trials (pairs x horizons x models)" in ran.out
    assert "none once all are counted" in " ".join(ran.out.split())
    assert len(Ledger.open(home).entries("trial")) == 28
    assert run("ledger", "--trials", "--json").json["added"] == 0


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("forecast", "small/mega", "--horizon", "0"), 2, "whole number"),
        (("forecast", "small/mega", "--model", "magic"), 2, "must be logistic or"),
        (("forecast", "IWM"), 2, "takes a pair"),
        (("forecast", "small/mega", "--as-of", "2001-01-12"), 1, "ask for a shorter one"),
        (("ledger", "--trials", "--backfill", "small/mega"), 2, "not both"),
        (("ledger", "--backfill", "small/mega", "--model", "magic"), 2, "must be one of"),
        (("ledger", "--backfill", "IWM"), 1, "no pair"),
        (("ledger", "--backfill", "small/mega", "--horizon", "0"), 2, "from 1 on"),
        (("ledger", "--backfill", "small/mega", "--horizon", "-5"), 2, "from 1 on"),
        (("regime", "small/mega", "--model", "magic"), 2, "must be markov or jump"),
        (("ledger", "--backfill", "small/mgea"), 2, "small/mega"),
    ],
)
def test_refused(home: Path, arguments: tuple[str, ...], code: int, words: str) -> None:
    ran = run(*arguments)
    assert ran.code == code
    assert words in ran.err
    assert not (home / "ledger").exists()


def test_due_days() -> None:
    """63 sessions after 14 January 2026 is 16 April; by month, the end of the second month after the last one."""
    days = embedded().sessions
    assert due(days, date(2026, 1, 14), 63, 252) == date(2026, 4, 16)
    assert due(days, date(2026, 2, 28), 63, 12) == date(2026, 7, 31)
    assert due(days, date(2027, 12, 30), 253, 252) == date(2028, 12, 30)


def test_outcomes_by_hand() -> None:
    """From 100 and 50: two sessions later 110 and 54, so 10 % against 8 %."""
    market = market_of({"AAA": [90, 100, 104, 110], "BBB": [51, 50, 52, 54]})
    panel = market.as_of(market.last_close("AAA"))
    pair = parse_subject("AAA/BBB", market)
    assert isinstance(pair, Pair)
    start = date.fromisoformat("2020-11-03")
    found = outcome(panel, pair, start, 2, 1)
    assert found is not None
    assert (round(found.first, 12), round(found.second, 12), found.kept) == (0.1, 0.08, True)
    other = outcome(panel, pair, start, 2, -1)
    assert other is not None
    assert not other.kept
    assert outcome(panel, pair, start, 3, 1) is None


def test_a_forecast_whose_pair_is_gone_stays_open(home: Path) -> None:
    finding = answer(Question("leader_persistence", "small/mega", None, "2026-01-14"), embedded())
    ledger = Ledger.open(home)
    entry = forecast_entry(finding, embedded(), date(2026, 1, 14))
    ledger.append(entry | {"pair": "IWM/GONE"})
    assert score_due(ledger, embedded(), date(2026, 8, 1)) == []


def test_a_long_ledger_reads_each_pair_once(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hundred forecasts of one pair; reading its files for each took two minutes for a century of months."""
    finding = answer(Question("leader_persistence", "small/mega", None, "2026-01-14"), embedded())
    ledger = Ledger.open(home)
    entry = forecast_entry(finding, embedded(), date(2026, 1, 14))
    ledger.extend(entry | {"key": f"again {number}"} for number in range(100))
    read: list[str] = []

    def reading(name: str, market: Market) -> object:
        read.append(name)
        return parse_subject(name, market)

    monkeypatch.setattr("rotascope.cli.forecast_ledger.parse_subject", reading)
    assert len(score_due(ledger, embedded(), date(2026, 8, 1))) == 100
    assert read == ["small/mega"]
    assert score_due(ledger, embedded(), date(2026, 8, 1)) == []


def test_one_pair_under_several_names_is_one_series(home: Path) -> None:
    ledger = Ledger.open(home)
    for name in ("small/mega", "IWM/QQQ", "mega/small", "QQQ/IWM"):
        finding = answer(Question("leader_persistence", name, None, "2020-01-31"), embedded())
        ledger.append(forecast_entry(finding, embedded(), date(2020, 2, 3)))
    score_due(ledger, embedded(), date(2026, 8, 1))
    group = tally(ledger)["asked later"]
    assert group["scored"] == 4
    assert group["effective_n"] == pytest.approx(1)
