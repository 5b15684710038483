"""Another time that a sentence speaks of: "in the early 2000s" is no claim about this year."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from rotascope.claims.claim import Window

if TYPE_CHECKING:
    from rotascope.claims.claim import Article, Claim

KINDS = ("return", "comparison", "direction", "rank", "flatness")
_ERA = re.compile(r"\b(early|mid|late)?[ -]{0,2}((?:19|20)\d0)s\b", re.IGNORECASE)
_PARTS = {"early": (0, 3), "mid": (3, 6), "late": (6, 9), "": (0, 9)}  # years of the decade, both counted


def with_era(article: Article, claim: Claim) -> Claim:
    """The claim over the decade that its sentence names, where the claim itself states no window."""
    if claim.kind not in KINDS or (claim.window is not None and claim.window.kind != "unstated"):
        return claim
    found = _ERA.search(article.text[claim.sentence.start : claim.sentence.end])
    if found is None:
        return claim
    first, last = _PARTS[(found[1] or "").lower()]
    decade = int(found[2])
    start, end = date(decade + first, 1, 1), date(decade + last, 12, 31)
    return claim.model_copy(update={"window": Window(kind="between", text=found[0].strip(), start=start, end=end)})
