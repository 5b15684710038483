"""The outlook: published index targets that were known, and how far away they lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.measures.wording import count, percent
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
        [*_targets_told(inquiry, targets), *says(*levels.values())],
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


def _targets_told(inquiry: Inquiry, targets: list[Target]) -> list[Sentence]:
    if not targets:
        return [Sentence(f"No published index target was known as of {inquiry.panel.as_of}.")]
    first = Sentence(f"{count(len(targets), 'published index target')} {'was' if len(targets) == 1 else 'were'} known.")
    return [first, *(sentence for target in targets for sentence in _told(target))]


def _told(target: Target) -> list[Sentence]:
    """Who says what, how far that is from today and from last year's close, and whether it was reached."""
    row, now, then = target
    sentences = [_house(row)]
    if now is not None:
        side = "above" if scalar(now) >= 0 else "below"
        sentences.append(
            Sentence(
                f"That is {percent(abs(scalar(now)))} {side} the level of {number(float(detail(now, 'base_level')))}"
                f" on {detail(now, 'base')}{_since(then)}.",
                tuple(finding for finding in (now, then) if finding is not None),
            )
        )
    return [*sentences, *_reached(row, then)]


def _house(row: Mapping[str, object]) -> Sentence:
    return Sentence(
        f"{row['house']} sees {row['symbol']} at {float(str(row['level'])):,.0f} by {row['horizon']}"
        f" (made or first reported {row['made']})."
    )


def _since(then: Finding | None) -> str:
    if then is None:
        return ""
    side = "above" if scalar(then) >= 0 else "below"
    return f", and {percent(abs(scalar(then)))} {side} the close of {detail(then, 'base')}"


def _reached(row: Mapping[str, object], then: Finding | None) -> list[Sentence]:
    if then is None:
        return []
    reached = then.detail["reached"]
    text = (
        f"It had not been reached by {then.question.as_of}" if reached is None else f"It was first reached on {reached}"
    )
    return [Sentence(f"{text}, counting closes since {detail(then, 'base')}.", (then,))]


def _table(targets: list[Target]) -> Table:
    columns = ("House", "Index", "Target", "By", "From the as-of", "From last year's close", "Reached")
    rows = tuple(_row(*target) for target in targets)
    numeric = frozenset({"Target", "From the as-of", "From last year's close"})
    return Table(
        "Published targets", columns, rows, numeric, note="The source of each is in the targets table of the data."
    )


def _row(row: Mapping[str, object], now: Finding | None, then: Finding | None) -> tuple[Cell, ...]:
    reached = "" if then is None else str(then.detail["reached"] or "not yet")
    return (
        Cell(str(row["house"]), now or then),
        Cell(str(row["symbol"]), now or then),
        Cell(f"{float(str(row['level'])):,.0f}", now or then),
        Cell(str(row["horizon"]), now or then),
        cell(now, signed_percent(scalar(now)) if now else ""),
        cell(then, signed_percent(scalar(then)) if then else ""),
        cell(then, reached),
    )


def _highlights(targets: list[Target]) -> list[Highlight]:
    if not targets or targets[0][1] is None:
        return []
    row, now, _ = targets[0]
    beside = f"to {row['house']}'s {float(str(row['level'])):,.0f} for {row['symbol']}"
    return [Highlight("Implied upside", signed_percent(scalar(now)), beside, now)]  # type: ignore[arg-type]
