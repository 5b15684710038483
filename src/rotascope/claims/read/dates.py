"""Dates as articles print them, and the article's own."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
MONTHS |= {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
WEEKDAYS = {name.lower(): number for number, name in enumerate(calendar.day_name)}
_FULL = re.compile(
    r"\b(?:(?P<month>[A-Z][a-z]{2,8})\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>(?:19|20)\d\d)"
    r"|(?P<day2>\d{1,2}) (?P<month2>[A-Z][a-z]{2,8})\.?,? (?P<year2>(?:19|20)\d\d)"
    r"|(?P<iso>(?:19|20)\d\d-\d\d-\d\d)"
    r"|(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>(?:19|20)\d\d))\b"
)
_OWN = re.compile(
    r"(?:as of|published(?: on)?|updated|posted|dated?|last modified|by [A-Z][\w.]+(?: [A-Z][\w.]+){0,3}[,|·-]?)"
    r"[:,]? (?:the )?(?:close (?:on|of) )?(?:(?:mon|tues|wednes|thurs|fri)day,? )?$",
    re.IGNORECASE,
)
_HEAD = 600  # a dateline or byline stands within so many characters


def full_dates(text: str) -> list[tuple[int, date]]:
    """Every date with day, month and year, with the place where it begins."""
    found = []
    for match in _FULL.finditer(text):
        if day := _date_of(match):
            found.append((match.start(), day))
    return found


def _date_of(match: re.Match[str]) -> date | None:
    if match["iso"]:
        parts = [int(part) for part in match["iso"].split("-")]
        return made(parts[0], parts[1], parts[2])
    if match["y"]:
        return made(int(match["y"]), int(match["m"]), int(match["d"]))
    month = MONTHS.get((match["month"] or match["month2"]).lower())
    return made(int(match["year"] or match["year2"]), month or 0, int(match["day"] or match["day2"]))


def made(year: int, month: int, day: int) -> date | None:
    """The date, or None where there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def article_date(text: str) -> date | None:
    """The article's own day: one that it says it is "as of", its dateline, else the latest full date that it states."""
    dates = full_dates(text)
    for at, day in dates:
        if _OWN.search(text[max(0, at - 60) : at]):
            return day
    for at, day in dates:
        if at < _HEAD and _stands_alone(text, at):
            return day
    return max((day for _, day in dates), default=None)


def _stands_alone(text: str, at: int) -> bool:
    """Whether a date opens its line or follows a place or name there, as in "NEW YORK, Jan. 14, 2026"."""
    line = text[max(text.rfind("\n", 0, at) + 1, at - 80) : at]
    words = [word.strip("(|-–—,.:•·") for word in line.split()]
    return all(word[:1].isupper() or not word or word in ("by", "at", "and") for word in words)


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or that month's last."""
    index = day.year * 12 + day.month - 1 - months
    year, month = max(index // 12, 1), index % 12 + 1
    return min(date(year, month, 1) + timedelta(days=day.day - 1), month_end(year, month))


def last_weekday(day: date, weekday: int) -> date:
    """The latest such day of the week, up to and including `day`."""
    return day - timedelta(days=(day.weekday() - weekday) % 7)


def year_of_month(month: int, dated: date | None) -> int | None:
    """The year of a month that is named without one: the latest that has begun."""
    if dated is None:
        return None
    return dated.year if month <= dated.month else dated.year - 1
