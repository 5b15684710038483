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
LABEL = "datum.value < 12 ? datum.value + 'm' : datum.value / 12 + 'y'"
Row = dict[str, object]


def curve_chart(panel: Panel, last: date, caption: str) -> list[Chart]:
    """Yields of every tenor on the last day published, a month before and a year before."""
    return [
        Chart(
            "curve",
            "Treasury curve",
            caption,
            f"Constant-maturity Treasury yields (FRED), published to {last}; that day, a month and a year before.",
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
    days = list(dict.fromkeys(str(row["day"]) for row in sorted(picture.datasets["curve"], key=_newest_first)))
    axis = alt.Axis(values=[1, 3, 6, 12, 24, 60, 120, 360], labelExpr=LABEL)
    x = alt.X(
        "months:Q", title="maturity (log scale)", scale=alt.Scale(type="log", domain=[1, 360], nice=False), axis=axis
    )
    y = alt.Y("value:Q", title="yield (%)", scale=alt.Scale(zero=False), axis=alt.Axis(tickCount=6))
    colors = alt.Scale(domain=days, range=[palette.first, palette.second, palette.quiet][: len(days)])
    dashes = alt.Scale(domain=days, range=[[1, 0], [6, 3], [2, 3]][: len(days)])
    legend = alt.Legend(orient="bottom", symbolType="stroke", symbolSize=300, title=None)
    base = picture.chart("curve").encode(x=x, y=y, color=alt.Color("day:N", scale=colors, legend=legend))
    dash = alt.StrokeDash("day:N", scale=dashes, legend=legend)
    picture.add(base.mark_line(strokeWidth=2.2).encode(strokeDash=dash))
    tips = picture.tips("day:N", "tenor:N", value="yield, %")
    picture.add(base.mark_point(filled=True, size=30, opacity=1).encode(tooltip=tips))
    return picture.spec()


def _newest_first(row: Row) -> int:
    return -int(str(row["day"]).replace("-", ""))


def _yields(panel: Panel, last: date) -> list[Row]:
    """Each tenor's yield on the last day published, and on the last day published for a month and a year before."""
    wanted = [day_number(day) for day in (last, _before(last, 1), _before(last, 12))]
    spine = panel.macro(TENORS["10y"])
    days = [int(spine.days[at]) for at in (spine.position(day) for day in wanted) if at >= 0]
    found = []
    for tenor, series in TENORS.items():
        try:
            known = panel.macro(series)
        except DataError:
            continue
        found += [_yield(tenor, known, day) for day in days if day in known.days]
    return found


def _yield(tenor: str, known: Series, day: int) -> Row:
    value = round(float(known.values[known.position(day)]), 2)
    return {"tenor": tenor, "months": MONTHS[tenor], "day": day_of(day).isoformat(), "value": value}


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
