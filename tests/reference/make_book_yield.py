"""The book-yield spread of small over large companies under its three readings, by pandas from the file as served.

    python -m tests.reference.make_book_yield --raw RAW

File: `french/25_Portfolios_5x5_CSV.zip`, 25 portfolios by size quintile (ME1 small to ME5 large) and book/market.
Small: quintiles 1 and 2 (the first ten columns); large: quintile 5 (the last five). The row of month m holds the
market equity at the end of m-1: firms x average cap. With ME that product and a reading's book/market B/M of each
portfolio, a group's book yield is sum(B/M x ME) / sum(ME) over its portfolios, and the spread is the small group's
yield over the large group's (a ratio; its logarithm ranks alike, the difference does not).

- `december`: B/M is the monthly table "BE/ME ... ME(Dec t-1)": book over market equity of the December before
  the portfolios were formed, weighted by current market equity. It holds no price after that December.
- `june`: B/M is the monthly table "BE_FYt-1/ME_June t": as above, with the price of the June of formation.
- `rolled`: book equity is the June table's B/M times ME in the row of July (which holds the end of June), held for
  the twelve rows July to June, over current ME: the only one of the three whose price is current.

The percentile of month m is the share of the 300 rows before m that are strictly lower.
"""

from __future__ import annotations

import argparse
import io
import zipfile
from pathlib import Path
from typing import Any

import pandas as pd

OUT = Path(__file__).with_name("book_yield.csv")
FILE = "french/25_Portfolios_5x5_CSV.zip"
TABLES = {
    "firms": "  Number of Firms in Portfolios",
    "cap": "  Average Market Cap",
    "december": "  Value Weight Average of BE/ME Calculated",
    "june": "  Value Weight Average of BE_FYt-1/ME_June t",
}
MONTHS = ("1929-12", "2000-02", "2020-03", "2024-12", "2025-06", "2025-07", "2025-10", "2025-12", "2026-01", "2026-04")
WINDOW = 300


def read(raw: Path) -> dict[str, Any]:
    """The four tables by month, 25 columns each."""
    with zipfile.ZipFile(raw / FILE) as archive:
        lines = archive.read(archive.namelist()[0]).decode("utf-8").splitlines()
    return {name: _table(lines, heading) for name, heading in TABLES.items()}


def _table(lines: list[str], heading: str) -> Any:
    begin = next(at for at, line in enumerate(lines) if line.startswith(heading))
    begin = next(at for at in range(begin, len(lines)) if lines[at].startswith(","))
    end = next(at for at in range(begin, len(lines)) if not lines[at].strip())
    frame = pd.read_csv(io.StringIO("\n".join(lines[begin:end])), index_col=0, skipinitialspace=True)
    frame.index = pd.PeriodIndex([f"{month // 100}-{month % 100:02d}" for month in frame.index], freq="M")
    return frame.mask(frame.isin([-99.99, -999]))


def readings(tables: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Book yields of the small and the large group by month, of each reading."""
    market = tables["firms"] * tables["cap"]
    july = market.index.month == 7
    rolled = (tables["june"] * market)[july].reindex(market.index).ffill()
    book = {"december": tables["december"] * market, "june": tables["june"] * market, "rolled": rolled}
    small, large = slice(0, 10), slice(20, 25)
    return {
        name: tuple(values.iloc[:, part].sum(axis=1) / market.iloc[:, part].sum(axis=1) for part in (small, large))
        for name, values in book.items()
    }


def make(raw: Path) -> Any:
    """A row for each reading and month."""
    rows = []
    for name, (small, large) in readings(read(raw)).items():
        spread = small / large
        for month in MONTHS:
            before = spread[: pd.Period(month, "M") - 1].iloc[-WINDOW:]
            whole = len(before) == WINDOW
            lower = float((before < spread[month]).mean()) if whole else None
            rows.append((name, month, small[month], large[month], spread[month], lower))
    return pd.DataFrame(rows, columns=["reading", "month", "small", "large", "spread", "share_lower"])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Expected book-yield spreads.")
    parser.add_argument("--raw", type=Path, required=True, help="the folder of raw files")
    make(parser.parse_args().raw).to_csv(OUT, index=False, float_format="%.10g", lineterminator="\n")
