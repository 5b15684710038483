"""What a record is measured over: a "since", so many years, ever."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rotascope.claims.read.number import ONES, TENS

if TYPE_CHECKING:
    from rotascope.claims.read.line import Line


_YEARS = {"decade": 10, "decades": 10, "year": 1, "years": 1, "century": 100, "generation": 25}


def anchor_after(line: Line, start: int) -> dict[str, Any] | None:
    """What the record is measured over: a "since", so many years, "on record"; with the last item of it."""
    for at in range(start, min(start + 8, len(line.items))):
        item = line.items[at]
        if item.sort == "time" and item.window.kind == "since":
            return {"at": at, "since": item.window.start, "window": None}
        if (
            item.sort == "time"
            and item.window.months
            and item.window.kind == "between"
            and item.word in ("in", "over", "for")
        ):
            years = item.window.months // 12
            return {"at": at, "months": item.window.months} | ({"years": years} if years else {})
        if (
            item.sort == "time"
            and item.window.kind in ("year to date", "calendar")
            and item.word in ("this", "in", "of")
        ):
            return {"at": at, "window": item.window}
        if "record" in item.roles and item.word in ("on", "in", "ever", "of"):
            of = line.skip(at + 1, frozenset({"the"}), 1)
            ends = line.tokens.word(item.hi - 1) == "of" and line.entity(of) is not None
            return {"at": at, "of": of} if ends else {"at": at}
        if item.word in ("in", "for") and (span := span_of_years(line, at)):
            return span
        if item.word in (",", ";", "."):
            return None
    return None


def span_of_years(line: Line, at: int) -> dict[str, Any] | None:
    """in over a decade; in more than two years; in nearly 30 years; in six months."""
    lo = line.items[at].hi
    for step in range(lo, min(lo + 6, len(line.tokens))):
        word = line.tokens.word(step)
        if word in _YEARS or word in ("month", "months", "week", "weeks"):
            count = _count_in(line, lo, step)
            end = next(place for place in range(at, len(line.items)) if line.items[place].hi > step)
            if word in _YEARS:
                return {"at": end, "years": count * _YEARS[word]}
            months = count if "month" in word else max(1, count // 4)
            return {"at": end, "months": months}
    return None


def _count_in(line: Line, lo: int, hi: int) -> int:
    for place in range(lo, hi):
        word = line.tokens.word(place)
        if word.isdigit() and len(word) < 4:
            return int(word)
        if word in ONES or word in TENS:
            return int(ONES.get(word, 0) or TENS.get(word, 0)) + (
                ONES.get(line.tokens.word(place + 1), 0) if word in TENS else 0
            )
    return 1
