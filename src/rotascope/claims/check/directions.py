"""Directions: up and down, ahead and behind, steeper and flatter, where the sentence prints no size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.claims.check.kin import SAME_NAME, TRACKED, kin
from rotascope.claims.check.macro import check_macro_direction
from rotascope.claims.check.returns import check_comparison
from rotascope.claims.check.series import is_macro
from rotascope.claims.check.subjects import is_held, main_subject, missing
from rotascope.claims.check.trials import Case, Reading, cannot, decide
from rotascope.claims.check.windows import is_stated, month_windows, states_window, window_of
from rotascope.pairs import groups

if TYPE_CHECKING:
    from collections.abc import Callable

    from rotascope.claims.check.asking import Asker
    from rotascope.claims.check.fits import Fit
    from rotascope.claims.check.trials import Values
    from rotascope.claims.check.verdicts import Judgement
    from rotascope.claims.check.windows import Asked
    from rotascope.claims.claim import Claim
    from rotascope.questions import Finding

RANKED = ("sectors", "seven")  # groups whose leader is the one that returned most
MARKET = "SPY"
FRONT = 1 / 3
LEVEL = 0.0005  # a lead that prints as 0.0 points is none
DOWN = ("down", "behind")


def check_direction(asker: Asker, claim: Claim) -> Judgement:
    """Which way something went, or whether it led."""
    if is_macro(claim):
        return check_macro_direction(asker, claim)
    if claim.direction in ("wider", "narrower"):
        return cannot(claim, "A series of that gap or spread would be needed, as it was published.", claim.direction)
    if claim.other is not None:
        return check_comparison(asker, claim)
    if not is_held(asker, claim.subject):
        return missing(claim, claim.subject, "prices", claim.direction)
    if claim.direction in ("ahead", "behind"):
        return check_lead(asker, claim, claim.direction)
    return _check_way(asker, claim)


def _check_way(asker: Asker, claim: Claim) -> Judgement:
    """The sign of the return: over the window stated, else over the article's and over one to twelve months."""
    of = claim.subject.subject if claim.subject else ""
    window = window_of(asker, claim)
    readings = [
        Reading(name, (window.question("period_return", leg),)) for name, leg in [("", of), *kin(asker, claim, of)]
    ]
    readings += [Reading(span.name, (span.question("period_return", of),)) for span in _spans(asker, claim)]
    sign = -1 if claim.direction in DOWN else 1
    case = Case(claim, lambda values: "exact" if sign * values[0] > 0 else "no", claim.direction, window.end)
    return decide(asker, case, readings)


def check_lead(asker: Asker, claim: Claim, direction: str) -> Judgement:
    """Whether it led: first of its group where it has one, and ahead of what the article is about, else the market."""
    of = claim.subject.subject if claim.subject else ""
    window = window_of(asker, claim)
    names = [("", of), *kin(asker, claim, of)]
    readings = [_lead(asker, name, leg, window) for name, leg in names]
    if not states_window(asker):  # who leads a story leads it over the story's own window
        readings += [_lead(asker, span.name, of, span) for span in _spans(asker, claim)]
    return decide(asker, Case(claim, _leads(direction), direction, window.end, shown=0), readings)


def _lead(asker: Asker, name: str, of: str, window: Asked) -> Reading:
    group = next((group for group in RANKED if of in groups()[group]), "")
    if group:
        return Reading(name, (window.question("rank_within", of, group=group),), _place)
    against = _like(main_subject(asker), of)
    if against in ("", of, *SAME_NAME.get(of, ()), *TRACKED.get(of, ())):
        against = MARKET
    return Reading(name, (window.question("active_return", f"{of}/{against}"),
                          window.question("rank_within", of, group="styles")), _gap)  # fmt: skip


def _like(main: str, of: str) -> str:
    """What the article is about as a fund: a fund or stock is not set against an index without dividends."""
    return main if of in TRACKED else TRACKED.get(main, (main,))[0]


def _place(findings: tuple[Finding, ...]) -> tuple[float | None, ...]:
    """Ranks above it, and below it: 0 above leads, 0 below lags; as (lag - lead) of a gap."""
    rank, members = findings[0].value, findings[0].detail["members"]
    return float(rank) - 1, float(members) - float(rank)  # type: ignore[arg-type]


def _gap(findings: tuple[Finding, ...]) -> tuple[float | None, ...]:
    """The gap to what it led; its place among the styles from the top, and from the bottom, each over their number."""
    rank, members = float(findings[1].value), float(findings[1].detail["members"])  # type: ignore[arg-type]
    return float(findings[0].value), rank / members, (members + 1 - rank) / members  # type: ignore[arg-type]


def _leads(direction: str) -> Callable[[Values], Fit]:
    """First (last) of a group that has one leader; else ahead (behind), and in the first (last) third of the styles."""
    ahead = direction == "ahead"

    def judged(values: Values) -> Fit:
        if len(values) == 2:
            return "exact" if values[0 if ahead else 1] == 0 else "no"
        gap, place = (values[0], values[1]) if ahead else (-values[0], values[2])
        return "exact" if gap >= LEVEL and place <= FRONT else "no"

    return judged


def _spans(asker: Asker, claim: Claim) -> list[Asked]:
    return [] if is_stated(claim) else month_windows(asker)
