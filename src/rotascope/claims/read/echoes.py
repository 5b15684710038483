"""Times that echo one already named: "flat in January, and down 2% over the month" is January both times."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.claims.read.timing import CARRIED, is_one_day

if TYPE_CHECKING:
    from rotascope.claims.claim import Window
    from rotascope.claims.read.item import Item

_LEADING = frozenset({"over", "on", "for", "in", "during", "across", "through", "throughout", "of", "the"})
KEPT = 6
_DAYS = {"week": (4, 7), "month": (27, 31), "quarter": (88, 93), "year": (364, 366)}


def resolve_echoes(items: list[Item], told: list[Window]) -> list[Window]:
    """Gives "the month", "that year", "the same stretch" the window that they mean; the windows named so far.

    told: windows that the paragraph has named before, the latest last.
    """
    named = list(told[-KEPT:])
    for index, item in enumerate(items):
        if item.sort != "time":
            continue
        meant = _meant(item.window, named)
        if meant is not None:
            since = item.window.text.lower().startswith("since")
            item.data = _from_then(meant, item.window) if since else meant.model_copy(update={"text": item.window.text})
        elif item.window.kind in (*CARRIED, "at") and not _is_of_record(items, index) and not _is_former(items, index):
            named.append(item.window)
    return named


def _from_then(meant: Window, window: Window) -> Window:
    """Since then: from the first day of the period named, or from the day."""
    start = meant.start if meant.start is not None else meant.end
    return window.model_copy(update={"kind": "unstated" if start is None else "since", "start": start})


def _meant(window: Window, named: list[Window]) -> Window | None:
    """The window that an echo means: the latest of its length; for a stretch, the latest of more than a day."""
    words = window.text.lower().split()
    echo = window.kind == "unstated" and not {"same", "that", "then"}.isdisjoint(words)
    bare = len(words) in (2, 3) and words[0] in _LEADING and words[-2] == "the"
    if not words or not (echo or (bare and (words[-1] in _DAYS or words == ["on", "the", "day"]))):
        return None
    word = "since then" if words == ["since", "then"] else words[-1]
    fitting = [one for one in named if _fits(one, word)]
    return fitting[-1] if fitting else None


def _fits(window: Window, word: str) -> bool:
    """Whether a window may be what a word speaks of: a month, a date, a stretch of more than a day."""
    if word in _DAYS:
        return _lasts(window, word)
    if word == "since then":
        return True
    moment = window.kind == "at" or is_one_day(window)
    return moment if word in ("date", "day", "then") else not moment


def _is_of_record(items: list[Item], index: int) -> bool:
    """Whether a "since" tells how far back a record reaches: "its worst year since 2008"."""
    if items[index].window.kind != "since":
        return False
    return any(item.roles & {"super_up", "super_down", "record"} for item in items[max(0, index - 8) : index])


def _is_former(items: list[Item], index: int) -> bool:
    """Whether a time is that of a figure set against: "4.2% in the 12 months through April, up from 2.6% in March"."""
    return index > 1 and items[index - 1].sort == "number" and items[index - 2].word == "from"


def _lasts(window: Window, period: str) -> bool:
    """Whether a window is a whole period of that length, or the year so far."""
    if window.kind == "year to date":
        return period == "year"
    if window.kind != "calendar" or window.start is None or window.end is None:
        return False
    least, most = _DAYS[period]
    return least <= (window.end - window.start).days <= most
