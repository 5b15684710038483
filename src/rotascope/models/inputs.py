"""What a forecast may know: one array an input, at the rows where forecasts are made, each value as known then."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from rotascope.errors import DataError
from rotascope.kernels.trailing import trailing_moments
from rotascope.measures.valuation import book_yield_spread
from rotascope.models.ages import real_time_age
from rotascope.models.leader import run_ages, steps
from rotascope.models.regimes import real_time_regimes
from rotascope.pairs import groups

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from rotascope.data.panel import Panel
    from rotascope.pairs import Leg, Pair

    Floats = NDArray[np.float64]

SMALL = frozenset({"IWM", "RUT", "IWN", "french:size:Lo 30"})
LARGE = frozenset({"QQQ", "SPY", "SPX", "NDX", "IWF", "french:size:Hi 30"})
VALUATION_MONTHS = 300
AVERAGE = 200  # sessions
LEAST_SECTORS = 3
SETTLED = 24  # rows that an input needs before it has a scale
FURTHEST = 3.0  # deviations


@dataclass(frozen=True)
class Path:
    """A pair's path as forecasts see it: `days` and `log_ratio` (n,), `leader` (n,), `rows` (m,) positions in them."""

    pair: Pair
    days: NDArray[np.int64]
    log_ratio: Floats
    leader: NDArray[np.int64]
    rows: NDArray[np.int64]
    window: int
    a_year: int
    basis: str = "total"

    @property
    def at(self) -> NDArray[np.int64]:
        """(m,) the days on which forecasts are made."""
        return self.days[self.rows]

    def scale(self, months: int) -> Floats:
        """(n,) deviation of a step's log return over so many months; NaN before a full window, and where it is 0."""
        length = max(steps(months * 21, self.a_year), 3)
        deviation = np.full(len(self.log_ratio), np.nan)
        deviation[1:] = trailing_moments(np.diff(self.log_ratio), length)[1]
        return np.where(deviation > 1e-12, deviation, np.nan)


def momentum(panel: Panel, path: Path) -> Floats:
    """How far the leader is ahead: its lead over `window`, in deviations of such a lead."""
    return _ahead(path, path.window)[path.rows]


def recent(panel: Panel, path: Path) -> Floats:
    """The leader's lead over the last month, in deviations."""
    return _ahead(path, steps(21, path.a_year))[path.rows]


def run(panel: Panel, path: Path) -> Floats:
    """Log of 1 + the steps for which the leader has led."""
    return np.log1p(run_ages(path.leader))[path.rows]


def age(panel: Panel, path: Path) -> Floats:
    """Log of 1 + the age of the running episode since it was confirmed, below zero where the other leg leads in it."""
    known = real_time_age(panel, path.pair, basis=path.basis)
    backed = (path.leader * known.leader).astype(np.float64)
    return (backed * np.log1p(known.age))[path.rows]


def regime(panel: Panel, path: Path) -> Floats:
    """Probability of the turbulent regime, from parameters and states as they could be known."""
    known = real_time_regimes(panel, path.pair, basis=path.basis)
    return np.append(np.nan, known.turbulent)[path.rows]


def volatility(panel: Panel, path: Path) -> Floats:
    """Log of the last quarter's volatility over the last year's (of a year's over three, by month)."""
    short, long = (3, 12) if path.a_year != 12 else (12, 36)
    return np.log(path.scale(short) / path.scale(long))[path.rows]


def valuation(panel: Panel, path: Path) -> Floats:
    """How cheap the leader's size is: where the book yield spread stands in its last 25 years, from -1 to 1.

    Of pairs of small against large companies only; a month's row is public two months later.
    """
    side = _size_side(path.pair)
    if side == 0:
        raise DataError(f"{path.pair} is no pair of small and large companies")
    series = book_yield_spread(panel).detail["series"]
    values = np.asarray(series["value"], np.float64)  # type: ignore[index]
    months = np.asarray(series["date"]).astype("datetime64[M]")  # type: ignore[index]
    place = np.full(len(values), np.nan)
    if len(values) > VALUATION_MONTHS:
        before = sliding_window_view(values, VALUATION_MONTHS)[:-1]
        place[VALUATION_MONTHS:] = 2 * (before < values[VALUATION_MONTHS:, None]).mean(axis=1) - 1
    public = (months + 3).astype("datetime64[D]").astype(np.int64) - 1
    return side * path.leader[path.rows] * _known(public, place, path.at)


def breadth(panel: Panel, path: Path) -> Floats:
    """Share of the sector funds above their 200-session average, less a half, signed by the leader."""
    above = np.zeros(len(path.rows))
    counted = np.zeros(len(path.rows))
    for symbol in groups()["sectors"]:
        flags = _above_average(panel, symbol, path.at)
        above, counted = above + np.nan_to_num(flags), counted + ~np.isnan(flags)
    if not counted.any():
        raise DataError("no sector fund has a history by then")
    share = np.where(counted >= LEAST_SECTORS, above / np.maximum(counted, 1), np.nan)
    return path.leader[path.rows] * (share - 0.5)


def yields(panel: Panel, path: Path) -> Floats:
    """Change of the ten-year Treasury yield over the last 63 published days, signed by the leader."""
    held = panel.macro("DGS10")
    change = np.full(len(held), np.nan)
    change[63:] = held.values[63:] - held.values[:-63]
    return path.leader[path.rows] * _known(held.days + 1, change, path.at)


def slope(panel: Panel, path: Path) -> Floats:
    """Ten-year less two-year Treasury yield, signed by the leader."""
    long, short = panel.macro("DGS10"), panel.macro("DGS2")
    days, at_long, at_short = np.intersect1d(long.days, short.days, assume_unique=True, return_indices=True)
    return path.leader[path.rows] * _known(days + 1, long.values[at_long] - short.values[at_short], path.at)


INPUTS: dict[str, Callable[[Panel, Path], Floats]] = {
    "momentum": momentum,
    "recent": recent,
    "run": run,
    "age": age,
    "regime": regime,
    "volatility": volatility,
    "valuation": valuation,
    "breadth": breadth,
    "yields": yields,
    "slope": slope,
}
MODELS: dict[str, tuple[str, ...]] = {
    "base": (),
    "logistic": tuple(INPUTS),
    "momentum": ("momentum", "recent"),
    "run": ("run",),
    "age": ("age",),
    "regime": ("regime",),
    "volatility": ("volatility",),
    "macro": ("yields", "slope"),
}


def read_inputs(panel: Panel, path: Path) -> tuple[Floats, dict[str, str]]:
    """(m, inputs) values, NaN where one was not known, and why those are missing that are never known."""
    columns, reasons = [], {}
    for name, read in INPUTS.items():
        try:
            columns.append(read(panel, path))
        except DataError as error:
            columns.append(np.full(len(path.rows), np.nan))
            reasons[name] = str(error).rstrip(".")
    return np.column_stack(columns), reasons


def standardised(values: Floats) -> Floats:
    """(m, k) each value in deviations from the mean of those known up to its own row, within `FURTHEST`.

    0, which says nothing, where it is missing, or fewer than `SETTLED` are known, or they do not differ.
    """
    known = ~np.isnan(values)
    counts = np.maximum(known.cumsum(axis=0), 1)
    first = np.array([column[~np.isnan(column)][:1].sum() for column in values.T])
    offsets = np.where(known, values - first, 0.0)
    mean = offsets.cumsum(axis=0) / counts
    spread = np.sqrt(np.maximum((offsets**2).cumsum(axis=0) / counts - mean**2, 0))
    usable = known & (counts >= SETTLED) & (spread > 1e-9 * (1 + np.abs(first)))
    scaled = (offsets - mean) / np.where(usable, spread, 1.0)
    return np.where(usable, np.clip(scaled, -FURTHEST, FURTHEST), 0.0)


def _ahead(path: Path, length: int) -> Floats:
    lead = np.full(len(path.log_ratio), np.nan)
    lead[length:] = path.log_ratio[length:] - path.log_ratio[:-length]
    scaled: Floats = path.leader * lead / (path.scale(12) * np.sqrt(length))
    return scaled


def _size_side(pair: Pair) -> int:
    """1 where small companies are the first leg and large ones the second, -1 where the other way round, else 0."""
    first, second = pair.first, pair.second
    return _all_in(first, SMALL) * _all_in(second, LARGE) - _all_in(first, LARGE) * _all_in(second, SMALL)


def _all_in(leg: Leg, symbols: frozenset[str]) -> int:
    return int(symbols.issuperset(leg.symbols))


def _known(public: NDArray[np.int64], values: Floats, days: NDArray[np.int64]) -> Floats:
    """The last value that was public by each day; NaN before the first. `public` ascends."""
    place = public.searchsorted(days, side="right") - 1
    return np.where(place >= 0, values[np.maximum(place, 0)], np.nan) if len(values) else np.full(len(days), np.nan)


def _above_average(panel: Panel, symbol: str, days: NDArray[np.int64]) -> Floats:
    """1 or 0 at each day, NaN where the fund has no average, or stopped trading more than ten days before."""
    try:
        held = panel.history(symbol) if panel.market.has(symbol) else None
    except DataError:
        held = None
    if held is None or len(held) < AVERAGE:
        return np.full(len(days), np.nan)
    average = trailing_moments(held.values, AVERAGE)[0]
    flags = np.where(np.isnan(average), np.nan, held.values > average)
    current = days - _known(held.days, held.days.astype(np.float64), days) <= 10
    return np.where(current, _known(held.days, flags, days), np.nan)
