"""Adding a record: whose it is, and what is claimed of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rotascope.claims.claim import Window
from rotascope.data.words import words_of

if TYPE_CHECKING:
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
    """A record of each name that holds it: "both the Dow and the S&P 500 closed at all-time highs"."""
    subject = anchor.get("of", holder_of(line, index))
    if subject is None:
        after = (line.name_after(at, ("for", "by", "in", "at")) for at in (stop - 1, anchor["at"]))
        subject = next((at for at in after if at is not None), None)  # "the worst day on record for gold"
    if subject is None and line.memory.subject is None:
        return
    window = anchor.get("window")
    if window is None and anchor.get("years") is None and anchor.get("months"):
        window = Window(kind="between", text="", months=anchor["months"])
    line.taken.add(anchor["at"])
    many = line.any_role((index, stop - 1), "high", "low") or line.word(index) == "records"
    together = subject is not None and subject < index and many
    for holder in line.listed(subject) if subject is not None and together else [subject]:
        line.add(
            "record",
            [index, stop - 1, anchor["at"]],
            subject=line.memory.subject if holder is None else line.entity(holder),
            direction=direction,
            record_since=anchor.get("since"),
            record_years=anchor.get("years"),
            window=window,
            measure=measure,
            negated=line.is_negated(index),
        )
