"""Numbers in words: "thirteen", "two-thirds", "half a point", "nine in ten"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rotascope.claims.read.number import FRACTIONS, ONES, ORDINALS, TENS, Number, with_scale, with_unit

if TYPE_CHECKING:
    from rotascope.claims.read.tokens import Tokens

_STEPS = frozenset({"days", "sessions", "weeks", "months", "quarters", "years", "trading"})


def spelled(tokens: Tokens, i: int) -> Number | None:
    """A number in words: "thirteen", "twenty-five", "two-thirds", "half a point", "a quarter of a percentage point"."""
    fraction = _fraction(tokens, i)
    if fraction is not None:
        return fraction
    if (share := _share(tokens, i)) is not None:
        return share
    word = tokens.words[i]
    if word in ORDINALS:
        return Number(i, i + 1, float(ORDINALS[word]), 1.0, "rank", ordinal=True, in_words=True)
    value, hi = _cardinal(tokens, i)
    if hi == i:
        return None
    number = Number(i, hi, value, 1.0, "count", in_words=True)
    if tokens.word(hi) == "point" and tokens.word(hi + 1) in ONES:  # two point five percent
        number = replace(number, hi=hi + 2, value=value + ONES[tokens.words[hi + 1]] / 10, step=0.1)
    return with_unit(tokens, with_scale(tokens, number), dollars=False)


def _share(tokens: Tokens, i: int) -> Number | None:
    """nine in ten; four out of five: a share."""
    at = i + 1 + (tokens.word(i + 1) == "out")
    if tokens.word(at) not in ("in", "of") or (tokens.word(at) == "of" and at == i + 1):
        return None
    part, whole = ONES.get(tokens.words[i]), ONES.get(tokens.word(at + 1))
    step = tokens.word(at + 2)
    if not part or not whole or whole not in (3, 4, 5, 10, 20) or part >= whole or step in _STEPS:
        return None
    return Number(i, at + 2, round(part / whole, 12), 0.1, "percent", in_words=True)


def _cardinal(tokens: Tokens, i: int) -> tuple[float, int]:
    word = tokens.words[i]
    if word in TENS:
        extra = ONES.get(tokens.word(i + 1), 0)
        return float(TENS[word] + extra), i + 1 + (0 < extra < 10)
    if word in ONES:
        return float(ONES[word]), i + 1
    if word == "dozen" or (word == "a" and tokens.word(i + 1) == "dozen"):
        return 12.0, i + 1 + (word == "a")
    return 0.0, i


def _fraction(tokens: Tokens, i: int) -> Number | None:
    """Fractions: of points where they say so, else of a whole."""
    word, hi, count = tokens.words[i], i, 1.0
    if word in ("a", "one", "an") or (word in ONES and tokens.word(i + 1).endswith("s")):
        count, hi = float(ONES.get(word, 1)), i + 1
    part = FRACTIONS.get(tokens.word(hi))
    if part is None or (hi == i and tokens.words[i] != "half" and tokens.word(i + 1) not in ("point", "percentage")):
        return None
    value, hi = count * part, hi + 1
    stop = hi
    if tokens.word(stop) == "of" and tokens.word(stop + 1) in ("a", "one", "1"):
        stop += 2
    elif tokens.word(stop) in ("a", "an"):
        stop += 1
    if tokens.word(stop) in ("percentage", "point", "percent"):
        stop += 1 + (tokens.word(stop) == "percentage" and tokens.word(stop + 1) in ("point", "points"))
        stop += tokens.word(stop) == "point" and tokens.word(stop - 1) == "percentage"
        return Number(i, stop, value / 100, 0.0001, "points", in_words=True)
    if tokens.word(hi) != "of" and word not in ("half",):
        return None
    return Number(i, hi, value, 0.01, "percent", in_words=True)
