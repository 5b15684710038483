"""Two figures set against each other: "rose 5.8%, against 2.0% for the Nasdaq"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.claims.claim import Claim, Direction, Entity, Figure, Span
from rotascope.claims.read.governing import Move, governing
from rotascope.claims.read.timing import own_time

if TYPE_CHECKING:
    from rotascope.claims.read.line import Line


def compare(line: Line, before: Claim, index: int, entity: Entity, place: int | None) -> None:
    """Joins a figure to the return before it, which it is set against."""
    sign = -1 if before.figure is not None and before.figure.value < 0 and governing(line, index) is None else 1
    move = governing(line, index) or Move(None, sign)
    figure = signed(line, index, move)
    anchors = [at for at in (index, place, move.cue) if at is not None and at >= index]
    end = max(line.tokens.ends[line.items[at].hi - 1] for at in anchors)
    ahead = before.figure is not None and before.figure.value >= figure.value
    joined = before.model_copy(
        update={
            "kind": "comparison",
            "other": entity,
            "other_figure": figure,
            "direction": "ahead" if ahead else "behind",
            "text": line.text[before.span.start : end],
            "span": Span(start=before.span.start, end=end),
        }
    )
    time = own_time(line, index)
    told = before.window is not None and bool(before.window.text)
    if not told and time is not None and time > index:
        joined = joined.model_copy(update={"window": line.items[time].window})  # told after both figures
    line.found[line.found.index(before)] = joined
    bare = (one for one in line.found if one.kind == "comparison" and one.figure is None)
    same = next((one for one in bare if (one.subject, one.other) == (joined.subject, joined.other)), None)
    if same is not None:
        line.found.remove(same)  # "small caps (+6.9%) have trounced large caps (+1.4%)": once
    line.used.add(index)
    line.memory.subject = joined.subject


def signed(line: Line, index: int, move: Move) -> Figure:
    sign = -1.0 if move.sign < 0 else 1.0
    number = line.items[index].number
    figure = number.figure(line.tokens, sign)
    if move.sign < 0 and number.sign > 0:
        return figure.model_copy(update={"value": -figure.value})
    return figure


def direction_of(figure: Figure) -> Direction:
    return "up" if figure.value > 0 else "down" if figure.value < 0 else ""


def _reaches(line: Line, at: int, index: int) -> bool:
    """Whether a word that compares governs a figure: in its clause, or in "behind the index, which returned 17%"."""
    clause = line.clauses[index]
    return line.clauses[at] == clause - (line.layout.openers[clause] == "which")


def comparing_word(line: Line, index: int) -> int | None:
    """The word that sets a figure against the one before it: "against", "compared with", "outpacing"."""
    for at in range(index - 1, max(-1, index - 9), -1):
        item = line.items[at]
        if item.sort == "number" and item.number.unit == "multiple" and line.word(at - 1) in (",", "than", "more"):
            return at if any(one.sort == "number" for one in line.items[:at]) else None  # ", three times SPY's 1.8%"
        if item.sort == "number":
            return None
        if line.word(at) == "than" and line.word(at - 1) in ("less", "more", "fewer", "greater"):
            continue
        if item.roles & {"beat", "lag"} and not _reaches(line, at, index):
            continue
        if item.roles & {"versus"} or (item.roles & {"beat", "lag"} and item.hi != line.items[index].lo):
            return at if any(one.sort == "number" for one in line.items[:at]) else None
    return None
