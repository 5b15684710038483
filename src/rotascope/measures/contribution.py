"""Who made a slice's return: contributions of sectors, industries and stocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rotascope.data.history import day_of
from rotascope.data.slices import Slice, parse_slice
from rotascope.errors import DataError, UsageError
from rotascope.measures.breadth import SP500
from rotascope.measures.measured import Measured
from rotascope.measures.windows import start_of
from rotascope.measures.wording import listed, percent, points

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from rotascope.data.panel import Panel
    from rotascope.data.slices import Members
    from rotascope.measures.windows import Window

KINDS = ("sector", "industry", "stock")


def contribution(
    panel: Panel,
    of: Slice = SP500,
    *,
    part: str = "",
    by: str = "sector",
    since: date | None = None,
    window: Window = "ytd",
) -> Measured:
    """Contributions to a slice's total return, in points (fractions); they sum to it exactly.

    Each session's weight times return, carried forward by the slice's own growth. by: sector, industry or stock.
    part: a group ("seven", "top10"), a sector or a symbol, whose contribution is then the value; else the value is
    the slice's return. `detail`: `contributions`, largest first, the part's share of the return, and by sector each
    one's own return as `returns` and its members on the first day as `members`.
    """
    if by not in KINDS:
        raise UsageError(f"by {by!r} must be {', '.join(KINDS[:2])} or {KINDS[2]}.")
    members = panel.slice(of)
    start = start_of(members.days, of, window, since)
    stocks, total = stock_contributions(members, start)
    rows = _by(members, stocks, by)
    own = _own(members, start, list(rows)) if by == "sector" else {}
    first = day_of(members.days[start])
    value, text = total, f"{of} returned {percent(total)} from {first} to {panel.as_of}"
    if part:
        value = _part(panel, members, stocks, start, part)
        text = f"{part} gave {points(value)} of {of}'s {percent(total)} from {first} to {panel.as_of}"
        text += f" ({percent(value / total, 0)} of it)" if total else ""
    lead = [f"{name} {points(size)}" for name, size in list(rows.items())[:3]]
    return Measured(
        value,
        "points",
        f"{text}; the largest by {by}: {listed(lead)}.",
        {"return": total, "share": value / total if total else None, "contributions": rows, "from": first} | own,
        first,
    )


def stock_contributions(members: Members, start: int) -> tuple[NDArray[np.float64], float]:
    """(n_assets,) contributions from a day to the last, and their sum, the slice's return."""
    held, returns = (part.astype(np.float64) for part in members.held(start))
    shares = held / held.sum(axis=1, keepdims=True)
    daily = shares * returns
    gains = daily.sum(axis=1)
    before = np.concatenate([[1.0], np.cumprod(1 + gains)[:-1]])
    stocks: NDArray[np.float64] = before @ daily
    for at, old, new in members.universe.renames:  # one company, by its last symbol
        if at > start:
            stocks[new] += stocks[old]
            stocks[old] = 0
    return stocks, float(stocks.sum())


def _by(members: Members, stocks: NDArray[np.float64], by: str) -> dict[str, float]:
    names = members.universe.symbols if by == "stock" else _named(members, by)
    sums: dict[str, float] = {}
    for name, size in zip(names.tolist(), stocks.tolist(), strict=True):
        if size:
            sums[name] = sums.get(name, 0.0) + size
    return dict(sorted(sums.items(), key=lambda item: -item[1]))


def _named(members: Members, by: str) -> NDArray[np.str_]:
    """(n_assets,): each stock's sector or industry as last known."""
    universe = members.universe
    sectors, industries = (universe.sector, universe.sectors), (universe.industry, universe.industries)
    codes, kinds = sectors if by == "sector" else industries
    named: NDArray[np.str_] = np.array([*kinds, "unknown"])[codes[-1]]
    return named


def _own(members: Members, start: int, sectors: list[str]) -> dict[str, object]:
    """What each sector returned by itself, by capitalisation, and how many members it had on the first day.

    A sector without members on some session has no return.
    """
    held, returns = (part.astype(np.float64) for part in members.held(start))
    inside = (_named(members, "sector")[:, None] == np.array(sectors)).astype(np.float64)
    worth, gained = held @ inside, (held * returns) @ inside
    whole = (worth > 0).all(axis=0)
    growth = np.prod(1 + gained[:, whole] / worth[:, whole], axis=0) - 1
    names = [name for name, kept in zip(sectors, whole, strict=True) if kept]
    counts = (members.flags[start] @ inside).astype(int).tolist()
    return {
        "returns": dict(zip(names, growth.tolist(), strict=True)),
        "members": dict(zip(sectors, counts, strict=True)),
    }


def _part(panel: Panel, members: Members, stocks: NDArray[np.float64], start: int, part: str) -> float:
    symbols = members.universe.symbols
    if part.upper() in symbols:
        return float(stocks[_by_last_symbol(members, symbols == part.upper(), start)].sum())
    whole = Slice(members.wanted.base, members.wanted.size)
    inside = panel.slice(parse_slice(f"{whole}:{part}"))
    if not inside.flags[start].any():
        raise DataError(f"{part} has no member on the first day of the window.")
    return float(stocks[_by_last_symbol(members, inside.flags[start], start)].sum())


def _by_last_symbol(members: Members, flags: NDArray[np.bool_], start: int) -> NDArray[np.bool_]:
    """(n_assets,) flags of a day, those of a symbol given up since passed on to its successor."""
    moved = flags.copy()
    for at, old, new in members.universe.renames:
        if at > start:
            moved[new] |= moved[old]
    return moved
