"""Numbers as printed: digits or words, their unit, scale, sign, hedge and precision."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from rotascope.claims.read.number import HEDGES, LONGEST_HEDGE, SCALES, UNITS, Number, with_scale, with_unit
from rotascope.claims.read.spelled import spelled
from rotascope.data.words import read_words

if TYPE_CHECKING:
    from rotascope.claims.claim import Hedge
    from rotascope.claims.read.tokens import Tokens

_SIGNS = {"-": -1, "−": -1, "–": -1, "—": -1, "+": 1}
_MOST_DIGITS = 15


def number_at(tokens: Tokens, i: int) -> Number | None:
    """The number that begins at token i, its sign or currency sign included; None where there is none."""
    first = tokens.words[i]
    if first in ("double", "single", "triple") and tokens.word(i + 1) in ("digit", "digits"):
        return _digits_word(tokens, i, first)
    lo, sign, dollars = _opening(tokens, i)
    if lo >= len(tokens):
        return None
    word = tokens.words[lo]
    if word[0].isdigit() or (word[0] == "." and len(word) > 1):
        return _printed(tokens, i, lo, sign, dollars)
    return spelled(tokens, i) if lo == i else None


def _opening(tokens: Tokens, i: int) -> tuple[int, int, bool]:
    """Where the digits begin, the printed sign, and whether a dollar sign stands before them."""
    lo, sign, dollars = i, 0, False
    if tokens.word(lo) in ("minus", "negative") and tokens.word(lo + 1)[:1].isdigit():
        sign, lo = -1, lo + 1
    if tokens.word(lo) in _SIGNS and tokens.adjoins(lo + 1):
        sign, lo = _SIGNS[tokens.words[lo]], lo + 1
    if tokens.word(lo) == "us" and tokens.word(lo + 1) == "$":
        lo += 1
    if tokens.word(lo) == "$":
        dollars, lo = True, lo + 1
        if tokens.word(lo) in _SIGNS and tokens.adjoins(lo + 1):
            sign, lo = _SIGNS[tokens.words[lo]], lo + 1
    return lo, sign, dollars


def _digits_word(tokens: Tokens, i: int, word: str) -> Number:
    low, high = {"single": (0.01, 0.10), "double": (0.10, 1.0), "triple": (1.0, 10.0)}[word]
    hedge: Hedge = {"single": "single-digit", "double": "double-digit"}.get(word, "at least")  # type: ignore[assignment]
    hi = i + 2 + (tokens.word(i + 2) in ("percentage", "percent"))
    return Number(i, hi, low if word != "single" else high, 0.01, "percent", hedge)


def _plain(word: str) -> tuple[float, float] | None:
    """Value and step of printed digits; None for more digits than a number can hold."""
    digits = word.replace(",", "")
    if len(digits) > _MOST_DIGITS or not digits.isascii():
        return None
    return float(digits), 10.0 ** -len(digits.partition(".")[2])


def _printed(tokens: Tokens, i: int, lo: int, sign: int, dollars: bool) -> Number | None:
    read = _plain(tokens.words[lo])
    if read is None:
        return None
    value, step = read
    hi = lo + 1
    if tokens.adjoins(hi) and tokens.word(hi) in ("st", "nd", "rd", "th"):
        return Number(i, hi + 1, value, 1.0, "rank", ordinal=True)
    if tokens.adjoins(hi) and tokens.words[hi].isalpha() and not _may_adjoin(tokens.words[hi], dollars):
        return None
    number = Number(i, hi, value, step, "dollars" if dollars else "level", sign=sign)
    number = _fraction_after(tokens, number)
    return with_unit(tokens, _with_range(tokens, with_scale(tokens, number)), dollars)


def _may_adjoin(word: str, dollars: bool) -> bool:
    return word in ("x", "bp", "bps", "pp", "pct", "bn", "mn", "trn") or (dollars and word in SCALES)


def _fraction_after(tokens: Tokens, number: Number) -> Number:
    """A whole number with a fraction sign, such as 3½."""
    sign = tokens.word(number.hi)
    extra = {"½": 0.5, "¼": 0.25, "¾": 0.75}.get(sign)
    return number if extra is None else replace(number, hi=number.hi + 1, value=number.value + extra, step=0.25)


def _with_range(tokens: Tokens, number: Number) -> Number:
    """The other end of "3.50%-3.75%", "18 to 20 times", "between 3.5% and 3.75%"."""
    at = number.hi
    unit = UNITS.at(tokens, at) if at < len(tokens) else None
    dash = unit[0] if unit else at
    between = tokens.word(number.lo - 1) == "between" and tokens.word(dash) == "and"
    to = tokens.word(dash) == "to" and tokens.word(number.lo - 1) != "from"
    if to and number.unit == "dollars" and tokens.word(number.lo - 1) in _moving():
        return number  # "fell $4.93 to $333.35": a change and a level
    if not (tokens.word(dash) in ("-", "–", "—", "−") or to or between) or dash + 1 >= len(tokens):
        return number
    start = dash + 1 + (tokens.word(dash + 1) == "$")
    read = _plain(tokens.words[start]) if start < len(tokens) and tokens.words[start][0].isdigit() else None
    if read is None or not _is_range(tokens, number, unit is not None, start, read[0]):
        return number
    scale = 1.0
    hi = start + 1
    if tokens.word(hi) in SCALES and number.unit == "dollars":
        scale, hi = SCALES[tokens.words[hi]], hi + 1
    value = number.value if number.scaled else number.value * scale
    return replace(number, hi=hi, value=value, upper=read[0] * scale, step=min(number.step, read[1]) * scale)


@cache
def _moving() -> frozenset[str]:
    """Words that say that a price moved."""
    cues = read_words("cues")
    return frozenset((*cues["up"], *cues["down"]))


def _is_range(tokens: Tokens, number: Number, has_unit: bool, start: int, upper: float) -> bool:
    """Whether two numbers are the ends of one range, and not a date, a score or a fall "to" another level."""
    if upper <= number.value:
        return False
    after = UNITS.at(tokens, start + 1) if start + 1 < len(tokens) else None
    own = UNITS.at(tokens, number.hi) if has_unit else None
    if own and after and own[1][0] != after[1][0]:
        return False  # "fell 2 basis points to 3.51%"
    return after is not None or (number.unit == "dollars" and not has_unit)


def with_hedge(tokens: Tokens, number: Number, floor: int) -> Number:
    """The number with the hedge before it, looked for in tokens [floor, number.lo)."""
    for length in range(min(LONGEST_HEDGE, number.lo - floor), 0, -1):
        phrase = " ".join(tokens.words[number.lo - length : number.lo])
        if phrase in HEDGES:
            return replace(number, hedge=HEDGES[phrase])
    return number
