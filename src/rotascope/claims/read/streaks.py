"""Streaks: so many sessions, weeks or months in a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.claims.read.markets import MARKETS

if TYPE_CHECKING:
    from rotascope.claims.claim import Figure
    from rotascope.claims.read.line import Line

_STEPS = {
    "week": 5,
    "weeks": 5,
    "weekly": 5,
    "month": 21,
    "months": 21,
    "monthly": 21,
    "quarter": 63,
    "quarters": 63,
    "quarterly": 63,
    "year": 252,
    "years": 252,
    "annual": 252,
}
_ENDING = frozenset(
    {
        *("snapped", "snapping", "ended", "ending", "halted", "halting", "broke", "breaking", "snap", "end", "stopped"),
        *("interrupting", "interrupted", "snaps", "ends"),
    }
)
_DAYS = frozenset({"session", "sessions", "day", "days", "trading", "daily", "advance", "gain", "loss", "decline"})


_BESIDE = 5  # items within which a verb has the streak: "rose for a fifth straight week"
_LOSING = frozenset({"losing", "loss", "losses", "decline", "declines", "drop", "drops", "defeat", "defeats"})
_LINKS = frozenset({"to", "of", "at", "is", "was", "reached", "hit", "reaching", "numbers", "spans", "totals"})


def read_streaks(line: Line) -> None:
    """Numbers beside "consecutive", "straight", "in a row" or a winning streak."""
    for index, item in enumerate(line.items):
        if item.sort == "number" and index not in line.used and item.number.unit in ("count", "level", "rank"):
            _streak(line, index)


def _streak(line: Line, index: int) -> None:
    mark = _mark(line, index)
    if mark is None or any(line.items[at].sort in ("name", "number") for at in range(index + 1, mark)):
        return
    if line.any_role(range(index + 1, min(index + 8, len(line.items))), "cut", "hike"):
        return
    step = next(
        (
            at
            for at in range(index + 1, min(max(mark, index) + 4, len(line.items)))
            if line.word(at) in _STEPS or line.word(at) in _DAYS or "step" in line.items[at].roles
        ),
        mark,
    )
    tail = range(mark + 1, min(mark + 5, len(line.items)))
    if line.any_role(tail, "inflow", "outflow") or any(
        line.word(at) in ("below", "above", "under", "over")
        and line.item(at + 1)
        and line.items[at + 1].sort == "number"
        for at in tail
    ):
        return  # a streak of flows, or of readings, is none of gains
    if any(line.word(at) in _ENDING for at in range(max(0, index - 4), index)):
        return  # a streak that ended says what was, and of when is not said
    subject = _subject(line, index, max(mark, step))
    entity = line.entity(subject) if subject is not None else line.memory.subject if line.is_bare(index) else None
    if entity is None or entity.kind not in MARKETS:
        return
    measure, other, cue = _of_what(line, index, max(mark, step))
    if cue is not None and any(line.items[at].sort == "number" for at in range(cue + 1, index)):
        cue = None  # "declined 2.3% in February, its fourth losing month in a row": the verb has a figure of its own
    parts: dict[str, Figure] = {}
    if line.word(step) in _STEPS:
        parts["period"] = _period(line, step)
    last = max(mark, step)
    for at in range(last + 1, min(last + 6, len(line.items))):  # "of more than 10%" tells the size of each step
        if line.items[at].sort == "number" and line.word(last + 1) in ("of", "gain", "loss", "advance", "decline"):
            line.used.add(at)
    line.add(
        "streak",
        [subject if subject is not None and line.is_near(subject, index) else None, index, last, cue, other],
        subject=entity,
        other=line.entity(other) if other is not None else None,
        figure=line.items[index].number.figure(line.tokens, 1, "sessions"),
        measure=measure,
        parts=parts,
        direction={"gains": "up", "losses": "down", "outperformance": "ahead", "underperformance": "behind"}[measure],
        window=None,
        negated=line.is_negated(index),
    )


def _mark(line: Line, index: int) -> int | None:
    """The item that says "in a row": soon after the count, before it, or the step itself of "for a seventh day"."""
    near = range(index + 1, min(index + 6, len(line.items)))
    mark = next((at for at in near if "streak" in line.items[at].roles), None)
    if mark is None and line.has(index + 1, "step"):
        mark = _mark_before(line, index)
    return index + 1 if mark is None and _is_nth(line, index) else mark


def _is_nth(line: Line, index: int) -> bool:
    """Whether a verb went on for so many days: "slid for a seventh day", which needs no "straight"."""
    step = line.word(index + 1) in _STEPS or line.word(index + 1) in _DAYS
    led = line.word(index - 1) in ("a", "an", "the") and line.word(index - 2) == "for"
    verb = line.any_role(range(max(line.clause(index).start, index - 5), index), "up", "down", "beat", "lag")
    return bool(line.items[index].number.ordinal) and step and led and verb


def _mark_before(line: Line, index: int) -> int | None:
    """The streak that a count after it tells the length of: "its winning streak stretched to five weeks"."""
    last = index - 1 - (line.word(index - 1) in ("a", "the", "its"))
    linked = line.item(last)
    if linked is None or not _LINKS & {line.word(last), line.tokens.word(linked.hi - 1)}:
        return None
    for at in range(index - 2, max(line.clause(index).start, index - 7) - 1, -1):
        if "streak" in line.items[at].roles and line.word(at) in ("winning", "losing"):
            return at
    return None


def _subject(line: Line, index: int, mark: int) -> int | None:
    cue = next(
        (
            at
            for at in range(index - 1, line.clause(index).start - 1, -1)
            if line.items[at].roles & {"up", "down", "beat", "lag"}
        ),
        index,
    )
    of = next((at for at in range(index + 1, min(index + 5, len(line.items))) if line.word(at) == "of"), None)
    named = line.skip(of + 1, {"the", "its"}, 2) if of is not None else None
    if named is not None and line.entity(named) is not None and line.has(named + 1, "beat" if cue == index else ""):
        return named
    last = next((at for at in range(index + 5, index, -1) if line.has(at, "noun") or line.has(at, "streak")), index)
    closing = line.name_after(max(mark, index), ("for",)) if cue == index or index - cue > _BESIDE else None
    if closing is not None and closing - mark < 5:
        return closing  # "Friday sealed a fifth straight weekly loss for IWM"
    dummy = line.word(line.clause(index).start) in ("it", "that", "this")
    for at in (
        line.owner_before(index),
        line.name_after(last, ("for", "by", "in")) if dummy else None,
        _of_main_verb(line, index),
        line.subject_before(cue),
        line.subject_of_last(index),
        line.name_after(index, ("for", "by", "of")),
    ):
        if at is not None:
            return at
    return None


def _of_main_verb(line: Line, index: int) -> int | None:
    """The subject of the verb after a streak that opens the sentence: "For the ninth session running, IWM beat SPY"."""
    if line.word(line.clause(index).start) not in ("for", "in"):
        return None
    after = (at for at in range(index + 1, len(line.items)) if line.items[at].roles & {"up", "down", "beat", "lag"})
    verb = next((at for at in after if "streak" not in line.items[at].roles), None)
    subject = line.subject_before(verb) if verb is not None else None
    return subject if subject is not None and subject > index else None


def _of_what(line: Line, index: int, last: int) -> tuple[str, int | None, int | None]:
    """What went on: gains, losses, or one side ahead of another."""
    clause = line.clause(index)
    for at in (*range(index, clause.stop), *range(index - 1, clause.start - 1, -1)):
        roles = line.items[at].roles
        word = line.word(at)
        if roles & {"beat", "lag"} or word in ("outperformance", "underperformance"):
            behind = "lag" in roles or word == "underperformance"
            other = _object(line, at)
            if other is not None or word in (
                "outperformance",
                "underperformance",
                "outperformed",
                "underperformed",
                "outpaced",
                "led",
                "leading",
                "lagging",
                "outperforming",
                "outperform",
                "lagged",
                "trailed",
            ):
                return ("underperformance" if behind else "outperformance"), other, at
    against = line.skip(last + 1, {"of", "gains", "gain", "wins", "days", "sessions", "losses"}, 2)
    if line.word(against) in ("against", "over", "versus") and (other := _object(line, against)) is not None:
        behind = "losing" in line.tokens.words[line.items[index].lo : line.items[last].hi]
        return ("underperformance" if behind else "outperformance"), other, None
    for at in (*range(index - 1, clause.start - 1, -1), *range(index, min(last + 5, clause.stop))):
        words = line.tokens.words[line.items[at].lo : line.items[at].hi]
        if "down" in line.items[at].roles or not _LOSING.isdisjoint(words):
            return "losses", None, at if abs(at - index) < 8 else None
        if "up" in line.items[at].roles or "winning" in words:
            return "gains", None, at if abs(at - index) < 8 else None
    return "gains", None, None


def _object(line: Line, at: int) -> int | None:
    place = line.skip(
        at + 1,
        {
            "the",
            "over",
            "versus",
            "against",
            "relative",
            "to",
            "broader",
            "of",
            "its",
            "larger",
            "a",
            "by",
            "tech",
            "heavy",
            "benchmark",
        },
        6,
    )
    entity = line.entity(place)
    return place if entity is not None and entity.kind in MARKETS else None


def _period(line: Line, step: int) -> Figure:
    from rotascope.claims.claim import Figure, Span

    item = line.items[step]
    span = Span(start=line.tokens.starts[item.lo], end=line.tokens.ends[item.hi - 1])
    return Figure(value=float(_STEPS[item.word]), step=1.0, unit="sessions", span=span)
