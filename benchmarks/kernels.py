"""Kernels beside the best peer and one read of memory."""

from __future__ import annotations

import numpy as np

from benchmarks.table import Row, best_time
from rotascope.kernels.runs import run_lengths
from rotascope.kernels.trailing import trailing_moments

LENGTH = 100_000


def bandwidth() -> float:
    """GB/s of one pass over an array far larger than any cache."""
    block = np.ones(32_000_000)
    return block.nbytes / best_time(block.sum) / 1e9


def rows() -> list[Row]:
    """Trailing moments and run lengths over a long series, results compared with pandas."""
    import pandas as pd

    values = np.random.default_rng(20260114).standard_normal(LENGTH).cumsum()
    held = pd.Series(values)
    rolling = held.rolling(252)
    ours = best_time(lambda: trailing_moments(values, 252), 3)
    peer = best_time(lambda: (rolling.mean(), rolling.std()))
    mean, deviation = trailing_moments(values, 252)
    same = np.allclose(mean, rolling.mean(), equal_nan=True) and np.allclose(deviation, rolling.std(), equal_nan=True)
    won = values > 0
    follows = np.ones(LENGTH, dtype=bool)
    runs = best_time(lambda: run_lengths(won, follows))
    frame = pd.Series(won)
    peer_runs = best_time(lambda: frame.groupby((~frame).cumsum()).cumsum())
    same_runs = bool((run_lengths(won, follows) == frame.groupby((~frame).cumsum()).cumsum().to_numpy()).all())
    read = best_time(values.sum)
    return [
        Row(
            f"trailing moments, {LENGTH:,} values",
            ours,
            "s",
            "pandas",
            peer,
            "exact windows, not speed",
            None,
            bool(same),
        ),
        Row(
            f"run lengths, {LENGTH:,} values",
            runs,
            "s",
            "pandas",
            peer_runs,
            "at least 1x",
            runs <= peer_runs,
            same_runs,
        ),
        Row(f"one read of {LENGTH:,} values", read, "s"),
    ]
