"""Jump models of SPY by the `jumpmodels` package on features made with pandas; writes jump.csv beside this file.

Run by hand (about a minute): python -m tests.reference.make_jump --raw RAW. Versions stand in the file's first rows.
Returns are SPY's daily ones, total return.
"""

from __future__ import annotations

import argparse
import csv
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from tests.reference.jump_cases import AS_OF, CASES, SYMBOL, Case
from tests.reference.raw_files import Raw

PACKAGES = ("jumpmodels", "scikit-learn", "numpy", "pandas")


def features(returns: pd.Series) -> pd.DataFrame:
    """Downside deviation and Sortino ratios, less the expanding mean over the expanding deviation, cut at three."""

    def mean(values: pd.Series, half_life: float) -> pd.Series:
        return values.ewm(halflife=half_life).mean()

    losses = returns.clip(upper=0) ** 2
    downside = {half_life: np.sqrt(mean(losses, half_life)) for half_life in (10, 20, 60)}
    found = pd.DataFrame({"downside_10": downside[10]})
    for half_life in (20, 60):
        found[f"sortino_{half_life}"] = (mean(returns, half_life) / downside[half_life]).where(downside[half_life] > 0)
    grown = found.expanding(252)
    return ((found - grown.mean()) / grown.std()).clip(-3, 3)


def fitted(case: Case, x: pd.DataFrame, returns: pd.Series) -> Any:
    from jumpmodels.jump import JumpModel
    from jumpmodels.sparse_jump import SparseJumpModel

    if case.max_features is None:
        return JumpModel(case.n_regimes, case.penalty, cont=case.continuous).fit(x, returns, sort_by="ret")
    model = SparseJumpModel(case.n_regimes, case.max_features, case.penalty, cont=case.continuous)
    return model.fit(x, returns, sort_by="ret")


def rows(case: Case, x: pd.DataFrame, returns: pd.Series) -> list[tuple[str, str, str]]:
    """What a fit found, regimes by falling mean return turned round so that means ascend."""
    model = fitted(case, x, returns)
    jump = getattr(model, "jm_ins", model)
    states = case.n_regimes - 1 - model.labels_.to_numpy()
    online = jump.predict_proba_online(x).to_numpy()
    found = {"objective": jump.val_, "moves": (states[1:] != states[:-1]).sum()}
    for regime in range(case.n_regimes):
        back = case.n_regimes - 1 - regime
        found |= {f"share_{regime}": model.proba_.to_numpy()[:, back].mean(), f"mean_{regime}": model.ret_[back]}
        found |= {f"volatility_{regime}": model.vol_[back], f"online_{regime}": online[:, back].mean()}
    if case.max_features is not None:
        found |= {f"weight_{at}": weight**2 for at, weight in enumerate(model.feat_weights)}
    return [(case.name, name, repr(float(value))) for name, value in found.items()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--raw", type=Path, required=True, help="the folder of raw files")
    prices = Raw(parser.parse_args().raw).closes(SYMBOL)[:AS_OF].to_numpy()
    returns = pd.Series(prices).pct_change().iloc[1:]
    x = features(returns)
    held = x.notna().all(axis=1)
    found = [("version", name, version(name)) for name in PACKAGES]
    for at in (300, 1000, 5000):
        found += [("features", f"{name}_at_{at}", repr(float(x[name].iloc[at]))) for name in x.columns]
    for case in CASES:
        found += rows(case, x[held], returns[held])
    with (Path(__file__).parent / "jump.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("case", "figure", "value"))
        writer.writerows(found)


if __name__ == "__main__":
    main()
