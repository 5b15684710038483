"""The sentence of a finding: its figures are the value's, it reads well up, down, flat and unknown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from rotascope import Question, answer
from rotascope.errors import DataError
from rotascope.measures.registry import MEASURES
from rotascope.registry import ASKED
from rotascope.signature import signature
from tests.measures.hand import ask
from tests.measures.slips import FAULTS, GRAMMAR

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rotascope import Market
    from rotascope.data.panel import Panel

DAYS = (
    "2008-10-10",
    "2013-06-28",
    "2020-03-20",
    "2024-08-05",
    "2025-12-16",
    "2026-01-14",
    "2026-01-17",
    "2026-07-31",
    "2026-08-10",
)
# Models take longer: all of them of short histories, and of one pair with a long one.
MODELLED = {"2008-10-10": ("IWM", "small/mega", "small/large", "RUT/SPX"), "2026-01-14": ("IWM", "small/mega")}
SUBJECTS = {
    "leg": ("IWM", "RUT", "NVDA", "XLI+XLF+XLB"),
    "pair": ("small/mega", "small/large", "RUT/SPX"),
    "leg or pair": ("IWM", "small/mega"),
    "slice": ("us:small", "sp500"),
    "none": (None,),
    "name": (None,),
}
SINGLE = ("level", "quote", "implied_upside", "growth_needed")  # of one symbol, never of a basket
CASES = [
    (name, of) for name in ASKED for of in SUBJECTS[signature(name).subject] if not (name in SINGLE and "+" in str(of))
]


@dataclass(frozen=True)
class Told:
    """What a finding says, without the panel behind it: a hundred panels with all stocks fill a machine."""

    question: Question
    asked: str
    value: Any
    unit: str
    text: str
    detail: Mapping[str, object]


def _told(panel: Panel, name: str, of: str | None) -> list[Told]:
    try:
        params = {"target": 2825} if name in ("implied_upside", "growth_needed") else {}
        found = answer(Question(name, of, params=params), panel)
    except DataError:
        return []  # no data so early, or a fund without a price level: a refusal, no sentence
    return [Told(found.question, str(panel.asked), found.value, found.unit, found.text, found.detail)]


@pytest.fixture(scope="module")
def findings(vintage: Market) -> list[Told]:
    """One panel a day, which all its questions share."""
    return [
        told
        for day in DAYS
        for panel in [vintage.as_of(day)]
        for name, of in CASES
        if name in MEASURES or of in MODELLED.get(day, ())
        for told in _told(panel, name, of)
    ]


def test_every_measure_is_in_the_sample(findings: list[Told]) -> None:
    assert {found.question.measure for found in findings} == set(ASKED)


def test_sentences_are_clean(findings: list[Told]) -> None:
    assert [found.text for found in findings if FAULTS.search(found.text)] == []
    assert [found.text for found in findings if not re.search(r"[^ .]\.\)?$", found.text)] == []
    assert [found.text for found in findings if "\n" in found.text or found.text != found.text.strip()] == []


def test_sentences_are_grammatical(findings: list[Told]) -> None:
    assert sorted({found.text for found in findings if GRAMMAR.search(found.text)}) == []


def test_a_day_off_is_named_with_its_session(findings: list[Told]) -> None:
    off = [found.text for found in findings if found.asked == "2026-01-17"]
    assert off
    assert [text for text in off if "2026-01-17" not in text or "2026-01-16" not in text] == []


PRECISE = ("yield_level", "fund_weight")  # as their sources print them


def _figure(found: Told) -> str:
    """How the value must read in the sentence."""
    value: Any = found.value
    if value is None:
        return "unknown"
    if found.question.measure == "net_advances":
        return f"{found.detail['advances']:,} rose"
    if found.question.measure == "net_new_highs":
        return f"{found.detail['highs']:,} closed at a new high"
    if found.question.measure == "episode_survival":
        return f"{value * 100:.0f}%"  # of so few cases that tenths would say nothing
    if found.question.measure == "company_ratio" and found.unit == "ratio":
        return f"{value:,.1f} times"
    if found.question.measure == "hhi":
        return f"{value:.4f}"
    if found.question.measure in ("curve_slope", "curve_slope_change"):
        return f"{abs(value) * 1e4:.0f} basis point" if round(value, 8) else "did not change"
    formats = {
        "fraction": lambda: f"{abs(value) * 100:.2f}%" if found.question.measure in PRECISE else _percent(value),
        "points": lambda: (
            f"{abs(value) * 100:.2f} points" if found.question.measure == "sahm_gap" else _percent(value)[:-1]
        ),
        "rank": lambda: f"rank {value} of" if "rank " in found.text else f"ranks {value} of",
        "sessions": lambda: f"{value:,} session" if value else "no",
        "periods": lambda: f"{value:,} " if value else "no",
        "level": lambda: f"{value:,.2f}",
        "ratio": lambda: f"{value:.3f}" if found.question.measure == "relative_strength" else f"{value:.2f}",
        "deviations": lambda: f"{abs(value):.2f}",
        "dollars": lambda: f"{abs(value) / (1e9 if abs(value) >= 1e9 else 1e6):,.1f} ",
        "people": lambda: f"{abs(value):,.0f}",
        "stocks": lambda: f"{value:+,}",
        "names": lambda: f"{value:.0f} equal names",
    }
    return formats[found.unit]()


def _percent(value: float) -> str:
    return f"{abs(value) * 100:.1f}%"


def test_the_sentence_holds_the_value(findings: list[Told]) -> None:
    single = [found for found in findings if found.unit != "record" and found.value != 0]
    assert len(single) > 200
    assert [(found.text, found.value) for found in single if _figure(found) not in found.text] == []


def test_records_are_told_in_full(findings: list[Told]) -> None:
    for found in findings:
        value: Any = found.value
        if found.question.measure == "policy_range":
            assert f"{value['lower'] * 100:.2f} to {value['upper'] * 100:.2f}%" in found.text
        if found.question.measure == "quote":
            digits = 2 if value["price"] >= 1 else 4
            row = (
                f"{value['price']:,.{digits}f}, {value['change']:+,.{digits}f} ({value['change_fraction'] * 100:.2f}%)"
            )
            assert row in found.text
        if found.question.measure == "policy_moves":
            assert f"{value['count']} " in found.text
        if found.question.measure == "phase":
            assert f"for {value['sessions']} session" in found.text


def test_a_target_is_told_as_it_was_given(vintage: Market) -> None:
    text = ask(vintage, "implied_upside", "NVDA", as_of="2026-01-14", target=212.5).text
    assert "212.5" in text


@pytest.mark.parametrize(("measure", "of"), [("inflation_rate", "CPI"), ("inflation_rate", "CORE_CPI")])
def test_consumer_prices_say_that_they_are_seasonally_adjusted(measure: str, of: str, vintage: Market) -> None:
    """The rate that the BLS prints over 12 months is not: 9.1 % to June 2022 against 9.0 % here."""
    assert "seasonally adjusted" in ask(vintage, measure, of, as_of="2022-07-13").text


def test_prices_that_hardly_moved_neither_rose_nor_fell(vintage: Market) -> None:
    """Consumer prices stood 0.02 % below the year before in March 2015."""
    text = ask(vintage, "inflation_rate", "CPI", as_of="2015-05-15").text
    assert "fell" not in text
    assert "0.0%" in text


def test_the_unknown_says_why(vintage: Market) -> None:
    cases: list[tuple[str, dict[str, Any]]] = [("sahm_gap", {}), ("inflation_rate", {"months": 2})]
    for measure, asked in cases:
        found = ask(vintage, measure, as_of="2026-01-14", **asked)
        assert found.value is None
        assert "unknown" in found.text
        assert "October 2025" in found.text
