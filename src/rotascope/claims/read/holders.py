"""Adding a record: whose it is, and what is claimed of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rotascope.data.words import words_of

if TYPE_CHECKING:
    from datetime import date

    from rotascope.claims.claim import Direction
    from rotascope.claims.read.line import Line


SHORT_OF = words_of("short_of")
_VERBS = frozenset({"up", "down", "beat", "lag", "neutral", "flat"})


def holder_of(line: Line, index: int) -> int | None:
    """Its owner; else the subject of the verb before it: "X has outrun Y for ten days, the longest run since May"."""
    owner = line.owner_before(index)
    if line.word(index - 1) in ("its", "their") and line.word(index - 2) == ",":
        beside = index - 3
        while beside > 0 and line.items[beside].sort == "time":
            beside -= 1
        of = line.before_name(beside) if line.entity(beside) is not None else -1
        if line.word(of) in ("for", "in", "by") and line.has(of - 1, "noun"):
            return beside  # "a 5.5% rally for the Russell 2000, its strongest week": of the rally's own subject
    if owner is not None:
        return owner
    first = line.clause(index).start
    verb = next(
        (
            at
            for at in range(index - 1, first - 1, -1)
            if line.items[at].roles & _VERBS
            and "weak_verb" not in line.items[at].roles
            and line.items[at].sort == "cue"
        ),
        None,
    )
    found = line.subject_before(verb) if verb is not None else None
    if found is None:
        found = line.subject_before(index)
    return found if found is not None else line.subject_of_last(index)


def add_record(line: Line, index: int, stop: int, anchor: dict[str, Any], measure: str, direction: Direction) -> None:
    from rotascope.claims.claim import Window

    subject = holder_of(line, index)
    entity = line.entity(subject) if subject is not None else line.memory.subject
    if entity is None:
        return
    since: date | None = anchor.get("since")
    years: int | None = anchor.get("years")
    window = anchor.get("window")
    if window is None and years is None and anchor.get("months"):
        window = Window(kind="between", text="", months=anchor["months"])
    kind: Any = "record"
    if measure == "flow":
        kind = "flow"
        measure = "outflow" if direction == "down" else "inflow"
    line.taken.add(anchor["at"])
    line.add(
        kind,
        [index, stop - 1, anchor["at"]],
        subject=entity,
        direction=direction,
        record_since=since,
        record_years=years,
        window=window,
        measure=measure,
        negated=line.is_negated(index),
    )
