"""How figures read in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from rotascope.data.panel import Panel
    from rotascope.pairs import Leg


def percent(value: float, digits: int = 1) -> str:
    """0.0692 -> "6.9%"; a figure that rounds to zero carries no sign."""
    text = f"{value * 100:.{digits}f}"
    return f"{0:.{digits}f}%" if float(text) == 0 else f"{text}%"


def points(value: float, digits: int = 1) -> str:
    """0.0607 -> "6.1 points"."""
    return f"{percent(value, digits)[:-1]} points"


def basis_points(value: float) -> str:
    """0.0065 -> "65 basis points"."""
    rounded = round(value * 1e4)
    return f"{rounded} basis point{'' if abs(rounded) == 1 else 's'}"


def moved(value: float) -> str:
    """ "rose 6.9%", "fell 4.3%" or "was unchanged", judged at the precision printed."""
    text = percent(abs(value))
    if text == "0.0%":
        return "was unchanged (0.0%)"
    return f"{'rose' if value > 0 else 'fell'} {text}"


def ordinal(number: int) -> str:
    """3 -> "3rd"."""
    suffix = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{suffix}"


def month(day: date) -> str:
    """ "December 2025"."""
    return f"{day:%B %Y}"


def count(number: int, noun: str) -> str:
    """ "1 session", "14 sessions"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def basis_of(panel: Panel, leg: Leg, basis: str) -> str:
    """ "total return" or "price return", by basis and kind of instrument."""
    kinds = {panel.instrument(symbol).kind for symbol in leg.symbols}
    return "price return" if basis == "price" or kinds == {"index"} else "total return"
