"""Index files: second header rows, overlaps, unusable rows, sessions."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl
import pytest

from tools.vintage.indices import read_levels, stitch
from tools.vintage.sessions import build_sessions
from tools.vintage.table import RawDataError

if TYPE_CHECKING:
    from pathlib import Path


def levels(first: int, values: list[float]) -> pl.DataFrame:
    days = [date(2026, 1, first + i) for i in range(len(values))]
    return pl.DataFrame({"date": days, "close": values})


def write(raw: Path, name: str, text: str) -> Path:
    (raw / "indices").mkdir(exist_ok=True)
    (raw / "indices" / name).write_text(text)
    return raw


def test_the_earlier_file_holds_to_its_end() -> None:
    joined, note = stitch([levels(1, [10.0, 11.0, 12.0]), levels(2, [11.0001, 12.0001, 13.0])], "XYZ")
    assert joined["close"].to_list() == [10.0, 11.0, 12.0, 13.0]
    assert "2 common days" in note


def test_files_that_disagree_fail() -> None:
    with pytest.raises(RawDataError, match="The two files of XYZ differ by"):
        stitch([levels(1, [10.0, 11.0]), levels(2, [11.01, 12.0])], "XYZ")


def test_files_that_do_not_meet_fail() -> None:
    with pytest.raises(RawDataError, match="do not overlap"):
        stitch([levels(1, [10.0]), levels(2, [11.0])], "XYZ")


def test_a_second_header_is_passed_over(tmp_path: Path) -> None:
    text = "Price,Adj Close,Close\nTicker,^X,^X\nDate,,\n2026-01-05,9.0,10.25\n2026-01-06,9.1,10.5\n"
    assert read_levels(write(tmp_path, "X.csv", text), "X.csv")["close"].to_list() == [10.25, 10.5]


@pytest.mark.parametrize("bad", ["2026-01-06,10.6", "2026-01-07,", "2026-01-07,-1.0", "2026-01-07,0"])
def test_doubled_missing_or_negative_levels_fail(bad: str, tmp_path: Path) -> None:
    raw = write(tmp_path, "X.csv", f"date,close\n2026-01-05,10.25\n2026-01-06,10.5\n{bad}\n")
    with pytest.raises(RawDataError, match="unusable rows"):
        read_levels(raw, "X.csv")


def test_the_index_file_is_the_evidence_for_past_sessions(tmp_path: Path) -> None:
    """The calendar knows January 6; the file says that the exchange was closed."""
    lines = ["2026-01-05,Adj,10.0", "2026-01-07,Adj,10.1", "2026-01-08,Adj,10.2"]
    table = build_sessions(write(tmp_path, "SPX_1927.csv", "\n".join(["Price,Adj,Close", *lines])))
    assert table.frame["date"].to_list()[:4] == [date(2026, 1, d) for d in (5, 7, 8, 9)]
    assert table.frame["date"][-1] == date(2027, 12, 31)
    assert table.findings[0] == (
        "1 days, 2026-01-06 to 2026-01-06, are in the calendar alone; the S&P 500 file was followed."
    )
