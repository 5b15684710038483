"""Levels, quote rows, and figures inside the text that must agree with each other."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

from rotascope.claims.check.fits import SLACK, fit, worst
from rotascope.claims.check.kin import kin
from rotascope.claims.check.macro import check_rate
from rotascope.claims.check.saying import measured, printed
from rotascope.claims.check.series import is_macro
from rotascope.claims.check.subjects import is_held, missing
from rotascope.claims.check.trials import Case, Reading, cannot, decide
from rotascope.claims.check.verdicts import Judgement
from rotascope.claims.check.windows import days_to_try, end_of, window_of
from rotascope.data.history import day_number, day_of
from rotascope.questions import Question

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from rotascope.claims.check.asking import Asker
    from rotascope.claims.check.fits import Fit
    from rotascope.claims.check.verdicts import Verdict
    from rotascope.claims.claim import Claim, Figure
    from rotascope.questions import Finding

_FIRST_TIME = re.compile(r"\bfor the first time(?! since| this| in (?!history))", re.IGNORECASE)
ROW = {"price": "price", "change": "change", "percent": "change_fraction"}
BEFORE = ("before", "from", "start", "base")
AFTER = ("price", "after", "to", "end", "level", "target")


def check_level(asker: Asker, claim: Claim) -> Judgement:
    """A close as printed: an index level or an unadjusted price."""
    figure = claim.figure
    if is_macro(claim):
        return check_rate(asker, claim)
    if figure is None:
        return cannot(claim, "The sentence prints no level.")
    if not is_held(asker, claim.subject):
        return missing(claim, claim.subject, "closes", figure.value)
    of = claim.subject.subject if claim.subject else ""
    names = [("", of), *kin(asker, claim, of)]
    readings = [Reading(name, (Question("level", leg),)) for name, leg in names]
    case = Case(claim, lambda values: fit(figure, values[0]), figure.value, end_of(asker, claim), _days(asker, claim))
    return _unless_before(asker, claim, figure, decide(asker, case, readings))


def _unless_before(asker: Asker, claim: Claim, figure: Figure, judged: Judgement) -> Judgement:
    """Above 6,900 "for the first time": a level that held, unless an earlier close was there too."""
    sentence = asker.article.text[claim.sentence.start : claim.sentence.end]
    first = _FIRST_TIME.search(sentence)
    if not first or not judged.verdict.startswith("holds") or judged.date is None:
        return judged
    if claim.subject is None or claim.subject.kind != "index":
        return judged  # a fund's series holds dividends, a stock's splits: no level of the time
    of, day = claim.subject.subject, judged.date
    closes = asker.panel.history(of)  # an index's levels, to the as-of
    before = closes.days < day_number(day)
    below = figure.hedge == "less than"
    beyond = (closes.values[before] <= figure.value) if below else (closes.values[before] >= figure.value)
    if not beyond.any():
        return judged
    earlier = day_of(int(closes.days[before][beyond.argmax()]))
    found = asker.ask(Question("level", of), earlier)
    told = "" if found is None else f" {found.text}"
    return replace(judged, verdict="fails", why=f"{judged.why} It was not the first time: {earlier}.{told}", reading="",
                   findings=judged.findings + (() if found is None else (found,)))  # fmt: skip


def _days(asker: Asker, claim: Claim) -> list[date]:
    """Levels may be of any of the ten sessions before, unless the sentence states the day."""
    if claim.window is not None and claim.window.end is not None and claim.window.end < asker.as_of:
        return []
    if claim.window is None or claim.window.kind in ("at", "unstated"):
        return asker.earlier()
    return days_to_try(asker, claim, window_of(asker, claim))


def check_quote_row(asker: Asker, claim: Claim) -> Judgement:
    """Price, change and per cent of a row, each against the day's close, and against each other."""
    row = row_of(claim)
    if not row:
        return cannot(claim, "The row prints no price.")
    expected = tuple(figure.value for figure in row.values())
    if agreement(row) == "no":
        return _contradicts_itself(asker, claim, row, expected)
    if not is_held(asker, claim.subject):
        judged = missing(claim, claim.subject, "closes", expected)
        return replace(judged, why=f"{judged.why} {_row_words(row)}".strip())
    names = [ROW[role] for role in row]

    def take(findings: tuple[Finding, ...]) -> tuple[float | None, ...]:
        found, value = findings[0], findings[0].value
        if found.detail["adjusted_only"] and "price" in row:
            return tuple(None for _ in names)
        return tuple(value[name] for name in names)  # type: ignore[index]

    def judge(values: tuple[float, ...]) -> Fit:
        return worst([fit(figure, value) for figure, value in zip(row.values(), values, strict=True)])

    of = claim.subject.subject if claim.subject else ""
    case = Case(claim, judge, expected, end_of(asker, claim), asker.earlier())
    judged = decide(asker, case, [Reading("", (Question("quote", of),), take)])
    words = [judged.why, _rows_apart(row, judged), _row_words(row)]
    return replace(judged, why=" ".join(word for word in words if word))


def row_of(claim: Claim) -> dict[str, Figure]:
    """The row's figures by role."""
    row = {role: claim.parts[role] for role in ROW if role in claim.parts}
    if claim.figure is not None and "price" not in row and claim.figure.unit in ("level", "dollars"):
        row = {"price": claim.figure} | row
    return row


def _rows_apart(row: Mapping[str, Figure], judged: Judgement) -> str:
    """Each printed figure of the row that the day's own does not round to."""
    if judged.verdict not in ("fails", "holds approximately") or not isinstance(judged.actual, tuple):
        return ""
    wrong = [f"{printed(fig)} printed, {measured(value, fig)} measured"
             for fig, value in zip(row.values(), judged.actual, strict=True) if fit(fig, value) != "exact"]  # fmt: skip
    return f"Not as printed: {'; '.join(wrong)}." if wrong else ""


def _contradicts_itself(
    asker: Asker, claim: Claim, row: Mapping[str, Figure], expected: tuple[float, ...]
) -> Judgement:
    """A row that cannot be right whatever the data say; what they say is told beside it."""
    of = claim.subject.subject if claim.subject is not None and is_held(asker, claim.subject) else ""
    found = asker.ask(Question("quote", of), end_of(asker, claim)) if of else None
    told = "" if found is None else f" {found.text}"
    return Judgement(claim, "fails", f"{_odds(row)}{told}", "", end_of(asker, claim), expected,
                     round(implied(row), 8), () if found is None else (found,))  # fmt: skip


def _odds(row: Mapping[str, Figure]) -> str:
    """What a row would have to print, where its own figures cannot all be right."""
    price, change, percent = row["price"], row["change"], row["percent"]
    before = price.value - change.value
    return (
        f"The row contradicts itself: a change of {printed(change)} to {printed(price)}, from {before:,.2f}, is"
        f" {implied(row) * 100:.2f}%, and {printed(percent)} is printed."
    )


def _row_words(row: Mapping[str, Figure]) -> str:
    agreed = agreement(row)
    if agreed is None:
        return ""
    return "The row's own figures agree." if agreed == "exact" else "The row's own figures agree but for rounding."


def check_arithmetic(asker: Asker, claim: Claim) -> Judgement:
    """A price, a change and a per cent of one sentence: they agree within rounding or they do not."""
    parts = dict(claim.parts)
    if claim.figure is not None and claim.figure not in parts.values():
        parts.setdefault("percent" if claim.figure.unit == "percent" else "price", claim.figure)
    how = agreement(parts)
    if how is None:
        return cannot(claim, "Two figures and the one that follows from them would be needed.")
    verdict: Verdict = "holds" if how == "exact" else "holds approximately" if how == "near" else "fails"
    actual = implied(parts)
    said = ", ".join(printed(figure) for figure in parts.values())
    return Judgement(
        claim, verdict, f"From {said}: the others imply {actual * 100:.2f}%.", "", asker.as_of,
        parts["percent"].value, round(actual, 8),
    )  # fmt: skip


def _ends(parts: Mapping[str, Figure]) -> tuple[Figure, Figure | None] | None:
    before = next((parts[role] for role in BEFORE if role in parts), None)
    after = next((parts[role] for role in AFTER if role in parts), None)
    return None if after is None else (after, before)


def implied(parts: Mapping[str, Figure]) -> float:
    """The change that the other figures imply, a fraction: of the price before."""
    return _corners(parts, 0.0)[0]


def agreement(parts: Mapping[str, Figure]) -> Fit | None:
    """Whether the per cent lies within what the others, each rounded, allow; None where something is missing."""
    if "percent" not in parts or _ends(parts) is None or not _corners(parts, 0.0):
        return None
    percent = parts["percent"]
    low, high = (bound(_corners(parts, 0.5)) for bound in (min, max))
    half = percent.step / 2
    if low - half <= percent.value + SLACK and percent.value - SLACK <= high + half:
        return "exact"
    return "near" if low - percent.step - SLACK <= percent.value <= high + percent.step + SLACK else "no"


def _corners(parts: Mapping[str, Figure], half: float) -> list[float]:
    """The change implied at each corner of the printed figures' rounding."""
    ends = _ends(parts)
    if ends is None:
        return []
    after, before = ends
    other = before or parts.get("change")
    if other is None:
        return []
    corners = []
    for first, second in product((-half, half), repeat=2):
        now, beside = after.value + first * after.step, other.value + second * other.step
        base = beside if before is not None else now - beside
        corners.append(now / base - 1 if base > 0 else 0.0)
    return corners
