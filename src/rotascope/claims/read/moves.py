"""Moves: returns, what they are compared with, and directions without a figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.claims.read.comparing import compare, comparing_word, direction_of, signed
from rotascope.claims.read.governing import Move, governing, inherited
from rotascope.claims.read.markets import MARKETS
from rotascope.claims.read.movers import subject_of
from rotascope.claims.read.number import Number
from rotascope.claims.read.numbers import with_hedge

if TYPE_CHECKING:
    from rotascope.claims.claim import Entity, Figure, Window
    from rotascope.claims.read.item import Item
    from rotascope.claims.read.line import Line


_HEADING = frozenset({"performance", "scorecard", "scoreboard", "scores", "the", "how", "they", "fared", "did", ","})
_LISTING = frozenset({":", ",", ";", "and", "."})


def read_moves(line: Line) -> None:
    """Returns and comparisons of every figure of the sentence, in order."""
    last: Move | None = None
    for index, item in enumerate(line.items):
        if item.sort != "number" or index in line.used or not _is_change(line, index):
            continue
        move = governing(line, index) or inherited(line, index, last) or _listed(line, index)
        if move is None or _is_of_business(line, index, move):
            continue
        if _claim(line, index, move):
            last = move
    if not line.roles.isdisjoint(("double", "triple")):
        _read_doublings(line)


def _back_to(window: Window, line: Line) -> Window:
    """A move from where something stood on a day: "8.7% higher than its level at the end of 2024" is since then."""
    dated = line.memory.dated
    if window.kind != "at" or window.end is None or dated is None or window.end >= dated:
        return window
    return window.model_copy(update={"kind": "since", "start": window.end, "end": None})


def _listed(line: Line, index: int) -> Move | None:
    """Year to date: 10.4% for the former, 14.8% for the latter; where returns were told just before."""
    if (headed := _headed(line, index)) is not None:
        return headed
    before = line.memory.moved
    led = line.word(index - 1) in (":", ",", "and", ";", "—", "–")
    place = line.name_after(index, ("for",)) if led and before is not None else None
    if place is None or before is None or before.figure is None or line.items[index].number.unit != "percent":
        return None
    return Move(None, -1 if before.figure.value < 0 else 1, place=place)


def _headed(line: Line, index: int) -> Move | None:
    """Returns in September: S&P 500 0.4%, Nasdaq-100 (0.3%), IWM 2.5%. The heading says that they are returns."""
    colon = next((at for at in range(index - 1, 0, -1) if line.word(at) == ":"), None)
    place = index - 1 - (line.word(index - 1) == ",")
    if colon is None or not line.is_plain_name(place) or line.word(place - 1) not in _LISTING:
        return None
    if line.word(index + 1) not in _LISTING and index + 1 < len(line.items):
        return None
    head = range(colon)
    if not line.any_role(head, "gain_of") and not all(
        line.items[at].sort == "time" or line.word(at) in _HEADING for at in head
    ):
        return None  # "Index weights: Apple 7.1%"
    losses = line.any_role(head, "down") and not line.any_role(head, "up")
    return Move(None, -1 if losses else 1, place=place)


def _read_doublings(line: Line) -> None:
    """Silver more than doubled: a return of 100%, where the sentence prints none for it."""
    for index, item in enumerate(line.items):
        if not item.roles & {"double", "triple"} or index in line.used:
            continue
        place = line.subject_before(index)
        entity = line.entity(place) if place is not None else line.memory.subject if line.is_bare(index) else None
        least = 0.8 * _times(item).value
        told = any(
            claim.kind == "return" and claim.subject == entity and claim.figure and claim.figure.value >= least
            for claim in line.found
        )
        if entity is None or entity.kind not in MARKETS or told:
            continue
        number = with_hedge(line.tokens, _times(item), 0)
        verb = index - line.has(index - 1, "beat")  # "more than" stands as one item
        if place is not None and not line.is_near(place, verb):
            continue
        time = line.time_for(index)
        line.add(
            "return",
            [place, index, time if time is not None and time in line.clause(index) else None],
            subject=entity,
            figure=number.figure(line.tokens),
            direction="up",
            window=line.window(time, index),
            negated=line.is_negated(index),
        )


def _times(item: Item) -> Number:
    value = 2.0 if "triple" in item.roles else 1.0
    return Number(item.lo, item.hi, value, 0.1, "percent", "about", in_words=True)


def _is_change(line: Line, index: int) -> bool:
    number = line.items[index].number
    if number.ordinal or number.unit == "multiple":
        return False
    if number.in_words and line.word(index + 1) == "of" and not _is_of_itself(line, index):
        return False  # "less than half of the S&P 500's 95%"
    if number.unit == "percent":
        more = line.word(index + 1) in ("more", "fewer", "less") and line.word(index + 2) != "than"
        return not more and not _is_yearly(line, index)  # "shipped 12% more chips"
    return number.point or (number.unit in ("points", "dollars") and not number.scaled)


def _is_of_itself(line: Line, index: int) -> bool:
    """Whether a fraction is lost or gained of a price itself: "has shed a third of its value"."""
    own = line.word(index + 2) in ("its", "their") and line.word(index + 3) in ("value", "worth", "price")
    return own and bool(line.items[index - 1].roles & {"down", "up"})


def _is_yearly(line: Line, index: int) -> bool:
    """Whether a per cent is of each year: "8% a year"; "8% a year ago" is not."""
    hi = line.items[index].hi
    words = line.tokens.words[hi : hi + 3]
    return words[:2] in (["a", "year"], ["per", "year"]) and words[2:] not in (["ago"], ["earlier"], ["before"])


def _is_of_business(line: Line, index: int, move: Move) -> bool:
    """Whether the figure is of earnings, sales and the like, which are no return."""
    cue = move.cue if move.cue is not None else index
    first, verb = line.clause(index).start, min(cue, index)
    own = [at for at in range(first, verb) if "earnings" in line.items[at].roles and line.items[at].sort == "cue"]
    if own and not any(_starts_anew(line, at) for at in range(own[-1] + 1, verb)):
        return True
    after = max(index, cue) + 1
    if _is_of_output(line, index, range(first, verb)):
        return True
    if line.has(index + 1, "earnings") and line.items[index + 1].sort == "cue":
        return True
    return line.word(after) in ("in", "of") and line.any_role(
        range(after + 1, min(after + 4, len(line.items))), "earnings"
    )


def _is_of_output(line: Line, index: int, before: range) -> bool:
    """Whether a figure is of what a company made: "delivered 495,570 vehicles, up 2.3% from a year earlier"."""
    beside = line.item(index + 1)
    if beside is None or beside.sort != "time" or beside.window.months != 12 or beside.word != "from":
        return False
    counted = any(line.items[at].sort == "number" and line.items[at].number.unit in ("level", "count") for at in before)
    return counted and not any(line.word(at) in ("shares", "stock", "index", "closed") for at in before)


def _starts_anew(line: Line, index: int) -> bool:
    """Whether an item begins another matter than the earnings before it: a name, or a figure that is no amount."""
    number = line.items[index].number if line.items[index].sort == "number" else None
    return line.is_plain_name(index) or (number is not None and not number.scaled)


def _claim(line: Line, index: int, move: Move) -> bool:
    entity, place = subject_of(line, index, move)
    if entity is None or entity.kind not in MARKETS or (place is not None and line.is_part_counted(place)):
        return False
    compared = comparing_word(line, index)
    last = line.found[-1] if line.found else None
    if compared is not None and last is not None and last.kind == "return" and last.subject != entity:
        compare(line, last, index, entity, place)
        return True
    if compared is not None and move.cue is None and place is None:
        return False  # "versus 0.1% for the other": whose it is is not said
    numbers = _numbers_of_list(line, index, len(line.listed(place)) if place is not None else 1)
    names = line.listed(place) if place is not None and not move.noun else [place]
    if len(names) == len(numbers) > 1:
        pairs = list(zip(names, numbers, strict=True))
    else:
        pairs = [(name, index) for name in names]
    for name, number in pairs:
        _return(line, number, move, entity if name is None or len(names) == 1 else line.entity(name), name)
    return True


def _numbers_of_list(line: Line, index: int, count: int = 0) -> list[int]:
    """The numbers of a list that begins here: "4.3%, 2.1% and 0.5%, respectively"."""
    numbers, at = [index], index + 1
    while at < len(line.items) and (line.word(at) in (",", "and") or line.items[at].sort == "number"):
        if line.items[at].sort == "number":
            numbers.append(at)
        at += 1
    said = line.word(at) == "respectively" or (line.word(at) == "," and line.word(at + 1) == "respectively")
    plain = all(line.items[at].number.unit == line.items[index].number.unit for at in numbers)
    return numbers if said or (len(numbers) == count > 1 and plain) else [index]


def _same_move(line: Line, index: int, figure: Figure) -> bool:
    """Joins "or 0.7%" to the points or dollars that it restates."""
    last = line.found[-1] if line.found else None
    if last is None or last.figure is None or last.kind != "return":
        return False
    if line.word(index - 1) != "or" and not _restates(line, index):
        return False
    if last.figure.unit not in ("level", "dollars") or figure.unit != "percent":
        return False
    time = line.time_for(index)
    end = line.tokens.ends[line.items[time if time is not None and index < time < index + 3 else index].hi - 1]
    span = last.span.model_copy(update={"end": max(end, last.span.end)})
    line.found[-1] = last.model_copy(
        update={
            "figure": figure,
            "parts": {"change": last.figure},
            "span": span,
            "text": line.text[span.start : span.end],
        }
    )
    line.used.add(index)
    return True


def _restates(line: Line, index: int) -> bool:
    """Whether a noun in apposition gives the figure: "fell $4.93 to $333.35, a drop of 1.5%"."""
    at = index - 1
    while at > 0 and line.word(at) in ("of", "about", "roughly", "nearly", "more", "than", "less"):
        at -= 1
    return line.has(at, "noun") and line.word(at - 1) in ("a", "an") and line.word(at - 2) == ","


def _return(line: Line, index: int, move: Move, entity: Entity | None, place: int | None) -> None:
    figure = signed(line, index, move)
    if _same_move(line, index, figure):
        return
    clause = line.clause(index)
    time = line.time_for(max(_numbers_of_list(line, index)))
    near = place if place is not None and (place >= clause.start or place > index) and abs(place - index) < 14 else None
    cue = move.cue if move.cue is not None and abs(move.cue - index) < 14 else None
    line.add(
        "return",
        [near, cue, index, time if time is not None and time in clause else None],
        subject=entity,
        figure=figure,
        direction=direction_of(figure),
        window=_back_to(line.window(time, index), line),
        negated=move.cue is not None and line.is_negated(move.cue),
    )
