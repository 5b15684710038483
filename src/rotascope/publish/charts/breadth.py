"""Breadth by size through time, and by sector among small companies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rotascope.data.history import day_of
from rotascope.data.slices import parse_slice
from rotascope.measures.breadth import daily_share_above
from rotascope.measures.wording import percent
from rotascope.publish.charts.bars import Bars
from rotascope.publish.charts.lines import Lines
from rotascope.publish.market import capital
from rotascope.publish.parts import Chart

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from rotascope.data.panel import Panel
    from rotascope.publish.palette import Palette
    from rotascope.publish.parts import Spec


def breadth_chart(panel: Panel, buckets: Mapping[str, str], window: int, caption: str) -> list[Chart]:
    """Share of each bucket's members above their average, week by week."""
    days = panel.universe().days
    if len(days) < window:
        return []
    first = day_of(days[window - 1])
    return [
        Chart(
            "breadth",
            f"Members above their average of {window} sessions, by size",
            caption,
            f"Stocks as listed, from {first} to {panel.as_of}; members and ranks of each day; weekly.",
            lambda palette: _shares(panel, buckets, window, palette),
        )
    ]


def _shares(panel: Panel, buckets: Mapping[str, str], window: int, palette: Palette) -> Spec:
    days = panel.universe().days
    weeks = (days + 3) // 7  # day 0 was a Thursday; weeks begin on Monday
    ends = np.flatnonzero(np.diff(weeks, append=-1))
    ends = ends[ends >= window - 1]
    shares = {capital(name): 100 * _history(panel, of, window)[ends] for of, name in buckets.items()}
    return Lines("breadth", "share of members (%)", days[ends], shares, (50.0,)).spec(palette)


def _history(panel: Panel, of: str, window: int) -> NDArray[np.float64]:
    key = ("daily share above", of, window)
    return panel.cached(key, lambda inner: daily_share_above(inner.slice(parse_slice(of)), window))


def sector_breadth_chart(panel: Panel, sectors: Sequence[tuple[str, int, int]], window: int) -> list[Chart]:
    """(sector, members above, members counted) as bars; none where no sector is large enough."""
    if not sectors:
        return []
    values = {name: 100 * above / counted for name, above, counted in sectors}
    whole = sum(above for _, above, _ in sectors) / sum(counted for *_, counted in sectors)
    (best, *_), (worst, *_) = sectors[0], sectors[-1]
    caption = f"Most in {best} ({values[best]:.1f}%), fewest in {worst} ({values[worst]:.1f}%); dashed: all of them."
    if len(sectors) == 1:
        caption = f"Only {best} has enough members to speak of: {percent(whole)} of them."
    dates = {"date": panel.as_of.isoformat()}
    bars = Bars("sector_breadth", "sector", "share of members (%)", values, dates, 100 * whole)
    return [
        Chart(
            "breadth-sectors",
            f"Small companies above their average of {window} sessions, by sector",
            caption,
            f"Ranks 1,001 to 3,000 by market value, prices to {panel.as_of}; sectors with at least 20 members.",
            bars.spec,
        )
    ]
