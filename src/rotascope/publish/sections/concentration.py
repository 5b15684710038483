"""Concentration: how much of the market its largest companies are, and what they did to its return."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from rotascope.measures.wording import percent, points
from rotascope.publish.charts.concentration import deciles_chart, top_chart
from rotascope.publish.figures import cell, detail, number, plain_percent, scalar, signed
from rotascope.publish.market import NAMES, capital, has_stocks, heading
from rotascope.publish.parts import Highlight, Sentence, Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rotascope.publish.inquiry import Inquiry
    from rotascope.publish.parts import Cell, Chart, Section
    from rotascope.questions import Finding

    Asked = Mapping[str, Finding | None]

PARTS = ("sp500", "us")
LARGEST = 7
MEASURES = ("top_share", "effective_number", "hhi", "ex_top_return")


def concentration(inquiry: Inquiry) -> Section:
    """Share of the ten largest, effective numbers, returns without the largest, and the Seven's part of them."""
    known = has_stocks(inquiry)
    asked = {of: _asked(inquiry, of) if known else dict.fromkeys(MEASURES) for of in PARTS}
    seven = _seven(inquiry) if known else []
    top = {of: found["top_share"] for of, found in asked.items()}
    return inquiry.section(
        "concentration",
        "Concentration",
        [
            [*_top(top), *_effective({of: found["effective_number"] for of, found in asked.items()})],
            [*_without({of: found["ex_top_return"] for of, found in asked.items()}), *_gave(seven)],
            _deciles(known),
        ],
        tables=[_table(asked)],
        charts=[*_charts(inquiry, top["sp500"]), *deciles_chart(inquiry.panel)],
        highlights=_highlights(top["sp500"]),
    )


def _asked(inquiry: Inquiry, of: str) -> Asked:
    name = NAMES[of]
    return {
        "top_share": inquiry.ask("top_share", of, label=f"concentration of {name}"),
        "effective_number": inquiry.ask("effective_number", of, label=f"concentration of {name}"),
        "hhi": inquiry.ask("hhi", of, label=f"concentration of {name}"),
        "ex_top_return": inquiry.ask("ex_top_return", of, k=LARGEST, label=f"{name} without its {LARGEST} largest"),
    }


def _seven(inquiry: Inquiry) -> list[Finding]:
    """The Seven's part of the S&P 500's return, this year and since the year before began."""
    before = date(inquiry.panel.as_of.year - 2, 12, 31).isoformat()
    asked = [
        inquiry.ask(
            "contribution", "sp500", part="seven", since=since, label="the Seven's part of the S&P 500's return"
        )
        for since in (None, before)
    ]
    return [finding for finding in asked if finding is not None]


def _top(top: Asked) -> list[Sentence]:
    return [Sentence(_top_words(NAMES[of], found), (found,)) for of, found in top.items() if found is not None]


def _top_words(name: str, found: Finding) -> str:
    above: float = found.detail["share_of_history_above"]  # type: ignore[assignment]
    series: Mapping[str, list[date]] = found.detail["series"]  # type: ignore[assignment]
    since = series["date"][0]
    higher = f"the share was higher on {percent(above)} of the sessions since {str(since)[:7]}"
    if above == 0:
        higher = f"no session since {str(since)[:7]} had a higher share"
    names: list[str] = found.detail["names"]  # type: ignore[assignment]
    return f"The {len(names)} largest companies were {percent(scalar(found))} of {name} by value; {higher}."


def _effective(effective: Asked) -> list[Sentence]:
    known = {of: found for of, found in effective.items() if found is not None}
    if not known:
        return []
    parts = [f"{NAMES[of]} as {scalar(found):.0f}" for of, found in known.items()]
    parts[0] = f"{parts[0].replace(' as ', ' was as concentrated as ')} companies of one size would be"
    return [Sentence(capital(f"{', and '.join(parts)}."), tuple(known.values()))]


def _without(without: Asked) -> list[Sentence]:
    return [Sentence(_without_words(NAMES[of], found), (found,)) for of, found in without.items() if found is not None]


def _without_words(name: str, found: Finding) -> str:
    gap = float(detail(found, "difference"))
    both = f"{plain_percent(scalar(found))} since {detail(found, 'from')}, against {_share(found, 'return')} with them"
    verdict = "they made no difference"
    if round(gap, 3):
        verdict = f"they {'held it back' if gap > 0 else 'carried it'} by {points(abs(gap))}"
    return f"Without its {LARGEST} largest of each day, {name} returned {both}: {verdict}."


def _share(found: Finding, key: str) -> str:
    return plain_percent(float(detail(found, key)))


def _gave(seven: list[Finding]) -> list[Sentence]:
    return [Sentence(_gave_words(found), (found,)) for found in seven]


def _gave_words(found: Finding) -> str:
    """Points given or taken; a share of the return only where both rose, for else it says nothing."""
    value, whole = scalar(found), float(detail(found, "return"))
    since = f"Since {detail(found, 'from')} the Magnificent Seven"
    if value > 0 and whole > 0.01:
        return (
            f"{since} gave {points(value)} of the S&P 500's return of {percent(whole)} ({percent(value / whole, 0)})."
        )
    way = "gave" if value >= 0 else "took"
    return f"{since} {way} {points(abs(value))}, and the S&P 500 as a whole returned {plain_percent(whole)}."


def _deciles(known: bool) -> list[Sentence]:
    """What the chart of deciles is, which is all there is before stocks are listed."""
    words = "A century of concentration is seen in the French library's tenths by size (breakpoints of the NYSE)."
    return [Sentence(words if known else f"Stocks one by one begin in mid-2023 in these data. {words}")]


def _table(asked: Mapping[str, Asked]) -> Table:
    columns = ("Market", "Members", "Ten largest", "Effective number", "Squared weights", "Ex 7", "Difference")
    rows = tuple(_row(of, found) for of, found in asked.items() if found["top_share"] is not None)
    note = (
        "Effective number: companies of one size that would be as concentrated, 1 over the sum of squared weights. Ex"
        " 7: return of the year without the seven largest of each day; difference to the whole in points."
    )
    return Table("How concentrated", columns, rows, frozenset(columns[1:]), frozenset({"Squared weights"}), note)


def _row(of: str, asked: Asked) -> tuple[Cell, ...]:
    top, effective, squares, without = (asked[measure] for measure in MEASURES)
    return (
        cell(top, heading(of)),
        cell(top, f"{int(detail(top, 'members')):,}" if top else ""),
        cell(top, percent(scalar(top)) if top else ""),
        cell(effective, number(scalar(effective), 0) if effective else ""),
        cell(squares, number(scalar(squares), 4) if squares else ""),
        cell(without, plain_percent(scalar(without)) if without else ""),
        cell(without, signed(float(detail(without, "difference")) * 100) if without else ""),
    )


def _charts(inquiry: Inquiry, top: Finding | None) -> list[Chart]:
    return [] if top is None else top_chart(inquiry.panel, _top_words(NAMES["sp500"], top))


def _highlights(top: Finding | None) -> list[Highlight]:
    if top is None:
        return []
    return [Highlight("Ten largest of the S&P 500", percent(scalar(top), 1), "of its market value", top)]
