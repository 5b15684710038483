"""Parts of a month or a year: its first weeks, its last session."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from rotascope.claims.claim import Window
from rotascope.claims.read.dates import last_weekday, month_end, months_before
from rotascope.claims.read.days import A_DAY, Days, count_at, period_start, printed, skip, year_at
from rotascope.claims.read.periods import quarter_named
from rotascope.claims.read.spans import DAYS, LEADING, SPANS

if TYPE_CHECKING:
    from rotascope.claims.claim import WindowKind
    from rotascope.claims.read.days import Found
    from rotascope.claims.read.tokens import Tokens


_TO_FRIDAY = timedelta(days=4)


def first_part(days: Days, t: Tokens, i: int) -> Found | None:
    """first two weeks of January; opening ten sessions of 2026; first half of 2025; first three months of the year."""
    at = skip(t, i, LEADING | frozenset({"the", "its", "their"}))
    if t.word(at) not in ("first", "opening", "initial"):
        return None
    counted = count_at(t, at + 1)
    stop, count = counted or (at + 1, 1)
    stop += t.word(stop) in ("full", "trading", "market", "calendar")
    step = t.word(stop)
    if not (step in DAYS or step in ("week", "weeks", "month", "months", "half")) or (step == "half" and counted):
        return None
    if t.word(stop + 1) not in ("of", "in"):
        return None
    start = _named_start(days, t, stop + 2)
    if start is None:
        return None
    hi, first = start
    return hi, _from_start(printed(t, i, hi), first, count, step)


def last_part(days: Days, t: Tokens, i: int) -> Found | None:
    """the final month of 2023; the last week of the year; the closing three sessions of January."""
    at = skip(t, i, LEADING | frozenset({"the", "its", "their"}))
    if t.word(at) not in ("last", "final", "closing") or at == i:
        return None
    counted = count_at(t, at + 1)
    stop, count = counted or (at + 1, 1)
    stop += t.word(stop) in ("full", "trading", "market", "calendar")
    step = t.word(stop)
    many = step.endswith("s") and not counted  # "the last months of 2025" are no window
    if many or not (step in DAYS or step in SPANS or step == "half") or t.word(stop + 1) not in ("of", "in"):
        return None
    named = _named_end(days, t, stop + 2)
    return None if named is None else (named[0], _to_end(printed(t, i, named[0]), named[1], count, step))


def since_part(days: Days, t: Tokens, i: int) -> Found | None:
    """since the first three months of 1991; since the fourth quarter of 2020: from its first day."""
    if t.word(i) != "since":
        return None
    found = first_part(days, t, i + 1) or last_part(days, t, i + 1) or quarter_named(days, t, i + 1)
    if found is None or found[1].start is None:
        return None
    return found[0], Window(kind="since", text=printed(t, i, found[0]), start=found[1].start)


def _named_end(days: Days, t: Tokens, i: int) -> tuple[int, date] | None:
    """The last day of a named month or year: "2023", "last year", "January"."""
    at = skip(t, i, frozenset({"the", "trading", "calendar"}))
    if year := year_at(t, at):
        return at + 1, date(year, 12, 31)
    if t.words[at : at + 2] == ["last", "year"] and days.dated is not None:
        return at + 2, date(days.dated.year - 1, 12, 31)
    if t.word(at) == "year" and at > i and days.dated is not None:
        over = days.dated.month <= 2
        return at + 1, date(days.dated.year - over, 12, 31)
    month = days.month_at(t, at)
    return (month[0], month_end(*month[1])) if month and month[1] else None


def _to_end(text: str, last: date, count: int, step: str) -> Window:
    if step in DAYS:
        return Window(kind="sessions", text=text, count=count, end=last)
    if step in ("week", "weeks"):
        monday = last_weekday(last, 0)
        start = monday - timedelta(days=7 * (count - 1))
        kind: WindowKind = "calendar" if count == 1 else "between"
        return Window(kind=kind, text=text, start=start, end=monday + _TO_FRIDAY)
    months = 6 * count if step == "half" else SPANS[step] * count
    whole = count == 1 and step in ("month", "quarter", "year", "half")
    start = months_before(last, months) + A_DAY
    return Window(kind="calendar" if whole else "between", text=text, start=start, end=last)


def _named_start(days: Days, t: Tokens, i: int) -> tuple[int, date | None] | None:
    """The first day of a named month or year: "January", "2026", "the year", "the new year", "this month"."""
    at = skip(t, i, frozenset({"the", "this", "new", "trading", "calendar"}))
    if year := year_at(t, at):
        return at + 1, date(year, 1, 1)
    if t.word(at) in ("year", "month", "quarter") and at > i:
        return at + 1, period_start(days.dated, t.word(at))
    month = days.month_at(t, at)
    return (month[0], date(*month[1], 1) if month[1] else None) if month else None


def _from_start(text: str, first: date | None, count: int, step: str) -> Window:
    if step in DAYS:
        return Window(kind="sessions", text=text, count=count, start=first)
    if first is None:
        return Window(kind="between", text=text)
    if step in ("week", "weeks"):
        return Window(kind="between", text=text, start=first, end=first + timedelta(days=7 * count - 1))
    months = 6 if step == "half" else count
    last = months_before(first, -months) - A_DAY
    return Window(kind="calendar" if step == "half" else "between", text=text, start=first, end=last)
