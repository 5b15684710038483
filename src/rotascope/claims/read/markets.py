"""What a figure of the market may be about: what has a price of its own, or prices that add up to one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rotascope.claims.claim import Entity

MARKETS = frozenset({"index", "fund", "stock", "basket", "sector", "market"})


def is_market(entity: Entity | None) -> bool:
    """Whether it is an index, a fund, a stock, a basket, a sector or the market."""
    return entity is not None and entity.kind in MARKETS
