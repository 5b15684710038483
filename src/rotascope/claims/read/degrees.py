"""One side against another by degree: "gained more than the Nasdaq-100", "rose faster than Nvidia"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.claims.read.markets import is_market

if TYPE_CHECKING:
    from rotascope.claims.read.line import Line

_MORE = frozenset({"more", "faster", "further", "harder", "better"})
_REACH = 8  # tokens from the verb to "than"
_LIGHT = frozenset({"the", "those", "of", "shares", "did", "that", "its"})


def read_degrees(line: Line) -> None:
    """Comparisons whose verb says which way and whose degree says who went further; no figure is printed."""
    if "than" not in line.tokens.words:
        return
    for index, item in enumerate(line.items):
        if item.roles & {"up", "down"} and "noun" not in item.roles and index not in line.used:
            _read(line, index)


def _read(line: Line, index: int) -> None:
    words, lo = line.tokens.words, line.items[index].hi
    than = next((at for at in range(lo, min(lo + _REACH, len(words))) if words[at] == "than"), None)
    degree = next((word for word in words[lo:than] if word in _MORE or word == "less"), None) if than else None
    place = line.subject_before(index)
    if than is None or degree is None or place is None or line.is_object(place, line.clause(index).start):
        return
    after = next((at for at, item in enumerate(line.items) if item.lo > than or item.hi > than + 1), len(line.items))
    other = line.skip(after, _LIGHT, 3)
    between = line.items[index + 1 : other]
    entity, rival = line.entity(place), line.entity(other)
    if any(item.sort in ("number", "name") for item in between) or not (is_market(entity) and is_market(rival)):
        return
    if entity == rival or line.word(other + 1) == "'s":
        return
    up, more = "up" in line.items[index].roles, degree != "less"
    time = line.time_for(other)
    line.add(
        "comparison",
        [place, index, other, time if time in line.clause(index) else None],
        subject=entity,
        other=rival,
        direction="ahead" if up == more else "behind",
        window=line.window(time, index),
        negated=line.is_negated(index),
    )
