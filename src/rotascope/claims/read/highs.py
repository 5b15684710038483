"""Record highs and lows, closes and levels: of a time, or of all times."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rotascope.claims.read.holders import SHORT_OF, add_record

if TYPE_CHECKING:
    from rotascope.claims.read.line import Line


_AFTER_RECORD = frozenset({".", ",", ";", "and", "as", "after", "while", "for", "on", "but", ")", "before", "again"})


_LEADING = frozenset(
    {
        *("at", "to", "hit", "hits", "set", "sets", "notched", "reached", "notching", "hitting", "reaching"),
        *("setting", "touched", "posted", "scored"),
    }
)


_WEEKS = 52  # of a year


def is_span_high(line: Line, index: int) -> bool:
    """52-week high; three-year low; six-month high."""
    item = line.items[index]
    if item.sort != "number":
        return False
    at = line.skip(index + 1, {"year", "month", "week", "day", "decade", "-", "trading", "session"}, 3)
    return at > index + 1 and (line.has(at, "high") or line.has(at, "low")) and item.number.unit in ("level", "count")


def record_level(line: Line, index: int) -> None:
    """A record high, an all-time low, a record close, a three-year high; not what lies "below its record high"."""
    if any(line.word(at) in SHORT_OF for at in range(max(0, index - 4), index)):
        return
    item = line.items[index]
    at = index + (0 if item.roles & {"high", "low"} else 1)
    while at < len(line.items) and line.word(at) in (
        "closing",
        "intraday",
        "time",
        "year",
        "month",
        "week",
        "-",
        "day",
        "weekly",
    ):
        at += 1
    noun = line.item(at)
    if _stands_alone(line, index):
        closed = any(
            line.word(place)
            in ("closed", "close", "closing", "ended", "end", "finished", "finish", "settled", "ending")
            for place in range(max(line.clause(index).start, index - 6), index)
        )
        add_record(line, index, index + 1, {"at": index}, "close" if closed else "high", "up")
        return
    if noun is None or not (
        noun.roles & {"high", "low"} or noun.word in ("close", "level", "territory", "finish", "closes")
    ):
        return
    if line.items[at].roles & {"new_high", "new_low", "high", "low"} and _counts_members(line, index):
        return
    measure = (
        "close"
        if noun.word in ("close", "finish", "closes") or "closing" in line.word(at - 1)
        else ("low" if "low" in noun.roles else "high")
    )
    anchor: dict[str, Any] = {"at": at}
    if item.sort == "number":
        unit, count = line.word(index + 1), int(min(item.number.value, 999))
        years = {"year": count, "decade": 10 * count}.get(unit)
        years = 1 if unit == "week" and count == _WEEKS else years
        anchor |= {"years": years} if years else {"months": max(1, {"month": count, "week": count // 4}.get(unit, 1))}
    elif item.word == "52":
        anchor |= {"years": 1}
    add_record(line, index, at + 1, anchor, measure, "down" if "low" in noun.roles else "up")


def _stands_alone(line: Line, index: int) -> bool:
    """Whether "a record" stands for a record high: "closed at a record", with neither noun nor figure after it."""
    one = line.word(index) == "record" and line.word(index - 1) in ("a", "another", "new", "fresh")
    if not one and line.word(index) != "records":
        return False
    after = line.item(index + 1)
    before = line.tokens.words[line.items[max(0, index - 4)].lo : line.items[index].lo]
    led = not _LEADING.isdisjoint(before)
    return led and (after is None or after.sort == "time" or after.word in _AFTER_RECORD)


def _counts_members(line: Line, index: int) -> bool:
    """Whether it is told of so many members: "60 members of the index set 52-week highs"."""
    clause = range(line.clause(index).start, index)
    if any(line.word(at) in ("number", "share", "percentage", "proportion") for at in clause):
        return True
    numbers = [at for at in clause if line.items[at].sort == "number"]
    if not numbers or line.items[numbers[-1]].number.unit not in ("count", "level", "percent"):
        return False
    apart = any(line.word(at) == "," for at in range(numbers[-1], index))
    plain = not apart and index - numbers[-1] <= 3 and line.items[numbers[-1]].number.unit != "percent"
    return plain or line.any_role(range(numbers[-1], index), "members")
