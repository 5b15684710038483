"""Cut a raw folder down: at a date, to what its files would have held that day, or to the tests' fixtures.

python tools/cut_fixtures.py --raw RAW                           # the fixtures of the tests
python tools/cut_fixtures.py --raw RAW --last-day D --out DIR    # any raw folder, as of a day
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools.cut_library import cut_library  # noqa: E402
from tools.vintage.indices import FILES  # noqa: E402
from tools.vintage.listings import LISTINGS  # noqa: E402
from tools.vintage.macro import TARGET_RANGE, Series, catalog  # noqa: E402
from tools.vintage.members import CHANGES, SPELLS  # noqa: E402
from tools.vintage.prices import PANEL  # noqa: E402
from tools.vintage.raw import listed_symbol, panel_ticker, raw_file  # noqa: E402
from tools.vintage.universe_attributes import ATTRIBUTES  # noqa: E402
from tools.vintage.universe_kinds import NAMES  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

EVER = date(1900, 1, 1)
FIXTURES = ROOT / "tests" / "fixtures" / "raw"


@dataclass(frozen=True)
class Cut:
    """What to keep: rows dated in [first_day, last_day] and known by then; of some symbols, or all (None)."""

    last_day: date
    first_day: date = EVER
    first_macro_day: date = EVER
    symbols: tuple[str, ...] | None = None

    def spelled(self, spelling: Callable[[str], str]) -> list[str] | None:
        """The symbols as a raw file spells them."""
        return None if self.symbols is None else [spelling(symbol) for symbol in self.symbols]


# Two classes, a split, a death, a change of symbol, a late listing, a foreign member of the S&P 500, a foreign
# company, a fund, splits that no adjusted close shows, a symbol that passed to another company.
UNIVERSE = ("FOXA", "FOX", "ANET", "SPLK", "SQ", "XYZ", "CRWV", "ACN", "TSM", "ARCC", "GOEV", "B")

SMALL = Cut(
    last_day=date(2026, 3, 31),
    first_day=date(2024, 1, 2),
    first_macro_day=date(2018, 1, 1),
    symbols=("IWM", "QQQ", "SPY", "KRE", "AAPL", "NVDA", "BRK.B", "KEY", *UNIVERSE),
)


def cut_raw(raw: Path, out: Path, last_day: date) -> None:
    """Write to `out` what the files of `raw` that the vintage reads would have held at the end of `last_day`.

    Rows dated later go, and listing snapshots taken later, and macro values published later. Adjusted closes
    keep today's scale: as downloaded on that day a whole series would differ by one factor.
    """
    write_cut(raw, out, Cut(last_day))


def write_cut(raw: Path, out: Path, cut: Cut) -> None:
    """Write every raw file that the vintage reads, cut; raises RawDataError where one is missing."""
    _cut_parquet(raw, out, PANEL, "date", "ticker", cut.spelled(panel_ticker), cut)
    _cut_parquet(raw, out, LISTINGS, "snapshot", "symbol", cut.spelled(listed_symbol), cut)
    _cut_parquet(raw, out, ATTRIBUTES, "since", "symbol", cut.spelled(listed_symbol), replace(cut, first_day=EVER))
    _cut_parquet(raw, out, NAMES, None, "symbol", cut.spelled(listed_symbol), cut)
    cut_spells(raw_file(raw, SPELLS), cut.last_day).write_csv(_target(out, SPELLS))
    _cut_lines(raw_file(raw, CHANGES), _target(out, CHANGES), replace(cut, first_day=EVER))
    for name in (name for names in FILES.values() for name in names):
        _cut_lines(raw_file(raw, f"indices/{name}"), _target(out, f"indices/{name}"), cut)
    for file in sorted({series.file for series in catalog().values()}):
        name = f"macro/fred_{file}.csv"
        cut_macro(raw_file(raw, name), file, cut).write_csv(_target(out, name))
    cut_library(raw, out, cut)


def _cut_parquet(
    raw: Path, out: Path, name: str, clock: str | None, column: str, kept: list[str] | None, cut: Cut
) -> None:
    rows = pl.scan_parquet(raw_file(raw, name))
    if kept is not None:
        rows = rows.filter(pl.col(column).cast(pl.String).is_in(kept))
    if clock is not None:
        rows = rows.filter(pl.col(clock).is_between(cut.first_day, cut.last_day))
    rows.collect().write_parquet(_target(out, name), compression="zstd", statistics=False)


def _cut_lines(source: Path, target: Path, cut: Cut) -> None:
    """Lines of a CSV file whose date is in the cut; header lines stay as they are."""
    first, last = str(cut.first_day), str(cut.last_day)
    lines = source.read_text(encoding="utf-8").splitlines(keepends=True)
    target.write_text("".join(line for line in lines if not line[:4].isdigit() or first <= line[:10] <= last))


def cut_spells(source: Path, last_day: date) -> pl.DataFrame:
    """Spells of index membership begun by a day, as text; those that ended later have no end yet."""
    day = pl.lit(str(last_day))
    begun = pl.read_csv(source, infer_schema=False).filter(pl.col("start_date") <= day)
    return begun.with_columns(end_date=pl.when(pl.col("end_date") <= day).then("end_date"))


def cut_macro(source: Path, file: str, cut: Cut) -> pl.DataFrame:
    """The columns of a FRED file that the vintage reads, as text, blank where published after the cut."""
    wanted = {series.column: series for series in catalog().values() if series.file == file}
    ranges = [name for name in TARGET_RANGE if file == "rates"]
    table = pl.read_csv(source, infer_schema=False).select("date", *wanted, *ranges)
    first, last = pl.lit(str(cut.first_macro_day)), pl.lit(str(cut.last_day))
    inside = table.filter(pl.col("date").is_between(first, last))
    known = inside.with_columns(_known(inside["date"], series, cut) for series in wanted.values())
    return known.filter(pl.any_horizontal(pl.exclude("date").is_not_null()))


def _known(days: pl.Series, series: Series, cut: Cut) -> pl.Expr:
    """A column with its cells blank where they were not public by the last day (or never)."""
    published = [series.release(day) for day in days.str.to_date()]
    public = pl.Series([day is not None and day <= cut.last_day for day in published], dtype=pl.Boolean)
    return pl.when(public).then(pl.col(series.column)).alias(series.column)


def _target(out: Path, name: str) -> Path:
    path = out / name
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def main() -> int:
    """Cut and say where to."""
    parser = argparse.ArgumentParser(description="Cut a raw folder at a date, or to the tests' fixtures.")
    parser.add_argument("--raw", type=Path, required=True, help="the folder of raw files")
    parser.add_argument("--out", type=Path, default=FIXTURES, help="where to write (default: the fixtures)")
    parser.add_argument("--last-day", type=date.fromisoformat, help="cut at this day (default: as the fixtures)")
    options = parser.parse_args()
    write_cut(options.raw, options.out, Cut(options.last_day) if options.last_day else SMALL)
    print(f"The raw files were cut into {options.out}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
