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
    """

    name: str
    columns: dict[str, pl.DataType]
    key: tuple[str, ...]
    release: Literal["same_day", "column"]
    chained: str | None = None

    @property
    def entity(self) -> str:
        return self.key[0]

    @property
    def known_columns(self) -> dict[str, pl.DataType]:
        """The columns with `available_from`, as every scan returns them."""
        return self.columns | {"available_from": pl.Date()}


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
