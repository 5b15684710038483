"""Records of rates: the highest yield, the steepest curve, the lowest unemployment since a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.claims.check.reach import expected_of, is_low, reach
from rotascope.claims.check.series import POLICY, SERIES, SLOPE, name_of, unknown_series
from rotascope.claims.check.trials import Case, Reading, decide
from rotascope.claims.check.windows import end_of
from rotascope.measures.curve import TENORS
from rotascope.questions import Question

if TYPE_CHECKING:
    from rotascope.claims.check.asking import Asker
    from rotascope.claims.check.verdicts import Judgement
    from rotascope.claims.claim import Claim

RATES = ("unemployment_rate", "inflation_rate")


def check_rate_record(asker: Asker, claim: Claim) -> Judgement:
    """Whether the last value published by the day lies beyond all since the one that the sentence names."""
    name = name_of(claim)
    known = name in TENORS or SLOPE.fullmatch(name) or SERIES.get(name, ("",))[0] in RATES
    if name in POLICY or not known:
        return unknown_series(claim, expected_of(claim))
    question = Question("rate_extreme_since", name, None, None, {"direction": "low" if is_low(claim) else "high"})
    case = Case(
        claim, lambda values: "exact" if values[0] >= 0 else "no", expected_of(claim), end_of(asker, claim), shown=0
    )
    return decide(asker, case, [Reading("", (question,), reach(claim))])
