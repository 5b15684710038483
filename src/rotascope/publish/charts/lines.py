"""Several series over the same days, each a line with its name at its end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rotascope.publish.charts.frame import Picture, iso
from rotascope.publish.charts.labels import spread

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from rotascope.publish.palette import Palette
    from rotascope.publish.parts import Spec

HEIGHT = 300
LINE = 15  # pixels that a name needs
SIGN = 6.4  # pixels that a letter needs
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
        picture.datasets[f"{self.dataset}_names"] = self._ends(fields)
        scale, axis = alt.Scale(zero=False, nice=True), alt.Axis(tickCount=6)
        for mark in self.marks:
            rule = picture.chart(self.dataset).mark_rule(color=palette.line, strokeDash=[4, 3])
            picture.add(rule.encode(y=alt.datum(mark)))
        form = "%Y" if self.days[-1] - self.days[0] > 366 * 6 else "%b %Y"
        tips = picture.tips("date", **{field: name for name, field in fields.items()})
        for name, color in zip(self.values, COLORS, strict=False):
            y = alt.Y(f"{fields[name]}:Q", title=self.quantity, scale=scale, axis=axis)
            shade = getattr(palette, color)
            line = picture.chart(self.dataset).mark_line(color=shade, strokeWidth=1.7)
            picture.add(line.encode(x=picture.days(form=form), y=y, tooltip=tips))
            end = picture.chart(f"{self.dataset}_names").transform_filter(f"datum.field == '{fields[name]}'")
            for look in (picture.halo, {"color": shade}):
                words = end.mark_text(align="right", dx=-2, fontWeight=600, **look)
                picture.add(
                    words.encode(x=picture.days(form=form), y=alt.Y("place:Q", title=self.quantity), text="name:N")
                )
        return picture.spec()

    def _rows(self, fields: Mapping[str, str]) -> list[dict[str, object]]:
        columns = {fields[name]: np.round(values, 2).tolist() for name, values in self.values.items()}
        dates = iso(self.days)
        return [
            {"date": day} | {field: column[at] for field, column in columns.items() if column[at] == column[at]}
            for at, day in enumerate(dates)
        ]

    def _ends(self, fields: Mapping[str, str]) -> list[dict[str, object]]:
        """Each name a little above its line's end, clear of the others."""
        every = np.concatenate([values[~np.isnan(values)] for values in self.values.values()])
        step = float(every.max() - every.min() or 1.0) * LINE / HEIGHT
        places = spread([float(values[-1]) + step for values in self.values.values()], step)
        day = iso(self.days[-1:])[0]
        return [
            {"date": day, "field": field, "name": name, "place": round(place, 2)}
            for (name, field), place in zip(fields.items(), places, strict=True)
        ]
