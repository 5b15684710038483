"""One side against another: outperformed, trailed by so many points, a lead of so much; and flatness."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.claims.read import timing
from rotascope.claims.read.gaps import GAPS, gap_after, gap_before, gap_figure, is_gap, read_gaps
from rotascope.claims.read.markets import MARKETS
from rotascope.data.words import words_of

if TYPE_CHECKING:
    from rotascope.claims.read.line import Line

_ADVERBS = words_of("adverbs")
_REACH = 8


def read_beats(line: Line) -> None:
    """Comparisons that name both sides, with the gap where it is printed."""
    for index, item in enumerate(line.items):
        if index in line.used or not item.roles & {"beat", "lag"}:
            continue
        first, second = _sides(line, index)
        if second is None and _read_same_rival(line, index):
            continue
        if first is None or second is None:
            continue
        one, other = line.entity(first), line.entity(second)
        if one is None or other is None or one == other or _owns_figure(line, second):
            continue
        if _says_otherwise(line, index, second):
            continue
        if one.kind in MARKETS and other.kind in MARKETS:
            _comparison(line, index, first, second)
            _read_further(line)
    read_gaps(line)


def _says_otherwise(line: Line, index: int, second: int) -> bool:
    """Whether the words tell of a rank, of each day by itself or of a factor, and not of who was ahead over a time."""
    if line.any_role(range(line.clause(index).start, index), "largest") or line.word(second + 1) == "as":
        return True  # "the most valuable company, ahead of Apple"; "has overtaken Apple as the largest"
    if line.word(second + 1) == "by" and "factor" in line.tokens.words[line.items[second].hi :][:4]:
        return True  # "by a factor of four"
    return line.word(second + 1) == "on" and line.word(second + 2) in ("every", "each")  # "on every session so far"


def _read_further(line: Line) -> None:
    """trailed SPY by 120 basis points in December and by 5.5 points in 2025: the same sides over another time."""
    last = line.found[-1]
    if last.kind != "comparison" or last.figure is None:
        return
    for index, item in enumerate(line.items):
        led = line.word(index - 1) == "by" and line.word(index - 2) in ("and", ",")
        if item.sort != "number" or index in line.used or not led or not is_gap(line, index):
            continue
        time = timing.own_time(line, index)
        line.add(
            "comparison",
            [index - 1, index, time if time is not None and time in line.clause(index) else None],
            subject=last.subject,
            other=last.other,
            figure=gap_figure(line, index, -1 if last.figure.value < 0 else 1),
            direction=last.direction,
            window=line.window(time, index),
        )


def _read_same_rival(line: Line, index: int) -> bool:
    """RSP did not beat SPY; it lagged by 12.4 points: against the rival named before."""
    last = line.found[-1] if line.found else line.memory.rivals
    number = index + 1 + (line.word(index + 1) == "by")
    while line.word(number) in ("a", "about", "roughly", "nearly", "some", "more", "than", "full"):
        number += 1
    item = line.item(number)
    counted = item is not None and item.sort == "number" and (item.number.point or item.number.unit in GAPS)
    if last is None or last.kind != "comparison" or last.other is None or number == index + 1 or not counted:
        return False
    place = line.subject_before(index)
    if place is not None and line.entity(place) != last.subject:
        return False
    behind = "lag" in line.items[index].roles
    figure = gap_figure(line, number, -1 if behind else 1)
    time = timing.own_time(line, index)
    line.add(
        "comparison",
        [place, index, number],
        subject=last.subject,
        other=last.other,
        figure=figure,
        direction="behind" if behind else "ahead",
        window=last.window if time is None else line.items[time].window,
    )
    return True


def _sides(line: Line, index: int) -> tuple[int | None, int | None]:
    """The names before and after the verb; after it with nothing but light words between."""
    weak = "beat_weak" in line.items[index].roles
    at = index + 1
    while (
        at < len(line.items)
        and line.items[at].sort not in ("name", "pronoun")
        and line.word(at) in _ADVERBS
        and at - index < _REACH
    ):
        at += 1
    _resolve_them(line, at)
    at = _in_brackets(line, index, at)
    second = at if at < len(line.items) and line.entity(at) is not None and not line.is_house(at) else None
    if second is None:
        return None, None
    first = line.subject_before(index)
    if first is None and line.clause(index).start > 0 and line.word(index).endswith("ing"):
        first = line.subject_of_last(index)
    if weak and first is not None and not line.is_near(first, index) and gap_before(line, index) is None:
        first = None
    return first, second


def _resolve_them(line: Line, at: int) -> None:
    """Mega caps have beaten them: whom the sentence before spoke of. Elsewhere "them" may be some of many."""
    item, spoken = line.item(at), line.memory.subject
    if item is not None and item.word == "them" and spoken is not None and spoken.kind in MARKETS:
        item.sort, item.data = "pronoun", ("any", spoken)


def _in_brackets(line: Line, index: int, at: int) -> int:
    """The name that brackets or commas give a described side: "beat its growth sibling (IWF)"."""
    if line.word(index + 1) not in ("its", "their", "the", "a") or line.entity(at) is not None:
        return at
    place = at
    while place < min(at + 5, len(line.items)) and line.items[place].sort == "word" and line.word(place).isalpha():
        place += 1
    place += line.word(place) == ","
    place += line.word(place) == "the" and line.word(place - 1) == ","
    item = line.item(place)
    named = (
        item is not None
        and item.sort == "name"
        and (item.word == "(" or "," in (line.word(place - 1), line.word(place - 2)))
    )
    return place if named and place > at else at


def _owns_figure(line: Line, second: int) -> bool:
    """Whether the second side comes with a figure of its own, which another rule reads: "outpacing the Nasdaq's 2%"."""
    if line.word(second + 1) == "'s":
        near = line.items[second + 2 : second + 6]
        return any(item.sort == "number" and item.number.unit == "percent" for item in near)
    at = second + 1
    while line.word(at) in (
        "at",
        "with",
        "which",
        "rose",
        "gained",
        "returned",
        "a",
        "fell",
        "on",
        "up",
        "down",
        "index",
        ",",
    ):
        at += 1
    item = line.item(at)
    led = line.word(second + 1) not in ("", ",") or line.word(second + 2) == "which"
    return led and at > second + 1 and item is not None and item.sort == "number" and item.number.unit == "percent"


def _comparison(line: Line, index: int, first: int, second: int) -> None:
    behind = "lag" in line.items[index].roles
    gap = gap_after(line, second)
    if gap is None:
        gap = gap_before(line, index)
    time = line.time_for(gap if gap is not None else second)
    figure = None
    if gap is not None:
        figure = gap_figure(line, gap, -1 if behind else 1)
    near = first if line.clause(first).start <= index and index - first < 14 else None
    sides = line.listed(first) if near is not None else [first]
    for side in sides:
        entity = line.entity(side)
        line.add(
            "comparison",
            [
                side if near is not None else None,
                index,
                second,
                gap,
                time if time is not None and time in line.clause(index) else None,
            ],
            subject=entity,
            other=line.entity(second),
            figure=figure,
            direction="behind" if behind else "ahead",
            window=line.window(time, index),
            negated=line.is_negated(index),
        )
