"""The largest of an index or a fund: by market value, or by the file of the fund's issuer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.claims.check.market import fund_of, fund_question, slice_of, taken_lately
from rotascope.claims.check.trials import Case, Reading, cannot, decide
from rotascope.claims.check.windows import end_of
from rotascope.questions import Question

if TYPE_CHECKING:
    from collections.abc import Callable

    from rotascope.claims.check.asking import Asker
    from rotascope.claims.check.verdicts import Judgement
    from rotascope.claims.claim import Claim
    from rotascope.questions import Finding

NEXT = 9  # places beyond the one named that are looked at, to tell which it is


def check_largest(asker: Asker, claim: Claim, place: int) -> Judgement:
    """Whether a company has that place by size in the index or fund that the claim names."""
    subject, day = claim.subject, end_of(asker, claim)
    ticker = "" if subject is None else subject.ticker or subject.subject.rpartition(":")[2]
    fund, whole = fund_of(claim), slice_of(claim.other) if claim.other is not None else ""
    if claim.measure == "smallest" or not ticker or (fund is None and not whole):
        return cannot(claim, "The sizes of all members would be needed; ranks here are by return.", place)
    if fund is None:
        reading = Reading("", (Question("top_share", whole, None, None, {"k": place + NEXT}),), _place("names", ticker))
    else:
        question = fund_question(fund, f"top{place + NEXT}")
        if not taken_lately(asker, question, day):
            return cannot(claim, f"The holdings of {fund.name} on {day}, by its issuer, would be needed.", place)
        reading = Reading("", (question,), _place("symbols", ticker))
    return decide(asker, Case(claim, lambda values: "exact" if values[0] == place else "no", place, day), [reading])


def _place(names: str, ticker: str) -> Callable[[tuple[Finding, ...]], tuple[float | None, ...]]:
    """Its place among the largest; one further down counts as the one after them."""

    def take(findings: tuple[Finding, ...]) -> tuple[float | None, ...]:
        largest: list[str] = list(findings[0].detail[names])  # type: ignore[call-overload]
        return (float(largest.index(ticker) + 1 if ticker in largest else len(largest) + 1),)

    return take
