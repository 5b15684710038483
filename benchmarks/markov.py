"""Markov switching beside statsmodels and hmmlearn: one fit, a walk of refits, three regimes from ten starts."""

from __future__ import annotations

import sys
import time
import warnings
from typing import Any

import numpy as np

from benchmarks.table import Row, best_time
from rotascope import Market
from rotascope.models import MarkovSwitching
from rotascope.models.markov_parameters import Parameters
from rotascope.models.walk_forward import walk_forward
from rotascope.pairs import Pair, pair_series, parse_subject
from rotascope.questions import last_session

MONTHLY = "french:size_book_market_25:SMALL HiBM/french:size_book_market_25:BIG LoBM"
FIRST = 108  # months before the first refit
SAMPLE = 12  # refits and fits of a peer that are timed; the rest is taken to cost as much on average
NOTES = (
    "Markov switching: statsmodels and hmmlearn are timed on a sample of the refits, evenly spread over the walk, and"
    " of the starts, in the same run; their totals are the sample's mean times the number. hmmlearn keeps its own"
    " tolerance (a gain in log-likelihood below 0.01), which is looser than ours, and gives smoothed states only.",
)


def rows() -> list[Row]:
    """Real series: small value over large growth by month since 1926, and the S&P 500 by session since 1928."""
    monthly, daily = _monthly(), _daily()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = [_one_fit(monthly, 100), _one_fit(daily, 60)]
        _say("walk")
        found += _walk(monthly)
        _say("ten starts")
        found.append(_ten_starts(daily))
    return found


def _say(what: str) -> None:
    print(f"  markov: {what} ...", file=sys.stderr)


def _monthly() -> Any:
    """Monthly log spreads in per cent."""
    market = Market.open()
    pair = parse_subject(MONTHLY, market)
    assert isinstance(pair, Pair)
    series = pair_series(market.as_of(last_session(market, pair)), pair)
    return 100 * np.diff(np.log(series.first / series.second))


def _daily() -> Any:
    """Daily log returns in per cent."""
    market = Market.open()
    closes = market.as_of(market.last_close("SPX")).series("SPX").values
    return 100 * np.diff(np.log(closes))


def _theirs(y: Any) -> Any:
    import statsmodels.api as sm

    fitted = sm.tsa.MarkovRegression(y, 2, switching_variance=True).fit()
    fitted.cov_params()
    return fitted


def _one_fit(y: Any, aim: int) -> Row:
    """Two regimes, mean and variance, one start each, covariance included."""
    spec = MarkovSwitching(n_starts=1)
    ours = best_time(lambda: spec.fit(y), 7)
    peer = best_time(lambda: _theirs(y), 2)
    job = f"Markov switching, 2 regimes, mean and variance, with covariance, T = {len(y):,}"
    same = spec.fit(y).log_likelihood >= _theirs(y).llf - 1e-6
    return Row(job, ours, "s", "statsmodels", peer, f"at least {aim}x", peer >= aim * ours, bool(same))


def _walk(y: Any) -> list[Row]:
    """Expanding refits month by month, with the filtered state of every month."""
    spec = MarkovSwitching(n_starts=3, order_by="variance")
    ours = best_time(lambda: walk_forward(y, spec, first=FIRST, every=1), 3)
    walk = walk_forward(y, spec, first=FIRST, every=1)
    ends = np.linspace(FIRST, len(y), SAMPLE).astype(int)
    job = f"{len(walk.refits):,} expanding monthly refits with filtered probabilities"
    by_end = dict(zip(walk.refits.tolist(), walk.fits, strict=True))
    found = []
    for name, refit, aim in (("statsmodels", _their_refit, 300), ("hmmlearn", _hmm_refit, 40)):
        start = time.perf_counter()
        reached = [refit(y[:end]) for end in ends]
        peer = (time.perf_counter() - start) / SAMPLE * len(walk.refits)
        same = all(by_end[int(end)].log_likelihood >= value - 1e-4 for end, value in zip(ends, reached, strict=True))
        found.append(Row(job, ours, "s", name, peer, f"at least {aim}x", peer >= aim * ours, same))
    return found


def _their_refit(y: Any) -> float:
    fitted = _theirs(y)
    assert len(fitted.filtered_marginal_probabilities) == len(y)
    return float(fitted.llf)


def _hmm_refit(y: Any) -> float:
    """Its log-likelihood by our yardstick: a stationary start, which it does not know."""
    from hmmlearn.hmm import GaussianHMM

    fitted = GaussianHMM(2, n_iter=500, random_state=0).fit(y[:, None])
    fitted.predict_proba(y[:, None])
    return _at(fitted, y)


def _at(fitted: Any, y: Any) -> float:
    parameters = Parameters.of(fitted.transmat_, fitted.means_.ravel(), fitted.covars_.ravel())
    return MarkovSwitching(n_regimes=len(fitted.means_)).filter(y, parameters).log_likelihood


def _ten_starts(y: Any) -> Row:
    """A Gaussian hidden Markov model of three states."""
    from hmmlearn.hmm import GaussianHMM

    spec = MarkovSwitching(n_regimes=3, n_starts=10)
    ours = best_time(lambda: spec.fit(y), 3)
    start = time.perf_counter()
    fitted = [GaussianHMM(3, n_iter=500, random_state=seed).fit(y[:, None]) for seed in range(3)]
    peer = (time.perf_counter() - start) / 3 * 10
    same = spec.fit(y).log_likelihood >= max(_at(one, y) for one in fitted) - 1e-4
    job = f"Gaussian HMM, 3 states, T = {len(y):,}, 10 starts"
    return Row(job, ours, "s", "hmmlearn", peer, "at least 30x", peer >= 30 * ours, bool(same))
