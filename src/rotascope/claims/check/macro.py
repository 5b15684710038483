"""Rates, the curve and the economy: levels as published, the policy range, moves, and which way they went."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import product
from typing import TYPE_CHECKING

from rotascope.claims.check.fits import fit, worst
from rotascope.claims.check.trials import Case, Reading, cannot, decide
from rotascope.claims.check.windows import (
    article_window,
    days_to_try,
    end_of,
    is_stated,
    months_before,
    rules_out,
    window_of,
)
from rotascope.measures.curve import TENORS
from rotascope.questions import Question

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rotascope.claims.check.asking import Asker
    from rotascope.claims.check.fits import Fit
    from rotascope.claims.check.trials import Values
    from rotascope.claims.check.verdicts import Judgement
    from rotascope.claims.claim import Claim, Figure
    from rotascope.questions import Finding

SLOPES = ("10y-2y", "10y-3m", "30y-5y", "30y-10y")
MONTHS = (1, 3, 6, 12)
SERIES: dict[str, tuple[str, str | None]] = {
    "unemployment": ("unemployment_rate", None),
    "unrate": ("unemployment_rate", None),
    "inflation": ("inflation_rate", "CPI"),
    "cpi": ("inflation_rate", "CPI"),
    "core_cpi": ("inflation_rate", "CORE_CPI"),
    "pce": ("inflation_rate", "PCE"),
    "core_pce": ("inflation_rate", "CORE_PCE"),
    "payrolls": ("payroll_change", None),
    "claims": ("jobless_claims", None),
    "nfci": ("financial_conditions", None),
    "indpro": ("industrial_production", None),
}
POLICY = ("policy", "policy_range", "fed funds", "fedfunds", "dfedtaru", "dfedtarl", "federal funds")
_SLOPE = re.compile(r"(\d+[my])-(\d+[my])")


def _name(claim: Claim) -> str:
    return claim.subject.subject.casefold() if claim.subject is not None else ""


def is_macro(claim: Claim) -> bool:
    """Whether the claim is about a rate, the curve or an economic series."""
    kind = claim.subject.kind if claim.subject is not None else ""
    return kind in ("rate", "series") or claim.direction in ("steeper", "flatter")


def question_of(name: str) -> Question | None:
    """What asks for a rate or a series by the name that a claim's subject carries."""
    if name in TENORS:
        return Question("yield_level", name)
    if _SLOPE.fullmatch(name):
        return Question("curve_slope", name)
    if name in SERIES:
        measure, of = SERIES[name]
        return Question(measure, of)
    return None


def check_rate(asker: Asker, claim: Claim) -> Judgement:
    """A rate or series at its level as published by the day, or the Fed's target range."""
    figure, name = claim.figure, _name(claim)
    if figure is None:
        return check_macro_direction(asker, claim)
    day = end_of(asker, claim)
    others = days_to_try(asker, claim, window_of(asker, claim)) if _dateless(claim) else []
    if name in POLICY or "policy" in name:
        expected = figure.value if figure.upper is None else (figure.value, figure.upper)
        case = Case(claim, lambda ends: _range_fit(figure, ends), expected, day)
        return decide(asker, case, [Reading("", (Question("policy_range"),), _ends)])
    question = question_of(name)
    if question is None:
        return _unknown_series(claim, figure.value)
    case = Case(claim, lambda values: fit(figure, values[0]), figure.value, day, others)
    return decide(asker, case, [Reading("", (question,)), *_other_rates(claim, name)])


def _dateless(claim: Claim) -> bool:
    return claim.window is None or claim.window.end is None


def _other_rates(claim: Claim, name: str) -> Iterator[Reading]:
    """Other tenors of a slope, other measures of inflation: what the name could mean."""
    if rules_out(claim, "instrument"):
        return
    if _SLOPE.fullmatch(name):
        yield from (Reading(of, (Question("curve_slope", of),)) for of in SLOPES if of != name)
    if SERIES.get(name, ("",))[0] == "inflation_rate":
        indices = ("CPI", "CORE_CPI", "PCE", "CORE_PCE")
        yield from (Reading(of, (Question("inflation_rate", of),)) for of in indices if of != SERIES[name][1])


def _ends(findings: tuple[Finding, ...]) -> tuple[float | None, ...]:
    value = findings[0].value
    return (value["lower"], value["upper"]) if isinstance(value, Mapping) else (None, None)


def _range_fit(figure: Figure, ends: Values) -> Fit:
    """Both ends of a range as printed; one printed rate is one end of it, or lies within it where it is hedged."""
    low, high = ends
    if figure.upper is not None:
        plain = figure.model_copy(update={"upper": None, "hedge": ""})
        return worst([fit(plain, low), fit(plain.model_copy(update={"value": figure.upper}), high)])
    if figure.hedge == "about" and low <= figure.value <= high:
        return "exact"
    return min((fit(figure, low), fit(figure, high)), key=("exact", "near", "no").index)


def check_rate_moves(asker: Asker, claim: Claim) -> Judgement:
    """A run of moves of the policy rate: how many, how large each, how much together, which way."""
    if claim.measure == "yield":
        return _check_yield_move(asker, claim)
    roles = _roles(claim)
    down = claim.direction != "up"

    def take(findings: tuple[Finding, ...]) -> tuple[float | None, ...]:
        value = findings[0].value
        if not isinstance(value, Mapping):
            return (None,)
        toward = {name: float(value[name] or 0) * (-1 if down and name != "count" else 1) for name in MOVES}
        return (*(toward[role] for role in roles), toward["size"])

    def judge(moves: Values) -> Fit:
        fits = [_role_fit(*each) for each in zip(roles, roles.values(), moves, strict=False)]
        return worst([*fits, "exact" if moves[-1] > 0 else "no"])

    expected = tuple(figure.value for figure in roles.values()) or claim.direction
    case = Case(claim, judge, expected, end_of(asker, claim))
    judged = decide(asker, case, [Reading("", (Question("policy_moves"),), take)])
    return replace(judged, actual=judged.actual[:-1]) if roles and isinstance(judged.actual, tuple) else judged


MOVES = ("count", "size", "total")


def _role_fit(role: str, figure: Figure, move: float) -> Fit:
    """Four cuts are not roughly three."""
    found = fit(figure, move)
    return "no" if role == "count" and found == "near" else found


def _roles(claim: Claim) -> dict[str, Figure]:
    """The printed figures without sign by role: how many moves, the size of one, or all of them together."""
    roles = {role: figure for role, figure in claim.parts.items() if role in MOVES}
    if claim.figure is not None and claim.figure not in roles.values():
        counted = claim.figure.unit in ("count", "sessions", "rank")
        role = "count" if counted else "total" if "total" in claim.measure or "size" in roles else "size"
        roles[role] = claim.figure
    return {role: _unsigned(figure) for role, figure in roles.items()}


def _check_yield_move(asker: Asker, claim: Claim) -> Judgement:
    """How far a yield moved over the window."""
    figure, question = claim.figure, question_of(_name(claim))
    if figure is None:
        return check_macro_direction(asker, claim)
    if question is None:
        return _unknown_series(claim, figure.value)
    if question.measure == "curve_slope":
        return _check_curve(asker, claim, question.of or SLOPES[0])
    readings = [Reading("" if at == 0 else label, (question, _at(question, since)), _change)
                for at, (label, since) in enumerate(_starts(asker, claim))]  # fmt: skip
    case = Case(claim, lambda values: fit(figure, values[0]), figure.value, end_of(asker, claim))
    return decide(asker, case, readings)


def _unsigned(figure: Figure) -> Figure:
    return figure.model_copy(update={"value": abs(figure.value)})


def check_macro_direction(asker: Asker, claim: Claim) -> Judgement:
    """Which way a rate, the curve or a series went, over the window stated or over several; names tenor and window."""
    name = _name(claim)
    if claim.direction in ("steeper", "flatter") or _SLOPE.fullmatch(name):
        return _check_curve(asker, claim, name if _SLOPE.fullmatch(name) else SLOPES[0])
    if name in POLICY or "policy" in name:
        return check_rate_moves(asker, claim)
    question = question_of(name)
    if question is None:
        return _unknown_series(claim, claim.direction)
    sign = -1 if claim.direction == "down" else 1
    readings = [Reading(label, (question, _at(question, since)), _change) for label, since in _starts(asker, claim)]
    case = Case(claim, lambda values: "exact" if sign * values[0] > 0 else "no", claim.direction, end_of(asker, claim))
    return decide(asker, case, readings)


def _check_curve(asker: Asker, claim: Claim, slope: str) -> Judgement:
    """The change of the slope; with a figure its size as well."""
    figure = claim.figure
    sign = -1 if claim.direction in ("flatter", "down", "narrower") else 1
    tenors = [slope] if rules_out(claim, "instrument") else [slope, *(of for of in SLOPES if of != slope)]
    readings = [
        Reading(f"{of} {label}", (Question("curve_slope_change", of, since, None, params),))
        for of, (label, since, params) in product(tenors, _curve_windows(asker, claim))
    ]

    def judge(values: Values) -> Fit:
        if figure is None:
            return "exact" if sign * values[0] > 0 else "no"
        return fit(_unsigned(figure), sign * values[0])

    expected = claim.direction if figure is None else figure.value
    return decide(asker, Case(claim, judge, expected, end_of(asker, claim)), readings)


def _curve_windows(asker: Asker, claim: Claim) -> list[tuple[str, date | None, dict[str, object]]]:
    label, since = _starts(asker, claim)[0]
    windows: list[tuple[str, date | None, dict[str, object]]] = [(label, since, {})]
    if not is_stated(claim):
        windows += [(f"over {months} month{'s' * (months > 1)}", None, {"months": months}) for months in MONTHS]
    return windows


def _starts(asker: Asker, claim: Claim) -> list[tuple[str, date]]:
    """The window's name and the day it starts from: the stated or the article's, then one to twelve months back."""
    window = window_of(asker, claim) if is_stated(claim) else article_window(asker)
    end = end_of(asker, claim)
    back = [(f"over {months} month{'s' * (months > 1)}", months_before(end, months)) for months in MONTHS]
    if window.since is not None:
        return [(f"over {window.name}", window.since), *([] if is_stated(claim) else back)]
    if window.length.isdigit():
        days = asker.earlier(int(window.length))
        return [(f"over {window.name}", days[-1]), *([] if is_stated(claim) else back)] if days else back
    start = date(end.year - 1, 12, 31)
    return [("year to date", start), *([] if is_stated(claim) else back)]


def _at(question: Question, day: date) -> Question:
    return Question(question.measure, question.of, None, day, question.params)


def _change(findings: tuple[Finding, ...]) -> tuple[float | None, ...]:
    now, before = (finding.value for finding in findings)
    if not isinstance(now, int | float) or not isinstance(before, int | float):
        return (None,)
    return (float(now) - float(before),)


def _unknown_series(claim: Claim, expected: float | str) -> Judgement:
    name = claim.subject.name if claim.subject is not None else "the rate that the sentence speaks of"
    return cannot(claim, f"These data hold no series of {name}; it would be needed as it was published.", expected)
