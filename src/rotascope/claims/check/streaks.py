"""Streaks and ranks: how many sessions in a row, and which place in a group or in history."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from rotascope.claims.check.directions import RANKED, check_lead
from rotascope.claims.check.fits import fit, worst
from rotascope.claims.check.kin import FUNDS, TRACKED, kin
from rotascope.claims.check.largest import check_largest
from rotascope.claims.check.period_records import since_end
from rotascope.claims.check.subjects import is_held, missing
from rotascope.claims.check.trials import Case, Reading, decide
from rotascope.claims.check.windows import end_of, is_stated, rules_out, usual_windows, window_of
from rotascope.data.history import day_number, day_of
from rotascope.measures.windows import period_numbers
from rotascope.pairs import groups
from rotascope.questions import Question

if TYPE_CHECKING:
    from collections.abc import Callable

    from rotascope.claims.check.asking import Asker
    from rotascope.claims.check.fits import Fit
    from rotascope.claims.check.trials import Values
    from rotascope.claims.check.verdicts import Judgement
    from rotascope.claims.claim import Claim
    from rotascope.questions import Finding

RIVALS = {"IWM": "SPY", "RUT": "SPX"}  # whom small caps are counted against where the sentence does not say
PERIODS = {5: "week", 21: "month", 63: "quarter", 252: "year"}  # by the sessions to one step
WORDS = {"week": "week", "month": "month", "quarter": "quarter", "annual": "year", "year": "year"}
_OF_SECTORS = re.compile(r"\bsectors?\b", re.IGNORECASE)
_AHEAD = re.compile(
    r"\b(?:out|under)(?:perform|pac|strip|run)\w*|\b(?:beat|lag|trail)\w*|\b(?:ahead|behind)\b", re.IGNORECASE
)
_IN = re.compile(r"\b(week|month|quarter|annual|year)(?:ly|s)?\b", re.IGNORECASE)
_OPENING = re.compile(r"\b(opening|start)\b", re.IGNORECASE)


def check_streak(asker: Asker, claim: Claim) -> Judgement:
    """Sessions, weeks or months in a row up (down), or ahead of another, and since when there were last as many."""
    claim = _with_run(asker, claim)
    if not is_held(asker, claim.subject):
        return missing(claim, claim.subject, "prices", _expected(claim))
    of = claim.subject.subject if claim.subject else ""
    if not _is_relative(claim):
        return _check_run(asker, claim, [("", of), *kin(asker, claim, of)])
    if claim.other is not None and not is_held(asker, claim.other):
        return missing(claim, claim.other, "prices", _expected(claim))
    rival = claim.other.subject if claim.other is not None else RIVALS.get(of, "SPY")
    if claim.measure == "underperformance" or claim.direction in ("behind", "down"):
        of, rival = rival, of
    return _check_run(asker, claim, _pairs(claim, of, rival))


def _with_run(asker: Asker, claim: Claim) -> Claim:
    """ "Nine straight weeks, its longest run since": a record is of the streak that stands beside it."""
    if claim.kind != "record":
        return claim
    for other in asker.article.claims:
        subjects = [one.subject.subject if one.subject else "" for one in (claim, other)]
        if other.kind == "streak" and other.sentence == claim.sentence and subjects[0] == subjects[1]:
            changed = {"figure": claim.figure or other.figure, "parts": other.parts | claim.parts,
                       "direction": other.direction, "measure": other.measure, "other": claim.other or other.other,
                       "window": claim.window or other.window}  # fmt: skip
            return claim.model_copy(update=changed)
    return claim


def _is_relative(claim: Claim) -> bool:
    """Whether the run is one ahead of (behind) another side, rather than of the subject's own gains (losses)."""
    of_itself = claim.measure in ("gains", "losses") or claim.direction in ("up", "down", "")
    of_itself = of_itself and not (claim.kind == "record" and _AHEAD.search(claim.text))
    if claim.other is not None:
        return claim.measure not in ("gains", "losses")
    return not of_itself or claim.measure in ("outperformance", "underperformance")


def _expected(claim: Claim) -> float | str:
    return claim.figure.value if claim.figure is not None else "a streak"


def _pairs(claim: Claim, of: str, rival: str) -> list[tuple[str, str]]:
    """As printed, by indices, by funds, and against the other broad index."""
    found = {f"{of}/{rival}": ""}
    if not rules_out(claim, "instrument"):
        by_index = FUNDS.get(of, of), FUNDS.get(rival, rival)
        by_fund = TRACKED.get(of, (of,))[0], TRACKED.get(rival, (rival,))[0]
        for name, pair in (("indices", by_index), ("funds", by_fund)):
            if len(set(pair)) == 2:
                found.setdefault("/".join(pair), f"{name} ({'/'.join(pair)})")
    return [(name, pair) for pair, name in found.items()]


def _check_run(asker: Asker, claim: Claim, names: list[tuple[str, str]]) -> Judgement:
    """The run to the last period that is over; also to the day itself, where its week or month is not."""
    period = _period(claim)
    end = end_of(asker, claim)
    over = _last_over(asker, end, period)
    losing = not _is_relative(claim) and (claim.measure == "losses" or claim.direction == "down")
    params = {"period": period, "direction": "down" if losing else "up"}
    days = [("", over), *([(f"the {period} so far counted", end)] if over != end else [])]
    asked = [
        (", ".join(part for part in (name, when) if part), Question("streak", of, None, day, params))
        for when, day in days
        for name, of in names
    ]
    readings = [Reading(name, (question,), _streak(claim.record_since)) for name, question in asked]
    case = Case(claim, lambda values: _streak_fit(claim, values), _expected(claim), end, shown=0)
    return decide(asker, case, readings)


def _period(claim: Claim) -> str:
    """What the run is counted in: as its figure's unit says, or the words of a record without one."""
    if "period" in claim.parts:
        return PERIODS.get(round(claim.parts["period"].value), "session")
    found = _IN.search(claim.text)
    return WORDS[found[1].lower()] if found else "session"


def _last_over(asker: Asker, end: date, period: str) -> date:
    """The last session up to a day that ends its period in the exchange's calendar."""
    if period == "session":
        return end
    every = asker.panel.market.sessions
    last = int(every.searchsorted(day_number(end), side="right")) - 1
    numbers = period_numbers(every[: last + 2], period)
    if len(numbers) == last + 2 and numbers[-1] == numbers[-2]:
        last = int(numbers.searchsorted(numbers[-2])) - 1
    return day_of(int(every[max(last, 0)]))


def _streak(since: date | None) -> Callable[[tuple[Finding, ...]], tuple[float | None, ...]]:
    """Its length, and the day on which one as long last ended as a day number: 0 for none, None where the history
    does not reach back to the day that a record is said to be since."""

    def take(findings: tuple[Finding, ...]) -> tuple[float | None, ...]:
        last, begin = findings[0].detail["last_as_long"], findings[0].detail["history_from"]
        if isinstance(last, date):
            return float(findings[0].value), float(last.toordinal())  # type: ignore[arg-type]
        short = since is not None and isinstance(begin, date) and begin > since
        return float(findings[0].value), None if short else 0.0  # type: ignore[arg-type]

    return take


def _streak_fit(claim: Claim, values: Values) -> Fit:
    """Counts of sessions differ by one with the instrument; nobody takes eight weeks for nine."""
    length, last = values
    fits: list[Fit] = [fit(claim.figure, length)] if claim.figure is not None else ["exact" if length > 1 else "no"]
    if claim.record_since is not None:
        fits.append("exact" if last <= since_end(claim, claim.record_since).toordinal() else "no")
    found = worst(fits)
    return "no" if found == "near" and _period(claim) != "session" else found


def check_rank(asker: Asker, claim: Claim) -> Judgement:
    """A place in a group by return, or this year's opening among all years'."""
    if not is_held(asker, claim.subject):
        return missing(claim, claim.subject, "prices", claim.figure.value if claim.figure else None)
    of = claim.subject.subject if claim.subject else ""
    figure = claim.figure
    expected = figure.value if figure is not None else 1.0
    low = claim.measure == "worst" or claim.direction in ("down", "behind")
    if claim.measure in ("largest", "smallest"):
        return check_largest(asker, claim, round(expected))

    def judge(values: Values) -> Fit:
        return fit(figure, values[0]) if figure is not None else "exact" if values[0] == 1 else "no"

    if figure is None and claim.other is None and not any(of in groups()[name] for name in RANKED):
        return check_lead(asker, claim, "behind" if low else "ahead")
    if _OPENING.search(claim.text):
        readings = [Reading(name, (Question("opening_rank", leg),), _place(low, "rank_from_bottom"))
                    for name, leg in [("", of), *kin(asker, claim, of)]]  # fmt: skip
        return decide(asker, Case(claim, _exactly(judge), expected, end_of(asker, claim)), readings)
    window = window_of(asker, claim)
    chosen = _groups(asker, claim, of)
    spans = [] if is_stated(claim) else usual_windows(asker, window)
    asked = [*((name, group, window) for name, group in chosen), *((span.name, chosen[0][1], span) for span in spans)]
    readings = [
        Reading(name, (span.question("rank_within", of, group=group),), _place(low)) for name, group, span in asked
    ]
    return decide(asker, Case(claim, _exactly(judge), expected, window.end), readings)


def _exactly(judge: Callable[[Values], Fit]) -> Callable[[Values], Fit]:
    """A place is right or wrong: second is not roughly first."""
    return lambda values: "exact" if judge(values) == "exact" else "no"


def _groups(asker: Asker, claim: Claim, of: str) -> list[tuple[str, str]]:
    """The group that the claim names, else those that the subject is a member of; the styles where none is."""
    known = groups()
    among = claim.other
    sentence = asker.article.text[claim.sentence.start : claim.sentence.end]
    if (among is not None and among.kind == "sector") or (of in known["sectors"] and _OF_SECTORS.search(sentence)):
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
