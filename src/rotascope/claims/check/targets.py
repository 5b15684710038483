"""Targets and forecasts: how far a target lies away, and what is entered to be scored when it is due."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from rotascope.claims.check.fits import fit
from rotascope.claims.check.subjects import is_held, missing
from rotascope.claims.check.trials import Case, Reading, cannot, decide
from rotascope.claims.check.windows import end_of, rules_out
from rotascope.questions import Question

if TYPE_CHECKING:
    from rotascope.claims.check.asking import Asker
    from rotascope.claims.check.fits import Fit
    from rotascope.claims.check.verdicts import Judgement
    from rotascope.claims.claim import Article, Claim, Entity, Figure

BY_INDEX = {"IWM": "RUT", "QQQ": "NDX", "SPY": "SPX"}
_YEARS_CLOSE = re.compile(
    r"\b(?:where (?:it|the \w+) (?:ended|closed|finished) (?:the year|last year|20\d\d)|20\d\d clos(?:e|ing))\b",
    re.IGNORECASE,
)
_CURRENT = re.compile(r"\b(current|present|today's|here|now)\b", re.IGNORECASE)


def check_upside(asker: Asker, claim: Claim) -> Judgement:
    """A target against the level of the day; against last year's close where the sentence leaves the base open."""
    figure = claim.figure
    if figure is None:
        return cannot(claim, "The sentence prints no upside.")
    subject, target = _subject(asker, claim), target_of(asker, claim)
    if not is_held(asker, subject):
        return missing(claim, subject, "levels", figure.value)
    of = BY_INDEX.get(subject.subject, subject.subject) if subject else ""
    given: dict[str, object] = {} if target is None else {"target": target.value}
    day = end_of(asker, claim)
    turn = date((asker.article.dated or asker.as_of).year - 1, 12, 31)
    today, last = (Question("implied_upside", of, since, None, given) for since in (None, turn))
    if (said := _YEARS_CLOSE.search(claim.text)) is not None:
        year = re.search(r"20\d\d", said[0])
        since = turn if year is None else date(int(year[0]), 12, 31)
        base = Question("implied_upside", of, since, None, given)
        return decide(asker, Case(claim, lambda values: fit(figure, values[0]), figure.value, asker.as_of),
                      [Reading("", (base,))])  # fmt: skip
    readings = [Reading("", (today,))]
    if not rules_out(claim, "base") and not _CURRENT.search(claim.text):
        readings.append(Reading("from last year's close", (last,)))
    return decide(asker, Case(claim, lambda values: fit(figure, values[0]), figure.value, day), readings)


def _subject(asker: Asker, claim: Claim) -> Entity | None:
    """The claim's subject, or that of the target in its sentence."""
    if claim.subject is not None:
        return claim.subject
    return next((other.subject for other in _beside(asker, claim) if other.subject is not None), None)


def target_of(asker: Asker, claim: Claim) -> Figure | None:
    """The target that the claim prints, or the forecast in its sentence does."""
    if "target" in claim.parts:
        return claim.parts["target"]
    return next((other.parts.get("target") or other.figure for other in _beside(asker, claim)), None)


def _beside(asker: Asker, claim: Claim) -> list[Claim]:
    return [one for one in asker.article.claims if one.kind == "forecast" and one.sentence == claim.sentence]


def check_forecast(asker: Asker, claim: Claim) -> Judgement:
    """Not due: cannot be checked yet, and when it can. Due: whether the level reached the target by then."""
    due, figure = due_of(asker.article, asker.as_of, claim), claim.parts.get("target") or claim.figure
    if due is None:
        return cannot(claim, "A forecast without a day on which it is due.", figure.value if figure else None)
    by = f" by {claim.house}" if claim.house else ""
    if due > asker.as_of:
        return cannot(claim, f"A forecast{by}, due on {due}; it is not known as of {asker.as_of}.",
                      figure.value if figure else None)  # fmt: skip
    if figure is None:
        return cannot(claim, f"A forecast{by}, due on {due}, that prints no figure to be scored by.")
    if not is_held(asker, claim.subject):
        return missing(claim, claim.subject, "levels", figure.value)
    return _score(asker, claim, figure, due)


def _score(asker: Asker, claim: Claim, figure: Figure, due: date) -> Judgement:
    """A target above the level of the article's day is met at or above it when due; one below it, at or below."""
    of = claim.subject.subject if claim.subject else ""
    made = asker.article.dated
    if figure.unit == "percent":
        if made is None:
            return cannot(claim, "The day on which the forecast was made would be needed.", figure.value)
        question = Question("period_return", of, made)
        return decide(asker, Case(claim, lambda values: fit(figure, values[0]), figure.value, due),
                      [Reading("", (question,))])  # fmt: skip
    of = BY_INDEX.get(of, of)
    start = None if made is None else asker.ask(Question("level", of), made)
    rises = start is None or not isinstance(start.value, float) or figure.value >= start.value

    def judge(values: tuple[float, ...]) -> Fit:
        reached = values[0] >= figure.value if rises else values[0] <= figure.value
        return "exact" if reached else fit(figure, values[0])

    return decide(asker, Case(claim, judge, figure.value, due), [Reading("", (Question("level", of),))])


def due_of(article: Article, as_of: date, claim: Claim) -> date | None:
    """The day on which a forecast is due: the window's end; a year end for a target that names no day."""
    if claim.window is not None and claim.window.end is not None:
        return claim.window.end
    if re.search(r"year[- ]?end", claim.text, re.IGNORECASE):
        return date((article.dated or as_of).year, 12, 31)
    named = re.search(r"\bin (20\d\d)\b", claim.text)
    return date(int(named[1]), 12, 31) if named else None
