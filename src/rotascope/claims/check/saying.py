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
    low = f"{figure.value * scale:,.{digits}f}"
    text = low if figure.upper is None else f"{low} to {figure.upper * scale:,.{digits}f}"
    return f"{figure.hedge} {text}{sign}".strip()


def measured(value: float, figure: Figure) -> str:
    """A measured value in the figure's unit, one digit finer."""
    scale, sign = _SCALE.get(figure.unit, (1, ""))
    whole = figure.unit in ("sessions", "count", "rank") and value == round(value)
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
