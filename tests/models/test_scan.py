"""The universe scanned: the same results whatever works on it, here or on clusters started for the test."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from rotascope import Market, config
from rotascope.data import engines
from rotascope.data.engines import WIDTH, over_columns
from rotascope.data.slices import parse_slice
from rotascope.errors import DataError, UsageError
from rotascope.models.markov import MarkovSwitching
from rotascope.models.scan import active_returns, fit_block, scan, scanned

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

AS_OF = "2025-06-30"


@pytest.fixture(scope="module")
def stocks() -> Any:
    """Active returns of the fifty largest stocks, but few days of them, and some gaps."""
    _, _, active = active_returns(Market.open().as_of(AS_OF), parse_slice("us:mega"))
    cut = active[-300:, ~np.isnan(active[-300:]).any(axis=0)][:, : WIDTH + 8].copy()
    cut[:20, 3], cut[100:105, 4] = np.nan, np.nan
    return cut


def same(found: Any, expected: Any) -> None:
    assert set(found) == set(expected)
    for name in expected:
        np.testing.assert_array_equal(found[name], expected[name], err_msg=name)


def test_two_processes_find_what_one_finds(stocks: Any) -> None:
    told: list[tuple[int, int]] = []
    found = scanned(stocks, "jump", on="local", workers=2, progress=lambda *done: told.append(done))
    same(found, scanned(stocks, "jump", on="local", workers=1))
    assert told[-1] == (stocks.shape[1], stocks.shape[1])


@pytest.fixture
def dask_cluster() -> Iterator[None]:
    from distributed import Client, LocalCluster

    with (
        LocalCluster(  # type: ignore[no-untyped-call]
            n_workers=2,
            threads_per_worker=1,
            host="127.0.0.1",
            dashboard_address=None,
            memory_limit=None,
            silence_logs=logging.CRITICAL,
        ) as cluster,
        Client(cluster),  # type: ignore[no-untyped-call]
    ):
        yield


@pytest.fixture
def ray_cluster(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER", "0")  # else it takes this node's address for the loopback
    import ray

    ray.init(
        num_cpus=2,
        include_dashboard=False,
        object_store_memory=100 * 2**20,
        log_to_driver=False,
        logging_level=logging.CRITICAL,
        _node_ip_address="127.0.0.1",
    )
    yield
    ray.shutdown()


def listening() -> set[str]:
    """Addresses on which this process and those that it started wait for others."""
    import psutil

    this = psutil.Process()
    held = [one for each in (this, *this.children(recursive=True)) for one in each.net_connections("tcp")]
    return {str(one.laddr[0]) for one in held if one.status == psutil.CONN_LISTEN}


def test_a_dask_cluster_finds_the_same(stocks: Any, dask_cluster: None) -> None:
    assert listening() == {"127.0.0.1"}
    same(scanned(stocks, "markov", on="dask"), scanned(stocks, "markov", on="local", workers=1))


def test_a_ray_cluster_finds_the_same(stocks: Any, ray_cluster: None) -> None:
    assert listening()
    assert all(address.removeprefix("::ffff:") in ("127.0.0.1", "::1") for address in listening())
    same(scanned(stocks, "jump", on="ray"), scanned(stocks, "jump", on="local", workers=1))


def test_probabilities_are_those_of_one_fit_a_stock(stocks: Any) -> None:
    probabilities, means, variances = fit_block(stocks[:, 3:5], "markov")
    y = stocks[20:, 3]
    fit = MarkovSwitching(n_starts=2, order_by="variance", tolerance=1e-6).refit(y, None)
    np.testing.assert_array_equal(probabilities[20:, 0], fit.filter(y).filtered_probabilities[:, 1])
    assert np.isnan(probabilities[:20, 0]).all()
    np.testing.assert_array_equal(variances[0], fit.variances)
    assert (variances[:, 1] > variances[:, 0]).all()
    assert np.isfinite(means).all()


def test_a_stock_that_no_model_fits_is_nan_and_the_others_stand(stocks: Any) -> None:
    block = stocks[:, :3].copy()
    block[:, 1] = 0.001
    block[5:, 2] = np.nan
    probabilities, _, variances = fit_block(block, "markov")
    assert np.isnan(probabilities[:, 1:]).all()
    assert np.isnan(variances[1:]).all()
    assert np.isfinite(probabilities[:, 0]).all()


def test_active_returns_are_against_the_market_and_known_that_day() -> None:
    market = Market.open()
    wanted = parse_slice("us:mega")
    symbols, days, active = active_returns(market.as_of(AS_OF), wanted)
    held = market.as_of(AS_OF)
    members = held.slice(parse_slice("us"))
    column = int(np.flatnonzero(members.universe.symbols == symbols[7])[0])
    stock = float(members.returns[-1, column])
    gain = float(members.gains()[-1])
    assert active[-1, 7] == pytest.approx(np.log1p(stock) - np.log1p(gain), abs=1e-9)
    later_symbols, later_days, later = active_returns(market.as_of("2026-01-14"), wanted)
    both = [symbol for symbol in symbols.tolist() if symbol in set(later_symbols.tolist())]
    assert len(both) > 30
    for symbol in both:
        then, now = active[:, symbols == symbol], later[: len(days), later_symbols == symbol]
        np.testing.assert_allclose(then, now, rtol=0, atol=1e-12)  # the market's sum has more terms later
    np.testing.assert_array_equal(days, later_days[: len(days)])


def test_a_scan_is_kept_ranked_and_says_what_it_left_out() -> None:
    panel, energy = Market.open().as_of(AS_OF), parse_slice("us:mega:Energy")
    done: list[int] = []

    def tell(now: int, total: int) -> None:
        done.append(now)

    first, again = (scan(panel, energy, model="jump", workers=1, progress=tell) for _ in range(2))
    assert len(done) == 1
    np.testing.assert_array_equal(first.filtered_probabilities, again.filtered_probabilities)
    ranked = first.turbulent[first.ranked]
    assert (np.diff(ranked) <= 0).all()
    assert first.filtered_probabilities.shape == (len(first.days), len(first.symbols))


def test_an_interrupt_ends_the_sweep(stocks: Any) -> None:
    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    for workers in (1, 2):
        with pytest.raises(KeyboardInterrupt):
            over_columns(np.sum, stocks, on="local", workers=workers, progress=stop)
    assert len(over_columns(np.sum, stocks, on="local", workers=2)) == 2


def test_engines_are_set_by_environment_or_settings_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ROTASCOPE_HOME", str(tmp_path))
    assert (config.engine(), config.cluster()) == ("local", "")
    (tmp_path / "settings.toml").write_text('engine = "ray"\ncluster = "10.0.0.5:6379"\n')
    assert (config.engine(), config.cluster()) == ("ray", "10.0.0.5:6379")
    monkeypatch.setenv("ROTASCOPE_ENGINE", "dask")
    assert config.engine() == "dask"
    monkeypatch.setenv("ROTASCOPE_ENGINE", "spark")
    with pytest.raises(UsageError, match="'spark' is not known"):
        config.engine()
    monkeypatch.delenv("ROTASCOPE_ENGINE")
    for text, sentence in (("engine = 3", "write it as text"), ("engine =", "cannot be read")):
        (tmp_path / "settings.toml").write_text(text)
        with pytest.raises(UsageError, match=sentence):
            config.engine()


def test_bad_engines_are_refused(stocks: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match="'spark' is not known"):
        over_columns(np.sum, stocks, on="spark")
    with pytest.raises(UsageError, match="workers 0"):
        over_columns(np.sum, stocks, workers=0)
    for engine in ("dask", "ray"):
        with pytest.raises(UsageError, match="set ROTASCOPE_CLUSTER"):
            over_columns(np.sum, stocks, on=engine)
    monkeypatch.setenv("ROTASCOPE_CLUSTER", "tcp://127.0.0.1:9")
    monkeypatch.setattr(engines, "PATIENCE", "1s")
    with pytest.raises(DataError, match=r"at tcp://127\.0\.0\.1:9 does not answer"):
        over_columns(np.sum, stocks, on="dask")
    with pytest.raises(UsageError, match="model 'garch' is not known"):
        scan(Market.open().as_of(AS_OF), model="garch")  # type: ignore[arg-type]
    with pytest.raises(DataError, match="has no member with 252 returns"):
        scan(Market.open().as_of("2023-09-29"))
