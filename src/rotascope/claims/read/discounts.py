"""Discounts, premiums, and the gap in valuation between two sides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.claims.read.anchors import span_of_years
from rotascope.claims.read.markets import MARKETS

if TYPE_CHECKING:
    from rotascope.claims.read.line import Line


def discount_word(line: Line, index: int) -> int | None:
    for at in range(index + 1, min(index + 4, len(line.items))):
        if line.items[at].roles & {"discount", "premium"}:
            return at
        if line.items[at].sort in ("name", "number", "time") or line.has(at, "cause"):
            return None
    if line.word(index - 1) in ("of", "by", "at", "about"):
        return next(
            (at for at in range(index - 2, max(-1, index - 5), -1) if line.items[at].roles & {"discount", "premium"}),
            None,
        )
    return None


def read_discount(line: Line, index: int) -> None:
    word = discount_word(line, index)
    if word is None:
        return
    last = max(index, word)
    subject = line.subject_before(min(index, word))
    other = next((at for at in range(last + 1, min(last + 7, len(line.items))) if line.entity(at) is not None), None)
    entity = line.entity(subject) if subject is not None else None
    if entity is None or entity.kind not in MARKETS:
        return
    if other is None and line.items[0].roles & {"versus"}:  # "Relative to large caps, small caps ..."
        other = next((at for at in range(1, min(5, len(line.items))) if line.entity(at) is not None), None)
    sign = -1 if "discount" in line.items[word].roles else 1
    line.add(
        "valuation",
        [subject, index, word, other],
        subject=entity,
        figure=line.figure(index, sign),
        measure="discount",
        other=line.entity(other) if other is not None else None,
        window=line.own_window(index)[1],
    )


def read_valuation_gaps(line: Line) -> None:
    """The valuation gap between small and large caps reached a 25-year extreme."""
    for index, item in enumerate(line.items):
        if "valuation_gap" not in item.roles or index in line.used:
            continue
        sides = [at for at in range(index + 1, min(index + 9, len(line.items))) if line.entity(at) is not None]
        small = next((at for at in range(index + 1, min(index + 4, len(line.items))) if line.word(at) == "small"), None)
        if len(sides) < 2 and not (small is not None and sides):
            continue
        years = _years(line, index)
        if years is None and not line.any_role(line.clause(index), "wider", "narrower", "super_up"):
            continue
        first = line.entity(sides[0]) if len(sides) > 1 else line.entity_named("small caps", small or index)
        other = line.entity(sides[-1])
        _, window = line.own_window(index)
        if years is not None and window is not None and window.months:
            window = None
        last = next(
            (
                at
                for at in line.clause(index)
                if years is not None and at > index and line.word(at) in ("extreme", "high", "low", "extremes")
            ),
            sides[-1],
        )
        roles = [role for at in line.clause(index) for role in line.items[at].roles]
        direction = "wider" if "wider" in roles else "narrower" if "narrower" in roles else ""
        line.add(
            "valuation",
            [index, last],
            subject=first,
            other=other,
            measure="gap",
            record_years=years,
            window=window,
            direction=direction,
        )


def _years(line: Line, index: int) -> int | None:
    span = next((at for at in line.clause(index) if at > index and line.word(at) == "in"), None)
    if span is not None and line.items[span].sort == "time":
        return (line.items[span].window.months or 0) // 12 or None
    if span is not None and (found := span_of_years(line, span)) is not None and "years" in found:
        return int(found["years"])
    for at in range(index + 1, line.clause(index).stop - 1):
        if line.items[at].sort == "number" and line.word(at + 1) in ("year", "decade"):
            return int(line.items[at].number.value) * (10 if line.word(at + 1) == "decade" else 1)
    return None
