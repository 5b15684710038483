"""Breadth: how many members take part. Members are those of each day; gaps leave both sides of a share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rotascope.data.history import day_of
from rotascope.data.slices import Slice
from rotascope.errors import DataError, UsageError
from rotascope.kernels.breadth import above_average
from rotascope.measures.closes import add_spread, first_of, last_prices, left_out, without
from rotascope.measures.measured import Measured
from rotascope.measures.windows import start_of
from rotascope.measures.wording import count, moved, percent, points

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from rotascope.data.panel import Panel
    from rotascope.data.slices import Members
    from rotascope.measures.windows import Window

US = Slice("us")
SP500 = Slice("sp500")


def share_above_average(panel: Panel, of: Slice = SP500, *, window: int = 50) -> Measured:
    """Share of members strictly above the average of their last `window` closes, today's included, in [0, 1].

    Split-adjusted price closes. The last `window` closes may span up to five sessions more, for some sessions are lost
    to stocks without an adjusted series; a member without them, or without a close today, leaves numerator and
    denominator. `detail["sectors"]`: members above and members counted, by sector as known; `without`: those left out.
    """
    members = panel.slice(of)
    closes = last_prices(members, window)
    counted = _counted(members, closes, window)
    above = int((closes[-1, counted] > closes[:, counted].mean(axis=0, dtype=np.float64)).sum())
    value = above / int(counted.sum())
    left = left_out(members, counted)
    return Measured(
        value,
        "fraction",
        f"{percent(value)} of {of} closed above their {window}-session average on {panel.as_of}"
        f" ({above:,} of {int(counted.sum()):,} members with {window} closes{'; ' * bool(left)}{without(left)}).",
        {"above": above, "counted": int(counted.sum()), "members": int(members.now.sum()), "without": left,
         "sectors": _by_sector(members, counted, closes)},
        first_of(members, window),
    )  # fmt: skip


def net_new_highs(panel: Panel, of: Slice = US, *, window: int = 252) -> Measured:
    """Members at a new high of `window` closes less those at a new low, over those counted, in [-1, 1].

    By split-adjusted closes, strictly beyond all earlier ones of the window; all `window` closes are needed, within
    that many sessions and five more.
    """
    if window < 2:
        raise UsageError(f"window {window} must be 2 or more: a high stands above closes before it.")
    members = panel.slice(of)
    closes = last_prices(members, window)
    counted = _counted(members, closes, window)
    last, before = closes[-1, counted], closes[:-1, counted]
    highs, lows = int((last > before.max(axis=0)).sum()), int((last < before.min(axis=0)).sum())
    value = (highs - lows) / int(counted.sum())
    left = left_out(members, counted)
    return Measured(
        value,
        "fraction",
        f"Of {int(counted.sum()):,} members of {of} with {window} closes{f' ({without(left)})' if left else ''},"
        f" {highs:,} closed at a new high of {window} sessions and {lows:,} at a new low on {panel.as_of}.",
        {"highs": highs, "lows": lows, "counted": int(counted.sum()), "members": int(members.now.sum()),
         "without": left},
        first_of(members, window),
    )  # fmt: skip


def _counted(members: Members, closes: NDArray[np.float32], window: int) -> NDArray[np.bool_]:
    """(n_assets,): members of the day with all their closes; `DataError` where there is none."""
    counted: NDArray[np.bool_] = members.now & ~np.isnan(closes).any(axis=0)
    if not counted.any():
        raise DataError(f"No member of {members.wanted} has {window} closes by {day_of(members.days[-1])}.")
    return counted


def net_advances(panel: Panel, of: Slice = US) -> Measured:
    """Members that rose less those that fell over the last session, over both and the unchanged, in [-1, 1]."""
    members = panel.slice(of)
    up, down, flat = (int(counts[-1]) for counts in _advances(members))
    if not up + down + flat:
        raise DataError(f"No member of {of} traded on the last two sessions by {panel.as_of}.")
    value = (up - down) / (up + down + flat)
    return Measured(
        value,
        "fraction",
        f"In {of}, {up:,} rose, {down:,} fell and {flat:,} did not move on {panel.as_of}.",
        {"advances": up, "declines": down, "unchanged": flat},
        day_of(members.days[-2]),
    )


def advance_decline_line(
    panel: Panel, of: Slice = US, *, since: date | None = None, window: Window = "ytd"
) -> Measured:
    """Sum of daily advances less declines since the window began, in stocks; `detail["series"]` has the line."""
    members = panel.slice(of)
    start = start_of(members.days, of, window, since)
    up, down, _ = _advances(members)
    line = np.cumsum((up - down)[start:])
    first = day_of(members.days[start])
    dates = members.days[start + 1 :].view("datetime64[D]")
    value = int(line[-1])
    return Measured(
        value,
        "stocks",
        f"The advance-decline line of {of} moved by {value:+,} from {first} to {panel.as_of}.",
        {"from": first, "series": {"date": dates, "value": line}},
        first,
    )


def share_outperforming(
    panel: Panel, of: Slice = SP500, *, since: date | None = None, window: Window = "ytd"
) -> Measured:
    """Share of members whose total return strictly exceeded the slice's own, by capitalisation, in [0, 1].

    Members of the window's first day that traded at both ends; names that died inside it are left out and counted.
    """
    members = panel.slice(of)
    start = start_of(members.days, of, window, since)
    gains = member_gains(members, start)
    counted = members.flags[start] & ~np.isnan(gains)
    market = float(np.prod(1 + members.gains(start)) - 1)
    value = float((gains[counted] > market).mean())
    first, left = day_of(members.days[start]), int(members.flags[start].sum() - counted.sum())
    return Measured(
        value,
        "fraction",
        f"{percent(value)} of {of}'s {int(counted.sum()):,} members beat it ({moved(market)}) from {first} to"
        f" {panel.as_of}; {count(left, 'name')} left before the end.",
        {"counted": int(counted.sum()), "left": left, "return": market, "from": first},
        first,
    )


def equal_minus_cap(panel: Panel, of: Slice = US, *, since: date | None = None, window: Window = "ytd") -> Measured:
    """Return of the slice with equal weights less its return by capitalisation, in points (a fraction).

    Weights are set anew every session; above zero: the average stock beat the giants.
    """
    equal, cap = (panel.slice(Slice(of.base, of.size, of.group, way)) for way in ("equal", "cap"))
    start = start_of(cap.days, of, window, since)
    returns = [float(np.prod(1 + members.gains(start)) - 1) for members in (equal, cap)]
    value = returns[0] - returns[1]
    first = day_of(cap.days[start])
    return Measured(
        value,
        "points",
        f"The average stock of {of} {'beat' if value > 0 else 'trailed'} the cap-weighted slice by {points(abs(value))}"
        f" from {first} to {panel.as_of} ({percent(returns[0])} against {percent(returns[1])}).",
        {"equal": returns[0], "cap": returns[1], "from": first},
        first,
    )


def cross_sectional_dispersion(
    panel: Panel, of: Slice = US, *, since: date | None = None, window: Window = "21"
) -> Measured:
    """Standard deviation (n - 1) across members of their total returns over the window, a fraction."""
    members = panel.slice(of)
    start = start_of(members.days, of, window, since)
    gains = member_gains(members, start)
    counted = members.flags[start] & ~np.isnan(gains)
    if counted.sum() < 2:
        raise DataError(f"Fewer than two members of {of} traded at both ends of the window.")
    value = float(np.std(gains[counted], ddof=1, dtype=np.float64))
    first = day_of(members.days[start])
    return Measured(
        value,
        "fraction",
        f"Returns of {of}'s {int(counted.sum()):,} members from {first} to {panel.as_of} spread by {percent(value)}"
        f" (median {percent(float(np.median(gains[counted])))}).",
        {"counted": int(counted.sum()), "from": first},
        first,
    )


def daily_share_above(members: Members, window: int) -> NDArray[np.float64]:
    """(n_dates,): `share_above_average` of every day, by that day's members; NaN where none has `window` closes."""
    universe = members.universe
    prices = universe.by_today(universe.close * universe.split, 0)
    found = above_average(prices, window, members.flags)
    above, counted = found.above.copy(), found.counted.copy()
    add_spread(prices, members.flags, window, above, counted)
    share = np.full(len(members.days), np.nan)
    np.divide(above, counted, out=share, where=counted > 0)
    return share


def _by_sector(members: Members, counted: NDArray[np.bool_], closes: NDArray[np.float32]) -> dict[str, tuple[int, int]]:
    """(members above their average, members counted) of each sector that has any."""
    above = closes[-1, counted] > closes[:, counted].mean(axis=0, dtype=np.float64)
    names = (*members.universe.sectors, "unknown")
    codes = members.universe.sector[-1, counted] % len(names)
    sizes = (np.bincount(codes[kept], minlength=len(names)).tolist() for kept in (above, slice(None)))
    return {name: pair for name, *pair in zip(names, *sizes, strict=True) if pair[1]}  # type: ignore[misc]


def member_gains(members: Members, start: int) -> NDArray[np.float64]:
    """(n_assets,): total return from a day to the last, NaN for those without a close at both."""
    universe = members.universe
    first, last = (universe.close[at] * universe.factor[at].astype(np.float64) for at in (start, -1))
    for at, old, new in reversed(universe.renames):
        if at > start:
            last[old] = last[new]
    gains: NDArray[np.float64] = last / first - 1
    return gains


def _advances(members: Members) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """(n_dates - 1,) three times: members of the session before that rose, fell, did not move, by price."""
    universe = members.universe
    prices = universe.close * universe.split
    after = prices[1:].copy()
    for at, old, new in universe.renames:
        if at:
            after[at - 1, old] = prices[at, new]
    change = np.where(members.flags[:-1], after - prices[:-1], np.nan)
    return (change > 0).sum(axis=1), (change < 0).sum(axis=1), (change == 0).sum(axis=1)
