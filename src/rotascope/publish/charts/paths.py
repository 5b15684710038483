"""What followed each occurrence, path by path, with their mean and that of every window."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rotascope.publish.charts.frame import Picture, iso

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rotascope.publish.palette import Palette
    from rotascope.publish.parts import Spec

HEIGHT = 320
MOST_PATHS = 24  # of 61 points each: with more, no line can be followed


@dataclass(frozen=True)
class Paths:
    """`paths` (n, k): returns at `steps` (k,) after `days` (n,), NaN beyond an end; `base` (k,): of all windows."""

    unit: str
    step: str
    days: NDArray[np.int64]
    steps: NDArray[np.int64]
    paths: NDArray[np.float64]
    base: NDArray[np.float64]

    def spec(self, palette: Palette) -> Spec:
        """The Vega-Lite spec: the latest paths thin, the means of all strong."""
        picture = Picture(palette, HEIGHT)
        alt = picture.alt
        picture.datasets["study_paths"] = self._rows()
        picture.datasets["study_means"] = self._means()
        x = alt.X("step:Q", title=f"{self.step}s after", axis=alt.Axis(tickMinStep=1, tickCount=8))
        y = alt.Y("value:Q", title=f"return since ({self.unit})", axis=alt.Axis(tickCount=6))
        tips = picture.tips("began:N", "step:Q", value=self.unit)
        thin = picture.chart("study_paths").mark_line(color=palette.quiet, strokeWidth=1, opacity=0.4)
        picture.add(thin.encode(x=x, y=y, detail="began:N", tooltip=tips))
        picture.add(picture.chart("study_paths").mark_rule(color=palette.line).encode(y=alt.datum(0)))
        names = ["mean of occurrences", "mean of all windows"]
        legend = alt.Legend(orient="bottom", symbolType="stroke", symbolSize=300, title=None)
        color = alt.Color("line:N", scale=alt.Scale(domain=names, range=[palette.mark, palette.first]), legend=legend)
        dash = alt.StrokeDash("line:N", scale=alt.Scale(domain=names, range=[[1, 0], [6, 4]]), legend=legend)
        strong = picture.chart("study_means").mark_line(strokeWidth=3)
        means = picture.tips("line:N", "step:Q", value=self.unit)
        picture.add(strong.encode(x=x, y=y, color=color, strokeDash=dash, tooltip=means))
        return picture.spec()

    def _rows(self) -> list[dict[str, object]]:
        latest = slice(-MOST_PATHS, None)
        return [
            {"began": began, "step": int(step), "value": round(100 * value, 2)}
            for began, path in zip(iso(self.days[latest]), self.paths[latest].tolist(), strict=True)
            for step, value in zip(self.steps, path, strict=True)
            if value == value
        ]

    def _means(self) -> list[dict[str, object]]:
        there = np.isfinite(self.paths)
        means = np.where(there, self.paths, 0.0).sum(axis=0) / np.maximum(there.sum(axis=0), 1)
        means = np.where(there.mean(axis=0) > 0.5, means, np.nan)  # where most paths still run
        lines = {"mean of occurrences": means, "mean of all windows": self.base}
        return [
            {"line": name, "step": int(step), "value": round(100 * value, 2)}
            for name, values in lines.items()
            for step, value in zip(self.steps, values.tolist(), strict=True)
            if value == value
        ]
