"""Rates: yields, the policy rate and its moves, inflation, unemployment and other published series."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.claims.claim import Entity, Figure, Span
from rotascope.data.words import words_of

if TYPE_CHECKING:
    from typing import Any

    from rotascope.claims.claim import Kind, Window
    from rotascope.claims.read.line import Line

RATES = frozenset({"rate", "series"})
_MEASURES = {
    "CPI": "inflation",
    "CORE_CPI": "inflation",
    "PCE": "inflation",
    "CORE_PCE": "inflation",
    "UNRATE": "unemployment",
    "PAYEMS": "payrolls",
    "ICSA": "claims",
    "INDPRO": "production",
    "DFEDTARU": "policy range",
}
_COUNTS = frozenset({"PAYEMS", "ICSA"})
_JOBS = frozenset({"jobs", "positions", "workers", "payrolls"})
_FALLS = words_of("falls")
_REACH = 14
_DAYS = frozenset({"at", "sessions"})


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
    if _is_policy_move(line, index):
        _policy_move(line, index)
        return
    place = _rate_of(line, index)
    if place is None:
        _after_move(line, index)
        return
    entity = line.entity(place)
    if entity is None:
        return
    entity = _without_food(line, index, entity)
    if entity.subject in _COUNTS:
        _count(line, index, place, entity)
    elif number.unit in ("basis points", "points") or number.point:
        _change(line, index, place, entity)
    elif number.unit == "percent":
        _level(line, index, place, entity)


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


def _series_after(line: Line, index: int) -> int | None:
    at = line.name_after(index, ("on", "in", "for", "of"))
    entity = line.entity(at) if at is not None else None
    if entity is None and line.entity(index + 1) is not None:
        at, entity = index + 1, line.entity(index + 1)
    return at if entity is not None and entity.kind in RATES else None


# Moves of the policy rate.


def _is_policy_move(line: Line, index: int) -> bool:
    """Whether a small figure is the size of a cut or a rise of the policy rate."""
    number = line.items[index].number
    small = (number.unit in ("percent", "points", "basis points") and number.value <= 0.02) or number.point
    if not small or number.upper is not None:
        return False
    near = range(max(0, index - 12), min(len(line.items), index + 6))
    moved = [at for at in near if line.items[at].roles & {"cut", "hike"} and "time" not in line.items[at].sort]
    if not moved:
        return False
    return any(_is_policy(line, at) for at in range(max(0, index - _REACH), min(len(line.items), index + 10)))


def _is_policy(line: Line, at: int) -> bool:
    entity = line.items[at].entity if line.items[at].sort == "name" else None
    if entity is not None and entity.subject == "DFEDTARU":
        return True
    if line.word(at) == "rates":
        return True
    return "rate cut" in _joined(line, at) or "rate hike" in _joined(line, at) or "rate increase" in _joined(line, at)


def _joined(line: Line, at: int) -> str:
    item = line.items[at]
    return " ".join(line.tokens.words[item.lo : item.hi])


def _after_move(line: Line, index: int) -> None:
    """trimmed by a quarter point to 3.50%-3.75%: the range that a move of the policy rate just told leads to."""
    last = line.found[-1] if line.found else None
    if last is None or last.kind != "rate moves" or last.subject is None or line.items[index].number.unit != "percent":
        return
    if last.measure == "policy" and line.word(index - 1) in ("to", "at", "of", "range", "between"):
        _level(line, index, index, last.subject)


def _policy_move(line: Line, index: int) -> None:
    near = sorted(range(max(0, index - 12), min(len(line.items), index + 6)), key=lambda at: abs(at - index))
    cue = next(at for at in near if line.items[at].roles & {"cut", "hike"})
    sign = -1 if "cut" in line.items[cue].roles else 1
    count = _how_many(line, cue, index)
    place = next(
        (
            at
            for at in near
            if line.items[at].sort == "name"
            and line.items[at].entity.subject == "DFEDTARU"
            and line.items[at].entity.kind == "rate"
        ),
        None,
    )
    entity = line.items[place].entity if place is not None else _fed(line)
    number = line.items[index].number
    figure = number.figure(line.tokens, sign, "points" if number.point else None)
    if number.point:
        figure = figure.model_copy(update={"value": figure.value / 100, "step": figure.step / 100})
    time, window = line.own_window(index)
    parts: dict[str, Figure] = {"count": line.figure(count)} if count is not None else {}
    line.add(
        "rate moves",
        [cue, index, count, time if time is not None and abs(time - index) < 8 else None],
        subject=entity,
        figure=figure,
        direction="down" if sign < 0 else "up",
        measure="policy",
        parts=parts,
        window=window,
        negated=line.is_negated(cue),
    )
    if count is not None:
        line.used.add(count)


def _how_many(line: Line, cue: int, index: int) -> int | None:
    """The count of moves: "three consecutive quarter-point cuts"."""
    for at in range(max(0, min(cue, index) - 4), max(cue, index) + 8):
        item = line.item(at)
        if item and at != index and item.sort == "number" and item.number.unit in ("count", "level", "rank"):
            after = range(at + 1, min(at + 5, len(line.items)))
            if item.number.value <= 20 and (
                line.any_role(after, "cut", "hike", "streak") or line.word(at + 1) in ("times", "meetings", "occasions")
            ):
                return at
    return None


def _fed(line: Line) -> Entity:
    return Entity(
        name="Federal funds rate",
        subject="DFEDTARU",
        kind="rate",
        span=Span(start=line.span.start, end=line.span.start),
    )


# Levels and changes.


def _time(line: Line, index: int, entity: Entity) -> tuple[int | None, Window | None]:
    """The window of a figure; of prices and output, what they are compared with rather than the month they are of."""
    time, window = line.own_window(index)
    if entity.kind != "series" or window is None:
        return time, window
    for at in range(index + 1, line.clause(index).stop):
        if line.items[at].sort == "number":
            break
        if line.items[at].sort == "time" and line.items[at].window.months and line.items[at].window.kind == "between":
            return at, line.items[at].window
    if window.kind == "year to date" and window.text.lower() in ("on the year", "for the year", "over the year"):
        return time, window.model_copy(update={"kind": "between", "months": 12})
    return time, window


def _level(line: Line, index: int, place: int, entity: Entity) -> None:
    """A rate at a level, with the level before where "from" or "up from" names one."""
    number = line.items[index].number
    sign = _sign_of_series(line, index, place, entity)
    if line.word(index - 1) == "from" and line.found and line.found[-1].subject == entity:
        _add_before(line, index)
        return
    if line.word(index - 1) == "from":
        after = _after_to(line, index)
        if after is not None:
            _level(line, after, place, entity)
            _add_before(line, index)
        return
    time, window = _time(line, index, entity)
    if window is not None and entity.kind == "rate" and window.kind not in _DAYS:
        time = window = None  # a level stands on a day; what it rose "since" belongs to the change
    cue = next((at for at in range(index - 1, max(-1, index - 11), -1) if line.items[at].roles & {"up", "down"}), None)
    if cue is None and window is not None and entity.kind == "rate" and entity.subject != "DFEDTARU":
        window = window.model_copy(update={"kind": "at", "count": None})
    fields: dict[str, Any] = {"subject": entity, "figure": number.figure(line.tokens, sign), "window": window}
    direction = "" if cue is None else "down" if "down" in line.items[cue].roles else "up"
    if cue is not None:
        line.used.add(cue)
    measure = _MEASURES.get(
        entity.subject, "slope" if "-" in entity.subject else "yield" if entity.kind == "rate" else ""
    )
    line.add(
        "rate",
        [
            place if place > index or abs(place - index) < _REACH else None,
            index,
            time if time is not None and abs(time - index) < 6 else None,
        ],
        measure=measure,
        direction=direction,
        **fields,
    )


def _sign_of_series(line: Line, index: int, place: int, entity: Entity) -> int:
    """-1 where prices or output fell by the figure; a level "down to" a figure is no fall by it."""
    if entity.kind == "rate" or entity.subject == "UNRATE" or line.word(index - 1) in ("to", "at"):
        return 1
    cue = next((at for at in range(index - 1, place, -1) if line.items[at].roles & {"up", "down"}), None)
    falls = cue is not None and "down" in line.items[cue].roles and line.items[cue].word in _FALLS
    return -1 if falls else 1


def _after_to(line: Line, index: int) -> int | None:
    """The figure that "from 4.3% to 4.4%" goes to."""
    for at in range(index + 1, min(index + 7, len(line.items) - 1)):
        if line.word(at) == "to" and line.items[at].sort != "time":
            after = line.skip(at + 1, {"about", "roughly", "around", "just", "a", "nearly"}, 3)
            return after if after < len(line.items) and line.items[after].sort == "number" else None
        if line.items[at].sort == "number" or line.word(at) in (",", "and"):
            return None
    return None


def _add_before(line: Line, index: int) -> None:
    """Joins "up from 4.3%" to the claim before it."""
    line.extend_last(index, {"before": line.figure(index)})


def _change(line: Line, index: int, place: int, entity: Entity) -> None:
    """A rate that moved by basis points, or a slope that stands at some."""
    number = line.items[index].number
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
    level = line.word(index - 1) in ("to", "at", "of", "was", "is", "near", "around") and "-" in entity.subject
    if line.word(index - 1) == "from" and line.found and line.found[-1].subject == entity:
        _add_before(line, index)
        return
    time, window = _time(line, index, entity)
    roles = line.items[cue].roles if cue is not None else frozenset()
    sign = -1 if roles & {"down", "flatter", "narrower"} else 1
    figure = number.figure(line.tokens, 1 if level else sign, "points" if number.point else None)
    if number.point:
        figure = figure.model_copy(update={"value": figure.value / 100, "step": figure.step / 100})
    kind: Kind = "rate" if level or cue is None else "rate moves"
    if kind == "rate" and window is not None and window.kind == "sessions":
        window = window.model_copy(update={"kind": "at", "count": None})
    measure = (
        "slope" if "-" in entity.subject else "yield" if entity.kind == "rate" else _MEASURES.get(entity.subject, "")
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
    line.add("rate", [place, index, names[0]], subject=slope, figure=figure, measure="slope")


def _count(line: Line, index: int, place: int, entity: Entity) -> None:
    """Jobs added, or claims for benefits."""
    number = line.items[index].number
    generic = entity.name == "Payrolls" and line.word(place) not in ("nonfarm", "non", "payrolls", "payroll")
    jobs = any(line.word(at) in _JOBS for at in range(index + 1, min(index + 3, len(line.items))))
    if number.unit not in ("level", "count") or number.value < 1000 or (generic and not jobs):
        return
    if line.word(index - 1) == "from" and line.found and line.found[-1].subject == entity:
        _add_before(line, index)
        return
    cue = next((at for at in range(index - 1, place, -1) if line.items[at].roles & {"up", "down"}), None)
    if cue is not None:
        line.used.add(cue)
    if line.word(index - 1) == "by" and _after_to(line, index) is not None:
        return  # "fell by 9,000 to 198,000": the level is the claim
    sign = -1 if cue is not None and "down" in line.items[cue].roles and entity.subject == "PAYEMS" else 1
    time, window = _time(line, index, entity)
    line.add(
        "rate",
        [place, index, time if time is not None and abs(time - index) < 6 else None],
        subject=entity,
        figure=number.figure(line.tokens, sign, "count"),
        measure=_MEASURES[entity.subject],
        window=window,
    )
