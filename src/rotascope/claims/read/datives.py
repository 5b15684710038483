"""Moves told of an object: "December cost the S&P 500 9.2%", "wiped 3% off the Dow", "the 5.7% that IWM gained"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.claims.read.markets import is_market
from rotascope.data.words import words_of

if TYPE_CHECKING:
    from rotascope.claims.read.line import Line

_COSTING, _GIVING = words_of("costing"), words_of("giving")
_TAKING, _PUTTING = words_of("taking"), words_of("putting")
_CARRYING = words_of("carrying")
_COPULAS = frozenset({"was", "is", "were", "marked", "made", "proved", "represented"})
_LINKS = frozenset({"a", "an", "the", "about", "nearly", "roughly", "some", "around", "almost", "just", "over", "of"})
_REACH = 10


def dative(line: Line, index: int) -> tuple[int, int, int] | None:
    """The name whose move a figure tells as its object, the sign of it, and the verb."""
    return _given(line, index) or _taken(line, index) or _worth(line, index) or _relative(line, index)


def _past_links(line: Line, index: int, first: int) -> int:
    at = index - 1
    while at > first and line.word(at) in _LINKS:
        at -= 1
    return at


def _given(line: Line, index: int) -> tuple[int, int, int] | None:
    """cost the S&P 500 9.2%; handed small caps a 3% gain."""
    name = _past_links(line, index, line.clause(index).start)
    if not is_market(line.entity(name)) or line.items[name].sort != "name":
        return None
    at = line.before_name(name)
    if line.word(at) in _COSTING:
        return name, -1, at
    return (name, _sign_after(line, index), at) if line.word(at) in _GIVING else None


def _sign_after(line: Line, index: int) -> int:
    """The sign of the noun after a figure: "a 3% loss"."""
    return -1 if any(line.has(at, "down") for at in (index + 1, index + 2)) else 1


def _taken(line: Line, index: int) -> tuple[int, int, int] | None:
    """wiped 3% off the Dow; added 2% to the Russell 2000."""
    verb = _past_links(line, index, line.clause(index).start)
    off, on = line.word(verb) in _TAKING, line.word(verb) in _PUTTING
    if not off and not on:
        return None
    place = line.name_after(index, ("off", "from", "out") if off else ("to", "onto", "on"))
    if place is None or not is_market(line.entity(place)) or line.word(place + 1) == "'s":
        return None
    return place, -1 if off else 1, verb


def _worth(line: Line, index: int) -> tuple[int, int, int] | None:
    """Monday's rebound was worth 11.6% to the S&P 500."""
    at = _past_links(line, index, line.clause(index).start)
    place = line.name_after(index, ("to", "for")) if line.word(at) == "worth" else None
    if place is None or not is_market(line.entity(place)):
        return None
    fell = line.any_role(range(line.clause(index).start, at), "down")
    return place, -1 if fell else 1, at


def _relative(line: Line, index: int) -> tuple[int, int, int] | None:
    """the 28.1% that IWF gave up; the 5.7% gain the Russell 2000 made is not meant."""
    at = index + 1 + (line.word(index + 1) in ("that", "which"))
    at = line.skip(at, frozenset({"the"}), 1)
    if not is_market(line.entity(at)) or line.items[at].sort != "name" or "the" not in _words_before(line, index):
        return None
    verb = at + 1
    while verb < len(line.items) and verb < at + 4 and line.has(verb, "aux"):
        verb += 1
    roles = line.items[verb].roles if verb < len(line.items) else frozenset()
    if not roles & {"up", "down", "neutral"} or line.clauses[at] != line.clauses[index]:
        return None
    return at, -1 if "down" in roles else 1, verb


def _words_before(line: Line, index: int) -> tuple[str, str]:
    return line.word(index - 1), line.word(index - 2)


def object_after(line: Line, index: int) -> int | None:
    """The name that a nameless figure at the head of its clause is of: "An 18% surge carried the Nasdaq-100 to"."""
    clause = line.clause(index)
    if any(line.entity(at) is not None for at in range(clause.start, index)):
        return None
    for at in range(index + 1, min(clause.stop, index + _REACH)):
        if not is_market(line.entity(at)) or line.items[at].sort != "name":
            continue
        owns = line.word(at + 1) == "'s"
        carried = line.word(line.before_name(at)) in _CARRYING
        told = any(line.word(place) in _COPULAS for place in range(index + 1, at))
        best = line.any_role(range(index + 1, at), "super_up", "super_down", "lead", "trail_rank")
        return at if owns or carried or (told and best) else None
    return None
