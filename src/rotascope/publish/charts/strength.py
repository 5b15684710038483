"""Relative strength: the whole history with its records marked, and the last two years day by day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from rotascope.data.history import day_of
from rotascope.measures.wording import ordinal
from rotascope.pairs import pair_series
from rotascope.publish.charts.frame import MOST_POINTS, Picture, iso, rounded, rows
from rotascope.publish.parts import Chart

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from rotascope.publish.inquiry import Inquiry
    from rotascope.publish.palette import Palette
    from rotascope.publish.parts import Spec
    from rotascope.questions import Finding

DATA = "relative_strength"
RECENT_DAYS = 731
FEWEST = 20


@dataclass(frozen=True)
class Strength:
    """The first leg over the second, 1 at the first common session: `days` (n,), `ratio` (n,)."""

    names: str
    days: NDArray[np.int64]
    ratio: NDArray[np.float64]
    joined: date | None

    def joined_from(self, position: int) -> str:
        """That index levels carry the line before the funds traded, where they do from that position on."""
        early = self.joined is not None and day_of(self.days[position]) < self.joined
        return f"; index levels before {self.joined}" if early else ""

    @property
    def recent(self) -> int:
        """Position of the first session of the last two years."""
        return int(self.days.searchsorted(self.days[-1] - RECENT_DAYS))

    @property
    def source(self) -> str:
        return (
            f"Prices to {day_of(self.days[-1])}. Ratio of the two legs' levels, 1 on {day_of(self.days[0])}; log scale"
        )

    @property
    def week_ends(self) -> NDArray[np.intp]:
        """Positions of the last session of each week before the last two years."""
        weeks = (self.days[: self.recent] + 3) // 7  # day 0 was a Thursday; weeks begin on Monday
        return np.flatnonzero(np.diff(weeks, append=-1))

    @property
    def weeks_apart(self) -> int:
        """Of so many week ends one is drawn: as few as leave no more points than a chart may hold."""
        room = MOST_POINTS - (len(self.days) - self.recent) - 3
        return max(1, -(-len(self.week_ends) // room))

    def thinned(self) -> NDArray[np.intp]:
        """Positions to draw: every session of the last two years, week ends before, the first one and the extremes."""
        kept = np.array([0, int(self.ratio.argmax()), int(self.ratio.argmin())])
        ends = self.week_ends[::-1][:: self.weeks_apart]
        return np.unique(np.concatenate([ends, kept, np.arange(self.recent, len(self.days))]))

    def point(self, position: int, label: str) -> dict[str, object]:
        return {
            "date": day_of(self.days[position]).isoformat(),
            "value": round(float(self.ratio[position]), 4),
            "label": label,
        }


def strength_of(inquiry: Inquiry) -> Strength:
    """The pair's relative strength over its whole common history."""
    series = pair_series(inquiry.panel, inquiry.pair)
    ratio = series.first / series.second
    names = f"{inquiry.pair.first} over {inquiry.pair.second}"
    return Strength(names, series.days, ratio / ratio[0], series.joined)


def history_chart(inquiry: Inquiry, record: Finding | None, caption: str) -> list[Chart]:
    """The whole history; `record`: an `extreme_since` of the pair, drawn as a line back to the day it names."""
    strength = strength_of(inquiry)
    if len(strength.days) < FEWEST:
        return []
    since = None if record is None else record.detail["since"]
    day = since if record is not None and record.value else None
    return [
        Chart(
            "relative-strength",
            f"{strength.names}: relative strength since {day_of(strength.days[0]).year}",
            caption,
            f"{strength.source}; {_steps(strength)}{strength.joined_from(0)}.",
            lambda palette: _history(strength, palette, day),  # type: ignore[arg-type]
        )
    ]


def _steps(strength: Strength) -> str:
    if not len(strength.week_ends):
        return "daily"
    apart = strength.weeks_apart
    return f"{'weekly' if apart == 1 else f'every {ordinal(apart)} week'} before the last two years"


def recent_chart(inquiry: Inquiry, caption: str) -> list[Chart]:
    """The last two years, or as much of them as there is."""
    strength = strength_of(inquiry)
    if len(strength.days) < FEWEST:
        return []
    return [
        Chart(
            "relative-strength-recent",
            f"{strength.names}: the last two years",
            caption,
            f"{strength.source}; daily{strength.joined_from(strength.recent)}.",
            lambda palette: _recent(strength, palette),
        )
    ]


def _history(strength: Strength, palette: Palette, day: date | None) -> Spec:
    picture = Picture(palette)
    _line(picture, strength, picture.chart(DATA), "%Y")
    marks = [
        strength.point(int(strength.ratio.argmax()), "highest"),
        strength.point(int(strength.ratio.argmin()), "lowest"),
        strength.point(len(strength.days) - 1, "now"),
    ]
    if day is not None:
        picture.datasets["reach"] = [{"from": day.isoformat(), "date": marks[-1]["date"], "value": marks[-1]["value"]}]
        reach = picture.chart("reach").mark_rule(color=palette.mark, strokeWidth=1.5, strokeDash=[4, 3])
        picture.add(reach.encode(x=picture.days("from"), x2="date:T", y="value:Q"))
    if strength.joined:
        picture.datasets["joined"] = [{"date": strength.joined.isoformat()}]
        joined = picture.chart("joined").mark_rule(strokeDash=[3, 3], color=palette.quiet)
        picture.add(joined.encode(x=picture.days()))
    _points(picture, "records", marks, "%Y")
    return picture.spec()


def _recent(strength: Strength, palette: Palette) -> Spec:
    picture = Picture(palette)
    since = recent_start(day_of(strength.days[-1]))
    _line(picture, strength, picture.chart(DATA).transform_filter(f"toDate(datum.date) >= toDate('{since}')"), "%b %Y")
    window = strength.ratio[strength.recent :]
    marks = [
        strength.point(strength.recent + int(window.argmax()), "highest"),
        strength.point(strength.recent + int(window.argmin()), "lowest"),
        strength.point(len(strength.days) - 1, "now"),
    ]
    _points(picture, "recent_records", marks, "%b %Y")
    return picture.spec()


def _line(picture: Picture, strength: Strength, chart: Any, form: str) -> None:
    alt, at = picture.alt, strength.thinned()
    picture.datasets[DATA] = rows(date=iso(strength.days[at]), value=rounded(strength.ratio[at]))
    scale = alt.Scale(type="log", nice=False, padding=22)
    picture.add(
        chart.mark_line(color=picture.palette.first, strokeWidth=1.6).encode(
            x=picture.days(form=form),
            y=alt.Y("value:Q", title="ratio (log scale)", scale=scale, axis=alt.Axis(tickCount=5, format="~g")),
            tooltip=picture.tips("date", value="ratio"),
        )
    )


def _points(picture: Picture, name: str, marks: list[dict[str, object]], form: str) -> None:
    """Dots at the marks; marks of one day share a dot and a label."""
    merged: dict[object, dict[str, object]] = {}
    for mark in marks:
        held = merged.setdefault(mark["date"], mark)
        if held is not mark:
            held["label"] = f"{held['label']}, {mark['label']}"
    picture.datasets[name] = list(merged.values())
    base = picture.chart(name).encode(x=picture.days(form=form), y="value:Q")
    tips = picture.tips("label:N", "date", value="ratio")
    picture.add(base.mark_point(filled=True, size=60, color=picture.palette.mark, opacity=1).encode(tooltip=tips))
    for place, label in (("highest", "top"), ("lowest", "bottom")):
        picture.add(_label(picture, base, place, label))


def _label(picture: Picture, base: Any, place: str, baseline: str) -> Any:
    shift = -9 if baseline == "top" else 15
    words = base.transform_filter(f"indexof(datum.label, '{place}') >= 0")
    return words.mark_text(dy=shift, color=picture.palette.mark, fontSize=11).encode(text="label:N")


def recent_start(as_of: date) -> date:
    """The day from which every session is drawn."""
    return as_of - timedelta(days=RECENT_DAYS)
