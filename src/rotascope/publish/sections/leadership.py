"""Who leads: active returns over eight windows, risk beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.data.history import day_number
from rotascope.measures.wording import listed, percent, points
from rotascope.pairs import pair_series
from rotascope.publish.charts.strength import recent_chart, recent_start
from rotascope.publish.figures import began, cell, detail, in_words, scalar, signed, signed_percent, tone
from rotascope.publish.inquiry import says
from rotascope.publish.parts import Highlight, Sentence, Table
from rotascope.publish.sections.legs import legs_table, risk

if TYPE_CHECKING:
    from rotascope.publish.inquiry import Inquiry
    from rotascope.publish.parts import Cell, Section
    from rotascope.questions import Finding

LEADER_WINDOW = "126"
WINDOWS = {
    "1": "1 session",
    "5": "5 sessions",
    "21": "21 sessions",
    "63": "63 sessions",
    "126": "126 sessions",
    "252": "252 sessions",
    "mtd": "Month to date",
    "ytd": "Year to date",
}
NAMED = WINDOWS | {"two years": "Two years"}


def leadership(inquiry: Inquiry) -> Section:
    """The leader by the trailing 126 sessions, the other windows, and the legs' volatility and beta."""
    pair = inquiry.pair
    active = {
        window: inquiry.ask("active_return", pair, window=window, label=f"active return over {name.lower()}")
        for window, name in WINDOWS.items()
    }
    active["two years"] = _two_years(inquiry)
    flat = inquiry.ask("flatness", pair, window=LEADER_WINDOW, label="whether 126 sessions are flat")
    headline = _headline(inquiry, active[LEADER_WINDOW], flat)
    strength = inquiry.ask("relative_strength", pair, window="ytd")
    return inquiry.section(
        "leadership",
        "Leadership",
        [
            _lead(inquiry, active[LEADER_WINDOW], flat, headline),
            [*_agreement(inquiry, active), *says(strength)],
            risk(inquiry),
        ],
        tables=[_windows(inquiry, active), legs_table(inquiry)],
        charts=recent_chart(inquiry, _caption(active)),
        highlights=_highlights(inquiry, active["ytd"]),
        headline=headline,
    )


def _headline(inquiry: Inquiry, half_year: Finding | None, flat: Finding | None) -> str:
    """The verdict in one line; the leader at t is the leg ahead over the trailing 126 sessions."""
    first, second = inquiry.legs
    if half_year is None:
        return f"{first} and {second} have too short a history to say which leads"
    value, since = scalar(half_year), in_words(half_year.detail["from"])
    over = f"over the {LEADER_WINDOW} sessions since {since}"
    size, note = points(abs(value)), inquiry.note(began(half_year))
    if tone(value) == "":
        return f"{first} and {second} are level {over}{note}"
    leader, other = (first, second) if value > 0 else (second, first)
    if flat is not None and flat.detail["flat"]:
        return f"{leader} is {size} ahead of {other} {over}, which counts as flat{note}"
    return f"{leader} leads {other} by {size} {over}{note}"


def _lead(inquiry: Inquiry, half_year: Finding | None, flat: Finding | None, headline: str) -> list[Sentence]:
    if half_year is None:
        return [Sentence(f"{headline}.")]
    first, second = (float(half_year.detail[key]) for key in ("first", "second"))  # type: ignore[arg-type]
    both = f"{inquiry.legs[0]} {percent(first)}, {inquiry.legs[1]} {percent(second)}"
    lead = Sentence(f"{headline}: {both}.", (half_year,))
    return [lead, *([] if flat is None else [_flat(inquiry, flat)])]


def _flat(inquiry: Inquiry, flat: Finding) -> Sentence:
    """How large the gap is against all windows of its length."""
    size, share = abs(scalar(flat)), float(flat.detail["share_flat"])  # type: ignore[arg-type]
    verdict = "within the half that counts as flat" if flat.detail["flat"] else "more than the half that counts as flat"
    return Sentence(
        f"That gap is {size:.2f} standard deviations of all such windows, {verdict};"
        f" {percent(share, 0)} of them were flat{inquiry.note()}.",
        (flat,),
    )


def _agreement(inquiry: Inquiry, active: dict[str, Finding | None]) -> list[Sentence]:
    """Which windows each leg leads, and the year so far."""
    first, second = inquiry.legs
    known = {window: finding for window, finding in active.items() if finding is not None}
    sides: dict[str, list[str]] = {"first": [], "second": [], "": []}
    for window, finding in known.items():
        sides[tone(scalar(finding))].append(window)
    words = {"first": f"{first} was ahead", "second": f"{second} was ahead", "": "the two were level"}
    parts = [f"{words[side]} over {_over(windows)}" for side, windows in sides.items() if windows]
    if not parts:
        return []
    text = "; ".join(parts) + inquiry.note(min(map(began, known.values())))
    return [*says(active["ytd"]), Sentence(f"{text[:1].upper()}{text[1:]}.", tuple(known.values()))]


def _over(windows: list[str]) -> str:
    """["5", "21", "ytd"] -> "5 and 21 sessions and the year to date"."""
    counts = [window for window in windows if window.isdigit()]
    parts = [f"{listed(counts)} session{'' if counts == ['1'] else 's'}"] if counts else []
    named = [NAMED[window].lower() for window in windows if not window.isdigit()]
    return listed(parts + [name if name == "two years" else f"the {name}" for name in named])


def _two_years(inquiry: Inquiry) -> Finding | None:
    """The active return over what the chart draws; not asked where the pair is younger."""
    start = recent_start(inquiry.panel.as_of)
    if pair_series(inquiry.panel, inquiry.pair).days[0] > day_number(start):
        return None
    return inquiry.ask("active_return", inquiry.pair, since=start.isoformat())


def _caption(active: dict[str, Finding | None]) -> str:
    """What the line shows over the longest window that there is."""
    known = [found.text for window in ("two years", "252", LEADER_WINDOW) if (found := active[window]) is not None]
    return known[0] if known else "Too short a history for a window of 126 sessions."


def _windows(inquiry: Inquiry, active: dict[str, Finding | None]) -> Table:
    first, second = map(str, inquiry.legs)
    rows = [_row(inquiry, NAMED[window], finding) for window, finding in active.items() if finding is not None]
    begins = [began(finding) for finding in active.values() if finding is not None]
    before = inquiry.remark(min(begins)) if begins else ""
    return Table(
        "Returns by window",
        ("Window", "Since", first, second, "Difference", "Ahead"),
        tuple(rows),
        frozenset({first, second, "Difference"}),
        frozenset({"Since"}),
        "Total return of funds and stocks, price return of indices. Difference: first leg minus second, in points."
        + before,
    )


def _row(inquiry: Inquiry, name: str, finding: Finding) -> tuple[Cell, ...]:
    value = scalar(finding)
    ahead = {"first": str(inquiry.legs[0]), "second": str(inquiry.legs[1]), "": "level"}[tone(value)]
    each = [signed_percent(float(finding.detail[key])) for key in ("first", "second")]  # type: ignore[arg-type]
    return (
        cell(finding, name),
        cell(finding, detail(finding, "from")),
        *(cell(finding, text) for text in each),
        cell(finding, signed(value * 100), tone(value)),
        cell(finding, ahead, tone(value)),
    )


def _highlights(inquiry: Inquiry, year: Finding | None) -> list[Highlight]:
    if year is None:
        return []
    value = scalar(year)
    leader = "level" if tone(value) == "" else f"{inquiry.legs[0] if value > 0 else inquiry.legs[1]} ahead"
    beside = f"{leader}{inquiry.note(began(year))}"
    return [Highlight("Active return, year to date", f"{signed(value * 100)} points", beside, year)]
