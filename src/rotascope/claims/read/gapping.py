"""Gapping: a figure that shares the verb of the one before it, as in "makes up 8.3% of it, Apple 6.9%"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.claims.claim import Span
from rotascope.claims.read.gaps import gap_figure
from rotascope.data.words import words_of

if TYPE_CHECKING:
    from collections.abc import Container

    from rotascope.claims.claim import Claim
    from rotascope.claims.read.line import Line
    from rotascope.claims.read.number import Number

_BETWEEN = words_of("gap_between")
_JOINERS = frozenset({",", ";", "and", "but", "while", "or", "with", "whereas"})
_TOWARDS = frozenset({"into", "to", "for", "from", "in", "by", "at", "off", "on", "onto"})
_LONGEST = 5


def gapped_name(line: Line, index: int) -> int | None:
    """The name that a figure without a verb belongs to: "and Apple for 8.5%"; a joint stands before the name."""
    at = index - 1
    while at > 0 and index - at <= _LONGEST and line.items[at].sort != "name" and line.word(at) in _BETWEEN:
        at -= 1
    if line.item(at) is None or line.items[at].sort != "name" or line.is_house(at):
        return None
    before = at - 1
    while before > 0 and line.word(before) in ("the", "its", "those", "of", "that"):
        before -= 1
    return at if line.word(before) in _JOINERS else None


def named_after(line: Line, index: int) -> int | None:
    """The name after a figure that a joint begins: "and $9.8 billion into VOO", "and 8.1% to the Nasdaq-100"."""
    before = index - 1
    while before > 0 and line.word(before) in _BETWEEN and line.word(before) not in _JOINERS:
        before -= 1
    return line.name_after(index, _TOWARDS) if line.word(before) in _JOINERS else None


def read_gapped(line: Line, index: int, kinds: Container[str], names: Container[str]) -> bool:
    """Adds the claim before it once more, of another name and figure; False where the figure is no such one."""
    last = _last(line, kinds)
    number = line.items[index].number
    same = number.unit == last.figure.unit if last and last.figure and not number.point else False
    if last is None or last.figure is None or not (same or _in_points(number, last)):
        return False
    if _read_core(line, index, last):
        return True
    place = gapped_name(line, index)
    place = named_after(line, index) if place is None else place
    entity = line.entity(place) if place is not None else None
    if place is None or entity is None or entity.kind not in names or entity in (last.subject, last.other):
        return False
    if "series" in names and last.subject is not None and last.subject.kind != entity.kind:
        return False  # a yield is no rate of unemployment
    first, end = min(place, index), max(place, index)
    span = Span(start=line.tokens.starts[line.items[first].lo], end=line.tokens.ends[line.items[end].hi - 1])
    figure = gap_figure(line, index, -1 if last.figure.value < 0 else 1)
    told = {"subject": entity, "figure": figure, "parts": {}, "span": span}
    line.found.append(last.model_copy(update=told | {"text": line.text[span.start : span.end]}))
    line.used.update((index, place))
    line.memory.subject = entity
    return True


def _in_points(number: Number, last: Claim) -> bool:
    """contributed 2.6 percentage points, and Meta 1.1 points: of the same kind."""
    return number.point and last.kind == "contribution" and last.figure is not None and last.figure.unit == "points"


def _read_core(line: Line, index: int, last: Claim) -> bool:
    """CPI came in at 2.7%, core at 2.6%: the core of the prices just told."""
    at = index - 1
    while at > 0 and index - at <= _LONGEST and line.word(at) in _BETWEEN:
        at -= 1
    if line.word(at) != "core" or last.subject is None or last.subject.subject not in ("CPI", "PCE"):
        return False
    entity = line.entity_named(f"core {last.subject.subject.lower()}", at)
    line.add("rate", [at, index], subject=entity, figure=line.figure(index), measure=last.measure, window=last.window)
    return True


def _last(line: Line, kinds: Container[str]) -> Claim | None:
    last = line.found[-1] if line.found else None
    return last if last is not None and last.kind in kinds and last.sentence == line.span else None
