"""Rates and economic series: what asks for them, from when, and what to say of those that are not held."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from rotascope.claims.check.trials import cannot
from rotascope.claims.check.windows import article_window, end_of, is_stated, months_before, window_of
from rotascope.data.history import day_number, day_of
from rotascope.measures.curve import TENORS
from rotascope.questions import Question

if TYPE_CHECKING:
    from rotascope.claims.check.asking import Asker
    from rotascope.claims.check.verdicts import Judgement
    from rotascope.claims.claim import Claim, Figure
    from rotascope.questions import Finding

SLOPES = ("10y-2y", "10y-3m", "30y-5y", "30y-10y")
MONTHS = (1, 3, 6, 12)
PUBLISHED_WITHIN = 3  # sessions
SERIES: dict[str, tuple[str, str | None]] = {
    "unrate": ("unemployment_rate", None),
    "cpi": ("inflation_rate", "CPI"),
    "core_cpi": ("inflation_rate", "CORE_CPI"),
    "pce": ("inflation_rate", "PCE"),
    "core_pce": ("inflation_rate", "CORE_PCE"),
    "payems": ("payroll_change", None),
    "icsa": ("jobless_claims", None),
    "nfci": ("financial_conditions", None),
    "indpro": ("industrial_production", None),
}
POLICY = ("policy", "policy_range", "fed funds", "fedfunds", "dfedtaru", "dfedtarl", "federal funds")
SLOPE = re.compile(r"(\d+[my])-(\d+[my])")


def name_of(claim: Claim) -> str:
    return claim.subject.subject.casefold() if claim.subject is not None else ""


def is_macro(claim: Claim) -> bool:
    """Whether the claim is about a rate, the curve or an economic series."""
    kind = claim.subject.kind if claim.subject is not None else ""
    return kind in ("rate", "series") or claim.direction in ("steeper", "flatter")


def question_of(name: str) -> Question | None:
    """What asks for a rate or a series by the name that a claim's subject carries."""
    if name in TENORS:
        return Question("yield_level", name)
    if SLOPE.fullmatch(name):
        return Question("curve_slope", name)
    if name in SERIES:
        measure, of = SERIES[name]
        return Question(measure, of, None, None, {"weeks": 1} if measure == "jobless_claims" else {})
    return None


def starts(asker: Asker, claim: Claim) -> list[tuple[str, date]]:
    """The window's name and the day it starts from: the stated or the article's, then one to twelve months back."""
    window = window_of(asker, claim) if is_stated(claim) else article_window(asker)
    end = end_of(asker, claim)
    back = [(f"over {months} month{'s' * (months > 1)}", months_before(end, months)) for months in MONTHS]
    if window.since is not None:
        return [(f"over {window.name}", window.since), *([] if is_stated(claim) else back)]
    if window.length.isdigit():
        days = _before(asker, end, int(window.length))
        return [(f"over {window.name}", days[-1]), *([] if is_stated(claim) else back)] if days else back
    start = date(end.year - 1, 12, 31)
    day = [("over the session", last) for last in _before(asker, end, 1)]
    return [("year to date", start), *([] if is_stated(claim) else [*day, *back])]


def _before(asker: Asker, end: date, count: int) -> list[date]:
    """Up to so many sessions before a day, the latest first."""
    sessions = asker.panel.sessions
    at = int(sessions.searchsorted(day_number(end)))
    return [day_of(int(day)) for day in sessions[max(at - count, 0) : at][::-1]]


def published(asker: Asker, question: Question, day: date) -> date:
    """The session up to the as-of on which a daily rate's newest value was the last one of up to this day.

    A yield is published on the next business day. The day itself for what is not published by the day.
    """
    sessions = asker.panel.sessions
    first = int(sessions.searchsorted(day_number(day)))
    last = day
    for session in (day_of(int(number)) for number in sessions[first : first + PUBLISHED_WITHIN]):
        found = asker.ask(question, session)
        newest = None if found is None else found.detail.get("date")
        if isinstance(newest, date) and newest <= day:
            last = session
    return last


def asked_at(question: Question, day: date) -> Question:
    return Question(question.measure, question.of, None, day, question.params)


def change(findings: tuple[Finding, ...]) -> tuple[float | None, ...]:
    """The newest value less the one before; None where no later one than that was published."""
    now, before = (finding.value for finding in findings)
    days = [finding.detail.get("date") or finding.detail.get("month") for finding in findings]
    if days[0] is not None and days[0] == days[1]:
        return (None,)
    if not isinstance(now, int | float) or not isinstance(before, int | float):
        return (None,)
    return (float(now) - float(before),)


def unless_unknown(judged: Judgement, day: date) -> Judgement:
    """What cannot be checked for want of a value, with the day whose value is missing."""
    if judged.verdict != "cannot check":
        return judged
    return replace(judged, why=f"{judged.why} No later value was published by {day}; that of {day} would be needed.")


def unsigned(figure: Figure) -> Figure:
    return figure.model_copy(update={"value": abs(figure.value)})


def unknown_series(claim: Claim, expected: float | str) -> Judgement:
    name = claim.subject.name if claim.subject is not None else "the rate that the sentence speaks of"
    return cannot(claim, f"These data hold no series of {name}; it would be needed as it was published.", expected)
