"""Rates: yields, the policy rate and its moves, inflation, unemployment and other published series."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.claims.read.gapping import read_gapped
from rotascope.claims.read.gaps import gap_figure
from rotascope.claims.read.policy import (
    is_count_of_moves,
    is_policy_move,
    read_count_of_moves,
    read_policy_move,
)
from rotascope.claims.read.readings import COUNTS, MEASURES, add_before, read_count, read_level, time_of
from rotascope.claims.read.timing import is_one_day

if TYPE_CHECKING:
    from rotascope.claims.claim import Claim, Entity, Kind
    from rotascope.claims.read.line import Line

RATES = frozenset({"rate", "series"})
_KINDS = frozenset({"rate", "rate moves"})
_REACH = 14
_MOVES = frozenset({"move", "change", "swing", "increase", "rise", "jump", "decline", "drop", "fall", "slide"})


def read_rates(line: Line) -> None:
    """Every figure of the sentence that belongs to a rate or a series."""
    named = any(one.kind in RATES or one.subject == "DFEDTARU" for one in line.entities())
    if not named and line.roles.isdisjoint(("cut", "hike")):
        return
    for index, item in enumerate(line.items):
        if item.sort == "number" and index not in line.used and not item.number.ordinal:
            _read(line, index)


def _read(line: Line, index: int) -> None:
    number = line.items[index].number
    if is_policy_move(line, index):
        read_policy_move(line, index)
        return
    if is_count_of_moves(line, index):
        read_count_of_moves(line, index)
        return
    if read_gapped(line, index, _KINDS, RATES):
        return
    place = _rate_of(line, index)
    if place is None:
        _after_move(line, index)
        return
    entity = line.entity(place)
    if entity is None:
        return
    entity = _without_food(line, index, entity)
    if entity.subject in COUNTS:
        read_count(line, index, place, entity)
    elif number.unit in ("basis points", "points") or number.point:
        _change(line, index, place, entity)
    elif number.unit == "percent":
        before = line.found[-1] if line.found else None
        read_level(line, index, place, entity)
        if before is not None and before.kind == "rate moves" and before.measure == "policy":
            _with_day_of(line, before, line.word(index - 1) == "to")


def _with_day_of(line: Line, move: Claim, led: bool) -> None:
    """The day of a policy move is that of the level it led to, where the sentence names no other."""
    level, day = line.found[-1], move.window
    told = level.kind == "rate" and level.subject == move.subject and level.sentence == move.sentence
    if told and led and level.window is None and day is not None and is_one_day(day):
        line.found[-1] = level.model_copy(update={"window": day})


def _without_food(line: Line, index: int, entity: Entity) -> Entity:
    """Prices "excluding food and energy" are core prices."""
    if entity.subject not in ("CPI", "PCE"):
        return entity
    words = line.tokens.words[: line.items[index].lo]
    for at in range(len(words) - 3, 0, -1):
        if words[at].isdigit():
            break
        if words[at : at + 3] in (["food", "and", "energy"], ["energy", "and", "food"]):
            before = set(words[max(0, at - 4) : at])
            if before & {"excluding", "exclude", "excludes", "stripping", "strip", "strips", "without", "ex", "minus"}:
                name = line.memory.lexicon.named["core cpi" if entity.subject == "CPI" else "core pce"]
                return entity.model_copy(update={"name": name.name, "subject": name.subject})
    return entity


def _rate_of(line: Line, index: int) -> int | None:
    """The rate that a figure is of: the nearest name before it in its clause, else one that follows with "on"."""
    first = line.clause(index).start
    verb = next(
        (at for at in range(index - 1, max(first - 1, index - _REACH), -1) if line.items[at].roles & {"up", "down"}),
        None,
    )
    owner = line.owner_before(index)
    owned = line.entity(owner) if owner is not None else None
    if owned is not None and owned.kind in RATES:
        return owner
    if (fronted := _fronted(line, index)) is not None:
        return fronted
    subject = line.subject_before(verb) if verb is not None else None
    spoken = line.entity(subject) if subject is not None else None
    if spoken is not None and spoken.kind in RATES:
        return subject
    for at in range(index - 1, max(first - 1, index - _REACH), -1):
        entity = line.entity(at)
        if entity is not None:
            return at if entity.kind in RATES else _series_after(line, index)
    follows = _series_after(line, index)
    if follows is not None:
        return follows
    carried = line.found[-1] if line.found else None
    if carried is not None and carried.kind in ("rate", "rate moves") and carried.subject is not None:
        return next((at for at in range(index) if line.entity(at) == carried.subject), None)
    return None


def _fronted(line: Line, index: int) -> int | None:
    """The rate that a figure before its clause stands for: "At 4.17% on Thursday, the 10-year yield was ..."."""
    at = index - 1
    while at > 0 and line.word(at) in ("just", "about", "roughly", "nearly", "only"):
        at -= 1
    if at > 1 or line.word(at) != "at":
        return None
    after = index + 1
    while line.item(after) is not None and line.items[after].sort == "time":
        after += 1
    place = line.skip(after + 1, frozenset({"the"}), 2)
    entity = line.entity(place) if line.word(after) == "," else None
    return place if entity is not None and entity.kind in RATES else None


def _series_after(line: Line, index: int) -> int | None:
    at = line.name_after(index, ("on", "in", "for", "of"))
    entity = line.entity(at) if at is not None else None
    if entity is None and line.entity(index + 1) is not None:
        at, entity = index + 1, line.entity(index + 1)
    return at if entity is not None and entity.kind in RATES else None


# Moves of the policy rate.


def _after_move(line: Line, index: int) -> None:
    """trimmed by a quarter point to 3.50%-3.75%: the range that a move of the policy rate just told leads to."""
    last = line.found[-1] if line.found else None
    if last is None or last.kind != "rate moves" or last.subject is None or line.items[index].number.unit != "percent":
        return
    if last.measure == "policy" and line.word(index - 1) in ("to", "at", "of", "range", "between"):
        read_level(line, index, index, last.subject)
        _with_day_of(line, last, line.word(index - 1) == "to")


# Levels and changes.


def _change(line: Line, index: int, place: int, entity: Entity) -> None:
    """A rate that moved by basis points, or a slope that stands at some."""
    if line.word(index + 1) in ("above", "below", "more", "less", "more than", "less than"):
        _slope(line, index, place, entity)
        return
    cue = next(
        (
            at
            for at in range(index - 1, max(-1, index - 9), -1)
            if line.items[at].roles & {"up", "down", "steeper", "flatter", "wider", "narrower"}
        ),
        None,
    )
    after = line.item(index + 1)
    if cue is None and after is not None and after.roles & {"up", "down", "steeper", "flatter", "wider", "narrower"}:
        cue = index + 1
    linked = {line.word(index - 1), line.token_before(index)}
    level = not linked.isdisjoint(("to", "at", "of", "was", "is", "near", "around")) and "-" in entity.subject
    if line.word(index - 1) == "from" and line.found and line.found[-1].subject == entity:
        add_before(line, index)
        return
    time, window = time_of(line, index, entity)
    if time is None and (told := line.time_for(index)) is not None and is_one_day(line.items[told].window):
        window = line.items[told].window  # "the index rose 3% on Thursday, and the two-year yield fell 25 basis points"
    roles = line.items[cue].roles if cue is not None else frozenset()
    sign = -1 if roles & {"down", "flatter", "narrower"} else 1
    figure = gap_figure(line, index, 1 if level else sign)
    moved = line.word(index - 1) == "of" and line.word(index - 2) in _MOVES
    kind: Kind = "rate" if (level or cue is None) and not moved else "rate moves"
    if kind == "rate" and window is not None and window.kind == "sessions":
        window = window.model_copy(update={"kind": "at", "count": None})
    if level and cue is not None and any(line.word(at) == "," for at in range(cue, index)):
        # "has flattened over the past year, with the gap at 65 basis points": two claims
        cue, roles = None, frozenset()
        time, window = (None, None) if window is not None and window.kind not in ("at", "sessions") else (time, window)
    measure = (
        "slope" if "-" in entity.subject else "yield" if entity.kind == "rate" else MEASURES.get(entity.subject, "")
    )
    words = {
        "steeper": "steeper",
        "flatter": "flatter",
        "wider": "steeper",
        "narrower": "flatter",
        "down": "down",
        "up": "up",
    }
    direction = next((word for role, word in words.items() if role in roles), "")
    line.add(
        kind,
        [place, cue, index, time if time is not None and abs(time - index) < 6 else None],
        subject=entity,
        figure=figure,
        direction=direction,
        measure=measure,
        window=window,
        negated=cue is not None and line.is_negated(cue),
    )


def _slope(line: Line, index: int, place: int, entity: Entity) -> None:
    """65 basis points below the 10-year: how far one yield stands from another."""
    names = [at for at in range(index + 1, min(index + 7, len(line.items))) if line.entity(at) is not None]
    other = line.entity(names[0]) if names else None
    if other is None or other.kind != "rate" or not entity.subject.endswith("y") or not other.subject.endswith("y"):
        return
    long, short = sorted((entity.subject, other.subject), key=lambda tenor: -int(tenor[:-1]))
    above = line.word(index + 1) in ("above", "more")
    figure = line.figure(index, 1 if above == (long == entity.subject) else -1)
    slope = entity.model_copy(update={"name": f"{long} less {short}", "subject": f"{long}-{short}"})
    _, window = line.own_window(index)
    if window is not None and window.kind in ("at", "sessions"):
        window = window.model_copy(update={"kind": "at", "count": None})
    line.add("rate", [place, index, names[0]], subject=slope, figure=figure, measure="slope", window=window)
