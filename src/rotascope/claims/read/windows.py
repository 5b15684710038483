"""The times that sentences speak of: the rules for them, in the order in which they are tried."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.claims.read.dates import MONTHS, WEEKDAYS
from rotascope.claims.read.days import Days
from rotascope.claims.read.extremes import extreme, where_it_ended
from rotascope.claims.read.parts import first_part, last_part, since_part
from rotascope.claims.read.periods import (
    day_named,
    month_named,
    period,
    period_closed,
    quarter_named,
    year_end,
    year_named,
)
from rotascope.claims.read.spans import (
    since,
    span_of_dates,
    start_of_year,
    trailing,
    week_ended,
)
from rotascope.claims.read.years import echo, on_year, to_date, year_to_date
from rotascope.data.words import words_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from rotascope.claims.claim import Window
    from rotascope.claims.read.days import Found
    from rotascope.claims.read.tokens import Tokens

REACH = 9  # tokens within which a window names its day, month, year or period
FIRSTS = words_of("time_leading") | words_of("time_firsts") | MONTHS.keys() | WEEKDAYS.keys()
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


class Calendar(Days):
    """Windows of one article, resolved from its own day where it has one."""

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


_RULES: tuple[Callable[[Days, Tokens, int], Found | None], ...] = (
    on_year,
    year_to_date,
    to_date,
    echo,
    start_of_year,
    week_ended,
    since_part,
    where_it_ended,
    extreme,
    first_part,
    last_part,
    span_of_dates,
    trailing,
    since,
    year_end,
    period,
    period_closed,
    quarter_named,
    year_named,
    month_named,
    day_named,
)
