"""The Treasury curve and yields: which way they went and how far, by tenor and window."""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING

from rotascope.claims.check.fits import fit
from rotascope.claims.check.rate_records import check_rate_record
from rotascope.claims.check.series import (
    MONTHS,
    SLOPES,
    asked_at,
    change,
    name_of,
    published,
    question_of,
    starts,
    unknown_series,
    unless_unknown,
    unsigned,
)
from rotascope.claims.check.trials import Case, Reading, decide
from rotascope.claims.check.windows import end_of, is_stated, rules_out
from rotascope.questions import Question

if TYPE_CHECKING:
    from datetime import date

    from rotascope.claims.check.asking import Asker
    from rotascope.claims.check.fits import Fit
    from rotascope.claims.check.trials import Values
    from rotascope.claims.check.verdicts import Judgement
    from rotascope.claims.claim import Claim, Figure


def check_curve(asker: Asker, claim: Claim, slope: str) -> Judgement:
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
        return fit(unsigned(figure), sign * values[0])

    expected = claim.direction if figure is None else figure.value
    return decide(asker, Case(claim, judge, expected, end_of(asker, claim)), readings)


def is_inverted(claim: Claim) -> bool:
    """Whether the sentence says how the curve lies, and not which way it went."""
    return claim.figure is None and bool(_INVERTED.search(claim.text)) and not _TURNED.search(claim.text)


def check_inverted(asker: Asker, claim: Claim, slope: str) -> Judgement:
    """Whether the long yield lies below the short one; where "most inverted since", whether it lies at its lowest."""
    window = claim.window
    if window is not None and window.kind == "since" and _MOST.search(claim.text):
        since = claim.record_since or window.start
        return check_rate_record(asker, claim.model_copy(update={"record_since": since, "measure": "low"}))
    tenors = [slope] if rules_out(claim, "instrument") else [slope, *(of for of in SLOPES if of != slope)]
    readings = [Reading("" if of == slope else of, (Question("curve_slope", of),)) for of in tenors]
    case = Case(claim, lambda values: "exact" if values[0] < 0 else "no", "inverted", end_of(asker, claim))
    return decide(asker, case, readings)


_INVERTED = re.compile(r"\binver(?:ted|sion)\b", re.IGNORECASE)
_TURNED = re.compile(
    r"\b(?:un-?invert|dis-?invert|(?:become|became|turned|turning) (?:less|more)|end)\w*", re.IGNORECASE
)
_MOST = re.compile(r"\b(?:most|deepest|steepest|sharpest)\b", re.IGNORECASE)


def _curve_windows(asker: Asker, claim: Claim) -> list[tuple[str, date | None, dict[str, object]]]:
    label, since = starts(asker, claim)[0]
    windows: list[tuple[str, date | None, dict[str, object]]] = [(label, since, {})]
    if not is_stated(claim):
        windows += [(f"over {months} month{'s' * (months > 1)}", None, {"months": months}) for months in MONTHS]
    return windows


def check_yield_move(asker: Asker, claim: Claim, figure: Figure) -> Judgement:
    """How far a yield or a slope moved over the window."""
    question = question_of(name_of(claim))
    if question is None:
        return unknown_series(claim, figure.value)
    day = end_of(asker, claim)
    if question.measure == "curve_slope":
        return check_curve(asker, claim, question.of or SLOPES[0])
    readings = [
        Reading(label, (question, asked_at(question, published(asker, question, since))), change)
        for label, since in starts(asker, claim)
    ]
    case = Case(claim, lambda values: fit(figure, values[0]), figure.value, published(asker, question, day))
    return unless_unknown(decide(asker, case, readings), day)
