"""How far back a record reaches, beside how far back its sentence says."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from rotascope.claims.check.period_records import since_end

if TYPE_CHECKING:
    from collections.abc import Callable

    from rotascope.claims.claim import Claim
    from rotascope.questions import Finding

    Take = Callable[[tuple[Finding, ...]], tuple[float | None, ...]]

_LOW = re.compile(
    r"\b(lowest|low|lows|weakest|worst|cheapest|flattest|narrowest|(?:most|deepest) inver\w+)\b", re.IGNORECASE
)


def is_low(claim: Claim) -> bool:
    """Whether the record is one of weakness."""
    return claim.measure == "low" or claim.direction in ("down", "behind") or bool(_LOW.search(claim.text))


def expected_of(claim: Claim) -> str:
    """What the sentence says, in words."""
    since = f" since {claim.record_since}" if claim.record_since else ""
    years = f" in {claim.record_years} years" if claim.record_years else ""
    return f"{'lowest' if is_low(claim) else 'highest'}{since or years or ' on record'}"


def reach(claim: Claim) -> Take:
    """Days by which the record reaches further back than the claim asks; below zero it falls short."""

    def take(findings: tuple[Finding, ...]) -> tuple[float | None, ...]:
        found = findings[0]
        before, begin = found.detail["since"], found.detail["history_from"]
        asked = since_of(claim, found.panel.as_of)
        if not isinstance(before, date):  # none: it is the highest that the data hold
            known = begin if isinstance(begin, date) else date.min
            return (0.0,) if asked is None or known <= asked else (None,)
        return (-1.0,) if asked is None else (float((asked - before).days),)

    return take


def since_of(claim: Claim, as_of: date) -> date | None:
    """The last day on which an equal or better one may lie: of the year, month or day that "since" names."""
    named = claim.record_since
    if named is not None:
        return since_end(claim, named)
    if claim.record_years is not None:
        return date(as_of.year - claim.record_years, as_of.month, min(as_of.day, 28))
    return None
