"""The small raw folder, what is built from it, and the vintage that ships."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from tools.build_vintage import build_tables

if TYPE_CHECKING:
    from tools.vintage.table import Table

RAW = Path(__file__).parent.parent / "fixtures" / "raw"
SHIPPED = Path(__file__).parent.parent.parent / "src" / "rotascope" / "data" / "vintage"


class Shipped:
    """The embedded vintage, read as plain files."""

    folder = SHIPPED

    def __init__(self) -> None:
        text = (SHIPPED / "manifest.json").read_text(encoding="utf-8")
        self.manifest: dict[str, Any] = json.loads(text)

    def __getitem__(self, table: str) -> pl.DataFrame:
        return pl.read_parquet(SHIPPED / self.manifest["tables"][table]["file"])


@pytest.fixture(scope="session")
def raw() -> Path:
    """The raw fixtures: eight symbols from 2024, macro from 2018, to 2026-03-31."""
    return RAW


@pytest.fixture(scope="session")
def built(raw: Path) -> dict[str, Table]:
    """The tables built from the raw fixtures, by name."""
    return {table.name: table for table in build_tables(raw)}


@pytest.fixture(scope="session")
def shipped() -> Shipped:
    """The vintage that ships with the package."""
    return Shipped()
