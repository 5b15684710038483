"""The rotation map: where every pair of the catalog stands, and where it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.data.market import is_composed
from rotascope.measures.strength import PHASES
from rotascope.measures.wording import count, listed, percent
from rotascope.pairs import catalog
from rotascope.publish.charts.rotation import rotation_chart
from rotascope.publish.figures import cell, detail, record, scalar, signed, tone
from rotascope.publish.inquiry import says
from rotascope.publish.parts import Sentence, Table
from rotascope.publish.standing import note_before, standing

if TYPE_CHECKING:
    from rotascope.pairs import Pair
    from rotascope.publish.inquiry import Inquiry
    from rotascope.publish.parts import Cell, Section
    from rotascope.questions import Finding

Asked = tuple["Pair", "Finding | None", "Finding | None"]


def rotation(inquiry: Inquiry) -> Section:
    """Phase and year to date of every pair of the catalog, and of the brief's own where that is another."""
    asked = [(pair, inquiry.ask("phase", pair), inquiry.ask("active_return", pair)) for pair in _pairs(inquiry)]
    mapped = [pair for pair, phase, _ in asked if phase is not None]
    own = next(phase for pair, phase, _ in asked if str(pair) == str(inquiry.pair))
    caption = " ".join(sentence.text for sentence in says(own) or _phases(asked))
    return inquiry.section(
        "rotation",
        "Rotation map",
        [says(own), [*_phases(asked), *_widest(asked)]],
        tables=[_table(inquiry, asked)],
        charts=rotation_chart(inquiry.panel, inquiry.pair, mapped, caption),
    )


def _pairs(inquiry: Inquiry) -> list[Pair]:
    """Pairs of funds and indices: others have months for sessions, or three years of history."""
    daily = {name: pair for name, pair in catalog().items() if not any(map(is_composed, pair.symbols))}
    held = [pair for name, pair in daily.items() if inquiry.holds(pair.symbols, f"phase of {name}")]
    known = [standing(inquiry.panel, pair) for pair in held]
    return known if inquiry.pair in known else [inquiry.pair, *known]


def _before(inquiry: Inquiry, shown: list[Pair]) -> str:
    """Which indices carry a pair's history before its funds traded."""
    own = [(str(pair), note_before(inquiry.panel, pair).strip(" ()")) for pair in shown]
    until = "by price return, until both of its funds had traded"
    stood = [
        (name, f"{pair.before}, {until}") for name, pair in catalog().items() if pair.before and pair.before in shown
    ]
    return "".join(f" {name}: {note}." for name, note in own + stood if note)


def _phases(asked: list[Asked]) -> list[Sentence]:
    """How many pairs are in each phase, and which."""
    found = [(str(pair), phase) for pair, phase, _ in asked if phase is not None]
    if not found:
        return []
    names = {word: [pair for pair, phase in found if phase.detail["phase"] == word] for word in PHASES}
    parts = [f"{len(pairs)} {word} ({listed(pairs)})" for word, pairs in names.items() if pairs]
    text = f"Of {count(len(found), 'pair')} on the map: {', '.join(parts)}."
    return [Sentence(text, tuple(phase for _, phase in found))]


def _widest(asked: list[Asked]) -> list[Sentence]:
    """The pair whose legs lie furthest apart this year."""
    years = [year for _, _, year in asked if year is not None]
    if len(years) < 2:
        return says(*years)
    widest = max(years, key=lambda year: abs(scalar(year)))
    return [Sentence(f"The widest gap of the year so far: {widest.text}", (widest,))]


def _table(inquiry: Inquiry, asked: list[Asked]) -> Table:
    columns = ("Pair", "First over second", "Phase", "Sessions", "Share", "Level", "Momentum", "Year to date")
    rows = tuple(_row(*one) for one in asked if one[1] is not None or one[2] is not None)
    note = (
        "Level and momentum in standard deviations of trailing windows; the year to date in points, first leg minus"
        " second. Sessions: in this phase so far. Share: of all past sessions spent in it, what chance would show."
        + _before(inquiry, [pair for pair, *found in asked if any(found)])
    )
    wide = frozenset({"First over second", "Share", "Sessions"})
    return Table("Where every pair stands", columns, rows, frozenset(columns[3:]), wide, note)


def _row(pair: Pair, phase: Finding | None, year: Finding | None) -> tuple[Cell, ...]:
    cells = [cell(phase or year, str(pair)), cell(phase or year, f"{pair.first} over {pair.second}")]
    if phase is None:
        cells += [cell(None)] * 5
    else:
        name, values = detail(phase, "phase"), record(phase)
        share = float(phase.detail["shares"][name])  # type: ignore[index]
        cells += [cell(phase, name), cell(phase, f"{values['sessions']:,}"), cell(phase, percent(share, 0))]
        cells += [cell(phase, signed(values[key], 2)) for key in ("strength_level", "strength_momentum")]
    return (*cells, cell(year, signed(scalar(year) * 100), tone(scalar(year))) if year else cell(None))
