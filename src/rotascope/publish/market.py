"""How the parts of the market read in a sentence, and whether a list of its stocks is known at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.errors import DataError

if TYPE_CHECKING:
    from datetime import date

    from rotascope.publish.inquiry import Inquiry

BUCKETS = {
    "us:mega": "the 50 largest",
    "us:large": "ranks 51 to 1,000",
    "us:small": "ranks 1,001 to 3,000",
}
NAMES = {"sp500": "the S&P 500", "us": "the 3,000 largest"} | BUCKETS
# One label for all that goes missing together before the list of stocks begins.
LABEL = "figures of single stocks"


def heading(of: str) -> str:
    """The part's name at the head of a row."""
    return capital(NAMES[of].removeprefix("the "))


def subject(of: str) -> str:
    """The part's name in a chart's title."""
    return "Small companies" if of == "us:small" else heading(of)


def capital(text: str) -> str:
    """The text with its first letter large."""
    return text[:1].upper() + text[1:]


def has_stocks(inquiry: Inquiry) -> bool:
    """Whether stocks were listed in these data by the as-of; where not, the section says so once."""
    try:
        inquiry.panel.universe()
    except DataError as error:
        inquiry.miss(LABEL, str(error))
        return False
    return True


def carried_from(inquiry: Inquiry) -> date | None:
    """The day to which the S&P 500's membership is known, where the as-of lies after it."""
    store = inquiry.panel.market.store
    if "sp500_members" not in store.tables():
        return None
    known = max((fact.known_to for fact in store.facts("sp500_members")), default=None)
    return known if known is not None and known < inquiry.panel.as_of else None
