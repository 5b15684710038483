"""Targets, and the upside that they leave."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from rotascope.claims.claim import Window
from rotascope.claims.read.bases import base_after
from rotascope.claims.read.dates import months_before
from rotascope.claims.read.markets import MARKETS, is_market
from rotascope.claims.read.number import ONES

if TYPE_CHECKING:
    from rotascope.claims.claim import Entity, Figure
    from rotascope.claims.read.line import Line


_CLOSES = frozenset({"close", "finish", "settlement", "closing"})
_NO_VERBS = frozenset({"according", "outlook", "consensus", "expectations", "forecasters", "predictions"})
_LONGEST_NAME = 4
_IMPLY = frozenset({"implying", "implies", "implied", "imply", "suggesting", "suggests", "representing", "translates"})


def read_targets(line: Line) -> None:
    """Targets and the upside that they leave."""
    target = None
    for at, item in enumerate(line.items):
        if item.sort == "number" and at not in line.used and (_is_target(line, at) or _is_next_target(line, at)):
            target = at if target is None else target
            _target(line, at)
    for index, item in enumerate(line.items):
        if (
            item.sort == "number"
            and item.number.unit == "percent"
            and index not in line.used
            and _is_upside(line, index)
        ):
            _upside(line, index, target)


def house_of(line: Line, near: int | None = None) -> str:
    """Who is said to say it: the first house that the clause names, else that the sentence names."""
    clause = line.clause(near) if near is not None else range(0)
    for item in (*(line.items[at] for at in clause), *line.items):
        if item.sort == "name" and item.entity.kind == "house" and item.entity.subject != "DFEDTARU":
            return item.entity.name
    return _unlisted_house(line)


def _unlisted_house(line: Line) -> str:
    """A run of capitals before a verb of saying or expecting, or before "'s target": a house that no list holds."""
    for index, item in enumerate(line.items):
        if not item.roles & {"forecast", "says"} or item.word in _NO_VERBS:
            continue
        hi = index - (line.word(index - 1) == "'s")
        lo = hi
        while lo > 0 and line.items[lo - 1].sort == "word" and line.tokens.raw[line.items[lo - 1].lo][:1].isupper():
            lo -= 1
        if 0 < hi - lo <= _LONGEST_NAME:
            return " ".join(line.tokens.raw[line.items[lo].lo : line.items[hi - 1].hi])
    return ""


def _is_target(line: Line, index: int) -> bool:
    number = line.items[index].number
    if (
        number.unit not in ("level", "dollars")
        or number.ordinal
        or number.scaled
        or number.value < 10
        or number.in_words
    ):
        return False
    grouped = "," in line.tokens.raw[line.items[index].lo] or number.unit == "dollars"
    if not grouped and (number.step == 1 and (1900 <= number.value <= 2100 or number.value < 100)):
        return False
    if line.word(index - 1) == "from" or (
        line.word(index - 1) in ("of", "at") and line.token_before(index - 1) in _CLOSES
    ):
        return False  # "above Friday's close of 6,940.01": where it stood
    if line.has(index - 1, "forecast"):  # "expects 7,400 for the S&P 500"; "UBS forecasts 7,700"
        own = any(line.is_house(at) for at in line.clause(index)) and line.memory.subject is not None
        if is_market(_entity_for(line, index)) or (own and "," in line.tokens.raw[line.items[index].lo]):
            return True
    before = [at for at in range(line.clause(index).start, index) if "target" in line.items[at].roles]
    after = any(line.has(at, "target") for at in range(index + 1, index + 6))
    return bool(before) or after


def _entity_for(line: Line, index: int) -> Entity | None:
    place = line.name_after(index, ("for", "on"))
    return None if place is None else line.entity(place)


def _is_next_target(line: Line, index: int) -> bool:
    """and Wedbush put Nvidia's at $250: a target too, where the clause before it told one and a house speaks here."""
    last = line.found[-1] if line.found else None
    number = line.items[index].number
    if line.token_before(index - 1) in _CLOSES:
        return False
    told = last is not None and last.kind == "forecast" and last.figure is not None and last.figure.unit == number.unit
    clause = line.clause(index)
    return told and line.word(index - 1) in ("at", "to", "a", "is", "of") and any(line.is_house(at) for at in clause)


def _target(line: Line, index: int) -> None:
    names = [at for at in line.clause(index) if (entity := line.entity(at)) is not None and entity.kind in MARKETS]
    if not names:
        names = [at for at in range(len(line.items)) if (one := line.entity(at)) is not None and one.kind in MARKETS]
    before = [at for at in names if at < index]
    place = next(
        (at for at in names if line.word(_before(line, at)) in ("for", "on")),
        before[-1] if before else names[0] if names else None,
    )
    entity = line.entity(place) if place is not None else line.memory.subject
    if entity is None:
        return
    number = line.items[index].number
    cue = next((at for at in range(len(line.items)) if "target" in line.items[at].roles), index)
    line.add(
        "forecast",
        [cue, place, index],
        subject=entity,
        house=house_of(line, index),
        measure="target",
        figure=number.figure(line.tokens, 1, "dollars" if number.unit == "dollars" else "level"),
        window=horizon_of(line, index),
    )
    for at, item in enumerate(line.items):
        if (
            item.sort == "number"
            and at not in line.used
            and at > index
            and line.word(at - 1) == "from"
            and item.number.unit == number.unit
        ):
            claim = line.found[-1]
            line.found[-1] = claim.model_copy(update={"parts": {"before": line.figure(at)}})
            line.used.add(at)


def _before(line: Line, at: int) -> int:
    at -= 1
    while line.word(at) in ("the", "a", "its"):
        at -= 1
    return at


def horizon_of(line: Line, index: int) -> Window | None:
    """The day that a forecast is for: a time the sentence states, "year-end" of a "year-end target"."""
    _, window = line.own_window(index)
    if window is not None and is_base(window):
        window = None
    if window is not None and window.kind in ("at", "calendar", "between") and window.text.lower() != "today":
        return window
    words = line.tokens.words
    for at in range(len(words) - 1):
        if words[at] in ("finish", "end", "close", "finishing", "ending", "closing") and words[at + 1 : at + 3] == [
            "the",
            "year",
        ]:
            return line.year_end("")
        if words[at] in ("finish", "end", "close", "finishing", "ending", "closing") and words[at + 1][:2] == "20":
            return line.year_end(words[at + 1])
        if words[at + 1] in ("month", "year") and words[at + 2 : at + 3] in (["target"], ["price"], ["objective"]):
            return _months_ahead(line, words[at], words[at + 1])
        if words[at] == "year" and words[at + 1] == "end":
            return line.year_end(words[at + 2] if at + 2 < len(words) else "")
    return None if window is not None and window.kind in ("sessions", "since") else window


def _months_ahead(line: Line, count: str, unit: str) -> Window:
    """12-month price target; a one-year target: so far from the article's own day."""
    number = int(count) if count.isdigit() and len(count) < 3 else ONES.get(count, 0)
    months, dated = number * (12 if unit == "year" else 1), line.memory.dated
    end = months_before(dated, -months) if dated is not None and months else None
    return Window(kind="at", text=f"{count} {unit}", end=end)


def is_base(window: Window) -> bool:
    """Whether a time is what a target is measured from: "5% above Friday's close", "above where it ended 2025"."""
    words = window.text.lower().split()
    return bool(words) and (words[-1] in _CLOSES or "where" in words)


def _day_of_base(line: Line, base: int | None) -> Window | None:
    """The day of the price that the target is set against, where the sentence names one."""
    if base is None or line.items[base].sort != "time":
        return None
    window, dated = line.items[base].window, line.memory.dated
    end = window.end
    if window.kind == "year to date" and dated is not None:
        end = date(dated.year - 1, 12, 31)  # "above where it ended 2025"
    elif window.kind == "since":
        end = window.start
    return window.model_copy(update={"kind": "at", "count": None, "start": None, "end": end})


def _is_upside(line: Line, index: int) -> bool:
    near = range(max(line.clause(index).start, index - 4), min(index + 4, len(line.items)))
    if line.any_role(near, "upside", "downside"):
        return True
    implied = any(line.word(at) in _IMPLY for at in range(max(0, index - 7), index))
    after = range(index + 1, min(index + 8, len(line.items)))
    if _beside_target(line, index):
        return True
    if base_after(line, index) is not None and (_is_aimed(line, index) or line.has(index + 1, "current")):
        return True
    if (
        line.word(index + 1) in ("above", "below")
        and index + 2 < len(line.items)
        and (line.items[index + 2].sort == "time" or line.any_role(range(index + 1, index + 4), "current"))
    ):
        return line.any_role(range(index), "target", "forecast") or implied
    if line.any_role(after, "current") and any(line.has(at, "target") for at in range(index)):
        return True
    return implied and (line.any_role(after, "current") or any(line.has(at, "target") for at in range(index)))


def _is_aimed(line: Line, index: int) -> bool:
    """Whether a target is told before: in the sentence, or in the one before it that "that" stands for."""
    if line.any_role(range(index), "target", "forecast"):
        return True
    return line.memory.aim is not None and line.word(0) in ("that", "this", "which", "it")


def _beside_target(line: Line, index: int) -> bool:
    """a target of 7,700, a gain of 12.5%: in apposition to the target."""
    at, nouns = index - 1, 0
    while at > 0 and (
        line.word(at) in ("of", "a", "an", "about", "roughly", "or", "potential") or line.has(at, "noun")
    ):
        nouns += line.has(at, "noun")
        at -= 1
    names = [place for place in range(max(0, at - 5), at) if line.items[place].sort == "number"]
    return nouns == 1 and line.word(at) == "," and any(place in line.used for place in names) and bool(line.found)


def _upside(line: Line, index: int, target: int | None) -> None:
    near = range(max(line.clause(index).start, index - 4), min(index + 5, len(line.items)))
    down = line.any_role(near, "downside", "down") and not line.any_role(near, "upside")
    cue = next((at for at in near if line.items[at].roles & {"upside", "downside", "up", "down"}), None)
    down = down or line.word(index + 1) == "below"
    claim = next((claim for claim in line.found if claim.kind == "forecast"), None)
    place = line.name_after(cue or index, ("for", "in", "to"))
    entity = line.entity(place) if place is not None else claim.subject if claim else None
    if entity is None:
        before = line.subject_before(index)
        entity = line.entity(before) if before is not None else line.memory.subject
    if entity is None or entity.kind not in MARKETS:
        return
    near = range(index + 1, min(index + 8, len(line.items)))
    base = next((at for at in near if "current" in line.items[at].roles), base_after(line, index))
    named = line.word(index + 1) in ("above", "below")
    horizon = _day_of_base(line, base) if named else horizon_of(line, index)
    parts: dict[str, Figure] = {}
    if claim is not None and claim.figure is not None and claim.measure == "target":
        parts["target"] = claim.figure
    line.add(
        "upside",
        [cue, index, base],
        subject=entity,
        figure=line.figure(index, -1 if down else 1),
        parts=parts,
        direction="down" if down else "up",
        house=house_of(line),
        window=horizon if claim is None else claim.window,
        rules_out=("base", "date") if base is not None or named else (),
    )
