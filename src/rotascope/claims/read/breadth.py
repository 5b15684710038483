"""Breadth: how many members of a market rose, beat it, stand above an average or at new highs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.claims.read.markets import is_market
from rotascope.claims.read.timing import is_free

if TYPE_CHECKING:
    from rotascope.claims.claim import Entity
    from rotascope.claims.read.line import Line


_REACH = 12
_SHARES = frozenset({"share", "percentage", "proportion", "number", "fraction"})
_MOVES = frozenset({"advancing", "declining", "outperforming"})


def read_breadth(line: Line, index: int) -> bool:
    """70% of members above their 200-day average; 62% of stocks beat the index; 210 stocks made new highs."""
    number = line.items[index].number
    fraction = number.unit == "percent"
    members = _members(line, index)
    if not _may_count(line, index, members):
        return _read_share_told(line, index)
    measure, cue, average = _breadth_measure(line, _past_base(line, index), fraction)
    if not measure or cue is None or (measure in _MOVES and _by_so_much(line, cue)):
        return False
    universe = _universe(line, index, members, cue)
    entity = line.entity(universe) if universe is not None else _universe_told(line, index)
    if entity is None and members is not None and line.word(members) == "sectors":
        entity = line.entity_named("s&p 500", members)
    if entity is None:
        return False
    other = _beaten(line, cue) if measure == "outperforming" else None
    meant = line.entity(other) if other is not None and line.items[other].sort == "name" else entity
    time = _time(line, index)
    line.add(
        "breadth",
        [index, members, cue, average, universe, other, time if time in line.clause(index) else None],
        subject=entity,
        other=None if other is None else meant,  # "fewer than 30% of the index's stocks beat it"
        measure=measure,
        parts={} if average is None else {"average": line.items[average].number.figure(line.tokens, 1, "sessions")},
        figure=number.figure(line.tokens, 1, None if fraction else "count"),
        window=line.items[time].window if time is not None else None,
        direction="down" if _is_below(line, index, cue) else "",
    )
    line.join_before(max(index, cue))
    return True


def _by_so_much(line: Line, cue: int) -> bool:
    """Whether a size follows the move: "six sectors are up more than 10%" counts those beyond it."""
    after = next((at for at in range(cue + 1, min(cue + 4, len(line.items))) if line.items[at].sort == "number"), None)
    if after is None or line.items[after].number.unit != "percent":
        return False
    return not any(line.word(at) in (",", ";", "and", "while") for at in range(cue + 1, after))


def _read_share_told(line: Line, index: int) -> bool:
    """The share of members above their 200-day average rose to 64%; the number at new highs stood at 58."""
    clause = line.clause(index)
    first = next((at for at in range(clause.start, index) if _begins_share(line, at)), None)
    if first is None or line.items[index].number.scaled or not line.any_role(range(first, index), "members"):
        return False
    fraction = line.items[index].number.unit == "percent"
    members = next(at for at in range(first, index) if line.has(at, "members"))
    measure, cue, average = _breadth_measure(line, members, fraction)
    universe = next((at for at in range(first, index) if is_market(line.entity(at))), None)
    if not measure or cue is None or cue > index or universe is None or (measure in _MOVES and not fraction):
        return False
    time = _time(line, index)
    line.add(
        "breadth",
        [first, cue, average, index],
        subject=line.entity(universe),
        measure=measure,
        parts={} if average is None else {"average": line.items[average].number.figure(line.tokens, 1, "sessions")},
        figure=line.items[index].number.figure(line.tokens, 1, None if fraction else "count"),
        window=line.items[time].window if time is not None and line.items[time].window.kind != "sessions" else None,
    )
    line.used.update(line.roles_in(range(first, index), "up") + line.roles_in(range(first, index), "down"))
    line.join_before(index)
    return True


def _begins_share(line: Line, at: int) -> bool:
    return line.word(at) in _SHARES and line.tokens.word(line.items[at].lo + 1) == "of"


def _members(line: Line, index: int) -> int | None:
    """The word for what is counted, soon after the figure."""
    after = range(index + 1, min(index + 9, len(line.items)))
    first = line.clause(index).start
    fronted = line.word(first) in ("of", "among") and line.word(index - 1) == ","
    told = (at for at in range(first, index) if line.has(at, "members") or line.items[at].sort == "pronoun")
    if fronted and (place := next(told, None)) is not None:
        return place  # "Of the stocks in the Russell 2000, 58% trade above ..."
    return next((at for at in after if line.has(at, "members") or line.has(at, "advancers")), None)


def _may_count(line: Line, index: int, members: int | None) -> bool:
    """Whether a figure may count members: it says of what, or goes on with a count told before."""
    number = line.items[index].number
    fraction = number.unit == "percent"
    if members is None:
        goes_on = fraction or line.word(index + 1) in ("reached", "hit", "set", "made", "notched", "touched")
        return (fraction and line.word(index + 1) == "of") or (goes_on and _has_counted(line))
    if members < index:
        return True
    if line.any_role(range(index + 1, members), "noun"):
        return False  # "its 2.3% gain topped all sectors"
    apart = line.clauses[members] != line.clauses[index] and line.word(index + 1) != "of"
    if apart and line.any_role(range(line.clause(index).start, index), "up", "down"):
        return False  # "rose 1.4% while buyers left the names that had led"
    apart = any(line.word(at) in (",", "and", "with") for at in range(index + 1, members))
    if apart and line.word(index + 1) != "of":
        return False
    reach = 6 if line.word(index + 1) == "of" else 3  # "390 of the S&P 500's members"
    few = number.value < 2 and not (members == index + 1 and line.word(members + 1) in ("of", "in", "on"))
    return fraction or not (number.scaled or few or members - _past_base(line, index) > reach)


def _beaten(line: Line, cue: int) -> int | None:
    """What the members counted have beaten."""
    return next((at for at in range(cue + 1, min(cue + 6, len(line.items))) if line.entity(at) is not None), None)


def _time(line: Line, index: int) -> int | None:
    """The window of a count: its clause's own, or the only time of the clause."""
    time = line.time_for(index)
    if time is not None:
        return time
    times = [at for at in line.clause(index) if is_free(line, at)]
    if any(line.word(at) == "from" for at in range(index, times[-1] if times else index)):
        return None
    return times[0] if len(times) == 1 else None


def _universe_told(line: Line, index: int) -> Entity | None:
    """The index that was spoken of before, whose members "of them", "its members" are."""
    near = line.tokens.words[line.items[index].hi : line.items[index].hi + 4]
    backward = not {"them", "these", "those", "its", "their"}.isdisjoint(near)
    return line.memory.fitting("index") if backward else None


def _has_counted(line: Line) -> bool:
    """Whether the sentence has told of a share of a market's members before, which "74%" alone then goes on with."""
    return bool(line.found) and line.found[-1].kind == "breadth"


def _past_base(line: Line, index: int) -> int:
    """The item from which the words count: past "of the 11" in "seven of the 11 sectors"."""
    at = line.skip(index + 1, {"of", "the", "its", "all"}, 3)
    item = line.item(at)
    if at > index + 1 and item is not None and item.sort == "number" and item.number.unit in ("level", "count"):
        line.used.add(at)
        return at
    return index


def _is_below(line: Line, index: int, cue: int) -> bool:
    return any(line.word(at) in ("below", "under", "beneath") for at in range(index + 1, cue))


def _breadth_measure(line: Line, index: int, fraction: bool) -> tuple[str, int | None, int | None]:
    """What is counted, the item that says so, and the sessions of an average where it is one."""
    for at in range(index + 1, min(index + 22, len(line.items))):
        if _is_average(line, at):
            return "above average", at + 1, at
        if "average_word" in line.items[at].roles:
            average = next((place for place in range(at - 1, index, -1) if line.items[place].sort == "number"), None)
            return "above average", at, average
        found = _extreme_at(line, at) or _sunk_to(line, at) or _counted_at(line, index, at, fraction)
        if found:
            return *found, None
        if line.items[at].sort == "number" and not line.any_role(
            range(at + 1, min(at + 4, len(line.items))), "average_word"
        ):
            break
    return "", None, None


def _is_average(line: Line, at: int) -> bool:
    """Whether a bare "50-day" stands for the average, after one that was named: "and 52% above the 50-day"."""
    told = bool(line.found) and "average" in line.found[-1].parts
    over = any(line.word(place) in ("above", "below", "over", "under") for place in range(max(0, at - 2), at))
    return told and over and line.items[at].sort == "number" and line.word(at + 1) in ("day", "session", "week")


def _extreme_at(line: Line, at: int) -> tuple[str, int] | None:
    """New highs or lows, or those of 52 weeks, and the item that names them."""
    roles = line.items[at].roles
    if roles & {"new_high", "new_low"}:
        return ("new highs" if "new_high" in roles else "new lows"), at
    spanned = line.items[at].sort == "number" and line.word(at + 1) in ("week", "month", "year")
    if spanned and (line.has(at + 2, "high") or line.has(at + 2, "low")):
        return ("new highs" if line.has(at + 2, "high") else "new lows"), at + 2
    return None


def _sunk_to(line: Line, at: int) -> tuple[str, int] | None:
    """The extreme that a verb of motion leads to: "88 members sank to 52-week lows"."""
    if not line.items[at].roles & {"up", "down"} or line.word(at + 1) != "to":
        return None
    return next((found for to in range(at + 2, min(at + 5, len(line.items))) if (found := _extreme_at(line, to))), None)


def _counted_at(line: Line, index: int, at: int, fraction: bool) -> tuple[str, int] | None:
    """Whether an item says of the members counted that they beat the market, rose or fell."""
    roles = line.items[at].roles
    if _has_object(line, at):
        return None
    if fraction and roles & {"beat", "lag"}:
        return "outperforming", at
    moved = (at - index < 9 and line.any_role(range(index + 1, at), "members")) if fraction else at - index < 6
    if "advancers" in roles or (moved and "up" in roles):
        return "advancing", at
    if "decliners" in roles or (moved and "down" in roles):
        return "declining", at
    return None


def _has_object(line: Line, at: int) -> bool:
    """Whether what companies do is told, and not how their shares fared: "lose money", "beat estimates"."""
    after = range(at + 1, min(at + 4, len(line.items)))
    return line.word(at + 1) in ("money", "cash") or line.any_role(after, "forecast", "earnings")


def _universe(line: Line, index: int, members: int | None, cue: int) -> int | None:
    """The market whose members are counted: named after the figure, else before it, else the last index named."""
    stop = cue if cue > index else index + _REACH
    inside = [at for at in range(index + 1, min(stop, len(line.items))) if is_market(line.entity(at))]
    if inside:
        return inside[0]
    after = line.name_after(cue, ("in", "of", "on"))
    if after is not None:
        return after
    if members is None and _has_counted(line):
        return next((at for at in range(index) if line.entity(at) == line.found[-1].subject), None)
    before = [at for at in range(index - 1, -1, -1) if is_market(line.entity(at))]
    return before[0] if before else None


def read_counted_on(line: Line, index: int) -> bool:
    """while 188 declined: members of what the sentence has counted before."""
    last = line.found[-1] if line.found else None
    roles = line.items[index + 1].roles if index + 1 < len(line.items) else frozenset()
    if last is None or last.kind != "breadth" or line.items[index].number.scaled or not roles & {"up", "down"}:
        return False
    if line.items[index].number.unit not in ("count", "level", last.figure.unit if last.figure else ""):
        return False
    measure, cue, _ = _breadth_measure(line, index + 1, False)
    extreme = measure in ("new highs", "new lows") and cue is not None
    line.add(
        "breadth",
        [index, cue if extreme else index + 1],
        subject=last.subject,
        measure=measure if extreme else "advancing" if "up" in roles else "declining",
        figure=line.items[index].number.figure(line.tokens, 1, None if last.figure is None else last.figure.unit),
        window=last.window,
    )
    return True


def read_outnumbered(line: Line) -> None:
    """Advancers outnumbered decliners by 3 to 1 on the NYSE."""
    cue = next((at for at, item in enumerate(line.items) if "outnumber" in item.roles and at not in line.used), None)
    if cue is None:
        return
    before, after = range(max(0, cue - 6), cue), range(cue + 1, min(cue + 6, len(line.items)))
    up_first = line.any_role(before, "advancers") and line.any_role(after, "decliners")
    down_first = line.any_role(before, "decliners") and line.any_role(after, "advancers")
    numbers = [at for at in range(cue + 1, min(cue + 14, len(line.items))) if line.items[at].sort == "number"]
    if not (up_first or down_first):
        return
    first = next(at for at in before if line.items[at].roles & {"advancers", "decliners"})
    second = next(at for at in after if line.items[at].roles & {"advancers", "decliners"})
    universe = next((at for at in line.clause(cue) if is_market(line.entity(at))), None)
    time, window = line.own_window(numbers[min(1, len(numbers) - 1)] if numbers else cue)
    figure = line.items[numbers[0]].number.figure(line.tokens, 1, "multiple") if numbers else None
    line.add(
        "breadth",
        [first, cue, second, *numbers[:2], universe, time if time in line.clause(cue) else None],
        subject=line.entity(universe) if universe is not None else None,
        figure=figure,
        measure="advancing" if up_first else "declining",
        window=window,
    )
    line.used.update(numbers)
