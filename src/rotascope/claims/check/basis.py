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


def leg_by_basis(asker: Asker, claim: Claim, of: str) -> str | None:
    """The fund for an index whose total return is spoken of, the index for a fund's price; else None."""
    sentence = asker.article.text[claim.sentence.start : claim.sentence.end]
    total, price = _TOTAL.search(sentence), _PRICE.search(sentence)
    if bool(total) == bool(price):
        return None  # nothing is said, or both are
    leg = TRACKED.get(of, ("",))[0] if total else FUNDS.get(of, "")
    return leg if leg and asker.knows(leg) else None
