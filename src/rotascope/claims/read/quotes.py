"""Quotes in running text or a list: "Intel: $48.72, +1.43, +3.02%"; rows by symbol are read from the page itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.claims.read.markets import MARKETS

if TYPE_CHECKING:
    from rotascope.claims.read.line import Line

_MARKS = frozenset({":", ",", "(", ")", "|", "at", "-", "–"})
_FIGURES = 3  # price, change, per cent


def read_quotes(line: Line) -> None:
    """A name, then its price, its change and the per cent with nothing but marks between them."""
    for index, item in enumerate(line.items):
        if item.sort == "name" and (item.entity.kind in MARKETS or item.entity.ticker):
            _quote(line, index)


def _quote(line: Line, index: int) -> None:
    numbers: list[int] = []
    at = index + 1
    while at < len(line.items) and len(numbers) < _FIGURES:
        if line.items[at].sort == "number":
            numbers.append(at)
        elif line.word(at) not in _MARKS:
            return
        at += 1
    if len(numbers) < _FIGURES:
        return
    price, change, percent = (line.items[place].number for place in numbers)
    plain = price.unit in ("dollars", "level") and change.unit in ("dollars", "level") and not price.sign
    if not plain or percent.unit != "percent" or not (change.sign or percent.sign):
        return
    sign = -1.0 if (change.sign or percent.sign) < 0 else 1.0
    figure = price.figure(line.tokens, 1, "dollars")
    parts = {
        "price": figure,
        "change": change.figure(line.tokens, sign, "dollars"),
        "percent": percent.figure(line.tokens, sign),
    }
    item = line.items[index]
    if item.entity.kind == "house":
        item.data = item.entity.model_copy(update={"kind": "stock"})
    line.add("quote row", [index, *numbers], subject=item.entity, figure=figure, parts=parts)
