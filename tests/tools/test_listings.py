"""Which session a snapshot holds: the usual one, the one before it, or none; and which rows are trusted."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest

from tools.vintage.listings import choose_lags, confirmed_closes, log_ratios, vote
from tools.vintage.prices import unfinished_session
from tools.vintage.raw import decimals
from tools.vintage.splits import RATIOS, build_splits

if TYPE_CHECKING:
    from tools.vintage.table import Table

SYMBOLS = ["AA", "BB", "CC", "DD"]
SESSIONS = pl.date_range(date(2026, 1, 1), date(2026, 1, 12), eager=True).alias("date")
N = len(SESSIONS)


def panel() -> pl.DataFrame:
    """Adjusted closes of four symbols on twelve sessions, no two alike."""
    rng = np.random.default_rng(7)
    close = 100 * np.exp(np.cumsum(rng.normal(0, 0.02, (N, len(SYMBOLS))), axis=0))
    rows = [(symbol, k, close[k, j]) for j, symbol in enumerate(SYMBOLS) for k in range(N)]
    return pl.DataFrame(rows, schema=["symbol", "session", "adjusted_close"], orient="row")


def snapshots(closes: pl.DataFrame, shown: list[int]) -> pl.DataFrame:
    """Snapshot i, taken the day after session i, shows the closes of session shown[i]."""
    table = {(s, k): c for s, k, c in closes.select("symbol", "session", "adjusted_close").iter_rows()}
    rows = [
        (date(2026, 1, 2 + i), symbol, table[symbol, k], i) for i, k in enumerate(shown) if k >= 0 for symbol in SYMBOLS
    ]
    return pl.DataFrame(rows, schema=["snapshot", "symbol", "close", "session"], orient="row")


def held(shown: list[int]) -> tuple[list[int], pl.DataFrame]:
    """Lags chosen and rows confirmed for snapshots that show those sessions."""
    rows = log_ratios(snapshots(panel(), shown), panel())
    lags = choose_lags(rows)
    return lags["lag"].to_list(), confirmed_closes(rows, lags)


def test_snapshots_hold_the_session_before() -> None:
    lags, closes = held(list(range(N)))
    assert lags == [0] * N
    joined = closes.join(panel(), on=["symbol", "session"])
    assert joined.height == N * len(SYMBOLS)
    assert joined["close"].to_list() == joined["adjusted_close"].to_list()


def test_a_stretch_of_late_snapshots_is_moved_back() -> None:
    lags, closes = held([0, 1, 2, 3, 3, 4, 5, 6, 8, 9, 10, 11])
    assert lags == [0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0]
    joined = closes.join(panel(), on=["symbol", "session"])
    assert joined["close"].to_list() == joined["adjusted_close"].to_list()
    assert set(range(N)) - set(closes["session"]) == {7}, "the session that no snapshot shows stays empty"


def test_a_snapshot_that_fits_no_session_gives_no_close() -> None:
    lags, closes = held([0, 1, 2, 3, 4, 0, 6, 7, 8, 9, 10, 11])
    assert lags[5] == -1
    assert 5 not in closes["session"].to_list()


def test_a_stale_row_in_a_good_snapshot_is_not_trusted() -> None:
    good = snapshots(panel(), list(range(N)))
    stale = pl.col("close").shift(len(SYMBOLS))
    here = (pl.col("symbol") == "BB") & (pl.col("session") == 6)
    rows = log_ratios(good.with_columns(close=pl.when(here).then(stale).otherwise("close")), panel())
    closes = confirmed_closes(rows, choose_lags(rows))
    assert closes.filter(pl.col("session") == 6)["symbol"].to_list() == ["AA", "CC", "DD"]


def test_votes_use_nothing_later() -> None:
    rows = log_ratios(snapshots(panel(), [0, 1, 2, 3, 3, 4, 5, 6, 8, 9, 10, 11]), panel())
    ratios = np.stack(
        [rows.pivot(on="symbol", index="snapshot", values=f"ratio_{lag}").drop("snapshot").to_numpy() for lag in (0, 1)]
    ).astype(float)
    whole = vote(ratios)
    for cut in range(1, N):
        assert vote(ratios[:, :cut]).tolist() == whole[:cut].tolist()


def test_a_dividend_moves_the_ratio_for_good_and_keeps_the_close() -> None:
    """From session 5 on AA's adjusted closes are three percent nearer to its price."""
    after = (pl.col("symbol") == "AA") & (pl.col("session") >= 5)
    adjusted = panel().with_columns(pl.when(after).then(pl.col("adjusted_close") * 1.03).otherwise("adjusted_close"))
    rows = log_ratios(snapshots(panel(), list(range(N))), adjusted)
    lags = choose_lags(rows)
    assert lags["lag"].to_list() == [0] * N
    assert confirmed_closes(rows, lags).height == N * len(SYMBOLS)


@pytest.mark.parametrize("ratio", [2.0, 3.0, 1.5, 0.125, 20.0])
def test_splits_are_found_on_their_day_from_data_up_to_it(ratio: float) -> None:
    before = (pl.col("symbol") == "CC") & (pl.col("session") < 6)
    shown = snapshots(panel(), list(range(N))).with_columns(
        close=pl.when(before).then(pl.col("close") * ratio).otherwise("close")
    )
    for last in (6, 8, N - 1):
        rows = log_ratios(shown.filter(pl.col("session") <= last), panel())
        found = build_splits(confirmed_closes(rows, choose_lags(rows)), SESSIONS).frame
        assert found.rows() == [("CC", SESSIONS[6], ratio)]


@pytest.mark.parametrize("step", [1.253, 1.048, 1.061, 1.281, 1.0227])
def test_spin_offs_and_special_dividends_are_no_splits(step: float) -> None:
    """GE Vernova, Organon, Solstice, GE HealthCare, and Costco's special dividend."""
    assert min(abs(step / ratio - 1) for ratio in RATIOS) > 0.02


def test_a_last_day_taken_before_the_close_is_found() -> None:
    adjusted = panel().with_columns(
        adjusted_close=pl.when(pl.col("session") == N - 1)
        .then(pl.col("adjusted_close") * 1.004)
        .otherwise("adjusted_close")
    )
    rows = log_ratios(snapshots(panel(), list(range(N))), adjusted)
    assert unfinished_session(adjusted, rows, choose_lags(rows)) == N - 1


def test_a_last_day_that_no_snapshot_shows_is_taken_as_closed() -> None:
    rows = log_ratios(snapshots(panel(), list(range(N - 1))), panel())
    assert unfinished_session(panel(), rows, choose_lags(rows)) is None


def test_decimals_undo_the_32_bit_float() -> None:
    shown = pl.DataFrame({"x": [259.9599914550781, 3312.340087890625, 0.5, 112.13999938964844]})
    assert shown.select(decimals(pl.col("x")))["x"].to_list() == [259.96, 3312.34, 0.5, 112.14]


def test_the_fixture_maps_a_snapshot_to_the_session_before(built: dict[str, Table]) -> None:
    day = built["prices"].frame.filter(pl.col("symbol") == "AAPL", pl.col("date") == date(2026, 1, 14))
    assert day["close"].to_list() == [259.96]
    assert day["adjusted_close"][0] == pytest.approx(259.48, abs=0.005)
