"""The Fed's target range and its moves: both ends, how many, how large, which way."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from rotascope.claims.check.fits import best, fit, worst
from rotascope.claims.check.period_records import period_end
from rotascope.claims.check.series import unsigned
from rotascope.claims.check.trials import Case, Reading, decide
from rotascope.claims.check.windows import end_of, months_before
from rotascope.questions import Question

if TYPE_CHECKING:
    from rotascope.claims.check.asking import Asker
    from rotascope.claims.check.fits import Fit
    from rotascope.claims.check.trials import Values
    from rotascope.claims.check.verdicts import Judgement
    from rotascope.claims.claim import Claim, Figure
    from rotascope.questions import Finding

MOVES = ("count", "size", "total")
DECIDED = timedelta(days=2)  # a decision told on a day was taken on it or on the one before
SPANS = ("since", "between", "calendar")
LEAST = 0.0025  # the smallest move of the Fed since 1990
_BY = re.compile(r"\bby (?!the\b|its?\b|policy|officials|central)", re.IGNORECASE)
_TOGETHER = re.compile(r"\b(total\w*|in all|altogether|combined|cumulative\w*)\b", re.IGNORECASE)
_FIRST = re.compile(
    r"\bfirst (?:[\w-]+ ){0,3}?(?:cut|reduction|easing|hike|increase|rise|move|tightening)\w*(?: \w+){0,4}? since\b",
    re.IGNORECASE,
)
_EACH = re.compile(r"\b(each|apiece|every time)\b", re.IGNORECASE)


def check_policy_range(asker: Asker, claim: Claim, figure: Figure) -> Judgement:
    """Both ends as they print, or one of them."""
    expected = figure.value if figure.upper is None else (figure.value, figure.upper)
    case = Case(claim, lambda ends: _range_fit(figure, ends), expected, end_of(asker, claim))
    return decide(asker, case, [Reading("", (Question("policy_range"),), _ends)])


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


def check_policy_moves(asker: Asker, claim: Claim) -> Judgement:
    """Moves of the policy rate, in the window or the last run of them: how many, how large, together, which way."""
    after = _after(asker, claim)
    roles = _roles(asker, claim, after)
    down = claim.direction == "down" or (claim.direction == "" and (claim.figure is None or claim.figure.value < 0))
    sign = -1 if down else 1
    expected = tuple(figure.value for figure in roles.values()) or claim.direction
    plain = claim if claim.figure is None else claim.model_copy(update={"figure": unsigned(claim.figure)})
    case = Case(plain, lambda moves: _moves_fit(roles, moves), expected, end_of(asker, claim), shown=len(roles) or None)
    reading = Reading("", (Question("policy_moves", None, after),), lambda findings: _moves(roles, findings, sign))
    if after is not None and _is_first(asker, claim):
        case = replace(case, judge=lambda moves: "no" if len(moves) != len(roles) + 2 else _each_fits(roles, moves))
    return decide(asker, case, [reading])


def _is_first(asker: Asker, claim: Claim) -> bool:
    """Whether the window says since when it is the first move that way: "its first cut since March 2020"."""
    window = claim.window
    return window is not None and window.kind == "since" and bool(_FIRST.search(_sentence(asker, claim)))


def _sentence(asker: Asker, claim: Claim) -> str:
    return asker.article.text[claim.sentence.start : claim.sentence.end] or claim.text


def _moves(roles: Mapping[str, Figure], findings: tuple[Finding, ...], sign: int) -> tuple[float | None, ...]:
    """What was measured for each role, then the sum of all moves and the size of each that goes the claim's way."""
    sizes = [sign * float(size) for size in findings[0].detail["moves"]["size"]]  # type: ignore[index]
    along = [size for size in sizes if size > 0]
    total = round(sum(sizes), 6)
    each = round(sum(along) / len(along), 6) if along else 0.0
    shown = {"count": float(len(along)), "total": total, "size": along[-1] if along and "count" not in roles else each}
    return (*(shown[role] for role in roles), total, *along)


def _moves_fit(roles: Mapping[str, Figure], values: Values) -> Fit:
    """Of several that are counted each has the size; of one that is not, any."""
    total, *along = values[len(roles) :]
    if not along or ("count" not in roles and total <= 0):
        return "no"
    return _each_fits(roles, values)


def _each_fits(roles: Mapping[str, Figure], values: Values) -> Fit:
    along = values[len(roles) + 1 :]
    fits: list[Fit] = ["exact"]
    for (role, figure), value in zip(roles.items(), values, strict=False):
        sizes = [fit(figure, size) for size in along]
        if role == "size":
            fits.append(worst(sizes) if "count" in roles else best(sizes))
        else:
            fits.append(_role_fit(role, figure, value))
    return worst(fits)


def _after(asker: Asker, claim: Claim) -> date | None:
    """The day after which moves are counted: the one before the window's first; None for the last run of them."""
    window = claim.window
    if window is None or window.kind == "unstated" or window.extreme:
        return None
    if window.start is not None and _is_first(asker, claim):
        return period_end(window.start)
    if window.start is not None and window.kind in SPANS:
        return window.start - timedelta(days=1)
    end = end_of(asker, claim)
    if window.kind == "year to date":
        return date(end.year - 1, 12, 31)
    if window.months is not None:
        return months_before(end, window.months)
    return end - DECIDED if window.kind == "at" or window.count == 1 else None


def _role_fit(role: str, figure: Figure, move: float) -> Fit:
    """Four cuts are not roughly three."""
    found = fit(figure, move)
    return "no" if role == "count" and found == "near" else found


def _roles(asker: Asker, claim: Claim, after: date | None) -> dict[str, Figure]:
    """The printed figures without sign by role: how many moves, the size of one, or all of them together."""
    roles = {role: figure for role, figure in claim.parts.items() if role in MOVES}
    if claim.figure is not None and claim.figure not in roles.values():
        counted = claim.figure.unit in ("count", "sessions", "rank")
        together = "total" in claim.measure or "size" in roles or (after and _is_total(asker, claim, claim.figure))
        role = "count" if counted else "total" if together else "size"
        roles[role] = claim.figure
    return {role: unsigned(figure) for role, figure in roles.items()}


def _is_total(asker: Asker, claim: Claim, figure: Figure) -> bool:
    """Whether a printed size is of all moves together: as it says, or printed with "by" and large enough."""
    if _EACH.search(f"{claim.text} {_sentence(asker, claim)}") or _is_first(asker, claim):
        return False
    if _TOGETHER.search(claim.text):
        return True
    count = claim.parts.get("count")
    return bool(_BY.search(claim.text)) and (count is None or abs(figure.value) >= LEAST * count.value)
