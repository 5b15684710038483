"""Parameters at their ends: every measure gives a finite figure or refuses with a sentence, and never breaks."""

from __future__ import annotations

import json
import math
import re
from ast import literal_eval
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rotascope import Question, answer
from rotascope.errors import DataError, RotascopeError, UsageError
from rotascope.registry import ASKED
from rotascope.signature import signature
from tests.measures.hand import ask, embedded, market_of

if TYPE_CHECKING:
    from rotascope import Market

TURN = "2026-01-14"
SUBJECTS = {
    "leg": "IWM",
    "pair": "small/mega",
    "leg or pair": "IWM/SPY",
    "slice": "sp500",
    "none": None,
    "name": None,
}
OWN = {"level": "RUT", "quote": "AAPL", "implied_upside": "RUT", "growth_needed": "RUT"}
VALUES: dict[str, tuple[object, ...]] = {
    "int": (1, 2, 3, 60, 5000, 30_000, 999_999, 0, -1, "x", 2.5, None),
    "int | None": (1, 2, 9, 10, 999_999, 0, "x"),
    "float": (1e-9, 0.9, 1e300, 0, -5, "x"),
    "float | None": (1e-9, 1e300, 0, -5, "x", float("nan"), float("inf")),
    "Window": ("1", "2", "3", "mtd", "qtd", "ytd", "all", "999999", "0", "x", "1.5", ""),
    "Basis": ("total", "price", "x"),
    "Direction": ("high", "low", "x"),
    "str": ("seven", "XLF+XLK", "XLF", "none", "", "XLF+", "+"),
}
CASES = [
    (name, parameter, value)
    for name in ASKED
    for parameter, kind in signature(name).kinds.items()
    if parameter != "since"
    for value in (VALUES[kind] if kind in VALUES else (*literal_eval(kind.removeprefix("Literal")), "x"))
]


def _of(measure: str) -> str | None:
    return OWN.get(measure, SUBJECTS[signature(measure).subject])


def _numbers(value: Any) -> list[float]:
    if isinstance(value, dict):
        return [number for part in value.values() for number in _numbers(part)]
    return [float(value)] if isinstance(value, int | float) else []


def _check(question: Question, market: Market) -> None:
    try:
        found = answer(question, market)
    except RotascopeError as error:
        assert str(error).endswith(".")
        assert "\n" not in str(error)
        return
    assert all(math.isfinite(number) for number in _numbers(found.value)), found.text
    assert not re.search(r"\bnan\b", found.text)
    json.dumps(found.to_dict(), allow_nan=False)


@pytest.mark.parametrize(("name", "parameter", "value"), CASES, ids=str)
def test_any_value_of_a_parameter(name: str, parameter: str, value: object, vintage: Market) -> None:
    _check(Question(name, _of(name), None, TURN, {parameter: value}), vintage)


@pytest.mark.parametrize(
    "since", ["1800-01-01", "2026-01-14", "2026-01-15", "2030-01-01", "yesterday", "2026-02-30", ""]
)
@pytest.mark.parametrize("name", [name for name in ASKED if signature(name).takes_since])
def test_any_since(name: str, since: str, vintage: Market) -> None:
    params = {"target": 2825} if name == "implied_upside" else {}
    _check(Question(name, _of(name), since, TURN, params), vintage)


@pytest.mark.parametrize("name", [name for name in ASKED if signature(name).takes_since])
def test_a_since_past_the_moment_is_refused(name: str, vintage: Market) -> None:
    params = {"target": 2825} if name == "implied_upside" else {}
    with pytest.raises(RotascopeError, match="2026-03-02"):
        answer(Question(name, _of(name), "2026-03-02", TURN, params), vintage)


@pytest.mark.parametrize("name", ASKED)
def test_an_unknown_parameter_is_named(name: str, vintage: Market) -> None:
    with pytest.raises(UsageError, match="windoww"):
        answer(Question(name, _of(name), None, TURN, {"windoww": 5}), vintage)


@pytest.mark.parametrize("name", ASKED)
@pytest.mark.parametrize("as_of", ["1927-12-29", "1900-01-01", "2099-01-01", "soon", ""])
def test_a_moment_outside_the_data(name: str, as_of: str, vintage: Market) -> None:
    with pytest.raises(RotascopeError):
        answer(Question(name, _of(name), None, as_of or "no day", {}), vintage)


@pytest.mark.parametrize("name", ASKED)
@pytest.mark.parametrize(
    "of", ["NOPE", "IWM/", "/", "IWM/SPY/QQQ", "IWM/IWM", "0*IWM", "IWM+IWM", "small/meega", "-", "5"]
)
def test_no_such_subject(name: str, of: str, vintage: Market) -> None:
    with pytest.raises(RotascopeError):
        answer(Question(name, of, None, TURN, {}), vintage)


@given(st.integers(0, 40), st.integers(0, 40))
@example(8, 7)
@example(7, 8)
def test_a_panel_answers_its_own_days_and_earlier_ones_only(moment: int, asked: int) -> None:
    """A panel of a day off knows every day up to it, the days off between included."""
    market = embedded()
    first = date(2026, 1, 10)  # a Saturday
    day, other = first + timedelta(days=moment), first + timedelta(days=asked)
    panel = market.as_of(day)
    question = Question("policy_range", as_of=other)
    if other <= day:
        assert answer(question, panel).value == answer(question, market).value
    else:
        with pytest.raises(DataError):
            answer(question, panel)


def test_a_wild_price_gives_no_endless_return() -> None:
    market = market_of({"AAA": [1.0, 1e9, 1e9]})
    for window in ("1", "2"):
        _check(Question("annualised_return", "AAA", None, None, {"window": window}), market)


def test_since_and_window_together(vintage: Market) -> None:
    with pytest.raises(UsageError, match="not both"):
        answer(Question("period_return", "IWM", "2025-12-31", TURN, {"window": "21"}), vintage)


def test_what_the_group_lacks_is_named(vintage: Market) -> None:
    """XLC began in 2018: it cannot be ranked from 2017 on, and the finding says so."""
    found = ask(vintage, "rank_within", "XLF", since="2017-12-29", as_of=TURN)
    assert found.detail["missing"] == ("XLC",)
    assert found.detail["members"] == 10
    assert "XLC" in found.text
