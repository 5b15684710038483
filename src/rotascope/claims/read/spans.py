"""Spans of time: since a day, over so many months, the first weeks of a year, from a low."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from rotascope.claims.claim import Window
from rotascope.claims.read.dates import made, month_end, months_before
from rotascope.claims.read.days import A_DAY, count_at, period_start, printed, skip, year_at
from rotascope.data.words import words_of

if TYPE_CHECKING:
    from rotascope.claims.read.days import Days, Found
    from rotascope.claims.read.tokens import Tokens


_IN_A_ROW = (["in", "a"], ["in", "succession"], ["on", "the"], ["on", "end"])
DAYS = frozenset({"day", "days", "session", "sessions"})


SPANS = {
    "week": 0,
    "weeks": 0,
    "month": 1,
    "months": 1,
    "quarter": 3,
    "quarters": 3,
    "year": 12,
    "years": 12,
    "decade": 120,
    "decades": 120,
}


SPANNING = frozenset({"in", "over", "during", "for", "of", "within", "across", "throughout"})
PAST = words_of("time_past")


BLACK_MONDAY = date(1987, 10, 19)
LEADING = words_of("time_leading")


LOOSE = words_of("time_loose")


_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
_SINCE_LOOSE = words_of("since_loose")


def start_of_year(days: Days, t: Tokens, i: int) -> Found | None:
    """since the start of 2026; since the end of 2025."""
    if t.word(i) not in ("since", "from"):
        return None
    at = skip(t, i + 1, frozenset({"the"}))
    if t.word(at) in ("start", "beginning", "end", "close") and t.word(at + 1) == "of" and (year := year_at(t, at + 2)):
        first = year + (t.word(at) in ("end", "close"))
        through = _through(days, t, at + 3)
        if through:
            return through[0], Window(
                kind="between", text=printed(t, i, through[0]), start=date(first, 1, 1), end=through[1]
            )
        if days.dated is not None and first == days.dated.year:
            return at + 3, Window(kind="year to date", text=printed(t, i, at + 3))
        return at + 3, Window(kind="since", text=printed(t, i, at + 3), start=date(first, 1, 1))
    period = t.word(at + 3)
    opening = t.word(at) in ("start", "beginning") and t.words[at + 1 : at + 3] == ["of", "the"]
    if opening and period in ("month", "quarter"):
        return at + 4, Window(kind="since", text=printed(t, i, at + 4), start=period_start(days.dated, period))
    return None


def _through(days: Days, t: Tokens, i: int) -> tuple[int, date] | None:
    """through the end of 2025; to March 2009; until Friday."""
    if t.word(i) not in ("through", "to", "until", "till"):
        return None
    at = skip(t, i + 1, frozenset({"the"}))
    if t.word(at) in ("end", "close") and t.word(at + 1) == "of":
        at += 2
    if year := year_at(t, at):
        return at + 1, date(year, 12, 31)
    if (day := days.day_at(t, at)) and day[1]:
        return day[0], day[1]
    month = days.month_at(t, at)
    return (month[0], month_end(*month[1])) if month and month[1] else None


def trailing(days: Days, t: Tokens, i: int) -> Found | None:
    """over the past month; in the last 12 months; the trailing five sessions; in three months."""
    at = skip(t, i, SPANNING)
    led = at > i
    at = skip(t, at, frozenset({"the", "a", "its", "their", "those", "these"}))
    past = t.word(at) in PAST
    at += past
    at = skip(t, at, frozenset({"full", "rolling"}))
    counted = count_at(t, at) or ((at + 1, 2) if t.word(at) == "couple" else None)
    if not past and not (led and counted):
        return None
    stop, count = counted or (at, 1)
    stop += t.word(stop) in ("trading", "calendar", "market", "full")
    step = t.word(stop)
    hi = stop + 1
    if t.word(hi) in ("running", "straight", "winning", "losing") or t.words[hi : hi + 2] in _IN_A_ROW:
        return None
    ended = _ended(days, t, hi)
    if ended is not None and step in SPANS:
        return _ended_window(printed(t, i, ended[0]), ended, count, step)
    if step in DAYS and (counted or t.word(at - 1) == "past"):
        return hi, Window(kind="sessions", text=printed(t, i, hi), count=count)
    if step not in SPANS or (not counted and t.word(at - 1) in ("last", "previous", "prior", "latest")):
        return None
    return hi, _trailing_window(days.dated, printed(t, i, hi), count, step)


def _ended(days: Days, t: Tokens, i: int) -> tuple[int, date] | None:
    """ended Wednesday; ending Dec. 31, 2025; through January 10."""
    if t.word(i) not in ("ended", "ending", "through", "to"):
        return None
    day = days.day_at(t, i + 1 + (t.word(i + 1) in ("on", "last")))
    if day and day[1]:
        return day[0], day[1]
    month = days.month_at(t, i + 1)
    return (month[0], month_end(*month[1])) if month and month[1] else None


def _ended_window(text: str, ended: tuple[int, date], count: int, step: str) -> Found:
    """So many months or weeks that end on a day."""
    hi, end = ended
    months = SPANS[step] * count
    if months:
        start = months_before(end, months) + A_DAY
        return hi, Window(kind="between", text=text, months=min(months, 2400), start=start, end=end)
    start = end - timedelta(days=7 * count - 1)
    return hi, Window(kind="calendar" if count == 1 else "between", text=text, start=start, end=end)


def week_ended(days: Days, t: Tokens, i: int) -> Found | None:
    """in the week ended January 10; for the quarter ending in December."""
    at = skip(t, i, SPANNING)
    at += t.word(at) == "the"
    if at == i or t.word(at) not in ("week", "month", "quarter", "year"):
        return None
    ended = _ended(days, t, at + 1)
    return None if ended is None else _ended_window(printed(t, i, ended[0]), ended, 1, t.word(at))


def _trailing_window(dated: date | None, text: str, count: int, step: str) -> Window:
    months = SPANS[step] * count
    if not months:
        return Window(kind="sessions", text=text, count=5 * count)
    if months > 2400 or dated is None:
        return Window(kind="between", text=text, months=min(months, 2400))
    return Window(kind="between", text=text, months=months, start=months_before(dated, months) + A_DAY, end=dated)


def since(days: Days, t: Tokens, i: int) -> Found | None:
    """since May 1996; since 2008; since Nov. 5; since last Friday."""
    if t.word(i) != "since":
        return None
    at = skip(t, i + 1, LOOSE | _SINCE_LOOSE)
    if t.words[at : at + 2] == ["black", "monday"]:
        hi = at + 2 + 2 * (t.word(at + 2) in ("in", "of") and t.word(at + 3) == "1987")
        return hi, Window(kind="since", text=printed(t, i, hi), start=BLACK_MONDAY)
    if (day := days.day_at(t, at)) is not None:
        return day[0], Window(kind="since", text=printed(t, i, day[0]), start=day[1])
    if (month := days.month_at(t, at)) is not None:
        late = not {"end", "close"}.isdisjoint(t.words[i:at])
        start = (month_end(*month[1]) if late else date(*month[1], 1)) if month[1] else None
        return month[0], Window(kind="since", text=printed(t, i, month[0]), start=start)
    if year := year_at(t, at):
        return at + 1, Window(kind="since", text=printed(t, i, at + 1), start=date(year, 1, 1))
    if t.word(at) in _SEASONS:
        year = year_at(t, at + 1) or year_at(t, at + 2)
        hi = at + 1 if year is None else at + 2 if year_at(t, at + 1) else at + 3
        return hi, Window(kind="since", text=printed(t, i, hi), start=_season(days.dated, _SEASONS[t.word(at)], year))
    return None


def _season(dated: date | None, month: int, year: int | None) -> date | None:
    """The first day of a season: of a year that is named, else the last that has begun and is over a month old."""
    if year is None and dated is None:
        return None
    if year is not None:
        return date(year, month, 1)
    first = date(dated.year, month, 1) if dated else None
    return months_before(first, 12) if first and dated and first > months_before(dated, 1) else first


def span_of_dates(days: Days, t: Tokens, i: int) -> Found | None:
    """between March 3 and April 8; from January 2 to January 14; from March 2020 through January 2022."""
    if t.word(i) not in ("between", "from"):
        return None
    begin = days.day_at(t, i + 1)
    month = None if begin else days.month_at(t, i + 1)
    year = None if begin or month else year_at(t, i + 1)
    at = begin[0] if begin else month[0] if month else i + 2
    if not (begin or month or year) or t.word(at) not in ("and", "to", "through", "until"):
        return None
    start = begin[1] if begin else date(*month[1], 1) if month and month[1] else date(year, 1, 1) if year else None
    close = days.day_at(t, at + 1)
    until = None if close else days.month_at(t, at + 1)
    last = None if close or until else year_at(t, at + 1)
    if not (close or until or last):
        return None
    hi = close[0] if close else until[0] if until else at + 2
    end = close[1] if close else month_end(*until[1]) if until and until[1] else date(last, 12, 31) if last else None
    if start and end and start > end and year is None:
        start = made(start.year - 1, start.month, start.day)
    first = start + A_DAY if start and begin else start
    return hi, Window(kind="between", text=printed(t, i, hi), start=first, end=end)
