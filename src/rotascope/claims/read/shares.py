"""Parts of a whole: contribution, concentration, breadth and flows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.claims.claim import Entity, Span
from rotascope.claims.read.moves import MARKETS
from rotascope.claims.read.timing import is_free

if TYPE_CHECKING:
    from rotascope.claims.claim import Figure
    from rotascope.claims.read.line import Line

_REACH = 12
_OF_FUND = frozenset({"from", "of", "into", "to", "for", "in"})
_WEAK_IN = frozenset({"added", "steered", "sent", "put", "moved", "shifted", "directed", "invested", "parked"})


def read_shares(line: Line) -> None:
    """Figures of breadth, of weight in an index, of a share in its return."""
    for index, item in enumerate(line.items):
        if item.sort != "number" or index in line.used or item.number.ordinal:
            continue
        unit = item.number.unit
        if unit in ("percent", "count", "level") and (_breadth(line, index) or _counted_on(line, index)):
            continue
        if unit in ("percent", "points", "basis points") or item.number.point:
            _ = _contribution(line, index) or _concentration(line, index)
    _read_outnumbered(line)


def read_flows(line: Line) -> None:
    """Money into and out of funds."""
    for index, item in enumerate(line.items):
        if item.sort == "number" and index not in line.used and item.number.unit == "dollars" and item.number.scaled:
            _flow(line, index)


# Breadth.


def _breadth(line: Line, index: int) -> bool:
    """70% of members above their 200-day average; 62% of stocks beat the index; 210 stocks made new highs."""
    number = line.items[index].number
    after = range(index + 1, min(index + _REACH + 4, len(line.items)))
    members = next(
        (at for at in after if at - index < 9 and (line.has(at, "members") or line.has(at, "advancers"))), None
    )
    fraction = number.unit == "percent"
    if (
        members is not None
        and line.word(index + 1) != "of"
        and any(line.word(at) in (",", "and", "with") for at in range(index + 1, members))
    ):
        return False
    if members is None and not (fraction and (line.word(index + 1) == "of" or _has_counted(line))):
        return False
    if not fraction and (number.scaled or number.value < 2 or members is None or members - _past_base(line, index) > 3):
        return False
    measure, cue, average = _breadth_measure(line, _past_base(line, index), fraction)
    if not measure or cue is None:
        return False
    universe = _universe(line, index, members, cue)
    if universe is None:
        return False
    entity = line.entity(universe)
    other = None
    if measure == "outperforming":
        other = next((at for at in range(cue + 1, min(cue + 6, len(line.items))) if line.entity(at) is not None), None)
    parts: dict[str, Figure] = (
        {} if average is None else {"average": line.items[average].number.figure(line.tokens, 1, "sessions")}
    )
    time = line.time_for(index)
    if time is None:
        times = [at for at in line.clause(index) if is_free(line, at)]
        if any(line.word(at) == "from" for at in range(index, times[-1] if times else index)):
            times = []
        time = times[0] if len(times) == 1 else None
    window = line.items[time].window if time is not None else None
    line.add(
        "breadth",
        [index, members, cue, average, universe, other, time if time in line.clause(index) else None],
        subject=entity,
        other=line.entity(other) if other is not None else None,
        measure=measure,
        parts=parts,
        figure=number.figure(line.tokens, 1, None if fraction else "count"),
        window=window,
        direction="down" if _is_below(line, index, cue) else "",
    )
    if average is not None:
        line.used.add(average)
    line.join_before(max(index, cue))
    return True


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
    stop = min(index + 22, len(line.items))
    for at in range(index + 1, stop):
        roles = line.items[at].roles
        if "average_word" in roles:
            average = next((place for place in range(at - 1, index, -1) if line.items[place].sort == "number"), None)
            return "above average", at, average
        if roles & {"new_high", "new_low"}:
            return ("new highs" if "new_high" in roles else "new lows"), at, None
        if fraction and roles & {"beat", "lag"} and "hedge" not in roles:
            return "outperforming", at, None
        if "advancers" in roles or (not fraction and roles & {"up"} and at - index < 6):
            return "advancing", at, None
        if "decliners" in roles or (not fraction and roles & {"down"} and at - index < 6):
            return "declining", at, None
        if fraction and roles & {"up", "down"} and at - index < 9 and line.any_role(range(index + 1, at), "members"):
            return ("advancing" if "up" in roles else "declining"), at, None
        if line.items[at].sort == "number" and line.word(at + 1) in ("week", "month", "year"):
            if line.items[min(at + 2, len(line.items) - 1)].roles & {"high", "low"}:
                return ("new highs" if line.has(at + 2, "high") else "new lows"), at + 2, None
        if line.items[at].sort == "number" and not line.any_role(
            range(at + 1, min(at + 4, len(line.items))), "average_word"
        ):
            return "", None, None
    return "", None, None


def _universe(line: Line, index: int, members: int | None, cue: int) -> int | None:
    """The market whose members are counted: named after the figure, else before it, else the last index named."""
    stop = cue if cue > index else index + _REACH
    inside = [at for at in range(index + 1, min(stop, len(line.items))) if _is_market(line.entity(at))]
    if inside:
        return inside[0]
    after = line.name_after(cue, ("in", "of", "on"))
    if after is not None:
        return after
    if members is None and _has_counted(line):
        return next((at for at in range(index) if line.entity(at) == line.found[-1].subject), None)
    before = [at for at in range(index - 1, -1, -1) if _is_market(line.entity(at))]
    return before[0] if before else None


def _is_market(entity: Entity | None) -> bool:
    return entity is not None and entity.kind in MARKETS


def _counted_on(line: Line, index: int) -> bool:
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


def _read_outnumbered(line: Line) -> None:
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
    universe = next((at for at in line.clause(cue) if _is_market(line.entity(at))), None)
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


# Contribution and concentration.


def _whole_after(line: Line, index: int, role: str) -> tuple[int | None, int | None]:
    """The item that says what the figure is a share of, and the name of the whole: "of the S&P 500's gain"."""
    stop = min(index + _REACH, len(line.items))
    for at in range(index + 1, stop):
        if line.items[at].sort == "number" and not line.has(at + 1, "noun"):
            return None, None
        if role in line.items[at].roles or (role == "gain_of" and "noun" in line.items[at].roles):
            names = [
                place for place in range(index + 1, min(at + 6, len(line.items))) if _is_market(line.entity(place))
            ]
            return at, names[0] if names else None
    return None, None


def _contribution(line: Line, index: int) -> bool:
    number = line.items[index].number
    linked = line.word(index + 1) in ("of", "to", "points") or line.word(index + 1) in ("from", "off")
    cue = _cue(line, index, "contribution")
    whole, name = _whole_after(line, index, "gain_of")
    if cue is None and line.word(index + 1) == "of" and line.word(index + 2) in ("it", "that", "the gain"):
        return _same_gain(line, index)
    if linked and cue is not None and whole is None and number.unit != "percent":
        return _same_whole(line, index, cue)
    if not linked or cue is None or whole is None or name is None:
        alone = not linked and cue is not None and (number.point or number.unit == "percent") and whole is None
        return _same_whole(line, index, cue) if alone and cue is not None else False
    subject = _part(line, cue, index, name)
    entity = line.entity(subject) if subject is not None else None
    if entity is None or entity.kind not in MARKETS or entity == line.entity(name):
        return False
    down = line.word(cue) in ("shaved", "subtracted", "knocked", "dragged", "took", "stripped")
    time = line.time_for(whole)
    figure = number.figure(line.tokens, -1 if down else 1, "points" if number.point else None)
    if number.point:
        figure = figure.model_copy(update={"value": figure.value / 100, "step": figure.step / 100})
    line.add(
        "contribution",
        [subject, cue, index, whole, name, time if time in line.clause(index) else None],
        subject=_together(line, subject, cue) or entity,
        other=line.entity(name),
        figure=figure,
        window=line.window(time, index),
        negated=line.is_negated(cue),
    )
    return True


def _same_gain(line: Line, index: int) -> bool:
    """and the Magnificent Seven for roughly 80% of it: of the gain that the claim before it is a part of."""
    last = line.found[-1] if line.found else None
    at = index - 1
    while at > 0 and line.word(at) in ("for", "about", "roughly", "nearly", "some", "almost", "only", "just"):
        at -= 1
    entity = line.entity(at)
    if last is None or last.kind != "contribution" or entity is None or entity.kind not in MARKETS:
        return False
    figure = line.figure(index)
    line.add("contribution", [at, index], subject=entity, other=last.other, figure=figure, window=last.window)
    return True


def _same_whole(line: Line, index: int, cue: int) -> bool:
    """Apple chipped in 0.5 point: of the same return that the claim before it speaks of."""
    last = line.found[-1] if line.found else None
    place = line.subject_before(cue)
    entity = line.entity(place) if place is not None else None
    if entity is None or entity.kind not in MARKETS or cue > index:
        return False
    if last is None or last.kind != "contribution":
        return _of_gain_before(line, index, cue, place)
    figure = line.items[index].number.figure(line.tokens, 1, "points")
    if line.items[index].number.point:
        figure = figure.model_copy(update={"value": figure.value / 100, "step": figure.step / 100})
    line.add("contribution", [place, cue, index], subject=entity, other=last.other, figure=figure, window=last.window)
    return True


def _of_gain_before(line: Line, index: int, cue: int, place: int | None) -> bool:
    """...of the S&P 500's gain last year, and Nvidia alone was responsible for 15%: of the gain named before."""
    for at in range(line.clause(index).start - 1, 0, -1):
        whole = line.entity(at - 2) if line.word(at - 1) == "'s" and line.has(at, "gain_of") else None
        if whole is not None and place is not None:
            time = line.time_for(index)
            line.add(
                "contribution",
                [place, cue, index],
                subject=line.entity(place),
                other=whole,
                figure=line.figure(index),
                window=line.window(time, index),
            )
            return True
    return False


def _together(line: Line, subject: int | None, cue: int) -> Entity | None:
    """Names that add up to one part: "Alphabet and Nvidia together"; a basket by its members."""
    if subject is None or subject > cue:
        return None
    names = [one for at in line.listed(subject) if (one := line.entity(at)) is not None and one.subject]
    if len(names) < 2:
        return None
    span = Span(start=names[0].span.start, end=names[-1].span.end)
    return Entity(
        name=line.text[span.start : span.end],
        subject="+".join(one.subject for one in names),
        kind="basket",
        span=span,
    )


def _cue(line: Line, index: int, role: str) -> int | None:
    for at in range(index - 1, max(line.clause(index).start, index - 9) - 1, -1):
        if role in line.items[at].roles:
            return at
        if line.items[at].sort == "number":
            break
    after = range(index + 1, min(index + 14, len(line.items)))
    return next(
        (
            at
            for at in after
            if role in line.items[at].roles
            and line.word(at) in ("came", "comes", "due", "attributable", "thanks", "driven")
        ),
        None,
    )


def _part(line: Line, cue: int, index: int, whole: int) -> int | None:
    if cue > index:
        return next((at for at in range(cue + 1, min(cue + 6, len(line.items))) if _is_market(line.entity(at))), None)
    subject = line.subject_before(cue)
    return subject if subject != whole else None


def _concentration(line: Line, index: int) -> bool:
    """The Magnificent Seven make up 34% of the S&P 500; a weight of 7.2% in the index; the top 10 hold 40%."""
    cue = _cue(line, index, "weight")
    near = line.skip(index + 1, {"weight", "weighting", "share", "combined"}, 2)
    if cue is None and near > index + 1:
        cue = index + 1
    if cue is None:
        return _same_part(line, index) or _same_weight(line, index)
    place = _whole(line, index)
    top = _top(line, cue, index)
    owner = line.owner_before(top - 1) if top is not None and line.has(top - 1, "top") else None
    whole = line.entity(owner) if place is None and owner is not None else _whole_meant(line, index)
    gain, _ = _whole_after(line, index, "gain_of")
    if gain is not None and gain in line.clause(index):
        return False  # a share of a gain is a contribution, or none
    if whole is None:
        return False
    if any(line.word(at) == "no" for at in range(max(line.clause(cue).start, cue - 4), cue)):
        return False
    subject = line.owner_before(cue) if line.word(cue) in ("weight", "weighting") else None
    subject = subject if subject is not None else line.subject_before(min(cue, index))
    if subject is not None and subject == place:
        subject = None
    entity = line.entity(subject) if subject is not None else whole if top is not None else None
    if entity is None or entity.kind not in MARKETS or (whole == entity and top is None):
        return False
    parts: dict[str, Figure] = (
        {} if top is None else {"members": line.items[top].number.figure(line.tokens, 1, "count")}
    )
    time, window = line.own_window(index)
    if window is not None and time is not None and line.word(time) != "in" and time > index + 8:
        time = window = None
    line.add(
        "concentration",
        [subject, top, cue, index, place, time if time in line.clause(index) else None],
        subject=whole if top is not None else _together(line, subject, cue) or entity,
        other=whole if top is None else None,
        figure=line.figure(index),
        parts=parts,
        window=window,
        negated=line.is_negated(cue),
    )
    line.join_before(max(index, place or index))
    return True


def _same_weight(line: Line, index: int) -> bool:
    """and Nvidia's alone is 9%: its weight in the whole that was spoken of just before."""
    last = line.found[-1] if line.found else None
    clause = line.clause(index)
    owners = [at for at in range(clause.start, index) if _is_market(line.entity(at)) and line.word(at + 1) == "'s"]
    verb = any(line.word(at) in ("is", "was", "stands") for at in range(clause.start, index))
    if last is None or last.kind != "concentration" or len(owners) != 1 or not verb:
        return False
    entity = line.entity(owners[0])
    whole = last.other or last.subject
    if entity == whole:
        return False
    line.add("concentration", [owners[0], index], subject=entity, other=whole, figure=line.figure(index))
    return True


def _same_part(line: Line, index: int) -> bool:
    """34% of the S&P 500 but just 15% of the Russell 2000: the same part of another whole."""
    last = line.found[-1] if line.found else None
    whole = line.skip(index + 2, {"the", "its"}, 2)
    entity = line.entity(whole)
    if last is None or last.kind != "concentration" or line.word(index + 1) != "of" or not _is_market(entity):
        return False
    if entity == last.other or "members" in last.parts:
        return False
    line.add("concentration", [index, whole], subject=last.subject, other=entity, figure=line.figure(index))
    return True


def _whole(line: Line, index: int) -> int | None:
    at = index + 1
    while at < min(index + _REACH, line.clause(index).stop) and line.items[at].sort != "number":
        if _is_market(line.entity(at)) and line.word(at) not in ("its", "their"):
            return at
        at += 1
    before = [
        at
        for at in range(index - 1, max(-1, index - 14), -1)
        if line.word(at) in ("in", "of") and _is_market(line.entity(line.skip(at + 1, {"the"}, 1)))
    ]
    return line.skip(before[0] + 1, {"the"}, 1) if before else None


def _whole_meant(line: Line, index: int) -> Entity | None:
    """The whole that the sentence names, else the last index that was spoken of."""
    place = _whole(line, index)
    return line.entity(place) if place is not None else line.memory.fitting("index")


def _top(line: Line, cue: int, index: int) -> int | None:
    """The count of "the top 10 stocks"."""
    for at in range(max(line.clause(index).start, min(cue, index) - 12), min(cue, index)):
        item = line.items[at]
        if (
            item.sort == "number"
            and item.number.value <= 500
            and item.number.unit in ("level", "count")
            and (line.has(at - 1, "top") or line.has(at + 1, "top") or line.has(at + 1, "members"))
        ):
            return at
    return None


# Flows.


def _flow(line: Line, index: int) -> None:
    near = sorted(
        (
            at
            for at in range(max(0, index - 9), min(index + 9, len(line.items)))
            if line.items[at].roles & {"inflow", "outflow"} and line.clauses[at] == line.clauses[index]
        ),
        key=lambda at: abs(at - index),
    )
    if not near:
        return
    verbs = [at for at in near if at < index and not any(_is_number(line, n) for n in range(at, index))]
    cue = verbs[0] if verbs else near[0]
    if line.word(cue) in _WEAK_IN and line.items[cue].hi - line.items[cue].lo == 1 and not _goes_to(line, index):
        return
    outward = any("outflow" in line.items[at].roles for at in near[:2]) and "inflow" not in line.items[cue].roles
    subject = _fund(line, index, cue)
    entity = line.entity(subject) if subject is not None else None
    if entity is None or entity.kind not in MARKETS:
        return
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


def _is_number(line: Line, index: int) -> bool:
    return line.items[index].sort == "number"


def _goes_to(line: Line, index: int) -> bool:
    """Whether the money goes "to" or "into" something."""
    return any(line.word(at) in ("to", "into", "in") for at in range(index + 1, min(index + 5, len(line.items))))


def _fund(line: Line, index: int, cue: int) -> int | None:
    between = range(min(index, cue) + 1, max(index, cue))
    own = [at for at in between if _is_market(line.entity(at)) and line.word(line.before_name(at)) in _OF_FUND]
    if own:
        return own[0]
    last = max(index, cue)
    after = [at for at in range(last + 1, min(last + 8, len(line.items))) if _is_market(line.entity(at))]
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
