"""Moves of the policy rate: how far, and how often."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.claims.claim import Entity, Figure, Span
from rotascope.claims.read.gaps import gap_figure

if TYPE_CHECKING:
    from rotascope.claims.read.line import Line


_REACH = 14
_MOST_MOVES = 20


def is_policy_move(line: Line, index: int) -> bool:
    """Whether a small figure is the size of a cut or a rise of the policy rate."""
    number = line.items[index].number
    most = 0.06 if line.word(index - 1) == "by" else 0.02
    if line.word(index - 1) in ("to", "at") and number.unit == "percent":
        return False  # "raised by 25 basis points, to 1.25%": where it led
    small = (number.unit in ("percent", "points", "basis points") and number.value <= most) or number.point
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


def is_count_of_moves(line: Line, index: int) -> bool:
    """Whether a number says how often the policy rate moved and no size is told: "raised rates seven times"."""
    number = line.items[index].number
    times = number.unit == "multiple" and line.tokens.word(line.items[index].hi - 1) == "times"
    clause = line.clause(index)
    sized = any(line.items[at].sort == "number" and at != index and is_policy_move(line, at) for at in clause)
    moved = line.any_role(range(max(clause.start, index - 6), index), "cut", "hike")
    return times and not sized and moved and any(_is_policy(line, at) for at in clause)


def read_count_of_moves(line: Line, index: int) -> None:
    """The moves counted: a figure of so many, up or down."""
    cue = next(at for at in range(index - 1, -1, -1) if line.items[at].roles & {"cut", "hike"})
    time, window = line.own_window(index)
    line.add(
        "rate moves",
        [cue, index, time if time is not None and abs(time - index) < _REACH else None],
        subject=_fed(line),
        figure=line.items[index].number.figure(line.tokens, 1, "count"),
        direction="down" if "cut" in line.items[cue].roles else "up",
        measure="policy",
        window=window,
        negated=line.is_negated(cue),
    )


def read_policy_move(line: Line, index: int) -> None:
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
    figure = gap_figure(line, index, sign)
    time, window = line.own_window(max(index, count or 0))
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
        if item and at != index and item.sort == "number" and item.number.unit == "multiple":
            if item.number.value <= _MOST_MOVES and line.tokens.word(item.hi - 1) == "times":
                return at  # "has cut rates three times"
        elif item and at != index and item.sort == "number" and item.number.unit in ("count", "level", "rank"):
            after = range(at + 1, min(at + 5, len(line.items)))
            if item.number.value <= _MOST_MOVES and (
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
