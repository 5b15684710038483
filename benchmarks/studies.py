"""A thousand base-rate studies in a batch, beside the same studies in pandas, figure by figure."""

from __future__ import annotations

import time
from dataclasses import dataclass
from itertools import islice, product
from math import ceil
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.table import Row
from rotascope import Market
from rotascope.explain.studies import studies
from rotascope.explain.studies.nulls import LEAST_CASES
from rotascope.explain.studies.studying import DRAWS, SEED

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from rotascope.explain.studies import Study

AS_OF = "2026-01-14"
COUNT, STRIDE = 1000, 61  # no multiple of the sorts, symbols or numbers, so that all of them come up
SYMBOLS = ("IWM", "QQQ", "RSP", "IWD", "IWF", "KRE", "XLI", "XLF", "XLB", "XLK")
AIM = 20


@dataclass(frozen=True)
class Case:
    """A kind of condition with its numbers, and an outcome over `ahead` sessions."""

    kind: str
    symbol: str
    window: int
    limit: float
    ahead: int

    @property
    def texts(self) -> tuple[str, str]:
        return _TEXTS[self.kind].format(s=self.symbol, n=self.window, x=self.limit), (
            f"active_return({self.symbol}, SPY, next {self.ahead})"
        )


_TEXTS = {
    "fall": "period_return({s}, {n}) < -{x}",
    "lead": "active_return({s}, SPY, {n}) > {x}",
    "high": "percentile(period_return({s}, {n}), 504) > 0.9",
    "streak": "streak(active_return({s}, SPY, 1) > 0) >= 4",
    "drawdown": "drawdown({s}, {n}) < -{x}",
}


def cases() -> Iterator[Case]:
    """More than a thousand, the kinds in turn."""
    numbers = product((21, 42, 63, 84, 126, 252), (0.04, 0.06, 0.08, 0.1), (21, 63), SYMBOLS, _TEXTS)
    for window, limit, ahead, symbol, kind in numbers:
        yield Case(kind, symbol, window, limit, ahead)


def _condition(case: Case, closes: pd.DataFrame) -> pd.Series:
    """Where the condition holds, NaN where it cannot be judged."""
    held = closes[case.symbol]
    gains = held.pct_change(case.window)
    active = gains - closes["SPY"].pct_change(case.window)
    if case.kind == "fall":
        return (gains < -case.limit).where(gains.notna())
    if case.kind == "lead":
        return (active > case.limit).where(active.notna())
    if case.kind == "high":
        place = gains.rolling(505).apply(lambda span: (span[:-1] < span[-1]).mean(), raw=True)
        return (place > 0.9).where(place.notna())
    if case.kind == "drawdown":
        below = held / held.rolling(case.window + 1).max() - 1
        return (below < -case.limit).where(below.notna())
    daily = held.pct_change() - closes["SPY"].pct_change()
    won = daily > 0
    run = won.groupby((~won).cumsum()).cumsum()
    return (run >= 4).where(daily.notna())


def _in_pandas(case: Case, closes: pd.DataFrame) -> tuple[float, ...]:
    """Occurrences, their mean, the base's, the interval of the gap and the p-value."""
    import pandas as pd

    held = closes[[case.symbol, "SPY"]].dropna()
    ahead = held.shift(-case.ahead) / held - 1
    frame = pd.DataFrame({"holds": _condition(case, held), "outcome": ahead[case.symbol] - ahead["SPY"]})
    frame["place"] = range(len(frame))
    frame = frame.dropna(subset=["holds"])
    free, kept = -1, []
    for place, holds in zip(frame["place"], frame["holds"], strict=True):
        if holds and place >= free:
            kept.append(place)
            free = place + case.ahead
    frame = frame.dropna(subset=["outcome"])
    frame["chosen"] = frame["place"].isin(kept)
    mean, base = frame.loc[frame["chosen"], "outcome"].mean(), frame["outcome"].mean()
    if not frame["chosen"].any():
        return 0.0, mean, base, np.nan, np.nan, np.nan
    few = frame["chosen"].sum() < LEAST_CASES
    low, high = (np.nan, np.nan) if few else _interval(frame, case.ahead)
    return float(frame["chosen"].sum()), mean, base, low, high, _p_value(frame, mean)


def _interval(frame: pd.DataFrame, ahead: int) -> tuple[float, float]:
    import pandas as pd

    total = len(frame)
    length = max(ceil(1.5 * ahead), ceil(total / 300))
    begins = np.random.default_rng([SEED, total, length]).integers(0, total, (DRAWS, ceil(total / length)), np.int32)
    outcomes, chosen = frame["outcome"].to_numpy(), frame["chosen"].to_numpy()
    gaps = []
    for row in begins:
        drawn = ((row[:, None] + np.arange(length)) % total).ravel()
        values = outcomes[drawn]
        if chosen[drawn].any():
            gaps.append(values[chosen[drawn]].mean() - values.mean())
    spread = pd.Series(gaps).quantile([0.025, 0.975])
    return float(spread.iloc[0]), float(spread.iloc[1])


def _p_value(frame: pd.DataFrame, mean: float) -> float:
    """Years exchanged: a table of years by day of the season, days that a month lacks taken by the one before."""
    import pandas as pd

    days: Any = frame.index
    slot = frame.groupby([days.year, days.month]).cumcount().clip(upper=22)
    columns = pd.MultiIndex.from_product([range(1, 13), range(23)])
    table = frame["outcome"].groupby([days.year, days.month, slot]).last().unstack([1, 2]).reindex(columns=columns)
    table = table.T.groupby(level=0).ffill().T
    years = table.index
    orders = np.random.default_rng([SEED, len(years)]).permuted(np.tile(np.arange(len(years)), (DRAWS, 1)), axis=1)
    rows = years.get_indexer(days.year[frame["chosen"]])
    places = (days.month[frame["chosen"]] - 1) * 23 + slot[frame["chosen"]].to_numpy()
    cells = table.to_numpy()
    drawn = [cells[order[rows], places] for order in orders]
    means = np.array([np.nanmean(values) for values in drawn if not np.isnan(values).all()])
    as_far = (np.abs(means - means.mean()) >= abs(mean - means.mean()) - 1e-12).sum()
    return float((1 + as_far) / (1 + len(means)))


def _figures(found: Study) -> tuple[float, ...]:
    return (found.found.count, found.found.mean, found.base.mean, *found.chance.gap_interval, found.chance.p_value)


def rows() -> list[Row]:
    """The thousand in one batch; pandas does a few of every sort, spread over them, and rates are compared.

    The resampling loops of the pandas side work on its arrays: a series made anew for each draw would flatter us.
    """
    asked = list(islice(cases(), COUNT))
    market = Market.open()
    market.load((*SYMBOLS, "SPY"))
    start = time.perf_counter()
    ours = studies([case.texts for case in asked], market.as_of(AS_OF))
    our_time = time.perf_counter() - start
    closes = _frame(market)
    some = range(0, COUNT, STRIDE)
    start = time.perf_counter()
    theirs = [_in_pandas(asked[place], closes) for place in some]
    their_time = (time.perf_counter() - start) * COUNT / len(some)
    same = bool(np.allclose([_figures(ours[place]) for place in some], theirs, rtol=1e-7, atol=1e-9, equal_nan=True))
    job = f"{COUNT:,} studies in a batch, {DRAWS:,} draws twice each (pandas: {len(some)} of them)"
    met = their_time / our_time >= AIM
    return [Row(job, our_time, "s", "pandas", their_time, f"at least {AIM}x", met, same)]


def _frame(market: Market) -> pd.DataFrame:
    import pandas as pd

    columns = {}
    for symbol in (*SYMBOLS, "SPY"):
        series = market.closes(symbol, "adjusted_close", market.as_of(AS_OF).as_of)
        columns[symbol] = pd.Series(series.values, index=pd.DatetimeIndex(series.dates))
    return pd.DataFrame(columns)
