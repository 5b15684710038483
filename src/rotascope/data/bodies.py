"""The bodies that a store reads: the embedded vintage, the user's folder, and frames in memory."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import polars as pl

from rotascope.data.digest import digest_frame
from rotascope.data.schemas import SCHEMAS, Schema
from rotascope.errors import StoreError

VINTAGE_FOLDER = Path(__file__).parent / "vintage"
VINTAGE_FORMAT = 1
POWERS = {decimals: 10.0**decimals for decimals in range(10)}


@dataclass(frozen=True)
class TableFacts:
    """What is said of one table of one body.

    `known_to`: the day up to which its rows are complete. `provisional`: days whose rows were taken before the close.
    `unrevised`: entities of a revised table whose values never change.
    """

    body: str
    table: str
    version: str
    known_to: date
    revised: bool = False
    release: str = ""
    source: str = ""
    licence: str = ""
    rows: int = 0
    first: str = ""
    last: str = ""
    provisional: tuple[date, ...] = ()
    unrevised: tuple[str, ...] = ()


class Body(Protocol):
    """One holder of tables. `owned` names the entities whose rows replace those of every body below."""

    name: str
    owned: frozenset[str]

    def tables(self) -> frozenset[str]: ...

    def scan(self, table: str) -> pl.LazyFrame: ...

    def facts(self, table: str) -> TableFacts: ...


def conform(frame: pl.LazyFrame, schema: Schema, where: str) -> pl.LazyFrame:
    """The frame with the schema's columns and types, `available_from` added by the release rule."""
    held = frame.collect_schema().names()
    missing = [name for name in schema.columns if name not in held]
    if missing:
        raise StoreError(f"Table {schema.name!r} in {where} lacks the columns {', '.join(missing)}.")
    if schema.release == "same_day" and "available_from" not in held:
        frame = frame.with_columns(pl.col("date").alias("available_from"))
    return frame.select(pl.col(name).cast(dtype) for name, dtype in schema.known_columns.items())


def unpack(frame: pl.LazyFrame, schema: Schema) -> pl.LazyFrame:
    """Whole numbers over their power of ten: the nearest double to the decimal that the source printed."""
    if schema.packed is None or "decimals" not in frame.collect_schema().names():
        return frame
    power = pl.col("decimals").replace_strict(POWERS, return_dtype=pl.Float64)
    return frame.with_columns((pl.col(schema.packed).cast(pl.Float64) / power).alias(schema.packed))


class VintageBody:
    """The embedded data: Parquet files and a manifest that names each one's digest and rules."""

    name = "vintage"
    owned: frozenset[str] = frozenset()

    def __init__(self, folder: Path = VINTAGE_FOLDER) -> None:
        self.folder = folder

    @cached_property
    def manifest(self) -> dict[str, Any]:
        path = self.folder / "manifest.json"
        try:
            manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            found = manifest["format"]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise StoreError(f"The embedded data at {self.folder} cannot be read; install Rotascope again.") from error
        if found != VINTAGE_FORMAT:
            raise StoreError(
                f"The vintage at {self.folder} has format {found}, and this version reads {VINTAGE_FORMAT}:"
                " install Rotascope again."
            )
        return manifest

    @property
    def version(self) -> str:
        return str(self.manifest["version"])

    def tables(self) -> frozenset[str]:
        return frozenset(self.manifest["tables"])

    def scan(self, table: str) -> pl.LazyFrame:
        path = self.folder / self.manifest["tables"][table]["file"]
        if not path.is_file():
            raise StoreError(f"The embedded table {table!r} is missing at {path}; install Rotascope again.")
        return conform(unpack(pl.scan_parquet(path), SCHEMAS[table]), SCHEMAS[table], str(path))

    def facts(self, table: str) -> TableFacts:
        entry = self.manifest["tables"][table]
        return TableFacts(
            self.name,
            table,
            entry["digest"][:16],
            date.fromisoformat(entry["known_to"]),
            entry["revised"],
            entry["release"],
            entry["source"],
            entry["licence"],
            entry["rows"],
            entry["first"],
            entry["last"],
            tuple(date.fromisoformat(day) for day in entry["provisional"]),
            tuple(entry["unrevised"]),
        )


class FrameBody:
    """Tables held in memory: a user's own prices, or a test's."""

    def __init__(
        self,
        frames: dict[str, pl.DataFrame],
        *,
        name: str = "yours",
        owned: frozenset[str] = frozenset(),
        known_to: date | None = None,
        revised: frozenset[str] = frozenset(),
        version: str | None = None,
    ) -> None:
        self.name = name
        self.owned = owned
        self._frames = {table: conform(frame.lazy(), SCHEMAS[table], name).collect() for table, frame in frames.items()}
        self._known_to = known_to
        self._revised = revised
        self._version = version

    def tables(self) -> frozenset[str]:
        return frozenset(self._frames)

    def scan(self, table: str) -> pl.LazyFrame:
        return self._frames[table].lazy()

    def facts(self, table: str) -> TableFacts:
        frame = self._frames[table]
        latest = frame["available_from"].max()
        known_to = self._known_to or (latest if isinstance(latest, date) else date.min)
        return TableFacts(
            self.name,
            table,
            self._version or digest_frame(frame)[:16],
            known_to,
            table in self._revised,
            source="handed in as a frame",
            rows=frame.height,
        )
