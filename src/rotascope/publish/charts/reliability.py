"""Reliability: how often it happened, beside how likely it was said to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.measures.wording import count
from rotascope.publish.charts.frame import Picture
from rotascope.publish.parts import Chart

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from rotascope.publish.palette import Palette
    from rotascope.publish.parts import Spec
    from rotascope.questions import Finding


def reliability_chart(found: Finding, as_of: date) -> list[Chart]:
    """The model's forecasts in bins of equal number; none where too few could be scored."""
    if "reliability" not in found.detail:
        return []
    bins: Mapping[str, Sequence[float]] = found.detail["reliability"]  # type: ignore[assignment]
    rate, ahead = float(str(found.detail["base_rate"])), int(str(found.detail["horizon"]))
    word = "session" if ahead == found.arguments["horizon"] else "month"
    return [
        Chart(
            "reliability",
            f"What the model said of the leader, and what happened over {count(ahead, word)}",
            "Forecasts that can be taken at their word lie on the rising line; those without skill on the level one,"
            " the base rate, whatever was said.",
            f"{found.detail['n']} monthly forecasts that were due, to {as_of}, each from what was known on its day;"
            " every dot stands for at least ten independent ones, or for all of them.",
            lambda palette: _spec(bins, rate, as_of, palette),
        )
    ]


def _spec(bins: Mapping[str, Sequence[float]], rate: float, as_of: date, palette: Palette) -> Spec:
    picture = Picture(palette, 300)
    alt = picture.alt
    percents = {key: [round(100 * value, 1) for value in bins[key]] for key in ("forecast", "happened")}
    picture.datasets["reliability"] = [
        {"said": said, "happened": happened, "forecasts": number, "date": as_of.isoformat()}
        for said, happened, number in zip(*percents.values(), bins["count"], strict=True)
    ]
    picture.datasets["reliability_line"] = [{"said": at, "happened": at} for at in (0, 100)]
    x = alt.X("said:Q", title="said, %", scale=alt.Scale(domain=[0, 100]), axis=alt.Axis(tickCount=6))
    y = alt.Y("happened:Q", title="happened, %", scale=alt.Scale(domain=[0, 100]), axis=alt.Axis(tickCount=6))
    exact = picture.chart("reliability_line").mark_line(color=palette.line, strokeDash=[4, 3])
    picture.add(exact.encode(x=x, y=y))
    level = picture.chart("reliability").mark_rule(color=palette.second, strokeWidth=1.5)
    picture.add(level.encode(y=alt.datum(round(100 * rate, 1))))
    tips = picture.tips("date", said="said, %", happened="happened, %", forecasts="forecasts")
    dots = picture.chart("reliability").mark_point(filled=True, size=110, color=palette.first, opacity=1)
    picture.add(dots.encode(x=x, y=y, tooltip=tips))
    return picture.spec()
