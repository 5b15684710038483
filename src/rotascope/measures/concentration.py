"""Concentration: how much of a slice its largest members are, and what it returned without them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rotascope.data.history import day_of
from rotascope.data.slices import Slice, parse_slice
from rotascope.errors import DataError, UsageError
from rotascope.measures.breadth import SP500
from rotascope.measures.closes import NAMED
from rotascope.measures.measured import Measured
from rotascope.measures.windows import check_number, start_of
from rotascope.measures.wording import count, listed, percent, points

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from rotascope.data.panel import Panel
    from rotascope.data.slices import Members
    from rotascope.measures.windows import Window


def hhi(panel: Panel, of: Slice = SP500) -> Measured:
    """Sum of squared cap weights of the as-of's members, in [1/n, 1]; `detail["series"]`: month ends."""
    members = panel.slice(of)
    weights = cap_weights(members)
    values = (weights * weights).sum(axis=1)
    value = float(values[-1])
    text = f"{of}'s squared weights summed to {value:.4f} on {panel.as_of}, as of {1 / value:.0f} equal names."
    return Measured(value, "ratio", text, {"members": int(members.now.sum()), "series": month_ends(members, values)})


def effective_number(panel: Panel, of: Slice = SP500) -> Measured:
    """1 / hhi: how many equal names would be as concentrated; `detail["series"]`: month ends."""
    members = panel.slice(of)
    weights = cap_weights(members)
    values = 1 / (weights * weights).sum(axis=1)
    value = float(values[-1])
    text = f"{of} was as concentrated as {value:.0f} equal names on {panel.as_of} ({int(members.now.sum()):,} members)."
    return Measured(value, "names", text, {"members": int(members.now.sum()), "series": month_ends(members, values)})


def top_share(panel: Panel, of: Slice = SP500, *, k: int = 10) -> Measured:
    """Weight of the k largest members by cap, in [0, 1]; `detail["series"]`: month ends, `names`: today's largest.

    `without`: members whose value the data do not hold, which leave the whole and make the weight too large;
    `with_them`: the weight where each of them is as large as the median member.
    """
    check_number("k", k)
    members = panel.slice(of)
    weights = cap_weights(members)
    held = min(k, int(members.now.sum()))
    ever = weights[:, members.flags.any(axis=0)]  # an index is few of the columns
    values = np.partition(ever, -held, axis=1)[:, -held:].sum(axis=1)
    largest = members.universe.symbols[np.argsort(-weights[-1], kind="stable")[:held]].tolist()
    value = float(values[-1])
    return Measured(
        value,
        "fraction",
        f"The {held} largest of {of} were {percent(value)} of its value on {panel.as_of} ({listed(largest[:10])})"
        f"{_unvalued(members, value)}.",
        {"names": largest, "members": int(members.now.sum()), "series": month_ends(members, values),
         "share_of_history_above": float(np.mean(values > value)),
         "without": unvalued(members), "with_them": with_unvalued(members, value)},
    )  # fmt: skip


def member_weight(panel: Panel, of: Slice = SP500, *, part: str = "seven") -> Measured:
    """Weight by cap of one member or of a group in a slice, in [0, 1]; `detail["series"]`: month ends.

    part: a symbol, a group ("seven", "top10") or a sector. One line a company carries its whole cap. `without` and
    `with_them` as for `top_share`.
    """
    members = panel.slice(of)
    symbols = members.universe.symbols
    if part.upper() in symbols:
        inside = members.flags & (symbols == part.upper())
    else:
        inside = panel.slice(parse_slice(f"{Slice(of.base, of.size)}:{part}")).flags & members.flags
    values = np.where(inside, cap_weights(members), 0).sum(axis=1)
    value = float(values[-1])
    if not value > 0:
        raise DataError(f"{part} has no weight of its own in {of} on {panel.as_of}.")
    return Measured(
        value,
        "fraction",
        f"{_of_part(part)} {percent(value)} of {of}'s value on {panel.as_of}{_unvalued(members, value)}.",
        {"members": int(inside[-1].sum()), "series": month_ends(members, values),
         "without": unvalued(members), "with_them": with_unvalued(members, value)},
    )  # fmt: skip


def _of_part(part: str) -> str:
    """The subject of a sentence about a member's or a group's weight, with its verb."""
    if part.casefold() == "seven":
        return "The seven (AAPL, AMZN, GOOGL, META, MSFT, NVDA and TSLA) were"
    return f"{part} was"


def ex_top_return(
    panel: Panel, of: Slice = SP500, *, k: int = 7, since: date | None = None, window: Window = "ytd"
) -> Measured:
    """Total return of the slice without its k largest of each session before, a fraction: the counterfactual.

    `detail`: the whole slice's return, and the difference in points.
    """
    if of.group or of.weighting == "equal":
        raise UsageError(f"ex_top_return takes a whole slice by capitalisation such as us:small or sp500, not {of}.")
    rest = panel.slice(Slice(of.base, of.size, f"ex-top{k}"))
    whole = panel.slice(of)
    start = start_of(whole.days, of, window, since)
    value, market = (float(np.prod(1 + part.gains(start)) - 1) for part in (rest, whole))
    first = day_of(whole.days[start])
    return Measured(
        value,
        "fraction",
        f"Without its {k} largest of the day, {of} returned {percent(value)} from {first} to {panel.as_of}, against"
        f" {percent(market)} with them: a difference of {points(value - market)}.",
        {"return": market, "difference": value - market, "from": first},
        first,
    )


def unvalued(members: Members) -> tuple[str, ...]:
    """Members of the last day whose market value the data do not hold."""
    unknown = members.now & np.isnan(members.universe.shares[-1])
    return tuple(sorted([*members.universe.symbols[unknown].tolist(), *members.absent]))


def with_unvalued(members: Members, share: float) -> float:
    """A weight on the last day, were each member without a value as large as the median member."""
    caps = members.cap[-1, members.now]
    caps = caps[caps > 0].astype(np.float64)
    missing = float(np.median(caps)) * len(unvalued(members))
    return share * float(caps.sum()) / (float(caps.sum()) + missing)


def _unvalued(members: Members, share: float) -> str:
    names = unvalued(members)
    if not names:
        return ""
    told = f" ({listed(list(names))})" if len(names) <= NAMED else ""
    whole = f"{percent(with_unvalued(members, share), 2)} rather than {percent(share, 2)}"
    return f"; {count(len(names), 'member')}{told} have no value in these data: were each of median size, {whole}"


def cap_weights(members: Members) -> NDArray[np.float64]:
    """(n_dates, n_assets): weights by cap of each day's members; each row sums to one, NaN on a day without members."""
    caps = np.where(members.flags, np.nan_to_num(members.cap), 0).astype(np.float64)
    totals = caps.sum(axis=1, keepdims=True)
    weights: NDArray[np.float64] = caps / np.where(totals > 0, totals, np.nan)
    return weights


def month_ends(members: Members, values: NDArray[np.float64]) -> dict[str, object]:
    """The last value of each month, and today's."""
    months = members.days.view("datetime64[D]").astype("datetime64[M]")
    last = np.append(months[1:] != months[:-1], True)
    return {"date": members.days[last].view("datetime64[D]"), "value": values[last]}
