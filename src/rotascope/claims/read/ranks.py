"""Ranks: who led and who trailed a group, the largest member."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.claims.read.markets import MARKETS, is_market

if TYPE_CHECKING:
    from rotascope.claims.claim import Figure
    from rotascope.claims.read.line import Line

_REACH = 8
_HEADING = frozenset({"led", "leads", "leading", "lead", "lagged", "lags", "trailed", "trails"})
_SAID = frozenset({"led", "leading", "leads", "lead", "was", "were", "brought", "topped", "ranked", "fared", "came"})
_BEST = frozenset({"best", "worst", "strongest", "weakest", "top", "poorest", "hottest"})
_EVERY = frozenset({"all", "the", "every", "other", "of", "single"})
_SPELLS = frozenset({"day", "session", "week", "month", "quarter", "half", "year", "stretch", "start", "run"})
_PERFORMERS = frozenset(
    {
        *("performer", "performers", "gainer", "gainers", "laggard", "laggards", "loser", "losers", "decliner"),
        *("decliners", "winner", "winners", "advancer"),
    }
)


_HELD = frozenset({"holding", "position", "weight", "weighting", "constituent"})  # a place among them is by size


def read_ranks(line: Line) -> None:
    """Best and worst performers; the largest company or holding of an index."""
    for index, item in enumerate(line.items):
        if index in line.used or not (item.roles or item.word in _HEADING):
            continue
        if item.word == "top" and line.word(index + 1) in _HELD:
            _largest(line, index)
        elif "led_by" in item.roles:
            _led_by(line, index)
        elif item.roles & {"top_end", "bottom_end"}:
            _at_end(line, index)
        elif (
            item.roles & {"lead", "trail_rank"}
            or _heads(line, index)
            or _is_superlative(line, index)
            or _is_place(line, index)
        ):
            _performer(line, index)
        elif "largest" in item.roles:
            _largest(line, index)


def _at_end(line: Line, index: int) -> None:
    """with energy at the bottom: in what the sentence ranks already."""
    last = line.found[-1] if line.found else None
    entity = line.entity(index - 1)
    if last is None or last.kind != "rank" or not is_market(entity) or line.word(index + 1) == "of":
        return
    worst = "bottom_end" in line.items[index].roles
    line.add(
        "rank",
        [index - 1, index],
        subject=entity,
        other=last.other,
        measure="worst" if worst else "best",
        direction="behind" if worst else "ahead",
        window=last.window,
    )


def _is_place(line: Line, index: int) -> bool:
    """took second place; in third place."""
    return line.has(index, "place") and _place(line, index) is not None


def _heads(line: Line, index: int) -> bool:
    """leads all 11 sectors; lagged every other group."""
    if line.word(index) not in _HEADING:
        return False
    at = index + 1
    while at < len(line.items) and (line.word(at) in _EVERY or line.items[at].sort == "number"):
        at += 1
    return at > index + 1 and line.has(at, "rank_noun")


def _is_of_performers(line: Line, index: int) -> bool:
    """strongest performers; worst-performing group; biggest gainer."""
    if line.word(index) in _BEST and line.has(index + 1, "rank_noun"):
        return True
    at = line.skip(index + 1, {"performing", "sector", "index", "of", "the", "year's", "year", "'s"}, 3)
    return line.word(at) in _PERFORMERS or (line.word(at - 1) == "performing" and line.has(at, "rank_noun"))


def _led_by(line: Line, index: int) -> None:
    """gains led by energy and materials; losses led by Apple."""
    place = line.skip(index + 1, {"the", "shares", "of", "a", "in"}, 4)
    entity = line.entity(place)
    if entity is None or entity.kind not in MARKETS:
        return
    fell = line.any_role(range(max(line.clause(index).start, index - 6), index), "down")
    time = line.time_for(index)
    names = [place]
    after = line.skip(place + 1, {"and", "the", ","}, 3)
    if line.word(after - 1) == "and" and line.entity(after) is not None and line.items[after].sort == "name":
        names.append(after)
    for name in names:
        line.add(
            "rank",
            [index, name],
            subject=line.entity(name),
            measure="worst" if fell else "best",
            direction="behind" if fell else "ahead",
            window=line.window(time, index),
        )


def _performer(line: Line, index: int) -> None:
    if line.word(index) in ("laggard", "laggards") and line.word(index - 1) in ("a", "another", "among", "of"):
        return  # one of several
    worst = bool(line.items[index].roles & {"trail_rank", "super_down", "lag"}) or _names_losers(line, index)
    subject = line.subject_before(index)
    if subject is None or not line.is_near(subject, index, 10):
        subject = _named_after(line, index) if subject is None else subject
    if subject is None:
        subject = line.subject_of_last(index)
    carried = line.memory.subject if line.is_bare(index) and line.word(index) in _SAID else None
    entity = line.entity(subject) if subject is not None else carried
    if entity is None or entity.kind not in MARKETS:
        return
    if subject is not None and subject < index:
        names: list[int | None] = list(line.listed(subject))
    else:
        names = _listed_after(line, subject)
    group = line.name_after(index, ("in", "of", "among", "on"), 12) or _group_after(line, index)
    if line.tokens.words[line.items[index].hi - 2 : line.items[index].hi] == ["of", "the"] and line.entity(index + 1):
        group = index + 1  # "the worst of the Magnificent Seven was Tesla"
    if group in names:
        group = None
    place = _place(line, index)
    time = line.time_for(index)
    for name in names:
        line.add(
            "rank",
            [
                name if name is not None and line.is_near(name, index, 10) else None,
                index,
                group,
                time if time is not None and time in line.clause(index) else None,
            ],
            subject=entity if name is None else line.entity(name),
            figure=place,
            other=line.entity(group) if group is not None else None,
            measure="worst" if worst else "best",
            direction="behind" if worst else "ahead",
            window=line.window(time, index),
            negated=line.is_negated(index),
        )


def _is_superlative(line: Line, index: int) -> bool:
    if not line.items[index].roles & {"super_up", "super_down"} or line.word(index + 1) in _SPELLS:
        return False  # "the worst day on record" is a record
    if line.word(index) in _BEST and (_is_predicate(line, index) or _is_named(line, index)):
        return True
    return _is_of_performers(line, index)


def _is_named(line: Line, index: int) -> bool:
    """the worst is technology: a superlative alone, with its name after "is"."""
    place = line.skip(index + 2, {"the"}, 2)
    named = line.word(index + 1) in ("is", "was", "being") and line.entity(place) is not None
    return named and line.word(index - 1) == "the"


def _is_predicate(line: Line, index: int) -> bool:
    """technology is the weakest, utilities the best: a superlative that ends its clause, or names its group."""
    after = line.item(index + 1)
    ends = after is None or after.sort == "time" or after.word in (".", ",", ";", "of", "among", "in", "and", "with")
    told = bool(line.found) and line.found[-1].kind == "rank" and line.entity(index - 2) is not None
    verb = told or line.word(index - 2) in ("is", "are", "was", "were", "been")
    return ends and verb and line.word(index - 1) == "the"


def _names_losers(line: Line, index: int) -> bool:
    near = range(index + 1, min(index + 4, len(line.items)))
    return any(line.word(at) in ("losers", "loser", "laggards", "laggard", "decliners", "decliner") for at in near)


def _listed_after(line: Line, first: int | None) -> list[int | None]:
    """The names of a list that begins with a name, their brackets left out: "materials (+7.5%) and energy (+6.2%)"."""
    names: list[int | None] = [first]
    at = first
    while at is not None:
        after = at + 1
        if line.word(after) == "(":
            after = next((i for i in range(after, min(after + 6, len(line.items))) if line.word(i) == ")"), after) + 1
        place = line.skip(after, {",", "and", "the"}, 3)
        found = place > after and place < len(line.items) and line.items[place].sort == "name"
        at = place if found and not line.is_house(place) and line.clauses[place] == line.clauses[at] else None
        names += [at] if at is not None else []
    return names


def _group_after(line: Line, index: int) -> int | None:
    for at in range(index + 1, min(index + 6, len(line.items))):
        if line.word(at) in ("in", "of", "among"):
            place = line.skip(at + 1, {"the", "all", "11", "eleven", "sectors", "within"}, 4)
            return place if line.entity(place) is not None else None
    return None


def _named_after(line: Line, index: int) -> int | None:
    """The best performers were energy and materials; led by Nvidia."""
    for at in range(index + 1, min(index + _REACH, len(line.items))):
        if line.word(at) in ("was", "were", "is", "are", "included", "being"):
            place = line.skip(at + 1, {"the", "shares", "of"}, 3)
            return place if line.entity(place) is not None else None
    return None


def _place(line: Line, index: int) -> Figure | None:
    """The place of "second-best", "third-worst"."""
    item = line.item(index - 1)
    if item is None or item.sort != "number" or not item.number.ordinal or item.number.value > 50:
        return None
    return item.number.figure(line.tokens, 1, "rank")


def _also_large(line: Line, index: int) -> None:
    """and Alphabet the third largest: among what the claim before it ranks."""
    last = line.found[-1] if line.found else None
    place = _place(line, index)
    name = index - 2 - (place is not None)
    entity = line.entity(name) if line.word(name + 1) == "the" else None
    if last is None or last.measure != "largest" or entity is None or entity == last.other:
        return
    line.add("rank", [name, index], subject=entity, other=last.other, figure=place, measure="largest")


def _largest(line: Line, index: int) -> None:
    """The index's largest holding; the second-largest company in the S&P 500."""
    noun = next(
        (
            at
            for at in range(index + 1, min(index + 4, len(line.items)))
            if line.word(at)
            in ("company", "holding", "stock", "member", "component", "position", "weight", "constituent", "weighting")
        ),
        None,
    )
    if noun is None:
        _also_large(line, index)
        return
    group = line.name_after(noun, ("in", "of", "by")) if line.word(index - 1) != "'s" else index - 2
    subject = line.subject_before(index)
    if subject == group or subject is None:
        subject = _named_after(line, noun)
    entity = line.entity(subject) if subject is not None else None
    if entity is None or group is None or entity.kind not in ("stock", "sector") or line.entity(group) == entity:
        return
    _, window = line.own_window(index)
    line.add(
        "rank",
        [subject, index, noun, group],
        subject=entity,
        other=line.entity(group),
        figure=_place(line, index),
        measure="largest",
        window=window,
        negated=line.is_negated(index),
    )
