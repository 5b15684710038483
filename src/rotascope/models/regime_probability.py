"""In which of two regimes a pair is, by what each day could know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from rotascope.data.history import day_of
from rotascope.errors import DataError
from rotascope.measures.measured import Measured
from rotascope.measures.wording import count, percent, points, share_words, step
from rotascope.models.arguments import require_whole
from rotascope.models.markov_forecast import mixture_moments
from rotascope.models.markov_parameters import stationary
from rotascope.models.regime_tests import DRAWS, LEVEL, RegimeTests, tested_regimes
from rotascope.models.regimes import A_MONTH, real_time_regimes

if TYPE_CHECKING:
    from datetime import date
    from typing import Any

    from numpy.typing import NDArray

    from rotascope.data.panel import Panel
    from rotascope.models.regimes import RealTimeRegimes
    from rotascope.pairs import Pair

    Doubles = NDArray[np.float64]

MOST_POINTS = 1400  # of the weekly series
BRIEF = 5  # steps: visits shorter than that are single days and no state


def regime_probability(
    panel: Panel,
    of: Pair,
    *,
    model: Literal["markov"] = "markov",
    window: int | None = None,
    every: int = 21,
    horizon: int = 21,
) -> Measured:
    """Probability, by data to the day alone, that a pair is in the regime which favours its first leg, a fraction.

    Two regimes of log(1 + A) - log(1 + B), each with a mean and a variance of its own (Hamilton 1989), refitted every
    `every` sessions on all data to date or the last `window` sessions, filtered to each day. Where the 95 % interval of
    the gap in means covers zero, or more than 5 % of series drawn with one mean show such a gap, the regimes differ in
    size of move alone: the probability is then of the volatile one.
    detail: gap with interval, sigma by regime, expected durations, share of the time in the long run, probability
    `horizon` sessions (1 or more) on with the mean and deviation of the log spread until then, next moves that would
    carry the probability across one half, weekly series (of the regime with the same place by variance on each day),
    and what chance shows: p-values of one regime against two, and of one mean against two, by 99 drawn series each.
    `DataError` for a horizon longer than the history.
    """
    require_whole(1, horizon=horizon)
    regimes = real_time_regimes(panel, of, model=model, window=window, every=every)
    steps = max(horizon // (A_MONTH if regimes.a_year == 12 else 1), 1)
    if steps > len(regimes.spread):
        known = count(len(regimes.spread), step(regimes.a_year))
        raise DataError(f"horizon {horizon} is longer than the history of {of}, {known}; ask for less.")
    return panel.cached(
        ("regime_probability", of, model, window, every, horizon), lambda _: _measured(of, regimes, horizon, steps)
    )


@dataclass(frozen=True)
class _Now:
    """The last day's regimes: the one told of is `at`."""

    at: int
    chances: Doubles
    means: Doubles
    sigma: Doubles
    transition: Doubles
    tested: RegimeTests
    of: Pair
    a_year: int

    @property
    def kind(self) -> str:
        return "mean regime" if self.tested.apart else "volatility regime"

    @property
    def regime(self) -> str:
        """Where even the better regime's mean is against the first leg, it favours nobody but is less bad."""
        if not self.tested.apart:
            return "volatile"
        return f"favours {self.of.first}" if self.means[self.at] > 0 else f"is less bad for {self.of.first}"

    @property
    def durations(self) -> Doubles:
        return np.asarray(1 / np.maximum(1 - np.diag(self.transition), 1e-9))

    @property
    def share(self) -> float:
        """Of the time, in the long run."""
        return float(stationary(self.transition)[self.at])


def _measured(of: Pair, regimes: RealTimeRegimes, horizon: int, steps: int) -> Measured:
    tested = tested_regimes(regimes)
    means, variances = regimes.means[-1], regimes.variances[-1]
    at = int(means.argmax()) if tested.apart else len(means) - 1
    chances = regimes.probabilities[-1]
    now = _Now(at, chances, means, np.sqrt(variances), regimes.transitions[-1], tested, of, regimes.a_year)
    day, refit = day_of(regimes.days[-1]), day_of(regimes.days[int(regimes.refits[-1]) - 1])
    detail = {
        "kind": now.kind,
        "regime": now.regime,
        "volatile_probability": float(chances[-1]),
        "step": step(regimes.a_year),
        "gap": {"value": tested.gap, "lower": tested.lower, "upper": tested.upper},
        "means": means.tolist(),
        "sigma": now.sigma.tolist(),
        "expected_durations": now.durations.tolist(),
        "long_run_share": now.share,
        "ahead": {"horizon": horizon, "steps": steps, **_ahead(now, variances, steps)},
        "triggers": _triggers(chances @ now.transition, means, variances),
        "one_regime_p_value": tested.one_regime,
        "equal_means_p_value": tested.equal_means,
        "draws": DRAWS,
        "fitted_to": refit,
        "converged": tested.converged,
        "from": day_of(regimes.days[0]),
        "steps": len(regimes.spread),
        "series": _weekly(regimes, at),
    }
    return Measured(float(chances[at]), "fraction", _sentence(now, day), detail)


def _ahead(now: _Now, variances: Doubles, steps: int) -> dict[str, float]:
    """The told regime's probability so many steps on, and mean and deviation of the log spread's sum until then."""
    chances = [now.chances]
    for _ in range(steps):
        chances.append(chances[-1] @ now.transition)
    transitions = np.broadcast_to(now.transition, (steps, *now.transition.shape))
    _, _, mean, variance = mixture_moments(now.means, variances, transitions, np.array(chances[1:]))
    return {"probability": float(chances[-1][now.at]), "spread_mean": mean, "spread_deviation": float(variance**0.5)}


def _triggers(chances: Doubles, means: Doubles, variances: Doubles) -> dict[str, float] | None:
    """The next log spread below `lower` or above `upper` makes the volatile regime the likelier one; None: any does.

    chances (2,): of the regimes at the next step. Where the two densities, weighed by them, are equal: a quadratic.
    """
    quiet, loud = 1 / variances
    square = (quiet - loud) / 2
    if not square > 0:
        return None
    line = loud * means[1] - quiet * means[0]
    level = (quiet * means[0] ** 2 - loud * means[1] ** 2) / 2
    level += float(np.log(chances[1] / chances[0]) + 0.5 * np.log(variances[0] / variances[1]))
    root = line**2 - 4 * square * level
    if root <= 0:
        return None
    middle, wide = -line / (2 * square), float(np.sqrt(root)) / (2 * square)
    return {"lower": float(middle - wide), "upper": float(middle + wide)}


def _weekly(regimes: RealTimeRegimes, at: int) -> dict[str, list[Any]]:
    """The real-time probability at week ends (or months), thinned evenly from the last one back to a page's worth."""
    known = np.flatnonzero(np.isfinite(regimes.probabilities[:, at]))
    weeks = (regimes.days[known] + 3) // 7  # day 0 was a Thursday; weeks begin on Monday
    ends = known[np.flatnonzero(np.diff(weeks, append=-1))]
    kept = ends[::-1][:: -(-len(ends) // MOST_POINTS)][::-1]
    return {
        "date": [day_of(day) for day in regimes.days[kept]],
        "value": np.round(regimes.probabilities[kept, at], 6).tolist(),
    }


def _sentence(now: _Now, day: date) -> str:
    word = step(now.a_year)
    lasts = f"Visits to it last {count(round(float(now.durations[now.at])), word)} on average and take up"
    share = f"{lasts} {share_words(now.share)} of the time{_brief_words(now)}.{_one_regime_words(now.tested)}"
    share += _hair_words(now.tested)
    chance = f"two regimes with one mean would show such a gap in {_draws(now.tested.equal_means)}"
    value = share_words(float(now.chances[now.at]))
    interval = f"{_bound(now.tested.lower)} to {_bound(now.tested.upper)}"
    quiet, loud = (percent(float(sigma), 2) for sigma in now.sigma)
    if now.tested.apart:
        other = 1 - now.at
        return (
            f"{now.of} was in the regime that {now.regime} with a probability of {value} on {day}: there"
            f" {now.of.first} gains {_moved(float(now.means[now.at]))} a {word} on {now.of.second}, elsewhere"
            f" {_moved(float(now.means[other]))} (95% interval of the gap {interval}); {chance}. The two also differ in"
            f" the size of a {word}'s move, by standard deviation {quiet} and {loud}. {share}"
        )
    return (
        f"{now.of} was in its volatile regime with a probability of {value} on {day}: a volatility regime, in which"
        f" the legs part by {loud} a {word} (standard deviation) rather than {quiet}. It does not say who leads: the"
        f" gap in means, {_moved(now.tested.gap)} a {word}, cannot be told from {_from_what(now.tested)} (95% interval"
        f" {interval}), {'and' if now.tested.covers_zero else 'for'} {chance}. {share}"
    )


def _bound(value: float) -> str:
    """A bound of the gap in points; one that rounds to zero keeps its side."""
    told = percent(value, 3)[:-1]
    if float(told.replace("−", "-")) or not value:
        return told
    return f"just {'above' if value > 0 else 'below'} 0"


def _hair_words(tested: RegimeTests) -> str:
    """Said where the verdict hangs on so little that other draws or a few more weeks may turn it."""
    if not tested.by_a_hair:
        return ""
    return (
        " Whether the means differ hangs by a hair here: other draws or a few more weeks may turn it, and of pairs with"
        f" one mean {percent(LEVEL, 0)} would pass by chance."
    )


def _from_what(tested: RegimeTests) -> str:
    return "zero" if tested.covers_zero else "chance"


def _brief_words(now: _Now) -> str:
    """What a regime that hardly outlasts a step is: said where it is told as one."""
    if now.durations[now.at] >= BRIEF:
        return ""
    return f": single {step(now.a_year)}s of large moves rather than a state that lasts"


def _one_regime_words(tested: RegimeTests) -> str:
    if tested.one_regime <= LEVEL:
        return ""
    return f" A single regime would look like two in {_draws(tested.one_regime)}."


def _draws(p_value: float) -> str:
    """A share of drawn series, as a bootstrap p-value tells it."""
    return f"{percent(p_value, 0)} of drawn series" if p_value > 1.5 / (1 + DRAWS) else "hardly any drawn series"


def _moved(spread: float) -> str:
    return points(spread, 3)
