"""What rows must be, whoever hands them in: one set of rules for frames, saved tables and files made by hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from rotascope.data.schemas import SCHEMAS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rotascope.data.schemas import Schema

PRICE_COLUMNS = ("close", "adjusted_close")
KINDS = ("fund", "stock", "index")

# Up to so many sessions a few closes with gaps are taken as they are; beyond, at least half must be there.
SHORT_SPAN = 10

_ABOVE_ZERO = {"prices": PRICE_COLUMNS, "splits": ("ratio",), "targets": ("level",)}
_FINITE = {"macro": ("value",)}
_GIVEN = {"targets": ("level", "made"), "instruments": ("name", "kind")}


@dataclass(frozen=True)
class Rule:
    """What no row of a table may do. `broken` is null or false for a row that keeps it."""

    column: str
    broken: pl.Expr
    must: str


def _rules(schema: Schema) -> Iterator[Rule]:
    given = dict.fromkeys([*schema.key, *_GIVEN.get(schema.name, ()), "available_from"])
    for name in given:
        yield Rule(name, pl.col(name).is_null(), "give every row one")
    for name in _ABOVE_ZERO.get(schema.name, ()):
        yield Rule(name, (pl.col(name) <= 0) | ~pl.col(name).is_finite(), "it must be a number above zero")
    for name in _FINITE.get(schema.name, ()):
        yield Rule(name, ~pl.col(name).is_finite(), "it must be a finite number")
    made = next((name for name in ("made", "date") if name in schema.columns), None)
    if made is not None:
        early = pl.col("available_from") < pl.col(made)
        yield Rule("available_from", early, f"nothing is known before its own day, in the column {made!r}")
    if "kind" in schema.columns:
        yield Rule("kind", ~pl.col("kind").is_in(KINDS), f"it must be {', '.join(KINDS[:-1])} or {KINDS[-1]}")


RULES = {name: tuple(_rules(schema)) for name, schema in SCHEMAS.items()}


def bad_row(frame: pl.LazyFrame, schema: Schema) -> str | None:
    """The first row that breaks a rule of its table: table, key, value and rule, without a full stop.

    frame: with every column of the schema and `available_from`. None where every row will do.
    """
    rules = RULES[schema.name]
    found = frame.filter(pl.any_horizontal([rule.broken for rule in rules])).head(1).collect()
    if found.is_empty():
        return None
    rule = next(rule for rule in rules if found.filter(rule.broken).height)
    value = found[rule.column][0]
    noun = "price" if rule.column in PRICE_COLUMNS else rule.column
    has = f"has no {noun}" if value is None else f"has the {noun} {str(value)[:40]}"
    return f"In {schema.name}, {_row(found, schema)} {has}: {rule.must}"


def doubled(rows: pl.DataFrame, schema: Schema) -> str | None:
    """The first key with two rows known from one day, as a sentence without a full stop."""
    twice = rows.filter(rows.select(*schema.key, "available_from").is_duplicated())
    if twice.is_empty():
        return None
    known = "" if schema.release == "same_day" else f" known from {twice['available_from'][0]}"
    return f"In {schema.name}, {_row(twice, schema)} has two rows{known}: keep one"


def off_session(prices: pl.LazyFrame, sessions: pl.Series) -> str | None:
    """The first price on a day that is no session, as a sentence without a full stop.

    sessions: the exchange's days, ascending.
    """
    off = prices.filter(~pl.col("date").is_in(sessions.implode())).select("symbol", "date")
    found = off.sort("date", "symbol").head(1).collect()
    if found.is_empty():
        return None
    symbol, day = found.row(0)
    return (
        f"{symbol} has a price on {day}: prices are daily closes of New York sessions, and {day} is none of those known"
        f" here ({sessions[0]} to {sessions[-1]}), so move such rows to the session they belong to, or drop them"
    )


def sparse(prices: pl.DataFrame, sessions: pl.Series) -> str | None:
    """The first symbol with closes on fewer than half of the sessions between its first and its last one."""
    for column in PRICE_COLUMNS:
        closes = prices.drop_nulls(column).group_by("symbol", maintain_order=True)
        spans = closes.agg(pl.col("date").min().alias("first"), pl.col("date").max().alias("last"), pl.len())
        for symbol, first, last, held in spans.iter_rows():
            count = sessions.is_between(first, last).sum()
            if count > max(SHORT_SPAN, 2 * held):
                return (
                    f"{symbol} has closes on {held} of the {count} sessions from {first} to {last}: weekly or monthly"
                    " prices cannot be measured in sessions, so hand in daily ones"
                )
    return None


def _row(rows: pl.DataFrame, schema: Schema) -> str:
    """The key of the first row, in words."""
    key = " ".join(str(value) for value in rows.select(schema.key).row(0) if value is not None)
    return f"the row {key[:80]}" if key else "a row"
