"""The valuation gap since 1926, within the band of its own trailing 25 years."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from rotascope.data.history import day_of
from rotascope.publish.charts.frame import Picture, iso
from rotascope.publish.parts import Chart

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from rotascope.publish.palette import Palette
    from rotascope.publish.parts import Spec
    from rotascope.questions import Finding

    Floats = NDArray[np.float64]

BAND = (10, 90)  # percentiles


def spread_chart(found: Finding, caption: str, months: int) -> list[Chart]:
    """Every month of the spread, and the 10th to 90th percentile of the `months` before it."""
    series: Mapping[str, NDArray[np.generic]] = found.detail["series"]  # type: ignore[assignment]
    days = series["date"].astype("datetime64[D]").astype(np.int64)
    values = series["value"].astype(np.float64)
    first, last = (day_of(days[at]) for at in (0, -1))
    return [
        Chart(
            "valuation-gap",
            f"Book yield of small over large companies, since {first.year}",
            f"{caption} Above: small companies are the cheaper.",
            f"French library, months to {last}, known two months late, as revised since; {found.question.of} reading."
            f" Band: 10th to 90th percentile of the {months // 12} years before each month; log scale.",
            lambda palette: _spec(days, values, months, palette),
        )
    ]


def trailing_band(values: Floats, months: int) -> tuple[Floats, Floats]:
    """(n,) twice: the 10th and 90th percentile of the `months` values before each, NaN where there are fewer."""
    band = np.full((2, len(values)), np.nan)
    if len(values) > months:
        band[:, months:] = np.percentile(sliding_window_view(values, months)[:-1], BAND, axis=1)
    return band[0], band[1]


def _spec(days: NDArray[np.int64], values: Floats, months: int, palette: Palette) -> Spec:
    picture = Picture(palette, 320)
    alt = picture.alt
    low, high = trailing_band(values, months)
    columns = zip(iso(days), *(np.round(part, 3).tolist() for part in (values, low, high)), strict=True)
    picture.datasets["book_yield_spread"] = [
        {"date": day, "value": value} | ({"low": lower, "high": upper} if lower == lower else {})
        for day, value, lower, upper in columns
    ]
    scale = alt.Scale(type="log", nice=False, padding=16)
    y = alt.Y("value:Q", title="ratio (log scale)", scale=scale, axis=alt.Axis(tickCount=5, format="~g"))
    tips = picture.tips("date", value="ratio", low="10th percentile", high="90th percentile")
    whole = picture.chart("book_yield_spread")
    inside = whole.transform_filter("isValid(datum.low)").mark_area(color=palette.first, opacity=0.18)
    picture.add(inside.encode(x=picture.days(), y=alt.Y("low:Q", title="ratio (log scale)"), y2="high:Q"))
    picture.add(whole.mark_line(color=palette.first, strokeWidth=1.5).encode(x=picture.days(), y=y, tooltip=tips))
    picture.datasets["book_yield_now"] = picture.datasets["book_yield_spread"][-1:]
    now = picture.chart("book_yield_now").mark_point(filled=True, size=60, color=palette.mark, opacity=1)
    picture.add(now.encode(x=picture.days(), y=y, tooltip=tips))
    return picture.spec()
