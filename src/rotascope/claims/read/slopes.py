"""The slope of a curve, named by two tenors: "the spread between yields on 2- and 10-year notes"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.claims.read.lexicon import Name
from rotascope.claims.read.number import ONES, TENS

if TYPE_CHECKING:
    from rotascope.claims.read.lexicon import Lexicon
    from rotascope.claims.read.tokens import Tokens

_TWO = 2

_BETWEEN_TENORS = frozenset(
    {
        *("the", "yields", "yield", "on", "of", "and", "treasury", "treasuries", "note", "notes", "u.s.", "bond"),
        *("bonds", "rates", "those", "benchmark", "a", "for", "government"),
    }
)


def slope_at(lexicon: Lexicon, tokens: Tokens, i: int) -> tuple[int, Name] | None:
    """Where the gap between two tenors ends, and its name: "the spread between yields on 2- and 10-year notes"."""
    tenors: list[int] = []
    at, last = i + 2, i
    while at < min(i + 14, len(tokens)) and len(tenors) < _TWO:
        if (tenor := _tenor(tokens, at)) is not None:
            tenors.append(tenor[1])
            last = at = tenor[0]
        elif tokens.word(at) in _BETWEEN_TENORS:
            at += 1
        else:
            return None
    while tokens.word(last) in _BETWEEN_TENORS and tokens.word(last) not in ("and", "the", "on"):
        last += 1
    if len(tenors) < _TWO or "year" not in tokens.words[i:last]:
        return None
    short, long = sorted(tenors)
    named = lexicon.named.get("yield curve") if (short, long) == (24, 120) else None
    subject = f"{_told(long)}-{_told(short)}"
    name = Name(named.name if named else f"{_told(long)} less {_told(short)}", subject, "rate")
    return last, name


def _tenor(tokens: Tokens, i: int) -> tuple[int, int] | None:
    """Where a tenor ends, and its months: "10-year", "two", "three-month"."""
    word = tokens.word(i)
    count = int(word) if word.isdigit() and len(word) <= _TWO else ONES.get(word) or TENS.get(word)
    if not count:
        return None
    unit = tokens.word(i + 1)
    unit = tokens.word(i + 2) if unit == "-" else unit
    hi = i + 1 + (tokens.word(i + 1) == "-")
    return (hi + (unit in ("year", "month"))), count if unit == "month" else 12 * count


def _told(months: int) -> str:
    return f"{months // 12}y" if months >= 12 else f"{months}m"
