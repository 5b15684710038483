"""Names that are asked as something else: small caps as their fund, a stock without a history as a slice of one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rotascope.data.slices import SIZES

if TYPE_CHECKING:
    from rotascope.claims.claim import Claim, Entity

KINDS = ("return", "comparison", "direction", "flatness", "record", "streak", "rank", "level", "quote row", "upside")
PRICES = ("level", "quote row", "upside")  # of a stock: small caps as a whole have no level
FUNDS = {"us:small": "IWM", "us:large": "SPY"}  # what the press measures them by
_SYMBOL = re.compile(r"[A-Z]{1,5}(\.[A-Z])?")


def with_stocks(claim: Claim) -> Claim:
    """The claim with the stocks that have no history of their own named as slices of one, where returns or closes
    are asked."""
    if claim.kind not in KINDS or (claim.kind in PRICES and claim.subject is not None and claim.subject.subject):
        return claim
    return claim.model_copy(update={"subject": _named(claim.subject), "other": _named(claim.other)})


def _named(entity: Entity | None) -> Entity | None:
    if entity is not None and entity.subject in FUNDS:
        return entity.model_copy(update={"subject": FUNDS[entity.subject]})
    if (
        entity is None
        or entity.subject
        or entity.ticker.casefold() in SIZES
        or entity.kind != "stock"
        or not _SYMBOL.fullmatch(entity.ticker)
    ):
        return entity
    return entity.model_copy(update={"subject": f"us:{entity.ticker}"})
