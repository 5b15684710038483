"""`rotascope study`: every form of its answer, its trial in the ledger, and what it refuses."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from rotascope.data.ledger import Ledger
from tests.cli.running import refused, run

if TYPE_CHECKING:
    from pathlib import Path

STREAK = ("outperformance_streak(IWM/SPY) >= 10", "--then", "active_return(IWM, SPY, next 63)")
AS_OF = ("--as-of", "2026-01-14")


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROTASCOPE_HOME", str(tmp_path / "home"))


def test_a_study_is_told_smallest_effect_first() -> None:
    ran = run("study", *STREAK, *AS_OF)
    assert ran.code == 0, ran
    told = " ".join(ran.out.split())
    order = [
        *(
            "Smallest effect that 2 cases could show",
            "2 occurrences from 2003-06-02 to 2008-06-03",
            "Then active_return",
        ),
        *(
            "Base rate, over all",
            "Gap to the base rate",
            "too few cases for an interval",
            "p = 0.0",
            "Too few cases to lean on",
            "first study",
        ),
        *("Occurrences", "2003-06-02 2003-08-29 +7.7 points", "2008-06-03 2008-09-02 +7.2 points"),
    ]
    places = [told.find(words, told.find("What followed")) for words in order]
    assert -1 not in places, order[places.index(-1)]
    assert places == sorted(places)


def test_json_is_the_study_as_plain_data() -> None:
    found = run("study", *STREAK, *AS_OF, "--json").json
    assert found["occurrences"][0]["day"] == "2003-06-02"
    assert found["occurrences"][0]["outcome"] == pytest.approx(0.077209078144)
    assert found["found"]["count"] == 2
    assert 0 < found["p_value"] <= 1
    assert found["trials"] == 1
    assert found["verdict"] in found["text"]


def test_asking_again_is_the_same_trial_and_the_same_figures() -> None:
    first, second = run("study", *STREAK, *AS_OF, "--json"), run("study", *STREAK, *AS_OF, "--json")
    assert first.out == second.out
    run("study", "--name", "january-effect", *AS_OF)
    third = run("study", "--name", "strong-start", *AS_OF, "--json").json
    assert third["trials"] == 3
    assert "one of 3 studies" in third["remark"]
    assert len(Ledger.open().entries("trial")) == 3


def test_a_study_need_not_be_counted() -> None:
    found = run("study", *STREAK, *AS_OF, "--json", "--no-ledger").json
    assert found["trials"] is None
    assert not Ledger.open().entries("trial")


def test_files_by_their_suffix(tmp_path: Path) -> None:
    for suffix, words in (("html", "<h1>"), ("md", "# Too few cases"), ("txt", "Smallest effect"), ("json", "{")):
        file = tmp_path / f"study.{suffix}"
        ran = run("study", *STREAK, *AS_OF, "--out", str(file))
        assert ran.code == 0, ran
        assert words in file.read_text(encoding="utf-8")
    assert json.loads((tmp_path / "study.json").read_text(encoding="utf-8"))["as_of"] == "2026-01-14"


def test_the_default_day_is_the_last_that_every_subject_has() -> None:
    found = run("study", "period_return(SPX, 63) < -10%", "--then", "period_return(IWM, next 21)", "--json").json
    assert found["as_of"] == "2026-02-27"  # where these data's S&P 500 ends


def test_the_catalog_is_listed() -> None:
    listed = run("study", "--list", "--json").json
    assert {"january-effect", "strong-second-half", "strength-low-3y", "streak-10"} <= set(listed)
    assert "month is December" in run("study", "--list").out


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ((), 2, "needs a condition and an outcome"),
        (("month is May",), 2, "needs a condition and an outcome"),
        (("month is May", "--name", "streak-10"), 2, "--name alone"),
        (("--name", "streak-11"), 2, "Did you mean streak-10"),
        (("month is Mai", "--then", "period_return(SPY, next 21)"), 2, "did you mean May?"),
        (("month is May", "--then", "period_return(SPY, 21)"), 2, "looks ahead"),
        (("period_return(IWM, 63) <", "--then", "period_return(SPY, next 21)"), 2, "column 25, where it ends"),
        ((*STREAK, "--as-of", "1960-01-04"), 1, "no data up to"),
        ((*STREAK, "--format", "pdf"), 2, "Formats are"),
    ],
)
def test_refusals(arguments: tuple[str, ...], code: int, words: str) -> None:
    refused(run("study", *arguments), code, words)


def test_no_occurrence_is_an_answer() -> None:
    ran = run("study", "period_return(SPY, 21) < -90%", "--then", "period_return(SPY, next 21)", *AS_OF)
    assert ran.code == 0, ran
    assert "no occurrence with a complete outcome" in ran.out
    assert "Nothing can be said." in ran.out
