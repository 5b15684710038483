"""The session that a sentence names for a claim which prints no window: "on Tuesday the index closed at a record"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.claims.read.tokens import tokens_of
from rotascope.claims.read.windows import FIRSTS, Calendar

if TYPE_CHECKING:
    from datetime import date

    from rotascope.claims.check.asking import Asker
    from rotascope.claims.claim import Claim


def day_said(asker: Asker, claim: Claim) -> date | None:
    """The nearest single day of the claim's sentence, one after it before one ahead of it; None where it names none."""
    tokens = tokens_of(asker.article.text, claim.sentence.start, claim.sentence.end)
    calendar = Calendar(asker.article.dated or asker.as_of)
    before: date | None = None
    at = 0
    while at < len(tokens):
        found = calendar.at(tokens, at) if tokens.words[at] in FIRSTS else None
        window = found[1] if found else None
        one = window is not None and window.kind in ("sessions", "at") and window.start is None
        if window is not None and one and window.end is not None and window.count in (None, 1):
            if tokens.starts[at] >= claim.span.start:
                return min(window.end, asker.as_of)
            before = min(window.end, asker.as_of)
        at = found[0] if found else at + 1
    return before
