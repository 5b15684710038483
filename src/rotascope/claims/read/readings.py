"""The levels that rates and series stand at, and what they were before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rotascope.data.words import words_of

if TYPE_CHECKING:
    from rotascope.claims.claim import Entity, Window
    from rotascope.claims.read.line import Line


_REACH = 14


MEASURES = {
    "CPI": "inflation",
    "CORE_CPI": "inflation",
    "PCE": "inflation",
    "CORE_PCE": "inflation",
    "UNRATE": "unemployment",
    "PAYEMS": "payrolls",
    "ICSA": "claims",
    "INDPRO": "production",
    "DFEDTARU": "policy range",
}


COUNTS = frozenset({"PAYEMS", "ICSA"})


_JOBS = frozenset({"jobs", "positions", "workers", "payrolls"})


_FALLS = words_of("falls")


_DAYS = frozenset({"at", "sessions"})


def time_of(line: Line, index: int, entity: Entity) -> tuple[int | None, Window | None]:
    """The window of a figure; of prices and output, what they are compared with rather than the month they are of."""
    time, window = line.own_window(index)
    if entity.kind != "series" or window is None:
        return time, window
    for at in range(index + 1, line.clause(index).stop):
        if line.items[at].sort == "number":
            break
        if line.items[at].sort == "time" and line.items[at].window.months and line.items[at].window.kind == "between":
            return at, line.items[at].window
    if window.kind == "year to date" and window.text.lower() in ("on the year", "for the year", "over the year"):
        return time, window.model_copy(update={"kind": "between", "months": 12})
    return time, window


def read_level(line: Line, index: int, place: int, entity: Entity) -> None:
    """A rate at a level, with the level before where "from" or "up from" names one."""
    number = line.items[index].number
    sign = _sign_of_series(line, index, place, entity)
    if line.word(index - 1) == "from" and line.found and line.found[-1].subject == entity:
        add_before(line, index)
        return
    if line.word(index - 1) == "from":
        after = after_to(line, index)
        if after is not None:
            read_level(line, after, place, entity)
            add_before(line, index)
        return
    time, window = time_of(line, index, entity)
    if time is not None and _is_of_former(line, time, index):
        time = window = None
    if window is not None and entity.kind == "rate" and window.kind not in _DAYS:
        time = window = None  # a level stands on a day; what it rose "since" belongs to the change
    cue = next(
        (
            at
            for at in range(index - 1, max(line.clause(index).start - 1, index - 11), -1)
            if line.items[at].roles & {"up", "down"}
        ),
        None,
    )
    if cue is None and window is not None and entity.kind == "rate" and entity.subject != "DFEDTARU":
        window = window.model_copy(update={"kind": "at", "count": None})
    fields: dict[str, Any] = {"subject": entity, "figure": number.figure(line.tokens, sign), "window": window}
    direction = "" if cue is None else "down" if "down" in line.items[cue].roles else "up"
    if cue is not None:
        line.used.add(cue)
    measure = MEASURES.get(
        entity.subject, "slope" if "-" in entity.subject else "yield" if entity.kind == "rate" else ""
    )
    line.add(
        "rate",
        [
            place if place > index or abs(place - index) < _REACH else None,
            index,
            time if time is not None and abs(time - index) < 6 else None,
        ],
        measure=measure,
        direction=direction,
        **fields,
    )


def _is_of_former(line: Line, time: int, index: int) -> bool:
    """Whether a time is that of where it came from: "plunged from 5.05% on March 8 to 3.81%"."""
    if line.word(index - 1) != "to" or time > index:
        return False
    return line.items[time - 1].sort == "number" and line.word(time - 2) == "from"


def _sign_of_series(line: Line, index: int, place: int, entity: Entity) -> int:
    """-1 where prices or output fell by the figure; a level "down to" a figure is no fall by it."""
    if entity.kind == "rate" or entity.subject == "UNRATE" or line.word(index - 1) in ("to", "at"):
        return 1
    cue = next((at for at in range(index - 1, place, -1) if line.items[at].roles & {"up", "down"}), None)
    falls = cue is not None and "down" in line.items[cue].roles and line.items[cue].word in _FALLS
    return -1 if falls else 1


def after_to(line: Line, index: int) -> int | None:
    """The figure that "from 4.3% to 4.4%" goes to."""
    for at in range(index + 1, min(index + 7, len(line.items) - 1)):
        if line.word(at) == "to" and line.items[at].sort != "time":
            after = line.skip(at + 1, {"about", "roughly", "around", "just", "a", "nearly"}, 3)
            return after if after < len(line.items) and line.items[after].sort == "number" else None
        if line.items[at].sort == "number" or line.word(at) in (",", "and"):
            return None
    return None


def add_before(line: Line, index: int) -> None:
    """Joins "up from 4.3%" to the claim before it."""
    line.extend_last(index, {"before": line.figure(index)})


def read_count(line: Line, index: int, place: int, entity: Entity) -> None:
    """Jobs added, or claims for benefits."""
    number = line.items[index].number
    generic = entity.name == "Payrolls" and line.word(place) not in ("nonfarm", "non", "payrolls", "payroll")
    jobs = any(line.word(at) in _JOBS for at in range(index + 1, min(index + 3, len(line.items))))
    if number.unit not in ("level", "count") or number.value < 1000 or (generic and not jobs):
        return
    if line.word(index - 1) == "from" and line.found and line.found[-1].subject == entity:
        add_before(line, index)
        return
    cue = next((at for at in range(index - 1, place, -1) if line.items[at].roles & {"up", "down"}), None)
    if cue is not None:
        line.used.add(cue)
    if line.word(index - 1) == "by" and after_to(line, index) is not None:
        return  # "fell by 9,000 to 198,000": the level is the claim
    sign = -1 if cue is not None and "down" in line.items[cue].roles and entity.subject == "PAYEMS" else 1
    time, window = time_of(line, index, entity)
    line.add(
        "rate",
        [place, index, time if time is not None and abs(time - index) < 6 else None],
        subject=entity,
        figure=number.figure(line.tokens, sign, "count"),
        measure=MEASURES[entity.subject],
        window=window,
    )
