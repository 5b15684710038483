"""The universe, stock by stock against its market: in which regime each one's active return is, as known that day."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np

from rotascope.data.engines import over_columns
from rotascope.data.history import day_of
from rotascope.data.results import remembered
from rotascope.data.slices import Slice
from rotascope.errors import DataError, UsageError
from rotascope.models.jump_walk import JumpWalk
from rotascope.models.markov import MarkovSwitching

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from rotascope.data.engines import Progress
    from rotascope.data.panel import Panel
    from rotascope.models.walk_forward import Walkable

    Doubles = NDArray[np.float64]

Model: TypeAlias = Literal["markov", "jump"]
SPECS: dict[str, Walkable] = {
    "markov": MarkovSwitching(n_starts=2, order_by="variance", tolerance=1e-6),
    "jump": JumpWalk(),
}
LEAST = 252  # returns that a stock needs


@dataclass(frozen=True)
class Scan:
    """Two regimes of each stock's log(1 + its return) - log(1 + the market's), numbered upwards by variance.

    `symbols` (n_stocks,); `days` (n_dates,). `filtered_probabilities` (n_dates, n_stocks): of the turbulent regime, by
    data to the date with parameters from data to `as_of`, so the last row alone is real-time; NaN before the first
    return. `means`, `variances` (n_stocks, 2): of a session. NaN throughout for a stock that no model fits.
    `skipped`: members with fewer than 252 returns.
    """

    as_of: date
    wanted: Slice
    model: str
    symbols: NDArray[np.str_] = field(repr=False)
    days: NDArray[np.int64] = field(repr=False)
    filtered_probabilities: Doubles = field(repr=False)
    means: Doubles = field(repr=False)
    variances: Doubles = field(repr=False)
    skipped: int

    @property
    def turbulent(self) -> Doubles:
        """(n_stocks,): the probability of the turbulent regime on the last day."""
        last: Doubles = self.filtered_probabilities[-1]
        return last

    @property
    def ranked(self) -> NDArray[np.int64]:
        """Stocks by that probability, then by how much more volatile the regime is; only those with a fit."""
        held = np.flatnonzero(~np.isnan(self.turbulent))
        ratio = self.variances[held, 1] / self.variances[held, 0]
        return held[np.lexsort((-ratio, -np.round(self.turbulent[held], 6)))]


def scan(
    panel: Panel,
    wanted: Slice | None = None,
    *,
    model: Model = "markov",
    engine: str | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Scan:
    """Regimes of every member of a slice (None: the 3,000 largest) against the market of all.

    engine, workers, progress: as `rotascope.data.engines.over_columns` takes them; the results are the same on all.
    Kept by the digest of the data. `UsageError` for an unknown model, `DataError` where no member has 252 returns.
    """
    if model not in SPECS:
        raise UsageError(f"model {model!r} is not known; write {' or '.join(SPECS)}.")
    wanted = Slice("us") if wanted is None else wanted
    symbols, days, active = active_returns(panel, wanted)
    enough = (~np.isnan(active)).sum(axis=0) >= LEAST
    if not enough.any():
        begun = f"the universe begins on {day_of(int(days[0]))}" if len(days) else "there is no return"
        raise DataError(f"{wanted} has no member with {LEAST} returns by {panel.as_of}: {begun}.")
    held = np.ascontiguousarray(active[:, enough])
    found = remembered(
        f"scan-{model}", [held], {}, lambda: scanned(held, model, on=engine, workers=workers, progress=progress)
    )
    arrays: dict[str, Any] = dict(found)
    return Scan(panel.as_of, wanted, model, symbols[enough], days, skipped=int((~enough).sum()), **arrays)


def active_returns(panel: Panel, wanted: Slice) -> tuple[NDArray[np.str_], NDArray[np.int64], Doubles]:
    """Symbols and days, and (n_dates, n_stocks) active log returns of today's members, NaN without a trade."""
    members, market = panel.slice(wanted), panel.slice(Slice("us"))
    begin = market.begin
    returns = members.universe.by_today(members.returns, 0)[begin + 1 :, members.now].astype(np.float64)
    gains = market.gains(begin)
    returns[returns <= -1] = np.nan  # a close of nothing has no logarithm
    return members.universe.symbols[members.now], market.days[begin + 1 :], np.log1p(returns) - np.log1p(gains)[:, None]


def scanned(active: Doubles, model: str, **sweep: Any) -> dict[str, Doubles]:
    """The scan of active returns (n_dates, n_stocks), as arrays."""
    parts = over_columns(fit_block, active, model, **sweep)
    return {
        "filtered_probabilities": np.concatenate([part[0] for part in parts], axis=1),
        "means": np.concatenate([part[1] for part in parts]),
        "variances": np.concatenate([part[2] for part in parts]),
    }


def fit_block(block: Doubles, model: str) -> tuple[Doubles, Doubles, Doubles]:
    """Probabilities (n_dates, width), means and variances (width, 2) of a block of stocks."""
    spec = SPECS[model]
    probabilities = np.full(block.shape, np.nan)
    means, variances = np.full((2, block.shape[1], 2), np.nan)
    for at in range(block.shape[1]):
        y = np.ascontiguousarray(block[:, at])
        begin = int((~np.isnan(y)).argmax())
        try:
            fit = spec.refit(y[begin:], None)
        except DataError:
            continue
        probabilities[begin:, at] = fit.filter(y[begin:]).filtered_probabilities[:, 1]
        means[at], variances[at] = fit.means, fit.variances
    return probabilities, means, variances
