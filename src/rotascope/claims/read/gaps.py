"""Gaps between two sides: the figure of a lead, of "by 3.8 points"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.claims.read.markets import is_market

if TYPE_CHECKING:
    from rotascope.claims.claim import Figure
    from rotascope.claims.read.line import Line


GAPS = frozenset({"points", "basis points"})


def is_gap(line: Line, index: int) -> bool:
    number = line.items[index].number
    return number.point or number.unit in GAPS


def gap_figure(line: Line, index: int, sign: int) -> Figure:
    """A gap in decimals: "12.4 points" is 0.124."""
    figure = line.items[index].number.figure(line.tokens, sign)
    if not line.items[index].number.point:
        return figure
    return figure.model_copy(update={"unit": "points", "value": figure.value / 100, "step": figure.step / 100})


def gap_after(line: Line, second: int) -> int | None:
    """The number of "by 3.8 percentage points", right after the other side, a window aside."""
    at = second + 1
    while at < len(line.items) and (
        line.items[at].sort == "time"
        or line.word(at)
        in (
            "index",
            ",",
            "by",
            "some",
            "a",
            "about",
            "roughly",
            "nearly",
            "more",
            "than",
            "over",
            "margin",
            "of",
            "an",
            "almost",
            "at",
            "least",
            "wide",
            "as",
            "much",
            "around",
            "shares",
            "stock",
        )
    ):
        at += 1
    item = line.item(at)
    led = any(line.word(place) in ("by", "margin") for place in range(second + 1, at))
    return at if item is not None and item.sort == "number" and led else None


def gap_before(line: Line, index: int) -> int | None:
    """The number of "5.6 percentage points ahead of", right before the word that compares."""
    at = index - 1
    item = line.item(at)
    if item is None or item.sort != "number" or at in line.used or item.number.upper is not None:
        return None
    return at if item.number.unit in ("percent", "points", "basis points") or item.number.point else None


def read_gaps(line: Line) -> None:
    """A 3.8-point lead over the S&P 500; the gap between small caps and large caps reached 4 percentage points."""
    for index, item in enumerate(line.items):
        if "lead_noun" not in item.roles or index in line.used:
            continue
        number = _number_near(line, index)
        sides = _sides_of_gap(line, index)
        if number is None or sides is None:
            continue
        first, second = sides
        behind = item.word == "underperformance"
        told = [at for at in range(index + 1, number) if line.items[at].sort == "time" and at not in line.taken]
        time = told[0] if told else line.time_for(number)
        figure = line.items[number].number.figure(line.tokens, -1 if behind else 1)
        if line.items[number].number.point:
            figure = figure.model_copy(
                update={"unit": "points", "value": figure.value / 100, "step": figure.step / 100}
            )
        line.add(
            "comparison",
            [first, index, second, number, time if time in line.clause(index) else None],
            subject=line.entity(first),
            other=line.entity(second),
            figure=figure,
            direction="behind" if behind else "ahead",
            window=line.window(time, index),
        )


def _number_near(line: Line, index: int) -> int | None:
    for at in [index - 1, index - 2, *range(index + 1, min(index + 12, len(line.items)))]:
        item = line.item(at)
        if (
            item is not None
            and item.sort == "number"
            and at not in line.used
            and item.number.unit in ("percent", "points", "basis points", "level")
        ):
            return at if item.number.unit != "level" or item.number.point else None
    return None


def _sides_of_gap(line: Line, index: int) -> tuple[int, int] | None:
    after = [at for at in range(index + 1, min(index + 12, len(line.items))) if is_market(line.entity(at))]
    if line.word(index + 1) == "between" and len(after) >= 2:
        return after[0], after[1]
    before = line.owner_before(index)
    if before is None:
        before = line.subject_before(index)
    linked = bool(after) and any(
        line.word(at) in ("over", "versus", "against", "to", "on", "relative") or line.has(at, "versus")
        for at in range(index + 1, after[0])
    )
    if len(after) >= 2 and line.word(index + 1) == "of":
        return after[0], after[1]
    return (before, after[0]) if before is not None and linked and is_market(line.entity(before)) else None
