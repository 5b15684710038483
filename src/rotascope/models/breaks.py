"""When the mean of a pair's active return last changed, if it did: dated with an interval, beside chance and power."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal, cast

import numpy as np

from rotascope.data.history import day_of
from rotascope.data.results import remembered
from rotascope.errors import DataError
from rotascope.measures.measured import Measured
from rotascope.measures.wording import count, joined_note, percent, signed, step
from rotascope.models.apart import series_apart
from rotascope.models.arguments import require_positive
from rotascope.models.change_penalty import LEAST_SIZE, automatic_penalty
from rotascope.models.pelt import Pelt
from rotascope.models.power import effective_volatility, power_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from rotascope.data.panel import Panel
    from rotascope.measures.windows import Basis
    from rotascope.models.power import PowerRow
    from rotascope.pairs import Pair, PairSeries

    Floats = NDArray[np.float64]
    Arrays = Mapping[str, NDArray[np.generic]]

HALF_LIFE = 21.0
LEVEL = 0.9
LONGEST_PATH = 12  # steps of the path that stand in the detail
TOLD_SHIFT = 0.20  # a year, in the sentence


def active_log_returns(panel: Panel, of: Pair, basis: str, least: int) -> tuple[PairSeries, Floats]:
    """The pair's series and log return of the first leg less the second's, (n - 1,).

    `DataError` for fewer than `least`, or where the legs never moved apart.
    """
    series = series_apart(panel, of, basis)
    returns = np.diff(np.log(series.first / series.second))
    if len(returns) < least:
        steps = count(len(returns), step(series.a_year))
        raise DataError(f"{of} has {steps} of returns by {panel.as_of}; change points need {least}.")
    return series, returns


def change_point(
    panel: Panel,
    of: Pair,
    *,
    cost: Literal["mean", "mean_variance"] = "mean",
    min_size: int = 21,
    penalty: float | None = None,
    basis: Basis = "total",
) -> Measured:
    """Changes in the mean of log active returns so far, and sessions from the last one on; none is an answer.

    Exact PELT on log(1 + A) - log(1 + B) over its running volatility (half-life 21 steps, known the day before),
    segments of `min_size` steps or more (months, for portfolios that step by month); cost=mean_variance dates changes
    of either. The penalty, in units of noise, is one that at most 5 % of random walks with GARCH noise pass, or as
    given.
    That law has Student shocks of 6 degrees of freedom; heavier tails pass it more often (4: up to one path in five).
    `detail`: date and 90 % interval of each change, means a year of the segments, the strongest evidence (the
    penalty that would leave no change), the path over penalties, and power: how large a shift this history shows.
    Found with all data to the as-of (real time). Errors: `DataError` for fewer than two segments, or 126 steps.
    """
    if penalty is not None:
        require_positive(penalty=penalty)
    model = Pelt(cost, min_size, half_life=HALF_LIFE)
    series, returns = active_log_returns(panel, of, basis, max(2 * min_size, 126))
    params = {"cost": cost, "min_size": min_size, "penalty": penalty}
    found = remembered("change_point", [returns], params, lambda: _search(model, returns, penalty))
    days = series.days[1:]
    ends = found["ends"].tolist()
    means = [mean * series.a_year for mean in found["means"].tolist()]
    power = power_of(returns, series.a_year, min_size)
    detail: dict[str, object] = {
        "date": day_of(days[ends[-1]]) if ends else None,
        "breaks": [_break(days, *row) for row in zip(ends, found["intervals"].tolist(), strict=True)],
        "means_a_year": means,
        "history_from": day_of(days[0]),
        "sessions": len(returns),
        "penalty": float(found["penalty"]),
        "automatic": penalty is None,
        "strongest_evidence": float(found["strength"]),
        "path": _path(days, found),
        "power": power_rows(power),
        "joined": series.joined,
    }
    value = {"changes": len(ends), "sessions_since": len(returns) - ends[-1] if ends else None}
    words = _power_words(power, cost, penalty)
    return Measured(value, "record", _sentence(of, series, value, detail, words, cost), detail)


def _search(model: Pelt, returns: Floats, penalty: float | None) -> Arrays:
    """All that compiled code is needed for, in units of noise."""
    if penalty is None:
        fitted = model.fit(returns)
    else:
        noise = replace(model, penalty=1.0).fit(returns).noise  # the same at every penalty
        fitted = replace(model, penalty=penalty * noise).fit(returns)
    usual = automatic_penalty(model.cost, model.half_life, len(returns), max(model.min_size, LEAST_SIZE))
    path = fitted.path(usual * fitted.noise / 2)[:LONGEST_PATH]
    return {
        "ends": fitted.breakpoints[:-1],
        "means": fitted.means,
        "intervals": fitted.intervals(LEVEL),
        "penalty": np.array(fitted.penalty / fitted.noise),
        "strength": np.array(fitted.silencing_penalty / fitted.noise),
        "path_from": np.array([one.penalty_from for one in path]) / fitted.noise,
        "path_changes": np.array([one.n_changes for one in path], np.int64),
        "path_ends": np.concatenate([one.breakpoints[:-1] for one in path]),
    }


def _break(days: NDArray[np.int64], end: int, interval: list[int]) -> dict[str, object]:
    return {"date": day_of(days[end]), "from": day_of(days[interval[0]]), "to": day_of(days[interval[1]])}


def _path(days: NDArray[np.int64], found: Arrays) -> list[dict[str, object]]:
    counts = found["path_changes"].tolist()
    parts = np.split(found["path_ends"], np.cumsum(counts)[:-1])
    rows = zip(found["path_from"].tolist(), counts, parts, strict=True)
    return [
        {"penalty_from": limit, "changes": changes, "dates": [day_of(days[end]) for end in part.tolist()]}
        for limit, changes, part in rows
    ]


def power_of(returns: Floats, a_year: int, min_size: int) -> tuple[PowerRow, ...]:
    """The power of this many returns of this running volatility, which is kept."""
    found = remembered(
        *("effective_volatility", [returns], {"a_year": a_year}),
        lambda: {"volatility": np.array(effective_volatility(returns, HALF_LIFE, a_year))},
    )
    volatility, size = float(found["volatility"]), max(min_size, LEAST_SIZE)
    return power_table(volatility, len(returns) / a_year, min_size=size, half_life=HALF_LIFE, a_year=a_year)


def power_rows(power: tuple[PowerRow, ...]) -> list[dict[str, object]]:
    return [
        {"shift": row.shift, "years_needed": row.years_needed, "years": row.years, "power": row.power} for row in power
    ]


def _sentence(
    of: Pair, series: PairSeries, value: dict[str, int | None], detail: dict[str, object], power: str, cost: str
) -> str:
    what = "mean active return" if cost == "mean" else "mean or variance of the active return over its volatility"
    begin, end = detail["history_from"], day_of(series.days[-1])
    history = f"{detail['sessions']:,} {step(series.a_year)}s from {begin} to {end}"
    chance = "which about 5% of random walks with GARCH noise pass" if detail["automatic"] else "as asked"
    bar = f"penalty {detail['penalty']:.1f}, {chance}"
    note = joined_note(of, series.joined, day_of(series.days[0]))
    if not value["changes"]:
        return (
            f"{of}: no change in {what} in {history} (the strongest evidence is"
            f" {detail['strongest_evidence']:.1f}, below the {bar}){note}. {power}"
        )
    last = cast("list[dict[str, object]]", detail["breaks"])[-1]
    means = cast("list[float]", detail["means_a_year"])
    changes = count(int(value["changes"] or 0), "change")
    held = "" if cost == "mean" else ", which holds seven to nine times in ten"
    since = count(int(value["sessions_since"] or 0), step(series.a_year))
    return (
        f"{of}: the {what} last changed on {last['date']} ({percent(LEVEL, 0)} interval {last['from']} to"
        f" {last['to']}{held}), {since} from there to the end, {'from' if cost == 'mean' else 'the mean from'}"
        f" {signed(means[-2])} to {signed(means[-1])} a year; {changes} in {history} ({bar}){note}. {power}"
    )


def _power_words(power: tuple[PowerRow, ...], cost: str, penalty: float | None) -> str:
    """Power is that of changes of the mean at the automatic penalty; where another search was asked for, so it says."""
    row = next(row for row in power if row.shift == TOLD_SHIFT)
    searched = "A" if cost == "mean" and penalty is None else "In a search for means at the automatic penalty, a"
    years = f"{row.years_needed:,.0f} years" if row.years_needed >= 1.5 else f"{row.years_needed:.1f} years"
    return (
        f"{searched} shift of {percent(row.shift, 0)} a year needs about {years} on each side to be found four times"
        f" in five; half this history on each side gives a chance of {percent(row.power, 0)}."
    )
