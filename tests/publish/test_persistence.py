"""The section on whether the lead lasts: what it says with skill, without, and where nothing can be scored."""

from __future__ import annotations

from typing import Any

from rotascope.measures.measured import Measured
from rotascope.publish.charts.reliability import reliability_chart
from rotascope.publish.palette import LIGHT
from rotascope.publish.sections import persistence
from rotascope.questions import Finding, Question
from tests.measures.hand import embedded
from tests.publish.making import THEN, brief_of, section_of, text_of


def made(horizon: int, verdict: str, value: float = 0.6, **detail: Any) -> Finding:
    """An answer with a verdict of its own."""
    held = {"horizon": horizon, "verdict": verdict, "base_rate": 0.55, **detail}
    panel = embedded().as_of(THEN)
    return Finding(
        Question("leader_persistence", "small/mega"),
        None,
        {"horizon": horizon},
        Measured(value, "fraction", "Made.", held),
        panel,
    )


def words(*found: Finding) -> str:
    return " ".join(sentence.text for sentence in persistence._worth(list(found)))


def test_no_skill_is_said_in_plain_words() -> None:
    said = words(made(21, "no skill"), made(63, "worse than the base rate", 0.5))
    assert said == (
        "At none of the 2 horizons has the model beaten the base rate, so the base rates are the forecasts: 60.0% and"
        " 50.0% over 21 and 63 sessions."
    )


def test_horizons_not_yet_judged_are_told_apart() -> None:
    early = words(made(21, "no skill"), made(63, "no skill"), made(126, "not scored"))
    assert early.startswith("At none of the 2 horizons judged so far has the model beaten the base rate, so the")
    assert early.endswith("60.0%, 60.0% and 60.0% over 21, 63 and 126 sessions.")
    assert words(made(21, "no skill")) == (
        "At the one horizon judged so far the model has not beaten the base rate, so the base rate is the forecast:"
        " 60.0% over 21 sessions."
    )


def test_a_young_pair_is_told_by_the_horizon_it_has() -> None:
    section = section_of(brief_of("2001-09-28", "IWM/SPY"), "persistence")
    assert section.sentences[0].text.startswith("SPY led IWM over 126 sessions to 2001-09-28.")


def test_skill_is_said_where_it_is() -> None:
    said = words(made(21, "skill"), made(63, "no skill"))
    assert said == "The model has beaten the base rate over 21 sessions; elsewhere the base rate is the forecast."


def test_nothing_is_claimed_of_what_was_not_scored() -> None:
    assert words(made(21, "not scored")) == ""
    assert reliability_chart(made(63, "not scored"), embedded().as_of(THEN).as_of) == []


def test_the_section_of_the_day() -> None:
    section = section_of(brief_of(), "persistence")
    text = text_of(brief_of(), "persistence")
    assert "IWM led QQQ over 126 sessions to 2026-01-14" in text
    assert "51.3%, 53.8%, 56.4% and 53.5% over 21, 63, 126 and 252 sessions" in text
    (table,) = section.tables
    assert [row[0].text for row in table.rows] == ["21 sessions", "63 sessions", "126 sessions", "252 sessions"]
    (chart,) = section.charts
    dots: Any = chart.build(LIGHT)["datasets"]
    assert len(dots["reliability"]) == 6
    assert sum(dot["forecasts"] for dot in dots["reliability"]) == 236


def test_months_are_named_so() -> None:
    text = text_of(brief_of("2026-04-30", "small/large_since_1926"), "persistence")
    assert "over 1, 3, 6 and 12 months" in text
