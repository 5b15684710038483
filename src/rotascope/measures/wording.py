"""How figures read in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from rotascope.data.panel import Panel
    from rotascope.pairs import Leg, Pair


def percent(value: float, digits: int = 1) -> str:
    """0.0692 -> "6.9%"; a figure that rounds to zero carries no sign."""
    text = f"{value * 100:.{digits}f}"
    return f"{0:.{digits}f}%" if float(text) == 0 else f"{text}%"


def share_words(share: float) -> str:
    """0.036 -> "3.6%"; a share that would round to zero is "under 0.1%"."""
    return percent(share) if share >= 0.0005 or share == 0 else "under 0.1%"


def signed(value: float) -> str:
    """0.0692 -> "+6.9%"; a figure that rounds to zero carries no sign."""
    text = percent(value)
    return text if text.startswith(("-", "0.0%")) else f"+{text}"


def decimal(value: float, digits: int = 2) -> str:
    """1.488 -> "1.49"; never "-0.00"."""
    return f"{round(value, digits) + 0.0:.{digits}f}"


def price(value: float) -> str:
    """Two decimals, four below one."""
    return f"{value:,.2f}" if abs(value) >= 1 else f"{value:.4f}"


def dollars(value: float) -> str:
    """2.1e10 -> "$21.0 billion"; in millions below one billion."""
    return f"${value / 1e9:,.1f} billion" if abs(value) >= 1e9 else f"${value / 1e6:,.1f} million"


def listed(names: list[str]) -> str:
    """ "A", "A and B", "A, B and C"."""
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)


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


def step(a_year: int) -> str:
    """What a series steps by."""
    return "month" if a_year == 12 else "session"


def count(number: int, noun: str) -> str:
    """ "1 session", "14 sessions"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def basis_of(panel: Panel, leg: Leg, basis: str) -> str:
    """ "total return" or "price return", by basis and kind of instrument."""
    kinds = {panel.instrument(symbol).kind == "index" for symbol in leg.symbols}
    if basis == "price" or kinds == {True}:
        return "price return"
    return "total return" if kinds == {False} else "total return of funds and stocks, price return of indices"


def joined_note(of: Pair, joined: date | None, first: date) -> str:
    """ " (RUT and SPX by price return before 2000-05-26)" where a window begins before the funds traded."""
    if of.before is None or (joined is not None and first >= joined):
        return ""
    earlier = f"{of.before.first} and {of.before.second} by price return"
    return f" ({earlier})" if joined is None else f" ({earlier} before {joined})"
