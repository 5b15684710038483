"""The user's own tables, kept as Parquet under the home folder and laid over the vintage's rows."""

from __future__ import annotations

import json
import os
import re
import tempfile
from contextlib import contextmanager
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from rotascope.data.bodies import TableFacts, VintageBody, conform
from rotascope.data.checks import bad_row, doubled, off_session
from rotascope.data.schemas import SCHEMAS
from rotascope.data.store import Store
from rotascope.errors import StoreError, UsageError, WriteError, unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

STORE_FORMAT = 1


class UserStore:
    """`<home>/store`: `format.json` and one folder of Parquet files a table."""

    name = "store"
    owned: frozenset[str] = frozenset()

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._checked: set[str] = set()
        self._check_format()

    @classmethod
    def find(cls, home: Path) -> UserStore | None:
        """The store under a home folder, or None where there is none."""
        try:
            if not home.exists():
                return None
            if not home.is_dir():
                raise StoreError(f"The home folder {home} is a file; set ROTASCOPE_HOME to a folder.")
            return cls(home / "store") if (home / "store").exists() else None
        except OSError as error:
            raise StoreError(f"The home folder {home} cannot be read ({error.strerror}); {_WAY_OUT}.") from error

    def tables(self) -> frozenset[str]:
        return frozenset(table for table in SCHEMAS if self._files(table))

    def scan(self, table: str) -> pl.LazyFrame:
        where = str(self.folder / table)
        with self._reading(table):
            frame = pl.concat([conform(pl.scan_parquet(path), SCHEMAS[table], where) for path in self._files(table)])
            if table not in self._checked and (reason := self._reason(table, frame)):
                raise StoreError(f"Your table {table!r} at {where} cannot be used. {reason}; {_WAY_OUT}.")
        self._checked.add(table)
        return frame

    def facts(self, table: str) -> TableFacts:
        version = sha256()
        with self._reading(table):
            for path in self._files(table):
                version.update(path.read_bytes())
            latest = self.scan(table).select(pl.col("available_from").max(), pl.len().alias("rows")).collect()
        known_to = latest["available_from"][0] or date.min
        return TableFacts(
            self.name, table, version.hexdigest()[:16], known_to, source="your store", rows=latest["rows"][0]
        )

    def save(self, table: str, frame: pl.DataFrame, *, name: str = "rows") -> Path:
        """Write rows of one table as `<table>/<name>.parquet`; an old file stays until the new one is whole.

        Rows must keep the rules of `checks`; a price that is NaN is a gap. Where two files hold one key known from
        one day, the file last by name stands. Errors: `UsageError`, `StoreError` (columns), `WriteError`.
        """
        if table not in SCHEMAS:
            raise unknown("Table", table, SCHEMAS, "`rotascope data` lists them.")
        if not re.fullmatch(r"[A-Za-z0-9_-]+", name):
            raise UsageError(f"name {name[:40]!r} cannot name a file of the store; use letters, digits, _ and - alone.")
        rows = self._fit(table, frame)
        path = self.folder / table / f"{name}.parquet"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            (self.folder / "format.json").write_text(json.dumps({"format": STORE_FORMAT}), encoding="utf-8")
            handle, partial = tempfile.mkstemp(dir=path.parent, suffix=".partial")
            os.close(handle)
            rows.write_parquet(partial, compression="zstd")
            Path(partial).replace(path)
            self._checked.discard(table)
        except OSError as error:
            raise WriteError(f"{path} could not be written ({error.strerror}); what was there still stands.") from error
        return path

    def _fit(self, table: str, frame: pl.DataFrame) -> pl.DataFrame:
        """The frame as rows of the table, every rule kept."""
        if frame.is_empty():
            raise UsageError(f"The frame for table {table!r} is empty; hand in at least one row.")
        try:
            rows = conform(frame.lazy(), SCHEMAS[table], "the frame").collect()
        except pl.exceptions.PolarsError as error:
            reason = str(error).splitlines()[0].rstrip(".")
            raise UsageError(f"The frame does not fit the columns of table {table!r} ({reason}).") from error
        rows = rows.with_columns(pl.selectors.float().fill_nan(None))
        if wrong := doubled(rows, SCHEMAS[table]) or self._reason(table, rows.lazy()):
            raise UsageError(f"{wrong}.")
        return rows

    def _reason(self, table: str, frame: pl.LazyFrame) -> str | None:
        """What is wrong with a row of the table, or None."""
        reason = bad_row(frame, SCHEMAS[table])
        if reason is None and table == "prices":
            days = Store([VintageBody(), self]).rows("sessions")["date"].unique().sort()
            reason = off_session(frame, days)
        return reason

    def _files(self, table: str) -> list[Path]:
        """The table's files. A folder that cannot be listed is an error: without its rows others would answer."""
        with self._reading(table):
            try:
                return sorted(path for path in (self.folder / table).iterdir() if path.suffix == ".parquet")
            except FileNotFoundError:
                return []

    @contextmanager
    def _reading(self, table: str) -> Iterator[None]:
        try:
            yield
        except (OSError, pl.exceptions.PolarsError) as error:
            reason = str(error).splitlines()[0]
            where = self.folder / table
            raise StoreError(f"Your table {table!r} at {where} cannot be read ({reason}); {_WAY_OUT}.") from error

    def _check_format(self) -> None:
        path = self.folder / "format.json"
        try:
            found = json.loads(path.read_text(encoding="utf-8"))["format"] if path.exists() else STORE_FORMAT
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise StoreError(f"{path} cannot be read, so your store cannot be used; {_WAY_OUT}.") from error
        if not isinstance(found, int) or found > STORE_FORMAT:
            raise StoreError(
                f"Your store at {self.folder} has format {found}, newer than {STORE_FORMAT}, the newest that this"
                f" version reads; upgrade Rotascope or set ROTASCOPE_HOME to another folder."
            )


_WAY_OUT = "mend it, move it away, or set ROTASCOPE_HOME to another folder"
