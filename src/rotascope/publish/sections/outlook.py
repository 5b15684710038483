"""The outlook: published index targets that were known, and how far away they lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.measures.wording import listed, percent
from rotascope.publish.figures import cell, detail, number, scalar, signed_percent
from rotascope.publish.inquiry import says
from rotascope.publish.parts import Cell, Highlight, Sentence, Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rotascope.publish.inquiry import Inquiry
    from rotascope.publish.parts import Section
    from rotascope.questions import Finding

INDICES = ("RUT", "NDX", "SPX")
Target = tuple["Mapping[str, object]", "Finding | None", "Finding | None"]


def outlook(inquiry: Inquiry) -> Section:
    """The indices' levels, and every known target from the as-of's level and from last year's close."""
    symbols = [symbol for symbol in INDICES if symbol in inquiry.panel.market.instruments]
    levels = {symbol: inquiry.ask("level", symbol) for symbol in symbols}
    targets = [target for symbol in symbols for target in _targets(inquiry, symbol)]
    return inquiry.section(
        "outlook",
        "Outlook",
        [*_targets_told(inquiry, targets), says(*levels.values())],
        tables=[_table(targets)],
        highlights=_highlights(targets),
    )


def _targets(inquiry: Inquiry, symbol: str) -> list[Target]:
    """Each target known for the index, the latest first; only the latest goes by its house's name alone."""
    rows = inquiry.panel.targets(symbol).to_dicts()[::-1]
    close = f"{inquiry.panel.as_of.year - 1}-12-31"
    found: list[Target] = []
    for position, row in enumerate(rows):
        given = {"target": row["level"]} if position else {}
        label = f"distance of {symbol} to {row['house']}'s {row['level']:,.0f}"
        now = inquiry.ask("implied_upside", symbol, label=label, **given)
        then = inquiry.ask("implied_upside", symbol, since=close, label=label, **given)
        found.append((row, now, then))
    return found


def _targets_told(inquiry: Inquiry, targets: list[Target]) -> list[list[Sentence]]:
    """A paragraph a target."""
    if not targets:
        return [[Sentence(f"No published index target was known as of {inquiry.panel.as_of}.")]]
    return [_told(inquiry, target) for target in targets]


def _told(inquiry: Inquiry, target: Target) -> list[Sentence]:
    """Who sees what, how far that is from the as-of and from last year's close, and whether it was reached."""
    row, now, then = target
    day, horizon = inquiry.panel.as_of, str(row["horizon"])
    verb = "sees" if horizon >= str(day) else "saw"
    house = f"{row['house']} {verb} {row['symbol']} at {_level(row)} by {horizon} (known since {row['made']})"
    far = [f"{_apart(now)} the {number(_base_level(now))} of {detail(now, 'base')}"] if now is not None else []
    far += [f"{_apart(then)} the close of {detail(then, 'base')}"] if then is not None else []
    found = tuple(finding for finding in (now, then) if finding is not None)
    distance = f"; that is {listed(far)}" if far else ""
    return [Sentence(f"{house}{distance}.", found), *_reached(then)]


def _level(row: Mapping[str, object]) -> str:
    return f"{float(str(row['level'])):,.0f}"


def _base_level(finding: Finding) -> float:
    """The index level that a distance is measured from."""
    return float(detail(finding, "base_level"))


def _apart(finding: Finding) -> str:
    return f"{percent(abs(scalar(finding)))} {'above' if scalar(finding) >= 0 else 'below'}"


def _reached(then: Finding | None) -> list[Sentence]:
    if then is None:
        return []
    reached = then.detail["reached"]
    text = f"first reached on {reached}" if reached else f"not been reached by {then.question.as_of}"
    return [Sentence(f"It {'was' if reached else 'had'} {text}, by closes since {detail(then, 'base')}.", (then,))]


def _table(targets: list[Target]) -> Table:
    columns = ("House", "Index", "Target", "By", "Now", "From last year", "Reached")
    rows = tuple(_row(*target) for target in targets)
    numeric = frozenset({"Target", "Now", "From last year"})
    note = "Distance from the as-of's level, and from last year's close. The source of each is in the targets table."
    return Table("Published targets", columns, rows, numeric, frozenset({"By"}), note)


def _row(row: Mapping[str, object], now: Finding | None, then: Finding | None) -> tuple[Cell, ...]:
    reached = "" if then is None else str(then.detail["reached"] or "not yet")
    return (
        Cell(str(row["house"]), now or then),
        Cell(str(row["symbol"]), now or then),
        Cell(_level(row), now or then),
        Cell(str(row["horizon"]), now or then),
        cell(now, signed_percent(scalar(now)) if now else ""),
        cell(then, signed_percent(scalar(then)) if then else ""),
        cell(then, reached),
    )


def _highlights(targets: list[Target]) -> list[Highlight]:
    if not targets or targets[0][1] is None:
        return []
    row, now, _ = targets[0]
    beside = f"to {row['house']}'s {_level(row)} for {row['symbol']}"
    return [Highlight("Implied upside", signed_percent(scalar(now)), beside, now)]  # type: ignore[arg-type]
