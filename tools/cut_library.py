"""Cutting the files that are used as served: French's zips, holdings, fundamentals, flows, the S&P's long history."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import TYPE_CHECKING, Protocol

import polars as pl

from tools.vintage import flows, french, fundamentals, shiller
from tools.vintage.calendars import month_end
from tools.vintage.french_files import ROW
from tools.vintage.holdings import CLASSES, FILE
from tools.vintage.raw import raw_file

if TYPE_CHECKING:
    from pathlib import Path

ZIPS = sorted({*french.MONTHLY.values(), *french.DAILY.values(), *french.FACTORS.values()})
POSITIONS = 40  # stocks kept of a fund's holdings in the tests' fixtures, beside the odd lines


class Cut(Protocol):
    """What to keep: rows dated from a first day on and known at the end of a last day; of some symbols, or all."""

    @property
    def last_day(self) -> date: ...
    @property
    def first_day(self) -> date: ...
    @property
    def first_macro_day(self) -> date: ...
    @property
    def symbols(self) -> tuple[str, ...] | None: ...


def cut_library(raw: Path, out: Path, cut: Cut) -> None:
    """Write to `out` what these files of `raw` would have held on the cut's last day."""
    for folder in ("french", "holdings", "fundamentals", "flows", "indices"):
        (out / folder).mkdir(parents=True, exist_ok=True)
    for file in ZIPS:
        name = f"french/{file}_CSV.zip"
        (out / name).write_bytes(cut_zip(raw_file(raw, name).read_bytes(), cut))
    for path in sorted((raw / "holdings").glob("*.csv")):
        if FILE.fullmatch(path.name) and date.fromisoformat(path.stem.split("_")[1]) <= cut.last_day:
            (out / "holdings" / path.name).write_text(cut_holdings(path, cut), encoding="utf-8", newline="")
    _cut_rows(raw, out, fundamentals.FILE, pl.col("asof").str.to_date(), "symbol", cut)
    _cut_rows(raw, out, flows.FILE, pl.col("date"), "ticker", cut)
    (out / shiller.FILE).write_text(cut_shiller(raw_file(raw, shiller.FILE), cut), encoding="utf-8")


def cut_zip(content: bytes, cut: Cut) -> bytes:
    """A French zip with the rows left out that were not yet known or lie before the cut; the rest as served."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        (member,) = archive.namelist()
        text = archive.read(member).decode("utf-8")
    lines = [line for line in text.splitlines(keepends=True) if not ROW.match(line) or _held(line, cut)]
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr(zipfile.ZipInfo(member), "".join(lines), zipfile.ZIP_DEFLATED, 9)
    return written.getvalue()


def _held(line: str, cut: Cut) -> bool:
    """Whether a row's month (June of a row by years) is inside and was public two months later (three)."""
    label = line.split(",")[0].strip()
    month = date(int(label[:4]), int(label[4:6] or 6), 1)
    return month >= cut.first_day.replace(day=1) and month_end(month, 3 if len(label) == 4 else 2) <= cut.last_day


def cut_holdings(path: Path, cut: Cut) -> str:
    """A holdings file as served; for fixtures its preamble, its largest stocks, the odd lines and the legal text."""
    lines = path.read_bytes().decode("utf-8").splitlines(keepends=True)
    if cut.symbols is None:
        return "".join(lines)
    start = next(at for at, line in enumerate(lines) if line.startswith("Ticker,"))
    odd = ('"-"', '"ADRO"', *(f'"{ticker}"' for ticker in CLASSES))
    kept = [
        line for at, line in enumerate(lines[start:])
        if at <= POSITIONS or line.startswith(odd) or '"Equity"' not in line
    ]  # fmt: skip
    return "".join([*lines[:start], *kept])


def _cut_rows(raw: Path, out: Path, name: str, day: pl.Expr, column: str, cut: Cut) -> None:
    rows = pl.read_parquet(raw_file(raw, name)).filter(day.is_between(cut.first_day, cut.last_day))
    if cut.symbols is not None:
        rows = rows.filter(pl.col(column).is_in(cut.symbols))
    rows.write_parquet(out / name, compression="zstd", statistics=False)


def cut_shiller(path: Path, cut: Cut) -> str:
    """The rows whose price was known, with a zero (which means missing) for what was not known yet or is not read."""
    table = pl.read_csv(path, infer_schema=False)
    months = table["Date"].str.to_date().dt.month_end()
    rules = dict(shiller.SERIES.values())
    known = {
        column: pl.Series([column in rules and rules[column](month) <= cut.last_day for month in months])
        for column in table.columns[1:]
    }
    cells = [pl.when(known[column]).then(pl.col(column)).otherwise(pl.lit("0.0")).alias(column) for column in known]
    inside = (months >= cut.first_macro_day) & known["SP500"]
    return table.with_columns(cells).filter(inside).write_csv()
