"""Jump models walked forward: nothing later enters, and the penalty's score is what a slow hand would compute."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from rotascope import Market, Question, answer
from rotascope.errors import DataError, UsageError
from rotascope.models import JumpModel
from rotascope.models.jump_walk import JumpWalk
from rotascope.models.penalty import choose_penalty
from rotascope.models.regimes import real_time_regimes
from rotascope.models.walk_forward import walk_forward
from rotascope.pairs import Pair, parse_subject


def turning(length: int = 900, seed: int = 1) -> Any:
    """An active return whose volatility trebles every 150 dates."""
    loud = (np.arange(length) // 150) % 2
    return np.random.default_rng(seed).standard_normal(length) * 0.005 * (1 + 2 * loud)


def pair(text: str) -> Pair:
    found = parse_subject(text, Market.open())
    assert isinstance(found, Pair)
    return found


@pytest.mark.parametrize("stop", [400, 555, 899])
def test_the_walk_of_a_longer_series_begins_with_that_of_a_shorter(stop: int) -> None:
    y = turning()
    absurd = np.concatenate([y[:stop], np.full(900 - stop, 0.9)])
    short, whole, spoiled = (walk_forward(part, JumpWalk(), first=252, every=63) for part in (y[:stop], y, absurd))
    for other in (whole, spoiled):
        np.testing.assert_array_equal(other.probabilities[:stop], short.probabilities)
    assert np.isnan(whole.probabilities[:251]).all()
    np.testing.assert_allclose(whole.probabilities[251:].sum(axis=1), 1)


def test_what_a_refit_says_of_the_date_before_it_is_kept() -> None:
    y = turning()
    walk = walk_forward(y, JumpWalk(), first=252, every=63)
    for end, fit, restated in zip(walk.refits.tolist(), walk.fits, walk.restated, strict=True):
        np.testing.assert_array_equal(fit.filter(y[: end - 1]).filtered_probabilities[-1], restated)


def test_changes_that_are_the_models_are_told_from_the_pairs() -> None:
    """By month every date is a refit, and a new fit renames whole decades: counted by hand from the fits."""
    market = Market.open()
    question = Question("jump_regime", "french:size:Lo 30/french:size:Hi 30", as_of="1950-06-30")
    found, regimes = (
        answer(question, market),
        real_time_regimes(market.as_of("1950-06-30"), pair(question.of or ""), model="jump"),
    )
    known = regimes.probabilities[59:, 1]
    changed = known[1:] != known[:-1]
    moved = regimes.restated[1:, 1] != known[1:]  # the same fit has another regime the month before
    detail: Any = found.detail
    assert detail["revisions"] == int((changed & ~moved).sum()) > 0
    assert "because a refit saw the past anew" in found.text


def test_the_loud_regime_comes_last_and_is_found() -> None:
    loud = (np.arange(1800) // 300) % 2 == 1
    y = np.random.default_rng(2).standard_normal(1800) * np.where(loud, 0.015, 0.005) - 0.003 * loud
    quick = JumpWalk(replace(JumpWalk().model, penalty=10.0))
    walk = walk_forward(y, quick, first=252, every=63)
    late = walk.probabilities[600:, 1]
    assert late[loud[600:]].mean() > 0.6  # it lags by a month, and gives up early
    assert late[~loud[600:]].mean() < 0.2
    assert (walk.fits[-1].variances[1] > walk.fits[-1].variances[0]).all()


def test_gaps_are_carried_over_and_bad_series_refused() -> None:
    y = turning()
    y[500:510] = np.nan
    fit = JumpWalk().fit(y)
    states = fit.filter(y).filtered_states
    assert set(states[500:510].tolist()) == {int(states[499])}
    with pytest.raises(DataError, match="y has 40 values"):
        JumpWalk().fit(y[:40])
    with pytest.raises(DataError, match="too few"):
        JumpWalk().fit(np.abs(y) + 0.1)
    empty = JumpWalk(model=replace(JumpWalk().model, penalty=1e9)).fit(y)
    np.testing.assert_array_equal(empty.means[1:], empty.means[:1])


def test_a_pair_in_real_time_by_session_and_by_month() -> None:
    market = Market.open()
    size, portfolios = pair("small/large"), pair("french:size:Lo 30/french:size:Hi 30")
    then, before = market.as_of("1996-06-28"), market.as_of("1994-06-30")
    found = real_time_regimes(then, size, model="jump", window=504, every=126)
    earlier = real_time_regimes(before, size, model="jump", window=504, every=126)
    np.testing.assert_array_equal(found.probabilities[: len(earlier.days)], earlier.probabilities)
    assert set(np.unique(found.turbulent[~np.isnan(found.turbulent)])) <= {0.0, 1.0}
    by_month = real_time_regimes(market.as_of("1960-06-30"), portfolios, model="jump")
    assert by_month.a_year == 12
    assert np.isfinite(by_month.turbulent[60:]).all()


def slow_score(x: Any, y: Any, penalty: float, first: int, every: int, delay: int, cost: float) -> float:
    """Day by day: the state that the last fit gives with the rows to that day, and what holding it earned."""
    gains, before = [], 0.0
    for day in range(first - 1, len(y) - delay):
        end = first + (day + 1 - first) // every * every
        fit = JumpModel(n_starts=5, penalty=penalty).fit(x[:end], y[:end])
        held = float(fit.predict_online(x[: day + 1])[-1] == np.nanargmax(fit.means))
        gains.append(held * y[day + delay] - cost * abs(held - before))
        before = held
    return float(np.mean(gains) / np.std(gains, ddof=1) * 252**0.5)


@pytest.mark.parametrize("delay", [1, 3])
def test_the_score_of_a_penalty(delay: int) -> None:
    drawn = np.random.default_rng(4)
    rising = (np.arange(300) // 50) % 2
    y = 0.01 * drawn.standard_normal(300) + 0.004 * rising
    x = drawn.standard_normal((300, 2)) + rising[:, None]
    found = choose_penalty(x, y, [30.0, 3.0], first=200, every=40, delay=delay)
    slow = [slow_score(x, y, penalty, 200, 40, delay, 0.001) for penalty in (3.0, 30.0)]
    np.testing.assert_allclose(found.annualised_sharpe_ratios, slow, rtol=1e-9)
    assert found.penalties == (3.0, 30.0)
    assert found.n_trials == 2
    assert found.scored == 300 - 200 - delay + 1
    assert found.penalty == found.penalties[int(np.argmax(slow))]


def test_bad_schedules_are_refused() -> None:
    x, y = np.random.default_rng(5).standard_normal((300, 2)), turning(300)
    with pytest.raises(UsageError, match="candidates is empty"):
        choose_penalty(x, y, [])
    with pytest.raises(UsageError, match="delay 0"):
        choose_penalty(x, y, [1.0], delay=0)
    with pytest.raises(DataError, match="nothing to score"):
        choose_penalty(x, y, [1.0], first=299)
    with pytest.raises(UsageError, match="299 values for 300 dates"):
        choose_penalty(x, y[1:], [1.0], first=200)
