"""Figures in a verdict's sentence: as printed, and as measured with one digit more."""

from __future__ import annotations

from math import ceil, log10
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rotascope.claims.claim import Figure, Unit

_SCALE: dict[Unit, tuple[float, str]] = {
    "percent": (100, "%"),
    "points": (100, " points"),
    "basis points": (10_000, " basis points"),
    "multiple": (1, "x"),
}


def printed(figure: Figure) -> str:
    """The figure as the sentence prints it: "more than 5.8%", "3.50 to 3.75%"."""
    scale, sign = _SCALE.get(figure.unit, (1, ""))
    if figure.hedge in ("double-digit", "single-digit", "flat"):
        return figure.hedge
    digits = _digits(figure.step * scale)
    if large := _large(figure.value, figure):
        return f"{figure.hedge} {large}".strip()
    low = f"{figure.value * scale:,.{digits}f}"
    text = low if figure.upper is None else f"{low} to {figure.upper * scale:,.{digits}f}"
    return f"{figure.hedge} {text}{sign}".strip()


def measured(value: float, figure: Figure) -> str:
    """A measured value in the figure's unit, one digit finer."""
    scale, sign = _SCALE.get(figure.unit, (1, ""))
    if large := _large(value, figure, finer=1):
        return large
    whole = figure.step * scale >= 10 or (figure.unit in ("sessions", "count", "rank") and value == round(value))
    return f"{value * scale:,.{0 if whole else _digits(figure.step * scale) + 1}f}{sign}"


def apart(value: float, figure: Figure) -> str:
    """How far a value lies from the figure's nearer end, in its unit."""
    ends = [figure.value] if figure.upper is None else [figure.value, figure.upper]
    gap = min(abs(value - end) for end in ends)
    text = measured(gap, figure)
    return text.replace("%", " points") if figure.unit == "percent" else text


def _digits(step: float) -> int:
    """Decimals of a unit of the last digit: 0.1 -> 1, 1 -> 0."""
    return max(0, ceil(-log10(step) - 1e-6)) if step > 0 else 0


def _large(value: float, figure: Figure, finer: int = 0) -> str:
    """ "$8.29 billion": sums and counts of millions and more, to the figure's own precision; "" for others."""
    if figure.unit not in ("dollars", "count") or figure.upper is not None:
        return ""
    named = next(((size, word) for size, word in _LARGE if abs(figure.value) >= size), None)
    if named is None:
        return ""
    size, word = named
    sign = "$" if figure.unit == "dollars" else ""
    return f"{'-' * (value < 0)}{sign}{abs(value) / size:,.{_digits(figure.step / size) + finer}f} {word}"


_LARGE = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
