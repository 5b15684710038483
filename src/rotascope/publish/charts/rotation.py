"""The rotation map: level against momentum of each pair, with the path of the last weeks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rotascope.data.history import day_of
from rotascope.measures.strength import PHASES, Coordinates, coordinates
from rotascope.publish.charts.frame import Picture
from rotascope.publish.parts import Chart

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rotascope.data.panel import Panel
    from rotascope.pairs import Pair
    from rotascope.publish.palette import Palette
    from rotascope.publish.parts import Spec

WEEKS = 12
Row = dict[str, object]


def rotation_chart(panel: Panel, pairs: Sequence[Pair], caption: str) -> list[Chart]:
    """One point a pair that has coordinates as of the date, and its tail; none where no pair has."""
    if not pairs:
        return []
    return [
        Chart(
            "rotation-map",
            "Rotation map",
            caption,
            f"Prices to {panel.as_of}. Trailing windows only (252 sessions, momentum over 21), so past points never change;"
            f" a dot a week, {WEEKS} weeks back, the large one is the last session.",
            lambda palette: _spec(panel, pairs, palette),
        )
    ]


def _spec(panel: Panel, pairs: Sequence[Pair], palette: Palette) -> Spec:
    picture = Picture(palette, height=440)
    alt = picture.alt
    tails = [row for pair in pairs for row in _tail(str(pair), coordinates(panel, pair))]
    picture.datasets = {"tails": tails, "quadrants": _corners(tails)}
    reach = picture.datasets["quadrants"][0]["level"]
    scale = alt.Scale(domain=[-reach, reach], nice=False)
    x = alt.X(
        "level:Q", title="strength level, standard deviations", scale=scale, axis=alt.Axis(grid=True, tickCount=6)
    )
    y = alt.Y("momentum:Q", title="momentum, standard deviations", scale=scale, axis=alt.Axis(tickCount=6))
    colors = alt.Scale(domain=list(PHASES), range=[getattr(palette, name) for name in PHASES])
    base = picture.chart("tails").encode(x=x, y=y, color=alt.Color("phase:N", scale=colors, legend=None))
    picture.add(_zero(picture, "x"))
    picture.add(_zero(picture, "y"))
    corners = picture.chart("quadrants").encode(x=x, y=y, color=alt.Color("phase:N", scale=colors, legend=None))
    for side, align, shift in ((1, "right", -4), (-1, "left", 4)):
        picture.add(
            corners.transform_filter(f"datum.level * {side} > 0")
            .mark_text(align=align, dx=shift, fontSize=12, fontWeight=600, opacity=0.8)
            .encode(text="phase:N")
        )
    picture.add(base.mark_line(strokeWidth=1.4, opacity=0.55).encode(detail="pair:N", order="date:T"))
    tips = picture.tips("pair:N", "date", "phase:N", level="level", momentum="momentum")
    picture.add(base.mark_point(filled=True, size=14, opacity=0.6).encode(tooltip=tips))
    heads = base.transform_filter("datum.last")
    picture.add(heads.mark_point(filled=True, size=110, opacity=1).encode(tooltip=tips))
    picture.add(heads.mark_text(align="left", dx=9, dy=-6, fontWeight=600, fontSize=11.5).encode(text="pair:N"))
    return picture.spec()


def _zero(picture: Picture, axis: str) -> object:
    rule = picture.chart("quadrants").mark_rule(color=picture.palette.line, strokeWidth=1.2)
    return rule.encode(**{axis: picture.alt.datum(0)})


def _tail(name: str, found: Coordinates) -> list[Row]:
    """The last session and each week's last one before it, in order; all in the phase of the last, for its colour."""
    weeks = (found.days + 3) // 7  # day 0 was a Thursday; weeks begin on Monday
    ends = np.flatnonzero(np.diff(weeks, append=-1))[-WEEKS - 1 :]
    phase = found.phase(-1)
    rows: list[Row] = [
        {
            "pair": name,
            "date": day_of(found.days[at]).isoformat(),
            "level": round(float(found.level[at]), 3),
            "momentum": round(float(found.momentum[at]), 3),
            "phase": phase,
        }
        for at in ends
    ]
    rows[-1]["last"] = True
    return rows


def _corners(tails: list[Row]) -> list[Row]:
    """Where the quadrants' names stand: the corners of a square about the origin that holds every point."""
    most = max(abs(float(row[key])) for row in tails for key in ("level", "momentum"))  # type: ignore[arg-type]
    reach = float(np.ceil(max(most * 1.12, 1.0) * 2) / 2)
    sides = {"leading": (1, 1), "weakening": (1, -1), "lagging": (-1, -1), "improving": (-1, 1)}
    return [{"phase": name, "level": x * reach, "momentum": y * reach * 0.96} for name, (x, y) in sides.items()]
