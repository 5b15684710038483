"""The year to date, and times that echo another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.claims.claim import Window
from rotascope.claims.read.days import Days, printed, skip, year_at
from rotascope.claims.read.periods import whole_period
from rotascope.claims.read.phrases import Phrases
from rotascope.claims.read.spans import SPANS

if TYPE_CHECKING:
    from rotascope.claims.read.days import Found
    from rotascope.claims.read.tokens import Tokens


ECHO_LEADING = frozenset({"over", "in", "during", "for", "across", "through", "throughout", "on", "by", "of", "at"})


_STRETCHES = frozenset({"stretch", "period", "span", "time", "date", "months", "weeks", "years", "half", "spell"})


_STEPS = frozenset({"day", "session", "week", "month", "quarter"})
TO_DATE = Phrases(
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
        "year so far",
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


def year_to_date(days: Days, t: Tokens, i: int) -> Found | None:
    if t.words[i : i + 3] == ["to", "the", "year"] and t.word(i - 1) in ("start", "opening", "beginning", "open"):
        return i + 3, _ytd(days, t, i, i + 3)
    if t.words[i : i + 3] == ["of", "the", "year"] and t.word(i - 1) in _STEPS:
        return i + 3, _ytd(days, t, i, i + 3)  # "its worst day of the year"
    if found := TO_DATE.at(t, i):
        return found[0], _ytd(days, t, i, found[0])
    at = i + 2 if t.words[i : i + 2] in (["so", "far"], ["thus", "far"]) else i
    if at > i and t.word(at) in ("in", "for") and (year := year_at(t, at + 1)):
        same = days.dated is None or days.dated.year == year
        return (at + 2, _ytd(days, t, i, at + 2)) if same else None
    return None


def to_date(days: Days, t: Tokens, i: int) -> Found | None:
    """MTD, QTD, WTD: the period that runs, in the short form of notes."""
    word = {"mtd": "month", "qtd": "quarter", "wtd": "week"}.get(t.word(i))
    return None if word is None else (i + 1, whole_period(days, t, i, i + 1, word, 0))


_ECHOED = SPANS.keys() | _STRETCHES | {"day", "session"}


def echo(days: Days, t: Tokens, i: int) -> Found | None:
    """over the same stretch; that year; in that period: a time that was named before, which a later step finds."""
    if t.words[i : i + 2] in (["by", "then"], ["since", "then"]):
        return i + 2, Window(kind="unstated", text=printed(t, i, i + 2))
    if t.word(i) == "at":
        return None  # "at the same time" is no time
    at = skip(t, i, ECHO_LEADING)
    the = t.word(at) in ("that", "the", "this")
    same = t.word(at + the) == "same"
    noun = t.word(at + the + same)
    led = at > i or t.word(i) == "that"
    if (
        not the
        or not led
        or noun not in (SPANS.keys() | _STRETCHES | {"day", "session"})
        or not (same or t.word(at) == "that")
    ):
        return None
    if t.word(at + the + same + 1) == "'s" or (noun == "date" and not same):
        return None
    hi = at + the + same + 1
    return hi, Window(kind="unstated", text=printed(t, i, hi))


def _ytd(days: Days, t: Tokens, lo: int, hi: int) -> Window:
    """The year to date; "for the year" of an article from the first days of January is taken so too."""
    return Window(kind="year to date", text=printed(t, lo, hi))


def on_year(days: Days, t: Tokens, i: int) -> Found | None:
    """from a year earlier, year over year, from the previous month: what prices and output are compared with."""
    found = BASES.at(t, i)
    return None if found is None else (found[0], Window(kind="between", text=printed(t, i, found[0]), months=found[1]))


BASES = Phrases(
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
        ("annually", 12),
        ("from one year earlier", 12),
        ("than a year ago", 12),
        ("than a year earlier", 12),
        ("compared with a year earlier", 12),
        ("on the month", 1),
    )
)
