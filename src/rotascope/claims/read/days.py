"""Days, months and years as a text prints them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from rotascope.claims.read.dates import MONTHS, WEEKDAYS, last_weekday, made, year_of_month
from rotascope.claims.read.number import ONES, TENS

if TYPE_CHECKING:
    from rotascope.claims.claim import Window
    from rotascope.claims.read.tokens import Tokens

    Found = tuple[int, Window]

A_DAY = timedelta(days=1)


class Days:
    """Days, months and years as printed, counted from an article's own day where it has one."""

    def __init__(self, dated: date | None) -> None:
        self.dated = dated

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
        year = year_at(tokens, at + comma)
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
        year = year_at(tokens, skip)
        if year:
            return skip + 1, (year, month), month
        guess = year_of_month(month, self.dated)
        return at, (guess, month) if guess else None, month


def year_at(tokens: Tokens, i: int) -> int | None:
    word = tokens.word(i)
    plain = word.isdigit() and len(word) == 4 and word.isascii() and word[:2] in ("18", "19", "20")
    return int(word) if plain and tokens.word(i + 1) not in ("%", "points") else None


def count_at(tokens: Tokens, i: int) -> tuple[int, int] | None:
    """A whole number and where it ends."""
    word = tokens.word(i)
    if word.isdigit() and len(word) <= 3 and word.isascii():
        return i + 1, int(word)
    if word in TENS:
        extra = ONES.get(tokens.word(i + 1), 0)
        return i + 1 + (0 < extra < 10), TENS[word] + extra
    return (i + 1, ONES[word]) if ONES.get(word) else None


def skip(tokens: Tokens, i: int, words: frozenset[str]) -> int:
    while tokens.word(i) in words:
        i += 1
    return i


def printed(tokens: Tokens, lo: int, hi: int) -> str:
    """The words, a space between each: for a reader, spans say where they stand."""
    return " ".join(tokens.raw[lo:hi])


def period_start(dated: date | None, period: str) -> date | None:
    if dated is None:
        return None
    first = {"year": 1, "month": dated.month, "quarter": 3 * ((dated.month - 1) // 3) + 1}[period]
    return date(dated.year, first, 1)
