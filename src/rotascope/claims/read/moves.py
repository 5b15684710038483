"""Moves: returns, what they are compared with, and directions without a figure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rotascope.claims.claim import Entity, Figure, Span
from rotascope.claims.read.numbers import Number, with_hedge
from rotascope.claims.read.timing import first_comma, sets_scene
from rotascope.data.words import words_of

if TYPE_CHECKING:
    from rotascope.claims.claim import Claim, Direction
    from rotascope.claims.read.items import Item
    from rotascope.claims.read.line import Line

MARKETS = frozenset({"index", "fund", "stock", "basket", "sector", "market"})
_BETWEEN = words_of("between")
_BETWEEN_NOUN = words_of("between_noun")


@dataclass(frozen=True)
class Move:
    """What governs a number: `cue`, the item of a word of motion; its `sign`; `noun`: it is a noun after the number."""

    cue: int | None
    sign: int
    noun: bool = False


def read_moves(line: Line) -> None:
    """Returns and comparisons of every figure of the sentence, in order."""
    last: Move | None = None
    for index, item in enumerate(line.items):
        if item.sort != "number" or index in line.used or not _is_change(line, index):
            continue
        move = governing(line, index) or _inherited(line, index, last)
        if move is None or _is_of_business(line, index, move):
            continue
        if _claim(line, index, move):
            last = move
    if not line.roles.isdisjoint(("double", "triple")):
        _read_doublings(line)


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
    if number.in_words and line.word(index + 1) == "of":
        return False  # "less than half of the S&P 500's 95%"
    if number.unit == "percent":
        return True
    return number.point or (number.unit in ("points", "dollars") and not number.scaled)


def governing(line: Line, index: int) -> Move | None:
    """The word of motion that a number belongs to."""
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
    if item is None or not item.roles & {"noun", "up", "down", "neutral"}:
        return None
    if "noun" in item.roles or (at == index + 1 and item.word in ("higher", "lower")):
        return Move(at, sign_of(line, at), "noun" in item.roles)
    return None


def _cue_before(line: Line, index: int) -> Move | None:
    at, first = index - 1, line.clause(index).start
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


def _is_hedge(line: Line, at: int, index: int) -> bool:
    """ "up to 5%": a hedge, not a move."""
    return line.word(at) == "up" and line.word(at + 1) == "to" and at + 2 == index


def _printed_sign(line: Line, index: int) -> Move | None:
    """Apple -4.3%; Energy (+3.2%); in brackets without a sign: below zero, as in accounts."""
    number = line.items[index].number
    if number.unit != "percent":
        return None
    before = line.word(index - 1)
    named = line.item(index - 2 if before in ("(", ":", ",") else index - 1)
    if named is None or named.sort not in ("name", "pronoun"):
        return None
    if number.sign:
        return Move(None, number.sign)
    if number.bracketed:
        lively = line.any_role(line.clause(index), "up", "lead", "beat")
        return Move(None, 1 if lively else -1)
    return Move(None, 1) if before == ":" else None


def _inherited(line: Line, index: int, last: Move | None) -> Move | None:
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


def _is_of_business(line: Line, index: int, move: Move) -> bool:
    """Whether the figure is of earnings, sales and the like, which are no return."""
    cue = move.cue if move.cue is not None else index
    first, verb = line.clause(index).start, min(cue, index)
    own = [at for at in range(first, verb) if "earnings" in line.items[at].roles and line.items[at].sort == "cue"]
    if own and not any(line.items[at].sort == "number" or line.is_plain_name(at) for at in range(own[-1] + 1, verb)):
        return True
    after = max(index, cue) + 1
    if line.has(index + 1, "earnings") and line.items[index + 1].sort == "cue":
        return True
    return line.word(after) in ("in", "of") and line.any_role(
        range(after + 1, min(after + 4, len(line.items))), "earnings"
    )


def subject_of(line: Line, index: int, move: Move) -> tuple[Entity | None, int | None]:
    """Whose move it is, and the item that names it."""
    at = _subject_item(line, index, move)
    if at is not None:
        return line.entity(at), at
    if move.cue is None and line.found and line.found[-1].kind in ("return", "comparison"):
        return line.found[-1].subject, None
    cue = move.cue if move.cue is not None and not move.noun else index
    if sets_scene(line) and index < (comma := first_comma(line)):
        # "Even after Wednesday's 0.7% gain, the fund is down": the subject of what follows
        later = next((at for at in range(comma, len(line.items)) if line.is_plain_name(at)), None)
        if later is not None:
            return line.entity(later), None
    if line.found and line.found[-1].subject is not None and line.found[-1].sentence == line.span:
        if line.is_bare(cue):
            return line.found[-1].subject, None
    elif line.is_bare(cue) and _goes_on(line, cue):
        return line.memory.subject, None
    return _unknown_name(line, cue), None


def _subject_item(line: Line, index: int, move: Move) -> int | None:
    if move.cue is None:
        return _beside(line, index)
    owner = line.owner_before(index if move.noun else move.cue) if "noun" in line.items[move.cue].roles else None
    if owner is not None:
        return owner
    after = max(index, move.cue)
    is_phrase = not move.noun and "noun" in line.items[move.cue].roles and line.word(move.cue + 1) == "of"
    if (move.noun or is_phrase) and (
        named := line.name_after(after, ("for", "in", "by", "of", "from", "on", "at"))
    ) is not None:
        return named
    verb = line.subject_before(index if move.noun else min(move.cue, index))
    return verb if verb is not None else line.name_after(after, ("for", "in", "by"))


def _beside(line: Line, index: int) -> int | None:
    """The name beside a number that no word governs: "Apple -4.3%", "the Nasdaq's 2.0%", "2.0% for the Nasdaq"."""
    owner = line.owner_before(index)
    if owner is not None:
        return owner
    at = index - 1
    while at > 0 and (
        line.word(at) in ("(", ":", "by", "about", "than", "more", "at", "with") or "aux" in line.items[at].roles
    ):
        at -= 1
    return at if line.entity(at) is not None else line.name_after(index, ("for", "in", "by"))


def _goes_on(line: Line, cue: int) -> bool:
    """Whether the sentence goes on about what the last one was about: it names nothing else."""
    return not any(item.sort == "name" and item.entity.kind != "house" for item in line.items[:cue])


def _unknown_name(line: Line, cue: int) -> Entity | None:
    """A capitalised name that no list holds, before the verb: it is recognised, and these data hold nothing for it."""
    at, first = cue - 1, line.clause(cue).start
    while at >= first and "aux" in line.items[at].roles and line.items[at].sort == "cue":
        at -= 1
    hi = at
    while (
        at >= first
        and line.items[at].sort == "word"
        and line.tokens.raw[line.items[at].lo][0].isupper()
        and line.items[at].lo > 0
    ):
        at -= 1
    if at == hi or hi - at > 4:
        return None
    lo, end = line.tokens.starts[line.items[at + 1].lo], line.tokens.ends[line.items[hi].hi - 1]
    return Entity(name=line.text[lo:end], subject="", kind="stock", span=Span(start=lo, end=end))


def _claim(line: Line, index: int, move: Move) -> bool:
    entity, place = subject_of(line, index, move)
    if entity is None or entity.kind not in MARKETS:
        return False
    compared = _compared(line, index)
    last = line.found[-1] if line.found else None
    if compared is not None and last is not None and last.kind == "return" and last.subject != entity:
        _compare(line, last, index, entity, place)
        return True
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
    figure = _signed(line, index, move)
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
        direction=_direction(figure),
        window=line.window(time, index),
        negated=move.cue is not None and line.is_negated(move.cue),
    )


def _compare(line: Line, before: Claim, index: int, entity: Entity, place: int | None) -> None:
    """Joins a figure to the return before it, which it is set against."""
    sign = -1 if before.figure is not None and before.figure.value < 0 and governing(line, index) is None else 1
    move = governing(line, index) or Move(None, sign)
    figure = _signed(line, index, move)
    anchors = [at for at in (index, place, move.cue) if at is not None and at >= index]
    end = max(line.tokens.ends[line.items[at].hi - 1] for at in anchors)
    ahead = before.figure is not None and before.figure.value >= figure.value
    joined = before.model_copy(
        update={
            "kind": "comparison",
            "other": entity,
            "other_figure": figure,
            "direction": "ahead" if ahead else "behind",
            "text": line.text[before.span.start : end],
            "span": Span(start=before.span.start, end=end),
        }
    )
    line.found[line.found.index(before)] = joined
    line.used.add(index)
    line.memory.subject = joined.subject


def _signed(line: Line, index: int, move: Move) -> Figure:
    sign = -1.0 if move.sign < 0 else 1.0
    number = line.items[index].number
    figure = number.figure(line.tokens, sign)
    if move.sign < 0 and number.sign > 0:
        return figure.model_copy(update={"value": -figure.value})
    return figure


def _direction(figure: Figure) -> Direction:
    return "up" if figure.value > 0 else "down" if figure.value < 0 else ""


def _reaches(line: Line, at: int, index: int) -> bool:
    """Whether a word that compares governs a figure: in its clause, or in "behind the index, which returned 17%"."""
    clause = line.clauses[index]
    return line.clauses[at] == clause - (line.layout.openers[clause] == "which")


def _compared(line: Line, index: int) -> int | None:
    """The word that sets a figure against the one before it: "against", "compared with", "outpacing"."""
    for at in range(index - 1, max(-1, index - 9), -1):
        item = line.items[at]
        if item.sort == "number":
            return None
        if line.word(at) == "than" and line.word(at - 1) in ("less", "more", "fewer", "greater"):
            continue
        if item.roles & {"beat", "lag"} and not _reaches(line, at, index):
            continue
        if item.roles & {"versus"} or (item.roles & {"beat", "lag"} and item.hi != line.items[index].lo):
            return at if any(one.sort == "number" for one in line.items[:at]) else None
    return None
