"""A number in place, its units, scales and hedges."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rotascope.claims.claim import Figure, Hedge, Span, Unit
from rotascope.claims.read.phrases import Phrases
from rotascope.data.words import list_of

if TYPE_CHECKING:
    from rotascope.claims.read.tokens import Tokens

ONES = {word: number for number, word in enumerate(list_of("ones"))}


TENS = {word: 10 * number for number, word in enumerate(list_of("tens"), 2)}


ORDINALS = {word: number for number, word in enumerate(list_of("ordinals"), 1)}


FRACTIONS = {
    "half": 0.5,
    "third": 1 / 3,
    "thirds": 1 / 3,
    "quarter": 0.25,
    "quarters": 0.25,
    "fifth": 0.2,
    "fifths": 0.2,
    "tenth": 0.1,
    "tenths": 0.1,
    "fourth": 0.25,
    "fourths": 0.25,
    "eighths": 0.125,
    "sixth": 1 / 6,
    "sixths": 1 / 6,
}


SCALES = {
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
    "bn": 1e9,
    "mn": 1e6,
    "m": 1e6,
    "b": 1e9,
    "k": 1e3,
    "t": 1e12,
    "trn": 1e12,
    "hundred": 1e2,
}


_UNITS: list[tuple[str, tuple[Unit, float]]] = [
    *((word, ("percent", 0.01)) for word in ("%", "percent", "per cent", "pct", "pct.")),
    *(
        (word, ("points", 0.01))
        for word in (
            "percentage points",
            "percentage point",
            "pp",
            "ppt",
            "ppts",
            "% points",
            "percent points",
            "pct points",
        )
    ),
    *((word, ("basis points", 1e-4)) for word in ("basis points", "basis point", "bps", "bp", "bp.", "bps.")),
    *((word, ("multiple", 1.0)) for word in ("x", "times", "×")),
]


UNITS = Phrases(_UNITS)


_HEDGES: list[tuple[str, Hedge]] = [
    *(
        (word, "about")
        for word in (
            "about",
            "roughly",
            "approximately",
            "around",
            "some",
            "circa",
            "close to",
            "or so",
            "an estimated",
            "~",
            "a little over",
            "in the neighborhood of",
            "c",
        )
    ),
    *(
        (word, "nearly")
        for word in (
            "nearly",
            "almost",
            "just under",
            "just shy of",
            "just below",
            "close on",
            "not quite",
            "a little under",
            "shy of",
            "a shade under",
        )
    ),
    *(
        (word, "more than")
        for word in (
            "more than",
            "over",
            "above",
            "upwards of",
            "in excess of",
            "greater than",
            "just over",
            "north of",
            "slightly more than",
            "well over",
            "a bit over",
            "a bit more than",
            "slightly over",
            "exceeding",
            "topping",
            ">",
            "a shade over",
            "a little more than",
            "well above",
            "just above",
            "upward of",
        )
    ),
    *((word, "at least") for word in ("at least", "no less than", "no fewer than", "a minimum of", "not less than")),
    *(
        (word, "less than")
        for word in (
            "less than",
            "under",
            "below",
            "fewer than",
            "south of",
            "well under",
            "slightly less than",
            "slightly under",
            "<",
            "a bit less than",
        )
    ),
    *(
        (word, "at most")
        for word in ("at most", "no more than", "up to", "as much as", "a maximum of", "not more than", "as many as")
    ),
]


HEDGES = dict(_HEDGES)


LONGEST_HEDGE = 4


@dataclass(frozen=True, slots=True)
class Number:
    """A number in place: tokens [lo, hi), `value` in plain decimals without the sign of any verb.

    `sign`: 1 or -1 where printed, else 0. `bracketed`: it stands alone in brackets. `ordinal`: "third", "13th".
    `point`: its unit is a bare "points", of an index or of a rate by context.
    """

    lo: int
    hi: int
    value: float
    step: float
    unit: Unit
    hedge: Hedge = ""
    sign: int = 0
    upper: float | None = None
    bracketed: bool = False
    ordinal: bool = False
    point: bool = False
    in_words: bool = False
    scaled: bool = False

    def figure(self, tokens: Tokens, sign: float = 1.0, unit: Unit | None = None) -> Figure:
        """The number as a claim prints it, times the sign that the words give it."""
        sign = float(self.sign or sign)
        upper = None if self.upper is None else round(sign * self.upper, 12)
        span = Span(start=tokens.starts[self.lo], end=tokens.ends[self.hi - 1])
        return Figure(
            value=round(sign * self.value, 12),
            step=self.step,
            unit=unit or self.unit,
            hedge=self.hedge,
            upper=upper,
            span=span,
        )


def with_scale(tokens: Tokens, number: Number) -> Number:
    word = tokens.word(number.hi)
    if word not in SCALES or (len(word) == 1 and not tokens.adjoins(number.hi)):
        return number
    scale = SCALES[word]
    return replace(number, hi=number.hi + 1, value=number.value * scale, step=number.step * scale, scaled=True)


def with_unit(tokens: Tokens, number: Number, dollars: bool) -> Number:
    if number.hi < len(tokens) and (found := UNITS.at(tokens, number.hi)) and not dollars:
        hi, (unit, scale) = found
        upper = None if number.upper is None else round(number.upper * scale, 12)
        value, step = round(number.value * scale, 12), round(number.step * scale, 15)
        return replace(number, hi=hi, value=value, step=step, unit=unit, upper=upper)
    if tokens.word(number.hi) in ("points", "point", "pts") and not dollars:
        return replace(number, hi=number.hi + 1, point=True)
    return number
