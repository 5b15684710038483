"""Sums inside a sentence: a price, what it was or how far it moved, and the per cent, which must agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rotascope.claims.read.line import Line

_PRICES = frozenset({"level", "dollars", "count"})
_REACH = 14


def read_sums(line: Line) -> None:
    """slid from $150 to $141, a drop of 6%; rose $8 to $108, a gain of 9.1%; fell 50 points, or 4%, to 1,200."""
    if any(claim.kind == "arithmetic" for claim in line.found):
        return
    for index, item in enumerate(line.items):
        if item.sort == "number" and item.number.unit == "percent" and _restates(line, index):
            _sum(line, index)
            return


def _restates(line: Line, index: int) -> bool:
    """Whether a per cent says again what the figures before it say: "..., a drop of 6%"; "50 points, or 4%"."""
    if line.word(index - 1) == "or":
        return True
    apposed = line.word(index - 1) == "of" and line.has(index - 2, "noun") and line.word(index - 3) in ("a", "an")
    return apposed and line.word(index - 4) == ","


def _sum(line: Line, index: int) -> None:
    clause = range(max(0, index - _REACH), min(len(line.items), index + 5))
    figures = [at for at in clause if _is_price(line, at)]
    price = next((at for at in figures if line.word(at - 1) in ("to", "at") or line.has(at - 1, "level")), None)
    before = next((at for at in figures if line.word(at - 1) == "from"), None)
    moved = next((at for at in figures if at not in (price, before) and at < index), None)
    cue = next((at for at in range(index, clause.start - 1, -1) if line.items[at].roles & {"up", "down"}), None)
    if price is None or cue is None or (before is None and moved is None):
        return
    sign = -1 if "down" in line.items[cue].roles else 1
    parts = {"price": line.figure(price), "percent": line.figure(index, sign)}
    if before is not None:
        parts["before"] = line.figure(before)
    elif moved is not None:
        parts["change"] = line.figure(moved, sign)
    if any(figure.hedge for figure in parts.values()):
        return
    places = [at for at in (price, before, moved, index) if at is not None]
    between = range(min(places) + 1, max(places))
    if any(line.items[at].sort in ("name", "number") and at not in places for at in between):
        return  # of two matters
    line.add("arithmetic", [min(places), max(places)], parts=parts, window=None)


def _is_price(line: Line, index: int) -> bool:
    """Whether a figure may be a price or a change of one."""
    item = line.items[index]
    if item.sort != "number" or item.number.ordinal or item.number.scaled or item.number.in_words:
        return False
    return item.number.point or item.number.unit in _PRICES
