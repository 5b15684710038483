"""The Treasury curve now and before, and the history of the policy range."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rotascope.data.history import day_number, day_of
from rotascope.errors import DataError
from rotascope.measures.curve import TENORS
from rotascope.publish.charts.frame import Picture, iso, rounded, rows
from rotascope.publish.parts import Chart

if TYPE_CHECKING:
    from datetime import date

    from rotascope.data.history import Series
    from rotascope.data.panel import Panel
    from rotascope.publish.palette import Palette
    from rotascope.publish.parts import Spec

MONTHS = {"1m": 1, "3m": 3, "6m": 6} | {f"{years}y": 12 * years for years in (1, 2, 3, 5, 7, 10, 20, 30)}
WHEN = ("last", "a month before", "a year before")
LABEL = "datum.value < 12 ? datum.value + 'm' : datum.value / 12 + 'y'"
Row = dict[str, object]


def curve_chart(panel: Panel, last: date, caption: str) -> list[Chart]:
    """Yields of every tenor on the last day published, a month before and a year before."""
    return [
        Chart(
            "curve",
            "Treasury curve",
            caption,
            f"Constant-maturity Treasury yields (FRED), published to {last}; maturities on a log scale.",
            lambda palette: _curve(panel, last, palette),
        )
    ]


def policy_chart(panel: Panel, caption: str) -> list[Chart]:
    """The target range at every decision; none before ranges were set."""
    try:
        upper = panel.macro("DFEDTARU")
    except DataError:
        return []
    return [
        Chart(
            "policy-range",
            "Target range of the federal funds rate",
            caption,
            f"Federal Reserve (FRED), decisions to {day_of(upper.days[-1])}, each on the day it was made.",
            lambda palette: _policy(panel, palette),
        )
    ]


def _curve(panel: Panel, last: date, palette: Palette) -> Spec:
    picture = Picture(palette)
    alt = picture.alt
    picture.datasets["curve"] = _yields(panel, last)
    scale = alt.Scale(type="log", domain=[1, 360], nice=False)
    axis = alt.Axis(values=[1, 3, 6, 12, 24, 60, 120, 360], labelExpr=LABEL)
    x = alt.X("months:Q", title="maturity", scale=scale, axis=axis)
    y = alt.Y("value:Q", title="yield (%)", scale=alt.Scale(zero=False), axis=alt.Axis(tickCount=6))
    colors = alt.Scale(domain=list(WHEN), range=[palette.first, palette.second, palette.quiet])
    dashes = alt.Scale(domain=list(WHEN), range=[[1, 0], [6, 3], [2, 3]])
    base = picture.chart("curve").encode(x=x, y=y, color=alt.Color("when:N", scale=colors, sort=list(WHEN), title=None))
    dash = alt.StrokeDash("when:N", scale=dashes, sort=list(WHEN), title=None)
    picture.add(base.mark_line(strokeWidth=2.2).encode(strokeDash=dash))
    tips = picture.tips("when:N", "date", "tenor:N", value="yield, %")
    picture.add(base.mark_point(filled=True, size=32, opacity=1).encode(tooltip=tips))
    return picture.spec()


def _yields(panel: Panel, last: date) -> list[Row]:
    days = dict(zip(WHEN, (last, _before(last, 1), _before(last, 12)), strict=True))
    found = []
    for tenor, series in TENORS.items():
        try:
            known = panel.macro(series)
        except DataError:
            continue
        for when, day in days.items():
            at = known.position(day_number(day))
            if at >= 0 and day_number(day) - known.days[at] <= 7:
                found.append(_yield(tenor, when, known, at))
    return found


def _yield(tenor: str, when: str, known: Series, at: int) -> Row:
    return {
        "tenor": tenor,
        "months": MONTHS[tenor],
        "when": when,
        "date": day_of(known.days[at]).isoformat(),
        "value": round(float(known.values[at]), 2),
    }


def _before(day: date, months: int) -> date:
    """So many months earlier, on the same day of the month or the last one before it."""
    index = day.year * 12 + day.month - 1 - months
    for day_in_month in range(day.day, 27, -1):
        try:
            return day.replace(year=index // 12, month=index % 12 + 1, day=day_in_month)
        except ValueError:
            continue
    return day.replace(year=index // 12, month=index % 12 + 1)


def _policy(panel: Panel, palette: Palette) -> Spec:
    picture = Picture(palette)
    alt = picture.alt
    lower, upper = panel.macro("DFEDTARL"), panel.macro("DFEDTARU")
    days, at_lower, at_upper = np.intersect1d(lower.days, upper.days, return_indices=True)
    steps = rows(date=iso(days), lower=rounded(lower.values[at_lower]), upper=rounded(upper.values[at_upper]))
    picture.datasets["policy"] = [*steps, steps[-1] | {"date": panel.as_of.isoformat()}]
    y = alt.Y("lower:Q", title="target range (%)", axis=alt.Axis(tickCount=6))
    tips = picture.tips("date", lower="lower, %", upper="upper, %")
    chart = picture.chart("policy").encode(x=picture.days())
    band = chart.mark_area(interpolate="step-after", color=palette.first, opacity=0.3)
    picture.add(band.encode(y=y, y2="upper:Q", tooltip=tips))
    for side in ("lower:Q", "upper:Q"):
        line = chart.mark_line(interpolate="step-after", color=palette.first, strokeWidth=1.4)
        picture.add(line.encode(y=alt.Y(side, title="target range (%)"), tooltip=tips))
    return picture.spec()
