"""Records among days, weeks, months, quarters and years: each such period is asked for its return, and compared."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from rotascope.claims.check.trials import cannot
from rotascope.claims.check.verdicts import Judgement
from rotascope.data.history import day_number, day_of
from rotascope.errors import DataError, UsageError
from rotascope.measures.windows import period_numbers
from rotascope.pairs import leg_series, parse_leg
from rotascope.questions import Question

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from rotascope.claims.check.asking import Asker
    from rotascope.claims.claim import Claim
    from rotascope.data.panel import Panel
    from rotascope.questions import Finding

    Period = tuple[date, date]

LENGTHS = ("day", "week", "month", "quarter", "year")
SHOWN = 5
_SEASON = re.compile(
    r"\b(?:best|worst|strongest|weakest|biggest|largest|steepest|sharpest) "
    r"(?:(?:first|second|third|fourth)[- ]quarter|January|February|March|April|May|June|July|August|September|October"
    r"|November|December)\b",
    re.IGNORECASE,
)
_OF_QUARTER = re.compile(
    r"\bsince (?:the )?(?:(?:[\w']+ ){0,2}quarter|(?:first|last|final) three months|Q[1-4])\b", re.IGNORECASE
)
_OF_JANUARY = re.compile(r"\bsince (?:[\w']+ ){0,2}Jan", re.IGNORECASE)
_OF_YEAR = re.compile(
    r"\b(?:day|session|week|month|quarter) (?:of (?:the year|20\d\d|19\d\d)|this year)\b", re.IGNORECASE
)
NOISE = 1e-12  # of sums of fractions: an equal one is not beyond


def check_period_record(asker: Asker, claim: Claim, expected: str, low: bool) -> Judgement:
    """The best (worst) day, week, month, quarter or year since one named, in so many years, or of all that is held."""
    several = claim.measure == "day" and claim.window is not None and (claim.window.count or 1) > 1  # "two-day drop"
    periods = _periods(asker, claim) if claim.measure in LENGTHS and not several else _windows(asker, claim)
    if not periods:
        reason = "The window that it is a record of, and its length, would be needed."
        return cannot(claim, f"No {claim.measure} has ended since then." if claim.measure else reason, expected)
    mine, *before = periods
    own = _ask(asker, claim, mine)
    if own is None:
        return cannot(claim, asker.refused, expected)
    sign = -1 if low else 1
    value = float(own.value)  # type: ignore[arg-type]
    try:
        gains = _gains(asker.panel.at(max(last for _, last in periods)), claim, before)
    except (DataError, UsageError) as error:
        return cannot(claim, str(error), expected)
    known = mine[0] if not len(gains) else before[len(gains) - 1][0]
    further = np.flatnonzero(sign * (gains - value) > NOISE)
    beyond = [found for at in further[:SHOWN].tolist() if (found := _ask(asker, claim, before[at])) is not None]
    if not beyond and claim.record_since is not None and len(gains) < len(before):
        return cannot(claim, f"{own.text} None of the {len(gains):,} before it went as far, but the data begin on"
                      f" {known}; earlier closes would be needed.", expected)  # fmt: skip
    later = bool(before) and before[0][1] > mine[1]
    back = f", back to {before[len(gains) - 1][1]}," if len(gains) else ""
    others = "others of the year" if later else f"before it{back}"
    told = " ".join(one.text for one in beyond) or f"None of the {len(gains):,} {others} went as far."
    told += f" {len(further) - SHOWN:,} more went further." if len(further) > SHOWN else ""
    wrong_way = sign * value <= 0
    return Judgement(
        claim, "fails" if beyond or wrong_way else "holds", f"{own.text} {told}", "", own.panel.as_of, expected, value,
        (own, *beyond),
    )  # fmt: skip


def own_period(asker: Asker, claim: Claim) -> Period | None:
    """(close before, last close) of the period that a record is of: a week, a month, a quarter, a year."""
    periods = _periods(asker, claim) if claim.kind == "record" and claim.measure in LENGTHS[1:] else []
    return periods[0] if periods else None


def _gains(panel: Panel, claim: Claim, periods: list[Period]) -> NDArray[np.float64]:
    """The returns of earlier periods from the closes themselves, as far back as the data reach."""
    bounds = np.array([[day_number(day) for day in period] for period in periods], np.int64).reshape(-1, 2)
    sides = [claim.subject, claim.other] if claim.other is not None else [claim.subject]
    total, known = np.zeros(len(bounds)), len(bounds)
    for sign, entity in zip((1, -1), sides, strict=False):
        series = leg_series(panel, parse_leg(entity.subject if entity else ""))
        places = series.days.searchsorted(bounds, side="right") - 1
        known = min(known, int((places[:, 0] >= 0).sum()))
        total += sign * (series.values[places[:, 1]] / series.values[places[:, 0]] - 1)
    return total[:known]


def _ask(asker: Asker, claim: Claim, period: Period) -> Finding | None:
    of = claim.subject.subject if claim.subject else ""
    measure = "period_return" if claim.other is None else "active_return"
    of = of if claim.other is None else f"{of}/{claim.other.subject}"
    return asker.ask(Question(measure, of, *period))


def _periods(asker: Asker, claim: Claim) -> list[Period]:
    """(close before, last close) of the claim's own period and of those before it, the latest first.

    A claim that names no period speaks of the last one that is over.
    """
    every = asker.panel.market.sessions
    stated = claim.window.end if claim.window is not None else None
    end = day_number(min(stated or asker.as_of, asker.as_of))
    keys = every if claim.measure == "day" else period_numbers(every, claim.measure)
    count = int(every.searchsorted(end, side="right"))
    over = [at for at in range(count) if at + 1 >= len(every) or keys[at + 1] != keys[at]]
    if stated is not None and (not over or over[-1] != count - 1):
        over.append(count - 1)
    lasts = [day_of(int(every[at])) for at in over]
    since = _since(claim, lasts[-1])
    pairs = [(before, last) for before, last in pairwise(lasts) if last > since][::-1]
    pairs[1:1] = _rest_of_year(asker, claim, lasts[-1], keys) if pairs else []
    if _is_seasonal(claim):
        return [pair for pair in pairs if pair[1].month == pairs[0][1].month]
    return pairs


def _rest_of_year(asker: Asker, claim: Claim, last: date, keys: NDArray[np.int64]) -> list[Period]:
    """Of a record among the periods of its year: those after its own that are over, as far as they are known."""
    if not _OF_YEAR.search(claim.text):
        return []
    every, end = asker.panel.market.sessions, min(asker.as_of, date(last.year, 12, 31))
    first, count = (int(every.searchsorted(day_number(day), side="right")) for day in (last, end))
    ends = [at for at in range(first - 1, count) if at + 1 >= len(every) or keys[at + 1] != keys[at]]
    return list(pairwise(day_of(int(every[at])) for at in [first - 1, *(at for at in ends if at >= first)]))


def _is_seasonal(claim: Claim) -> bool:
    """ "Its best November", "the worst third quarter": a record among those of other years alone."""
    return claim.measure in ("month", "quarter") and bool(_SEASON.search(claim.text))


def _windows(asker: Asker, claim: Claim) -> list[Period]:
    """(close before, last close) of the claim's window and of those like it, the latest first.

    So many sessions: every run of as many before. Days of one year: the same days of every year before.
    """
    window, every = claim.window, asker.panel.market.sessions
    if window is None or window.extreme:
        return []
    last = int(every.searchsorted(day_number(min(window.end or asker.as_of, asker.as_of)), side="right")) - 1
    if window.kind == "sessions" and window.count is not None and window.start is None:
        ends = np.arange(last, window.count - 1, -1)
        spans = [(day_of(int(every[end - window.count])), day_of(int(every[end]))) for end in ends.tolist()]
    elif window.start is not None and window.start.year == day_of(int(every[last])).year:
        spans = list(_yearly(every, window.start, min(window.end or asker.as_of, asker.as_of)))
    else:
        return []
    since = _since(claim, spans[0][1]) if spans else date.min
    return [span for span in spans if span[1] > since]


def _yearly(every: NDArray[np.int64], start: date, end: date) -> Iterator[Period]:
    """The same days of each year, from the last session before them to the last within them."""
    for year in range(end.year, day_of(int(every[0])).year, -1):
        days = [date(year, day.month, min(day.day, 28) if day.month == 2 else day.day) for day in (start, end)]
        first = int(every.searchsorted(day_number(days[0]))) - 1
        last = int(every.searchsorted(day_number(days[1]), side="right")) - 1
        if first >= 0 and last > first:
            yield day_of(int(every[first])), day_of(int(every[last]))


def _since(claim: Claim, end: date) -> date:
    """The end of what "since" names, which may itself be beyond; so many years back; or the beginning."""
    if claim.record_since is not None:
        return since_end(claim, claim.record_since)
    if claim.record_years is not None:
        return date(end.year - claim.record_years, end.month, min(end.day, 28))
    return date.min


def since_end(claim: Claim, named: date) -> date:
    """The end of the period that a record's "since" names, as its words tell a quarter or a January from a year."""
    january = named.month == 1 and bool(_OF_JANUARY.search(claim.text))
    if _OF_QUARTER.search(claim.text) or (claim.measure == "quarter" and (named.month != 1 or january)):
        month = 3 * ((named.month - 1) // 3) + 3
        return date(named.year, month, 31 if month in (3, 12) else 30)
    if named.day == 1 and january:
        return date(named.year, 1, 31)
    return period_end(named)


def period_end(named: date) -> date:
    """The end of what a date stands for: a first of January names a year, another first a month, any other itself."""
    if named.day != 1:
        return named
    if named.month == 1:
        return date(named.year, 12, 31)
    return (named.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
