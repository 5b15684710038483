"""Spans of time: since a day, over so many months, the first weeks of a year, from a low."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from rotascope.claims.claim import Window
from rotascope.claims.read.dates import last_weekday, made, month_end, months_before
from rotascope.claims.read.days import A_DAY, count_at, period_start, printed, skip, year_at
from rotascope.data.words import words_of

if TYPE_CHECKING:
    from rotascope.claims.claim import WindowKind
    from rotascope.claims.read.days import Days, Found
    from rotascope.claims.read.tokens import Tokens


_IN_A_ROW = (["in", "a"], ["in", "succession"], ["on", "the"], ["on", "end"])
_TO_FRIDAY = timedelta(days=4)
_DAYS = frozenset({"day", "days", "session", "sessions"})


_SPANS = {
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


_SPANNING = frozenset({"in", "over", "during", "for", "of", "within", "across", "throughout"})
_PAST = words_of("time_past")


_LEADING = words_of("time_leading")


_LOOSE = words_of("time_loose")


_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
_EXTREME_LOOSE = words_of("extreme_loose")
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


def first_part(days: Days, t: Tokens, i: int) -> Found | None:
    """first two weeks of January; opening ten sessions of 2026; first half of 2025; first three months of the year."""
    at = skip(t, i, _LEADING | frozenset({"the", "its", "their"}))
    if t.word(at) not in ("first", "opening", "initial"):
        return None
    counted = count_at(t, at + 1)
    stop, count = counted or (at + 1, 1)
    stop += t.word(stop) in ("full", "trading", "market", "calendar")
    step = t.word(stop)
    if not (step in _DAYS or step in ("week", "weeks", "month", "months", "half")) or (step == "half" and counted):
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
    at = skip(t, i, _LEADING | frozenset({"the", "its", "their"}))
    if t.word(at) not in ("last", "final", "closing") or at == i:
        return None
    counted = count_at(t, at + 1)
    stop, count = counted or (at + 1, 1)
    stop += t.word(stop) in ("full", "trading", "market", "calendar")
    step = t.word(stop)
    many = step.endswith("s") and not counted  # "the last months of 2025" are no window
    if many or not (step in _DAYS or step in _SPANS or step == "half") or t.word(stop + 1) not in ("of", "in"):
        return None
    named = _named_end(days, t, stop + 2)
    return None if named is None else (named[0], _to_end(printed(t, i, named[0]), named[1], count, step))


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
    if step in _DAYS:
        return Window(kind="sessions", text=text, count=count, end=last)
    if step in ("week", "weeks"):
        monday = last_weekday(last, 0)
        start = monday - timedelta(days=7 * (count - 1))
        kind: WindowKind = "calendar" if count == 1 else "between"
        return Window(kind=kind, text=text, start=start, end=monday + _TO_FRIDAY)
    months = 6 * count if step == "half" else _SPANS[step] * count
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
    if step in _DAYS:
        return Window(kind="sessions", text=text, count=count, start=first)
    if first is None:
        return Window(kind="between", text=text)
    if step in ("week", "weeks"):
        return Window(kind="between", text=text, start=first, end=first + timedelta(days=7 * count - 1))
    months = 6 if step == "half" else count
    last = months_before(first, -months) - A_DAY
    return Window(kind="calendar" if step == "half" else "between", text=text, start=first, end=last)


def trailing(days: Days, t: Tokens, i: int) -> Found | None:
    """over the past month; in the last 12 months; the trailing five sessions; in three months."""
    at = skip(t, i, _SPANNING)
    led = at > i
    at = skip(t, at, frozenset({"the", "a", "its", "their"}))
    past = t.word(at) in _PAST
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
    if ended is not None and step in _SPANS:
        return _ended_window(printed(t, i, ended[0]), ended, count, step)
    if step in _DAYS and (counted or t.word(at - 1) == "past"):
        return hi, Window(kind="sessions", text=printed(t, i, hi), count=count)
    if step not in _SPANS or (not counted and t.word(at - 1) in ("last", "previous", "prior", "latest")):
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
    months = _SPANS[step] * count
    if months:
        start = months_before(end, months) + A_DAY
        return hi, Window(kind="between", text=text, months=min(months, 2400), start=start, end=end)
    start = end - timedelta(days=7 * count - 1)
    return hi, Window(kind="calendar" if count == 1 else "between", text=text, start=start, end=end)


def week_ended(days: Days, t: Tokens, i: int) -> Found | None:
    """in the week ended January 10; for the quarter ending in December."""
    at = skip(t, i, _SPANNING)
    at += t.word(at) == "the"
    if at == i or t.word(at) not in ("week", "month", "quarter", "year"):
        return None
    ended = _ended(days, t, at + 1)
    return None if ended is None else _ended_window(printed(t, i, ended[0]), ended, 1, t.word(at))


def _trailing_window(dated: date | None, text: str, count: int, step: str) -> Window:
    months = _SPANS[step] * count
    if not months:
        return Window(kind="sessions", text=text, count=5 * count)
    if months > 2400 or dated is None:
        return Window(kind="between", text=text, months=min(months, 2400))
    return Window(kind="between", text=text, months=months, start=months_before(dated, months) + A_DAY, end=dated)


def since(days: Days, t: Tokens, i: int) -> Found | None:
    """since May 1996; since 2008; since Nov. 5; since last Friday."""
    if t.word(i) != "since":
        return None
    at = skip(t, i + 1, _LOOSE | _SINCE_LOOSE)
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


def extreme(days: Days, t: Tokens, i: int) -> Found | None:
    """from its April low; off the October peak; since its record high; from the lows of April 8."""
    short = t.word(i) in ("shy", "short") and t.word(i + 1) == "of"
    if t.word(i) not in ("from", "off", "since", "below", "above", "under") and not short:
        return None
    at = skip(t, i + 1 + short, _LOOSE | _EXTREME_LOOSE)
    month = days.month_at(t, at)
    stop = month[0] if month else at
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
    if month and month[1]:
        start, end = date(*month[1], 1), month_end(*month[1])
    elif t.word(hi) in ("of", "on", "in", "hit", "set", "reached"):
        after = hi + 1 + (t.word(hi + 1) in ("on", "in"))
        if day := days.day_at(t, after):
            hi, start, end = day[0], day[1], day[1]
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
