"""Directions: what rose, fell or steepened where no figure is printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.claims.read.governing import sign_of
from rotascope.claims.read.markets import MARKETS
from rotascope.data.words import words_of

if TYPE_CHECKING:
    from rotascope.claims.claim import Direction
    from rotascope.claims.read.line import Line

_CURVE: dict[str, Direction] = {
    "steeper": "steeper",
    "flatter": "flatter",
    "wider": "steeper",
    "narrower": "flatter",
    "inverted": "down",
}
_MEASURED = frozenset({"more", "less", "half", "twice", "nearly", "almost", "about", "roughly"})
_ENDS = words_of("verb_ends")


def read_directions(line: Line) -> None:
    """Verbs of motion right after a name, and a curve that steepens or flattens."""
    for index, item in enumerate(line.items):
        if not item.roles or index in line.used:
            continue
        if item.roles & _CURVE.keys():
            _curve(line, index)
        elif item.roles & {"up", "down"} and "weak" not in item.roles and not item.roles & {"cut", "hike"}:
            _moved(line, index)


def _curve(line: Line, index: int) -> None:
    if "inverted" in line.items[index].roles and line.word(index - 1) in ("a", "an", "the", "of", "once", "long"):
        return  # "an inverted curve" names a state, of some time
    after = line.skip(index + 1, {"the", "u.s.", "treasury", "of", "us"}, 4)
    entity = line.entity(after)
    place: int | None = after
    if entity is None or entity.kind != "rate":
        place = line.subject_before(index)
        entity = line.entity(place) if place is not None else None
    if entity is None or place is None or entity.kind != "rate" or "-" not in entity.subject:
        return
    direction = next(word for role, word in _CURVE.items() if role in line.items[index].roles)
    time, window = line.own_window(index)
    line.add(
        "direction",
        [place, index, time if time in line.clause(index) else None],
        subject=entity,
        direction=direction,
        measure="slope",
        window=window or line.unstated(),
        negated=line.is_negated(index),
    )


def _moved(line: Line, index: int) -> None:
    """A verb with its subject right before it, and nothing after it that it could take as an object."""
    subject = line.subject_before(index)
    if subject is None or not line.is_near(subject, index) or not _ends(line, index + 1):
        return
    if line.word(index + 1) == "by" or line.token_after(index) in _MEASURED:
        return  # "rose by a third", "lost more than a quarter of its value": how far is said, and was not read
    if (
        line.word(index - 1) == "to"
        or line.is_part_counted(subject)
        or line.is_object(subject, line.clause(index).start)
    ):
        return  # "the only sector to fall"; "its weight in the S&P 500 has risen"
    reached = range(index + 2, min(index + 6, len(line.items)))
    if line.word(index + 1) == "to" and line.any_role(reached, "super_up", "super_down", "record", "low", "high"):
        return  # "sank to its lowest close since": a record
    entity = line.entity(subject)
    if entity is None or not (entity.kind in MARKETS or entity.kind in ("rate", "series")):
        return
    if "noun" in line.items[index].roles and _is_noun(line, subject, index):
        return
    time = line.time_for(index)
    names = line.listed(subject)
    for name in names:
        line.add(
            "direction",
            [name, index, time if time is not None and time in line.clause(index) else None],
            subject=line.entity(name),
            direction="up" if sign_of(line, index) > 0 else "down",
            window=line.window(time, index)
            if entity.kind in MARKETS
            else line.items[time].window
            if time is not None
            else line.unstated(),
            negated=line.is_negated(index),
        )


def _is_noun(line: Line, subject: int, index: int) -> bool:
    """Whether the word is a noun here: "the rally", "the small-cap surge"."""
    articles = ("a", "'s", "the", "this", "its", "of", "that", "any", "another", "their", "an")
    if line.word(index - 1) in articles:
        return True
    return (
        subject == index - 1
        and line.word(subject - 1) in articles
        and not line.tokens.word(index_end(line, subject)).endswith("s")
    )


def index_end(line: Line, index: int) -> int:
    """The last token of an item."""
    return line.items[index].hi - 1


def _ends(line: Line, at: int) -> bool:
    item = line.item(at)
    if item is not None and item.word in ("in", "for", "on") and line.item(at + 1) is not None:
        return line.items[at + 1].sort != "number"
    return item is None or item.sort == "time" or item.word in _ENDS
