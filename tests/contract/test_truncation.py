"""The truncation contract: an answer as of t is the same with later rows deleted, present or poisoned."""

from __future__ import annotations

import os
from datetime import date
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rotascope import Question, answer
from rotascope.data.market import Market, parse_day
from rotascope.errors import RotascopeError
from rotascope.measures.registry import MEASURES
from tests.contract import worlds
from tests.contract.asking import questions

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import DataObject

FULL = os.environ.get("ROTASCOPE_CONTRACT") == "full"
EXAMPLES = 400 if FULL else 90
LEAST_ANSWERED = 50


def outcome(question: Question, market: Market) -> object:
    """The finding as plain data, or that it was refused."""
    try:
        return answer(question, market).to_dict()
    except RotascopeError:
        return "refused"


@pytest.mark.contract
@pytest.mark.parametrize("measure", MEASURES)
def test_answers_do_not_see_the_future(measure: str, record_property: Callable[[str, object], None]) -> None:
    answered = 0

    @settings(max_examples=EXAMPLES)
    @given(st.data())
    def check(data: DataObject) -> None:
        nonlocal answered
        question = data.draw(questions(measure))
        now = outcome(question, worlds.present())
        answered += now != "refused"
        day = parse_day(question.as_of or "", "as_of")
        assert outcome(question, worlds.deleted(day)) == now
        assert outcome(question, worlds.poisoned(day)) == now

    check()
    assert answered >= LEAST_ANSWERED, f"only {answered} of {EXAMPLES} questions were answered"
    record_property("contract_examples", answered)


def test_a_correction_stands_from_the_day_it_is_known() -> None:
    """Two rows of one key: the later known one stands from its day on, not before."""
    frames = dict(worlds.tables())
    row = frames["macro"].filter(series="UNRATE", date=date(2024, 3, 1))
    corrected = row.with_columns(value=pl.lit(9.9), available_from=pl.lit(date(2024, 4, 22)))
    frames["macro"] = pl.concat([frames["macro"], corrected])
    market = worlds.market_of(frames)

    def rate(as_of: str) -> object:
        return answer(Question("unemployment_rate", as_of=as_of), market).value

    assert rate("2024-04-19") == row["value"][0] / 100
    assert rate("2024-04-22") == 0.099
