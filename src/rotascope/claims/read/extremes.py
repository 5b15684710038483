"""Times that begin at a high or a low, or where something ended."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from rotascope.claims.claim import Window
from rotascope.claims.read.dates import month_end
from rotascope.claims.read.days import Days, printed, skip, year_at
from rotascope.claims.read.spans import LOOSE
from rotascope.data.words import words_of

if TYPE_CHECKING:
    from rotascope.claims.read.days import Found
    from rotascope.claims.read.tokens import Tokens


_EXTREME_LOOSE = words_of("extreme_loose")


def extreme(days: Days, t: Tokens, i: int) -> Found | None:
    """from its April low; off the October peak; since its record high; from the lows of April 8."""
    short = t.word(i) in ("shy", "short") and t.word(i + 1) == "of"
    if t.word(i) not in ("from", "off", "since", "below", "above", "under") and not short:
        return None
    at = skip(t, i + 1 + short, LOOSE | _EXTREME_LOOSE)
    day = days.day_at(t, at)
    month = days.month_at(t, at)
    stop = day[0] if day else month[0] if month else at
    stop += t.word(stop) in ("'s", "closing", "intraday", "record")
    kinds = {
        "low": "low",
        "lows": "low",
        "bottom": "low",
        "trough": "low",
        "high": "high",
        "highs": "high",
        "peak": "high",
    }
    kind = kinds.get(t.word(stop))
    if (
        kind is None
        and t.word(stop - 1) == "record"
        and (short or t.word(i) in ("below", "from", "off", "above", "under"))
    ):
        kind, stop = "high", stop - 1  # "below its own record"
    if kind is None:
        return None
    hi, start, end = stop + 1, None, None
    if day:
        start = end = day[1]  # "from Monday's low"
    elif month and month[1]:
        start, end = date(*month[1], 1), month_end(*month[1])
    elif t.word(hi) in ("of", "on", "in", "hit", "set", "reached"):
        after = hi + 1 + (t.word(hi + 1) in ("on", "in"))
        if late_day := days.day_at(t, after):
            hi, start, end = late_day[0], late_day[1], late_day[1]
        elif late := days.month_at(t, after):
            hi = late[0]
            start, end = (date(*late[1], 1), month_end(*late[1])) if late[1] else (None, None)
    return hi, Window(kind="since", text=printed(t, i, hi), start=start, end=end, extreme=kind)  # type: ignore[arg-type]


def where_it_ended(days: Days, t: Tokens, i: int) -> Found | None:
    """above where it ended 2025; from where it started the year; below where the year began."""
    if t.word(i) not in ("above", "below", "from") or t.word(i + 1) != "where":
        return None
    for at in range(i + 2, i + 7):
        if t.word(at) in ("ended", "finished", "closed", "began", "started", "opened", "stood"):
            after = skip(t, at + 1, frozenset({"the", "at", "end", "of", "last", "this", "out"}))
            year = year_at(t, after)
            if year is None and t.word(after) != "year" and t.word(at - 1) != "year":
                return None
            hi = after + 1 if year or t.word(after) == "year" else at + 1
            last = days.dated.year - 1 if days.dated else None
            if year and last and year + (t.word(at) in ("began", "started", "opened")) <= last - 1:
                return hi, Window(kind="since", text=printed(t, i, hi), start=date(year, 12, 31))
            return hi, Window(kind="year to date", text=printed(t, i, hi))
    return None
