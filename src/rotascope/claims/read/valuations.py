"""Valuation: multiples, discounts and premiums, the gap between two sides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.claims.read.discounts import discount_word, read_discount, read_valuation_gaps
from rotascope.claims.read.markets import MARKETS

if TYPE_CHECKING:
    from rotascope.claims.claim import Entity
    from rotascope.claims.read.line import Line

_LARGEST = 300.0  # a higher number after "P/E of" is no multiple
_PRICES = ("ebitda", "EV/EBITDA"), ("ev/ebitda", "EV/EBITDA"), ("cash", "P/FCF")


def read_valuations(line: Line) -> None:
    """Multiples in the order in which they stand, then discounts, then gaps."""
    told = any("valuation" in item.roles for item in line.items)
    for index, item in enumerate(line.items):
        if item.sort != "number" or index in line.used:
            continue
        if _is_multiple(line, index, told):
            _multiple(line, index)
        elif item.number.unit == "percent" and _is_yield(line, index):
            _multiple(line, index, "yield")
        elif item.number.unit == "percent" and discount_word(line, index) is not None:
            read_discount(line, index)
    read_valuation_gaps(line)


def _is_multiple(line: Line, index: int, told: bool) -> bool:
    number = line.items[index].number
    if line.word(index + 1) in ("year", "month", "day", "week", "quarter"):
        return False
    if line.any_role(line.clause(index), "outnumber", "advancers", "decliners"):
        return False
    if number.unit == "multiple":
        after = line.items[index + 1 : index + 6]
        earned = any(item.roles & {"valuation"} for item in after)
        sign = line.tokens.word(line.items[index].hi - 1) == "x"
        priced = any(line.word(at) in ("at", "fetches", "commands", "for") for at in range(max(0, index - 3), index))
        return (
            earned
            or sign
            or (priced and not number.in_words)
            or (told and line.word(index + 1) not in ("as", "more", "the", "higher", "larger"))
        )
    if (
        number.unit not in ("level", "count")
        or number.ordinal
        or number.scaled
        or number.value > _LARGEST
        or number.point
    ):
        return False
    before = range(max(line.clause(index).start, index - 7), index)
    ratio = [
        at
        for at in before
        if "valuation" in line.items[at].roles
        and line.word(at) not in ("sales", "revenue", "profit", "profits", "earnings", "book")
    ]
    linked = line.word(index - 1) in (
        "of",
        "at",
        "to",
        "near",
        "around",
        "was",
        "is",
        "about",
        "roughly",
        "nearly",
        ":",
    )
    follows = line.found and line.found[-1].kind == "valuation" and line.found[-1].sentence == line.span
    return bool(ratio and linked) or bool(follows and _against(line, index) is not None)


def _is_yield(line: Line, index: int) -> bool:
    """Whether a per cent is what a stock or a fund yields: "Chevron yields 3.8%", "a dividend yield of 3.8%"."""
    at = index - 1
    while at >= 0 and (line.word(at) in ("of", "at", "is", "about", "roughly", "nearly", "just", "a", "to", "only")):
        at -= 1
    if line.word(at) in ("yields", "yielding", "yielded"):
        return True
    words = line.tokens.words[line.items[max(0, at - 1)].lo : line.items[at].hi] if at >= 0 else []
    return "yield" in words and bool({"dividend", "earnings", "distribution", "free"} & set(words))


def _against(line: Line, index: int) -> int | None:
    for at in range(index - 1, max(-1, index - 7), -1):
        if "versus" in line.items[at].roles or (line.has(at, "against") and line.word(at) != "but"):
            return at
        if line.items[at].sort == "number":
            return None
    return None


def _subject(line: Line, index: int) -> int | None:
    """Whose multiple it is: the owner, a name with "for" after it, the name before it in its clause."""
    owner = line.owner_before(index)
    if owner is not None:
        return owner
    after = next(
        (at for at in range(index + 1, min(index + 7, len(line.items))) if line.word(at) in ("for", "at")), None
    )
    if after is not None and line.word(after) == "at" and line.item(after + 1) and line.entity(after + 1) is None:
        after = None
    if after is not None and not any(line.items[at].sort == "number" for at in range(index + 1, after)):
        place = line.skip(after + 1, {"the", "its", "broader", "large", "cap"}, 4)
        if line.entity(place) is not None:
            return place
    clause = line.clause(index)
    names = [at for at in clause if at < index and line.entity(at) is not None and not line.is_house(at)]
    subject = line.subject_before(index)
    if subject is not None:
        return subject
    if names:
        return names[-1]
    for at in range(index + 1, min(index + 9, len(line.items))):
        if line.items[at].sort == "number":
            return None
        if line.entity(at) is not None:
            return at
    return None


def _measure(line: Line, index: int) -> str:
    after = _as_far(line, range(index + 1, min(index + 7, len(line.items))))
    told = line.any_role(after, "valuation", "book", "sales_word")
    before = range(index, max(-1, index - 10), -1)
    near = after if told and not line.any_role(after, "discount") else [*_as_far(line, before[1:]), *after]
    words = {word for at in near for word in line.tokens.words[line.items[at].lo : line.items[at].hi]}
    for word, measure in _PRICES:
        if word in words:
            return measure
    if line.any_role(near, "book"):
        return "P/B"
    if line.any_role(near, "sales_word") or words & {"sales", "revenue"}:
        return "P/S"
    if line.any_role(near, "forward") or words & {"forward", "expected", "projected", "estimated", "next", "coming"}:
        return "forward P/E"
    if line.any_role(near, "trailing_word") or "trailing" in words:
        return "trailing P/E"
    last = line.found[-1] if line.found and line.found[-1].kind == "valuation" else None
    return last.measure if last is not None and last.sentence == line.span else "P/E"


def _as_far(line: Line, places: range) -> list[int]:
    """These items as far as another multiple."""
    found = []
    for at in places:
        if line.items[at].sort == "number" and line.items[at].number.unit == "multiple":
            break
        found.append(at)
    return found


def _multiple(line: Line, index: int, measure: str = "") -> None:
    place = _subject(line, index)
    entity = line.entity(place) if place is not None else line.memory.subject
    if entity is None or entity.kind not in MARKETS:
        return
    figure = line.items[index].number.figure(line.tokens, 1, None if measure else "multiple")
    last = line.found[-1] if line.found else None
    against = _against(line, index)
    side = against is not None and "versus" in line.items[against].roles
    if side and last is not None and last.kind == "valuation" and last.other is None and last.subject != entity:
        _join(line, index, place, entity)
        return
    time, window = line.own_window(index)
    if window is not None and window.kind not in ("at", "sessions"):
        time = window = None  # a multiple stands on a day
    line.add(
        "valuation",
        [
            place if place is not None and abs(place - index) < 16 else None,
            index,
            _earnings_after(line, index),
            time if time in line.clause(index) else None,
        ],
        subject=entity,
        figure=figure,
        measure=measure or _measure(line, index),
        window=window,
    )
    line.join_before(index, *(("percent",) if measure else ("multiple", "level")))


def _earnings_after(line: Line, index: int) -> int | None:
    at = line.skip(
        index + 1,
        {
            "forward",
            "trailing",
            "expected",
            "estimated",
            "its",
            "their",
            "projected",
            "next",
            "this",
            "of",
            "the",
            "coming",
            "year's",
        },
        5,
    )
    return at if line.has(at, "valuation") else None


def _join(line: Line, index: int, place: int | None, entity: Entity) -> None:
    """Sets a multiple beside the one before it, which it is compared with."""
    before = line.found[-1]
    same = before.figure.unit if before.figure is not None else "multiple"
    figure = line.items[index].number.figure(line.tokens, 1, same)
    end = max(line.tokens.ends[line.items[at].hi - 1] for at in (index, place if place and place > index else index))
    line.found[-1] = before.model_copy(
        update={
            "other": entity,
            "other_figure": figure,
            "text": line.text[before.span.start : end],
            "span": before.span.model_copy(update={"end": end}),
        }
    )
    line.used.add(index)
