"""Parts of a whole: contribution, concentration, breadth and flows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.claims.read.breadth import read_breadth, read_counted_on, read_outnumbered
from rotascope.claims.read.gapping import read_gapped
from rotascope.claims.read.gaps import gap_figure
from rotascope.claims.read.markets import MARKETS, is_market
from rotascope.claims.read.weights import read_concentration
from rotascope.claims.read.wholes import cue_of, together, whole_after

if TYPE_CHECKING:
    from rotascope.claims.read.line import Line


def read_shares(line: Line) -> None:
    """Figures of breadth, of weight in an index, of a share in its return."""
    for index, item in enumerate(line.items):
        if item.sort != "number" or index in line.used or item.number.ordinal:
            continue
        unit = item.number.unit
        if unit in ("percent", "count", "level") and (read_breadth(line, index) or read_counted_on(line, index)):
            continue
        if unit in ("percent", "points", "basis points") or item.number.point:
            _ = _contribution(line, index) or read_concentration(line, index)
    read_outnumbered(line)


# Breadth.


# Contribution and concentration.


def _contribution(line: Line, index: int) -> bool:
    if read_gapped(line, index, ("contribution",), MARKETS):
        return True
    number = line.items[index].number
    linked = line.word(index + 1) in ("of", "to", "points") or line.word(index + 1) in ("from", "off")
    cue = cue_of(line, index, "contribution")
    whole, name = whole_after(line, index, "gain_of")
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
    time = line.time_for(cue) if time is None else time  # "lost 17% on Monday and accounted for two thirds of ..."
    figure = gap_figure(line, index, -1 if down else 1)
    line.add(
        "contribution",
        [subject, cue, index, whole, name, time if time in line.clause(index) else None],
        subject=together(line, subject, cue) or entity,
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
    figure = gap_figure(line, index, 1).model_copy(update={"unit": "points"})
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


def _part(line: Line, cue: int, index: int, whole: int) -> int | None:
    if cue > index:
        return next((at for at in range(cue + 1, min(cue + 6, len(line.items))) if is_market(line.entity(at))), None)
    subject = line.subject_before(cue)
    return subject if subject != whole else None


# Flows.
