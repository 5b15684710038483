"""The Fed's target range and its moves: both ends, how many, how large, which way."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from rotascope.claims.check.fits import fit, worst
from rotascope.claims.check.series import unsigned
from rotascope.claims.check.trials import Case, Reading, decide
from rotascope.claims.check.windows import end_of
from rotascope.questions import Question

if TYPE_CHECKING:
    from datetime import date

    from rotascope.claims.check.asking import Asker
    from rotascope.claims.check.fits import Fit
    from rotascope.claims.check.trials import Values
    from rotascope.claims.check.verdicts import Judgement
    from rotascope.claims.claim import Claim, Figure
    from rotascope.questions import Finding

MOVES = ("count", "size", "total")
SPANS = ("since", "between", "calendar")
_TOGETHER = re.compile(r"\b(by|total|in all|altogether|combined|cumulative)\b", re.IGNORECASE)


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
    roles = _roles(claim)
    down = claim.direction == "down" or (claim.direction == "" and (claim.figure is None or claim.figure.value < 0))

    def take(findings: tuple[Finding, ...]) -> tuple[float | None, ...]:
        value = findings[0].value
        if not isinstance(value, Mapping):
            return (None,)
        toward = {name: float(value[name] or 0) * (-1 if down and name != "count" else 1) for name in MOVES}
        if "count" in roles and toward["count"]:  # of several, the size of each
            toward["size"] = toward["total"] / toward["count"]
        return (*(toward[role] for role in roles), toward["total"])

    def judge(moves: Values) -> Fit:
        fits = [_role_fit(*each) for each in zip(roles, roles.values(), moves, strict=False)]
        return worst([*fits, "exact" if moves[-1] > 0 else "no"])

    expected = tuple(figure.value for figure in roles.values()) or claim.direction
    case = Case(claim, judge, expected, end_of(asker, claim), shown=len(roles) or None)
    return decide(asker, case, [Reading("", (Question("policy_moves", None, _after(claim)),), take)])


def _after(claim: Claim) -> date | None:
    """The day after which moves are counted: the one before the window's first; None for the last run of them."""
    window = claim.window
    if window is None or window.start is None or window.kind not in SPANS or window.extreme:
        return None
    return window.start - timedelta(days=1)


def _role_fit(role: str, figure: Figure, move: float) -> Fit:
    """Four cuts are not roughly three."""
    found = fit(figure, move)
    return "no" if role == "count" and found == "near" else found


def _roles(claim: Claim) -> dict[str, Figure]:
    """The printed figures without sign by role: how many moves, the size of one, or all of them together."""
    roles = {role: figure for role, figure in claim.parts.items() if role in MOVES}
    if claim.figure is not None and claim.figure not in roles.values():
        counted = claim.figure.unit in ("count", "sessions", "rank")
        together = "total" in claim.measure or "size" in roles or (_after(claim) and _TOGETHER.search(claim.text))
        role = "count" if counted else "total" if together else "size"
        roles[role] = claim.figure
    return {role: unsigned(figure) for role, figure in roles.items()}
