"""The truncation contract: an answer as of t is the same with later rows deleted, present or poisoned."""

from __future__ import annotations

import os
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rotascope import Question, answer
from rotascope.data.market import Market, parse_day
from rotascope.data.slices import Slice
from rotascope.errors import RotascopeError
from rotascope.models.registry import FIGURES
from rotascope.registry import ASKED
from rotascope.signature import signature
from tests.contract import worlds
from tests.contract.asking import questions

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import DataObject

FULL = os.environ.get("ROTASCOPE_CONTRACT") == "full"
EXAMPLES = 400 if FULL else 90
FEWER = 80  # of slices, where most questions have an answer
FEW = 75  # of models, which take longer and nearly always have one
LEAST_ANSWERED = 50
KINDS = {"sector": "sectors", "industry": "industries"}


def outcome(question: Question, market: Market) -> object:
    """The finding as plain data, or that it was refused."""
    try:
        return answer(question, market).to_dict()
    except RotascopeError:
        return "refused"


@pytest.mark.contract
@pytest.mark.parametrize("measure", ASKED)
def test_answers_do_not_see_the_future(measure: str, record_property: Callable[[str, object], None]) -> None:
    answered, kind = 0, signature(measure).subject
    examples = EXAMPLES if FULL else FEW if measure in FIGURES else FEWER if kind == "slice" else EXAMPLES

    @settings(max_examples=examples)
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
    assert answered >= LEAST_ANSWERED, f"only {answered} of {examples} questions were answered"
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


@pytest.mark.contract
@pytest.mark.parametrize("day", [date(2023, 12, 29), date(2024, 3, 1), date(2024, 6, 28), date(2025, 6, 10)])
def test_the_whole_universe_cut_at_a_day_is_the_one_read_on_that_day(day: date) -> None:
    """The embedded tables are read once and cut; a market that never held the later rows reads the same."""
    cut, read = worlds.present().universe(day), worlds.deleted(day).universe(day)
    assert cut.symbols.tolist() == read.symbols.tolist()
    for name in ("days", "close", "factor", "split", "shares", "ranked"):
        np.testing.assert_array_equal(getattr(cut, name), getattr(read, name), err_msg=name)
    for kind in ("sector", "industry"):
        first, second = (np.array([*getattr(part, KINDS[kind]), "none"])[getattr(part, kind)] for part in (cut, read))
        np.testing.assert_array_equal(first, second, err_msg=kind)
    assert cut.renames == read.renames


@pytest.mark.contract
@pytest.mark.parametrize(("symbol", "first"), [("RDDT", "2024-03-21"), ("FISV", "2025-11-11"), ("CRWV", "2025-03-31")])
def test_a_name_listed_later_does_not_appear_earlier(symbol: str, first: str) -> None:
    listed = parse_day(first, "first")
    assert symbol in worlds.present().as_of(listed).universe().symbols
    for market in (worlds.present(), worlds.poisoned(listed - timedelta(1))):
        assert symbol not in market.as_of(listed - timedelta(1)).universe().symbols


@pytest.mark.contract
def test_a_membership_of_the_index_stands_from_the_day_it_was_known() -> None:
    """HOOD and PLTR joined later than they were listed."""

    def members(day: str) -> set[str]:
        held = worlds.present().as_of(day).slice(Slice("sp500"))
        return set(held.universe.symbols[held.now].tolist())

    assert not {"PLTR", "HOOD"} & members("2024-09-20")
    assert {"PLTR"} <= members("2024-09-23")
    assert "FISV" not in members("2025-11-10")
    assert {"FISV"} <= members("2025-11-11")
    assert "FI" not in members("2025-11-11")
