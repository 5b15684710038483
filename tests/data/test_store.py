"""The overlay: the user's rows over the vintage's, key by key, and nothing else hidden."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import polars as pl
import pytest

from rotascope import Question, answer
from rotascope.data.bodies import FrameBody, VintageBody
from rotascope.data.digest import digest_frame
from rotascope.data.market import Market
from rotascope.data.store import Store
from rotascope.data.user_store import UserStore
from rotascope.errors import DataError, RotascopeError, StoreError, UsageError
from tests.measures.hand import sessions

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

DAYS = list(sessions(8, "2024-01-02"))


def prices(symbol: str, closes: Sequence[float], days: list[date] = DAYS) -> pl.DataFrame:
    held, values = days[: len(closes)], [float(close) for close in closes]
    return pl.DataFrame({"symbol": [symbol] * len(held), "date": held, "adjusted_close": values, "close": values})


def two(lower: pl.DataFrame, upper: pl.DataFrame, table: str = "prices") -> Store:
    return Store([FrameBody({table: lower}, name="lower"), FrameBody({table: upper}, name="upper")])


def test_rows_that_the_upper_body_lacks_stay() -> None:
    store = two(pl.concat([prices("A", [1, 2]), prices("B", [5, 6])]), prices("A", [3, 6]))
    held = store.scan("prices").collect()
    assert held.filter(symbol="A")["adjusted_close"].to_list() == [3, 6]
    assert held.filter(symbol="B")["adjusted_close"].to_list() == [5, 6]


def test_total_return_closes_are_brought_to_the_upper_scale() -> None:
    """Lower 10, 11, 12, 13; upper halves the level from the third day: 6, 6.5, 7. Returns must not jump."""
    store = two(prices("A", [10, 11, 12, 13]), prices("A", [6, 6.5, 7], DAYS[2:5]))
    assert store.scan("prices").collect()["adjusted_close"].to_list() == [5, 5.5, 6, 6.5, 7]


def test_unadjusted_closes_keep_their_level() -> None:
    store = two(prices("A", [10, 11, 12]), prices("A", [6, 6.5], DAYS[2:4]))
    assert store.scan("prices").collect()["close"].to_list() == [10, 11, 6, 6.5]


def test_lower_rows_after_the_upper_ones_are_rescaled_too() -> None:
    store = two(prices("A", [10, 11, 12, 13]), prices("A", [5, 5.5]))
    assert store.scan("prices").collect()["adjusted_close"].to_list() == [5, 5.5, 6, 6.5]


def test_total_return_closes_without_a_common_day_are_refused() -> None:
    store = two(prices("A", [10, 11]), prices("A", [6, 7], DAYS[4:6]))
    with pytest.raises(DataError, match="share no session"):
        store.scan("prices").collect()


def test_an_upper_row_counts_from_the_day_it_is_known() -> None:
    known = [date(2024, 1, 5), date(2024, 2, 9)]
    lower = pl.DataFrame({"series": ["X"], "date": [DAYS[0]], "value": [1.0], "available_from": [known[0]]})
    upper = lower.with_columns(value=pl.lit(2.0), available_from=pl.lit(known[1]))
    store = two(lower, upper, "macro")
    assert store.scan("macro", known[0]).collect()["value"].to_list() == [1.0]
    assert store.scan("macro", known[1]).collect()["value"].to_list() == [2.0]
    assert store.scan("macro", date(2024, 1, 4)).collect().is_empty()


def test_an_older_row_of_the_upper_body_stands_over_a_newer_one_of_the_lower() -> None:
    """A first print that the user fetched is not replaced by the vintage's later, revised one."""
    lower = pl.DataFrame({"series": ["X"], "date": [DAYS[0]], "value": [1.0], "available_from": [date(2024, 3, 1)]})
    upper = lower.with_columns(value=pl.lit(2.0), available_from=pl.lit(date(2024, 2, 1)))
    assert two(lower, upper, "macro").scan("macro", date(2024, 4, 1)).collect()["value"].to_list() == [2.0]


def test_what_a_user_saves_is_laid_over_the_vintage(tmp_path: Path) -> None:
    plain = Market.open(tmp_path)
    question = Question("period_return", of="IWM", since="2025-12-31", as_of="2026-01-14")
    before = answer(question, plain)
    twice = (
        VintageBody().scan("prices").filter(pl.col("symbol") == "IWM", pl.col("date") >= date(2026, 1, 13)).collect()
    )
    twice = twice.with_columns(pl.col("adjusted_close") * 2)
    last = pl.col("date") == date(2026, 1, 14)
    moved = twice.with_columns(pl.when(last).then(pl.col("adjusted_close") * 1.1).otherwise(pl.col("adjusted_close")))
    UserStore(tmp_path / "store").save("prices", moved)
    after = answer(question, Market.open(tmp_path))
    assert isinstance(before.value, float) and isinstance(after.value, float)
    assert after.value == pytest.approx((1 + before.value) * 1.1 - 1, rel=1e-9)
    assert after.id == before.id
    assert after.sources[0].version.startswith("vintage:") and "+store:" in after.sources[0].version
    other = Question("period_return", of="QQQ", since="2025-12-31", as_of="2026-01-14")
    assert answer(other, Market.open(tmp_path)).value == answer(other, plain).value


def test_a_frame_replaces_its_symbols_whole(tmp_path: Path) -> None:
    market = Market.open(tmp_path).with_prices(prices("IWM", [100, 110]))
    assert answer(Question("period_return", of="IWM", params={"window": 1}), market).value == pytest.approx(0.1)
    with pytest.raises(RotascopeError):
        answer(Question("period_return", of="IWM", as_of="2023-06-30"), market)


def test_the_manifest_names_what_the_files_hold() -> None:
    vintage = VintageBody()
    for table, entry in vintage.manifest["tables"].items():
        assert digest_frame(pl.read_parquet(vintage.folder / entry["file"])) == entry["digest"], table


@pytest.mark.parametrize(
    ("text", "says"),
    [("{", "cannot be read"), ('{"format": 99}', "newer"), ('{"format": "x"}', "newer"), ("[]", "cannot")],
)
def test_a_store_of_another_format_is_refused(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "format.json").write_text(text)
    with pytest.raises(StoreError, match=says):
        Market.open(tmp_path)


def test_a_home_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("")
    with pytest.raises(StoreError, match="is a file"):
        Market.open(tmp_path / "home")


def test_a_garbage_table_is_refused_when_it_is_read(tmp_path: Path) -> None:
    (tmp_path / "store" / "prices").mkdir(parents=True)
    (tmp_path / "store" / "prices" / "rows.parquet").write_bytes(b"not parquet")
    with pytest.raises(StoreError, match="cannot be read"):
        answer(Question("period_return", of="IWM"), Market.open(tmp_path))


def test_a_table_without_its_columns_is_refused(tmp_path: Path) -> None:
    store = UserStore(tmp_path / "store")
    with pytest.raises(StoreError, match="lacks the columns adjusted_close"):
        store.save("prices", prices("A", [1]).drop("adjusted_close"))
    with pytest.raises(UsageError, match="empty"):
        store.save("prices", prices("A", []))
    with pytest.raises(UsageError, match="Did you mean prices"):
        store.save("price", prices("A", [1]))


def test_a_store_written_once_reads_back(tmp_path: Path) -> None:
    store = UserStore(tmp_path / "store")
    path = store.save("prices", prices("A", [1, 2]))
    assert json.loads((tmp_path / "store" / "format.json").read_text()) == {"format": 1}
    assert store.scan("prices").collect()["close"].to_list() == [1, 2]
    assert [held.name for held in path.parent.iterdir()] == ["rows.parquet"]
    assert store.facts("prices").known_to == DAYS[1]
