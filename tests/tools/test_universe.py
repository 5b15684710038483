"""The universe from small arrays worked out by hand, and from the raw fixtures."""

from __future__ import annotations

import math
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest

from tools.vintage.universe_attributes import believe
from tools.vintage.universe_choice import flags, largest, recent
from tools.vintage.universe_closes import confirm, without_spikes
from tools.vintage.universe_kinds import COMMON, kind_of
from tools.vintage.universe_lives import find_lines
from tools.vintage.universe_steps import Settling, listed_splits, panel_steps

if TYPE_CHECKING:
    from tools.vintage.table import Table

UNIVERSE = ["AAPL", "ACN", "ANET", "B", "BRK.B", "CRWV", "FOX", "FOXA", "GOEV", "KEY", "NVDA", "SPLK", "SQ", "XYZ"]
DAYS = pl.date_range(date(2026, 1, 1), date(2026, 1, 31), eager=True)


@pytest.mark.parametrize(
    ("symbol", "name", "kind"),
    [
        ("AAPL", "Apple Inc. Common Stock", COMMON),
        ("PFBC", "Preferred Bank Common Stock", COMMON),
        ("DLR", "Digital Realty Trust Inc. Common Stock", COMMON),
        ("NTRS", "Northern Trust Corporation Common Stock", COMMON),
        ("BLK", "BlackRock Inc. Common Stock", COMMON),
        ("ACN", "Accenture plc Class A Ordinary Shares (Ireland)", COMMON),
        ("BAC^K", "Bank of America Corporation Depositary Shares", "preferred or note"),
        ("TBB", "AT&T Inc. 5.350% Global Notes due 2066", "preferred or note"),
        ("BABA", "Alibaba Group Holding Limited American Depositary Shares", "receipt"),
        ("EPD", "Enterprise Products Partners L.P. Common Stock", "partnership"),
        ("OPENW", "Opendoor Technologies Inc Series K Warrants", "warrant"),
        ("AACPR", "Apogee Acquisition Corp Rights", "right"),
        ("SOMN", "Southern Company (The) 2025 Series A Corporate Units", "unit"),
        ("IBIT", "iShares Bitcoin Trust ETF", "fund"),
        ("BST", "BlackRock Science and Technology Trust Common Shares of Beneficial Interest", "fund"),
        ("AAC", "Ares Acquisition Corporation Class A Ordinary Shares", "shell"),
    ],
)
def test_kinds_by_name(symbol: str, name: str, kind: str) -> None:
    assert pl.DataFrame({"symbol": [symbol], "name": [name]}).select(kind_of()).item() == kind


def listed(symbol: str, sessions: range, close: float, shares: float) -> pl.DataFrame:
    return pl.DataFrame({"symbol": symbol, "session": list(sessions), "close": close, "cap": close * shares})


def lines_of(*parts: pl.DataFrame) -> list[tuple[str, int, int, str | None]]:
    """symbol, first, last and the former's symbol of every line."""
    market = listed("ZZZ", range(60), 10.0, 1e6)
    _, lines = find_lines(pl.concat([*parts, market]).sort("symbol", "session"))
    symbols = lines["symbol"].to_list()
    rows = lines.filter(pl.col("symbol") != "ZZZ").select("symbol", "first", "last", "former").rows()
    return [(s, a, b, None if f is None else symbols[f]) for s, a, b, f in rows]


def test_a_company_that_changes_its_symbol_goes_on() -> None:
    assert lines_of(listed("OLD", range(20), 50.0, 12_345_678), listed("NEW", range(20, 60), 51.0, 12_345_678)) == [
        ("NEW", 20, 59, "OLD"),
        ("OLD", 0, 19, None),
    ]


def test_a_new_symbol_may_show_the_count_of_its_former_owner_at_first() -> None:
    stale = listed("NEW", range(20, 24), 51.0, 999_999)
    caught_up = listed("NEW", range(24, 60), 51.0, 12_345_678)
    assert lines_of(listed("OLD", range(20), 50.0, 12_345_678), stale, caught_up)[0] == ("NEW", 20, 59, "OLD")


def test_another_company_under_a_symbol_is_another_line() -> None:
    """After a gap with other shares and another cap; a hole alone is the screener's."""
    other = lines_of(listed("B", range(20), 50.0, 1e6), listed("B", range(40, 60), 18.0, 9e7))
    assert other == [("B", 0, 19, None), ("B", 40, 59, None)]
    assert lines_of(listed("B", range(20), 50.0, 1e6), listed("B", range(40, 60), 55.0, 1.1e6)) == [("B", 0, 59, None)]


def test_a_takeover_is_no_change_of_symbol() -> None:
    assert lines_of(listed("OLD", range(20), 50.0, 1e6), listed("NEW", range(20, 60), 51.0, 2.5e6))[0][3] is None


def test_a_close_is_confirmed_by_a_neighbour_with_the_same_ratio() -> None:
    ratio = np.log(np.array([[1.0], [1.0], [1.1], [1.0], [1.01], [1.01]]))
    assert confirm(ratio, np.full((6, 1), 80.0))[:, 0].tolist() == [True, True, False, True, True, True]


def test_a_spike_that_comes_back_goes_and_a_crash_stays() -> None:
    closes = np.array([[10.0, 10.0], [100.0, 10.0], [11.0, 1.0], [11.0, 1.1], [11.0, 1.0], [11.0, 1.0], [11.0, 1.0]])
    kept = without_spikes(closes)
    assert np.isnan(kept[1, 0]) and np.isfinite(np.delete(kept[:, 0], 1)).all()
    assert np.isfinite(kept[:, 1]).all()


def test_a_dividend_moves_the_factor_and_a_split_both() -> None:
    """A two for one halves close over adjusted; a dividend of 1 % takes 1 % off it."""
    ratio = np.log(np.array([2.0, 2.0, 2.0 * 0.99, 0.99, 0.99]))[:, None]
    total, splits = panel_steps(ratio, np.full((5, 1), 50.0))
    assert np.exp(total[:, 0]).tolist() == pytest.approx([1, 1, 1 / 0.99, 2, 1])
    assert np.exp(splits[:, 0]).tolist() == pytest.approx([1, 1, 1, 2, 1], rel=1e-12)


def test_a_split_shows_in_closes_and_shares_alone() -> None:
    """One for ten on row 3, the count following on row 5; a fall of 40 % with the same count is none."""
    close = np.array([[1.0, 10.0], [1.1, 10.0], [1.0, 10.0], [10.5, 6.0], [10.0, 6.0], [10.2, 6.0]])
    shares = np.array([[5e7, 1e6]] * 5 + [[5e6, 1e6]])
    never = np.zeros(close.shape, dtype=bool)
    found = listed_splits(close, shares, never, never)
    assert np.exp(found[3, 0]) == pytest.approx(0.1)
    assert np.count_nonzero(found) == 1


def test_a_price_that_rises_as_none_does_is_a_reverse_split() -> None:
    """One for twenty, the count unchanged: 0.27 to 5.34 is 19.8 times."""
    close = np.array([[0.28], [0.27], [5.34], [5.2]])
    never = np.zeros((4, 1), dtype=bool)
    shares = np.full((4, 1), 5e8)
    found = listed_splits(close, shares, never, never)
    assert np.exp(found[:, 0]).tolist() == pytest.approx([1, 1, 1 / 20, 1])
    assert not listed_splits(close, shares, ~never, never).any(), "the panel bears the rise out"


def believed(counts: list[float], closes: list[float], splits: dict[int, float] | None = None) -> list[float]:
    settling = Settling(math.nan)
    steps = splits or {}
    return [
        settling.step(count, close, math.log(steps.get(k, 1.0)))
        for k, (count, close) in enumerate(zip(counts, closes, strict=True))
    ]


def test_shares_follow_a_split_on_its_day() -> None:
    """Ten for one on session 2, shown by the count two sessions late: the cap never falls to a tenth."""
    shares = believed([100, 100, 100, 100, 1000, 1001], [50, 50, 5, 5, 5, 5], {2: 10.0})
    assert shares == pytest.approx([100, 100, 1000, 1000, 1000, 1001])


def test_a_count_that_leads_its_split_waits_for_it() -> None:
    assert believed([100, 1000, 1000, 1000], [50, 50, 50, 5], {3: 10.0}) == pytest.approx([100, 100, 100, 1000])


def test_half_the_shares_for_months_are_not_believed_and_a_merger_is() -> None:
    halved = believed([100.0] * 5 + [50.0] * 60 + [100.0] * 5, [50.0] * 70)
    assert set(halved) == {100.0}
    doubled = believed([100.0] * 5 + [200.0] * 60, [50.0] * 65)
    assert doubled[4] == doubled[40] == 100.0 and doubled[-1] == 200.0


def test_classifications_by_turns_are_not_believed() -> None:
    sectors = ["Technology", "Industrials", "Technology", "Industrials"]
    since = [date(2024, 1, 1), date(2024, 1, 5), date(2024, 1, 8), date(2024, 3, 1)]
    rows = pl.DataFrame({"line": 0, "since": since, "sector": sectors, "industry": "x", "country": "United States"})
    kept = believe(rows, date(2024, 12, 31)).filter(pl.col("sector").ne_missing(pl.col("sector").shift(1)))
    assert kept["since"].to_list() == [date(2024, 1, 1), date(2024, 3, 11)]
    assert believe(rows, date(2024, 3, 5))["sector"].unique().to_list() == ["Technology"], "not stood long enough"


def test_ranks_use_the_day_alone_and_carry_a_close_over_a_hole() -> None:
    caps = np.array([[3.0, 2.0], [np.nan, 2.0]])
    assert recent(caps).tolist() == [[3.0, 2.0], [3.0, 2.0]]
    events = pl.DataFrame({"line": [0, 1, 1], "date": [DAYS[0], DAYS[0], DAYS[1]], "is_ranked": [True, False, True]})
    ranked = flags(events, (2, 2), DAYS.head(2))
    assert largest(recent(caps), ranked).tolist() == [[True, False], [True, True]]


def sessions(built: dict[str, Table], symbol: str) -> list[date]:
    """The sessions with a close of one symbol."""
    held: list[date] = built["universe_prices"].frame.filter(pl.col("symbol") == symbol)["date"].to_list()
    return held


def test_the_fixtures_universe_is_of_us_common_stocks(built: dict[str, Table]) -> None:
    held = set(built["universe_prices"].frame["symbol"])
    assert held == set(UNIVERSE)


def test_the_dead_end_at_their_last_trade_and_the_new_begin_at_their_first(built: dict[str, Table]) -> None:
    """Cisco closed the purchase of Splunk on 2024-03-18. CoreWeave was first traded on 2025-03-28, a session that no
    snapshot shows. Barrick took the symbol B from Barnes in May 2025, and is not a US company.
    """
    assert max(sessions(built, "SPLK")) == date(2024, 3, 18)
    assert min(sessions(built, "CRWV")) == date(2025, 3, 31)
    assert max(sessions(built, "B")) < date(2025, 1, 28)


def test_total_return_is_the_panels(built: dict[str, Table], raw: object) -> None:
    panel = pl.read_parquet(f"{raw}/prices/us_adjusted_close.parquet").with_columns(pl.col("ticker").cast(pl.String))
    for symbol in ("KEY", "NVDA", "ANET", "AAPL"):
        factors = built["universe_factors"].frame.filter(pl.col("symbol") == symbol).sort("date")
        closes = built["universe_prices"].frame.filter(pl.col("symbol") == symbol).sort("date")
        level = closes.join_asof(factors.select("date", "factor"), on="date").with_columns(
            level=pl.col("close").cast(pl.Float64) * pl.col("factor")
        )
        both = level.join(panel.filter(pl.col("ticker") == symbol).select("date", by="close"), on="date")
        ratio = both["level"] / both["by"]
        assert both.height > 500 and float(np.abs(ratio.to_numpy() / ratio[0] - 1).max()) < 5e-4, symbol


def test_splits_are_in_the_factor_and_in_the_shares(built: dict[str, Table]) -> None:
    """Arista four for one on 2024-12-04."""
    arista = built["universe_factors"].frame.filter(pl.col("symbol") == "ANET")
    assert arista["split"].to_list() == [1.0, 4.0]
    assert arista["date"].to_list()[1] == date(2024, 12, 4)
    shares = built["universe_shares"].frame.filter(pl.col("symbol") == "ANET").sort("date")
    step = shares.filter(pl.col("date") <= date(2024, 12, 4)).tail(2)["shares"].to_list()
    assert step[1] / step[0] == pytest.approx(4.0, rel=1e-3)


def test_two_classes_are_one_company(built: dict[str, Table]) -> None:
    ranked = {
        symbol: built["universe_attributes"].frame.filter(pl.col("symbol") == symbol)["is_ranked"].to_list()[-1]
        for symbol in ("FOX", "FOXA", "ACN", "BRK.B")
    }
    assert ranked == {"FOX": False, "FOXA": True, "ACN": True, "BRK.B": True}


def test_a_changed_symbol_goes_on_from_its_former(built: dict[str, Table]) -> None:
    assert built["universe_renames"].frame.rows() == [("XYZ", date(2025, 1, 21), "SQ")]
    first = built["universe_attributes"].frame.filter(pl.col("symbol") == "XYZ").row(0, named=True)
    assert first["date"] == date(2025, 1, 21) and first["sector"] == "Technology" and first["is_ranked"]
    gap = timedelta(days=4)  # a weekend and a holiday
    assert min(sessions(built, "XYZ")) - max(sessions(built, "SQ")) == gap


def test_steps_stand_only_where_something_changes(built: dict[str, Table]) -> None:
    for name in ("factors", "shares", "attributes"):
        frame = built[f"universe_{name}"].frame
        values = [column for column in frame.columns if column not in ("symbol", "date")]
        again = pl.all_horizontal(
            pl.col(column).eq_missing(pl.col(column).shift(1).over("symbol")) for column in values
        )
        assert frame.filter(again & ~pl.col("symbol").is_first_distinct()).is_empty(), name
