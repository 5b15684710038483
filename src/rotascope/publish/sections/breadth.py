"""Breadth: how many stocks take part, in the S&P 500 and by size, beside the giants that the indices follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.measures.wording import count, listed, percent, points
from rotascope.publish.charts.breadth import breadth_chart, sector_breadth_chart
from rotascope.publish.figures import cell, detail, scalar
from rotascope.publish.market import BUCKETS, NAMES, capital, carried_from, has_stocks, heading
from rotascope.publish.parts import Highlight, Sentence, Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rotascope.publish.inquiry import Inquiry
    from rotascope.publish.parts import Cell, Chart, Section
    from rotascope.questions import Finding

    Asked = Mapping[str, Finding | None]

PARTS = ("sp500", *BUCKETS)
WINDOWS = (20, 50, 200)
MIDDLE = 50
ALIKE = 0.05  # shares nearer than this are told as alike
FEWEST = 20  # members of a sector to speak of


def breadth(inquiry: Inquiry) -> Section:
    """Shares above averages, highs and lows, advances, how many beat their slice, equal against cap weights."""
    if not has_stocks(inquiry):
        return inquiry.section("breadth", "Breadth", [])
    above = {of: _above(inquiry, of) for of in PARTS}
    highs = {of: inquiry.ask("net_new_highs", of, label=f"new highs of {NAMES[of]}") for of in ("us", "us:small")}
    advances = inquiry.ask("net_advances", "us", label="advances of the 3,000 largest")
    beating = {of: inquiry.ask("share_outperforming", of, label=f"members of {NAMES[of]} that beat it") for of in PARTS}
    equal = {of: inquiry.ask("equal_minus_cap", of, label=f"equal weights in {NAMES[of]}") for of in ("sp500", "us")}
    middle = {of: found[MIDDLE] for of, found in above.items()}
    return inquiry.section(
        "breadth",
        "Breadth",
        [
            [*_averages(above["sp500"]), *_by_size(middle)],
            [*_advances(advances), *_highs(highs)],
            [*_beating(beating), *_equal(equal)],
            _members(inquiry, middle["sp500"]),
        ],
        tables=[_table(above, beating), _sector_table(middle["us:small"])],
        charts=_charts(inquiry, middle),
        highlights=_highlights(middle["us:small"]),
    )


def _above(inquiry: Inquiry, of: str) -> dict[int, Finding | None]:
    label = f"members of {NAMES[of]} above their averages"
    return {window: inquiry.ask("share_above_average", of, window=window, label=label) for window in WINDOWS}


def _averages(above: Mapping[int, Finding | None]) -> list[Sentence]:
    """The S&P 500 above its three averages, with the members counted."""
    known = {window: finding for window, finding in above.items() if finding is not None}
    if not known:
        return []
    parts = [
        f"{percent(scalar(found))} above that of {window} sessions ({detail(found, 'counted')} members counted)"
        for window, found in known.items()
    ]
    value = scalar(known.get(MIDDLE) or next(iter(known.values())))
    most = "Most" if value > 0.5 else "Half of the" if value == 0.5 else "Fewer than half of the"
    text = f"{most} members of the S&P 500 closed above their average: {listed(parts)}."
    return [Sentence(text, tuple(known.values()))]


def _by_size(middle: Asked) -> list[Sentence]:
    """The three sizes beside one another, and whether the smaller take part more than the largest."""
    known = [(NAMES[of], found) for of in BUCKETS if (found := middle[of]) is not None]
    if len(known) < len(BUCKETS):
        return []
    gap = scalar(known[-1][1]) - scalar(known[0][1])
    verdict = "about as many small companies as giants" if abs(gap) < ALIKE else (
        "more small companies than giants" if gap > 0 else "fewer small companies than giants"
    )  # fmt: skip
    shares = listed([f"{percent(scalar(found))} of {name}" for name, found in known])
    text = f"By size, {shares} were above the average of {MIDDLE} sessions: in proportion, {verdict}."
    return [Sentence(text, tuple(found for _, found in known))]


def _highs(highs: Asked) -> list[Sentence]:
    """New highs and lows of a year among all stocks and among small ones."""
    return [Sentence(_highs_words(NAMES[of], found), (found,)) for of, found in highs.items() if found is not None]


def _highs_words(name: str, found: Finding) -> str:
    high, low = int(detail(found, "highs")), int(detail(found, "lows"))
    verdict = "as many of each" if high == low else "more highs than lows" if high > low else "more lows than highs"
    counted = int(detail(found, "counted"))
    return (
        f"Of {name}, {high:,} closed at a high of 252 sessions and {low:,} at a low ({counted:,} counted): {verdict}."
    )


def _advances(found: Finding | None) -> list[Sentence]:
    if found is None:
        return []
    up, down, flat = (int(detail(found, key)) for key in ("advances", "declines", "unchanged"))
    return [
        Sentence(
            f"Of the 3,000 largest, {up:,} rose on the last session, {down:,} fell and {flat:,} did not move.", (found,)
        )
    ]


def _beating(beating: Asked) -> list[Sentence]:
    """How many of a slice's members did better than the slice itself."""
    known = [(NAMES[of], found) for of, found in beating.items() if found is not None]
    if not known:
        return []
    since, parts = detail(known[0][1], "from"), [f"{percent(scalar(found))} of {name}" for name, found in known]
    return [Sentence(f"Since {since}, {listed(parts)} beat the slice they belong to.", tuple(f for _, f in known))]


def _equal(equal: Asked) -> list[Sentence]:
    return [Sentence(_equal_words(NAMES[of], found), (found,)) for of, found in equal.items() if found is not None]


def _equal_words(name: str, found: Finding) -> str:
    value, both = scalar(found), f"{_part(found, 'equal')} against {_part(found, 'cap')}"
    if round(value, 3) == 0:
        return f"With equal weights {name} did as well as by capitalisation ({both})."
    way = "ahead of" if value > 0 else "behind"
    return f"With equal weights {name} came out {points(abs(value))} {way} its weights by capitalisation ({both})."


def _part(found: Finding, key: str) -> str:
    return percent(float(detail(found, key)))


def _members(inquiry: Inquiry, found: Finding | None) -> list[Sentence]:
    """How many names the S&P 500 has in these data, and how far its list is known."""
    if found is None:
        return []
    known = carried_from(inquiry)
    carried = f"; its list is known to {known} and carried forward since" if known else ""
    members = count(int(detail(found, "members")), "member")
    text = f"The S&P 500 counts {members} with a price in these data{carried}."
    return [Sentence(f"{text} Sizes are ranks by market value of the day, among stocks as listed then.", (found,))]


def _table(above: Mapping[str, Mapping[int, Finding | None]], beating: Asked) -> Table:
    columns = ("Members of", "Counted", *(f"Above {window}" for window in WINDOWS), "Beat it")
    rows = tuple(_row(of, found, beating[of]) for of, found in above.items() if found[WINDOWS[0]] is not None)
    note = "Share of members above their average of 20, 50 and 200 closes; beat it: since the year began."
    return Table("Who takes part", columns, rows, frozenset(columns[1:]), frozenset({"Counted"}), note)


def _row(of: str, above: Mapping[int, Finding | None], beating: Finding | None) -> tuple[Cell, ...]:
    first = above[WINDOWS[0]]
    cells = [cell(first, heading(of)), cell(first, f"{int(detail(first, 'counted')):,}" if first else "")]
    cells += [cell(found, percent(scalar(found)) if found else "") for found in (*above.values(), beating)]
    return tuple(cells)


def sectors_of(found: Finding | None) -> list[tuple[str, int, int]]:
    """(sector, members above, members counted) of a share's finding, the highest share first; no small ones."""
    if found is None:
        return []
    counts: Mapping[str, tuple[int, int]] = found.detail["sectors"]  # type: ignore[assignment]
    rows = [(name, above, counted) for name, (above, counted) in counts.items() if counted >= FEWEST]
    rows = [row for row in rows if row[0] != "unknown"]
    return sorted(rows, key=lambda row: -row[1] / row[2])


def _sector_table(found: Finding | None) -> Table:
    columns = ("Sector", "Members", f"Above {MIDDLE}")
    rows = tuple(
        (cell(found, name), cell(found, f"{counted:,}"), cell(found, percent(above / counted)))
        for name, above, counted in sectors_of(found)
    )
    note = f"Sectors with at least {FEWEST} members."
    return Table("Ranks 1,001 to 3,000 by sector", columns, rows, frozenset(columns[1:]), note=note)


def _charts(inquiry: Inquiry, middle: Asked) -> list[Chart]:
    small = middle["us:small"]
    if small is None:
        return []
    caption = " ".join(sentence.text for sentence in _by_size(middle))
    sectors = sectors_of(small)
    charts = breadth_chart(inquiry.panel, BUCKETS, MIDDLE, caption or capital(small.text))
    return [*charts, *sector_breadth_chart(inquiry.panel, sectors, MIDDLE)]


def _highlights(found: Finding | None) -> list[Highlight]:
    if found is None:
        return []
    label = f"Small companies above their average of {MIDDLE} sessions"
    counted = int(detail(found, "counted"))
    return [Highlight(label, percent(scalar(found), 0), f"of {counted:,}, {NAMES['us:small']} by size", found)]
