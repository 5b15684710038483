"""Jump models against the jumpmodels package: kept figures of SPY since 1993, and the package itself on late days."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from rotascope.models import JumpModel, SparseJumpModel
from rotascope.models.features import jump_features
from tests.measures.hand import embedded
from tests.reference.jump_cases import AS_OF, CASES, SYMBOL, Case

TABLE = Path(__file__).parent.parent / "reference" / "jump.csv"
by_case = pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])


def closes() -> Any:
    return embedded().as_of(AS_OF).series(SYMBOL).values


@cache
def spy() -> tuple[Any, Any]:
    """Features (n_dates, 3) and returns (n_dates,) where all features are known."""
    prices = closes()
    returns = prices[1:] / prices[:-1] - 1
    x = jump_features(returns).values
    held = ~np.isnan(x).any(axis=1)
    return x[held], returns[held]


@cache
def expected() -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    with TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["case"] != "version":
                found.setdefault(row["case"], {})[row["figure"]] = float(row["value"])
    return found


def model(case: Case) -> JumpModel:
    plain = {"n_regimes": case.n_regimes, "penalty": case.penalty, "continuous": case.continuous}
    if case.max_features is None:
        return JumpModel(**plain)  # type: ignore[arg-type]
    return SparseJumpModel(**plain, max_features=case.max_features)  # type: ignore[arg-type]


def starts(case: Case, x: Any) -> Any:
    """The package's own starts, so that both descend from the same ones; in the sparse model they change by turn."""
    from sklearn.cluster import kmeans_plusplus

    draws = np.random.RandomState(0)
    drawn = np.array([kmeans_plusplus(x, case.n_regimes, random_state=draws)[0] for _ in range(10)])
    return None if case.max_features else drawn


def test_features_are_those_of_pandas() -> None:
    prices = closes()
    found = jump_features(prices[1:] / prices[:-1] - 1)
    for figure, value in expected()["features"].items():
        name, _, at = figure.partition("_at_")
        assert found.values[int(at), found.names.index(name)] == pytest.approx(value, rel=1e-9), figure


@by_case
def test_a_fit_of_all_days_is_the_one_kept(case: Case) -> None:
    x, returns = spy()
    found = model(case).fit(x, returns, starts=starts(case, x))
    states, online = found.smoothed_states, found.filter(x).filtered_probabilities
    figures = {"objective": found.objective, "moves": (states[1:] != states[:-1]).sum()}
    for regime in range(case.n_regimes):
        figures |= {f"share_{regime}": found.smoothed_probabilities[:, regime].mean()}
        figures |= {f"mean_{regime}": found.means[regime], f"volatility_{regime}": found.volatilities[regime]}
        figures |= {f"online_{regime}": online[:, regime].mean()}
    if case.max_features is not None:
        figures |= {f"weight_{at}": weight for at, weight in enumerate(found.weights)}
    rel = 1e-9 if case.max_features is None else 1e-6  # the package finds its thresholds to 1e-8
    assert figures == pytest.approx(expected()[case.name], rel=rel, abs=1e-9)


@by_case
def test_starts_of_our_own_end_as_low(case: Case) -> None:
    x, returns = spy()
    assert model(case).fit(x, returns).objective <= expected()[case.name]["objective"] * (1 + 1e-4)


@by_case
def test_the_package_itself_finds_the_same_path(case: Case) -> None:
    before = np.geterr()
    from jumpmodels.jump import JumpModel as Peer  # the package silences numpy for everybody when it loads
    from jumpmodels.sparse_jump import SparseJumpModel as SparsePeer

    np.seterr(**before)
    x, returns = (part[-1200:] for part in spy())
    ours = model(case).fit(x, returns, starts=starts(case, x))
    with np.errstate(divide="ignore", invalid="ignore"):
        if case.max_features is None:
            peer = Peer(case.n_regimes, case.penalty, cont=case.continuous).fit(x, returns, sort_by="ret")
        else:
            peer = SparsePeer(case.n_regimes, case.max_features, case.penalty, cont=case.continuous)
            peer.fit(x, returns, sort_by="ret")
        jump = getattr(peer, "jm_ins", peer)
        online, whole = jump.predict_proba_online(x), jump.predict_proba(x)
    assert ours.objective == pytest.approx(jump.val_, rel=1e-7)
    np.testing.assert_array_equal(ours.smoothed_probabilities, peer.proba_[:, ::-1])
    np.testing.assert_array_equal(ours.filter(x).filtered_probabilities, online[:, ::-1])
    np.testing.assert_array_equal(ours.smooth(x).smoothed_probabilities, whole[:, ::-1])
    np.testing.assert_allclose(ours.centers * np.sqrt(ours.weights), jump.centers_[::-1], atol=1e-6)
    if not case.continuous:  # a tie of probabilities is no jump there, and settled by the order of the regimes
        np.testing.assert_allclose(ours.transition_matrix, jump.transmat_[::-1, ::-1], atol=1e-12)
