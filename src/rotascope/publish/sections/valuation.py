"""The valuation gap: what small companies cost beside large ones, against a century, under three readings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.errors import DataError
from rotascope.measures.wording import count, listed, month, percent
from rotascope.publish.charts.valuation import spread_chart
from rotascope.publish.figures import cell, detail, in_words, number, scalar
from rotascope.publish.inquiry import says
from rotascope.publish.parts import Highlight, Sentence, Table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from rotascope.publish.inquiry import Inquiry
    from rotascope.publish.parts import Cell, Chart, Section
    from rotascope.questions import Finding

    Asked = Mapping[str, Finding | None]

READINGS = {
    "rolled": "June's book over the price of the month",
    "june": "the library's June table",
    "december": "the library's December table",
}
YEARS = 25
EXTREME = 0.05  # what counts as an extreme: the outermost twentieth of the months before


def valuation(inquiry: Inquiry) -> Section:
    """Book yields of small over large companies, their place in 25 years, and whether that is an extreme."""
    asked = {
        name: inquiry.ask(
            "book_yield_spread", name, months=12 * YEARS, label="book yields of small and large companies"
        )
        for name in READINGS
    }
    known = {name: found for name, found in asked.items() if found is not None}
    rolled = asked["rolled"]
    return inquiry.section(
        "valuation",
        "Valuation gap",
        [_gap(rolled), _extremes(known), _earned(inquiry), _known(known)],
        tables=[_table(known)],
        charts=_charts(inquiry, rolled),
        highlights=_highlights(rolled),
    )


def place(found: Finding) -> float:
    """Share of the months before with a lower spread, in [0, 1]."""
    return float(detail(found, "percentile"))


def _gap(found: Finding | None) -> list[Sentence]:
    """The spread in words: how much book a dollar of small companies buys beside large ones."""
    if found is None:
        return []
    value, when = scalar(found), month(found.detail["month"])  # type: ignore[arg-type]
    cheaper = "as much" if round(value, 2) == 1 else f"{number(value)} times as much"
    book = f"a dollar in small companies bought {cheaper} book value as one in large companies"
    share, before = place(found), count(int(detail(found, "months")), "month")
    way = f"above {percent(share)} of the {before} before"
    side = "cheap" if share > 0.5 else "dear" if share < 0.5 else "neither cheap nor dear"
    return [Sentence(f"In {when} {book}, {way}: small companies were {side} by that past.", (found,))]


def _extremes(known: Asked) -> list[Sentence]:
    """Whether the gap is an extreme of 25 years, under each reading."""
    found = {name: finding for name, finding in known.items() if finding is not None}
    if not found:
        return []
    lead = f"An extreme of {YEARS} years, taken as the outermost {percent(EXTREME, 0)} of the months before"
    sides: dict[str, list[str]] = {}
    for name, finding in found.items():
        sides.setdefault(_side(place(finding)), []).append(f"{name} ({percent(place(finding))})")
    parts = [f"{side} by the {listed(names)} reading{'' if len(names) == 1 else 's'}" for side, names in sides.items()]
    text = f"{lead} (in brackets the share of them below), small companies were {'; '.join(parts)}."
    return [Sentence(text, tuple(found.values())), *_agree(found)]


def _side(share: float) -> str:
    if share >= 1 - EXTREME:
        return "cheap to the extreme"
    return "dear to the extreme" if share <= EXTREME else "at no extreme"


def _agree(found: Mapping[str, Finding]) -> list[Sentence]:
    """Said where the readings disagree, since one of them alone would hide it."""
    if len({_side(place(finding)) for finding in found.values()}) < 2:
        return []
    return [Sentence("The readings disagree, so the claim rests on which one is taken.", tuple(found.values()))]


def _earned(inquiry: Inquiry) -> list[Sentence]:
    """What companies earn of their value, where their figures were public."""
    try:
        inquiry.panel.fundamentals()
    except DataError:
        return [Sentence(f"No company's earnings were public in these data as of {inquiry.panel.as_of}.")]
    return says(*(inquiry.ask("earnings_yield", of) for of in ("sp500", "us:small")))


def _known(known: Asked) -> list[Sentence]:
    found = [finding for finding in known.values() if finding is not None]
    if not found:
        return []
    last: date = max(finding.detail["month"] for finding in found)  # type: ignore[type-var, assignment]
    return [
        Sentence(
            "Small: the smaller two fifths by NYSE size; large: the largest fifth. The French library is taken as known"
            f" two months after a month ends, so {in_words(last)} is the latest; its past is as revised since.",
            tuple(found),
        )
    ]


def _table(known: Asked) -> Table:
    columns = ("Reading", "Month", "Small", "Large", "Ratio", "Months below")
    rows = tuple(_row(name, found) for name, found in known.items() if found is not None)
    note = f"Book value over market value of both groups. Months below: of the {YEARS} years before."
    return Table("Book yields", columns, rows, frozenset(columns[2:]), frozenset({"Small", "Large"}), note)


def _row(name: str, found: Finding) -> tuple[Cell, ...]:
    small, large = (number(float(detail(found, key)), 3) for key in ("small", "large"))
    texts = (f"{name}: {READINGS[name]}", str(found.detail["month"])[:7], small, large)
    return (
        *(cell(found, text) for text in texts),
        cell(found, number(scalar(found))),
        cell(found, percent(place(found))),
    )


def _charts(inquiry: Inquiry, found: Finding | None) -> list[Chart]:
    return [] if found is None else spread_chart(found, _gap(found)[0].text, 12 * YEARS)


def _highlights(found: Finding | None) -> list[Highlight]:
    if found is None:
        return []
    beside = f"small over large, above {percent(place(found), 0)} of {YEARS} years"
    return [Highlight("Book yield gap", f"{number(scalar(found))} ×", beside, found)]
