"""The build as a command: the same bytes twice, whole files, one sentence when a raw file is missing."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import polars as pl
import pytest

from rotascope.data.digest import digest_frame
from tools.build_vintage import main
from tools.vintage.write import manifest, write_vintage

if TYPE_CHECKING:
    from pathlib import Path

    from tools.vintage.table import Table

MISSING = ["prices/us_adjusted_close.parquet", "listings/us_listed_daily.parquet", "indices/RUT_2016.csv",
           "listings/us_listed_names.parquet", "listings/us_listed_attributes.parquet",
           "constituents/fja05680_sp500_ticker_start_end.csv", "indices/SPX_1927.csv",
           "macro/fred_labor.csv"]  # fmt: skip


def test_building_twice_gives_the_same_bytes(raw: Path, tmp_path: Path) -> None:
    for out in ("once", "twice"):
        assert main(["--raw", str(raw), "--out", str(tmp_path / out)]) == 0
    files = sorted(path.name for path in (tmp_path / "once").iterdir())
    assert "manifest.json" in files and not [name for name in files if name.endswith(".partial")]
    for name in files:
        assert (tmp_path / "once" / name).read_bytes() == (tmp_path / "twice" / name).read_bytes(), name


def test_manifest_digests_are_those_of_the_files(built: dict[str, Table], tmp_path: Path) -> None:
    write_vintage(list(built.values()), tmp_path)
    entries = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))["tables"]
    assert sorted(entries) == sorted(built)
    for name, entry in entries.items():
        frame = pl.read_parquet(tmp_path / entry["file"])
        assert entry["digest"] == digest_frame(frame) == digest_frame(built[name].frame), name
        assert entry["rows"] == frame.height


def test_the_version_follows_the_content(built: dict[str, Table]) -> None:
    from dataclasses import replace

    tables = list(built.values())
    changed = [
        replace(table, frame=table.frame.with_columns(pl.col("ratio") * 2)) if table.name == "splits" else table
        for table in tables
    ]
    assert manifest(tables)["version"] == manifest(tables[::-1])["version"] != manifest(changed)["version"]


@pytest.mark.parametrize("name", MISSING)
def test_a_missing_raw_file_is_one_sentence(
    name: str, raw: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(raw, tmp_path / "raw")
    (tmp_path / "raw" / name).unlink()
    assert main(["--raw", str(tmp_path / "raw"), "--out", str(tmp_path / "out")]) == 1
    said = capsys.readouterr().err
    assert name in said and said.count("\n") == 1 and "Traceback" not in said
    assert not (tmp_path / "out").exists()


def test_a_missing_raw_folder_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--raw", str(tmp_path / "nowhere"), "--out", str(tmp_path / "out")]) == 1
    assert "does not exist" in capsys.readouterr().err


def test_a_failed_write_leaves_the_old_file(built: dict[str, Table], tmp_path: Path) -> None:
    write_vintage([built["splits"]], tmp_path)
    before = (tmp_path / "splits.parquet").read_bytes()
    (tmp_path / "splits.parquet.partial").mkdir()
    with pytest.raises(OSError):
        write_vintage([built["splits"]], tmp_path)
    assert (tmp_path / "splits.parquet").read_bytes() == before


def test_the_report_says_what_was_left_out(raw: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--raw", str(raw), "--out", str(tmp_path)])
    said = capsys.readouterr().out
    assert "Not in the raw files, left out: ACWI" in said
    assert "Snapshots one session late: 63 (2025-03-14 to 2025-11-01)." in said
