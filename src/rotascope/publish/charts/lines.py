"""Several series over the same days, each a line in a colour of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rotascope.publish.charts.frame import Picture, iso

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from rotascope.publish.palette import Palette
    from rotascope.publish.parts import Spec

HEIGHT = 300
COLORS = ("first", "second", "improving", "mark")


@dataclass(frozen=True)
class Lines:
    """`days` (n,) and the values of each name (n,), NaN where there is none; `marks`: values with a quiet rule."""

    dataset: str
    quantity: str
    days: NDArray[np.int64]
    values: Mapping[str, NDArray[np.float64]]
    marks: tuple[float, ...] = ()

    def spec(self, palette: Palette) -> Spec:
        """The Vega-Lite spec, one row a day."""
        picture = Picture(palette, HEIGHT)
        alt, fields = picture.alt, {name: f"v{at}" for at, name in enumerate(self.values)}
        picture.datasets[self.dataset] = self._rows(fields)
        for mark in self.marks:
            rule = picture.chart(self.dataset).mark_rule(color=palette.line, strokeDash=[4, 3])
            picture.add(rule.encode(y=alt.datum(mark)))
        form = "%Y" if self.days[-1] - self.days[0] > 366 * 6 else "%b %Y"
        tips = picture.tips("date", **{field: name for name, field in fields.items()})
        colors = alt.Scale(domain=list(fields), range=[getattr(palette, role) for role in COLORS[: len(fields)]])
        legend = alt.Legend(orient="bottom", symbolType="stroke", symbolSize=300, title=None)
        for name, field in fields.items():
            y = alt.Y(f"{field}:Q", title=self.quantity, scale=alt.Scale(zero=False), axis=alt.Axis(tickCount=6))
            color = alt.ColorDatum(name, type="nominal", scale=colors, legend=legend)
            line = picture.chart(self.dataset).mark_line(strokeWidth=1.8)
            picture.add(line.encode(x=picture.days(form=form), y=y, color=color, tooltip=tips))
        return picture.spec()

    def _rows(self, fields: Mapping[str, str]) -> list[dict[str, object]]:
        columns = {fields[name]: np.round(values, 2).tolist() for name, values in self.values.items()}
        dates = iso(self.days)
        return [
            {"date": day} | {field: column[at] for field, column in columns.items() if column[at] == column[at]}
            for at, day in enumerate(dates)
        ]
