"""Records: how this opening, this close, this member ranks among all others, and what chance would give."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from rotascope.data.history import day_of
from rotascope.errors import DataError, UsageError, unknown
from rotascope.measures.chance import chance_of_high
from rotascope.measures.measured import Measured
from rotascope.measures.windows import Basis, Window, start_of
from rotascope.measures.wording import basis_of, count, percent
from rotascope.pairs import Leg, Pair, groups, leg_series, pair_series, parse_leg

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from rotascope.data.panel import Panel

Direction = Literal["high", "low"]


def opening_rank(panel: Panel, of: Leg | Pair, *, window: int | None = None, basis: Basis = "total") -> Measured:
    """Rank (1: strongest) of this year's first n sessions among all years with data; n: those so far, or `window`.

    The base is the prior year's last close; a pair is ranked by active return. Ties share the better rank.
    `detail`: every year's opening, those stronger, whether none of the ten years before was strictly stronger
    ("strongest in over a decade"), and the chance of a rank this good if years came in any order.
    """
    days, levels = _levels(panel, of, basis)
    starts = _year_starts(days)
    this_year = panel.as_of.year
    if this_year not in starts:
        raise DataError(f"{of} has no close before {this_year} to measure the year's opening from.")
    so_far = len(days) - 1 - starts[this_year]
    sessions = _sessions(window, so_far)
    openings = {
        year: _active(levels, start, start + sessions)
        for year, start in starts.items()
        if start + sessions < len(days) and day_of(days[start + sessions]).year == year
    }
    mine = openings[this_year]
    stronger = {year: value for year, value in openings.items() if value > mine}
    rank = len(stronger) + 1
    recent = [year for year in stronger if this_year - 10 <= year]
    return Measured(
        rank,
        "rank",
        f"{of}'s first {count(sessions, 'session')} of {this_year} ({percent(mine)}) rank {rank} of {len(openings)} years"
        f" since {min(openings)}{_after(stronger)}; in any order of years a rank this good has a chance of"
        f" {percent(rank / len(openings), 0)}.",
        {
            "sessions": sessions,
            "opening": mine,
            "years": len(openings),
            "first_year": min(openings),
            "stronger": stronger,
            "openings": openings,
            "strongest_in_over_a_decade": not recent and len(openings) > 10,
            "chance": rank / len(openings),
        },
    )


def extreme_since(panel: Panel, of: Leg | Pair, *, direction: Direction = "high", basis: Basis = "total") -> Measured:
    """Sessions before the as-of back to the last close at or beyond today's: "highest since"; the whole history if none.

    A pair is judged by its relative strength. `detail`: the day of that close, whether today's is the highest
    (lowest) of all, and the chance that a driftless walk stands beyond so many closes before it.
    """
    days, levels = _levels(panel, of, basis)
    values = levels[0] if len(levels) == 1 else levels[0] / levels[1]
    beyond = values[:-1] >= values[-1] if direction == "high" else values[:-1] <= values[-1]
    found = np.flatnonzero(beyond)
    value = len(values) - 2 - int(found[-1]) if len(found) else len(values) - 1
    before = day_of(days[found[-1]]) if len(found) else None
    subject = f"{of}" if len(levels) == 1 else f"{of.first}/{of.second} relative strength"  # type: ignore[union-attr]
    word = "highest" if direction == "high" else "lowest"
    place = f"its {word} on record (since {day_of(days[0])})" if before is None else f"its {word} since {before}"
    chance = chance_of_high(value)
    text = f"{subject} closed on {panel.as_of} at {place}, {count(value, 'session')}; a driftless walk does so {percent(chance)} of the time."
    if value == 0:
        text = f"{subject} closed on {panel.as_of} no {'higher' if direction == 'high' else 'lower'} than the session before."
    return Measured(
        value,
        "sessions",
        text,
        {"since": before, "on_record": before is None, "history_from": day_of(days[0]), "chance": chance},
    )


def rank_within(
    panel: Panel,
    of: Leg,
    *,
    group: str = "sectors",
    since: date | None = None,
    window: Window = Window("ytd"),
    basis: Basis = "total",
) -> Measured:
    """Rank (1: led) of a leg's return among a group: a catalog group or symbols joined by "+"; the leg is added to it.

    Members without a close at both ends are left out and named. Year to date unless told otherwise.
    """
    mine = leg_series(panel, of, basis)
    start = start_of(mine.days, of, window, since)
    first = day_of(mine.days[start])
    returns, missing = _member_returns(panel, _members(panel, group), mine.days[start], basis)
    own = float(mine.values[-1] / mine.values[start] - 1)
    returns = {str(of): own} | {name: value for name, value in returns.items() if name != str(of)}
    ordered = dict(sorted(returns.items(), key=lambda item: -item[1]))
    rank = 1 + sum(value > own for value in returns.values())
    leader = next(iter(ordered))
    lead = "" if rank == 1 else f"; {leader} led with {percent(ordered[leader])}"
    return Measured(
        rank,
        "rank",
        f"{of} ({percent(own)}) ranks {rank} of {len(ordered)} in {group} from {first} to {panel.as_of}{lead}.",
        {"members": len(ordered), "returns": ordered, "leader": leader, "missing": missing, "from": first,
         "chance": rank / len(ordered)},
        first,
    )  # fmt: skip


def flatness(
    panel: Panel,
    of: Leg | Pair,
    *,
    since: date | None = None,
    window: Window = Window("ytd"),
    basis: Basis = "total",
) -> Measured:
    """The window's return over the standard deviation (n - 1) of all returns of that many sessions; flat within 0.5.

    A pair is judged by active return. Year to date unless told otherwise. `detail`: `flat`, and the share of all
    such windows that were flat, which is what chance would show.
    """
    days, levels = _levels(panel, of, basis)
    start = start_of(days, of, window, since)
    length = len(days) - 1 - start
    every = _every_window(levels, length)
    if len(every) < 30:
        raise DataError(
            f"{of} has {len(every)} windows of {length} sessions by then; 30 are needed to say what is flat."
        )
    spread = float(np.std(every, ddof=1))
    if spread == 0:
        raise DataError(f"{of} never moved over {length} sessions, so no spread tells what is flat.")
    own = float(every[-1])
    value = own / spread
    share = float(np.mean(np.abs(every) <= spread / 2))
    flat = abs(value) <= 0.5
    return Measured(
        value,
        "deviations",
        f"{of} {'was flat' if flat else 'was not flat'} over {count(length, 'session')} to {panel.as_of}: {percent(own)}"
        f" is {value:.2f} standard deviations of such windows ({basis_words(panel, of, basis)});"
        f" {percent(share, 0)} of them were flat.",
        {"flat": flat, "return": own, "deviation": spread, "share_flat": share, "sessions": length},
    )


def basis_words(panel: Panel, of: Leg | Pair, basis: str) -> str:
    """The basis of a leg, or "active return" for a pair."""
    return "active return" if isinstance(of, Pair) else basis_of(panel, of, basis)


def _levels(panel: Panel, of: Leg | Pair, basis: str) -> tuple[NDArray[np.int64], tuple[NDArray[np.float64], ...]]:
    if isinstance(of, Leg):
        series = leg_series(panel, of, basis)
        return series.days, (series.values,)
    pair = pair_series(panel, of, basis)
    return pair.days, (pair.first, pair.second)


def _active(levels: tuple[NDArray[np.float64], ...], start: int, stop: int) -> float:
    """Return from start to stop; of two legs, the first's minus the second's."""
    gains = [float(values[stop] / values[start] - 1) for values in levels]
    return gains[0] if len(gains) == 1 else gains[0] - gains[1]


def _every_window(levels: tuple[NDArray[np.float64], ...], length: int) -> NDArray[np.float64]:
    """Return of every window of `length` sessions, (n - length,); of two legs, the first's minus the second's."""
    gains = [values[length:] / values[:-length] - 1 for values in levels]
    return gains[0] if len(gains) == 1 else gains[0] - gains[1]


def _year_starts(days: NDArray[np.int64]) -> dict[int, int]:
    """For each year with a close before it: the index of the last close before the year."""
    years = days.view("datetime64[D]").astype("datetime64[Y]").astype(int) + 1970
    turns = np.flatnonzero(np.diff(years) == 1)
    return {int(years[turn + 1]): int(turn) for turn in turns}


def _sessions(window: int | None, so_far: int) -> int:
    if window is not None and window > so_far:
        raise UsageError(f"window {window} must be from 1 to {so_far}, the sessions of the year so far.")
    return window or so_far


def _after(stronger: dict[int, float]) -> str:
    if not stronger:
        return ""
    years = sorted(stronger)
    named = ", ".join(f"{year} ({percent(stronger[year])})" for year in years[:6])
    return f", after {named}{' and others' if len(years) > 6 else ''}"


def _members(panel: Panel, group: str) -> tuple[str, ...]:
    if group in groups():
        return groups()[group]
    members = parse_leg(group).symbols if "+" in group or group.isupper() else ()
    if not members:
        raise unknown("Group", group, groups(), "Or name the members: group=XLF+XLK+KRE.")
    for symbol in members:
        panel.instrument(symbol)
    return members


def _member_returns(
    panel: Panel, members: tuple[str, ...], base: np.int64, basis: str
) -> tuple[dict[str, float], list[str]]:
    returns: dict[str, float] = {}
    missing: list[str] = []
    panel.market.load(members)
    for symbol in members:
        try:
            series = panel.series(symbol, basis)
        except DataError:
            missing.append(symbol)
            continue
        start = series.position(int(base))
        if start < 0 or series.days[start] != base:
            missing.append(symbol)
        else:
            returns[symbol] = float(series.values[-1] / series.values[start] - 1)
    return returns, missing
