"""What a sentence itself says of dividends: "its total return", "in price terms"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rotascope.claims.check.kin import FUNDS, TRACKED

if TYPE_CHECKING:
    from rotascope.claims.check.asking import Asker
    from rotascope.claims.claim import Claim

_TOTAL = re.compile(
    r"\b(?:total[- ]return|(?:including|with|counting) dividends|dividends (?:re)?invested)\b", re.IGNORECASE
)
_PRICE = re.compile(
    r"\b(?:price[- ](?:return|terms|basis)|(?:excluding|without|before|ex[- ]) ?dividends|price alone)\b", re.IGNORECASE
)


def _said_of(asker: Asker, claim: Claim) -> str:
    """The sentence; where it tells several returns ("16.4%, or 17.9% with dividends"), this one's part of it."""
    starts = [
        one.span.start
        for one in asker.article.claims
        if one.kind in ("return", "comparison") and one.sentence == claim.sentence
    ]
    if len(starts) < 2:
        return asker.article.text[claim.sentence.start : claim.sentence.end]
    later = [start for start in starts if start > claim.span.start]
    return asker.article.text[claim.span.start : min(later, default=claim.sentence.end)]


def leg_by_basis(asker: Asker, claim: Claim, of: str) -> str | None:
    """The fund for an index whose total return is spoken of, the index for a fund's price; else None."""
    said = _said_of(asker, claim)
    total, price = _TOTAL.search(said), _PRICE.search(said)
    if bool(total) == bool(price):
        return None  # nothing is said, or both are
    leg = TRACKED.get(of, ("",))[0] if total else FUNDS.get(of, "")
    return leg if leg and asker.knows(leg) else None
