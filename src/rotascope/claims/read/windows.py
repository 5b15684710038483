"""The times that sentences speak of."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from rotascope.claims.claim import Window
from rotascope.claims.read.dates import (
    MONTHS,
    WEEKDAYS,
    last_weekday,
    made,
    month_end,
    months_before,
    year_of_month,
)
from rotascope.claims.read.numbers import ONES, ORDINALS, TENS
from rotascope.claims.read.phrases import Phrases
from rotascope.data.words import words_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from rotascope.claims.read.tokens import Tokens

    Found = tuple[int, Window]

A_DAY = timedelta(days=1)
REACH = 9  # tokens within which a window names its day, month, year or period
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
_PAST = words_of("time_past")
_LEADING = words_of("time_leading")
_LOOSE = words_of("time_loose")
_EXTREME_LOOSE = words_of("extreme_loose")
_DAY_LEADING = words_of("day_leading")
FIRSTS = (
    _LEADING
    | frozenset(
        {
            "year",
            "ytd",
            "so",
            "this",
            "last",
            "past",
            "first",
            "opening",
            "today",
            "yesterday",
            "week",
            "month",
            "full",
            "trailing",
            "previous",
            "late",
            "early",
            "mid",
            "off",
            "q1",
            "q2",
            "q3",
            "q4",
            "q",
            "calendar",
            "the",
            "overnight",
            "year's",
            "annual",
            "annually",
            "annualized",
            "one",
            "12",
            "second",
            "third",
            "fourth",
            "to",
            "thus",
            "intraday",
        }
    )
    | MONTHS.keys()
    | WEEKDAYS.keys()
)


KEYS = words_of("time_keys") | MONTHS.keys() | WEEKDAYS.keys()


def key_places(tokens: Tokens) -> list[bool]:
    """Whether each token has a word of time within reach after it, itself included."""
    near, last = [False] * len(tokens), -REACH
    words = tokens.words
    for index in range(len(words) - 1, -1, -1):
        word = words[index]
        if word in KEYS or (len(word) == 4 and word.isdigit()):
            last = index
        near[index] = 0 <= last - index < REACH
    return near


class Calendar:
    """Windows of one article, resolved from its own day where it has one."""

    def __init__(self, dated: date | None) -> None:
        self.dated = dated

    def at(self, tokens: Tokens, i: int) -> Found | None:
        """Where the window that begins at token i ends, and the window; None where none begins."""
        for rule in _RULES:
            found = rule(self, tokens, i)
            if found:
                return self._until(tokens, *found)
        return None

    def _until(self, tokens: Tokens, hi: int, window: Window) -> Found:
        """A window with a later end of its own: "year to date through Friday"."""
        if window.kind in ("year to date", "since") and tokens.word(hi) in ("through", "to", "as", "until"):
            skip = 2 if tokens.words[hi : hi + 2] == ["as", "of"] else 1
            day = self.day_at(tokens, hi + skip)
            if day and day[1]:
                return day[0], window.model_copy(update={"end": day[1]})
        return hi, window

    def day_at(self, tokens: Tokens, i: int) -> tuple[int, date | None] | None:
        """A day at token i: a date, a day of the week, "today"."""
        word = tokens.word(i)
        if word in ("today", "yesterday"):
            return i + 1, self._ago(1 if word == "yesterday" else 0)
        if word in WEEKDAYS:
            return self._weekday(tokens, i)
        if word in MONTHS:
            return self._month_day(tokens, i)
        if word.isdigit() and len(word) == 4 and tokens.word(i + 1) == "-" and tokens.word(i + 3) == "-":
            parts = [tokens.word(i), tokens.word(i + 2), tokens.word(i + 4)]
            if all(part.isdigit() and len(part) <= 4 for part in parts):
                return i + 5, made(*(int(part) for part in parts))
        if word.isdigit() and len(word) <= 2 and tokens.word(i + 1) in MONTHS and tokens.raw[i + 1][0].isupper():
            return self._of_month(i + 2, int(word), MONTHS[tokens.word(i + 1)], tokens)
        return None

    def _ago(self, days: int) -> date | None:
        if self.dated is None:
            return None
        day = self.dated - timedelta(days=days)
        return last_weekday(day, 4) if day.weekday() > 4 else day

    def _weekday(self, tokens: Tokens, i: int) -> tuple[int, date | None]:
        """The latest such day; a date that follows it is the day itself."""
        after = i + 1 + (tokens.word(i + 1) == ",")
        if tokens.word(after) in MONTHS and (dated := self._month_day(tokens, after)):
            return dated
        return i + 1, None if self.dated is None else last_weekday(self.dated, WEEKDAYS[tokens.word(i)])

    def _month_day(self, tokens: Tokens, i: int) -> tuple[int, date | None] | None:
        month, at = MONTHS[tokens.word(i)], i + 1 + (tokens.word(i + 1) == ".")
        word = tokens.word(at)
        if not (word.isdigit() and len(word) <= 2 and tokens.raw[i][0].isupper()) or tokens.word(at + 1) == "%":
            return None
        at += tokens.word(at + 1) in ("st", "nd", "rd", "th")
        return self._of_month(at + 1, int(word), month, tokens)

    def _of_month(self, at: int, day: int, month: int, tokens: Tokens) -> tuple[int, date | None]:
        comma = tokens.word(at) == ","
        year = _year(tokens, at + comma)
        if year:
            return at + comma + 1, made(year, month, day)
        guess = year_of_month(month, self.dated)
        found = made(guess, month, day) if guess else None
        if found and self.dated and found > self.dated:
            found = made(found.year - 1, month, day)
        return at, found

    def month_at(self, tokens: Tokens, i: int) -> tuple[int, tuple[int, int] | None, int] | None:
        """A month at token i: where it ends, (year, month) where the year is known, the month."""
        if tokens.word(i) not in MONTHS or not tokens.raw[i][0].isupper():
            return None
        month, at = MONTHS[tokens.word(i)], i + 1 + (tokens.word(i + 1) == "." and len(tokens.word(i)) <= 4)
        skip = at + (tokens.word(at) in (",", "of"))
        year = _year(tokens, skip)
        if year:
            return skip + 1, (year, month), month
        guess = year_of_month(month, self.dated)
        return at, (guess, month) if guess else None, month


def _year(tokens: Tokens, i: int) -> int | None:
    word = tokens.word(i)
    plain = word.isdigit() and len(word) == 4 and word.isascii() and word[:2] in ("18", "19", "20")
    return int(word) if plain and tokens.word(i + 1) not in ("%", "points") else None


def _count(tokens: Tokens, i: int) -> tuple[int, int] | None:
    """A whole number and where it ends."""
    word = tokens.word(i)
    if word.isdigit() and len(word) <= 3 and word.isascii():
        return i + 1, int(word)
    if word in TENS:
        extra = ONES.get(tokens.word(i + 1), 0)
        return i + 1 + (0 < extra < 10), TENS[word] + extra
    return (i + 1, ONES[word]) if ONES.get(word) else None


def _skip(tokens: Tokens, i: int, words: frozenset[str]) -> int:
    while tokens.word(i) in words:
        i += 1
    return i


def _text(tokens: Tokens, lo: int, hi: int) -> str:
    """The words, a space between each: for a reader, spans say where they stand."""
    return " ".join(tokens.raw[lo:hi])


def _year_to_date(self: Calendar, t: Tokens, i: int) -> Found | None:
    if found := _YTD.at(t, i):
        return found[0], _ytd(self, t, i, found[0])
    at = i + 2 if t.words[i : i + 2] in (["so", "far"], ["thus", "far"]) else i
    if at > i and t.word(at) in ("in", "for") and (year := _year(t, at + 1)):
        same = self.dated is None or self.dated.year == year
        return (at + 2, _ytd(self, t, i, at + 2)) if same else None
    return None


_MONTHLY = words_of("monthly_nouns")
_YTD = Phrases(
    (words, True)
    for words in (
        "year to date",
        "on a year to date basis",
        "ytd",
        "so far this year",
        "thus far this year",
        "so far in the year",
        "since the start of the year",
        "since the beginning of the year",
        "since the start of this year",
        "this year so far",
        "since the year began",
        "to start the year",
        "to begin the year",
        "since january 1",
        "since jan. 1",
        "since new year",
        "for the year to date",
        "in the year to date",
        "in the year so far",
        "for the year so far",
        "this year",
        "on the year",
        "for the year",
        "since the turn of the year",
        "since year end",
        "since the year's start",
        "to open the year",
        "since the start of january",
        "since the new year",
    )
)


def _ytd(self: Calendar, t: Tokens, lo: int, hi: int) -> Window:
    """The year to date; "for the year" of an article from the first days of January is taken so too."""
    return Window(kind="year to date", text=_text(t, lo, hi))


def _start_of_year(self: Calendar, t: Tokens, i: int) -> Found | None:
    """since the start of 2026; since the end of 2025."""
    if t.word(i) not in ("since", "from"):
        return None
    at = _skip(t, i + 1, frozenset({"the"}))
    if t.word(at) in ("start", "beginning", "end", "close") and t.word(at + 1) == "of" and (year := _year(t, at + 2)):
        first = year + (t.word(at) in ("end", "close"))
        through = _through(self, t, at + 3)
        if through:
            return through[0], Window(
                kind="between", text=_text(t, i, through[0]), start=date(first, 1, 1), end=through[1]
            )
        if self.dated is not None and first == self.dated.year:
            return at + 3, Window(kind="year to date", text=_text(t, i, at + 3))
        return at + 3, Window(kind="since", text=_text(t, i, at + 3), start=date(first, 1, 1))
    return None


def _through(self: Calendar, t: Tokens, i: int) -> tuple[int, date] | None:
    """through the end of 2025; to March 2009; until Friday."""
    if t.word(i) not in ("through", "to", "until", "till"):
        return None
    at = _skip(t, i + 1, frozenset({"the"}))
    if t.word(at) in ("end", "close") and t.word(at + 1) == "of":
        at += 2
    if year := _year(t, at):
        return at + 1, date(year, 12, 31)
    if (day := self.day_at(t, at)) and day[1]:
        return day[0], day[1]
    month = self.month_at(t, at)
    return (month[0], month_end(*month[1])) if month and month[1] else None


def _first_part(self: Calendar, t: Tokens, i: int) -> Found | None:
    """first two weeks of January; opening ten sessions of 2026; first half of 2025; first three months of the year."""
    at = _skip(t, i, _LEADING | frozenset({"the", "its", "their"}))
    if t.word(at) not in ("first", "opening", "initial"):
        return None
    counted = _count(t, at + 1)
    stop, count = counted or (at + 1, 1)
    stop += t.word(stop) in ("full", "trading", "market", "calendar")
    step = t.word(stop)
    if not (step in _DAYS or step in ("week", "weeks", "month", "months", "half")) or (step == "half" and counted):
        return None
    if t.word(stop + 1) not in ("of", "in"):
        return None
    start = _named_start(self, t, stop + 2)
    if start is None:
        return None
    hi, first = start
    return hi, _from_start(_text(t, i, hi), first, count, step)


def _named_start(self: Calendar, t: Tokens, i: int) -> tuple[int, date | None] | None:
    """The first day of a named month or year: "January", "2026", "the year", "the new year", "this month"."""
    at = _skip(t, i, frozenset({"the", "this", "new", "trading", "calendar"}))
    if year := _year(t, at):
        return at + 1, date(year, 1, 1)
    if t.word(at) in ("year", "month", "quarter") and at > i:
        return at + 1, _period_start(self.dated, t.word(at))
    month = self.month_at(t, at)
    return (month[0], date(*month[1], 1) if month[1] else None) if month else None


def _period_start(dated: date | None, period: str) -> date | None:
    if dated is None:
        return None
    first = {"year": 1, "month": dated.month, "quarter": 3 * ((dated.month - 1) // 3) + 1}[period]
    return date(dated.year, first, 1)


def _from_start(text: str, first: date | None, count: int, step: str) -> Window:
    if step in _DAYS:
        return Window(kind="sessions", text=text, count=count, start=first)
    if first is None:
        return Window(kind="between", text=text)
    if step in ("week", "weeks"):
        return Window(kind="between", text=text, start=first, end=first + timedelta(days=7 * count - 1))
    months = 6 if step == "half" else count
    last = months_before(first, -months) - A_DAY
    return Window(kind="between", text=text, start=first, end=last)


def _trailing(self: Calendar, t: Tokens, i: int) -> Found | None:
    """over the past month; in the last 12 months; the trailing five sessions; in three months."""
    at = _skip(t, i, frozenset({"in", "over", "during", "for", "of", "within", "across", "throughout", "on"}))
    led = at > i
    at = _skip(t, at, frozenset({"the", "a", "its", "their"}))
    past = t.word(at) in _PAST
    at += past
    at = _skip(t, at, frozenset({"full", "rolling"}))
    counted = _count(t, at) or ((at + 1, 2) if t.word(at) == "couple" else None)
    if not past and not (led and counted):
        return None
    stop, count = counted or (at, 1)
    stop += t.word(stop) in ("trading", "calendar", "market", "full")
    step = t.word(stop)
    hi = stop + 1
    if step in _DAYS and (counted or t.word(at - 1) == "past"):
        return hi, Window(kind="sessions", text=_text(t, i, hi), count=count)
    if step not in _SPANS or (not counted and t.word(at - 1) in ("last", "previous", "prior", "latest")):
        return None
    return hi, _trailing_window(self.dated, _text(t, i, hi), count, step)


def _trailing_window(dated: date | None, text: str, count: int, step: str) -> Window:
    months = _SPANS[step] * count
    if not months:
        return Window(kind="sessions", text=text, count=5 * count)
    if months > 2400 or dated is None:
        return Window(kind="between", text=text, months=min(months, 2400))
    return Window(kind="between", text=text, months=months, start=months_before(dated, months) + A_DAY, end=dated)


def _since(self: Calendar, t: Tokens, i: int) -> Found | None:
    """since May 1996; since 2008; since Nov. 5; since last Friday."""
    if t.word(i) != "since":
        return None
    at = _skip(
        t, i + 1, _LOOSE | frozenset({"last", "at", "least", "of", "end", "start", "beginning", "way", "back", "in"})
    )
    if (day := self.day_at(t, at)) is not None:
        return day[0], Window(kind="since", text=_text(t, i, day[0]), start=day[1])
    if (month := self.month_at(t, at)) is not None:
        start = date(*month[1], 1) if month[1] else None
        return month[0], Window(kind="since", text=_text(t, i, month[0]), start=start)
    if year := _year(t, at):
        return at + 1, Window(kind="since", text=_text(t, i, at + 1), start=date(year, 1, 1))
    return None


def _extreme(self: Calendar, t: Tokens, i: int) -> Found | None:
    """from its April low; off the October peak; since its record high; from the lows of April 8."""
    if t.word(i) not in ("from", "off", "since", "below", "above"):
        return None
    at = _skip(t, i + 1, _LOOSE | _EXTREME_LOOSE)
    month = self.month_at(t, at)
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
    if kind is None:
        return None
    hi, start, end = stop + 1, None, None
    if month and month[1]:
        start, end = date(*month[1], 1), month_end(*month[1])
    elif t.word(hi) in ("of", "on", "in", "hit", "set", "reached"):
        after = hi + 1 + (t.word(hi + 1) in ("on", "in"))
        if day := self.day_at(t, after):
            hi, start, end = day[0], day[1], day[1]
        elif late := self.month_at(t, after):
            hi = late[0]
            start, end = (date(*late[1], 1), month_end(*late[1])) if late[1] else (None, None)
    return hi, Window(kind="since", text=_text(t, i, hi), start=start, end=end, extreme=kind)  # type: ignore[arg-type]


def _span_of_dates(self: Calendar, t: Tokens, i: int) -> Found | None:
    """between March 3 and April 8; from January 2 to January 14; from March 2020 through January 2022."""
    if t.word(i) not in ("between", "from"):
        return None
    begin = self.day_at(t, i + 1)
    month = None if begin else self.month_at(t, i + 1)
    year = None if begin or month else _year(t, i + 1)
    at = begin[0] if begin else month[0] if month else i + 2
    if not (begin or month or year) or t.word(at) not in ("and", "to", "through", "until"):
        return None
    start = begin[1] if begin else date(*month[1], 1) if month and month[1] else date(year, 1, 1) if year else None
    close = self.day_at(t, at + 1)
    until = None if close else self.month_at(t, at + 1)
    last = None if close or until else _year(t, at + 1)
    if not (close or until or last):
        return None
    hi = close[0] if close else until[0] if until else at + 2
    end = close[1] if close else month_end(*until[1]) if until and until[1] else date(last, 12, 31) if last else None
    if start and end and start > end and year is None:
        start = made(start.year - 1, start.month, start.day)
    first = start + A_DAY if start and begin else start
    return hi, Window(kind="between", text=_text(t, i, hi), start=first, end=end)


def _period(self: Calendar, t: Tokens, i: int) -> Found | None:
    """this week, last month, the previous quarter, last year; for the week, on the month."""
    at = _skip(t, i, frozenset({"in", "during", "for", "over", "on", "through", "throughout", "across"}))
    led = t.word(at - 1) if at > i else ""
    article = t.word(at) == "the"
    at += article
    so_far = t.words[at : at + 2] == ["so", "far"]
    at += 2 * so_far
    which, word = t.word(at), t.word(at + 1)
    if which == "this" and word in _PERIODS:
        hi = at + 2 + 2 * (t.words[at + 2 : at + 4] == ["so", "far"])
        return hi, _whole_period(self, t, i, hi, word, 0)
    if which in ("last", "previous", "prior", "preceding") and word in _PERIODS:
        return at + 2, _whole_period(self, t, i, at + 2, word, 1)
    if which in _PERIODS and article and led in ("for", "on", "in", "over", "during"):
        return at + 1, _whole_period(self, t, i, at + 1, which, 0)
    if which in ("month", "week", "quarter") and t.words[at + 1 : at + 3] == ["to", "date"]:
        return at + 3, _whole_period(self, t, i, at + 3, which, 0)
    return None


_PERIODS = frozenset({"day", "session", "week", "month", "quarter", "year"})


def _whole_period(self: Calendar, t: Tokens, lo: int, hi: int, word: str, back: int) -> Window:
    """A whole period: the current one, or `back` before it."""
    text, dated = _text(t, lo, hi), self.dated
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
    first = _period_start(dated, word) or dated
    first = months_before(first, months * back)
    return first, months_before(first, -months) - A_DAY


def _year_named(self: Calendar, t: Tokens, i: int) -> Found | None:
    """in 2025; during all of 2025; throughout late 2025 (loosely); calendar 2025; full-year 2025."""
    at = _skip(t, i, frozenset({"in", "during", "for", "over", "throughout", "through", "across", "by"}))
    led = at > i
    at = _skip(t, at, frozenset({"all", "of", "the", "calendar", "full", "year", "whole", "early", "late", "mid"}))
    year = _year(t, at)
    if year and at == i and t.word(i - 1) in ("finished", "ended", "closed", "began", "out", "started"):
        return at + 1, Window(kind="calendar", text=t.raw[at], start=date(year, 1, 1), end=date(year, 12, 31))
    if not year or at == i:
        return None
    if t.word(at - 1) in ("early", "late", "mid"):
        return None
    if t.word(i) == "by" or (not led and t.word(i) not in ("calendar", "full")):
        return None
    if self.dated is not None and self.dated.year == year:
        return at + 1, Window(kind="year to date", text=_text(t, i, at + 1))
    return at + 1, Window(kind="calendar", text=_text(t, i, at + 1), start=date(year, 1, 1), end=date(year, 12, 31))


def _quarter_named(self: Calendar, t: Tokens, i: int) -> Found | None:
    """in the fourth quarter of 2025; Q4 2025; in the second half of last year."""
    at = _skip(t, i, frozenset({"in", "during", "for", "over", "throughout", "the", "through"}))
    word = t.word(at)
    number, stop = 0, at
    if word == "q" and t.adjoins(at + 1) and t.word(at + 1) in ("1", "2", "3", "4"):
        number, stop = int(t.word(at + 1)), at + 2
    elif word in ORDINALS and t.word(at + 1) in ("quarter", "half") and ORDINALS[word] <= 4:
        number, stop = ORDINALS[word], at + 2
    length = 6 if t.word(stop - 1) == "half" else 3
    if not number or (length == 6 and number > 2):
        return None
    stop = _skip(t, stop, frozenset({"of", "in", ","}))
    year = _year(t, stop)
    hi = stop + 1 if year else at + 2
    if year is None and t.words[stop : stop + 2] in (["last", "year"], ["the", "year"]):
        hi = stop + 2
        year = self.dated.year - (t.word(stop) == "last") if self.dated else None
    year = year or _latest_year(self.dated, length * number)
    if year is None:
        return hi, Window(kind="calendar", text=_text(t, i, hi), months=length)
    first = date(year, length * (number - 1) + 1, 1)
    return hi, Window(kind="calendar", text=_text(t, i, hi), start=first, end=months_before(first, -length) - A_DAY)


def _latest_year(dated: date | None, last_month: int) -> int | None:
    if dated is None:
        return None
    return dated.year if dated.month > last_month else dated.year - 1


def _year_end(self: Calendar, t: Tokens, i: int) -> Found | None:
    """at the end of 2025; by the end of 2025; at year-end; by year-end 2026."""
    at = _skip(t, i, frozenset({"by", "at", "as", "of", "the", "in", "through", "for"}))
    if t.word(at) == "end" and t.word(at + 1) == "of":
        after = _skip(t, at + 2, frozenset({"the"}))
        if year := _year(t, after):
            return after + 1, Window(kind="at", text=_text(t, i, after + 1), end=date(year, 12, 31))
        if t.word(after) == "year" or t.words[after : after + 2] in (
            ["this", "year"],
            ["last", "year"],
            ["next", "year"],
        ):
            hi = after + (1 if t.word(after) == "year" else 2)
            offset = {"last": -1, "next": 1}.get(t.word(after), 0)
            end = date(self.dated.year + offset, 12, 31) if self.dated else None
            return hi, Window(kind="at", text=_text(t, i, hi), end=end)
        if (month := self.month_at(t, after)) is not None:
            end = month_end(*month[1]) if month[1] else None
            return month[0], Window(kind="at", text=_text(t, i, month[0]), end=end)
    if t.words[at : at + 2] == ["year", "end"] and at > i:
        year = _year(t, at + 2)
        end = date(year or (self.dated.year if self.dated else 1), 12, 31) if year or self.dated else None
        hi = at + 2 + bool(year)
        return hi, Window(kind="at", text=_text(t, i, hi), end=end)
    return None


def _month_named(self: Calendar, t: Tokens, i: int) -> Found | None:
    """in January; in May 1996; for the month of December; through mid-January."""
    at = _skip(t, i, frozenset({"in", "during", "for", "over", "throughout", "the", "month", "of", "this", "last"}))
    attributive = t.word(at + 1) in _MONTHLY or (t.word(at + 1) == "'s" and at >= i)
    if (at == i or t.word(at - 1) == "the") and not attributive:
        return None
    if t.word(i) == "of" and t.word(at - 1) != "of":
        return None
    month = self.month_at(t, at)
    if month is None or self.day_at(t, at) is not None:
        return None
    hi, found, _ = month
    if found is None:
        return hi, Window(kind="calendar", text=_text(t, i, hi), months=1)
    return hi, Window(kind="calendar", text=_text(t, i, hi), start=date(*found, 1), end=month_end(*found))


def _day_named(self: Calendar, t: Tokens, i: int) -> Found | None:
    """on Friday; on Jan. 14, 2026; as of January 14; by January 14, 2026; at Tuesday's close; today."""
    at = _skip(t, i, _DAY_LEADING)
    if "since" in t.words[i:at]:
        return None
    day = self.day_at(t, at)
    if day is None:
        loose = t.words[i : i + 2] == ["as", "of"] and t.word(i + 2) == "mid"
        month = self.month_at(t, i + 3) if loose else None
        return (month[0], Window(kind="at", text=_text(t, i, month[0]))) if month else None
    hi, when = day
    state = t.word(i) in ("as", "by", "at")
    if t.word(hi) == "'s" and t.word(hi + 1) in ("close", "session", "trading", "open", "trade", "finish"):
        hi += 2
    hi += t.word(hi) in ("afternoon", "morning", "night", "evening")
    return hi, Window(kind="at" if state else "sessions", text=_text(t, i, hi), count=None if state else 1, end=when)


def _on_year(self: Calendar, t: Tokens, i: int) -> Found | None:
    """from a year earlier, year over year, from the previous month: what prices and output are compared with."""
    found = _BASES.at(t, i)
    return None if found is None else (found[0], Window(kind="between", text=_text(t, i, found[0]), months=found[1]))


_BASES = Phrases(
    (
        ("from a year earlier", 12),
        ("from a year ago", 12),
        ("year over year", 12),
        ("year on year", 12),
        ("on a year over year basis", 12),
        ("from the previous year", 12),
        ("from the prior year", 12),
        ("over the year", 12),
        ("on an annual basis", 12),
        ("at an annual rate", 12),
        ("from the year before", 12),
        ("month over month", 1),
        ("month on month", 1),
        ("from the previous month", 1),
        ("from the prior month", 1),
        ("from a month earlier", 1),
        ("on a monthly basis", 1),
        ("from the month before", 1),
        ("from a month ago", 1),
        ("in the 12 months through", 12),
        ("for the 12 months ended", 12),
        ("annually", 12),
        ("from one year earlier", 12),
        ("than a year ago", 12),
        ("than a year earlier", 12),
        ("compared with a year earlier", 12),
        ("on the month", 1),
    )
)
_RULES: tuple[Callable[[Calendar, Tokens, int], Found | None], ...] = (
    _on_year,
    _year_to_date,
    _start_of_year,
    _extreme,
    _first_part,
    _span_of_dates,
    _trailing,
    _since,
    _year_end,
    _period,
    _quarter_named,
    _year_named,
    _month_named,
    _day_named,
)
