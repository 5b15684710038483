"""Records: the best, highest or longest since a time, in so many years, or ever."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from rotascope.claims.read.anchors import anchor_after
from rotascope.claims.read.dates import MONTHS
from rotascope.claims.read.highs import is_span_high, record_level
from rotascope.claims.read.holders import SHORT_OF, add_record, holder_of

if TYPE_CHECKING:
    from rotascope.claims.claim import Direction
    from rotascope.claims.read.line import Line

_REACH = 12
_PERIODS = {
    "day": "day",
    "session": "day",
    "daily": "day",
    "one": "day",
    "week": "week",
    "weekly": "week",
    "month": "month",
    "monthly": "month",
    "quarter": "quarter",
    "quarterly": "quarter",
    "year": "year",
    "annual": "year",
    "yearly": "year",
    "calendar": "year",
} | dict.fromkeys(MONTHS, "month")
_OPENINGS = frozenset({"opening", "start", "beginning", "open", "kickoff"})
_ANCHORING = frozenset({"in", "on", "for", "ever", "and", "of", "at"})
_LEVELS = frozenset({"level", "levels", "reading", "point", "settlement"})
_NEAR = 7  # items from the beginning of "May was the index's best month of 2025" to its superlative
_HEIGHTS = frozenset({"highest", "lowest", "richest", "loftiest", "priciest", "cheapest", "widest", "narrowest"})


def read_records(line: Line) -> None:
    """Superlatives with a time to be measured over, record highs and lows."""
    for index, item in enumerate(line.items):
        if item.sort == "word" or index in line.used:
            continue
        if (
            "record" in item.roles
            and line.items[index + 1 : index + 2]
            and line.items[index + 1].roles & {"inflow", "outflow"}
        ):
            if not any(item.sort == "number" for item in line.items[index + 2 : index + 6]):
                _record_flow(line, index)
        elif "record" in item.roles and _is_amount_of_flow(line, index + 1):
            before = range(line.clause(index).start, index)
            down = line.any_role(before, "outflow") and not line.any_role(before, "inflow")
            add_record(line, index, index + 1, {"at": index}, "flow", "down" if down else "up")
        elif item.sort == "time" and item.window.kind == "since" and line.word(index - 1) == "not":
            _not_since(line, index)
        elif _is_superlative(line, index) and not line.any_role(line.clause(index), "valuation_gap"):
            _superlative(line, index)
        elif ("record" in item.roles or is_span_high(line, index)) and not line.any_role(
            line.clause(index), "valuation_gap"
        ):
            record_level(line, index)


def _is_amount_of_flow(line: Line, index: int) -> bool:
    """Whether a sum that came or went stands there: "took in a record $9.1 billion"."""
    item = line.item(index)
    paid = item is not None and item.sort == "number" and item.number.unit == "dollars" and item.number.scaled
    return paid and line.any_role(range(line.clause(index).start, index), "inflow", "outflow")


def _is_superlative(line: Line, index: int) -> bool:
    """Whether a superlative stands there, also one that a longer phrase holds: "was the best month on record"."""
    item = line.items[index]
    if item.roles & {"super_up", "super_down"}:
        return True
    return bool(item.roles & {"lead", "trail_rank"}) and line.has(index + 1, "occasion")


def _superlative(line: Line, index: int) -> None:
    """strongest opening to a year in over a decade; biggest weekly gain since November 2024; best day on record."""
    if any(line.word(at) in SHORT_OF for at in range(max(0, index - 2), index)):
        return  # "near its lowest since 2022"
    stop = _noun_end(line, index)
    if stop is None:
        _bare(line, index)
        return
    anchor = anchor_after(line, stop)
    if anchor is None:
        return
    words = line.tokens.words[line.items[index].lo : line.items[stop - 1].hi]
    measure = _measure(words)
    if line.word(index) == "longest":
        measure = "streak"
    before = range(line.clause(index).start, index)
    if measure in ("day", "week", "month", "quarter", "year") and _is_of_flow(line, before):
        measure = "flow"
    add_record(line, index, stop, _of_period(line, index, anchor), measure, _direction(line, index, stop))


def _of_period(line: Line, index: int, anchor: dict[str, Any]) -> dict[str, Any]:
    """June was the best month of the year: the record is June's, and reaches back to the year's beginning."""
    within, first, after = anchor.get("window"), line.items[0], line.item(anchor["at"] + 1)
    led = first.sort == "time" and line.word(1) in ("was", "is") and index <= _NEAR
    period = first.window if led else after.window if after is not None and after.sort == "time" else None
    if within is None or period is None or period.kind != "calendar" or period.start is None:
        return anchor
    if within.kind not in ("year to date", "calendar"):
        return anchor
    return anchor | {"window": period, "since": date(period.start.year - 1, 12, 31)}


def _is_of_flow(line: Line, places: range) -> bool:
    """Whether money that came or went is told: a noun of flow, or a verb of it with an amount."""
    if line.any_role(places, "flow_noun"):
        return True
    paid = any(item.sort == "number" and item.number.scaled for item in line.items[places.start : places.stop])
    return paid and line.any_role(places, "inflow", "outflow")


def _not_since(line: Line, index: int) -> None:
    """Not since May 1996 has the index gained for so many days: a record of that time."""
    clause = line.clause(index)
    subject = next((at for at in range(index + 1, clause.stop) if line.entity(at) is not None), None)
    if subject is None:
        return
    after = range(subject, clause.stop)
    words = [word for at in after for word in line.tokens.words[line.items[at].lo : line.items[at].hi]]
    measure = "streak" if line.any_role(after, "streak") else _measure(["", *words])
    line.used.update(line.roles_in(after, "beat") + line.roles_in(after, "up") + line.roles_in(after, "down"))
    direction: Direction = "down" if line.any_role(after, "down", "lag") else "up"
    line.taken.add(index)
    line.add(
        "record",
        [index, subject, clause.stop - 1],
        subject=line.entity(subject),
        measure=measure,
        direction=direction,
        record_since=line.items[index].window.start,
    )


def _bare(line: Line, index: int) -> None:
    """the most since March; the steepest in three years: of what the clause before it tells."""
    at, last = index + 1, min(index + 4, len(line.items))
    while at < last and line.items[at].sort == "word" and line.word(at).isalpha() and line.word(at) not in _ANCHORING:
        at += 1
    item = line.item(at)
    if item is None or not (item.sort == "time" or item.word in ("in", "on", "ever", "for")):
        return
    anchor = anchor_after(line, at)
    if anchor is None or anchor["at"] > at + 2 or anchor.get("window") is not None or _counts_members(line, index):
        return
    if line.word(index) in ("longest",):
        measure = "streak"
    elif at > index + 1 or line.word(index) in _HEIGHTS or _is_of_rate(line, index):
        measure = "level"
    else:
        measure = _period_told(line, index)
    add_record(line, index, at, anchor, measure, _direction(line, index, at))


def _counts_members(line: Line, index: int) -> bool:
    """Whether members are counted before: "64% of members are beating the index, the most since 2001"."""
    before = range(line.clause(index).start, index)
    shares = [at for at in before if line.items[at].sort == "number" and line.word(at + 1) == "of"]
    return bool(shares) and line.any_role(range(shares[0], index), "members")


def _is_of_rate(line: Line, index: int) -> bool:
    subject = holder_of(line, index)
    entity = line.entity(subject) if subject is not None else None
    return entity is not None and entity.kind in ("rate", "series")


def _period_told(line: Line, index: int) -> str:
    """The period of the move that the sentence tells before: "rose 2% on Friday, the most since May"."""
    if any(line.word(at) in ("start", "opening") for at in line.clause(index) if at < index):
        return "opening"
    for at in range(index - 1, -1, -1):
        if line.items[at].sort == "time":
            window = line.items[at].window
            if window.kind == "sessions" and window.count == 1:
                return "day"
            if window.kind == "year to date":
                return "year"
            if window.kind == "calendar" and window.start and window.end:
                days = (window.end - window.start).days
                return "week" if days < 8 else "month" if days < 32 else "quarter" if days < 93 else "year"
    return ""


def _noun_end(line: Line, index: int) -> int | None:
    """One past the noun that the superlative is of; None where no fitting noun follows."""
    at, last = index + 1 + (line.word(index + 1) == "ever"), None
    while at < len(line.items) and at - index < _REACH:
        item = line.items[at]
        if (
            item.roles & {"occasion", "noun", "inflow", "outflow", "lead_noun", "high", "low"}
            or (item.sort == "time" and item.word in MONTHS)
            or item.word in ("yearly", "readings")
        ):
            last = at
        elif (
            (item.sort == "time" and item.window.kind == "since")
            or (item.sort == "number" and line.word(at + 1) not in ("day", "week", "month", "session"))
            or item.sort == "time"
            or item.word in (",", ";", "in", "since", "on", "ever", "than", "and")
        ):
            break
        at += 1
    return None if last is None else last + 1


def _measure(words: list[str]) -> str:
    for word, measure in (
        ("streak", "streak"),
        ("run", "streak"),
        ("stretch", "streak"),
        ("inflow", "flow"),
        ("inflows", "flow"),
        ("outflow", "flow"),
        ("outflows", "flow"),
        ("outperformance", "outperformance"),
        ("close", "close"),
        ("closing", "close"),
        ("level", "level"),
        ("levels", "level"),
        ("high", "high"),
        ("low", "low"),
        ("gap", "gap"),
        ("discount", "gap"),
    ):
        if word in words:
            return measure
    if _OPENINGS & set(words):
        return "opening"
    return next((_PERIODS[word] for word in words[1:] if word in _PERIODS), "")


def _direction(line: Line, index: int, stop: int) -> Direction:
    spanned = range(index, stop)
    if line.any_role(range(index + 1, stop), "down", "outflow"):
        return "down"
    good = bool(line.items[index].roles & {"super_up", "lead"})
    size = line.word(index) in (
        "biggest",
        "largest",
        "sharpest",
        "greatest",
        "steepest",
        "longest",
        "fastest",
        "most",
        "deepest",
        "smallest",
        "widest",
    )
    if size and not line.any_role(spanned, "up"):
        before = range(max(line.clause(index).start, index - 10), index)
        return "down" if line.any_role(before, "down") else "up"
    return "up" if good or (line.word(index) == "smallest") else "down"


def _record_flow(line: Line, index: int) -> None:
    """seeing record inflows."""
    outward = "outflow" in line.items[index + 1].roles
    add_record(line, index, index + 2, {"at": index + 1}, "flow", "down" if outward else "up")
