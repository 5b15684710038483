"""Ken French's library files as served: a zip of one text file that holds several tables with headings.

A file opens with remarks, then come its tables: heading lines, a line of column labels that starts with a
comma, and rows labelled YYYY, YYYYMM or YYYYMMDD. Blank lines stand between tables and the last line is a
copyright. Headings differ from file to file (Weight, Weighted; Firm Size, Market Cap; BE/ME, BE / ME).
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from tools.vintage.raw import raw_file
from tools.vintage.table import RawDataError

if TYPE_CHECKING:
    from pathlib import Path

ROW = re.compile(r"\s*\d{4,8}\s*,")
MANGLED = re.compile(r"(\d+)-Dec")  # a spreadsheet took "Dec 2", the second decile, for a day in December
VINTAGE = re.compile(r"(\d{6}) CRSP")
MISSING = ("-99.99", "-999", "-999.00", "-99.9900", "-999.0000")


@dataclass(frozen=True)
class Block:
    """One table of a file: its heading in one line, its column labels and its rows as text."""

    heading: str
    labels: tuple[str, ...]
    lines: tuple[str, ...]

    @property
    def width(self) -> int:
        """Digits of a row's label: 4 for years, 6 for months, 8 for days."""
        return len(self.lines[0].split(",")[0].strip())


def read_text(raw: Path, name: str) -> str:
    """The text in the zip `french/name`; RawDataError where it holds anything but one file."""
    try:
        with zipfile.ZipFile(raw_file(raw, f"french/{name}")) as archive:
            (member,) = archive.namelist()
            return archive.read(member).decode("utf-8", errors="replace")
    except (zipfile.BadZipFile, ValueError) as error:
        raise RawDataError(f"The raw file french/{name} is not a zip of one file.") from error


def crsp_vintage(text: str) -> str:
    """The month of the CRSP database that a file was made from, as its first lines say: 202604."""
    found = VINTAGE.search(text[:500])
    return found.group(1) if found else "unknown"


def split_blocks(text: str, name: str) -> list[Block]:
    """The tables of a file, in its order; RawDataError where rows stand without column labels."""
    blocks: list[Block] = []
    heading: list[str] = []
    labels: tuple[str, ...] = ()
    rows: list[str] = []
    for line in [*text.splitlines(), ""]:
        if ROW.match(line):
            rows.append(line)
            continue
        if rows:
            blocks.append(_block(heading, labels, rows, name))
            heading, labels, rows = [], (), []
        heading, labels = _above(line, heading, labels)
    return blocks


def _above(line: str, heading: list[str], labels: tuple[str, ...]) -> tuple[list[str], tuple[str, ...]]:
    """Heading and labels after a line that is no row: a blank line parts a heading from the remarks before.

    A heading after labels without rows begins the next table: the one before is empty.
    """
    text = line.strip(" ,\t\ufeff")
    if not text:
        return ([], labels) if not labels else (heading, labels)
    if line.startswith(","):
        return heading, tuple(clean_label(label) for label in line.strip().strip(",").split(","))
    return ([text], ()) if labels else ([*heading, text], labels)


def _block(heading: list[str], labels: tuple[str, ...], rows: list[str], name: str) -> Block:
    if not labels:
        raise RawDataError(f"The raw file french/{name} has rows without column labels, from {rows[0][:10].strip()}.")
    return Block(re.sub(r"\s+", " ", " ".join(heading)), labels, tuple(rows))


def clean_label(label: str) -> str:
    """A column's label as meant: `2-Dec` is `Dec 2`; blanks around it go."""
    return MANGLED.sub(r"Dec \1", label.strip())


def numbers(block: Block, name: str) -> pl.DataFrame:
    """Columns label, column, value, decimals: each number as a whole number and its count of decimals.

    1.44 is 144 with 2 decimals, so nothing is lost or added. Missing numbers are left out. The decimals are
    the same in the whole block. RawDataError where a row is not as wide as the labels or holds no number.
    """
    names = ["label", *block.labels]
    text = "\n".join(line.rstrip(" ,") for line in block.lines)
    try:
        wide = pl.read_csv(io.StringIO(text), has_header=False, infer_schema=False).select(pl.all().str.strip_chars())
        wide = wide.rename(dict(zip(wide.columns, names, strict=True)))
        cells = wide.unpivot(index="label", variable_name="column", value_name="text")
        held = cells.filter(~pl.col("text").is_in(MISSING))
        return _whole(held)
    except (ValueError, pl.exceptions.PolarsError) as error:
        raise RawDataError(f"The raw file french/{name} has rows that do not fit their labels.") from error


def _whole(cells: pl.DataFrame) -> pl.DataFrame:
    decimals = cells["text"].str.split(".").list.get(1, null_on_oob=True).str.len_chars().fill_null(0)
    places = int(str(decimals.max() or 0))
    whole = (pl.col("text").cast(pl.Float64) * 10**places).round().cast(pl.Int32)
    return cells.select("label", "column", whole.alias("value"), pl.lit(places, pl.Int8).alias("decimals"))
