"""The price that an upside is measured from: "above where it closed on Friday", "higher than its latest close"."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rotascope.claims.read.line import Line

_BEYOND = frozenset({"above", "below", "higher", "lower", "over", "under", "more", "less"})
_STOOD = frozenset(
    {
        *("closed", "ended", "finished", "settled", "stood", "stands", "trades", "traded", "sits", "sat", "is", "was"),
        *("left", "began", "started", "opened"),
    }
)
_PRICES = frozenset({"close", "level", "levels", "price", "finish", "closing", "settlement", "mark"})
_LOOSE = frozenset(
    {
        "the",
        "its",
        "their",
        "latest",
        "last",
        "current",
        "recent",
        "present",
        "that",
        "'s",
        "'",
        "a",
    }
)
_LONGEST = 8


def base_after(line: Line, index: int) -> int | None:
    """The last item of the price that a per cent is measured from; None where it names no price of its own."""
    at = index + 1
    if line.has(at, "current"):
        return at
    if line.word(at) not in _BEYOND:
        return None
    if line.items[at].sort == "time":
        return at if "where" in line.tokens.words[line.items[at].lo : line.items[at].hi] else None
    if line.has(at + 1, "current"):
        return at + 1
    at += 1 + (line.word(at + 1) in ("than", "from"))
    if line.has(at, "current"):
        return at
    item = line.item(at)
    if item is not None and item.sort == "time" and item.window.kind in ("sessions", "at"):
        return at
    return _where(line, at) if line.word(at) == "where" else _price(line, at)


def _where(line: Line, at: int) -> int | None:
    """where the index closed on Friday."""
    reach = range(at + 1, min(at + _LONGEST, len(line.items)))
    verb = next((place for place in reach if line.word(place) in _STOOD), None)
    return None if verb is None else _with_time(line, verb)


def _price(line: Line, at: int) -> int | None:
    """its latest close; Wednesday's close; the index's current level."""
    last = min(at + _LONGEST, len(line.items))
    while at < last and (
        line.word(at) in _LOOSE or line.items[at].sort in ("pronoun", "name", "time") or _is_year(line.word(at))
    ):
        at += 1
    return _with_time(line, at) if line.word(at) in _PRICES else None


def _is_year(word: str) -> bool:
    return len(word) == 4 and word.isdigit() and word[:2] == "20"  # "its 2025 close"


def _with_time(line: Line, at: int) -> int:
    after = line.skip(at + 1, frozenset({"price", "now", "today"}), 2)
    item = line.item(after)
    return after if item is not None and item.sort == "time" else at
