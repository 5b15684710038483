"""Which legs carry a pair's figures on a day: its funds, or the indices for the time before both funds traded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.data.history import day_number, day_of
from rotascope.errors import DataError
from rotascope.measures.wording import joined_note
from rotascope.pairs import Pair, pair_series

if TYPE_CHECKING:
    from datetime import date

    from rotascope.data.panel import Panel
    from rotascope.pairs import Leg

LONGEST = 63  # sessions: the longest window, but for the year to date, that a leg is told over by itself


def standing(panel: Panel, pair: Pair) -> Pair:
    """The pair itself, or its indices until both funds had traded; a pair without data goes by its own name."""
    if pair.before is None:
        return pair
    try:
        joined = pair_series(panel, pair).joined
    except DataError:
        return pair
    return pair if joined else pair.before


def legs_alone(panel: Panel, pair: Pair) -> tuple[Leg, Leg]:
    """The legs to tell by themselves: the indices where the year or the last 63 sessions begin before the funds do.

    A fund that is older than the other one would else show two returns over one window: the pair's and its own.
    """
    series = pair_series(panel, pair)
    if pair.before is not None and series.joined is not None:
        year = int(series.days.searchsorted(day_number(panel.as_of.replace(month=1, day=1)))) - 1
        begin = max(min(year, len(series.days) - 1 - LONGEST), 0)
        if day_of(series.days[begin]) < series.joined:
            return pair.before.first, pair.before.second
    return pair.first, pair.second


def note_before(panel: Panel, pair: Pair, begin: date | None = None) -> str:
    """ " (RUT and SPX by price return before 2000-05-26)" for a window that begins before the funds did, else "".

    begin: its first day; of the whole history where None.
    """
    if pair.before is None:
        return ""
    series = pair_series(panel, pair)
    return joined_note(pair, series.joined, begin or day_of(series.days[0]))


def turned(pair: Pair) -> Pair:
    """The pair seen from its second leg, by a name that can be asked: "large/small", "QQQ/IWM"."""
    return Pair(pair.second, pair.first, "/".join(reversed(str(pair).split("/"))))
