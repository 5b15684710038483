"""Streaks and ranks: how many sessions in a row, and which place in a group or in history."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rotascope.claims.check.directions import RANKED, check_lead
from rotascope.claims.check.fits import fit, worst
from rotascope.claims.check.kin import FUNDS, TRACKED, kin
from rotascope.claims.check.period_records import period_end
from rotascope.claims.check.subjects import is_held, missing
from rotascope.claims.check.trials import Case, Reading, cannot, decide
from rotascope.claims.check.windows import end_of, is_stated, rules_out, usual_windows, window_of
from rotascope.pairs import groups
from rotascope.questions import Question

if TYPE_CHECKING:
    from collections.abc import Callable

    from rotascope.claims.check.asking import Asker
    from rotascope.claims.check.fits import Fit
    from rotascope.claims.check.trials import Values
    from rotascope.claims.check.verdicts import Judgement
    from rotascope.claims.claim import Claim, Figure
    from rotascope.questions import Finding

RIVALS = {"IWM": "SPY", "RUT": "SPX"}  # whom small caps are counted against where the sentence does not say
LONGEST = 60  # sessions of a run of one instrument that are asked one by one
_OPENING = re.compile(r"\b(opening|start)\b", re.IGNORECASE)


def check_streak(asker: Asker, claim: Claim) -> Judgement:
    """Sessions in a row ahead of another, or up (down) by itself, and since when it was last as long."""
    if not is_held(asker, claim.subject):
        return missing(claim, claim.subject, "prices", _expected(claim))
    of = claim.subject.subject if claim.subject else ""
    if "period" in claim.parts and claim.parts["period"].value > 1:
        return cannot(claim, "Runs are counted by session here; one by week or month has no measure.", _expected(claim))
    of_itself = claim.other is None and claim.direction in ("up", "down") and claim.kind == "streak"
    if claim.measure in ("gains", "losses") or of_itself:
        return _check_run(asker, claim, of)
    if claim.other is not None and not is_held(asker, claim.other):
        return missing(claim, claim.other, "prices", _expected(claim))
    rival = claim.other.subject if claim.other is not None else RIVALS.get(of, "SPY")
    if claim.measure == "underperformance" or claim.direction in ("behind", "down"):
        of, rival = rival, of
    readings = [
        Reading(name, (Question("outperformance_streak", pair),), _streak) for name, pair in _pairs(claim, of, rival)
    ]
    case = Case(claim, lambda values: _streak_fit(claim, values), _expected(claim), end_of(asker, claim), shown=0)
    return decide(asker, case, readings)


def _expected(claim: Claim) -> float | str:
    return claim.figure.value if claim.figure is not None else "a streak"


def _pairs(claim: Claim, of: str, rival: str) -> list[tuple[str, str]]:
    """As printed, by indices, by funds, and against the other broad index."""
    found = {f"{of}/{rival}": ""}
    if not rules_out(claim, "instrument"):
        by_index = FUNDS.get(of, of), FUNDS.get(rival, rival)
        by_fund = TRACKED.get(of, (of,))[0], TRACKED.get(rival, (rival,))[0]
        for name, pair in (("indices", by_index), ("funds", by_fund)):
            found.setdefault("/".join(pair), f"{name} ({'/'.join(pair)})")
    return [(name, pair) for pair, name in found.items()]


def _streak(findings: tuple[Finding, ...]) -> tuple[float | None, ...]:
    """Its length, and the day on which one as long last ended as a day number (0 for none)."""
    last = findings[0].detail["last_as_long"]
    return float(findings[0].value), float(last.toordinal()) if last else 0.0  # type: ignore[arg-type,attr-defined]


def _streak_fit(claim: Claim, values: Values) -> Fit:
    length, last = values
    fits: list[Fit] = [fit(claim.figure, length)] if claim.figure is not None else ["exact" if length > 1 else "no"]
    if claim.record_since is not None:
        fits.append("exact" if last <= period_end(claim.record_since).toordinal() else "no")
    return worst(fits)


def _check_run(asker: Asker, claim: Claim, of: str) -> Judgement:
    """Sessions in a row up (down): each of them asked, and the one before, which must not be."""
    if claim.figure is None:
        return cannot(claim, "The sentence prints no number of sessions.", _expected(claim))
    length = min(round(claim.figure.value) + 1, LONGEST)
    end = end_of(asker, claim)
    days = [day for day in [asker.as_of, *asker.earlier(length + 20)] if day <= end][: length + 1]
    sign = -1 if claim.measure == "losses" or claim.direction == "down" else 1
    names = [("", of), *kin(asker, claim, of)]
    readings = [
        Reading(name, tuple(Question("period_return", leg, None, day, {"window": "1"}) for day in days), _run(sign))
        for name, leg in names
    ]
    figure: Figure = claim.figure
    return decide(asker, Case(claim, lambda values: fit(figure, values[0]), figure.value, end), readings)


def _run(sign: int) -> Callable[[tuple[Finding, ...]], tuple[float | None, ...]]:
    def take(findings: tuple[Finding, ...]) -> tuple[float | None, ...]:
        won = [sign * float(finding.value) > 0 for finding in findings]  # type: ignore[arg-type]
        return (float(next((at for at, up in enumerate(won) if not up), len(won))),)

    return take


def check_rank(asker: Asker, claim: Claim) -> Judgement:
    """A place in a group by return, or this year's opening among all years'."""
    if not is_held(asker, claim.subject):
        return missing(claim, claim.subject, "prices", claim.figure.value if claim.figure else None)
    of = claim.subject.subject if claim.subject else ""
    figure = claim.figure
    expected = figure.value if figure is not None else 1.0
    low = claim.measure == "worst" or claim.direction in ("down", "behind")
    if claim.measure in ("largest", "smallest"):
        return cannot(claim, "The sizes of all members would be needed; ranks here are by return.", expected)

    def judge(values: Values) -> Fit:
        return fit(figure, values[0]) if figure is not None else "exact" if values[0] == 1 else "no"

    if figure is None and claim.other is None and not any(of in groups()[name] for name in RANKED):
        return check_lead(asker, claim, "behind" if low else "ahead")
    if _OPENING.search(claim.text):
        readings = [Reading(name, (Question("opening_rank", leg),), _place(low, "rank_from_bottom"))
                    for name, leg in [("", of), *kin(asker, claim, of)]]  # fmt: skip
        return decide(asker, Case(claim, _exactly(judge), expected, end_of(asker, claim)), readings)
    window = window_of(asker, claim)
    chosen = _groups(claim, of)
    spans = [] if is_stated(claim) else usual_windows(asker, window)
    asked = [*((name, group, window) for name, group in chosen), *((span.name, chosen[0][1], span) for span in spans)]
    readings = [
        Reading(name, (span.question("rank_within", of, group=group),), _place(low)) for name, group, span in asked
    ]
    return decide(asker, Case(claim, _exactly(judge), expected, window.end), readings)


def _exactly(judge: Callable[[Values], Fit]) -> Callable[[Values], Fit]:
    """A place is right or wrong: second is not roughly first."""
    return lambda values: "exact" if judge(values) == "exact" else "no"


def _groups(claim: Claim, of: str) -> list[tuple[str, str]]:
    """The group that the claim names, else those that the subject is a member of; the styles where none is."""
    known = groups()
    among = claim.other
    if among is not None and among.kind == "sector":
        return [("", "sectors")]
    if among is not None and among.subject.endswith("seven"):
        return [("", "seven")]
    own = [name for name, members in known.items() if of in members] or ["styles"]
    return [("" if at == 0 else f"within {name}", name) for at, name in enumerate(own)]


def _place(low: bool, from_bottom: str = "") -> Callable[[tuple[Finding, ...]], tuple[float | None, ...]]:
    """Its place from the top, or from the bottom: of the detail of that name, else by the number of members."""

    def take(findings: tuple[Finding, ...]) -> tuple[float | None, ...]:
        rank, detail = float(findings[0].value), findings[0].detail  # type: ignore[arg-type]
        if not low:
            return (rank,)
        return (float(detail[from_bottom]) if from_bottom else float(detail["members"]) + 1 - rank,)  # type: ignore[arg-type]

    return take
