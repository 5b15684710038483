"""The user's own rows: refused where they break a rule, when saved and when read, and quiet where they do not."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from rotascope import Market, Question, answer
from rotascope.data.bodies import FrameBody, VintageBody
from rotascope.data.store import Store
from rotascope.data.user_store import UserStore
from rotascope.errors import StoreError, UsageError
from tests.cli.running import spawn
from tests.measures.hand import sessions

if TYPE_CHECKING:
    from pathlib import Path

DAYS = sessions(4, "2024-01-02")
EARLY = date(2026, 8, 3)
PRICE: dict[str, Any] = {"symbol": "AAA", "date": DAYS[0], "adjusted_close": 10.0, "close": 10.0}
MACRO: dict[str, Any] = {"series": "UNRATE", "date": DAYS[0], "value": 4.0, "available_from": DAYS[1]}
TARGET: dict[str, Any] = {
    **{"house": "A house", "symbol": "SPX", "horizon": date(2024, 12, 31), "level": 5000.0},
    **{"made": DAYS[1], "source": "Made up", "available_from": DAYS[1]},
}
LISTED: dict[str, Any] = {
    "symbol": "AAA", "name": "Triple A", "kind": "fund", "currency": "USD", "available_from": DAYS[0]
}  # fmt: skip
SPLIT: dict[str, Any] = {"symbol": "AAA", "date": DAYS[1], "ratio": 2.0}
FINE = {"prices": PRICE, "macro": MACRO, "targets": TARGET, "instruments": LISTED, "splits": SPLIT}

BAD: dict[str, tuple[str, dict[str, Any], str]] = {
    "a price of zero": ("prices", {"close": 0.0}, "AAA 2024-01-02 has the price 0.0: it must be a number above zero"),
    "a negative price": ("prices", {"adjusted_close": -1.0}, "price -1.0"),
    "an endless price": ("prices", {"close": float("inf")}, "price inf"),
    "a price known too early": ("prices", {"available_from": date(2023, 12, 29)}, "known before its own day"),
    "a price on a Saturday": ("prices", {"date": date(2024, 1, 6)}, "AAA has a price on 2024-01-06.*New York sessions"),
    "a nameless price": ("prices", {"symbol": None}, "In prices, the row 2024-01-02 has no symbol"),
    "a dayless price": ("prices", {"date": None}, "the row AAA has no date"),
    "a macro value known too early": ("macro", {"available_from": date(2024, 1, 1)}, "UNRATE 2024-01-02.*2024-01-01"),
    "a macro value never known": ("macro", {"available_from": None}, "has no available_from"),
    "an endless macro value": ("macro", {"value": float("-inf")}, "finite"),
    "a target known before it was made": ("targets", {"available_from": DAYS[0]}, "A house SPX 2024-12-31.*'made'"),
    "a target of zero": ("targets", {"level": 0.0}, "the level 0.0"),
    "a target never made": ("targets", {"made": None}, "has no made"),
    "an instrument of no kind": ("instruments", {"kind": "etf"}, "the kind etf: it must be fund, stock or index"),
    "a split into nothing": ("splits", {"ratio": 0.0}, "the ratio 0.0"),
}


def rows(*held: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(list(held))


def by_hand(home: Path, table: str, frame: pl.DataFrame) -> Market:
    """A market over a store whose file nobody checked."""
    (home / "store" / table).mkdir(parents=True)
    frame.write_parquet(home / "store" / table / "mine.parquet")
    return Market.open(home)


@pytest.mark.parametrize("table", FINE)
def test_rows_that_keep_the_rules_are_saved(tmp_path: Path, table: str) -> None:
    UserStore(tmp_path / "store").save(table, rows(FINE[table]))
    assert Market.open(tmp_path).store.rows(table).filter(body=1).height == 1


@pytest.mark.parametrize("name", BAD)
def test_rows_that_break_a_rule_are_not_saved(tmp_path: Path, name: str) -> None:
    table, wrong, says = BAD[name]
    with pytest.raises(UsageError, match=says) as caught:
        UserStore(tmp_path / "store").save(table, rows(FINE[table] | wrong))
    assert str(caught.value).endswith(".") and table in str(caught.value)
    assert not (tmp_path / "store").exists()


@pytest.mark.parametrize("name", BAD)
def test_rows_that_break_a_rule_are_not_read(tmp_path: Path, name: str) -> None:
    table, wrong, says = BAD[name]
    market = by_hand(tmp_path, table, rows(FINE[table] | wrong).cast({pl.Null: pl.String}))
    for _ in range(2):
        with pytest.raises(StoreError, match=says) as caught:
            market.store.rows(table)
        assert "mend it" in str(caught.value) and str(caught.value).endswith(".")


@pytest.mark.parametrize("table", ["prices", "macro", "targets", "instruments", "splits"])
def test_a_key_has_one_row_known_from_a_day(tmp_path: Path, table: str) -> None:
    with pytest.raises(UsageError, match="two rows"):
        UserStore(tmp_path / "store").save(table, rows(FINE[table], FINE[table]))


def test_a_correction_is_a_further_row(tmp_path: Path) -> None:
    corrected = MACRO | {"value": 4.1, "available_from": DAYS[2]}
    UserStore(tmp_path / "store").save("macro", rows(MACRO, corrected))
    market = Market.open(tmp_path)
    found = [market.macro("UNRATE", day).values[-1] for day in (DAYS[1], DAYS[2])]
    assert found == [4.0, 4.1]


def test_nan_is_a_gap(tmp_path: Path) -> None:
    store = UserStore(tmp_path / "store")
    store.save("prices", rows(PRICE | {"close": float("nan")}))
    assert store.scan("prices").collect()["close"].to_list() == [None]


def test_of_two_files_the_last_by_name_stands(tmp_path: Path) -> None:
    store = UserStore(tmp_path / "store")
    store.save("instruments", rows(LISTED))
    for name, close in (("b", 12.0), ("a", 11.0)):
        store.save("prices", rows(PRICE | {"close": close}), name=name)
    assert Market.open(tmp_path).closes("AAA", "close").values.tolist() == [12.0]


def test_a_file_spoiled_after_a_save_is_found(tmp_path: Path) -> None:
    """What is written through the store is checked again when it is next read."""
    store = UserStore(tmp_path / "store")
    path = store.save("prices", rows(PRICE))
    store.scan("prices")
    rows(PRICE | {"close": -1.0}).write_parquet(path)
    store.save("prices", rows(PRICE), name="more")
    with pytest.raises(StoreError, match="the price -1"):
        store.scan("prices")


@pytest.mark.parametrize("name", ["../../../evil", "a/b", "", ".", "a.b", "a b", "a\n"])
def test_a_file_stays_in_the_store(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="letters, digits"):
        UserStore(tmp_path / "home" / "store").save("prices", rows(PRICE), name=name)
    assert list(tmp_path.iterdir()) == []


def test_columns_of_another_type_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="does not fit the columns"):
        UserStore(tmp_path / "store").save("prices", rows(PRICE | {"close": "ten"}))


def embedded_rows(symbol: str, since: date) -> pl.DataFrame:
    held = VintageBody().scan("prices").filter(pl.col("symbol") == symbol, pl.col("date") >= since)
    return held.drop("available_from").collect()


def test_own_rows_answer_without_a_word_on_stderr(tmp_path: Path) -> None:
    """With warnings as errors, in a process of its own: rows laid over the embedded ones are joined silently."""
    UserStore(tmp_path / "store").save("prices", embedded_rows("IWM", date(2026, 1, 13)))
    asked = ("ask", "period_return", "--of", "IWM", "--since", "2025-12-31", "--as-of", "2026-01-14")
    ran = spawn(*asked, env={"ROTASCOPE_HOME": str(tmp_path), "PYTHONWARNINGS": "error"})
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("IWM rose")


def test_an_own_close_is_not_called_early(tmp_path: Path) -> None:
    question = Question("period_return", of="IWM", as_of=str(EARLY), params={"window": 5})
    assert "before the end of that session" in answer(question, Market.open(tmp_path)).text
    UserStore(tmp_path / "store").save("prices", embedded_rows("IWM", date(2026, 7, 31)))
    market = Market.open(tmp_path)
    assert "before the end of that session" not in answer(question, market).text
    assert market.is_provisional("SPY", "adjusted_close", EARLY)
    assert (market.last_close("IWM"), market.last_close("SPY")) == (EARLY, date(2026, 7, 31))


def test_an_own_close_known_later_leaves_the_day_as_it_was(tmp_path: Path) -> None:
    later = embedded_rows("IWM", EARLY).filter(date=EARLY).with_columns(available_from=pl.lit(date(2026, 8, 4)))
    UserStore(tmp_path / "store").save("prices", later)
    assert Market.open(tmp_path).is_provisional("IWM", "adjusted_close", EARLY)


def test_own_rows_of_other_days_leave_the_day_as_it_was(tmp_path: Path) -> None:
    before = embedded_rows("IWM", date(2026, 7, 1)).filter(pl.col("date") < EARLY)
    UserStore(tmp_path / "store").save("prices", before)
    assert Market.open(tmp_path).is_provisional("IWM", "adjusted_close", EARLY)


def test_a_body_above_may_call_its_own_day_early() -> None:
    class Hasty(FrameBody):
        def facts(self, table: str) -> Any:
            from dataclasses import replace

            return replace(super().facts(table), provisional=(EARLY,))

    body = Hasty({"prices": embedded_rows("IWM", EARLY)}, name="hasty")
    assert Market(Store([VintageBody(), body])).is_provisional("IWM", "adjusted_close", EARLY)


@pytest.mark.parametrize("name", ["market", "as_of", "asked", "day", "uses", "_cache", "more"])
def test_a_panel_cannot_be_changed(name: str) -> None:
    panel = Market.open().as_of("2026-01-14")
    with pytest.raises(AttributeError, match="frozen"):
        setattr(panel, name, None)
    with pytest.raises(AttributeError, match="frozen"):
        delattr(panel, name)
    assert panel.as_of == date(2026, 1, 14)
