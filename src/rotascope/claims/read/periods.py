"""Periods of the calendar: days, weeks, months, quarters and years."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from rotascope.claims.claim import Window
from rotascope.claims.read.dates import last_weekday, month_end, months_before
from rotascope.claims.read.days import A_DAY, period_start, printed, skip, year_at
from rotascope.claims.read.number import ORDINALS
from rotascope.data.words import words_of

if TYPE_CHECKING:
    from rotascope.claims.read.days import Days, Found
    from rotascope.claims.read.tokens import Tokens


_SPANS = {"week": 0, "month": 1, "quarter": 3, "year": 12}
_BEGINS = frozenset({"began", "started", "opened", "begun", "kicked off", "starts", "begins", "starting"})
_ENDS = frozenset(
    {"ended", "ends", "finished", "finishes", "closed", "closes", "ending", "finishing", "closing", "end"}
)
_AHEAD = frozenset({"to", "will", "would", "should", "could", "may", "might"})  # "expects it to end the year at 3.9%"
_OF_YEAR = words_of("of_year")
_FINITE = words_of("finite")
_GIVING = words_of("giving") | words_of("costing")
_MONTHLY = words_of("monthly_nouns")


DAY_LEADING = words_of("day_leading")


def period(days: Days, t: Tokens, i: int) -> Found | None:
    """this week, last month, the previous quarter, last year; for the week, on the month."""
    at = skip(t, i, frozenset({"in", "during", "for", "over", "on", "through", "throughout", "across"}))
    led = t.word(at - 1) if at > i else ""
    article = t.word(at) == "the"
    at += article
    so_far = t.words[at : at + 2] == ["so", "far"]
    at += 2 * so_far
    which, word = t.word(at), t.word(at + 1)
    if which == "this" and word in _PERIODS:
        hi = at + 2 + 2 * (t.words[at + 2 : at + 4] == ["so", "far"])
        return hi, whole_period(days, t, i, hi, word, 0)
    if which in ("last", "previous", "prior", "preceding") and word in _PERIODS:
        return at + 2, whole_period(days, t, i, at + 2, word, 1)
    if which in _PERIODS and article and led in ("for", "on", "in", "over", "during"):
        young = days.dated is not None and which in ("month", "quarter") and _has_begun(days.dated, which)
        return at + 1, whole_period(days, t, i, at + 1, which, int(led == "for" and young))
    if which in _PERIODS and article and at == i + 1 and t.word(at + 1) == "'s" and t.word(at + 2) in _OF_PERIOD:
        return at + 1, whole_period(days, t, i, at + 1, which, 0)  # "the day's worst performer"
    if which in ("month", "week", "quarter") and t.words[at + 1 : at + 3] in (["to", "date"], ["so", "far"]):
        return at + 3, whole_period(days, t, i, at + 3, which, 0)
    return None


_OF_PERIOD = words_of("of_period")
_PERIODS = frozenset({"day", "session", "week", "month", "quarter", "year"})


def whole_period(days: Days, t: Tokens, lo: int, hi: int, word: str, back: int) -> Window:
    """A whole period: the current one, or `back` before it."""
    text, dated = printed(t, lo, hi), days.dated
    if word in ("day", "session"):
        end = None if dated is None else _session_before(dated, back)
        return Window(kind="sessions", text=text, count=1, end=end)
    if word == "year" and not back:
        return Window(kind="year to date", text=text)
    if dated is None:
        months = _SPANS[word]
        return Window(kind="calendar", text=text, count=None if months else 5, months=months or None)
    return Window(kind="calendar", text=text, start=(span := _period_days(dated, word, back))[0], end=span[1])


def _session_before(dated: date, back: int) -> date:
    day = dated
    for _ in range(back):
        day -= A_DAY
        while day.weekday() > 4:
            day -= A_DAY
    return day


def _period_days(dated: date, word: str, back: int) -> tuple[date, date]:
    if word == "week":
        monday = last_weekday(dated, 0) - timedelta(days=7 * back)
        return monday, monday + timedelta(days=4)
    months = _SPANS[word]
    first = period_start(dated, word) or dated
    first = months_before(first, months * back)
    return first, months_before(first, -months) - A_DAY


def period_closed(days: Days, t: Tokens, i: int) -> Found | None:
    """ended the year; finished the week; began the month: a whole period, or as far as it has gone."""
    if t.word(i) != "the" or t.word(i + 1) not in ("week", "month", "quarter", "year"):
        return None
    verb, word = t.word(i - 1), t.word(i + 1)
    if verb in _BEGINS or (i == 0 and t.word(2) in _GIVING):
        return i + 2, whole_period(days, t, i, i + 2, word, 0)
    if verb not in _ENDS or t.word(i - 2) in _AHEAD:
        return None
    return i + 2, whole_period(days, t, i, i + 2, word, int(days.dated is not None and _has_begun(days.dated, word)))


def _has_begun(dated: date, word: str) -> bool:
    """Whether a period is so young that what "ended the quarter" must be the one before."""
    if word == "year":
        return dated.month <= 2
    if word == "week":
        return dated.weekday() == 0
    if word == "quarter":
        return dated.month % 3 == 1 and dated.day <= 20
    return dated.day <= 7


def year_named(days: Days, t: Tokens, i: int) -> Found | None:
    """in 2025; during all of 2025; throughout late 2025 (loosely); calendar 2025; full-year 2025."""
    at = skip(t, i, frozenset({"in", "during", "for", "over", "throughout", "through", "across", "by"}))
    at += at == i and t.word(i) == "of" and t.word(i - 1) in _OF_YEAR
    led = at > i
    at = skip(t, at, frozenset({"all", "of", "the", "calendar", "full", "year", "whole", "early", "late", "mid"}))
    year = year_at(t, at)
    if year and at == i and t.word(i - 1) in ("finished", "ended", "closed", "began", "out", "started", "'s"):
        return at + 1, Window(kind="calendar", text=t.raw[at], start=date(year, 1, 1), end=date(year, 12, 31))
    if not year or at == i:
        return None
    if t.word(at - 1) in ("early", "late", "mid"):
        return None
    if t.word(i) == "by" or (not led and t.word(i) not in ("calendar", "full")):
        return None
    if days.dated is not None and days.dated.year == year:
        return at + 1, Window(kind="year to date", text=printed(t, i, at + 1))
    return at + 1, Window(kind="calendar", text=printed(t, i, at + 1), start=date(year, 1, 1), end=date(year, 12, 31))


def quarter_named(days: Days, t: Tokens, i: int) -> Found | None:
    """in the fourth quarter of 2025; Q4 2025; in the second half of last year."""
    at = skip(t, i, frozenset({"in", "during", "for", "over", "throughout", "the", "through"}))
    word = t.word(at)
    number, stop = 0, at
    if word == "q" and t.adjoins(at + 1) and t.word(at + 1) in ("1", "2", "3", "4"):
        number, stop = int(t.word(at + 1)), at + 2
    elif word in ORDINALS and t.word(at + 1) in ("quarter", "half") and ORDINALS[word] <= 4:
        number, stop = ORDINALS[word], at + 2
    length = 6 if t.word(stop - 1) == "half" else 3
    if not number or (length == 6 and number > 2):
        return None
    stop = skip(t, stop, frozenset({"of", "in", ","}))
    year = year_at(t, stop)
    hi = stop + 1 if year else at + 2
    if year is None and t.words[stop : stop + 2] in (["last", "year"], ["the", "year"]):
        hi = stop + 2
        year = days.dated.year - (t.word(stop) == "last") if days.dated else None
    year = year or _latest_year(days.dated, length * number)
    if year is None:
        return hi, Window(kind="calendar", text=printed(t, i, hi), months=length)
    first = date(year, length * (number - 1) + 1, 1)
    return hi, Window(kind="calendar", text=printed(t, i, hi), start=first, end=months_before(first, -length) - A_DAY)


def _latest_year(dated: date | None, last_month: int) -> int | None:
    if dated is None:
        return None
    return dated.year if dated.month >= last_month else dated.year - 1


def year_end(days: Days, t: Tokens, i: int) -> Found | None:
    """at the end of 2025; by the end of 2025; at year-end; by year-end 2026."""
    at = skip(t, i, frozenset({"by", "at", "as", "of", "the", "in", "through", "for"}))
    if t.word(at) == "end" and t.word(at + 1) == "of":
        after = skip(t, at + 2, frozenset({"the"}))
        if year := year_at(t, after):
            return after + 1, Window(kind="at", text=printed(t, i, after + 1), end=date(year, 12, 31))
        if t.word(after) == "year" or t.words[after : after + 2] in (
            ["this", "year"],
            ["last", "year"],
            ["next", "year"],
        ):
            hi = after + (1 if t.word(after) == "year" else 2)
            offset = {"last": -1, "next": 1}.get(t.word(after), 0)
            end = date(days.dated.year + offset, 12, 31) if days.dated else None
            return hi, Window(kind="at", text=printed(t, i, hi), end=end)
        if (month := days.month_at(t, after)) is not None:
            end = month_end(*month[1]) if month[1] else None
            return month[0], Window(kind="at", text=printed(t, i, month[0]), end=end)
    if t.word(i) == "by" and (month := days.month_at(t, at)) is not None and days.day_at(t, at) is None:
        end = month_end(*month[1]) if month[1] else None
        return month[0], Window(kind="at", text=printed(t, i, month[0]), end=end)  # "by December 2026"
    if t.words[at : at + 2] == ["year", "end"] and at > i:
        year = year_at(t, at + 2)
        end = date(year or (days.dated.year if days.dated else 1), 12, 31) if year or days.dated else None
        hi = at + 2 + bool(year)
        return hi, Window(kind="at", text=printed(t, i, hi), end=end)
    return None


def _opens(t: Tokens, at: int) -> bool:
    """Whether a period is what a verb speaks of: "December alone cost ...", "made November the best month"."""
    if t.word(at - 1) in ("made", "makes", "making"):
        return True
    if at > 0 and t.word(at - 1) not in (";", ":", "—", "–", "but", "while", "“", '"'):
        return False
    verb = t.word(at + 1 + (t.word(at + 1) in ("alone", "itself", "also", "then")))
    return verb in _FINITE or verb in _GIVING or (len(verb) > 4 and verb.endswith("ed"))


def month_named(days: Days, t: Tokens, i: int) -> Found | None:
    """in January; in May 1996; for the month of December; through mid-January."""
    at = skip(t, i, frozenset({"in", "during", "for", "over", "throughout", "the", "month", "of", "this", "last"}))
    opens = at == i and (_opens(t, at) or t.word(at - 1) in _ENDS | {"out"})  # "ended August flat"
    attributive = opens or t.word(at + 1) in _MONTHLY or (t.word(at + 1) == "'s" and at >= i)
    if (at == i or t.word(at - 1) == "the") and not attributive:
        return None
    if t.word(i) == "of" and t.word(at - 1) != "of":
        return None
    month = days.month_at(t, at)
    if month is None or days.day_at(t, at) is not None:
        return None
    hi, found, _ = month
    if found is None:
        return hi, Window(kind="calendar", text=printed(t, i, hi), months=1)
    return hi, Window(kind="calendar", text=printed(t, i, hi), start=date(*found, 1), end=month_end(*found))


def day_named(days: Days, t: Tokens, i: int) -> Found | None:
    """on Friday; on Jan. 14, 2026; as of January 14; by January 14, 2026; at Tuesday's close; today."""
    at = skip(t, i, DAY_LEADING)
    if "since" in t.words[i:at]:
        return None
    day = days.day_at(t, at)
    if day is None:
        loose = t.words[i : i + 2] == ["as", "of"] and t.word(i + 2) == "mid"
        month = days.month_at(t, i + 3) if loose else None
        return (month[0], Window(kind="at", text=printed(t, i, month[0]))) if month else None
    hi, when = day
    if t.word(i) == "through":
        return hi, Window(kind="unstated", text=printed(t, i, hi), end=when)
    state = t.word(i) in ("as", "by", "at")
    if t.word(hi) == "'s" and t.word(hi + 1) in ("close", "session", "trading", "open", "trade", "finish"):
        hi += 2
    hi += t.word(hi) in ("afternoon", "morning", "night", "evening")
    return hi, Window(kind="at" if state else "sessions", text=printed(t, i, hi), count=None if state else 1, end=when)
