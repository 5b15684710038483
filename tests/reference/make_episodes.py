"""Turning points of pairs and the survival of leads, by pandas and lifelines: python -m tests.reference.make_episodes
--raw RAW

x: log of the first leg's level over the second's, on common sessions (months for the French library). At each step in
turn the path up to it is looked at anew. After a trough at L, the candidate is the first highest point after L, and the
return from it the first lowest point after the candidate. The candidate is taken up as a peak on the first step at
which the return lies `phase` steps or more after it and `cycle` or more after L, or is below x[L]. For a trough the
path is turned over. The first turn is the first extreme of all the path to have such a return, `phase` steps or more
from the path's start. Sessions: 63 and 189; months: 6 and 15.

A life runs from the step on which one turn was taken up to that of the next; the last one is censored at the last step.
The probability of another `horizon` is the ratio of lifelines' Kaplan-Meier estimates at age + horizon and age.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import lifelines
import numpy as np
import pandas as pd

from tests.reference.price_answers import legs
from tests.reference.raw_files import Raw, rows, run

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.reference.raw_files import Row

OUT = Path(__file__).with_name("measures_episodes.csv")
ORIGIN = f"pandas {pd.__version__}, lifelines {lifelines.__version__}; tests/reference/make_episodes.py;"
PRICES = f"{ORIGIN} prices/us_adjusted_close.parquet, indices/*.csv"
FRENCH = f"{ORIGIN} french/Portfolios_Formed_on_ME_CSV.zip, months public two months later"
CASES = (
    ("small/mega", "2026-01-14", 63),
    ("small/mega", "2020-12-08", 126),
    ("small/large", "2016-06-15", 21),
    ("IWD/IWF", "2026-01-14", 126),
)
MONTHLY = ("small/large_since_1926", "2026-01-14", "2025-10")
FEW = {"paths": 20}  # the null has its own tests


def make(raw: Raw) -> Iterable[Row]:
    for of, as_of, horizon in CASES:
        levels = legs(raw, of, as_of)
        path = np.log(levels["a"]) - np.log(levels["b"])
        yield from _rows(of, as_of, path, (63, 189), horizon, horizon, PRICES)
    of, as_of, last = MONTHLY
    yield from _rows(of, as_of, _size(raw.folder, last), (6, 15), 63, 3, FRENCH)


def _rows(
    of: str, as_of: str, path: Any, lengths: tuple[int, int], horizon: int, ahead: int, origin: str
) -> Iterable[Row]:
    turns = dated(path.to_numpy(), *lengths)
    yield from rows(("episode", of, "", as_of, FEW), chronology(path, turns), 1e-6, origin)
    asked = ("episode_survival", of, "", as_of, {"horizon": horizon, **FEW})
    yield from rows(asked, onward(turns, len(path), ahead), 1e-9, origin)


def _size(folder: Path, last: str) -> Any:
    """Log of the growth of Lo 30 over that of Hi 30, value-weighted, from the month before the first on."""
    with zipfile.ZipFile(folder / "french" / "Portfolios_Formed_on_ME_CSV.zip") as archive:
        lines = archive.read(archive.namelist()[0]).decode("utf-8").splitlines()
    begin = next(at for at, line in enumerate(lines) if "Average Value Weight Returns -- Monthly" in line)
    begin = next(at for at in range(begin, len(lines)) if lines[at].startswith(","))
    end = next(at for at in range(begin, len(lines)) if not lines[at].strip())
    frame = pd.read_csv(io.StringIO("\n".join(lines[begin:end])), index_col=0, skipinitialspace=True)
    frame.index = pd.PeriodIndex([f"{month // 100}-{month % 100:02d}" for month in frame.index], freq="M")
    growth = np.log1p(frame[["Lo 30", "Hi 30"]].loc[:last] / 100).cumsum()
    path = growth["Lo 30"] - growth["Hi 30"]
    path = pd.concat([pd.Series([0.0], index=[path.index[0] - 1]), path])
    return path.set_axis(path.index.to_timestamp("M").normalize())


def dated(path: Any, phase: int, cycle: int) -> list[tuple[int, int, int]]:
    """Position, step at which it was taken up, and kind (1 peak) of every turn."""
    turns: list[tuple[int, int, int]] = []
    for step in range(len(path)):
        while turn := _turn(path[: step + 1], turns, phase, cycle):
            turns.append((turn[0], step, turn[1]))
    return turns


def _turn(seen: Any, turns: list[tuple[int, int, int]], phase: int, cycle: int) -> tuple[int, int] | None:
    if turns:
        last, _, kind = turns[-1]
        at, back, up = _extremes(-kind * seen, last)
        long = back - at >= phase and back - last >= cycle
        return (at, -kind) if long or up[back] < up[last] else None
    found = []
    for kind in (1, -1):
        at, back, _ = _extremes(kind * seen, 0)
        if at >= phase and back - at >= phase:
            found.append((at, kind))
    return min(found, default=None)


def _extremes(up: Any, start: int) -> tuple[int, int, Any]:
    at = start + int(np.argmax(up[start:]))
    return at, at + int(np.argmin(up[at:])), up


def chronology(path: Any, turns: list[tuple[int, int, int]]) -> dict[str, Any]:
    values, days = path.to_numpy(), path.index
    at = [turn[0] for turn in turns]
    lengths = pd.Series(np.diff(at))
    moves = pd.Series(np.abs(np.diff(values[at])))
    start, known, _ = turns[-1]
    return {
        "value.age": len(path) - 1 - known,
        "value.steps": len(path) - 1 - start,
        "value.amplitude": values[-1] - values[start],
        "value.n_episodes": len(at) - 1,
        "value.median_duration": float(lengths.median()),
        "value.median_amplitude": moves.median(),
        "detail.start": days[start],
    }


def onward(turns: list[tuple[int, int, int]], steps: int, horizon: int) -> dict[str, Any]:
    known = [turn[1] for turn in turns]
    lives = np.diff([*known, steps - 1])
    ended = np.arange(len(lives)) < len(lives) - 1
    age = int(lives[-1])
    cases = int((lives[:-1] > age).sum())
    fitted = lifelines.KaplanMeierFitter().fit(lives[lives > 0], ended[lives > 0])
    value = float(fitted.predict(age + horizon) / fitted.predict(age)) if cases else None
    return {"value": value, "detail.cases": cases, "detail.age": age}


if __name__ == "__main__":
    raise SystemExit(run(make, OUT))
