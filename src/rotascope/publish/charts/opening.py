"""This year's opening against every other year's, by session of the year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rotascope.measures.wording import count
from rotascope.pairs import Pair, leg_series, pair_series
from rotascope.publish.charts.frame import Picture
from rotascope.publish.parts import Chart

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from rotascope.data.panel import Panel
    from rotascope.pairs import Leg
    from rotascope.publish.palette import Palette
    from rotascope.publish.parts import Spec
    from rotascope.questions import Finding

MOST_STEPS = 60  # points a year: enough to see the path, few enough for a page
Row = dict[str, object]


def opening_chart(panel: Panel, of: Leg | Pair, rank: Finding | None, name: str) -> list[Chart]:
    """Every year's first sessions, as many as this year has had; none without an `opening_rank` to speak of."""
    if rank is None:
        return []
    sessions: int = rank.detail["sessions"]  # type: ignore[assignment]
    measured = "active return, points" if isinstance(of, Pair) else "return"
    title = f"{of.first} minus {of.second}" if isinstance(of, Pair) else str(of)
    return [
        Chart(
            f"opening-{name}",
            f"{title}: this year's opening against every other year's",
            rank.text,
            f"Prices to {panel.as_of}; {measured} since the prior year's last close, first {count(sessions, 'session')} of"
            f" each year since {rank.detail['first_year']}.",
            lambda palette: _spec(panel, of, rank, palette),
        )
    ]


def _spec(panel: Panel, of: Leg | Pair, rank: Finding, palette: Palette) -> Spec:
    picture = Picture(palette)
    alt = picture.alt
    years: Mapping[int, float] = rank.detail["openings"]  # type: ignore[assignment]
    stronger: Mapping[int, float] = rank.detail["stronger"]  # type: ignore[assignment]
    name = f"openings_{'pair' if isinstance(of, Pair) else of}"
    picture.datasets[name] = _paths(panel, of, years, rank.detail["sessions"])  # type: ignore[arg-type]
    unit = "points" if isinstance(of, Pair) else "%"
    x = alt.X("session:Q", title="session of the year", axis=alt.Axis(tickMinStep=1, tickCount=8))
    y = alt.Y("value:Q", title=f"since the prior year's close ({unit})", axis=alt.Axis(tickCount=6))
    base = picture.chart(name).encode(
        x=x, y=y, detail="year:N", tooltip=picture.tips("year:O", "session:Q", value=unit)
    )
    this, named = panel.as_of.year, sorted(stronger, key=lambda year: -stronger[year])[:3]
    _lines(picture, base.transform_filter(f"datum.year != {this}"), palette.quiet, 1.0, 0.38)
    picture.add(picture.chart(name).mark_rule(color=palette.line).encode(y=alt.datum(0)))
    _lines(picture, base.transform_filter(f"datum.year == {this}"), palette.mark, 3.0, 1.0)
    last = base.transform_filter(f"datum.last && (datum.year == {this} || indexof({named}, datum.year) >= 0)")
    picture.add(last.mark_text(align="left", dx=5).encode(text="year:O"))
    return picture.spec()


def _lines(picture: Picture, chart: object, color: str, width: float, opacity: float) -> None:
    picture.add(chart.mark_line(color=color, strokeWidth=width, opacity=opacity))  # type: ignore[attr-defined]


def _paths(panel: Panel, of: Leg | Pair, years: Mapping[int, float], sessions: int) -> list[Row]:
    """A row a year and session drawn: percent since the close before the year; `last` marks a year's last one."""
    steps = np.unique(np.append(np.arange(0, sessions, -(-sessions // MOST_STEPS)), sessions))
    days, levels = _levels(panel, of)
    found = []
    for year in years:
        start = int(np.searchsorted(days, np.datetime64(f"{year}-01-01", "D").astype(np.int64))) - 1
        gains = [values[start + steps] / values[start] - 1 for values in levels]
        path = gains[0] if len(gains) == 1 else gains[0] - gains[1]
        found += [_row(year, step, value, sessions) for step, value in zip(steps.tolist(), path.tolist(), strict=True)]
    return found


def _row(year: int, step: int, value: float, sessions: int) -> Row:
    row: Row = {"year": year, "session": step, "value": round(100 * value, 2)}
    return row | {"last": True} if step == sessions else row


def _levels(panel: Panel, of: Leg | Pair) -> tuple[NDArray[np.int64], tuple[NDArray[np.float64], ...]]:
    if isinstance(of, Pair):
        pair = pair_series(panel, of)
        return pair.days, (pair.first, pair.second)
    leg = leg_series(panel, of)
    return leg.days, (leg.values,)
