"""Whether a return is flat: small beside all returns over as many sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rotascope.data.history import day_of
from rotascope.errors import DataError
from rotascope.measures.measured import Measured
from rotascope.measures.subjects import every_gain, gain_words, levels_of
from rotascope.measures.windows import start_of
from rotascope.measures.wording import count, decimal, percent, step

if TYPE_CHECKING:
    from datetime import date

    from rotascope.data.panel import Panel
    from rotascope.measures.windows import Basis, Window
    from rotascope.pairs import Leg, Pair


FLAT = 0.5  # standard deviations
LEAST, LEAST_APART = 30, 5  # windows, and windows that do not overlap
NO_MOVE = 1e-12  # a spread this small is rounding


def flatness(
    panel: Panel,
    of: Leg | Pair,
    *,
    since: date | None = None,
    window: Window = "ytd",
    basis: Basis = "total",
) -> Measured:
    """The window's return over the standard deviation (n - 1) of all returns of that many sessions; flat within 0.5.

    A pair is judged by active return. Year to date unless told otherwise. `detail`: `flat`, and the share of all
    such windows that were flat, which is what chance would show, and how many windows there are, in all and apart.
    """
    held = levels_of(panel, of, basis)
    days, levels = held.days, held.levels
    start = start_of(days, of, window, since)
    length = len(days) - 1 - start
    every = every_gain(levels, length)
    apart = (len(days) - 1) // length
    if len(every) < LEAST or apart < LEAST_APART:
        raise DataError(
            f"{of} has {len(every)} windows of {length} sessions by then, {apart} of them apart; {LEAST} and"
            f" {LEAST_APART} are needed to say what is flat."
        )
    spread = float(np.std(every, ddof=1))
    if spread < NO_MOVE:
        raise DataError(f"{of} never moved over {length} sessions, so no spread tells what is flat.")
    own = float(every[-1])
    value = own / spread
    share = float(np.mean(np.abs(every) <= spread * FLAT))
    flat = abs(value) <= FLAT
    return Measured(
        value,
        "deviations",
        f"{of} {'was flat' if flat else 'was not flat'} over {count(length, step(held.a_year))} to {day_of(days[-1])}:"
        f" {gain_words(of, own)} is {decimal(value)} standard deviations of such windows"
        f" ({held.basis});"
        f" {percent(share, 0)} of them were flat{held.note}.",
        {
            "flat": flat,
            "return": own,
            "deviation": spread,
            "share_flat": share,
            "sessions": length,
            "windows": len(every),
            "windows_apart": apart,
        },
    )
