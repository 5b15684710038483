"""The tables, declared once: columns, primary key and release rule of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import polars as pl


@dataclass(frozen=True)
class Schema:
    """One table. `key` names a datum; a datum may have several rows, told apart by `available_from`.

    `release` says where `available_from` (the day the row became public) comes from: "column" when the table
    stores it, "same_day" when it equals `date` (a close is known at its own day's end). As of a moment the row
    with the latest `available_from` up to it stands: a correction is a further row, never an edit.
    `entity` is the key's first column, by which rows are asked for (a symbol, a series).
    `chained` is a column whose level has no meaning of its own, only its ratios: where two bodies meet, the
    lower one is rescaled to the upper at a common date.
    `packed` is a column that the vintage stores as whole numbers with their count of `decimals` beside it (0.0144
    as 144 and 4), a fifth of the size and exact; a scan gives the number itself.
    """

    name: str
    columns: dict[str, pl.DataType]
    key: tuple[str, ...]
    release: Literal["same_day", "column"]
    chained: str | None = None
    packed: str | None = None

    @property
    def entity(self) -> str:
        return self.key[0]

    @property
    def known_columns(self) -> dict[str, pl.DataType]:
        """The columns with `available_from`, as every scan returns them."""
        return self.columns | {"available_from": pl.Date()}


FUNDAMENTALS = (
    "market_cap", "enterprise_value", "trailing_pe", "forward_pe", "price_to_book", "price_to_sales", "ev_to_ebitda",
    "ev_to_revenue", "free_cash_flow", "total_cash", "total_debt", "debt_to_equity", "current_ratio",
    "gross_margin", "operating_margin", "profit_margin", "return_on_equity", "return_on_assets", "revenue_growth",
    "earnings_growth", "dividend_yield", "beta", "short_share_of_float", "insider_share",
)  # fmt: skip

SCHEMAS: dict[str, Schema] = {
    schema.name: schema
    for schema in (
        Schema(
            "instruments",
            {"symbol": pl.String(), "name": pl.String(), "kind": pl.String(), "currency": pl.String(),
             "available_from": pl.Date()},
            ("symbol",),
            "column",
        ),
        Schema(
            "prices",
            {"symbol": pl.String(), "date": pl.Date(), "adjusted_close": pl.Float64(), "close": pl.Float64()},
            ("symbol", "date"),
            "same_day",
            chained="adjusted_close",
        ),
        Schema(
            "splits",
            {"symbol": pl.String(), "date": pl.Date(), "ratio": pl.Float64()},
            ("symbol", "date"),
            "same_day",
        ),
        Schema("sessions", {"date": pl.Date()}, ("date",), "same_day"),
        Schema(
            "macro",
            {"series": pl.String(), "date": pl.Date(), "value": pl.Float64(), "available_from": pl.Date()},
            ("series", "date"),
            "column",
        ),
        Schema(
            "targets",
            {"house": pl.String(), "symbol": pl.String(), "horizon": pl.Date(), "level": pl.Float64(),
             "made": pl.Date(), "source": pl.String(), "available_from": pl.Date()},
            ("house", "symbol", "horizon"),
            "column",
        ),
        Schema(
            "french",
            {"portfolios": pl.String(), "kind": pl.String(), "column": pl.String(), "date": pl.Date(),
             "value": pl.Float64(), "available_from": pl.Date()},
            ("portfolios", "kind", "column", "date"),
            "column",
            packed="value",
        ),
        Schema(
            "french_daily",
            {"portfolios": pl.String(), "kind": pl.String(), "column": pl.String(), "date": pl.Date(),
             "value": pl.Float64(), "available_from": pl.Date()},
            ("portfolios", "kind", "column", "date"),
            "column",
            packed="value",
        ),
        Schema(
            "french_factors",
            {"series": pl.String(), "date": pl.Date(), "value": pl.Float64(), "available_from": pl.Date()},
            ("series", "date"),
            "column",
            packed="value",
        ),
        Schema(
            "holdings",
            {"fund": pl.String(), "date": pl.Date(), "symbol": pl.String(), "name": pl.String(),
             "sector": pl.String(), "asset_class": pl.String(), "weight": pl.Float64(), "market_value": pl.Float64(),
             "shares": pl.Float64(), "price": pl.Float64(), "available_from": pl.Date()},
            ("fund", "date", "symbol", "name"),
            "column",
        ),
        Schema(
            "fund_facts",
            {"fund": pl.String(), "date": pl.Date(), "name": pl.String(), "inception": pl.Date(),
             "shares_outstanding": pl.Float64(), "available_from": pl.Date()},
            ("fund", "date"),
            "column",
        ),
        Schema(
            "fundamentals",
            {"symbol": pl.String(), "date": pl.Date(), "sector": pl.String()}
            | {name: pl.Float64() for name in FUNDAMENTALS}
            | {"available_from": pl.Date()},
            ("symbol", "date"),
            "column",
        ),
        Schema(
            "flows",
            {"symbol": pl.String(), "date": pl.Date(), "value": pl.Float64(), "days": pl.Int64(),
             "available_from": pl.Date()},
            ("symbol", "date"),
            "column",
            packed="value",
        ),
        Schema(
            "shiller",
            {"series": pl.String(), "date": pl.Date(), "value": pl.Float64(), "available_from": pl.Date()},
            ("series", "date"),
            "column",
        ),
        # The universe: US common stocks as listed at the time. All but prices are steps: a row stands until the next.
        Schema(
            "universe_prices",
            {"symbol": pl.String(), "date": pl.Date(), "close": pl.Float64()},
            ("symbol", "date"),
            "same_day",
        ),
        Schema(
            "universe_factors",
            {"symbol": pl.String(), "date": pl.Date(), "factor": pl.Float64(), "split": pl.Float64()},
            ("symbol", "date"),
            "same_day",
        ),
        Schema(
            "universe_shares",
            {"symbol": pl.String(), "date": pl.Date(), "shares": pl.Float64()},
            ("symbol", "date"),
            "same_day",
        ),
        Schema(
            "universe_attributes",
            {"symbol": pl.String(), "date": pl.Date(), "name": pl.String(), "sector": pl.String(),
             "industry": pl.String(), "country": pl.String(), "is_ranked": pl.Boolean()},
            ("symbol", "date"),
            "same_day",
        ),
        Schema(
            "universe_renames",
            {"symbol": pl.String(), "date": pl.Date(), "former": pl.String()},
            ("symbol", "date"),
            "same_day",
        ),
        Schema(
            "sp500_members",
            {"symbol": pl.String(), "date": pl.Date(), "end": pl.Date(), "source": pl.String(),
             "available_from": pl.Date()},
            ("symbol", "date"),
            "column",
        ),
    )
}  # fmt: skip
