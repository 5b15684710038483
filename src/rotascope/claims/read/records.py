"""Records: the best, highest or longest since a time, in so many years, or ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.claims.read.dates import MONTHS
from rotascope.claims.read.numbers import ONES, TENS
from rotascope.data.words import words_of

if TYPE_CHECKING:
    from datetime import date
    from typing import Any

    from rotascope.claims.claim import Direction
    from rotascope.claims.read.line import Line

_REACH = 12
_SHORT_OF = words_of("short_of")
_VERBS = frozenset({"up", "down", "beat", "lag", "neutral", "flat"})
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
_AFTER_RECORD = frozenset({".", ",", ";", "and", "as", "after", "while", "for", "on", "but", ")", "before", "again"})
_ANCHORING = frozenset({"in", "on", "for", "ever", "and", "of", "at"})
_LEADING = frozenset(
    {
        *("at", "to", "hit", "hits", "set", "sets", "notched", "reached", "notching", "hitting", "reaching"),
        *("setting", "touched", "posted", "scored"),
    }
)
_LEVELS = frozenset({"level", "levels", "reading", "point", "settlement"})
_HEIGHTS = frozenset({"highest", "lowest", "richest", "loftiest", "priciest", "cheapest", "widest", "narrowest"})
_YEARS = {"decade": 10, "decades": 10, "year": 1, "years": 1, "century": 100, "generation": 25}


def read_records(line: Line) -> None:
    """Superlatives with a time to be measured over, record highs and lows."""
    for index, item in enumerate(line.items):
        if index in line.used:
            continue
        if (
            "record" in item.roles
            and line.items[index + 1 : index + 2]
            and line.items[index + 1].roles & {"inflow", "outflow"}
        ):
            if not any(item.sort == "number" for item in line.items[index + 2 : index + 6]):
                _record_flow(line, index)
        elif item.sort == "time" and item.window.kind == "since" and line.word(index - 1) == "not":
            _not_since(line, index)
        elif item.roles & {"super_up", "super_down"} and not line.any_role(line.clause(index), "valuation_gap"):
            _superlative(line, index)
        elif ("record" in item.roles or _is_span_high(line, index)) and not line.any_role(
            line.clause(index), "valuation_gap"
        ):
            _record_level(line, index)


def _superlative(line: Line, index: int) -> None:
    """strongest opening to a year in over a decade; biggest weekly gain since November 2024; best day on record."""
    if any(line.word(at) in _SHORT_OF for at in range(max(0, index - 2), index)):
        return  # "near its lowest since 2022"
    stop = _noun_end(line, index)
    if stop is None:
        _bare(line, index)
        return
    anchor = _anchor(line, stop)
    if anchor is None:
        return
    words = line.tokens.words[line.items[index].lo : line.items[stop - 1].hi]
    measure = _measure(words)
    before = range(line.clause(index).start, index)
    if measure in ("day", "week", "month", "quarter", "year") and line.any_role(before, "inflow", "outflow"):
        measure = "flow"
    _add(line, index, stop, anchor, measure, _direction(line, index, stop))


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
    anchor = _anchor(line, at)
    if anchor is None or anchor["at"] > at + 2 or anchor.get("window") is not None:
        return
    if line.word(index) in ("longest",):
        measure = "streak"
    elif at > index + 1 or line.word(index) in _HEIGHTS or _is_of_rate(line, index):
        measure = "level"
    else:
        measure = _period_told(line, index)
    _add(line, index, at, anchor, measure, _direction(line, index, at))


def _is_of_rate(line: Line, index: int) -> bool:
    subject = _subject(line, index)
    entity = line.entity(subject) if subject is not None else None
    return entity is not None and entity.kind in ("rate", "series")


def _period_told(line: Line, index: int) -> str:
    """The period of the move that the sentence tells before: "rose 2% on Friday, the most since May"."""
    for at in range(index - 1, -1, -1):
        if line.items[at].sort == "time":
            window = line.items[at].window
            if window.kind == "sessions" and window.count == 1:
                return "day"
            if window.kind == "calendar" and window.start and window.end:
                days = (window.end - window.start).days
                return "week" if days < 8 else "month" if days < 32 else "quarter" if days < 93 else "year"
    return ""


def _noun_end(line: Line, index: int) -> int | None:
    """One past the noun that the superlative is of; None where no fitting noun follows."""
    at, last = index + 1, None
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


def _anchor(line: Line, start: int) -> dict[str, Any] | None:
    """What the record is measured over: a "since", so many years, "on record"; with the last item of it."""
    for at in range(start, min(start + 8, len(line.items))):
        item = line.items[at]
        if item.sort == "time" and item.window.kind == "since":
            return {"at": at, "since": item.window.start, "window": None}
        if (
            item.sort == "time"
            and item.window.months
            and item.window.kind == "between"
            and item.word in ("in", "over", "for")
        ):
            return {"at": at, "years": max(1, item.window.months // 12), "months": item.window.months}
        if item.sort == "time" and item.window.kind in ("year to date", "calendar") and line.word(at) in ("this", "in"):
            return {"at": at, "window": item.window}
        if "record" in item.roles and item.word in ("on", "in", "ever"):
            return {"at": at}
        if item.word in ("in", "for") and (span := span_of_years(line, at)):
            return span
        if item.word in (",", ";", "."):
            return None
    return None


def span_of_years(line: Line, at: int) -> dict[str, Any] | None:
    """in over a decade; in more than two years; in nearly 30 years; in six months."""
    lo = line.items[at].hi
    for step in range(lo, min(lo + 6, len(line.tokens))):
        word = line.tokens.word(step)
        if word in _YEARS or word in ("month", "months", "week", "weeks"):
            count = _count_in(line, lo, step)
            end = next(place for place in range(at, len(line.items)) if line.items[place].hi > step)
            if word in _YEARS:
                return {"at": end, "years": count * _YEARS[word]}
            months = count if "month" in word else max(1, count // 4)
            return {"at": end, "months": months}
    return None


def _count_in(line: Line, lo: int, hi: int) -> int:
    for place in range(lo, hi):
        word = line.tokens.word(place)
        if word.isdigit() and len(word) < 4:
            return int(word)
        if word in ONES or word in TENS:
            return int(ONES.get(word, 0) or TENS.get(word, 0)) + (
                ONES.get(line.tokens.word(place + 1), 0) if word in TENS else 0
            )
    return 1


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
    good = "super_up" in line.items[index].roles
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


def _is_span_high(line: Line, index: int) -> bool:
    """52-week high; three-year low; six-month high."""
    item = line.items[index]
    if item.sort != "number":
        return False
    at = line.skip(index + 1, {"year", "month", "week", "day", "decade", "-", "trading", "session"}, 3)
    return at > index + 1 and (line.has(at, "high") or line.has(at, "low")) and item.number.unit in ("level", "count")


def _record_level(line: Line, index: int) -> None:
    """A record high, an all-time low, a record close, a three-year high; not what lies "below its record high"."""
    if any(line.word(at) in _SHORT_OF for at in range(max(0, index - 4), index)):
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
        _add(line, index, index + 1, {"at": index}, "close" if closed else "high", "up")
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
        anchor |= {"years": years} if years else {"months": max(1, {"month": count, "week": count // 4}.get(unit, 1))}
    elif item.word == "52":
        anchor |= {"years": 1}
    _add(line, index, at + 1, anchor, measure, "down" if "low" in noun.roles else "up")


def _stands_alone(line: Line, index: int) -> bool:
    """Whether "a record" stands for a record high: "closed at a record", with neither noun nor figure after it."""
    if line.word(index) != "record" or line.word(index - 1) not in ("a", "another", "new", "fresh"):
        return False
    after = line.item(index + 1)
    before = line.tokens.words[line.items[max(0, index - 4)].lo : line.items[index].lo]
    led = not _LEADING.isdisjoint(before)
    return led and (after is None or after.sort == "time" or after.word in _AFTER_RECORD)


def _counts_members(line: Line, index: int) -> bool:
    """Whether it is told of so many members: "60 members of the index set 52-week highs"."""
    clause = range(line.clause(index).start, index)
    numbers = [at for at in clause if line.items[at].sort == "number"]
    if not numbers or line.items[numbers[-1]].number.unit not in ("count", "level", "percent"):
        return False
    apart = any(line.word(at) == "," for at in range(numbers[-1], index))
    plain = not apart and index - numbers[-1] <= 3 and line.items[numbers[-1]].number.unit != "percent"
    return plain or line.any_role(range(numbers[-1], index), "members")


def _record_flow(line: Line, index: int) -> None:
    """seeing record inflows."""
    outward = "outflow" in line.items[index + 1].roles
    _add(line, index, index + 2, {"at": index + 1}, "flow", "down" if outward else "up")


def _subject(line: Line, index: int) -> int | None:
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


def _add(line: Line, index: int, stop: int, anchor: dict[str, Any], measure: str, direction: Direction) -> None:
    from rotascope.claims.claim import Window

    subject = _subject(line, index)
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
