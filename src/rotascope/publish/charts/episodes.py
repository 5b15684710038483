"""The strip of a pair's episodes under its relative strength, and how long leads lasted, beside chance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from rotascope.measures.wording import count
from rotascope.models.turning import strength_path
from rotascope.publish.charts.frame import Picture, iso, rounded, rows
from rotascope.publish.parts import Chart

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rotascope.data.panel import Panel
    from rotascope.pairs import Pair
    from rotascope.publish.palette import Palette
    from rotascope.publish.parts import Spec
    from rotascope.questions import Finding

MOST_POINTS = 600
RUNNING, FINISHED = 0.12, 0.26  # how strongly a band is painted


def strip_chart(panel: Panel, pair: Pair, found: Finding) -> list[Chart]:
    """Relative strength on bands of the leader's colour; the running episode is paler."""
    null: Mapping[str, Sequence[float]] = found.detail["null"]  # type: ignore[assignment]
    cycle = count(int(str(found.detail["min_cycle"])), str(found.detail["step"]))
    seen, low, high = (f"{null[key][0]:.0f}" for key in ("seen", "shuffled_low", "shuffled_high"))
    return [
        Chart(
            "episode-strip",
            f"Who led, {pair}, since {str(found.detail['history_from'])[:4]}",
            f"{seen} finished episodes; the same steps in random order give {low} to {high}:"
            f" {found.detail['verdict']}. Rising line: {_short(pair.first)} gains. The pale band is still running.",
            f"{_about(pair)}Data to {panel.as_of}. Turning points of log relative strength, phases of"
            f" {found.detail['min_phase']} and cycles of {cycle} or more. The bands are hindsight: each turn was known"
            " only later, on the day the table names.",
            lambda palette: _strip(panel, pair, found, palette),
        )
    ]


def _short(leg: object) -> str:
    """A leg as a chart names it: the portfolio of a sort of the French library without the sort."""
    return str(leg).rpartition(":")[2]


def _about(pair: Pair) -> str:
    return f"{pair.about}. " if pair.about else ""


def _strip(panel: Panel, pair: Pair, found: Finding, palette: Palette) -> Spec:
    picture = Picture(palette, 300)
    alt, path = picture.alt, strength_path(panel, pair)
    at = np.unique(np.linspace(0, len(path.days) - 1, MOST_POINTS).astype(int))
    line = rounded(np.exp(path.values[at] - path.values[0]))
    picture.datasets = {"episode_line": rows(date=iso(path.days[at]), value=line), "episode_bands": _bands(found)}
    names = [_short(pair.first), _short(pair.second)]
    colors = alt.Scale(domain=names, range=[palette.first, palette.second])
    band = picture.chart("episode_bands").mark_rect()
    strength = alt.Opacity("strength:Q", scale=None, legend=None)
    tips = picture.tips("leader:N", "from:N", "to:N", "known:N", change="log points")
    legend = alt.Legend(orient="bottom", symbolType="square", title=None)
    color = alt.Color("leader:N", scale=colors, legend=legend)
    picture.add(band.encode(x=picture.days("from"), x2="to:T", color=color, opacity=strength, tooltip=tips))
    y = alt.Y("value:Q", title="ratio (log scale)", scale=alt.Scale(type="log", nice=False, padding=12))
    picture.add(picture.chart("episode_line").mark_line(color=palette.ink, strokeWidth=1.3).encode(
        x=picture.days(), y=y, tooltip=picture.tips("date", value="ratio")
    ))  # fmt: skip
    return picture.spec()


def _bands(found: Finding) -> list[dict[str, Any]]:
    told: Mapping[str, Sequence[Any]] = found.detail["episodes"]  # type: ignore[assignment]
    columns = (told[key] for key in ("leader", "start", "end", "known_on", "amplitude", "confirmed"))
    return [
        {
            "leader": _short(leader),
            "from": str(start),
            "to": str(end),
            "known": str(known),
            "change": round(change, 3),
            "strength": FINISHED if confirmed else RUNNING,
        }
        for leader, start, end, known, change, confirmed in zip(*columns, strict=True)
    ]


def survival_chart(panel: Panel, found: Finding, pair: Pair) -> list[Chart]:
    """Share of leads still on by age, in the band that chance shows, with today's age."""
    word, age, lives = (found.detail[key] for key in ("step", "age", "lives"))
    return [
        Chart(
            "episode-survival",
            f"How long leads lasted once known, {pair}",
            f"Line: share of {lives} leads still on at each age. Band: where nine in ten histories with the same steps"
            f" in random order lie. Upright: today's age, {count(int(str(age)), str(word))}.",
            f"Data to {panel.as_of}; Kaplan-Meier, age from the day a lead could be known to the day its end could be.",
            lambda palette: _survival(panel, found, palette),
        )
    ]


def _survival(panel: Panel, found: Finding, palette: Palette) -> Spec:
    picture = Picture(palette, 280)
    alt = picture.alt
    curve: Mapping[str, Sequence[float]] = found.detail["curve"]  # type: ignore[assignment]
    columns = {key: [round(value, 3) for value in curve[key]] for key in _CURVE}
    picture.datasets = {"survival": rows(**columns), "survival_now": [_now(panel, found)]}
    title = f"{found.detail['step']}s since the lead was known"
    x = alt.X("age:Q", title=title, scale=alt.Scale(nice=False), axis=alt.Axis(tickCount=6))
    scale = alt.Scale(domain=[0, 1])
    y = alt.Y("survival:Q", title="share still on", scale=scale, axis=alt.Axis(tickCount=5, format="%"))
    band = picture.chart("survival").mark_area(color=palette.quiet, opacity=0.2, interpolate="step-after")
    picture.add(band.encode(x=x, y=alt.Y("chance_low:Q", title="share still on", scale=scale), y2="chance_high:Q"))
    tips = picture.tips(age=title, survival="share", chance_low="chance, 5%", chance_high="chance, 95%")
    line = picture.chart("survival").mark_line(color=palette.first, strokeWidth=2, interpolate="step-after")
    picture.add(line.encode(x=x, y=y, tooltip=tips))
    now = picture.chart("survival_now").mark_rule(color=palette.mark, strokeWidth=1.8, strokeDash=[5, 3])
    picture.add(now.encode(x=x))
    return picture.spec()


def _now(panel: Panel, found: Finding) -> dict[str, Any]:
    return {"age": found.detail["age"], "date": panel.as_of.isoformat()}


_CURVE = ("age", "survival", "chance_low", "chance_high")
