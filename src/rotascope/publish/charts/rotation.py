"""The rotation map: level against momentum of each pair, with the path of the last weeks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from rotascope.data.history import day_of
from rotascope.measures.strength import PHASES, Coordinates, coordinates
from rotascope.publish.charts.frame import Picture
from rotascope.publish.charts.labels import spread
from rotascope.publish.parts import Chart

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rotascope.data.panel import Panel
    from rotascope.pairs import Pair
    from rotascope.publish.palette import Palette
    from rotascope.publish.parts import Spec

WEEKS = 12
HEIGHT = 460
LINE = 15  # pixels that a line of text needs
SIGN = 6.6  # pixels that a letter needs
NARROW = 290  # pixels between the axes on a phone
Row = dict[str, Any]


def rotation_chart(panel: Panel, own: Pair, pairs: Sequence[Pair], caption: str) -> list[Chart]:
    """One point a pair that has coordinates as of the date, and its tail; none where no pair has."""
    if not pairs:
        return []
    return [
        Chart(
            "rotation-map",
            f"Where {_pairs(len(pairs))} stood on {panel.as_of}",
            caption,
            f"Prices to {panel.as_of}. Trailing windows (252 sessions, momentum 21), so past points never change."
            f" Small dots are weeks, {WEEKS} of them; the brief's own pair is drawn heavier.",
            lambda palette: _spec(panel, own, pairs, palette),
        )
    ]


def _pairs(pairs: int) -> str:
    return "the pair" if pairs == 1 else f"{pairs} pairs"


def _spec(panel: Panel, own: Pair, pairs: Sequence[Pair], palette: Palette) -> Spec:
    picture = Picture(palette, HEIGHT)
    tails = [_tail(str(pair), coordinates(panel, pair), pair == own) for pair in pairs]
    rows = [row for tail in tails for row in tail]
    reach = {axis: _reach(rows, axis) for axis in ("level", "momentum")}
    picture.datasets = {
        "tails": rows,
        "heads": _heads([tail[-1] for tail in tails], reach),
        "quadrants": _corners(reach),
    }
    axes = _axes(picture, reach)
    _ground(picture, axes)
    _tails(picture, axes)
    _names(picture, axes, reach["momentum"])
    return picture.spec()


def _axes(picture: Picture, reach: dict[str, float]) -> dict[str, Any]:
    alt = picture.alt
    colors = alt.Scale(domain=list(PHASES), range=[getattr(picture.palette, name) for name in PHASES])
    scale = alt.Scale(domain=[-reach["level"], reach["level"]], nice=False)
    axis = alt.Axis(grid=True, tickCount=6)
    return {
        "x": alt.X("level:Q", title="strength level (standard deviations)", scale=scale, axis=axis),
        "y": _up(picture, "momentum", reach["momentum"]),
        "color": alt.Color("phase:N", scale=colors, legend=None),
    }


def _up(picture: Picture, field: str, reach: float) -> Any:
    alt = picture.alt
    scale = alt.Scale(domain=[-reach, reach], nice=False)
    return alt.Y(f"{field}:Q", title="momentum (standard deviations)", scale=scale, axis=alt.Axis(tickCount=6))


def _ground(picture: Picture, axes: dict[str, Any]) -> None:
    """The two zero lines and the quadrants' names."""
    zero = picture.chart("quadrants").mark_rule(color=picture.palette.line, strokeWidth=1.2)
    picture.add(zero.encode(x=picture.alt.datum(0)))
    picture.add(zero.encode(y=picture.alt.datum(0)))
    for side, align in ((1, "right"), (-1, "left")):
        corner = picture.chart("quadrants").transform_filter(f"datum.level * {side} > 0")
        words = corner.mark_text(align=align, dx=-5 * side, fontSize=12, fontStyle="italic", opacity=0.9)
        picture.add(words.encode(**axes, text="phase:N"))


def _tails(picture: Picture, axes: dict[str, Any]) -> None:
    for own, width, opacity, size in ((False, 1.1, 0.4, 9), (True, 2.4, 0.9, 22)):
        tail = picture.chart("tails").transform_filter(f"datum.own == {str(own).lower()}")
        line = tail.mark_line(strokeWidth=width, opacity=opacity)
        picture.add(line.encode(**axes, detail="pair:N", order="date:T"))
        tips = picture.tips("pair:N", "date", level="level", momentum="momentum")
        picture.add(tail.mark_point(filled=True, size=size, opacity=opacity).encode(**axes, tooltip=tips))


def _names(picture: Picture, axes: dict[str, Any], reach: float) -> None:
    """The large dots and the pairs' names, to the right of the dot where there is room for it."""
    heads = picture.chart("heads")
    tips = picture.tips("pair:N", "date", "phase:N", level="level", momentum="momentum")
    picture.add(heads.mark_point(filled=True, size=95, opacity=1).encode(**axes, tooltip=tips))
    place = _up(picture, "place", reach)
    lead = heads.mark_rule(strokeWidth=1, opacity=0.7)
    picture.add(lead.encode(**axes, y2="place:Q"))
    for side, align, shift in (("right", "left", 10), ("left", "right", -10)):
        names = heads.transform_filter(f"datum.side == '{side}'").encode(x=axes["x"], y=place, text="pair:N")
        picture.add(names.mark_text(align=align, dx=shift, fontWeight=600, **picture.halo))
        picture.add(names.mark_text(align=align, dx=shift, fontWeight=600).encode(color=axes["color"]))


def _tail(name: str, found: Coordinates, own: bool) -> list[Row]:
    """The last session and each week's last one before it, all in the colour of the phase it is in now."""
    weeks = (found.days + 3) // 7  # day 0 was a Thursday; weeks begin on Monday
    ends = np.flatnonzero(np.diff(weeks, append=-1))[-WEEKS - 1 :]
    common = {"pair": name, "phase": found.phase(-1), "own": own}
    return [
        {
            **common,
            "date": day_of(found.days[at]).isoformat(),
            "level": round(float(found.level[at]), 3),
            "momentum": round(float(found.momentum[at]), 3),
        }
        for at in ends
    ]


def _reach(rows: list[Row], axis: str) -> float:
    """How far an axis goes to either side of zero, in half deviations."""
    most = max(abs(float(row[axis])) for row in rows)
    return float(np.ceil(max(most * 1.08, 1.0) * 2) / 2)


def _heads(heads: list[Row], reach: dict[str, float]) -> list[Row]:
    """The last points, with where each one's name stands: its height clear of the others, its side within the frame."""
    gap = 2 * reach["momentum"] * LINE / HEIGHT
    places = spread([float(head["momentum"]) for head in heads], gap)
    return [
        head | {"place": round(place, 3), "side": _side(head, reach["level"])}
        for head, place in zip(heads, places, strict=True)
    ]


def _side(head: Row, reach: float) -> str:
    room = (1 - (float(head["level"]) + reach) / (2 * reach)) * NARROW
    return "right" if room > len(str(head["pair"])) * SIGN + 12 else "left"


def _corners(reach: dict[str, float]) -> list[Row]:
    sides = {"leading": (1, 1), "weakening": (1, -1), "lagging": (-1, -1), "improving": (-1, 1)}
    return [
        {"phase": name, "level": x * reach["level"], "momentum": y * reach["momentum"] * 0.955}
        for name, (x, y) in sides.items()
    ]
