"""Numbers as printed: digits or words, their unit, scale, sign, hedge and precision."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from rotascope.claims.claim import Figure, Span
from rotascope.claims.read.phrases import Phrases
from rotascope.data.words import list_of, read_words

if TYPE_CHECKING:
    from rotascope.claims.claim import Hedge, Unit
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
_SIGNS = {"-": -1, "−": -1, "–": -1, "—": -1, "+": 1}
_MOST_DIGITS = 15
_STEPS = frozenset({"days", "sessions", "weeks", "months", "quarters", "years", "trading"})


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
    return _spelled(tokens, i) if lo == i else None


def _opening(tokens: Tokens, i: int) -> tuple[int, int, bool]:
    """Where the digits begin, the printed sign, and whether a dollar sign stands before them."""
    lo, sign, dollars = i, 0, False
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
    return _with_unit(tokens, _with_range(tokens, _with_scale(tokens, number)), dollars)


def _may_adjoin(word: str, dollars: bool) -> bool:
    return word in ("x", "bp", "bps", "pp", "pct", "bn", "mn", "trn") or (dollars and word in SCALES)


def _fraction_after(tokens: Tokens, number: Number) -> Number:
    """A whole number with a fraction sign, such as 3½."""
    sign = tokens.word(number.hi)
    extra = {"½": 0.5, "¼": 0.25, "¾": 0.75}.get(sign)
    return number if extra is None else replace(number, hi=number.hi + 1, value=number.value + extra, step=0.25)


def _with_scale(tokens: Tokens, number: Number) -> Number:
    word = tokens.word(number.hi)
    if word not in SCALES or (len(word) == 1 and not tokens.adjoins(number.hi)):
        return number
    scale = SCALES[word]
    return replace(number, hi=number.hi + 1, value=number.value * scale, step=number.step * scale, scaled=True)


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


def _with_unit(tokens: Tokens, number: Number, dollars: bool) -> Number:
    if number.hi < len(tokens) and (found := UNITS.at(tokens, number.hi)) and not dollars:
        hi, (unit, scale) = found
        upper = None if number.upper is None else round(number.upper * scale, 12)
        value, step = round(number.value * scale, 12), round(number.step * scale, 15)
        return replace(number, hi=hi, value=value, step=step, unit=unit, upper=upper)
    if tokens.word(number.hi) in ("points", "point", "pts") and not dollars:
        return replace(number, hi=number.hi + 1, point=True)
    return number


def _spelled(tokens: Tokens, i: int) -> Number | None:
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
    return _with_unit(tokens, _with_scale(tokens, number), dollars=False)


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


def with_hedge(tokens: Tokens, number: Number, floor: int) -> Number:
    """The number with the hedge before it, looked for in tokens [floor, number.lo)."""
    for length in range(min(LONGEST_HEDGE, number.lo - floor), 0, -1):
        phrase = " ".join(tokens.words[number.lo - length : number.lo])
        if phrase in HEDGES:
            return replace(number, hedge=HEDGES[phrase])
    return number
