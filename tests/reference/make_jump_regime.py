"""Expected jump regimes of pairs, by jumpmodels and pandas: python -m tests.reference.make_jump_regime --raw RAW

The whole walk: after 252 steps and every 21 from there on a fit on all steps to date, online states to the day before
the next; the volatile regime is the one with the larger deviation in the fit.
"""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from jumpmodels.jump import JumpModel

from tests.reference.raw_files import Raw, rows, run

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.reference.raw_files import Row

OUT = Path(__file__).with_name("measures_jump.csv")
ORIGIN = (
    f"jumpmodels {version('jumpmodels')}, pandas {pd.__version__}; tests/reference/make_jump_regime.py;"
    " prices/us_adjusted_close.parquet"
)
CASES = (("IWM/SPY", "2001-12-31"), ("XLI/XLF", "2001-06-29"))
FIRST, EVERY, SETTLED, PENALTY = 252, 21, 63, 50.0


def features(y: pd.Series) -> pd.DataFrame:
    """Downside deviation and Sortino ratios, less the expanding mean over the expanding deviation, cut at three."""
    losses = y.clip(upper=0) ** 2
    downside = {half: np.sqrt(losses.ewm(halflife=half).mean()) for half in (10, 20, 60)}
    found = pd.DataFrame({"downside_10": downside[10]})
    for half in (20, 60):
        found[f"sortino_{half}"] = (y.ewm(halflife=half).mean() / downside[half]).where(downside[half] > 0)
    grown = found.expanding(SETTLED)
    return ((found - grown.mean()) / grown.std()).clip(-3, 3)


def answer(raw: Raw, of: str, as_of: str) -> dict[str, Any]:
    first, second = (raw.closes(symbol) for symbol in of.split("/"))
    y = np.log((first / second).dropna()[:as_of]).diff().dropna()
    x = features(y)
    volatile = np.full(len(y), np.nan)
    for end in range(FIRST, len(y) + 1, EVERY):
        seen = x.iloc[:end].dropna()
        model = JumpModel(2, PENALTY).fit(seen, y.loc[seen.index], sort_by="vol")
        stop = min(end + EVERY - 1, len(y))
        states = model.predict_online(x.iloc[:stop].dropna())
        volatile[end - 1 : stop] = states.to_numpy()[end - 1 - stop :]
    known = volatile[FIRST - 1 :]
    turns = np.flatnonzero(known[1:] != known[:-1]) + 1
    age = len(known) - (int(turns[-1]) if len(turns) else 0)
    return {
        "value.volatile": int(known[-1]),
        "value.steps": age,
        "value.changes": len(turns),
        "detail.share_of_time": float(known.mean()),
    }


def make(raw: Raw) -> Iterable[Row]:
    """A row for each figure of each case."""
    for of, as_of in CASES:
        yield from rows(("jump_regime", of, "", as_of, {}), answer(raw, of, as_of), 1e-9, ORIGIN)


if __name__ == "__main__":
    raise SystemExit(run(make, OUT))
