"""Sentences of hand-made prices: up, down, flat and hardly moved; and the words that figures are put in."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rotascope.measures import wording
from tests.measures.hand import ask, closes, market_of
from tests.measures.slips import FAULTS

UP, DOWN, FLAT = [100.0, 101.0, 106.92], [106.92, 104.0, 100.0], [100.0, 101.0, 100.0]
ASKED = {"window": "all"}


@pytest.mark.parametrize(
    ("measure", "prices", "holds"),
    [
        ("period_return", UP, "rose 6.9%"),
        ("period_return", DOWN, "fell 6.5%"),
        ("period_return", FLAT, "unchanged"),
        ("period_return", [100.0, 101.0, 99.99], "unchanged"),
        ("drawdown", UP, "at its highest close"),
        ("drawdown", DOWN, "6.5% below"),
        ("max_drawdown", UP, "never closed below"),
        ("max_drawdown", FLAT, "1.0%"),
    ],
)
def test_one_leg_up_down_and_flat(measure: str, prices: list[float], holds: str) -> None:
    assert holds in ask(market_of({"AAA": prices}), measure, "AAA", **ASKED).text


@pytest.mark.parametrize(
    ("measure", "first", "second", "holds"),
    [
        ("active_return", UP, FLAT, "AAA led BBB by 6.9 points"),
        ("active_return", FLAT, UP, "BBB led AAA by 6.9 points"),
        ("active_return", FLAT, FLAT, "were level"),
        ("relative_strength", UP, FLAT, "(+6.9%)"),
        ("relative_strength", DOWN, FLAT, "(-6.5%)"),
        ("relative_strength", FLAT, FLAT, "0.0%)"),
        ("relative_strength", [100.0, 101.0, 99.99], FLAT, "0.0%)"),
        ("relative_strength", [100.0, 101.0, 100.01], FLAT, "0.0%)"),
    ],
)
def test_two_legs_up_down_and_level(measure: str, first: list[float], second: list[float], holds: str) -> None:
    found = ask(market_of({"AAA": first, "BBB": second}), measure, "AAA/BBB", **ASKED)
    assert holds in found.text
    assert not FAULTS.search(found.text)


def test_no_streak_and_a_streak_of_one() -> None:
    market = market_of({"AAA": [1.0, 2.0, 3.0], "BBB": [1.0, 1.0, 5.0]})
    assert "no streak" in ask(market, "outperformance_streak", "AAA/BBB").text
    assert "1 session in a row" in ask(market, "outperformance_streak", "BBB/AAA").text


def test_a_price_that_hardly_moved_has_no_sign() -> None:
    text = ask(market_of({"AAA": [100.001, 100.0]}), "quote", "AAA").text
    assert not FAULTS.search(text), text


def test_a_quote_of_yesterday() -> None:
    text = ask(market_of({"AAA": [100.0, 101.0, 102.0]}, "2026-01-12"), "quote", "AAA", as_of="2026-01-15").text
    assert not FAULTS.search(text), text


def test_a_window_hardly_flat_has_no_sign() -> None:
    prices = [100.0 + (step % 5) for step in range(60)]
    text = ask(market_of({"AAA": [*prices, 100.0 + 59 % 5 - 0.001]}), "flatness", "AAA", window="1").text
    assert not FAULTS.search(text), text


@given(closes(3, 20))
def test_sentences_of_any_prices_are_clean(levels: list[float]) -> None:
    market = market_of({"AAA": levels, "BBB": levels[::-1]})
    for measure in ("period_return", "drawdown", "max_drawdown", "annualised_volatility", "quote"):
        text = ask(market, measure, "AAA", **({} if measure == "quote" else ASKED)).text
        assert not re.search(r"-0\.0%|nan|inf|  ", text), text
        assert text.endswith(".")
    text = ask(market, "relative_strength", "AAA/BBB", **ASKED).text
    assert not re.search(r"-0\.0%|nan|inf|  ", text), text


@given(st.floats(-2, 2), st.integers(0, 4))
def test_percent_reads_back(value: float, digits: int) -> None:
    text = wording.percent(value, digits)
    assert float(text.removesuffix("%")) == pytest.approx(value * 100, abs=0.5001 * 10.0**-digits)
    assert not FAULTS.search(text)


@given(st.floats(-1, 1))
def test_moved_agrees_with_the_sign(value: float) -> None:
    text = wording.moved(value)
    word = "unchanged" if abs(value) < 0.0005 else "rose" if value > 0 else "fell"
    assert word in text or abs(abs(value) - 0.0005) < 1e-9


@pytest.mark.parametrize(
    ("number", "expected"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (12, "12th"), (13, "13th"),
                             (21, "21st"), (22, "22nd"), (101, "101st"), (111, "111th"), (112, "112th")],
)  # fmt: skip
def test_ordinals(number: int, expected: str) -> None:
    assert wording.ordinal(number) == expected
