"""Build the embedded vintage from the raw files.

    python tools/build_vintage.py --raw RAW [--out DIR]

The same raw files give the same bytes. Needs the development requirements (exchange_calendars, pandas,
pyarrow), which the package itself does not.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools.vintage.flows import build_flows  # noqa: E402
from tools.vintage.french import build_french  # noqa: E402
from tools.vintage.fundamentals import build_fundamentals  # noqa: E402
from tools.vintage.holdings import build_holdings  # noqa: E402
from tools.vintage.instruments import build_instruments, read_catalog  # noqa: E402
from tools.vintage.macro import build_macro  # noqa: E402
from tools.vintage.members import build_members  # noqa: E402
from tools.vintage.prices import build_prices  # noqa: E402
from tools.vintage.raw import span  # noqa: E402
from tools.vintage.sessions import build_sessions  # noqa: E402
from tools.vintage.shiller import build_shiller  # noqa: E402
from tools.vintage.splits import build_splits  # noqa: E402
from tools.vintage.table import RawDataError, Table  # noqa: E402
from tools.vintage.targets import build_targets  # noqa: E402
from tools.vintage.universe import build_universe  # noqa: E402
from tools.vintage.write import write_vintage  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Sequence

DEFAULT_OUT = ROOT / "src" / "rotascope" / "data" / "vintage"


def build_tables(raw: Path) -> list[Table]:
    """Every table of the vintage; raises RawDataError, in one sentence, where a raw file will not do."""
    if not raw.is_dir():
        raise RawDataError(f"The raw folder {raw} does not exist; give the folder of raw files with --raw.")
    sessions = build_sessions(raw)
    days = sessions.frame["date"]
    prices = build_prices(raw, read_catalog(), days)
    instruments = build_instruments(raw, prices.table.frame, prices.table.known_to)
    splits = build_splits(prices.closes, days)
    members = build_members(raw)
    universe = build_universe(raw, prices, days, members)
    spine = [instruments, prices.table, splits, sessions, build_macro(raw), build_targets(), members]
    return [*spine, *universe, *build_library(raw)]


def build_library(raw: Path) -> list[Table]:
    """Portfolios and factors, holdings, fundamentals, flows, the long history of the S&P: files used as served."""
    return [*build_french(raw), *build_holdings(raw), build_fundamentals(raw), build_flows(raw), build_shiller(raw)]


def report(tables: list[Table], sizes: dict[str, int]) -> str:
    """The data report: rows, span and size of each table, then what was found in the raw files."""
    lines = [f"{'table':<19} {'rows':>9}  {'first':<10}  {'last':<10}  {'known to':<10}  {'kB':>7}"]
    for table in tables:
        first, last = span(table.frame[table.clock])
        size = sizes[f"{table.name}.parquet"] / 1000
        rows = table.frame.height
        lines.append(f"{table.name:<19} {rows:>9}  {first}  {last}  {table.known_to}  {size:>7.1f}")
    lines.append(f"{'all':<19} {sum(sizes.values()) / 1000:>57.1f}")
    return "\n".join(lines + [f"{table.name}: {note}" for table in tables for note in table.findings])


def main(arguments: Sequence[str] | None = None) -> int:
    """Build, write and report; 1 and one sentence where a raw file will not do."""
    parser = argparse.ArgumentParser(description="Build the embedded vintage from the raw files.")
    parser.add_argument("--raw", type=Path, required=True, help="the folder of raw files")
    parser.add_argument("--out", type=Path, default=DEFAULT_OUT, help="where to write (default: the package)")
    options = parser.parse_args(arguments)
    try:
        tables = build_tables(options.raw)
        sizes = write_vintage(tables, options.out)
    except (RawDataError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    print(report(tables, sizes))
    return 0


if __name__ == "__main__":
    sys.exit(main())
