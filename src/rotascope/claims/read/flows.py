"""Flows: money into and out of funds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.claims.read.gapping import read_gapped
from rotascope.claims.read.governing import sign_of
from rotascope.claims.read.markets import MARKETS, is_market

if TYPE_CHECKING:
    from rotascope.claims.read.line import Line


_OF_FUND = frozenset({"from", "of", "into", "to", "for", "in"})


_WEAK_IN = frozenset({"added", "steered", "sent", "put", "moved", "shifted", "directed", "invested", "parked"})


def read_flows(line: Line) -> None:
    """Money into and out of funds."""
    for index, item in enumerate(line.items):
        if item.sort != "number" or index in line.used or item.number.unit != "dollars" or not item.number.scaled:
            continue
        _ = read_gapped(line, index, ("flow",), MARKETS) or _flow(line, index) or _lost(line, index)


def _flow(line: Line, index: int) -> bool:
    near = sorted(
        (
            at
            for at in range(max(0, index - 9), min(index + 9, len(line.items)))
            if line.items[at].roles & {"inflow", "outflow"} and line.clauses[at] == line.clauses[index]
        ),
        key=lambda at: abs(at - index),
    )
    if not near:
        return False
    verbs = [at for at in near if at < index and not any(_is_number(line, n) for n in range(at, index))]
    cue = verbs[0] if verbs else near[0]
    if line.word(cue) in _WEAK_IN and line.items[cue].hi - line.items[cue].lo == 1 and not _goes_to(line, index):
        return False
    outward = any("outflow" in line.items[at].roles for at in near[:2]) and "inflow" not in line.items[cue].roles
    subject = _fund(line, index, cue)
    entity = line.entity(subject) if subject is not None else None
    if entity is None or entity.kind not in MARKETS:
        return False
    time = line.time_for(index)
    window = line.items[time].window if time is not None else None
    line.add(
        "flow",
        [
            subject if subject is not None and abs(subject - index) < 16 else None,
            cue,
            index,
            time if time in line.clause(index) else None,
        ],
        subject=entity,
        figure=line.figure(index, -1 if outward else 1),
        measure="outflow" if outward else "inflow",
        window=window,
    )
    return True


def _lost(line: Line, index: int) -> bool:
    """XLE lost $905 million in December: of a fund, money that left it."""
    cue = index - 1
    while cue > line.clause(index).start and (line.items[cue].sort == "time" or line.has(cue, "aux")):
        cue -= 1
    subject, sign = line.subject_before(cue), sign_of(line, cue)
    entity = line.entity(subject) if subject is not None else None
    if entity is None or entity.kind != "fund" or not sign or _is_value(line, index):
        return False
    time = line.time_for(index)
    line.add(
        "flow",
        [subject, cue, index, time if time in line.clause(index) else None],
        subject=entity,
        figure=line.figure(index, sign),
        measure="outflow" if sign < 0 else "inflow",
        window=line.items[time].window if time is not None else None,
    )
    return True


def _is_value(line: Line, index: int) -> bool:
    """Whether the dollars are of market value, sales and the like."""
    return line.any_role(range(index + 1, min(index + 5, len(line.items))), "earnings", "weight_of")


def _is_number(line: Line, index: int) -> bool:
    return line.items[index].sort == "number"


def _goes_to(line: Line, index: int) -> bool:
    """Whether the money goes "to" or "into" something."""
    return any(line.word(at) in ("to", "into", "in") for at in range(index + 1, min(index + 5, len(line.items))))


def _fund(line: Line, index: int, cue: int) -> int | None:
    between = range(min(index, cue) + 1, max(index, cue))
    own = [at for at in between if is_market(line.entity(at)) and line.word(line.before_name(at)) in _OF_FUND]
    if own:
        return own[0]
    if cue == index + 1 and is_market(line.entity(cue + 1)):
        return cue + 1  # "$1.1 billion left QQQ"
    last = max(index, cue)
    after = [at for at in range(last + 1, min(last + 8, len(line.items))) if is_market(line.entity(at))]
    into = (
        any(line.word(at) in ("into", "from", "of", "to", "in", "for") for at in range(last, after[0]))
        if after
        else False
    )
    if (
        after
        and (into or line.items[cue].hi - line.items[cue].lo > 1)
        and line.clauses[after[0]] == line.clauses[index]
    ):
        return after[0]
    return line.subject_before(min(index, cue))
