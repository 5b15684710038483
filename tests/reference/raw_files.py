"""The raw files as pandas holds them, and rows of expected values as CSV: shared by the make_*.py scripts.

Nothing here, nor in those scripts, imports the package that the values are meant to check.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

COLUMNS = ("measure", "of", "since", "as_of", "params", "path", "expected", "tolerance", "origin")
INDEX_FILES = {"RUT": ("RUT_1987.csv", "RUT_2016.csv"), "NDX": ("NDX_1985.csv",), "SPX": ("SPX_1927.csv",)}
Row = tuple[str, str, str, str, str, str, str, str, str]


class Raw:
    """The folder of raw files; each symbol is read once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cache  # noqa: B019  (one object a run)
    def closes(self, symbol: str) -> Any:
        """Closes by date, ascending: adjusted ones of a fund or stock, levels of an index."""
        if symbol in INDEX_FILES:
            return self._index(INDEX_FILES[symbol])
        path = self.folder / "prices" / "us_adjusted_close.parquet"
        frame = pd.read_parquet(path, filters=[("ticker", "in", [symbol.replace(".", "-")])])
        closes = frame.set_index(pd.to_datetime(frame["date"]))["close"].astype("float64")
        return closes[closes.index.isin(self.sessions)]

    @property
    def sessions(self) -> Any:
        """Trading days, as the S&P 500 file dates them, and after its end those of the Russell 2000 file."""
        index = self._index(("SPX_1927.csv",)).index
        return index.union(self._index(("RUT_2016.csv",))[index[-1] :].index)

    @cache  # noqa: B019
    def macro(self, file: str, column: str) -> Any:
        """A FRED column by date, holes left out."""
        frame = pd.read_csv(self.folder / "macro" / f"fred_{file}.csv", index_col="date", parse_dates=True)
        return frame[column].dropna()

    @cache  # noqa: B019
    def _index(self, names: tuple[str, ...]) -> Any:
        parts = [_levels(self.folder / "indices" / name) for name in names]
        levels = parts[0]
        for later in parts[1:]:
            levels = pd.concat([levels, later[later.index > levels.index[-1]]])
        # The files hold 32-bit floats: 1696.07 stands as 1696.0699462890625.
        return levels.astype("float32").astype(str).astype("float64")


def _levels(path: Path) -> Any:
    frame = pd.read_csv(path, dtype=str)
    frame.columns = [name.lower() for name in frame.columns]
    dates = pd.to_datetime(frame.iloc[:, 0], format="%Y-%m-%d", errors="coerce")
    return pd.to_numeric(frame["close"], errors="coerce")[dates.notna().to_numpy()].set_axis(dates.dropna())


def plain(value: Any) -> Any:
    """A value as JSON holds it: a day as text, numbers as Python's own, a tiny rounding of floats."""
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    if isinstance(value, np.generic):
        value = value.item()
    return float(f"{value:.12g}") if isinstance(value, float) else value


def rows(
    question: tuple[str, str, str, str, dict[str, Any]], found: dict[str, Any], tolerance: float, origin: str
) -> Iterable[Row]:
    """One row for each path of an answer; `tolerance` holds for floats, all else must be equal."""
    measure, of, since, as_of, params = question
    for path, value in found.items():
        value = plain(value)
        allowed = tolerance if isinstance(value, float) else 0
        asked = (measure, of, since, as_of, json.dumps(params) if params else "")
        yield (*asked, path, _written(value), f"{allowed:g}", origin)


def _written(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def run(
    make: Callable[[Raw], Iterable[tuple[str, ...]]],
    out: Path,
    arguments: Sequence[str] | None = None,
    columns: Sequence[str] = COLUMNS,
) -> int:
    """The scripts' command line: --raw FOLDER; writes the table beside the script."""
    parser = argparse.ArgumentParser(description=sys.modules["__main__"].__doc__)
    parser.add_argument("--raw", type=Path, required=True, help="the folder of raw files")
    made = list(make(Raw(parser.parse_args(arguments).raw)))
    with out.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([columns, *made])
    return 0
