"""The real-time probability of a regime, under the line of relative strength."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from rotascope.data.history import day_number
from rotascope.pairs import pair_series
from rotascope.publish.charts.frame import Picture, iso, rounded, rows
from rotascope.publish.parts import Chart

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rotascope.publish.inquiry import Inquiry
    from rotascope.publish.palette import Palette
    from rotascope.publish.parts import Spec
    from rotascope.questions import Finding

DATA = "regime"
FEWEST = 20
ROOM = 3.0  # the probability's axis goes to this, so that it keeps to the lower third


@dataclass(frozen=True)
class _Lines:
    """Week ends (n,): relative strength, 1 at the first, and probability."""

    days: NDArray[np.int64]
    ratio: NDArray[np.float64]
    probability: NDArray[np.float64]


def regime_chart(inquiry: Inquiry, found: Finding) -> list[Chart]:
    """Both over the time for which the regimes were known; none for fewer than twenty week ends."""
    detail: Any = found.detail
    days = np.array([day_number(day) for day in detail["series"]["date"]], np.int64)
    if len(days) < FEWEST:
        return []
    series = pair_series(inquiry.panel, inquiry.pair)
    at = series.days.searchsorted(days)
    ratio = series.first[at] / series.second[at]
    lines = _Lines(days, ratio / ratio[0], np.asarray(detail["series"]["value"], np.float64))
    what = "volatile regime" if detail["regime"] == "volatile" else f"regime that {detail['regime']}"
    return [
        Chart(
            "regime",
            f"{inquiry.pair.first} over {inquiry.pair.second}, and the probability of the {what}",
            "Below, by the axis on the right, the probability as each day could know it; above, relative strength. The"
            " dashed line is one half.",
            f"Prices to {iso(days[-1:])[0]}; ends of weeks (or months). Parameters and states by data to each day;"
            " log scale for the ratio.",
            lambda palette: _spec(lines, palette),
        )
    ]


def _spec(lines: _Lines, palette: Palette) -> Spec:
    picture = Picture(palette, 340)
    alt = picture.alt
    picture.datasets[DATA] = rows(
        date=iso(lines.days), value=rounded(lines.ratio), probability=rounded(lines.probability, 3)
    )
    low, high = float(lines.ratio.min()), float(lines.ratio.max())
    floor = low / max(high / low, 1.02) ** 0.6
    scale = alt.Scale(type="log", domain=[round(floor, 4), round(high * 1.02, 4)], nice=False)
    tips = picture.tips("date", value="ratio", probability="probability")
    line = picture.chart(DATA).mark_line(color=palette.first, strokeWidth=1.6)
    ratio = alt.Y(
        "value:Q", title="ratio (log scale)", scale=scale, axis=alt.Axis(values=_ticks(low, high), format="~g")
    )
    picture.add(line.encode(x=picture.days(), y=ratio, tooltip=tips))
    chances = alt.Scale(domain=[0, ROOM])
    axis = alt.Axis(orient="right", values=[0, 0.5, 1], format=".1f", title=None, grid=False)
    area = picture.chart(DATA).mark_area(color=palette.second, opacity=0.45, line={"color": palette.second})
    picture.add(area.encode(x=picture.days(), y=alt.Y("probability:Q", scale=chances, axis=axis), tooltip=tips))
    half = picture.chart(DATA).mark_rule(color=palette.line, strokeDash=[4, 3])
    picture.add(half.encode(y=alt.Y(datum=0.5, scale=chances, axis=None)))
    return picture.spec() | {"resolve": {"scale": {"y": "independent"}}}


def _ticks(low: float, high: float) -> list[float]:
    """Up to six round ratios evenly spread, by their logs, over what the line covers."""
    round_ones = [
        float(f"{tens * digit:.6g}") for tens in (0.01, 0.1, 1, 10, 100) for digit in (1, 1.2, 1.5, 2, 3, 5, 7)
    ]
    inside = [value for value in round_ones if low <= value <= high]
    return inside[:: -(-len(inside) // 6) or 1] or [round(low, 2), round(high, 2)]
