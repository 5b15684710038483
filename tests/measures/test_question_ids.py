"""Ids name a question in full: the same question, however it is put, has one id; another has another."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from itertools import permutations
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rotascope import Market, Question, answer
from rotascope.errors import UsageError
from rotascope.registry import ASKED
from rotascope.signature import signature
from tests.measures.hand import embedded

if TYPE_CHECKING:
    from collections.abc import Mapping

ID = re.compile(r"[A-Za-z0-9._-]+-[0-9a-f]{8}")
TURN = "2026-01-14"
# The one cross-section of figures was taken in August 2026.
LATER = dict.fromkeys(("earnings_yield", "company_ratio"), "2026-08-10")
SUBJECTS: dict[str, str | None] = {"leg": "IWM", "pair": "small/mega", "leg or pair": "IWM/SPY", "slice": "sp500"}
SUBJECTS |= {"none": None, "name": None}
OWN = {"level": "RUT", "quote": "AAPL", "implied_upside": "RUT", "growth_needed": "RUT"}


def _question(measure: str, **params: Any) -> Question:
    return Question(
        measure, OWN.get(measure, SUBJECTS[signature(measure).subject]), None, LATER.get(measure, TURN), params
    )


def _id(market: Market, question: Question) -> str:
    return answer(question, market).id


@pytest.mark.parametrize("measure", ASKED)
def test_id_format(measure: str, vintage: Market) -> None:
    found = answer(_question(measure), vintage)
    assert ID.fullmatch(found.id)
    assert found.id.startswith(measure)


@pytest.mark.parametrize("measure", ASKED)
def test_a_written_finding_can_be_asked_again(measure: str, vintage: Market) -> None:
    first = answer(_question(measure), vintage)
    written = json.loads(json.dumps(first.to_dict(), allow_nan=False))
    again = answer(Question.from_dict(written["question"]), vintage)
    assert again.id == first.id == written["id"]
    assert again.question == first.question
    assert json.loads(json.dumps(again.to_dict())) == written


@pytest.mark.parametrize("measure", ASKED)
def test_a_default_written_out_is_the_default_left_out(measure: str, vintage: Market) -> None:
    asked = signature(measure)
    params = {key: value for key, value in asked.defaults.items() if key != "since" and value is not None}
    plain = _question(measure)
    texts = {key: str(value) for key, value in params.items()}
    of = plain.of or asked.natural
    assert {
        _id(vintage, Question(measure, of, None, LATER.get(measure, TURN), given)) for given in (params, texts)
    } == {_id(vintage, plain)}


def test_the_order_of_parameters_does_not_matter(vintage: Market) -> None:
    params = {"window": 63, "momentum_window": 10, "basis": "total"}
    ids = {_id(vintage, _question("phase", **dict(order))) for order in permutations(params.items())}
    assert len(ids) == 1


@pytest.mark.parametrize("as_of", [date(2026, 1, 14), datetime(2026, 1, 14), "2026-01-14", " 2026-01-14 ", "20260114"])
def test_a_day_is_a_day_however_written(as_of: Any, vintage: Market) -> None:
    assert _id(vintage, Question("drawdown", "IWM", None, as_of)) == _id(vintage, _question("drawdown"))


@pytest.mark.parametrize(
    ("measure", "one", "other"),
    [
        ("period_return", {"of": "IWM"}, {"of": "iwm"}),
        ("period_return", {"of": "IWM"}, {"of": " IWM "}),
        ("active_return", {"of": "IWM/SPY"}, {"of": "iwm / spy"}),
        ("active_return", {"of": "small/mega"}, {"of": "Small/Mega"}),
        ("period_return", {"of": "XLI+XLF"}, {"of": "0.5*XLI+0.5*XLF"}),
        ("period_return", {"of": "IWM", "params": {"window": 21}}, {"of": "IWM", "params": {"window": "21"}}),
        ("period_return", {"of": "IWM", "since": "2025-12-31"}, {"of": "IWM", "since": date(2025, 12, 31)}),
        ("implied_upside", {"of": "RUT", "params": {"target": 2825}}, {"of": "RUT", "params": {"target": "2825.0"}}),
        ("inflation_rate", {}, {"of": "CPI"}),
        ("inflation_rate", {"of": "CPI"}, {"of": "cpi"}),
        ("curve_slope", {"of": "10y-2y"}, {"of": "10Y-2Y"}),
        ("yield_level", {"of": "10y"}, {"of": "10Y"}),
    ],
)
def test_one_question_put_in_two_ways(
    measure: str, one: Mapping[str, Any], other: Mapping[str, Any], vintage: Market
) -> None:
    first, second = (answer(Question(measure, as_of=TURN, **asked), vintage) for asked in (one, other))
    assert first.value == second.value
    assert first.id == second.id
    assert first.question == second.question


@given(st.sampled_from(["2024-08-05", "2025-06-30", "2026-01-13", "2026-01-14"]), st.integers(1, 400))
def test_another_question_has_another_id(as_of: str, window: int) -> None:
    market = embedded()
    own = Question("period_return", "IWM", None, as_of, {"window": window})
    others = [
        Question("period_return", "IWM", None, "2025-03-03", {"window": window}),
        Question("period_return", "IWM", None, as_of, {"window": window + 1}),
        Question("period_return", "SPY", None, as_of, {"window": window}),
        Question("annualised_return", "IWM", None, as_of, {"window": window}),
    ]
    ids = [_id(market, question) for question in (own, *others)]
    assert len(set(ids)) == len(ids)


def test_a_day_off_has_the_id_of_its_session(vintage: Market) -> None:
    friday, sunday = (answer(Question("drawdown", "IWM", None, day), vintage) for day in ("2026-01-16", "2026-01-18"))
    assert sunday.id == friday.id
    assert sunday.value == friday.value
    assert sunday.question.as_of == "2026-01-16"


@pytest.mark.parametrize(
    "of", ["1*XLI+2*XLB", "1*XLI+2*XLB+4*XLF", "1*XLI+1000000*XLB", "0.6*XLI+0.4*XLB", "3*XLI+1*XLF/XLK"]
)
def test_a_weighted_basket_can_be_asked_again(of: str, vintage: Market) -> None:
    measure = "active_return" if "/" in of else "period_return"
    first = answer(Question(measure, of, None, LATER.get(measure, TURN)), vintage)
    again = answer(Question.from_dict(first.to_dict()["question"]), vintage)  # type: ignore[arg-type]
    assert again.id == first.id
    assert again.value == first.value


@pytest.mark.parametrize(
    "data", [{}, {"measure": "beta"}, {"measure": 1, "of": 2, "since": 3, "as_of": 4, "params": 5}]
)
def test_what_is_no_question_is_refused(data: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        Question.from_dict(data)


@pytest.mark.parametrize("measure", ASKED)
def test_the_command_holds_every_part_of_the_question(measure: str, vintage: Market) -> None:
    question = answer(_question(measure), vintage).question
    command = question.command
    assert command.startswith(f"rotascope ask {measure}")
    assert f"--as-of {LATER.get(measure, TURN)}" in command
    assert question.of is None or question.of in command
    assert all(f"{key}={value}" in command for key, value in question.params.items())


def test_the_command_of_a_weighted_basket_survives_a_shell(vintage: Market) -> None:
    """zsh takes a bare * for a pattern and stops where no file fits it."""
    command = answer(Question("period_return", "0.6*XLI+0.4*XLB", None, TURN), vintage).question.command
    assert "--of '0.6*XLI+0.4*XLB'" in command
