"""Flatness: what went nowhere, over which time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.claims.read.markets import is_market

if TYPE_CHECKING:
    from rotascope.claims.read.line import Line


def _is_told_flat(line: Line, index: int, time: int | None) -> bool:
    """Whether a yield is said to have stood still over a time, and not to stand "little changed at 3.59%"."""
    after = range(index + 1, line.clause(index).stop)
    return time is not None and not any(line.items[at].sort == "number" for at in after)


def read_flatness(line: Line) -> None:
    """Flat, little changed, going nowhere."""
    for index, item in enumerate(line.items):
        if "flat" not in item.roles or index in line.used:
            continue
        subject = line.subject_before(index)
        if subject is None:
            subject = line.subject_of_last(index)
        entity = line.entity(subject) if subject is not None else line.memory.subject if line.is_bare(index) else None
        time = line.time_for(index)
        flat = is_market(entity) or (entity is not None and entity.kind == "rate" and _is_told_flat(line, index, time))
        if not flat:
            continue
        line.add(
            "flatness",
            [
                subject if subject is not None and line.is_near(subject, index) else None,
                index,
                time if time is not None and time in line.clause(index) else None,
            ],
            subject=entity,
            window=line.window(time, index),
            negated=line.is_negated(index),
        )
