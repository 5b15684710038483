"""Returns, comparisons and flatness: how far something went, by itself and against another."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from rotascope.claims.check.basis import leg_by_basis
from rotascope.claims.check.fits import fit, worst
from rotascope.claims.check.kin import FUNDS, TRACKED, kin
from rotascope.claims.check.period_records import own_period
from rotascope.claims.check.subjects import is_held, missing
from rotascope.claims.check.trials import Case, Reading, cannot, decide, scalars
from rotascope.claims.check.windows import (
    Asked,
    days_to_try,
    is_stated,
    other_bases,
    rules_out,
    told_windows,
    usual_windows,
    window_of,
)
from rotascope.data.history import day_number
from rotascope.data.slices import is_slice
from rotascope.errors import DataError, UsageError
from rotascope.measures.flatness import FLAT
from rotascope.questions import Question

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rotascope.claims.check.asking import Asker
    from rotascope.claims.check.fits import Fit
    from rotascope.claims.check.trials import Values
    from rotascope.claims.check.verdicts import Judgement, Said
    from rotascope.claims.claim import Claim, Figure
    from rotascope.questions import Finding


_GAP = re.compile(r"\b(?:gap|spread|difference|margin) between\b", re.IGNORECASE)


def check_return(asker: Asker, claim: Claim) -> Judgement:
    """A return over a window; a gap where the claim names another side and prints points."""
    figure = claim.figure
    if figure is None:
        return cannot(claim, "The sentence prints no return.")
    if not is_held(asker, claim.subject):
        return missing(claim, claim.subject, "prices", figure.value)
    window = _of_record(asker, claim) or window_of(asker, claim)
    of = claim.subject.subject if claim.subject else ""
    if (leg := leg_by_basis(asker, claim, of)) is not None:
        case = Case(
            claim, lambda values: fit(figure, values[0]), figure.value, window.end, days_to_try(asker, claim, window)
        )
        return decide(asker, case, [Reading("", (window.question("period_return", leg),))])
    if figure.unit in ("dollars", "level", "count"):
        return _check_change(asker, claim, figure, window)
    case = Case(claim, lambda values: fit(figure, values[0]), figure.value, window.end, _days(asker, claim, window, of))
    return decide(asker, case, list(_leg_readings(asker, claim, of, window)))


def _of_record(asker: Asker, claim: Claim) -> Asked | None:
    """ "Had its best month since 2020, climbing 12%": a return without a window is of the record's own period."""
    if is_stated(claim) or claim.subject is None:
        return None
    for other in asker.article.claims:
        same = other.subject is not None and other.subject.subject == claim.subject.subject
        if same and other.sentence == claim.sentence and other.other is None:
            period = own_period(asker, other)
            if period is not None:
                return Asked(f"the {other.measure}", period[1], since=period[0], moves=False)
    return None


def _check_change(asker: Asker, claim: Claim, figure: Figure, window: Asked) -> Judgement:
    """A session's change in dollars or points, against the quote; over longer no measure tells it."""
    if window.length != "1":
        return cannot(claim, "It prints a change in dollars or points, told here for a session only.", figure.value)

    def change(findings: tuple[Finding, ...]) -> tuple[float | None, ...]:
        quote = findings[0]
        return (None,) if quote.detail["adjusted_only"] else (quote.value["change"],)  # type: ignore[index]

    question = Question("quote", claim.subject.subject if claim.subject else "")
    case = Case(
        claim, lambda values: fit(figure, values[0]), figure.value, window.end, days_to_try(asker, claim, window)
    )
    return decide(asker, case, [Reading("", (question,), change)])


def _days(asker: Asker, claim: Claim, window: Asked, of: str) -> list[date]:
    """The sessions to try; of a slice's, which each read the whole market, only the nearest to the figure."""
    days = days_to_try(asker, claim, window)
    if not is_slice(of):
        return days
    figure = claim.figure
    if not days or figure is None or claim.other is not None:
        return []
    try:
        closes = asker.panel.series(of)
    except (DataError, UsageError):
        return []
    base = closes.position(day_number(window.since or date(window.end.year - 1, 12, 31)))
    if base < 0 or window.length.isdigit():
        return []
    gains = {day: float(closes.values[closes.position(day_number(day))] / closes.values[base] - 1) for day in days}
    near = [day for day in days if fit(figure, gains[day]) != "no"]
    return sorted(near, key=lambda day: abs(gains[day] - figure.value))[:1]


def _leg_readings(asker: Asker, claim: Claim, of: str, window: Asked) -> Iterator[Reading]:
    yield Reading("", (window.question("period_return", of),))
    for name, other in kin(asker, claim, of):
        yield Reading(name, (window.question("period_return", other),))
    if not rules_out(claim, "basis") and not is_slice(of) and of not in TRACKED and of not in FUNDS:
        yield Reading("price for total return", (window.question("period_return", of, basis="price"),))
    for base in other_bases(asker, claim, window):
        yield Reading(base.name, (base.question("period_return", of),))
    for other_window in _other_windows(asker, claim, window):
        yield Reading(other_window.name, (other_window.question("period_return", of),))


def _other_windows(asker: Asker, claim: Claim, window: Asked) -> list[Asked]:
    """What else the claim's window may be, where its sentence states none: the usual ones, or the article's others."""
    if not is_stated(claim):
        return usual_windows(asker, window)
    carried = claim.window is not None and not claim.window.text
    return [*told_windows(asker, claim, window), *usual_windows(asker, window)] if carried else []


def check_comparison(asker: Asker, claim: Claim) -> Judgement:
    """One side against another: both figures, the gap between them, or only who was ahead."""
    for entity in (claim.subject, claim.other):
        if not is_held(asker, entity):
            return missing(claim, entity, "prices", _expected(claim))
    first, second = (entity.subject if entity else "" for entity in (claim.subject, claim.other))
    window = window_of(asker, claim)
    case = Case(claim, _judge(claim), _expected(claim), window.end, _days(asker, claim, window, first + second))
    pairs = [("", first, second), *_other_pairs(asker, claim, first, second)]
    readings = [Reading(name, *_sides(claim, window, one, other)) for name, one, other in pairs]
    readings += [Reading(base.name, *_sides(claim, base, first, second)) for base in other_bases(asker, claim, window)]
    readings += [
        Reading(span.name, *_sides(claim, span, first, second)) for span in _other_windows(asker, claim, window)
    ]
    return decide(asker, case, readings)


def _other_pairs(asker: Asker, claim: Claim, first: str, second: str) -> list[tuple[str, str, str]]:
    """Both sides as indices or as funds, and either by another instrument of its name."""
    found = [(name, other, second) for name, other in kin(asker, claim, first)]
    found += [(name, first, other) for name, other in kin(asker, claim, second)]
    by_index = FUNDS.get(first, first), FUNDS.get(second, second)
    by_fund = tuple(TRACKED.get(leg, (leg,))[0] for leg in by_index)
    both = [("indices", *by_index), ("funds", *by_fund)]
    known = [(name, one, other) for name, one, other in both if asker.knows(one) and asker.knows(other)]
    pairs = {(one, other): name for name, one, other in [*known, *found]}
    return [(name, *pair) for pair, name in pairs.items() if pair != (first, second) and len(set(pair)) == 2]


def _sides(
    claim: Claim, window: Asked, first: str, second: str
) -> tuple[tuple[Question, ...], Callable[[tuple[Finding, ...]], tuple[float | None, ...]]]:
    if claim.figure is not None and claim.other_figure is not None:
        return tuple(window.question("period_return", leg) for leg in (first, second)), scalars
    return (window.question("active_return", f"{first}/{second}"),), scalars


def _judge(claim: Claim) -> Callable[[Values], Fit]:
    """Both figures where both are printed; the gap where one is; else the side that is said to be ahead."""
    figure, other = claim.figure, claim.other_figure
    if figure is not None and other is not None:
        return lambda values: worst([fit(figure, values[0]), fit(other, values[1])])
    if figure is not None and claim.direction != "behind" and _GAP.search(claim.text):
        return lambda values: fit(figure, abs(values[0]))  # "the spread between RSP and SPY": its size
    if figure is not None:
        return lambda values: fit(figure, _toward(claim, figure) * values[0])
    sign = -1 if claim.direction in ("behind", "down") else 1
    return lambda values: "exact" if sign * values[0] > 0 else "no"


def _toward(claim: Claim, figure: Figure) -> int:
    """A gap printed without a sign beside "trailed by" is one below zero."""
    return -1 if claim.direction in ("behind", "down") and figure.value > 0 else 1


def _expected(claim: Claim) -> Said:
    if claim.figure is None:
        return claim.direction or "ahead"
    if claim.other_figure is None:
        return claim.figure.value
    return (claim.figure.value, claim.other_figure.value)


def check_flatness(asker: Asker, claim: Claim) -> Judgement:
    """Within half a standard deviation of all returns of the window's length."""
    if not is_held(asker, claim.subject):
        return missing(claim, claim.subject, "prices", "flat")
    of = claim.subject.subject if claim.subject else ""
    window = window_of(asker, claim)
    names = [("", of), *kin(asker, claim, of)]
    readings = [Reading(name, (window.question("flatness", leg),)) for name, leg in names]
    if not is_stated(claim):
        readings += [Reading(span.name, (span.question("flatness", of),)) for span in usual_windows(asker, window)]
    case = Case(claim, lambda values: "exact" if abs(values[0]) <= FLAT else "no", "flat", window.end)
    return decide(asker, case, readings)
