"""Fund holdings as the issuer serves them: a preamble of nine lines, then one line a position.

The files open with a byte-order mark, print numbers with thousands separators, and end with a blank line and
legal text. Cash, collateral and futures stand among the stocks and are kept, told apart by `asset_class`.
"""

from __future__ import annotations

import csv
import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import polars as pl

from rotascope.data.schemas import SCHEMAS
from tools.vintage.table import RawDataError, Table

if TYPE_CHECKING:
    from pathlib import Path

FILE = re.compile(r"([A-Z]+)_\d{4}-\d{2}-\d{2}\.csv")
# The issuer writes share classes without a mark; here they have a dot, as everywhere in the vintage.
CLASSES = {"BFA": "BF.A", "BFB": "BF.B", "BRKB": "BRK.B", "CRDA": "CRD.A", "CWENA": "CWEN.A", "GEFB": "GEF.B",
           "HEIA": "HEI.A", "LENB": "LEN.B", "MOGA": "MOG.A"}  # fmt: skip
RELEASE = "The day that the file is as of: the issuer shows it that night or on the next morning."
SOURCE = "iShares (BlackRock), holdings files as served."
LICENCE = "Facts compiled by the issuer with no licence given: for demonstration and tests only."
NEVER = date(1900, 1, 1)


def build_holdings(raw: Path) -> list[Table]:
    """The tables holdings and fund_facts, of every file `holdings/FUND_YYYY-MM-DD.csv`."""
    paths = sorted(path for path in (raw / "holdings").glob("*.csv") if FILE.fullmatch(path.name))
    if not (raw / "holdings").is_dir():
        raise RawDataError(f"The raw folder holdings is missing from {raw}; give its folder with --raw.")
    read = [read_file(path) for path in paths]
    positions = [row for _, rows in read for row in rows]
    notes = tuple(_note(facts, rows) for facts, rows in read)
    return [_table("holdings", positions, notes), _table("fund_facts", [facts for facts, _ in read], ())]


def read_file(path: Path) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The fund's facts from the preamble, and its positions."""
    lines = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    start = next((at for at, line in enumerate(lines) if line[:2] == ["Ticker", "Name"]), None)
    fund = path.name.split("_")[0]
    if start is None:
        raise RawDataError(f"The holdings file {path.name} has no line of column names.")
    preamble = {line[0]: line[1] for line in lines[:start] if len(line) > 1}
    day = _day(preamble["Fund Holdings as of"])
    facts = {
        "fund": fund,
        "date": day,
        "name": lines[0][0].strip(),
        "inception": _day(preamble["Inception Date"]),
        "shares_outstanding": _number(preamble["Shares Outstanding"]),
        "available_from": day,
    }
    width = len(lines[start])
    rows = [dict(zip(lines[start], line, strict=True)) for line in _until_blank(lines[start + 1 :], width)]
    return facts, [_position(fund, day, row) for row in rows]


def _until_blank(lines: list[list[str]], width: int) -> list[list[str]]:
    """The lines up to the first that is not as wide as the column names."""
    end = next((at for at, line in enumerate(lines) if len(line) != width), len(lines))
    return lines[:end]


def _position(fund: str, day: date, row: dict[str, str]) -> dict[str, Any]:
    return {
        "fund": fund,
        "date": day,
        "symbol": CLASSES.get(row["Ticker"], row["Ticker"]),
        "name": row["Name"],
        "sector": row["Sector"],
        "asset_class": row["Asset Class"],
        "weight": round(_number(row["Weight (%)"]) / 100, 6),
        "market_value": _number(row["Market Value"]),
        "shares": _number(row["Quantity"]),
        "price": _number(row["Price"]),
        "available_from": day,
    }


def _number(text: str) -> float:
    return float(text.replace(",", ""))


def _day(text: str) -> date:
    """Jan 21, 2026 as a date."""
    return datetime.strptime(text, "%b %d, %Y").date()


def _note(facts: dict[str, Any], rows: list[dict[str, Any]]) -> str:
    """How many positions of each class, what the printed weights sum to, and how far they are from the values."""
    total = sum(row["market_value"] for row in rows)
    apart = max((abs(row["weight"] - row["market_value"] / total) for row in rows), default=0.0)
    stocks = sum(row["asset_class"] == "Equity" for row in rows)
    return (
        f"{facts['fund']} {facts['date']}: {stocks} stocks, {len(rows) - stocks} other positions, weights sum to "
        f"{sum(row['weight'] for row in rows):.4f}, at most {apart:.6f} from market value over its sum {total:.0f}."
    )


def _table(name: str, rows: list[dict[str, Any]], notes: tuple[str, ...]) -> Table:
    schema = SCHEMAS[name]
    return Table(
        name=name,
        frame=pl.DataFrame(rows, schema=schema.columns).sort(schema.key),
        key=schema.key,
        known_to=max((row["date"] for row in rows), default=NEVER),
        release=RELEASE,
        source=SOURCE,
        licence=LICENCE,
        findings=notes,
    )
