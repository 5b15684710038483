"""Claims and the verdicts that follow, by hand, from tests/reference/claims_facts.csv.

`fact` names the row that the measured value must equal; `day` the session that the verdict is of, where not the as-of.
The sum that decides stands behind each case: printed figure, its unit, fact.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.claims.making import entity, figure, window

if TYPE_CHECKING:
    from rotascope.claims.claim import Claim, Entity, Figure

TURN, RECORD, LATE, FLOWS = "2026-01-14", "2026-01-22", "2026-08-10", "2024-03-01"


@dataclass(frozen=True)
class Case:
    """A claim, the verdict on it as of a day, and what it must rest on."""

    name: str
    claim: Claim
    verdict: str
    fact: str = ""
    day: str = ""
    reading: str = ""
    as_of: str = TURN


def fed() -> Entity:
    return entity("federal funds rate", "DFEDTARU", "rate")


def curve() -> Entity:
    return entity("yield curve", "10y-2y", "rate")


def ten_year() -> Entity:
    return entity("ten-year yield", "10y", "rate")


def boeing() -> Entity:
    return entity("Boeing", "", "stock", "BA")


def row(price: str, change: str, percent: str) -> dict[str, Figure]:
    return {"price": figure(price, "dollars"), "change": figure(change, "dollars"), "percent": figure(percent)}


WEEKS = {"period": figure("5", "sessions")}
DOUBLE = figure("10", hedge="double-digit")
TARGET = {"target": figure("2,825", "level")}
DECEMBER = window("calendar", "2025-12-01", "2025-12-31")
LAST_YEAR = window("calendar", "2025-01-01", "2025-12-31")
TWO_WEEKS = window("between", "2026-01-01", "2026-01-14")
