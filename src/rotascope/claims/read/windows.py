"""The times that sentences speak of: the rules for them, in the order in which they are tried."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.claims.read.dates import MONTHS, WEEKDAYS
from rotascope.claims.read.days import Days
from rotascope.claims.read.extremes import extreme, where_it_ended
from rotascope.claims.read.number import ORDINALS
from rotascope.claims.read.parts import first_part, last_part, since_part
from rotascope.claims.read.periods import (
    DAY_LEADING,
    day_named,
    month_named,
    period,
    period_closed,
    quarter_named,
    year_end,
    year_named,
)
from rotascope.claims.read.spans import (
    LEADING,
    PAST,
    SPANNING,
    since,
    span_of_dates,
    start_of_year,
    trailing,
    week_ended,
)
from rotascope.claims.read.years import BASES, ECHO_LEADING, TO_DATE, echo, on_year, to_date, year_to_date
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
    near = [False] * len(tokens)
    for index, word in enumerate(tokens.words):
        if word in KEYS or (len(word) == 4 and word.isdigit()):
            first = max(0, index - REACH + 1)
            near[first : index + 1] = [True] * (index + 1 - first)
    return near


class Calendar(Days):
    """Windows of one article, resolved from its own day where it has one."""

    def at(self, tokens: Tokens, i: int) -> Found | None:
        """Where the window that begins at token i ends, and the window; None where none begins."""
        for rule in _BY_FIRST.get(tokens.words[i], _OF_FIGURES):
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


_SINCE = frozenset({"since"})
_ARTICLES = frozenset({"the", "its", "their"})
_IN_PERIOD = frozenset({"in", "during", "for", "over", "on", "through", "throughout", "across", "the"})
_PERIODS = frozenset({"so", "this", "last", "previous", "prior", "preceding", "month", "week", "quarter"})
_OF_YEAR = frozenset({"by", "of", "all", "calendar", "full", "year", "whole", "early", "late", "mid"})
# Each rule with the words that its times begin with; the order is that in which they are tried.
RULES: tuple[tuple[Callable[[Days, Tokens, int], Found | None], frozenset[str]], ...] = (
    (on_year, BASES.firsts),
    (year_to_date, TO_DATE.firsts | {"to", "so", "thus", "of"}),
    (to_date, frozenset({"mtd", "qtd", "wtd"})),
    (echo, ECHO_LEADING | {"that", "since"}),
    (start_of_year, _SINCE | {"from"}),
    (week_ended, SPANNING | {"the"}),
    (since_part, _SINCE),
    (where_it_ended, frozenset({"above", "below", "from"})),
    (extreme, frozenset({"from", "off", "since", "below", "above", "under", "shy", "short"})),
    (first_part, LEADING | _ARTICLES | {"first", "opening", "initial"}),
    (last_part, LEADING | _ARTICLES),
    (span_of_dates, frozenset({"between", "from"})),
    (trailing, SPANNING | PAST | _ARTICLES | {"a"}),
    (since, _SINCE),
    (year_end, frozenset({"by", "at", "as", "of", "the", "in", "through", "for", "end"})),
    (period, _IN_PERIOD | _PERIODS),
    (period_closed, frozenset({"the"})),
    (quarter_named, _IN_PERIOD | ORDINALS.keys() | {"q"}),
    (year_named, _IN_PERIOD | _OF_YEAR),
    (month_named, _IN_PERIOD | MONTHS.keys() | {"month", "of", "this", "last"}),
    (day_named, DAY_LEADING | MONTHS.keys() | WEEKDAYS.keys() | {"today", "yesterday"}),
)
_BY_FIRST = {first: tuple(rule for rule, firsts in RULES if first in firsts) for first in FIRSTS}
_OF_FIGURES = (year_named, day_named)  # "2025", "14 January"
