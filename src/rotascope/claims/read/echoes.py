"""Times that echo one already named: "flat in January, and down 2% over the month" is January both times."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rotascope.claims.claim import Window
    from rotascope.claims.read.item import Item

_LEADING = frozenset({"over", "on", "for", "in", "during", "across", "through", "throughout", "of"})
_DAYS = {"week": (4, 7), "month": (27, 31), "quarter": (88, 93), "year": (364, 366)}


def resolve_echoes(items: list[Item], carried: Window | None) -> None:
    """Gives "the month", "the quarter", "the year" the window of the one named last before, where it is as long."""
    named = carried
    for item in items:
        if item.sort != "time":
            continue
        period = _bare_period(item.window)
        if period and named is not None and _lasts(named, period):
            item.data = named.model_copy(update={"text": item.window.text})
        elif item.window.kind in ("calendar", "sessions", "year to date") and not period:
            named = item.window


def _bare_period(window: Window) -> str:
    """The period that "over the month" speaks of without naming it; "" for any other time."""
    words = window.text.lower().split()
    bare = len(words) == 3 and words[0] in _LEADING and words[1] == "the" and words[2] in _DAYS
    return words[2] if bare else ""


def _lasts(window: Window, period: str) -> bool:
    """Whether a window is a whole period of that length."""
    if window.kind != "calendar" or window.start is None or window.end is None:
        return False
    least, most = _DAYS[period]
    return least <= (window.end - window.start).days <= most
