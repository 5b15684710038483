"""What was published between two sessions, and so counts from the later one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from rotascope.data.market import Market

TABLES = ("macro", "targets")


def published_between(market: Market, after: date, until: date) -> list[str]:
    """The days after one day and up to another on which a macro value or a target came out, ISO, in order."""
    days: set[date] = set()
    for table in TABLES:
        if table in market.store.tables():
            known = market.store.rows(table)["available_from"]
            days.update(known.filter(known.is_between(after, until, closed="right")))
    return [day.isoformat() for day in sorted(days)]
