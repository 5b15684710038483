"""Which word of motion governs a figure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rotascope.claims.read.datives import dative
from rotascope.data.words import words_of

if TYPE_CHECKING:
    from rotascope.claims.read.line import Line


_BETWEEN = words_of("between")


_BETWEEN_NOUN = words_of("between_noun")
_LINKING = words_of("linking")


@dataclass(frozen=True)
class Move:
    """What governs a number: `cue`, the item of a word of motion; its `sign`; `noun`: it is a noun after the number.

    `place`: the name whose move it is, where the grammar says so and the words before do not.
    """

    cue: int | None
    sign: int
    noun: bool = False
    place: int | None = None


def governing(line: Line, index: int) -> Move | None:
    """The word of motion that a number belongs to."""
    found = dative(line, index)
    if found is not None:
        return Move(found[2], found[1], place=found[0])
    return (
        _noun_after(line, index) or _cue_before(line, index) or _from_extreme(line, index) or _printed_sign(line, index)
    )


def _from_extreme(line: Line, index: int) -> Move | None:
    """44% off its September high; 50% from the April low."""
    beside = line.item(index + 1)
    if beside is None or beside.sort != "time" or not beside.window.extreme:
        return None
    return Move(index + 1, 1 if beside.window.extreme == "low" else -1)


def sign_of(line: Line, index: int) -> int:
    """1 for up, -1 for down, 0 for neither."""
    roles = line.items[index].roles
    return -1 if "down" in roles else 1 if "up" in roles else 0


def _noun_after(line: Line, index: int) -> Move | None:
    """5.8% gain; 4.3% year-to-date decline; 2% higher."""
    at = index + 1
    while (
        at < len(line.items)
        and (line.items[at].sort == "time" or (line.word(at) in _BETWEEN_NOUN and not line.has(at, "noun")))
        and at - index < 5
    ):
        at += 1
    item = line.item(at)
    beside = line.item(index + 1)
    if beside is not None and beside.sort == "time" and beside.word in ("above", "below"):
        return Move(index + 1, -1 if beside.word == "below" else 1)
    if (
        at == index + 1
        and line.word(at) in ("start", "opening", "beginning")
        and line.items[index].number.unit == "percent"
    ):
        return Move(at, line.items[index].number.sign or 1, noun=True)  # "the index's 5.7% start to the year"
    if item is None or not item.roles & {"noun", "up", "down", "neutral"}:
        return None
    if "noun" in item.roles or (at == index + 1 and item.word in ("higher", "lower")):
        return Move(at, sign_of(line, at), "noun" in item.roles)
    return None


def _cue_before(line: Line, index: int) -> Move | None:
    at, first = index - 1, line.clause(index).start
    if (linked := _linked(line, index, first)) is not None:
        return linked
    while at >= first and index - at < 11:
        item = line.items[at]
        if item.roles & {"up", "down", "neutral"} and not _is_hedge(line, at, index):
            return Move(at, sign_of(line, at))
        if item.roles & {"double", "triple"}:
            return None
        light = item.sort == "time" or item.word in _BETWEEN or "aux" in item.roles or "noun" in item.roles
        if not light or item.sort in ("name", "number"):
            return None
        at -= 1
    return None


def _linked(line: Line, index: int, first: int) -> Move | None:
    """The noun of motion that a verb links to its figure: "the loss came to 8.3%", "the gain for IWM was 2%"."""
    at = index - 1
    while at > first and line.word(at) in _LINKING:
        at -= 1
    if at == index - 1:
        return None
    if line.has(at, "noun") and line.items[at].sort == "cue":
        return Move(at, sign_of(line, at))
    noun = line.before_name(at) - 1
    if line.items[at].sort != "name" or line.word(noun + 1) not in ("for", "in", "of", "at", "on", "by"):
        return None
    return Move(noun, sign_of(line, noun), place=at) if noun >= first and line.has(noun, "noun") else None


def _is_hedge(line: Line, at: int, index: int) -> bool:
    """ "up to 5%": a hedge, not a move."""
    return line.word(at) == "up" and line.word(at + 1) == "to" and at + 2 == index


def _printed_sign(line: Line, index: int) -> Move | None:
    """Apple -4.3%; Energy (+3.2%); in brackets without a sign: below zero, as in accounts."""
    number = line.items[index].number
    if number.unit != "percent":
        return None
    before = line.word(index - 1)
    named = line.item(name_before(line, index))
    if named is None or named.sort not in ("name", "pronoun"):
        return None
    if number.sign:
        return Move(None, number.sign)
    if number.bracketed:
        lively = line.any_role(line.clause(index), "up", "lead", "beat")
        return Move(None, 1 if lively else -1)
    return Move(None, 1) if before == ":" else None


def name_before(line: Line, index: int) -> int:
    """The item before a figure and its mark; the name of a quote in a list: "S&P 500: 5,911.69 (+6.2%)"."""
    at = index - 2 if line.word(index - 1) in ("(", ":", ",") else index - 1
    quoted = line.word(index - 1) == "(" and line.item(at) is not None and line.items[at].sort == "number"
    if quoted and at > 0:
        at -= 1
        while at > 0 and (line.word(at) in (":", ",") or line.items[at].sort == "time"):
            at -= 1
    return at


def inherited(line: Line, index: int, last: Move | None) -> Move | None:
    """Rose 1.2% on Tuesday and 3.4% for the week; fell 4.3%, and Microsoft 2.1%; against 2.0% for the Nasdaq."""
    if last is None or line.items[index].number.unit not in ("percent", "points"):
        return None
    if line.word(index - 1) == "'s" and line.entity(index - 2) is not None:
        return Move(None, last.sign)
    at = index - 1
    while (
        at >= 0
        and index - at < 8
        and not _joins(line, at)
        and (
            line.items[at].sort in ("time", "word", "pronoun")
            or "aux" in line.items[at].roles
            or line.word(at) in ("at", "with")
        )
    ):
        if line.items[at].sort == "word" and line.word(at) not in _BETWEEN | {"'s", "it", "its", "the", "about"}:
            return None
        at -= 1
    item = line.item(at)
    if item is None:
        return None
    if item.sort == "name":
        return Move(None, last.sign) if _joins(line, _before_name(line, at)) else None
    return Move(None, last.sign) if _joins(line, at) or item.sort == "number" else None


def _before_name(line: Line, at: int) -> int:
    at -= 1
    while at >= 0 and line.word(at) in ("the", "a", "its", "that", "of", "those", "shares"):
        at -= 1
    return at


def _joins(line: Line, at: int) -> bool:
    if line.word(at) == "by" and line.word(at - 1) == "followed":
        return True
    return (
        line.word(at) in ("and", ",", "or", ";")
        or line.has(at, "against")
        or line.has(at, "versus")
        or (line.has(at, "beat") or line.has(at, "lag"))
    )
