"""One interface over all bodies: rows as known on a day, the upper body's over the lower's, key by key."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from rotascope.data.schemas import SCHEMAS, Schema
from rotascope.errors import DataError, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rotascope.data.bodies import Body, TableFacts


class Store:
    """Bodies, lowest first. A row of an upper body stands over the lower's row of the same key."""

    def __init__(self, bodies: Sequence[Body]) -> None:
        self.bodies = tuple(bodies)
        self._facts: dict[str, tuple[TableFacts, ...]] = {}

    def tables(self) -> frozenset[str]:
        return frozenset().union(*(body.tables() for body in self.bodies))

    def scan(self, table: str, as_of: date | None = None) -> pl.LazyFrame:
        """The table as known at the end of `as_of` (of all time where None): one row a key, in key order."""
        frame = self.rows(table)
        if as_of is not None:
            frame = frame.filter(pl.col("available_from") <= as_of)
        return overlay(frame, SCHEMAS[table]).lazy()

    def rows(self, table: str, entities: Iterable[str] | None = None) -> pl.DataFrame:
        """Every row of every body, corrections included, with `body` (its rank); owned entities come from one body."""
        schema = SCHEMAS[table]
        parts: list[pl.DataFrame] = []
        taken: set[str] = set()
        for rank, body in reversed(list(enumerate(self.bodies))):
            if table in body.tables():
                parts.append(self._body_rows(body, schema, entities, taken).with_columns(body=pl.lit(rank, pl.Int8)))
            taken |= body.owned
        if not parts:
            raise StoreError(f"No table {table!r} is there; `rotascope data` lists the tables.")
        return pl.concat(parts)

    def is_plain(self, table: str) -> bool:
        """Whether only the vintage holds the table: one row a key, each known on its own day."""
        return [body.name for body in self.bodies if table in body.tables()] == ["vintage"]

    def plain(self, table: str) -> pl.DataFrame:
        """A plain table's rows in key order, as they are."""
        held = next(body for body in self.bodies if table in body.tables())
        return held.scan(table).select(list(SCHEMAS[table].columns)).collect()

    def facts(self, table: str) -> tuple[TableFacts, ...]:
        """What each body says of the table, lowest first."""
        if table not in self._facts:
            self._facts[table] = tuple(body.facts(table) for body in self.bodies if table in body.tables())
        return self._facts[table]

    def version(self, table: str) -> str:
        """The table's version: each body's name and content digest, lowest first."""
        return "+".join(f"{facts.body}:{facts.version}" for facts in self.facts(table))

    def known_to(self, table: str) -> date:
        """The last day up to which some body holds the table."""
        return max(facts.known_to for facts in self.facts(table))

    @staticmethod
    def _body_rows(body: Body, schema: Schema, entities: Iterable[str] | None, taken: set[str]) -> pl.DataFrame:
        frame = body.scan(schema.name)
        if entities is not None:
            frame = frame.filter(pl.col(schema.entity).is_in(sorted(set(entities) - taken)))
        elif taken and schema.entity == "symbol":
            frame = frame.filter(~pl.col("symbol").is_in(sorted(taken)))
        try:
            return frame.collect()
        except (OSError, pl.exceptions.PolarsError) as error:
            reason = str(error).splitlines()[0]
            raise StoreError(f"Table {schema.name!r} of the {body.name} cannot be read ({reason}).") from error


def overlay(frame: pl.DataFrame, schema: Schema) -> pl.DataFrame:
    """One row a key: the uppermost body's, and within it the one made known last. `body` is kept."""
    ranks = sorted(frame["body"].unique())
    if len(ranks) <= 1 and schema.release == "same_day" and not frame.select(schema.key).is_duplicated().any():
        return frame.sort(schema.key)
    result = None
    for rank in ranks:
        part = frame.filter(pl.col("body") == rank).sort([*schema.key, "available_from"], maintain_order=True)
        part = part.unique(schema.key, keep="last", maintain_order=True)
        result = part if result is None else _lay(result, part, schema)
    return frame.clear() if result is None else result.sort(schema.key)


def _lay(lower: pl.DataFrame, upper: pl.DataFrame, schema: Schema) -> pl.DataFrame:
    """The upper rows and those lower rows whose key they lack, the chained column brought to the upper's scale."""
    if schema.chained is not None:
        lower = _rescale(lower, upper, schema, schema.chained)
    return pl.concat([lower.join(upper, on=schema.key, how="anti"), upper])


def _rescale(lower: pl.DataFrame, upper: pl.DataFrame, schema: Schema, column: str) -> pl.DataFrame:
    """Lower rows times upper/lower at the latest common date up to each row (the first one for earlier rows)."""
    common = lower.join(upper, on=schema.key, suffix="_upper").drop_nulls([column, f"{column}_upper"])
    common = common.select(*schema.key, (pl.col(f"{column}_upper") / pl.col(column)).alias("factor")).sort("date")
    unjoined = set(upper.drop_nulls(column)[schema.entity]) & set(lower.drop_nulls(column)[schema.entity])
    unjoined -= set(common[schema.entity])
    if unjoined:
        names = ", ".join(sorted(unjoined)[:5])
        raise DataError(
            f"The rows of {names} in your store share no session with those below them, so the two cannot be joined:"
            " fetch them from an earlier day."
        )
    first = common.group_by(schema.entity, maintain_order=True).agg(pl.col("factor").first().alias("first_factor"))
    # Both are sorted; Polars cannot see that within groups, and would warn.
    scaled = lower.sort("date").join_asof(common, on="date", by=schema.entity, check_sortedness=False)
    scaled = scaled.join(first, on=schema.entity, how="left")
    factor = pl.coalesce("factor", "first_factor", pl.lit(1.0))
    return scaled.with_columns((pl.col(column) * factor).alias(column)).select(lower.columns)
