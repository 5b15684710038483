"""A member's place within a group: who led."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.data.history import day_of
from rotascope.data.slices import is_slice, parse_slice
from rotascope.errors import DataError, unknown
from rotascope.measures.measured import Measured
from rotascope.measures.windows import start_of
from rotascope.measures.wording import listed, percent
from rotascope.pairs import groups, leg_series, parse_leg

if TYPE_CHECKING:
    from datetime import date

    import numpy as np

    from rotascope.data.panel import Panel
    from rotascope.measures.windows import Basis, Window
    from rotascope.pairs import Leg


def rank_within(
    panel: Panel,
    of: Leg,
    *,
    group: str = "sectors",
    since: date | None = None,
    window: Window = "ytd",
    basis: Basis = "total",
) -> Measured:
    """Rank (1: led) of a leg's return among a group; the leg is added to it.

    group: of the catalog, symbols joined by "+", or the sectors or industries of a slice ("us:small:sectors").

    Members without a close at both ends are left out and named. Year to date unless told otherwise.
    """
    mine = leg_series(panel, of, basis)
    start = start_of(mine.days, of, window, since)
    first = day_of(mine.days[start])
    returns, missing = _member_returns(panel, _members(panel, group), mine.days[start], basis)
    own = float(mine.values[-1] / mine.values[start] - 1)
    returns = {str(of): own} | {name: value for name, value in returns.items() if name != str(of)}
    ordered = dict(sorted(returns.items(), key=lambda item: -item[1]))
    rank = 1 + sum(value > own for value in returns.values())
    leader = next(iter(ordered))
    without = f" (without {listed(missing)}, not there at both ends)" if missing else ""
    lead = "" if rank == 1 else f"; {leader} led with {percent(ordered[leader])}"
    return Measured(
        rank,
        "rank",
        f"{of} ({percent(own)}) ranks {rank} of {len(ordered)} in {group} from {first} to {panel.as_of}"
        f"{lead}{without}.",
        {"members": len(ordered), "returns": ordered, "leader": leader, "missing": missing, "from": first,
         "chance": rank / len(ordered)},
        first,
    )  # fmt: skip


def _members(panel: Panel, group: str) -> tuple[str, ...]:
    if group in groups():
        return groups()[group]
    body, _, kind = group.rpartition(":")
    if kind in ("sectors", "industries") and is_slice(body):
        return panel.slice(parse_slice(body)).parts(kind)
    members = parse_leg(group).symbols if "+" in group or group.isupper() else ()
    if not members:
        raise unknown("Group", group, groups(), "Or name the members: group=XLF+XLK+KRE.")
    for symbol in members:
        panel.instrument(symbol)
    return members


def _member_returns(
    panel: Panel, members: tuple[str, ...], base: np.int64, basis: str
) -> tuple[dict[str, float], list[str]]:
    returns: dict[str, float] = {}
    missing: list[str] = []
    panel.market.load(members)
    for symbol in members:
        try:
            series = panel.series(symbol, basis)
        except DataError:
            missing.append(symbol)
            continue
        start = series.position(int(base))
        if start < 0 or series.days[start] != base:
            missing.append(symbol)
        else:
            returns[symbol] = float(series.values[-1] / series.values[start] - 1)
    return returns, missing
