"""Levels: where an index or a price stood, and the sums that a level, a change and a per cent make together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.claims.read.markets import MARKETS
from rotascope.claims.read.timing import is_one_day
from rotascope.data.words import words_of

if TYPE_CHECKING:
    from rotascope.claims.claim import Claim, Entity, Hedge, Window
    from rotascope.claims.read.line import Line

_SIDES: dict[str, Hedge] = {"above": "more than", "below": "less than"}
_BEFORE = words_of("before_level")
_COUNTED = words_of("counted")
_LEVEL_NOUNS = frozenset(
    {
        *("level", "close", "closing", "finish", "settlement", "price", "reading", "value", "mark", "high", "low"),
        *("record", "peak", "open", "levels", "top", "bottom", "trough", "neighborhood", "vicinity", "area"),
    }
)
_COLON = 4
_SMALLEST = 10.0  # a lower number after "at" is no level of an index


def read_levels(line: Line) -> None:
    """Figures that "closed at", "above" or "to" make a level."""
    for index, item in enumerate(line.items):
        if item.sort != "number" or index in line.used or not _may_be_level(line, index):
            continue
        cue = _cue_of(line, index)
        place = _whose(line, index, cue)
        entity = line.entity(place) if place is not None else _carried(line, index)
        if cue is None or entity is None or entity.kind not in MARKETS or entity.kind in ("basket", "sector"):
            continue
        _level(line, index, cue, place)


def _may_be_level(line: Line, index: int) -> bool:
    number = line.items[index].number
    if number.ordinal or number.scaled or number.in_words or number.unit not in ("level", "dollars") or number.sign:
        return False
    if line.tokens.word(line.items[index].hi) in _COUNTED:
        return False
    if line.any_role(line.clause(index), "members") and any(line.word(at) == "number" for at in line.clause(index)):
        return False  # "the number of members at new highs rose to 58"
    if line.word(index + 1) in ("year", "day", "week", "month") or (
        line.word(index - 1) == "of" and line.word(index - 2) in ("average", "mean", "median")
    ):
        return False
    peak = line.items[index - 2] if index > 1 and line.word(index - 1) == "of" else None
    if peak is not None and (peak.roles & {"high", "low"} or (peak.sort == "time" and peak.window.extreme)):
        return False  # "its October high of $126,000": where it stood once
    plain_year = number.unit == "level" and number.step == 1 and 1900 <= number.value <= 2100
    grouped = "," in line.tokens.raw[line.items[index].lo]
    return number.value >= _SMALLEST and (not plain_year or grouped)


def _cue_of(line: Line, index: int) -> int | None:
    """The word that makes it a level, right before the number, hedges and articles between them left aside."""
    at = index - 1
    while at >= 0 and (line.word(at) in _BEFORE or line.items[at].sort == "time"):
        at -= 1
    item = line.item(at)
    if item is None:
        return None
    if _is_quote(line, index):
        return index
    if item.word == "of" and item.hi - item.lo == 1 and line.token_before(at) not in _LEVEL_NOUNS:
        return None  # "the list of 500"
    if item.roles & {"level", "above", "below"} or item.word in ("at", "to"):
        return at
    close = line.item(index + 1)
    return index + 1 if close is not None and close.word in ("level", "mark", "threshold") else None


def _is_quote(line: Line, index: int) -> bool:
    """Whether a level follows its name without a verb: "Dow 49,359.33, down 83 points"."""
    number = line.items[index].number
    before = index - 1
    while before > 0 and (line.word(before) == ":" or line.items[before].sort == "time") and index - before < _COLON:
        before -= 1
    before = before if line.word(index - 1) == ":" else index - 1
    if line.items[before].sort != "name" or not ("," in line.tokens.raw[line.items[index].lo] or number.step < 1):
        return False
    after = line.item(index + 1)
    return after is None or after.word in (",", "(", ";", ".", "-", "–", "—") or bool(after.roles & {"up", "down"})


def _whose(line: Line, index: int, cue: int | None) -> int | None:
    if cue is None:
        return None
    if cue == index and _is_quote(line, index):
        return next(at for at in range(index - 1, -1, -1) if line.items[at].sort == "name")
    subject = line.subject_before(min(cue, index))
    subject = subject if subject is not None else line.owner_before(index)
    return subject if subject is not None or line.word(cue) != "of" else _named_for(line, index)


def _named_for(line: Line, index: int) -> int | None:
    """Friday's close of 2,352.79 was an all-time high for the Russell 2000: whose close it was comes after."""
    clause = line.clause(index)
    places = (
        line.skip(at + 1, frozenset({"the"}), 1) for at in range(index + 1, clause.stop) if line.word(at) == "for"
    )
    return next((at for at in places if line.entity(at) is not None), None)


def _carried(line: Line, index: int) -> Entity | None:
    """The subject of the claim before it in the clause: "fell 1% to 2,640"."""
    return line.found[-1].subject if line.found else line.memory.subject if line.clause(index).start == 0 else None


def _level(line: Line, index: int, cue: int, place: int | None) -> None:
    entity = line.entity(place) if place is not None else _carried(line, index)
    number = line.items[index].number
    figure = number.figure(line.tokens, 1, "dollars" if number.unit == "dollars" else "level")
    roles = line.items[cue].roles
    side = next((hedge for role, hedge in _SIDES.items() if role in roles), "")
    if side and not figure.hedge:
        figure = figure.model_copy(update={"hedge": side})
    time, window = line.own_window(index)
    if time is not None and time > index and line.word(index + 1) == "(":
        time = window = None  # "S&P 500: 5,911.69 (+6.2% in May)": of the move
    window = window if time is not None else _of_move(line, index, entity)
    near = place if place is not None and abs(place - index) < 14 else None
    line.used.update(
        line.roles_in(range(place or index, index), "up") + line.roles_in(range(place or index, index), "down")
    )
    line.add(
        "level",
        [near, cue, index, time if time is not None and abs(time - index) < 6 else None],
        subject=entity,
        figure=figure,
        window=_at(window),
        negated=line.is_negated(cue),
    )
    line.join_before(index, *({"level", "count"} if figure.unit == "level" else {figure.unit}))
    _sum(line, line.found[-1])


def _of_move(line: Line, index: int, entity: Entity | None) -> Window | None:
    """The day of the move that led to a level: "lost 3% on Tuesday, and the Dow dropped 374 points, to 9,796"."""
    last = line.found[-1] if line.found else None
    if last is None or last.kind != "return" or last.subject != entity or last.window is None:
        return None
    inside = (
        last.sentence == line.span and last.span.start >= line.tokens.starts[line.items[line.clause(index).start].lo]
    )
    return last.window if inside and last.window.text and is_one_day(last.window) else None


def _at(window: Window | None) -> Window | None:
    """A level holds at a moment: of a span, at its end."""
    if window is not None and window.kind in ("sessions", "calendar") and window.end is not None:
        return window.model_copy(update={"kind": "at", "start": None, "count": None})
    return window if window is not None and window.kind == "at" else None


def _sum(line: Line, level: Claim) -> None:
    """A level, a change and a per cent of one subject in one sentence must agree."""
    moves = [
        claim
        for claim in line.found
        if claim.kind == "return" and claim.subject == level.subject and claim.window is not None and not claim.negated
    ]
    move = next((claim for claim in moves if "change" in claim.parts), None)
    if move is None or move.figure is None or level.figure is None:
        return
    parts = {"price": level.figure, "change": move.parts["change"], "percent": move.figure}
    if any(figure.hedge for figure in parts.values()):
        return
    spans = [move.span, level.span]
    start, end = min(span.start for span in spans), max(span.end for span in spans)
    line.found.append(
        level.model_copy(
            update={
                "kind": "arithmetic",
                "text": line.text[start:end],
                "figure": None,
                "window": move.window,
                "span": level.span.model_copy(update={"start": start, "end": end}),
                "parts": parts,
            }
        )
    )
