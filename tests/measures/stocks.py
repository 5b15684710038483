"""Tiny universes made by hand: closes by symbol and day, steps where they are not one, and questions to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from rotascope import Finding, Question, answer
from rotascope.data.bodies import FrameBody
from rotascope.data.market import Market
from rotascope.data.slices import Slice
from rotascope.data.store import Store
from tests.measures.hand import sessions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from rotascope.data.slices import Members

START = "2024-01-02"


def days(count: int) -> tuple[date, ...]:
    return sessions(count, START)


def market(
    closes: Mapping[str, Sequence[float | None]],
    *,
    shares: Mapping[str, Mapping[int, float]],
    factors: Mapping[str, Mapping[int, tuple[float, float]]] | None = None,
    second_lines: Sequence[str] = (),
    renames: Sequence[tuple[str, int, str]] = (),
    index: Mapping[str, tuple[int, int | None]] | None = None,
    sectors: Mapping[str, str] | None = None,
) -> Market:
    """closes: one a day, None without a trade. factors: (total-return factor, split) from a day on, 1 and 1 else.

    second_lines are not counted by cap. renames: (new symbol, day, former). index: first day and end of each member.
    """
    count = len(next(iter(closes.values())))
    dates = days(count)
    first = {symbol: next(at for at, close in enumerate(row) if close is not None) for symbol, row in closes.items()}
    prices = [(symbol, dates[at], close) for symbol, row in closes.items() for at, close in enumerate(row) if close]
    factor_rows = [
        (symbol, dates[at], *pair)
        for symbol in closes
        for at, pair in ({first[symbol]: (1.0, 1.0)} | dict((factors or {}).get(symbol, {}))).items()
    ]
    share_rows = [(symbol, dates[at], held) for symbol, steps in shares.items() for at, held in steps.items()]
    named = [
        (symbol, dates[first[symbol]], symbol, (sectors or {}).get(symbol, "Technology"), "Widgets", "United States",
         symbol not in second_lines)
        for symbol in closes
    ]  # fmt: skip
    spells = [
        (symbol, dates[start], None if end is None else dates[end], "hand", dates[start if end is None else end])
        for symbol, (start, end) in (index or {}).items()
    ]
    # An end becomes known on its own day; until then the spell stands without one.
    spells += [(row[0], row[1], None, "hand", row[1]) for row in spells if row[2] is not None]
    tables = {
        "universe_prices": _frame(prices, ["symbol", "date", "close"]),
        "universe_factors": _frame(factor_rows, ["symbol", "date", "factor", "split"]),
        "universe_shares": _frame(share_rows, ["symbol", "date", "shares"]),
        "universe_attributes": _frame(
            named, ["symbol", "date", "name", "sector", "industry", "country", "is_ranked"]
        ),
        "universe_renames": _frame(
            [(new, dates[at], former) for new, at, former in renames],
            {"symbol": pl.String, "date": pl.Date, "former": pl.String},
        ),
        "sp500_members": _frame(
            spells,
            {"symbol": pl.String, "date": pl.Date, "end": pl.Date, "source": pl.String, "available_from": pl.Date},
        ),
        "instruments": pl.DataFrame(
            {"symbol": ["FUND"], "name": ["Fund"], "kind": ["fund"], "currency": ["USD"], "available_from": [dates[0]]}
        ),
        "sessions": pl.DataFrame({"date": dates}),
        "prices": pl.DataFrame(
            {"symbol": ["FUND"] * count, "date": dates, "adjusted_close": [1.0] * count, "close": [None] * count}
        ),
    }  # fmt: skip
    return Market(Store([FrameBody(tables, name="hand")]))


def _frame(rows: Sequence[tuple[Any, ...]], columns: Any) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=columns, orient="row", infer_schema_length=None)


def members(held: Market, wanted: Slice, day: int) -> Members:
    return held.as_of(days(day + 1)[-1]).slice(wanted)


def names(held: Market, wanted: Slice, day: int) -> set[str]:
    """Who belongs on a day."""
    found = members(held, wanted, day)
    return set(found.universe.symbols[found.now].tolist())


def ask(held: Market, measure: str, of: str, day: int, **params: object) -> Finding:
    """A measure as of a day, from the first one on unless a window is given."""
    return answer(Question(measure, of=of, as_of=days(day + 1)[-1], params=params), held)
