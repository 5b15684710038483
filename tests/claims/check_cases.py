"""Claims and the verdicts that follow, by hand, from tests/reference/claims_facts.csv: every case."""

from __future__ import annotations

from tests.claims.case import Case
from tests.claims.cases_macro import MARKET, RATES, TARGETS
from tests.claims.cases_prices import COMPARISONS, FLAT, PRICES, RETURNS
from tests.claims.cases_records import DIRECTIONS, RECORDS

__all__ = ["CASES", "Case"]

CASES = [*RETURNS, *COMPARISONS, *FLAT, *PRICES, *RECORDS, *DIRECTIONS, *RATES, *TARGETS, *MARKET]
