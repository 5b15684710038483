"""Multiples and gaps of valuation: what these data can say of them, and what they would need."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from itertools import product
from typing import TYPE_CHECKING

from rotascope.claims.check.fits import fit, worst
from rotascope.claims.check.trials import Case, Reading, cannot, decide
from rotascope.claims.check.windows import end_of
from rotascope.measures.valuation import READINGS
from rotascope.questions import Question

if TYPE_CHECKING:
    from datetime import date

    from rotascope.claims.check.asking import Asker
    from rotascope.claims.check.fits import Fit
    from rotascope.claims.check.trials import Values
    from rotascope.claims.check.verdicts import Judgement
    from rotascope.claims.claim import Claim, Entity, Figure
    from rotascope.questions import Finding

SLICES = {
    "SPX": "sp500", "SPY": "sp500", "sp500": "sp500", "RUT": "us:small", "IWM": "us:small", "us:small": "us:small",
    "us": "us",
}  # fmt: skip
_FORWARD = re.compile(r"\b(forward|expected|next[- ]year|estimated)\b", re.IGNORECASE)
RATIOS = {
    "": "trailing_pe", "P/E": "trailing_pe", "trailing P/E": "trailing_pe", "forward P/E": "forward_pe",
    "P/B": "price_to_book", "P/S": "price_to_sales", "EV/EBITDA": "ev_to_ebitda", "yield": "dividend_yield",
}  # fmt: skip
FRESH = timedelta(days=7)  # after the day of the cross-section: prices move on
YEARS = 25  # of months behind a percentile where the claim does not say


def check_valuation(asker: Asker, claim: Claim) -> Judgement:
    """A multiple of trailing earnings from the one cross-section that is held; forward ones have no history here."""
    figure = claim.figure
    if figure is None and (claim.measure == "gap" or claim.record_years or claim.record_since):
        return check_valuation_record(asker, claim)
    if figure is None:
        return cannot(claim, "The sentence prints no multiple.")
    day = end_of(asker, claim)
    if _is_company(claim.subject) and (claim.other is None or _is_company(claim.other)):
        return _check_company(asker, claim, figure, day)
    name = claim.subject.name if claim.subject is not None else "that slice"
    of = SLICES.get(claim.subject.subject if claim.subject else "", "")
    ratio = RATIOS.get(claim.measure, "")
    if ratio not in ("trailing_pe", "forward_pe"):
        return cannot(claim, f"A history of {claim.measure} for {name} would be needed; these data hold none.",
                      figure.value)  # fmt: skip
    forward = ratio == "forward_pe" or bool(_FORWARD.search(f"{claim.measure} {claim.text}"))
    if not of or not _is_fresh(asker, day):
        whose = "Analysts' forward earnings" if forward else "Earnings"
        return cannot(claim, f"{whose} of {name}'s members as known on {day} would be needed; {_the_one(asker)}",
                      figure.value)  # fmt: skip
    kinds = ["forward"] if forward else ["trailing", *([] if claim.measure == "trailing P/E" else ["forward"])]
    readings = [
        Reading("" if not at else f"{kind} earnings, losses {losses}",
                (Question("earnings_yield", of, None, None, {"earnings": kind, "losses": losses}),), _multiple)
        for at, (kind, losses) in enumerate(product(kinds, ("counted", "left out")))
    ]  # fmt: skip
    case = Case(claim, lambda values: fit(figure, values[0]), figure.value, day)
    return _unless_uncovered(figure, decide(asker, case, readings))


def _unless_uncovered(figure: Figure, judged: Judgement) -> Judgement:
    """A multiple is not said to fail by less than the share of the value whose earnings are not held."""
    if judged.verdict != "fails" or not isinstance(judged.actual, float) or not judged.findings:
        return judged
    rest = 1 - float(judged.findings[0].detail["covered"])  # type: ignore[arg-type]
    if abs(figure.value / judged.actual - 1) > rest:
        return judged
    return replace(judged, verdict="cannot check",
                   why=f"{judged.why} The other members, {rest * 100:.0f}% of the value, would be needed.")  # fmt: skip


def _is_fresh(asker: Asker, day: date) -> bool:
    """Whether the one cross-section tells of a day: of its own and the few after it."""
    return timedelta(0) <= day - asker.panel.market.store.known_to("fundamentals") <= FRESH


def _the_one(asker: Asker) -> str:
    taken = asker.panel.market.store.known_to("fundamentals")
    return (
        f"the one cross-section of companies' figures held here was taken on {taken} and tells of sessions to"
        f" {taken + FRESH}."
    )


def _is_company(entity: Entity | None) -> bool:
    return entity is not None and entity.kind == "stock"


def _check_company(asker: Asker, claim: Claim, figure: Figure, day: date) -> Judgement:
    """A company's multiple or yield, from the one cross-section, for the days about it; of two companies, both."""
    ratio = RATIOS.get(claim.measure, "")
    name = claim.subject.name if claim.subject is not None else "the company"
    if not ratio or not _is_fresh(asker, day):
        what = f"The {claim.measure or 'multiple'} of {name} as known on {day}"
        return cannot(claim, f"{what} would be needed; {_the_one(asker)}", figure.value)
    pairs = [(claim.subject, figure), (claim.other, claim.other_figure)]
    sides = [(entity.subject or entity.ticker, printed) for entity, printed in pairs if entity and printed]
    kinds = [("", ratio), *([("forward P/E", "forward_pe")] if claim.measure in ("", "P/E") else [])]
    readings = [
        Reading(label, tuple(Question("company_ratio", of, None, None, {"ratio": kind}) for of, _ in sides))
        for label, kind in kinds
    ]
    case = Case(
        claim,
        lambda values: worst([fit(printed, value) for (_, printed), value in zip(sides, values, strict=True)]),
        figure.value if len(sides) == 1 else tuple(printed.value for _, printed in sides),
        day,
    )
    return decide(asker, case, readings)


def _multiple(findings: tuple[Finding, ...]) -> tuple[float | None, ...]:
    multiple = findings[0].detail["multiple"]
    return (float(multiple),) if isinstance(multiple, float) else (None,)


def check_valuation_record(asker: Asker, claim: Claim) -> Judgement:
    """ "A 25-year extreme" of the gap between small and large: by book yield, under each of its three readings."""
    months = 12 * (claim.record_years or YEARS)
    readings = [
        Reading(f"book yield, {name}", (Question("book_yield_spread", name, None, None, {"months": months}),), _above)
        for name in READINGS
    ]

    def judge(values: Values) -> Fit:
        return "exact" if values[0] == 1.0 else "no"

    case = Case(claim, judge, "beyond all months before", end_of(asker, claim))
    return decide(asker, case, readings)


def _above(findings: tuple[Finding, ...]) -> tuple[float | None, ...]:
    """The share of the months before in which small companies were less cheap."""
    return (float(findings[0].detail["percentile"]),)  # type: ignore[arg-type]
