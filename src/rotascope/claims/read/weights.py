"""Concentration: the weight of a part in the index, of its largest members together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.claims.read.gapping import read_gapped
from rotascope.claims.read.markets import MARKETS, is_market
from rotascope.claims.read.wholes import cue_of, together, whole_after

if TYPE_CHECKING:
    from rotascope.claims.claim import Entity, Figure
    from rotascope.claims.read.line import Line


_REACH = 12
_COPULAS = frozenset({"is", "are", "was", "were", "remains", "stands", "stood"})


def read_concentration(line: Line, index: int) -> bool:
    """The Magnificent Seven make up 34% of the S&P 500; a weight of 7.2% in the index; the top 10 hold 40%."""
    cue = cue_of(line, index, "weight")
    cue = _copula(line, index) if cue is None else cue
    near = line.skip(index + 1, {"weight", "weighting", "share", "combined"}, 2)
    if cue is None and near > index + 1:
        cue = index + 1
    if read_gapped(line, index, ("concentration",), MARKETS):
        return True
    if cue is None:
        return _same_part(line, index) or _same_weight(line, index)
    place = _whole(line, index)
    top = _top(line, cue, index)
    owner = line.owner_before(top - 1) if top is not None and line.has(top - 1, "top") else None
    whole = line.entity(owner) if place is None and owner is not None else _whole_meant(line, index)
    gain, _ = whole_after(line, index, "gain_of")
    if gain is not None and gain in line.clause(index):
        return False  # a share of a gain is a contribution, or none
    if whole is None or _is_unknown_whole(line, index):
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
        subject=whole if top is not None else together(line, subject, cue) or entity,
        other=whole if top is None else None,
        figure=line.figure(index),
        parts=parts,
        window=window,
        negated=line.is_negated(cue),
    )
    line.join_before(max(index, place or index))
    return True


def _copula(line: Line, index: int) -> int | None:
    """The "is" of "Nvidia is now 7% of the S&P 500"; not of "is 80% of the S&P 500's gain"."""
    at = index - 1
    while at > 0 and (line.items[at].sort == "time" or (line.has(at, "aux") and line.word(at) not in _COPULAS)):
        at -= 1
    if line.word(at) not in _COPULAS or line.word(index + 1) != "of" or line.items[index].number.unit != "percent":
        return None
    place = line.skip(index + 2, frozenset({"the", "all"}), 2)
    owns = line.word(place + 1) in ("'s", "'") and not line.has(place + 2, "weight_of")
    subject = line.subject_before(at)
    near = subject is not None and line.is_near(subject, at)
    return at if is_market(line.entity(place)) and not owns and (near or _top(line, at, index) is not None) else None


def _same_weight(line: Line, index: int) -> bool:
    """and Nvidia's alone is 9%: its weight in the whole that was spoken of just before."""
    last = line.found[-1] if line.found else None
    clause = line.clause(index)
    owners = [
        at
        for at in range(clause.start, index)
        if is_market(line.entity(at)) and (line.word(at + 1) == "'s" or line.word(at + 1) in _COPULAS)
    ]
    verb = any(line.word(at) in _COPULAS for at in range(clause.start, index))
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
    if last is None or last.kind != "concentration" or line.word(index + 1) != "of" or not is_market(entity):
        return False
    if entity == last.other or "members" in last.parts:
        return False
    line.add("concentration", [index, whole], subject=last.subject, other=entity, figure=line.figure(index))
    return True


def _whole(line: Line, index: int) -> int | None:
    at = index + 1
    while at < min(index + _REACH, line.clause(index).stop) and line.items[at].sort != "number":
        if is_market(line.entity(at)) and line.word(at) not in ("its", "their"):
            return at
        at += 1
    before = [
        at
        for at in range(index - 1, max(-1, index - 14), -1)
        if line.word(at) in ("in", "of") and is_market(line.entity(line.skip(at + 1, {"the"}, 1)))
    ]
    return line.skip(before[0] + 1, {"the"}, 1) if before else None


def _is_unknown_whole(line: Line, index: int) -> bool:
    """Whether the whole is "the index", and none was spoken of before."""
    place = line.item(index + 2)
    pronoun = place is not None and place.sort == "pronoun" and line.entity(index + 2) is None
    return pronoun and line.word(index + 1) == "of"


def _whole_meant(line: Line, index: int) -> Entity | None:
    """The whole that the sentence names, else the last index that was spoken of."""
    place = _whole(line, index)
    if place is not None and line.word(place) == "it" and (spoken := line.memory.fitting("index")) is not None:
        return spoken
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
