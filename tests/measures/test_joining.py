"""A pair's history before its funds: the index levels lead up to the funds, and the seam shows nowhere."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rotascope.pairs import Pair, PairSeries, catalog, pair_series, parse_leg
from tests.measures.hand import ask, closes, market_of, number, sessions

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rotascope import Market

SEAM = date(2000, 5, 26)
TURN = "2026-01-14"
# By hand from the raw files' closes of 2000-05-25 and 2000-05-26: RUT 456.17 to 457.37, SPX 1,381.52 to 1,378.02.
SEAM_RETURNS = (457.37 / 456.17 - 1, 1378.02 / 1381.52 - 1)
# And of 2000-05-30: adjusted closes of IWM 32.590633 to 33.793591, of SPY 86.692116 to 89.519012.
NEXT_RETURNS = (33.793591 / 32.590633 - 1, 89.519012 / 86.692116 - 1)
SPLICED = Pair(parse_leg("FUNDA"), parse_leg("FUNDB"), "spliced", "", Pair(parse_leg("INDA"), parse_leg("INDB")))


@pytest.fixture(scope="module")
def joined(vintage: Market) -> PairSeries:
    return pair_series(vintage.as_of(TURN), catalog()["small/large"])


def _returns(levels: NDArray[np.float64]) -> NDArray[np.float64]:
    return levels[1:] / levels[:-1] - 1


def _position(series: PairSeries, day: date) -> int:
    return int(np.searchsorted(series.days.view("datetime64[D]"), np.datetime64(day)))


def test_the_seam_is_the_first_session_of_both_funds(joined: PairSeries) -> None:
    assert joined.joined == SEAM
    assert str(joined.days.view("datetime64[D]")[0]) == "1987-09-10"


def test_returns_on_the_seam_are_the_indices(joined: PairSeries) -> None:
    """On 2000-05-26 the funds have no close before it, so that day's return is the index's."""
    at = _position(joined, SEAM)
    found = (_returns(joined.first)[at - 1], _returns(joined.second)[at - 1])
    assert found == pytest.approx(SEAM_RETURNS, abs=1e-9)


def test_returns_after_the_seam_are_the_funds(joined: PairSeries) -> None:
    at = _position(joined, SEAM)
    assert (_returns(joined.first)[at], _returns(joined.second)[at]) == pytest.approx(NEXT_RETURNS, abs=1e-7)


@pytest.mark.parametrize(("leg", "early", "late"), [("first", "RUT", "IWM"), ("second", "SPX", "SPY")])
def test_returns_on_either_side(leg: str, early: str, late: str, joined: PairSeries, vintage: Market) -> None:
    panel, at = vintage.as_of(TURN), _position(joined, SEAM)
    levels = getattr(joined, leg)
    index, fund = panel.series(early), panel.series(late)
    shared = np.isin(index.days, joined.days[: at + 1])
    np.testing.assert_allclose(_returns(levels[: at + 1]), _returns(index.values[shared]), atol=1e-12)
    held = np.isin(fund.days, joined.days[at:])
    np.testing.assert_array_equal(levels[at:], fund.values[held])


def test_no_jump_at_the_seam(joined: PairSeries) -> None:
    at = _position(joined, SEAM)
    for levels in (joined.first, joined.second):
        assert np.abs(_returns(levels)[at - 3 : at + 3]).max() < 0.06


@pytest.mark.parametrize("measure", ["relative_strength", "active_return", "outperformance_streak"])
def test_the_seam_is_told(measure: str, vintage: Market) -> None:
    assert ask(vintage, measure, "small/large", as_of=TURN).detail["joined"] == SEAM
    assert ask(vintage, measure, "IWM/SPY", as_of=TURN).detail["joined"] is None


@pytest.mark.parametrize(
    ("measure", "since"),
    [
        ("relative_strength", None),
        ("outperformance_streak", None),
        ("opening_rank", None),
        ("active_return", "1999-12-31"),
    ],
)
def test_the_sentence_names_what_stood_there_before_the_funds(measure: str, since: str | None, vintage: Market) -> None:
    """IWM beat nothing in 1996: the sentence says that RUT over SPX carries the years before 2000-05-26."""
    text = ask(vintage, measure, "small/large", since=since, as_of=TURN).text
    assert "RUT" in text or "2000-05-26" in text


@pytest.mark.parametrize("as_of", ["1996-05-07", "1999-12-31", "2000-05-25", "2000-05-26"])
def test_before_the_funds_the_pair_is_its_indices(as_of: str, vintage: Market) -> None:
    for measure in ("active_return", "outperformance_streak", "opening_rank"):
        ours, theirs = (ask(vintage, measure, of, as_of=as_of).value for of in ("small/large", "RUT/SPX"))
        assert ours == pytest.approx(theirs), measure


def test_a_window_across_the_seam_compounds(vintage: Market) -> None:
    early = ask(vintage, "active_return", "RUT/SPX", since="1999-12-31", as_of="2000-05-26").detail
    late = ask(vintage, "active_return", "IWM/SPY", since="2000-05-26", as_of="2000-12-29").detail
    whole = ask(vintage, "active_return", "small/large", since="1999-12-31", as_of="2000-12-29").detail
    for leg in ("first", "second"):
        assert whole[leg] == pytest.approx((1 + early[leg]) * (1 + late[leg]) - 1)  # type: ignore[operator]


@given(closes(12), closes(12), closes(12), closes(12), st.integers(1, 8))
def test_any_seam(one: list[float], two: list[float], three: list[float], four: list[float], start: int) -> None:
    size = min(map(len, (one, two, three, four)))
    held = {"INDA": one, "INDB": two, "FUNDA": three, "FUNDB": four}
    prices = {
        name: [None if name.startswith("F") and index < start else price for index, price in enumerate(column[:size])]
        for name, column in held.items()
    }
    found = pair_series(market_of(prices).as_of(sessions(size)[-1]), SPLICED)
    assert found.joined == sessions(size)[start]
    for levels, index, fund in ((found.first, one, three), (found.second, two, four)):
        expected = [index[at + 1] / index[at] - 1 for at in range(start)]
        expected += [fund[at + 1] / fund[at] - 1 for at in range(start, size - 1)]
        assert _returns(levels) == pytest.approx(expected, abs=1e-9)


def test_indices_that_do_not_reach_the_funds_are_left_out() -> None:
    prices = {"INDA": [1.0, 2.0, None, None], "INDB": [1.0, 1.0, None, None]}
    prices |= {"FUNDA": [None, None, 3.0, 4.0], "FUNDB": [None, None, 3.0, 3.0]}
    found = pair_series(market_of(prices).as_of(sessions(4)[-1]), SPLICED)
    assert found.joined is None
    assert len(found.days) == 2


def test_sources_hold_no_index_data_that_the_figure_did_not_use(vintage: Market) -> None:
    """This year's active return rests on the funds alone."""
    found = ask(vintage, "active_return", "small/large", since="2025-12-31", as_of=TURN)
    assert {key for source in found.sources for key in source.keys} == {"IWM", "SPY"}


def test_sources_of_the_whole_history_end_with_the_indices_at_the_seam(vintage: Market) -> None:
    found = ask(vintage, "relative_strength", "small/large", as_of=TURN)
    spans = {source.keys[0]: (source.first, source.last) for source in found.sources}
    assert spans["RUT"] == ("1987-09-10", "2000-05-26")
    assert spans["IWM"] == ("2000-05-26", TURN)


def test_the_streak_before_the_funds_is_found_again(vintage: Market) -> None:
    found = ask(vintage, "outperformance_streak", "small/large", as_of="2026-01-22")
    assert (found.value, found.detail["last_as_long"]) == (14, date(1996, 5, 7))
    assert number(vintage, "outperformance_streak", "RUT/SPX", as_of="1996-05-07") == 16
