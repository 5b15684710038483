"""The French library's files: every table found, every number as printed, nothing known before its time."""

from __future__ import annotations

import zipfile
from datetime import date
from typing import TYPE_CHECKING

import polars as pl
import pytest

from rotascope.data.bodies import VintageBody
from tools.vintage.french import MONTHLY, build_french, kind_of
from tools.vintage.french_files import clean_label, crsp_vintage, numbers, read_text, split_blocks
from tools.vintage.table import RawDataError
from tools.vintage.write import write_vintage

if TYPE_CHECKING:
    from pathlib import Path

    from tools.vintage.table import Table

FIVE = "25_Portfolios_5x5_CSV.zip"
HEADINGS = ("value_weighted", "equal_weighted", None, None, "firms", "average_cap", "average_be_me_december",
            "average_be_me_june", "average_op", None)  # fmt: skip


@pytest.fixture(scope="module")
def french(built: dict[str, Table], tmp_path_factory: pytest.TempPathFactory) -> VintageBody:
    """The three tables as the store reads them."""
    folder = tmp_path_factory.mktemp("french")
    write_vintage([built[name] for name in ("french", "french_daily", "french_factors")], folder)
    return VintageBody(folder)


def printed(raw: Path, name: str, label: str, nth: int) -> list[float]:
    """The numbers of the nth line that starts with a label, read by hand."""
    with zipfile.ZipFile(raw / "french" / name) as archive:
        text = archive.read(archive.namelist()[0]).decode("utf-8")
    lines = [line for line in text.split("\r\n") if line.strip().startswith(label)]
    return [float(cell) for cell in lines[nth].split(",")[1:] if cell.strip()]


def row(body: VintageBody, table: str, **where: object) -> pl.DataFrame:
    return body.scan(table).filter(**where).collect()


def test_every_table_of_a_file_is_found(raw: Path) -> None:
    text = read_text(raw, FIVE)
    blocks = split_blocks(text, FIVE)
    assert tuple(kind_of(block.heading, FIVE) for block in blocks) == HEADINGS
    assert {len(block.labels) for block in blocks} == {25} and blocks[0].labels[:2] == ("SMALL LoBM", "ME1 BM2")
    assert crsp_vintage(text) == "202604"


@pytest.mark.parametrize(
    ("kind", "nth", "scale"),
    [("value_weighted", 0, 100), ("equal_weighted", 1, 100), ("firms", 2, 1), ("average_cap", 3, 1),
     ("average_be_me_december", 4, 1), ("average_be_me_june", 5, 1), ("average_op", 6, 1)],
)  # fmt: skip
def test_numbers_are_those_of_the_file(kind: str, nth: int, scale: int, raw: Path, french: VintageBody) -> None:
    held = row(french, "french", portfolios="size_book_market_25", kind=kind, date=date(2025, 12, 31))
    expected = printed(raw, FIVE, "202512", nth)
    labels = split_blocks(read_text(raw, FIVE), FIVE)[0].labels
    found = dict(held.select("column", "value").iter_rows())
    assert [found[label] * scale for label in labels] == pytest.approx(expected, rel=1e-14)


def test_a_decimal_is_the_nearest_double(raw: Path, french: VintageBody) -> None:
    held = row(french, "french_factors", series="ff3_monthly_smb", date=date(2025, 12, 31))["value"].item()
    (text,) = [f"{value:.2f}" for value in printed(raw, "F-F_Research_Data_Factors_CSV.zip", "202512", 0)[1:2]]
    assert text == "-1.03" and held == -0.0103


def test_months_are_known_two_months_later(built: dict[str, Table]) -> None:
    rows = built["french"].frame.filter(pl.col("date").dt.month() != 6)
    assert (rows["available_from"] == rows["date"].dt.offset_by("2mo").dt.month_end()).all()
    daily = built["french_daily"].frame.filter(date=date(2025, 10, 15))
    assert set(daily["available_from"]) == {date(2025, 12, 31)}


def test_yearly_tables_stand_in_june_and_are_known_at_the_end_of_september(built: dict[str, Table]) -> None:
    yearly = built["french"].frame.filter(kind="sum_be_over_sum_me", portfolios="book_market")
    assert set(yearly["date"]) == {date(2024, 6, 30), date(2025, 6, 30)}
    assert set(yearly["available_from"]) == {date(2024, 9, 30), date(2025, 9, 30)}


def test_missing_numbers_are_left_out(french: VintageBody) -> None:
    size = row(french, "french", portfolios="size", column="<= 0")
    assert set(size["kind"]) == {"firms"} and set(size["value"]) == {0.0}
    assert french.scan("french").filter(pl.col("value") <= -99).collect().is_empty()


def test_deciles_are_named_as_deciles(french: VintageBody) -> None:
    columns = set(row(french, "french", portfolios="size", kind="value_weighted")["column"])
    assert {"Lo 10", "Dec 2", "Dec 9", "Hi 10", "Lo 30", "Qnt 4"} <= columns and "2-Dec" not in columns
    assert clean_label(" 9-Dec ") == "Dec 9" and clean_label("ME1 BM2") == "ME1 BM2"


def test_the_two_size_factors_are_two_series(built: dict[str, Table]) -> None:
    names = set(built["french_factors"].frame["series"])
    assert {"ff3_monthly_smb", "ff5_daily_smb", "ff3_monthly_rf", "momentum_daily"} <= names
    assert len(names) == 11


def test_every_file_says_where_it_comes_from(built: dict[str, Table]) -> None:
    notes = built["french"].findings
    assert len(notes) == len(MONTHLY) and any(note.startswith("industries_10: CRSP 202510") for note in notes)
    assert all(built[name].revised for name in ("french", "french_daily", "french_factors"))


def test_an_empty_table_does_not_lend_its_heading() -> None:
    text = "Words\n\n  Value Weight Returns -- Monthly\n,A,B\n\n\n  Number of Firms in Portfolios\n,A,B\n202401, 1, 2\n"
    (block,) = split_blocks(text, "x")
    assert block.heading == "Number of Firms in Portfolios"
    assert numbers(block, "x").rows() == [("202401", "A", 1, 0), ("202401", "B", 2, 0)]


@pytest.mark.parametrize(
    ("text", "says"),
    [("202401, 1\n", "without column labels"), ("Firms\n,A,B\n202401, 1\n", "do not fit"),
     ("Firms\n,A\n202401, x\n", "do not fit")],
)  # fmt: skip
def test_a_malformed_file_is_one_sentence(text: str, says: str) -> None:
    with pytest.raises(RawDataError, match=says):
        numbers(split_blocks(text, "x")[0], "x")


def test_an_unknown_heading_is_refused() -> None:
    with pytest.raises(RawDataError, match="unknown kind"):
        kind_of("Median Returns -- Monthly", "x")


def test_a_file_that_is_no_zip_is_refused(tmp_path: Path) -> None:
    (tmp_path / "french").mkdir()
    (tmp_path / "french" / f"{MONTHLY['book_market']}_CSV.zip").write_bytes(b"<html>not found</html>")
    with pytest.raises(RawDataError, match="not a zip"):
        build_french(tmp_path)
