"""Which time belongs to a figure or a verb: its clause's own, one told for a whole series, or one carried on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.claims.claim import Window
from rotascope.data.words import words_of

if TYPE_CHECKING:
    from rotascope.claims.read.line import Line

NOTHING = Window(kind="unstated")
CARRIED = frozenset({"sessions", "year to date", "calendar", "between", "since"})
_STANDING = frozenset({"is", "are", "has", "have", "remains", "remain", "stands", "sits"})
_SCENE = words_of("scene")
_SERIES = words_of("series")
_RELATIVE = frozenset({"that", "which", "who"})
_FIRST = 3  # items within which a time leads its sentence


def is_free(line: Line, at: int, index: int | None = None) -> bool:
    """Whether a time stands at an item that is still to be given: "this year's earnings" names no window.

    index: the item that asks, which a time within a relative clause after it does not govern.
    """
    if line.items[at].sort != "time" or at in line.taken or (index is not None and _is_relative(line, index, at)):
        return False
    after = range(at + 1, min(at + 5, len(line.items)))
    return not (line.word(at + 1) == "'s" and any(line.items[i].roles & {"earnings", "valuation"} for i in after))


def own_time(line: Line, index: int) -> int | None:
    """The window that the clause itself states: after the figure, else before it, else what leads the sentence."""
    if line.word(index - 1) == "'s" and index > 1 and is_free(line, index - 2):
        return index - 2  # "Thursday's 2.4% loss was reversed on Friday"
    clause = line.clause(index)
    if (later := _after_figure(line, index, clause.stop)) is not None:
        return later
    this = index
    for at in range(index - 1, clause.start - 1, -1):
        if is_free(line, at):
            return at
        if line.items[at].sort == "number":
            if not _is_sibling(line, this):
                break
            this = at
    main = line.layout.resumes.get(line.clauses[index])
    if main is not None:
        first = first_comma(line) if sets_scene(line) else 0
        times = [at for at in line.range_of(main) if line.items[at].sort == "time" and at not in line.taken]
        told = [at for at in times if at >= first]
        if told:
            return told[-1]
    return leading_time(line, index)


def _after_figure(line: Line, index: int, stop: int) -> int | None:
    """The first time after a figure, before another figure of its own."""
    for at in range(index + 1, stop):
        if line.items[at].sort == "number" and not _goes_along(line, at):
            return None
        if is_free(line, at, index):
            return at
    return None


def _goes_along(line: Line, at: int) -> bool:
    """Whether a figure after another leaves the time behind it to both: an ordinal, a level, a sibling, a count."""
    number = line.items[at].number
    return number.ordinal or adds(line, at) or _is_sibling(line, at) or _counts_group(line, at)


def _is_relative(line: Line, index: int, at: int) -> bool:
    """Whether a verb in a relative clause between the two has the time: "cash in on names that led for two years"."""
    for between in range(at - 1, index + 2, -1):
        if line.word(between) == ",":
            return False
        if line.word(between) in _RELATIVE:
            return line.items[between - 1].sort != "time" and line.word(between - 1) not in ("than", "all")
    return False


def time_for(line: Line, index: int) -> int | None:
    """The window of a move: the clause's own, else that of the series it stands in, else of a clause before it."""
    own = own_time(line, index)
    if own is not None:
        return own
    after = _told_after(line, line.clauses[index])
    return after if after is not None else _told_before(line, line.clauses[index])


def leading_time(line: Line, index: int) -> int | None:
    """The time that the sentence begins with; not one inside what only sets the scene: "After a poor year, ..."."""
    if sets_scene(line):
        return None
    for at in range(min(_FIRST, len(line.items) - 1) + 1):
        if line.items[at].sort in ("name", "number") or at > index:
            return None
        if line.items[at].window_kind not in ("", "unstated") and is_free(line, at) and line.word(at + 1) != "'s":
            return at
    return None


def sets_scene(line: Line) -> bool:
    """Whether the sentence begins with what went before its matter: "After a poor year, the index rose"."""
    at = 1 if line.word(0) == "even" else 0
    return line.word(at) in _SCENE


def first_comma(line: Line) -> int:
    """The first comma of the sentence, or its end."""
    return next((at for at in range(len(line.items)) if line.word(at) == ","), len(line.items))


def adds(line: Line, index: int) -> bool:
    """Whether a figure tells more of the same move: "1.2% to 2,640 on Tuesday", "398 points, or 0.8%"."""
    if "(" in (line.word(index - 1), line.word(index - 2)) or line.word(index + 1) in ("week", "day", "month", "year"):
        return True
    at = index - 1
    while at > 0 and line.word(at) in ("about", "roughly", "close", "end", "finish", "the", "a", "record"):
        at -= 1
    return line.word(at) in ("to", "or", "at") or line.has(at, "level")


def _counts_group(line: Line, index: int) -> bool:
    """Whether a number says how many a group has: "last among the 11 sectors this year"."""
    led = line.word(index - 1) in ("the", "all") and line.word(index - 2) in ("of", "among", "in", "all")
    return led and line.has(index + 1, "rank_noun")


def _goes_on(line: Line, at: int) -> bool:
    return line.items[at].sort in ("name", "pronoun") or line.word(at) in _SERIES


def _is_sibling(line: Line, index: int) -> bool:
    """Whether a figure goes on a list that shares one verb: "fell 4.3%, Zions 1.8% and M&T 0.9% on Tuesday"."""
    at, joined = index - 1, False
    while at >= 0 and line.items[at].sort != "number" and _goes_on(line, at):
        joined = joined or line.word(at) in (",", "and", ";")
        at -= 1
    return joined and at >= 0 and line.items[at].sort == "number"


def _told_after(line: Line, clause: int) -> int | None:
    """A time at the end of a series of like clauses: "the Dow rose 1% and the Nasdaq gained 2% on Friday"."""
    stands = is_standing(line, clause)
    for later in range(clause + 1, len(line.layout.openers)):
        if line.layout.openers[later] not in (",", "and") or is_standing(line, later) != stands:
            return None
        items = line.range_of(later)
        numbers = [at for at in items if line.items[at].sort == "number"]
        times = [at for at in items if is_free(line, at, items.start)]
        if times and line.items[times[0]].window.extreme:
            return None  # "has lost 4%, and stands 8% below its peak"
        if times:
            late = numbers and times[0] > numbers[0] and line.items[times[0]].window.kind in CARRIED
            return times[0] if late else None
    return None


def _told_before(line: Line, clause: int) -> int | None:
    """The last time that the clauses before it state, where it can: a session's move does not go on in "is up"."""
    stands = is_standing(line, clause)
    for earlier in range(clause - 1, -1, -1):
        if earlier == 0 and sets_scene(line):
            return None
        if line.layout.resumes.get(clause) is not None and line.layout.openers[earlier] in ("which", "dash"):
            continue  # the time of an aside is not that of what goes on after it
        for at in reversed(line.range_of(earlier)):
            item = line.items[at]
            if item.sort == "time" and item.window.kind == "unstated":
                return at
            if not is_free(line, at, line.range_of(earlier).start):
                continue
            if item.window.kind not in CARRIED or item.window.months == 0:
                continue
            if item.window.kind in ("since", "between") and item.window.extreme:
                continue
            if stands and is_one_day(item.window) and not is_standing(line, earlier):
                return None
            return at
    return None


def is_standing(line: Line, clause: int) -> bool:
    """Whether a clause says how things stand ("is up", "has gained") rather than what happened ("rose")."""
    return any(line.word(at) in _STANDING for at in line.range_of(clause))


def is_one_day(window: Window) -> bool:
    """Whether a window is a single session."""
    return window.kind == "sessions" and window.count == 1
