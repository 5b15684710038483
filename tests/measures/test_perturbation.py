"""One member's price changed in a copied vintage: the figures that rest on it change, and no others."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import polars as pl
import pytest

from rotascope import Finding, Market, Question, answer
from rotascope.data.bodies import VINTAGE_FOLDER, VintageBody
from rotascope.data.digest import digest_frame, digest_texts
from rotascope.data.store import Store

if TYPE_CHECKING:
    from pathlib import Path

SYMBOL, DAY = "AAPL", date(2025, 6, 10)
TABLE = "universe_prices"

CHANGED = [
    ("share_above_average", "us:mega", {"window": 20}),
    ("share_above_average", "us:top5", {"window": 20}),
    ("hhi", "us:mega", {}),
    ("effective_number", "sp500", {}),
    ("top_share", "sp500", {"k": 5}),
    ("contribution", "sp500", {"part": "AAPL"}),
    ("contribution", "us:Technology", {"window": "5"}),
    ("equal_minus_cap", "us:mega", {"window": "21"}),
    ("cross_sectional_dispersion", "sp500", {"window": "5"}),
    ("period_return", "sp500", {"window": "1"}),
    ("period_return", "sp500:seven", {"window": "1"}),
    ("active_return", "sp500@equal/sp500", {"window": "1"}),
    ("period_return", "sp500@equal", {"window": "1"}),
]
SAME = [
    ("share_above_average", "us:small", {}),
    ("net_new_highs", "us:small", {"window": 200}),
    ("net_advances", "us:small", {}),
    ("hhi", "us:small", {}),
    ("contribution", "us:small", {}),
    ("equal_minus_cap", "us:small", {}),
    ("period_return", "us:small", {"window": "1"}),
    ("period_return", "us:small:Finance", {"window": "21"}),
    ("period_return", "us:Health Care", {"window": "21"}),
    ("period_return", "sp500:ex-seven", {"window": "21"}),
    ("period_return", "IWM", {}),
    ("active_return", "small/mega", {}),
    ("period_return", "AAPL", {}),  # from the table of instruments, not of the universe
]


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Market:
    """The vintage with one close a fifth lower, and its manifest made true again."""
    return perturbed(tmp_path_factory.mktemp("vintage"), pl.col("close") * 0.8)


def perturbed(folder: Path, close: pl.Expr) -> Market:
    for path in VINTAGE_FOLDER.iterdir():
        if path.suffix == ".parquet" and path.stem != TABLE:
            (folder / path.name).symlink_to(path)
    rows = pl.read_parquet(VINTAGE_FOLDER / f"{TABLE}.parquet")
    hit = (pl.col("symbol") == SYMBOL) & (pl.col("date") == DAY)
    assert rows.filter(hit).height == 1
    rows = rows.with_columns(pl.when(hit).then(close).otherwise("close").cast(pl.Float32).alias("close"))
    rows.write_parquet(folder / f"{TABLE}.parquet")
    manifest = json.loads((VINTAGE_FOLDER / "manifest.json").read_text(encoding="utf-8"))
    manifest["tables"][TABLE]["digest"] = digest_frame(rows)
    tables = sorted(manifest["tables"].items())
    manifest["version"] = digest_texts(f"{name}:{entry['digest']}" for name, entry in tables)[:16]
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return Market(Store([VintageBody(folder)]))


def both(
    vintage: Market, changed: Market, row: tuple[str, str, dict[str, object]], as_of: date
) -> tuple[Finding, Finding]:
    question = Question(row[0], of=row[1], as_of=as_of, params=row[2])
    before, after = answer(question, vintage), answer(question, changed)
    return before, after


def digests(finding: Finding) -> list[tuple[object, ...]]:
    """What the finding rests on, without the version of the whole table."""
    return [(source.table, source.keys, source.first, source.last, source.digest) for source in finding.sources]


@pytest.mark.parametrize("row", CHANGED, ids=lambda row: f"{row[0]}-{row[1]}")
def test_a_figure_that_rests_on_the_price_changes(
    vintage: Market, changed: Market, row: tuple[str, str, dict[str, object]]
) -> None:
    before, after = both(vintage, changed, row, DAY)
    assert digests(before) != digests(after)
    if row[0] != "share_above_average":  # it may stand on the same side of its average
        assert before.value != after.value


@pytest.mark.parametrize("row", SAME, ids=lambda row: f"{row[0]}-{row[1]}")
def test_a_figure_that_does_not_rest_on_the_price_stays(
    vintage: Market, changed: Market, row: tuple[str, str, dict[str, object]]
) -> None:
    before, after = both(vintage, changed, row, DAY)
    assert {**before.to_dict(), "sources": 0} == {**after.to_dict(), "sources": 0}
    assert digests(before) == digests(after)


@pytest.mark.parametrize("row", CHANGED, ids=lambda row: f"{row[0]}-{row[1]}")
def test_nothing_changes_before_the_day(
    vintage: Market, changed: Market, row: tuple[str, str, dict[str, object]]
) -> None:
    before, after = both(vintage, changed, row, date(2025, 6, 9))
    assert digests(before) == digests(after)
    assert before.value == after.value


@pytest.mark.parametrize(
    "row",
    [("net_advances", "us:mega", {}), ("hhi", "us:mega", {}), ("period_return", "us:mega", {"window": "5"})],
    ids=lambda row: str(row[0]),
)
def test_a_figure_whose_window_begins_later_rests_on_other_days(
    vintage: Market, changed: Market, row: tuple[str, str, dict[str, object]]
) -> None:
    """Half a year on, the price is behind the month ends of a series, and behind nothing else."""
    before, after = both(vintage, changed, row, date(2026, 1, 14))
    assert before.value == pytest.approx(after.value, rel=1e-9)
    if row[0] != "hhi":
        assert digests(before) == digests(after)
