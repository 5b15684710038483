"""Records: the strongest opening, the highest close, the best month since: as of the day, and of the figure's own."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, cast

from rotascope.claims.check.days import day_said
from rotascope.claims.check.fits import ORDER, fit
from rotascope.claims.check.kin import FUNDS, TRACKED, kin
from rotascope.claims.check.market import check_flow
from rotascope.claims.check.period_records import check_period_record
from rotascope.claims.check.rate_records import check_rate_record
from rotascope.claims.check.reach import expected_of, is_low, reach
from rotascope.claims.check.series import is_macro
from rotascope.claims.check.streaks import check_streak
from rotascope.claims.check.subjects import is_held, missing
from rotascope.claims.check.trials import Case, Reading, cannot, decide
from rotascope.claims.check.valuations import check_valuation_record
from rotascope.claims.check.windows import end_of, is_stated, rules_out, window_of
from rotascope.questions import Question

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rotascope.claims.check.asking import Asker
    from rotascope.claims.check.fits import Fit
    from rotascope.claims.check.verdicts import Judgement
    from rotascope.claims.claim import Claim, Figure
    from rotascope.questions import Finding

    Take = Callable[[tuple[Finding, ...]], tuple[float | None, ...]]

_COUNTED = re.compile(r"\b\d+ (?:record|all-time|new|fresh) (?:\w+ ){0,2}?(?:closes|highs|lows)\b", re.IGNORECASE)
MOST = {"day": 1, "week": 7, "month": 31, "quarter": 93}  # days of a period at most
CLOSES = ("high", "low", "close", "level")


def check_record(asker: Asker, claim: Claim) -> Judgement:
    """A record of an opening or of a close; others need a history of such windows that no measure keeps."""
    if claim.measure == "valuation gap":
        return check_valuation_record(asker, claim)
    if claim.measure == "flow":
        return check_flow(asker, claim)
    if claim.measure == "streak":
        return check_streak(asker, claim)
    if is_macro(claim):
        return check_rate_record(asker, claim)
    if not is_held(asker, claim.subject):
        return missing(claim, claim.subject, "prices", expected_of(claim))
    if claim.other is not None and not is_held(asker, claim.other):
        return missing(claim, claim.other, "prices", expected_of(claim))
    if claim.measure in ("opening", "outperformance") or (claim.measure == "" and is_year_to_date(claim)):
        return _check_opening(asker, claim)
    if claim.measure in CLOSES and _COUNTED.search(asker.article.text[claim.sentence.start : claim.sentence.end]):
        return cannot(claim, "It counts record closes; no measure here counts them.", expected_of(claim))
    if claim.measure in CLOSES:
        return _check_extreme(asker, claim)
    return _period_record(asker, _with_day(asker, _within(asker, claim)))


def _period_record(asker: Asker, claim: Claim) -> Judgement:
    """A record of a period; where it fails, of the index for the fund, or the fund for the index."""
    own = check_period_record(asker, claim, expected_of(claim), is_low(claim))
    if own.verdict != "fails" or claim.other is not None or claim.subject is None:
        return own
    of = claim.subject.subject
    tracked = {*TRACKED.get(of, ()), FUNDS.get(of, "")}
    named = claim.subject.kind == "fund"  # another fund is not what it names
    for name, leg in (pair for pair in kin(asker, claim, of) if pair[1] in tracked or not named):
        entity = claim.subject.model_copy(update={"subject": leg})
        other = check_period_record(asker, claim.model_copy(update={"subject": entity}), own.expected, is_low(claim))  # type: ignore[arg-type]
        if other.verdict == "holds":
            why = f"{other.why} Read as printed: {own.why}"
            return replace(other, claim=claim, verdict="holds under another reading", reading=name, why=why,
                           findings=other.findings + own.findings)  # fmt: skip
    return own


def _within(asker: Asker, claim: Claim) -> Claim:
    """ "Its worst day of the year": among the days of that year, so since the last day of the one before."""
    window = claim.window
    if window is None or claim.measure not in MOST:
        return claim
    start = date(end_of(asker, claim).year, 1, 1) if window.kind == "year to date" else window.start
    whole = window.kind == "calendar" and start is not None and window.end is not None
    longer = whole and (window.end - start).days > MOST[claim.measure]  # type: ignore[operator]
    if start is None or not (window.kind == "year to date" or longer):
        return claim
    return claim.model_copy(update={"window": None, "record_since": claim.record_since or start - timedelta(days=1)})


def _with_day(asker: Asker, claim: Claim) -> Claim:
    """ "Rose 13 % on Wednesday, the biggest gain since": a record without a window is of the return beside it."""
    if claim.window is not None or claim.subject is None:
        return claim
    for other in asker.article.claims:
        beside = other.kind == "return" and other.sentence == claim.sentence and other.window is not None
        if beside and other.subject is not None and other.subject.subject == claim.subject.subject:
            if not is_stated(other) and claim.measure == "" and window_of(asker, other).length == "1":
                return claim.model_copy(update={"measure": "day"})  # "up 8.7%, its largest gain since": of the session
            return claim.model_copy(update={"window": other.window})
    return claim


def is_year_to_date(claim: Claim) -> bool:
    """Whether the claim's window is the year so far."""
    return claim.window is not None and claim.window.kind == "year to date"


def _legs(asker: Asker, claim: Claim) -> list[tuple[str, str]]:
    """The subject, or the pair where the record is one against another side, and its kin."""
    of = claim.subject.subject if claim.subject else ""
    if claim.other is None:
        return [("", of), *kin(asker, claim, of)]
    other = claim.other.subject
    pairs = [("", f"{of}/{other}")]
    by_index = f"{FUNDS.get(of, of)}/{FUNDS.get(other, other)}"
    by_fund = f"{TRACKED.get(of, (of,))[0]}/{TRACKED.get(other, (other,))[0]}"
    pairs += [(name, pair) for name, pair in (("indices", by_index), ("funds", by_fund)) if pair != pairs[0][1]]
    return pairs


def _check_opening(asker: Asker, claim: Claim) -> Judgement:
    """As of the day of the claim; where it fails there, also as of the day that its figure was taken on."""
    readings = [Reading(name, (Question("opening_rank", leg),), _stronger(claim)) for name, leg in _legs(asker, claim)]
    case = Case(
        claim, lambda values: "exact" if values[0] == 0 else "no", expected_of(claim), end_of(asker, claim), shown=0
    )
    now = decide(asker, case, readings)
    day = figures_day(asker, claim)
    if day is None or now.verdict != "fails":
        return now
    then = decide(asker, replace(case, day=day), readings)
    if then.verdict.startswith("holds"):
        return replace(then, why=f"{then.why} As of {now.date}: {now.why}", findings=then.findings + now.findings)
    return replace(now, why=f"{now.why} Nor on {day}, the day of its figure: {then.why}",
                   findings=now.findings + then.findings)  # fmt: skip


def _stronger(claim: Claim) -> Take:
    """How many of the years that the record spans opened strictly stronger (weaker); None where history is short."""
    sign = -1 if is_low(claim) else 1

    def take(findings: tuple[Finding, ...]) -> tuple[float | None, ...]:
        openings = cast("Mapping[int, float]", findings[0].detail["openings"])
        year, held = findings[0].panel.as_of.year, min(openings)
        first = _first_year(claim, year, held)
        beyond = sum(sign * openings[at] > sign * openings[year] for at in openings if first <= at < year)
        return (None,) if held > first and not beyond else (float(beyond),)

    return take


def _first_year(claim: Claim, year: int, held: int) -> int:
    """The first year that must not have been stronger: after the one named by "since", or so many years back."""
    if claim.record_since is not None:
        return min(claim.record_since.year + 1, year)
    if claim.record_years is not None:
        return year - claim.record_years
    return held


def figures_day(asker: Asker, claim: Claim) -> date | None:
    """The session of the ten before the as-of that the sentence's own figure was taken on."""
    figure, of = _own_figure(asker, claim), claim.subject.subject if claim.subject else ""
    if figure is None:
        return None
    legs = (of, *TRACKED.get(of, ()), *([FUNDS[of]] if of in FUNDS else []))
    days = [asker.as_of, *(day for day in asker.earlier() if day.year == asker.as_of.year)]
    fits = {day: how for day in days if (how := _year_fit(asker, figure, legs, day)) != "no"}
    exact = [day for day, how in fits.items() if how == "exact"]
    found = next(iter(exact or list(fits)), None)
    return None if found == asker.as_of else found


def _year_fit(asker: Asker, figure: Figure, legs: tuple[str, ...], day: date) -> Fit:
    """How well a figure fits the year to a day, by the best of an index and its funds."""
    found = [asker.ask(Question("period_return", leg, None, None, {"window": "ytd"}), day) for leg in legs]
    fits = [fit(figure, one.value) for one in found if one is not None and isinstance(one.value, float)]
    return min(fits, key=ORDER.index, default="no")


def _own_figure(asker: Asker, claim: Claim) -> Figure | None:
    """The return that stands in the record's sentence, of the same subject."""
    if claim.figure is not None and claim.figure.unit == "percent":
        return claim.figure
    kin_of = {claim.subject.subject} if claim.subject else set()
    kin_of |= {FUNDS.get(of, of) for of in kin_of} | {fund for of in kin_of for fund in TRACKED.get(of, ())}
    for other in asker.article.claims:
        same = other.subject is not None and other.subject.subject in kin_of and other.sentence == claim.sentence
        if same and other.kind in ("return", "comparison") and other.figure is not None:
            return other.figure
    return None


def _check_extreme(asker: Asker, claim: Claim) -> Judgement:
    """The highest (lowest) close since a day, in so many years, or on record."""
    direction = "low" if is_low(claim) else "high"
    readings = [
        Reading(name, (Question("extreme_since", leg, None, None, {"direction": direction} | basis),), reach(claim))
        for name, leg in _legs(asker, claim)
        for basis in _bases(claim, leg)
    ]
    day = day_said(asker, claim) if claim.window is None else None
    case = Case(claim, lambda values: "exact" if values[0] >= 0 else "no", expected_of(claim),
                day or end_of(asker, claim), shown=0)  # fmt: skip
    return decide(asker, case, readings)


def _bases(claim: Claim, leg: str) -> list[dict[str, object]]:
    """A stock's record close is one of its price; a fund has only total returns here, and an index only levels."""
    kind = claim.subject.kind if claim.subject else ""
    if kind == "stock" and "/" not in leg and not rules_out(claim, "basis"):
        return [{"basis": "price"}]
    return [{}]
