"""Valuation: what small companies cost beside large ones, what a slice earns, what a target asks of earnings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from rotascope.data.history import Series, day_of
from rotascope.data.slices import Slice
from rotascope.errors import DataError, UsageError
from rotascope.measures.breadth import SP500
from rotascope.measures.levels import published_target
from rotascope.measures.measured import Measured
from rotascope.measures.windows import check_number
from rotascope.measures.wording import count, decimal, month, percent, price

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from numpy.typing import NDArray

    from rotascope.data.panel import Panel
    from rotascope.pairs import Leg

    Floats = NDArray[np.float64]

SORT = "size_book_market_25"
SMALL = ("SMALL LoBM", "ME1 BM2", "ME1 BM3", "ME1 BM4", "SMALL HiBM", *(f"ME2 BM{at}" for at in range(1, 6)))
LARGE = ("BIG LoBM", "ME5 BM2", "ME5 BM3", "ME5 BM4", "BIG HiBM")
READINGS = ("rolled", "june", "december")
MONTHS_LEAST = 120


def book_yield_spread(panel: Panel, of: str = "rolled", *, months: int = 300) -> Measured:
    """Book yield of small companies over that of large ones, a ratio: above its past, small ones are the cheaper.

    Small: size quintiles 1 and 2, large: 5, of the French library's 25 portfolios; a group's book yield is the sum of
    book equity over the sum of market equity. of: how old the price under the book yield is. `rolled`: June's book
    equity over current market equity; `june`, `december`: as the library's two tables hold it, from formation on.
    `detail`: `percentile`, the share of the `months` before that were strictly lower; `series` by month since 1926.
    The row of a month holds market equity of the month before; files are known two months late, in today's revision.
    """
    if of not in READINGS:
        raise UsageError(f"Reading {of!r} must be {', '.join(READINGS[:2])} or {READINGS[2]}.")
    check_number("months", months)
    spread, small, large = panel.cached(("book_yield_spread", of), lambda inner: _spread(inner, of))
    if len(spread) < MONTHS_LEAST + 1:
        raise DataError(f"{count(len(spread), 'month')} of book yields were public by {panel.as_of}; 121 are needed.")
    before = spread.values[-1 - months : -1]
    value, last = float(spread.values[-1]), day_of(spread.days[-1])
    percentile = float(np.mean(before < value))
    extreme = "" if 0 < percentile < 1 else f", the {'highest' if percentile else 'lowest'} of them"
    return Measured(
        value,
        "ratio",
        f"Small companies' book yield was {decimal(value)} times that of large ones in {month(last)} ({of} reading),"
        f" above {percent(percentile)} of the {count(len(before), 'month')} before{extreme}.",
        {"percentile": percentile, "months": len(before), "month": last, "small": float(small.values[-1]),
         "large": float(large.values[-1]), "series": {"date": spread.dates, "value": spread.values}},
    )  # fmt: skip


def growth_needed(panel: Panel, of: Leg, *, target: float | None = None, rerating: float = 1.0) -> Measured:
    """Growth of earnings that takes a level to a target, a fraction: (target / level) / rerating - 1.

    rerating: the multiple at the target over today's; 1 leaves it as it is. target: left out, the latest published
    one that was known.
    """
    if len(of.members) > 1:
        raise UsageError(f"growth_needed takes one symbol, not the basket {of}: a basket has no level.")
    symbol, by = of.symbols[0], ""
    if target is None:
        target, house, _ = published_target(panel, symbol)
        by = f" ({house})"
    level = float(panel.series(symbol, "price").values[-1])
    value = target / level / rerating - 1
    multiple = "at an unchanged multiple" if rerating == 1 else f"with a multiple {rerating:g} times today's"
    return Measured(
        value,
        "fraction",
        f"To take {symbol} from {price(level)} to {target:,.10g}{by}, earnings would have to"
        f" {'grow' if value >= 0 else 'shrink'} by {percent(abs(value))} {multiple}.",
        {"target": target, "level": level, "rerating": rerating},
        panel.as_of,
    )


def earnings_yield(
    panel: Panel,
    of: Slice = SP500,
    *,
    earnings: Literal["trailing", "forward"] = "trailing",
    losses: Literal["counted", "left out"] = "counted",
) -> Measured:
    """Sum of earnings over sum of market value of a slice's members, a fraction, losses included.

    From the one cross-section in these data, known from its own day. Trailing earnings: market value x profit margin /
    price to sales; forward ones, that analysts expect: market value / forward P/E. losses: "left out" drops the
    members that lose money from both sums, as some index houses do. `detail`: the multiple, members with the figures,
    and their share of the slice's value.
    """
    rows = panel.fundamentals()
    members = panel.slice(of)
    counted = members.now & np.isfinite(members.cap[-1])  # one line a company
    caps = dict(zip(members.universe.symbols[counted].tolist(), members.cap[-1, counted].tolist(), strict=True))
    mine = [(row, _earnings(row, earnings)) for row in rows.iter_rows(named=True) if row["symbol"] in caps]
    held = [(row, amount) for row, amount in mine if amount is not None and (amount > 0 or losses == "counted")]
    if not held:
        raise DataError(f"No member of {of} has earnings in these data by {panel.as_of}.")
    earned, worth = sum(amount for _, amount in held), sum(row["market_cap"] for row, _ in held)
    value = earned / worth
    covered = sum(caps[row["symbol"]] for row, _ in held) / sum(caps.values())
    taken: date = held[0][0]["date"]
    kind = "earnings" if earnings == "trailing" else "the earnings that analysts expect"
    multiple = f", {1 / value:.1f} times {kind}" if value > 0 else ""
    left = "; those with losses left out" if losses != "counted" else ""
    verb = "earned" if earnings == "trailing" else "was expected to earn"
    return Measured(
        value,
        "fraction",
        f"{of} {verb} {percent(value)} of its market value by the figures of {taken}{multiple}"
        f" ({count(len(held), 'member')}, {percent(covered, 0)} of the value{left}).",
        {"multiple": 1 / value if value > 0 else None, "counted": len(held), "covered": covered, "date": taken},
    )


def _earnings(row: Mapping[str, float | None], kind: str) -> float | None:
    cap, margin, sales, forward = (row[key] for key in ("market_cap", "profit_margin", "price_to_sales", "forward_pe"))
    if kind == "forward":
        return None if cap is None or not forward else cap / forward
    if cap is None or margin is None or sales is None or sales <= 0:
        return None
    return cap * margin / sales


def _spread(panel: Panel, reading: str) -> tuple[Series, Series, Series]:
    """The spread, and the book yields of both groups, by month."""
    kind = "average_be_me_december" if reading == "december" else "average_be_me_june"
    days, firms, cap, book_market = _tables(panel, "firms", "average_cap", kind)
    market = firms * cap
    book = book_market * market
    if reading == "rolled":
        book = _held_from_july(days, book)
    yields = [_group(book, market, columns) for columns in (slice(0, len(SMALL)), slice(len(SMALL), None))]
    whole = np.isfinite(yields[0]) & np.isfinite(yields[1])
    small, large = (values[whole] for values in yields)
    for array in (small, large):
        array.flags.writeable = False
    return Series(days[whole], small / large, 12), Series(days[whole], small, 12), Series(days[whole], large, 12)


def _tables(panel: Panel, *kinds: str) -> tuple[NDArray[np.int64], Floats, Floats, Floats]:
    """Months on which all three tables have rows, and the tables with columns SMALL then LARGE, NaN where missing."""
    found = [panel.french_table(SORT, kind, (*SMALL, *LARGE)) for kind in kinds]
    days = np.array(sorted(set.intersection(*(set(held.tolist()) for held, _ in found))), np.int64)
    first, second, third = (values[held.searchsorted(days)] for held, values in found)
    return days, first, second, third


def _held_from_july(days: NDArray[np.int64], book: Floats) -> Floats:
    """Each July's row for the twelve months from it on; NaN before the first July."""
    months = days.view("datetime64[D]").astype("datetime64[M]").astype(np.int64) % 12
    julys = np.flatnonzero(months == 6)
    place = julys.searchsorted(np.arange(len(days)), side="right") - 1
    held: Floats = np.where((place >= 0)[:, None], book[julys[np.maximum(place, 0)]], np.nan)
    return held


def _group(book: Floats, market: Floats, columns: slice) -> Floats:
    known = np.isfinite(book[:, columns]) & np.isfinite(market[:, columns])
    book_sum = np.where(known, book[:, columns], 0).sum(axis=1)
    market_sum = np.where(known, market[:, columns], 0).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        yields: Floats = book_sum / market_sum
    return yields
