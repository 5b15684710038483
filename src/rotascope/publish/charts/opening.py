"""This year's opening against every other year's, by session of the year."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from rotascope.data.history import day_number
from rotascope.measures.wording import count
from rotascope.pairs import Leg, Pair, leg_series, pair_series
from rotascope.publish.charts.frame import Picture
from rotascope.publish.charts.labels import spread
from rotascope.publish.parts import Chart

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from rotascope.data.panel import Panel
    from rotascope.publish.palette import Palette
    from rotascope.publish.parts import Spec
    from rotascope.questions import Finding

MOST_STEPS = 60  # points a year: enough to see the path, few enough for a page
HEIGHT = 320
LINE = 14  # pixels that a name needs
NAMED = 3
Row = dict[str, Any]


def opening_chart(panel: Panel, of: Leg | Pair, rank: Finding, name: str, caption: str) -> list[Chart]:
    """Every year's first sessions, as many as this year has had, from the `opening_rank`."""
    sessions: int = rank.detail["sessions"]  # type: ignore[assignment]
    measured = "active return" if isinstance(of, Pair) else "return"
    title = f"{of.first} minus {of.second}" if isinstance(of, Pair) else str(of)
    return [
        Chart(
            f"opening-{name}",
            f"{title}: how {panel.as_of.year} opened, against every other year",
            caption,
            f"Prices to {panel.as_of}; {measured} since the prior year's last close, over the first"
            f" {count(sessions, 'session')} of each year since {rank.detail['first_year']}.",
            lambda palette: _spec(panel, of, rank, palette),
        )
    ]


def _spec(panel: Panel, of: Leg | Pair, rank: Finding, palette: Palette) -> Spec:
    picture = Picture(palette, HEIGHT)
    alt, this = picture.alt, panel.as_of.year
    years: Mapping[int, float] = rank.detail["openings"]  # type: ignore[assignment]
    name, unit = (f"openings_{of}", "%") if isinstance(of, Leg) else ("openings_pair", "points")
    picture.datasets[name] = _paths(panel, of, years, rank.detail["sessions"])  # type: ignore[arg-type]
    picture.datasets[f"{name}_names"] = _names(picture.datasets[name], rank, this)
    x = alt.X("session:Q", title="session of the year", axis=alt.Axis(tickMinStep=1, tickCount=8))
    y = alt.Y("value:Q", title=f"since the prior year's close ({unit})", axis=alt.Axis(tickCount=6))
    tips = picture.tips("year:O", "session:Q", value=unit)
    base = picture.chart(name).encode(x=x, y=y, detail="year:N", tooltip=tips)
    others = base.transform_filter(f"datum.year != {this}")
    picture.add(others.mark_line(color=palette.quiet, strokeWidth=1, opacity=0.38))
    picture.add(picture.chart(name).mark_rule(color=palette.line).encode(y=alt.datum(0)))
    mine = base.transform_filter(f"datum.year == {this}")
    picture.add(mine.mark_line(color=palette.mark, strokeWidth=3))
    for test, color, weight in (("!=", palette.quiet, 400), ("==", palette.mark, 700)):
        names = picture.chart(f"{name}_names").transform_filter(f"datum.year {test} {this}")
        words = names.mark_text(align="left", dx=5, color=color, fontWeight=weight)
        picture.add(words.encode(x=x, y=y, text="year:O"))
    return picture.spec()


def _names(rows: list[Row], rank: Finding, this: int) -> list[Row]:
    """Names at the line ends of this year and of the strongest years above it, clear of one another."""
    stronger: Mapping[int, float] = rank.detail["stronger"]  # type: ignore[assignment]
    named = [this, *sorted(stronger, key=lambda year: -stronger[year])[:NAMED]]
    ends = list({row["year"]: row for row in rows if row["year"] in named}.values())  # each year's last row
    values = [float(row["value"]) for row in rows]
    places = spread([float(row["value"]) for row in ends], (max(values) - min(values)) * LINE / HEIGHT)
    return [row | {"value": round(place, 2)} for row, place in zip(ends, places, strict=True)]


def _paths(panel: Panel, of: Leg | Pair, years: Mapping[int, float], sessions: int) -> list[Row]:
    """A row a year and session drawn: percent since the close before the year."""
    days, levels = _levels(panel, of)
    found = []
    for year in years:
        start, end = (int(days.searchsorted(day_number(date(year + after, 1, 1)))) - 1 for after in (0, 1))
        length = min(sessions, end - start)  # a year may have had fewer sessions
        steps = np.unique(np.append(np.arange(0, length, -(-sessions // MOST_STEPS)), length))
        gains = [values[start + steps] / values[start] - 1 for values in levels]
        path = gains[0] if len(gains) == 1 else gains[0] - gains[1]
        points = zip(steps.tolist(), path.tolist(), strict=True)
        found += [{"year": year, "session": step, "value": round(100 * value, 2)} for step, value in points]
    return found


def _levels(panel: Panel, of: Leg | Pair) -> tuple[NDArray[np.int64], tuple[NDArray[np.float64], ...]]:
    if isinstance(of, Pair):
        pair = pair_series(panel, of)
        return pair.days, (pair.first, pair.second)
    leg = leg_series(panel, of)
    return leg.days, (leg.values,)
