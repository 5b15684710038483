"""Stocks that have no history of their own here: asked as a slice of one, from the whole market's closes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rotascope.claims.claim import Claim, Entity

KINDS = ("return", "comparison", "direction", "flatness", "record", "streak", "rank")
_SYMBOL = re.compile(r"[A-Z]{1,5}(\.[A-Z])?")


def with_stocks(claim: Claim) -> Claim:
    """The claim with its unknown stocks named as slices, for kinds that are asked of returns: they have no prices."""
    if claim.kind not in KINDS:
        return claim
    return claim.model_copy(update={"subject": _named(claim.subject), "other": _named(claim.other)})


def _named(entity: Entity | None) -> Entity | None:
    if entity is None or entity.subject or entity.kind != "stock" or not _SYMBOL.fullmatch(entity.ticker):
        return entity
    return entity.model_copy(update={"subject": f"us:{entity.ticker}"})
