"""A claim's window as a question asks it: from when, to when, and which other windows it could mean."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from rotascope.data.history import day_number, day_of
from rotascope.errors import DataError, UsageError
from rotascope.questions import Question

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rotascope.claims.check.asking import Asker
    from rotascope.claims.claim import Claim, Window

MONTHS = {1: 21, 3: 63, 6: 126, 12: 252}  # sessions to so many months
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Asked:
    """A window as a question takes it. moves: whether its end may be another day than the one it is tested on."""

    name: str
    end: date
    since: date | None = None
    length: str = ""
    moves: bool = True

    def question(self, measure: str, of: str | None, **params: object) -> Question:
        """A question about this window."""
        given: dict[str, object] = {"window": self.length} if self.length else {}
        return Question(measure, of, self.since, None, given | params)


def window_of(asker: Asker, claim: Claim) -> Asked:
    """The window that the claim states, or the article's own; a printed move of an article without any is a day's."""
    of = claim.subject.subject if claim.subject is not None else ""
    stated = _asked(asker, claim.window, of)
    if stated is None and _beside_an_opening(asker, claim):
        return Asked("year to date", asker.as_of, length="ytd")
    if stated is None and claim.figure is not None and not states_window(asker):
        return Asked("the session", asker.as_of, length="1")
    return stated or article_window(asker)


def _beside_an_opening(asker: Asker, claim: Claim) -> bool:
    """ "Up 7 %, its best start to a year": whether the sentence's record is one of the year's opening."""
    beside = (one for one in asker.article.claims if one.sentence == claim.sentence and one is not claim)
    return claim.figure is not None and any(one.kind == "record" and one.measure == "opening" for one in beside)


def end_of(asker: Asker, claim: Claim) -> date:
    """The day that the claim speaks of: its stated one, or the as-of."""
    end = claim.window.end if claim.window is not None else None
    return min(end or asker.as_of, asker.as_of)


def article_window(asker: Asker) -> Asked:
    """The window that the article states most often; the year to date where it states none."""
    for window, _ in _stated(asker).most_common():
        if found := _asked(asker, window):
            return found
    return Asked("year to date", asker.as_of, length="ytd")


def states_window(asker: Asker) -> bool:
    """Whether the article states a window anywhere."""
    return bool(_stated(asker))


def _stated(asker: Asker) -> Counter[Window]:
    stated = [window for claim in asker.article.claims if (window := claim.window) is not None]
    return Counter(window for window in stated if window.kind not in ("at", "unstated") and not window.extreme)


def usual_windows(asker: Asker, own: Asked) -> list[Asked]:
    """What else an unstated window may mean: the session, the week, the year so far, and one to twelve months."""
    short = [("over the session", "1"), ("over five sessions", "5"), ("year to date", "ytd")]
    found = [Asked(name, asker.as_of, length=length) for name, length in short if length != own.length]
    return [*found, *month_windows(asker)]


def told_windows(asker: Asker, claim: Claim, own: Asked) -> list[Asked]:
    """Where a window is only carried over from an earlier sentence: the others that the article states."""
    if claim.window is None or claim.window.text or not is_stated(claim):
        return []
    found = [_asked(asker, window) for window, _ in _stated(asker).most_common()]
    others = {(one.since, one.length, one.end): one for one in found if one is not None}
    return [one for key, one in others.items() if key != (own.since, own.length, own.end)]


def month_windows(asker: Asker) -> list[Asked]:
    """One, three, six and twelve months to the as-of, in sessions."""
    return [Asked(f"over {months} month{'s' * (months > 1)}", asker.as_of, length=str(sessions))
            for months, sessions in MONTHS.items()]  # fmt: skip


def is_stated(claim: Claim) -> bool:
    """Whether the claim itself names a window."""
    return claim.window is not None and claim.window.kind not in ("unstated", "at")


def days_to_try(asker: Asker, claim: Claim, window: Asked) -> list[date]:
    """The ten sessions before the as-of on which the figure may have been taken: none where the sentence fixes it."""
    if not window.moves or rules_out(claim, "date"):
        return []
    days = asker.earlier()
    if window.length == "ytd":
        return [day for day in days if day.year == window.end.year]
    return [day for day in days if window.since is None or day > window.since]


def rules_out(claim: Claim, reading: str) -> bool:
    """Whether the sentence itself excludes a reading: "base", "date", "instrument", "basis"."""
    return any(reading in said for said in claim.rules_out)


def lies_ahead(asker: Asker, claim: Claim) -> bool:
    """Whether the claim speaks of a time that begins after the as-of."""
    return claim.window is not None and claim.window.start is not None and claim.window.start > asker.as_of


def _asked(asker: Asker, window: Window | None, of: str = "") -> Asked | None:
    """The window as a question takes it; None where it is not stated."""
    if window is None or window.kind == "unstated":
        return None
    end = min(window.end or asker.as_of, asker.as_of)
    moves = window.end is None or window.end >= asker.as_of
    name = window.text or window.kind
    if window.kind == "year to date":
        return Asked(name, end, length="ytd", moves=moves)
    if window.kind == "at":
        return Asked(name, end, length="1", moves=window.end is None)
    if window.extreme:
        since = _extreme(asker, window, of)
        return None if since is None else Asked(f"{name} (close of {since})", asker.as_of, since=since, moves=False)
    if window.months is not None:
        return Asked(name, end, since=months_before(end, window.months), moves=moves)
    if window.kind == "sessions":
        return _counted(asker, window, Asked(name, end, length=str(max(window.count or 1, 1)), moves=moves))
    if window.start is None or window.start > end:
        return None
    return Asked(name, end, since=_base(window), moves=moves and window.kind != "calendar")


def _counted(asker: Asker, window: Window, back: Asked) -> Asked:
    """So many sessions that end on a day, or that begin with one."""
    if window.start is None:
        return back
    sessions = asker.panel.sessions
    last = int(sessions.searchsorted(day_number(window.start))) + (window.count or 1) - 1
    if last >= len(sessions):
        return back
    return Asked(back.name, day_of(int(sessions[last])), since=window.start - A_DAY, moves=False)


def _extreme(asker: Asker, window: Window, of: str) -> date | None:
    """The day of the lowest (highest) close within the days that the window may begin on."""
    try:
        series = asker.panel.series(of)
    except (DataError, UsageError):
        return None
    first, last = window.start or date.min, window.end or asker.as_of
    inside = [(value, day) for value, day in zip(series.values.tolist(), series.days.tolist(), strict=True)
              if first <= day_of(day) <= last]  # fmt: skip
    if not inside:
        return None
    return day_of(min(inside)[1] if window.extreme == "low" else max(inside)[1])


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the last of that month."""
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _base(window: Window) -> date:
    """The day whose close a return is measured from: before the first day of a span, or the day "since" names."""
    start = window.start or date.min
    if window.kind == "since" and start.day != 1:
        return start
    return start - A_DAY


def other_bases(asker: Asker, claim: Claim, window: Asked) -> Sequence[Asked]:
    """The same window measured from its own first close, where the sentence leaves that open."""
    if rules_out(claim, "base"):
        return []
    if window.length == "ytd":
        first = _first_session(asker, date(window.end.year, 1, 1))
    elif window.since is not None:
        first = _first_session(asker, window.since + A_DAY)
    else:
        return []
    if first is None or first >= window.end:
        return []
    return [Asked(f"from the close of {first}", window.end, since=first, moves=window.moves)]


def _first_session(asker: Asker, day: date) -> date | None:
    sessions = asker.panel.sessions
    at = int(sessions.searchsorted(day_number(day)))
    return day_of(int(sessions[at])) if at < len(sessions) else None
