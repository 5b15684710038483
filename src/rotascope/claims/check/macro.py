"""Rates and the economy: levels as published, and which way they went."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from rotascope.claims.check.curve import check_curve, check_inverted, check_yield_move, is_inverted
from rotascope.claims.check.fits import fit
from rotascope.claims.check.policy import check_policy_moves, check_policy_range
from rotascope.claims.check.series import (
    POLICY,
    SERIES,
    SLOPE,
    SLOPES,
    asked_at,
    change,
    name_of,
    published,
    question_of,
    starts,
    unknown_series,
    unless_unknown,
)
from rotascope.claims.check.trials import Case, Reading, cannot, decide
from rotascope.claims.check.windows import days_to_try, end_of, rules_out, window_of
from rotascope.questions import Question

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rotascope.claims.check.asking import Asker
    from rotascope.claims.check.verdicts import Judgement
    from rotascope.claims.claim import Claim
    from rotascope.questions import Finding

MONTHLY = ("unrate", "cpi", "core_cpi", "pce", "core_pce", "payems", "indpro")
WEEKLY = ("icsa",)
# Series that are revised heavily, and how far: in their own unit, or as a share of the figure.
# Prices' rates are printed from the index before seasonal adjustment, and those held here are of the adjusted one.
REVISED = {
    "unrate": 0.002,
    "cpi": 0.0015,
    "core_cpi": 0.0015,
    "payems": 250_000.0,
    "indpro": 0.02,
    "pce": 0.005,
    "core_pce": 0.005,
    "nfci": 0.3,
}
REVISED_BY = {"icsa": 0.1}


def check_rate(asker: Asker, claim: Claim) -> Judgement:
    """A rate or series at its level as published by the day, or the Fed's target range."""
    figure, name = claim.figure, name_of(claim)
    if figure is None:
        return check_macro_direction(asker, claim)
    day = end_of(asker, claim)
    others = days_to_try(asker, claim, window_of(asker, claim)) if _dateless(claim) else []
    if name in POLICY or "policy" in name:
        return check_policy_range(asker, claim, figure)
    question = question_of(name)
    if question is None:
        return unknown_series(claim, figure.value)
    named = claim.window.end if claim.window is not None else None
    if named is not None and name in (*MONTHLY, *WEEKLY):
        known = published_on(asker, question, named)
        if known is None and name in MONTHLY:
            return cannot(claim, f"The figure for {named:%B %Y} was not known by {asker.as_of}.", figure.value)
        day, others = known or day, []
    elif named is not None:
        day = published(asker, question, day)
    case = Case(claim, lambda values: fit(figure, values[0]), figure.value, day, others)
    return _unless_revised(name, decide(asker, case, [Reading("", (question,)), *_other_rates(claim, name)]))


def _unless_revised(name: str, judged: Judgement) -> Judgement:
    """A figure of a series that is revised is not said to fail by what it may have been revised by."""
    expected, actual = judged.expected, judged.actual
    if judged.verdict != "fails" or not isinstance(expected, float) or not isinstance(actual, int | float):
        return judged
    reach = REVISED.get(name, REVISED_BY.get(name, 0.0) * abs(actual))
    if abs(expected - actual) > reach:
        return judged
    why = "This is today's revision; the figure as it was first published would be needed."
    if name in ("cpi", "core_cpi"):
        why = "The published rate is of the index before seasonal adjustment, which would be needed."
    return replace(judged, verdict="cannot check", why=f"{judged.why} {why}")


def published_on(asker: Asker, question: Question, named: date) -> date | None:
    """A day on which the series' newest month or week was that of this day: it is published in the weeks after."""
    week = (named + timedelta(days=days) for days in range(14))
    later = (named.replace(day=1) + timedelta(days=31 + weeks * 7) for weeks in range(16))
    days = [asker.as_of, *(day for day in (*week, *later) if day < asker.as_of)]
    return next((day for day in days if _is_of(asker.ask(question, day), named)), None)


def _is_of(finding: Finding | None, named: date) -> bool:
    """Whether a finding's month or week (which ends on its Saturday) holds a day."""
    if finding is None:
        return False
    month, week = finding.detail.get("month"), finding.detail.get("week")
    if isinstance(week, date):
        return week - timedelta(days=7) < named <= week
    return isinstance(month, date) and (month.year, month.month) == (named.year, named.month)


def _dateless(claim: Claim) -> bool:
    return claim.window is None or claim.window.end is None


def _other_rates(claim: Claim, name: str) -> Iterator[Reading]:
    """Other tenors of a slope, other measures of inflation: what the name could mean."""
    if rules_out(claim, "instrument"):
        return
    if SLOPE.fullmatch(name):
        yield from (Reading(of, (Question("curve_slope", of),)) for of in SLOPES if of != name)
    if name == "icsa":
        yield Reading("mean of four weeks", (Question("jobless_claims"),))
    if SERIES.get(name, ("",))[0] == "inflation_rate":
        indices = ("CPI", "CORE_CPI", "PCE", "CORE_PCE")
        own = SERIES[name][1]
        yield Reading("over one month", (Question("inflation_rate", own, None, None, {"months": 1}),))
        yield from (Reading(of, (Question("inflation_rate", of),)) for of in indices if of != own)


def check_macro_direction(asker: Asker, claim: Claim) -> Judgement:
    """Which way a rate, the curve or a series went, over the window stated or over several; names tenor and window."""
    name = name_of(claim)
    slope = name if SLOPE.fullmatch(name) else SLOPES[0]
    if is_inverted(claim) and (claim.direction in ("steeper", "flatter") or SLOPE.fullmatch(name)):
        return check_inverted(asker, claim, slope)
    if claim.direction in ("steeper", "flatter") or SLOPE.fullmatch(name):
        return check_curve(asker, claim, slope)
    if name in POLICY or "policy" in name:
        return check_rate_moves(asker, claim)
    question = question_of(name)
    if question is None:
        return unknown_series(claim, claim.direction)
    sign = -1 if claim.direction == "down" else 1
    readings = [
        Reading(label, (question, asked_at(question, published(asker, question, since))), change)
        for label, since in starts(asker, claim)
    ]
    case = Case(claim, lambda values: "exact" if sign * values[0] > 0 else "no", claim.direction, end_of(asker, claim))
    return unless_unknown(decide(asker, case, readings), end_of(asker, claim))


def check_rate_moves(asker: Asker, claim: Claim) -> Judgement:
    """Moves of the policy rate, or how far a yield went."""
    if claim.measure not in ("yield", "slope"):
        return check_policy_moves(asker, claim)
    if claim.figure is None:
        return check_macro_direction(asker, claim)
    return check_yield_move(asker, claim, claim.figure)
